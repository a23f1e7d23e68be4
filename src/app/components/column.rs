//! A column: a transcript from head to end, of which only the rows near the screen are in the page. It asks the engine
//! for an outline, and then for chunks of rows as they come near.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::column_head::{chooser, filter_line, head};
use super::lane_strip::{LaneStrip, Strip};
use super::rows::Chunk;
use super::window::{Loaded, Window, use_window};
use crate::app::contexts::{ScrollPlace, Tools, use_tools};
use crate::jobs::{Catalogue, ColumnQuery, LineAt, Outline, Request, Response, Row, ViewState};
use crate::platform::{self, Later};
use crate::session::{Action, Dialog, Step};

/// The slot of the first column's outline; the others follow.
const OUTLINE_SLOT: u32 = 10;
/// How long after the last scrolling the address is written, milliseconds.
const SETTLE_MS: u32 = 250;
/// About how high a row stands besides its lines of text, CSS pixels.
const ROW_PX: u32 = 14;

#[derive(Properties, PartialEq)]
pub struct ColumnProps {
    pub index: usize,
    pub columns: usize,
    pub query: ColumnQuery,
    pub epoch: u32,
    pub is_restored: bool,
    /// The paragraph that the address names.
    pub place: Option<u32>,
    pub catalogue: Option<Rc<Catalogue>>,
    pub is_active: bool,
    pub is_locked: bool,
    /// A paragraph to go to, and how many times that was asked for.
    pub goal: Option<(u32, u32)>,
    pub step: Option<(Step, u32)>,
    /// The paragraph whose source is shown.
    pub marked: Option<u32>,
}

/// What the engine has told of the transcript.
#[derive(Clone, Default)]
struct Shown {
    outline: Option<Rc<Outline>>,
    chunks: Loaded<Row>,
    is_unknown: bool,
}

enum Told {
    Outline(Rc<Outline>, Vec<Row>, u32),
    Rows(Rc<Outline>, u32, Vec<Row>),
    Unknown,
}

impl Reducible for Shown {
    type Action = Told;

    fn reduce(self: Rc<Self>, told: Told) -> Rc<Self> {
        match told {
            Told::Outline(outline, rows, from) => {
                let mut shown = Self { outline: Some(outline), ..Self::default() };
                shown.chunks.put(from, rows);
                Rc::new(shown)
            }
            Told::Rows(outline, from, rows) => {
                // Rows that were asked for under an older outline come too late.
                if !self.outline.as_ref().is_some_and(|current| Rc::ptr_eq(current, &outline)) {
                    return self;
                }
                let mut shown = (*self).clone();
                shown.chunks.put(from, rows);
                Rc::new(shown)
            }
            Told::Unknown => Rc::new(Self { is_unknown: true, ..Self::default() }),
        }
    }
}

/// What changes without a drawing: where the column is, and where it is to go.
#[derive(Default)]
struct Track {
    top: Option<u32>,
    goal: Option<(u32, f64)>,
    /// Where the column stood when it was looked at or moved last. A scroll event that finds it there tells of no hand:
    /// it comes late, twice, or from a move of our own.
    last_top: i32,
    /// The paragraph of the last step, as long as the user does not scroll away from it: it may stand too near the end
    /// to come to the top.
    stepped: Option<u32>,
    settle: Option<Later>,
    /// What was shown last: the question and its answer.
    told: Option<(ColumnQuery, Rc<Outline>)>,
}

#[component(Column)]
pub fn column(props: &ColumnProps) -> Html {
    let tools = use_tools();
    let shown = use_reducer(Shown::default);
    let window = use_window();
    let track = use_mut_ref(Track::default);
    let parts = Parts { index: props.index, shown: shown.clone(), window: window.clone(), track };
    use_outline(props, &tools, &parts);
    use_rows(props, &tools, &parts);
    use_moves(props, &tools, &parts);
    let onscroll = {
        let (parts, tools, is_locked, columns) = (parts.clone(), tools.clone(), props.is_locked, props.columns);
        Callback::from(move |_: Event| parts.scrolled(&tools, is_locked && columns > 1))
    };
    let activate = {
        let (tools, index, is_active) = (tools.clone(), props.index, props.is_active);
        Callback::from(move |_: FocusEvent| {
            if !is_active {
                tools.act(Action::Activate(index))
            }
        })
    };
    let strip = use_memo(shown.outline.as_ref().map(Rc::as_ptr), |_| shown.outline.as_deref().map(Strip::of_outline));
    let texts = &tools.texts;
    let body = match &shown.outline {
        Some(outline) => html! {
            <>
                { head(&tools, props.index, outline) }
                { filter_line(&tools, props, outline) }
                { chunks(props, &parts, outline) }
            </>
        },
        None if shown.is_unknown && props.is_restored => html! {
            <div class="not-here"><h1>{ texts.of("not-here") }</h1><p>{ texts.of("not-here-hint") }</p></div>
        },
        None => html! { <div class="skeleton" aria-busy="true"><i></i><i></i><i></i><i></i><i></i></div> },
    };
    let go = {
        let (parts, tools) = (parts.clone(), tools.clone());
        Callback::from(move |row: u32| {
            if let Some(paragraph) = parts.paragraph_at(row) {
                tools.act(Action::GoTo(parts.index, paragraph))
            }
        })
    };
    let title = shown.outline.as_ref().map(|outline| outline.header.title.clone()).unwrap_or_default();
    html! {
        <section class={classes!("column", props.is_active.then_some("is-active"))} aria-label={title} onfocusin={activate}>
            { chooser(&tools, props) }
            <div class="pane">
                <div class="scroll" ref={window.scroller.clone()} {onscroll} tabindex="0">
                    <article key={props.query.id.clone()} lang={shown.outline.as_ref().and_then(|outline| outline.header.language.clone())}>{ body }</article>
                </div>
                <LaneStrip {strip} view={window.view()} {go} />
            </div>
        </section>
    }
}

#[derive(Clone)]
struct Parts {
    index: usize,
    shown: UseReducerHandle<Shown>,
    window: Window,
    track: Rc<RefCell<Track>>,
}

/// Asks for the outline, and with it for the rows that will be on screen.
#[hook]
fn use_outline(props: &ColumnProps, tools: &Tools, parts: &Parts) {
    let (client, parts, place) = (tools.client.clone(), parts.clone(), props.place);
    {
        let track = parts.track.clone();
        use_effect_with(props.query.id.clone(), move |_| {
            let mut track = track.borrow_mut();
            track.top = place;
            track.goal = Some((place.unwrap_or(0), 0.0));
        });
    }
    use_effect_with((props.query.clone(), props.epoch), move |(query, _)| {
        let query = query.clone();
        spawn_local(async move {
            let slot = OUTLINE_SLOT + parts.index as u32;
            let outline = match client.ask(Request::Outline(query.clone()), slot).await {
                Ok(Response::Outline(outline)) => Rc::new(*outline),
                Ok(_) => {
                    parts.track.borrow_mut().told = None;
                    return parts.shown.dispatch(Told::Unknown);
                }
                Err(_) => return,
            };
            // The library changed and this transcript did not: nothing is drawn anew under the reader's eyes.
            if parts.track.borrow().told.as_ref().is_some_and(|told| told.0 == query && told.1 == outline) {
                return;
            }
            let top = parts.track.borrow().top;
            let row = top.and_then(|top| outline.row_of_paragraph.get(top as usize - 1));
            let Range { start: from, end: to } = parts.window.first_rows(row.copied());
            if let Ok(Response::Rows(rows)) = client.ask(Request::Rows { column: query.clone(), from, to }, 0).await {
                {
                    // Where the reader is at this moment, not at the last event: they may be scrolling.
                    let here = parts.top_paragraph();
                    parts.window.forget_heights();
                    let mut track = parts.track.borrow_mut();
                    track.told = Some((query, outline.clone()));
                    track.goal = track.goal.or(here).or(track.top.map(|top| (top, 0.0)));
                }
                parts.shown.dispatch(Told::Outline(outline, rows.rows, from));
            }
        });
    });
}

/// Asks for rows that came near the screen; after each drawing goes where the column is to go.
#[hook]
fn use_rows(props: &ColumnProps, tools: &Tools, parts: &Parts) {
    let (client, query) = (tools.client.clone(), props.query.clone());
    let outline = parts.shown.outline.clone();
    let near = parts.window.near();
    let key = (near.start, near.end, outline.as_ref().map(|outline| Rc::as_ptr(outline) as usize));
    let asking = parts.clone();
    use_effect_with(key, move |_| {
        let Some(outline) = outline else { return };
        let is_here = |chunk| asking.shown.chunks.get(chunk).is_some();
        let Some(rows) = asking.window.missing_rows(outline.chunks.len(), &is_here) else { return };
        let Range { start: from, end: to } = rows;
        spawn_local(async move {
            if let Ok(Response::Rows(rows)) = client.ask(Request::Rows { column: query, from, to }, 0).await {
                asking.shown.dispatch(Told::Rows(outline, from, rows.rows));
            }
        });
    });
    let settling = parts.clone();
    use_effect(move || {
        settling.window.measure();
        settling.reach_goal();
        settling.window.look();
    });
}

/// Goes where the user asked to go: to a paragraph, a step further, along with another column.
#[hook]
fn use_moves(props: &ColumnProps, tools: &Tools, parts: &Parts) {
    let (going, leading, leads) = (parts.clone(), tools.clone(), props.is_locked && props.columns > 1);
    use_effect_with(props.goal, move |goal| {
        if let Some((paragraph, _)) = goal {
            going.go_to(*paragraph, 0.0);
            if leads && let Some(outline) = &going.shown.outline {
                let place = ScrollPlace { paragraph: *paragraph, of: outline.header.paragraphs, part: 0.0 };
                leading.link.lead(going.index, place);
            }
        }
    });
    let (stepping, act) = (parts.clone(), tools.clone());
    let heard = use_mut_ref(|| false);
    use_effect_with(props.step.map(|step| step.1), {
        let step = props.step;
        move |_| {
            // A column that has just come did not hear the step.
            let is_heard = heard.replace(true);
            if let Some((step, _)) = step
                && is_heard
            {
                stepping.step(&act, step);
            }
        }
    });
    let (following, link) = (parts.clone(), tools.link.clone());
    let index = props.index;
    use_effect_with(
        (props.is_locked, parts.shown.outline.as_ref().map(|o| Rc::as_ptr(o) as usize)),
        move |(is_locked, _)| {
            let follow = Callback::from(move |place| following.follow(place));
            link.set(index, is_locked.then_some(follow));
            move || link.set(index, None)
        },
    );
}

impl Parts {
    /// The paragraph at the top of the screen, and how much of it is scrolled past.
    fn top_paragraph(&self) -> Option<(u32, f64)> {
        let scroller = self.window.element()?;
        if scroller.scroll_top() <= 0 {
            return None;
        }
        let top = platform::extent(&scroller).0 + 8.0;
        self.window.drawn().iter().filter(|(_, chunk)| platform::extent(chunk).1 > top).take(2).find_map(
            |(_, chunk)| {
                let paragraphs = chunk.query_selector_all("[data-n]").ok()?;
                (0..paragraphs.length()).find_map(|index| {
                    let element: Element = paragraphs.get(index)?.dyn_into().ok()?;
                    let (start, end) = platform::extent(&element);
                    let number = element.get_attribute("data-n")?.parse().ok()?;
                    (end > top).then(|| (number, ((top - start) / (end - start).max(1.0)).clamp(0.0, 1.0)))
                })
            },
        )
    }

    fn scrolled(&self, tools: &Tools, leads: bool) {
        self.window.look();
        let Some(scroller) = self.window.element() else { return };
        let is_led = {
            let mut track = self.track.borrow_mut();
            let last_top = std::mem::replace(&mut track.last_top, scroller.scroll_top());
            (last_top - track.last_top).abs() <= 2
        };
        let top = self.top_paragraph();
        {
            let mut track = self.track.borrow_mut();
            track.top = top.map(|top| top.0);
            track.stepped = track.stepped.filter(|_| is_led);
            if !is_led {
                // Who scrolls by hand has changed their mind about where to go.
                track.goal = None;
            }
        }
        if leads
            && !is_led
            && let Some(outline) = &self.shown.outline
        {
            let (paragraph, part) = top.unwrap_or((1, 0.0));
            // At the very top the heads stand level, which no paragraph can say.
            let paragraph = if top.is_none() { 0 } else { paragraph };
            tools.link.lead(self.index, ScrollPlace { paragraph, of: outline.header.paragraphs, part });
        }
        let (tools, index) = (tools.clone(), self.index);
        self.track.borrow_mut().settle =
            Some(platform::later(SETTLE_MS, move || tools.act(Action::Scrolled(index, top.map(|top| top.0)))));
    }

    /// Moves along with another column.
    fn follow(&self, place: ScrollPlace) {
        let Some(outline) = &self.shown.outline else { return };
        let of = outline.header.paragraphs;
        // Texts of about the same length go paragraph by paragraph, others in proportion.
        let is_alike = place.of.abs_diff(of) * 10 <= place.of.max(of);
        let paragraph = if is_alike {
            place.paragraph.min(of)
        } else {
            (u64::from(place.paragraph) * u64::from(of)).div_ceil(u64::from(place.of.max(1))) as u32
        };
        self.go_to(paragraph, place.part);
    }

    fn go_to(&self, paragraph: u32, part: f64) {
        self.track.borrow_mut().goal = Some((paragraph, part));
        self.reach_goal();
    }

    /// Scrolls to where the column is to go; where those rows are not drawn yet, near it, and again after they are.
    fn reach_goal(&self) {
        let Some((paragraph, part)) = self.track.borrow().goal else { return };
        let (Some(scroller), Some(outline)) = (self.window.element(), &self.shown.outline) else { return };
        let top = platform::extent(&scroller).0;
        let scroll_to = |by: f64| {
            let to = (f64::from(scroller.scroll_top()) + by).round() as i32;
            if (to - scroller.scroll_top()).abs() > 1 {
                scroller.set_scroll_top(to);
                self.track.borrow_mut().last_top = scroller.scroll_top();
            }
        };
        if paragraph == 0 {
            scroll_to(-f64::from(scroller.scroll_top()));
            self.track.borrow_mut().goal = None;
            return;
        }
        let Some(row) = outline.row_of_paragraph.get(paragraph as usize - 1) else {
            self.track.borrow_mut().goal = None;
            return;
        };
        let selector = format!("#c{}p{paragraph}", self.index);
        let chunk = row / Outline::CHUNK_ROWS;
        if let Ok(Some(element)) = scroller.query_selector(&selector) {
            let (start, end) = platform::extent(&element);
            // The head of the turn stays in sight above its first paragraph.
            let above = if part > 0.0 { 0.0 } else { 44.0 };
            scroll_to(start + part * (end - start) - top - above - 8.0 * f64::from(part > 0.0));
            self.track.borrow_mut().goal = None;
        } else if let Some(chunk_top) = self.window.top_of(chunk) {
            scroll_to(chunk_top - top);
            if self.window.drawn_chunk(chunk).is_some() {
                // Drawn and not there: a gap hides it, and its chunk is as near as one comes.
                self.track.borrow_mut().goal = None;
            } else if !self.window.near().contains(&chunk) {
                self.window.move_near(chunk);
            }
        }
    }

    fn step(&self, tools: &Tools, step: Step) {
        let Some(outline) = &self.shown.outline else { return };
        let current = self.track.borrow().stepped.or_else(|| self.current());
        let next = |numbers: &[u32]| numbers.iter().copied().find(|number| *number > current.unwrap_or(0));
        let previous = |numbers: &[u32]| numbers.iter().copied().rev().find(|number| *number < current.unwrap_or(0));
        let to = match step {
            Step::NextTurn => next(&outline.turns),
            Step::PreviousTurn => previous(&outline.turns),
            Step::NextHit => next(&outline.hits),
            Step::PreviousHit => previous(&outline.hits),
            Step::ShowSource => {
                return tools.act(Action::SetSource(Some((self.index, current.unwrap_or(1)))));
            }
            Step::Do(name) => {
                // Without a selection the act says the paragraph alone.
                let mut act = ViewState::of(name).with("from", current.unwrap_or(1).to_string());
                if let Some([from, to]) = self.window.element().and_then(|scroller| platform::selected(&scroller)) {
                    act = act.with("from", from).with("to", to);
                }
                let query = self.track.borrow().told.as_ref().map(|told| told.0.clone());
                return tools.perform(act, query.unwrap_or_default());
            }
            Step::Teach => {
                let at = LineAt::Paragraph(current.unwrap_or(1));
                return tools.act(Action::SetDialog(Some(Dialog::Teach(self.index, at))));
            }
        };
        if let Some(paragraph) = to {
            self.track.borrow_mut().stepped = Some(paragraph);
            tools.act(Action::GoTo(self.index, paragraph));
        }
    }

    /// The paragraph that the user is at: the first that begins in the upper part of the screen.
    fn current(&self) -> Option<u32> {
        let scroller = self.window.element()?;
        if scroller.scroll_top() <= 0 {
            return None;
        }
        let top = platform::extent(&scroller).0;
        let paragraphs = scroller.query_selector_all("[data-n]").ok()?;
        (0..paragraphs.length()).find_map(|index| {
            let element: Element = paragraphs.get(index)?.dyn_into().ok()?;
            let (start, end) = platform::extent(&element);
            let number: u32 = element.get_attribute("data-n")?.parse().ok()?;
            (start >= top + 20.0 || end > top + 60.0).then_some(number)
        })
    }

    /// The paragraph that a row shows, or the next one.
    fn paragraph_at(&self, row: u32) -> Option<u32> {
        let rows = &self.shown.outline.as_ref()?.row_of_paragraph;
        let index = rows.partition_point(|of| *of < row);
        Some(index.min(rows.len().checked_sub(1)?) as u32 + 1)
    }
}

/// The rows.
fn chunks(props: &ColumnProps, parts: &Parts, outline: &Rc<Outline>) -> Html {
    let id: AttrValue = props.query.id.clone().into();
    parts.window.draw(&outline.chunks, ROW_PX, &|index| {
        let rows = parts.shown.chunks.get(index)?.clone();
        Some(html! {
            <Chunk column={props.index} id={id.clone()} first={index * Outline::CHUNK_ROWS} {rows} outline={outline.clone()} marked={props.marked} />
        })
    })
}
