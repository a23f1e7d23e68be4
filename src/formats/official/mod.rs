//! The format `official`: a header (title, summary, date, time, place, photo lines in any order, any may be missing)
//! and turns by speakers in the label styles of published records, court pages included.
//!
//! Must not invent speakers: what is no label beyond doubt opens no turn. Rules are evidence and tables of words, never
//! the habits of one publisher. Described in `docs/formats/official.md`.

mod body;
mod candidate;
mod evidence;
mod header;
mod layout;
mod notes;
mod taught;

use super::prose::{Mark, MarkKind, MetadataField, mark_at};
use super::{Confidence, Draft, Format, Limits, Meta, Parsed, Probe, Refusal, Rule, Source};
use crate::model::{Field, FurnitureKind, Kind, Span};
use crate::text::lines::is_space;
use body::{Labels, find_labels, write_body};
use header::{Header, read_header};
use layout::find_layout;

static META: Meta = Meta {
    id: "official",
    name: "Official record",
    endings: &["txt", "text"],
    media_types: &["text/plain"],
    specification: "docs/formats/official.md",
    keeps: "title, summary, date, time, place, labels, notes, photo lines, narration",
    omits: "nothing",
    is_lined: true,
};

/// See the module.
pub struct Official;

impl Format for Official {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let text = probe.text;
        if has_other_signature(text) {
            return Confidence::No;
        }
        let layout = find_layout(text, 0);
        let header = read_header(text, 0, layout.is_wrapped, &[]);
        let Labels { evidence, .. } = find_labels(text, &header, layout, &[]);
        let (forms, lines) = evidence.labels();
        let has_labels = forms >= 2 || lines >= 2 || forms == 1 && header.title.is_some();
        let has_header =
            header.title.is_some() && header.is_anchored && (header.date.is_some() || header.photo.is_some());
        match (has_header, has_labels) {
            (true, true) if !is_markdown(text) => Confidence::Certain,
            (true, _) | (_, true) if !is_markdown(text) => Confidence::Likely,
            (false, false) if header.title.is_none() && forms == 0 => Confidence::No,
            _ => Confidence::Maybe,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        Ok(read(source.text, source.body_start(), &[], &source.choices.rules, limits))
    }

    fn taught(&self) -> Option<&'static dyn Format> {
        Some(&Official)
    }
}

/// Reads text that was taken out of mark-up, with what the mark-up and the rules of the user say of it.
pub fn read_text(text: &str, marks: &[Mark], rules: &[Rule], limits: &Limits) -> Parsed {
    read(text, 0, marks, rules, limits)
}

fn read(text: &str, start: usize, marks: &[Mark], rules: &[Rule], limits: &Limits) -> Parsed {
    let layout = find_layout(text, start);
    let marks = &*taught::with_rules(text, start, layout, marks, rules);
    let header = read_header(text, start, layout.is_wrapped, marks);
    let labels = find_labels(text, &header, layout, marks);
    if labels.is_over {
        return Parsed::too_dense();
    }
    let mut draft = Draft::new(text, limits);
    write_header(&mut draft, &header, marks);
    write_body(&mut draft, &header, layout, &labels, limits, marks);
    draft.transcript.furniture.sort_by_key(|furniture| furniture.span);
    draft.finish()
}

/// Whether the text carries the signature of a format that is no official text.
fn has_other_signature(text: &str) -> bool {
    let text = text.trim_start_matches(is_space);
    text.starts_with(['{', '<'])
        || text.starts_with("WEBVTT")
        || text.starts_with("[{")
        || text.starts_with("[Script Info]")
        || text.lines().take(40).any(|line| line.contains("-->"))
}

/// Headings by `#`, or several labels in bold: Markdown knows better what to do with them.
fn is_markdown(text: &str) -> bool {
    let mut lines = text.lines();
    lines.any(|line| {
        let rest = line.trim_start_matches('#');
        rest.len() < line.len() && line.len() - rest.len() <= 6 && rest.starts_with(' ')
    })
}

/// Sets the metadata and claims the lines of the header.
fn write_header(draft: &mut Draft<'_>, header: &Header, marks: &[Mark]) {
    let source = draft.source();
    let field = |span: Span| Field { value: one_line(span.of(source)), span };
    let taught: Vec<Span> = marks.iter().filter_map(Mark::value).collect();
    // Marks are in order. A summary may have as many lines as the record.
    let is_taught = |span: &Span| taught.binary_search(span).is_ok();
    let claim = |draft: &mut Draft<'_>, span: Span| {
        if !is_taught(&span) {
            draft.claim(Kind::Metadata, span);
        }
    };
    if let Some(title) = header.title {
        draft.transcript.metadata.title = Some(field(title));
        // A title that the mark-up names may stand further down.
        if title.end as usize <= header.end {
            claim(draft, title);
        }
    }
    for mark in marks.iter().take_while(|mark| mark.span.end as usize <= header.end) {
        match mark.kind {
            MarkKind::Furniture(kind) => draft.furniture(mark.span, kind),
            MarkKind::Field(_, value) => claim_field(draft, mark.span, value),
            _ => {}
        }
    }
    if let (Some(first), Some(last)) = (header.summary.first(), header.summary.last()) {
        for line in &header.summary {
            claim(draft, *line);
        }
        draft.transcript.metadata.summary = Some(field(first.to(*last)));
    }
    for line in &header.subtitles {
        draft.heading(*line, 2);
    }
    if let Some((date, span)) = header.date {
        claim(draft, span);
        draft.transcript.metadata.date = Some(Field { value: date, span });
    }
    if let Some((time, span)) = header.time {
        claim(draft, span);
        draft.transcript.metadata.time = Some(Field { value: time.to_string(), span });
    }
    if let Some(place) = header.place {
        claim(draft, place);
        draft.transcript.metadata.place = Some(field(place));
    }
    if let Some(photo) = header.photo {
        draft.furniture(photo, FurnitureKind::PhotoCount);
    }
    if let Some(caption) = header.caption {
        draft.furniture(caption, FurnitureKind::Caption);
    }
    let fields = [header.date.map(|(_, span)| span), header.time.map(|(_, span)| span), header.place];
    claim_joints(draft, fields.into_iter().flatten().filter(|span| !is_taught(span)).collect());
}

/// Claims a line that states a field: the value, and the name in front of it.
fn claim_field(draft: &mut Draft<'_>, line: Span, value: Span) {
    draft.claim(Kind::Markup, Span { start: line.start, end: value.start });
    draft.claim(Kind::Metadata, value);
}

/// Claims what stands between two fields of one line: the comma in `July 10, 2014, 14:00`.
fn claim_joints(draft: &mut Draft<'_>, mut spans: Vec<Span>) {
    let source = draft.source();
    // Three at most: the first of two neighbours that stand the wrong way round goes behind the other, twice.
    for at in [1, 2, 1] {
        if spans.len() > at && spans[at - 1] > spans[at] {
            spans.swap(at - 1, at);
        }
    }
    for pair in spans.windows(2) {
        let joint = Span { start: pair[0].end, end: pair[1].start.max(pair[0].end) };
        if !joint.is_empty() && joint.len() <= 16 && !joint.of(source).contains(['\n', '\r']) {
            draft.claim(Kind::Markup, joint);
        }
    }
    // A dash or a full stop at either end of such a line belongs to no field.
    let is_sign = |span: Span| !span.is_empty() && !span.of(source).contains(char::is_alphanumeric);
    for (i, span) in spans.iter().enumerate() {
        let (head, tail) = (&source[..span.start as usize], &source[span.end as usize..]);
        let line_start = head.rfind(['\n', '\r']).map_or(0, |at| at + 1) as u32;
        let line_end = span.end + tail.find(['\n', '\r']).unwrap_or(tail.len()) as u32;
        let before = Span { start: line_start, end: span.start };
        if i.checked_sub(1).is_none_or(|above| spans[above].end <= line_start) && is_sign(before) {
            draft.claim(Kind::Markup, before);
        }
        let after = Span { start: span.end, end: line_end };
        if spans.get(i + 1).is_none_or(|below| below.start >= line_end) && is_sign(after) {
            draft.claim(Kind::Markup, after);
        }
    }
}

/// White space as single spaces.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests;
