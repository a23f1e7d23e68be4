//! The fuzz target of text: decoding, folding, lines, dates, languages, labels.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use verbatim_fuzz::{mutate, readers};

fuzz_target!(|bytes: &[u8]| readers::text(bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed)
});
