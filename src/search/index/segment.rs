//! A segment: up to 65,536 turns with all their words, never changed once it is made.
//!
//! Flat lists and nothing else, so that it can travel as bytes and costs no more than it says.

use serde::{Deserialize, Serialize};

use super::builder::{BLOCK, LAST, SHORT, SKIP, Writer};
use super::dictionary::read_number;
use super::docs::{BIT_WORDS, Bits, Docs, FEW, Iter, leap, no_bits};
use super::terms::{TermSet, Terms};

/// Up to 65,536 turns with all their words.
///
/// What is known of a word stands in `postings`, one after the other: how many turns have it, and where these are more
/// than four, how many bytes follow; these turns, the first in two bytes, each other as its distance from the one
/// before, or where they are many, which of the sets of bits they are; for every 128th of them where its places begin;
/// the places, turn by turn. Numbers are written in groups of seven bits, the lowest first.
///
/// Words are asked for by their number in the dictionary; among themselves they are numbered in the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Which words there are.
    pub(super) terms: TermSet,
    /// For every sixteenth word, where what is known of it begins.
    pub(super) starts: Vec<u32>,
    pub(super) postings: Vec<u8>,
    /// Sets of bits for the turns of those words that many have.
    pub(super) many: Vec<u64>,
    /// Length of each turn in words; of the longest, as much as can be written.
    pub(super) lengths: Vec<u16>,
    /// Words in all.
    pub(super) words: u64,
    /// Whether any of its words is a letter of a script without spaces, or a pictograph.
    pub(super) has_lone_letters: bool,
}

/// What is known of a word, as far as it had to be read.
#[derive(Clone, Copy, Debug)]
struct Posting<'a> {
    /// Turns that have it.
    count: usize,
    /// The turns and what follows.
    rest: &'a [u8],
}

impl<'a> Posting<'a> {
    /// Reads the first one and goes past it.
    fn read(rest: &mut &'a [u8]) -> Self {
        let count = read_number(rest) as usize;
        if count > SHORT {
            let length = read_number(rest) as usize;
            let (own, behind) = rest.split_at_checked(length).unwrap_or_default();
            *rest = behind;
            return Self { count, rest: own };
        }
        let own = *rest;
        *rest = rest.get(2..).unwrap_or_default();
        for _ in 1..count {
            read_number(rest);
        }
        let mut turns = 0;
        while turns < count
            && let Some((byte, behind)) = rest.split_first()
        {
            turns += usize::from(byte & 0xc0 == LAST);
            *rest = behind;
        }
        Self { count, rest: own }
    }

    /// Calls `each` with the turns, where they are written as a list, and goes past them.
    #[inline]
    fn read_docs(&mut self, mut each: impl FnMut(u16)) {
        let Some((first, rest)) = self.rest.split_first_chunk() else { return };
        self.rest = rest;
        let mut doc = u16::from_le_bytes(*first);
        each(doc);
        for _ in 1..self.count {
            doc = doc.wrapping_add(read_number(&mut self.rest) as u16);
            each(doc);
        }
    }

    /// Goes to the marks and the places, which stand behind the turns.
    fn places(&self) -> (&'a [u8], &'a [u8]) {
        let skips = self.count.saturating_sub(1) / SKIP * 4;
        self.rest.split_at_checked(skips).unwrap_or_default()
    }
}

impl Segment {
    /// How many turns.
    pub fn turns(&self) -> usize {
        self.lengths.len()
    }

    /// Which words it has.
    pub fn terms(&self) -> &TermSet {
        &self.terms
    }

    /// Length of a turn in words, up to 65,535.
    pub fn length(&self, doc: u16) -> u32 {
        self.lengths.get(doc as usize).copied().unwrap_or_default().into()
    }

    /// How many words in all.
    pub fn words(&self) -> u64 {
        self.words
    }

    /// Whether any of its words is a letter that is a word of its own, of a script without spaces or a pictograph.
    pub fn has_lone_letters(&self) -> bool {
        self.has_lone_letters
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        let Self { terms, starts, postings, many, lengths, .. } = self;
        terms.bytes() + postings.capacity() + 4 * starts.capacity() + 2 * lengths.capacity() + 8 * many.capacity()
    }

    /// How many turns have a word.
    pub fn frequency(&self, word: usize) -> usize {
        self.posting(word).map_or(0, |posting| posting.count)
    }

    fn posting(&self, word: usize) -> Option<Posting<'_>> {
        self.postings_from(self.terms.find(word)?).next()
    }

    /// What is known of the words from one on, by its number among those of the segment.
    fn postings_from(&self, number: usize) -> impl Iterator<Item = Posting<'_>> {
        let start = self.starts.get(number / BLOCK).map_or(usize::MAX, |start| *start as usize);
        let mut rest = self.postings.get(start..).unwrap_or_default();
        std::iter::from_fn(move || (!rest.is_empty()).then(|| Posting::read(&mut rest))).skip(number % BLOCK)
    }

    /// Calls `each` with what is known of all of some words that it has.
    fn each_posting<'a>(&'a self, terms: &Terms, each: &mut impl FnMut(Posting<'a>)) {
        match terms {
            Terms::Range(range) => {
                let (start, end) = (self.terms.count_before(range.start), self.terms.count_before(range.end));
                if start < end {
                    self.postings_from(start).take(end - start).for_each(each);
                }
            }
            Terms::List(list) => {
                list.iter().filter_map(|word| self.posting(*word as usize)).for_each(each);
            }
        }
    }

    fn bits(&self, number: u32) -> &Bits {
        const NONE: &Bits = &[0; BIT_WORDS];
        self.many.get(number as usize * BIT_WORDS..).and_then(|rest| rest.first_chunk::<BIT_WORDS>()).unwrap_or(NONE)
    }

    /// The turns that have a word.
    pub fn docs(&self, word: usize) -> Docs {
        self.posting(word).map_or_else(Docs::default, |mut posting| self.docs_of(&mut posting))
    }

    fn docs_of(&self, posting: &mut Posting<'_>) -> Docs {
        if posting.count > FEW {
            return Docs::Many(Box::new(*self.bits(read_number(&mut posting.rest))));
        }
        let mut docs = Vec::with_capacity(posting.count);
        posting.read_docs(|doc| docs.push(doc));
        Docs::Few(docs)
    }

    /// The turns that have any of some words.
    pub fn docs_of_any(&self, terms: &Terms) -> Docs {
        let mut bits: Option<Box<Bits>> = None;
        let mut only: Option<Posting<'_>> = None;
        self.each_posting(terms, &mut |posting| {
            // A single word needs no bits.
            match (&mut bits, only.take()) {
                (None, None) => only = Some(posting),
                (None, Some(first)) => {
                    let mut both = no_bits();
                    self.add_docs(first, &mut both);
                    self.add_docs(posting, &mut both);
                    bits = Some(both);
                }
                (Some(bits), _) => self.add_docs(posting, bits),
            }
        });
        match (bits, only) {
            (Some(bits), _) => Docs::Many(bits),
            (None, Some(mut posting)) => self.docs_of(&mut posting),
            (None, None) => Docs::default(),
        }
    }

    fn add_docs(&self, mut posting: Posting<'_>, bits: &mut Bits) {
        if posting.count > FEW {
            let other = self.bits(read_number(&mut posting.rest));
            bits.iter_mut().zip(other).for_each(|(bits, other)| *bits |= other);
        } else {
            posting.read_docs(|doc| bits[doc as usize / 64] |= 1 << (doc % 64));
        }
    }

    /// Adds to the counts of turns how often any of some words stands in them.
    pub fn add_counts(&self, terms: &Terms, counts: &mut [u32]) {
        let mut docs = Vec::new();
        self.each_posting(terms, &mut |mut posting| {
            docs.clear();
            if posting.count > FEW {
                let bits = self.bits(read_number(&mut posting.rest));
                let (_, places) = posting.places();
                add_counts(Iter::new(bits), places, counts);
                return;
            }
            posting.read_docs(|doc| docs.push(doc));
            add_counts(docs.iter().copied(), posting.places().1, counts);
        });
    }

    /// Calls `each` with all turns and places of some words, word by word.
    pub fn each_place(&self, terms: &Terms, each: &mut impl FnMut(u16, u32)) {
        let mut docs = Vec::new();
        self.each_posting(terms, &mut |mut posting| {
            docs.clear();
            if posting.count > FEW {
                let bits = self.bits(read_number(&mut posting.rest));
                read_places(Iter::new(bits), posting.places().1, each);
                return;
            }
            posting.read_docs(|doc| docs.push(doc));
            read_places(docs.iter().copied(), posting.places().1, each);
        });
    }

    /// Walks through the places of a word; of one that it lacks there are none.
    pub fn cursor(&self, word: usize) -> Cursor<'_> {
        self.posting(word).map_or_else(Cursor::default, |posting| self.cursor_of(posting))
    }

    fn cursor_of<'a>(&'a self, mut posting: Posting<'a>) -> Cursor<'a> {
        let docs = if posting.count > FEW {
            let bits = self.bits(read_number(&mut posting.rest));
            CursorDocs::Many { bits, at_word: 0, before_word: 0 }
        } else {
            let mut docs = Vec::with_capacity(posting.count);
            posting.read_docs(|doc| docs.push(doc));
            CursorDocs::Few(docs)
        };
        let (skips, places) = posting.places();
        Cursor { docs, rank: 0, places, offset: 0, skips }
    }

    /// One segment of several, their turns one after the other. They must be no more than a segment can hold, and know
    /// their words by the same dictionary, which has so many.
    pub fn merge(parts: &[&Segment], words: usize) -> Segment {
        let mut lengths = Vec::new();
        let mut firsts = Vec::new();
        for part in parts {
            firsts.push(lengths.len() as u16);
            lengths.extend_from_slice(&part.lengths);
        }
        let all: u64 = parts.iter().map(|part| part.words).sum();
        let mut writer = Writer::new(lengths, all);
        let mut numbers = Vec::new();
        let mut heads: Vec<_> =
            parts.iter().map(|part| (part.terms.iter().peekable(), part.postings_from(0))).collect();
        while let Some(word) = heads.iter_mut().filter_map(|(terms, _)| terms.peek().copied()).min() {
            let mut places = Vec::new();
            for ((part, (terms, postings)), first) in parts.iter().zip(&mut heads).zip(&firsts) {
                if terms.next_if_eq(&word).is_none() {
                    continue;
                }
                let Some(posting) = postings.next() else { continue };
                let docs = part.docs_of(&mut posting.clone());
                let mut cursor = part.cursor_of(posting);
                let mut found = Vec::new();
                for doc in docs.iter() {
                    found.clear();
                    cursor.places(doc, &mut found);
                    places.extend(found.iter().map(|place| (doc + first, *place)));
                }
            }
            numbers.push(word);
            writer.add(places.into_iter());
        }
        let terms = TermSet::new(numbers.into_iter(), words);
        let has_lone_letters = parts.iter().any(|part| part.has_lone_letters);
        Segment { terms, has_lone_letters, ..writer.finish() }
    }
}

/// Adds to the counts of turns how many places each has.
fn add_counts(docs: impl Iterator<Item = u16>, places: &[u8], counts: &mut [u32]) {
    let mut places = places.iter();
    for doc in docs {
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

/// Calls `each` with the places of some turns.
fn read_places(docs: impl Iterator<Item = u16>, mut places: &[u8], each: &mut impl FnMut(u16, u32)) {
    for doc in docs {
        let mut before = None;
        while let Some((place, is_last)) = read_place(&mut places, before) {
            each(doc, place);
            before = Some(place);
            if is_last {
                break;
            }
        }
    }
}

/// Reads the place behind `before` and whether it is the last of its turn, and goes past it.
#[inline]
fn read_place(places: &mut &[u8], before: Option<u32>) -> Option<(u32, bool)> {
    let (mut step, mut shift) = (0u32, 0);
    loop {
        let (byte, behind) = places.split_first()?;
        *places = behind;
        if byte & 0x80 != 0 {
            step |= u32::from(byte & 0x7f).wrapping_shl(shift);
            shift += 7;
            continue;
        }
        step |= u32::from(byte & 0x3f).wrapping_shl(shift);
        return Some((before.map_or(step, |before| before + 1 + step), byte & 0xc0 == LAST));
    }
}

/// Walks through the places of one word. Turns must be asked for in ascending order, each once.
#[derive(Clone, Debug, Default)]
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

impl Default for CursorDocs<'_> {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
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
        let mut rest = self.places.get(self.offset..).unwrap_or_default();
        let mut before = None;
        while let Some((place, is_last)) = read_place(&mut rest, before) {
            out.push(place);
            before = Some(place);
            if is_last {
                break;
            }
        }
        self.offset = self.places.len() - rest.len();
        self.rank += 1;
    }
}
