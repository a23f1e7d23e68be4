//! `markdown`: transcripts in Markdown (CommonMark 0.31) as people write them: a title, front matter or a line in
//! italics about the event, `**Name:** text`, headings, quotations, lists, times and notes in brackets.
//!
//! The marks are claimed and not read; the words are. A bold beginning opens a turn only where it stands like a name:
//! `**Grain of salt:**` once in a file is somebody's emphasis, not somebody.

use std::collections::{HashMap, HashSet};

use super::plain::joint;
use super::{Confidence, Draft, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::inline::{Token, tokens};
use crate::model::{Date, Diagnostic, Field, FurnitureKind, Kind, Span, Times, TurnLabel};
use crate::text::dates::{date_at, whole_time};
use crate::text::lines::{Line, Lines, trim};

static META: Meta = Meta {
    id: "markdown",
    name: "Markdown",
    endings: &["md", "markdown"],
    media_types: &["text/markdown"],
    specification: "https://spec.commonmark.org/0.31.2/",
    keeps: "front matter, headings, labels, times, notes, paragraphs",
    omits: "emphasis, link addresses, tables as tables",
    is_lined: true,
};

/// Longest name in a label, characters.
const LONGEST_NAME: usize = 100;

/// Longest note in brackets, bytes, where it stands inside a paragraph.
const LONGEST_NOTE: usize = 160;

/// How much of a line of metadata a date is looked for in, bytes.
const LONGEST_DATE_LINE: usize = 1000;

/// Most lines of front matter.
const MOST_FRONT_LINES: usize = 200;

/// Bold beginnings that are heard and not said, when nothing but a time follows.
const SOUNDS: &[&str] = &["ad break", "break", "intro", "jingle", "music", "outro", "pause"];

/// Bold beginnings that are nobody's name.
const REMARKS: &[&str] = &[
    "correction",
    "disclaimer",
    "editor's note",
    "editor’s note",
    "important",
    "links",
    "note",
    "notes",
    "ps",
    "p.s.",
    "resources",
    "show notes",
    "summary",
    "tip",
    "tl;dr",
    "transcript",
    "update",
    "warning",
];

/// First words of what stands in round brackets and was not said.
const HEARD: &[&str] = &[
    "applause",
    "audio",
    "cheers",
    "cheering",
    "clears",
    "coughs",
    "cross-talk",
    "crosstalk",
    "inaudible",
    "indistinct",
    "laugh",
    "laughing",
    "laughs",
    "laughter",
    "music",
    "pause",
    "pauses",
    "sighs",
    "silence",
    "unintelligible",
    "аплодисменты",
    "музыка",
    "неразборчиво",
    "пауза",
    "смех",
    "смеётся",
    "applaus",
    "beifall",
    "gelächter",
    "heiterkeit",
    "lacht",
    "pause",
    "unverständlich",
    "applaudissements",
    "inaudible",
    "rires",
    "rit",
    "aplausos",
    "risas",
    "ríe",
];

/// See the module.
pub struct Markdown;

impl Format for Markdown {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let mut lines = Lines::new(probe.text, 0).skip_while(Line::is_blank).peekable();
        let Some(first) = lines.next() else { return Confidence::No };
        let has_front_matter =
            first.text.trim_end() == "---" && lines.peek().is_some_and(|line| is_key_line(line.text));
        let has_title = heading_level(first.text.trim_start()).is_some() && lines.peek().is_none_or(Line::is_blank);
        let labels = lines.filter(|line| find_label(line.text).is_some()).count()
            + usize::from(find_label(first.text).is_some());
        if has_front_matter || has_title || labels >= 2 { Confidence::Likely } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut reader = Reader::new(source.text, source.body_start(), limits);
        let mut lines = Lines::new(source.text, source.body_start());
        reader.read_front_matter(&mut lines);
        while let Some(line) = lines.next() {
            let span = line.trimmed();
            match line.text.trim_start() {
                text if is_fence(text) => reader.read_code(span, &mut lines),
                text if text.starts_with("<!--") && !has_more_behind_comment(text) => {
                    reader.read_comment(line, &mut lines);
                }
                _ => reader.read_line(span),
            }
        }
        reader.flush();
        Ok(reader.finish())
    }
}

/// The level of a heading in the style `## Words`.
fn heading_level(text: &str) -> Option<u8> {
    let level = text.bytes().take(7).take_while(|b| *b == b'#').count();
    let is_heading = (1..=6).contains(&level) && text[level..].starts_with([' ', '\t']);
    is_heading.then_some(level as u8)
}

fn is_fence(text: &str) -> bool {
    text.starts_with("```") && !text[3..].contains('`') || text.starts_with("~~~")
}

/// `key: value` of front matter.
fn is_key_line(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, value)| {
        !key.is_empty()
            && key.len() <= 40
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
            && (value.is_empty() || value.starts_with([' ', '\t']))
    })
}

fn has_more_behind_comment(text: &str) -> bool {
    text.find("-->").is_some_and(|end| !text[end + 3..].trim().is_empty())
}

/// Whether a line consists of a sign of its own three times and more: `---`, `* * *`.
fn is_rule(text: &str) -> bool {
    let Some(sign @ ('-' | '*' | '_')) = text.chars().next() else { return false };
    text.len() <= 200
        && text.chars().all(|c| c == sign || c == ' ' || c == '\t')
        && text.chars().filter(|c| *c == sign).count() >= 3
}

/// The length of the mark of a list item without a number, the space behind it included.
fn bullet(text: &str) -> usize {
    match text.as_bytes() {
        [b'-' | b'*' | b'+', b' ' | b'\t', ..] => 2,
        _ => 0,
    }
}

/// Whether a line starts a list item with a number, `1. ` or `1) `, which is shown as it stands.
fn is_numbered(text: &str) -> bool {
    let digits = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && matches!(text.as_bytes().get(digits..), Some([b'.' | b')', b' ', ..]))
}

/// `[name]: address`, where links say what they lead to.
fn is_link_definition(text: &str) -> bool {
    text.starts_with('[')
        && text.find("]:").is_some_and(|at| {
            let address = text[at + 2..].trim_start();
            address.starts_with(['<', '#', '/']) || address.starts_with("http") && address.contains("://")
        })
}

/// A bold beginning of a line, in byte offsets into the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct BoldLabel {
    /// The name without marks, colon and time.
    name: (usize, usize),
    /// A time beside it, brackets included, and its milliseconds.
    time: Option<((usize, usize), u32)>,
    /// Where what is said starts.
    end: usize,
}

/// `**Name:**`, `**Name**:`, `__Name:__`, with a time before, inside or behind: the beginning of `line`.
fn find_label(line: &str) -> Option<BoldLabel> {
    let skip = |at| skip_blanks(line, at);
    let mut time = None;
    let mut at = skip(0);
    at = take_time(line, &mut time, at);
    let marks = ["***", "**", "__"].into_iter().find(|marks| line[at..].starts_with(marks))?;
    at = skip(take_time(line, &mut time, at + marks.len()));
    let window = &line[at..line.floor_char_boundary((at + 4 * LONGEST_NAME + 40).min(line.len()))];
    let close = at + window.find(marks)?;
    let mut inside = line[at..close].trim_end();
    let mut end = close + marks.len();
    let mut has_colon = false;
    if let Some(name) = strip_colon(inside) {
        (inside, has_colon) = (name.trim_end(), true);
    }
    if let Some(start) = inside.rfind(['[', '(', '\\']).map(|at| at - usize::from(inside[..at].ends_with('\\')))
        && start > 0
        && bracketed_time(&inside[start..]).is_some_and(|(length, _)| start + length == inside.len())
    {
        take_time(line, &mut time, at + start);
        inside = inside[..start].trim_end();
    }
    if !has_colon {
        end = take_time(line, &mut time, skip(end));
        match line[end..].chars().next() {
            Some(colon @ (':' | '：')) => end = take_time(line, &mut time, skip(end + colon.len_utf8())),
            // Without a colon only a time makes it a label.
            _ if time.is_some() => {}
            _ => return None,
        }
    } else if time.is_none() {
        end = take_time(line, &mut time, skip(end));
    }
    let is_name = !inside.is_empty()
        && inside.chars().count() <= LONGEST_NAME
        && inside.chars().any(char::is_alphabetic)
        && !inside.starts_with(['"', '“'])
        && !inside.contains(['*', '?', '!', '<', '|']);
    is_name.then_some(BoldLabel { name: (at, at + inside.len()), time, end: skip(end) })
}

fn skip_blanks(line: &str, at: usize) -> usize {
    at + line[at..].len() - line[at..].trim_start_matches([' ', '\t']).len()
}

/// Takes up the first time in brackets at `at`. Returns where the line goes on.
fn take_time(line: &str, time: &mut Option<((usize, usize), u32)>, at: usize) -> usize {
    match bracketed_time(&line[at..]) {
        Some((length, ms)) if time.is_none() => {
            *time = Some(((at, at + length), ms));
            skip_blanks(line, at + length)
        }
        _ => at,
    }
}

/// The milliseconds of `text` where it is the second half of `[12:34] to [12:50]`.
fn end_of_time(text: &str) -> Option<u32> {
    let rest = ["to", "-", "–", "—"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim_start();
    bracketed_time(rest).filter(|(length, _)| *length == rest.len()).map(|(_, ms)| ms)
}

fn strip_colon(text: &str) -> Option<&str> {
    text.strip_suffix([':', '：'])
}

/// The time in brackets at the start of `text`, its length and its milliseconds: `[00:12:34]`, `(12:34)`, `\[04:17\]`.
fn bracketed_time(text: &str) -> Option<(usize, u32)> {
    let opener = if text.starts_with('\\') { 1 } else { 0 };
    let close = match text.as_bytes().get(opener)? {
        b'[' => b']',
        b'(' => b')',
        _ => return None,
    };
    let end = text.bytes().take(24).position(|b| b == close)?;
    let inside = text.get(opener + 1..end)?;
    let inside = if opener == 1 { inside.strip_suffix('\\')? } else { inside };
    Some((end + 1, milliseconds(inside)?))
}

/// `1:02:03`, `12:34`, `00:03:18.16`.
fn milliseconds(text: &str) -> Option<u32> {
    let (whole, fraction) = text.trim().split_once(['.', ',']).unwrap_or((text.trim(), ""));
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = whole.split(':').collect();
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(|part| is_number(part)) {
        return None;
    }
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = parts.iter().try_fold(0u32, |sum, part| Some(sum * 60 + part.parse::<u32>().ok()?))?;
    let fraction = format!("{fraction:0<3}").parse::<u32>().ok()?;
    Some(seconds * 1000 + fraction)
}

/// Whether a bold beginning reads like a name: its last word has a capital, or no letter case at all.
fn is_like_a_name(name: &str) -> bool {
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut words = name.split_whitespace();
    let (first, last) = (words.next(), words.next_back());
    match (first, last) {
        (Some(_), Some(last)) => !last.chars().next().is_some_and(char::is_lowercase) || name.contains(['(', ',']),
        _ => true,
    }
}

/// A line of a paragraph.
#[derive(Clone, Copy)]
struct Content {
    /// The mark in front: `> `, `- `. Claimed where the line starts a paragraph; else the line break covers it.
    mark: Span,
    /// The words.
    words: Span,
}

struct Reader<'s> {
    source: &'s str,
    limits: Limits,
    draft: Draft<'s>,
    /// The bold beginnings that are labels.
    labels: HashSet<&'s str>,
    /// The lines of the paragraph that is being read.
    block: Vec<Content>,
    block_bytes: usize,
    is_in_quotation: bool,
    /// Whether a heading or rule stands between the last turn and what comes: it is no longer sure who speaks.
    is_detached: bool,
    /// A time whose words are still to come.
    time: Option<u32>,
    /// White space that is read if words follow.
    gap: Option<Gap>,
    /// Paragraphs and the times they start at.
    starts: Vec<(u32, u32)>,
}

#[derive(Clone, Copy)]
enum Gap {
    Spaces(Span),
    Break(Span),
}

impl<'s> Reader<'s> {
    fn new(source: &'s str, start: usize, limits: &Limits) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for line in Lines::new(source, start) {
            let text = line.text.trim_start_matches(['>', ' ', '-', '\t']);
            if let Some(label) = find_label(text) {
                *counts.entry(&text[label.name.0..label.name.1]).or_default() += 1;
            }
        }
        counts.retain(|name, count| {
            let folded = name.to_lowercase();
            !REMARKS.contains(&folded.as_str()) && (*count > 1 || is_like_a_name(name))
        });
        Self {
            source,
            limits: *limits,
            draft: Draft::new(source, limits),
            labels: counts.into_keys().collect(),
            block: Vec::new(),
            block_bytes: 0,
            is_in_quotation: false,
            is_detached: false,
            time: None,
            gap: None,
            starts: Vec::new(),
        }
    }

    /// Metadata between two lines `---` at the start of the file, as `key: value` (the plainest part of YAML).
    fn read_front_matter(&mut self, lines: &mut Lines<'s>) {
        let mut ahead = *lines;
        let Some(open) = ahead.next().filter(|line| line.text.trim_end() == "---") else { return };
        let body: Vec<_> = ahead
            .by_ref()
            .take(MOST_FRONT_LINES)
            .take_while(|line| !matches!(line.text.trim_end(), "---" | "..."))
            .collect();
        let is_closed = body.last().is_some_and(|last| {
            Lines::new(self.source, last.next as usize)
                .next()
                .is_some_and(|l| matches!(l.text.trim_end(), "---" | "..."))
        });
        if !is_closed || !is_key_line(body[0].text) {
            return;
        }
        self.draft.claim(Kind::Markup, open.span);
        let mut last_key = None;
        for line in &body {
            last_key = self.read_front_line(line, last_key);
        }
        let close = body.last().map_or(open.next, |last| last.next);
        let mut rest = Lines::new(self.source, close as usize);
        if let Some(close) = rest.next() {
            self.draft.claim(Kind::Markup, close.span);
        }
        *lines = rest;
    }

    /// One line of front matter. Returns the key that lines without one belong to.
    fn read_front_line(&mut self, line: &Line<'s>, last_key: Option<&'s str>) -> Option<&'s str> {
        let span = line.trimmed();
        let text = span.of(self.source);
        let is_continued = line.text.starts_with([' ', '\t', '-']) || !is_key_line(line.text);
        let (key, value) = match (is_continued, last_key, text.split_once(':')) {
            (false, _, Some((key, _))) => (key.trim_end(), Span { start: span.start + key.len() as u32 + 1, ..span }),
            (_, Some(key), _) => (key, Span { start: span.start + bullet(text) as u32, ..span }),
            _ => {
                self.draft.claim(Kind::Metadata, span);
                return None;
            }
        };
        let mut value = trim(value.of(self.source), value);
        let quoted = value.of(self.source);
        if quoted.len() >= 2
            && (quoted.starts_with('"') && quoted.ends_with('"') || quoted.starts_with('\'') && quoted.ends_with('\''))
        {
            value = Span { start: value.start + 1, end: value.end - 1 };
        }
        self.draft.claim(Kind::Markup, Span { start: span.start, end: value.start });
        self.draft.claim(Kind::Metadata, value);
        self.draft.claim(Kind::Markup, Span { start: value.end, end: span.end });
        self.set_metadata(key, value);
        Some(key)
    }

    /// Takes up a value that the file states under a key. Returns whether the key is one of the metadata's own.
    fn set_metadata(&mut self, key: &str, span: Span) -> bool {
        let words = span.of(self.source);
        if words.is_empty() {
            return false;
        }
        let metadata = &mut self.draft.transcript.metadata;
        let field = Some(Field { value: words.to_owned(), span });
        match key.to_lowercase().as_str() {
            "title" if metadata.title.is_none() => metadata.title = field,
            "summary" | "description" | "subtitle" if metadata.summary.is_none() => metadata.summary = field,
            "date" | "recorded" if metadata.date.is_none() => {
                match Date::from_iso(words).or_else(|| find_date(words)) {
                    Some(value) => metadata.date = Some(Field { value, span }),
                    None => self.set_other(key, words),
                }
            }
            "time" if metadata.time.is_none() => match whole_time(words) {
                Some(time) => metadata.time = Some(Field { value: time.to_string(), span }),
                None => self.set_other(key, words),
            },
            "place" | "location" | "venue" if metadata.place.is_none() => metadata.place = field,
            "language" | "lang" if metadata.language.is_none() => metadata.language = Some(words.to_owned()),
            "participants" | "present" | "duration" | "source" | "transcriber" | "transcribed by" | "recorded by" => {
                self.set_other(key, words);
            }
            _ => {
                self.set_other(key, words);
                return false;
            }
        }
        true
    }

    fn set_other(&mut self, key: &str, words: &str) {
        let value = self.draft.transcript.metadata.other.entry(key.to_owned()).or_default();
        if !value.is_empty() {
            value.push_str(", ");
        }
        value.push_str(words);
    }

    /// A block of code is shown as it stands, line by line.
    fn read_code(&mut self, open: Span, lines: &mut Lines<'s>) {
        self.flush();
        self.attribute();
        self.draft.claim(Kind::Markup, open);
        let fence = &open.of(self.source)[..3];
        let mut last: Option<Line<'s>> = None;
        self.draft.begin_paragraph();
        if let Some(ms) = self.time.take() {
            self.starts.push((self.draft.paragraph_count(), ms));
            self.draft.time_mark(ms);
        }
        for line in lines.by_ref() {
            if line.text.trim_start().starts_with(fence) {
                self.draft.claim(Kind::Markup, line.span);
                break;
            }
            if let Some(last) = last {
                self.draft.push_text("\n", Span { start: last.span.end, end: last.next });
            }
            self.draft.push_source_bounded(line.span, "markdown.long-paragraph");
            last = Some(line);
        }
        self.draft.end_paragraph(None);
    }

    /// A comment of its own, a piece of furniture a line.
    fn read_comment(&mut self, first: Line<'s>, lines: &mut Lines<'s>) {
        self.flush();
        let mut line = Some(first);
        while let Some(each) = line {
            let span = each.trimmed();
            if !span.is_empty() {
                self.draft.furniture(span, FurnitureKind::Settings);
            }
            if each.text.contains("-->") {
                break;
            }
            line = lines.next();
        }
    }

    fn read_line(&mut self, span: Span) {
        let text = span.of(self.source);
        if text.is_empty() {
            self.flush();
            self.is_in_quotation = false;
        } else if let Some(level) = self.underline_level(text) {
            self.underline_heading(span, level);
        } else if is_rule(text) {
            self.flush();
            self.draft.heading(span, 0);
            self.is_detached = true;
        } else if let Some(level) = heading_level(text) {
            self.flush();
            let words = trim_heading(self.source, Span { start: span.start + u32::from(level), ..span });
            self.draft.claim(Kind::Markup, Span { start: span.start, end: words.start });
            self.draft.claim(Kind::Markup, Span { start: words.end, end: span.end });
            self.push_heading(words, level);
        } else if is_link_definition(text) {
            self.flush();
            self.draft.furniture(span, FurnitureKind::Settings);
        } else if text.starts_with('|') {
            self.flush();
            if text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ')) {
                self.draft.claim(Kind::Markup, span);
            } else {
                self.add(Content { mark: Span { end: span.start, ..span }, words: span });
                self.flush();
            }
        } else {
            self.read_words(span);
        }
    }

    /// A line of words, perhaps behind the mark of a quotation or list.
    fn read_words(&mut self, span: Span) {
        let text = span.of(self.source);
        let mut words = text;
        while let Some(rest) = words.strip_prefix('>') {
            words = rest.trim_start();
        }
        let is_quotation = words.len() < text.len();
        let bullet = bullet(words);
        let words = words[bullet..].trim_start();
        let start = span.end - words.len() as u32;
        let content = Content { mark: Span { start: span.start, end: start }, words: Span { start, end: span.end } };
        if bullet > 0 || is_numbered(words) || is_quotation && !self.is_in_quotation || self.find_label(words).is_some()
        {
            self.flush();
        }
        self.is_in_quotation = is_quotation;
        if words.is_empty() {
            self.flush();
            self.draft.claim(Kind::Markup, content.mark);
        } else {
            self.add(content);
        }
    }

    /// Adds a line to the paragraph; what would make it too long is cut at white space.
    fn add(&mut self, mut content: Content) {
        let limit = self.limits.paragraph_bytes.max(4);
        loop {
            let room = limit.saturating_sub(self.block_bytes);
            if content.words.len() <= room {
                self.block_bytes += content.words.len() + 1;
                self.block.push(content);
                return;
            }
            let words = content.words.of(self.source);
            let window = &words[..words.floor_char_boundary(room)];
            let cut = match window.rfind(char::is_whitespace) {
                Some(at) => at,
                None if self.block.is_empty() => window.len(),
                None => 0,
            };
            let cut = content.words.start + cut as u32;
            let head = Span { end: cut, ..content.words };
            if !head.is_empty() {
                self.block.push(Content { words: head, ..content });
                content.mark = Span { start: cut, end: cut };
            }
            self.flush();
            content.words.start = cut;
            content.words = trim(content.words.of(self.source), content.words);
            let at = Span { start: cut, end: cut };
            let kilobytes = limit >> 10;
            self.draft.report(
                Diagnostic::warning(
                    "markdown.long-paragraph",
                    at,
                    format!("A paragraph is longer than {kilobytes} KB; it is cut in two here."),
                )
                .with_hint("Put blank lines between the paragraphs."),
            );
        }
    }

    /// The level of the heading that a line of `===` or `---` makes of the one above.
    fn underline_level(&self, text: &str) -> Option<u8> {
        let [above] = self.block.as_slice() else { return None };
        let sign = text.bytes().next()?;
        let is_underline = text.len() >= 2 && text.bytes().all(|b| b == sign);
        let is_words = above.mark.is_empty() && self.find_label(above.words.of(self.source)).is_none();
        match sign {
            b'=' if is_underline && is_words => Some(1),
            b'-' if is_underline && is_words => Some(2),
            _ => None,
        }
    }

    fn underline_heading(&mut self, underline: Span, level: u8) {
        self.block_bytes = 0;
        if let Some(above) = self.block.pop() {
            self.push_heading(above.words, level);
        }
        self.draft.claim(Kind::Markup, underline);
    }

    /// The first heading of the highest level is the title; all others are headings.
    fn push_heading(&mut self, span: Span, level: u8) {
        self.draft.claim(Kind::Metadata, span);
        let text = read_words(self.source, &tokens(self.source, &[span]));
        let before = self.draft.paragraph_count();
        let transcript = &mut self.draft.transcript;
        if level == 1 && transcript.metadata.title.is_none() && before == 0 && transcript.headings.is_empty() {
            transcript.metadata.title = Some(Field { value: text, span });
        } else if !text.is_empty() {
            self.draft.heading_text(text, span, level);
            self.is_detached = true;
        }
    }

    /// The label at the start of a line, if it is one: a bold beginning that is nobody's emphasis, or, without marks,
    /// a name that stood in bold elsewhere.
    fn find_label(&self, text: &str) -> Option<BoldLabel> {
        if let Some(label) = find_label(text) {
            return self.labels.contains(&text[label.name.0..label.name.1]).then_some(label);
        }
        let window = &text[..text.floor_char_boundary((4 * LONGEST_NAME).min(text.len()))];
        let colon = window.find([':', '：'])?;
        let end = colon + text[colon..].chars().next().map_or(0, char::len_utf8);
        let is_end = text[end..].is_empty() || text[end..].starts_with(char::is_whitespace);
        let end = end + text[end..].len() - text[end..].trim_start().len();
        (is_end && self.labels.contains(&text[..colon])).then_some(BoldLabel { name: (0, colon), time: None, end })
    }

    /// Sees to it that what comes is attributed to nobody where it is not sure that the last speaker goes on.
    fn attribute(&mut self) {
        if self.is_detached && self.draft.open_label().is_some() {
            self.draft.open_turn(None);
        }
        self.is_detached = false;
    }

    /// Ends the paragraph that is being read.
    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        self.block_bytes = 0;
        let Some(first) = block.first_mut() else { return };
        self.draft.claim(Kind::Markup, first.mark);
        if let Some(label) = self.find_label(first.words.of(self.source)) {
            first.words = self.read_label(first.words, label);
        }
        let lines: Vec<Span> = block.iter().map(|content| content.words).filter(|words| !words.is_empty()).collect();
        if lines.len() < block.len()
            && let Some(second) = block.get(1)
        {
            self.draft.claim(Kind::Markup, second.mark);
        }
        if !lines.is_empty() {
            self.push_block(&lines);
        }
    }

    /// Claims a label and opens its turn. Returns what is said on the same line, which may be nothing.
    fn read_label(&mut self, line: Span, label: BoldLabel) -> Span {
        let nothing = Span { start: line.end, end: line.end };
        let at = |offset: usize| line.start + offset as u32;
        let name = Span { start: at(label.name.0), end: at(label.name.1) };
        let rest = Span { start: at(label.end), end: line.end };
        let mut claims = vec![(name, Kind::Label)];
        if let Some(((start, end), ms)) = label.time {
            claims.push((Span { start: at(start), end: at(end) }, Kind::Timing));
            self.time = Some(ms);
        }
        claims.sort_by_key(|(span, _)| *span);
        let mut marks = line.start;
        for (span, _) in &claims {
            self.draft.claim(Kind::Markup, Span { start: marks, end: span.start });
            marks = span.end;
        }
        self.draft.claim(Kind::Markup, Span { start: marks, end: rest.start });
        for (span, kind) in claims {
            if kind == Kind::Timing {
                self.draft.claim(kind, span);
            }
        }
        let words = name.of(self.source);
        let is_early = self.draft.paragraph_count() == 0 && self.draft.transcript.turns.is_empty();
        if is_early && !rest.is_empty() && is_metadata_key(words) {
            self.draft.claim(Kind::Metadata, name);
            self.draft.claim(Kind::Metadata, rest);
            self.set_metadata(words, rest);
            return nothing;
        }
        if SOUNDS.contains(&words.to_lowercase().as_str())
            && (rest.is_empty() || end_of_time(rest.of(self.source)).is_some())
        {
            self.draft.note(name);
            self.draft.claim(Kind::Timing, rest);
            self.time = end_of_time(rest.of(self.source)).or(self.time);
            self.is_detached = true;
            return nothing;
        }
        let id = self.draft.label(words);
        self.draft.open_turn(Some(TurnLabel { id, span: name }));
        self.is_detached = false;
        rest
    }

    /// A paragraph, a note of its own, or the line in italics about the event.
    fn push_block(&mut self, lines: &[Span]) {
        let tokens = tokens(self.source, lines);
        if self.draft.paragraph_count() == 0 && self.draft.open_label().is_none() && self.push_summary(&tokens) {
            return;
        }
        if self.push_note_block(&tokens) {
            return;
        }
        self.attribute();
        self.draft.begin_paragraph();
        let paragraph = self.draft.paragraph_count();
        if let Some(ms) = self.time {
            self.starts.push((paragraph, ms));
        }
        let mut i = 0;
        while i < tokens.len() {
            i = self.push_token(&tokens, i);
        }
        if let Some(Gap::Break(span)) = self.gap.take() {
            self.draft.claim(Kind::Markup, span);
        }
        self.draft.end_paragraph(None);
    }

    /// Pushes a token, or a pair of brackets with what it holds. Returns the index of the next one.
    fn push_token(&mut self, tokens: &[Token], i: usize) -> usize {
        match tokens[i] {
            Token::Text(span) => self.push_words(span),
            Token::Letter(letter, span) => {
                self.close_gap(None);
                self.draft.push_text(letter.encode_utf8(&mut [0; 4]), span);
            }
            Token::Break(span) => {
                if let Some(Gap::Break(former)) = self.gap.replace(Gap::Break(span)) {
                    self.draft.claim(Kind::Markup, former);
                }
            }
            Token::Hidden(span) | Token::Emphasis(span) => self.draft.claim(Kind::Markup, span),
            Token::Aside(span) => {
                let is_picture = span.of(self.source).starts_with('!');
                self.draft.furniture(span, if is_picture { FurnitureKind::Caption } else { FurnitureKind::Settings });
            }
            Token::Bracket { partner: Some(close), .. } if close > i => {
                if let Some(next) = self.push_brackets(tokens, i, close) {
                    return next;
                }
                self.push_bracket(tokens[i].span());
            }
            Token::Bracket { span, .. } => self.push_bracket(span),
        }
        i + 1
    }

    /// Words, with the white space at their ends held back until it is clear what follows.
    fn push_words(&mut self, span: Span) {
        let text = span.of(self.source);
        let words = text.trim_start();
        let start = span.end - words.len() as u32;
        if start > span.start && self.gap.is_none() {
            self.gap = Some(Gap::Spaces(Span { start: span.start, end: start }));
        }
        let words = words.trim_end();
        if words.is_empty() {
            return;
        }
        let words = Span { start, end: start + words.len() as u32 };
        self.close_gap(Some(words));
        self.draft.push_source(words);
        if words.end < span.end {
            self.gap = Some(Gap::Spaces(Span { start: words.end, end: span.end }));
        }
    }

    /// Writes the white space that was held back and marks the time of what follows.
    fn close_gap(&mut self, next: Option<Span>) {
        let has_words = self.draft.paragraph_bytes() > 0;
        match self.gap.take() {
            Some(Gap::Spaces(span)) if has_words => {
                self.draft.push_source(span);
            }
            Some(Gap::Break(span)) if has_words => {
                let after = next.map_or("", |next| next.of(self.source));
                let joint = joint(&self.draft.transcript.text, after);
                self.draft.push_text(joint, span);
            }
            Some(Gap::Break(span)) => self.draft.claim(Kind::Markup, span),
            Some(Gap::Spaces(_)) | None => {}
        }
        if let Some(ms) = self.time.take() {
            self.draft.time_mark(ms);
        }
    }

    /// A bracket that is read as such, without its backslash.
    fn push_bracket(&mut self, span: Span) {
        self.close_gap(None);
        self.draft.claim(Kind::Markup, Span { start: span.start, end: span.end - 1 });
        self.draft.push_source(Span { start: span.end - 1, end: span.end });
    }

    /// What stands in brackets, where it is a time or a note. Returns the index behind it.
    fn push_brackets(&mut self, tokens: &[Token], open: usize, close: usize) -> Option<usize> {
        let span = tokens[open].span().to(tokens[close].span());
        if span.len() > LONGEST_NOTE {
            return None;
        }
        let is_square = matches!(tokens[open], Token::Bracket { letter: '[', .. });
        let is_first = self.draft.paragraph_bytes() == 0;
        if (is_square || is_first)
            && let Some((_, ms)) = bracketed_time(span.of(self.source))
        {
            self.draft.claim(Kind::Timing, span);
            self.time = Some(ms);
            if is_first {
                let paragraph = self.draft.paragraph_count();
                self.starts.push((paragraph, ms));
            }
            return Some(close + 1);
        }
        let words = read_words(self.source, &tokens[open..=close]);
        let is_note = if is_square {
            words.chars().any(char::is_alphabetic) || is_cut(&words)
        } else {
            let is_emphasised = matches!(open.checked_sub(1).map(|i| &tokens[i]), Some(Token::Emphasis(_)))
                && matches!(tokens.get(close + 1), Some(Token::Emphasis(_)));
            is_emphasised || starts_with_heard(&words)
        };
        if !is_note {
            return None;
        }
        self.close_gap(None);
        self.draft.push_note_text(&words, span);
        Some(close + 1)
    }

    /// A paragraph that is all in brackets is a note of its own. Returns whether it is.
    fn push_note_block(&mut self, tokens: &[Token]) -> bool {
        let is_mark = |token: &Token| matches!(token, Token::Emphasis(_) | Token::Hidden(_));
        let Some(open) = tokens.iter().position(|token| !is_mark(token)) else { return false };
        let Token::Bracket { partner: Some(close), .. } = tokens[open] else { return false };
        let words = read_words(self.source, &tokens[open..=close.max(open)]);
        let is_note = close > open
            && tokens[close + 1..].iter().all(is_mark)
            && (words.chars().any(char::is_alphabetic) || is_cut(&words))
            && words.len() <= LONGEST_NOTE;
        if !is_note {
            return false;
        }
        for mark in tokens[..open].iter().chain(&tokens[close + 1..]) {
            self.draft.claim(Kind::Markup, mark.span());
        }
        self.draft.note_text(&words, tokens[open].span().to(tokens[close].span()));
        true
    }

    /// A first paragraph all in italics says what the event was. Returns whether it does.
    fn push_summary(&mut self, tokens: &[Token]) -> bool {
        let [Token::Emphasis(first), inside @ .., Token::Emphasis(last)] = tokens else { return false };
        let is_summary = self.draft.transcript.metadata.summary.is_none()
            && !inside.is_empty()
            && !inside.iter().any(|token| matches!(token, Token::Emphasis(_)))
            && !matches!(inside[0], Token::Bracket { .. });
        if !is_summary {
            return false;
        }
        let value = read_words(self.source, inside).trim().to_owned();
        let span = Span { start: first.end, end: last.start };
        self.draft.claim(Kind::Markup, *first);
        self.draft.claim(Kind::Metadata, span);
        self.draft.claim(Kind::Markup, *last);
        let metadata = &mut self.draft.transcript.metadata;
        if metadata.date.is_none() {
            metadata.date = find_date(&value).map(|value| Field { value, span });
        }
        metadata.summary = Some(Field { value, span });
        true
    }

    fn finish(mut self) -> Parsed {
        if let Some(ms) = self.time {
            self.draft.time_mark(ms);
        }
        let paragraphs = &mut self.draft.transcript.paragraphs;
        self.starts.dedup_by_key(|(paragraph, _)| *paragraph);
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

/// The words of tokens as they are read.
fn read_words(source: &str, tokens: &[Token]) -> String {
    let mut words = String::new();
    for token in tokens {
        match token {
            Token::Text(span) => words.push_str(span.of(source)),
            Token::Letter(letter, _) | Token::Bracket { letter, .. } => words.push(*letter),
            Token::Break(_) => words.push(' '),
            Token::Hidden(_) | Token::Emphasis(_) | Token::Aside(_) => {}
        }
    }
    words
}

/// The words of a heading without the signs that may stand behind it.
fn trim_heading(source: &str, span: Span) -> Span {
    let span = trim(span.of(source), span);
    let text = span.of(source);
    let words = text.trim_end_matches('#');
    let words = if words.is_empty() || words.ends_with([' ', '\t']) { words.trim_end() } else { text };
    Span { start: span.start, end: span.start + words.len() as u32 }
}

/// Whether a bold beginning above the first turn names metadata.
fn is_metadata_key(key: &str) -> bool {
    const KEYS: &[&str] = &[
        "date",
        "description",
        "duration",
        "lang",
        "language",
        "location",
        "participants",
        "place",
        "present",
        "recorded",
        "recorded by",
        "source",
        "subtitle",
        "time",
        "title",
        "transcribed by",
        "transcriber",
        "venue",
    ];
    KEYS.contains(&key.to_lowercase().as_str())
}

/// `[…]`, `(...)`: something was left out here.
fn is_cut(words: &str) -> bool {
    let dots = words.trim_matches(['(', ')', '[', ']', ' ']);
    dots == "…" || dots == "..."
}

fn starts_with_heard(words: &str) -> bool {
    let first = words.trim_start_matches('(').split(|c: char| !c.is_alphanumeric() && c != '-').next();
    first.is_some_and(|first| HEARD.contains(&first.to_lowercase().as_str()))
}

/// The first date in a line of metadata, words and all: `Recorded on 14 November 1987 at the quay`.
fn find_date(text: &str) -> Option<Date> {
    let text = &text[..text.floor_char_boundary(LONGEST_DATE_LINE.min(text.len()))];
    let is_start = |(at, letter): &(usize, char)| {
        letter.is_alphanumeric() && !text[..*at].chars().next_back().is_some_and(char::is_alphanumeric)
    };
    // A year alone is no day of an event: it may be any number.
    let dates = text.char_indices().filter(is_start).filter_map(|(at, _)| Some(date_at(&text[at..])?.0));
    dates.into_iter().find(|date| date.month.is_some())
}
