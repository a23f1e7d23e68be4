//! `akoma-ntoso`: a debate in the XML of parliaments (<https://docs.oasis-open.org/legaldocml/akn-core/v1.0/>).
//!
//! Speeches lead to a list of persons and roles. What nobody is named for is `other`, never somebody's speech.

use super::elements::{Element, Insides, elements};
use super::xml::{push_attribute, push_element, push_lines, push_words};
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::{Transcript, Turn};

static META: Meta = Meta {
    id: "akoma-ntoso",
    name: "Akoma Ntoso debate",
    ending: "xml",
    media_type: "application/akn+xml",
    specification: "https://docs.oasis-open.org/legaldocml/akn-core/v1.0/",
    keeps: &[
        Part::Title,
        Part::Summary,
        Part::Date,
        Part::TimeOfDay,
        Part::Place,
        Part::Language,
        Part::Roles,
        Part::Labels,
        Part::Codes,
        Part::UnnamedRoles,
        Part::Untimed,
        Part::Notes,
        Part::Headings,
        Part::Separators,
        Part::Breaks,
        Part::Formulas,
        Part::NoDuration,
    ],
    holds_several: false,
    read_by_guess: None,
    notes: "A `debate` with a section for each heading, a `speech` a turn with its label as `from`, notes as `scene` and, \
            inside speech, as `remark`. Persons and roles are references of the head. Words of nobody named are `other`.",
};

/// See the module.
pub struct AkomaNtoso;

impl Writer for AkomaNtoso {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let mut out = String::new();
        for document in documents {
            out.reserve(document.transcript.text.len() * 2);
            push_head(&mut out, document);
            push_preface(&mut out, document.transcript);
            let mut body = Body { out: &mut out, transcript: document.transcript, open: None, sections: 0 };
            body.push();
        }
        Ok(out.into_bytes())
    }
}

fn push_head(out: &mut String, document: &Document<'_>) {
    let transcript = document.transcript;
    let metadata = &transcript.metadata;
    let language = metadata.language.as_deref().unwrap_or("und");
    // The scheme wants a date; without one it is that of nothing.
    let date = metadata.date.as_ref().map_or("0001-01-01".to_owned(), |date| {
        let mut text = date.value.to_string();
        // Years and months stand for their first day.
        while text.len() < 10 {
            text.push_str("-01");
        }
        text
    });
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n<debate name=\"debate\">\n");
    out.push_str("<meta>\n<identification source=\"#verbatim\">\n");
    let short = document.origin.sha256.get(..12).unwrap_or("source");
    let work = format!("/akn/un/debate/{date}/{short}");
    for (level, uri, more) in [
        ("FRBRWork", work.clone(), Some("<FRBRcountry value=\"un\"/>\n".to_owned())),
        ("FRBRExpression", format!("{work}/{language}@"), {
            let mut more = String::from("<FRBRlanguage");
            push_attribute(&mut more, "language", language);
            Some(more + "/>\n")
        }),
        ("FRBRManifestation", format!("{work}/{language}@.xml"), None),
    ] {
        out.push_str(&format!("<{level}>\n<FRBRthis"));
        push_attribute(out, "value", &format!("{uri}/!main"));
        out.push_str("/>\n<FRBRuri");
        push_attribute(out, "value", &uri);
        out.push_str("/>\n<FRBRdate");
        push_attribute(out, "date", &date);
        out.push_str(" name=\"event\"/>\n<FRBRauthor href=\"#verbatim\"/>\n");
        out.push_str(&more.unwrap_or_default());
        out.push_str(&format!("</{level}>\n"));
    }
    out.push_str("</identification>\n<references source=\"#verbatim\">\n");
    push_reference(out, "TLCOrganization", "verbatim", "organization", "Verbatim");
    for (number, speaker) in (1u32..).zip(&transcript.speakers) {
        push_reference(out, "TLCPerson", &format!("s{number}"), "person", &speaker.name);
        if let Some(role) = &speaker.role {
            push_reference(out, "TLCRole", &format!("r{number}"), "role", role);
        }
    }
    out.push_str("</references>\n</meta>\n");
}

fn push_reference(out: &mut String, element: &str, id: &str, class: &str, name: &str) {
    out.push('<');
    out.push_str(element);
    push_attribute(out, "eId", id);
    push_attribute(out, "href", &format!("/ontology/{class}/verbatim/{id}"));
    push_attribute(out, "showAs", name);
    out.push_str("/>\n");
}

fn push_preface(out: &mut String, transcript: &Transcript) {
    let metadata = &transcript.metadata;
    let start = out.len();
    out.push_str("<preface>\n");
    let empty = out.len();
    let mut push = |tag: &str, words: &str| {
        out.push_str("<p>");
        push_element(out, tag, words);
        out.pop();
        out.push_str("</p>\n");
    };
    if let Some(title) = &metadata.title {
        push("docTitle", &title.value);
    }
    if let Some(date) = &metadata.date {
        let date = date.value.to_string();
        push(&format!("docDate date=\"{date}\""), &date);
    }
    if let Some(time) = &metadata.time {
        push(&format!("time time=\"{0}:00\" refersTo=\"#time\"", time.value), &time.value);
    }
    if let Some(place) = &metadata.place {
        push("location refersTo=\"#place\"", &place.value);
    }
    if let Some(summary) = &metadata.summary {
        push("docPurpose", &summary.value);
    }
    if out.len() == empty {
        out.truncate(start);
    } else {
        out.push_str("</preface>\n");
    }
}

/// Writes the debate; keeps in mind what is open.
struct Body<'o, 't> {
    out: &'o mut String,
    transcript: &'t Transcript,
    /// The element that is open, and the turn that a section interrupts.
    open: Option<(&'static str, &'t Turn)>,
    sections: u32,
}

impl<'t> Body<'_, 't> {
    fn push(&mut self) {
        let mut insides = Insides::new(self.transcript);
        self.out.push_str("<debateBody>\n");
        for element in elements(self.transcript) {
            let is_heading = matches!(element, Element::Heading(heading) if heading.level > 0);
            if self.sections == 0 && !is_heading {
                self.begin_section("");
            }
            match element {
                Element::Heading(heading) if heading.level > 0 => {
                    let turn = self.close();
                    self.begin_section(&heading.text);
                    self.open = turn.map(|turn| ("", turn));
                }
                Element::Heading(heading) => {
                    let turn = self.close();
                    self.out.push_str("<other>\n");
                    push_element(self.out, "p class=\"separator\"", &heading.text);
                    self.out.push_str("</other>\n");
                    self.open = turn.map(|turn| ("", turn));
                }
                Element::Note(words) => {
                    let turn = self.close();
                    push_element(self.out, "scene", words);
                    self.open = turn.map(|turn| ("", turn));
                }
                Element::Turn(turn) => {
                    self.close();
                    self.open_turn(turn, true);
                }
                Element::Paragraph(index, paragraph) => {
                    if let Some(("", turn)) = self.open {
                        self.open_turn(turn, false);
                    }
                    self.out.push_str(&format!("<p eId=\"p{}\">", self.transcript.number(index)));
                    for (words, is_note) in insides.stretches(index, paragraph) {
                        self.out.push_str(if is_note { "<remark type=\"note\">" } else { "" });
                        push_lines(self.out, words, "<br/>");
                        self.out.push_str(if is_note { "</remark>" } else { "" });
                    }
                    self.out.push_str("</p>\n");
                }
            }
        }
        self.close();
        if self.sections == 0 {
            self.begin_section("");
        }
        self.out.push_str("</debateSection>\n</debateBody>\n</debate>\n</akomaNtoso>\n");
    }

    fn begin_section(&mut self, heading: &str) {
        if self.sections > 0 {
            self.out.push_str("</debateSection>\n");
        }
        self.sections += 1;
        self.out.push_str(&format!("<debateSection name=\"section\" eId=\"section_{}\">\n", self.sections));
        push_element(self.out, "heading", heading);
    }

    /// Opens a speech, or for words of nobody named `other`. The label stands where the turn begins, not where it goes on.
    fn open_turn(&mut self, turn: &'t Turn, has_label: bool) {
        let Some(label) = turn.label else {
            if turn.first < turn.end {
                self.out.push_str("<other>\n");
                self.open = Some(("other", turn));
            }
            return;
        };
        self.out.push_str("<speech");
        if let Some(id) = turn.speaker {
            let number = u64::from(id.0) + 1;
            push_attribute(self.out, "by", &format!("#s{number}"));
            if self.transcript.speaker(id).is_some_and(|speaker| speaker.role.is_some()) {
                push_attribute(self.out, "as", &format!("#r{number}"));
            }
        }
        self.out.push_str(">\n");
        if has_label {
            self.out.push_str("<from>");
            push_words(self.out, self.transcript.label(label.id));
            self.out.push_str("</from>\n");
        }
        self.open = Some(("speech", turn));
    }

    /// Closes what is open. Returns the turn.
    fn close(&mut self) -> Option<&'t Turn> {
        let (element, turn) = self.open.take()?;
        if !element.is_empty() {
            self.out.push_str(&format!("</{element}>\n"));
        }
        Some(turn)
    }
}
