//! Who speaks: speakers with their roles and labels, each different one once for the whole library; and which of them
//! are one person.
//!
//! What is certain is done: full names that differ only in case, spelling or alphabet are one person, under the name
//! that has most turns, among those in the alphabet of most of the library. What is only likely (initials, a surname
//! alone) is left apart. What the user says goes before all of it.

use std::collections::HashMap;

use crate::library::named::Named;
use crate::model::{SpeakerId, Transcript, Turn};
use crate::text::latin::name_form;

/// A speaker as the index knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Person {
    /// Name; empty where nobody is known to speak.
    pub name: String,
    /// Role; empty where there is none.
    pub role: String,
    /// Label as printed; empty where there is none.
    pub label: String,
    /// Whether `name` is no person's name.
    pub is_generic: bool,
}

/// All speakers, by number. Number 0 is nobody.
#[derive(Debug)]
pub struct People {
    people: Vec<Person>,
    numbers: HashMap<Person, u32>,
    /// How many turns each has.
    turns: Vec<u32>,
    /// For each, the one whose name stands for all of the same person.
    known_as: Vec<u32>,
    /// The first person with a name.
    by_name: HashMap<String, u32>,
    /// What the user says.
    decided: Named,
}

impl Default for People {
    fn default() -> Self {
        let nobody = Person::default();
        Self {
            numbers: HashMap::from([(nobody.clone(), 0)]),
            people: vec![nobody],
            turns: vec![0],
            known_as: vec![0],
            by_name: HashMap::new(),
            decided: Named::default(),
        }
    }
}

/// Stands before a name that the user says, among the forms of names.
const DECIDED: char = '\u{1}';

/// Whether a name is written in Latin letters.
fn is_latin(name: &str) -> bool {
    name.chars().find(|letter| letter.is_alphabetic()).is_none_or(|letter| letter < '\u{370}')
}

/// The numbers of the speakers of one transcript: for each label the number of who speaks under it.
#[derive(Debug)]
pub(super) struct OfTranscript {
    labels: Vec<u32>,
    speakers: Vec<u32>,
}

impl People {
    /// The person with this number.
    pub fn get(&self, number: u32) -> Option<&Person> {
        self.people.get(number as usize)
    }

    /// All, by number.
    pub fn all(&self) -> &[Person] {
        &self.people
    }

    fn number(&mut self, person: Person) -> u32 {
        if let Some(number) = self.numbers.get(&person) {
            return *number;
        }
        let number = self.people.len() as u32;
        self.turns.push(0);
        self.known_as.push(number);
        self.people.push(person.clone());
        self.numbers.insert(person, number);
        number
    }

    pub(super) fn of_transcript(&mut self, transcript: &Transcript) -> OfTranscript {
        let mut person = |speaker: Option<SpeakerId>, label: &str| {
            let speaker = speaker.and_then(|id| transcript.speaker(id));
            self.number(Person {
                name: speaker.map(|speaker| speaker.name.clone()).unwrap_or_default(),
                role: speaker.and_then(|speaker| speaker.role.clone()).unwrap_or_default(),
                label: label.to_owned(),
                is_generic: speaker.is_none_or(|speaker| speaker.is_generic),
            })
        };
        OfTranscript {
            labels: transcript.labels.iter().map(|label| person(label.speaker, &label.printed)).collect(),
            speakers: (0..transcript.speakers.len() as u32).map(|id| person(Some(SpeakerId(id)), "")).collect(),
        }
    }

    pub(super) fn of_turn(&mut self, people: &OfTranscript, turn: &Turn) -> u32 {
        // A label may stand for somebody else in another turn: it counts only where both agree.
        let by_speaker = turn.speaker.and_then(|id| people.speakers.get(id.0 as usize)).copied();
        let by_label = turn.label.and_then(|label| people.labels.get(label.id.0 as usize)).copied();
        let name = |number: u32| self.get(number).map(|person| person.name.as_str());
        let number = match (by_label, by_speaker) {
            (Some(label), Some(speaker)) if name(label) == name(speaker) => label,
            (Some(label), None) if name(label) == Some("") => label,
            (_, speaker) => speaker.unwrap_or_default(),
        };
        if let Some(turns) = self.turns.get_mut(number as usize) {
            *turns += 1;
        }
        number
    }

    /// Takes up what the user says. It holds once they were resolved.
    pub(super) fn decide(&mut self, decided: Named) {
        // A name that no transcript has may be the one to be known by.
        for name in decided.all_known() {
            self.number(Person { name: name.to_owned(), ..Person::default() });
        }
        self.decided = decided;
    }

    /// For each person what all of one have in common: the form of the name, or the name that the user says.
    fn forms(&self) -> Vec<String> {
        let is_generic: HashMap<&str, bool> =
            self.people.iter().map(|person| (person.name.as_str(), person.is_generic)).collect();
        let form = |name: &str| {
            let form = name_form(name);
            // A surname alone, or a first name, may be anybody's.
            let is_certain = form.contains(' ') && is_generic.get(name) != Some(&true);
            if is_certain { form } else { name.to_owned() }
        };
        let stands_alone = |name: &str| self.decided.names.get(name).is_some_and(|known| known == name);
        // Who looks like somebody whom the user names is that one too.
        let mut named: HashMap<String, &str> = HashMap::new();
        for known in self.decided.all_known().filter(|known| !stands_alone(known)) {
            named.entry(form(known)).or_insert(known);
        }
        let of = |person: &Person| {
            let decided = self.decided.decided(&person.name, &person.label);
            match decided {
                Some(known) if stands_alone(known) => return format!("{DECIDED}{known}"),
                None if person.name.is_empty() => return String::new(),
                _ => {}
            }
            let form = form(decided.unwrap_or(&person.name));
            named.get(&form).map_or(form, |known| format!("{DECIDED}{known}"))
        };
        self.people.iter().map(of).collect()
    }

    /// Finds out anew which of them are one person.
    pub(super) fn resolve(&mut self) {
        // Turns by name, and of each form the name that has most.
        let mut by_name: HashMap<&str, (u32, u32)> = HashMap::new();
        for ((number, person), turns) in (0..).zip(&self.people).zip(&self.turns) {
            // A label that stands for somebody else says nothing of the name.
            if self.decided.labels.get(&person.name).is_some_and(|labels| labels.contains_key(&person.label)) {
                continue;
            }
            let (first, sum) = by_name.entry(&person.name).or_insert((number, 0));
            (*first, *sum) = ((*first).min(number), *sum + turns);
        }
        // Of names in two alphabets that counts which most of the library is written in.
        let of_alphabet = |latin: bool| -> u32 {
            let of_it = self.people.iter().zip(&self.turns).filter(|(person, _)| is_latin(&person.name) == latin);
            of_it.map(|(_, turns)| *turns).sum()
        };
        let is_library_latin = of_alphabet(true) >= of_alphabet(false);
        let forms = self.forms();
        let mut best: HashMap<&str, (u32, (bool, u32))> = HashMap::new();
        for (person, form) in self.people.iter().zip(&forms) {
            let (number, turns) = by_name.get(person.name.as_str()).copied().unwrap_or_default();
            let weight = (is_latin(&person.name) == is_library_latin, turns);
            let best = best.entry(form).or_insert((number, weight));
            if weight > best.1 || (weight == best.1 && number < best.0) {
                *best = (number, weight);
            }
        }
        self.by_name = by_name.iter().map(|(name, (number, _))| ((*name).to_owned(), *number)).collect();
        // Those without a name are only known by their labels.
        let known = |(number, (person, form)): (u32, (&Person, &String))| match form.strip_prefix(DECIDED) {
            Some(known) => self.by_name.get(known).copied().unwrap_or(number),
            None if person.name.is_empty() => number,
            None => best.get(form.as_str()).map_or(number, |(known, _)| *known),
        };
        self.known_as = (0..).zip(self.people.iter().zip(&forms)).map(known).collect();
    }

    /// How many turns somebody has, those of transcripts that were taken out included; none where there is nobody.
    pub fn turns(&self, number: u32) -> Option<u32> {
        self.turns.get(number as usize).copied()
    }

    /// The one whose name stands for all of the same person.
    pub fn known_as(&self, number: u32) -> u32 {
        self.known_as.get(number as usize).copied().unwrap_or_default()
    }

    /// For each person whether something holds for them, under any of their names.
    pub fn choose(&self, holds: impl Fn(&Person) -> bool) -> Vec<bool> {
        let mut known = vec![false; self.people.len()];
        for (person, known_as) in self.people.iter().zip(&self.known_as) {
            known[*known_as as usize] |= holds(person);
        }
        self.known_as.iter().map(|known_as| known[*known_as as usize]).collect()
    }

    /// The name under which a person is known in the whole library, by a name in one transcript.
    pub fn known_name<'a>(&'a self, name: &'a str) -> &'a str {
        let known = self.by_name.get(name).and_then(|number| self.get(self.known_as(*number)));
        known.map_or(name, |person| &person.name)
    }

    /// The same for a name under a label, which may stand for somebody else.
    pub fn known_under<'a>(&'a self, name: &'a str, label: &str) -> &'a str {
        let by_label = self.decided.labels.get(name).and_then(|labels| labels.get(label));
        by_label.map_or_else(|| self.known_name(name), |known| self.known_name(known))
    }

    /// What the user says of speakers.
    pub fn decided(&self) -> &Named {
        &self.decided
    }

    /// The role of a person: as their transcript says, or else as the user says; empty where nobody says one.
    pub fn role(&self, number: u32) -> &str {
        let role = self.get(number).map_or("", |person| &person.role);
        if !role.is_empty() || self.decided.roles.is_empty() {
            return role;
        }
        let known = self.get(self.known_as(number)).map_or("", |person| &person.name);
        self.decided.roles.get(known).map_or("", String::as_str)
    }
}
