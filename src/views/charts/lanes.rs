//! Where something is said: a lane for each speaker, through one transcript from its first word to its last, or through
//! the years from the first transcript to the last. Pale is where the speaker speaks, strong is what was found.

use std::collections::BTreeMap;

use super::drawing::{line, link, rect, shortened, svg, words};
use super::{Cell, Chart, Chosen, choice, chosen, nothing, speaker_name};
use crate::model::Date;
use crate::views::order::{in_order, order};
use crate::views::places::Hits;
use crate::views::spoken::count_words;
use crate::views::{Asked, Deed, Element};

/// Speakers with a lane; in the table more of them.
const LANES: usize = 16;
const ROWS: usize = 1000;
/// Measures of the drawing, CSS pixels.
const NAMES: u32 = 190;
const WIDTH: u32 = 760;
const LANE: u32 = 26;
const FOOT: u32 = 24;

/// A lane: what falls on each pixel of its length.
#[derive(Default)]
struct Lane {
    words: u64,
    hits: u64,
    said: BTreeMap<u32, Deed>,
    found: BTreeMap<u32, (u64, Deed)>,
}

pub(super) fn make(asked: &Asked<'_>) -> Chart {
    let (texts, filter) = (asked.texts, &asked.query.filter);
    let places = Hits::count(asked);
    let all = chosen(asked, filter);
    let id = asked.query.columns.first();
    let is_one = asked.query.state.field("through") != "years" && id.is_some();
    let mut lanes: BTreeMap<String, Lane> = BTreeMap::new();
    let ends = if is_one {
        // The transcript that is read is shown whole, whatever the filter says of others.
        let one = all.iter().find(|chosen| Some(&chosen.entry.id) == id);
        one.map(|one| walk_one(asked, one, &places, &mut lanes))
    } else {
        walk_years(asked, &all, &places, &mut lanes)
    };
    let choices = match id {
        Some(_) => vec![choice(
            asked,
            "charts-through",
            "through",
            &[("", "charts-through-one"), ("years", "charts-through-years")],
        )],
        None => Vec::new(),
    };
    let Some((from, to)) = ends.filter(|_| !lanes.is_empty()) else {
        return Chart { choices, ..nothing(asked, if is_one { "charts-not-chosen" } else { "charts-no-dates" }) };
    };
    let lanes: Vec<(String, Lane)> = lanes.into_iter().collect();
    let (hits, speakers) = (lanes.iter().map(|(_, lane)| lane.hits).sum::<u64>(), lanes.len());
    // Those without a place by their words: fewer than any place weighs.
    let weight = |lane: &Lane| lane.hits as f64 + lane.words as f64 / 1e12;
    let by_weight = order(lanes.iter().map(|(name, lane)| (weight(lane), name.clone())));
    let lanes = in_order(lanes, by_weight, ROWS);
    let name = texts.of("charts-lanes");
    let drawn = &lanes[..lanes.len().min(LANES)];
    let ground = LANE * drawn.len() as u32;
    let mut drawing = svg(NAMES + WIDTH + 8, ground + FOOT, &name);
    for (at, (speaker, lane)) in drawn.iter().enumerate() {
        drawing = drawing.all(draw_lane(asked, at as u32, speaker, lane));
    }
    drawing = drawing
        .child(line((NAMES, ground), (NAMES + WIDTH, ground), "axis"))
        .child(words(NAMES, ground + 17, "start", "scale", from))
        .child(words(NAMES + WIDTH, ground + 17, "end", "scale", to));
    let rows = lanes.iter().map(|(speaker, lane)| {
        let first = lane.found.values().next().map(|(_, deed)| deed).or(lane.said.values().next());
        let cell = Cell::text(speaker_name(asked, speaker));
        vec![
            match first {
                Some(deed) => cell.leading_to(deed.clone()),
                None => cell,
            },
            Cell::number(asked, lane.hits),
            Cell::number(asked, lane.words),
        ]
    });
    Chart {
        summary: texts.with("charts-lanes-all", &[("n", hits.into()), ("speakers", speakers.into())]),
        choices,
        drawing: Some(drawing),
        method: texts.of("charts-lanes-method"),
        columns: vec![
            (texts.of("concordance-speaker"), false),
            (texts.of("charts-places"), true),
            (texts.of("charts-words-column"), true),
        ],
        rows: rows.collect(),
    }
}

/// One lane: its name, where its speaker speaks, and the places, each a way to the passage.
fn draw_lane(asked: &Asked<'_>, at: u32, speaker: &str, lane: &Lane) -> Vec<Element> {
    let y = LANE * at;
    let name = speaker_name(asked, speaker);
    let mut parts = vec![words(NAMES - 10, y + 18, "end", "name", shortened(&name))];
    // Pixels side by side that lead to one passage are one stretch.
    let mut stretches: Vec<(u32, u32, &Deed)> = Vec::new();
    for (x, deed) in &lane.said {
        match stretches.last_mut() {
            Some((_, end, same)) if *end == *x && *same == deed => *end = x + 1,
            _ => stretches.push((*x, x + 1, deed)),
        }
    }
    parts.extend(stretches.into_iter().map(|(from, to, deed)| {
        link(deed.clone(), name.clone(), [rect(NAMES + from, y + 6, to - from, LANE - 12, "said")])
    }));
    parts.extend(lane.found.iter().map(|(x, (count, deed))| {
        let said = asked.texts.with("charts-lanes-hit", &[("speaker", name.as_str().into()), ("n", (*count).into())]);
        link(deed.clone(), said, [rect(NAMES + x, y + 3, 2, LANE - 6, "hit")])
    }));
    parts
}

/// Through one transcript, by its words. Answers what stands at the ends.
fn walk_one<'a>(
    asked: &Asked<'a>,
    one: &Chosen<'a>,
    places: &Hits,
    lanes: &mut BTreeMap<String, Lane>,
) -> (String, String) {
    let transcript = one.transcript();
    let count = transcript.paragraphs.len() as u32;
    let lengths: Vec<u64> = (0..count).map(|paragraph| count_words(transcript, paragraph)).collect();
    let total = lengths.iter().sum::<u64>().max(1);
    let pixel = |words: u64| (words * u64::from(WIDTH - 2) / total) as u32;
    let is_chosen = |paragraph: &u32| one.paragraphs.binary_search(paragraph).is_ok();
    let mut at = 0;
    for (paragraph, length) in (0u32..).zip(lengths) {
        let (from, to) = (pixel(at), pixel(at + length).max(pixel(at) + 1));
        at += length;
        if !is_chosen(&paragraph) {
            continue;
        }
        let lane = lanes.entry(one.speaker(asked, paragraph).to_owned()).or_default();
        lane.words += length;
        let deed = one.go(paragraph);
        for x in from..to {
            lane.said.insert(x, deed.clone());
        }
        let hits = places.of(one.index, paragraph);
        if hits > 0 {
            lane.hits += hits;
            lane.found.entry((from + to) / 2).or_insert((0, deed)).0 += hits;
        }
    }
    ("\u{b6}\u{a0}1".to_owned(), format!("\u{b6}\u{a0}{count}"))
}

/// Through the years, by day. Answers what stands at the ends; none where no transcript has a date.
fn walk_years<'a>(
    asked: &Asked<'a>,
    all: &[Chosen<'a>],
    places: &Hits,
    lanes: &mut BTreeMap<String, Lane>,
) -> Option<(String, String)> {
    let date = |chosen: &Chosen<'_>| chosen.transcript().metadata.date.as_ref().map(|date| date.value);
    let first = all.iter().filter_map(date).min()?;
    let last = all.iter().filter_map(date).max()?;
    let days = |date: Date| days(date) - days(first);
    let length = days(last).max(1);
    for chosen in all {
        let Some(date) = date(chosen) else { continue };
        let x = (u64::from(days(date)) * u64::from(WIDTH - 2) / u64::from(length)) as u32;
        for paragraph in &chosen.paragraphs {
            let lane = lanes.entry(chosen.speaker(asked, *paragraph).to_owned()).or_default();
            lane.words += count_words(chosen.transcript(), *paragraph);
            lane.said.entry(x).or_insert_with(|| chosen.go(*paragraph));
            let hits = places.of(chosen.index, *paragraph);
            if hits > 0 {
                lane.hits += hits;
                lane.found.entry(x).or_insert_with(|| (0, chosen.go(*paragraph))).0 += hits;
            }
        }
    }
    Some((first.to_string(), last.to_string()))
}

/// Days from the year 0 on: exact in the Gregorian calendar but for what the date leaves open.
fn days(date: Date) -> u32 {
    // The algorithm of H. Hinnant, `days_from_civil`: years that begin in March.
    let (month, day) = (u32::from(date.month.unwrap_or(1)), u32::from(date.day.unwrap_or(1)));
    let year = u32::from(date.year) - u32::from(month <= 2);
    let month = (month + 9) % 12;
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other() {
        let day = |text: &str| days(Date::from_iso(text).expect("a date"));
        assert_eq!(day("2014-03-01") - day("2014-02-28"), 1);
        assert_eq!(day("2024-03-01") - day("2024-02-28"), 2);
        assert_eq!(day("2025-01-01") - day("2024-01-01"), 366);
        assert_eq!(day("2015") - day("2014"), 365);
        assert!(days(Date { year: 1, month: Some(1), day: Some(1) }) > 0);
    }
}
