//! Bounded readers of mark-up: JSON with places, the marks inside a paragraph of Markdown.
//!
//! They say where each value stands in the source, so that the formats can give account of it. They know nothing of
//! transcripts.

pub mod inline;
pub mod json;
