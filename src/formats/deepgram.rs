//! Deepgram: the answer for a recording, with channels, speakers, utterances and paragraphs, and answers of a stream.
//!
//! <https://developers.deepgram.com/reference/speech-to-text/listen-pre-recorded>. The words are those of the first
//! alternative of each channel; paragraphs begin where Deepgram begins them, if it does. Several channels are put
//! together by time.

use super::recogniser::Recogniser;
use super::words::{SECONDS, Speech, Voices, Word, read_word, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;
use crate::model::Kind;

static META: Meta = Meta {
    id: "deepgram",
    name: "Deepgram",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://developers.deepgram.com/reference/speech-to-text/listen-pre-recorded",
    keeps: "words, their times and confidence, speakers, channels, paragraphs",
    omits: "running text, other alternatives, utterances, summaries, topics",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let results = root.get("results").filter(|results| results.is_object());
    let is_answer =
        results.is_some_and(|results| results.get_any(&["channels", "utterances"]).is_some_and(|list| list.is_array()));
    let is_stream = root.get("type").is_some_and(|kind| kind.raw() == "Results") && root.get("channel").is_some();
    if is_answer || is_stream { Confidence::Certain } else { Confidence::No }
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    if let Some(channel) = root.get("channel") {
        // Of a stream only what is final: what comes before is said again.
        let is_final = root.get("is_final").and_then(|is_final| is_final.bool()).unwrap_or(true);
        match alternative(channel).filter(|_| is_final) {
            Some(best) => read_alternative(speech, best),
            None => speech.leave(Some(channel), Kind::Furniture),
        }
        return;
    }
    let Some(results) = root.get("results") else { return };
    let channels: Vec<_> = results.get("channels").into_iter().flat_map(|list| list.items()).collect();
    // A channel in which nothing was heard has no alternative.
    let heard = channels.iter().filter_map(|channel| Some((*channel, alternative(*channel)?)));
    let (channels, bests): (Vec<_>, Vec<_>) = heard.unzip();
    for (channel, best) in channels.iter().zip(&bests) {
        speech.language(channel.get("detected_language"));
        for other in
            channel.get("alternatives").into_iter().flat_map(|all| all.items()).filter(|one| one.span() != best.span())
        {
            speech.leave(Some(other), Kind::Furniture);
        }
    }
    let utterances = results.get("utterances");
    match bests.as_slice() {
        [] => read_utterances(speech, utterances),
        [best] => {
            speech.leave(utterances, Kind::Furniture);
            read_alternative(speech, *best);
        }
        // Channels have no names here, but utterances say their numbers.
        _ if utterances.and_then(|list| list.first()).is_some() => {
            bests.iter().for_each(|best| speech.leave(Some(*best), Kind::Furniture));
            read_utterances(speech, utterances);
        }
        _ => {
            let words: Vec<_> =
                bests.iter().map(|best| (None, words_of(best.get("words"), SECONDS).collect())).collect();
            speech.channels(&words);
            for best in bests {
                speech.leave(best.get("transcript"), Kind::Furniture);
                speech.leave(best.get("paragraphs"), Kind::Furniture);
            }
        }
    }
}

/// The first alternative of a channel.
fn alternative<'t, 's>(channel: Value<'t, 's>) -> Option<Value<'t, 's>> {
    channel.get("alternatives")?.first()
}

fn read_alternative<'s>(speech: &mut Speech<'s>, best: Value<'_, 's>) {
    let Some(words) = best.get("words").filter(|words| words.first().is_some()) else {
        if let Some(text) = best.get("transcript") {
            speech.text(Word { text: text.span(), ..Word::default() }, &mut std::iter::empty(), false);
        }
        return;
    };
    let paragraphs = best.path(&["paragraphs", "paragraphs"]).filter(|list| list.first().is_some());
    speech.has_own_paragraphs = paragraphs.is_some();
    let mut starts =
        paragraphs.into_iter().flat_map(|list| list.items()).filter_map(|one| read_word(one, SECONDS).start_ms);
    let mut next = starts.next();
    speech.expect_words(words);
    for word in words_of(Some(words), SECONDS) {
        if next.is_some() && word.start_ms >= next {
            speech.end_paragraph();
            next = starts.find(|start| Some(*start) > word.start_ms);
        }
        speech.word(&word, Voices::Words);
    }
    speech.leave(best.get("transcript"), Kind::Furniture);
    speech.leave(best.get("paragraphs"), Kind::Furniture);
}

fn read_utterances<'s>(speech: &mut Speech<'s>, utterances: Option<Value<'_, 's>>) {
    let list: Vec<_> = utterances.into_iter().flat_map(|list| list.items()).collect();
    let channel = |one: &Value<'_, 's>| one.get("channel").map(|channel| channel.raw());
    let has_channels = list.windows(2).any(|pair| channel(&pair[0]) != channel(&pair[1]));
    for utterance in list {
        let text = utterance.get("transcript").map_or_else(Default::default, |text| text.span());
        let whole = read_word(utterance, SECONDS);
        match whole.speaker {
            None if has_channels => speech.channel(utterance.get("channel")),
            speaker => speech.speaker(speaker),
        }
        speech.text(Word { text, ..whole }, &mut words_of(utterance.get("words"), SECONDS), false);
        speech.leave(utterance.get("words"), Kind::Timing);
    }
}
