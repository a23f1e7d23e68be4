//! Names across alphabets and spellings: one form for all ways in which a Russian, Ukrainian or Bulgarian name is
//! written, in Cyrillic or in Latin letters by any of the common systems (BGN/PCGN, ISO 9, of passports).
//!
//! The form is for comparing only and is not meant to be read: `Сергей Игнатьев`, `Sergei Ignatiev` and `Sergey Ignatyev`
//! all become `sergei ignatev`.

use super::fold::fold;
use super::words::words;

/// Cyrillic letters in folded form and what they become.
const CYRILLIC: &[(char, &str)] = &[
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
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
    ('ф', "f"),
    ('х', "h"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "shch"),
    ('ъ', ""),
    ('ы', "i"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "iu"),
    ('я', "ia"),
    ('і', "i"),
    ('ї', "i"),
    ('є', "e"),
    ('ґ', "g"),
    ('ў', "u"),
];

/// Spellings of one sound in Latin letters, in the order in which they are brought together.
const SPELLINGS: &[(&str, &str)] = &[
    ("kh", "h"),
    ("x", "ks"),
    ("tz", "ts"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("io", "e"),
    ("ie", "e"),
    ("aleksandr", "aleksander"),
];

/// How a folded Cyrillic letter is written in Latin letters; none for any other letter.
pub fn latin_of(letter: char) -> Option<&'static str> {
    CYRILLIC.iter().find(|(cyrillic, _)| *cyrillic == letter).map(|(_, latin)| *latin)
}

/// The letters with which a folded word in one alphabet may begin whose form for comparing is this: Cyrillic letters or
/// Latin ones.
pub fn first_letters(form: &str, is_cyrillic: bool) -> Vec<char> {
    let Some(first) = form.chars().next() else { return Vec::new() };
    if is_cyrillic {
        // Where a sound comes of two, the first of them decides.
        let may_be = |latin: &str| latin.starts_with(first) || (first == 'e' && latin == "i");
        return CYRILLIC.iter().filter(|(_, latin)| may_be(latin)).map(|(letter, _)| *letter).collect();
    }
    let others = match first {
        'e' => "iyj",
        'h' => "k",
        'i' => "yj",
        'k' => "x",
        'v' => "w",
        _ => "",
    };
    [first].into_iter().chain(others.chars()).collect()
}

/// The words of a name in the form for comparing, with single spaces between them.
pub fn name_form(name: &str) -> String {
    let folded = fold(name);
    let mut form = String::with_capacity(folded.len());
    for (start, end) in words(&folded) {
        let mut word = String::new();
        for letter in folded[start..end].chars() {
            match latin_of(letter) {
                Some(latin) => word.push_str(latin),
                None => word.push(letter),
            }
        }
        for (spelling, sound) in SPELLINGS {
            word = word.replace(spelling, sound);
        }
        if !form.is_empty() {
            form.push(' ');
        }
        // A doubled letter is a matter of spelling too.
        let mut last = None;
        form.extend(word.chars().filter(|letter| last.replace(*letter) != Some(*letter)));
    }
    form
}

#[cfg(test)]
mod tests {
    use super::{first_letters, name_form};

    #[test]
    fn a_word_begins_with_a_letter_that_its_form_allows() {
        for word in ["путин", "жуков", "хрущев", "юрий", "елкин", "ёлкин", "иосиф", "щука", "эхо", "цой"]
        {
            let form = name_form(word);
            let first = crate::text::fold::fold(word).chars().next().unwrap_or_default();
            assert!(first_letters(&form, true).contains(&first), "{word} {form}");
        }
        for word in
            ["putin", "khrushchev", "yuri", "iuri", "yolkin", "jolkin", "elkin", "wladimir", "xenia", "ieva", "zhukov"]
        {
            let form = name_form(word);
            let first = word.chars().next().unwrap_or_default();
            assert!(first_letters(&form, false).contains(&first), "{word} {form}");
        }
    }

    #[test]
    fn spellings_of_one_name_have_one_form() {
        for names in [
            &["Сергей Игнатьев", "Sergei Ignatiev", "Sergey Ignatyev", "SERGEI IGNATYEV"][..],
            &["Ёлкин Дмитрий", "Yolkin Dmitry", "Elkin Dmitri", "Yelkin Dmitriy"],
            &["Александр Хлебников", "Alexander Khlebnikov", "Aleksandr Hlebnikov"],
            &["Юлия Щербакова", "Yulia Shcherbakova", "Iuliia Shcherbakova", "Yuliya Shcherbakova"],
            &["Mohamed Tawil", "Mohammed Tawil"],
            &["Володимир Їжак", "Volodymyr Izhak", "Volodymyr Yizhak"],
        ] {
            let forms: Vec<String> = names.iter().map(|name| name_form(name)).collect();
            assert!(forms.iter().all(|form| *form == forms[0]), "{forms:?}");
        }
        assert_ne!(name_form("Ivan Orlov"), name_form("Igor Orlov"));
        assert_ne!(name_form("Sergei Ivanov"), name_form("Sergei Ivanova"));
    }
}
