//! Which words stand beside what is searched for, more often than chance would have it: up to five words before and
//! after, inside the paragraph.

use std::collections::HashMap;

use super::drawing::{Bar, lying_bars};
use super::measures::{LIKELY_G2, Pair};
use super::{Cell, Chart, chosen, concordance, nothing};
use crate::model::Transcript;
use crate::search::{Filter, Query};
use crate::views::Asked;
use crate::views::order::{in_order, order};
use crate::views::places::{Hits, query};
use crate::views::spoken::words_with_places;

/// How many words to each side are near.
const NEAR: usize = 5;
/// A word must stand near so often.
const FEWEST: u64 = 3;
/// Words with a bar, and in the table.
const BARS: usize = 20;
const ROWS: usize = 300;

/// How often a word stands before, after, and anywhere.
#[derive(Clone, Copy, Default)]
struct Count {
    before: u64,
    after: u64,
    anywhere: u64,
}

pub(super) fn make(asked: &Asked<'_>) -> Chart {
    let (texts, filter) = (asked.texts, &asked.query.filter);
    let query = query(asked);
    if !query.has_text() {
        return nothing(asked, "charts-collocates-ask");
    }
    let mut counts: HashMap<String, Count> = HashMap::new();
    let places = Hits::count(asked);
    let (mut near, mut all, mut hits) = (0, 0, 0);
    // Where a turn does not match, its words are only counted.
    let nothing_found = Query::default();
    for chosen in chosen(asked, filter) {
        for paragraph in &chosen.paragraphs {
            let here = places.of(chosen.index, *paragraph);
            hits += here;
            let query = if here > 0 { &query } else { &nothing_found };
            for (word, side) in sides(chosen.transcript(), *paragraph, query) {
                let count = counts.entry(word).or_default();
                all += 1;
                count.anywhere += 1;
                near += u64::from(side != Side::Far && side != Side::Found);
                count.before += u64::from(side == Side::Before);
                count.after += u64::from(side == Side::After);
            }
        }
    }
    let pairs: Vec<(String, Count, Pair)> = counts
        .into_iter()
        .map(|(word, count)| {
            let together = count.before + count.after;
            (word, count, Pair { together, word: count.anywhere, near, all })
        })
        .filter(|(_, _, pair)| pair.together >= FEWEST && pair.mutual_information() > 0.0 && pair.g2() >= LIKELY_G2)
        .collect();
    let by_mi = asked.query.state.field("rank") == "mi";
    let found = pairs.len();
    let measure = |pair: &Pair| if by_mi { pair.mutual_information() } else { pair.g2() };
    let by_rank = order(pairs.iter().map(|(word, _, pair)| (measure(pair), word.clone())));
    let pairs = in_order(pairs, by_rank, ROWS);
    let of_word = |word: &str| concordance(Filter { text: format!("{} {word}", filter.text.trim()), ..filter.clone() });
    let bar = |(word, _, pair): &(String, Count, Pair)| {
        let value = measure(pair);
        Bar { label: word.clone(), value, shown: texts.decimal(value, 1), deed: of_word(word) }
    };
    let bars: Vec<Bar> = pairs.iter().take(BARS).map(bar).collect();
    let row = |(word, count, pair): &(String, Count, Pair)| {
        vec![
            Cell::text(word.clone()).leading_to(of_word(word)),
            Cell::number(asked, pair.together),
            Cell::number(asked, count.before),
            Cell::number(asked, count.after),
            Cell::number(asked, pair.word),
            Cell::decimal(asked, pair.expected(), 2),
            Cell::decimal(asked, pair.g2(), 1),
            Cell::decimal(asked, pair.mutual_information(), 2),
        ]
    };
    let numbers = [
        "charts-together",
        "concordance-before",
        "concordance-after",
        "charts-anywhere",
        "charts-expected",
        "charts-g2",
        "charts-mi",
    ];
    let name = texts.of("charts-collocates");
    Chart {
        summary: texts.with("charts-collocates-all", &[("n", found.into()), ("hits", hits.into())]),
        choices: vec![super::choice(asked, "charts-rank", "rank", &[("", "charts-g2"), ("mi", "charts-mi")])],
        drawing: (!bars.is_empty()).then(|| lying_bars(&name, &bars)),
        method: texts.of("charts-collocates-method"),
        columns: [(texts.of("charts-word"), false)]
            .into_iter()
            .chain(numbers.map(|key| (texts.of(key), true)))
            .collect(),
        rows: pairs.iter().map(row).collect(),
    }
}

/// Where a word stands, seen from the nearest place that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Far,
    Before,
    After,
    Found,
}

/// The words of a paragraph, folded, each with where it stands. A word near two places is counted once.
fn sides(transcript: &Transcript, paragraph: u32, query: &Query) -> Vec<(String, Side)> {
    let Some(range) = transcript.paragraphs.get(paragraph as usize).map(|paragraph| paragraph.text) else {
        return Vec::new();
    };
    let words = words_with_places(transcript, paragraph);
    let mut sides = vec![Side::Far; words.len()];
    for (start, end) in query.highlights(transcript.words(range)) {
        let first = words.partition_point(|(_, place)| place.1 <= start);
        let behind = words.partition_point(|(_, place)| place.0 < end).max(first);
        let mut claim = |range: std::ops::Range<usize>, side: Side| {
            let free = sides.get_mut(range).into_iter().flatten();
            free.filter(|now| **now == Side::Far || side == Side::Found).for_each(|now| *now = side);
        };
        claim(first..behind, Side::Found);
        claim(first.saturating_sub(NEAR)..first, Side::Before);
        claim(behind..(behind + NEAR).min(words.len()), Side::After);
    }
    words.into_iter().map(|(word, _)| word).zip(sides).collect()
}
