//! A text and its translation beside each other: turns by speaker and order first, then the units inside them; and what
//! can be held against each other across languages, which is that both sides have a counterpart and the same numbers.

use std::collections::HashMap;
use std::ops::Range;

use super::alignment::Alignment;
use super::units::{Units, Witness};
use super::{Change, Kind, Row};
use crate::text::difference::Class;

/// The rows of a text and its translation, in the order of both.
pub fn compare_translation(left: &Witness, right: &Witness, units: Units) -> Vec<Row> {
    let alignment = align(left, right, units);
    let beads = alignment.beads().iter();
    beads
        .map(|bead| {
            let (l, r): (Vec<usize>, Vec<usize>) = (bead.left.clone().collect(), bead.right.clone().collect());
            let (one, other) = (left.joined(&l), right.joined(&r));
            let (kind, changes) = match (l.is_empty(), r.is_empty()) {
                (false, true) => {
                    (Kind::LeftOnly, vec![Change { class: Class::DeletedSentence, left: 0..one.len(), right: 0..0 }])
                }
                (true, _) => {
                    (Kind::RightOnly, vec![Change { class: Class::AddedSentence, left: 0..0, right: 0..other.len() }])
                }
                (false, false) => {
                    let changes = numbers_that_differ(&one, &other);
                    (if changes.is_empty() { Kind::Same } else { Kind::Changed }, changes)
                }
            };
            Row { left: l, right: r, kind, confidence: bead.confidence, changes }
        })
        .collect()
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

/// A number in digits, in normal form, and where it stands.
type Number = (String, Range<usize>);

/// The numbers in digits of a text; groups of three digits behind a space, a point or a comma are one number.
fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let digits =
            |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at += digits(at);
        let mut number = text[start..at].to_owned();
        loop {
            let separator = text[at..].chars().next().unwrap_or_default();
            let behind = at + separator.len_utf8();
            let length = if matches!(separator, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'') {
                digits(behind)
            } else {
                0
            };
            if length == 3 && number.len() <= 12 && !number.contains('.') {
                number.push_str(&text[behind..behind + 3]);
            } else if length > 0 && matches!(separator, '.' | ',') && !number.contains('.') {
                number.push('.');
                number.push_str(&text[behind..behind + length]);
            } else {
                break;
            }
            at = behind + length;
        }
        numbers.push((number, start..at));
    }
    numbers
}

/// Numbers that one side has and the other does not. Small ones are often written as words, and do not count unless
/// another number stands in their place.
fn numbers_that_differ(left: &str, right: &str) -> Vec<Change> {
    const SMALL: f64 = 31.0;
    let (mut one, mut other) = (numbers(left), numbers(right));
    one.retain(|number| match other.iter().position(|known| known.0 == number.0) {
        Some(at) => {
            other.remove(at);
            false
        }
        None => true,
    });
    let is_small = |number: &Number| number.0.parse::<f64>().is_ok_and(|value| value <= SMALL);
    let mut changes = Vec::new();
    while !one.is_empty() && !other.is_empty() {
        changes.push(Change { class: Class::Number, left: one.remove(0).1, right: other.remove(0).1 });
    }
    let alone = one.iter().filter(|number| !is_small(number));
    changes.extend(alone.map(|number| Change { class: Class::Number, left: number.1.clone(), right: 0..0 }));
    let alone = other.iter().filter(|number| !is_small(number));
    changes.extend(alone.map(|number| Change { class: Class::Number, left: 0..0, right: number.1.clone() }));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_held_against_each_other() {
        let differ = |left: &str, right: &str| numbers_that_differ(left, right).len();
        assert_eq!(differ("It cost 8,000.5 crowns in 1998.", "Это стоило 8\u{a0}000,5 крон в 1998 году."), 0);
        assert_eq!(differ("It cost 8,000 crowns.", "Это стоило 9 000 крон."), 1);
        assert_eq!(differ("On 3 of them", "На трёх"), 0);
        assert_eq!(differ("In 1998", "Тогда"), 1);
    }
}
