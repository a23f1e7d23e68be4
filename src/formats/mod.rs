//! The formats that can be read, and how a source finds its format: by content, never by its name alone.
//!
//! A format is one file here with a type that implements [`Format`], and two lines in this one: its `mod` and its row
//! in [`FORMATS`]. Nothing else in the program knows of single formats.

mod akoma_ntoso;
mod ass;
mod assemblyai;
mod autoedit;
mod aws_transcribe;
mod azure_speech;
mod bbc_dpe;
mod blocks;
mod chat;
mod choices;
mod csv;
mod cue_lines;
mod dbt_plenarprotokoll;
mod deepgram;
mod delimited;
mod docx;
mod draft;
mod draftjs;
mod eaf;
mod ebu_stl;
mod exb;
mod gentle;
mod google_speech;
mod html;
mod ibm_watson;
mod jsonl;
mod kaldi;
mod lrc;
mod markdown;
mod meet_txt;
mod microdvd;
mod mpl2;
mod name_lines;
mod nlp;
mod odt;
mod office;
mod official;
mod otter;
mod package;
mod pdf;
mod plain;
mod podcast_json;
mod prose;
mod recogniser;
mod rev_ai;
mod rtf;
pub mod rules;
mod salt;
mod sami;
mod sbv;
mod scc;
mod speechmatics;
mod spruce_stl;
mod srt;
mod subviewer;
mod table;
mod tagged;
mod tei;
mod textgrid;
mod tiers;
mod timed;
mod timestamps;
mod trs;
mod tsv;
mod ttml;
mod uk_hansard;
mod verbatim_json;
mod vtt;
mod whisper_json;
mod words;
mod youtube_json3;
mod youtube_srv3;
mod zoom_txt;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use choices::{COLUMN_ROLES, Choices, Column};
pub use draft::Draft;
pub use package::is_document;
pub use pdf::{PdfFault, PdfReadFn, PdfReader, is_pdf};
pub use rules::Rule;

use crate::markup::json_tree::{self, Tree};
use crate::markup::xml;
use crate::model::{Coverage, Diagnostic, Ledger, Span, Transcript};
use crate::text::{self, Decoded, Decoder, Encoding};

/// Every format, the more particular before the more general: of two that are equally sure, the first is taken.
pub static FORMATS: &[&dyn Format] = &[
    &docx::Docx,
    &odt::Odt,
    &pdf::Pdf,
    &verbatim_json::VerbatimJson,
    &vtt::Vtt,
    &srt::Srt,
    &ttml::Ttml,
    &sami::Sami,
    &scc::Scc,
    &ebu_stl::EbuStl,
    &spruce_stl::SpruceStl,
    &youtube_srv3::YoutubeSrv3,
    &ass::Ass,
    &subviewer::Subviewer,
    &sbv::Sbv,
    &microdvd::Microdvd,
    &mpl2::Mpl2,
    &lrc::Lrc,
    &textgrid::Textgrid,
    &chat::Chat,
    &salt::Salt,
    &tei::Tei,
    &akoma_ntoso::AkomaNtoso,
    &dbt_plenarprotokoll::DbtPlenarprotokoll,
    &uk_hansard::UkHansard,
    &eaf::Eaf,
    &exb::Exb,
    &trs::Trs,
    &html::Html,
    &youtube_json3::YoutubeJson3,
    &podcast_json::PodcastJson,
    &deepgram::FORMAT,
    &aws_transcribe::FORMAT,
    &azure_speech::FORMAT,
    &rev_ai::FORMAT,
    &assemblyai::FORMAT,
    &speechmatics::FORMAT,
    &ibm_watson::FORMAT,
    &google_speech::FORMAT,
    &gentle::FORMAT,
    &kaldi::FORMAT,
    &draftjs::FORMAT,
    &autoedit::FORMAT,
    &bbc_dpe::FORMAT,
    &whisper_json::FORMAT,
    &rtf::Rtf,
    &zoom_txt::ZoomTxt,
    &otter::Otter,
    &meet_txt::MeetTxt,
    &nlp::Nlp,
    &jsonl::Jsonl,
    &tsv::Tsv,
    &csv::Csv,
    &markdown::Markdown,
    &official::Official,
    &plain::Plain,
];

/// Reads one kind of file.
pub trait Format: Sync {
    /// What it is called and where it is specified.
    fn meta(&self) -> &'static Meta;

    /// How sure it is that the source is its own. Pure and quick: it sees the first [`PROBE_BYTES`] and the name.
    fn sniff(&self, probe: &Probe<'_>) -> Confidence;

    /// The same for a source that is JSON: what it says to the beginning of the tree, to the first
    /// [`OUTLINE_VALUES`] values of it, however long they are.
    fn sniff_json(&self, _outline: &Tree<'_>) -> Confidence {
        Confidence::No
    }

    /// For what is no text (an office document, a PDF, a binary caption file): the text that stands in it, which is then read
    /// in its place. None where the bytes are not of this format; every format of text says so of all bytes.
    fn extract(&self, _bytes: &[u8], _reading: &Reading) -> Option<Result<String, Refusal>> {
        None
    }

    /// The format that reads its sources where rules of the user ([`Choices::rules`]) speak of them: most often itself.
    /// None for a format that says itself what everything is.
    fn taught(&self) -> Option<&'static dyn Format> {
        None
    }

    /// Reads the whole source. What it cannot make sense of becomes a diagnostic, and it goes on.
    ///
    /// # Errors
    /// Only where there is nothing to read: see [`Refusal`].
    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal>;
}

/// What a format is called and where it is specified.
#[derive(Debug)]
pub struct Meta {
    /// Identifier; also the name of its file, of its fixtures' folder and the prefix of its diagnostics.
    pub id: &'static str,
    /// Name for the user.
    pub name: &'static str,
    /// Usual endings of file names, without the dot, lower case.
    pub endings: &'static [&'static str],
    /// Media types.
    pub media_types: &'static [&'static str],
    /// Where the format is specified or described.
    pub specification: &'static str,
    /// What is read of it: a phrase that completes "Kept: …".
    pub keeps: &'static str,
    /// What has no place in a transcript and is only accounted for: a phrase that completes "Left out: …".
    pub omits: &'static str,
    /// Whether lines mean something in it. In mark-up and JSON one line may be as long as the file.
    pub is_lined: bool,
}

/// How sure a format is. A file's ending alone never gives more than `Maybe`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Cannot be.
    No,
    /// Could be, as could others.
    Maybe,
    /// Looks like it.
    Likely,
    /// Carries its signature.
    Certain,
}

/// How many bytes of a source the formats see when they are asked whether it is theirs.
pub const PROBE_BYTES: usize = 16 * 1024;

/// How many values of a source in JSON the formats see when they are asked whether it is theirs.
pub const OUTLINE_VALUES: usize = 400;

/// What a format sees when it is asked whether the source is its own.
#[derive(Clone, Copy, Debug)]
pub struct Probe<'a> {
    /// The first bytes as dropped.
    pub bytes: &'a [u8],
    /// The same, decoded, without a byte order mark.
    pub text: &'a str,
    /// File name; must decide nothing that the content could decide.
    pub name: &'a str,
    /// Whether `text` is the whole source.
    pub is_whole: bool,
}

impl Probe<'_> {
    /// Whether the name ends in one of the format's endings.
    pub fn has_ending_of(&self, meta: &Meta) -> bool {
        self.name
            .rsplit_once('.')
            .is_some_and(|(_, ending)| meta.endings.iter().any(|e| ending.eq_ignore_ascii_case(e)))
    }
}

/// A source to read.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// File name, with its path where it has one.
    pub name: &'a str,
    /// As dropped.
    pub bytes: &'a [u8],
    /// Decoded, byte order mark included; spans count its bytes. Formats skip the mark with [`Source::body_start`].
    pub text: &'a str,
    /// What the user has decided.
    pub choices: &'a Choices,
}

/// How sources are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Bounds.
    pub limits: Limits,
    /// What the user has decided.
    pub choices: Choices,
    /// What knows the encodings of old.
    pub decoder: Decoder,
    /// What takes the text out of PDFs.
    pub pdf: PdfReader,
}

impl<'a> Source<'a> {
    /// A source that is text, about which nothing was decided.
    pub fn of_text(text: &'a str) -> Self {
        const NOTHING: &Choices = &Choices { encoding: None, format: None, columns: None, rules: Vec::new() };
        Self { name: "unknown", bytes: text.as_bytes(), text, choices: NOTHING }
    }

    /// Where the text starts behind a byte order mark.
    pub fn body_start(&self) -> usize {
        if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }
}

/// Bounds that keep a hostile source from eating the machine.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest source, bytes.
    pub source_bytes: usize,
    /// Most diagnostics kept for one source; the rest is counted.
    pub diagnostics: usize,
    /// Longest paragraph, bytes: a longer one is cut at white space and says so.
    pub paragraph_bytes: usize,
    /// Longest line, bytes, that is taken for text. A longer one means that the file is something else.
    pub line_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { source_bytes: 1 << 30, diagnostics: 1000, paragraph_bytes: 64 * 1024, line_bytes: 4 * 1024 * 1024 }
    }
}

/// What was read from a source.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// One or more transcripts.
    pub transcripts: Vec<Transcript>,
    /// The account of every character.
    pub ledger: Ledger,
    /// What could not be made sense of, in source order.
    pub diagnostics: Vec<Diagnostic>,
    /// Of a table: its columns as they were understood.
    pub columns: Vec<Column>,
    /// Whether there was more in it than memory is given to a source of its size. Then it holds nothing.
    pub is_too_dense: bool,
}

impl Parsed {
    /// What is read of a source that holds more than memory is given to it.
    fn too_dense() -> Self {
        Self { ledger: Ledger::given_up(), is_too_dense: true, ..Self::default() }
    }
}

/// Why nothing could be read. Each displays as a sentence with a next step, without the file's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Refusal {
    /// No bytes, or nothing but white space.
    #[error("The file is empty. Check that it was saved or downloaded completely.")]
    Empty,
    /// Not text, and of no kind that is known here.
    #[error("This is not text: {what}. Save it as text, captions or a document and drop it again.")]
    NotText {
        /// What it seems to be, a phrase: `a PNG picture`.
        what: Cow<'static, str>,
    },
    /// Text, but of no format.
    #[error("{why} {hint}")]
    NotThisFormat {
        /// A sentence.
        why: String,
        /// A sentence: what to do.
        hint: String,
    },
    /// Over a limit.
    #[error("{what} (line {line}). {hint}")]
    OverLimit {
        /// Which limit, by how much; no full stop.
        what: String,
        /// Where, from 1.
        line: u64,
        /// A sentence: what to do.
        hint: String,
    },
}

/// A source that was read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The decoded source.
    pub text: String,
    /// How it was decoded.
    pub encoding: Encoding,
    /// What it was taken for.
    pub format: &'static Meta,
    /// How sure.
    pub confidence: Confidence,
    /// What was read.
    pub parsed: Parsed,
}

impl Opened {
    /// The account of every character.
    pub fn coverage(&self) -> Coverage {
        self.parsed.ledger.coverage(&self.text)
    }
}

/// Decodes a source, finds its format and reads it.
///
/// # Errors
/// A [`Refusal`] where there is nothing to read.
pub fn open(name: &str, bytes: &[u8], limits: &Limits) -> Result<Opened, Refusal> {
    open_with(name, bytes, &Reading { limits: *limits, ..Reading::default() })
}

/// The same, with what the user has decided.
///
/// # Errors
/// A [`Refusal`] where there is nothing to read.
pub fn open_with(name: &str, bytes: &[u8], reading: &Reading) -> Result<Opened, Refusal> {
    read(name, bytes, reading).map(|read| read.opened(Cow::into_owned))
}

/// The same, without a copy: bytes that are the text become it. Others come back beside it.
///
/// # Errors
/// A [`Refusal`] where there is nothing to read.
pub fn open_owned(name: &str, bytes: Vec<u8>, reading: &Reading) -> Result<(Opened, Option<Vec<u8>>), Refusal> {
    let mut decoded = None;
    let opened = read(name, &bytes, reading)?.opened(|text| {
        if let Cow::Owned(text) = text {
            decoded = Some(text);
        }
        String::new()
    });
    Ok(match decoded {
        Some(text) => (Opened { text, ..opened }, Some(bytes)),
        // They were found to be text when they were decoded.
        None => (Opened { text: String::from_utf8(bytes).unwrap_or_default(), ..opened }, None),
    })
}

/// A source that was read, with its text as it was decoded: where the bytes were UTF-8, they are the text.
struct Read<'b> {
    text: Cow<'b, str>,
    encoding: Encoding,
    format: &'static Meta,
    confidence: Confidence,
    parsed: Parsed,
}

impl<'b> Read<'b> {
    fn opened(self, own: impl FnOnce(Cow<'b, str>) -> String) -> Opened {
        let Self { text, encoding, format, confidence, parsed } = self;
        Opened { text: own(text), encoding, format, confidence, parsed }
    }
}

fn read<'b>(name: &str, bytes: &'b [u8], reading: &Reading) -> Result<Read<'b>, Refusal> {
    let Reading { limits, choices, decoder, .. } = reading;
    if bytes.len() > limits.source_bytes {
        return Err(Refusal::OverLimit {
            what: format!("The file has {} MB; up to {} MB can be read", bytes.len() >> 20, limits.source_bytes >> 20),
            line: 1,
            hint: "Split it and drop the parts.".into(),
        });
    }
    if bytes.iter().all(|b| b.is_ascii_whitespace()) {
        return Err(Refusal::Empty);
    }
    for format in FORMATS {
        if let Some(text) = format.extract(bytes, reading) {
            let text = text?;
            let parsed = parse(*format, &Source { name, bytes, text: &text, choices }, limits)?;
            let (format, confidence) = (format.meta(), Confidence::Certain);
            return Ok(Read { text: Cow::Owned(text), encoding: Encoding::UTF_8, format, confidence, parsed });
        }
    }
    let Decoded { text, encoding, wrong } = text::decode_as(bytes, choices.encoding.as_deref(), *decoder)
        .map_err(|not| Refusal::NotText { what: not.what })?;
    let chosen = choices.format.as_deref().and_then(|id| FORMATS.iter().find(|format| format.meta().id == id));
    let (format, confidence) = match chosen {
        Some(format) => (*format, Confidence::Certain),
        None => detect(name, bytes, &text),
    };
    if format.meta().is_lined {
        check_lines(&text, limits)?;
    }
    let format = match format.taught() {
        Some(taught) if !choices.rules.is_empty() && rules::speak_of(&choices.rules, &text) => taught,
        _ => format,
    };
    let mut parsed = parse(format, &Source { name, bytes, text: &text, choices }, limits)?;
    if !wrong.is_empty() {
        note_wrong_bytes(&mut parsed, encoding, &wrong);
    }
    Ok(Read { text, encoding, format: format.meta(), confidence, parsed })
}

/// Reads a source, unless it holds more than any transcript of its size.
fn parse(format: &dyn Format, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
    if tree_bytes(source.text) > most_reader_bytes(source.text) {
        return Err(too_dense("tags or brackets"));
    }
    let parsed = format.parse(source, limits)?;
    if parsed.is_too_dense {
        return Err(too_dense("turns, paragraphs, cues and words"));
    }
    Ok(parsed)
}

/// The memory that the tree of a source in mark-up or JSON takes.
fn tree_bytes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let start = text.trim_start_matches('\u{feff}').trim_start();
    match start.as_bytes().first() {
        // Captions in SAMI are read without one.
        Some(b'<') if start.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("<sami")) => 0,
        Some(b'<') => count_nodes(bytes) * xml::NODE_BYTES,
        // Rich text begins so too.
        Some(b'{' | b'[') if !start.starts_with("{\\") => {
            memchr::memchr2_iter(b'{', b'[', bytes).count() * json_tree::NODE_BYTES
        }
        _ => 0,
    }
}

/// The memory that a reader may take besides the transcript in the making, while it reads.
fn most_reader_bytes(text: &str) -> usize {
    (24 << 20) + text.len() / 4 * 5
}

/// Whether so many elements are more than a reader may keep.
fn is_too_much(elements: usize, bytes_each: usize, text: &str) -> bool {
    elements * bytes_each > most_reader_bytes(text)
}

/// How many elements and stretches of text mark-up has, or a few more.
fn count_nodes(bytes: &[u8]) -> usize {
    let is_text = |at: usize| at > 0 && bytes[at - 1] != b'>';
    let is_start = |at: usize| bytes.get(at + 1) != Some(&b'/');
    memchr::memchr_iter(b'<', bytes).map(|at| usize::from(is_text(at)) + usize::from(is_start(at))).sum()
}

fn too_dense(what: &str) -> Refusal {
    Refusal::OverLimit {
        what: format!("The file has more {what} than any transcript of its size"),
        line: 1,
        hint: "Check that this is the right file, or split it and drop the parts.".into(),
    }
}

/// Whether rules of the user can say what the lines of a source of this format are.
pub fn can_be_taught(meta: &Meta) -> bool {
    FORMATS.iter().any(|format| format.meta().id == meta.id && format.taught().is_some())
}

/// The format that is surest of a source; `plain` takes whatever is text.
pub fn detect(name: &str, bytes: &[u8], text: &str) -> (&'static dyn Format, Confidence) {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let end = body.floor_char_boundary(PROBE_BYTES.min(body.len()));
    let probe =
        Probe { bytes: &bytes[..PROBE_BYTES.min(bytes.len())], text: &body[..end], name, is_whole: end == body.len() };
    let mut best: (&'static dyn Format, Confidence) = (&plain::Plain, Confidence::Maybe);
    let mut found = false;
    let outline = body.trim_start().starts_with(['{', '[']).then(|| Tree::outline(body, 0, OUTLINE_VALUES));
    for format in FORMATS {
        let of_json = outline.as_ref().map_or(Confidence::No, |outline| format.sniff_json(outline));
        let confidence = format.sniff(&probe).max(of_json);
        if confidence != Confidence::No && (!found || confidence > best.1) {
            best = (*format, confidence);
            found = true;
        }
    }
    best
}

/// Refuses text with lines that no transcript has.
fn check_lines(text: &str, limits: &Limits) -> Result<(), Refusal> {
    if text.len() <= limits.line_bytes {
        return Ok(());
    }
    let mut start = 0;
    for (line, end) in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]).enumerate() {
        if end - start > limits.line_bytes {
            return Err(Refusal::OverLimit {
                what: format!("A single line has {} MB; no transcript has such lines", (end - start) >> 20),
                line: line as u64 + 1,
                hint: "Check that this is the right file, or break the text into lines and drop it again.".into(),
            });
        }
        start = end + 1;
    }
    Ok(())
}

fn note_wrong_bytes(parsed: &mut Parsed, encoding: Encoding, wrong: &[Span]) {
    let encoding = encoding.name();
    for span in wrong.iter().take(20) {
        parsed.diagnostics.push(
            Diagnostic::warning("text.wrong-byte", *span, format!("Bytes that are not {encoding} stand here."))
                .with_hint("They are shown as \u{fffd}. If many letters look wrong, the encoding may be another one."),
        );
    }
    parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
}
