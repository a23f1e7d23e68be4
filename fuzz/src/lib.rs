//! What the fuzz targets do with an input, and how inputs are varied.
//!
//! A finding is a panic: of a parser, or of a promise that was broken. libFuzzer itself watches time and memory.

pub mod format;
pub mod mutate;
pub mod readers;

#[path = "../../tests/promises/mod.rs"]
mod promises;
#[path = "../../tests/signs/mod.rs"]
mod signs;
