//! The words of a folded text: what a search compares, and what distances between words are counted in.
//!
//! Words are runs of letters and digits, as in Unicode Standard Annex 29, with these choices for searching: an
//! apostrophe, a hyphen or a point between letters parts words (`l'homme`, `Putin's` and `Novo-Ogaryovo` are found by
//! either part, and by both in a row), a point or comma between digits does not (`3.14`, `10,000`). Where a script is
//! written without spaces each letter is a word, so that a word of such a script is letters in a row; a pictograph is a
//! word too.

/// Byte ranges of the words of a folded text, in order.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

/// The words of `folded`, which must be in folded form.
pub fn words(folded: &str) -> Words<'_> {
    Words { text: folded, at: 0 }
}

/// What a letter does in a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It belongs to no word.
    Gap,
    /// It is a word of its own.
    Alone,
    /// It goes on with the letters beside it.
    Run,
}

impl Iterator for Words<'_> {
    type Item = (usize, usize);

    #[inline]
    fn next(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        // To the first letter.
        let start = loop {
            let byte = *bytes.get(at)?;
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    break at;
                }
                at += 1;
                continue;
            }
            let (part, length) = self.part_at(at);
            match part {
                Part::Gap => at += length,
                Part::Alone => {
                    self.at = at + length;
                    return Some((at, at + length));
                }
                Part::Run => break at,
            }
        };
        // To the first sign that is none.
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                at += 1;
            } else if byte.is_ascii() {
                let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
                if matches!(byte, b'.' | b',') && is_digit(at - 1) && is_digit(at + 1) {
                    at += 1;
                } else {
                    break;
                }
            } else {
                let (part, length) = self.part_at(at);
                if part != Part::Run {
                    break;
                }
                at += length;
            }
        }
        self.at = at;
        Some((start, at))
    }
}

impl Words<'_> {
    /// What the letter at `at` does, and its length in bytes.
    fn part_at(&self, at: usize) -> (Part, usize) {
        let letter = self.text.get(at..).and_then(|rest| rest.chars().next());
        letter.map_or((Part::Gap, 1), |letter| (part(letter), letter.len_utf8()))
    }
}

fn part(letter: char) -> Part {
    match letter {
        // The commonest, to be quick: Latin, Greek, Cyrillic.
        'а'..='я' => Part::Run,
        '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' => Part::Alone,
        _ if is_unspaced(letter) => Part::Alone,
        // Signs that join consonants in the scripts of India are no letters by themselves.
        '\u{900}'..='\u{dff}' if !matches!(letter, '\u{964}' | '\u{965}' | '\u{970}') => Part::Run,
        _ if letter.is_alphanumeric() => Part::Run,
        _ => Part::Gap,
    }
}

/// Whether a letter is part of a word, or a word of its own.
pub fn is_in_word(letter: char) -> bool {
    part(letter) != Part::Gap
}

/// Whether a letter is a word of its own.
pub fn is_alone(letter: char) -> bool {
    part(letter) == Part::Alone
}

/// Whether a letter is of a script that is written without spaces: Han, kana, Thai, Lao, Khmer, Burmese. Signs among them
/// that are no letters are not.
pub fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{ff66}'..='\u{ff9d}' | '々' | '〇' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::text::fold::fold;

    fn of(text: &str) -> Vec<String> {
        let folded = fold(text);
        words(&folded).map(|(start, end)| folded[start..end].to_owned()).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(of("Well, Putin's co\u{ad}op — l’homme!"), ["well", "putin", "s", "coop", "l", "homme"]);
        assert_eq!(of("In 3.14 or 10,000. Or 5,"), ["in", "3.14", "or", "10,000", "or", "5"]);
        assert_eq!(of("Ёлка и\u{306}од U.S."), ["елка", "йод", "u", "s"]);
        assert_eq!(of(" .,- "), Vec::<String>::new());
    }

    #[test]
    fn letters_of_unspaced_scripts_are_words() {
        assert_eq!(of("安全会议ABC・カ"), ["安", "全", "会", "议", "abc", "カ"]);
        assert_eq!(of("ok😀👍 yes"), ["ok", "😀", "👍", "yes"]);
        assert_eq!(of("हिन्दी।"), ["हिन्दी"]);
    }
}
