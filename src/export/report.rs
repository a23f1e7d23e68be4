//! The parse report: what a source was taken for, what could not be made sense of, the account of its characters, and
//! its transcripts. This is what `verbatim parse` prints.

use serde::Serialize;

use super::record::Record;
use crate::formats::{Confidence, Opened, Reading, Refusal, open_with};
use crate::model::{Coverage, Diagnostic, Severity};
use crate::text::{lines::lines_and_columns, sha256_hex};

/// The report on one file.
#[derive(Debug, Serialize)]
pub struct Report<'o> {
    /// The file as it was named.
    pub file: &'o str,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Id of its format; none where it was refused.
    pub format: Option<&'static str>,
    /// How sure the format is; none where the file was refused.
    pub confidence: Option<Confidence>,
    /// Encoding by the name of the WHATWG Encoding Standard; none where the file was refused.
    pub encoding: Option<&'static str>,
    /// What could not be made sense of, in source order.
    pub diagnostics: Vec<PlacedDiagnostic<'o>>,
    /// Characters by what claims them.
    pub coverage: Coverage,
    /// What was read.
    pub transcripts: Vec<Record<'o>>,
}

/// A diagnostic with its place counted in lines.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct PlacedDiagnostic<'o> {
    pub severity: Severity,
    pub code: &'o str,
    pub message: &'o str,
    /// None where there is nothing to do.
    pub hint: Option<&'o str>,
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
    pub start: u32,
    pub end: u32,
}

impl<'o> Report<'o> {
    /// The report on a file that was read.
    pub fn new(file: &'o str, bytes: &[u8], opened: &'o Opened) -> Self {
        Self {
            file,
            sha256: sha256_hex(bytes),
            format: Some(opened.format.id),
            confidence: Some(opened.confidence),
            encoding: Some(opened.encoding.name()),
            diagnostics: place(&opened.text, &opened.parsed.diagnostics),
            coverage: opened.coverage(),
            transcripts: opened.parsed.transcripts.iter().map(Record::new).collect(),
        }
    }

    /// The report on a file that was refused: `sentence` is its only diagnostic.
    fn refused(file: &'o str, bytes: &[u8], refusal: &Refusal, sentence: &'o str) -> Self {
        let (code, line) = match refusal {
            Refusal::Empty => ("file.empty", 1),
            Refusal::NotText { .. } => ("file.not-text", 1),
            Refusal::NotThisFormat { .. } => ("file.not-this-format", 1),
            Refusal::OverLimit { line, .. } => ("file.over-limit", *line),
        };
        let diagnostic = PlacedDiagnostic {
            severity: Severity::Error,
            code,
            message: sentence,
            hint: None,
            line,
            column: 1,
            start: 0,
            end: 0,
        };
        Self {
            file,
            sha256: sha256_hex(bytes),
            format: None,
            confidence: None,
            encoding: None,
            diagnostics: vec![diagnostic],
            coverage: Coverage::default(),
            transcripts: Vec::new(),
        }
    }
}

/// Reads a file and writes the report on it as one line of JSON without a line break; also says why the file was
/// refused, if it was.
///
/// # Errors
/// None in practice: writing to memory fails only where memory does.
pub fn report(file: &str, bytes: &[u8], reading: &Reading) -> serde_json::Result<(String, Option<Refusal>)> {
    match open_with(file, bytes, reading) {
        Ok(opened) => Ok((serde_json::to_string(&Report::new(file, bytes, &opened))?, None)),
        Err(refusal) => {
            let sentence = refusal.to_string();
            let json = serde_json::to_string(&Report::refused(file, bytes, &refusal, &sentence))?;
            Ok((json, Some(refusal)))
        }
    }
}

fn place<'o>(text: &str, diagnostics: &'o [Diagnostic]) -> Vec<PlacedDiagnostic<'o>> {
    let starts: Vec<u32> = diagnostics.iter().map(|diagnostic| diagnostic.span.start).collect();
    let places = lines_and_columns(text, &starts);
    diagnostics
        .iter()
        .zip(places)
        .map(|(diagnostic, (line, column))| PlacedDiagnostic {
            severity: diagnostic.severity,
            code: &diagnostic.code,
            message: &diagnostic.message,
            hint: Some(diagnostic.hint.as_str()).filter(|hint| !hint.is_empty()),
            line,
            column,
            start: diagnostic.span.start,
            end: diagnostic.span.end,
        })
        .collect()
}
