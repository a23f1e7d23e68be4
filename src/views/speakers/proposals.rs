//! Names that are likely those of one: proposed to the user, never done. What speaks against it is that both stand in one
//! transcript, where whoever wrote it told them apart, and that there is more than one whom it could be.

use std::collections::HashMap;

use super::gathered::{Kind, Known, ordered};
use crate::library::named::Named;
use crate::text::latin::name_form;

/// Most that are proposed.
const MOST: usize = 200;
/// Letters that a word needs for one that differs to be a matter of spelling.
const LONG: usize = 5;

/// Why two names are likely those of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The same words in another order.
    Order,
    /// One has a name more, such as a patronymic.
    Longer,
    /// Initials that fit.
    Initials,
    /// A letter differs.
    Spelling,
    /// The surname alone, which only one has.
    Surname,
}

impl Why {
    /// The key of its text.
    pub fn key(self) -> &'static str {
        match self {
            Self::Order => "speakers-why-order",
            Self::Longer => "speakers-why-longer",
            Self::Initials => "speakers-why-initials",
            Self::Spelling => "speakers-why-spelling",
            Self::Surname => "speakers-why-surname",
        }
    }
}

/// Two that are likely one, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The one with the fuller name.
    pub full: usize,
    /// The other.
    pub other: usize,
    /// Why.
    pub why: Why,
}

/// Those that are likely one, the most certain and the weightiest first.
pub fn propose(all: &[Known], decided: &Named, kind: Kind) -> Vec<Proposal> {
    let words: Vec<Vec<String>> =
        all.iter().map(|known| name_form(&known.name).split(' ').map(str::to_owned).collect()).collect();
    // Only those are compared that share a word or nearly so: the last, the first, or a word without one of its letters.
    let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, words) in words.iter().enumerate().filter(|(index, _)| !all[*index].is_generic) {
        let mut keys = Vec::new();
        for word in words.iter().filter(|word| word.chars().count() > 1) {
            keys.push(word.clone());
            if word.chars().count() >= LONG {
                keys.extend(word.char_indices().map(|(at, letter)| {
                    let (before, after) = (&word[..at], &word[at + letter.len_utf8()..]);
                    format!("{before}{after}~")
                }));
            }
        }
        for key in keys {
            let same = by_word.entry(key).or_default();
            // A letter that stands twice leaves the same without either.
            if same.last() != Some(&index) {
                same.push(index);
            }
        }
    }
    let mut pairs: Vec<u64> = Vec::new();
    for same in by_word.values().filter(|same| same.len() <= MOST) {
        for (at, one) in same.iter().enumerate() {
            pairs.extend(same[at + 1..].iter().map(|other| ((*one as u64) << 32) | *other as u64));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut found: Vec<Proposal> = pairs
        .into_iter()
        .map(|pair| ((pair >> 32) as usize, pair as u32 as usize))
        .filter(|(one, other)| !decided.are_apart(&all[*one].name, &all[*other].name))
        .filter_map(|(one, other)| {
            let (why, is_first_full) = alike(&words[one], &words[other], kind)?;
            let (full, other) = if is_first_full { (one, other) } else { (other, one) };
            Some(Proposal { full, other, why })
        })
        // A transcript that has both tells them apart; a place has one place.
        .filter(|pair| !share_any(&all[pair.full].transcripts, &all[pair.other].transcripts))
        .collect();
    // Whoever could be several is doubtful, and left apart.
    let mut candidates = vec![0u32; all.len()];
    for pair in found.iter().filter(|pair| matches!(pair.why, Why::Initials | Why::Surname)) {
        candidates[pair.other] += 1;
    }
    found.retain(|pair| !matches!(pair.why, Why::Initials | Why::Surname) || candidates[pair.other] == 1);
    let weight = |pair: &Proposal| all[pair.full].weight().min(all[pair.other].weight());
    const HEAVIEST: u32 = (1 << 28) - 1;
    let mut found = ordered(found, |pair| ((pair.why as u32) << 28) | (HEAVIEST - weight(pair).min(HEAVIEST)));
    found.truncate(MOST);
    found
}

/// Whether two sorted lists have something in common.
fn share_any(one: &[u32], other: &[u32]) -> bool {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    few.iter().any(|value| many.binary_search(value).is_ok())
}

/// Why two names may be those of one, and whether the first is the fuller.
fn alike(one: &[String], other: &[String], kind: Kind) -> Option<(Why, bool)> {
    let is_first_longer = one.len() >= other.len();
    let (long, short) = if is_first_longer { (one, other) } else { (other, one) };
    if long.len() == short.len() {
        let sorted = |words: &[String]| {
            let mut words = words.to_vec();
            words.sort();
            words
        };
        if long.len() > 1 && sorted(long) == sorted(short) {
            return Some((Why::Order, true));
        }
        let mut differing = long.iter().zip(short).filter(|(a, b)| a != b);
        let (a, b) = differing.next()?;
        if differing.next().is_some() {
            return None;
        }
        if long.len() > 1 && kind == Kind::Speakers && (is_initial_of(a, b) || is_initial_of(b, a)) {
            return Some((
                Why::Initials,
                one.iter().map(String::len).sum::<usize>() >= other.iter().map(String::len).sum(),
            ));
        }
        let is_spelling = a.chars().count().min(b.chars().count()) >= LONG && is_one_edit(a, b);
        return is_spelling.then_some((Why::Spelling, true));
    }
    if kind == Kind::Places {
        // `Novo-Ogaryovo` and `Novo-Ogaryovo, Moscow Region`.
        return (long.starts_with(short) || long.ends_with(short)).then_some((Why::Longer, is_first_longer));
    }
    match short {
        [surname] => {
            (long.last() == Some(surname) && surname.chars().count() > 2).then_some((Why::Surname, is_first_longer))
        }
        [first, .., last] => {
            let ends_alike = long.last() == Some(last);
            let is_within = || {
                let mut rest = long.iter();
                short.iter().all(|word| rest.any(|known| known == word))
            };
            if ends_alike && long.first() == Some(first) && is_within() {
                return Some((Why::Longer, is_first_longer));
            }
            // `V. V. Putin` and `Vladimir Putin`.
            let mut given = short[..short.len() - 1].iter().zip(&long[..long.len() - 1]);
            let fit = ends_alike && given.all(|(a, b)| a == b || is_initial_of(a, b) || is_initial_of(b, a));
            fit.then_some((
                Why::Initials,
                long.iter().map(String::len).sum::<usize>() >= short.iter().map(String::len).sum() && is_first_longer,
            ))
        }
        [] => None,
    }
}

fn is_initial_of(initial: &str, word: &str) -> bool {
    initial.chars().count() == 1 && word.starts_with(initial)
}

/// Whether two words are one insertion, deletion, replacement or swap of neighbours apart.
fn is_one_edit(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 || one == other {
        return false;
    }
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let room = one.len().min(other.len()) - start;
    let end = one.iter().rev().zip(other.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let (a, b) = (&one[start..one.len() - end], &other[start..other.len() - end]);
    match (a, b) {
        ([_] | [], [_] | []) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, transcripts: &[u32]) -> Known {
        Known { name: name.into(), turns: 10, transcripts: transcripts.to_vec(), ..Known::default() }
    }

    fn proposed(all: &[Known], decided: &Named) -> Vec<(String, String, Why)> {
        let name = |index: usize| all[index].name.clone();
        propose(all, decided, Kind::Speakers).into_iter().map(|p| (name(p.full), name(p.other), p.why)).collect()
    }

    #[test]
    fn what_is_likely_is_proposed() {
        for (full, other, why) in [
            ("Marta Lund", "Lund Marta", Why::Order),
            ("Сергей Петрович Орлов", "Sergei Orlov", Why::Longer),
            ("Marta Lund", "M. Lund", Why::Initials),
            ("Oskar Hagemann", "Oskar Hagenann", Why::Spelling),
            ("Marta Lund", "Lund", Why::Surname),
        ] {
            let all = [known(full, &[1]), known(other, &[2])];
            assert_eq!(proposed(&all, &Named::default()), [(full.into(), other.into(), why)], "{other}");
        }
    }

    #[test]
    fn what_is_doubtful_is_left_apart() {
        let two = [known("Marta Lund", &[1]), known("Mikael Lund", &[2]), known("M. Lund", &[3]), known("Lund", &[4])];
        assert_eq!(proposed(&two, &Named::default()), [], "it could be either");
        let together = [known("Marta Lund", &[1, 2]), known("Lund", &[2])];
        assert_eq!(proposed(&together, &Named::default()), [], "one transcript tells them apart");
        assert_eq!(proposed(&[known("Jan Berg", &[1]), known("Jon Borg", &[2])], &Named::default()), []);
        let mut decided = Named::default();
        decided.keep_apart("Lund", "Marta Lund");
        assert_eq!(proposed(&[known("Marta Lund", &[1]), known("Lund", &[2])], &decided), [], "the user said so");
    }
}
