//! The filter: text and facets together. Values of one facet are "or", facets among themselves are "and".
//! Each facet's counts leave its own choice aside, so that they say what choosing another value would give.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::dates::DateRange;
use super::evaluate::{Evaluator, Progress, turn_paragraphs};
use super::index::{Docs, Index, Part, People, count_range, no_bits, set_range};
use super::query::{Comparison, Query, Wanted};
use super::spans::{SpanPlaces, SpanTerms, count_apart};
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
    /// Whether words are found in Latin and in Cyrillic letters, whichever they are asked for in.
    pub either_alphabet: bool,
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
    /// What must not be.
    pub without: Box<Without>,
}

/// Values that are excluded: of the same kinds as those of the filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Without {
    pub speakers: BTreeSet<String>,
    pub roles: BTreeSet<String>,
    pub places: BTreeSet<String>,
    pub languages: BTreeSet<String>,
    pub formats: BTreeSet<String>,
}

impl Filter {
    /// Whether it asks for everything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it chooses among the turns of a transcript, not only among transcripts.
    pub fn chooses_turns(&self) -> bool {
        !self.text.trim().is_empty() || self.chooses_people()
    }

    fn chooses_people(&self) -> bool {
        [&self.speakers, &self.roles, &self.without.speakers, &self.without.roles].iter().any(|set| !set.is_empty())
    }

    /// What stands in the search box, understood; stems are those of the languages in the library.
    pub fn query(&self, library: &Library) -> Query {
        let stems = if self.has_stems {
            let languages = library.entries().iter().filter_map(|entry| entry.transcript.metadata.language.as_deref());
            Stems::of(languages)
        } else {
            Stems::default()
        };
        let Self { is_exact, either_alphabet, .. } = *self;
        Query::parse(&self.text, Comparison { is_exact, stems, either_alphabet })
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
    /// Dates as they are known, in order, and how many transcripts have each; those without any left out.
    pub days: Vec<(Date, u32)>,
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
    /// Whether turns may be missing, because not all could be looked at yet.
    pub is_partial: bool,
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
            let mut of_run = no_bits();
            set_range(&mut of_run, run.first_doc as usize, (run.first_doc + run.turns) as usize);
            let docs = turns.both(evaluator.find_among(part, Docs::Many(of_run)));
            for doc in docs.iter() {
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
        let without = &filter.without;
        let choice = |chosen: Option<Vec<bool>>, excluded: Option<Vec<bool>>| match (chosen, excluded) {
            (None, None) => None,
            (Some(chosen), None) => Some(part.docs_of(&chosen)),
            (None, Some(excluded)) => Some(Docs::all(part.people.len()).without(&part.docs_of(&excluded))),
            (Some(chosen), Some(excluded)) => Some(part.docs_of(&chosen).without(&part.docs_of(&excluded))),
        };
        // Who is chosen is chosen under all names.
        let by_name = |names: &BTreeSet<String>| {
            let named = (0..).zip(all).filter(|(_, person)| names.contains(&person.name));
            let known: BTreeSet<u32> = named.map(|(number, _)| people.known_as(number)).collect();
            let is_known = |number| known.contains(&people.known_as(number));
            (!names.is_empty()).then(|| (0..all.len() as u32).map(is_known).collect())
        };
        let by_role = |roles: &BTreeSet<String>| {
            (!roles.is_empty())
                .then(|| (0..all.len() as u32).map(|number| roles.contains(people.role(number))).collect())
        };
        Self {
            speakers: choice(by_name(&filter.speakers), by_name(&without.speakers)),
            roles: choice(by_role(&filter.roles), by_role(&without.roles)),
        }
    }

    pub(super) fn both(&self, docs: Docs) -> Docs {
        [&self.speakers, &self.roles].into_iter().flatten().fold(docs, |docs, choice| docs.and(choice))
    }
}

/// What is known of a transcript as a whole, and whether the filter wants it so: day, place, language, format.
pub(super) struct Whole<'a> {
    date: Option<Date>,
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
        let allows = |chosen: &BTreeSet<String>, excluded: &BTreeSet<String>, value: &str| {
            (chosen.is_empty() || chosen.contains(value)) && !excluded.contains(value)
        };
        // Whatever was chosen may be known by another name since.
        let is_at = |places: &BTreeSet<String>| places.iter().any(|chosen| index.place(chosen) == place);
        let without = &filter.without;
        Self {
            date,
            place,
            language,
            format,
            passes: [
                DateRange { from: filter.from, to: filter.to }.has(date),
                (filter.places.is_empty() || is_at(&filter.places)) && !is_at(&without.places),
                allows(&filter.languages, &without.languages, language),
                allows(&filter.formats, &without.formats, format),
            ],
        }
    }

    pub(super) fn failing(&self) -> usize {
        self.passes.iter().filter(|pass| !**pass).count()
    }
}

/// What the filter finds in the library, with the counts of all facets.
pub fn filter_library(index: &Index, library: &Library, filter: &Filter, query: &Query) -> Tally {
    resume_filter(index, library, filter, query, &mut Progress::default())
}

/// The same, as far as there is leave to look at texts. What was found is kept in `progress`, which must have come of
/// the same query, index and library.
pub fn resume_filter(
    index: &Index,
    library: &Library,
    filter: &Filter,
    query: &Query,
    progress: &mut Progress,
) -> Tally {
    let evaluator = Evaluator::resume(query, index, library, std::mem::take(progress));
    let hits = Hits::new(query, index);
    let wholes: Vec<Whole<'_>> =
        library.entries().iter().map(|entry| Whole::new(index, library, entry, filter)).collect();
    let passes: Vec<bool> = wholes.iter().map(|whole| whole.failing() == 0).collect();
    let mut matching: Vec<Matching> =
        (0..wholes.len() as u32).map(|entry| Matching { entry, ..Matching::default() }).collect();
    let people = index.people();
    let chooses_people = filter.chooses_people();
    let mut by_speaker = vec![0; people.all().len()];
    let mut by_role = by_speaker.clone();
    for part in index.parts() {
        let (text, counted) = evaluator.find_and_count(part);
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
        hits.add(counted, part, library, &choice.both(text_here), &mut matching);
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
    let is_partial = evaluator.is_partial();
    *progress = evaluator.into_progress();
    Tally { entries: matching, facets: counts.into_facets(), is_partial }
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

/// What is looked for in turns, ready to be counted.
struct Hits<'a> {
    query: &'a Query,
    wanted: Vec<&'a Wanted>,
    /// All of it by the numbers of its words; empty where not all is words, or letters must be as printed.
    spans: Vec<SpanTerms>,
}

impl<'a> Hits<'a> {
    fn new(query: &'a Query, index: &Index) -> Self {
        let mut wanted = Vec::new();
        query.walk_wanted(&mut |one| wanted.push(one));
        let span = |one: &&Wanted| match one {
            Wanted::Span(span) if !query.is_exact => Some(SpanTerms::new(span, index.dictionary())),
            _ => None,
        };
        let spans = wanted.iter().map(span).collect::<Option<_>>().unwrap_or_default();
        Self { query, wanted, spans }
    }

    /// Counts the places of what is looked for in some turns of a part, by transcript. `counted` says how many there are
    /// in each turn, where that is known.
    fn add(&self, counted: Option<Vec<u32>>, part: &Part, library: &Library, turns: &Docs, matching: &mut [Matching]) {
        if self.wanted.is_empty() {
            return;
        }
        let counts = match counted {
            Some(mut counts) => {
                keep_of(turns, &mut counts);
                counts
            }
            None => self.counts(part, library, turns),
        };
        for run in &part.runs {
            let Some(matching) = run.entry.and_then(|place| matching.get_mut(place as usize)) else { continue };
            let counts = counts.get(run.first_doc as usize..(run.first_doc + run.turns) as usize).unwrap_or_default();
            matching.hits += counts.iter().sum::<u32>();
        }
    }

    /// For each turn of a part how many places of what is looked for it has; 0 for all but `turns`.
    fn counts(&self, part: &Part, library: &Library, turns: &Docs) -> Vec<u32> {
        let mut counts = vec![0; part.people.len()];
        match self.spans.as_slice() {
            // The index cannot count letters as printed, nor what an expression matches.
            [] => {
                let mut folded = String::new();
                let mut count = |text: &str| match self.wanted.as_slice() {
                    // A single expression needs no words.
                    [Wanted::Pattern(pattern)] if !pattern.is_exact() => {
                        folded.clear();
                        fold_into(text, &mut folded);
                        pattern.count(&folded) as u32
                    }
                    _ => self.query.highlights(text).len() as u32,
                };
                for doc in turns.iter() {
                    let paragraphs = turn_paragraphs(library, part, doc).into_iter().flatten();
                    counts[doc as usize] = paragraphs.map(&mut count).sum();
                }
            }
            [SpanTerms::Row(row)] if row.len() == 1 => {
                part.segment.add_counts(&row[0], &mut counts);
                keep_of(turns, &mut counts);
            }
            spans => {
                let mut places: Vec<_> = spans.iter().map(|span| SpanPlaces::new(span, &part.segment, turns)).collect();
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
            }
        }
        counts
    }
}

/// Leaves the counts of some turns only, where there are others.
fn keep_of(turns: &Docs, counts: &mut [u32]) {
    if counts.iter().filter(|count| **count > 0).count() > turns.len() {
        for (doc, count) in (0..).zip(counts).filter(|(_, count)| **count > 0) {
            if !turns.contains(doc) {
                *count = 0;
            }
        }
    }
}

#[derive(Default)]
struct Counts<'a> {
    speakers: BTreeMap<&'a str, u32>,
    roles: BTreeMap<&'a str, u32>,
    dates: BTreeMap<Option<Date>, u32>,
    places: BTreeMap<&'a str, u32>,
    languages: BTreeMap<&'a str, u32>,
    formats: BTreeMap<&'a str, u32>,
}

impl<'a> Counts<'a> {
    /// Counts a transcript whose turns match, in those facets that alone keep it out, or in all if none does.
    fn add(&mut self, whole: &'a Whole<'_>) {
        let failing = whole.failing();
        let [date, others @ ..] = whole.passes;
        let counts = |pass: bool| failing == 0 || (failing == 1 && !pass);
        if counts(date) {
            *self.dates.entry(whole.date).or_default() += 1;
        }
        let facets =
            [(&mut self.places, whole.place), (&mut self.languages, whole.language), (&mut self.formats, whole.format)];
        for ((values, value), _) in facets.into_iter().zip(others).filter(|(_, pass)| counts(*pass)) {
            *values.entry(value).or_default() += 1;
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
        let mut years: BTreeMap<Option<u16>, u32> = BTreeMap::new();
        for (date, count) in &self.dates {
            *years.entry(date.map(|date| date.year)).or_default() += count;
        }
        Facets {
            speakers: ranked(self.speakers),
            roles: ranked(self.roles),
            years: years
                .into_iter()
                .map(|(year, count)| Counted { value: year.map(|year| year.to_string()).unwrap_or_default(), count })
                .collect(),
            days: self.dates.into_iter().filter_map(|(date, count)| Some((date?, count))).collect(),
            places: ranked(self.places),
            languages: ranked(self.languages),
            formats: ranked(self.formats),
        }
    }
}
