//! Names and offices in reading form: capitals become title case, particles stay small.

use super::label::{Case, Word, glued_surname, is_roman};
use super::words::{FUNCTION, OFFICE, PARTICLE, kinds};
use crate::text::lines::is_space;

/// The words of a name in reading form, and whether capitals were undone.
pub fn read_name(words: &[Word<'_>]) -> (String, bool) {
    let mut name = String::new();
    let mut is_reshaped = false;
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            name.push(' ');
        }
        let is_caps = word.case == Case::Caps && !is_roman(word.text) && !is_acronym(word.text);
        if is_caps && i > 0 && i + 1 < words.len() && word.is(PARTICLE) {
            name.extend(word.text.chars().flat_map(char::to_lowercase));
            is_reshaped = true;
        } else if is_caps {
            push_title_case(word.text, &mut name);
            is_reshaped = true;
        } else {
            is_reshaped |= push_mended(word, &mut name);
        }
    }
    (name, is_reshaped)
}

/// Capitals without a vowel are read letter by letter: `CNN`.
fn is_acronym(text: &str) -> bool {
    text.is_ascii()
        && text.len() <= 5
        && !text.bytes().any(|b| matches!(b, b'A' | b'E' | b'I' | b'O' | b'U' | b'Y' | b'-'))
}

/// A word that is not all capitals: as printed, with the space and the case that `V.PUTIN` and `VladimirPUTIN` lack.
fn push_mended(word: &Word<'_>, into: &mut String) -> bool {
    match word.case {
        Case::Initials => {
            for part in word.text.split('.').filter(|part| !part.is_empty()) {
                into.push_str(part);
                into.push('.');
            }
            false
        }
        Case::InitialName => {
            let (initials, surname) = word.text.rsplit_once('.').unwrap_or(("", word.text));
            into.push_str(initials);
            into.push_str(". ");
            let is_caps = surname.chars().count() > 1 && surname.chars().all(|c| !c.is_lowercase());
            if is_caps {
                push_title_case(surname, into);
            } else {
                into.push_str(surname);
            }
            is_caps
        }
        _ => {
            // A run of capitals behind small letters is the surname: `VladimirPUTIN`.
            let Some(at) = glued_surname(word.text) else {
                into.push_str(word.text);
                return false;
            };
            into.push_str(&word.text[..at]);
            into.push(' ');
            push_title_case(&word.text[at..], into);
            true
        }
    }
}

/// `O'BRIEN-McKAY` as `O'Brien-McKay`.
fn push_title_case(text: &str, into: &mut String) {
    let mut is_start = true;
    let mut part_start = 0;
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let part = &bytes[part_start..at];
        let is_behind_mac = part.eq_ignore_ascii_case(b"mc");
        // `McCAIN` keeps the small letter that was printed, and so does `MacARTHUR`.
        let is_behind_small = at > part_start && text[..at].chars().next_back().is_some_and(char::is_lowercase);
        if is_start || is_behind_mac || is_behind_small {
            into.push(c);
        } else {
            into.extend(c.to_lowercase());
        }
        is_start = matches!(c, '-' | '\'' | '’' | '.' | '‑' | '–');
        if is_start {
            part_start = at + c.len_utf8();
        }
    }
}

/// An office in reading form: one printed all in capitals gets title case, others stay as printed. White space becomes
/// single spaces, a comma at the end goes.
pub fn read_role(text: &str, words: &[Word<'_>]) -> String {
    let text = text.trim_matches(|c: char| is_space(c) || c == ',');
    let lower = text.chars().any(char::is_lowercase);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_in_capitals = !lower && letters > 4 && !(words.len() == 1 && text.contains(['_', '.']));
    // `The COURT`: small letters only in the article.
    let is_mixed = words.len() > 1 && words[1..].iter().all(|word| word.case == Case::Caps) && words[0].is(FUNCTION);
    let mut role = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !role.is_empty() {
            role.push(' ');
        }
        let is_function = kinds(word) & FUNCTION != 0;
        if is_in_capitals && is_function && !role.is_empty() {
            role.extend(word.chars().flat_map(char::to_lowercase));
        } else if (is_in_capitals || is_mixed || kinds(word) & OFFICE != 0 && word.len() > 3)
            && word.chars().count() > 1
            && word.chars().all(|c| !c.is_lowercase())
        {
            let is_acronym =
                matches!(word, "CEO" | "CFO" | "USA" | "US" | "UN" | "EU" | "UK" | "NATO" | "США" | "ООН" | "ЕС");
            if is_acronym { role.push_str(word) } else { push_title_case(word, &mut role) }
        } else {
            role.push_str(word);
        }
    }
    role
}
