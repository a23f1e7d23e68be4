//! Amazon Transcribe: the file of a finished job, of one channel or several, and of call analytics.
//!
//! <https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-output>. The words are those of `items`. Who
//! speaks stands in them, or in a list beside them that is joined by time. The running text, which says the same, and
//! alternatives are claimed and not shown.

use super::recogniser::Recogniser;
use super::words::{MILLISECONDS, SECONDS, Speech, Timeline, Voices, Word, milliseconds, read_word, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;
use crate::model::Kind;

static META: Meta = Meta {
    id: "aws-transcribe",
    name: "Amazon Transcribe",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html",
    keeps: "words, their times and confidence, speakers, channels",
    omits: "job names, running text, alternatives, vocabulary filters",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let Some(results) = root.get("results").filter(|results| results.is_object()) else {
        let is_call =
            root.get("Transcript").and_then(|turns| turns.first()).is_some_and(|turn| turn.get("Content").is_some());
        return if is_call { Confidence::Certain } else { Confidence::No };
    };
    let text = results.get("transcripts").and_then(|texts| texts.first());
    if text.is_some_and(|text| text.get("transcript").is_some())
        || results.get_any(&["items", "audio_segments"]).is_some()
    {
        return Confidence::Certain;
    }
    Confidence::No
}

fn read<'t, 's>(speech: &mut Speech<'s>, root: Value<'t, 's>) {
    speech.language(root.get("LanguageCode"));
    if let Some(turns) = root.get("Transcript") {
        read_call(speech, turns);
        return;
    }
    let Some(results) = root.get("results") else { return };
    speech.language(results.get("language_code"));
    let channels: Vec<_> =
        results.path(&["channel_labels", "channels"]).into_iter().flat_map(|list| list.items()).collect();
    let items = results.get("items").filter(|items| items.first().is_some());
    if channels.len() > 1 {
        speech.leave(items, Kind::Furniture);
        let words = |channel: &Value<'t, 's>| words_of(channel.get("items"), SECONDS).collect();
        let channels: Vec<_> = channels.iter().map(|channel| (channel.get("channel_label"), words(channel))).collect();
        speech.channels(&channels);
    } else if let Some(items) = items {
        read_items(speech, items, results.get("speaker_labels"));
    } else {
        for text in results.get("transcripts").into_iter().flat_map(|texts| texts.items()) {
            let text =
                text.get("transcript").map_or(Word::default(), |text| Word { text: text.span(), ..Word::default() });
            speech.text(text, &mut std::iter::empty(), false);
        }
        return;
    }
    for key in ["transcripts", "audio_segments", "segments"] {
        speech.leave(results.get(key), Kind::Furniture);
    }
}

fn read_items<'s>(speech: &mut Speech<'s>, items: Value<'_, 's>, labels: Option<Value<'_, 's>>) {
    let mut timeline = Timeline::default();
    for segment in labels.and_then(|labels| labels.get("segments")).into_iter().flat_map(|list| list.items()) {
        let mut parts = segment.get("items").into_iter().flat_map(|list| list.items()).peekable();
        if parts.peek().is_none() {
            let whole = read_word(segment, SECONDS);
            timeline.push(whole.start_ms, whole.end_ms, whole.speaker);
        }
        for part in parts.map(|part| read_word(part, SECONDS)) {
            timeline.push(part.start_ms, part.end_ms, part.speaker);
        }
    }
    timeline.sort();
    let voices = match timeline.is_empty() {
        true => Voices::Words,
        false => Voices::Timeline(&timeline),
    };
    speech.words(items, SECONDS, voices);
}

/// Call analytics: turns with the part that each participant plays.
fn read_call<'s>(speech: &mut Speech<'s>, turns: Value<'_, 's>) {
    for turn in turns.items() {
        speech.speaker(turn.get_any(&["ParticipantRole", "ParticipantId"]));
        let time = |key: &str| turn.get(key).and_then(|value| milliseconds(value, MILLISECONDS));
        let text = turn.get("Content").map_or_else(Default::default, |text| text.span());
        let (start_ms, end_ms) = (time("BeginOffsetMillis"), time("EndOffsetMillis"));
        let words = turn.get("Items").into_iter().flat_map(|list| list.items()).map(|item| {
            let time = |key: &str| item.get(key).and_then(|value| milliseconds(value, MILLISECONDS));
            let text = item.get("Content").map_or_else(Default::default, |text| text.span());
            Word {
                text,
                start_ms: time("BeginOffsetMillis"),
                end_ms: time("EndOffsetMillis"),
                ..read_word(item, SECONDS)
            }
        });
        speech.text(Word { text, start_ms, end_ms, ..Word::default() }, &mut words.into_iter(), true);
        speech.leave(turn.get("Items"), Kind::Timing);
    }
}
