//! Text tables: cells between commas, semicolons or tabs, as `csv` and `tsv` share them.
//!
//! Follows RFC 4180 and what spreadsheets write besides: a quotation mark that is not closed ends with the file, one in
//! mid-cell stands for itself, rows may have fewer or more cells than the heads. A row that stands out is kept.

use memchr::{memchr, memchr3};

use super::table::{Cell, Codes, Rows, SAMPLE_ROWS, Spelling, is_clock, known_heads};
use super::{Confidence, Draft, Limits, Parsed, Probe, Refusal, Source};
use crate::model::{Kind, Span};

/// Rows that are looked at to tell a table from prose.
const PROBE_ROWS: usize = 30;

/// `""` inside quotation marks is one.
pub struct Doubled;

impl Spelling for Doubled {
    fn decode(&self, source: &str, span: Span) -> String {
        span.of(source).replace("\"\"", "\"")
    }

    fn segments(&self, source: &str, span: Span, push: &mut dyn FnMut(Option<char>, Span)) {
        let text = span.of(source);
        let mut at = 0;
        while let Some(length) = memchr(b'"', &text.as_bytes()[at..]) {
            let quote = at + length;
            let place = |start: usize, end: usize| Span::new(span.start as usize + start, span.start as usize + end);
            push(None, place(at, quote));
            at = (quote + 2).min(text.len());
            push(Some('"'), place(quote, at));
        }
        push(None, Span { start: span.start + at as u32, end: span.end });
    }
}

/// Walks through the rows of a table.
struct Walk<'s> {
    text: &'s str,
    at: usize,
    delimiter: u8,
}

impl Walk<'_> {
    /// Reads the next row into `cells`; false at the end.
    #[inline]
    fn next_row(&mut self, cells: &mut Vec<Cell>) -> bool {
        cells.clear();
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return false;
        }
        loop {
            let (cell, end) = self.cell(self.at);
            cells.push(cell);
            match bytes.get(end) {
                Some(byte) if *byte == self.delimiter => self.at = end + 1,
                Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => {
                    self.at = end + 2;
                    return true;
                }
                Some(_) => {
                    self.at = end + 1;
                    return true;
                }
                None => {
                    self.at = end;
                    return true;
                }
            }
        }
    }

    /// The cell that starts at `start`, and where the sign behind it stands.
    #[inline]
    fn cell(&self, start: usize) -> (Cell, usize) {
        let bytes = self.text.as_bytes();
        let open = start + bytes[start..].iter().take_while(|byte| **byte == b' ').count();
        if bytes.get(open) == Some(&b'"') {
            return self.quoted_cell(open);
        }
        let end = self.cell_end(start);
        (Cell { span: Span::new(start, end), has_escapes: false }, end)
    }

    fn cell_end(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        memchr3(self.delimiter, b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |length| from + length)
    }

    fn quoted_cell(&self, open: usize) -> (Cell, usize) {
        let bytes = self.text.as_bytes();
        let mut has_escapes = false;
        let mut at = open + 1;
        loop {
            let Some(length) = memchr(b'"', &bytes[at..]) else {
                return (Cell { span: Span::new(open + 1, bytes.len()), has_escapes }, bytes.len());
            };
            at += length;
            if bytes.get(at + 1) == Some(&b'"') {
                has_escapes = true;
                at += 2;
                continue;
            }
            let end = self.cell_end(at + 1);
            if self.text[at + 1..end].trim().is_empty() {
                return (Cell { span: Span::new(open + 1, at), has_escapes }, end);
            }
            // What follows is no sign between cells: the quotation marks belong to the words.
            return (Cell { span: Span::new(open, end), has_escapes: false }, end);
        }
    }
}

/// How sure it is that the source is a table with this sign between its cells.
pub fn sniff(probe: &Probe<'_>, delimiter: u8, has_ending: bool) -> Confidence {
    let Some(shape) = shape(probe.text, probe.is_whole, delimiter) else { return Confidence::No };
    match shape {
        Shape { known_heads: 2.., .. } => Confidence::Likely,
        Shape { are_clocks: true, .. } => Confidence::Likely,
        Shape { width: 2.., rows: 3.., .. } if has_ending || delimiter == b'\t' => Confidence::Maybe,
        Shape { are_quoted: true, width: 2.., rows: 2.., .. } => Confidence::Maybe,
        Shape { width: 4.., rows: 4.., .. } => Confidence::Maybe,
        _ => Confidence::No,
    }
}

/// What the first rows have in common.
struct Shape {
    width: usize,
    rows: usize,
    known_heads: usize,
    are_clocks: bool,
    are_quoted: bool,
}

fn shape(text: &str, is_whole: bool, delimiter: u8) -> Option<Shape> {
    let first = text.lines().next()?;
    memchr(delimiter, first.as_bytes())?;
    let mut walk = Walk { text, at: 0, delimiter };
    let (mut cells, mut widths, mut heads) = (Vec::new(), Vec::new(), 0);
    let (mut clocks, mut quoted) = (0, 0);
    while widths.len() < PROBE_ROWS && walk.next_row(&mut cells) {
        // The last row of a part is cut off.
        if walk.at >= text.len() && !is_whole {
            break;
        }
        let values = || cells.iter().map(|cell| cell.span.of(text));
        if cells.len() == 1 && values().all(|value| value.trim().is_empty()) {
            continue;
        }
        if widths.is_empty() {
            heads = known_heads(values());
        }
        clocks += usize::from(values().take(3).filter(|value| is_clock(value)).count() >= 1);
        let is_quoted = |cell: &Cell| text[..cell.span.start as usize].ends_with('"');
        quoted += usize::from(cells.iter().any(is_quoted));
        widths.push(cells.len());
    }
    let width = *widths.first()?;
    let alike = widths.iter().filter(|other| **other == width).count();
    let rows = widths.len();
    // Heads that are known weigh more than rows that stand out.
    let are_alike = alike * 10 >= rows * 9 || (heads >= 2 && heads * 2 >= width && alike * 2 >= rows);
    (width >= 2 && are_alike).then_some(Shape {
        width,
        rows,
        known_heads: heads,
        are_clocks: clocks == rows && width >= 3,
        are_quoted: quoted == rows,
    })
}

/// Reads a table.
pub fn parse(source: &Source<'_>, limits: &Limits, delimiter: u8, codes: Codes) -> Result<Parsed, Refusal> {
    let start = source.body_start();
    let mut walk = Walk { text: source.text, at: start, delimiter };
    let mut sample: Vec<Vec<Cell>> = Vec::new();
    let mut cells = Vec::new();
    while sample.len() < SAMPLE_ROWS + 1 && walk.next_row(&mut cells) {
        if cells.iter().any(|cell| !cell.span.of(source.text).trim().is_empty()) {
            sample.push(cells.clone());
        }
    }
    if sample.is_empty() {
        return Err(Refusal::Empty);
    }
    let values =
        |row: &[Cell]| -> Vec<String> { row.iter().map(|cell| cell.span.of(source.text).trim().to_owned()).collect() };
    let first = values(&sample[0]);
    let has_heads = known_heads(first.iter().map(String::as_str)) >= 2
        || (sample.len() > 1
            && known_heads(first.iter().map(String::as_str)) >= 1
            && !first.iter().any(|value| is_clock(value) || value.parse::<f64>().is_ok() || value.len() > 40));
    let heads = if has_heads { first } else { Vec::new() };
    let mut draft = Draft::new(source.text, limits);
    draft.claim(Kind::Markup, Span::new(0, start));
    let mut rows = Rows::new(codes, source, draft, Doubled, &heads, &sample[usize::from(has_heads)..]);
    walk.at = start;
    let mut at = start as u32;
    let mut is_head = has_heads;
    while walk.next_row(&mut cells) {
        let is_blank = cells.len() == 1 && cells[0].span.is_empty();
        if is_blank {
            continue;
        }
        // What stands between the cells, quotation marks and white space at their ends.
        for cell in &cells {
            rows.draft.claim(Kind::Markup, Span { start: at, end: cell.span.start });
            at = cell.span.end;
        }
        if std::mem::take(&mut is_head) {
            cells.iter().for_each(|cell| rows.draft.claim(Kind::Markup, cell.span));
        } else {
            rows.add(&cells);
        }
        rows.draft.claim(Kind::Markup, Span { start: at, end: walk.at as u32 });
        at = walk.at as u32;
    }
    rows.draft.claim(Kind::Markup, Span { start: at, end: source.text.len() as u32 });
    Ok(rows.finish())
}
