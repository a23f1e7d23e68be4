//! Where a paragraph begins: by the distance of the lines, their indentation, and whether the next word would still have
//! had room. No word is looked at but for its width.

use crate::lines::Line;

/// What the columns of one place have in common.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// How wide their widest lines are.
    pub width: f32,
    /// Distance of two lines of a paragraph.
    pub leading: f32,
    /// Height of the font of most lines.
    pub size: f32,
    /// Whether paragraphs begin further left than they go on.
    pub is_hanging: bool,
}

/// The left edge of a column, and its lines.
pub type Edged<'l> = (f32, &'l [Line]);

/// Paragraphs begin this much further in, parts of the font's height, at least and at most.
const INDENT: (f32, f32) = (0.7, 8.0);

/// Lines end at one edge if they differ by no more, points.
const SAME_EDGE: f32 = 2.0;

/// The first edge at which so many lines begin or end, of edges in order from the outermost; the outermost of all where
/// lines are few. A line that runs over the edge says nothing of the others.
pub fn common_edge(edges: &[f32], needed: usize) -> Option<f32> {
    let is_common = |at: &usize| edges.get(at + needed - 1).is_some_and(|last| (edges[*at] - last).abs() <= SAME_EDGE);
    let first = if edges.len() >= 8 { (0..edges.len()).find(is_common) } else { None };
    edges.get(first.unwrap_or(0)).copied()
}

impl Frame {
    /// What `columns` have in common.
    pub fn of(columns: &[Edged<'_>]) -> Self {
        let lines = || columns.iter().flat_map(|(left, lines)| lines.iter().map(move |line| (line, line.x0 - left)));
        let mut widths: Vec<f32> =
            columns.iter().flat_map(|(left, lines)| lines.iter().map(move |line| line.x1 - left)).collect();
        widths.sort_by(|a, b| b.total_cmp(a));
        let width = common_edge(&widths, (widths.len() / 50).max(2)).unwrap_or(0.0);
        let mut sizes: Vec<f32> = lines().map(|(line, _)| line.size).collect();
        sizes.sort_by(f32::total_cmp);
        let size = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
        let pairs = columns.iter().flat_map(|(_, lines)| lines.windows(2));
        let mut steps: Vec<f32> = pairs.map(|pair| pair[1].y - pair[0].y).filter(|step| *step > 0.3 * size).collect();
        steps.sort_by(f32::total_cmp);
        // Between paragraphs the distance is never smaller: the lower part of all distances is that of lines.
        let leading = steps.get(steps.len() * 2 / 5).copied().unwrap_or(1.2 * size);
        let indented = lines().filter(|(line, by)| (INDENT.0..INDENT.1).contains(&(by / line.size))).count();
        Self { width, leading, size, is_hanging: indented * 2 > widths.len() }
    }

    /// The same for one column: pages may be set wider than most of them are, but not without end.
    pub fn for_column(self, lines: &[Line]) -> Self {
        let mut steps: Vec<f32> = lines.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
        steps.retain(|step| *step > 0.3 * self.size);
        steps.sort_by(f32::total_cmp);
        let own = steps.get(steps.len() / 4).copied().unwrap_or(self.leading);
        Self { leading: own.min(1.45 * self.size).max(self.leading), ..self }
    }

    /// Whether `line` begins a paragraph, behind `last` in the same column. `left` are the left edges of the columns
    /// in which they stand, `next` what stands below.
    pub fn begins_below(&self, last: (&Line, f32), line: (&Line, f32), next: Option<&Line>) -> bool {
        // Two paragraphs of which the first has one line only: the line behind both shows where paragraphs go on.
        let goes_on_left = next.is_some_and(|next| line.0.x0 - next.x0 > INDENT.0 * line.0.size);
        if !self.is_hanging && goes_on_left && (line.0.x0 - last.0.x0).abs() < 0.3 * line.0.size {
            return true;
        }
        let step = line.0.y - last.0.y;
        let usual = self.leading.max(if last.0.size > 1.15 * self.size { 1.25 * last.0.size } else { 0.0 });
        step > 1.32 * usual || step < 0.0 || self.begins_apart(last, line)
    }

    /// The same where the two lines stand in different columns or on different pages.
    pub fn begins_apart(&self, last: (&Line, f32), line: (&Line, f32)) -> bool {
        let ((last, last_left), (line, left)) = (last, line);
        let (smaller, larger) = (last.size.min(line.size), last.size.max(line.size));
        if larger > 1.12 * smaller {
            return true;
        }
        if smaller > 1.15 * self.size {
            // A heading of several lines breaks where it looks well.
            return false;
        }
        if last.text.ends_with(['-', '\u{ad}', '\u{2010}']) {
            return false;
        }
        let room = last_left + self.width - last.x1;
        if room > (line.first_end - line.x0) + 0.5 * line.size {
            return true;
        }
        let (last_in, line_in) = ((last.x0 - last_left) / line.size, (line.x0 - left) / line.size);
        if self.is_hanging { line_in < 0.5 } else { line_in - last_in > INDENT.0 && line_in < INDENT.1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::assemble;
    use crate::lines::tests::run;

    fn starts(lines: &[(&str, f32, f32)]) -> Vec<bool> {
        let lines = assemble(lines.iter().map(|(text, x, y)| run(text, *x, *y, 10.0)).collect());
        let frame = Frame::of(&[(40.0, &lines)]);
        let begins =
            |(i, pair): (usize, &[Line])| frame.begins_below((&pair[0], 40.0), (&pair[1], 40.0), lines.get(i + 2));
        lines.windows(2).enumerate().map(begins).collect()
    }

    #[test]
    fn a_short_line_ends_a_paragraph() {
        let found = starts(&[
            ("the words of a line that is full to its very end", 40.0, 100.0),
            ("and of another one.", 40.0, 112.0),
            ("What follows begins anew and is as long as the first", 40.0, 124.0),
            ("line of all of them was, or nearly", 40.0, 136.0),
        ]);
        assert_eq!(found, [false, true, false]);
    }

    #[test]
    fn so_does_the_first_line_that_stands_further_in() {
        let found = starts(&[
            ("the words of a line that is full to its very end", 40.0, 100.0),
            ("and of another one that is full to its very end.", 40.0, 112.0),
            ("What follows begins anew and is as long as it", 55.0, 124.0),
            ("was before, to the very last word of this one", 40.0, 136.0),
        ]);
        assert_eq!(found, [false, true, false]);
    }

    #[test]
    fn and_a_wider_distance() {
        let found = starts(&[
            ("the words of a line that is full to its very end", 40.0, 100.0),
            ("and of another one that is full to its very end.", 40.0, 112.0),
            ("What follows begins anew and is as long as this", 40.0, 130.0),
            ("was before, to the very last word of it and more", 40.0, 142.0),
        ]);
        assert_eq!(found, [false, true, false]);
    }
}
