//! Who speaks in a cue: `>>`, dialogue dashes and labels at the start of a line.
//!
//! Labels are taken with care, because a wrong speaker is worse than none: in capitals, or shaped like a name that
//! opens at least two cues of the file.

use std::collections::HashMap;

use memchr::{memchr, memchr2, memmem};

use super::cue_text::{Walk, first_word};
use super::{Cues, Speaking, signs};
use crate::model::{Kind, Span, TurnLabel};
use crate::text::lines::Lines;

/// Longest label.
const LABEL_BYTES: usize = 60;

/// What a line opens with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    /// End of `>>` or of the dash, white space behind it included; the start of the line where there is none.
    mark_end: usize,
    /// End of the label, without the colon, where there is one.
    label_end: Option<usize>,
    /// Start of what is said.
    rest: usize,
}

impl Cues<'_> {
    /// What the line that starts at `line` opens with, if it opens a turn.
    #[inline]
    pub(super) fn opening(&mut self, plain: &str, line: usize, signs: u8) -> Option<Opening> {
        let byte = *plain.as_bytes().get(line)?;
        if signs & signs::COLON == 0 && !matches!(byte, b'-' | b'>' | b'[' | 0xe2) {
            return None;
        }
        let mark_end = skip_mark(plain, line);
        if let Some(opening) = numbered_speaker(plain, mark_end) {
            return Some(opening);
        }
        let label = if signs & signs::COLON != 0 { self.label(plain, mark_end) } else { None };
        if mark_end == line && label.is_none() {
            return None;
        }
        let rest = label.map_or(mark_end, |end| {
            let colon = end + memchr(b':', &plain.as_bytes()[end..]).map_or(0, |i| i + 1);
            skip_blanks(plain, colon)
        });
        Some(Opening { mark_end, label_end: label, rest })
    }

    /// The end of the label that starts at `start`, if one does.
    fn label(&mut self, plain: &str, start: usize) -> Option<usize> {
        let (end, is_capitals) = label_shape(plain, start)?;
        if is_capitals {
            return Some(end);
        }
        let (source, opener) = (self.draft.source(), self.opener);
        let names = self.names.get_or_insert_with(|| count_names(source, opener));
        names.get(&plain[start..end]).is_some_and(|n| *n >= 2).then_some(end)
    }

    pub(super) fn open(&mut self, walk: &mut Walk<'_>, line: usize, opening: Opening) {
        self.take(walk, opening.mark_end, Kind::Markup);
        let label = opening.label_end.map(|end| {
            let id = self.draft.label(&walk.plain[opening.mark_end..end]);
            (id, walk.span(opening.mark_end, end), end)
        });
        let is_same = label.is_some_and(|(id, ..)| self.speaking == Speaking::Label(id));
        if !is_same {
            self.end_paragraph();
            self.speaking = label.map_or(Speaking::Unnamed, |(id, ..)| Speaking::Label(id));
        }
        match label {
            Some((id, span, end)) => {
                if !is_same {
                    // The label itself is claimed below, piece by piece, because tags may stand inside.
                    self.draft.open_turn(Some(TurnLabel { id, span: Span { start: span.start, end: span.start } }));
                    self.draft.set_label_span(span);
                }
                self.take(walk, end, Kind::Label);
                self.take(walk, opening.rest, Kind::Markup);
            }
            None => {
                debug_assert!(opening.mark_end > line);
                self.draft.open_turn(None);
            }
        }
    }
}

/// The end of `>>` or of a dialogue dash at the start of a line, white space behind it included.
pub(super) fn skip_mark(plain: &str, line: usize) -> usize {
    let rest = &plain[line..];
    let length = match rest.as_bytes() {
        [b'>', b'>', ..] => rest.bytes().take_while(|b| *b == b'>').count(),
        [b'-', ..] => 1,
        _ if rest.starts_with(['–', '—']) => 3,
        _ => return line,
    };
    let after = &rest[length..];
    let next = after.chars().next();
    let is_mark = match rest.as_bytes()[0] {
        b'>' => true,
        b'-' => next.is_some_and(|c| {
            c == ' ' || (c.is_alphabetic() && !c.is_lowercase()) || matches!(c, '[' | '(' | '"' | '“' | '¿' | '¡' | '♪')
        }),
        _ => next == Some(' '),
    };
    if !is_mark {
        return line;
    }
    line + length + after.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Words that open a sentence with a colon and are nobody's name, lower case.
const NO_NAMES: &[&str] = &[
    "also",
    "and",
    "announcement",
    "attention",
    "because",
    "but",
    "caution",
    "conclusion",
    "disclaimer",
    "example",
    "finally",
    "first",
    "fourth",
    "hint",
    "http",
    "https",
    "important",
    "nb",
    "next",
    "note",
    "notes",
    "ok",
    "okay",
    "or",
    "plus",
    "ps",
    "remember",
    "reminder",
    "result",
    "second",
    "see",
    "so",
    "source",
    "sources",
    "spoiler",
    "step",
    "subject",
    "summary",
    "then",
    "third",
    "tip",
    "update",
    "warning",
];

/// Whether a label stands at `start`: its end, without the colon, and whether it is in capitals. Cheap for what is
/// none.
fn label_shape(plain: &str, start: usize) -> Option<(usize, bool)> {
    let bytes = &plain.as_bytes()[start..];
    let colon = memchr(b':', &bytes[..bytes.len().min(LABEL_BYTES)])?;
    if !matches!(bytes.get(colon + 1), None | Some(b' ' | b'\t' | b'\n' | b'\r')) {
        return None;
    }
    let name = plain[start..start + colon].trim_end();
    let first = name.chars().next().filter(|c| c.is_uppercase())?;
    let is_name_letter = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '#' | '&' | '/');
    if !name.chars().all(is_name_letter) {
        return None;
    }
    let mut words = 0;
    for word in name.split(' ') {
        words += 1;
        let is_part = word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '#')
            || matches!(
                word,
                "of" | "the"
                    | "and"
                    | "de"
                    | "da"
                    | "di"
                    | "van"
                    | "von"
                    | "der"
                    | "den"
                    | "la"
                    | "le"
                    | "bin"
                    | "al"
                    | "&"
            );
        if !is_part || words > 5 {
            return None;
        }
    }
    if is_no_name(name) {
        return None;
    }
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let is_capitals = letters >= 2 && name.chars().all(|c| !c.is_lowercase()) && first.is_uppercase();
    Some((start + name.len(), is_capitals))
}

/// Whether a name-shaped stretch before a colon begins with a word that is nobody's name: `Note`, `Step 2`.
pub fn is_no_name(name: &str) -> bool {
    let head = name.split(' ').next().unwrap_or_default().to_lowercase();
    NO_NAMES.binary_search(&head.as_str()).is_ok()
}

/// Words that recognisers put before the number of a voice, lower case.
const NUMBERED: &[&str] = &["speaker", "spk", "spkr"];

/// A label that a recogniser made up, for it may open a turn at its first appearance: `SPEAKER_00:`, `Speaker 1:`,
/// `spk_0:`, `[SPEAKER_01]`, `[Speaker A]:`.
fn numbered_speaker(plain: &str, line: usize) -> Option<Opening> {
    let bytes = plain.as_bytes();
    let is_bracketed = bytes.get(line) == Some(&b'[');
    let start = line + usize::from(is_bracketed);
    let word = bytes[start..].iter().take(8).take_while(|b| b.is_ascii_alphabetic()).count();
    if word < 3 || !NUMBERED.iter().any(|known| plain[start..start + word].eq_ignore_ascii_case(known)) {
        return None;
    }
    let number = start + word + usize::from(matches!(bytes.get(start + word), Some(b'_' | b' ' | b'-' | b'#')));
    let digits = bytes[number..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let length = if digits == 0 { usize::from(bytes.get(number).is_some_and(u8::is_ascii_uppercase)) } else { digits };
    let label_end = number + length;
    let after = label_end + usize::from(is_bracketed);
    let has_colon = bytes.get(after) == Some(&b':');
    let is_closed = if is_bracketed { bytes.get(label_end) == Some(&b']') } else { has_colon };
    let rest = after + usize::from(has_colon);
    let is_label = length > 0 && is_closed && matches!(bytes.get(rest), None | Some(b' ' | b'\t' | b'\n' | b'\r'));
    is_label.then(|| Opening { mark_end: start, label_end: Some(label_end), rest: skip_blanks(plain, rest) })
}

/// Where the spaces and tabs that start at `at` end.
fn skip_blanks(plain: &str, at: usize) -> usize {
    at + plain.as_bytes()[at..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// How many cues open with each name-shaped label, or, where no times have arrows, how many lines behind what stands
/// in brackets. Walks the source once, and only where a label is in doubt.
fn count_names(source: &str, opener: Option<u8>) -> HashMap<&str, u32> {
    let bytes = source.as_bytes();
    let mut names = HashMap::new();
    if let Some(opener) = opener {
        // Of several in a row the first one stands before the words and the others are a mark of dialogue.
        for at in memchr::memchr_iter(opener, bytes).filter(|at| *at == 0 || bytes[at - 1] != opener) {
            let space = bytes[at + 1..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            let start = skip_mark(source, at + 1 + space);
            if let Some((end, _)) = label_shape(source, start) {
                *names.entry(&source[start..end]).or_insert(0) += 1;
            }
        }
        return names;
    }
    if memmem::find(bytes, b"-->").is_none() {
        for line in Lines::new(source, 0) {
            let start = skip_mark(source, skip_brackets(source, line.span.start as usize));
            if let Some((end, _)) = label_shape(source, start) {
                *names.entry(&source[start..end]).or_insert(0) += 1;
            }
        }
        return names;
    }
    for arrow in memmem::find_iter(bytes, "-->") {
        let Some(length) = memchr2(b'\n', b'\r', &bytes[arrow..]) else { break };
        let mut line = arrow + length + 1;
        if bytes[line - 1] == b'\r' && bytes.get(line) == Some(&b'\n') {
            line += 1;
        }
        // What is heard stands on a line of its own above who speaks.
        if let Some(b'[' | b'(') = bytes.get(line)
            && let Some(length) = memchr2(b'\n', b'\r', &bytes[line..])
        {
            line = first_word(source, line + length, source.len());
        }
        line = skip_mark(source, line);
        if let Some((end, _)) = label_shape(source, line) {
            *names.entry(&source[line..end]).or_insert(0) += 1;
        }
    }
    names
}

/// Where the times and codes in brackets that start at `at` end.
fn skip_brackets(source: &str, mut at: usize) -> usize {
    loop {
        let close = match source.as_bytes().get(at) {
            Some(b'[') => b']',
            Some(b'{') => b'}',
            Some(b'<') => b'>',
            _ => return at,
        };
        let rest = &source.as_bytes()[at..];
        let Some(length) = memchr(close, &rest[..rest.len().min(LABEL_BYTES)]) else { return at };
        at = skip_blanks(source, at + length + 1);
    }
}
