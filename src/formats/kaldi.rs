//! Kaldi: what Vosk writes, and what the BBC's service writes.
//!
//! <https://alphacephei.com/vosk/> and <https://github.com/bbc/react-transcript-editor>. Vosk writes one value for each
//! utterance, one behind the other or in a list; partial results are claimed and not shown. The BBC's speakers are
//! stretches of time beside the words.

use super::recogniser::Recogniser;
use super::words::{SECONDS, Speech, Timeline, Voices, Word, read_word, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::{Value, ValueKind};
use crate::model::Kind;

static META: Meta = Meta {
    id: "kaldi",
    name: "Kaldi and Vosk",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://alphacephei.com/vosk/",
    keeps: "words, their times and confidence, speakers where they are named",
    omits: "partial results, running text, other alternatives, voice prints, job names",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let root = root.is_array().then(|| root.first()).flatten().unwrap_or(root);
    let is_vosk = words_of_vosk(root).is_some_and(|word| word.get("word").is_some() && word.get("start").is_some());
    let words = root.path(&["retval", "words"]).or_else(|| root.get("words")).and_then(|words| words.first());
    let is_bbc = words.is_some_and(|word| word.get("punct").is_some() && word.get("start").is_some());
    let is_job = root.get("retval").is_some_and(|retval| retval.get_any(&["punct", "wonid", "words"]).is_some());
    let is_silent = root.get("partial").is_some()
        || root.get("result").is_some_and(|list| list.is_array() && list.first().is_none());
    match (is_vosk || is_bbc || is_job, is_silent && root.get_any(&["text", "partial"]).is_some()) {
        (true, _) => Confidence::Certain,
        (_, true) => Confidence::Likely,
        _ => Confidence::No,
    }
}

/// The first word of an utterance.
fn words_of_vosk<'t, 's>(root: Value<'t, 's>) -> Option<Value<'t, 's>> {
    let best = root.get("alternatives").and_then(|all| all.first()).unwrap_or(root);
    best.get("result")?.first()
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    if root.is_array() {
        root.items().for_each(|utterance| read_utterance(speech, utterance));
        return;
    }
    let job = root.get("retval").unwrap_or(root);
    let Some(words) = job.get("words") else { return read_utterance(speech, root) };
    let mut timeline = Timeline::default();
    let segmentation =
        job.get_any(&["segmentation", "segments"]).or_else(|| root.get_any(&["segmentation", "segments"]));
    let segments = segmentation.and_then(|list| if list.is_array() { Some(list) } else { list.get("segments") });
    for segment in segments.into_iter().flat_map(|list| list.items()) {
        let times = read_word(segment, SECONDS);
        let speaker = times.speaker.map(|speaker| speaker.get_any(&["@id", "name", "id"]).unwrap_or(speaker));
        timeline.push(times.start_ms, times.end_ms, speaker.filter(|speaker| !speaker.is_object()));
    }
    timeline.sort();
    let voices = match timeline.is_empty() {
        true => Voices::Words,
        false => Voices::Timeline(&timeline),
    };
    speech.words(words, SECONDS, voices);
    speech.leave(job.get("punct"), Kind::Furniture);
}

fn read_utterance<'s>(speech: &mut Speech<'s>, utterance: Value<'_, 's>) {
    if utterance.get("partial").is_some() {
        return;
    }
    let all = utterance.get("alternatives");
    let best = all.and_then(|all| all.first()).unwrap_or(utterance);
    for other in all.into_iter().flat_map(|all| all.items().skip(1)) {
        speech.leave(Some(other), Kind::Furniture);
    }
    let words = best.get("result").filter(|words| words.is_array());
    match best.get("text").filter(|text| text.kind() == ValueKind::String) {
        Some(text) if !text.raw().trim().is_empty() => {
            speech.text(Word { text: text.span(), ..Word::default() }, &mut words_of(words, SECONDS), false);
            speech.leave(words, Kind::Timing);
        }
        _ => words.into_iter().for_each(|words| speech.words(words, SECONDS, Voices::AsSet)),
    }
}
