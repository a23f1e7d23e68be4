//! Dates and times of day as records print them. A language is a row of a table, not code.
//!
//! Reads `July 10, 2014`, `Thursday, 10 July 2014`, `5 февраля 2025 года`, `28.06.2016`, `2013年1月9日`, `令和6年3月4日`,
//! `二〇一三年一月九日`, ISO 8601;
//! `14:00`, `2.30 pm`, `10.30 Uhr`, `14h30`. A reading that is not certain (`07/10/2014`) is no reading: it must not
//! guess which of two numbers is the month.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use crate::model::Date;
use crate::text::lines::is_space;

/// What one language writes around days, months and hours. All words are lower case.
struct Row {
    /// The names of the twelve months: each with its inflected and shortened forms.
    months: [&'static [&'static str]; 12],
    /// Names of the days of the week.
    weekdays: &'static [&'static str],
    /// Words that may stand between the parts of a date and say nothing: `of`, `den`, `de`.
    fillers: &'static [&'static str],
    /// What may stand behind the day: `st`, `th`, `er`.
    ordinals: &'static [&'static str],
    /// Words that may stand behind the year: `года`.
    years: &'static [&'static str],
    /// Words that stand behind an hour: `uhr`, `h`.
    hours: &'static [&'static str],
}

static ROWS: &[Row] = &[
    // English
    Row {
        months: [
            &["january", "jan"],
            &["february", "feb"],
            &["march", "mar"],
            &["april", "apr"],
            &["may"],
            &["june", "jun"],
            &["july", "jul"],
            &["august", "aug"],
            &["september", "sept", "sep"],
            &["october", "oct"],
            &["november", "nov"],
            &["december", "dec"],
        ],
        weekdays: &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        fillers: &["the", "of", "on"],
        ordinals: &["st", "nd", "rd", "th"],
        years: &[],
        hours: &["hrs", "hours"],
    },
    // Russian
    Row {
        months: [
            &["января", "январь", "янв"],
            &["февраля", "февраль", "фев"],
            &["марта", "март"],
            &["апреля", "апрель", "апр"],
            &["мая", "май"],
            &["июня", "июнь"],
            &["июля", "июль"],
            &["августа", "август", "авг"],
            &["сентября", "сентябрь", "сен"],
            &["октября", "октябрь", "окт"],
            &["ноября", "ноябрь", "ноя"],
            &["декабря", "декабрь", "дек"],
        ],
        weekdays: &["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
        fillers: &[],
        ordinals: &["го", "е"],
        years: &["года", "год", "г"],
        hours: &["часов", "ч"],
    },
    // German
    Row {
        months: [
            &["januar", "jänner"],
            &["februar"],
            &["märz"],
            &["april"],
            &["mai"],
            &["juni"],
            &["juli"],
            &["august"],
            &["september"],
            &["oktober"],
            &["november"],
            &["dezember"],
        ],
        weekdays: &["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"],
        fillers: &["den", "dem", "der", "am"],
        ordinals: &[],
        years: &[],
        hours: &["uhr"],
    },
    // French
    Row {
        months: [
            &["janvier"],
            &["février"],
            &["mars"],
            &["avril"],
            &["mai"],
            &["juin"],
            &["juillet"],
            &["août"],
            &["septembre"],
            &["octobre"],
            &["novembre"],
            &["décembre"],
        ],
        weekdays: &["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        fillers: &["le"],
        ordinals: &["er"],
        years: &[],
        hours: &["h", "heures"],
    },
    // Spanish
    Row {
        months: [
            &["enero"],
            &["febrero"],
            &["marzo"],
            &["abril"],
            &["mayo"],
            &["junio"],
            &["julio"],
            &["agosto"],
            &["septiembre", "setiembre"],
            &["octubre"],
            &["noviembre"],
            &["diciembre"],
        ],
        weekdays: &["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        fillers: &["de", "del", "el"],
        ordinals: &[],
        years: &[],
        hours: &["horas"],
    },
    // Portuguese
    Row {
        months: [
            &["janeiro"],
            &["fevereiro"],
            &["março"],
            &["abril"],
            &["maio"],
            &["junho"],
            &["julho"],
            &["agosto"],
            &["setembro"],
            &["outubro"],
            &["novembro"],
            &["dezembro"],
        ],
        weekdays: &["segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira"],
        fillers: &["de", "do"],
        ordinals: &[],
        years: &[],
        hours: &["horas"],
    },
    // Italian
    Row {
        months: [
            &["gennaio"],
            &["febbraio"],
            &["marzo"],
            &["aprile"],
            &["maggio"],
            &["giugno"],
            &["luglio"],
            &["agosto"],
            &["settembre"],
            &["ottobre"],
            &["novembre"],
            &["dicembre"],
        ],
        weekdays: &["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
        fillers: &["il"],
        ordinals: &[],
        years: &[],
        hours: &["ore"],
    },
    // Ukrainian
    Row {
        months: [
            &["січня"],
            &["лютого"],
            &["березня"],
            &["квітня"],
            &["травня"],
            &["червня"],
            &["липня"],
            &["серпня"],
            &["вересня"],
            &["жовтня"],
            &["листопада"],
            &["грудня"],
        ],
        weekdays: &["понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"],
        fillers: &[],
        ordinals: &["го"],
        years: &["року", "рік", "р"],
        hours: &["годин"],
    },
    // Polish
    Row {
        months: [
            &["stycznia"],
            &["lutego"],
            &["marca"],
            &["kwietnia"],
            &["maja"],
            &["czerwca"],
            &["lipca"],
            &["sierpnia"],
            &["września"],
            &["października"],
            &["listopada"],
            &["grudnia"],
        ],
        weekdays: &["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"],
        fillers: &["dnia"],
        ordinals: &[],
        years: &["roku", "rok", "r"],
        hours: &["godz", "godzina"],
    },
    // Hebrew
    Row {
        months: [
            &["ינואר", "בינואר"],
            &["פברואר", "בפברואר"],
            &["מרץ", "במרץ", "מרס", "במרס"],
            &["אפריל", "באפריל"],
            &["מאי", "במאי"],
            &["יוני", "ביוני"],
            &["יולי", "ביולי"],
            &["אוגוסט", "באוגוסט"],
            &["ספטמבר", "בספטמבר"],
            &["אוקטובר", "באוקטובר"],
            &["נובמבר", "בנובמבר"],
            &["דצמבר", "בדצמבר"],
        ],
        weekdays: &["ראשון", "שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת"],
        fillers: &["יום", "ה", "ב", "ב-"],
        ordinals: &[],
        years: &[],
        hours: &[],
    },
    // Arabic
    Row {
        months: [
            &["يناير"],
            &["فبراير"],
            &["مارس"],
            &["أبريل", "إبريل", "نيسان"],
            &["مايو", "أيار"],
            &["يونيو", "حزيران"],
            &["يوليو", "تموز"],
            &["أغسطس", "آب"],
            &["سبتمبر", "أيلول"],
            &["أكتوبر"],
            &["نوفمبر"],
            &["ديسمبر"],
        ],
        weekdays: &["الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
        fillers: &["يوم", "في", "من"],
        ordinals: &[],
        years: &["م"],
        hours: &[],
    },
];

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
}

impl fmt::Display for TimeOfDay {
    /// `HH:MM`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// The longest text, bytes, in which a date or time is looked for: a longer one is prose.
const LONGEST: usize = 120;

/// The date that `text` consists of, white space, brackets and a full stop at the ends aside.
pub fn whole_date(text: &str) -> Option<Date> {
    if text.len() > LONGEST {
        return None;
    }
    let text = trim_ends(text);
    let (date, end) = date_at(text)?;
    text[end..].trim_matches(is_end).is_empty().then_some(date)
}

/// The time of day that `text` consists of.
pub fn whole_time(text: &str) -> Option<TimeOfDay> {
    if text.len() > LONGEST {
        return None;
    }
    let text = trim_ends(text);
    let (time, end) = time_at(text)?;
    text[end..].trim_matches(is_end).is_empty().then_some(time)
}

/// The first date that stands in `text`, a line that is known to state one.
pub fn date_in(text: &str) -> Option<Date> {
    word_starts(text).find_map(|start| date_at(&text[start..])).map(|(date, _)| date)
}

/// The first time of day that stands in `text`, a line that is known to state one.
pub fn time_in(text: &str) -> Option<TimeOfDay> {
    word_starts(text).find_map(|start| time_at(&text[start..])).map(|(time, _)| time)
}

/// Where the words of a line begin, as far as one is looked at.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let starts = text.char_indices().filter(|(_, c)| is_space(*c)).map(|(at, c)| at + c.len_utf8());
    std::iter::once(0).chain(starts).take_while(|start| *start < LONGEST)
}

/// The date at the start of `text` and the byte offset behind it.
pub fn date_at(text: &str) -> Option<(Date, usize)> {
    let bounded = &text[..text.floor_char_boundary(text.len().min(LONGEST))];
    if let Some(found) = eastern(bounded) {
        return Some(found);
    }
    let mut parts = Parts { text: bounded, at: 0 };
    parts.skip(|row, word| row.weekdays.contains(&word) || row.fillers.contains(&word));
    let start = parts.at;
    match parts.next()? {
        Part::Number(first, digits) => {
            if let Some(found) = numeric(bounded, parts.at, first, digits) {
                return Some(found);
            }
            parts.skip(|row, word| row.ordinals.contains(&word) || row.fillers.contains(&word));
            let month = parts.month()?;
            parts.skip(|row, word| row.fillers.contains(&word));
            let year = parts.year()?;
            Some((Date::new(year, Some(month), Some(u8::try_from(first).ok()?))?, parts.behind_year()))
        }
        Part::Word(_) => {
            parts.at = start;
            let month = parts.month()?;
            let before_day = parts.at;
            if let Some(year) = parts.year() {
                return Some((Date::new(year, Some(month), None)?, parts.behind_year()));
            }
            parts.at = before_day;
            let Part::Number(day, 1..=2) = parts.next()? else { return None };
            parts.skip(|row, word| row.ordinals.contains(&word) || row.fillers.contains(&word));
            let year = parts.year()?;
            Some((Date::new(year, Some(month), Some(u8::try_from(day).ok()?))?, parts.behind_year()))
        }
    }
}

/// The number of the month that a word of any case names, from 1.
pub fn month_of(word: &str) -> Option<u8> {
    static MONTHS: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
        let months = ROWS.iter().flat_map(|row| (1..).zip(row.months));
        let named = months.flat_map(|(month, forms)| forms.iter().map(move |form| (*form, month)));
        // Of two languages that call different months the same, the one that stands first decides.
        let mut by_name = HashMap::new();
        for (name, month) in named {
            by_name.entry(name).or_insert(month);
        }
        by_name
    });
    MONTHS.get(word.to_lowercase().as_str()).copied()
}

/// Whether a word of any case is the name of a month or of a day of the week.
pub fn is_month_or_weekday(word: &str) -> bool {
    month_of(word).is_some() || is_in(word, |row, word| row.weekdays.contains(&word))
}

/// The time of day at the start of `text` and the byte offset behind it. `14.30` needs a word behind it or the end of
/// the text, since it may be any number.
pub fn time_at(text: &str) -> Option<(TimeOfDay, usize)> {
    let bounded = &text[..text.floor_char_boundary(text.len().min(LONGEST))];
    let bytes = bounded.as_bytes();
    let (hour, mut at) = number(bytes, 0)?;
    if at == 0 || at > 2 {
        return None;
    }
    let mut minute = 0;
    let separator = bytes.get(at).copied();
    let has_minutes = matches!(separator, Some(b':' | b'.' | b'h' | b'H'))
        && matches!(number(bytes, at + 1), Some((value, end)) if end == at + 3 && { minute = value; true });
    if has_minutes {
        at += 3;
        if bytes.get(at) == Some(&b':')
            && let Some((_, end)) = number(bytes, at + 1).filter(|(_, end)| *end == at + 3)
        {
            at = end;
        }
    }
    let mut is_sure = has_minutes && separator != Some(b'.');
    let mut hour = hour;
    let mut parts = Parts { text: bounded, at };
    if let Some(Part::Word(word)) = parts.next() {
        let half = match word.trim_end_matches('.').to_lowercase().replace('.', "").as_str() {
            "am" => Some(0),
            "pm" => Some(12),
            _ => None,
        };
        if let Some(half) = half {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + half;
            is_sure = true;
            at = parts.at;
        } else if is_in(word, |row, word| row.hours.contains(&word)) {
            is_sure = true;
            at = parts.at;
        }
    }
    let is_at_end = has_minutes && bounded.len() == text.len() && bounded[at..].trim_matches(is_end).is_empty();
    if !(is_sure || is_at_end) || hour > 23 || minute > 59 || bytes.get(at).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some((TimeOfDay { hour: hour as u8, minute: minute as u8 }, at))
}

/// Years of reign by the year before their first.
const ERAS: &[(&str, u16)] =
    &[("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("明治", 1867), ("民國", 1911)];

/// `2013年1月9日`, `令和6年3月4日`, `二〇一三年一月九日`, `2013년 1월 9일`, with the digits of the West, full-width ones or
/// characters.
fn eastern(text: &str) -> Option<(Date, usize)> {
    let era = ERAS.iter().find(|(name, _)| text.starts_with(name));
    let mut at = era.map_or(0, |(name, _)| name.len());
    let mut numbers = [0u16; 3];
    for (number, signs) in numbers.iter_mut().zip([['年', '년'], ['月', '월'], ['日', '일']]) {
        at += text[at..].len() - text[at..].trim_start_matches(is_space).len();
        let end = at + text[at..].find(signs).filter(|length| *length <= 24)?;
        *number = eastern_number(text[at..end].trim_matches(is_space))?;
        at = end + text[end..].chars().next().map_or(0, char::len_utf8);
    }
    let year = numbers[0] + era.map_or(0, |(_, before)| *before);
    Some((Date::new(year, Some(u8::try_from(numbers[1]).ok()?), Some(u8::try_from(numbers[2]).ok()?))?, at))
}

/// A number below 10,000: `25`, `２５`, `二十五`, `二〇一三`, `元` (the first year of a reign).
fn eastern_number(text: &str) -> Option<u16> {
    if text == "元" {
        return Some(1);
    }
    let (mut total, mut last, mut has_any) = (0u16, 0u16, false);
    for c in text.chars() {
        let digit = match c {
            '0'..='9' => c as u16 - '0' as u16,
            '０'..='９' => c as u16 - '０' as u16,
            '十' => {
                total += last.max(1).checked_mul(10)?;
                (last, has_any) = (0, true);
                continue;
            }
            _ => "〇一二三四五六七八九".chars().position(|known| known == c)? as u16,
        };
        last = last.checked_mul(10)?.checked_add(digit)?;
        has_any = true;
    }
    has_any.then_some(total.checked_add(last)?).filter(|number| *number < 10_000)
}

/// `2014-07-10`, `28.06.2016`, `28.06.16`, `28/06/2016`; the first number, of so many digits, ends at `at`.
fn numeric(text: &str, mut at: usize, first: u32, digits: usize) -> Option<(Date, usize)> {
    let bytes = text.as_bytes();
    let mut numbers = [(first, digits), (0, 0), (0, 0)];
    let mut separators = [' '; 2];
    for i in 0..2 {
        let separator = text[at..].chars().next()?;
        separators[i] = separator;
        at += separator.len_utf8();
        let (value, end) = number(bytes, at)?;
        numbers[i + 1] = (value, end - at);
        at = end;
    }
    let [(a, a_digits), (b, b_digits), (c, c_digits)] = numbers;
    if b_digits == 0 || c_digits == 0 || b_digits > 2 {
        return None;
    }
    let (year, month, day) = match separators {
        ['-', '-'] | ['/', '/'] | ['.', '.'] if a_digits == 4 && c_digits <= 2 => (a, b, c),
        ['.', '.'] if a_digits <= 2 && (c_digits == 4 || c_digits == 2) => (full_year(c, c_digits), b, a),
        // With a stroke or a hyphen the order depends on the country unless one of the two cannot be a month.
        ['/', '/'] | ['-', '-'] if a_digits <= 2 && c_digits == 4 && a > 12 => (c, b, a),
        ['/', '/'] | ['-', '-'] if a_digits <= 2 && c_digits == 4 && b > 12 => (c, a, b),
        ['/', '/'] | ['-', '-'] if a_digits <= 2 && c_digits == 4 && a == b => (c, a, b),
        _ => return None,
    };
    if bytes.get(at).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let date = Date::new(u16::try_from(year).ok()?, Some(u8::try_from(month).ok()?), Some(u8::try_from(day).ok()?))?;
    Some((date, Parts { text, at }.behind_year()))
}

/// Two digits stand for 1970 to 2069.
fn full_year(year: u32, digits: usize) -> u32 {
    match digits {
        2 if year < 70 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    }
}

/// The number at `at` and where it ends; none where no digit stands or where it has more than nine.
fn number(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let digits = bytes.get(at..)?.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 9 {
        return None;
    }
    let value = bytes[at..at + digits].iter().fold(0, |value, b| value * 10 + u32::from(b - b'0'));
    Some((value, at + digits))
}

/// What a date consists of.
enum Part<'t> {
    /// A number and how many digits it has.
    Number(u32, usize),
    Word(&'t str),
}

/// Walks words and numbers; spaces, commas and full stops between them are skipped.
struct Parts<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parts<'t> {
    fn next(&mut self) -> Option<Part<'t>> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.len() - rest.trim_start_matches(|c: char| is_space(c) || c == ',' || c == '.').len();
        let rest = &self.text[start..];
        if let Some((value, end)) = number(self.text.as_bytes(), start) {
            self.at = end;
            return Some(Part::Number(value, end - start));
        }
        let is_in_word = |c: char| c.is_alphabetic() || matches!(c, '-' | '’' | '\'');
        let mut length = rest.find(|c| !is_in_word(c)).unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        // `a.m.` and `p. m.` are one word.
        for half in ["a.m.", "p.m."] {
            if rest.get(..half.len()).is_some_and(|start| start.eq_ignore_ascii_case(half)) {
                length = half.len();
            }
        }
        self.at = start + length;
        Some(Part::Word(&rest[..length]))
    }

    /// Skips words that some language passes over.
    fn skip(&mut self, is_skipped: fn(&Row, &str) -> bool) {
        loop {
            let before = self.at;
            match self.next() {
                Some(Part::Word(word)) if is_in(word, is_skipped) => {}
                _ => {
                    self.at = before;
                    return;
                }
            }
        }
    }

    fn month(&mut self) -> Option<u8> {
        let Part::Word(word) = self.next()? else { return None };
        month_of(word)
    }

    fn year(&mut self) -> Option<u16> {
        match self.next()? {
            Part::Number(value, 4) if value > 0 => u16::try_from(value).ok(),
            _ => None,
        }
    }

    /// Where the date ends, words such as `года` behind the year included.
    fn behind_year(mut self) -> usize {
        let end = self.at;
        match self.next() {
            Some(Part::Word(word)) if is_in(word, |row, word| row.years.contains(&word)) => {
                self.at + usize::from(self.text[self.at..].starts_with('.'))
            }
            _ => end,
        }
    }
}

fn is_in(word: &str, is_listed: fn(&Row, &str) -> bool) -> bool {
    let word = word.to_lowercase();
    ROWS.iter().any(|row| is_listed(row, &word))
}

fn is_end(c: char) -> bool {
    is_space(c) || matches!(c, '.' | ',' | '(' | ')' | '[' | ']' | '*' | '_')
}

fn trim_ends(text: &str) -> &str {
    text.trim_matches(|c: char| is_space(c) || matches!(c, '(' | ')' | '[' | ']' | '*' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> String {
        whole_date(text).map_or_else(|| "none".into(), |date| date.to_string())
    }

    fn time(text: &str) -> String {
        whole_time(text).map_or_else(|| "none".into(), |time| time.to_string())
    }

    #[test]
    fn reads_dates_as_records_print_them() {
        for text in [
            "July 10, 2014",
            "JULY 10, 2014",
            "Jul. 10, 2014",
            "10 July 2014",
            "10th of July, 2014",
            "July 10th, 2014",
            "Thursday, 10 July 2014",
            "Thursday, July\u{a0}10, 2014.",
            "10 июля 2014 года",
            "10 июля 2014 г.",
            "четверг, 10 июля 2014",
            "Donnerstag, den 10. Juli 2014",
            "le 10 juillet 2014",
            "10 de julio de 2014",
            "10 luglio 2014",
            "10 липня 2014 року",
            "10.07.2014",
            "10.7.14",
            "Donnerstag, 10.07.2014",
            "2014-07-10",
            "2014/07/10",
            "2014年7月10日",
            "２０１４年７月１０日",
            "二〇一四年七月十日",
            "平成26年7月10日",
            "平成二十六年七月十日",
            "2014년 7월 10일",
            "10 lipca 2014 r.",
            "czwartek, 10 lipca 2014 roku",
            "10 липня 2014 року",
            "10 ביולי 2014",
            "יום חמישי, 10 ביולי 2014",
            "10 يوليو 2014",
            "الخميس 10 تموز 2014",
            "2014年 7月 10日",
            "(July 10, 2014)",
        ] {
            assert_eq!(date(text), "2014-07-10", "{text}");
        }
        assert_eq!(date("1er mars 2020"), "2020-03-01");
        assert_eq!(date("March 2020"), "2020-03");
        assert_eq!(date("25/12/2020"), "2020-12-25");
        assert_eq!(date("12/25/2020"), "2020-12-25");
    }

    #[test]
    fn what_is_doubtful_or_impossible_is_no_date() {
        for text in [
            "07/10/2014",
            "February 30, 2014",
            "May I, 2014",
            "10 people",
            "July 10",
            "2014",
            "version 1.2.3.4",
            "July 10, 2014 was a Thursday",
            "12345678901234567890",
            "",
        ] {
            assert_eq!(date(text), "none", "{text}");
        }
    }

    #[test]
    fn finds_a_date_at_the_start() {
        let text = "July 10, 2014, 14:00";
        assert_eq!(date_at(text).map(|(_, end)| &text[end..]), Some(", 14:00"));
        let text = "5 февраля 2025 года, Линдсунд";
        assert_eq!(date_at(text).map(|(_, end)| &text[end..]), Some(", Линдсунд"));
    }

    #[test]
    fn white_space_before_a_number_is_passed_over_whatever_its_width() {
        for text in [" 10.07.2014, Oslo", "\u{a0}10.07.2014, Oslo", "\u{3000}\u{a0}10.07.2014, Oslo"] {
            assert_eq!(date_at(text).map(|(_, end)| &text[end..]), Some(", Oslo"), "{text:?}");
        }
        assert_eq!(date_at("\u{a0}5.69,"), None);
    }

    #[test]
    fn reads_times_of_day() {
        for text in ["14:30", "14.30", "2.30 pm", "2:30 p.m.", "2:30PM", "14:30:09", "14.30 Uhr", "14h30", "14:30 hrs"]
        {
            assert_eq!(time(text), "14:30", "{text}");
        }
        assert_eq!(time("12 am"), "00:00");
        assert_eq!(time("10 Uhr"), "10:00");
        for text in ["24:00", "14:60", "2014", "14", "3.5 million", "14:305", "13 pm", "1:2", ""] {
            assert_eq!(time(text), "none", "{text}");
        }
    }
}
