//! `html`: one self-contained page, readable without scripts, on paper, in light and in dark.
//!
//! It asks nothing of any host: its own policy forbids it. Every paragraph has its number and an anchor.

use super::elements::{Element, Insides, elements};
use super::xml::{push_attribute, push_element, push_lines, push_words};
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::{Paragraph, Transcript, Turn};

static META: Meta = Meta {
    id: "html",
    name: "Web page (HTML)",
    ending: "html",
    media_type: "text/html",
    specification: "https://html.spec.whatwg.org/",
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
        Part::Untimed,
        Part::Notes,
        Part::Headings,
        Part::Separators,
        Part::Breaks,
        Part::Formulas,
        Part::NoDuration,
    ],
    holds_several: false,
    read_by_guess: Some("html"),
    notes: "One page with everything in it: no script, no font, no picture, no request. Each paragraph has its number, \
            which is its anchor (`#p12`), and the time at which it begins. The label as printed stands behind the name \
            as its tooltip. The foot names the source and its SHA-256.",
};

/// What stands between parts, and before words of nobody named.
const SEPARATOR: &str = "<p class=\"separator\">* * *</p>\n";

/// Longest name with its role, bytes, that a reader takes for a label.
const LONGEST_LABEL: usize = 150;

const STYLE: &str = include_str!("html.css");

/// See the module.
pub struct Html;

impl Writer for Html {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let mut out = String::new();
        for document in documents {
            out.reserve(document.transcript.text.len() * 2);
            push_page(&mut out, document);
        }
        Ok(out.into_bytes())
    }
}

fn push_page(out: &mut String, document: &Document<'_>) {
    let transcript = document.transcript;
    let metadata = &transcript.metadata;
    let title = metadata.title.as_ref().map_or(document.origin.name, |title| &title.value);
    out.push_str("<!DOCTYPE html>\n<html");
    if let Some(language) = &metadata.language {
        push_attribute(out, "lang", language);
    }
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    push_element(out, "title", title);
    out.push_str("<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n<article>\n<header>\n");
    push_element(out, "h1 dir=\"auto\"", title);
    push_element(out, "p class=\"lede\" dir=\"auto\"", metadata.summary.as_ref().map_or("", |summary| &summary.value));
    push_facts(out, transcript);
    out.push_str("</header>\n");
    push_body(out, transcript);
    out.push_str("</article>\n");
    push_foot(out, document);
    out.push_str("</body>\n</html>\n");
}

/// Date, time and place, a line each, as records print them.
fn push_facts(out: &mut String, transcript: &Transcript) {
    let metadata = &transcript.metadata;
    let date = metadata.date.as_ref().map(|date| date.value.to_string());
    push_element(out, "p class=\"fact\"", date.as_deref().unwrap_or_default());
    push_element(out, "p class=\"fact\"", metadata.time.as_ref().map_or("", |time| &time.value));
    push_element(out, "p class=\"fact\" dir=\"auto\"", metadata.place.as_ref().map_or("", |place| &place.value));
}

/// What else is known, and the source.
fn push_foot(out: &mut String, document: &Document<'_>) {
    out.push_str("<footer>\n<dl>\n");
    let origin = document.origin;
    let others = document.transcript.metadata.other.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in others.chain([("Source", origin.name), ("SHA-256", origin.sha256)]) {
        out.push_str("<div>");
        push_element(out, "dt", name);
        push_element(out, "dd dir=\"auto\"", value);
        out.push_str("</div>\n");
    }
    out.push_str("</dl>\n</footer>\n");
}

fn push_body(out: &mut String, transcript: &Transcript) {
    let mut insides = Insides::new(transcript);
    // A first turn by nobody needs no word; a later one does, or its words would seem to go on.
    let mut was_named = false;
    let mut seen = vec![false; transcript.speakers.len()];
    for element in elements(transcript) {
        match element {
            Element::Heading(heading) if heading.level == 0 => out.push_str(SEPARATOR),
            Element::Heading(heading) => push_element(out, "h2 dir=\"auto\"", &heading.text),
            Element::Note(words) => push_element(out, "p class=\"note\" dir=\"auto\"", words),
            Element::Turn(turn) => {
                push_speaker(out, transcript, turn, was_named, &mut seen);
                was_named = turn.label.is_some();
            }
            Element::Paragraph(index, paragraph) => {
                push_paragraph(out, transcript.number(index), paragraph, &insides.stretches(index, paragraph));
            }
        }
    }
}

fn push_speaker(out: &mut String, transcript: &Transcript, turn: &Turn, was_named: bool, seen: &mut [bool]) {
    let Some(label) = turn.label.map(|label| transcript.label(label.id)) else {
        if was_named {
            out.push_str(SEPARATOR);
        }
        return;
    };
    let speaker = turn.speaker.and_then(|id| transcript.speaker(id));
    let name = speaker.map_or(label, |speaker| &speaker.name);
    out.push_str("<h3 class=\"speaker\" dir=\"auto\"><b");
    if name != label {
        push_attribute(out, "title", label);
    }
    out.push('>');
    push_words(out, name);
    out.push_str("</b>");
    let is_first =
        turn.speaker.and_then(|id| seen.get_mut(id.0 as usize)).is_some_and(|seen| !std::mem::replace(seen, true));
    if let Some(role) = speaker.and_then(|speaker| speaker.role.as_deref()).filter(|_| is_first) {
        // A reader takes a long line for no label: a long role is shown by the style sheet alone.
        let is_short = name.len() + role.len() <= LONGEST_LABEL;
        out.push_str("<span");
        if !is_short {
            push_attribute(out, "data-shown", &format!(", {role}"));
        }
        out.push('>');
        push_words(out, if is_short { ", " } else { "" });
        push_words(out, if is_short { role } else { "" });
        out.push_str("</span>");
    }
    out.push_str("</h3>\n");
}

fn push_paragraph(out: &mut String, number: u32, paragraph: &Paragraph, stretches: &[(&str, bool)]) {
    // Numbers and times are shown by the style sheet, so that they are no words: who copies the text gets the text.
    out.push_str(&format!(
        "<p dir=\"auto\" id=\"p{number}\"><a href=\"#p{number}\" aria-label=\"\u{b6} {number}\" data-shown=\"{number}\"></a>"
    ));
    if let Some(times) = paragraph.times {
        let seconds = times.start_ms / 1000;
        let shown = format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        out.push_str(&format!(
            "<time datetime=\"PT{seconds}.{:03}S\" data-shown=\"{shown}\"></time>",
            times.start_ms % 1000
        ));
    }
    for (words, is_note) in stretches {
        out.push_str(if *is_note { "<i>" } else { "" });
        push_lines(out, words, "<br>");
        out.push_str(if *is_note { "</i>" } else { "" });
    }
    out.push_str("</p>\n");
}
