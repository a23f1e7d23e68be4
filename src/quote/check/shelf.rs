//! The library as the check sees it: which turns may hold the words of a quotation, and the words of a paragraph.
//!
//! Candidates are found by votes. Each of the rarest words of a quotation votes for the turns it stands in, with the
//! weight of its rarity; words that stand nowhere are replaced by those that are alike. Within the turns that have most
//! votes the paragraphs are counted by themselves. The work is bounded by what is read, however large the library is.

use std::collections::HashMap;
use std::ops::Range;

use crate::library::{Entry, Library};
use crate::model::Transcript;
use crate::quote::passage::At;
use crate::quote::words::{Word, are_alike, hash, hashes, split, split_folded};
use crate::search::Index;
use crate::text::fold::{fold, fold_into};

/// Most entries of the index that are read for one question.
const POSTINGS: u64 = 3_000_000;
/// Most different words that vote.
const VOTERS: usize = 32;
/// For a word that stands nowhere: how many known words are compared with it, and how many of them vote.
const COMPARED: usize = 800;
const RELATIVES: usize = 4;
/// Turns whose paragraphs are counted, and how many of their bytes are read.
const TURNS: usize = 48;
const TURN_BYTES: usize = 1_000_000;

/// Words of a text by which transcripts are found that may hold it.
const LIKELY_WORDS: usize = 200;

/// A library with its index.
#[derive(Clone, Debug)]
pub struct Shelf<'l> {
    /// The transcripts.
    pub library: &'l Library,
    index: &'l Index,
    /// The first turn of each part of the index, counted through all parts, and the number of all, last.
    starts: Vec<u32>,
}

/// A word of a quotation as the votes need it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'q> {
    /// Its folded letters.
    pub word: &'q str,
    /// The same as a number.
    pub hash: u64,
    /// Its rarity: the binary logarithm of how many turns there are for each that holds it.
    pub bits: f32,
}

/// A word of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The word as a number.
    pub hash: u64,
    /// Where it stands.
    pub at: At,
    /// Its letters in [`Spoken::folded`], bytes.
    letters: (u32, u32),
}

/// The words of some paragraphs.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    /// The words.
    pub words: Vec<Said>,
    folded: String,
}

impl Spoken {
    /// The folded letters of one of its words.
    pub fn letters(&self, word: &Said) -> &str {
        self.folded.get(word.letters.0 as usize..word.letters.1 as usize).unwrap_or_default()
    }
}

/// The votes on all turns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Votes {
    turns: Vec<f32>,
    /// What a turn has that holds every word that voted.
    all: f32,
}

impl<'l> Shelf<'l> {
    /// For a library and its index, which must have been settled.
    pub fn new(library: &'l Library, index: &'l Index) -> Self {
        let mut starts = Vec::from([0]);
        for part in index.parts() {
            starts.push(starts.last().copied().unwrap_or_default() + part.people.len() as u32);
        }
        Self { library, index, starts }
    }

    /// How many turns there are.
    pub fn count(&self) -> u32 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The transcript with this index.
    pub fn entry(&self, entry: usize) -> Option<&'l Entry> {
        self.library.entries().get(entry)
    }

    /// The rarity of a word, in bits.
    pub fn bits(&self, word: &str) -> f32 {
        let (count, frequency) = (self.count() as f32, self.index.frequency(word) as f32);
        ((count + 1.0) / (frequency + 0.5)).log2().max(0.05)
    }

    /// Lets words vote for the turns that they stand in.
    pub fn votes(&self, asked: &[Asked<'_>]) -> Votes {
        let mut voters: Vec<(usize, &Asked<'_>)> = Vec::with_capacity(asked.len());
        for each in asked {
            if !voters.iter().any(|(_, other)| other.hash == each.hash) {
                voters.push((self.index.frequency(each.word), each));
            }
        }
        voters.sort_by_key(|(frequency, _)| *frequency);
        let mut votes = Votes { turns: vec![0.0; self.count() as usize], all: 0.0 };
        let mut read = 0;
        for (frequency, each) in voters.into_iter().take(VOTERS) {
            if frequency == 0 {
                for relative in self.relatives(each.word) {
                    self.vote(&relative, each.bits * 0.5, &mut votes.turns);
                }
                continue;
            }
            read += frequency as u64;
            if read > POSTINGS && votes.all > 0.0 {
                break;
            }
            votes.all += each.bits;
            self.vote(each.word, each.bits, &mut votes.turns);
        }
        votes
    }

    /// The turns in which all words stand that voted, transcript and paragraphs, in order.
    pub fn complete<'v>(&'v self, votes: &'v Votes) -> impl Iterator<Item = (usize, Range<u32>)> + 'v {
        // Sums of the same words in the same order are the same, but for words that were alike.
        let is_complete = |has: f32| votes.all > 0.0 && has >= votes.all * 0.999;
        let turns = (0..).zip(&votes.turns).filter(move |(_, has)| is_complete(**has));
        turns.filter_map(|(turn, _)| self.turn(turn))
    }

    /// The paragraphs in which most of the words stand, transcript and index, best first.
    pub fn best(&self, asked: &[Asked<'_>], votes: &Votes, most: usize) -> Vec<(usize, u32)> {
        let words: HashMap<u64, (usize, f32)> =
            asked.iter().enumerate().map(|(number, each)| (each.hash, (number, each.bits))).collect();
        let mut found: Vec<(f32, usize, u32)> = Vec::new();
        let mut seen = vec![false; asked.len()];
        let mut folded = String::new();
        let mut read = 0;
        let turns = votes.best().into_iter().filter_map(|turn| self.turn(turn));
        let paragraphs = turns.flat_map(|(entry, paragraphs)| paragraphs.map(move |paragraph| (entry, paragraph)));
        for (entry, paragraph) in paragraphs {
            folded.clear();
            fold_paragraph(self.entry(entry), paragraph, &mut folded);
            seen.fill(false);
            let mut sum = 0.0;
            for (number, bits) in hashes(&folded).filter_map(|hash| words.get(&hash)) {
                if !std::mem::replace(&mut seen[*number], true) {
                    sum += bits;
                }
            }
            found.push((sum, entry, paragraph));
            read += folded.len();
            if read > TURN_BYTES {
                break;
            }
        }
        // Stable: what has as many votes stays in the order of the turns.
        found.sort_by(|one, other| other.0.total_cmp(&one.0));
        found.into_iter().filter(|(sum, ..)| *sum > 0.0).take(most).map(|(_, e, p)| (e, p)).collect()
    }

    /// The transcripts (indices) in which most of the words of a text stand, best first.
    pub fn likely(&self, text: &str) -> Vec<usize> {
        let folded = fold(text);
        let words = crate::text::words::words(&folded).take(LIKELY_WORDS).map(|(start, end)| &folded[start..end]);
        let asked: Vec<Asked<'_>> = words.map(|word| Asked { word, hash: hash(word), bits: self.bits(word) }).collect();
        let mut likely = Vec::new();
        for (entry, _) in self.best(&asked, &self.votes(&asked), TURNS) {
            if !likely.contains(&entry) {
                likely.push(entry);
            }
        }
        likely
    }

    fn vote(&self, word: &str, bits: f32, votes: &mut [f32]) {
        let Some(number) = self.index.dictionary().find(word) else { return };
        for (part, start) in self.index.parts().iter().zip(&self.starts) {
            for doc in part.segment.docs(number).iter() {
                if let Some(votes) = votes.get_mut(*start as usize + doc as usize) {
                    *votes += bits;
                }
            }
        }
    }

    /// Known words that an unknown one may have been meant for.
    fn relatives(&self, word: &str) -> Vec<String> {
        let mut relatives: Vec<String> = Vec::new();
        let Some((at, _)) = word.char_indices().nth(3) else { return relatives };
        let dictionary = self.index.dictionary();
        let mut known = dictionary.beginning_with(&word[..at]);
        known.end = known.end.min(known.start + COMPARED);
        let mut known = dictionary.walk(known);
        while let Some((_, known)) = known.next() {
            if are_alike(word, known) {
                relatives.push(known.to_owned());
                if relatives.len() == RELATIVES {
                    break;
                }
            }
        }
        relatives
    }

    /// The transcript and the paragraphs of a turn, by its number through all parts.
    fn turn(&self, turn: u32) -> Option<(usize, Range<u32>)> {
        let part = self.starts.partition_point(|start| *start <= turn).checked_sub(1)?;
        let doc = turn - self.starts.get(part)?;
        let (entry, turn) = self.index.parts().get(part)?.place_of(u16::try_from(doc).ok()?)?;
        let turn = self.entry(entry as usize)?.transcript.turns.get(turn as usize)?;
        Some((entry as usize, turn.first..turn.end))
    }

    /// The words that were said in some paragraphs of a transcript, in order: those of notes inside are left out, so
    /// that words around `(Applause.)` stand in a row.
    pub fn spoken(&self, entry: usize, paragraphs: Range<u32>) -> Spoken {
        let mut spoken = Spoken::default();
        let Some(entry) = self.entry(entry) else { return spoken };
        let mut words: Vec<Word> = Vec::new();
        for paragraph in paragraphs {
            let base = spoken.folded.len();
            fold_paragraph(Some(entry), paragraph, &mut spoken.folded);
            words.clear();
            split_folded(&spoken.folded[base..], &mut words);
            let heard = heard_in(&entry.transcript, paragraph);
            for (word, nth) in words.iter().zip(0..) {
                if !heard.contains(&nth) {
                    let letters = (base as u32 + word.start, base as u32 + word.end);
                    spoken.words.push(Said { hash: word.hash, at: At { paragraph, nth }, letters });
                }
            }
        }
        spoken
    }
}

/// Which words of a paragraph belong to notes inside of it, by their numbers.
fn heard_in(transcript: &Transcript, paragraph: u32) -> Vec<u32> {
    let notes: Vec<_> = transcript.notes_inside(paragraph).collect();
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

impl Votes {
    /// The turns with most votes, best first.
    fn best(&self) -> Vec<u32> {
        let top = self.turns.iter().copied().fold(0f32, f32::max);
        if top <= 0.0 {
            return Vec::new();
        }
        // Below a part of the best votes nothing is worth a look; the part grows until few enough are left.
        let mut best: Vec<(u32, f32)> = Vec::new();
        for part in [0.3, 0.45, 0.6, 0.75, 0.9, 0.999] {
            let enough = top * part;
            best = (0..).zip(&self.turns).filter(|(_, has)| **has >= enough).map(|(turn, has)| (turn, *has)).collect();
            if best.len() <= TURNS * 64 {
                break;
            }
        }
        best.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        best.into_iter().take(TURNS).map(|(turn, _)| turn).collect()
    }
}

/// Appends the folded words of a paragraph.
fn fold_paragraph(entry: Option<&Entry>, paragraph: u32, folded: &mut String) {
    let range = entry.and_then(|entry| Some((entry, entry.transcript.paragraphs.get(paragraph as usize)?.text)));
    if let Some((entry, range)) = range {
        fold_into(entry.transcript.words(range), folded);
    }
}
