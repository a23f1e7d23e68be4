//! Which rows a column shows: the transcript in reading order, or what matches with gaps between.

use std::collections::BinaryHeap;

use crate::library::{Entry, Library};
use crate::model::Transcript;
use crate::search::{Found, Index, Query, match_entry};
use crate::views::Chunk;
use crate::views::notebook::Drawn;

use super::protocol::{ColumnQuery, Mark, MarkKind, Outline, Row, Show};

/// A gap shorter than this is not worth a line of its own: its paragraphs are shown as context.
const SHORTEST_GAP: u32 = 2;

/// A row by what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Furniture { from: u32, to: u32 },
    Turn(u32),
    Paragraph { index: u32, is_context: bool },
    Note(u32),
    Heading(u32),
    Gap { first: u32, end: u32 },
}

/// The rows of one column, ready to be handed out in windows.
#[derive(Debug)]
pub struct Plan {
    /// What it was made for.
    pub column: ColumnQuery,
    query: Query,
    found: Found,
    keys: Vec<Key>,
}

impl Plan {
    /// The rows of `entry` for a column.
    pub fn new(index: &Index, library: &Library, entry: &Entry, column: ColumnQuery) -> Self {
        let query = column.filter.query(library);
        let found = match_entry(index, library, entry, &column.filter, &query);
        let is_filtered = column.filter.chooses_turns() && column.show == Show::Matches;
        let keys = if is_filtered {
            matching_keys(&entry.transcript, &found.paragraphs, &column.opened)
        } else {
            all_keys(&entry.transcript)
        };
        Self { column, query, found, keys }
    }

    /// What the column needs to lay itself out, but for header and speakers.
    pub fn fill(&self, transcript: &Transcript, outline: &mut Outline) {
        let mut row_of_paragraph = vec![0; transcript.paragraphs.len()];
        let matching = &self.found.paragraphs;
        let has_text = self.query.has_text();
        for (row, key) in self.keys.iter().enumerate() {
            let row = row as u32;
            let at = (row / Outline::CHUNK_ROWS) as usize;
            if outline.chunks.len() <= at {
                outline.chunks.push(Chunk::default());
            }
            let letters = match *key {
                Key::Paragraph { index, .. } => {
                    row_of_paragraph[index as usize] = row;
                    if has_text && matching.binary_search(&index).is_ok() {
                        outline.hits.push(index + 1);
                    }
                    let speaker = transcript.turns.get(transcript.turn_of(index)).and_then(|turn| turn.speaker);
                    let speaker = speaker.map(|id| id.0);
                    match outline.lanes.last_mut() {
                        Some((who, _, end)) if *who == speaker => *end = row + 1,
                        _ => outline.lanes.push((speaker, row, row + 1)),
                    }
                    transcript.paragraphs[index as usize].text.len()
                }
                Key::Gap { first, end } => {
                    row_of_paragraph[first as usize..end as usize].fill(row);
                    0
                }
                Key::Note(index) => transcript.notes[index as usize].text.len(),
                _ => 0,
            };
            outline.chunks[at].letters += letters as u32;
            outline.chunks[at].rows += 1;
        }
        outline.turns =
            transcript.turns.iter().filter(|turn| turn.first < turn.end).map(|turn| turn.first + 1).collect();
        outline.rows = self.keys.len() as u32;
        outline.row_of_paragraph = row_of_paragraph;
        outline.matching = matching.len() as u32;
    }

    /// Rows `from..to`, with what the user has marked in the transcript.
    pub fn rows(&self, transcript: &Transcript, from: u32, to: u32, own: &[Own]) -> Vec<Row> {
        let to = (to as usize).min(self.keys.len());
        let keys = self.keys.get(from as usize..to).unwrap_or_default();
        keys.iter().map(|key| self.row(transcript, *key, own)).collect()
    }

    /// The paragraphs `from..=to` (indices) that are shown, as stretches between gaps.
    pub fn shown(&self, from: u32, to: u32) -> Vec<(u32, u32)> {
        let gaps = self.keys.iter().filter_map(|key| match key {
            Key::Gap { first, end } => Some((*first, *end)),
            _ => None,
        });
        let mut shown = Vec::new();
        let mut at = from;
        for (first, end) in gaps.filter(|(first, end)| *end > from && *first <= to) {
            shown.extend((at < first).then(|| (at, first - 1)));
            at = end;
        }
        shown.extend((at <= to).then_some((at, to)));
        shown
    }

    fn row(&self, transcript: &Transcript, key: Key, own: &[Own]) -> Row {
        match key {
            Key::Turn(index) => {
                let turn = &transcript.turns[index as usize];
                let earlier = &transcript.turns[..index as usize];
                Row::Turn {
                    turn: index,
                    speaker: turn.speaker.map(|id| id.0),
                    label: turn.label.map(|label| transcript.label(label.id).to_owned()).unwrap_or_default(),
                    has_role: !earlier.iter().any(|other| other.speaker == turn.speaker),
                    start_ms: transcript.turn_times(turn).map(|times| times.start_ms),
                }
            }
            Key::Paragraph { index, is_context } => {
                let paragraph = &transcript.paragraphs[index as usize];
                let text = transcript.words(paragraph.text);
                let turn = transcript.turns.get(transcript.turn_of(index));
                Row::Paragraph {
                    number: index + 1,
                    speaker: turn.and_then(|turn| turn.speaker).map(|id| id.0),
                    text: text.to_owned(),
                    marks: self.marks(transcript, index, text, own),
                    start_ms: paragraph.times.map(|times| times.start_ms),
                    is_context,
                }
            }
            Key::Note(index) => Row::Note { text: transcript.words(transcript.notes[index as usize].text).to_owned() },
            Key::Heading(index) => {
                let heading = &transcript.headings[index as usize];
                Row::Heading { text: heading.text.clone(), level: heading.level }
            }
            Key::Furniture { from, to } => Row::Furniture {
                lines: transcript.furniture[from as usize..to as usize]
                    .iter()
                    .map(|furniture| (furniture.kind, furniture.text.clone()))
                    .collect(),
            },
            Key::Gap { first, end } => Row::Gap { first: first + 1, last: end },
        }
    }

    fn marks(&self, transcript: &Transcript, index: u32, text: &str, own: &[Own]) -> Vec<Mark> {
        let base = transcript.paragraphs[index as usize].text.start;
        let notes = transcript.notes_inside(index).map(|note| (note.text.start - base, note.text.end - base));
        let is_match = self.found.paragraphs.binary_search(&index).is_ok();
        let hits = if is_match { self.query.highlights(text) } else { Vec::new() };
        let hits = hits.into_iter().map(|(start, end)| (start as u32, end as u32)).collect::<Vec<_>>();
        let first = own.partition_point(|own| own.place.paragraph < index);
        let own = own.get(first..).unwrap_or_default();
        let own = &own[..own.partition_point(|own| own.place.paragraph == index)];
        overlay(&notes.collect::<Vec<_>>(), &hits, own)
    }
}

/// A stretch of a paragraph that the user has marked, and how it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Own {
    /// Where it stands.
    pub place: Drawn,
    /// Class, and what is said of it.
    pub class: &'static str,
    #[allow(missing_docs)]
    pub tip: String,
}

/// Lists of ranges laid over each other, as marks that do not overlap. Of several marks of the user's the first is shown
/// where they do.
fn overlay(notes: &[(u32, u32)], hits: &[(u32, u32)], own: &[Own]) -> Vec<Mark> {
    let own_edges = own.iter().flat_map(|own| [own.place.start, own.place.end]);
    let edges: BinaryHeap<u32> =
        notes.iter().chain(hits).flat_map(|range| [range.0, range.1]).chain(own_edges).collect();
    let mut edges = edges.into_sorted_vec();
    edges.dedup();
    let holds =
        |ranges: &[(u32, u32)], start: u32, end: u32| ranges.iter().any(|range| range.0 <= start && end <= range.1);
    let pairs = edges.windows(2).filter_map(|pair| {
        let (start, end) = (pair[0], pair[1]);
        let own = own.iter().find(|own| own.place.start <= start && end <= own.place.end);
        let kind = match (holds(notes, start, end), holds(hits, start, end)) {
            (true, true) => MarkKind::NoteHit,
            (true, false) => MarkKind::Note,
            (false, true) => MarkKind::Hit,
            (false, false) if own.is_some() => MarkKind::Own,
            (false, false) => return None,
        };
        let (class, tip) = own.map_or(("", ""), |own| (own.class, &own.tip));
        Some(Mark { start, end, kind, class: class.to_owned(), tip: tip.to_owned() })
    });
    pairs.collect()
}

/// Everything, in reading order.
fn all_keys(transcript: &Transcript) -> Vec<Key> {
    let mut walk = Walk::new(transcript);
    for (turn_index, turn) in transcript.turns.iter().enumerate() {
        walk.furnish(turn.first);
        if turn.label.is_some() || turn.speaker.is_some() {
            walk.keys.push(Key::Turn(turn_index as u32));
        }
        for index in turn.first..turn.end {
            walk.furnish(index);
            walk.keys.push(Key::Paragraph { index, is_context: false });
        }
    }
    walk.furnish(u32::MAX);
    walk.keys
}

/// Reading order of what stands between the paragraphs.
struct Walk<'t> {
    transcript: &'t Transcript,
    keys: Vec<Key>,
    furniture: usize,
    notes: usize,
    headings: usize,
}

impl<'t> Walk<'t> {
    fn new(transcript: &'t Transcript) -> Self {
        Self { transcript, keys: Vec::new(), furniture: 0, notes: 0, headings: 0 }
    }

    /// All that stands before the paragraph with this index, in source order.
    fn furnish(&mut self, before: u32) {
        let t = self.transcript;
        loop {
            let furniture = t.furniture.get(self.furniture).filter(|f| f.before <= before).map(|f| f.span.start);
            let note = t.notes[self.notes..].iter().position(|note| !note.is_inside).map(|skip| self.notes + skip);
            let note_at = note.and_then(|n| t.notes.get(n)).filter(|n| n.paragraph <= before).map(|n| n.span.start);
            let heading = t.headings.get(self.headings).filter(|h| h.before <= before).map(|h| h.span.start);
            let first = [furniture, note_at, heading].into_iter().flatten().min();
            let Some(first) = first else { return };
            if heading == Some(first) {
                self.keys.push(Key::Heading(self.headings as u32));
                self.headings += 1;
            } else if note_at == Some(first) {
                let index = note.unwrap_or_default();
                self.keys.push(Key::Note(index as u32));
                self.notes = index + 1;
            } else {
                let next = self.furniture as u32 + 1;
                match self.keys.last_mut() {
                    Some(Key::Furniture { to, .. }) => *to = next,
                    _ => self.keys.push(Key::Furniture { from: next - 1, to: next }),
                }
                self.furniture += 1;
            }
        }
    }
}

/// The paragraphs that match under the heads of their turns, with gaps for the others.
fn matching_keys(transcript: &Transcript, matching: &[u32], opened: &[u32]) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut shown_turn = None;
    let mut show = |keys: &mut Vec<Key>, index: u32, is_context: bool| {
        let turn = transcript.turn_of(index);
        if shown_turn != Some(turn) {
            shown_turn = Some(turn);
            if transcript.turns.get(turn).is_some_and(|turn| turn.label.is_some() || turn.speaker.is_some()) {
                keys.push(Key::Turn(turn as u32));
            }
        }
        keys.push(Key::Paragraph { index, is_context });
    };
    let mut at = 0;
    for next in matching.iter().copied().chain([transcript.paragraphs.len() as u32]) {
        if next > at {
            if next - at < SHORTEST_GAP || opened.contains(&(at + 1)) {
                (at..next).for_each(|index| show(&mut keys, index, true));
            } else {
                keys.push(Key::Gap { first: at, end: next });
            }
        }
        if (next as usize) < transcript.paragraphs.len() {
            show(&mut keys, next, false);
        }
        at = next + 1;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_do_not_overlap() {
        use MarkKind::{Hit, Note, NoteHit, Own};
        let kinds = |own: &[super::Own]| -> Vec<(u32, u32, MarkKind)> {
            overlay(&[(4, 12)], &[(0, 6), (8, 9)], own).iter().map(|m| (m.start, m.end, m.kind)).collect()
        };
        assert_eq!(kinds(&[]), [(0, 4, Hit), (4, 6, NoteHit), (6, 8, Note), (8, 9, NoteHit), (9, 12, Note)]);
        let place = Drawn { mark: Some(0), paragraph: 0, start: 9, end: 15 };
        let own = super::Own { place, class: "own", tip: "a note".into() };
        assert_eq!(kinds(&[own])[4..], [(9, 12, Note), (12, 15, Own)]);
    }
}
