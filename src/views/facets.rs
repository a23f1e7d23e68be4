//! The facets beside the library: what is found counted by who speaks, when, where and in which form, each value to be
//! chosen or excluded; and the dates as bars that are dragged over.

use std::collections::BTreeMap;

use super::filter_address::values;
use super::node::{Attribute, Deed, Element, Node, Tag};
use super::texts::Texts;
use crate::model::Date;
use crate::search::{Counted, Facets, Filter};

/// Values that are shown before "more", and behind it: who looks for others finds them by typing `speaker:`.
const SHOWN: usize = 6;
const MORE: usize = 34;
/// Bars at most for a stretch of time: of longer ones, only those in which there is something.
const MOST_BARS: u32 = 40;
/// In so many years, counted from their beginnings, the bars are months, and in so many days they are days.
const MOST_YEARS: u16 = 2;
const MOST_DAYS: u32 = 45;

/// A facet of values: the key of its values in addresses, that of its name, and whether it counts turns.
const FACETS: [(&str, &str, bool); 5] = [
    ("speaker", "facet-speakers", true),
    ("role", "facet-roles", true),
    ("place", "facet-places", false),
    ("lang", "facet-languages", false),
    ("format", "facet-formats", false),
];

/// How many places were found in how many of all transcripts, as a sentence; or found so far.
pub fn count(texts: &Texts, hits: u32, found: u32, total: u32, is_partial: bool) -> String {
    let key = if is_partial { "search-count-so-far" } else { "search-count" };
    texts.with(key, &[("hits", hits.into()), ("found", found.into()), ("total", total.into())])
}

/// The facets as the page draws them; of those whose keys are in `open` more values than the first.
pub fn facets(texts: &Texts, filter: &Filter, facets: &Facets, open: &[String]) -> Vec<Node> {
    let mut filter = filter.clone();
    let rows = [&facets.speakers, &facets.roles, &facets.places, &facets.languages, &facets.formats];
    let mut nodes = Vec::new();
    if filter != Filter::default() {
        let clear =
            Element::new(Tag::Button).class("clear").key("clear").on(Deed::Choose(String::new(), String::new()));
        nodes.push(clear.child(texts.of("filter-clear")).into());
    }
    let dates = dates(texts, &filter, facets);
    for ((key, name, counts_turns), rows) in FACETS.into_iter().zip(rows) {
        let [chosen, excluded] = [key.to_owned(), format!("-{key}")]
            .map(|key| values(&mut filter, &key).into_iter().map(str::to_owned).collect::<Vec<_>>());
        let is_open = open.iter().any(|open| open == key);
        let facet = Facet { texts, key, counts_turns, chosen, excluded, is_open };
        nodes.push(facet.node(name, rows));
        if key == "role" {
            nodes.push(dates.clone());
        }
    }
    nodes
}

struct Facet<'a> {
    texts: &'a Texts,
    key: &'static str,
    counts_turns: bool,
    chosen: Vec<String>,
    excluded: Vec<String>,
    /// Whether more of its values are shown than the first.
    is_open: bool,
}

impl Facet<'_> {
    fn node(&self, name: &str, rows: &[Counted]) -> Node {
        let is_asked = |value: &String| self.chosen.contains(value) || self.excluded.contains(value);
        // What is asked stays in sight even where nothing has it now.
        let gone =
            self.chosen.iter().chain(&self.excluded).filter(|value| !rows.iter().any(|row| row.value == **value));
        let gone = gone.map(|value| self.row(value, 0));
        let (first, others): (Vec<_>, Vec<_>) =
            rows.iter().enumerate().partition(|(at, row)| *at < SHOWN || is_asked(&row.value));
        let is_open = self.is_open;
        let more_rows = others.iter().take(if is_open { MORE } else { 0 });
        let shown = gone.chain(first.iter().chain(more_rows).map(|(_, row)| self.row(&row.value, row.count)));
        let mut facet = Element::new(Tag::Fieldset)
            .class("facet")
            .key(self.key)
            .child(Element::new(Tag::Legend).child(self.texts.of(name)))
            .child(Element::new(Tag::Div).all(shown));
        if is_open && others.len() > MORE {
            let hint = [("n", (others.len() - MORE).into()), ("field", format!("{}:", self.key).into())];
            facet = facet.child(Element::new(Tag::P).class("facet-rest").child(self.texts.with("facet-rest", &hint)));
        }
        if !others.is_empty() {
            let name = match is_open {
                true => self.texts.of("facet-fewer"),
                false => self.texts.with("facet-more", &[("n", others.len().into())]),
            };
            let more = Element::new(Tag::Button).class("more").with(Attribute::AriaExpanded, is_open.to_string());
            facet = facet.child(more.on(Deed::Choose("more".to_owned(), self.key.to_owned())).child(name));
        }
        if rows.is_empty() && self.chosen.is_empty() && self.excluded.is_empty() {
            facet = facet.with(Attribute::Hidden, "");
        }
        facet.into()
    }

    fn row(&self, value: &str, count: u32) -> Node {
        let texts = self.texts;
        let is_excluded = self.excluded.iter().any(|excluded| excluded == value);
        let name = self.name_of(value);
        let words = Element::new(Tag::Span).with(Attribute::Dir, "auto");
        let words = if is_excluded {
            words
                .child(Element::new(Tag::B).child(texts.of("facet-not")))
                .child(" ")
                .child(Element::new(Tag::Del).child(name.as_str()))
        } else {
            words.child(name.as_str())
        };
        let tick = Element::new(Tag::Input)
            .with(Attribute::Type, "checkbox")
            .with_if(self.chosen.iter().any(|chosen| chosen == value), Attribute::Checked)
            .on(Deed::Choose(self.key.to_owned(), value.to_owned()));
        let unit = texts.of(if self.counts_turns { "facet-count-turns" } else { "facet-count-transcripts" });
        let count = Element::new(Tag::Span).class("n").with(Attribute::Tip, unit).child(texts.number(count.into()));
        let without = texts.with("facet-without", &[("value", name.into())]);
        Element::new(Tag::Div)
            .class(if is_excluded { "facet-line is-excluded" } else { "facet-line" })
            .key(value)
            .child(Element::new(Tag::Label).class("value").child(tick).child(words).child(count))
            .child(
                Element::new(Tag::Button)
                    .class("without")
                    .with(Attribute::AriaLabel, without.as_str())
                    .with(Attribute::Tip, without)
                    .with(Attribute::AriaPressed, is_excluded.to_string())
                    .on(Deed::Choose(format!("-{}", self.key), value.to_owned()))
                    .child(texts.of("facet-not")),
            )
            .into()
    }

    fn name_of(&self, value: &str) -> String {
        match self.key {
            "speaker" if value.is_empty() => self.texts.of("facet-nobody"),
            _ if value.is_empty() => self.texts.of("facet-none"),
            "lang" => self.texts.language_name(value),
            _ => value.to_owned(),
        }
    }
}

/// How long the stretch is that a bar stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
    Day,
}

impl Unit {
    /// The stretch in which a date lies; none where the date is vaguer.
    fn of(self, date: Date) -> Option<Date> {
        Some(match self {
            Self::Year => Date { month: None, day: None, ..date },
            Self::Month => Date { day: None, month: Some(date.month?), ..date },
            Self::Day => Date { day: Some(date.day?), ..date },
        })
    }

    /// The one behind it.
    fn next(self, date: Date) -> Option<Date> {
        let Date { year, month, day } = date;
        let year_on = || Date::new(year + 1, month.map(|_| 1), day.map(|_| 1));
        match (self, month, day) {
            (Self::Day, Some(month), Some(day)) => Date::new(year, Some(month), Some(day + 1))
                .or_else(|| Date::new(year, Some(month + 1), Some(1)))
                .or_else(year_on),
            (Self::Month, Some(month), _) => Date::new(year, Some(month + 1), None).or_else(year_on),
            _ => year_on(),
        }
    }
}

/// About which day of all time a date is: months of thirty-one days are enough to say what is a short stretch.
fn day_number(date: Date) -> u32 {
    (u32::from(date.year) * 12 + u32::from(date.month.unwrap_or(1)) - 1) * 31 + u32::from(date.day.unwrap_or(1))
}

/// The dates: a bar for each year, or month, or day where the stretch is short; and two fields for exact days. Where
/// some years of many are chosen, their months stand below.
fn dates(texts: &Texts, filter: &Filter, facets: &Facets) -> Node {
    let days: BTreeMap<Date, u32> = facets.days.iter().copied().collect();
    let ends = days.first_key_value().zip(days.last_key_value()).map(|((first, _), (last, _))| (*first, *last));
    let unit_for = |(first, last): (Date, Date)| {
        let length = day_number(last) - day_number(first);
        let is_known = |unit: Unit| {
            let known: u32 = days.iter().filter(|(date, _)| unit.of(**date).is_some()).map(|(_, count)| count).sum();
            known == days.values().sum::<u32>()
        };
        if length <= MOST_DAYS && is_known(Unit::Day) {
            Unit::Day
        } else if last.year - first.year < MOST_YEARS && is_known(Unit::Month) {
            Unit::Month
        } else {
            Unit::Year
        }
    };
    let mut facet = Element::new(Tag::Fieldset)
        .class("facet dates")
        .key("dates")
        .child(Element::new(Tag::Legend).child(texts.of("facet-dates")));
    let unit = ends.map_or(Unit::Year, unit_for);
    facet = facet.child(bars(texts, filter, &days, unit));
    let (from, to) = (filter.from.or(ends.map(|ends| ends.0)), filter.to.or(ends.map(|ends| ends.1)));
    let finer = match (unit, from.zip(to).filter(|_| filter.from.is_some() || filter.to.is_some())) {
        (Unit::Year, Some((from, to))) if to.year >= from.year && to.year - from.year < 3 => Some(Unit::Month),
        (Unit::Month, Some((from, to))) if (from.year, from.month) == (to.year, to.month) && from.month.is_some() => {
            Some(Unit::Day)
        }
        _ => None,
    };
    if let (Some(finer), Some((from, to))) = (finer, from.zip(to)) {
        // All of the years, or of the month, so that what is chosen can grow again.
        let is_in = |date: &Date| match finer {
            Unit::Day => (date.year, date.month) == (from.year, from.month),
            _ => (from.year..=to.year).contains(&date.year),
        };
        let days: BTreeMap<Date, u32> =
            days.iter().filter(|(date, _)| is_in(date)).map(|(date, count)| (*date, *count)).collect();
        facet = facet.child(bars(texts, filter, &days, finer));
    }
    let field = |name: &str, label: &str, value: Option<Date>, end: Option<Date>| {
        let text = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let input = Element::new(Tag::Input)
            .class(name)
            .with(Attribute::Type, "text")
            .with(Attribute::Inputmode, "numeric")
            .with(Attribute::Name, name)
            .with(Attribute::Value, text(value))
            .with(Attribute::Placeholder, end.map(|end| end.year.to_string()).unwrap_or_default())
            .with(Attribute::Tip, texts.of("facet-date-hint"))
            .on(Deed::ChooseFields);
        Element::new(Tag::Label).child(texts.of(label)).child(input)
    };
    facet
        .child(
            Element::new(Tag::Div)
                .class("range")
                .child(field("from", "facet-from", filter.from, ends.map(|ends| ends.0)))
                .child(field("to", "facet-to", filter.to, ends.map(|ends| ends.1))),
        )
        .into()
}

/// A bar for each stretch of time, and the first and last of them in words.
fn bars(texts: &Texts, filter: &Filter, days: &BTreeMap<Date, u32>, unit: Unit) -> Node {
    let mut counts: BTreeMap<Date, u32> = BTreeMap::new();
    for (date, count) in days {
        if let Some(stretch) = unit.of(*date) {
            *counts.entry(stretch).or_default() += count;
        }
    }
    let most = counts.values().copied().max().unwrap_or(1).max(1);
    if let (Some(first), Some(last)) = (counts.keys().next().copied(), counts.keys().next_back().copied())
        && (unit != Unit::Year || u32::from(last.year - first.year) < MOST_BARS)
    {
        let mut at = Some(first);
        while let Some(date) = at.filter(|date| *date <= last) {
            counts.entry(date).or_default();
            at = unit.next(date);
        }
    }
    let is_chosen = |date: Date| {
        let asked = [filter.from, filter.to];
        let reaches = |at: Option<Date>, holds: fn(Date, Date) -> bool| {
            at.is_none_or(|at| {
                let cut = |date: Date| Date {
                    month: date.month.filter(|_| at.month.is_some()),
                    day: date.day.filter(|_| at.day.is_some()),
                    ..date
                };
                // A bound that is finer than the bar lies in it.
                let bound = Date {
                    month: at.month.filter(|_| date.month.is_some()),
                    day: at.day.filter(|_| date.day.is_some()),
                    ..at
                };
                holds(bound, cut(date))
            })
        };
        asked.iter().any(Option::is_some)
            && reaches(filter.from, |bound, date| bound <= date)
            && reaches(filter.to, |bound, date| date <= bound)
    };
    let bar = |(date, count): (&Date, &u32)| {
        let stretch = date.to_string();
        let name = texts.with("facet-date", &[("date", stretch.as_str().into()), ("n", u64::from(*count).into())]);
        let height = format!("height:{}%", (u64::from(*count) * 100).div_ceil(u64::from(most)));
        Element::new(Tag::Button)
            .class("bar")
            .key(stretch.as_str())
            .with(Attribute::Value, stretch.as_str())
            .with(Attribute::AriaLabel, name.as_str())
            .with(Attribute::Tip, name)
            .with(Attribute::AriaPressed, is_chosen(*date).to_string())
            .on(Deed::Choose("dates".to_owned(), format!("{stretch}..{stretch}")))
            .child(Element::new(Tag::I).with(Attribute::Style, height))
    };
    let mut ends: Vec<Date> = counts.keys().next().into_iter().chain(counts.keys().next_back()).copied().collect();
    ends.dedup();
    let ends = ends.into_iter().map(|date| Element::new(Tag::Span).child(date.to_string()));
    Element::new(Tag::Div)
        .class("histogram")
        .child(Element::new(Tag::Div).class("bars").all(counts.iter().map(bar)))
        .child(Element::new(Tag::Div).class("ends").with(Attribute::AriaHidden, "true").all(ends))
        .into()
}
