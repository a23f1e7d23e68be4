//! Quoting with proof: addresses of passages, and the check whether a quotation was said.
//!
//! An [`address`] finds its words again or says what became of them; the [`check`] says of a quotation where it stands, in
//! which words, and by whom, or that it was not found; [`report`] writes that down. A [`citation`] goes with copied words;
//! [`clippings`] and [`marks`] are what users collect and mark. In doubt nothing is said: better no
//! answer than a wrong speaker. Nothing here reads files or knows of a page.

pub mod address;
pub mod check;
pub mod citation;
pub mod clippings;
pub mod marks;
pub mod passage;
pub mod report;
pub mod words;
