//! What was said in a paragraph, word by word, as it is counted: without the notes of what was only heard.

use crate::model::{TextRange, Transcript};
use crate::text::fold::{Folded, fold};
use crate::text::words::words;

/// The stretches of a paragraph that were said: all but the notes in it, as ranges of the reading text.
fn said(transcript: &Transcript, paragraph: u32) -> Vec<TextRange> {
    let Some(text) = transcript.paragraphs.get(paragraph as usize).map(|paragraph| paragraph.text) else {
        return Vec::new();
    };
    let from = transcript.notes.partition_point(|note| note.paragraph < paragraph);
    let notes = transcript.notes[from..].iter().take_while(|note| note.paragraph == paragraph);
    let mut stretches = Vec::new();
    let mut at = text.start;
    for note in notes.filter(|note| note.is_inside && note.text.start >= text.start) {
        stretches.push(TextRange { start: at, end: note.text.start.max(at) });
        at = at.max(note.text.end);
    }
    stretches.push(TextRange { start: at, end: text.end.max(at) });
    stretches
}

/// How many words were said in a paragraph.
pub fn count_words(transcript: &Transcript, paragraph: u32) -> u64 {
    let stretches = said(transcript, paragraph).into_iter();
    stretches.map(|range| words(&fold(transcript.words(range))).count() as u64).sum()
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
