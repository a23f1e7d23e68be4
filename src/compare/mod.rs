//! Texts side by side: a translation, versions of a record, captions and the record, meetings that repeat each other.
//!
//! `docs/comparing.md` says how each is done and what was measured. Nothing here knows which text is right.

pub mod alignment;
mod compared;
pub mod error_rate;
mod names;
pub mod pairs;
mod passages;
mod proposal;
mod quantities;
mod relation;
pub mod repeats;
mod report;
mod times;
mod translation;
mod units;
mod versions;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use crate::text::difference::{Class, Edit as Change};
pub use compared::Compared;
pub use proposal::{Proposal, propose_pairs, propose_partner, propose_translation};
pub use relation::{Relation, guess_relation};
pub use report::{compare_and_report, report};
pub use times::carry_times;
pub use translation::align;
pub use units::{Units, Witness};

use crate::text::difference::Word;
use error_rate::{Errors, Step, count_errors, steps};
use passages::{BETWEEN_RECORDS, Shingles, shared_passages};

/// How the two sides of a row stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// They say the same.
    Same,
    /// Something differs.
    Changed,
    /// They stand at other places.
    Moved,
    /// Only the left has it.
    LeftOnly,
    /// Only the right has it.
    RightOnly,
}

/// Units that stand level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Units of the left, from 0.
    pub left: Vec<usize>,
    /// Units of the right, from 0.
    pub right: Vec<usize>,
    /// How they stand to each other.
    pub kind: Kind,
    /// How sure it is that they belong together, from 0 to 1.
    pub confidence: f32,
    /// Whether one side is much longer or shorter than a translation of the other would be.
    pub is_odd_length: bool,
    /// What differs, what matters most first. Ranges are bytes of the units of the row, joined by line feeds.
    pub changes: Vec<Change>,
}

/// Two texts side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What they are to each other.
    pub relation: Relation,
    /// Rows, in the order of the left.
    pub rows: Vec<Row>,
    /// Passages that stand elsewhere on the other side: bytes of the left text and of the right one.
    pub moves: Vec<[Range<usize>; 2]>,
}

impl Comparison {
    /// All differences by rank, each with the row it stands in.
    pub fn ranked(&self) -> Vec<(usize, &Change)> {
        let rows = self.rows.iter().enumerate();
        let mut ranked: Vec<(usize, &Change)> =
            rows.flat_map(|(at, row)| row.changes.iter().map(move |change| (at, change))).collect();
        ranked.sort_by_key(|(_, change)| change.class);
        ranked
    }

    /// How many differences each class has, by rank.
    pub fn counts(&self) -> [usize; Class::ALL.len()] {
        let mut counts = [0; Class::ALL.len()];
        for change in self.rows.iter().flat_map(|row| &row.changes) {
            if let Some(at) = Class::ALL.iter().position(|class| *class == change.class) {
                counts[at] += 1;
            }
        }
        counts
    }
}

/// The word errors in what each speaker of the left says, by name in order of appearance; words that only the right has
/// count for whoever spoke last.
pub fn count_errors_by_speaker(left: &Witness, right: &Witness) -> Vec<(String, Errors)> {
    let (left_words, right_words) = (left.words(), right.words());
    let mut speakers: Vec<(String, Errors)> = Vec::new();
    let (mut word, mut unit, mut current) = (0, 0, 0);
    for step in steps(&keys(left_words), &keys(right_words)) {
        if let Some(next) = left_words.get(word) {
            while left.units.get(unit).is_some_and(|range| range.end <= next.start as usize) {
                unit += 1;
            }
            let is_own = step != Step::Inserted || speakers.is_empty();
            if is_own {
                let name = left.speaker_of(unit);
                current = speakers.iter().position(|known| known.0 == name).unwrap_or_else(|| {
                    speakers.push((name.to_owned(), Errors::default()));
                    speakers.len() - 1
                });
            }
        }
        let Some((_, errors)) = speakers.get_mut(current) else { continue };
        match step {
            Step::Right => {}
            Step::Substituted => errors.substituted += 1,
            Step::Inserted => errors.inserted += 1,
            Step::Deleted => errors.deleted += 1,
        }
        errors.left += usize::from(step != Step::Inserted);
        errors.right += usize::from(step != Step::Deleted);
        word += usize::from(step != Step::Inserted);
    }
    speakers
}

fn keys(words: &[Word]) -> Vec<u64> {
    words.iter().map(|word| word.key).collect()
}

/// Sets two texts side by side, the units as they were cut.
pub fn compare(left: &Witness, right: &Witness, relation: Relation, units: Units) -> Comparison {
    std::rc::Rc::unwrap_or_clone(Compared::new(left, right, relation, units, &[]).comparison)
}

/// The words of both sides; and for texts in one language the word errors of the right against the left. Apart from the
/// comparison, since to count the fewest errors exactly takes longer than all the rest.
pub fn count_words(left: &Witness, right: &Witness, relation: Relation) -> Errors {
    let (left, right) = (left.words(), right.words());
    match relation {
        Relation::Versions | Relation::Captions => count_errors(&keys(left), &keys(right)),
        Relation::Translation | Relation::Unrelated => {
            Errors { left: left.len(), right: right.len(), ..Errors::default() }
        }
    }
}

/// The rows of two texts that only repeat passages of each other: a row for each two units that share one, the
/// passages as changes of the class `moved`; and the units that share nothing.
fn shared_rows(left: &Witness, right: &Witness) -> Vec<Row> {
    let (left_words, right_words) = (left.words(), right.words());
    let all = |_: usize| false;
    let passages =
        shared_passages(left_words, &Shingles::new(left_words, BETWEEN_RECORDS, &all), right_words, [&all, &all]);
    let mut rows: Vec<Row> = Vec::new();
    let unit_at = |witness: &Witness, at: usize| witness.units.partition_point(|unit| unit.end < at);
    for run in passages {
        let range = |words: &[Word], start: usize| words[start].start as usize..words[start + run.len - 1].end as usize;
        let (l, r) = (range(left_words, run.left), range(right_words, run.right));
        let span = |witness: &Witness, range: &Range<usize>| {
            (unit_at(witness, range.start)..=unit_at(witness, range.end)).collect::<Vec<usize>>()
        };
        let (units_left, units_right) = (span(left, &l), span(right, &r));
        let inside = |witness: &Witness, units: &[usize], range: Range<usize>| {
            let start = units.first().and_then(|unit| witness.units.get(*unit)).map_or(0, |unit| unit.start);
            range.start - start..range.end - start
        };
        let change = Change {
            class: Class::Moved,
            left: inside(left, &units_left, l.clone()),
            right: inside(right, &units_right, r.clone()),
        };
        match rows.iter_mut().rev().take(64).find(|row| row.left == units_left && row.right == units_right) {
            Some(row) => row.changes.push(change),
            None => rows.push(Row {
                left: units_left,
                right: units_right,
                kind: Kind::Moved,
                confidence: 1.0,
                is_odd_length: false,
                changes: vec![change],
            }),
        }
    }
    for (units, is_left) in [(left.units.len(), true), (right.units.len(), false)] {
        let mut is_shared = vec![false; units];
        let of = |row: &Row| if is_left { row.left.clone() } else { row.right.clone() };
        rows.iter().flat_map(of).for_each(|unit| is_shared[unit] = true);
        rows.extend((0..units).filter(|unit| !is_shared[*unit]).map(|unit| {
            let (l, r, kind) =
                if is_left { (vec![unit], vec![], Kind::LeftOnly) } else { (vec![], vec![unit], Kind::RightOnly) };
            Row { left: l, right: r, kind, confidence: 1.0, is_odd_length: false, changes: Vec::new() }
        }));
    }
    rows.sort_by_key(|row| (row.left.first().copied().unwrap_or(usize::MAX), row.right.first().copied()));
    rows
}
