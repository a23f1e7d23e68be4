//! Timed text becomes turns and paragraphs: what the readers of captions and subtitles share.
//!
//! A reader hands over one cue after the other; here its words are put into paragraphs, who speaks is read from voice
//! tags, `NAME:` labels, `>>` and dialogue dashes, and `[Music]` and its like become notes. Every cue keeps its times.
//! Nothing here knows the syntax of a file; times are read in `timestamps`.
//!
//! Labels are taken with care, because a wrong speaker is worse than none: in capitals, or shaped like a name that
//! opens at least two cues of the file.

use std::collections::HashMap;

use memchr::{memchr, memchr2, memchr3, memmem};

use super::{Draft, Limits, Parsed};
use crate::model::{Diagnostic, Kind, LabelId, Note, Span, TextRange, Times, TurnLabel};
use crate::text::lines::is_space;

/// A silence from which on the next cue begins a paragraph.
pub const PAUSE_MS: u32 = 2000;

/// From this length on a paragraph ends with the next cue that ends a sentence.
pub const LONG_CHARACTERS: usize = 400;

/// From this length on a paragraph ends with the next cue, sentence or not: recognisers write without full stops.
pub const RUN_ON_BYTES: usize = 3000;

/// Longest note; what is longer is taken for words.
const NOTE_BYTES: usize = 400;

/// Longest note in round brackets.
const BRACKET_BYTES: usize = 80;

/// Longest label.
const LABEL_BYTES: usize = 60;

/// What a stretch of cue text may contain, so that most of it need not be looked at again. See [`signs_of`].
pub mod signs {
    /// `<` or `{`: perhaps a tag.
    pub const TAG: u8 = 1;
    /// `&`: perhaps a character reference.
    pub const REFERENCE: u8 = 2;
    /// `:`: perhaps a label.
    pub const COLON: u8 = 4;
    /// `[` or `(`: perhaps a note.
    pub const BRACKET: u8 = 8;
    /// A byte of `♪`.
    pub const SONG: u8 = 16;
    /// `>`: perhaps an arrow or a `>>`.
    pub const ARROW: u8 = 32;
    /// NUL, which stands for a letter that was lost.
    pub const NUL: u8 = 64;
    /// A line end.
    pub const LINE_END: u8 = 128;
}

const fn sign_of(byte: u8) -> u8 {
    match byte {
        b'<' | b'{' => signs::TAG,
        b'&' => signs::REFERENCE,
        b':' => signs::COLON,
        b'[' | b'(' => signs::BRACKET,
        0x99 => signs::SONG,
        b'>' => signs::ARROW,
        0 => signs::NUL,
        b'\n' | b'\r' => signs::LINE_END,
        _ => 0,
    }
}

/// What may be in `bytes`, as a set of [`signs`].
#[inline]
pub fn signs_of(bytes: &[u8]) -> u8 {
    let Some(last) = bytes.last_chunk::<16>() else {
        return bytes.iter().fold(0, |all, byte| all | sign_of(*byte));
    };
    let mut found = [0u8; 16];
    for chunk in bytes.as_chunks::<16>().0 {
        add_signs(&mut found, chunk);
    }
    // The last sixteen bytes overlap those before, which is quicker than going byte by byte to the end.
    add_signs(&mut found, last);
    found.iter().fold(0, |all, found| all | found)
}

/// Has no branches, so that the compiler makes vector instructions of it.
#[inline]
fn add_signs(found: &mut [u8; 16], chunk: &[u8; 16]) {
    for (found, byte) in found.iter_mut().zip(chunk) {
        let is = |sign: u8, is: bool| if is { sign } else { 0 };
        *found |= is(signs::TAG, (*byte == b'<') | (*byte == b'{'))
            | is(signs::REFERENCE, *byte == b'&')
            | is(signs::COLON, *byte == b':')
            | is(signs::BRACKET, (*byte == b'[') | (*byte == b'('))
            | is(signs::SONG, *byte == 0x99)
            | is(signs::ARROW, *byte == b'>')
            | is(signs::NUL, *byte == 0)
            | is(signs::LINE_END, (*byte == b'\n') | (*byte == b'\r'));
    }
}

/// Where a stretch of decoded cue text comes from.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it starts in the decoded cue text; it runs to the start of the next run.
    plain: u32,
    source: Span,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// The letters of the source as they stand.
    Same,
    /// One or more letters that the source writes otherwise.
    Other,
    /// A tag: no letters.
    Tag,
    /// A tag that says when the next word is spoken.
    Mark(u32),
}

/// Cue text without its tags and references, and the way back to the source. Reused from cue to cue.
#[derive(Debug, Default)]
pub struct CueText {
    plain: String,
    runs: Vec<Run>,
}

impl CueText {
    /// Whether nothing was put in.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Appends letters of the source as they stand.
    pub fn push_source(&mut self, source: &str, span: Span) {
        if !span.is_empty() {
            self.push_run(span, What::Same);
            self.plain.push_str(span.of(source));
        }
    }

    /// Appends letters that the source writes otherwise.
    pub fn push_text(&mut self, text: &str, span: Span) {
        self.push_run(span, What::Other);
        self.plain.push_str(text);
    }

    /// Appends a tag.
    pub fn push_tag(&mut self, span: Span) {
        self.push_run(span, What::Tag);
    }

    /// Appends a tag that says when the next word is spoken.
    pub fn push_mark(&mut self, span: Span, at_ms: u32) {
        self.push_run(span, What::Mark(at_ms));
    }

    fn push_run(&mut self, source: Span, what: What) {
        self.runs.push(Run { plain: self.plain.len() as u32, source, what });
    }

    fn clear(&mut self) {
        self.plain.clear();
        self.runs.clear();
    }
}

/// A walk through the text of a cue. Without runs the text is the source itself from `base` on.
#[derive(Debug)]
struct Walk<'a> {
    plain: &'a str,
    at: usize,
    base: usize,
    runs: &'a [Run],
    run: usize,
}

/// Who speaks at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaking {
    /// Nobody was named.
    Unnamed,
    /// Named by a printed label, which holds until another one.
    Label(LabelId),
    /// Named by a voice tag, which holds as far as the tag.
    Voice(LabelId),
}

/// What a line opens with.
#[derive(Clone, Copy, Debug)]
struct Opening {
    /// End of `>>` or of the dash, white space behind it included; the start of the line where there is none.
    mark_end: usize,
    /// End of the label, without the colon, where there is one.
    label_end: Option<usize>,
    /// Start of what is said.
    rest: usize,
}

/// Cues that become turns and paragraphs.
#[derive(Debug)]
pub struct Cues<'s> {
    /// The transcript in the making; readers claim times and syntax there.
    pub draft: Draft<'s>,
    format: &'static str,
    paragraph_bytes: usize,
    times: Option<Times>,
    /// Where the words of the open cue start in the reading text, once it has some.
    cue_start: Option<u32>,
    has_words: bool,
    paragraph_times: Option<Times>,
    last_end_ms: Option<u32>,
    last_start_ms: u32,
    speaking: Speaking,
    mark: Option<u32>,
    has_long_paragraph: bool,
    names: Option<HashMap<&'s str, u32>>,
}

impl<'s> Cues<'s> {
    /// No cues yet. `format` is the prefix of the diagnostics.
    pub fn new(format: &'static str, source: &'s str, limits: &Limits) -> Self {
        let mut draft = Draft::new(source, limits);
        draft.reserve(source.len());
        Self {
            draft,
            format,
            paragraph_bytes: limits.paragraph_bytes,
            times: None,
            cue_start: None,
            has_words: false,
            paragraph_times: None,
            last_end_ms: None,
            last_start_ms: 0,
            speaking: Speaking::Unnamed,
            mark: None,
            has_long_paragraph: false,
            names: None,
        }
    }

    /// A diagnostic of this format: `name` becomes `vtt.name`.
    pub fn warn(&mut self, name: &str, span: Span, message: impl Into<String>, hint: &str) {
        let mut diagnostic = Diagnostic::warning("", span, message).with_hint(hint);
        diagnostic.code = format!("{}.{name}", self.format).into();
        self.draft.report(diagnostic);
    }

    /// Begins a cue; `times` stand at `span`.
    #[inline]
    pub fn begin_cue(&mut self, times: Times, span: Span) {
        let mut times = times;
        if times.end_ms <= times.start_ms || times.start_ms < self.last_start_ms {
            self.warn_of_times(times, span);
            times.end_ms = times.end_ms.max(times.start_ms);
        }
        self.last_start_ms = times.start_ms;
        self.times = Some(times);
        self.has_words = false;
    }

    /// Begins a cue whose times cannot be read: its words are kept, without times.
    pub fn begin_untimed(&mut self) {
        self.times = None;
        self.has_words = false;
    }

    /// Goes on with a cue that was begun before, whose times are known to be what they are.
    pub fn resume_cue(&mut self, times: Times) {
        self.times = Some(Times { end_ms: times.end_ms.max(times.start_ms), ..times });
        self.has_words = false;
    }

    #[cold]
    fn warn_of_times(&mut self, times: Times, span: Span) {
        if times.end_ms < times.start_ms {
            self.warn(
                "negative-duration",
                span,
                "This cue ends before it starts.",
                "Its words are shown at its start; check both times.",
            );
        } else if times.end_ms == times.start_ms {
            self.warn("no-duration", span, "This cue ends when it starts.", "Players never show it; check its times.");
        }
        if times.start_ms < self.last_start_ms {
            self.warn(
                "time-order",
                span,
                "This cue starts before the one above it.",
                "The text stays in the order of the file; check whether two files were put together.",
            );
        }
    }

    /// Whether the cue got words or notes.
    pub fn has_words(&self) -> bool {
        self.has_words
    }

    /// Ends the cue.
    #[inline]
    pub fn end_cue(&mut self) {
        if let Some(start) = self.cue_start.take() {
            self.close_words(start);
        }
        self.mark = None;
    }

    #[inline]
    fn close_words(&mut self, start: u32) {
        let Some(times) = self.times else { return };
        let end = self.draft.transcript.text.len() as u32;
        if start < end {
            self.draft.cue(TextRange { start, end }, times);
            let all = self.paragraph_times.get_or_insert(times);
            all.end_ms = all.end_ms.max(times.end_ms);
            self.last_end_ms = Some(times.end_ms);
        }
    }

    /// Ends the paragraph, in mid-cue too.
    fn end_paragraph(&mut self) {
        if let Some(start) = self.cue_start.take() {
            self.close_words(start);
        }
        let times = self.paragraph_times.take();
        self.draft.end_paragraph(times);
    }

    /// Adds a stretch of cue text that the source writes as it is: no tags, no references. `signs` is [`signs_of`]
    /// the stretch, or more.
    #[inline]
    pub fn add_source(&mut self, span: Span, signs: u8) {
        let mut walk =
            Walk { plain: span.of(self.draft.source()), at: 0, base: span.start as usize, runs: &[], run: 0 };
        self.add(&mut walk, signs, false);
    }

    /// Adds a stretch of cue text with tags or references and empties `text`. `voice` is the name and its place
    /// where a voice tag says who speaks.
    pub fn add_text(&mut self, text: &mut CueText, voice: Option<(&str, Span)>) {
        let signs = signs_of(text.plain.as_bytes());
        let is_blank = text.plain.chars().all(is_space);
        match voice {
            Some((name, span)) if !is_blank => self.voice(name, span),
            Some((_, span)) => self.draft.claim(Kind::Label, span),
            None => {}
        }
        let mut walk = Walk { plain: &text.plain, at: 0, base: 0, runs: &text.runs, run: 0 };
        self.add(&mut walk, signs, voice.is_some());
        text.clear();
    }

    /// The voice tag that was given before still holds: adds more of its text.
    pub fn add_more(&mut self, text: &mut CueText) {
        let signs = signs_of(text.plain.as_bytes());
        let mut walk = Walk { plain: &text.plain, at: 0, base: 0, runs: &text.runs, run: 0 };
        self.add(&mut walk, signs, true);
        text.clear();
    }

    fn voice(&mut self, name: &str, span: Span) {
        if let Speaking::Voice(id) | Speaking::Label(id) = self.speaking
            && self.draft.transcript.label(id) == name
        {
            self.speaking = Speaking::Voice(id);
            self.draft.claim(Kind::Label, span);
            return;
        }
        self.end_paragraph();
        let id = self.draft.label(name);
        self.draft.open_turn(Some(TurnLabel { id, span }));
        self.speaking = Speaking::Voice(id);
    }

    #[inline]
    fn add(&mut self, walk: &mut Walk<'_>, signs: u8, is_voiced: bool) {
        let plain = walk.plain;
        let mut line = first_word(plain, 0, plain.len());
        if line == plain.len() {
            self.take(walk, plain.len(), Kind::Markup);
            self.take_tags(walk);
            return;
        }
        self.has_words = true;
        self.take(walk, line, Kind::Markup);
        let is_plain = signs & (signs::COLON | signs::BRACKET | signs::SONG) == 0 && walk.runs.is_empty();
        if is_plain && !is_voiced && !matches!(self.speaking, Speaking::Voice(_)) {
            line = self.say_plain_lines(walk, signs);
            if line == plain.len() {
                return;
            }
        }
        if is_voiced {
            self.say(walk, plain.len(), signs);
        } else {
            if matches!(self.speaking, Speaking::Voice(_)) {
                // The voice tag is closed and nothing says who speaks now.
                self.end_paragraph();
                self.draft.open_turn(None);
                self.speaking = Speaking::Unnamed;
            }
            loop {
                if let Some(opening) = self.opening(plain, line, signs) {
                    self.say(walk, line, signs);
                    self.open(walk, line, opening);
                }
                match memchr2(b'\n', b'\r', &plain.as_bytes()[line..]) {
                    Some(length) => line = first_word(plain, line + length, plain.len()),
                    None => break,
                }
                if line == plain.len() {
                    break;
                }
            }
            self.say(walk, plain.len(), signs);
        }
        self.take_tags(walk);
    }

    /// Says lines that hold neither labels nor notes, as most do, up to one that opens with a mark of dialogue.
    /// Returns where that stands, or the end.
    #[inline]
    fn say_plain_lines(&mut self, walk: &mut Walk<'_>, signs: u8) -> usize {
        let plain = walk.plain;
        let bytes = plain.as_bytes();
        let mut is_joined = false;
        loop {
            let line = walk.at;
            if matches!(bytes[line], b'-' | b'>' | 0xe2) && skip_mark(plain, line) > line {
                return line;
            }
            if !is_joined {
                self.join(walk);
                is_joined = true;
            }
            let line_end = if signs & signs::LINE_END == 0 {
                plain.len()
            } else {
                memchr2(b'\n', b'\r', &bytes[line..]).map_or(plain.len(), |i| line + i)
            };
            let words_end = last_word(plain, line, line_end);
            self.take(walk, words_end, Kind::Speech);
            let next = first_word(plain, line_end, plain.len());
            if next == plain.len() {
                self.take(walk, next, Kind::Markup);
                return next;
            }
            if matches!(bytes[next], b'-' | b'>' | 0xe2) && skip_mark(plain, next) > next {
                self.take(walk, next, Kind::Markup);
                return next;
            }
            self.take_break(walk, next, Kind::Speech);
        }
    }

    /// What the line that starts at `line` opens with, if it opens a turn.
    #[inline]
    fn opening(&mut self, plain: &str, line: usize, signs: u8) -> Option<Opening> {
        let byte = *plain.as_bytes().get(line)?;
        if signs & signs::COLON == 0 && !matches!(byte, b'-' | b'>' | 0xe2) {
            return None;
        }
        let mark_end = skip_mark(plain, line);
        let label = if signs & signs::COLON != 0 { self.label(plain, mark_end) } else { None };
        if mark_end == line && label.is_none() {
            return None;
        }
        let rest = label.map_or(mark_end, |end| {
            let bytes = plain.as_bytes();
            let colon = end + memchr(b':', &bytes[end..]).map_or(0, |i| i + 1);
            colon + bytes[colon..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
        });
        Some(Opening { mark_end, label_end: label, rest })
    }

    /// The end of the label that starts at `start`, if one does.
    fn label(&mut self, plain: &str, start: usize) -> Option<usize> {
        let (end, is_capitals) = label_shape(plain, start)?;
        if is_capitals {
            return Some(end);
        }
        let source = self.draft.source();
        let names = self.names.get_or_insert_with(|| count_names(source));
        names.get(&plain[start..end]).is_some_and(|n| *n >= 2).then_some(end)
    }

    fn open(&mut self, walk: &mut Walk<'_>, line: usize, opening: Opening) {
        self.take(walk, opening.mark_end, Kind::Markup);
        let label = opening.label_end.map(|end| {
            let id = self.draft.label(&walk.plain[opening.mark_end..end]);
            (id, walk.span(opening.mark_end, end), end)
        });
        let is_same = label.is_some_and(|(id, ..)| self.speaking == Speaking::Label(id));
        if !is_same {
            self.end_paragraph();
            self.speaking = label.map_or(Speaking::Unnamed, |(id, ..)| Speaking::Label(id));
        }
        match label {
            Some((id, span, end)) => {
                if !is_same {
                    // The label itself is claimed below, piece by piece, because tags may stand inside.
                    self.draft.open_turn(Some(TurnLabel { id, span: Span { start: span.start, end: span.start } }));
                    self.draft.set_label_span(span);
                }
                self.take(walk, end, Kind::Label);
                self.take(walk, opening.rest, Kind::Markup);
            }
            None => {
                debug_assert!(opening.mark_end > line);
                self.draft.open_turn(None);
            }
        }
    }

    /// Takes everything up to `end` as what is said: words, or nothing but notes. White space at both ends is markup.
    #[inline]
    fn say(&mut self, walk: &mut Walk<'_>, end: usize, signs: u8) {
        let first = first_word(walk.plain, walk.at, end);
        if first < end {
            let last = last_word(walk.plain, first, end);
            self.take(walk, first, Kind::Markup);
            if signs & (signs::BRACKET | signs::SONG) == 0 {
                self.join(walk);
                self.take_lines(walk, last, Kind::Speech);
            } else {
                self.say_with_notes(walk, last);
            }
        }
        self.take(walk, end, Kind::Markup);
    }

    fn say_with_notes(&mut self, walk: &mut Walk<'_>, end: usize) {
        if is_all_notes(walk.plain, walk.at, end) {
            self.end_paragraph();
            while walk.at < end {
                let note_end = note_at(walk.plain, walk.at, end).unwrap_or(end);
                self.note(walk, note_end, false);
                let next = first_word(walk.plain, note_end, end);
                self.take(walk, next, Kind::Markup);
            }
            return;
        }
        self.join(walk);
        while walk.at < end {
            match next_note(walk.plain, walk.at, end) {
                Some((start, note_end)) => {
                    self.take_lines(walk, start, Kind::Speech);
                    if self.draft.paragraph_bytes() + (note_end - start) > self.paragraph_bytes {
                        self.cut_paragraph(walk);
                    }
                    self.note(walk, note_end, true);
                }
                None => self.take_lines(walk, end, Kind::Speech),
            }
        }
    }

    fn note(&mut self, walk: &mut Walk<'_>, end: usize, is_inside: bool) {
        let span = walk.span(walk.at, end);
        let start = self.draft.transcript.text.len();
        self.take_lines(walk, end, Kind::Note);
        let text = TextRange::new(start, self.draft.transcript.text.len());
        let paragraph = self.draft.paragraph_count();
        self.draft.transcript.notes.push(Note { text, span, paragraph, is_inside });
    }

    /// Makes ready for words: goes on in the paragraph, or begins one.
    #[inline]
    fn join(&mut self, walk: &Walk<'_>) {
        if self.draft.is_in_paragraph() && self.cue_start.is_none() && self.is_paragraph_over() {
            self.end_paragraph();
        }
        if !self.draft.is_in_paragraph() {
            self.draft.begin_paragraph();
        } else if self.draft.paragraph_bytes() > 0 {
            let at = walk.source_at();
            self.draft.push_text(" ", Span { start: at, end: at });
        }
        if self.cue_start.is_none() {
            self.cue_start = Some(self.draft.transcript.text.len() as u32);
        }
    }

    #[inline]
    fn is_paragraph_over(&self) -> bool {
        if let (Some(times), Some(last_end_ms)) = (self.times, self.last_end_ms)
            && times.start_ms >= last_end_ms.saturating_add(PAUSE_MS)
        {
            return true;
        }
        let bytes = self.draft.paragraph_bytes();
        if bytes + 1 >= self.paragraph_bytes {
            return true;
        }
        bytes >= LONG_CHARACTERS && self.is_long_paragraph_over(bytes)
    }

    fn is_long_paragraph_over(&self, bytes: usize) -> bool {
        if bytes >= RUN_ON_BYTES {
            return true;
        }
        let text = &self.draft.transcript.text;
        let text = &text[text.len() - bytes..];
        ends_sentence(text) && text.chars().count() >= LONG_CHARACTERS
    }

    #[cold]
    fn cut_paragraph(&mut self, walk: &Walk<'_>) {
        self.end_paragraph();
        self.draft.begin_paragraph();
        self.cue_start = Some(self.draft.transcript.text.len() as u32);
        if !self.has_long_paragraph {
            self.has_long_paragraph = true;
            let at = walk.source_at();
            self.warn(
                "long-paragraph",
                Span { start: at, end: at },
                "A cue is longer than a paragraph may be; it was cut between two words.",
                "Check whether line breaks or times were lost.",
            );
        }
    }

    /// Takes text up to `end`, line breaks as spaces. White space beside a line break goes with it.
    #[inline]
    fn take_lines(&mut self, walk: &mut Walk<'_>, end: usize, kind: Kind) {
        let plain = walk.plain;
        let bytes = plain.as_bytes();
        while walk.at < end {
            let Some(length) = memchr2(b'\n', b'\r', &bytes[walk.at..end]) else {
                self.take(walk, end, kind);
                return;
            };
            let line_end = walk.at + length;
            let words_end = last_word(plain, walk.at, line_end);
            let next = first_word(plain, line_end, end);
            self.take(walk, words_end, kind);
            self.take_break(walk, next, kind);
        }
    }

    /// Takes a line break as a space.
    #[inline]
    fn take_break(&mut self, walk: &mut Walk<'_>, end: usize, kind: Kind) {
        if kind == Kind::Speech && self.draft.paragraph_bytes() >= self.paragraph_bytes {
            self.cut_paragraph(walk);
            self.take(walk, end, Kind::Markup);
            return;
        }
        if walk.runs.is_empty() {
            let span = walk.span(walk.at, end);
            walk.at = end;
            self.draft.push_as(kind, " ", span);
            return;
        }
        // Tags may stand inside the white space; the space stands for its first piece.
        let mut is_first = true;
        while let Some((what, _, span)) = walk.next_piece(end) {
            match what {
                What::Same | What::Other if is_first => {
                    is_first = false;
                    self.draft.push_as(kind, " ", span);
                }
                What::Same | What::Other => self.draft.claim(Kind::Markup, span),
                What::Tag => self.draft.claim(Kind::Markup, span),
                What::Mark(at_ms) => {
                    self.draft.claim(Kind::Timing, span);
                    self.mark = Some(at_ms);
                }
            }
        }
    }

    /// Takes a stretch up to `end`: words and notes go into the reading text, all else is only claimed.
    #[inline]
    fn take(&mut self, walk: &mut Walk<'_>, end: usize, kind: Kind) {
        if walk.at >= end {
            return;
        }
        if walk.runs.is_empty() {
            let (text, span) = (&walk.plain[walk.at..end], walk.span(walk.at, end));
            walk.at = end;
            self.push(walk, text, span, kind, true);
            return;
        }
        self.take_runs(walk, end, kind);
    }

    fn take_runs(&mut self, walk: &mut Walk<'_>, end: usize, kind: Kind) {
        while let Some((what, text, span)) = walk.next_piece(end) {
            match what {
                What::Same | What::Other => self.push(walk, text, span, kind, what == What::Same),
                What::Tag => self.draft.claim(Kind::Markup, span),
                What::Mark(at_ms) => {
                    self.draft.claim(Kind::Timing, span);
                    self.mark = Some(at_ms);
                }
            }
        }
    }

    /// Claims the tags that stand behind the last letter.
    fn take_tags(&mut self, walk: &mut Walk<'_>) {
        while let Some(run) = walk.runs.get(walk.run) {
            let kind = if matches!(run.what, What::Mark(_)) { Kind::Timing } else { Kind::Markup };
            if walk.at as u32 <= run.plain {
                self.draft.claim(kind, run.source);
            }
            walk.run += 1;
        }
    }

    #[inline]
    fn push(&mut self, walk: &Walk<'_>, text: &str, span: Span, kind: Kind, is_same: bool) {
        match kind {
            Kind::Speech | Kind::Note => {
                if let Some(at_ms) = self.mark.take() {
                    self.draft.time_mark(at_ms);
                }
                if kind == Kind::Speech && self.draft.paragraph_bytes() + text.len() > self.paragraph_bytes {
                    self.push_long(walk, text, span, is_same);
                } else {
                    self.draft.push_as(kind, text, span);
                }
            }
            _ => self.draft.claim(kind, span),
        }
    }

    /// Pushes words that do not fit into the paragraph: cuts at white space where there is some.
    #[cold]
    fn push_long(&mut self, walk: &Walk<'_>, text: &str, span: Span, is_same: bool) {
        if !is_same {
            self.cut_paragraph(walk);
            self.draft.push_as(Kind::Speech, text, span);
            return;
        }
        let (mut text, mut start) = (text, span.start);
        loop {
            let room = self.paragraph_bytes.saturating_sub(self.draft.paragraph_bytes());
            if text.len() <= room {
                break;
            }
            let most = text.floor_char_boundary(room);
            let first = text.chars().next().map_or(0, char::len_utf8);
            let (cut, space) = match text[..most].rfind(char::is_whitespace) {
                Some(cut) => (cut, text[cut..].chars().next().map_or(0, char::len_utf8)),
                None if self.draft.paragraph_bytes() > 0 => (0, 0),
                None => (most.max(first), 0),
            };
            let middle = start + cut as u32;
            self.draft.push_as(Kind::Speech, &text[..cut], Span { start, end: middle });
            self.cut_paragraph(walk);
            start = middle + space as u32;
            self.draft.claim(Kind::Markup, Span { start: middle, end: start });
            text = &text[cut + space..];
        }
        self.draft.push_as(Kind::Speech, text, Span { start, end: span.end });
    }

    /// The finished transcript.
    pub fn finish(mut self) -> Parsed {
        self.end_cue();
        self.end_paragraph();
        self.draft.finish()
    }
}

impl<'a> Walk<'a> {
    /// Where the walk is in the source.
    fn source_at(&self) -> u32 {
        if self.runs.is_empty() {
            return (self.base + self.at) as u32;
        }
        match self.runs.get(self.run) {
            Some(run) if run.what == What::Same && run.plain as usize <= self.at => {
                run.source.start + (self.at as u32 - run.plain)
            }
            Some(run) => run.source.start,
            None => self.runs.last().map_or(0, |run| run.source.end),
        }
    }

    /// The place in the source of a stretch of the text that lies ahead.
    fn span(&self, start: usize, end: usize) -> Span {
        if self.runs.is_empty() {
            return Span { start: (self.base + start) as u32, end: (self.base + end) as u32 };
        }
        let place = |at: u32, is_end: bool| {
            let after = self.runs.partition_point(|run| if is_end { run.plain < at } else { run.plain <= at });
            let run = self.runs[after.saturating_sub(1)];
            match run.what {
                What::Same => (run.source.start + (at - run.plain)).min(run.source.end),
                _ if is_end => run.source.end,
                _ => run.source.start,
            }
        };
        let start = place(start as u32, false);
        Span { start, end: place(end as u32, true).max(start) }
    }

    /// The next stretch of one origin before `end`, and everything without letters that stands before it.
    fn next_piece(&mut self, end: usize) -> Option<(What, &'a str, Span)> {
        if self.at >= end {
            return None;
        }
        let run = *self.runs.get(self.run)?;
        let run_end = self.runs.get(self.run + 1).map_or(self.plain.len(), |next| next.plain as usize);
        if matches!(run.what, What::Tag | What::Mark(_)) {
            self.run += 1;
            return Some((run.what, "", run.source));
        }
        let start = self.at;
        self.at = run_end.min(end);
        if self.at == run_end {
            self.run += 1;
        }
        let text = &self.plain[start..self.at];
        let span = if run.what == What::Same {
            let offset = |at: usize| run.source.start + (at as u32 - run.plain);
            Span { start: offset(start), end: offset(self.at) }
        } else {
            run.source
        };
        Some((run.what, text, span))
    }
}

/// The first place from `at` on that is no white space.
#[inline]
fn first_word(plain: &str, at: usize, end: usize) -> usize {
    match plain.as_bytes()[at..end].first() {
        Some(b'!'..=b'~') => at,
        None => end,
        _ => end - plain[at..end].trim_start_matches(is_space).len(),
    }
}

/// The end of the last word before `end`.
#[inline]
fn last_word(plain: &str, at: usize, end: usize) -> usize {
    match plain.as_bytes()[at..end].last() {
        Some(b'!'..=b'~') => end,
        _ => at + plain[at..end].trim_end_matches(is_space).len(),
    }
}

/// The end of `>>` or of a dialogue dash at the start of a line, white space behind it included.
fn skip_mark(plain: &str, line: usize) -> usize {
    let rest = &plain[line..];
    let length = match rest.as_bytes() {
        [b'>', b'>', ..] => rest.bytes().take_while(|b| *b == b'>').count(),
        [b'-', ..] => 1,
        _ if rest.starts_with(['–', '—']) => 3,
        _ => return line,
    };
    let after = &rest[length..];
    let next = after.chars().next();
    let is_mark = match rest.as_bytes()[0] {
        b'>' => true,
        b'-' => next.is_some_and(|c| {
            c == ' ' || (c.is_alphabetic() && !c.is_lowercase()) || matches!(c, '[' | '(' | '"' | '“' | '¿' | '¡' | '♪')
        }),
        _ => next == Some(' '),
    };
    if !is_mark {
        return line;
    }
    line + length + after.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Words that open a sentence with a colon and are nobody's name, lower case.
const NO_NAMES: &[&str] = &[
    "also",
    "and",
    "announcement",
    "attention",
    "because",
    "but",
    "caution",
    "conclusion",
    "disclaimer",
    "example",
    "finally",
    "first",
    "fourth",
    "hint",
    "http",
    "https",
    "important",
    "nb",
    "next",
    "note",
    "notes",
    "ok",
    "okay",
    "or",
    "plus",
    "ps",
    "remember",
    "reminder",
    "result",
    "second",
    "see",
    "so",
    "source",
    "sources",
    "spoiler",
    "step",
    "subject",
    "summary",
    "then",
    "third",
    "tip",
    "update",
    "warning",
];

/// Whether a label stands at `start`: its end, without the colon, and whether it is in capitals. Cheap for what is
/// none.
fn label_shape(plain: &str, start: usize) -> Option<(usize, bool)> {
    let bytes = &plain.as_bytes()[start..];
    let colon = memchr(b':', &bytes[..bytes.len().min(LABEL_BYTES)])?;
    if !matches!(bytes.get(colon + 1), None | Some(b' ' | b'\t' | b'\n' | b'\r')) {
        return None;
    }
    let name = plain[start..start + colon].trim_end();
    let first = name.chars().next().filter(|c| c.is_uppercase())?;
    let is_name_letter = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '#' | '&' | '/');
    if !name.chars().all(is_name_letter) {
        return None;
    }
    let mut words = 0;
    for word in name.split(' ') {
        words += 1;
        let is_part = word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '#')
            || matches!(
                word,
                "of" | "the"
                    | "and"
                    | "de"
                    | "da"
                    | "di"
                    | "van"
                    | "von"
                    | "der"
                    | "den"
                    | "la"
                    | "le"
                    | "bin"
                    | "al"
                    | "&"
            );
        if !is_part || words > 5 {
            return None;
        }
    }
    let lower = name.to_lowercase();
    let head = lower.split(' ').next().unwrap_or_default();
    if NO_NAMES.binary_search(&head).is_ok() {
        return None;
    }
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let is_capitals = letters >= 2 && name.chars().all(|c| !c.is_lowercase()) && first.is_uppercase();
    Some((start + name.len(), is_capitals))
}

/// How many cues open with each name-shaped label. Walks the source once, and only where a label is in doubt.
fn count_names(source: &str) -> HashMap<&str, u32> {
    let bytes = source.as_bytes();
    let mut names = HashMap::new();
    for arrow in memmem::find_iter(bytes, "-->") {
        let Some(length) = memchr2(b'\n', b'\r', &bytes[arrow..]) else { break };
        let mut line = arrow + length + 1;
        if bytes[line - 1] == b'\r' && bytes.get(line) == Some(&b'\n') {
            line += 1;
        }
        // What is heard stands on a line of its own above who speaks.
        if let Some(b'[' | b'(') = bytes.get(line)
            && let Some(length) = memchr2(b'\n', b'\r', &bytes[line..])
        {
            line = first_word(source, line + length, source.len());
        }
        line = skip_mark(source, line);
        if let Some((end, _)) = label_shape(source, line) {
            *names.entry(&source[line..end]).or_insert(0) += 1;
        }
    }
    names
}

/// Whether a text ends a sentence: a full stop or its kin, perhaps with quotation marks or brackets behind it.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '“'])
        .ends_with(['.', '?', '!', '…', '。', '！', '？', '؟', '।'])
}

/// Beginnings of words that a note in round brackets may open with, lower case: what is heard, in the languages that
/// captions are most often in.
const HEARD: &[&str] = &[
    "applau",
    "beifall",
    "bell",
    "boo",
    "chant",
    "cheer",
    "chuckl",
    "clap",
    "clears throat",
    "cough",
    "cries",
    "cross-talk",
    "crosstalk",
    "crowd",
    "crying",
    "door",
    "gasp",
    "giggl",
    "groan",
    "heiterkeit",
    "inaudible",
    "indiscernible",
    "laugh",
    "lachen",
    "music",
    "musik",
    "musique",
    "música",
    "off-mike",
    "pause",
    "phone",
    "rires",
    "risas",
    "scream",
    "sigh",
    "silence",
    "sings",
    "singing",
    "sniff",
    "sob",
    "unintelligible",
    "whisper",
    "whistl",
    "аплод",
    "музык",
    "смех",
    "смеёт",
    "сміх",
];

/// The end of the note that starts at `at`, if one does: `[Music]`, `(applause)`, `♪ … ♪`.
fn note_at(plain: &str, at: usize, end: usize) -> Option<usize> {
    let rest = &plain.as_bytes()[at..end];
    let rest = &rest[..rest.len().min(NOTE_BYTES)];
    match rest.first()? {
        b'[' => {
            let close = memchr(b']', rest)?;
            (close > 1).then_some(at + close + 1)
        }
        b'(' => {
            let close = memchr(b')', &rest[..rest.len().min(BRACKET_BYTES)])?;
            let inside = plain[at + 1..at + close].trim();
            let has_letters = inside.chars().filter(|c| c.is_alphabetic()).count() >= 2;
            let is_capitals =
                has_letters && !inside.chars().any(char::is_lowercase) && inside.contains(char::is_uppercase);
            let lower = inside.to_lowercase();
            let is_heard = lower.split(' ').any(|word| HEARD.iter().any(|heard| word.starts_with(heard)));
            (is_capitals || (is_heard && inside.len() <= 40)).then_some(at + close + 1)
        }
        0xe2 if rest.starts_with("♪".as_bytes()) || rest.starts_with("♫".as_bytes()) => {
            let mut close = 3;
            loop {
                let Some(length) = memmem::find(&rest[close..], &[0x99]) else {
                    // A song that is not closed goes on to the end of the cue.
                    return (rest.len() == end - at).then_some(end);
                };
                close += length + 2;
                let is_sign = rest.len() >= close && matches!(rest[close - 3..close], [0xe2, 0x99, 0xaa | 0xab]);
                if is_sign {
                    break;
                }
                if close >= rest.len() {
                    return (rest.len() == end - at).then_some(end);
                }
            }
            // `♪♪ la la ♪♪`: neighbours belong together.
            while rest[close..].starts_with("♪".as_bytes()) || rest[close..].starts_with("♫".as_bytes()) {
                close += 3;
            }
            Some(at + close)
        }
        _ => None,
    }
}

/// The next note from `at` on. Brackets that stand against a letter are part of a word.
fn next_note(plain: &str, at: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = plain.as_bytes();
    let mut from = at;
    while from < end {
        let start = from + memchr3(b'[', b'(', 0xe2, &bytes[from..end])?;
        let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0xc0);
        let is_after_word = bytes[start] != 0xe2 && start > at && is_word(bytes.get(start - 1));
        if !is_after_word && let Some(note_end) = note_at(plain, start, end) {
            let is_before_word = bytes[start] != 0xe2 && note_end < end && is_word(bytes.get(note_end));
            if !is_before_word {
                return Some((start, note_end));
            }
        }
        from = start + 1;
    }
    None
}

/// Whether nothing but notes stands between `at` and `end`, which are the ends of words. In round brackets anything
/// that fills the stretch is a note: nobody says a whole cue in brackets.
fn is_all_notes(plain: &str, at: usize, end: usize) -> bool {
    let bytes = &plain.as_bytes()[at..end];
    if bytes.len() <= BRACKET_BYTES && bytes[0] == b'(' && memchr(b')', bytes) == Some(bytes.len() - 1) {
        return true;
    }
    let mut at = at;
    while at < end {
        match note_at(plain, at, end) {
            Some(note_end) => at = first_word(plain, note_end, end),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
pub mod testing {
    //! Shows what was read, and checks what must hold for whatever is read.

    use super::super::{Format, Limits, Parsed, Source};

    /// Reads `text` and checks that every character is claimed once and that every range fits.
    pub fn read(format: &dyn Format, text: &str) -> Parsed {
        read_within(format, text, &Limits::default())
    }

    /// The same within limits.
    pub fn read_within(format: &dyn Format, text: &str, limits: &Limits) -> Parsed {
        let source = Source::of_text(text);
        let mut parsed = format.parse(&source, limits).expect("readable");
        let overlap = parsed.ledger.settle();
        assert_eq!(overlap, None, "{text:?}: {:?}", overlap.map(|(a, b)| (a.span.of(text), b.span.of(text))));
        assert_eq!(parsed.ledger.coverage(text).unclaimed, 0, "{text:?} {:?}", parsed.ledger);
        let transcript = &parsed.transcripts[0];
        let mut at = 0;
        for (i, piece) in transcript.pieces.iter().enumerate() {
            assert_eq!(piece.text, at, "pieces without gaps");
            at = transcript.pieces.get(i + 1).map_or(transcript.text.len() as u32, |next| next.text);
            assert!(piece.text < at && text.get(piece.source.start as usize..piece.source.end as usize).is_some());
        }
        for cue in &transcript.cues {
            assert!(cue.times.start_ms <= cue.times.end_ms);
            let inside = |p: &crate::model::Paragraph| p.text.start <= cue.text.start && cue.text.end <= p.text.end;
            assert!(transcript.paragraphs.iter().any(inside), "cues inside paragraphs");
        }
        parsed
    }

    /// One line a paragraph: `[label] 0-1000 words`, with `{…}` around notes that stand alone.
    pub fn show(parsed: &Parsed) -> String {
        let transcript = &parsed.transcripts[0];
        let mut lines = Vec::new();
        let mut notes = transcript.notes.iter().filter(|note| !note.is_inside).peekable();
        for (i, paragraph) in transcript.paragraphs.iter().enumerate() {
            while let Some(note) = notes.next_if(|note| note.paragraph as usize <= i) {
                lines.push(format!("{{{}}}", transcript.words(note.text)));
            }
            let turn = &transcript.turns[transcript.turn_of(i as u32)];
            let label = turn.label.map_or("", |label| transcript.label(label.id));
            let dash = if turn.first as usize == i { "" } else { "+" };
            let times = paragraph.times.map_or("-".to_owned(), |t| format!("{}-{}", t.start_ms, t.end_ms));
            lines.push(format!("{dash}[{label}] {times} {}", transcript.words(paragraph.text)));
        }
        lines.extend(notes.map(|note| format!("{{{}}}", transcript.words(note.text))));
        lines.join("\n")
    }

    /// The codes of the diagnostics.
    pub fn codes(parsed: &Parsed) -> Vec<&str> {
        parsed.diagnostics.iter().map(|diagnostic| diagnostic.code.as_ref()).collect()
    }
}
