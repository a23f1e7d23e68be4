//! Zoom: the transcript and the chat that it saves as text.
//!
//! `[Ada Brandt] 12:00:03` with the words below, or `12:00:03 From Ada Brandt to Everyone: words`. The times are times
//! of day; they count from the first one. There is no specification;
//! <https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0067687> describes the saving of chats.

use super::name_lines::{Dialect, Shape, read, sniff};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};

static META: Meta = Meta {
    id: "zoom-txt",
    name: "Zoom transcript or chat",
    endings: &["txt"],
    media_types: &["text/plain"],
    specification: "https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0067687",
    keeps: "speakers, words, times of turns, whom a message was sent to unless to everyone",
    omits: "nothing",
    is_lined: true,
};

static DIALECT: Dialect = Dialect {
    id: META.id,
    long_paragraph: "zoom-txt.long-paragraph",
    shapes: &[Shape::BracketTime, Shape::From],
    signature: None,
};

/// See the module.
pub struct ZoomTxt;

impl Format for ZoomTxt {
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
