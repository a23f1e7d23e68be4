//! Akoma Ntoso: debates of parliaments and councils in the XML of LegalDocML.
//!
//! Who speaks is what `speech/@by` refers to among the references of the file, as whom `@as`; `from` is the label as
//! printed. Must not guess: a reference to an office names no person. Other documents of the standard (acts, bills) are
//! read as text without speakers.
//! Follows <https://docs.oasis-open.org/legaldocml/akn-core/v1.0/akn-core-v1.0-part1-vocabulary.html>.

use std::collections::HashMap;

use super::blocks::{Blocks, Part, Shape, language_tag, line_of, without_colon};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{self, Dialect, NodeRef, Tree};
use crate::model::{Date, Diagnostic, Field, Kind, Metadata, Span};
use crate::text::dates;

static META: Meta = Meta {
    id: "akoma-ntoso",
    name: "Akoma Ntoso debate",
    endings: &["xml", "akn", "an"],
    media_types: &["application/akn+xml"],
    specification: "https://docs.oasis-open.org/legaldocml/akn-core/v1.0/akn-core-v1.0-part1-vocabulary.html",
    keeps: "title, date, place, language, speakers with office, headings, paragraphs, questions and answers, notes",
    omits: "the analysis of votes, life cycles, identifiers of parts, clock times of single speeches",
    is_lined: false,
};

/// See the module.
pub struct AkomaNtoso;

impl Format for AkomaNtoso {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        match xml::root_name(probe.text) {
            "akomaNtoso" | "akomantoso" => Confidence::Certain,
            _ => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Xml);
        let mut record = Record::new(&tree);
        let mut blocks = Blocks::new(source.text, limits, "akoma-ntoso.long-paragraph");
        blocks.read_tree(&mut record, &tree, "akoma-ntoso.not-well-formed");
        if let Some(span) = record.unnamed {
            blocks.draft.report(
                Diagnostic::info("akoma-ntoso.unnamed-speaker", span, "The file does not name all who speak in it.")
                    .with_hint("They are shown by their identifiers: the references of the file do not list them."),
            );
        }
        Ok(blocks.finish(&tree))
    }
}

/// What the references of a file say.
struct Record<'t, 's> {
    /// Persons, roles and organisations by identifier, as written.
    references: HashMap<&'s str, NodeRef<'t, 's>>,
    /// Where the first speaker stands whom the file does not name.
    unnamed: Option<Span>,
}

impl<'s> Shape<'s> for Record<'_, 's> {
    fn part(&self, node: NodeRef<'_, 's>) -> Part {
        match node.local() {
            "debate" | "debateReport" | "doc" | "statement" | "act" | "bill" | "judgment" | "officialGazette"
            | "portion" | "amendment" | "amendmentList"
                if node.parent().is_some_and(|parent| parent.is("akomaNtoso") || parent.is("component")) =>
            {
                Part::Document
            }
            "meta" => Part::Metadata,
            "akomaNtoso" | "debateBody" | "mainBody" | "body" | "components" | "component" | "collectionBody"
            | "coverPage" | "preface" | "preamble" | "conclusions" | "attachments" | "speechGroup" | "content"
            | "container" | "blockContainer" | "blockList" | "ul" | "ol" | "table" | "toc" | "quotedStructure"
            | "embeddedStructure" => Part::Group,
            "debateSection"
            | "administrationOfOath"
            | "rollCall"
            | "prayers"
            | "oralStatements"
            | "writtenStatements"
            | "personalStatements"
            | "ministerialStatements"
            | "resolutions"
            | "nationalInterest"
            | "declarationOfVote"
            | "communication"
            | "petitions"
            | "papers"
            | "noticesOfMotion"
            | "questions"
            | "address"
            | "proceduralMotions"
            | "pointOfOrder"
            | "adjournment"
            | "chapter"
            | "part"
            | "section"
            | "article" => Part::Section,
            "speech" | "question" | "answer" | "other" => Part::Speech,
            "from" if node.parent().is_some_and(|speech| is_speech(speech) && first(speech, "from") == Some(node)) => {
                Part::Own
            }
            "p" if node.attribute("class").is_some_and(|class| class.raw == "separator") => Part::Own,
            "p" | "block" if is_in_preface(node) => match node.descendants().any(|inner| is_of_the_cover(inner)) {
                true => Part::Metadata,
                false => Part::Heading(1),
            },
            // Behind the number of the item.
            "p" if node
                .parent()
                .is_some_and(|item| matches!(item.local(), "item" | "li") && first(item, "p") == Some(node)) =>
            {
                Part::Apart
            }
            "p" | "block" | "from" | "item" | "li" | "tr" | "caption" | "listIntroduction" | "listWrapUp" | "intro"
            | "wrapUp" | "longTitle" => Part::Paragraph,
            "heading" | "subheading" => Part::Heading(u8::from(node.local() == "subheading")),
            "num" if node.parent().is_some_and(|parent| self.part(parent) == Part::Section) => Part::Heading(0),
            "narrative" | "scene" | "summary" | "remark" | "authorialNote" => Part::Note,
            "tocItem" => Part::Furniture,
            "br" | "td" | "th" => Part::Apart,
            _ => Part::Words,
        }
    }

    fn begin(&mut self, blocks: &mut Blocks<'s>, node: NodeRef<'_, 's>, part: Part) {
        match part {
            Part::Speech => self.open_speech(blocks, node),
            Part::Own => {
                blocks.take(node);
                // Else it is the label, which was read with the speech.
                if node.is("p") {
                    let (signs, span) = line_of(node, blocks.draft.source());
                    blocks.draft.heading_text(signs, span, 0);
                }
            }
            Part::Metadata if node.is("meta") => read_meta(blocks, node),
            Part::Metadata => {
                let source = blocks.draft.source();
                read_cover(&mut blocks.draft.transcript.metadata, node, source);
            }
            _ => {}
        }
    }
}

fn is_speech(node: NodeRef<'_, '_>) -> bool {
    matches!(node.local(), "speech" | "question" | "answer" | "other")
}

/// The element of this name among the first in another one, where labels and numbers stand.
fn first<'t, 's>(node: NodeRef<'t, 's>, name: &str) -> Option<NodeRef<'t, 's>> {
    node.elements().take(4).find(|element| element.is(name))
}

fn is_in_preface(node: NodeRef<'_, '_>) -> bool {
    node.parent().is_some_and(|parent| matches!(parent.local(), "preface" | "coverPage"))
}

/// Whether an element of the preface is what the cover is there for.
fn is_of_the_cover(node: NodeRef<'_, '_>) -> bool {
    matches!(node.local(), "docTitle" | "docDate" | "docPurpose" | "location" | "time")
}

impl<'t, 's> Record<'t, 's> {
    fn new(tree: &'t Tree<'s>) -> Self {
        let listed = tree.nodes().filter(|node| node.local().starts_with("TLC"));
        let references = listed
            .filter_map(|node| Some((node.attribute("eId").or_else(|| node.attribute("id"))?.raw, node)))
            .collect();
        Self { references, unnamed: None }
    }

    /// What the file calls whom or what a reference names.
    fn shown(&self, reference: &str) -> Option<String> {
        let name = self.references.get(reference.trim_start_matches('#'))?.value("showAs")?;
        Some(name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// Opens the turn of a speech: under the printed label, or else under the name, or else the identifier.
    fn open_speech(&mut self, blocks: &mut Blocks<'s>, speech: NodeRef<'_, 's>) {
        let of = |name| speech.attribute(name).filter(|attribute| !attribute.raw.trim_matches(['#', ' ']).is_empty());
        let (by, office) = (of("by"), of("as"));
        let name = by.and_then(|by| self.shown(by.raw));
        let id = by.map(|by| by.raw.trim_start_matches('#'));
        let printed = first(speech, "from").map(|from| line_of(from, blocks.draft.source()));
        match (printed.filter(|(line, _)| !without_colon(line).is_empty()), by.or(office)) {
            (Some((line, span)), _) => blocks.open_turn(without_colon(&line), span),
            (None, Some(who)) => {
                let shown = name.clone().or_else(|| self.shown(who.raw));
                if shown.is_none() {
                    self.unnamed.get_or_insert(who.span);
                }
                blocks.open_turn(shown.as_deref().unwrap_or(who.raw.trim_start_matches('#')), who.span);
            }
            (None, None) => blocks.open_turn("", speech.start_tag()),
        }
        let is_person = |id: &str| self.references.get(id).is_none_or(|reference| reference.is("TLCPerson"));
        if let Some(id) = id.filter(|id| is_person(id)) {
            let role = office.and_then(|office| self.shown(office.raw));
            blocks.draft.identify(id, name.as_deref().unwrap_or_default(), role.as_deref());
        }
    }
}

/// What the identification of the document says.
fn read_meta(blocks: &mut Blocks<'_>, meta: NodeRef<'_, '_>) {
    let source = blocks.draft.source();
    let find = |element: &str, name: &str| meta.find(element)?.attribute(name).filter(|a| !a.raw.trim().is_empty());
    let metadata = &mut blocks.draft.transcript.metadata;
    let mut claimed = None;
    if let Some(written) = find("FRBRdate", "date")
        && let Some(date) = written.raw.get(..10).and_then(Date::from_iso)
        // A date is required, and this one stands for none.
        && date.year > 1
    {
        metadata.date = Some(Field { value: date, span: written.span });
        claimed = Some(written.span);
    }
    let language = find("FRBRlanguage", "language").filter(|language| language.raw != "und");
    metadata.language = language.map(|language| language_tag(language.raw));
    for (key, element, name) in OTHER {
        if let Some(attribute) = find(element, name) {
            metadata.other.insert((*key).to_owned(), xml::decode(attribute.raw).into_owned());
        }
    }
    // The words of footnotes stand here, far from their place in the text.
    for note in meta.descendants().filter(|node| node.is("note")) {
        let (words, _) = line_of(note, source);
        let id = note.attribute("eId").or_else(|| note.attribute("id")).map_or("", |id| id.raw);
        if !words.is_empty() {
            metadata.other.insert(format!("Note {id}").trim_end().to_owned(), words);
        }
    }
    if let Some(span) = claimed {
        blocks.draft.claim(Kind::Metadata, span);
    }
}

/// What else of the identification is kept: element and attribute.
const OTHER: &[(&str, &str, &str)] = &[
    ("Alias", "FRBRalias", "value"),
    ("Country", "FRBRcountry", "value"),
    ("Identifier", "FRBRuri", "value"),
    ("Number", "FRBRnumber", "value"),
    ("Name", "FRBRname", "value"),
    ("Publication", "publication", "showAs"),
];

/// A line of the preface that holds the title or the date.
fn read_cover(metadata: &mut Metadata, line: NodeRef<'_, '_>, source: &str) {
    let (words, span) = line_of(line, source);
    if words.is_empty() {
        return;
    }
    if line.find("docTitle").is_some() && metadata.title.is_none() {
        metadata.title = Some(Field { value: words, span });
        return;
    }
    if let Some(date) = line.find("docDate").filter(|_| metadata.date.is_none()) {
        let written = date.attribute("date").and_then(|attribute| Date::from_iso(attribute.raw.get(..10)?));
        let (words, span) = line_of(date, source);
        metadata.date = written.or_else(|| dates::whole_date(&words)).map(|value| Field { value, span });
    }
    let field = |name: &str| Some(line_of(line.find(name)?, source)).filter(|(words, _)| !words.is_empty());
    let (purpose, place, time) = (field("docPurpose"), field("location"), field("time"));
    let of_field = |(value, span): (String, Span)| Field { value, span };
    let is_field_alone =
        [&purpose, &place, &time].iter().any(|field| field.as_ref().is_some_and(|(value, _)| *value == words));
    metadata.summary = metadata.summary.take().or(purpose.map(of_field));
    metadata.place = metadata.place.take().or(place.map(of_field));
    if let Some((time, span)) = time.and_then(|(words, span)| Some((dates::whole_time(&words)?, span))) {
        metadata.time.get_or_insert(Field { value: time.to_string(), span });
    }
    if is_field_alone || line.find("docDate").is_some_and(|date| line_of(date, source).0 == words) {
        return;
    }
    let kept = metadata.other.entry("Cover".to_owned()).or_default();
    if !kept.is_empty() {
        kept.push_str("; ");
    }
    kept.push_str(&words);
}
