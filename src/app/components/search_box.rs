//! The search box, and below it a list of what may be meant by what is typed (the combobox of the WAI-ARIA practices).

use std::rc::Rc;

use web_sys::{HtmlInputElement, KeyboardEvent as Key};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::app::contexts::{Tools, use_tools};
use crate::jobs::{Completion, Request, Response};
use crate::platform;
use crate::session::Action;

/// The slot of the box's questions: a newer one takes the place of an older one.
const COMPLETION_SLOT: u32 = 6;

#[derive(Properties, PartialEq)]
pub struct SearchBoxProps {
    pub text: String,
}

/// What is proposed, and which of it is chosen: the number of its row, from 1.
type Proposed = (Rc<Vec<Completion>>, usize);

#[component(SearchBox)]
pub fn search_box(props: &SearchBoxProps) -> Html {
    let tools = use_tools();
    let input = use_node_ref();
    let proposed = use_state(Proposed::default);
    let (rows, chosen) = (proposed.0.clone(), proposed.1);
    let close = {
        let proposed = proposed.clone();
        move || proposed.set(Proposed::default())
    };
    let take = {
        let (tools, input, proposed) = (tools.clone(), input.clone(), proposed.clone());
        move |row: &Completion| {
            tools.act(Action::SetText(row.text.clone()));
            if let Some(input) = input.cast::<HtmlInputElement>() {
                platform::write_into(&input, &row.text, row.caret);
                ask(&tools, &proposed, &input, false);
            }
        }
    };
    let oninput = {
        let (tools, proposed) = (tools.clone(), proposed.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            tools.act(Action::SetText(input.value()));
            ask(&tools, &proposed, &input, false);
        })
    };
    let onkeydown = {
        let (tools, proposed, rows, take, close) =
            (tools.clone(), proposed.clone(), rows.clone(), take.clone(), close.clone());
        Callback::from(move |event: Key| {
            let steps = rows.len() + 1;
            match event.key().as_str() {
                "ArrowDown" if rows.is_empty() => ask(&tools, &proposed, &event.target_unchecked_into(), true),
                "ArrowDown" => proposed.set((rows.clone(), (chosen + 1) % steps)),
                "ArrowUp" if !rows.is_empty() => proposed.set((rows.clone(), (chosen + steps - 1) % steps)),
                "Enter" if chosen > 0 => rows.get(chosen - 1).into_iter().for_each(&take),
                "Escape" if !rows.is_empty() => close(),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let onblur = Callback::from(move |_: FocusEvent| close());
    let id = |at: usize| format!("proposal-{at}");
    let row = |(at, row): (usize, &Completion)| {
        let (take, taken) = (take.clone(), row.clone());
        // The focus stays in the box.
        let onpointerdown = Callback::from(move |event: PointerEvent| {
            event.prevent_default();
            take(&taken);
        });
        html! {
            <li role="option" id={id(at + 1)} aria-selected={(at + 1 == chosen).to_string()} {onpointerdown}>
                <b dir="auto">{ row.name.clone() }</b><span>{ row.note.clone() }</span>
            </li>
        }
    };
    let texts = &tools.texts;
    html! {
        <div class="box">
            <input ref={input} type="search" role="combobox" aria-autocomplete="list" aria-controls="proposals"
                aria-expanded={(!rows.is_empty()).to_string()} aria-activedescendant={(chosen > 0).then(|| id(chosen))}
                aria-label={texts.of("search-label")} placeholder={texts.of("search-placeholder")}
                value={props.text.clone()} {oninput} {onkeydown} {onblur} autocomplete="off" spellcheck="false" />
            <ul id="proposals" role="listbox" aria-label={texts.of("search-label")} hidden={rows.is_empty()}>
                { for rows.iter().enumerate().map(row) }
            </ul>
        </div>
    }
}

/// Asks what may be meant.
fn ask(tools: &Tools, proposed: &UseStateHandle<Proposed>, input: &HtmlInputElement, is_asked: bool) {
    let caret = input.selection_start().ok().flatten().unwrap_or_default();
    let request = Request::Complete { text: input.value(), caret, is_asked, language: tools.texts.code().to_owned() };
    let (client, proposed) = (tools.client.clone(), proposed.clone());
    spawn_local(async move {
        if let Ok(Response::Completions(rows)) = client.ask(request, COMPLETION_SLOT).await {
            proposed.set((rows.into(), 0));
        }
    });
}
