//! Azure Speech: batch transcription, fast transcription, single answers, and transcribed conversations.
//!
//! <https://learn.microsoft.com/azure/ai-services/speech-service/batch-transcription-get>. Of a phrase's forms the one
//! for display is shown; its words, which may stand in another form, say when its parts are spoken. Times are ticks,
//! milliseconds or ISO 8601 durations.

use super::recogniser::Recogniser;
use super::words::{MILLISECONDS, Speech, TICKS, Unit, Word, milliseconds, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;
use crate::model::Kind;

static META: Meta = Meta {
    id: "azure-speech",
    name: "Azure Speech",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://learn.microsoft.com/azure/ai-services/speech-service/batch-transcription-get",
    keeps: "phrases, times and confidence of their words, speakers, channels",
    omits: "other readings of a phrase, running text, addresses",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

/// Lists of phrases, by the place they have in the outermost value.
const PHRASES: &[&[&str]] =
    &[&["recognizedPhrases"], &["phrases"], &["RecognizedPhrases"], &["SegmentResults"], &["conversationItems"]];

fn sniff(root: Value<'_, '_>) -> Confidence {
    let root = root.is_array().then(|| root.first()).flatten().unwrap_or(root);
    let is_phrase = root.get_any(&["RecognitionStatus", "recognitionStatus"]).is_some()
        && root.get_any(&["NBest", "nBest", "DisplayText"]).is_some();
    let is_fast =
        root.path(&["phrases"]).and_then(|list| list.first()).is_some_and(|it| it.get("offsetMilliseconds").is_some());
    let keys = ["combinedRecognizedPhrases", "recognizedPhrases", "combinedPhrases", "AudioFileResults"];
    let is_conversation = root
        .get("conversations")
        .and_then(|list| list.first())
        .is_some_and(|one| one.get("conversationItems").is_some());
    if is_phrase || is_fast || is_conversation || root.get_any(&keys).is_some() {
        return Confidence::Certain;
    }
    Confidence::No
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    if let Some(files) = root.get_any(&["AudioFileResults", "conversations"]) {
        for (i, file) in files.items().enumerate() {
            if i > 0 {
                speech.begin_next_transcript();
            }
            read_file(speech, file);
        }
        return;
    }
    if root.is_array() {
        root.items().for_each(|phrase| read_phrase(speech, phrase, false));
        return;
    }
    read_file(speech, root);
}

fn read_file<'s>(speech: &mut Speech<'s>, file: Value<'_, 's>) {
    let Some(list) = PHRASES.iter().find_map(|path| file.path(path)) else {
        match file.get_any(&["combinedRecognizedPhrases", "combinedPhrases", "CombinedResults"]) {
            Some(texts) => texts.items().for_each(|text| read_phrase(speech, text, false)),
            None => read_phrase(speech, file, false),
        }
        return;
    };
    speech.language(file.get_any(&["locale", "language"]));
    for key in ["combinedRecognizedPhrases", "combinedPhrases", "CombinedResults"] {
        speech.leave(file.get(key), Kind::Furniture);
    }
    let mut phrases: Vec<_> = list.items().collect();
    let channel = |phrase: &Value<'_, 's>| phrase.get_any(&["channel", "ChannelNumber"]).map(|channel| channel.raw());
    let has_channels = phrases.windows(2).any(|pair| channel(&pair[0]) != channel(&pair[1]));
    if has_channels {
        phrases.sort_by_key(|phrase| read_times(*phrase).start_ms);
    }
    for phrase in phrases {
        read_phrase(speech, phrase, has_channels);
    }
}

fn read_phrase<'s>(speech: &mut Speech<'s>, phrase: Value<'_, 's>, has_channels: bool) {
    match phrase.get_any(&["speaker", "SpeakerId", "Speaker", "participantId"]) {
        Some(speaker) => speech.speaker(Some(speaker)),
        None if has_channels => speech.channel(phrase.get_any(&["channel", "ChannelNumber"])),
        None => speech.speaker(None),
    }
    let all = phrase.get_any(&["nBest", "NBest"]);
    let has_words = |one: &Value<'_, 's>| words_in(*one).is_some();
    let best = all.and_then(|all| all.items().find(has_words).or_else(|| all.first())).unwrap_or(phrase);
    for other in all.into_iter().flat_map(|all| all.items()).filter(|other| other.span() != best.span()) {
        speech.leave(Some(other), Kind::Furniture);
    }
    let forms =
        ["display", "Display", "DisplayText", "text", "maskedITN", "MaskedITN", "itn", "ITN", "lexical", "Lexical"];
    let Some(text) = best.get_any(&forms).or_else(|| phrase.get_any(&forms)) else { return };
    let words = words_in(best);
    let time = Word { text: text.span(), ..read_times(phrase) };
    speech.text(time, &mut words_of(words, TICKS), true);
    for key in ["words", "Words", "displayWords", "DisplayWords"] {
        speech.leave(best.get(key), Kind::Timing);
    }
}

fn words_in<'t, 's>(value: Value<'t, 's>) -> Option<Value<'t, 's>> {
    value.get_any(&["displayWords", "DisplayWords", "words", "Words"]).filter(|words| words.first().is_some())
}

/// When a phrase is spoken. Plain numbers are ticks.
fn read_times<'t, 's>(phrase: Value<'t, 's>) -> Word<'t, 's> {
    let time = |keys: &[(&str, Unit)]| {
        keys.iter().find_map(|(key, unit)| phrase.get(key).and_then(|value| milliseconds(value, *unit)))
    };
    let start_ms =
        time(&[("offsetInTicks", TICKS), ("offsetMilliseconds", MILLISECONDS), ("offset", TICKS), ("Offset", TICKS)]);
    let length = time(&[
        ("durationInTicks", TICKS),
        ("durationMilliseconds", MILLISECONDS),
        ("duration", TICKS),
        ("Duration", TICKS),
    ]);
    let end_ms = start_ms.zip(length).map(|(start, length)| start.saturating_add(length));
    Word { start_ms, end_ms, ..Word::default() }
}
