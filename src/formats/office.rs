//! What the XML of office documents has in common: paragraphs, line ends, tables, words beside the text, properties.
//!
//! Walks a tree and writes a [`Prose`]; what each element is the formats say, in a table of [`Role`]s. A row of a table
//! names its speaker only where the table says so: by a head over the column, or by the same few short words again and
//! again.

use std::collections::HashSet;

use super::Parsed;
use super::prose::{MarkKind, Prose};
use super::timestamps::read_loose;
use crate::markup::xml::{NodeRef, Tree};
use crate::model::{Diagnostic, Field, FurnitureKind, Kind, Span};
use crate::text::speakers::label::{Shape, shape, split_words};

/// What an element is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What stands in it is read as if it stood in its place.
    Through,
    /// Its texts are words.
    Words,
    /// A paragraph, and what kind of one. Whether its own texts are words [`Office`] says.
    Paragraph(Option<MarkKind>),
    /// A line ends.
    LineEnd,
    /// White space.
    Space,
    /// A letter that is written as an element.
    Letter(&'static str),
    /// A table, a row of it, a cell of that.
    Table,
    /// See [`Role::Table`].
    Row,
    /// See [`Role::Table`].
    Cell,
    /// Words that belong to no text: kept as furniture.
    Aside,
    /// The words in it are settings, or stand elsewhere too.
    Nothing,
}

/// A family of documents.
pub trait Office {
    /// What an element is.
    fn role(&self, element: NodeRef<'_, '_>) -> Role;

    /// Whether texts are words wherever they stand in a paragraph.
    fn has_bare_words(&self) -> bool;
}

/// Reads what stands in `node` into `prose`.
pub fn write<'s>(office: &dyn Office, node: NodeRef<'_, 's>, prose: &mut Prose<'s>) {
    Walker { office, prose, is_in_paragraph: false, is_in_table: false, is_behind_speakers: false }.walk(node, false);
}

struct Walker<'w, 's> {
    office: &'w dyn Office,
    prose: &'w mut Prose<'s>,
    is_in_paragraph: bool,
    is_in_table: bool,
    /// Whether a table that named its speakers has just ended.
    is_behind_speakers: bool,
}

impl<'s> Walker<'_, 's> {
    fn walk(&mut self, node: NodeRef<'_, 's>, are_words: bool) {
        for child in node.children() {
            if !child.is_element() {
                if are_words {
                    self.prose.push_words(child.text_span(), child.has_references());
                }
                continue;
            }
            match self.office.role(child) {
                Role::Through | Role::Row | Role::Cell => self.walk(child, are_words),
                Role::Words => self.walk(child, true),
                // A paragraph inside of one (a text box) is none of its words.
                Role::Paragraph(_) if self.is_in_paragraph => self.keep_aside(child, FurnitureKind::Other),
                Role::Paragraph(kind) => self.paragraph(child, kind),
                Role::LineEnd => self.prose.end_line(),
                Role::Space => self.prose.push_space(child.start_tag()),
                Role::Letter(letter) => self.prose.push_text(letter, child.start_tag()),
                Role::Table if self.is_in_paragraph => self.keep_aside(child, FurnitureKind::Other),
                // A table in a table is read as the paragraphs that it holds.
                Role::Table if self.is_in_table => self.walk(child, are_words),
                Role::Table => self.table(child),
                Role::Aside => self.keep_aside(child, FurnitureKind::Other),
                Role::Nothing => {}
            }
        }
    }

    fn paragraph(&mut self, node: NodeRef<'_, 's>, kind: Option<MarkKind>) {
        self.prose.end_paragraph();
        let from = self.prose.len();
        self.is_in_paragraph = true;
        self.walk(node, self.office.has_bare_words());
        self.is_in_paragraph = false;
        if let Some(kind) = kind
            // Who gives speakers the style of headings still ends them with a colon.
            && !(matches!(kind, MarkKind::Heading(_)) && self.prose.since(from).trim_end().ends_with([':', '：']))
        {
            self.prose.mark(from, kind);
        } else if self.is_behind_speakers && self.prose.len() > from {
            self.prose.mark(from, MarkKind::Apart);
            self.is_behind_speakers = false;
        }
        self.prose.end_paragraph();
    }

    fn keep_aside(&mut self, node: NodeRef<'_, 's>, kind: FurnitureKind) {
        let (mut words, mut spans) = (String::new(), Vec::new());
        self.gather(node, &mut words, &mut spans);
        self.prose.keep_aside(words.trim().to_owned(), spans, kind);
    }

    /// A cell with a time; one that holds anything else is kept.
    fn time(&mut self, cell: NodeRef<'_, 's>, is_clock: bool) {
        let (mut words, mut spans) = (String::new(), Vec::new());
        self.gather(cell, &mut words, &mut spans);
        match (milliseconds(words.trim()), spans.as_slice()) {
            (Some(at_ms), [span]) if !is_clock => self.prose.keep_time(*span, at_ms),
            _ => self.prose.keep_aside(words.trim().to_owned(), spans, FurnitureKind::Other),
        }
    }

    /// The words of all paragraphs in `node`, and where they stand.
    fn gather(&self, node: NodeRef<'_, 's>, words: &mut String, spans: &mut Vec<Span>) {
        for child in node.children() {
            if !child.is_element() {
                let text = child.words();
                if !text.trim().is_empty() {
                    words.push_str(&text);
                    spans.push(child.text_span());
                }
                continue;
            }
            match self.office.role(child) {
                Role::Nothing => continue,
                Role::Paragraph(_) | Role::Space | Role::LineEnd if !words.is_empty() => words.push(' '),
                Role::Letter(letter) => words.push_str(letter),
                _ => {}
            }
            self.gather(child, words, spans);
        }
    }

    fn table(&mut self, table: NodeRef<'_, 's>) {
        let mut found = Vec::new();
        self.collect(table, Role::Row, &mut found);
        let cells = |row| {
            let mut cells = Vec::new();
            self.collect(row, Role::Cell, &mut cells);
            cells
        };
        let rows: Vec<Vec<_>> = found.into_iter().map(cells).collect();
        let columns = find_columns(&rows);
        (self.is_in_table, self.is_behind_speakers) = (true, false);
        for (number, row) in rows.into_iter().enumerate() {
            for (column, cell) in row.into_iter().enumerate() {
                self.prose.end_paragraph();
                let from = self.prose.len();
                if columns.time == Some(column) && !(columns.has_head && number == 0) {
                    self.time(cell, columns.is_clock);
                    continue;
                }
                self.walk(cell, false);
                if columns.has_head && number == 0 {
                    self.prose.mark(from, MarkKind::Furniture(FurnitureKind::Other));
                } else if columns.speaker == Some(column) {
                    self.prose.mark(from, MarkKind::Label);
                }
            }
        }
        self.is_in_table = false;
        self.is_behind_speakers = columns.speaker.is_some();
        self.prose.end_paragraph();
    }

    /// The rows of a table or the cells of a row, not those of tables inside.
    fn collect<'t>(&self, node: NodeRef<'t, 's>, role: Role, found: &mut Vec<NodeRef<'t, 's>>) {
        for child in node.elements() {
            match self.office.role(child) {
                same if same == role => found.push(child),
                Role::Through | Role::Row | Role::Words => self.collect(child, role, found),
                _ => {}
            }
        }
    }
}

/// `00:01:02`, `[1:02]`, or the first of `00:01:02 - 00:01:09`.
fn milliseconds(words: &str) -> Option<u32> {
    let words = words.trim_start_matches(['[', '(']);
    let (time, end) = read_loose(words.as_bytes(), 0)?;
    let is_time = words[end..].chars().all(|c| c.is_ascii_digit() || " :.,-–—>])".contains(c));
    (is_time && !time.is_too_large).then_some(time.ms)
}

/// What the columns of a table are.
#[derive(Debug, Default, PartialEq, Eq)]
struct Columns {
    speaker: Option<usize>,
    time: Option<usize>,
    /// Whether the times are those of the day, and not of a recording.
    is_clock: bool,
    has_head: bool,
}

/// What the heads of columns with speakers and with times say.
const SPEAKER_HEADS: &[&str] = &[
    "speaker",
    "speakers",
    "who",
    "sprecher",
    "sprecherin",
    "redner",
    "спикер",
    "говорящий",
    "выступающий",
    "locuteur",
    "intervenant",
    "hablante",
    "orador",
    "interlocutore",
    "spreker",
    "talare",
    "taler",
];
const TIME_HEADS: &[&str] =
    &["time", "timecode", "time code", "timestamp", "start", "zeit", "время", "temps", "tiempo"];

/// Rows that are looked at, and the longest cell that can name a speaker, bytes.
const SAMPLE_ROWS: usize = 200;
const LONGEST_SPEAKER: usize = 80;
/// A column of times that begins later than this is not that of a recording.
const FIRST_MINUTES_MS: u32 = 10 * 60 * 1000;

fn find_columns(rows: &[Vec<NodeRef<'_, '_>>]) -> Columns {
    let sample: Vec<Vec<String>> =
        rows.iter().take(SAMPLE_ROWS).map(|row| row.iter().take(6).map(NodeRef::line).collect()).collect();
    let Some(head) = sample.first() else { return Columns::default() };
    let is_head = |heads: &[&str]| head.iter().position(|cell| heads.contains(&cell.to_lowercase().as_str()));
    let speaker = is_head(SPEAKER_HEADS);
    if speaker.is_some() {
        let time = is_head(TIME_HEADS);
        let times = sample.iter().filter_map(|row| milliseconds(row.get(time?)?));
        return Columns { speaker, time, is_clock: is_clock(times), has_head: true };
    }
    let times: Vec<u32> = sample.iter().filter_map(|row| milliseconds(row.first()?)).collect();
    let time = (times.len() >= 3 && times.len() * 10 >= sample.len() * 8).then_some(0);
    let column = time.map_or(0, |time| time + 1);
    // The same few names in front of longer words.
    let names: Vec<&str> =
        sample.iter().filter(|row| row.len() == column + 2).map(|row| row[column].as_str()).collect();
    let words: usize = sample.iter().filter_map(|row| row.get(column + 1)).map(String::len).sum();
    let letters: usize = names.iter().map(|name| name.len()).sum();
    let distinct: HashSet<&str> = names.iter().copied().collect();
    let is_speaker = names.len() >= 4
        && names.len() == sample.len()
        && names.iter().all(|name| is_speaker_name(name))
        && distinct.len() >= 2
        && distinct.len() * 2 <= names.len()
        && words >= letters * 3;
    let (speaker, time) = (is_speaker.then_some(column), time.filter(|_| is_speaker));
    Columns { speaker, time, is_clock: is_clock(times.into_iter()), has_head: false }
}

/// Whether times are those of the day: a recording begins with its first minutes.
fn is_clock(mut times: impl Iterator<Item = u32>) -> bool {
    times.next().is_some_and(|first| first > FIRST_MINUTES_MS)
}

/// Whether a cell is a person's name or a part that someone has, and no other word that a column could repeat.
fn is_speaker_name(cell: &str) -> bool {
    let mut words = Vec::new();
    cell.len() <= LONGEST_SPEAKER
        && split_words(cell, &mut words)
        && matches!(
            shape(&words),
            Shape::FullName
                | Shape::OfficeName(_)
                | Shape::NameOffice(_)
                | Shape::Honorific
                | Shape::Generic
                | Shape::Alone
        )
}

/// Takes up the properties that stand in `node` (title, author, dates) and accounts for their words. The title counts
/// where the text itself has none.
pub fn read_properties(node: NodeRef<'_, '_>, parsed: &mut Parsed) {
    let Some(transcript) = parsed.transcripts.first_mut() else { return };
    let metadata = &mut transcript.metadata;
    let mut spans = Vec::new();
    // A property holds words and nothing else; where one does, the document is damaged.
    for property in node.elements().filter(|property| property.elements().next().is_none()) {
        let value = property.line();
        let Some(span) = property.children().map(|text| text.text_span()).reduce(Span::to) else { continue };
        if value.is_empty() {
            continue;
        }
        spans.push(span);
        match property.local() {
            "title" if metadata.title.is_none() => metadata.title = Some(Field { value, span }),
            "user-defined" => {
                let name = property.value("name").map_or_else(|| "user-defined".to_owned(), Into::into);
                metadata.other.insert(name, value);
            }
            name => {
                metadata.other.insert(name.to_owned(), value);
            }
        }
    }
    parsed.ledger.claim_free(Kind::Metadata, &mut spans.into_iter());
}

/// Accounts for the texts that are no words, and says where the document is damaged.
pub fn settle(tree: &Tree<'_>, source: &str, code: &'static str, parsed: &mut Parsed) {
    let texts: Vec<Span> = tree.nodes().map(|node| node.text_span()).filter(|span| !span.is_empty()).collect();
    parsed.ledger.claim_free(Kind::Markup, &mut texts.into_iter());
    parsed.ledger.claim_white_space(source);
    if let Some(fault) = tree.faults().first() {
        let diagnostic = Diagnostic::warning(code, fault.span, format!("The document is damaged. {}", fault.message));
        parsed.diagnostics.push(diagnostic.with_hint("It is read as far as it goes. Save or download it again."));
        parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    }
}
