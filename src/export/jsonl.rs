//! `jsonl`: a JSON object a paragraph, one on each line (<https://jsonlines.org>), for programs.

use serde::Serialize;

use super::rows::rows;
use super::{Document, Meta, Part, Unwritable, Writer};

static META: Meta = Meta {
    id: "jsonl",
    name: "JSON Lines",
    ending: "jsonl",
    media_type: "application/jsonl",
    specification: "https://jsonlines.org/",
    keeps: &[
        Part::Title,
        Part::Date,
        Part::TimeOfDay,
        Part::Place,
        Part::Language,
        Part::Roles,
        Part::Labels,
        Part::Codes,
        Part::UnnamedRoles,
        Part::Times,
        Part::Ends,
        Part::Untimed,
        Part::Notes,
        Part::Breaks,
        Part::Controls,
        Part::Formulas,
        Part::NoDuration,
    ],
    holds_several: true,
    read_by_guess: None,
    notes: "An object a paragraph and one a note between two, one on each line, with the columns of `csv` as keys. `start` and `end` are seconds. \
            What is not known is `null`.",
};

/// See the module.
pub struct Jsonl;

/// A line.
#[derive(Serialize)]
struct Line<'t> {
    file: &'t str,
    title: Option<&'t str>,
    date: Option<String>,
    time: Option<&'t str>,
    place: Option<&'t str>,
    language: Option<&'t str>,
    number: Option<u32>,
    speaker: Option<&'t str>,
    role: Option<&'t str>,
    label: Option<&'t str>,
    start: Option<f64>,
    end: Option<f64>,
    text: Option<&'t str>,
    note: Option<&'t str>,
}

impl Writer for Jsonl {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let mut out = Vec::new();
        for row in rows(documents) {
            let metadata = &row.document.transcript.metadata;
            let line = Line {
                file: row.document.origin.name,
                title: metadata.title.as_ref().map(|title| title.value.as_str()),
                date: metadata.date.as_ref().map(|date| date.value.to_string()),
                time: metadata.time.as_ref().map(|time| time.value.as_str()),
                place: metadata.place.as_ref().map(|place| place.value.as_str()),
                language: metadata.language.as_deref(),
                number: row.number,
                speaker: row.speaker.map(|speaker| speaker.name.as_str()),
                role: row.speaker.and_then(|speaker| speaker.role.as_deref()),
                label: row.label.map(|label| label.printed.as_str()),
                start: row.times.map(|times| f64::from(times.start_ms) / 1000.0),
                end: row.times.map(|times| f64::from(times.end_ms) / 1000.0),
                text: row.number.map(|_| row.text),
                note: Some(row.note).filter(|note| !note.is_empty()),
            };
            serde_json::to_writer(&mut out, &line).map_err(|_| Unwritable::NoMemory)?;
            out.push(b'\n');
        }
        Ok(out)
    }
}
