//! The keyboard: one key, one action. Each has a pointer way too; `?` lists them.

use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::components::toggle_theme;
use super::contexts::Session;
use crate::platform;
use crate::session::{Action, Dialog, State, Step};

/// Keys and the texts that say what they do, for the help.
pub const KEYS: &[(&str, &str)] = &[
    ("/", "help-search"),
    ("j k", "help-turns"),
    ("n p", "help-hits"),
    ("k", "help-pin"),
    ("[ ]", "help-transcripts"),
    ("1 2", "help-beside"),
    ("c", "help-cite"),
    ("h", "help-mark"),
    ("b", "help-clip"),
    ("y", "help-styles"),
    ("s", "help-source"),
    ("e", "help-export"),
    ("m", "help-teach"),
    ("u", "help-undo"),
    ("l", "help-library"),
    ("t", "help-theme"),
    ("Esc", "help-escape"),
    ("?", "help-this"),
];

/// Turns keys into actions.
#[hook]
pub fn use_keys(session: &UseReducerHandle<Session>) {
    let session = session.clone();
    use_effect_with(session, |session| {
        let session = session.clone();
        let listener = platform::on_window("keydown", move |event: &KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
                return;
            }
            let key = event.key();
            if platform::is_typing() && key != "Escape" {
                return;
            }
            let action = match key.as_str() {
                "/" => {
                    platform::focus(".find input");
                    event.prevent_default();
                    return;
                }
                "t" => return toggle_theme(),
                // The button knows what it takes back.
                "u" if session.0.dialog.is_none() => return platform::press(".message .undo"),
                "Escape" => escape(&session.0),
                "e" if session.0.address.columns.is_empty() => None,
                _ if session.0.dialog.is_some() => None,
                // What the view offers under this key goes before what the page has there.
                key if session.0.address.view.is_some() && platform::press_key(key) => return event.prevent_default(),
                key => action(key).or_else(|| session.0.view_of_key(key).map(|view| Action::SetView(Some(view)))),
            };
            if let Some(action) = action {
                event.prevent_default();
                session.dispatch(action);
            }
        });
        move || drop(listener)
    });
}

fn action(key: &str) -> Option<Action> {
    Some(match key {
        "j" => Action::Step(Step::NextTurn),
        "k" => Action::Step(Step::PreviousTurn),
        "n" => Action::Step(Step::NextHit),
        "p" => Action::Step(Step::PreviousHit),
        "c" => Action::Step(Step::Do("cite")),
        "h" => Action::Step(Step::Do("mark")),
        "b" => Action::Step(Step::Do("clip")),
        "y" => Action::Step(Step::Do("styles")),
        "s" => Action::Step(Step::ShowSource),
        "m" => Action::Step(Step::Teach),
        "e" => Action::SetDialog(Some(Dialog::Export)),
        "]" => Action::ReadNext(1),
        "[" => Action::ReadNext(-1),
        "1" => Action::SetSideBySide(false),
        "2" => Action::SetSideBySide(true),
        "l" => Action::ToggleSide,
        "?" => Action::SetDialog(Some(Dialog::Help)),
        _ => return None,
    })
}

/// What lies on top goes first.
fn escape(state: &State) -> Option<Action> {
    if platform::is_typing() {
        platform::focus("main [tabindex]");
        return None;
    }
    if state.dialog.is_some() {
        Some(Action::SetDialog(None))
    } else if state.is_side_toggled {
        Some(Action::ToggleSide)
    } else if state.address.source.is_some() {
        Some(Action::SetSource(None))
    } else if !state.messages.is_empty() {
        Some(Action::Dismiss(None))
    } else {
        None
    }
}
