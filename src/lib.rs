//! Verbatim: read transcripts, filter them, set them side by side and quote them, wholly in the browser.
//!
//! The modules below stand in the order of their dependencies: each may use those above it and none below.
//! `docs/architecture.md` says what each one is for, and `tests/tidy.rs` holds the arrows to it.

pub mod compare;
pub mod containers;
pub mod export;
pub mod formats;
pub mod jobs;
pub mod library;
pub mod markup;
pub mod model;
pub mod quote;
pub mod search;
pub mod session;
pub mod text;
pub mod views;

#[cfg(target_arch = "wasm32")]
pub mod platform;

#[cfg(target_arch = "wasm32")]
pub mod app;
