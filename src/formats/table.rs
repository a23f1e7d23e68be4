//! Tables become transcripts: what `csv`, `tsv` and `jsonl` share. A reader hands over one row of cells after the other;
//! here it is guessed what the columns hold, by their heads and by their first values, and rows become turns, or
//! transcripts of their own.
//!
//! What a column holds can be corrected by the user ([`super::Choices::columns`]). Cells of columns that hold nothing
//! known are claimed as metadata and stay in the source view. Nothing here knows how cells are written.

use std::borrow::Cow;

use memchr::memchr2;

use super::{COLUMN_ROLES, Column, Draft, Parsed, Source};

use crate::model::{Diagnostic, Field, Kind, Span, Speaker, TextRange, Times, TurnLabel};
use crate::text::dates::{whole_date, whole_time};
use crate::text::lines::{is_space, trim};
use crate::text::numbers::plain_decimal;

/// How many rows are looked at before it is guessed what the columns hold.
pub const SAMPLE_ROWS: usize = 50;

/// Columns over this number are kept as furniture of the row.
const MOST_COLUMNS: usize = 200;

/// A silence from which on the next row begins a paragraph.
const PAUSE_MS: u32 = 2000;
/// Rows of fewer bytes on average, with times, are captions: they flow together.
const CAPTION_BYTES: usize = 120;
/// From this length on a paragraph of captions ends with the next sentence.
const LONG_BYTES: usize = 400;
/// Rows of more bytes on average are whole transcripts, where a title or a date stands beside.
const TRANSCRIPT_BYTES: usize = 600;

/// What a column holds; the names are [`COLUMN_ROLES`], in the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    Speaker,
    Office,
    Text,
    Start,
    End,
    Duration,
    Number,
    Title,
    Summary,
    Date,
    Time,
    Place,
    Language,
    Transcript,
    Note,
}

impl Role {
    const ALL: [Self; 15] = [
        Self::Speaker,
        Self::Office,
        Self::Text,
        Self::Start,
        Self::End,
        Self::Duration,
        Self::Number,
        Self::Title,
        Self::Summary,
        Self::Date,
        Self::Time,
        Self::Place,
        Self::Language,
        Self::Transcript,
        Self::Note,
    ];

    fn name(self) -> &'static str {
        COLUMN_ROLES[self as usize]
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What heads are called, lower case, letters and digits only. The first column of a role is taken, of several in the
/// order of this table.
const HEADS: &[(Role, &str)] = &[
    (
        Role::Text,
        "text words utterance transcription speechtext speech sentence content body caption subtitle dialogue dialog \
         message transcript segment reply paragraph contenttext utterancetext plaintext \
         редакция текст реплика слова texte contenu parole texto contenido fala testo inhalt rede äußerung tekst \
         文本 内容 发言 発言 テキスト טקסט نص",
    ),
    (
        Role::Speaker,
        "speaker speakername name who person author participant voice spk speakerlabel character actor talker user \
         sprecher redner locuteur intervenant orateur orador hablante interlocutor oratore mówca \
         говорящий спикер выступающий участник имя промовець 发言人 说话人 話者 発言者 דובר المتحدث speakerid from",
    ),
    (
        Role::Start,
        "start in begin starttime timein tcin startts begintime starts onset startms startseconds startsec \
         timestamp ts timecode tc starttimecode anfang début inicio inizio начало",
    ),
    (
        Role::End,
        "end out stop endtime timeout tcout endts ends endms endseconds endsec finish endtimecode \
         ende fin fim fine конец",
    ),
    (Role::Duration, "duration dur length durationms seconds dauer durée duración длительность"),
    (Role::Date, "date day sitting sittingdate meetingdate eventdate datum fecha data дата published 日期 日付 תאריך"),
    (
        Role::Title,
        "title headline subject event eventtitle meeting episode episodetitle heading topic show titel titre \
         título titulo titolo название заголовок 标题 題名",
    ),
    (Role::Summary, "summary abstract description lede lead zusammenfassung résumé resumen аннотация"),
    (Role::Place, "place location venue city ort lieu lugar luogo miejsce место 地点 場所 מקום"),
    (Role::Time, "time hour clock uhrzeit heure hora ora время"),
    (Role::Language, "language lang locale sprache langue idioma lingua язык"),
    (Role::Office, "role office position function speakerrole party affiliation partei fraktion parti cargo должность"),
    (
        Role::Transcript,
        "transcriptid fileid file filename document docid documentid session sessionid debateid meetingid \
         eventid recording recordingid videoid episodeid source",
    ),
    (Role::Number, "n no nr num number index idx id turn turnid row line seq sequence order номер"),
    (Role::Note, "note notes comment comments remark примечание"),
];

/// A cell: where its value stands, and whether it writes some letters otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The value, without quotation marks.
    pub span: Span,
    /// Whether [`Spelling`] must be asked what it says.
    pub has_escapes: bool,
}

/// The codes of a format's diagnostics.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    /// No column holds words.
    pub no_words: &'static str,
    /// A paragraph is cut.
    pub long_paragraph: &'static str,
}

/// How cells are written.
pub trait Spelling {
    /// The letters of a cell that writes some otherwise.
    fn decode(&self, source: &str, span: Span) -> String;

    /// Its stretches in order: the letters that a stretch stands for, none where it stands for itself.
    fn segments(&self, source: &str, span: Span, push: &mut dyn FnMut(Option<char>, Span));
}

/// Rows that become transcripts.
pub struct Rows<'s, S> {
    /// The transcript in the making; readers claim syntax there.
    pub draft: Draft<'s>,
    codes: Codes,
    spelling: S,
    source: &'s str,
    roles: Vec<Option<Role>>,
    /// The columns of a role, by its number.
    columns: [Option<usize>; Role::ALL.len()],
    milliseconds_per_unit: f64,
    are_captions: bool,
    are_transcripts: bool,
    /// What names the transcript that the rows belong to.
    group: Option<String>,
    has_rows: bool,
    is_next: bool,
    last_end_ms: Option<u32>,
    paragraph_times: Option<Times>,
    heads: Vec<String>,
    samples: Vec<String>,
}

impl<'s, S: Spelling> Rows<'s, S> {
    /// Rows of a table with these heads (none where it has no heads), of which `sample` are the first.
    pub fn new(
        codes: Codes,
        source: &Source<'s>,
        draft: Draft<'s>,
        spelling: S,
        heads: &[String],
        sample: &[Vec<Cell>],
    ) -> Self {
        let text = |cell: &Cell| value_of(&spelling, source.text, *cell);
        let width = sample.iter().map(Vec::len).chain([heads.len()]).max().unwrap_or(0).min(MOST_COLUMNS);
        let values: Vec<Vec<String>> =
            (0..width).map(|column| sample.iter().filter_map(|row| row.get(column)).map(text).collect()).collect();
        let roles = match &source.choices.columns {
            Some(names) => {
                let mut roles: Vec<_> = names.iter().map(|name| Role::named(name)).collect();
                roles.resize(width, None);
                roles
            }
            None => guess(heads, &values),
        };
        let mut columns = [None; Role::ALL.len()];
        for (index, role) in roles.iter().enumerate().rev() {
            if let Some(role) = role {
                columns[*role as usize] = Some(index);
            }
        }
        let column = |role: Role| columns[role as usize];
        let mean_bytes = column(Role::Text).map_or(0, |index| mean_bytes(&values[index]));
        let start = column(Role::Start);
        let is_about = column(Role::Title).or(column(Role::Date)).is_some();
        Self {
            draft,
            codes,
            source: source.text,
            milliseconds_per_unit: start.map_or(1000.0, |index| {
                let words = column(Role::Text).map_or(0, |text| values[text].iter().map(String::len).sum());
                milliseconds_per_unit(heads.get(index).map_or("", String::as_str), &values[index], words)
            }),
            are_captions: start.is_some() && mean_bytes < CAPTION_BYTES,
            are_transcripts: is_about
                && column(Role::Speaker).is_none()
                && start.is_none()
                && mean_bytes > TRANSCRIPT_BYTES,
            columns,
            group: None,
            has_rows: false,
            is_next: false,
            last_end_ms: None,
            paragraph_times: None,
            heads: heads.to_vec(),
            samples: values.iter().map(|column| column.first().cloned().unwrap_or_default()).collect(),
            spelling,
            roles,
        }
    }

    /// Whether no column holds words.
    pub fn is_wordless(&self) -> bool {
        self.columns[Role::Text as usize].is_none()
    }

    fn value(&self, row: &[Cell], role: Role) -> Option<(Cow<'s, str>, Span)> {
        let cell = *row.get(self.columns[role as usize]?)?;
        let span = trim(cell.span.of(self.source), cell.span);
        let value = if cell.has_escapes {
            let value = self.spelling.decode(self.source, cell.span);
            Cow::Owned(value.trim_matches(is_space).to_owned())
        } else {
            Cow::Borrowed(span.of(self.source))
        };
        (!value.is_empty()).then_some((value, span))
    }

    /// The next row belongs to another transcript, whatever it says.
    pub fn begin_transcript(&mut self) {
        self.group = None;
        self.is_next = self.has_rows;
    }

    /// Adds a row. Every one of its cells is claimed; what stands between them is the reader's.
    pub fn add(&mut self, row: &[Cell]) {
        if self.is_wordless() {
            return self.add_wordless(row);
        }
        self.begin_group(row);
        let times = self.times(row);
        self.open_turn(row, times);
        for (index, cell) in row.iter().enumerate() {
            let role = self.roles.get(index).copied().flatten();
            let is_first = role.is_none_or(|role| self.columns[role as usize] == Some(index));
            match role {
                Some(Role::Text) if is_first => self.say(*cell, times),
                Some(Role::Note) if is_first => self.note(*cell),
                Some(Role::Start | Role::End | Role::Duration | Role::Number) => {
                    self.draft.claim(Kind::Timing, cell.span);
                }
                Some(Role::Speaker) if is_first => {}
                _ => self.draft.claim(Kind::Metadata, cell.span),
            }
        }
    }

    /// A row of a table without words: its cells beside each other.
    fn add_wordless(&mut self, row: &[Cell]) {
        self.draft.begin_paragraph();
        let mut is_first = true;
        for cell in row {
            if !is_first && !cell.span.is_empty() {
                self.draft.push_text(" · ", Span { start: cell.span.start, end: cell.span.start });
            }
            is_first &= cell.span.is_empty();
            self.push(*cell, cell.span);
        }
        self.draft.end_paragraph(None);
    }

    /// Begins another transcript where the row says so, and takes what it says of the event.
    fn begin_group(&mut self, row: &[Cell]) {
        let of = |role| self.value(row, role).map(|value| value.0);
        let group = of(Role::Transcript).or_else(|| {
            let (title, date) = (of(Role::Title), of(Role::Date));
            (title.is_some() || date.is_some()).then(|| title.unwrap_or_default() + date.unwrap_or_default())
        });
        let is_next = std::mem::take(&mut self.is_next) || self.are_transcripts;
        let is_same = group.as_deref().is_none_or(|group| self.group.as_deref() == Some(group));
        let is_other = self.has_rows && (is_next || !is_same);
        let is_first = !self.has_rows || is_other;
        self.has_rows = true;
        if is_other {
            self.draft.begin_next_transcript();
            self.last_end_ms = None;
        }
        if !is_same {
            self.group = group.map(Cow::into_owned);
        }
        if !is_first {
            return;
        }
        let field = |role| self.value(row, role).map(|(value, span)| Field { value: value.into_owned(), span });
        let (title, summary, place) = (field(Role::Title), field(Role::Summary), field(Role::Place));
        let date = self.value(row, Role::Date).and_then(|(text, span)| {
            // A date with a time of day behind it is a date too.
            let day = text.split(['T', ' ']).next().unwrap_or_default();
            whole_date(&text).or_else(|| whole_date(day)).map(|value| Field { value, span })
        });
        let time = self
            .value(row, Role::Time)
            .and_then(|(text, span)| whole_time(&text).map(|time| Field { value: time.to_string(), span }));
        let language = self.value(row, Role::Language).map(|value| value.0.into_owned()).filter(|code| is_code(code));
        let metadata = &mut self.draft.transcript.metadata;
        (metadata.title, metadata.summary, metadata.place) = (title, summary, place);
        (metadata.date, metadata.time, metadata.language) = (date, time, language);
        if let Some(id) = self.group.clone().filter(|_| self.columns[Role::Transcript as usize].is_some()) {
            let head = self.columns[Role::Transcript as usize].and_then(|index| self.heads.get(index).cloned());
            self.draft
                .transcript
                .metadata
                .other
                .insert(head.filter(|h| !h.is_empty()).unwrap_or_else(|| "id".into()), id);
        }
    }

    fn times(&self, row: &[Cell]) -> Option<Times> {
        let read = |role| self.value(row, role).and_then(|(text, _)| read_time(&text, self.milliseconds_per_unit));
        let start_ms = read(Role::Start)?;
        let end_ms = read(Role::End).or_else(|| read(Role::Duration).map(|length| start_ms.saturating_add(length)));
        Some(Times { start_ms, end_ms: end_ms.unwrap_or(start_ms).max(start_ms) })
    }

    /// Opens a turn where another one speaks; claims the label.
    fn open_turn(&mut self, row: &[Cell], times: Option<Times>) {
        let label = self.value(row, Role::Speaker);
        let cell = self.columns[Role::Speaker as usize].and_then(|index| row.get(index)).copied();
        let open = self.draft.open_label();
        let known = self.draft.transcript.labels.len();
        let id = label.as_ref().map(|(name, _)| match open {
            Some(open) if self.draft.transcript.label(open) == name.as_ref() => open,
            _ => self.draft.label(name),
        });
        if let (Some(id), Some((name, _))) = (id, &label)
            && id.0 as usize == known
            && let Some((role, _)) = self.value(row, Role::Office)
        {
            let (name, role) = (name.clone().into_owned(), Some(role.into_owned()));
            self.draft.introduce(id, Speaker { name, role, is_generic: false });
        }
        let is_same = id == open && !self.draft.transcript.turns.is_empty();
        let flows = is_same
            && self.are_captions
            && self.draft.is_in_paragraph()
            && times.is_some_and(|times| {
                self.last_end_ms.is_some_and(|end| times.start_ms <= end.saturating_add(PAUSE_MS))
            });
        if !flows {
            self.end_paragraph();
        }
        if !is_same {
            self.draft.open_turn(None);
            if let (Some(id), Some((_, span))) = (id, &label) {
                self.draft.open_turn(Some(TurnLabel { id, span: *span }));
            }
        }
        if let Some(cell) = cell {
            match &label {
                Some((_, span)) => {
                    self.draft.claim(Kind::Markup, Span { start: cell.span.start, end: span.start });
                    if is_same {
                        self.draft.claim(Kind::Label, *span);
                    }
                    self.draft.claim(Kind::Markup, Span { start: span.end, end: cell.span.end });
                }
                None => self.draft.claim(Kind::Markup, cell.span),
            }
        }
    }

    fn end_paragraph(&mut self) {
        let times = self.paragraph_times.take();
        self.draft.end_paragraph(times);
    }

    /// Adds the words of a row.
    fn say(&mut self, cell: Cell, times: Option<Times>) {
        let words = trim(cell.span.of(self.source), cell.span);
        let text = words.of(self.source);
        if !cell.has_escapes && is_note(text) && self.draft.open_label().is_none() {
            return self.note(cell);
        }
        if self.draft.is_in_paragraph() {
            let before = self.draft.paragraph_text();
            if before.len() > LONG_BYTES && before.ends_with(['.', '?', '!', '…', '。', '？', '！']) {
                self.end_paragraph();
            }
        }
        if self.draft.is_in_paragraph() {
            self.draft.push_text(" ", Span { start: cell.span.start, end: cell.span.start });
        } else {
            self.draft.begin_paragraph();
        }
        let start = self.draft.transcript.text.len() as u32;
        self.push(cell, words);
        let end = self.draft.transcript.text.len() as u32;
        if let Some(times) = times
            && start < end
        {
            self.close_cue(times.start_ms);
            self.draft.cue(TextRange { start, end }, times);
            let all = self.paragraph_times.get_or_insert(times);
            all.end_ms = all.end_ms.max(times.end_ms);
            self.last_end_ms = Some(times.end_ms);
        }
        if !self.are_captions || times.is_none() {
            self.end_paragraph();
        }
    }

    /// A row that does not say when it ends, ends where the next one starts.
    fn close_cue(&mut self, next_ms: u32) {
        let transcript = &mut self.draft.transcript;
        let Some(cue) = transcript.cues.last_mut().filter(|cue| cue.times.start_ms == cue.times.end_ms) else { return };
        cue.times.end_ms = next_ms.max(cue.times.start_ms);
        let last = transcript.paragraphs.last_mut().filter(|paragraph| paragraph.text.end >= cue.text.end);
        if let Some(times) = last.and_then(|paragraph| paragraph.times.as_mut()) {
            times.end_ms = times.end_ms.max(cue.times.end_ms);
        }
    }

    /// A note of its own, behind the words of the row.
    fn note(&mut self, cell: Cell) {
        let span = trim(cell.span.of(self.source), cell.span);
        if span.is_empty() {
            return self.draft.claim(Kind::Markup, cell.span);
        }
        self.end_paragraph();
        let words = value_of(&self.spelling, self.source, Cell { span, ..cell });
        self.draft.note_text(&words, span);
    }

    /// Pushes the words of a cell. A line end in it ends the paragraph, but in captions it is a space.
    fn push(&mut self, cell: Cell, span: Span) {
        let Self { draft, spelling, source, codes: Codes { long_paragraph: code, .. }, are_captions, .. } = self;
        let line_end = |draft: &mut Draft<'s>, span: Span| {
            if *are_captions {
                draft.push_text(" ", span);
            } else {
                draft.claim(Kind::Markup, span);
                draft.end_paragraph(None);
                draft.begin_paragraph();
            }
        };
        let push_same = |draft: &mut Draft<'s>, span: Span| {
            let text = span.of(source);
            let mut at = span.start;
            while let Some(length) = memchr2(b'\n', b'\r', &text.as_bytes()[(at - span.start) as usize..]) {
                let end = at + length as u32;
                draft.push_source_bounded(Span { start: at, end }, code);
                let is_pair = text[(end - span.start) as usize..].starts_with("\r\n");
                at = end + 1 + u32::from(is_pair);
                line_end(draft, Span { start: end, end: at });
            }
            draft.push_source_bounded(Span { start: at, end: span.end }, code);
        };
        if !cell.has_escapes {
            return push_same(draft, span);
        }
        spelling.segments(source, span, &mut |letter, span| match letter {
            None => push_same(draft, span),
            Some('\n' | '\r') => line_end(draft, span),
            Some(letter) => {
                draft.push_text(letter.encode_utf8(&mut [0; 4]), span);
            }
        });
    }

    /// The finished transcripts.
    pub fn finish(mut self) -> Parsed {
        self.end_paragraph();
        if self.is_wordless() {
            let what = "No column was found that holds what was said; each row is shown as it stands.";
            let diagnostic = Diagnostic::warning(self.codes.no_words, Span::default(), what);
            self.draft.report(diagnostic.with_hint("Say in the report what the columns hold."));
        }
        let columns = self.roles.iter().zip(self.samples).enumerate().map(|(index, (role, sample))| Column {
            title: self.heads.get(index).cloned().unwrap_or_default(),
            sample: sample.chars().take(80).collect(),
            role: role.map_or_else(String::new, |role| role.name().to_owned()),
        });
        let columns = columns.collect();
        Parsed { columns, ..self.draft.finish() }
    }
}

fn value_of(spelling: &impl Spelling, source: &str, cell: Cell) -> String {
    if cell.has_escapes { spelling.decode(source, cell.span) } else { cell.span.of(source).to_owned() }
}

fn mean_bytes(values: &[String]) -> usize {
    values.iter().map(String::len).sum::<usize>() / values.len().max(1)
}

/// Whether words that nobody says are something heard or done: one pair of brackets around all of them.
fn is_note(text: &str) -> bool {
    let inside = text.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(['(', ')', '[', ']']))
}

/// Whether a value is a language code and not the name of a language.
fn is_code(value: &str) -> bool {
    (2..=8).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        || value
            .split('-')
            .next()
            .is_some_and(|first| first.len() == 2 && first.bytes().all(|b| b.is_ascii_lowercase()))
}

/// What a head means.
fn role_of_head(head: &str) -> Option<Role> {
    let plain: String = head.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    HEADS.iter().find(|(_, names)| names.split_whitespace().any(|name| name == plain)).map(|(role, _)| *role)
}

/// How many of the heads are known: a row with two of them is a row of heads.
pub fn known_heads<'a>(row: impl Iterator<Item = &'a str>) -> usize {
    row.filter(|head| role_of_head(head).is_some()).count()
}

/// What each column holds.
fn guess(heads: &[String], values: &[Vec<String>]) -> Vec<Option<Role>> {
    let mut roles: Vec<Option<Role>> = vec![None; values.len()];
    // By the heads; where several columns claim one role, the one whose name stands first in the table has it.
    for (role, names) in HEADS {
        let heads: Vec<String> = heads
            .iter()
            .map(|head| head.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
            .collect();
        let found = names.split_whitespace().find_map(|name| heads.iter().position(|head| head == name));
        if let Some(index) = found.filter(|index| *index < roles.len() && roles[*index].is_none()) {
            roles[index] = Some(*role);
        }
    }
    let has = |roles: &[Option<Role>], role: Role| roles.contains(&Some(role));
    let is_free = |roles: &[Option<Role>], index: usize| roles[index].is_none();
    let share = |index: usize, is: fn(&str) -> bool| {
        let there: Vec<_> = values[index].iter().filter(|value| !value.trim().is_empty()).collect();
        !there.is_empty() && there.iter().filter(|value| is(value)).count() * 10 >= there.len() * 9
    };
    if !has(&roles, Role::Text) {
        // The longest values that are words.
        let best = (0..values.len())
            .filter(|index| is_free(&roles, *index) && !share(*index, is_number))
            .max_by_key(|index| mean_bytes(&values[*index]));
        if let Some(index) = best.filter(|index| {
            let with_spaces = values[*index].iter().filter(|value| value.trim().contains(' ')).count();
            mean_bytes(&values[*index]) >= 16 && with_spaces * 2 > values[*index].len()
        }) {
            roles[index] = Some(Role::Text);
        }
    }
    if heads.is_empty() {
        let are_times = |index: &usize| {
            is_free(&roles, *index) && (share(*index, is_clock) || (*index < 2 && share(*index, is_decimal)))
        };
        let clocks: Vec<_> = (0..values.len()).filter(are_times).take(2).collect();
        for (index, role) in clocks.into_iter().zip([Role::Start, Role::End]) {
            roles[index] = Some(role);
        }
        let names = (0..values.len()).find(|index| {
            let column = &values[*index];
            let mut different: Vec<_> = column.iter().collect();
            different.sort_unstable();
            different.dedup();
            is_free(&roles, *index)
                && column.len() >= 4
                && different.len() * 2 <= column.len()
                && column.iter().all(|value| value.len() <= 60 && value.chars().any(char::is_alphabetic))
        });
        if let Some(index) = names.filter(|_| has(&roles, Role::Text)) {
            roles[index] = Some(Role::Speaker);
        }
    }
    roles
}

/// Whether a value is a number with a point, as times in seconds are written.
fn is_decimal(value: &str) -> bool {
    value.contains('.') && is_number(value)
}

fn is_number(value: &str) -> bool {
    value.trim().parse::<f64>().is_ok()
}

/// Whether a value is a time with colons.
pub fn is_clock(value: &str) -> bool {
    value.contains(':') && read_time(value, 1000.0).is_some()
}

/// By what a number in a column of times is to be multiplied.
fn milliseconds_per_unit(head: &str, values: &[String], words_bytes: usize) -> f64 {
    let head = head.to_lowercase();
    if head.ends_with("ms") || head.contains("milli") {
        return 1.0;
    }
    let numbers = || values.iter().filter_map(|value| value.trim().parse::<f64>().ok());
    let are_whole = values.iter().all(|value| !value.contains(['.', ',']));
    let length = numbers().fold(0.0, f64::max) - numbers().fold(f64::MAX, f64::min);
    // Nobody takes a minute for ten letters: these are milliseconds.
    if are_whole && length * 10.0 > 60.0 * words_bytes as f64 { 1.0 } else { 1000.0 }
}

/// A time: a number of units, or hours, minutes and seconds with colons, perhaps with frames (of 25) at the end.
fn read_time(text: &str, milliseconds_per_unit: f64) -> Option<u32> {
    let text = text.trim().trim_end_matches('s');
    let milliseconds = if let Some(number) = plain_decimal(text) {
        number * milliseconds_per_unit
    } else if text.contains(':') {
        let parts: Vec<&str> = text.split([':', ';']).collect();
        let number = |part: &str| plain_decimal(part).or_else(|| number_with_comma(part.trim()));
        match parts.as_slice() {
            [minutes, seconds] => number(minutes)? * 60_000.0 + number(seconds)? * 1000.0,
            [hours, minutes, seconds] => {
                number(hours)? * 3_600_000.0 + number(minutes)? * 60_000.0 + number(seconds)? * 1000.0
            }
            [hours, minutes, seconds, frames] => {
                number(hours)? * 3_600_000.0
                    + number(minutes)? * 60_000.0
                    + number(seconds)? * 1000.0
                    + number(frames)? * 40.0
            }
            _ => return None,
        }
    } else {
        number_with_comma(text)? * milliseconds_per_unit
    };
    (milliseconds <= f64::from(u32::MAX)).then(|| milliseconds.round() as u32)
}

/// A number that may have a comma for its point.
fn number_with_comma(text: &str) -> Option<f64> {
    text.replace(',', ".").parse::<f64>().ok().filter(|number| *number >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::super::{Choices, Limits, Reading, open_with};
    use super::*;

    fn read(table: &str, columns: Option<Vec<String>>) -> Parsed {
        let choices = Choices { columns, ..Choices::default() };
        open_with("table.csv", table.as_bytes(), &Reading { choices, ..Reading::default() }).expect("a table").parsed
    }

    #[test]
    fn what_columns_hold_is_shown_and_can_be_corrected() {
        let table = "id,who said it,what was said\n1,Tower,Say your name to the harbour.\n2,Pilot,Edda Storm it is.\n";
        let parsed = read(table, None);
        let roles: Vec<_> = parsed.columns.iter().map(|column| (column.title.as_str(), column.role.as_str())).collect();
        assert_eq!(roles, [("id", "number"), ("who said it", ""), ("what was said", "text")]);
        assert_eq!(parsed.columns[1].sample, "Tower");
        let corrected = read(table, Some(vec![String::new(), "speaker".into(), "text".into()]));
        assert_eq!(corrected.transcripts[0].speakers.len(), 2);
        assert_eq!(corrected.columns[1].role, "speaker");
    }

    #[test]
    fn heads_are_known_in_any_case_and_with_any_signs() {
        for head in ["Start Time", "START_TIME", "start-time", "starttime"] {
            assert_eq!(role_of_head(head), Some(Role::Start));
        }
        assert_eq!(role_of_head("restart"), None);
        for (role, names) in HEADS {
            for name in names.split_whitespace() {
                assert_eq!(role_of_head(name), Some(*role), "{name} is listed twice");
            }
        }
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        for (text, expected) in [
            ("13.02", Some(13_020)),
            ("1,5", Some(1500)),
            ("00:01:02.500", Some(62_500)),
            ("01:02,25", Some(62_250)),
            ("00:00:01:12", Some(1480)),
            ("7s", Some(7000)),
            ("-1", None),
            ("noon", None),
        ] {
            assert_eq!(read_time(text, 1000.0), expected, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_milliseconds_where_seconds_would_be_absurd() {
        let values = |all: &[&str]| all.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        assert_eq!(milliseconds_per_unit("start", &values(&["0", "1500", "4200"]), 90), 1.0);
        assert_eq!(milliseconds_per_unit("start", &values(&["0", "2", "5"]), 90), 1000.0);
        assert_eq!(milliseconds_per_unit("start_ms", &values(&["0", "2"]), 90), 1.0);
    }

    #[test]
    fn a_paragraph_of_a_cell_is_bounded() {
        let limits = Limits { paragraph_bytes: 50, ..Limits::default() };
        let table = format!("speaker,text\nTower,{}\n", "words and ".repeat(20));
        let parsed =
            open_with("t.csv", table.as_bytes(), &Reading { limits, ..Reading::default() }).expect("a table").parsed;
        assert!(parsed.transcripts[0].paragraphs.len() > 3);
        assert_eq!(parsed.diagnostics[0].code, "csv.long-paragraph");
    }
}
