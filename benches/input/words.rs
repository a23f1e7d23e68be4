//! Words distributed as in language: the n-th about n times rarer than the first (Zipf), in Mandelbrot's form of the law.

use super::dice::Dice;

/// Different words that may come.
const WORDS: usize = 250_000;

const SYLLABLES: &[&str] = &[
    "ba", "co", "den", "fi", "gu", "har", "in", "jo", "ka", "le", "mi", "nor", "or", "pe", "qui", "ra", "ses", "ti",
    "un", "ve", "wal", "ex", "yo", "zan",
];

/// Draws words.
pub struct Words {
    dice: Dice,
    /// For each word how much of all text stands before it, of [`u32::MAX`].
    shares: Vec<u32>,
}

impl Words {
    /// What a seed draws is always the same.
    pub fn new(seed: u32) -> Self {
        // A word of rank n has a share of 1 / (n + 2.7).
        let weights = (0..WORDS).map(|rank| 1.0 / (rank as f64 + 2.7));
        let all: f64 = weights.clone().sum();
        let mut sum = 0.0;
        let shares = weights.map(|weight| {
            sum += weight;
            (sum / all * f64::from(u32::MAX)) as u32
        });
        Self { shares: shares.collect(), dice: Dice::new(seed) }
    }

    /// The next word.
    pub fn next(&mut self) -> String {
        let mut word = String::new();
        self.push(&mut word);
        word
    }

    /// The same, behind a text.
    pub fn push(&mut self, out: &mut String) {
        let chance = self.dice.roll(1 << 16) << 16 | self.dice.roll(1 << 16);
        push_word(self.shares.partition_point(|share| *share < chance), out);
    }

    /// The dice that words are drawn with.
    pub fn dice(&mut self) -> &mut Dice {
        &mut self.dice
    }
}

/// The word of this rank: frequent ones are short.
pub fn push_word(rank: usize, out: &mut String) {
    let mut rest = rank;
    loop {
        out.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
        if rest == 0 {
            return;
        }
    }
}
