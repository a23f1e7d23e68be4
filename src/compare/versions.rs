//! Two texts in one language beside each other: versions of a record, or captions and the record.
//!
//! Words first, over all units at once, so that where units end does not matter: a paragraph that was split, merged or
//! wrapped anew is no change of words. Units that share most of their words are one row. What is left over on both
//! sides is looked for elsewhere, so that what was moved is told apart from what was deleted and added. Only then are
//! the rows compared word by word.

use std::collections::BTreeMap;
use std::ops::Range;

use super::passages::{BETWEEN_VERSIONS, Shingles, shared_passages};
use super::units::Witness;
use super::{Change, Kind, Row};
use crate::text::difference::{Class, Names, Run, Word, compare_parts, compare_words, match_words};
use crate::text::fold::fold;

/// The rows of two texts in one language, in the order of the left; what only the right has stands where it stands
/// there. `compares_speakers` says whether another speaker is a change.
///
/// Units that are pinned stand in one row with each other and with nothing else. The second answer are the passages that
/// were moved, as bytes of both texts.
pub fn compare_versions(
    left: &Witness,
    right: &Witness,
    compares_speakers: bool,
    pins: &[(usize, usize)],
) -> (Vec<Row>, Vec<[Range<usize>; 2]>) {
    let (left_words, right_words) = (left.words(), right.words());
    let runs = match_words(left_words, right_words);
    let moves = find_moves(left_words, right_words, &runs);
    let shared = shared_words(left, left_words, right, right_words, &runs, &moves);
    let rows = Rows::new(left, right, &shared, pins);
    let bytes =
        |words: &[Word], start: usize, len: usize| words[start].start as usize..words[start + len - 1].end as usize;
    let moves: Vec<[Range<usize>; 2]> = moves
        .iter()
        .map(|run| [bytes(left_words, run.left, run.len), bytes(right_words, run.right, run.len)])
        .collect();
    let names = [Names::new(&left.text, left_words), Names::new(&right.text, right_words)];
    let known = Known { moves: &moves, names, compares_speakers };
    let rows = rows.in_order().into_iter().map(|group| describe(left, right, group, &known)).collect();
    (rows, moves)
}

/// Passages that stand elsewhere on the other side, in words that have no partner in order.
fn find_moves(left: &[Word], right: &[Word], runs: &[Run]) -> Vec<Run> {
    let (mut is_left_taken, mut is_right_taken) = (vec![false; left.len()], vec![false; right.len()]);
    for run in runs {
        is_left_taken[run.left..run.left + run.len].fill(true);
        is_right_taken[run.right..run.right + run.len].fill(true);
    }
    let (left_out, right_out) = (|at: usize| is_left_taken[at], |at: usize| is_right_taken[at]);
    shared_passages(left, &Shingles::new(left, BETWEEN_VERSIONS, &left_out), right, [&left_out, &right_out])
}

/// How many words two units share: in order, and moved.
#[derive(Clone, Copy, Default)]
struct Shared {
    in_order: usize,
    moved: usize,
}

/// Pairs of units that share words.
struct SharedWords {
    pairs: BTreeMap<(usize, usize), Shared>,
    /// Words of each unit of the left and of the right.
    lengths: [Vec<usize>; 2],
}

fn shared_words(
    left: &Witness,
    left_words: &[Word],
    right: &Witness,
    right_words: &[Word],
    runs: &[Run],
    moves: &[Run],
) -> SharedWords {
    let units_of = |witness: &Witness, words: &[Word]| -> Vec<usize> {
        let mut unit = 0;
        let of_word = |word: &Word| {
            while witness.units.get(unit).is_some_and(|range| range.end <= word.start as usize) {
                unit += 1;
            }
            unit
        };
        words.iter().map(of_word).collect()
    };
    let (left_units, right_units) = (units_of(left, left_words), units_of(right, right_words));
    let count = |units: &[usize], all: usize| {
        let mut counts = vec![0; all];
        units.iter().filter(|unit| **unit < all).for_each(|unit| counts[*unit] += 1);
        counts
    };
    let lengths = [count(&left_units, left.units.len()), count(&right_units, right.units.len())];
    let mut pairs: BTreeMap<(usize, usize), Shared> = BTreeMap::new();
    for (runs, is_moved) in [(runs, false), (moves, true)] {
        for run in runs {
            let units = left_units[run.left..].iter().zip(&right_units[run.right..]).take(run.len);
            let units: Vec<(usize, usize)> = units.map(|(l, r)| (*l, *r)).collect();
            // Words that follow each other are mostly of the same two units.
            for same in units.chunk_by(|one, next| one == next) {
                let pair = pairs.entry(same[0]).or_default();
                if is_moved { pair.moved += same.len() } else { pair.in_order += same.len() }
            }
        }
    }
    SharedWords { pairs, lengths }
}

/// Units of both sides that are one row.
#[derive(Debug, Default)]
struct Group {
    left: Vec<usize>,
    right: Vec<usize>,
    is_moved: bool,
    /// Words that both sides share, over those of the side that has more.
    likeness: f32,
}

/// Which units belong together, as trees of which each node names one nearer to the root; those of the right follow
/// those of the left.
struct Rows {
    parents: Vec<usize>,
    lefts: usize,
    shared: Vec<Shared>,
    lengths: Vec<[usize; 2]>,
}

impl Rows {
    fn new(left: &Witness, right: &Witness, words: &SharedWords, pins: &[(usize, usize)]) -> Self {
        let (n, m) = (left.units.len(), right.units.len());
        let mut rows = Self {
            parents: (0..n + m).collect(),
            lefts: n,
            shared: vec![Shared::default(); n + m],
            lengths: vec![[0; 2]; n + m],
        };
        let shorter = |pair: (usize, usize)| words.lengths[0][pair.0].min(words.lengths[1][pair.1]);
        // Units that share two words of five are one row; a short stretch of a long unit is not the whole of it.
        let is_pinned = |pair: &(usize, usize)| pins.iter().any(|pin| pin.0 == pair.0 || pin.1 == pair.1);
        for (pair, shared) in &words.pairs {
            if (shared.in_order + shared.moved) * 5 >= 2 * shorter(*pair) && !is_pinned(pair) {
                rows.join(pair.0, n + pair.1);
            }
        }
        for pin in pins.iter().filter(|pin| pin.0 < n && pin.1 < m) {
            rows.join(pin.0, n + pin.1);
        }
        rows.pair_leftovers(left, right, words, pins);
        for (pair, shared) in &words.pairs {
            let root = rows.root(pair.0);
            if root == rows.root(n + pair.1) {
                rows.shared[root].in_order += shared.in_order;
                rows.shared[root].moved += shared.moved;
            }
        }
        for unit in 0..n + m {
            let root = rows.root(unit);
            let side = usize::from(unit >= n);
            rows.lengths[root][side] += words.lengths[side][if side == 0 { unit } else { unit - n }];
        }
        rows
    }

    /// Units that have no partner and stand at the same place on both sides are put together, if anything speaks for
    /// it: a word in common, or that both are a few words long.
    fn pair_leftovers(&mut self, left: &Witness, right: &Witness, words: &SharedWords, pins: &[(usize, usize)]) {
        const SHORT: usize = 8;
        let n = self.lefts;
        let partners: BTreeMap<usize, usize> = words
            .pairs
            .keys()
            .filter(|pair| self.root(pair.0) == self.root(n + pair.1))
            .copied()
            .chain(pins.iter().copied())
            .collect();
        let is_taken: Vec<bool> = {
            let mut is_taken = vec![false; right.units.len()];
            let pairs = words.pairs.keys().filter(|pair| self.root(pair.0) == self.root(n + pair.1));
            pairs.chain(pins).filter(|pair| pair.1 < right.units.len()).for_each(|pair| is_taken[pair.1] = true);
            is_taken
        };
        let mut next = 0;
        for unit in 0..n {
            if let Some(partner) = partners.get(&unit) {
                next = next.max(partner + 1);
                continue;
            }
            let Some(other) = (next..right.units.len()).take_while(|other| !is_taken[*other]).next() else { continue };
            let lengths = (words.lengths[0][unit], words.lengths[1][other]);
            let (short, long) = (lengths.0.min(lengths.1), lengths.0.max(lengths.1));
            let is_shared = words.pairs.contains_key(&(unit, other)) && long <= 4 * short;
            let is_same_speaker = left.speaker_of(unit) == right.speaker_of(other);
            if short > 0 && (is_shared || long <= SHORT && is_same_speaker) {
                self.join(unit, n + other);
                next = other + 1;
            }
        }
    }

    fn root(&self, mut unit: usize) -> usize {
        while self.parents[unit] != unit {
            unit = self.parents[unit];
        }
        unit
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The tree stays flat for what is read in order: the older root stays.
        self.parents[one.max(other)] = one.min(other);
    }

    /// The rows in the order of the left; those of the right alone before the first row that stands behind them there.
    fn in_order(&self) -> Vec<Group> {
        let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
        for unit in 0..self.parents.len() {
            let group = groups.entry(self.root(unit)).or_default();
            if unit < self.lefts { group.left.push(unit) } else { group.right.push(unit - self.lefts) }
        }
        for (root, group) in &mut groups {
            let (shared, lengths) = (self.shared[*root], self.lengths[*root]);
            group.is_moved = shared.moved > shared.in_order;
            let longest = lengths[0].max(lengths[1]);
            group.likeness = (shared.in_order + shared.moved) as f32 / longest.max(1) as f32;
        }
        let (alone, paired): (Vec<Group>, Vec<Group>) = groups.into_values().partition(|group| group.left.is_empty());
        let mut alone = alone.into_iter().peekable();
        let mut rows = Vec::new();
        for group in paired {
            if let Some(first) = group.right.first().filter(|_| !group.is_moved) {
                while let Some(before) = alone.next_if(|alone| alone.right.first() < Some(first)) {
                    rows.push(before);
                }
            }
            rows.push(group);
        }
        rows.extend(alone);
        rows
    }
}

/// What is known of both texts as wholes.
struct Known<'m> {
    /// Bytes of both sides that stand elsewhere on the other.
    moves: &'m [[Range<usize>; 2]],
    names: [Names; 2],
    compares_speakers: bool,
}

/// A row with what differs in it.
fn describe(left: &Witness, right: &Witness, group: Group, known: &Known<'_>) -> Row {
    let (one, other) = (left.joined(&group.left), right.joined(&group.right));
    let mut changes: Vec<Change> = Vec::new();
    let kind = match (group.left.is_empty(), group.right.is_empty()) {
        (false, true) => Kind::LeftOnly,
        (true, _) => Kind::RightOnly,
        (false, false) => {
            if one != other {
                let words = [words_of(left, &group.left), words_of(right, &group.right)];
                changes = compare_parts([&one, &other], words, [Some(&known.names[0]), Some(&known.names[1])]);
                tell_moves(left, &group.left, right, &group.right, known.moves, &mut changes);
            }
            let speakers = (left.speaker_of(group.left[0]), right.speaker_of(group.right[0]));
            if known.compares_speakers && are_different_speakers(speakers.0, speakers.1) {
                changes.push(Change { class: Class::WhoActs, left: 0..0, right: 0..0 });
            }
            if group.is_moved {
                Kind::Moved
            } else if changes.iter().all(|change| change.class == Class::Cosmetic) {
                Kind::Same
            } else {
                Kind::Changed
            }
        }
    };
    if matches!(kind, Kind::LeftOnly | Kind::RightOnly) {
        let alone = if kind == Kind::LeftOnly { Class::DeletedSentence } else { Class::AddedSentence };
        let class = if is_filler(&format!("{one}{other}")) { Class::Filler } else { alone };
        changes.push(Change { class, left: 0..one.len(), right: 0..other.len() });
    }
    changes.sort_by_key(|change| change.class);
    let confidence =
        if matches!(kind, Kind::LeftOnly | Kind::RightOnly | Kind::Same) { 1.0 } else { group.likeness.min(1.0) };
    Row { left: group.left, right: group.right, kind, confidence, is_odd_length: false, changes }
}

/// The words of some units, with their places in the joined text of these.
fn words_of(witness: &Witness, units: &[usize]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = 0;
    for range in units.iter().filter_map(|unit| witness.units.get(*unit)) {
        let all = witness.words();
        let first = all.partition_point(|word| (word.start as usize) < range.start);
        let of_unit = all[first..].iter().take_while(|word| word.end as usize <= range.end);
        words.extend(of_unit.map(|word| {
            let place = |at: u32| (at as usize - range.start + start) as u32;
            Word { start: place(word.start), end: place(word.end), ..*word }
        }));
        // A line feed stands between two units.
        start += range.len() + 1;
    }
    words
}

/// Whether a text says nothing: `Um, yeah.`
fn is_filler(text: &str) -> bool {
    compare_words(text, "").iter().all(|change| change.class >= Class::Filler)
}

/// What stands on one side of a row only, and elsewhere on the other side, is moved and not deleted or added.
fn tell_moves(
    left: &Witness,
    l: &[usize],
    right: &Witness,
    r: &[usize],
    moves: &[[Range<usize>; 2]],
    changes: &mut [Change],
) {
    // The joined words of units that follow each other are a stretch of the whole text.
    let start = |witness: &Witness, units: &[usize]| {
        let follow = units.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        units.first().filter(|_| follow).and_then(|unit| witness.units.get(*unit)).map(|range| range.start)
    };
    let starts = (start(left, l), start(right, r));
    for change in changes {
        let (side, start, range) = match (change.left.is_empty(), change.right.is_empty()) {
            (false, true) => (0, starts.0, change.left.clone()),
            (true, false) => (1, starts.1, change.right.clone()),
            _ => continue,
        };
        let Some(start) = start else { continue };
        let (from, to) = (start + range.start, start + range.end);
        let shared = |range: &[Range<usize>; 2]| range[side].end.min(to).saturating_sub(range[side].start.max(from));
        let covered: usize = moves.iter().map(shared).sum();
        if covered * 5 >= (to - from) * 4 {
            change.class = Class::Moved;
        }
    }
}

/// Whether two names share no word, so that another person speaks.
fn are_different_speakers(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    let mut names = one.split_whitespace();
    !one.is_empty() && !other.is_empty() && !names.any(|name| other.split_whitespace().any(|known| known == name))
}
