//! A regular expression in a query. Without the exact switch it is compared with the folded text, so its own letters
//! are folded too.

use memchr::memmem::Finder;

use super::expression::{Expression, Part};
use super::pieces::{Joint, Piece, pieces};
use super::spans::TextWords;
use crate::search::index::{Dictionary, Terms};
use crate::text::fold::fold;
use crate::text::words::is_alone;

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    expression: Expression,
    /// What it asks of single words, for each of its alternatives; none where it is compared with texts as printed.
    pieces: Option<Vec<Vec<Piece>>>,
    /// Letters in a row that every match has, in folded form; each lies within one word.
    literals: Vec<String>,
    is_exact: bool,
}

/// The words of a dictionary that matches of an expression must have.
#[derive(Debug)]
pub struct PatternTerms {
    /// For each alternative its pieces, of which all must be there.
    pub alternatives: Vec<Vec<PieceTerms>>,
    /// Of each of these some word must be there, whatever the alternative.
    pub always: Vec<Terms>,
}

/// The words in which a piece of an expression stands.
#[derive(Debug)]
pub struct PieceTerms {
    /// The words.
    pub terms: Terms,
    /// How it stands to the piece before it.
    pub joint: Joint,
    /// Whether it may be several words where there are letters that are words of their own.
    pub is_wary: bool,
}

impl Pattern {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it: the key of a text.
    pub fn new(expression: &str, is_exact: bool) -> Result<Self, &'static str> {
        let folded = fold_expression(expression);
        let literals = required_literals(&folded);
        if is_exact {
            return Ok(Self { expression: Expression::new(expression)?, pieces: None, literals, is_exact });
        }
        let part = Part::read(&folded)?;
        Ok(Self { expression: Expression::of(&part)?, pieces: pieces(&part), literals, is_exact })
    }

    /// The words of a dictionary that its matches must have.
    pub fn find_in(&self, dictionary: &Dictionary) -> PatternTerms {
        let terms =
            |piece: &Piece| PieceTerms { terms: piece.find_in(dictionary), joint: piece.joint, is_wary: piece.is_wary };
        let alternatives = self.pieces.iter().flatten().map(|pieces| pieces.iter().map(terms).collect());
        let literal = |literal: &String| {
            // A letter that is a word of its own is in no other word. All else is known by the pieces, if there are any.
            if literal.starts_with(is_alone) {
                return Some(dictionary.find(literal).map_or(Terms::List(Vec::new()), |at| Terms::Range(at..at + 1)));
            }
            self.is_exact.then(|| {
                let finder = Finder::new(literal.as_bytes());
                let mut found = Vec::new();
                let mut walk = dictionary.walk(0..dictionary.len());
                while let Some((number, word)) = walk.next() {
                    if finder.find(word.as_bytes()).is_some() {
                        found.push(number as u32);
                    }
                }
                Terms::List(found)
            })
        };
        PatternTerms {
            alternatives: alternatives.collect(),
            always: self.literals.iter().filter_map(literal).collect(),
        }
    }

    /// Whether it matches anywhere in a text.
    pub fn is_in(&self, words: &TextWords<'_>, text: &str) -> bool {
        self.expression.is_in(if self.is_exact { text } else { words.folded_text() })
    }

    /// Whether it matches anywhere in a text that is folded already, or where folding is off, in the text.
    pub fn is_in_folded(&self, folded: &str) -> bool {
        self.expression.is_in(folded)
    }

    /// How many places match in a text that is folded already.
    pub fn count(&self, folded: &str) -> usize {
        self.expression.count(folded)
    }

    /// Whether it may match without a letter, so that it is in texts in which there is nothing to count.
    pub fn is_nullable(&self) -> bool {
        self.expression.is_nullable()
    }

    /// Whether it is compared with texts as printed.
    pub fn is_exact(&self) -> bool {
        self.is_exact
    }

    /// The byte ranges of `text` that match, those without a letter left out.
    pub fn find(&self, words: &TextWords<'_>, text: &str) -> Vec<(usize, usize)> {
        if self.is_exact {
            return self.expression.find_all(text);
        }
        let found = self.expression.find_all(words.folded_text());
        found.into_iter().map(|(start, end)| words.printed_range(start, end)).collect()
    }
}

/// An expression with its letters folded. What stands behind a backslash means something else and stays.
fn fold_expression(expression: &str) -> String {
    let mut folded = String::with_capacity(expression.len());
    let mut letters = expression.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            folded.push(letter);
            folded.extend(letters.next());
            continue;
        }
        let one = fold(letter.encode_utf8(&mut [0; 4]));
        // A letter that folds to none or to several would change what its neighbours mean.
        if one.chars().count() == 1 { folded.push_str(&one) } else { folded.push(letter) }
    }
    folded
}

/// Letters in a row that every match must have: those outside of groups, classes and repetitions, where nothing is
/// left to choose.
fn required_literals(expression: &str) -> Vec<String> {
    let mut literals = Vec::new();
    let mut run = String::new();
    let mut depth = 0usize;
    let mut letters = expression.chars().peekable();
    while let Some(letter) = letters.next() {
        if depth > 0 {
            match letter {
                '\\' => drop(letters.next()),
                '(' => depth += 1,
                ')' => depth -= 1,
                '[' => skip_class(&mut letters),
                _ => {}
            }
            continue;
        }
        match letter {
            '|' => return Vec::new(),
            '?' | '*' | '{' => {
                // What may be missing is not required.
                run.pop();
                literals.push(std::mem::take(&mut run));
                if letter == '{' {
                    letters.by_ref().find(|letter| *letter == '}');
                }
            }
            letter if is_alone(letter) => {
                literals.push(std::mem::take(&mut run));
                run.push(letter);
                let is_open = matches!(letters.peek(), Some('?' | '*' | '{'));
                if !is_open {
                    literals.push(std::mem::take(&mut run));
                }
            }
            letter if letter.is_alphanumeric() => run.push(letter),
            other => {
                literals.push(std::mem::take(&mut run));
                match other {
                    '\\' => drop(letters.next()),
                    '(' => depth += 1,
                    '[' => skip_class(&mut letters),
                    _ => {}
                }
            }
        }
    }
    literals.push(run);
    literals.retain(|literal| !literal.is_empty());
    literals
}

/// Goes past a class that was opened.
fn skip_class(letters: &mut impl Iterator<Item = char>) {
    let mut is_first = true;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '^' if is_first => continue,
            ']' if !is_first => return,
            _ => {}
        }
        is_first = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(expression: &str, text: &str) -> Vec<String> {
        let words = TextWords::new(text);
        let pattern = Pattern::new(expression, false).expect(expression);
        pattern.find(&words, text).into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
    }

    #[test]
    fn expressions_see_folded_letters() {
        assert_eq!(found(r"\bcaf[eé]\w*", "Cafe\u{301}s, CAFÉ."), ["Cafe\u{301}s", "CAFÉ"]);
        assert_eq!(found(r"Straße", "in der STRASSE"), Vec::<String>::new());
        assert_eq!(found(r"\d{4}", "in 2014 and 15"), ["2014"]);
        assert_eq!(found(r"ЁЛК\w", "ёлки и елка"), ["ёлки", "елка"]);
        assert_eq!(found("x*", "abc"), Vec::<String>::new());
    }

    #[test]
    fn what_every_match_has_is_known() {
        let literals = |expression: &str| Pattern::new(expression, false).expect(expression).literals;
        assert_eq!(literals("regular.*expression"), ["regular", "expression"]);
        assert_eq!(literals("colou?r"), ["colo", "r"]);
        assert_eq!(literals("a(b|c)d[ef]+g{2}h"), ["a", "d", "h"]);
        assert_eq!(literals(r"one\W+two+"), ["one", "two"]);
        assert_eq!(literals("安全"), ["安", "全"]);
        assert!(literals("one|two").is_empty() && literals(r"\d+").is_empty());
    }
}
