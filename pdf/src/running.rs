//! Running heads and feet, and the numbers of pages: what the outermost rows of several pages repeat at one height.
//!
//! A row counts only if all rows further out do, and a number only if it advances with the pages: the last line of a
//! speech may well be the same on two pages.

use std::collections::HashMap;

use crate::lines::{Page, Run, assemble};

/// How many rows at either end of a page may be of this kind.
const MOST_ROWS: usize = 4;
/// Rows of two pages stand at one height if it differs by no more, points.
const SAME_HEIGHT: f32 = 4.0;
/// A row is compared with so many others of the same words.
const MOST_COMPARED: usize = 2000;
/// The longest row that is one for its number alone, letters.
const LONGEST_WITH_NUMBER: usize = 160;

/// What was taken out of a page.
#[derive(Clone, Debug, Default)]
pub struct Asides {
    /// From above to below.
    pub head: Vec<String>,
    /// From above to below.
    pub foot: Vec<String>,
}

/// An outermost row of a page.
struct Row {
    text: String,
    /// The same with every number as one sign.
    shape: String,
    numbers: Vec<u32>,
    y: f32,
    /// Baseline of the next row further in.
    next_y: Option<f32>,
    /// How far apart the two rows behind it stand.
    next_step: Option<f32>,
    size: f32,
}

/// Takes heads, feet and numbers out of all pages.
pub fn take_out(pages: &mut [Page]) -> Vec<Asides> {
    let tops: Vec<Vec<Row>> = pages.iter().map(|page| rows(&page.runs, true)).collect();
    let feet: Vec<Vec<Row>> = pages.iter().map(|page| rows(&page.runs, false)).collect();
    let (top_seen, foot_seen) = (Seen::new(&tops), Seen::new(&feet));
    let mut all = Vec::with_capacity(pages.len());
    for (index, page) in pages.iter_mut().enumerate() {
        let outer = |rows: &[Row], seen: &Seen| -> usize {
            rows.iter().take_while(|row| seen.is_running(row, index) || seen.is_lone_number(row)).count()
        };
        let (head, mut foot) = (outer(&tops[index], &top_seen), outer(&feet[index], &foot_seen));
        // A page of nothing but furniture still has each row once.
        if tops[index].len() < MOST_ROWS {
            foot = foot.min(tops[index].len().saturating_sub(head));
        }
        let mut asides = Asides::default();
        for row in &tops[index][..head] {
            asides.head.push(row.text.clone());
            take_row(&mut page.runs, row);
        }
        for row in feet[index][..foot].iter().rev() {
            asides.foot.push(row.text.clone());
            take_row(&mut page.runs, row);
        }
        all.push(asides);
    }
    all
}

fn take_row(runs: &mut Vec<Run>, row: &Row) {
    runs.retain(|run| (run.y - row.y).abs() > 0.4 * row.size.max(run.size));
}

/// The outermost rows of a page, the outermost first.
fn rows(runs: &[Run], is_top: bool) -> Vec<Row> {
    let mut heights: Vec<(f32, f32)> = runs.iter().map(|run| (run.y, run.size)).collect();
    heights.sort_by(|a, b| if is_top { a.0.total_cmp(&b.0) } else { b.0.total_cmp(&a.0) });
    let mut levels: Vec<(f32, f32)> = Vec::new();
    for (y, size) in heights {
        if levels.last().is_none_or(|(last, height)| (y - last).abs() > 0.4 * height.max(size)) {
            if levels.len() > MOST_ROWS {
                break;
            }
            levels.push((y, size));
        }
    }
    let row = |(i, (y, size)): (usize, &(f32, f32))| {
        let level = runs.iter().filter(|run| (run.y - y).abs() <= 0.4 * size.max(run.size)).cloned();
        let lines = assemble(level.collect());
        let text = lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
        let (shape, numbers) = shape(&text);
        let next_y = levels.get(i + 1).map(|(y, _)| *y);
        let next_step = next_y.zip(levels.get(i + 2)).map(|(next, (y, _))| (next - y).abs());
        Row { text, shape, numbers, y: *y, next_y, next_step, size: *size }
    };
    levels.iter().enumerate().take(MOST_ROWS).map(row).collect()
}

/// A row with its numbers taken out, and these.
fn shape(text: &str) -> (String, Vec<u32>) {
    let mut shape = String::new();
    let mut numbers = Vec::new();
    for word in text.split_whitespace() {
        let roman = roman(word);
        if let Some(number) = roman.filter(|_| text.split_whitespace().count() == 1) {
            numbers.push(number);
            shape.push('#');
            continue;
        }
        let mut letters = word.chars().peekable();
        while let Some(letter) = letters.next() {
            let Some(digit) = letter.to_digit(10) else {
                shape.extend(letter.to_lowercase());
                continue;
            };
            let mut number = digit;
            while let Some(digit) = letters.peek().and_then(|letter| letter.to_digit(10)) {
                number = number.saturating_mul(10).saturating_add(digit);
                letters.next();
            }
            numbers.push(number);
            shape.push('#');
        }
        shape.push(' ');
    }
    (shape.trim_end().to_owned(), numbers)
}

/// A small Roman numeral, as prefaces are numbered.
fn roman(word: &str) -> Option<u32> {
    let mut value = 0;
    let mut last = 0;
    if word.is_empty() || word.len() > 8 {
        return None;
    }
    for letter in word.chars().rev() {
        let one = match letter.to_ascii_lowercase() {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => return None,
        };
        value = if one < last { value - one } else { value + one };
        last = last.max(one);
    }
    Some(value as u32).filter(|value| *value > 0)
}

/// The words of a shape: left and right pages have their numbers at different ends.
fn words(shape: &str) -> String {
    let words: Vec<&str> = shape.split(' ').filter(|word| *word != "#").collect();
    words.join(" ")
}

/// What is known of the outermost rows of all pages.
struct Seen {
    pages: usize,
    /// Page and height of all rows of the same words, with their numbers.
    by_shape: HashMap<String, Vec<(usize, f32, Vec<u32>)>>,
    /// For each number less its page, and each height: the pages.
    by_offset: HashMap<(i64, i32), Vec<usize>>,
}

impl Seen {
    fn new(pages: &[Vec<Row>]) -> Self {
        let mut seen = Self { pages: pages.len(), by_shape: HashMap::new(), by_offset: HashMap::new() };
        for (page, rows) in pages.iter().enumerate() {
            for row in rows {
                let all = seen.by_shape.entry(words(&row.shape)).or_default();
                all.push((page, row.y, row.numbers.clone()));
                for key in offsets(row, page) {
                    let pages = seen.by_offset.entry(key).or_default();
                    if pages.last() != Some(&page) {
                        pages.push(page);
                    }
                }
            }
        }
        seen
    }

    fn is_running(&self, row: &Row, page: usize) -> bool {
        let same = self.by_shape.get(&words(&row.shape));
        let others = same
            .into_iter()
            .flatten()
            .take(MOST_COMPARED)
            .filter(|(other, y, _)| *other != page && (y - row.y).abs() <= SAME_HEIGHT);
        let has_words = row.shape.chars().any(char::is_alphabetic);
        let mut repeated = 0;
        let mut has_advanced = false;
        // More than a few need not be counted.
        for (other, _, numbers) in others.take(64) {
            repeated += usize::from(numbers == &row.numbers);
            has_advanced |= advances(&row.numbers, page, numbers, *other);
        }
        let needed = if self.pages > 6 { 2 } else { 1 };
        if has_advanced || has_words && repeated >= needed {
            return true;
        }
        // Other words beside a number that advances: the name of the chapter, or of who speaks.
        row.text.chars().count() <= LONGEST_WITH_NUMBER
            && self.pages >= 3
            && offsets(row, page).any(|key| {
                self.by_offset.get(&key).is_some_and(|pages| pages.len() >= 3 && pages.len() * 10 >= self.pages * 4)
            })
    }

    /// The number of the only page, or of one that stands apart: nothing but a number, away from the text.
    fn is_lone_number(&self, row: &Row) -> bool {
        let words: Vec<&str> =
            row.shape.split([' ', '-', '–', '—', '/', '.']).filter(|word| !word.is_empty()).collect();
        let is_number = match words.as_slice() {
            ["#"] => row.text.chars().filter(char::is_ascii_digit).count() <= 4 && row.numbers.len() == 1,
            ["page", "#"] | ["page", "#", "of", "#"] | ["seite", "#"] | ["страница", "#"] | ["стр", "#"] => {
                true
            }
            _ => false,
        };
        let is_away = |step: f32| step > 1.7 * row.size && row.next_step.is_none_or(|next| step > 1.3 * next);
        is_number && row.next_y.is_none_or(|next| is_away((next - row.y).abs()))
    }
}

/// Whether a number of two rows grows from page to page.
fn advances(numbers: &[u32], page: usize, others: &[u32], other: usize) -> bool {
    let step = page as i64 - other as i64;
    numbers.iter().zip(others).any(|(a, b)| i64::from(*a) - i64::from(*b) == step)
}

fn offsets(row: &Row, page: usize) -> impl Iterator<Item = (i64, i32)> {
    let height = (row.y / SAME_HEIGHT).round() as i32;
    // Only the first and the last number of a row can be that of the page.
    let ends = [row.numbers.first(), row.numbers.last().filter(|_| row.numbers.len() > 1)];
    let ends: Vec<u32> = ends.into_iter().flatten().copied().collect();
    ends.into_iter().map(move |number| (i64::from(number) - page as i64, height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::tests::run;

    fn page(lines: &[(&str, f32)]) -> Page {
        Page { runs: lines.iter().map(|(text, y)| run(text, 72.0, *y, 10.0)).collect(), slanting: Vec::new() }
    }

    fn taken(pages: &[Vec<(&str, f32)>]) -> Vec<(Vec<String>, Vec<String>)> {
        let mut pages: Vec<Page> = pages.iter().map(|lines| page(lines)).collect();
        take_out(&mut pages).into_iter().map(|asides| (asides.head, asides.foot)).collect()
    }

    #[test]
    fn heads_and_numbers_are_taken_out_and_the_title_stays() {
        let all = taken(&[
            vec![("The harbour", 80.0), ("first words", 120.0), ("1", 800.0)],
            vec![("The harbour", 30.0), ("second words", 60.0), ("2", 800.0)],
            vec![("The harbour", 30.0), ("third words", 60.0), ("3", 800.0)],
        ]);
        assert_eq!(all[0], (vec![], vec!["1".to_owned()]));
        assert_eq!(all[1], (vec!["The harbour".to_owned()], vec!["2".to_owned()]));
    }

    #[test]
    fn numbers_of_lines_do_not_advance() {
        let lines = || vec![("1 Q. Were you there?", 60.0), ("2 A. Yes, I was.", 72.0), ("3", 84.0)];
        let all = taken(&[lines(), vec![("1 Q. And then?", 60.0), ("2 A. I left.", 72.0), ("3", 84.0)]]);
        assert!(all.iter().all(|(head, foot)| head.is_empty() && foot.is_empty()), "{all:?}");
    }

    #[test]
    fn a_lone_number_is_that_of_the_page() {
        assert_eq!(taken(&[vec![("All of the words", 100.0), ("- 7 -", 800.0)]])[0].1, ["- 7 -"]);
        assert!(taken(&[vec![("All of the words", 100.0), ("7", 112.0)]])[0].1.is_empty());
    }
}
