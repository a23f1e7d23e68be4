//! The filter: text and facets together. Values of one facet are "or", facets among themselves are "and".
//! Each facet's counts leave its own choice aside, so that they say what choosing another value would give.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::dates::DateRange;
use super::evaluate::{Evaluator, SpanPlaces, add_word_counts, count_apart, turn_paragraphs};
use super::index::{Docs, Index, Part, People, count_range};
use super::query::{Comparison, Query, Span, Wanted};
use super::stems::Stems;
use crate::library::{Entry, Library};
use crate::model::Date;
use crate::text::fold::fold_into;

/// What the user asks to see. Empty sets and absent dates ask for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// What stands in the search box.
    pub text: String,
    /// Whether letters must be as printed.
    pub is_exact: bool,
    /// Whether words are found by their stems.
    pub has_stems: bool,
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

    /// What stands in the search box, understood; stems are those of the languages in the library.
    pub fn query(&self, library: &Library) -> Query {
        let stems = if self.has_stems {
            let languages = library.entries().iter().filter_map(|entry| entry.transcript.metadata.language.as_deref());
            Stems::of(languages)
        } else {
            Stems::default()
        };
        Query::parse(&self.text, Comparison { is_exact: self.is_exact, stems })
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
    /// Turns that match, as indices, in order.
    pub turns: Vec<u32>,
    /// Paragraphs of these that hold what is looked for, as indices, in order; all of them where nothing is.
    pub paragraphs: Vec<u32>,
}

/// What the filter finds in the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The transcripts that match, in their order in the library.
    pub entries: Vec<Matching>,
    /// Counts.
    pub facets: Facets,
}

/// A transcript that matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matching {
    /// Its place in [`Library::entries`].
    pub entry: u32,
    /// Turns that match.
    pub turns: u32,
    /// Places where what is looked for stands.
    pub hits: u32,
}

/// What the filter finds in one transcript, its own facets (place, date …) left aside: whoever has it on screen asked
/// for it.
pub fn match_entry(index: &Index, library: &Library, entry: &Entry, filter: &Filter, query: &Query) -> Found {
    let evaluator = Evaluator::new(query, index, library);
    let transcript = &entry.transcript;
    let has_text = query.has_text();
    let always_marks = query.always_marks();
    let mut found = Found::default();
    for part in index.parts() {
        for run in part.runs.iter().filter(|run| run.key == entry.key) {
            let turns = TurnChoice::new(filter, index.people(), part);
            let docs = turns.both(evaluator.find(part));
            let of_run = run.first_doc..run.first_doc + run.turns;
            for doc in docs.iter().filter(|doc| of_run.contains(&u32::from(*doc))) {
                let index = run.turn_of(doc);
                let Some(turn) = transcript.turns.get(index as usize) else { continue };
                found.turns.push(index);
                let holds = |paragraph: &u32| {
                    let paragraph = transcript.paragraphs.get(*paragraph as usize);
                    let text = paragraph.map_or("", |paragraph| transcript.words(paragraph.text));
                    // In a turn of one paragraph it can be nowhere else.
                    let is_sure = !has_text || (always_marks && turn.end - turn.first == 1);
                    is_sure || !query.highlights(text).is_empty()
                };
                found.paragraphs.extend((turn.first..turn.end).filter(holds));
            }
        }
    }
    found
}

/// The turns that the chosen speakers and roles allow; none stands for all.
pub(super) struct TurnChoice {
    speakers: Option<Docs>,
    roles: Option<Docs>,
}

impl TurnChoice {
    pub(super) fn new(filter: &Filter, people: &People, part: &Part) -> Self {
        let all = people.all();
        let choice =
            |chosen: &BTreeSet<String>, is_chosen: Vec<bool>| (!chosen.is_empty()).then(|| part.docs_of(&is_chosen));
        // Who is chosen is chosen under all names.
        let named = (0..).zip(all).filter(|(_, person)| filter.speakers.contains(&person.name));
        let known: BTreeSet<u32> = named.map(|(number, _)| people.known_as(number)).collect();
        let by_name = (0..all.len() as u32).map(|number| known.contains(&people.known_as(number))).collect();
        let by_role = (0..all.len() as u32).map(|number| filter.roles.contains(people.role(number))).collect();
        Self { speakers: choice(&filter.speakers, by_name), roles: choice(&filter.roles, by_role) }
    }

    pub(super) fn both(&self, docs: Docs) -> Docs {
        [&self.speakers, &self.roles].into_iter().flatten().fold(docs, |docs, choice| docs.and(choice))
    }
}

/// What is known of a transcript as a whole, and whether the filter wants it so: day, place, language, format.
pub(super) struct Whole<'a> {
    year: String,
    place: &'a str,
    language: &'a str,
    format: &'static str,
    passes: [bool; 4],
}

impl<'a> Whole<'a> {
    pub(super) fn new(index: &'a Index, library: &'a Library, entry: &'a Entry, filter: &Filter) -> Self {
        let metadata = &entry.transcript.metadata;
        let place = metadata.place.as_ref().map_or("", |field| index.place(&field.value));
        let language = metadata.language.as_deref().unwrap_or_default();
        let format = library.source(entry).map_or("", |source| source.format.id);
        let date = metadata.date.as_ref().map(|field| field.value);
        let allows = |chosen: &BTreeSet<String>, value: &str| chosen.is_empty() || chosen.contains(value);
        Self {
            year: date.map(|date| date.year.to_string()).unwrap_or_default(),
            place,
            language,
            format,
            passes: [
                DateRange { from: filter.from, to: filter.to }.has(date),
                // Whatever was chosen may be known by another name since.
                filter.places.is_empty() || filter.places.iter().any(|chosen| index.place(chosen) == place),
                allows(&filter.languages, language),
                allows(&filter.formats, format),
            ],
        }
    }

    pub(super) fn failing(&self) -> usize {
        self.passes.iter().filter(|pass| !**pass).count()
    }
}

/// What the filter finds in the library, with the counts of all facets.
pub fn filter_library(index: &Index, library: &Library, filter: &Filter, query: &Query) -> Tally {
    let evaluator = Evaluator::new(query, index, library);
    let wholes: Vec<Whole<'_>> =
        library.entries().iter().map(|entry| Whole::new(index, library, entry, filter)).collect();
    let passes: Vec<bool> = wholes.iter().map(|whole| whole.failing() == 0).collect();
    let mut matching: Vec<Matching> =
        (0..wholes.len() as u32).map(|entry| Matching { entry, ..Matching::default() }).collect();
    let people = index.people();
    let chooses_people = !filter.speakers.is_empty() || !filter.roles.is_empty();
    let mut by_speaker = vec![0; people.all().len()];
    let mut by_role = by_speaker.clone();
    for part in index.parts() {
        let text = evaluator.find(part);
        if text.is_empty() {
            continue;
        }
        let choice = TurnChoice::new(filter, people, part);
        let text_here = text.clone().and(&part.docs_of_transcripts(&passes));
        // Each facet's counts leave its own choice aside.
        count_people(part, &text_here, &choice.roles, &mut by_speaker);
        if chooses_people {
            count_people(part, &text_here, &choice.speakers, &mut by_role);
        }
        add_hits(query, part, library, &choice.both(text_here), &mut matching);
        let bits = choice.both(text).into_bits();
        for run in &part.runs {
            if let Some(matching) = run.entry.and_then(|place| matching.get_mut(place as usize)) {
                matching.turns += count_range(&bits, run.first_doc as usize, (run.first_doc + run.turns) as usize);
            }
        }
    }
    if !chooses_people {
        // Nothing was chosen that a count could leave aside.
        by_role.clone_from(&by_speaker);
    }
    let mut counts = Counts::default();
    for (number, (by_speaker, by_role)) in (0..).zip(by_speaker.into_iter().zip(by_role)) {
        if by_speaker > 0
            && let Some(known) = people.get(people.known_as(number))
        {
            *counts.speakers.entry(&known.name).or_default() += by_speaker;
        }
        if by_role > 0 && !people.role(number).is_empty() {
            *counts.roles.entry(people.role(number)).or_default() += by_role;
        }
    }
    // A transcript without any turn is shown as long as nothing is asked of turns.
    let is_without_turns = |place: usize| library.entries()[place].transcript.turns.is_empty();
    matching.retain(|matching| {
        let place = matching.entry as usize;
        matching.turns > 0 || (!filter.chooses_turns() && is_without_turns(place))
    });
    for whole in matching.iter().filter_map(|matching| wholes.get(matching.entry as usize)) {
        counts.add(whole);
    }
    matching.retain(|matching| wholes.get(matching.entry as usize).is_some_and(|whole| whole.failing() == 0));
    Tally { entries: matching, facets: counts.into_facets() }
}

/// Counts who speaks the turns that match, and that another choice allows.
fn count_people(part: &Part, turns: &Docs, choice: &Option<Docs>, counts: &mut [u32]) {
    let chosen = choice.as_ref().map(|choice| turns.clone().and(choice));
    for doc in chosen.as_ref().unwrap_or(turns).iter() {
        if let Some(count) = part.people.get(doc as usize).and_then(|person| counts.get_mut(*person as usize)) {
            *count += 1;
        }
    }
}

/// Counts the places of what is looked for in some turns of a part, by transcript.
fn add_hits(query: &Query, part: &Part, library: &Library, turns: &Docs, matching: &mut [Matching]) {
    let mut wanted = Vec::new();
    query.walk_wanted(&mut |one| wanted.push(one));
    if wanted.is_empty() {
        return;
    }
    let counts = hit_counts(query, &wanted, part, library, turns);
    for run in &part.runs {
        let Some(matching) = run.entry.and_then(|place| matching.get_mut(place as usize)) else { continue };
        let counts = counts.get(run.first_doc as usize..(run.first_doc + run.turns) as usize).unwrap_or_default();
        matching.hits += counts.iter().sum::<u32>();
    }
}

/// For each turn of a part how many places of what is looked for it has; 0 for all but `turns`.
fn hit_counts(query: &Query, wanted: &[&Wanted], part: &Part, library: &Library, turns: &Docs) -> Vec<u32> {
    let mut counts = vec![0; part.people.len()];
    // The index cannot count letters as printed, nor what an expression matches.
    let is_span = |one: &&Wanted| matches!(one, Wanted::Span(_));
    if query.is_exact || !wanted.iter().all(is_span) {
        let mut folded = String::new();
        let mut count = |text: &str| match wanted {
            // A single expression needs no words.
            [Wanted::Pattern(pattern)] if !pattern.is_exact() => {
                folded.clear();
                fold_into(text, &mut folded);
                pattern.count(&folded)
            }
            _ => query.highlights(text).len(),
        };
        for doc in turns.iter() {
            let paragraphs = turn_paragraphs(library, part, doc).into_iter().flatten();
            counts[doc as usize] = paragraphs.map(|text| count(text) as u32).sum();
        }
        return counts;
    }
    if let [Wanted::Span(Span::Row(row))] = wanted
        && let [word] = row.as_slice()
    {
        add_word_counts(word, &part.segment, &mut counts);
        // Where other conditions leave some of its turns out.
        if counts.iter().filter(|count| **count > 0).count() > turns.len() {
            for (doc, count) in (0..).zip(&mut counts).filter(|(_, count)| **count > 0) {
                if !turns.contains(doc) {
                    *count = 0;
                }
            }
        }
        return counts;
    }
    let spans = wanted.iter().filter_map(|one| if let Wanted::Span(span) = one { Some(span) } else { None });
    let mut places: Vec<_> = spans.map(|span| SpanPlaces::new(span, &part.segment, turns)).collect();
    let mut found = Vec::new();
    for doc in turns.iter() {
        counts[doc as usize] = if let [only] = places.as_mut_slice() {
            only.count(doc)
        } else {
            found.clear();
            places.iter_mut().for_each(|places| found.extend(places.find(doc)));
            count_apart(&mut found)
        };
    }
    counts
}

#[derive(Default)]
struct Counts<'a> {
    speakers: BTreeMap<&'a str, u32>,
    roles: BTreeMap<&'a str, u32>,
    years: BTreeMap<&'a str, u32>,
    places: BTreeMap<&'a str, u32>,
    languages: BTreeMap<&'a str, u32>,
    formats: BTreeMap<&'a str, u32>,
}

impl<'a> Counts<'a> {
    /// Counts a transcript whose turns match, in those facets that alone keep it out, or in all if none does.
    fn add(&mut self, whole: &'a Whole<'_>) {
        let failing = whole.failing();
        let facets = [
            (&mut self.years, whole.year.as_str()),
            (&mut self.places, whole.place),
            (&mut self.languages, whole.language),
            (&mut self.formats, whole.format),
        ];
        for ((counts, value), pass) in facets.into_iter().zip(whole.passes) {
            if failing == 0 || (failing == 1 && !pass) {
                *counts.entry(value).or_default() += 1;
            }
        }
    }

    fn into_facets(self) -> Facets {
        let all = |counts: BTreeMap<&str, u32>| -> Vec<Counted> {
            counts.into_iter().map(|(value, count)| Counted { value: value.to_owned(), count }).collect()
        };
        let ranked = |counts: BTreeMap<&str, u32>| {
            let mut rows = all(counts);
            rows.sort_by(|a, b| a.value.is_empty().cmp(&b.value.is_empty()).then(b.count.cmp(&a.count)));
            rows
        };
        Facets {
            speakers: ranked(self.speakers),
            roles: ranked(self.roles),
            years: all(self.years),
            places: ranked(self.places),
            languages: ranked(self.languages),
            formats: ranked(self.formats),
        }
    }
}
