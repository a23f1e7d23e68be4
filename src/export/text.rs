//! `text`: plain text in the layout of published records (`docs/formats/official.md`), which the reader of official
//! records reads back: a header, then a paragraph a line, labels before a colon.
//!
//! Text has no escapes. Where words could pass to the wrong speaker the label is written again, or a separator first.

use super::elements::{Element, elements, is_remark, shown_labels};
use super::prose::{Opening, Speaking, is_like_a_label};
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::{FurnitureKind, LabelId, Transcript};

static META: Meta = Meta {
    id: "text",
    name: "Plain text",
    ending: "txt",
    media_type: "text/plain; charset=utf-8",
    specification: "docs/formats/official.md",
    keeps: &[
        Part::Title,
        Part::Summary,
        Part::Date,
        Part::TimeOfDay,
        Part::Place,
        Part::Roles,
        Part::Labels,
        Part::Untimed,
        Part::Notes,
        Part::Headings,
        Part::Separators,
        Part::Controls,
        Part::Formulas,
        Part::NoDuration,
    ],
    holds_several: false,
    read_by_guess: Some("official"),
    notes: "Title, summary, date, time, place, photo line and caption, a line each; then a paragraph a line with blank \
            lines between, labels before a colon. The label stands again where words would look like a label; before \
            words of nobody named stands `* * *`. A note without brackets gets some.",
};

/// What stands between parts, and before words of nobody named.
const SEPARATOR: &str = "* * *";

/// See the module.
pub struct Text;

impl Writer for Text {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let mut out = String::new();
        for document in documents {
            let mut writer = TextWriter {
                transcript: document.transcript,
                out,
                speaking: Speaking::default(),
                remark: "",
                labels: shown_labels(document.transcript),
            };
            writer.push_header();
            writer.end_header();
            writer.push_body();
            out = writer.out;
        }
        Ok(out.into_bytes())
    }
}

struct TextWriter<'t> {
    transcript: &'t Transcript,
    out: String,
    speaking: Speaking,
    /// The labels as they are written.
    labels: Vec<&'t str>,
    /// A remark that belongs beside the next label.
    remark: &'t str,
}

impl<'t> TextWriter<'t> {
    fn push_header(&mut self) {
        let metadata = &self.transcript.metadata;
        let date = metadata.date.as_ref().map(|date| date.value.to_string());
        let fields = [
            metadata.title.as_ref().map(|title| title.value.as_str()),
            metadata.summary.as_ref().map(|summary| summary.value.as_str()),
            date.as_deref(),
            metadata.time.as_ref().map(|time| time.value.as_str()),
            metadata.place.as_ref().map(|place| place.value.as_str()),
        ];
        let furniture =
            self.transcript.furniture.iter().filter(|one| {
                one.before == 0 && matches!(one.kind, FurnitureKind::PhotoCount | FurnitureKind::Caption)
            });
        for line in fields.into_iter().flatten().chain(furniture.map(|one| one.text.as_str())) {
            push_one_line(&mut self.out, line);
            self.out.push('\n');
        }
    }

    /// A separator behind the header, where what follows could be taken for a part of it.
    fn end_header(&mut self) {
        let metadata = &self.transcript.metadata;
        let has_anchor = metadata.date.is_some() || metadata.time.is_some();
        let first = elements(self.transcript).find(|element| !matches!(element, Element::Note(_)));
        let is_label = matches!(first, Some(Element::Turn(turn)) if turn.label.is_some());
        let is_heading = matches!(first, Some(Element::Heading(heading)) if heading.level > 0);
        let is_misleading = match (self.out.is_empty(), has_anchor) {
            // A first line that ends no sentence looks like a title.
            (true, _) => is_heading || !is_label && self.begins_like_a_title(),
            (false, true) => !is_label && metadata.place.is_none(),
            // A title that nothing but a label follows may be taken for text.
            (false, false) => true,
        };
        if is_misleading && first.is_some() {
            self.push_line(SEPARATOR);
        }
    }

    fn begins_like_a_title(&self) -> bool {
        let first = self.transcript.paragraphs.first().map(|paragraph| self.transcript.words(paragraph.text));
        first.is_some_and(|words| !words.trim_end().ends_with(['.', ',', ';', ':', '…', '!']))
    }

    fn push_body(&mut self) {
        for element in elements(self.transcript) {
            match element {
                Element::Heading(heading) => self.push_heading(&heading.text, heading.level),
                Element::Note(words) => self.push_note(words),
                Element::Turn(turn) => {
                    if let Some(label) = self.speaking.begin(turn) {
                        self.begin_line();
                        self.push_label(label);
                        self.out.push('\n');
                    }
                }
                Element::Paragraph(_, paragraph) => self.push_paragraph(self.transcript.words(paragraph.text)),
            }
        }
    }

    fn begin_line(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn push_line(&mut self, line: &str) {
        self.begin_line();
        push_one_line(&mut self.out, line);
        self.out.push('\n');
    }

    fn push_heading(&mut self, words: &str, level: u8) {
        if level == 0 {
            self.push_line(if is_separator(words) { words } else { SEPARATOR });
        } else {
            // Behind somebody's words it would be read as theirs.
            if self.speaking.is_anybody() {
                self.push_line(SEPARATOR);
            }
            self.push_line(words);
        }
        self.speaking.interrupt();
    }

    fn push_note(&mut self, words: &'t str) {
        if self.speaking.coming().is_some() && is_remark(words) {
            self.remark = words;
            return;
        }
        let is_bracketed = matches!(
            (words.chars().next(), words.trim_end_matches('.').chars().next_back()),
            (Some('('), Some(')')) | (Some('['), Some(']')) | (Some('<'), Some('>')) | (Some('‹'), Some('›'))
        );
        if is_bracketed {
            self.push_line(words)
        } else {
            self.push_line(&format!("[{words}]"))
        }
        // Behind an omitted stretch nobody knows who speaks.
        if !words.contains(char::is_alphabetic) {
            self.speaking.interrupt();
        }
    }

    fn push_label(&mut self, label: LabelId) {
        push_one_line(&mut self.out, self.labels.get(label.0 as usize).copied().unwrap_or_default());
        if !self.remark.is_empty() {
            self.out.push(' ');
            push_one_line(&mut self.out, std::mem::take(&mut self.remark));
        }
        self.out.push(':');
    }

    fn push_paragraph(&mut self, words: &str) {
        let is_misleading = is_like_a_label(words)
            || words.starts_with(['(', '[', '<', '‹', '…', '.'])
            || is_separator(words)
            || words.len() < 12 && words.starts_with(|c: char| c.is_ascii_digit());
        let opening = self.speaking.open(is_misleading);
        if opening == Opening::Separator {
            self.push_line(SEPARATOR);
        }
        self.begin_line();
        if let Opening::Label(label) = opening {
            self.push_label(label);
            self.out.push(' ');
        }
        push_one_line(&mut self.out, words);
        self.out.push('\n');
    }
}

/// Words with line breaks as spaces.
fn push_one_line(out: &mut String, words: &str) {
    for (i, line) in words.trim().split(['\n', '\r']).enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(line);
    }
}

/// Three signs of one kind or more, and nothing else.
fn is_separator(words: &str) -> bool {
    let mut signs = words.chars().filter(|c| !c.is_whitespace());
    let first = signs.next();
    matches!(first, Some('*' | '-' | '_' | '=' | '~' | '—' | '–' | '•' | '#'))
        && signs.clone().count() >= 2
        && signs.all(|sign| Some(sign) == first)
}
