//! Bounded readers of mark-up: JSON with places.
//!
//! They say where each value stands in the source, so that the formats can give account of it. They know nothing of
//! transcripts.

pub mod json;
