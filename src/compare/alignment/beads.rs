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

    /// How far apart two lengths are, squared, in terms of what is usual in the pair.
    pub fn oddness(&self, left: f32, right: f32) -> f32 {
        let [one, other] = level(self.ratio, left, right);
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
            window.move_to(left, i, most_units, &lexicon.rightwards);
            for j in band.row(i).filter(|j| *j > 0) {
                if let Some(cell) = band.cell(i, j) {
                    forth[cell] = window.explain(right.by_weight(j - 1));
                }
            }
        }
        let mut window = Window::new(left.types.len(), right.types.len(), &lexicon.leftwards, manner.is_short);
        for (j, (from, to)) in band.columns(m).into_iter().enumerate().skip(1) {
            window.move_to(right, j, most_units, &lexicon.leftwards);
            for i in from.max(1)..=to {
                if let Some(cell) = band.cell(i as usize, j) {
                    back[cell] = window.explain(left.by_weight(i as usize - 1));
                }
            }
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

    /// What the beads that end before units i and j are worth, kind by kind; nothing for those that leave the band.
    fn worths(&self, i: usize, j: usize, cell: usize) -> [f32; KINDS.len()] {
        let goes_on = |side: &Tokens, at: usize| at > 0 && side.goes_on[at - 1];
        let is_cut = goes_on(self.left, i) != goes_on(self.right, j);
        let cut = if is_cut { self.weights.cut } else { 0.0 };
        // How well the words of the last units of the right, and those of the left, are explained by the last units of the
        // other side: for one unit, for two, …
        let lost = [f32::NEG_INFINITY; MOST_UNITS];
        let mut explained = [[[0.0f32; MOST_UNITS]; 2]; MOST_UNITS];
        let mut sums = [[0.0f32; MOST_UNITS]; 2];
        let in_row = j - self.band.row(i).start;
        for (units, explained) in explained.iter_mut().enumerate().take(self.most_units) {
            let of_right = if units <= in_row { &self.forth[cell - units] } else { &lost };
            let above = i.checked_sub(units).and_then(|i| self.band.cell(i, j));
            let of_left = above.map_or(&lost, |cell| &self.back[cell]);
            for (sums, more) in sums.iter_mut().zip([of_right, of_left]) {
                sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
            }
            *explained = sums;
        }
        let mut worths = [f32::NEG_INFINITY; KINDS.len()];
        for (kind, (a, b, _)) in KINDS.iter().enumerate() {
            let (a, b) = (*a, *b);
            if a > i || b > j {
                continue;
            }
            let common = self.weights.kind * self.manner.kinds[kind] - cut;
            if a == 0 || b == 0 {
                worths[kind] = common;
                continue;
            }
            let words = explained[b - 1][0][a - 1] + explained[a - 1][1][b - 1];
            let left = self.letters[0][i] - self.letters[0][i - a];
            let right = self.letters[1][j] - self.letters[1][j - b];
            let off = self.manner.oddness(left, right);
            let length = self.weights.length * (off / 2.0).min(12.0);
            worths[kind] = common + self.weights.words * words * 0.5 - length + self.weights.both;
        }
        worths
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
    /// most of the others too. Only beads that `allows` says yes to are thought of, if it is given. The greater the
    /// heat, the more ways are thought likely.
    pub fn likeliest(&self, heat: f32, allows: Option<&dyn Fn(&Ranges) -> bool>) -> Found {
        let (n, m) = (self.left.len(), self.right.len());
        let cells = self.band.cells();
        let Some(end) = self.band.cell(n, m) else { return Found::default() };
        // Logarithms of the sums over all ways to a cell, and from it.
        let mut before = vec![f32::NEG_INFINITY; cells];
        let mut behind = vec![f32::NEG_INFINITY; cells];
        let mut worths = vec![[f32::NEG_INFINITY; KINDS.len()]; cells];
        let all_cells = || (0..=n).flat_map(|i| self.band.row(i).map(move |j| (i, j)));
        for (cell, (i, j)) in all_cells().enumerate() {
            if cell == 0 {
                before[cell] = 0.0;
                continue;
            }
            let all = self.worths(i, j, cell);
            let mut ways = [f32::NEG_INFINITY; KINDS.len()];
            for (kind, from_i, from_j, from) in self.starts(i, j) {
                if before[from] > f32::NEG_INFINITY && allows.is_none_or(|allows| allows(&(from_i..i, from_j..j))) {
                    worths[cell][kind] = all[kind] / heat;
                    ways[kind] = before[from] + worths[cell][kind];
                }
            }
            before[cell] = sum_of_logarithms(&ways);
        }
        behind[end] = 0.0;
        for i in (0..=n).rev() {
            for j in self.band.row(i).rev() {
                let Some(cell) = self.band.cell(i, j).filter(|cell| *cell != end) else { continue };
                let mut ways = [f32::NEG_INFINITY; KINDS.len()];
                for (kind, (a, b, _)) in KINDS.iter().enumerate() {
                    if let Some(to) = self.band.cell(i + a, j + b) {
                        ways[kind] = behind[to] + worths[to][kind];
                    }
                }
                behind[cell] = sum_of_logarithms(&ways);
            }
        }
        let mut found = Found::default();
        let mut best = vec![f32::NEG_INFINITY; cells];
        let mut taken = vec![(u8::MAX, 0.0f32); cells];
        for (cell, (i, j)) in all_cells().enumerate() {
            best[cell] = if cell == 0 { 0.0 } else { f32::NEG_INFINITY };
            for (kind, from_i, from_j, from) in self.starts(i, j) {
                // A way that is not allowed is none, and not one of no chance.
                if worths[cell][kind] == f32::NEG_INFINITY {
                    continue;
                }
                let chance = exponential((before[from] + worths[cell][kind] + behind[cell] - before[end]).min(0.0));
                let is_both = from_i < i && from_j < j;
                if is_both && chance > LEAST_CHANCE / heat.sqrt() {
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

/// The logarithm of what is so unlikely that it does not count, a hundred-millionth.
const NEVER: f32 = -18.0;

/// The logarithm of the sum of numbers of which the logarithms are known.
fn sum_of_logarithms(logarithms: &[f32]) -> f32 {
    let most = logarithms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY {
        return most;
    }
    most + logarithms.iter().map(|one| exponential(one - most)).sum::<f32>().ln()
}

/// The exponential function up to 0, to one part in a million: it is asked for some twenty times for every cell. Two to
/// the whole part is the exponent of a number in binary, two to the rest a polynomial (the minimax one of degree five).
/// Nothing comes of what is below [`NEVER`].
fn exponential(x: f32) -> f32 {
    const POLYNOMIAL: [f32; 6] = [1.877_577_6e-3, 8.989_34e-3, 5.582_632e-2, 0.240_153_61, 0.693_153_1, 0.999_999_94];
    if x <= NEVER {
        return 0.0;
    }
    let x = x * std::f32::consts::LOG2_E;
    let whole = x.floor();
    let rest = POLYNOMIAL.into_iter().fold(0.0, |sum, factor| sum * (x - whole) + factor);
    rest * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

/// By how much a word of a window of so many is less of an explanation than one alone. Twice as many words explain more
/// by chance, but sentences that share their words across a border must not lose for standing together: a power
/// between the two, set to 1 over the number at a sentence of usual length.
fn thinned(tokens: usize) -> f32 {
    const POWER: f32 = 0.65;
    const USUAL: f32 = 15.0;
    (tokens.max(1) as f32 / USUAL).powf(-POWER) / USUAL
}

/// The words of the last few units before a place, and what they stand for on the other side.
struct Window {
    /// For each word of the other side, how much likelier than by chance it is beside each of the units: unit `n` has
    /// the place `n % MOST_UNITS`.
    ratios: Vec<[f32; MOST_UNITS]>,
    /// The place of the last unit, of that before it, …
    order: [usize; MOST_UNITS],
    /// What a likely word of the window adds to the explanation of another, beside the last unit, the last two, …
    shares: [f32; MOST_UNITS],
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
        let ratios = vec![[0.0; MOST_UNITS]; types];
        Self { ratios, order: [0; MOST_UNITS], shares: [0.0; MOST_UNITS], is_known }
    }

    /// Moves the window to before the next place: one unit comes, and one of the first `most_units` goes.
    fn move_to(&mut self, side: &Tokens, place: usize, most_units: usize, direction: &Direction) {
        let others = |unit: usize| side.of(unit).iter().flat_map(|token| direction.of(*token));
        if let Some(old) = place.checked_sub(1 + most_units) {
            others(old).for_each(|(other, _)| self.ratios[*other as usize][old % MOST_UNITS] = 0.0);
        }
        let new = place - 1;
        for (other, ratio) in others(new) {
            self.ratios[*other as usize][new % MOST_UNITS] += ratio;
        }
        let mut tokens = 0;
        for back in 0..MOST_UNITS {
            self.order[back] = (MOST_UNITS + new % MOST_UNITS - back) % MOST_UNITS;
            tokens += new.checked_sub(back).filter(|_| back < most_units).map_or(0, |unit| side.of(unit).len());
            self.shares[back] = (1.0 - NOTHING) * thinned(tokens);
        }
    }

    /// The logarithm of how much likelier the words are beside the window than anywhere: beside the last unit, the last
    /// two, …
    fn explain(&self, (whole, half): (&[u32], &[u32])) -> [f32; MOST_UNITS] {
        // So many that their product stays within what a number can hold.
        const AT_ONCE: usize = 32;
        const MOST: f32 = 1e8;
        let mut sums = [0.0; MOST_UNITS];
        for (tokens, weight) in [(whole, 1.0), (half, 0.5)] {
            for tokens in tokens.chunks(AT_ONCE) {
                let mut products = [1f64; MOST_UNITS];
                let mut unexplained = 0;
                for token in tokens {
                    let ratios = &self.ratios[*token as usize];
                    // Most words have nothing to do with each other.
                    if *ratios == [0.0; MOST_UNITS] {
                        unexplained += u32::from(self.is_known.get(*token as usize).copied().unwrap_or(true));
                        continue;
                    }
                    let mut ratio = 0.0;
                    for ((product, place), share) in products.iter_mut().zip(self.order).zip(&self.shares) {
                        ratio += ratios[place];
                        *product *= f64::from((NOTHING + share * ratio).min(MOST));
                    }
                }
                let unexplained = unexplained as f32 * NOTHING.ln();
                for (sum, product) in sums.iter_mut().zip(products) {
                    *sum += weight * (product.ln() as f32 + unexplained);
                }
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_and_logarithms_are_those_of_the_library() {
        for step in 0..1800 {
            let x = -step as f32 / 100.0;
            assert!((exponential(x) / x.exp() - 1.0).abs() < 1e-6, "{x}: {} and {}", exponential(x), x.exp());
        }
        assert_eq!(exponential(NEVER - 1.0), 0.0);
        let sum = sum_of_logarithms(&[-700.0, 2f32.ln() - 600.0, f32::NEG_INFINITY, 3f32.ln() - 600.0]);
        assert!((sum - (5f32.ln() - 600.0)).abs() < 1e-4, "{sum}");
        assert_eq!(sum_of_logarithms(&[f32::NEG_INFINITY; 2]), f32::NEG_INFINITY);
    }
}
