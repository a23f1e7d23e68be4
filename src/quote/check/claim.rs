//! Whether the person who is said to have said something is the speaker of a transcript.
//!
//! Names are compared by their words in the form that all spellings and alphabets share, so that `Р. Хольма` agrees with
//! `Rune Holm`. What cannot be decided is left open: nothing is said against a claim without a reason.

use crate::model::Speaker;
use crate::quote::words::are_alike;
use crate::text::latin::name_form;
use crate::text::speakers::words::{OFFICE, kinds};

/// Whether a claim and a speaker go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The claim names the speaker.
    Same,
    /// It names somebody else.
    Other,
    /// The speaker is unknown or unnamed.
    Open,
}

/// Compares a claim, as printed, with a speaker.
pub fn compare(claim: &str, speaker: Option<&Speaker>) -> Agreement {
    let Some(speaker) = speaker else { return Agreement::Open };
    let claimed = name_words(claim);
    let name = name_words(&speaker.name);
    let role = speaker.role.as_deref().map(name_words).unwrap_or_default();
    let Some(last) = name.last() else { return Agreement::Open };
    let is_role = !claimed.is_empty() && claimed.iter().all(|word| role.iter().any(|other| are_one(word, other)));
    let is_named = claimed.iter().any(|word| are_one(word, last));
    if is_named && first_names_agree(claim, &claimed, &name) || is_role {
        return Agreement::Same;
    }
    // A claim may have the whole name in another order, and a label may be no name at all.
    if name.len() > 1 && name.iter().all(|word| claimed.iter().any(|other| are_one(word, other))) {
        return Agreement::Same;
    }
    if speaker.is_generic || claimed.is_empty() { Agreement::Open } else { Agreement::Other }
}

/// Whether nothing speaks against the first names: what stands right before the surname in the claim is one of the
/// speaker's other names or begins one, or is an office.
fn first_names_agree(claim: &str, claimed: &[String], name: &[String]) -> bool {
    let Some((last, given)) = name.split_last().filter(|(_, given)| !given.is_empty()) else { return true };
    let at = claimed.iter().position(|word| are_one(word, last)).unwrap_or(0);
    let Some(before) = at.checked_sub(1).and_then(|before| claimed.get(before)) else { return true };
    let is_short = |one: &str, other: &str| one.chars().count() == 1 && other.starts_with(one);
    let is_given = |other: &String| are_one(before, other) || is_short(before, other) || is_short(other, before);
    given.iter().any(is_given) || is_office(claim, before)
}

/// Whether a word of a claim, in the form for comparing, is an office.
fn is_office(claim: &str, word: &str) -> bool {
    let mut printed = claim.split(|c: char| !c.is_alphanumeric()).filter(|printed| name_form(printed) == word);
    printed.any(|printed| kinds(printed) & OFFICE != 0)
}

/// Whether two words of names are one, inflected or transliterated another way.
fn are_one(one: &str, other: &str) -> bool {
    one == other || (one.len() > 3 && other.len() > 3 && are_alike(one, other))
}

/// The words of a name that name somebody, in the form for comparing.
fn name_words(name: &str) -> Vec<String> {
    const TITLES: &[&str] =
        &["mr", "mrs", "ms", "dr", "sir", "lord", "ladi", "prof", "the", "of", "po", "gn", "gospodin", "gospozha"];
    name_form(name).split(' ').filter(|word| !word.is_empty() && !TITLES.contains(word)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(name: &str, role: &str) -> Speaker {
        Speaker { name: name.into(), role: Some(role.into()), is_generic: false }
    }

    #[test]
    fn a_claim_names_a_speaker_in_many_ways() {
        let mayor = speaker("Runa Holm", "Mayor of Lindsund");
        for claim in ["Runa Holm", "Holm", "Ms Holm", "Mayor Runa Holm", "HOLM", "Руна Холм", "R. Holm", "Mayor"]
        {
            assert_eq!(compare(claim, Some(&mayor)), Agreement::Same, "{claim}");
        }
        let minister = speaker("Anna Petrova", "Minister");
        for claim in ["Петрова", "Анна Петрова", "по Петровой", "А. Петрова"] {
            assert_eq!(compare(claim, Some(&minister)), Agreement::Same, "{claim}");
        }
    }

    #[test]
    fn somebody_else_is_somebody_else_and_the_unknown_stay_open() {
        let mayor = speaker("Runa Holm", "Mayor of Lindsund");
        assert_eq!(compare("Tom Osei", Some(&mayor)), Agreement::Other);
        for claim in ["P. Holm", "Pia Holm", "Mayor Pia Holm"] {
            assert_eq!(compare(claim, Some(&mayor)), Agreement::Other, "{claim}");
        }
        assert_eq!(compare("Tom Osei", None), Agreement::Open);
        let unnamed = Speaker { name: "Question".into(), role: None, is_generic: true };
        assert_eq!(compare("Tom Osei", Some(&unnamed)), Agreement::Open);
    }
}
