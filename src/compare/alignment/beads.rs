//! The best way through two sides: beads of a few units each, by how well their words explain each other, how well their
//! lengths agree and how common such beads are.
//!
//! Dynamic programming as in Gale and Church 1993, with words as in Moore 2002: a bead is worth what its words are
//! likelier to stand for each other than to have met by chance, so that a unit too many costs, and one too few too.

use std::ops::Range;

use super::band::Band;
use super::lexicon::{Direction, Lexicon, NOTHING};
use super::tokens::Tokens;

/// The kinds of beads: units of the left, units of the right, how common they are in a translation before anything is
/// known of the pair.
pub const KINDS: [(usize, usize, f32); 13] = [
    (1, 1, 0.80),
    (1, 2, 0.06),
    (2, 1, 0.06),
    (0, 1, 0.02),
    (1, 0, 0.02),
    (2, 2, 0.015),
    (1, 3, 0.006),
    (3, 1, 0.006),
    (2, 3, 0.003),
    (3, 2, 0.003),
    (1, 4, 0.002),
    (4, 1, 0.002),
    (3, 3, 0.001),
];

/// Most units of one side in a bead.
pub const MOST_UNITS: usize = 4;

/// A bead: units of the left and of the right; one of the two may be empty.
pub type Ranges = (Range<usize>, Range<usize>);

/// What the beads of a pair are like: learnt from it.
#[derive(Clone, Debug)]
pub struct Manner {
    /// Logarithm of how common each kind is.
    pub kinds: [f32; KINDS.len()],
    /// Letters of the right for each of the left.
    pub ratio: f32,
    /// How much that varies, for each letter.
    pub variance: f32,
    /// Whether there is too little to learn from.
    pub is_short: bool,
}

/// How much each kind of evidence counts.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// Words.
    pub words: f32,
    /// Lengths.
    pub length: f32,
    /// Worth of a bead that has both sides, whatever its length.
    pub both: f32,
    /// Kinds of beads.
    pub kind: f32,
    /// What it costs that a sentence goes on behind a bead on one side alone.
    pub cut: f32,
}

impl Manner {
    /// What is expected of two texts before they are aligned.
    pub fn of_texts(left: &Tokens, right: &Tokens) -> Self {
        let sum = |side: &Tokens| side.letters.iter().sum::<f32>().max(1.0);
        let is_short = left.len().max(right.len()) <= SHORT_TEXT;
        Self { kinds: KINDS.map(|kind| kind.2.ln()), ratio: sum(right) / sum(left), variance: 6.8, is_short }
    }

    fn level(&self, left: f32, right: f32) -> [f32; 2] {
        level(self.ratio, left, right)
    }

    /// How far apart two lengths are, squared, in terms of what is usual in the pair.
    pub fn oddness(&self, left: f32, right: f32) -> f32 {
        let [one, other] = self.level(left, right);
        (one - other) * (one - other) / expected(self.variance, (one + other) / 2.0)
    }

    /// What is seen in an alignment, held to what is expected.
    pub fn of_beads(beads: &[Ranges], left: &Tokens, right: &Tokens) -> Self {
        // As if so many beads had been seen before.
        const EXPECTED: f32 = 20.0;
        let mut counts = KINDS.map(|kind| kind.2 * EXPECTED);
        let (mut sum_left, mut sum_right) = (1.0, 1.0);
        for (l, r) in beads {
            if let Some(at) = KINDS.iter().position(|kind| (kind.0, kind.1) == (l.len(), r.len())) {
                counts[at] += 1.0;
            }
            if !l.is_empty() && !r.is_empty() {
                sum_left += letters(left, l);
                sum_right += letters(right, r);
            }
        }
        let all: f32 = counts.iter().sum();
        let ratio = sum_right / sum_left;
        let both = beads.iter().filter(|(l, r)| l.len() == 1 && r.len() == 1);
        let (mut squares, mut seen) = (6.8 * EXPECTED, EXPECTED);
        for (l, r) in both {
            let [a, b] = level(ratio, letters(left, l), letters(right, r));
            squares += ((a - b) * (a - b) / expected(1.0, (a + b) / 2.0)).min(40.0);
            seen += 1.0;
        }
        let is_short = left.len().max(right.len()) <= SHORT_TEXT;
        Self { kinds: counts.map(|count| (count / all).ln()), ratio, variance: squares / seen, is_short }
    }
}

/// Two lengths in letters of the side that writes more of them: a Chinese character says as much as several letters.
fn level(ratio: f32, left: f32, right: f32) -> [f32; 2] {
    [left * ratio.max(1.0), right * (1.0 / ratio).max(1.0)]
}

/// How far, squared, a length may be from what the other side lets expect. It grows with the length, as of many small
/// chances, and beyond a long sentence with its square, as of one manner of speaking: of a page a tenth is soon missing.
fn expected(variance: f32, letters: f32) -> f32 {
    const LONG_SENTENCE: f32 = 250.0;
    const MANNER: f32 = 0.15;
    let manner = MANNER * (letters - LONG_SENTENCE).max(0.0);
    variance * letters.max(1.0) + manner * manner
}

fn letters(side: &Tokens, units: &Range<usize>) -> f32 {
    side.letters[units.clone()].iter().sum()
}

/// What is known of all cells of the band.
pub struct Table<'a> {
    left: &'a Tokens,
    right: &'a Tokens,
    band: &'a Band,
    /// For a cell (i, j) and `a`: how well unit j - 1 of the right is explained by the `a` units of the left before i.
    forth: Vec<[f32; MOST_UNITS]>,
    /// For a cell (i, j) and `b`: how well unit i - 1 of the left is explained by the `b` units of the right before j.
    back: Vec<[f32; MOST_UNITS]>,
    letters: [Vec<f32>; 2],
    manner: &'a Manner,
    weights: Weights,
    most_units: usize,
}

impl<'a> Table<'a> {
    /// Weighs the words of all cells.
    pub fn new(
        left: &'a Tokens,
        right: &'a Tokens,
        band: &'a Band,
        lexicon: &Lexicon,
        manner: &'a Manner,
        weights: Weights,
        most_units: usize,
    ) -> Self {
        let (n, m) = (left.len(), right.len());
        let mut forth = vec![[0.0; MOST_UNITS]; band.cells()];
        let mut back = vec![[0.0; MOST_UNITS]; band.cells()];
        let mut window = Window::new(right.types.len(), left.types.len(), &lexicon.rightwards, manner.is_short);
        for i in 1..=n {
            for a in 1..=most_units.min(i) {
                window.add(left.of(i - a), &lexicon.rightwards);
                for j in band.row(i).filter(|j| *j > 0) {
                    if let Some(cell) = band.cell(i, j) {
                        forth[cell][a - 1] = window.explain(right.by_weight(j - 1));
                    }
                }
            }
            window.clear();
        }
        let mut window = Window::new(left.types.len(), right.types.len(), &lexicon.leftwards, manner.is_short);
        let columns = band.columns(m);
        for (j, (from, to)) in columns.into_iter().enumerate().skip(1) {
            for b in 1..=most_units.min(j) {
                window.add(right.of(j - b), &lexicon.leftwards);
                for i in from.max(1)..=to {
                    if let Some(cell) = band.cell(i as usize, j) {
                        back[cell][b - 1] = window.explain(left.by_weight(i as usize - 1));
                    }
                }
            }
            window.clear();
        }
        let sums = |side: &Tokens| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(side.letters.iter().map(|letters| {
                    sum += letters;
                    sum
                }))
                .collect::<Vec<f32>>()
        };
        Self { left, right, band, forth, back, letters: [sums(left), sums(right)], manner, weights, most_units }
    }

    /// What a bead that ends before units i and j is worth.
    fn worth(&self, i: usize, j: usize, kind: usize) -> f32 {
        let (a, b, _) = KINDS[kind];
        let goes_on = |side: &Tokens, at: usize| at > 0 && side.goes_on[at - 1];
        let is_cut = goes_on(self.left, i) != goes_on(self.right, j);
        let common = self.weights.kind * self.manner.kinds[kind] - if is_cut { self.weights.cut } else { 0.0 };
        if a == 0 || b == 0 {
            return common;
        }
        let mut words = 0.0;
        for k in 0..b {
            let Some(cell) = self.band.cell(i, j - k) else { return f32::NEG_INFINITY };
            words += self.forth[cell][a - 1];
        }
        for k in 0..a {
            let Some(cell) = self.band.cell(i - k, j) else { return f32::NEG_INFINITY };
            words += self.back[cell][b - 1];
        }
        let [one, other] =
            self.manner.level(self.letters[0][i] - self.letters[0][i - a], self.letters[1][j] - self.letters[1][j - b]);
        let off = (one - other) * (one - other) / expected(self.manner.variance, (one + other) / 2.0);
        common + self.weights.words * words * 0.5 - self.weights.length * (off / 2.0).min(12.0) + self.weights.both
    }

    /// Where the beads that end at a cell start: their kinds, places and cells.
    fn starts(&self, i: usize, j: usize) -> impl Iterator<Item = (usize, usize, usize, usize)> {
        KINDS.iter().enumerate().filter_map(move |(kind, (a, b, _))| {
            let (i, j) = (i.checked_sub(*a)?, j.checked_sub(*b)?);
            (*a.max(b) <= self.most_units).then_some(())?;
            Some((kind, i, j, self.band.cell(i, j)?))
        })
    }

    /// The beads that are likeliest one by one, in order: of all ways through the band, the one whose beads stand in
    /// most of the others too. Only beads that `allows` says yes to are thought of. The greater the heat, the more ways
    /// are thought likely.
    pub fn likeliest(&self, heat: f32, allows: &dyn Fn(&Ranges) -> bool) -> Found {
        let (n, m) = (self.left.len(), self.right.len());
        let cells = self.band.cells();
        let Some(end) = self.band.cell(n, m) else { return Found::default() };
        // Logarithms of the sums over all ways to a cell, and from it.
        let mut before = vec![f32::NEG_INFINITY; cells];
        let mut behind = vec![f32::NEG_INFINITY; cells];
        let mut worths = vec![[f32::NEG_INFINITY; KINDS.len()]; cells];
        let all_cells = || (0..=n).flat_map(|i| self.band.row(i).map(move |j| (i, j)));
        for (cell, (i, j)) in all_cells().enumerate() {
            let mut sum = if cell == 0 { 0.0 } else { f32::NEG_INFINITY };
            for (kind, from_i, from_j, from) in self.starts(i, j) {
                if before[from] > f32::NEG_INFINITY && allows(&(from_i..i, from_j..j)) {
                    worths[cell][kind] = self.worth(i, j, kind) / heat;
                    sum = add_logarithms(sum, before[from] + worths[cell][kind]);
                }
            }
            before[cell] = sum;
        }
        behind[end] = 0.0;
        for i in (0..=n).rev() {
            for j in self.band.row(i).rev() {
                let Some(cell) = self.band.cell(i, j) else { continue };
                for (kind, _, _, from) in self.starts(i, j) {
                    behind[from] = add_logarithms(behind[from], behind[cell] + worths[cell][kind]);
                }
            }
        }
        let mut found = Found::default();
        let mut best = vec![f32::NEG_INFINITY; cells];
        let mut taken = vec![(u8::MAX, 0.0f32); cells];
        for (cell, (i, j)) in all_cells().enumerate() {
            best[cell] = if cell == 0 { 0.0 } else { f32::NEG_INFINITY };
            for (kind, from_i, from_j, from) in self.starts(i, j) {
                let chance = (before[from] + worths[cell][kind] + behind[cell] - before[end]).exp().min(1.0);
                let is_both = from_i < i && from_j < j;
                if is_both && chance > LEAST_CHANCE / heat {
                    found.chances.push(((from_i..i, from_j..j), chance));
                }
                // A bead that says what belongs together is worth twice one that says that something is missing, and
                // none is worth anything that is likelier to be wrong.
                let gain = best[from] + if is_both { 2.0 * chance } else { chance } - 0.5;
                if gain > best[cell] {
                    best[cell] = gain;
                    taken[cell] = (kind as u8, chance);
                }
            }
        }
        let (mut i, mut j) = (n, m);
        while i > 0 || j > 0 {
            let (kind, chance) = self.band.cell(i, j).map_or((u8::MAX, 0.0), |cell| taken[cell]);
            let Some((a, b, _)) = KINDS.get(kind as usize) else { break };
            found.beads.push(((i - a..i, j - b..j), chance));
            (i, j) = (i - a, j - b);
        }
        found.beads.reverse();
        found
    }
}

/// Up to how many units a side has too little to learn from.
const SHORT_TEXT: usize = 60;

/// How likely a bead must be for its words to be learnt from.
const LEAST_CHANCE: f32 = 0.2;

/// What is found in a table.
#[derive(Debug, Default)]
pub struct Found {
    /// The beads, in order, each with how likely it is.
    pub beads: Vec<(Ranges, f32)>,
    /// All beads with both sides that are likely at all, with how likely they are.
    pub chances: Vec<(Ranges, f32)>,
}

/// The logarithm of a sum of which the logarithms are known.
fn add_logarithms(one: f32, other: f32) -> f32 {
    let (high, low) = (one.max(other), one.min(other));
    // Below that the sum is the greater of the two, as far as it matters.
    if low - high > -9.0 { high + (low - high).exp().ln_1p() } else { high }
}

/// By how much a word of a window of so many is less of an explanation than one alone. Twice as many words explain more
/// by chance, but sentences that share their words across a border must not lose for standing together: a power
/// between the two, set to 1 over the number at a sentence of usual length.
fn thinned(tokens: usize) -> f32 {
    const POWER: f32 = 0.65;
    const USUAL: f32 = 15.0;
    (tokens.max(1) as f32 / USUAL).powf(-POWER) / USUAL
}

/// The words of a few units, and what they stand for on the other side.
struct Window {
    ratios: Vec<f32>,
    touched: Vec<u32>,
    tokens: usize,
    /// In a short text: whether anything is known of a word. What nothing is known of speaks for no bead and against
    /// none. Empty in others, where what was never learnt belongs to nothing.
    is_known: Vec<bool>,
}

impl Window {
    fn new(types: usize, others: usize, direction: &Direction, is_short: bool) -> Self {
        let mut is_known = Vec::new();
        if is_short {
            is_known.resize(types, false);
            for (known, _) in (0..others as u32).flat_map(|other| direction.of(other)) {
                is_known[*known as usize] = true;
            }
        }
        Self { ratios: vec![0.0; types], touched: Vec::new(), tokens: 0, is_known }
    }

    fn add(&mut self, tokens: &[u32], direction: &Direction) {
        self.tokens += tokens.len();
        for (other, ratio) in tokens.iter().flat_map(|token| direction.of(*token)) {
            if self.ratios[*other as usize] == 0.0 {
                self.touched.push(*other);
            }
            self.ratios[*other as usize] += ratio;
        }
    }

    fn clear(&mut self) {
        self.touched.drain(..).for_each(|other| self.ratios[other as usize] = 0.0);
        self.tokens = 0;
    }

    /// The logarithm of how much likelier the words are beside this window than anywhere.
    fn explain(&self, (whole, half): (&[u32], &[u32])) -> f32 {
        let share = (1.0 - NOTHING) * thinned(self.tokens);
        let product = |tokens: &[u32]| {
            let mut sum = 0.0;
            // So many that their product stays within what a number can hold.
            let counts = |token: &&u32| self.is_known.get(**token as usize).copied().unwrap_or(true);
            for tokens in tokens.chunks(32) {
                let ratio = |token: &u32| (NOTHING + share * self.ratios[*token as usize]).min(1e8);
                sum += tokens.iter().filter(counts).map(|token| f64::from(ratio(token))).product::<f64>().ln();
            }
            sum as f32
        };
        product(whole) + 0.5 * product(half)
    }
}
