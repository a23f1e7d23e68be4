//! The format `odt`: text documents of LibreOffice and of all that save as OpenDocument, packed (`.odt`) or as one XML
//! file (`.fodt`).
//!
//! Read are `content.xml`, which is what the source view shows, and the properties in `meta.xml` behind it. Header,
//! labels and notes are found by the evidence of official records; styles say what is a title or a heading. What
//! tracked changes deleted, footnotes and comments are kept as furniture.
//! Follows OASIS OpenDocument 1.3 (<https://docs.oasis-open.org/office/OpenDocument/v1.3/>).

use std::collections::HashMap;

use super::office::{Office, Role, read_properties, settle, write};
use super::package::{self, Kind};
use super::prose::{MarkKind, Prose};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Reading, Refusal, Source};
use crate::markup::xml::{Dialect, NodeRef, Tree};
use crate::model::FurnitureKind;

static META: Meta = Meta {
    id: "odt",
    name: "OpenDocument text",
    endings: &["odt", "ott", "fodt"],
    media_types: &["application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-flat-xml"],
    specification: "https://docs.oasis-open.org/office/OpenDocument/v1.3/",
    keeps: "paragraphs, tables row by row, headings, labels, notes, header fields, properties; footnotes, comments \
            and deleted text as furniture",
    omits: "page headers and footers, pictures, formatting, numbers of lists",
    is_lined: false,
};

/// See the module.
pub struct Odt;

impl Format for Odt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let start = probe.text.trim_start();
        let is_flat = start.starts_with('<') && start.contains("<office:document");
        if is_flat && !start.contains("opendocument.spreadsheet") { Confidence::Certain } else { Confidence::No }
    }

    fn extract(&self, bytes: &[u8], reading: &Reading) -> Option<Result<String, Refusal>> {
        let (archive, kind) = package::open(bytes)?;
        if kind != Kind::OpenText {
            return None;
        }
        // Behind a password the parts are there, and are noise.
        let manifest = package::part_text(&archive, "META-INF/manifest.xml", &reading.limits);
        if manifest.is_ok_and(|text| text.contains("encryption-data")) {
            return Some(Err(package::locked()));
        }
        Some(package::texts(&archive, "content.xml", &["meta.xml"], &reading.limits))
    }

    fn taught(&self) -> Option<&'static dyn Format> {
        Some(&Odt)
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Xml);
        let text = OpenText { styles: read_styles(&tree) };
        let mut prose = Prose::new(source.text);
        for root in tree.roots().filter(|root| !root.is("document-meta")) {
            write(&text, root, &mut prose);
        }
        let mut parsed = prose.read(META.id, &source.choices.rules, limits, &mut tree.spare());
        for properties in tree.roots().filter_map(|root| root.child("meta")) {
            read_properties(properties, &mut parsed);
        }
        settle(&tree, source.text, "odt.damaged", &mut parsed);
        Ok(parsed)
    }
}

struct OpenText {
    /// What paragraphs of a style are, by the style's name.
    styles: HashMap<String, MarkKind>,
}

impl Office for OpenText {
    fn role(&self, element: NodeRef<'_, '_>) -> Role {
        match element.local() {
            "p" => Role::Paragraph(element.value("style-name").and_then(|style| self.kind_of(&style))),
            "h" => {
                let level = element.value("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
                Role::Paragraph(Some(MarkKind::Heading(level)))
            }
            _ if matches!(element.name(), "svg:title" | "svg:desc") => Role::Nothing,
            // Who commented, and when: words of their own beside the comment.
            _ if matches!(element.name(), "dc:creator" | "dc:date") => Role::Paragraph(None),
            "line-break" => Role::LineEnd,
            "s" | "tab" => Role::Space,
            "table" => Role::Table,
            "table-row" => Role::Row,
            "table-cell" => Role::Cell,
            "deletion" | "note" | "annotation" | "text-box" | "table-of-content" | "alphabetical-index" => Role::Aside,
            "meta" | "settings" | "styles" | "automatic-styles" | "master-styles" | "font-face-decls" | "scripts"
            | "binary-data" | "sequence-decls" | "forms" | "event-listeners" | "change-info" => Role::Nothing,
            _ => Role::Through,
        }
    }

    fn has_bare_words(&self) -> bool {
        true
    }
}

impl OpenText {
    fn kind_of(&self, style: &str) -> Option<MarkKind> {
        self.styles.get(style).copied().or_else(|| kind_of_style(style))
    }
}

fn kind_of_style(name: &str) -> Option<MarkKind> {
    match name {
        "Title" => Some(MarkKind::Title),
        "Subtitle" => Some(MarkKind::Heading(2)),
        "Illustration" | "Caption" | "Figure" => Some(MarkKind::Furniture(FurnitureKind::Caption)),
        "Header" | "Footer" => Some(MarkKind::Furniture(FurnitureKind::Other)),
        _ => {
            let level = name.strip_prefix("Heading_20_")?.parse().ok()?;
            (1..=9).contains(&level).then_some(MarkKind::Heading(level))
        }
    }
}

/// The styles that the document made of others (`P1`, a title in red), and what they are made of.
fn read_styles(tree: &Tree<'_>) -> HashMap<String, MarkKind> {
    let styles = tree.roots().flat_map(|root| root.elements()).filter(|element| element.local().ends_with("styles"));
    styles
        .flat_map(|styles| styles.elements())
        .filter_map(|style| {
            let kind = kind_of_style(&style.value("parent-style-name")?)?;
            Some((style.value("name")?.into_owned(), kind))
        })
        .collect()
}
