//! A lexicon that is learnt from a pair of texts while they are being aligned: which word of one language stands for
//! which of the other, and how surely.
//!
//! IBM model 1 (Brown et al. 1993) with a chance that a word stands for nothing, both directions at once and only what
//! both agree on (Liang et al. 2006), with what looks alike as a prior. Counts are discounted, so that two words that
//! met once do not prove what brought them together.

use std::ops::Range;

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

    fn new(types: usize, entries: Vec<(u32, (u32, f32))>) -> Self {
        let (starts, entries) = grouped(types, entries.into_iter());
        Self { starts, entries }
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
pub type Stretch = ((Range<usize>, Range<usize>), f32);

/// Most pairs of words that are counted, in all and for each unit of a long text.
const MOST_MEETINGS: usize = 3_000_000;
const MOST_MEETINGS_OF_A_UNIT: usize = 300;

/// How likely a stretch must be where not all can be learnt from: the first of these that leaves few enough.
const SURENESS: [f32; 3] = [0.0, 0.5, 0.9];

/// Learns from what stands beside each other.
pub fn learn(left: &Tokens, right: &Tokens, stretches: &[Stretch], alike: &[Pair], with: Learning) -> Lexicon {
    let mut pairs = Pairs::new(left, right, &taught(left, right, stretches), alike, with.likeness);
    pairs.count_meetings();
    pairs.weigh(0.0);
    for _ in 0..with.rounds {
        pairs.count_counterparts();
        pairs.weigh(0.0);
    }
    pairs.weigh(with.discount);
    pairs.lexicon()
}

/// The stretches that are learnt from: all, or where their words are too many the likelier ones, and of these, where
/// they are too many still, some from everywhere in the text.
fn taught<'s>(left: &Tokens, right: &Tokens, stretches: &'s [Stretch]) -> Vec<&'s Stretch> {
    let meetings = |((l, r), _): &Stretch| left.count_of(l) * right.count_of(r);
    let most = MOST_MEETINGS.max(left.len().max(right.len()) * MOST_MEETINGS_OF_A_UNIT);
    let (mut kept, mut all) = (Vec::new(), 0);
    for least in SURENESS {
        kept = stretches.iter().filter(|stretch| stretch.1 >= least).collect();
        all = kept.iter().map(|stretch| meetings(stretch)).sum();
        if all <= most {
            return kept;
        }
    }
    let share = most as f64 / all as f64;
    let (mut seen, mut used) = (0.0, 0.0);
    kept.retain(|stretch| {
        let meetings = meetings(stretch) as f64;
        seen += meetings;
        let is_kept = used + meetings <= seen * share;
        used += if is_kept { meetings } else { 0.0 };
        is_kept
    });
    kept
}

/// A pair of words that meet.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    /// How likely the word of the right is, given that of the left.
    forth: f32,
    /// How likely the word of the left is, given that of the right.
    back: f32,
    /// The geometric mean of the two.
    both: f32,
    /// How often they were counterparts.
    count: f32,
}

/// The words that meet in a stretch.
#[derive(Debug)]
struct Encounter {
    left: Vec<u32>,
    right: Vec<u32>,
    /// How likely it is that the stretch says the same.
    sureness: f32,
    /// Its first in [`Pairs::meetings`].
    first: usize,
}

/// All pairs of words that meet, each once, by the word of the left.
struct Pairs<'t> {
    left: &'t Tokens,
    right: &'t Tokens,
    met: Vec<Met>,
    /// For each pair the word of the right.
    others: Vec<u32>,
    /// For each word of the left its first pair, and, last, the end.
    starts: Vec<u32>,
    /// What looking alike is worth to each pair.
    likeness: Vec<f32>,
    encounters: Vec<Encounter>,
    /// For each encounter, word of the left by word of the right, the pairs by their number.
    meetings: Vec<u32>,
}

impl<'t> Pairs<'t> {
    fn new(left: &'t Tokens, right: &'t Tokens, stretches: &[&Stretch], alike: &[Pair], worth: f32) -> Self {
        let seen = |side: &Tokens, units: &Range<usize>| -> Vec<u32> {
            let tokens = units.clone().flat_map(|unit| side.of(unit)).copied();
            tokens.filter(|token| side.types[*token as usize].count > 1).collect()
        };
        let mut meetings = 0;
        let mut encounters = Vec::with_capacity(stretches.len());
        for ((l, r), sureness) in stretches {
            let (left, right) = (seen(left, l), seen(right, r));
            let first = meetings;
            meetings += left.len() * right.len();
            encounters.push(Encounter { left, right, sureness: *sureness, first });
        }
        let mut pairs = Self {
            left,
            right,
            met: Vec::new(),
            others: Vec::new(),
            starts: Vec::with_capacity(left.types.len() + 1),
            likeness: Vec::new(),
            encounters,
            meetings: vec![0; meetings],
        };
        pairs.number(alike, worth);
        pairs
    }

    /// Numbers the pairs, word by word of the left, and writes down who meets whom.
    fn number(&mut self, alike: &[Pair], worth: f32) {
        let types = self.left.types.len();
        let sightings = self.encounters.iter().enumerate();
        let sightings =
            sightings.flat_map(|(at, e)| (0..).zip(&e.left).map(move |(row, one)| (*one, (at as u32, row))));
        let (of_word, sightings) = grouped(types, sightings);
        let (of_alike, alike) = grouped(types, alike.iter().map(|pair| (pair.0, (pair.1, pair.2))));
        // For each word of the right the number behind that of its latest pair.
        let mut latest = vec![0u32; self.right.types.len()];
        let (others, likeness) = (&mut self.others, &mut self.likeness);
        for one in 0..types {
            let start = others.len() as u32;
            self.starts.push(start);
            let mut number = |other: u32| {
                let latest = &mut latest[other as usize];
                if *latest <= start {
                    others.push(other);
                    *latest = others.len() as u32;
                }
                *latest - 1
            };
            for (at, row) in &sightings[of_word[one] as usize..of_word[one + 1] as usize] {
                let encounter = &self.encounters[*at as usize];
                let columns = encounter.right.len();
                let first = encounter.first + *row as usize * columns;
                let row = &mut self.meetings[first..first + columns];
                row.iter_mut().zip(&encounter.right).for_each(|(pair, other)| *pair = number(*other));
            }
            for (other, similarity) in &alike[of_alike[one] as usize..of_alike[one + 1] as usize] {
                let pair = number(*other) as usize;
                likeness.resize(likeness.len().max(pair + 1), 0.0);
                likeness[pair] = likeness[pair].max(similarity * similarity * worth);
            }
        }
        likeness.resize(others.len(), 0.0);
        self.starts.push(others.len() as u32);
        self.met = vec![Met::default(); others.len()];
    }

    /// Counts how often words meet.
    fn count_meetings(&mut self) {
        for encounter in &self.encounters {
            let (l, r) = (encounter.left.len(), encounter.right.len());
            let weight = encounter.sureness / l.max(r).max(1) as f32;
            for pair in &self.meetings[encounter.first..encounter.first + l * r] {
                self.met[*pair as usize].count += weight;
            }
        }
    }

    /// Counts how often words are counterparts, as far as is known which are.
    fn count_counterparts(&mut self) {
        self.met.iter_mut().for_each(|met| met.count = 0.0);
        let (mut for_left, mut for_right) = (Vec::<f32>::new(), Vec::<f32>::new());
        for Encounter { left, right, sureness, first } in &self.encounters {
            let here = &self.meetings[*first..first + left.len() * right.len()];
            let rows = || here.chunks_exact(right.len().max(1));
            let share = (1.0 - NOTHING) / left.len().max(1) as f32;
            let share_back = (1.0 - NOTHING) / right.len().max(1) as f32;
            // How likely each word of one side is, given those of the other.
            for_left.clear();
            for_right.clear();
            for_right.extend(right.iter().map(|other| self.right.share(*other) * NOTHING));
            for (one, row) in left.iter().zip(rows()) {
                let mut sum = 0.0;
                for (for_right, pair) in for_right.iter_mut().zip(row) {
                    let met = &self.met[*pair as usize];
                    *for_right += share * met.forth;
                    sum += met.back;
                }
                for_left.push(self.left.share(*one) * NOTHING + share_back * sum);
            }
            // What both directions agree on: the geometric mean of what each of them says.
            for_right.iter_mut().for_each(|sum| *sum = (share / *sum).sqrt());
            for (sum, row) in for_left.iter().zip(rows()) {
                let factor = (share_back / sum).sqrt() * sureness;
                for (for_right, pair) in for_right.iter().zip(row) {
                    let met = &mut self.met[*pair as usize];
                    met.count += met.both * for_right * factor;
                }
            }
        }
    }

    /// Turns counts into likelihoods.
    fn weigh(&mut self, discount: f32) {
        let mut of_right = vec![1e-9f32; self.right.types.len()];
        for ((met, other), like) in self.met.iter().zip(&self.others).zip(&self.likeness) {
            of_right[*other as usize] += met.count + like;
        }
        for range in self.starts.windows(2) {
            let range = range[0] as usize..range[1] as usize;
            let (met, likeness) = (&mut self.met[range.clone()], &self.likeness[range.clone()]);
            let of_left = met.iter().zip(likeness).fold(1e-9, |sum, (met, like)| sum + met.count + like);
            for ((met, like), other) in met.iter_mut().zip(likeness).zip(&self.others[range]) {
                let kept = (met.count - discount).max(0.0) + like;
                (met.forth, met.back) = (kept / of_left, kept / of_right[*other as usize]);
                met.both = (met.forth * met.back).sqrt();
            }
        }
    }

    /// What is likelier than chance within a sentence; the rest is not worth a look.
    fn lexicon(&self) -> Lexicon {
        const WORTH_A_LOOK: f32 = 2.0;
        let (mut rightwards, mut leftwards) = (Vec::new(), Vec::new());
        for (one, range) in self.starts.windows(2).enumerate() {
            let one = one as u32;
            let share = self.left.share(one);
            for pair in range[0] as usize..range[1] as usize {
                let (met, other) = (&self.met[pair], self.others[pair]);
                let (forth, back) = (met.forth / self.right.share(other), met.back / share);
                if forth > WORTH_A_LOOK {
                    rightwards.push((one, (other, forth)));
                }
                if back > WORTH_A_LOOK {
                    leftwards.push((other, (one, back)));
                }
            }
        }
        Lexicon {
            rightwards: Direction::new(self.left.types.len(), rightwards),
            leftwards: Direction::new(self.right.types.len(), leftwards),
        }
    }
}

/// Values by the number they belong to, which is below `numbers`: for each number where its values start, and, last, the
/// end; and the values, those of a number in the order in which they came.
fn grouped<T: Copy + Default>(numbers: usize, values: impl Iterator<Item = (u32, T)> + Clone) -> (Vec<u32>, Vec<T>) {
    let mut starts = vec![0u32; numbers + 1];
    values.clone().for_each(|(number, _)| starts[number as usize + 1] += 1);
    for at in 0..numbers {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut grouped = vec![T::default(); starts[numbers] as usize];
    for (number, value) in values {
        let at = &mut next[number as usize];
        grouped[*at as usize] = value;
        *at += 1;
    }
    (starts, grouped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_teaches_from_everywhere_and_from_the_likelier_first() {
        let unit = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen";
        let (left, right) = (Tokens::new(&[unit; 4]), Tokens::new(&[unit; 4]));
        let meetings = left.count_of(&(0..1)) * right.count_of(&(0..1));
        let many = MOST_MEETINGS / meetings;
        let of = |sureness: f32, number: usize| vec![((0..1, 0..1), sureness); number];
        let known = of(0.3, many / 2);
        assert_eq!(taught(&left, &right, &known).len(), known.len());
        // Half as many again as there is room for, all alike.
        let alike = of(1.0, many * 3 / 2);
        let kept = taught(&left, &right, &alike);
        assert!(kept.len() <= many && kept.len() + 1 >= many, "{} of {many}", kept.len());
        let third = |at: usize| {
            let range = alike[at * many / 2..(at + 1) * many / 2].as_ptr_range();
            kept.iter().filter(|stretch| range.contains(&std::ptr::from_ref(**stretch))).count()
        };
        assert!(third(0).abs_diff(third(1)) < 2 && third(1).abs_diff(third(2)) < 2, "from everywhere");
        // Where the likelier ones alone are few enough, the others teach nothing.
        let mixed = [of(0.3, many), of(0.95, many / 2)].concat();
        assert!(taught(&left, &right, &mixed).iter().all(|stretch| stretch.1 > 0.9));
    }

    #[test]
    fn what_always_meets_is_a_counterpart() {
        let (left, right) = (["red boat", "red house", "old boat"], ["rot Schiff", "rot Haus", "alt Schiff"]);
        let (left, right) = (Tokens::new(&left), Tokens::new(&right));
        let stretches: Vec<Stretch> = (0..3).map(|unit| ((unit..unit + 1, unit..unit + 1), 1.0)).collect();
        let lexicon = learn(&left, &right, &stretches, &[], Learning { rounds: 4, discount: 0.0, likeness: 1.0 });
        let id = |side: &Tokens, form: &str| side.types.iter().position(|kind| kind.form == form).expect("a word");
        let best = |word: &str| {
            let known = lexicon.rightwards.of(id(&left, word) as u32).iter();
            let (other, _) = known.max_by(|a, b| a.1.total_cmp(&b.1)).expect("a counterpart");
            right.types[*other as usize].form.clone()
        };
        assert_eq!([best("red"), best("boat")], ["rot", "schiff"]);
    }
}
