//! What of a transcript was said elsewhere in the library: each passage with all its places, the earliest first, so that one
//! sees what is quoted, what is said again, and who said it first.

use std::cell::RefCell;
use std::rc::Rc;

use super::node::{Attribute, Deed, Element, Tag, ViewState};
use super::sheet::Sheet;
use super::{Asked, List, Made, Meta, Node, RowSource, SavedFile, Sight, View, compare, pieces};
use crate::compare::repeats::{Place, Repeat, Repeats, find_repeats};
use crate::library::Entry;
use crate::search::match_entry;

/// The field with the id of the transcript.
const OF: &str = "of";
/// The field of the order, and its value for the longest first.
const ORDER: &str = "order";
const LONGEST: &str = "longest";
/// The table that can be saved.
const TABLE: &str = "repeats.csv";

/// About how high a row stands, CSS pixels.
const ROW_PX: u32 = 120;
/// Letters around a passage that a row shows, on each side.
const AROUND: usize = 160;
/// Places of one passage that a row lists.
const MOST_LISTED: usize = 6;

static META: Meta = Meta { id: "repeats", key: '0', is_in_bar: false };

/// See the module.
pub struct RepeatsView;

/// What was found last: of which transcript, among how many, and what. It holds as long as no transcript changes.
#[derive(Debug, Default)]
pub struct Found(RefCell<Option<(u32, usize, Rc<Repeats>)>>);

impl Found {
    fn of(&self, asked: &Asked<'_>, entry: usize) -> Rc<Repeats> {
        let (key, all) = (asked.library.entries()[entry].key, asked.library.entries().len());
        let mut found = self.0.borrow_mut();
        match &*found {
            Some((of, among, repeats)) if (*of, *among) == (key, all) => repeats.clone(),
            _ => {
                let repeats = Rc::new(find_repeats(asked.library, asked.index, entry));
                *found = Some((key, all, repeats.clone()));
                repeats
            }
        }
    }
}

/// The passages that are shown.
#[derive(Debug)]
struct Rows(Vec<Repeat>);

/// The view as it shows what a transcript has in common with the whole library.
pub fn of(id: &str) -> ViewState {
    ViewState::of(META.id).with(OF, id)
}

impl View for RepeatsView {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let texts = asked.texts;
        let title = texts.of("view-repeats");
        let id = Some(asked.query.state.field(OF)).filter(|id| !id.is_empty());
        let id = id.or(asked.query.columns.first().map(String::as_str));
        let entries = asked.library.entries();
        let entry = id.and_then(|id| entries.iter().position(|entry| entry.id == id));
        let Some(entry) = entry.or((!entries.is_empty()).then_some(0)) else {
            let status = texts.of("repeats-ask");
            let head = pieces::head(&title, &status);
            return Made::plain(Sight { title, status, head, ..Sight::default() });
        };
        let repeats = asked.memory.repeats.of(asked, entry);
        let passages = shown(asked, entry, repeats.passages.clone());
        let status = texts.with("repeats-count", &[("n", passages.len().into())]);
        let mut head = pieces::head(&title, &status);
        head.push(tools(asked, &entries[entry], !passages.is_empty()));
        head.extend(remarks(asked, &entries[entry], &repeats));
        let names = pieces::column_names(texts, ["repeats-here", "repeats-elsewhere"]);
        let list = List::even("repeats", title.clone(), names, passages.len() as u32, ROW_PX);
        let list = (!passages.is_empty()).then_some(list);
        let sight = Sight { title, status, head, list, foot: Vec::new() };
        Made { sight, rows: Box::new(Rows(passages)) }
    }
}

/// The passages in paragraphs that match what is chosen and searched for, in the order that is asked for.
fn shown(asked: &Asked<'_>, entry: usize, mut passages: Vec<Repeat>) -> Vec<Repeat> {
    let filter = &asked.query.filter;
    if filter.chooses_turns() {
        let query = filter.query(asked.library);
        let found = match_entry(asked.index, asked.library, &asked.library.entries()[entry], filter, &query);
        passages.retain(|repeat| found.paragraphs.binary_search(&repeat.here.paragraph).is_ok());
    }
    if asked.query.state.field(ORDER) == LONGEST {
        passages = crate::text::order::in_order(passages, |repeat| u64::MAX - repeat.here.words.len() as u64);
    }
    passages
}

fn tools(asked: &Asked<'_>, entry: &Entry, has_rows: bool) -> Node {
    let (texts, state) = (asked.texts, &asked.query.state);
    let named = |entry: &Entry| (entry.id.clone(), compare::told_apart(asked, entry));
    let transcripts = compare::choices(asked, |other| other.id == entry.id).map(named).collect();
    let orders =
        vec![(String::new(), texts.of("repeats-order-text")), (LONGEST.to_owned(), texts.of("repeats-order-longest"))];
    let choice = |field: &str, key: &str, chosen: &str, options| {
        let select = pieces::select(field, chosen, options).on(Deed::ShowWith(state.clone()));
        pieces::labelled(texts.of(key), select)
    };
    Element::new(Tag::Div)
        .class("view-tools")
        .child(choice(OF, "repeats-of", &entry.id, transcripts))
        .child(choice(ORDER, "repeats-order", state.field(ORDER), orders))
        .all(has_rows.then(|| pieces::save_button(texts, TABLE, "save-csv")))
        .into()
}

/// What is not listed: versions of the transcript, each with the way to compare them, set phrases, and what was not read.
fn remarks(asked: &Asked<'_>, entry: &Entry, repeats: &Repeats) -> Vec<Node> {
    let texts = asked.texts;
    let mut told = Vec::new();
    let versions: Vec<&Entry> = repeats.versions.iter().filter_map(|at| asked.library.entries().get(*at)).collect();
    if !versions.is_empty() {
        let link = |other: &&Entry| {
            let deed = Deed::Show(compare::side_by_side(&entry.id, &other.id));
            Element::new(Tag::A).with(Attribute::Dir, "auto").on(deed).child(compare::told_apart(asked, other))
        };
        let count = texts.with("repeats-versions", &[("n", versions.len().into())]);
        let mut line = Element::new(Tag::P).class("hint").child(count);
        for link in versions.iter().take(MOST_LISTED).map(link) {
            line = line.child(" ").child(link);
        }
        told.push(line.into());
    }
    if repeats.set_phrases > 0 {
        told.push(pieces::hint(texts.with("repeats-set-phrases", &[("n", repeats.set_phrases.into())])));
    }
    if repeats.is_partial {
        told.push(pieces::hint(texts.of("repeats-partial")));
    }
    told
}

/// Who says what stands at a place, in which transcript, when, and in which paragraph; and in which file, if `has_file`.
fn source(asked: &Asked<'_>, place: &Place, has_file: bool) -> Option<Element> {
    let entry = asked.library.entries().get(place.entry)?;
    let deed = Deed::Go { id: entry.id.clone(), paragraph: place.paragraph + 1 };
    let mut source = super::marks::source(asked, entry, place.paragraph);
    if let Some(file) = asked.library.source(entry).filter(|_| has_file) {
        source = format!("{source}, {}", file.file_name());
    }
    Some(Element::new(Tag::A).with(Attribute::Dir, "auto").on(deed).child(source))
}

/// The words at a place with some of what stands around them.
fn in_its_paragraph(asked: &Asked<'_>, place: &Place) -> Element {
    let entry = &asked.library.entries()[place.entry];
    let text = entry.transcript.words(entry.transcript.paragraphs[place.paragraph as usize].text);
    let (before, behind) = (&text[..place.words.start], &text[place.words.end..]);
    let cut = before.char_indices().rev().nth(AROUND).map(|(at, _)| at + before[at..].find(' ').unwrap_or_default());
    let start = cut.map_or(before.to_owned(), |at| format!("…{}", &before[at..]));
    Element::new(Tag::Blockquote)
        .with(Attribute::Dir, "auto")
        .with(Attribute::Lang, entry.transcript.metadata.language.clone().unwrap_or_default())
        .child(start)
        .child(Element::new(Tag::Mark).child(&text[place.words.clone()]))
        .child(super::marks::shortened(behind, AROUND))
}

impl RowSource for Rows {
    fn row(&self, asked: &Asked<'_>, index: u32) -> Node {
        let Some(repeat) = self.0.get(index as usize) else { return "".into() };
        let texts = asked.texts;
        let cell = || Element::new(Tag::Div).with(Attribute::Role, "cell");
        let day = |place: &Place| {
            let entry = asked.library.entries().get(place.entry)?;
            entry.transcript.metadata.date.as_ref().map(|date| date.value)
        };
        let (first, here) = (repeat.elsewhere.first().and_then(day), day(&repeat.here));
        let is_first_elsewhere = first.zip(here).is_some_and(|(first, here)| first.is_before(here));
        let is_first_here = first.zip(here).is_some_and(|(first, here)| here.is_before(first));
        let flag = |is_it: bool| is_it.then(|| Element::new(Tag::B).class("first").child(texts.of("repeats-first")));
        // Versions of one record are told apart by their files.
        let title = |place: &Place| {
            let metadata = &asked.library.entries().get(place.entry)?.transcript.metadata;
            Some((metadata.title.as_ref()?.value.clone(), metadata.date.as_ref().map(|date| date.value)))
        };
        let places = repeat.elsewhere.iter().enumerate().take(MOST_LISTED).filter_map(|(at, place)| {
            let is_like = |other: &&Place| other.entry != place.entry && title(other) == title(place);
            let source = source(asked, place, repeat.elsewhere.iter().find(is_like).is_some())?;
            Some(Element::new(Tag::Li).child(source).child(" ").all(flag(at == 0 && is_first_elsewhere)))
        });
        let more = repeat.elsewhere.len().saturating_sub(MOST_LISTED);
        let more = (more > 0).then(|| pieces::hint(texts.with("repeats-more", &[("n", more.into())])));
        Element::new(Tag::Div)
            .class("repeats-row")
            .with(Attribute::Role, "row")
            .with(Attribute::AriaRowindex, (index + 2).to_string())
            .key(format!("{}-{}", repeat.here.paragraph, repeat.here.words.start))
            .child(cell().child(in_its_paragraph(asked, &repeat.here)).child(
                Element::new(Tag::P).all(source(asked, &repeat.here, false)).child(" ").all(flag(is_first_here)),
            ))
            .child(cell().child(Element::new(Tag::Ul).all(places)).all(more))
            .into()
    }

    fn file(&self, asked: &Asked<'_>, name: &str) -> Option<SavedFile> {
        if name != TABLE {
            return None;
        }
        let mut sheet = Sheet::new([
            "words",
            "file",
            "sha256",
            "paragraph",
            "date",
            "speaker",
            "other_file",
            "other_sha256",
            "other_paragraph",
            "other_date",
            "other_speaker",
            "other_words",
        ]);
        let cells = |place: &Place| -> Option<[String; 6]> {
            let entry = asked.library.entries().get(place.entry)?;
            let (transcript, source) = (&entry.transcript, asked.library.source(entry)?);
            let turn = transcript.turns.get(transcript.turn_of(place.paragraph));
            let speaker = turn.and_then(|turn| transcript.speaker(turn.speaker?));
            let text = transcript.words(transcript.paragraphs.get(place.paragraph as usize)?.text);
            Some([
                source.name.clone(),
                source.hash.clone(),
                (place.paragraph + 1).to_string(),
                transcript.metadata.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default(),
                speaker.map(|speaker| speaker.name.clone()).unwrap_or_default(),
                text.get(place.words.clone()).unwrap_or_default().to_owned(),
            ])
        };
        for repeat in &self.0 {
            let [file, hash, paragraph, date, speaker, words] = cells(&repeat.here)?;
            for other in repeat.elsewhere.iter().filter_map(cells) {
                let here = [&words, &file, &hash, &paragraph, &date, &speaker];
                sheet.push(here.into_iter().chain(&other).map(String::as_str));
            }
        }
        Some(sheet.into_file(TABLE))
    }
}
