//! The words of the whole library, in order, each once.
//!
//! Neighbours begin alike, so only the first of sixteen words is written out; of each other one stands how many bytes
//! it shares with the word before, and the rest (front coding, as in Witten, Moffat and Bell, Managing Gigabytes, 1999).
//! Found by halving the first words, then by walking.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Words from one that is written out to the next.
const BLOCK: usize = 16;

/// Words in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dictionary {
    /// What is written out of each word, one after the other.
    text: String,
    /// For each word two numbers in groups of seven bits: bytes shared with the word before, and bytes written out.
    shapes: Vec<u8>,
    /// For each block where it begins in `text` and in `shapes`.
    blocks: Vec<(u32, u32)>,
    len: usize,
    /// The last word.
    last: String,
}

impl Dictionary {
    /// How many.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        let Self { text, shapes, blocks, last, .. } = self;
        text.capacity() + shapes.capacity() + size_of::<(u32, u32)>() * blocks.capacity() + last.capacity()
    }

    /// The word with this number; empty where there is none.
    pub fn word(&self, number: usize) -> String {
        let mut walk = self.walk(number..number + 1);
        if walk.next().is_some() { walk.word } else { String::new() }
    }

    /// The number of a word.
    pub fn find(&self, word: &str) -> Option<usize> {
        let mut walk = self.walk_from(|other| other < word);
        loop {
            let (number, other) = walk.next()?;
            if other >= word {
                return (other == word).then_some(number);
            }
        }
    }

    /// The numbers of all words that begin so.
    pub fn beginning_with(&self, prefix: &str) -> Range<usize> {
        self.count_before(|word| word < prefix)..self.count_before(|word| word < prefix || word.starts_with(prefix))
    }

    /// How many words at the start are so that something holds for them, which must hold for no word behind these.
    fn count_before(&self, holds: impl Fn(&str) -> bool) -> usize {
        let mut walk = self.walk_from(&holds);
        while let Some((number, word)) = walk.next() {
            if !holds(word) {
                return number;
            }
        }
        self.len
    }

    /// Walks from the last block whose first word is so that something holds for it.
    fn walk_from(&self, holds: impl Fn(&str) -> bool) -> Walk<'_> {
        let after = self.blocks.partition_point(|block| holds(self.first_word(*block)));
        self.walk_block(after.saturating_sub(1), self.len)
    }

    fn first_word(&self, (text, shape): (u32, u32)) -> &str {
        let mut shapes = self.shapes.get(shape as usize..).unwrap_or_default();
        read_number(&mut shapes);
        let length = read_number(&mut shapes) as usize;
        self.text.get(text as usize..text as usize + length).unwrap_or_default()
    }

    /// Walks through some words, by their numbers.
    pub fn walk(&self, numbers: Range<usize>) -> Walk<'_> {
        let mut walk = self.walk_block(numbers.start / BLOCK, numbers.end.min(self.len));
        while walk.number < numbers.start && walk.next().is_some() {}
        walk
    }

    fn walk_block(&self, block: usize, end: usize) -> Walk<'_> {
        let (text, shape) = self.blocks.get(block).copied().unwrap_or_default();
        Walk {
            text: self.text.get(text as usize..).unwrap_or_default(),
            shapes: self.shapes.get(shape as usize..).unwrap_or_default(),
            number: block * BLOCK,
            end,
            word: String::new(),
        }
    }

    /// Adds a word, which must come behind all others.
    pub fn push(&mut self, word: &str) {
        let shared = if self.len.is_multiple_of(BLOCK) {
            self.blocks.push((self.text.len() as u32, self.shapes.len() as u32));
            0
        } else {
            let same = self.last.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
            word.floor_char_boundary(same)
        };
        write_number(shared as u32, &mut self.shapes);
        write_number((word.len() - shared) as u32, &mut self.shapes);
        self.text.push_str(&word[shared..]);
        self.len += 1;
        self.last.truncate(shared);
        self.last.push_str(&word[shared..]);
    }

    /// Gives back the room for what will not come.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.shapes.shrink_to_fit();
        self.blocks.shrink_to_fit();
    }

    /// The words of both, and for the words of each their numbers in that.
    pub fn merge(&self, other: &Self) -> (Self, [Vec<u32>; 2]) {
        let mut merged = Self::default();
        let mut numbers = [Vec::with_capacity(self.len), Vec::with_capacity(other.len)];
        let (mut left, mut right) = (self.walk(0..self.len), other.walk(0..other.len));
        let (mut has_left, mut has_right) = (left.next().is_some(), right.next().is_some());
        while has_left || has_right {
            let order = match (has_left, has_right) {
                (true, true) => left.word.cmp(&right.word),
                (true, false) => std::cmp::Ordering::Less,
                _ => std::cmp::Ordering::Greater,
            };
            let number = merged.len as u32;
            merged.push(if order.is_le() { &left.word } else { &right.word });
            if order.is_le() {
                numbers[0].push(number);
                has_left = left.next().is_some();
            }
            if order.is_ge() {
                numbers[1].push(number);
                has_right = right.next().is_some();
            }
        }
        merged.shrink();
        (merged, numbers)
    }
}

/// Walks through words in order.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    text: &'a str,
    shapes: &'a [u8],
    /// Of the word that comes next.
    number: usize,
    end: usize,
    word: String,
}

impl Walk<'_> {
    /// The next word with its number. It is lent until the one after it is asked for.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Option<(usize, &str)> {
        if self.number >= self.end {
            return None;
        }
        let shared = read_number(&mut self.shapes) as usize;
        let length = read_number(&mut self.shapes) as usize;
        let (own, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        self.word.truncate(shared);
        self.word.push_str(own);
        self.number += 1;
        Some((self.number - 1, &self.word))
    }
}

/// Reads a number in groups of seven bits and goes past it.
#[inline]
pub fn read_number(rest: &mut &[u8]) -> u32 {
    let (mut value, mut shift) = (0, 0);
    while let Some((byte, behind)) = rest.split_first() {
        *rest = behind;
        value |= u32::from(byte & 0x7f).wrapping_shl(shift);
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    value
}

/// A number in groups of seven bits, the lowest first, all but the last group with the high bit set.
pub fn write_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(0x80 | (number & 0x7f) as u8);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn of<'a>(words: impl IntoIterator<Item = &'a String>) -> Dictionary {
        let mut dictionary = Dictionary::default();
        words.into_iter().for_each(|word| dictionary.push(word));
        dictionary
    }

    fn words(step: usize) -> BTreeSet<String> {
        let syllables = ["ba", "бо", "安", "é", "x", "бы"];
        let word =
            |n: usize| (0..1 + n % 4).map(|at| syllables[(n / 7 + at * n) % syllables.len()]).collect::<String>();
        (0..900).step_by(step).map(|n| format!("{}{}", word(n), n % 13)).collect()
    }

    #[test]
    fn words_are_found_by_themselves_and_by_how_they_begin() {
        let words = words(1);
        let dictionary = of(&words);
        assert_eq!(dictionary.len(), words.len());
        let list: Vec<&String> = words.iter().collect();
        for (number, word) in list.iter().enumerate() {
            assert_eq!(dictionary.find(word), Some(number));
            assert_eq!(dictionary.word(number), **word);
            for (end, _) in word.char_indices() {
                let range = dictionary.beginning_with(&word[..end]);
                assert!(list[range.clone()].iter().all(|other| other.starts_with(&word[..end])));
                assert_eq!(range.len(), list.iter().filter(|other| other.starts_with(&word[..end])).count());
            }
        }
        for missing in ["", "a", "zz", "ba00", "安安安安安"] {
            assert_eq!(dictionary.find(missing), None, "{missing}");
        }
        assert_eq!(dictionary.word(list.len()), "");
        assert_eq!(Dictionary::default().beginning_with("a"), 0..0);
        assert_eq!(Dictionary::default().find(""), None);
    }

    #[test]
    fn two_dictionaries_become_one() {
        let (left, right) = (words(2), words(3));
        let (merged, [of_left, of_right]) = of(&left).merge(&of(&right));
        assert_eq!(merged, {
            let mut both = of(left.union(&right));
            both.shrink();
            both
        });
        for (words, numbers) in [(&left, &of_left), (&right, &of_right)] {
            assert_eq!(words.len(), numbers.len());
            assert!(words.iter().zip(numbers).all(|(word, number)| merged.word(*number as usize) == *word));
        }
    }
}
