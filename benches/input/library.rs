//! A library made from a seed: turns of many speakers over twenty years, their words distributed as in language (the
//! n-th word about n times rarer than the first, Zipf), in files of two thousand turns.

use super::words::{Words, push_word};

/// Turns in a file.
pub const TURNS: usize = 2000;

const SPEAKERS: u32 = 2000;
const YEARS: u32 = 20;
/// Words in a turn: at least, and at most so many more.
const SHORTEST: u32 = 8;
const LONGER: u32 = 52;

/// Makes files and queries.
pub struct Maker {
    words: Words,
}

impl Maker {
    /// What a seed makes is always the same.
    pub fn new(seed: u32) -> Self {
        Self { words: Words::new(seed) }
    }

    /// A word by the law that the texts follow, so that frequent ones come often.
    pub fn word(&mut self) -> String {
        self.words.next()
    }

    /// The words of a turn.
    pub fn turn(&mut self, out: &mut String) {
        let words = SHORTEST + self.words.dice().roll(LONGER);
        for n in 0..words {
            if n > 0 {
                out.push_str(if self.words.dice().roll(12) == 0 { ", " } else { " " });
            }
            self.words.push(out);
        }
        out.push('.');
    }

    /// A table of turns: who, when, where, what.
    pub fn file(&mut self) -> String {
        let year = 2000 + self.words.dice().roll(YEARS);
        let (month, day) = (1 + self.words.dice().roll(12), 1 + self.words.dice().roll(28));
        let mut place = String::new();
        push_word(500 + self.words.dice().roll(60) as usize, &mut place);
        let mut text = String::from("speaker,date,place,text\n");
        for n in 0..TURNS {
            let bound = 1 + self.words.dice().roll(SPEAKERS);
            let speaker = self.words.dice().roll(bound) as usize * 2 + n % 2;
            text.push_str("Speaker ");
            push_word(speaker + 700, &mut text);
            text.push_str(&format!(",{year}-{month:02}-{day:02},{place},\""));
            self.turn(&mut text);
            text.push_str("\"\n");
        }
        text
    }
}
