//! Text in which a line says who speaks from when, and the words stand below or behind it: what the readers of the
//! texts that meeting and transcription services save share.
//!
//! A file writes all such lines in one way. Which way that is, is found at its beginning; lines that look like another
//! one are words. Times must ascend and words must follow, so that tables, agendas and chapter marks are no
//! transcripts. What stands above the first such line is read as a header; what is understood of it becomes metadata,
//! the rest is set aside with a remark.

mod heads;

use std::collections::HashSet;

pub use self::heads::Shape;
use self::heads::{Head, NAME_BYTES, clock, find_names, find_shape, head, label_of, line_at, lone_clock};
use super::timed::next_note;
use super::{Confidence, Draft, Limits, PROBE_BYTES, Parsed, Probe, Source};
use crate::model::{Diagnostic, Field, FurnitureKind, Kind, Span, Speaker, Times, TurnLabel};
use crate::text::dates::{date_at, time_at};
use crate::text::lines::trim;

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
        names: if shape == Shape::ClockAlone { find_names(source.text) } else { HashSet::new() },
    };
    reader.read(body)
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
    /// Who may speak where a label is no more than a name and a colon.
    names: HashSet<&'s str>,
}

impl Reader<'_, '_> {
    fn read(mut self, body: usize) -> Parsed {
        let mut at = self.read_header(body);
        while at < self.source.len() {
            let (line, next) = line_at(self.source, at);
            if self.shape == Shape::ClockAlone {
                self.read_clocked(trim(line.of(self.source), line));
                at = next;
                continue;
            }
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

    /// A line of a file with lone clocks: a clock, or words with or without a label.
    fn read_clocked(&mut self, line: Span) {
        let text = line.of(self.source);
        if let Some(at_ms) = lone_clock(text) {
            self.draft.claim(Kind::Timing, line);
            self.begin_at(at_ms, line);
            return;
        }
        let Some(name) = label_of(text).filter(|name| self.names.contains(name)) else { return self.say(line) };
        let label = Span { start: line.start, end: line.start + name.len() as u32 };
        let colon = text[name.len()..].find(':').map_or(0, |colon| colon + 1) as u32;
        let words = Span { start: label.end + colon, end: line.end };
        self.open_turn(label);
        self.draft.claim(Kind::Markup, Span { start: label.end, end: words.start });
        self.say(words);
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
        self.open_turn(head.name);
        if let Some(recipient) = head.recipient {
            self.draft.note(recipient);
        }
        if self.clock.first_ms.is_none() && self.clock.is_time_of_day && head.at_ms >= HOUR_MS {
            let value = format!("{:02}:{:02}", head.at_ms / HOUR_MS % 24, head.at_ms / 60_000 % 60);
            self.draft.transcript.metadata.time.get_or_insert(Field { value, span: head.timing });
        }
        self.begin_at(head.at_ms, head.timing);
    }

    /// Opens a turn, or goes on with that of the same speaker.
    fn open_turn(&mut self, label: Span) {
        let name = label.of(self.source);
        // Two unknown speakers in a row may be two persons.
        if self.name == Some(name) && !name.starts_with("Unknown") {
            self.draft.claim(Kind::Label, label);
        } else {
            let known = self.draft.transcript.labels.len();
            let id = self.draft.label(name);
            // These are names of accounts, in which a comma stands behind the family name and not before an office.
            if id.0 as usize == known && name.contains(',') {
                self.draft.introduce(id, Speaker { name: name.to_owned(), ..Speaker::default() });
            }
            self.draft.open_turn(Some(TurnLabel { id, span: label }));
            self.name = Some(name);
        }
    }

    /// What comes next is said from this time on.
    fn begin_at(&mut self, at_ms: u32, timing: Span) {
        let start_ms = self.clock.elapsed(at_ms);
        if self.starts.last().is_some_and(|(_, last_ms)| start_ms < *last_ms) {
            self.warn(
                "time-order",
                timing,
                "This speaker begins before the one above.",
                "The text stays in the order of the file; check whether two files were put together.",
            );
        }
        let start = (self.draft.paragraph_count(), start_ms);
        self.draft.push_to(&mut self.starts, start, 0);
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
            let is_clock = self.shape == Shape::ClockAlone && lone_clock(line.of(self.source).trim()).is_some();
            if is_clock || head(self.source, line, next, self.shape).is_some() {
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
