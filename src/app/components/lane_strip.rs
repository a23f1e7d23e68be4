//! The lane strip: the whole transcript as a narrow strip, a lane for each speaker, ticks for hits, the visible part
//! framed. A click goes there.

use std::fmt::Write as _;
use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use super::rows::speaker_colour;
use crate::app::contexts::use_tools;
use crate::jobs::{Chunk, List, Outline};
use crate::platform;

/// Most lanes; further speakers share the last.
const LANES: u32 = 6;
/// Height of the drawing, in its own units.
const HEIGHT: u32 = 2000;

/// What a strip shows.
#[derive(Debug)]
pub struct Strip {
    rows: u32,
    chunks: Vec<Chunk>,
    lanes: u32,
    /// For each stretch its lane, its first row and the one behind its last.
    stretches: Vec<(u32, u32, u32)>,
    /// Rows with a hit.
    hits: Vec<u32>,
}

impl Strip {
    /// Who speaks where in a transcript, and where hits are.
    pub fn of_outline(outline: &Outline) -> Self {
        let row = |number: &u32| outline.row_of_paragraph.get(*number as usize - 1).copied().unwrap_or_default();
        let stretch = |(speaker, from, to): &(Option<u32>, u32, u32)| Some(((*speaker)?, *from, *to));
        Self {
            rows: outline.rows,
            chunks: outline.chunks.clone(),
            lanes: outline.speakers.len() as u32,
            stretches: outline.lanes.iter().filter_map(stretch).collect(),
            hits: outline.hits.iter().map(row).collect(),
        }
    }

    /// The strip of a view's list, if it has one.
    pub fn of_list(list: &List) -> Option<Self> {
        let lanes = list.lanes.iter().map(|stretch| stretch.0 + 1).max()?;
        let (chunks, stretches) = (list.chunks.clone(), list.lanes.clone());
        Some(Self { rows: list.rows, chunks, lanes, stretches, hits: Vec::new() })
    }
}

#[derive(Properties)]
pub struct LaneStripProps {
    pub strip: Rc<Option<Strip>>,
    /// The visible part, from 0 to 1.
    pub view: (f64, f64),
    /// Called with the row to go to.
    pub go: Callback<u32>,
}

impl PartialEq for LaneStripProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.strip, &other.strip) && self.view == other.view
    }
}

#[component(LaneStrip)]
pub fn lane_strip(props: &LaneStripProps) -> Html {
    let tools = use_tools();
    let drawing =
        use_memo(Rc::as_ptr(&props.strip) as usize, |_| (*props.strip).as_ref().map(Drawing::new).unwrap_or_default());
    let go = {
        let (go, strip) = (props.go.clone(), props.strip.clone());
        Callback::from(move |event: MouseEvent| {
            let element: Element = event.target_unchecked_into();
            let drawn = element.closest(".lanes").ok().flatten().unwrap_or(element);
            let (top, bottom) = platform::extent(&drawn);
            let part = (f64::from(event.client_y()) - top) / (bottom - top).max(1.0);
            if let Some(strip) = &*strip {
                go.emit(Scale::new(strip).row_at(part.clamp(0.0, 1.0)));
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
    fn new(strip: &Strip) -> Self {
        let lanes = strip.lanes.clamp(1, LANES);
        let scale = Scale::new(strip);
        let at = |row: u32| (scale.part_of(row) * f64::from(HEIGHT)) as u32;
        // Stretches and hits that fall on the same line of the drawing are drawn once: a drawing has as many strokes
        // as it has lines, however long the transcript.
        let mut paths = vec![(String::new(), None::<u32>); lanes as usize];
        for (lane, from, to) in &strip.stretches {
            let lane = (*lane).min(lanes - 1);
            let (top, bottom) = (at(*from), at(*to));
            let (path, drawn_to) = &mut paths[lane as usize];
            let bottom = bottom.max(top + 3);
            if drawn_to.is_some_and(|drawn_to| bottom <= drawn_to) {
                continue;
            }
            *drawn_to = Some(bottom);
            // Writing into a string does not fail.
            let _ = write!(path, "M{} {top}h8V{}h-8z", lane * 10 + 1, bottom - 1);
        }
        let mut hits = String::new();
        let mut last = None;
        for row in &strip.hits {
            let top = at(*row);
            if last.replace(top) != Some(top) {
                let _ = write!(hits, "M0 {top}h{}v6H0z", lanes * 10);
            }
        }
        let lanes = (0..lanes).zip(paths).map(|(lane, (path, _))| (speaker_colour(Some(lane)), path)).collect();
        Self { lanes, hits }
    }
}

/// How far down each row stands, by the letters above it.
struct Scale<'s> {
    strip: &'s Strip,
    /// Weight above each chunk, and of all of them, last.
    above: Vec<f64>,
}

impl<'s> Scale<'s> {
    fn new(strip: &'s Strip) -> Self {
        let mut above = Vec::with_capacity(strip.chunks.len() + 1);
        let mut total = 0.0;
        above.push(total);
        for chunk in &strip.chunks {
            total += f64::from(chunk.letters) + f64::from(chunk.rows) * 40.0;
            above.push(total);
        }
        Self { strip, above }
    }

    /// How far down a row stands, from 0 to 1.
    fn part_of(&self, row: u32) -> f64 {
        let chunk = (row / Chunk::ROWS) as usize;
        let (Some(total), Some(rows)) = (self.above.last(), self.strip.chunks.get(chunk).map(|chunk| chunk.rows))
        else {
            return 1.0;
        };
        let inside = f64::from(row % Chunk::ROWS) / f64::from(rows.max(1));
        let weight = self.above[chunk] + (self.above[chunk + 1] - self.above[chunk]) * inside;
        (weight / total.max(1.0)).min(1.0)
    }

    /// The row that stands so far down.
    fn row_at(&self, part: f64) -> u32 {
        let (mut low, mut high) = (0, self.strip.rows.saturating_sub(1));
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if self.part_of(middle) <= part { low = middle } else { high = middle - 1 }
        }
        low
    }
}
