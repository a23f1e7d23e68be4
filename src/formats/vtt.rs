//! WebVTT: captions, subtitles and transcripts with times, as browsers play them.
//!
//! Follows <https://www.w3.org/TR/webvtt1/> with the error recovery of its parser: what a browser shows is what is
//! read here. It goes further in one thing: words that a browser drops because a time is written wrongly or a blank
//! line slipped in are kept and reported. Styles, regions and comments are furniture. Nothing is laid out here.

mod cue_text;

use memchr::{memchr2, memchr3, memmem};

use self::cue_text::CueTextReader;
use super::timed::{Cues, signs, signs_of};
use super::timestamps::{Timestamp, read_full_line, read_vtt, skip_spaces};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{Date, Field, FurnitureKind, Kind, Metadata, Span, Times};
use crate::text::dates::whole_time;
use crate::text::lines::trim;

static META: Meta = Meta {
    id: "vtt",
    name: "WebVTT captions",
    endings: &["vtt", "webvtt"],
    media_types: &["text/vtt"],
    specification: "https://www.w3.org/TR/webvtt1/",
    keeps: "words, voices, times of cues and of words, comments, the language",
    omits: "positions, colours, styles, regions and identifiers of cues",
    is_lined: true,
};

/// The signature at the start of every file.
const SIGNATURE: &str = "WEBVTT";

/// WebVTT.
pub struct Vtt;

impl Format for Vtt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        if has_signature(probe.text) {
            Confidence::Certain
        } else if has_signature(probe.text.trim_start_matches(['\n', '\r', ' ', '\u{feff}'])) {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut reader = Reader {
            source: source.text,
            bytes: source.text.as_bytes(),
            at: source.body_start(),
            cues: Cues::new(META.id, source.text, limits),
            text: CueTextReader::default(),
            empty_cue: None,
            has_cues: false,
        };
        reader.cues.draft.claim(Kind::Markup, Span::new(0, reader.at));
        reader.read_header();
        reader.skip_line_ends();
        while reader.at < reader.bytes.len() {
            reader.read_block();
            reader.skip_line_ends();
        }
        if !reader.has_cues {
            let end = Span::new(reader.at, reader.at);
            reader.cues.warn("no-cues", end, "No captions stand in this file.", "Check that it was saved completely.");
        }
        Ok(reader.cues.finish())
    }
}

fn has_signature(text: &str) -> bool {
    text.strip_prefix(SIGNATURE).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

struct Reader<'s> {
    source: &'s str,
    bytes: &'s [u8],
    at: usize,
    cues: Cues<'s>,
    text: CueTextReader<'s>,
    /// Times of the cue above, if a blank line stands where its words should be.
    empty_cue: Option<(Times, Span)>,
    has_cues: bool,
}

impl Reader<'_> {
    /// The line from `at` on: where its text ends and where the next line starts.
    #[inline]
    fn line(&self, at: usize) -> (usize, usize) {
        let end = memchr2(b'\n', b'\r', &self.bytes[at..]).map_or(self.bytes.len(), |i| at + i);
        (end, self.after_line_end(end))
    }

    /// Where the next line starts if this one ends at `end`.
    #[inline]
    fn after_line_end(&self, end: usize) -> usize {
        match self.bytes.get(end) {
            Some(b'\r') if self.bytes.get(end + 1) == Some(&b'\n') => end + 2,
            Some(_) => end + 1,
            None => end,
        }
    }

    fn has_arrow(&self, start: usize, end: usize) -> bool {
        memmem::find(&self.bytes[start..end], b"-->").is_some()
    }

    fn claim(&mut self, kind: Kind, start: usize, end: usize) {
        self.cues.draft.claim(kind, Span::new(start, end));
    }

    #[inline]
    fn skip_line_ends(&mut self) {
        let start = self.at;
        while let Some(b'\n' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.claim(Kind::Markup, start, self.at);
    }

    /// The signature, the text behind it and the lines up to the first blank one.
    fn read_header(&mut self) {
        let start = self.at;
        while let Some(b'\n' | b'\r' | b' ') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.claim(Kind::Markup, start, self.at);
        if !has_signature(&self.source[self.at..]) {
            return;
        }
        if self.at > start {
            self.cues.warn(
                "signature",
                Span::new(start, self.at),
                "Something stands before `WEBVTT`, so that players refuse the file.",
                "Delete what stands before it.",
            );
        }
        let (end, next) = self.line(self.at);
        let text_start = self.at + SIGNATURE.len();
        let text = trim(&self.source[text_start..end], Span::new(text_start, end));
        self.claim(Kind::Markup, self.at, text.start as usize);
        if !text.is_empty() {
            self.cues.draft.furniture(text, FurnitureKind::Settings);
        }
        self.claim(Kind::Markup, text.end as usize, next);
        self.at = next;
        while self.at < self.bytes.len() {
            let (end, next) = self.line(self.at);
            if end == self.at || self.has_arrow(self.at, end) {
                break;
            }
            self.read_header_line(self.at, end);
            self.claim(Kind::Markup, end, next);
            self.at = next;
        }
    }

    /// `Language: en` and its like, as some services write them.
    fn read_header_line(&mut self, start: usize, end: usize) {
        let line = Span::new(start, end);
        let text = line.of(self.source);
        let words = trim(text, line);
        let field = text.split_once(':').map(|(name, value)| (name.trim(), value.trim()));
        match field {
            Some((name, value)) if is_field_name(name) && !value.is_empty() => {
                set_metadata(&mut self.cues.draft.transcript.metadata, name, value, words);
                self.claim(Kind::Markup, start, words.start as usize);
                self.cues.draft.claim(Kind::Metadata, words);
                self.claim(Kind::Markup, words.end as usize, end);
            }
            _ => self.cues.draft.furniture(line, FurnitureKind::Settings),
        }
    }

    /// One block: a cue, a style sheet, a region, a comment, or lines that are nothing. Starts at a line with letters.
    #[inline]
    fn read_block(&mut self) {
        let start = self.at;
        if let Some((start_ms, end_ms)) = read_full_line(&self.bytes[start..], b'.') {
            let (end, next) = match self.bytes.get(start + 29) {
                Some(b'\n') => (start + 29, start + 30),
                _ => self.line(start),
            };
            self.begin_cue(start, Times { start_ms, end_ms }, Span::new(start, start + 29), end);
            self.read_cue_text(next);
            return;
        }
        let (end, next) = self.line(start);
        if self.has_arrow(start, end) {
            self.read_cue(start, start, end, next);
            return;
        }
        if next < self.bytes.len() {
            if let Some((start_ms, end_ms)) = read_full_line(&self.bytes[next..], b'.') {
                let (timing_end, after) = self.line(next);
                self.begin_cue(start, Times { start_ms, end_ms }, Span::new(next, next + 29), timing_end);
                self.read_cue_text(after);
                return;
            }
            let (second_end, second_next) = self.line(next);
            if self.has_arrow(next, second_end) {
                self.read_cue(start, next, second_end, second_next);
                return;
            }
        }
        self.read_other_block(start, end, next);
    }

    /// Claims identifier, times and settings of a cue whose times were read.
    #[inline]
    fn begin_cue(&mut self, start: usize, times: Times, timing: Span, line_end: usize) {
        // The identifier, the line break behind it and the times are one stretch of timing.
        self.claim(Kind::Timing, start, timing.end as usize);
        let next = self.after_line_end(line_end);
        self.claim(Kind::Markup, timing.end as usize, next);
        self.cues.begin_cue(times, timing);
        self.has_cues = true;
        self.empty_cue = Some((times, timing));
    }

    /// A cue whose line of times, from `line` to `line_end`, is written in any way.
    fn read_cue(&mut self, start: usize, line: usize, line_end: usize, next: usize) {
        if let Some((from, to, times_start, times_end)) = read_times(self.bytes, line, line_end) {
            let timing = Span::new(times_start, times_end);
            if from.is_too_large || to.is_too_large {
                self.cues.warn(
                    "time-limit",
                    timing,
                    "A time of more than 49 days stands here.",
                    "It is shown as the largest time that can be; correct it in the file.",
                );
            }
            let times = Times { start_ms: from.ms, end_ms: to.ms };
            self.begin_cue(start, times, timing, line_end);
            self.read_cue_text(next);
            return;
        }
        if !looks_like_times(&self.bytes[line..line_end]) {
            return self.read_arrow_block(start, line, line_end, next);
        }
        self.cues.warn(
            "bad-time",
            Span::new(line, line_end),
            "The times of this cue cannot be read, so that players drop it.",
            "Write them as 00:00:01.000 --> 00:00:02.000. The words are shown without times.",
        );
        self.claim(Kind::Timing, start, line_end);
        self.claim(Kind::Markup, line_end, next);
        self.cues.begin_untimed();
        self.has_cues = true;
        self.empty_cue = None;
        self.read_cue_text(next);
    }

    /// A block with an arrow in its first lines that has nothing to do with times: a comment, a style sheet.
    fn read_arrow_block(&mut self, start: usize, line: usize, line_end: usize, next: usize) {
        let (mut end, mut next) = (line_end, next);
        while next < self.bytes.len() {
            let (line_end, after) = self.line(next);
            if line_end == next || self.has_arrow(next, line_end) {
                break;
            }
            (end, next) = (line_end, after);
        }
        let text = &self.source[start..];
        let kind = if ["NOTE", "STYLE", "REGION"].iter().any(|name| is_word(text, name)) {
            FurnitureKind::Settings
        } else {
            self.cues.warn(
                "bad-time",
                Span::new(line, line_end),
                "An arrow stands here without times, so that players drop these lines.",
                "Write times as 00:00:01.000 --> 00:00:02.000 beside it if the lines are a caption.",
            );
            FurnitureKind::Other
        };
        self.cues.draft.furniture(Span::new(start, end), kind);
        self.claim(Kind::Markup, end, next);
        self.at = next;
    }

    /// The words of a cue: the lines up to a blank one or one with an arrow.
    #[inline]
    fn read_cue_text(&mut self, start: usize) {
        let bytes = self.bytes;
        let (mut end, mut next) = (start, start);
        let mut from = start;
        while let Some(first) = bytes.get(next) {
            if *first == b'\n' {
                // As most cues end: no need to look for it.
                break;
            }
            let Some(length) = memchr3(b'\n', b'\r', b'>', &bytes[from..]) else {
                (end, next) = (bytes.len(), bytes.len());
                break;
            };
            let at = from + length;
            if bytes[at] == b'>' {
                from = at + 1;
                if bytes[next..at].ends_with(b"--") {
                    // The line belongs to the next block.
                    break;
                }
                continue;
            }
            if at == next {
                break;
            }
            end = at;
            next = self.after_line_end(at);
            from = next;
        }
        self.at = next;
        if end == start {
            return;
        }
        let span = Span::new(start, end);
        let signs = signs_of(&bytes[start..end]);
        if signs & (signs::TAG | signs::REFERENCE | signs::NUL) == 0 {
            self.cues.add_source(span, signs);
        } else {
            self.text.read(self.source, span, &mut self.cues);
        }
        self.cues.end_cue();
        if self.cues.has_words() {
            self.empty_cue = None;
        }
        self.claim(Kind::Markup, end, next);
    }

    /// A block without times.
    fn read_other_block(&mut self, start: usize, first_end: usize, second: usize) {
        let (mut end, mut next) = (first_end, second);
        while next < self.bytes.len() {
            let (line_end, after) = self.line(next);
            if line_end == next || self.has_arrow(next, line_end) {
                break;
            }
            (end, next) = (line_end, after);
        }
        let span = Span::new(start, end);
        let first = &self.source[start..first_end];
        let is_block = |name: &str| first.strip_prefix(name).is_some_and(|rest| rest.trim().is_empty());
        if is_word(first, "NOTE") || is_block("STYLE") || is_block("REGION") {
            self.cues.draft.furniture(span, FurnitureKind::Settings);
        } else if let Some((times, timing)) = self.empty_cue {
            self.read_stray_text(start, end, times, timing);
        } else if span.of(self.source).trim().is_empty() {
            self.cues.draft.claim(Kind::Markup, span);
        } else {
            self.cues.warn(
                "stray-text",
                span,
                "This text has no times, so that players drop it.",
                "Put times above it, or delete the blank line that cuts it off from its cue.",
            );
            self.cues.draft.furniture(span, FurnitureKind::Other);
        }
        self.claim(Kind::Markup, end, next);
        self.at = next;
    }

    /// Words that a blank line cuts off from their times: the cue above has none of its own.
    fn read_stray_text(&mut self, start: usize, end: usize, times: Times, timing: Span) {
        let span = Span::new(start, end);
        self.cues.warn(
            "blank-line",
            span,
            "A blank line cuts this text off from its times, so that players drop it.",
            "Delete the blank line. The text is shown with the times above it.",
        );
        self.cues.resume_cue(times);
        self.text.read(self.source, span, &mut self.cues);
        self.cues.end_cue();
        self.empty_cue = Some((times, timing));
    }
}

/// Both times of a line, and where they start and end.
fn read_times(bytes: &[u8], line: usize, line_end: usize) -> Option<(Timestamp, Timestamp, usize, usize)> {
    let bytes = &bytes[..line_end];
    let start = skip_spaces(bytes, line);
    let (from, at) = read_vtt(bytes, start)?;
    let at = skip_spaces(bytes, at);
    let at = bytes[at..].starts_with(b"-->").then_some(at + 3)?;
    let (to, end) = read_vtt(bytes, skip_spaces(bytes, at))?;
    Some((from, to, start, end))
}

/// Whether a line with an arrow was meant to hold times.
fn looks_like_times(line: &[u8]) -> bool {
    let start = line.trim_ascii_start();
    start.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-') && start.contains(&b':')
}

/// Whether `text` starts with `word` and white space or its end behind it.
fn is_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

/// Takes up a field of the header. What is not known by its name is kept under it.
fn set_metadata(metadata: &mut Metadata, name: &str, value: &str, span: Span) {
    let field = || Some(Field { value: value.to_owned(), span });
    match name {
        _ if name.eq_ignore_ascii_case("language") && is_language(value) => metadata.language = Some(value.to_owned()),
        "Title" if metadata.title.is_none() => metadata.title = field(),
        "Summary" if metadata.summary.is_none() => metadata.summary = field(),
        "Place" if metadata.place.is_none() => metadata.place = field(),
        "Date" | "Time" if metadata.date.is_none() || metadata.time.is_none() => {
            let date = Date::from_iso(value).filter(|_| name == "Date" && metadata.date.is_none());
            let time = whole_time(value).filter(|_| name == "Time" && metadata.time.is_none());
            match (date, time) {
                (Some(value), _) => metadata.date = Some(Field { value, span }),
                (_, Some(time)) => metadata.time = Some(Field { value: time.to_string(), span }),
                _ => drop(metadata.other.insert(name.to_owned(), value.to_owned())),
            }
        }
        _ => drop(metadata.other.insert(name.to_owned(), value.to_owned())),
    }
}

fn is_field_name(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b' '))
}

/// Whether a value has the form of a BCP 47 language tag.
fn is_language(value: &str) -> bool {
    let mut parts = value.split('-');
    parts.next().is_some_and(|first| (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests;
