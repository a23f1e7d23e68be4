//! The library as the check sees it: which passages may hold the words of a quotation, and the words of a passage.
//!
//! Candidates are found by votes. Each of the rarest words of a quotation votes for the passages it stands in, with the
//! weight of its rarity; words that are in no passage are replaced by those that are alike. The work is bounded by the
//! postings that are read, however large the library is.

use std::ops::Range;

use super::passages::{Numbering, Passages};
use crate::library::{Entry, Library};
use crate::model::Transcript;
use crate::quote::passage::At;
use crate::quote::words::{Word, are_alike, split, split_folded};

/// Most postings that are read for one question.
const POSTINGS: u64 = 3_000_000;
/// Most different words that vote.
const VOTERS: usize = 32;
/// For a word that is in no passage: how many known words are compared with it, and how many of them vote.
const COMPARED: usize = 400;
const RELATIVES: usize = 4;

/// A library with its index.
#[derive(Clone, Copy)]
pub struct Shelf<'l> {
    /// The transcripts.
    pub library: &'l Library,
    /// Where their words stand.
    pub index: &'l dyn Passages,
    /// Where their passages start.
    pub numbering: &'l Numbering,
}

/// A word of a quotation as the votes need it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'q> {
    /// Its folded letters.
    pub word: &'q str,
    /// Its rarity: the binary logarithm of how many passages there are for each that holds it.
    pub bits: f32,
}

/// A word of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'l> {
    /// Its folded letters.
    pub letters: &'l str,
    /// The same as a number.
    pub hash: u64,
    /// Its paragraph (an index).
    pub paragraph: u32,
    /// Which word of the paragraph it is.
    pub nth: u32,
}

impl Said<'_> {
    /// Where it stands in the transcript.
    pub fn at(&self) -> At {
        At { paragraph: self.paragraph, nth: self.nth }
    }
}

impl<'l> Shelf<'l> {
    /// The transcript of a passage.
    pub fn entry(&self, entry: usize) -> Option<&'l Entry> {
        self.library.entries().get(entry)
    }

    /// The rarity of a word, in bits.
    pub fn bits(&self, word: &str) -> f32 {
        let (count, frequency) = (self.index.count() as f32, self.index.frequency(word) as f32);
        ((count + 1.0) / (frequency + 0.5)).log2().max(0.05)
    }

    /// The passages that hold most of the words, each with its votes, best first: all with as many votes as words can
    /// give, up to `most_complete`, and others up to `most`.
    pub fn candidates(&self, asked: &[Asked<'_>], most: usize, most_complete: usize) -> Candidates {
        let mut voters: Vec<(u32, &str, f32)> = Vec::with_capacity(asked.len());
        for each in asked {
            if voters.iter().any(|(_, word, _)| *word == each.word) {
                continue;
            }
            voters.push((self.index.frequency(each.word), each.word, each.bits));
        }
        voters.sort_by_key(|(frequency, ..)| *frequency);
        let mut votes = vec![0f32; self.index.count() as usize];
        let (mut read, mut all) = (0u64, 0f32);
        for (frequency, word, bits) in voters.into_iter().take(VOTERS) {
            if frequency == 0 {
                for relative in self.relatives(word) {
                    self.index.visit(&relative, &mut |passage| add(&mut votes, passage, bits * 0.5));
                }
                continue;
            }
            read += u64::from(frequency);
            if read > POSTINGS && all > 0.0 {
                break;
            }
            all += bits;
            self.index.visit(word, &mut |passage| add(&mut votes, passage, bits));
        }
        select(&votes, all, most, most_complete)
    }

    /// Known words that an unknown one may have been meant for.
    fn relatives(&self, word: &str) -> Vec<String> {
        let Some((at, _)) = word.char_indices().nth(3) else { return Vec::new() };
        let mut relatives = Vec::new();
        let mut compared = 0;
        self.index.visit_words(&word[..at], &mut |known| {
            if are_alike(word, known) {
                relatives.push(known.to_owned());
            }
            compared += 1;
            compared < COMPARED && relatives.len() < RELATIVES
        });
        relatives
    }

    /// The words that were said in some paragraphs of a transcript, in order: those of notes inside are left out, so
    /// that words around `(Applause.)` stand in a row.
    pub fn said(&self, entry: usize, paragraphs: Range<u32>) -> Vec<Said<'l>> {
        let Some(entry) = self.entry(entry) else { return Vec::new() };
        let mut said = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        for paragraph in paragraphs {
            let folded = entry.folded_paragraph(paragraph as usize);
            words.clear();
            split_folded(folded, &mut words);
            let heard = heard_in(&entry.transcript, paragraph);
            for (word, nth) in words.iter().zip(0..) {
                if !heard.contains(&nth) {
                    said.push(Said { letters: word.of(folded), hash: word.hash, paragraph, nth });
                }
            }
        }
        said
    }
}

/// Which words of a paragraph belong to notes inside of it, by their numbers.
fn heard_in(transcript: &Transcript, paragraph: u32) -> Vec<u32> {
    let first = transcript.notes.partition_point(|note| note.paragraph < paragraph);
    let notes = transcript.notes[first..].iter().take_while(|note| note.paragraph == paragraph);
    let notes: Vec<_> = notes.filter(|note| note.is_inside).collect();
    let Some(range) = transcript.paragraphs.get(paragraph as usize).map(|paragraph| paragraph.text) else {
        return Vec::new();
    };
    if notes.is_empty() {
        return Vec::new();
    }
    let words = split(transcript.words(range));
    let is_heard = |word: &Word| notes.iter().any(|n| (n.text.start..n.text.end).contains(&(range.start + word.start)));
    words.iter().zip(0..).filter(|(word, _)| is_heard(word)).map(|(_, nth)| nth).collect()
}

/// Passages that may hold the words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates {
    /// Passages with their votes, best first.
    pub best: Vec<(u32, f32)>,
    /// Passages that hold every word that voted, in order.
    pub complete: Vec<u32>,
}

fn add(votes: &mut [f32], passage: u32, bits: f32) {
    if let Some(votes) = votes.get_mut(passage as usize) {
        *votes += bits;
    }
}

fn select(votes: &[f32], all: f32, most: usize, most_complete: usize) -> Candidates {
    let top = votes.iter().copied().fold(0f32, f32::max);
    if top <= 0.0 {
        return Candidates::default();
    }
    // Sums of the same words in the same order are the same, but for words that were alike.
    let is_complete = |votes: f32| all > 0.0 && votes >= all * 0.999;
    let complete = (0..).zip(votes).filter(|(_, votes)| is_complete(**votes)).map(|(passage, _)| passage);
    let complete: Vec<u32> = complete.take(most_complete).collect();
    // Below a part of the best votes nothing is worth a look; the part grows until few enough are left.
    let mut best: Vec<(u32, f32)> = Vec::new();
    for part in [0.3, 0.45, 0.6, 0.75, 0.9, 0.999] {
        let enough = top * part;
        best = (0..).zip(votes).filter(|(_, votes)| **votes >= enough).map(|(p, votes)| (p, *votes)).collect();
        if best.len() <= most * 64 {
            break;
        }
    }
    best.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    best.truncate(most);
    Candidates { best, complete }
}
