//! Rev AI and Rev: monologues of elements.
//!
//! <https://docs.rev.ai/api/asynchronous/get-started/#get-transcript-json>. Punctuation and spaces are elements of their
//! own and are taken as they stand. What was not understood (`<inaudible>`) is a note.

use std::collections::HashMap;

use super::recogniser::Recogniser;
use super::words::{Joint, SECONDS, Speech, Voices, Word, read_word};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;

static META: Meta = Meta {
    id: "rev-ai",
    name: "Rev AI",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://docs.rev.ai/api/asynchronous/transcripts/",
    keeps: "words, their times and confidence, speakers, sounds",
    omits: "topics, identifiers",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let monologues = root.get("monologues").filter(|list| list.is_array());
    if monologues.is_some() { Confidence::Certain } else { Confidence::No }
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    speech.language(root.get("language"));
    let known = root.get("speakers").into_iter().flat_map(|list| list.items());
    let names: HashMap<_, _> = known
        .filter_map(|one| Some((one.get("id")?.raw(), one.get("name").filter(|name| !name.raw().trim().is_empty())?)))
        .collect();
    for monologue in root.get("monologues").into_iter().flat_map(|list| list.items()) {
        let id = monologue.get("speaker");
        let name = id.and_then(|id| names.get(id.raw()).copied());
        let own = monologue.get("speaker_name").or_else(|| monologue.path(&["speaker_info", "display_name"]));
        speech.speaker(own.or(name).or(id));
        let Some(elements) = monologue.get("elements") else { continue };
        speech.expect_words(elements);
        for element in elements.items() {
            speech.word(&read_element(element), Voices::AsSet);
        }
    }
}

fn read_element<'t, 's>(element: Value<'t, 's>) -> Word<'t, 's> {
    let word = read_word(element, SECONDS);
    let is_sound = element.get("value").is_some_and(|value| value.raw().starts_with('<') && value.raw().ends_with('>'));
    let kind = element.get("type").map_or("", |kind| kind.raw());
    // Punctuation may be white space alone, and that says whether words stand apart.
    let joint = if kind == "punct" { Joint::Glued } else { Joint::AsWritten };
    Word { joint, is_note: is_sound || kind == "unknown", ..word }
}
