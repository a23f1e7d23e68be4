//! The libraries that are kept in this browser, and what is kept of the one that is open: names, numbers, room, and the
//! ways to make, open, rename, empty, save and remove one. What is kept is known and changed by whoever keeps it, outside
//! of the engine: this view only shows it and says what is to be done.

use serde::{Deserialize, Serialize};

use super::node::{Attribute, Deed, Element, Tag};
use super::pieces::button;
use super::{Asked, Made, Meta, Node, Sight, Texts, View, ViewState};

/// Id of the view.
pub const LIBRARIES: &str = "libraries";

static META: Meta = Meta { id: LIBRARIES, key: '9', is_in_bar: false };

/// The field that says what is to be done, what may stand there, and the fields beside it.
pub const DO: &str = "do";
#[allow(missing_docs)]
pub const CREATE: &str = "create";
#[allow(missing_docs)]
pub const OPEN: &str = "open";
#[allow(missing_docs)]
pub const RENAME: &str = "rename";
#[allow(missing_docs)]
pub const REMOVE: &str = "remove";
/// Take all files out of the library that is open.
pub const EMPTY: &str = "empty";
#[allow(missing_docs)]
pub const ID: &str = "id";
#[allow(missing_docs)]
pub const NAME: &str = "name";

/// A library that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLibrary {
    /// Its id; that of the first one is empty.
    pub id: String,
    /// Its name; empty where the user gave none.
    pub name: String,
    /// How many sources it had when it was last open.
    #[serde(default)]
    pub sources: u32,
    /// Their bytes.
    #[serde(default)]
    pub bytes: u64,
}

/// All libraries that are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registry {
    /// Id of the one that was opened last.
    pub last: String,
    /// All of them, in the order in which they were made. There is always one.
    pub libraries: Vec<KeptLibrary>,
}

impl Default for Registry {
    fn default() -> Self {
        Self { last: String::new(), libraries: vec![KeptLibrary::default()] }
    }
}

impl Registry {
    /// The library with this id.
    pub fn get(&self, id: &str) -> Option<&KeptLibrary> {
        self.libraries.iter().find(|library| library.id == id)
    }

    /// The library with this id, to be changed.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut KeptLibrary> {
        self.libraries.iter_mut().find(|library| library.id == id)
    }

    /// The one to open where `wanted` is asked for: that, or the last one, or the first.
    pub fn choose(&self, wanted: Option<&str>) -> String {
        let known = [wanted, Some(&self.last)].into_iter().flatten().find(|id| self.get(id).is_some());
        known
            .map_or_else(|| self.libraries.first().map(|library| library.id.clone()).unwrap_or_default(), str::to_owned)
    }
}

/// What is kept in this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// All libraries.
    pub registry: Registry,
    /// Id of the one that is open.
    pub open: String,
    /// Sources of it that are kept, and their bytes.
    pub sources: u32,
    #[allow(missing_docs)]
    pub bytes: u64,
    /// Sources that are only in memory, because there was no room for them.
    pub unkept: u32,
    /// Why nothing is kept at all; empty where all is well.
    pub trouble: String,
    /// Bytes that this page takes of the browser's storage, and that it may take, as the browser says.
    pub room: Option<(u64, u64)>,
    /// Whether the browser promised to keep it all until the user removes it.
    pub is_lasting: bool,
}

impl Kept {
    /// The name of the library that is open; empty where it has none.
    pub fn name(&self) -> &str {
        self.registry.get(&self.open).map_or("", |library| &library.name)
    }
}

/// A library's name for the user.
pub fn shown_name(texts: &Texts, library: &KeptLibrary) -> String {
    if library.name.is_empty() { texts.of("libraries-unnamed") } else { library.name.clone() }
}

/// See the module.
pub struct Libraries;

impl View for Libraries {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let (texts, kept) = (asked.texts, asked.kept);
        let title = texts.of("view-libraries");
        let count = kept.registry.libraries.len();
        let status = texts.with("libraries-count", &[("n", count.into())]);
        let shelf = kept.registry.libraries.iter().map(|library| shelved(asked, library));
        let head = vec![
            Element::new(Tag::H1).child(title.clone()).into(),
            Element::new(Tag::P).class("hint").child(texts.of("libraries-lead")).into(),
            Element::new(Tag::Ul).class("shelf").all(shelf).into(),
            name_form(texts, "libraries-new", "libraries-create", change(CREATE), ""),
        ];
        Made::plain(Sight { title, status, head, list: None, foot: what_is_kept(asked) })
    }
}

fn change(what: &str) -> ViewState {
    ViewState::of(LIBRARIES).with(DO, what)
}

/// A name to type, and what is done with it.
fn name_form(texts: &Texts, label: &str, go: &str, state: ViewState, name: &str) -> Node {
    let input = Element::new(Tag::Input)
        .with(Attribute::Name, NAME)
        .with(Attribute::Autocomplete, "off")
        .with(Attribute::Value, name);
    let submit = Element::new(Tag::Input)
        .class("plain")
        .with(Attribute::Type, "submit")
        .with(Attribute::AriaLabel, texts.of(go))
        .with(Attribute::Value, texts.of(go));
    Element::new(Tag::Form)
        .class("name-form")
        .on(Deed::Change(state))
        .child(Element::new(Tag::Label).child(texts.of(label)).child(" ").child(input))
        .child(submit)
        .into()
}

/// Something that is done only after it was asked once more.
fn asked_twice(texts: &Texts, what: &str, sentence: String, yes: String, deed: Deed) -> Element {
    Element::new(Tag::Details)
        .child(Element::new(Tag::Summary).class("plain").child(texts.of(what)))
        .child(Element::new(Tag::P).child(sentence))
        .child(Element::new(Tag::Button).class("danger").on(deed).child(yes))
}

fn shelved(asked: &Asked<'_>, library: &KeptLibrary) -> Node {
    let (texts, kept) = (asked.texts, asked.kept);
    let is_open = library.id == kept.open;
    let (sources, bytes) = if is_open { (kept.sources, kept.bytes) } else { (library.sources, library.bytes) };
    let name = shown_name(texts, library);
    let size = texts.with("libraries-size", &[("n", sources.into()), ("size", texts.size(bytes).into())]);
    let state = |what: &str| change(what).with(ID, library.id.as_str());
    let open = button(texts.of("libraries-open"), Deed::Change(state(OPEN)))
        .with(Attribute::AriaLabel, format!("{}: {name}", texts.of("libraries-open")));
    let rename = Element::new(Tag::Details)
        .child(Element::new(Tag::Summary).class("plain").child(texts.of("libraries-rename")))
        .child(name_form(texts, "libraries-name", "libraries-rename", state(RENAME), &library.name));
    let sentence = texts.with("libraries-remove-ask", &[("name", name.as_str().into()), ("n", sources.into())]);
    let yes = texts.with("libraries-remove-yes", &[("name", name.as_str().into())]);
    let remove = asked_twice(texts, "libraries-remove", sentence, yes, Deed::Change(state(REMOVE)));
    let has_others = kept.registry.libraries.len() > 1;
    Element::new(Tag::Li)
        // With another name it is another one: what was unfolded is folded again.
        .key(format!("{} {name}", library.id))
        .current(is_open)
        .child(Element::new(Tag::B).with(Attribute::Dir, "auto").child(name))
        .child(Element::new(Tag::Small).child(size))
        .all(is_open.then(|| Element::new(Tag::Small).class("is-open").child(texts.of("libraries-is-open"))))
        .all((!is_open).then_some(open))
        .child(rename)
        .all(has_others.then_some(remove))
        .into()
}

/// What is kept of the library that is open, and where; what can be done with it.
fn what_is_kept(asked: &Asked<'_>) -> Vec<Node> {
    let (texts, kept) = (asked.texts, asked.kept);
    let paragraph = |text: String| Node::from(Element::new(Tag::P).child(text));
    let sum = [("n", kept.sources.into()), ("size", texts.size(kept.bytes).into())];
    let mut told = Vec::new();
    if kept.trouble.is_empty() {
        told.push(paragraph(texts.with("libraries-kept", &sum)));
    } else {
        told.push(paragraph(texts.with("news-memory", &[("why", kept.trouble.as_str().into())])));
    }
    if kept.unkept > 0 {
        told.push(paragraph(texts.with("libraries-unkept", &[("n", kept.unkept.into())])));
    }
    if let Some((taken, of)) = kept.room {
        let sizes = [("taken", texts.size(taken).into()), ("of", texts.size(of).into())];
        told.push(paragraph(texts.with("libraries-room", &sizes)));
    }
    if kept.trouble.is_empty() {
        told.push(paragraph(texts.of(if kept.is_lasting { "libraries-lasting" } else { "libraries-not-lasting" })));
    }
    let total = asked.library.sources().count();
    let mut ways = Vec::new();
    if total > 0 {
        ways.push(button(texts.of("libraries-save"), Deed::Save(LIBRARIES.to_owned())));
    }
    ways.push(button(texts.of("libraries-rules"), Deed::Rules));
    if total > 0 {
        let yes = texts.with("libraries-empty-yes", &[("n", total.into())]);
        let sentence = texts.of("libraries-empty-ask");
        ways.push(asked_twice(texts, "libraries-empty", sentence, yes, Deed::Change(change(EMPTY))));
    }
    let section = Element::new(Tag::Section)
        .class("what-is-kept")
        .child(Element::new(Tag::H2).child(texts.of("libraries-what")))
        .all(told)
        .child(Element::new(Tag::Div).class("choices").all(ways));
    vec![section.into()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_library_opens_unless_another_is_asked_for() {
        let library = |id: &str| KeptLibrary { id: id.into(), ..KeptLibrary::default() };
        let registry = Registry { last: "b".into(), libraries: vec![library("a"), library("b"), library("c")] };
        assert_eq!([Some("c"), None, Some("gone")].map(|id| registry.choose(id)), ["c", "b", "b"]);
        let registry = Registry { last: "gone".into(), ..registry };
        assert_eq!(registry.choose(None), "a");
        assert_eq!(Registry::default().choose(None), "");
    }
}
