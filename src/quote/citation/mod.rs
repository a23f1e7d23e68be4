//! Copy with citation: words in the quotation marks of their language, with all that another person needs to check them
//! against the same file.
//!
//! The styles are rows of a table ([`styles`]) with a pattern each, filled by [`template`] with the [`facts`]. Libraries
//! that render all of the Citation Style Language weigh more than the whole worker may; what a quotation from a
//! transcript needs of it is a page of patterns.

mod facts;
mod names;
mod signs;
pub mod styles;
mod template;

use serde::{Deserialize, Serialize};

use super::passage::Passage;
use crate::library::{Entry, Library};
use crate::model::{Date, Transcript};

pub use signs::{is_right_to_left, quote};
pub use styles::{Escape, STYLES, Style, style};
pub use template::push_escaped;

/// How many letters of a source's hash stand in a citation.
const HASH_LETTERS: usize = 12;

/// What stands where words of the transcript were left out.
const LEFT_OUT: &str = " […] ";

/// A quotation with all that is known of it. What is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The words, by speaker, in order.
    pub spoken: Vec<Spoken>,
    /// Title of the event.
    pub title: String,
    /// Its day.
    pub date: Option<Date>,
    /// Its place.
    pub place: String,
    /// Language of the words, BCP 47.
    pub language: String,
    /// Numbers of the first and the last paragraph, from 1.
    pub paragraphs: (u32, u32),
    /// When the first paragraph is spoken, milliseconds from the start of the recording.
    pub time_ms: Option<u32>,
    /// Name of the source's file.
    pub file: String,
    /// Start of the source's SHA-256.
    pub hash: String,
    /// A link to the words.
    pub link: String,
}

/// Words of one speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// Who speaks; empty where unknown.
    pub name: String,
    /// Office or role; empty where unknown.
    pub role: String,
    /// Whether `name` is no person's name.
    pub is_generic: bool,
    /// The words as printed, a line for each paragraph.
    pub words: String,
}

impl Citation {
    /// The citation of passages of one transcript, in their order; between two of them words are left out. None where
    /// they hold no words or the transcript is not in the library.
    pub fn new(library: &Library, entry: &Entry, passages: &[Passage], link: &str) -> Option<Self> {
        let source = library.source(entry)?;
        let transcript = &entry.transcript;
        let spoken = spoken(transcript, passages);
        let (first, last) = (passages.first()?, passages.last()?);
        let metadata = &transcript.metadata;
        let value = |field: &Option<crate::model::Field<String>>| field.as_ref().map(|f| f.value.clone());
        let time = transcript.paragraphs.get(first.from.paragraph as usize)?.times;
        let name = source.name.rsplit(['/', '\\']).next().unwrap_or(&source.name);
        (!spoken.is_empty()).then(|| Self {
            spoken,
            title: value(&metadata.title).unwrap_or_default(),
            date: metadata.date.as_ref().map(|date| date.value),
            place: value(&metadata.place).unwrap_or_default(),
            language: metadata.language.clone().unwrap_or_default(),
            paragraphs: (first.from.paragraph + 1, last.to.paragraph + 1),
            time_ms: time.map(|times| times.start_ms),
            file: name.to_owned(),
            hash: source.hash.chars().take(HASH_LETTERS).collect(),
            link: link.to_owned(),
        })
    }

    /// Writes it in a style.
    pub fn write(&self, style: &Style) -> String {
        template::fill(self, style)
    }
}

/// The words of passages by speaker: what one speaker says in a row is one piece.
fn spoken(transcript: &Transcript, passages: &[Passage]) -> Vec<Spoken> {
    let mut all: Vec<Spoken> = Vec::new();
    for (number, passage) in passages.iter().enumerate() {
        for (nth, part) in passage.parts(transcript).iter().enumerate() {
            let turn = transcript.turns.get(transcript.turn_of(part.paragraph));
            let speaker = turn.and_then(|turn| turn.speaker).and_then(|id| transcript.speaker(id));
            let name = speaker.map_or("", |speaker| speaker.name.as_str());
            let is_cut = number > 0 && nth == 0;
            let words = part.with_signs();
            match all.last_mut().filter(|last| last.name == name) {
                Some(last) => {
                    last.words.push_str(if is_cut { LEFT_OUT } else { "\n" });
                    last.words.push_str(words);
                }
                None if words.is_empty() => {}
                None => all.push(Spoken {
                    name: name.to_owned(),
                    role: speaker.and_then(|speaker| speaker.role.clone()).unwrap_or_default(),
                    is_generic: speaker.is_some_and(|speaker| speaker.is_generic),
                    words: if is_cut { format!("{}{words}", LEFT_OUT.trim_start()) } else { words.to_owned() },
                }),
            }
        }
    }
    all
}
