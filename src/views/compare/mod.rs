//! Two transcripts side by side: what belongs together stands level, what differs is marked in the words and named beside
//! them, what matters most is listed first; and it can be taken along on paper, as a table or as a translation memory.

mod files;

use std::collections::HashMap;

use super::node::{Attribute, Deed, Element, Tag, ViewState};
use super::{Asked, Chunk, List, Made, Meta, Node, RowSource, SavedFile, Sight, View};
use crate::compare::{
    Class, Comparison, Kind, Relation, Row, Units, Witness, compare, count_words, guess_relation, propose_partner,
};
use crate::library::Entry;
use crate::search::Query;

/// Transcripts beside the two that can be chosen in their place.
const MOST_CHOICES: usize = 300;
/// How many differences stand in the list above the rows.
const MOST_LISTED: usize = 100;
/// How many letters of a difference the list shows.
const LISTED_LETTERS: usize = 90;
/// Below which confidence a row is called doubtful.
const DOUBTFUL: f32 = 0.5;
/// About how high a row stands besides its lines, CSS pixels.
const ROW_PX: u32 = 28;

static META: Meta = Meta { id: "compare", key: '5' };

/// See the module.
pub struct Compare;

/// One of the two sides.
#[derive(Debug)]
struct Side {
    id: String,
    title: String,
    /// What names the file: its name and its hash.
    file: String,
    hash: String,
    witness: Witness,
}

impl Side {
    fn new(asked: &Asked<'_>, entry: &Entry, units: Units) -> Self {
        let source = asked.library.source(entry);
        let transcripts = std::slice::from_ref(&entry.transcript);
        let text = source.map_or("", |source| source.text.as_str());
        Self {
            id: entry.id.clone(),
            title: name(asked, entry),
            file: source.map(|source| source.name.clone()).unwrap_or_default(),
            hash: source.map(|source| source.hash.clone()).unwrap_or_default(),
            witness: Witness::of_file(text, transcripts, units),
        }
    }

    /// The number of the paragraph that a unit stands in or starts with.
    fn number(&self, unit: usize) -> u32 {
        self.witness.paragraphs.get(unit).map_or(0, |paragraph| *paragraph as u32 + 1)
    }

    fn language(&self) -> &str {
        self.witness.language.as_deref().unwrap_or_default()
    }
}

/// What a transcript is called: its title, or its file.
fn name(asked: &Asked<'_>, entry: &Entry) -> String {
    let title = entry.transcript.metadata.title.as_ref().map(|title| title.value.clone());
    let file = || asked.library.source(entry).map(|source| source.name.clone()).unwrap_or_default();
    let date = entry.transcript.metadata.date.as_ref().map(|date| date.value.to_string());
    let language = entry.transcript.metadata.language.clone();
    let about: Vec<String> = [date, language].into_iter().flatten().collect();
    let title = title.unwrap_or_else(file);
    if about.is_empty() { title } else { format!("{title} ({})", about.join(", ")) }
}

/// Two transcripts that were compared, and which rows are shown.
#[derive(Debug)]
struct Rows {
    sides: [Side; 2],
    comparison: Comparison,
    shown: Vec<usize>,
    shows_cosmetic: bool,
}

impl View for Compare {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let texts = asked.texts;
        let Some((left, right)) = choose(asked) else {
            let ask = texts.of("compare-ask");
            let head = vec![heading(texts.of("view-compare")), hint(ask.clone())];
            return Made::plain(Sight { title: texts.of("view-compare"), status: ask, head, ..Sight::default() });
        };
        let state = &asked.query.state;
        let units = Units::named(state.field("units")).filter(|units| *units != Units::Lines).unwrap_or_default();
        let mut sides = [Side::new(asked, left, units), Side::new(asked, right, units)];
        if sides[0].title == sides[1].title {
            // Versions of one record are told apart by their files.
            sides.iter_mut().for_each(|side| side.title = side.file.rsplit('/').next().unwrap_or_default().to_owned());
        }
        let guessed = guess_relation(&sides[0].witness, &sides[1].witness);
        let relation = Relation::named(state.field("as")).unwrap_or(guessed);
        let comparison = compare(&sides[0].witness, &sides[1].witness, relation, units);
        let shown = shown_rows(asked, &sides, &comparison);
        let rows = Rows { sides, comparison, shown, shows_cosmetic: state.field("cosmetic") == "shown" };
        let name = texts.with(
            "compare-of",
            &[("left", rows.sides[0].title.as_str().into()), ("right", rows.sides[1].title.as_str().into())],
        );
        let status = rows.status(asked);
        let mut head = vec![heading(name.clone()), hint(status.clone())];
        head.extend(rows.errors(asked).map(hint));
        head.extend([tools(asked, &rows, guessed), rows.classes(asked)]);
        head.extend(rows.differences(asked));
        let list = (!rows.shown.is_empty()).then(|| rows.list(asked, name.clone()));
        Made { sight: Sight { title: name, status, head, list, foot: Vec::new() }, rows: Box::new(rows) }
    }
}

/// The two transcripts: those that are named, those in the columns, or one and what belongs beside it.
fn choose<'a>(asked: &Asked<'a>) -> Option<(&'a Entry, &'a Entry)> {
    let library = asked.library;
    let named = |field: &str, column: usize| {
        let id = asked.query.state.field(field);
        library.entry(id).or_else(|| asked.query.columns.get(column).and_then(|id| library.entry(id)))
    };
    let left = named("left", 0).or_else(|| library.entries().first())?;
    let index = library.entries().iter().position(|entry| entry.id == left.id)?;
    let partner = || propose_partner(library, index).and_then(|other| library.entries().get(other));
    let other = || library.entries().iter().find(|entry| entry.id != left.id);
    let right = named("right", 1).filter(|right| right.id != left.id).or_else(partner).or_else(other)?;
    Some((left, right))
}

/// The rows that are asked for: with differences of one class, and with what is searched for on either side, so that
/// what is found stands beside its counterpart.
fn shown_rows(asked: &Asked<'_>, sides: &[Side; 2], comparison: &Comparison) -> Vec<usize> {
    let class = asked.query.state.field("class");
    let query: Query = asked.query.filter.query(asked.library);
    let has_class = |row: &Row| match class {
        "" => true,
        "differing" => row.kind != Kind::Same,
        name => row.changes.iter().any(|change| change.class.name() == name),
    };
    let is_found = |row: &Row| {
        let holds = |side: &Side, units: &[usize]| {
            units.iter().any(|unit| !query.highlights(side.witness.unit(*unit)).is_empty())
        };
        !query.has_text() || holds(&sides[0], &row.left) || holds(&sides[1], &row.right)
    };
    let rows = comparison.rows.iter().enumerate();
    rows.filter(|(_, row)| has_class(row) && is_found(row)).map(|(index, _)| index).collect()
}

fn heading(text: String) -> Node {
    Element::new(Tag::H1).with(Attribute::Dir, "auto").child(text).into()
}

fn hint(text: String) -> Node {
    Element::new(Tag::P).class("hint").child(text).into()
}

/// A choice of a value for a field.
fn select(asked: &Asked<'_>, field: &str, label: &str, chosen: &str, options: Vec<(String, String)>) -> Element {
    let options = options.into_iter().map(|(value, text)| {
        let is_chosen = value == chosen;
        Element::new(Tag::Option).with(Attribute::Value, value).with_if(is_chosen, Attribute::Selected).child(text)
    });
    let select = Element::new(Tag::Select)
        .with(Attribute::Name, field)
        .on(Deed::ShowWith(asked.query.state.clone()))
        .all(options);
    Element::new(Tag::Label).child(asked.texts.of(label)).child(" ").child(select)
}

/// The transcripts that can be chosen, by id and name: the two that stand here, and of the others as many as a list can
/// show. Those that have one name are told apart by their files.
fn transcripts(asked: &Asked<'_>, rows: &Rows) -> Vec<(String, String)> {
    let entries = asked.library.entries();
    let is_here = |entry: &&Entry| rows.sides.iter().any(|side| side.id == entry.id);
    let here = entries.iter().filter(is_here);
    let others = entries.iter().filter(|entry| !is_here(entry)).take(MOST_CHOICES);
    let named: Vec<(&Entry, String)> = here.chain(others).map(|entry| (entry, name(asked, entry))).collect();
    let mut times: HashMap<&str, u32> = HashMap::new();
    named.iter().for_each(|(_, name)| *times.entry(name).or_default() += 1);
    let told_apart = |(entry, name): &(&Entry, String)| {
        let is_one_of_many = times.get(name.as_str()).is_some_and(|times| *times > 1);
        let file = asked.library.source(entry).filter(|_| is_one_of_many);
        let file = file.map_or(String::new(), |source| format!(" · {}", source.file_name()));
        (entry.id.clone(), format!("{name}{file}"))
    };
    named.iter().map(told_apart).collect()
}

fn tools(asked: &Asked<'_>, rows: &Rows, guessed: Relation) -> Node {
    let (state, texts) = (&asked.query.state, asked.texts);
    let entries = transcripts(asked, rows);
    let relation = |relation: Relation| texts.of(&format!("compare-as-{}", relation.name()));
    let mut relations = vec![(String::new(), texts.with("compare-as-guessed", &[("what", relation(guessed).into())]))];
    relations.extend(Relation::ALL.map(|known| (known.name().to_owned(), relation(known))));
    let units = [Units::Paragraphs, Units::Turns, Units::Sentences]
        .map(|units| (units.name().to_owned(), texts.of(&format!("compare-units-{}", units.name()))));
    let unit = if state.field("units").is_empty() { Units::default().name() } else { state.field("units") };
    let swapped = state.with("left", rows.sides[1].id.as_str()).with("right", rows.sides[0].id.as_str());
    let cosmetic = state.with("cosmetic", if rows.shows_cosmetic { "" } else { "shown" });
    let button = |text: String, deed: Deed| Element::new(Tag::Button).class("plain").on(deed).child(text);
    let files = files::NAMES
        .iter()
        .filter(|file| !file.is_for_translations || rows.comparison.relation == Relation::Translation);
    Element::new(Tag::Div)
        .class("view-tools")
        .child(select(asked, "left", "compare-left", &rows.sides[0].id, entries.clone()))
        .child(button(texts.of("compare-swap"), Deed::Show(swapped)))
        .child(select(asked, "right", "compare-right", &rows.sides[1].id, entries))
        .child(select(asked, "as", "compare-as", state.field("as"), relations))
        .child(select(asked, "units", "compare-units", unit, units.to_vec()))
        .child(
            button(texts.of("compare-cosmetic"), Deed::Show(cosmetic))
                .with(Attribute::AriaPressed, rows.shows_cosmetic.to_string()),
        )
        .all(files.map(|file| button(texts.of(file.text), Deed::Save(file.name.to_owned()))))
        .into()
}

impl Rows {
    fn status(&self, asked: &Asked<'_>) -> String {
        let count = |kind: Kind| self.comparison.rows.iter().filter(|row| row.kind == kind).count();
        let alone = count(Kind::LeftOnly) + count(Kind::RightOnly);
        let values = [
            ("n", self.comparison.rows.len().into()),
            ("changed", count(Kind::Changed).into()),
            ("alone", alone.into()),
            ("moved", count(Kind::Moved).into()),
            ("shown", self.shown.len().into()),
        ];
        asked.texts.with("compare-count", &values)
    }

    /// Word errors, where one side is what was heard.
    fn errors(&self, asked: &Asked<'_>) -> Option<String> {
        let relation = self.comparison.relation;
        let errors = (relation == Relation::Captions)
            .then(|| count_words(&self.sides[0].witness, &self.sides[1].witness, relation))?;
        let rate = asked.texts.decimal(errors.rate()? * 100.0, 1);
        let values = [
            ("rate", rate.into()),
            ("n", errors.left.into()),
            ("substituted", errors.substituted.into()),
            ("inserted", errors.inserted.into()),
            ("deleted", errors.deleted.into()),
        ];
        Some(asked.texts.with("compare-errors", &values))
    }

    /// How often there is each class, each a way to see those rows alone.
    fn classes(&self, asked: &Asked<'_>) -> Node {
        let state = &asked.query.state;
        let chosen = state.field("class");
        let chip = |value: &str, text: String| {
            let is_chosen = chosen == value;
            let next = state.with("class", if is_chosen { "" } else { value });
            Element::new(Tag::Button)
                .class("plain")
                .with(Attribute::AriaPressed, is_chosen.to_string())
                .on(Deed::Show(next))
                .child(text)
        };
        let counts = Class::ALL.into_iter().zip(self.comparison.counts());
        let chips = counts.filter(|(_, count)| *count > 0).map(|(class, count)| {
            chip(class.name(), format!("{} {}", class_name(asked, class), asked.texts.number(count as u64)))
        });
        Element::new(Tag::Div)
            .class("compare-classes")
            .with(Attribute::Role, "group")
            .with(Attribute::AriaLabel, asked.texts.of("compare-classes"))
            .child(chip("differing", asked.texts.of("compare-differing")))
            .all(chips)
            .into()
    }

    /// What matters most, each a way to its place.
    fn differences(&self, asked: &Asked<'_>) -> Option<Node> {
        let ranked = self.comparison.ranked().into_iter();
        let telling = ranked.filter(|(_, change)| change.class < Class::Punctuation);
        let items: Vec<Element> =
            telling.take(MOST_LISTED).map(|(at, change)| self.difference(asked, at, change)).collect();
        if items.is_empty() {
            return None;
        }
        let summary = asked.texts.with("compare-list", &[("n", items.len().into())]);
        let details = Element::new(Tag::Details)
            .class("compare-list")
            .with(Attribute::Open, "")
            .child(Element::new(Tag::Summary).child(summary))
            .child(Element::new(Tag::Ol).all(items));
        Some(details.into())
    }

    fn difference(&self, asked: &Asked<'_>, at: usize, change: &crate::compare::Change) -> Element {
        let row = &self.comparison.rows[at];
        let (side, unit) = match (row.left.first(), row.right.first()) {
            (Some(unit), _) => (&self.sides[0], *unit),
            (None, Some(unit)) => (&self.sides[1], *unit),
            (None, None) => (&self.sides[0], 0),
        };
        let number = side.number(unit);
        let words = |side: &Side, units: &[usize], range: &std::ops::Range<usize>| {
            shortened(side.witness.joined(units).get(range.clone()).unwrap_or_default())
        };
        let one = words(&self.sides[0], &row.left, &change.left);
        let other = words(&self.sides[1], &row.right, &change.right);
        let part = |tag: Tag, text: String, side: &Side| {
            (!text.is_empty()).then(|| {
                Element::new(tag).with(Attribute::Lang, side.language()).with(Attribute::Dir, "auto").child(text)
            })
        };
        let go = Deed::Go { id: side.id.clone(), paragraph: number };
        Element::new(Tag::Li)
            .child(Element::new(Tag::A).on(go).child(format!("¶\u{a0}{number}")))
            .child(" ")
            .child(Element::new(Tag::B).child(class_name(asked, change.class)))
            .child(" ")
            .all(part(Tag::Del, one, &self.sides[0]))
            .child(" ")
            .all(part(Tag::Ins, other, &self.sides[1]))
    }

    fn list(&self, asked: &Asked<'_>, label: String) -> List {
        let cell = |class: &str, text: String| {
            Element::new(Tag::Div).class(class).with(Attribute::Role, "columnheader").child(text).into()
        };
        let head = vec![
            cell("witness", self.sides[0].title.clone()),
            cell("witness", self.sides[1].title.clone()),
            cell("flags", asked.texts.of("compare-flags")),
        ];
        let letters = |row: &Row| {
            let count = |side: &Side, units: &[usize]| {
                units.iter().map(|unit| side.witness.unit(*unit).chars().count()).sum::<usize>()
            };
            // Each side has half the width, and the longer one decides.
            2 * count(&self.sides[0], &row.left).max(count(&self.sides[1], &row.right)) as u32
        };
        let chunks = self.shown.chunks(Chunk::ROWS as usize).map(|rows| Chunk {
            letters: rows.iter().map(|row| letters(&self.comparison.rows[*row])).sum(),
            rows: rows.len() as u32,
        });
        let chunks = chunks.collect();
        List { class: "compare".to_owned(), label, head, rows: self.shown.len() as u32, chunks, row_px: ROW_PX }
    }

    /// A side of a row: its paragraphs' numbers, and its words with what differs marked.
    fn cell(&self, asked: &Asked<'_>, row: &Row, is_left: bool) -> Element {
        let (side, units) = if is_left { (&self.sides[0], &row.left) } else { (&self.sides[1], &row.right) };
        let mut cell = Element::new(Tag::Div).class("witness").with(Attribute::Role, "cell");
        let Some(first) = units.first() else {
            return cell.child(Element::new(Tag::P).class("none").child(asked.texts.of("compare-none")));
        };
        let number = side.number(*first);
        let go = Deed::Go { id: side.id.clone(), paragraph: number };
        cell = cell.child(
            Element::new(Tag::A)
                .class("number")
                .with(Attribute::Tip, asked.texts.with("compare-go", &[("n", number.into())]))
                .on(go)
                .child(number.to_string()),
        );
        let speaker = side.witness.speaker_of(*first);
        cell = cell.all((!speaker.is_empty()).then(|| Element::new(Tag::B).class("speaker").child(speaker)));
        let text = side.witness.joined(units);
        let mut marks: Vec<(std::ops::Range<usize>, Class)> = row
            .changes
            .iter()
            .filter(|change| self.shows_cosmetic || change.class < Class::Punctuation)
            .map(|change| (if is_left { change.left.clone() } else { change.right.clone() }, change.class))
            .filter(|(range, _)| !range.is_empty())
            .collect();
        marks.sort_by_key(|(range, _)| range.start);
        let whole = matches!(row.kind, Kind::LeftOnly | Kind::RightOnly);
        let mut words = Element::new(Tag::P).with(Attribute::Lang, side.language()).with(Attribute::Dir, "auto");
        let mut at = 0;
        for (range, class) in marks.into_iter().filter(|_| !whole) {
            let (Some(before), Some(marked)) = (text.get(at..range.start), text.get(range.clone())) else { continue };
            let tag = if is_left { Tag::Del } else { Tag::Ins };
            words = words.child(before).child(
                Element::new(tag).class(class.name()).with(Attribute::Tip, class_name(asked, class)).child(marked),
            );
            at = range.end;
        }
        cell.child(words.child(text.get(at..).unwrap_or_default()))
    }

    /// What is to be said of a row, in words.
    fn flags(&self, asked: &Asked<'_>, row: &Row) -> Vec<String> {
        let kind = match row.kind {
            Kind::Same | Kind::Changed => None,
            Kind::Moved => Some("compare-moved"),
            Kind::LeftOnly => Some("compare-left-only"),
            Kind::RightOnly => Some("compare-right-only"),
        };
        let mut flags: Vec<String> = kind.map(|key| asked.texts.of(key)).into_iter().collect();
        if kind.is_none_or(|key| key == "compare-moved") {
            let mut classes: Vec<Class> = row.changes.iter().map(|change| change.class).collect();
            classes.dedup();
            let told = classes.into_iter().filter(|class| self.shows_cosmetic || *class < Class::Punctuation);
            flags.extend(told.map(|class| class_name(asked, class)));
            if row.confidence < DOUBTFUL {
                flags.push(asked.texts.of("compare-doubtful"));
            }
        }
        flags
    }
}

fn class_name(asked: &Asked<'_>, class: Class) -> String {
    asked.texts.of(&format!("class-{}", class.name()))
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(LISTED_LETTERS).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

impl RowSource for Rows {
    fn row(&self, asked: &Asked<'_>, index: u32) -> Node {
        let Some(row) = self.shown.get(index as usize).and_then(|row| self.comparison.rows.get(*row)) else {
            return "".into();
        };
        let kind = match row.kind {
            Kind::Same => "compare-row same",
            Kind::Changed => "compare-row changed",
            Kind::Moved => "compare-row moved",
            Kind::LeftOnly | Kind::RightOnly => "compare-row alone",
        };
        let flags = self.flags(asked, row).into_iter().map(|flag| Element::new(Tag::Span).child(flag));
        Element::new(Tag::Div)
            .class(kind)
            .with(Attribute::Role, "row")
            .with(Attribute::AriaRowindex, (index + 2).to_string())
            .key(index.to_string())
            .child(self.cell(asked, row, true))
            .child(self.cell(asked, row, false))
            .child(Element::new(Tag::Div).class("flags").with(Attribute::Role, "cell").all(flags))
            .into()
    }

    fn file(&self, asked: &Asked<'_>, name: &str) -> Option<SavedFile> {
        files::NAMES.iter().find(|file| file.name == name).map(|file| (file.write)(self, asked))
    }
}

/// The state in which two transcripts stand side by side.
pub fn side_by_side(left: &str, right: &str) -> ViewState {
    ViewState::of(META.id).with("left", left).with("right", right)
}
