//! Times from captions to a record: when each paragraph was said.

use crate::model::{Times, Transcript};
use crate::text::difference::{match_words, words};

/// For each paragraph of a record, when it is spoken by the captions of the same event: from the first to the last of
/// its words that the captions have. None where they have no word of it.
pub fn carry_times(record: &Transcript, captions: &Transcript) -> Vec<Option<Times>> {
    let mut times: Vec<Option<Times>> = vec![None; record.paragraphs.len()];
    let (left, right) = (spaced(record), spaced(captions));
    let (left_words, right_words) = (words(&left.0), words(&right.0));
    for run in match_words(&left_words, &right_words) {
        for n in 0..run.len {
            let (word, heard) = (left_words[run.left + n], right_words[run.right + n]);
            let (paragraph, _) = place(&left.1, word.start);
            let (of_captions, offset) = place(&right.1, heard.start);
            let Some(start) = captions.paragraphs.get(of_captions).map(|p| p.text.start) else { continue };
            let Some(spoken) = time_at(captions, of_captions, start + offset) else { continue };
            if let Some(slot) = times.get_mut(paragraph) {
                let all = slot.get_or_insert(spoken);
                *all = Times { start_ms: all.start_ms.min(spoken.start_ms), end_ms: all.end_ms.max(spoken.end_ms) };
            }
        }
    }
    times
}

/// The words of all paragraphs with a line feed behind each, and where each starts.
fn spaced(transcript: &Transcript) -> (String, Vec<u32>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    for paragraph in &transcript.paragraphs {
        starts.push(text.len() as u32);
        text.push_str(transcript.words(paragraph.text));
        text.push('\n');
    }
    (text, starts)
}

/// The paragraph at a place, and how far inside it the place is.
fn place(starts: &[u32], at: u32) -> (usize, u32) {
    let paragraph = starts.partition_point(|start| *start <= at).saturating_sub(1);
    (paragraph, at - starts.get(paragraph).copied().unwrap_or_default())
}

/// When the word at a place of the reading text is spoken: by its own mark, its cue or its paragraph.
fn time_at(captions: &Transcript, paragraph: usize, at: u32) -> Option<Times> {
    let mark = captions.time_marks.partition_point(|mark| mark.text < at);
    if let Some(mark) = captions.time_marks.get(mark).filter(|mark| mark.text == at) {
        return Some(Times { start_ms: mark.at_ms, end_ms: mark.end_ms.unwrap_or(mark.at_ms) });
    }
    let cue = captions.cues.partition_point(|cue| cue.text.end <= at);
    let cue = captions.cues.get(cue).filter(|cue| cue.text.start <= at);
    cue.map(|cue| cue.times).or_else(|| captions.paragraphs.get(paragraph)?.times)
}
