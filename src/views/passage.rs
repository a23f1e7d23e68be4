//! A passage by its address, as a link names it: what became of the words, where they stand now, in which words other
//! versions have them, or which file is needed to see them; and the passage as each style cites it.
//!
//! Where the words stand as the link says and no other version has other words, the view leads on to the text at once.

use super::acts::citation;
use super::node::{Attribute, Deed, Element, Tag, ViewState};
use super::{Asked, Made, Meta, Node, Sight, View, citing, pieces};
use crate::library::{Entry, Library};
use crate::quote::address::{Address, Resolution};
use crate::quote::citation::{STYLES, Style};
use crate::quote::passage::Passage;
use crate::text::difference::{Class, compare_words};

/// The field with the addresses of the passage: one for each stretch, between which words are left out.
pub const AT: &str = "at";
/// Between the last address and the name of its file.
pub const FILE_BEHIND: char = '*';
/// The field that says that the view is to stay.
const STAY: &str = "stay";

/// Other versions that are looked through for what became of the words.
const VERSIONS: usize = 20;

static META: Meta = Meta { id: "passage", key: Meta::NONE, is_in_bar: false };

/// See the module.
pub struct PassageView;

/// What a link names.
struct Named {
    addresses: Vec<Address>,
    file: String,
}

impl Named {
    /// Reads the field; none where it holds no address.
    fn read(at: &str) -> Option<Self> {
        let (addresses, file) = at.split_once(FILE_BEHIND).unwrap_or((at, ""));
        let addresses: Vec<Address> = addresses.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
        (!addresses.is_empty()).then(|| Self { addresses, file: file.to_owned() })
    }
}

/// Where the words stand.
struct Found<'a> {
    entry: &'a Entry,
    resolution: Resolution,
}

impl Found<'_> {
    fn passage(&self) -> Option<Passage> {
        self.resolution.passage()
    }

    fn words(&self) -> String {
        self.passage().map(|passage| passage.text(&self.entry.transcript)).unwrap_or_default()
    }
}

/// The view of the passage that an address names: where its words stand it leads to the text.
pub fn open(address: &str, file: &str) -> ViewState {
    ViewState::of(META.id).with(AT, format!("{address}{FILE_BEHIND}{file}"))
}

/// The view of a passage, to which it does not lead on.
pub fn state(entry: &Entry, passages: &[Passage]) -> Option<ViewState> {
    let address = |passage: &Passage| Address::new(&entry.id, &entry.transcript, *passage).map(|a| a.to_string());
    let addresses = passages.iter().map(address).collect::<Option<Vec<_>>>()?;
    Some(ViewState::of(META.id).with(AT, addresses.join(" ")).with(STAY, "1"))
}

/// The transcript and the stretches of it that addresses name, where all their words stand in it.
pub fn find<'l>(library: &'l Library, at: &str) -> Option<(&'l Entry, Vec<Passage>)> {
    let named = Named::read(at)?;
    let entry = library.entry(&named.addresses.first()?.id)?;
    let passage = |address: &Address| match address.resolve(&entry.transcript) {
        Resolution::Same(passage) | Resolution::Moved(passage) => Some(passage),
        Resolution::Changed(_) | Resolution::Gone => None,
    };
    let passages = named.addresses.iter().map(passage).collect::<Option<Vec<_>>>()?;
    Some((entry, passages))
}

/// What a column marks for a link that was followed.
pub fn target(entry: &Entry, at: &str) -> Option<Passage> {
    let named = Named::read(at)?;
    let address = named.addresses.first()?;
    match address.resolve(&entry.transcript) {
        Resolution::Changed(passage) if address.id == entry.id => Some(passage),
        Resolution::Same(passage) | Resolution::Moved(passage) => Some(passage),
        _ => None,
    }
}

/// Other versions of a transcript's record, as far as date and title or place tell.
fn versions<'a>(library: &'a Library, entry: &'a Entry) -> impl Iterator<Item = &'a Entry> {
    let metadata = &entry.transcript.metadata;
    let is_version = move |other: &&Entry| {
        let one = &other.transcript.metadata;
        let value = |field: &Option<crate::model::Field<String>>| field.as_ref().map(|field| field.value.clone());
        let same = |a: Option<String>, b: Option<String>| a.is_some() && a == b;
        let is_same_day = match (&one.date, &metadata.date) {
            (Some(one), Some(other)) => one.value == other.value,
            _ => true,
        };
        let is_same_language = one.language == metadata.language;
        let is_same_event =
            same(value(&one.title), value(&metadata.title)) || same(value(&one.place), value(&metadata.place));
        other.id != entry.id && is_same_day && is_same_language && is_same_event
    };
    library.entries().iter().filter(is_version).take(VERSIONS)
}

/// What other versions have in the place of words that stand in `entry`: those that have others, or have them no more.
fn differing<'a>(library: &'a Library, entry: &'a Entry, address: &Address) -> Vec<Found<'a>> {
    let found = versions(library, entry).map(|entry| Found { entry, resolution: address.resolve(&entry.transcript) });
    found.filter(|found| matches!(found.resolution, Resolution::Changed(_))).collect()
}

impl View for PassageView {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn leads_to(&self, asked: &Asked<'_>) -> Option<(String, u32)> {
        let state = &asked.query.state;
        if !state.field(STAY).is_empty() {
            return None;
        }
        let (entry, passages) = find(asked.library, state.field(AT))?;
        let named = Named::read(state.field(AT))?;
        let address = named.addresses.first()?;
        let is_same = matches!(address.resolve(&entry.transcript), Resolution::Same(_));
        let leads = is_same && differing(asked.library, entry, address).is_empty();
        leads.then(|| (entry.id.clone(), passages[0].from.paragraph + 1))
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let (texts, at) = (asked.texts, asked.query.state.field(AT));
        let title = texts.of("view-passage");
        let Some(named) = Named::read(at) else {
            return plain(title, texts.of("passage-bad"), Vec::new());
        };
        let (Some(address), library) = (named.addresses.first(), asked.library) else {
            return plain(title, texts.of("passage-bad"), Vec::new());
        };
        let Some((index, resolution)) = address.find_in(library) else {
            return plain(title, missing(asked, &named, address), Vec::new());
        };
        let Some(entry) = library.entries().get(index) else {
            return plain(title, missing(asked, &named, address), Vec::new());
        };
        let found = Found { entry, resolution };
        let mut foot = Vec::new();
        let others = if entry.id == address.id { differing(library, entry, address) } else { Vec::new() };
        let status = sentence(asked, &named, address, &found, others.len());
        foot.extend(shown(asked, &found));
        foot.extend(others.iter().flat_map(|other| other_wording(asked, &found, other)));
        if let Some((entry, passages)) = find(library, at) {
            foot.push(acts(asked, at));
            foot.extend(styles(asked, entry, &passages, at));
        }
        plain(title, status, foot)
    }
}

fn plain(title: String, status: String, foot: Vec<Node>) -> Made {
    let head = pieces::head(&title, &status);
    let foot = if foot.is_empty() { foot } else { vec![Element::new(Tag::Div).class("passage").all(foot).into()] };
    Made::plain(Sight { title, status, head, foot, ..Sight::default() })
}

/// Which file is needed to see the words.
fn missing(asked: &Asked<'_>, named: &Named, address: &Address) -> String {
    let hash = address.id.split('.').next().unwrap_or_default();
    let file = if named.file.is_empty() { asked.texts.of("passage-some-file") } else { named.file.clone() };
    asked.texts.with("passage-missing", &[("file", file.into()), ("hash", hash.into())])
}

fn file_of(asked: &Asked<'_>, entry: &Entry) -> String {
    asked.library.source(entry).map(|source| source.file_name().to_owned()).unwrap_or_default()
}

/// What became of the words, in one sentence.
fn sentence(asked: &Asked<'_>, named: &Named, address: &Address, found: &Found<'_>, others: usize) -> String {
    let texts = asked.texts;
    let is_own = found.entry.id == address.id;
    let n = found.passage().map_or(address.paragraph_number(), |passage| passage.from.paragraph + 1);
    let values = [("file", file_of(asked, found.entry).into()), ("n", n.into())];
    let mut told = match (&found.resolution, is_own) {
        (Resolution::Same(_), true) if others > 0 => {
            texts.with("passage-same-and-changed", &[("n", n.into()), ("others", others.into())])
        }
        (Resolution::Same(_), true) => texts.with("passage-same", &values[1..]),
        (Resolution::Moved(_), true) => texts.with("passage-moved", &values[1..]),
        (Resolution::Changed(_), true) => texts.with("passage-changed", &values[1..]),
        (Resolution::Gone, true) => texts.with("passage-gone", &values[1..]),
        (Resolution::Same(_) | Resolution::Moved(_), false) => texts.with("passage-same-elsewhere", &values),
        (Resolution::Changed(_) | Resolution::Gone, false) => texts.with("passage-changed-elsewhere", &values),
    };
    if !is_own {
        told.push(' ');
        told.push_str(&missing_own(asked, named, address));
    }
    told
}

/// Which file the link names, where another one was found.
fn missing_own(asked: &Asked<'_>, named: &Named, address: &Address) -> String {
    let hash = address.id.split('.').next().unwrap_or_default();
    let file = if named.file.is_empty() { asked.texts.of("passage-some-file") } else { named.file.clone() };
    asked.texts.with("passage-own-missing", &[("file", file.into()), ("hash", hash.into())])
}

/// The words where they stand, with the way there.
fn shown(asked: &Asked<'_>, found: &Found<'_>) -> Vec<Node> {
    let Some(passage) = found.passage() else {
        let go = Deed::Go { id: found.entry.id.clone(), paragraph: 0 };
        return vec![Element::new(Tag::P).child(Element::new(Tag::A).on(go).child(name(asked, found.entry))).into()];
    };
    let words = Element::new(Tag::Mark).child(found.words());
    vec![wording(asked, found, passage, words.into())]
}

/// What a transcript is called: who speaks, its title, its date, its file.
fn name(asked: &Asked<'_>, entry: &Entry) -> String {
    let metadata = &entry.transcript.metadata;
    let title = metadata.title.as_ref().map(|title| title.value.clone());
    let date = metadata.date.as_ref().map(|date| date.value.to_string());
    title.into_iter().chain(date).chain([file_of(asked, entry)]).collect::<Vec<_>>().join(", ")
}

fn wording(asked: &Asked<'_>, found: &Found<'_>, passage: Passage, words: Node) -> Node {
    let number = passage.from.paragraph + 1;
    let go = Element::new(Tag::A)
        .with(Attribute::Tip, asked.texts.with("concordance-go", &[("n", number.into())]))
        .on(Deed::Go { id: found.entry.id.clone(), paragraph: number });
    let transcript = &found.entry.transcript;
    let speaker = transcript.turns.get(transcript.turn_of(passage.from.paragraph)).and_then(|turn| turn.speaker);
    let speaker = speaker.and_then(|id| transcript.speaker(id)).map(|speaker| speaker.name.clone());
    let speaker = speaker.unwrap_or_else(|| asked.texts.of("concordance-nobody"));
    let source = format!("{speaker}, {}, ¶\u{a0}{number}", name(asked, found.entry));
    Element::new(Tag::Figure)
        .child(Element::new(Tag::Blockquote).with(Attribute::Dir, "auto").child(words))
        .child(Element::new(Tag::Figcaption).child(go.child(source)))
        .into()
}

/// What another version has in the place of the words, with what differs marked.
fn other_wording(asked: &Asked<'_>, found: &Found<'_>, other: &Found<'_>) -> Option<Node> {
    let passage = other.passage()?;
    let (old, new) = (found.words(), other.words());
    let mut words = Element::new(Tag::Span);
    let mut at = 0;
    for edit in compare_words(&old, &new).into_iter().filter(|edit| edit.class != Class::Cosmetic) {
        words = words.child(new.get(at..edit.right.start).unwrap_or_default());
        let gone = old.get(edit.left).unwrap_or_default();
        words = words.all((!gone.trim().is_empty()).then(|| Element::new(Tag::Del).child(gone.trim())));
        let came = new.get(edit.right.clone()).unwrap_or_default();
        words = words.all((!came.trim().is_empty()).then(|| Element::new(Tag::Ins).child(came)));
        at = edit.right.end;
    }
    Some(wording(asked, other, passage, words.child(new.get(at..).unwrap_or_default()).into()))
}

/// What can be done with the passage.
fn acts(asked: &Asked<'_>, at: &str) -> Node {
    let button = |act: &str, key: &str| {
        Element::new(Tag::Button)
            .class("plain")
            .on(Deed::Change(ViewState::of(act).with(AT, at)))
            .child(asked.texts.of(key))
    };
    Element::new(Tag::Div).class("view-tools").child(button("clip", "passage-clip")).child(citing::field(asked)).into()
}

/// The passage as each style cites it.
fn styles(asked: &Asked<'_>, entry: &Entry, passages: &[Passage], at: &str) -> Vec<Node> {
    let Some(citation) = citation(asked.library, entry, passages, asked.base) else { return Vec::new() };
    let one = |style: &Style| {
        let act = ViewState::of("cite").with(AT, at).with("style", style.id);
        let name = asked.texts.with("passage-copy", &[("style", style.name.into())]);
        let copy = Element::new(Tag::Button)
            .class("plain")
            .with(Attribute::AriaLabel, name)
            .on(Deed::Change(act))
            .child(asked.texts.of("quote-copy-it"));
        let head = Element::new(Tag::H2).child(style.name).child(" ").child(copy);
        let text = Element::new(Tag::P).class("cited").with(Attribute::Dir, "auto").child(citation.write(style));
        Element::new(Tag::Section).child(head).child(text)
    };
    STYLES.iter().map(|style| one(style).into()).collect()
}
