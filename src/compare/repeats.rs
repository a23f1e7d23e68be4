//! Passages of one transcript that stand in others of the library: what was said again, and where it was said first.
//!
//! The index leads to the turns that may hold one: those that have the two rarest words of six in a row. In these the words
//! themselves are looked at, as between two records. Pairs of words that meet seldom come first, and what is read is
//! bounded, however large the library is; a passage is found by any of its six words in a row, so it is seldom lost.

use std::collections::HashMap;
use std::ops::Range;

use super::passages::{BETWEEN_RECORDS, Shingles, all_shared_passages};
use super::units::{Units, Witness};
use crate::library::{Entry, Library};
use crate::search::Index;
use crate::text::KeyMap;
use crate::text::difference::{Run, Word, words};
use crate::text::fold::fold;
use crate::text::order::in_order;

/// Words in a row of which the two rarest lead to turns.
const WINDOW: usize = BETWEEN_RECORDS.stretch;
/// Most entries of the index, most turns and most bytes of them that are read for one transcript.
const MOST_POSTINGS: usize = 20_000_000;
const MOST_TURNS: usize = 60_000;
const MOST_BYTES: usize = 24_000_000;
/// A passage that stands in more transcripts is a set phrase.
const MOST_TRANSCRIPTS: usize = 20;
/// A transcript that holds more of this one than a third, and so many words, is a version of it.
const VERSION_SHARE: usize = 3;
const VERSION_WORDS: usize = 60;

/// Where words stand: in one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The transcript: its place in the library.
    pub entry: usize,
    /// The paragraph, an index.
    pub paragraph: u32,
    /// Bytes of its text.
    pub words: Range<usize>,
}

/// A passage that stands in other transcripts too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// Where it stands in the transcript that was asked about.
    pub here: Place,
    /// Where else, by day, the undated last.
    pub elsewhere: Vec<Place>,
}

/// What a transcript has in common with others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeats {
    /// The passages, in reading order.
    pub passages: Vec<Repeat>,
    /// Transcripts that hold so much of this one that they are versions of it: their passages are not listed.
    pub versions: Vec<usize>,
    /// How many passages are said so often that they are set phrases, which are not listed either.
    pub set_phrases: usize,
    /// Whether there was more to read than was read.
    pub is_partial: bool,
}

/// Finds what of a transcript stands elsewhere in the library. The index must be settled.
pub fn find_repeats(library: &Library, index: &Index, entry: usize) -> Repeats {
    let Some(here) = library.entries().get(entry) else { return Repeats::default() };
    let witness = Witness::of_file("", std::slice::from_ref(&here.transcript), Units::Paragraphs);
    let own = Own { entry, words: witness.words(), witness: &witness };
    let shingles = Shingles::new(own.words, BETWEEN_RECORDS, &|_| false);
    let (turns, mut is_partial) = own.turns(index);
    let mut found: Vec<(Range<usize>, Place)> = Vec::new();
    let mut bytes = 0;
    for (other, turn) in turns {
        let Some(transcript) = library.entries().get(other).map(|entry| &entry.transcript) else { continue };
        let Some(turn) = transcript.turns.get(turn as usize) else { continue };
        if bytes > MOST_BYTES {
            is_partial = true;
            break;
        }
        for paragraph in turn.first..turn.end {
            let text = transcript.words(transcript.paragraphs[paragraph as usize].text);
            bytes += text.len();
            let said = words(text);
            let shared = all_shared_passages(own.words, &shingles, &said, [&|_| false, &|_| false]);
            for run in shared.into_iter().flatten() {
                let place = |words: Range<usize>| Place { entry: other, paragraph, words };
                found.extend(
                    own.in_paragraphs(run).map(|run| (run.left..run.left + run.len, place(bytes_of(&said, &run)))),
                );
            }
        }
    }
    let versions = versions(&found, own.words.len());
    found.retain(|(_, place)| !versions.contains(&place.entry));
    let mut repeats = Repeats { versions, is_partial, ..Repeats::default() };
    for (words, mut elsewhere) in gather(found) {
        // Of a paragraph that has a part of the passage and all of it, the latter stays.
        elsewhere = in_order(elsewhere, |place| pair(place.paragraph, u32::MAX - place.words.len() as u32));
        elsewhere = in_order(elsewhere, |place| pair(day_of(library, place.entry), place.entry as u32));
        elsewhere.dedup_by_key(|place| (place.entry, place.paragraph));
        let transcripts = 1 + elsewhere.windows(2).filter(|places| places[0].entry != places[1].entry).count();
        if transcripts > MOST_TRANSCRIPTS {
            repeats.set_phrases += 1;
        } else {
            repeats.passages.push(Repeat { here: own.place(words), elsewhere });
        }
    }
    repeats
}

/// Two numbers as one, by which things are put in order.
fn pair(one: u32, other: u32) -> u64 {
    u64::from(one) << 32 | u64::from(other)
}

/// The day of a transcript as a number that grows with time; the undated have the greatest.
fn day_of(library: &Library, entry: usize) -> u32 {
    let date = library.entries().get(entry).and_then(|entry: &Entry| entry.transcript.metadata.date.as_ref());
    let part = |part: Option<u8>| u32::from(part.unwrap_or_default());
    date.map_or(u32::MAX, |date| u32::from(date.value.year) << 16 | part(date.value.month) << 8 | part(date.value.day))
}

fn bytes_of(said: &[Word], run: &Run) -> Range<usize> {
    said[run.right].start as usize..said[run.right + run.len - 1].end as usize
}

/// The transcripts that hold a great part of one of so many words.
fn versions(found: &[(Range<usize>, Place)], words: usize) -> Vec<usize> {
    let mut shared: HashMap<usize, Vec<Range<usize>>> = HashMap::new();
    for (own, place) in found {
        shared.entry(place.entry).or_default().push(own.clone());
    }
    let mut versions: Vec<usize> = Vec::new();
    for (entry, parts) in shared {
        let (mut count, mut end) = (0, 0);
        for part in in_order(parts, |part| part.start as u64) {
            count += part.end.saturating_sub(part.start.max(end));
            end = end.max(part.end);
        }
        if count >= VERSION_WORDS && count * VERSION_SHARE > words {
            versions.push(entry);
        }
    }
    in_order(versions, |entry| *entry as u64)
}

/// The passages with all places of each: one that stands over a longer one by half of itself and more is that one.
fn gather(found: Vec<(Range<usize>, Place)>) -> Vec<(Range<usize>, Vec<Place>)> {
    let found = in_order(found, |(own, _)| own.start as u64);
    let longest = found.iter().map(|(own, _)| own.len()).max().unwrap_or_default();
    let by_length: Vec<usize> = in_order((0..found.len()).collect(), |at| u64::MAX - found[*at].0.len() as u64);
    let mut is_taken = vec![false; found.len()];
    let mut gathered = Vec::new();
    for head in by_length {
        if is_taken[head] {
            continue;
        }
        let passage = found[head].0.clone();
        let near = found.partition_point(|(own, _)| own.start + longest <= passage.start)
            ..found.partition_point(|(own, _)| own.start < passage.end);
        let mut places = Vec::new();
        for at in near {
            let own = &found[at].0;
            let over = own.end.min(passage.end).saturating_sub(own.start.max(passage.start));
            if !is_taken[at] && 2 * over >= own.len() {
                is_taken[at] = true;
                places.push(found[at].1.clone());
            }
        }
        gathered.push((passage, places));
    }
    in_order(gathered, |(passage, _): &(Range<usize>, Vec<Place>)| passage.start as u64)
}

/// The transcript that is asked about.
struct Own<'w> {
    entry: usize,
    words: &'w [Word],
    witness: &'w Witness,
}

/// A word as the index knows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Term {
    number: usize,
    frequency: usize,
}

impl Own<'_> {
    /// The unit in which a word stands.
    fn unit_of(&self, word: usize) -> usize {
        self.witness.units.partition_point(|unit| unit.end <= self.words[word].start as usize)
    }

    /// The parts of a passage that lie in one paragraph here, as far as each is long enough.
    fn in_paragraphs(&self, run: Run) -> impl Iterator<Item = Run> {
        let (first, last) = (self.unit_of(run.left), self.unit_of(run.left + run.len - 1));
        (first..=last).filter_map(move |unit| {
            let range = &self.witness.units[unit];
            let place = |at: usize| self.words.partition_point(|word| (word.start as usize) < at);
            let (start, end) = (place(range.start).max(run.left), place(range.end).min(run.left + run.len));
            let part = Run { left: start, right: run.right + (start - run.left), len: end.checked_sub(start)? };
            (first == last || part.len >= BETWEEN_RECORDS.words).then_some(part)
        })
    }

    /// Where words stand.
    fn place(&self, words: Range<usize>) -> Place {
        let unit = self.unit_of(words.start);
        let (start, end) = (self.words[words.start].start, self.words[words.end - 1].end);
        let range = &self.witness.units[unit];
        let words = start as usize - range.start..(end as usize).min(range.end) - range.start;
        Place { entry: self.entry, paragraph: self.witness.paragraphs[unit] as u32, words }
    }

    /// The turns of other transcripts that may hold a passage, transcript and turn, the likeliest first; and whether there
    /// was more to read.
    fn turns(&self, index: &Index) -> (Vec<(usize, u32)>, bool) {
        let mut known: KeyMap<Option<Term>> = KeyMap::default();
        // What the index cuts otherwise leads nowhere.
        let cut =
            crate::text::words::words(&self.witness.text).map(|(start, end)| (pair(start as u32, end as u32), ()));
        let cut: KeyMap<()> = cut.collect();
        let terms: Vec<Option<Term>> = self
            .words
            .iter()
            .map(|word| {
                if !cut.contains_key(&pair(word.start, word.end)) {
                    return None;
                }
                *known.entry(word.key).or_insert_with(|| {
                    let letters = fold(word.of(&self.witness.text));
                    let number = index.dictionary().find(&letters)?;
                    Some(Term { number, frequency: index.frequency(&letters) })
                })
            })
            .collect();
        let numbers = |(one, other): &(Term, Term)| pair(one.number as u32, other.number as u32);
        let mut pairs: Vec<(Term, Term)> = in_order(terms.windows(WINDOW).filter_map(rarest_two).collect(), numbers);
        pairs.dedup();
        // How often two meet by chance goes with the product of how often they stand.
        let pairs = in_order(pairs, |(one, other)| one.frequency as u64 * other.frequency as u64);
        let (mut turns, mut seen): (Vec<(usize, u32)>, KeyMap<()>) = Default::default();
        let mut read = 0;
        for (one, other) in pairs {
            read += one.frequency + other.frequency;
            if read > MOST_POSTINGS || turns.len() > MOST_TURNS {
                return (turns, true);
            }
            for part in index.parts() {
                let both = part.segment.docs(one.number).and(&part.segment.docs(other.number));
                let places = both.iter().filter_map(|doc| part.place_of(doc));
                let places = places.map(|(entry, turn)| (entry as usize, turn));
                turns.extend(places.filter(|(entry, turn)| {
                    *entry != self.entry && seen.insert(pair(*entry as u32, *turn), ()).is_none()
                }));
            }
        }
        (turns, false)
    }
}

/// The two rarest of some words, the rarer one first; none where no two are known.
fn rarest_two(window: &[Option<Term>]) -> Option<(Term, Term)> {
    let mut two: [Option<Term>; 2] = [None, None];
    for term in window.iter().flatten() {
        let is_rarer = |other: &Option<Term>| other.is_none_or(|other| term.frequency < other.frequency);
        if two.contains(&Some(*term)) {
            continue;
        }
        if is_rarer(&two[0]) {
            two = [Some(*term), two[0]];
        } else if is_rarer(&two[1]) {
            two[1] = Some(*term);
        }
    }
    two[0].zip(two[1])
}
