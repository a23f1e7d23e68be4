//! All that the page may ask of the engine, and the engine that answers: requests and responses are plain data that
//! travel as bytes; nothing here knows of workers, files or storage.

mod engine;
mod plan;
pub mod protocol;

pub use engine::Engine;
pub use protocol::{
    Catalogue, Chunk, ColumnQuery, Header, Item, Lane, LaneSpeaker, Mark, MarkKind, Outline, Remark, Request, Response,
    Row, Rows, Show, SourceLine, SourceWindow, decode, encode,
};

/// The parts of other layers that the page needs to speak with the engine.
pub use crate::formats::Confidence;
pub use crate::search::{Counted, Facets, Filter};

pub use crate::formats::{Choices, Column};
pub use crate::text::Decoder;
