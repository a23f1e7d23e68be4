//! The user's marks as a list: what was marked, where it stands now, the note and the tags, which are written here. What
//! could not be found again says so. The search box finds words and notes, a field the tag.

use std::collections::BTreeMap;

use super::acts::on_item;
use super::node::{Attribute, Deed, Element, Tag};
use super::{Asked, List, Made, Meta, Node, RowSource, SavedFile, Sight, View, passage, pieces};
use crate::library::Entry;
use crate::quote::address::Resolution;
use crate::quote::check::shelf::Shelf;
use crate::quote::marks::{Mark, Standing, to_annotations, to_csv};

/// The files that can be saved.
const ANNOTATIONS: &str = "marks.json";
const TABLE: &str = "marks.csv";
/// Letters of the words that a row shows.
const SHOWN_LETTERS: usize = 600;
/// About how high a row stands, CSS pixels.
const ROW_PX: u32 = 150;
/// The value of the field of tags for marks without one, and of the field of states for those that are not as they were.
const UNTAGGED: &str = "-";
const UNSURE: &str = "unsure";

static META: Meta = Meta { id: "marks", key: '6', is_in_bar: false };

/// See the module.
pub struct Marks;

/// The marks that are shown, by their index, with what became of them.
#[derive(Debug)]
struct Rows(Vec<(usize, Standing)>);

impl View for Marks {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let texts = asked.texts;
        let title = texts.of("view-marks");
        let all = &asked.notebook.marks;
        let standings = asked.notebook.standings(&Shelf::new(asked.library, asked.index));
        let shown: Vec<(usize, Standing)> =
            standings.into_iter().enumerate().filter(|(at, standing)| is_shown(asked, &all[*at], standing)).collect();
        let status = if all.is_empty() {
            texts.of("marks-none")
        } else {
            texts.with("marks-count", &[("n", shown.len().into()), ("all", all.len().into())])
        };
        let mut head = pieces::head(&title, &status);
        if !all.is_empty() {
            head.push(tools(asked));
        }
        let names = pieces::column_names(texts, ["marks-words", "marks-note", "marks-tags", "marks-state"]);
        let list = (!shown.is_empty()).then(|| List::even("marked", title.clone(), names, shown.len() as u32, ROW_PX));
        Made { sight: Sight { title, status, head, list, foot: Vec::new() }, rows: Box::new(Rows(shown)) }
    }
}

/// Whether a mark has the tag and the state that are chosen, and the words that are searched for.
fn is_shown(asked: &Asked<'_>, mark: &Mark, standing: &Standing) -> bool {
    let state = &asked.query.state;
    let has_tag = match state.field("tag") {
        "" => true,
        UNTAGGED => mark.tags.is_empty(),
        tag => mark.tags.iter().any(|known| known == tag),
    };
    let has_state = state.field("state") != UNSURE || !matches!(standing.resolution, Resolution::Same(_));
    let query = asked.query.filter.query(asked.library);
    let is_found = |text: &str| !query.highlights(text).is_empty();
    has_tag && has_state && (!query.has_text() || is_found(&mark.words) || is_found(&mark.note))
}

fn tools(asked: &Asked<'_>) -> Node {
    let texts = asked.texts;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    asked.notebook.marks.iter().flat_map(|mark| &mark.tags).for_each(|tag| *counts.entry(tag).or_default() += 1);
    let all = (String::new(), texts.of("marks-all"));
    let tags = counts.into_iter().map(|(tag, n)| (tag.to_owned(), format!("{tag} ({n})")));
    let untagged = (UNTAGGED.to_owned(), texts.of("marks-untagged"));
    let tags = [all.clone()].into_iter().chain(tags).chain([untagged]).collect();
    let states = vec![all, (UNSURE.to_owned(), texts.of("marks-unsure"))];
    let state = &asked.query.state;
    let choice = |field: &str, key: &str, options| {
        let select = pieces::select(field, state.field(field), options).on(Deed::ShowWith(state.clone()));
        pieces::labelled(texts.of(key), select)
    };
    Element::new(Tag::Div)
        .class("view-tools")
        .child(choice("tag", "marks-tag", tags))
        .child(choice("state", "marks-state", states))
        .child(pieces::save_button(texts, ANNOTATIONS, "marks-save-annotations"))
        .child(pieces::save_button(texts, TABLE, "save-csv"))
        .into()
}

/// The beginning of a text, to the end of a word.
pub fn shortened(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        None => text.to_owned(),
        Some((at, _)) => {
            let cut = &text[..at];
            format!("{} …", cut.rfind(char::is_whitespace).map_or(cut, |space| &cut[..space]))
        }
    }
}

/// Who says it, in which transcript, when, and in which paragraph.
pub fn source(asked: &Asked<'_>, entry: &Entry, paragraph: u32) -> String {
    let transcript = &entry.transcript;
    let speaker = transcript.turns.get(transcript.turn_of(paragraph)).and_then(|turn| turn.speaker);
    let speaker = speaker.and_then(|id| transcript.speaker(id)).map(|speaker| speaker.name.clone());
    let title = transcript.metadata.title.as_ref().map(|title| title.value.clone());
    let title = title.or_else(|| asked.library.source(entry).map(|source| source.file_name().to_owned()));
    let date = transcript.metadata.date.as_ref().map(|date| date.value.to_string());
    let number = format!("¶\u{a0}{}", paragraph + 1);
    speaker.into_iter().chain(title).chain(date).chain([number]).collect::<Vec<_>>().join(", ")
}

impl RowSource for Rows {
    fn row(&self, asked: &Asked<'_>, index: u32) -> Node {
        let Some((at, standing)) = self.0.get(index as usize) else { return "".into() };
        let Some(mark) = asked.notebook.marks.get(*at) else { return "".into() };
        let texts = asked.texts;
        let act = |name: &str| Deed::Change(on_item(name, *at, &mark.address));
        let cell = || Element::new(Tag::Div).with(Attribute::Role, "cell");
        let entry = standing.entry.and_then(|entry| asked.library.entries().get(entry));
        let passage = standing.resolution.passage();
        let words = Element::new(Tag::Blockquote)
            .with(Attribute::Dir, "auto")
            .child(Element::new(Tag::Mark).class("own").child(shortened(&mark.words, SHOWN_LETTERS)));
        let way = match (entry, passage) {
            (Some(entry), Some(passage)) => Element::new(Tag::A)
                .on(Deed::Go { id: entry.id.clone(), paragraph: passage.from.paragraph + 1 })
                .child(source(asked, entry, passage.from.paragraph)),
            _ => Element::new(Tag::A).on(Deed::Show(passage::open(&mark.address, ""))).child(texts.of("marks-where")),
        };
        let note = Element::new(Tag::Textarea)
            .with(Attribute::Name, "note")
            .with(Attribute::Rows, "3")
            .with(Attribute::Dir, "auto")
            .with(Attribute::AriaLabel, texts.of("marks-note"))
            .with(Attribute::Placeholder, texts.of("marks-note-hint"))
            .with(Attribute::Value, mark.note.as_str())
            .on(act("mark-note"));
        let tags = Element::new(Tag::Input)
            .with(Attribute::Name, "tags")
            .with(Attribute::Autocomplete, "off")
            .with(Attribute::Dir, "auto")
            .with(Attribute::AriaLabel, texts.of("marks-tags"))
            .with(Attribute::Placeholder, texts.of("marks-tags-hint"))
            .with(Attribute::Value, mark.tags.join(", "))
            .on(act("mark-tags"));
        let remove = Element::new(Tag::Button)
            .class("plain")
            .with(Attribute::AriaLabel, texts.with("marks-remove", &[("words", shortened(&mark.words, 40).into())]))
            .on(act("mark-remove"))
            .child(texts.of("act-remove"));
        Element::new(Tag::Div)
            .class("marked-row")
            .with(Attribute::Role, "row")
            .with(Attribute::AriaRowindex, (index + 2).to_string())
            .key(format!("{at}-{}", mark.address))
            .child(cell().child(words).child(Element::new(Tag::P).child(way)))
            .child(cell().child(note))
            .child(cell().child(tags))
            .child(cell().class("mark-state").all(state(asked, mark, standing)).child(remove))
            .into()
    }

    fn file(&self, asked: &Asked<'_>, name: &str) -> Option<SavedFile> {
        let shown: Vec<Mark> = self.0.iter().filter_map(|(at, _)| asked.notebook.marks.get(*at).cloned()).collect();
        let (media_type, text) = match name {
            ANNOTATIONS => ("application/ld+json", to_annotations(&shown)),
            TABLE => ("text/csv; charset=utf-8", to_csv(&shown, &Shelf::new(asked.library, asked.index))),
            _ => return None,
        };
        Some(SavedFile { name: name.to_owned(), media_type, bytes: text.into_bytes() })
    }
}

/// What became of a mark, in words, and which words stand there now.
fn state(asked: &Asked<'_>, mark: &Mark, standing: &Standing) -> Vec<Node> {
    let key = format!("marks-is-{}", standing.resolution.name());
    let mut told = vec![Element::new(Tag::P).child(asked.texts.of(&key)).into()];
    if let Resolution::Changed(passage) = standing.resolution
        && let Some(entry) = standing.entry.and_then(|entry| asked.library.entries().get(entry))
    {
        let now = shortened(&passage.text(&entry.transcript), SHOWN_LETTERS);
        told.push(Element::new(Tag::Ins).with(Attribute::Dir, "auto").child(now).into());
    }
    if standing.entry.is_none() {
        let hash: String = mark.hash.chars().take(12).collect();
        told.push(Element::new(Tag::P).child(asked.texts.with("marks-hash", &[("hash", hash.into())])).into());
    }
    told
}
