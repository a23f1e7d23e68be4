//! The index: which words stand where, for all turns of the library.
//!
//! Turns are numbered within segments of up to 65,536; of each word a segment knows the turns and the places in them.
//! A segment is never changed. What is new is gathered aside and becomes a small segment when somebody asks; small ones
//! are joined as they add up, so that a library grown file by file has few. Transcripts that were taken out stay in
//! their segment, unseen, until it is made anew.
//!
//! All segments know their words by their number in one dictionary. A new segment comes with a dictionary of its own;
//! when somebody asks, these are joined, and the numbers in all segments are changed to the new ones.
//!
//! What a transcript, a speaker or a file is called is no part of the segments: it is asked of the library and of
//! [`People`].

mod builder;
mod dictionary;
mod docs;
mod people;
mod segment;
mod terms;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::library::named::{Named, PLACES, SPEAKERS};
use crate::library::{Entry, Library};

pub use builder::{Builder, PARAGRAPH_GAP};
pub use dictionary::{Dictionary, Walk};
pub use docs::{Bits, Docs, FEW, SEGMENT_TURNS, count_range, no_bits, set_range};
pub use people::{People, Person};
pub use segment::{Cursor, Segment};
pub use terms::{TermSet, Terms};

/// A part with no more turns than this is small, and so many small ones are joined.
const SMALL: usize = SEGMENT_TURNS / TOGETHER;
const TOGETHER: usize = 8;

/// Turns of one transcript that stand one after the other in a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Key of the transcript.
    pub key: u32,
    /// Its place in [`Library::entries`]; none once it was taken out.
    pub entry: Option<u32>,
    /// The first of the turns, by its number in the transcript.
    pub first_turn: u32,
    /// The first of the turns, by its number in the part.
    pub first_doc: u32,
    /// How many.
    pub turns: u32,
}

impl Run {
    /// A turn by its number in the transcript, from its number in the part.
    pub fn turn_of(&self, doc: u16) -> u32 {
        self.first_turn + u32::from(doc) - self.first_doc
    }
}

/// A segment, and whose turns are in it.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Words and places.
    pub segment: Segment,
    /// Whose turns, in order and without gaps.
    pub runs: Vec<Run>,
    /// Who speaks each turn, as numbers of [`People`].
    pub people: Vec<u32>,
    /// The words of the segment as long as they are not in the dictionary of all.
    own: Option<Dictionary>,
}

impl Part {
    /// The run that holds a turn.
    pub fn run_of(&self, doc: u16) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.first_doc <= u32::from(doc));
        self.runs.get(after.checked_sub(1)?)
    }

    /// Where a turn stands: its transcript's place in the library, and its number there. None once that was taken out.
    pub fn place_of(&self, doc: u16) -> Option<(u32, u32)> {
        let run = self.run_of(doc)?;
        Some((run.entry?, run.turn_of(doc)))
    }

    /// The turns of some people, chosen by number.
    pub fn docs_of(&self, is_chosen: &[bool]) -> Docs {
        let mut bits = no_bits();
        for (word, people) in bits.iter_mut().zip(self.people.chunks(64)) {
            for (bit, person) in people.iter().enumerate() {
                *word |= u64::from(is_chosen.get(*person as usize) == Some(&true)) << bit;
            }
        }
        Docs::Many(bits)
    }

    /// The turns of some transcripts, chosen by their place in the library.
    pub fn docs_of_transcripts(&self, is_chosen: &[bool]) -> Docs {
        self.docs_of_runs(|run| run.entry.is_some_and(|place| is_chosen.get(place as usize) == Some(&true)))
    }

    /// The turns of all transcripts that were not taken out.
    pub fn alive(&self) -> Docs {
        if self.runs.iter().all(|run| run.entry.is_some()) {
            return Docs::all(self.people.len());
        }
        self.docs_of_runs(|run| run.entry.is_some())
    }

    fn docs_of_runs(&self, is_chosen: impl Fn(&Run) -> bool) -> Docs {
        let mut bits = no_bits();
        for run in self.runs.iter().filter(|run| is_chosen(run)) {
            set_range(&mut bits, run.first_doc as usize, (run.first_doc + run.turns) as usize);
        }
        Docs::Many(bits)
    }
}

/// Which words stand where, for all turns of the library.
#[derive(Debug, Default)]
pub struct Index {
    /// The words of all parts.
    dictionary: Dictionary,
    parts: Vec<Part>,
    /// What was gathered and is in no segment yet: words, whose, and who speaks.
    builder: Builder,
    pending: Part,
    people: People,
    /// What the user says of places, and how often the user's own work had changed when it was last looked at.
    places: Named,
    work: u64,
    is_to_resolve: bool,
    /// How often something had left the library when it was last looked at, and how many transcripts were there.
    departures: u64,
    gathered: usize,
    /// Keys of all transcripts that are in.
    indexed: HashSet<u32>,
}

impl Index {
    /// Takes in what has come to the library and lets go what has left it. What is new is gathered, and found only
    /// after [`Index::settle`]. What has come last costs nothing to find out.
    pub fn gather(&mut self, library: &Library) {
        if self.departures != library.departures() {
            self.departures = library.departures();
            self.let_go(library);
        }
        if self.work != library.work().revision() {
            self.work = library.work().revision();
            self.people.decide(Named::of(library, SPEAKERS));
            self.places = Named::of(library, PLACES);
            self.is_to_resolve = true;
        }
        for (place, entry) in library.entries().iter().enumerate().skip(self.gathered) {
            if self.indexed.insert(entry.key) {
                self.add(place as u32, entry);
            }
        }
        self.gathered = library.entries().len();
    }

    /// Finds out which transcripts are still there and where, and looks at all of them again.
    fn let_go(&mut self, library: &Library) {
        let places: HashMap<u32, u32> =
            library.entries().iter().enumerate().map(|(place, entry)| (entry.key, place as u32)).collect();
        for part in self.parts.iter_mut().chain([&mut self.pending]) {
            for run in &mut part.runs {
                run.entry = places.get(&run.key).copied();
            }
        }
        self.indexed.retain(|key| places.contains_key(key));
        self.parts.retain(|part| part.runs.iter().any(|run| run.entry.is_some()));
        self.gathered = 0;
    }

    /// Makes all that was gathered ready to be searched.
    pub fn settle(&mut self) {
        if !self.pending.runs.is_empty() {
            self.cut();
            self.join_dictionaries();
            self.join_small();
            self.is_to_resolve = true;
        }
        if std::mem::take(&mut self.is_to_resolve) {
            self.people.resolve();
        }
    }

    /// The words of all parts, those of transcripts that were taken out included.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The parts, in the order in which the transcripts came.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Who speaks.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// The name under which a place is known, by one that a transcript writes.
    pub fn place<'a>(&'a self, written: &'a str) -> &'a str {
        self.places.decided(written, "").unwrap_or(written)
    }

    /// What the user says of places.
    pub fn decided_places(&self) -> &Named {
        &self.places
    }

    /// Bytes that the index takes.
    pub fn bytes(&self) -> usize {
        let part =
            |part: &Part| part.segment.bytes() + 4 * part.people.capacity() + size_of::<Run>() * part.runs.capacity();
        self.dictionary.bytes() + self.parts.iter().map(part).sum::<usize>()
    }

    /// How many turns have a word, taken-out ones included.
    pub fn frequency(&self, folded_word: &str) -> usize {
        let Some(word) = self.dictionary.find(folded_word) else { return 0 };
        self.parts.iter().map(|part| part.segment.frequency(word)).sum()
    }

    fn add(&mut self, place: u32, entry: &Entry) {
        let transcript = &entry.transcript;
        let people = self.people.of_transcript(transcript);
        let mut first_turn = 0;
        for (index, turn) in transcript.turns.iter().enumerate() {
            if self.builder.is_full() {
                self.push_run(place, entry.key, first_turn, index as u32);
                first_turn = index as u32;
                self.cut();
            }
            let paragraphs = transcript.paragraphs.get(turn.first as usize..turn.end as usize).unwrap_or_default();
            self.builder.add_turn(paragraphs.iter().map(|paragraph| transcript.words(paragraph.text)));
            self.pending.people.push(self.people.of_turn(&people, turn));
        }
        self.push_run(place, entry.key, first_turn, transcript.turns.len() as u32);
    }

    fn push_run(&mut self, place: u32, key: u32, first_turn: u32, end_turn: u32) {
        let turns = end_turn - first_turn;
        let first_doc = self.pending.people.len() as u32 - turns;
        self.pending.runs.push(Run { key, entry: Some(place), first_turn, first_doc, turns });
    }

    /// Makes a segment of what was gathered.
    fn cut(&mut self) {
        let mut part = std::mem::take(&mut self.pending);
        let (segment, words) = std::mem::take(&mut self.builder).finish();
        part.segment = segment;
        part.own = Some(words);
        part.people.shrink_to_fit();
        part.runs.shrink_to_fit();
        self.parts.push(part);
    }

    /// Puts the words of new parts into the dictionary of all.
    fn join_dictionaries(&mut self) {
        if self.parts.iter().all(|part| part.own.is_some()) {
            // What was there before belongs to nobody now.
            self.dictionary = Dictionary::default();
        }
        let first_new = self.parts.partition_point(|part| part.own.is_none());
        // Of many new ones two neighbours become one, and so on, so that no word is moved often.
        let mut piles: Vec<(Dictionary, usize)> =
            self.parts[first_new..].iter_mut().map(|part| (part.own.take().unwrap_or_default(), 1)).collect();
        while piles.len() > 1 {
            let mut at = first_new;
            let mut joined = Vec::with_capacity(piles.len().div_ceil(2));
            let mut rest = piles.into_iter();
            while let Some((left, left_parts)) = rest.next() {
                let Some((right, right_parts)) = rest.next() else {
                    joined.push((left, left_parts));
                    break;
                };
                let middle = at + left_parts;
                joined
                    .push((self.join(left, at..middle, right, middle..middle + right_parts), left_parts + right_parts));
                at = middle + right_parts;
            }
            piles = joined;
        }
        if let Some((new, _)) = piles.pop() {
            let known = std::mem::take(&mut self.dictionary);
            self.dictionary = self.join(known, 0..first_new, new, first_new..self.parts.len());
        }
    }

    /// One dictionary of two, and the parts that knew their words by them know them by that.
    fn join(&mut self, left: Dictionary, lefts: Range<usize>, right: Dictionary, rights: Range<usize>) -> Dictionary {
        if left.is_empty() {
            return right;
        }
        let (joined, numbers) = left.merge(&right);
        for (numbers, parts) in numbers.iter().zip([lefts, rights]) {
            for part in self.parts.get_mut(parts).into_iter().flatten() {
                part.segment.terms = part.segment.terms.renumbered(numbers, joined.len());
            }
        }
        joined
    }

    /// Joins the last parts when many of them are small, so that each turn is moved but a few times.
    fn join_small(&mut self) {
        for most in [SMALL / TOGETHER, SMALL] {
            let small = self.parts.iter().rev().take_while(|part| part.people.len() <= most).count();
            if small < TOGETHER {
                continue;
            }
            let parts = self.parts.split_off(self.parts.len() - TOGETHER);
            let segments: Vec<&Segment> = parts.iter().map(|part| &part.segment).collect();
            let mut joined = Part { segment: Segment::merge(&segments, self.dictionary.len()), ..Part::default() };
            for part in parts {
                let first_doc = joined.people.len() as u32;
                joined
                    .runs
                    .extend(part.runs.into_iter().map(|run| Run { first_doc: run.first_doc + first_doc, ..run }));
                joined.people.extend(part.people);
            }
            self.parts.push(joined);
        }
    }
}
