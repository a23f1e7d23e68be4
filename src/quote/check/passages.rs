//! Where words stand in a library: what the check asks of an index, and a plain index that answers.
//!
//! A passage is a paragraph of the library, counted through all transcripts in their order. The plain index keeps each
//! paragraph under each of its words; it is made in one walk, for a command that is run once. A larger one that is kept
//! can stand behind [`Passages`] as well.

use std::collections::HashMap;

use crate::library::{Entry, Library};
use crate::quote::words::{Word, split_folded};

/// An index of the words of a library, folded as [`crate::quote::words`] folds them.
pub trait Passages {
    /// How many passages there are.
    fn count(&self) -> u32;

    /// In how many passages a word stands.
    fn frequency(&self, word: &str) -> u32;

    /// Hands over the passages in which a word stands, each once.
    fn visit(&self, word: &str, each: &mut dyn FnMut(u32));

    /// Hands over words that begin so, as many as `each` wants: it answers whether it wants more.
    fn visit_words(&self, beginning: &str, each: &mut dyn FnMut(&str) -> bool);
}

/// Where the passages of each transcript start, so that a passage is found by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    /// The first passage of each transcript, and the number of all, last.
    starts: Vec<u32>,
}

impl Numbering {
    /// Counts the paragraphs of a library.
    pub fn new(library: &Library) -> Self {
        let mut starts = Vec::with_capacity(library.entries().len() + 1);
        let mut count = 0;
        for entry in library.entries() {
            starts.push(count);
            count += entry.transcript.paragraphs.len() as u32;
        }
        starts.push(count);
        Self { starts }
    }

    /// How many passages there are.
    pub fn count(&self) -> u32 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The transcript (an index into [`Library::entries`]) and the paragraph (an index) of a passage.
    pub fn place(&self, passage: u32) -> (usize, u32) {
        let entry = self.starts.partition_point(|start| *start <= passage).saturating_sub(1);
        (entry, passage - self.starts.get(entry).copied().unwrap_or_default())
    }

    /// The passage of a paragraph.
    pub fn passage(&self, entry: usize, paragraph: u32) -> u32 {
        self.starts.get(entry).copied().unwrap_or_default() + paragraph
    }
}

/// The plain index.
#[derive(Debug, Default)]
pub struct WordIndex {
    passages: HashMap<Box<str>, Vec<u32>>,
    /// All words, in order, so that beginnings are found.
    words: Vec<Box<str>>,
    count: u32,
}

impl WordIndex {
    /// Indexes a library.
    pub fn new(library: &Library) -> Self {
        let mut index = Self::default();
        let mut words: Vec<Word> = Vec::new();
        for entry in library.entries() {
            for paragraph in 0..entry.transcript.paragraphs.len() {
                index.add(entry, paragraph, &mut words);
            }
        }
        index.words = index.passages.keys().cloned().collect();
        index.words.sort_unstable();
        index
    }

    fn add(&mut self, entry: &Entry, paragraph: usize, words: &mut Vec<Word>) {
        let folded = entry.folded_paragraph(paragraph);
        words.clear();
        split_folded(folded, words);
        let passage = self.count;
        self.count += 1;
        for word in words {
            let word = word.of(folded);
            let Some(passages) = self.passages.get_mut(word) else {
                self.passages.insert(word.into(), vec![passage]);
                continue;
            };
            if passages.last() != Some(&passage) {
                passages.push(passage);
            }
        }
    }
}

impl Passages for WordIndex {
    fn count(&self) -> u32 {
        self.count
    }

    fn frequency(&self, word: &str) -> u32 {
        self.passages.get(word).map_or(0, |passages| passages.len() as u32)
    }

    fn visit(&self, word: &str, each: &mut dyn FnMut(u32)) {
        self.passages.get(word).into_iter().flatten().copied().for_each(each);
    }

    fn visit_words(&self, beginning: &str, each: &mut dyn FnMut(&str) -> bool) {
        let from = self.words.partition_point(|word| &**word < beginning);
        let _ = self.words[from..].iter().take_while(|word| word.starts_with(beginning)).all(|word| each(word));
    }
}
