//! The source: its lines as dropped, coloured by what claims them, with the paragraph marked that was asked for.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::icons;
use crate::app::contexts::use_tools;
use crate::jobs::{LineAt, Request, Response, SourceLine, SourceWindow};
use crate::model::Kind;
use crate::platform;
use crate::session::{Action, Dialog};

/// The slot of the source's questions.
const SLOT: u32 = 20;

#[derive(Properties, PartialEq)]
pub struct SourceViewProps {
    pub id: String,
    /// Index of its column.
    pub column: usize,
    pub paragraph: u32,
    pub epoch: u32,
}

#[component(SourceView)]
pub fn source_view(props: &SourceViewProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let window = use_state(|| None::<SourceWindow>);
    let ask = {
        let (client, window) = (tools.client.clone(), window.clone());
        let (id, paragraph) = (props.id.clone(), props.paragraph);
        move |from: Option<u32>| {
            let (client, window, id) = (client.clone(), window.clone(), id.clone());
            spawn_local(async move {
                let request = Request::Source { id, paragraph: Some(paragraph), from };
                if let Ok(Response::Source(answer)) = client.ask(request, SLOT).await {
                    window.set(Some(answer));
                }
            });
        }
    };
    {
        let ask = ask.clone();
        use_effect_with((props.id.clone(), props.paragraph, props.epoch), move |_| ask(None));
    }
    use_effect_with((*window).clone(), |_| {
        if let Ok(Some(element)) = platform::document().query_selector(".source .is-marked") {
            platform::bring_into_view(&element, false);
        }
    });
    let close = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::SetSource(None)))
    };
    let turn = |from: u32| {
        let ask = ask.clone();
        Callback::from(move |_: MouseEvent| ask(Some(from)))
    };
    let teach = {
        let (tools, column) = (tools.clone(), props.column);
        move |at: LineAt| {
            let tools = tools.clone();
            Callback::from(move |_: MouseEvent| tools.act(Action::SetDialog(Some(Dialog::Teach(column, at)))))
        }
    };
    let body = window.as_ref().map(|window| {
        let count = window.lines.len() as u32;
        let values = [("from", (window.from + 1).into()), ("to", (window.from + count).into()), ("total", window.total.into())];
        html! {
            <>
                <p class="hint">{ texts.with("source-lines", values) }{ " · " }{ &window.encoding }</p>
                <p class="hint hash">{ "SHA-256 " }{ &window.hash }</p>
                <button class="more" hidden={window.from == 0} onclick={turn(window.from.saturating_sub(count.max(1)))}>{ texts.of("source-earlier") }</button>
                <ol class="lines" start={(window.from + 1).to_string()}>
                    { for (window.from..).zip(&window.lines).map(|(number, line)| {
                        let onclick = window.can_be_taught.then(|| teach(LineAt::Line(number)));
                        line_html(number, line, texts, onclick)
                    }) }
                </ol>
                <button class="more" hidden={window.from + count >= window.total} onclick={turn(window.from + count)}>{ texts.of("source-later") }</button>
            </>
        }
    });
    let file = window.as_ref().map(|window| window.file.clone()).unwrap_or_default();
    html! {
        <aside class="source" aria-label={texts.of("source")}>
            <header>
                <h2>{ texts.with("source-of", [("file", file.as_str().into())]) }</h2>
                <button class="teach-open" title={texts.of("teach-paragraph")} aria-label={texts.of("teach-paragraph")} onclick={teach(LineAt::Paragraph(props.paragraph))}>{ icons::pencil() }</button>
                <button aria-label={texts.of("source-close")} title={texts.of("source-close")} onclick={close}>{ icons::cross() }</button>
            </header>
            <div class="source-scroll" tabindex="0">{ body }</div>
        </aside>
    }
}

fn line_html(
    number: u32,
    line: &SourceLine,
    texts: &crate::app::texts::Texts,
    teach: Option<Callback<MouseEvent>>,
) -> Html {
    // A line without words is nothing.
    let teach = teach.filter(|_| line.parts.iter().any(|(words, ..)| !words.trim().is_empty()));
    let name = || texts.with("teach-line", [("line", (number + 1).into())]);
    html! {
        <li key={number} value={(number + 1).to_string()} dir="auto">
            if let Some(onclick) = teach {
                <button class="teach" aria-label={name()} title={name()} {onclick}>{ icons::pencil() }</button>
            }
            { for line.parts.iter().map(|(words, kind, is_marked)| {
                let (class, name) = kind.map_or(("unclaimed", String::new()), |kind| (kind_class(kind), texts.of(&format!("kind-{}", kind_class(kind)))));
                html! { <span class={classes!(class, is_marked.then_some("is-marked"))} title={name}>{ words }</span> }
            }) }
        </li>
    }
}

fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Speech => "speech",
        Kind::Label => "label",
        Kind::Metadata => "metadata",
        Kind::Note => "note",
        Kind::Furniture => "furniture",
        Kind::Timing => "timing",
        Kind::Markup => "markup",
    }
}
