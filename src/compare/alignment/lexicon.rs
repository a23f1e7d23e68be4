//! A lexicon that is learnt from a pair of texts while they are being aligned: which word of one language stands for
//! which of the other, and how surely.
//!
//! IBM model 1 (Brown et al. 1993) with a chance that a word stands for nothing, both directions at once and only what
//! both agree on (Liang et al. 2006), with what looks alike as a prior. Counts are discounted, so that two words that
//! met once do not prove what brought them together.

use super::cognates::Pair;
use super::tokens::Tokens;

/// The chance that a word stands for no word of the other side.
pub const NOTHING: f32 = 0.6;

/// What is learnt with.
#[derive(Clone, Copy, Debug)]
pub struct Learning {
    /// How often the counts are taken anew.
    pub rounds: usize,
    /// What is taken off each count.
    pub discount: f32,
    /// How many sightings a perfect likeness is worth.
    pub likeness: f32,
}

/// How likely the words of the other side are for each word of this one.
#[derive(Debug, Default)]
pub struct Direction {
    starts: Vec<u32>,
    entries: Vec<(u32, f32)>,
}

impl Direction {
    /// The words of the other side for a word, with their likelihoods over the likelihood of meeting them by chance.
    pub fn of(&self, id: u32) -> &[(u32, f32)] {
        &self.entries[self.starts[id as usize] as usize..self.starts[id as usize + 1] as usize]
    }

    fn new(types: usize, mut entries: Vec<(u32, u32, f32)>) -> Self {
        entries.sort_unstable_by_key(|entry| (entry.0, entry.1));
        let mut starts = vec![0u32; types + 1];
        entries.iter().for_each(|entry| starts[entry.0 as usize + 1] += 1);
        for at in 0..types {
            starts[at + 1] += starts[at];
        }
        Self { starts, entries: entries.into_iter().map(|(_, other, ratio)| (other, ratio)).collect() }
    }
}

/// Both directions.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// For a word of the left, words of the right.
    pub rightwards: Direction,
    /// For a word of the right, words of the left.
    pub leftwards: Direction,
}

/// Stretches that may say the same: units of the left, units of the right, and how likely it is.
pub type Stretch = ((std::ops::Range<usize>, std::ops::Range<usize>), f32);

/// Most pairs of words that are counted; the stretches beyond it teach nothing.
const MOST_MEETINGS: usize = 3_000_000;

/// Learns from what stands beside each other.
pub fn learn(left: &Tokens, right: &Tokens, stretches: &[Stretch], alike: &[Pair], with: Learning) -> Lexicon {
    // Every pair of words that meet in a stretch, each once with an index of its own.
    let mut keys: Vec<u64> = alike.iter().map(|pair| key(pair.0, pair.1)).collect();
    let mut used = 0;
    let mut sides: Vec<(Vec<u32>, Vec<u32>, f32)> = Vec::with_capacity(stretches.len());
    for ((l, r), weight) in stretches {
        let seen = |side: &Tokens, units: std::ops::Range<usize>| -> Vec<u32> {
            let tokens = units.flat_map(|unit| side.of(unit)).copied();
            tokens.filter(|token| side.types[*token as usize].count > 1).collect()
        };
        let (l, r) = (seen(left, l.clone()), seen(right, r.clone()));
        used += l.len() * r.len();
        if used > MOST_MEETINGS {
            break;
        }
        keys.extend(l.iter().flat_map(|one| r.iter().map(|other| key(*one, *other))));
        sides.push((l, r, *weight));
    }
    keys.sort_unstable();
    keys.dedup();
    let mut firsts = vec![0u32; left.types.len() + 1];
    keys.iter().for_each(|key| firsts[(key >> 32) as usize + 1] += 1);
    for at in 0..left.types.len() {
        firsts[at + 1] += firsts[at];
    }
    let index = |one: u32, other: u32| {
        let (from, to) = (firsts[one as usize] as usize, firsts[one as usize + 1] as usize);
        from + keys[from..to].partition_point(|known| (*known as u32) < other)
    };
    let mut meetings: Vec<u32> = Vec::with_capacity(used.min(MOST_MEETINGS));
    for (l, r, _) in &sides {
        meetings.extend(l.iter().flat_map(|one| r.iter().map(|other| index(*one, *other) as u32)));
    }
    let mut likeness = vec![0f32; keys.len()];
    alike.iter().for_each(|pair| {
        let at = index(pair.0, pair.1);
        likeness[at] = likeness[at].max(pair.2 * pair.2 * with.likeness);
    });

    // Likelihoods in both directions: first from how often words meet.
    let mut counts = vec![0f32; keys.len()];
    let mut at = 0;
    for (l, r, sureness) in &sides {
        let weight = *sureness / (l.len().max(r.len()).max(1)) as f32;
        for _ in 0..l.len() * r.len() {
            counts[meetings[at] as usize] += weight;
            at += 1;
        }
    }
    let (mut forth, mut back) = likelihoods(left, right, &keys, &counts, &likeness, 0.0);
    for _ in 0..with.rounds {
        counts.fill(0.0);
        let mut at = 0;
        let mut for_right: Vec<f32> = Vec::new();
        for (l, r, sureness) in &sides {
            let here = &meetings[at..at + l.len() * r.len()];
            at += here.len();
            // How likely each word of the right is, given those of the left.
            for_right.clear();
            for_right.extend(r.iter().map(|other| right.share(*other) * NOTHING));
            let share = (1.0 - NOTHING) / l.len().max(1) as f32;
            for row in here.chunks_exact(r.len().max(1)) {
                for_right.iter_mut().zip(row).for_each(|(sum, pair)| *sum += share * forth[*pair as usize]);
            }
            let share_back = (1.0 - NOTHING) / r.len().max(1) as f32;
            for (one, row) in l.iter().zip(here.chunks_exact(r.len().max(1))) {
                let sum: f32 = row.iter().map(|pair| back[*pair as usize]).sum();
                let for_left = left.share(*one) * NOTHING + share_back * sum;
                for (sum, pair) in for_right.iter().zip(row) {
                    let (f, b) = (forth[*pair as usize] * share / sum, back[*pair as usize] * share_back / for_left);
                    counts[*pair as usize] += (f * b).sqrt() * sureness;
                }
            }
        }
        (forth, back) = likelihoods(left, right, &keys, &counts, &likeness, 0.0);
    }
    (forth, back) = likelihoods(left, right, &keys, &counts, &likeness, with.discount);
    let entries = |likelihoods: &[f32], is_forth: bool| {
        let kept = keys.iter().zip(likelihoods).filter_map(|(key, likelihood)| {
            let (one, other) = ((key >> 32) as u32, *key as u32);
            let ratio = likelihood / if is_forth { right.share(other) } else { left.share(one) };
            // What is no likelier than chance within a sentence is not worth a look.
            let (from, to) = if is_forth { (one, other) } else { (other, one) };
            (ratio > 2.0).then_some((from, to, ratio))
        });
        kept.collect()
    };
    Lexicon {
        rightwards: Direction::new(left.types.len(), entries(&forth, true)),
        leftwards: Direction::new(right.types.len(), entries(&back, false)),
    }
}

fn key(one: u32, other: u32) -> u64 {
    u64::from(one) << 32 | u64::from(other)
}

/// Likelihoods from counts: of the right given the left, and of the left given the right.
fn likelihoods(
    left: &Tokens,
    right: &Tokens,
    keys: &[u64],
    counts: &[f32],
    likeness: &[f32],
    discount: f32,
) -> (Vec<f32>, Vec<f32>) {
    let (mut of_left, mut of_right) = (vec![1e-9f32; left.types.len()], vec![1e-9f32; right.types.len()]);
    for ((key, count), like) in keys.iter().zip(counts).zip(likeness) {
        of_left[(key >> 32) as usize] += count + like;
        of_right[*key as u32 as usize] += count + like;
    }
    let kept = |at: usize| (counts[at] - discount).max(0.0) + likeness[at];
    let forth = keys.iter().enumerate().map(|(at, key)| kept(at) / of_left[(key >> 32) as usize]).collect();
    let back = keys.iter().enumerate().map(|(at, key)| kept(at) / of_right[*key as u32 as usize]).collect();
    (forth, back)
}
