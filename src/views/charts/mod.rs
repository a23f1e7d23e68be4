//! Charts: how often something is said over time, where each speaker says it, who speaks how much, which words are
//! peculiar to what is chosen, which stand beside what is searched for.
//!
//! Each chart is a drawing, whose parts lead to the passages, and a table of its numbers below, which is what is read
//! aloud and saved. Nothing is told by colour alone. The formulas are in `measures`.

mod collocates;
mod drawing;
mod keyness;
mod lanes;
pub mod measures;
mod shares;
mod time;

use super::node::{Attribute, Deed, Element, Tag, ViewState};
use super::sheet::Sheet;
use super::texts::plain_decimal;
use super::{Asked, Made, Meta, Node, RowSource, SavedFile, Sight, View, pieces};
use crate::library::Entry;
use crate::model::Transcript;
use crate::search::{Filter, Order, Query, find_turns};

static META: Meta = Meta { id: "charts", key: '4', is_in_bar: true };

/// The names of the files that can be saved.
const TABLE_FILE: &str = "chart.csv";
const DRAWING_FILE: &str = "chart.svg";

/// A kind of chart: the value of the field `chart`, the text of its name, and how it is made.
struct Kind {
    id: &'static str,
    name: &'static str,
    make: fn(&Asked<'_>) -> Chart,
}

/// The first is shown at first.
const KINDS: &[Kind] = &[
    Kind { id: "time", name: "charts-time", make: time::make },
    Kind { id: "lanes", name: "charts-lanes", make: lanes::make },
    Kind { id: "shares", name: "charts-shares", make: shares::make },
    Kind { id: "keyness", name: "charts-keyness", make: keyness::make },
    Kind { id: "collocates", name: "charts-collocates", make: collocates::make },
];

/// See the module.
pub struct Charts;

/// What a chart shows.
#[derive(Default)]
struct Chart {
    /// What it says, in a sentence; instead of a chart where there is nothing to show.
    summary: String,
    /// How it can be set.
    choices: Vec<Node>,
    /// The drawing.
    drawing: Option<Element>,
    /// How the numbers were found.
    method: String,
    /// The table's columns: name, and whether numbers stand in it.
    columns: Vec<(String, bool)>,
    /// The table's rows.
    rows: Vec<Vec<Cell>>,
}

/// A cell of a chart's table.
struct Cell {
    /// As it is shown.
    shown: String,
    /// As it is saved: numbers with a point and without separators.
    saved: String,
    /// Where it leads.
    deed: Option<Deed>,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        let shown = text.into();
        Self { saved: shown.clone(), shown, deed: None }
    }

    fn number(asked: &Asked<'_>, number: u64) -> Self {
        Self { shown: asked.texts.number(number), saved: number.to_string(), deed: None }
    }

    fn decimal(asked: &Asked<'_>, number: f64, digits: u32) -> Self {
        Self { shown: asked.texts.decimal(number, digits), saved: plain_decimal(number, digits), deed: None }
    }

    fn leading_to(mut self, deed: Deed) -> Self {
        self.deed = Some(deed);
        self
    }
}

/// The table and the drawing of a chart, kept for saving.
#[derive(Debug)]
struct Numbers {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    drawing: Option<String>,
}

impl RowSource for Numbers {
    fn row(&self, _: &Asked<'_>, _: u32) -> Node {
        Node::Text(String::new())
    }

    fn file(&self, _: &Asked<'_>, name: &str) -> Option<SavedFile> {
        match name {
            TABLE_FILE => {
                let mut sheet = Sheet::new(self.columns.iter().map(String::as_str));
                self.rows.iter().for_each(|row| sheet.push(row.iter().map(String::as_str)));
                Some(sheet.into_file(TABLE_FILE))
            }
            DRAWING_FILE => Some(SavedFile {
                name: DRAWING_FILE.to_owned(),
                media_type: "image/svg+xml",
                bytes: self.drawing.clone()?.into_bytes(),
            }),
            _ => None,
        }
    }
}

impl View for Charts {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let chosen = asked.query.state.field("chart");
        let kind = KINDS.iter().find(|kind| kind.id == chosen).unwrap_or(&KINDS[0]);
        let chart = (kind.make)(asked);
        let texts = asked.texts;
        let name = texts.of(kind.name);
        let head = vec![
            Element::new(Tag::H1).child(texts.of("view-charts")).into(),
            tabs(asked, kind),
            pieces::hint(chart.summary.clone()),
            tools(asked, &chart),
        ];
        let mut foot = Vec::new();
        if let Some(drawing) = &chart.drawing {
            let figure = Element::new(Tag::Figure).class("chart").with(Attribute::Tabindex, "0");
            let figure = figure.with(Attribute::AriaLabel, name.clone()).with(Attribute::Role, "group");
            foot.push(figure.child(drawing.clone()).into());
        }
        if !chart.rows.is_empty() {
            foot.push(table(&name, &chart));
            foot.push(Element::new(Tag::P).class("method").child(chart.method.clone()).into());
        }
        let numbers = Numbers {
            columns: chart.columns.iter().map(|(name, _)| name.clone()).collect(),
            rows: chart.rows.iter().map(|row| row.iter().map(|cell| cell.saved.clone()).collect()).collect(),
            drawing: chart.drawing.as_ref().map(drawing::to_file),
        };
        let status = format!("{name}. {}", chart.summary);
        Made { sight: Sight { title: name, status, head, list: None, foot }, rows: Box::new(numbers) }
    }
}

/// The kinds of charts.
fn tabs(asked: &Asked<'_>, shown: &Kind) -> Node {
    let link = |kind: &Kind| {
        let field = if kind.id == KINDS[0].id { "" } else { kind.id };
        let link = Element::new(Tag::A).on(Deed::Show(asked.query.state.with("chart", field)));
        let link = if kind.id == shown.id { link.with(Attribute::AriaCurrent, "page") } else { link };
        link.child(asked.texts.of(kind.name))
    };
    Element::new(Tag::Nav)
        .class("tabs")
        .with(Attribute::AriaLabel, asked.texts.of("view-charts"))
        .all(KINDS.iter().map(link))
        .into()
}

fn tools(asked: &Asked<'_>, chart: &Chart) -> Node {
    let save = |name: &str, key: &str| pieces::save_button(asked.texts, name, key);
    let table = (!chart.rows.is_empty()).then(|| save(TABLE_FILE, "save-csv"));
    let drawing = chart.drawing.is_some().then(|| save(DRAWING_FILE, "save-svg"));
    Element::new(Tag::Div)
        .class("view-tools")
        .all(chart.choices.iter().cloned())
        .all(table.into_iter().chain(drawing))
        .into()
}

fn table(name: &str, chart: &Chart) -> Node {
    let class = |element: Element, is_number: bool| if is_number { element.class("n") } else { element };
    let head = chart.columns.iter().map(|(name, is_number)| {
        class(Element::new(Tag::Th).with(Attribute::Scope, "col"), *is_number).child(name.as_str())
    });
    let rows = chart.rows.iter().map(|row| {
        let cells = row.iter().zip(&chart.columns).enumerate().map(|(at, (cell, (_, is_number)))| {
            let element =
                if at == 0 { Element::new(Tag::Th).with(Attribute::Scope, "row") } else { Element::new(Tag::Td) };
            let element = class(element.with(Attribute::Dir, "auto"), *is_number);
            match &cell.deed {
                Some(deed) => element.child(Element::new(Tag::A).on(deed.clone()).child(cell.shown.as_str())),
                None => element.child(cell.shown.as_str()),
            }
        });
        Element::new(Tag::Tr).all(cells)
    });
    Element::new(Tag::Table)
        .class("numbers")
        .child(Element::new(Tag::Caption).class("spoken").child(name))
        .child(Element::new(Tag::Thead).child(Element::new(Tag::Tr).all(head)))
        .child(Element::new(Tag::Tbody).all(rows))
        .into()
}

/// A choice between values of a field; the first is the one at first.
fn choice(asked: &Asked<'_>, label: &str, field: &str, values: &[(&str, &str)]) -> Node {
    let state = &asked.query.state;
    let options = values.iter().map(|(value, key)| ((*value).to_owned(), asked.texts.of(key))).collect();
    let select = pieces::select(field, state.field(field), options).on(Deed::ShowWith(state.clone()));
    pieces::labelled(asked.texts.of(label), select).into()
}

/// A transcript, and the paragraphs in it that were chosen.
struct Chosen<'a> {
    /// Its index in the library.
    index: u32,
    entry: &'a Entry,
    paragraphs: Vec<u32>,
}

impl<'a> Chosen<'a> {
    fn transcript(&self) -> &'a Transcript {
        &self.entry.transcript
    }

    /// The name under which who says a paragraph is known in the library; empty where nobody is named.
    fn speaker(&self, asked: &Asked<'a>, paragraph: u32) -> &'a str {
        let transcript = self.transcript();
        let turn = transcript.turns.get(transcript.turn_of(paragraph));
        let speaker = turn.and_then(|turn| turn.speaker).and_then(|id| transcript.speaker(id));
        speaker.map_or("", |speaker| asked.index.people().known_name(&speaker.name))
    }

    /// The way to a paragraph.
    fn go(&self, paragraph: u32) -> Deed {
        Deed::Go { id: self.entry.id.clone(), paragraph: paragraph + 1 }
    }
}

/// What a filter chooses, its text left aside: all that counts as the whole.
fn chosen<'a>(asked: &Asked<'a>, filter: &Filter) -> Vec<Chosen<'a>> {
    let filter = Filter { text: String::new(), ..filter.clone() };
    let mut all: Vec<Chosen<'a>> = Vec::new();
    for found in find_turns(asked.index, asked.library, &filter, &Query::default(), Order::Date) {
        let Some(entry) = asked.library.entries().get(found.entry as usize) else { continue };
        let Some(turn) = entry.transcript.turns.get(found.turn as usize) else { continue };
        match all.last_mut() {
            Some(last) if last.index == found.entry => last.paragraphs.extend(turn.first..turn.end),
            _ => all.push(Chosen { index: found.entry, entry, paragraphs: (turn.first..turn.end).collect() }),
        }
    }
    all
}

/// The concordance of a filter.
fn concordance(filter: Filter) -> Deed {
    Deed::Filter { filter: Box::new(filter), view: Some(ViewState::of("concordance")) }
}

/// A name for text that nobody is named for.
fn speaker_name(asked: &Asked<'_>, name: &str) -> String {
    if name.is_empty() { asked.texts.of("concordance-nobody") } else { name.to_owned() }
}

/// A chart that cannot be drawn, and what to do about it.
fn nothing(asked: &Asked<'_>, key: &str) -> Chart {
    Chart { summary: asked.texts.of(key), ..Chart::default() }
}
