//! Advanced SubStation Alpha subtitles, and SubStation Alpha, from which they come.
//!
//! Follows <https://aegisub.org/docs/latest/ass_tags/> and the format as Aegisub writes it. Dialogue is read in the
//! order of time, as players show it, whatever the order of the lines; who speaks is what stands in its column `Name`
//! (`Actor`), and nowhere else. Override tags are markup, drawings are no words. Styles, comments and the settings of
//! editors are furniture. Nothing is laid out here.

use memchr::{memchr, memmem};

use super::timed::{CueText, Cues, Sample, Shown};
use super::timestamps::read_loose;
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{Field, FurnitureKind, Kind, Span, Times};
use crate::text::lines::{Lines, trim};

static META: Meta = Meta {
    id: "ass",
    name: "SubStation Alpha subtitles",
    endings: &["ass", "ssa"],
    media_types: &["text/x-ass", "text/x-ssa"],
    specification: "https://aegisub.org/docs/latest/ass_tags/",
    keeps: "title, words, speakers, times, times of syllables in songs, comments",
    omits: "styles, positions, drawings, embedded fonts and pictures",
    is_lined: true,
};

/// Columns of dialogue where no `Format` line says which: the text is the last of ten.
const USUAL: Columns = Columns { start: 1, end: 2, name: 4, text: 9 };

/// In each of three places so many lines are looked at to see whether they repeat one another.
const SAMPLE_EVENTS: usize = 40;

/// See the module.
pub struct Ass;

impl Format for Ass {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let Some(first) = Lines::new(probe.text, 0).find(|line| !line.is_blank()) else { return Confidence::No };
        let text = first.trimmed().of(probe.text);
        if text.eq_ignore_ascii_case("[Script Info]") {
            return Confidence::Certain;
        }
        let is_section = ["[Events]", "[V4+ Styles]", "[V4 Styles]"].iter().any(|name| text.eq_ignore_ascii_case(name));
        if is_section || is_event(text) { Confidence::Likely } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut reader = Reader {
            source: source.text,
            cues: Cues::new(META.id, source.text, limits),
            columns: USUAL,
            events: Vec::new(),
        };
        reader.cues.draft.claim(Kind::Markup, Span::new(0, source.body_start()));
        reader.read_sections(source.body_start());
        reader.read_dialogue();
        Ok(reader.cues.finish())
    }
}

/// Whether a line without any section above is dialogue.
fn is_event(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("Dialogue:") else { return false };
    let mut fields = rest.split(',').skip(1);
    fields.next().is_some_and(|field| read_loose(field.trim().as_bytes(), 0).is_some())
}

/// Which column holds what, from zero.
#[derive(Clone, Copy, Debug)]
struct Columns {
    start: u8,
    end: u8,
    /// One that no line has where there is none.
    name: u8,
    text: u8,
}

/// A line of dialogue: where it stands, what it is read by, and when it is spoken.
struct Event {
    span: Span,
    columns: Columns,
    start_ms: u32,
}

/// What the lines of a section are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Info,
    Events,
    /// Fonts and pictures, written as letters that are no words.
    Attachments,
    Other,
}

struct Reader<'s> {
    source: &'s str,
    cues: Cues<'s>,
    columns: Columns,
    events: Vec<Event>,
}

impl Reader<'_> {
    /// Everything but the dialogue, which is only gathered.
    fn read_sections(&mut self, from: usize) {
        let mut section = Section::Events;
        let mut settings: Option<Span> = None;
        for line in Lines::new(self.source, from) {
            let span = line.trimmed();
            let text = span.of(self.source);
            if text.is_empty() {
                continue;
            }
            let next = section_of(text);
            let is_setting = next.is_none() && !self.read_line(section, span, text);
            if is_setting {
                settings = Some(settings.map_or(span, |settings| settings.to(span)));
                continue;
            }
            if let Some(settings) = settings.take() {
                self.cues.draft.furniture(settings, FurnitureKind::Settings);
            }
            if let Some(next) = next {
                section = next;
                self.cues.draft.claim(Kind::Markup, span);
            }
        }
        if let Some(settings) = settings {
            self.cues.draft.furniture(settings, FurnitureKind::Settings);
        }
    }

    /// Reads a line that is more than a setting; says whether it was.
    fn read_line(&mut self, section: Section, span: Span, text: &str) -> bool {
        match (section, text.split_once(':')) {
            (Section::Info, Some(("Title", title))) if !self.has_title() => {
                let value = trim(title, Span { start: span.end - title.len() as u32, end: span.end });
                let draft = &mut self.cues.draft;
                draft.claim(Kind::Markup, Span { start: span.start, end: value.start });
                draft.claim(Kind::Metadata, value);
                if !value.is_empty() {
                    draft.transcript.metadata.title =
                        Some(Field { value: value.of(self.source).to_owned(), span: value });
                }
                true
            }
            (Section::Events, Some(("Dialogue", _))) => {
                // A line without a time stays below the one above.
                let start_ms = self.start_of(span).or_else(|| Some(self.events.last()?.start_ms)).unwrap_or(0);
                let event = Event { span, columns: self.columns, start_ms };
                self.cues.draft.push_to(&mut self.events, event, span.end);
                true
            }
            (Section::Events, Some(("Format", names))) => {
                self.columns = columns(names);
                self.cues.draft.claim(Kind::Markup, span);
                true
            }
            (Section::Attachments, _) => {
                self.cues.draft.claim(Kind::Markup, span);
                true
            }
            _ => false,
        }
    }

    fn has_title(&self) -> bool {
        self.cues.draft.transcript.metadata.title.is_some()
    }

    fn read_dialogue(&mut self) {
        let mut events = std::mem::take(&mut self.events);
        if events.is_empty() {
            let end = Span::new(self.source.len(), self.source.len());
            self.cues.warn("no-cues", end, "No dialogue stands in this file.", "Check that it was saved completely.");
        }
        // Lines of one time keep the order of the file. Sorting takes memory even where there is nothing to sort.
        if !events.is_sorted_by_key(|event| event.start_ms) {
            events.sort_by_key(|event| event.start_ms);
        }
        let mut sample = Sample::default();
        for third in 0..3 {
            for event in events[events.len() / 3 * third..].iter().take(SAMPLE_EVENTS) {
                let fields = event.span.of(self.source).splitn(usize::from(event.columns.text) + 1, ',');
                sample.add(fields.last().unwrap_or_default());
            }
            sample.skip();
        }
        self.cues.expect_rolling(&sample);
        self.cues.draft.read_again();
        let mut text = CueText::default();
        let mut done = self.source.len() - events.iter().map(|event| event.span.len()).sum::<usize>();
        for event in &events {
            done += event.span.len();
            self.cues.draft.set_done(done);
            self.read_event(event, &mut text);
        }
    }

    /// When a line of dialogue is spoken.
    fn start_of(&self, line: Span) -> Option<u32> {
        let text = line.of(self.source);
        let mut fields = text[text.find(':')? + 1..].split(',').skip(self.columns.start.into());
        read_loose(fields.next()?.trim().as_bytes(), 0).map(|(time, _)| time.ms)
    }
}

/// The section that a line opens.
fn section_of(text: &str) -> Option<Section> {
    let name = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(match name {
        _ if name.eq_ignore_ascii_case("Script Info") => Section::Info,
        _ if name.eq_ignore_ascii_case("Events") => Section::Events,
        _ if name.eq_ignore_ascii_case("Fonts") || name.eq_ignore_ascii_case("Graphics") => Section::Attachments,
        _ => Section::Other,
    })
}

/// Which column holds what, by the names in a `Format` line. The text is always the last.
fn columns(names: &str) -> Columns {
    let place = |name: &str| names.split(',').position(|one| one.trim().eq_ignore_ascii_case(name));
    let column = |name: &str, usual: u8| place(name).map_or(usual, |i| i.min(255) as u8);
    Columns {
        start: column("Start", USUAL.start),
        end: column("End", USUAL.end),
        name: place("Name").map_or_else(|| column("Actor", u8::MAX), |i| i.min(255) as u8),
        text: names.split(',').count().clamp(1, 255) as u8 - 1,
    }
}

impl Reader<'_> {
    fn read_event(&mut self, event: &Event, text: &mut CueText) {
        let (source, columns) = (self.source, event.columns);
        let bytes = source.as_bytes();
        let (start, stop) = (event.span.start as usize, event.span.end as usize);
        let mut at = start + "Dialogue:".len();
        // Up to here the line is claimed.
        let mut claimed = start;
        let (mut times, mut timing, mut name) = ([None; 2], Span::new(at, at), None);
        for column in 0..columns.text {
            let Some(length) = memchr(b',', &bytes[at..stop]) else {
                if let Some((_, name)) = name {
                    self.cues.draft.claim(Kind::Label, name);
                }
                return self.set_aside(Span::new(claimed, stop));
            };
            let field = trim(&source[at..at + length], Span::new(at, at + length));
            at += length + 1;
            let is_time = column == columns.start || column == columns.end;
            if is_time {
                let time = read_loose(bytes, field.start as usize).filter(|(_, end)| *end <= field.end as usize);
                times[usize::from(column == columns.end)] = time.map(|(time, _)| time);
                timing = if column == columns.start { field } else { timing.to(field) };
            // SubStation Alpha writes `NTP` where nobody was named.
            } else if column == columns.name && !field.is_empty() && field.of(source) != "NTP" {
                name = Some((field.of(source), field));
            } else {
                continue;
            }
            self.cues.draft.claim(Kind::Markup, Span::new(claimed, field.start as usize));
            if is_time {
                self.cues.draft.claim(Kind::Timing, field);
            }
            claimed = field.end as usize;
        }
        self.cues.draft.claim(Kind::Markup, Span::new(claimed, at));
        let start_ms = match times {
            [Some(start), Some(end)] => {
                self.cues.begin_cue(Times { start_ms: start.ms, end_ms: end.ms }, timing);
                start.ms
            }
            _ => {
                self.cues.warn(
                    "bad-time",
                    timing,
                    "The times of this line cannot be read.",
                    "Write them as 0:00:01.00. The words are shown without times.",
                );
                self.cues.begin_untimed();
                0
            }
        };
        let words = trim(&source[at..stop], Span::new(at, stop));
        let mut tags = Tags { at_ms: start_ms, is_unclosed: false };
        self.cues.add_marked(text, words, name, &mut |text| tags.syntax(text));
        self.cues.end_cue();
    }

    fn set_aside(&mut self, span: Span) {
        self.cues.warn(
            "short-line",
            span,
            "This line of dialogue has too few columns.",
            "Compare it with the line that begins with `Format`.",
        );
        self.cues.draft.furniture(span, FurnitureKind::Other);
    }
}

/// What the tags of one line have said so far.
struct Tags {
    /// When the next syllable is sung.
    at_ms: u32,
    /// Whether a brace was found that nothing closes: there is no use in looking again.
    is_unclosed: bool,
}

impl Tags {
    /// Length of the tag at the start of `text`, and what it shows.
    fn syntax(&mut self, text: &str) -> (usize, Shown) {
        match text.as_bytes() {
            [b'\\', b'N', ..] => (2, Shown::Letter('\n')),
            [b'\\', b'n' | b'h', ..] => (2, Shown::Letter(' ')),
            [b'{', ..] if !self.is_unclosed => self.block(text),
            [0, ..] => (1, Shown::Letter('\u{fffd}')),
            _ => (0, Shown::Nothing),
        }
    }

    /// `{…}`: override tags, with the drawing that they begin; without a backslash a remark.
    fn block(&mut self, text: &str) -> (usize, Shown) {
        let Some(close) = memchr(b'}', text.as_bytes()) else {
            self.is_unclosed = true;
            return (0, Shown::Nothing);
        };
        let inside = &text[1..close];
        if !inside.contains('\\') {
            let has_words = inside.contains(char::is_alphanumeric);
            return (close + 1, if has_words { Shown::Remark } else { Shown::Nothing });
        }
        if begins_drawing(inside) {
            let rest = &text.as_bytes()[close + 1..];
            let end = memmem::find(rest, b"\\p0").and_then(|at| Some(at + memchr(b'}', &rest[at..])? + 1));
            return (end.map_or(text.len(), |end| close + 1 + end), Shown::Nothing);
        }
        let sung_ms = inside.split('\\').skip(1).filter_map(sung_ms).sum::<u32>();
        let at_ms = self.at_ms;
        self.at_ms = at_ms.saturating_add(sung_ms);
        (close + 1, if sung_ms > 0 { Shown::Mark(at_ms) } else { Shown::Nothing })
    }
}

/// Whether one of the tags is `\p1` or a larger scale.
fn begins_drawing(tags: &str) -> bool {
    tags.split('\\').skip(1).any(|tag| matches!(tag.as_bytes(), [b'p', b'1'..=b'9', ..]))
}

/// How long the syllable behind `\k20`, `\K20`, `\kf20` or `\ko20` is sung.
fn sung_ms(tag: &str) -> Option<u32> {
    let number = tag.trim().strip_prefix(['k', 'K'])?.trim_start_matches(['f', 'o']);
    number.parse::<u16>().ok().map(|hundredths| u32::from(hundredths) * 10)
}
