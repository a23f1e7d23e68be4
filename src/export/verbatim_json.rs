//! `verbatim-json`: the model in full. `docs/verbatim-json.md` describes it; `formats::verbatim_json` reads it back.

use serde::Serialize;

use super::record::FullRecord;
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::Transcript;

static META: Meta = Meta {
    id: "verbatim-json",
    name: "Verbatim JSON",
    ending: "json",
    media_type: "application/json",
    specification: "docs/verbatim-json.md",
    keeps: &[
        Part::Title,
        Part::Summary,
        Part::Date,
        Part::TimeOfDay,
        Part::Place,
        Part::Language,
        Part::Other,
        Part::Roles,
        Part::Labels,
        Part::Codes,
        Part::UnnamedRoles,
        Part::Times,
        Part::Ends,
        Part::Cues,
        Part::WordTimes,
        Part::Untimed,
        Part::Notes,
        Part::Headings,
        Part::Separators,
        Part::Furniture,
        Part::Breaks,
        Part::Controls,
        Part::Formulas,
        Part::NoDuration,
    ],
    holds_several: true,
    read_by_guess: None,
    notes: "Everything that is known of the transcript. It is read back to the same.",
};

/// The writer of this layout.
pub struct VerbatimJson;

impl Writer for VerbatimJson {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        // Transcripts of several sources have none in common.
        let origin = documents.first().map(|document| document.origin);
        let origin = origin.filter(|origin| documents.iter().all(|document| document.origin == *origin));
        let transcripts = documents.iter().map(|document| FullRecord::new(document.transcript)).collect();
        render(transcripts, origin).map(String::into_bytes).map_err(|_| Unwritable::NoMemory)
    }
}

/// The version of the layout that is written. A change that an older reader would misread raises it.
pub const VERSION: u32 = 1;

/// Where transcripts were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Origin<'a> {
    /// File name.
    pub name: &'a str,
    /// SHA-256 of its bytes as dropped, hexadecimal.
    pub sha256: &'a str,
    /// Id of the format it was read as.
    pub format: &'a str,
    /// Encoding it was decoded from.
    pub encoding: &'a str,
}

#[derive(Debug, Serialize)]
struct File<'a> {
    verbatim: u32,
    source: Option<Origin<'a>>,
    transcripts: Vec<FullRecord<'a>>,
}

/// Writes transcripts, indented, with a line break at the end. `origin` says where they were read from, if from one
/// source.
///
/// # Errors
/// None in practice: writing to memory fails only where memory does.
pub fn write(transcripts: &[Transcript], origin: Option<Origin<'_>>) -> serde_json::Result<String> {
    render(transcripts.iter().map(FullRecord::new).collect(), origin)
}

fn render(transcripts: Vec<FullRecord<'_>>, origin: Option<Origin<'_>>) -> serde_json::Result<String> {
    let mut json = serde_json::to_string_pretty(&File { verbatim: VERSION, source: origin, transcripts })?;
    json.push('\n');
    Ok(json)
}
