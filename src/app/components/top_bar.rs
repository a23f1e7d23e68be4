//! The top bar: name, search box, views, theme, language, help.

use std::rc::Rc;

use yew::prelude::*;

use super::icons;
use super::search_box::SearchBox;
use crate::app::contexts::use_tools;
use crate::jobs::{Catalogue, ViewOffer, ViewState};
use crate::platform;
use crate::session::{Action, Dialog};

#[derive(Properties, PartialEq)]
pub struct TopBarProps {
    pub text: String,
    pub is_exact: bool,
    pub has_stems: bool,
    pub either_alphabet: bool,
    pub catalogue: Option<Rc<Catalogue>>,
    pub columns: usize,
    pub views: Rc<Vec<ViewOffer>>,
    /// The view that is shown in the place of the columns.
    pub view: Option<String>,
}

/// Changes between light and dark, and remembers it.
pub fn toggle_theme() {
    let theme = if platform::is_dark() { "light" } else { "dark" };
    platform::set_theme(Some(theme));
    platform::keep_setting("theme", theme);
}

#[component(TopBar)]
pub fn top_bar(props: &TopBarProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    use_effect_with((), |()| platform::set_theme(platform::setting("theme").as_deref()));
    let act = |action: Action| {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(action.clone()))
    };
    let switch = tools.switch_language.reform(|_: MouseEvent| ());
    let current = |is: bool| is.then_some("page");
    let is_read = props.view.is_none();
    let problem = props.catalogue.as_ref().and_then(|catalogue| catalogue.problems.first().cloned());
    let switch_button = |sign: &'static str, key: &str, is_on: bool, action: Action| {
        let name = texts.of(key);
        html! { <button class="switch" aria-label={name.clone()} title={name} aria-pressed={is_on.to_string()} onclick={act(action)}>{ sign }</button> }
    };
    let is_shown = |view: &ViewOffer| props.view.as_ref() == Some(&view.id);
    let is_more = props.views.iter().any(|view| !view.is_in_bar && is_shown(view));
    // In the menu it closes that; in the bar there is nothing to close.
    let offer = |view: &ViewOffer| {
        html! {
            <button key={view.id.clone()} aria-current={current(is_shown(view))} title={format!("{} ({})", view.name, view.key)}
                popovertarget={(!view.is_in_bar).then_some("more-views")}
                onclick={act(Action::SetView(Some(ViewState::of(&view.id))))}>{ &view.name }</button>
        }
    };
    html! {
        <header class="top">
            <button class="side-toggle" aria-label={texts.of("library-show")} title={texts.of("library-show")} onclick={act(Action::ToggleSide)}>{ icons::library() }</button>
            <a class="brand" href="#">{ icons::brand() }<span>{ texts.of("app-name") }</span></a>
            <search class="find">
                { icons::search() }
                <SearchBox text={props.text.clone()} />
                <span class="count" role="status">{ props.catalogue.as_ref().map(|catalogue| catalogue.count.clone()) }</span>
                { switch_button("Aa", "search-exact", props.is_exact, Action::ToggleExact) }
                { switch_button("~s", "search-stems", props.has_stems, Action::ToggleStems) }
                { switch_button("Rя", "search-alphabets", props.either_alphabet, Action::ToggleAlphabets) }
                <kbd>{ "/" }</kbd>
                <p class="problem" role="status" hidden={problem.is_none()}>{ problem }</p>
            </search>
            <nav class="views" aria-label={texts.of("views")} hidden={props.columns == 0 && props.view.is_none()}>
                <button aria-current={current(is_read && props.columns <= 1)} onclick={act(Action::SetSideBySide(false))}>{ texts.of("view-read") }</button>
                <button aria-current={current(is_read && props.columns > 1)} onclick={act(Action::SetSideBySide(true))}>{ texts.of("view-compare") }</button>
                { for props.views.iter().filter(|view| view.is_in_bar).map(offer) }
                <button popovertarget="more-views" aria-current={current(is_more)}>{ texts.of("views-more") }</button>
                <div id="more-views" popover="auto">{ for props.views.iter().filter(|view| !view.is_in_bar).map(offer) }</div>
            </nav>
            <div class="tools">
                <button class="language" onclick={switch}>{ texts.of("language") }</button>
                <button aria-label={texts.of("theme")} title={texts.of("theme")} onclick={|_| toggle_theme()}>{ icons::theme() }</button>
                <button aria-label={texts.of("help")} title={texts.of("help")} onclick={act(Action::SetDialog(Some(Dialog::Help)))}>{ "?" }</button>
            </div>
        </header>
    }
}
