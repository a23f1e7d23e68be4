//! The BBC's Digital Paper Edit and autoEdit 3: a list of words, and paragraphs with speakers beside it.
//!
//! <https://github.com/bbc/digital-paper-edit-client>. Paragraphs are stretches of time; the words are put into them.

use super::recogniser::Recogniser;
use super::words::{SECONDS, Speech, Timeline, Voices, read_word, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;

static META: Meta = Meta {
    id: "bbc-dpe",
    name: "Digital Paper Edit",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://github.com/bbc/digital-paper-edit-client",
    keeps: "words, their times, speakers, paragraphs",
    omits: "identifiers, names of files",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let transcript = transcript_of(root);
    let is_word =
        |word: Value<'_, '_>| word.get("text").is_some() && word.get("start").is_some() && word.get("end").is_some();
    if !transcript.get("words").and_then(|words| words.first()).is_some_and(is_word) {
        return Confidence::No;
    }
    let first = transcript.get("paragraphs").and_then(|paragraphs| paragraphs.first());
    if first.is_some_and(|first| first.get("start").is_some()) { Confidence::Certain } else { Confidence::Likely }
}

fn transcript_of<'t, 's>(root: Value<'t, 's>) -> Value<'t, 's> {
    root.get("transcript").filter(|transcript| transcript.is_object()).unwrap_or(root)
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    let transcript = transcript_of(root);
    speech.title(root.get("title"));
    let mut timeline = Timeline::default();
    for paragraph in transcript.get("paragraphs").into_iter().flat_map(|list| list.items()) {
        let times = read_word(paragraph, SECONDS);
        timeline.push(times.start_ms, times.end_ms, times.speaker);
    }
    timeline.sort();
    speech.has_own_paragraphs = !timeline.is_empty();
    let Some(words) = transcript.get("words") else { return };
    speech.expect_words(words);
    let mut paragraph = None;
    for word in words_of(Some(words), SECONDS) {
        let found = timeline.find(&word);
        let index = found.map(|(index, _)| index);
        if index != paragraph {
            speech.end_paragraph();
            paragraph = index;
        }
        speech.speaker(found.and_then(|(_, speaker)| speaker));
        speech.word(&word, Voices::AsSet);
    }
}
