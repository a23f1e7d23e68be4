//! The transcripts of Podcasting 2.0 in JSON.
//!
//! <https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md>. A segment is a
//! cue: who speaks, when, and what; it may be a single word.

use super::timed::{CueText, Cues};
use super::words::{SECONDS, label_of, milliseconds};
use super::youtube_json3::{push_string, read_cues};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::json_tree::{Tree, Value};
use crate::model::Times;

static META: Meta = Meta {
    id: "podcast-json",
    name: "Podcast transcript in JSON",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md",
    keeps: "words, speakers, times",
    omits: "nothing but the version",
    is_lined: false,
};

/// See the module.
pub struct PodcastJson;

impl Format for PodcastJson {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, _probe: &Probe<'_>) -> Confidence {
        Confidence::No
    }

    fn sniff_json(&self, outline: &Tree<'_>) -> Confidence {
        let first = outline.root().and_then(|root| root.get("segments")?.first());
        let is_known = first.is_some_and(|segment| segment.get("body").is_some() && segment.get("text").is_none());
        if is_known { Confidence::Certain } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        read_cues(source, limits, &META, "segments", read_segment)
    }
}

fn read_segment<'s>(cues: &mut Cues<'s>, text: &mut CueText, segment: Value<'_, 's>) {
    let time = |key: &str| segment.get(key).and_then(|value| milliseconds(value, SECONDS));
    let Some(body) = segment.get("body") else { return };
    match (time("startTime"), time("endTime")) {
        (Some(start_ms), Some(end_ms)) => cues.begin_cue(Times { start_ms, end_ms }, segment.span()),
        (Some(start_ms), None) => cues.resume_cue(Times { start_ms, end_ms: start_ms }),
        (None, _) => cues.begin_untimed(),
    }
    push_string(text, cues.draft.source(), body, None);
    let speaker = segment.get("speaker").and_then(|value| label_of(value, "Speaker"));
    cues.add_text(text, speaker.as_ref().map(|(name, span)| (name.as_str(), *span)));
}
