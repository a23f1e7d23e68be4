//! A row a paragraph: what the writers of tables share.

use super::Document;
use crate::model::{Label, Speaker, Times, Transcript};

/// A paragraph with what is known of it and of its transcript.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    /// What it belongs to.
    pub document: &'t Document<'t>,
    /// Its number.
    pub number: u32,
    /// Who speaks.
    pub speaker: Option<&'t Speaker>,
    /// The label of its turn as printed.
    pub label: Option<&'t Label>,
    /// When.
    pub times: Option<Times>,
    /// Its words.
    pub text: &'t str,
}

/// The rows of transcripts, in order.
pub fn rows<'t>(documents: &'t [Document<'t>]) -> impl Iterator<Item = Row<'t>> {
    documents.iter().flat_map(|document| {
        let transcript: &'t Transcript = document.transcript;
        transcript.turns.iter().flat_map(move |turn| {
            let paragraphs = transcript.paragraphs.get(turn.first as usize..turn.end as usize).unwrap_or_default();
            (turn.first + 1..).zip(paragraphs).map(move |(number, paragraph)| Row {
                document,
                number,
                speaker: turn.speaker.and_then(|id| transcript.speaker(id)),
                label: turn.label.and_then(|label| transcript.labels.get(label.id.0 as usize)),
                times: paragraph.times,
                text: transcript.words(paragraph.text),
            })
        })
    })
}

/// Whether a spreadsheet would take a cell for a formula, as <https://owasp.org/www-community/attacks/CSV_Injection>
/// describes.
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}
