//! The part of a long list that is near the screen: chunks of rows are drawn there, and elsewhere stands room of their
//! height, estimated until it was measured. It knows nothing of what the rows are, and asks nobody for them.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use crate::jobs::Chunk;
use crate::platform;

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
    view: UseStateHandle<(f64, f64)>,
    /// How high each chunk is that was drawn; 0 for those that were not.
    heights: Rc<RefCell<Vec<f64>>>,
}

/// A window on a list that is shown from its top.
#[hook]
pub fn use_window() -> Window {
    Window {
        scroller: use_node_ref(),
        near: use_state(|| 0..FEW_CHUNKS),
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

    /// The elements of all chunks.
    pub fn chunk_elements(&self) -> Vec<Element> {
        let found = self.element().and_then(|element| element.query_selector(".chunks").ok().flatten());
        found
            .map(|chunks| (0..chunks.child_element_count()).filter_map(|i| chunks.children().item(i)).collect())
            .unwrap_or_default()
    }

    /// Forgets how high chunks are: their rows are others now.
    pub fn forget_heights(&self) {
        self.heights.borrow_mut().clear();
    }

    /// Remembers how high the chunks are that are drawn.
    pub fn measure(&self) {
        let mut heights = self.heights.borrow_mut();
        let elements = self.chunk_elements();
        heights.resize(elements.len(), 0.0);
        for (height, element) in heights.iter_mut().zip(elements) {
            if element.has_attribute("data-drawn") {
                let (top, bottom) = platform::extent(&element);
                *height = bottom - top;
            }
        }
    }

    /// Finds which chunks are near the screen, and how much of the list is on it.
    pub fn look(&self) {
        let Some(scroller) = self.element() else { return };
        let (top, bottom) = platform::extent(&scroller);
        let chunks = self.chunk_elements();
        let total = chunks.len() as u32;
        let first = chunks.partition_point(|chunk| platform::extent(chunk).1 < top) as u32;
        let last = chunks.partition_point(|chunk| platform::extent(chunk).0 <= bottom) as u32;
        let near = if total <= FEW_CHUNKS {
            0..FEW_CHUNKS
        } else {
            first.saturating_sub(SPARE_CHUNKS)..(last + SPARE_CHUNKS).min(total).max(1)
        };
        if *self.near != near {
            self.near.set(near);
        }
        let (Some(start), Some(end)) = (chunks.first(), chunks.last()) else { return };
        let (start, end) = (platform::extent(start).0, platform::extent(end).1);
        let part = |at: f64| ((at - start) / (end - start).max(1.0)).clamp(0.0, 1.0);
        let view = (part(top), part(bottom));
        if (self.view.0 - view.0).abs() + (self.view.1 - view.1).abs() > 0.002 {
            self.view.set(view);
        }
    }

    /// The list: chunks drawn where they are near the screen and here, as room of their height where not. `row_px` is
    /// about how high a row stands besides its lines of text.
    pub fn draw(&self, chunks: &[Chunk], row_px: u32, drawn: &dyn Fn(u32) -> Option<Html>) -> Html {
        let heights = self.heights.borrow();
        let chunks =
            (0u32..).zip(chunks).map(|(index, chunk)| match drawn(index).filter(|_| self.near.contains(&index)) {
                Some(rows) => html! { <div key={index} class="chunk" data-drawn="">{ rows }</div> },
                None => {
                    let guess = f64::from(chunk.letters.div_ceil(LINE_LETTERS) * LINE_PX + chunk.rows * row_px);
                    // Whole pixels: writing fractions would bring a table of floats into the page.
                    let height =
                        heights.get(index as usize).copied().filter(|height| *height > 0.0).unwrap_or(guess).round()
                            as u32;
                    html! { <div key={index} class="chunk" style={format!("height:{height}px")}></div> }
                }
            });
        html! { <div class="chunks">{ for chunks }</div> }
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
