//! The fuzz target of JSON with places.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use verbatim_fuzz::{mutate, readers};

fuzz_target!(|bytes: &[u8]| readers::json(bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed)
});
