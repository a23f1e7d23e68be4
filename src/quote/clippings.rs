//! The clippings board: quotations collected from many transcripts, in the user's order, with notes.
//!
//! A clipping carries its citation, so that it stays whole when its transcript is taken out. The board goes out as
//! Markdown, HTML and CSV here, and as a transcript ([`Board::to_transcript`]) that any writer of `export` writes, DOCX
//! among them.

use serde::{Deserialize, Serialize};

use super::address::Address;
use super::citation::{Citation, Escape, STYLES, Style, push_escaped, style};
use super::passage::Passage;
use crate::export::csv::push_cell;
use crate::library::{Entry, Library};
use crate::model::{Field, Heading, Metadata, Note, Paragraph, Span, TextRange, Transcript, Turn};

/// A quotation on the board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clipping {
    /// The address of its words, as text.
    pub address: String,
    /// The words with all that is known of them.
    pub citation: Citation,
    /// What the user says of it.
    pub note: String,
}

/// Clippings in the user's order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The clippings.
    pub clippings: Vec<Clipping>,
}

impl Clipping {
    /// A clipping of stretches of a transcript, between which words are left out; its address is that of the first. None
    /// where they do not fit the transcript.
    pub fn new(library: &Library, entry: &Entry, passages: &[Passage], link: &str) -> Option<Self> {
        let address = Address::new(&entry.id, &entry.transcript, *passages.first()?)?.to_string();
        let citation = Citation::new(library, entry, passages, link)?;
        Some(Self { address, citation, note: String::new() })
    }
}

impl Board {
    /// Writes the board as Markdown.
    pub fn to_markdown(&self, title: &str) -> String {
        let mut out = String::from("# ");
        push_escaped(&mut out, title, Escape::Markdown);
        out.push('\n');
        for clipping in &self.clippings {
            out.push('\n');
            out.push_str(&write(clipping, "markdown"));
            if !clipping.note.is_empty() {
                out.push('\n');
                push_escaped(&mut out, &clipping.note, Escape::Markdown);
                out.push('\n');
            }
        }
        out
    }

    /// Writes the board as one HTML file that needs nothing else.
    pub fn to_html(&self, title: &str) -> String {
        let mut escaped = String::new();
        push_escaped(&mut escaped, title, Escape::Html);
        let mut out = format!(
            "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{escaped}</title>\n<style>{STYLE_SHEET}</style>\n\
             </head>\n<body>\n<h1>{escaped}</h1>\n"
        );
        for clipping in &self.clippings {
            out.push_str(&write(clipping, "html"));
            if !clipping.note.is_empty() {
                out.push_str("<p>");
                push_escaped(&mut out, &clipping.note, Escape::Html);
                out.push_str("</p>\n");
            }
        }
        out.push_str("</body>\n</html>\n");
        out
    }

    /// Writes the board as a table, with citations in a style.
    pub fn to_csv(&self, style: &Style) -> String {
        let mut out =
            String::from("\u{feff}words,speaker,role,title,date,place,paragraph,file,sha256,note,citation,address\r\n");
        for Clipping { address, citation, note } in &self.clippings {
            let spoken = |value: &dyn Fn(&super::citation::Spoken) -> String| {
                let mut values: Vec<String> = citation.spoken.iter().map(value).filter(|v| !v.is_empty()).collect();
                values.dedup();
                values.join("; ")
            };
            let words: Vec<&str> = citation.spoken.iter().map(|spoken| spoken.words.as_str()).collect();
            let cells = [
                words.join(" "),
                spoken(&|one| one.name.clone()),
                spoken(&|one| one.role.clone()),
                citation.title.clone(),
                citation.date.map(|date| date.to_string()).unwrap_or_default(),
                citation.place.clone(),
                citation.paragraphs.0.to_string(),
                citation.file.clone(),
                citation.hash.clone(),
                note.clone(),
                citation.write(style),
                address.clone(),
            ];
            cells.iter().for_each(|cell| push_cell(&mut out, cell));
            out.pop();
            out.push_str("\r\n");
        }
        out
    }

    /// The board as a transcript: each clipping a turn of nobody named with its citation below in a style, notes as notes.
    pub fn to_transcript(&self, title: &str, style: &Style) -> Transcript {
        let style = if style.escape == Escape::Plain { style } else { plain() };
        let title = Field { value: title.to_owned(), span: Span::default() };
        let mut transcript =
            Transcript { metadata: Metadata { title: Some(title), ..Metadata::default() }, ..Transcript::default() };
        for clipping in &self.clippings {
            let first = transcript.paragraphs.len() as u32;
            if first > 0 {
                transcript.headings.push(Heading {
                    text: "* * *".into(),
                    level: 0,
                    before: first,
                    span: Span::default(),
                });
            }
            let citation = clipping.citation.write(style);
            for line in citation.lines().filter(|line| !line.is_empty()) {
                let text = push_words(&mut transcript, line);
                transcript.paragraphs.push(Paragraph { text, span: Span::default(), times: None });
            }
            let end = transcript.paragraphs.len() as u32;
            transcript.turns.push(Turn { label: None, speaker: None, first, end });
            if !clipping.note.is_empty() {
                let text = push_words(&mut transcript, &format!("({})", clipping.note.replace('\n', " ")));
                transcript.notes.push(Note { text, span: Span::default(), paragraph: end, is_inside: false });
            }
        }
        transcript
    }
}

/// How the HTML of a board looks, also on paper.
const STYLE_SHEET: &str = "body{max-width:42em;margin:2em auto;padding:0 1em;font:1rem/1.55 Georgia,serif}\
figure{margin:1.5em 0;break-inside:avoid}blockquote{margin:0;padding-inline-start:1em;border-inline-start:3px solid #888}\
figcaption{font:.85rem/1.4 system-ui,sans-serif;overflow-wrap:anywhere}";

fn plain() -> &'static Style {
    &STYLES[0]
}

fn write(clipping: &Clipping, id: &str) -> String {
    clipping.citation.write(style(id).unwrap_or(plain()))
}

fn push_words(transcript: &mut Transcript, words: &str) -> TextRange {
    let start = transcript.text.len();
    transcript.text.push_str(words);
    TextRange::new(start, transcript.text.len())
}
