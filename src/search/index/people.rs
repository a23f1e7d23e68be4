//! Who speaks: speakers with their roles and labels, each different one once for the whole library.

use std::collections::HashMap;

use crate::model::{Transcript, Turn};

/// A speaker as the index knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Person {
    /// Name; empty where nobody is known to speak.
    pub name: String,
    /// Role; empty where there is none.
    pub role: String,
    /// Label as printed; empty where there is none.
    pub label: String,
}

/// All speakers, by number. Number 0 is nobody.
#[derive(Debug)]
pub struct People {
    people: Vec<Person>,
    numbers: HashMap<Person, u32>,
}

impl Default for People {
    fn default() -> Self {
        let nobody = Person::default();
        Self { numbers: HashMap::from([(nobody.clone(), 0)]), people: vec![nobody] }
    }
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
        self.people.push(person.clone());
        self.numbers.insert(person, number);
        number
    }

    pub(super) fn of_transcript(&mut self, transcript: &Transcript) -> OfTranscript {
        let mut person = |speaker: Option<crate::model::SpeakerId>, label: &str| {
            let speaker = speaker.and_then(|id| transcript.speaker(id));
            self.number(Person {
                name: speaker.map(|speaker| speaker.name.clone()).unwrap_or_default(),
                role: speaker.and_then(|speaker| speaker.role.clone()).unwrap_or_default(),
                label: label.to_owned(),
            })
        };
        OfTranscript {
            labels: transcript.labels.iter().map(|label| person(label.speaker, &label.printed)).collect(),
            speakers: (0..transcript.speakers.len() as u32)
                .map(|id| person(Some(crate::model::SpeakerId(id)), ""))
                .collect(),
        }
    }

    pub(super) fn of_turn(&self, people: &OfTranscript, turn: &Turn) -> u32 {
        // A label may stand for somebody else in another turn: it counts only where both agree.
        let by_speaker = turn.speaker.and_then(|id| people.speakers.get(id.0 as usize)).copied();
        let by_label = turn.label.and_then(|label| people.labels.get(label.id.0 as usize)).copied();
        let name = |number: u32| self.get(number).map(|person| person.name.as_str());
        match (by_label, by_speaker) {
            (Some(label), Some(speaker)) if name(label) == name(speaker) => label,
            (Some(label), None) if name(label) == Some("") => label,
            (_, speaker) => speaker.unwrap_or_default(),
        }
    }
}
