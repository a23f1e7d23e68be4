//! A segment: up to 65,536 turns with all their words, never changed once it is made.
//!
//! Flat lists and nothing else, so that it can travel as bytes and costs no more than it says.

use std::ops::Range;

use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use super::builder::{LAST, SKIP, Writer};
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

/// Up to 65,536 turns with all their words.
///
/// What is known of a word stands in `postings`, one after the other: how many turns have it; these turns, each as its
/// distance from the one before, or where they are many, which of the sets of bits they are; for every 128th of them
/// where its places begin; the places, turn by turn. Numbers are written in groups of seven bits, the lowest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The words.
    pub(super) dictionary: Dictionary,
    /// For each word, where what is known of it begins.
    pub(super) starts: Vec<u32>,
    pub(super) postings: Vec<u8>,
    /// Sets of bits for the turns of those words that many have.
    pub(super) many: Vec<u64>,
    /// Length of each turn in words.
    pub(super) lengths: Vec<u32>,
}

/// What is known of a word, as far as it had to be read.
#[derive(Clone, Copy, Debug)]
struct Posting<'a> {
    /// Turns that have it.
    count: usize,
    /// What stands behind the count.
    rest: &'a [u8],
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
        let Self { dictionary, starts, postings, many, lengths } = self;
        dictionary.text.capacity()
            + postings.capacity()
            + 4 * (dictionary.ends.capacity() + starts.capacity() + lengths.capacity())
            + 8 * many.capacity()
    }

    /// How many turns have a word, by its number.
    pub fn frequency(&self, term: usize) -> usize {
        self.posting(term).count
    }

    fn posting(&self, term: usize) -> Posting<'_> {
        let mut rest = self.starts.get(term).and_then(|start| self.postings.get(*start as usize..)).unwrap_or_default();
        let count = read_number(&mut rest) as usize;
        Posting { count, rest }
    }

    fn bits(&self, number: u32) -> &Bits {
        const NONE: &Bits = &[0; BIT_WORDS];
        self.many.get(number as usize * BIT_WORDS..).and_then(|rest| rest.first_chunk::<BIT_WORDS>()).unwrap_or(NONE)
    }

    /// The turns that have a word, by its number.
    pub fn docs(&self, term: usize) -> Docs {
        let Posting { count, mut rest } = self.posting(term);
        if count > FEW {
            Docs::Many(Box::new(*self.bits(read_number(&mut rest))))
        } else {
            Docs::Few(read_docs(count, &mut rest))
        }
    }

    /// Adds the turns of a word to bits.
    pub fn add_docs(&self, term: usize, bits: &mut Bits) {
        let Posting { count, mut rest } = self.posting(term);
        if count > FEW {
            let other = self.bits(read_number(&mut rest));
            bits.iter_mut().zip(other).for_each(|(bits, other)| *bits |= other);
        } else {
            let mut doc = 0;
            for _ in 0..count {
                doc += read_number(&mut rest) as usize;
                if let Some(word) = bits.get_mut(doc / 64) {
                    *word |= 1 << (doc % 64);
                }
            }
        }
    }

    /// Adds to the counts of turns how often a word stands in them.
    pub fn add_counts(&self, term: usize, counts: &mut [u32]) {
        let docs = self.docs(term);
        let Cursor { places, .. } = self.cursor(term);
        let mut places = places.iter();
        for doc in docs.iter() {
            let mut count = 0;
            for byte in places.by_ref() {
                count += u32::from(byte & 0x80 == 0);
                if byte & 0xc0 == LAST {
                    break;
                }
            }
            if let Some(sum) = counts.get_mut(doc as usize) {
                *sum += count;
            }
        }
    }

    /// Walks through the places of a word, by its number.
    pub fn cursor(&self, term: usize) -> Cursor<'_> {
        let Posting { count, mut rest } = self.posting(term);
        let docs = if count > FEW {
            CursorDocs::Many { bits: self.bits(read_number(&mut rest)), at_word: 0, before_word: 0 }
        } else {
            CursorDocs::Few(read_docs(count, &mut rest))
        };
        let skips = count.saturating_sub(1) / SKIP * 4;
        let (skips, places) = rest.split_at_checked(skips).unwrap_or_default();
        Cursor { docs, rank: 0, places, offset: 0, skips }
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

/// Reads a number in groups of seven bits and goes past it.
fn read_number(rest: &mut &[u8]) -> u32 {
    let (mut value, mut shift) = (0, 0);
    while let Some((byte, behind)) = rest.split_first() {
        *rest = behind;
        value |= u32::from(byte & 0x7f).wrapping_shl(shift);
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    value
}

fn read_docs(count: usize, rest: &mut &[u8]) -> Vec<u16> {
    let mut doc = 0;
    let next = |_| {
        doc += read_number(rest);
        doc as u16
    };
    (0..count).map(next).collect()
}

/// Walks through the places of one word. Turns must be asked for in ascending order, each once.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    docs: CursorDocs<'a>,
    /// How many of the word's turns stand before `offset`.
    rank: usize,
    places: &'a [u8],
    offset: usize,
    skips: &'a [u8],
}

#[derive(Clone, Debug)]
enum CursorDocs<'a> {
    Few(Vec<u16>),
    /// With the sixty-four that were counted last, and how many turns stand before them.
    Many {
        bits: &'a Bits,
        at_word: usize,
        before_word: usize,
    },
}

impl Cursor<'_> {
    /// Appends the places of the word in a turn, ascending. Nothing where the turn lacks it.
    pub fn places(&mut self, doc: u16, out: &mut Vec<u32>) {
        if self.seek(doc) {
            self.read(out);
        }
    }

    /// Goes to a turn. Answers whether it has the word.
    fn seek(&mut self, doc: u16) -> bool {
        let rank = match &mut self.docs {
            CursorDocs::Few(list) => {
                let rank = self.rank + leap(list.get(self.rank..).unwrap_or_default(), doc);
                if list.get(rank) != Some(&doc) {
                    return false;
                }
                rank
            }
            CursorDocs::Many { bits, at_word, before_word } => {
                let word = doc as usize / 64;
                if bits[word] >> (doc % 64) & 1 == 0 {
                    return false;
                }
                while *at_word < word {
                    *before_word += bits[*at_word].count_ones() as usize;
                    *at_word += 1;
                }
                *before_word + (bits[word] & ((1 << (doc % 64)) - 1)).count_ones() as usize
            }
        };
        // A mark that is ahead saves counting.
        if rank / SKIP > self.rank / SKIP {
            let mark = (rank / SKIP - 1) * 4;
            if let Some(offset) = self.skips.get(mark..).and_then(|marks| marks.first_chunk()) {
                (self.rank, self.offset) = (rank / SKIP * SKIP, u32::from_le_bytes(*offset) as usize);
            }
        }
        self.pass(rank - self.rank);
        true
    }

    /// Goes past the places of some turns.
    fn pass(&mut self, turns: usize) {
        let rest = self.places.get(self.offset..).unwrap_or_default();
        let (mut left, mut at) = (turns, 0);
        // Eight bytes at a time, as long as more turns end behind them.
        while let Some(bytes) = rest.get(at..).and_then(|rest| rest.first_chunk()) {
            let bytes = u64::from_le_bytes(*bytes);
            let ends = ((bytes >> 6) & !(bytes >> 7) & 0x0101_0101_0101_0101).count_ones() as usize;
            if ends >= left {
                break;
            }
            left -= ends;
            at += 8;
        }
        while left > 0
            && let Some(byte) = rest.get(at)
        {
            left -= usize::from(byte & 0xc0 == LAST);
            at += 1;
        }
        self.offset += at;
        self.rank += turns;
    }

    /// Reads the places of the turn that it stands at, and goes past them.
    fn read(&mut self, out: &mut Vec<u32>) {
        let (mut step, mut shift, mut place) = (0, 0, None::<u32>);
        while let Some(byte) = self.places.get(self.offset) {
            self.offset += 1;
            if byte & 0x80 != 0 {
                step |= u32::from(byte & 0x7f).wrapping_shl(shift);
                shift += 7;
                continue;
            }
            step |= u32::from(byte & 0x3f).wrapping_shl(shift);
            let here = place.map_or(step, |before| before + 1 + step);
            out.push(here);
            place = Some(here);
            (step, shift) = (0, 0);
            if byte & 0xc0 == LAST {
                break;
            }
        }
        self.rank += 1;
    }
}
