//! What stands above the text of a column: the choice of the transcript, its head, the filter.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::column::ColumnProps;
use super::icons;
use super::report::Report;
use crate::app::contexts::Tools;
use crate::app::texts::clock;
use crate::jobs::{Outline, Show};
use crate::session::{Action, Dialog};

/// The choice of the transcript, where there are several columns; and the way to add one.
pub fn chooser(tools: &Tools, props: &ColumnProps) -> Html {
    if props.columns < 2 {
        return html! { <div class="chooser" hidden=true></div> };
    }
    let texts = &tools.texts;
    let items = props.catalogue.as_ref().map(|catalogue| catalogue.items.as_slice()).unwrap_or_default();
    let choose = {
        let (tools, index) = (tools.clone(), props.index);
        Callback::from(move |event: Event| {
            tools.act(Action::ReplaceColumn(index, event.target_unchecked_into::<HtmlSelectElement>().value()));
        })
    };
    let close = {
        let (tools, index) = (tools.clone(), props.index);
        Callback::from(move |_: MouseEvent| tools.act(Action::CloseColumn(index)))
    };
    let is_listed = items.iter().any(|item| item.id == props.query.id);
    html! {
        <div class="chooser">
            <select aria-label={texts.of("column-choose")} onchange={choose}>
                if !is_listed { <option value={props.query.id.clone()} selected=true>{ "…" }</option> }
                { for items.iter().map(|item| html! {
                    <option key={item.id.clone()} value={item.id.clone()} selected={item.id == props.query.id}>
                        { format!("{} · {}", item.title, item.file) }
                    </option>
                }) }
            </select>
            <button aria-label={texts.of("column-close")} title={texts.of("column-close")} onclick={close}>{ icons::cross() }</button>
        </div>
    }
}

/// The head of a transcript: what is known of the event, and how it was read.
pub fn head(tools: &Tools, index: usize, outline: &Rc<Outline>) -> Html {
    let header = &outline.header;
    let texts = &tools.texts;
    let when = header.date.map(|date| match &header.time {
        Some(time) => format!("{}, {time}", texts.date(date)),
        None => texts.date(date),
    });
    let facts = [
        when,
        header.place.clone(),
        header.language.as_deref().map(|code| texts.language_name(code)),
        (!outline.speakers.is_empty()).then(|| texts.with("speakers-count", [("n", outline.speakers.len().into())])),
        header.length_ms.map(clock),
    ];
    let export = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| {
            tools.act(Action::Activate(index));
            tools.act(Action::SetDialog(Some(Dialog::Export)));
        })
    };
    html! {
        <header class="head">
            <h1 dir="auto">{ &header.title }</h1>
            if let Some(summary) = &header.summary { <p class="lede" dir="auto">{ summary }</p> }
            <div class="meta">{ for facts.into_iter().flatten().map(|fact| html! { <span dir="auto">{ fact }</span> }) }</div>
            <button class="export-open" aria-haspopup="dialog" onclick={export}>{ icons::export() }{ texts.of("export") }</button>
            <Report outline={outline.clone()} />
        </header>
    }
}

/// What the filter shows of this transcript, and the choice between that and all of it.
pub fn filter_line(tools: &Tools, props: &ColumnProps, outline: &Outline) -> Html {
    let texts = &tools.texts;
    let show = |to: Show| {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::SetShow(to)))
    };
    let said = if outline.matching == 0 {
        texts.of("no-match")
    } else {
        texts.with("matching", [("found", outline.matching.into()), ("total", outline.header.paragraphs.into())])
    };
    let pressed = |of: Show| (props.query.show == of).to_string();
    html! {
        <div class="filter-line" hidden={!props.query.filter.chooses_turns()}>
            <span role="status">{ said }</span>
            <span class="choice">
                <button aria-pressed={pressed(Show::Matches)} onclick={show(Show::Matches)}>{ texts.of("show-matches") }</button>
                <button aria-pressed={pressed(Show::All)} onclick={show(Show::All)}>{ texts.of("show-all") }</button>
            </span>
        </div>
    }
}
