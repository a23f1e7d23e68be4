//! What two texts are to each other, as far as they tell themselves.

use serde::{Deserialize, Serialize};

use super::units::Witness;
use crate::text::KeySet;
use crate::text::difference::is_function_word;

/// What two texts are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same event in two languages.
    Translation,
    /// The same record, changed.
    Versions,
    /// A record and what was heard by a machine or set as captions.
    Captions,
    /// Two events.
    Unrelated,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Translation, Self::Versions, Self::Captions, Self::Unrelated];

    /// Its name in what is printed and written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Translation => "translation",
            Self::Versions => "versions",
            Self::Captions => "captions",
            Self::Unrelated => "unrelated",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.name() == name)
    }
}

/// The share, in hundredths, of the stretches of words of the shorter text that must stand in the other for the two to
/// be versions of one record; and captions, since of what a machine hears a third may be wrong.
const VERSIONS_PERCENT: usize = 34;
const CAPTIONS_PERCENT: usize = 20;

/// What two texts are to each other: in two languages a translation; with many words in common versions, or captions if
/// one of them alone has times; else unrelated.
pub fn guess_relation(left: &Witness, right: &Witness) -> Relation {
    let base = |code: &String| code.split('-').next().unwrap_or_default().to_lowercase();
    if let (Some(one), Some(other)) = (&left.language, &right.language)
        && base(one) != base(other)
    {
        return Relation::Translation;
    }
    let is_sampled = left.words().len().min(right.words().len()) > SHORT;
    let (l, r) = (stretches(left, is_sampled), stretches(right, is_sampled));
    let shared = l.intersection(&r).count();
    let (percent, relation) = if left.is_timed != right.is_timed {
        (CAPTIONS_PERCENT, Relation::Captions)
    } else {
        (VERSIONS_PERCENT, Relation::Versions)
    };
    if shared > 0 && shared * 100 >= l.len().min(r.len()) * percent { relation } else { Relation::Unrelated }
}

/// Of long texts one stretch in so many is looked at, the same ones in both: by what they are, not by where they stand.
const SAMPLED: u64 = 8;
/// Words of a text of which all stretches are looked at.
const SHORT: usize = 5_000;

/// The stretches of three words of a text that say something.
fn stretches(witness: &Witness, is_sampled: bool) -> KeySet {
    let words = witness.words();
    let keys =
        words.windows(3).map(|three| (three, three.iter().fold(0, |key: u64, word| key.rotate_left(21) ^ word.key)));
    let looked_at = keys.filter(|(_, key)| !is_sampled || key % SAMPLED == 0);
    let telling = looked_at.filter(|(three, _)| three.iter().any(|word| !is_function_word(word.key)));
    let expected = if is_sampled { words.len() / SAMPLED as usize } else { words.len() };
    let mut found = KeySet::with_capacity_and_hasher(expected, Default::default());
    found.extend(telling.map(|(_, key)| key));
    found
}
