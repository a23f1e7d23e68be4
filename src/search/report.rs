//! What `verbatim search` prints: the paragraphs that match, with all that is known of them, as JSON.

use serde::Serialize;

use super::filter::Filter;
use super::index::Index;
use super::query::Problem;
use super::results::{Order, find_turns};
use crate::library::Library;

/// What is printed.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The query as asked.
    pub query: String,
    /// Turns that match.
    pub total_turns: usize,
    /// Paragraphs of these that hold what is looked for, or all of them where no words are: as many as `hits` would
    /// have without a limit.
    pub total_hits: usize,
    /// The first of them.
    pub hits: Vec<Hit>,
}

/// A paragraph that matches.
#[derive(Debug, Serialize)]
pub struct Hit {
    file: String,
    date: Option<String>,
    place: Option<String>,
    speaker: Option<String>,
    /// From 0.
    turn: u32,
    /// Its number, from 1.
    paragraph: u32,
    text: String,
    /// What is looked for in `text`, in bytes.
    ranges: Vec<(usize, usize)>,
}

/// Searches a library.
///
/// # Errors
/// What in the query could not be understood.
pub fn search(library: &Library, filter: &Filter, order: Order, limit: Option<usize>) -> Result<Report, Vec<Problem>> {
    let query = filter.query(library);
    if !query.problems.is_empty() {
        return Err(query.problems);
    }
    let mut index = Index::default();
    index.gather(library);
    index.settle();
    let turns = find_turns(&index, library, filter, &query, order);
    let has_text = query.has_text();
    let mut report = Report { query: filter.text.clone(), total_turns: turns.len(), total_hits: 0, hits: Vec::new() };
    for found in turns {
        let Some(entry) = library.entries().get(found.entry as usize) else { continue };
        let transcript = &entry.transcript;
        let Some(turn) = transcript.turns.get(found.turn as usize) else { continue };
        let speaker = turn.speaker.and_then(|id| transcript.speaker(id));
        for at in turn.first..turn.end {
            let Some(paragraph) = transcript.paragraphs.get(at as usize) else { continue };
            let text = transcript.words(paragraph.text);
            let ranges = query.highlights(text);
            if has_text && ranges.is_empty() {
                continue;
            }
            report.total_hits += 1;
            if limit.is_some_and(|limit| report.hits.len() >= limit) {
                continue;
            }
            report.hits.push(Hit {
                file: library.source(entry).map(|source| source.name.clone()).unwrap_or_default(),
                date: transcript.metadata.date.as_ref().map(|date| date.value.to_string()),
                place: transcript.metadata.place.as_ref().map(|place| place.value.clone()),
                speaker: speaker.map(|speaker| index.people().known_name(&speaker.name).to_owned()),
                turn: found.turn,
                paragraph: at + 1,
                text: text.to_owned(),
                ranges,
            });
        }
    }
    Ok(report)
}

impl Report {
    /// The report as one line of JSON.
    pub fn to_json(&self) -> String {
        // Plain data: there is nothing in it that JSON cannot hold.
        serde_json::to_string(self).map(|json| json + "\n").unwrap_or_default()
    }
}
