//! Writers: what has been read, written out for other programs and for other days.
//!
//! Nothing here reads a source or decides what is in it.

pub mod record;
pub mod report;
pub mod verbatim_json;
