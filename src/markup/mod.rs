//! Bounded readers of mark-up: JSON with spans.

pub mod entities;
