//! Requests and responses. The page gets windows of what is on screen, counts and outlines; never whole transcripts.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::export::Loss;
use crate::formats::rules::{Lesson, Rule};
use crate::formats::{Choices, Column, Confidence};
use crate::model::{Date, FurnitureKind, Kind, Severity, TextRange};
use crate::search::Filter;
use crate::views::completion::Completion;
use crate::views::{Changed, Chunk, Node, Sight, ViewOffer, ViewQuery, ViewState};

/// What the page may ask. The bytes of a source travel beside the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Read the source that travels along and add it. Answer: [`Response::Opened`] or [`Response::Refused`].
    Open {
        /// File name.
        name: String,
        /// What the user decided about it before.
        choices: Choices,
    },
    /// Read the source that travels along without adding it. Answer: [`Response::Peeked`] or [`Response::Refused`].
    Peek {
        /// File name.
        name: String,
    },
    /// What may be meant by what is being typed into the search box. Answer: [`Response::Completions`].
    Complete {
        /// What stands in the box.
        text: String,
        /// Where the caret stands, in units of UTF-16.
        caret: u32,
        /// Whether fields are wanted before a letter of one is typed.
        is_asked: bool,
        /// Code of the interface's language.
        language: String,
    },
    /// The transcripts that match, with facets. Answer: [`Response::Catalogue`].
    Catalogue {
        /// What is asked.
        filter: Filter,
        /// So many transcripts are listed at most.
        most: u32,
        /// The facets of which more values are wanted than the first, by their keys in addresses.
        open: Vec<String>,
        /// Code of the interface's language.
        language: String,
    },
    /// What a column needs to lay itself out. Answer: [`Response::Outline`] or [`Response::Unknown`].
    Outline(ColumnQuery),
    /// Some rows of a column. Answer: [`Response::Rows`] or [`Response::Unknown`].
    Rows {
        /// Of which column.
        column: ColumnQuery,
        /// First row.
        from: u32,
        /// One past the last row.
        to: u32,
    },
    /// Lines of the source. Answer: [`Response::Source`] or [`Response::Unknown`].
    Source {
        /// Id of the transcript.
        id: String,
        /// The paragraph to mark, by number.
        paragraph: Option<u32>,
        /// The first line wanted, from 0; none for the lines around the paragraph.
        from: Option<u32>,
    },
    /// Change the user's own work, or have something copied. Answer: [`Response::Changed`] or [`Response::Unknown`].
    Change {
        /// By which view or which act, and what in its terms.
        change: ViewState,
        /// The column that an act is about, if any. What is selected in it is told by `from` and `to`, each the number of a
        /// paragraph, `-`, and UTF-16 units of its text; or `from` alone names the paragraph that the user is at.
        column: ColumnQuery,
        /// Code of the interface's language.
        language: String,
    },
    /// Take a source out. Answer: [`Response::Done`].
    Remove {
        /// Hash of the source.
        hash: String,
    },
    /// The whole library as one file. Answer: [`Response::Exported`] or [`Response::Refused`].
    Save,
    /// Take everything out. Answer: [`Response::Done`].
    Clear,
    /// Read a source that is here once more, as the user says. Answer: [`Response::Opened`], [`Response::Refused`] or
    /// [`Response::Unknown`].
    Reread {
        /// Hash of the source.
        hash: String,
        /// What the user has decided.
        choices: Choices,
    },
    /// What a user can decide about a source. Answer: [`Response::Decisions`].
    Decisions,
    /// What a rule would do that is learnt from a line. Answer: [`Response::Preview`] or [`Response::Unknown`].
    Teach(Example),
    /// The rules that hold for all sources. Answer: [`Response::Rules`].
    Rules,
    /// The rules as a file. Answer: [`Response::Exported`].
    ExportRules,
    /// Let these rules hold for all sources. Answer: [`Response::Rules`].
    SetRules(Vec<Rule>),
    /// The formats that can be written. Answer: [`Response::Writers`].
    Writers,
    /// A transcript in another format. Answer: [`Response::Exported`], [`Response::Refused`] or [`Response::Unknown`].
    Export {
        /// The column that shows it.
        column: ColumnQuery,
        /// Whether only what the column shows is meant.
        is_excerpt: bool,
        /// Id of the format.
        format: String,
    },
    /// The page's texts that it needs later than at first, in the language with this code. Answer: [`Response::Texts`].
    Texts(String),
    /// The views that there are, named in the language with this code. Answer: [`Response::Views`].
    Views(String),
    /// What a view shows. Answer: [`Response::View`] or [`Response::Unknown`].
    View(ViewQuery),
    /// Some rows of a view's list. Answer: [`Response::ViewRows`] or [`Response::Unknown`].
    ViewRows {
        /// Of which view.
        query: ViewQuery,
        /// First row.
        from: u32,
        /// One past the last row.
        to: u32,
    },
    /// A file of what a view shows. Answer: [`Response::Exported`] or [`Response::Unknown`].
    ViewFile {
        /// Of which view.
        query: ViewQuery,
        /// The name that the view gave it.
        name: String,
    },
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// What may be meant, the likeliest first.
    Completions(Vec<Completion>),
    /// A source was read.
    Opened {
        /// Its transcripts.
        items: Vec<Item>,
        /// Whether it was here already.
        is_duplicate: bool,
    },
    /// A container was taken apart and its files were read.
    Unpacked(Box<Unpacked>),
    /// A source was read and not added.
    Peeked(Box<Item>),
    /// A source could not be read.
    Refused {
        /// File name.
        name: String,
        /// Why and what to do, in sentences.
        why: String,
    },
    /// The transcripts that match.
    Catalogue(Box<Catalogue>),
    /// The lay-out of a column.
    Outline(Box<Outline>),
    /// Rows of a column.
    Rows(Rows),
    /// Lines of a source.
    Source(SourceWindow),
    /// No such transcript.
    Unknown,
    /// Done.
    Done,
    /// The user's own work was changed.
    Changed(Changed),
    /// What a rule would do.
    Preview(Box<Preview>),
    /// The rules that hold for all sources, those of a file of rules that was opened among them.
    Rules(Vec<Rule>),
    /// Ids and names of the formats that can be written.
    Writers(Vec<(String, String)>),
    /// Files that were written.
    Exported(Vec<ExportedFile>),
    /// What a user can decide about a source.
    Decisions {
        /// Ids and names of all formats.
        formats: Vec<(String, String)>,
        /// Names of all encodings.
        encodings: Vec<String>,
        /// Names of what the columns of a table may hold.
        roles: Vec<String>,
    },
    /// Texts, as `text::messages` reads them.
    Texts(String),
    /// The views that there are.
    Views(Vec<ViewOffer>),
    /// What a view shows.
    View(Box<Sight>),
    /// Rows of a view's list: the index of the first, and the rows.
    ViewRows(u32, Vec<Node>),
    /// The view leads on to a transcript: its id, the number of a paragraph.
    Leads(String, u32),
}

/// What came of the files of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpacked {
    /// Id of the first transcript that is new.
    pub first: Option<String>,
    /// Files that were read and are new.
    pub opened: u32,
    /// Files that were here already.
    pub duplicates: u32,
    /// Files that systems and saved pages leave in archives, which were not looked at.
    pub junk: u32,
    /// Files that could not be read, or not as a whole.
    pub refused: u32,
    /// Why, each reason once, the first dozen.
    pub reasons: Vec<RefusedFiles>,
}

/// Files that could not be read for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedFiles {
    /// Why and what to do, in sentences.
    pub why: String,
    /// Their paths in the container, the first few.
    pub names: Vec<String>,
    /// How many more there are.
    pub more: u32,
}

/// A file that was written for the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedFile {
    /// Name for it.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
    /// What has no place in it.
    pub losses: Vec<Loss>,
}

/// A transcript in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id in addresses.
    pub id: String,
    /// Hash of its source.
    pub hash: String,
    /// File name.
    pub file: String,
    /// Size of the source, bytes.
    pub bytes: u64,
    /// Title, or the file name where there is none.
    pub title: String,
    /// The day of the event.
    pub date: Option<Date>,
    /// The place.
    pub place: Option<String>,
    /// Language, BCP 47.
    pub language: Option<String>,
    /// Name of the format.
    pub format: String,
    /// How sure.
    pub confidence: Confidence,
    /// Who speaks how much, in order of appearance.
    pub shares: Vec<Lane>,
    /// Paragraphs in all.
    pub paragraphs: u32,
    /// Places where the query's text stands.
    pub hits: u32,
    /// Diagnostics that are warnings or errors.
    pub remarks: u32,
}

/// A speaker's part of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// Index of the speaker; none for text without one.
    pub speaker: Option<u32>,
    /// Letters spoken, for [`Item::shares`]; unused in outlines.
    pub letters: u32,
}

/// The transcripts that match, and the facets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Matching transcripts, by date, the first of them.
    pub items: Vec<Item>,
    /// How many match.
    pub found: u32,
    /// What in the query could not be understood, in sentences.
    pub problems: Vec<String>,
    /// Transcripts in the library.
    pub total: u32,
    /// Places where the query's text stands.
    pub hits: u32,
    /// The same as a sentence; empty where no text is asked.
    pub count: String,
    /// Whether there may be more, because not all texts could be looked at in so short a time: who asks again gets
    /// more.
    pub is_partial: bool,
    /// The facets with their counts, as the page draws them.
    pub aside: Vec<Node>,
}

/// Which rows of a transcript are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Show {
    /// What matches, and a line for what does not.
    #[default]
    Matches,
    /// Everything, with matches marked.
    All,
}

/// What a column shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ColumnQuery {
    /// Id of the transcript.
    pub id: String,
    /// The filter.
    pub filter: Filter,
    /// Which rows.
    pub show: Show,
    /// Gaps that the user opened, by the number of their first paragraph.
    pub opened: Vec<u32>,
    /// The address of the passage that a link named; empty where there was none.
    pub at: String,
}

/// What a column needs to lay itself out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The head of the transcript.
    pub header: Header,
    /// Speakers, in order of appearance.
    pub speakers: Vec<LaneSpeaker>,
    /// Rows in all.
    pub rows: u32,
    /// The rows in chunks of [`Outline::CHUNK_ROWS`].
    pub chunks: Vec<Chunk>,
    /// For each paragraph number, minus one: the row that shows it, or the gap that hides it.
    pub row_of_paragraph: Vec<u32>,
    /// For each stretch of one speaker: speaker, and the rows.
    pub lanes: Vec<(Option<u32>, u32, u32)>,
    /// Numbers of the paragraphs with a hit, in order.
    pub hits: Vec<u32>,
    /// Numbers of the paragraphs that begin a turn, in order.
    pub turns: Vec<u32>,
    /// Paragraphs that match.
    pub matching: u32,
    /// Another number whenever other words of the user's are marked in it.
    pub marked: u64,
}

impl Outline {
    /// Rows in a chunk, the unit in which a column asks for rows.
    pub const CHUNK_ROWS: u32 = Chunk::ROWS;
}

/// The head of a transcript: metadata and the parse report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Id of the transcript.
    pub id: String,
    /// Title, or the file name where there is none.
    pub title: String,
    /// Summary.
    pub summary: Option<String>,
    /// Day.
    pub date: Option<Date>,
    /// Time of day.
    pub time: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// File name.
    pub file: String,
    /// Hash of the source.
    pub hash: String,
    /// Size of the source, bytes.
    pub bytes: u64,
    /// Name of the format.
    pub format: String,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// Encoding.
    pub encoding: String,
    /// Paragraphs in all.
    pub paragraphs: u32,
    /// Where the last paragraph ends, milliseconds.
    pub length_ms: Option<u32>,
    /// What could not be made sense of.
    pub remarks: Vec<Remark>,
    /// Of a table: its columns as they were understood.
    pub columns: Vec<Column>,
    /// What the user has decided about the source.
    pub choices: Choices,
}

/// A diagnostic with its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// How much it matters.
    pub severity: Severity,
    /// Line, from 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// A speaker as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneSpeaker {
    /// Name.
    pub name: String,
    /// Role.
    pub role: Option<String>,
    /// No person's name.
    pub is_generic: bool,
}

/// Some rows of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Index of the first.
    pub from: u32,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One row of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Row {
    /// A turn begins.
    Turn {
        /// Index of the turn.
        turn: u32,
        /// Speaker, an index into [`Outline::speakers`].
        speaker: Option<u32>,
        /// Label as printed.
        label: String,
        /// Whether the role is to be shown: the first time the speaker appears.
        has_role: bool,
        /// When it begins.
        start_ms: Option<u32>,
    },
    /// A paragraph.
    Paragraph {
        /// Its number.
        number: u32,
        /// Speaker, an index into [`Outline::speakers`].
        speaker: Option<u32>,
        /// Its words.
        text: String,
        /// What is marked in it, in order, not overlapping.
        marks: Vec<Mark>,
        /// When it begins.
        start_ms: Option<u32>,
        /// A context paragraph: shown, though it does not match.
        is_context: bool,
    },
    /// A note of its own.
    Note {
        /// Its words.
        text: String,
    },
    /// A heading or, with level 0, a separator.
    Heading {
        /// Its words.
        text: String,
        /// 1 for the highest.
        level: u8,
    },
    /// Furniture, folded.
    Furniture {
        /// Its lines, with what they are.
        lines: Vec<(FurnitureKind, String)>,
    },
    /// Paragraphs that do not match.
    Gap {
        /// Number of the first.
        first: u32,
        /// Number of the last.
        last: u32,
    },
}

/// What a stretch of a paragraph is marked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    /// It belongs to a mark of the user's or to the passage that a link named, and is nothing else.
    Own,
    /// It matches the query.
    Hit,
    /// It is a note.
    Note,
    /// It matches the query inside a note.
    NoteHit,
}

/// A marked stretch of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// First byte in the row's text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Why.
    pub kind: MarkKind,
    /// Class of the user's mark, or of the passage that a link named; empty where it belongs to neither.
    pub class: String,
    /// Note and tags of the mark.
    pub tip: String,
}

/// Some lines of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceWindow {
    /// File name.
    pub file: String,
    /// Hash of the source.
    pub hash: String,
    /// Encoding.
    pub encoding: String,
    /// Index of the first line here.
    pub from: u32,
    /// Lines in all.
    pub total: u32,
    /// Whether a user may say what its lines are.
    pub can_be_taught: bool,
    /// The lines.
    pub lines: Vec<SourceLine>,
}

/// A line of a source, cut into stretches by what claims them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// Stretches: words, what claims them, and whether they belong to the paragraph that is marked.
    pub parts: Vec<(String, Option<Kind>, bool)>,
}

/// A line, and what the user says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Id of the transcript.
    pub id: String,
    /// Which line.
    pub at: LineAt,
    /// What is said of it.
    pub lesson: Lesson,
    /// Whether it holds for all sources, or for this one alone.
    pub is_for_all: bool,
}

/// A line of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LineAt {
    /// The line in which the paragraph with this number begins.
    Paragraph(u32),
    /// The line with this index, as [`SourceWindow`] counts them.
    Line(u32),
}

/// What a rule would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The line as printed.
    pub line: String,
    /// Of a speaker: where the label stands in it, bytes.
    pub label: Option<TextRange>,
    /// The rule; none where nothing can be learnt from the line.
    pub rule: Option<Rule>,
    /// Hash of the source, and what the user has decided about it.
    pub hash: String,
    #[allow(missing_docs)]
    pub choices: Choices,
    /// Whether the format of the source says itself what every line is, so that no rule can.
    pub is_fixed: bool,
    /// How the transcript is read now, and how it would be.
    pub here: Change,
    /// What would be found, with the number of its line, from 1: the first few.
    pub found: Vec<(u64, String)>,
    /// How many lines of the source the rule speaks of.
    pub lines: u32,
    /// Other transcripts that would be read otherwise, the first few.
    pub others: Vec<(String, Change)>,
    /// Other sources of which the rule speaks.
    pub sources: u32,
}

/// A transcript before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Change {
    pub before: Shape,
    pub after: Shape,
}

/// What a transcript is made of, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Turns.
    pub turns: u32,
    /// Names of the speakers.
    pub speakers: Vec<String>,
    /// Paragraphs.
    pub paragraphs: u32,
    /// Paragraphs of which nobody is said to be the speaker.
    pub nobodys: u32,
    /// Title.
    pub title: Option<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Day.
    pub date: Option<Date>,
    /// Time of day.
    pub time: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// Lines of the page around the text.
    pub furniture: u32,
}

/// A message as bytes.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    // Plain data into a growing buffer: postcard has no way to fail here.
    postcard::to_allocvec(value).unwrap_or_default()
}

/// Bytes as a message; none if they are of another version.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
