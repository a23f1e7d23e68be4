//! `plain`: prose without speakers. Whatever is text and nothing else is shown as such.
//!
//! A paragraph is a line; or, where lines were wrapped by hand at a width, a run of lines. Nobody is ever said to
//! speak: who does is for formats that print it.

use super::official::Official;
use super::{Confidence, Draft, Format, Limits, Meta, Parsed, Probe, Refusal, Source, is_too_much};
use crate::model::{Field, Kind, Span};
use crate::text::lines::{Line, Lines};

static META: Meta = Meta {
    id: "plain",
    name: "Plain text",
    endings: &["txt", "text"],
    media_types: &["text/plain"],
    specification: "docs/adding-a-format.md",
    keeps: "title, paragraphs, notes, separators",
    omits: "nothing",
    is_lined: true,
};

/// Longest title and longest note of its own, bytes.
const LONGEST_TITLE: usize = 160;

/// Widths, in columns, at which people and programs wrap lines by hand.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 45..=110;

/// See the module.
pub struct Plain;

impl Format for Plain {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        if probe.text.chars().any(char::is_alphabetic) { Confidence::Maybe } else { Confidence::No }
    }

    fn taught(&self) -> Option<&'static dyn Format> {
        // Text in which somebody speaks after all.
        Some(&Official)
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let count = Lines::new(source.text, source.body_start()).count();
        if is_too_much(count, size_of::<Line<'_>>() + size_of::<usize>(), source.text) {
            return Ok(Parsed::too_dense());
        }
        let mut lines: Vec<Line<'_>> = Vec::with_capacity(count);
        lines.extend(Lines::new(source.text, source.body_start()));
        let Some(first) = lines.iter().position(|line| !line.is_blank()) else { return Err(Refusal::Empty) };
        let mut draft = Draft::new(source.text, limits);
        let mut rest = &lines[first..];
        if let Some(title) = find_title(source.text, rest) {
            draft.claim(Kind::Metadata, title);
            draft.transcript.metadata.title = Some(Field { value: title.of(source.text).to_owned(), span: title });
            rest = &rest[1..];
        }
        let wrap = find_wrap(rest);
        for block in rest.split(Line::is_blank).filter(|block| !block.is_empty()) {
            push_block(&mut draft, block, wrap);
        }
        Ok(draft.finish())
    }
}

/// A first line that is short, ends without a stop, and stands above a blank line and more text.
fn find_title(source: &str, lines: &[Line<'_>]) -> Option<Span> {
    let (first, below) = lines.split_first()?;
    let span = first.trimmed();
    let text = span.of(source);
    let is_title = text.len() <= LONGEST_TITLE
        && text.chars().next().is_some_and(char::is_alphanumeric)
        && text.chars().any(char::is_alphabetic)
        && !text.ends_with(['.', ',', ':', ';', '!', '?', '…', '。', '！', '？', '-', '—', '–'])
        && below.first()?.is_blank()
        && below.iter().any(|line| !line.is_blank());
    is_title.then_some(span)
}

/// The width at which the lines were wrapped by hand; none where a line is a paragraph.
///
/// Lines were wrapped if each breaks where its next word had no room, and most of them in mid-sentence.
fn find_wrap(lines: &[Line<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().filter(|line| !line.is_blank()).map(width).collect();
    widths.sort_unstable();
    // A few lines may stick out: an address, a table.
    let wrap = *widths.get(widths.len().checked_sub(1)? * 19 / 20)?;
    if !WRAP_WIDTHS.contains(&wrap) {
        return None;
    }
    let (mut pairs, mut full, mut open) = (0usize, 0usize, 0usize);
    for pair in lines.windows(2).filter(|pair| !pair[0].is_blank() && !pair[1].is_blank()) {
        pairs += 1;
        if is_full(&pair[0], &pair[1], wrap) {
            full += 1;
            let text = pair[0].text.trim_end();
            open += usize::from(!text.ends_with(['.', '!', '?', '…', ':', '"', '”', '»', ')', ']', '。', '！', '？']));
        }
    }
    (pairs > 0 && full * 10 >= pairs * 7 && open * 2 > full).then_some(wrap)
}

/// Whether the first word of `next` had no room at the end of `line`.
fn is_full(line: &Line<'_>, next: &Line<'_>, wrap: usize) -> bool {
    let (text, next) = (line.text.trim_end(), next.text.trim_start());
    let word = match next.chars().next() {
        Some(c) if is_ideographic(c) => 2,
        _ => next.split(char::is_whitespace).next().unwrap_or_default().chars().take(wrap).count(),
    };
    width(line) + 1 + word > wrap || is_hyphenated(text, next)
}

/// Columns that a line takes, white space at the end aside: ideographs are twice as wide as letters.
fn width(line: &Line<'_>) -> usize {
    line.text.trim_end().chars().map(|c| 1 + usize::from(is_ideographic(c))).sum()
}

/// Whether a line breaks in the middle of a word, or at the hyphen of one.
fn is_hyphenated(text: &str, next: &str) -> bool {
    let mut letters = text.chars().rev();
    matches!(letters.next(), Some('-' | '\u{ad}' | '\u{2010}'))
        && letters.next().is_some_and(char::is_alphabetic)
        && next.starts_with(char::is_lowercase)
}

/// The paragraphs of a run of lines without a blank one.
fn push_block(draft: &mut Draft<'_>, block: &[Line<'_>], wrap: Option<usize>) {
    let mut start = 0;
    for i in 0..block.len() {
        let goes_on = match (wrap, block.get(i + 1)) {
            (Some(wrap), Some(next)) => is_full(&block[i], next, wrap) && !is_indented(&block[i], next),
            _ => false,
        };
        if !goes_on {
            push_paragraph(draft, &block[start..=i]);
            start = i + 1;
        }
    }
}

/// Whether `next` starts a paragraph by standing further in than `line`.
fn is_indented(line: &Line<'_>, next: &Line<'_>) -> bool {
    let indent = |line: &Line<'_>| line.text.len() - line.text.trim_start().len();
    indent(next) > indent(line) + 1
}

fn push_paragraph(draft: &mut Draft<'_>, lines: &[Line<'_>]) {
    let source = draft.source();
    if let [line] = lines {
        let span = line.trimmed();
        let text = span.of(source);
        if is_separator(text) {
            draft.heading(span, 0);
            return;
        }
        if is_note(text) {
            draft.note(span);
            return;
        }
    }
    draft.begin_paragraph();
    let mut last: Option<Span> = None;
    for line in lines {
        let span = line.trimmed();
        if let Some(last) = last {
            let gap = Span { start: last.end, end: span.start };
            draft.push_text(joint(last.of(source), span.of(source)), gap);
        }
        draft.push_source_bounded(span, "plain.long-paragraph");
        last = Some(span);
    }
    draft.end_paragraph(None);
}

/// What stands in the reading text for a line break inside a paragraph.
pub(super) fn joint(before: &str, after: &str) -> &'static str {
    match (before.chars().next_back(), after.chars().next()) {
        (Some(last), Some(next)) if is_ideographic(last) && is_ideographic(next) => "",
        // The hyphen stays: whether it belongs to the word cannot be known.
        _ if is_hyphenated(before, after) => "",
        _ => " ",
    }
}

/// Letters of scripts that write no spaces between words.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

/// `* * *`, `---`: signs alone, three at least.
fn is_separator(text: &str) -> bool {
    text.len() <= 80
        && text.chars().all(|c| matches!(c, '*' | '-' | '_' | '=' | '~' | '#' | '•' | '·' | '—' | '–' | ' '))
        && text.chars().filter(|c| *c != ' ').count() >= 3
}

/// A line in brackets: `(Applause.)`, `[Music]`.
fn is_note(text: &str) -> bool {
    let inside = match text.as_bytes() {
        [b'(', .., b')'] => text[1..text.len() - 1].find(['(', ')']),
        [b'[', .., b']'] => text[1..text.len() - 1].find(['[', ']']),
        _ => return false,
    };
    text.len() <= LONGEST_TITLE && inside.is_none() && text.chars().any(char::is_alphabetic)
}
