//! What lies over the page: keys and query forms, text to paste, a transcript to export, rules.

use std::rc::Rc;

use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

use super::export::Export;
use super::rules::Rules;
use super::teach::Teach;
use crate::app::contexts::{Tools, use_tools};
use crate::app::keys::KEYS;
use crate::jobs::{ColumnQuery, ViewOffer};
use crate::platform;
use crate::session::{Action, Dialog, Place};

#[derive(Properties, PartialEq)]
pub struct DialogsProps {
    pub dialog: Option<Dialog>,
    /// What the active column shows.
    pub active: Option<ColumnQuery>,
    /// The transcripts on screen.
    pub columns: Vec<Place>,
    /// The views that there are.
    pub views: Rc<Vec<ViewOffer>>,
}

#[component(Dialogs)]
pub fn dialogs(props: &DialogsProps) -> Html {
    let tools = use_tools();
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.dialog, move |_| {
            if let Some(element) = dialog.cast::<Element>() {
                platform::show_modal(&element);
            }
        });
    }
    let close = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::SetDialog(None)))
    };
    let onclose = {
        let tools = tools.clone();
        Callback::from(move |_: Event| tools.act(Action::SetDialog(None)))
    };
    let (title, body) = match props.dialog {
        None => return html! { <div class="no-dialog"></div> },
        Some(Dialog::Help) => ("help-title", help(&tools, &props.views)),
        Some(Dialog::Paste) => ("paste-title", html! { <Paste /> }),
        Some(Dialog::Export) => {
            ("export-title", html! { <Export column={props.active.clone().unwrap_or_default()} /> })
        }
        Some(Dialog::Teach(column, at)) => {
            let id = props.columns.get(column).map(|place| AttrValue::from(place.id.clone())).unwrap_or_default();
            ("teach-title", html! { <Teach {id} {at} /> })
        }
        Some(Dialog::Rules) => ("rules-title", html! { <Rules /> }),
    };
    html! {
        <dialog ref={dialog} class="dialog" {onclose} aria-labelledby="dialog-title">
            <h2 id="dialog-title">{ tools.texts.of(title) }</h2>
            { body }
            <button class="close" onclick={close}>{ tools.texts.of("close") }</button>
        </dialog>
    }
}

fn help(tools: &Tools, views: &[ViewOffer]) -> Html {
    let texts = &tools.texts;
    let forms = [
        ("two words", "help-query-words"),
        ("\"exact phrase\"", "help-query-phrase"),
        ("one OR other", "help-query-or"),
        ("-without", "help-query-not"),
        ("secur*", "help-query-prefix"),
        ("colour~", "help-query-edit"),
        ("a NEAR/5 b", "help-query-near"),
        ("/colou?r/", "help-query-expression"),
        ("speaker: role: place: date: lang: in: title: file: format:", "help-query-fields"),
    ];
    let keys = KEYS.iter().map(|(keys, key)| (*keys, texts.of(key)));
    let keys = keys.chain(views.iter().map(|view| (view.key.as_str(), view.name.clone())));
    html! {
        <div class="help">
            <dl>{ for keys.map(|(keys, what)| html! {
                <><dt>{ for keys.split(' ').map(|key| html! { <kbd>{ key }</kbd> }) }</dt><dd>{ what }</dd></>
            }) }</dl>
            <h3>{ texts.of("help-query") }</h3>
            <dl>{ for forms.into_iter().map(|(form, key)| html! { <><dt><code>{ form }</code></dt><dd>{ texts.of(key) }</dd></> }) }</dl>
        </div>
    }
}

#[component(Paste)]
fn paste() -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let area = use_node_ref();
    let read = {
        let (tools, area) = (tools.clone(), area.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(area) = area.cast::<HtmlTextAreaElement>() else { return };
            let text = area.value();
            tools.act(Action::SetDialog(None));
            let name = tools.texts.with("paste-name", [("n", text.chars().count().into())]);
            tools.open.emit(vec![platform::text_file(&name, &text)]);
        })
    };
    html! {
        <div class="paste">
            <textarea ref={area} rows="12" aria-label={texts.of("paste-label")} autofocus=true />
            <button class="go" onclick={read}>{ texts.of("paste-go") }</button>
        </div>
    }
}
