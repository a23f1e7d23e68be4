//! What stands beside a passage in the translation of its transcript, for the quote check. A pair is aligned once.

use std::collections::HashMap;
use std::ops::Range;

use crate::compare::{Relation, Units, Witness, compare, propose_translation};
use crate::library::Library;
use crate::quote::check::translation::Counterparts;

/// Paragraphs of a transcript and of its translation that belong together, by index.
type Rows = Vec<(Range<u32>, Range<u32>)>;

/// The translations of a library.
#[derive(Debug)]
pub struct Translations<'l> {
    library: &'l Library,
    partners: HashMap<(usize, String), Option<usize>>,
    rows: HashMap<(usize, usize), Rows>,
}

impl<'l> Translations<'l> {
    /// Those of a library; nothing is aligned before it is asked for.
    pub fn new(library: &'l Library) -> Self {
        Self { library, partners: HashMap::new(), rows: HashMap::new() }
    }

    fn align(&self, entry: usize, other: usize) -> Rows {
        let witness = |index: usize| {
            let entry = self.library.entries().get(index)?;
            Some(Witness::of_file("", std::slice::from_ref(&entry.transcript), Units::Paragraphs))
        };
        let (Some(left), Some(right)) = (witness(entry), witness(other)) else { return Rows::new() };
        let rows = compare(&left, &right, Relation::Translation, Units::Paragraphs).rows;
        let range = |witness: &Witness, units: &[usize]| {
            let number = |unit: &usize| witness.paragraphs.get(*unit).map(|paragraph| *paragraph as u32);
            Some(units.first().and_then(number)?..units.last().and_then(number)? + 1)
        };
        rows.iter().filter_map(|row| Some((range(&left, &row.left)?, range(&right, &row.right)?))).collect()
    }
}

impl Counterparts for Translations<'_> {
    fn beside(&mut self, entry: usize, paragraph: u32, language: &str) -> Option<(usize, Range<u32>)> {
        let library = self.library;
        let partner = self.partners.entry((entry, language.to_owned()));
        let other = (*partner.or_insert_with(|| propose_translation(library, entry, language)))?;
        if !self.rows.contains_key(&(entry, other)) {
            let rows = self.align(entry, other);
            self.rows.insert((entry, other), rows);
        }
        let rows = self.rows.get(&(entry, other))?;
        let (_, beside) = rows.iter().find(|(here, _)| here.contains(&paragraph))?;
        Some((other, beside.clone()))
    }
}
