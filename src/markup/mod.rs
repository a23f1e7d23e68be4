//! Bounded readers of mark-up: JSON and XML with places, the marks inside a paragraph of Markdown, character references,
//! and of what mark-up is packed in.
//!
//! They say where things stand in the source, so that the formats can give account of it. They know nothing of
//! transcripts.

pub mod entities;
pub mod inflate;
pub mod inline;
pub mod json;
pub mod json_tree;
pub mod xml;
pub mod zip;
