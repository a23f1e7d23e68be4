//! From runs of equal words to differences: gaps slid to where a reader would put them, each with its class, and what
//! differs between the words of a run.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::classes::{Class, Side, classify};
use super::matching::Run;
use crate::text::fold::fold;

/// A difference. Ranges are bytes; one of the two may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What it does to the meaning.
    pub class: Class,
    /// What stands on the left.
    pub left: Range<usize>,
    /// What stands on the right.
    pub right: Range<usize>,
}

/// The differences of two texts whose equal words are known, in order.
pub fn edits_of(left: &Side<'_>, right: &Side<'_>, mut runs: Vec<Run>) -> Vec<Edit> {
    slide(left, right, &mut runs);
    let mut edits = Vec::new();
    let (mut l, mut r) = (0, 0);
    let end = Run { left: left.words.len(), right: right.words.len(), len: 0 };
    for run in runs.into_iter().chain(std::iter::once(end)) {
        if l < run.left || r < run.right {
            // What stands around a change on both sides can differ too.
            let is_on_both = l < run.left && r < run.right;
            if is_on_both {
                add_gap(left, l, right, r, &mut edits);
            }
            let class = classify(left, l..run.left, right, r..run.right);
            edits.push(Edit { class, left: bytes(left, l..run.left), right: bytes(right, r..run.right) });
            if is_on_both {
                add_gap(left, run.left, right, run.right, &mut edits);
            }
        } else {
            add_gap(left, run.left, right, run.right, &mut edits);
        }
        (l, r) = (run.left + run.len, run.right + run.len);
        add_within(left, right, run, &mut edits);
    }
    edits
}

/// Where words stand on one side only, they can often be taken one place earlier or later (`the old [the old] port`).
/// They are put where a sentence starts, or else behind a comma.
fn slide(left: &Side<'_>, right: &Side<'_>, runs: &mut [Run]) {
    for at in 1..runs.len() {
        let (before, after) = (runs[at - 1], runs[at]);
        let gap_left = before.left + before.len..after.left;
        let gap_right = before.right + before.len..after.right;
        let (side, gap) = match (gap_left.is_empty(), gap_right.is_empty()) {
            (false, true) => (left, gap_left),
            (true, false) => (right, gap_right),
            _ => continue,
        };
        let key = |index: usize| side.words.get(index).map(|word| word.key);
        let earliest = (1..before.len).take_while(|n| key(gap.start - n) == key(gap.end - n)).last().unwrap_or(0);
        let latest = (0..after.len.saturating_sub(1)).take_while(|n| key(gap.start + n) == key(gap.end + n)).count();
        let goodness = |start: usize| {
            if side.starts_sentence(start) {
                2
            } else {
                i32::from(side.gap_before(start).contains([',', ';', '-', '–', '—']))
            }
        };
        // Of equally good places the one that was found.
        let places =
            (gap.start - earliest..=gap.start + latest).map(|start| (goodness(start), start == gap.start, start));
        let Some((_, _, start)) = places.max() else { continue };
        if start < gap.start {
            let by = gap.start - start;
            runs[at - 1].len -= by;
            runs[at] = Run { left: after.left - by, right: after.right - by, len: after.len + by };
        } else {
            let by = start - gap.start;
            runs[at - 1].len += by;
            runs[at] = Run { left: after.left + by, right: after.right + by, len: after.len - by };
        }
    }
}

/// The bytes of some words; where there are none, the place where they would stand.
fn bytes(side: &Side<'_>, words: Range<usize>) -> Range<usize> {
    let stretch = side.words.get(words.clone()).unwrap_or_default();
    match (stretch.first(), stretch.last()) {
        (Some(first), Some(last)) => first.start as usize..last.end as usize,
        _ => {
            let before = words.start.checked_sub(1).and_then(|before| side.words.get(before));
            let place = before.map_or(0, |word| word.end as usize);
            place..place
        }
    }
}

/// What differs inside a run: the way its words are printed, and what stands between them.
fn add_within(left: &Side<'_>, right: &Side<'_>, run: Run, edits: &mut Vec<Edit>) {
    let whole = (bytes(left, run.left..run.left + run.len), bytes(right, run.right..run.right + run.len));
    if left.text[whole.0] == right.text[whole.1] {
        return;
    }
    for n in 0..run.len {
        let (one, other) = (left.words[run.left + n], right.words[run.right + n]);
        if n > 0 {
            add_gap(left, run.left + n, right, run.right + n, edits);
        }
        if one.of(left.text) != other.of(right.text) {
            edits.push(Edit { class: Class::Cosmetic, left: one.range(), right: other.range() });
        }
    }
}

/// What differs between two words that follow each other on both sides, in front of the words with these indices.
fn add_gap(left: &Side<'_>, l: usize, right: &Side<'_>, r: usize, edits: &mut Vec<Edit>) {
    let (one, other) = (left.gap_before(l), right.gap_before(r));
    if one == other {
        return;
    }
    let class = if signs(one) == signs(other) { Class::Cosmetic } else { Class::Punctuation };
    let range = |side: &Side<'_>, word: usize, gap: &str| {
        let end = side.words.get(word).map_or(side.text.len(), |word| word.start as usize);
        end - gap.len()..end
    };
    edits.push(Edit { class, left: range(left, l, one), right: range(right, r, other) });
}

/// What a reader reads of what stands between two words: stops and the like, without spaces; one sign for all quotation
/// marks and one for all dashes; no hyphen.
fn signs(gap: &str) -> String {
    if gap.chars().all(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{ad}') || c.is_whitespace())
        && !gap.contains(" -")
    {
        return String::new();
    }
    let mut signs = String::new();
    for c in fold(gap).chars().filter(|c| !c.is_whitespace()) {
        let sign = if c == '\'' { '"' } else { c };
        if !matches!(sign, '"' | '-') || !signs.ends_with(sign) {
            signs.push(sign);
        }
    }
    signs
}
