//! Two or three transcripts side by side: what belongs together stands level, what differs is marked in the words and
//! named beside them, what matters most is listed first; pins settle what belongs together; and it can be taken along on
//! paper, as a table or as a translation memory.

mod changes;
mod files;
mod head;
mod kept;
mod levels;
mod row;

use std::rc::Rc;

use super::node::{Attribute, Deed, Element, Tag, ViewState};
use super::pieces::{heading, hint};
use super::{Asked, Change, Changed, Chunk, List, Made, Meta, Node, RowSource, SavedFile, Sight, View};
use crate::compare::{Class, Comparison, Kind, Relation, Row, Units, Witness, count_words};
use crate::library::Entry;
use crate::search::{Query, match_entry};

pub use changes::add_pins;
use kept::Beside;
pub use kept::Comparisons;
use levels::Level;

/// Below which confidence a row is called doubtful.
const DOUBTFUL: f32 = 0.5;
/// Transcripts beside those that stand here that can be chosen in their place.
const MOST_CHOICES: usize = 300;
/// About how high a row stands besides its lines, CSS pixels.
const ROW_PX: u32 = 28;
/// The fields of the state that name the transcripts, in the order in which they stand.
const SIDES: [&str; 3] = ["left", "right", "third"];

static META: Meta = Meta { id: "compare", key: '5', is_in_bar: true };

/// See the module.
pub struct Compare;

/// One of the sides.
#[derive(Debug)]
struct Side {
    id: String,
    title: String,
    /// What names the file: its name and its hash.
    file: String,
    hash: String,
    witness: Rc<Witness>,
}

impl Side {
    fn new(asked: &Asked<'_>, entry: &Entry, units: Units) -> Self {
        let source = asked.library.source(entry);
        Self {
            id: entry.id.clone(),
            title: name(asked, entry),
            file: source.map(|source| source.name.clone()).unwrap_or_default(),
            hash: source.map(|source| source.hash.clone()).unwrap_or_default(),
            witness: asked.memory.comparisons.witness(asked.library, entry, units),
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

/// Transcripts that were compared, and which rows are shown.
#[derive(Debug)]
struct Rows {
    /// The view as it is set, with the transcripts named.
    state: ViewState,
    /// The base, and one or two others.
    sides: Vec<Side>,
    /// The base beside each of the others.
    beside: Vec<Beside>,
    /// What stands level, from top to bottom.
    levels: Vec<Level>,
    /// For each side and each of its units the level that it stands in.
    level_of: Vec<Vec<usize>>,
    /// Passages of other sides that stand elsewhere than beside what was behind them: the level where they would stand,
    /// side and first unit.
    gone: Vec<(usize, usize, usize)>,
    /// Levels that are shown.
    shown: Vec<usize>,
    shows_cosmetic: bool,
    /// A unit that waits for what it is to be pinned to: side and unit.
    half_pin: Option<(usize, usize)>,
    query: Query,
}

impl View for Compare {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let texts = asked.texts;
        let Some(entries) = choose(asked) else {
            let ask = texts.of("compare-ask");
            let head = vec![heading(texts.of("view-compare")), hint(ask.clone())];
            return Made::plain(Sight { title: texts.of("view-compare"), status: ask, head, ..Sight::default() });
        };
        let rows = Rows::new(asked, &entries);
        let titles: Vec<&str> = rows.sides.iter().map(|side| side.title.as_str()).collect();
        let key = if titles.len() > 2 { "compare-of-three" } else { "compare-of" };
        let third = titles.get(2).copied().unwrap_or_default();
        let name = texts.with(key, &[("left", titles[0].into()), ("right", titles[1].into()), ("third", third.into())]);
        let status = rows.status(asked);
        let head = rows.head(asked, name.clone(), status.clone());
        let list = (!rows.shown.is_empty()).then(|| rows.list(asked, name.clone()));
        Made { sight: Sight { title: name, status, head, list, foot: Vec::new() }, rows: Box::new(rows) }
    }

    fn change(&self, change: &mut Change<'_>) -> Option<Changed> {
        changes::change(change)
    }
}

/// The transcripts: those that are named, those in the columns, or one and what belongs beside it.
fn choose<'a>(asked: &Asked<'a>) -> Option<Vec<&'a Entry>> {
    let library = asked.library;
    let state = &asked.query.state;
    let is_named = SIDES.iter().any(|field| !state.field(field).is_empty());
    let named = |side: usize| {
        let column = || asked.query.columns.get(side).filter(|_| !is_named).and_then(|id| library.entry(id));
        library.entry(state.field(SIDES[side])).or_else(column)
    };
    let left = named(0).or_else(|| library.entries().first())?;
    let partner = || asked.memory.comparisons.partner(library, left).and_then(|id| library.entry(&id));
    let other = || library.entries().iter().find(|entry| entry.id != left.id);
    let right = named(1).filter(|right| right.id != left.id).or_else(partner).or_else(other)?;
    let third = named(2).filter(|third| third.id != left.id && third.id != right.id);
    Some([left, right].into_iter().chain(third).collect())
}

impl Rows {
    fn new(asked: &Asked<'_>, entries: &[&Entry]) -> Self {
        let state = &asked.query.state;
        let units = units_of(state);
        let mut sides: Vec<Side> = entries.iter().map(|entry| Side::new(asked, entry, units)).collect();
        if (1..sides.len()).any(|at| sides[..at].iter().any(|side| side.title == sides[at].title)) {
            // Versions of one record are told apart by their files.
            sides.iter_mut().for_each(|side| side.title = side.file.rsplit('/').next().unwrap_or_default().to_owned());
        }
        let named = sides.iter().zip(SIDES).fold(state.clone(), |state, (side, field)| state.with(field, &*side.id));
        let chosen = Relation::named(state.field("as"));
        let others = entries.iter().zip(&sides).skip(1);
        let beside: Vec<Beside> = others
            .map(|(entry, side)| {
                let witnesses: [&Witness; 2] = [&sides[0].witness, &side.witness];
                asked.memory.comparisons.beside(asked.library, [entries[0], entry], witnesses, chosen, units)
            })
            .collect();
        let comparisons: Vec<&Comparison> = beside.iter().map(|beside| &*beside.comparison).collect();
        let levels = levels::levels(&comparisons, &sides);
        let level_of = levels::level_of(&levels, &comparisons, &sides);
        let mut rows = Self {
            state: named,
            levels,
            level_of,
            gone: Vec::new(),
            shown: Vec::new(),
            shows_cosmetic: state.field("cosmetic") == "shown",
            half_pin: half_pin(state.field("pin")),
            query: asked.query.filter.query(asked.library),
            sides,
            beside,
        };
        rows.gone = rows.find_gone();
        rows.shown = rows.shown(asked, entries);
        rows
    }

    /// The units of a side in a level.
    fn units<'r>(&'r self, level: &'r Level, side: usize) -> Vec<usize> {
        match side {
            0 => level.base.clone(),
            _ => self.rows_of(level, side).flat_map(|row| row.right.iter().copied()).collect(),
        }
    }

    /// The rows of a level in the comparison of the base with a side, which is not the base.
    fn rows_of<'r>(&'r self, level: &'r Level, side: usize) -> impl Iterator<Item = &'r Row> {
        let comparison = &self.beside[side - 1].comparison;
        level.rows[side - 1].iter().filter_map(|row| comparison.rows.get(*row))
    }

    /// All rows of a level, each with its side.
    fn all_rows<'r>(&'r self, level: &'r Level) -> impl Iterator<Item = (usize, &'r Row)> {
        (1..self.sides.len()).flat_map(move |side| self.rows_of(level, side).map(move |row| (side, row)))
    }

    /// How the sides of a level stand to each other: what is most to be said of its rows.
    fn kind(&self, level: &Level) -> Kind {
        let mut kind = Kind::Same;
        for (_, row) in self.all_rows(level) {
            kind = match (kind, row.kind) {
                (_, Kind::LeftOnly | Kind::RightOnly) => return row.kind,
                (Kind::Moved, _) | (_, Kind::Moved) => Kind::Moved,
                (Kind::Same, Kind::Same) => Kind::Same,
                _ => Kind::Changed,
            };
        }
        kind
    }

    /// Whether a difference is told: those that nobody reads are told when they are asked for.
    fn is_told(&self, class: Class) -> bool {
        self.shows_cosmetic || class < Class::Punctuation
    }

    /// Where passages of other sides would stand if they had not been moved.
    fn find_gone(&self) -> Vec<(usize, usize, usize)> {
        let mut gone = Vec::new();
        for level in &self.levels {
            for (side, row) in self.all_rows(level).filter(|(_, row)| row.kind == Kind::Moved) {
                if let Some(first) = row.right.first()
                    && let Some(at) = self.level_before(side, *first)
                {
                    gone.push((at, side, *first));
                }
            }
        }
        gone
    }

    /// The level of the unit in front of this one in its own text; for the first unit that of the one behind it.
    fn level_before(&self, side: usize, unit: usize) -> Option<usize> {
        self.level_of.get(side)?.get(unit.checked_sub(1).unwrap_or(1)).copied()
    }

    /// The levels that are asked for: with differences of one class, and with what is filtered and searched for on any
    /// side, so that what is found stands beside its counterpart.
    fn shown(&self, asked: &Asked<'_>, entries: &[&Entry]) -> Vec<usize> {
        let class = self.state.field("class");
        let has_class = |level: &Level| match class {
            "" => true,
            "differing" => self.all_rows(level).any(|(_, row)| row.kind != Kind::Same),
            name => self.all_rows(level).any(|(_, row)| row.changes.iter().any(|change| change.class.name() == name)),
        };
        let filter = &asked.query.filter;
        let found: Vec<Vec<bool>> = if filter.chooses_turns() {
            let found = |(entry, side): (&&Entry, &Side)| {
                let found = match_entry(asked.index, asked.library, entry, filter, &self.query);
                self.matching_units(side, &found.paragraphs)
            };
            entries.iter().zip(&self.sides).map(found).collect()
        } else {
            Vec::new()
        };
        let is_found = |level: &Level| {
            let holds = |(side, units): (usize, &Vec<bool>)| {
                self.units(level, side).into_iter().any(|unit| units.get(unit).copied().unwrap_or_default())
            };
            found.is_empty() || found.iter().enumerate().any(holds)
        };
        let levels = self.levels.iter().enumerate();
        levels.filter(|(_, level)| has_class(level) && is_found(level)).map(|(index, _)| index).collect()
    }

    /// Which units of a side match, by its paragraphs that do.
    fn matching_units(&self, side: &Side, paragraphs: &[u32]) -> Vec<bool> {
        let first = |unit: usize| side.witness.paragraphs.get(unit).copied();
        let matches = |unit: usize| {
            let start = first(unit).unwrap_or_default();
            let end = first(unit + 1).unwrap_or(usize::MAX).max(start + 1);
            let next = paragraphs.partition_point(|paragraph| (*paragraph as usize) < start);
            paragraphs.get(next).is_some_and(|paragraph| (*paragraph as usize) < end)
        };
        let has_words =
            |unit: usize| !self.query.always_marks() || !self.query.highlights(side.witness.unit(unit)).is_empty();
        (0..side.witness.units.len()).map(|unit| matches(unit) && has_words(unit)).collect()
    }

    fn status(&self, asked: &Asked<'_>) -> String {
        let count = |is: fn(Kind) -> bool| self.levels.iter().filter(|level| is(self.kind(level))).count();
        let values = [
            ("n", self.levels.len().into()),
            ("changed", count(|kind| kind == Kind::Changed).into()),
            ("alone", count(|kind| matches!(kind, Kind::LeftOnly | Kind::RightOnly)).into()),
            ("moved", count(|kind| kind == Kind::Moved).into()),
            ("shown", self.shown.len().into()),
        ];
        let count = asked.texts.with("compare-count", &values);
        match self.half_pin {
            Some((side, unit)) if side < self.sides.len() => {
                let number = self.sides[side].number(unit);
                let values = [("n", number.into()), ("side", self.side_name(asked, side).into())];
                format!("{} {count}", asked.texts.with("compare-pin-half", &values))
            }
            _ => count,
        }
    }

    /// Word errors, where one side is what was heard.
    fn errors(&self, asked: &Asked<'_>) -> Option<String> {
        let relation = self.beside[0].comparison.relation;
        let errors = (relation == Relation::Captions && self.sides.len() == 2).then(|| {
            asked.memory.comparisons.errors(&self.sides[0].id, &self.sides[1].id, || {
                count_words(&self.sides[0].witness, &self.sides[1].witness, relation)
            })
        })?;
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

    fn list(&self, asked: &Asked<'_>, label: String) -> List {
        let cell = |class: &str, text: String| {
            Element::new(Tag::Div).class(class).with(Attribute::Role, "columnheader").child(text)
        };
        let named = self.sides.iter().enumerate().map(|(at, side)| {
            let cell = cell("witness", side.title.clone()).with(Attribute::Dir, "auto");
            if self.sides.len() > 2 {
                cell.child(Element::new(Tag::Small).child(self.side_name(asked, at)))
            } else {
                cell
            }
        });
        let head = named.chain([cell("flags", asked.texts.of("compare-flags"))]).map(Node::from).collect();
        let letters = |level: &Level| {
            let count = |side: usize| {
                let units = self.units(level, side).into_iter();
                units.map(|unit| self.sides[side].witness.units.get(unit).map_or(0, |unit| unit.len())).sum::<usize>()
            };
            // Each side has its share of the width, and the longest one decides.
            (self.sides.len() * (0..self.sides.len()).map(count).max().unwrap_or_default()) as u32
        };
        let chunks = self.shown.chunks(Chunk::ROWS as usize).map(|levels| Chunk {
            letters: levels.iter().map(|level| letters(&self.levels[*level])).sum(),
            rows: levels.len() as u32,
        });
        let chunks = chunks.collect();
        let mut stops = Vec::new();
        let mut lanes: Vec<(u32, u32, u32)> = Vec::new();
        for (at, level) in (0u32..).zip(&self.shown) {
            let level = &self.levels[*level];
            if self.differs(level) {
                stops.push(at);
            }
            let lane = match self.kind(level) {
                Kind::LeftOnly => 0,
                Kind::Changed if self.differs(level) => 1,
                Kind::RightOnly => 2,
                Kind::Moved => 3,
                Kind::Same | Kind::Changed => continue,
            };
            match lanes.last_mut() {
                Some((last, _, end)) if (*last, *end) == (lane, at) => *end = at + 1,
                _ => lanes.push((lane, at, at + 1)),
            }
        }
        List {
            class: "compare".to_owned(),
            label,
            head,
            rows: self.shown.len() as u32,
            chunks,
            row_px: ROW_PX,
            stops,
            lanes,
            ..List::default()
        }
    }

    /// Whether anything that is told differs in a level.
    fn differs(&self, level: &Level) -> bool {
        self.all_rows(level).any(|(_, row)| match row.kind {
            Kind::Same | Kind::Changed => row.changes.iter().any(|change| self.is_told(change.class)),
            Kind::Moved | Kind::LeftOnly | Kind::RightOnly => true,
        })
    }

    /// What a side is called where its title would be too long: left, right; or of three the base and the others.
    fn side_name(&self, asked: &Asked<'_>, side: usize) -> String {
        let names = if self.sides.len() > 2 {
            ["compare-base", "compare-second", "compare-third"]
        } else {
            ["compare-left", "compare-right", "compare-third"]
        };
        asked.texts.of(names[side.min(2)])
    }
}

/// The units that the state asks for.
fn units_of(state: &ViewState) -> Units {
    Units::named(state.field("units")).filter(|units| *units != Units::Lines).unwrap_or_default()
}

/// The half of a pin that a field holds: side and unit.
fn half_pin(field: &str) -> Option<(usize, usize)> {
    let (side, unit) = field.split_once('-')?;
    Some((side.parse().ok()?, unit.parse().ok()?))
}

fn class_name(asked: &Asked<'_>, class: Class) -> String {
    asked.texts.of(&format!("class-{}", class.name()))
}

impl RowSource for Rows {
    fn row(&self, asked: &Asked<'_>, index: u32) -> Node {
        match self.shown.get(index as usize) {
            Some(level) => self.draw_row(asked, index, *level),
            None => "".into(),
        }
    }

    fn file(&self, asked: &Asked<'_>, name: &str) -> Option<SavedFile> {
        files::NAMES.iter().find(|file| file.name == name).map(|file| (file.write)(self, asked))
    }
}

/// The transcripts that a list offers to choose from: those that are here, and of the others as many as it can show.
pub fn choices<'a>(asked: &Asked<'a>, is_here: impl Fn(&Entry) -> bool + Copy) -> impl Iterator<Item = &'a Entry> {
    let entries = asked.library.entries().iter();
    let here = entries.clone().filter(move |entry| is_here(entry));
    here.chain(entries.filter(move |entry| !is_here(entry)).take(MOST_CHOICES))
}

/// A transcript by its name and file.
pub fn told_apart(asked: &Asked<'_>, entry: &Entry) -> String {
    let file = asked.library.source(entry).map(|source| source.file_name().to_owned()).unwrap_or_default();
    let name = name(asked, entry);
    if name.starts_with(&file) { name } else { format!("{name}, {file}") }
}

/// The state in which two transcripts stand side by side.
pub fn side_by_side(left: &str, right: &str) -> ViewState {
    ViewState::of(META.id).with("left", left).with("right", right)
}
