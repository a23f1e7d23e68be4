//! A library made from a seed: turns of many speakers over twenty years, their words distributed as in language (the
//! n-th word about n times rarer than the first, Zipf), in files of two thousand turns.

use super::dice::Dice;

/// Turns in a file.
pub const TURNS: usize = 2000;

const SPEAKERS: u32 = 2000;
const YEARS: u32 = 20;
/// Different words that may come.
const WORDS: usize = 250_000;
/// Words in a turn: at least, and at most so many more.
const SHORTEST: u32 = 8;
const LONGER: u32 = 52;

const SYLLABLES: &[&str] = &[
    "ba", "co", "den", "fi", "gu", "har", "in", "jo", "ka", "le", "mi", "nor", "or", "pe", "qui", "ra", "ses", "ti",
    "un", "ve", "wal", "ex", "yo", "zan",
];

/// Makes files and queries.
pub struct Maker {
    dice: Dice,
    /// For each word how much of all text stands before it, of [`u32::MAX`].
    shares: Vec<u32>,
}

impl Maker {
    /// What a seed makes is always the same.
    pub fn new(seed: u32) -> Self {
        // A word of rank n has a share of 1 / (n + 2.7), as Mandelbrot's form of the law has it.
        let weights = (0..WORDS).map(|rank| 1.0 / (rank as f64 + 2.7));
        let all: f64 = weights.clone().sum();
        let mut sum = 0.0;
        let shares = weights.map(|weight| {
            sum += weight;
            (sum / all * f64::from(u32::MAX)) as u32
        });
        Self { shares: shares.collect(), dice: Dice::new(seed) }
    }

    fn chance(&mut self) -> u32 {
        self.dice.roll(1 << 16) << 16 | self.dice.roll(1 << 16)
    }

    fn push_word(&mut self, out: &mut String) {
        let chance = self.chance();
        push_word(self.shares.partition_point(|share| *share < chance), out);
    }

    /// A word by the law that the texts follow, so that frequent ones come often.
    pub fn word(&mut self) -> String {
        let mut word = String::new();
        self.push_word(&mut word);
        word
    }

    /// The words of a turn.
    pub fn turn(&mut self, out: &mut String) {
        let words = SHORTEST + self.dice.roll(LONGER);
        for n in 0..words {
            if n > 0 {
                out.push_str(if self.dice.roll(12) == 0 { ", " } else { " " });
            }
            self.push_word(out);
        }
        out.push('.');
    }

    /// A table of turns: who, when, where, what.
    pub fn file(&mut self) -> String {
        let year = 2000 + self.dice.roll(YEARS);
        let (month, day) = (1 + self.dice.roll(12), 1 + self.dice.roll(28));
        let mut place = String::new();
        push_word(500 + self.dice.roll(60) as usize, &mut place);
        let mut text = String::from("speaker,date,place,text\n");
        for n in 0..TURNS {
            let bound = 1 + self.dice.roll(SPEAKERS);
            let speaker = self.dice.roll(bound) as usize * 2 + n % 2;
            text.push_str("Speaker ");
            push_word(speaker + 700, &mut text);
            text.push_str(&format!(",{year}-{month:02}-{day:02},{place},\""));
            self.turn(&mut text);
            text.push_str("\"\n");
        }
        text
    }
}

/// The word of this rank: frequent ones are short.
fn push_word(rank: usize, out: &mut String) {
    let mut rest = rank;
    loop {
        out.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
        if rest == 0 {
            return;
        }
    }
}
