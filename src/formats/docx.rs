//! The format `docx`: text documents of Word and of all that save in its format.
//!
//! Read are `word/document.xml`, which is what the source view shows, then footnotes, endnotes, comments and the
//! properties of the document, one behind the other. Header, labels and notes are found by the evidence of official
//! records; styles say what is a title or a heading. What tracked changes deleted was not said: it is kept as furniture.
//! Must not read pictures, macros or anything that the document only points to.
//! Follows ECMA-376 part 1, WordprocessingML (<https://ecma-international.org/publications-and-standards/standards/ecma-376/>).

use std::collections::HashMap;

use super::office::{Office, Role, read_properties, settle, write};
use super::package::{self, Kind};
use super::prose::{MarkKind, Prose};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Reading, Refusal, Source};
use crate::markup::xml::{Dialect, NodeRef, Tree};
use crate::model::FurnitureKind;

static META: Meta = Meta {
    id: "docx",
    name: "Word document",
    endings: &["docx", "docm", "dotx"],
    media_types: &["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    specification: "https://ecma-international.org/publications-and-standards/standards/ecma-376/",
    keeps: "paragraphs, tables row by row, headings by style, labels, notes, header fields, properties; footnotes, \
            comments and deleted text as furniture",
    omits: "page headers and footers, pictures, formatting, numbers of lists",
    is_lined: false,
};

/// Parts that stand behind the text, in the order in which they are read, before the properties.
const FURTHER_PARTS: &[&str] = &["footnotes", "endnotes", "comments"];

/// See the module.
pub struct Docx;

impl Format for Docx {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, _probe: &Probe<'_>) -> Confidence {
        // It is found by its bytes, in `extract`.
        Confidence::No
    }

    fn extract(&self, bytes: &[u8], reading: &Reading) -> Option<Result<String, Refusal>> {
        if let Some(refusal) = package::refuse_others(bytes) {
            return Some(Err(refusal));
        }
        let (archive, kind) = package::open(bytes)?;
        if kind != Kind::WordXml {
            return None;
        }
        let document = package::word_part(&archive, "document")?;
        let further = FURTHER_PARTS.iter().filter_map(|name| package::word_part(&archive, name));
        let further: Vec<&str> = further.chain(["docProps/core.xml"]).collect();
        Some(package::texts(&archive, document, &further, &reading.limits))
    }

    fn taught(&self) -> Option<&'static dyn Format> {
        Some(&Docx)
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Xml);
        let word = Word { styles: read_styles(source.bytes, limits) };
        let mut prose = Prose::new(source.text);
        for root in tree.roots().filter(|root| !root.is("coreProperties")) {
            match root.local() {
                "footnotes" | "endnotes" | "comments" => write(&Notes, root, &mut prose),
                _ => write(&word, root, &mut prose),
            }
        }
        let mut parsed = prose.read(META.id, &source.choices.rules, limits, &mut tree.spare());
        if let Some(properties) = tree.roots().find(|root| root.is("coreProperties")) {
            read_properties(properties, &mut parsed);
        }
        settle(&tree, source.text, "docx.damaged", &mut parsed);
        Ok(parsed)
    }
}

/// The text.
struct Word {
    /// What paragraphs of a style are, by the style's id.
    styles: HashMap<String, MarkKind>,
}

impl Office for Word {
    fn role(&self, element: NodeRef<'_, '_>) -> Role {
        match element.local() {
            "p" => Role::Paragraph(self.kind_of(element)),
            "t" => Role::Words,
            "br" | "cr" => Role::LineEnd,
            "tab" | "ptab" => Role::Space,
            "noBreakHyphen" => Role::Letter("\u{2011}"),
            "tbl" => Role::Table,
            "tr" => Role::Row,
            "tc" => Role::Cell,
            "delText" | "txbxContent" => Role::Aside,
            "instrText" | "delInstrText" | "fldData" => Role::Nothing,
            // What was moved away stands where it went; what older programs are to show stands beside it, too.
            "moveFrom" | "Fallback" | "pPr" | "rPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "sectPr" => Role::Nothing,
            _ => Role::Through,
        }
    }

    fn has_bare_words(&self) -> bool {
        false
    }
}

impl Word {
    fn kind_of(&self, paragraph: NodeRef<'_, '_>) -> Option<MarkKind> {
        let settings = paragraph.child("pPr")?;
        if let Some(style) = settings.child("pStyle").and_then(|style| style.value("val")) {
            return match self.styles.get(style.as_ref()) {
                Some(kind) => Some(*kind),
                // Where the styles are missing their usual ids have to do.
                None => kind_of_style(&style),
            };
        }
        let level: u8 = settings.child("outlineLvl")?.value("val")?.parse().ok()?;
        (level < 9).then(|| MarkKind::Heading(level + 1))
    }
}

/// Footnotes, endnotes and comments: each is kept as a whole, beside the text.
struct Notes;

impl Office for Notes {
    fn role(&self, element: NodeRef<'_, '_>) -> Role {
        match element.local() {
            "footnote" | "endnote" | "comment" => Role::Aside,
            "p" => Role::Paragraph(None),
            "tab" => Role::Space,
            "br" => Role::LineEnd,
            "instrText" | "delText" | "pPr" | "rPr" | "Fallback" => Role::Nothing,
            _ => Role::Through,
        }
    }

    fn has_bare_words(&self) -> bool {
        false
    }
}

/// What a style makes of a paragraph, by the name that it has in all languages: `heading 1`.
fn kind_of_style(name: &str) -> Option<MarkKind> {
    let name: String = name.chars().filter(|c| *c != ' ').map(|c| c.to_ascii_lowercase()).collect();
    match name.as_str() {
        "title" => Some(MarkKind::Title),
        "subtitle" => Some(MarkKind::Heading(2)),
        "caption" => Some(MarkKind::Furniture(FurnitureKind::Caption)),
        "header" | "footer" => Some(MarkKind::Furniture(FurnitureKind::Other)),
        _ if name.starts_with("toc") => Some(MarkKind::Furniture(FurnitureKind::Navigation)),
        _ => {
            let level = name.strip_prefix("heading")?.parse().ok()?;
            (1..=9).contains(&level).then_some(MarkKind::Heading(level))
        }
    }
}

/// The styles of a document that say what a paragraph is. Ids differ from language to language, names do not.
fn read_styles(bytes: &[u8], limits: &Limits) -> HashMap<String, MarkKind> {
    let styles = package::open(bytes).and_then(|(archive, _)| {
        let path = package::word_part(&archive, "styles")?;
        package::part_text(&archive, path, limits).ok()
    });
    let Some(text) = styles else { return HashMap::new() };
    let tree = Tree::read(&text, 0, Dialect::Xml);
    let named = tree.root().into_iter().flat_map(|root| root.elements()).filter(|element| element.is("style"));
    named
        .filter_map(|style| {
            let kind = kind_of_style(&style.child("name")?.value("val")?)?;
            Some((style.value("styleId")?.into_owned(), kind))
        })
        .collect()
}
