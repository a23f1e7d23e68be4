//! Office packages: ZIP archives whose parts are one document, what kind of document they are, and the sentences for
//! those that cannot be read.
//!
//! Reads no document itself. Follows ECMA-376 part 2 (OPC) and OASIS OpenDocument 1.3 part 2 (packages) as far as
//! telling them apart needs.

use super::{Limits, Refusal};
use crate::markup::zip::{Archive, Fault, is_zip};

/// Most parts of a package that are listed: a document with so many pictures is still one.
const MOST_PARTS: usize = 20_000;

/// A part may unpack to so many bytes, and to [`PART_RATIO`] times the size of the package besides: what is packed tighter
/// is no document but a way to eat memory.
const PART_FREE_BYTES: usize = 64 << 20;
/// See [`PART_FREE_BYTES`].
const PART_RATIO: usize = 32;

/// Signature of the compound files in which old office programs write.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// How far such a file is searched for the name of what is in it.
const COMPOUND_REACH: usize = 4 << 20;

/// What a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text document of the Office Open XML family.
    WordXml,
    /// A text document of the OpenDocument family.
    OpenText,
    /// Another document, and what to do with it.
    Other(&'static str, &'static str),
}

/// A package and what it is. None where `bytes` are no package.
pub fn open(bytes: &[u8]) -> Option<(Archive<&[u8]>, Kind)> {
    if !is_zip(bytes) {
        return None;
    }
    let archive = Archive::read(bytes, MOST_PARTS)?;
    let kind = kind_of(&archive)?;
    Some((archive, kind))
}

fn kind_of(archive: &Archive<&[u8]>) -> Option<Kind> {
    let has = |path: &str| archive.entry(path).is_some();
    if word_part(archive, "document").is_some() {
        return Some(Kind::WordXml);
    }
    if has("Index/Document.iwa") {
        return Some(Kind::Other("a Pages document", "Export it as Word document (DOCX) and drop that."));
    }
    if has("[Content_Types].xml") || has("_rels/.rels") {
        let is_in = |folder: &str| archive.entries().iter().any(|entry| entry.path.starts_with(folder));
        return Some(match (is_in("xl/"), is_in("ppt/")) {
            (true, _) => Kind::Other("a spreadsheet (XLSX)", "Save it as CSV and drop that."),
            (_, true) => Kind::Other("a presentation (PPTX)", "Save its text and drop that."),
            // A text document that breaks off in front of its text, too.
            _ => Kind::Other("an office document without text", "Save it again as DOCX and drop that."),
        });
    }
    let first = archive.entries().first().filter(|entry| entry.path == "mimetype")?;
    let media_type = archive.unpack(first, 256).ok()?.bytes;
    let is_like = |end: &[u8]| media_type.windows(end.len()).any(|part| part == end);
    Some(if is_like(b"opendocument.text") {
        Kind::OpenText
    } else if is_like(b"opendocument.spreadsheet") {
        Kind::Other("a spreadsheet (ODS)", "Save it as CSV and drop that.")
    } else if is_like(b"epub") {
        Kind::Other("an electronic book (EPUB)", "Save its text or its pages and drop them.")
    } else if is_like(b"opendocument") {
        Kind::Other("an office document that holds no running text", "Save its text and drop that.")
    } else {
        // Only packages begin so; what follows is unknown, or the file breaks off here.
        Kind::Other("a document of an unknown kind, or the beginning of one", "Save or download it again and drop it.")
    })
}

/// The path of a part of a Word document: some programs number them, `word/document2.xml`.
pub fn word_part<'a>(archive: &'a Archive<&[u8]>, name: &str) -> Option<&'a str> {
    let is_it = |path: &str| {
        let rest = path.strip_prefix("word/").and_then(|path| path.strip_prefix(name));
        rest.and_then(|rest| rest.strip_suffix(".xml")).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    };
    archive.entries().iter().map(|entry| entry.path.as_str()).find(|path| is_it(path))
}

/// Whether a file is a document, of whatever kind, and no archive of files.
pub fn is_document(bytes: &[u8]) -> bool {
    open(bytes).is_some()
}

/// A part as text. XML is in UTF-8 or, with a byte order mark, in UTF-16.
///
/// # Errors
/// A refusal where it is behind a password, larger than `limits` allow, or gives no byte.
pub fn part_text(archive: &Archive<&[u8]>, path: &str, limits: &Limits) -> Result<String, Refusal> {
    let entry = archive.entry(path).ok_or_else(broken)?;
    let most_bytes =
        limits.source_bytes.min(PART_FREE_BYTES.saturating_add(archive.packed_bytes().saturating_mul(PART_RATIO)));
    let part = archive.unpack(entry, most_bytes).map_err(|fault| match fault {
        Fault::Encrypted => locked(),
        Fault::TooLarge(mb) => Refusal::OverLimit {
            what: format!("The text of the document has more than {mb} MB"),
            line: 1,
            hint: "Split the document and drop the parts.".into(),
        },
        Fault::Method(_) | Fault::Damaged => broken(),
    })?;
    if part.bytes.is_empty() {
        return Err(broken());
    }
    let wide = |to: fn([u8; 2]) -> u16| {
        let units = part.bytes[2..].chunks_exact(2).map(|pair| to([pair[0], pair[1]]));
        char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect()
    };
    let text = match part.bytes.as_ref() {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => match String::from_utf8(part.bytes.into_owned()) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        },
    };
    Ok(text)
}

/// The text of a document, and behind it further parts where they are there and can be read, a line end between them.
///
/// # Errors
/// The refusal of the first part.
pub fn texts(archive: &Archive<&[u8]>, first: &str, further: &[&str], limits: &Limits) -> Result<String, Refusal> {
    let mut all = part_text(archive, first, limits)?;
    for text in further.iter().filter_map(|path| part_text(archive, path, limits).ok()) {
        if all.len() + text.len() < limits.source_bytes {
            // Growing as strings do would double it.
            all.reserve_exact(text.len() + 1);
            all.push('\n');
            all.push_str(text.trim_start_matches('\u{feff}'));
        }
    }
    Ok(all)
}

/// The refusal of a document behind a password.
pub fn locked() -> Refusal {
    refusal("The document is protected by a password.", "Open it, save it without the password, and drop it again.")
}

fn broken() -> Refusal {
    refusal("The document is damaged: its text cannot be found in it.", "Save or download it again and drop it.")
}

fn refusal(why: &str, hint: &str) -> Refusal {
    Refusal::NotThisFormat { why: why.into(), hint: hint.into() }
}

/// The refusal of a document that is none of text, and of those that old office programs write; none for all else.
pub fn refuse_others(bytes: &[u8]) -> Option<Refusal> {
    if is_zip(bytes) && Archive::read(bytes, 1).is_none_or(|archive| archive.entries().is_empty()) {
        return Some(refusal("The archive breaks off before its first file.", "Download it again and drop it."));
    }
    if !bytes.starts_with(COMPOUND) {
        let (_, kind) = open(bytes)?;
        return match kind {
            Kind::Other(what, hint) => Some(refusal(&format!("This is {what}, which cannot be read here."), hint)),
            _ => None,
        };
    }
    let reach = &bytes[..bytes.len().min(COMPOUND_REACH)];
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(reach, &wide).is_some()
    };
    Some(if has("EncryptedPackage") {
        locked()
    } else if has("Workbook") {
        refusal("This is an old spreadsheet (.xls), which cannot be read here.", "Save it as CSV and drop that.")
    } else if has("PowerPoint Document") {
        refusal("This is an old presentation (.ppt), which cannot be read here.", "Save its text and drop that.")
    } else {
        refusal(
            "This is an old office document (.doc), which cannot be read here.",
            "Open it, save it as DOCX, and drop that.",
        )
    })
}
