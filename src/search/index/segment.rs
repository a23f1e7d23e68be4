//! A segment: up to 65,536 turns with all their words, never changed once it is made.
//!
//! Flat lists and nothing else, so that it can travel as bytes and costs no more than it says.

use std::ops::Range;

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use super::builder::{SKIP, Writer};
use super::docs::{BIT_WORDS, Bits, Docs, FEW, leap};

/// Words in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dictionary {
    /// All words, one after the other.
    pub(super) text: String,
    /// Where each ends.
    pub(super) ends: Vec<u32>,
}

impl Dictionary {
    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word with this number; empty where there is none.
    pub fn word(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        let end = self.ends.get(number).map_or(start, |end| *end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// The number of a word.
    pub fn find(&self, word: &str) -> Option<usize> {
        let at = self.first_not_before(word);
        (at < self.len() && self.word(at) == word).then_some(at)
    }

    /// The numbers of all words that begin so.
    pub fn beginning_with(&self, prefix: &str) -> Range<usize> {
        let start = self.first_not_before(prefix);
        let (mut low, mut high) = (start, self.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.word(middle).starts_with(prefix) { low = middle + 1 } else { high = middle }
        }
        start..low
    }

    /// The numbers of all words that contain what `finder` looks for, each once.
    pub fn containing(&self, finder: &Finder<'_>) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let start = from + at;
            let number = self.ends.partition_point(|end| *end as usize <= start);
            // What begins in one word and ends in the next stands in neither; in the next it may begin once more.
            let Some(end) = self.ends.get(number).map(|end| *end as usize) else { break };
            if start + finder.needle().len() <= end {
                found.push(number);
                from = end;
            } else {
                from = start + 1;
            }
        }
        found
    }

    fn first_not_before(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.word(middle) < word { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// Where the turns and places of a word stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Term {
    /// Turns that have it.
    pub docs: u32,
    /// Where they begin: in the lists where they are few, else in the bits.
    pub docs_at: u32,
    /// Where its places begin.
    pub positions_at: u32,
    /// Where its marks begin.
    pub skips_at: u32,
}

/// Up to 65,536 turns with all their words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The words.
    pub(super) dictionary: Dictionary,
    pub(super) terms: Vec<Term>,
    /// Turns of the words that few have.
    pub(super) few: Vec<u16>,
    /// Bits for the turns of the words that many have.
    pub(super) many: Vec<u64>,
    /// Places, turn by turn.
    pub(super) positions: Vec<u8>,
    /// For every 128th turn of a word, where its places begin, from those of the word.
    pub(super) skips: Vec<u32>,
    /// Length of each turn in words.
    pub(super) lengths: Vec<u32>,
}

/// The turns of a word.
#[derive(Clone, Copy, Debug)]
enum TermDocs<'a> {
    Few(&'a [u16]),
    Many(&'a Bits),
}

impl Segment {
    /// How many turns.
    pub fn turns(&self) -> usize {
        self.lengths.len()
    }

    /// The words.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// Length of a turn in words.
    pub fn length(&self, doc: u16) -> u32 {
        self.lengths.get(doc as usize).copied().unwrap_or_default()
    }

    /// How many words in all.
    pub fn words(&self) -> u64 {
        self.lengths.iter().map(|length| u64::from(*length)).sum()
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        let Self { dictionary, terms, few, many, positions, skips, lengths } = self;
        dictionary.text.capacity()
            + positions.capacity()
            + 4 * (dictionary.ends.capacity() + skips.capacity() + lengths.capacity())
            + size_of::<Term>() * terms.capacity()
            + 2 * few.capacity()
            + 8 * many.capacity()
    }

    /// How many turns have a word, by its number.
    pub fn frequency(&self, term: usize) -> usize {
        self.terms.get(term).map_or(0, |term| term.docs as usize)
    }

    fn term_docs(&self, term: &Term) -> TermDocs<'_> {
        let at = term.docs_at as usize;
        if term.docs as usize > FEW {
            let bits = self.many.get(at..).and_then(|rest| rest.first_chunk::<BIT_WORDS>());
            bits.map_or(TermDocs::Few(&[]), TermDocs::Many)
        } else {
            TermDocs::Few(self.few.get(at..at + term.docs as usize).unwrap_or_default())
        }
    }

    /// The turns that have a word, by its number.
    pub fn docs(&self, term: usize) -> Docs {
        match self.terms.get(term).map(|term| self.term_docs(term)) {
            Some(TermDocs::Few(list)) => Docs::Few(list.to_vec()),
            Some(TermDocs::Many(bits)) => Docs::Many(Box::new(*bits)),
            None => Docs::default(),
        }
    }

    /// Adds the turns of a word to bits.
    pub fn add_docs(&self, term: usize, bits: &mut Bits) {
        match self.terms.get(term).map(|term| self.term_docs(term)) {
            Some(TermDocs::Few(list)) => list.iter().for_each(|doc| bits[*doc as usize / 64] |= 1 << (doc % 64)),
            Some(TermDocs::Many(other)) => bits.iter_mut().zip(other).for_each(|(bits, other)| *bits |= other),
            None => {}
        }
    }

    /// Walks through the places of a word, by its number.
    pub fn cursor(&self, term: usize) -> Cursor<'_> {
        let of = self.terms.get(term).copied().unwrap_or_default();
        let end = self.terms.get(term + 1);
        let positions_end = end.map_or(self.positions.len(), |next| next.positions_at as usize);
        let skips_end = end.map_or(self.skips.len(), |next| next.skips_at as usize);
        Cursor {
            docs: self.term_docs(&of),
            rank: 0,
            at_word: 0,
            before_word: 0,
            positions: self.positions.get(of.positions_at as usize..positions_end).unwrap_or_default(),
            offset: 0,
            skips: self.skips.get(of.skips_at as usize..skips_end).unwrap_or_default(),
        }
    }

    /// One segment of several, their turns one after the other. They must be no more than a segment can hold.
    pub fn merge(parts: &[&Segment]) -> Segment {
        let mut lengths = Vec::new();
        let mut firsts = Vec::new();
        for part in parts {
            firsts.push(lengths.len() as u16);
            lengths.extend_from_slice(&part.lengths);
        }
        let mut writer = Writer::new(lengths);
        let mut next = vec![0; parts.len()];
        loop {
            let heads = parts.iter().zip(&next).filter(|(part, at)| **at < part.dictionary.len());
            let Some(word) = heads.map(|(part, at)| part.dictionary.word(*at)).min() else { break };
            let mut places = Vec::new();
            for ((part, at), first) in parts.iter().zip(&mut next).zip(&firsts) {
                if *at < part.dictionary.len() && part.dictionary.word(*at) == word {
                    let mut cursor = part.cursor(*at);
                    let mut found = Vec::new();
                    for doc in part.docs(*at).iter() {
                        found.clear();
                        cursor.places(doc, &mut found);
                        places.extend(found.iter().map(|place| (doc + first, *place)));
                    }
                    *at += 1;
                }
            }
            writer.add(word.as_bytes(), places.into_iter());
        }
        writer.finish()
    }
}

/// Walks through the places of one word. Turns must be asked for in ascending order.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    docs: TermDocs<'a>,
    /// How many of the word's turns stand before `offset`.
    rank: usize,
    /// Of bits: the sixty-four that were counted last, and how many turns stand before them.
    at_word: usize,
    before_word: usize,
    positions: &'a [u8],
    offset: usize,
    skips: &'a [u32],
}

impl Cursor<'_> {
    /// Appends the places of the word in a turn, ascending. Nothing where the turn lacks it.
    pub fn places(&mut self, doc: u16, out: &mut Vec<u32>) {
        if self.seek(doc) {
            self.read(Some(out));
        }
    }

    /// How many places the word has in a turn.
    pub fn count(&mut self, doc: u16) -> u32 {
        if self.seek(doc) { self.read(None) } else { 0 }
    }

    /// Goes to a turn. Answers whether it has the word.
    fn seek(&mut self, doc: u16) -> bool {
        let rank = match self.docs {
            TermDocs::Few(list) => {
                let rest = list.get(self.rank..).unwrap_or_default();
                let rank = self.rank + leap(rest, doc);
                if list.get(rank) != Some(&doc) {
                    return false;
                }
                rank
            }
            TermDocs::Many(bits) => {
                let word = doc as usize / 64;
                while self.at_word < word {
                    self.before_word += bits[self.at_word].count_ones() as usize;
                    self.at_word += 1;
                }
                if bits[word] >> (doc % 64) & 1 == 0 {
                    return false;
                }
                self.before_word + (bits[word] & ((1 << (doc % 64)) - 1)).count_ones() as usize
            }
        };
        // A mark that is ahead saves counting.
        if rank / SKIP > self.rank / SKIP
            && let Some(offset) = (rank / SKIP).checked_sub(1).and_then(|mark| self.skips.get(mark))
        {
            (self.rank, self.offset) = (rank / SKIP * SKIP, *offset as usize);
        }
        while self.rank < rank {
            self.pass();
        }
        true
    }

    /// Goes past the places of one turn.
    fn pass(&mut self) {
        let rest = self.positions.get(self.offset..).unwrap_or_default();
        let length = rest.iter().position(|byte| byte & 0xc0 == 0x40).map_or(rest.len(), |last| last + 1);
        self.offset += length;
        self.rank += 1;
    }

    /// Reads the places of the turn that it stands at, and goes past them. Answers how many they are.
    fn read(&mut self, mut out: Option<&mut Vec<u32>>) -> u32 {
        let mut count = 0;
        let (mut step, mut shift, mut place) = (0u32, 0, None::<u32>);
        while let Some(byte) = self.positions.get(self.offset) {
            self.offset += 1;
            if byte & 0x80 != 0 {
                step |= u32::from(byte & 0x7f).wrapping_shl(shift);
                shift += 7;
                continue;
            }
            count += 1;
            if let Some(out) = &mut out {
                step |= u32::from(byte & 0x3f).wrapping_shl(shift);
                let here = place.map_or(step, |before| before + 1 + step);
                out.push(here);
                place = Some(here);
            }
            (step, shift) = (0, 0);
            if byte & 0x40 != 0 {
                break;
            }
        }
        self.rank += 1;
        count
    }
}
