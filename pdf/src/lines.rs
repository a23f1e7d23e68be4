//! Letters to runs, runs to lines: what stands on one baseline, with the spaces that are nowhere but in the distances.

use crate::glyphs::{Glyph, Letters, PageGlyphs, Way};

/// A wider gap than this part of the font's height is a space.
const SPACE: f32 = 0.16;
/// And one wider than this is no space between two words of a sentence.
const WIDE_GAP: f32 = 1.3;
/// A gap of this width ends a run: columns stand no nearer.
const RUN_GAP: f32 = 0.9;
/// What a space in a wide gap stands for.
const WIDE_SPACE: f32 = 0.5;

/// Letters that were drawn one behind the other on one baseline.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Its words.
    pub text: String,
    /// Left edge.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// Baseline, from the upper edge of the page.
    pub y: f32,
    /// Height of the font.
    pub size: f32,
    /// Where its first word ends.
    first_end: f32,
    /// Where its second word begins.
    second_start: Option<f32>,
    /// Whether white space was drawn before and behind it.
    has_space: (bool, bool),
    /// Where its last word ends.
    word_end: f32,
}

/// The runs of a page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Those that stand upright.
    pub runs: Vec<Run>,
    /// The words of those that do not.
    pub slanting: Vec<String>,
}

/// A line of a column.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// Left edge.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Height of the font of most of its letters.
    pub size: f32,
    /// Where the first word ends.
    pub first_end: f32,
    /// Where the second word begins.
    pub second_start: Option<f32>,
}

/// The runs of a page, in the order in which they were drawn.
pub fn runs(page: PageGlyphs) -> Page {
    let mut out = Page::default();
    let mut slanting: Option<(Way, String)> = None;
    let mut is_open = false;
    let mut last_x0 = f32::NEG_INFINITY;
    for glyph in &page.glyphs {
        if glyph.way != Way::Upright {
            is_open = false;
            match &mut slanting {
                Some((way, words)) if *way == glyph.way => push_letters(words, &glyph.text),
                other => {
                    let mut words = String::new();
                    push_letters(&mut words, &glyph.text);
                    out.slanting.extend(other.replace((glyph.way, words)).map(|(_, words)| words));
                }
            }
            continue;
        }
        let joins = is_open && out.runs.last().is_some_and(|run| continues(run, glyph));
        if !joins {
            out.runs.push(Run {
                x0: glyph.x0,
                x1: glyph.x0,
                y: glyph.y,
                size: glyph.size,
                first_end: glyph.x0,
                ..Run::default()
            });
            last_x0 = f32::NEG_INFINITY;
            is_open = true;
        }
        if let Some(run) = out.runs.last_mut() {
            push(run, glyph, &mut last_x0);
        }
    }
    out.slanting.extend(slanting.map(|(_, words)| words));
    out.slanting.iter_mut().for_each(|words| *words = one_spaced(words));
    out.slanting.retain(|words| !words.is_empty());
    out.runs.retain(|run| !run.text.is_empty());
    out
}

fn continues(run: &Run, glyph: &Glyph) -> bool {
    let gap = glyph.x0 - run.x1;
    (glyph.y - run.y).abs() <= 0.08 * run.size
        && (0.75..1.34).contains(&(glyph.size / run.size))
        && (-0.5 * run.size..RUN_GAP * run.size).contains(&gap)
}

fn push(run: &mut Run, glyph: &Glyph, last_x0: &mut f32) {
    if glyph.text == Letters::One(' ') {
        if run.text.is_empty() {
            run.has_space.0 = true;
            (run.x0, run.x1, run.first_end) = (glyph.x1, glyph.x1, glyph.x1);
        } else {
            run.has_space.1 = true;
        }
        // The next gap is measured from here, so that a wide space does not end the run.
        run.x1 = run.x1.max(glyph.x1);
        return;
    }
    // A letter drawn twice at one place is a bold one.
    if (glyph.x0 - *last_x0).abs() < 0.1 * glyph.size && ends_with(&run.text, &glyph.text) {
        return;
    }
    *last_x0 = glyph.x0;
    let is_apart = run.has_space.1 || glyph.x0 - run.x1 > SPACE * run.size;
    if is_apart && !run.text.is_empty() {
        let spaces = spaces(glyph.x0 - run.word_end, run.size);
        run.text.extend(std::iter::repeat_n(' ', spaces.max(1)));
        run.second_start.get_or_insert(glyph.x0);
    }
    run.has_space.1 = false;
    if run.text.is_empty() {
        run.x0 = glyph.x0;
    }
    push_letters(&mut run.text, &glyph.text);
    run.x1 = run.x1.max(glyph.x1);
    run.word_end = run.x1;
    if run.second_start.is_none() {
        run.first_end = run.x1;
    }
}

/// How many spaces a gap is: one between words, three and more where it is no gap of a sentence.
fn spaces(gap: f32, size: f32) -> usize {
    if gap >= WIDE_GAP * size {
        ((gap / (WIDE_SPACE * size)).round() as usize).clamp(3, 40)
    } else {
        usize::from(gap > SPACE * size)
    }
}

fn push_letters(text: &mut String, letters: &Letters) {
    match letters {
        Letters::One(letter) => text.push(*letter),
        Letters::Several(letters) => text.push_str(letters),
    }
}

fn ends_with(text: &str, letters: &Letters) -> bool {
    match letters {
        Letters::One(letter) => text.ends_with(*letter),
        Letters::Several(letters) => text.ends_with(&**letters),
    }
}

/// White space as single spaces.
pub fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs on one baseline, and the size and the baseline of the longest of them.
#[derive(Debug, Default)]
struct Row {
    runs: Vec<Run>,
    size: f32,
    y: f32,
    longest: usize,
}

impl Row {
    fn push(&mut self, run: Run) {
        if run.text.len() > self.longest {
            (self.longest, self.size, self.y) = (run.text.len(), run.size, run.y);
        }
        self.runs.push(run);
    }

    fn is_level(&self, run: &Run) -> bool {
        (run.y - self.y).abs() <= 0.35 * self.size.min(run.size)
    }
}

/// Raised letters are few, and so are the runs of a line: longer ones are not looked through for places where they fit.
const MOST_RAISED: usize = 32;
const MOST_IN_LINE: usize = 512;

/// Makes lines of the runs of one column, from above to below.
pub fn assemble(mut runs: Vec<Run>) -> Vec<Line> {
    runs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Row> = Vec::new();
    for run in runs {
        match rows.last_mut() {
            Some(row) if row.is_level(&run) => row.push(run),
            _ => {
                let mut row = Row::default();
                row.push(run);
                rows.push(row);
            }
        }
    }
    with_raised(rows).into_iter().filter_map(line).collect()
}

/// Puts raised and lowered letters, the mark of a footnote and the like, into the line that they stand at.
fn with_raised(rows: Vec<Row>) -> Vec<Row> {
    let mut merged: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(above) = merged.last_mut() {
            let is_near = (row.y - above.y).abs() < 0.6 * row.size.max(above.size);
            let is_small = row.size < 0.82 * above.size || above.size < 0.82 * row.size;
            let are_few = row.runs.len().min(above.runs.len()) <= MOST_RAISED
                && row.runs.len().max(above.runs.len()) <= MOST_IN_LINE;
            let room = 0.1 * above.size;
            let apart = |a: &Run| row.runs.iter().all(|b| a.x1 <= b.x0 + room || b.x1 <= a.x0 + room);
            if is_near && is_small && are_few && above.runs.iter().all(apart) {
                row.runs.into_iter().for_each(|run| above.push(run));
                continue;
            }
        }
        merged.push(row);
    }
    merged
}

fn line(row: Row) -> Option<Line> {
    let Row { runs: mut all, size, y, .. } = row;
    all.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut runs: Vec<Run> = Vec::with_capacity(all.len());
    for run in all {
        // The same words at the same place are bold ones, or a shadow.
        let is_again = |other: &Run| other.text == run.text && (other.x0 - run.x0).abs() < 0.15 * size;
        if !runs.last().is_some_and(is_again) {
            runs.push(run);
        }
    }
    let first = runs.first()?;
    let mut line = Line {
        x0: first.x0,
        x1: first.word_end,
        y,
        size,
        first_end: first.first_end,
        second_start: first.second_start,
        text: String::new(),
    };
    let mut last: Option<&Run> = None;
    let mut word_end = first.word_end;
    for run in &runs {
        if let Some(last) = last {
            let is_apart = last.has_space.1 || run.has_space.0;
            let spaces = spaces(run.x0 - word_end, size).max(usize::from(is_apart));
            if spaces > 0 {
                line.second_start.get_or_insert(run.x0);
                line.text.extend(std::iter::repeat_n(' ', spaces));
            } else if line.second_start.is_none() {
                line.first_end = run.first_end;
                line.second_start = run.second_start;
            }
        }
        line.text.push_str(&run.text);
        line.x1 = line.x1.max(run.word_end);
        word_end = line.x1;
        last = Some(run);
    }
    if is_from_right(&line.text) {
        line.text = in_order_of_reading(&line.text);
    }
    Some(line)
}

fn is_of_right(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// Whether most letters of a line are of a script that runs from right to left.
fn is_from_right(text: &str) -> bool {
    let right = text.chars().filter(|letter| is_of_right(*letter)).count();
    right > 0 && right * 2 > text.chars().filter(|letter| letter.is_alphabetic()).count()
}

/// Letters are taken as they stand, from left to right; a line of Arabic or Hebrew is read the other way, its numbers
/// and Latin words are not.
fn in_order_of_reading(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut foreign: Vec<&str> = Vec::new();
    for word in text.split_whitespace().rev() {
        if word.chars().any(is_of_right) || !word.chars().any(char::is_alphanumeric) {
            out.extend(foreign.drain(..).rev().map(str::to_owned));
            out.push(word.chars().rev().map(mirrored).collect());
        } else {
            foreign.push(word);
        }
    }
    out.extend(foreign.drain(..).rev().map(str::to_owned));
    out.join(" ")
}

fn mirrored(letter: char) -> char {
    match letter {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A run whose letters are half as wide as high.
    pub fn run(text: &str, x0: f32, y: f32, size: f32) -> Run {
        let width = |text: &str| text.chars().count() as f32 * 0.5 * size;
        let first = text.split(' ').next().unwrap_or_default();
        let second = text.split_once(' ').map(|(first, _)| x0 + width(first) + 0.5 * size);
        Run {
            text: text.into(),
            x0,
            x1: x0 + width(text),
            y,
            size,
            first_end: x0 + width(first),
            second_start: second,
            has_space: (false, false),
            word_end: x0 + width(text),
        }
    }

    fn glyphs(text: &str, x0: f32, step: f32) -> Vec<Glyph> {
        let glyph = |(i, letter): (usize, char)| Glyph {
            text: Letters::One(letter),
            x0: x0 + i as f32 * step,
            x1: x0 + i as f32 * step + 5.0,
            y: 100.0,
            size: 10.0,
            way: Way::Upright,
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn texts(runs: Vec<Run>) -> Vec<String> {
        assemble(runs).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn distances_are_spaces() {
        let mut page = PageGlyphs { glyphs: glyphs("Good", 0.0, 5.0) };
        page.glyphs.extend(glyphs("day", 22.5, 5.0));
        page.glyphs.extend(glyphs("2", 100.0, 5.0));
        assert_eq!(texts(runs(page).runs), ["Good day             2"]);
    }

    #[test]
    fn a_letter_drawn_twice_is_one() {
        let mut page = PageGlyphs::default();
        for glyph in glyphs("Bold", 0.0, 5.0) {
            let again = Glyph { x0: glyph.x0 + 0.3, x1: glyph.x1 + 0.3, ..glyph.clone() };
            page.glyphs.extend([glyph, again]);
        }
        assert_eq!(texts(runs(page).runs), ["Bold"]);
    }

    #[test]
    fn raised_letters_stand_in_their_line() {
        let line =
            texts(vec![run("the harbour", 0.0, 100.0, 10.0), run("2", 55.5, 96.0, 6.0), run("is", 61.0, 100.0, 10.0)]);
        assert_eq!(line, ["the harbour2 is"]);
    }

    #[test]
    fn arabic_is_read_from_the_right() {
        assert_eq!(in_order_of_reading("2014 \u{631}\u{627}\u{628}"), "\u{628}\u{627}\u{631} 2014");
    }
}
