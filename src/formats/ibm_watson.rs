//! IBM Watson Speech to Text.
//!
//! <https://cloud.ibm.com/apidocs/speech-to-text>. Words are lists of three: letters, start, end. Who speaks is a list of
//! its own that is joined by time. Interim results and other alternatives are claimed and not shown; a hesitation is a
//! note.

use super::recogniser::Recogniser;
use super::words::{SECONDS, Speech, Timeline, Voices, Word, milliseconds, permille};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;
use crate::model::Kind;

static META: Meta = Meta {
    id: "ibm-watson",
    name: "IBM Watson Speech to Text",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://cloud.ibm.com/apidocs/speech-to-text",
    keeps: "words, their times and confidence, speakers, hesitations",
    omits: "running text, interim results, other alternatives, keywords",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let root = root.is_array().then(|| root.first()).flatten().unwrap_or(root);
    let Some(results) = root.get("results").filter(|results| results.is_array()) else { return Confidence::No };
    let Some(first) = results.first().filter(|first| first.get("alternatives").is_some_and(|all| all.is_array()))
    else {
        return Confidence::No;
    };
    let has_times =
        first.get("alternatives").and_then(|all| all.first()).is_some_and(|one| one.get("timestamps").is_some());
    if has_times || root.get("result_index").is_some() || first.get("final").is_some() {
        return Confidence::Certain;
    }
    Confidence::No
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    if root.is_array() {
        root.items().for_each(|answer| read_answer(speech, answer));
    } else {
        read_answer(speech, root);
    }
}

fn read_answer<'s>(speech: &mut Speech<'s>, answer: Value<'_, 's>) {
    let time = |value: Value<'_, 's>, key: &str| value.get(key).and_then(|value| milliseconds(value, SECONDS));
    let mut timeline = Timeline::default();
    for label in answer.get("speaker_labels").into_iter().flat_map(|list| list.items()) {
        timeline.push(time(label, "from"), time(label, "to"), label.get("speaker"));
    }
    timeline.sort();
    let voices = if timeline.is_empty() { Voices::AsSet } else { Voices::Timeline(&timeline) };
    for result in answer.get("results").into_iter().flat_map(|list| list.items()) {
        let is_final = result.get("final").and_then(|is_final| is_final.bool()).unwrap_or(true);
        let all: Vec<_> = result.get("alternatives").into_iter().flat_map(|all| all.items()).collect();
        let has_words = |one: &Value<'_, 's>| one.get("timestamps").and_then(|words| words.first()).is_some();
        let best = all.iter().position(has_words).unwrap_or(0);
        for (i, alternative) in all.iter().enumerate() {
            if i == best && is_final {
                read_alternative(speech, *alternative, voices);
            } else {
                speech.leave(Some(*alternative), Kind::Furniture);
            }
        }
        for key in ["keywords_result", "word_alternatives"] {
            speech.leave(result.get(key), Kind::Furniture);
        }
    }
}

fn read_alternative<'t, 's>(speech: &mut Speech<'s>, alternative: Value<'t, 's>, voices: Voices<'_, 't, 's>) {
    let Some(words) = alternative.get("timestamps").filter(|words| words.first().is_some()) else {
        if let Some(text) = alternative.get("transcript") {
            speech.text(Word { text: text.span(), ..Word::default() }, &mut std::iter::empty(), false);
        }
        return;
    };
    speech.expect_words(words);
    let mut sure = alternative.get("word_confidence").into_iter().flat_map(|list| list.items());
    for word in words.items() {
        let mut parts = word.items();
        let (text, start, end) = (parts.next(), parts.next(), parts.next());
        let confidence = sure.next().and_then(|pair| pair.items().nth(1)).and_then(|sure| sure.number());
        let Some(text) = text else { continue };
        speech.word(
            &Word {
                text: text.span(),
                start_ms: start.and_then(|start| milliseconds(start, SECONDS)),
                end_ms: end.and_then(|end| milliseconds(end, SECONDS)),
                confidence_permille: confidence.map(permille),
                is_note: text.raw().starts_with('%'),
                ..Word::default()
            },
            voices,
        );
    }
    speech.leave(alternative.get("word_confidence"), Kind::Timing);
    speech.leave(alternative.get("transcript"), Kind::Furniture);
}
