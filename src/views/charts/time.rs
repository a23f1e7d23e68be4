//! How often something is said over time: places for every ten thousand words of each year or month; without a search
//! the words themselves.

use std::collections::BTreeMap;

use super::drawing::{Bar, standing_bars};
use super::measures::per_ten_thousand;
use super::{Cell, Chart, choice, chosen, concordance, nothing};
use crate::model::Date;
use crate::views::places::{Hits, query};
use crate::views::spoken::count_words;
use crate::views::{Asked, Deed};

/// More months than these are shown by year at first.
const MANY_MONTHS: u32 = 36;
/// Bars in a drawing, at most: beyond them years without a transcript are left out.
const MOST_BARS: usize = 240;

/// What is counted in a year or a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    hits: u64,
    words: u64,
    transcripts: u64,
}

pub(super) fn make(asked: &Asked<'_>) -> Chart {
    let (texts, filter) = (asked.texts, &asked.query.filter);
    let hits = Hits::count(asked);
    let mut by_month: BTreeMap<Date, Count> = BTreeMap::new();
    let mut undated = Count::default();
    for chosen in chosen(asked, filter) {
        let transcript = chosen.transcript();
        let date = transcript.metadata.date.as_ref().map(|date| Date { day: None, ..date.value });
        let count = match date {
            Some(date) => by_month.entry(date).or_default(),
            None => &mut undated,
        };
        count.transcripts += 1;
        for paragraph in chosen.paragraphs {
            count.words += count_words(transcript, paragraph);
            count.hits += hits.of(chosen.index, paragraph);
        }
    }
    let (Some((first, _)), Some((last, _))) = (by_month.first_key_value(), by_month.last_key_value()) else {
        return nothing(asked, "charts-no-dates");
    };
    let months = |date: &Date| u32::from(date.year) * 12 + u32::from(date.month.unwrap_or(1));
    let is_by_month = match asked.query.state.field("by") {
        "month" => true,
        "year" => false,
        _ => months(last) - months(first) < MANY_MONTHS && by_month.keys().all(|date| date.month.is_some()),
    };
    let periods = periods(&by_month, is_by_month);
    let has_query = query(asked).has_text();
    let value = |count: &Count| if has_query { per_ten_thousand(count.hits, count.words) } else { count.words as f64 };
    let deed = |date: Date| {
        let mut filter = filter.clone();
        (filter.from, filter.to) = (Some(date), Some(date));
        if has_query {
            concordance(filter)
        } else {
            Deed::Filter { filter: Box::new(filter), view: Some(asked.query.state.clone()) }
        }
    };
    let shown = |count: &Count| {
        if has_query {
            texts.with("charts-time-bar", &[("n", count.hits.into()), ("words", count.words.into())])
        } else {
            texts.with("charts-words", &[("n", count.words.into())])
        }
    };
    let bars: Vec<Bar> = periods
        .iter()
        .map(|(date, count)| Bar {
            label: date.to_string(),
            value: value(count),
            shown: shown(count),
            deed: deed(*date),
        })
        .collect();
    let name = texts.of(if has_query { "charts-time-unit" } else { "charts-time-words" });
    let scale = |number: f64| texts.decimal(number, if number < 10.0 && number.fract() != 0.0 { 1 } else { 0 });
    let all = periods.values().fold(undated, |sum, count| Count {
        hits: sum.hits + count.hits,
        words: sum.words + count.words,
        transcripts: sum.transcripts + count.transcripts,
    });
    let row = |label: Cell, count: &Count| {
        let share = per_ten_thousand(count.hits, count.words);
        let counts = [count.hits, count.words].map(|number| Cell::number(asked, number));
        let [hits, words] = counts;
        vec![label, hits, words, Cell::decimal(asked, share, 2), Cell::number(asked, count.transcripts)]
    };
    let mut rows: Vec<Vec<Cell>> =
        periods.iter().map(|(date, count)| row(Cell::text(date.to_string()).leading_to(deed(*date)), count)).collect();
    if undated.transcripts > 0 {
        rows.push(row(Cell::text(texts.of("charts-undated")), &undated));
    }
    let column = |key: &str, is_number| (texts.of(key), is_number);
    Chart {
        summary: format!(
            "{} {}",
            name,
            texts.with(
                "charts-time-all",
                &[("n", all.hits.into()), ("words", all.words.into()), ("transcripts", all.transcripts.into())]
            )
        ),
        choices: vec![choice(
            asked,
            "charts-by",
            "by",
            &[("", "charts-by-fit"), ("year", "charts-by-year"), ("month", "charts-by-month")],
        )],
        drawing: Some(standing_bars(&name, &bars, scale)),
        method: texts.of("charts-time-method"),
        columns: vec![
            column("charts-period", false),
            column("charts-places", true),
            column("charts-words-column", true),
            column("charts-per-ten-thousand", true),
            column("charts-transcripts", true),
        ],
        rows,
    }
}

/// The periods from the first to the last, those in between without a transcript too, unless there are too many.
fn periods(by_month: &BTreeMap<Date, Count>, is_by_month: bool) -> BTreeMap<Date, Count> {
    let mut periods: BTreeMap<Date, Count> = BTreeMap::new();
    for (date, count) in by_month {
        let date = Date { month: date.month.filter(|_| is_by_month), ..*date };
        let sum = periods.entry(date).or_default();
        sum.hits += count.hits;
        sum.words += count.words;
        sum.transcripts += count.transcripts;
    }
    let (Some((first, _)), Some((last, _))) = (periods.first_key_value(), periods.last_key_value()) else {
        return periods;
    };
    let (first, last) = (*first, *last);
    let dates = (first.year..=last.year).flat_map(|year| {
        let months = if is_by_month { 1..=12 } else { 0..=0 };
        months.map(move |month| Date { year, month: Some(month).filter(|month| *month > 0), day: None })
    });
    let between: Vec<Date> = dates.filter(|date| *date > first && *date < last).take(MOST_BARS + 1).collect();
    if between.len() <= MOST_BARS {
        for date in between {
            periods.entry(date).or_default();
        }
    }
    periods
}
