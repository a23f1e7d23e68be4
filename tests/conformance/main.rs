//! The conformance tests of WebVTT, the conversions between the formats of linguists, and real files of podcasts and
//! recognisers, run where they lie: `../shared/data` beside the package, or `VERBATIM_DATA`.
//!
//! The suites of WebVTT state what is expected in JavaScript and in trees, in three kinds of file: `*.test` and `*.html` of the
//! file parser with assertions about cues, `*.dat` of the cue text parser with trees, and plain `*.vtt`, which only
//! have to be read without a loss. Of the assertions those are checked that a transcript can answer: how many cues
//! there are and when, and with which words. Identifiers and settings have no place in a transcript; they are counted
//! as not applicable. `expected_failures.txt` lists cases that fail; one that passes must be taken off the list.

// The one line that says what was run or skipped is the point of it.
#![allow(clippy::print_stdout)]

mod imsc;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use verbatim::formats::{self, Limits, Opened};
use verbatim::model::{Kind, Times, Turn};

mod pages;

/// What a case came to.
enum Outcome {
    Passed,
    NotApplicable,
    Failed(String),
}

/// Where the files of third parties lie.
fn data() -> PathBuf {
    std::env::var_os("VERBATIM_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
}

#[test]
fn captions_of_all_origins_are_read_without_a_loss() {
    /// Endings, and the formats that such files may be of.
    const KINDS: [(&str, &[&str]); 7] = [
        ("vtt", &["vtt"]),
        ("srt", &["srt"]),
        ("ttml", &["ttml"]),
        ("dfxp", &["ttml"]),
        ("smi", &["sami"]),
        ("scc", &["scc"]),
        ("stl", &["ebu-stl", "spruce-stl"]),
    ];
    let formats_of = |path: &Path| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        KINDS.iter().find(|(kind, _)| *kind == ending).map_or(&[][..], |(_, formats)| formats)
    };
    let files: Vec<_> = files_below(&data()).into_iter().filter(|path| !formats_of(path).is_empty()).collect();
    if files.is_empty() {
        println!("conformance: skipped, because {} holds no captions", data().display());
        return;
    }
    let mut wrong = Vec::new();
    for path in files {
        let Ok(bytes) = fs::read(&path) else { continue };
        let read: Vec<_> = formats_of(&path).iter().map(|id| open(&bytes, id)).collect();
        if read.iter().all(Result::is_err) {
            wrong.push(format!(
                "{}: {:?}",
                path.display(),
                read.into_iter().filter_map(Result::err).collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A podcast's transcript in several forms says the same in each: whatever stands in captions also comes out of the
/// JSON of Podcasting 2.0, and the other way round.
#[test]
fn podcasts_say_the_same_in_every_form() {
    let folder = data().join("timed/podcast_namespace");
    if !folder.is_dir() {
        println!("conformance: skipped, because {} is not there", folder.display());
        return;
    }
    for ending in ["srt", "vtt"] {
        let bytes = fs::read(folder.join(format!("example.{ending}"))).expect("an example");
        let captions = open(&bytes, ending).expect("captions");
        let json = open(podcast_json(&captions).as_bytes(), "podcast-json").expect("the same in JSON");
        assert!(said(&captions).len() > 1, "{ending}: several turns");
        assert_eq!(said(&json), said(&captions), "{ending}");
    }
    let bytes = fs::read(folder.join("example.json")).expect("an example");
    let json = open(&bytes, "podcast-json").expect("JSON");
    let captions = open(web_vtt(&bytes).as_bytes(), "vtt").expect("the same in WebVTT");
    assert!(said(&json).len() > 1, "several turns");
    assert_eq!(said(&captions), said(&json));
}

/// Who says what, turn by turn.
fn said(opened: &Opened) -> Vec<(Option<String>, String)> {
    let transcript = &opened.parsed.transcripts[0];
    let words = |turn: &Turn| {
        let paragraphs = &transcript.paragraphs[turn.first as usize..turn.end as usize];
        paragraphs.iter().map(|paragraph| transcript.words(paragraph.text)).collect::<Vec<_>>().join(" ")
    };
    let label = |turn: &Turn| turn.label.map(|label| transcript.label(label.id).to_owned());
    transcript.turns.iter().map(|turn| (label(turn), words(turn))).collect()
}

/// Captions as the JSON of Podcasting 2.0: a cue a segment.
fn podcast_json(captions: &Opened) -> String {
    let transcript = &captions.parsed.transcripts[0];
    let seconds = |ms: u32| f64::from(ms) / 1000.0;
    let segments = transcript.cues.iter().map(|cue| {
        let paragraph = transcript.paragraphs.partition_point(|paragraph| paragraph.text.end <= cue.text.start);
        let turn = transcript.turns[transcript.turn_of(paragraph as u32)];
        serde_json::json!({
            "speaker": turn.label.map(|label| transcript.label(label.id)),
            "startTime": seconds(cue.times.start_ms),
            "endTime": seconds(cue.times.end_ms),
            "body": transcript.words(cue.text),
        })
    });
    serde_json::json!({ "version": "1.0.0", "segments": segments.collect::<Vec<_>>() }).to_string()
}

/// The JSON of Podcasting 2.0 as WebVTT: a segment a cue.
fn web_vtt(json: &[u8]) -> String {
    let json: serde_json::Value = serde_json::from_slice(json).expect("JSON");
    let clock = |value: &serde_json::Value| {
        let ms = (value.as_f64().expect("a time") * 1000.0) as u32;
        format!("00:{:02}:{:02}.{:03}", ms / 60_000, ms / 1000 % 60, ms % 1000)
    };
    let mut captions = String::from("WEBVTT\n\n");
    for segment in json["segments"].as_array().expect("segments") {
        let [speaker, body] = ["speaker", "body"].map(|key| segment[key].as_str().expect("a text"));
        let [start, end] = ["startTime", "endTime"].map(|key| clock(&segment[key]));
        captions.push_str(&format!("{start} --> {end}\n<v {speaker}>{body}\n\n"));
    }
    captions
}

/// The recognisers' files of all origins: found by content, read without a loss, and nothing but words in the text.
#[test]
fn recognisers_are_read_without_a_loss() {
    let folder = data().join("asr");
    if !folder.is_dir() {
        println!("conformance: skipped, because {} is not there", folder.display());
        return;
    }
    let expected = [
        ("amazonTranscribe", "aws-transcribe"),
        ("autoEdit2", "autoedit"),
        ("kaldi", "kaldi"),
        ("gcpStt", "google-speech"),
        ("speechmatics", "speechmatics"),
        ("words-list", "bbc-dpe"),
        ("dg_", "deepgram"),
        ("assemblyai", "assemblyai"),
        ("whisper", "whisper-json"),
        ("test.sample", "whisper-json"),
    ];
    for path in files_below(&folder).iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let (_, id) = expected.iter().find(|(start, _)| name.starts_with(start)).expect("a known file");
        let bytes = fs::read(path).expect("a file");
        let opened = open(&bytes, id).unwrap_or_else(|why| panic!("{name}: {why}"));
        let transcript = &opened.parsed.transcripts[0];
        assert!(transcript.text.len() > 250, "{name}: hardly any words");
        assert!(transcript.paragraphs.iter().all(|paragraph| paragraph.times.is_some()), "{name}: times are missing");
        assert!(!transcript.text.contains(" ,") && !transcript.text.contains(" ."), "{name}: spaces before stops");
        assert!(opened.parsed.diagnostics.is_empty(), "{name}: {:?}", opened.parsed.diagnostics);
    }
}

#[test]
fn webvtt() {
    let suite = data().join("timed/wpt_webvtt");
    if !suite.is_dir() {
        println!("conformance: skipped, because {} is not there", suite.display());
        return;
    }
    let mut cases = Vec::new();
    for path in files_below(&suite) {
        let name = path.strip_prefix(&suite).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("test") => cases.push((name, run_test(&path))),
            Some("html") => cases.push((name, run_page(&path))),
            Some("vtt") => cases.push((name, run_file(&path))),
            Some("dat") => {
                for (i, outcome) in run_trees(&path).into_iter().enumerate() {
                    cases.push((format!("{name}#{}", i + 1), outcome));
                }
            }
            _ => {}
        }
    }
    assert!(!cases.is_empty(), "{} holds no cases", suite.display());
    let expected: BTreeSet<&str> = include_str!("expected_failures.txt")
        .lines()
        .map(|line| line.split('#').next().unwrap_or("").trim_end())
        .map(|line| line.split_whitespace().next().unwrap_or(""))
        .filter(|name| !name.is_empty())
        .collect();
    let (mut passed, mut skipped, mut wrong) = (0, 0, Vec::new());
    for (name, outcome) in &cases {
        let key = name.replace('#', ":");
        match outcome {
            Outcome::Passed if expected.contains(key.as_str()) => {
                wrong.push(format!("{key} passes now: take it off expected_failures.txt"));
            }
            Outcome::Passed => passed += 1,
            Outcome::NotApplicable => skipped += 1,
            Outcome::Failed(_) if expected.contains(key.as_str()) => {}
            Outcome::Failed(why) => wrong.push(format!("{key}: {why}")),
        }
    }
    println!(
        "conformance: {passed} of {} cases pass, {skipped} ask for nothing that a transcript has, {} fail as expected",
        cases.len(),
        expected.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One recording in the formats of four programs, as it was converted from CHAT by a converter of others: the same is
/// said at the same time by the same. What the converter changes is undone before comparing: it leaves out signs of
/// writing, and where CHAT gives two utterances the same times, overlapping ones or none, it makes times up.
#[test]
fn four_programs_say_the_same() {
    let folder = data().join("linguistic/nzilbb_ag");
    let files = files_below(&folder);
    let read = |name: &str, id: &str| {
        let path = files.iter().find(|path| path.ends_with(name))?;
        Some(utterances(&open(&fs::read(path).expect("a readable file"), id).expect(name)))
    };
    let sources = [("clan.cha", "chat"), ("expected_clan.eaf", "eaf"), ("expected_clan.TextGrid", "textgrid")];
    let [Some(chat), Some(eaf), Some(grid)] = sources.map(|(name, id)| read(name, id)) else {
        println!("conformance: skipped, because {} holds no linguists' files", folder.display());
        return;
    };
    let trs = read("expected_clan.trs", "trs").expect("a conversion to Transcriber");
    assert_eq!(eaf, grid, "ELAN and Praat");
    let said = |all: &[Utterance]| {
        let mut said: Vec<_> = all.iter().map(|each| (each.speaker.clone(), each.words.clone())).collect();
        said.sort();
        said
    };
    assert_eq!(said(&chat), said(&eaf), "CHAT and ELAN");
    let known: BTreeSet<_> = chat.iter().collect();
    let made_up: Vec<_> = eaf.iter().filter(|each| !known.contains(each)).collect();
    for each in &made_up {
        let holds = |other: &Utterance| other.start_ms <= each.start_ms && each.end_ms <= other.end_ms;
        let is_cut = |other: &Utterance| other.words == each.words && (other.end_ms == 0 || holds(other));
        assert!(chat.iter().any(is_cut), "{each:?} is at another time in CHAT");
    }
    assert_eq!(made_up.len(), 17, "times that the converter made up");
    // The conversion to Transcriber lacks what stands between two turns with several speakers.
    let known: BTreeSet<_> = eaf.iter().collect();
    let others: Vec<_> = trs.iter().filter(|each| !known.contains(each)).collect();
    assert!(others.is_empty(), "Transcriber has what ELAN has not: {others:#?}");
    println!(
        "conformance: {} utterances in CHAT, {} in ELAN, {} in Praat, {} in Transcriber; {} times are made up",
        chat.len(),
        eaf.len(),
        grid.len(),
        trs.len(),
        made_up.len()
    );
}

/// Who says what when.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Utterance {
    start_ms: u32,
    end_ms: u32,
    speaker: String,
    words: String,
}

/// What is said in a file, in the order of time and of speakers.
fn utterances(opened: &Opened) -> Vec<Utterance> {
    let transcript = &opened.parsed.transcripts[0];
    let mut all = Vec::new();
    for turn in &transcript.turns {
        let speaker = turn.speaker.and_then(|id| transcript.speaker(id)).map_or("", |speaker| &speaker.name);
        for paragraph in &transcript.paragraphs[turn.first as usize..turn.end as usize] {
            let times = paragraph.times.unwrap_or(Times { start_ms: 0, end_ms: 0 });
            let words: String = transcript.words(paragraph.text).replace(['.', '–', '?', '~', '>', '<'], "");
            let (start_ms, end_ms, speaker) = (times.start_ms, times.end_ms, speaker.to_owned());
            all.push(Utterance { start_ms, end_ms, speaker, words: words.trim().to_owned() });
        }
    }
    all.sort();
    all
}

/// Every file of these kinds is read without a loss, and holds something that is said.
#[test]
fn linguists_files_are_read_without_a_loss() {
    let kinds = [("TextGrid", "textgrid"), ("cha", "chat"), ("eaf", "eaf"), ("trs", "trs")];
    let (mut count, mut wrong) = (0, Vec::new());
    for path in files_below(&data().join("linguistic")) {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let Some((_, id)) = kinds.iter().find(|(known, _)| *known == ending) else { continue };
        count += 1;
        match fs::read(&path).map_err(|error| error.to_string()).and_then(|bytes| open(&bytes, id)) {
            Ok(opened) => {
                // One file has tiers and nothing in them.
                let is_silent = opened.parsed.transcripts.iter().all(|transcript| transcript.paragraphs.is_empty());
                if is_silent && !path.ends_with("empty_textgrid.TextGrid") {
                    wrong.push(format!("{}: nothing is said", path.display()));
                }
            }
            Err(why) => wrong.push(format!("{}: {why}", path.display())),
        }
    }
    println!("conformance: {count} files of linguists were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Reads a file and checks the promises that hold for every one.
fn open(bytes: &[u8], id: &str) -> Result<Opened, String> {
    let mut opened = formats::open("unknown", bytes, &Limits::default()).map_err(|refusal| refusal.to_string())?;
    if opened.format.id != id {
        return Err(format!("taken for {}", opened.format.id));
    }
    if let Some((a, b)) = opened.parsed.ledger.settle() {
        return Err(format!("claimed twice: {a:?} {b:?}"));
    }
    match opened.coverage().unclaimed {
        0 => Ok(opened),
        n => Err(format!("{n} characters are claimed by nobody")),
    }
}

/// A file without assertions: read without a loss, and all its lines of times understood.
fn run_file(path: &Path) -> Outcome {
    // Files below `support` belong to tests that say themselves what is expected.
    if path.parent().is_some_and(|folder| folder.ends_with("support")) {
        return Outcome::NotApplicable;
    }
    let opened = match fs::read(path).map_err(|error| error.to_string()).and_then(|bytes| open(&bytes, "vtt")) {
        Ok(opened) => opened,
        Err(why) => return Outcome::Failed(why),
    };
    let lines = opened.text.lines().filter(|line| line.contains("-->")).count();
    // Arrows also stand where no cue was meant: in style sheets that are wrong on purpose.
    let settings = &opened.parsed.transcripts[0].furniture;
    let others = settings.iter().flat_map(|each| each.text.lines()).filter(|line| line.contains("-->")).count();
    match cues(&opened).len() {
        n if n + others == lines => Outcome::Passed,
        n => Outcome::Failed(format!("{n} cues, but {} lines of times", lines - others)),
    }
}

/// One file: a name, links, assertions, a line `===`, the captions.
fn run_test(path: &Path) -> Outcome {
    let Ok(text) = fs::read_to_string(path) else { return Outcome::Failed("cannot be read".into()) };
    let Some((assertions, captions)) = text.split_once("\n===\n") else { return Outcome::NotApplicable };
    // Characters that an editor would not keep are written as in JavaScript.
    check_assertions(assertions, unescape(captions).as_bytes())
}

/// A page that loads captions from a file beside it.
fn run_page(path: &Path) -> Outcome {
    let Ok(text) = fs::read_to_string(path) else { return Outcome::Failed("cannot be read".into()) };
    if let Some((_, cases)) = text.split_once("runTests([") {
        return run_tree_cases(cases);
    }
    let Some(source) = between(&text, "track.src = '", "'") else { return Outcome::NotApplicable };
    match path.parent().and_then(|folder| fs::read(folder.join(source)).ok()) {
        Some(bytes) => check_assertions(&text, &bytes),
        None => Outcome::NotApplicable,
    }
}

/// A cue of the file, words or not.
struct Cue {
    times: Option<Times>,
    text: String,
}

/// The cues as a player counts them: every line of times that could be read.
fn cues(opened: &Opened) -> Vec<Cue> {
    let transcript = &opened.parsed.transcripts[0];
    let bad: Vec<_> =
        opened.parsed.diagnostics.iter().filter(|d| d.code == "vtt.bad-time").map(|d| d.span.end).collect();
    let heads: Vec<_> = opened
        .parsed
        .ledger
        .claims()
        .filter(|claim| claim.kind == Kind::Timing && claim.span.of(&opened.text).contains("-->"))
        .filter(|claim| !bad.contains(&claim.span.end))
        .map(|claim| claim.span)
        .collect();
    heads
        .iter()
        .enumerate()
        .map(|(i, head)| {
            let next = heads.get(i + 1).map_or(u32::MAX, |next| next.start);
            let parts: Vec<_> = transcript
                .cues
                .iter()
                .filter(|cue| (head.end..next).contains(&transcript.source_of(cue.text).start))
                .collect();
            let text: Vec<_> = parts.iter().map(|cue| transcript.words(cue.text)).collect();
            Cue { times: parts.first().map(|cue| cue.times), text: text.join(" ") }
        })
        .collect()
}

/// Checks the assertions that a transcript can answer.
fn check_assertions(assertions: &str, captions: &[u8]) -> Outcome {
    let opened = match open(captions, "vtt") {
        Ok(opened) => opened,
        Err(why) => return Outcome::Failed(why),
    };
    let cues = cues(&opened);
    let mut checked = 0;
    for line in assertions.lines() {
        let Some(arguments) = between(line.trim(), "assert_equals(", ");") else { continue };
        if let Some(length) = arguments.strip_prefix("cues.length, ") {
            checked += 1;
            let wanted: usize = length.split(',').next().and_then(|n| n.trim().parse().ok()).unwrap_or(usize::MAX);
            if cues.len() != wanted {
                return Outcome::Failed(format!("{} cues, not {wanted}", cues.len()));
            }
        }
        let Some((index, rest)) = arguments.strip_prefix("cues[").and_then(|rest| rest.split_once("].")) else {
            continue;
        };
        let Some((property, wanted)) = rest.split_once(',') else { continue };
        let Some(cue) = index.parse::<usize>().ok().and_then(|i| cues.get(i)) else { continue };
        let wanted = wanted.trim();
        let seconds = wanted.split(',').next().and_then(|n| n.trim().parse::<f64>().ok());
        let same = |ms: u32| seconds.is_none_or(|s| (f64::from(ms) - s * 1000.0).abs() < 0.5);
        let is_right = match (property, cue.times) {
            ("startTime", Some(times)) => same(times.start_ms),
            ("endTime", Some(times)) => same(times.end_ms),
            ("text", _) => {
                let wanted = unescape(wanted.trim_matches(['\'', '"']));
                // Line breaks are spaces in a transcript; notes that stand alone are no words.
                let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                wanted.contains(['<', '&', '[', '(']) || words(&wanted) == words(&cue.text)
            }
            _ => continue,
        };
        checked += 1;
        if !is_right {
            return Outcome::Failed(format!("{line}: found {:?} {:?}", cue.times, cue.text));
        }
    }
    if checked == 0 { Outcome::NotApplicable } else { Outcome::Passed }
}

/// A page with cases of the cue text parser in one list, with percent signs for what a page would not keep.
fn run_tree_cases(cases: &str) -> Outcome {
    let mut wrong = Vec::new();
    for case in cases.lines() {
        let (Some(input), Some(expected)) = (between(case, "input:'", "'"), between(case, "expected:'", "'")) else {
            continue;
        };
        if let Outcome::Failed(why) = run_tree(&decode_percents(input), &decode_percents(expected)) {
            wrong.push(why);
        }
    }
    if wrong.is_empty() { Outcome::Passed } else { Outcome::Failed(wrong.join("; ")) }
}

fn decode_percents(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Cases of the cue text parser: the text, and the tree that it becomes. The words of the tree are compared.
fn run_trees(path: &Path) -> Vec<Outcome> {
    let Ok(text) = fs::read_to_string(path) else { return vec![Outcome::Failed("cannot be read".into())] };
    let read = |case: &str| {
        let (data, rest) = case.split_once("\n#errors")?;
        let (_, tree) = rest.split_once("#document-fragment")?;
        Some(run_tree(&unescape(data), &unescape(tree)))
    };
    text.split("#data\n").skip(1).map(|case| read(case).unwrap_or(Outcome::NotApplicable)).collect()
}

fn run_tree(data: &str, tree: &str) -> Outcome {
    if data.contains("\n\n") || data.contains("-->") {
        // Such a text cannot come out of a file.
        return Outcome::NotApplicable;
    }
    let opened = match open(format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{data}\n").as_bytes(), "vtt") {
        Ok(opened) => opened,
        Err(why) => return Outcome::Failed(why),
    };
    let mut wanted = String::new();
    let mut rest = tree;
    while let Some(start) = rest.find("| ") {
        let line = &rest[start + 2..];
        let line = line.trim_start();
        match line.strip_prefix('"') {
            // A text may go over lines; it ends with a quotation mark before the next line of the tree or the end.
            Some(text) => {
                let end = text.find("\"\n|").or_else(|| text.trim_end().rfind('"')).unwrap_or(text.len());
                wanted.push_str(&text[..end]);
                rest = &text[end..];
            }
            None => rest = &line[line.find('\n').unwrap_or(line.len())..],
        }
    }
    let transcript = &opened.parsed.transcripts[0];
    let letters = |text: &str| {
        // Brackets around the reading aid of ruby text are ours.
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')')).collect::<String>()
    };
    if letters(&wanted) == letters(&transcript.text) {
        Outcome::Passed
    } else {
        Outcome::Failed(format!("{data:?} became {:?}, not {wanted:?}", transcript.text))
    }
}

/// Undoes `\u0000` and `\n`, as the suites write what an editor would not keep.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let code = escape.strip_prefix('u').and_then(|e| e.get(..4)).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let (c, length) = match (code, escape.chars().next()) {
            (Some(code), _) => (char::from_u32(code), 5),
            (None, Some('n')) => (Some('\n'), 1),
            (None, Some('r')) => (Some('\r'), 1),
            (None, Some('t')) => (Some('\t'), 1),
            (None, Some('f')) => (Some('\x0c'), 1),
            (None, Some('v')) => (Some('\x0b'), 1),
            (None, Some('0')) => (Some('\0'), 1),
            // A backslash before a line end: the line goes on.
            (None, Some('\n')) => (None, 1),
            (None, Some('x')) => {
                (escape.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok()).map(char::from), 3.min(escape.len()))
            }
            _ => (Some('\\'), 0),
        };
        plain.extend(c);
        rest = &escape[length..];
    }
    plain.push_str(rest);
    plain
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = text.split_once(before)?.1;
    Some(&rest[..rest.find(after)?])
}
