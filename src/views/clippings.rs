//! The clippings board: quotations from many transcripts in the user's order, each with its citation and a note. They are
//! dragged to another place, or moved by buttons or by number, and the board is saved as Markdown, as a document, as a
//! table and as a page.

use super::acts::on_item;
use super::marks::shortened;
use super::node::{Attribute, Deed, Element, Tag};
use super::{Asked, List, Made, Meta, Node, RowSource, SavedFile, Sight, View, citing, passage, pieces};
use crate::export::verbatim_json::Origin;
use crate::export::{Document, writer};
use crate::quote::address::{Address, Resolution};
use crate::quote::clippings::{Board, Clipping};

/// The forms in which quotations are saved: ending of the file, text of the button. The last is the table.
pub const FORMS: &[(&str, &str)] = &[
    ("md", "clippings-save-markdown"),
    ("docx", "clippings-save-docx"),
    ("html", "clippings-save-html"),
    ("csv", "save-csv"),
];

/// The name of the files without its ending.
const FILE: &str = "clippings";

/// About how high a row stands besides its lines, CSS pixels.
const ROW_PX: u32 = 220;
/// Letters of a quotation that a row shows.
const SHOWN_LETTERS: usize = 1500;

static META: Meta = Meta { id: "clippings", key: '7', is_in_bar: false };

/// See the module.
pub struct Clippings;

/// The rows are those of the board.
#[derive(Debug)]
struct Rows;

impl View for Clippings {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let texts = asked.texts;
        let title = texts.of("view-clippings");
        let count = asked.notebook.board.clippings.len();
        let status = match count {
            0 => texts.of("clippings-none"),
            n => texts.with("clippings-count", &[("n", n.into())]),
        };
        let mut head = pieces::head(&title, &status);
        if count > 0 {
            let save = |form: &(&str, &str)| save_button(asked, FILE, *form);
            let tools = Element::new(Tag::Div).class("view-tools").child(citing::field(asked));
            head.push(tools.all(FORMS.iter().map(save)).into());
        }
        let names = pieces::column_names(texts, ["clippings-place", "clippings-quotation", "marks-note"]);
        let list = (count > 0).then(|| List::even("board", title.clone(), names, count as u32, ROW_PX));
        Made { sight: Sight { title, status, head, list, foot: Vec::new() }, rows: Box::new(Rows) }
    }
}

/// The button that saves quotations in a form, under a name.
pub fn save_button(asked: &Asked<'_>, file: &str, (ending, text): (&str, &str)) -> Element {
    pieces::save_button(asked.texts, &format!("{file}.{ending}"), text)
}

/// Quotations as the file of this name; its ending says in which form.
pub fn saved(asked: &Asked<'_>, board: &Board, title: &str, name: &str) -> Option<SavedFile> {
    let style = citing::chosen(asked.notebook);
    let (media_type, bytes) = match name.rsplit('.').next()? {
        "md" => ("text/markdown; charset=utf-8", board.to_markdown(title).into_bytes()),
        "html" => ("text/html; charset=utf-8", board.to_html(title).into_bytes()),
        "csv" => ("text/csv; charset=utf-8", board.to_csv(style).into_bytes()),
        ending => {
            let writer = writer(ending)?;
            let transcript = board.to_transcript(title, style);
            let origin = Origin { name, sha256: "", format: "verbatim-json", encoding: "UTF-8" };
            let bytes = writer.write(&[Document { transcript: &transcript, origin }]).ok()?;
            (writer.meta().media_type, bytes)
        }
    };
    Some(SavedFile { name: name.to_owned(), media_type, bytes })
}

/// The words of a clipping, behind each speaker's name where there are several.
fn words(clipping: &Clipping) -> Vec<Node> {
    let spoken = &clipping.citation.spoken;
    let one = |piece: &crate::quote::citation::Spoken| {
        let name = (spoken.len() > 1 && !piece.name.is_empty())
            .then(|| Element::new(Tag::B).child(format!("{}: ", piece.name)));
        Element::new(Tag::P).with(Attribute::Dir, "auto").all(name).child(shortened(&piece.words, SHOWN_LETTERS)).into()
    };
    spoken.iter().map(one).collect()
}

/// Who, where, when: the way to the words, or to what is known of them.
fn source(asked: &Asked<'_>, clipping: &Clipping) -> Element {
    let citation = &clipping.citation;
    let mut names: Vec<&str> = citation.spoken.iter().map(|spoken| spoken.name.as_str()).collect();
    names.dedup();
    let date = citation.date.map(|date| date.to_string()).unwrap_or_default();
    let number = format!("¶\u{a0}{}", citation.paragraphs.0);
    let all = names.into_iter().chain([
        citation.title.as_str(),
        &citation.place,
        &date,
        &number,
        &citation.file,
        &citation.hash,
    ]);
    let source = all.filter(|one| !one.is_empty()).collect::<Vec<_>>().join(", ");
    let address = clipping.address.parse::<Address>().ok();
    let here = address.and_then(|address| {
        let entry = asked.library.entry(&address.id)?;
        match address.resolve(&entry.transcript) {
            Resolution::Same(passage) | Resolution::Moved(passage) => {
                Some(Deed::Go { id: entry.id.clone(), paragraph: passage.from.paragraph + 1 })
            }
            Resolution::Changed(_) | Resolution::Gone => None,
        }
    });
    let deed = here.unwrap_or_else(|| Deed::Show(passage::open(&clipping.address, &citation.file)));
    Element::new(Tag::A).on(deed).child(source)
}

impl RowSource for Rows {
    fn row(&self, asked: &Asked<'_>, index: u32) -> Node {
        let at = index as usize;
        let clippings = &asked.notebook.board.clippings;
        let Some(clipping) = clippings.get(at) else { return "".into() };
        let texts = asked.texts;
        let act = |name: &str| on_item(name, at, &clipping.address);
        let cell = |class: &str| Element::new(Tag::Div).class(class).with(Attribute::Role, "cell");
        let (number, last) = (index + 1, clippings.len() as u32);
        let step = |key: &str, sign: &str, to: u32| {
            let name = texts.with(key, &[("n", number.into())]);
            let button = Element::new(Tag::Button).class("plain").with(Attribute::AriaLabel, name.clone());
            button
                .with(Attribute::Tip, name)
                .with_if(to == 0 || to > last, Attribute::Disabled)
                .on(Deed::Change(act("clip-move").with("to", to.to_string())))
                .child(sign)
        };
        let place = Element::new(Tag::Input)
            .with(Attribute::Type, "number")
            .with(Attribute::Name, "to")
            .with(Attribute::Min, "1")
            .with(Attribute::Max, last.to_string())
            .with(Attribute::AriaLabel, texts.with("clippings-place-of", &[("n", number.into())]))
            .with(Attribute::Value, number.to_string())
            .on(Deed::Change(act("clip-move")));
        let grip = Element::new(Tag::Span)
            .class("grip")
            .with(Attribute::AriaHidden, "true")
            .with(Attribute::Tip, texts.with("clippings-drag", &[("n", number.into())]));
        let note = Element::new(Tag::Textarea)
            .with(Attribute::Name, "note")
            .with(Attribute::Rows, "4")
            .with(Attribute::Dir, "auto")
            .with(Attribute::AriaLabel, texts.of("marks-note"))
            .with(Attribute::Placeholder, texts.of("marks-note-hint"))
            .with(Attribute::Value, clipping.note.as_str())
            .on(Deed::Change(act("clip-note")));
        let button = |deed: Deed, key: &str| {
            let name = texts.with(key, &[("n", number.into())]);
            Element::new(Tag::Button).class("plain").with(Attribute::AriaLabel, name).on(deed)
        };
        let copy = button(Deed::Copy(clipping.citation.write(citing::chosen(asked.notebook))), "clippings-copy");
        let remove = button(Deed::Change(act("clip-remove")), "clippings-remove");
        let nth = clippings[..at].iter().filter(|other| other.address == clipping.address).count();
        Element::new(Tag::Div)
            .class("board-row")
            .with(Attribute::Role, "row")
            .with(Attribute::AriaRowindex, (index + 2).to_string())
            .key(format!("{}-{nth}", clipping.address))
            .child(
                cell("clip-place").child(grip).child(step("clippings-up", "↑", number - 1)).child(place).child(step(
                    "clippings-down",
                    "↓",
                    number + 1,
                )),
            )
            .child(
                cell("clip-quotation")
                    .child(Element::new(Tag::Blockquote).all(words(clipping)))
                    .child(Element::new(Tag::P).class("clip-source").child(source(asked, clipping)))
                    .child(
                        Element::new(Tag::P)
                            .child(copy.child(texts.of("quote-copy")))
                            .child(" ")
                            .child(remove.child(texts.of("act-remove"))),
                    ),
            )
            .child(cell("clip-note").child(note))
            .into()
    }

    fn file(&self, asked: &Asked<'_>, name: &str) -> Option<SavedFile> {
        saved(asked, &asked.notebook.board, &asked.texts.of("view-clippings"), name)
    }
}
