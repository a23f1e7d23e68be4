//! What holds for whatever was read from whatever input, sense or nonsense: every character claimed once, every place
//! inside the text and on character boundaries, times in order.
//!
//! The tests of the fixtures, of random damage and the fuzz targets all end here. A broken promise panics and says which.

use verbatim::formats::{Choices, Limits, Opened, Reading, open_with};
use verbatim::model::{Span, TextRange, Transcript};

/// Reads `bytes` as the user has it who chose the format of this id, and checks what came of it.
#[allow(dead_code, reason = "not everybody who checks also chooses")]
pub fn check_read_as(id: &str, bytes: &[u8], limits: Limits) {
    let choices = Choices { format: Some(id.to_owned()), ..Choices::default() };
    // A refusal is an answer too.
    if let Ok(opened) = open_with("unknown", bytes, &Reading { limits, choices, ..Reading::default() }) {
        check(&opened, id);
    }
}

/// Limits that cut every paragraph and leave out most diagnostics.
#[allow(dead_code, reason = "not everybody who checks also chooses")]
pub fn narrow_limits() -> Limits {
    Limits { paragraph_bytes: 16, diagnostics: 2, ..Limits::default() }
}

/// Checks all promises; `what` says in a broken one what was read.
pub fn check(opened: &Opened, what: &str) {
    let text = &opened.text;
    let is_place = |span: Span| is_place(text, span);
    let mut ledger = opened.parsed.ledger.clone();
    assert_eq!(ledger.settle(), None, "{what}: two claims overlap");
    for claim in ledger.claims() {
        assert!(is_place(claim.span), "{what}: a claim is not on character boundaries: {claim:?}");
    }
    let coverage = ledger.coverage(text);
    assert_eq!(coverage.unclaimed, 0, "{what}: unclaimed: {:?}", unclaimed(opened));
    assert_eq!(coverage.total(), text.chars().count() as u64, "{what}");
    for diagnostic in &opened.parsed.diagnostics {
        assert!(is_place(diagnostic.span), "{what}: {diagnostic:?}");
        let prefix = diagnostic.code.split('.').next().unwrap_or_default();
        assert!(prefix == opened.format.id || prefix == "text", "{what}: {diagnostic:?}");
    }
    // Our own JSON may have been damaged by hand. It keeps a paragraph that lost its words, because others are counted
    // from it, and what it says about its cues.
    let may_lie = opened.format.id == "verbatim-json";
    for transcript in &opened.parsed.transcripts {
        check_words(transcript, text, what);
        check_paragraphs(transcript, text, may_lie, what);
        check_asides(transcript, text, what);
    }
}

fn is_place(text: &str, span: Span) -> bool {
    text.get(span.start as usize..span.end as usize).is_some()
}

fn is_range(text: &str, range: TextRange) -> bool {
    text.get(range.start as usize..range.end as usize).is_some()
}

/// The first stretches that nobody claims.
fn unclaimed(opened: &Opened) -> Vec<&str> {
    let mut at = 0;
    let mut free = Vec::new();
    for claim in opened.parsed.ledger.claims() {
        if claim.span.start > at {
            free.push(Span { start: at, end: claim.span.start }.of(&opened.text));
        }
        at = at.max(claim.span.end);
    }
    free.push(opened.text.get(at as usize..).unwrap_or_default());
    free.retain(|text| !text.is_empty());
    free.truncate(5);
    free
}

/// The map from the words to the source has no gap.
fn check_words(transcript: &Transcript, source: &str, what: &str) {
    let text = &transcript.text;
    let mut at = 0;
    for (i, piece) in transcript.pieces.iter().enumerate() {
        let end = transcript.pieces.get(i + 1).map_or(text.len() as u32, |next| next.text);
        assert_eq!(piece.text, at, "{what}: the map has a gap before {piece:?}");
        assert!(piece.text < end && text.is_char_boundary(end as usize), "{what}: {piece:?}");
        assert!(is_place(source, piece.source), "{what}: {piece:?}");
        at = end;
    }
    assert_eq!(at as usize, text.len(), "{what}: the map does not cover the text");
}

/// Paragraphs stand one behind the other, each in one turn, and have the cues between them.
fn check_paragraphs(transcript: &Transcript, source: &str, may_lie: bool, what: &str) {
    let text = &transcript.text;
    let mut first = 0;
    for turn in &transcript.turns {
        assert!(turn.first == first && turn.first <= turn.end, "{what}: turns leave out paragraphs: {turn:?}");
        let is_label = turn.label.is_none_or(|label| is_place(source, label.span));
        assert!(is_label && turn.label.is_none_or(|l| (l.id.0 as usize) < transcript.labels.len()), "{what}: {turn:?}");
        assert!(turn.speaker.is_none_or(|id| transcript.speaker(id).is_some()), "{what}: {turn:?}");
        first = turn.end;
    }
    assert_eq!(first as usize, transcript.paragraphs.len(), "{what}: turns leave out paragraphs");
    let mut at = 0;
    for paragraph in &transcript.paragraphs {
        assert!(is_range(text, paragraph.text) && is_place(source, paragraph.span), "{what}: {paragraph:?}");
        assert!(may_lie || !paragraph.text.is_empty(), "{what}: {paragraph:?} has no words");
        assert!(paragraph.text.start >= at, "{what}: {paragraph:?} overlaps the one before");
        assert!(paragraph.times.is_none_or(|times| times.start_ms <= times.end_ms), "{what}: {paragraph:?}");
        at = paragraph.text.end;
    }
    let mut paragraphs = transcript.paragraphs.iter().peekable();
    for cue in &transcript.cues {
        assert!(is_range(text, cue.text) && cue.times.start_ms <= cue.times.end_ms, "{what}: {cue:?}");
        while paragraphs.next_if(|paragraph| paragraph.text.end <= cue.text.start).is_some() {}
        let is_inside = paragraphs.peek().is_some_and(|p| p.text.start <= cue.text.start && cue.text.end <= p.text.end);
        assert!(may_lie || is_inside, "{what}: {cue:?} stands in no paragraph of {:?}", transcript.paragraphs);
    }
    for mark in &transcript.time_marks {
        assert!(text.is_char_boundary(mark.text as usize), "{what}: a time mark: {mark:?}");
    }
}

/// Notes, headings and furniture stand in the text and between its paragraphs.
fn check_asides(transcript: &Transcript, source: &str, what: &str) {
    let count = transcript.paragraphs.len() as u32;
    for note in &transcript.notes {
        assert!(is_range(&transcript.text, note.text) && is_place(source, note.span), "{what}: {note:?}");
        assert!(note.paragraph <= count, "{what}: {note:?}");
    }
    for heading in &transcript.headings {
        assert!(is_place(source, heading.span) && heading.before <= count, "{what}: {heading:?}");
    }
    for furniture in &transcript.furniture {
        assert!(is_place(source, furniture.span) && furniture.before <= count, "{what}: {furniture:?}");
    }
}
