//! Which transcript of a library belongs beside another: the same event by day, place, names, and words or numbers.

use std::collections::HashSet;

use super::alignment::sounds_alike;
use crate::library::{Entry, Library};
use crate::text::difference::words;
use crate::text::fold::fold;

/// What must speak for two transcripts being of one event, in points of [`score`].
const LEAST: u32 = 4;
/// How many words of each transcript are looked at for numbers.
const MOST_WORDS: usize = 20_000;

/// The transcript that most likely is of the same event as the one with this index; none where nothing speaks for any.
pub fn propose_partner(library: &Library, index: usize) -> Option<usize> {
    let entry = library.entries().get(index)?;
    let numbers_here = numbers(entry);
    let others = library.entries().iter().enumerate().filter(|(other, _)| *other != index);
    let scored = others.map(|(other, candidate)| {
        let points = score(entry, candidate);
        let there = numbers(candidate);
        let shared = numbers_here.intersection(&there).count();
        let fewest = numbers_here.len().min(there.len());
        // Half of the numbers of a text do not stand in another one by chance.
        let by_numbers = if fewest >= 4 && shared * 2 >= fewest { 3 } else { 0 };
        (points + by_numbers, std::cmp::Reverse(other))
    });
    let (points, other) = scored.max()?;
    (points >= LEAST).then_some(other.0)
}

/// What speaks for two transcripts being of one event by what they say of themselves.
fn score(one: &Entry, other: &Entry) -> u32 {
    let (a, b) = (&one.transcript, &other.transcript);
    let date = |entry: &Entry| entry.transcript.metadata.date.as_ref().map(|field| field.value);
    let is_same_date = date(one).is_some() && date(one) == date(other);
    let place = |entry: &Entry| entry.transcript.metadata.place.as_ref().map(|field| fold(&field.value));
    let is_same_place = match (place(one), place(other)) {
        (Some(one), Some(other)) => one == other || sounds_alike(&one, &other),
        _ => false,
    };
    let title = |entry: &Entry| entry.transcript.metadata.title.as_ref().map(|field| fold(&field.value));
    let is_same_title = title(one).is_some() && title(one) == title(other);
    let known = a.speakers.iter().filter(|speaker| {
        b.speakers.iter().any(|known| !known.is_generic && sounds_alike(&fold(&known.name), &fold(&speaker.name)))
    });
    let speakers = known.count();
    let are_same_speakers = speakers > 0 && speakers * 2 >= a.speakers.len().min(b.speakers.len());
    let points = [(is_same_date, 3), (is_same_place, 1), (is_same_title, 2), (are_same_speakers, 2)];
    points.iter().filter(|(speaks, _)| *speaks).map(|(_, points)| points).sum()
}

/// The longer numbers of a transcript.
fn numbers(entry: &Entry) -> HashSet<u64> {
    let text = &entry.transcript.text;
    let words = words(&text[..text.floor_char_boundary(text.len().min(MOST_WORDS * 8))]);
    let long = words.into_iter().filter(|word| {
        let letters = word.of(text);
        letters.len() > 2 && letters.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    });
    long.map(|word| word.key).collect()
}
