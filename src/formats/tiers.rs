//! Utterances of several speakers, each with its own times: what the readers of linguists' transcripts share.
//!
//! A reader puts in one utterance after the other, tier by tier if that is how its file is built; here they come out
//! in the order in which they start, neighbours of one speaker as one turn. An utterance is a paragraph, and nothing
//! cuts it where another one overlaps it. Nothing here knows the syntax of a file; what a tier holds is judged by its
//! name, for the formats that say it in no other way.

use std::collections::HashMap;

use memchr::memchr3;

use super::{Draft, Limits, Parsed};
use crate::markup::entities;
use crate::markup::xml::{self, Attribute, NodeKind, NodeRef};
use crate::model::{Diagnostic, FurnitureKind, Kind, LabelId, Note, Span, Speaker, TextRange, Times, TurnLabel};
use crate::text::lines::{is_space, trim};

/// How a stretch of the source writes letters that it cannot write as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    /// Not at all.
    None,
    /// `&amp;`.
    References,
    /// `""` for a quotation mark.
    DoubledQuotes,
}

/// Stands for the letters of the source in [`Part::letter`].
const SAME: char = '\0';
const NO_MARK: u32 = u32::MAX;

/// A silence from which on words open an utterance of their own.
const PAUSE_MS: u32 = 1000;

/// Longest note inside an utterance; what is longer is taken for words.
const NOTE_BYTES: usize = 1000;

/// Most words that are put together into one utterance.
const MOST_WORDS: u32 = 400;

/// A stretch of an utterance.
#[derive(Clone, Copy, Debug)]
struct Part {
    source: Span,
    /// One letter that stands for the stretch, or [`SAME`].
    letter: char,
    /// When it is spoken, or [`NO_MARK`].
    at_ms: u32,
    kind: Kind,
    /// Whether a space stands before it.
    is_apart: bool,
}

impl Part {
    /// Whether it is words or a note; what is not is only claimed.
    fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Speech | Kind::Note)
    }
}

#[derive(Clone, Copy, Debug)]
struct Utterance {
    voice: Option<TurnLabel>,
    times: Option<Times>,
    /// By what it is ordered: its start, or that of its neighbour where it has none.
    order: u32,
    /// Its first part; the last one stands before the first of the utterance that was put in next.
    first: u32,
    end: u32,
    is_note: bool,
}

/// Codes of the diagnostics that all these formats have in common.
#[derive(Debug)]
pub struct Codes {
    /// A paragraph was cut.
    pub long_paragraph: &'static str,
    /// An end lies before its start.
    pub time_order: &'static str,
    /// XML is not well-formed.
    pub not_well_formed: &'static str,
    /// Words stand where none belong.
    pub stray_words: &'static str,
}

/// Utterances on their way into a [`Draft`].
#[derive(Debug)]
pub struct Tiers<'s> {
    /// What they are put into. What stands between utterances may be set in it directly after [`Tiers::flush`].
    pub draft: Draft<'s>,
    source: &'s str,
    paragraph_bytes: usize,
    codes: &'static Codes,
    utterances: Vec<Utterance>,
    parts: Vec<Part>,
    /// Whether the utterance that was begun last has words.
    has_words: bool,
    /// Whether a space stands before its next words.
    wants_space: bool,
}

impl<'s> Tiers<'s> {
    /// No utterances yet.
    pub fn new(source: &'s str, limits: &Limits, codes: &'static Codes) -> Self {
        Self {
            draft: Draft::new(source, limits),
            source,
            paragraph_bytes: limits.paragraph_bytes,
            codes,
            utterances: Vec::new(),
            parts: Vec::new(),
            has_words: false,
            wants_space: false,
        }
    }

    /// The label of a speaker who is named once and speaks often; claims the name.
    pub fn voice(&mut self, name: &str, span: Span) -> TurnLabel {
        self.draft.claim(Kind::Label, span);
        TurnLabel { id: self.draft.label(&spaced(name)), span }
    }

    /// The label of a speaker without a name, who is called by an id that means nothing outside of the file.
    pub fn nameless_voice(&mut self, id: Attribute<'_>) -> TurnLabel {
        self.draft.claim(Kind::Label, id.span);
        let label = self.draft.label(id.raw);
        self.draft.introduce(label, Speaker { name: id.raw.to_owned(), role: None, is_generic: true });
        TurnLabel { id: label, span: id.span }
    }

    /// The stretch between two times that stand at `place`; says so where they are in the wrong order.
    pub fn stretch(&mut self, start_ms: u32, end_ms: u32, place: Span) -> Times {
        if end_ms < start_ms {
            self.draft.report(
                Diagnostic::warning(self.codes.time_order, place, "This ends before it starts.")
                    .with_hint("It is shown from its start on, without a length; correct the times in the file."),
            );
        }
        Times { start_ms, end_ms: end_ms.max(start_ms) }
    }

    /// Begins an utterance.
    pub fn begin(&mut self, voice: Option<TurnLabel>, times: Option<Times>) {
        let order = times.map_or_else(|| self.utterances.last().map_or(0, |u| u.order), |times| times.start_ms);
        let first = self.parts.len() as u32;
        let utterance = Utterance { voice, times, order, first, end: first, is_note: false };
        let at = self.parts.last().map_or(0, |part| part.source.end);
        self.draft.push_to(&mut self.utterances, utterance, at);
        (self.has_words, self.wants_space) = (false, false);
    }

    /// Begins a note of its own.
    pub fn begin_note(&mut self, times: Option<Times>) {
        self.begin(None, times);
        if let Some(note) = self.utterances.last_mut() {
            note.is_note = true;
        }
    }

    /// Says when the utterance that was begun last is spoken.
    pub fn set_times(&mut self, times: Times) {
        if let Some(last) = self.utterances.last_mut() {
            (last.times, last.order) = (Some(times), times.start_ms);
        }
    }

    /// The same, without a word about its order.
    pub fn say_times(&mut self, times: Times) {
        if let Some(last) = self.utterances.last_mut() {
            last.times = Some(times);
        }
    }

    /// Says by what number the utterance that was begun last is ordered, where that is not its start.
    pub fn set_order(&mut self, order: u32) {
        if let Some(last) = self.utterances.last_mut() {
            last.order = order;
        }
    }

    /// Appends words. Line breaks and the white space around them become one space; white space at both ends is left
    /// out. Returns whether there were any.
    pub fn push(&mut self, span: Span, escapes: Escapes) -> bool {
        self.push_as(Kind::Speech, span, escapes)
    }

    /// Appends words with a space before them where others stand before.
    pub fn push_apart(&mut self, span: Span, escapes: Escapes) {
        if !span.of(self.source).trim().is_empty() {
            self.push_space();
            self.push(span, escapes);
        }
    }

    /// Sets a space before the words that come next, unless they are the first.
    pub fn push_space(&mut self) {
        self.wants_space = self.has_words;
    }

    /// Claims a stretch between the words, in its place among them.
    pub fn skip(&mut self, kind: Kind, source: Span) {
        if !source.is_empty() {
            let part = Part { source, letter: SAME, at_ms: NO_MARK, kind, is_apart: false };
            self.draft.push_to(&mut self.parts, part, source.end);
        }
    }

    /// How many stretches were put in.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Says when the stretch with this number is spoken; nothing where there is none.
    pub fn mark(&mut self, stretch: usize, at_ms: u32) {
        if let Some(part) = self.parts.get_mut(stretch) {
            part.at_ms = at_ms;
        }
    }

    /// Appends a letter that stands for a stretch of the source, or that the reader adds.
    pub fn push_letter(&mut self, letter: char, span: Span) {
        self.push_part(Kind::Speech, letter, span);
    }

    /// Appends a note in square brackets inside the utterance.
    pub fn push_note(&mut self, span: Span, escapes: Escapes) {
        if span.len() > NOTE_BYTES {
            return self.push_apart(span, escapes);
        }
        self.push_space();
        self.push_part(Kind::Note, '[', Span { start: span.start, end: span.start });
        self.push_as(Kind::Note, span, escapes);
        self.push_part(Kind::Note, ']', Span { start: span.end, end: span.end });
    }

    /// Appends words of a given kind.
    pub fn push_as(&mut self, kind: Kind, span: Span, escapes: Escapes) -> bool {
        let span = trim(span.of(self.source), span);
        let bytes = self.source.as_bytes();
        let escape = match escapes {
            Escapes::None => b'\n',
            Escapes::References => b'&',
            Escapes::DoubledQuotes => b'"',
        };
        let (mut plain, mut at, end) = (span.start as usize, span.start as usize, span.end as usize);
        while let Some(length) = memchr3(b'\n', b'\r', escape, &bytes[at..end]) {
            at += length;
            let (letter, start, length) = match bytes[at] {
                b'&' => match entities::decode(&self.source[at..end]) {
                    Some((letter, length)) => (letter, at, length),
                    None => (SAME, at, 0),
                },
                b'"' if bytes[at..end].starts_with(b"\"\"") => ('"', at, 2),
                b'"' => (SAME, at, 0),
                _ => {
                    let start = plain + self.source[plain..at].trim_end_matches(is_space).len();
                    let rest = &self.source[at..end];
                    (' ', start, at + rest.len() - rest.trim_start_matches(is_space).len() - start)
                }
            };
            if length == 0 {
                at += 1;
                continue;
            }
            self.push_part(kind, SAME, Span::new(plain, start));
            at = start + length;
            // A letter that nobody may see would make a gap in the map.
            self.push_part(kind, if letter == SAME { '\u{fffd}' } else { letter }, Span::new(start, at));
            plain = at;
        }
        self.push_part(kind, SAME, Span::new(plain, end));
        !span.is_empty()
    }

    fn push_part(&mut self, kind: Kind, letter: char, source: Span) {
        if letter != SAME || !source.is_empty() {
            let is_apart = std::mem::take(&mut self.wants_space);
            let part = Part { source, letter, at_ms: NO_MARK, kind, is_apart };
            self.draft.push_to(&mut self.parts, part, source.end);
            self.has_words = true;
        }
    }

    /// Ends the utterance that was begun last.
    pub fn end(&mut self) {
        let end = self.parts.len() as u32;
        if let Some(last) = self.utterances.last_mut() {
            last.end = end;
        }
    }

    /// Puts what came so far into the transcript, in the order of time.
    pub fn flush(&mut self) {
        let (mut utterances, parts) = (std::mem::take(&mut self.utterances), std::mem::take(&mut self.parts));
        if !utterances.is_sorted_by_key(|utterance| utterance.order) {
            utterances.sort_by_key(|utterance| utterance.order);
        }
        for utterance in &utterances {
            let parts = parts.get(utterance.first as usize..utterance.end as usize).unwrap_or_default();
            if !parts.iter().any(Part::is_text) {
                parts.iter().for_each(|part| self.draft.claim(part.kind, part.source));
            } else if utterance.is_note {
                self.put_note(parts);
            } else {
                self.put(utterance, parts);
            }
        }
        // Kept for the next ones, which readers that need no order put in one by one.
        (self.utterances, self.parts) = (utterances, parts);
        self.utterances.clear();
        self.parts.clear();
    }

    /// The finished transcripts.
    pub fn finish(mut self) -> Parsed {
        self.flush();
        let mut parsed = self.draft.finish();
        parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        parsed
    }

    fn put(&mut self, utterance: &Utterance, parts: &[Part]) {
        let id = |label: Option<TurnLabel>| label.map(|label| label.id);
        let open: Option<Option<LabelId>> = self.draft.transcript.turns.last().map(|turn| id(turn.label));
        if open != Some(id(utterance.voice)) {
            // The name was claimed where it was read, once for all turns.
            let unclaimed =
                |label: TurnLabel| TurnLabel { span: Span { end: label.span.start, ..label.span }, ..label };
            self.draft.open_turn(utterance.voice.map(unclaimed));
            if let Some(label) = utterance.voice {
                self.draft.set_label_span(label.span);
            }
        }
        self.draft.begin_paragraph();
        let start = self.draft.transcript.text.len();
        let mut note: Option<(usize, Span)> = None;
        self.walk(parts, |tiers, part, words| {
            // Stretches and letters may each be short and still be too many.
            if note.is_none() && tiers.draft.paragraph_bytes() + char::MAX.len_utf8() > tiers.paragraph_bytes {
                tiers.draft.end_paragraph(None);
                tiers.draft.begin_paragraph();
            }
            if part.kind == Kind::Note {
                let at = tiers.draft.transcript.text.len();
                note = Some(note.map_or((at, part.source), |(at, span)| (at, span.to(part.source))));
            } else if let Some(note) = note.take() {
                tiers.put_inner_note(note);
            }
            if part.at_ms != NO_MARK {
                tiers.draft.time_mark(part.at_ms);
            }
            tiers.put_part(part, part.kind, words);
        });
        if let Some(note) = note {
            self.put_inner_note(note);
        }
        self.draft.end_paragraph(utterance.times);
        let text = TextRange::new(start, self.draft.transcript.text.len());
        if let Some(times) = utterance.times.filter(|_| !text.is_empty()) {
            self.draft.cue(text, times);
        }
    }

    /// Hands over the parts that are words or notes, each with the space that follows if the source has one there, and
    /// claims what stands between.
    fn walk(&mut self, parts: &[Part], mut put: impl FnMut(&mut Self, &Part, Span)) {
        let bytes = self.source.as_bytes();
        let mut claimed = parts.first().map_or(0, |part| part.source.start);
        let mut has_space = false;
        for (i, part) in parts.iter().enumerate() {
            let between = Span { start: claimed, end: part.source.start.max(claimed) };
            if !between.is_empty() && between.of(self.source).bytes().all(|byte| byte.is_ascii_whitespace()) {
                self.draft.claim(Kind::Markup, between);
            }
            claimed = claimed.max(part.source.end);
            if !part.is_text() {
                self.draft.claim(part.kind, part.source);
                continue;
            }
            if part.is_apart && !std::mem::take(&mut has_space) {
                let at = Span { end: part.source.start, ..part.source };
                put(self, &Part { source: at, letter: ' ', at_ms: NO_MARK, is_apart: false, kind: Kind::Speech }, at);
            }
            // A space that stands there anyway need not be added.
            let mut words = part.source;
            let is_followed = || parts[i + 1..].iter().find(|next| next.is_text()).is_some_and(|next| next.is_apart);
            let is_plain = part.letter == SAME && part.kind == Kind::Speech;
            if is_plain && bytes.get(words.end as usize) == Some(&b' ') && is_followed() {
                words.end += 1;
                (claimed, has_space) = (words.end, true);
            }
            put(self, part, words);
        }
    }

    fn put_part(&mut self, part: &Part, kind: Kind, words: Span) {
        if part.letter == SAME && kind == Kind::Speech {
            return self.draft.push_source_bounded(words, self.codes.long_paragraph);
        }
        let mut letter = [0; 4];
        let letters = match part.letter {
            SAME => words.of(self.source),
            other => other.encode_utf8(&mut letter),
        };
        self.draft.push_as(kind, letters, words);
    }

    fn put_inner_note(&mut self, (start, span): (usize, Span)) {
        let text = TextRange::new(start, self.draft.transcript.text.len());
        let paragraph = self.draft.paragraph_count();
        self.draft.add_note(Note { text, span, paragraph, is_inside: true });
    }

    fn put_note(&mut self, parts: &[Part]) {
        let start = self.draft.transcript.text.len();
        let mut span: Option<Span> = None;
        self.walk(parts, |tiers, part, words| {
            tiers.put_part(part, Kind::Note, words);
            span = Some(span.map_or(words, |span| span.to(words)));
        });
        let span = span.unwrap_or_default();
        let text = TextRange::new(start, self.draft.transcript.text.len());
        let paragraph = self.draft.paragraph_count();
        self.draft.add_note(Note { text, span, paragraph, is_inside: false });
    }
}

/// Words between which codes stand that are no words: as many as follow on each other are put in at once.
#[derive(Debug, Default)]
pub struct Phrase {
    run: Option<Span>,
    is_glued: bool,
    has_words: bool,
}

impl Phrase {
    /// Whether a word was put in.
    pub fn has_words(&self) -> bool {
        self.has_words
    }

    /// A word. Between it and the word before, if that was not put in yet, only white space stands.
    pub fn word(&mut self, span: Span) {
        self.run = Some(self.run.map_or(span, |run| run.to(span)));
        self.has_words = true;
    }

    /// A sign or a part of a word that belongs to what stands before it, without a space.
    pub fn glue(&mut self, tiers: &mut Tiers<'_>, span: Span) {
        self.flush(tiers);
        (self.run, self.is_glued) = (Some(span), true);
    }

    /// Puts in what was not put in yet.
    pub fn flush(&mut self, tiers: &mut Tiers<'_>) {
        let is_glued = std::mem::take(&mut self.is_glued);
        match self.run.take() {
            Some(run) if is_glued => {
                tiers.push(run, Escapes::None);
            }
            Some(run) => tiers.push_apart(run, Escapes::None),
            None => {}
        }
    }
}

/// Words one by one, which become utterances: as long as no pause stands between them, and not too many in one.
#[derive(Debug)]
pub struct Words {
    voice: Option<TurnLabel>,
    run: Option<Times>,
    count: u32,
}

impl Words {
    /// No words yet.
    pub fn of(voice: Option<TurnLabel>) -> Self {
        Self { voice, run: None, count: 0 }
    }

    /// Opens an utterance for the next word, or goes on with the open one. Call [`Words::end`] when its words are in.
    pub fn begin(&mut self, tiers: &mut Tiers<'_>, times: Option<Times>) -> usize {
        let follows = match (self.run, times) {
            (Some(run), Some(times)) => times.start_ms <= run.end_ms.saturating_add(PAUSE_MS),
            (run, times) => run.is_some() == times.is_some(),
        };
        if self.count == 0 || !follows || self.count == MOST_WORDS {
            tiers.begin(self.voice, times);
            (self.run, self.count) = (times, 0);
        }
        tiers.push_space();
        self.count += 1;
        tiers.len()
    }

    /// Ends a word, which began with the stretch of this number.
    pub fn end(&mut self, tiers: &mut Tiers<'_>, times: Option<Times>, stretch: usize) {
        if let (Some(run), Some(times)) = (self.run.as_mut(), times) {
            run.end_ms = run.end_ms.max(times.end_ms);
            tiers.set_times(*run);
            tiers.mark(stretch, times.start_ms);
        }
        tiers.end();
    }
}

/// Points in time that are named once and referred to by name. Those that have no time of their own are spread evenly
/// between their neighbours, as the programs show them.
#[derive(Debug)]
pub struct Timeline<'s> {
    points: HashMap<&'s str, u32>,
    times: Vec<Option<u32>>,
}

impl<'s> Timeline<'s> {
    /// Takes names and times in the order of time.
    pub fn new(points: impl Iterator<Item = (&'s str, Option<u32>)>) -> Self {
        let mut timeline = Self { points: HashMap::new(), times: Vec::new() };
        let mut known: Option<(usize, u32)> = None;
        for (i, (name, ms)) in points.enumerate() {
            timeline.points.insert(name, i as u32);
            timeline.times.push(ms);
            let Some(ms) = ms else { continue };
            if let Some((before, start_ms)) = known.replace((i, ms)) {
                let step = u64::from(ms.saturating_sub(start_ms)) / (i - before) as u64;
                for (n, time) in (1..).zip(&mut timeline.times[before + 1..i]) {
                    *time = Some(start_ms + (n * step) as u32);
                }
            }
        }
        timeline
    }

    /// Its place among the others.
    pub fn place(&self, name: &str) -> Option<u32> {
        self.points.get(name).copied()
    }

    /// The time of a point.
    pub fn ms(&self, name: &str) -> Option<u32> {
        self.times.get(self.place(name)? as usize).copied().flatten()
    }

    /// The times of two points.
    pub fn between(&self, start: &str, end: &str) -> Option<(u32, u32)> {
        Some((self.ms(start)?, self.ms(end)?))
    }
}

/// The value of an attribute of XML as written; empty where there is none.
pub fn raw<'s>(node: NodeRef<'_, 's>, name: &str) -> &'s str {
    node.attribute(name).map_or("", |attribute| attribute.raw)
}

/// The texts directly or indirectly in an element of XML that have words.
pub fn texts<'t, 's>(element: NodeRef<'t, 's>, source: &'s str) -> impl Iterator<Item = NodeRef<'t, 's>> {
    element
        .descendants()
        .filter(|node| matches!(node.kind(), NodeKind::Text | NodeKind::Cdata))
        .filter(|node| !node.text_span().of(source).trim().is_empty())
}

/// Whether an element of XML says nothing.
pub fn is_silent<'s>(element: NodeRef<'_, 's>, source: &'s str) -> bool {
    texts(element, source).all(|node| is_silence(node.text_span().of(source).trim()))
}

/// Appends the words of an element of XML to the utterance that was begun last.
pub fn push_element<'s>(tiers: &mut Tiers<'s>, element: NodeRef<'_, 's>) {
    for node in texts(element, tiers.source) {
        tiers.push_apart(node.text_span(), escapes_of(node));
    }
}

/// Keeps the words of an element of XML as something that the source states about itself, and claims them.
pub fn keep_element<'s>(draft: &mut Draft<'s>, name: &str, element: Option<NodeRef<'_, 's>>) {
    let Some(element) = element else { return };
    let source = draft.source();
    texts(element, source).for_each(|node| draft.claim(Kind::Metadata, node.text_span()));
    let line = element.line();
    if !line.is_empty() && !name.is_empty() {
        draft.transcript.metadata.other.insert(name.to_owned(), line);
    }
}

/// Settles a document of XML: words that nobody understood become furniture and are reported, the rest is mark-up.
pub fn settle(tiers: &mut Tiers<'_>, tree: &xml::Tree<'_>) {
    tiers.flush();
    let (draft, source, codes) = (&mut tiers.draft, tiers.source, tiers.codes);
    for fault in tree.faults() {
        let hint = "The file may be damaged or cut off; what could be read stands here.";
        draft.report(Diagnostic::warning(codes.not_well_formed, fault.span, fault.message).with_hint(hint));
    }
    let is_text = |node: &NodeRef<'_, '_>| matches!(node.kind(), NodeKind::Text | NodeKind::Cdata);
    let mut texts = tree.nodes().filter(is_text).map(|node| node.text_span());
    for span in draft.free(&mut texts) {
        let span = trim(span.of(source), span);
        if !span.is_empty() {
            draft.report(
                Diagnostic::warning(
                    codes.stray_words,
                    span,
                    "These words stand where the format has no place for them.",
                )
                .with_hint("They are kept, but not read as speech."),
            );
            draft.furniture(span, FurnitureKind::Other);
        }
    }
    draft.claim_free(Kind::Markup, &mut tree.spare());
}

/// How a node of XML writes letters.
pub fn escapes_of(node: NodeRef<'_, '_>) -> Escapes {
    if node.has_references() { Escapes::References } else { Escapes::None }
}

/// Keeps what the source states about itself under the name it uses, and claims it.
pub fn keep_attribute(draft: &mut Draft<'_>, name: &str, attribute: Option<Attribute<'_>>) {
    if let Some(attribute) = attribute.filter(|attribute| !attribute.raw.trim().is_empty()) {
        draft.claim(Kind::Metadata, attribute.span);
        draft.transcript.metadata.other.insert(name.to_owned(), xml::decode(attribute.raw).into_owned());
    }
}

/// A name as people write it: programs of linguists put `_` where a space stood. `SPEAKER_01` stays as it is.
pub fn spaced(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len());
    for (at, c) in name.char_indices() {
        let is_inside =
            spaced.ends_with(char::is_alphabetic) && name[at + c.len_utf8()..].starts_with(char::is_alphabetic);
        spaced.push(if c == '_' && is_inside { ' ' } else { c });
    }
    spaced
}

/// Three-letter codes of languages (ISO 639-3, and -2 where it differs) that have one of two letters.
const LANGUAGES: &str = "afr:af ara:ar bul:bg cat:ca ces:cs cze:cs chi:zh cmn:zh cym:cy dan:da deu:de dut:nl ell:el \
    eng:en est:et eus:eu fas:fa fin:fi fra:fr fre:fr ger:de gle:ga glg:gl gre:el heb:he hin:hi hrv:hr hun:hu ind:id \
    isl:is ita:it jpn:ja kat:ka kor:ko lav:lv lit:lt msa:ms nld:nl nor:no pol:pl por:pt ron:ro rus:ru slk:sk slv:sl \
    spa:es sqi:sq srp:sr swa:sw swe:sv tam:ta tha:th tur:tr ukr:uk urd:ur vie:vi yue:yue zho:zh";

/// The code of a language as BCP 47 has it: `eng` is `en`. None where it cannot be a code.
pub fn language_tag(code: &str) -> Option<String> {
    let code = code.trim().to_ascii_lowercase();
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    let short = LANGUAGES.split(' ').find_map(|pair| pair.strip_prefix(code.as_str())?.strip_prefix(':'));
    is_code.then(|| short.map_or(code.clone(), str::to_owned))
}

/// What a tier holds, as far as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Its name is no known word: perhaps a speaker's.
    Unknown,
    /// What is said, in utterances.
    Utterances,
    /// What is said, word by word.
    Words,
    /// Remarks of who transcribed it.
    Notes,
    /// Sounds, tones, parts of speech and the like.
    Analysis,
}

const KINDS: &[(Holds, &str)] = &[
    (
        Holds::Utterances,
        "ipu ipus ort ortho orthographic orthography phrase phrases sentence sentences speech text transcript \
         transcription transcripts turn turns tx utt utterance utterances utts",
    ),
    (Holds::Words, "mot mots tok token tokens word words wrd wrds"),
    (
        Holds::Notes,
        "com comment comments event events ft kommentar noise noises note notes remark remarks translation translations",
    ),
    (
        Holds::Analysis,
        "accent break breaks error errors f0 gaze ge gesture gestures gloss glosses hand head intensity ipa kan lemma \
         lemmas mau maxf0 mb misc morph morpheme morphemes morphs ph phon phone phoneme phonemes phones phons pitch \
         pos ps prosody id ref sampa seg segment segments syl syll syllable syllables tag tags tobi tone tones vowel vowels",
    ),
];

/// What a tier holds by its name, and the rest of the name, which may be its speaker's: `Ann - words`, `words@Ann`.
pub fn holds(name: &str) -> (Holds, &str) {
    let is_end = |c: char| !c.is_alphanumeric();
    let mut rest = name;
    while !rest.is_empty() {
        let word = rest.trim_end_matches(is_end);
        let start = word.rfind(is_end).map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
        let kind = KINDS.iter().find(|(_, words)| words.split(' ').any(|w| w.eq_ignore_ascii_case(&word[start..])));
        if let Some((holds, _)) = kind.filter(|_| start < word.len()) {
            let (before, after) = (name[..start].trim_matches(is_end), name[word.len()..].trim_matches(is_end));
            return (*holds, if before.is_empty() { after } else { before });
        }
        rest = &word[..start];
    }
    (Holds::Unknown, name.trim())
}

/// What becomes of a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use<'n> {
    /// Its utterances are read, by this speaker if it is one.
    Speech(Option<&'n str>),
    /// Its words are read and put together, by this speaker if it is one.
    Words(Option<&'n str>),
    /// Its texts are notes.
    Notes,
    /// It is furniture.
    Aside,
}

/// Decides by their names which tiers are read. Where some are named after what they hold, the others are no speech;
/// where none is, the names are those of speakers. `is_point` says that a tier holds points in time, not stretches.
pub fn judge<'n>(tiers: &[(&'n str, bool)]) -> Vec<Use<'n>> {
    let held: Vec<_> = tiers.iter().map(|(name, is_point)| (holds(name), *is_point)).collect();
    let is_speech = |held: Holds| matches!(held, Holds::Utterances | Holds::Words);
    let is_named_by_kind = held.iter().any(|((held, _), is_point)| is_speech(*held) && !is_point);
    let mut uttered: Vec<&str> = Vec::new();
    uttered.extend(held.iter().filter(|((held, _), _)| *held == Holds::Utterances).map(|((_, rest), _)| *rest));
    uttered.sort_unstable();
    let speaker = |rest: &'n str| Some(rest).filter(|rest| rest.contains(char::is_alphabetic) && *rest != "default");
    let mut uses: Vec<_> = held
        .iter()
        .map(|((held, rest), is_point)| match held {
            Holds::Notes => Use::Notes,
            _ if *is_point => Use::Aside,
            Holds::Utterances => Use::Speech(speaker(rest)),
            Holds::Words if uttered.binary_search(rest).is_ok() => Use::Aside,
            Holds::Words => Use::Words(speaker(rest)),
            Holds::Unknown if !is_named_by_kind => Use::Speech(speaker(rest)),
            Holds::Unknown | Holds::Analysis => Use::Aside,
        })
        .collect();
    // A file of nothing but sounds is read all the same: its first tier, by nobody.
    if uses.iter().all(|each| *each == Use::Aside)
        && let Some(first) = tiers.iter().position(|(_, is_point)| !is_point)
    {
        uses[first] = Use::Words(None);
    }
    uses
}

/// Silence as programs write it into a tier of words.
pub fn is_silence(text: &str) -> bool {
    matches!(text, "" | "#" | "_" | "<p:>" | "<eps>" | "<sil>" | "sil" | "SIL" | "sp" | "<p>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_tier_says_what_it_holds() {
        for (name, expected) in [
            ("words", (Holds::Words, "")),
            ("Ann - words", (Holds::Words, "Ann")),
            ("tx@Ann", (Holds::Utterances, "Ann")),
            ("Ann Lee", (Holds::Unknown, "Ann Lee")),
            ("phones", (Holds::Analysis, "")),
            ("Ann_comments", (Holds::Notes, "Ann")),
            ("", (Holds::Unknown, "")),
            (" - ", (Holds::Unknown, "-")),
        ] {
            assert_eq!(holds(name), expected, "{name:?}");
        }
    }

    #[test]
    fn names_are_speakers_only_where_no_tier_is_named_after_what_it_holds() {
        let uses = |names: &[&'static str]| judge(&names.iter().map(|name| (*name, false)).collect::<Vec<_>>());
        assert_eq!(uses(&["ann", "bo"]), [Use::Speech(Some("ann")), Use::Speech(Some("bo"))]);
        assert_eq!(uses(&["phone", "word", "stress"]), [Use::Aside, Use::Words(None), Use::Aside]);
        assert_eq!(uses(&["word", "phrase"]), [Use::Aside, Use::Speech(None)]);
        assert_eq!(uses(&["Ann - words", "Ann - phones"]), [Use::Words(Some("Ann")), Use::Aside]);
        assert_eq!(uses(&["phone", "syll"]), [Use::Words(None), Use::Aside]);
        assert_eq!(judge(&[("f0", true), ("ann", false)]), [Use::Aside, Use::Speech(Some("ann"))]);
    }

    #[test]
    fn names_are_written_as_people_write_them() {
        assert_eq!(spaced("Nils_Berg"), "Nils Berg");
        assert_eq!(spaced("SPEAKER_01"), "SPEAKER_01");
        assert_eq!(spaced("_a_"), "_a_");
    }

    #[test]
    fn codes_of_languages_become_tags() {
        assert_eq!(language_tag("eng").as_deref(), Some("en"));
        assert_eq!(language_tag("en").as_deref(), Some("en"));
        assert_eq!(language_tag("nan").as_deref(), Some("nan"));
        assert_eq!(language_tag("English"), None);
    }
}
