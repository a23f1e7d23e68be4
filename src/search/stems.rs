//! Word stems: `running` and `runs` are both `run`. By the Snowball algorithms (snowballstem.org) of the crate
//! `rust-stemmers`, on folded words, for the languages below.

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

/// The languages that have stems here, by their code, with the algorithm, and whether they are written in Cyrillic.
const LANGUAGES: [(&str, Algorithm, bool); 7] = [
    ("en", Algorithm::English, false),
    ("ru", Algorithm::Russian, true),
    ("de", Algorithm::German, false),
    ("fr", Algorithm::French, false),
    ("es", Algorithm::Spanish, false),
    ("it", Algorithm::Italian, false),
    ("pt", Algorithm::Portuguese, false),
];

/// Languages whose stems count; a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stems(u8);

impl Stems {
    /// The set of those languages (BCP 47) that have stems here.
    pub fn of<'a>(languages: impl Iterator<Item = &'a str>) -> Self {
        let bits = languages.filter_map(|language| {
            let primary = language.split('-').next().unwrap_or_default();
            LANGUAGES.iter().position(|(code, ..)| *code == primary)
        });
        Self(bits.fold(0, |set, bit| set | 1 << bit))
    }

    /// Whether no language is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether two folded words are the same or have one stem in any of the languages.
    pub fn agree(self, left: &str, right: &str) -> bool {
        if left == right {
            return true;
        }
        let is_cyrillic = |word: &str| word.chars().next().is_some_and(|c| ('\u{400}'..='\u{52f}').contains(&c));
        LANGUAGES.iter().enumerate().any(|(bit, (_, algorithm, cyrillic))| {
            self.0 >> bit & 1 == 1 && is_cyrillic(left) == *cyrillic && is_cyrillic(right) == *cyrillic && {
                let stemmer = Stemmer::create(*algorithm);
                stemmer.stem(left) == stemmer.stem(right)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Stems;

    #[test]
    fn stems_agree_within_the_languages_chosen() {
        let both = Stems::of(["en-GB", "ru", "xx"].into_iter());
        assert!(both.agree("running", "runs") && both.agree("переговоры", "переговоров"));
        assert!(!both.agree("running", "walk"));
        let none = Stems::of(["xx"].into_iter());
        assert!(none.is_empty() && none.agree("a", "a") && !none.agree("runs", "running"));
    }
}
