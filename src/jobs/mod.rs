//! All that the page may ask of the engine, and the engine that answers: requests and responses are plain data that
//! travel as bytes; nothing here knows of workers, files or storage.

mod engine;
mod library_file;
mod plan;
pub mod protocol;
mod teaching;
mod texts;
mod unpacking;

pub use engine::Engine;
pub use protocol::{
    Catalogue, Change, ColumnQuery, Example, ExportedFile, Header, Item, Lane, LaneSpeaker, LineAt, Mark, MarkKind,
    Outline, Preview, RefusedFiles, Remark, Request, Response, Row, Rows, Shape, Show, SourceLine, SourceWindow,
    Unpacked, decode, encode,
};
pub use unpacking::{Step, Unpacking};

/// The parts of other layers that the page needs to speak with the engine.
pub use crate::export::{Loss, Part as LostPart};
pub use crate::formats::Confidence;
pub use crate::search::{Filter, Without};

pub use crate::formats::rules::{Lesson, LinePattern, Rule, Taught, label_words};
pub use crate::formats::{Choices, Column, PdfFault, PdfReader, is_pdf};
pub use crate::text::Decoder;
pub use crate::text::messages;
pub use crate::views::completion::Completion;
pub use crate::views::filter_address::{choose, read_pair, write_filter};
pub use crate::views::libraries::{self, Kept, KeptLibrary, LIBRARIES, Registry};
pub use crate::views::news::{News, kept_label};
pub use crate::views::{
    Attribute, Changed, Chunk, Deed, Element, List, Node, Sight, Tag, Texts, ViewOffer, ViewQuery, ViewState,
};
