//! The filter: text and facets together. Values of one facet are "or", facets among themselves are "and".
//! Each facet's counts leave its own choice aside, so that they say what choosing another value would give.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Query;
use crate::library::{Entry, Library};
use crate::model::{Date, Speaker};

/// What the user asks to see. Empty sets and absent dates ask for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// What stands in the search box.
    pub text: String,
    /// Names of speakers; the empty name stands for text without a speaker.
    pub speakers: BTreeSet<String>,
    /// Roles.
    pub roles: BTreeSet<String>,
    /// Places as printed.
    pub places: BTreeSet<String>,
    /// Languages, BCP 47.
    pub languages: BTreeSet<String>,
    /// Format ids.
    pub formats: BTreeSet<String>,
    /// First day, inclusive.
    pub from: Option<Date>,
    /// Last day, inclusive; a year means all of it.
    pub to: Option<Date>,
}

impl Filter {
    /// Whether it asks for everything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it chooses among the turns of a transcript, not only among transcripts.
    pub fn chooses_turns(&self) -> bool {
        !self.text.trim().is_empty() || !self.speakers.is_empty() || !self.roles.is_empty()
    }

    fn has_date(&self, date: Option<Date>) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let Some(date) = date else { return false };
        // "To 2014" holds every day of 2014: compare only as far as the bound is known.
        let not_after = |bound: Date| {
            let cut = Date {
                month: date.month.filter(|_| bound.month.is_some()),
                day: date.day.filter(|_| bound.day.is_some()),
                ..date
            };
            cut <= bound
        };
        let not_before = |bound: Date| date >= bound || (date.month.is_none() && date.year == bound.year);
        self.from.is_none_or(not_before) && self.to.is_none_or(not_after)
    }
}

/// A value of a facet and how much has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The value; empty for "none".
    pub value: String,
    /// Turns for speakers and roles, transcripts for the others.
    pub count: u32,
}

/// The facets with their counts, most frequent first; years in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Speakers by name.
    pub speakers: Vec<Counted>,
    /// Roles.
    pub roles: Vec<Counted>,
    /// Years.
    pub years: Vec<Counted>,
    /// Places.
    pub places: Vec<Counted>,
    /// Languages.
    pub languages: Vec<Counted>,
    /// Formats.
    pub formats: Vec<Counted>,
}

/// What the filter finds in one transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Paragraphs that match, as indices, in order.
    pub paragraphs: Vec<u32>,
    /// Places where the text of the query stands.
    pub hits: u32,
}

/// What the filter finds in the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Indices of the transcripts that match, with the number of hits and of matching paragraphs.
    pub entries: Vec<(usize, u32, u32)>,
    /// Counts.
    pub facets: Facets,
}

/// What the filter finds in one transcript, its own facets (place, date …) left aside: whoever has it on screen asked
/// for it.
pub fn match_entry(entry: &Entry, filter: &Filter, query: &Query) -> Found {
    let mut found = Found::default();
    walk_turns(entry, query, |turn| {
        if allows(&filter.speakers, turn.name()) && allows_role(filter, turn.speaker) {
            found.hits += turn.hits;
            found.paragraphs.extend(turn.paragraphs);
        }
    });
    found
}

/// A turn whose text matches the query.
struct MatchingTurn<'a> {
    speaker: Option<&'a Speaker>,
    hits: u32,
    paragraphs: Vec<u32>,
}

impl<'a> MatchingTurn<'a> {
    fn name(&self) -> &'a str {
        self.speaker.map_or("", |speaker| &speaker.name)
    }
}

/// Calls `each` for every turn that has all terms of the query, with the paragraphs that hold any of them.
fn walk_turns<'a>(entry: &'a Entry, query: &Query, mut each: impl FnMut(MatchingTurn<'a>)) {
    let transcript = &entry.transcript;
    // A term that stands nowhere in the transcript settles the matter without a look at the turns.
    if query.terms().iter().any(|term| term.find(&entry.folded).next().is_none()) {
        return;
    }
    for turn in &transcript.turns {
        let speaker = turn.speaker.and_then(|id| transcript.speaker(id));
        if query.is_empty() {
            each(MatchingTurn { speaker, hits: 0, paragraphs: (turn.first..turn.end).collect() });
            continue;
        }
        let mut hits = 0;
        let mut paragraphs = BTreeSet::new();
        let has_all = query.terms().iter().all(|term| {
            let mut has_any = false;
            for index in turn.first..turn.end {
                let n = term.find(entry.folded_paragraph(index as usize)).count() as u32;
                if n > 0 {
                    has_any = true;
                    hits += n;
                    paragraphs.insert(index);
                }
            }
            has_any
        });
        if has_all {
            each(MatchingTurn { speaker, hits, paragraphs: paragraphs.into_iter().collect() });
        }
    }
}

fn allows(chosen: &BTreeSet<String>, value: &str) -> bool {
    chosen.is_empty() || chosen.contains(value)
}

fn allows_role(filter: &Filter, speaker: Option<&Speaker>) -> bool {
    filter.roles.is_empty() || speaker.and_then(|s| s.role.as_deref()).is_some_and(|role| filter.roles.contains(role))
}

/// What the filter finds in the library, with the counts of all facets.
pub fn filter_library(library: &Library, filter: &Filter) -> Tally {
    let query = Query::parse(&filter.text);
    let mut tally = Tally::default();
    let mut counts = Counts::default();
    for (index, entry) in library.entries().iter().enumerate() {
        let metadata = &entry.transcript.metadata;
        let place = metadata.place.as_ref().map_or("", |field| &field.value);
        let language = metadata.language.as_deref().unwrap_or_default();
        let format = library.source(entry).map_or("", |source| source.format.id);
        let date = metadata.date.as_ref().map(|field| field.value);
        let passes = [
            filter.has_date(date),
            allows(&filter.places, place),
            allows(&filter.languages, language),
            allows(&filter.formats, format),
        ];
        let failing = passes.iter().filter(|pass| !**pass).count();
        if failing > 1 {
            continue;
        }
        let mut has_turns = false;
        let (mut hits, mut paragraphs) = (0, 0);
        walk_turns(entry, &query, |turn| {
            let by_speaker = allows(&filter.speakers, turn.name());
            let by_role = allows_role(filter, turn.speaker);
            if by_speaker && by_role {
                has_turns = true;
                hits += turn.hits;
                paragraphs += turn.paragraphs.len() as u32;
            }
            if failing == 0 {
                if by_role {
                    *counts.speakers.entry(turn.name()).or_default() += 1;
                }
                if by_speaker && let Some(role) = turn.speaker.and_then(|s| s.role.as_deref()) {
                    *counts.roles.entry(role).or_default() += 1;
                }
            }
        });
        // A transcript without any turn is shown as long as nothing is asked of turns.
        if !has_turns && (filter.chooses_turns() || !entry.transcript.turns.is_empty()) {
            continue;
        }
        let fails_only = |facet: usize| failing == 0 || !passes[facet];
        if fails_only(0) {
            let year = date.map(|date| date.year.to_string()).unwrap_or_default();
            *counts.years.entry(year).or_default() += 1;
        }
        if fails_only(1) {
            *counts.places.entry(place).or_default() += 1;
        }
        if fails_only(2) {
            *counts.languages.entry(language).or_default() += 1;
        }
        if fails_only(3) {
            *counts.formats.entry(format).or_default() += 1;
        }
        if failing == 0 {
            tally.entries.push((index, hits, paragraphs));
        }
    }
    tally.facets = counts.into_facets();
    tally
}

#[derive(Default)]
struct Counts<'a> {
    speakers: BTreeMap<&'a str, u32>,
    roles: BTreeMap<&'a str, u32>,
    years: BTreeMap<String, u32>,
    places: BTreeMap<&'a str, u32>,
    languages: BTreeMap<&'a str, u32>,
    formats: BTreeMap<&'a str, u32>,
}

impl Counts<'_> {
    fn into_facets(self) -> Facets {
        fn ranked<S: Into<String>>(counts: BTreeMap<S, u32>) -> Vec<Counted> {
            let mut rows: Vec<_> =
                counts.into_iter().map(|(value, count)| Counted { value: value.into(), count }).collect();
            rows.sort_by(|a, b| a.value.is_empty().cmp(&b.value.is_empty()).then(b.count.cmp(&a.count)));
            rows
        }
        let years = self.years.into_iter().map(|(value, count)| Counted { value, count }).collect();
        Facets {
            speakers: ranked(self.speakers),
            roles: ranked(self.roles),
            years,
            places: ranked(self.places),
            languages: ranked(self.languages),
            formats: ranked(self.formats),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vague_bound_holds_all_its_days() {
        let filter =
            |from: &str, to: &str| Filter { from: Date::from_iso(from), to: Date::from_iso(to), ..Filter::default() };
        let day = Date::from_iso("2014-07-10");
        assert!(filter("2014", "2014").has_date(day));
        assert!(filter("2014-07", "2014-07").has_date(day));
        assert!(filter("2014-07-10", "2014-07-10").has_date(day));
        assert!(!filter("2014-07-11", "").has_date(day));
        assert!(!filter("", "2014-06").has_date(day));
        assert!(!filter("", "2014").has_date(None));
        assert!(filter("", "").has_date(None));
        assert!(filter("2014-03", "").has_date(Date::from_iso("2014")));
    }
}
