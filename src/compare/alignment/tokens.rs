//! The tokens of units in two languages, in the form in which they are counted: words cut to their first letters, so
//! that inflection does not scatter them; numbers without what groups their digits; months by number; the signs that
//! translators keep; Chinese and Japanese characters one by one and in pairs.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::text::dates::month_of;
use crate::text::difference::words;
use crate::text::fold::fold_into;
use crate::text::words::is_unspaced;

/// To how many letters a word is cut.
const STEM_LETTERS: usize = 5;
/// Of how many tokens of a unit note is taken: what a longer one says beyond is not needed to find its partner.
const MOST_TOKENS: usize = 160;

/// A kind of token.
#[derive(Clone, Debug)]
pub struct Type {
    /// How it reads: the folded word where it first stood, whole.
    pub form: String,
    /// How often it stands in the text.
    pub count: u32,
}

/// One side of a pair, as tokens.
#[derive(Debug, Default)]
pub struct Tokens {
    /// The kinds of tokens.
    pub types: Arc<[Type]>,
    /// How many tokens the whole text has.
    count: usize,
    /// The tokens of all units, one after the other; in each unit those that count whole stand first.
    all: Vec<u32>,
    /// Where the tokens of each unit start, those that count half, and, last, the end.
    starts: Vec<(u32, u32)>,
    /// Letters and digits of each unit.
    pub letters: Vec<f32>,
    /// Whether a unit goes on in the next one, by how the one ends and the other starts.
    pub goes_on: Vec<bool>,
}

impl Tokens {
    /// Reads the units of one side.
    pub fn new(units: &[&str]) -> Self {
        let mut tokens = Self::default();
        let mut types: Vec<Type> = Vec::new();
        let mut known: HashMap<String, u32> = HashMap::new();
        for unit in units {
            let (mut whole, mut half) = (Vec::new(), Vec::new());
            read(unit, |stem, form, is_half| {
                if whole.len() + half.len() >= MOST_TOKENS {
                    return;
                }
                let id = known.get(stem).copied().unwrap_or_else(|| {
                    let id = types.len() as u32;
                    known.insert(stem.to_owned(), id);
                    types.push(Type { form: form.to_owned(), count: 0 });
                    id
                });
                types[id as usize].count += 1;
                if is_half { half.push(id) } else { whole.push(id) }
            });
            let start = tokens.all.len() as u32;
            tokens.starts.push((start, start + whole.len() as u32));
            tokens.all.append(&mut whole);
            tokens.all.append(&mut half);
            tokens.letters.push(unit.chars().filter(|c| c.is_alphanumeric()).count() as f32);
        }
        let end = tokens.all.len() as u32;
        tokens.starts.push((end, end));
        tokens.goes_on =
            (0..units.len()).map(|at| units.get(at + 1).is_some_and(|next| goes_on(units[at], next))).collect();
        tokens.count = tokens.all.len();
        tokens.types = types.into();
        tokens
    }

    /// Some of the units, as a text of their own with the same kinds of tokens.
    pub fn part(&self, units: Range<usize>) -> Self {
        let (from, to) = (self.starts[units.start].0, self.starts[units.end].0);
        let starts = self.starts[units.start..=units.end].iter();
        Self {
            types: Arc::clone(&self.types),
            count: self.count,
            all: self.all[from as usize..to as usize].to_vec(),
            starts: starts.map(|(start, half)| (start - from, half - from)).collect(),
            letters: self.letters[units.clone()].to_vec(),
            goes_on: self.goes_on[units].to_vec(),
        }
    }

    /// How many units.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// The tokens of a unit.
    pub fn of(&self, unit: usize) -> &[u32] {
        &self.all[self.starts[unit].0 as usize..self.starts[unit + 1].0 as usize]
    }

    /// How many tokens units have.
    pub fn count_of(&self, units: &Range<usize>) -> usize {
        (self.starts[units.end].0 - self.starts[units.start].0) as usize
    }

    /// The tokens of a unit that count whole, and those that count half.
    pub fn by_weight(&self, unit: usize) -> (&[u32], &[u32]) {
        self.of(unit).split_at((self.starts[unit].1 - self.starts[unit].0) as usize)
    }

    /// The share of a kind of token in the text.
    pub fn share(&self, id: u32) -> f32 {
        self.types[id as usize].count as f32 / self.count.max(1) as f32
    }
}

/// Calls `add` with each token of a unit: as it is counted, as it reads, and whether it counts half.
fn read(unit: &str, mut add: impl FnMut(&str, &str, bool)) {
    let mut before: Option<(usize, char)> = None;
    let mut at = 0;
    let mut folded = String::new();
    for word in words(unit) {
        signs(&unit[at..word.range().start], &mut add);
        at = word.range().end;
        folded.clear();
        fold_into(word.of(unit), &mut folded);
        let Some(first) = folded.chars().next() else { continue };
        if is_unspaced(first) {
            // Two characters in a row tell far more than each of them.
            if let Some((end, previous)) = before
                && end == word.range().start
            {
                let pair = format!("{previous}{first}");
                add(&pair, &pair, true);
            }
            before = Some((word.range().end, first));
            add(&folded, &folded, true);
        } else if first.is_ascii_digit() {
            let number = plain_number(&folded);
            add(&number, &number, false);
        } else if let Some(month) = month_of(&folded).filter(|_| folded.chars().count() > 3) {
            let month = format!("#{month}");
            add(&month, &month, false);
        } else {
            for part in folded.split('\'').filter(|part| !part.is_empty()) {
                let bare = without_clitics(part);
                let stem = bare.char_indices().nth(STEM_LETTERS).map_or(bare, |(end, _)| &bare[..end]);
                add(stem, part, false);
            }
        }
    }
    signs(&unit[at..], &mut add);
}

/// Whether a unit stops in the middle of a sentence: it ends with no stop, or the next one starts small.
fn goes_on(unit: &str, next: &str) -> bool {
    let is_stop =
        |c: char| matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '。' | '！' | '？' | '：' | '；' | '؟' | '۔' | '।');
    let is_open = !unit
        .trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | ')' | ']' | '»' | '”' | '’' | '」' | '』' | '）')
        })
        .ends_with(is_stop);
    let first = next.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(char::is_lowercase) || is_open && first.is_none_or(char::is_numeric)
}

/// The signs that mostly stay what they are in a translation.
fn signs(gap: &str, add: &mut impl FnMut(&str, &str, bool)) {
    for c in gap.chars() {
        let sign = match c {
            '?' | '？' | '؟' | ';' => "?",
            '!' | '！' => "!",
            ':' | '：' => ":",
            '(' | '（' | '[' => "(",
            '"' | '«' | '“' | '„' | '「' | '『' | '《' => "\"",
            '…' => "…",
            _ => continue,
        };
        add(sign, sign, false);
    }
}

/// A folded number without what groups its digits.
fn plain_number(word: &str) -> String {
    let groups: Vec<&str> = word.split(['.', ',']).collect();
    let are_groups = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3);
    if are_groups { groups.concat() } else { word.replace(',', ".") }
}

/// A Hebrew or Arabic word without the little words that are written as its first letters.
fn without_clitics(word: &str) -> &str {
    if word.chars().count() < 5 {
        return word;
    }
    let stripped = ["وال", "بال", "كال", "فال", "لل", "ال", "و"].iter().find_map(|clitic| word.strip_prefix(clitic));
    stripped.or_else(|| word.strip_prefix(['ו', 'ה', 'ב', 'ל', 'מ', 'ש', 'כ'])).unwrap_or(word)
}
