//! The speed of the parsers, measured in a browser.

use std::path::Path;

use crate::process::Outcome;

/// Runs the benchmark of the package at `root` and prints its table.
pub fn run(_root: &Path) -> Outcome {
    Err("the benchmark is not written yet.".to_owned())
}
