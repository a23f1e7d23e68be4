//! `csv`: cells between commas or semicolons, a row a turn or a row a transcript. What tables have in common stands in `delimited` and `table`.

use super::delimited;
use super::table::Codes;
use super::{Confidence, Format, Limits, Meta, PROBE_BYTES, Parsed, Probe, Refusal, Source};

static META: Meta = Meta {
    id: "csv",
    name: "Table with commas",
    endings: &["csv"],
    media_types: &["text/csv"],
    specification: "https://www.rfc-editor.org/rfc/rfc4180",
    keeps: "speakers, roles, words, times, notes; title, date, time, place, language and which transcript a row belongs to",
    omits: "cells of columns that hold nothing known, which stay in the source view",
    is_lined: false,
};

const CODES: Codes = Codes { no_words: "csv.no-words", long_paragraph: "csv.long-paragraph" };

/// See the module.
pub struct Csv;

impl Format for Csv {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let has_ending = probe.has_ending_of(&META);
        delimited::sniff(probe, b',', has_ending).max(delimited::sniff(probe, b';', has_ending))
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let probe =
            &source.text[source.body_start()..source.text.floor_char_boundary(source.text.len().min(PROBE_BYTES))];
        // The sign that the first line has more of.
        let first = probe.lines().next().unwrap_or_default();
        let count = |sign: char| first.matches(sign).count();
        let delimiter = if count(';') > count(',') { b';' } else { b',' };
        delimited::parse(source, limits, delimiter, CODES)
    }
}
