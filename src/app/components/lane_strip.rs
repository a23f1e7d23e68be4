//! The lane strip: the whole transcript as a narrow strip, a lane for each speaker, ticks for hits, the visible part
//! framed. A click goes there.

use std::fmt::Write as _;
use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use super::rows::speaker_colour;
use crate::app::contexts::use_tools;
use crate::jobs::Outline;
use crate::platform;

/// Most lanes; further speakers share the last.
const LANES: u32 = 6;
/// Height of the drawing, in its own units.
const HEIGHT: u32 = 2000;

#[derive(Properties)]
pub struct LaneStripProps {
    pub outline: Option<Rc<Outline>>,
    /// The visible part, from 0 to 1.
    pub view: (f64, f64),
    /// Called with the row to go to.
    pub go: Callback<u32>,
}

impl PartialEq for LaneStripProps {
    fn eq(&self, other: &Self) -> bool {
        let is_same = match (&self.outline, &other.outline) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        is_same && self.view == other.view
    }
}

#[component(LaneStrip)]
pub fn lane_strip(props: &LaneStripProps) -> Html {
    let tools = use_tools();
    let drawing = use_memo(props.outline.clone().map(|outline| Rc::as_ptr(&outline) as usize), |_| {
        props.outline.as_deref().map(Drawing::new).unwrap_or_default()
    });
    let go = {
        let (go, outline) = (props.go.clone(), props.outline.clone());
        Callback::from(move |event: MouseEvent| {
            let element: Element = event.target_unchecked_into();
            let strip = element.closest(".lanes").ok().flatten().unwrap_or(element);
            let (top, bottom) = platform::extent(&strip);
            let part = (f64::from(event.client_y()) - top) / (bottom - top).max(1.0);
            if let Some(outline) = &outline {
                go.emit(row_at(outline, part.clamp(0.0, 1.0)));
            }
        })
    };
    let lanes = drawing.lanes.len().max(1);
    let width = lanes * 10;
    let (from, to) = props.view;
    html! {
        <div class="lanes" title={tools.texts.of("lanes")} onclick={go} aria-hidden="true">
            <svg viewBox={format!("0 0 {width} {HEIGHT}")} preserveAspectRatio="none">
                { for drawing.lanes.iter().map(|(colour, path)| html! { <path fill={colour.clone()} d={path.clone()} /> }) }
                <path class="hit" d={drawing.hits.clone()} />
            </svg>
            <span class="view" style={format!("top:{}%;height:{}%", (from * 100.0) as u32, (((to - from) * 100.0) as u32).max(2))}></span>
        </div>
    }
}

#[derive(Default, PartialEq)]
struct Drawing {
    lanes: Vec<(String, String)>,
    hits: String,
}

impl Drawing {
    fn new(outline: &Outline) -> Self {
        let lanes = (outline.speakers.len() as u32).clamp(1, LANES);
        let mut paths = vec![String::new(); lanes as usize];
        let at = |row: u32| (part_of(outline, row) * f64::from(HEIGHT)) as u32;
        for (speaker, from, to) in &outline.lanes {
            let Some(speaker) = speaker else { continue };
            let lane = (*speaker).min(lanes - 1);
            let (top, bottom) = (at(*from), at(*to));
            // Writing into a string does not fail.
            let _ = write!(paths[lane as usize], "M{} {top}h8V{}h-8z", lane * 10 + 1, bottom.max(top + 3) - 1);
        }
        let mut hits = String::new();
        for number in &outline.hits {
            let row = outline.row_of_paragraph.get(*number as usize - 1).copied().unwrap_or_default();
            let _ = write!(hits, "M0 {}h{}v6H0z", at(row), lanes * 10);
        }
        let lanes = (0..lanes).zip(paths).map(|(lane, path)| (speaker_colour(Some(lane)), path)).collect();
        Self { lanes, hits }
    }
}

fn weight(letters: u32, rows: u32) -> f64 {
    f64::from(letters) + f64::from(rows) * 40.0
}

/// How far down a row stands, from 0 to 1, by the letters above it.
fn part_of(outline: &Outline, row: u32) -> f64 {
    let total: f64 = outline.chunks.iter().map(|chunk| weight(chunk.letters, chunk.rows)).sum();
    let at = (row / Outline::CHUNK_ROWS) as usize;
    let above: f64 = outline.chunks.iter().take(at).map(|chunk| weight(chunk.letters, chunk.rows)).sum();
    let inside = outline.chunks.get(at).map_or(0.0, |chunk| {
        weight(chunk.letters, chunk.rows) * f64::from(row % Outline::CHUNK_ROWS) / f64::from(chunk.rows.max(1))
    });
    ((above + inside) / total.max(1.0)).min(1.0)
}

/// The row that stands so far down.
fn row_at(outline: &Outline, part: f64) -> u32 {
    let (mut low, mut high) = (0, outline.rows.saturating_sub(1));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if part_of(outline, middle) <= part { low = middle } else { high = middle - 1 }
    }
    low
}
