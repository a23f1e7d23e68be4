//! `ttml`: Timed Text Markup Language (<https://www.w3.org/TR/ttml1/>), for broadcasters.
//!
//! Labels are agents of the head; each caption names its agent, and says when its words are spoken where that is known.

use super::captions::{Marks, Walk, push_time};
use super::elements::shown_labels;
use super::xml::{push_attribute, push_element, push_lines};
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::Transcript;

static META: Meta = Meta {
    id: "ttml",
    name: "TTML captions",
    ending: "ttml",
    media_type: "application/ttml+xml",
    specification: "https://www.w3.org/TR/ttml1/",
    keeps: &[
        Part::Title,
        Part::Summary,
        Part::Language,
        Part::Roles,
        Part::Labels,
        Part::Times,
        Part::Ends,
        Part::Cues,
        Part::WordTimes,
        Part::Breaks,
        Part::Formulas,
    ],
    holds_several: false,
    read_by_guess: None,
    notes: "A `p` a caption. Labels are agents (`ttm:agent`) of the head, and each caption names its own. \
            Words with times are `span`s that begin so long after their caption. A text without any times is not written.",
};

/// See the module.
pub struct Ttml;

impl Writer for Ttml {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let [document, ..] = documents else { return Err(Unwritable::NoTimes) };
        let transcript = document.transcript;
        let mut out = String::with_capacity(transcript.text.len() * 3);
        push_head(&mut out, transcript);
        let head = out.len();
        let (mut walk, mut marks) = (Walk::new(transcript), Marks::new(transcript));
        for index in 0..transcript.paragraphs.len() as u32 {
            for caption in walk.paragraph(index) {
                out.push_str("<p begin=\"");
                push_time(&mut out, caption.times.start_ms, '.');
                out.push_str("\" end=\"");
                push_time(&mut out, caption.times.end_ms, '.');
                out.push('"');
                if let Some(label) = transcript.turns.get(caption.turn).and_then(|turn| turn.label) {
                    push_attribute(&mut out, "ttm:agent", &agent(label.id.0));
                }
                out.push('>');
                let words = transcript.words(caption.text);
                let (mut at, mut is_open) = (0, false);
                for mark in marks.of(caption.text) {
                    let place = (mark.text - caption.text.start) as usize;
                    push_lines(&mut out, words.get(at..place).unwrap_or_default(), "<br/>");
                    out.push_str(if is_open { "</span><span begin=\"" } else { "<span begin=\"" });
                    // Inside a caption times count from its start.
                    push_time(&mut out, mark.at_ms.saturating_sub(caption.times.start_ms), '.');
                    out.push_str("\">");
                    (at, is_open) = (place, true);
                }
                push_lines(&mut out, words.get(at..).unwrap_or_default(), "<br/>");
                out.push_str(if is_open { "</span></p>\n" } else { "</p>\n" });
            }
        }
        if out.len() == head {
            return Err(Unwritable::NoTimes);
        }
        out.push_str("</div></body>\n</tt>\n");
        Ok(out.into_bytes())
    }
}

/// The name of a label inside the file.
fn agent(label: u32) -> String {
    format!("a{}", u64::from(label) + 1)
}

fn push_head(out: &mut String, transcript: &Transcript) {
    let metadata = &transcript.metadata;
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tt xmlns=\"http://www.w3.org/ns/ttml\"");
    out.push_str(" xmlns:ttm=\"http://www.w3.org/ns/ttml#metadata\"");
    out.push_str(" xmlns:ttp=\"http://www.w3.org/ns/ttml#parameter\" ttp:timeBase=\"media\"");
    push_attribute(out, "xml:lang", metadata.language.as_deref().unwrap_or_default());
    out.push_str(">\n<head><metadata>\n");
    push_element(out, "ttm:title", metadata.title.as_ref().map_or("", |title| &title.value));
    push_element(out, "ttm:desc", metadata.summary.as_ref().map_or("", |summary| &summary.value));
    for (index, label) in (0..).zip(shown_labels(transcript)) {
        out.push_str("<ttm:agent type=\"person\"");
        push_attribute(out, "xml:id", &agent(index));
        out.push('>');
        push_element(out, "ttm:name type=\"full\"", label);
        // The line break belongs behind the agent.
        out.pop();
        out.push_str("</ttm:agent>\n");
    }
    out.push_str("</metadata></head>\n<body><div>\n");
}
