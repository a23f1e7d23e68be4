//! What lies over the page: keys and query forms, what is kept and where, text to paste, a transcript to export.

use std::rc::Rc;

use web_sys::{Element, HtmlTextAreaElement};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::export::Export;
use super::rules::Rules;
use super::teach::Teach;
use crate::app::contexts::{Tools, use_tools};
use crate::app::keys::KEYS;
use crate::jobs::{Catalogue, Request, Response, ViewOffer};
use crate::platform;
use crate::session::{Action, Dialog, MessageKind, Place, Storage};

#[derive(Properties, PartialEq)]
pub struct DialogsProps {
    pub dialog: Option<Dialog>,
    pub storage: Storage,
    pub catalogue: Option<Rc<Catalogue>>,
    /// The transcript of the active column.
    pub active: Option<AttrValue>,
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
        Some(Dialog::Storage) => (
            "storage-title",
            html! { <Kept storage={props.storage.clone()} total={props.catalogue.as_ref().map_or(0, |c| c.total)} /> },
        ),
        Some(Dialog::Paste) => ("paste-title", html! { <Paste /> }),
        Some(Dialog::Export) => ("export-title", html! { <Export id={props.active.clone().unwrap_or_default()} /> }),
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

#[derive(Properties, PartialEq)]
struct KeptProps {
    storage: Storage,
    total: u32,
}

#[component(Kept)]
fn kept(props: &KeptProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let is_asked = use_state(|| false);
    let remove = {
        let (tools, is_asked) = (tools.clone(), is_asked.clone());
        Callback::from(move |_: MouseEvent| {
            if !*is_asked {
                return is_asked.set(true);
            }
            let tools = tools.clone();
            spawn_local(async move {
                tools.client.forget_in_memory();
                // A worker that dies meanwhile has lost everything too.
                let _ = tools.client.ask(Request::Clear, 0).await;
                tools.act(Action::Navigate(Default::default()));
                tools.act(Action::LibraryChanged);
                tools.act(Action::SetDialog(None));
            });
        })
    };
    let show_rules = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::SetDialog(Some(Dialog::Rules))))
    };
    let save = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| {
            let tools = tools.clone();
            spawn_local(async move {
                match tools.client.ask(Request::Save, 0).await {
                    Ok(Response::Exported(files)) => {
                        files.iter().for_each(|file| platform::download(&file.name, &file.media_type, &file.bytes));
                    }
                    Ok(Response::Refused { why, .. }) => {
                        tools.act(Action::Say(MessageKind::Problem, String::new(), why));
                    }
                    // The client tells what happened to the worker.
                    _ => {}
                }
            });
        })
    };
    let said = match &props.storage {
        Storage::Memory(why) => texts.with("storage-memory", [("why", why.as_str().into())]),
        Storage::Kept { sources, bytes } => {
            texts.with("storage-kept", [("n", (*sources).into()), ("size", texts.size(*bytes).into())])
        }
        Storage::Unknown => texts.of("library-loading"),
    };
    let label = if *is_asked {
        texts.with("storage-remove-all-confirm", [("n", props.total.into())])
    } else {
        texts.of("storage-remove-all")
    };
    html! {
        <div class="kept-list">
            <p>{ said }</p>
            if props.total > 0 {
                <p><button class="link save" onclick={save}>{ texts.of("library-save") }</button></p>
            }
            <p><button class="link" onclick={show_rules}>{ texts.of("rules-open") }</button></p>
            <button class="danger" onclick={remove}>{ label }</button>
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
