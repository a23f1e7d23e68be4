//! The words of a quotation set against the words of a passage: which of them stand in it, in their order.
//!
//! A local alignment (Smith and Waterman, 1981, with the affine gaps of Gotoh, 1982): its ends are free on both sides,
//! so that a sentence is found inside a paragraph, and a part of a quotation inside another speaker's words. Words count
//! by their weight. Time and memory are the product of both lengths; callers bound them.

/// What the steps cost, where a word of middle weight earns 1.
const REPLACE: f32 = -0.55;
/// A word of the quotation that was not said.
const ADD: f32 = -0.6;
/// The first of some words that were said and not quoted.
const DROP: f32 = -0.7;
/// Each further one.
const DROP_MORE: f32 = -0.05;

/// A word that is only alike earns this part of its weight.
const ALIKE: f32 = 0.6;

/// Two words that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Index of the word in the quotation.
    pub quoted: u32,
    /// Index of the word in the passage.
    pub said: u32,
    /// Whether they are the same word; else they are alike.
    pub is_same: bool,
}

/// An alignment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alignment {
    /// The pairs, in order.
    pub pairs: Vec<Pair>,
    /// What it earned.
    pub score: f32,
}

/// How a cell was come to: two bits for the match layer, one for whether a gap goes on.
const STOP: u8 = 0;
const DIAGONAL: u8 = 1;
const UP: u8 = 2;
const GAP: u8 = 3;
const GAP_GOES_ON: u8 = 4;

/// Aligns `quoted` with `said`, both words by number. `weights` are those of the quoted words, and `alike` says whether a
/// quoted and a said word, by their indices, are alike.
pub fn align(quoted: &[u64], weights: &[f32], said: &[u64], alike: impl Fn(usize, usize) -> bool) -> Alignment {
    let width = said.len();
    let mut steps = vec![STOP; quoted.len() * width];
    // Scores of the row above, of this row's gap, one column to the right of the words so that 0 is before the first.
    let mut above = vec![0f32; width + 1];
    let mut row = vec![0f32; width + 1];
    let mut best = (0f32, 0, 0);
    for (i, (word, weight)) in quoted.iter().zip(weights).enumerate() {
        let mut gap = f32::NEG_INFINITY;
        for j in 0..width {
            let goes_on = gap + DROP_MORE > row[j] + DROP;
            gap = if goes_on { gap + DROP_MORE } else { row[j] + DROP };
            let earned = if said[j] == *word {
                *weight
            } else if alike(i, j) {
                *weight * ALIKE
            } else {
                REPLACE
            };
            let diagonal = above[j] + earned;
            let up = above[j + 1] + ADD;
            let (mut score, mut step) = (0f32, STOP);
            for (other, its) in [(diagonal, DIAGONAL), (up, UP), (gap, GAP)] {
                if other > score {
                    (score, step) = (other, its);
                }
            }
            row[j + 1] = score;
            steps[i * width + j] = step | if goes_on { GAP_GOES_ON } else { 0 };
            if score > best.0 {
                best = (score, i, j);
            }
        }
        std::mem::swap(&mut above, &mut row);
        row[0] = 0.0;
    }
    let pairs = walk_back(quoted, said, &steps, best, alike);
    Alignment { pairs, score: best.0 }
}

fn walk_back(
    quoted: &[u64],
    said: &[u64],
    steps: &[u8],
    (score, i, j): (f32, usize, usize),
    alike: impl Fn(usize, usize) -> bool,
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    if score <= 0.0 {
        return pairs;
    }
    // One past the cell, so that 0 is the edge.
    let (mut i, mut j) = (i + 1, j + 1);
    while i > 0 && j > 0 {
        let step = steps[(i - 1) * said.len() + j - 1];
        match step & GAP {
            DIAGONAL => {
                let is_same = quoted[i - 1] == said[j - 1];
                if is_same || alike(i - 1, j - 1) {
                    pairs.push(Pair { quoted: i as u32 - 1, said: j as u32 - 1, is_same });
                }
                (i, j) = (i - 1, j - 1);
            }
            UP => i -= 1,
            GAP => {
                // Back over all words of the gap.
                let mut goes_on = step & GAP_GOES_ON != 0;
                j -= 1;
                while goes_on && j > 0 {
                    goes_on = steps[(i - 1) * said.len() + j - 1] & GAP_GOES_ON != 0;
                    j -= 1;
                }
            }
            _ => break,
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::words;

    fn pairs(quoted: &str, said: &str) -> Vec<(u32, u32)> {
        let numbers = |text: &str| words::split(text).iter().map(|word| word.hash).collect::<Vec<_>>();
        let quoted = numbers(quoted);
        let alignment = align(&quoted, &vec![1.0; quoted.len()], &numbers(said), |_, _| false);
        alignment.pairs.iter().map(|pair| (pair.quoted, pair.said)).collect()
    }

    #[test]
    fn finds_a_sentence_inside_a_paragraph() {
        let found = pairs("the tide will turn", "Listen: the tide will turn tonight.");
        assert_eq!(found, [(0, 1), (1, 2), (2, 3), (3, 4)]);
    }

    #[test]
    fn goes_over_what_was_dropped_added_and_replaced() {
        assert_eq!(pairs("we will turn", "we will not turn"), [(0, 0), (1, 1), (2, 3)]);
        assert_eq!(pairs("we will surely turn back", "we will turn back"), [(0, 0), (1, 1), (3, 2), (4, 3)]);
        assert_eq!(pairs("we shall turn back", "we will turn back"), [(0, 0), (2, 2), (3, 3)]);
        let long = "one two three a b c d e f g four five six";
        assert_eq!(pairs("one two three four five six", long).len(), 6);
    }

    #[test]
    fn finds_nothing_where_nothing_is() {
        assert!(pairs("one two", "three four").is_empty());
        assert!(pairs("", "three").is_empty() && pairs("one", "").is_empty());
    }
}
