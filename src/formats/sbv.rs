//! SBV: the captions that YouTube writes and reads.
//!
//! There is no specification; <https://support.google.com/youtube/answer/2734698> shows the form: a line of two times
//! with a comma between them, the words below, a blank line. Nothing is laid out; SBV has no tags.

use super::cue_lines::{BREAK, Dialect, Head, NONE, is_blank, read_cues};
use super::timed::{Cues, Shown};
use super::timestamps::{read_loose, skip_spaces};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{Kind, Span};
use crate::text::lines::Lines;

static META: Meta = Meta {
    id: "sbv",
    name: "SBV captions",
    endings: &["sbv"],
    media_types: &["text/sbv"],
    specification: "https://support.google.com/youtube/answer/2734698",
    keeps: "words, speakers, times",
    omits: "nothing",
    is_lined: true,
};

/// How many lines may stand before the first times.
const PROBE_LINES: usize = 6;

/// See the module.
pub struct Sbv;

impl Format for Sbv {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let bytes = probe.text.as_bytes();
        let mut lines = Lines::new(probe.text, 0).filter(|line| !line.is_blank()).take(PROBE_LINES);
        match lines.position(|line| head(bytes, line.span.start as usize, line.span.end as usize).is_some()) {
            Some(0) => Confidence::Certain,
            Some(_) => Confidence::Likely,
            None => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut cues = Cues::new(META.id, source.text, limits);
        cues.draft.claim(Kind::Markup, Span::new(0, source.body_start()));
        read_cues(
            &mut cues,
            source.body_start()..source.text.len(),
            &Dialect { head: &head, syntax: &syntax, is_verse: false },
        );
        Ok(cues.finish())
    }
}

/// `0:00:01.500,0:00:04.160` on a line of its own.
pub(super) fn head(bytes: &[u8], line: usize, line_end: usize) -> Option<Head> {
    let bytes = &bytes[..line_end];
    let at = skip_spaces(bytes, line);
    if !bytes.get(at)?.is_ascii_digit() {
        return None;
    }
    let (start, at) = read_loose(bytes, at)?;
    let at = skip_spaces(bytes, at);
    if bytes.get(at) != Some(&b',') {
        return None;
    }
    let (end, at) = read_loose(bytes, skip_spaces(bytes, at + 1))?;
    is_blank(bytes, at, line_end).then_some(Head { start, end: Some(end), words: at })
}

/// `[br]`, which stands for a line break; NUL, which stands for a letter that was lost.
pub(super) fn syntax(text: &str) -> (usize, Shown) {
    match text.as_bytes() {
        [b'[', b'b' | b'B', b'r' | b'R', b']', ..] => (4, BREAK),
        [0, ..] => (1, Shown::Letter('\u{fffd}')),
        _ => NONE,
    }
}
