//! `markdown`: CommonMark (<https://spec.commonmark.org/0.31.2/>) in the form that the reader of Markdown reads back:
//! front matter, the title as heading, labels in bold, times and notes in brackets.
//!
//! All signs of mark-up in the words are escaped, and brackets that are no notes are written as references.

use std::collections::HashSet;

use super::captions::push_time;
use super::elements::{Element, Insides, elements, shown_labels};
use super::prose::{Opening, Speaking};
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::{LabelId, Paragraph, Transcript};

static META: Meta = Meta {
    id: "markdown",
    name: "Markdown",
    ending: "md",
    media_type: "text/markdown; charset=utf-8",
    specification: "https://spec.commonmark.org/0.31.2/",
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
        Part::Untimed,
        Part::Notes,
        Part::Headings,
        Part::Separators,
        Part::Breaks,
        Part::Controls,
        Part::Formulas,
        Part::NoDuration,
    ],
    holds_several: false,
    read_by_guess: Some("markdown"),
    notes: "Metadata in front matter, the title as the first heading, labels in bold, the start of a paragraph in \
            brackets (`[00:00:01.000]`), notes in italics. All signs of mark-up in the words are escaped. \
            Before words of nobody named stands a rule.",
};

/// Times from here on have three digits for the hours, which nobody reads as a time.
const TOO_LATE_MS: u32 = 100 * 3_600_000;

/// See the module.
pub struct Markdown;

impl Writer for Markdown {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let mut out = String::new();
        for document in documents {
            let transcript = document.transcript;
            out.reserve(transcript.text.len() * 5 / 4);
            push_front_matter(&mut out, transcript);
            let labels = shown_labels(transcript);
            let names = labels.iter().copied().collect();
            let mut writer = MarkdownWriter {
                transcript,
                out,
                labels,
                names,
                speaking: Speaking::default(),
                insides: Insides::new(transcript),
            };
            writer.push_body();
            out = writer.out;
        }
        Ok(out.into_bytes())
    }
}

fn push_front_matter(out: &mut String, transcript: &Transcript) {
    let metadata = &transcript.metadata;
    let date = metadata.date.as_ref().map(|date| date.value.to_string());
    let fields = [
        ("date", date.as_deref()),
        ("time", metadata.time.as_ref().map(|time| time.value.as_str())),
        ("place", metadata.place.as_ref().map(|place| place.value.as_str())),
        ("language", metadata.language.as_deref()),
        ("summary", metadata.summary.as_ref().map(|summary| summary.value.as_str())),
    ];
    let others = metadata.other.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let title = metadata.title.as_ref().map(|title| title.value.as_str());
    // Another title of the source would take the place of the heading.
    let has_rival = metadata.other.keys().any(|name| name.eq_ignore_ascii_case("title"));
    let rival = title.filter(|_| has_rival).map(|title| ("title", title));
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let fields: Vec<_> = rival.into_iter().chain(fields).chain(others).collect();
    if !fields.is_empty() {
        out.push_str("---\n");
        for (name, value) in fields {
            let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
            out.extend(name.chars().map(|c| if is_key(c) { c } else { '-' }).take(40));
            out.push_str(": ");
            push_value(out, &value.split_whitespace().collect::<Vec<_>>().join(" "));
            out.push('\n');
        }
        out.push_str("---\n");
    }
    if let Some(title) = title.filter(|_| !has_rival) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str("# ");
        push_escaped(out, title);
        out.push('\n');
    }
}

/// A value of front matter, quoted where YAML would take it for something else.
fn push_value(out: &mut String, value: &str) {
    let is_special = value.starts_with(|c: char| !c.is_alphanumeric())
        || value.contains(": ")
        || value.contains(" #")
        || value.ends_with(':');
    let quote = if !value.contains(['"', '\\']) { '"' } else { '\'' };
    if is_special && !value.contains(quote) {
        out.push(quote);
        out.push_str(value);
        out.push(quote);
    } else {
        out.push_str(value);
    }
}

struct MarkdownWriter<'t> {
    transcript: &'t Transcript,
    out: String,
    /// The labels as they are written.
    labels: Vec<&'t str>,
    /// The same, to be found.
    names: HashSet<&'t str>,
    speaking: Speaking,
    insides: Insides<'t>,
}

impl MarkdownWriter<'_> {
    fn push_body(&mut self) {
        for element in elements(self.transcript) {
            match element {
                Element::Heading(heading) => {
                    self.begin_block();
                    if heading.level == 0 {
                        self.out.push_str("---");
                    } else {
                        self.out.extend(std::iter::repeat_n('#', usize::from(heading.level.min(6))));
                        self.out.push(' ');
                        push_escaped(&mut self.out, &heading.text);
                    }
                    self.out.push('\n');
                    self.speaking.interrupt();
                }
                Element::Note(words) => {
                    self.begin_block();
                    push_note(&mut self.out, words, true);
                    self.out.push('\n');
                }
                Element::Turn(turn) => {
                    if let Some(label) = self.speaking.begin(turn) {
                        self.begin_block();
                        self.push_label(label);
                        self.out.push('\n');
                    }
                }
                Element::Paragraph(index, paragraph) => self.push_paragraph(index, paragraph),
            }
        }
    }

    fn begin_block(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn push_label(&mut self, label: LabelId) {
        self.out.push_str("**");
        // Asterisks alone would end the bold type; nobody is called so.
        self.out.push_str(&self.labels.get(label.0 as usize).copied().unwrap_or_default().replace(['*', '\n'], " "));
        self.out.push_str(":**");
    }

    fn push_paragraph(&mut self, index: u32, paragraph: &Paragraph) {
        let words = self.transcript.words(paragraph.text);
        let stretches = self.insides.stretches(index, paragraph);
        let opening = self.speaking.open(false);
        if opening == Opening::Separator {
            self.begin_block();
            self.out.push_str("---\n");
        }
        self.begin_block();
        let start = self.out.len();
        if let Opening::Label(label) = opening {
            self.push_label(label);
            self.out.push(' ');
        }
        if let Some(times) = paragraph.times.filter(|times| times.start_ms < TOO_LATE_MS) {
            self.out.push('[');
            push_time(&mut self.out, times.start_ms, '.');
            self.out.push_str("] ");
        }
        if words.contains('\n') && !words.contains("```") {
            // A block of code keeps its lines.
            self.out.truncate(self.out.trim_end().len());
            if self.out.len() > start {
                self.out.push_str("\n\n");
            } else {
                self.begin_block();
            }
            self.out.push_str("```\n");
            self.out.push_str(words);
            self.out.push_str("\n```\n");
            return;
        }
        let is_first = self.out.len() == start;
        for (i, (words, is_note)) in stretches.into_iter().enumerate() {
            match is_note {
                true => push_note(&mut self.out, words, false),
                false if i == 0 => self.push_first(words, is_first),
                false => push_escaped(&mut self.out, words),
            }
        }
        self.out.push('\n');
    }

    /// The first words of a paragraph, which must not look like anything else.
    fn push_first(&mut self, words: &str, is_at_start: bool) {
        let at = self.out.len();
        let colon = words.find([':', '：']).filter(|colon| self.names.contains(&words[..*colon]));
        match colon {
            // Else the reader would take them for a label.
            Some(colon) => {
                push_escaped(&mut self.out, &words[..colon]);
                let sign = words[colon..].chars().next().unwrap_or(':');
                self.out.push_str(&format!("&#{};", u32::from(sign)));
                push_escaped(&mut self.out, &words[colon + sign.len_utf8()..]);
            }
            None => push_escaped(&mut self.out, words),
        }
        if words.starts_with('(') {
            // A time or a note may stand here.
            self.out.replace_range(at..=at, "&#40;");
        } else if is_at_start && let Some(sign) = block_sign(words) {
            self.out.insert(at + sign, '\\');
        }
    }
}

/// Where in a line a backslash must stand, so that the line begins no heading, list, quotation, rule or table.
fn block_sign(line: &str) -> Option<usize> {
    let digits = line.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let is_break = |at: usize| line.as_bytes().get(at).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    match line.as_bytes().first()? {
        b'>' | b'|' | b'#' | b'=' => Some(0),
        b'-' | b'+' => Some(0),
        b'0'..=b'9' if matches!(line.as_bytes().get(digits), Some(b'.' | b')')) && is_break(digits + 1) => Some(digits),
        _ => None,
    }
}

/// A note: in italics if round brackets stand around it, else in square ones, so that it is read as a note.
fn push_note(out: &mut String, words: &str, is_alone: bool) {
    let inside = |open, close| words.strip_prefix(open).and_then(|words| words.strip_suffix(close));
    // What was left out stands in other brackets, so that it is no tag.
    let cut = inside('<', '>').or(inside('‹', '›')).filter(|_| is_alone);
    if let Some(inside) = inside('(', ')') {
        // Emphasis begins only behind white space; elsewhere the brackets must do.
        let is_emphasised = is_alone || !out.ends_with(char::is_alphanumeric);
        out.push_str(if is_emphasised { "*(" } else { "(" });
        push_escaped(out, inside);
        out.push_str(if is_emphasised { ")*" } else { ")" });
    } else if let Some(inside) = inside('[', ']').or(cut) {
        out.push('[');
        push_escaped(out, inside);
        out.push(']');
    } else if is_alone {
        out.push('[');
        push_escaped(out, words);
        out.push(']');
    } else {
        push_escaped(out, words);
    }
}

/// Words with all signs of mark-up escaped, line breaks as spaces.
fn push_escaped(out: &mut String, words: &str) {
    let mut at = 0;
    while let Some(next) = words[at..].find(['\\', '*', '_', '`', '<', '[', ']', '~', '&', '!', '\n', '\r', '\0']) {
        let sign_at = at + next;
        out.push_str(&words[at..sign_at]);
        let sign = words.as_bytes()[sign_at];
        let behind = &words[sign_at + 1..];
        match sign {
            b'_' if out.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphanumeric) => out.push('_'),
            b'~' if !behind.starts_with('~') && !out.ends_with('~') => out.push('~'),
            b'!' => out.push('!'),
            b'&' if behind.starts_with(|c: char| c == '#' || c.is_ascii_alphabetic()) => out.push_str("&amp;"),
            b'&' => out.push('&'),
            b'[' => out.push_str("&#91;"),
            b']' => out.push_str("&#93;"),
            b'\n' | b'\r' => out.push(' '),
            0 => out.push('\u{fffd}'),
            sign => {
                out.push('\\');
                out.push(char::from(sign));
            }
        }
        at = sign_at + 1;
    }
    out.push_str(&words[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_mark_up_are_escaped() {
        let mut out = String::new();
        push_escaped(&mut out, "**a** snake_case _b_ `c` <d> [e](f) g~h ~~i~~ &amp; & j! \\ k\nl");
        assert_eq!(
            out,
            "\\*\\*a\\*\\* snake_case \\_b\\_ \\`c\\` \\<d> &#91;e&#93;(f) g~h \\~\\~i\\~\\~ &amp;amp; & j! \\\\ k l"
        );
    }

    #[test]
    fn lines_that_would_begin_something_else() {
        for (line, expected) in
            [("# a", Some(0)), ("> a", Some(0)), ("- a", Some(0)), ("12. a", Some(2)), ("12.5 a", None), ("a", None)]
        {
            assert_eq!(block_sign(line), expected, "{line}");
        }
    }

    #[test]
    fn values_are_quoted_where_yaml_needs_it() {
        for (value, expected) in [
            ("Lindsund", "Lindsund"),
            ("a: b", "\"a: b\""),
            ("\"a\" b", "'\"a\" b'"),
            ("it's \"so\": x", "it's \"so\": x"),
        ] {
            let mut out = String::new();
            push_value(&mut out, value);
            assert_eq!(out, expected);
        }
    }
}
