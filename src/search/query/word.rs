//! What one word of a query asks of one word of a text.

use crate::search::index::{Dictionary, Terms};
use crate::search::stems::Stems;
use crate::text::latin::{first_letters, name_form};

/// What a word of a text must be like. Words are compared in folded form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPattern {
    /// The word as asked for, folded.
    pub word: String,
    /// How it is to be compared.
    pub kind: WordKind,
    /// Where folding is off: the letters as they must be printed; of a prefix, how the word must begin.
    pub printed: Option<String>,
}

/// How a word is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// It is this word.
    Whole,
    /// It begins so.
    Prefix,
    /// It is this word or one letter apart: one more, one less, or one other.
    OneEdit,
    /// It has the same stem in one of these languages.
    Stem(Stems),
    /// It is this word, or the same in the other of two alphabets, Latin and Cyrillic.
    EitherAlphabet,
}

impl WordPattern {
    /// Whether a word of a text is such a word: in folded form, and as printed.
    pub fn matches(&self, word: &str, printed: &str) -> bool {
        self.matches_folded(word)
            && self.printed.as_deref().is_none_or(|asked| match self.kind {
                WordKind::Prefix => printed.starts_with(asked),
                _ => printed == asked,
            })
    }

    /// Whether the folded form of a word is such a word.
    pub fn matches_folded(&self, word: &str) -> bool {
        match self.kind {
            WordKind::Whole => word == self.word,
            WordKind::Prefix => word.starts_with(&self.word),
            WordKind::OneEdit => is_one_edit(&self.word, word),
            WordKind::Stem(stems) => stems.agree(&self.word, word),
            WordKind::EitherAlphabet => {
                word == self.word
                    || matches!((is_cyrillic(&self.word), is_cyrillic(word)), (Some(one), Some(other)) if one != other)
                        && name_form(word) == name_form(&self.word)
            }
        }
    }

    /// All such words in a dictionary.
    pub fn find_in(&self, dictionary: &Dictionary) -> Terms {
        match self.kind {
            WordKind::Whole => {
                dictionary.find(&self.word).map_or(Terms::List(Vec::new()), |at| Terms::Range(at..at + 1))
            }
            WordKind::Prefix => Terms::Range(dictionary.beginning_with(&self.word)),
            WordKind::OneEdit => Terms::List(one_edit_in(&self.word, dictionary)),
            // Stemming changes the ends of words: what has the same stem begins with the same letter.
            WordKind::Stem(_) => {
                let mut found = Vec::new();
                let mut walk = dictionary.walk(dictionary.beginning_with(first_letter(&self.word)));
                while let Some((number, word)) = walk.next() {
                    if self.matches_folded(word) {
                        found.push(number as u32);
                    }
                }
                Terms::List(found)
            }
            WordKind::EitherAlphabet => {
                let mut found: Vec<u32> = dictionary.find(&self.word).into_iter().map(|number| number as u32).collect();
                if let Some(is_cyrillic) = is_cyrillic(&self.word) {
                    let form = name_form(&self.word);
                    for letter in first_letters(&form, !is_cyrillic) {
                        let mut walk = dictionary.walk(dictionary.beginning_with(letter.encode_utf8(&mut [0; 4])));
                        while let Some((number, word)) = walk.next() {
                            // Forms are no more than so much shorter or longer than words.
                            let letters = word.chars().count();
                            if letters <= form.len() * 2 + 2 && form.len() <= letters * 3 && name_form(word) == form {
                                found.push(number as u32);
                            }
                        }
                    }
                }
                found.sort_unstable();
                found.dedup();
                Terms::List(found)
            }
        }
    }
}

/// Whether a word is written in Cyrillic letters; none where it is neither in those nor in Latin ones.
fn is_cyrillic(word: &str) -> Option<bool> {
    let first = word.chars().next().filter(|letter| letter.is_alphabetic())?;
    match first {
        '\u{400}'..='\u{52f}' => Some(true),
        first if first < '\u{370}' => Some(false),
        _ => None,
    }
}

fn first_letter(word: &str) -> &str {
    &word[..word.chars().next().map_or(0, char::len_utf8)]
}

/// Whether two words are the same or one letter apart.
fn is_one_edit(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if long.len() - short.len() > 4 {
        return false;
    }
    let mut rest = (short.chars(), long.chars());
    loop {
        let before = rest.clone();
        match (rest.0.next(), rest.1.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {}
            // Here they part: one letter more on either side, or another one, and all that follows is the same.
            _ => {
                let (mut short, mut long) = before;
                let (here, there) = (short.as_str(), long.as_str());
                let (short_on, long_on) = (short.next().map(|_| short.as_str()), long.next().map(|_| long.as_str()));
                return long_on.is_some() && (long_on == Some(here) || short_on == long_on)
                    || short_on.is_some() && short_on == Some(there);
            }
        }
    }
}

/// All words of a dictionary that are one letter apart from `word`: those that begin like it are looked through; for
/// another first letter there are few ways, and each is looked up.
fn one_edit_in(word: &str, dictionary: &Dictionary) -> Vec<u32> {
    let first = first_letter(word);
    let rest = &word[first.len()..];
    let mut found = Vec::new();
    let mut walk = dictionary.walk(dictionary.beginning_with(first));
    while let Some((number, other)) = walk.next() {
        if is_one_edit(word, other) {
            found.push(number as u32);
        }
    }
    let mut at = 0;
    while at < dictionary.len() {
        let begun = dictionary.word(at);
        let other = first_letter(&begun);
        let range = dictionary.beginning_with(other);
        if other != first {
            for candidate in [format!("{other}{rest}"), format!("{other}{word}"), rest.to_owned()] {
                let number = dictionary.find(&candidate).filter(|number| range.contains(number));
                found.extend(number.map(|number| number as u32));
            }
        }
        at = range.end.max(at + 1);
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::is_one_edit;

    #[test]
    fn one_edit_is_one_letter_more_less_or_other() {
        for (left, right) in [
            ("colour", "color"),
            ("color", "colour"),
            ("a", ""),
            ("", "b"),
            ("same", "same"),
            ("cat", "bat"),
            ("cat", "cast"),
            ("елка", "елки"),
            ("ab", "a"),
            ("мир", "миру"),
            ("xa", "a"),
        ] {
            assert!(is_one_edit(left, right), "{left} {right}");
            assert!(is_one_edit(right, left), "{right} {left}");
        }
        for (left, right) in [("colour", "colr"), ("abcd", "badc"), ("ab", "ba"), ("", "ab"), ("мир", "мор и")] {
            assert!(!is_one_edit(left, right) && !is_one_edit(right, left), "{left} {right}");
        }
    }
}
