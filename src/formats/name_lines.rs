//! Text in which a line says who speaks from when, and the words stand below or behind it: what the readers of the
//! texts that meeting and transcription services save share.
//!
//! A file writes all such lines in one way. Which way that is, is found at its beginning; lines that look like another
//! one are words. Times must ascend and words must follow, so that tables, agendas and chapter marks are no
//! transcripts. What stands above the first such line is read as a header; what is understood of it becomes metadata,
//! the rest is set aside with a remark.

use std::collections::HashSet;

use super::timed::next_note;
use super::{Confidence, Draft, Limits, PROBE_BYTES, Parsed, Probe, Source};
use crate::model::{Diagnostic, Field, FurnitureKind, Kind, Span, Speaker, Times, TurnLabel};
use crate::text::dates::{date_at, time_at};
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
}

/// What the readers of one format know.
pub struct Dialect {
    /// Id of the format, the prefix of its diagnostics.
    pub id: &'static str,
    /// The code for a paragraph that is too long.
    pub long_paragraph: &'static str,
    /// How its files may write heads; the first that fits is taken.
    pub shapes: &'static [Shape],
    /// A stretch that only files of this format hold, if there is one.
    pub signature: Option<&'static str>,
}

/// The line that says who speaks from when.
#[derive(Clone, Copy, Debug)]
struct Head {
    name: Span,
    at_ms: u32,
    timing: Span,
    /// Who else is meant than everybody: `to Tom Reiss (Direct Message)`.
    recipient: Option<Span>,
    /// Where the words start, in the line of the head or behind it.
    words: usize,
    /// Where the lines of the head end.
    end: usize,
    next: usize,
}

/// Longest name, bytes.
const NAME_BYTES: usize = 80;

/// Longest line that may be a title or another line of a header, bytes.
const HEADER_BYTES: usize = 200;

/// From this many heads on there is no doubt.
const SURE_HEADS: usize = 3;

/// How sure a file is of this kind.
pub fn sniff(probe: &Probe<'_>, dialect: &Dialect) -> Confidence {
    let Some((_, heads)) = find_shape(probe.text, dialect) else { return Confidence::No };
    let is_signed = dialect.signature.is_some_and(|signature| probe.text.contains(signature));
    if heads >= SURE_HEADS || is_signed { Confidence::Certain } else { Confidence::Likely }
}

/// Reads the source.
pub fn read(source: &Source<'_>, limits: &Limits, dialect: &Dialect) -> Parsed {
    let body = source.body_start();
    let end = source.text.floor_char_boundary(source.text.len().min(body + PROBE_BYTES));
    let shape = find_shape(&source.text[body..end], dialect).map_or(dialect.shapes[0], |(shape, _)| shape);
    let mut draft = Draft::new(source.text, limits);
    draft.claim(Kind::Markup, Span::new(0, body));
    let reader = Reader {
        source: source.text,
        dialect,
        shape,
        draft,
        starts: Vec::new(),
        clock: Clock {
            is_time_of_day: shape == Shape::From || shape == Shape::BracketTime,
            first_ms: None,
            last_ms: 0,
        },
        name: None,
    };
    reader.read(body)
}

/// The shape that the heads of a text have, and how many there are.
fn find_shape(text: &str, dialect: &Dialect) -> Option<(Shape, usize)> {
    dialect.shapes.iter().find_map(|shape| {
        let heads = count_heads(text, *shape)?;
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

/// The line at an offset, and where the next one starts.
fn line_at(text: &str, at: usize) -> (Span, usize) {
    Lines::new(text, at).next().map_or((Span::new(at, at), text.len()), |line| (line.span, line.next as usize))
}

/// The head that a line is, if it is one of this shape.
fn head(text: &str, line: Span, next: usize, shape: Shape) -> Option<Head> {
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
            let name_start = skip_dashes(text, skip_blanks(bytes, behind));
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
fn clock(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
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

/// What the times of a file count from.
struct Clock {
    /// Whether they may be times of day.
    is_time_of_day: bool,
    first_ms: Option<u32>,
    last_ms: u32,
}

const HOUR_MS: u32 = 3_600_000;

impl Clock {
    /// Milliseconds from the start. Times of day count from the first one; a day later the clock has gone round.
    fn elapsed(&mut self, at_ms: u32) -> u32 {
        let is_first = self.first_ms.is_none();
        let first_ms = *self.first_ms.get_or_insert(at_ms);
        // In the first hour after midnight nobody meets: such a file counts from its start itself.
        if !self.is_time_of_day || (is_first && first_ms < HOUR_MS) {
            self.is_time_of_day = false;
            return at_ms;
        }
        let mut elapsed_ms = at_ms.saturating_sub(first_ms);
        if at_ms < first_ms || elapsed_ms + 12 * HOUR_MS < self.last_ms {
            elapsed_ms = at_ms.saturating_add(24 * HOUR_MS).saturating_sub(first_ms);
        }
        self.last_ms = elapsed_ms;
        elapsed_ms
    }
}

struct Reader<'s, 'd> {
    source: &'s str,
    dialect: &'d Dialect,
    shape: Shape,
    draft: Draft<'s>,
    /// Paragraphs and the times they start at.
    starts: Vec<(u32, u32)>,
    clock: Clock,
    /// The last name that was read.
    name: Option<&'s str>,
}

impl Reader<'_, '_> {
    fn read(mut self, body: usize) -> Parsed {
        let mut at = self.read_header(body);
        while at < self.source.len() {
            let (line, next) = line_at(self.source, at);
            at = match head(self.source, line, next, self.shape) {
                Some(head) => {
                    self.open(line, head);
                    self.say(Span::new(head.words, head.end));
                    head.next
                }
                None => {
                    self.say(line);
                    next
                }
            };
        }
        self.finish()
    }

    /// Opens the turn that a head begins, or goes on with that of the same speaker.
    fn open(&mut self, line: Span, head: Head) {
        let mut parts = [
            Some((head.name, Kind::Label)),
            Some((head.timing, Kind::Timing)),
            head.recipient.map(|span| (span, Kind::Note)),
        ];
        parts.sort_by_key(|part| part.map(|(span, _)| span));
        let mut at = line.start;
        for (span, kind) in parts.into_iter().flatten() {
            self.draft.claim(Kind::Markup, Span { start: at, end: span.start });
            if kind == Kind::Timing {
                self.draft.claim(kind, span);
            }
            at = span.end;
        }
        self.draft.claim(Kind::Markup, Span { start: at, end: head.words as u32 });
        let name = head.name.of(self.source);
        // Two unknown speakers in a row may be two persons.
        if self.name == Some(name) && !name.starts_with("Unknown") {
            self.draft.claim(Kind::Label, head.name);
        } else {
            let known = self.draft.transcript.labels.len();
            let id = self.draft.label(name);
            // These are names of accounts, in which a comma stands behind the family name and not before an office.
            if id.0 as usize == known && name.contains(',') {
                self.draft.introduce(id, Speaker { name: name.to_owned(), ..Speaker::default() });
            }
            self.draft.open_turn(Some(TurnLabel { id, span: head.name }));
            self.name = Some(name);
        }
        if let Some(recipient) = head.recipient {
            self.draft.note(recipient);
        }
        if self.clock.first_ms.is_none() && self.clock.is_time_of_day && head.at_ms >= HOUR_MS {
            let value = format!("{:02}:{:02}", head.at_ms / HOUR_MS % 24, head.at_ms / 60_000 % 60);
            self.draft.transcript.metadata.time.get_or_insert(Field { value, span: head.timing });
        }
        let start_ms = self.clock.elapsed(head.at_ms);
        if self.starts.last().is_some_and(|(_, last_ms)| start_ms < *last_ms) {
            self.warn(
                "time-order",
                head.timing,
                "This speaker begins before the one above.",
                "The text stays in the order of the file; check whether two files were put together.",
            );
        }
        self.starts.push((self.draft.paragraph_count(), start_ms));
    }

    fn warn(&mut self, name: &str, span: Span, message: &str, hint: &str) {
        let mut diagnostic = Diagnostic::warning("", span, message.to_owned()).with_hint(hint.to_owned());
        diagnostic.code = format!("{}.{name}", self.dialect.id).into();
        self.draft.report(diagnostic);
    }

    /// A line of words, which is a paragraph: these programs do not break lines within one.
    fn say(&mut self, line: Span) {
        let span = trim(line.of(self.source), line);
        let text = span.of(self.source);
        if text.is_empty() {
        } else if is_remark_of_program(text) {
            self.draft.furniture(span, FurnitureKind::Other);
        } else if is_note(text) {
            self.draft.note(span);
        } else {
            self.draft.begin_paragraph();
            let mut at = 0;
            while let Some((start, end)) = next_note(text, at, text.len()) {
                self.push(span, at, start);
                self.draft.push_note(Span { start: span.start + start as u32, end: span.start + end as u32 });
                at = end;
            }
            self.push(span, at, text.len());
            self.draft.end_paragraph(None);
        }
    }

    /// Words of a line, between two places in it.
    fn push(&mut self, line: Span, start: usize, end: usize) {
        if start < end {
            let span = Span { start: line.start + start as u32, end: line.start + end as u32 };
            self.draft.push_source_bounded(span, self.dialect.long_paragraph);
        }
    }

    /// What stands above the first head. Returns where that starts.
    fn read_header(&mut self, body: usize) -> usize {
        let mut at = body;
        let mut field: Option<&str> = None;
        let mut has_heads = false;
        let mut stray: Option<Span> = None;
        while at < self.source.len() {
            let (line, next) = line_at(self.source, at);
            if head(self.source, line, next, self.shape).is_some() {
                has_heads = true;
                break;
            }
            let span = trim(line.of(self.source), line);
            if !span.is_empty() && !self.read_header_line(span, &mut field) {
                stray = Some(stray.map_or(span, |stray| stray.to(span)));
                self.draft.furniture(span, FurnitureKind::Other);
            }
            at = next;
        }
        if let Some(span) = stray {
            self.warn(
                "stray-text",
                span,
                "This text stands before the first speaker.",
                "It is kept beside the transcript. Put a name and a time above it if it was said.",
            );
        }
        if !has_heads {
            let end = Span::new(self.source.len(), self.source.len());
            self.warn("no-turns", end, "Nobody speaks in this file.", "Check that it was saved completely.");
        }
        at
    }

    /// Reads a line of the header; says whether it was understood.
    fn read_header_line(&mut self, span: Span, field: &mut Option<&str>) -> bool {
        let text = span.of(self.source);
        let metadata = &mut self.draft.transcript.metadata;
        if let Some(name) = HEADER_FIELDS.iter().find(|name| name.eq_ignore_ascii_case(text.trim_end_matches(':'))) {
            *field = Some(name);
            self.draft.claim(Kind::Markup, span);
            return true;
        }
        if let Some(name) = field.take() {
            metadata.other.insert(name.to_owned(), text.to_owned());
            self.draft.claim(Kind::Metadata, span);
            return true;
        }
        if is_remark_of_program(text) {
            self.draft.furniture(span, FurnitureKind::Other);
            return true;
        }
        if clock(text.as_bytes(), 0).is_some_and(|(_, end)| end == text.len()) {
            self.draft.claim(Kind::Timing, span);
            return true;
        }
        if text.len() > HEADER_BYTES {
            return false;
        }
        if metadata.date.is_none()
            && let Some((value, end)) = date_behind_weekday(text)
        {
            metadata.date = Some(Field { value, span });
            let rest = text[end..].trim_start_matches([' ', ',', '\u{202f}', '\u{a0}']);
            if let Some((time, _)) = time_at(rest) {
                metadata.time = Some(Field { value: time.to_string(), span });
            }
        } else if metadata.title.is_none() && metadata.date.is_none() {
            metadata.title = Some(Field { value: text.to_owned(), span });
        } else if text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(['s', 'm', 'h']) && text.len() < 20 {
            metadata.other.insert("Duration".to_owned(), text.to_owned());
        } else {
            return false;
        }
        self.draft.claim(Kind::Metadata, span);
        true
    }

    fn finish(mut self) -> Parsed {
        let paragraphs = &mut self.draft.transcript.paragraphs;
        for (i, (paragraph, start_ms)) in self.starts.iter().enumerate() {
            // A paragraph lasts to the start of the next one, if that is known; the file does not say more.
            let next = self.starts.get(i + 1).filter(|(next, ms)| *next == paragraph + 1 && ms > start_ms);
            if let Some(paragraph) = paragraphs.get_mut(*paragraph as usize) {
                let end_ms = next.map_or(*start_ms, |(_, ms)| *ms);
                paragraph.times = Some(Times { start_ms: *start_ms, end_ms });
            }
        }
        self.draft.finish()
    }
}

/// Lines of a header below which a value stands.
const HEADER_FIELDS: &[&str] =
    &["Summary keywords", "Keywords", "Speakers", "Attendees", "Participants", "Invited", "Summary"];

/// What programs write around the words, as the line begins or ends, lower case.
const REMARKS: &[&str] = &[
    "transcribed by http",
    "this editable transcript was computer generated",
    "this transcript was exported on",
    "meeting ended after",
    "transcription ended after",
    "started transcription",
    "stopped transcription",
];

/// The date at the start of a line, a weekday before it aside, and where it ends.
fn date_behind_weekday(text: &str) -> Option<(crate::model::Date, usize)> {
    let start = match text.split_once([',', ' ']) {
        Some((day, rest)) if day.len() <= 12 && day.chars().all(char::is_alphabetic) && date_at(text).is_none() => {
            text.len() - rest.trim_start().len()
        }
        _ => 0,
    };
    date_at(&text[start..]).map(|(date, end)| (date, start + end))
}

/// `Transcribed by https://otter.ai` and its like.
fn is_remark_of_program(text: &str) -> bool {
    text.len() <= HEADER_BYTES && {
        let lower = text.to_lowercase();
        REMARKS.iter().any(|remark| lower.starts_with(remark) || lower.ends_with(remark)) || lower == "transcript"
    }
}

/// A line in brackets that is no words: `[laughter]`.
fn is_note(text: &str) -> bool {
    let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let inside = inside.or_else(|| text.strip_prefix('(').and_then(|text| text.strip_suffix(')')));
    text.len() <= NAME_BYTES && inside.is_some_and(|inside| !inside.contains(['[', ']', '(', ')']))
}
