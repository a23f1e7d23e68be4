//! A comparison to take along: a sheet of evidence that prints on paper and needs nothing else, a table, a translation
//! memory.
//!
//! The sheet is HTML with its styles inside and no script. The memory is TMX 1.4b
//! (<https://www.ttt.org/oscarStandards/tmx/tmx14b.html>), a unit for each row that has both sides.

use super::{Rows, Side, Units, class_name, units_of};
use crate::compare::pairs::Pairs;
use crate::compare::{Change, Row};
use crate::export::xml::{push_attribute, push_element, push_words};
use crate::text::order::in_order;
use crate::views::sheet::Sheet;
use crate::views::{Asked, SavedFile};

/// A file that can be saved.
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// The text of the button.
    pub text: &'static str,
    /// When it is offered.
    pub only: Only,
    /// What writes it.
    pub write: fn(&Rows, &Asked<'_>) -> SavedFile,
}

/// When a file makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Always.
    Always,
    /// For translations.
    Translations,
    /// Where the user pinned something.
    WithPins,
}

/// All of them.
pub const NAMES: &[File] = &[
    File { name: "comparison.html", text: "compare-save-sheet", only: Only::Always, write: write_sheet },
    File { name: "comparison.csv", text: "save-csv", only: Only::Always, write: write_table },
    File { name: "comparison.tmx", text: "compare-save-tmx", only: Only::Translations, write: write_memory },
    File { name: "pins.json", text: "compare-save-pins", only: Only::WithPins, write: write_pins },
];

/// The differences that are shown, what matters most first, each with its row and the side that stands beside the base.
fn differences(rows: &Rows) -> Vec<(&Side, &Row, &Change)> {
    let mut told = Vec::new();
    for side in 1..rows.sides.len() {
        let of_level =
            |level: &usize| rows.levels.get(*level).into_iter().flat_map(move |level| rows.rows_of(level, side));
        for row in rows.shown.iter().flat_map(of_level) {
            let changes = row.changes.iter().filter(|change| rows.is_told(change.class));
            told.extend(changes.map(|change| (&rows.sides[side], row, change)));
        }
    }
    in_order(told, |(_, _, change)| change.class as u64)
}

/// The paragraphs of a side of a row: `12` or `12–13`.
fn numbers(side: &Side, units: &[usize]) -> String {
    let number = |unit: Option<&usize>| unit.map(|unit| side.number(*unit));
    match (number(units.first()), number(units.last())) {
        (Some(first), Some(last)) if first != last => format!("{first}\u{2013}{last}"),
        (Some(first), _) => first.to_string(),
        _ => String::new(),
    }
}

fn write_table(rows: &Rows, asked: &Asked<'_>) -> SavedFile {
    let columns = [
        "class",
        "left_paragraphs",
        "right_paragraphs",
        "left_words",
        "right_words",
        "left_text",
        "right_text",
        "left_file",
        "right_file",
        "left_sha256",
        "right_sha256",
    ];
    let mut sheet = Sheet::new(columns);
    let left = &rows.sides[0];
    for (right, row, change) in differences(rows) {
        let (one, other) = (left.witness.joined(&row.left), right.witness.joined(&row.right));
        sheet.push([
            class_name(asked, change.class).as_str(),
            &numbers(left, &row.left),
            &numbers(right, &row.right),
            one.get(change.left.clone()).unwrap_or_default(),
            other.get(change.right.clone()).unwrap_or_default(),
            &one,
            &other,
            &left.file,
            &right.file,
            &left.hash,
            &right.hash,
        ]);
    }
    sheet.into_file("comparison.csv")
}

const STYLE: &str = "body{font:16px/1.5 Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.4rem .6rem;text-align:start;\
vertical-align:top}th{font-family:sans-serif;font-size:.85rem}del{text-decoration:line-through}ins{text-decoration:\
underline}code{font-size:.75rem;overflow-wrap:anywhere}tr{break-inside:avoid}";

fn write_sheet(rows: &Rows, asked: &Asked<'_>) -> SavedFile {
    let texts = asked.texts;
    let left = &rows.sides[0];
    let mut out = String::from("<!doctype html>\n<html");
    push_attribute(&mut out, "lang", &asked.query.language);
    out.push_str("><head><meta charset=\"utf-8\">\n");
    push_element(&mut out, "title", &texts.of("compare-sheet"));
    out.push_str(&format!("<style>{STYLE}</style></head><body>\n"));
    push_element(&mut out, "h1", &texts.of("compare-sheet"));
    push_element(&mut out, "p", &rows.status(asked));
    out.push_str("<table><tbody>\n");
    for (at, side) in rows.sides.iter().enumerate() {
        out.push_str("<tr>");
        push_element(&mut out, "th", &rows.side_name(asked, at));
        out.push_str("<td>");
        push_words(&mut out, &side.title);
        out.push_str("<br>");
        push_words(&mut out, &side.file);
        out.push_str("<br><code>SHA-256 ");
        push_words(&mut out, &side.hash);
        out.push_str("</code></td></tr>\n");
    }
    out.push_str("</tbody></table>\n");
    push_element(&mut out, "h2", &texts.of("compare-classes"));
    out.push_str("<table><thead><tr>");
    for key in ["compare-flags", "compare-left", "compare-right"] {
        push_element(&mut out, "th", &texts.of(key));
    }
    out.push_str("</tr></thead><tbody>\n");
    for (right, row, change) in differences(rows) {
        out.push_str("<tr>");
        let class = class_name(asked, change.class);
        let of = if rows.sides.len() > 2 { format!("{class} · {}", right.title) } else { class };
        push_element(&mut out, "td", &of);
        push_side(&mut out, left, &row.left, &change.left, "del");
        push_side(&mut out, right, &row.right, &change.right, "ins");
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n</body></html>\n");
    SavedFile { name: "comparison.html".into(), media_type: "text/html; charset=utf-8", bytes: out.into_bytes() }
}

/// A side of a difference: the paragraph's number, and its words with the difference marked.
fn push_side(out: &mut String, side: &Side, units: &[usize], range: &std::ops::Range<usize>, tag: &str) {
    out.push_str("<td");
    push_attribute(out, "lang", side.language());
    out.push_str(" dir=\"auto\">");
    if !units.is_empty() {
        push_words(out, &format!("¶\u{a0}{} ", numbers(side, units)));
        let text = side.witness.joined(units);
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        push_words(out, part(0..range.start));
        if !range.is_empty() {
            out.push_str(&format!("<{tag}>"));
            push_words(out, part(range.clone()));
            out.push_str(&format!("</{tag}>"));
        }
        push_words(out, part(range.end..text.len()));
    }
    out.push_str("</td>");
}

fn write_memory(rows: &Rows, _: &Asked<'_>) -> SavedFile {
    let code = |side: &Side| if side.language().is_empty() { "und".to_owned() } else { side.language().to_owned() };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n<header");
    for (name, value) in [
        ("creationtool", "Verbatim"),
        ("creationtoolversion", env!("CARGO_PKG_VERSION")),
        ("segtype", if units_of(&rows.state) == Units::Sentences { "sentence" } else { "paragraph" }),
        ("o-tmf", "verbatim"),
        ("adminlang", "en"),
        ("srclang", &code(&rows.sides[0])),
        ("datatype", "plaintext"),
    ] {
        push_attribute(&mut out, name, value);
    }
    out.push_str("/>\n<body>\n");
    for level in rows.shown.iter().filter_map(|level| rows.levels.get(*level)) {
        let sides: Vec<(usize, Vec<usize>)> = (0..rows.sides.len())
            .map(|side| (side, rows.units(level, side)))
            .filter(|(_, units)| !units.is_empty())
            .collect();
        if sides.len() < 2 {
            continue;
        }
        out.push_str("<tu>");
        for (side, units) in sides {
            let side = &rows.sides[side];
            out.push_str("<tuv");
            push_attribute(&mut out, "xml:lang", &code(side));
            out.push_str("><seg>");
            push_words(&mut out, &side.witness.joined(&units));
            out.push_str("</seg></tuv>\n");
        }
        out.push_str("</tu>\n");
    }
    out.push_str("</body>\n</tmx>\n");
    SavedFile { name: "comparison.tmx".into(), media_type: "application/x-tmx+xml", bytes: out.into_bytes() }
}

/// What the user said of the transcripts that stand here, as it is kept with the library.
fn write_pins(rows: &Rows, _: &Asked<'_>) -> SavedFile {
    let pairs = Pairs { pairs: rows.beside.iter().map(|beside| beside.pair.clone()).collect() };
    SavedFile { name: "pins.json".into(), media_type: "application/json", bytes: pairs.to_json().into_bytes() }
}
