//! What stands level: of two texts the rows of their comparison; of three those rows of two comparisons with one base that
//! share units of it.

use super::Side;
use crate::compare::Comparison;
use crate::text::difference::Word;

/// What stands level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Units of the base.
    pub base: Vec<usize>,
    /// For each other side the rows of its comparison with the base.
    pub rows: Vec<Vec<usize>>,
}

/// The levels, in the order of the base; what only another side has stands where it stands there.
pub fn levels(comparisons: &[&Comparison], sides: &[Side]) -> Vec<Level> {
    if let [comparison] = comparisons {
        let level = |(at, row): (usize, &crate::compare::Row)| Level { base: row.left.clone(), rows: vec![vec![at]] };
        return comparison.rows.iter().enumerate().map(level).collect();
    }
    let units = sides.first().map_or(0, |side| side.witness.units.len());
    // Units of the base that share a row with each other in any of the comparisons; each names the first of them.
    let mut first: Vec<usize> = (0..units).collect();
    let root = |first: &[usize], mut unit: usize| {
        while first[unit] != unit {
            unit = first[unit];
        }
        unit
    };
    for row in comparisons.iter().flat_map(|comparison| &comparison.rows) {
        for pair in row.left.windows(2) {
            let (one, other) = (root(&first, pair[0]), root(&first, pair[1]));
            first[one.max(other)] = one.min(other);
        }
    }
    let empty = || Level { base: Vec::new(), rows: vec![Vec::new(); comparisons.len()] };
    let mut of_base: Vec<Level> = (0..units).map(|_| empty()).collect();
    for unit in 0..units {
        of_base[root(&first, unit)].base.push(unit);
    }
    // What stands on another side alone, by the unit of the base that it stands in front of.
    let mut in_front: Vec<Vec<Level>> = vec![Vec::new(); units + 1];
    for (at, comparison) in comparisons.iter().enumerate() {
        let mut before = units;
        for (index, row) in comparison.rows.iter().enumerate().rev() {
            match row.left.first() {
                Some(unit) => {
                    before = root(&first, *unit);
                    of_base[before].rows[at].insert(0, index);
                }
                None => {
                    let mut level = empty();
                    level.rows[at].push(index);
                    in_front[before].insert(0, level);
                }
            }
        }
    }
    let mut levels = Vec::new();
    for (unit, level) in of_base.into_iter().map(Some).chain([None]).enumerate() {
        levels.extend(put_together(std::mem::take(&mut in_front[unit]), comparisons, sides));
        levels.extend(level.filter(|level| !level.base.is_empty()));
    }
    levels
}

/// What two sides have alone at the same place stands level if it is the same by most of its words.
fn put_together(alone: Vec<Level>, comparisons: &[&Comparison], sides: &[Side]) -> Vec<Level> {
    let words = |level: &Level| -> Vec<u64> {
        let of_side = |(at, rows): (usize, &Vec<usize>)| {
            let units = rows.iter().filter_map(|row| comparisons[at].rows.get(*row)).flat_map(|row| &row.right);
            let witness = &sides[at + 1].witness;
            let in_unit = |unit: &usize| {
                let range = witness.units.get(*unit).cloned().unwrap_or_default();
                let words = witness.words();
                let from = words.partition_point(|word| (word.start as usize) < range.start);
                let to = words.partition_point(|word| (word.start as usize) < range.end);
                words[from..to].iter().map(|word: &Word| word.key).collect::<Vec<u64>>()
            };
            units.flat_map(in_unit).collect::<Vec<u64>>()
        };
        level.rows.iter().enumerate().flat_map(of_side).collect()
    };
    let mut levels: Vec<Level> = Vec::new();
    for level in alone {
        let here = words(&level);
        let is_free =
            |known: &&mut Level| known.rows.iter().zip(&level.rows).all(|(a, b)| a.is_empty() || b.is_empty());
        let twin = levels.iter_mut().filter(is_free).find(|known| {
            let there = words(known);
            let shared = here.iter().filter(|word| there.contains(word)).count();
            shared * 2 > here.len().max(there.len())
        });
        match twin {
            Some(known) => known.rows.iter_mut().zip(level.rows).for_each(|(rows, more)| rows.extend(more)),
            None => levels.push(level),
        }
    }
    levels
}

/// For each side and each of its units the level that it stands in.
pub fn level_of(levels: &[Level], comparisons: &[&Comparison], sides: &[Side]) -> Vec<Vec<usize>> {
    let mut level_of: Vec<Vec<usize>> = sides.iter().map(|side| vec![0; side.witness.units.len()]).collect();
    let mut set = |side: usize, unit: usize, level: usize| {
        if let Some(known) = level_of.get_mut(side).and_then(|units| units.get_mut(unit)) {
            *known = level;
        }
    };
    for (index, level) in levels.iter().enumerate() {
        level.base.iter().for_each(|unit| set(0, *unit, index));
        for (at, rows) in level.rows.iter().enumerate() {
            let units = rows.iter().filter_map(|row| comparisons[at].rows.get(*row)).flat_map(|row| &row.right);
            units.for_each(|unit| set(at + 1, *unit, index));
        }
    }
    level_of
}
