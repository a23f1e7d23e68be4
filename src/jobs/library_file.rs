//! A library as one file, `.verbatim`: a ZIP archive with all sources as they were dropped, each under its hash, and a
//! table of contents before them, `verbatim-library.json`: the version of the layout, the library's name, the rules that
//! hold for all sources, the user's own work, and for each source its path in the archive, its name and what the user
//! decided about it. Described in `docs/library-file.md`. Opened like any archive, so that nothing is lost where the table
//! of contents is unknown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::protocol::ExportedFile;
use crate::compare::pairs::{self, Pairs};
use crate::export::Archive;
use crate::formats::Choices;
use crate::formats::rules::Rule;
use crate::library::work::{Work, put_together};
use crate::library::{Library, SourceFile};
use crate::views::notebook::{self, Notebook};

/// The name of the table of contents, and the version of its layout.
const CONTENTS: &str = "verbatim-library.json";
const VERSION: u32 = 1;

/// What such an archive can hold: its numbers have sixteen and thirty-two bits.
const MOST_SOURCES: usize = u16::MAX as usize - 1;
const MOST_BYTES: u64 = u32::MAX as u64 - (64 << 20);

/// The table of contents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contents {
    #[serde(rename = "verbatim-library")]
    version: u32,
    /// What the library is called; empty where it has no name.
    #[serde(default)]
    pub name: String,
    /// The rules that hold for all sources, the oldest first.
    pub rules: Vec<Rule>,
    /// The sources.
    pub sources: Vec<Listed>,
    /// The user's own work, by kind.
    #[serde(default)]
    work: BTreeMap<String, serde_json::Value>,
}

/// A source in the table of contents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// Where it stands in the archive.
    pub path: String,
    /// Its name as dropped.
    pub name: String,
    /// What the user decided about it.
    #[serde(default)]
    pub choices: Choices,
}

impl Contents {
    /// Reads a table of contents; none where the file is something else. `path` is its path in the archive.
    pub fn read(path: &str, bytes: &[u8]) -> Option<Self> {
        let is_it = path == CONTENTS;
        is_it
            .then(|| serde_json::from_slice(bytes).ok())
            .flatten()
            .filter(|contents: &Self| contents.version == VERSION)
    }

    /// The records of the user's own work, put together with those that are here.
    pub fn work_with(&self, here: &Work) -> Vec<(String, String)> {
        let together = |(kind, there): (&String, &serde_json::Value)| {
            let (here, there) = (here.get(kind), there.to_string());
            let record = match kind.as_str() {
                pairs::KIND => Pairs::from_json(here).with(Pairs::from_json(&there)).to_json(),
                notebook::KIND => Notebook::from_json(here).with(&Notebook::from_json(&there)).to_value().to_string(),
                _ => put_together(here, &there),
            };
            (kind.clone(), record)
        };
        self.work.iter().map(together).collect()
    }

    /// What is said of the file at this path in the archive.
    pub fn of(&self, path: &str) -> Option<&Listed> {
        self.sources.iter().find(|listed| listed.path == path)
    }
}

/// The name of the file without its ending, of what the library is called: without signs that some system allows in no
/// name of a file.
fn stem(name: &str) -> String {
    let stem: String =
        name.chars().map(|c| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { ' ' } else { c }).collect();
    let stem = stem.trim().trim_matches('.');
    if stem.is_empty() { "library".to_owned() } else { stem.to_owned() }
}

/// The library as one file, with what it is called.
///
/// # Errors
/// A sentence where it is larger than such an archive can be.
pub fn save(library: &Library, name: &str) -> Result<ExportedFile, String> {
    let path = |source: &SourceFile| format!("sources/{}", source.hash);
    let listed =
        |source: &SourceFile| Listed { path: path(source), name: source.name.clone(), choices: source.choices.clone() };
    // A record is JSON, and stands in the file as such.
    let written = |(kind, record): (&str, &str)| (kind.to_owned(), serde_json::from_str(record).unwrap_or_default());
    let contents = Contents {
        version: VERSION,
        name: name.to_owned(),
        rules: library.rules().to_vec(),
        sources: library.sources().map(listed).collect(),
        work: library.work().all().map(written).collect(),
    };
    let bytes: u64 = library.sources().map(|source| source.bytes).sum();
    if contents.sources.len() > MOST_SOURCES || bytes > MOST_BYTES {
        return Err("The library is too large for one file. Take some transcripts out and save it in parts.".into());
    }
    let mut archive = Archive::default();
    // Plain data: writing it cannot fail.
    archive.add(CONTENTS, &serde_json::to_vec_pretty(&contents).unwrap_or_default());
    library.sources().for_each(|source| archive.add(&path(source), source.as_dropped()));
    Ok(ExportedFile {
        name: format!("{}.verbatim", stem(name)),
        media_type: "application/zip".to_owned(),
        bytes: archive.finish(),
        losses: Vec::new(),
    })
}
