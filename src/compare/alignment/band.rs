//! Which units of two sides are compared at all: a band around a path, so that time and memory grow with the length of
//! the texts and not with its square.

use std::ops::Range;

use super::cognates::Pair;
use super::tokens::Tokens;
use crate::text::difference::longest_chain;

/// The cells of the table of an alignment: for each number of units of the left, a range of numbers of the right.
#[derive(Debug)]
pub struct Band {
    rows: Vec<(u32, u32)>,
    offsets: Vec<usize>,
}

impl Band {
    /// A band `width` to both sides of a path. The path says, for each number of units of the left, which numbers of
    /// the right it passes.
    fn around(path: &[(usize, usize)], right: usize, width: impl Fn(usize) -> usize) -> Self {
        let mut rows: Vec<(u32, u32)> = Vec::with_capacity(path.len());
        for (i, (from, to)) in path.iter().enumerate() {
            let width = width(i);
            rows.push((from.saturating_sub(width) as u32, (to + width).min(right) as u32));
        }
        // Both edges ascend, and neighbouring rows overlap: there is always a way through.
        for i in 1..rows.len() {
            rows[i].1 = rows[i].1.max(rows[i - 1].1);
        }
        for i in (1..rows.len()).rev() {
            rows[i - 1].0 = rows[i - 1].0.min(rows[i].0);
            let end = rows[i - 1].1;
            rows[i].0 = rows[i].0.min(end);
        }
        if let Some(first) = rows.first_mut() {
            first.0 = 0;
        }
        if let Some(last) = rows.last_mut() {
            last.1 = right as u32;
        }
        let mut offsets = Vec::with_capacity(rows.len() + 1);
        let mut cells = 0;
        for row in &rows {
            offsets.push(cells);
            cells += (row.1 - row.0) as usize + 1;
        }
        offsets.push(cells);
        Self { rows, offsets }
    }

    /// How many cells.
    pub fn cells(&self) -> usize {
        self.offsets.last().copied().unwrap_or_default()
    }

    /// The numbers of units of the right that are looked at beside `i` of the left.
    pub fn row(&self, i: usize) -> Range<usize> {
        self.rows[i].0 as usize..self.rows[i].1 as usize + 1
    }

    /// The index of a cell, if the band has it.
    pub fn cell(&self, i: usize, j: usize) -> Option<usize> {
        let (from, to) = *self.rows.get(i)?;
        (from as usize <= j && j <= to as usize).then(|| self.offsets[i] + j - from as usize)
    }

    /// For each number of units of the right, the numbers of the left that are looked at.
    pub fn columns(&self, right: usize) -> Vec<(u32, u32)> {
        let mut columns = vec![(u32::MAX, 0u32); right + 1];
        for (i, (from, to)) in self.rows.iter().enumerate() {
            for column in &mut columns[*from as usize..=*to as usize] {
                column.0 = column.0.min(i as u32);
                column.1 = column.1.max(i as u32);
            }
        }
        columns
    }

    /// A band around an alignment that is known roughly; `width` says how far to both sides of it for each number of
    /// units of the left.
    pub fn around_beads(
        beads: &[(Range<usize>, Range<usize>)],
        left: usize,
        right: usize,
        width: impl Fn(usize) -> usize,
    ) -> Self {
        let mut path = vec![(usize::MAX, 0); left + 1];
        let mut pass = |i: usize, j: usize| {
            let at: &mut (usize, usize) = &mut path[i];
            *at = (at.0.min(j), at.1.max(j));
        };
        pass(0, 0);
        for (l, r) in beads {
            pass(l.start, r.start);
            for i in l.start..=l.end {
                pass(i, r.start);
                pass(i, r.end);
            }
        }
        pass(left, right);
        Self::around(&path, right, width)
    }

    /// A band for two sides of which nothing is known but what looks alike: it follows words that stand equally often on
    /// both sides and seldom, and is the wider the farther from them. Up to so many cells it is the whole table, and else
    /// about `most_cells` of it.
    pub fn at_first(
        left: &Tokens,
        right: &Tokens,
        anchors: &[(usize, usize)],
        whole_cells: usize,
        most_cells: usize,
    ) -> Self {
        let (n, m) = (left.len(), right.len());
        if n.saturating_mul(m) <= whole_cells {
            return Self::around(&vec![(0, m); n + 1], m, |_| 0);
        }
        Self::through(anchors, n, m, most_cells)
    }

    /// A band for two sides of which some pairs of units are known to belong together, ascending on both sides: it goes
    /// straight from one to the next, and is the wider the farther from them.
    pub fn through(known: &[(usize, usize)], left: usize, right: usize, most_cells: usize) -> Self {
        let most = (most_cells / (2 * left.max(1))).max(24);
        let mut points = vec![(0, 0)];
        points.extend(known.iter().flat_map(|(i, j)| [(*i, *j), (i + 1, j + 1)]));
        points.push((left, right));
        let mut path = vec![(0, 0); left + 1];
        let mut widths = vec![most; left + 1];
        for pair in points.windows(2) {
            let ((i0, j0), (i1, j1)) = (pair[0], pair[1]);
            for i in i0..=i1 {
                let j = j0 + (j1.saturating_sub(j0) * (i - i0)).checked_div(i1 - i0).unwrap_or_default();
                path[i] = (j, j);
                widths[i] = (16 + (i - i0).min(i1 - i).max(j1.saturating_sub(j0) / 4)).min(most);
            }
        }
        Self::around(&path, right, |i| widths[i])
    }
}

/// Places that belong together without doubt as far as rare words tell, ascending on both sides.
pub fn anchors(left: &Tokens, right: &Tokens, alike: &[Pair]) -> Vec<(usize, usize)> {
    const OFTEN: u32 = 4;
    let mut places: [Vec<Vec<u32>>; 2] = [vec![Vec::new(); left.types.len()], vec![Vec::new(); right.types.len()]];
    for (places, side) in places.iter_mut().zip([left, right]) {
        for unit in 0..side.len() {
            for id in side.of(unit) {
                let places = &mut places[*id as usize];
                if places.len() <= OFTEN as usize {
                    places.push(unit as u32);
                }
            }
        }
    }
    let mut points: Vec<(u32, u32)> = Vec::new();
    for (one, other, similarity) in alike {
        let (at_left, at_right) = (&places[0][*one as usize], &places[1][*other as usize]);
        if *similarity > 0.6 && at_left.len() == at_right.len() && at_left.len() <= OFTEN as usize {
            points.extend(at_left.iter().copied().zip(at_right.iter().copied()));
        }
    }
    points.sort_unstable();
    points.dedup();
    // A point that no other one supports nearby is chance.
    let (n, m) = (left.len() as f32, right.len() as f32);
    let slope = m / n.max(1.0);
    let supported: Vec<(u32, u32)> = (0..points.len())
        .filter(|at| {
            let point = points[*at];
            let near = points[at.saturating_sub(12)..(at + 13).min(points.len())].iter();
            let is_near = |other: &&(u32, u32)| {
                let (di, dj) = (other.0 as f32 - point.0 as f32, other.1 as f32 - point.1 as f32);
                di.abs() < 40.0 && (dj - di * slope).abs() <= 3.0 + 0.4 * di.abs() * slope
            };
            near.filter(is_near).count() >= 3
        })
        .map(|at| points[at])
        .collect();
    longest_chain(&supported).into_iter().map(|(i, j)| (i as usize, j as usize)).collect()
}
