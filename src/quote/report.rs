//! The report on a pasted text: each quotation with its verdict and where it stands. This is what `verbatim quote`
//! prints.

use serde::Serialize;

use super::address::Address;
use super::check::shelf::Shelf;
use super::check::translation::{Counterparts, tell_translated};
use super::check::verdict::{Edit, Match, speaker_of};
use super::check::{Checked, check};
use super::passage::{At, Passage};
use crate::library::Library;
use crate::search::Index;

/// The report on a text.
#[derive(Debug, Serialize)]
struct Report {
    quotations: Vec<Quotation>,
}

#[derive(Debug, Serialize)]
struct Quotation {
    text: String,
    verdict: &'static str,
    claimed_speaker: Option<String>,
    matches: Vec<Place>,
}

/// A place. For a verdict of `not-found` one of the nearest three.
#[derive(Debug, Serialize)]
struct Place {
    file: String,
    speaker: Option<String>,
    role: Option<String>,
    /// ISO 8601.
    date: Option<String>,
    place: Option<String>,
    /// From 0.
    turn: usize,
    /// From 1.
    paragraph: u32,
    /// The text of the paragraph.
    text: String,
    /// Where the words start in `text`, in bytes.
    start: usize,
    end: usize,
    edits: Vec<Change>,
    /// How much of what is quoted stands here, from 0 to 1.
    score: f32,
    address: Option<String>,
}

#[derive(Debug, Serialize)]
struct Change {
    class: &'static str,
    quoted: String,
    said: String,
}

/// What a text is checked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inquiry<'a> {
    /// The text.
    pub text: &'a str,
    /// Who is said to have said the quotations; without it the words around each tell.
    pub speaker: Option<&'a str>,
    /// Code of the language in which the record is asked for, where that matters.
    pub language: Option<&'a str>,
}

/// Checks all quotations in a text against a library and writes the report as one line of JSON without a line break.
///
/// # Errors
/// None in practice: writing to memory fails only where memory does.
pub fn report(
    inquiry: &Inquiry<'_>,
    library: &Library,
    counterparts: &mut dyn Counterparts,
) -> serde_json::Result<String> {
    let mut index = Index::default();
    index.gather(library);
    index.settle();
    let shelf = Shelf::new(library, &index);
    let mut checked = check(inquiry.text, inquiry.speaker, &shelf);
    if let Some(language) = inquiry.language {
        tell_translated(&mut checked, language, &shelf, counterparts);
    }
    let quotations = checked.into_iter().map(|checked| quotation(&shelf, checked)).collect();
    serde_json::to_string(&Report { quotations })
}

fn quotation(shelf: &Shelf<'_>, checked: Checked) -> Quotation {
    let Checked { text, claimed, verdict, matches } = checked;
    let matches = matches.into_iter().filter_map(|found| place(shelf, found)).collect();
    Quotation { text, verdict: verdict.name(), claimed_speaker: claimed, matches }
}

fn place(shelf: &Shelf<'_>, found: Match) -> Option<Place> {
    let Match { entry: index, paragraph, words, bytes, edits, score } = found;
    let entry = shelf.entry(index)?;
    let transcript = &entry.transcript;
    let metadata = &transcript.metadata;
    let speaker = speaker_of(shelf, index, paragraph);
    let at = |nth: u32| At { paragraph, nth };
    let passage = Passage { from: at(words.start), to: at(words.end.saturating_sub(1)) };
    Some(Place {
        file: shelf.library.source(entry)?.name.clone(),
        speaker: speaker.map(|speaker| speaker.name.clone()),
        role: speaker.and_then(|speaker| speaker.role.clone()),
        date: metadata.date.as_ref().map(|date| date.value.to_string()),
        place: metadata.place.as_ref().map(|place| place.value.clone()),
        turn: transcript.turn_of(paragraph),
        paragraph: paragraph + 1,
        text: transcript.words(transcript.paragraphs.get(paragraph as usize)?.text).to_owned(),
        start: bytes.start,
        end: bytes.end,
        edits: edits.into_iter().map(change).collect(),
        score: (score * 1000.0).round() / 1000.0,
        address: Address::new(&entry.id, transcript, passage).map(|address| address.to_string()),
    })
}

fn change(edit: Edit) -> Change {
    let Edit { class, quoted, said } = edit;
    Change { class: class.name(), quoted, said }
}
