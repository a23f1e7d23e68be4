//! What was said in a paragraph, word by word, as it is counted: without the notes of what was only heard.

use crate::model::{TextRange, Transcript};
use crate::text::fold::{Folded, fold};
use crate::text::words::words;

/// The stretches of a paragraph that were said: all but the notes in it, as ranges of the reading text.
fn said(transcript: &Transcript, paragraph: u32) -> Vec<TextRange> {
    let Some(text) = transcript.paragraphs.get(paragraph as usize).map(|paragraph| paragraph.text) else {
        return Vec::new();
    };
    let mut stretches = Vec::new();
    let mut at = text.start;
    for note in transcript.notes_inside(paragraph).filter(|note| note.text.start >= text.start) {
        stretches.push(TextRange { start: at, end: note.text.start.max(at) });
        at = at.max(note.text.end);
    }
    stretches.push(TextRange { start: at, end: text.end.max(at) });
    stretches
}

/// How many words were said in a paragraph.
pub fn count_words(transcript: &Transcript, paragraph: u32) -> u64 {
    said(transcript, paragraph).into_iter().map(|range| count(transcript.words(range))).sum()
}

/// How many words a text has. Most letters part words folded or not; only where folding takes signs away or joins them
/// must it come first.
fn count(text: &str) -> u64 {
    let is_changed = |c: char| {
        matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{590}'..='\u{1fff}'
            | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{20d0}'..='\u{20ff}' | '\u{2e80}'..)
    };
    let count = if text.chars().any(is_changed) { words(&fold(text)).count() } else { words(text).count() };
    count as u64
}

/// Calls `each` for the words said in a paragraph, folded.
pub fn walk_words(transcript: &Transcript, paragraph: u32, mut each: impl FnMut(&str)) {
    for range in said(transcript, paragraph) {
        let folded = fold(transcript.words(range));
        words(&folded).for_each(|(start, end)| each(&folded[start..end]));
    }
}

/// The words said in a paragraph, folded, each with its byte range in the paragraph.
pub fn words_with_places(transcript: &Transcript, paragraph: u32) -> Vec<(String, (usize, usize))> {
    let Some(text) = transcript.paragraphs.get(paragraph as usize).map(|paragraph| paragraph.text) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for range in said(transcript, paragraph) {
        let offset = (range.start - text.start) as usize;
        let folded = Folded::new(transcript.words(range));
        found.extend(words(&folded.text).map(|(start, end)| {
            let (from, to) = folded.original(start, end);
            (folded.text[start..end].to_owned(), (from + offset, to + offset))
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_many_whether_folded_or_not() {
        for text in [
            "Well, Putin\u{2019}s co\u{ad}op \u{2014} \u{201c}l\u{2019}homme\u{201d}\u{2026} 3.14, 10,000!",
            "\u{401}лка, и\u{306}од \u{ab}МОЙ\u{bb} U.S. stra\u{df}e \u{c5}ngstr\u{f6}m",
            "\u{5b89}\u{5168} ok\u{1f600} \u{ff21}\u{ff22} \u{fb01}n \u{2116}5 \u{2212}3 \u{b2} \u{bd}",
            "\u{5e9}\u{5c1}\u{5dc}\u{5d5}\u{5dd} \u{645}\u{64e}\u{631}",
        ] {
            assert_eq!(count(text), words(&fold(text)).count() as u64, "{text}");
        }
    }
}
