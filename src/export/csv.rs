//! `csv`: a row a paragraph and one a note between two (RFC 4180), for spreadsheets and statistics.
//!
//! Begins with a byte order mark, because without one the most used spreadsheet reads UTF-8 as something else. A cell
//! that a spreadsheet would compute gets an apostrophe in front, and the loss is counted.

use super::captions::push_time;
use super::rows::{Row, is_formula, rows};
use super::{Document, Meta, Part, Unwritable, Writer};

static META: Meta = Meta {
    id: "csv",
    name: "Table (CSV)",
    ending: "csv",
    media_type: "text/csv; charset=utf-8",
    specification: "https://www.rfc-editor.org/rfc/rfc4180",
    keeps: &[
        Part::Title,
        Part::Date,
        Part::TimeOfDay,
        Part::Place,
        Part::Language,
        Part::Roles,
        Part::Labels,
        Part::Codes,
        Part::UnnamedRoles,
        Part::Times,
        Part::Ends,
        Part::Untimed,
        Part::Notes,
        Part::Breaks,
        Part::Controls,
        Part::NoDuration,
    ],
    holds_several: true,
    read_by_guess: None,
    notes: "A row a paragraph, and one a note between two, in UTF-8 with a byte order mark. The first row names the columns. \
            Times are `00:00:01.000`. A cell that begins with a sign of a formula (`=`, `+`, `-`, `@`, a tab) gets an \
            apostrophe in front, so that no spreadsheet computes what somebody said.",
};

const COLUMNS: &str = "file,title,date,time,place,language,number,speaker,role,label,start,end,text,note\r\n";

/// See the module.
pub struct Csv;

impl Writer for Csv {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let mut out = String::from("\u{feff}");
        out.push_str(COLUMNS);
        for row in rows(documents) {
            push_row(&mut out, &row);
        }
        Ok(out.into_bytes())
    }
}

fn push_row(out: &mut String, row: &Row<'_>) {
    let metadata = &row.document.transcript.metadata;
    push_cell(out, row.document.origin.name);
    push_cell(out, metadata.title.as_ref().map_or("", |title| &title.value));
    push_cell(out, &metadata.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default());
    push_cell(out, metadata.time.as_ref().map_or("", |time| &time.value));
    push_cell(out, metadata.place.as_ref().map_or("", |place| &place.value));
    push_cell(out, metadata.language.as_deref().unwrap_or_default());
    push_cell(out, &row.number.map(|number| number.to_string()).unwrap_or_default());
    push_cell(out, row.speaker.map_or("", |speaker| &speaker.name));
    push_cell(out, row.speaker.and_then(|speaker| speaker.role.as_deref()).unwrap_or_default());
    push_cell(out, row.label.map_or("", |label| &label.printed));
    for ms in [row.times.map(|times| times.start_ms), row.times.map(|times| times.end_ms)] {
        if let Some(ms) = ms {
            push_time(out, ms, '.');
        }
        out.push(',');
    }
    push_cell(out, row.text);
    push_cell(out, row.note);
    out.pop();
    out.push_str("\r\n");
}

/// Writes a cell and the comma behind it.
pub fn push_cell(out: &mut String, cell: &str) {
    let is_formula = is_formula(cell);
    let is_quoted = is_formula || cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell;
    if !is_quoted {
        out.push_str(cell);
        out.push(',');
        return;
    }
    out.push('"');
    if is_formula {
        out.push('\'');
    }
    for (i, part) in cell.split('"').enumerate() {
        if i > 0 {
            out.push_str("\"\"");
        }
        out.push_str(part);
    }
    out.push_str("\",");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        for (cell, expected) in [
            ("words", "words,"),
            ("a, b", "\"a, b\","),
            ("say \"yes\"", "\"say \"\"yes\"\"\","),
            ("two\nlines", "\"two\nlines\","),
            (" space", "\" space\","),
            ("=1+1", "\"'=1+1\","),
            ("- yes", "\"'- yes\","),
            ("@home", "\"'@home\","),
            ("", ","),
        ] {
            let mut out = String::new();
            push_cell(&mut out, cell);
            assert_eq!(out, expected);
        }
    }
}
