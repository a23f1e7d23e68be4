//! The concordance: every place that the search finds, a line each, with the words before and after, as in the
//! concordances of books (keyword in context, H. P. Luhn 1960); with who says it, when and where; sorted by any of these
//! or by the words around, sampled by a fixed rule, and saved as a table.

use std::collections::HashSet;

use super::acts::clipping;
use super::clippings::{FORMS, save_button, saved};
use super::node::{Attribute, Deed, Element, Tag, ViewState};
use super::order::{in_order, order};
use super::pieces::{self, heading, hint};
use super::places::{Place, find_paragraphs, find_places, query};
use super::sheet::Sheet;
use super::{Asked, List, Made, Meta, Node, RowSource, SavedFile, Sight, View};
use crate::library::Entry;
use crate::model::Speaker;
use crate::quote::clippings::Board;
use crate::quote::passage::Passage;
use crate::search::Query;
use crate::text::fold::fold;
use crate::text::messages::Value;
use crate::text::words::words;

/// Most lines; of more places every second, third … is taken.
const MOST_LINES: usize = 100_000;
/// Bytes of context shown before and after, at most, and looked at for sorting by words.
const BEFORE_BYTES: usize = 180;
const AFTER_BYTES: usize = 220;
/// How many words around a place decide its order.
const SORT_WORDS: usize = 3;
/// About how high a line stands, CSS pixels.
const LINE_PX: u32 = 34;

/// The name of the table that can be saved, and that of the files with whole paragraphs, without its ending.
const FILE: &str = "concordance.csv";
const PASSAGES: &str = "passages";
/// Most paragraphs that are saved as quotations.
const MOST_PASSAGES: usize = 2000;

static META: Meta = Meta { id: "concordance", key: '3', is_in_bar: true };

/// What lines can be sorted by, besides words around: value of the field `sort` and text. The first is how they stand
/// at first.
const COLUMNS: &[(&str, &str)] = &[
    ("date", "concordance-date"),
    ("speaker", "concordance-speaker"),
    ("role", "concordance-role"),
    ("place", "concordance-place"),
    ("file", "concordance-file"),
    ("word", "concordance-word"),
];

/// The samples that are offered, as the field `sample` writes them.
const SAMPLES: &[&str] = &["every-2", "every-10", "every-100", "most-100", "most-500", "most-1000"];

/// See the module.
pub struct Concordance;

/// What lines are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// A column, an index into [`COLUMNS`].
    Column(usize),
    /// The words before, beginning with the nth before.
    Left(usize),
    /// The words after, beginning with the nth after.
    Right(usize),
}

impl Sort {
    fn of(field: &str) -> Self {
        let nth = |text: &str| text.parse().ok().filter(|nth| (1..=SORT_WORDS).contains(nth));
        match field.split_once('-') {
            Some(("left", n)) => nth(n).map(Self::Left),
            Some(("right", n)) => nth(n).map(Self::Right),
            _ => COLUMNS.iter().position(|(name, _)| *name == field).map(Self::Column),
        }
        .unwrap_or(Self::Column(0))
    }

    fn field(self) -> String {
        match self {
            Self::Column(0) => String::new(),
            Self::Column(index) => COLUMNS[index].0.to_owned(),
            Self::Left(n) => format!("left-{n}"),
            Self::Right(n) => format!("right-{n}"),
        }
    }
}

/// A place with all that a line says of it.
struct Line<'a> {
    entry: &'a Entry,
    file: &'a str,
    speaker: Option<&'a Speaker>,
    paragraph: u32,
    before: &'a str,
    word: &'a str,
    after: &'a str,
}

impl<'a> Line<'a> {
    fn new(asked: &Asked<'a>, place: Place) -> Option<Self> {
        let entry = asked.library.entries().get(place.entry as usize)?;
        let transcript = &entry.transcript;
        let text = transcript.words(transcript.paragraphs.get(place.paragraph as usize)?.text);
        let (start, end) = (place.start as usize, place.end as usize);
        let turn = transcript.turns.get(transcript.turn_of(place.paragraph));
        Some(Self {
            entry,
            file: asked.library.source(entry).map_or("", |source| &source.name),
            speaker: turn.and_then(|turn| turn.speaker).and_then(|id| transcript.speaker(id)),
            paragraph: place.paragraph,
            before: last_words(text.get(..start)?),
            word: text.get(start..end)?,
            after: first_words(text.get(end..)?),
        })
    }

    fn date(&self) -> String {
        self.entry.transcript.metadata.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default()
    }

    fn title(&self) -> &'a str {
        self.entry.transcript.metadata.title.as_ref().map_or("", |title| &title.value)
    }

    /// What the named column says; empty where it is not known.
    fn column(&self, name: &str) -> String {
        let metadata = &self.entry.transcript.metadata;
        match name {
            "date" => Some(self.date()),
            "speaker" => self.speaker.map(|speaker| speaker.name.clone()),
            "role" => self.speaker.and_then(|speaker| speaker.role.clone()),
            "place" => metadata.place.as_ref().map(|place| place.value.clone()),
            "file" => Some(self.file.to_owned()),
            "word" => Some(self.word.to_owned()),
            _ => None,
        }
        .unwrap_or_default()
    }

    /// What the line is sorted by.
    fn order(&self, asked: &Asked<'_>, sort: Sort) -> String {
        match sort {
            Sort::Column(index) => match COLUMNS[index].0 {
                "date" => self.date(),
                // One person stands together, however a transcript writes the name.
                "speaker" => fold(asked.index.people().known_name(&self.column("speaker"))),
                name => fold(&self.column(name)),
            },
            Sort::Left(n) => folded_words(self.before, |words| {
                words.reverse();
                words.drain(..words.len().min(n - 1));
            }),
            Sort::Right(n) => folded_words(self.after, |words| drop(words.drain(..words.len().min(n - 1)))),
        }
    }
}

impl View for Concordance {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let query = query(asked);
        let texts = asked.texts;
        if !query.has_text() {
            return without_words(asked, &query);
        }
        let mut places = find_places(asked, &query);
        let found = Found { places: places.len(), transcripts: count_entries(&places) };
        let step = step(asked.query.state.field("sample"), places.len());
        let mut at = 0..;
        places.retain(|_| at.next().is_some_and(|at: usize| at.is_multiple_of(step)));
        let state = &asked.query.state;
        let (sort, is_descending) = (Sort::of(state.field("sort")), state.field("order") == "down");
        sort_places(asked, &mut places, sort, is_descending);
        let name = texts.with("concordance-of", &named(asked));
        let status = found.status(asked, places.len(), step);
        let head = vec![heading(name.clone()), hint(status.clone()), tools(asked)];
        let list = (!places.is_empty())
            .then(|| List::even("kwic", name.clone(), heads(asked, sort, is_descending), places.len() as u32, LINE_PX));
        Made { sight: Sight { title: name, status, head, list, foot: Vec::new() }, rows: Box::new(Lines(places)) }
    }
}

/// Without words to look for there are no lines; but where turns are chosen, what they say can be taken along.
fn without_words(asked: &Asked<'_>, query: &Query) -> Made {
    let texts = asked.texts;
    let ask = texts.of("concordance-ask");
    let mut head = vec![heading(texts.of("concordance-none")), hint(ask.clone())];
    let mut places = Vec::new();
    if asked.query.filter.chooses_turns() {
        let paragraphs = find_paragraphs(asked, query);
        places = paragraphs.collect();
    }
    if !places.is_empty() {
        let count = texts.with("concordance-chosen", &[("n", places.len().into())]);
        let save = FORMS.iter().map(|form| save_button(asked, PASSAGES, *form));
        head.push(Element::new(Tag::Div).class("view-tools").child(count).all(save).into());
    }
    let sight = Sight { title: texts.of("concordance-none"), status: ask, head, ..Sight::default() };
    Made { sight, rows: Box::new(Lines(places)) }
}

/// What is searched for, for the name of the view.
fn named(asked: &Asked<'_>) -> [(&'static str, Value); 1] {
    [("query", asked.query.filter.text.trim().into())]
}

/// How much was found.
struct Found {
    places: usize,
    transcripts: usize,
}

impl Found {
    fn status(&self, asked: &Asked<'_>, lines: usize, step: usize) -> String {
        let texts = asked.texts;
        if self.places == 0 {
            return texts.of("concordance-nothing");
        }
        let n = self.places.into();
        let count = texts.with("concordance-count", &[("n", n), ("of", self.transcripts.into())]);
        if step == 1 {
            return count;
        }
        let values = [("n", lines.into()), ("all", self.places.into()), ("step", step.into())];
        format!("{count}; {}", texts.with("concordance-sampled", &values))
    }
}

/// The places that were found, in the order in which they are shown.
#[derive(Debug)]
struct Lines(Vec<Place>);

impl Lines {
    /// The paragraphs in which the places stand, in the order of the lines, as quotations with their citations.
    fn board(&self, asked: &Asked<'_>) -> Board {
        let mut seen = HashSet::new();
        let paragraphs = self.0.iter().map(|place| (place.entry, place.paragraph)).filter(|place| seen.insert(*place));
        let quoted = |(entry, paragraph): (u32, u32)| {
            let entry = asked.library.entries().get(entry as usize)?;
            let passage = Passage::of_paragraph(&entry.transcript, paragraph)?;
            clipping(asked.library, entry, &[passage], asked.base)
        };
        Board { clippings: paragraphs.take(MOST_PASSAGES).filter_map(quoted).collect() }
    }
}

impl RowSource for Lines {
    fn row(&self, asked: &Asked<'_>, index: u32) -> Node {
        let line = self.0.get(index as usize).and_then(|place| Line::new(asked, *place));
        line.map_or_else(|| "".into(), |line| row(asked, &line, index))
    }

    fn file(&self, asked: &Asked<'_>, name: &str) -> Option<SavedFile> {
        if name.starts_with(PASSAGES) {
            let is_of_words = !asked.query.filter.text.trim().is_empty();
            let title = if is_of_words {
                asked.texts.with("concordance-of", &named(asked))
            } else {
                asked.texts.of("concordance-passages")
            };
            return saved(asked, &self.board(asked), &title, name);
        }
        if name != FILE {
            return None;
        }
        let columns = [
            "before",
            "found",
            "after",
            "speaker",
            "role",
            "date",
            "place",
            "language",
            "title",
            "file",
            "transcript",
            "paragraph",
        ];
        let mut sheet = Sheet::new(columns);
        for line in self.0.iter().filter_map(|place| Line::new(asked, *place)) {
            let [speaker, role, date, place] = ["speaker", "role", "date", "place"].map(|name| line.column(name));
            let language = line.entry.transcript.metadata.language.as_deref().unwrap_or_default();
            let number = (line.paragraph + 1).to_string();
            let words = [line.before.trim(), line.word, line.after.trim()];
            let known = [&speaker, &role, &date, &place, language, line.title(), line.file, &line.entry.id, &number];
            sheet.push(words.into_iter().chain(known));
        }
        Some(sheet.into_file(FILE))
    }
}

/// Places stand transcript by transcript as they are found.
fn count_entries(places: &[Place]) -> usize {
    places.chunk_by(|a, b| a.entry == b.entry).count()
}

/// Every which place is taken: what the field says, and so many that the lines are not too many.
fn step(sample: &str, places: usize) -> usize {
    let most = |most: usize| places.div_ceil(most).max(1);
    let asked = match sample.split_once('-').map(|(rule, n)| (rule, n.parse::<usize>().unwrap_or(0).max(1))) {
        Some(("every", n)) => n,
        Some(("most", n)) => most(n),
        _ => 1,
    };
    asked.max(most(MOST_LINES))
}

/// Sorts so that equal ones stay as they were, and what has nothing to be sorted by stands last either way.
fn sort_places(asked: &Asked<'_>, places: &mut Vec<Place>, sort: Sort, is_descending: bool) {
    if sort == Sort::Column(0) && !is_descending {
        return;
    }
    let text = |place: &Place| Line::new(asked, *place).map(|line| line.order(asked, sort)).unwrap_or_default();
    let key = |place: &Place| {
        let text = text(place);
        (if text.is_empty() { 0.0 } else { 1.0 }, text)
    };
    if is_descending {
        // Turned round before and after: so equal ones stay as they were.
        places.reverse();
    }
    let keys: Vec<(f64, String)> = places.iter().map(key).collect();
    let named = keys.iter().filter(|(weight, _)| *weight > 0.0).count();
    let sorted = order(keys);
    let most = places.len();
    *places = in_order(std::mem::take(places), sorted, most);
    if is_descending {
        let (named, nameless) = places.split_at_mut(named);
        named.reverse();
        nameless.reverse();
    }
}

/// The end of what stands before, from the beginning of a word.
fn last_words(text: &str) -> &str {
    let from = text.ceil_char_boundary(text.len().saturating_sub(BEFORE_BYTES));
    let cut = &text[from..];
    if from == 0 { cut } else { cut.find(' ').map_or(cut, |space| &cut[space..]) }
}

/// The beginning of what stands after, to the end of a word.
fn first_words(text: &str) -> &str {
    let to = text.floor_char_boundary(AFTER_BYTES.min(text.len()));
    let cut = &text[..to];
    if to == text.len() { cut } else { cut.rfind(' ').map_or(cut, |space| &cut[..space]) }
}

/// Some words of a text, folded, in a row.
fn folded_words(text: &str, choose: impl FnOnce(&mut Vec<&str>)) -> String {
    let folded = fold(text);
    let mut found: Vec<&str> = words(&folded).map(|(start, end)| &folded[start..end]).collect();
    choose(&mut found);
    found.truncate(SORT_WORDS);
    found.join(" ")
}

/// The choice of a sample, and the way to save.
fn tools(asked: &Asked<'_>) -> Node {
    let (state, texts) = (&asked.query.state, asked.texts);
    let named = |value: &str| {
        let (rule, n) = value.split_once('-').unwrap_or_default();
        let n = texts.number(n.parse().unwrap_or_default());
        texts.with(&format!("concordance-sample-{rule}"), &[("n", n.into())])
    };
    let is_listed = |value: &&str| SAMPLES.contains(value) || value.is_empty();
    // An address may name a sample that is not offered.
    let own = Some(state.field("sample")).filter(|value| !is_listed(value) && value.contains('-'));
    let samples = SAMPLES.iter().copied().chain(own).map(|value| (value.to_owned(), named(value)));
    let samples = [(String::new(), texts.of("concordance-sample-all"))].into_iter().chain(samples).collect();
    let select = pieces::select("sample", state.field("sample"), samples).on(Deed::ShowWith(state.clone()));
    Element::new(Tag::Div)
        .class("view-tools")
        .child(pieces::labelled(texts.of("concordance-sample"), select))
        .child(pieces::save_button(texts, FILE, "save-csv"))
        .all(FORMS[..FORMS.len() - 1].iter().map(|form| save_button(asked, PASSAGES, *form)))
        .into()
}

/// The names of the columns, each a way to sort.
fn heads(asked: &Asked<'_>, sort: Sort, is_descending: bool) -> Vec<Node> {
    let head = Heads { asked, state: &asked.query.state, sort, is_descending };
    let texts = asked.texts;
    let around = |by: fn(usize) -> Sort| move |n: usize| (by(n), n.to_string());
    let before = (1..=SORT_WORDS).rev().map(around(Sort::Left));
    let after = (1..=SORT_WORDS).map(around(Sort::Right));
    let column = |names: &[&str]| {
        let known = COLUMNS.iter().enumerate().filter(|(_, (name, _))| names.contains(name));
        known.map(|(index, (_, key))| (Sort::Column(index), texts.of(key))).collect::<Vec<_>>()
    };
    vec![
        Element::new(Tag::Div)
            .class("kwic-line")
            .with(Attribute::Role, "none")
            .child(head.cell("kwic-before", before).child(texts.of("concordance-before")))
            .child(head.cell("kwic-found", column(&["word"])))
            .child(head.cell("kwic-after", after).child(texts.of("concordance-after")))
            .into(),
        head.cell("kwic-speaker", column(&["speaker", "role"])).into(),
        head.cell("kwic-date", column(&["date"])).into(),
        head.cell("kwic-place", column(&["place"])).into(),
        head.cell("kwic-file", column(&["file"])).into(),
    ]
}

struct Heads<'a> {
    asked: &'a Asked<'a>,
    state: &'a ViewState,
    sort: Sort,
    is_descending: bool,
}

impl Heads<'_> {
    fn cell(&self, class: &str, sorts: impl IntoIterator<Item = (Sort, String)>) -> Element {
        let mut cell = Element::new(Tag::Div).class(class).with(Attribute::Role, "columnheader");
        for (sort, text) in sorts {
            if sort == self.sort {
                cell = cell.with(Attribute::AriaSort, if self.is_descending { "descending" } else { "ascending" });
            }
            cell = cell.child(self.button(sort, text));
        }
        cell
    }

    /// Sorts by this; where that is so already, the other way round.
    fn button(&self, sort: Sort, text: String) -> Element {
        let texts = self.asked.texts;
        let is_sorted = sort == self.sort;
        let order = if is_sorted && !self.is_descending { "down" } else { "" };
        let what = match sort {
            Sort::Column(_) => text.clone(),
            Sort::Left(n) => texts.with("concordance-sort-left", &[("n", n.into())]),
            Sort::Right(n) => texts.with("concordance-sort-right", &[("n", n.into())]),
        };
        let name = texts.with("concordance-sort", &[("what", what.into())]);
        let arrow = match (is_sorted, self.is_descending) {
            (false, _) => "",
            (true, false) => " \u{25b4}",
            (true, true) => " \u{25be}",
        };
        Element::new(Tag::Button)
            .with(Attribute::AriaLabel, name.clone())
            .with(Attribute::Tip, name)
            .with(Attribute::AriaPressed, is_sorted.to_string())
            .on(Deed::Show(self.state.with("sort", sort.field()).with("order", order)))
            .child(text + arrow)
    }
}

fn row(asked: &Asked<'_>, line: &Line<'_>, index: u32) -> Node {
    let cell = |class: &str| Element::new(Tag::Div).class(class).with(Attribute::Role, "cell");
    let name = line.speaker.map_or_else(|| asked.texts.of("concordance-nobody"), |speaker| speaker.name.clone());
    let role = line.column("role");
    let place = line.column("place");
    let who = if role.is_empty() { name.clone() } else { format!("{name}, {role}") };
    let go = Deed::Go { id: line.entry.id.clone(), paragraph: line.paragraph + 1 };
    let go = Element::new(Tag::A)
        .with(Attribute::Tip, asked.texts.with("concordance-go", &[("n", (line.paragraph + 1).into())]))
        .on(go)
        .child(Element::new(Tag::Mark).child(line.word));
    // What is before and what is after change sides where the words run from right to left.
    let words = Element::new(Tag::Div)
        .class("kwic-line")
        .with(Attribute::Role, "none")
        .with(Attribute::Dir, "auto")
        .child(cell("kwic-before").child(Element::new(Tag::Span).child(line.before)))
        .child(cell("kwic-found").child(go))
        .child(cell("kwic-after").child(line.after));
    Element::new(Tag::Div)
        .class("kwic-row")
        .with(Attribute::Role, "row")
        .with(Attribute::AriaRowindex, (index + 2).to_string())
        .key(index.to_string())
        .child(words)
        .child(
            cell("kwic-speaker")
                .with(Attribute::Tip, who)
                .child(name)
                .all((!role.is_empty()).then(|| Element::new(Tag::Small).child(role))),
        )
        .child(cell("kwic-date").child(line.date()))
        .child(cell("kwic-place").with(Attribute::Tip, place.clone()).child(place))
        .child(cell("kwic-file").with(Attribute::Tip, line.title()).child(line.file))
        .into()
}
