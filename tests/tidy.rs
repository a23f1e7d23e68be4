//! The rules of the house, held by reading the sources: which layer may use which, who may talk to the browser, how
//! files begin, what names agree, what must not be written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use verbatim::formats::FORMATS;

/// Each layer and the layers it may use, besides itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("markup", &["model", "text"]),
    ("formats", &["model", "text", "markup"]),
    ("containers", &["model", "text", "markup", "formats"]),
    ("library", &["model", "text", "formats"]),
    ("search", &["model", "text", "library"]),
    ("compare", &["model", "text", "library", "search"]),
    ("export", &["model", "text", "formats"]),
    ("quote", &["model", "text", "library", "search", "export"]),
    ("views", &["model", "text", "library", "search", "compare", "quote", "export"]),
    (
        "jobs",
        &[
            "model",
            "text",
            "markup",
            "formats",
            "containers",
            "library",
            "search",
            "compare",
            "quote",
            "export",
            "views",
        ],
    ),
    ("session", &["model", "jobs"]),
    ("platform", &["model", "jobs", "session"]),
    ("app", &["model", "jobs", "session", "platform"]),
];

/// Crates that talk to the browser, and the layers that may name them. The binaries may too: they start things.
/// Components name the types of elements and events, because Yew hands them over; see [`is_type_of_the_page`].
const BROWSER: &[(&str, &[&str])] = &[
    ("web_sys", &["platform"]),
    ("js_sys", &["platform"]),
    ("gloo", &["platform"]),
    ("idb", &["platform"]),
    ("wasm_bindgen", &["platform"]),
    ("wasm_bindgen_futures", &["platform"]),
    ("serde_wasm_bindgen", &["platform"]),
    ("yew", &["app"]),
];

/// A source file of the project.
struct SourceFile {
    /// Path from the root of the project, with `/`.
    path: String,
    text: String,
}

impl SourceFile {
    /// The module directly under `src/` that the file belongs to.
    fn layer(&self) -> Option<&str> {
        let layer = self.path.strip_prefix("src/")?.split('/').next()?;
        Some(layer.strip_suffix(".rs").unwrap_or(layer)).filter(|layer| !matches!(*layer, "lib" | "main" | "bin"))
    }

    /// Whether it is compiled for tests only.
    fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// Its lines of code with their numbers, without comments and strings, and for other than test files without the
    /// test module at the end.
    fn code(&self) -> Vec<(usize, String)> {
        let mut lines = Vec::new();
        let mut is_in_string = false;
        for (i, line) in self.text.lines().enumerate() {
            if !self.is_test() && line.trim_start() == "#[cfg(test)]" {
                break;
            }
            lines.push((i + 1, without_comments_and_strings(line, &mut is_in_string)));
        }
        lines
    }
}

/// A line with the contents of its strings, its character literals and its comment taken away.
fn without_comments_and_strings(line: &str, is_in_string: &mut bool) -> String {
    let mut code = String::new();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            // In a string an escape; outside of one it stands in a character literal.
            '\\' => {
                letters.next();
            }
            '"' => {
                *is_in_string = !*is_in_string;
                code.push('"');
            }
            _ if *is_in_string => {}
            '\'' if letters.peek() == Some(&'"') => {
                letters.next();
            }
            '/' if letters.peek() == Some(&'/') => break,
            _ => code.push(letter),
        }
    }
    code
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files of the project.
fn sources() -> Vec<SourceFile> {
    let mut paths = Vec::new();
    for folder in ["src", "tests", "pdf", "xtask/src", "benches", "fuzz"] {
        collect(&root().join(folder), &mut paths);
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let read = |path: PathBuf| SourceFile { text: fs::read_to_string(&path).expect("UTF-8"), path: relative(&path) };
    paths.into_iter().map(read).collect()
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).expect("a path of the project").to_string_lossy().replace('\\', "/")
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target" && name != "node_modules" && name != "dist") {
                collect(&path, paths);
            }
        } else {
            paths.push(path);
        }
    }
    paths.sort();
}

fn assert_none(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

/// The identifiers that follow each `crate::` in a line, braces opened up one level.
fn layers_named(code: &str) -> Vec<&str> {
    let mut named = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0usize;
            let mut start = 0;
            for (i, letter) in group.char_indices() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth > 0 => depth -= 1,
                    ',' | '}' if depth == 0 => {
                        named.push(first_word(&group[start..i]));
                        start = i + 1;
                        if letter == '}' {
                            break;
                        }
                    }
                    _ => {}
                }
            }
        } else {
            named.push(first_word(rest));
        }
    }
    named.retain(|name| !name.is_empty());
    named
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())]
}

/// Code in one string, so that a `use` of several lines is seen whole.
fn joined(file: &SourceFile) -> String {
    file.code().into_iter().map(|(_, line)| line).collect::<Vec<_>>().join(" ")
}

#[test]
fn layers_use_only_what_stands_above_them() {
    let mut found = Vec::new();
    for file in sources() {
        let Some(layer) = file.layer() else { continue };
        let Some((_, uses)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            found.push(format!("{}: {layer} is no layer of the house", file.path));
            continue;
        };
        let code = joined(&file);
        for named in layers_named(&code) {
            let is_layer = LAYERS.iter().any(|(name, _)| *name == named);
            if is_layer && named != layer && !uses.contains(&named) {
                found.push(format!("{}: {layer} must not use {named}", file.path));
            }
        }
        if code.contains("verbatim::") {
            found.push(format!("{}: the library names itself `crate`", file.path));
        }
    }
    assert_none(found, "the arrows of the house");
}

#[test]
fn every_layer_stands_in_the_library() {
    let library = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let declared: Vec<_> =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let unknown: Vec<_> = declared
        .iter()
        .filter(|name| !LAYERS.iter().any(|(layer, _)| layer == *name))
        .map(|name| format!("src/lib.rs: {name}"))
        .collect();
    assert_none(unknown, "modules that are no layer of the house");
    for name in ["app", "platform"] {
        if let Some(at) = library.find(&format!("pub mod {name};")) {
            let before = library[..at].trim_end();
            assert!(before.ends_with("#[cfg(target_arch = \"wasm32\")]"), "{name} is for wasm32 alone");
        }
    }
}

#[test]
fn only_the_platform_talks_to_the_browser() {
    let mut found = Vec::new();
    for file in sources() {
        let Some(layer) = file.layer() else { continue };
        for (number, line) in file.code() {
            for (name, layers) in BROWSER {
                let is_named = line.match_indices(name).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    let is_start = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':' && c != '.');
                    let rest = &line[at + name.len()..];
                    is_start && rest.starts_with("::") && !(layer == "app" && is_type_of_the_page(name, &rest[2..]))
                });
                if is_named && !layers.contains(&layer) {
                    found.push(format!("{}:{number}: {layer} must not name {name}", file.path));
                }
            }
        }
    }
    assert_none(found, "browser crates outside their layer");
}

/// Whether what is named behind `web_sys::` or `wasm_bindgen::` are types of elements and events, or the cast to one:
/// what a component needs to read its own input. Functions and windows belong to `platform`.
fn is_type_of_the_page(name: &str, rest: &str) -> bool {
    let is_type = |word: &str| word.ends_with("Element") || word.ends_with("Event") || word == "EventTarget";
    match name {
        "web_sys" => {
            let names = rest.trim_start_matches('{').split('}').next().unwrap_or_default();
            if rest.starts_with('{') {
                names.split(',').map(first_word).filter(|word| !word.is_empty()).all(is_type)
            } else {
                is_type(first_word(names))
            }
        }
        "wasm_bindgen" => first_word(rest) == "JsCast",
        _ => false,
    }
}

#[test]
fn every_file_says_what_it_does() {
    let silent = sources().into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path).collect();
    assert_none(silent, "files that do not begin with `//!`");
}

#[test]
fn nothing_is_written_that_must_not_be() {
    // Written in two halves, so that this file does not find itself.
    let everywhere = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("dbg", "!("),
        concat!("#[", "ignore"),
        concat!("#[", "should_panic"),
        concat!("from_html", "_unchecked"),
    ];
    let outside_tests = [concat!(".unwrap", "()"), concat!("pan", "ic!("), concat!("std::time::", "Instant")];
    let inside_tests = [concat!("thread::", "sleep"), concat!("Timeout", "Future")];
    let mut found = Vec::new();
    for file in sources() {
        for (number, line) in file.code() {
            let is_native_tool = file.path.starts_with("xtask/") || file.path.starts_with("benches/");
            let more: &[&str] = match (file.is_test(), is_native_tool) {
                (true, _) => &inside_tests,
                (false, true) => &outside_tests[..1],
                (false, false) => &outside_tests,
            };
            for wrong in everywhere.iter().chain(more).filter(|wrong| line.contains(**wrong)) {
                found.push(format!("{}:{number}: {wrong}", file.path));
            }
        }
    }
    assert_none(found, "must not be written");
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let paths = [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("C:", "\\Users")];
    let mut files = Vec::new();
    for folder in ["src", "tests", "pdf", "xtask/src", "docs", "static", "benches", "fuzz", ".github"] {
        collect(&root().join(folder), &mut files);
    }
    for name in ["README.md", "CHANGELOG.md", "Cargo.toml", "Trunk.toml", "index.html", "deny.toml"] {
        files.extend(Some(root().join(name)).filter(|path| path.exists()));
    }
    let mut found = Vec::new();
    for path in files {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        found.extend(
            paths.iter().filter(|wrong| text.contains(**wrong)).map(|wrong| format!("{}: {wrong}", relative(&path))),
        );
    }
    assert_none(found, "paths of one machine");
}

#[test]
fn the_id_of_a_format_is_its_name_everywhere() {
    let ids: Vec<&str> = FORMATS.iter().map(|format| format.meta().id).collect();
    let unique: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "two formats have one id: {ids:?}");
    let mut found = Vec::new();
    for id in &ids {
        let name = id.replace('-', "_");
        let file = root().join(format!("src/formats/{name}.rs"));
        let folder = root().join(format!("src/formats/{name}/mod.rs"));
        if !file.exists() && !folder.exists() {
            found.push(format!("{id} has no file src/formats/{name}.rs"));
        }
        if !root().join("tests/fixtures").join(id).is_dir() {
            found.push(format!("{id} has no folder tests/fixtures/{id}"));
        }
    }
    for entry in fs::read_dir(root().join("tests/fixtures")).expect("tests/fixtures") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !ids.contains(&name.as_str()) {
            found.push(format!("tests/fixtures/{name} is of no format"));
        }
    }
    for file in sources() {
        let Some(name) = file.path.strip_prefix("src/formats/") else { continue };
        let id = name.split('/').next().unwrap_or_default().trim_end_matches(".rs").replace('_', "-");
        let Some(id) = ids.iter().find(|known| **known == id) else { continue };
        for code in diagnostic_codes(&file.text) {
            if !code.starts_with(&format!("{id}.")) && !code.starts_with("text.") {
                found.push(format!("{}: the diagnostic {code} should be called {id}.…", file.path));
            }
        }
    }
    assert_none(found, "names that do not agree");
}

#[test]
fn every_format_has_a_fuzz_target() {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("fuzz/Cargo.toml");
    let target = |id: &str| format!("  {{ name = \"{id}\", path = \"fuzz_targets/format.rs\" }},");
    let expected: Vec<_> = FORMATS.iter().map(|format| target(format.meta().id)).collect();
    let there: Vec<_> = manifest.lines().filter(|line| line.contains("fuzz_targets/format.rs")).collect();
    let missing = expected.iter().filter(|line| !there.contains(&line.as_str()));
    assert_none(missing.cloned().collect(), "missing in fuzz/Cargo.toml");
    let stray = there.iter().filter(|line| !expected.iter().any(|expected| expected == *line));
    assert_none(stray.map(|line| (*line).to_owned()).collect(), "fuzz targets of no format");
}

/// The codes that stand behind `Diagnostic::warning(` and its like.
fn diagnostic_codes(text: &str) -> Vec<&str> {
    ["Diagnostic::warning(", "Diagnostic::error(", "Diagnostic::info("]
        .iter()
        .flat_map(|call| text.match_indices(call).map(|(at, _)| text[at + call.len()..].trim_start()))
        .filter_map(|rest| rest.strip_prefix('"')?.split('"').next())
        .collect()
}

#[test]
fn the_rules_see_what_they_should() {
    assert_eq!(layers_named("use crate::model::Span; crate::text::decode()"), ["model", "text"]);
    assert_eq!(layers_named("use crate::{ model::{A, B}, text };"), ["model", "text"]);
    let mut is_in_string = false;
    assert_eq!(without_comments_and_strings("let a = \"x // y\"; // z", &mut is_in_string), "let a = \"\"; ");
    assert_eq!(without_comments_and_strings("let a = '\"'; \"b\\\"c", &mut is_in_string), "let a = '; \"");
    assert!(is_in_string);
    assert!(is_type_of_the_page("web_sys", "{Element, HtmlInputElement};"));
    assert!(!is_type_of_the_page("web_sys", "{Element, Window};") && !is_type_of_the_page("web_sys", "window()"));
    assert_eq!(diagnostic_codes("Diagnostic::warning(\n  \"vtt.x\", span)"), ["vtt.x"]);
}
