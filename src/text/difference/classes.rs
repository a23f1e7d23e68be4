//! What a change does to the meaning, by tables and by what the changed words look like.

use std::cell::OnceCell;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::tables::{self, FUNCTION, HEDGE, Kinds, NEGATION, NUMBER, PERSONS};
use super::words::Word;
use crate::text::KeySet;
use crate::text::dates::is_month_or_weekday;
use crate::text::fold::fold;
use crate::text::words::is_unspaced;

/// What a difference does to the meaning. The order is the rank: what matters most comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// A word that says no came, went or changed places with a yes.
    Negation,
    /// Other persons act or are meant: `we` for `I`.
    WhoActs,
    /// Another number.
    Number,
    /// Another day, month or year.
    Date,
    /// Another name.
    Name,
    /// What was certain is possible, what was possible a duty, what was some is all.
    Hedge,
    /// A sentence or a good part of one stands on the left only.
    DeletedSentence,
    /// A sentence or a good part of one stands on the right only.
    AddedSentence,
    /// Other words.
    Rewording,
    /// Words that say nothing, and words said twice.
    Filler,
    /// The same words at another place. Only a comparison of whole records says so.
    Moved,
    /// Other stops, commas, question marks.
    Punctuation,
    /// Nothing that is read: quotation marks, dashes, spaces, case, hyphens.
    Cosmetic,
}

impl Class {
    /// All classes, by rank.
    pub const ALL: [Self; 13] = [
        Self::Negation,
        Self::WhoActs,
        Self::Number,
        Self::Date,
        Self::Name,
        Self::Hedge,
        Self::DeletedSentence,
        Self::AddedSentence,
        Self::Rewording,
        Self::Filler,
        Self::Moved,
        Self::Punctuation,
        Self::Cosmetic,
    ];

    /// Its name in what is printed and written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negation => "negation",
            Self::WhoActs => "who-acts",
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
            Self::Hedge => "hedge",
            Self::DeletedSentence => "deleted-sentence",
            Self::AddedSentence => "added-sentence",
            Self::Rewording => "rewording",
            Self::Filler => "filler",
            Self::Moved => "moved",
            Self::Punctuation => "punctuation",
            Self::Cosmetic => "cosmetic",
        }
    }

    /// The same difference seen from the other side.
    pub fn mirrored(self) -> Self {
        match self {
            Self::DeletedSentence => Self::AddedSentence,
            Self::AddedSentence => Self::DeletedSentence,
            other => other,
        }
    }

    /// Whether the words themselves say something else.
    pub fn changes_meaning(self) -> bool {
        self <= Self::Rewording
    }
}

/// How many words of one side alone make a good part of a sentence.
const PART_OF_A_SENTENCE: usize = 6;
/// Of how many words inside sentences one may be in capitals where capitals mark names.
const WORDS_TO_A_CAPITAL: usize = 4;
/// How many words a text must have for a word that is never written small in it to be taken for a name.
const TELLING_WORDS: usize = 300;

/// Which words of a text are names, as far as capitals tell.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Words that are written with a capital inside a sentence.
    inside: KeySet,
    /// Words that are written small somewhere. None where the text is too short to tell much.
    small: Option<KeySet>,
}

impl Names {
    /// Looks through a text. Where a good part of all words has capitals, they mark no names and there are none.
    pub fn new(text: &str, words: &[Word]) -> Self {
        let side = Side::with_names(text, words, None);
        let (mut capitals, mut small) = (KeySet::default(), KeySet::default());
        let (mut inside, mut written) = (0usize, 0usize);
        let mut follows_capital = false;
        for (index, word) in words.iter().enumerate() {
            let is_capital = side.is_capital(*word);
            if !is_capital {
                small.insert(word.key);
            }
            if side.starts_sentence(index) {
                follows_capital = is_capital;
                continue;
            }
            inside += 1;
            if is_capital && tables::kinds_of(&fold(word.of(text)), word.key) == 0 {
                capitals.insert(word.key);
                // The next of several words in capitals is a name too, and tells nothing new of the text.
                written += usize::from(!follows_capital);
            }
            follows_capital = is_capital;
        }
        if written * WORDS_TO_A_CAPITAL > inside.max(2 * WORDS_TO_A_CAPITAL) {
            return Self::default();
        }
        Self { inside: capitals, small: (words.len() >= TELLING_WORDS).then_some(small) }
    }

    /// Whether a word, by its key, is written with a capital inside a sentence.
    pub fn holds(&self, key: u64) -> bool {
        self.inside.contains(&key)
    }
}

/// One of two texts that are compared.
pub struct Side<'t> {
    /// The text as printed.
    pub text: &'t str,
    /// Its words.
    pub words: &'t [Word],
    /// The names of the whole that it is part of; none where it is the whole itself.
    known: Option<&'t Names>,
    own: OnceCell<Names>,
}

impl<'t> Side<'t> {
    /// A text and its words.
    pub fn new(text: &'t str, words: &'t [Word]) -> Self {
        Self::with_names(text, words, None)
    }

    /// A part of a greater text of which the names are known.
    pub fn with_names(text: &'t str, words: &'t [Word], known: Option<&'t Names>) -> Self {
        Self { text, words, known, own: OnceCell::new() }
    }

    /// What stands in front of a word, from the word before it or from the start.
    pub fn gap_before(&self, word: usize) -> &'t str {
        let start = word.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, |before| before.end);
        let end = self.words.get(word).map_or(self.text.len(), |word| word.start as usize);
        self.text.get(start as usize..end).unwrap_or_default()
    }

    /// Whether a sentence starts with the word, or could if it is the one behind the last.
    pub fn starts_sentence(&self, word: usize) -> bool {
        word == 0
            || word >= self.words.len()
            || self.gap_before(word).contains(['.', '!', '?', '…', '。', '！', '？', '\n', ':'])
    }

    fn is_capital(&self, word: Word) -> bool {
        word.of(self.text).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the word is a name as far as capitals tell; `Some(false)` if it could be one, at the start of a sentence.
    fn name(&self, index: usize) -> Option<bool> {
        let word = self.words.get(index).copied().filter(|word| self.is_capital(*word))?;
        let names = self.known.unwrap_or_else(|| self.own.get_or_init(|| Names::new(self.text, self.words)));
        let is_only_capital = names.small.as_ref().is_some_and(|small| !small.contains(&word.key));
        let is_unknown = || tables::kinds_of(&fold(word.of(self.text)), word.key) == 0;
        if names.inside.contains(&word.key) { Some(true) } else { (is_only_capital && is_unknown()).then_some(false) }
    }
}

/// The words of one side of a change that the other side does not have.
struct Changed<'t> {
    folded: Vec<String>,
    indices: Vec<usize>,
    kinds: Vec<Kinds>,
    side: &'t Side<'t>,
}

impl<'t> Changed<'t> {
    fn new(side: &'t Side<'t>, range: Range<usize>, other: &[Word]) -> Self {
        let mut theirs: Vec<u64> = other.iter().map(|word| word.key).collect();
        let (mut folded, mut indices, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
        for index in range {
            let word = side.words[index];
            if let Some(at) = theirs.iter().position(|key| *key == word.key) {
                theirs.swap_remove(at);
                continue;
            }
            let letters = fold(word.of(side.text));
            kinds.push(tables::kinds_of(&letters, word.key));
            folded.push(letters);
            indices.push(index);
        }
        Self { folded, indices, kinds, side }
    }

    fn count(&self, kind: Kinds) -> usize {
        self.kinds.iter().filter(|kinds| **kinds & kind != 0).count()
    }

    fn union(&self, of: Kinds) -> Kinds {
        self.kinds.iter().fold(0, |all, kinds| all | (kinds & of))
    }

    /// Numbers in digits and in words, in one form.
    fn numbers(&self) -> Vec<String> {
        let words = self.folded.iter().zip(&self.kinds);
        let mut numbers: Vec<String> = words
            .filter(|(word, kinds)| **kinds & NUMBER != 0 || word.contains(|c: char| c.is_ascii_digit()))
            .map(|(word, _)| plain_number(word))
            .collect();
        numbers.sort_unstable();
        numbers
    }

    /// Whether any of the words belongs to a date.
    fn has_date(&self) -> bool {
        self.indices.iter().zip(&self.folded).any(|(index, word)| {
            let neighbours = [index.wrapping_sub(1), index + 1];
            let mut beside =
                neighbours.iter().filter_map(|at| self.side.words.get(*at)).map(|word| word.of(self.side.text));
            let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
            if is_month_or_weekday(word) {
                // `may` and `march` are months only beside a number.
                return tables::kinds(self.side.words[*index].key) == 0 && word.len() > 5 || beside.any(is_digits);
            }
            let is_year = word.len() == 4 && is_digits(word) && (word.starts_with("19") || word.starts_with("20"));
            is_year
                || is_digits(word) && word.len() <= 2 && beside.any(|word| is_month_or_weekday(word) && word.len() > 2)
        })
    }

    /// The folded names among the words, and whether each is one for certain.
    fn names(&self) -> Vec<(&str, bool)> {
        let words = self.indices.iter().zip(&self.folded);
        words.filter_map(|(index, word)| Some((word.as_str(), self.side.name(*index)?))).collect()
    }
}

/// A folded number without what only groups its digits.
fn plain_number(word: &str) -> String {
    let groups: Vec<&str> = word.split(['.', ',']).collect();
    let are_groups = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3);
    if are_groups { groups.concat() } else { word.replace(',', ".") }
}

/// Whether two names are one in two cases: `Путин`, `Путина`.
fn are_forms(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let longest = one.chars().count().max(other.chars().count());
    shared >= 3 && longest - shared <= 3 && shared * 2 > longest
}

/// The class of a change: the words `l` of the left stand where the words `r` of the right do.
pub fn classify(left: &Side<'_>, l: Range<usize>, right: &Side<'_>, r: Range<usize>) -> Class {
    let (left_words, right_words) = (&left.words[l.clone()], &right.words[r.clone()]);
    if joined(left, l.clone()) == joined(right, r.clone()) {
        return Class::Cosmetic;
    }
    if l.is_empty() || r.is_empty() {
        let (side, range, alone) = if r.is_empty() {
            (left, l.clone(), Class::DeletedSentence)
        } else {
            (right, r.clone(), Class::AddedSentence)
        };
        let keys: Vec<u64> = side.words[range.clone()].iter().map(|word| word.key).collect();
        if tables::are_fillers(&keys) || is_said_twice(side, &range) {
            return Class::Filler;
        }
        let is_sentence = range.len() > 2 && side.starts_sentence(range.start) && side.starts_sentence(range.end);
        if is_sentence || length_in_words(side, &range) >= PART_OF_A_SENTENCE {
            return alone;
        }
    }
    if written_out(left, l.clone()) == written_out(right, r.clone()) {
        return Class::Rewording;
    }
    let (one, other) = (Changed::new(left, l, right_words), Changed::new(right, r, left_words));
    let are_opposite = || one.folded.iter().any(|a| other.folded.iter().any(|b| tables::are_opposites(a, b)));
    if one.count(NEGATION) != other.count(NEGATION) || are_opposite() {
        return Class::Negation;
    }
    if one.union(PERSONS) != other.union(PERSONS) {
        return Class::WhoActs;
    }
    if one.numbers() != other.numbers() {
        return if one.has_date() || other.has_date() { Class::Date } else { Class::Number };
    }
    if one.has_date() || other.has_date() {
        return Class::Date;
    }
    let (names, others) = (one.names(), other.names());
    let is_new = |name: &str, all: &Changed<'_>| !all.folded.iter().any(|word| are_forms(name, word));
    // A word that starts a sentence counts only where it stands for another one that could be a name.
    let is_both = !names.is_empty() && !others.is_empty();
    if names.iter().any(|(name, is_certain)| (*is_certain || is_both) && is_new(name, &other))
        || others.iter().any(|(name, is_certain)| (*is_certain || is_both) && is_new(name, &one))
    {
        return Class::Name;
    }
    if one.count(HEDGE) + other.count(HEDGE) > 0 {
        return Class::Hedge;
    }
    Class::Rewording
}

/// The letters of some words in a row, numbers without what groups them.
fn joined(side: &Side<'_>, range: Range<usize>) -> String {
    side.words[range].iter().map(|word| plain_number(&fold(word.of(side.text)))).collect()
}

/// Some words with the short forms of English written out: `we've` as `we have`, and others of which two mean the same.
/// Where a form may stand for several words, these are written as one.
fn written_out(side: &Side<'_>, range: Range<usize>) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("won't", "will not"),
        ("can't", "can not"),
        ("cannot", "can not"),
        ("gonna", "going to"),
        ("wanna", "want to"),
        ("let's", "let us"),
        ("has", "is"),
        ("had", "would"),
        ("nobody", "no one"),
        ("everybody", "everyone"),
        ("somebody", "someone"),
        ("anybody", "anyone"),
        ("twice", "two times"),
    ];
    const ENDINGS: &[(&str, &str)] = &[
        ("n't", " not"),
        ("'m", " am"),
        ("'re", " are"),
        ("'ve", " have"),
        ("'ll", " will"),
        ("'s", " is"),
        ("'d", " would"),
    ];
    let mut text = String::new();
    for word in &side.words[range] {
        let word = fold(word.of(side.text));
        let ending = || ENDINGS.iter().find_map(|(short, long)| Some((word.strip_suffix(short)?, *long)));
        let (head, tail) = match WORDS.iter().find(|(short, _)| *short == word) {
            Some((_, long)) => (*long, ""),
            None => ending().unwrap_or((word.as_str(), "")),
        };
        text.extend([head, tail, " "]);
    }
    text
}

/// How long a stretch is, characters of scripts without spaces counted as half a word.
fn length_in_words(side: &Side<'_>, range: &Range<usize>) -> usize {
    let is_alone = |word: &&Word| word.of(side.text).chars().next().is_some_and(is_unspaced);
    range.len() - side.words[range.clone()].iter().filter(is_alone).count() / 2
}

/// Whether the words only repeat those beside them, or begin the one behind them: what a record leaves out.
fn is_said_twice(side: &Side<'_>, range: &Range<usize>) -> bool {
    let keys = |at: Range<usize>| side.words.get(at).map(|words| words.iter().map(|word| word.key).collect::<Vec<_>>());
    let own = keys(range.clone());
    let is_repeated = keys(range.end..range.end + range.len()) == own
        || range.start.checked_sub(range.len()).is_some_and(|start| keys(start..range.start) == own);
    let is_broken_off = || {
        let (Some(word), Some(next)) = (side.words.get(range.start), side.words.get(range.end)) else { return false };
        let is_cut = side.text[word.end as usize..].starts_with(['-', '–', '—']);
        range.len() == 1 && is_cut && fold(next.of(side.text)).starts_with(&fold(word.of(side.text)))
    };
    is_repeated || is_broken_off()
}

/// Whether a word says little itself.
pub fn is_function_word(key: u64) -> bool {
    tables::kinds(key) & FUNCTION != 0
}
