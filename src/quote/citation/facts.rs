//! The facts of a quotation, in the forms that the patterns of the styles ask for.
//!
//! | fact | forms |
//! |---|---|
//! | `quote` | in the quotation marks of its language, each speaker's words apart; `lines` |
//! | `words` | the same without marks |
//! | `speaker` | `short`, `dotted` (ends with a point), `known` (missing where nobody is named); `authors` for CSL |
//! | `role`, `title` (`inner`: marks inside are inner ones), `place`, `language`, `direction`, `link`, `hash` | |
//! | `date` | `iso`, `text`, `long`, `apa`, `mla`, `digits`, `month`, `day`, `parts`; `year` |
//! | `paragraphs` | numbers; `en`, `mla`, `ru` with the word for them |
//! | `time`, `file` (`code`), `key` | |

use super::names::{self, NameForm};
use super::signs::{is_right_to_left, quote};
use super::styles::{Escape, Style};
use super::{Citation, Spoken};
use crate::model::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_OF_RUSSIAN: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
/// What is said where nobody is named.
const UNKNOWN: &[(&str, &str)] = &[("ru", "Говорящий не назван"), ("en", "Unidentified speaker")];

/// The value of a fact, in a form; empty where it is missing. Values are not escaped yet; `is_made` says that it is
/// notation of the style already.
pub fn value(citation: &Citation, style: &Style, name: &str, form: &str) -> (String, bool) {
    let language = style.language.unwrap_or(&citation.language);
    let text = match name {
        "quote" if form == "lines" && style.escape == Escape::Html => return (html_lines(citation), true),
        "quote" => quoted(citation, |spoken| quote(spoken, &citation.language)),
        "words" => quoted(citation, str::to_owned),
        "speaker" => speaker(citation, style, form, language),
        "authors" => return (authors(citation), true),
        "role" => citation.spoken.first().filter(|_| speakers(citation).len() == 1).map_or("", |one| &one.role).into(),
        "title" if form == "inner" => {
            let quoted = quote(&citation.title, "en");
            quoted.trim_start_matches('“').trim_end_matches('”').to_owned()
        }
        "title" => citation.title.clone(),
        "place" => citation.place.clone(),
        "language" => citation.language.clone(),
        "direction" => if is_right_to_left(&quoted(citation, str::to_owned)) { "rtl" } else { "ltr" }.to_owned(),
        // Between angle brackets, and in the field for it, an address stands as it is.
        "link" if matches!(style.escape, Escape::Markdown | Escape::Bibtex) => return (citation.link.clone(), true),
        "link" => citation.link.clone(),
        "hash" => citation.hash.clone(),
        "file" if form == "code" => return (format!("`{}`", citation.file.replace('`', "'")), true),
        "file" => citation.file.clone(),
        "date" => citation.date.map(|date| write_date(date, form, language)).unwrap_or_default(),
        "year" => citation.date.map(|date| date.year.to_string()).unwrap_or_default(),
        "paragraphs" => paragraphs(citation, form),
        "time" => citation.time_ms.map(clock).unwrap_or_default(),
        "key" => key(citation),
        _ => String::new(),
    };
    (text, false)
}

/// The words of each speaker; where there are several, behind their names.
fn quoted(citation: &Citation, write: impl Fn(&str) -> String) -> String {
    let is_one = speakers(citation).len() == 1;
    let each = |spoken: &Spoken| {
        let words = write(&spoken.words);
        if is_one || spoken.name.is_empty() { words } else { format!("{}: {words}", spoken.name) }
    };
    citation.spoken.iter().map(each).collect::<Vec<_>>().join(" ")
}

fn html_lines(citation: &Citation) -> String {
    let mut out = String::new();
    super::template::push_escaped(&mut out, &quoted(citation, |words| quote(words, &citation.language)), Escape::Html);
    out.replace('\n', "<br>")
}

/// The speakers, each once, in order.
fn speakers(citation: &Citation) -> Vec<&Spoken> {
    let mut speakers: Vec<&Spoken> = Vec::new();
    for spoken in &citation.spoken {
        if !speakers.iter().any(|other| other.name == spoken.name) {
            speakers.push(spoken);
        }
    }
    speakers
}

fn speaker(citation: &Citation, style: &Style, form: &str, language: &str) -> String {
    let (first, others, and) = style.names;
    let unknown = || {
        let known = UNKNOWN.iter().find(|(code, _)| language.starts_with(code)).or(UNKNOWN.last());
        known.map_or("", |(_, text)| text).to_owned()
    };
    let named: Vec<&Spoken> = speakers(citation).into_iter().filter(|spoken| !spoken.name.is_empty()).collect();
    if named.is_empty() {
        return match form {
            "known" => String::new(),
            "dotted" => unknown() + ".",
            _ => unknown(),
        };
    }
    let write = |(index, spoken): (usize, &&Spoken)| {
        let form = if form == "short" {
            NameForm::Surname
        } else if index == 0 {
            first
        } else {
            others
        };
        names::write(&spoken.name, spoken.is_generic, form)
    };
    let all: Vec<String> = named.iter().enumerate().map(write).collect();
    let and = if form == "short" { and.trim_start_matches(',') } else { and };
    let and = if form == "short" && and == " " { ", " } else { and };
    let joined = names::join(&all, and);
    if form == "dotted" && !joined.ends_with('.') { joined + "." } else { joined }
}

fn authors(citation: &Citation) -> String {
    let string = |text: &str| {
        let mut out = String::new();
        super::template::push_escaped(&mut out, text, Escape::Json);
        out
    };
    let author = |spoken: &&Spoken| {
        let (family, given) = names::parts(&spoken.name);
        if spoken.is_generic || given.is_empty() {
            format!("{{\"literal\":\"{}\"}}", string(&spoken.name))
        } else {
            format!("{{\"family\":\"{}\",\"given\":\"{}\"}}", string(&family), string(&given))
        }
    };
    let all = speakers(citation);
    all.iter().filter(|spoken| !spoken.name.is_empty()).map(author).collect::<Vec<_>>().join(",")
}

fn write_date(date: Date, form: &str, language: &str) -> String {
    let (year, number, day) = (date.year, date.month, date.day);
    let month = number.and_then(|number| MONTHS.get(usize::from(number).checked_sub(1)?)).copied();
    match (form, month, number, day) {
        ("month", ..) => number.map(|number| number.to_string()).unwrap_or_default(),
        ("day", ..) => day.map(|day| day.to_string()).unwrap_or_default(),
        ("parts", ..) => [Some(u32::from(year)), number.map(u32::from), day.map(u32::from)]
            .into_iter()
            .flatten()
            .map(|n| n.to_string())
            .collect::<Vec<_>>()
            .join(","),
        ("long", Some(month), _, Some(day)) => format!("{month} {day}, {year}"),
        ("long", Some(month), ..) => format!("{month} {year}"),
        ("apa", Some(month), _, Some(day)) => format!("{year}, {month} {day}"),
        ("apa", Some(month), ..) => format!("{year}, {month}"),
        // May, June and July are not shortened.
        ("mla", Some(month), ..) => {
            let short = match month {
                "May" | "June" | "July" => month.to_owned(),
                "September" => "Sept.".to_owned(),
                _ => format!("{}.", &month[..3]),
            };
            day.map_or(format!("{short} {year}"), |day| format!("{day} {short} {year}"))
        }
        ("digits", _, Some(number), Some(day)) => format!("{day:02}.{number:02}.{year}"),
        ("text", Some(_), Some(number), Some(day)) if language.starts_with("ru") => {
            format!("{day} {} {year} г.", MONTHS_OF_RUSSIAN[usize::from(number) - 1])
        }
        ("text", Some(month), _, Some(day)) if language.starts_with("en") => format!("{day} {month} {year}"),
        ("long" | "apa" | "mla" | "digits", ..) => year.to_string(),
        _ => date.to_string(),
    }
}

fn paragraphs(citation: &Citation, form: &str) -> String {
    let (first, last) = citation.paragraphs;
    let numbers = if first == last { first.to_string() } else { format!("{first}–{last}") };
    match (form, first == last) {
        ("en", true) => format!("para. {numbers}"),
        ("en", false) => format!("paras. {numbers}"),
        ("mla", true) => format!("par. {numbers}"),
        ("mla", false) => format!("pars. {numbers}"),
        ("ru", _) => format!("Абз. {numbers}"),
        _ => numbers,
    }
}

fn clock(ms: u32) -> String {
    let seconds = ms / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `holm2024-p4`, or by the source's hash where nobody is named in Latin letters.
fn key(citation: &Citation) -> String {
    let first = citation.spoken.first().map_or("", |spoken| &spoken.name);
    let surname: String = names::parts(first).0.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = if surname.is_empty() { citation.hash.clone() } else { surname.to_lowercase() };
    let year = citation.date.map(|date| date.year.to_string()).unwrap_or_default();
    format!("{name}{year}-p{}", citation.paragraphs.0)
}
