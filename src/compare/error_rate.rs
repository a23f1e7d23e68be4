//! Word errors: how many words of a reference were heard as another one, left out or put in.
//!
//! The fewest errors there can be (Levenshtein), and among all ways with as few the one with most words right: that is
//! how NIST sclite counts where its weights and the fewest errors agree. The way itself can be had too, so that errors are
//! told by speaker. Only a band around the diagonal can hold it, and how wide that is follows from the number of errors,
//! which is counted first, in bits (Myers 1999, Hyyrö 2003).

use serde::Serialize;

/// Counts of word errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Errors {
    /// Words of the reference.
    pub left: usize,
    /// Words of what is held against it.
    pub right: usize,
    /// Words that stand for others.
    pub substituted: usize,
    /// Words that the reference does not have.
    pub inserted: usize,
    /// Words of the reference that are missing.
    pub deleted: usize,
}

impl Errors {
    /// All errors.
    pub fn total(&self) -> usize {
        self.substituted + self.inserted + self.deleted
    }

    /// Errors for each word of the reference; none where it has no words.
    pub fn rate(&self) -> Option<f64> {
        (self.left > 0).then(|| self.total() as f64 / self.left as f64)
    }
}

/// One step of the way from the reference to the other text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The same word.
    Right,
    /// Another word.
    Substituted,
    /// A word too many.
    Inserted,
    /// A word missing.
    Deleted,
}

/// Most cells of the table of steps, a quarter of a byte each. Beyond that the texts are cut in two.
const MOST_CELLS: usize = 1 << 27;
/// Most cells that are gone through to tell the kinds of errors apart.
const MOST_CELLS_TO_COUNT: usize = 1 << 30;

/// Counts the errors, words given by keys that are equal for equal words. Where two texts are so long and so different
/// that it would take too many steps to tell the kinds of errors apart, as many as can be are taken to be substitutions;
/// how many there are in all is exact even then.
pub fn count_errors(left: &[u64], right: &[u64]) -> Errors {
    let (l, r, _) = without_ends(left, right);
    let errors = distance(l, r);
    let band = Band::new(l, r, errors);
    let substituted = if l.len().saturating_mul(band.width) > MOST_CELLS_TO_COUNT {
        errors - l.len().abs_diff(r.len())
    } else {
        band.walk(l, r, |_, _| {})
    };
    // What is not substituted came or went, and how much more of the one than of the other the lengths tell.
    let others = errors - substituted;
    let deleted = (others + left.len()).saturating_sub(right.len()) / 2;
    Errors { left: left.len(), right: right.len(), substituted, inserted: others - deleted, deleted }
}

/// Two texts without the words that are the same at both ends, and how many these are in front.
fn without_ends<'k>(left: &'k [u64], right: &'k [u64]) -> (&'k [u64], &'k [u64], usize) {
    let ahead = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (l, r) = (&left[ahead..], &right[ahead..]);
    let behind = l.iter().rev().zip(r.iter().rev()).take_while(|(a, b)| a == b).count();
    (&l[..l.len() - behind], &r[..r.len() - behind], ahead)
}

/// The cells that a way with so many errors can pass: it can only leave the diagonal so far to each side.
struct Band {
    up: usize,
    width: usize,
}

impl Band {
    fn new(l: &[u64], r: &[u64], errors: usize) -> Self {
        let up = (errors + l.len()).saturating_sub(r.len()) / 2;
        let over = (errors + r.len()).saturating_sub(l.len()) / 2;
        Self { up, width: up + over + 1 }
    }

    /// Goes through the cells and tells the step into each. Returns how many words stand for others on the best way.
    fn walk(&self, l: &[u64], r: &[u64], mut tell: impl FnMut(usize, Step)) -> usize {
        // A cell's cost is its errors, and after them the words that stand for others: one error weighs more than all
        // of them together.
        const ERROR: u64 = 1 << 32;
        const UNREACHED: u64 = u64::MAX / 2;
        let (n, m) = (l.len(), r.len());
        let Self { up, width } = *self;
        let mut row = vec![UNREACHED; width];
        let mut above = vec![UNREACHED; width];
        for i in 0..=n {
            // Slot s of row i is column i + s - up.
            for slot in 0..width {
                let Some(j) = (i + slot).checked_sub(up).filter(|j| *j <= m) else {
                    row[slot] = UNREACHED;
                    continue;
                };
                let mut best = if i == 0 && j == 0 { (0, Step::Right) } else { (UNREACHED, Step::Right) };
                if i > 0 && j > 0 {
                    let is_right = l[i - 1] == r[j - 1];
                    let cost = above[slot] + if is_right { 0 } else { ERROR + 1 };
                    best = (cost, if is_right { Step::Right } else { Step::Substituted });
                }
                if i > 0 && slot + 1 < width && above[slot + 1] + ERROR < best.0 {
                    best = (above[slot + 1] + ERROR, Step::Deleted);
                }
                if j > 0 && slot > 0 && row[slot - 1] + ERROR < best.0 {
                    best = (row[slot - 1] + ERROR, Step::Inserted);
                }
                row[slot] = best.0.min(UNREACHED);
                tell(i * width + slot, best.1);
            }
            std::mem::swap(&mut row, &mut above);
        }
        (above[m + up - n] % ERROR) as usize
    }
}

/// The steps with the fewest errors, and of those the ones with most words right.
pub fn steps(left: &[u64], right: &[u64]) -> Vec<Step> {
    let (l, r, ahead) = without_ends(left, right);
    let mut steps = vec![Step::Right; ahead];
    between(l, r, &mut steps);
    steps.extend(std::iter::repeat_n(Step::Right, left.len() - ahead - l.len()));
    steps
}

fn between(l: &[u64], r: &[u64], steps: &mut Vec<Step>) {
    let band = Band::new(l, r, distance(l, r));
    let (up, width) = (band.up, band.width);
    if (l.len() + 1).saturating_mul(width) > MOST_CELLS {
        let (at_left, at_right) = cut(l, r);
        between(&l[..at_left], &r[..at_right], steps);
        between(&l[at_left..], &r[at_right..], steps);
        return;
    }
    let mut taken = vec![0u8; ((l.len() + 1) * width).div_ceil(4)];
    band.walk(l, r, |cell, step| taken[cell / 4] |= (step as u8) << (2 * (cell % 4)));
    const STEPS: [Step; 4] = [Step::Right, Step::Substituted, Step::Inserted, Step::Deleted];
    let start = steps.len();
    let (mut i, mut j) = (l.len(), r.len());
    while i > 0 || j > 0 {
        let cell = i * width + (j + up - i);
        let step = STEPS[usize::from(taken[cell / 4] >> (2 * (cell % 4)) & 3)];
        match step {
            Step::Inserted => j -= 1,
            Step::Deleted => i -= 1,
            Step::Right | Step::Substituted => (i, j) = (i - 1, j - 1),
        }
        steps.push(step);
    }
    steps[start..].reverse();
}

/// Where two texts that are too long for one table are cut: half-way along the fewest errors (Hirschberg 1975).
fn cut(l: &[u64], r: &[u64]) -> (usize, usize) {
    let middle = l.len() / 2;
    let forth = last_row(&l[..middle], r);
    let (mut l_back, mut r_back) = (l[middle..].to_vec(), r.to_vec());
    l_back.reverse();
    r_back.reverse();
    let back = last_row(&l_back, &r_back);
    let at = (0..=r.len()).min_by_key(|at| forth[*at] + back[r.len() - at]).unwrap_or_default();
    (middle, at)
}

/// For each beginning of `r` the fewest errors against all of `l`.
fn last_row(l: &[u64], r: &[u64]) -> Vec<usize> {
    let mut row: Vec<usize> = (0..=r.len()).collect();
    for (i, word) in l.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for j in 1..=r.len() {
            let cost = (corner + usize::from(*word != r[j - 1])).min(row[j] + 1).min(row[j - 1] + 1);
            corner = std::mem::replace(&mut row[j], cost);
        }
    }
    row
}

/// The fewest errors, counted for 64 words at once.
fn distance(l: &[u64], r: &[u64]) -> usize {
    if l.is_empty() || r.is_empty() {
        return l.len().max(r.len());
    }
    let blocks = l.len().div_ceil(64);
    let mut places: std::collections::HashMap<u64, Vec<(u32, u64)>> = std::collections::HashMap::new();
    for (at, word) in l.iter().enumerate() {
        let list = places.entry(*word).or_default();
        let block = (at / 64) as u32;
        match list.last_mut() {
            Some(last) if last.0 == block => last.1 |= 1 << (at % 64),
            _ => list.push((block, 1 << (at % 64))),
        }
    }
    let mut more = vec![!0u64; blocks];
    let mut less = vec![0u64; blocks];
    let mut errors = l.len();
    let last = (l.len() - 1) % 64;
    for word in r {
        let mut here = places.get(word).map_or(&[][..], Vec::as_slice).iter().peekable();
        // The row above grows by one from column to column.
        let (mut carry_more, mut carry_less) = (1u64, 0u64);
        for block in 0..blocks {
            let equal = here.next_if(|place| place.0 as usize == block).map_or(0, |place| place.1);
            let (pv, mv) = (more[block], less[block]);
            let xv = equal | mv;
            let equal = equal | carry_less;
            let xh = (((equal & pv).wrapping_add(pv)) ^ pv) | equal;
            let mut ph = mv | !(xh | pv);
            let mut mh = pv & xh;
            if block + 1 == blocks {
                errors += (ph >> last & 1) as usize;
                errors -= (mh >> last & 1) as usize;
            }
            let (out_more, out_less) = (ph >> 63, mh >> 63);
            ph = ph << 1 | carry_more;
            mh = mh << 1 | carry_less;
            (carry_more, carry_less) = (out_more, out_less);
            more[block] = mh | !(xv | ph);
            less[block] = ph & xv;
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<u64> {
        text.split_whitespace().map(crate::text::difference::key_of).collect()
    }

    fn counts(left: &str, right: &str) -> (usize, usize, usize) {
        let errors = count_errors(&keys(left), &keys(right));
        (errors.substituted, errors.inserted, errors.deleted)
    }

    #[test]
    fn errors_are_counted() {
        assert_eq!(counts("a b c", "a b c"), (0, 0, 0));
        assert_eq!(counts("a b c", "a x c"), (1, 0, 0));
        assert_eq!(counts("a b c", "a c d"), (0, 1, 1));
        assert_eq!(counts("", "a"), (0, 1, 0));
        assert_eq!(counts("a b", ""), (0, 0, 2));
        assert_eq!(count_errors(&[], &[]).rate(), None);
    }

    #[test]
    fn the_fewest_errors_are_found_in_bits_too() {
        // A small generator of texts of few words; the slow table is the oracle.
        let mut state = 7u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for round in 0..200 {
            let text =
                |length: u64, next: &mut dyn FnMut(u64) -> u64| (0..length).map(|_| next(4)).collect::<Vec<u64>>();
            let (n, m) = (next(150), next(150));
            let (l, r) = (text(n, &mut next), text(m, &mut next));
            let expected = last_row(&l, &r)[r.len()];
            assert_eq!(distance(&l, &r), expected, "round {round}");
            let errors = count_errors(&l, &r);
            assert_eq!(errors.total(), expected, "round {round}");
            let way = steps(&l, &r);
            let count = |step: Step| way.iter().filter(|known| **known == step).count();
            let counts = (count(Step::Substituted), count(Step::Inserted), count(Step::Deleted));
            assert_eq!(counts, (errors.substituted, errors.inserted, errors.deleted), "round {round}");
            assert_eq!(errors.left + errors.inserted, errors.right + errors.deleted);
        }
    }
}
