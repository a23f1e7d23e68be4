//! The facets beside the library, as the worker made them; and the dates, which are dragged over.

use std::rc::Rc;

use web_sys::PointerEvent as Pointer;
use yew::prelude::*;

use super::view::Stage;
use crate::app::contexts::use_tools;
use crate::jobs::Catalogue;
use crate::platform;
use crate::session::Action;

#[derive(Properties, PartialEq)]
pub struct FacetsProps {
    pub catalogue: Rc<Catalogue>,
}

#[component(Facets)]
pub fn facets(props: &FacetsProps) -> Html {
    let tools = use_tools();
    let first = use_mut_ref(String::new);
    let stage = Rc::new(Stage::of(tools.clone()));
    let onpointerdown = {
        let first = first.clone();
        Callback::from(move |event: Pointer| *first.borrow_mut() = platform::value_at(&event, ".bar"))
    };
    let onpointerover = Callback::from(move |event: Pointer| {
        let (first, last) = (first.borrow().clone(), platform::value_at(&event, ".bar"));
        if event.buttons() == 1 && !first.is_empty() && !last.is_empty() {
            tools.act(Action::Choose("drag".into(), first + ".." + &last));
        }
    });
    html! { <section class="facets" {onpointerdown} {onpointerover}>{ for stage.draw_all(&props.catalogue.aside) }</section> }
}
