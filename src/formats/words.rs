//! Words become turns and paragraphs: what the readers of speech recognisers share.
//!
//! A reader hands over one word after the other, each with its place in the source, its times, and who speaks; or a
//! text with the words that say when its parts are spoken. A turn opens where the speaker changes, a paragraph where
//! there is a pause or, when it has grown long, where a sentence ends. Who speaks is never guessed: without a label the
//! words stay unattributed. Nothing here knows the shape of a file; it only knows the names that recognisers have for
//! the parts of a word ([`read_word`]).

use super::timed::paragraphs::{LONG_CHARACTERS, PAUSE_MS, RUN_ON_BYTES, ends_sentence};
use super::timestamps::read_loose;
use super::{Draft, Limits, Parsed};
use crate::markup::json::{JsonString, Segment};
use crate::markup::json_tree::{Tree, Value, ValueKind};
use crate::model::{Claim, Diagnostic, Field, Kind, Note, Span, TextRange, Times, TurnLabel};
use crate::text::lines::{is_space, trim};
use crate::text::numbers::{decimal, plain_decimal};

/// How far behind its expected place a word is looked for in a text.
const SEARCH_BYTES: usize = 48;

/// How far a word may lie outside of the time of its speaker: recognisers round.
const TOLERANCE_MS: u32 = 500;

/// Longest text in brackets that is a note.
const NOTE_BYTES: usize = 80;

/// How much a word may start before the one in front of it without a remark.
const DISORDER_MS: u32 = 1000;

/// What a plain number of a time counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit(
    /// Milliseconds in one.
    pub f64,
);

/// Seconds.
pub const SECONDS: Unit = Unit(1000.0);
/// Milliseconds.
pub const MILLISECONDS: Unit = Unit(1.0);
/// Ticks of 100 nanoseconds.
pub const TICKS: Unit = Unit(1e-4);

/// How a word stands to the one in front of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joint {
    /// Apart from it, by a space where the script has spaces.
    #[default]
    Apart,
    /// Without a space, and never in a turn or paragraph of its own: punctuation.
    Glued,
    /// Apart only where the source writes white space at its beginning or at the end of the one before.
    AsWritten,
}

/// A word as the source has it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word<'t, 's> {
    /// Its letters, between the quotation marks.
    pub text: Span,
    /// Start.
    pub start_ms: Option<u32>,
    /// End.
    pub end_ms: Option<u32>,
    /// How sure the recogniser was, in thousandths.
    pub confidence_permille: Option<u16>,
    /// Who speaks, where the word itself says.
    pub speaker: Option<Value<'t, 's>>,
    /// How it stands to the one before.
    pub joint: Joint,
    /// Whether it is something heard.
    pub is_note: bool,
}

/// Reads the object that a word is, by the names that recognisers give to its parts. Of several spellings the one with
/// punctuation is taken; of several alternatives the first.
pub fn read_word<'t, 's>(value: Value<'t, 's>, unit: Unit) -> Word<'t, 's> {
    let mut word = Word::default();
    let mut length = None;
    read_parts(value, unit, &mut word, &mut length, &mut 0);
    if word.end_ms.is_none()
        && let (Some(start), Some(length)) = (word.start_ms, length)
    {
        word.end_ms = Some(length.saturating_add(start));
    }
    word
}

/// What a part of a word is.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// Letters, and how much they are to be preferred.
    Text(u8),
    Start,
    StartIn(Unit),
    End,
    Length,
    LengthIn(Unit),
    Confidence,
    Speaker,
    Type,
    Alternatives,
    Other,
}

/// What the part of this name is. The length goes first because this is asked for every value.
fn role(key: &str) -> Role {
    match key.len() {
        0..=3 => match key {
            "end" => Role::End,
            "ts" => Role::Start,
            "p" => Role::Confidence,
            _ => Role::Other,
        },
        4 => match key {
            "text" => Role::Text(2),
            "word" | "Word" | "name" => Role::Text(1),
            "time" => Role::Start,
            "conf" => Role::Confidence,
            "type" => Role::Type,
            _ => Role::Other,
        },
        5 => match key {
            "start" => Role::Start,
            "value" => Role::Text(2),
            "punct" => Role::Text(3),
            "score" => Role::Confidence,
            _ => Role::Other,
        },
        6 => match key {
            "offset" | "Offset" => Role::Start,
            "end_ts" => Role::End,
            _ => Role::Other,
        },
        7 => match key {
            "speaker" => Role::Speaker,
            "content" => Role::Text(2),
            "endTime" => Role::End,
            _ => Role::Other,
        },
        8..=10 => match key {
            "end_time" | "endOffset" => Role::End,
            "startTime" | "start_time" | "timestamp" => Role::Start,
            "confidence" | "Confidence" => Role::Confidence,
            "speakerTag" => Role::Speaker,
            "duration" | "Duration" => Role::Length,
            _ => Role::Other,
        },
        _ => match key {
            "punctuated_word" | "displayText" => Role::Text(3),
            "startOffset" => Role::Start,
            "end_timestamp" => Role::End,
            "probability" => Role::Confidence,
            "speaker_label" | "speakerLabel" | "speaker_tag" => Role::Speaker,
            "alternatives" => Role::Alternatives,
            "offsetInTicks" => Role::StartIn(TICKS),
            "offsetMilliseconds" => Role::StartIn(MILLISECONDS),
            "durationInTicks" => Role::LengthIn(TICKS),
            "durationMilliseconds" => Role::LengthIn(MILLISECONDS),
            _ => Role::Other,
        },
    }
}

fn read_parts<'t, 's>(
    value: Value<'t, 's>,
    unit: Unit,
    word: &mut Word<'t, 's>,
    length: &mut Option<u32>,
    best: &mut u8,
) {
    for part in value.items() {
        match role(part.key()) {
            Role::Text(rank) if part.kind() == ValueKind::String && rank > *best => {
                *best = rank;
                word.text = part.span();
            }
            Role::Start if is_time(part, unit) => word.start_ms = milliseconds(part, unit).or(word.start_ms),
            Role::StartIn(unit) => word.start_ms = milliseconds(part, unit).or(word.start_ms),
            Role::End if is_time(part, unit) => word.end_ms = milliseconds(part, unit),
            Role::Length => *length = milliseconds(part, unit).or(*length),
            Role::LengthIn(unit) => *length = milliseconds(part, unit).or(*length),
            Role::Confidence => word.confidence_permille = part.number().map(permille),
            Role::Speaker if !part.is_null() => word.speaker = Some(part),
            Role::Type if matches!(part.raw(), "punctuation" | "punct") => word.joint = Joint::Glued,
            Role::Alternatives => {
                if let Some(first) = part.first() {
                    read_parts(first, unit, word, length, best);
                }
            }
            _ => {}
        }
    }
}

/// Whether a part that is called an offset is one in time: elsewhere it counts letters, as a plain number.
fn is_time(part: Value<'_, '_>, unit: Unit) -> bool {
    !part.key().ends_with("ffset") || part.kind() != ValueKind::Number || unit == TICKS
}

/// How sure a recogniser was, from 0 to 1, in thousandths.
pub fn permille(sure: f64) -> u16 {
    (sure.clamp(0.0, 1.0) * 1000.0).round() as u16
}

/// A time: a number, a number in a string, with `s` behind it, an ISO 8601 duration, a clock, or seconds and
/// nanoseconds.
pub fn milliseconds(value: Value<'_, '_>, unit: Unit) -> Option<u32> {
    let ms = match value.kind() {
        ValueKind::Object => {
            let part = |key: &str| value.get(key).and_then(|part| decimal(part.raw()));
            value.get_any(&["seconds", "nanos"])?;
            part("seconds").unwrap_or(0.0) * 1000.0 + part("nanos").unwrap_or(0.0) / 1e6
        }
        ValueKind::Number | ValueKind::String => {
            let raw = value.raw().trim();
            if let Some(number) = plain_decimal(raw) {
                number * unit.0
            } else if raw.starts_with('P') {
                iso_duration(raw)?
            } else if raw.contains(':') {
                return read_loose(raw.as_bytes(), 0).map(|(time, _)| time.ms);
            } else if let Some(seconds) = raw.strip_suffix('s') {
                decimal(seconds)? * 1000.0
            } else {
                decimal(raw)? * unit.0
            }
        }
        _ => return None,
    };
    // Out of range saturates.
    Some(ms.round() as u32)
}

/// `PT1H2M3.5S` in milliseconds.
fn iso_duration(raw: &str) -> Option<f64> {
    let mut ms = 0.0;
    let mut rest = raw.strip_prefix('P')?;
    rest = rest.strip_prefix('T').unwrap_or(rest);
    while let Some(at) = rest.find(['D', 'T', 'H', 'M', 'S']) {
        let unit = match rest.as_bytes()[at] {
            b'D' => 86_400_000.0,
            b'H' => 3_600_000.0,
            b'M' => 60_000.0,
            b'S' => 1000.0,
            _ => 0.0,
        };
        if at > 0 {
            ms += decimal(&rest[..at])? * unit;
        }
        rest = &rest[at + 1..];
    }
    rest.is_empty().then_some(ms)
}

/// Who speaks when: a list of its own beside the words.
#[derive(Debug, Default)]
pub struct Timeline<'t, 's> {
    ranges: Vec<Range<'t, 's>>,
}

#[derive(Debug)]
struct Range<'t, 's> {
    start_ms: u32,
    end_ms: u32,
    speaker: Option<Value<'t, 's>>,
}

impl<'t, 's> Timeline<'t, 's> {
    /// Adds a stretch of time. Without an end it ends where the next one starts.
    pub fn push(&mut self, start_ms: Option<u32>, end_ms: Option<u32>, speaker: Option<Value<'t, 's>>) {
        if let Some(start_ms) = start_ms {
            self.ranges.push(Range { start_ms, end_ms: end_ms.unwrap_or(u32::MAX), speaker });
        }
    }

    /// Puts the stretches in order of time. Needed before anybody is asked for.
    pub fn sort(&mut self) {
        self.ranges.sort_by_key(|range| range.start_ms);
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// In which stretch a word lies, and who speaks there; none where it lies outside of all.
    pub fn find(&self, word: &Word<'_, '_>) -> Option<(usize, Option<Value<'t, 's>>)> {
        let start = word.start_ms?;
        let middle = start + (word.end_ms.unwrap_or(start).saturating_sub(start)) / 2;
        let after = self.ranges.partition_point(|range| range.start_ms <= middle);
        let is_near = |i: &usize| {
            let range = &self.ranges[*i];
            middle <= range.end_ms.saturating_add(TOLERANCE_MS) && middle.saturating_add(TOLERANCE_MS) >= range.start_ms
        };
        let before = after.checked_sub(1).filter(is_near);
        let index = before.or(Some(after).filter(|i| *i < self.ranges.len()).filter(is_near))?;
        Some((index, self.ranges[index].speaker))
    }
}

/// How the words of a list tell who speaks.
#[derive(Clone, Copy, Debug)]
pub enum Voices<'a, 't, 's> {
    /// Whoever was set holds for all of them.
    AsSet,
    /// Each word says it; one that does not is nobody's.
    Words,
    /// A list of stretches of time beside the words.
    Timeline(&'a Timeline<'t, 's>),
}

/// What recognisers write where they do not know who speaks, lower case.
const NOBODY: &[&str] = &[
    "",
    "-",
    "uu",
    "u_ukn",
    "tbc",
    "unknown",
    "unknown speaker",
    "unnamed speaker",
    "speaker_unknown",
    "none",
    "null",
];

/// Keys of what is said of the transcript as a whole.
const METADATA: &[&str] = &[
    "language",
    "language_code",
    "languageCode",
    "LanguageCode",
    "locale",
    "lang",
    "detected_language",
    "title",
    "headline",
];

/// A transcript that is put together from words.
#[derive(Debug)]
pub struct Speech<'s> {
    /// The transcript in the making.
    pub draft: Draft<'s>,
    /// Whether paragraphs are those of the source only, and not made by pauses and sentences.
    pub has_own_paragraphs: bool,
    /// Whether a line break in a text begins a paragraph.
    pub breaks_at_lines: bool,
    source: &'s str,
    format: &'static str,
    paragraph_bytes: usize,
    /// The speaker as the source writes it.
    speaking: Option<&'s str>,
    /// The label of a turn that opens with the next word; inside, none for an unattributed one.
    due: Option<Option<(String, Span)>>,
    /// Places of labels, to be claimed at the end.
    labels: Vec<Span>,
    /// Places of lists of words.
    lists: Vec<Span>,
    times: Option<Times>,
    last_end_ms: Option<u32>,
    last_start_ms: u32,
    has_white_space: bool,
    has_reported_disorder: bool,
    letters: String,
}

impl<'s> Speech<'s> {
    /// No words yet. `format` is the prefix of the diagnostics.
    pub fn new(format: &'static str, source: &'s str, limits: &Limits) -> Self {
        Self {
            draft: Draft::new(source, limits),
            has_own_paragraphs: false,
            breaks_at_lines: false,
            source,
            format,
            paragraph_bytes: limits.paragraph_bytes,
            speaking: None,
            due: None,
            labels: Vec::new(),
            lists: Vec::new(),
            times: None,
            last_end_ms: None,
            last_start_ms: 0,
            has_white_space: false,
            has_reported_disorder: false,
            letters: String::new(),
        }
    }

    /// A diagnostic of this format: `name` becomes `kaldi.name`.
    pub fn warn(&mut self, name: &str, span: Span, message: &str, hint: &'static str) {
        let mut diagnostic = Diagnostic::warning("", span, message).with_hint(hint);
        diagnostic.code = format!("{}.{name}", self.format).into();
        self.draft.report(diagnostic);
    }

    /// Says which language is spoken, if it is written as a tag (`en`, `en-us`); a name (`english`) says nothing here.
    pub fn language(&mut self, value: Option<Value<'_, 's>>) {
        let Some(raw) = value.map(|value| value.raw()) else { return };
        let mut parts = raw.split(['-', '_']);
        let primary = parts.next().unwrap_or_default();
        if !matches!(primary.len(), 2 | 3) || raw.len() > 12 || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
            return;
        }
        let mut tag = primary.to_owned();
        for part in parts {
            tag.push('-');
            tag.push_str(&if part.len() == 2 { part.to_ascii_uppercase() } else { part.to_owned() });
        }
        self.draft.transcript.metadata.language = Some(tag);
    }

    /// Says what the transcript is called.
    pub fn title(&mut self, value: Option<Value<'_, 's>>) {
        let Some(value) = value.filter(|value| value.kind() == ValueKind::String) else { return };
        if let Some(title) = value.text().filter(|title| !title.trim().is_empty()) {
            self.draft.transcript.metadata.title = Some(Field { value: title.into_owned(), span: value.span() });
        }
    }

    /// Accounts for a value and all in it at once: what says nothing that is not said elsewhere.
    pub fn leave(&mut self, value: Option<Value<'_, 's>>, kind: Kind) {
        if let Some(value) = value {
            self.draft.claim(kind, value.span());
        }
    }

    /// Says who speaks from the next word on. A single letter or number is shown as `Speaker 1`.
    pub fn speaker(&mut self, value: Option<Value<'_, 's>>) {
        self.voice(value, "Speaker");
    }

    /// The same for the channel of a recording with a channel for each speaker.
    pub fn channel(&mut self, value: Option<Value<'_, 's>>) {
        self.voice(value, "Channel");
    }

    fn voice(&mut self, value: Option<Value<'_, 's>>, what: &str) {
        let raw = value.map(|value| value.raw());
        if raw == self.speaking {
            return;
        }
        let label = value.and_then(|value| label_of(value, what));
        if label.is_some() || self.speaking.is_some() || self.due.is_some() {
            self.due = Some(label);
        }
        self.speaking = raw;
    }

    /// Ends the paragraph; the next word begins another one.
    pub fn end_paragraph(&mut self) {
        let times = self.times.take();
        self.draft.end_paragraph(times);
        self.has_white_space = false;
    }

    /// A heading before the next word.
    pub fn heading(&mut self, value: Value<'_, 's>) {
        let Some(text) = value.text() else { return };
        self.end_paragraph();
        self.draft.heading_text(text.into_owned(), value.span(), 2);
    }

    /// Makes ready for a long list of words. What is left of it in the end counts as timing.
    pub fn expect_words(&mut self, list: Value<'_, 's>) {
        self.lists.push(list.span());
    }

    /// A list of words.
    pub fn words<'t>(&mut self, list: Value<'t, 's>, unit: Unit, voices: Voices<'_, 't, 's>) {
        self.expect_words(list);
        for value in list.items() {
            self.word(&read_word(value, unit), voices);
        }
    }

    /// A word.
    pub fn word(&mut self, word: &Word<'_, 's>, voices: Voices<'_, '_, 's>) {
        let raw = word.text.of(self.source);
        let span = trim(raw, word.text);
        self.has_white_space |= span.start > word.text.start || (span.is_empty() && !raw.is_empty());
        if span.is_empty() {
            return;
        }
        let is_glued = word.joint == Joint::Glued && self.draft.is_in_paragraph();
        if !is_glued {
            match voices {
                Voices::AsSet => {}
                Voices::Words => self.speaker(word.speaker),
                Voices::Timeline(timeline) => self.speaker(timeline.find(word).and_then(|(_, speaker)| speaker)),
            }
            self.make_ready(word, span);
        }
        if word.is_note {
            let start = self.draft.transcript.text.len();
            self.push(span, Kind::Note);
            let text = TextRange::new(start, self.draft.transcript.text.len());
            let paragraph = self.draft.paragraph_count();
            self.draft.add_note(Note { text, span, paragraph, is_inside: true });
        } else {
            if let Some(start_ms) = word.start_ms.filter(|_| !is_glued) {
                self.draft.word_mark(start_ms, word.end_ms, word.confidence_permille);
            }
            self.push(span, Kind::Speech);
        }
        self.has_white_space = word.text.end > span.end;
        self.spoken(word.start_ms, word.end_ms);
    }

    /// Opens what is due and goes on in the paragraph or begins one, with a space where one belongs.
    fn make_ready(&mut self, word: &Word<'_, 's>, span: Span) {
        if let Some(label) = self.due.take() {
            self.end_paragraph();
            self.open_turn(label);
        } else if self.is_over(word.start_ms, span.len()) {
            self.end_paragraph();
        }
        if !self.draft.is_in_paragraph() {
            self.draft.begin_paragraph();
            return;
        }
        if self.draft.paragraph_bytes() == 0 {
            return;
        }
        let is_apart = match word.joint {
            Joint::AsWritten => self.has_white_space,
            Joint::Apart | Joint::Glued => self.has_white_space || !self.is_spaceless(span),
        };
        if is_apart {
            self.draft.push_text(" ", Span { start: span.start, end: span.start });
        }
    }

    fn open_turn(&mut self, label: Option<(String, Span)>) {
        let label = label.map(|(printed, span)| {
            self.labels.push(span);
            (self.draft.label(&printed), span)
        });
        // Where the label stands is claimed at the end, since one place may open several turns.
        let nowhere = label.map(|(id, span)| TurnLabel { id, span: Span { start: span.start, end: span.start } });
        self.draft.open_turn(nowhere);
        if let Some((_, span)) = label {
            self.draft.set_label_span(span);
        }
    }

    /// Whether the paragraph is over before words that start then and have so many bytes.
    fn is_over(&self, start_ms: Option<u32>, bytes: usize) -> bool {
        let so_far = self.draft.paragraph_bytes();
        if so_far + bytes + 1 > self.paragraph_bytes {
            return so_far > 0;
        }
        if self.has_own_paragraphs {
            return false;
        }
        let pause = match (start_ms, self.last_end_ms) {
            (Some(start), Some(end)) => start.saturating_sub(end),
            _ => 0,
        };
        if pause < PAUSE_MS && so_far < LONG_CHARACTERS {
            return false;
        }
        let text = &self.draft.transcript.text;
        let text = &text[text.len() - so_far..];
        if pause < PAUSE_MS {
            return so_far >= RUN_ON_BYTES || (ends_sentence(text) && text.chars().count() >= LONG_CHARACTERS);
        }
        // Where the recogniser writes full stops, a silence in mid-sentence is only a silence.
        pause >= 2 * PAUSE_MS || ends_sentence(text) || !text.contains(['.', '?', '!', '。'])
    }

    /// Whether no space belongs between the last letter and the first of `span`.
    fn is_spaceless(&self, span: Span) -> bool {
        let is_ascii = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii() && *byte != b'\\');
        let text = &self.draft.transcript.text;
        if is_ascii(text.as_bytes().last()) || is_ascii(span.of(self.source).as_bytes().first()) {
            return false;
        }
        let first = match JsonString::at(self.source, span).segments().next() {
            Some(Segment::Escape(letter, _)) => Some(letter),
            _ => span.of(self.source).chars().next(),
        };
        text.chars().next_back().is_some_and(is_of_a_script_without_spaces)
            && first.is_some_and(is_of_a_script_without_spaces)
    }

    /// Keeps the times of the paragraph, and says where they go back.
    fn spoken(&mut self, start_ms: Option<u32>, end_ms: Option<u32>) {
        let Some(start) = start_ms else { return };
        let end = end_ms.unwrap_or(start).max(start);
        if start.saturating_add(DISORDER_MS) < self.last_start_ms && !self.has_reported_disorder {
            self.has_reported_disorder = true;
            let at = self.draft.transcript.pieces.last().map_or(Span::default(), |piece| piece.source);
            let hint = "The text stays in the order of the file; check whether two recordings were put together.";
            self.warn("time-order", at, "From here on words start earlier than those above.", hint);
        }
        self.last_start_ms = start;
        self.last_end_ms = Some(end);
        let times = self.times.get_or_insert(Times { start_ms: start, end_ms: end });
        times.start_ms = times.start_ms.min(start);
        times.end_ms = times.end_ms.max(end);
    }

    /// Ends this transcript; what comes next belongs to another one of the same file.
    pub fn begin_next_transcript(&mut self) {
        self.end_paragraph();
        self.draft.begin_next_transcript();
        (self.speaking, self.due, self.last_end_ms, self.last_start_ms) = (None, None, None, 0);
    }

    /// Appends letters of a string.
    fn push(&mut self, span: Span, kind: Kind) {
        let raw = span.of(self.source);
        if !raw.contains('\\') {
            self.push_same(span, kind);
            return;
        }
        let mut escaped = Span { start: span.start, end: span.start };
        for segment in JsonString::at(self.source, span).segments() {
            match segment {
                Segment::Escape(letter, place) if !letter.is_whitespace() && self.letters.len() < 64 => {
                    if self.letters.is_empty() {
                        escaped = place;
                    }
                    escaped.end = place.end;
                    self.letters.push(letter);
                }
                Segment::Escape(letter, place) => {
                    self.push_letters(escaped, kind);
                    if letter == '\n' && self.breaks_at_lines && kind == Kind::Speech {
                        self.draft.claim(Kind::Markup, place);
                        self.end_paragraph();
                        self.draft.begin_paragraph();
                    } else if letter.is_whitespace() {
                        self.push_white_space(place, kind);
                    } else {
                        escaped = place;
                        self.letters.push(letter);
                    }
                }
                Segment::Same(place) => {
                    self.push_letters(escaped, kind);
                    self.push_same(place, kind);
                }
            }
        }
        self.push_letters(escaped, kind);
    }

    /// A line break or its like: a space, unless one is there.
    fn push_white_space(&mut self, place: Span, kind: Kind) {
        if self.draft.paragraph_bytes() == 0 || self.draft.transcript.text.ends_with(' ') {
            self.draft.claim(Kind::Markup, place);
        } else {
            self.draft.push_as(kind, " ", place);
        }
    }

    /// Appends letters that the source writes as escapes: one piece for as many as stand together.
    fn push_letters(&mut self, place: Span, kind: Kind) {
        if self.letters.is_empty() {
            return;
        }
        let letters = std::mem::take(&mut self.letters);
        self.make_room(letters.len(), place, kind);
        self.draft.push_as(kind, &letters, place);
        self.letters = letters;
        self.letters.clear();
    }

    fn push_same(&mut self, span: Span, kind: Kind) {
        if kind == Kind::Speech {
            self.make_room(0, span, kind);
            self.draft.push_source_bounded(span, "text.long-paragraph");
        } else {
            self.draft.push_as(kind, span.of(self.source), span);
        }
    }

    /// Begins another paragraph where the limit is reached.
    fn make_room(&mut self, bytes: usize, place: Span, kind: Kind) {
        let so_far = self.draft.paragraph_bytes();
        if kind == Kind::Speech && so_far > 0 && so_far + bytes >= self.paragraph_bytes {
            self.end_paragraph();
            self.draft.begin_paragraph();
            let place = Span { start: place.start, end: place.start };
            self.warn("long-paragraph", place, "A paragraph is too long; it is cut in two here.", "Check the file.");
        }
    }

    /// A text with its times and the words that say when its parts are spoken; those need not be all of its words. A
    /// text that is nothing but a bracket is a note. `is_cue`: it is one stretch, and not to be made into paragraphs.
    pub fn text<'t>(&mut self, text: Word<'t, 's>, words: &mut dyn Iterator<Item = Word<'t, 's>>, is_cue: bool)
    where
        's: 't,
    {
        let span = trim(text.text.of(self.source), text.text);
        if span.is_empty() {
            return;
        }
        if is_note(span.of(self.source)) {
            self.end_paragraph();
            if let Some(label) = self.due.take() {
                self.open_turn(label);
            }
            let words = JsonString::at(self.source, span).decode();
            self.draft.note_text(&words, span);
            self.last_end_ms = text.end_ms.or(self.last_end_ms);
            return;
        }
        let mut words = words.peekable();
        let start_ms = text.start_ms.or_else(|| words.peek().and_then(|word| word.start_ms));
        let first = Word { start_ms, ..text };
        self.make_ready(&first, if is_cue { span } else { Span { end: span.start, ..span } });
        let start = self.draft.transcript.text.len();
        let mut at = span.start;
        for word in words {
            let Some(place) = self.find(Span { start: at, end: span.end }, &word) else { continue };
            let gap = Span { start: at, end: place.start };
            let words_end = at + gap.of(self.source).trim_end_matches(is_space).len() as u32;
            self.push(Span { start: at, end: words_end }, Kind::Speech);
            if !is_cue && self.is_over(word.start_ms, place.len()) {
                self.end_paragraph();
                self.draft.begin_paragraph();
                self.draft.claim(Kind::Markup, Span { start: words_end, end: place.start });
            } else {
                self.push(Span { start: words_end, end: place.start }, Kind::Speech);
            }
            if let Some(start_ms) = word.start_ms {
                self.draft.word_mark(start_ms, word.end_ms, word.confidence_permille);
            }
            self.push(place, Kind::Speech);
            if !is_cue {
                self.spoken(word.start_ms, word.end_ms);
            }
            at = place.end;
        }
        self.push(Span { start: at, end: span.end }, Kind::Speech);
        self.has_white_space = text.text.end > span.end;
        if !is_cue {
            self.spoken(text.start_ms.filter(|_| self.times.is_none()), text.end_ms);
            return;
        }
        self.spoken(text.start_ms, text.end_ms);
        if let (Some(start_ms), Some(end_ms)) = (text.start_ms, text.end_ms) {
            let end = self.draft.transcript.text.len();
            // What was cut because of its length has its times where it ends.
            let start = start.max(end - self.draft.paragraph_bytes());
            self.draft.cue(TextRange::new(start, end), Times { start_ms, end_ms: end_ms.max(start_ms) });
        }
    }

    /// Where a word stands in what is left of its text: at once, or a little further on. Behind a letter it stands only
    /// at once, and not if it is written with a space in front.
    fn find(&self, rest: Span, word: &Word<'_, '_>) -> Option<Span> {
        let raw = word.text.of(self.source);
        let letters = raw.trim_matches(is_space).as_bytes();
        let source = self.source.as_bytes();
        let (start, end) = (rest.start as usize, rest.end as usize);
        if letters.is_empty() {
            return None;
        }
        (start..end.min(start + SEARCH_BYTES)).find_map(|at| {
            let before = at.checked_sub(1).map_or(b' ', |i| source[i]);
            let is_line_break = at >= 2 && source[at - 2] == b'\\' && matches!(before, b'n' | b'r' | b't');
            let is_free = is_line_break
                || (at == start && !raw.starts_with(' '))
                || !(before.is_ascii_alphanumeric() || before == b'\\' || before >= 0x80);
            let here = source.get(at..at + letters.len()).filter(|_| is_free && at + letters.len() <= end)?;
            here.eq_ignore_ascii_case(letters).then(|| Span::new(at, at + letters.len()))
        })
    }

    /// Words of several channels at once, each channel by itself in order: what is said without a pause stays together,
    /// and what begins first stands first.
    pub fn channels<'t>(&mut self, channels: &[(Option<Value<'t, 's>>, Vec<Word<'t, 's>>)]) {
        let mut stretches: Vec<(u32, usize, usize, usize)> = Vec::new();
        for (channel, (_, words)) in channels.iter().enumerate() {
            let (mut first, mut start, mut end) = (0, 0, 0);
            for (i, word) in words.iter().enumerate() {
                let is_apart = word.start_ms.is_some_and(|start| start > end + PAUSE_MS / 2);
                if i > first && is_apart && word.joint != Joint::Glued {
                    stretches.push((start, channel, first, i));
                    first = i;
                }
                if i == first {
                    start = word.start_ms.unwrap_or(end);
                }
                end = word.end_ms.or(word.start_ms).unwrap_or(end).min(u32::MAX - PAUSE_MS);
            }
            stretches.push((start, channel, first, words.len()));
        }
        stretches.sort_unstable();
        let mut last = None;
        for (_, channel, first, end) in stretches {
            let (name, words) = &channels[channel];
            if name.is_none() && last != Some(channel) {
                self.due = Some(None);
            }
            last = Some(channel);
            self.channel(*name);
            for word in &words[first..end] {
                self.word(word, Voices::AsSet);
            }
        }
    }

    /// Claims what is left of a tree: labels, strings that are no words, and all else.
    pub fn claim_rest(&mut self, tree: &Tree<'s>) {
        self.labels.sort_unstable();
        self.labels.dedup();
        self.lists.sort_unstable();
        claim_rest(&mut self.draft, tree, &self.labels, &self.lists);
        self.labels.clear();
        self.lists.clear();
    }

    /// The finished transcript.
    pub fn finish(mut self) -> Parsed {
        self.end_paragraph();
        if self.draft.transcript.text.is_empty() {
            let hint = "Check whether the recogniser heard anything, and whether the file is complete.";
            self.warn("no-words", Span::default(), "No words stand in this file.", hint);
        }
        self.draft.finish()
    }
}

/// Claims what is left of a tree: the given labels, strings that are no words, and all else, which in the given lists
/// is timing.
pub fn claim_rest(draft: &mut Draft<'_>, tree: &Tree<'_>, labels: &[Span], lists: &[Span]) {
    let mut labels = labels.iter().peekable();
    let mut stretches = tree.values().filter_map(|value| {
        let span = value.span();
        while labels.next_if(|label| label.start < span.start).is_some() {}
        if labels.next_if(|label| **label == span).is_some() {
            return Some(Claim { span, kind: Kind::Label });
        }
        if value.kind() != ValueKind::String || is_syntax(value) {
            return None;
        }
        let kind = if METADATA.contains(&value.key()) { Kind::Metadata } else { Kind::Furniture };
        Some(Claim { span, kind })
    });
    draft.claim_rest(tree.start(), tree.end(), &mut stretches, lists);
}

/// The words of a list, one after the other.
pub fn words_of<'t, 's: 't>(list: Option<Value<'t, 's>>, unit: Unit) -> impl Iterator<Item = Word<'t, 's>> {
    list.into_iter().flat_map(|list| list.items()).map(move |value| read_word(value, unit))
}

/// Whether a word of a list says who speaks.
pub fn has_speakers(list: Value<'_, '_>) -> bool {
    list.items().any(|word| word.items().any(|part| !part.is_null() && role(part.key()) == Role::Speaker))
}

/// Who is meant, as a label for people (a bare letter or number gets `what` in front), and where it stands; none where
/// the recogniser does not know.
pub fn label_of(value: Value<'_, '_>, what: &str) -> Option<(String, Span)> {
    let text = value.text()?;
    let name = text.trim();
    if NOBODY.iter().any(|nobody| name.eq_ignore_ascii_case(nobody)) {
        return None;
    }
    let is_bare =
        name.bytes().all(|b| b.is_ascii_digit()) || (name.len() == 1 && name.as_bytes()[0].is_ascii_alphabetic());
    let label = if is_bare { [what, " ", name].concat() } else { name.to_owned() };
    Some((label, value.span()))
}

/// Whether a string is no text but part of the syntax: a number, a kind, who still speaks.
fn is_syntax(value: Value<'_, '_>) -> bool {
    let raw = value.raw();
    raw.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b',' | b':' | b'-' | b'+' | b' ' | b's'))
        || raw == "\\n"
        || matches!(
            value.key(),
            "type"
                | "speaker"
                | "speaker_label"
                | "speakerLabel"
                | "speakerTag"
                | "speaker_tag"
                | "case"
                | "attaches_to"
        )
}

/// Whether a whole text is something heard: `[Music]`, `(applause)`, `♪ … ♪`.
fn is_note(raw: &str) -> bool {
    let is_within = |open: char, close: char| raw.starts_with(open) && raw.find(close) == Some(raw.len() - 1);
    raw.len() <= NOTE_BYTES && (is_within('[', ']') || is_within('(', ')'))
        || (raw.starts_with('♪') && raw.ends_with('♪') && raw.len() <= 5 * NOTE_BYTES)
}

/// Han, kana, Thai, Lao, Burmese, Khmer, and the punctuation of the first.
fn is_of_a_script_without_spaces(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::timed::testing::{codes, show};

    fn time(json: &str, unit: Unit) -> Option<u32> {
        milliseconds(Tree::read(json, 0).root().expect("a value"), unit)
    }

    #[test]
    fn reads_times_in_all_their_forms() {
        for json in [
            "1.3",
            "\"1.3\"",
            "\"1.300s\"",
            "\"PT1.3S\"",
            "\"00:00:01,300\"",
            "13e-1",
            "{\"seconds\":\"1\",\"nanos\":300000000}",
        ] {
            assert_eq!(time(json, SECONDS), Some(1300), "{json}");
        }
        assert_eq!(time("24.779999", SECONDS), Some(24_780));
        assert_eq!(time("\"PT1H2M3S\"", TICKS), Some(3_723_000));
        assert_eq!(time("13000000", TICKS), Some(1300));
        assert_eq!(time("1300", MILLISECONDS), Some(1300));
        assert_eq!(time("-4", SECONDS), Some(0));
        assert_eq!(time("1e99", SECONDS), Some(u32::MAX));
        for json in ["\"\"", "\".\"", "\"soon\"", "{}", "[1]", "true", "\"PT1X\"", "\"1e999\""] {
            assert_eq!(time(json, SECONDS), None, "{json}");
        }
    }

    /// Reads a list of words, seconds.
    fn read(json: &str) -> Parsed {
        let limits = Limits::default();
        let tree = Tree::read(json, 0);
        let mut speech = Speech::new("kaldi", json, &limits);
        speech.words(tree.root().expect("a list"), SECONDS, Voices::Words);
        speech.claim_rest(&tree);
        let mut parsed = speech.finish();
        assert_eq!(parsed.ledger.settle(), None, "{json}");
        assert_eq!(parsed.ledger.coverage(json).unclaimed, 0, "{json}");
        parsed
    }

    #[test]
    fn a_turn_opens_where_the_speaker_changes() {
        let parsed = read(
            r#"[{"text":"Who","start":1,"speaker":0},{"text":"?","type":"punctuation","speaker":1},
            {"text":"I","start":2,"end":2.2,"speaker":"A"},{"text":"do","start":2.2,"end":2.5,"speaker":"A"},
            {"text":"Hm","start":3,"speaker":null},{"text":"yes","start":4,"speaker":"UU"}]"#,
        );
        assert_eq!(show(&parsed), "[Speaker 0] 1000-1000 Who?\n[Speaker A] 2000-2500 I do\n[] 3000-4000 Hm yes",);
        let mark = parsed.transcripts[0].time_marks[2];
        assert_eq!((mark.at_ms, mark.end_ms), (2200, Some(2500)));
    }

    #[test]
    fn a_pause_ends_a_paragraph_but_not_a_sentence() {
        let parsed = read(
            r#"[{"text":"One.","start":0,"end":1},{"text":"Two","start":1,"end":2},{"text":"three.","start":5,"end":6},
            {"text":"Four.","start":8.5,"end":9},{"text":"Five","start":9,"end":10},{"text":"six","start":20}]"#,
        );
        assert_eq!(show(&parsed), "[] 0-6000 One. Two three.\n+[] 8500-10000 Four. Five\n+[] 20000-20000 six");
    }

    #[test]
    fn scripts_without_spaces_get_none() {
        let parsed = read(r#"[{"text":"\u6e2f"},{"text":"は"},{"text":"Anna"},{"text":"です"}]"#);
        assert_eq!(parsed.transcripts[0].text, "港は Anna です");
    }

    #[test]
    fn words_that_go_back_in_time_are_reported_once() {
        let parsed =
            read(r#"[{"text":"a","start":9},{"text":"b","start":1},{"text":"c","start":9},{"text":"d","start":1}]"#);
        assert_eq!(codes(&parsed), ["kaldi.time-order"]);
    }

    #[test]
    fn a_word_is_found_in_its_text_and_not_inside_another() {
        // The text, and behind it the words that are looked for.
        let source = r"this is\nit| is|IT|that";
        let speech = Speech::new("kaldi", source, &Limits::default());
        let find = |from: usize, word: &str| {
            let at = source.rfind(word).expect("one of the words");
            let word = Word { text: Span::new(at, at + word.len()), ..Word::default() };
            speech.find(Span::new(from, 11), &word).map(|found| found.start)
        };
        assert_eq!(find(0, "is"), Some(5));
        assert_eq!(find(2, " is"), Some(5), "it is written with a space in front");
        assert_eq!(find(5, "IT"), Some(9));
        assert_eq!(find(0, "that"), None);
    }

    #[test]
    fn a_long_text_is_cut_where_its_limit_is() {
        let limits = Limits { paragraph_bytes: 40, ..Limits::default() };
        let json = format!("[{}\"x\"]", "\"one two \\u0430 three\\n four\",".repeat(20));
        let tree = Tree::read(&json, 0);
        let mut speech = Speech::new("kaldi", &json, &limits);
        for value in tree.root().expect("a list").items() {
            let text = Word { text: value.span(), start_ms: Some(0), end_ms: Some(1), ..Word::default() };
            speech.text(text, &mut std::iter::empty(), true);
        }
        speech.claim_rest(&tree);
        let mut parsed = speech.finish();
        assert_eq!(parsed.ledger.settle(), None);
        let transcript = &parsed.transcripts[0];
        assert!(transcript.paragraphs.len() > 5 && transcript.paragraphs.iter().all(|p| p.text.len() <= 40));
        assert_eq!(transcript.text.matches("three").count(), 20);
    }
}
