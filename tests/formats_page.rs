//! `docs/formats.md` is made of the table of formats and of the fixtures' folder. This test holds it to them; with
//! `INSTA_UPDATE=always` it writes it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use verbatim::formats::FORMATS;

/// Fewest fixtures of a format.
const FEWEST_FIXTURES: usize = 5;

#[test]
fn the_page_of_formats_says_what_is_so() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md");
    let page = page();
    if std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        fs::write(&path, page).expect("docs/formats.md can be written");
        return;
    }
    let there = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(there == page, "docs/formats.md is old: INSTA_UPDATE=always cargo test --test formats_page");
}

#[test]
fn the_worked_example_is_what_is_compiled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("the file is there").replace("\r\n", "\n");
    let page = read("docs/adding-a-format.md");
    let snapshot = read("tests/snapshots/formats__rev-ai__inaudible-and-laughter_json.snap");
    let (_, body) = snapshot.split_once("---\n").and_then(|(_, rest)| rest.split_once("---\n")).expect("two parts");
    assert!(page.contains(&format!("```rust\n{}```", read("src/formats/rev_ai.rs"))), "the file of the example is old");
    assert!(page.contains(&format!("```\n{body}```")), "the snapshot of the example is old");
    let table = read("src/formats/mod.rs");
    assert!(
        table.contains("\nmod rev_ai;\n") && table.contains("\n    &rev_ai::FORMAT,\n"),
        "the two lines are others"
    );
}

#[test]
fn every_format_has_enough_fixtures() {
    let few: Vec<_> = FORMATS.iter().map(|f| f.meta().id).filter(|id| fixtures(id).len() < FEWEST_FIXTURES).collect();
    assert!(few.is_empty(), "fewer than {FEWEST_FIXTURES} fixtures: {few:?}");
}

fn fixtures(id: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(id);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

fn page() -> String {
    let mut page = String::from(
        "# The formats\n\n\
         Verbatim finds a file's format by its content; the name only helps where two are equally likely.\n\
         Whatever is read, every character of the file is accounted for: as speech, label, metadata, note, furniture, \
         timing or mark-up.\n\n\
         This page is made of the program (`tests/formats_page.rs`).\n\n\
         | id | what | usual endings |\n|---|---|---|\n",
    );
    let mut formats: Vec<_> = FORMATS.iter().map(|format| format.meta()).collect();
    formats.sort_by_key(|meta| meta.id);
    for meta in &formats {
        let endings: Vec<_> = meta.endings.iter().map(|ending| format!("`.{ending}`")).collect();
        let _ = writeln!(page, "| [`{0}`](#{0}) | {1} | {2} |", meta.id, meta.name, endings.join(", "));
    }
    for meta in &formats {
        let specification = match meta.specification {
            link if link.starts_with("http") => format!("<{link}>"),
            file => format!("[{file}](../{file})"),
        };
        let _ = write!(
            page,
            "\n## {}\n\n{}. Specification: {specification}\n\n- Kept: {}.\n- Left out: {}.\n- Fixtures, in \
             `tests/fixtures/{0}/`: {}.\n",
            meta.id,
            meta.name,
            meta.keeps,
            meta.omits,
            fixtures(meta.id).iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        );
    }
    page
}
