//! Lines of a source: LF, CRLF and lone CR all end one; and the line and column of a place.

use memchr::memchr2;

use crate::model::Span;

/// Walks the lines of a text from a byte offset on.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'s> {
    text: &'s str,
    at: usize,
    has_ended: bool,
}

/// One line: its text without the line ending, and where it and the ending stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'s> {
    /// Its text, without the ending.
    pub text: &'s str,
    /// Where the text stands.
    pub span: Span,
    /// Where the next line starts.
    pub next: u32,
}

impl<'s> Lines<'s> {
    /// The lines of `text` from byte `start` on.
    pub fn new(text: &'s str, start: usize) -> Self {
        Self { text, at: start, has_ended: start >= text.len() }
    }
}

impl<'s> Iterator for Lines<'s> {
    type Item = Line<'s>;

    #[inline]
    fn next(&mut self) -> Option<Line<'s>> {
        if self.has_ended {
            return None;
        }
        let bytes = self.text.as_bytes();
        let start = self.at;
        let end = memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |i| start + i);
        let next = match bytes.get(end) {
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => end + 2,
            Some(_) => end + 1,
            None => end,
        };
        self.at = next;
        self.has_ended = next >= bytes.len();
        Some(Line { text: &self.text[start..end], span: Span::new(start, end), next: next as u32 })
    }
}

impl Line<'_> {
    /// The line without white space (and byte order marks, zero-width spaces) at both ends.
    pub fn trimmed(&self) -> Span {
        trim(self.text, self.span)
    }

    /// Whether nothing but white space stands in it.
    pub fn is_blank(&self) -> bool {
        self.trimmed().is_empty()
    }
}

/// `span` without white space and invisible letters at both ends; `text` is what stands in it.
pub fn trim(text: &str, span: Span) -> Span {
    // Most texts have nothing at their ends, and letters beyond ASCII must be decoded first.
    if let (Some(b'!'..=b'~'), Some(b'!'..=b'~')) = (text.as_bytes().first(), text.as_bytes().last()) {
        return span;
    }
    let end = text.trim_end_matches(is_space).len();
    let start = end - text[..end].trim_start_matches(is_space).len();
    Span { start: span.start + start as u32, end: span.start + end as u32 }
}

/// White space, no-break spaces, zero-width spaces and byte order marks.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// Line and column of a byte offset, both from 1; the column counts characters.
pub fn line_and_column(text: &str, offset: u32) -> (u64, u64) {
    let offset = text.floor_char_boundary((offset as usize).min(text.len()));
    let mut line = 1;
    let mut start = 0;
    for each in Lines::new(text, 0) {
        if each.next as usize > offset {
            break;
        }
        if (each.span.end as usize) < each.next as usize {
            line += 1;
            start = each.next as usize;
        }
    }
    (line, text[start..offset].chars().count() as u64 + 1)
}

/// Lines and columns of many byte offsets, in the order given, in one walk over the text: asking
/// [`line_and_column`] a thousand times would walk it a thousand times.
pub fn lines_and_columns(text: &str, offsets: &[u32]) -> Vec<(u64, u64)> {
    let clamp = |offset: u32| text.floor_char_boundary((offset as usize).min(text.len()));
    let mut order: Vec<usize> = (0..offsets.len()).collect();
    order.sort_by_key(|i| offsets[*i]);
    let mut found = vec![(1, 1); offsets.len()];
    let mut lines = Lines::new(text, 0).peekable();
    let (mut line, mut at, mut column) = (1u64, 0usize, 1u64);
    for i in order {
        let offset = clamp(offsets[i]);
        while let Some(each) = lines.next_if(|each| each.next as usize <= offset) {
            if (each.span.end as usize) < each.next as usize {
                (line, at, column) = (line + 1, each.next as usize, 1);
            }
        }
        column += text[at..offset].chars().count() as u64;
        at = offset;
        found[i] = (line, column);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_line_endings_end_a_line() {
        let lines: Vec<_> = Lines::new("a\r\nb\rc\n\nd", 0).map(|line| line.text).collect();
        assert_eq!(lines, ["a", "b", "c", "", "d"]);
        assert_eq!(Lines::new("a\n", 0).count(), 1);
        assert_eq!(Lines::new("", 0).count(), 0);
    }

    #[test]
    fn counts_lines_and_columns_from_one() {
        let text = "ёж\r\nab\nc";
        assert_eq!(line_and_column(text, 0), (1, 1));
        assert_eq!(line_and_column(text, 2), (1, 2));
        assert_eq!(line_and_column(text, 7), (2, 2));
        assert_eq!(line_and_column(text, 9), (3, 1));
        assert_eq!(line_and_column(text, 99), (3, 2));
    }

    #[test]
    fn many_places_at_once_are_the_same_as_one_by_one() {
        for text in ["ёж\r\nab\nc", "", "\n", "a\rb\r\n\r\nя"] {
            let offsets: Vec<u32> = (0..text.len() as u32 + 3).rev().chain([1, 1, 0]).collect();
            let singly: Vec<_> = offsets.iter().map(|offset| line_and_column(text, *offset)).collect();
            assert_eq!(lines_and_columns(text, &offsets), singly, "{text:?}");
        }
    }
}
