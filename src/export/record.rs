//! A transcript as JSON: the keys that the parse report and `verbatim-json` have in common, and those that only
//! `verbatim-json` has. Borrowed from the model, so that writing copies no text.
//!
//! Absent values are `null`. Times are milliseconds. `start` and `end` are byte offsets into the decoded source.
//! Paragraphs are named by their number, from 1.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{self, FurnitureKind, Span, Times};

/// A transcript with the keys of the parse report.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Record<'t> {
    pub title: Option<&'t str>,
    pub summary: Option<&'t str>,
    /// ISO 8601, as long as what is known.
    pub date: Option<String>,
    /// `HH:MM`.
    pub time: Option<&'t str>,
    pub place: Option<&'t str>,
    /// BCP 47.
    pub language: Option<&'t str>,
    pub speakers: Vec<Speaker<'t>>,
    pub turns: Vec<Turn<'t>>,
    pub notes: Vec<Note<'t>>,
    pub furniture: Vec<Furniture<'t>>,
}

/// A transcript with everything that the model holds of it: the keys of [`Record`], and these.
#[derive(Debug, Serialize)]
pub struct FullRecord<'t> {
    /// The keys of the report.
    #[serde(flatten)]
    pub record: Record<'t>,
    /// All labels in the order of the model, with whom they stand for.
    pub labels: Vec<Label<'t>>,
    /// Headings and separators.
    pub headings: Vec<Heading<'t>>,
    /// Timed pieces; `from` and `to` are byte offsets into the reading text.
    pub cues: Vec<Cue>,
    /// Times of single words; `from` is a byte offset into the reading text.
    pub time_marks: Vec<TimeMark>,
    /// What else the source states about itself.
    pub other: &'t BTreeMap<String, String>,
}

/// A person.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Speaker<'t> {
    /// `s1`, `s2`, … in the order of the model.
    pub id: String,
    pub name: &'t str,
    pub role: Option<&'t str>,
    /// The labels that stand for this person, as printed.
    pub labels: Vec<&'t str>,
    /// Whether `name` is no person's name; only in `verbatim-json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_generic: Option<bool>,
}

/// A stretch by one speaker.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Turn<'t> {
    /// An id of `speakers`.
    pub speaker: Option<String>,
    /// As printed.
    pub label: Option<&'t str>,
    pub start_ms: Option<u32>,
    pub end_ms: Option<u32>,
    pub paragraphs: Vec<Paragraph<'t>>,
}

/// The citable unit.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Paragraph<'t> {
    pub number: u32,
    pub text: &'t str,
    pub start_ms: Option<u32>,
    pub end_ms: Option<u32>,
    pub start: u32,
    pub end: u32,
}

/// Something heard or done.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Note<'t> {
    pub text: &'t str,
    /// The paragraph it stands in or before; one more than there are paragraphs for a note at the end.
    pub paragraph: u32,
    /// Where it begins in that paragraph's text, in bytes of UTF-8; `null` for a note between paragraphs.
    pub at: Option<u32>,
    pub start: u32,
    pub end: u32,
}

/// What belongs to the page.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Furniture<'t> {
    pub text: &'t str,
    pub kind: FurnitureKind,
    /// The paragraph it stands before; one more than there are paragraphs at the end.
    pub before: u32,
    pub start: u32,
    pub end: u32,
}

/// A label as printed.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Label<'t> {
    pub printed: &'t str,
    /// An id of `speakers`.
    pub speaker: Option<String>,
}

/// A heading, or a separator at level 0.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Heading<'t> {
    pub text: &'t str,
    pub level: u8,
    /// The paragraph it stands before; one more than there are paragraphs at the end.
    pub before: u32,
    pub start: u32,
    pub end: u32,
}

/// A timed piece of the reading text.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Cue {
    pub from: u32,
    pub to: u32,
    pub start_ms: u32,
    pub end_ms: u32,
}

/// The time of the word that starts at `from`.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct TimeMark {
    pub from: u32,
    pub at_ms: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_ms: Option<u32>,
    /// From 0 to 1, in thousandths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

impl<'t> Record<'t> {
    /// The keys of the report.
    pub fn new(transcript: &'t model::Transcript) -> Self {
        let metadata = &transcript.metadata;
        Self {
            title: metadata.title.as_ref().map(|title| title.value.as_str()),
            summary: metadata.summary.as_ref().map(|summary| summary.value.as_str()),
            date: metadata.date.as_ref().map(|date| date.value.to_string()),
            time: metadata.time.as_ref().map(|time| time.value.as_str()),
            place: metadata.place.as_ref().map(|place| place.value.as_str()),
            language: metadata.language.as_deref(),
            speakers: speakers(transcript),
            turns: transcript.turns.iter().map(|turn| Turn::new(transcript, turn)).collect(),
            notes: transcript.notes.iter().map(|note| Note::new(transcript, note)).collect(),
            furniture: transcript.furniture.iter().map(Furniture::new).collect(),
        }
    }
}

impl<'t> FullRecord<'t> {
    /// Everything that the model holds of the transcript, except the map from its words to the source.
    pub fn new(transcript: &'t model::Transcript) -> Self {
        let mut record = Record::new(transcript);
        for (speaker, known) in record.speakers.iter_mut().zip(&transcript.speakers) {
            speaker.is_generic = Some(known.is_generic);
        }
        let labels = transcript
            .labels
            .iter()
            .map(|label| Label { printed: &label.printed, speaker: label.speaker.map(speaker_id) });
        let headings = transcript.headings.iter().map(|heading| Heading {
            text: &heading.text,
            level: heading.level,
            before: heading.before + 1,
            start: heading.span.start,
            end: heading.span.end,
        });
        let cues = transcript.cues.iter().map(|cue| Cue {
            from: cue.text.start,
            to: cue.text.end,
            start_ms: cue.times.start_ms,
            end_ms: cue.times.end_ms,
        });
        let time_marks = transcript.time_marks.iter().map(|mark| TimeMark {
            from: mark.text,
            at_ms: mark.at_ms,
            end_ms: mark.end_ms,
            confidence: mark.confidence_permille.map(|permille| f64::from(permille) / 1000.0),
        });
        Self {
            labels: labels.collect(),
            headings: headings.collect(),
            cues: cues.collect(),
            time_marks: time_marks.collect(),
            other: &transcript.metadata.other,
            record,
        }
    }
}

/// The id of a speaker in JSON: `s1` for the first.
pub fn speaker_id(id: model::SpeakerId) -> String {
    format!("s{}", u64::from(id.0) + 1)
}

fn speakers(transcript: &model::Transcript) -> Vec<Speaker<'_>> {
    let mut speakers: Vec<_> = (0..)
        .zip(&transcript.speakers)
        .map(|(i, speaker)| Speaker {
            id: speaker_id(model::SpeakerId(i)),
            name: &speaker.name,
            role: speaker.role.as_deref(),
            labels: Vec::new(),
            is_generic: None,
        })
        .collect();
    for label in &transcript.labels {
        if let Some(speaker) = label.speaker.and_then(|id| speakers.get_mut(id.0 as usize)) {
            speaker.labels.push(&label.printed);
        }
    }
    speakers
}

impl<'t> Turn<'t> {
    fn new(transcript: &'t model::Transcript, turn: &model::Turn) -> Self {
        let (start_ms, end_ms) = bounds(transcript.turn_times(turn));
        let paragraphs = transcript.paragraphs.get(turn.first as usize..turn.end as usize).unwrap_or_default();
        Self {
            speaker: turn.speaker.map(speaker_id),
            label: turn.label.map(|label| transcript.label(label.id)),
            start_ms,
            end_ms,
            paragraphs: (turn.first + 1..).zip(paragraphs).map(|(n, p)| Paragraph::new(transcript, n, p)).collect(),
        }
    }
}

impl<'t> Paragraph<'t> {
    fn new(transcript: &'t model::Transcript, number: u32, paragraph: &model::Paragraph) -> Self {
        let (start_ms, end_ms) = bounds(paragraph.times);
        let Span { start, end } = paragraph.span;
        Self { number, text: transcript.words(paragraph.text), start_ms, end_ms, start, end }
    }
}

impl<'t> Note<'t> {
    fn new(transcript: &'t model::Transcript, note: &model::Note) -> Self {
        let holder = transcript.paragraphs.get(note.paragraph as usize).filter(|_| note.is_inside);
        Self {
            text: transcript.words(note.text),
            paragraph: note.paragraph + 1,
            at: holder.map(|paragraph| note.text.start.saturating_sub(paragraph.text.start)),
            start: note.span.start,
            end: note.span.end,
        }
    }
}

impl<'t> Furniture<'t> {
    fn new(furniture: &'t model::Furniture) -> Self {
        Self {
            text: &furniture.text,
            kind: furniture.kind,
            before: furniture.before + 1,
            start: furniture.span.start,
            end: furniture.span.end,
        }
    }
}

fn bounds(times: Option<Times>) -> (Option<u32>, Option<u32>) {
    (times.map(|times| times.start_ms), times.map(|times| times.end_ms))
}
