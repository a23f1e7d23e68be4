//! The foot: how much is shown, what is kept, how an import goes, that nothing leaves.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::contexts::use_tools;
use crate::jobs::{Catalogue, LIBRARIES, ViewState};
use crate::platform;
use crate::session::{Action, Import};

#[derive(Properties, PartialEq)]
pub struct FootProps {
    pub catalogue: Option<Rc<Catalogue>>,
    pub import: Option<Import>,
    /// What is kept, in a few words.
    pub kept: String,
    pub is_filtered: bool,
    pub has_update: bool,
}

#[component(Foot)]
pub fn foot(props: &FootProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let total = props.catalogue.as_ref().map_or(0, |catalogue| catalogue.total);
    let found = props.catalogue.as_ref().map_or(0, |catalogue| catalogue.found);
    let library = if props.is_filtered {
        texts.with("library-matching", [("found", found.into()), ("total", total.into())])
    } else {
        texts.with("foot-library", [("n", total.into())])
    };
    let show_kept = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::SetView(Some(ViewState::of(LIBRARIES)))))
    };
    let cancel = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| {
            tools.client.cancel_opening();
            tools.act(Action::ImportCancelled);
        })
    };
    html! {
        <footer class="foot">
            <span class="shown" role="status">{ library }</span>
            <button class="kept" hidden={props.kept.is_empty()} onclick={show_kept}>{ &props.kept }</button>
            if let Some(import) = props.import {
                <span class="import">
                    <progress max={import.bytes.max(1).to_string()} value={import.bytes_done.to_string()}></progress>
                    <span>{ texts.with("import-progress", [("done", import.files_done.into()), ("files", import.files.into()), ("size", texts.size(import.bytes).into())]) }</span>
                    <button onclick={cancel}>{ texts.of("import-cancel") }</button>
                </span>
            }
            if props.has_update {
                <span class="update">{ texts.of("update-ready") }<button onclick={|_| platform::apply_update()}>{ texts.of("update-now") }</button></span>
            }
            <span class="safe">{ texts.of("foot-safe") }</span>
        </footer>
    }
}
