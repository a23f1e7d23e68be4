//! Names as bibliographies write them.

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameForm {
    /// `Runa Holm`.
    Reading,
    /// `Holm, Runa`.
    Inverted,
    /// `Holm, R.`
    Initials,
    /// `Holm R.`, as Russian bibliographies do.
    Bare,
    /// `Holm`.
    Surname,
}

/// The surname and the rest of a name: the last word, with the particles before it.
pub fn parts(name: &str) -> (String, String) {
    const PARTICLES: &[&str] =
        &["de", "da", "del", "della", "di", "van", "von", "der", "den", "ten", "zu", "al", "bin"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some(last) = words.len().checked_sub(1) else { return (String::new(), String::new()) };
    let particles = words[..last].iter().rev().take_while(|word| PARTICLES.contains(word)).count();
    let start = last - particles;
    (words[start..].join(" "), words[..start].join(" "))
}

/// A name in a form. A name of one word is the same in all forms; so is what is no person's name.
pub fn write(name: &str, is_generic: bool, form: NameForm) -> String {
    let (surname, given) = parts(name);
    if is_generic || given.is_empty() {
        return name.to_owned();
    }
    let initials = || {
        let initial = |word: &str| word.chars().next().map(|letter| format!("{letter}."));
        given.split_whitespace().filter_map(initial).collect::<Vec<_>>().join(" ")
    };
    match form {
        NameForm::Reading => name.to_owned(),
        NameForm::Inverted => format!("{surname}, {given}"),
        NameForm::Initials => format!("{surname}, {}", initials()),
        NameForm::Bare => format!("{surname} {}", initials()),
        NameForm::Surname => surname,
    }
}

/// Several names in a row: all but the last with commas, the last behind `and`.
pub fn join(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_turned_round() {
        let all = [NameForm::Reading, NameForm::Inverted, NameForm::Initials, NameForm::Bare, NameForm::Surname];
        let forms = |name: &str| all.map(|form| write(name, false, form));
        assert_eq!(forms("Runa Holm"), ["Runa Holm", "Holm, Runa", "Holm, R.", "Holm R.", "Holm"]);
        assert_eq!(write("Jan van der Berg", false, NameForm::Inverted), "van der Berg, Jan");
        assert_eq!(forms("Question")[1], "Question");
        assert_eq!(write("Speaker Two", true, NameForm::Inverted), "Speaker Two");
    }
}
