//! Quotation marks by language, after the delimiters of the Unicode CLDR, and text that runs from right to left.

/// Opening and closing marks: outer, then inner. French ones have a no-break space inside.
type Marks = [&'static str; 4];

const ENGLISH: Marks = ["“", "”", "‘", "’"];

/// Languages and their marks; all others use the English ones.
const LANGUAGES: &[(&[&str], Marks)] = &[
    (&["ru", "uk", "be", "kk", "hy"], ["«", "»", "„", "“"]),
    (&["de", "cs", "sk", "sl", "is", "ka", "et", "lt"], ["„", "“", "‚", "‘"]),
    (&["bg", "mk", "sr"], ["„", "“", "’", "‘"]),
    (&["fr"], ["«\u{a0}", "\u{a0}»", "“", "”"]),
    (&["es", "it", "pt-pt", "el", "ca", "no", "nb", "nn"], ["«", "»", "“", "”"]),
    (&["pl", "ro"], ["„", "”", "«", "»"]),
    (&["hr", "nl"], ["„", "”", "‚", "’"]),
    (&["hu"], ["„", "”", "»", "«"]),
    (&["sv", "fi", "he"], ["”", "”", "’", "’"]),
    (&["fa"], ["«", "»", "‹", "›"]),
    (&["ar"], ["”", "“", "’", "‘"]),
    (&["ja"], ["「", "」", "『", "』"]),
];

fn marks(language: &str) -> Marks {
    let language = language.to_ascii_lowercase();
    let primary = language.split('-').next().unwrap_or_default();
    let is_it = |names: &&[&str]| names.contains(&language.as_str()) || names.contains(&primary);
    LANGUAGES.iter().find(|(names, _)| is_it(names)).map_or(ENGLISH, |(_, marks)| *marks)
}

/// Puts words into the quotation marks of a language; marks inside become its inner ones.
pub fn quote(words: &str, language: &str) -> String {
    let [open, close, inner_open, inner_close] = marks(language);
    let mut quoted = String::with_capacity(words.len() + 8);
    quoted.push_str(open);
    let mut depth = 0;
    let mut before = ' ';
    let mut letters = words.chars().peekable();
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let opens = !before.is_alphanumeric() && next.is_alphanumeric();
        match c {
            '«' | '„' => {
                quoted.push_str(inner_open);
                depth += 1;
            }
            '“' | '"' | '”' | '»' => {
                // What closes in one language opens in another.
                if depth == 0 || (opens && c != '»') && !before.is_ascii_punctuation() {
                    quoted.push_str(inner_open);
                    depth += 1;
                } else {
                    quoted.push_str(inner_close);
                    depth -= 1;
                }
            }
            c => quoted.push(c),
        }
        before = c;
    }
    quoted.push_str(close);
    quoted
}

/// Whether a text runs from right to left: its first letter of a known direction is Hebrew, Arabic or a kin of them.
pub fn is_right_to_left(text: &str) -> bool {
    let is_rtl = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_rtl)
}

/// A text from right to left set apart from what stands around it, by the isolates of UAX 9; any other as it is.
pub fn isolate(text: &str) -> String {
    if is_right_to_left(text) { format!("\u{2067}{text}\u{2069}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_inside_become_inner_ones() {
        for (language, words, expected) in [
            ("en", "He said “no” and left.", "“He said ‘no’ and left.”"),
            ("en-GB", "He said \"no\".", "“He said ‘no’.”"),
            ("ru", "Он сказал: «Нет».", "«Он сказал: „Нет“.»"),
            ("de", "Er sagte: „Nein“.", "„Er sagte: ‚Nein‘.“"),
            ("fr", "Non.", "«\u{a0}Non.\u{a0}»"),
            ("ja", "行く", "「行く」"),
            ("", "It’s late.", "“It’s late.”"),
        ] {
            assert_eq!(quote(words, language), expected, "{language}");
        }
    }

    #[test]
    fn right_to_left_text_is_set_apart() {
        assert!(is_right_to_left("(שלום)") && !is_right_to_left("Lindsund"));
        assert_eq!(isolate("שלום"), "\u{2067}שלום\u{2069}");
    }
}
