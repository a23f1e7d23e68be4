//! What whoever keeps the library tells of it without being asked, each in one sentence, in the interface's language.

use super::Texts;
use super::libraries::Kept;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// An import ended with the page before it was done: the file that was read, and whether others waited.
    CutShort {
        #[allow(missing_docs)]
        file: String,
        #[allow(missing_docs)]
        has_more: bool,
    },
    /// Another tab has added files, taken files out, or both.
    Elsewhere {
        #[allow(missing_docs)]
        added: u32,
        #[allow(missing_docs)]
        removed: u32,
    },
    /// Another tab has changed how files are read, or what the user says of them.
    ChangedElsewhere,
    /// Another tab has removed the library that was open here.
    RemovedElsewhere,
    /// Some files could not be kept: how many, why (empty where the storage is full), and how many are kept.
    Unkept {
        #[allow(missing_docs)]
        files: u32,
        #[allow(missing_docs)]
        why: String,
        #[allow(missing_docs)]
        kept: u32,
    },
    /// Nothing is kept at all: why.
    Memory(String),
    /// A library has another name now.
    Renamed(String),
    /// A library was removed.
    Removed(String),
}

impl News {
    /// Whether something is wrong.
    pub fn is_problem(&self) -> bool {
        matches!(self, Self::Unkept { .. } | Self::Memory(_) | Self::CutShort { .. })
    }

    /// The sentence.
    pub fn sentence(&self, texts: &Texts) -> String {
        match self {
            Self::CutShort { file, has_more: false } => texts.with("news-cut-short", &[("file", file.as_str().into())]),
            Self::CutShort { file, .. } => texts.with("news-cut-short-many", &[("file", file.as_str().into())]),
            Self::Elsewhere { added, removed: 0 } => texts.with("news-added", &[("n", (*added).into())]),
            Self::Elsewhere { added: 0, removed } => texts.with("news-taken-out", &[("n", (*removed).into())]),
            Self::Elsewhere { added, removed } => {
                texts.with("news-both", &[("added", (*added).into()), ("removed", (*removed).into())])
            }
            Self::ChangedElsewhere => texts.of("news-changed"),
            Self::RemovedElsewhere => texts.of("news-library-gone"),
            Self::Unkept { files, why, kept } => {
                let why = if why.is_empty() { texts.of("news-full") } else { why.clone() };
                let values = [("n", (*files).into()), ("why", why.into()), ("kept", (*kept).into())];
                texts.with("news-unkept", &values)
            }
            Self::Memory(why) => texts.with("news-memory", &[("why", why.as_str().into())]),
            Self::Renamed(name) => texts.with("news-renamed", &[("name", name.as_str().into())]),
            Self::Removed(name) => texts.with("news-library-removed", &[("name", name.as_str().into())]),
        }
    }
}

/// What is kept, in a few words; empty where nothing is there to keep.
pub fn kept_label(texts: &Texts, kept: &Kept) -> String {
    let values = [("n", kept.sources.into()), ("size", texts.size(kept.bytes).into()), ("more", kept.unkept.into())];
    match kept {
        Kept { trouble, .. } if !trouble.is_empty() => texts.of("kept-memory"),
        Kept { sources: 0, unkept: 0, registry, .. } if registry.libraries.len() > 1 => texts.of("kept-nothing"),
        Kept { sources: 0, unkept: 0, .. } => String::new(),
        Kept { unkept: 0, .. } => texts.with("kept", &values),
        _ => texts.with("kept-partly", &values),
    }
}
