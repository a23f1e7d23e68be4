//! The style in which citations are written: the user's, remembered with their work, and the field that chooses it.

use super::node::{Deed, Element, ViewState};
use super::notebook::Notebook;
use super::{Asked, pieces};
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
    let styles = STYLES.iter().map(|style| (style.id.to_owned(), style.name.to_owned())).collect();
    let select = pieces::select("style", chosen(asked.notebook).id, styles).on(Deed::Change(ViewState::of("style")));
    pieces::labelled(asked.texts.of("quote-style"), select)
}
