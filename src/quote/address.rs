//! The address of a passage: made from its words and from those around it, short enough for a link, and found again in
//! another version of the transcript.
//!
//! An address names the source (the start of its hash), the place (paragraph and words) and, as checksums, the words,
//! the three before, the three behind, and a sketch of them. Opening one says what became of the words: the same at the
//! same place, moved, changed, or gone. It never lands on other words without saying so: `Same` and `Moved` are only said
//! of words with the same checksum of 48 bits of SHA-256.
//!
//! The sketch is a row of minima of hashes over pairs of words (Broder, 1997): texts that share most pairs share most
//! minima. It tells changed words from others when what stood around them has changed as well.
//! Time is in proportion to the transcript.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::passage::{At, Passage};
use super::words;
use crate::library::Library;
use crate::model::Transcript;

/// Words of context on each side.
const CONTEXT: usize = 3;
/// Minima in the sketch, and bits of each.
const SKETCH: usize = 8;
const SKETCH_BITS: u32 = 6;
/// So many minima are the same by chance in no transcript, and so many where one side of the context is the same.
const SKETCH_ALONE: usize = 4;
const SKETCH_BESIDE: usize = 2;
/// Bits of what is alike in another transcript, beyond those that tell a place from all others: less is chance.
const CHANCE_BITS: u32 = 8;
/// A passage of fewer words may stand elsewhere by chance; without the same words around it is not taken for moved.
const TELLING: usize = 8;
/// How much longer or shorter changed words may be: this many times, and this many words more.
const GROWTH: usize = 3;
const GROWTH_WORDS: usize = 20;
/// Places that are compared word by word.
const COMPARED: usize = 64;
/// The letters of numbers in an address (RFC 4648, section 5).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Letters for the checksum, for the first and last word, for each side of the context.
const WORDS_LETTERS: usize = 8;
const END_LETTERS: usize = 2;
const CONTEXT_LETTERS: usize = 3;
/// The longest name of a source and the longest address that are read.
const LONGEST_ID: usize = 32;
const LONGEST: usize = 120;

/// The address of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The id of the transcript: the start of its source's hash, and `.n` where the source has more than one.
    pub id: String,
    /// Where the passage starts: its paragraph (an index) and the word in it.
    paragraph: u32,
    nth: u32,
    /// How many words it has.
    count: u32,
    checks: Checks,
}

/// What is known of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Checks {
    words: u64,
    first: u64,
    last: u64,
    before: u64,
    behind: u64,
    sketch: [u8; SKETCH],
}

/// What became of the words of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The same words at the same place.
    Same(Passage),
    /// The same words at another place.
    Moved(Passage),
    /// Other words where these stood, or much of these elsewhere: what stands there now.
    Changed(Passage),
    /// Nothing of them was found.
    Gone,
}

impl Resolution {
    /// Its name in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Same(_) => "same",
            Self::Moved(_) => "moved",
            Self::Changed(_) => "changed",
            Self::Gone => "gone",
        }
    }

    /// Where the words stand, or what stands where they stood.
    pub fn passage(&self) -> Option<Passage> {
        match self {
            Self::Same(passage) | Self::Moved(passage) | Self::Changed(passage) => Some(*passage),
            Self::Gone => None,
        }
    }
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is no address of a passage. Copy the link once more, as a whole.")]
pub struct NotAnAddress;

/// The words of a transcript in a row, as numbers, with the place where each paragraph starts.
#[derive(Debug)]
struct Stream {
    words: Vec<u64>,
    /// For each paragraph its first word, and the number of all, last.
    starts: Vec<u32>,
}

impl Stream {
    fn new(transcript: &Transcript) -> Self {
        let mut stream = Self { words: Vec::new(), starts: Vec::with_capacity(transcript.paragraphs.len() + 1) };
        for paragraph in &transcript.paragraphs {
            stream.starts.push(stream.words.len() as u32);
            stream.words.extend(words::split(transcript.words(paragraph.text)).iter().map(|word| word.hash));
        }
        stream.starts.push(stream.words.len() as u32);
        stream
    }

    fn index(&self, at: At) -> Option<usize> {
        let start = self.starts.get(at.paragraph as usize)?.checked_add(at.nth)?;
        (start < *self.starts.get(at.paragraph as usize + 1)?).then_some(start as usize)
    }

    fn at(&self, index: usize) -> At {
        let paragraph = self.starts.partition_point(|start| *start as usize <= index).saturating_sub(1);
        let start = self.starts.get(paragraph).copied().unwrap_or_default();
        At { paragraph: paragraph as u32, nth: index as u32 - start }
    }

    fn passage(&self, start: usize, count: usize) -> Passage {
        Passage { from: self.at(start), to: self.at(start + count.max(1) - 1) }
    }

    fn before(&self, start: usize) -> u64 {
        short(&self.words[start.saturating_sub(CONTEXT)..start], CONTEXT_LETTERS)
    }

    fn behind(&self, end: usize) -> u64 {
        short(&self.words[end..(end + CONTEXT).min(self.words.len())], CONTEXT_LETTERS)
    }
}

/// A checksum of some words in a few letters. That two others share it is likely in a long text: it only says where to
/// look.
fn short(words: &[u64], letters: usize) -> u64 {
    let mixed = words.iter().fold(words.len() as u64, |sum, word| mix(sum ^ *word));
    mixed >> (64 - 6 * letters)
}

/// The last step of MurmurHash3 (Appleby, public domain): every bit depends on every other.
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    value = (value ^ (value >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    value ^ (value >> 33)
}

/// The checksum that says that words are the same.
fn checksum(words: &[u64]) -> u64 {
    let mut hash = Sha256::new();
    words.iter().for_each(|word| hash.update(word.to_le_bytes()));
    hash.finalize().iter().take(WORDS_LETTERS * 6 / 8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

fn sketch(words: &[u64]) -> [u8; SKETCH] {
    let mut least = [u64::MAX; SKETCH];
    let pairs = words.windows(2).map(|two| mix(two[0] ^ two[1].rotate_left(17)));
    let alone = words.first().filter(|_| words.len() == 1).map(|word| mix(*word));
    for pair in pairs.chain(alone) {
        for (seed, least) in (1u64..).zip(&mut least) {
            *least = mix(pair ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)).min(*least);
        }
    }
    least.map(|least| (mix(least) >> (64 - SKETCH_BITS)) as u8)
}

impl Address {
    /// The address of a passage of the transcript with this id. None where the passage does not fit the transcript.
    pub fn new(id: &str, transcript: &Transcript, passage: Passage) -> Option<Self> {
        let stream = Stream::new(transcript);
        let (start, last) = (stream.index(passage.from)?, stream.index(passage.to)?);
        let words = stream.words.get(start..=last)?;
        let checks = Checks {
            words: checksum(words),
            first: short(words.first().map(std::slice::from_ref)?, END_LETTERS),
            last: short(words.last().map(std::slice::from_ref)?, END_LETTERS),
            before: stream.before(start),
            behind: stream.behind(last + 1),
            sketch: sketch(words),
        };
        let At { paragraph, nth } = passage.from;
        Some(Self { id: id.to_owned(), paragraph, nth, count: words.len() as u32, checks })
    }

    /// The number of the paragraph that it names.
    pub fn paragraph_number(&self) -> u32 {
        self.paragraph + 1
    }

    /// What became of the words in a transcript: the one they were taken from, or another version of it.
    pub fn resolve(&self, transcript: &Transcript) -> Resolution {
        self.at_home(transcript).map_or_else(|| self.search(transcript).0, Resolution::Same)
    }

    /// The place that the address names, if its words stand there.
    fn at_home(&self, transcript: &Transcript) -> Option<Passage> {
        let (from, count) = (At { paragraph: self.paragraph, nth: self.nth }, self.count as usize);
        let (mut said, mut skipped, mut paragraph) = (Vec::new(), self.nth as usize, self.paragraph);
        loop {
            let range = transcript.paragraphs.get(paragraph as usize)?.text;
            let words = words::split(transcript.words(range));
            let here = words.get(skipped..)?;
            let wanted = count - said.len();
            said.extend(here.iter().take(wanted).map(|word| word.hash));
            if said.len() == count {
                let to = At { paragraph, nth: (skipped + wanted - 1) as u32 };
                return (checksum(&said) == self.checks.words).then_some(Passage { from, to });
            }
            // A passage begins with a word.
            if here.is_empty() && said.is_empty() {
                return None;
            }
            (skipped, paragraph) = (0, paragraph + 1);
        }
    }

    /// What became of the words, wherever they stand, and how sure that is, in bits: how seldom other words would look so.
    fn search(&self, transcript: &Transcript) -> (Resolution, u32) {
        let stream = Stream::new(transcript);
        let count = self.count as usize;
        let old = stream.index(At { paragraph: self.paragraph, nth: self.nth });
        let near = old.unwrap_or_else(|| {
            stream.starts.get(self.paragraph as usize).map_or(stream.words.len(), |start| *start as usize)
        });
        if let Some(start) = self.find_same(&stream, old, near) {
            let passage = stream.passage(start, count);
            let found = if Some(start) == old { Resolution::Same(passage) } else { Resolution::Moved(passage) };
            return (found, u32::MAX);
        }
        match self.find_changed(&stream, near) {
            Some((start, end)) if start < end => {
                let sketch = sketch(&stream.words[start..end]);
                let shared = sketch.iter().zip(&self.checks.sketch).filter(|(one, other)| one == other).count() as u32;
                let sides = u32::from(stream.before(start) == self.checks.before)
                    + u32::from(stream.behind(end) == self.checks.behind);
                let bits = shared * SKETCH_BITS + sides * CONTEXT_LETTERS as u32 * 6;
                (Resolution::Changed(stream.passage(start, end - start)), bits)
            }
            _ => (Resolution::Gone, 0),
        }
    }

    /// Where the words stand in a library: in the transcript that they were taken from, or else in the one that has most
    /// of them. The transcript is an index into its entries. None where none has anything of them.
    pub fn find_in(&self, library: &Library) -> Option<(usize, Resolution)> {
        self.find_among(library, 0..library.entries().len())
    }

    /// The same where only some transcripts (indices) come into question besides its own.
    pub fn find_among(
        &self,
        library: &Library,
        candidates: impl IntoIterator<Item = usize>,
    ) -> Option<(usize, Resolution)> {
        let own = library.entries().iter().position(|entry| entry.id == self.id);
        if let Some(own) = own {
            return Some((own, self.resolve(&library.entries()[own].transcript)));
        }
        // The more words there are, the more are alike by chance.
        let letters: usize = library.entries().iter().map(|entry| entry.transcript.text.len()).sum();
        let least_bits = letters.max(1).ilog2() + CHANCE_BITS;
        let mut best: Option<(usize, Resolution, u32)> = None;
        for index in candidates {
            let Some(entry) = library.entries().get(index) else { continue };
            let (found, bits) = match self.at_home(&entry.transcript) {
                Some(passage) => (Resolution::Same(passage), u32::MAX),
                None => self.search(&entry.transcript),
            };
            if matches!(found, Resolution::Same(_)) {
                return Some((index, found));
            }
            if bits >= least_bits && best.as_ref().is_none_or(|best| best.2 < bits) {
                best = Some((index, found, bits));
            }
        }
        best.map(|(index, found, _)| (index, found))
    }

    /// Where the same words stand; of several places the one with the same words around, or else the nearest.
    fn find_same(&self, stream: &Stream, old: Option<usize>, near: usize) -> Option<usize> {
        let (count, checks) = (self.count as usize, &self.checks);
        let is_end = |word: &u64, check: u64| short(std::slice::from_ref(word), END_LETTERS) == check;
        let mut places: Vec<(Reverse<usize>, bool, usize, usize)> = Vec::new();
        for (start, words) in stream.words.windows(count).enumerate() {
            let ends_fit = words.first().is_some_and(|word| is_end(word, checks.first))
                && words.last().is_some_and(|word| is_end(word, checks.last));
            if !ends_fit {
                continue;
            }
            let around = usize::from(stream.before(start) == checks.before)
                + usize::from(stream.behind(start + count) == checks.behind);
            let is_here = Some(start) == old;
            if around > 0 || is_here || count >= TELLING {
                places.push((Reverse(around), !is_here, start.abs_diff(near), start));
            }
        }
        places.sort_unstable();
        let mut places = places.iter().map(|place| place.3).take(COMPARED);
        places.find(|start| checksum(&stream.words[*start..start + count]) == checks.words)
    }

    /// Where the words stood, if they were changed: between the same words on both sides, or where much of them stands.
    /// An empty range means that they were taken out.
    fn find_changed(&self, stream: &Stream, near: usize) -> Option<(usize, usize)> {
        let (count, checks, all) = (self.count as usize, &self.checks, stream.words.len());
        let starts: Vec<usize> = (0..=all).filter(|at| stream.before(*at) == checks.before).collect();
        let ends: Vec<usize> = (0..=all).filter(|at| stream.behind(*at) == checks.behind).collect();
        let longest = count.saturating_mul(GROWTH).saturating_add(GROWTH_WORDS).min(all);
        let ends_of = |start: usize| {
            let first = ends.partition_point(|end| *end < start);
            ends[first..].iter().copied().take_while(move |end| *end <= start + longest).take(GROWTH)
        };
        let pairs = starts.iter().flat_map(|start| ends_of(*start).map(|end| (*start, end)));
        let between = pairs.min_by_key(|(start, end)| (end - start).abs_diff(count) + start.abs_diff(near) / 4);
        if between.is_some() {
            return between;
        }
        let shared = |start: usize, end: usize| {
            let sketch = sketch(&stream.words[start..end]);
            sketch.iter().zip(&checks.sketch).filter(|(one, other)| one == other).count()
        };
        let beside = starts.iter().take(COMPARED).map(|start| (*start, start.saturating_add(count).min(all)));
        let beside = beside.chain(ends.iter().take(COMPARED).map(|end| (end.saturating_sub(count), *end)));
        let found = beside.map(|(start, end)| (shared(start, end), start, end)).max_by_key(|found| found.0);
        let beside = found.filter(|(shared, ..)| *shared >= SKETCH_BESIDE);
        // Nothing around is the same: much of the words themselves may still stand somewhere.
        let step = (count / 4).max(1);
        let windows = (0..all).step_by(step).map(|start| (start, start.saturating_add(count).min(all)));
        let alone = || {
            let found = windows.map(|(start, end)| (shared(start, end), start, end)).max_by_key(|found| found.0);
            found.filter(|(shared, ..)| *shared >= SKETCH_ALONE)
        };
        beside.or_else(alone).map(|(_, start, end)| (start, end))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Checks { words, first, last, before, behind, sketch } = self.checks;
        let id = self.id.replace('.', "_");
        write!(f, "{id}.{}.{}-{}.", self.paragraph + 1, self.nth + 1, u64::from(self.nth) + u64::from(self.count))?;
        let sketch = sketch.iter().map(|minimum| (u64::from(*minimum), 1));
        let checks = [
            (words, WORDS_LETTERS),
            (first, END_LETTERS),
            (last, END_LETTERS),
            (before, CONTEXT_LETTERS),
            (behind, CONTEXT_LETTERS),
        ];
        for (value, letters) in checks.into_iter().chain(sketch) {
            for place in (0..letters).rev() {
                let letter = LETTERS[(value >> (6 * place) & 63) as usize];
                fmt::Write::write_char(f, char::from(letter))?;
            }
        }
        Ok(())
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        read(text).ok_or(NotAnAddress)
    }
}

fn read(text: &str) -> Option<Address> {
    let mut fields = Some(text).filter(|text| text.len() <= LONGEST)?.split('.');
    let id = fields.next().filter(|id| !id.is_empty() && id.len() <= LONGEST_ID)?;
    let is_id = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let paragraph: u32 = fields.next()?.parse().ok()?;
    let (first, last) = fields.next()?.split_once('-')?;
    let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    let mut letters = fields.next()?.bytes();
    let mut number = |count: usize| {
        let digit = |byte: u8| LETTERS.iter().position(|letter| *letter == byte).map(|digit| digit as u64);
        (0..count).try_fold(0u64, |sum, _| Some(sum << 6 | digit(letters.next()?)?))
    };
    let checks = Checks {
        words: number(WORDS_LETTERS)?,
        first: number(END_LETTERS)?,
        last: number(END_LETTERS)?,
        before: number(CONTEXT_LETTERS)?,
        behind: number(CONTEXT_LETTERS)?,
        sketch: {
            let mut sketch = [0; SKETCH];
            for minimum in &mut sketch {
                *minimum = number(1)? as u8;
            }
            sketch
        },
    };
    let is_whole = letters.next().is_none() && fields.next().is_none();
    let is_sound = is_id && is_whole && paragraph > 0 && first > 0 && first <= last;
    is_sound.then(|| Address {
        id: id.replace('_', "."),
        paragraph: paragraph - 1,
        nth: first - 1,
        count: last - first + 1,
        checks,
    })
}
