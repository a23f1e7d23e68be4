//! The texts of the views, one file a language in `texts/`, and how each language treats numbers.
//!
//! Views are made where no browser can be asked, so the plural forms and separators of the interface's languages stand
//! here, as the Unicode CLDR gives them for whole numbers.

use std::fmt;

use crate::text::messages::{Messages, Numbers, Value};

/// A language of the interface.
struct Language {
    code: &'static str,
    source: &'static str,
    /// Between thousands.
    separator: char,
    /// Between whole and fraction.
    point: char,
    form: fn(u64) -> &'static str,
}

/// The languages; the first is the one that others fall back on.
const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        source: include_str!("texts/en.ftl"),
        separator: ',',
        point: '.',
        form: |n| if n == 1 { "one" } else { "other" },
    },
    Language {
        code: "ru",
        source: include_str!("texts/ru.ftl"),
        separator: '\u{a0}',
        point: ',',
        form: |n| match (n % 10, n % 100) {
            (1, last) if last != 11 => "one",
            (2..=4, last) if !(12..=14).contains(&last) => "few",
            _ => "many",
        },
    },
];

/// The texts in one language.
pub struct Texts {
    language: &'static Language,
    messages: Messages,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Texts").field(&self.language.code).finish()
    }
}

impl Numbers for Language {
    fn written(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut written = String::with_capacity(digits.len() + digits.len() / 3 * 2);
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                written.push(self.separator);
            }
            written.push(digit);
        }
        written
    }

    fn form(&self, number: u64) -> String {
        (self.form)(number).to_owned()
    }
}

impl Texts {
    /// The texts in the language with this code.
    pub fn new(code: &str) -> Self {
        let language = LANGUAGES.iter().find(|language| language.code == code).unwrap_or(&LANGUAGES[0]);
        let mut messages = Messages::default();
        messages.read(language.source);
        Self { language, messages }
    }

    /// A text.
    pub fn of(&self, key: &str) -> String {
        self.messages.fill(key, &[], self.language)
    }

    /// A text with values in it.
    pub fn with(&self, key: &str, values: &[(&'static str, Value)]) -> String {
        self.messages.fill(key, values, self.language)
    }

    /// The name of a language by its code; of one that is not known here, the code.
    pub fn language_name(&self, code: &str) -> String {
        let primary = code.split('-').next().unwrap_or_default();
        let key = format!("language-{primary}");
        if primary != code || !self.messages.holds(&key) { code.to_owned() } else { self.of(&key) }
    }

    /// A whole number.
    pub fn number(&self, number: u64) -> String {
        self.language.written(number)
    }

    /// A size in bytes, in the unit that fits.
    pub fn size(&self, bytes: u64) -> String {
        let (size, digits, unit) = match bytes {
            0..1000 => (bytes as f64, 0, "B"),
            1000..1_000_000 => (bytes as f64 / 1e3, 0, "KB"),
            1_000_000..1_000_000_000 => (bytes as f64 / 1e6, 1, "MB"),
            _ => (bytes as f64 / 1e9, 1, "GB"),
        };
        format!("{}\u{a0}{unit}", self.decimal(size, digits))
    }

    /// A number with so many digits behind the point.
    pub fn decimal(&self, number: f64, digits: u32) -> String {
        let (is_negative, whole, fraction) = parts(number, digits);
        let sign = if is_negative { "\u{2212}" } else { "" };
        let whole = self.language.written(whole);
        if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}{}{fraction}", self.language.point) }
    }
}

/// A number with so many digits behind the point, as programs read it.
pub fn plain_decimal(number: f64, digits: u32) -> String {
    let (is_negative, whole, fraction) = parts(number, digits);
    let sign = if is_negative { "-" } else { "" };
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// Whether it is negative as written, its whole part, and the digits behind the point. By whole numbers: Rust's printing
/// of floats would bring its tables.
fn parts(number: f64, digits: u32) -> (bool, u64, String) {
    let unit = 10u64.pow(digits);
    let scaled = (number.abs() * unit as f64).round() as u64;
    let fraction = format!("{:0width$}", scaled % unit, width = digits as usize);
    (number < 0.0 && scaled > 0, scaled / unit, fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let (english, russian) = (Texts::new("en"), Texts::new("ru"));
        assert_eq!(english.number(1_234_567), "1,234,567");
        assert_eq!(russian.number(999), "999");
        assert_eq!(russian.decimal(-12_345.678, 2), "\u{2212}12\u{a0}345,68");
        assert_eq!(english.decimal(-0.001, 1), "0.0");
        assert_eq!(english.decimal(2.5, 0), "3");
        assert_eq!(
            [999, 1500, 203_400_000].map(|bytes| russian.size(bytes)),
            ["999\u{a0}B", "2\u{a0}KB", "203,4\u{a0}MB"]
        );
        assert_eq!((plain_decimal(-1234.5, 2), plain_decimal(0.05, 1)), ("-1234.50".into(), "0.1".into()));
    }

    #[test]
    fn russian_has_three_forms() {
        let form = LANGUAGES[1].form;
        assert_eq!(
            [1, 2, 5, 11, 12, 21, 104, 111, 0].map(form),
            ["one", "few", "many", "many", "many", "one", "few", "many", "many"]
        );
    }
}
