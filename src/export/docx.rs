//! `docx`: a document for word processors (ECMA-376, Office Open XML), the smallest package that all of them open.
//!
//! Title, headings, labels and notes are styles, so that a reader can change how they look in one place.

use super::elements::{Element, Insides, elements, shown_labels};
use super::prose::{Opening, Speaking};
use super::xml::{push_attribute, push_element, push_words};
use super::zip::Archive;
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::{LabelId, Transcript};

static META: Meta = Meta {
    id: "docx",
    name: "Word document (DOCX)",
    ending: "docx",
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    specification: "https://ecma-international.org/publications-and-standards/standards/ecma-376/",
    keeps: &[
        Part::Title,
        Part::Summary,
        Part::Date,
        Part::TimeOfDay,
        Part::Place,
        Part::Language,
        Part::Roles,
        Part::Labels,
        Part::Untimed,
        Part::Notes,
        Part::Headings,
        Part::Separators,
        Part::Breaks,
        Part::Formulas,
        Part::NoDuration,
    ],
    holds_several: false,
    read_by_guess: Some("docx"),
    notes: "The smallest package that word processors open, not compressed: title, summary, date, time and place, a line \
            each; then a paragraph a paragraph, the label in bold before a colon where a turn begins. Looks are styles \
            (`Title`, `Subtitle`, `Heading 1` to `6`, `Speaker`, `Note`). Before words of nobody named stands `* * *`.",
};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

const DOCUMENT_RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";

/// Styles: kind, id, name, and how it looks.
const STYLES: &[(&str, &str, &str, &str)] = &[
    ("paragraph", "Normal", "Normal", "<w:pPr><w:spacing w:after=\"120\"/></w:pPr>"),
    ("paragraph", "Title", "Title", "<w:rPr><w:sz w:val=\"36\"/></w:rPr>"),
    ("paragraph", "Subtitle", "Subtitle", "<w:rPr><w:i/></w:rPr>"),
    ("paragraph", "Heading1", "heading 1", "<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:sz w:val=\"30\"/></w:rPr>"),
    ("paragraph", "Heading2", "heading 2", "<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:sz w:val=\"26\"/></w:rPr>"),
    ("paragraph", "Heading3", "heading 3", "<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>"),
    ("paragraph", "Heading4", "heading 4", "<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>"),
    ("paragraph", "Heading5", "heading 5", "<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>"),
    ("paragraph", "Heading6", "heading 6", "<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>"),
    ("character", "Speaker", "Speaker", "<w:rPr><w:b/></w:rPr>"),
    ("character", "Note", "Note", "<w:rPr><w:i/></w:rPr>"),
];

/// See the module.
pub struct Docx;

impl Writer for Docx {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let mut archive = Archive::default();
        let mut add = |name: &str, content: &str| archive.add(name, [HEADER, content].concat().as_bytes());
        add("[Content_Types].xml", TYPES);
        add("_rels/.rels", RELATIONS);
        add("word/_rels/document.xml.rels", DOCUMENT_RELATIONS);
        add("docProps/core.xml", &properties(documents));
        add("word/styles.xml", &styles(documents));
        let mut body = Body { out: format!("<w:document xmlns:w=\"{WORD}\"><w:body>") };
        for document in documents {
            body.push_header(document.transcript);
            body.push_body(document.transcript);
        }
        body.out.push_str("<w:sectPr/></w:body></w:document>");
        add("word/document.xml", &body.out);
        Ok(archive.finish())
    }
}

fn properties(documents: &[Document<'_>]) -> String {
    let mut out = String::from(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">",
    );
    if let Some(document) = documents.first() {
        let metadata = &document.transcript.metadata;
        push_element(&mut out, "dc:title", metadata.title.as_ref().map_or("", |title| &title.value));
        push_element(&mut out, "dc:description", metadata.summary.as_ref().map_or("", |summary| &summary.value));
        push_element(&mut out, "dc:language", metadata.language.as_deref().unwrap_or_default());
        push_element(&mut out, "dc:source", document.origin.name);
        push_element(&mut out, "dc:identifier", document.origin.sha256);
    }
    out.push_str("</cp:coreProperties>");
    out
}

fn styles(documents: &[Document<'_>]) -> String {
    let mut out = format!("<w:styles xmlns:w=\"{WORD}\">");
    if let Some(language) = documents.first().and_then(|document| document.transcript.metadata.language.as_deref()) {
        out.push_str("<w:docDefaults><w:rPrDefault><w:rPr><w:lang");
        push_attribute(&mut out, "w:val", language);
        out.push_str("/></w:rPr></w:rPrDefault></w:docDefaults>");
    }
    for (kind, id, name, look) in STYLES {
        let default = if *id == "Normal" { " w:default=\"1\"" } else { "" };
        out.push_str(&format!(
            "<w:style w:type=\"{kind}\"{default} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{look}</w:style>"
        ));
    }
    out.push_str("</w:styles>");
    out
}

struct Body {
    out: String,
}

impl Body {
    fn push_header(&mut self, transcript: &Transcript) {
        let metadata = &transcript.metadata;
        let date = metadata.date.as_ref().map(|date| date.value.to_string());
        for (style, words) in [
            ("Title", metadata.title.as_ref().map(|title| title.value.as_str())),
            ("Subtitle", metadata.summary.as_ref().map(|summary| summary.value.as_str())),
            ("", date.as_deref()),
            ("", metadata.time.as_ref().map(|time| time.value.as_str())),
            ("", metadata.place.as_ref().map(|place| place.value.as_str())),
        ] {
            if let Some(words) = words {
                self.push_line(style, words, "");
            }
        }
    }

    fn push_body(&mut self, transcript: &Transcript) {
        let mut insides = Insides::new(transcript);
        let mut speaking = Speaking::default();
        let labels = shown_labels(transcript);
        for element in elements(transcript) {
            match element {
                Element::Heading(heading) => {
                    let style =
                        if heading.level == 0 { String::new() } else { format!("Heading{}", heading.level.min(6)) };
                    self.push_line(&style, &heading.text, "");
                    speaking.interrupt();
                }
                Element::Note(words) => self.push_line("", words, "Note"),
                Element::Turn(turn) => {
                    if let Some(label) = speaking.begin(turn) {
                        self.begin_paragraph("");
                        self.push_label(&labels, label);
                        self.end_paragraph();
                    }
                }
                Element::Paragraph(index, paragraph) => {
                    let words = transcript.words(paragraph.text);
                    let opening = speaking.open(super::prose::is_like_a_label(words));
                    if opening == Opening::Separator {
                        self.push_line("", "* * *", "");
                    }
                    self.begin_paragraph("");
                    if let Opening::Label(label) = opening {
                        self.push_label(&labels, label);
                    }
                    for (words, is_note) in insides.stretches(index, paragraph) {
                        self.push_run(words, if is_note { "Note" } else { "" });
                    }
                    self.end_paragraph();
                }
            }
        }
    }

    fn push_line(&mut self, paragraph_style: &str, words: &str, run_style: &str) {
        self.begin_paragraph(paragraph_style);
        self.push_run(words, run_style);
        self.end_paragraph();
    }

    fn begin_paragraph(&mut self, style: &str) {
        self.out.push_str("<w:p>");
        if !style.is_empty() {
            self.out.push_str("<w:pPr><w:pStyle");
            push_attribute(&mut self.out, "w:val", style);
            self.out.push_str("/></w:pPr>");
        }
    }

    fn end_paragraph(&mut self) {
        self.out.push_str("</w:p>\n");
    }

    fn push_label(&mut self, labels: &[&str], label: LabelId) {
        self.push_run(labels.get(label.0 as usize).copied().unwrap_or_default(), "Speaker");
        self.push_run(": ", "Speaker");
    }

    fn push_run(&mut self, words: &str, style: &str) {
        self.out.push_str("<w:r>");
        if !style.is_empty() {
            self.out.push_str("<w:rPr><w:rStyle");
            push_attribute(&mut self.out, "w:val", style);
            self.out.push_str("/></w:rPr>");
        }
        for (i, line) in words.split('\n').enumerate() {
            self.out.push_str(if i > 0 { "<w:br/>" } else { "" });
            self.out.push_str("<w:t xml:space=\"preserve\">");
            push_words(&mut self.out, line);
            self.out.push_str("</w:t>");
        }
        self.out.push_str("</w:r>");
    }
}
