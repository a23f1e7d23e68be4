//! Every writer with everything there is to write: what a layout carries comes back the same, and no more is claimed
//! for it than it carries; what it writes is well-formed; what it cannot carry is said.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use verbatim::export::verbatim_json::Origin;
use verbatim::export::{Document, Exported, Loss, Part, Unwritable, WRITERS, Writer, export, writer};
use verbatim::formats::{Choices, FORMATS, Limits, Reading, open, open_with};
use verbatim::markup::xml::{Dialect, Tree};
use verbatim::model::{TextRange, Transcript};

/// A transcript seen from one side.
type Side = fn(&Transcript) -> String;

/// What is compared: a name, and the transcript seen from that side alone.
const SIDES: &[(&str, Side)] = &[
    ("words", |t| one_line(&all_words(t))),
    ("paragraphs", |t| t.paragraphs.iter().map(|p| one_line(t.words(p.text)) + "\n").collect()),
    ("line breaks", |t| t.paragraphs.iter().map(|p| t.words(p.text).to_owned() + "\n\n").collect()),
    ("who speaks", |t| speeches(t, |turn| turn.speaker.map(|id| t.speakers[id.0 as usize].name.to_lowercase()), false)),
    ("labels", |t| speeches(t, |turn| turn.label.map(|label| t.label(label.id).to_owned()), false)),
    ("turns", |t| speeches(t, |turn| turn.label.map(|label| t.label(label.id).to_owned()), true)),
    ("roles", roles),
    ("starts", |t| t.paragraphs.iter().map(|p| format!("{:?}\n", p.times.map(|times| times.start_ms))).collect()),
    ("ends", |t| t.paragraphs.iter().map(|p| format!("{:?}\n", p.times.map(|times| times.end_ms))).collect()),
    ("cues", cues),
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

/// For each writer that has a reader: what comes back the same. Transcripts of which the writer itself says that it
/// leaves something out of the captions, or that a reader may be in doubt, are looked at elsewhere.
const CARRIES: &[(&str, &[&str])] = &[
    (
        "text",
        &[
            "words",
            "paragraphs",
            "who speaks",
            "labels",
            "roles",
            "notes",
            "title",
            "summary",
            "date",
            "time of day",
            "place",
        ],
    ),
    (
        "markdown",
        &[
            "turns",
            "words",
            "paragraphs",
            "line breaks",
            "who speaks",
            "labels",
            "roles",
            "starts",
            "notes",
            "notes inside",
            "headings",
            "title",
            "summary",
            "date",
            "time of day",
            "place",
            "language",
            "other",
        ],
    ),
    (
        "vtt",
        &[
            "words",
            "paragraphs",
            "who speaks",
            "labels",
            "turns",
            "roles",
            "starts",
            "ends",
            "cues",
            "word times",
            "title",
            "summary",
            "date",
            "time of day",
            "place",
            "language",
            "other",
        ],
    ),
    ("html", &["words", "who speaks", "roles", "notes", "summary", "date", "time of day", "place", "language"]),
    (
        "docx",
        &[
            "notes inside",
            "words",
            "paragraphs",
            "labels",
            "notes",
            "title",
            "summary",
            "time of day",
            "place",
            "language",
        ],
    ),
    ("ttml", &["roles", "word times", "title", "summary", "language"]),
    ("csv", &["notes", "words", "who speaks", "title", "time of day", "place", "language"]),
    ("jsonl", &["notes", "words", "who speaks", "title", "time of day", "place", "language"]),
    ("srt", &["words", "paragraphs", "who speaks", "starts", "ends", "cues"]),
    (
        "tei",
        &[
            "words",
            "paragraphs",
            "who speaks",
            "labels",
            "turns",
            "roles",
            "starts",
            "ends",
            "notes",
            "notes inside",
            "headings",
            "separators",
            "summary",
            "date",
            "time of day",
            "place",
            "language",
            "other",
        ],
    ),
    (
        "akoma-ntoso",
        &[
            "words",
            "paragraphs",
            "who speaks",
            "roles",
            "notes",
            "notes inside",
            "headings",
            "separators",
            "title",
            "summary",
            "date",
            "time of day",
            "place",
            "language",
        ],
    ),
    (
        "verbatim-json",
        &[
            "words",
            "paragraphs",
            "line breaks",
            "who speaks",
            "labels",
            "turns",
            "roles",
            "starts",
            "ends",
            "cues",
            "word times",
            "notes",
            "notes inside",
            "headings",
            "separators",
            "furniture",
            "title",
            "summary",
            "date",
            "time of day",
            "place",
            "language",
            "other",
        ],
    ),
];

/// What does not come back from single files: writer, file, sides. An entry that is no longer true fails.
const EXCEPTIONS: &[(&str, &str, &[&str])] = &[
    // A heading that no label follows is read as words of nobody.
    ("text", "markdown/headings-and-rules.md", &["words", "paragraphs", "who speaks", "labels"]),
    ("text", "official/court-page.txt", &["words", "paragraphs", "who speaks", "labels"]),
    ("text", "official/two-places-in-the-header.txt", &["words", "paragraphs", "who speaks", "labels"]),
    // Besides, a date without a day is none to the reader of records.
    ("text", "verbatim-json/full.json", &["words", "paragraphs", "who speaks", "labels", "notes", "date"]),
    // Its label stands for nobody; the reader finds somebody.
    ("text", "verbatim-json/minimal.json", &["who speaks", "roles"]),
    ("markdown", "verbatim-json/minimal.json", &["who speaks", "roles"]),
    ("markdown", "verbatim-json/keys-in-another-order.json", &["who speaks", "roles"]),
    // Besides, a paragraph of several lines becomes a block of code, where nothing is a note.
    ("markdown", "verbatim-json/escapes.json", &["who speaks", "roles", "notes inside"]),
    // A paragraph without words is none.
    (
        "markdown",
        "verbatim-json/wrong-references.json",
        &["paragraphs", "line breaks", "who speaks", "roles", "starts", "headings"],
    ),
    // An omitted stretch inside a paragraph stands among the words.
    ("markdown", "official/remarks-and-notes.txt", &["notes inside"]),
    ("markdown", "official/russian-initials.txt", &["notes inside"]),
    // Words without times inside a paragraph that has some go with its times as a whole.
    ("vtt", "vtt/broken-times.vtt", &["cues"]),
    ("srt", "vtt/broken-times.vtt", &["cues"]),
    // A role that stands beside an honorific is none for the reader of pages.
    ("html", "official/dotted-names.txt", &["roles"]),
    ("html", "verbatim-json/full.json", &["date"]),
    // A page without anything to read is searched for what else may be meant.
    ("html", "verbatim-json/one-of-two-is-broken.json", &["words", "who speaks"]),
    // Its labels stand for nobody; the readers find somebody.
    ("tei", "verbatim-json/escapes.json", &["who speaks", "roles"]),
    ("tei", "verbatim-json/keys-in-another-order.json", &["who speaks", "roles"]),
    ("tei", "verbatim-json/minimal.json", &["who speaks", "roles"]),
    ("akoma-ntoso", "verbatim-json/escapes.json", &["who speaks", "roles"]),
    ("akoma-ntoso", "verbatim-json/keys-in-another-order.json", &["who speaks", "roles"]),
    ("akoma-ntoso", "verbatim-json/minimal.json", &["who speaks", "roles"]),
    // Besides, a paragraph without words is none.
    (
        "tei",
        "verbatim-json/wrong-references.json",
        &["paragraphs", "who speaks", "roles", "starts", "ends", "headings"],
    ),
    ("akoma-ntoso", "verbatim-json/wrong-references.json", &["paragraphs", "who speaks", "roles", "headings"]),
    // A letter that XML cannot hold.
    ("tei", "verbatim-json/timed-with-everything.json", &["words", "paragraphs", "who speaks", "labels", "turns"]),
    ("akoma-ntoso", "verbatim-json/timed-with-everything.json", &["words", "paragraphs", "who speaks"]),
    // A date without a day is written as that of the first.
    ("akoma-ntoso", "verbatim-json/full.json", &["date"]),
    // An apostrophe stands before what looks like a formula.
    ("csv", "verbatim-json/timed-with-everything.json", &["words", "who speaks"]),
    // A turn without words has no row.
    ("csv", "verbatim-json/full.json", &["who speaks"]),
    ("jsonl", "verbatim-json/full.json", &["who speaks"]),
];

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn all_words(t: &Transcript) -> String {
    t.paragraphs.iter().map(|paragraph| t.words(paragraph.text).to_owned() + " ").collect()
}

/// The timed pieces; a timed paragraph without any is one.
fn cues(t: &Transcript) -> String {
    let mut cues: Vec<_> = t.cues.iter().map(|cue| (cue.text, cue.times)).collect();
    let is_bare = |text: TextRange| !t.cues.iter().any(|cue| text.start <= cue.text.start && cue.text.end <= text.end);
    cues.extend(t.paragraphs.iter().filter(|p| is_bare(p.text)).filter_map(|p| Some((p.text, p.times?))));
    cues.sort_by_key(|(text, _)| text.start);
    cues.iter().map(|(text, times)| format!("{times:?} {}\n", one_line(t.words(*text)))).collect()
}

fn word_at(t: &Transcript, at: u32) -> &str {
    let end =
        t.paragraphs.iter().map(|paragraph| paragraph.text.end).find(|end| *end > at).unwrap_or(t.text.len() as u32);
    t.words(TextRange { start: at, end }).split_whitespace().next().unwrap_or_default()
}

/// Who speaks at all, with the role.
fn roles(t: &Transcript) -> String {
    let spoken: BTreeSet<_> =
        t.turns.iter().filter(|turn| turn.first < turn.end).filter_map(|turn| turn.speaker).collect();
    let speakers: BTreeSet<_> = spoken
        .iter()
        .filter_map(|id| t.speaker(*id))
        .map(|s| format!("{}: {:?}\n", s.name.to_lowercase(), s.role))
        .collect();
    speakers.into_iter().collect()
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
    let bare = |text: TextRange| one_line(t.words(text)).trim_matches(['[', ']', '<', '>']).to_owned();
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

/// The formats whose fixtures come back exactly as the tables say. Of those of others it is asked that no word is lost
/// and that none passes to another name without the writer saying so. Scraps of captions are a fair measure for captions
/// only.
const EXACT: &[&str] = &["markdown/", "official/", "plain/", "verbatim-json/", "transcripts/"];
const EXACT_CAPTIONS: &[&str] = &["srt/", "vtt/"];

/// Whether all letters of one text stand in another, in the same order.
fn are_within(words: &str, text: &str) -> bool {
    let mut rest = text.chars();
    words.chars().filter(|c| c.is_alphanumeric()).all(|letter| rest.any(|other| other == letter))
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
fn an_excerpt_says_the_same_words_by_the_same_speakers_under_the_same_numbers() {
    let mut gaps = 0;
    for (name, transcripts) in sources() {
        for whole in transcripts {
            let all = whole.paragraphs.len() as u32;
            let everything = whole.excerpt(std::slice::from_ref(&(0..all + 7)));
            for (side, see) in SIDES.iter().filter(|(side, _)| *side != "furniture" && all > 0) {
                assert_eq!(see(&everything), see(&whole), "{side} of all of {name}");
            }
            // Two of every three; of what is left the second of every two.
            let some: Vec<_> = (0..all.div_ceil(3)).map(|third| third * 3 + 1..third * 3 + 3).collect();
            let excerpt = whole.excerpt(&some);
            let less: Vec<_> =
                (0..excerpt.paragraphs.len() as u32).skip(1).step_by(2).map(|one| one..one + 1).collect();
            for part in [&excerpt, &excerpt.excerpt(&less)] {
                assert_eq!(
                    part.turns.iter().map(|turn| turn.end - turn.first).sum::<u32>(),
                    part.paragraphs.len() as u32
                );
                for (index, paragraph) in (0..).zip(&part.paragraphs) {
                    let number = part.number(index);
                    let original = &whole.paragraphs[number as usize - 1];
                    assert_eq!(part.words(paragraph.text), whole.words(original.text), "¶ {number} of {name}");
                    let source = |t: &Transcript, text: TextRange| (!text.is_empty()).then(|| t.source_of(text));
                    assert_eq!(source(part, paragraph.text), source(&whole, original.text), "¶ {number} of {name}");
                    let first = part.words(paragraph.text).split(' ').next().map_or(0, |word| word.len() as u32);
                    let of_first = |text: TextRange| TextRange { start: text.start, end: text.start + first };
                    let (here, there) = (of_first(paragraph.text), of_first(original.text));
                    assert_eq!(source(part, here), source(&whole, there), "first word of ¶ {number} of {name}");
                    let inside = |t: &Transcript, at: u32| -> Vec<String> {
                        t.notes_inside(at).map(|note| t.words(note.text).to_owned()).collect()
                    };
                    assert_eq!(inside(part, index), inside(&whole, number - 1), "¶ {number} of {name}");
                    let who = |t: &Transcript, at: u32| {
                        let turn = t.turns[t.turn_of(at)];
                        let speaker = turn.speaker.and_then(|id| t.speaker(id)).cloned();
                        (turn.label.map(|label| t.label(label.id).to_owned()), speaker)
                    };
                    assert_eq!(who(part, index), who(&whole, number - 1), "¶ {number} of {name}");
                    let words = |t: &Transcript, of: TextRange| -> Vec<String> {
                        let is_in = |at: u32| of.start <= at && at < of.end;
                        let cues = t.cues.iter().filter(|cue| is_in(cue.text.start) && !cue.text.is_empty());
                        let marks = t.time_marks.iter().filter(|mark| is_in(mark.text));
                        cues.map(|cue| t.words(cue.text).to_owned())
                            .chain(marks.map(|mark| word_at(t, mark.text).to_owned()))
                            .collect()
                    };
                    assert_eq!(words(part, paragraph.text), words(&whole, original.text), "¶ {number} of {name}");
                }
                gaps += part.notes.iter().filter(|note| part.words(note.text) == "[…]").count();
                for one in WRITERS {
                    let Ok(file) = export_one(*one, part, &name) else { continue };
                    // What one element says of another is there.
                    let text = String::from_utf8_lossy(&file.bytes);
                    for reference in text.split("synch=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                        assert!(text.contains(&format!("xml:id=\"{reference}\"")), "{reference} in {name}");
                    }
                }
            }
        }
    }
    assert!(gaps > 500, "{gaps}");
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
                if file.losses.iter().any(|loss| loss.part == Part::Untimed) {
                    continue;
                }
                if file.bytes.is_empty() {
                    assert!(transcript.paragraphs.is_empty(), "{} of {name} is empty", one.meta().id);
                    continue;
                }
                let is_doubtful = file.losses.iter().any(|loss| loss.part == Part::Doubtful);
                let again = open_with("unknown", &file.bytes, &reading)
                    .unwrap_or_else(|refusal| panic!("{} of {name} is refused: {refusal}", one.meta().id));
                assert_eq!(again.coverage().unclaimed, 0, "{} of {name}", one.meta().id);
                let [again] = again.parsed.transcripts.as_slice() else { panic!("{name} became several") };
                let (who, labels) = (SIDES[3].1, SIDES[4].1);
                if is_doubtful {
                    let is_so = who(transcript) != who(again) || labels(transcript) != labels(again);
                    assert!(is_so, "{} of {name} is said to be in doubt", one.meta().id);
                    continue;
                }
                let is_for_captions = matches!(one.meta().id, "vtt" | "srt" | "ttml" | "verbatim-json");
                let is_of = |folders: &[&str]| folders.iter().any(|folder| name.starts_with(folder));
                if !(is_of(EXACT) || is_for_captions && is_of(EXACT_CAPTIONS)) {
                    // A reader that must guess may take the first words for a title.
                    let title = again.metadata.title.as_ref().map_or("", |title| &title.value);
                    let (said, read) = (all_words(transcript), [title, &again.text].concat());
                    // The readers of records and pages may take a first line for a place, a summary or a caption.
                    let is_sure = !matches!(reader, "official" | "html" | "docx");
                    assert!(
                        !is_sure || are_within(&said, &read),
                        "{} of {name} loses words:\n{said}\n{read}",
                        one.meta().id
                    );
                    continue;
                }
                let has_language = transcript.metadata.language.is_some();
                for (side, seen) in SIDES.iter().filter(|(side, _)| *side != "language" || has_language) {
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
                .filter(|(writer, _, sides)| *writer == id && sides.contains(side))
                .map(|(_, name, _)| (*name).to_owned())
                .collect();
            let found = differing.remove(&(id, *side)).unwrap_or_default();
            let is_carried = carries.contains(side);
            if is_carried && found != excepted {
                let _ = writeln!(wrong, "{id}: {side}: comes back otherwise from {found:?}, expected of {excepted:?}");
            }
            if !is_carried && found.is_empty() {
                let _ = writeln!(wrong, "{id}: {side}: is carried, and the table does not say so");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The rich transcript that the snapshots show.
fn rich() -> Transcript {
    let path = root().join("tests/fixtures/verbatim-json/timed-with-everything.json");
    let bytes = fs::read(path).expect("the fixture");
    open("rich.json", &bytes, &Limits::default()).expect("our own layout").parsed.transcripts.remove(0)
}

#[test]
fn what_is_written_is_what_the_snapshots_show() {
    let rich = rich();
    for one in WRITERS {
        let file = export_one(*one, &rich, "evening/quay.vtt").expect("a rich transcript can be written");
        let losses: String = file.losses.iter().map(|loss| format!("{loss}\n")).collect();
        let content = match String::from_utf8(file.bytes) {
            Ok(text) => text.replace("\r\n", "\\r\n"),
            Err(bytes) => {
                let files = unzip(bytes.as_bytes());
                let names: String = files.keys().map(|name| format!("{name}\n")).collect();
                names + &String::from_utf8(files["word/document.xml"].clone()).expect("UTF-8")
            }
        };
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => true }, {
            let shown = format!("{}, {}\n{losses}---\n{content}", file.name, file.media_type);
            insta::assert_snapshot!(one.meta().id, shown);
        });
    }
}

#[test]
fn mark_up_is_well_formed() {
    let mut seen = BTreeSet::new();
    for (name, transcripts) in sources() {
        for transcript in &transcripts {
            for one in WRITERS {
                let Ok(file) = export_one(*one, transcript, &name) else { continue };
                let documents: Vec<(String, Vec<u8>)> = match one.meta().ending {
                    "docx" => unzip(&file.bytes).into_iter().collect(),
                    "xml" | "ttml" | "html" => vec![(file.name.clone(), file.bytes)],
                    _ => continue,
                };
                seen.insert(one.meta().id);
                let dialect = if one.meta().ending == "html" { Dialect::Html } else { Dialect::Xml };
                for (part, bytes) in documents {
                    let text = String::from_utf8(bytes).expect("UTF-8");
                    let tree = Tree::read(&text, 0, dialect);
                    assert_eq!(tree.faults(), [], "{} of {name}: {part}", one.meta().id);
                    let is_forbidden = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\u{7f}'..='\u{9f}');
                    assert!(dialect == Dialect::Html || !text.contains(is_forbidden), "{} of {name}", one.meta().id);
                    let ids: Vec<_> =
                        tree.nodes().filter_map(|node| node.value("xml:id").or_else(|| node.value("eId"))).collect();
                    let unique: BTreeSet<_> = ids.iter().collect();
                    assert_eq!(unique.len(), ids.len(), "{} of {name}: an id stands twice", one.meta().id);
                }
            }
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["akoma-ntoso", "docx", "html", "tei", "ttml"]);
}

#[test]
fn all_words_stand_in_everything_that_is_written() {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    for (name, transcripts) in sources() {
        for transcript in &transcripts {
            for one in
                WRITERS.iter().filter(|one| matches!(one.meta().ending, "xml" | "html" | "docx" | "csv" | "jsonl"))
            {
                let Ok(file) = export_one(*one, transcript, &name) else { continue };
                let bytes = match one.meta().ending {
                    "docx" => unzip(&file.bytes).remove("word/document.xml").expect("a document"),
                    _ => file.bytes,
                };
                let text = String::from_utf8(bytes).expect("UTF-8");
                let words = match one.meta().ending {
                    "xml" | "docx" => Tree::read(&text, 0, Dialect::Xml).root().expect("a root").words(),
                    "html" => Tree::read(&text, 0, Dialect::Html).root().expect("a root").words(),
                    "jsonl" => text
                        .lines()
                        .filter_map(|line| {
                            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["text"]
                                .as_str()
                                .map(str::to_owned)
                        })
                        .collect(),
                    _ => text,
                };
                let written = letters(&words);
                for paragraph in &transcript.paragraphs {
                    let said = letters(transcript.words(paragraph.text));
                    assert!(written.contains(&said), "{} of {name} lacks {said}", one.meta().id);
                }
            }
        }
    }
}

#[test]
fn captions_need_times() {
    let mut untimed = 0;
    for (name, transcripts) in sources() {
        for transcript in &transcripts {
            let has_times = transcript.paragraphs.iter().any(|paragraph| paragraph.times.is_some());
            for id in ["vtt", "srt", "ttml"] {
                let written = export_one(writer(id).expect("a writer"), transcript, &name);
                if has_times {
                    assert!(written.is_ok(), "{id} of {name}");
                } else {
                    assert_eq!(written, Err(Unwritable::NoTimes), "{id} of {name}");
                    untimed += 1;
                }
            }
        }
    }
    assert!(untimed > 0);
    assert!(Unwritable::NoTimes.to_string().ends_with('.'));
}

#[test]
fn an_html_page_asks_nothing_of_anybody() {
    let html = export_one(writer("html").expect("a writer"), &rich(), "quay.vtt").expect("a page");
    let html = String::from_utf8(html.bytes).expect("UTF-8");
    assert!(html.contains("default-src 'none'"));
    let tree = Tree::read(&html, 0, Dialect::Html);
    for node in tree.nodes().filter(|node| node.is_element()) {
        assert!(
            !["script", "link", "img", "iframe", "base", "form"].iter().any(|name| node.is(name)),
            "{}",
            node.name()
        );
        for attribute in node.attributes() {
            let leads_out = matches!(attribute.name, "src" | "href" | "srcset") && !attribute.raw.starts_with('#');
            assert!(!leads_out, "{}={}", attribute.name, attribute.raw);
        }
    }
    let style = html.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).expect("a style");
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn several_transcripts_share_a_table_and_have_a_page_each() {
    let rich = rich();
    let documents = [document(&rich, "a/quay.vtt"), document(&rich, "b/quay.vtt")];
    for one in WRITERS {
        let files = export(*one, &documents).expect("written");
        let names: Vec<_> = files.iter().map(|file| file.name.clone()).collect();
        let ending = one.meta().ending;
        if one.meta().holds_several {
            assert_eq!(names, [format!("quay.{ending}")]);
        } else {
            assert_eq!(names, [format!("quay.{ending}"), format!("quay-2.{ending}")]);
        }
    }
}

/// How many turns a transcript has that must not take longer than in proportion. A writer that looks for each label
/// among all others would not return within minutes; no clock is read, the run itself is the test.
const MANY: usize = 20_000;

#[test]
fn many_turns_and_labels_take_no_longer_than_many() {
    let turns: String = (0..MANY)
        .map(|i| {
            let (from, to) = (i / 60, i % 60);
            format!("{from:02}:{to:02}.000 --> {from:02}:{to:02}.500\n<v Dr. Ann Lee {i}>Yes: <{from:02}:{to:02}.100>no (laughs)\n\n")
        })
        .collect();
    let vtt = format!("WEBVTT\n\n{}", turns.replace("\n\n\n", "\n\n"));
    let opened = open("many.vtt", vtt.as_bytes(), &Limits::default()).expect("captions");
    let [transcript] = opened.parsed.transcripts.as_slice() else { panic!("one transcript") };
    assert!(transcript.labels.len() > MANY / 2, "{}", transcript.labels.len());
    for one in WRITERS {
        assert!(export_one(*one, transcript, "many.vtt").is_ok_and(|file| file.bytes.len() > MANY));
    }
}

/// `docs/exports.md` is made of the table of writers; with `INSTA_UPDATE=always` it is written.
#[test]
fn the_page_of_exports_says_what_is_so() {
    let path = root().join("docs/exports.md");
    let page = page();
    if std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        fs::write(&path, page).expect("docs/exports.md can be written");
        return;
    }
    let there = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(there == page, "docs/exports.md is old: INSTA_UPDATE=always cargo test --test exports");
}

fn page() -> String {
    let mut page = String::from(
        "# What can be written\n\n\
         On the page: *Export* above the text, or the key `e`. On the command line: \
         `verbatim convert FILE… --to FORMAT [--out FOLDER]`.\n\
         What a format has no place for is said before anything is taken, and on the command line on standard error.\n\n\
         - No time is made up. A text without times does not become captions.\n\
         - No word passes to somebody who did not say it. Where a layout has no mark for the end of a turn, the label is \
         written again or a separator comes first.\n\
         - Files in which a reader has to guess what is a label are read again after they are written, and labels that \
         would not be taken for names are counted.\n\
         - Where a filter is set on the page, only what is shown may go out. Where a layout has a place for it, `[…]` \
         stands where paragraphs are left out, the file says how many of how many it holds, and paragraphs keep their \
         numbers (`verbatim-json` counts anew); where it has none, that is said like any other loss.\n\n\
         This page is made of the program (`tests/exports.rs`), which also holds every writer to what it claims: what \
         has a reader comes back the same.\n\n\
         | id | what | ending | several transcripts |\n|---|---|---|---|\n",
    );
    for meta in WRITERS.iter().map(|one| one.meta()) {
        let several = if meta.holds_several { "in one file" } else { "a file each" };
        let _ = writeln!(page, "| [`{0}`](#{0}) | {1} | `.{2}` | {several} |", meta.id, meta.name, meta.ending);
    }
    for meta in WRITERS.iter().map(|one| one.meta()) {
        let specification = match meta.specification {
            link if link.starts_with("http") => format!("<{link}>"),
            file => format!("[{file}](../{file})"),
        };
        let lost: Vec<String> = Part::all()
            .filter(|part| !meta.keeps.contains(part) && *part != Part::Doubtful)
            .map(|part| format!("- {}\n", Loss { part, count: 1 }))
            .collect();
        let _ = write!(page, "\n## {}\n\n{}. Described in {specification}.\n\n{}\n", meta.id, meta.name, meta.notes);
        if !lost.is_empty() {
            let _ = write!(page, "\nWhat may have to be said:\n\n{}", lost.concat());
        }
    }
    page + "\n## Adding a writer\n\n\
        A type that implements `Writer` in `src/export/` under its id, and its `mod` and its row in `WRITERS` \
        (`src/export/mod.rs`). `keeps` names the parts it has a place for; the losses follow from it. `tests/exports.rs` \
        then writes everything with it, reads it back if a format of that id is there, and wants a row in `CARRIES`.\n"
}

/// The files of an archive with stored entries, each with its checksum proved.
fn unzip(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let u32_at = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let mut at = u32_at(end + 16) as usize;
    let mut files = BTreeMap::new();
    for _ in 0..u16_at(end + 10) {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let (size, name_size, offset) = (u32_at(at + 24) as usize, u16_at(at + 28), u32_at(at + 42) as usize);
        let name = &bytes[at + 46..at + 46 + name_size];
        assert_eq!(&bytes[offset..offset + 4], b"PK\x03\x04");
        let start = offset + 30 + u16_at(offset + 26) + u16_at(offset + 28);
        assert_eq!(&bytes[offset + 30..offset + 30 + name_size], name);
        let content = &bytes[start..start + size];
        assert_eq!(checksum(content), u32_at(at + 16), "{name:?}");
        files.insert(String::from_utf8(name.to_vec()).expect("ASCII"), content.to_vec());
        at += 46 + name_size + u16_at(at + 30) + u16_at(at + 32);
    }
    assert_eq!(at, end, "the directory ends where its end says");
    files
}

/// CRC-32, bit by bit: written otherwise than in the library, so that one proves the other.
fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        for bit in 0..8 {
            let is_set = ((u32::from(*byte) >> bit) ^ crc) & 1 == 1;
            crc = (crc >> 1) ^ if is_set { 0xedb8_8320 } else { 0 };
        }
    }
    !crc
}
