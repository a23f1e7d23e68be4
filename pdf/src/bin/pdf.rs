//! The WebAssembly that a page loads when the first PDF is dropped. Only numbers pass in and out, so that it needs no
//! script beside it: the page writes the document into the memory at [`begin`], asks for its text with [`read`], and
//! takes it from the memory at [`text_start`]. An instance reads one document and is thrown away.

#[cfg(target_arch = "wasm32")]
mod exports {
    use std::cell::RefCell;

    use wasm_bindgen::prelude::wasm_bindgen;

    thread_local! {
        static DOCUMENT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
    }

    /// Makes room for a document of so many bytes; where it stands in the memory.
    #[wasm_bindgen]
    pub fn begin(bytes: usize) -> usize {
        DOCUMENT.with_borrow_mut(|document| {
            *document = vec![0; bytes];
            document.as_ptr().addr()
        })
    }

    /// Reads the document; 0, or the number of its fault.
    #[wasm_bindgen]
    pub fn read() -> u32 {
        match verbatim_pdf::text(DOCUMENT.take(), &verbatim_pdf::Limits::default()) {
            Ok(text) => {
                TEXT.set(text);
                0
            }
            Err(fault) => fault.code(),
        }
    }

    /// Where the text stands in the memory.
    #[wasm_bindgen]
    pub fn text_start() -> usize {
        TEXT.with_borrow(|text| text.as_ptr().addr())
    }

    /// The bytes of the text, UTF-8.
    #[wasm_bindgen]
    pub fn text_bytes() -> usize {
        TEXT.with_borrow(String::len)
    }
}

fn main() {}
