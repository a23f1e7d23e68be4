//! A passage: words of a transcript from one to another, perhaps over several paragraphs and turns.
//!
//! Words are counted in each paragraph, notes included, as [`super::words`] splits them. Nothing here looks for anything.

use std::ops::Range;

use super::words::{self, Word, bytes_of};
use crate::model::Transcript;

/// Where a word stands in a transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Its paragraph (an index).
    pub paragraph: u32,
    /// Which word of the paragraph it is, from 0.
    pub nth: u32,
}

/// Words of a transcript, from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The first word.
    pub from: At,
    /// The last one.
    pub to: At,
}

/// The words of a passage that stand in one paragraph.
#[derive(Clone, Debug)]
pub struct Part<'t> {
    /// The paragraph: an index.
    pub paragraph: u32,
    /// Its text.
    pub text: &'t str,
    /// All its words, with their places in `text`.
    pub words: Vec<Word>,
    /// Which of them belong to the passage.
    pub range: Range<usize>,
    /// Whether the passage comes from the paragraph before, and whether it goes on in the next: then the signs at that
    /// end belong to it too.
    is_open: (bool, bool),
}

impl Passage {
    /// A paragraph as a whole; none where it has no words.
    pub fn of_paragraph(transcript: &Transcript, paragraph: u32) -> Option<Self> {
        let text = transcript.words(transcript.paragraphs.get(paragraph as usize)?.text);
        let last = words::split(text).len().checked_sub(1)?;
        Some(Self { from: At { paragraph, nth: 0 }, to: At { paragraph, nth: last as u32 } })
    }

    /// The words that a stretch of a paragraph reaches over, from the first that it touches to the last. `bytes` count in
    /// the paragraph's text.
    pub fn of_bytes(transcript: &Transcript, paragraph: u32, bytes: Range<usize>) -> Option<Self> {
        let text = transcript.words(transcript.paragraphs.get(paragraph as usize)?.text);
        let words = words::split(text);
        let first = words.partition_point(|word| word.end as usize <= bytes.start);
        let last = words.partition_point(|word| (word.start as usize) < bytes.end).checked_sub(1)?;
        let at = |nth: usize| At { paragraph, nth: nth as u32 };
        (first <= last).then(|| Self { from: at(first), to: at(last) })
    }

    /// The words that are selected from one place to another: paragraphs (indices), and UTF-16 units of their texts, as
    /// browsers count. A word that is touched belongs to it as a whole. None where no word is touched.
    pub fn of_selection(transcript: &Transcript, from: (u32, u32), to: (u32, u32)) -> Option<Self> {
        let words = |paragraph: u32| {
            let text = transcript.words(transcript.paragraphs.get(paragraph as usize)?.text);
            Some((text, words::split(text)))
        };
        let last_paragraph = to.0.min((transcript.paragraphs.len() as u32).checked_sub(1)?);
        let first = (from.0..=last_paragraph).find_map(|paragraph| {
            let (text, words) = words(paragraph)?;
            let start = if paragraph == from.0 { byte_of_unit(text, from.1) } else { 0 };
            let nth = words.partition_point(|word| word.end as usize <= start);
            (nth < words.len()).then_some(At { paragraph, nth: nth as u32 })
        })?;
        let last = (from.0..=last_paragraph).rev().find_map(|paragraph| {
            let (text, words) = words(paragraph)?;
            let end = if paragraph == to.0 { byte_of_unit(text, to.1) } else { text.len() };
            let nth = words.partition_point(|word| (word.start as usize) < end).checked_sub(1)?;
            Some(At { paragraph, nth: nth as u32 })
        })?;
        (first <= last).then_some(Self { from: first, to: last })
    }

    /// Where words stand in a row, by their numbers; of several places one that has `before` in front, or else the first.
    pub fn find(transcript: &Transcript, wanted: &[u64], before: &str) -> Option<Self> {
        let all = transcript.paragraphs.iter().zip(0..).flat_map(|(paragraph, index)| {
            let words = words::split(transcript.words(paragraph.text)).into_iter().zip(0..);
            words.map(move |(word, nth)| (word.hash, At { paragraph: index, nth })).collect::<Vec<_>>()
        });
        let all: Vec<(u64, At)> = all.collect();
        let context: Vec<u64> = words::split(before).iter().map(|word| word.hash).collect();
        let context = context.last();
        let is_it = |row: &&[(u64, At)]| row.iter().zip(wanted).all(|(word, wanted)| word.0 == *wanted);
        let mut rows = all.windows(wanted.len().max(1)).enumerate().filter(|(_, row)| !wanted.is_empty() && is_it(row));
        let first = rows.next()?;
        let has_context = |at: usize| at.checked_sub(1).map(|before| &all[before].0) == context;
        let best = if has_context(first.0) { first } else { rows.find(|(at, _)| has_context(*at)).unwrap_or(first) };
        Some(Self { from: best.1.first()?.1, to: best.1.last()?.1 })
    }

    /// Its words paragraph by paragraph; paragraphs that the transcript has not are left out.
    pub fn parts<'t>(&self, transcript: &'t Transcript) -> Vec<Part<'t>> {
        let part = |paragraph: u32| {
            let text = transcript.words(transcript.paragraphs.get(paragraph as usize)?.text);
            let words = words::split(text);
            let first = if paragraph == self.from.paragraph { self.from.nth as usize } else { 0 };
            let end = if paragraph == self.to.paragraph { self.to.nth as usize + 1 } else { words.len() };
            let end = end.min(words.len());
            let is_open = (paragraph > self.from.paragraph, paragraph < self.to.paragraph);
            Some(Part { paragraph, text, words, range: first.min(end)..end, is_open })
        };
        let last = self.to.paragraph.min(transcript.paragraphs.len() as u32);
        (self.from.paragraph..=last).filter_map(part).collect()
    }

    /// Its words as printed, a line for each paragraph.
    pub fn text(&self, transcript: &Transcript) -> String {
        self.parts(transcript).iter().map(Part::printed).collect::<Vec<_>>().join("\n")
    }
}

impl<'t> Part<'t> {
    /// The bytes of its words in the paragraph's text, from the first to the last.
    pub fn bytes(&self) -> Range<usize> {
        let words = bytes_of(self.words.get(self.range.clone()).unwrap_or_default());
        let start = if self.is_open.0 { 0 } else { words.start };
        start..if self.is_open.1 { self.text.len() } else { words.end }
    }

    /// The words as printed, with the stop and the marks that close behind them, and a mark that opens before.
    pub fn with_signs(&self) -> &'t str {
        let Range { start, end } = self.bytes();
        let is_closing = |c: char| matches!(c, '.' | '!' | '?' | '…' | '”' | '»' | '"' | ')' | ']');
        let is_opening = |c: char| matches!(c, '“' | '«' | '„' | '"' | '(' | '[');
        let behind = self.text.get(end..).unwrap_or_default();
        let before = self.text.get(..start).unwrap_or_default();
        let end = end + behind.len() - behind.trim_start_matches(is_closing).len();
        let start = start - (before.len() - before.trim_end_matches(is_opening).len());
        self.text.get(start..end).unwrap_or_default()
    }

    /// The words as printed.
    pub fn printed(&self) -> &'t str {
        self.text.get(self.bytes()).unwrap_or_default()
    }
}

/// The byte of a text at which a UTF-16 unit stands; the end of the text where it has fewer.
fn byte_of_unit(text: &str, unit: u32) -> usize {
    let mut units = 0;
    let found = text.char_indices().find(|(_, c)| {
        let is_here = units >= unit;
        units += c.len_utf16() as u32;
        is_here
    });
    found.map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Paragraph, Span, TextRange};

    fn transcript(paragraphs: &[&str]) -> Transcript {
        let mut transcript = Transcript::default();
        for words in paragraphs {
            let start = transcript.text.len();
            transcript.text.push_str(words);
            let text = TextRange::new(start, transcript.text.len());
            transcript.paragraphs.push(Paragraph { text, span: Span::default(), times: None });
        }
        transcript
    }

    #[test]
    fn a_selection_is_the_words_it_touches() {
        let transcript = transcript(&["One 🙂 two three.", "…", "Четыре пять."]);
        let words = |from, to| Passage::of_selection(&transcript, from, to).map(|passage| passage.text(&transcript));
        // The sign takes two units, as in a browser.
        assert_eq!(words((0, 7), (0, 10)).as_deref(), Some("two"));
        assert_eq!(words((0, 8), (0, 12)).as_deref(), Some("two three"), "parts of words");
        assert_eq!(words((0, 11), (2, 0)).as_deref(), Some("three"), "the end stands before the first word");
        assert_eq!(words((0, 16), (2, 3)).as_deref(), Some("Четыре"), "the start stands behind the last word");
        assert_eq!(words((0, 0), (9, u32::MAX)).as_deref(), Some("One 🙂 two three.\n…\nЧетыре пять"));
        assert_eq!(words((0, 3), (0, 4)), None, "a space is no word");
        assert_eq!(words((1, 0), (1, 9)), None);
        assert_eq!(words((7, 0), (8, 0)), None);
    }
}
