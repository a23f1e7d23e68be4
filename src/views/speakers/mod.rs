//! Speakers and places: who is who and where is where. What was certain is done already; what is likely is proposed, and a
//! key accepts or refuses it; the user brings together, splits, renames and says roles. The label as printed stays in the
//! text, whatever is said here.

mod gathered;
mod proposals;
mod table;

use super::node::{Attribute, Deed, Element, Tag};
use super::{
    Asked, Change, Changed, List, Made, Meta, Node, RowSource, SavedFile, Sight, Texts, View, ViewState, pieces,
};
use crate::library::Library;
use crate::library::named::Named;
use crate::search::{Filter, Index};
use crate::text::fold::fold;
use gathered::{Kind, Known, Written, gather};
use proposals::{Proposal, propose};

/// Id of the view.
const SPEAKERS: &str = "speakers";
/// Stands for both kinds.
const BOTH: &str = "both";
/// The file that is saved.
const TABLE: &str = "speakers-and-places.csv";
/// Proposals shown at once.
const SHOWN_PROPOSALS: usize = 6;
/// Ways of writing shown of one name, and roles.
const SHOWN_WRITTEN: usize = 60;
const SHOWN_ROLES: usize = 3;
/// About how high a row stands, CSS pixels.
const ROW_PX: u32 = 46;
/// What stands before a name in the field that marks it.
const MARK: &str = "m:";

static META: Meta = Meta { id: SPEAKERS, key: '8', is_in_bar: false };

/// See the module.
pub struct Speakers;

impl View for Speakers {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let (state, texts) = (&asked.query.state, asked.texts);
        let kind = Kind::of(state.field("of"));
        let mut all = gather(asked.library, asked.index, kind);
        let proposals = propose(&all, kind.decided(asked.index), kind);
        let title = texts.of("view-speakers");
        let status = texts.with(
            match kind {
                Kind::Speakers => "speakers-count",
                Kind::Places => "places-count",
            },
            &[("n", all.len().into())],
        );
        let mut head = vec![
            Element::new(Tag::H1).child(title.clone()).into(),
            tabs(asked, kind),
            pieces::hint(status.clone()),
            tools(asked),
        ];
        if !proposals.is_empty() {
            head.push(proposed(asked, kind, &all, &proposals));
        }
        head.extend(marked_tools(asked, kind, &all));
        let wanted = fold(state.field("find").trim());
        if !wanted.is_empty() {
            all.retain(|known| {
                let is_in = |text: &str| fold(text).contains(&wanted);
                is_in(&known.name) || known.written.iter().any(|written| is_in(&written.name) || is_in(&written.label))
            });
        }
        let heads = ["", "speakers-name", "speakers-role", "speakers-turns", "speakers-transcripts"];
        let heads = heads.into_iter().filter(|key| kind == Kind::Speakers || *key != "speakers-turns").map(|key| {
            let name = if key.is_empty() { String::new() } else { texts.of(key) };
            cell(key, "columnheader").child(name).into()
        });
        let list = List::even("identity", title.clone(), heads.collect(), all.len() as u32, ROW_PX);
        let list = (!all.is_empty()).then_some(list);
        Made { sight: Sight { title, status, head, list, foot: Vec::new() }, rows: Box::new(Rows { kind, all }) }
    }

    fn change(&self, change: &mut Change<'_>) -> Option<Changed> {
        let (state, texts) = (change.state, change.texts);
        let kind = Kind::of(state.field("of"));
        if state.field("do") == "undo" {
            let kinds = if state.field("of") == BOTH { vec![Kind::Speakers, Kind::Places] } else { vec![kind] };
            for kind in kinds {
                change.library.work_mut().set(kind.name(), state.field(kind.name()).to_owned());
            }
            return Some(Changed::default());
        }
        let mut named = Named::of(change.library, kind.name());
        let known = state.field("as").trim();
        let value = |name: &str| state.field(name);
        let told = match value("do") {
            "join" => {
                let joined: Vec<&str> = marked(state).collect();
                let known = if known.is_empty() { joined.first().copied()? } else { known };
                named.join(joined.iter().copied(), known);
                texts.with("speakers-joined", &[("n", joined.len().into()), ("name", known.into())])
            }
            "accept" => {
                named.join([value("name")], known);
                texts.with("speakers-accepted", &[("other", value("name").into()), ("name", known.into())])
            }
            "refuse" => {
                named.keep_apart(value("name"), known);
                texts.with("speakers-refused", &[("other", value("name").into()), ("name", known.into())])
            }
            "rename" if !known.is_empty() => {
                let written = names_of(change.library, change.index, kind, value("name"));
                named.join(written.iter().map(String::as_str).chain([value("name")]), known);
                texts.with("speakers-renamed", &[("other", value("name").into()), ("name", known.into())])
            }
            "role" => {
                named.set_role(value("name"), value("role").trim());
                texts
                    .with("speakers-role-set", &[("name", value("name").into()), ("role", value("role").trim().into())])
            }
            "split" if !known.is_empty() => {
                named.split(value("name"), value("label"), known);
                let what = if value("label").is_empty() { value("name") } else { value("label") };
                texts.with("speakers-split", &[("other", what.into()), ("name", known.into())])
            }
            _ => return None,
        };
        let before = named.set(change.library, kind.name());
        let mut show = ViewState::of(SPEAKERS).with("find", value("find"));
        show.set("of", value("of").to_owned());
        Some(Changed { told, undo: Some(undo(kind, before)), show: Some(show), ..Changed::default() })
    }
}

/// What takes a change back.
fn undo(kind: Kind, record: String) -> ViewState {
    ViewState::of(SPEAKERS).with("do", "undo").with("of", kind.name()).with(kind.name(), record)
}

/// Takes up a table of speakers and places that was saved and maybe changed; none where the bytes are none.
pub fn open_table(library: &mut Library, index: &Index, bytes: &[u8], texts: &Texts) -> Option<Changed> {
    let read = table::read(bytes, index)?;
    let mut undo = ViewState::of(SPEAKERS).with("do", "undo").with("of", BOTH);
    let mut count = 0;
    for (kind, named) in read {
        let decided = kind.decided(index);
        let differs = named.names.iter().filter(|(name, known)| decided.names.get(*name) != Some(known)).count()
            + usize::from(named.labels != decided.labels)
            + usize::from(named.roles != decided.roles);
        count += differs;
        undo.set(kind.name(), named.set(library, kind.name()));
    }
    let told = texts.with("speakers-table", &[("n", count.into())]);
    Some(Changed { told, undo: Some(undo), ..Changed::default() })
}

/// All ways in which the name of one is written.
fn names_of(library: &Library, index: &Index, kind: Kind, known: &str) -> Vec<String> {
    let all = gather(library, index, kind);
    let one = all.into_iter().find(|one| one.name == known);
    one.map_or_else(Vec::new, |one| one.written.into_iter().map(|written| written.name).collect())
}

/// The names that are marked.
fn marked(state: &ViewState) -> impl Iterator<Item = &str> {
    state.fields.iter().filter_map(|(name, _)| name.strip_prefix(MARK))
}

/// A change of the view's own kind, with what is shown beside.
fn change(asked: &Asked<'_>, what: &str) -> ViewState {
    let state = &asked.query.state;
    let mut change = ViewState::of(SPEAKERS).with("do", what);
    for field in ["of", "find"] {
        change.set(field, state.field(field).to_owned());
    }
    change
}

fn tabs(asked: &Asked<'_>, shown: Kind) -> Node {
    let tab = |kind: Kind, key: &str| {
        let of = if kind == Kind::Speakers { "" } else { kind.name() };
        Element::new(Tag::A)
            .on(Deed::Show(ViewState::of(SPEAKERS).with("of", of)))
            .current(kind == shown)
            .child(asked.texts.of(key))
    };
    let tabs = [tab(Kind::Speakers, "speakers-tab"), tab(Kind::Places, "places-tab")];
    Element::new(Tag::Nav).class("tabs").with(Attribute::AriaLabel, asked.texts.of("view-speakers")).all(tabs).into()
}

fn tools(asked: &Asked<'_>) -> Node {
    let (state, texts) = (&asked.query.state, asked.texts);
    let find = Element::new(Tag::Input)
        .with(Attribute::Name, "find")
        .with(Attribute::Autocomplete, "off")
        .with(Attribute::Value, state.field("find"))
        .on(Deed::ShowWith(state.clone()));
    let save = pieces::save_button(texts, TABLE, "save-csv");
    Element::new(Tag::Div)
        .class("view-tools")
        .child(pieces::labelled(texts.of("speakers-find"), find))
        .child(save)
        .into()
}

/// How much there is of one.
fn amount(texts: &Texts, kind: Kind, known: &Known) -> String {
    let transcripts = texts.with("speakers-in", &[("n", known.transcripts.len().into())]);
    match kind {
        Kind::Speakers => format!("{}, {transcripts}", texts.with("speakers-of", &[("n", known.turns.into())])),
        Kind::Places => transcripts,
    }
}

/// What is likely, to be accepted or refused by a key: the keys are those of the first.
fn proposed(asked: &Asked<'_>, kind: Kind, all: &[Known], proposals: &[Proposal]) -> Node {
    let texts = asked.texts;
    let one = |(at, proposal): (usize, &Proposal)| {
        let (full, other) = (&all[proposal.full], &all[proposal.other]);
        let state = |what: &str| change(asked, what).with("name", other.name.as_str()).with("as", full.name.as_str());
        let button = |what: &str, key: &str, letter: &str| {
            let name = texts.of(key);
            let button = Element::new(Tag::Button)
                .class("plain")
                .on(Deed::Change(state(what)))
                .with(Attribute::AriaLabel, format!("{name}: {}, {}", full.name, other.name))
                .child(name);
            let hint = Element::new(Tag::Kbd).with(Attribute::AriaHidden, "true").child(letter);
            if at == 0 { button.with(Attribute::AriaKeyshortcuts, letter).child(" ").child(hint) } else { button }
        };
        let side = |known: &Known| {
            let role = known.roles.first().map(|(role, _)| format!("{role}, ")).unwrap_or_default();
            Element::new(Tag::Span)
                .class("proposal-name")
                .child(Element::new(Tag::B).with(Attribute::Dir, "auto").child(known.name.as_str()))
                .child(" ")
                .child(Element::new(Tag::Small).child(format!("{role}{}", amount(texts, kind, known))))
        };
        Element::new(Tag::Li)
            .key(format!("{}\u{1}{}", full.name, other.name))
            .child(side(full))
            .child(side(other))
            .child(Element::new(Tag::I).child(texts.of(proposal.why.key())))
            .child(
                Element::new(Tag::Span)
                    .class("verdicts")
                    .child(button("accept", "speakers-accept", "y"))
                    .child(button("refuse", "speakers-refuse", "x")),
            )
    };
    let more = proposals.len().saturating_sub(SHOWN_PROPOSALS);
    let more = (more > 0).then(|| pieces::hint(texts.with("speakers-more", &[("n", more.into())])));
    Element::new(Tag::Section)
        .class("proposals")
        .with(Attribute::AriaLabel, texts.of("speakers-likely"))
        .child(Element::new(Tag::H2).child(texts.of("speakers-likely")))
        .child(Element::new(Tag::Ol).all(proposals.iter().take(SHOWN_PROPOSALS).enumerate().map(one)))
        .all(more)
        .into()
}

fn text_field(name: &str, label: String, value: &str) -> Element {
    let input = Element::new(Tag::Input)
        .with(Attribute::Name, name)
        .with(Attribute::Autocomplete, "off")
        .with(Attribute::Value, value);
    Element::new(Tag::Label).child(label).child(" ").child(input)
}

fn submit(text: String) -> Element {
    Element::new(Tag::Input)
        .class("plain")
        .with(Attribute::Type, "submit")
        .with(Attribute::AriaLabel, text.clone())
        .with(Attribute::Value, text)
}

/// What can be done with those that are marked.
fn marked_tools(asked: &Asked<'_>, kind: Kind, all: &[Known]) -> Option<Node> {
    let (state, texts) = (&asked.query.state, asked.texts);
    let is_marked = |known: &&Known| state.fields.iter().any(|(name, _)| name.strip_prefix(MARK) == Some(&known.name));
    let chosen: Vec<&Known> = all.iter().filter(is_marked).collect();
    let first = chosen.iter().max_by_key(|known| (known.weight(), known.name.len()))?;
    let form = |change: ViewState| Element::new(Tag::Form).class("name-form").on(Deed::Change(change));
    let mut forms = Vec::new();
    if chosen.len() > 1 {
        let names = chosen.iter().map(|known| known.name.as_str()).collect::<Vec<_>>().join(" · ");
        let join = chosen
            .iter()
            .fold(change(asked, "join"), |change, known| change.with(&format!("{MARK}{}", known.name), "1"));
        forms.push(Element::new(Tag::P).with(Attribute::Dir, "auto").child(names));
        forms.push(
            form(join)
                .child(text_field("as", texts.of("speakers-known-as"), &first.name))
                .child(submit(texts.of("speakers-join")).with(Attribute::AriaKeyshortcuts, "g"))
                .child(Element::new(Tag::Kbd).with(Attribute::AriaHidden, "true").child("g")),
        );
    } else {
        let of = |what: &str| change(asked, what).with("name", first.name.as_str());
        forms.push(
            form(of("rename"))
                .child(text_field("as", texts.of("speakers-known-as"), &first.name))
                .child(submit(texts.of("speakers-rename"))),
        );
        if kind == Kind::Speakers {
            let role = kind.decided(asked.index).roles.get(&first.name).map_or("", String::as_str);
            forms.push(
                form(of("role"))
                    .child(text_field("role", texts.of("speakers-role-none"), role))
                    .child(submit(texts.of("speakers-set-role"))),
            );
        }
    }
    let leave = change(asked, "")
        .fields
        .into_iter()
        .fold(ViewState::of(SPEAKERS), |state, (name, value)| state.with(&name, value));
    let clear = Element::new(Tag::Button).class("plain").on(Deed::Show(leave)).child(texts.of("speakers-unmark"));
    Some(
        Element::new(Tag::Section)
            .class("identity-marked")
            .with(Attribute::AriaLabel, texts.with("speakers-marked", &[("n", chosen.len().into())]))
            .child(Element::new(Tag::H2).child(texts.with("speakers-marked", &[("n", chosen.len().into())])))
            .all(forms)
            .child(clear)
            .into(),
    )
}

fn cell(key: &str, role: &str) -> Element {
    let name = key.rsplit('-').next().unwrap_or_default();
    let class = if name.is_empty() { "identity-mark".to_owned() } else { format!("identity-{name}") };
    Element::new(Tag::Div).class(&class).with(Attribute::Role, role)
}

/// The rows of the list.
#[derive(Debug)]
struct Rows {
    kind: Kind,
    all: Vec<Known>,
}

impl RowSource for Rows {
    fn row(&self, asked: &Asked<'_>, index: u32) -> Node {
        let Some(known) = self.all.get(index as usize) else { return Node::Text(String::new()) };
        let (state, texts) = (&asked.query.state, asked.texts);
        let field = format!("{MARK}{}", known.name);
        let is_marked = !state.field(&field).is_empty();
        let mark = Element::new(Tag::Input)
            .with(Attribute::Type, "checkbox")
            .with(Attribute::Name, field)
            .with(Attribute::Value, "1")
            .with_if(is_marked, Attribute::Checked)
            .with(Attribute::AriaLabel, texts.with("speakers-mark", &[("name", known.name.as_str().into())]))
            .on(Deed::ShowWith(state.clone()));
        let mut filter = Filter::default();
        match self.kind {
            Kind::Speakers => filter.speakers.insert(known.name.clone()),
            Kind::Places => filter.places.insert(known.name.clone()),
        };
        let name = Element::new(Tag::A)
            .with(Attribute::Dir, "auto")
            .with(Attribute::Tip, texts.of("speakers-read"))
            .on(Deed::Filter { filter: Box::new(filter), view: None })
            .child(known.name.as_str());
        let others = known.other_names();
        let others = (!others.is_empty()).then(|| {
            let also = texts.with("speakers-also", &[("names", others.join(", ").into())]);
            Element::new(Tag::Small).with(Attribute::Dir, "auto").child(also)
        });
        let decided = self.kind.decided(asked.index).roles.get(&known.name);
        let roles: Vec<&str> =
            known.roles.iter().map(|(role, _)| role.as_str()).chain(decided.map(String::as_str)).collect();
        let mut shown = roles.iter().take(SHOWN_ROLES).copied().collect::<Vec<_>>().join("; ");
        if roles.len() > SHOWN_ROLES {
            shown.push_str(" …");
        }
        let mut row = Element::new(Tag::Div)
            .class("identity-row")
            .with(Attribute::Role, "row")
            .key(known.name.as_str())
            .child(cell("", "cell").child(mark))
            .child(cell("speakers-name", "cell").child(name).all(others).all(self.written(asked, known)))
            .child(cell("speakers-role", "cell").with(Attribute::Dir, "auto").child(shown));
        if self.kind == Kind::Speakers {
            row = row.child(cell("speakers-turns", "cell").child(texts.number(known.turns.into())));
        }
        row.child(cell("speakers-transcripts", "cell").child(texts.number(known.transcripts.len() as u64))).into()
    }

    fn file(&self, asked: &Asked<'_>, name: &str) -> Option<SavedFile> {
        (name == TABLE).then(|| table::write(asked.library, asked.index, TABLE))
    }
}

impl Rows {
    /// Every way in which one is written, with a way to split it off; none where there is but one.
    fn written(&self, asked: &Asked<'_>, known: &Known) -> Option<Element> {
        let texts = asked.texts;
        if known.written.len() < 2 {
            return None;
        }
        let one = |written: &Written| {
            let is_other_name = written.name != known.name;
            // A label alone is split off under a name that is typed; a whole name stands for itself again.
            let label = if is_other_name { "" } else { written.label.as_str() };
            let split = change(asked, "split").with("name", written.name.as_str()).with("label", label);
            let name = if is_other_name { written.name.as_str() } else { written.label.trim_end_matches([':', '.']) };
            let shown = if written.label.is_empty() { &written.name } else { &written.label };
            let form = Element::new(Tag::Form)
                .class("name-form")
                .on(Deed::Change(split))
                .child(text_field("as", texts.of("speakers-known-as"), name))
                .child(submit(texts.of("speakers-split-off")));
            Element::new(Tag::Li)
                .key(format!("{}\u{1}{}", written.name, written.label))
                .child(Element::new(Tag::Q).with(Attribute::Dir, "auto").child(shown.as_str()))
                .child(" ")
                .child(Element::new(Tag::Small).child(texts.number(written.count.into())))
                .child(form)
        };
        let summary = texts.with("speakers-written", &[("n", known.written.len().into())]);
        let list = Element::new(Tag::Ul).all(known.written.iter().take(SHOWN_WRITTEN).map(one));
        Some(Element::new(Tag::Details).child(Element::new(Tag::Summary).child(summary)).child(list))
    }
}
