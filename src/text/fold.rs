//! Folding with offset maps.
