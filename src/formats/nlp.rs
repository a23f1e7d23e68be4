//! `nlp`: the column files in which Rev keeps its reference transcripts and what recognisers made of the same
//! recordings: a word a line, its columns between strokes, named in the first line.
//!
//! Words become turns by their speaker, and paragraphs by sentences and pauses. Tags for counting errors are no part of
//! what was said; they stay in the source view.

use memchr::memchr_iter;

use super::timed::paragraphs::{LONG_CHARACTERS, PAUSE_MS, RUN_ON_BYTES, ends_sentence};
use super::{Confidence, Draft, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{Diagnostic, FurnitureKind, Kind, Span, Times, TurnLabel};
use crate::text::lines::{Line, Lines};
use crate::text::numbers::decimal;

static META: Meta = Meta {
    id: "nlp",
    name: "Rev's column file of words",
    endings: &["nlp"],
    media_types: &[],
    specification: "https://github.com/revdotcom/fstalign/blob/develop/docs/NLP-Format.md",
    keeps: "words, punctuation, speakers, times and confidence of words, what is heard",
    omits: "the columns for case and tags, which stay in the source view",
    is_lined: true,
};

/// See the module.
pub struct Nlp;

/// Where the columns stand; `usize::MAX` for one that is not there.
struct Columns {
    token: usize,
    speaker: usize,
    start: usize,
    end: usize,
    before: usize,
    after: usize,
    confidence: usize,
}

impl Columns {
    fn read(heads: &str) -> Option<Self> {
        let find = |name: &str| heads.split('|').position(|head| head.trim() == name);
        let at = |name: &str| find(name).unwrap_or(usize::MAX);
        Some(Self {
            token: find("token")?,
            speaker: find("speaker")?,
            start: at("ts"),
            end: at("endTs"),
            before: at("prepunctuation"),
            after: find("punctuation")?,
            confidence: at("confidence"),
        })
    }
}

impl Format for Nlp {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let heads = probe.text.lines().next().unwrap_or_default();
        if Columns::read(heads).is_some() { Confidence::Certain } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut lines = Lines::new(source.text, source.body_start());
        let Some((heads, columns)) = lines.next().and_then(|line| Some((line, Columns::read(line.text)?))) else {
            return Err(Refusal::NotThisFormat {
                why: "The first line does not name the columns token, speaker and punctuation.".into(),
                hint: "Put it back, or choose another format.".into(),
            });
        };
        let mut reader = Reader {
            draft: Draft::new(source.text, limits),
            source: source.text,
            columns,
            paragraph_bytes: limits.paragraph_bytes.min(RUN_ON_BYTES),
            speaker: None,
            times: None,
        };
        reader.draft.claim(Kind::Markup, Span { start: 0, end: heads.next });
        let mut cells = Vec::new();
        for line in lines {
            reader.read_line(line, &mut cells);
        }
        reader.end_paragraph();
        Ok(reader.draft.finish())
    }
}

struct Reader<'s> {
    draft: Draft<'s>,
    source: &'s str,
    columns: Columns,
    paragraph_bytes: usize,
    /// Who speaks, as the column says.
    speaker: Option<&'s str>,
    /// When the paragraph is spoken.
    times: Option<Times>,
}

impl<'s> Reader<'s> {
    fn read_line(&mut self, line: Line<'s>, cells: &mut Vec<Span>) {
        if line.is_blank() {
            return self.draft.claim(Kind::Markup, Span { start: line.span.start, end: line.next });
        }
        cells.clear();
        let mut at = line.span.start;
        for stroke in memchr_iter(b'|', line.text.as_bytes()) {
            let stroke = line.span.start + stroke as u32;
            cells.push(Span { start: at, end: stroke });
            at = stroke + 1;
        }
        cells.push(Span { start: at, end: line.span.end });
        if cells.len() <= self.columns.token.max(self.columns.speaker).max(self.columns.after) {
            self.draft.report(
                Diagnostic::warning(
                    "nlp.short-line",
                    line.span,
                    "This line has fewer columns than the first one names.",
                )
                .with_hint("It is kept beside the text; check whether the file was cut."),
            );
            self.draft.furniture(line.span, FurnitureKind::Other);
            return self.draft.claim(Kind::Markup, Span { start: line.span.end, end: line.next });
        }
        let cell = |column: usize| cells.get(column).copied();
        let of = |column: usize| cell(column).map_or("", |span| span.of(self.source));
        let milliseconds = |column: usize| {
            let seconds = decimal(of(column)).filter(|seconds| (0.0..4e6).contains(seconds))?;
            Some((seconds * 1000.0).round() as u32)
        };
        let (start, end) = (milliseconds(self.columns.start), milliseconds(self.columns.end));
        let sure = decimal(of(self.columns.confidence)).filter(|sure| (0.0..=1.0).contains(sure));
        let speaker = cell(self.columns.speaker).unwrap_or_default();
        self.change_speaker(speaker);
        self.break_paragraph(start);
        // In the order of the columns, so that the account is in the order of the source.
        let mut at = line.span.start;
        let token = cell(self.columns.token).unwrap_or_default();
        let before = cell(self.columns.before).unwrap_or_default();
        let after = cell(self.columns.after).unwrap_or_default();
        let has_label = self.draft.open_label().is_some() && !speaker.is_empty();
        if !self.draft.is_in_paragraph() {
            self.draft.begin_paragraph();
        }
        if self.draft.paragraph_bytes() > 0 && !token.is_empty() {
            self.draft.push_text(" ", Span { start: token.start, end: token.start });
        }
        if let Some(start) = start {
            self.draft.word_mark(start, end, sure.map(|sure| (sure * 1000.0) as u16));
            let times = self.times.get_or_insert(Times { start_ms: start, end_ms: start });
            times.end_ms = times.end_ms.max(end.unwrap_or(start));
        }
        if !before.is_empty() {
            self.draft.push_source(before);
        }
        self.push_token(token);
        if !after.is_empty() {
            self.draft.push_source(after);
        }
        for (column, span) in cells.iter().enumerate() {
            self.draft.claim(Kind::Markup, Span { start: at, end: span.start });
            at = span.end;
            if *span == speaker && has_label && column == self.columns.speaker {
                // The label that opens a turn is claimed with it.
                if !self.is_open_label(speaker) {
                    self.draft.claim(Kind::Label, speaker);
                }
            } else if ![self.columns.token, self.columns.before, self.columns.after].contains(&column) {
                let is_time = [self.columns.start, self.columns.end, self.columns.confidence].contains(&column);
                self.draft.claim(if is_time { Kind::Timing } else { Kind::Furniture }, *span);
            }
        }
        self.draft.claim(Kind::Markup, Span { start: at, end: line.next });
    }

    fn is_open_label(&self, span: Span) -> bool {
        self.draft.transcript.turns.last().and_then(|turn| turn.label).is_some_and(|label| label.span == span)
    }

    /// What is said, or in angle brackets what is heard.
    fn push_token(&mut self, token: Span) {
        let text = token.of(self.source);
        if text.len() > 2 && text.starts_with('<') && text.ends_with('>') {
            self.draft.push_note(token);
        } else if !token.is_empty() {
            self.draft.push_source(token);
        }
    }

    fn change_speaker(&mut self, cell: Span) {
        let name = cell.of(self.source);
        if self.speaker == Some(name) {
            return;
        }
        self.end_paragraph();
        self.speaker = Some(name);
        if name.is_empty() {
            return self.draft.open_turn(None);
        }
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        let id = if is_number { self.draft.label(&format!("Speaker {name}")) } else { self.draft.label(name) };
        self.draft.open_turn(Some(TurnLabel { id, span: cell }));
    }

    /// Ends the paragraph at a pause, and at the end of a sentence when it has grown long.
    fn break_paragraph(&mut self, start: Option<u32>) {
        let is_pause = matches!((self.times, start), (Some(times), Some(start)) if start > times.end_ms + PAUSE_MS);
        let text = self.draft.paragraph_text();
        let is_long = text.len() > LONG_CHARACTERS && ends_sentence(text);
        if is_pause || is_long || text.len() > self.paragraph_bytes {
            self.end_paragraph();
        }
    }

    fn end_paragraph(&mut self) {
        let times = self.times.take();
        self.draft.end_paragraph(times);
    }
}
