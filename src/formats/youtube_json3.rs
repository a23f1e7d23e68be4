//! The captions of YouTube in JSON, `fmt=json3`.
//!
//! There is no specification; the files say what there is. An event with segments is a cue, its segments are words with
//! times of their own. Captions that roll append a line break as an event of its own, which says nothing.

use super::recogniser::{claim_end, next_value, report_faults};
use super::timed::{CueText, Cues};
use super::words::{MILLISECONDS, claim_rest, milliseconds};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::json::Segment;
use crate::markup::json_tree::{Tree, Value};
use crate::model::{Span, Times};

static META: Meta = Meta {
    id: "youtube-json3",
    name: "YouTube captions in JSON",
    endings: &["json3", "json"],
    media_types: &["application/json"],
    specification: "https://github.com/yt-dlp/yt-dlp",
    keeps: "words, speakers, times of cues and of words",
    omits: "windows, pens, positions",
    is_lined: false,
};

/// See the module.
pub struct YoutubeJson3;

impl Format for YoutubeJson3 {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, _probe: &Probe<'_>) -> Confidence {
        Confidence::No
    }

    fn sniff_json(&self, outline: &Tree<'_>) -> Confidence {
        let Some(root) = outline.root() else { return Confidence::No };
        let first = root.get("events").and_then(|events| events.first());
        let is_known = first.is_some_and(|event| event.get("tStartMs").is_some()) || root.get("wireMagic").is_some();
        if is_known { Confidence::Certain } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        read_cues(source, limits, &META, "events", read_event)
    }
}

/// Reads a list of cues, which has this key, and accounts for the rest of the file.
pub fn read_cues(
    source: &Source<'_>,
    limits: &Limits,
    meta: &'static Meta,
    key: &str,
    read: for<'s> fn(&mut Cues<'s>, &mut CueText, Value<'_, 's>),
) -> Result<Parsed, Refusal> {
    let start = source.body_start();
    let mut cues = Cues::new(meta.id, source.text, limits);
    let mut text = CueText::default();
    let Some(tree) = next_value(source, start, meta)? else { return Err(Refusal::Empty) };
    for cue in tree.root().and_then(|root| root.get(key)).into_iter().flat_map(|list| list.items()) {
        read(&mut cues, &mut text, cue);
        cues.end_cue();
    }
    claim_rest(&mut cues.draft, &tree, &[], &[]);
    report_faults(&mut cues.draft, &tree, meta.id);
    claim_end(&mut cues.draft, tree.end(), meta.id);
    Ok(cues.finish())
}

/// Puts a string into the text of a cue. `at_ms`: when its first word is spoken.
pub fn push_string(text: &mut CueText, source: &str, value: Value<'_, '_>, at_ms: Option<u32>) {
    let Some(string) = value.string() else { return };
    let mut at_ms = at_ms;
    for segment in string.segments() {
        match segment {
            Segment::Same(span) => {
                let words = span.of(source);
                let middle = span.end - words.trim_start().len() as u32;
                text.push_source(source, Span { end: middle, ..span });
                if middle < span.end
                    && let Some(at_ms) = at_ms.take()
                {
                    text.push_mark(Span { start: middle, end: middle }, at_ms);
                }
                text.push_source(source, Span { start: middle, ..span });
            }
            Segment::Escape(letter, span) => text.push_text(letter.encode_utf8(&mut [0; 4]), span),
        }
    }
}

fn read_event<'s>(cues: &mut Cues<'s>, text: &mut CueText, event: Value<'_, 's>) {
    let Some(segments) = event.get("segs").filter(|segments| segments.first().is_some()) else { return };
    let time = |value: Value<'_, 's>, key: &str| value.get(key).and_then(|value| milliseconds(value, MILLISECONDS));
    let is_break = |segment: Value<'_, 's>| segment.get("utf8").is_none_or(|words| matches!(words.raw(), "\\n" | "\n"));
    if segments.items().all(is_break) {
        return;
    }
    let start = time(event, "tStartMs");
    let span = event.get("tStartMs").map_or_else(|| event.span(), |start| start.span());
    match (start, time(event, "dDurationMs")) {
        (Some(start_ms), Some(length)) => {
            cues.begin_cue(Times { start_ms, end_ms: start_ms.saturating_add(length) }, span);
        }
        (Some(start_ms), None) => cues.resume_cue(Times { start_ms, end_ms: start_ms }),
        (None, _) => cues.begin_untimed(),
    }
    let has_offsets = segments.items().any(|segment| segment.get("tOffsetMs").is_some());
    let source = cues.draft.source();
    for segment in segments.items() {
        let offset = time(segment, "tOffsetMs").unwrap_or(0);
        let at_ms = start.filter(|_| has_offsets).map(|start| start.saturating_add(offset));
        segment.get("utf8").into_iter().for_each(|words| push_string(text, source, words, at_ms));
    }
    cues.add_text(text, None);
}
