//! Chance that is the same everywhere, and the words it chooses from.

/// Xorshift: small, and the same everywhere.
#[derive(Clone)]
pub struct Dice(u32);

impl Dice {
    /// Dice that always fall the same way for the same seed.
    pub fn new(seed: u32) -> Self {
        Self(seed.max(1).wrapping_mul(2_654_435_761) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % sides
    }

    /// One of several.
    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len() as u32) as usize]
    }
}

/// The names of those who speak.
pub const NAMES: &[&str] = &["Ann Lee", "Boris Ude", "Chair", "Dora Quill", "Speaker 4"];

/// What they say. Short words stand for the often used ones.
#[rustfmt::skip]
pub const WORDS: &[&str] = &[
    "the", "of", "and", "to", "a", "in", "that", "is", "we", "for", "it", "on", "this", "with", "are", "have", "be", "our", "as", "will", "at", "harbour", "budget", "council", "because", "question", "members", "report", "think", "road", "agreement", "people", "before", "children", "water", "fishermen", "about", "proposal", "night", "repair", "quarter", "don’t", "it's", "over", "under", "three", "hundred", "year", "service", "bridge", "minister", "letter",
];
