//! Words by their numbers in the dictionary: those that are asked for, and those that a segment has.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Words that are asked for, in order, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Terms {
    /// Words that stand one after the other in the dictionary.
    Range(Range<usize>),
    /// Any others.
    List(Vec<u32>),
}

impl Terms {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::List(list) => list.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Numbers of sixty-four bits between two counts.
const STEP: usize = 4;

/// Which words of the dictionary a segment has: a bit for each, so that the words of a segment, numbered among
/// themselves, are found by counting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermSet {
    bits: Vec<u64>,
    /// Words before each fourth number of sixty-four bits.
    before: Vec<u32>,
    len: usize,
}

impl TermSet {
    /// A set of words by their numbers, ascending, of a dictionary of so many.
    pub fn new(numbers: impl Iterator<Item = u32>, words: usize) -> Self {
        let mut bits = vec![0u64; words.div_ceil(64)];
        for number in numbers {
            if let Some(word) = bits.get_mut(number as usize / 64) {
                *word |= 1 << (number % 64);
            }
        }
        let mut len = 0;
        let count = |words: &[u64]| {
            let before = len;
            len += words.iter().map(|word| word.count_ones()).sum::<u32>();
            before
        };
        let before = bits.chunks(STEP).map(count).collect();
        Self { bits, before, len: len as usize }
    }

    /// How many words the segment has.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        8 * self.bits.capacity() + 4 * self.before.capacity()
    }

    /// How many words it has before a number of the dictionary.
    pub fn count_before(&self, number: usize) -> usize {
        let at = number / 64;
        let Some(word) = self.bits.get(at) else { return self.len };
        let from = at / STEP * STEP;
        let counted = self.before.get(at / STEP).copied().unwrap_or_default();
        let between: u32 = self.bits[from..at].iter().map(|word| word.count_ones()).sum();
        (counted + between + (word & ((1 << (number % 64)) - 1)).count_ones()) as usize
    }

    /// The number of a word in the segment; none where the segment lacks it.
    pub fn find(&self, number: usize) -> Option<usize> {
        let is_in = self.bits.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1);
        is_in.then(|| self.count_before(number))
    }

    /// The numbers of its words in the dictionary, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.bits.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    at as u32 * 64 + bit
                })
            })
        })
    }

    /// The same words in another dictionary, by what their numbers are there.
    #[must_use]
    pub fn renumbered(&self, numbers: &[u32], words: usize) -> Self {
        Self::new(self.iter().filter_map(|number| numbers.get(number as usize).copied()), words)
    }
}

#[cfg(test)]
mod tests {
    use super::TermSet;

    #[test]
    fn words_of_a_segment_are_found_by_counting() {
        let list: Vec<u32> = (0..3000).filter(|n| n % 7 == 2 || n % 500 < 20).collect();
        let set = TermSet::new(list.iter().copied(), 3000);
        assert_eq!(set.len(), list.len());
        assert!(set.iter().eq(list.iter().copied()));
        for number in 0..3100u32 {
            let before = list.iter().filter(|other| **other < number).count();
            assert_eq!(set.count_before(number as usize), before);
            assert_eq!(set.find(number as usize), list.contains(&number).then_some(before));
        }
        let doubled: Vec<u32> = (0..3000).map(|n| n * 2).collect();
        assert!(set.renumbered(&doubled, 6000).iter().eq(list.iter().map(|n| n * 2)));
        assert_eq!(TermSet::default().find(0), None);
    }
}
