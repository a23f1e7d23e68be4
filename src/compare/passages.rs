//! Passages that stand in two texts, wherever they stand: what was moved, and what was said again at another meeting.
//!
//! Stretches of a few words are looked up (shingles, Broder 1997) and grown to both sides as far as the words are the
//! same. A stretch that stands in a text more than a few times is a set phrase and starts no passage.

use crate::text::KeyMap;
use crate::text::difference::{Run, Word, is_function_word, key_of_row};

/// How often a stretch may stand in a text and still start a passage.
const OFTEN: usize = 4;
/// How long a passage must be to be one.
#[derive(Clone, Copy, Debug)]
pub struct Least {
    /// Words of the stretches that are looked up.
    pub stretch: usize,
    /// Words of a passage.
    pub words: usize,
    /// Words of it that say something themselves.
    pub telling: usize,
}

/// Between two records, where much is said in set phrases.
pub const BETWEEN_RECORDS: Least = Least { stretch: 6, words: 7, telling: 3 };
/// Between what two versions of one record do not share in order, where a sentence is enough.
pub const BETWEEN_VERSIONS: Least = Least { stretch: 4, words: 5, telling: 2 };

/// Where the stretches of a text stand.
#[derive(Debug)]
pub struct Shingles {
    places: KeyMap<Vec<u32>>,
    least: Least,
}

impl Shingles {
    /// The stretches of a text; words for which `is_left_out` says yes start none.
    pub fn new(words: &[Word], least: Least, is_left_out: &dyn Fn(usize) -> bool) -> Self {
        let mut shingles = Self { places: KeyMap::default(), least };
        for (at, stretch) in words.windows(least.stretch).enumerate() {
            if (at..at + least.stretch).any(is_left_out) {
                continue;
            }
            let places = shingles.places.entry(key_of_row(stretch)).or_default();
            if places.len() <= OFTEN {
                places.push(at as u32);
            }
        }
        shingles
    }

    fn find(&self, stretch: &[Word]) -> &[u32] {
        self.places.get(&key_of_row(stretch)).map_or(&[], Vec::as_slice)
    }
}

/// The longest passages of `right` that stand in `left` too, in the order of the right, none over another there. Words
/// for which the two answers say yes are left out.
pub fn shared_passages(
    left: &[Word],
    shingles: &Shingles,
    right: &[Word],
    left_out: [&dyn Fn(usize) -> bool; 2],
) -> Vec<Run> {
    all_shared_passages(left, shingles, right, left_out).into_iter().filter_map(|mut same| same.pop()).collect()
}

/// The same, each with all its places in `left`, the longest last.
pub fn all_shared_passages(
    left: &[Word],
    shingles: &Shingles,
    right: &[Word],
    left_out: [&dyn Fn(usize) -> bool; 2],
) -> Vec<Vec<Run>> {
    let least = shingles.least;
    let mut passages = Vec::new();
    let mut at = 0;
    while at + least.stretch <= right.len() {
        if (at..at + least.stretch).any(left_out[1]) {
            at += 1;
            continue;
        }
        let places = shingles.find(&right[at..at + least.stretch]);
        if places.len() > OFTEN {
            at += 1;
            continue;
        }
        let grown = places.iter().map(|place| {
            let place = *place as usize;
            let is_same = |n: &usize| {
                let (l, r) = (place + n, at + n);
                l < left.len() && r < right.len() && left[l].key == right[r].key && !left_out[0](l) && !left_out[1](r)
            };
            Run { left: place, right: at, len: (0..).take_while(is_same).count() }
        });
        let is_passage = |run: &Run| run.len >= least.words && telling(&right[at..at + run.len]) >= least.telling;
        let mut grown: Vec<Run> = grown.filter(is_passage).collect();
        if let Some(longest) = (0..grown.len()).max_by_key(|place| grown[*place].len) {
            let longest = grown.remove(longest);
            grown.push(longest);
        }
        at += grown.last().map_or(1, |run| run.len);
        passages.extend((!grown.is_empty()).then_some(grown));
    }
    passages
}

fn telling(words: &[Word]) -> usize {
    words.iter().filter(|word| !is_function_word(word.key)).count()
}
