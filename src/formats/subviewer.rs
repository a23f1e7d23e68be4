//! SubViewer subtitles, both versions.
//!
//! Version 2 is a header of `[FIELD]value` lines between `[INFORMATION]` and `[SUBTITLE]`, then cues: two times with a
//! comma between them, the words below, `[br]` for a line break. Version 1 has `[hh:mm:ss]` above the words and the
//! same below them. There is no specification; <https://wiki.videolan.org/SubViewer/> describes the form.

use super::cue_lines::{BREAK, Dialect, Head, NONE, is_blank, read_cues};
use super::timed::{Cues, Shown};
use super::timestamps::{read_loose, skip_spaces};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source, sbv};
use crate::model::{Field, FurnitureKind, Kind, Span};
use crate::text::lines::{Line, Lines};

static META: Meta = Meta {
    id: "subviewer",
    name: "SubViewer subtitles",
    endings: &["sub"],
    media_types: &["text/x-subviewer"],
    specification: "https://wiki.videolan.org/SubViewer/",
    keeps: "title, author and other fields of the header, words, speakers, times",
    omits: "fonts and colours",
    is_lined: true,
};

/// Fields that only a header of this format begins with.
const SIGNATURES: &[&str] = &["[INFORMATION]", "[SUBTITLE]", "[BEGIN]"];

/// Fields whose value may stand on the next line.
const FIELDS: &[&str] = &["TITLE", "AUTHOR", "SOURCE", "PRG", "FILEPATH", "DELAY", "CD TRACK", "COMMENT"];

/// How many lines of a header may stand before the signature: a title, an author.
const PROBE_LINES: usize = 16;

/// See the module.
pub struct Subviewer;

impl Format for Subviewer {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let bytes = probe.text.as_bytes();
        for (i, line) in Lines::new(probe.text, 0).filter(|line| !line.is_blank()).take(PROBE_LINES).enumerate() {
            let text = line.trimmed().of(probe.text);
            if SIGNATURES.contains(&text) {
                return Confidence::Certain;
            }
            let (start, end) = (line.span.start as usize, line.span.end as usize);
            if sbv::head(bytes, start, end).is_some() {
                // SBV writes thousandths.
                let is_hundredths = text.len() >= 3 && text.as_bytes()[text.len() - 3] == b'.';
                return if is_hundredths { Confidence::Certain } else { Confidence::No };
            }
            if i == 0 && field(text).is_none() {
                break;
            }
        }
        Confidence::No
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut cues = Cues::new(META.id, source.text, limits);
        cues.draft.claim(Kind::Markup, Span::new(0, source.body_start()));
        let body = read_header(&mut cues, source.body_start());
        // The first version says where it ends.
        let bytes = source.text.as_bytes();
        let end =
            memchr::memmem::rfind(bytes, b"[END]").filter(|end| *end > body && matches!(bytes[end - 1], b'\n' | b'\r'));
        let end = end.unwrap_or(bytes.len());
        cues.draft.claim(Kind::Markup, Span::new(end, source.text.len()));
        let is_first_version = Lines::new(source.text, body).find(|line| !line.is_blank()).is_some_and(|line| {
            bracketed(source.text.as_bytes(), line.span.start as usize, line.span.end as usize).is_some()
        });
        let head = if is_first_version { bracketed } else { sbv::head };
        read_cues(&mut cues, body..end, &Dialect { head: &head, syntax: &syntax, is_verse: false });
        Ok(cues.finish())
    }
}

/// The fields above the first times. Returns where the cues begin.
fn read_header(cues: &mut Cues<'_>, from: usize) -> usize {
    let source = cues.draft.source();
    let mut name_above = None;
    for line in Lines::new(source, from).filter(|line| !line.is_blank()) {
        let span = line.trimmed();
        let text = span.of(source);
        if text.starts_with("***") {
            cues.draft.claim(Kind::Markup, span);
        } else if let Some((name, value)) = field(text) {
            name_above = Some(name).filter(|name| value.is_empty() && FIELDS.contains(name));
            read_field(cues, span, name, value);
        } else if let Some(name) = name_above.take().filter(|_| !is_head(source, &line)) {
            read_field(cues, span, name, text);
        } else {
            return line.span.start as usize;
        }
    }
    source.len()
}

/// Whether a cue of either version begins with the line.
fn is_head(source: &str, line: &Line<'_>) -> bool {
    let (bytes, start, end) = (source.as_bytes(), line.span.start as usize, line.span.end as usize);
    sbv::head(bytes, start, end).or_else(|| bracketed(bytes, start, end)).is_some()
}

fn read_field(cues: &mut Cues<'_>, span: Span, name: &str, value: &str) {
    let value_span = Span { start: span.end - value.len() as u32, end: span.end };
    if value.is_empty() {
        cues.draft.claim(Kind::Markup, span);
        return;
    }
    if matches!(name, "COLF" | "STYLE" | "SIZE" | "FONT" | "DELAY" | "CD TRACK") {
        cues.draft.furniture(span, FurnitureKind::Settings);
        return;
    }
    cues.draft.claim(Kind::Markup, Span { start: span.start, end: value_span.start });
    cues.draft.claim(Kind::Metadata, value_span);
    let metadata = &mut cues.draft.transcript.metadata;
    if name == "TITLE" && metadata.title.is_none() {
        metadata.title = Some(Field { value: value.to_owned(), span: value_span });
    } else {
        metadata.other.insert(name.to_owned(), value.to_owned());
    }
}

/// `[NAME]value`: a name in capitals.
fn field(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.strip_prefix('[')?.split_once(']')?;
    let is_name = name.len() >= 3 && name.bytes().all(|b| b.is_ascii_uppercase() || b == b' ');
    is_name.then(|| (name, value.trim_start()))
}

/// `[00:00:10]` on a line of its own: of the first version. The words go when the next time stands there, and that one
/// has no words.
fn bracketed(bytes: &[u8], line: usize, line_end: usize) -> Option<Head> {
    let bytes = &bytes[..line_end];
    let at = skip_spaces(bytes, line);
    if bytes.get(at) != Some(&b'[') {
        return None;
    }
    let (start, at) = read_loose(bytes, at + 1)?;
    (bytes.get(at) == Some(&b']') && is_blank(bytes, at + 1, line_end)).then_some(Head {
        start,
        end: None,
        words: at + 1,
    })
}

/// `[br]`, and `|` of the first version.
fn syntax(text: &str) -> (usize, Shown) {
    match text.as_bytes() {
        [b'|', ..] => (1, BREAK),
        [b'<', ..] | [b'{', ..] | [b'&', ..] => NONE,
        _ => sbv::syntax(text),
    }
}
