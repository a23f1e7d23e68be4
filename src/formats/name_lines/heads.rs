//! Lines that say who speaks from when, in all the ways that programs write them, and which way a text has.
//!
//! Here is only found what stands where; [`super`] makes turns of it.

use std::collections::HashSet;

use super::Dialect;
use crate::formats::PROBE_BYTES;
use crate::formats::timed::is_no_name;
use crate::model::Span;
use crate::text::lines::{Lines, trim};

/// How a line says who speaks from when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `Ada Brandt  0:05`, the words below.
    NameTime,
    /// The same with more than two spaces between.
    NameFarTime,
    /// `Ada Brandt (0:05)`, `Ada Brandt: [0:05]`, the words below or behind.
    NameBracket,
    /// `[Ada Brandt] 12:00:03`, the words below.
    BracketTime,
    /// `00:00:03 Ada Brandt`, the words below.
    TimeName,
    /// `[0:05] Ada Brandt: words`.
    TimeNameWords,
    /// `12:00:03 From Ada Brandt to Everyone: words`.
    From,
    /// `Ada Brandt`, below it `0 minutes 3 seconds` or `0:05`.
    NameAbove,
    /// `00:05:00` on a line of its own every now and then, and `Ada Brandt: words` between.
    ClockAlone,
}

/// The line that says who speaks from when.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// Where the name stands.
    pub name: Span,
    /// From when, as the file counts, in milliseconds.
    pub at_ms: u32,
    /// Where the time stands.
    pub timing: Span,
    /// Who else is meant than everybody: `to Tom Reiss (Direct Message)`.
    pub recipient: Option<Span>,
    /// Where the words start, in the line of the head or behind it.
    pub words: usize,
    /// Where the lines of the head end.
    pub end: usize,
    /// Where the line below them starts.
    pub next: usize,
}

/// Longest name, bytes.
pub const NAME_BYTES: usize = 80;

/// The shape that the heads of a text have, and how many there are.
pub fn find_shape(text: &str, dialect: &Dialect) -> Option<(Shape, usize)> {
    dialect.shapes.iter().find_map(|shape| {
        let heads = if *shape == Shape::ClockAlone { count_labels(text)? } else { count_heads(text, *shape)? };
        let is_signed = dialect.signature.is_some_and(|signature| text.contains(signature));
        (heads >= 2 || is_signed).then_some((*shape, heads))
    })
}

/// How many heads of this shape stand in the text; none where they are no heads of turns.
fn count_heads(text: &str, shape: Shape) -> Option<usize> {
    let mut names = HashSet::new();
    let (mut heads, mut with_words, mut ascending, mut last_ms) = (0usize, 0usize, 0usize, 0);
    let mut has_words = true;
    let mut at = 0;
    while at < text.len() {
        let (line, next) = line_at(text, at);
        at = next;
        if let Some(head) = head(text, line, next, shape) {
            at = head.next;
            heads += 1;
            ascending += usize::from(head.at_ms >= last_ms);
            last_ms = head.at_ms;
            names.insert(head.name.of(text));
            has_words = !trim(&text[head.words..head.end], Span::new(head.words, head.end)).is_empty();
            with_words += usize::from(has_words);
        } else if !has_words && !trim(line.of(text), line).is_empty() {
            has_words = true;
            with_words += 1;
        }
    }
    // Headings have times too, but each of them stands only once.
    let return_often = heads < 4 || (names.len() < heads && names.len() * 3 <= heads * 2 + 4) || shape == Shape::From;
    // A clock goes round at midnight.
    let ascending = ascending + usize::from(shape == Shape::BracketTime || shape == Shape::From);
    (heads > 0 && with_words * 4 >= heads * 3 && ascending * 8 >= heads * 7 && return_often).then_some(heads)
}

/// How many labels stand below a first clock, which starts at zero; none where most lines have no label.
fn count_labels(text: &str) -> Option<usize> {
    let is_word = |span: &Span| !span.is_empty();
    let mut lines = Lines::new(text, 0).map(|line| line.trimmed()).filter(is_word);
    lines.find(|span| lone_clock(span.of(text)).is_some()).filter(|span| lone_clock(span.of(text)) < Some(60_000))?;
    let (mut labels, mut others) = (0usize, 0usize);
    for span in lines.filter(|span| lone_clock(span.of(text)).is_none()) {
        let has_label = label_of(span.of(text)).is_some();
        labels += usize::from(has_label);
        others += usize::from(!has_label);
    }
    (labels > others).then_some(labels)
}

/// The name before the colon of a line.
pub fn label_of(text: &str) -> Option<&str> {
    let colon = text[..text.floor_char_boundary(NAME_BYTES)].find(':')?;
    let is_end = text[colon + 1..].chars().next().is_none_or(char::is_whitespace);
    let name = text[..colon].trim_end();
    let is_label = is_end
        && is_name(name)
        && !is_no_name(name)
        && !name.starts_with(char::is_lowercase)
        && name.split(' ').count() <= 5;
    is_label.then_some(name)
}

/// A clock with hours that is all of a line.
pub fn lone_clock(text: &str) -> Option<u32> {
    clock(text.as_bytes(), 0).filter(|(_, end)| *end == text.len() && *end >= 7).map(|(at_ms, _)| at_ms)
}

/// The names that stand before a colon at least twice, and those of the list of people present.
pub fn find_names(text: &str) -> HashSet<&str> {
    let (mut once, mut names) = (HashSet::new(), HashSet::new());
    let mut is_list = false;
    for span in Lines::new(text, 0).map(|line| line.trimmed()).filter(|span| !span.is_empty()) {
        let line = span.of(text);
        if is_list && line.len() <= PROBE_BYTES {
            names.extend(line.split(',').map(str::trim));
        }
        is_list = line.eq_ignore_ascii_case("Attendees");
        if let Some(name) = label_of(line)
            && !once.insert(name)
        {
            names.insert(name);
        }
    }
    names
}

/// The line at an offset, and where the next one starts.
pub fn line_at(text: &str, at: usize) -> (Span, usize) {
    Lines::new(text, at).next().map_or((Span::new(at, at), text.len()), |line| (line.span, line.next as usize))
}

/// The head that a line is, if it is one of this shape.
pub fn head(text: &str, line: Span, next: usize, shape: Shape) -> Option<Head> {
    let span = trim(line.of(text), line);
    let (start, end) = (span.start as usize, span.end as usize);
    let bytes = &text.as_bytes()[..end];
    let first = *bytes.get(start)?;
    let mut found = Head {
        name: span,
        at_ms: 0,
        timing: span,
        recipient: None,
        words: line.end as usize,
        end: line.end as usize,
        next,
    };
    let is_clock_first = first.is_ascii_digit() || matches!(first, b'[' | b'(');
    match shape {
        Shape::NameTime | Shape::NameFarTime => {
            let time = start + text[start..end].rfind([' ', '\t'])? + 1;
            let (at_ms, behind) = clock(bytes, time)?;
            let name = text[start..time].trim_end_matches([' ', '\t']);
            let is_far = time - start - name.len() > 2;
            let is_near = time - start - name.len() == 1 && bytes[time - 1] == b' ';
            // A single space is taken only with hours, minutes and seconds: `John 3:16` is no speaker.
            let is_full = behind - time >= 7;
            if behind != end || is_far != (shape == Shape::NameFarTime) || (is_near && !is_full) {
                return None;
            }
            let name = name.trim_end_matches([' ', '-', '–', '|', '•']);
            found.name = Span::new(start, start + name.len());
            (found.at_ms, found.timing) = (at_ms, Span::new(time, end));
        }
        Shape::NameBracket => {
            let bracket = start + text[start..end.min(text.ceil_char_boundary(start + NAME_BYTES))].find(['(', '['])?;
            let (at_ms, behind) = bracketed_clock(bytes, bracket)?;
            let name = text[start..bracket].trim_end().trim_end_matches(':').trim_end();
            found.name = Span::new(start, start + name.len());
            (found.at_ms, found.timing) = (at_ms, Span::new(bracket, behind));
            found.words = behind + usize::from(bytes.get(behind) == Some(&b':'));
        }
        Shape::BracketTime => {
            let close = start + text[start..end].strip_prefix('[')?.find(']')? + 1;
            let time = skip_blanks(bytes, close + 1);
            let (at_ms, behind) = clock(bytes, time)?;
            found.name = trim(&text[start + 1..close], Span::new(start + 1, close));
            (found.at_ms, found.timing) = (at_ms, Span::new(time, behind));
            if behind != end {
                return None;
            }
        }
        Shape::TimeName | Shape::TimeNameWords if is_clock_first => {
            let (at_ms, behind) = bracketed_clock(bytes, start).or_else(|| clock(bytes, start))?;
            let name_start = skip_dashes(&text[..end], skip_blanks(bytes, behind));
            // A bare `10:30` begins lines of agendas.
            let is_full = behind - start >= 7 || !first.is_ascii_digit();
            if name_start == behind || !is_full {
                return None;
            }
            let rest = &text[name_start..end];
            let colon = rest[..rest.len().min(rest.ceil_char_boundary(NAME_BYTES))].find(':');
            let name = match (shape, colon) {
                (Shape::TimeNameWords, Some(colon)) => &rest[..colon],
                (Shape::TimeName, None) => rest,
                (Shape::TimeName, Some(colon)) if colon + 1 == rest.len() => &rest[..colon],
                _ => return None,
            };
            let begins_large = !name.starts_with(char::is_lowercase);
            if shape == Shape::TimeNameWords {
                found.words = name_start + name.len() + 1;
            }
            found.name = Span::new(name_start, name_start + name.trim_end().len());
            (found.at_ms, found.timing) = (at_ms, Span::new(start, behind));
            if !begins_large {
                return None;
            }
        }
        Shape::From if first.is_ascii_digit() => {
            let (at_ms, behind) = clock(bytes, start)?;
            let from = skip_blanks(bytes, behind);
            let name_start = skip_blanks(bytes, from + text[from..end].strip_prefix("From").map(|_| 4)?);
            let colon = name_start + text[name_start..end].find(':')?;
            let people = &text[name_start..colon];
            let to = people.rfind(" to ").map(|at| name_start + at);
            found.name = trim(&text[name_start..to.unwrap_or(colon)], Span::new(name_start, to.unwrap_or(colon)));
            let recipient = to.map(|to| trim(&text[to..colon], Span::new(to, colon)));
            found.recipient = recipient.filter(|span| !span.of(text).ends_with("Everyone"));
            (found.at_ms, found.timing) = (at_ms, Span::new(start, behind));
            found.words = colon + 1;
        }
        Shape::NameAbove => {
            let (below, next) = line_at(text, next);
            let below = trim(below.of(text), below);
            let (low, high) = (below.start as usize, below.end as usize);
            if low == high || is_clock_first {
                return None;
            }
            let exact = |line: Span| {
                clock(line.of(text).as_bytes(), 0).filter(|(_, end)| *end == line.len()).map(|(at_ms, _)| at_ms)
            };
            found.timing = below;
            found.at_ms = match spoken_clock(below.of(text)) {
                Some(at_ms) => at_ms,
                None => exact(below)?,
            };
            (found.words, found.end, found.next) = (high, high, next);
            // The same once more in figures.
            let (third, after) = line_at(text, next);
            let third = trim(third.of(text), third);
            if !third.is_empty() && exact(third) == Some(found.at_ms) {
                found.timing = below.to(third);
                (found.words, found.end, found.next) = (third.end as usize, third.end as usize, after);
            }
        }
        _ => return None,
    }
    is_name(found.name.of(text)).then_some(found)
}

/// Whether these may be the words for a person: short, with letters, and no sentence.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= NAME_BYTES
        && name.split_whitespace().count() <= 8
        && name.chars().any(char::is_alphanumeric)
        && !name.ends_with(['?', '!', ',', ';', ':', '…'])
        && !name.contains(['[', ']', '{', '}', '<', '>', '"', '\t', '*', '#'])
        && !name.contains("://")
}

/// `0:05`, `12:00:03`, `00:03.2` at `at`: milliseconds, and where it ends.
pub fn clock(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let two = |at: usize| match bytes.get(at..at + 2) {
        Some([tens @ b'0'..=b'5', ones @ b'0'..=b'9']) => Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0')),
        _ => None,
    };
    let digits = bytes.get(at..)?.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let first = bytes[at..at + digits].iter().fold(0, |all, digit| all * 10 + u32::from(digit - b'0'));
    if !(1..=3).contains(&digits) || bytes.get(at + digits) != Some(&b':') {
        return None;
    }
    let second = two(at + digits + 1)?;
    let mut at = at + digits + 3;
    let mut seconds = first * 60 + second;
    if bytes.get(at) == Some(&b':') {
        seconds = seconds * 60 + two(at + 1)?;
        at += 3;
    }
    let fraction = match bytes.get(at) {
        Some(b'.') => bytes[at + 1..].iter().take(3).take_while(|b| b.is_ascii_digit()).count(),
        _ => 0,
    };
    let ms = (0..3).fold(0, |all, i| all * 10 + if i < fraction { u32::from(bytes[at + 1 + i] - b'0') } else { 0 });
    at += if fraction > 0 { fraction + 1 } else { 0 };
    let ends = !bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b':');
    ends.then_some((seconds * 1000 + ms, at))
}

/// A clock in round or square brackets.
fn bracketed_clock(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let close = match bytes.get(at)? {
        b'[' => b']',
        b'(' => b')',
        _ => return None,
    };
    let (ms, behind) = clock(bytes, at + 1)?;
    (bytes.get(behind) == Some(&close)).then_some((ms, behind + 1))
}

/// `1 hour 2 minutes 3 seconds`, or part of it.
fn spoken_clock(text: &str) -> Option<u32> {
    let mut words = text.split_ascii_whitespace();
    let mut seconds = 0u32;
    let mut is_empty = true;
    while let Some(number) = words.next() {
        let unit = match words.next()?.trim_end_matches(',') {
            "hour" | "hours" => 3600,
            "minute" | "minutes" => 60,
            "second" | "seconds" => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(u32::from(number.parse::<u16>().ok()?) * unit)?;
        is_empty = false;
    }
    if is_empty { None } else { seconds.checked_mul(1000) }
}

fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at.min(bytes.len())..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Where `- ` or `– ` that starts at `at` ends.
fn skip_dashes(text: &str, at: usize) -> usize {
    let rest = text[at..].strip_prefix(['-', '–', '|']).and_then(|rest| rest.strip_prefix(' '));
    rest.map_or(at, |rest| text.len() - rest.trim_start_matches(' ').len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_read_and_lookalikes_are_not() {
        let whole = |text: &str| clock(text.as_bytes(), 0).filter(|(_, end)| *end == text.len()).map(|(ms, _)| ms);
        for (text, expected) in [("0:05", 5_000), ("12:00:03", 43_203_000), ("00:03.2", 3_200), ("75:10", 4_510_000)] {
            assert_eq!(whole(text), Some(expected), "{text}");
        }
        for text in ["", "1", "1:1", "0:60", "10:30am", "1:02:3", "1:02:03:04", "12345:00"] {
            assert_eq!(whole(text), None, "{text}");
        }
        assert_eq!(spoken_clock("1 hour 2 minutes 3 seconds"), Some(3_723_000));
        assert_eq!(spoken_clock("3 seconds"), Some(3_000));
        for text in ["", "3", "three seconds", "3 boats", "2 minutes of silence"] {
            assert_eq!(spoken_clock(text), None, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_heads_is_none() {
        const DIALECT: Dialect = Dialect {
            id: "x",
            long_paragraph: "x.long-paragraph",
            shapes: &[Shape::NameTime, Shape::NameBracket, Shape::BracketTime, Shape::TimeName, Shape::TimeNameWords],
            signature: None,
        };
        for text in [
            // An agenda, chapter marks, verses, a bibliography, a table of results, opening hours.
            "10:00 Opening\nThe mayor speaks.\n10:30 Coffee\nIn the hall.\n11:00 Closing\nOutside.\n",
            "(00:00) Intro\n(02:10) The ferry\n(12:40) The quay\n",
            "John 3:16\nA verse.\nJohn 3:17\nAnother.\nJohn 3:18\nA third.\n",
            "Holm (2004)\nA book.\nFalk (2010)\nAnother.\n",
            "Ada Brandt  12:03\nTom Reiss  12:10\nInes Falk  12:44\n",
            "Monday  9:00\nTuesday  8:30\nWednesday  8:00\nwe are closed\n",
            "00:00:01 Opening\na\n00:10:00 Reports\nb\n00:20:00 Votes\nc\n00:30:00 Closing\nd\n",
        ] {
            assert_eq!(find_shape(text, &DIALECT), None, "{text}");
        }
        let text = "Ada Brandt  0:03\nOne.\nTom Reiss  0:10\nTwo.\n";
        assert_eq!(find_shape(text, &DIALECT), Some((Shape::NameTime, 2)));
    }

    #[test]
    fn names_that_return_or_are_listed_may_speak() {
        let text = "Attendees\nAda Brandt, Tom Reiss\nInes Falk: a\nNote: b\nMayor Holm: c\nNote: d\nMayor Holm: e\n";
        let mut names: Vec<_> = find_names(text).into_iter().collect();
        names.sort_unstable();
        assert_eq!(names, ["Ada Brandt", "Mayor Holm", "Tom Reiss"]);
    }
}
