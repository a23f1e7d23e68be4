//! The empty page: one large place to drop files, the button that says the same, the bundled transcripts as cards.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::add_files::{AddFiles, use_add_files};
use crate::app::contexts::use_tools;
use crate::jobs::{Item, Response};
use crate::platform::{self, PickedFile};

#[component(EmptyPage)]
pub fn empty_page() -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let AddFiles { choose, paste, picker } = use_add_files();
    let names = use_memo((), |()| platform::bundled_names());
    let open_all = {
        let (tools, names) = (tools.clone(), names.clone());
        Callback::from(move |_: MouseEvent| {
            let (tools, names) = (tools.clone(), names.clone());
            spawn_local(async move {
                let mut files = Vec::new();
                for name in names.iter() {
                    files.extend(platform::read_bundled(name).await);
                }
                tools.open.emit(files);
            });
        })
    };
    html! {
        <div class="empty" tabindex="-1">
            <div class="target">
                <h1>{ texts.of("empty-title") }</h1>
                <p>{ texts.of("empty-lead") }</p>
                <p class="ways">
                    <button class="go" onclick={choose}>{ texts.of("empty-choose") }</button>
                    <button onclick={paste}>{ texts.of("library-paste") }</button>
                    { picker }
                </p>
                <p class="safe">{ texts.of("empty-safe") }</p>
            </div>
            <section class="samples" hidden={names.is_empty()}>
                <h2>{ texts.of("empty-samples") }<button onclick={open_all}>{ texts.of("empty-all") }</button></h2>
                <div class="cards">{ for names.iter().map(|name| html! { <Card key={name.clone()} name={name.clone()} /> }) }</div>
            </section>
            <p class="formats">{ texts.of("empty-formats") }</p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CardProps {
    name: String,
}

/// A bundled transcript. It shows its file's name until the engine has looked into it.
#[component(Card)]
fn card(props: &CardProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let file = use_state(|| None::<PickedFile>);
    let item = use_state(|| None::<Item>);
    {
        let (client, name, file, item) = (tools.client.clone(), props.name.clone(), file.clone(), item.clone());
        use_effect_with((), move |()| {
            spawn_local(async move {
                let Ok(picked) = platform::read_bundled(&name).await else { return };
                if let Ok(Response::Peeked(peeked)) = client.peek(&picked).await {
                    item.set(Some(*peeked));
                }
                file.set(Some(picked));
            });
        });
    }
    let open = {
        let (tools, file) = (tools.clone(), file.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(file) = (*file).clone() {
                tools.open.emit(vec![file]);
            }
        })
    };
    let title = item.as_ref().map_or_else(|| props.name.clone(), |item| item.title.clone());
    let facts = item.as_ref().map(|item| {
        let date = item.date.map(|date| texts.date(date));
        let count = texts.with("paragraphs-count", [("n", item.paragraphs.into())]);
        let language = item.language.as_deref().map(|code| texts.language_name(code));
        [date, language, Some(item.format.clone()), Some(count)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let is_named = item.is_some() && title != props.name;
    html! {
        <button class="card" disabled={file.is_none()} onclick={open} data-name={props.name.clone()}>
            <b dir="auto">{ title }</b>
            <small>{ facts.unwrap_or_else(|| "\u{a0}".into()) }<br/>{ if is_named { &props.name } else { "" } }</small>
        </button>
    }
}
