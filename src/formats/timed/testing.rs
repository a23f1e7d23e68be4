//! Shows what was read, and checks what must hold for whatever is read.

use super::super::{Format, Limits, Parsed, Source};

/// Reads `text` and checks that every character is claimed once and that every range fits.
pub fn read(format: &dyn Format, text: &str) -> Parsed {
    read_within(format, text, &Limits::default())
}

/// The same within limits.
pub fn read_within(format: &dyn Format, text: &str, limits: &Limits) -> Parsed {
    let source = Source::of_text(text);
    let mut parsed = format.parse(&source, limits).expect("readable");
    let overlap = parsed.ledger.settle();
    assert_eq!(overlap, None, "{text:?}: {:?}", overlap.map(|(a, b)| (a.span.of(text), b.span.of(text))));
    assert_eq!(parsed.ledger.coverage(text).unclaimed, 0, "{text:?} {:?}", parsed.ledger);
    let transcript = &parsed.transcripts[0];
    let mut at = 0;
    for (i, piece) in transcript.pieces.iter().enumerate() {
        assert_eq!(piece.text, at, "pieces without gaps");
        at = transcript.pieces.get(i + 1).map_or(transcript.text.len() as u32, |next| next.text);
        assert!(piece.text < at && text.get(piece.source.start as usize..piece.source.end as usize).is_some());
    }
    for cue in &transcript.cues {
        assert!(cue.times.start_ms <= cue.times.end_ms);
        let inside = |p: &crate::model::Paragraph| p.text.start <= cue.text.start && cue.text.end <= p.text.end;
        assert!(transcript.paragraphs.iter().any(inside), "cues inside paragraphs");
    }
    parsed
}

/// One line a paragraph: `[label] 0-1000 words`, with `{…}` around notes that stand alone.
pub fn show(parsed: &Parsed) -> String {
    let transcript = &parsed.transcripts[0];
    let mut lines = Vec::new();
    let mut notes = transcript.notes.iter().filter(|note| !note.is_inside).peekable();
    for (i, paragraph) in transcript.paragraphs.iter().enumerate() {
        while let Some(note) = notes.next_if(|note| note.paragraph as usize <= i) {
            lines.push(format!("{{{}}}", transcript.words(note.text)));
        }
        let turn = &transcript.turns[transcript.turn_of(i as u32)];
        let label = turn.label.map_or("", |label| transcript.label(label.id));
        let dash = if turn.first as usize == i { "" } else { "+" };
        let times = paragraph.times.map_or("-".to_owned(), |t| format!("{}-{}", t.start_ms, t.end_ms));
        lines.push(format!("{dash}[{label}] {times} {}", transcript.words(paragraph.text)));
    }
    lines.extend(notes.map(|note| format!("{{{}}}", transcript.words(note.text))));
    lines.join("\n")
}

/// The codes of the diagnostics.
pub fn codes(parsed: &Parsed) -> Vec<&str> {
    parsed.diagnostics.iter().map(|diagnostic| diagnostic.code.as_ref()).collect()
}
