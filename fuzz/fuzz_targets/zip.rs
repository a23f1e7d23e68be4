//! The fuzz target of what files are packed in: ZIP, deflate, gzip, archives in archives.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use verbatim_fuzz::{mutate, readers};

fuzz_target!(|bytes: &[u8]| readers::zip(bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed)
});
