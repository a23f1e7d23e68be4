//! Which language a text is in: by its script, and among the languages of one script by their most frequent words.
//! A language is a row of a table.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How much of a text is looked at, bytes.
const SAMPLE_BYTES: usize = 16 * 1024;

/// Languages written in Latin and in Cyrillic letters, with words that are frequent in them and not in the others.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["the", "and", "of", "is", "that", "it", "was", "with", "this", "are", "have", "not", "we", "you", "what"]),
    (
        "de",
        &[
            "der", "die", "und", "das", "ist", "nicht", "ich", "ein", "wir", "zu", "mit", "auf", "auch", "es", "sie",
            "den",
        ],
    ),
    (
        "fr",
        &[
            "le", "les", "et", "des", "est", "que", "une", "dans", "pas", "nous", "vous", "pour", "je", "du", "ce",
            "qui", "à",
        ],
    ),
    (
        "es",
        &["el", "los", "que", "y", "es", "una", "por", "las", "con", "para", "no", "se", "del", "como", "más", "pero"],
    ),
    (
        "pt",
        &["o", "os", "que", "não", "uma", "com", "para", "do", "da", "é", "em", "mais", "dos", "como", "foi", "são"],
    ),
    (
        "it",
        &[
            "il", "che", "di", "non", "è", "una", "per", "sono", "della", "con", "gli", "questo", "anche", "del", "ma",
            "si",
        ],
    ),
    (
        "nl",
        &[
            "de", "het", "een", "en", "van", "ik", "dat", "niet", "is", "zijn", "voor", "met", "wij", "ook", "maar",
            "aan",
        ],
    ),
    ("pl", &["nie", "się", "jest", "że", "na", "to", "w", "z", "do", "tak", "jak", "czy", "pan", "ale", "po", "są"]),
    (
        "cs",
        &[
            "je", "se", "že", "na", "to", "v", "není", "jsem", "jsou", "ale", "jako", "by", "pro", "která", "také",
            "tak",
        ],
    ),
    (
        "sv",
        &["och", "att", "det", "är", "som", "en", "på", "inte", "för", "jag", "av", "vi", "med", "den", "har", "till"],
    ),
    (
        "da",
        &["og", "at", "det", "er", "som", "en", "på", "ikke", "jeg", "af", "vi", "med", "den", "har", "til", "blev"],
    ),
    (
        "fi",
        &[
            "ja", "on", "ei", "että", "se", "oli", "en", "hän", "mutta", "kun", "niin", "ovat", "tämä", "olen", "myös",
            "kuin",
        ],
    ),
    (
        "hu",
        &["a", "az", "és", "nem", "hogy", "is", "egy", "van", "meg", "ez", "de", "csak", "már", "azt", "kell", "volt"],
    ),
    (
        "ro",
        &["și", "de", "nu", "în", "este", "că", "la", "cu", "pe", "o", "din", "care", "mai", "sunt", "am", "pentru"],
    ),
    (
        "tr",
        &[
            "ve", "bir", "bu", "da", "için", "çok", "ne", "var", "ile", "olarak", "daha", "gibi", "biz", "değil",
            "ben", "olan",
        ],
    ),
    (
        "ru",
        &[
            "и",
            "в",
            "не",
            "на",
            "что",
            "это",
            "я",
            "с",
            "как",
            "мы",
            "по",
            "но",
            "вы",
            "то",
            "у",
            "очень",
            "был",
            "чтобы",
        ],
    ),
    (
        "uk",
        &[
            "і", "в", "не", "на", "що", "це", "я", "та", "як", "ми", "з", "але", "ви", "й", "у", "дуже", "є", "щоб",
            "від",
        ],
    ),
    (
        "be",
        &["і", "у", "не", "на", "што", "гэта", "я", "з", "як", "мы", "але", "вы", "ў", "вельмі", "каб", "ад", "ёсць"],
    ),
    ("bg", &["и", "в", "не", "на", "че", "да", "се", "е", "от", "за", "са", "това", "как", "ние", "но", "още", "ще"]),
    ("sr", &["и", "у", "не", "на", "да", "се", "је", "што", "за", "ми", "су", "као", "али", "то", "од", "није"]),
];

/// The frequent words with a bit for each language that has them, by its row; and the most bytes that one has.
static FREQUENT: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let mut frequent = HashMap::new();
    for (row, (_, words)) in LANGUAGES.iter().enumerate() {
        words.iter().for_each(|word| *frequent.entry(*word).or_default() |= 1 << row);
    }
    frequent
});
const LONGEST_BYTES: usize = 16;

/// The language of most of `text` as a BCP 47 code (`en`, `ru`); none where it is too short or unclear.
pub fn detect(text: &str) -> Option<&'static str> {
    let sample = sample(text);
    by_script(sample).or_else(|| by_words(sample))
}

/// A stretch from the middle: the beginning is often in the language of the page and not of the speech.
fn sample(text: &str) -> &str {
    let start = if text.len() > 3 * SAMPLE_BYTES { text.floor_char_boundary(text.len() / 3) } else { 0 };
    &text[start..text.floor_char_boundary(text.len().min(start + SAMPLE_BYTES))]
}

/// The language of a script that has one language, or few that tell themselves apart by letters.
fn by_script(sample: &str) -> Option<&'static str> {
    let mut counts = [
        ("ja", 0),
        ("zh", 0),
        ("ko", 0),
        ("he", 0),
        ("ar", 0),
        ("fa", 0),
        ("el", 0),
        ("hy", 0),
        ("ka", 0),
        ("hi", 0),
        ("th", 0),
    ];
    let mut letters = 0;
    for c in sample.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        let code = match c {
            // Latin, and what stands before Greek.
            ..='\u{36f}' => continue,
            '\u{3040}'..='\u{30ff}' => "ja",
            '\u{3400}'..='\u{9fff}' => "zh",
            '\u{ac00}'..='\u{d7af}' => "ko",
            '\u{590}'..='\u{5ff}' => "he",
            'پ' | 'چ' | 'ژ' | 'گ' => "fa",
            '\u{600}'..='\u{6ff}' => "ar",
            '\u{370}'..='\u{3ff}' => "el",
            '\u{530}'..='\u{58f}' => "hy",
            '\u{10a0}'..='\u{10ff}' => "ka",
            '\u{900}'..='\u{97f}' => "hi",
            '\u{e00}'..='\u{e7f}' => "th",
            _ => continue,
        };
        counts.iter_mut().filter(|row| row.0 == code).for_each(|row| row.1 += 1);
    }
    let of = |code: &str| counts.iter().find(|row| row.0 == code).map_or(0, |row| row.1);
    // Japanese is written with Han letters too, and Persian with those of Arabic.
    if (of("ja") + of("zh")) * 2 > letters {
        return Some(if of("ja") * 20 > of("zh") { "ja" } else { "zh" });
    }
    if (of("ar") + of("fa")) * 2 > letters {
        return Some(if of("fa") * 40 > of("ar") { "fa" } else { "ar" });
    }
    counts.iter().find(|row| row.1 * 2 > letters).map(|row| row.0)
}

/// The language whose frequent words stand most often in the text, if it is ahead of all others.
fn by_words(sample: &str) -> Option<&'static str> {
    let mut counts = vec![0u32; LANGUAGES.len()];
    let mut words = 0;
    let mut lower = String::new();
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        words += 1;
        if word.len() > LONGEST_BYTES {
            continue;
        }
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.extend(word.chars().flat_map(char::to_lowercase));
        }
        let mut languages = FREQUENT.get(lower.as_str()).copied().unwrap_or_default();
        while languages != 0 {
            counts[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }
    let best = (0..counts.len()).max_by_key(|index| counts[*index])?;
    let second = (0..counts.len()).filter(|index| *index != best).map(|index| counts[index]).max()?;
    // Of a dozen words at least one is frequent, and more of them than in any other language.
    (counts[best] >= 2 && counts[best] * 14 >= words && counts[best] > second).then(|| LANGUAGES[best].0)
}

#[cfg(test)]
mod tests {
    use super::{FREQUENT, LANGUAGES, LONGEST_BYTES, detect};

    #[test]
    fn tells_languages_apart() {
        for (code, text) in [
            ("en", "Friends, the meeting that we are opening has become a habit, and not the worst of our habits."),
            (
                "ru",
                "Друзья, эта встреча стала у нас привычкой, и не самой плохой. Я хочу сказать, что мы не закончили.",
            ),
            ("uk", "Друзі, ця зустріч стала в нас звичкою, і не найгіршою. Я хочу сказати, що ми ще не закінчили."),
            (
                "de",
                "Meine Damen und Herren, ich eröffne die Sitzung. Das ist nicht die erste, und sie wird auch nicht die letzte sein.",
            ),
            (
                "fr",
                "Mesdames et messieurs, je déclare la séance ouverte. Ce n'est pas la première que nous tenons dans ce port.",
            ),
            (
                "es",
                "Señoras y señores, se abre la sesión. No es la primera que celebramos en el puerto, pero es una de las más largas.",
            ),
            (
                "it",
                "Signore e signori, la seduta è aperta. Non è la prima che teniamo nel porto, ma è una delle più lunghe per noi.",
            ),
            (
                "pl",
                "Panie i panowie, otwieram posiedzenie. To nie jest pierwsze i nie będzie ostatnie, ale jak zawsze jest ważne.",
            ),
            ("he", "גבירותיי ורבותיי, אני פותח את הישיבה."),
            ("ja", "皆さん、会議を始めます。"),
            ("zh", "各位，现在开会。"),
            ("el", "Κυρίες και κύριοι, αρχίζει η συνεδρίαση."),
        ] {
            assert_eq!(detect(text), Some(code), "{text}");
        }
    }

    #[test]
    fn the_table_fits_its_index() {
        assert!(LANGUAGES.len() <= 32);
        let words = || LANGUAGES.iter().flat_map(|(_, words)| *words);
        assert!(words().all(|word| word.len() <= LONGEST_BYTES && FREQUENT.contains_key(word)));
    }

    #[test]
    fn says_nothing_where_it_cannot_know() {
        for text in ["", "12:30", "OK", "Lindsund Skarv Ostra Arnhavn Vik"] {
            assert_eq!(detect(text), None, "{text}");
        }
    }
}
