//! Hansard as TheyWorkForYou and Public Whip publish it: debates and written answers of the United Kingdom's
//! parliaments, and of others that use the same scrapers.
//!
//! Who speaks is what the attributes of a speech say; one that says `nospeaker` is nobody's unless a label is printed.
//! Must not guess: names inside the words are words.
//! Follows <https://parser.theyworkforyou.com/hansard.html>.

use super::blocks::{Blocks, Part, Shape, without_colon};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{self, Attribute, Dialect, NodeRef, Tree};
use crate::model::{Date, Field, Kind, Span};
use crate::text::dates;

static META: Meta = Meta {
    id: "uk-hansard",
    name: "Hansard (TheyWorkForYou)",
    endings: &["xml"],
    media_types: &["application/xml", "text/xml"],
    specification: "https://parser.theyworkforyou.com/hansard.html",
    keeps: "date, time of the beginning, speakers with office, headings, paragraphs, divisions with those who voted",
    omits: "column numbers, addresses, clock times of single speeches",
    is_lined: false,
};

/// See the module.
pub struct UkHansard;

impl Format for UkHansard {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let has_speech =
            || ["<speech ", "-heading ", "<ques ", "<division "].iter().any(|tag| probe.text.contains(tag));
        match xml::root_name(probe.text) {
            "publicwhip" if has_speech() || !probe.is_whole => Confidence::Certain,
            "publicwhip" => Confidence::Likely,
            "debates" if has_speech() => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Xml);
        let mut blocks = Blocks::new(source.text, limits, "uk-hansard.long-paragraph");
        read_sitting(&mut blocks, &tree);
        blocks.read_tree(&mut Record, &tree, "uk-hansard.not-well-formed");
        Ok(blocks.finish(&tree))
    }
}

/// There is nothing to remember from one speech to the next.
struct Record;

impl<'s> Shape<'s> for Record {
    fn part(&self, node: NodeRef<'_, 's>) -> Part {
        match node.local() {
            "publicwhip" | "debates" | "scrapeversion" | "division" | "table" | "tbody" | "thead" | "ul" | "ol"
            | "blockquote" => Part::Group,
            "speech" | "ques" | "reply" => Part::Speech,
            "major-heading" | "oral-heading" => Part::Heading(1),
            "minor-heading" => Part::Heading(2),
            "p" | "li" | "tr" => Part::Paragraph,
            "divisioncount" => Part::Own,
            "mplist" | "lordlist" | "msplist" | "mlalist" | "memberlist" => Part::Note,
            "mpname" | "lord" | "msp" | "mla" | "member" => Part::Item,
            "bills" => Part::Furniture,
            "br" | "td" | "th" => Part::Apart,
            _ => Part::Words,
        }
    }

    fn begin(&mut self, blocks: &mut Blocks<'s>, node: NodeRef<'_, 's>, part: Part) {
        if part == Part::Speech {
            open_speech(blocks, node);
        } else {
            count_votes(blocks, node);
            blocks.read_children(self, node);
        }
    }
}

/// An attribute that says something.
fn filled<'s>(node: NodeRef<'_, 's>, name: &str) -> Option<Attribute<'s>> {
    node.attributes().find(|attribute| attribute.name == name).filter(|attribute| !attribute.raw.trim().is_empty())
}

fn open_speech(blocks: &mut Blocks<'_>, speech: NodeRef<'_, '_>) {
    let Some(name) = filled(speech, "speakername").filter(|name| name.raw != "unknown") else {
        blocks.open_turn("", speech.start_tag());
        return;
    };
    let printed = xml::decode(name.raw);
    blocks.open_turn(without_colon(&printed), name.span);
    let is_somebody = filled(speech, "nospeaker").is_none();
    let id = filled(speech, "person_id").or_else(|| filled(speech, "speakerid")).filter(|id| id.raw != "unknown");
    if let Some(id) = id.filter(|_| is_somebody) {
        let office = filled(speech, "speakeroffice").map(|office| xml::decode(office.raw));
        blocks.draft.identify(id.raw, without_colon(&printed), office.as_deref());
    }
}

/// The result of a division stands in attributes: `Ayes 312, Noes 300`.
fn count_votes(blocks: &mut Blocks<'_>, count: NodeRef<'_, '_>) {
    let mut words = String::new();
    let mut place: Option<Span> = None;
    for vote in count.attributes().filter(|vote| !vote.raw.trim().is_empty()) {
        if !words.is_empty() {
            words.push_str(", ");
        }
        words.extend([vote.name, " ", &xml::decode(vote.raw)]);
        place = Some(place.map_or(vote.span, |place| place.to(vote.span)));
    }
    if let Some(span) = place {
        blocks.draft.note_text(&words, span);
    }
}

/// The day stands in the identifiers, and the time of the beginning is that of the first part that has one.
fn read_sitting(blocks: &mut Blocks<'_>, tree: &Tree<'_>) {
    for node in tree
        .nodes()
        .filter(|node| matches!(node.local(), "speech" | "ques" | "reply") || node.local().ends_with("-heading"))
    {
        if blocks.draft.transcript.metadata.date.is_none()
            && let Some(id) = filled(node, "id")
            && let Some((kind, day)) = day_of(id)
        {
            let date = Date::from_iso(day.of(blocks.draft.source()));
            let metadata = &mut blocks.draft.transcript.metadata;
            metadata.date = date.map(|value| Field { value, span: day });
            metadata.other.insert("Kind".to_owned(), kind.to_owned());
            blocks.draft.claim(Kind::Metadata, day);
        }
        if let Some(time) = filled(node, "time")
            && let Some(value) = dates::whole_time(time.raw.get(..5).unwrap_or(time.raw))
        {
            blocks.draft.transcript.metadata.time = Some(Field { value: value.to_string(), span: time.span });
            blocks.draft.claim(Kind::Metadata, time.span);
            return;
        }
    }
}

/// The kind of record and the place of the day in `uk.org.publicwhip/debate/2019-01-07a.1.4`.
fn day_of<'s>(id: Attribute<'s>) -> Option<(&'s str, Span)> {
    let (path, last) = id.raw.rsplit_once('/')?;
    let day = last.get(..10).filter(|day| Date::from_iso(day).is_some())?;
    let start = id.span.start + path.len() as u32 + 1;
    Some((path.rsplit('/').next()?, Span { start, end: start + day.len() as u32 }))
}
