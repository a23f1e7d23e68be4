//! MPL2 subtitles: a cue a line, its times in tenths of a second.
//!
//! `[start][end]words|second line`; a `/` before a line sets it in italics. There is no specification;
//! <https://wiki.multimedia.cx/index.php/MPL2> describes the form.

use super::cue_lines::{BREAK, Dialect, NONE, read_cues};
use super::timed::{Cues, Shown};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source, microdvd};
use crate::model::{Kind, Span};
use crate::text::lines::Lines;

static META: Meta = Meta {
    id: "mpl2",
    name: "MPL2 subtitles",
    endings: &["mpl", "mpl2", "txt", "sub"],
    media_types: &["text/x-mpl2"],
    specification: "https://wiki.multimedia.cx/index.php/MPL2",
    keeps: "words, speakers, times",
    omits: "italics",
    is_lined: true,
};

/// How many tenths of a second a thousand seconds have.
const RATE: u64 = 10_000;

/// See the module.
pub struct Mpl2;

impl Format for Mpl2 {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let first = Lines::new(probe.text, 0).find(|line| !line.is_blank());
        let is_head = |span: Span| {
            microdvd::head(probe.text.as_bytes(), span.start as usize, span.end as usize, b"[]", RATE).is_some()
        };
        if first.is_some_and(|line| is_head(line.span)) { Confidence::Certain } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut cues = Cues::new(META.id, source.text, limits);
        cues.draft.claim(Kind::Markup, Span::new(0, source.body_start()));
        let head = |bytes: &[u8], line: usize, line_end: usize| {
            let mut head = microdvd::head(bytes, line, line_end, b"[]", RATE)?;
            head.words += usize::from(bytes[..line_end].get(head.words) == Some(&b'/'));
            Some(head)
        };
        read_cues(
            &mut cues,
            source.body_start()..source.text.len(),
            &Dialect { head: &head, syntax: &syntax, is_verse: false },
        );
        Ok(cues.finish())
    }
}

/// `|` for a line break, with the `/` of the next line.
fn syntax(text: &str) -> (usize, Shown) {
    match text.as_bytes() {
        [b'|', b'/', ..] => (2, BREAK),
        [b'|', ..] => (1, BREAK),
        [0, ..] => (1, Shown::Letter('\u{fffd}')),
        _ => NONE,
    }
}
