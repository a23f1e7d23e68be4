//! Gentle, the forced aligner: a text that somebody wrote, and when each word of it is spoken.
//!
//! <https://github.com/lowerquality/gentle>. The text is shown as it was written, its line breaks as paragraphs; words
//! that were not found in the recording have no times.

use super::recogniser::Recogniser;
use super::words::{SECONDS, Speech, Voices, Word, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;
use crate::model::Kind;

static META: Meta = Meta {
    id: "gentle",
    name: "Gentle",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://github.com/lowerquality/gentle",
    keeps: "the text, times of the words that were found",
    omits: "phones, aligned spellings",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let first = root.get("words").and_then(|words| words.first());
    let is_aligned = first.is_some_and(|word| word.get("case").is_some() && word.get("word").is_some());
    if is_aligned { Confidence::Certain } else { Confidence::No }
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    let words = root.get("words");
    match root.get("transcript").filter(|text| !text.raw().trim().is_empty()) {
        Some(text) => {
            speech.breaks_at_lines = true;
            speech.has_own_paragraphs = text.raw().contains("\\n");
            speech.text(Word { text: text.span(), ..Word::default() }, &mut words_of(words, SECONDS), false);
            speech.leave(words, Kind::Timing);
        }
        None => words.into_iter().for_each(|words| speech.words(words, SECONDS, Voices::AsSet)),
    }
}
