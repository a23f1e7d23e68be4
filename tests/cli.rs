//! The command line, run as a process: what it prints where, and how it ends.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use verbatim::markup::inflate::crc32;

mod archives;

/// A file of this name in a folder of this test's own.
fn file(test: &str, name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, bytes).expect("a written file");
    path
}

fn verbatim<A: AsRef<OsStr>>(arguments: &[A]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_verbatim")).args(arguments).output().expect("the command runs")
}

fn parse(files: &[&PathBuf]) -> (Output, Vec<Value>) {
    let arguments: Vec<&OsStr> = [OsStr::new("parse")].into_iter().chain(files.iter().map(|f| f.as_os_str())).collect();
    let output = verbatim(&arguments);
    let lines = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    let reports = lines.lines().map(|line| serde_json::from_str(line).expect("JSON on each line")).collect();
    (output, reports)
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

const MARKDOWN: &[u8] = b"# Low water\n\n**Ada:** [00:04] It is late. [laughs]\n\n2 * 2 is 4.\n\n**Tom:** So it is.\n";

#[test]
fn a_report_has_every_key() {
    let path = file("keys", "quay.md", MARKDOWN);
    let (output, reports) = parse(&[&path]);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", errors(&output));
    let [report] = reports.as_slice() else { panic!("one line for one file") };
    assert_eq!(
        keys(report),
        ["confidence", "coverage", "diagnostics", "encoding", "file", "format", "sha256", "transcripts"]
    );
    assert_eq!(report["file"], path.to_str().expect("UTF-8"));
    assert_eq!(report["sha256"].as_str().map(str::len), Some(64));
    assert_eq!((&report["format"], &report["confidence"]), (&"markdown".into(), &"likely".into()));
    assert_eq!(report["encoding"], "UTF-8");
    assert_eq!(
        keys(&report["coverage"]),
        ["furniture", "label", "markup", "metadata", "note", "speech", "timing", "unclaimed"]
    );
    let total: u64 = report["coverage"].as_object().expect("an object").values().filter_map(Value::as_u64).sum();
    assert_eq!(total, MARKDOWN.len() as u64);
    let transcript = &report["transcripts"][0];
    assert_eq!(
        keys(transcript),
        ["date", "furniture", "language", "notes", "place", "speakers", "summary", "time", "title", "turns"]
    );
    assert_eq!((&transcript["title"], &transcript["date"]), (&"Low water".into(), &Value::Null));
    let turn = &transcript["turns"][0];
    assert_eq!(keys(turn), ["end_ms", "label", "paragraphs", "speaker", "start_ms"]);
    assert_eq!((&turn["label"], &turn["start_ms"]), (&"Ada".into(), &4000.into()));
    let paragraph = &turn["paragraphs"][0];
    assert_eq!(keys(paragraph), ["end", "end_ms", "number", "start", "start_ms", "text"]);
    assert_eq!((&paragraph["number"], &paragraph["text"]), (&1.into(), &"It is late. [laughs]".into()));
    let (start, end) = (paragraph["start"].as_u64().expect("a number"), paragraph["end"].as_u64().expect("a number"));
    assert_eq!(&MARKDOWN[start as usize..end as usize], b"It is late. [laughs]");
    assert_eq!(transcript["notes"][0]["text"], "[laughs]");
    for speaker in transcript["speakers"].as_array().expect("a list") {
        assert_eq!(keys(speaker), ["id", "labels", "name", "role"]);
    }
}

#[test]
fn a_diagnostic_has_every_key_and_its_place() {
    let path = file("diagnostics", "x.json", b"{\"verbatim\": 1,\n\"transcripts\": [{\"date\": \"soon\"}]}");
    let (output, reports) = parse(&[&path]);
    assert!(output.status.success());
    let diagnostic = &reports[0]["diagnostics"][0];
    assert_eq!(keys(diagnostic), ["code", "column", "end", "hint", "line", "message", "severity", "start"]);
    assert_eq!((&diagnostic["line"], &diagnostic["column"]), (&2.into(), &27.into()));
    assert_eq!(diagnostic["severity"], "warning");
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let good = file("several", "good.md", MARKDOWN);
    let empty = file("several", "empty.txt", b" \n ");
    let picture = file("several", "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\0");
    let missing = good.with_file_name("missing.txt");
    let folder = good.parent().expect("a folder").to_path_buf();
    let (output, reports) = parse(&[&missing, &empty, &folder, &picture, &good]);
    assert_eq!(output.status.code(), Some(1));
    let formats: Vec<_> = reports.iter().map(|report| report["format"].as_str()).collect();
    assert_eq!(formats, [None, None, Some("markdown")]);
    for (report, code) in reports.iter().zip(["file.empty", "file.not-text"]) {
        assert_eq!(report["transcripts"], Value::Array(Vec::new()));
        assert_eq!(report["diagnostics"][0]["code"], code);
        assert_eq!(report["diagnostics"][0]["severity"], "error");
        assert!(report["diagnostics"][0]["message"].as_str().is_some_and(|sentence| sentence.ends_with('.')));
    }
    let errors = errors(&output);
    assert_eq!(errors.lines().count(), 4, "{errors}");
    for (line, path) in errors.lines().zip([&missing, &empty, &folder, &picture]) {
        assert!(line.starts_with(&format!("verbatim: {}: ", path.display())) && line.ends_with('.'), "{line}");
    }
    assert!(errors.contains("There is no such file."), "{errors}");
    assert!(errors.contains("a PNG picture"), "{errors}");
}

#[test]
fn an_archive_is_a_line_for_each_of_its_files() {
    let captions: &[u8] = b"1\n00:00:01,000 --> 00:00:02,000\nLow water.\n";
    let inner = archives::zip(&[("deep.md", MARKDOWN)], crc32);
    let files: [(&str, &[u8]); 5] = [
        ("quay.md", MARKDOWN),
        ("__MACOSX/._quay.md", b"\0\x05\x16\x07"),
        ("captions/low.srt", captions),
        ("more/inner.zip", &inner),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\0"),
    ];
    let path = file("archive", "talks.zip", &archives::zip(&files, crc32));
    let (output, reports) = parse(&[&path]);
    let name = path.to_str().expect("UTF-8");
    let found: Vec<_> = reports.iter().map(|report| (report["file"].as_str(), report["format"].as_str())).collect();
    let inside = ["quay.md", "captions/low.srt", "more/inner.zip/deep.md", "photo.png"].map(|p| format!("{name}/{p}"));
    let formats = [Some("markdown"), Some("srt"), Some("markdown"), None];
    let expected: Vec<_> = inside.iter().map(|path| Some(path.as_str())).zip(formats).collect();
    assert_eq!(found, expected);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).starts_with(&format!("verbatim: {name}/photo.png: ")), "{}", errors(&output));
    assert_eq!(errors(&output).lines().count(), 1);
}

#[test]
fn help_and_version_go_to_standard_output() {
    for argument in ["--help", "--version"] {
        let output = verbatim(&[argument]);
        assert!(output.status.success() && output.stderr.is_empty());
        assert!(String::from_utf8_lossy(&output.stdout).contains("verbatim"));
    }
}

#[test]
fn misuse_is_a_sentence_and_the_usage() {
    for (arguments, what) in
        [(&[] as &[&str], "no command"), (&["fly"], "no command \"fly\""), (&["parse"], "at least one file")]
    {
        let output = verbatim(arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let errors = errors(&output);
        assert!(errors.starts_with("verbatim: ") && errors.contains(what), "{errors}");
        assert!(errors.contains("usage: verbatim parse"), "{errors}");
    }
}

/// What standard output and standard error say after `convert`, and how it ends.
fn convert(arguments: &[&OsStr]) -> (Option<i32>, Vec<u8>, String) {
    let arguments: Vec<&OsStr> = [OsStr::new("convert")].into_iter().chain(arguments.iter().copied()).collect();
    let output = verbatim(&arguments);
    let errors = errors(&output);
    (output.status.code(), output.stdout, errors)
}

#[test]
fn one_file_is_converted_to_standard_output() {
    let path = file("convert", "quay.md", MARKDOWN);
    let (status, out, errors) = convert(&[path.as_os_str(), OsStr::new("--to"), OsStr::new("srt")]);
    assert_eq!(status, Some(0));
    let out = String::from_utf8(out).expect("UTF-8");
    assert!(out.starts_with("1\n00:00:04,000 --> 00:00:04,000\nADA: It is late. [laughs]\n"), "{out}");
    for loss in ["The title is left out.", "2 paragraphs have no times", "One caption ends when it begins"] {
        assert!(errors.contains(&format!("verbatim: {}: {loss}", path.display())), "{errors}");
    }
}

#[test]
fn several_files_are_converted_into_a_folder() {
    let one = file("convert-several/a", "quay.md", MARKDOWN);
    let two = file("convert-several/b", "quay.md", b"# Ebb\n\n**Tom:** No.\n\n**Tom:** Yes.\n");
    let folder = one.parent().and_then(|a| a.parent()).expect("a folder").join("out");
    let options = ["--to", "markdown", "--out"].map(OsStr::new);
    let all: Vec<&OsStr> =
        [one.as_os_str(), two.as_os_str()].into_iter().chain(options).chain([folder.as_os_str()]).collect();
    let (status, out, errors) = convert(&all);
    assert_eq!((status, out.as_slice()), (Some(0), &b""[..]), "{errors}");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a written file");
    assert!(read("quay.md").contains("# Low water") && read("quay-2.md").contains("# Ebb"));
}

#[test]
fn a_source_is_never_replaced_by_what_is_made_of_it() {
    let path = file("convert-itself", "quay.md", MARKDOWN);
    let folder = path.parent().expect("a folder").as_os_str();
    let (status, _, errors) =
        convert(&[path.as_os_str(), OsStr::new("--to"), OsStr::new("markdown"), OsStr::new("--out"), folder]);
    assert_eq!(status, Some(1));
    assert!(errors.contains("would replace the file itself"), "{errors}");
    assert_eq!(fs::read(&path).expect("the source"), MARKDOWN);
}

#[test]
fn what_cannot_be_converted_is_a_sentence() {
    let untimed = file("convert-failures", "quay.txt", b"Some words without times.\n");
    let empty = file("convert-failures", "empty.txt", b"");
    let folder = untimed.parent().expect("a folder").join("out");
    let options = ["--to", "vtt", "--out"].map(OsStr::new);
    let all: Vec<&OsStr> =
        [untimed.as_os_str(), empty.as_os_str()].into_iter().chain(options).chain([folder.as_os_str()]).collect();
    let (status, _, errors) = convert(&all);
    assert_eq!(status, Some(1));
    assert!(errors.contains("Captions need times") && errors.contains("The file is empty."), "{errors}");
    let file = untimed.as_os_str();
    for (arguments, what) in [
        (&[file][..], "needs --to"),
        (&[file, OsStr::new("--to")], "the name of a format"),
        (&[file, OsStr::new("--to"), OsStr::new("stone")], "only as text, markdown"),
        (&[OsStr::new("--to"), OsStr::new("vtt")], "at least one file"),
        (&[file, file, OsStr::new("--to"), OsStr::new("text")], "several files need --out"),
        (&[file, OsStr::new("--fast")], "no option --fast"),
    ] {
        let (status, out, errors) = convert(arguments);
        assert_eq!((status, out.as_slice()), (Some(1), &b""[..]));
        assert!(errors.contains(what) && errors.contains("usage:"), "{errors}");
    }
}

#[test]
fn a_folder_is_searched() {
    let path = file("search", "quay.md", MARKDOWN);
    let folder = path.parent().expect("a folder").to_str().expect("UTF-8");
    let output = verbatim(&["search", folder, "speaker:ada late", "--limit", "5", "--sort", "relevance"]);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", errors(&output));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(keys(&report), ["hits", "query", "total_hits", "total_turns"]);
    let hits = report["hits"].as_array().expect("a list");
    assert_eq!((&report["total_turns"], &report["total_hits"], hits.len()), (&1.into(), &1.into(), 1));
    assert_eq!(keys(&hits[0]), ["date", "file", "paragraph", "place", "ranges", "speaker", "text", "turn"]);
    assert_eq!((&hits[0]["speaker"], &hits[0]["turn"], &hits[0]["paragraph"]), (&"Ada".into(), &0.into(), &1.into()));
    let (start, end) = (hits[0]["ranges"][0][0].as_u64(), hits[0]["ranges"][0][1].as_u64());
    let text = hits[0]["text"].as_str().expect("words");
    assert_eq!(&text[start.expect("a place") as usize..end.expect("a place") as usize], "late");
    // Nothing more is printed than asked for, but all is counted.
    let output = verbatim(&["search", folder, "it", "--limit", "0"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&report["total_hits"], &report["hits"]), (&2.into(), &serde_json::json!([])));
}

#[test]
fn a_query_that_is_wrong_is_explained() {
    let path = file("search-wrong", "quay.md", MARKDOWN);
    let place = path.to_str().expect("UTF-8");
    let output = verbatim(&["search", place, "late colour:red"]);
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(errors(&output).contains("“colour:”: There is no field “colour”."), "{}", errors(&output));
    let output = verbatim(&["search", place]);
    assert!(errors(&output).contains("search needs a place and a query."), "{}", errors(&output));
    let output = verbatim(&["search", place, "late", "--sort", "size"]);
    assert!(errors(&output).contains("--sort needs one of date, relevance, file."), "{}", errors(&output));
}

#[test]
fn quotations_are_checked_against_a_folder() {
    let path =
        file("quote/talks", "quay.md", b"# Low water\n\n**Ada:** The water is low today and the boats lie dry.\n");
    file("quote/talks", "ebb.md", b"# Ebb\n\n**Tom:** Nobody has seen the ferry since the storm.\n");
    let folder = path.parent().expect("a folder").as_os_str();
    let ask = |arguments: &[&OsStr], input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
            .arg("quote")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        child.stdin.take().expect("standard input").write_all(input.as_bytes()).expect("it is read");
        child.wait_with_output().expect("it ends")
    };
    let verdicts = |output: &Output| {
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let quotations = report["quotations"].as_array().expect("a list").clone();
        let one = |quotation: &Value| {
            let file = quotation["matches"][0]["file"].as_str().unwrap_or_default();
            (quotation["verdict"].as_str().unwrap_or_default().to_owned(), file.rsplit('/').next().map(str::to_owned))
        };
        quotations.iter().map(one).collect::<Vec<_>>()
    };
    let asked = ask(&[folder, OsStr::new("The boats lie dry.")], "");
    assert!(asked.status.success(), "{}", errors(&asked));
    assert_eq!(verdicts(&asked), [("exact".to_owned(), Some("quay.md".to_owned()))]);
    let article = "\u{201c}Nobody has seen the ferry since the storm,\u{201d} said Ada.";
    let piped = ask(&[folder, OsStr::new("-")], article);
    assert_eq!(verdicts(&piped), [("other-speaker".to_owned(), Some("ebb.md".to_owned()))]);
    let named = ask(&[folder, OsStr::new("-"), OsStr::new("--speaker"), OsStr::new("Tom")], article);
    assert_eq!(verdicts(&named), [("exact".to_owned(), Some("ebb.md".to_owned()))]);
    for (arguments, what) in [
        (&[folder][..], "needs a place and a text"),
        (&[folder, OsStr::new("x"), OsStr::new("--speaker")], "--speaker needs a name"),
        (&[folder, OsStr::new("x"), OsStr::new("--loud")], "no option --loud"),
    ] {
        let output = ask(arguments, "");
        assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(1), true));
        assert!(errors(&output).contains(what), "{}", errors(&output));
    }
}

#[test]
fn two_files_are_compared() {
    let left = file("compare", "friday.txt", "We did not agree.\nThe vote was at noon.\n".as_bytes());
    let right = file("compare", "monday.txt", "We did agree.\nThe vote was at noon.\n".as_bytes());
    let compare = |options: &[&str]| {
        let files = [OsStr::new("compare"), left.as_os_str(), right.as_os_str()];
        verbatim(&files.into_iter().chain(options.iter().map(OsStr::new)).collect::<Vec<_>>())
    };
    let output = compare(&["--as", "versions", "--units", "lines"]);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", errors(&output));
    let report: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(keys(&report), ["relation", "rows", "units", "words"]);
    assert_eq!((&report["relation"], &report["units"]), (&"versions".into(), &"lines".into()));
    assert_eq!(keys(&report["rows"][0]), ["changes", "confidence", "kind", "left", "right"]);
    assert_eq!(report["rows"][0]["changes"][0]["class"], "negation");
    assert_eq!(report["rows"][1]["kind"], "same");
    assert_eq!(report["words"]["deleted"], 1);
    for (wrong, said) in [
        (&["--as", "sonnets"][..], "--as needs one of translation, versions, captions, unrelated."),
        (&["--units"][..], "--units needs one of turns, paragraphs, sentences, lines."),
        (&["--loud"][..], "compare has no option --loud."),
        (&["third.txt"][..], "compare needs two files."),
    ] {
        let output = compare(wrong);
        assert!(!output.status.success() && errors(&output).contains(said), "{wrong:?}: {}", errors(&output));
    }
    let missing = verbatim(&[OsStr::new("compare"), left.as_os_str(), OsStr::new("nowhere.txt")]);
    assert!(!missing.status.success() && errors(&missing).contains("nowhere.txt: There is no such file."));
}

#[test]
fn rules_that_were_taught_hold_on_the_command_line() {
    let minutes = file(
        "rules",
        "minutes.txt",
        b"Minutes\n\nNils Berg \xe2\x80\x94 Then I shall be late.\n\nAnn Lee \xe2\x80\x94 So shall I.\n",
    );
    let rules = br#"{ "verbatim-rules": 1, "rules": [ { "what": "speaker", "lines": { "label": { "before": "",
        "label": null, "behind": " \u2014 ", "is_caps": false, "is_loose": false, "most_words": 6 } },
        "example": "Nils Berg \u2014 Then I shall be late." } ] }"#;
    let rules = file("rules", "rules.json", rules);
    let [minutes, rules, flag] = [minutes.as_os_str(), rules.as_os_str(), OsStr::new("--rules")];
    let report = |arguments: &[&OsStr]| -> Value {
        let output = verbatim(arguments);
        assert!(output.status.success(), "{}", errors(&output));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let names = |report: &Value| -> Vec<String> {
        let speakers = report["transcripts"][0]["speakers"].as_array().expect("a list");
        speakers.iter().map(|speaker| speaker["name"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let parse = OsStr::new("parse");
    assert_eq!(names(&report(&[parse, minutes])), [""; 0]);
    assert_eq!(names(&report(&[parse, flag, rules, minutes])), ["Nils Berg", "Ann Lee"]);
    let found = report(&[OsStr::new("search"), minutes, OsStr::new("speaker:berg"), flag, rules]);
    assert_eq!(found["total_turns"], 1, "{found}");
    let (status, out, _) = convert(&[minutes, flag, rules, OsStr::new("--to"), OsStr::new("markdown")]);
    assert!(status == Some(0) && String::from_utf8_lossy(&out).contains("**Nils Berg:**"), "{out:?}");
    for (arguments, what) in [
        (&[parse, minutes, flag][..], "--rules needs a file"),
        (&[parse, flag, minutes, minutes], "minutes.txt: no rules stand in this file"),
        (&[parse, flag, OsStr::new("nowhere.json"), minutes], "nowhere.json: "),
    ] {
        let output = verbatim(arguments);
        assert!(!output.status.success() && errors(&output).contains(what), "{}", errors(&output));
    }
}
