//! The places where what is searched for stands, as the concordance shows and the charts count them.

use std::collections::HashMap;

use super::Asked;
use crate::search::{Order, Query, find_turns};

/// A place that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the transcript in the library.
    pub entry: u32,
    /// Index of the paragraph.
    pub paragraph: u32,
    /// Where it starts in the paragraph, bytes.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

/// What is searched for, understood.
pub fn query(asked: &Asked<'_>) -> Query {
    asked.query.filter.query(asked.library)
}

/// All places in the turns that match, by day, the undated last; within a transcript as they are read.
pub fn find_places(asked: &Asked<'_>, query: &Query) -> Vec<Place> {
    let mut places = Vec::new();
    if !query.has_text() {
        return places;
    }
    for found in find_turns(asked.index, asked.library, &asked.query.filter, query, Order::Date) {
        let Some(transcript) = asked.library.entries().get(found.entry as usize).map(|entry| &entry.transcript) else {
            continue;
        };
        let Some(turn) = transcript.turns.get(found.turn as usize) else { continue };
        for paragraph in turn.first..turn.end {
            let Some(range) = transcript.paragraphs.get(paragraph as usize).map(|paragraph| paragraph.text) else {
                continue;
            };
            let highlights = query.highlights(transcript.words(range)).into_iter();
            places.extend(highlights.map(|(start, end)| Place {
                entry: found.entry,
                paragraph,
                start: start as u32,
                end: end as u32,
            }));
        }
    }
    places
}

/// All paragraphs of the turns that match, as a whole, by day, the undated last; within a transcript as they are read.
pub fn find_paragraphs<'a>(asked: &'a Asked<'_>, query: &Query) -> impl Iterator<Item = Place> + 'a {
    let turns = find_turns(asked.index, asked.library, &asked.query.filter, query, Order::Date);
    turns.into_iter().flat_map(|found| {
        let transcript = asked.library.entries().get(found.entry as usize).map(|entry| &entry.transcript);
        let turn = transcript.and_then(|transcript| transcript.turns.get(found.turn as usize));
        let paragraphs = turn.map_or(0..0, |turn| turn.first..turn.end);
        paragraphs.map(move |paragraph| Place { entry: found.entry, paragraph, start: 0, end: 0 })
    })
}

/// How many places each paragraph has.
pub struct Hits(HashMap<(u32, u32), u64>);

impl Hits {
    /// Counts the places of what is searched for.
    pub fn count(asked: &Asked<'_>) -> Self {
        let mut hits = HashMap::new();
        for place in find_places(asked, &query(asked)) {
            *hits.entry((place.entry, place.paragraph)).or_default() += 1;
        }
        Self(hits)
    }

    /// How many a paragraph has: transcript and paragraph by index.
    pub fn of(&self, entry: u32, paragraph: u32) -> u64 {
        self.0.get(&(entry, paragraph)).copied().unwrap_or_default()
    }
}
