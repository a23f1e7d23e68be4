//! Whether the person who is said to have said something is the speaker of a transcript.
//!
//! Names are compared by their words in the form that all spellings and alphabets share, so that `Р. Хольма` agrees with
//! `Rune Holm`. What cannot be decided is left open: nothing is said against a claim without a reason.

use crate::model::Speaker;
use crate::quote::words::are_alike;
use crate::text::latin::name_form;

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
    if is_named && first_names_agree(&claimed, &name) || is_role {
        return Agreement::Same;
    }
    // A claim may have the whole name in another order, and a label may be no name at all.
    if name.len() > 1 && name.iter().all(|word| claimed.iter().any(|other| are_one(word, other))) {
        return Agreement::Same;
    }
    if speaker.is_generic || claimed.is_empty() { Agreement::Open } else { Agreement::Other }
}

/// Whether nothing speaks against the first names: where both have one, they begin alike.
fn first_names_agree(claimed: &[String], name: &[String]) -> bool {
    let [first, .., last] = name else { return true };
    let Some(at) = claimed.iter().position(|word| are_one(word, last)) else { return true };
    // What stands right before the last name is a first name, a patronymic or an office; an office is no other person.
    let before = &claimed[..at];
    let initial = |word: &str| word.chars().next();
    before.is_empty()
        || before.iter().any(|word| initial(word) == initial(first))
        || !before.iter().any(|word| word.chars().count() == 1)
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
        assert_eq!(compare("P. Holm", Some(&mayor)), Agreement::Other);
        assert_eq!(compare("Tom Osei", None), Agreement::Open);
        let unnamed = Speaker { name: "Question".into(), role: None, is_generic: true };
        assert_eq!(compare("Tom Osei", Some(&unnamed)), Agreement::Open);
    }
}
