//! What could not be read, and other sentences. They stay until they are dismissed.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::icons;
use crate::app::contexts::use_tools;
use crate::jobs::Request;
use crate::session::{Action, Message, MessageKind, Undo};

#[derive(Properties, PartialEq)]
pub struct MessagesProps {
    pub messages: Vec<Message>,
}

#[component(Messages)]
pub fn messages(props: &MessagesProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let dismiss = |id: Option<u32>| {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::Dismiss(id)))
    };
    let take_back = |id: u32, undo: Undo| {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| {
            let (tools, undo) = (tools.clone(), undo.clone());
            let request = match undo {
                Undo::Rules(rules) => Request::SetRules(rules),
                Undo::Choices(hash, choices) => Request::Reread { hash, choices: *choices },
                Undo::Work(change) => {
                    Request::Change { change, column: Default::default(), language: tools.texts.code().to_owned() }
                }
            };
            spawn_local(async move {
                // Of a worker that died meanwhile the client tells.
                if tools.client.ask(request, 0).await.is_ok() {
                    tools.act(Action::Dismiss(Some(id)));
                    tools.act(Action::LibraryChanged);
                }
            });
        })
    };
    html! {
        <section class="messages" role="log" aria-label={texts.of("messages")}>
            <header hidden={props.messages.len() < 2}><button onclick={dismiss(None)}>{ texts.of("dismiss-all") }</button></header>
            { for props.messages.iter().map(|message| html! {
                <p key={message.id} class={if message.kind == MessageKind::Problem { "message problem" } else { "message" }}>
                    <span class="sign" aria-hidden="true">{ if message.kind == MessageKind::Problem { "!" } else { "i" } }</span>
                    <span>
                        if !message.file.is_empty() { <b>{ format!("{}: ", message.file) }</b> }
                        { &message.text }
                    </span>
                    if let Some(undo) = &message.undo {
                        <button class="undo" onclick={take_back(message.id, undo.clone())}>{ texts.of("undo") }</button>
                    }
                    <button class="dismiss" aria-label={texts.of("dismiss")} title={texts.of("dismiss")} onclick={dismiss(Some(message.id))}>{ icons::cross() }</button>
                </p>
            }) }
        </section>
    }
}
