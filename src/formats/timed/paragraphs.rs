//! The words of cues flow into paragraphs: where one ends, how lines are joined, where a long one is cut.
//!
//! Every word that is pushed claims its source; nothing here knows who speaks.

use memchr::memchr2;

use super::Cues;
use super::cue_text::{Walk, What, first_word, last_word};
use crate::model::{Kind, Span};

/// A silence from which on the next cue begins a paragraph.
pub const PAUSE_MS: u32 = 2000;

/// From this length on a paragraph ends with the next cue that ends a sentence.
pub const LONG_CHARACTERS: usize = 400;

/// From this length on a paragraph ends with the next cue, sentence or not: recognisers write without full stops.
pub const RUN_ON_BYTES: usize = 3000;

impl Cues<'_> {
    /// Makes ready for words: goes on in the paragraph, or begins one.
    #[inline]
    pub(super) fn join(&mut self, walk: &Walk<'_>) {
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
    pub(super) fn cut_paragraph(&mut self, walk: &Walk<'_>) {
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
    pub(super) fn take_lines(&mut self, walk: &mut Walk<'_>, end: usize, kind: Kind) {
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

    /// Takes lines up to `end` as speech, which have no tags and nothing but a line end of one byte between them.
    #[inline]
    pub(super) fn take_alike(&mut self, walk: &mut Walk<'_>, end: usize) {
        let span = walk.span(walk.at, end);
        if self.draft.paragraph_bytes() + span.len() > self.paragraph_bytes {
            return self.take_lines(walk, end, Kind::Speech);
        }
        if let Some(at_ms) = self.mark.take() {
            self.draft.time_mark(at_ms);
        }
        walk.at = end;
        self.draft.push_source_lines(span);
    }

    /// Takes a line break as a space.
    #[inline]
    pub(super) fn take_break(&mut self, walk: &mut Walk<'_>, end: usize, kind: Kind) {
        if kind == Kind::Speech && self.draft.paragraph_bytes() >= self.paragraph_bytes {
            self.cut_paragraph(walk);
            self.take(walk, end, Kind::Markup);
            return;
        }
        if walk.runs.is_empty() {
            let span = walk.span(walk.at, end);
            walk.at = end;
            if kind == Kind::Speech && span.len() == 1 {
                self.draft.push_alike(" ", span);
            } else {
                self.draft.push_as(kind, " ", span);
            }
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
    pub(super) fn take(&mut self, walk: &mut Walk<'_>, end: usize, kind: Kind) {
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
    pub(super) fn take_tags(&mut self, walk: &mut Walk<'_>) {
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
                } else if kind == Kind::Speech && is_same {
                    self.draft.push_alike(text, span);
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
}

/// Whether a text ends a sentence: a full stop or its kin, perhaps with quotation marks or brackets behind it.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '“'])
        .ends_with(['.', '?', '!', '…', '。', '！', '？', '؟', '।'])
}
