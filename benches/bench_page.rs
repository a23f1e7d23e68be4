//! The part of the speed test that is compiled to WebAssembly: makes transcripts from a seed and reads them.
//!
//! `cargo xtask bench` builds it and runs it in a browser, beside the parsers in `benches/peers/`. What is measured is
//! the way from decoded text to the finished `Parsed`: spans, account of every character, turns and paragraphs.
//! The inputs are made, not found, so that every run everywhere reads the same bytes.

#[cfg(target_arch = "wasm32")]
mod page {
    use verbatim::formats::{self, Limits, Source};
    use wasm_bindgen::prelude::wasm_bindgen;

    use crate::input;

    /// A transcript that was made, and what there is to do with it.
    #[wasm_bindgen]
    pub struct Bench {
        text: String,
    }

    #[wasm_bindgen]
    impl Bench {
        /// Makes a transcript of a kind (`vtt`, `srt` or `official`) of about so many bytes.
        #[wasm_bindgen(constructor)]
        pub fn new(kind: &str, seed: u32, bytes: usize) -> Self {
            Self { text: input::make(kind, seed, bytes) }
        }

        /// The transcript as text.
        pub fn text(&self) -> String {
            self.text.clone()
        }

        /// Its length in bytes.
        pub fn bytes(&self) -> usize {
            self.text.len()
        }

        /// The id of the format that it is recognised as.
        pub fn format(&self) -> String {
            formats::detect("unknown", self.text.as_bytes(), &self.text).0.meta().id.to_owned()
        }

        /// Reads it. Returns how many cues or, where there are none, how many paragraphs it has.
        pub fn read(&self) -> usize {
            let (format, _) = formats::detect("unknown", self.text.as_bytes(), &self.text);
            let source = Source::of_text(&self.text);
            let Ok(parsed) = format.parse(&source, &Limits::default()) else { return 0 };
            parsed.transcripts.iter().map(|t| t.cues.len().max(t.paragraphs.len())).sum()
        }

        /// Looks at every byte once and counts the lines: what no reader can be faster than.
        pub fn scan(&self) -> usize {
            memchr::memchr_iter(b'\n', self.text.as_bytes()).count()
        }
    }

    /// Reads a file as it is dropped: copied in, decoded, recognised, read. Returns what [`Bench::read`] does.
    #[wasm_bindgen]
    pub fn read_bytes(bytes: &[u8]) -> usize {
        let Ok(opened) = formats::open("unknown", bytes, &Limits::default()) else { return 0 };
        opened.parsed.transcripts.iter().map(|t| t.cues.len().max(t.paragraphs.len())).sum()
    }
}

#[path = "input.rs"]
mod input;

fn main() {
    // On the wasm target the page calls the exports above; elsewhere there is nothing to show but the input itself.
    #[cfg(not(target_arch = "wasm32"))]
    {
        use std::io::Write;
        let mut arguments = std::env::args().skip(1);
        let kind = arguments.next().unwrap_or_else(|| "vtt".to_owned());
        let bytes = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(4096);
        // A reader that goes away is no trouble of ours.
        let _ = std::io::stdout().write_all(input::make(&kind, 1, bytes).as_bytes());
    }
}
