//! Files made from a seed, one for every format that can be read, with the proportions of real ones.
//!
//! Most formats have a template beside this file, named by their id, that [`template`] fills in; captions and the
//! official record are made by hand in [`captions`], so that they vary as much as found ones. A Word document is
//! written by our own exporter, and EBU subtitles are put together block by block. [`hostile`] makes what nobody would
//! write: the files that would cost a reader the most memory.

mod captions;
mod dice;
mod ebu_stl;
pub mod hostile;
// A library is only ever asked in the browser.
#[cfg(target_arch = "wasm32")]
pub mod library;
pub mod pairs;
mod template;
mod words;

use verbatim::export::{Document, WRITERS, verbatim_json::Origin};
use verbatim::formats::{self, FORMATS, Limits};

macro_rules! templates {
    ($($id:literal),* $(,)?) => { &[$(($id, include_str!(concat!($id, ".txt")))),*] };
}

/// The templates by the id of their format.
const TEMPLATES: &[(&str, &str)] = templates![
    "akoma-ntoso",
    "ass",
    "assemblyai",
    "autoedit",
    "aws-transcribe",
    "azure-speech",
    "bbc-dpe",
    "chat",
    "csv",
    "dbt-plenarprotokoll",
    "deepgram",
    "draftjs",
    "eaf",
    "exb",
    "gentle",
    "google-speech",
    "html",
    "ibm-watson",
    "jsonl",
    "kaldi",
    "lrc",
    "markdown",
    "meet-txt",
    "microdvd",
    "mpl2",
    "nlp",
    "odt",
    "otter",
    "plain",
    "podcast-json",
    "rev-ai",
    "rtf",
    "salt",
    "sami",
    "sbv",
    "scc",
    "speechmatics",
    "spruce-stl",
    "subviewer",
    "tei",
    "textgrid",
    "trs",
    "tsv",
    "ttml",
    "uk-hansard",
    "verbatim-json",
    "whisper-json",
    "youtube-json3",
    "youtube-srv3",
    "zoom-txt",
];

/// The ids of all formats, in the order of their table. PDF is not among them: the text is taken out of it elsewhere.
pub fn ids() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.meta().id).filter(|id| *id != "pdf")
}

/// A file of the format `id` of about `bytes` bytes; empty where nobody has written down how one looks.
pub fn make(id: &str, seed: u32, bytes: usize) -> Vec<u8> {
    match id {
        "vtt" | "srt" | "official" => captions::make(id, seed, bytes).into_bytes(),
        "ebu-stl" => ebu_stl::make(seed, bytes),
        "docx" => make_docx(seed, bytes),
        _ => match TEMPLATES.iter().find(|(name, _)| *name == id) {
            Some((_, text)) => template::fill(text, seed, bytes).into_bytes(),
            None => Vec::new(),
        },
    }
}

fn make_docx(seed: u32, bytes: usize) -> Vec<u8> {
    // Tags and properties are about a fifth of it.
    let record = captions::make("official", seed, bytes / 5 * 4);
    let Ok(opened) = formats::open("record.txt", record.as_bytes(), &Limits::default()) else { return Vec::new() };
    let origin = Origin { name: "record.txt", sha256: "", format: "official", encoding: "UTF-8" };
    let documents: Vec<_> =
        opened.parsed.transcripts.iter().map(|transcript| Document { transcript, origin }).collect();
    let writer = WRITERS.iter().find(|writer| writer.meta().id == "docx");
    writer.and_then(|writer| writer.write(&documents).ok()).unwrap_or_default()
}
