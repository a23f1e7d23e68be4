//! Whisper and its kin: OpenAI's own program and interface, whisper-timestamped, faster-whisper, stable-ts, WhisperX
//! with speakers, whisper.cpp, and bare lists of segments.
//!
//! <https://github.com/openai/whisper/blob/main/whisper/transcribe.py>,
//! <https://platform.openai.com/docs/api-reference/audio/verbose-json-object>. The text of a segment is shown, and its
//! words say when its parts are spoken. Where the words themselves say who speaks, they are shown one by one.

use super::recogniser::Recogniser;
use super::words::{
    MILLISECONDS, SECONDS, Speech, Unit, Voices, Word, has_speakers, milliseconds, read_word, words_of,
};
use super::{Confidence, Meta};
use crate::markup::json_tree::{Value, ValueKind};
use crate::model::Kind;

static META: Meta = Meta {
    id: "whisper-json",
    name: "Whisper",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://github.com/openai/whisper",
    keeps: "text, times of segments, times and confidence of words, speakers",
    omits: "tokens, running text, settings, what was there before regrouping",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

/// Keys of an answer that holds a text and hardly anything else.
const TEXT_ONLY: &[&str] = &["text", "language", "task", "duration", "usage", "words", "segments", "logprobs", "model"];

fn sniff(root: Value<'_, '_>) -> Confidence {
    let is_segment =
        |one: Value<'_, '_>| one.get("text").is_some() && one.get_any(&["start", "offsets", "timestamps"]).is_some();
    if root.is_array() {
        return if root.first().is_some_and(is_segment) { Confidence::Likely } else { Confidence::No };
    }
    let segments = root.get_any(&["segments", "transcription"]).filter(|list| list.is_array());
    let text = root.get("text").filter(|text| text.kind() == ValueKind::String);
    let is_text_only = root.items().all(|value| TEXT_ONLY.contains(&value.key()));
    let word = root.get("words").and_then(|words| words.first());
    match segments {
        Some(segments) if segments.first().is_some_and(is_segment) => Confidence::Certain,
        Some(segments) if segments.first().is_none() && text.is_some() => Confidence::Likely,
        _ if text.is_none() => Confidence::No,
        _ if word.is_some_and(|word| word.get("word").is_some() && word.get("start").is_some()) => Confidence::Likely,
        _ if is_text_only => Confidence::Maybe,
        _ => Confidence::No,
    }
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    for path in [&["language"][..], &["result", "language"]] {
        speech.language(root.path(path));
    }
    speech.leave(root.get("ori_dict"), Kind::Furniture);
    speech.leave(root.get("word_segments"), Kind::Timing);
    let segments = if root.is_array() { Some(root) } else { root.get_any(&["segments", "transcription"]) };
    let segments = segments.filter(|list| list.first().is_some());
    let words = root.get("words");
    let mut all = words_of(words, SECONDS).peekable();
    let Some(segments) = segments else {
        if let Some(text) = root.get("text") {
            speech.breaks_at_lines = true;
            speech.text(Word { text: text.span(), ..Word::default() }, &mut all, false);
            speech.leave(words, Kind::Timing);
        }
        return;
    };
    for segment in segments.items() {
        let mut text = Word { confidence_permille: None, ..read_word(segment, SECONDS) };
        if let Some(offsets) = segment.get("offsets") {
            let time = |key: &str| offsets.get(key).and_then(|value| milliseconds(value, MILLISECONDS));
            (text.start_ms, text.end_ms) = (time("from"), time("to"));
        }
        match segment.get("words").filter(|words| words.first().is_some()) {
            Some(words) if has_speakers(words) => read_voices(speech, words, text.speaker),
            own => {
                speech.speaker(text.speaker);
                let tokens = segment.get("tokens").filter(|tokens| tokens.first().is_some_and(|one| one.is_object()));
                let mut shared =
                    std::iter::from_fn(|| all.next_if(|word| own.is_none() && word.start_ms < text.end_ms));
                let mut words = words_of(own, SECONDS).chain(tokens_of(tokens));
                let words: &mut dyn Iterator<Item = Word<'_, 's>> =
                    if own.is_some() || tokens.is_some() { &mut words } else { &mut shared };
                speech.text(text, words, true);
                speech.leave(own, Kind::Timing);
                speech.leave(tokens, Kind::Timing);
            }
        }
    }
    speech.leave(words, Kind::Timing);
}

/// Words that say who speaks. One that does not, as a number that was not found in the recording, goes with the one in
/// front of it, and the first with the segment.
fn read_voices<'t, 's>(speech: &mut Speech<'s>, words: Value<'t, 's>, segment: Option<Value<'t, 's>>) {
    let mut speaker = segment;
    speech.expect_words(words);
    for word in words_of(Some(words), SECONDS) {
        speaker = word.speaker.or(speaker);
        speech.word(&Word { speaker, ..word }, Voices::Words);
    }
}

/// The tokens of whisper.cpp that begin a word. Marks of time are tokens too; they are not found in the text.
fn tokens_of<'t, 's: 't>(tokens: Option<Value<'t, 's>>) -> impl Iterator<Item = Word<'t, 's>> {
    const UNIT: Unit = SECONDS;
    tokens.into_iter().flat_map(|tokens| tokens.items()).filter_map(|token| {
        let begins_word = token.get("text").is_some_and(|text| text.raw().starts_with(' '));
        let time = |key: &str| token.path(&["offsets", key]).and_then(|value| milliseconds(value, MILLISECONDS));
        begins_word.then(|| Word { start_ms: time("from"), end_ms: None, ..read_word(token, UNIT) })
    })
}
