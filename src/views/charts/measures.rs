//! The measures behind the charts: pure functions of counts.
//!
//! Sources: T. Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, 1993 (log-likelihood);
//! P. Rayson and R. Garside, Comparing Corpora using Frequency Profiling, 2000 (its form for two corpora);
//! A. Hardie, Log Ratio: an informal introduction, 2014; K. Church and P. Hanks, Word Association Norms, Mutual
//! Information, and Lexicography, 1990 (MI); S. Evert, Corpora and Collocations, 2008 (the table of a collocation).

/// Above this a difference in frequency is due to chance in less than one of ten thousand words (one degree of freedom).
pub const LIKELY_G2: f64 = 15.13;

/// How many of so many words are this one, in ten thousand.
pub fn per_ten_thousand(count: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { count as f64 * 10_000.0 / of as f64 }
}

/// Log-likelihood of a word that stands `a` times among `a_of` words and `b` times among `b_of`: twice the sum of
/// observed times the logarithm of observed by expected (Rayson and Garside). No sign: [`log_ratio`] says where it is
/// more frequent.
pub fn keyness_g2(a: u64, a_of: u64, b: u64, b_of: u64) -> f64 {
    let both = (a + b) as f64 / ((a_of + b_of) as f64).max(1.0);
    2.0 * (surprise(a, a_of as f64 * both) + surprise(b, b_of as f64 * both))
}

/// By how many doublings a word is more frequent among `a_of` words than among `b_of`. A word that does not stand in
/// one of them is taken to stand there half a time (Hardie).
pub fn log_ratio(a: u64, a_of: u64, b: u64, b_of: u64) -> f64 {
    let share = |count: u64, of: u64| if count == 0 { 0.5 } else { count as f64 } / (of as f64).max(1.0);
    (share(a, a_of) / share(b, b_of)).log2()
}

/// A word beside another: counts for the table of Evert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// How often the word stands near.
    pub together: u64,
    /// How often it stands anywhere.
    pub word: u64,
    /// Words that stand near, all of them.
    pub near: u64,
    /// Words anywhere.
    pub all: u64,
}

impl Pair {
    /// How often the word would stand near by chance.
    pub fn expected(self) -> f64 {
        self.word as f64 * self.near as f64 / (self.all as f64).max(1.0)
    }

    /// Mutual information: the doublings from what chance would give to what there is.
    pub fn mutual_information(self) -> f64 {
        if self.together == 0 { 0.0 } else { (self.together as f64 / self.expected()).log2() }
    }

    /// Log-likelihood over all four cells: near or not, this word or not (Dunning).
    pub fn g2(self) -> f64 {
        let rest = |whole: u64, part: u64| whole.saturating_sub(part);
        let rows = [self.near, rest(self.all, self.near)];
        let columns = [self.word, rest(self.all, self.word)];
        let cells = [
            self.together,
            rest(self.near, self.together),
            rest(self.word, self.together),
            rest(rest(self.all, self.near), rest(self.word, self.together)),
        ];
        let all = (self.all as f64).max(1.0);
        let sum = cells.iter().enumerate().map(|(at, cell)| {
            let expected = rows[at / 2] as f64 * columns[at % 2] as f64 / all;
            surprise(*cell, expected)
        });
        (2.0 * sum.sum::<f64>()).max(0.0)
    }
}

/// Observed times the logarithm of observed by expected; nothing where nothing was observed.
fn surprise(observed: u64, expected: f64) -> f64 {
    if observed == 0 || expected <= 0.0 { 0.0 } else { observed as f64 * (observed as f64 / expected).ln() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 0.005, "{value} is not {expected}");
    }

    #[test]
    fn log_likelihood_is_as_computed_by_hand() {
        // 20 of 1,000 words and 10 of 2,000: expected 10 and 20.
        near(keyness_g2(20, 1000, 10, 2000), 2.0 * (20.0 * 2f64.ln() + 10.0 * 0.5f64.ln()));
        near(keyness_g2(20, 1000, 10, 2000), 13.863);
        near(keyness_g2(10, 1000, 20, 2000), 0.0);
        near(keyness_g2(0, 0, 0, 0), 0.0);
    }

    #[test]
    fn ratios_are_doublings() {
        near(log_ratio(20, 1000, 10, 2000), 2.0);
        near(log_ratio(10, 1000, 40, 1000), -2.0);
        near(log_ratio(8, 1000, 0, 1000), 4.0);
    }

    #[test]
    fn a_pair_by_chance_is_worth_nothing() {
        let chance = Pair { together: 5, word: 50, near: 100, all: 1000 };
        near(chance.expected(), 5.0);
        near(chance.mutual_information(), 0.0);
        near(chance.g2(), 0.0);
        let close = Pair { together: 20, ..chance };
        near(close.mutual_information(), 2.0);
        assert!(close.g2() > LIKELY_G2);
    }
}
