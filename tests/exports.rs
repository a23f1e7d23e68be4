//! Every writer with everything there is to write: what a layout carries comes back the same, and no more is claimed
//! for it than it carries; what it writes is well-formed; what it cannot carry is said.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use verbatim::export::verbatim_json::Origin;
use verbatim::export::{Document, Exported, Unwritable, WRITERS, Writer, export, writer};
use verbatim::formats::{Choices, FORMATS, Limits, Reading, open, open_with};
use verbatim::markup::xml::{Dialect, Tree};
use verbatim::model::{TextRange, Transcript};

/// What is compared: a name, and the transcript seen from that side alone.
const SIDES: &[(&str, fn(&Transcript) -> String)] = &[
    ("words", |t| one_line(&all_words(t))),
    ("paragraphs", |t| t.paragraphs.iter().map(|p| one_line(t.words(p.text)) + "\n").collect()),
    ("line breaks", |t| t.paragraphs.iter().map(|p| t.words(p.text).to_owned() + "\n\n").collect()),
    ("who speaks", |t| speeches(t, |turn| turn.speaker.map(|id| t.speakers[id.0 as usize].name.to_lowercase()), false)),
    ("labels", |t| speeches(t, |turn| turn.label.map(|label| t.label(label.id).to_owned()), false)),
    ("turns", |t| speeches(t, |turn| turn.label.map(|label| t.label(label.id).to_owned()), true)),
    ("roles", |t| t.speakers.iter().map(|speaker| format!("{}: {:?}\n", speaker.name, speaker.role)).collect()),
    ("starts", |t| t.paragraphs.iter().map(|p| format!("{:?}\n", p.times.map(|times| times.start_ms))).collect()),
    ("ends", |t| t.paragraphs.iter().map(|p| format!("{:?}\n", p.times.map(|times| times.end_ms))).collect()),
    ("cues", |t| t.cues.iter().map(|cue| format!("{:?} {}\n", cue.times, one_line(t.words(cue.text)))).collect()),
    ("word times", |t| t.time_marks.iter().map(|mark| format!("{} {}\n", mark.at_ms, word_at(t, mark.text))).collect()),
    ("notes", |t| notes(t, false)),
    ("notes inside", |t| notes(t, true)),
    ("headings", |t| headings(t, |level| level > 0)),
    ("separators", |t| headings(t, |level| level == 0)),
    ("furniture", |t| t.furniture.iter().map(|one| format!("{:?} {} {}\n", one.kind, one.before, one.text)).collect()),
    ("title", |t| format!("{:?}", t.metadata.title.as_ref().map(|title| one_line(&title.value)))),
    ("summary", |t| format!("{:?}", t.metadata.summary.as_ref().map(|summary| one_line(&summary.value)))),
    ("date", |t| format!("{:?}", t.metadata.date.as_ref().map(|date| date.value))),
    ("time of day", |t| format!("{:?}", t.metadata.time.as_ref().map(|time| &time.value))),
    ("place", |t| format!("{:?}", t.metadata.place.as_ref().map(|place| &place.value))),
    ("language", |t| format!("{:?}", t.metadata.language)),
    ("other", |t| format!("{:?}", t.metadata.other)),
];

/// For each writer that has a reader: what comes back the same from everything that can be written.
const CARRIES: &[(&str, &[&str])] = &[];

/// What does not come back from single files, where the reader must guess: writer, side, file. An entry that is no
/// longer true fails.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn all_words(t: &Transcript) -> String {
    t.paragraphs.iter().map(|paragraph| t.words(paragraph.text).to_owned() + " ").collect()
}

fn word_at(t: &Transcript, at: u32) -> &str {
    t.text[at as usize..].split_whitespace().next().unwrap_or_default()
}

/// Who says what. Neighbours of one name are one, unless the bounds of turns matter.
fn speeches(t: &Transcript, name: impl Fn(&verbatim::model::Turn) -> Option<String>, has_bounds: bool) -> String {
    let mut speeches: Vec<(Option<String>, String)> = Vec::new();
    for turn in &t.turns {
        let words: String = t.paragraphs[turn.first as usize..turn.end as usize]
            .iter()
            .map(|p| t.words(p.text).to_owned() + " ")
            .collect();
        let who = name(turn);
        match speeches.last_mut() {
            Some((last, said)) if *last == who && !has_bounds => said.push_str(&words),
            _ => speeches.push((who, words)),
        }
    }
    speeches.iter().map(|(who, words)| format!("{who:?}: {}\n", one_line(words))).collect()
}

fn notes(t: &Transcript, is_inside: bool) -> String {
    let notes = t.notes.iter().filter(|note| note.is_inside == is_inside);
    // A layout may put brackets around a note that has none.
    let bare = |text: TextRange| one_line(t.words(text)).trim_matches(['[', ']']).to_owned();
    notes.map(|note| format!("{} {}\n", note.paragraph, bare(note.text))).collect()
}

fn headings(t: &Transcript, is_meant: impl Fn(u8) -> bool) -> String {
    let headings = t.headings.iter().filter(|heading| is_meant(heading.level));
    headings
        .map(|heading| format!("{} {}\n", heading.before, if heading.level == 0 { "" } else { &heading.text }))
        .collect()
}

/// The format that reads what a writer writes.
fn reader_of(writer: &dyn Writer) -> Option<&'static str> {
    let id = if writer.meta().id == "text" { "official" } else { writer.meta().id };
    FORMATS.iter().map(|format| format.meta().id).find(|format| *format == id)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All fixtures and all bundled transcripts that can be read.
fn sources() -> Vec<(String, Vec<Transcript>)> {
    let mut folders: Vec<PathBuf> = entries(&root().join("tests/fixtures"));
    folders.push(root().join("static/transcripts"));
    let mut sources = Vec::new();
    for path in folders.iter().flat_map(|folder| entries(folder)) {
        let bytes = fs::read(&path).expect("a readable file");
        let name = path.strip_prefix(root()).expect("a path of the project").to_string_lossy().replace('\\', "/");
        if let Ok(opened) = open(&name, &bytes, &Limits::default()) {
            let name = name.trim_start_matches("tests/fixtures/").trim_start_matches("static/").to_owned();
            sources.push((name, opened.parsed.transcripts));
        }
    }
    sources
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    paths.sort();
    paths
}

fn document<'t>(transcript: &'t Transcript, name: &'t str) -> Document<'t> {
    let sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    Document { transcript, origin: Origin { name, sha256, format: "official", encoding: "UTF-8" } }
}

fn export_one(writer: &dyn Writer, transcript: &Transcript, name: &str) -> Result<Exported, Unwritable> {
    let mut files = export(writer, &[document(transcript, name)]).map_err(|(_, why)| why)?;
    assert_eq!(files.len(), 1);
    Ok(files.remove(0))
}

#[test]
fn what_a_layout_carries_comes_back_and_no_more_is_claimed() {
    // Writer and side, and the files that came back otherwise.
    let mut differing: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
    let sources = sources();
    for one in WRITERS {
        let Some(reader) = reader_of(*one) else { continue };
        let choices = Choices { format: Some(reader.into()), ..Choices::default() };
        let reading = Reading { choices, ..Reading::default() };
        for (name, transcripts) in &sources {
            for transcript in transcripts {
                let Ok(file) = export_one(*one, transcript, name) else { continue };
                if file.bytes.is_empty() {
                    assert_eq!(*transcript, Transcript { furniture: transcript.furniture.clone(), ..Transcript::default() });
                    continue;
                }
                let again = open_with("unknown", &file.bytes, &reading)
                    .unwrap_or_else(|refusal| panic!("{} of {name} is refused: {refusal}", one.meta().id));
                assert_eq!(again.coverage().unclaimed, 0, "{} of {name}", one.meta().id);
                let [again] = again.parsed.transcripts.as_slice() else { panic!("{name} became several") };
                for (side, seen) in SIDES {
                    if seen(transcript) != seen(again) {
                        if std::env::var("SHOW").is_ok_and(|s| s == format!("{}:{side}", one.meta().id)) {
                            eprintln!("=== {name}\n{}\n---\n{}", seen(transcript), seen(again));
                        }
                        differing.entry((one.meta().id, side)).or_default().insert(name.clone());
                    }
                }
            }
        }
    }
    let mut wrong = String::new();
    for one in WRITERS.iter().filter(|one| reader_of(**one).is_some()) {
        let id = one.meta().id;
        let carries = CARRIES.iter().find(|(writer, _)| *writer == id).map_or(&[][..], |(_, sides)| sides);
        for (side, _) in SIDES {
            let excepted: BTreeSet<String> = EXCEPTIONS
                .iter()
                .filter(|(writer, of, _)| *writer == id && of == side)
                .map(|(_, _, name)| (*name).to_owned())
                .collect();
            let found = differing.remove(&(id, *side)).unwrap_or_default();
            let is_carried = carries.contains(side);
            if is_carried && found != excepted {
                let _ = writeln!(wrong, "{id}: {side}: comes back otherwise from {found:?}, expected of {excepted:?}");
            }
            if !is_carried && found.is_empty() {
                let _ = writeln!(wrong, "{id}: {side}: is carried, and the table does not say so");
            }
            if !is_carried {
                let _ =
                    writeln!(wrong, "DBG {id}: {side}: {} {:?}", found.len(), found.iter().take(8).collect::<Vec<_>>());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
