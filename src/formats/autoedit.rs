//! autoEdit 2: speakers, their paragraphs, lines and words, one inside the other.
//!
//! <https://github.com/OpenNewsLabs/autoEdit_2>. `Unnamed Speaker` is nobody.

use super::recogniser::Recogniser;
use super::words::{SECONDS, Speech, Voices};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;

static META: Meta = Meta {
    id: "autoedit",
    name: "autoEdit 2",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://github.com/OpenNewsLabs/autoEdit_2",
    keeps: "words, their times, speakers, the title",
    omits: "names of files, settings, highlights",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let first = root.get("text").and_then(|text| text.first()).and_then(|turn| turn.get("paragraph"));
    if first.is_some_and(|paragraph| paragraph.is_array()) { Confidence::Certain } else { Confidence::No }
}

fn read<'t, 's>(speech: &mut Speech<'s>, root: Value<'t, 's>) {
    let list = |value: Value<'t, 's>, key: &str| value.get(key).filter(|list| list.is_array());
    speech.title(root.get("title"));
    for turn in list(root, "text").into_iter().flat_map(|text| text.items()) {
        speech.speaker(turn.get("speaker"));
        for paragraph in list(turn, "paragraph").into_iter().flat_map(|paragraphs| paragraphs.items()) {
            speech.end_paragraph();
            list(paragraph, "line").into_iter().for_each(|line| speech.words(line, SECONDS, Voices::AsSet));
        }
    }
}
