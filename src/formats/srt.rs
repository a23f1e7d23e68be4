//! The format `srt`.

use super::{Confidence, Draft, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::text::lines::Lines;

static META: Meta = Meta {
    id: "srt",
    name: "Srt",
    endings: &["txt"],
    media_types: &["text/plain"],
    specification: "docs/formats/srt.md",
};

/// See the module.
pub struct Srt;

impl Format for Srt {
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
