//! AssemblyAI: a finished transcript, or its sentences or paragraphs alone.
//!
//! <https://www.assemblyai.com/docs/api-reference/transcripts/get>. Utterances, where there are any, say who speaks; the
//! words beside them say the same again. Headlines of chapters become headings.

use super::recogniser::Recogniser;
use super::words::{MILLISECONDS, Speech, Voices, Word, read_word, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;
use crate::model::Kind;

static META: Meta = Meta {
    id: "assemblyai",
    name: "AssemblyAI",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://www.assemblyai.com/docs/api-reference/transcripts/get",
    keeps: "words, their times and confidence, speakers, headlines of chapters",
    omits: "settings, running text, summaries, topics, sentiments",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

/// Lists of stretches that hold words, the one that says most first.
const STRETCHES: &[&str] = &["utterances", "paragraphs", "sentences"];

fn sniff(root: Value<'_, '_>) -> Confidence {
    let own = [
        "acoustic_model",
        "audio_url",
        "audio_duration",
        "speech_model",
        "speech_models",
        "language_model",
        "webhook_url",
    ];
    let has_own = root.items().any(|value| own.contains(&value.key()));
    let is_word = |word: Value<'_, '_>| word.get("text").is_some() && word.get("start").is_some();
    let lists = ["words", "utterances", "sentences", "paragraphs"];
    let has_words = lists.iter().any(|key| root.get(key).and_then(|list| list.first()).is_some_and(is_word));
    match (has_own, has_words) {
        (true, true) => Confidence::Certain,
        (true, false) if root.get_any(&["text", "error"]).is_some() => Confidence::Likely,
        (false, true) if root.items().any(|value| value.key() == "utterances") => Confidence::Certain,
        _ => Confidence::No,
    }
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    speech.language(root.get("language_code"));
    let has_items = |key: &&&str| root.get(key).and_then(|list| list.first()).is_some();
    let words = root.get("words").filter(|words| words.first().is_some());
    let mut chapters = root.get("chapters").into_iter().flat_map(|list| list.items()).peekable();
    if let Some(key) = STRETCHES.iter().find(has_items) {
        speech.leave(words, Kind::Furniture);
        for stretch in root.get(key).into_iter().flat_map(|list| list.items()) {
            let text = read_word(stretch, MILLISECONDS);
            speech.speaker(text.speaker);
            if *key == "paragraphs" {
                speech.end_paragraph();
            }
            while let Some(chapter) =
                chapters.next_if(|chapter| read_word(*chapter, MILLISECONDS).start_ms <= text.start_ms)
            {
                chapter.get("headline").into_iter().for_each(|headline| speech.heading(headline));
            }
            speech.text(text, &mut words_of(stretch.get("words"), MILLISECONDS), false);
            speech.leave(stretch.get("words"), Kind::Timing);
        }
        for other in STRETCHES.iter().filter(|other| *other != key) {
            speech.leave(root.get(other), Kind::Furniture);
        }
    } else if let Some(words) = words {
        speech.expect_words(words);
        for word in words_of(Some(words), MILLISECONDS) {
            while let Some(chapter) =
                chapters.next_if(|chapter| read_word(*chapter, MILLISECONDS).start_ms <= word.start_ms)
            {
                chapter.get("headline").into_iter().for_each(|headline| speech.heading(headline));
            }
            speech.word(&word, Voices::Words);
        }
    } else if let Some(text) = root.get("text") {
        speech.text(Word { text: text.span(), ..Word::default() }, &mut std::iter::empty(), false);
    }
}
