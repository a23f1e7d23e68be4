//! `tsv`: cells between tabs, a row a turn or a row a transcript. What tables have in common stands in `delimited` and `table`.

use super::delimited;
use super::table::Codes;
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};

static META: Meta = Meta {
    id: "tsv",
    name: "Table with tabs",
    endings: &["tsv", "tab"],
    media_types: &["text/tab-separated-values"],
    specification: "https://www.iana.org/assignments/media-types/text/tab-separated-values",
    keeps: "speakers, roles, words, times, notes; title, date, time, place, language and which transcript a row belongs to",
    omits: "cells of columns that hold nothing known, which stay in the source view",
    is_lined: false,
};

const CODES: Codes = Codes { no_words: "tsv.no-words", long_paragraph: "tsv.long-paragraph" };

/// See the module.
pub struct Tsv;

impl Format for Tsv {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        delimited::sniff(probe, b'\t', probe.has_ending_of(&META))
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        delimited::parse(source, limits, b'\t', CODES)
    }
}
