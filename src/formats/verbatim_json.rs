//! The format `verbatim_json`.

use super::{Confidence, Draft, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::text::lines::Lines;

static META: Meta = Meta {
    id: "verbatim_json",
    name: "VerbatimJson",
    endings: &["txt"],
    media_types: &["text/plain"],
    specification: "docs/formats/verbatim_json.md",
};

/// See the module.
pub struct VerbatimJson;

impl Format for VerbatimJson {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, _probe: &Probe<'_>) -> Confidence {
        Confidence::No
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut draft = Draft::new(source.text, limits);
        for line in Lines::new(source.text, source.body_start()) {
            if !line.is_blank() {
                draft.paragraph(line.trimmed());
            }
        }
        Ok(draft.finish())
    }
}
