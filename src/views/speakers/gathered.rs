//! All speakers, or all places, of a library: the name under which each is known, every way in which it is written, and
//! how often.

use std::collections::HashMap;

use crate::library::Library;
use crate::library::named::{Named, PLACES, SPEAKERS};
use crate::search::Index;

/// What there are names of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    #[allow(missing_docs)]
    Speakers,
    #[allow(missing_docs)]
    Places,
}

impl Kind {
    /// The name of the kind, which is that of its record too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speakers => SPEAKERS,
            Self::Places => PLACES,
        }
    }

    /// The kind with this name; speakers where there is none.
    pub fn of(name: &str) -> Self {
        if name == PLACES { Self::Places } else { Self::Speakers }
    }

    /// What the user says of names of this kind.
    pub fn decided(self, index: &Index) -> &Named {
        match self {
            Self::Speakers => index.people().decided(),
            Self::Places => index.decided_places(),
        }
    }
}

/// A way in which a name is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The name as read.
    pub name: String,
    /// The label as printed; empty for a place and where there is none.
    pub label: String,
    /// Turns under it, or transcripts of a place.
    pub count: u32,
}

/// Somebody, or some place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The name under which it is known.
    pub name: String,
    /// How it is written, most frequent first.
    pub written: Vec<Written>,
    /// Roles that transcripts say, most frequent first, with turns.
    pub roles: Vec<(String, u32)>,
    /// Turns; none of a place.
    pub turns: u32,
    /// The transcripts, by place in the library, in order.
    pub transcripts: Vec<u32>,
    /// Whether it is no person's name.
    pub is_generic: bool,
}

impl Known {
    /// How much there is of it: turns, or transcripts of a place.
    pub fn weight(&self) -> u32 {
        if self.turns > 0 { self.turns } else { self.transcripts.len() as u32 }
    }

    /// Counts a way in which it is written.
    fn write(&mut self, name: &str, label: &str, count: u32) {
        match self.written.iter_mut().find(|written| written.name == name && written.label == label) {
            Some(written) => written.count += count,
            None => self.written.push(Written { name: name.to_owned(), label: label.to_owned(), count }),
        }
    }

    /// Names other than the one under which it is known, each once.
    pub fn other_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for written in &self.written {
            if written.name != self.name && !names.contains(&written.name.as_str()) {
                names.push(&written.name);
            }
        }
        names
    }
}

/// A list in the order of these keys, the least first; of the same key as they come. One sort of numbers serves all lists.
pub fn ordered<T>(list: Vec<T>, key: impl Fn(&T) -> u32) -> Vec<T> {
    let mut keys: Vec<u64> = (0u64..).zip(&list).map(|(at, value)| (u64::from(key(value)) << 32) | at).collect();
    keys.sort_unstable();
    let mut list: Vec<Option<T>> = list.into_iter().map(Some).collect();
    keys.into_iter().filter_map(|key| list.get_mut(key as u32 as usize)?.take()).collect()
}

/// All of a kind, the weightiest first.
pub fn gather(library: &Library, index: &Index, kind: Kind) -> Vec<Known> {
    let mut all = match kind {
        Kind::Speakers => speakers(index),
        Kind::Places => places(library, index),
    };
    for known in &mut all {
        known.written = ordered(std::mem::take(&mut known.written), |written| u32::MAX - written.count);
        known.roles = ordered(std::mem::take(&mut known.roles), |(_, turns)| u32::MAX - turns);
        known.transcripts.sort_unstable();
        known.transcripts.dedup();
    }
    ordered(all, |known| u32::MAX - known.weight())
}

fn speakers(index: &Index) -> Vec<Known> {
    let people = index.people();
    let mut turns = vec![0u32; people.all().len()];
    let mut all: Vec<Option<Known>> = people.all().iter().map(|_| None).collect();
    for part in index.parts() {
        for run in &part.runs {
            let Some(entry) = run.entry else { continue };
            let of_run = run.first_doc as usize..(run.first_doc + run.turns) as usize;
            for person in part.people.get(of_run).unwrap_or_default() {
                let Some(turns) = turns.get_mut(*person as usize) else { continue };
                *turns += 1;
                let Some(known) = all.get_mut(people.known_as(*person) as usize) else { continue };
                let known = known.get_or_insert_with(|| Known { is_generic: true, ..Known::default() });
                if known.transcripts.last() != Some(&entry) {
                    known.transcripts.push(entry);
                }
            }
        }
    }
    for ((number, person), turns) in (0..).zip(people.all()).zip(turns) {
        if turns == 0 || person.name.is_empty() {
            continue;
        }
        let known_as = people.known_as(number);
        let Some(Some(known)) = all.get_mut(known_as as usize) else { continue };
        if known.name.is_empty() {
            known.name = people.get(known_as).map(|person| person.name.clone()).unwrap_or_default();
        }
        known.turns += turns;
        known.is_generic &= person.is_generic;
        if !person.role.is_empty() {
            match known.roles.iter_mut().find(|(role, _)| *role == person.role) {
                Some((_, sum)) => *sum += turns,
                None => known.roles.push((person.role.clone(), turns)),
            }
        }
        known.write(&person.name, &person.label, turns);
    }
    all.into_iter().flatten().filter(|known| known.turns > 0).collect()
}

fn places(library: &Library, index: &Index) -> Vec<Known> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut all: Vec<Known> = Vec::new();
    for (number, entry) in (0..).zip(library.entries()) {
        let Some(place) = entry.transcript.metadata.place.as_ref().map(|place| place.value.as_str()) else { continue };
        let name = index.place(place);
        let at = *numbers.entry(name).or_insert_with(|| {
            all.push(Known { name: name.to_owned(), ..Known::default() });
            all.len() - 1
        });
        all[at].transcripts.push(number);
        all[at].write(place, "", 1);
    }
    all
}
