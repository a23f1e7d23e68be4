//! Names that a translation has everywhere but in one place. Which words are names is told by capitals, and which word of
//! the other side is the same name by its sound, whatever the alphabet; where that is not so of most places where a name
//! stands, it is translated otherwise and nothing is said of it.

use std::collections::HashMap;

use super::Change;
use super::alignment::{Alignment, NameSound};
use super::units::Witness;
use crate::text::dates::is_month_or_weekday;
use crate::text::difference::{Class, Names, words};
use crate::text::fold::fold;

/// In how many beads a name must stand, and in what share of them, in hundredths, it must have a counterpart.
const LEAST_BEADS: usize = 3;
const LEAST_PERCENT: usize = 75;
/// How many letters a name must have to be told by its sound.
const LEAST_LETTERS: usize = 4;

/// Names of both sides whose counterparts are known, folded.
#[derive(Debug, Default)]
pub struct TwoNames([HashMap<String, u32>; 2]);

/// The names that stand in a text, folded, each once.
fn names_in(text: &str, names: &Names) -> Vec<String> {
    let mut found = Vec::new();
    for word in words(text) {
        let is_capital = word.of(text).chars().next().is_some_and(char::is_uppercase);
        if !is_capital || !names.holds(word.key) {
            continue;
        }
        let name = fold(word.of(text));
        if name.chars().count() >= LEAST_LETTERS && !is_month_or_weekday(&name) && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// How all words of a text sound.
fn sounds(text: &str) -> Vec<NameSound> {
    words(text).iter().map(|word| NameSound::of(&fold(word.of(text)))).collect()
}

fn has_counterpart(name: &str, sounds: &[NameSound]) -> bool {
    let name = NameSound::of(name);
    sounds.iter().any(|word| name.is_like(word))
}

impl TwoNames {
    /// Looks through the beads of two texts.
    pub fn new(left: &Witness, right: &Witness, alignment: &Alignment) -> Self {
        let names = [Names::new(&left.text, left.words()), Names::new(&right.text, right.words())];
        // In how many beads each name stands, and in how many it has a counterpart.
        let mut known: [HashMap<String, u32>; 2] = Default::default();
        let mut counts: [Vec<(usize, usize)>; 2] = Default::default();
        for bead in alignment.beads().iter().filter(|bead| !bead.left.is_empty() && !bead.right.is_empty()) {
            let text = |side: &Witness, units: &std::ops::Range<usize>| side.joined(&units.clone().collect::<Vec<_>>());
            let texts = [text(left, &bead.left), text(right, &bead.right)];
            for side in 0..2 {
                let found = names_in(&texts[side], &names[side]);
                if found.is_empty() {
                    continue;
                }
                let there = sounds(&texts[1 - side]);
                for name in found {
                    let is_there = has_counterpart(&name, &there);
                    let next = counts[side].len() as u32;
                    let at = *known[side].entry(name).or_insert(next);
                    if at == next {
                        counts[side].push((0, 0));
                    }
                    let count = &mut counts[side][at as usize];
                    *count = (count.0 + 1, count.1 + usize::from(is_there));
                }
            }
        }
        let is_sure = |(beads, with): (usize, usize)| beads >= LEAST_BEADS && with * 100 >= beads * LEAST_PERCENT;
        for (names, counts) in known.iter_mut().zip(&counts) {
            names.retain(|_, at| is_sure(counts[*at as usize]));
        }
        Self(known)
    }

    /// The names of either side that have no counterpart in the other.
    pub fn missing(&self, left: &str, right: &str) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        if self.0.iter().all(HashMap::is_empty) {
            return changes;
        }
        for (side, here, there) in [(0, left, right), (1, right, left)] {
            let mut told: Vec<String> = Vec::new();
            let mut others: Option<Vec<NameSound>> = None;
            for word in words(here) {
                if !word.of(here).chars().next().is_some_and(char::is_uppercase) {
                    continue;
                }
                let folded = fold(word.of(here));
                if !self.0[side].contains_key(&folded) || told.contains(&folded) {
                    continue;
                }
                let others = others.get_or_insert_with(|| sounds(there));
                if !has_counterpart(&folded, others) {
                    let (left, right) = if side == 0 { (word.range(), 0..0) } else { (0..0, word.range()) };
                    changes.push(Change { class: Class::Name, left, right });
                }
                told.push(folded);
            }
        }
        changes
    }
}
