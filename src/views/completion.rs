//! What may be meant by what is being typed into the search box: fields, and the values that a field has in this
//! library, with how many turns or transcripts have each.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::Texts;
use crate::library::Library;
use crate::search::Index;
use crate::search::query::FIELDS;
use crate::text::fold::fold;

/// Proposals at most.
const MOST: usize = 8;
/// Letters from which on the name of a field is proposed.
const FIELD_LETTERS: usize = 2;

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// What is proposed.
    pub name: String,
    /// What it means, or how much has it.
    pub note: String,
    /// What stands in the search box once it is taken.
    pub text: String,
    /// Where the caret stands then, in units of UTF-16.
    pub caret: u32,
}

/// A value that a field may have.
struct Candidate {
    value: String,
    name: String,
    count: u32,
}

/// Proposals for what stands in the search box before the caret, which is counted in units of UTF-16; for an empty box
/// all fields, if they are asked for.
pub fn complete(
    library: &Library,
    index: &Index,
    texts: &Texts,
    text: &str,
    caret: u32,
    is_asked: bool,
) -> Vec<Completion> {
    let caret = byte_of(text, caret);
    let (before, behind) = text.split_at(caret);
    let start = word_start(before);
    let Some(word) = before.get(start..) else { return Vec::new() };
    let word = word.trim_start_matches('-');
    let start = caret - word.len();
    let propose = |name: String, note: String, new: &str| {
        let written = format!("{}{new}", &text[..start]);
        let caret = written.encode_utf16().count() as u32;
        // What goes on behind the caret belongs to the word that is replaced.
        let rest = behind.trim_start_matches(|letter: char| !letter.is_whitespace() && letter != ')');
        let rest = if new.ends_with(' ') { rest.trim_start() } else { rest };
        Completion { name, note, text: written + rest, caret }
    };
    let Some((field, begun)) = word.split_once(':') else {
        let is_meant = |field: &&&str| {
            let name = fold(&texts.of(&format!("complete-{field}")));
            let word = fold(word);
            if word.is_empty() { is_asked } else { field.starts_with(&word) || name.starts_with(&word) }
        };
        if word.chars().count() < FIELD_LETTERS && !is_asked {
            return Vec::new();
        }
        let fields = FIELDS.iter().filter(is_meant);
        return fields
            .map(|field| propose(format!("{field}:"), texts.of(&format!("complete-{field}")), &format!("{field}:")))
            .collect();
    };
    let field = fold(field);
    let begun = fold(begun.trim_start_matches(['"', '“', '”', '«']));
    let mut found: Vec<(bool, Candidate)> = candidates(library, index, texts, &field)
        .into_iter()
        // Months are proposed to who has typed a year, and days to who has typed a month.
        .filter(|candidate| field != "date" || candidate.value.len() == date_letters(&begun))
        .filter_map(|candidate| {
            let forms = [fold(&candidate.value), fold(&candidate.name)];
            let begins = forms.iter().any(|form| form.starts_with(&begun));
            let has = || {
                forms
                    .iter()
                    .any(|form| form.match_indices(&begun).any(|(at, _)| !form[..at].ends_with(char::is_alphanumeric)))
            };
            (begins || has()).then_some((begins, candidate))
        })
        .collect();
    found.sort_by(|(begins, one), (other_begins, other)| {
        let by_count = || if field == "date" { other.value.cmp(&one.value) } else { other.count.cmp(&one.count) };
        other_begins.cmp(begins).then_with(by_count).then_with(|| one.name.cmp(&other.name))
    });
    found.truncate(MOST);
    let written = |candidate: &Candidate| {
        let is_plain = candidate.value.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
        let value = candidate.value.replace(['"', '“', '”', '«', '»'], " ");
        if is_plain { format!("{field}:{value} ") } else { format!("{field}:\"{}\" ", value.trim()) }
    };
    found
        .into_iter()
        .map(|(_, candidate)| {
            let count = if candidate.count == 0 { String::new() } else { texts.number(candidate.count.into()) };
            propose(candidate.name.clone(), count, &written(&candidate))
        })
        .collect()
}

/// How long the dates are that are proposed to who has typed so much of one.
fn date_letters(begun: &str) -> usize {
    match begun.len() {
        0..4 => 4,
        4..7 => 7,
        _ => 10,
    }
}

/// The byte at which a unit of UTF-16 stands.
fn byte_of(text: &str, unit: u32) -> usize {
    let mut units = 0;
    let letter = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16() as u32;
        units > unit
    });
    letter.map_or(text.len(), |(at, _)| at)
}

/// Where the last word begins; blanks inside quotation marks part none.
fn word_start(text: &str) -> usize {
    let mut start = 0;
    let mut is_quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' | '“' | '”' | '«' | '»' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' => start = at + 1,
            _ if letter.is_whitespace() => start = at + letter.len_utf8(),
            _ => {}
        }
    }
    start
}

/// The values of a field.
fn candidates(library: &Library, index: &Index, texts: &Texts, field: &str) -> Vec<Candidate> {
    let people = index.people();
    let mut counts: HashMap<String, u32> = HashMap::new();
    let entries = || library.entries().iter();
    match field {
        "speaker" => {
            for (known_as, turns) in (0..).map_while(|number| Some((people.known_as(number), people.turns(number)?))) {
                if let Some(person) = people.get(known_as).filter(|person| !person.name.is_empty()) {
                    *counts.entry(person.name.clone()).or_default() += turns;
                }
            }
        }
        "role" => {
            for (number, turns) in (0..).map_while(|number| Some((number, people.turns(number)?))) {
                *counts.entry(people.role(number).to_owned()).or_default() += turns;
            }
        }
        "date" => {
            for date in entries().filter_map(|entry| entry.transcript.metadata.date.as_ref()) {
                let written = date.value.to_string();
                for length in [4, 7, 10].into_iter().filter(|length| *length <= written.len()) {
                    *counts.entry(written[..length].to_owned()).or_default() += 1;
                }
            }
        }
        "in" => {
            let scope = |scope: &&str| Candidate {
                value: (*scope).to_owned(),
                name: texts.of(&format!("complete-in-{scope}")),
                count: 0,
            };
            return ["title", "summary", "headings", "notes"].iter().map(scope).collect();
        }
        _ => {
            for entry in entries() {
                let metadata = &entry.transcript.metadata;
                let source = library.source(entry);
                let value = match field {
                    "place" => metadata.place.as_ref().map(|place| index.place(&place.value).to_owned()),
                    "title" => metadata.title.as_ref().map(|title| title.value.clone()),
                    "lang" => metadata.language.clone(),
                    "format" => source.map(|source| source.format.id.to_owned()),
                    "file" => source.map(|source| source.file_name().to_owned()),
                    _ => return Vec::new(),
                };
                *counts.entry(value.unwrap_or_default()).or_default() += 1;
            }
        }
    }
    let counts: BTreeMap<String, u32> = counts.into_iter().filter(|(value, _)| !value.is_empty()).collect();
    let name = |value: &str| match field {
        "lang" => texts.language_name(value),
        _ => value.to_owned(),
    };
    counts.into_iter().map(|(value, count)| Candidate { name: name(&value), value, count }).collect()
}

#[cfg(test)]
mod tests {
    use super::{byte_of, word_start};

    #[test]
    fn the_word_before_the_caret_is_found() {
        let word = |text: &str| text[word_start(text)..].to_owned();
        assert_eq!(word("ship speaker:ma"), "speaker:ma");
        assert_eq!(word("ship -(place:\"port al"), "place:\"port al");
        assert_eq!(word("\"a b\" x"), "x");
        assert_eq!(word("ship "), "");
        assert_eq!(["a😀b".len(), 5, 1], [4, 3, 1].map(|unit| byte_of("a😀b", unit)));
    }
}
