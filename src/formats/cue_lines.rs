//! Timed text in lines: what the readers of small subtitle formats share.
//!
//! A cue starts with a line that has a head (its times) and runs to the next line with one. What a head looks like and
//! which tags stand in the words, each format says itself. Nothing is dropped: lines before the first head are set
//! aside with a remark, and lines without a head belong to the cue above.

use std::ops::Range;

use super::timed::{CueText, Cues, Sample, Shown};
use super::timestamps::Timestamp;
use crate::model::{FurnitureKind, Kind, Span, Times};
use crate::text::lines::{Lines, is_space, trim};

/// The times at the start of a line.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// When the words appear.
    pub start: Timestamp,
    /// When they go; none where the file does not say, and then they stay until the next ones appear.
    pub end: Option<Timestamp>,
    /// Where the times end and the words start, in the line of the head or behind it.
    pub words: usize,
}

/// Reads the times that stand in a line, from its start to its end.
pub type HeadReader<'a> = dyn Fn(&[u8], usize, usize) -> Option<Head> + 'a;

/// What a format's lines look like.
pub struct Dialect<'a> {
    /// The head of the line between two offsets, if it has one.
    pub head: &'a HeadReader<'a>,
    /// Length of the tag at the start of a text, and what it shows.
    pub syntax: &'a dyn Fn(&str) -> (usize, Shown),
    /// Whether lines are verses, which do not run on unless they start with a small letter.
    pub is_verse: bool,
}

/// A cue whose words are still being gathered.
struct Open {
    head: Head,
    timing: Span,
    /// Further times before the same words: they are said again then.
    again: Vec<Timestamp>,
    /// Where the words end so far.
    end: usize,
}

/// Reads all cues between two offsets.
pub fn read_cues(cues: &mut Cues<'_>, body: Range<usize>, dialect: &Dialect<'_>) {
    let source = &cues.draft.source()[..body.end];
    cues.expect_rolling(&sample(source, body.start, dialect));
    let mut text = CueText::default();
    let mut open: Option<Open> = None;
    let mut stray: Option<Span> = None;
    for line in Lines::new(source, body.start) {
        let (start, end) = (line.span.start as usize, line.span.end as usize);
        if let Some(mut head) = (dialect.head)(source.as_bytes(), start, end) {
            set_aside(cues, stray.take());
            if let Some(open) = open {
                close(cues, &mut text, open, Some(head.start), dialect);
            }
            let mut again = Vec::new();
            while let Some(next) = (dialect.head)(source.as_bytes(), head.words, end) {
                again.push(next.start);
                head.words = next.words;
            }
            let timing = Span::new(start, head.words);
            cues.draft.claim(Kind::Timing, timing);
            let words_end = line.trimmed().end as usize;
            open = Some(Open { head, timing, again, end: words_end.max(head.words) });
        } else if !line.is_blank() {
            match &mut open {
                Some(open) => open.end = end,
                None => stray = Some(stray.map_or(line.trimmed(), |stray| stray.to(line.trimmed()))),
            }
        }
    }
    set_aside(cues, stray);
    match open {
        Some(open) => close(cues, &mut text, open, None, dialect),
        None => {
            let end = Span::new(source.len(), source.len());
            cues.warn("no-cues", end, "No subtitles stand in this file.", "Check that it was saved completely.");
        }
    }
}

/// So many cues are looked at in each of three places.
const SAMPLE_CUES: usize = 40;

/// Looks at cues to see whether they repeat one another.
fn sample(source: &str, from: usize, dialect: &Dialect<'_>) -> Sample {
    let mut sample = Sample::default();
    for third in 0..3 {
        let start = source.floor_char_boundary(from + (source.len() - from) / 3 * third);
        let mut cues = 0;
        let mut words: Option<Span> = None;
        for line in Lines::new(source, start) {
            let head = (dialect.head)(source.as_bytes(), line.span.start as usize, line.span.end as usize);
            match (head, &mut words) {
                (Some(head), _) => {
                    if let Some(words) = words {
                        sample.add(words.of(source));
                        cues += 1;
                    }
                    words = Some(Span::new(head.words, line.span.end as usize));
                }
                (None, Some(words)) => words.end = line.span.end,
                (None, None) => {}
            }
            if cues == SAMPLE_CUES {
                break;
            }
        }
        sample.skip();
    }
    sample
}

/// Text that has no times.
fn set_aside(cues: &mut Cues<'_>, stray: Option<Span>) {
    let Some(span) = stray else { return };
    cues.warn(
        "stray-text",
        span,
        "This text stands before the first times.",
        "Put times above it if it belongs to what is said.",
    );
    cues.draft.furniture(span, FurnitureKind::Other);
}

/// Reads the words of a cue, behind which the next one starts at `next`.
fn close(cues: &mut Cues<'_>, text: &mut CueText, open: Open, next: Option<Timestamp>, dialect: &Dialect<'_>) {
    let Open { head, timing, again, end } = open;
    if head.start.is_too_large || head.end.is_some_and(|end| end.is_too_large) {
        cues.warn(
            "time-limit",
            timing,
            "A time of more than 49 days stands here.",
            "It is shown as the largest time that can be; correct it in the file.",
        );
    }
    let start_ms = head.start.ms;
    match (head.end, next) {
        (Some(end), _) => cues.begin_cue(Times { start_ms, end_ms: end.ms }, timing),
        // Where words stay until the next ones appear, nothing is wrong with any order of times.
        (None, next) => cues.resume_cue(Times { start_ms, end_ms: next.map_or(start_ms, |next| next.ms) }),
    }
    let span = Span::new(head.words, end);
    let words = trim(span.of(cues.draft.source()), span);
    if dialect.is_verse && !words.of(cues.draft.source()).starts_with(char::is_lowercase) {
        cues.end_paragraph();
    }
    if !words.is_empty() {
        cues.add_marked(text, words, None, &mut |text| (dialect.syntax)(text));
    }
    let count = cues.draft.transcript.cues.len();
    cues.end_cue();
    if let Some(cue) = cues.draft.transcript.cues.get(count).copied() {
        let duration_ms = cue.times.end_ms - cue.times.start_ms;
        for Timestamp { ms, .. } in again {
            cues.draft.cue(cue.text, Times { start_ms: ms, end_ms: ms.saturating_add(duration_ms) });
        }
    }
}

/// Whether nothing but white space stands between two offsets.
pub fn is_blank(bytes: &[u8], start: usize, end: usize) -> bool {
    std::str::from_utf8(&bytes[start..end]).is_ok_and(|text| text.chars().all(is_space))
}

/// Sign of a line break in the words, as many formats write it.
pub const BREAK: Shown = Shown::Letter('\n');

/// No tag.
pub const NONE: (usize, Shown) = (0, Shown::Nothing);
