//! TEI, as parliaments are published in it: ParlaMint and Parla-CLARIN, with or without word-level annotation.
//!
//! Who speaks is what `u/@who` says, joined to the list of persons where that stands in the file; a printed label
//! (`note type="speaker"`) is kept as printed. Must not guess: identifiers of unknown speakers name nobody. A corpus in
//! one file is many transcripts.
//! Follows <https://clarin-eric.github.io/parla-clarin/> and <https://clarin-eric.github.io/ParlaMint/>.

use std::collections::HashMap;

use super::blocks::{Blocks, Part, Shape, language_tag, line_of, without_colon};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{self, Dialect, NodeRef, Tree};
use crate::model::{Date, Diagnostic, Field, Kind, Metadata, Span, Times};
use crate::text::dates;

static META: Meta = Meta {
    id: "tei",
    name: "TEI record of a parliament",
    endings: &["xml", "tei"],
    media_types: &["application/tei+xml"],
    specification: "https://clarin-eric.github.io/parla-clarin/",
    keeps: "title, date, place, language, speakers with office and party, headings, paragraphs, notes, running text of \
            word-level files",
    omits: "taxonomies, descriptions of the encoding, biographies, linguistic annotation, page breaks",
    is_lined: false,
};

/// See the module.
pub struct Tei;

impl Format for Tei {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        match xml::root_name(probe.text) {
            "TEI" | "teiCorpus" | "TEI.2" => Confidence::Certain,
            _ => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Xml);
        let mut record = Record::new(&tree);
        let mut blocks = Blocks::new(source.text, limits, "tei.long-paragraph");
        blocks.read_tree(&mut record, &tree, "tei.not-well-formed");
        if let Some(span) = record.unnamed {
            blocks.draft.report(
                Diagnostic::info("tei.unnamed-speaker", span, "The file does not name all who speak in it.").with_hint(
                    "They are shown by their identifiers: the list of persons stands in another file of the corpus.",
                ),
            );
        }
        let end = Span::new(source.text.len(), source.text.len());
        if record.documents == 0 || record.documents == 1 && blocks.draft.transcript.text.is_empty() {
            blocks.draft.report(
                Diagnostic::warning("tei.no-words", end, "No text stands in this file, only what is known of it.")
                    .with_hint("In a corpus of many files the speeches stand in the others; drop those."),
            );
        }
        Ok(blocks.finish(&tree))
    }
}

/// What a file says of its event and its speakers.
struct Record<'t, 's> {
    /// Persons and organisations by identifier, as written.
    lists: HashMap<&'s str, NodeRef<'t, 's>>,
    /// Of the whole corpus, for transcripts that do not say otherwise.
    corpus: Metadata,
    documents: usize,
    /// Name and role of those who have spoken, on the day of this transcript. Both empty for who is not listed.
    speakers: HashMap<&'s str, (String, String)>,
    /// A label that stands in front of its speech.
    label: Option<Span>,
    /// Points of the timeline by identifier, in milliseconds.
    moments: HashMap<&'s str, u32>,
    /// Where the first speaker stands whom the file does not name.
    unnamed: Option<Span>,
}

impl<'s> Shape<'s> for Record<'_, 's> {
    fn part(&self, node: NodeRef<'_, 's>) -> Part {
        match node.local() {
            "w" | "pc" => {
                let join = node.attribute("join").map_or("", |attribute| attribute.raw);
                Part::Token {
                    joins_left: matches!(join, "left" | "both"),
                    joins_right: matches!(join, "right" | "both"),
                }
            }
            "TEI" | "TEI.2" => Part::Document,
            "teiHeader" | "timeline" | "standOff" | "listEvent" | "spanGrp" | "linkGrp" | "interpGrp" => Part::Metadata,
            "teiCorpus" | "text" | "front" | "body" | "back" | "group" | "floatingText" | "list" | "table" | "lg"
            | "quote" | "cit" => Part::Group,
            "div" | "div1" | "div2" | "div3" | "div4" | "div5" | "div6" => Part::Section,
            // Its utterances are by the one whom the block names.
            "u" if node.parent().is_some_and(|parent| parent.is("annotationBlock")) => Part::Group,
            "u" | "sp" | "annotationBlock" => Part::Speech,
            "seg" | "p" | "ab" | "l" | "item" | "row" | "byline" | "signed" | "salute" | "dateline" | "trailer" => {
                Part::Paragraph
            }
            "head" | "docTitle" | "titlePart" | "docDate" | "docAuthor" => Part::Heading(0),
            "speaker" => Part::Own,
            // One that is not closed has words behind it, which are read.
            "milestone" if node.attribute("rend").is_some() && node.children().next().is_none() => Part::Own,
            "note" if is_label(node) || has_type(node, "heading") => Part::Own,
            "note" | "incident" | "vocal" | "kinesic" | "gap" | "pause" | "shift" | "writing" | "stage" | "event" => {
                Part::Note
            }
            "fw" => Part::Furniture,
            "lb" | "cb" | "cell" => Part::Apart,
            _ => Part::Words,
        }
    }

    fn begin(&mut self, blocks: &mut Blocks<'s>, node: NodeRef<'_, 's>, part: Part) {
        match part {
            Part::Document => {
                self.documents += 1;
                self.speakers.clear();
                blocks.draft.transcript.metadata = self.corpus.clone();
                if let Some(language) = node.value("lang") {
                    blocks.draft.transcript.metadata.language = Some(language_tag(&language));
                }
            }
            Part::Speech => self.open_speech(blocks, node),
            Part::Metadata if node.is("teiHeader") => self.read_header(blocks, node),
            Part::Own if node.is("milestone") || has_type(node, "heading") => read_heading(blocks, node),
            Part::Own if !node.parent().is_some_and(|parent| parent.is("u") || parent.is("sp")) => {
                // Where no speech follows, nothing is said under it.
                let (printed, span) = line_of(node, blocks.draft.source());
                blocks.take(node);
                blocks.open_turn(without_colon(&printed), span);
                blocks.end_turn();
                self.label = Some(span);
            }
            // A label inside the speech was read with it.
            Part::Own => blocks.take(node),
            _ => {}
        }
    }

    /// From the first to the last anchor, or as the attributes say.
    fn times(&self, paragraph: NodeRef<'_, 's>) -> Option<Times> {
        if self.moments.is_empty() {
            return None;
        }
        let at =
            |node: Option<NodeRef<'_, 's>>, name: &str| self.moments.get(bare_id(node?.attribute(name)?.raw)).copied();
        let anchor = |node: &NodeRef<'_, '_>| node.is("anchor");
        let first = at(paragraph.elements().next().filter(anchor), "synch");
        let last = at(paragraph.elements().last().filter(anchor), "synch");
        let start_ms = first.or_else(|| at(Some(paragraph), "start"))?;
        let end_ms = last.or_else(|| at(Some(paragraph), "end")).unwrap_or(start_ms);
        Some(Times { start_ms, end_ms: end_ms.max(start_ms) })
    }
}

fn has_type(node: NodeRef<'_, '_>, name: &str) -> bool {
    node.attribute("type").is_some_and(|attribute| attribute.raw == name)
}

/// Headings between the parts of a division, where TEI allows no `head`: a note of its level, or a milestone with the
/// signs of a separator.
fn read_heading<'s>(blocks: &mut Blocks<'s>, node: NodeRef<'_, 's>) {
    let level = node.attribute("n").and_then(|level| level.raw.parse().ok()).unwrap_or(2);
    match node.attribute("rend").filter(|_| node.is("milestone")) {
        Some(signs) => {
            blocks.draft.claim(Kind::Markup, signs.span);
            blocks.draft.heading_text(xml::decode(signs.raw).into_owned(), signs.span, 0);
        }
        None => {
            let (text, span) = line_of(node, blocks.draft.source());
            blocks.take(node);
            blocks.draft.heading_text(text, span, u8::clamp(level, 1, 6));
        }
    }
}

/// A note that prints who speaks: in front of a speech, or first in it.
fn is_label(note: NodeRef<'_, '_>) -> bool {
    has_type(note, "speaker")
        && note.parent().is_some_and(|parent| match parent.local() {
            "u" => label_in(parent) == Some(note),
            "body" | "front" | "back" | "text" | "list" => true,
            other => other.starts_with("div"),
        })
}

fn label_in<'t, 's>(speech: NodeRef<'t, 's>) -> Option<NodeRef<'t, 's>> {
    let is_label = |node: &NodeRef<'_, '_>| node.is("speaker") || node.is("note") && has_type(*node, "speaker");
    speech.elements().next().filter(is_label)
}

/// The points of all timelines that have a distance from another one or from the start.
fn read_moments<'s>(tree: &Tree<'s>) -> HashMap<&'s str, u32> {
    let mut moments: HashMap<&str, u32> = HashMap::new();
    for when in tree.nodes().filter(|node| node.is("when")) {
        let Some(id) = when.attribute("id") else { continue };
        let unit = when.parent().and_then(|timeline| timeline.attribute("unit")).map_or("s", |unit| unit.raw);
        let milliseconds = if unit == "ms" { 1.0 } else { 1000.0 };
        let since = when.attribute("since").and_then(|since| moments.get(bare_id(since.raw)).copied()).unwrap_or(0);
        // What is no number is the start itself; too large a number is the largest.
        let interval = when.attribute("interval").and_then(|interval| interval.raw.trim().parse::<f64>().ok());
        let distance = (interval.unwrap_or(0.0) * milliseconds).round() as u32;
        moments.insert(id.raw, since.saturating_add(distance));
    }
    moments
}

impl<'t, 's> Record<'t, 's> {
    fn new(tree: &'t Tree<'s>) -> Self {
        let listed = tree.nodes().filter(|node| matches!(node.local(), "person" | "org"));
        let lists = listed.filter_map(|node| Some((node.attribute("id")?.raw, node))).collect();
        Self {
            lists,
            corpus: Metadata::default(),
            documents: 0,
            speakers: HashMap::new(),
            label: None,
            moments: read_moments(tree),
            unnamed: None,
        }
    }

    /// Opens the turn of a `u` or `sp`: under the printed label, or else under the name, or else the identifier.
    fn open_speech(&mut self, blocks: &mut Blocks<'s>, speech: NodeRef<'_, 's>) {
        let who = speech.attribute("who");
        let span = who.map_or(speech.start_tag(), |who| who.span);
        let mut ids: Vec<&str> = who.iter().flat_map(|who| who.raw.split_ascii_whitespace()).map(bare_id).collect();
        ids.retain(|id| is_somebody(id));
        let mut names = Vec::new();
        let mut is_unnamed = false;
        for id in &ids {
            let name = &self.known(id, blocks).0;
            is_unnamed |= name.is_empty();
            names.push(if name.is_empty() { (*id).to_owned() } else { name.clone() });
        }
        let mut name = names.join(", ");
        let label = self.label.take();
        if let Some(label) = label_in(speech) {
            let (printed, span) = line_of(label, blocks.draft.source());
            blocks.open_turn(without_colon(&printed), span);
        } else if label.is_none_or(|span| !blocks.resume_turn(span)) {
            blocks.open_turn(&name, span);
            if is_unnamed {
                self.unnamed.get_or_insert(span);
            }
            is_unnamed = false;
        }
        // The label tells the name better than an identifier does.
        if is_unnamed {
            name.clear();
        }
        match (who, ids.as_slice()) {
            (Some(_), [id]) => {
                let role = self.known(id, blocks).1.clone();
                blocks.draft.identify(id, &name, Some(role.as_str()).filter(|role| !role.is_empty()));
            }
            // Several who speak with one voice are one speaker, and none of them.
            (Some(who), [_, ..]) => blocks.draft.identify(who.raw, &name, Some("")),
            _ => {}
        }
    }

    /// Name and role of a person on the day of this transcript.
    fn known(&mut self, id: &'s str, blocks: &Blocks<'s>) -> &(String, String) {
        let (lists, source) = (&self.lists, blocks.draft.source());
        let day = blocks.draft.transcript.metadata.date.as_ref().map(|date| date.value.to_string());
        self.speakers.entry(id).or_insert_with(|| match lists.get(id) {
            Some(person) => (name_of(*person, source), role_of(*person, day.as_deref(), lists, source)),
            None => Default::default(),
        })
    }

    /// Reads a `teiHeader`: of the corpus or of this transcript.
    fn read_header(&mut self, blocks: &mut Blocks<'s>, header: NodeRef<'_, 's>) {
        let source = blocks.draft.source();
        let document = header.parent();
        let language = document.and_then(|node| node.value("lang"));
        let of_corpus = document.is_some_and(|node| node.is("teiCorpus"));
        let mut metadata = std::mem::take(&mut blocks.draft.transcript.metadata);
        if let Some(language) = &language {
            metadata.language = Some(language_tag(language));
        }
        let is_own = |node: &NodeRef<'_, '_>| node.value("lang").is_none_or(|of| Some(of) == language);
        if let Some(titles) = header.find("titleStmt") {
            read_titles(&mut metadata, titles, &is_own, source);
        }
        let date = ["settingDesc", "sourceDesc"].iter().find_map(|part| find_date(header.find(part)?, source));
        if let Some((date, at)) = date {
            blocks.draft.claim(Kind::Metadata, at);
            metadata.date = Some(Field { value: date, span: at });
        }
        if let Some(setting) = header.find("settingDesc") {
            let places = || setting.descendants().filter(|node| is_place(*node) && is_own(node));
            let lines: Vec<_> =
                places().map(|node| line_of(node, source)).filter(|(line, _)| !line.is_empty()).collect();
            if let Some(span) = lines.iter().map(|(_, span)| *span).reduce(Span::to) {
                let names: Vec<_> = lines.into_iter().map(|(line, _)| line).collect();
                metadata.place = Some(Field { value: names.join(", "), span });
            }
        }
        if let Some(words) = header.find("abstract").and_then(|words| words.child("p")) {
            let (value, span) = line_of(words, source);
            metadata.summary = Some(Field { value, span }).filter(|summary| !summary.value.is_empty());
        }
        if let Some(time) = header.find("setting").and_then(|setting| setting.child("time")) {
            let (words, span) = line_of(time, source);
            metadata.time = dates::whole_time(&words).map(|time| Field { value: time.to_string(), span });
        }
        for note in header.find("notesStmt").into_iter().flat_map(|notes| notes.elements()) {
            let name = note.value("n").or_else(|| note.value("type")).unwrap_or("Note".into());
            let (words, _) = line_of(note, source);
            if !words.is_empty() {
                metadata.other.insert(name.into_owned(), words);
            }
        }
        for (name, element) in OTHER {
            // A hash identifies a file, not a sitting.
            let is_hash = |node: &NodeRef<'_, '_>| has_type(*node, "sha256");
            let found = header.descendants().filter(|node| node.is(element) && is_own(node) && !is_hash(node));
            let mut values: Vec<String> = found.map(|node| line_or_target(node, source)).collect();
            values.retain(|value| !value.is_empty());
            values.dedup();
            if !values.is_empty() {
                metadata.other.insert((*name).to_owned(), values.join("; "));
            }
        }
        if of_corpus {
            self.corpus = metadata.clone();
        }
        blocks.draft.transcript.metadata = metadata;
    }
}

/// What else of the header is kept, by the element that says it.
const OTHER: &[(&str, &str)] = &[
    ("Meeting", "meeting"),
    ("Edition", "edition"),
    ("Publisher", "publisher"),
    ("Authority", "authority"),
    ("Distributor", "distributor"),
    ("Funder", "funder"),
    ("Licence", "licence"),
    ("Identifier", "idno"),
];

/// The words of an element, with the number it has, or else what it points to.
fn line_or_target(node: NodeRef<'_, '_>, source: &str) -> String {
    let (line, _) = line_of(node, source);
    let number = node.value("n").filter(|number| !line.contains(number.as_ref()));
    match number {
        Some(number) if line.is_empty() => number.into_owned(),
        Some(number) => line + " " + &number,
        None if line.is_empty() => node.value("target").unwrap_or_default().into_owned(),
        None => line,
    }
}

/// The title of the event is the one below that of the corpus, if there is one; all in the language of the record.
fn read_titles(
    metadata: &mut Metadata,
    titles: NodeRef<'_, '_>,
    is_own: &dyn Fn(&NodeRef<'_, '_>) -> bool,
    source: &str,
) {
    let all = || titles.elements().filter(|node| node.is("title"));
    let is_sub = |node: &NodeRef<'_, '_>| node.attribute("type").is_some_and(|a| a.raw == "sub");
    let has_sub = all().any(|node| is_sub(&node) && is_own(&node));
    let (mut title, mut place) = (String::new(), None);
    for node in all() {
        let (line, span) = line_of(node, source);
        if line.is_empty() {
            continue;
        }
        if is_own(&node) && is_sub(&node) == has_sub {
            if !title.is_empty() {
                title.push_str(". ");
            }
            title.push_str(&line);
            place = Some(place.map_or(span, |place: Span| place.to(span)));
            continue;
        }
        let kind = if is_sub(&node) { "Subtitle" } else { "Title" };
        let key = match node.value("lang") {
            Some(language) => format!("{kind} ({language})"),
            None => kind.to_owned(),
        };
        metadata.other.entry(key).and_modify(|value| *value += &format!("; {line}")).or_insert(line);
    }
    if let Some(span) = place {
        metadata.title = Some(Field { value: title, span });
    }
}

/// The first date in an element: by its attribute, or else by its words.
fn find_date(node: NodeRef<'_, '_>, source: &str) -> Option<(Date, Span)> {
    node.descendants().filter(|node| node.is("date")).find_map(|date| {
        let written = date.attribute("when").or_else(|| date.attribute("from"));
        if let Some(written) = written
            && let Some(date) = iso_day(written.raw).and_then(Date::from_iso)
        {
            return Some((date, written.span));
        }
        let (line, span) = line_of(date, source);
        Some((dates::whole_date(&line)?, span))
    })
}

/// The day in a date that may have a time or a time zone behind it.
fn iso_day(text: &str) -> Option<&str> {
    text.get(..text.bytes().take(10).take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count())
}

fn is_place(node: NodeRef<'_, '_>) -> bool {
    match node.local() {
        "name" => node.attribute("type").is_none_or(|a| !matches!(a.raw, "person" | "org")),
        "placeName" | "settlement" | "locale" => true,
        _ => false,
    }
}

/// `corpus.xml#SmithAnn` and `#SmithAnn` name the same person.
fn bare_id(reference: &str) -> &str {
    reference.rsplit_once('#').map_or(reference, |(_, id)| id)
}

/// Whether an identifier can be that of a person: corpora write `#unknown-M` for a man whom nobody recognised.
fn is_somebody(id: &str) -> bool {
    !id.is_empty() && !id.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("unknown"))
}

/// The name of a person in reading order, whatever order the parts are written in.
fn name_of(person: NodeRef<'_, '_>, source: &str) -> String {
    let Some(name) = person.child("persName") else { return String::new() };
    let mut parts = Vec::new();
    for kind in ["forename", "nameLink", "surname"] {
        parts.extend(name.elements().filter(|part| part.is(kind)).map(|part| line_of(part, source).0));
    }
    if parts.is_empty() { line_of(name, source).0 } else { parts.join(" ") }
}

/// So much is looked at of what is known of one person: it is asked for in each transcript again.
const MOST_FACTS: usize = 500;

/// Office and party on a day.
fn role_of(person: NodeRef<'_, '_>, day: Option<&str>, lists: &HashMap<&str, NodeRef<'_, '_>>, source: &str) -> String {
    let is_then = |node: &NodeRef<'_, '_>| {
        let Some(day) = day else { return true };
        let bound = |name| node.attribute(name).and_then(|attribute| iso_day(attribute.raw));
        bound("from").is_none_or(|from| from <= day) && bound("to").is_none_or(|to| day <= to)
    };
    let affiliations = || person.elements().take(MOST_FACTS).filter(|node| node.is("affiliation")).filter(is_then);
    let office = affiliations().filter_map(|node| node.child("roleName")).map(|role| line_of(role, source).0);
    let party = affiliations().find_map(|node| {
        let organisation = lists.get(bare_id(node.attribute("ref")?.raw))?;
        let kind = organisation.attribute("role")?.raw;
        matches!(kind, "politicalParty" | "parliamentaryGroup" | "politicalGroup").then_some(*organisation)
    });
    let party = party.and_then(|party| {
        let names = || party.elements().take(MOST_FACTS).filter(|node| node.is("orgName"));
        let is_short = |node: &NodeRef<'_, '_>| node.attribute("full").is_some_and(|a| matches!(a.raw, "init" | "abb"));
        let name = names().filter(is_short).find(is_then).or_else(|| names().find(is_then))?;
        Some(line_of(name, source).0)
    });
    let occupation = person.child("occupation").map(|occupation| line_of(occupation, source).0);
    let mut parts: Vec<String> = office.take(1).chain(party).collect();
    if parts.is_empty() {
        parts.extend(occupation);
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_keep_to_the_limit_whatever_they_are_made_of() {
        let limits = Limits { paragraph_bytes: 24, ..Limits::default() };
        for pattern in ["a few plain words ", "<w>word</w>", "&amp;", "é", "<hi>x</hi> ", "<note>heard</note> said "] {
            let source =
                format!("<TEI><text><body><u who='#a'><seg>{}</seg></u></body></text></TEI>", pattern.repeat(40));
            let parsed = Tei.parse(&Source::of_text(&source), &limits).expect("a record");
            let transcript = &parsed.transcripts[0];
            assert!(transcript.paragraphs.len() > 1, "{pattern}");
            for paragraph in &transcript.paragraphs {
                let words = transcript.words(paragraph.text);
                assert!(words.len() <= 24, "{pattern}: {words:?}");
                assert_eq!(words.trim(), words, "{pattern}");
            }
            assert!(parsed.diagnostics.iter().any(|diagnostic| diagnostic.code == "tei.long-paragraph"), "{pattern}");
        }
    }

    #[test]
    fn identifiers_of_the_unknown_name_nobody() {
        for (id, expected) in [("SmithAnn", true), ("unknown", false), ("Unknown-M", false), ("", false), ("é", true)]
        {
            assert_eq!(is_somebody(id), expected, "{id}");
        }
        assert_eq!(bare_id("corpus.xml#a"), "a");
        assert_eq!(iso_day("2020-04-08+02:00"), Some("2020-04-08"));
    }
}
