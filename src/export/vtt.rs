//! `vtt`: WebVTT captions (<https://www.w3.org/TR/webvtt1/>) with voices and the times of words.
//!
//! What has no times is never given any: it stands as a comment, which players do not show.

use super::captions::{Marks, Walk, push_time};
use super::elements::{Element, elements, shown_labels};
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::{Date, Field, Paragraph, Transcript};

static META: Meta = Meta {
    id: "vtt",
    name: "WebVTT captions",
    ending: "vtt",
    media_type: "text/vtt",
    specification: "https://www.w3.org/TR/webvtt1/",
    keeps: &[
        Part::Title,
        Part::Summary,
        Part::Date,
        Part::TimeOfDay,
        Part::Place,
        Part::Language,
        Part::Other,
        Part::Roles,
        Part::Labels,
        Part::Times,
        Part::Ends,
        Part::Cues,
        Part::WordTimes,
        Part::Notes,
        Part::Headings,
        Part::Breaks,
        Part::Controls,
        Part::Formulas,
    ],
    holds_several: false,
    read_by_guess: None,
    notes: "Metadata stand in the header as `Name: value`. Who speaks stands in voice tags, as printed; where somebody \
            unnamed begins behind somebody unnamed, a dash says so. Times of words stand inside the captions. \
            Notes between paragraphs, headings and paragraphs without times stand as comments (`NOTE`). \
            A text without any times is not written.",
};

/// See the module.
pub struct Vtt;

impl Writer for Vtt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let [document, ..] = documents else { return Err(Unwritable::NoTimes) };
        let transcript = document.transcript;
        let mut out = String::with_capacity(transcript.text.len() * 2);
        push_header(&mut out, transcript);
        let mut writer = CueWriter {
            out,
            transcript,
            walk: Walk::new(transcript),
            marks: Marks::new(transcript),
            labels: shown_labels(transcript),
            is_named: true,
            has_cues: false,
        };
        for element in elements(transcript) {
            match element {
                Element::Heading(heading) if heading.level > 0 => writer.comment(&heading.text),
                Element::Note(words) => writer.comment(words),
                Element::Paragraph(index, paragraph) => writer.paragraph(index, paragraph),
                Element::Heading(_) | Element::Turn(_) => {}
            }
        }
        if writer.has_cues { Ok(writer.out.into_bytes()) } else { Err(Unwritable::NoTimes) }
    }
}

fn push_header(out: &mut String, transcript: &Transcript) {
    let metadata = &transcript.metadata;
    let value = |field: &Option<Field<String>>| field.as_ref().map(|field| field.value.clone());
    let date = metadata.date.as_ref().map(|date: &Field<Date>| date.value.to_string());
    out.push_str("WEBVTT\n");
    for (name, value) in [
        ("Language", metadata.language.clone()),
        ("Title", value(&metadata.title)),
        ("Summary", value(&metadata.summary)),
        ("Date", date),
        ("Time", value(&metadata.time)),
        ("Place", value(&metadata.place)),
    ] {
        if let Some(value) = value {
            push_field(out, name, &value);
        }
    }
    for (name, value) in &metadata.other {
        push_field(out, name, value);
    }
    out.push('\n');
}

/// A line of the header. An arrow in it would end the header.
fn push_field(out: &mut String, name: &str, value: &str) {
    push_one_line(out, name);
    out.push_str(": ");
    push_one_line(out, value);
    out.push('\n');
}

fn push_one_line(out: &mut String, words: &str) {
    let start = out.len();
    for word in words.split(['\n', '\r']).filter(|word| !word.trim().is_empty()) {
        if out.len() > start {
            out.push(' ');
        }
        out.push_str(&word.replace("-->", "--\u{200b}>"));
    }
}

struct CueWriter<'t> {
    out: String,
    transcript: &'t Transcript,
    walk: Walk<'t>,
    marks: Marks<'t>,
    /// The labels as they are written.
    labels: Vec<&'t str>,
    /// Whether the last caption was by somebody named.
    is_named: bool,
    has_cues: bool,
}

impl CueWriter<'_> {
    fn comment(&mut self, words: &str) {
        self.out.push_str("NOTE ");
        push_one_line(&mut self.out, words);
        self.out.push_str("\n\n");
    }

    fn paragraph(&mut self, index: u32, paragraph: &Paragraph) {
        let captions = self.walk.paragraph(index);
        if captions.is_empty() {
            self.comment(self.transcript.words(paragraph.text));
        }
        for caption in captions {
            let label = self.transcript.turns.get(caption.turn).and_then(|turn| turn.label);
            push_time(&mut self.out, caption.times.start_ms, '.');
            self.out.push_str(" --> ");
            push_time(&mut self.out, caption.times.end_ms, '.');
            self.out.push('\n');
            match label {
                Some(label) => {
                    self.out.push_str("<v ");
                    push_escaped(&mut self.out, self.labels.get(label.id.0 as usize).copied().unwrap_or_default());
                    self.out.push('>');
                }
                None if caption.opens_turn && !self.is_named => self.out.push_str("- "),
                None => {}
            }
            self.is_named = label.is_some();
            let words = self.transcript.words(caption.text);
            let mut at = 0;
            for mark in self.marks.of(caption.text) {
                let place = (mark.text - caption.text.start) as usize;
                push_escaped(&mut self.out, words.get(at..place).unwrap_or_default());
                self.out.push('<');
                push_time(&mut self.out, mark.at_ms, '.');
                self.out.push('>');
                at = place;
            }
            push_escaped(&mut self.out, words.get(at..).unwrap_or_default());
            self.out.push_str("\n\n");
            self.has_cues = true;
        }
    }
}

/// Words as cue text: no tags, no references, no arrows, no blank lines.
fn push_escaped(out: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find(['&', '<', '>', '\0', '\n', '\r']) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'&' => out.push_str("&amp;"),
            b'<' => out.push_str("&lt;"),
            b'>' => out.push_str("&gt;"),
            0 => out.push('\u{fffd}'),
            _ if out.ends_with('\n') => {}
            _ => out.push('\n'),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_words_is_syntax() {
        let mut out = String::new();
        push_escaped(&mut out, "a --> b & c <i>\n\n\r\nd\0");
        assert_eq!(out, "a --&gt; b &amp; c &lt;i&gt;\nd\u{fffd}");
    }
}
