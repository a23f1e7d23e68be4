//! The plenary protocols of the German Bundestag: XML with speeches (since 2017), and the older XML that holds the whole
//! printed text in one element.
//!
//! As in print, a label holds until the next one; but words behind the end of a speech are not the speaker's, only the
//! chair speaks on. Must not guess: interjections stay notes, whoever they name.
//! Follows <https://www.bundestag.de/resource/blob/577234/dbtplenarprotokoll_kommentiert.pdf>.

mod printed;

use super::blocks::{Blocks, Part, Shape, is_blank, line_of, line_of_all, without_colon};
use super::{Confidence, Draft, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{self, Dialect, NodeRef, Tree};
use crate::model::{Diagnostic, Field, Furniture, FurnitureKind, Kind, Metadata, Span};
use crate::text::dates;

static META: Meta = Meta {
    id: "dbt-plenarprotokoll",
    name: "Plenary protocol of the Bundestag",
    endings: &["xml"],
    media_types: &["application/xml", "text/xml"],
    specification: "https://www.bundestag.de/services/opendata",
    keeps: "title, date, time, place, speakers with office and parliamentary group, headings, paragraphs, notes",
    omits: "page marks, links between contents and speeches",
    is_lined: false,
};

/// See the module.
pub struct DbtPlenarprotokoll;

impl Format for DbtPlenarprotokoll {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        match xml::root_name(probe.text) {
            "dbtplenarprotokoll" => Confidence::Certain,
            "DOKUMENT" if ["<WAHLPERIODE>", "<DOKUMENTART>"].iter().any(|tag| probe.text.contains(tag)) => {
                Confidence::Certain
            }
            _ => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Xml);
        if let Some(root) = tree.root().filter(|root| root.is("DOKUMENT")) {
            return Ok(read_printed(source, &tree, root, limits));
        }
        let mut blocks = Blocks::new(source.text, limits, "dbt-plenarprotokoll.long-paragraph");
        let mut record = Record { is_chair: false, is_annex: false };
        blocks.read_tree(&mut record, &tree, "dbt-plenarprotokoll.not-well-formed");
        Ok(blocks.finish(&tree))
    }
}

/// Where the reader stands.
struct Record {
    /// Whether the chair speaks.
    is_chair: bool,
    /// In the annexes only speeches belong to the sitting.
    is_annex: bool,
}

impl<'s> Shape<'s> for Record {
    fn part(&self, node: NodeRef<'_, 's>) -> Part {
        match node.local() {
            "dbtplenarprotokoll" => Part::Document,
            "kopfdaten" => Part::Metadata,
            "tagesordnungspunkt" | "rede" | "anlagen" => Part::Own,
            "kommentar" if !self.is_annex => Part::Note,
            "p" if self.is_annex => Part::Furniture,
            "p" => match node.attribute("klasse").map_or("", |attribute| attribute.raw) {
                "redner" | "N" => Part::Own,
                class if class.starts_with("T_") => Part::Heading(2),
                _ => Part::Paragraph,
            },
            // Inside a paragraph a name is a word like others.
            "name" if node.parent().is_some_and(|parent| !parent.is("p") && !parent.is("redner")) => Part::Own,
            "vorspann" | "inhaltsverzeichnis" | "ivz-block" | "sitzungsverlauf" | "sitzungsbeginn" | "sitzungsende"
            | "anlage" | "anlagen-text" | "rednerliste" | "table" | "thead" | "tbody" | "tfoot" => Part::Group,
            "ivz-titel" | "ivz-eintrag" | "ivz-block-titel" | "redner" => Part::Furniture,
            "anlagen-titel" | "kommentar" | "tr" | "caption" if self.is_annex => Part::Furniture,
            "tr" => Part::Paragraph,
            "td" | "th" | "br" => Part::Apart,
            _ => Part::Words,
        }
    }

    fn begin(&mut self, blocks: &mut Blocks<'s>, node: NodeRef<'_, 's>, part: Part) {
        match part {
            Part::Document => read_sitting(blocks, node),
            Part::Metadata => {
                let source = blocks.draft.source();
                read_head(&mut blocks.draft.transcript.metadata, node, source);
            }
            Part::Own => match node.local() {
                "tagesordnungspunkt" => {
                    if let Some(item) = node.attribute("top-id").filter(|item| !item.raw.trim().is_empty()) {
                        blocks.draft.claim(Kind::Metadata, item.span);
                        blocks.draft.heading_text(xml::decode(item.raw).trim().to_owned(), item.span, 1);
                    }
                    blocks.read_children(self, node);
                }
                "rede" => {
                    let is_annex = std::mem::replace(&mut self.is_annex, false);
                    blocks.read_children(self, node);
                    self.is_annex = is_annex;
                    if !self.is_chair {
                        blocks.end_turn();
                    }
                }
                "anlagen" => {
                    blocks.end_turn();
                    self.is_annex = true;
                    blocks.read_children(self, node);
                    self.is_annex = false;
                }
                _ => {
                    blocks.take(node);
                    self.open_turn(blocks, node);
                }
            },
            _ => {}
        }
    }
}

impl Record {
    /// Opens the turn of a label: what is printed behind the data of the speaker, or else what those say.
    fn open_turn(&mut self, blocks: &mut Blocks<'_>, label: NodeRef<'_, '_>) {
        let source = blocks.draft.source();
        let Some(speaker) = label.find("redner") else {
            self.is_chair = true;
            let (printed, span) = line_of(label, source);
            blocks.open_turn(without_colon(&printed), span);
            return;
        };
        self.is_chair = false;
        let part = |name: &str| speaker.find(name).map(|node| line_of(node, source).0).unwrap_or_default();
        let join = |names: &[&str], between: &str| {
            let mut parts: Vec<String> = names.iter().map(|name| part(name)).collect();
            parts.retain(|part| !part.is_empty());
            parts.join(between)
        };
        let role = join(&["rolle_lang", "fraktion"], ", ");
        let id = speaker.attribute("id").map_or("", |id| id.raw);
        let printed = label.children().filter(|node| !node.is_element() && !is_blank(*node, source));
        let (printed, mut span) = line_of_all(printed, label.start_tag(), source);
        let mut printed = without_colon(&printed).to_owned();
        let mut name = join(&["vorname", "namenszusatz", "nachname"], " ");
        if printed.is_empty() {
            printed = join(&["titel", "vorname", "namenszusatz", "nachname"], " ");
            span = line_of(speaker, source).1;
        } else if !printed.contains(&name) {
            // The parts leave out what belongs to the name (`de`), and the print does not.
            name.clear();
        }
        blocks.open_turn(&printed, span);
        if !id.is_empty() && !printed.is_empty() {
            blocks.draft.identify(id, &name, Some(role.as_str()).filter(|role| !role.is_empty()));
        }
    }
}

/// What the outermost element says of the sitting.
fn read_sitting(blocks: &mut Blocks<'_>, root: NodeRef<'_, '_>) {
    let mut claims = Vec::new();
    let metadata = &mut blocks.draft.transcript.metadata;
    metadata.language = Some("de".into());
    for attribute in root.attributes().filter(|attribute| !attribute.raw.trim().is_empty()) {
        let (span, value) = (attribute.span, xml::decode(attribute.raw));
        match attribute.name {
            "sitzung-datum" => metadata.date = dates::whole_date(&value).map(|value| Field { value, span }),
            "sitzung-ort" => metadata.place = Some(Field { value: value.into_owned(), span }),
            "sitzung-start-uhrzeit" => {
                metadata.time = dates::whole_time(&value).map(|time| Field { value: time.to_string(), span });
            }
            name if name.contains(':') || name == "xmlns" => continue,
            name => {
                metadata.other.insert(name.to_owned(), value.into_owned());
            }
        }
        claims.push(span);
    }
    claims.into_iter().for_each(|span| blocks.draft.claim(Kind::Metadata, span));
}

/// What the printed head says, for what the outermost element did not.
fn read_head(metadata: &mut Metadata, head: NodeRef<'_, '_>, source: &str) {
    let line = |name: &str| head.find(name).map(|node| line_of(node, source)).filter(|(line, _)| !line.is_empty());
    let titles: Vec<_> = ["plenarprotokoll-nummer", "sitzungstitel"].iter().filter_map(|name| line(name)).collect();
    if let Some(span) = titles.iter().map(|(_, span)| *span).reduce(Span::to) {
        let lines: Vec<_> = titles.into_iter().map(|(line, _)| line).collect();
        metadata.title = Some(Field { value: lines.join(", "), span });
    }
    if let Some((place, span)) = line("ort")
        && metadata.place.is_none()
    {
        metadata.place = Some(Field { value: place, span });
    }
    if let Some((date, span)) = line("datum")
        && metadata.date.is_none()
    {
        metadata.date = dates::whole_date(&date).map(|value| Field { value, span });
    }
    for name in ["herausgeber", "berichtart"] {
        if let Some((value, _)) = line(name) {
            metadata.other.insert(name.to_owned(), value);
        }
    }
}

/// Reads the older form: some fields, and in `TEXT` all that was printed.
fn read_printed(source: &Source<'_>, tree: &Tree<'_>, root: NodeRef<'_, '_>, limits: &Limits) -> Parsed {
    let words = root.child("TEXT").into_iter().flat_map(|text| text.children()).map(|node| node.text_span());
    let text = words.max_by_key(|span| span.len()).unwrap_or(Span { start: root.span().end, end: root.span().end });
    let mut draft = Draft::new(&source.text[..text.end as usize], limits);
    draft.transcript.metadata.language = Some("de".into());
    printed::read(&mut draft, text);
    let mut fields = Vec::new();
    for field in root.elements().filter(|field| !field.is("TEXT")) {
        let (value, span) = line_of(field, source.text);
        let metadata = &mut draft.transcript.metadata;
        match field.local() {
            _ if value.is_empty() => continue,
            "DATUM" if metadata.date.is_none() => {
                metadata.date = dates::whole_date(&value).map(|value| Field { value, span });
            }
            "TITEL" if metadata.title.is_none() => metadata.title = Some(Field { value, span }),
            name => {
                metadata.other.insert(name.to_owned(), value);
            }
        }
        fields.push(span);
    }
    let mut parsed = draft.finish();
    parsed.ledger.claim_free(Kind::Metadata, &mut fields.into_iter());
    // Words that stand anywhere else are of no kind that is known.
    for node in
        tree.nodes().filter(|node| !node.is_element() && node.text_span() != text && !is_blank(*node, source.text))
    {
        let span = node.text_span();
        let is_field = node.ancestors().any(|field| field.parent() == Some(root) && !field.is("TEXT"));
        if let Some(transcript) = parsed.transcripts.last_mut().filter(|_| !span.is_empty() && !is_field) {
            parsed.ledger.claim(Kind::Furniture, span);
            let (before, words) = (transcript.paragraphs.len() as u32, line_of(node, source.text).0);
            transcript.furniture.push(Furniture { text: words, kind: FurnitureKind::Other, span, before });
        }
    }
    parsed.ledger.claim_free(Kind::Markup, &mut tree.spare());
    parsed.ledger.claim_white_space(source.text);
    for fault in tree.faults() {
        parsed.diagnostics.push(
            Diagnostic::warning("dbt-plenarprotokoll.not-well-formed", fault.span, fault.message)
                .with_hint("The rest is read as well as it goes; check that the file was saved completely."),
        );
    }
    parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    parsed
}
