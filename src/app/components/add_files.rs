//! The two ways to add transcripts that have a button: files from the browser's own dialog, and pasted text.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::contexts::use_tools;
use crate::platform;
use crate::session::{Action, Dialog};

/// What the two buttons do, and the hidden input behind the first, which must stand in the page beside it.
pub struct AddFiles {
    pub choose: Callback<MouseEvent>,
    pub paste: Callback<MouseEvent>,
    pub picker: Html,
}

/// The two ways to add transcripts.
#[hook]
pub fn use_add_files() -> AddFiles {
    let tools = use_tools();
    let input = use_node_ref();
    let choose = {
        let input = input.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                platform::open_picker(&input);
            }
        })
    };
    let chosen = {
        let tools = tools.clone();
        Callback::from(move |event: Event| tools.open.emit(platform::input_files(&event.target_unchecked_into())))
    };
    let paste = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::SetDialog(Some(Dialog::Paste))))
    };
    let picker = html! {
        <input ref={input} class="picker" type="file" multiple=true onchange={chosen} tabindex="-1" aria-hidden="true" />
    };
    AddFiles { choose, paste, picker }
}
