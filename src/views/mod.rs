//! Views of the whole library: what they show is made here, as trees of nodes; the page draws them.
//!
//! A view is a pure function of the library and of what is asked. A new one is a file, a line in [`VIEWS`], its texts
//! and its styles; the page needs to know nothing of it. A list that may be long is handed out in windows: the page
//! gets how many rows there are and about how high they stand, and asks for those near the screen.

pub mod acts;
pub mod charts;
mod citing;
mod clippings;
pub mod compare;
pub mod completion;
mod concordance;
mod excerpt;
pub mod facets;
pub mod filter_address;
pub mod libraries;
mod marks;
pub mod news;
pub mod node;
pub mod notebook;
mod order;
pub mod passage;
mod pieces;
mod places;
pub mod problems;
mod quote;
mod repeats;
pub mod sheet;
pub mod speakers;
mod spoken;
mod texts;
mod translations;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::library::Library;
use crate::search::{Filter, Index};

use libraries::Kept;

pub use excerpt::excerpt;
pub use node::{Attribute, Deed, Element, Node, Tag, ViewState};
pub use texts::Texts;
pub use translations::Translations;

/// All views, in the order in which the page offers them.
pub static VIEWS: &[&dyn View] = &[
    &compare::Compare,
    &concordance::Concordance,
    &charts::Charts,
    &quote::QuoteCheck,
    &marks::Marks,
    &clippings::Clippings,
    &passage::PassageView,
    &repeats::RepeatsView,
    &speakers::Speakers,
    &libraries::Libraries,
];

/// A view.
pub trait View: Sync {
    /// What it is called.
    fn meta(&self) -> &'static Meta;

    /// What it shows.
    fn make(&self, asked: &Asked<'_>) -> Made;

    /// Where it leads on to at once, instead of showing anything: id of a transcript, number of a paragraph.
    fn leads_to(&self, _asked: &Asked<'_>) -> Option<(String, u32)> {
        None
    }

    /// Changes the user's own work as a [`Deed::Change`] says; none where that says nothing to it.
    fn change(&self, _change: &mut Change<'_>) -> Option<Changed> {
        None
    }
}

/// What is to be changed, and where.
pub struct Change<'a> {
    /// All transcripts and the user's own work.
    pub library: &'a mut Library,
    /// The index of their words.
    pub index: &'a Index,
    /// What is to be done, in the view's own terms.
    pub state: &'a ViewState,
    /// The interface's texts.
    pub texts: &'a Texts,
}

/// What was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// What is told of it; empty for nothing.
    pub told: String,
    /// What takes it back.
    pub undo: Option<ViewState>,
    /// How the view is set from now on; none where it is as before.
    pub show: Option<ViewState>,
    /// What is to be put into the clipboard: as plain text, and as HTML; nothing for no change of it.
    pub copy: Vec<String>,
    /// Whether another library is open now, so that what was on screen is gone.
    pub is_elsewhere: bool,
}

/// What a view is called.
#[derive(Debug)]
pub struct Meta {
    /// Identifier, in addresses. Its name for the user is the text `view-` with it.
    pub id: &'static str,
    /// The key that shows it; [`Meta::NONE`] for one that is reached from elsewhere and offered nowhere.
    pub key: char,
    /// Whether it stands in the bar of views, or else in the menu at its end.
    pub is_in_bar: bool,
}

impl Meta {
    /// No key.
    pub const NONE: char = '\0';
}

/// What is asked for: a view, how it is set, and what it is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ViewQuery {
    /// The view and how it is set.
    pub state: ViewState,
    /// What is chosen of the library.
    pub filter: Filter,
    /// Ids of the transcripts that stand in the columns.
    pub columns: Vec<String>,
    /// Code of the interface's language.
    pub language: String,
}

/// What a view is made from.
pub struct Asked<'a> {
    /// All transcripts.
    pub library: &'a Library,
    /// The index of their words.
    pub index: &'a Index,
    /// The user's marks and clippings.
    pub notebook: &'a notebook::Notebook,
    /// The address of the page, to which links lead; empty where there is no page.
    pub base: &'a str,
    /// What is asked for.
    pub query: &'a ViewQuery,
    /// The interface's texts.
    pub texts: &'a Texts,
    /// What was worked out before.
    pub memory: &'a Memory,
    /// What is kept of all libraries.
    pub kept: &'a Kept,
}

/// What was worked out for a view and holds as long as no transcript changes.
#[derive(Debug, Default)]
pub struct Memory {
    comparisons: compare::Comparisons,
    repeats: repeats::Found,
}

/// A view that was made.
#[derive(Debug)]
pub struct Made {
    /// All but the rows of its list.
    pub sight: Sight,
    /// The rows of its list, ready to be drawn.
    pub rows: Box<dyn RowSource>,
}

/// The rows of a long list.
pub trait RowSource: fmt::Debug {
    /// The row with this index, and an empty text where there is none.
    fn row(&self, asked: &Asked<'_>, index: u32) -> Node;

    /// A file of all that is shown, by the name that a [`Deed::Save`] gave it.
    fn file(&self, asked: &Asked<'_>, name: &str) -> Option<SavedFile>;
}

/// A view that has no long list.
impl RowSource for () {
    fn row(&self, _: &Asked<'_>, _: u32) -> Node {
        Node::Text(String::new())
    }

    fn file(&self, _: &Asked<'_>, _: &str) -> Option<SavedFile> {
        None
    }
}

impl Made {
    /// A view without a long list.
    pub fn plain(sight: Sight) -> Self {
        Self { sight, rows: Box::new(()) }
    }
}

/// A view without the rows of its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// What it is called on this screen: the name of its landmark.
    pub title: String,
    /// What a screen reader is told when it changes: how much is shown.
    pub status: String,
    /// What stands above the list.
    pub head: Vec<Node>,
    /// The list.
    pub list: Option<List>,
    /// What stands below the list.
    pub foot: Vec<Node>,
}

/// A long list: a table of which the page draws the rows near the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// Class of the whole.
    pub class: String,
    /// What it is called.
    pub label: String,
    /// The row of the columns' names.
    pub head: Vec<Node>,
    /// Rows in all.
    pub rows: u32,
    /// The rows in chunks of [`Chunk::ROWS`].
    pub chunks: Vec<Chunk>,
    /// About how high a row stands besides its lines of text, CSS pixels.
    pub row_px: u32,
    /// Rows that `n` and `p` walk through.
    pub stops: Vec<u32>,
    /// What the strip at the edge shows: for each stretch its lane, its first row and the one behind its last.
    pub lanes: Vec<(u32, u32, u32)>,
    /// Another number after each change of the user's own work: the rows may be others, whatever else stays the same.
    pub edition: u32,
}

impl List {
    /// A list whose rows are all about as high.
    pub fn even(class: &str, label: String, head: Vec<Node>, rows: u32, row_px: u32) -> Self {
        let chunks = (0..rows.div_ceil(Chunk::ROWS))
            .map(|chunk| Chunk { letters: 0, rows: (rows - chunk * Chunk::ROWS).min(Chunk::ROWS) });
        Self { class: class.to_owned(), label, head, rows, chunks: chunks.collect(), row_px, ..Self::default() }
    }
}

/// A chunk of rows, the unit in which the page asks for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunk {
    /// Letters in it, from which its height is estimated.
    pub letters: u32,
    /// Rows in it.
    pub rows: u32,
}

impl Chunk {
    /// Rows in a chunk; the last may have fewer.
    pub const ROWS: u32 = 40;
}

/// A view that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewOffer {
    /// Its id in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The key that shows it.
    pub key: String,
    /// Whether it stands in the bar of views, or else in the menu at its end.
    pub is_in_bar: bool,
}

/// A file of what a view shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFile {
    /// Name for it.
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// The view with this id.
pub fn view(id: &str) -> Option<&'static dyn View> {
    VIEWS.iter().find(|view| view.meta().id == id).copied()
}

/// The views that can be chosen, named in a language.
pub fn offers(language: &str) -> Vec<ViewOffer> {
    let texts = Texts::new(language);
    let offer = |view: &dyn View| ViewOffer {
        id: view.meta().id.to_owned(),
        name: texts.of(&format!("view-{}", view.meta().id)),
        key: view.meta().key.to_string(),
        is_in_bar: view.meta().is_in_bar,
    };
    VIEWS.iter().filter(|view| view.meta().key != Meta::NONE).map(|view| offer(*view)).collect()
}
