//! The left side: the library as a list, and the facets.

use std::collections::HashMap;
use std::rc::Rc;

use yew::platform::spawn_local;
use yew::prelude::*;

use super::add_files::{AddFiles, use_add_files};
use super::facets::Facets;
use super::icons;
use super::rows::speaker_colour;
use crate::app::contexts::{Tools, use_tools};
use crate::jobs::{Catalogue, Filter, Item, LIBRARIES, Request, ViewState};
use crate::platform;
use crate::session::{Action, Place};

/// Where the library lies over the text: the same width as in the style sheets.
const NARROW: &str = "(max-width: 1100px)";

#[derive(Properties, PartialEq)]
pub struct SidebarProps {
    pub catalogue: Option<Rc<Catalogue>>,
    pub filter: Filter,
    pub columns: Vec<Place>,
    pub active: usize,
    pub is_restored: bool,
    /// Name of the library.
    pub library: String,
}

#[component(Sidebar)]
pub fn sidebar(props: &SidebarProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let AddFiles { choose, paste, picker } = use_add_files();
    let empty = Rc::new(Catalogue::default());
    let catalogue = props.catalogue.as_ref().unwrap_or(&empty);
    let more = act(&tools, Action::ListMore);
    let libraries = act(&tools, Action::SetView(Some(ViewState::of(LIBRARIES))));
    let mut titles = HashMap::new();
    for item in &catalogue.items {
        *titles.entry(item.title.as_str()).or_insert(0u32) += 1;
    }
    let found = texts.with("library-matching", [("found", catalogue.found.into()), ("total", catalogue.total.into())]);
    html! {
        <aside class="side" aria-label={texts.of("library")}>
            <h2><button onclick={libraries} dir="auto">{ if props.library.is_empty() { texts.of("library") } else { props.library.clone() } }</button><span>{ found }</span></h2>
            <div class="add">
                <button onclick={choose}>{ icons::plus() }{ texts.of("library-add") }</button>
                <button onclick={paste}>{ texts.of("library-paste") }</button>
                { picker }
            </div>
            if !props.is_restored {
                <p class="hint" role="status">{ texts.of("library-loading") }</p>
            } else if catalogue.items.is_empty() && catalogue.total > 0 {
                <p class="hint">{ texts.of("library-nothing") }</p>
            }
            <ul class="docs">
                { for catalogue.items.iter().map(|item| {
                    let at = props.columns.iter().position(|place| place.id == item.id);
                    let is_twin = titles.get(item.title.as_str()).is_some_and(|count| *count > 1);
                    html! { <LibraryItem key={item.id.clone()} item={item.clone()} {is_twin} column={at} is_active={at == Some(props.active)} has_columns={!props.columns.is_empty()} /> }
                }) }
            </ul>
            if catalogue.items.len() < catalogue.found as usize {
                <button class="more" onclick={more}>{ texts.of("library-more") }</button>
            }
            if catalogue.total > 0 {
                <Facets catalogue={catalogue.clone()} />
            }
        </aside>
    }
}

#[derive(Properties, PartialEq)]
struct ItemProps {
    item: Item,
    /// Whether another transcript has the same title, so that the file name must tell them apart.
    is_twin: bool,
    column: Option<usize>,
    is_active: bool,
    has_columns: bool,
}

#[component(LibraryItem)]
fn library_item(props: &ItemProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let item = &props.item;
    let id = item.id.clone();
    let read = {
        let (tools, id) = (tools.clone(), id.clone());
        Callback::from(move |_: MouseEvent| {
            tools.act(Action::Read(id.clone()));
            // Where the library lies over the text it has done its work.
            if platform::media(NARROW) {
                tools.act(Action::ToggleSide);
            }
        })
    };
    let beside = act(&tools, Action::ToggleBeside(id));
    let remove = {
        let (tools, hash) = (tools.clone(), item.hash.clone());
        Callback::from(move |_: MouseEvent| {
            let (tools, hash) = (tools.clone(), hash.clone());
            spawn_local(async move {
                // A worker that dies meanwhile has lost the source too.
                let _ = tools.client.ask(Request::Remove { hash }, 0).await;
                tools.act(Action::LibraryChanged);
            });
        })
    };
    let title: AttrValue = item.title.clone().into();
    let name = |key| texts.with(key, [("title", (&*item.title).into())]);
    let date = item.date.map_or_else(|| texts.of("undated"), |date| texts.date(date));
    let beside_name = name(if props.column.is_some() { "item-beside-remove" } else { "item-beside" });
    html! {
        <li class={classes!("doc", props.column.is_some().then_some("is-shown"))}>
            <button class="read" aria-current={props.is_active.then_some("true")} onclick={read}>
                <b dir="auto">{ title }</b>
                <small>
                    <span>{ date }</span>
                    if let Some(place) = &item.place { <span dir="auto">{ place }</span> }
                    if props.is_twin { <span class="file" dir="auto">{ &item.file }</span> }
                    if item.hits > 0 { <span class="hits">{ texts.with("item-hits", [("n", item.hits.into())]) }</span> }
                    if item.remarks > 0 { <span class="warn">{ texts.with("item-remarks", [("n", item.remarks.into())]) }</span> }
                </small>
                { shares(item) }
            </button>
            <span class="acts">
                if props.has_columns {
                    <button aria-label={beside_name.clone()} title={beside_name} aria-pressed={props.column.is_some().to_string()} onclick={beside}>{ icons::beside() }</button>
                }
                <button aria-label={name("item-remove")} title={name("item-remove")} onclick={remove}>{ icons::cross() }</button>
            </span>
        </li>
    }
}

/// A small bar of who speaks how much.
fn shares(item: &Item) -> Html {
    html! {
        <span class="who" aria-hidden="true">
            { for item.shares.iter().map(|share| html! {
                <i style={format!("flex:{} 0 0;background:{}", share.letters.max(1), speaker_colour(share.speaker))}></i>
            }) }
        </span>
    }
}

fn act(tools: &Tools, action: Action) -> Callback<MouseEvent> {
    let tools = tools.clone();
    Callback::from(move |_| tools.act(action.clone()))
}
