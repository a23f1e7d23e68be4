//! What the user does with passages and with their own work: copy with citation, mark, collect, edit, take back. An act
//! is named and its fields are filled like the state of a view, so that the page carries it about without reading it.

use form_urlencoded::byte_serialize;

use super::Changed;
use super::node::ViewState;
use super::notebook::{Change, Notebook, Splice};
use super::texts::Texts;
use super::{citing, passage};
use crate::library::{Entry, Library};
use crate::quote::address::Address;
use crate::quote::citation::{Citation, Escape, Style, push_escaped, style};
use crate::quote::clippings::Clipping;
use crate::quote::marks::{Mark, from_annotations};
use crate::quote::passage::Passage;

/// Takes changes back; its field has their number.
const UNDO: &str = "undo";
const CHANGES: &str = "changes";

/// Where an act is done.
pub struct Acting<'a> {
    /// All transcripts.
    pub library: &'a Library,
    /// The words that are selected, in stretches between which words are left out.
    pub selected: Option<(&'a Entry, Vec<Passage>)>,
    /// The address of the page, to which links lead.
    pub base: &'a str,
    /// The day and time, ISO 8601.
    pub now: &'a str,
    /// The interface's texts.
    pub texts: &'a Texts,
}

/// Does what the act says. What it does not know does nothing.
pub fn perform(acting: &Acting<'_>, act: &ViewState, notebook: &mut Notebook) -> Changed {
    let done = match act.view.as_str() {
        "cite" => cite(acting, act, notebook),
        "styles" => show_styles(acting),
        "mark" => mark(acting, notebook),
        "clip" => clip(acting, act, notebook),
        "mark-note" => note_mark(acting, act, notebook),
        "mark-tags" => tag_mark(acting, act, notebook),
        "mark-remove" => remove_mark(acting, act, notebook),
        "clip-note" => note_clipping(acting, act, notebook),
        "clip-remove" => remove_clipping(acting, act, notebook),
        "clip-move" => move_clipping(acting, act, notebook),
        "style" => choose_style(acting, act, notebook),
        UNDO => take_back(act, notebook),
        _ => None,
    };
    done.unwrap_or_default()
}

/// Adds the marks of a file of Web Annotations, and tells so in a language. None where the file is something else.
pub fn add_annotations(library: &Library, language: &str, bytes: &[u8], notebook: &mut Notebook) -> Option<Changed> {
    // Most files are no annotations, and many are long: what does not name their context is not read as JSON.
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).map(|at| &bytes[at..])?;
    let is_candidate = start.starts_with(b"{") || start.starts_with(b"[");
    let names_context = || memchr::memmem::find(bytes, b"http://www.w3.org/ns/anno.jsonld").is_some();
    let text = Some(bytes).filter(|_| is_candidate && names_context()).and_then(|b| std::str::from_utf8(b).ok())?;
    let (marks, lost) = from_annotations(text, library)?;
    if marks.is_empty() && lost == 0 {
        return None;
    }
    let new: Vec<Mark> = marks.into_iter().filter(|mark| !notebook.marks.contains(mark)).collect();
    let texts = Texts::new(language);
    let told = texts.with("act-annotations", &[("n", new.len().into()), ("lost", lost.into())]);
    if new.is_empty() {
        return Some(Changed { told, ..Changed::default() });
    }
    let change = notebook.added_marks(new);
    Some(changed(told, vec![change], notebook))
}

/// A link to a passage: the address of the page, that of the words, and the name of their file for whoever has it not.
pub fn link(base: &str, address: &Address, file: &str) -> String {
    if base.is_empty() {
        return String::new();
    }
    let name: String = byte_serialize(file.as_bytes()).collect();
    format!("{base}#at={address}{}{name}", passage::FILE_BEHIND)
}

/// The citation of stretches of a transcript, with its link.
pub fn citation(library: &Library, entry: &Entry, passages: &[Passage], base: &str) -> Option<Citation> {
    let first = *passages.first()?;
    // Words that are left out are said to be; the link leads to the first that are quoted.
    let address = Address::new(&entry.id, &entry.transcript, first)?;
    let file = library.source(entry)?.file_name();
    Citation::new(library, entry, passages, &link(base, &address, file))
}

/// Stretches of a transcript as a clipping, with their link.
pub fn clipping(library: &Library, entry: &Entry, passages: &[Passage], base: &str) -> Option<Clipping> {
    let citation = citation(library, entry, passages, base)?;
    Clipping::new(library, entry, passages, &citation.link)
}

/// A citation for the clipboard: as plain text, and as HTML.
pub fn written(citation: &Citation, style: &Style) -> [String; 2] {
    let text = citation.write(style);
    if style.escape == Escape::Html {
        return [citation.write(citing::plain()), text];
    }
    let mut html = String::from("<p>");
    push_escaped(&mut html, text.trim_end(), Escape::Html);
    let html = html.replace('\n', "<br>") + "</p>";
    [text, html]
}

fn changed(told: String, changes: Vec<Change>, notebook: &mut Notebook) -> Changed {
    let number = notebook.change(changes);
    Changed { told, undo: Some(undo(number)), ..Changed::default() }
}

/// The act that takes changes back.
fn undo(number: u32) -> ViewState {
    ViewState::of(UNDO).with(CHANGES, number.to_string())
}

fn take_back(act: &ViewState, notebook: &mut Notebook) -> Option<Changed> {
    let number = notebook.take_back(act.number(CHANGES)?)?;
    Some(Changed { undo: Some(undo(number)), ..Changed::default() })
}

/// The words that an act is about: those that its addresses name, or else those that are selected.
fn passages<'a>(acting: &'a Acting<'_>, act: &ViewState) -> Option<(&'a Entry, Vec<Passage>)> {
    match act.field(passage::AT) {
        "" => acting.selected.clone(),
        at => passage::find(acting.library, at),
    }
}

fn cite(acting: &Acting<'_>, act: &ViewState, notebook: &Notebook) -> Option<Changed> {
    let (entry, passages) = passages(acting, act)?;
    let style = style(act.field("style")).unwrap_or_else(|| citing::chosen(notebook));
    let copy = written(&citation(acting.library, entry, &passages, acting.base)?, style);
    Some(Changed { told: acting.texts.of("act-copied"), copy: copy.into(), ..Changed::default() })
}

fn show_styles(acting: &Acting<'_>) -> Option<Changed> {
    let (entry, passages) = acting.selected.as_ref()?;
    let state = passage::state(entry, passages)?;
    Some(Changed { show: Some(state), ..Changed::default() })
}

fn mark(acting: &Acting<'_>, notebook: &mut Notebook) -> Option<Changed> {
    let (entry, passages) = acting.selected.as_ref()?;
    let new = passages.iter().filter_map(|passage| {
        let mark = Mark::new(acting.library, entry, *passage)?;
        Some(Mark { created: acting.now.to_owned(), ..mark })
    });
    let new: Vec<Mark> = new.filter(|new| !notebook.marks.iter().any(|mark| mark.address == new.address)).collect();
    if new.is_empty() {
        return Some(Changed { told: acting.texts.of("act-marked-before"), ..Changed::default() });
    }
    let change = notebook.added_marks(new);
    Some(changed(acting.texts.of("act-marked"), vec![change], notebook))
}

fn clip(acting: &Acting<'_>, act: &ViewState, notebook: &mut Notebook) -> Option<Changed> {
    let (entry, passages) = passages(acting, act)?;
    let clipping = clipping(acting.library, entry, &passages, acting.base)?;
    let change = notebook.added_clippings(vec![clipping]);
    let told = acting.texts.with("act-clipped", &[("n", (notebook.board.clippings.len() + 1).into())]);
    Some(changed(told, vec![change], notebook))
}

/// Which item of a list is meant: the one at this index, if it has this address still, or else the first that has.
fn index_of<T>(list: &[T], act: &ViewState, address: impl Fn(&T) -> &str) -> Option<usize> {
    let wanted = act.field("address");
    let stated = act.number("item").map(|index| index as usize);
    stated
        .filter(|index| list.get(*index).is_some_and(|item| address(item) == wanted))
        .or_else(|| list.iter().position(|item| address(item) == wanted))
}

fn mark_index(act: &ViewState, notebook: &Notebook) -> Option<usize> {
    index_of(&notebook.marks, act, |mark| &mark.address)
}

fn clipping_index(act: &ViewState, notebook: &Notebook) -> Option<usize> {
    index_of(&notebook.board.clippings, act, |clipping| &clipping.address)
}

/// The act that concerns an item of a list.
pub fn on_item(name: &str, index: usize, address: &str) -> ViewState {
    ViewState::of(name).with("item", index.to_string()).with("address", address)
}

fn note_mark(acting: &Acting<'_>, act: &ViewState, notebook: &mut Notebook) -> Option<Changed> {
    let at = mark_index(act, notebook)?;
    let mark = Mark { note: act.field("note").trim().to_owned(), ..notebook.marks.get(at)?.clone() };
    Some(replaced(acting, at, mark, notebook))
}

fn tag_mark(acting: &Acting<'_>, act: &ViewState, notebook: &mut Notebook) -> Option<Changed> {
    let at = mark_index(act, notebook)?;
    let mark = Mark { tags: tags(act.field("tags")), ..notebook.marks.get(at)?.clone() };
    Some(replaced(acting, at, mark, notebook))
}

fn replaced(acting: &Acting<'_>, at: usize, mark: Mark, notebook: &mut Notebook) -> Changed {
    let change = Change::Marks(Splice { at, removed: 1, put: vec![mark] });
    changed(acting.texts.of("act-kept"), vec![change], notebook)
}

/// Tags as they are typed, with commas or semicolons between.
fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split([',', ';']).map(|tag| tag.trim().trim_start_matches('#')).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

fn remove_mark(acting: &Acting<'_>, act: &ViewState, notebook: &mut Notebook) -> Option<Changed> {
    let at = mark_index(act, notebook)?;
    let change = Change::Marks(Splice { at, removed: 1, put: Vec::new() });
    Some(changed(acting.texts.of("act-mark-removed"), vec![change], notebook))
}

fn note_clipping(acting: &Acting<'_>, act: &ViewState, notebook: &mut Notebook) -> Option<Changed> {
    let at = clipping_index(act, notebook)?;
    let mut clipping = notebook.board.clippings.get(at)?.clone();
    clipping.note = act.field("note").trim().to_owned();
    let change = Change::Clippings(Splice { at, removed: 1, put: vec![clipping] });
    Some(changed(acting.texts.of("act-kept"), vec![change], notebook))
}

fn remove_clipping(acting: &Acting<'_>, act: &ViewState, notebook: &mut Notebook) -> Option<Changed> {
    let at = clipping_index(act, notebook)?;
    let change = Change::Clippings(Splice { at, removed: 1, put: Vec::new() });
    Some(changed(acting.texts.of("act-clipping-removed"), vec![change], notebook))
}

/// Moves a clipping to the place that is told, counted from 1.
fn move_clipping(acting: &Acting<'_>, act: &ViewState, notebook: &mut Notebook) -> Option<Changed> {
    let at = clipping_index(act, notebook)?;
    let last = notebook.board.clippings.len().checked_sub(1)?;
    let to = (act.number("to")?.max(1) as usize - 1).min(last);
    let clipping = notebook.board.clippings.get(at)?.clone();
    let out = Change::Clippings(Splice { at, removed: 1, put: Vec::new() });
    let back = Change::Clippings(Splice { at: to, removed: 0, put: vec![clipping] });
    let told = acting.texts.with("act-moved", &[("n", (to + 1).into())]);
    Some(changed(told, vec![out, back], notebook))
}

fn choose_style(acting: &Acting<'_>, act: &ViewState, notebook: &mut Notebook) -> Option<Changed> {
    let style = style(act.field("style"))?;
    let told = acting.texts.with("act-style", &[("style", style.name.into())]);
    Some(changed(told, vec![Change::Style(style.id.to_owned())], notebook))
}
