//! What is heard or done in a cue and not said: `[Music]`, `(applause)`, `♪ … ♪`.
//!
//! Round brackets hold asides as often as notes, so what stands in them must be of a kind that is heard.

use memchr::{memchr, memchr3, memmem};

use super::Cues;
use super::cue_text::{Walk, first_word};
use crate::model::{Kind, Note, TextRange};

/// Longest note; what is longer is taken for words.
const NOTE_BYTES: usize = 400;

/// Longest note in round brackets.
const BRACKET_BYTES: usize = 80;

impl Cues<'_> {
    pub(super) fn say_with_notes(&mut self, walk: &mut Walk<'_>, end: usize) {
        if is_all_notes(walk.plain, walk.at, end) {
            self.end_paragraph();
            while walk.at < end {
                let note_end = note_at(walk.plain, walk.at, end).unwrap_or(end);
                self.note(walk, note_end, false);
                let next = first_word(walk.plain, note_end, end);
                self.take(walk, next, Kind::Markup);
            }
            return;
        }
        self.join(walk);
        while walk.at < end {
            match next_note(walk.plain, walk.at, end) {
                Some((start, note_end)) => {
                    self.take_lines(walk, start, Kind::Speech);
                    if self.draft.paragraph_bytes() + (note_end - start) > self.paragraph_bytes {
                        self.cut_paragraph(walk);
                    }
                    self.note(walk, note_end, true);
                }
                None => self.take_lines(walk, end, Kind::Speech),
            }
        }
    }

    pub(super) fn note(&mut self, walk: &mut Walk<'_>, end: usize, is_inside: bool) {
        let span = walk.span(walk.at, end);
        let start = self.draft.transcript.text.len();
        self.take_lines(walk, end, Kind::Note);
        let text = TextRange::new(start, self.draft.transcript.text.len());
        let paragraph = self.draft.paragraph_count();
        self.draft.add_note(Note { text, span, paragraph, is_inside });
    }
}

/// Beginnings of words that a note in round brackets may open with, lower case: what is heard, in the languages that
/// captions are most often in.
const HEARD: &[&str] = &[
    "applau",
    "beifall",
    "bell",
    "boo",
    "chant",
    "cheer",
    "chuckl",
    "clap",
    "clears throat",
    "cough",
    "cries",
    "cross-talk",
    "crosstalk",
    "crowd",
    "crying",
    "door",
    "gasp",
    "giggl",
    "groan",
    "heiterkeit",
    "inaudible",
    "indiscernible",
    "laugh",
    "lachen",
    "music",
    "musik",
    "musique",
    "música",
    "off-mike",
    "pause",
    "phone",
    "rires",
    "risas",
    "scream",
    "sigh",
    "silence",
    "sings",
    "singing",
    "sniff",
    "sob",
    "unintelligible",
    "whisper",
    "whistl",
    "аплод",
    "музык",
    "смех",
    "смеёт",
    "сміх",
];

/// The end of the note that starts at `at`, if one does: `[Music]`, `(applause)`, `♪ … ♪`.
fn note_at(plain: &str, at: usize, end: usize) -> Option<usize> {
    let rest = &plain.as_bytes()[at..end];
    let rest = &rest[..rest.len().min(NOTE_BYTES)];
    match rest.first()? {
        b'[' => {
            let close = memchr(b']', rest)?;
            (close > 1).then_some(at + close + 1)
        }
        b'(' => {
            let close = memchr(b')', &rest[..rest.len().min(BRACKET_BYTES)])?;
            let inside = plain[at + 1..at + close].trim();
            let has_letters = inside.chars().filter(|c| c.is_alphabetic()).count() >= 2;
            let is_capitals =
                has_letters && !inside.chars().any(char::is_lowercase) && inside.contains(char::is_uppercase);
            let lower = inside.to_lowercase();
            let is_heard = lower.split(' ').any(|word| HEARD.iter().any(|heard| word.starts_with(heard)));
            (is_capitals || (is_heard && inside.len() <= 40)).then_some(at + close + 1)
        }
        0xe2 if rest.starts_with("♪".as_bytes()) || rest.starts_with("♫".as_bytes()) => {
            let mut close = 3;
            loop {
                let Some(length) = memmem::find(&rest[close..], &[0x99]) else {
                    // A song that is not closed goes on to the end of the cue.
                    return (rest.len() == end - at).then_some(end);
                };
                close += length + 2;
                let is_sign = rest.len() >= close && matches!(rest[close - 3..close], [0xe2, 0x99, 0xaa | 0xab]);
                if is_sign {
                    break;
                }
                if close >= rest.len() {
                    return (rest.len() == end - at).then_some(end);
                }
            }
            // `♪♪ la la ♪♪`: neighbours belong together.
            while rest[close..].starts_with("♪".as_bytes()) || rest[close..].starts_with("♫".as_bytes()) {
                close += 3;
            }
            Some(at + close)
        }
        _ => None,
    }
}

/// The next note from `at` on. Brackets that stand against a letter are part of a word.
pub fn next_note(plain: &str, at: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = plain.as_bytes();
    let mut from = at;
    while from < end {
        let start = from + memchr3(b'[', b'(', 0xe2, &bytes[from..end])?;
        let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0xc0);
        let is_after_word = bytes[start] != 0xe2 && start > at && is_word(bytes.get(start - 1));
        if !is_after_word && let Some(note_end) = note_at(plain, start, end) {
            let is_before_word = bytes[start] != 0xe2 && note_end < end && is_word(bytes.get(note_end));
            if !is_before_word {
                return Some((start, note_end));
            }
        }
        from = start + 1;
    }
    None
}

/// Whether nothing but notes stands between `at` and `end`, which are the ends of words. In round brackets anything
/// that fills the stretch is a note: nobody says a whole cue in brackets.
fn is_all_notes(plain: &str, at: usize, end: usize) -> bool {
    let bytes = &plain.as_bytes()[at..end];
    if bytes.len() <= BRACKET_BYTES && bytes[0] == b'(' && memchr(b')', bytes) == Some(bytes.len() - 1) {
        return true;
    }
    let mut at = at;
    while at < end {
        match note_at(plain, at, end) {
            Some(note_end) => at = first_word(plain, note_end, end),
            None => return false,
        }
    }
    true
}
