//! Writers: what has been read, written out for other programs and for other days.
//!
//! A writer is one file here with a type that implements [`Writer`], and two lines in this one: its `mod` and its row in
//! [`WRITERS`]. What a layout has no place for is counted and said ([`Loss`]), never dropped in silence.
//! Nothing here reads a source or decides what is in it. `docs/exports.md` describes each writer.

mod akoma_ntoso;
mod captions;
pub mod csv;
mod docx;
mod elements;
mod html;
mod jsonl;
mod loss;
mod markdown;
mod prose;
pub mod record;
pub mod report;
mod rows;
mod srt;
mod tei;
mod text;
mod ttml;
pub mod verbatim_json;
mod vtt;
pub mod xml;
mod zip;

use std::collections::HashSet;

use crate::formats::{Reading, Refusal, open_with};
use crate::model::Transcript;
use crate::text::sha256_hex;

pub use loss::{Loss, Part};
use verbatim_json::Origin;
pub use zip::Archive;

/// Every writer, in the order in which they are offered.
pub static WRITERS: &[&dyn Writer] = &[
    &text::Text,
    &markdown::Markdown,
    &html::Html,
    &docx::Docx,
    &vtt::Vtt,
    &srt::Srt,
    &ttml::Ttml,
    &csv::Csv,
    &jsonl::Jsonl,
    &tei::Tei,
    &akoma_ntoso::AkomaNtoso,
    &verbatim_json::VerbatimJson,
];

/// Writes one layout.
pub trait Writer: Sync {
    /// What it is called and what it has a place for.
    fn meta(&self) -> &'static Meta;

    /// Writes transcripts: one, or several where [`Meta::holds_several`] says so.
    ///
    /// # Errors
    /// Where the layout demands what the transcript has not: see [`Unwritable`].
    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable>;
}

/// What a writer is called and what it has a place for.
#[derive(Debug)]
pub struct Meta {
    /// Identifier; that of the format which reads it, where there is one. Also the name of its file.
    pub id: &'static str,
    /// Name for the user.
    pub name: &'static str,
    /// Ending of the file's name, without the dot.
    pub ending: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Where the layout is specified or described.
    pub specification: &'static str,
    /// What it has a place for.
    pub keeps: &'static [Part],
    /// Whether one file holds several transcripts.
    pub holds_several: bool,
    /// The format that reads it back, where that format has to guess what is a label. What is written is then read
    /// again, and what would pass to nobody or to somebody else is counted.
    pub read_by_guess: Option<&'static str>,
    /// How it is written: sentences for `docs/exports.md`.
    pub notes: &'static str,
}

/// A transcript with where it was read from.
#[derive(Clone, Copy, Debug)]
pub struct Document<'t> {
    /// The transcript.
    pub transcript: &'t Transcript,
    /// Its source.
    pub origin: Origin<'t>,
}

/// Why a transcript cannot be written so. Each displays as a sentence with a next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// Captions of a text without times.
    #[error(
        "Captions need times, and this transcript has none. Export it as text, or export a version of it that has times."
    )]
    NoTimes,
    /// Writing to memory failed.
    #[error("The file could not be put together. Export fewer transcripts at once.")]
    NoMemory,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Name for it.
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// What stands in it.
    pub bytes: Vec<u8>,
    /// What has no place in it.
    pub losses: Vec<Loss>,
}

/// The writer with this id.
pub fn writer(id: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().find(|writer| writer.meta().id == id).copied()
}

/// Writes transcripts: into one file where the layout holds several, else a file each.
///
/// # Errors
/// [`Unwritable`], with the name of the source that it is about.
pub fn export(writer: &dyn Writer, documents: &[Document<'_>]) -> Result<Vec<Exported>, (String, Unwritable)> {
    let meta = writer.meta();
    let size = if meta.holds_several { documents.len().max(1) } else { 1 };
    let mut names = Names::default();
    let mut files = Vec::new();
    for group in documents.chunks(size) {
        let source = group.first().map_or("", |document| document.origin.name);
        let bytes = writer.write(group).map_err(|why| (source.to_owned(), why))?;
        let mut losses = loss::count_losses(group, meta.keeps);
        if let ([document], Some(reader)) = (group, meta.read_by_guess) {
            losses.extend(loss::find_doubt(document.transcript, &bytes, reader));
        }
        files.push(Exported { name: names.next(source, meta.ending), media_type: meta.media_type, bytes, losses });
    }
    Ok(files)
}

/// Reads a source and writes all its transcripts.
///
/// # Errors
/// A sentence: why it cannot be read, or not be written so.
pub fn convert(name: &str, bytes: &[u8], writer: &dyn Writer, reading: &Reading) -> Result<Vec<Exported>, String> {
    let opened = open_with(name, bytes, reading).map_err(|refusal: Refusal| refusal.to_string())?;
    let sha256 = sha256_hex(bytes);
    let origin = Origin { name, sha256: &sha256, format: opened.format.id, encoding: opened.encoding.name() };
    let documents: Vec<_> =
        opened.parsed.transcripts.iter().map(|transcript| Document { transcript, origin }).collect();
    export(writer, &documents).map_err(|(_, why)| why.to_string())
}

/// Names for files, no two the same.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// A name for what is made of `source`: its own with another ending, and a number if that is taken.
    pub fn next(&mut self, source: &str, ending: &str) -> String {
        let name = source.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stem = if stem.is_empty() { "transcript" } else { stem };
        let mut name = format!("{stem}.{ending}");
        let mut number = 1;
        // Some file systems know no case.
        while !self.taken.insert(name.to_lowercase()) {
            number += 1;
            name = format!("{stem}-{number}.{ending}");
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_files_have_one_name() {
        let mut names = Names::default();
        let made: Vec<_> =
            ["a/talk.vtt", "b\\Talk.vtt", "talk", "", ".vtt"].iter().map(|name| names.next(name, "srt")).collect();
        assert_eq!(made, ["talk.srt", "Talk-2.srt", "talk-3.srt", "transcript.srt", "transcript-2.srt"]);
    }

    #[test]
    fn every_writer_has_its_own_id() {
        for one in WRITERS {
            assert!(writer(one.meta().id).is_some_and(|found| std::ptr::eq(found.meta(), one.meta())));
        }
    }
}
