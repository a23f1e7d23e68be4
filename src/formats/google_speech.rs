//! Google Cloud Speech-to-Text, versions 1 and 2: an answer, a finished operation, a batch of several files.
//!
//! <https://cloud.google.com/speech-to-text/docs/reference/rest/v1/speech/recognize>. With diarization the last result
//! repeats the words of all others and alone says who speaks; then the others are claimed and not shown.

use super::recogniser::Recogniser;
use super::words::{SECONDS, Speech, Voices, Word, has_speakers, milliseconds, read_word, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::{Value, ValueKind};
use crate::model::Kind;

static META: Meta = Meta {
    id: "google-speech",
    name: "Google Speech-to-Text",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://cloud.google.com/speech-to-text/docs/reference/rest/v1/speech/recognize",
    keeps: "words, their times and confidence, speakers, channels",
    omits: "other alternatives, repeated words, names of operations",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let root = root.is_array().then(|| root.first()).flatten().unwrap_or(root);
    if has_files(root) {
        return Confidence::Certain;
    }
    let Some(first) = results_of(root).and_then(|results| results.first()) else { return Confidence::No };
    let Some(alternative) = first.get("alternatives").and_then(|all| all.first()) else { return Confidence::No };
    // Others have results with alternatives too, and say more of themselves.
    let is_other = first.get_any(&["type", "final"]).is_some() || alternative.get("timestamps").is_some();
    match alternative.get("words").and_then(|words| words.first()) {
        _ if is_other => Confidence::No,
        Some(word) if word.get("word").is_some() => Confidence::Certain,
        _ if alternative.get("transcript").is_some() => Confidence::Likely,
        _ => Confidence::No,
    }
}

/// The results of an answer or of a finished operation.
fn results_of<'t, 's>(root: Value<'t, 's>) -> Option<Value<'t, 's>> {
    root.get("results").or_else(|| root.path(&["response", "results"])).filter(|results| results.is_array())
}

/// The files of a batch, each with a transcript of its own.
fn files_of<'t, 's>(root: Value<'t, 's>) -> impl Iterator<Item = Value<'t, 's>> {
    let files = root.path(&["response", "results"]).or_else(|| root.get("results")).filter(|files| files.is_object());
    files.into_iter().flat_map(|files| files.items()).filter_map(|file| {
        let transcript = file.get("transcript").or_else(|| file.path(&["inlineResult", "transcript"]))?;
        transcript.get("results").filter(|results| results.is_array())
    })
}

fn has_files(root: Value<'_, '_>) -> bool {
    files_of(root).next().is_some()
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    if root.is_array() {
        let results: Vec<_> = root.items().filter_map(results_of).flat_map(|results| results.items()).collect();
        read_results(speech, &results);
        return;
    }
    if let Some(results) = results_of(root) {
        read_results(speech, &results.items().collect::<Vec<_>>());
        return;
    }
    for (i, results) in files_of(root).enumerate() {
        if i > 0 {
            speech.begin_next_transcript();
        }
        read_results(speech, &results.items().collect::<Vec<_>>());
    }
}

/// The first alternative that has words, or the first.
fn best<'t, 's>(result: Value<'t, 's>) -> Option<Value<'t, 's>> {
    let all = result.get("alternatives")?;
    let has_words = |value: &Value<'t, 's>| value.get("words").and_then(|words| words.first()).is_some();
    all.items().find(has_words).or_else(|| all.first())
}

/// Accounts for the alternatives that are not the best.
fn leave_others<'t, 's>(speech: &mut Speech<'s>, (result, best): (Value<'t, 's>, Value<'t, 's>)) {
    for other in result.get("alternatives").into_iter().flat_map(|all| all.items()) {
        if other.span() != best.span() {
            speech.leave(Some(other), Kind::Furniture);
        }
    }
}

fn read_results<'t, 's>(speech: &mut Speech<'s>, results: &[Value<'t, 's>]) {
    let found: Vec<_> = results.iter().filter_map(|result| Some((*result, best(*result)?))).collect();
    speech.language(results.first().and_then(|result| result.get("languageCode")));
    let words = |one: &(Value<'t, 's>, Value<'t, 's>)| one.1.get("words").filter(|words| words.first().is_some());
    if let Some((one, last)) = found.last().and_then(|one| Some((*one, words(one)?)))
        && has_speakers(last)
    {
        let start = |words: Value<'t, 's>| words.first().and_then(|word| read_word(word, SECONDS).start_ms);
        let repeats_all =
            found.len() > 1 && found.first().and_then(words).is_some_and(|first| start(last) <= start(first));
        if found.len() == 1 || repeats_all {
            for (result, _) in &found[..found.len() - 1] {
                speech.leave(Some(*result), Kind::Furniture);
            }
            leave_others(speech, one);
            speech.words(last, SECONDS, Voices::Words);
            return;
        }
    }
    let mut order: Vec<_> = found.iter().map(|one| (one, channel(one.0))).collect();
    let has_channels = order.windows(2).any(|pair| pair[0].1.map(|tag| tag.raw()) != pair[1].1.map(|tag| tag.raw()));
    if has_channels {
        order.sort_by_key(|(one, _)| {
            let first = words(one).and_then(|words| words.first());
            first.and_then(|word| read_word(word, SECONDS).start_ms).or_else(|| end_of(one.0))
        });
    }
    for (one, tag) in order {
        leave_others(speech, *one);
        if has_channels {
            speech.channel(tag);
        }
        let (words, transcript) = (words(one), one.1.get("transcript"));
        match (words, transcript.filter(|text| text.kind() == ValueKind::String)) {
            (Some(words), None) => speech.words(words, SECONDS, Voices::Words),
            (Some(words), Some(_)) if has_speakers(words) => speech.words(words, SECONDS, Voices::Words),
            (words, Some(text)) => {
                let end_ms = end_of(one.0);
                speech.text(
                    Word { text: text.span(), end_ms, ..Word::default() },
                    &mut words_of(words, SECONDS),
                    false,
                );
                speech.leave(words, Kind::Timing);
            }
            (None, None) => {}
        }
    }
}

fn channel<'t, 's>(result: Value<'t, 's>) -> Option<Value<'t, 's>> {
    result.get_any(&["channelTag", "channel_tag"])
}

fn end_of(result: Value<'_, '_>) -> Option<u32> {
    milliseconds(result.get_any(&["resultEndTime", "resultEndOffset", "result_end_time"])?, SECONDS)
}
