//! `verbatim-json`: the model in full. `docs/verbatim-json.md` describes it; `formats::verbatim_json` reads it back.

use serde::Serialize;

use super::record::FullRecord;
use crate::model::Transcript;

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
    let transcripts = transcripts.iter().map(FullRecord::new).collect();
    let mut json = serde_json::to_string_pretty(&File { verbatim: VERSION, source: origin, transcripts })?;
    json.push('\n');
    Ok(json)
}
