//! A transcript in the making: what every reader writes into, so that text, map and account stay in step.

use std::collections::HashMap;

use memchr::memchr2;

use super::{Limits, Parsed, tree_bytes};
use crate::model::{
    Claim, Cue, Diagnostic, Furniture, FurnitureKind, Heading, Kind, Label, LabelId, Ledger, Note, Paragraph, Piece,
    Span, Speaker, SpeakerId, TextRange, TimeMark, Times, Transcript, Turn, TurnLabel, room_for,
};
use crate::text::lines::trim;
use crate::text::{language, speakers};

/// A transcript in the making.
///
/// Readers call: [`Draft::open_turn`] for each turn; inside it [`Draft::begin_paragraph`], any number of pushes, and
/// [`Draft::end_paragraph`]. Pushing claims the source it comes from; everything else is claimed with
/// [`Draft::claim`]. [`Draft::finish`] resolves the speakers and settles the account.
#[derive(Debug)]
pub struct Draft<'s> {
    source: &'s str,
    limits: Limits,
    /// The transcript so far. Metadata and headings are set directly.
    pub transcript: Transcript,
    label_ids: HashMap<String, LabelId>,
    /// Whom labels stand for where the source says so.
    introduced: Vec<(LabelId, Speaker)>,
    diagnostics: Vec<Diagnostic>,
    dropped_diagnostics: usize,
    paragraph_start: Option<u32>,
    paragraph_span: Option<Span>,
    /// Who speaks, where the source says so by more than a label.
    persons: Persons,
    /// Transcripts of the same source that are finished.
    finished: Vec<Transcript>,
    room: Room,
}

/// The memory that the transcripts of a source may take, the account included: nearly three times its size, and what
/// everyone may take. With the source itself that makes four times. What a tree takes is taken from it.
pub fn most_bytes(source: &str) -> usize {
    let most = (48 << 20) + source.len() / 4 * 11;
    most.saturating_sub(tree_bytes(source)).max((16 << 20) + source.len() / 2)
}

/// Gives lists their memory.
#[derive(Debug)]
struct Room {
    source_bytes: usize,
    most_bytes: usize,
    /// How far the source was read when room was made last: readers may go over it more than once.
    furthest: u32,
    /// How many bytes of it were read, where a reader says so.
    done: Option<u32>,
    taken: usize,
    ledger: Ledger,
    is_over: bool,
}

impl Room {
    /// Adds to a list, which grows as the source up to byte `at` lets expect.
    #[inline]
    fn push<T>(&mut self, list: &mut Vec<T>, value: T, at: u32) {
        if list.len() == list.capacity() {
            self.make_room(list, at);
        }
        list.push(value);
    }

    #[inline(never)]
    fn make_room<T>(&mut self, list: &mut Vec<T>, at: u32) {
        match self.more(list.len(), size_of::<T>(), at) {
            Some(more) => list.reserve_exact(more),
            // It is refused in the end; until then nothing is kept.
            None => *list = Vec::new(),
        }
    }

    /// How many more to make room for; none where the memory is used up.
    #[cold]
    fn more(&mut self, length: usize, bytes_each: usize, at: u32) -> Option<usize> {
        self.furthest = self.done.unwrap_or(self.furthest.max(at));
        let more = room_for(length, self.furthest as usize, self.source_bytes);
        self.take(more * bytes_each);
        (!self.is_over || length == 0).then_some(more)
    }

    /// Takes note of memory that something else takes.
    fn take(&mut self, bytes: usize) {
        self.taken += bytes;
        self.is_over |= self.taken + self.ledger.bytes() > self.most_bytes;
        self.ledger.bound(self.most_bytes.saturating_sub(self.taken));
    }
}

/// Persons that a source identifies, and their turns.
#[derive(Debug, Default)]
struct Persons {
    /// By the identifier that the source uses.
    ids: HashMap<String, u32>,
    /// The name is empty where only the label tells it.
    speakers: Vec<Speaker>,
    /// Turns and who speaks in them, in order.
    turns: Vec<(u32, u32)>,
}

impl<'s> Draft<'s> {
    /// An empty transcript of `source`, the decoded text.
    pub fn new(source: &'s str, limits: &Limits) -> Self {
        let most_bytes = most_bytes(source);
        Self {
            source,
            limits: *limits,
            transcript: Transcript::default(),
            label_ids: HashMap::new(),
            introduced: Vec::new(),
            diagnostics: Vec::new(),
            dropped_diagnostics: 0,
            paragraph_start: None,
            paragraph_span: None,
            persons: Persons::default(),
            finished: Vec::new(),
            room: Room {
                source_bytes: source.len(),
                most_bytes,
                furthest: 0,
                done: None,
                taken: 0,
                ledger: Ledger::of_source(source.len(), most_bytes),
                is_over: false,
            },
        }
    }

    /// The bounds that it keeps.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The decoded source.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// Claims a stretch of the source.
    #[inline]
    pub fn claim(&mut self, kind: Kind, span: Span) {
        self.room.ledger.claim(kind, span);
    }

    /// Adds to a list of a reader, which takes its memory from that of the transcripts and grows as the source up to byte
    /// `at` lets expect. Where there is none left the list is emptied, and the source refused in the end.
    #[inline]
    pub fn push_to<T>(&mut self, list: &mut Vec<T>, value: T, at: u32) {
        self.room.push(list, value, at);
    }

    /// Says that the source is gone over once more from its start: how far it was read before says no longer how long the
    /// lists will get.
    pub fn read_again(&mut self) {
        self.room.furthest = 0;
        self.room.ledger.read_again();
    }

    /// Says how many bytes of the source were read by now, where it is not read in its own order.
    #[inline]
    pub fn set_done(&mut self, bytes: usize) {
        self.room.done = Some(bytes as u32);
        self.room.ledger.set_done(bytes);
    }

    /// Adds a diagnostic, up to the limit.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < self.limits.diagnostics {
            self.diagnostics.push(diagnostic);
        } else {
            self.dropped_diagnostics += 1;
        }
    }

    /// Number of paragraphs so far: the index that the next one will have.
    pub fn paragraph_count(&self) -> u32 {
        self.transcript.paragraphs.len() as u32
    }

    /// The id of a printed label, the same for the same letters.
    pub fn label(&mut self, printed: &str) -> LabelId {
        if let Some(id) = self.label_ids.get(printed) {
            return *id;
        }
        let id = LabelId(self.transcript.labels.len() as u32);
        // Its letters are kept twice, and what keeps them takes as much as some letters.
        self.room.take(2 * printed.len() + 64);
        if self.room.is_over && id.0 > 0 {
            return LabelId(0);
        }
        self.transcript.labels.push(Label { printed: printed.to_owned(), speaker: None });
        self.label_ids.insert(printed.to_owned(), id);
        id
    }

    /// Says whom a label stands for, where the source itself says so and nothing need be guessed from its letters.
    pub fn introduce(&mut self, label: LabelId, speaker: Speaker) {
        self.introduced.push((label, speaker));
    }

    /// Opens a turn, with the label that opens it or, for narration and unattributed text, without. The label's span
    /// is claimed. A turn that got no paragraph is dropped unless it has a label.
    pub fn open_turn(&mut self, label: Option<TurnLabel>) {
        self.close_turn();
        if let Some(label) = label {
            self.room.ledger.claim(Kind::Label, label.span);
        }
        let first = self.paragraph_count();
        let turn = Turn { label, speaker: None, first, end: first };
        let at = self.at();
        self.room.push(&mut self.transcript.turns, turn, at);
    }

    /// Says who speaks in the turn that is open, which has a label: a person whom the source knows by `key`. An empty
    /// name, or no role, is taken from the label; an empty role is none. What was said of the person first holds.
    pub fn identify(&mut self, key: &str, name: &str, role: Option<&str>) {
        let Some(turn) = self.transcript.turns.len().checked_sub(1) else { return };
        let next = self.persons.speakers.len() as u32;
        let person = match self.persons.ids.get(key) {
            Some(person) => *person,
            None => {
                let role = role.map(str::to_owned);
                self.persons.speakers.push(Speaker { name: name.to_owned(), role, is_generic: false });
                *self.persons.ids.entry(key.to_owned()).or_insert(next)
            }
        };
        self.persons.turns.push((turn as u32, person));
    }

    /// The label of the turn that is open.
    pub fn open_label(&self) -> Option<LabelId> {
        self.transcript.turns.last().and_then(|turn| turn.label).map(|label| label.id)
    }

    fn close_turn(&mut self) {
        let end = self.paragraph_count();
        if let Some(turn) = self.transcript.turns.last_mut() {
            turn.end = end;
            if turn.first == end && turn.label.is_none() {
                self.transcript.turns.pop();
            }
        }
    }

    /// Begins a paragraph in the open turn; opens an unattributed turn where there is none.
    pub fn begin_paragraph(&mut self) {
        if self.transcript.turns.is_empty() {
            self.open_turn(None);
        }
        self.paragraph_start = Some(self.transcript.text.len() as u32);
        self.paragraph_span = None;
    }

    /// Whether a paragraph has been begun and not ended.
    pub fn is_in_paragraph(&self) -> bool {
        self.paragraph_start.is_some()
    }

    /// The words of the paragraph so far.
    pub fn paragraph_text(&self) -> &str {
        self.paragraph_start.map_or("", |start| &self.transcript.text[start as usize..])
    }

    /// Bytes of the paragraph so far.
    pub fn paragraph_bytes(&self) -> usize {
        self.paragraph_start.map_or(0, |start| self.transcript.text.len() - start as usize)
    }

    /// Appends a stretch of the source as it stands. Returns where it went.
    #[inline]
    pub fn push_source(&mut self, span: Span) -> TextRange {
        self.push_alike(span.of(self.source), span)
    }

    /// Appends words of which each byte stands for one of the stretch: its letters, or a space for its line break. Where
    /// the stretch before was such a one too and ends where this one starts, both are one piece. Returns where it went.
    #[inline]
    pub fn push_alike(&mut self, words: &str, span: Span) -> TextRange {
        debug_assert_eq!(words.len(), span.len());
        if self.extend_piece(span) {
            let start = self.transcript.text.len();
            self.push_words(words, span.end);
            self.claim_words(span, Kind::Speech);
            return TextRange::new(start, self.transcript.text.len());
        }
        self.push_piece(words, span, Kind::Speech)
    }

    /// Appends a stretch of the source as it stands, but for line ends, each byte of which becomes a space.
    #[inline]
    pub fn push_source_lines(&mut self, span: Span) {
        if !self.extend_piece(span) {
            let text = self.transcript.text.len() as u32;
            self.room.push(&mut self.transcript.pieces, Piece { text, source: span }, span.end);
        }
        let mut words = span.of(self.source);
        while let Some(line_end) = memchr2(b'\n', b'\r', words.as_bytes()) {
            self.push_words(&words[..line_end], span.end);
            self.push_words(" ", span.end);
            words = &words[line_end + 1..];
        }
        self.push_words(words, span.end);
        self.claim_words(span, Kind::Speech);
    }

    /// Lets the last piece of the paragraph end with `span`, if it ends where that starts and its bytes stand for as many
    /// of the source. Whether it does.
    #[inline]
    fn extend_piece(&mut self, span: Span) -> bool {
        let end = self.transcript.text.len();
        let Some(piece) = self.transcript.pieces.last_mut() else { return false };
        let is_longer = piece.source.end == span.start
            && self.paragraph_start.is_some_and(|start| start <= piece.text)
            && end - piece.text as usize == piece.source.len();
        if is_longer {
            piece.source.end = span.end;
        }
        is_longer
    }

    /// Accounts for words that were appended.
    #[inline]
    fn claim_words(&mut self, span: Span, kind: Kind) {
        self.room.ledger.claim(kind, span);
        self.paragraph_span = Some(self.paragraph_span.map_or(span, |all| all.to(span)));
    }

    /// Appends words that stand for a stretch of the source (an entity, a line break that becomes a space). An empty
    /// span is right for what the reader adds itself.
    pub fn push_text(&mut self, words: &str, span: Span) -> TextRange {
        self.push_piece(words, span, Kind::Speech)
    }

    /// Appends a note inside the paragraph as it stands, claimed as a note.
    pub fn push_note(&mut self, span: Span) {
        let source = self.source;
        self.push_note_text(span.of(source), span);
    }

    /// Appends a note inside the paragraph whose words the source writes otherwise (with escapes, marks of emphasis).
    pub fn push_note_text(&mut self, words: &str, span: Span) {
        let text = self.push_piece(words, span, Kind::Note);
        let paragraph = self.paragraph_count();
        self.add_note(Note { text, span, paragraph, is_inside: true });
    }

    /// Appends words that stand for a stretch of the source and claims it for `kind`. Readers that put together a note
    /// from several stretches push each one with [`Kind::Note`] and add the note themselves.
    #[inline]
    pub fn push_as(&mut self, kind: Kind, words: &str, span: Span) -> TextRange {
        self.push_piece(words, span, kind)
    }

    /// Says where the label of the open turn stands, for a label that was claimed in several stretches.
    pub fn set_label_span(&mut self, span: Span) {
        if let Some(label) = self.transcript.turns.last_mut().and_then(|turn| turn.label.as_mut()) {
            label.span = span;
        }
    }

    fn push_piece(&mut self, words: &str, span: Span, kind: Kind) -> TextRange {
        let start = self.transcript.text.len();
        if words.is_empty() {
            self.room.ledger.claim(kind, span);
            return TextRange::new(start, start);
        }
        self.push_words(words, span.end);
        self.room.push(&mut self.transcript.pieces, Piece { text: start as u32, source: span }, span.end);
        self.claim_words(span, kind);
        TextRange::new(start, self.transcript.text.len())
    }

    #[inline]
    fn push_words(&mut self, words: &str, at: u32) {
        let text = &mut self.transcript.text;
        if text.capacity() - text.len() < words.len() {
            // Text is never given up, since there is never more of it than of the source.
            let more = self.room.more(text.len(), 1, at).unwrap_or(text.len() / 4).max(words.len());
            text.reserve_exact(more);
        }
        // Captions have as many joining spaces as lines, and copying a single byte as a string costs a call.
        if words == " " {
            text.push(' ');
        } else {
            text.push_str(words);
        }
    }

    /// How far the source was read, as the words tell it.
    fn at(&self) -> u32 {
        self.transcript.pieces.last().map_or(0, |piece| piece.source.end)
    }

    /// Appends a stretch of the source as it stands, and where the paragraph would grow over the limit cuts it at white
    /// space into several, with a diagnostic of the given code for each cut.
    pub fn push_source_bounded(&mut self, mut span: Span, code: &'static str) {
        let source = self.source;
        loop {
            let room = self.limits.paragraph_bytes.saturating_sub(self.paragraph_bytes()).max(1);
            let words = span.of(source);
            if words.len() <= room {
                self.push_source(span);
                return;
            }
            let window = &words[..words.floor_char_boundary(room)];
            let cut = match window.rfind(char::is_whitespace) {
                Some(at) if at > 0 => at,
                // The next word may simply have no room left in this paragraph.
                _ if self.paragraph_bytes() > 0 => 0,
                _ => window.len().max(words.chars().next().map_or(1, char::len_utf8)),
            };
            if cut > 0 {
                self.push_source(Span { start: span.start, end: span.start + cut as u32 });
            }
            span.start += cut as u32;
            span = trim(span.of(source), span);
            self.cut_paragraph(span.start, code);
        }
    }

    /// Cuts the paragraph if so many more bytes would make it longer than the limit. `at` is the place in the source.
    pub fn make_room(&mut self, bytes: usize, at: u32, code: &'static str) {
        if self.paragraph_bytes() > 0 && self.paragraph_bytes() + bytes > self.limits.paragraph_bytes {
            self.cut_paragraph(at, code);
        }
    }

    fn cut_paragraph(&mut self, at: u32, code: &'static str) {
        let kilobytes = self.limits.paragraph_bytes >> 10;
        self.report(
            Diagnostic::warning(
                code,
                Span { start: at, end: at },
                format!("A paragraph is longer than {kilobytes} KB; it is cut in two here."),
            )
            .with_hint("If paragraphs are missing, check how the file separates them."),
        );
        self.end_paragraph(None);
        self.begin_paragraph();
    }

    /// Ends the paragraph. One without words is not kept.
    pub fn end_paragraph(&mut self, times: Option<Times>) {
        let (Some(start), Some(span)) = (self.paragraph_start.take(), self.paragraph_span.take()) else { return };
        let text = TextRange::new(start as usize, self.transcript.text.len());
        if text.is_empty() {
            return;
        }
        self.room.push(&mut self.transcript.paragraphs, Paragraph { text, span, times }, span.end);
        let end = self.paragraph_count();
        if let Some(turn) = self.transcript.turns.last_mut() {
            turn.end = end;
        }
    }

    /// One paragraph that is a stretch of the source as it stands.
    pub fn paragraph(&mut self, span: Span) {
        self.begin_paragraph();
        self.push_source(span);
        self.end_paragraph(None);
    }

    /// A note of its own, before the next paragraph. Not inside a paragraph.
    pub fn note(&mut self, span: Span) {
        let source = self.source;
        self.note_text(span.of(source), span);
    }

    /// A note of its own whose words the source writes otherwise.
    pub fn note_text(&mut self, words: &str, span: Span) {
        debug_assert!(self.paragraph_start.is_none());
        let text = self.push_piece(words, span, Kind::Note);
        let paragraph = self.paragraph_count();
        self.add_note(Note { text, span, paragraph, is_inside: false });
    }

    /// A note whose words were pushed before.
    pub fn add_note(&mut self, note: Note) {
        self.room.push(&mut self.transcript.notes, note, note.span.end);
    }

    /// A heading (claimed as metadata) or, with level 0, a separator (claimed as markup) before the next paragraph.
    pub fn heading(&mut self, span: Span, level: u8) {
        self.room.ledger.claim(if level == 0 { Kind::Markup } else { Kind::Metadata }, span);
        self.heading_text(span.of(self.source).to_owned(), span, level);
    }

    /// A heading whose words the source writes otherwise; its level is 1 or more. They are claimed apart.
    pub fn heading_text(&mut self, text: String, span: Span, level: u8) {
        let before = self.paragraph_count();
        self.room.take(text.len() + 16);
        self.room.push(&mut self.transcript.headings, Heading { text, level, before, span }, span.end);
    }

    /// Furniture before the next paragraph.
    pub fn furniture(&mut self, span: Span, kind: FurnitureKind) {
        self.room.ledger.claim(Kind::Furniture, span);
        self.furniture_text(span.of(self.source).to_owned(), span, kind);
    }

    /// Furniture whose words the source writes otherwise. They are claimed apart.
    pub fn furniture_text(&mut self, text: String, span: Span, kind: FurnitureKind) {
        let before = self.paragraph_count();
        self.room.take(text.len() + 16);
        self.room.push(&mut self.transcript.furniture, Furniture { text, kind, span, before }, span.end);
    }

    /// Says when a stretch of the reading text is spoken. Where it was cut into several paragraphs, each of them has its
    /// part of it, and the times.
    pub fn cue(&mut self, text: TextRange, times: Times) {
        let mut text = text;
        let at = self.at();
        let Self { transcript: Transcript { paragraphs, cues, .. }, room, .. } = self;
        if paragraphs.last().is_some_and(|last| last.text.end > text.start) {
            let first = paragraphs.partition_point(|paragraph| paragraph.text.end <= text.start);
            for paragraph in &mut paragraphs[first..] {
                let start = paragraph.text.start.max(text.start);
                room.push(cues, Cue { text: TextRange { start, end: paragraph.text.end.min(text.end) }, times }, at);
                paragraph.times.get_or_insert(times);
                text.start = paragraph.text.end;
            }
        }
        if text.start < text.end {
            room.push(cues, Cue { text, times }, at);
        }
    }

    /// Says when the text that comes next is spoken.
    pub fn time_mark(&mut self, at_ms: u32) {
        self.word_mark(at_ms, None, None);
    }

    /// Says when the word that comes next is spoken and how sure a recogniser was of it.
    pub fn word_mark(&mut self, at_ms: u32, end_ms: Option<u32>, confidence_permille: Option<u16>) {
        let text = self.transcript.text.len() as u32;
        let at = self.at();
        let mark = TimeMark { text, at_ms, end_ms, confidence_permille };
        self.room.push(&mut self.transcript.time_marks, mark, at);
    }

    /// Ends this transcript; what comes next belongs to another one of the same source.
    pub fn begin_next_transcript(&mut self) {
        self.end_paragraph(None);
        self.close_turn();
        self.label_ids.clear();
        let mut transcript = std::mem::take(&mut self.transcript);
        let (introduced, persons) = (std::mem::take(&mut self.introduced), std::mem::take(&mut self.persons));
        if !self.room.is_over {
            settle(&mut transcript, introduced, persons);
        }
        self.room.take(size_of::<Transcript>());
        let at = transcript.pieces.last().map_or(0, |piece| piece.source.end);
        self.room.push(&mut self.finished, transcript, at);
    }

    /// Claims what is still free of the given stretches, which are in source order: of the tags of a document all that
    /// the reader did not take for something.
    pub fn claim_free(&mut self, kind: Kind, spans: &mut dyn Iterator<Item = Span>) {
        self.room.ledger.claim_free(kind, spans);
    }

    /// What nobody has claimed of the given stretches, which are in source order: words of a document that the reader
    /// did not understand.
    pub fn free(&mut self, spans: &mut dyn Iterator<Item = Span>) -> Vec<Span> {
        self.room.ledger.free(spans)
    }

    /// Claims all that is free from `start` to `end`: see [`Ledger::claim_rest`].
    pub fn claim_rest(&mut self, start: usize, end: usize, stretches: &mut dyn Iterator<Item = Claim>, timed: &[Span]) {
        self.room.ledger.claim_rest(start as u32, end as u32, stretches, timed);
    }

    /// The finished transcripts: speakers resolved, language found, account settled. White space that no element
    /// claimed becomes markup.
    pub fn finish(mut self) -> Parsed {
        if self.room.is_over || self.room.ledger.is_over() {
            return Parsed::too_dense();
        }
        self.close_turn();
        settle(&mut self.transcript, std::mem::take(&mut self.introduced), self.persons);
        self.room.ledger.claim_white_space(self.source);
        if self.dropped_diagnostics > 0 {
            let n = self.dropped_diagnostics;
            let end = Span::new(self.source.len(), self.source.len());
            self.diagnostics.push(Diagnostic::info(
                "text.more",
                end,
                format!("{n} more remarks like these are not listed."),
            ));
        }
        self.finished.push(self.transcript);
        let Self { finished: transcripts, room: Room { ledger, .. }, diagnostics, .. } = self;
        Parsed { transcripts, ledger, diagnostics, ..Parsed::default() }
    }
}

/// Finds the language, resolves the speakers, and gives back what was reserved by a guess and is not needed.
fn settle(transcript: &mut Transcript, introduced: Vec<(LabelId, Speaker)>, persons: Persons) {
    if transcript.metadata.language.is_none() {
        transcript.metadata.language = language::detect(&transcript.text).map(str::to_owned);
    }
    speakers::resolve(transcript);
    if !introduced.is_empty() {
        introduce(transcript, introduced);
    }
    if !persons.turns.is_empty() {
        persons.replace_speakers(transcript);
    }
    transcript.text.shrink_to_fit();
    transcript.pieces.shrink_to_fit();
    transcript.turns.shrink_to_fit();
    transcript.paragraphs.shrink_to_fit();
    transcript.cues.shrink_to_fit();
    transcript.time_marks.shrink_to_fit();
}

/// Puts the speakers that the source names itself in place of those that were found by the labels' letters: one for
/// each label.
fn introduce(transcript: &mut Transcript, introduced: Vec<(LabelId, Speaker)>) {
    let Transcript { labels, speakers, turns, .. } = transcript;
    let mut shared = vec![0u32; speakers.len()];
    for speaker in labels.iter().filter_map(|label| label.speaker) {
        shared[speaker.0 as usize] += 1;
    }
    for (id, speaker) in introduced {
        let Some(label) = labels.get_mut(id.0 as usize) else { continue };
        match label.speaker.map(|guess| guess.0 as usize) {
            Some(guess) if shared[guess] == 1 => speakers[guess] = speaker,
            guess => {
                guess.into_iter().for_each(|guess| shared[guess] -= 1);
                label.speaker = Some(SpeakerId(speakers.len() as u32));
                speakers.push(speaker);
                shared.push(1);
            }
        }
    }
    for turn in turns {
        turn.speaker = turn.label.and_then(|label| labels.get(label.id.0 as usize)).and_then(|label| label.speaker);
    }
}

impl Persons {
    /// Puts the persons whom the source identifies in the place of those that were guessed from their labels. A label
    /// that the source gives to one of them is that person's everywhere; one that it gives to several is nobody's.
    fn replace_speakers(self, transcript: &mut Transcript) {
        let guessed = std::mem::take(&mut transcript.speakers);
        let label_of = |turn: &Turn| turn.label.map(|label| label.id.0 as usize);
        let mut person_of = vec![None; transcript.turns.len()];
        for (turn, person) in &self.turns {
            person_of[*turn as usize] = Some(*person as usize);
        }
        // Whom a label stands for. One that names nobody (`The Chair`) may be another person the next time.
        let persons = self.speakers.len();
        let mut of_label = vec![Owner::Nobody; transcript.labels.len()];
        for (turn, person) in transcript.turns.iter().zip(&person_of) {
            let Some(label) = label_of(turn) else { continue };
            let guess = transcript.labels[label].speaker.map(|id| id.0 as usize);
            let nameless = guess.filter(|guess| guessed[*guess].is_generic).map(|guess| persons + guess);
            of_label[label].join(person.or(nameless).map_or(Owner::Nobody, Owner::One));
        }
        // Labels that were taken for one person are, if the source says so of any of them.
        let mut of_guess = vec![Owner::Nobody; guessed.len()];
        for (label, owner) in transcript.labels.iter().zip(&of_label) {
            if let Some(id) = label.speaker {
                of_guess[id.0 as usize].join(*owner);
            }
        }
        let whose = |label: usize, guess: Option<usize>| match (of_label[label], guess) {
            (Owner::One(who), _) => Some(who),
            (Owner::Nobody, Some(guess)) => match of_guess[guess] {
                Owner::One(who) => Some(who),
                _ => Some(persons + guess),
            },
            _ => None,
        };
        // Persons and behind them guessed speakers, until the order of appearance is known.
        let mut all = self.speakers;
        all.extend(guessed);
        let mut places: Vec<Option<SpeakerId>> = vec![None; all.len()];
        for (turn, person) in transcript.turns.iter_mut().zip(person_of) {
            let Some(label) = label_of(turn) else { continue };
            let guess = transcript.labels[label].speaker.map(|id| id.0 as usize);
            let nameless = guess.map(|guess| persons + guess).filter(|guess| all[*guess].is_generic);
            let who = person.or(nameless).or_else(|| whose(label, guess));
            turn.speaker = who.map(|who| {
                *places[who].get_or_insert_with(|| {
                    let label_says = guess.map(|guess| all[persons + guess].clone()).unwrap_or_default();
                    let mut speaker = all[who].clone();
                    if who < persons {
                        let is_named = !speaker.name.is_empty() && speaker.name != label_says.name;
                        speaker.is_generic = label_says.is_generic && !is_named;
                        speaker.role = speaker.role.or(label_says.role).filter(|role| !role.is_empty());
                        if speaker.name.is_empty() {
                            speaker.name = label_says.name;
                        }
                    }
                    transcript.speakers.push(speaker);
                    SpeakerId(transcript.speakers.len() as u32 - 1)
                })
            });
        }
        for (index, label) in transcript.labels.iter_mut().enumerate() {
            label.speaker = whose(index, label.speaker.map(|id| id.0 as usize)).and_then(|who| places[who]);
        }
    }
}

/// Whose something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Nobody,
    One(usize),
    Several,
}

impl Owner {
    fn join(&mut self, other: Self) {
        *self = match (*self, other) {
            (Owner::Nobody, other) => other,
            (one, Owner::Nobody) => one,
            (one, other) if one == other => one,
            _ => Owner::Several,
        };
    }
}
