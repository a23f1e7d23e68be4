//! Which transcripts of a library belong beside each other: the same event by day, place, names, and words or numbers.

use std::collections::{HashMap, HashSet};

use super::Relation;
use super::alignment::sounds_alike;
use crate::library::{Entry, Library};
use crate::text::difference::words;
use crate::text::fold::fold;
use crate::text::order::in_order;

/// What must speak for two transcripts being of one event, in points of [`score`].
const LEAST: u32 = 4;
/// How many words of each transcript are looked at for numbers.
const MOST_WORDS: usize = 20_000;
/// Of how many candidates the numbers are looked at: those for which most speaks without them.
const MOST_CANDIDATES: usize = 60;
/// How many transcripts of one day or title are held against each other.
const MOST_ALIKE: usize = 200;

/// Two transcripts that seem to belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Indices of the two in the library, the smaller first.
    pub left: usize,
    #[allow(missing_docs)]
    pub right: usize,
    /// What they are to each other, as far as what they say of themselves tells: languages and times.
    pub relation: Relation,
}

/// The transcript that most likely is of the same event as the one with this index; none where nothing speaks for any.
pub fn propose_partner(library: &Library, index: usize) -> Option<usize> {
    let entry = library.entries().get(index)?;
    let numbers_here = numbers(entry);
    let others = library.entries().iter().enumerate().filter(|(other, _)| *other != index);
    let facts = Facts::of(entry);
    let mut scored: Vec<(u32, usize)> =
        others.map(|(other, candidate)| (score(&facts, &Facts::of(candidate)), other)).collect();
    scored = in_order(scored, |(points, _)| u64::from(u32::MAX - points));
    scored.truncate(MOST_CANDIDATES);
    let with_numbers = scored.into_iter().filter_map(|(points, other)| {
        let there = numbers(library.entries().get(other)?);
        let shared = numbers_here.intersection(&there).count();
        let fewest = numbers_here.len().min(there.len());
        // Half of the numbers of a text do not stand in another one by chance.
        let by_numbers = if fewest >= 4 && shared * 2 >= fewest { 3 } else { 0 };
        Some((points + by_numbers, std::cmp::Reverse(other)))
    });
    let (points, other) = with_numbers.max()?;
    (points >= LEAST).then_some(other.0)
}

/// The transcript that most likely is of the same event as the one with this index and in another language: that of this
/// code, or where it is empty any. Both must say the day. None where too little speaks for any.
pub fn propose_translation(library: &Library, index: usize, language: &str) -> Option<usize> {
    let entry = library.entries().get(index)?;
    let date = entry.transcript.metadata.date.as_ref().map(|field| field.value)?;
    let is_same_day = |other: &Entry| other.transcript.metadata.date.as_ref().is_some_and(|field| field.value == date);
    let facts = Facts::of(entry);
    let wanted = language.split('-').next().unwrap_or_default().to_lowercase();
    let others = library.entries().iter().enumerate().filter(|(_, other)| is_same_day(other));
    let scored = others.filter_map(|(other, candidate)| {
        let there = Facts::of(candidate);
        let is_translation = there.language.is_some() && facts.language.is_some() && there.language != facts.language;
        let is_wanted = is_translation && (wanted.is_empty() || there.language.as_deref() == Some(&wanted));
        is_wanted.then(|| (score(&facts, &there), std::cmp::Reverse(other)))
    });
    let (points, other) = scored.max()?;
    (points >= LEAST).then_some(other.0)
}

/// All pairs of a library for which enough speaks by what the transcripts say of themselves, each transcript in one pair
/// at most, those for which most speaks first.
pub fn propose_pairs(library: &Library) -> Vec<Proposal> {
    let facts: Vec<Facts> = library.entries().iter().map(Facts::of).collect();
    // Without a day or a title in common too little would speak for it.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut alike: HashMap<String, u32> = HashMap::new();
    for (index, facts) in facts.iter().enumerate() {
        for key in
            facts.date.iter().map(|date| format!("d{date}")).chain(facts.title.iter().map(|title| format!("t{title}")))
        {
            let next = groups.len() as u32;
            let group = *alike.entry(key).or_insert(next);
            if group == next {
                groups.push(Vec::new());
            }
            groups[group as usize].push(index);
        }
    }
    let mut pairs: Vec<((usize, usize), u32)> = Vec::new();
    for group in &mut groups {
        group.truncate(MOST_ALIKE);
        for (at, left) in group.iter().enumerate() {
            for right in &group[at + 1..] {
                let points = score(&facts[*left], &facts[*right]);
                if points >= LEAST {
                    pairs.push(((*left, *right), points));
                }
            }
        }
    }
    // Most points first; those of one day and one title stand there twice.
    let key = |((left, _), points): &((usize, usize), u32)| u64::from(u32::MAX - points) << 32 | *left as u64;
    let pairs = in_order(pairs, key);
    let mut is_taken = vec![false; facts.len()];
    let mut proposals = Vec::new();
    for ((left, right), _) in pairs {
        if is_taken[left] || is_taken[right] {
            continue;
        }
        (is_taken[left], is_taken[right]) = (true, true);
        let relation = match (&facts[left], &facts[right]) {
            (a, b) if a.language.is_some() && b.language.is_some() && a.language != b.language => Relation::Translation,
            (a, b) if a.is_timed != b.is_timed => Relation::Captions,
            _ => Relation::Versions,
        };
        proposals.push(Proposal { left, right, relation });
    }
    proposals
}

/// What a transcript says of itself.
struct Facts {
    date: Option<String>,
    place: Option<String>,
    title: Option<String>,
    language: Option<String>,
    is_timed: bool,
    /// Names of its speakers, and whether each is a person's.
    speakers: Vec<(String, bool)>,
}

impl Facts {
    fn of(entry: &Entry) -> Self {
        let transcript = &entry.transcript;
        let metadata = &transcript.metadata;
        let language =
            metadata.language.as_deref().map(|code| code.split('-').next().unwrap_or_default().to_lowercase());
        Self {
            date: metadata.date.as_ref().map(|field| field.value.to_string()),
            place: metadata.place.as_ref().map(|field| fold(&field.value)),
            title: metadata.title.as_ref().map(|field| fold(&field.value)),
            language,
            is_timed: transcript.paragraphs.first().is_some_and(|paragraph| paragraph.times.is_some()),
            speakers: transcript.speakers.iter().map(|speaker| (fold(&speaker.name), !speaker.is_generic)).collect(),
        }
    }
}

/// What speaks for two transcripts being of one event by what they say of themselves.
fn score(one: &Facts, other: &Facts) -> u32 {
    let is_same_date = one.date.is_some() && one.date == other.date;
    let is_same_place = match (&one.place, &other.place) {
        (Some(one), Some(other)) => one == other || sounds_alike(one, other),
        _ => false,
    };
    let is_same_title = one.title.is_some() && one.title == other.title;
    let knows = |name: &str| other.speakers.iter().any(|(known, is_person)| *is_person && sounds_alike(known, name));
    let speakers = one.speakers.iter().filter(|(name, _)| knows(name)).count();
    let are_same_speakers = speakers > 0 && speakers * 2 >= one.speakers.len().min(other.speakers.len());
    let points = [(is_same_date, 3), (is_same_place, 1), (is_same_title, 2), (are_same_speakers, 2)];
    points.iter().filter(|(speaks, _)| *speaks).map(|(_, points)| points).sum()
}

/// The longer numbers of a transcript.
fn numbers(entry: &Entry) -> HashSet<u64> {
    let text = &entry.transcript.text;
    let words = words(&text[..text.floor_char_boundary(text.len().min(MOST_WORDS * 8))]);
    let long = words.into_iter().filter(|word| {
        let letters = word.of(text);
        letters.len() > 2 && letters.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    });
    long.map(|word| word.key).collect()
}
