//! Whether the person who is said to have said something is the speaker of a transcript.
//!
//! Names are compared by their words, folded and in Latin letters, so that `В. Путин` and `Путина` agree with `Vladimir
//! Putin`. What cannot be decided is left open: nothing is said against a claim without a reason.

use crate::model::Speaker;
use crate::quote::words::are_alike;
use crate::text::fold::fold;

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

/// The words of a name that name somebody, folded, in Latin letters.
fn name_words(name: &str) -> Vec<String> {
    const TITLES: &[&str] = &["mr", "mrs", "ms", "dr", "sir", "lord", "lady", "prof", "the", "of", "gn", "gospodin"];
    let latin = in_latin_letters(&fold(name));
    let words = latin.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !TITLES.contains(word));
    words.map(str::to_owned).collect()
}

/// Cyrillic letters by the Latin ones that names are usually written with in English.
fn in_latin_letters(text: &str) -> String {
    const LETTERS: &[(char, &str)] = &[
        ('а', "a"),
        ('б', "b"),
        ('в', "v"),
        ('г', "g"),
        ('ґ', "g"),
        ('д', "d"),
        ('е', "e"),
        ('є', "ye"),
        ('ж', "zh"),
        ('з', "z"),
        ('и', "i"),
        ('і', "i"),
        ('ї', "yi"),
        ('й', "i"),
        ('к', "k"),
        ('л', "l"),
        ('м', "m"),
        ('н', "n"),
        ('о', "o"),
        ('п', "p"),
        ('р', "r"),
        ('с', "s"),
        ('т', "t"),
        ('у', "u"),
        ('ў', "u"),
        ('ф', "f"),
        ('х', "kh"),
        ('ц', "ts"),
        ('ч', "ch"),
        ('ш', "sh"),
        ('щ', "shch"),
        ('ъ', ""),
        ('ы', "y"),
        ('ь', ""),
        ('э', "e"),
        ('ю', "yu"),
        ('я', "ya"),
    ];
    let mut latin = String::with_capacity(text.len());
    for c in text.chars() {
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, letters)) => latin.push_str(letters),
            None => latin.push(c),
        }
    }
    latin
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
