//! The words of the product as types: what a transcript is once it has been read.
//!
//! Everything here is plain data. Positions are byte offsets: a [`Span`] into the decoded source, a [`TextRange`]
//! into the reading text of one transcript. Times are milliseconds from the start of the recording.
//! Nothing here reads files, searches or knows of a browser.

mod date;
mod diagnostic;
mod excerpt;
mod ledger;
mod span;
mod transcript;

pub use date::Date;
pub use diagnostic::{Diagnostic, Severity};
pub use ledger::{Claim, Coverage, Kind, Ledger, room_for};
pub use span::{Span, TextRange};
pub use transcript::{
    Cue, Field, Furniture, FurnitureKind, Heading, Label, LabelId, Metadata, Note, Paragraph, Piece, Speaker,
    SpeakerId, TimeMark, Times, Transcript, Turn, TurnLabel,
};
