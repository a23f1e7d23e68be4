//! Which words are peculiar to what is chosen: more frequent there than in the rest of the library, or than in a choice
//! that was kept to be compared with, and the other way round. What stands in the search box is left aside.

use std::collections::HashMap;

use super::drawing::{Bar, lying_bars};
use super::measures::{LIKELY_G2, keyness_g2, log_ratio, per_ten_thousand};
use super::{Cell, Chart, Chosen, chosen, concordance, nothing};
use crate::search::{Filter, Without};
use crate::views::filter_address::{from_text, to_text};
use crate::views::node::{Attribute, Deed, Element, Node, Tag};
use crate::views::order::{in_order, order};
use crate::views::spoken::walk_words;
use crate::views::{Asked, Texts};

/// A word is looked at when it stands so often in both together.
const FEWEST: u64 = 5;
/// Words with a bar, and in the table.
const BARS: usize = 20;
const ROWS: usize = 300;

/// How often a word stands on each side, and in how many transcripts.
#[derive(Clone, Copy, Default)]
struct Count {
    places: [u64; 2],
    transcripts: [u64; 2],
    /// The transcript that was counted last, from 1, on each side.
    last: [usize; 2],
}

/// A word that is peculiar.
struct Word {
    word: String,
    count: Count,
    g2: f64,
    ratio: f64,
}

pub(super) fn make(asked: &Asked<'_>) -> Chart {
    let (texts, filter) = (asked.texts, &asked.query.filter);
    let here = chosen(asked, filter);
    let kept = Some(asked.query.state.field("against")).filter(|text| !text.is_empty()).map(from_text);
    let there = match &kept {
        Some(kept) => chosen(asked, kept),
        None => rest(chosen(asked, &Filter::default()), &here),
    };
    let choices = choices(asked, kept.as_ref());
    let mut counts: HashMap<String, Count> = HashMap::new();
    let of = [count(&here, 0, &mut counts), count(&there, 1, &mut counts)];
    if of.contains(&0) {
        return Chart { choices, ..nothing(asked, "charts-keyness-ask") };
    }
    let words: Vec<Word> = counts
        .into_iter()
        .filter(|(_, count)| count.places[0] + count.places[1] >= FEWEST)
        .map(|(word, count)| {
            let [a, b] = count.places;
            Word { word, count, g2: keyness_g2(a, of[0], b, of[1]), ratio: log_ratio(a, of[0], b, of[1]) }
        })
        .filter(|word| word.g2 >= LIKELY_G2)
        // A word of one transcript alone says something of that one.
        .filter(|word| word.ratio < 0.0 || word.count.transcripts[0] > 1 || here.len() == 1)
        .collect();
    let found = words.len();
    let rank = asked.query.state.field("rank");
    let weight = |word: &Word| match rank {
        "ratio" => word.ratio,
        // Equal ones by the other measure, which is far below what a transcript more weighs.
        "range" => word.count.transcripts[0] as f64 + word.g2 / 1e9,
        _ => word.g2,
    };
    let by_rank = order(words.iter().map(|word| (weight(word), word.word.clone())));
    let words = in_order(words, by_rank, ROWS);
    let of_word = |word: &Word| concordance(Filter { text: word.word.clone(), ..filter.clone() });
    let bars: Vec<Bar> = words
        .iter()
        .filter(|word| word.ratio > 0.0)
        .take(BARS)
        .map(|word| Bar {
            label: word.word.clone(),
            value: weight(word),
            shown: texts.decimal(weight(word), u32::from(rank != "range")),
            deed: of_word(word),
        })
        .collect();
    let row = |word: &Word| {
        let share = |side: usize| Cell::decimal(asked, per_ten_thousand(word.count.places[side], of[side]), 2);
        vec![
            Cell::text(word.word.clone()).leading_to(of_word(word)),
            Cell::number(asked, word.count.places[0]),
            Cell::number(asked, word.count.places[1]),
            share(0),
            share(1),
            Cell::decimal(asked, word.g2, 1),
            Cell::decimal(asked, word.ratio, 2),
            Cell::number(asked, word.count.transcripts[0]),
            Cell::number(asked, word.count.transcripts[1]),
        ]
    };
    let name = texts.of("charts-keyness");
    let values = [("n", found.into()), ("here", of[0].into()), ("there", of[1].into())];
    Chart {
        summary: texts.with("charts-keyness-all", &values),
        choices,
        drawing: (!bars.is_empty()).then(|| lying_bars(&name, &bars)),
        method: texts.of("charts-keyness-method"),
        columns: columns(texts),
        rows: words.iter().map(row).collect(),
    }
}

fn columns(texts: &Texts) -> Vec<(String, bool)> {
    let numbers = [
        "charts-here",
        "charts-there",
        "charts-here-share",
        "charts-there-share",
        "charts-g2",
        "charts-log-ratio",
        "charts-here-range",
        "charts-there-range",
    ];
    let word = (texts.of("charts-word"), false);
    [word].into_iter().chain(numbers.map(|key| (texts.of(key), true))).collect()
}

/// What the measure ranks by, and what is compared with.
fn choices(asked: &Asked<'_>, kept: Option<&Filter>) -> Vec<Node> {
    let (texts, state) = (asked.texts, &asked.query.state);
    let rank = super::choice(
        asked,
        "charts-rank",
        "rank",
        &[("", "charts-g2"), ("ratio", "charts-log-ratio"), ("range", "charts-here-range")],
    );
    let against = match kept {
        Some(kept) => texts.with("charts-against", &[("what", said(texts, kept).into())]),
        None => texts.of("charts-against-rest"),
    };
    let button = |key: &str, text: String| {
        let deed = Deed::Show(state.with("against", text));
        Node::from(Element::new(Tag::Button).class("plain").on(deed).child(texts.of(key)))
    };
    let keep = Filter { text: String::new(), ..asked.query.filter.clone() };
    let keep = (!keep.is_empty()).then(|| button("charts-keep", to_text(&keep)));
    let leave = kept.map(|_| button("charts-leave", String::new()));
    let against = Element::new(Tag::Span).with(Attribute::Dir, "auto").child(against);
    [rank, against.into()].into_iter().chain(keep).chain(leave).collect()
}

/// A filter in words.
fn said(texts: &Texts, filter: &Filter) -> String {
    let sets = [&filter.speakers, &filter.roles, &filter.places, &filter.languages, &filter.formats];
    let Without { speakers, roles, places, languages, formats } = &*filter.without;
    let excluded = [speakers, roles, places, languages, formats].into_iter().flatten();
    let excluded = excluded.map(|value| format!("{} {value}", texts.of("facet-not")));
    let values = sets.into_iter().flatten().cloned().chain(excluded);
    let dates = [filter.from, filter.to].map(|date| date.map(|date| date.to_string()).unwrap_or_default());
    let dates = Some(dates)
        .filter(|dates| dates.iter().any(|date| !date.is_empty()))
        .map(|[from, to]| if from == to { from } else { format!("{from}\u{2013}{to}") });
    values.chain(dates).collect::<Vec<_>>().join(", ")
}

/// All that is not chosen.
fn rest<'a>(all: Vec<Chosen<'a>>, here: &[Chosen<'a>]) -> Vec<Chosen<'a>> {
    let taken: HashMap<&str, &[u32]> =
        here.iter().map(|chosen| (chosen.entry.id.as_str(), chosen.paragraphs.as_slice())).collect();
    let mut left = Vec::new();
    for mut chosen in all {
        if let Some(taken) = taken.get(chosen.entry.id.as_str()) {
            chosen.paragraphs.retain(|paragraph| taken.binary_search(paragraph).is_err());
        }
        if !chosen.paragraphs.is_empty() {
            left.push(chosen);
        }
    }
    left
}

/// Counts the words of one side. Answers how many there are.
fn count(side: &[Chosen<'_>], at: usize, counts: &mut HashMap<String, Count>) -> u64 {
    let mut words = 0;
    for (number, chosen) in (1..).zip(side) {
        for paragraph in &chosen.paragraphs {
            walk_words(chosen.transcript(), *paragraph, |word| {
                words += 1;
                if !counts.contains_key(word) {
                    counts.insert(word.to_owned(), Count::default());
                }
                let Some(count) = counts.get_mut(word) else { return };
                count.places[at] += 1;
                if std::mem::replace(&mut count.last[at], number) != number {
                    count.transcripts[at] += 1;
                }
            });
        }
    }
    words
}
