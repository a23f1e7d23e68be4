//! Text that mark-up carries, as lines with a way back: what a page, an office document or a rich text says, so that it
//! can be read by the same evidence as an official record in plain text.
//!
//! A reader of mark-up pushes words in source order and ends lines and paragraphs; [`Prose::read`] lets the `official`
//! reader find header, labels, notes and paragraphs in them, and leads all positions back to the source. What the
//! mark-up says for sure (this is the title, a heading, a speaker, furniture) is said with [`Prose::mark`].
//! It knows no mark-up itself, and invents no words: what it adds are line ends.

use super::draft::most_bytes;
use super::{Confidence, Limits, Parsed, Rule, Source, detect, is_too_much, official};
use crate::markup::xml::{TextPiece, pieces};
use crate::model::{Diagnostic, Furniture, FurnitureKind, Kind, Ledger, Piece, Span, Times, Transcript, room_for};

/// What mark-up says of a line, or of the label at its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The title of the whole. Only the first is one.
    Title,
    /// A heading of this level, from 1.
    Heading(u8),
    /// No part of the event.
    Furniture(FurnitureKind),
    /// Words at the beginning of a line that are a speaker, with or without a colon. Only where the mark-up says so
    /// beyond doubt: all other labels are found by evidence.
    Label,
    /// The line begins text of which nobody says who speaks: behind a table that names its speakers.
    Apart,
    /// A label of which it is known where it stands, and that the speech begins where the mark ends.
    LabelAt(Span),
    /// A line whose value, which stands here, is known.
    Field(MetadataField, Span),
    /// A line that begins with no label, whatever it looks like.
    Speech,
}

/// A field of the metadata that a line may state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MetadataField {
    Title,
    Summary,
    Date,
    Time,
    Place,
}

/// A stretch of a prose and what the mark-up says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// From where to where.
    pub span: Span,
    /// What it is.
    pub kind: MarkKind,
}

impl Mark {
    /// The value of the field that the line states, if it is one.
    pub fn value(&self) -> Option<Span> {
        if let MarkKind::Field(_, value) = self.kind { Some(value) } else { None }
    }
}

/// The mark in which the byte `at` stands. Marks are in order and do not overlap.
pub fn mark_at(marks: &[Mark], at: u32) -> Option<Mark> {
    let next = marks.partition_point(|mark| mark.span.end <= at);
    marks.get(next).copied().filter(|mark| mark.span.start <= at)
}

/// A piece here, its like in the transcript, and its claims in both.
const PIECE_BYTES: usize = 3 * size_of::<Piece>();

/// Text in the making.
#[derive(Debug)]
pub struct Prose<'s> {
    source: &'s str,
    text: String,
    /// Where the text comes from. Equal lengths mean equal letters, as in [`Transcript::pieces`].
    pieces: Vec<Piece>,
    marks: Vec<Mark>,
    /// Words that are kept beside the text, and where they stand.
    asides: Vec<(String, Vec<Span>, FurnitureKind)>,
    /// Where a time stands, and the time.
    times: Vec<(Span, u32)>,
    is_over: bool,
}

impl<'s> Prose<'s> {
    /// Nothing yet, from the decoded source.
    pub fn new(source: &'s str) -> Self {
        Self {
            source,
            text: String::new(),
            pieces: Vec::new(),
            marks: Vec::new(),
            asides: Vec::new(),
            times: Vec::new(),
            is_over: false,
        }
    }

    /// Bytes so far: what [`Prose::mark`] counts from.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// What was pushed from byte `from` ([`Prose::len`] before) on.
    pub fn since(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or_default()
    }

    /// Whether the line has no words yet.
    pub fn is_at_line_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }

    /// Appends a stretch of the source as it stands; it must hold no line ends.
    pub fn push_source(&mut self, span: Span) {
        let words = span.of(self.source);
        if words.is_empty() {
            return;
        }
        match self.pieces.last_mut() {
            Some(last)
                if last.source.end == span.start && last.source.len() == self.text.len() - last.text as usize =>
            {
                last.source.end = span.end;
            }
            _ => self.push_piece(span),
        }
        self.push_letters(words, span.end);
    }

    /// Appends words that stand for a stretch of the source (a reference, a tab).
    pub fn push_text(&mut self, words: &str, span: Span) {
        if span.of(self.source) == words {
            self.push_source(span);
        } else if !words.is_empty() {
            self.push_piece(span);
            self.push_letters(words, span.end);
        }
    }

    /// Appends the words of a text node: references decoded (unless they are none), each run of white space as one
    /// space, none at the beginning of a line.
    pub fn push_words(&mut self, span: Span, has_references: bool) {
        let raw = span.of(self.source);
        if !has_references {
            return self.push_spaced(span);
        }
        for piece in pieces(raw, span.start as usize) {
            match piece {
                TextPiece::Same(span) => self.push_spaced(span),
                TextPiece::Reference('\n' | '\r' | '\t' | ' ', span) => self.push_space(span),
                TextPiece::Reference(letter, span) => self.push_text(letter.encode_utf8(&mut [0; 4]), span),
            }
        }
    }

    fn push_spaced(&mut self, span: Span) {
        let bytes = span.of(self.source).as_bytes();
        let is_white = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        let on = |from: usize, to: usize| Span::new(span.start as usize + from, span.start as usize + to);
        let (mut done, mut at) = (0, 0);
        while let Some(length) = bytes[at..].iter().position(is_white) {
            let start = at + length;
            at = start + bytes[start..].iter().take_while(|byte| is_white(byte)).count();
            // A single space between two words stands as it is.
            if at - start == 1 && bytes[start] == b' ' && start > 0 {
                continue;
            }
            self.push_source(on(done, start));
            self.push_space(on(start, at));
            done = at;
        }
        self.push_source(on(done, bytes.len()));
    }

    /// Appends a space that stands for `span`; none at the beginning of a line or behind another one.
    pub fn push_space(&mut self, span: Span) {
        if !self.is_at_line_start() && !self.text.ends_with(' ') {
            self.push_text(" ", span);
        }
    }

    /// Ends the line; an empty one is not kept.
    pub fn end_line(&mut self) {
        if !self.is_at_line_start() {
            self.push_line_end();
        }
    }

    /// Ends the paragraph: a blank line follows.
    pub fn end_paragraph(&mut self) {
        self.end_line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.push_line_end();
        }
    }

    fn push_line_end(&mut self) {
        let at = self.pieces.last().map_or(0, |last| last.source.end);
        self.push_piece(Span { start: at, end: at });
        self.push_letters("\n", at);
    }

    /// The text grows as the source up to `at` lets expect.
    fn push_letters(&mut self, letters: &str, at: u32) {
        if self.text.capacity() - self.text.len() < letters.len() {
            let more = room_for(self.text.len(), at as usize, self.source.len());
            self.text.reserve_exact(more.max(letters.len()));
        }
        self.text.push_str(letters);
    }

    /// Notes that the letters to come stand at `source`. Where there are too many of such places it is refused in the end.
    fn push_piece(&mut self, source: Span) {
        if self.pieces.len() == self.pieces.capacity() {
            let more = room_for(self.pieces.len(), source.end as usize, self.source.len());
            if is_too_much(self.pieces.len() + more, PIECE_BYTES, self.source) {
                self.is_over = true;
                self.pieces.clear();
            } else {
                self.pieces.reserve_exact(more);
            }
        }
        self.pieces.push(Piece { text: self.text.len() as u32, source });
    }

    /// Says what the text from byte `from` ([`Prose::len`] before it was pushed) to here is. Marks are made in order
    /// and do not overlap; one without words is not kept.
    pub fn mark(&mut self, from: usize, kind: MarkKind) {
        let end = from + self.since(from).trim_end().len();
        if from < end {
            self.marks.push(Mark { span: Span::new(from, end), kind });
        }
    }

    /// Keeps words that stand at `spans`, inside a paragraph perhaps, and belong to no text: a footnote, what was deleted.
    pub fn keep_aside(&mut self, words: String, spans: Vec<Span>, kind: FurnitureKind) {
        if !words.is_empty() && !spans.is_empty() {
            self.asides.push((words, spans, kind));
        }
    }

    /// Says when the paragraph that comes next is spoken; `span` is where the time stands.
    pub fn keep_time(&mut self, span: Span, at_ms: u32) {
        self.times.push((span, at_ms));
    }

    /// Reads the text, as `rules` of the user say. `markup` is what of the source is no words, in source order;
    /// diagnostics get codes that begin with `id`.
    pub fn read(mut self, id: &str, rules: &[Rule], limits: &Limits, markup: &mut dyn Iterator<Item = Span>) -> Parsed {
        if self.is_over {
            return Parsed::too_dense();
        }
        let timed = self.read_timed(limits);
        let mut parsed = timed.unwrap_or_else(|| official::read_text(&self.text, &self.marks, rules, limits));
        if parsed.is_too_dense {
            return Parsed::too_dense();
        }
        let claims = std::mem::take(&mut parsed.ledger);
        parsed.ledger = self.claims_on_source(&claims);
        for diagnostic in &mut parsed.diagnostics {
            self.lead_back(&mut diagnostic.span);
            rename(diagnostic, id);
        }
        for transcript in &mut parsed.transcripts {
            self.lead_transcript_back(transcript);
        }
        if let Some(transcript) = parsed.transcripts.first_mut() {
            let aside = std::mem::take(&mut self.asides).into_iter().map(|(text, spans, kind)| {
                spans.iter().for_each(|span| parsed.ledger.claim(Kind::Furniture, *span));
                Furniture { text, kind, span: spans[0].to(spans[spans.len() - 1]), before: 0 }
            });
            set_aside(transcript, aside.collect());
            set_times(transcript, &self.times);
            self.times.iter().for_each(|(span, _)| parsed.ledger.claim(Kind::Timing, *span));
        }
        parsed.ledger.claim_free(Kind::Markup, markup);
        parsed.ledger.claim_white_space(self.source);
        parsed
    }

    /// Programs that write down what they hear save their lines of names and times, or captions, as documents too: those
    /// are read by the format of such lines.
    fn read_timed(&self, limits: &Limits) -> Option<Parsed> {
        let is_page = self.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Furniture(_)));
        let (format, confidence) = detect("", self.text.as_bytes(), &self.text);
        if is_page || confidence < Confidence::Likely || !format.meta().is_lined {
            return None;
        }
        let parsed = format.parse(&Source::of_text(&self.text), limits).ok()?;
        let has_times = parsed.ledger.claims().any(|claim| claim.kind == Kind::Timing);
        (has_times && parsed.columns.is_empty()).then_some(parsed)
    }

    /// Index of the piece in which the byte `at` of the text stands.
    fn piece_at(&self, at: u32) -> usize {
        self.pieces.partition_point(|piece| piece.text <= at).saturating_sub(1)
    }

    /// The pieces of a stretch of the text: the part of it that each one holds, and the source of that part. Of a piece
    /// that the source writes otherwise it is the whole.
    fn parts(&self, span: Span) -> impl Iterator<Item = (Span, Span)> {
        let first = self.piece_at(span.start);
        let starts = self.pieces[first.min(self.pieces.len())..].iter().enumerate();
        starts.take_while(move |(_, piece)| piece.text < span.end).map(move |(i, piece)| {
            let end = self.pieces.get(first + i + 1).map_or(self.text.len() as u32, |next| next.text);
            let part = Span { start: piece.text.max(span.start), end: end.min(span.end) };
            if (end - piece.text) as usize != piece.source.len() {
                return (part, piece.source);
            }
            let start = piece.source.start + (part.start - piece.text);
            (part, Span { start, end: start + (part.end - part.start) })
        })
    }

    /// Makes a span of the text one of the source.
    fn lead_back(&self, span: &mut Span) {
        let reach = Span { start: span.start, end: span.end.max(span.start + 1) };
        let whole = self.parts(reach).map(|(_, source)| source).reduce(Span::to).unwrap_or_default();
        *span = if span.is_empty() { Span { start: whole.start, end: whole.start } } else { whole };
    }

    fn claims_on_source(&self, claims: &Ledger) -> Ledger {
        let mut ledger = Ledger::of_source(self.source.len(), most_bytes(self.source));
        for claim in claims.claims() {
            for (part, source) in self.parts(claim.span) {
                // What stands for several letters belongs to whatever its first letter belongs to.
                if part.len() == source.len() || self.is_piece_start(part.start) {
                    ledger.claim(claim.kind, source);
                }
            }
        }
        ledger
    }

    fn is_piece_start(&self, at: u32) -> bool {
        self.pieces.get(self.piece_at(at)).is_some_and(|piece| piece.text == at)
    }

    fn lead_transcript_back(&self, transcript: &mut Transcript) {
        let metadata = &mut transcript.metadata;
        let fields =
            [&mut metadata.title, &mut metadata.summary, &mut metadata.time, &mut metadata.place].into_iter().flatten();
        fields
            .map(|field| &mut field.span)
            .chain(metadata.date.iter_mut().map(|date| &mut date.span))
            .chain(transcript.turns.iter_mut().filter_map(|turn| turn.label.as_mut()).map(|label| &mut label.span))
            .chain(transcript.paragraphs.iter_mut().map(|paragraph| &mut paragraph.span))
            .chain(transcript.headings.iter_mut().map(|heading| &mut heading.span))
            .chain(transcript.notes.iter_mut().map(|note| &mut note.span))
            .chain(transcript.furniture.iter_mut().map(|furniture| &mut furniture.span))
            .for_each(|span| self.lead_back(span));
        let old = std::mem::take(&mut transcript.pieces);
        let mut new = Vec::with_capacity(old.len() + old.len() / 4);
        for (i, piece) in old.iter().enumerate() {
            let end = old.get(i + 1).map_or(transcript.text.len() as u32, |next| next.text);
            let words = |from: u32, to: u32| &transcript.text[from as usize..to as usize];
            if (end - piece.text) as usize != piece.source.len() {
                let mut source = piece.source;
                self.lead_back(&mut source);
                new.push(self.piece(piece.text, words(piece.text, end), source));
                continue;
            }
            for (part, source) in self.parts(piece.source) {
                let from = piece.text + (part.start - piece.source.start);
                new.push(self.piece(from, words(from, from + (part.end - part.start)), source));
            }
        }
        transcript.pieces = new;
    }

    /// A piece of the reading text. Equal lengths promise equal letters: where they are equal by chance the piece keeps
    /// only its place.
    fn piece(&self, text: u32, words: &str, source: Span) -> Piece {
        let is_chance = words.len() == source.len() && words != source.of(self.source);
        Piece { text, source: if is_chance { Span { start: source.start, end: source.start } } else { source } }
    }
}

/// Puts furniture that was kept out of the prose into its place between the paragraphs.
fn set_aside(transcript: &mut Transcript, aside: Vec<Furniture>) {
    for mut furniture in aside {
        let before = transcript.paragraphs.partition_point(|p| p.span.start < furniture.span.start);
        furniture.before = before as u32;
        transcript.furniture.push(furniture);
    }
    transcript.furniture.sort_by_key(|furniture| furniture.span);
}

/// Gives each time to the first paragraph behind it, up to the next time.
fn set_times(transcript: &mut Transcript, times: &[(Span, u32)]) {
    for (i, (span, start_ms)) in times.iter().enumerate() {
        let behind = transcript.paragraphs.partition_point(|paragraph| paragraph.span.start < span.start);
        let next = times.get(i + 1);
        let Some(paragraph) = transcript.paragraphs.get_mut(behind) else { return };
        if next.is_none_or(|(next, _)| paragraph.span.start < next.start) {
            let end_ms = next.map_or(*start_ms, |(_, next)| (*next).max(*start_ms));
            paragraph.times = Some(Times { start_ms: *start_ms, end_ms });
        }
    }
}

fn rename(diagnostic: &mut Diagnostic, id: &str) {
    if let Some((reader, what)) = diagnostic.code.split_once('.')
        && reader != "text"
    {
        diagnostic.code = format!("{id}.{what}").into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `<p>` paragraphs with `<br>`, as the least of all mark-up.
    fn read(source: &str) -> Parsed {
        let tree = crate::markup::xml::Tree::read(source, 0, crate::markup::xml::Dialect::Html);
        let mut prose = Prose::new(source);
        for node in tree.nodes() {
            match node.name() {
                "p" | "h1" | "nav" => prose.end_paragraph(),
                "br" => prose.end_line(),
                _ => {}
            }
            let from = prose.len();
            prose.push_words(node.text_span(), node.has_references());
            if node.parent().is_some_and(|parent| parent.is("nav")) {
                prose.mark(from, MarkKind::Furniture(FurnitureKind::Navigation));
            } else if node.parent().is_some_and(|parent| parent.is("h1")) {
                prose.mark(from, MarkKind::Title);
            } else if node.parent().is_some_and(|parent| parent.is("cite")) {
                prose.mark(from, MarkKind::Label);
            }
        }
        prose.read("html", &[], &Limits::default(), &mut tree.spare())
    }

    #[test]
    fn words_lead_back_to_their_place() {
        let source = "<nav>Home</nav><p>Anna Lund:  Fish &amp;\n <b>chips</b>. (Laughter.)</p>\n<p>Nils Berg: No.<br>Anna Lund: Oh.</p>";
        let parsed = read(source);
        let [transcript] = parsed.transcripts.as_slice() else { panic!("one") };
        assert_eq!(parsed.ledger.coverage(source).unclaimed, 0);
        let labels: Vec<_> =
            transcript.turns.iter().filter_map(|turn| turn.label).map(|label| label.span.of(source)).collect();
        assert_eq!(labels, ["Anna Lund", "Nils Berg", "Anna Lund"]);
        let first = transcript.paragraphs[0];
        assert_eq!(transcript.words(first.text), "Fish & chips. (Laughter.)");
        assert_eq!(first.span.of(source), "Fish &amp;\n <b>chips</b>. (Laughter.)");
        let at = |words: &str| {
            let start = transcript.text.find(words).expect("the words");
            transcript.source_of(crate::model::TextRange::new(start, start + words.len())).of(source)
        };
        assert_eq!((at("&"), at("chips"), at("(Laughter.)")), ("&amp;", "chips", "(Laughter.)"));
        assert_eq!(transcript.furniture[0].text, "Home");
    }

    #[test]
    fn what_the_markup_says_is_so() {
        let source = "<p>12 May 2024</p><h1>Talks on the ferry</h1><p><cite>the harbour cat</cite> Miaow.</p>";
        let parsed = read(source);
        let transcript = &parsed.transcripts[0];
        assert_eq!(parsed.ledger.coverage(source).unclaimed, 0);
        assert_eq!(transcript.metadata.title.as_ref().map(|title| title.span.of(source)), Some("Talks on the ferry"));
        assert_eq!(transcript.metadata.date.as_ref().map(|date| date.span.of(source)), Some("12 May 2024"));
        assert_eq!(transcript.labels[0].printed, "the harbour cat");
        assert_eq!(transcript.words(transcript.paragraphs[0].text), "Miaow.");
    }
}
