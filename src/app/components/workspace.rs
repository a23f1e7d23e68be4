//! The middle: one to three columns, and the source beside them.

use yew::prelude::*;

use super::column::Column;
use super::icons;
use super::source_view::SourceView;
use crate::app::contexts::use_tools;
use crate::jobs::ViewState;
use crate::session::{Action, State};

/// What can be done with selected words: keys, and the texts of the buttons that press them. `static/hands.js` shows it
/// where something is selected.
const BAR: [(&str, &str); 4] =
    [("c", "selection-cite"), ("h", "selection-mark"), ("b", "selection-clip"), ("y", "selection-styles")];

#[derive(Properties, PartialEq)]
pub struct WorkspaceProps {
    pub state: State,
}

#[component(Workspace)]
pub fn workspace(props: &WorkspaceProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let state = &props.state;
    let columns = &state.address.columns;
    let lock = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::ToggleLock))
    };
    let by_rows = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::SetView(Some(ViewState::of("compare")))))
    };
    let is_locked = !state.address.is_unlocked;
    html! {
        <div class={classes!("workspace", format!("columns-{}", columns.len()), state.address.source.map(|_| "with-source"))}>
            <div class="columns" id="text">
                { for columns.iter().enumerate().map(|(index, place)| html! {
                    <Column key={index} {index} columns={columns.len()}
                        query={state.column_query(index).unwrap_or_default()}
                        epoch={state.epoch} is_restored={state.is_restored} place={place.paragraph} catalogue={state.catalogue.clone()}
                        is_active={state.active == index} {is_locked}
                        goal={state.goal.filter(|goal| goal.0 == index).map(|goal| (goal.1, goal.2))}
                        step={state.step.filter(|_| state.active == index)}
                        marked={state.address.source.filter(|source| source.0 == index).map(|source| source.1)}
                    />
                }) }
            </div>
            <div class="pills" hidden={columns.len() < 2}>
                <button class="lock" aria-pressed={is_locked.to_string()} title={texts.of("lock-hint")} onclick={lock}>
                    { if is_locked { icons::lock() } else { icons::unlock() } }{ texts.of("lock") }
                </button>
                <button class="by-rows" onclick={by_rows}>{ texts.of("by-rows") }</button>
            </div>
            <div class="selection-bar" role="toolbar" hidden=true>
                { for BAR.map(|(key, text)| html! { <button data-key={key}>{ texts.of(text) }</button> }) }
            </div>
            <div class="source-slot">
                if let Some((column, paragraph)) = state.address.source {
                    <SourceView id={columns.get(column).map(|place| place.id.clone()).unwrap_or_default()} {column} {paragraph} epoch={state.epoch} />
                }
            </div>
        </div>
    }
}
