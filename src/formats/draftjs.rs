//! Draft.js, as the BBC's React Transcript Editor saves it: blocks of text with a speaker and words.
//!
//! <https://github.com/bbc/react-transcript-editor> and <https://draftjs.org/docs/api-reference-data-conversion>. A block
//! is a paragraph, as somebody edited it. Its words say when its parts are spoken; where they are missing, the entities
//! do.

use super::recogniser::Recogniser;
use super::words::{SECONDS, Speech, Word, read_word, words_of};
use super::{Confidence, Meta};
use crate::markup::json_tree::Value;
use crate::model::Kind;

static META: Meta = Meta {
    id: "draftjs",
    name: "Draft.js transcript",
    endings: &["json"],
    media_types: &["application/json"],
    specification: "https://github.com/bbc/react-transcript-editor",
    keeps: "paragraphs, times and confidence of their words, speakers",
    omits: "entities, styles, keys",
    is_lined: false,
};

/// See the module.
pub static FORMAT: Recogniser = Recogniser { meta: &META, sniff, read };

fn sniff(root: Value<'_, '_>) -> Confidence {
    let first = root.get("blocks").and_then(|blocks| blocks.first());
    let is_block =
        first.is_some_and(|block| block.get("text").is_some() && block.get_any(&["key", "type", "data"]).is_some());
    if is_block { Confidence::Certain } else { Confidence::No }
}

fn read<'s>(speech: &mut Speech<'s>, root: Value<'_, 's>) {
    speech.has_own_paragraphs = true;
    let entities = root.get("entityMap");
    let mut known: Vec<_> = entities
        .into_iter()
        .flat_map(|map| map.items())
        .enumerate()
        .map(|(i, entity)| {
            // The map is an object by numbers, or a list.
            (entity.key().parse().unwrap_or(i as u32), entity)
        })
        .collect();
    known.sort_by_key(|(key, _)| *key);
    let entity = |range: Value<'_, 's>| {
        let key = range.get("key").and_then(|key| key.raw().parse::<u32>().ok())?;
        let at = known.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        known[at].1.get("data").map(|data| read_word(data, SECONDS))
    };
    for block in root.get("blocks").into_iter().flat_map(|list| list.items()) {
        let data = block.get("data");
        let words = data.and_then(|data| data.get("words")).filter(|words| words.first().is_some());
        speech.speaker(data.and_then(|data| data.get("speaker")));
        speech.end_paragraph();
        let Some(text) = block.get("text") else { continue };
        let text = Word { text: text.span(), ..Word::default() };
        match words {
            Some(words) => speech.text(text, &mut words_of(Some(words), SECONDS), false),
            None => {
                let ranges = block.get("entityRanges").into_iter().flat_map(|list| list.items());
                speech.text(text, &mut ranges.filter_map(entity), false);
            }
        }
        speech.leave(words, Kind::Timing);
    }
    speech.leave(entities, Kind::Timing);
}
