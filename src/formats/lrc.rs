//! LRC: lyrics and transcripts with a time before each line, and with times inside the line in the enhanced form.
//!
//! `[mm:ss.xx]words`, several times before a line that is sung again, `<mm:ss.xx>` before a word, `[id:value]` lines
//! at the head, of which `offset` shifts all times. There is no specification;
//! <https://en.wikipedia.org/wiki/LRC_(file_format)> describes the form. A line that is sung again is read once and has
//! all its times.

use super::cue_lines::{Dialect, Head, NONE, read_cues};
use super::timed::{Cues, Shown};
use super::timestamps::{Timestamp, read_loose, skip_spaces};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{Field, FurnitureKind, Kind, Span};
use crate::text::lines::{Line, Lines};

static META: Meta = Meta {
    id: "lrc",
    name: "LRC lyrics",
    endings: &["lrc"],
    media_types: &["application/x-lrc", "text/lrc"],
    specification: "https://en.wikipedia.org/wiki/LRC_(file_format)",
    keeps: "title, artist and other fields of the head, words, times of lines and of words",
    omits: "nothing",
    is_lined: true,
};

/// Names of the fields for people; what is not here keeps the name that the file uses.
const FIELDS: &[(&str, &str)] = &[
    ("al", "Album"),
    ("ar", "Artist"),
    ("au", "Author"),
    ("by", "By"),
    ("length", "Length"),
    ("lr", "Lyricist"),
    ("re", "Program"),
    ("tool", "Program"),
    ("ve", "Version"),
];

/// How many lines are looked at to see whether a file is of this format.
const PROBE_LINES: usize = 40;

/// See the module.
pub struct Lrc;

impl Format for Lrc {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let bytes = probe.text.as_bytes();
        let (mut timed, mut fields, mut other) = (0, 0, 0);
        for line in Lines::new(probe.text, 0).filter(|line| !line.is_blank()).take(PROBE_LINES) {
            let (start, end) = (line.span.start as usize, line.span.end as usize);
            match head(bytes, start, end, 0) {
                // Minutes of a meeting have no hundredths.
                Some(head) if bytes[start..head.words].contains(&b'.') => timed += 1,
                None if field(line.trimmed().of(probe.text)).is_some() => fields += 1,
                _ => other += 1,
            }
        }
        match timed {
            _ if other > timed => Confidence::No,
            0 | 1 if fields == 0 => Confidence::No,
            0 => Confidence::Maybe,
            1 => Confidence::Likely,
            _ => Confidence::Certain,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut cues = Cues::new(META.id, source.text, limits);
        cues.draft.claim(Kind::Markup, Span::new(0, source.body_start()));
        let (offset_ms, from) = read_header(&mut cues, source.body_start());
        let head = |bytes: &[u8], line: usize, line_end: usize| head(bytes, line, line_end, offset_ms);
        let syntax = |text: &str| syntax(text, offset_ms);
        read_cues(&mut cues, from..source.text.len(), &Dialect { head: &head, syntax: &syntax, is_verse: true });
        Ok(cues.finish())
    }
}

/// The lines above the first time. Returns how many milliseconds sooner all times are, and where the cues begin.
fn read_header(cues: &mut Cues<'_>, from: usize) -> (i64, usize) {
    let source = cues.draft.source();
    let mut offset_ms = 0;
    for line in Lines::new(source, from) {
        let (start, end) = (line.span.start as usize, line.span.end as usize);
        if head(source.as_bytes(), start, end, 0).is_some() {
            return (offset_ms, start);
        }
        let span = line.trimmed();
        let text = span.of(source);
        match field(text) {
            Some((name, value)) if name.eq_ignore_ascii_case("offset") => {
                offset_ms = value.parse::<i64>().unwrap_or_default().clamp(-86_400_000, 86_400_000);
                cues.draft.claim(Kind::Timing, span);
            }
            Some((name, value)) => read_field(cues, &line, name, value),
            None if text.starts_with('#') => cues.draft.furniture(span, FurnitureKind::Settings),
            None if text.is_empty() => {}
            None => return (offset_ms, start),
        }
    }
    (offset_ms, source.len())
}

fn read_field(cues: &mut Cues<'_>, line: &Line<'_>, name: &str, value: &str) {
    let span = line.trimmed();
    if value.is_empty() {
        cues.draft.claim(Kind::Markup, span);
        return;
    }
    cues.draft.claim(Kind::Metadata, span);
    let metadata = &mut cues.draft.transcript.metadata;
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "ti" if metadata.title.is_none() => metadata.title = Some(Field { value: value.to_owned(), span }),
        "la" if value.len() <= 8 => metadata.language = Some(value.to_owned()),
        name => {
            let known = FIELDS.iter().find(|(short, _)| *short == name);
            metadata.other.insert(known.map_or(name, |(_, long)| long).to_owned(), value.to_owned());
        }
    }
}

/// `[ar:Somebody]` on a line of its own.
fn field(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.strip_prefix('[')?.strip_suffix(']')?.split_once(':')?;
    let is_name = (1..=12).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'#');
    is_name.then(|| (name, value.trim()))
}

/// `[mm:ss.xx]` at the start of a line.
fn head(bytes: &[u8], line: usize, line_end: usize, offset_ms: i64) -> Option<Head> {
    let bytes = &bytes[..line_end];
    let at = skip_spaces(bytes, line);
    let (ms, end) = time(bytes, at, [b'[', b']'])?;
    Some(Head { start: shift(ms, offset_ms), end: None, words: end })
}

/// `<mm:ss.xx>` before a word.
fn syntax(text: &str, offset_ms: i64) -> (usize, Shown) {
    let bytes = text.as_bytes();
    match time(bytes, 0, [b'<', b'>']) {
        Some((time, end)) => (end, Shown::Mark(shift(time, offset_ms).ms)),
        None if bytes[0] == 0 => (1, Shown::Letter('\u{fffd}')),
        None => NONE,
    }
}

/// A time between two brackets at `at`, and where it ends.
fn time(bytes: &[u8], at: usize, brackets: [u8; 2]) -> Option<(Timestamp, usize)> {
    if bytes.get(at) != Some(&brackets[0]) || !bytes.get(at + 1)?.is_ascii_digit() {
        return None;
    }
    let (time, end) = read_loose(bytes, at + 1)?;
    (bytes.get(end) == Some(&brackets[1])).then_some((time, end + 1))
}

fn shift(time: Timestamp, offset_ms: i64) -> Timestamp {
    if time.is_too_large {
        return time;
    }
    Timestamp::of_ms(i64::from(time.ms).saturating_sub(offset_ms).try_into().unwrap_or(0))
}
