//! What a regular expression asks of single words: an expression is taken apart where something must stand that is part
//! of no word. What is left are pieces each of which lies within one word, so that the dictionary can say which words
//! these are, and the index where such words stand in a row. What is found so is never too little, and is looked at
//! letter by letter (as Google Code Search does with parts of words, Cox 2012).

use super::expression::{Assertion, Class, Expression, Kind, Part};
use crate::search::index::{Dictionary, Terms};
use crate::text::words::{is_alone, is_in_word};

/// Most letters of a range of a class that are looked at one by one.
const MOST_LETTERS: u32 = 500;

/// A piece of an expression that lies within one word.
#[derive(Clone, Debug)]
pub struct Piece {
    expression: Expression,
    /// Letters with which a word begins that holds the piece; empty where nothing is known of that.
    begins: String,
    /// How it stands to the piece before it.
    pub joint: Joint,
    /// Whether it may match letters that are words of their own: where there are such, it may be several words.
    pub is_wary: bool,
}

/// How a piece stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// Anywhere.
    Free,
    /// In the next word.
    Next,
    /// In the next word, or in the same one, as what stands on both sides of a decimal point.
    NextOrSame,
}

impl Piece {
    /// The words in which it stands.
    pub fn find_in(&self, dictionary: &Dictionary) -> Terms {
        let mut found = Vec::new();
        let mut walk = dictionary.walk(dictionary.beginning_with(&self.begins));
        while let Some((number, word)) = walk.next() {
            if self.expression.is_in(word) {
                found.push(number as u32);
            }
        }
        match (found.first(), found.last()) {
            (Some(first), Some(last)) if (last - first) as usize + 1 == found.len() => {
                Terms::Range(*first as usize..*last as usize + 1)
            }
            _ => Terms::List(found),
        }
    }
}

/// What stands in an expression, as far as it matters here.
enum Item {
    /// It matches letters of words only.
    Word { part: Part, is_wary: bool },
    /// It matches no letter.
    Edge { part: Part, is_wary: bool },
    /// It matches at least one letter, and only such as are part of no word; whether it may be a single point or comma.
    Gap { may_be_point: bool },
    /// Anything else.
    Other,
}

/// The pieces of each alternative of an expression, in order. One of the alternatives must be found with all its pieces.
/// None where some alternative has no piece.
pub fn pieces(part: &Part) -> Option<Vec<Vec<Piece>>> {
    let alternatives = match part {
        Part::Any(parts) => parts.as_slice(),
        part => std::slice::from_ref(part),
    };
    // An alternative in brackets is one as well.
    let inner = |part: &Part| match part {
        Part::Row(parts) => match parts.as_slice() {
            [only @ Part::Any(_)] => pieces(only),
            _ => None,
        },
        _ => None,
    };
    if let [only] = alternatives
        && let Some(found) = inner(only)
    {
        return Some(found);
    }
    let found: Vec<Vec<Piece>> = alternatives.iter().map(pieces_of_one).collect();
    found.iter().all(|pieces| !pieces.is_empty()).then_some(found)
}

fn pieces_of_one(part: &Part) -> Vec<Piece> {
    let mut items = Vec::new();
    flatten(part, &mut items);
    let mut pieces = Vec::new();
    let mut open = Open { parts: Vec::new(), has_word: false, is_wary: false, joint: Joint::Free };
    for item in items {
        match item {
            Item::Word { part, is_wary } => {
                open.parts.push(part);
                open.has_word = true;
                open.is_wary |= is_wary;
            }
            Item::Edge { part, is_wary } => {
                open.parts.push(part);
                open.is_wary |= is_wary;
            }
            Item::Gap { may_be_point } => {
                let joint = if may_be_point { Joint::NextOrSame } else { Joint::Next };
                let joint = match open.has_word {
                    true => {
                        open.parts.push(Part::Assert(Assertion::WordEdge));
                        if open.close(&mut pieces) { joint } else { Joint::Free }
                    }
                    // A gap behind a gap: two letters are no decimal point.
                    false if open.joint != Joint::Free => Joint::Next,
                    false => Joint::Free,
                };
                open = Open { parts: vec![Part::Assert(Assertion::WordEdge)], has_word: false, is_wary: false, joint };
            }
            Item::Other => {
                open.close(&mut pieces);
                open = Open { parts: Vec::new(), has_word: false, is_wary: false, joint: Joint::Free };
            }
        }
    }
    open.close(&mut pieces);
    pieces
}

/// A piece that goes on.
struct Open {
    parts: Vec<Part>,
    has_word: bool,
    is_wary: bool,
    joint: Joint,
}

impl Open {
    /// Adds it to the pieces. Answers whether there was one that says something.
    fn close(&mut self, pieces: &mut Vec<Piece>) -> bool {
        let part = Part::Row(std::mem::take(&mut self.parts));
        if !self.has_word || part.is_nullable() {
            return false;
        }
        let Ok(expression) = Expression::of(&part) else { return false };
        let begins = if let Part::Row(parts) = &part { beginning(parts) } else { String::new() };
        pieces.push(Piece { expression, begins, joint: self.joint, is_wary: self.is_wary });
        true
    }
}

/// The letters with which a word begins that holds a piece.
fn beginning(parts: &[Part]) -> String {
    let is_edge = |part: &&Part| matches!(part, Part::Assert(Assertion::WordEdge | Assertion::Start));
    let edges = parts.iter().take_while(is_edge).count();
    if edges == 0 {
        return String::new();
    }
    let letter = |part: &Part| if let Part::Letter(class) = part { class.only() } else { None };
    let letters: String = parts[edges..].iter().map_while(letter).collect();
    // What stands behind a decimal point begins in the middle of a word.
    if letters.starts_with(|letter: char| letter.is_ascii_digit()) { String::new() } else { letters }
}

fn flatten(part: &Part, items: &mut Vec<Item>) {
    if let Some(is_wary) = word_only(part) {
        let part = part.clone();
        items.push(if part.has_letter() { Item::Word { part, is_wary } } else { Item::Edge { part, is_wary } });
        return;
    }
    match part {
        Part::Letter(class) => items.push(match kind_of(class) {
            ClassKind::Gap { may_be_point } => Item::Gap { may_be_point },
            _ => Item::Other,
        }),
        Part::Assert(_) => items.push(Item::Edge { part: part.clone(), is_wary: false }),
        Part::Row(parts) => parts.iter().for_each(|part| flatten(part, items)),
        Part::Any(_) => items.push(Item::Other),
        Part::Times { part, least, .. } => match (part.as_ref(), least) {
            (_, 0) => items.push(Item::Other),
            (Part::Letter(class), _) if matches!(kind_of(class), ClassKind::Gap { .. }) => {
                items.push(Item::Gap { may_be_point: kind_of(class) == ClassKind::Gap { may_be_point: true } });
            }
            (part, _) => {
                // It is there at least once; what follows may be the same again.
                flatten(part, items);
                items.push(Item::Other);
            }
        },
    }
}

/// Whether a part matches letters of words only; then, whether it may match letters that are words of their own.
fn word_only(part: &Part) -> Option<bool> {
    let all = |parts: &[Part]| parts.iter().try_fold(false, |is_wary, part| Some(is_wary | word_only(part)?));
    match part {
        Part::Letter(class) => match kind_of(class) {
            ClassKind::Word { is_wary } => Some(is_wary),
            _ => None,
        },
        Part::Assert(Assertion::WordEdge) => Some(false),
        Part::Assert(Assertion::NoWordEdge) => Some(true),
        Part::Assert(_) => None,
        // The letters of a row are told one by one, so that what words begin with is known.
        Part::Row(parts) if parts.len() != 1 => None,
        Part::Row(parts) => all(parts),
        Part::Any(parts) => parts.iter().try_fold(false, |is_wary, part| match part {
            Part::Row(parts) => Some(is_wary | all(parts)?),
            part => Some(is_wary | word_only(part)?),
        }),
        Part::Times { part, .. } => match part.as_ref() {
            Part::Row(parts) => all(parts),
            part => word_only(part),
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ClassKind {
    Word { is_wary: bool },
    Gap { may_be_point: bool },
    Other,
}

fn kind_of(class: &Class) -> ClassKind {
    let Class { ranges, kinds, is_negated } = class;
    if *is_negated {
        // Without all letters of words only others are left.
        return if kinds.contains(&(Kind::Word, true)) {
            ClassKind::Gap { may_be_point: true }
        } else {
            ClassKind::Other
        };
    }
    if ranges.is_empty() && kinds.is_empty()
        || ranges.iter().any(|(first, last)| *last as u32 - *first as u32 > MOST_LETTERS)
    {
        return ClassKind::Other;
    }
    let letters = || ranges.iter().flat_map(|(first, last)| *first..=*last);
    let is_word_kind = |kind: &(Kind, bool)| matches!(kind, (Kind::Digit | Kind::Word, true));
    let is_gap_kind = |kind: &(Kind, bool)| matches!(kind, (Kind::Space, true) | (Kind::Word, false));
    if kinds.iter().all(is_word_kind) && letters().all(|letter| is_in_word(letter) && !is_alone(letter)) {
        ClassKind::Word { is_wary: kinds.contains(&(Kind::Word, true)) }
    } else if kinds.iter().all(is_gap_kind) && letters().all(|letter| !is_in_word(letter)) {
        let may_be_point = kinds.contains(&(Kind::Word, false)) || letters().any(|letter| matches!(letter, '.' | ','));
        ClassKind::Gap { may_be_point }
    } else {
        ClassKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each piece by what words of a list it stands in, and how it stands to the one before.
    fn of(expression: &str) -> Option<Vec<Vec<(String, Joint, bool)>>> {
        let mut dictionary = Dictionary::default();
        let words = ["14", "3.14", "ba", "bar", "can", "co", "colour", "color", "one", "twoone", "two"];
        let mut sorted = words;
        sorted.sort_unstable();
        sorted.iter().for_each(|word| dictionary.push(word));
        let words_of = |piece: &Piece| {
            let found = match piece.find_in(&dictionary) {
                Terms::Range(range) => range.collect::<Vec<_>>(),
                Terms::List(list) => list.into_iter().map(|number| number as usize).collect(),
            };
            found.into_iter().map(|number| dictionary.word(number)).collect::<Vec<_>>().join(" ")
        };
        let found = pieces(&Part::read(expression).expect(expression))?;
        let piece = |piece: &Piece| (words_of(piece), piece.joint, piece.is_wary);
        Some(found.iter().map(|pieces| pieces.iter().map(piece).collect()).collect())
    }

    fn one(words: &str, joint: Joint, is_wary: bool) -> (String, Joint, bool) {
        (words.to_owned(), joint, is_wary)
    }

    #[test]
    fn an_expression_falls_into_pieces_of_words() {
        use Joint::{Free, Next, NextOrSame};
        assert_eq!(of(r"\bba\w* co"), Some(vec![vec![one("ba bar", Free, true), one("co color colour", Next, false)]]));
        assert_eq!(of("colou?r"), Some(vec![vec![one("color colour", Free, false)]]));
        assert_eq!(of("ol.*w"), Some(vec![vec![one("color colour", Free, false), one("two twoone", Free, false)]]));
        assert_eq!(
            of(r"one\W+two"),
            Some(vec![vec![one("one twoone", Free, false), one("two twoone", NextOrSame, false)]])
        );
        assert_eq!(of("one, two"), Some(vec![vec![one("one twoone", Free, false), one("two twoone", Next, false)]]));
        assert_eq!(of(r"\d\.14"), Some(vec![vec![one("14 3.14", Free, false), one("14 3.14", NextOrSame, false)]]));
        assert_eq!(of(r"\b14"), Some(vec![vec![one("14 3.14", Free, false)]]));
        assert_eq!(of("one|can"), Some(vec![vec![one("one twoone", Free, false)], vec![one("can", Free, false)]]));
        assert_eq!(
            of("(one|two) co"),
            Some(vec![vec![one("one two twoone", Free, false), one("co color colour", Next, false)]])
        );
        assert_eq!(of(r"ba \w* co"), Some(vec![vec![one("ba", Free, false), one("co color colour", Free, false)]]));
        assert_eq!(of("(ba )+co"), Some(vec![vec![one("ba", Free, false), one("co color colour", Free, false)]]));
    }

    #[test]
    fn nothing_is_asked_of_words_where_nothing_must_stand() {
        for expression in ["", ".*", r"\W+", r"\w*", "[^a]b?", "one|.", "安全"] {
            assert_eq!(of(expression), None, "{expression}");
        }
    }
}
