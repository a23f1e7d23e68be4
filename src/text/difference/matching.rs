//! Which words of two texts belong together, in order: runs of equal words.
//!
//! Anchors first: stretches of words that stand once in each text, the longest chain of them (patience difference, after
//! Bram Cohen); what is left between two anchors is small and is matched exactly, by the chain of equal words that
//! weighs most. Between texts that have nothing to hold on to only a band around the diagonal is looked at, so that the
//! work stays in proportion to the length. A short run between two great changes is no anchor for a reader and is
//! given up.

use super::words::{Word, key_of_row};

/// A run of equal words: `left..left + len` beside `right..right + len`, indices into the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First word on the left.
    pub left: usize,
    /// First word on the right.
    pub right: usize,
    /// How many words.
    pub len: usize,
}

/// A stretch of both texts that is still to be matched.
#[derive(Clone, Copy)]
struct Region {
    left: (usize, usize),
    right: (usize, usize),
    depth: u8,
}

/// How many cells the exact match of a region may take.
const EXACT_CELLS: usize = 1 << 14;
/// How far from the diagonal is looked where there is no anchor.
const BAND: usize = 48;
/// How often a region is split at anchors before only the band is left.
const DEEPEST: u8 = 12;
/// Words of the stretches that serve as anchors, in the order in which they are tried.
const ANCHOR_WORDS: [usize; 3] = [4, 2, 1];

/// The runs of equal words of two texts, in order on both sides. Each is as long as it can be.
pub fn match_words(left: &[Word], right: &[Word]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut open = vec![Region { left: (0, left.len()), right: (0, right.len()), depth: 0 }];
    while let Some(region) = open.pop() {
        let region = trim(left, right, region, &mut runs);
        let (n, m) = (region.left.1 - region.left.0, region.right.1 - region.right.0);
        if n == 0 || m == 0 {
            continue;
        }
        if n.saturating_mul(m) <= EXACT_CELLS || region.depth >= DEEPEST {
            match_exactly(left, right, region, &mut runs);
            continue;
        }
        let anchors = ANCHOR_WORDS.iter().map(|words| anchors(left, right, region, *words)).find(|all| !all.is_empty());
        let Some(anchors) = anchors else {
            match_exactly(left, right, region, &mut runs);
            continue;
        };
        let (mut l, mut r) = (region.left.0, region.right.0);
        for anchor in anchors {
            if anchor.left < l || anchor.right < r {
                continue;
            }
            runs.push(anchor);
            open.push(Region { left: (l, anchor.left), right: (r, anchor.right), depth: region.depth + 1 });
            (l, r) = (anchor.left + anchor.len, anchor.right + anchor.len);
        }
        open.push(Region { left: (l, region.left.1), right: (r, region.right.1), depth: region.depth + 1 });
    }
    runs.sort_unstable_by_key(|run| run.left);
    join(&mut runs);
    give_up_chance(left, right, &mut runs);
    runs
}

/// Takes the equal words at both ends of a region for runs. Returns what is left.
fn trim(left: &[Word], right: &[Word], region: Region, runs: &mut Vec<Run>) -> Region {
    let Region { left: (mut l0, mut l1), right: (mut r0, mut r1), depth } = region;
    let ahead = left[l0..l1].iter().zip(&right[r0..r1]).take_while(|(a, b)| a.key == b.key).count();
    if ahead > 0 {
        runs.push(Run { left: l0, right: r0, len: ahead });
        (l0, r0) = (l0 + ahead, r0 + ahead);
    }
    let behind = left[l0..l1].iter().rev().zip(right[r0..r1].iter().rev()).take_while(|(a, b)| a.key == b.key).count();
    if behind > 0 {
        (l1, r1) = (l1 - behind, r1 - behind);
        runs.push(Run { left: l1, right: r1, len: behind });
    }
    Region { left: (l0, l1), right: (r0, r1), depth }
}

/// One slot of the table of stretches.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: u64,
    left: u32,
    right: u32,
    lefts: u8,
    rights: u8,
}

/// The longest chain of stretches of `words` words that stand once on each side of the region.
fn anchors(left: &[Word], right: &[Word], region: Region, words: usize) -> Vec<Run> {
    let (l, r) = (&left[region.left.0..region.left.1], &right[region.right.0..region.right.1]);
    if l.len() < words || r.len() < words {
        return Vec::new();
    }
    let size = (l.len() * 3 / 2).next_power_of_two();
    let mut slots = vec![Slot::default(); size];
    let find = |slots: &[Slot], stretch: &[Word]| {
        // Never 0, which stands for an empty slot.
        let key = key_of_row(stretch) | 1;
        let mut slot = (key >> 20) as usize & (size - 1);
        while slots[slot].key != 0 && slots[slot].key != key {
            slot = (slot + 1) & (size - 1);
        }
        (slot, key)
    };
    for (at, stretch) in l.windows(words).enumerate() {
        let (slot, key) = find(&slots, stretch);
        let found = &mut slots[slot];
        *found = Slot { key, left: at as u32, lefts: found.lefts.saturating_add(1), ..Slot::default() };
    }
    for (at, stretch) in r.windows(words).enumerate() {
        let (slot, _) = find(&slots, stretch);
        let found = &mut slots[slot];
        (found.right, found.rights) = (at as u32, found.rights.saturating_add(1));
    }
    let mut pairs: Vec<(u32, u32)> =
        slots.iter().filter(|slot| slot.lefts == 1 && slot.rights == 1).map(|slot| (slot.left, slot.right)).collect();
    pairs.sort_unstable();
    let chain = longest_chain(&pairs).into_iter();
    let mut runs: Vec<Run> = Vec::new();
    for (at_left, at_right) in chain {
        let (at_left, at_right) = (region.left.0 + at_left as usize, region.right.0 + at_right as usize);
        match runs.last_mut() {
            // The next stretch of the same run overlaps the one before.
            Some(run) if at_left - run.left == at_right - run.right && at_left <= run.left + run.len => {
                run.len = at_left - run.left + words;
            }
            _ => runs.push(Run { left: at_left, right: at_right, len: words }),
        }
    }
    runs
}

/// The longest chain of pairs that ascends on both sides. `pairs` ascend on the left.
pub fn longest_chain(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    // For each length of a chain the pair that ends it with the smallest right side; and for each pair the one before.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; pairs.len()];
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < pair.1);
        if let Some(previous) = length.checked_sub(1).and_then(|previous| ends.get(previous)) {
            before[at] = *previous;
        }
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied().unwrap_or(usize::MAX);
    while let Some(pair) = pairs.get(at) {
        chain.push(*pair);
        at = before[at];
    }
    chain.reverse();
    chain
}

/// Matches a region by the chain of equal words that weighs most: long words weigh more than short ones, and a word
/// beside its neighbour more than one alone. Regions that are too large are matched in a band around their diagonal.
fn match_exactly(left: &[Word], right: &[Word], region: Region, runs: &mut Vec<Run>) {
    let (l, r) = (&left[region.left.0..region.left.1], &right[region.right.0..region.right.1]);
    let (n, m) = (l.len(), r.len());
    let is_whole = n * m <= EXACT_CELLS;
    let width = if is_whole { m + 1 } else { (2 * BAND + 1).min(m + 1) };
    // The first column of a row; columns outside of the band are out of reach.
    let first = |row: usize| if is_whole { 0 } else { (row * m / n).saturating_sub(BAND).min(m + 1 - width) };
    const UNREACHED: i32 = i32::MIN / 2;
    const STOP: u8 = 0;
    const UP: u8 = 1;
    const BACK: u8 = 2;
    const EQUAL: u8 = 3;
    let mut steps = vec![STOP; (n + 1) * width];
    let (mut above, mut row) = (vec![(UNREACHED, false); width], vec![(UNREACHED, false); width]);
    for i in 0..=n {
        let (start, start_above) = (first(i), first(i.saturating_sub(1)));
        for slot in 0..width {
            let j = start + slot;
            let at_above = |column: usize| {
                column.checked_sub(start_above).and_then(|slot| above.get(slot)).copied().unwrap_or((UNREACHED, false))
            };
            let mut best = if i == 0 && j == 0 { (0, false, STOP) } else { (UNREACHED, false, STOP) };
            if i > 0 {
                let weight = at_above(j).0;
                if weight > best.0 {
                    best = (weight, false, UP);
                }
            }
            if slot > 0 && row[slot - 1].0 > best.0 {
                best = (row[slot - 1].0, false, BACK);
            }
            if i > 0 && j > 0 && l[i - 1].key == r[j - 1].key {
                let (weight, is_run) = at_above(j - 1);
                let word = (l[i - 1].end - l[i - 1].start).min(8) as i32;
                let weight = weight + 4 + word + if is_run { 3 } else { 0 };
                if weight >= best.0 {
                    best = (weight, true, EQUAL);
                }
            }
            row[slot] = (best.0, best.1);
            steps[i * width + slot] = best.2;
        }
        std::mem::swap(&mut above, &mut row);
    }
    let (mut i, mut j) = (n, m);
    loop {
        let slot = j.wrapping_sub(first(i));
        match steps.get(i * width + slot).copied().filter(|_| slot < width).unwrap_or(STOP) {
            UP => i -= 1,
            BACK => j -= 1,
            EQUAL => {
                (i, j) = (i - 1, j - 1);
                runs.push(Run { left: region.left.0 + i, right: region.right.0 + j, len: 1 });
            }
            _ => break,
        }
    }
}

/// Joins runs that follow each other without a gap.
fn join(runs: &mut Vec<Run>) {
    runs.dedup_by(|next, run| {
        let follows = run.left + run.len == next.left && run.right + run.len == next.right;
        if follows {
            run.len += next.len;
        }
        follows
    });
}

/// Gives up runs of few words between changes that are at least twice as long on either side: that these words are the
/// same is chance, and a reader would see two halves of a change where there is one.
fn give_up_chance(left: &[Word], right: &[Word], runs: &mut Vec<Run>) {
    const MOST_WORDS: usize = 4;
    let mut kept: Vec<Run> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let (from_left, from_right) = kept.last().map_or((0, 0), |last| (last.left + last.len, last.right + last.len));
        let (to_left, to_right) = runs.get(at + 1).map_or((left.len(), right.len()), |next| (next.left, next.right));
        let before = (run.left - from_left).max(run.right - from_right);
        let after = (to_left - run.left - run.len).max(to_right - run.right - run.len);
        if run.len > MOST_WORDS || before.min(after) < 2 * run.len {
            kept.push(*run);
        }
    }
    *runs = kept;
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn matched(left: &str, right: &str) -> Vec<String> {
        let (l, r) = (words(left), words(right));
        let runs = match_words(&l, &r);
        runs.iter()
            .map(|run| left[l[run.left].range().start..l[run.left + run.len - 1].range().end].to_owned())
            .collect()
    }

    #[test]
    fn equal_words_stand_beside_each_other() {
        assert_eq!(matched("we will not go there", "we will go there"), ["we will", "go there"]);
        assert_eq!(matched("", "a b"), [""; 0]);
        assert_eq!(matched("a b c", "a b c"), ["a b c"]);
        assert_eq!(matched("x y", "a b"), [""; 0]);
    }

    #[test]
    fn chance_is_given_up() {
        let left = "the first harbour was built of the grey stone that we had";
        let right = "nobody can say of what will come when autumn brings storms";
        assert!(matched(left, right).is_empty());
    }

    #[test]
    fn texts_without_anchors_take_no_more_than_the_band() {
        let left = "a b ".repeat(5_000);
        let right = "b a a ".repeat(4_000);
        let (l, r) = (words(&left), words(&right));
        for run in match_words(&l, &r) {
            assert!(l[run.left..run.left + run.len].iter().zip(&r[run.right..]).all(|(a, b)| a.key == b.key));
        }
    }
}
