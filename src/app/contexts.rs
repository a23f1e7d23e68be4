//! What components reach for: a way to act, the engine, the texts, and the link between columns that scroll together.

use std::cell::RefCell;
use std::rc::Rc;

use yew::platform::spawn_local;
use yew::prelude::*;

use super::texts::Texts;
use crate::jobs::{Changed, ColumnQuery, Request, Response, ViewState};
use crate::platform::{self, Client};
use crate::session::{Action, Address, MessageKind, State, Undo};

/// The state as Yew wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Session(pub State);

impl Reducible for Session {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let state = Rc::unwrap_or_clone(self).0;
        Rc::new(Self(state.reduce(action)))
    }
}

impl Session {
    /// The state of a page that was opened at an address.
    pub fn at(address: Address) -> Self {
        Self(State::at(address))
    }
}

/// A place in a column: the paragraph at its top, how many the transcript has, and how much of it is scrolled past.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScrollPlace {
    /// Number of the paragraph.
    pub paragraph: u32,
    /// Paragraphs in all.
    pub of: u32,
    /// 0 at its top, 1 at its bottom.
    pub part: f64,
}

/// The columns that scroll together.
#[derive(Clone, Default)]
pub struct ScrollLink(Rc<RefCell<Vec<Option<Callback<ScrollPlace>>>>>);

impl PartialEq for ScrollLink {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl ScrollLink {
    /// Lets a column follow the others, or no longer.
    pub fn set(&self, column: usize, follow: Option<Callback<ScrollPlace>>) {
        let mut columns = self.0.borrow_mut();
        if columns.len() <= column {
            columns.resize(column + 1, None);
        }
        columns[column] = follow;
    }

    /// Moves all other columns to the place where this one is.
    pub fn lead(&self, column: usize, place: ScrollPlace) {
        let others: Vec<_> =
            self.0.borrow().iter().enumerate().filter(|(at, _)| *at != column).filter_map(|(_, f)| f.clone()).collect();
        others.iter().for_each(|follow| follow.emit(place));
    }
}

/// What components reach for. It changes only with the language.
#[derive(Clone, PartialEq)]
pub struct Tools {
    /// A way to act.
    pub dispatch: UseReducerDispatcher<Session>,
    /// The engine.
    pub client: Client,
    /// The texts.
    pub texts: Texts,
    /// The columns that scroll together.
    pub link: ScrollLink,
    /// Has files read and added.
    pub open: Callback<Vec<platform::PickedFile>>,
    /// Switches the interface's language.
    pub switch_language: Callback<()>,
}

impl Tools {
    /// Does something.
    pub fn act(&self, action: Action) {
        self.dispatch.dispatch(action);
    }

    /// Has the user's own work changed or something copied, with what is selected in a column where one is given, and
    /// shows what came of it.
    pub fn perform(&self, change: ViewState, column: ColumnQuery) {
        let copying = if change.view == "cite" { platform::begin_copying() } else { None };
        let request = Request::Change { change, column, language: self.texts.code().to_owned() };
        let tools = self.clone();
        spawn_local(async move {
            // Where the worker died the client tells.
            let Ok(Response::Changed(mut changed)) = tools.client.ask(request, 0).await else { return };
            if !changed.copy.is_empty() {
                let is_copied = match copying {
                    Some(copying) => copying.finish(&changed.copy).await,
                    None => false,
                };
                if !is_copied {
                    changed.told = tools.texts.of("message-not-copied");
                }
            }
            tools.changed(changed);
        });
    }

    /// Shows what came of a change of the user's own work.
    pub fn changed(&self, changed: Changed) {
        if changed.is_elsewhere {
            self.client.forget_in_memory();
            self.act(Action::Navigate(Default::default()));
        }
        if let Some(state) = changed.show {
            self.act(Action::SetViewHere(state));
        }
        if changed.copy.is_empty() {
            self.act(Action::LibraryChanged);
        }
        match changed.undo {
            Some(undo) => self.act(Action::Tell(changed.told, Undo::Work(undo))),
            None if changed.told.is_empty() => {}
            None => self.act(Action::Say(MessageKind::Notice, String::new(), changed.told)),
        }
    }
}

/// The tools of the page.
#[hook]
pub fn use_tools() -> Tools {
    use_context::<Tools>().expect("the app provides the tools to all components")
}
