//! SubRip subtitles (SRT), as they are found in the wild.
//!
//! There is no specification; <https://en.wikipedia.org/wiki/SubRip> and <https://wiki.videolan.org/SubRip/> describe
//! the habits. A cue is what stands between two lines of times: numbers may be missing or wrong, blank lines may stand
//! inside the words or be missing between cues. Nothing is laid out here; positions and colours are markup.

use memchr::{memchr2, memrchr};

use super::timed::{CueText, Cues, Shown, signs, signs_of};
use super::timestamps::{Timestamp, read_full_line, read_loose, skip_spaces};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::entities;
use crate::model::{FurnitureKind, Kind, Span, Times};
use crate::text::lines::{Lines, is_space};

static META: Meta = Meta {
    id: "srt",
    name: "SubRip subtitles",
    endings: &["srt"],
    media_types: &["application/x-subrip", "text/srt"],
    specification: "https://wiki.videolan.org/SubRip/",
    keeps: "words, speakers, times",
    omits: "styles, positions, numbers",
    is_lined: true,
};

/// How many lines may stand before the first times.
const PROBE_LINES: usize = 6;

/// Longest cue number.
const NUMBER_BYTES: usize = 12;

/// SubRip.
pub struct Srt;

impl Format for Srt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let bytes = probe.text.as_bytes();
        let mut number_above = false;
        let mut is_first = true;
        for line in Lines::new(probe.text, 0).filter(|line| !line.is_blank()).take(PROBE_LINES) {
            let (start, end) = (line.span.start as usize, line.span.end as usize);
            if read_times(bytes, start, end).is_some() {
                return if is_first { Confidence::Certain } else { Confidence::Likely };
            }
            // What stands above the first times may be a number only.
            is_first = !number_above && is_first && is_number(bytes, start, end);
            number_above = is_first;
        }
        Confidence::No
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let bytes = source.text.as_bytes();
        let mut reader = Reader {
            source: source.text,
            bytes,
            at: source.body_start(),
            // Text behind the last line of times is the only one that may be something else.
            last_arrow: last_arrow(bytes),
            cues: Cues::new(META.id, source.text, limits),
            text: CueText::default(),
            has_numbers: false,
        };
        reader.cues.draft.claim(Kind::Markup, Span::new(0, reader.at));
        reader.read();
        Ok(reader.cues.finish())
    }
}

struct Reader<'s> {
    source: &'s str,
    bytes: &'s [u8],
    at: usize,
    last_arrow: usize,
    cues: Cues<'s>,
    text: CueText,
    /// Whether the cue above has a number.
    has_numbers: bool,
}

/// The head of a cue: its number, if it has one, and its times.
#[derive(Clone, Copy, Debug)]
struct Head {
    start: usize,
    times: Times,
    /// Where the times stand.
    timing: Span,
    /// Where their line ends.
    line_end: usize,
    has_number: bool,
    /// Whether a time is negative or too large.
    is_odd: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut head = self.read_preamble();
        if head.is_none() {
            let end = Span::new(self.at, self.at);
            self.cues.warn("no-cues", end, "No subtitles stand in this file.", "Check that it was saved completely.");
        }
        while let Some(next) = head {
            head = self.read_cue(next);
        }
    }

    /// What stands before the first cue. Returns the head of that cue.
    fn read_preamble(&mut self) -> Option<Head> {
        let mut junk: Option<Span> = None;
        let mut head = None;
        let start = self.at;
        while self.at < self.bytes.len() {
            if is_digit_line(self.bytes, self.at) {
                head = self.head(self.at, true);
                if head.is_some() {
                    break;
                }
            }
            let (end, next) = self.line(self.at);
            if !self.is_blank(self.at, end) {
                let line = Span::new(self.at, end);
                junk = Some(junk.map_or(line, |junk| junk.to(line)));
            }
            self.at = next;
        }
        if let Some(junk) = junk {
            self.cues.draft.claim(Kind::Markup, Span { start: start as u32, end: junk.start });
            self.set_aside(junk, "stray-text", "This text stands before the first subtitle and has no times.");
            self.cues.draft.claim(Kind::Markup, Span { start: junk.end, end: self.at as u32 });
        } else {
            self.cues.draft.claim(Kind::Markup, Span::new(start, self.at));
        }
        head
    }

    fn set_aside(&mut self, span: Span, name: &str, message: &str) {
        self.cues.warn(name, span, message, "Put a number and times above it if it belongs to the text.");
        self.cues.draft.furniture(span, FurnitureKind::Other);
    }

    /// Reads the cue with this head. Returns the head of the next one.
    #[inline]
    fn read_cue(&mut self, head: Head) -> Option<Head> {
        let next = self.after_line_end(head.line_end);
        // The number, the line break behind it and the times are one stretch of timing.
        self.cues.draft.claim(Kind::Timing, Span::new(head.start, head.timing.end as usize));
        self.cues.draft.claim(Kind::Markup, Span::new(head.timing.end as usize, next));
        if head.is_odd {
            self.warn_of_times(head);
        }
        self.cues.begin_cue(head.times, head.timing);
        self.has_numbers = head.has_number;
        let (end, after, head) = self.find_end(next);
        if end > next {
            let signs = signs_of(&self.bytes[next..end]);
            let span = Span::new(next, end);
            if signs & (signs::TAG | signs::REFERENCE | signs::NUL) == 0 {
                self.cues.add_source(span, signs);
            } else {
                self.read_tagged_text(span);
            }
        }
        self.cues.end_cue();
        self.cues.draft.claim(Kind::Markup, Span::new(end, after));
        self.at = after;
        if head.is_none() && self.at < self.bytes.len() {
            self.read_trailer();
        }
        head
    }

    #[cold]
    fn warn_of_times(&mut self, head: Head) {
        if head.times.start_ms == u32::MAX || head.times.end_ms == u32::MAX {
            self.cues.warn(
                "time-limit",
                head.timing,
                "A time of more than 49 days stands here.",
                "It is shown as the largest time that can be; correct it in the file.",
            );
        } else {
            self.cues.warn(
                "negative-time",
                head.timing,
                "A time before the start of the recording stands here.",
                "It is shown as zero; the subtitles may be shifted.",
            );
        }
    }

    /// Where the words that start at `start` end, where the next cue starts, and its head.
    #[inline]
    fn find_end(&self, start: usize) -> (usize, usize, Option<Head>) {
        let bytes = self.bytes;
        let (mut end, mut at) = (start, start);
        let mut blank_lines = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'\n' | b'\r' => {
                    blank_lines += 1;
                    at = self.after_line_end(at);
                    continue;
                }
                b'0'..=b'9' | b'-' | b' ' | b'\t' if is_digit_line(bytes, at) => {
                    if let Some(head) = self.head(at, blank_lines > 0 || self.has_numbers || end == start) {
                        return (end, at, Some(head));
                    }
                }
                _ => {}
            }
            let (line_end, next) = self.line(at);
            if self.is_blank(at, line_end) {
                blank_lines += 1;
            } else if blank_lines > 0 && at > self.last_arrow && (blank_lines > 1 || self.is_junk(at, line_end)) {
                // No times follow any more and a gap stands before it: not of this cue.
                return (end, at, None);
            } else {
                blank_lines = 0;
                end = line_end;
            }
            at = next;
        }
        (end, at, None)
    }

    /// Whether a line behind the last cue is a number without times or a sign that the file ends.
    fn is_junk(&self, start: usize, end: usize) -> bool {
        is_number(self.bytes, start, end)
    }

    /// What stands behind the last cue.
    fn read_trailer(&mut self) {
        let rest = Span::new(self.at, self.bytes.len());
        let text = rest.of(self.source);
        let words = Span::new(self.at, self.at + text.trim_end_matches(is_blank).len());
        if is_number(self.bytes, words.start as usize, words.end as usize) {
            self.cues.draft.claim(Kind::Timing, words);
        } else {
            self.set_aside(words, "stray-text", "This text stands behind the last subtitle and has no times.");
        }
        self.cues.draft.claim(Kind::Markup, Span { start: words.end, end: rest.end });
        self.at = self.bytes.len();
    }

    /// The head of a cue, if one starts with the line at `at`, which starts with a digit. `may_have_number` is false
    /// where a line of digits would sooner be words.
    #[inline]
    fn head(&self, at: usize, may_have_number: bool) -> Option<Head> {
        let bytes = self.bytes;
        // The usual form: a short number, a line end, canonical times.
        let digits = bytes[at..].iter().take(NUMBER_BYTES).take_while(|b| b.is_ascii_digit()).count();
        if may_have_number && digits > 0 {
            let line = match &bytes[at + digits..] {
                [b'\n', ..] => at + digits + 1,
                [b'\r', b'\n', ..] => at + digits + 2,
                _ => 0,
            };
            if line > 0
                && let Some((start_ms, end_ms)) = read_full_line(&bytes[line..], b',')
            {
                let line_end = match bytes.get(line + 29) {
                    Some(b'\n') => line + 29,
                    _ => self.line(line).0,
                };
                return Some(Head {
                    start: at,
                    times: Times { start_ms, end_ms },
                    timing: Span::new(line, line + 29),
                    line_end,
                    has_number: true,
                    is_odd: false,
                });
            }
        }
        self.loose_head(at, may_have_number)
    }

    fn loose_head(&self, at: usize, may_have_number: bool) -> Option<Head> {
        let (end, next) = self.line(at);
        if let Some(head) = self.times(at, at, end, false) {
            return Some(head);
        }
        if !may_have_number || !is_number(self.bytes, at, end) {
            return None;
        }
        // One blank line between number and times is seen often enough.
        let (mut line, mut second) = (next, self.line(next));
        if line < self.bytes.len() && self.is_blank(line, second.0) {
            line = second.1;
            second = self.line(line);
        }
        if !is_digit_line(self.bytes, line) {
            return None;
        }
        self.times(at, line, second.0, true)
    }

    fn times(&self, start: usize, line: usize, line_end: usize, has_number: bool) -> Option<Head> {
        let (from, to, times_start, times_end) = read_times(self.bytes, line, line_end)?;
        Some(Head {
            start,
            times: Times { start_ms: from.ms, end_ms: to.ms },
            timing: Span::new(times_start, times_end),
            line_end,
            has_number,
            is_odd: from.is_too_large || to.is_too_large || from.is_negative || to.is_negative,
        })
    }

    #[inline]
    fn line(&self, at: usize) -> (usize, usize) {
        let end = memchr2(b'\n', b'\r', &self.bytes[at..]).map_or(self.bytes.len(), |i| at + i);
        (end, self.after_line_end(end))
    }

    #[inline]
    fn after_line_end(&self, end: usize) -> usize {
        match self.bytes.get(end) {
            Some(b'\r') if self.bytes.get(end + 1) == Some(&b'\n') => end + 2,
            Some(_) => end + 1,
            None => end,
        }
    }

    #[inline]
    fn is_blank(&self, start: usize, end: usize) -> bool {
        match self.bytes[start..end].first() {
            Some(b'!'..=b'~') => false,
            None => true,
            _ => self.source[start..end].chars().all(is_blank),
        }
    }

    /// Words with tags, overrides or references.
    fn read_tagged_text(&mut self, span: Span) {
        self.cues.add_marked(&mut self.text, span, None, &mut syntax);
    }
}

/// Length of the tag, override or reference at the start of `text`, and what it shows.
fn syntax(text: &str) -> (usize, Shown) {
    match text.as_bytes()[0] {
        b'<' => tag(text),
        b'{' => (override_bytes(text), Shown::Nothing),
        b'&' => reference(text).map_or((0, Shown::Nothing), |(c, n)| (n, Shown::Letter(c))),
        0 => (1, Shown::Letter('\u{fffd}')),
        _ => (0, Shown::Nothing),
    }
}

/// Names of tags that subtitles hold. Other words in angle brackets are words.
const TAGS: &[&str] = &[
    "b",
    "big",
    "bold",
    "br",
    "c",
    "center",
    "div",
    "em",
    "font",
    "i",
    "italic",
    "lang",
    "p",
    "ruby",
    "rt",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "u",
    "underline",
];

/// Longest tag; what is longer is taken for words.
const TAG_BYTES: usize = 300;

/// Length of the tag at the start of `text`, zero where none stands there, and what it shows.
fn tag(text: &str) -> (usize, Shown) {
    let none = (0, Shown::Nothing);
    let bytes = text.as_bytes();
    let Some(close) = memchr::memchr(b'>', &bytes[..bytes.len().min(TAG_BYTES)]) else { return none };
    let inside = &text[1..close];
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let name_bytes = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &inside[..name_bytes];
    if !TAGS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return none;
    }
    let is_break = name.eq_ignore_ascii_case("br");
    (close + 1, if is_break { Shown::Letter('\n') } else { Shown::Nothing })
}

/// Length of the override at the start of `text`: `{\an8}`, `{\pos(1,2)}`, `{y:i}`, `{b}`; zero where none stands there.
fn override_bytes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some(close) = memchr::memchr(b'}', &bytes[..bytes.len().min(TAG_BYTES)]) else { return 0 };
    let inside = &text[1..close];
    let is_override = inside.starts_with('\\')
        || matches!(inside.trim_start_matches('/'), "b" | "i" | "u" | "s")
        || (inside.as_bytes().get(1) == Some(&b':') && inside.as_bytes()[0].is_ascii_alphabetic());
    if is_override { close + 1 } else { 0 }
}

/// A character reference with its semicolon; without one the letters are words.
fn reference(text: &str) -> Option<(char, usize)> {
    entities::decode(text).filter(|(_, length)| text[..*length].ends_with(';'))
}

/// Both times of a line, and where they start and end.
fn read_times(bytes: &[u8], line: usize, line_end: usize) -> Option<(Timestamp, Timestamp, usize, usize)> {
    let bytes = &bytes[..line_end];
    let start = skip_spaces(bytes, line);
    let (from, at) = read_loose(bytes, start)?;
    let at = skip_arrow(bytes, skip_spaces(bytes, at))?;
    let (to, end) = read_loose(bytes, skip_spaces(bytes, at))?;
    Some((from, to, start, end))
}

/// `-->`, and what is written for it: `->`, `-- >`, `—>`.
fn skip_arrow(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..];
    let dashes = match rest {
        [b'-', ..] => rest.iter().take(3).take_while(|b| **b == b'-').count(),
        [0xe2, 0x80, 0x93 | 0x94, ..] => 3,
        _ => return None,
    };
    let head = skip_spaces(bytes, at + dashes);
    (bytes.get(head) == Some(&b'>')).then_some(head + 1)
}

/// Where the last arrow of the source stands.
fn last_arrow(bytes: &[u8]) -> usize {
    let mut end = bytes.len();
    while let Some(at) = memrchr(b'>', &bytes[..end]) {
        let before = bytes[..at].trim_ascii_end();
        if before.ends_with(b"-") || before.ends_with("–".as_bytes()) || before.ends_with("—".as_bytes()) {
            return at;
        }
        end = before.len();
    }
    0
}

/// Whether the line at `at` starts with a digit or a minus sign before one, white space aside.
#[inline]
fn is_digit_line(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'0'..=b'9') => true,
        Some(b'-' | b' ' | b'\t') => {
            let at = skip_spaces(bytes, at);
            bytes.get(at + usize::from(bytes.get(at) == Some(&b'-'))).is_some_and(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Whether a line is nothing but a number.
fn is_number(bytes: &[u8], start: usize, end: usize) -> bool {
    let line = bytes[start..end].trim_ascii();
    (1..=NUMBER_BYTES).contains(&line.len()) && line.iter().all(u8::is_ascii_digit)
}

/// White space, invisible letters, and the control characters that old editors leave behind.
fn is_blank(c: char) -> bool {
    is_space(c) || c == '\0' || c == '\u{1a}'
}

#[cfg(test)]
mod tests;
