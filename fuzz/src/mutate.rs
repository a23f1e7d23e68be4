//! How inputs are varied: by libFuzzer, and by putting in the signs that readers look for.

use libfuzzer_sys::fuzzer_mutate;

use crate::signs::{JSON_PATTERNS, PATTERNS};

/// Varies the first `size` bytes of `data`, which grow to at most `max_size`. Returns how many they are then.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let (way, which, place) = (seed >> 1 & 3, seed as usize >> 3, seed as usize >> 11);
    if way != 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let sign = PATTERNS.iter().chain(JSON_PATTERNS).nth(which % (PATTERNS.len() + JSON_PATTERNS.len()));
    let sign = sign.copied().unwrap_or_default().as_bytes();
    let end = size + sign.len();
    if end > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    let at = place % (size + 1);
    data.copy_within(at..size, at + sign.len());
    data[at..at + sign.len()].copy_from_slice(sign);
    end
}
