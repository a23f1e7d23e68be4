//! What was worked out for the view and holds as long as no transcript changes: texts cut into units, comparisons, word
//! errors, what belongs together in the library. Searching, another class or a pin asks for none of it anew.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::compare::error_rate::Errors;
use crate::compare::pairs::{self, Pair, Pairs, Spot};
use crate::compare::{
    Compared, Comparison, Proposal, Relation, Units, Witness, guess_relation, propose_pairs, propose_partner,
};
use crate::library::{Entry, Library};

/// How many texts and comparisons are kept: those of three witnesses in two kinds of units.
const KEPT: usize = 6;

/// See the module.
#[derive(Debug, Default)]
pub struct Comparisons {
    witnesses: RefCell<VecDeque<(String, Units, Rc<Witness>)>>,
    compared: RefCell<VecDeque<(Key, Compared)>>,
    /// Of two transcripts: what they seem to be to each other.
    guessed: RefCell<VecDeque<([String; 2], Relation)>>,
    errors: RefCell<VecDeque<([String; 2], Errors)>>,
    /// Of a transcript: how many there were when its partner was looked for, and the partner.
    partners: RefCell<VecDeque<(String, usize, Option<String>)>>,
    proposals: RefCell<Option<(usize, Rc<Vec<Proposal>>)>>,
}

/// What tells comparisons apart: the two transcripts, what they are to each other, units.
type Key = (String, String, Relation, Units);

/// A side beside the base.
#[derive(Debug)]
pub struct Beside {
    /// What differs.
    pub comparison: Rc<Comparison>,
    /// What the two seem to be to each other.
    pub guessed: Relation,
    /// What the user said of the two.
    pub pair: Pair,
    /// Units that are pinned to each other.
    pub pins: Vec<(usize, usize)>,
}

impl Comparisons {
    /// The units of a transcript.
    pub fn witness(&self, library: &Library, entry: &Entry, units: Units) -> Rc<Witness> {
        let mut kept = self.witnesses.borrow_mut();
        if let Some((.., witness)) = kept.iter().find(|known| known.0 == entry.id && known.1 == units) {
            return witness.clone();
        }
        let text = library.source(entry).map_or("", |source| source.text.as_str());
        let witness = Rc::new(Witness::of_file(text, std::slice::from_ref(&entry.transcript), units));
        kept.push_front((entry.id.clone(), units, witness.clone()));
        kept.truncate(KEPT);
        witness
    }

    /// Two transcripts beside each other, with what the user said of them; `chosen` is what they are to each other if
    /// that is asked for.
    pub fn beside(
        &self,
        library: &Library,
        entries: [&Entry; 2],
        witnesses: [&Witness; 2],
        chosen: Option<Relation>,
        units: Units,
    ) -> Beside {
        let ids = entries.map(|entry| entry.id.clone());
        let pair = Pairs::from_json(library.work().get(pairs::KIND)).pair(&ids[0], &ids[1]);
        let known = self.guessed.borrow().iter().find(|known| known.0 == ids).map(|known| known.1);
        let guessed = known.unwrap_or_else(|| {
            let guessed = guess_relation(witnesses[0], witnesses[1]);
            remember(&mut self.guessed.borrow_mut(), (ids.clone(), guessed));
            guessed
        });
        let said = pair.relation.as_deref().and_then(Relation::named);
        let relation = chosen.or(said).unwrap_or(guessed);
        let pins: Vec<(usize, usize)> = pair
            .pins
            .iter()
            .filter(|pin| pin.units == units.name())
            .filter_map(|pin| {
                Some((unit_at(entries[0], witnesses[0], pin.left)?, unit_at(entries[1], witnesses[1], pin.right)?))
            })
            .collect();
        let [left, right] = ids;
        let key = (left, right, relation, units);
        let mut kept = self.compared.borrow_mut();
        match kept.iter().position(|(known, _)| *known == key) {
            Some(at) => kept.swap(0, at),
            None => {
                kept.push_front((key, Compared::new(witnesses[0], witnesses[1], relation, units, &pins)));
                kept.truncate(KEPT);
            }
        }
        let compared = &mut kept[0].1;
        compared.set_pins(witnesses[0], witnesses[1], &pins);
        Beside { comparison: compared.comparison.clone(), guessed, pair, pins }
    }

    /// The word errors of two transcripts, counted once.
    pub fn errors(&self, left: &str, right: &str, count: impl FnOnce() -> Errors) -> Errors {
        let ids = [left.to_owned(), right.to_owned()];
        let known = self.errors.borrow().iter().find(|known| known.0 == ids).map(|known| known.1);
        known.unwrap_or_else(|| {
            let errors = count();
            remember(&mut self.errors.borrow_mut(), (ids, errors));
            errors
        })
    }

    /// What belongs beside a transcript: what the user set there last, or what seems to.
    pub fn partner(&self, library: &Library, entry: &Entry) -> Option<String> {
        let pairs = Pairs::from_json(library.work().get(pairs::KIND));
        if let Some(id) = pairs.partners(&entry.id).find(|id| library.entry(id).is_some()) {
            return Some(id.to_owned());
        }
        let count = library.entries().len();
        let is_known = |known: &&(String, usize, Option<String>)| known.0 == entry.id && known.1 == count;
        if let Some(known) = self.partners.borrow().iter().find(is_known) {
            return known.2.clone();
        }
        let index = library.entries().iter().position(|known| known.id == entry.id)?;
        let other = propose_partner(library, index).and_then(|other| library.entries().get(other));
        let partner = other.map(|entry| entry.id.clone());
        remember(&mut self.partners.borrow_mut(), (entry.id.clone(), count, partner.clone()));
        partner
    }

    /// What seems to belong together in the whole library.
    pub fn proposals(&self, library: &Library) -> Rc<Vec<Proposal>> {
        let mut kept = self.proposals.borrow_mut();
        let count = library.entries().len();
        match &*kept {
            Some((of, proposals)) if *of == count => proposals.clone(),
            _ => {
                let proposals = Rc::new(propose_pairs(library));
                *kept = Some((count, proposals.clone()));
                proposals
            }
        }
    }
}

/// Keeps something in front of what was kept before, and no more than so many.
fn remember<T>(kept: &mut VecDeque<T>, new: T) {
    kept.push_front(new);
    kept.truncate(KEPT);
}

/// Where a unit is, so that it is found again however the text is cut.
pub fn spot_of(entry: &Entry, witness: &Witness, unit: usize) -> Option<Spot> {
    let paragraph = *witness.paragraphs.get(unit)?;
    let first = witness.paragraphs[..unit].iter().rposition(|other| *other != paragraph).map_or(0, |at| at + 1);
    Some(Spot { at: entry.transcript.paragraphs.get(paragraph)?.span.start, nth: (unit - first) as u32 })
}

/// The unit that is at a spot.
pub fn unit_at(entry: &Entry, witness: &Witness, spot: Spot) -> Option<usize> {
    let paragraph = entry.transcript.paragraphs.iter().position(|paragraph| paragraph.span.start == spot.at)?;
    let unit = witness.paragraphs.iter().position(|of| *of == paragraph)? + spot.nth as usize;
    (witness.paragraphs.get(unit) == Some(&paragraph)).then_some(unit)
}
