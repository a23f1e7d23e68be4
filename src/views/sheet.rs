//! The numbers and rows of a view as a table for spreadsheets: CSV as the export of transcripts writes it.

use super::SavedFile;
use crate::export::csv::push_cell;

/// A table that grows row by row.
pub struct Sheet(String);

impl Sheet {
    /// A table with these columns.
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        // Without the byte order mark the most used spreadsheet reads UTF-8 as something else.
        let mut sheet = Self(String::from("\u{feff}"));
        sheet.push(columns);
        sheet
    }

    /// Adds a row.
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        cells.into_iter().for_each(|cell| push_cell(&mut self.0, cell));
        self.0.pop();
        self.0.push_str("\r\n");
    }

    /// The table as a file.
    pub fn into_file(self, name: &str) -> SavedFile {
        SavedFile { name: name.to_owned(), media_type: "text/csv; charset=utf-8", bytes: self.0.into_bytes() }
    }
}
