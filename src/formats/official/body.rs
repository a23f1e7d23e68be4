//! The body: turns, paragraphs, notes, separators, headings.
//!
//! Goes over the lines twice: once to collect candidates for labels, once to write. Must not attribute what stands
//! behind a separator or behind an omitted stretch on a line of its own: nobody says whose words they are.

use memchr::{memchr, memchr3_iter, memmem};

use super::candidate::{Candidate, candidate, dotted, has_remark_word, marked, taught};
use super::evidence::{Evidence, Verdict};
use super::header::{Header, is_photo_count};
use super::layout::{Layout, line_number};
use super::notes::{LONGEST_INSIDE, LineKind, line_kind, note_length};
use super::{Mark, MarkKind, claim_field, mark_at};
use crate::formats::{Draft, Limits, is_too_much};
use crate::model::{Diagnostic, FurnitureKind, Kind, LabelId, Span, TurnLabel};
use crate::text::lines::{Line, Lines, is_space};

/// The candidates of a body, in order, and what they turned out to be.
#[derive(Debug)]
pub struct Labels<'s> {
    /// Where the line's text starts, the form, the candidate.
    candidates: Vec<(u32, Candidate)>,
    forms: Vec<u32>,
    /// Whether there are more of them than any record has. Then some are missing.
    pub is_over: bool,
    /// What was seen.
    pub evidence: Evidence<'s>,
}

/// Memory for a candidate and its form; twice as much while they are moved.
const CANDIDATE_BYTES: usize = 2 * size_of::<(u32, Candidate, u32)>();

/// Text in which persons are named before they speak, bytes.
const KNOWN_BYTES: usize = 16 * 1024;

/// How far a record is searched for signs that it uses throughout, bytes.
const EARLY_BYTES: usize = 64 * 1024;

/// Collects the candidates of the body and weighs them; `marks` are what mark-up said of its lines.
pub fn find_labels<'s>(source: &'s str, header: &Header, layout: Layout, marks: &[Mark]) -> Labels<'s> {
    let (candidates, forms) = (Vec::new(), Vec::new());
    let mut labels = Labels { candidates, forms, is_over: false, evidence: Evidence::default() };
    // A record that uses full-width colons shows one early.
    let early = &source.as_bytes()[..source.len().min(EARLY_BYTES)];
    let has_wide = memmem::find(early, "：".as_bytes()).is_some();
    let mut is_block_start = true;
    let mut first_label = source.len();
    for line in Lines::new(source, header.end) {
        let span = text_of(&line, layout).1;
        if span.is_empty() {
            is_block_start = true;
            continue;
        }
        if is_too_much(labels.candidates.len(), CANDIDATE_BYTES, source) {
            labels.is_over = true;
            break;
        }
        let text = span.of(source);
        if let Some(mark) = mark_at(marks, span.start).filter(|mark| mark.kind != MarkKind::Apart) {
            let found = match mark.kind {
                MarkKind::Label => marked(text, span, mark.span),
                MarkKind::LabelAt(label) => Some(taught(span, label, mark.span.end.min(span.end))),
                _ => None,
            };
            if let Some(found) = found {
                labels.candidates.push((span.start, found));
                labels.forms.push(labels.evidence.add_marked(source, &found));
                first_label = first_label.min(span.start as usize);
            }
            continue;
        }
        let can_start = !layout.is_wrapped || is_block_start || layout.is_numbered;
        if can_start {
            // A colon further on in the speech must not hide the full stop behind a name.
            let mut weigh = |found: Option<Candidate>| {
                let found = found?;
                Some((labels.evidence.add(source, &found)?, found))
            };
            let found = weigh(candidate(text, span, has_wide))
                .or_else(|| weigh(dotted(text, span)))
                .or_else(|| weigh(court_question(text, span, layout)));
            if let Some((form, found)) = found {
                labels.candidates.push((span.start, found));
                labels.forms.push(form);
                first_label = first_label.min(span.start as usize);
            }
        }
        is_block_start = layout.is_wrapped && text.ends_with(['.', '!', '?', ')', ']', ':', '”', '"', '»']);
    }
    let known = &source[..source.floor_char_boundary(first_label.min(KNOWN_BYTES))];
    labels.evidence.decide(source, known, header.title.is_some());
    labels
}

/// `Q   Did you see it?`: on court pages space alone may end the letter.
fn court_question(text: &str, span: Span, layout: Layout) -> Option<Candidate> {
    let rest = text.strip_prefix(['Q', 'A']).filter(|_| layout.is_numbered)?;
    let speech = rest.trim_start_matches(is_space);
    if rest.len() - speech.len() < 2 || speech.is_empty() {
        return None;
    }
    let end = span.end;
    let label = Span { start: span.start, end: span.start + 1 };
    let empty = Span { start: label.end, end: label.end };
    let speech = Span { start: end - speech.len() as u32, end };
    Some(Candidate {
        stars: Span { start: span.start, end: span.start },
        label,
        remark: empty,
        mark: empty,
        speech,
        is_dotted: true,
    })
}

/// The number of a line, where lines are numbered, and its text without white space at the ends.
pub fn text_of(line: &Line<'_>, layout: Layout) -> (Option<Span>, Span) {
    let span = line.trimmed();
    if !layout.is_numbered || span.is_empty() {
        return (None, span);
    }
    let Some((_, number)) = line_number(line) else { return (None, span) };
    let rest = line.text.get((number.end - line.span.start) as usize..).unwrap_or_default();
    let start = span.end.min(number.end + (rest.len() - rest.trim_start_matches(is_space).len()) as u32);
    (Some(number), Span { start, end: span.end.max(start) })
}

/// Writes the body into the draft.
pub fn write_body(
    draft: &mut Draft<'_>,
    header: &Header,
    layout: Layout,
    labels: &Labels<'_>,
    limits: &Limits,
    marks: &[Mark],
) {
    let source = draft.source();
    let mut ids: Vec<Option<LabelId>> = vec![None; labels.evidence.len()];
    let mut candidates = labels.candidates.iter().zip(&labels.forms).peekable();
    let has_angle_quotes = memmem::find(source.as_bytes(), "‹".as_bytes()).is_some();
    let mut writer =
        Writer { draft, limits, has_angle_quotes, last_end: None, claimed_to: header.end as u32, remark_length: 0 };
    // Behind a separator or a cut nobody knows who speaks until the next label.
    let mut gap = Gap::None;
    let mut is_attributed = false;
    let mut last_indent = 0;
    let mut lines = Lines::new(source, header.end);
    while let Some(line) = lines.next() {
        let (number, span) = text_of(&line, layout);
        if let Some(number) = number {
            writer.draft.claim(Kind::Markup, number);
        }
        if !layout.is_wrapped {
            // In order, so that the account need not be sorted.
            writer.draft.claim(Kind::Markup, Span { start: writer.claimed_to, end: span.start });
            writer.claimed_to = span.end;
        }
        if span.is_empty() {
            if !layout.is_numbered {
                writer.end_paragraph();
            }
            continue;
        }
        let text = span.of(source);
        if layout.is_numbered && number.is_none() {
            // Page headers and footers have no number.
            writer.furniture(span, FurnitureKind::Other);
            continue;
        }
        let mark = mark_at(marks, span.start);
        if mark.is_some_and(|mark| mark.kind == MarkKind::Apart && mark.span.start >= line.span.start) && is_attributed
        {
            gap = Gap::Separator;
        }
        let is_said =
            |kind| matches!(kind, MarkKind::Label | MarkKind::LabelAt(_) | MarkKind::Apart | MarkKind::Speech);
        if let Some(mark) = mark.filter(|mark| !is_said(mark.kind)) {
            writer.end_paragraph();
            match mark.kind {
                MarkKind::Furniture(kind) => writer.furniture(span, kind),
                MarkKind::Field(_, value) => claim_field(writer.draft, mark.span, value),
                MarkKind::Title if header.title == Some(span) => writer.draft.claim(Kind::Metadata, span),
                _ => {
                    writer.draft.heading(span, if let MarkKind::Heading(level) = mark.kind { level.max(1) } else { 1 });
                    gap = if is_attributed { Gap::Separator } else { gap };
                }
            }
            continue;
        }
        let is_speech = mark.is_some_and(|mark| mark.kind == MarkKind::Speech);
        let mut is_doubtful = false;
        if let Some(((_, found), form)) = candidates.next_if(|((start, _), _)| *start == span.start) {
            match labels.evidence.verdict(*form) {
                Verdict::Label => {
                    writer.end_paragraph();
                    let id = match ids[*form as usize] {
                        Some(id) => id,
                        None => {
                            let id = writer.draft.label(&one_spaced(found.label.of(source)));
                            ids[*form as usize] = Some(id);
                            id
                        }
                    };
                    writer.open_turn(found, id);
                    (gap, is_attributed) = (Gap::None, true);
                    last_indent = indent(&line, number, found.speech);
                    if !found.speech.is_empty() {
                        writer.remark_length = remark_length(found.speech.of(source));
                        writer.text(found.speech);
                        if !layout.is_wrapped {
                            writer.end_paragraph();
                        }
                    }
                    continue;
                }
                Verdict::Doubt => {
                    is_doubtful = true;
                    writer.end_paragraph();
                    writer.draft.open_turn(None);
                    writer.report_doubt(found.label);
                    (gap, is_attributed) = (Gap::None, false);
                }
                Verdict::Text => {}
            }
        }
        let kind = match text.as_bytes()[0] {
            _ if is_speech => LineKind::Text,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0xd0 | 0xd1 => LineKind::Text,
            _ => line_kind(text),
        };
        match kind {
            LineKind::Text => {}
            LineKind::Separator => {
                writer.end_paragraph();
                writer.draft.heading(span, 0);
                gap = if is_attributed { Gap::Separator } else { gap };
                continue;
            }
            LineKind::Note => {
                writer.end_paragraph();
                writer.draft.note(span);
                continue;
            }
            LineKind::Cut => {
                writer.end_paragraph();
                writer.draft.note(span);
                if is_attributed && gap == Gap::None {
                    gap = Gap::Cut;
                }
                continue;
            }
        }
        if layout.is_numbered && !is_speech && text.ends_with(':') && text.len() <= 60 && text.starts_with("BY ") {
            // `BY MR. BRANDT:` heads the questions that follow and is no turn.
            writer.end_paragraph();
            writer.draft.heading(span, 2);
            continue;
        }
        if text.len() <= 40 && !is_speech && is_photo_count(text) {
            writer.furniture(span, FurnitureKind::PhotoCount);
            continue;
        }
        let is_unattributed = (!is_attributed || gap != Gap::None) && !is_doubtful;
        if is_unattributed
            && !is_speech
            && is_heading_like(text)
            && is_before_label(lines, layout, candidates.peek().map(|((start, _), _)| *start))
        {
            writer.end_paragraph();
            writer.draft.heading(span, 2);
            continue;
        }
        if gap != Gap::None {
            writer.end_paragraph();
            writer.draft.open_turn(None);
            if gap == Gap::Cut {
                writer.report_cut(span);
            }
            (gap, is_attributed) = (Gap::None, false);
        }
        if layout.is_numbered {
            // A deeper beginning of the line starts a paragraph.
            let here = indent(&line, number, span);
            if here > last_indent + 3 {
                writer.end_paragraph();
            }
            last_indent = here;
        }
        writer.text(span);
        if !layout.is_wrapped {
            writer.end_paragraph();
        }
    }
    writer.end_paragraph();
}

/// Why it is unknown who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    None,
    Separator,
    Cut,
}

/// Bytes of white space between the number of a line and its text.
fn indent(line: &Line<'_>, number: Option<Span>, text: Span) -> u32 {
    text.start - number.map_or(line.span.start, |number| number.end)
}

/// A short line without a full stop.
fn is_heading_like(text: &str) -> bool {
    text.len() <= 240 && !text.ends_with(['.', ',', ';', ':', '!', '…']) && !text.starts_with(char::is_lowercase)
}

/// Whether the next line with text is the candidate that comes next.
fn is_before_label(lines: Lines<'_>, layout: Layout, next: Option<u32>) -> bool {
    let Some(next) = next else { return false };
    lines
        .take(4)
        .map(|line| text_of(&line, layout).1)
        .find(|span| !span.is_empty())
        .is_some_and(|span| span.start == next)
}

/// Length of `(as translated)` at the start of what is said, where the remark stands behind the colon.
fn remark_length(speech: &str) -> usize {
    let Some(inside) = speech.strip_prefix('(') else { return 0 };
    match inside[..inside.floor_char_boundary(inside.len().min(LONGEST_INSIDE))].find(')') {
        // `(in Russian) …` could be an aside of the speech; `(in Russian): …` could not.
        Some(end) if end <= 40 && has_remark_word(&inside[..end], !inside[end + 1..].starts_with(':')) => end + 2,
        _ => 0,
    }
}

/// The label with single spaces; it is printed with no-break spaces in one place and without in another.
fn one_spaced(label: &str) -> String {
    let mut spaced = String::with_capacity(label.len());
    for word in label.split(is_space).filter(|word| !word.is_empty()) {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// Writes text and keeps track of the paragraph that is open.
struct Writer<'d, 's> {
    draft: &'d mut Draft<'s>,
    limits: &'d Limits,
    has_angle_quotes: bool,
    /// Where the last line of the open paragraph ended.
    last_end: Option<u32>,
    /// White space is claimed up to here, in layouts where it separates paragraphs.
    claimed_to: u32,
    /// Length of a remark at the start of what is written next.
    remark_length: usize,
}

impl Writer<'_, '_> {
    fn open_turn(&mut self, found: &Candidate, id: LabelId) {
        self.draft.claim(Kind::Markup, found.stars);
        self.draft.open_turn(Some(TurnLabel { id, span: found.label }));
        if !found.remark.is_empty() {
            self.draft.note(found.remark);
        }
        self.draft.claim(Kind::Markup, found.mark);
    }

    fn furniture(&mut self, span: Span, kind: FurnitureKind) {
        self.draft.furniture(span, kind);
    }

    fn end_paragraph(&mut self) {
        if self.last_end.take().is_some() {
            self.draft.end_paragraph(None);
        }
    }

    /// Adds a stretch to the open paragraph, or begins one with it.
    fn text(&mut self, span: Span) {
        let source = self.draft.source();
        match self.last_end {
            None => self.draft.begin_paragraph(),
            Some(end) => {
                let before = source[..end as usize].chars().next_back();
                let is_hyphenated = before == Some('-')
                    && source[..end as usize - 1].ends_with(char::is_lowercase)
                    && span.of(source).starts_with(char::is_lowercase);
                if !is_hyphenated {
                    // The line break stands for the space, unless the number of the line lies in between.
                    let gap = Span { start: end, end: span.start };
                    let is_blank = gap.of(source).chars().all(is_space);
                    self.draft.push_text(" ", if is_blank { gap } else { Span { start: end, end } });
                }
            }
        }
        self.last_end = Some(span.end);
        if self.draft.paragraph_bytes() + span.len() <= self.limits.paragraph_bytes {
            return self.pieces(span);
        }
        let mut rest = span;
        while self.draft.paragraph_bytes() + rest.len() > self.limits.paragraph_bytes {
            let room = self.limits.paragraph_bytes.saturating_sub(self.draft.paragraph_bytes()).max(16);
            // A remark at the start stays whole.
            let room = room.max(self.remark_length);
            let text = rest.of(source);
            let most = text.floor_char_boundary(room.min(text.len()));
            let cut = text[..most].rfind(is_space).filter(|at| *at > self.remark_length).unwrap_or(most);
            let cut = Span { start: rest.start, end: rest.start + cut as u32 };
            self.draft.report(
                Diagnostic::info("official.long-paragraph", cut, "A very long paragraph is cut in two here.")
                    .with_hint("Only the numbering is affected; no word is lost."),
            );
            self.pieces(cut);
            self.draft.end_paragraph(None);
            self.draft.begin_paragraph();
            let left = &text[cut.len()..];
            let skipped = left.len() - left.trim_start_matches(is_space).len();
            rest = Span { start: cut.end + skipped as u32, end: rest.end };
            if rest.is_empty() {
                return;
            }
        }
        self.pieces(rest);
    }

    /// Pushes a stretch, the notes in it apart from the speech.
    fn pieces(&mut self, span: Span) {
        let source = self.draft.source();
        let text = span.of(source);
        let mut done = std::mem::take(&mut self.remark_length);
        if done > 0 {
            self.draft.push_note(Span { start: span.start, end: span.start + done as u32 });
        }
        let mut note = |writer: &mut Self, at: usize| {
            if at < done {
                return;
            }
            let Some(length) = note_length(&text[at..]) else { return };
            let start = span.start as usize;
            writer.draft.push_source(Span::new(start + done, start + at));
            writer.draft.push_note(Span::new(start + at, start + at + length));
            done = at + length;
        };
        if self.has_angle_quotes && memchr(0xe2, text.as_bytes()).is_some() {
            for (at, _) in text.match_indices(['(', '[', '<', '‹']) {
                note(self, at);
            }
        } else {
            for at in memchr3_iter(b'(', b'[', b'<', text.as_bytes()) {
                note(self, at);
            }
        }
        self.draft.push_source(Span { start: span.start + done as u32, end: span.end });
    }

    fn report_doubt(&mut self, label: Span) {
        let printed = one_spaced(label.of(self.draft.source()));
        self.draft.report(
            Diagnostic::warning(
                "official.doubtful-label",
                label,
                format!("“{printed}” may be a speaker or part of the text."),
            )
            .with_hint("What follows is left without a speaker. Check it against the source."),
        );
    }

    fn report_cut(&mut self, span: Span) {
        let at = Span { start: span.start, end: span.start };
        self.draft.report(
            Diagnostic::info(
                "official.speaker-after-cut",
                at,
                "Behind the omitted stretch the record does not say who speaks.",
            )
            .with_hint("The text is left without a speaker up to the next label."),
        );
    }
}
