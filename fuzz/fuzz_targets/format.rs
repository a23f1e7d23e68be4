//! The fuzz target of every format: the binary is named after the format that reads the input.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use verbatim_fuzz::{format, mutate};

fuzz_target!(|bytes: &[u8]| format::read(env!("CARGO_BIN_NAME"), bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let size = format::unpack(env!("CARGO_BIN_NAME"), data, size, seed);
    mutate::mutate(data, size, max_size, seed)
});
