//! The columns of a page and the order in which they are read: what stands across all columns ends them, and those below
//! it begin again at the left.
//!
//! A gutter is empty from above to below between two sides that are both of text: a column of numbers or of names beside
//! the text is read line by line.

use crate::lines::{Line, Page, Run, assemble};

/// How deep columns may be cut in columns: up to eight stand side by side.
const MOST_CUTS: usize = 3;
/// The narrowest gutter, points.
const NARROWEST: usize = 7;
/// The fewest lines of a side, unless the page before had the same gutter.
const FEWEST_LINES: usize = 5;
/// Wider pages than this, points, are not looked at for columns.
const WIDEST_PAGE: f32 = 20_000.0;

/// Lines that stand below each other.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// From above to below.
    pub lines: Vec<Line>,
    /// Which of how many, from the left: columns of different pages that are alike have one frame.
    pub place: (u8, u8),
}

/// A page in the order in which it is read.
#[derive(Clone, Debug, Default)]
pub struct SetPage {
    /// Its columns, stretches across all of them among them.
    pub columns: Vec<Column>,
    /// Words that do not stand upright.
    pub slanting: Vec<String>,
}

/// Puts the runs of all pages in order.
pub fn set(pages: Vec<Page>) -> Vec<SetPage> {
    let mut before = None;
    let set = |page: Page| {
        let mut columns = Vec::new();
        // The last page of a record has half a column perhaps: it is set as the one before it.
        let own = find_gutter(&page.runs);
        let gutter = own.or_else(|| before.filter(|gutter| divides(*gutter, &page.runs)));
        before = gutter;
        cut(page.runs, gutter, (0, 1), MOST_CUTS, &mut columns);
        columns.retain(|column| !column.lines.is_empty());
        SetPage { columns, slanting: page.slanting }
    };
    pages.into_iter().map(set).collect()
}

/// Whether a gutter of the page before is one here too: hardly a line crosses it.
fn divides(gutter: Gutter, runs: &[Run]) -> bool {
    let height = |wanted: Side| runs.iter().filter(|run| gutter.side(run) == wanted).map(|run| run.size).sum::<f32>();
    height(Side::Across) <= 0.3 * (height(Side::Left) + height(Side::Right))
}

fn cut(runs: Vec<Run>, gutter: Option<Gutter>, place: (u8, u8), cuts: usize, out: &mut Vec<Column>) {
    let Some(gutter) = gutter.filter(|_| cuts > 0) else {
        out.push(Column { lines: assemble(runs), place });
        return;
    };
    let (mut left, mut right, mut across) = (Vec::new(), Vec::new(), Vec::new());
    for run in runs {
        match gutter.side(&run) {
            Side::Left => left.push(run),
            Side::Right => right.push(run),
            Side::Across => across.push(run),
        }
    }
    take_level(&mut left, &mut across);
    take_level(&mut right, &mut across);
    let across = assemble(across);
    // The lowest first, so that a band is cut off the end.
    left.sort_by(|a, b| b.y.total_cmp(&a.y));
    right.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut edges: Vec<f32> = across.iter().map(|line| line.y).collect();
    edges.push(f32::INFINITY);
    let mut stretches = across.into_iter();
    for edge in edges {
        let band = |side: &mut Vec<Run>| -> Vec<Run> { side.split_off(side.partition_point(|run| run.y > edge)) };
        let (left_band, right_band) = (band(&mut left), band(&mut right));
        for (side, index) in [(left_band, 0), (right_band, 1)] {
            if !side.is_empty() {
                let inner = find_gutter(&side);
                cut(side, inner, (place.0 * 2 + index, place.1 * 2), cuts - 1, out);
            }
        }
        if let Some(line) = stretches.next() {
            match out.last_mut() {
                // Lines across all columns that follow each other are one stretch.
                Some(last) if last.place == place => last.lines.push(line),
                _ => out.push(Column { lines: vec![line], place }),
            }
        }
    }
}

/// Takes the runs that continue a line across the gutter.
fn take_level(side: &mut Vec<Run>, across: &mut Vec<Run>) {
    let mut heights: Vec<f32> = across.iter().map(|run| run.y).collect();
    heights.sort_by(f32::total_cmp);
    let is_level = |run: &Run| {
        let from = heights.partition_point(|y| *y < run.y - 0.2 * run.size);
        heights.get(from).is_some_and(|y| *y <= run.y + 0.2 * run.size)
    };
    let (level, rest) = std::mem::take(side).into_iter().partition(is_level);
    *side = rest;
    across.extend::<Vec<Run>>(level);
}

#[derive(Clone, Copy, Debug)]
struct Gutter {
    from: f32,
    to: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Across,
}

impl Gutter {
    fn side(self, run: &Run) -> Side {
        let middle = (self.from + self.to) / 2.0;
        if run.x1 <= middle {
            Side::Left
        } else if run.x0 >= middle {
            Side::Right
        } else {
            Side::Across
        }
    }
}

/// The widest empty strip between two sides of text.
fn find_gutter(runs: &[Run]) -> Option<Gutter> {
    let left = runs.iter().map(|run| run.x0).fold(f32::INFINITY, f32::min).max(0.0);
    let right = runs.iter().map(|run| run.x1).fold(0.0, f32::max);
    if right - left < 100.0 || right > WIDEST_PAGE {
        return None;
    }
    // How much stands above each point: the heights of the runs there, which differences sum up in one pass.
    let mut steps = vec![0.0f32; right as usize + 3];
    for run in runs {
        let (from, to) = (run.x0.max(0.0) as usize, (run.x1.max(0.0).ceil() as usize).min(steps.len() - 1));
        steps[from] += run.size;
        steps[to.max(from)] -= run.size;
    }
    let mut sum = 0.0;
    let cover: Vec<f32> = steps
        .iter()
        .map(|step| {
            sum += step;
            sum
        })
        .collect();
    let (left, right) = (left as usize, right as usize);
    let width = right - left;
    let mean = |from: usize, to: usize| cover[from..to].iter().sum::<f32>() / (to - from).max(1) as f32;
    let typical = mean(left, right);
    let (mut best, mut start): (Option<(usize, usize)>, Option<usize>) = (None, None);
    let middle = left + width / 6..=right - width / 6;
    for (at, height) in middle.clone().zip(&cover[middle]) {
        // A few lines may stand across: a heading, a rule of dashes.
        if *height <= 0.3 * typical {
            let from = *start.get_or_insert(at);
            if best.is_none_or(|(a, b)| b - a < at - from) {
                best = Some((from, at));
            }
        } else {
            start = None;
        }
    }
    let (from, to) = best.filter(|(from, to)| to - from + 1 >= NARROWEST)?;
    let (a, b) = (mean(left, from), mean(to + 1, right));
    if a.min(b) < 0.3 * a.max(b) {
        return None;
    }
    let gutter = Gutter { from: from as f32, to: (to + 1) as f32 };
    has_two_sides(runs, gutter).then_some(gutter)
}

/// Whether both sides are lines of words, and the right one does not belong to the left one line by line.
fn has_two_sides(runs: &[Run], gutter: Gutter) -> bool {
    let side = |wanted: Side| -> Vec<Line> {
        assemble(runs.iter().filter(|run| gutter.side(run) == wanted).cloned().collect())
    };
    let (left, right, across) = (side(Side::Left), side(Side::Right), side(Side::Across));
    let words = |lines: &[Line]| lines.iter().map(|line| line.text.split_whitespace().count()).sum::<usize>();
    let is_text = |lines: &[Line]| lines.len() >= FEWEST_LINES && words(lines) * 2 >= lines.len() * 5;
    if !is_text(&left) || !is_text(&right) || across.len() > left.len().max(right.len()) {
        return false;
    }
    // Names beside what was said: few lines at the left, each level with one at the right.
    left.len() * 10 >= right.len() * 6 || right.len() < FEWEST_LINES * 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::tests::run;

    fn order(runs: Vec<Run>) -> Vec<String> {
        let pages = set(vec![Page { runs, slanting: Vec::new() }]);
        pages.into_iter().flat_map(|page| page.columns).flat_map(|column| column.lines).map(|line| line.text).collect()
    }

    fn two_columns() -> Vec<Run> {
        let mut runs = vec![run("The whole house met across the page at ten in the morning", 40.0, 60.0, 10.0)];
        for i in 0..8 {
            let y = 100.0 + 12.0 * i as f32;
            runs.push(run(&format!("left line number {i} of the page"), 40.0, y, 10.0));
            runs.push(run(&format!("right line number {i} of the page"), 240.0, y + 3.0, 10.0));
        }
        runs
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let lines = order(two_columns());
        assert!(lines[0].starts_with("The whole house"));
        assert!(lines[1..9].iter().all(|line| line.starts_with("left")), "{lines:?}");
        assert!(lines[9..].iter().all(|line| line.starts_with("right")), "{lines:?}");
    }

    #[test]
    fn names_beside_the_text_are_read_line_by_line() {
        let mut runs = Vec::new();
        for i in 0..12 {
            let y = 100.0 + 12.0 * i as f32;
            if i % 4 == 0 {
                runs.push(run("Ms Lund:", 40.0, y, 10.0));
            }
            runs.push(run(&format!("what she said in line {i} of the page"), 120.0, y, 10.0));
        }
        let lines = order(runs);
        assert!(lines[0].starts_with("Ms Lund:") && lines[0].contains("what she said"), "{lines:?}");
        assert_eq!(lines.len(), 12);
    }

    #[test]
    fn numbers_beside_the_text_are_no_column() {
        let runs = (1..=20).flat_map(|i| {
            let y = 100.0 + 12.0 * i as f32;
            [run(&i.to_string(), 40.0, y, 10.0), run("words of the line that was said here", 80.0, y, 10.0)]
        });
        assert_eq!(order(runs.collect()).len(), 20);
    }
}
