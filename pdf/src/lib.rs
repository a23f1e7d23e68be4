//! The text of a PDF: bytes in, text out.
//!
//! [`text`] gives lines in reading order, a blank line between paragraphs, a form feed between pages; a line that the
//! pages repeat (a running head, a page number) begins with [`ASIDE`]. `docs/formats/pdf.md` describes it, since it is
//! what the reader sees as source. Nothing is drawn, no picture is opened, nothing that the document points to is asked
//! for. Every bound is a count and stands in [`Limits`]: the same bytes give the same text on every machine.
//!
//! It knows nothing of transcripts: what the lines mean is for `src/formats/pdf.rs` of the package above.

mod blocks;
mod columns;
mod glyphs;
mod lines;
mod matrix;
mod numbers;
mod running;
mod unpacking;
mod write;

use std::sync::Arc;

use hayro_syntax::{LoadPdfError, Pdf};

/// Stands at the beginning of a line that is no part of the running text.
pub const ASIDE: char = '\u{1f}';

/// Bounds that keep a hostile document from eating the machine.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest document, bytes.
    pub source_bytes: usize,
    /// Most pages.
    pub pages: usize,
    /// Bytes that the packed parts of the document may have together when they are unpacked, pictures apart.
    pub unpacked_bytes: u64,
    /// Operators that may be followed, forms inside of pages included.
    pub operators: u64,
    /// Letters that may be drawn.
    pub letters: usize,
    /// How deep forms may stand in forms.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            source_bytes: 512 << 20,
            pages: 20_000,
            unpacked_bytes: 1 << 30,
            operators: 200_000_000,
            letters: 12_000_000,
            depth: 12,
        }
    }
}

/// Why there is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It opens with a password only.
    Locked,
    /// No page can be found in it.
    Damaged,
    /// Its pages hold no letters.
    NoText,
    /// Letters are drawn, but the document does not say which ones they are.
    NoLetters,
    /// It is over one of the limits.
    TooLarge,
}

impl Fault {
    /// The number that stands for it where only numbers pass; above 0.
    pub fn code(self) -> u32 {
        match self {
            Self::Locked => 1,
            Self::Damaged => 2,
            Self::NoText => 3,
            Self::NoLetters => 4,
            Self::TooLarge => 5,
        }
    }
}

/// The text of a PDF.
///
/// # Errors
/// The [`Fault`] that leaves it without text.
pub fn text(bytes: Vec<u8>, limits: &Limits) -> Result<String, Fault> {
    if bytes.len() > limits.source_bytes || !unpacking::is_bounded(&bytes, limits.unpacked_bytes) {
        return Err(Fault::TooLarge);
    }
    let pdf = Pdf::new(Arc::new(bytes)).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Fault::Locked,
        LoadPdfError::Invalid => Fault::Damaged,
    })?;
    if pdf.pages().len() > limits.pages {
        return Err(Fault::TooLarge);
    }
    let mut pages = Vec::new();
    for page in glyphs::read_pages(&pdf, limits)? {
        pages.push(lines::runs(page));
    }
    let asides = running::take_out(&mut pages);
    Ok(write::write(&columns::set(pages), &asides))
}
