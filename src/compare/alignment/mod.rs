//! Which units of a text stand beside which units of its translation, with no model and no dictionary.
//!
//! What is known at first are lengths, numbers and what sounds alike; they give a rough alignment, from which a lexicon
//! is learnt, which gives a better one, and so on. `docs/comparing.md` says where each part comes from and what was
//! measured. Nothing here knows of speakers and turns.

mod band;
mod beads;
mod cognates;
mod lexicon;
mod tokens;

use std::ops::Range;

pub use cognates::{NameSound, sounds_alike};

use band::{Band, anchors};
use beads::{Found, MOST_UNITS, Manner, Ranges, Table, Weights};
use cognates::cognates;
use lexicon::{Learning, Lexicon, learn};
use tokens::Tokens;

use crate::text::order::in_order;

/// Units that stand beside each other; one side may be empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Bead {
    /// Units of the left.
    pub left: Range<usize>,
    /// Units of the right.
    pub right: Range<usize>,
    /// How sure that is, from 0 to 1; 1 for what the user declared.
    pub confidence: f32,
}

/// What the weights were chosen by stands in `docs/comparing.md`.
const AT_FIRST: Weights = Weights { words: 2.0, length: 1.0, both: 2.0, kind: 1.0, cut: 1.0 };
const WITH_LEXICON: Weights = Weights { words: 0.4, length: 1.0, both: 2.0, kind: 1.0, cut: 0.5 };
const LEARNING: Learning = Learning { rounds: 4, discount: 0.3, likeness: 1.0 };
/// Most units of one side in a bead of the rough alignment.
const MOST_UNITS_AT_FIRST: usize = 3;
/// How many units to both sides of the alignment before are looked at: in general, and where it is as sure as this.
const WIDTH: usize = 10;
const SURE_WIDTH: usize = 4;
const SURE_BEAD: f32 = 0.9;
/// How many cells of the table the rough alignment may take, at least.
const CELLS_AT_FIRST: usize = 300_000;
/// How many beads apart units may stand that cross, how many candidates are looked at for each, and how sure it must be.
const NEAR: usize = 16;
const MOST_NEAR: usize = 8;
const SURE: f32 = 0.97;
/// How far from a pin the alignment is made anew.
const AROUND_PIN: usize = 40;

/// How often a lexicon is learnt and the texts are aligned with it, and how much is thought possible meanwhile.
///
/// Two texts with names and numbers in common are soon aligned well enough to learn from. Others are not, and a lexicon
/// that is learnt from mistakes proves them: at first more is left open than is likely, and less from pass to pass
/// (annealing, Rose 1998).
struct Plan {
    passes: usize,
    /// Cells of the band of the rough alignment: the more, the less there is to follow.
    cells_at_first: usize,
    /// By what the logarithms of likelihoods are divided in the rough alignment, and in the first pass behind it; the
    /// last pass has 1.
    heat_at_first: f32,
    heat: f32,
}

impl Plan {
    fn new(units: usize, anchors: usize) -> Self {
        const UNITS_TO_AN_ANCHOR: usize = 8;
        if anchors * UNITS_TO_AN_ANCHOR >= units {
            return Self { passes: 3, cells_at_first: CELLS_AT_FIRST / 3, heat_at_first: 1.0, heat: 1.0 };
        }
        // A long text has more to learn from, and its passes take longer.
        let (passes, heat_at_first, heat) = match units {
            0..=1_000 => (8, 3.0, 8.0),
            1_001..=3_000 => (5, 3.0, 8.0),
            _ => (4, 1.0, 1.0),
        };
        Self { passes, cells_at_first: CELLS_AT_FIRST, heat_at_first, heat }
    }
}

/// Two texts that are aligned, with all that was learnt from them, so that a pin needs little work.
#[derive(Debug)]
pub struct Alignment {
    left: Tokens,
    right: Tokens,
    lexicon: Lexicon,
    manner: Manner,
    beads: Vec<Bead>,
    pins: Vec<(usize, usize)>,
}

impl Alignment {
    /// Aligns the units of two texts.
    pub fn new(left: &[&str], right: &[&str]) -> Self {
        Self::inside(left, right, &[])
    }

    /// Aligns the units of two texts of which it is known which stretches belong together; no bead reaches over the end
    /// of a stretch. The stretches hold all units of both sides, in order.
    pub fn inside(left: &[&str], right: &[&str], stretches: &[Ranges]) -> Self {
        Self::from_tokens(Tokens::new(left), Tokens::new(right), stretches)
    }

    fn from_tokens(left: Tokens, right: Tokens, stretches: &[Ranges]) -> Self {
        let borders = Borders::new(left.len(), right.len(), stretches);
        let allows = |bead: &Ranges| borders.allow(bead);
        let allows: Option<&dyn Fn(&Ranges) -> bool> = if stretches.is_empty() { None } else { Some(&allows) };
        let alike = cognates(&left, &right);
        let mut manner = Manner::of_texts(&left, &right);
        let mut lexicon = learn(&left, &right, &[], &alike, LEARNING);
        let anchors = anchors(&left, &right, &alike);
        let plan = Plan::new(left.len(), anchors.len());
        let cells: usize = stretches.iter().map(|(l, r)| l.len() * r.len()).sum();
        let band = if stretches.is_empty() || cells > 2 * CELLS_AT_FIRST {
            Band::at_first(&left, &right, &anchors, CELLS_AT_FIRST, plan.cells_at_first)
        } else {
            Band::around_beads(stretches, left.len(), right.len(), |_| 0)
        };
        let mut found = Table::new(&left, &right, &band, &lexicon, &manner, AT_FIRST, MOST_UNITS_AT_FIRST)
            .likeliest(plan.heat_at_first, allows);
        for pass in 1..=plan.passes {
            let beads: Vec<Ranges> = found.beads.iter().map(|bead| bead.0.clone()).collect();
            manner = Manner::of_beads(&beads, &left, &right);
            lexicon = learn(&left, &right, &found.chances, &alike, LEARNING);
            let band = Band::around_beads(&beads, left.len(), right.len(), widths(&found, left.len()));
            let heat = if pass == plan.passes { 1.0 } else { plan.heat.powf(1.0 / pass as f32) };
            found =
                Table::new(&left, &right, &band, &lexicon, &manner, WITH_LEXICON, MOST_UNITS).likeliest(heat, allows);
        }
        if found.beads.is_empty() && !stretches.is_empty() {
            // The stretches leave no way: they were no stretches.
            return Self::from_tokens(left, right, &[]);
        }
        let beads = beads_of(found, (0, 0));
        Self { left, right, lexicon, manner, beads, pins: Vec::new() }
    }

    /// The beads, in order on both sides; together they hold all units.
    pub fn beads(&self) -> &[Bead] {
        &self.beads
    }

    /// Whether the sides of a bead differ in length as those of few others do: by four times what is usual.
    pub fn is_odd_length(&self, bead: &Bead) -> bool {
        const ODD: f32 = 16.0;
        // What is short differs by a word or two, and that is nothing odd.
        const SHORT: f32 = 40.0;
        let letters = |side: &Tokens, units: &Range<usize>| side.letters[units.clone()].iter().sum::<f32>();
        let (one, other) = (letters(&self.left, &bead.left), letters(&self.right, &bead.right));
        let is_both = !bead.left.is_empty() && !bead.right.is_empty();
        is_both && one.max(other) > SHORT && self.manner.oddness(one, other) > ODD
    }

    /// Units that stand alone on both sides, near each other, and say the same: where order crosses, no bead can hold
    /// them. Each pair with how sure it is.
    pub fn crossings(&self) -> Vec<(usize, usize, f32)> {
        // In a short text nothing is known of most words, and any two units could belong together.
        if self.manner.is_short {
            return Vec::new();
        }
        let is_single = |bead: &&(usize, &Bead)| bead.1.left.len() + bead.1.right.len() == 1;
        let alone: Vec<(usize, &Bead)> = self.beads.iter().enumerate().filter(|bead| is_single(&bead)).collect();
        let mut found: Vec<(usize, usize, f32)> = Vec::new();
        for (at, (index, bead)) in alone.iter().enumerate() {
            let near = alone[at + 1..].iter().take(MOST_NEAR).take_while(|(other, _)| other - index <= NEAR);
            for (_, other) in near.filter(|(_, other)| other.left.is_empty() != bead.left.is_empty()) {
                let (left, right) = if bead.left.is_empty() {
                    (other.left.start, bead.right.start)
                } else {
                    (bead.left.start, other.right.start)
                };
                let (l, r) = (self.left.part(left..left + 1), self.right.part(right..right + 1));
                let band = Band::through(&[], 1, 1, 16);
                let table = Table::new(&l, &r, &band, &self.lexicon, &self.manner, WITH_LEXICON, 1);
                let likeliest = table.likeliest(1.0, None);
                let chance = likeliest.beads.first().filter(|((l, r), _)| !l.is_empty() && !r.is_empty());
                found.extend(chance.filter(|(_, chance)| *chance >= SURE).map(|(_, chance)| (left, right, *chance)));
            }
        }
        // Each unit stands in one pair, the surest first.
        let found = in_order(found, |pair| ((1.0 - pair.2) * 1e6) as u64);
        let mut taken: Vec<(usize, usize, f32)> = Vec::new();
        for pair in found {
            if !taken.iter().any(|known| known.0 == pair.0 || known.1 == pair.1) {
                taken.push(pair);
            }
        }
        taken
    }

    /// Declares that a unit of the left and one of the right belong together, and aligns anew what is around them. Units
    /// that do not exist, and a pin that would cross another one, change nothing; the answer says whether it was taken.
    pub fn pin(&mut self, left: usize, right: usize) -> bool {
        let crosses = |pin: &&(usize, usize)| (pin.0 < left && pin.1 > right) || (pin.0 > left && pin.1 < right);
        let is_known = left < self.left.len() && right < self.right.len();
        if !is_known || self.pins.iter().any(|pin| crosses(&pin)) {
            return false;
        }
        self.pins.push((left, right));
        self.align_around(left, right);
        true
    }

    /// Takes a pin back, and aligns anew what is around it. Answers whether there was one.
    pub fn unpin(&mut self, left: usize, right: usize) -> bool {
        let Some(at) = self.pins.iter().position(|pin| *pin == (left, right)) else { return false };
        self.pins.swap_remove(at);
        self.align_around(left, right);
        true
    }

    /// Aligns anew from a border of beads well before a pair of units to one well behind it.
    fn align_around(&mut self, left: usize, right: usize) {
        let is_before = |bead: &Bead| bead.left.end + AROUND_PIN <= left && bead.right.end + AROUND_PIN <= right;
        let is_behind = |bead: &Bead| bead.left.start > left + AROUND_PIN && bead.right.start > right + AROUND_PIN;
        let first = self.beads.partition_point(is_before);
        let end = self.beads.partition_point(|bead| !is_behind(bead));
        let corner = self.beads.get(first).map_or((0, 0), |bead| (bead.left.start, bead.right.start));
        let far =
            self.beads.get(end).map_or((self.left.len(), self.right.len()), |bead| (bead.left.start, bead.right.start));
        let (l, r) = (self.left.part(corner.0..far.0), self.right.part(corner.1..far.1));
        let inside = |pin: &&(usize, usize)| (corner.0..far.0).contains(&pin.0) && (corner.1..far.1).contains(&pin.1);
        let mut pins: Vec<(usize, usize)> =
            self.pins.iter().filter(inside).map(|pin| (pin.0 - corner.0, pin.1 - corner.1)).collect();
        pins = in_order(pins, |pin| (pin.0 as u64) << 32 | pin.1 as u64);
        let band = Band::through(&pins, l.len(), r.len(), CELLS_AT_FIRST / 4);
        let allows = |bead: &Ranges| pins.iter().all(|pin| bead.0.contains(&pin.0) == bead.1.contains(&pin.1));
        // A pin may say that the stretches are wrong, and what is around it is free of them.
        let found = Table::new(&l, &r, &band, &self.lexicon, &self.manner, WITH_LEXICON, MOST_UNITS)
            .likeliest(1.0, Some(&allows));
        self.beads.splice(first..end, beads_of(found, corner));
    }
}

/// Stretches that belong together: for each number of units of a side, the stretches that reach to it or start there.
#[derive(Debug, Default)]
struct Borders {
    left: Vec<(usize, usize)>,
    right: Vec<(usize, usize)>,
    /// For each stretch whether it is one unit beside one: these belong together, whatever they say.
    are_pairs: Vec<bool>,
}

impl Borders {
    fn new(left: usize, right: usize, stretches: &[Ranges]) -> Self {
        let side = |units: usize, of: fn(&Ranges) -> &Range<usize>| {
            let reach = |unit: usize| {
                let first = stretches.partition_point(|stretch| of(stretch).end < unit);
                (first, stretches.partition_point(|stretch| of(stretch).start <= unit))
            };
            (0..=units).map(reach).collect()
        };
        if stretches.is_empty() {
            Self::default()
        } else {
            Self {
                left: side(left, |stretch| &stretch.0),
                right: side(right, |stretch| &stretch.1),
                are_pairs: stretches.iter().map(|(l, r)| l.len() == 1 && r.len() == 1).collect(),
            }
        }
    }

    /// Whether a bead stays within one stretch.
    fn allow(&self, (l, r): &Ranges) -> bool {
        let at = [(&self.left, l.start), (&self.left, l.end), (&self.right, r.start), (&self.right, r.end)];
        let (mut first, mut end) = (0, usize::MAX);
        for (from, to) in at.into_iter().filter_map(|(side, unit)| side.get(unit)) {
            (first, end) = (first.max(*from), end.min(*to));
        }
        let is_alone = l.is_empty() || r.is_empty();
        first < end
            && !(is_alone && self.are_pairs.get(first..end).is_some_and(|pairs| pairs.iter().all(|is_pair| *is_pair)))
    }
}

/// How far to both sides of an alignment it is worth looking, for each number of units of the left: less where it was
/// sure of all beads nearby.
fn widths(found: &Found, left: usize) -> impl Fn(usize) -> usize {
    let mut unsure = vec![0u32; left + 2];
    for ((l, _), chance) in &found.beads {
        unsure[l.start + 1] += u32::from(*chance < SURE_BEAD);
    }
    for at in 1..unsure.len() {
        unsure[at] += unsure[at - 1];
    }
    move |at| {
        let (from, to) = (at.saturating_sub(WIDTH), (at + WIDTH + 1).min(unsure.len() - 1));
        if unsure[from] == unsure[to] { SURE_WIDTH } else { WIDTH }
    }
}

/// Beads in the numbers of the whole texts.
fn beads_of(found: Found, corner: (usize, usize)) -> Vec<Bead> {
    let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    let beads = found.beads.into_iter();
    beads
        .map(|((l, r), chance)| Bead { left: moved(l, corner.0), right: moved(r, corner.1), confidence: chance })
        .collect()
}
