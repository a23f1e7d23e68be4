//! Every fixture of every format through one check.
//!
//! To add a fixture, put a file into `tests/fixtures/<format>/`, named after the behaviour it shows, and run
//! `INSTA_UPDATE=always cargo test --test formats`; then read the new snapshot in `tests/snapshots/` like code.
//! The file must be found to be of its folder's format by its content. A fixture may also show a refusal.

mod promises;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use verbatim::export::verbatim_json::{Origin, write};
use verbatim::formats::{FORMATS, Limits, Opened, Reading, Refusal, open};
use verbatim::model::{TextRange, Times, Transcript};
use verbatim::text::{decode, lines, sha256_hex};

#[test]
fn every_fixture_keeps_every_promise() {
    let fixtures = fixtures();
    assert!(!fixtures.is_empty(), "tests/fixtures is empty");
    let failed: Vec<_> = fixtures.iter().filter(|path| catch_unwind(|| check(path)).is_err()).collect();
    assert!(failed.is_empty(), "{} of {} fixtures failed: {failed:#?}", failed.len(), fixtures.len());
}

#[test]
fn a_damaged_fixture_does_no_harm() {
    let signs = [
        "*", "**", "[", "](", ")", "`", "\"", "\\", "<", "-->", "\n", "\n\n", ":", "#", "0", "\u{feff}", "é", "\0", "{",
    ];
    let rounds = std::env::var("DAMAGE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(20);
    for path in fixtures() {
        let bytes = fs::read(&path).expect("a readable fixture");
        let mut dice = Dice(bytes.len() as u64);
        if !is_text(&bytes) {
            for round in 0..rounds {
                let mut damaged = bytes.clone();
                for _ in 0..=dice.throw(6) {
                    let at = dice.throw(damaged.len());
                    damaged[at] = dice.throw(256) as u8;
                }
                if let Ok(opened) = open("x", &damaged, &Limits::default()) {
                    check_account(&opened, &format!("{path:?} in round {round}"));
                    check_export(&opened, "x", &damaged);
                }
            }
            continue;
        }
        for round in 0..rounds {
            let mut damaged = decode(&bytes).expect("a fixture is text").text.into_owned();
            for _ in 0..=dice.throw(6) {
                let at = damaged.floor_char_boundary(dice.throw(damaged.len() + 1));
                let end = damaged.floor_char_boundary(at + dice.throw(40));
                match dice.throw(3) {
                    0 => damaged.insert_str(at, signs[dice.throw(signs.len())]),
                    1 => damaged.replace_range(at..end, ""),
                    _ => {
                        let again = damaged[at..end].to_owned();
                        damaged.insert_str(at, &again);
                    }
                }
            }
            if let Ok(opened) = open("x", damaged.as_bytes(), &Limits::default()) {
                check_account(&opened, &format!("{path:?} in round {round}, damaged to {damaged:?}"));
                check_export(&opened, "x", damaged.as_bytes());
            }
        }
    }
}

/// Numbers that look like chance and are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = (self.0 | 1).wrapping_mul(0x2545_f491_4f6c_dd1d);
        self.0 ^= self.0 >> 27;
        (self.0 >> 11) as usize % sides.max(1)
    }
}

#[test]
fn every_snapshot_has_its_fixture() {
    let expected: BTreeSet<_> =
        fixtures().iter().map(|path| format!("formats__{}.snap", snapshot_name(path))).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let stray: Vec<_> = entries(&folder)
        .into_iter()
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .filter(|name| name.starts_with("formats__") && name.ends_with(".snap") && !expected.contains(name))
        .collect();
    assert!(stray.is_empty(), "snapshots without a fixture: {stray:#?}");
}

/// Whether a fixture is text, and not a document or a binary file that text is taken out of.
fn is_text(bytes: &[u8]) -> bool {
    FORMATS.iter().all(|format| format.extract(bytes, &Reading::default()).is_none())
}

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    entries(&root).iter().flat_map(|folder| entries(folder)).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    paths.sort();
    paths
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a file name in UTF-8")
}

fn format_of(path: &Path) -> &str {
    file_name(path.parent().expect("a folder"))
}

fn snapshot_name(path: &Path) -> String {
    format!("{}__{}", format_of(path), file_name(path).replace('.', "_"))
}

/// The whole check of one fixture.
fn check(path: &Path) {
    let bytes = fs::read(path).expect("a readable fixture");
    let (name, format) = (file_name(path), format_of(path));
    let opened = open(name, &bytes, &Limits::default());
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => true }, {
        insta::assert_snapshot!(snapshot_name(path), render(&opened));
    });
    let expected = render_content(&opened);
    for (variant, name, bytes) in variants(name, &bytes) {
        let other = open(&name, &bytes, &Limits::default());
        assert_eq!(render_content(&other), expected, "{path:?} reads otherwise as {variant}");
        if let Ok(other) = other {
            assert_eq!(other.format.id, format, "{path:?} is taken for another format as {variant}");
            check_account(&other, &format!("{path:?} as {variant}"));
        }
    }
    if let Ok(opened) = &opened {
        assert_eq!(opened.format.id, format, "{path:?} is taken for another format");
        check_account(opened, &format!("{path:?}"));
        check_export(opened, name, &bytes);
    }
    for i in 1..=50 {
        let cut = &bytes[..bytes.len() * i / 51];
        match open(name, cut, &Limits::default()) {
            Ok(opened) => check_account(&opened, &format!("{path:?} cut after {} bytes", cut.len())),
            Err(refusal) => assert!(
                matches!(refusal, Refusal::Empty | Refusal::NotThisFormat { .. }),
                "{path:?} cut after {} bytes is refused: {refusal}",
                cut.len()
            ),
        }
    }
}

/// The same text under another name, with other line ends, in other encodings.
fn variants(name: &str, bytes: &[u8]) -> Vec<(&'static str, String, Vec<u8>)> {
    if !is_text(bytes) {
        return vec![("unknown", "unknown".into(), bytes.to_vec())];
    }
    let decoded = decode(bytes).expect("a fixture is text");
    let text = decoded.text.strip_prefix('\u{feff}').unwrap_or(&decoded.text);
    let crlf = lines::Lines::new(text, 0).fold(String::new(), |mut all, line| {
        all.push_str(line.text);
        if line.span.end < line.next {
            all.push_str("\r\n");
        }
        all
    });
    let marked = format!("\u{feff}{text}");
    let name = name.to_owned();
    vec![
        ("unknown", "unknown".into(), bytes.to_vec()),
        ("CRLF", name.clone(), crlf.into_bytes()),
        ("UTF-8 with a byte order mark", name.clone(), marked.clone().into_bytes()),
        ("UTF-16LE", name.clone(), marked.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("UTF-16BE", name, marked.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    ]
}

/// All promises; and what of the reading text is as long as its source is what stands there.
fn check_account(opened: &Opened, what: &str) {
    promises::check(opened, what);
    for transcript in &opened.parsed.transcripts {
        let text = &transcript.text;
        for (i, piece) in transcript.pieces.iter().enumerate() {
            let end = transcript.pieces.get(i + 1).map_or(text.len(), |next| next.text as usize);
            let words = &text[piece.text as usize..end];
            if words.len() == piece.source.len() {
                // A line break that became a space has the length of the space, and that is all the harm there is.
                let one_line = |text: &str| text.replace(['\n', '\r', '|'], " ");
                assert_eq!(one_line(words), one_line(piece.source.of(&opened.text)), "{what}: {piece:?}");
            }
        }
    }
}

/// What is exported as verbatim-json and read again is the same.
fn check_export(opened: &Opened, name: &str, bytes: &[u8]) {
    let sha256 = sha256_hex(bytes);
    let origin = Origin { name, sha256: &sha256, format: opened.format.id, encoding: opened.encoding.name() };
    let json = write(&opened.parsed.transcripts, Some(origin)).expect("JSON");
    let again = open("export.json", json.as_bytes(), &Limits::default()).expect("our own export");
    assert_eq!(again.format.id, "verbatim-json");
    let without_places =
        |opened: &Opened| -> Vec<_> { opened.parsed.transcripts.iter().map(Transcript::without_places).collect() };
    assert_eq!(without_places(&again), without_places(opened), "the export of {name} reads otherwise");
    check_account(&again, &format!("the export of {name}"));
    let silent = again.parsed.diagnostics.iter().all(|d| d.code == "verbatim-json.no-words");
    assert!(silent || opened.parsed.transcripts.is_empty(), "{name}: {:?}", again.parsed.diagnostics);
}

/// All that was read, for people: what differs between two snapshots is what a change did.
fn render(opened: &Result<Opened, Refusal>) -> String {
    let mut out = String::new();
    if let Ok(opened) = opened {
        let c = opened.coverage();
        let (format, confidence, encoding) = (opened.format.id, opened.confidence, opened.encoding.name());
        let _ = writeln!(out, "{format}, {confidence:?}, {encoding}");
        let _ = writeln!(
            out,
            "speech {}, label {}, metadata {}, note {}, furniture {}, timing {}, markup {}",
            c.speech, c.label, c.metadata, c.note, c.furniture, c.timing, c.markup
        );
    }
    out + &render_content(opened)
}

/// What must be the same for the same text under another name and in another encoding.
fn render_content(opened: &Result<Opened, Refusal>) -> String {
    let opened = match opened {
        Ok(opened) => opened,
        Err(refusal) => return format!("refused: {refusal}\n"),
    };
    let mut out = String::new();
    for diagnostic in opened.parsed.diagnostics.iter().filter(|d| d.code != "text.wrong-byte") {
        let (line, _) = lines::line_and_column(&opened.text, diagnostic.span.start);
        let (severity, code) = (diagnostic.severity, &diagnostic.code);
        let _ = writeln!(out, "{severity:?} {code}, line {line}: {} {}", diagnostic.message, diagnostic.hint);
    }
    for transcript in &opened.parsed.transcripts {
        out.push_str("---\n");
        render_transcript(&mut out, transcript);
    }
    // Furniture and code keep their line breaks, and those are the source's.
    out.replace("\r\n", "\n")
}

fn render_transcript(out: &mut String, transcript: &Transcript) {
    let m = &transcript.metadata;
    let date = m.date.as_ref().map(|date| date.value.to_string());
    for (key, value) in [
        ("title", m.title.as_ref().map(|field| &field.value)),
        ("summary", m.summary.as_ref().map(|field| &field.value)),
        ("date", date.as_ref()),
        ("time", m.time.as_ref().map(|field| &field.value)),
        ("place", m.place.as_ref().map(|field| &field.value)),
        ("language", m.language.as_ref()),
    ] {
        if let Some(value) = value {
            let _ = writeln!(out, "{key}: {value}");
        }
    }
    for (key, value) in &m.other {
        let _ = writeln!(out, "other {key:?}: {value}");
    }
    for (i, speaker) in transcript.speakers.iter().enumerate() {
        let labels = transcript.labels.iter().filter(|label| label.speaker.is_some_and(|id| id.0 as usize == i));
        let labels: Vec<_> = labels.map(|label| label.printed.as_str()).collect();
        let generic = if speaker.is_generic { ", no name" } else { "" };
        let _ = writeln!(out, "s{}: {:?}, {:?}{generic}, {labels:?}", i + 1, speaker.name, speaker.role);
    }
    for turn in &transcript.turns {
        let label = turn.label.map(|label| transcript.label(label.id));
        let _ = writeln!(out, "turn {label:?} {}", turn.speaker.map_or(String::new(), |id| format!("s{}", id.0 + 1)));
        for i in turn.first..turn.end {
            render_between(out, transcript, i);
            render_paragraph(out, transcript, i);
        }
    }
    render_between(out, transcript, transcript.paragraphs.len() as u32);
    for cue in &transcript.cues {
        let _ = writeln!(out, "  cue{} {:?}", times(Some(cue.times)), transcript.words(cue.text));
    }
    for mark in &transcript.time_marks {
        let after = transcript.text.get(mark.text as usize..).unwrap_or_default();
        let end = mark.end_ms.map_or(String::new(), |end| format!("–{}", clock(end)));
        let sure = mark.confidence_permille.map_or(String::new(), |sure| format!(" ({sure} ‰)"));
        let after = after.chars().take(20).collect::<String>();
        let _ = writeln!(out, "  {}{end}{sure} before {after:?}", clock(mark.at_ms));
    }
}

/// What stands before the paragraph with this index.
fn render_between(out: &mut String, transcript: &Transcript, index: u32) {
    for heading in transcript.headings.iter().filter(|heading| heading.before == index) {
        let _ = writeln!(out, "  heading {}: {}", heading.level, heading.text);
    }
    for furniture in transcript.furniture.iter().filter(|furniture| furniture.before == index) {
        let _ = writeln!(out, "  furniture {:?}: {}", furniture.kind, furniture.text);
    }
    for note in transcript.notes.iter().filter(|note| note.paragraph == index && !note.is_inside) {
        let _ = writeln!(out, "  note: {}", transcript.words(note.text));
    }
}

fn render_paragraph(out: &mut String, transcript: &Transcript, index: u32) {
    let paragraph = transcript.paragraphs[index as usize];
    let mut words = String::new();
    let mut at = paragraph.text.start;
    for note in transcript.notes.iter().filter(|note| note.paragraph == index && note.is_inside) {
        words.push_str(transcript.words(TextRange { start: at, end: note.text.start.max(at) }));
        let _ = write!(words, "⟦{}⟧", transcript.words(note.text));
        at = note.text.end;
    }
    words.push_str(transcript.words(TextRange { start: at, end: paragraph.text.end.max(at) }));
    let length = words.chars().count();
    if length > 600 {
        words = format!("{}… ({length} letters)", words.chars().take(600).collect::<String>());
    }
    let _ = writeln!(out, "  ¶ {}{} {words}", index + 1, times(paragraph.times));
}

fn times(times: Option<Times>) -> String {
    times.map_or(String::new(), |times| format!(" {}–{}", clock(times.start_ms), clock(times.end_ms)))
}

fn clock(ms: u32) -> String {
    format!("{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}
