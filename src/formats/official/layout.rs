//! How lines make paragraphs: one line each, wrapped lines with blank ones between, or numbered lines as in court.

use crate::model::Span;
use crate::text::lines::{Line, Lines, is_space};

/// How many lines are looked at.
const SAMPLE_LINES: usize = 400;

/// The highest number that a line of a page has.
const LAST_LINE_NUMBER: u32 = 30;

/// How lines make paragraphs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// A paragraph runs over several lines.
    pub is_wrapped: bool,
    /// Lines begin with their number on the page.
    pub is_numbered: bool,
}

/// Finds the layout by the first lines.
pub fn find_layout(source: &str, start: usize) -> Layout {
    let (mut texts, mut blanks, mut numbered, mut rising) = (0u32, 0u32, 0u32, 0u32);
    let (mut pairs, mut runs_on, mut long) = (0u32, 0u32, 0u32);
    let mut last_number = 0;
    let mut last: Option<Span> = None;
    for line in Lines::new(source, start).take(SAMPLE_LINES) {
        let span = line.trimmed();
        if span.is_empty() {
            blanks += 1;
            last = None;
            continue;
        }
        texts += 1;
        long += u32::from(span.len() > 240);
        if let Some((number, _)) = line_number(&line) {
            numbered += 1;
            rising += u32::from(number == last_number + 1 || number == 1);
            last_number = number;
        }
        if let Some(last) = last.filter(|last| !last.of(source).ends_with(':')) {
            pairs += 1;
            let text = last.of(source);
            let is_full = (34..=130).contains(&text.chars().count().min(400));
            runs_on += u32::from(is_full && !text.ends_with(['.', '!', '?', ':', '”', '"', '»', ')', '…']));
        }
        last = Some(span);
    }
    let is_numbered = texts >= 8 && numbered * 10 >= texts * 6 && rising * 10 >= numbered * 8;
    let is_wrapped = is_numbered || pairs >= 4 && blanks >= 2 && runs_on * 10 >= pairs * 6 && long * 20 <= texts;
    Layout { is_wrapped, is_numbered }
}

/// The number at the start of a line, and where it stands.
pub fn line_number(line: &Line<'_>) -> Option<(u32, Span)> {
    let text = line.text;
    let start = text.len() - text.trim_start_matches(is_space).len();
    let digits = text[start..].bytes().take(3).take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) || !matches!(text.as_bytes().get(start + digits), None | Some(b' ' | b'\t')) {
        return None;
    }
    let number: u32 = text[start..start + digits].parse().ok()?;
    let at = line.span.start as usize + start;
    (1..=LAST_LINE_NUMBER).contains(&number).then(|| (number, Span::new(at, at + digits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_a_paragraph() {
        let text = "Anna Lund: Yes, and I should like to say a little more about it.\nNils Berg: No.\n".repeat(10);
        assert_eq!(find_layout(&text, 0), Layout::default());
    }

    #[test]
    fn wrapped_lines() {
        let text = "Anna Lund: It rained the whole day, and nobody\nwho had a boat went out to look at the water that\ncame over the wall.\n\n".repeat(6);
        assert_eq!(find_layout(&text, 0), Layout { is_wrapped: true, is_numbered: false });
    }

    #[test]
    fn numbered_lines() {
        let text: String = (1..=25).map(|n| format!("{n:>3}   words on the line\n")).collect();
        assert_eq!(find_layout(&text, 0), Layout { is_wrapped: true, is_numbered: true });
    }
}
