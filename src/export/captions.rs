//! A transcript as captions: what the writers of timed text share.
//!
//! A caption is a cue of the source; where the source has times for whole paragraphs only, it is a paragraph. No time
//! is ever made up: what has none is no caption, and the writers say so.

use crate::model::{Cue, Paragraph, TextRange, TimeMark, Times, Transcript};

/// A timed piece of the text.
#[derive(Clone, Copy, Debug)]
pub struct Caption {
    /// When.
    pub times: Times,
    /// Its words, without white space at the ends.
    pub text: TextRange,
    /// Index of its turn.
    pub turn: usize,
    /// Whether it is the first caption of its turn.
    pub opens_turn: bool,
}

/// The captions of a transcript, in the order of the text.
pub fn captions(transcript: &Transcript) -> impl Iterator<Item = Caption> + use<'_> {
    let mut walk = Walk::new(transcript);
    (0..transcript.paragraphs.len() as u32).flat_map(move |index| walk.paragraph(index))
}

/// How many paragraphs are no caption.
pub fn untimed_paragraphs(transcript: &Transcript) -> usize {
    let mut walk = Walk::new(transcript);
    (0..transcript.paragraphs.len() as u32).filter(|index| walk.paragraph(*index).is_empty()).count()
}

/// Walks cues and turns along with the paragraphs.
#[derive(Debug)]
pub struct Walk<'t> {
    transcript: &'t Transcript,
    cues: &'t [Cue],
    turn: usize,
    last_turn: Option<usize>,
}

impl<'t> Walk<'t> {
    /// Before the first paragraph.
    pub fn new(transcript: &'t Transcript) -> Self {
        Self { transcript, cues: &transcript.cues, turn: 0, last_turn: None }
    }

    /// The captions of a paragraph; none where it has no times. Paragraphs come in order.
    pub fn paragraph(&mut self, index: u32) -> Vec<Caption> {
        let Some(paragraph) = self.transcript.paragraphs.get(index as usize) else { return Vec::new() };
        while self.transcript.turns.get(self.turn).is_some_and(|turn| turn.end <= index) {
            self.turn += 1;
        }
        let before = self.cues.partition_point(|cue| cue.text.start < paragraph.text.start);
        let cues = &self.cues[before..];
        let (cues, rest) = cues.split_at(cues.partition_point(|cue| cue.text.end <= paragraph.text.end));
        self.cues = rest;
        let mut captions = Vec::new();
        if self.cover(paragraph, cues) {
            captions.extend(cues.iter().filter_map(|cue| self.caption(cue.text, cue.times)));
        } else if let Some(times) = paragraph.times {
            captions.extend(self.caption(paragraph.text, times));
        }
        captions
    }

    /// Whether all words of a paragraph stand in its cues.
    fn cover(&self, paragraph: &Paragraph, cues: &[Cue]) -> bool {
        let is_blank = |start, end| self.transcript.words(TextRange { start, end }).trim().is_empty();
        let mut at = paragraph.text.start;
        for cue in cues {
            if cue.text.start < at || !is_blank(at, cue.text.start) {
                return false;
            }
            at = cue.text.end;
        }
        !cues.is_empty() && is_blank(at, paragraph.text.end)
    }

    fn caption(&mut self, text: TextRange, times: Times) -> Option<Caption> {
        let words = self.transcript.words(text);
        let start = text.start + (words.len() - words.trim_start().len()) as u32;
        let text = TextRange { start, end: start + words.trim().len() as u32 };
        if text.is_empty() {
            return None;
        }
        let opens_turn = self.last_turn.replace(self.turn) != Some(self.turn);
        Some(Caption { times, text, turn: self.turn, opens_turn })
    }
}

/// Walks the times of words along with the captions.
#[derive(Debug)]
pub struct Marks<'t>(&'t [TimeMark]);

impl<'t> Marks<'t> {
    /// Before the first caption.
    pub fn new(transcript: &'t Transcript) -> Self {
        Self(&transcript.time_marks)
    }

    /// The times of the words of a caption. Captions come in order.
    pub fn of(&mut self, text: TextRange) -> &'t [TimeMark] {
        let rest = &self.0[self.0.partition_point(|mark| mark.text < text.start)..];
        let (marks, rest) = rest.split_at(rest.partition_point(|mark| mark.text < text.end));
        self.0 = rest;
        marks
    }
}

/// `00:00:01.000`, with the sign that stands before the milliseconds.
pub fn push_time(out: &mut String, ms: u32, point: char) {
    let (seconds, minutes, hours) = (ms / 1000 % 60, ms / 60_000 % 60, ms / 3_600_000);
    push_digits(out, hours, 2);
    out.push(':');
    push_digits(out, minutes, 2);
    out.push(':');
    push_digits(out, seconds, 2);
    out.push(point);
    push_digits(out, ms % 1000, 3);
}

/// A number with at least so many digits.
pub fn push_digits(out: &mut String, number: u32, least: usize) {
    let mut digits = [b'0'; 10];
    let (mut rest, mut at) = (number, digits.len());
    while rest > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    for digit in &digits[at.min(digits.len() - least)..] {
        out.push(char::from(*digit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_parts() {
        for (ms, expected) in [(0, "00:00:00.000"), (3_723_004, "01:02:03.004"), (u32::MAX, "1193:02:47.295")] {
            let mut out = String::new();
            push_time(&mut out, ms, '.');
            assert_eq!(out, expected);
        }
    }
}
