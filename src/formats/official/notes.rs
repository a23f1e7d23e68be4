//! What is heard or done and not said, and lines that separate parts.

use crate::text::lines::is_space;
use crate::text::speakers::words::{SOUND, kinds};

/// The longest note inside speech, bytes.
pub const LONGEST_INSIDE: usize = 240;

/// The longest note on a line of its own, bytes: a longer bracket is speech or narration.
const LONGEST_LINE: usize = 1200;

/// What a whole line is, if it is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// `* * *`
    Separator,
    /// `(Applause.)`
    Note,
    /// `<…>`: something was left out here.
    Cut,
    /// Text.
    Text,
}

/// What a whole line is; `text` has no white space at its ends.
pub fn line_kind(text: &str) -> LineKind {
    let Some(first) = text.chars().next() else { return LineKind::Text };
    match first {
        '*' | '-' | '_' | '=' | '~' | '—' | '–' | '•' | '⁂' | '#' if is_separator(text) => LineKind::Separator,
        '(' | '[' | '<' | '‹' | '{' | '*' | '_' if text.len() <= LONGEST_LINE => {
            let bare = text.trim_matches(['*', '_']);
            if is_cut(bare) {
                LineKind::Cut
            } else if is_one_bracket(bare) {
                LineKind::Note
            } else {
                LineKind::Text
            }
        }
        '…' | '.' if text.chars().all(|c| matches!(c, '…' | '.') || is_space(c)) => LineKind::Cut,
        _ => LineKind::Text,
    }
}

/// Three signs of one kind or more, and nothing else.
fn is_separator(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !is_space(*c));
    let Some(first) = signs.next() else { return false };
    let (mut count, mut is_same) = (1, true);
    for sign in signs {
        count += 1;
        is_same &= sign == first;
    }
    is_same && (count >= 3 || first == '⁂' || first == '*' && text.len() <= 3)
}

/// `<…>`, `‹…›`, `[...]`, `(…)`.
fn is_cut(text: &str) -> bool {
    let inside = text
        .strip_prefix(['<', '‹', '[', '('])
        .and_then(|rest| rest.trim_end_matches('.').strip_suffix(['>', '›', ']', ')']));
    inside.is_some_and(|inside| {
        inside.chars().any(|c| matches!(c, '…' | '.')) && inside.chars().all(|c| matches!(c, '…' | '.') || is_space(c))
    })
}

/// Whether the bracket that opens the text closes at its end.
fn is_one_bracket(text: &str) -> bool {
    let Some((open, close)) = brackets(text) else { return false };
    let text = text.strip_suffix('.').unwrap_or(text);
    if !text.ends_with(close) || text.len() < 3 {
        return false;
    }
    let mut depth = 0i32;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 && at + close.len_utf8() < text.len() {
                return false;
            }
        }
    }
    depth == 0
}

fn brackets(text: &str) -> Option<(char, char)> {
    Some(match text.chars().next()? {
        '(' => ('(', ')'),
        '[' => ('[', ']'),
        '<' => ('<', '>'),
        '‹' => ('‹', '›'),
        '{' => ('{', '}'),
        _ => return None,
    })
}

/// Length in bytes of the note that the bracket at the start of `text` is: a sound in brackets, or a cut. None where the
/// bracket holds words that belong to the speech.
pub fn note_length(text: &str) -> Option<usize> {
    let (_, close) = brackets(text)?;
    let window = &text[..text.floor_char_boundary(text.len().min(LONGEST_INSIDE))];
    let end = window.find(close)? + close.len_utf8();
    let note = &window[..end];
    let inside = &note[note.chars().next()?.len_utf8()..end - close.len_utf8()];
    if note.len() <= 16 && is_cut(note) {
        return Some(end);
    }
    let (mut count, mut is_sound) = (0, false);
    for word in inside.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()) {
        count += 1;
        // A sound is short, and so is a report of one: `(Laughter in the hall, then applause.)`.
        if count > 12 {
            return None;
        }
        is_sound = is_sound || kinds(word) & SOUND != 0;
    }
    let is_report = inside.starts_with(char::is_uppercase) || note.starts_with('[') || count <= 3;
    (is_sound && is_report).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_no_text() {
        for text in ["* * *", "***", "*", "---", "———", "_ _ _"] {
            assert_eq!(line_kind(text), LineKind::Separator, "{text}");
        }
        for text in ["<…>", "‹…›", "<...>", "[…]", "(...)", "<…>."] {
            assert_eq!(line_kind(text), LineKind::Cut, "{text}");
        }
        for text in
            ["(Applause.)", "[Laughter]", "(A pause.)", "(The clock (the old one) strikes.)", "(Смех.)", "*(Applause)*"]
        {
            assert_eq!(line_kind(text), LineKind::Note, "{text}");
        }
        for text in ["(On the harbour): I agree.", "- a point", "<b>bold</b> text", "(one) and (two)", "…and so on", ""]
        {
            assert_eq!(line_kind(text), LineKind::Text, "{text}");
        }
    }

    #[test]
    fn sounds_inside_speech_are_notes_and_asides_are_not() {
        for text in [
            "(Applause.) Yes",
            "[laughter] Yes",
            "(Laughter in the hall, then applause.)",
            "<…> Yes",
            "(Смех.)",
            "(смех)",
            "[inaudible]",
        ] {
            assert!(note_length(text).is_some(), "{text}");
        }
        for text in [
            "[rubles]",
            "(I have said so)",
            "(as you know, there was applause)",
            "(2,700 km)",
            "(Japan)",
            "(no end",
            "<b>",
        ] {
            assert_eq!(note_length(text), None, "{text}");
        }
    }
}
