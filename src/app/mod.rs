//! The page as Yew components. They show the session's state, turn what the user does into actions, and ask the
//! engine for what is on screen. They never touch the browser but through `platform`.

mod components;
mod contexts;
mod hooks;
mod keys;
mod texts;

use yew::prelude::*;

use components::{Dialogs, EmptyPage, Foot, Messages, Sidebar, TopBar, ViewPane, Workspace};
use contexts::{ScrollLink, Session, Tools};
use hooks::{
    use_address, use_catalogue, use_client, use_drop, use_focus, use_later_texts, use_offline, use_opening, use_views,
};
use keys::use_keys;
use texts::Texts;

use crate::platform;
use crate::session::{Action, Address};

/// The page.
#[component(App)]
pub fn app() -> Html {
    let session = use_reducer(|| Session::at(Address::from_fragment(&platform::fragment())));
    let texts = use_state(Texts::preferred);
    let link = use_state(ScrollLink::default);
    let dispatch = session.dispatcher();
    let client = use_client(&dispatch, &texts);
    let open = use_opening(&client, &dispatch, &texts);
    let switch_language = use_callback(texts.clone(), |(), texts| texts.set(texts.switched()));
    let is_dropping = use_drop(open.clone());
    // What the engine answers first is what the rest is named with.
    use_later_texts(&client, &texts);
    use_catalogue(&client, &session, texts.code());
    use_address(&session);
    use_keys(&session);
    use_offline(&dispatch);
    use_views(&client, &dispatch, texts.code());
    use_focus(&session);

    let tools = Tools {
        dispatch: dispatch.clone(),
        client,
        texts: (*texts).clone(),
        link: (*link).clone(),
        open,
        switch_language,
    };
    let state = &session.0;
    let view = state.view_query(texts.code());
    let is_empty = state.address.columns.is_empty() && view.is_none();
    let hide_side = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ToggleSide));
    html! {
        <ContextProvider<Tools> context={tools}>
            <div class={classes!("page", is_empty.then_some("is-empty"), state.is_side_toggled.then_some("side-toggled"))}>
                <a class="skip" href="#text" onclick={|event: MouseEvent| { event.prevent_default(); platform::focus("main [tabindex], main button"); }}>
                    { texts.of("skip") }
                </a>
                <TopBar
                    text={state.address.filter.text.clone()} is_exact={state.address.filter.is_exact} has_stems={state.address.filter.has_stems} either_alphabet={state.address.filter.either_alphabet} catalogue={state.catalogue.clone()} columns={state.address.columns.len()}
                    views={state.views.clone()} view={view.as_ref().map(|query| query.state.view.clone())}
                />
                <Sidebar
                    catalogue={state.catalogue.clone()} filter={state.address.filter.clone()}
                    columns={state.address.columns.clone()} active={state.active} is_restored={state.is_restored} library={state.library.clone()}
                />
                <button class="scrim" aria-label={texts.of("library-hide")} onclick={hide_side} hidden={!state.is_side_toggled}></button>
                <main aria-label={texts.of(if is_empty { "empty-title" } else { "view-read" })}>
                    if is_empty {
                        <EmptyPage />
                    } else if let Some(query) = view {
                        <ViewPane {query} address={state.address.clone()} epoch={state.epoch} is_restored={state.is_restored} step={state.step} />
                    } else {
                        <Workspace state={session.0.clone()} />
                    }
                </main>
                <Foot
                    catalogue={state.catalogue.clone()} import={state.import} kept={state.kept.clone()}
                    is_filtered={!state.address.filter.is_empty()} has_update={state.has_update}
                />
                <Messages messages={state.messages.clone()} />
                <Dialogs
                    dialog={state.dialog}
                    columns={state.address.columns.clone()} views={state.views.clone()}
                    active={state.column_query(state.active)}
                />
                <div class="drop-veil" hidden={!*is_dropping}><p>{ texts.of("drop-now") }</p></div>
            </div>
        </ContextProvider<Tools>>
    }
}
