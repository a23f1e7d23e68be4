//! The part of a long list that is near the screen: chunks of rows are drawn there, and elsewhere stands room of their
//! height, estimated until it was measured. It knows nothing of what the rows are, and asks nobody for them.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use crate::jobs::Chunk;
use crate::platform;

/// Stands on the element of a chunk that is drawn, and says which one it is.
const DRAWN: &str = "data-drawn";
/// Stands on a chunk in which what is selected begins or ends: it stays in the page wherever the user scrolls to, since
/// with it the selection would go. `static/hands.js` writes it.
const HELD: &str = "data-held";
/// A list of so many chunks is in the page as a whole.
const FEW_CHUNKS: u32 = 8;
/// Chunks above and below the screen that are in the page too.
const SPARE_CHUNKS: u32 = 1;
/// Letters in a line and height of a line, from which the height of rows that were never shown is estimated.
const LINE_LETTERS: u32 = 68;
const LINE_PX: u32 = 29;

/// A window on a long list. Cheap to clone.
#[derive(Clone)]
pub struct Window {
    /// The element that scrolls.
    pub scroller: NodeRef,
    near: UseStateHandle<Range<u32>>,
    held: UseStateHandle<Vec<u32>>,
    view: UseStateHandle<(f64, f64)>,
    /// How high each chunk is, estimated until it was drawn.
    heights: Rc<RefCell<Vec<f64>>>,
}

/// A window on a list that is shown from its top.
#[hook]
pub fn use_window() -> Window {
    Window {
        scroller: use_node_ref(),
        near: use_state(|| 0..FEW_CHUNKS),
        held: use_state(Vec::new),
        view: use_state(|| (0.0, 1.0)),
        heights: use_mut_ref(Vec::new),
    }
}

impl Window {
    /// The element that scrolls, once it is in the page.
    pub fn element(&self) -> Option<Element> {
        self.scroller.cast()
    }

    /// How much of the list is on screen, from 0 to 1.
    pub fn view(&self) -> (f64, f64) {
        *self.view
    }

    /// The chunks near the screen.
    pub fn near(&self) -> Range<u32> {
        (*self.near).clone()
    }

    /// The rows that are wanted first of a list that is new: those around `row`, or where the screen is now.
    pub fn first_rows(&self, row: Option<u32>) -> Range<u32> {
        let chunks = match row {
            Some(row) => self.move_near(row / Chunk::ROWS),
            None => self.near.start..self.near.end.max(FEW_CHUNKS),
        };
        chunks.start * Chunk::ROWS..chunks.end * Chunk::ROWS
    }

    /// Takes the window to a chunk that is not near yet.
    pub fn move_near(&self, chunk: u32) -> Range<u32> {
        let near = chunk.saturating_sub(SPARE_CHUNKS)..chunk + 1 + SPARE_CHUNKS;
        self.near.set(near.clone());
        near
    }

    /// The rows that are near the screen and not here yet, of a list of so many chunks.
    pub fn missing_rows(&self, chunks: usize, is_here: &dyn Fn(u32) -> bool) -> Option<Range<u32>> {
        let mut missing = (self.near.start..self.near.end.min(chunks as u32)).filter(|chunk| !is_here(*chunk));
        let first = missing.next()?;
        let last = missing.last().unwrap_or(first);
        Some(first * Chunk::ROWS..(last + 1) * Chunk::ROWS)
    }

    /// The element that holds the list.
    fn list(&self) -> Option<Element> {
        self.element().and_then(|element| element.query_selector(".chunks").ok().flatten())
    }

    /// The chunks that are drawn, in order, and their elements.
    pub fn drawn(&self) -> Vec<(u32, Element)> {
        let children = self.list().map(|list| list.children());
        let number = |element: Element| Some((element.get_attribute(DRAWN)?.parse().ok()?, element));
        children.map_or(Vec::new(), |list| (0..list.length()).filter_map(|at| number(list.item(at)?)).collect())
    }

    /// The element of a chunk, if it is drawn.
    pub fn drawn_chunk(&self, chunk: u32) -> Option<Element> {
        self.drawn().into_iter().find(|(drawn, _)| *drawn == chunk).map(|(_, element)| element)
    }

    /// Where a chunk begins on the screen, as far as that is known of one that was not drawn; none of one that the list
    /// has not.
    pub fn top_of(&self, chunk: u32) -> Option<f64> {
        let heights = self.heights.borrow();
        let above = heights.get(..chunk as usize).filter(|above| above.len() < heights.len())?;
        Some(platform::extent(&self.list()?).0 + above.iter().sum::<f64>())
    }

    /// The chunks from the one that ends below `top` to the last that begins above `bottom`.
    pub fn between(&self, top: f64, bottom: f64) -> Range<u32> {
        let mut at = self.list().map_or(0.0, |list| platform::extent(&list).0);
        let mut found = 0..0;
        for height in &*self.heights.borrow() {
            found.end += u32::from(at <= bottom);
            at += height;
            found.start += u32::from(at < top);
        }
        found
    }

    /// Forgets how high chunks are: their rows are others now.
    pub fn forget_heights(&self) {
        self.heights.borrow_mut().clear();
    }

    /// Remembers how high the chunks are that are drawn.
    pub fn measure(&self) {
        self.measure_these(&self.drawn());
    }

    fn measure_these(&self, drawn: &[(u32, Element)]) {
        let mut heights = self.heights.borrow_mut();
        for (chunk, element) in drawn {
            if let Some(height) = heights.get_mut(*chunk as usize) {
                let (top, bottom) = platform::extent(element);
                *height = bottom - top;
            }
        }
    }

    /// Finds which chunks are near the screen, and how much of the list is on it.
    pub fn look(&self) {
        let (Some(scroller), Some(list)) = (self.element(), self.list()) else { return };
        let drawn = self.drawn();
        self.measure_these(&drawn);
        let held: Vec<u32> =
            drawn.iter().filter(|(_, element)| element.has_attribute(HELD)).map(|(at, _)| *at).collect();
        if *self.held != held {
            self.held.set(held);
        }
        let (top, bottom) = platform::extent(&scroller);
        let total = self.heights.borrow().len() as u32;
        let near = if total <= FEW_CHUNKS {
            0..FEW_CHUNKS
        } else {
            let seen = self.between(top, bottom);
            seen.start.saturating_sub(SPARE_CHUNKS)..(seen.end + SPARE_CHUNKS).min(total).max(1)
        };
        if total > 0 && *self.near != near {
            self.near.set(near);
        }
        let (start, end) = platform::extent(&list);
        let part = |at: f64| ((at - start) / (end - start).max(1.0)).clamp(0.0, 1.0);
        let view = (part(top), part(bottom));
        if (self.view.0 - view.0).abs() + (self.view.1 - view.1).abs() > 0.002 {
            self.view.set(view);
        }
    }

    /// The list: chunks drawn where they are near the screen and here, and above and below them room of their height.
    /// `row_px` is about how high a row stands besides its lines of text.
    pub fn draw(&self, chunks: &[Chunk], row_px: u32, drawn: &dyn Fn(u32) -> Option<Html>) -> Html {
        let mut heights = self.heights.borrow_mut();
        heights.truncate(chunks.len());
        for chunk in &chunks[heights.len()..] {
            heights.push(f64::from(chunk.letters.div_ceil(LINE_LETTERS) * LINE_PX + chunk.rows * row_px));
        }
        let count = chunks.len() as u32;
        let near = self.near.start.min(count)..self.near.end.min(count);
        let held_above = self.held.iter().copied().filter(|index| *index < near.start);
        let held_below = self.held.iter().copied().filter(|index| *index >= near.end);
        let room = |chunks: Range<u32>| {
            // Whole pixels: writing fractions would bring a table of floats into the page.
            let height = heights[chunks.start as usize..chunks.end as usize].iter().sum::<f64>().round() as u32;
            let key = count + chunks.start;
            let room = || html! { <div {key} class="chunk" style={format!("height:{height}px")}></div> };
            (!chunks.is_empty()).then(room)
        };
        let (mut parts, mut end) = (Vec::new(), 0);
        for index in held_above.chain(near.clone()).chain(held_below) {
            let Some(rows) = drawn(index) else { continue };
            parts.extend(room(end..index));
            parts.push(html! { <div key={index} class="chunk" data-drawn={index.to_string()}>{ rows }</div> });
            end = index + 1;
        }
        parts.extend(room(end..count));
        html! { <div class="chunks">{ for parts }</div> }
    }
}

/// The rows that are here, chunk by chunk.
#[derive(Debug)]
pub struct Loaded<T>(Vec<Option<Rc<Vec<T>>>>);

impl<T> Default for Loaded<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone> Loaded<T> {
    /// Takes rows, the first of which has this index.
    pub fn put(&mut self, from: u32, rows: Vec<T>) {
        let first = (from / Chunk::ROWS) as usize;
        for (chunk, rows) in (first..).zip(rows.chunks(Chunk::ROWS as usize)) {
            if self.0.len() <= chunk {
                self.0.resize_with(chunk + 1, || None);
            }
            self.0[chunk] = Some(Rc::new(rows.to_vec()));
        }
    }

    /// The rows of a chunk.
    pub fn get(&self, chunk: u32) -> Option<&Rc<Vec<T>>> {
        self.0.get(chunk as usize).and_then(Option::as_ref)
    }
}
