//! Who speaks how much: shares of the words, and of the time where the transcripts have times.

use std::collections::BTreeMap;

use super::drawing::{Bar, lying_bars};
use super::{Cell, Chart, chosen, nothing, speaker_name};
use crate::views::order::{in_order, order};
use crate::views::spoken::count_words;
use crate::views::{Asked, Deed};

/// Speakers with a bar of their own, and in the table.
const BARS: usize = 20;
const ROWS: usize = 1000;

/// What one speaker says.
#[derive(Default)]
struct Share {
    words: u64,
    ms: u64,
    turns: u64,
    /// The way to the longest paragraph.
    longest: (u64, Option<Deed>),
}

pub(super) fn make(asked: &Asked<'_>) -> Chart {
    let (texts, filter) = (asked.texts, &asked.query.filter);
    let mut shares: BTreeMap<&str, Share> = BTreeMap::new();
    for chosen in chosen(asked, filter) {
        let transcript = chosen.transcript();
        let mut last_turn = None;
        for paragraph in &chosen.paragraphs {
            let share = shares.entry(chosen.speaker(asked, *paragraph)).or_default();
            let words = count_words(transcript, *paragraph);
            share.words += words;
            let times = transcript.paragraphs.get(*paragraph as usize).and_then(|paragraph| paragraph.times);
            share.ms += times.map_or(0, |times| u64::from(times.end_ms.saturating_sub(times.start_ms)));
            let turn = transcript.turn_of(*paragraph);
            share.turns += u64::from(last_turn.replace(turn) != Some(turn));
            if words > share.longest.0 {
                share.longest = (words, Some(chosen.go(*paragraph)));
            }
        }
    }
    let words: u64 = shares.values().map(|share| share.words).sum();
    let ms: u64 = shares.values().map(|share| share.ms).sum();
    if words == 0 {
        return nothing(asked, "concordance-nothing");
    }
    let speakers = shares.len();
    let mut shares: Vec<(&str, Share)> = shares.into_iter().collect();
    let keys = shares.iter().map(|(name, share)| (share.words as f64, (*name).to_owned()));
    let by_words = order(keys);
    shares = in_order(shares, by_words, ROWS);
    let part = |count: u64, of: u64| if of == 0 { 0.0 } else { count as f64 * 100.0 / of as f64 };
    let percent = |count: u64, of: u64| format!("{}\u{a0}%", texts.decimal(part(count, of), 1));
    let only = |name: &str| {
        let mut filter = filter.clone();
        filter.speakers = [name.to_owned()].into();
        Deed::Filter { filter: Box::new(filter), view: Some(asked.query.state.clone()) }
    };
    let bar = |(name, share): &(&str, Share)| Bar {
        label: speaker_name(asked, name),
        value: share.words as f64,
        shown: percent(share.words, words),
        deed: share.longest.1.clone().unwrap_or_else(|| only(name)),
    };
    let bars: Vec<Bar> = shares.iter().take(BARS).map(bar).collect();
    let has_times = ms > 0;
    let row = |(name, share): &(&str, Share)| {
        let longest = Cell::number(asked, share.longest.0);
        let mut row = vec![
            Cell::text(speaker_name(asked, name)).leading_to(only(name)),
            Cell::number(asked, share.words),
            Cell::decimal(asked, part(share.words, words), 1),
            Cell::number(asked, share.turns),
            match &share.longest.1 {
                Some(deed) => longest.leading_to(deed.clone()),
                None => longest,
            },
        ];
        if has_times {
            row.push(Cell::decimal(asked, share.ms as f64 / 60_000.0, 1));
            row.push(Cell::decimal(asked, part(share.ms, ms), 1));
        }
        row
    };
    let mut columns = vec![
        (texts.of("concordance-speaker"), false),
        (texts.of("charts-words-column"), true),
        (texts.of("charts-words-percent"), true),
        (texts.of("charts-turns"), true),
        (texts.of("charts-longest"), true),
    ];
    if has_times {
        columns.extend([(texts.of("charts-minutes"), true), (texts.of("charts-minutes-percent"), true)]);
    }
    let name = texts.of("charts-shares");
    Chart {
        summary: texts.with("charts-shares-all", &[("n", speakers.into()), ("words", words.into())]),
        drawing: Some(lying_bars(&name, &bars)),
        method: texts.of("charts-shares-method"),
        columns,
        rows: shares.iter().map(row).collect(),
        ..Chart::default()
    }
}
