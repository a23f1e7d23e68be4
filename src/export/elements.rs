//! A transcript in reading order, one element after the other, for writers that go from top to end.
//!
//! But for furniture, which belongs to the page it came from, nothing is left out and nothing comes twice, whatever the transcript; the time is that of one walk.

use crate::model::{Heading, Note, Paragraph, TextRange, Transcript, Turn};

/// An element of a transcript.
#[derive(Clone, Copy, Debug)]
pub enum Element<'t> {
    /// A heading, or with level 0 a separator.
    Heading(&'t Heading),
    /// A note between paragraphs. A remark to a label (`(as translated)`) comes behind its turn.
    Note(&'t str),
    /// A turn begins.
    Turn(&'t Turn),
    /// A paragraph of the turn that began last: its index.
    Paragraph(u32, &'t Paragraph),
}

/// The elements of a transcript in reading order.
pub fn elements(transcript: &Transcript) -> impl Iterator<Item = Element<'_>> {
    let mut elements = Vec::with_capacity(transcript.paragraphs.len() + transcript.turns.len() + 16);
    let mut headings = transcript.headings.iter().peekable();
    let mut notes = transcript.notes.iter().filter(|note| !note.is_inside).peekable();
    let mut turns = transcript.turns.iter().peekable();
    let mut remarks = Vec::new();
    let count = transcript.paragraphs.len() as u32;
    for index in 0..=count {
        // What stands at the end, or nowhere, comes with the last step.
        let is_here = |before: u32| before <= index || index == count;
        while let Some(one) = headings.next_if(|one| is_here(one.before)) {
            elements.push(Element::Heading(one));
        }
        let opens = turns.peek().is_some_and(|turn| turn.first == index && turn.label.is_some());
        while let Some(note) = notes.next_if(|note| is_here(note.paragraph)) {
            let words = transcript.words(note.text);
            if opens && is_remark(words) {
                remarks.push(Element::Note(words));
            } else {
                elements.push(Element::Note(words));
            }
        }
        while let Some(turn) = turns.next_if(|turn| is_here(turn.first)) {
            elements.push(Element::Turn(turn));
        }
        elements.append(&mut remarks);
        if let Some(paragraph) = transcript.paragraphs.get(index as usize) {
            elements.push(Element::Paragraph(index, paragraph));
        }
    }
    elements.into_iter()
}

/// Whether a note says how the words behind it are said: `(as translated)`.
pub fn is_remark(note: &str) -> bool {
    note.strip_prefix(['(', '[']).is_some_and(|inside| inside.starts_with(char::is_lowercase))
}

/// The labels as they are written where only labels are: as printed, but for a code the name that it stands for.
pub fn shown_labels(transcript: &Transcript) -> Vec<&str> {
    let shown = transcript.labels.iter().map(|label| match label.speaker.and_then(|id| transcript.speaker(id)) {
        Some(speaker) if is_code(&label.printed, &speaker.name) => speaker.name.as_str(),
        _ => label.printed.as_str(),
    });
    shown.collect()
}

/// Whether a label does not name the person that it stands for: `RUN` for Runa Holm.
pub fn is_code(label: &str, name: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(|last| !label.to_lowercase().contains(&last.to_lowercase()))
}

/// Walks the notes inside paragraphs along with the paragraphs.
#[derive(Debug)]
pub struct Insides<'t> {
    transcript: &'t Transcript,
    rest: &'t [Note],
}

impl<'t> Insides<'t> {
    /// Before the first paragraph.
    pub fn new(transcript: &'t Transcript) -> Self {
        Self { transcript, rest: &transcript.notes }
    }

    /// The words of a paragraph in stretches, each with whether it is a note. Paragraphs come in order.
    pub fn stretches(&mut self, index: u32, paragraph: &Paragraph) -> Vec<(&'t str, bool)> {
        let mut stretches = Vec::new();
        let mut at = paragraph.text.start;
        while let Some((note, rest)) = self.rest.split_first() {
            if note.paragraph > index {
                break;
            }
            self.rest = rest;
            if !note.is_inside || note.paragraph < index || note.text.start < at || note.text.end > paragraph.text.end {
                continue;
            }
            stretches.push((self.transcript.words(TextRange { start: at, end: note.text.start }), false));
            stretches.push((self.transcript.words(note.text), true));
            at = note.text.end;
        }
        stretches.push((self.transcript.words(TextRange { start: at, end: paragraph.text.end }), false));
        stretches.retain(|(words, _)| !words.is_empty());
        stretches
    }
}
