//! The comparison of two files as one JSON object: what `verbatim compare` prints.

use serde::Serialize;

use super::error_rate::Errors;
use super::{Comparison, Kind, Relation, Units, Witness, compare, count_words, guess_relation};

/// Sets two texts side by side, as what they are said to be to each other or else as what they seem, and tells it in one
/// line of JSON.
///
/// # Errors
/// That of the writer; it does not occur for what a comparison holds.
pub fn compare_and_report(
    left: &Witness,
    right: &Witness,
    relation: Option<Relation>,
    units: Units,
) -> serde_json::Result<String> {
    let relation = relation.unwrap_or_else(|| guess_relation(left, right));
    report(&compare(left, right, relation, units), &count_words(left, right, relation), units)
}

#[derive(Serialize)]
struct Printed<'c> {
    relation: &'static str,
    units: &'static str,
    rows: Vec<PrintedRow<'c>>,
    words: PrintedWords,
}

#[derive(Serialize)]
struct PrintedRow<'c> {
    left: &'c [usize],
    right: &'c [usize],
    kind: Kind,
    confidence: f64,
    changes: Vec<PrintedChange>,
}

#[derive(Serialize)]
struct PrintedChange {
    class: &'static str,
    left: [usize; 2],
    right: [usize; 2],
}

#[derive(Serialize)]
struct PrintedWords {
    left: usize,
    right: usize,
    substituted: Option<usize>,
    inserted: Option<usize>,
    deleted: Option<usize>,
    error_rate: Option<f64>,
}

/// A comparison and its count of words as one line of JSON.
///
/// # Errors
/// That of the writer; it does not occur for what a comparison holds.
pub fn report(comparison: &Comparison, words: &Errors, units: Units) -> serde_json::Result<String> {
    let has_errors = matches!(comparison.relation, Relation::Versions | Relation::Captions);
    let only = |count: usize| has_errors.then_some(count);
    let rows = comparison.rows.iter().map(|row| PrintedRow {
        left: &row.left,
        right: &row.right,
        kind: row.kind,
        // Three digits are all that a confidence has to tell.
        confidence: (f64::from(row.confidence) * 1000.0).round() / 1000.0,
        changes: row
            .changes
            .iter()
            .map(|change| PrintedChange {
                class: change.class.name(),
                left: [change.left.start, change.left.end],
                right: [change.right.start, change.right.end],
            })
            .collect(),
    });
    serde_json::to_string(&Printed {
        relation: comparison.relation.name(),
        units: units.name(),
        rows: rows.collect(),
        words: PrintedWords {
            left: words.left,
            right: words.right,
            substituted: only(words.substituted),
            inserted: only(words.inserted),
            deleted: only(words.deleted),
            error_rate: words.rate().filter(|_| has_errors),
        },
    })
}
