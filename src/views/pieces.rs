//! Pieces that several views are made of: what stands at the head, choices, buttons, the names of columns. They know what
//! they look like and nothing of what they are for.

use super::node::{Attribute, Deed, Element, Node, Tag};
use super::texts::Texts;

/// Title and status of a view, as its head begins.
pub fn head(title: &str, status: &str) -> Vec<Node> {
    vec![Element::new(Tag::H1).child(title).into(), hint(status.to_owned())]
}

/// A title that holds words of the user's files, whichever way they run.
pub fn heading(text: String) -> Node {
    Element::new(Tag::H1).with(Attribute::Dir, "auto").child(text).into()
}

/// What is told beside something.
pub fn hint(text: String) -> Node {
    Element::new(Tag::P).class("hint").child(text).into()
}

/// A field in which one of several values is chosen; each has its text beside it.
pub fn select(field: &str, chosen: &str, options: Vec<(String, String)>) -> Element {
    let options = options.into_iter().map(|(value, text)| {
        let is_chosen = value == chosen;
        Element::new(Tag::Option).with(Attribute::Value, value).with_if(is_chosen, Attribute::Selected).child(text)
    });
    Element::new(Tag::Select).with(Attribute::Name, field).all(options)
}

/// A field with its name before it.
pub fn labelled(name: String, field: Element) -> Element {
    Element::new(Tag::Label).child(name).child(" ").child(field)
}

/// A button.
pub fn button(text: String, deed: Deed) -> Element {
    Element::new(Tag::Button).class("plain").on(deed).child(text)
}

/// A button that saves the view's file of this name; `key` is that of its text.
pub fn save_button(texts: &Texts, name: &str, key: &str) -> Element {
    button(texts.of(key), Deed::Save(name.to_owned()))
}

/// The names of the columns of a list, by the keys of their texts.
pub fn column_names<const N: usize>(texts: &Texts, keys: [&str; N]) -> Vec<Node> {
    let name = |key| Element::new(Tag::Div).with(Attribute::Role, "columnheader").child(texts.of(key)).into();
    keys.into_iter().map(name).collect()
}
