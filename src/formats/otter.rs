//! Otter.ai: the text that it exports, and other texts with a name and a time on a line and the words below.
//!
//! `Ada Brandt  0:05`, two spaces between, the words on the next line. There is no specification;
//! <https://help.otter.ai/hc/en-us/articles/360047733634> describes the export. How such lines are found is said in
//! `name_lines`; nothing else opens a turn.

use super::name_lines::{Dialect, Shape, read, sniff};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};

static META: Meta = Meta {
    id: "otter",
    name: "Otter.ai transcript",
    endings: &["txt"],
    media_types: &["text/plain"],
    specification: "https://help.otter.ai/hc/en-us/articles/360047733634",
    keeps: "title, date, keywords, speakers, words, times of turns, notes",
    omits: "nothing",
    is_lined: true,
};

static DIALECT: Dialect = Dialect {
    id: META.id,
    long_paragraph: "otter.long-paragraph",
    shapes: &[Shape::NameTime],
    signature: Some("otter.ai"),
};

/// See the module.
pub struct Otter;

impl Format for Otter {
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
