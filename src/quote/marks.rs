//! The user's marks: highlights and notes with tags on any words, anchored by their address, so that they survive a new
//! version of a transcript or say that they could not.
//!
//! They go out and in as Web Annotations (<https://www.w3.org/TR/annotation-model/>), a page of them, and out as a table.
//! The source is named by its hash (RFC 6920); positions count characters of the transcript's reading text. Annotations
//! of others come in too, anchored by the words they quote. Nothing here has a clock: when a mark was made, the caller
//! says.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::address::{Address, Resolution};
use super::check::shelf::Shelf;
use super::passage::Passage;
use super::words;
use crate::export::csv::push_cell;
use crate::library::{Entry, Library};
use crate::model::Transcript;

/// Characters of context on each side of the words, in annotations.
const CONTEXT: usize = 32;
/// Most annotations that are read from one file, and the longest text of one, bytes.
const MOST: usize = 100_000;
const LONGEST: usize = 64 * 1024;

const CONTEXT_OF_ANNOTATIONS: &str = "http://www.w3.org/ns/anno.jsonld";

/// A mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The address of its words, as text.
    pub address: String,
    /// SHA-256 of the source, hexadecimal.
    pub hash: String,
    /// The words as they were when they were marked.
    pub words: String,
    /// What stood before and behind them.
    pub context: (String, String),
    /// Where they stood in the reading text, in characters.
    pub position: (u32, u32),
    /// What the user says of them; empty for a highlight.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
    /// When it was made, ISO 8601; empty where that is not known.
    pub created: String,
}

/// What became of a mark: where its words stand now, in which transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Index of the transcript; none where no transcript has anything of it.
    pub entry: Option<usize>,
    /// What became of the words.
    pub resolution: Resolution,
}

impl Mark {
    /// A mark on a passage. None where the passage does not fit the transcript.
    pub fn new(library: &Library, entry: &Entry, passage: Passage) -> Option<Self> {
        let transcript = &entry.transcript;
        let address = Address::new(&entry.id, transcript, passage)?;
        let (start, end) = bytes(transcript, passage)?;
        let text = &transcript.text;
        let before: Vec<char> = text[..start].chars().rev().take(CONTEXT).collect();
        let from = text[..start].chars().count();
        Some(Self {
            address: address.to_string(),
            hash: library.source(entry)?.hash.clone(),
            words: text[start..end].to_owned(),
            context: (before.into_iter().rev().collect(), text[end..].chars().take(CONTEXT).collect()),
            position: (from as u32, (from + text[start..end].chars().count()) as u32),
            ..Self::default()
        })
    }

    /// Where its words stand in the library now: in the transcript that they were marked in, or else in one that may be
    /// another version of it, by the words.
    pub fn find(&self, shelf: &Shelf<'_>) -> Standing {
        let found = self.address.parse().ok().and_then(|address: Address| {
            // Only a mark whose transcript is not here needs to be looked for.
            let is_here = shelf.library.source_by_hash(&self.hash).is_some();
            let candidates = if is_here { Vec::new() } else { shelf.likely(&self.words) };
            address.find_among(shelf.library, candidates)
        });
        let (entry, resolution) = found.map_or((None, Resolution::Gone), |(entry, found)| (Some(entry), found));
        Standing { entry, resolution }
    }

    fn to_annotation(&self) -> Value {
        let source = source_name(&self.hash);
        let motivation = match (self.note.is_empty(), self.tags.is_empty()) {
            (false, _) => "commenting",
            (true, false) => "tagging",
            (true, true) => "highlighting",
        };
        let body = |value: &str, purpose: &str| json!({ "type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose });
        let note = Some(&self.note).filter(|note| !note.is_empty()).map(|note| body(note, "commenting"));
        let bodies: Vec<Value> = note.into_iter().chain(self.tags.iter().map(|tag| body(tag, "tagging"))).collect();
        let mut annotation = json!({
            "@context": CONTEXT_OF_ANNOTATIONS,
            "id": format!("{source}?at={}", self.address),
            "type": "Annotation",
            "motivation": motivation,
            "target": {
                "source": source,
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": self.words,
                        "prefix": self.context.0,
                        "suffix": self.context.1,
                    },
                    { "type": "TextPositionSelector", "start": self.position.0, "end": self.position.1 },
                ],
            },
        });
        if let Some(fields) = annotation.as_object_mut() {
            if !bodies.is_empty() {
                fields.insert("body".into(), Value::Array(bodies));
            }
            if !self.created.is_empty() {
                fields.insert("created".into(), self.created.clone().into());
            }
        }
        annotation
    }

    fn from_annotation(annotation: &Value, library: &Library) -> Option<Self> {
        let is_annotation = one_or_all(&annotation["type"]).any(|kind| kind == "Annotation");
        let target = one_or_all(&annotation["target"]).next().filter(|_| is_annotation)?;
        let selectors = || one_or_all(&target["selector"]);
        let quote = selectors().find(|selector| selector["type"] == "TextQuoteSelector")?;
        let position = selectors().find(|selector| selector["type"] == "TextPositionSelector");
        let offset = |name: &str| position.and_then(|p| p[name].as_u64()).and_then(|n| u32::try_from(n).ok());
        let mut mark = Self {
            hash: target["source"].as_str().and_then(hash_of).unwrap_or_default(),
            words: text(&quote["exact"]),
            context: (text(&quote["prefix"]), text(&quote["suffix"])),
            position: (offset("start").unwrap_or_default(), offset("end").unwrap_or_default()),
            created: text(&annotation["created"]),
            ..Self::default()
        };
        for body in one_or_all(&annotation["body"]) {
            let value = body.as_str().map_or_else(|| text(&body["value"]), str::to_owned);
            if body["purpose"] == "tagging" || (annotation["motivation"] == "tagging" && body["purpose"].is_null()) {
                mark.tags.push(value);
            } else if mark.note.is_empty() {
                mark.note = value;
            }
        }
        let stated = annotation["id"].as_str().and_then(|id| id.rsplit_once("?at=")).map(|(_, at)| at.to_owned());
        match stated.filter(|address| address.parse::<Address>().is_ok()) {
            Some(address) => mark.address = address,
            None => {
                let address = mark.anchor(library)?;
                // Whatever the source was called elsewhere, here it is this one.
                let source = library.entry(&address.id).and_then(|entry| library.source(entry));
                mark.hash = source.map(|source| source.hash.clone()).unwrap_or_default();
                mark.address = address.to_string();
            }
        }
        Some(mark)
    }

    /// The address of the words that it quotes: in its source, or else in the first transcript that holds them.
    fn anchor(&self, library: &Library) -> Option<Address> {
        let wanted: Vec<u64> = words::split(&self.words).iter().map(|word| word.hash).collect();
        let is_own = |entry: &&Entry| library.source(entry).is_some_and(|source| source.hash == self.hash);
        let own = library.entries().iter().filter(is_own);
        own.chain(library.entries()).find_map(|entry| {
            let passage = Passage::find(&entry.transcript, &wanted, &self.context.0)?;
            Address::new(&entry.id, &entry.transcript, passage)
        })
    }
}

/// The bytes of the reading text that a passage reaches over.
fn bytes(transcript: &Transcript, passage: Passage) -> Option<(usize, usize)> {
    let parts = passage.parts(transcript);
    let (first, last) = (parts.first()?, parts.last()?);
    let start = |paragraph: u32| Some(transcript.paragraphs.get(paragraph as usize)?.text.start as usize);
    let from = start(first.paragraph)? + first.bytes().start;
    let to = start(last.paragraph)? + last.bytes().end;
    transcript.text.get(from..to).map(|_| (from, to))
}

fn text(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    text[..text.floor_char_boundary(LONGEST)].to_owned()
}

fn one_or_all(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(all) => Box::new(all.iter()),
        Value::Null => Box::new(std::iter::empty()),
        one => Box::new(std::iter::once(one)),
    }
}

/// The name of a source by its hash (RFC 6920, section 3).
fn source_name(hash: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut name = String::from("ni:///sha-256;");
    // Three hexadecimal digits are twelve bits, two letters; the last digit of sixty-four is one letter.
    for digits in hash.as_bytes().chunks(3) {
        let value = digits.iter().fold(0, |sum, digit| sum << 4 | char::from(*digit).to_digit(16).unwrap_or(0));
        let bits = value << (12 - 4 * digits.len());
        let letters = if digits.len() == 3 { 2 } else { digits.len() };
        for letter in 0..letters {
            name.push(char::from(LETTERS[(bits >> (6 * (1 - letter)) & 63) as usize]));
        }
    }
    name
}

/// The hash in the name of a source, hexadecimal.
fn hash_of(name: &str) -> Option<String> {
    let letters = name.strip_prefix("ni:///sha-256;")?;
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => Some(u32::from(letter - b'A')),
        b'a'..=b'z' => Some(u32::from(letter - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(letter - b'0') + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    };
    let mut hash = String::new();
    let (mut bits, mut count) = (0u32, 0);
    for letter in letters.bytes().take(43) {
        bits = bits << 6 | value(letter)?;
        count += 6;
        while count >= 4 {
            count -= 4;
            hash.push(char::from_digit(bits >> count & 15, 16)?);
            bits &= (1 << count) - 1;
        }
    }
    hash.truncate(64);
    (hash.len() == 64).then_some(hash)
}

/// Writes marks as a page of Web Annotations.
pub fn to_annotations(marks: &[Mark]) -> String {
    let page = json!({
        "@context": CONTEXT_OF_ANNOTATIONS,
        "id": "urn:verbatim:marks",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": marks.iter().map(Mark::to_annotation).collect::<Vec<_>>(),
    });
    page.to_string()
}

/// Reads marks from Web Annotations: one, a list, a page or a collection with its first page. Answers how many had no
/// words that could be found too. None where the text is no JSON.
pub fn from_annotations(json: &str, library: &Library) -> Option<(Vec<Mark>, usize)> {
    let file: Value = serde_json::from_str(json).ok()?;
    let page = if file["first"].is_object() { &file["first"] } else { &file };
    let items = if page["items"].is_array() { &page["items"] } else { page };
    let (mut marks, mut lost) = (Vec::new(), 0);
    for annotation in one_or_all(items).take(MOST) {
        match Mark::from_annotation(annotation, library) {
            Some(mark) => marks.push(mark),
            None => lost += 1,
        }
    }
    Some((marks, lost))
}

/// Writes marks as a table, with what became of each.
pub fn to_csv(marks: &[Mark], shelf: &Shelf<'_>) -> String {
    let library = shelf.library;
    let mut out = String::from("\u{feff}file,title,date,speaker,paragraph,words,note,tags,state,words_now,address\r\n");
    for mark in marks {
        let Standing { entry, resolution } = mark.find(shelf);
        let entry = entry.and_then(|entry| library.entries().get(entry));
        let transcript = entry.map(|entry| &entry.transcript);
        let file = entry.and_then(|entry| library.source(entry)).map_or("", |source| &source.name);
        let title = transcript.and_then(|t| t.metadata.title.as_ref()).map_or("", |title| &title.value);
        let date = transcript.and_then(|t| t.metadata.date.as_ref()).map(|date| date.value.to_string());
        let passage = resolution.passage();
        let paragraph = passage.map(|passage| (passage.from.paragraph + 1).to_string());
        let speaker = passage.zip(transcript).and_then(|(passage, transcript)| {
            let turn = transcript.turns.get(transcript.turn_of(passage.from.paragraph))?;
            Some(transcript.speaker(turn.speaker?)?.name.as_str())
        });
        let now = passage.zip(transcript).map(|(passage, transcript)| passage.text(transcript));
        let cells = [
            file,
            title,
            &date.unwrap_or_default(),
            speaker.unwrap_or_default(),
            &paragraph.unwrap_or_default(),
            &mark.words,
            &mark.note,
            &mark.tags.join("; "),
            resolution.name(),
            &now.unwrap_or_default(),
            &mark.address,
        ];
        cells.iter().for_each(|cell| push_cell(&mut out, cell));
        out.pop();
        out.push_str("\r\n");
    }
    out
}
