//! Transcripts of Google Meet, Microsoft Teams, Rev and their kin, saved as text: a name with a time, then the words.
//!
//! `Ada Brandt (00:00:03)`, `Ada Brandt: [0:03] words`, `00:00:03 Ada Brandt`, `[00:00:03] Ada Brandt: words`, a name
//! with `0 minutes 3 seconds` below it, and `Ada Brandt: words` with a time on a line of its own now and then. How such
//! lines are found is said in `name_lines`; nothing else opens a turn. There is no specification;
//! <https://support.google.com/meet/answer/12849897> describes the transcripts of one of them.

use super::name_lines::{Dialect, Shape, read, sniff};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};

static META: Meta = Meta {
    id: "meet-txt",
    name: "Meeting transcript with times",
    endings: &["txt"],
    media_types: &["text/plain"],
    specification: "https://support.google.com/meet/answer/12849897",
    keeps: "title, date, those present, speakers, words, times of turns, notes",
    omits: "nothing",
    is_lined: true,
};

static DIALECT: Dialect = Dialect {
    id: META.id,
    long_paragraph: "meet-txt.long-paragraph",
    shapes: &[
        Shape::NameBracket,
        Shape::NameFarTime,
        Shape::NameAbove,
        Shape::TimeName,
        Shape::TimeNameWords,
        Shape::ClockAlone,
    ],
    signature: None,
};

/// See the module.
pub struct MeetTxt;

impl Format for MeetTxt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        sniff(probe, &DIALECT)
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        Ok(read(source, limits, &DIALECT))
    }
}
