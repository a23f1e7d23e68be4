//! Timed text becomes turns and paragraphs: what the readers of captions and subtitles share.
//!
//! A reader hands over one cue after the other; here its words are put into paragraphs, who speaks is read from voice
//! tags, `NAME:` labels, `>>` and dialogue dashes, and `[Music]` and its like become notes. Every cue keeps its times.
//! Nothing here knows the syntax of a file; times are read in `timestamps`.

mod cue_text;
mod labels;
mod marked;
mod notes;
pub mod paragraphs;
mod rolling;
pub mod signs;
#[cfg(test)]
pub mod testing;

use std::collections::HashMap;

use memchr::memchr2;

pub use self::cue_text::CueText;
use self::cue_text::{Walk, first_word, last_word};
pub use self::labels::is_no_name;
use self::labels::skip_mark;
pub use self::marked::Shown;
pub use self::notes::next_note;
pub use self::rolling::Sample;
use self::rolling::{Rolling, sample_arrows};
pub use self::signs::signs_of;
use super::{Draft, Limits, Parsed};
use crate::model::{Diagnostic, Kind, LabelId, Span, TextRange, Times, TurnLabel};
use crate::text::lines::is_space;

/// No cue stays longer; what ends so much later than its neighbour belongs to another recording.
const LONG_CUE_MS: u32 = 60_000;

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
    /// What stands before the words of a cue on the same line; none where they have a line of their own. Names that
    /// open cues are counted behind it.
    opener: Option<u8>,
    names: Option<HashMap<&'s str, u32>>,
    /// What the cue before showed, where cues repeat one another.
    rolling: Option<Box<Rolling>>,
}

impl<'s> Cues<'s> {
    /// No cues yet. `format` is the prefix of the diagnostics.
    pub fn new(format: &'static str, source: &'s str, limits: &Limits) -> Self {
        Self {
            draft: Draft::new(source, limits),
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
            opener: None,
            names: None,
            rolling: sample_arrows(source).rolling(),
        }
    }

    /// No cues yet, of a format in which `opener` stands before the words of a cue on the same line.
    pub fn behind(opener: u8, format: &'static str, source: &'s str, limits: &Limits) -> Self {
        Self { opener: Some(opener), ..Self::new(format, source, limits) }
    }

    /// Ends this transcript; the cues that come next belong to another one of the same source.
    pub fn begin_next_transcript(&mut self) {
        self.end_cue();
        self.end_paragraph();
        self.draft.begin_next_transcript();
        (self.last_end_ms, self.last_start_ms, self.speaking) = (None, 0, Speaking::Unnamed);
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
        self.start_cue();
    }

    /// Begins a cue of which nothing says when it ends; `start_ms` stands at `span`.
    pub fn begin_open_cue(&mut self, start_ms: u32, span: Span) {
        if start_ms < self.last_start_ms {
            self.warn_of_order(span);
        }
        self.last_start_ms = start_ms;
        self.resume_cue(Times { start_ms, end_ms: start_ms });
    }

    #[inline]
    fn start_cue(&mut self) {
        self.has_words = false;
        if let Some(rolling) = &mut self.rolling {
            rolling.begin_cue();
        }
    }

    /// Begins a cue whose times cannot be read: its words are kept, without times.
    pub fn begin_untimed(&mut self) {
        self.times = None;
        self.start_cue();
    }

    /// Goes on with a cue that was begun before, whose times are known to be what they are.
    pub fn resume_cue(&mut self, times: Times) {
        self.times = Some(Times { end_ms: times.end_ms.max(times.start_ms), ..times });
        self.start_cue();
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
        // Cues that are on screen at once may stand in any order: two speakers, two regions.
        if times.end_ms.max(times.start_ms) <= self.last_start_ms && times.start_ms < self.last_start_ms {
            self.warn_of_order(span);
        }
    }

    #[cold]
    fn warn_of_order(&mut self, span: Span) {
        self.warn(
            "time-order",
            span,
            "This cue starts before the one above it.",
            "The text stays in the order of the file; check whether two files were put together.",
        );
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
            all.start_ms = all.start_ms.min(times.start_ms);
            all.end_ms = all.end_ms.max(times.end_ms);
            // Of cues that are on screen at once the last to go ends the speech.
            let last = self.last_end_ms.filter(|end_ms| end_ms.saturating_sub(times.end_ms) < LONG_CUE_MS);
            self.last_end_ms = last.max(Some(times.end_ms));
        }
    }

    /// Ends the paragraph, in mid-cue too.
    pub fn end_paragraph(&mut self) {
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

    /// Adds a stretch of cue text that the file itself calls something heard, and empties `text`.
    pub fn add_note(&mut self, text: &mut CueText) {
        let mut walk = Walk { plain: &text.plain, at: 0, base: 0, runs: &text.runs, run: 0 };
        let (start, end) = (first_word(walk.plain, 0, walk.plain.len()), last_word(walk.plain, 0, walk.plain.len()));
        self.take(&mut walk, start, Kind::Markup);
        if start < end {
            self.has_words = true;
            self.end_paragraph();
            self.note(&mut walk, end, false);
        }
        let all = walk.plain.len();
        self.take(&mut walk, all, Kind::Markup);
        self.take_tags(&mut walk);
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
        if self.rolling.is_some() {
            line = self.skip_repeated(walk, line, signs);
            if line == plain.len() {
                self.take_tags(walk);
                return;
            }
        }
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
        let has_mark = |line: usize| matches!(bytes[line], b'-' | b'>' | 0xe2) && skip_mark(plain, line) > line;
        if has_mark(walk.at) {
            return walk.at;
        }
        self.join(walk);
        let mut line = walk.at;
        loop {
            let line_end = if signs & signs::LINE_END == 0 {
                plain.len()
            } else {
                memchr2(b'\n', b'\r', &bytes[line..]).map_or(plain.len(), |i| line + i)
            };
            let words_end = last_word(plain, line, line_end);
            let next = first_word(plain, line_end, plain.len());
            let is_over = next == plain.len() || has_mark(next);
            if !is_over && words_end == line_end && next == line_end + 1 {
                // Nothing but the line end stands between the two: they are taken as one.
                line = next;
                continue;
            }
            self.take_alike(walk, words_end);
            if is_over {
                self.take(walk, next, Kind::Markup);
                return next;
            }
            self.take_break(walk, next, Kind::Speech);
            line = next;
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

    /// The finished transcript.
    pub fn finish(mut self) -> Parsed {
        self.end_cue();
        self.end_paragraph();
        self.draft.finish()
    }
}
