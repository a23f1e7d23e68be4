//! Lines that could open a turn: where their label would end, and what stands beside it.
//!
//! Looks at one line and decides nothing: [`super::evidence`] does, when it has seen them all.

use memchr::{memchr, memchr_iter};

use crate::model::Span;
use crate::text::lines::is_space;
use crate::text::speakers::words::{FUNCTION, HONORIFIC, OFFICE, REMARK, STOP, kinds};

/// How far into a line a label may end, bytes: labels of 150 letters and more are in use, also in Cyrillic.
const LONGEST_LABEL: usize = 480;

/// How far into a line a label that ends in a full stop may end, bytes.
const LONGEST_DOTTED: usize = 100;

/// A line that could open a turn. All spans count from the start of the source.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Asterisks in front of the label.
    pub stars: Span,
    /// The label as printed, without the colon and without a remark.
    pub label: Span,
    /// `(as translated)`; empty where there is none.
    pub remark: Span,
    /// The colon, the asterisks around it and the space behind it.
    pub mark: Span,
    /// What is said: the rest of the line.
    pub speech: Span,
    /// Whether a full stop ends the label and not a colon.
    pub is_dotted: bool,
}

/// The candidate that the line `text`, which stands at `span`, is. Cheap where it is none, as most lines are.
/// `has_wide` says whether the source has full-width colons at all.
pub fn candidate(text: &str, span: Span, has_wide: bool) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let window = &bytes[..bytes.len().min(LONGEST_LABEL)];
    let mut colon = memchr(b':', window).map(|at| (at, 1));
    if has_wide
        && let Some(at) = memchr::memmem::find(window, "：".as_bytes())
        && colon.is_none_or(|(c, _)| at < c)
    {
        colon = Some((at, '：'.len_utf8()));
    }
    // A label in brackets is a note: `(Interruption from the left: …)`.
    if matches!(bytes.first(), None | Some(b'(' | b'[' | b'<' | b'#')) {
        return None;
    }
    if let Some((at, width)) = colon
        && at > 0
        && is_label_end(&bytes[at + width..])
    {
        return at_colon(text, span, at, width);
    }
    None
}

/// The candidate of the line `text` at `span` whose label mark-up says to stand at `mark`, colon and remark included or
/// not. None where nothing but signs stands there.
pub fn marked(text: &str, span: Span, mark: Span) -> Option<Candidate> {
    let is_colon = |c: char| is_space(c) || matches!(c, ':' | '：');
    let marked = (mark.end.min(span.end) - span.start) as usize;
    let label = text.get(..marked)?.trim_end_matches(is_colon).len();
    let (label, remark) = without_remark(text, (0, label));
    let is_name = text[..label.1].contains(char::is_alphanumeric);
    let speech = text.len() - text[marked..].trim_start_matches(is_colon).len();
    let on = |start: usize, end: usize| Span { start: span.start + start as u32, end: span.start + end as u32 };
    let mark_start = if remark.1 > remark.0 { remark.1 } else { label.1 };
    is_name.then(|| Candidate {
        stars: on(0, 0),
        label: on(0, label.1),
        remark: on(remark.0, remark.1),
        mark: on(mark_start, speech),
        speech: on(speech, text.len()),
        is_dotted: false,
    })
}

/// The candidate of the line at `span` whose label is known to stand at `label` and whose speech begins at `speech`.
pub fn taught(span: Span, label: Span, speech: u32) -> Candidate {
    let empty = Span { start: label.end, end: label.end };
    Candidate {
        stars: Span { start: span.start, end: label.start },
        label,
        remark: empty,
        mark: Span { start: label.end, end: speech },
        speech: Span { start: speech, end: span.end },
        is_dotted: false,
    }
}

/// Whether what follows a colon lets it end a label: no address, no time of day, no ratio.
fn is_label_end(rest: &[u8]) -> bool {
    !matches!(rest.first(), Some(b'/' | b':' | b'0'..=b'9' | b'\\'))
}

fn at_colon(text: &str, span: Span, at: usize, width: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let stars = bytes.iter().take(3).take_while(|b| matches!(b, b'*' | b'_')).count();
    let mut end = at;
    // `**Name**: …`: the asterisks end in front of the colon.
    while end > stars && stars > 0 && matches!(bytes[end - 1], b'*' | b'_') {
        end -= 1;
    }
    let label = trim(text, stars, end);
    let (label, remark) = without_remark(text, label);
    if label.0 >= label.1 {
        return None;
    }
    let mut speech = at + width;
    while stars > 0 && matches!(bytes.get(speech), Some(b'*' | b'_')) {
        speech += 1;
    }
    let mark_start = if remark.1 > remark.0 { remark.1 } else { label.1 };
    let speech = (speech + (text[speech..].len() - text[speech..].trim_start_matches(is_space).len()), text.len());
    let on = |(start, end): (usize, usize)| Span { start: span.start + start as u32, end: span.start + end as u32 };
    Some(Candidate {
        stars: on((0, stars)),
        label: on(label),
        remark: on(remark),
        mark: on((mark_start, speech.0.max(mark_start))),
        speech: on(speech),
        is_dotted: false,
    })
}

/// `NAME.`, `Mr. NAME.`, `The PRESIDING OFFICER.`, `Q.`, `A.` in front of speech.
pub fn dotted(text: &str, span: Span) -> Option<Candidate> {
    let bytes = text.as_bytes();
    // Nearly all lines end here: the first word must be in capitals, a form of address, an office or an article.
    let first_end = bytes.iter().take(24).position(|b| matches!(b, b' ' | b'.' | b'\t' | 0xc2))?;
    let first = text.get(..first_end)?;
    let is_caps = |word: &str| {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        letters.clone().any(char::is_uppercase) && letters.all(|c| !c.is_lowercase() || c == 'c')
    };
    if !is_caps(first) || bytes.len() < 2 || first_end == 1 && bytes[1] != b'.' {
        // Many sentences begin with `The` or `In`; only capitals behind them can make a label.
        let second = text[first_end..].trim_start_matches(['.', ' ']);
        let are_capitals = second.chars().take(2).filter(|c| c.is_uppercase()).count() == 2;
        if !are_capitals || kinds(first) & (HONORIFIC | OFFICE | FUNCTION) == 0 {
            return None;
        }
    }
    let window = &bytes[..bytes.len().min(LONGEST_DOTTED)];
    for at in memchr_iter(b'.', window) {
        if !matches!(bytes.get(at + 1), None | Some(b' ' | b'\t' | 0xc2 | 0xe2)) {
            continue;
        }
        let before = text.get(..at)?;
        let last = before.rsplit(is_space).next()?;
        let is_question = before == last && matches!(last, "Q" | "A");
        if !is_question && (last.chars().count() < 2 || kinds(last) & HONORIFIC != 0 && !is_caps(last)) {
            continue;
        }
        // `Mr. SMITH of Texas.`: behind the name in capitals there may be a place.
        let mut words = before.split(is_space).filter(|word| !word.is_empty());
        let name = words.clone().filter(|word| word.chars().count() > 1 && is_caps(word)).count();
        let is_label = words.all(|word| {
            is_caps(word) || kinds(word.trim_end_matches('.')) & (HONORIFIC | OFFICE | FUNCTION) != 0 || {
                name > 0 && before.contains(" of ") && word.starts_with(char::is_uppercase)
            }
        });
        if !is_question && (name == 0 || !is_label) {
            return None;
        }
        let speech = at + 1 + (text[at + 1..].len() - text[at + 1..].trim_start_matches(is_space).len());
        let on = |start: usize, end: usize| Span { start: span.start + start as u32, end: span.start + end as u32 };
        return Some(Candidate {
            stars: on(0, 0),
            label: on(0, at),
            remark: on(at, at),
            mark: on(at, speech),
            speech: on(speech, text.len()),
            is_dotted: true,
        });
    }
    None
}

/// `start..end` of `text` without white space at both ends.
fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let Some(part) = text.get(start..end) else { return (start, start) };
    let end = start + part.trim_end_matches(is_space).len();
    let start = start + part.len() - part.trim_start_matches(is_space).len();
    (start.min(end), end)
}

type Range = (usize, usize);

/// The label without a remark at its end, and the remark.
fn without_remark(text: &str, label: Range) -> (Range, Range) {
    let none = (label.1, label.1);
    let part = &text[label.0..label.1];
    let open = match part.as_bytes().last() {
        Some(b')') => '(',
        Some(b']') => '[',
        Some(b'>') => '<',
        _ => return (label, none),
    };
    let Some(at) = part.find(open).filter(|at| *at > 0) else { return (label, none) };
    // A bracket inside the office stands in front of further words.
    let at = if part[at + 1..].contains(open) { part.rfind(open).unwrap_or(at) } else { at };
    let inside = &part[at + 1..part.len() - 1];
    if open == '<' || is_remark(inside) {
        return (trim(text, label.0, label.0 + at), (label.0 + at, label.1));
    }
    (label, none)
}

/// Whether a bracket beside a label says how something is said, and not who says it: `as translated`, not `SPD`.
pub fn is_remark(inside: &str) -> bool {
    let inside = inside.trim_matches(is_space);
    has_remark_word(inside, false) || inside.starts_with(char::is_lowercase) && inside.chars().count() > 3
}

/// Whether a bracket begins with a word that remarks begin with; if `is_strict`, with one that nothing else begins with:
/// `retranslated`, but not `as`.
pub fn has_remark_word(inside: &str, is_strict: bool) -> bool {
    let first = inside.split(|c: char| is_space(c) || matches!(c, ',' | ';' | ':')).next().unwrap_or_default();
    let kinds = kinds(first);
    let is_sure = kinds & (STOP | FUNCTION) == 0;
    kinds & REMARK != 0 && (is_sure || !is_strict) && inside.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label_and_speech(line: &str) -> Option<(&str, &str, &str)> {
        let span = Span::new(0, line.len());
        let found = candidate(line, span, line.contains('：')).or_else(|| dotted(line, span))?;
        Some((found.label.of(line), found.remark.of(line), found.speech.of(line)))
    }

    #[test]
    fn labels_end_at_a_colon_or_a_full_stop() {
        for (line, expected) in [
            ("Nils Berg: Good evening.", ("Nils Berg", "", "Good evening.")),
            ("Nils Berg:", ("Nils Berg", "", "")),
            ("В.Берг: Добрый вечер.", ("В.Берг", "", "Добрый вечер.")),
            ("主席：晚上好。", ("主席", "", "晚上好。")),
            ("**Nils Berg:** Good evening.", ("Nils Berg", "", "Good evening.")),
            ("**Nils Berg**: Good evening.", ("Nils Berg", "", "Good evening.")),
            ("Nils Berg (as translated): Yes.", ("Nils Berg", "(as translated)", "Yes.")),
            ("Nils Berg (retranslated) : Yes.", ("Nils Berg", "(retranslated)", "Yes.")),
            ("Н.Берг (по видеосвязи): Да.", ("Н.Берг", "(по видеосвязи)", "Да.")),
            ("Nils Berg (Answering a question): Yes.", ("Nils Berg", "(Answering a question)", "Yes.")),
            ("Dr. Nils Berg (SPD): Yes.", ("Dr. Nils Berg (SPD)", "", "Yes.")),
            ("Ms. SALO (Mayor): Yes.", ("Ms. SALO (Mayor)", "", "Yes.")),
            ("Mr. SMITH. I rise.", ("Mr. SMITH", "", "I rise.")),
            ("Mr. SMITH of Texas. I rise.", ("Mr. SMITH of Texas", "", "I rise.")),
            ("The PRESIDING OFFICER. Without objection.", ("The PRESIDING OFFICER", "", "Without objection.")),
            ("BERG. Yes.", ("BERG", "", "Yes.")),
            ("Q. Did you see it?", ("Q", "", "Did you see it?")),
        ] {
            assert_eq!(label_and_speech(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn other_colons_and_full_stops_do_not() {
        for line in [
            "https://example.org/page",
            "14:00",
            "The score was 3:1.",
            "(Interruption from the left: Oh!)",
            "A good day. Yes.",
            "It rained. We stayed.",
            ": nothing",
            "",
            "The end.",
        ] {
            assert_eq!(label_and_speech(line), None, "{line}");
        }
    }
}
