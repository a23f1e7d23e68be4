//! Speechmatics: the results of version 2, and the words and speakers of version 1.
//!
//! <https://docs.speechmatics.com/speech-to-text/batch/output>. In version 1 the speakers are a list of their own, which
//! is joined by time. Of several alternatives for a word the first is shown.

use super::recogniser::Recogniser;
use super::words::{Joint, SECONDS, Speech, Timeline, Voices, Word, read_word, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;
use crate::model::Span;

static META: Meta = Meta {
    id: "speechmatics",
    name: "Speechmatics",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://docs.speechmatics.com/speech-to-text/batch/output",
    keeps: "words, their times and confidence, speakers, channels",
    omits: "job names, settings, other alternatives, summaries, chapters",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let of = |key: &str| root.get(key).and_then(|list| list.first());
    let is_first = |one: Value<'_, '_>| ["time", "duration", "name"].iter().all(|key| one.get(key).is_some());
    let is_second = |one: Value<'_, '_>| {
        let content = one.get("alternatives").and_then(|all| all.first()).and_then(|first| first.get("content"));
        one.get("type").is_some() && (content.is_some() || one.get("start_time").is_some())
    };
    let is_empty = of("results").is_none() && root.path(&["metadata", "transcription_config"]).is_some();
    let is_known = of("words").is_some_and(is_first)
        || of("speakers").is_some_and(is_first)
        || of("results").is_some_and(is_second);
    if is_known || is_empty { Confidence::Certain } else { Confidence::No }
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    speech
        .language(root.path(&["metadata", "transcription_config", "language"]).or_else(|| root.path(&["job", "lang"])));
    if let Some(results) = root.get("results") {
        read_results(speech, results);
        return;
    }
    let mut timeline = Timeline::default();
    for range in root.get("speakers").into_iter().flat_map(|list| list.items()) {
        let times = read_word(range, SECONDS);
        timeline.push(times.start_ms, times.end_ms, range.get("name"));
    }
    timeline.sort();
    let voices = if timeline.is_empty() { Voices::AsSet } else { Voices::Timeline(&timeline) };
    let Some(words) = root.get("words") else { return };
    speech.expect_words(words);
    let source = speech.draft.source();
    for word in words_of(Some(words), SECONDS) {
        let joint = if is_stop(word.text, source) { Joint::Glued } else { Joint::Apart };
        speech.word(&Word { joint, ..word }, voices);
    }
}

fn read_results<'s>(speech: &mut Speech<'s>, results: Value<'_, 's>) {
    let channel = |one: &Value<'_, 's>| one.get("channel").map(|channel| channel.raw());
    let mut channels: Vec<(Option<Value<'_, 's>>, Vec<Word<'_, 's>>)> = Vec::new();
    for result in results.items().filter(|result| result.get("channel").is_some()) {
        // There are only ever a few channels; a file with more of them has one for the rest.
        let known = channels.iter().position(|(name, _)| name.map(|name| name.raw()) == channel(&result));
        let index = known.unwrap_or_else(|| {
            if channels.len() < 64 {
                channels.push((result.get("channel"), Vec::new()));
            }
            channels.len() - 1
        });
        channels[index].1.push(read_word(result, SECONDS));
    }
    if channels.len() > 1 {
        speech.channels(&channels);
        return;
    }
    speech.words(results, SECONDS, Voices::Words);
}

/// Version 1 does not say what is punctuation.
fn is_stop(text: Span, source: &str) -> bool {
    matches!(text.of(source), "." | "," | "?" | "!" | ";" | ":" | "…" | "。" | "、" | "？" | "！")
}
