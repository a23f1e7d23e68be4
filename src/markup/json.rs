//! JSON (RFC 8259) with places: where a value that serde_json borrowed stands in the source, and the letters of a
//! string one stretch at a time, so that text written with escapes still leads back to its source.
//!
//! Depth is bounded by serde_json (128 levels). Nothing here fails: what is wrong inside a string (half of a
//! surrogate pair) becomes U+FFFD.

use memchr::memchr;
use serde_json::value::RawValue;

use crate::model::Span;

/// Where a borrowed value stands. `value` must have been borrowed from `source`; another one gives an empty span.
pub fn place_of(source: &str, value: &RawValue) -> Span {
    let raw = value.get();
    let start = (raw.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize);
    match start.checked_add(raw.len()) {
        Some(end) if end <= source.len() => Span::new(start, end),
        _ => Span::default(),
    }
}

/// The byte offset in `source` of an error that serde_json found in its part from `base` on.
pub fn place_of_error(source: &str, base: usize, error: &serde_json::Error) -> usize {
    let part = source.get(base..).unwrap_or_default();
    // serde_json counts lines by LF alone, and columns in bytes.
    let lines_before = error.line().saturating_sub(1);
    let line_start = match lines_before {
        0 => 0,
        n => memchr::memchr_iter(b'\n', part.as_bytes()).nth(n - 1).map_or(part.len(), |at| at + 1),
    };
    source.floor_char_boundary((base + line_start + error.column().saturating_sub(1)).min(source.len()))
}

/// A string value and its place.
#[derive(Clone, Copy, Debug)]
pub struct JsonString<'s> {
    /// What stands between the quotation marks.
    raw: &'s str,
    /// Where that stands.
    span: Span,
}

/// A stretch of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Letters that stand for themselves.
    Same(Span),
    /// An escape sequence and the letter it stands for.
    Escape(char, Span),
}

impl<'s> JsonString<'s> {
    /// The string that a borrowed value is; none where it is something else.
    pub fn new(source: &'s str, value: &RawValue) -> Option<Self> {
        let whole = place_of(source, value);
        let raw = whole.of(source).strip_prefix('"')?.strip_suffix('"')?;
        Some(Self { raw, span: Span { start: whole.start + 1, end: whole.end - 1 } })
    }

    /// The string whose letters, without the quotation marks, stand at `span`.
    pub fn at(source: &'s str, span: Span) -> Self {
        Self { raw: span.of(source), span }
    }

    /// Where its letters stand, without the quotation marks.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The string itself.
    pub fn decode(&self) -> String {
        let mut text = String::with_capacity(self.raw.len());
        for segment in self.segments() {
            match segment {
                Segment::Same(span) => {
                    let start = (span.start - self.span.start) as usize;
                    text.push_str(&self.raw[start..start + span.len()]);
                }
                Segment::Escape(letter, _) => text.push(letter),
            }
        }
        text
    }

    /// Its stretches in order; together they cover [`JsonString::span`].
    pub fn segments(&self) -> impl Iterator<Item = Segment> + use<'s> {
        let Self { raw, span } = *self;
        let mut at = 0;
        std::iter::from_fn(move || {
            let rest = raw.get(at..).filter(|rest| !rest.is_empty())?;
            let place = |length: usize| Span::new(span.start as usize + at, span.start as usize + at + length);
            let (segment, length) = match memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len()) {
                0 => {
                    let (letter, length) = unescape(rest);
                    (Segment::Escape(letter, place(length)), length)
                }
                length => (Segment::Same(place(length)), length),
            };
            at += length;
            Some(segment)
        })
    }
}

/// The letter that the escape sequence at the start of `text` stands for, and the length of the sequence in bytes.
fn unescape(text: &str) -> (char, usize) {
    let letter = match text.as_bytes().get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let Some(first) = hex(text) else { return (char::REPLACEMENT_CHARACTER, text.len().min(2)) };
            let second = text.get(6..).and_then(hex);
            return match (char::from_u32(first), second) {
                (Some(letter), _) => (letter, 6),
                (None, Some(second @ 0xdc00..=0xdfff)) if first < 0xdc00 => {
                    let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
                }
                _ => (char::REPLACEMENT_CHARACTER, 6),
            };
        }
        _ => text.chars().nth(1).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    (letter, text.chars().take(2).map(char::len_utf8).sum())
}

/// The code in `\uXXXX`.
fn hex(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> &RawValue {
        serde_json::from_str(json).expect("JSON")
    }

    #[test]
    fn decodes_as_serde_json_does() {
        for json in [r#""""#, r#""plain ё""#, r#""a\"b\\c\/d\n\t\r\b\f""#, r#""\u0451\ud83d\ude00x""#] {
            let expected: String = serde_json::from_str(json).expect("JSON");
            assert_eq!(JsonString::new(json, raw(json)).expect("a string").decode(), expected);
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_shown_as_a_replacement() {
        for (json, expected) in [(r#""\ud83dx""#, "\u{fffd}x"), (r#""\udc00\ud83d\u0041""#, "\u{fffd}\u{fffd}A")] {
            assert_eq!(JsonString::new(json, raw(json)).expect("a string").decode(), expected);
        }
    }

    #[test]
    fn segments_cover_the_string() {
        let json = r#" "аб\u0451в\n" "#;
        let string = JsonString::new(json, raw(json)).expect("a string");
        let mut at = string.span().start;
        for segment in string.segments() {
            let (Segment::Same(span) | Segment::Escape(_, span)) = segment;
            assert_eq!(span.start, at);
            at = span.end;
        }
        assert_eq!(at, string.span().end);
    }

    #[test]
    fn a_value_of_another_source_has_no_place() {
        let other = String::from("[]");
        assert_eq!(place_of("{}", raw(&other)), Span::default());
    }
}
