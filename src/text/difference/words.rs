//! The words of a text as they are compared: where each stands, and a key that two words share if they read the same
//! when folded.
//!
//! Spaces, quotation marks, dashes and stops are no words; signs that are read aloud (`%`, `€`) are. A Chinese
//! character, a kana and a letter of a script without spaces each count as one, since nothing tells where words end.

use std::ops::Range;

use crate::text::fnv1a;
use crate::text::fold::fold_into;
use crate::text::words::is_unspaced;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it starts, bytes.
    pub start: u32,
    /// Where it ends, bytes.
    pub end: u32,
    /// Equal for two words that fold to the same letters. A hash of 64 bits: that two others share one is not seen in
    /// practice, and would hide one difference.
    pub key: u64,
}

impl Word {
    /// Where it stands, bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Its letters as printed. `text` is the one that it was taken from.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Letters and digits that run on.
    Letter,
    /// A word of its own.
    Alone,
    /// Seen by nobody, or a mark on the letter before.
    Unseen,
    /// Joins letters, if it stands between two: an apostrophe.
    Apostrophe,
    /// Joins digits, if it stands between two: a point, a comma.
    Point,
    /// All else.
    Gap,
}

fn part(c: char) -> Part {
    match c {
        // Russian letters too are found without a look into tables.
        '0'..='9' | 'a'..='z' | 'A'..='Z' | '\u{410}'..='\u{44f}' => Part::Letter,
        '\'' | '\u{2019}' | '\u{2bc}' | '\u{2018}' => Part::Apostrophe,
        '.' | ',' => Part::Point,
        '%' | '$' | '£' | '¥' | '§' | '°' | '№' | '‰' | '&' | '\u{20a0}'..='\u{20c0}' => Part::Alone,
        '\0'..='\u{7f}' => Part::Gap,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Part::Unseen,
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{487}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'
        | '\u{5c1}'
        | '\u{5c2}'
        | '\u{5c4}'
        | '\u{5c5}'
        | '\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}' => Part::Unseen,
        c if is_unspaced(c) => Part::Alone,
        c if c.is_alphanumeric() => Part::Letter,
        _ => Part::Gap,
    }
}

/// The words of `text` in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut scratch = String::new();
    let mut at = 0;
    while at < text.len() {
        if let Some((end, key)) = plain_word(text.as_bytes(), at) {
            words.push(Word { start: at as u32, end: end as u32, key });
            at = end;
            continue;
        }
        let (end, is_word) = part_at(text, at);
        if is_word {
            words.push(Word { start: at as u32, end: end as u32, key: key(&text[at..end], &mut scratch) });
        }
        at = end;
    }
    words
}

/// The end and the key of the word that starts at a byte, if it is one as most are in English: ASCII letters and digits,
/// and behind them ASCII that joins nothing.
fn plain_word(bytes: &[u8], start: usize) -> Option<(usize, u64)> {
    let length = bytes[start..].iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len() - start);
    let end = start + length;
    let ends_there = bytes.get(end).is_none_or(|byte| byte.is_ascii() && !matches!(byte, b'\'' | b'.' | b','))
        || matches!(bytes[end..], [b'.' | b',', b' ' | b'\n', ..] | [b'.' | b',']);
    (length > 0 && ends_there).then(|| (end, plain_key(&bytes[start..end])))
}

/// The end of the word, or of the letter between words, that starts at a byte, and whether it is a word.
fn part_at(text: &str, start: usize) -> (usize, bool) {
    let mut letters = text[start..].char_indices().map(|(at, c)| (start + at, c)).peekable();
    let Some((_, c)) = letters.next() else { return (text.len(), false) };
    let (mut end, mut last) = (start + c.len_utf8(), c);
    match part(c) {
        Part::Letter => {
            while let Some(&(at, next)) = letters.peek() {
                let behind = || text[at + next.len_utf8()..].chars().next();
                let runs_on = match part(next) {
                    Part::Letter => true,
                    Part::Unseen => {
                        end = at + next.len_utf8();
                        letters.next();
                        continue;
                    }
                    Part::Apostrophe => last.is_alphabetic() && behind().is_some_and(|c| part(c) == Part::Letter),
                    Part::Point => last.is_ascii_digit() && behind().is_some_and(|c| c.is_ascii_digit()),
                    Part::Alone | Part::Gap => false,
                };
                if !runs_on {
                    break;
                }
                end = at + next.len_utf8();
                last = next;
                letters.next();
            }
        }
        // A mark that stands behind a letter belongs to it.
        Part::Alone => {
            while let Some(&(at, next)) = letters.peek()
                && part(next) == Part::Unseen
            {
                end = at + next.len_utf8();
                letters.next();
            }
        }
        _ => return (end, false),
    }
    (end, true)
}

/// The key of a word: its folded letters, hashed.
pub fn key_of(word: &str) -> u64 {
    key(word, &mut String::new())
}

/// The key of words in a row, from their keys.
pub fn key_of_row(row: &[Word]) -> u64 {
    row.iter().fold(0, |key: u64, word| (key.rotate_left(23) ^ word.key).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn key(word: &str, scratch: &mut String) -> u64 {
    if word.is_ascii() {
        return plain_key(word.as_bytes());
    }
    scratch.clear();
    fold_into(word, scratch);
    finish(fnv1a(scratch.bytes()))
}

fn plain_key(word: &[u8]) -> u64 {
    finish(fnv1a(word.iter().map(u8::to_ascii_lowercase)))
}

/// Spreads what was hashed over all bits, as the last step of MurmurHash3 does.
fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        words(text).iter().map(|word| word.of(text)).collect()
    }

    #[test]
    fn spaces_and_signs_are_no_words() {
        assert_eq!(read("“Well—no,” he said…  5,5\u{a0}%."), ["Well", "no", "he", "said", "5,5", "%"]);
        assert_eq!(read("don’t 'players' 3.14. V.Putin"), ["don’t", "players", "3.14", "V", "Putin"]);
        assert_eq!(read("co\u{ad}op и\u{306}од e\u{301}."), ["co\u{ad}op", "и\u{306}од", "e\u{301}"]);
        assert_eq!(read("我们2013年"), ["我", "们", "2013", "年"]);
        assert!(read(" \u{200b}-- … ").is_empty());
    }

    #[test]
    fn plain_words_are_those_that_the_long_way_finds() {
        let texts =
            ["It's 3.14, or 2,5; no. So? e\u{301} x\u{ad}y caf\u{e9}. A", "a.", "1,", "end.\nNext,\u{2014}no a.b 1.2"];
        for text in texts {
            let mut at = 0;
            let mut expected = Vec::new();
            while at < text.len() {
                let (end, is_word) = part_at(text, at);
                expected.extend(is_word.then(|| (&text[at..end], key_of(&text[at..end]))));
                at = end;
            }
            assert_eq!(words(text).iter().map(|word| (word.of(text), word.key)).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn words_that_read_the_same_share_a_key() {
        for (one, other) in [("Don’t", "don't"), ("ЁЛКА", "елка"), ("co\u{ad}op", "Coop"), ("café", "cafe\u{301}")]
        {
            assert_eq!(words(one)[0].key, words(other)[0].key, "{one}");
        }
        assert_ne!(key_of("мой"), key_of("мои"));
    }
}
