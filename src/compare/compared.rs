//! A comparison that is kept with what it took to make it, so that a pin costs little more than what is around it.

use std::rc::Rc;

use super::alignment::Alignment;
use super::names::TwoNames;
use super::{Comparison, Relation, Row, Units, Witness, shared_rows, translation, versions};

/// Two texts that were compared, and what belongs together in them because the user said so.
#[derive(Debug)]
pub struct Compared {
    /// What came of it.
    pub comparison: Rc<Comparison>,
    /// Of a translation: its units as they were aligned, with all that was learnt.
    alignment: Option<Alignment>,
    names: TwoNames,
    pins: Vec<(usize, usize)>,
}

impl Compared {
    /// Sets two texts side by side. `pins` are units of the left and of the right that belong together; of two that
    /// cross, a translation keeps the first.
    pub fn new(left: &Witness, right: &Witness, relation: Relation, units: Units, pins: &[(usize, usize)]) -> Self {
        let alignment = (relation == Relation::Translation).then(|| {
            let mut alignment = translation::align(left, right, units);
            for pin in pins {
                alignment.pin(pin.0, pin.1);
            }
            alignment
        });
        let names =
            alignment.as_ref().map_or_else(TwoNames::default, |alignment| TwoNames::new(left, right, alignment));
        let comparison = Rc::new(compare(left, right, relation, alignment.as_ref(), &names, &[], pins));
        Self { comparison, alignment, names, pins: pins.to_vec() }
    }

    /// The same with other pins: of a translation only what is around those that came or went is aligned anew.
    pub fn set_pins(&mut self, left: &Witness, right: &Witness, pins: &[(usize, usize)]) {
        if self.pins == pins {
            return;
        }
        if let Some(alignment) = &mut self.alignment {
            for pin in self.pins.iter().filter(|pin| !pins.contains(pin)) {
                alignment.unpin(pin.0, pin.1);
            }
            for pin in pins.iter().filter(|pin| !self.pins.contains(pin)) {
                alignment.pin(pin.0, pin.1);
            }
        }
        let relation = self.comparison.relation;
        let before = self.comparison.clone();
        self.comparison =
            Rc::new(compare(left, right, relation, self.alignment.as_ref(), &self.names, &before.rows, pins));
        self.pins = pins.to_vec();
    }
}

fn compare(
    left: &Witness,
    right: &Witness,
    relation: Relation,
    alignment: Option<&Alignment>,
    names: &TwoNames,
    before: &[Row],
    pins: &[(usize, usize)],
) -> Comparison {
    let (rows, moves) = match (relation, alignment) {
        (Relation::Translation, Some(alignment)) => {
            (translation::rows(left, right, alignment, names, before), Vec::new())
        }
        (Relation::Versions, _) => versions::compare_versions(left, right, true, pins),
        (Relation::Captions, _) => versions::compare_versions(left, right, false, pins),
        (Relation::Unrelated | Relation::Translation, _) => (shared_rows(left, right), Vec::new()),
    };
    Comparison { relation, rows, moves }
}
