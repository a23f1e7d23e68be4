//! All that the page may ask of the engine, and the engine that answers: requests and responses are plain data that
//! travel as bytes; nothing here knows of workers, files or storage.

mod engine;
mod plan;
pub mod protocol;
mod unpacking;

pub use engine::Engine;
pub use protocol::{
    Catalogue, Chunk, ColumnQuery, ExportedFile, Header, Item, Lane, LaneSpeaker, Mark, MarkKind, Outline,
    RefusedFiles, Remark, Request, Response, Row, Rows, Show, SourceLine, SourceWindow, Unpacked, decode, encode,
};
pub use unpacking::{Step, Unpacking};

/// The parts of other layers that the page needs to speak with the engine.
pub use crate::export::{Loss, Part as LostPart};
pub use crate::formats::Confidence;
pub use crate::search::{Counted, Facets, Filter};

pub use crate::formats::{Choices, Column, PdfFault, PdfReader, is_pdf};
pub use crate::text::Decoder;
