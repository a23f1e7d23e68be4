//! Words as quotations are compared by: of the folded text ([`crate::text::words`]), each with the place where it stands.
//!
//! Case, accents, quotation marks and dashes are folded away before. Nothing here knows of speakers or of libraries.

use std::ops::Range;

use crate::text::fnv1a;
use crate::text::fold::Folded;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its folded letters as a number: the same word has the same number in every text.
    pub hash: u64,
    /// Where it starts, in bytes.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

impl Word {
    /// Its letters in the text that it was taken from.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// The words of a folded text, appended to `words`.
pub fn split_folded(folded: &str, words: &mut Vec<Word>) {
    let word =
        |(start, end): (usize, usize)| Word { hash: hash(&folded[start..end]), start: start as u32, end: end as u32 };
    words.extend(crate::text::words::words(folded).map(word));
}

/// The same, as numbers alone.
pub fn hashes(folded: &str) -> impl Iterator<Item = u64> {
    crate::text::words::words(folded).map(|(start, end)| hash(&folded[start..end]))
}

/// The words of a text as printed, with their places in it.
pub fn split(text: &str) -> Vec<Word> {
    let folded = Folded::new(text);
    let mut words = Vec::with_capacity(text.len() / 5);
    split_folded(&folded.text, &mut words);
    for word in &mut words {
        let (start, end) = folded.original(word.start as usize, word.end as usize);
        (word.start, word.end) = (start as u32, end as u32);
    }
    words
}

/// The bytes from the first to the last of some words.
pub fn bytes_of(words: &[Word]) -> Range<usize> {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.start as usize..last.end as usize,
        _ => 0..0,
    }
}

/// The number of a word.
pub fn hash(text: &str) -> u64 {
    fnv1a(text.bytes())
}

/// Whether two folded words may be one, misheard, mistyped or inflected: within one edit of four letters and more,
/// within two of eight and more, or the same but for their endings. Words with digits are what they are.
pub fn are_alike(one: &str, other: &str) -> bool {
    let shared = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // Most pairs have nothing in common; two edits bring or take four different letters at most.
    let is_hopeless = shared * 3 < long * 2 && (long - short > 4 || (letters(one) ^ letters(other)).count_ones() > 4);
    if short < 4 || is_hopeless || one.bytes().chain(other.bytes()).any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().take(40).collect(), other.chars().take(40).collect());
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    let most = if short >= 8 { 2 } else { usize::from(short >= 4) };
    let shared = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let same_stem = shared >= 4 && shared * 3 >= long * 2;
    same_stem || (most > 0 && long - short <= most && distance(&one, &other) <= most)
}

/// Which letters a word has, as bits; several letters share one.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |letters, c| letters | 1 << (c as u32 % 64))
}

/// Edits between two short words: letters replaced, left out, added.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Vec<&str> {
        split(text).iter().map(|word| word.of(text)).collect()
    }

    #[test]
    fn words_stand_where_they_are_printed() {
        assert_eq!(
            printed("“We di\u{ad}dn’t pay 30,000.5—Ёлка!”"),
            ["We", "di\u{ad}dn", "t", "pay", "30,000.5", "Ёлка"]
        );
        assert_eq!(printed("我们 go"), ["我", "们", "go"]);
        assert!(printed(" … — ").is_empty());
    }

    #[test]
    fn the_same_word_has_the_same_number() {
        let numbers = |text| split(text).into_iter().map(|word| word.hash).collect::<Vec<_>>();
        assert_eq!(numbers("Café don’t"), numbers("CAFE don't"));
        assert_ne!(numbers("мой"), numbers("мои"));
    }

    #[test]
    fn misheard_words_are_alike_and_numbers_are_not() {
        assert!(are_alike("harbour", "harbor") && are_alike("decision", "decisions") && are_alike("гавань", "гавани"));
        assert!(!are_alike("1914", "1915") && !are_alike("not", "now") && !are_alike("harbour", "labour day"));
    }
}
