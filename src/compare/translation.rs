//! A text and its translation beside each other: turns by speaker and order first, then the units inside them; and what
//! can be held against each other across languages, which is that both sides have a counterpart and the same numbers.

use std::collections::HashMap;
use std::ops::Range;

use super::alignment::Alignment;
use super::names::TwoNames;
use super::quantities::{Quantity, quantities};
use super::units::{Units, Witness};
use super::{Change, Kind, Row};
use crate::text::difference::Class;

/// The rows of a text and its translation that were aligned, in the order of both.
/// Rows of `before` whose units are the same are taken from there.
pub fn rows(left: &Witness, right: &Witness, alignment: &Alignment, names: &TwoNames, before: &[Row]) -> Vec<Row> {
    let languages = [left, right].map(|side| side.language.as_deref().unwrap_or_default());
    let mut known: Vec<Option<&Row>> = vec![None; left.units.len()];
    for row in before.iter().filter(|row| row.kind != Kind::Moved) {
        if let Some(place) = row.left.first().and_then(|unit| known.get_mut(*unit)) {
            *place = Some(row);
        }
    }
    let beads = alignment.beads().iter();
    let rows = beads
        .map(|bead| {
            let (l, r): (Vec<usize>, Vec<usize>) = (bead.left.clone().collect(), bead.right.clone().collect());
            let same = l.first().and_then(|unit| known.get(*unit).copied().flatten());
            let same = same.filter(|row| row.left == l && row.right == r);
            if let Some(row) = same {
                return Row { confidence: bead.confidence, ..row.clone() };
            }
            let (one, other) = (left.joined(&l), right.joined(&r));
            let (kind, changes) = match (l.is_empty(), r.is_empty()) {
                (false, true) => {
                    (Kind::LeftOnly, vec![Change { class: Class::DeletedSentence, left: 0..one.len(), right: 0..0 }])
                }
                (true, _) => {
                    (Kind::RightOnly, vec![Change { class: Class::AddedSentence, left: 0..0, right: 0..other.len() }])
                }
                (false, false) => {
                    let mut changes = numbers_that_differ(&one, &other, languages);
                    changes.extend(names.missing(&one, &other));
                    (if changes.is_empty() { Kind::Same } else { Kind::Changed }, changes)
                }
            };
            let is_odd_length = alignment.is_odd_length(bead);
            Row { left: l, right: r, kind, confidence: bead.confidence, is_odd_length, changes }
        })
        .collect();
    with_crossings(rows, left, right, alignment, languages)
}

/// The rows with units that cross put together: in one row, where the left has them.
fn with_crossings(
    mut rows: Vec<Row>,
    left: &Witness,
    right: &Witness,
    alignment: &Alignment,
    languages: [&str; 2],
) -> Vec<Row> {
    for (one, other, confidence) in alignment.crossings() {
        let is_alone = |row: &Row, here: &[usize], there: &[usize], unit: usize| {
            here == [unit] && there.is_empty() && row.kind != Kind::Moved
        };
        let Some(to) = rows.iter().position(|row| is_alone(row, &row.left, &row.right, one)) else { continue };
        let Some(from) = rows.iter().position(|row| is_alone(row, &row.right, &row.left, other)) else { continue };
        let changes = numbers_that_differ(left.unit(one), right.unit(other), languages);
        rows[to] =
            Row { left: vec![one], right: vec![other], kind: Kind::Moved, confidence, is_odd_length: false, changes };
        rows.remove(from);
    }
    rows
}

/// Aligns the units. Where both texts have the same speakers in the same order, no bead reaches over a turn.
pub fn align(left: &Witness, right: &Witness, units: Units) -> Alignment {
    if units == Units::Lines || left.speakers.len() < 2 || right.speakers.len() < 2 {
        return Alignment::new(&left.all(), &right.all());
    }
    Alignment::inside(&left.all(), &right.all(), &pair_turns(left, right))
}

/// Turns that belong together, as ranges of units: those of the same number where speakers agree all along, or else as
/// their words and speakers say.
fn pair_turns(left: &Witness, right: &Witness) -> Vec<(Range<usize>, Range<usize>)> {
    let (l, r) = (units_by_turn(left), units_by_turn(right));
    if have_same_order(&left.speakers, &right.speakers) {
        return l.into_iter().zip(r).collect();
    }
    // A speaker's name, written in front of the words, is a word like others: its counterpart is learnt.
    let texts = |witness: &Witness, turns: &[Range<usize>]| -> Vec<String> {
        let turns = turns.iter().zip(&witness.speakers);
        turns
            .map(|(units, speaker)| {
                format!("{speaker} {speaker}: {}", witness.joined(&units.clone().collect::<Vec<_>>()))
            })
            .collect()
    };
    let (left_texts, right_texts) = (texts(left, &l), texts(right, &r));
    let (left_texts, right_texts): (Vec<&str>, Vec<&str>) =
        (left_texts.iter().map(String::as_str).collect(), right_texts.iter().map(String::as_str).collect());
    let span = |turns: &[Range<usize>], range: &Range<usize>| {
        let start = turns.get(range.start).map_or(turns.last().map_or(0, |turn| turn.end), |turn| turn.start);
        let end = range.end.checked_sub(1).and_then(|last| turns.get(last)).map_or(start, |turn| turn.end.max(start));
        start..end
    };
    let alignment = Alignment::new(&left_texts, &right_texts);
    alignment.beads().iter().map(|bead| (span(&l, &bead.left), span(&r, &bead.right))).collect()
}

/// For each turn its units.
fn units_by_turn(witness: &Witness) -> Vec<Range<usize>> {
    let start = |turn: usize| witness.turns.partition_point(|of_unit| *of_unit < turn);
    (0..witness.speakers.len()).map(|turn| start(turn)..start(turn + 1)).collect()
}

/// Whether both texts have as many turns, and whenever one speaker of the left speaks, the same one of the right does.
fn have_same_order(left: &[String], right: &[String]) -> bool {
    let mut partners: HashMap<&str, HashMap<&str, usize>> = HashMap::new();
    for (one, other) in left.iter().zip(right) {
        *partners.entry(one).or_default().entry(other).or_default() += 1;
    }
    let agreeing: usize = partners.values().filter_map(|others| others.values().max()).sum();
    let has_speakers = left.iter().any(|name| !name.is_empty()) && right.iter().any(|name| !name.is_empty());
    left.len() == right.len() && has_speakers && partners.len() > 1 && agreeing * 50 >= left.len() * 49
}

/// Numbers that one side has and the other does not. In words they are no more than a counterpart of digits; small ones
/// are often written as words, and do not count unless another number stands in their place.
fn numbers_that_differ(left: &str, right: &str, languages: [&str; 2]) -> Vec<Change> {
    const SMALL: u64 = 31;
    let read = |text: &str, language: &str| -> [Vec<Quantity>; 2] {
        let (digits, words) = quantities(text, language).into_iter().partition(|number| number.has_digits);
        [digits, words]
    };
    let ([mut one, mut one_words], [mut other, mut other_words]) =
        (read(left, languages[0]), read(right, languages[1]));
    let settle = |here: &mut Vec<Quantity>, there: &mut Vec<Quantity>| {
        here.retain(|number| match there.iter().position(|known| known.value == number.value) {
            Some(at) => {
                there.remove(at);
                false
            }
            None => true,
        });
    };
    settle(&mut one, &mut other);
    settle(&mut one, &mut other_words);
    settle(&mut other, &mut one_words);
    let mut changes = Vec::new();
    while !one.is_empty() && !other.is_empty() {
        changes.push(Change { class: Class::Number, left: one.remove(0).range, right: other.remove(0).range });
    }
    // Of a number in words that stands alone on the other side, as great as that, this may be the counterpart.
    let counterpart = |words: &mut Vec<Quantity>| {
        let at = words.iter().position(|number| !number.value.is_at_most(SMALL));
        at.map_or(0..0, |at| words.remove(at).range)
    };
    for number in one.into_iter().filter(|number| !number.value.is_at_most(SMALL)) {
        changes.push(Change { class: Class::Number, left: number.range, right: counterpart(&mut other_words) });
    }
    for number in other.into_iter().filter(|number| !number.value.is_at_most(SMALL)) {
        changes.push(Change { class: Class::Number, left: counterpart(&mut one_words), right: number.range });
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_held_against_each_other() {
        let differ = |left: &str, right: &str| numbers_that_differ(left, right, ["en", "ru"]).len();
        assert_eq!(differ("It cost 8,000.5 crowns in 1998.", "Это стоило 8\u{a0}000,5 крон в 1998 году."), 0);
        assert_eq!(differ("It cost 8,000 crowns.", "Это стоило 9 000 крон."), 1);
        assert_eq!(differ("On 3 of them", "На трёх"), 0);
        assert_eq!(differ("In 1998", "Тогда"), 1);
        assert_eq!(differ("About 2,000 boats", "Около двух тысяч лодок"), 0);
        assert_eq!(differ("Two thousand boats", "2000 лодок"), 0);
        assert_eq!(differ("Two thousand boats", "3000 лодок"), 1);
        assert_eq!(differ("It cost 5 million", "Это стоило 5 млн"), 0);
        assert_eq!(differ("one of two", "один из двух"), 0);
    }
}
