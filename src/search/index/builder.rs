//! Gathers the words of turns and makes a segment of them.
//!
//! Words are numbered as they come, in a table of open addresses; what is kept of a turn meanwhile is a list of such
//! numbers. A segment is then made by one pass that sorts all places by their word (a counting sort), so that no list
//! grows while text is read.

use super::dictionary::{Dictionary, write_number};
use super::docs::{BIT_WORDS, FEW, SEGMENT_TURNS};
use super::segment::Segment;
use super::terms::TermSet;
use crate::text::fold::fold_into;
use crate::text::words::{is_alone, words};

/// How far apart the words on both sides of the edge of a paragraph are said to be: no phrase and no `NEAR` reaches
/// over it.
pub const PARAGRAPH_GAP: u32 = 100;

/// Words in a segment at most, but for a last turn that is longer than that.
const SEGMENT_WORDS: usize = 6_000_000;

/// Turns of a term between two marks in its list of places.
pub const SKIP: usize = 128;

/// Words from one whose place in the postings is written down to the next.
pub const BLOCK: usize = 16;

/// Up to this many turns of a word are walked through to find out where they end; of more the length is written down.
pub const SHORT: usize = 4;

/// Stands in the list of words for the edge of a paragraph.
const EDGE: u32 = u32::MAX;

/// Gathers turns.
#[derive(Debug, Default)]
pub struct Builder {
    vocabulary: Vocabulary,
    /// The words of all turns, by their number in the vocabulary.
    tokens: Vec<u32>,
    /// For each turn, where its words end in `tokens`.
    ends: Vec<u32>,
    folded: String,
}

impl Builder {
    /// How many turns were gathered.
    pub fn turns(&self) -> usize {
        self.ends.len()
    }

    /// Whether a segment is to be made before more is gathered.
    pub fn is_full(&self) -> bool {
        self.ends.len() >= SEGMENT_TURNS || self.tokens.len() >= SEGMENT_WORDS
    }

    /// Adds a turn by its paragraphs.
    pub fn add_turn<'a>(&mut self, paragraphs: impl Iterator<Item = &'a str>) {
        for (index, paragraph) in paragraphs.enumerate() {
            if index > 0 {
                self.tokens.push(EDGE);
            }
            self.folded.clear();
            fold_into(paragraph, &mut self.folded);
            for (start, end) in words(&self.folded) {
                self.tokens.push(self.vocabulary.number(&self.folded.as_bytes()[start..end]));
            }
        }
        self.ends.push(self.tokens.len() as u32);
    }

    /// Makes a segment of what was gathered, and the dictionary of its words, by which it knows them.
    pub fn finish(self) -> (Segment, Dictionary) {
        let Self { vocabulary, tokens, ends, .. } = self;
        let terms = vocabulary.ends.len();
        // Where the places of each word begin when they are sorted by word.
        let mut starts = vec![0u32; terms + 1];
        for token in tokens.iter().filter(|token| **token != EDGE) {
            starts[*token as usize + 1] += 1;
        }
        for term in 0..terms {
            starts[term + 1] += starts[term];
        }
        // Turn and place of each, by word; they come in order.
        let mut places = vec![(0u16, 0u32); starts[terms] as usize];
        let mut next = starts.clone();
        let mut lengths = Vec::with_capacity(ends.len());
        let mut from = 0;
        for (doc, end) in ends.iter().enumerate() {
            let (mut place, mut length) = (0, 0);
            for token in &tokens[from as usize..*end as usize] {
                if *token == EDGE {
                    place += PARAGRAPH_GAP;
                    continue;
                }
                let at = &mut next[*token as usize];
                places[*at as usize] = (doc as u16, place);
                *at += 1;
                place += 1;
                length += 1;
            }
            lengths.push(u16::try_from(length).unwrap_or(u16::MAX));
            from = *end;
        }
        drop((tokens, next));
        let mut writer = Writer::new(lengths, places.len() as u64);
        let mut dictionary = Dictionary::default();
        let mut has_lone_letters = false;
        for term in vocabulary.in_order() {
            let of = starts[term as usize] as usize..starts[term as usize + 1] as usize;
            let word = std::str::from_utf8(vocabulary.word(term)).unwrap_or_default();
            has_lone_letters |= !word.is_ascii() && word.starts_with(is_alone);
            dictionary.push(word);
            writer.add(places[of].iter().copied());
        }
        dictionary.shrink();
        let terms = TermSet::new(0..terms as u32, terms);
        (Segment { terms, has_lone_letters, ..writer.finish() }, dictionary)
    }
}

/// Writes the words of a segment, which must come in order.
#[derive(Debug, Default)]
pub struct Writer {
    segment: Segment,
    docs: Vec<u16>,
    skips: Vec<u8>,
    places: Vec<u8>,
    posting: Vec<u8>,
    /// How many words were added.
    words: usize,
}

impl Writer {
    /// A writer for turns of these lengths in words, and of so many words in all.
    pub fn new(lengths: Vec<u16>, words: u64) -> Self {
        Self { segment: Segment { lengths, words, ..Segment::default() }, ..Self::default() }
    }

    /// Adds a word by its turns and places, in order.
    pub fn add(&mut self, places: impl Iterator<Item = (u16, u32)>) {
        self.docs.clear();
        self.skips.clear();
        self.places.clear();
        self.posting.clear();
        let mut places = places.peekable();
        let mut last = None;
        while let Some((doc, place)) = places.next() {
            let step = match last {
                Some((same, before)) if same == doc => place - before - 1,
                _ => {
                    if !self.docs.is_empty() && self.docs.len().is_multiple_of(SKIP) {
                        self.skips.extend((self.places.len() as u32).to_le_bytes());
                    }
                    self.docs.push(doc);
                    place
                }
            };
            let is_last = places.peek().is_none_or(|(next, _)| *next != doc);
            write_place(step, is_last, &mut self.places);
            last = Some((doc, place));
        }
        let Segment { starts, postings, many, .. } = &mut self.segment;
        if self.words.is_multiple_of(BLOCK) {
            starts.push(postings.len() as u32);
        }
        self.words += 1;
        let posting = &mut self.posting;
        if self.docs.len() > FEW {
            let at = many.len();
            write_number((at / BIT_WORDS) as u32, posting);
            many.resize(at + BIT_WORDS, 0);
            for doc in &self.docs {
                many[at + *doc as usize / 64] |= 1 << (doc % 64);
            }
        } else {
            let mut before = None;
            for doc in &self.docs {
                match before {
                    None => posting.extend(doc.to_le_bytes()),
                    Some(before) => write_number(u32::from(doc - before), posting),
                }
                before = Some(*doc);
            }
        }
        write_number(self.docs.len() as u32, postings);
        if self.docs.len() > SHORT {
            write_number((posting.len() + self.skips.len() + self.places.len()) as u32, postings);
        }
        postings.extend_from_slice(posting);
        postings.extend_from_slice(&self.skips);
        postings.extend_from_slice(&self.places);
    }

    /// The segment, which does not know yet which words it has.
    pub fn finish(mut self) -> Segment {
        let Segment { starts, postings, many, .. } = &mut self.segment;
        starts.shrink_to_fit();
        postings.shrink_to_fit();
        many.shrink_to_fit();
        self.segment.lengths.shrink_to_fit();
        self.segment
    }
}

/// The two high bits of a byte that ends the places of a turn.
pub const LAST: u8 = 0x40;

/// A distance between places: like a number, but the last group has six bits and one that says whether the turn has no
/// further place. So turns and places can be counted by their bytes.
fn write_place(mut step: u32, is_last: bool, out: &mut Vec<u8>) {
    while step >= 64 {
        out.push(0x80 | (step & 0x7f) as u8);
        step >>= 7;
    }
    out.push(step as u8 | if is_last { LAST } else { 0 });
}

/// The words seen so far, numbered as they came.
#[derive(Debug, Default)]
struct Vocabulary {
    text: Vec<u8>,
    ends: Vec<u32>,
    hashes: Vec<u32>,
    /// Number of a word plus one, by its hash; as many as a power of two.
    slots: Vec<u32>,
}

impl Vocabulary {
    fn word(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[number] as usize]
    }

    /// The numbers of all words in the order of the words. Most are told apart by their first eight bytes.
    fn in_order(&self) -> impl Iterator<Item = u32> {
        let start = |number: u32| {
            let word = self.word(number);
            let mut start = [0; 8];
            let length = word.len().min(8);
            start[..length].copy_from_slice(&word[..length]);
            u64::from_be_bytes(start)
        };
        let mut order: Vec<(u64, u32)> = (0..self.ends.len() as u32).map(|number| (start(number), number)).collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.word(a.1).cmp(self.word(b.1))));
        order.into_iter().map(|(_, number)| number)
    }

    #[inline]
    fn number(&mut self, word: &[u8]) -> u32 {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash(word);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                0 => break,
                taken => {
                    let number = taken - 1;
                    if self.hashes[number as usize] == hash && self.word(number) == word {
                        return number;
                    }
                }
            }
            at = (at + 1) & mask;
        }
        let number = self.ends.len() as u32;
        self.text.extend_from_slice(word);
        self.ends.push(self.text.len() as u32);
        self.hashes.push(hash);
        self.slots[at] = number + 1;
        number
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        self.slots = vec![0; size];
        for (number, hash) in self.hashes.iter().enumerate() {
            let mut at = *hash as usize & (size - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = number as u32 + 1;
        }
    }
}

/// A hash of a word: multiply and rotate over eight bytes at a time, as rustc's own tables do.
fn hash(word: &[u8]) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = word.len() as u64;
    let (chunks, rest) = word.as_chunks::<8>();
    for chunk in chunks {
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(*chunk)).wrapping_mul(FACTOR);
    }
    let rest = rest.iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
    hash = (hash.rotate_left(5) ^ rest).wrapping_mul(FACTOR);
    (hash >> 32) as u32
}
