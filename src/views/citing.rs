//! The style in which citations are written: the user's, remembered with their work, and the field that chooses it.

use super::Asked;
use super::node::{Attribute, Deed, Element, Tag, ViewState};
use super::notebook::Notebook;
use crate::quote::citation::{STYLES, Style, style};

/// The style that writes all that is known.
pub fn plain() -> &'static Style {
    &STYLES[0]
}

/// The style that the user chose last.
pub fn chosen(notebook: &Notebook) -> &'static Style {
    style(&notebook.style).unwrap_or_else(plain)
}

/// The field that chooses the style, with its name before it.
pub fn field(asked: &Asked<'_>) -> Element {
    let option = |style: &Style| {
        Element::new(Tag::Option)
            .with(Attribute::Value, style.id)
            .with_if(std::ptr::eq(style, chosen(asked.notebook)), Attribute::Selected)
            .child(style.name)
    };
    let select = Element::new(Tag::Select)
        .with(Attribute::Name, "style")
        .on(Deed::Change(ViewState::of("style")))
        .all(STYLES.iter().map(option));
    Element::new(Tag::Label).child(asked.texts.of("quote-style")).child(" ").child(select)
}
