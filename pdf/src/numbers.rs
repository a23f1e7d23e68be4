//! Numbers of lines: on court pages every line has one, elsewhere every fifth.

use std::collections::HashSet;

use crate::lines::Line;

/// The fewest numbered lines of a page that is numbered.
const FEWEST: usize = 8;
/// The highest number of a line.
const LAST: u32 = 40;
/// How far apart number and text stand at least, parts of the font's height.
const GAP: f32 = 0.8;
/// Numbers stand below each other if their edges differ by no more, points.
const SAME_EDGE: f32 = 4.0;

/// Whether every line of a page begins with its number.
pub fn is_numbered(lines: &[&Line]) -> bool {
    let numbers: Vec<u32> = lines.iter().filter_map(|line| number(line)).collect();
    let rising = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    numbers.len() >= FEWEST && numbers.len() * 10 >= lines.len() * 6 && (rising + 1) * 10 >= numbers.len() * 8
}

/// The number at the beginning of a line, away from its text.
fn number(line: &Line) -> Option<u32> {
    if line.second_start.is_some_and(|start| start - line.first_end < GAP * line.size) {
        return None;
    }
    let number: u32 = line.text.split(' ').next()?.parse().ok()?;
    (1..=LAST).contains(&number).then_some(number)
}

/// A line of a numbered page: behind its number at least three spaces, more where its text stands further in.
/// `left` is where text begins, [`text_edge`].
pub fn spaced(line: &Line, left: f32) -> String {
    let (Some(_), Some((digits, rest))) = (number(line), line.text.split_once(' ')) else {
        return line.text.clone();
    };
    let start = line.second_start.unwrap_or(left);
    let further = ((start - left) / (0.5 * line.size)).round().clamp(0.0, 60.0) as usize;
    format!("{digits:>2}{}{}", " ".repeat(3 + further), rest.trim_start())
}

/// Where the text of numbered lines begins.
pub fn text_edge(lines: &[&Line]) -> f32 {
    let starts = lines.iter().filter(|line| number(line).is_some()).filter_map(|line| line.second_start);
    starts.fold(f32::INFINITY, f32::min)
}

/// Takes the numbers out that stand beside every few lines, left of the text: they say nothing of a line that has none.
/// Returns them, with the index of their line.
pub fn take_steps(lines: &mut [Line]) -> Vec<(usize, String)> {
    let found: Vec<(usize, u32, (f32, f32))> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| {
            Some((index, number(line).filter(|_| line.second_start.is_some())?, (line.x0, line.first_end)))
        })
        .collect();
    let step = found.windows(2).map(|pair| pair[1].1.saturating_sub(pair[0].1)).min().unwrap_or(0);
    let (left, right) = found.first().map_or((0.0, 0.0), |first| first.2);
    let is_below = |edge: &dyn Fn((f32, f32)) -> f32| found.iter().all(|(.., edges)| edge(*edges).abs() <= SAME_EDGE);
    let at: HashSet<usize> = found.iter().map(|(index, ..)| *index).collect();
    let others = lines.iter().enumerate().filter(|(index, _)| !at.contains(index));
    let text_left = others.map(|(_, line)| line.x0).fold(f32::INFINITY, f32::min);
    // Every fifth or tenth line needs less proof than a step of another size.
    let is_usual = matches!(step, 5 | 10) && found.first().is_some_and(|(_, first, _)| first.is_multiple_of(step));
    let is_column = found.len() >= if is_usual { 2 } else { 3 }
        && step >= 2
        && found.windows(2).all(|pair| pair[1].1 == pair[0].1 + step)
        && (is_below(&|(x0, _)| x0 - left) || is_below(&|(_, end)| end - right))
        && found.iter().all(|(.., (_, end))| *end < text_left);
    if !is_column {
        return Vec::new();
    }
    let take = |(index, ..): &(usize, u32, (f32, f32))| {
        let line = &mut lines[*index];
        let (digits, rest) = line.text.split_once(' ')?;
        let (digits, rest) = (digits.to_owned(), rest.trim_start().to_owned());
        let start = line.second_start?;
        // The width of the word that is first now is not known any more; that of its letters is near enough.
        let letters = rest.split(' ').next().unwrap_or_default().chars().count() as f32;
        (line.text, line.x0, line.first_end) = (rest, start, start + letters * 0.5 * line.size);
        line.second_start = None;
        Some((*index, digits))
    };
    found.iter().filter_map(take).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::assemble;
    use crate::lines::tests::run;

    fn page(numbers: impl Iterator<Item = (usize, Option<usize>)>) -> Vec<Line> {
        let runs = numbers.flat_map(|(i, number)| {
            let y = 100.0 + 12.0 * i as f32;
            let number = number.map(|number| run(&number.to_string(), 40.0, y, 10.0));
            number.into_iter().chain([run("Q. words of the line", 80.0 + (i % 2) as f32 * 20.0, y, 10.0)])
        });
        assemble(runs.collect())
    }

    #[test]
    fn every_line_has_its_number() {
        let lines = page((1..=25).map(|i| (i, Some(i))));
        let lines: Vec<&Line> = lines.iter().collect();
        assert!(is_numbered(&lines));
        let left = text_edge(&lines);
        assert_eq!(spaced(lines[1], left), " 2   Q. words of the line");
        assert_eq!(spaced(lines[2], left), " 3       Q. words of the line");
    }

    #[test]
    fn every_fifth_line_has_one() {
        let mut lines = page((1..=20).map(|i| (i, (i % 5 == 0).then_some(i))));
        let taken = take_steps(&mut lines);
        assert_eq!(taken.iter().map(|(_, digits)| digits.as_str()).collect::<Vec<_>>(), ["5", "10", "15", "20"]);
        assert!(lines.iter().all(|line| line.text == "Q. words of the line"));
    }
}
