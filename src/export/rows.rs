//! A row a paragraph, and one a note between two: what the writers of tables share.

use super::Document;
use super::elements::{Element, elements};
use crate::model::{Label, Speaker, Times, Transcript, Turn};

/// A paragraph, or a note between two, with what is known of it and of its transcript.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    /// What it belongs to.
    pub document: &'t Document<'t>,
    /// Its number; none for a note.
    pub number: Option<u32>,
    /// Who speaks.
    pub speaker: Option<&'t Speaker>,
    /// The label of its turn as printed.
    pub label: Option<&'t Label>,
    /// When.
    pub times: Option<Times>,
    /// Its words.
    pub text: &'t str,
    /// The words of a note.
    pub note: &'t str,
}

/// The rows of transcripts, in order.
pub fn rows<'t>(documents: &'t [Document<'t>]) -> impl Iterator<Item = Row<'t>> {
    documents.iter().flat_map(|document| {
        let transcript: &'t Transcript = document.transcript;
        let nothing = Row { document, number: None, speaker: None, label: None, times: None, text: "", note: "" };
        let mut turn: Option<&Turn> = None;
        elements(transcript).filter_map(move |element| match element {
            Element::Heading(_) => None,
            Element::Note(note) => Some(Row { note, ..nothing }),
            Element::Turn(next) => {
                turn = Some(next);
                None
            }
            Element::Paragraph(index, paragraph) => Some(Row {
                number: Some(transcript.number(index)),
                speaker: turn.and_then(|turn| turn.speaker).and_then(|id| transcript.speaker(id)),
                label: turn.and_then(|turn| turn.label).and_then(|l| transcript.labels.get(l.id.0 as usize)),
                times: paragraph.times,
                text: transcript.words(paragraph.text),
                ..nothing
            }),
        })
    })
}

/// Whether a spreadsheet would take a cell for a formula, as <https://owasp.org/www-community/attacks/CSV_Injection>
/// describes.
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}
