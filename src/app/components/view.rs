//! A view of the library: asks the engine for what it shows, and draws the nodes that come, whatever they are of. Its
//! list is drawn as far as it is near the screen. It knows no view by name.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element as PageElement, Event, MouseEvent};
use yew::platform::spawn_local;
use yew::prelude::*;
use yew::virtual_dom::{Key, Listener, ListenerKind, VTag};

use super::lane_strip::{LaneStrip, Strip};
use super::window::{Loaded, Window, use_window};
use crate::app::contexts::{Tools, use_tools};
use crate::jobs::{
    Attribute, Chunk, ColumnQuery, Deed, Element, List, Node, Request, Response, Sight, Tag, ViewQuery, ViewState,
};
use crate::platform::{self, Later};
use crate::session::{Action, Address, Dialog, MessageKind, Place, Step};

/// The slot of the view's questions: a newer one takes the place of an older one.
const VIEW_SLOT: u32 = 4;
/// How much stays in sight above a row that was stepped to, CSS pixels.
const STEP_PX: f64 = 56.0;
/// How long after the last scrolling the address is written, milliseconds.
const SETTLE_MS: u32 = 250;

#[derive(Properties, PartialEq)]
pub struct ViewPaneProps {
    pub query: ViewQuery,
    /// What stands in the address now.
    pub address: Address,
    pub epoch: u32,
    /// A step that is to be taken, and how many were asked for.
    pub step: Option<(Step, u32)>,
    /// Whether all that was kept is in the library.
    pub is_restored: bool,
}

/// What the engine has told of the view.
#[derive(Clone, Default)]
struct Shown {
    query: Rc<ViewQuery>,
    sight: Option<Rc<Sight>>,
    chunks: Loaded<Node>,
    is_unknown: bool,
}

enum Told {
    Sight(Rc<ViewQuery>, Rc<Sight>, Vec<Node>, u32),
    Rows(Rc<Sight>, Vec<Node>, u32),
    Unknown,
}

impl Reducible for Shown {
    type Action = Told;

    fn reduce(self: Rc<Self>, told: Told) -> Rc<Self> {
        let (mut shown, rows, from) = match told {
            Told::Sight(query, sight, rows, from) => {
                (Self { query, sight: Some(sight), ..Self::default() }, rows, from)
            }
            // Rows that were asked for under an older answer come too late.
            Told::Rows(sight, ..) if !self.sight.as_ref().is_some_and(|now| Rc::ptr_eq(now, &sight)) => return self,
            Told::Rows(_, rows, from) => ((*self).clone(), rows, from),
            Told::Unknown => (Self { is_unknown: true, ..Self::default() }, Vec::new(), 0),
        };
        shown.chunks.put(from, rows);
        Rc::new(shown)
    }
}

/// What changes without a drawing.
#[derive(Default)]
struct Track {
    /// What was shown last: the question and its answer.
    told: Option<(Rc<ViewQuery>, Rc<Sight>)>,
    /// The row to go to.
    goal: Option<u32>,
    /// The row that the page was told of last: whoever asks for it is there.
    told_row: u32,
    /// The row that was stepped to, and whether it is still to have the focus.
    stepped: Option<u32>,
    is_unfocused: bool,
    /// Where the view stood when it was moved or looked at last: a scroll event that finds it there tells of no hand.
    last_top: i32,
    settle: Option<Later>,
}

#[derive(Clone)]
struct Parts {
    shown: UseReducerHandle<Shown>,
    window: Window,
    track: Rc<RefCell<Track>>,
}

#[component(ViewPane)]
pub fn view_pane(props: &ViewPaneProps) -> Html {
    let tools = use_tools();
    let window = use_window();
    let shown = use_reducer(Shown::default);
    let parts = Parts { shown: shown.clone(), window: window.clone(), track: use_mut_ref(Track::default) };
    use_sight(props, &tools, &parts);
    use_rows(&tools, &parts, props.is_restored);
    use_steps(props, &parts);
    let base = Address { row: 0, ..props.address.clone() };
    let latest = use_mut_ref(|| parts.clone());
    *latest.borrow_mut() = parts.clone();
    let go = use_callback((), move |row: u32, ()| {
        let parts = latest.borrow().clone();
        parts.go_to(Some(row));
    });
    let stage = (*use_memo((base, shown.query.clone(), tools.texts.clone()), |(base, query, _)| {
        Rc::new(Stage { tools: tools.clone(), query: query.clone(), base: base.clone(), go: go.clone() })
    }))
    .clone();
    let strip = use_memo(shown.sight.as_ref().map(Rc::as_ptr), |_| {
        shown.sight.as_ref().and_then(|sight| Strip::of_list(sight.list.as_ref()?))
    });
    let onscroll = {
        let (parts, tools) = (parts.clone(), tools.clone());
        Callback::from(move |_: Event| parts.scrolled(&tools))
    };
    let texts = &tools.texts;
    let sight = shown.sight.clone().unwrap_or_default();
    let body = if shown.is_unknown {
        html! { <div class="not-here"><h1>{ texts.of("not-here") }</h1></div> }
    } else if shown.sight.is_none() || (props.address.is_arriving() && !props.is_restored) {
        html! { <div class="skeleton" aria-busy="true"><i></i><i></i><i></i><i></i><i></i></div> }
    } else {
        html! {
            <>
                <div class="view-head">{ for stage.draw_all(&sight.head) }</div>
                <div class="view-list">{ for sight.list.as_ref().map(|list| list_html(&stage, &parts, list)) }</div>
                <div class="view-foot">{ for stage.draw_all(&sight.foot) }</div>
            </>
        }
    };
    html! {
        <section class={classes!("library-view", format!("view-{}", shown.query.state.view))} aria-label={sight.title.clone()}>
            <p class="spoken" role="status">{ sight.status.clone() }</p>
            <div class="scroll" id="text" ref={window.scroller.clone()} {onscroll} tabindex="0">{ body }</div>
            <div class="strip-slot">if strip.is_some() { <LaneStrip {strip} view={window.view()} {go} /> }</div>
        </section>
    }
}

/// Asks for the view, and with it for the rows that will be on screen.
#[hook]
fn use_sight(props: &ViewPaneProps, tools: &Tools, parts: &Parts) {
    let (client, parts, row) = (tools.client.clone(), parts.clone(), props.address.row);
    let tools = tools.clone();
    use_effect_with((props.query.clone(), props.epoch), move |(query, _)| {
        let query = Rc::new(query.clone());
        spawn_local(async move {
            let sight = match client.ask(Request::View((*query).clone()), VIEW_SLOT).await {
                Ok(Response::View(sight)) => Rc::new(*sight),
                Ok(Response::Leads(id, paragraph)) => {
                    return tools.act(Action::Open(Place { id, paragraph: Some(paragraph) }));
                }
                Ok(_) => {
                    parts.track.borrow_mut().told = None;
                    return parts.shown.dispatch(Told::Unknown);
                }
                Err(_) => return,
            };
            let told = parts.track.borrow().told.clone();
            let is_same_view = told.as_ref().is_some_and(|told| told.0 == query);
            // Where the library changed and the view did not, nothing is drawn anew under the reader's eyes.
            if is_same_view && told.as_ref().is_some_and(|told| told.1 == sight) {
                return;
            }
            // Another state of what is on screen stays where it is, if that is where it is to be.
            let is_here = told.as_ref().is_some_and(|told| told.0.state.view == query.state.view)
                && parts.track.borrow().told_row == row;
            let goal = Some(row).filter(|_| !is_same_view && !is_here);
            let Range { start: from, end: to } = parts.window.first_rows(goal);
            let mut rows = Vec::new();
            if sight.list.is_some()
                && let Ok(Response::ViewRows(_, first)) =
                    client.ask(Request::ViewRows { query: (*query).clone(), from, to }, 0).await
            {
                rows = first;
            }
            let count = |sight: &Sight| sight.list.as_ref().map(|list| list.rows);
            if !(is_here && told.is_some_and(|told| count(&told.1) == count(&sight))) {
                parts.window.forget_heights();
            }
            {
                let mut track = parts.track.borrow_mut();
                track.goal = goal.or(track.goal);
                track.told = Some((query.clone(), sight.clone()));
            }
            parts.shown.dispatch(Told::Sight(query, sight, rows, from));
        });
    });
}

/// Steps from one row that matters to the next.
#[hook]
fn use_steps(props: &ViewPaneProps, parts: &Parts) {
    let (parts, is_heard) = (parts.clone(), use_mut_ref(|| false));
    use_effect_with(props.step, move |step| {
        // A view that has just come did not hear the step.
        if is_heard.replace(true)
            && let Some((step, _)) = step
        {
            parts.step(*step);
        }
    });
}

/// Asks for rows that came near the screen; after each drawing goes where the view is to go.
#[hook]
fn use_rows(tools: &Tools, parts: &Parts, is_restored: bool) {
    let (client, asking) = (tools.client.clone(), parts.clone());
    let near = parts.window.near();
    let key = (near.start, near.end, parts.shown.sight.as_ref().map(|sight| Rc::as_ptr(sight) as usize));
    use_effect_with(key, move |_| {
        let Some(sight) = asking.shown.sight.clone() else { return };
        let chunks = sight.list.as_ref().map_or(0, |list| list.chunks.len());
        let is_here = |chunk| asking.shown.chunks.get(chunk).is_some();
        let Some(Range { start: from, end: to }) = asking.window.missing_rows(chunks, &is_here) else { return };
        let query = (*asking.shown.query).clone();
        spawn_local(async move {
            if let Ok(Response::ViewRows(_, rows)) = client.ask(Request::ViewRows { query, from, to }, 0).await {
                asking.shown.dispatch(Told::Rows(sight, rows, from));
            }
        });
    });
    let settling = parts.clone();
    use_effect(move || {
        settling.window.measure();
        settling.reach_goal(is_restored);
        settling.window.look();
    });
}

impl Parts {
    /// The row at the top of the screen.
    fn top_row(&self) -> u32 {
        let Some(scroller) = self.window.element().filter(|scroller| scroller.scroll_top() > 0) else { return 0 };
        let top = platform::extent(&scroller).0 + head_px(&scroller);
        let first = self.window.between(top, top).start;
        let inside = self.window.drawn_chunk(first).map_or(0, |chunk| {
            let rows: Vec<_> = (0..chunk.child_element_count()).filter_map(|at| chunk.children().item(at)).collect();
            rows.partition_point(|row| platform::extent(row).1 <= top)
        });
        first * Chunk::ROWS + inside as u32
    }

    fn step(&self, step: Step) {
        let Some(list) = self.shown.sight.as_ref().and_then(|sight| sight.list.as_ref()) else { return };
        let at = self.track.borrow().stepped.map_or_else(|| i64::from(self.top_row()) - 1, i64::from);
        let mut stops = list.stops.iter().copied();
        let to = match step {
            Step::NextHit => stops.find(|stop| i64::from(*stop) > at),
            Step::PreviousHit => stops.rfind(|stop| i64::from(*stop) < at),
            _ => None,
        };
        if to.is_some() {
            self.track.borrow_mut().is_unfocused = true;
            self.track.borrow_mut().stepped = to;
            self.go_to(to);
        }
    }

    fn go_to(&self, row: Option<u32>) {
        self.track.borrow_mut().goal = row;
        self.reach_goal(true);
    }

    fn scrolled(&self, tools: &Tools) {
        self.window.look();
        let Some(scroller) = self.window.element() else { return };
        let mut track = self.track.borrow_mut();
        let last_top = std::mem::replace(&mut track.last_top, scroller.scroll_top());
        if (last_top - track.last_top).abs() > 2 {
            // Who scrolls by hand has changed their mind about where to go.
            track.goal = None;
            track.stepped = None;
        }
        let (parts, tools) = (self.clone(), tools.clone());
        track.settle = Some(platform::later(SETTLE_MS, move || {
            let row = parts.top_row();
            let mut track = parts.track.borrow_mut();
            if track.goal.is_none() {
                track.told_row = row;
                drop(track);
                tools.act(Action::ScrolledView(row));
            }
        }));
    }

    /// Scrolls to the row to go to; where it is not drawn yet, near it, and again after it is. As long as the library
    /// still comes, rows come in between, and the goal stays.
    fn reach_goal(&self, is_restored: bool) {
        let Some(row) = self.track.borrow().goal else { return };
        let (Some(scroller), Some(sight)) = (self.window.element(), &self.shown.sight) else { return };
        let scroll_to = |top: i32| {
            if (top - scroller.scroll_top()).abs() > 1 {
                scroller.set_scroll_top(top);
                self.track.borrow_mut().last_top = scroller.scroll_top();
            }
        };
        let chunk = row / Chunk::ROWS;
        let is_step = self.track.borrow().stepped == Some(row);
        let is_reached = match self.window.top_of(chunk).filter(|_| row > 0 || is_step) {
            None => {
                scroll_to(0);
                row == 0 || sight.list.is_some()
            }
            Some(chunk_top) => {
                let drawn = self.window.drawn_chunk(chunk);
                let target = drawn.as_ref().and_then(|element| element.children().item(row % Chunk::ROWS));
                // What gets the focus is scrolled to by the browser; where it is to stand is said behind that.
                if let Some(target) = target.as_ref().filter(|_| self.track.borrow().is_unfocused) {
                    self.track.borrow_mut().is_unfocused = false;
                    platform::focus_on(target);
                }
                let top = target.as_ref().or(drawn.as_ref()).map_or(chunk_top, |element| platform::extent(element).0);
                let by = top - platform::extent(&scroller).0;
                let above = head_px(&scroller) + if is_step { STEP_PX } else { 0.0 };
                scroll_to(scroller.scroll_top() + (by - above) as i32);
                if drawn.is_none() && !self.window.near().contains(&chunk) {
                    self.window.move_near(chunk);
                }
                target.is_some() || sight.list.as_ref().is_none_or(|list| list.rows <= row)
            }
        };
        if is_reached && is_restored {
            self.track.borrow_mut().goal = None;
        }
    }
}

/// How high the names of the columns stand, which stay at the top.
fn head_px(scroller: &PageElement) -> f64 {
    let head = scroller.query_selector(".list-head").ok().flatten();
    head.map_or(0.0, |head| {
        let (top, bottom) = platform::extent(&head);
        bottom - top
    })
}

/// The list: names of the columns, and the rows.
fn list_html(stage: &Rc<Stage>, parts: &Parts, list: &List) -> Html {
    let rows = parts.window.draw(&list.chunks, list.row_px, &|index| {
        let rows = parts.shown.chunks.get(index)?.clone();
        Some(html! { <ViewRows {rows} stage={stage.clone()} /> })
    });
    html! {
        <div class={list.class.clone()} role="table" aria-label={list.label.clone()} aria-rowcount={(list.rows + 1).to_string()}>
            <div class="list-head" role="rowgroup"><div class={format!("{}-row", list.class)} role="row">{ for stage.draw_all(&list.head) }</div></div>
            <div role="rowgroup">{ rows }</div>
        </div>
    }
}

#[derive(Properties)]
struct ViewRowsProps {
    rows: Rc<Vec<Node>>,
    stage: Rc<Stage>,
}

impl PartialEq for ViewRowsProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.rows, &other.rows) && Rc::ptr_eq(&self.stage, &other.stage)
    }
}

/// A chunk of rows.
#[component(ViewRows)]
fn view_rows(props: &ViewRowsProps) -> Html {
    html! { <>{ for props.stage.draw_all(&props.rows) }</> }
}

/// What nodes are drawn with: whoever touches one acts by it.
pub struct Stage {
    tools: Tools,
    query: Rc<ViewQuery>,
    base: Address,
    /// Goes to a row.
    go: Callback<u32>,
}

impl Stage {
    /// For what is of no view.
    pub fn of(tools: Tools) -> Self {
        Self { tools, query: Rc::default(), base: Address::default(), go: Callback::noop() }
    }

    pub fn draw_all<'a>(self: &'a Rc<Self>, nodes: &'a [Node]) -> impl Iterator<Item = Html> + 'a {
        nodes.iter().map(|node| match node {
            Node::Text(text) => Html::from(text),
            Node::Element(element) => self.draw(element),
        })
    }

    fn draw(self: &Rc<Self>, element: &Element) -> Html {
        let mut tag = VTag::new(element.tag.name());
        for (attribute, value) in &element.attributes {
            match attribute {
                // What the user has changed does not follow what stands in the document: these are set.
                Attribute::Value if !matches!(element.tag, Tag::Option | Tag::Button) => {
                    tag.set_value(Some(AttrValue::from(value.clone())))
                }
                Attribute::Checked => {}
                Attribute::Selected => tag.add_property("selected", true),
                attribute => tag.add_attribute(attribute.name(), value.clone()),
            }
        }
        if element.tag == Tag::Input {
            tag.set_checked(element.attribute(Attribute::Checked).is_some());
        }
        tag.key = element.key.clone().map(Key::from);
        if let Some(deed) = &element.deed {
            if element.tag == Tag::A {
                let address = self.address_of(deed).map_or_else(String::new, |address| address.to_fragment());
                tag.add_attribute("href", format!("#{address}"));
            }
            tag.add_listener(Rc::new(Touch { tag: element.tag, deed: (**deed).clone(), stage: self.clone() }));
        }
        tag.add_children(self.draw_all(&element.children));
        tag.into()
    }

    /// Where a deed leads.
    fn address_of(&self, deed: &Deed) -> Option<Address> {
        let base = Address { source: None, ..self.base.clone() };
        Some(match deed {
            Deed::Go { id, paragraph } => {
                let place = Place { id: id.clone(), paragraph: Some(*paragraph).filter(|number| *number > 0) };
                Address { columns: vec![place], view: None, ..base }
            }
            Deed::Show(state) => Address { view: Some(state.clone()), ..base },
            Deed::Filter { filter, view } => Address { filter: (**filter).clone(), view: view.clone(), ..base },
            _ => return None,
        })
    }

    fn show(&self, state: ViewState) {
        self.tools.act(Action::SetView(Some(state)));
    }

    fn act(self: &Rc<Self>, deed: &Deed, event: &Event) {
        match deed {
            Deed::Go { id, paragraph } => {
                let paragraph = Some(*paragraph).filter(|number| *number > 0);
                self.tools.act(Action::Open(Place { id: id.clone(), paragraph }));
            }
            Deed::Show(state) => self.show(state.clone()),
            Deed::ShowHere(state) => self.tools.act(Action::SetViewHere(state.clone())),
            Deed::ShowWith(state) => self.show(with_fields(state, event)),
            Deed::Change(state) => self.tools.perform(with_fields(state, event), ColumnQuery::default()),
            Deed::Row(row) => self.go.emit(*row),
            Deed::Rules => self.tools.act(Action::SetDialog(Some(Dialog::Rules))),
            Deed::Filter { filter, view } => {
                self.tools.act(Action::SetFilter(filter.clone()));
                self.tools.act(Action::SetView(view.clone()));
            }
            Deed::Choose(key, _) if key.is_empty() => self.tools.act(Action::ClearFilter),
            Deed::Choose(key, value) => self.tools.act(Action::Choose(key.clone(), value.clone())),
            Deed::ChooseFields => {
                for (key, value) in platform::field_values(event) {
                    self.tools.act(Action::Choose(key, value));
                }
            }
            Deed::Copy(text) => {
                let (tools, text) = (self.tools.clone(), text.clone());
                spawn_local(async move {
                    let key = if platform::copy(&text).await { "message-copied" } else { "message-not-copied" };
                    tools.act(Action::Say(MessageKind::Notice, String::new(), tools.texts.of(key)));
                });
            }
            Deed::Save(name) => self.ask(Request::ViewFile { query: (*self.query).clone(), name: name.clone() }),
        }
    }

    /// Asks the engine for something, and tells what came of it.
    fn ask(&self, request: Request) {
        let tools = self.tools.clone();
        spawn_local(async move {
            match tools.client.ask(request, 0).await {
                Ok(Response::Exported(files)) => {
                    files.iter().for_each(|file| platform::download(&file.name, &file.media_type, &file.bytes));
                }
                Ok(Response::Refused { why, .. }) => tools.act(Action::Say(MessageKind::Problem, String::new(), why)),
                Ok(Response::Changed(changed)) => tools.changed(changed),
                // The client tells what happened to the worker.
                _ => {}
            }
        });
    }
}

/// The state with what stands in the fields that an event came from.
fn with_fields(state: &ViewState, event: &Event) -> ViewState {
    platform::field_values(event).into_iter().fold(state.clone(), |state, (name, value)| state.with(&name, value))
}

/// A node that does something.
struct Touch {
    tag: Tag,
    deed: Deed,
    stage: Rc<Stage>,
}

impl Listener for Touch {
    fn kind(&self) -> ListenerKind {
        match self.tag {
            Tag::Form => ListenerKind::onsubmit,
            Tag::Input | Tag::Select | Tag::Textarea => ListenerKind::onchange,
            _ => ListenerKind::onclick,
        }
    }

    fn handle(&self, event: Event) {
        // With a modifier the browser opens a link as any other.
        let has_modifier = event
            .dyn_ref::<MouseEvent>()
            .is_some_and(|event| event.ctrl_key() || event.meta_key() || event.shift_key());
        if !has_modifier {
            event.prevent_default();
            self.stage.act(&self.deed, &event);
        }
    }

    fn passive(&self) -> bool {
        false
    }
}
