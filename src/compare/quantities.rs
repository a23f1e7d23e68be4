//! The numbers of a text as values: `8,000.5` and `8 000,5`, `3 million`, `3 млн` and `300万`, `two thousand` and
//! `две тысячи` each are one. Digits are read in any language; words in English and Russian, numerals in Chinese and
//! Japanese, and what multiplies digits in the languages of [`POWERS`].

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::text::fold::fold;
use crate::text::words::is_unspaced;

/// A number without the zeros at its end, and how many places it is moved: `1500` is 15 and 2, `0.5` is 5 and -1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    digits: u64,
    places: i32,
}

impl Value {
    fn new(mut digits: u64, mut places: i32) -> Self {
        if digits == 0 {
            return Self { digits, places: 0 };
        }
        while digits.is_multiple_of(10) {
            (digits, places) = (digits / 10, places + 1);
        }
        Self { digits, places }
    }

    /// Whether it is a whole number of at most so much.
    pub fn is_at_most(self, most: u64) -> bool {
        let power = u32::try_from(self.places).ok().and_then(|places| 10u64.checked_pow(places));
        power.and_then(|power| self.digits.checked_mul(power)).is_some_and(|value| value <= most)
    }
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What it amounts to.
    pub value: Value,
    /// Where it stands, bytes.
    pub range: Range<usize>,
    /// Whether it is written in digits; in words it may be none (`no one`).
    pub has_digits: bool,
}

/// What multiplies a number, by the start of the folded word, with the power of ten that it stands for.
const POWERS: &[(&str, &[(&str, i32)])] = &[
    ("en", &[("hundred", 2), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)]),
    (
        "ru",
        &[
            ("тысяч", 3),
            ("тыс", 3),
            ("миллион", 6),
            ("млн", 6),
            ("миллиард", 9),
            ("млрд", 9),
            ("триллион", 12),
            ("трлн", 12),
        ],
    ),
    ("de", &[("hundert", 2), ("tausend", 3), ("million", 6), ("mio", 6), ("milliard", 9), ("mrd", 9), ("billion", 12)]),
    ("fr", &[("cent", 2), ("mille", 3), ("million", 6), ("milliard", 9)]),
    ("es", &[("mil", 3), ("millon", 6)]),
    ("it", &[("mila", 3), ("milion", 6), ("miliard", 9)]),
];

/// English words for numbers below a hundred.
const ENGLISH: &[(&str, u64)] = &[
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// Russian words for numbers below a thousand, in all their cases; a `-` at the end stands for `ь`, `и` and `ью`.
const RUSSIAN: &[(u64, &str)] = &[
    (0, "ноль нуль нуля"),
    (1, "один одна одно одного одной одному одним одном одну"),
    (2, "два две двух двум двумя"),
    (3, "три трех трем тремя"),
    (4, "четыре четырех четырем четырьмя"),
    (5, "пят-"),
    (6, "шест-"),
    (7, "сем-"),
    (8, "восем- восьми восемью восьмью"),
    (9, "девят-"),
    (10, "десят-"),
    (11, "одиннадцат-"),
    (12, "двенадцат-"),
    (13, "тринадцат-"),
    (14, "четырнадцат-"),
    (15, "пятнадцат-"),
    (16, "шестнадцат-"),
    (17, "семнадцат-"),
    (18, "восемнадцат-"),
    (19, "девятнадцат-"),
    (20, "двадцат-"),
    (30, "тридцат-"),
    (40, "сорок сорока"),
    (50, "пятьдесят пятидесяти"),
    (60, "шестьдесят шестидесяти"),
    (70, "семьдесят семидесяти"),
    (80, "восемьдесят восьмидесяти"),
    (90, "девяносто девяноста"),
    (100, "сто ста"),
    (200, "двести двухсот двумстам"),
    (300, "триста трехсот тремстам"),
    (400, "четыреста четырехсот"),
    (500, "пятьсот пятисот"),
    (600, "шестьсот шестисот"),
    (700, "семьсот семисот"),
    (800, "восемьсот восьмисот"),
    (900, "девятьсот девятисот"),
];

/// The numbers of a text in a language, BCP 47 or empty, in order.
pub fn quantities(text: &str, language: &str) -> Vec<Quantity> {
    let language = language.split('-').next().unwrap_or_default();
    let is_han = matches!(language, "zh" | "ja" | "yue" | "");
    let mut found: Vec<Quantity> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let step = if digit(c).is_some() {
            in_digits(text, at, language, &mut found)
        } else if is_han && numeral(c).is_some() {
            in_numerals(text, at, &mut found)
        } else if c.is_alphabetic() && !is_unspaced(c) {
            in_words(text, at, language, &mut found)
        } else {
            at + c.len_utf8()
        };
        at = step.max(at + c.len_utf8());
    }
    found
}

fn digit(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(u64::from(c) - u64::from('0')),
        '０'..='９' => Some(u64::from(c) - u64::from('０')),
        _ => None,
    }
}

/// The digits that stand in a row from a byte on: how many, their value, and the byte behind them.
fn row(text: &str, at: usize) -> (usize, u64, usize) {
    let (mut count, mut value, mut end) = (0, 0u64, at);
    for c in text.get(at..).unwrap_or_default().chars() {
        let Some(digit) = digit(c) else { break };
        (count, value, end) = (count + 1, value.saturating_mul(10).saturating_add(digit), end + c.len_utf8());
    }
    (count, value, end)
}

/// Reads a number in digits, with what groups them, a fraction and what multiplies it. Returns the byte behind it.
fn in_digits(text: &str, start: usize, language: &str, found: &mut Vec<Quantity>) -> usize {
    const MOST_DIGITS: usize = 15;
    let (first, mut value, mut at) = row(text, start);
    let (mut places, mut digits, mut is_grouped) = (0, first, false);
    while let Some(separator) = text[at..].chars().next() {
        let behind = at + separator.len_utf8();
        let is_space = matches!(separator, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
        let is_point = matches!(separator, '.' | ',' | '，' | '．');
        if !is_space && !is_point {
            break;
        }
        let (count, part, end) = row(text, behind);
        if count == 3 && digits + 3 <= MOST_DIGITS && places == 0 && first <= 3 {
            (value, digits, is_grouped) = (value * 1000 + part, digits + 3, true);
        } else if count > 0 && is_point && places == 0 && digits + count <= MOST_DIGITS {
            // A day, a month and a year are three numbers, not a fraction.
            let year = end + separator.len_utf8();
            if !is_grouped && first <= 2 && count <= 2 && text[end..].starts_with(separator) && row(text, year).0 >= 2 {
                let (_, number, end_of_year) = row(text, year);
                // The month has a name in other languages.
                for (value, range) in [(value, start..at), (number, year..end_of_year)] {
                    found.push(Quantity { value: Value::new(value, 0), range, has_digits: true });
                }
                return end_of_year;
            }
            (value, digits, places) = (value * 10u64.pow(count as u32) + part, digits + count, -(count as i32));
        } else {
            break;
        }
        at = end;
    }
    if text[at..].starts_with('月') {
        // So has this one.
        return at;
    }
    if let Some((power, end)) = power_behind(text, at, language) {
        (places, at) = (places + power, end);
        if let Some((whole, end)) = rest_of_numeral(text, at, value, places, power) {
            (value, places, at) = (whole, 0, end);
        }
    }
    found.push(Quantity { value: Value::new(value, places), range: start..at, has_digits: true });
    at
}

/// The value of `1万5千` and the byte behind it, where `1万` is read: smaller powers follow greater ones.
fn rest_of_numeral(text: &str, at: usize, value: u64, places: i32, power: i32) -> Option<(u64, usize)> {
    let is_han = text.get(..at)?.chars().next_back().is_some_and(|c| han_power(c).is_some());
    let mut whole = 10u64.checked_pow(u32::try_from(places).ok()?)?.checked_mul(value)?;
    let (mut at, mut least, mut has_more) = (at, power, false);
    while is_han && least > 0 {
        let (count, part, end) = row(text, at);
        if count == 0 || count as i32 > least {
            break;
        }
        let next = text[end..].chars().next();
        let power = next.and_then(han_power).filter(|power| *power < least);
        whole = whole.checked_add(part.checked_mul(10u64.pow(power.unwrap_or_default() as u32))?)?;
        at = end + power.and(next).map_or(0, char::len_utf8);
        (least, has_more) = (power.unwrap_or_default(), true);
    }
    has_more.then_some((whole, at))
}

/// What multiplies the number that ends at a byte: its power of ten, and the byte behind it.
fn power_behind(text: &str, at: usize, language: &str) -> Option<(i32, usize)> {
    let rest = text.get(at..)?;
    if let Some((power, length)) = rest.chars().next().and_then(|c| Some((han_power(c)?, c.len_utf8()))) {
        return (power > 1).then_some((power, at + length));
    }
    let skipped = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    let (word, end) = word_at(text, at + skipped)?;
    let power = power_of(&word, language).filter(|_| skipped > 0)?;
    Some((power, end))
}

/// The folded word that starts at a byte, and the byte behind it.
fn word_at(text: &str, at: usize) -> Option<(String, usize)> {
    let end = end_of_word(text, at);
    (end > at).then(|| (fold(&text[at..end]), end))
}

/// The byte behind the word that starts at a byte.
fn end_of_word(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(|c: char| !c.is_alphabetic() || is_unspaced(c)).unwrap_or(rest.len())
}

fn power_of(word: &str, language: &str) -> Option<i32> {
    let (_, powers) = POWERS.iter().find(|(code, _)| *code == language)?;
    let is_it = |stem: &str| word.strip_prefix(stem).is_some_and(|ending| ending.chars().count() <= 3);
    powers.iter().find(|(stem, _)| is_it(stem)).map(|(_, power)| *power)
}

/// Reads words that are a number: `two hundred and five thousand`, `двадцать пять тысяч`. Returns the byte behind what was
/// looked at.
fn in_words(text: &str, start: usize, language: &str, found: &mut Vec<Quantity>) -> usize {
    let small: fn(&str) -> Option<u64> = match language {
        "en" => |word| ENGLISH.iter().find(|(known, _)| *known == word).map(|(_, value)| *value),
        "ru" => russian,
        _ => return end_of_word(text, start),
    };
    let Some((first, end)) = word_at(text, start) else { return start };
    if language == "ru" && matches!(first.as_str(), "полтора" | "полторы" | "полутора") {
        let power = power_behind(text, end, language);
        let (places, end) = power.map_or((-1, end), |(power, end)| (power - 1, end));
        found.push(Quantity { value: Value::new(15, places), range: start..end, has_digits: false });
        return end;
    }
    let is_start = |word: &str| small(word).is_some() || language == "ru" && power_of(word, language).is_some();
    if !is_start(&first) {
        return end;
    }
    // What is below a thousand, and what stands before it.
    let (mut total, mut section, mut end_of_number) = (0u64, 0u64, start);
    let mut word = Some((first, end));
    while let Some((letters, end)) = word.take() {
        match (small(&letters), power_of(&letters, language)) {
            // `one two` are two numbers.
            (Some(value), _) if section == 0 || room(section) > value && value > 0 => section += value,
            (None, Some(2)) if section > 0 && section < 100 => section *= 100,
            (None, Some(power)) if power > 2 => {
                let factor = 10u64.checked_pow(power as u32).unwrap_or(u64::MAX);
                total = total.saturating_add(section.max(1).saturating_mul(factor));
                section = 0;
            }
            _ => break,
        }
        end_of_number = end;
        let rest = &text[end..];
        let gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '-', '\u{2010}', '\u{2011}']).len();
        word = word_at(text, end + gap).filter(|_| gap > 0 && gap < 4);
        if let Some((letters, behind)) = &word
            && letters == "and"
            && language == "en"
        {
            word = text[*behind..].strip_prefix(' ').and_then(|_| word_at(text, behind + 1));
            // `two and three` are two numbers.
            word = word.filter(|_| section >= 100 && section.is_multiple_of(100) || section == 0 && total > 0);
        }
    }
    if end_of_number == start {
        return end;
    }
    let value = Value::new(total.saturating_add(section), 0);
    found.push(Quantity { value, range: start..end_of_number, has_digits: false });
    end_of_number
}

/// Below what a word must be to go on a number: units behind tens, tens behind hundreds.
fn room(section: u64) -> u64 {
    match section {
        section if section.is_multiple_of(100) => 100,
        section if section.is_multiple_of(10) && section % 100 > 10 => 10,
        _ => 0,
    }
}

fn russian(word: &str) -> Option<u64> {
    static VALUES: LazyLock<HashMap<String, u64>> = LazyLock::new(|| {
        let forms = RUSSIAN.iter().flat_map(|(value, forms)| forms.split(' ').map(move |form| (form, *value)));
        let written = forms.flat_map(|(form, value)| {
            let (stem, endings) = match form.strip_suffix('-') {
                Some(stem) => (stem, &["ь", "и", "ью"][..]),
                None => (form, &[""][..]),
            };
            endings.iter().map(move |ending| (format!("{stem}{ending}"), value))
        });
        written.collect()
    });
    VALUES.get(word).copied()
}

/// A Chinese or Japanese numeral: a digit, or a power of ten.
fn numeral(c: char) -> Option<u64> {
    let digit = "〇一二三四五六七八九".chars().position(|known| known == c).map(|value| value as u64);
    let other = match c {
        '零' => Some(0),
        '两' | '兩' => Some(2),
        _ => None,
    };
    digit.or(other).or_else(|| han_power(c).map(|_| 0))
}

fn han_power(c: char) -> Option<i32> {
    Some(match c {
        '十' => 1,
        '百' => 2,
        '千' => 3,
        '万' | '萬' => 4,
        '亿' | '億' => 8,
        '兆' => 12,
        _ => return None,
    })
}

/// Reads numerals: `三百二十万`, and years, digit by digit: `二〇一四`. Returns the byte behind them.
fn in_numerals(text: &str, start: usize, found: &mut Vec<Quantity>) -> usize {
    let (mut total, mut section, mut current, mut by_digit) = (0u64, 0u64, None::<u64>, 0u64);
    let (mut count, mut has_power, mut end) = (0, false, start);
    for c in text[start..].chars() {
        let Some(value) = numeral(c) else { break };
        match han_power(c) {
            None => {
                by_digit = by_digit.saturating_mul(10).saturating_add(value);
                current = Some(value);
            }
            Some(power) if power < 4 => {
                section = section.saturating_add(current.take().unwrap_or(1).saturating_mul(10u64.pow(power as u32)));
                has_power = true;
            }
            Some(power) => {
                let sum = section.saturating_add(current.take().unwrap_or_default()).max(1);
                total = total.saturating_add(sum.saturating_mul(10u64.pow(power as u32)));
                section = 0;
                has_power = true;
            }
        }
        count += 1;
        end += c.len_utf8();
    }
    // A single one is often no number (`一些`), and a power alone never says how many (`万一`).
    if count > 1 {
        let value = if has_power {
            total.saturating_add(section).saturating_add(current.unwrap_or_default())
        } else {
            by_digit
        };
        found.push(Quantity { value: Value::new(value, 0), range: start..end, has_digits: false });
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, language: &str) -> Vec<(u64, i32, String)> {
        let found = quantities(text, language).into_iter();
        found.map(|q| (q.value.digits, q.value.places, text[q.range].to_owned())).collect()
    }

    #[test]
    fn the_same_number_has_one_value() {
        for (number, ways) in [
            (
                8_000,
                &[
                    ("8,000", "en"),
                    ("8\u{a0}000", "ru"),
                    ("8.000", "de"),
                    ("8000", ""),
                    ("8千", "zh"),
                    ("eight thousand", "en"),
                    ("восьми тысяч", "ru"),
                    ("八千", "ja"),
                ][..],
            ),
            (
                3_000_000,
                &[
                    ("3 million", "en"),
                    ("3 млн", "ru"),
                    ("300万", "zh"),
                    ("３００万", "ja"),
                    ("3 Millionen", "de"),
                    ("three million", "en"),
                    ("три миллиона", "ru"),
                    ("三百万", "zh"),
                ][..],
            ),
            (
                205_025,
                &[
                    ("two hundred and five thousand and twenty-five", "en"),
                    ("двести пять тысяч двадцать пять", "ru"),
                    ("205,025", "en"),
                ][..],
            ),
            (2014, &[("2014", "en"), ("二〇一四", "zh")][..]),
            (
                1_500_000_000,
                &[
                    ("1.5 billion", "en"),
                    ("1,5 миллиарда", "ru"),
                    ("полтора миллиарда", "ru"),
                    ("15亿", "zh"),
                    ("15億", "ja"),
                ][..],
            ),
            (15_300, &[("1万5300", "ja"), ("1万5千3百", "ja"), ("一万五千三百", "zh")][..]),
            (1000, &[("тысяча", "ru"), ("one thousand", "en"), ("1,000", "en")][..]),
        ] {
            for (text, language) in ways {
                let found = quantities(text, language);
                assert_eq!(found.len(), 1, "{text} {found:?}");
                assert_eq!((found[0].value, &found[0].range), (Value::new(number, 0), &(0..text.len())), "{text}");
            }
        }
    }

    #[test]
    fn numbers_are_told_apart() {
        let values = |text: &str, language: &str| -> Vec<String> {
            read(text, language).into_iter().map(|(.., words)| words).collect()
        };
        assert_eq!(values("on 10.07.2014 at 8.30", "ru"), ["10", "2014", "8.30"]);
        assert_eq!(values("one two, twenty three and four", "en"), ["one", "two", "twenty three", "four"]);
        assert_eq!(values("пятно на шестом этаже", "ru"), Vec::<String>::new());
        assert_eq!(values("她有一些钱，二十三岁", "zh"), ["二十三"]);
        assert_eq!(values("2019年3月4日", "ja"), ["2019", "4"]);
        assert_eq!(values("支出了三百二十万，比", "zh"), ["三百二十万"]);
        assert_eq!(values("1999 and 1.2.3", "en"), ["1999", "1.2", "3"]);
        assert!(
            Value::new(31, 0).is_at_most(31) && !Value::new(32, 0).is_at_most(31) && !Value::new(5, -1).is_at_most(31)
        );
        assert_eq!(
            quantities("99999999999999999999999 五五五五五五五五五五五五五五五五五五五五五五五五", "zh").len(),
            2
        );
    }
}
