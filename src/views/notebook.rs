//! The user's notebook: marks, clippings, the style of citations. It is a record of their own work (`library::work`), and
//! changes of it can be taken back.
//!
//! The record is JSON, written and read by hand: what a generated reader of all that a clipping holds weighs is as much as
//! a format.

use serde_json::{Value, json};

use crate::library::{Entry, Library};
use crate::model::Date;
use crate::quote::address::{Address, Resolution};
use crate::quote::check::shelf::Shelf;
use crate::quote::citation::{Citation, Spoken};
use crate::quote::clippings::{Board, Clipping};
use crate::quote::marks::{Mark, Standing};
use crate::quote::passage::Passage;

/// How many changes can be taken back.
const UNDONE: usize = 16;

/// The kind of its record.
pub const KIND: &str = "notebook";

/// The user's notebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notebook {
    /// Marks, the oldest first.
    pub marks: Vec<Mark>,
    /// The clippings board.
    pub board: Board,
    /// The style of citations, by its id; empty for the first.
    pub style: String,
    /// How often it was changed.
    version: u32,
    /// What takes back the last changes, each with the version that it leads away from.
    undo: Vec<(u32, Vec<Change>)>,
}

/// A change of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Of the marks.
    Marks(Splice<Mark>),
    /// Of the clippings.
    Clippings(Splice<Clipping>),
    /// Another style of citations.
    Style(String),
}

/// Some items of a list give way to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice<T> {
    /// Index of the first.
    pub at: usize,
    /// How many go.
    pub removed: usize,
    /// What comes in their place.
    pub put: Vec<T>,
}

impl<T> Splice<T> {
    /// Does it, and returns what undoes it.
    fn apply(self, list: &mut Vec<T>) -> Self {
        let at = self.at.min(list.len());
        let end = at.saturating_add(self.removed).min(list.len());
        let removed = self.put.len();
        let put = list.splice(at..end, self.put).collect();
        Self { at, removed, put }
    }
}

/// Where a mark stands in a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Drawn {
    /// Index of the mark; none for the passage that a link names.
    pub mark: Option<usize>,
    /// The paragraph (an index).
    pub paragraph: u32,
    /// Bytes of its text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl Notebook {
    /// Reads the record of one; as at first where it is empty or something else.
    pub fn from_json(record: &str) -> Self {
        serde_json::from_str(record).map(|value| Self::from_value(&value)).unwrap_or_default()
    }

    /// Reads one that was kept. What is missing or is something else is as at first.
    pub fn from_value(value: &Value) -> Self {
        let list = |name: &str| value[name].as_array().map(Vec::as_slice).unwrap_or_default();
        Self {
            marks: list("marks").iter().map(mark_from).collect(),
            board: Board { clippings: list("clippings").iter().map(clipping_from).collect() },
            style: text(&value["style"]),
            ..Self::default()
        }
    }

    /// It as it is kept.
    pub fn to_value(&self) -> Value {
        json!({
            "marks": self.marks.iter().map(mark_to).collect::<Vec<_>>(),
            "clippings": self.board.clippings.iter().map(clipping_to).collect::<Vec<_>>(),
            "style": self.style,
        })
    }

    /// Takes the place of the one before, as it was kept.
    pub fn restore(&mut self, kept: Self) {
        *self = Self { version: self.version + 1, ..kept };
    }

    /// Does changes one after the other. Returns the number by which they are taken back.
    pub fn change(&mut self, changes: Vec<Change>) -> u32 {
        self.version += 1;
        let mut undo: Vec<Change> = changes.into_iter().map(|change| self.apply(change)).collect();
        undo.reverse();
        self.undo.push((self.version, undo));
        let spare = self.undo.len().saturating_sub(UNDONE);
        self.undo.drain(..spare);
        self.version
    }

    /// Takes changes back, by their number, which must be the last ones: what lists say where an item stands is only true
    /// then. Returns the number by which that is taken back; none where nothing is.
    pub fn take_back(&mut self, number: u32) -> Option<u32> {
        let (_, changes) = self.undo.pop_if(|(version, _)| *version == number)?;
        Some(self.change(changes))
    }

    fn apply(&mut self, change: Change) -> Change {
        match change {
            Change::Marks(splice) => Change::Marks(splice.apply(&mut self.marks)),
            Change::Clippings(splice) => Change::Clippings(splice.apply(&mut self.board.clippings)),
            Change::Style(style) => Change::Style(std::mem::replace(&mut self.style, style)),
        }
    }

    /// The same with what is new in another one.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        let additions = self.additions(other);
        self.change(additions);
        self
    }

    /// The changes that add what is new in another one.
    fn additions(&self, other: &Self) -> Vec<Change> {
        let marks: Vec<Mark> = other.marks.iter().filter(|mark| !self.marks.contains(mark)).cloned().collect();
        let clippings = other.board.clippings.iter().filter(|clipping| !self.board.clippings.contains(clipping));
        let clippings: Vec<Clipping> = clippings.cloned().collect();
        let marks = (!marks.is_empty()).then(|| self.added_marks(marks));
        let clippings = (!clippings.is_empty()).then(|| self.added_clippings(clippings));
        let style = (self.style.is_empty() && !other.style.is_empty()).then(|| Change::Style(other.style.clone()));
        marks.into_iter().chain(clippings).chain(style).collect()
    }

    /// The change that adds marks.
    pub fn added_marks(&self, put: Vec<Mark>) -> Change {
        Change::Marks(Splice { at: self.marks.len(), removed: 0, put })
    }

    /// The change that adds clippings.
    pub fn added_clippings(&self, put: Vec<Clipping>) -> Change {
        Change::Clippings(Splice { at: self.board.clippings.len(), removed: 0, put })
    }

    /// What is drawn of the marks in a transcript, by paragraph and place.
    pub fn drawn(&self, library: &Library, entry: &Entry) -> Vec<Drawn> {
        let mut drawn = Vec::new();
        for (index, mark) in self.marks.iter().enumerate() {
            let Ok(address) = mark.address.parse::<Address>() else { continue };
            let is_here = address.id == entry.id;
            // A mark whose source is not here may stand in another version of it.
            if !is_here && library.source_by_hash(&mark.hash).is_some() {
                continue;
            }
            let found = address.resolve(&entry.transcript);
            let is_it = match found {
                Resolution::Same(_) | Resolution::Moved(_) => true,
                Resolution::Changed(_) => is_here,
                Resolution::Gone => false,
            };
            if let Some(passage) = found.passage().filter(|_| is_it) {
                push_drawn(&mut drawn, Some(index), entry, passage);
            }
        }
        drawn.sort_by_key(|drawn| (drawn.paragraph, drawn.start));
        drawn
    }

    /// What became of each mark.
    pub fn standings(&self, shelf: &Shelf<'_>) -> Vec<Standing> {
        self.marks.iter().map(|mark| mark.find(shelf)).collect()
    }
}

/// The stretches of paragraphs that a passage reaches over.
pub fn push_drawn(drawn: &mut Vec<Drawn>, mark: Option<usize>, entry: &Entry, passage: Passage) {
    drawn.extend(passage.parts(&entry.transcript).iter().filter(|part| !part.bytes().is_empty()).map(|part| {
        let bytes = part.bytes();
        Drawn { mark, paragraph: part.paragraph, start: bytes.start as u32, end: bytes.end as u32 }
    }));
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value) -> u32 {
    value.as_u64().and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
}

fn mark_to(mark: &Mark) -> Value {
    json!({
        "address": mark.address,
        "sha256": mark.hash,
        "words": mark.words,
        "context": [mark.context.0, mark.context.1],
        "position": [mark.position.0, mark.position.1],
        "note": mark.note,
        "tags": mark.tags,
        "created": mark.created,
    })
}

fn mark_from(value: &Value) -> Mark {
    Mark {
        address: text(&value["address"]),
        hash: text(&value["sha256"]),
        words: text(&value["words"]),
        context: (text(&value["context"][0]), text(&value["context"][1])),
        position: (number(&value["position"][0]), number(&value["position"][1])),
        note: text(&value["note"]),
        tags: value["tags"].as_array().map(|tags| tags.iter().map(text).collect()).unwrap_or_default(),
        created: text(&value["created"]),
    }
}

fn clipping_to(clipping: &Clipping) -> Value {
    let citation = &clipping.citation;
    let spoken = |spoken: &Spoken| json!([spoken.name, spoken.role, spoken.is_generic, spoken.words]);
    json!({
        "address": clipping.address,
        "note": clipping.note,
        "spoken": citation.spoken.iter().map(spoken).collect::<Vec<_>>(),
        "title": citation.title,
        "date": citation.date.map(|date| date.to_string()),
        "place": citation.place,
        "language": citation.language,
        "paragraphs": [citation.paragraphs.0, citation.paragraphs.1],
        "time_ms": citation.time_ms,
        "file": citation.file,
        "sha256": citation.hash,
        "link": citation.link,
    })
}

fn clipping_from(value: &Value) -> Clipping {
    let spoken = |spoken: &Value| Spoken {
        name: text(&spoken[0]),
        role: text(&spoken[1]),
        is_generic: spoken[2].as_bool().unwrap_or_default(),
        words: text(&spoken[3]),
    };
    let citation = Citation {
        spoken: value["spoken"].as_array().map(|all| all.iter().map(spoken).collect()).unwrap_or_default(),
        title: text(&value["title"]),
        date: value["date"].as_str().and_then(Date::from_iso),
        place: text(&value["place"]),
        language: text(&value["language"]),
        paragraphs: (number(&value["paragraphs"][0]), number(&value["paragraphs"][1])),
        time_ms: value["time_ms"].as_u64().and_then(|ms| u32::try_from(ms).ok()),
        file: text(&value["file"]),
        hash: text(&value["sha256"]),
        link: text(&value["link"]),
    };
    Clipping { address: text(&value["address"]), citation, note: text(&value["note"]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(note: &str) -> Mark {
        Mark { note: note.into(), ..Mark::default() }
    }

    fn notes(work: &Notebook) -> Vec<&str> {
        work.marks.iter().map(|mark| mark.note.as_str()).collect()
    }

    #[test]
    fn what_was_done_is_undone() {
        let mut work = Notebook::default();
        let add = |work: &Notebook, note: &str| work.added_marks(vec![mark(note)]);
        for note in ["a", "b", "c"] {
            let change = add(&work, note);
            work.change(vec![change]);
        }
        let before = work.to_value();
        let first = work.version;
        let undo = work.change(vec![
            Change::Marks(Splice { at: 0, removed: 2, put: vec![mark("x")] }),
            Change::Marks(Splice { at: 1, removed: 0, put: vec![mark("y"), mark("z")] }),
            Change::Style("apa".into()),
            Change::Marks(Splice { at: 99, removed: 99, put: vec![mark("last")] }),
        ]);
        assert_eq!(notes(&work), ["x", "y", "z", "c", "last"]);
        assert_eq!(work.take_back(first), None, "only the last is taken back");
        let redo = work.take_back(undo).expect("a way back");
        assert_eq!(work.to_value(), before);
        assert!(work.take_back(redo).is_some() && work.take_back(redo).is_none());
        assert_eq!(notes(&work), ["x", "y", "z", "c", "last"]);
    }

    #[test]
    fn what_is_kept_comes_back_and_adds_only_what_is_new() {
        let mut work = Notebook::default();
        let change = work.added_marks(vec![mark("a"), mark("b")]);
        work.change(vec![change]);
        let kept = Notebook::from_value(&work.to_value());
        assert_eq!(work.additions(&kept), []);
        let mut other = Notebook::default();
        let change = other.added_marks(vec![mark("b")]);
        other.change(vec![change]);
        let other = other.with(&kept);
        assert_eq!(notes(&other), ["b", "a"]);
        for odd in [json!({}), json!([3]), json!({ "marks": 3, "style": [] }), Value::Null] {
            assert_eq!(Notebook::from_value(&odd), Notebook::default(), "{odd}");
        }
    }
}
