//! `verbatim-json`: our own layout, the model in full, read back. `docs/verbatim-json.md` describes it.
//!
//! The spans of what is read point into the JSON, not into the source it was once made from. String values are
//! claimed for what they are, times as timing, and all else (keys, punctuation, ids) as markup.

use std::collections::{BTreeMap, HashMap};

use memchr::memmem;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::draft::most_bytes;
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source, is_too_much};
use crate::markup::json::{JsonString, Segment, place_of, place_of_error};
use crate::model::{
    Cue, Date, Diagnostic, Field, Furniture, FurnitureKind, Heading, Kind, Label, LabelId, Ledger, Note, Paragraph,
    Piece, Span, Speaker, SpeakerId, TextRange, TimeMark, Times, Transcript, Turn, TurnLabel,
};
use crate::text::lines::line_and_column;

static META: Meta = Meta {
    id: "verbatim-json",
    name: "Verbatim JSON",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "docs/verbatim-json.md",
    keeps: "the model in full",
    omits: "nothing",
    is_lined: false,
};

/// The version of the layout that is read.
const VERSION: u64 = 1;

/// See the module.
pub struct VerbatimJson;

impl Format for VerbatimJson {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let Some(rest) = probe.text.trim_start().strip_prefix('{') else { return Confidence::No };
        let rest = rest.trim_start();
        if has_version(rest) {
            Confidence::Certain
        } else if memmem::find_iter(rest.as_bytes(), "\"verbatim\"").any(|at| has_version(&rest[at..])) {
            Confidence::Likely
        } else if !probe.is_whole && (rest.starts_with("\"transcripts\"") || rest.starts_with("\"source\"")) {
            // Some programs sort the keys, and then the version stands at the very end.
            Confidence::Maybe
        } else {
            Confidence::No
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let base = source.body_start();
        let body = &source.text[base..];
        let broken = |error: serde_json::Error| broken(source.text, base, &error);
        let FileVersion { verbatim } = serde_json::from_str(body).map_err(broken)?;
        check_version(source.text, verbatim)?;
        // Nearly every object with a text is a paragraph, and all of them are held at once.
        let texts = memmem::find_iter(body.as_bytes(), "\"text\"").count();
        if is_too_much(texts, PARAGRAPH_BYTES, source.text) {
            return Ok(Parsed::too_dense());
        }
        let file: File<'_> = serde_json::from_str(body).map_err(broken)?;
        let mut reader = Reader {
            source: source.text,
            limits,
            ledger: Ledger::of_source(source.text.len(), most_bytes(source.text)),
            diagnostics: Vec::new(),
        };
        if let Some(origin) = &file.source {
            for value in [origin.name, origin.sha256, origin.format, origin.encoding] {
                reader.string(value, Kind::Metadata);
            }
        }
        let transcripts: Vec<_> = file.transcripts.iter().filter_map(|raw| reader.read_transcript(raw)).collect();
        if file.transcripts.is_empty() {
            let end = Span::new(source.text.len(), source.text.len());
            reader.report(Diagnostic::warning("verbatim-json.empty", end, "No transcript stands in this file."));
        }
        Ok(reader.finish(transcripts))
    }
}

/// What a paragraph takes as it is read and as it is kept, its piece and its claims included; lists grow by doubling.
const PARAGRAPH_BYTES: usize =
    2 * (size_of::<ParagraphIn<'_>>() + size_of::<Paragraph>() + size_of::<Piece>()) + 3 * size_of::<u64>();

fn has_version(text: &str) -> bool {
    text.strip_prefix("\"verbatim\"")
        .and_then(|rest| rest.trim_start().strip_prefix(':'))
        .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

fn broken(text: &str, base: usize, error: &serde_json::Error) -> Refusal {
    let (line, column) = line_and_column(text, place_of_error(text, base, error) as u32);
    if error.is_eof() {
        return Refusal::NotThisFormat {
            why: format!("The file breaks off in line {line}."),
            hint: "Check that it was saved or downloaded completely.".into(),
        };
    }
    Refusal::NotThisFormat {
        why: format!("This is no correct JSON: line {line}, column {column} cannot be read ({}).", reason(error)),
        hint: "Export the transcript again, or mend that line.".into(),
    }
}

fn check_version(text: &str, version: Option<&RawValue>) -> Result<(), Refusal> {
    let Some(version) = version else {
        return Err(Refusal::NotThisFormat {
            why: "This JSON does not say which version of verbatim-json it is written in.".into(),
            hint: "Put \"verbatim\": 1 in front if it is.".into(),
        });
    };
    let (line, _) = line_and_column(text, place_of(text, version).start);
    match version.get().parse::<u64>() {
        Ok(VERSION) => Ok(()),
        Ok(newer) if newer > VERSION => Err(Refusal::NotThisFormat {
            why: format!(
                "Line {line} says that the file was written by a newer Verbatim: version {newer} of the layout, where this one reads version {VERSION}."
            ),
            hint: "Open it with a newer Verbatim.".into(),
        }),
        _ => Err(Refusal::NotThisFormat {
            why: format!(
                "Line {line} names a version of verbatim-json that does not exist: {}.",
                shortened(version.get())
            ),
            hint: format!("The version is {VERSION}."),
        }),
    }
}

fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(40.min(text.len()))]
}

#[derive(Deserialize)]
struct FileVersion<'s> {
    #[serde(borrow)]
    verbatim: Option<&'s RawValue>,
}

// Values whose place matters stay raw. Transcripts stay raw too, so that one of a wrong shape does not spoil the
// others.

#[derive(Deserialize)]
struct File<'s> {
    #[serde(borrow)]
    source: Option<OriginIn<'s>>,
    #[serde(borrow, default)]
    transcripts: Vec<&'s RawValue>,
}

#[derive(Deserialize)]
struct OriginIn<'s> {
    #[serde(borrow)]
    name: Option<&'s RawValue>,
    #[serde(borrow)]
    sha256: Option<&'s RawValue>,
    #[serde(borrow)]
    format: Option<&'s RawValue>,
    #[serde(borrow)]
    encoding: Option<&'s RawValue>,
}

#[derive(Deserialize)]
struct TranscriptIn<'s> {
    #[serde(borrow)]
    title: Option<&'s RawValue>,
    #[serde(borrow)]
    summary: Option<&'s RawValue>,
    #[serde(borrow)]
    date: Option<&'s RawValue>,
    #[serde(borrow)]
    time: Option<&'s RawValue>,
    #[serde(borrow)]
    place: Option<&'s RawValue>,
    #[serde(borrow)]
    language: Option<&'s RawValue>,
    #[serde(borrow, default)]
    other: BTreeMap<String, &'s RawValue>,
    #[serde(borrow, default)]
    speakers: Vec<SpeakerIn<'s>>,
    #[serde(borrow, default)]
    labels: Vec<LabelIn<'s>>,
    #[serde(borrow, default)]
    turns: Vec<TurnIn<'s>>,
    #[serde(borrow, default)]
    notes: Vec<NoteIn<'s>>,
    #[serde(borrow, default)]
    headings: Vec<HeadingIn<'s>>,
    #[serde(borrow, default)]
    furniture: Vec<FurnitureIn<'s>>,
    #[serde(borrow, default)]
    cues: Vec<CueIn<'s>>,
    #[serde(borrow, default)]
    time_marks: Vec<TimeMarkIn<'s>>,
}

#[derive(Deserialize)]
struct SpeakerIn<'s> {
    #[serde(borrow)]
    id: Option<&'s RawValue>,
    #[serde(borrow)]
    name: Option<&'s RawValue>,
    #[serde(borrow)]
    role: Option<&'s RawValue>,
    #[serde(borrow, default)]
    labels: Vec<&'s RawValue>,
    #[serde(default)]
    is_generic: bool,
}

#[derive(Deserialize)]
struct LabelIn<'s> {
    #[serde(borrow)]
    printed: Option<&'s RawValue>,
    #[serde(borrow)]
    speaker: Option<&'s RawValue>,
}

#[derive(Deserialize)]
struct TurnIn<'s> {
    #[serde(borrow)]
    speaker: Option<&'s RawValue>,
    #[serde(borrow)]
    label: Option<&'s RawValue>,
    #[serde(borrow)]
    start_ms: Option<&'s RawValue>,
    #[serde(borrow)]
    end_ms: Option<&'s RawValue>,
    #[serde(borrow, default)]
    paragraphs: Vec<ParagraphIn<'s>>,
}

#[derive(Deserialize)]
struct ParagraphIn<'s> {
    #[serde(borrow)]
    text: Option<&'s RawValue>,
    #[serde(borrow)]
    start_ms: Option<&'s RawValue>,
    #[serde(borrow)]
    end_ms: Option<&'s RawValue>,
}

#[derive(Deserialize)]
struct NoteIn<'s> {
    #[serde(borrow)]
    text: Option<&'s RawValue>,
    #[serde(default)]
    paragraph: u32,
    at: Option<u32>,
}

#[derive(Deserialize)]
struct HeadingIn<'s> {
    #[serde(borrow)]
    text: Option<&'s RawValue>,
    #[serde(default)]
    level: u8,
    #[serde(default)]
    before: u32,
}

#[derive(Deserialize)]
struct FurnitureIn<'s> {
    #[serde(borrow)]
    text: Option<&'s RawValue>,
    #[serde(borrow)]
    kind: Option<&'s RawValue>,
    #[serde(default)]
    before: u32,
}

#[derive(Deserialize)]
struct CueIn<'s> {
    from: u32,
    to: u32,
    #[serde(borrow)]
    start_ms: &'s RawValue,
    #[serde(borrow)]
    end_ms: &'s RawValue,
}

#[derive(Deserialize)]
struct TimeMarkIn<'s> {
    from: u32,
    #[serde(borrow)]
    at_ms: &'s RawValue,
    #[serde(borrow)]
    end_ms: Option<&'s RawValue>,
    confidence: Option<f64>,
}

struct Reader<'s> {
    source: &'s str,
    limits: &'s Limits,
    ledger: Ledger,
    diagnostics: Vec<Diagnostic>,
}

impl<'s> Reader<'s> {
    fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < self.limits.diagnostics {
            self.diagnostics.push(diagnostic);
        }
    }

    /// A string value, claimed; none for `null` and, with a diagnostic, for anything that is no string.
    fn string(&mut self, value: Option<&'s RawValue>, kind: Kind) -> Option<JsonString<'s>> {
        let value = value?;
        let string = JsonString::new(self.source, value);
        match &string {
            Some(string) => self.ledger.claim(kind, string.span()),
            None => self.report(Diagnostic::warning(
                "verbatim-json.no-text",
                place_of(self.source, value),
                format!("A text in quotation marks belongs here, not {}; it is left out.", shortened(value.get())),
            )),
        }
        string
    }

    fn text(&mut self, value: Option<&'s RawValue>, kind: Kind) -> Option<String> {
        self.string(value, kind).map(|string| string.decode())
    }

    fn field(&mut self, value: Option<&'s RawValue>) -> Option<Field<String>> {
        let string = self.string(value, Kind::Metadata)?;
        Some(Field { value: string.decode(), span: string.span() })
    }

    /// Milliseconds, claimed as timing.
    fn milliseconds(&mut self, value: Option<&'s RawValue>) -> Option<u32> {
        let value = value?;
        let span = place_of(self.source, value);
        self.ledger.claim(Kind::Timing, span);
        let number = value.get().parse().ok();
        if number.is_none() {
            self.report(Diagnostic::warning(
                "verbatim-json.no-time",
                span,
                format!("A whole number of milliseconds belongs here, not {}; it is left out.", shortened(value.get())),
            ));
        }
        number
    }

    fn times(&mut self, start: Option<&'s RawValue>, end: Option<&'s RawValue>) -> Option<Times> {
        let (start_ms, end_ms) = (self.milliseconds(start), self.milliseconds(end));
        Some(Times { start_ms: start_ms?, end_ms: end_ms? })
    }

    fn read_transcript(&mut self, raw: &'s RawValue) -> Option<Transcript> {
        let place = place_of(self.source, raw);
        match serde_json::from_str::<TranscriptIn<'_>>(raw.get()) {
            Ok(transcript) => Some(self.convert_transcript(transcript)),
            Err(error) => {
                let at = place_of_error(self.source, place.start as usize, &error);
                self.report(
                    Diagnostic::error(
                        "verbatim-json.shape",
                        Span::new(at, at),
                        format!("A transcript is not laid out as it should be and is left out: {}.", reason(&error)),
                    )
                    .with_hint("docs/verbatim-json.md gives the layout."),
                );
                None
            }
        }
    }

    fn convert_transcript(&mut self, from: TranscriptIn<'s>) -> Transcript {
        let mut transcript = Transcript::default();
        let metadata = &mut transcript.metadata;
        metadata.title = self.field(from.title);
        metadata.summary = self.field(from.summary);
        metadata.date = self.date(from.date);
        metadata.time = self.field(from.time);
        metadata.place = self.field(from.place);
        metadata.language = self.text(from.language, Kind::Metadata);
        for (key, value) in from.other {
            if let Some(value) = self.text(Some(value), Kind::Metadata) {
                metadata.other.insert(key, value);
            }
        }
        let mut people = self.convert_people(&mut transcript, from.speakers, from.labels);
        self.convert_text(&mut transcript, from.turns, from.notes, &mut people);
        let count = transcript.paragraphs.len() as u32;
        for heading in from.headings {
            let kind = if heading.level == 0 { Kind::Markup } else { Kind::Metadata };
            if let Some(text) = self.string(heading.text, kind) {
                let before = self.index(heading.before, count, text.span());
                let (text, span) = (text.decode(), text.span());
                transcript.headings.push(Heading { text, level: heading.level, before, span });
            }
        }
        for furniture in from.furniture {
            if let Some(text) = self.string(furniture.text, Kind::Furniture) {
                let kind = furniture.kind.and_then(|kind| serde_json::from_str::<FurnitureKind>(kind.get()).ok());
                let before = self.index(furniture.before, count, text.span());
                let (text, span) = (text.decode(), text.span());
                let kind = kind.unwrap_or(FurnitureKind::Other);
                transcript.furniture.push(Furniture { text, kind, span, before });
            }
        }
        self.convert_times(&mut transcript, from.cues, from.time_marks);
        transcript
    }

    fn date(&mut self, value: Option<&'s RawValue>) -> Option<Field<Date>> {
        let Field { value, span } = self.field(value)?;
        let date = Date::from_iso(&value);
        if date.is_none() {
            self.report(
                Diagnostic::warning(
                    "verbatim-json.no-date",
                    span,
                    format!("“{}” is no date; it is left out.", shortened(&value)),
                )
                .with_hint("Write it as 2014-07-10, 2014-07 or 2014."),
            );
        }
        date.map(|value| Field { value, span })
    }

    /// Speakers and labels. Returns which speaker each id names.
    fn convert_people(
        &mut self,
        transcript: &mut Transcript,
        speakers: Vec<SpeakerIn<'s>>,
        labels: Vec<LabelIn<'s>>,
    ) -> People {
        let mut people = People::default();
        for speaker in speakers {
            let id = SpeakerId(transcript.speakers.len() as u32);
            if let Some(key) = self.text(speaker.id, Kind::Markup) {
                people.speakers.insert(key, id);
            }
            let name = self.text(speaker.name, Kind::Label).unwrap_or_default();
            let role = self.text(speaker.role, Kind::Label);
            transcript.speakers.push(Speaker { name, role, is_generic: speaker.is_generic });
            for label in speaker.labels {
                if let Some(printed) = self.text(Some(label), Kind::Label) {
                    people.of_label.insert(printed, id);
                }
            }
        }
        for label in labels {
            if let Some(printed) = self.text(label.printed, Kind::Label) {
                let speaker = self.speaker(label.speaker, &people);
                let id = people.label(transcript, printed);
                if let Some(label) = transcript.labels.get_mut(id.0 as usize) {
                    label.speaker = speaker;
                }
            }
        }
        people
    }

    fn speaker(&mut self, value: Option<&'s RawValue>, people: &People) -> Option<SpeakerId> {
        let key = self.string(value, Kind::Markup)?;
        let id = people.speakers.get(&key.decode()).copied();
        if id.is_none() {
            self.report(Diagnostic::warning(
                "verbatim-json.no-speaker",
                key.span(),
                "No speaker has this id; what is said stays unattributed.",
            ));
        }
        id
    }

    /// Turns, paragraphs and notes: all that makes the reading text.
    fn convert_text(
        &mut self,
        transcript: &mut Transcript,
        turns: Vec<TurnIn<'s>>,
        notes: Vec<NoteIn<'s>>,
        people: &mut People,
    ) {
        let count = turns.iter().map(|turn| turn.paragraphs.len()).sum::<usize>() as u32;
        let (mut between, mut inside) = (HashMap::<u32, Vec<usize>>::new(), HashMap::<u32, Vec<usize>>::new());
        for (i, note) in notes.iter().enumerate() {
            let paragraph = note.paragraph.saturating_sub(1).min(count);
            let held = if note.at.is_some() { &mut inside } else { &mut between };
            held.entry(paragraph).or_default().push(i);
        }
        let mut kept = vec![None; notes.len()];
        for turn in turns {
            let speaker = self.speaker(turn.speaker, people);
            let label = self
                .string(turn.label, Kind::Label)
                .map(|label| TurnLabel { id: people.label(transcript, label.decode()), span: label.span() });
            // The times of a turn follow from those of its paragraphs.
            self.times(turn.start_ms, turn.end_ms);
            let first = transcript.paragraphs.len() as u32;
            for paragraph in turn.paragraphs {
                let index = transcript.paragraphs.len() as u32;
                for i in between.remove(&index).unwrap_or_default() {
                    kept[i] = self.convert_note_between(transcript, &notes[i], index);
                }
                let times = self.times(paragraph.start_ms, paragraph.end_ms);
                let (text, span) = self.push_paragraph(transcript, paragraph.text);
                transcript.paragraphs.push(Paragraph { text, span, times });
                let mut claimed = span.start;
                for i in inside.remove(&index).unwrap_or_default() {
                    kept[i] = self.convert_note_inside(transcript, &notes[i], index, &mut claimed);
                }
                self.ledger.claim(Kind::Speech, Span { start: claimed, end: span.end });
            }
            let end = transcript.paragraphs.len() as u32;
            if first < end || label.is_some() {
                transcript.turns.push(Turn { label, speaker, first, end });
            }
        }
        for i in between.remove(&count).unwrap_or_default() {
            kept[i] = self.convert_note_between(transcript, &notes[i], count);
        }
        for i in inside.remove(&count).unwrap_or_default() {
            self.string(notes[i].text, Kind::Markup);
            let span = notes[i].text.map_or_else(Span::default, |text| place_of(self.source, text));
            self.report(Diagnostic::warning(
                "verbatim-json.no-note",
                span,
                "There is no paragraph of the number that is given for this note; it is left out.",
            ));
        }
        transcript.notes = kept.into_iter().flatten().collect();
    }

    /// The words of a paragraph. It is kept even without words, because notes and headings count on its number.
    fn push_paragraph(&mut self, transcript: &mut Transcript, value: Option<&'s RawValue>) -> (TextRange, Span) {
        let start = transcript.text.len();
        // Where even the value is missing, the paragraph stands behind the one before.
        let after = transcript.paragraphs.last().map_or(0, |before| before.span.end);
        let here = value.map_or(Span { start: after, end: after }, |value| place_of(self.source, value));
        let Some(text) = value.and_then(|value| JsonString::new(self.source, value)) else {
            self.report(Diagnostic::warning(
                "verbatim-json.no-words",
                here,
                "A paragraph has no words; it keeps its number and stays empty.",
            ));
            return (TextRange::new(start, start), Span { start: here.start, end: here.start });
        };
        push_string(transcript, self.source, &text);
        (TextRange::new(start, transcript.text.len()), text.span())
    }

    fn convert_note_between(&mut self, transcript: &mut Transcript, note: &NoteIn<'s>, paragraph: u32) -> Option<Note> {
        let string = self.string(note.text, Kind::Note)?;
        let start = transcript.text.len();
        push_string(transcript, self.source, &string);
        let text = TextRange::new(start, transcript.text.len());
        Some(Note { text, span: string.span(), paragraph, is_inside: false })
    }

    /// A note inside the last paragraph, whose source is claimed up to `claimed`.
    fn convert_note_inside(
        &mut self,
        transcript: &Transcript,
        note: &NoteIn<'s>,
        paragraph: u32,
        claimed: &mut u32,
    ) -> Option<Note> {
        let string = self.string(note.text, Kind::Markup)?;
        let words = string.decode();
        let holder = transcript.paragraphs.last()?.text;
        let start = holder.start as usize + note.at.unwrap_or_default() as usize;
        let end = start + words.len();
        if end > holder.end as usize || transcript.text.get(start..end) != Some(words.as_str()) {
            self.report(Diagnostic::warning(
                "verbatim-json.no-note",
                string.span(),
                "These words do not stand at the place that is given for the note; it is left out.",
            ));
            return None;
        }
        let text = TextRange::new(start, end);
        let span = transcript.source_of(text);
        if span.start >= *claimed {
            self.ledger.claim(Kind::Speech, Span { start: *claimed, end: span.start });
            self.ledger.claim(Kind::Note, span);
            *claimed = span.end;
        }
        Some(Note { text, span, paragraph, is_inside: true })
    }

    fn convert_times(&mut self, transcript: &mut Transcript, cues: Vec<CueIn<'s>>, marks: Vec<TimeMarkIn<'s>>) {
        for cue in cues {
            let times = self.times(Some(cue.start_ms), Some(cue.end_ms));
            if transcript.text.get(cue.from as usize..cue.to as usize).is_none() {
                self.report_no_place(cue.start_ms);
            } else if let Some(times) = times {
                transcript.cues.push(Cue { text: TextRange { start: cue.from, end: cue.to }, times });
            }
        }
        for mark in marks {
            let at_ms = self.milliseconds(Some(mark.at_ms));
            let end_ms = self.milliseconds(mark.end_ms);
            if !transcript.text.is_char_boundary(mark.from as usize) {
                self.report_no_place(mark.at_ms);
            } else if let Some(at_ms) = at_ms {
                let confidence_permille = mark.confidence.map(|sure| (sure.clamp(0.0, 1.0) * 1000.0).round() as u16);
                transcript.time_marks.push(TimeMark { text: mark.from, at_ms, end_ms, confidence_permille });
            }
        }
    }

    fn report_no_place(&mut self, value: &RawValue) {
        let span = place_of(self.source, value);
        self.report(Diagnostic::warning(
            "verbatim-json.no-place",
            span,
            "This time belongs to a place that the text does not have; it is left out.",
        ));
    }

    /// The index of the paragraph with this number; the end for a number that is too great.
    fn index(&mut self, number: u32, count: u32, span: Span) -> u32 {
        if number > count.saturating_add(1) {
            self.report(Diagnostic::warning(
                "verbatim-json.no-paragraph",
                span,
                format!("There is no paragraph {number}; this stands at the end now."),
            ));
        }
        number.saturating_sub(1).min(count)
    }

    fn finish(mut self, transcripts: Vec<Transcript>) -> Parsed {
        if self.ledger.is_over() {
            return Parsed::too_dense();
        }
        let whole = Span::new(0, self.source.len());
        self.ledger.claim_free(Kind::Markup, &mut std::iter::once(whole));
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        Parsed { transcripts, ledger: self.ledger, diagnostics: self.diagnostics, ..Parsed::default() }
    }
}

/// Who is who while a transcript is read.
#[derive(Default)]
struct People {
    /// By id.
    speakers: HashMap<String, SpeakerId>,
    /// By a label that the speaker lists.
    of_label: HashMap<String, SpeakerId>,
    labels: HashMap<String, LabelId>,
}

impl People {
    /// The id of a label, the same for the same letters.
    fn label(&mut self, transcript: &mut Transcript, printed: String) -> LabelId {
        let next = LabelId(transcript.labels.len() as u32);
        let id = *self.labels.entry(printed.clone()).or_insert(next);
        if id == next {
            let speaker = self.of_label.get(&printed).copied();
            transcript.labels.push(Label { printed, speaker });
        }
        id
    }
}

/// Appends a string to the reading text, with the way back to its letters.
fn push_string(transcript: &mut Transcript, source: &str, string: &JsonString<'_>) {
    for segment in string.segments() {
        let text = transcript.text.len() as u32;
        match segment {
            Segment::Same(span) => {
                transcript.text.push_str(span.of(source));
                transcript.pieces.push(Piece { text, source: span });
            }
            Segment::Escape(letter, span) => {
                transcript.text.push(letter);
                transcript.pieces.push(Piece { text, source: span });
            }
        }
    }
}

/// What serde_json says, without the line that it counts from the start of the part it was given.
fn reason(error: &serde_json::Error) -> String {
    let sentence = error.to_string();
    sentence.split_once(" at line ").map_or(sentence.as_str(), |(reason, _)| reason).to_owned()
}
