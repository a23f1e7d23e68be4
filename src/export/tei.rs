//! `tei`: the Text Encoding Initiative's XML (<https://tei-c.org/guidelines/p5/>) in the manner of ParlaMint
//! (<https://clarin-eric.github.io/ParlaMint/>): utterances that name their speaker, in segments, with a list of persons.

use super::elements::{Element, Insides, elements};
use super::xml::{push_attribute, push_element, push_lines, push_words};
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::{Paragraph, SpeakerId, Transcript, Turn};

static META: Meta = Meta {
    id: "tei",
    name: "TEI (ParlaMint)",
    ending: "xml",
    media_type: "application/tei+xml",
    specification: "https://clarin-eric.github.io/ParlaMint/",
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
        Part::Codes,
        Part::UnnamedRoles,
        Part::Times,
        Part::Ends,
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
    notes: "A `u` a turn with a `seg` a paragraph; `who` leads to the list of persons, which holds names and roles. \
            The label as printed stands before the turn as `note type=\"speaker\"`. Times stand in a timeline that \
            anchors point to. Words of nobody named are a `u` without `who`.",
};

/// See the module.
pub struct Tei;

impl Writer for Tei {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let mut out = String::new();
        for document in documents {
            out.reserve(document.transcript.text.len() * 2);
            push_head(&mut out, document);
            push_text(&mut out, document.transcript);
        }
        Ok(out.into_bytes())
    }
}

/// The name of a speaker inside the file.
fn person(id: SpeakerId) -> String {
    format!("s{}", u64::from(id.0) + 1)
}

fn push_head(out: &mut String, document: &Document<'_>) {
    let metadata = &document.transcript.metadata;
    let origin = document.origin;
    let language = metadata.language.as_deref();
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"");
    if let Some(language) = language {
        push_attribute(out, "xml:lang", language);
    }
    out.push_str(">\n<teiHeader>\n<fileDesc>\n<titleStmt>\n");
    push_element(out, "title", metadata.title.as_ref().map_or(origin.name, |title| &title.value));
    out.push_str(
        "</titleStmt>\n<publicationStmt><p>Written by Verbatim from the source named below.</p></publicationStmt>\n",
    );
    if !metadata.other.is_empty() {
        out.push_str("<notesStmt>\n");
        for (name, value) in &metadata.other {
            out.push_str("<note");
            push_attribute(out, "n", name);
            out.push('>');
            push_words(out, value);
            out.push_str("</note>\n");
        }
        out.push_str("</notesStmt>\n");
    }
    out.push_str("<sourceDesc><bibl>\n");
    push_element(out, "title type=\"file\"", origin.name);
    push_element(out, "idno type=\"sha256\"", origin.sha256);
    if let Some(date) = &metadata.date {
        let date = date.value.to_string();
        push_element(out, &format!("date when=\"{date}\""), &date);
    }
    out.push_str("</bibl></sourceDesc>\n</fileDesc>\n<profileDesc>\n");
    if let Some(summary) = &metadata.summary {
        out.push_str("<abstract>\n");
        push_element(out, "p", &summary.value);
        out.push_str("</abstract>\n");
    }
    push_setting(out, document.transcript);
    push_persons(out, document.transcript);
    if let Some(language) = language {
        out.push_str("<langUsage><language");
        push_attribute(out, "ident", language);
        out.push_str("/></langUsage>\n");
    }
    out.push_str("</profileDesc>\n");
    out.push_str("</teiHeader>\n");
}

fn push_setting(out: &mut String, transcript: &Transcript) {
    let metadata = &transcript.metadata;
    if metadata.place.is_none() && metadata.date.is_none() && metadata.time.is_none() {
        return;
    }
    out.push_str("<settingDesc><setting>\n");
    push_element(out, "name type=\"place\"", metadata.place.as_ref().map_or("", |place| &place.value));
    if let Some(date) = &metadata.date {
        let date = date.value.to_string();
        push_element(out, &format!("date when=\"{date}\""), &date);
    }
    push_element(out, "time", metadata.time.as_ref().map_or("", |time| &time.value));
    out.push_str("</setting></settingDesc>\n");
}

fn push_persons(out: &mut String, transcript: &Transcript) {
    if transcript.speakers.is_empty() {
        return;
    }
    out.push_str("<particDesc><listPerson>\n");
    for (index, speaker) in (0..).zip(&transcript.speakers) {
        out.push_str("<person");
        push_attribute(out, "xml:id", &person(SpeakerId(index)));
        out.push_str(">\n");
        push_element(out, "persName", &speaker.name);
        push_element(out, "occupation", speaker.role.as_deref().unwrap_or_default());
        out.push_str("</person>\n");
    }
    out.push_str("</listPerson></particDesc>\n");
}

fn push_text(out: &mut String, transcript: &Transcript) {
    out.push_str("<text>\n");
    push_timeline(out, transcript);
    out.push_str("<body><div type=\"debateSection\">\n");
    let mut insides = Insides::new(transcript);
    let mut is_in_turn = false;
    // What stands between two turns belongs to neither; what stands between two segments is inside.
    let mut between = String::new();
    for element in elements(transcript) {
        match element {
            Element::Heading(heading) if heading.level == 0 => {
                between.push_str("<milestone unit=\"section\"");
                push_attribute(&mut between, "rend", &heading.text);
                between.push_str("/>\n");
            }
            // A heading of a `div` could stand at its beginning only.
            Element::Heading(heading) => {
                push_element(&mut between, &format!("note type=\"heading\" n=\"{}\"", heading.level), &heading.text);
            }
            Element::Note(words) => push_element(&mut between, "note", words),
            Element::Turn(turn) => {
                out.push_str(if is_in_turn { "</u>\n" } else { "" });
                out.push_str(&std::mem::take(&mut between));
                push_turn(out, transcript, turn);
                is_in_turn = true;
            }
            Element::Paragraph(index, paragraph) => {
                out.push_str(&std::mem::take(&mut between));
                push_segment(out, transcript.number(index), paragraph, &insides.stretches(index, paragraph));
            }
        }
    }
    out.push_str(if is_in_turn { "</u>\n" } else { "" });
    out.push_str(&between);
    out.push_str("</div></body>\n</text>\n</TEI>\n");
}

/// The moments at which paragraphs begin and end, each with its distance from the start of the recording.
fn push_timeline(out: &mut String, transcript: &Transcript) {
    if transcript.paragraphs.iter().all(|paragraph| paragraph.times.is_none()) {
        return;
    }
    out.push_str("<timeline unit=\"ms\" origin=\"#t0\">\n<when xml:id=\"t0\"/>\n");
    for (index, paragraph) in (0u32..).zip(&transcript.paragraphs) {
        let Some(times) = paragraph.times else { continue };
        let number = transcript.number(index);
        for (side, ms) in [("s", times.start_ms), ("e", times.end_ms)] {
            out.push_str(&format!("<when xml:id=\"t{number}{side}\" interval=\"{ms}\" since=\"#t0\"/>\n"));
        }
    }
    out.push_str("</timeline>\n");
}

fn push_turn(out: &mut String, transcript: &Transcript, turn: &Turn) {
    if let Some(label) = turn.label {
        push_element(out, "note type=\"speaker\"", transcript.label(label.id));
    }
    out.push_str("<u");
    if let Some(id) = turn.speaker {
        push_attribute(out, "who", &format!("#{}", person(id)));
    }
    out.push_str(">\n");
}

fn push_segment(out: &mut String, number: u32, paragraph: &Paragraph, stretches: &[(&str, bool)]) {
    out.push_str(&format!("<seg xml:id=\"p{number}\" n=\"{number}\">"));
    if paragraph.times.is_some() {
        out.push_str(&format!("<anchor synch=\"#t{number}s\"/>"));
    }
    for (words, is_note) in stretches {
        out.push_str(if *is_note { "<note>" } else { "" });
        push_lines(out, words, "<lb/>");
        out.push_str(if *is_note { "</note>" } else { "" });
    }
    if paragraph.times.is_some() {
        out.push_str(&format!("<anchor synch=\"#t{number}e\"/>"));
    }
    out.push_str("</seg>\n");
}
