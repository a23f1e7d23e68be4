//! The state of the page and the one function that changes it.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Address, Place};
use crate::jobs::{
    Catalogue, Choices, ColumnQuery, Filter, LineAt, Rule, Show, ViewOffer, ViewQuery, ViewState, Without, choose,
};

/// What lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Keys and what can be typed.
    Help,
    /// Text to paste.
    Paste,
    /// The transcript of the active column in another format.
    Export,
    /// What a line of the transcript in this column is.
    Teach(usize, LineAt),
    /// The rules that were taught.
    Rules,
}

/// How an import goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Files read or refused.
    pub files_done: u32,
    /// Files in all.
    pub files: u32,
    /// Bytes of the files that are done.
    pub bytes_done: u64,
    /// Bytes in all.
    pub bytes: u64,
}

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MessageKind {
    Notice,
    Problem,
}

/// A sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Unique in this session.
    pub id: u32,
    /// How much it matters.
    pub kind: MessageKind,
    /// Which file it is about; empty if none.
    pub file: String,
    /// The sentence.
    pub text: String,
    /// What takes back what the sentence tells of.
    pub undo: Option<Undo>,
}

/// How things were before the user changed them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// The rules for all sources.
    Rules(Vec<Rule>),
    /// What was decided about the source with this hash.
    Choices(String, Box<Choices>),
    /// The user's own work: the change that takes the last one back.
    Work(ViewState),
}

/// A step through the active column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Step {
    NextTurn,
    PreviousTurn,
    NextHit,
    PreviousHit,
    ShowSource,
    Teach,
    /// Do something with what is selected, or with the paragraph that the user is at: the name of an act.
    Do(&'static str),
}

/// All that the page shows, but for the rows of its columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The view.
    pub address: Address,
    /// The column that the keyboard and the library list act on.
    pub active: usize,
    /// Gaps the user opened, for each column.
    pub opened: Vec<Vec<u32>>,
    /// The views that there are; none until the engine answered.
    pub views: Rc<Vec<ViewOffer>>,
    /// What matches; none until the engine answered.
    pub catalogue: Option<Rc<Catalogue>>,
    /// How many times more of the list was asked for.
    pub pages: u32,
    /// The facets of which more values are shown than the first, by their keys in addresses.
    pub open_facets: Vec<String>,
    /// Counts the changes of the library, so that everything on screen is asked for again.
    pub epoch: u32,
    /// An import that is under way.
    pub import: Option<Import>,
    /// Messages, oldest first.
    pub messages: Vec<Message>,
    /// Messages so far.
    pub message_count: u32,
    /// What lies over the page.
    pub dialog: Option<Dialog>,
    /// Whether the library and the facets are folded away where there is room for them, or shown where there is not.
    pub is_side_toggled: bool,
    /// What is kept, in a few words; empty for nothing.
    pub kept: String,
    /// Name of the library; empty where it has none.
    pub library: String,
    /// Whether the library that was kept has been read.
    pub is_restored: bool,
    /// Whether a new version of the page waits to take over.
    pub has_update: bool,
    /// A place to scroll to, and how many times that was asked for.
    pub goal: Option<(usize, u32, u32)>,
    /// A step that the active column is to take, and how many were asked for.
    pub step: Option<(Step, u32)>,
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Action {
    /// The address changed in the browser: back, forward, a link.
    Navigate(Box<Address>),
    /// Show a transcript in the active column.
    Read(String),
    /// The same for one that was dropped, unless a link waits for it.
    ReadDropped(String),
    /// The same for the first transcript of a container, unless another file of the import was there before it.
    ReadFirst(String),
    /// Set a transcript beside the others, or take it away if it is there.
    ToggleBeside(String),
    /// Show another transcript in a column.
    ReplaceColumn(usize, String),
    /// Close a column.
    CloseColumn(usize),
    /// Make a column the one that the keyboard acts on.
    Activate(usize),
    /// Type into the search box.
    SetText(String),
    /// Compare letters as printed, or folded.
    ToggleExact,
    /// Find words by their stems, or as they are.
    ToggleStems,
    /// Find words in either alphabet, or in the one that they are typed in.
    ToggleAlphabets,
    /// List more of the transcripts that match.
    ListMore,
    /// Choose a value of the filter, or leave it again, by the key that it has in addresses; with the key `more`, show
    /// more of the values of a facet, or fewer.
    Choose(String, String),
    /// Choose all of the filter at once.
    SetFilter(Box<Filter>),
    /// Ask for everything.
    ClearFilter,
    /// Choose which rows are shown.
    SetShow(Show),
    /// Scroll the columns together, or each on its own.
    ToggleLock,
    /// Show the paragraphs of a gap: column, number of its first paragraph.
    OpenGap(usize, u32),
    /// A column was scrolled: its number, the paragraph at its top.
    Scrolled(usize, Option<u32>),
    /// Go to a paragraph of a column.
    GoTo(usize, u32),
    /// Take a step through the active column.
    Step(Step),
    /// Read the transcript so many places further in the list.
    ReadNext(i32),
    /// Read one transcript alone, or set a second beside it.
    SetSideBySide(bool),
    /// Show where a paragraph stands in the source, or close the view.
    SetSource(Option<(usize, u32)>),
    /// Show a view in the place of the columns, or the columns.
    SetView(Option<ViewState>),
    /// Show the view that is shown in another state, where it is scrolled to.
    SetViewHere(ViewState),
    /// The list of the view was scrolled: the row at its top.
    ScrolledView(u32),
    /// Read a transcript at a paragraph, whatever is shown now.
    Open(Place),
    /// The engine told which views there are.
    SetViews(Vec<ViewOffer>),
    /// The engine answered.
    SetCatalogue(Rc<Catalogue>),
    /// The library changed.
    LibraryChanged,
    /// All that was kept is read.
    Restored,
    /// Files were dropped: how many, how many bytes.
    ImportStarted(u32, u64),
    /// Files are done: how many, their bytes.
    Imported(u32, u64),
    /// The import was cancelled.
    ImportCancelled,
    /// Say something.
    Say(MessageKind, String, String),
    /// Tell of a change, with a way to take it back.
    Tell(String, Undo),
    /// Take a message away; all of them without an id.
    Dismiss(Option<u32>),
    /// Open or close a dialog.
    SetDialog(Option<Dialog>),
    /// Show or hide the library where it is not always shown.
    ToggleSide,
    /// What is kept, in a few words, and the name of the library.
    SetKept(String, String),
    /// A new version waits.
    UpdateReady,
}

impl State {
    /// The state of a page that was opened at an address.
    pub fn at(address: Address) -> Self {
        let opened = vec![Vec::new(); address.columns.len()];
        Self { address, opened, ..Self::default() }
    }

    /// What a column shows.
    pub fn column_query(&self, column: usize) -> Option<ColumnQuery> {
        let place = self.address.columns.get(column)?;
        // What chooses among transcripts does not change the rows of one: leaving it out spares asking again.
        let filter = Filter {
            places: BTreeSet::new(),
            languages: BTreeSet::new(),
            formats: BTreeSet::new(),
            from: None,
            to: None,
            without: Box::new(Without {
                places: BTreeSet::new(),
                languages: BTreeSet::new(),
                formats: BTreeSet::new(),
                ..(*self.address.filter.without).clone()
            }),
            ..self.address.filter.clone()
        };
        Some(ColumnQuery {
            id: place.id.clone(),
            filter,
            show: self.address.show,
            opened: self.opened.get(column).cloned().unwrap_or_default(),
            at: self.address.at.clone(),
        })
    }

    /// What the view shows, in the interface's language of this code; none where the columns are shown.
    pub fn view_query(&self, language: &str) -> Option<ViewQuery> {
        Some(ViewQuery {
            state: self.address.view.clone()?,
            filter: self.address.filter.clone(),
            columns: self.address.columns.iter().map(|place| place.id.clone()).collect(),
            language: language.to_owned(),
        })
    }

    /// The view that this key shows.
    pub fn view_of_key(&self, key: &str) -> Option<ViewState> {
        self.views.iter().find(|view| view.key == key).map(|view| ViewState::of(&view.id))
    }

    /// The state after an action.
    pub fn reduce(mut self, action: Action) -> Self {
        let is_arriving = self.address.is_arriving();
        let columns = &mut self.address.columns;
        match action {
            Action::Navigate(address) => {
                if *address != self.address {
                    let goal = self.goal.map_or(0, |goal| goal.2) + 1;
                    self.active = self.active.min(address.columns.len().saturating_sub(1));
                    self.goal = address
                        .columns
                        .get(self.active)
                        .and_then(|place| place.paragraph)
                        .map(|p| (self.active, p, goal));
                    self.opened = vec![Vec::new(); address.columns.len()];
                    self.address = *address;
                }
            }
            Action::ReadFirst(id) => {
                if self.import.is_some_and(|import| import.files_done == 0) {
                    return self.reduce(Action::ReadDropped(id));
                }
            }
            Action::ReadDropped(id) => {
                if !is_arriving {
                    return self.reduce(Action::Read(id));
                }
            }
            Action::Read(id) => {
                // Whoever stays in a transcript keeps what a link named in it.
                if !is_arriving && columns.get(self.active).is_none_or(|column| column.id != id) {
                    self.address.at.clear();
                }
                self.address.view = None;
                let place = Place { id, paragraph: None };
                match columns.get_mut(self.active) {
                    Some(column) if column.id == place.id => return self,
                    Some(column) => *column = place,
                    None => columns.push(place),
                }
                self.forget_column(self.active);
            }
            Action::ToggleBeside(id) => {
                self.address.view = None;
                if let Some(at) = columns.iter().position(|place| place.id == id) {
                    return if columns.len() > 1 { self.reduce(Action::CloseColumn(at)) } else { self };
                }
                let place = Place { id, paragraph: None };
                if columns.len() < 3 {
                    columns.push(place);
                    self.opened.push(Vec::new());
                } else if let Some(last) = columns.last_mut() {
                    *last = place;
                }
                self.forget_column(self.address.columns.len() - 1);
            }
            Action::ReplaceColumn(column, id) => {
                if let Some(place) = columns.get_mut(column) {
                    *place = Place { id, paragraph: None };
                    self.forget_column(column);
                }
            }
            Action::CloseColumn(column) => {
                if column < columns.len() {
                    columns.remove(column);
                    self.opened.truncate(self.address.columns.len());
                    self.opened.iter_mut().for_each(Vec::clear);
                    self.active = self.active.min(self.address.columns.len().saturating_sub(1));
                    self.address.source = None;
                }
            }
            Action::Activate(column) => self.active = column.min(columns.len().saturating_sub(1)),
            Action::ToggleExact => self.address.filter.is_exact ^= true,
            Action::ToggleStems => self.address.filter.has_stems ^= true,
            Action::ToggleAlphabets => self.address.filter.either_alphabet ^= true,
            Action::ListMore => self.pages += 1,
            Action::SetText(text) => {
                self.address.filter.text = text;
                self.close_gaps();
            }
            Action::Choose(key, value) if key == "more" => {
                if let Some(at) = self.open_facets.iter().position(|open| *open == value) {
                    self.open_facets.remove(at);
                } else {
                    self.open_facets.push(value);
                }
            }
            Action::Choose(key, value) => {
                choose(&mut self.address.filter, &key, &value);
                self.close_gaps();
            }
            Action::SetFilter(filter) => {
                self.address.filter = *filter;
                self.close_gaps();
            }
            Action::ClearFilter => {
                self.address.filter = Filter::default();
                self.address.show = Show::default();
                self.close_gaps();
            }
            Action::SetShow(show) => self.address.show = show,
            Action::ToggleLock => self.address.is_unlocked = !self.address.is_unlocked,
            Action::OpenGap(column, first) => {
                if let Some(opened) = self.opened.get_mut(column)
                    && !opened.contains(&first)
                {
                    opened.push(first);
                }
            }
            Action::Scrolled(column, paragraph) => {
                if let Some(place) = columns.get_mut(column) {
                    place.paragraph = paragraph;
                }
            }
            Action::GoTo(column, paragraph) => {
                if let Some(place) = columns.get_mut(column) {
                    place.paragraph = Some(paragraph);
                    self.active = column;
                    self.goal = Some((column, paragraph, self.goal.map_or(0, |goal| goal.2) + 1));
                }
            }
            Action::Step(step) => self.step = Some((step, self.step.map_or(0, |step| step.1) + 1)),
            Action::ReadNext(by) => {
                if let Some(id) = self.neighbour(by) {
                    return self.reduce(Action::Read(id));
                }
            }
            Action::SetSideBySide(true) => {
                self.address.view = None;
                if columns.len() == 1
                    && let Some(id) = self.partner()
                {
                    return self.reduce(Action::ToggleBeside(id));
                }
            }
            Action::SetSideBySide(false) => {
                self.address.view = None;
                if columns.len() > 1 {
                    let kept = columns.swap_remove(self.active.min(columns.len() - 1));
                    *columns = vec![kept];
                    self.active = 0;
                    self.forget_column(0);
                }
            }
            Action::SetSource(source) => {
                self.address.source = source.filter(|(column, _)| *column < columns.len());
                // The source takes room from the columns: the paragraph is to stay in sight.
                if let Some((column, paragraph)) = self.address.source {
                    return self.reduce(Action::GoTo(column, paragraph));
                }
            }
            Action::SetView(view) => {
                self.address.row = 0;
                self.address.view = view;
            }
            Action::SetViewHere(view) => self.address.view = Some(view),
            Action::ScrolledView(row) => self.address.row = row,
            Action::Open(place) => {
                let column = self.active;
                self = self.reduce(Action::Read(place.id));
                if let Some(paragraph) = place.paragraph {
                    return self.reduce(Action::GoTo(column, paragraph));
                }
            }
            Action::SetViews(views) => self.views = views.into(),
            Action::SetCatalogue(catalogue) => self.catalogue = Some(catalogue),
            Action::LibraryChanged => self.epoch += 1,
            Action::Restored => {
                self.is_restored = true;
                self.epoch += 1;
            }
            Action::ImportStarted(files, bytes) => {
                let import = self.import.get_or_insert_default();
                import.files += files;
                import.bytes += bytes;
            }
            Action::Imported(files, bytes) => {
                if let Some(import) = &mut self.import {
                    import.files_done += files;
                    import.bytes_done += bytes;
                    if import.files_done >= import.files {
                        self.import = None;
                    }
                }
            }
            Action::ImportCancelled => self.import = None,
            Action::Say(kind, file, text) => {
                self.message_count += 1;
                // Said again, it is said anew and not twice.
                self.messages
                    .retain(|message| message.undo.is_some() || (&message.text, &message.file) != (&text, &file));
                self.messages.push(Message { id: self.message_count, kind, file, text, undo: None });
            }
            Action::Tell(text, undo) => {
                self.message_count += 1;
                // What was changed before is not what this would bring back.
                self.messages.retain(|message| message.undo.is_none());
                let (id, kind, undo) = (self.message_count, MessageKind::Notice, Some(undo));
                self.messages.push(Message { id, kind, file: String::new(), text, undo });
            }
            Action::Dismiss(id) => match id {
                Some(id) => self.messages.retain(|message| message.id != id),
                None => self.messages.clear(),
            },
            Action::SetDialog(dialog) => self.dialog = dialog,
            Action::ToggleSide => self.is_side_toggled = !self.is_side_toggled,
            Action::SetKept(kept, library) => (self.kept, self.library) = (kept, library),
            Action::UpdateReady => self.has_update = true,
        }
        self
    }

    /// The transcript so many places further in the list than the active column's.
    fn neighbour(&self, by: i32) -> Option<String> {
        let items = &self.catalogue.as_ref()?.items;
        let current = self.address.columns.get(self.active).map(|place| &place.id);
        let at = current.and_then(|id| items.iter().position(|item| item.id == *id));
        let next = at.map_or(0, |at| at as i64 + i64::from(by));
        items.get(usize::try_from(next).ok()?).map(|item| item.id.clone())
    }

    /// What to set beside the transcript that is read: one of the same day, or else the next in the list.
    fn partner(&self) -> Option<String> {
        let items = &self.catalogue.as_ref()?.items;
        let id = &self.address.columns.first()?.id;
        let date = items.iter().find(|item| item.id == *id).and_then(|item| item.date);
        let same_day = items.iter().find(|item| item.id != *id && date.is_some() && item.date == date);
        let next = || self.neighbour(1).or_else(|| self.neighbour(-1));
        same_day.map(|item| item.id.clone()).or_else(next)
    }

    fn forget_column(&mut self, column: usize) {
        self.opened.resize(self.address.columns.len(), Vec::new());
        if let Some(opened) = self.opened.get_mut(column) {
            opened.clear();
        }
        self.address.source = None;
    }

    fn close_gaps(&mut self) {
        self.address.row = 0;
        self.opened.iter_mut().for_each(Vec::clear);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(State::default(), State::reduce)
    }

    fn ids(state: &State) -> Vec<&str> {
        state.address.columns.iter().map(|place| place.id.as_str()).collect()
    }

    #[test]
    fn up_to_three_stand_side_by_side() {
        let beside = |id: &str| Action::ToggleBeside(id.into());
        let state = after([Action::Read("a".into()), beside("b"), beside("c"), beside("d")]);
        assert_eq!(ids(&state), ["a", "b", "d"]);
        let state = state.reduce(beside("b"));
        assert_eq!(ids(&state), ["a", "d"]);
        let state = state.reduce(Action::CloseColumn(0)).reduce(beside("d"));
        assert_eq!(ids(&state), ["d"], "the last one is not toggled away");
    }

    #[test]
    fn facets_toggle_and_close_opened_gaps() {
        let choose = || Action::Choose("speaker".into(), "Marta Lund".into());
        let state = after([Action::Read("a".into()), Action::OpenGap(0, 4)]);
        assert_eq!(state.opened, [vec![4]]);
        let state = state.reduce(choose());
        assert!(state.opened[0].is_empty() && state.address.filter.chooses_turns());
        assert!(state.reduce(choose()).address.filter.is_empty());
    }

    #[test]
    fn the_source_stands_beside_its_paragraph() {
        let state = after([Action::Read("a".into()), Action::SetSource(Some((0, 7)))]);
        assert_eq!((state.address.source, state.goal), (Some((0, 7)), Some((0, 7, 1))));
        assert_eq!(state.clone().reduce(Action::SetSource(Some((3, 1)))).address.source, None, "no such column");
        assert_eq!(state.reduce(Action::Read("b".into())).address.source, None, "another transcript");
    }

    #[test]
    fn a_view_gives_way_to_what_it_leads_to() {
        let view = ViewState::of("concordance").with("sort", "word");
        let state = after([Action::Read("a".into()), Action::SetView(Some(view)), Action::ScrolledView(80)]);
        assert_eq!(state.view_query("en").map(|query| query.columns), Some(vec!["a".to_owned()]));
        let state = state.reduce(Action::Open(Place { id: "b".into(), paragraph: Some(7) }));
        assert_eq!((ids(&state), state.goal, state.view_query("en")), (vec!["b"], Some((0, 7, 1)), None));
    }

    #[test]
    fn what_a_link_named_stays_as_long_as_its_transcript() {
        let open = || Action::Open(Place { id: "b".into(), paragraph: Some(7) });
        let state = State::at(Address::from_fragment("#at=b.7.1-2.x"));
        // The engine may say twice where the link leads.
        let state = state.reduce(open()).reduce(open());
        assert_eq!((ids(&state), state.address.at.as_str(), state.view_query("en")), (vec!["b"], "b.7.1-2.x", None));
        assert_eq!(state.column_query(0).map(|query| query.at).as_deref(), Some("b.7.1-2.x"));
        assert_eq!(state.reduce(Action::Read("c".into())).address.at, "");
    }

    #[test]
    fn only_the_last_change_is_taken_back() {
        let tell = |text: &str| Action::Tell(text.into(), Undo::Rules(Vec::new()));
        let state = after([tell("one"), Action::Say(MessageKind::Notice, String::new(), "two".into()), tell("three")]);
        let said = state.messages.iter().map(|message| (message.text.as_str(), message.undo.is_some()));
        assert_eq!(said.collect::<Vec<_>>(), [("two", false), ("three", true)]);
    }

    #[test]
    fn an_import_ends_with_its_last_file() {
        let state = after([Action::ImportStarted(2, 30), Action::Imported(1, 10)]);
        assert_eq!(state.import, Some(Import { files_done: 1, files: 2, bytes_done: 10, bytes: 30 }));
        assert_eq!(state.reduce(Action::Imported(1, 20)).import, None);
    }

    #[test]
    fn a_column_asks_only_for_what_changes_its_rows() {
        let state = after([Action::Read("a".into()), Action::Choose("place".into(), "Lindsund".into())]);
        assert_eq!(state.column_query(0).map(|query| query.filter), Some(Filter::default()));
        let before = state.column_query(0);
        assert_ne!(state.reduce(Action::ToggleExact).column_query(0), before, "letters as printed are other places");
    }
}
