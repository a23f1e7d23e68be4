//! The transcript: metadata, turns, paragraphs, labels apart from speakers, notes, furniture, times, and the map from
//! every word to its place in the source.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Date, Span, TextRange};

/// Index into [`Transcript::speakers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SpeakerId(pub u32);

/// Index into [`Transcript::labels`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LabelId(pub u32);

/// The record of one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcript {
    /// What is known of the event.
    pub metadata: Metadata,
    /// The reading text: the words of all paragraphs and notes in reading order, each kept once, with nothing between
    /// one element and the next.
    pub text: String,
    /// The map from the reading text to the source, ascending and without gaps in `text`.
    pub pieces: Vec<Piece>,
    /// The labels as printed, each different one once, in order of appearance.
    pub labels: Vec<Label>,
    /// The persons that the labels stand for, in order of appearance.
    pub speakers: Vec<Speaker>,
    /// The turns, in order; together they hold all paragraphs.
    pub turns: Vec<Turn>,
    /// The paragraphs, in order; paragraph ¶ n is `paragraphs[n - 1]`, but in an excerpt.
    pub paragraphs: Vec<Paragraph>,
    /// The numbers of the paragraphs in the whole record, where this is an excerpt; empty else. See
    /// [`Transcript::number`].
    pub numbers: Vec<u32>,
    /// Headings inside the text and separators between its parts, in order.
    pub headings: Vec<Heading>,
    /// Notes, in order.
    pub notes: Vec<Note>,
    /// Furniture, in source order.
    pub furniture: Vec<Furniture>,
    /// Timed pieces of the paragraphs, in order of their text.
    pub cues: Vec<Cue>,
    /// Times of single words, where the source has them, in order of their text.
    pub time_marks: Vec<TimeMark>,
}

/// What is known of the event. Absent means that the source does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The title.
    pub title: Option<Field<String>>,
    /// The summary (the lede).
    pub summary: Option<Field<String>>,
    /// The day of the event.
    pub date: Option<Field<Date>>,
    /// Time of day as `HH:MM`.
    pub time: Option<Field<String>>,
    /// The place as printed.
    pub place: Option<Field<String>>,
    /// Language of most of the text, BCP 47: `en`, `ru`.
    pub language: Option<String>,
    /// What else the source states about itself, by the name it uses: `Kind`, `Region`.
    pub other: BTreeMap<String, String>,
}

/// A value and the place where the source states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Field<T> {
    /// The value, in normal form.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A stretch of the reading text and the stretch of the source that it came from. Its text runs to the start of the
/// next piece. Where both lengths are equal each byte stands for the one at the same place (its letter, or a space for a
/// line break); otherwise the source stretch as a whole stands for the text (an entity).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Where it starts in the reading text.
    pub text: u32,
    /// Where its source stands.
    pub source: Span,
}

/// A speaker as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// As printed, without the colon and without a remark: `President of Russia VLADIMIR PUTIN`.
    pub printed: String,
    /// Whom it stands for; none where it could not be said (`QUESTION`).
    pub speaker: Option<SpeakerId>,
}

/// The person (or, for `QUESTION`, the unnamed somebody) that labels stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speaker {
    /// The name in reading form: `Vladimir Putin`; for an unnamed speaker the label: `Question`.
    pub name: String,
    /// Office or role: `President of Russia`.
    pub role: Option<String>,
    /// Whether `name` is no person's name (`Question`, `Speaker 2`): such labels never merge across transcripts.
    pub is_generic: bool,
}

/// An uninterrupted stretch by one speaker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// The label that opened it; none for narration and unattributed text.
    pub label: Option<TurnLabel>,
    /// Who speaks; none where unknown.
    pub speaker: Option<SpeakerId>,
    /// First paragraph, an index into [`Transcript::paragraphs`].
    pub first: u32,
    /// One past the last paragraph.
    pub end: u32,
}

/// Where a label was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnLabel {
    /// Which label.
    pub id: LabelId,
    /// Where it stands in the source.
    pub span: Span,
}

/// Start and end in milliseconds from the start of the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Start.
    pub start_ms: u32,
    /// End.
    pub end_ms: u32,
}

/// The citable unit. Its number is its place in [`Transcript::paragraphs`], from 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paragraph {
    /// Its words.
    pub text: TextRange,
    /// From its first to its last character in the source.
    pub span: Span,
    /// When it is spoken, where the source says.
    pub times: Option<Times>,
}

/// A heading or a separator (`* * *`) that stands before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its words; for a separator the signs as printed.
    pub text: String,
    /// 1 for the highest; 0 for a separator.
    pub level: u8,
    /// The paragraph it stands before: an index into [`Transcript::paragraphs`], or their number at the end.
    pub before: u32,
    /// Where it stands.
    pub span: Span,
}

/// Something heard or done, not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its words, brackets included. For a note inside a paragraph it lies inside the paragraph's text.
    pub text: TextRange,
    /// Where it stands.
    pub span: Span,
    /// For a note of its own: the paragraph it stands before, or the number of paragraphs at the end.
    /// For a note inside a paragraph: that paragraph. An index into [`Transcript::paragraphs`].
    pub paragraph: u32,
    /// Whether it stands inside the paragraph.
    pub is_inside: bool,
}

/// What a piece of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FurnitureKind {
    /// `2 of 4`.
    PhotoCount,
    /// Text under a photograph.
    Caption,
    /// Links, menus, credits.
    Navigation,
    /// Style sheets, settings, comments of the file format.
    Settings,
    /// Anything else of the page.
    Other,
}

/// What belongs to the page and not to the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Furniture {
    /// As printed.
    pub text: String,
    /// What it is.
    pub kind: FurnitureKind,
    /// Where it stands.
    pub span: Span,
    /// The paragraph it stands before: an index into [`Transcript::paragraphs`], or their number at the end.
    pub before: u32,
}

/// A timed piece of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Its words.
    pub text: TextRange,
    /// When.
    pub times: Times,
}

/// When the word that starts at `text` is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeMark {
    /// Offset into the reading text.
    pub text: u32,
    /// Its start, milliseconds.
    pub at_ms: u32,
    /// Its end, milliseconds, where the source says.
    pub end_ms: Option<u32>,
    /// How sure a recogniser was of it, in thousandths, where the source says.
    pub confidence_permille: Option<u16>,
}

impl Transcript {
    /// The same without any place in a source: all spans empty, no map. Two transcripts that are equal in this form
    /// say the same, whatever files they were read from.
    pub fn without_places(&self) -> Self {
        let mut same = self.clone();
        let metadata = &mut same.metadata;
        for field in
            [&mut metadata.title, &mut metadata.summary, &mut metadata.time, &mut metadata.place].into_iter().flatten()
        {
            field.span = Span::default();
        }
        if let Some(date) = &mut metadata.date {
            date.span = Span::default();
        }
        same.turns.iter_mut().filter_map(|turn| turn.label.as_mut()).for_each(|label| label.span = Span::default());
        same.paragraphs.iter_mut().for_each(|paragraph| paragraph.span = Span::default());
        same.headings.iter_mut().for_each(|heading| heading.span = Span::default());
        same.notes.iter_mut().for_each(|note| note.span = Span::default());
        same.furniture.iter_mut().for_each(|furniture| furniture.span = Span::default());
        same.pieces.clear();
        same
    }

    /// The words of a range; empty where it does not fit.
    pub fn words(&self, range: TextRange) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The notes inside the paragraph with this index, in order.
    pub fn notes_inside(&self, paragraph: u32) -> impl Iterator<Item = &Note> {
        let first = self.notes.partition_point(|note| note.paragraph < paragraph);
        let notes = self.notes[first..].iter().take_while(move |note| note.paragraph == paragraph);
        notes.filter(|note| note.is_inside)
    }

    /// The turn that holds the paragraph with this index.
    pub fn turn_of(&self, paragraph: u32) -> usize {
        self.turns.partition_point(|turn| turn.end <= paragraph)
    }

    /// The speaker with this id.
    pub fn speaker(&self, id: SpeakerId) -> Option<&Speaker> {
        self.speakers.get(id.0 as usize)
    }

    /// The label as printed.
    pub fn label(&self, id: LabelId) -> &str {
        self.labels.get(id.0 as usize).map_or("", |label| &label.printed)
    }

    /// Start of the first and end of the last timed paragraph of a turn.
    pub fn turn_times(&self, turn: &Turn) -> Option<Times> {
        let paragraphs = self.paragraphs.get(turn.first as usize..turn.end as usize)?;
        let start = paragraphs.iter().find_map(|p| p.times)?;
        let end = paragraphs.iter().rev().find_map(|p| p.times)?;
        Some(Times { start_ms: start.start_ms, end_ms: end.end_ms })
    }

    /// The place in the source of a range of the reading text: exact where the letters are the same, and the whole
    /// stretch where the source writes them otherwise.
    pub fn source_of(&self, range: TextRange) -> Span {
        Span { start: self.source_at(range.start, false), end: self.source_at(range.end, true) }
    }

    fn source_at(&self, at: u32, is_end: bool) -> u32 {
        let after = if is_end {
            self.pieces.partition_point(|piece| piece.text < at)
        } else {
            self.pieces.partition_point(|piece| piece.text <= at)
        };
        let Some(piece) = after.checked_sub(1).and_then(|i| self.pieces.get(i)) else { return 0 };
        let text_end = self.pieces.get(after).map_or(self.text.len() as u32, |next| next.text);
        if text_end - piece.text == piece.source.end - piece.source.start {
            piece.source.start + (at - piece.text)
        } else if is_end {
            piece.source.end
        } else {
            piece.source.start
        }
    }
}
