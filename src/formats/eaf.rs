//! ELAN annotation documents (EAF).
//!
//! Follows <https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf>: tiers of annotations that hang on time
//! slots or on other annotations. Tiers that depend on no other are read as speech, by their participant; what is said
//! about an utterance as a whole (a translation, a comment) becomes notes; words and sounds inside an utterance stay
//! whole, as furniture. The vocabularies and the layout of the tiers have no place in a transcript.

use std::collections::HashMap;

use super::tiers::{
    Codes, Holds, Tiers, Timeline, Use, Words, holds, is_silent, judge, keep_attribute, keep_element, language_tag,
    push_element, raw, settle,
};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{self, Dialect, NodeRef, Tree};
use crate::model::{Diagnostic, FurnitureKind, Kind, Span, Times, TurnLabel};

static META: Meta = Meta {
    id: "eaf",
    name: "ELAN annotations",
    endings: &["eaf"],
    media_types: &["text/x-eaf+xml"],
    specification: "https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf",
    keeps: "utterances, their participants and times, translations and comments as notes, properties",
    omits: "controlled vocabularies; tiers of words and sounds below utterances, which stay as furniture",
    is_lined: false,
};

static CODES: Codes = Codes {
    long_paragraph: "eaf.long-paragraph",
    time_order: "eaf.time-order",
    not_well_formed: "eaf.not-well-formed",
    stray_words: "eaf.stray-words",
};

/// How many references lead from an annotation to one with times.
const MOST_STEPS: usize = 16;

/// ELAN annotations.
pub struct Eaf;

impl Format for Eaf {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        if xml::root_name(probe.text) == "ANNOTATION_DOCUMENT" { Confidence::Certain } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Xml);
        let mut tiers = Tiers::new(source.text, limits, &CODES);
        if let Some(root) = tree.root() {
            read(&mut tiers, root);
        }
        settle(&mut tiers, &tree);
        Ok(tiers.finish())
    }
}

/// A tier that is read, and as what.
struct Tier<'t, 's> {
    node: NodeRef<'t, 's>,
    id: &'s str,
    of: Use<'s>,
}

fn read<'s>(tiers: &mut Tiers<'s>, root: NodeRef<'_, 's>) {
    read_head(tiers, root);
    let slots = root.child("TIME_ORDER").into_iter().flat_map(|order| order.elements());
    let timeline = Timeline::new(slots.map(|slot| (raw(slot, "TIME_SLOT_ID"), raw(slot, "TIME_VALUE").parse().ok())));
    let found = judge_all(root);
    if !found.iter().any(|tier| matches!(tier.of, Use::Speech(_) | Use::Words(_))) {
        let place = root.start_tag();
        tiers.draft.report(
            Diagnostic::warning("eaf.no-speech", place, "No tier of this file holds speech.")
                .with_hint("Check that it was saved completely and that it is the right file."),
        );
    }
    let times = Annotations::new(&found, &timeline);
    for tier in &found {
        claim_times(tiers, tier);
        match tier.of {
            Use::Aside => set_aside(tiers, tier),
            Use::Notes => {
                tiers.draft.claim(Kind::Metadata, tier.node.attribute("TIER_ID").map(|id| id.span).unwrap_or_default());
                for (annotation, value) in values(tier.node) {
                    let times = times.of(tiers, annotation);
                    tiers.begin_note(times);
                    push_element(tiers, value);
                    tiers.end();
                }
            }
            Use::Speech(_) | Use::Words(_) => {
                let voice = voice(tiers, tier);
                let source = tiers.draft.source();
                let mut words = Words::of(voice);
                for (annotation, value) in values(tier.node).filter(|(_, value)| !is_silent(*value, source)) {
                    let times = times.of(tiers, annotation);
                    if matches!(tier.of, Use::Words(_)) {
                        let stretch = words.begin(tiers, times);
                        push_element(tiers, value);
                        words.end(tiers, times, stretch);
                    } else {
                        tiers.begin(voice, times);
                        push_element(tiers, value);
                        tiers.end();
                    }
                }
            }
        }
    }
}

fn read_head<'s>(tiers: &mut Tiers<'s>, root: NodeRef<'_, 's>) {
    let draft = &mut tiers.draft;
    keep_attribute(draft, "Author", root.attribute("AUTHOR"));
    keep_attribute(draft, "Date of the file", root.attribute("DATE"));
    if let Some(header) = root.child("HEADER") {
        let media = header.child("MEDIA_DESCRIPTOR").and_then(|media| media.attribute("MEDIA_URL"));
        keep_attribute(draft, "Media", media.or_else(|| header.attribute("MEDIA_FILE")));
        for property in header.elements().filter(|element| element.is("PROPERTY")) {
            let name = property.value("NAME").unwrap_or_default();
            // What the program counts for itself says nothing about the recording.
            let is_counter = name.starts_with("lastUsed") || name.starts_with("lastUnused") || name == "URN";
            keep_element(draft, if is_counter { "" } else { &name }, Some(property));
        }
    }
    keep_element(draft, "License", root.child("LICENSE"));
    for vocabulary in root.elements().filter(|element| element.is("CONTROLLED_VOCABULARY")) {
        draft.furniture(vocabulary.span(), FurnitureKind::Settings);
    }
}

/// What becomes of each tier, in the order of the file.
fn judge_all<'t, 's>(root: NodeRef<'t, 's>) -> Vec<Tier<'t, 's>> {
    let types: HashMap<&str, &str> = root
        .elements()
        .filter(|element| element.is("LINGUISTIC_TYPE"))
        .map(|each| (raw(each, "LINGUISTIC_TYPE_ID"), raw(each, "CONSTRAINTS")))
        .collect();
    let mut found: Vec<Tier<'_, '_>> = root
        .elements()
        .filter(|element| element.is("TIER"))
        .map(|node| Tier { node, id: raw(node, "TIER_ID"), of: Use::Aside })
        .collect();
    let held: HashMap<&str, Holds> = found.iter().map(|tier| (tier.id, holds(tier.id).0)).collect();
    // Where the tier on top counts utterances, what is said stands in the one below.
    let is_on_top = |tier: &Tier<'_, '_>| match raw(tier.node, "PARENT_REF") {
        "" => true,
        parent => held.get(tier.id) == Some(&Holds::Utterances) && held.get(parent) == Some(&Holds::Analysis),
    };
    let on_top: Vec<usize> =
        (0..found.len()).filter(|i| is_on_top(&found[*i]) && found[*i].node.elements().next().is_some()).collect();
    let names: Vec<(&str, bool)> = on_top.iter().map(|i| (found[*i].id, false)).collect();
    for (i, of) in on_top.iter().zip(judge(&names)) {
        let tier = &mut found[*i];
        let is_unknown = held.get(tier.id) == Some(&Holds::Unknown);
        // A tier that names its participant needs no name that says what it holds.
        tier.of = match raw(tier.node, "PARTICIPANT") {
            "" => of,
            participant if is_unknown || matches!(of, Use::Speech(_)) => Use::Speech(Some(participant)),
            participant if matches!(of, Use::Words(_)) => Use::Words(Some(participant)),
            _ => of,
        };
    }
    let read: HashMap<&str, bool> =
        found.iter().map(|tier| (tier.id, matches!(tier.of, Use::Speech(_) | Use::Words(_)))).collect();
    for tier in &mut found {
        let parent = raw(tier.node, "PARENT_REF");
        let is_about_whole = types.get(raw(tier.node, "LINGUISTIC_TYPE_REF")) == Some(&"Symbolic_Association");
        let may_be_note = matches!(held.get(tier.id), Some(Holds::Unknown | Holds::Notes));
        if tier.of == Use::Aside && read.get(parent) == Some(&true) && is_about_whole && may_be_note {
            tier.of = Use::Notes;
        }
    }
    found
}

/// The annotations of a tier with their values.
fn values<'t, 's>(tier: NodeRef<'t, 's>) -> impl Iterator<Item = (NodeRef<'t, 's>, NodeRef<'t, 's>)> {
    tier.elements()
        .flat_map(|annotation| annotation.elements())
        .filter_map(|annotation| Some((annotation, annotation.child("ANNOTATION_VALUE")?)))
}

/// When annotations are, whether they hang on time slots or on others.
struct Annotations<'s, 'l> {
    timeline: &'l Timeline<'s>,
    /// The two slots of an annotation, or the one that it refers to.
    ends: HashMap<&'s str, Result<(&'s str, &'s str), &'s str>>,
}

impl<'s, 'l> Annotations<'s, 'l> {
    fn new(found: &[Tier<'_, 's>], timeline: &'l Timeline<'s>) -> Self {
        let mut ends = HashMap::new();
        // Only notes refer to others, and where there are none nothing need be remembered.
        if found.iter().any(|tier| tier.of != Use::Aside && !raw(tier.node, "PARENT_REF").is_empty()) {
            for tier in found {
                for (annotation, _) in values(tier.node) {
                    ends.insert(raw(annotation, "ANNOTATION_ID"), Self::ends(annotation));
                }
            }
        }
        Self { timeline, ends }
    }

    fn ends(annotation: NodeRef<'_, 's>) -> Result<(&'s str, &'s str), &'s str> {
        match annotation.attribute("ANNOTATION_REF") {
            Some(other) => Err(other.raw),
            None => Ok((raw(annotation, "TIME_SLOT_REF1"), raw(annotation, "TIME_SLOT_REF2"))),
        }
    }

    fn of(&self, tiers: &mut Tiers<'s>, annotation: NodeRef<'_, 's>) -> Option<Times> {
        let mut ends = Self::ends(annotation);
        for _ in 0..MOST_STEPS {
            match ends {
                Ok((start, end)) => {
                    let (start_ms, end_ms) = self.timeline.between(start, end)?;
                    return Some(tiers.stretch(start_ms, end_ms, annotation.start_tag()));
                }
                Err(other) => ends = *self.ends.get(other)?,
            }
        }
        None
    }
}

fn claim_times(tiers: &mut Tiers<'_>, tier: &Tier<'_, '_>) {
    if tier.of == Use::Aside {
        return;
    }
    for (annotation, _) in values(tier.node) {
        for attribute in annotation.attributes().filter(|each| each.name.starts_with("TIME_SLOT_REF")) {
            tiers.draft.claim(Kind::Timing, attribute.span);
        }
    }
}

fn set_aside(tiers: &mut Tiers<'_>, tier: &Tier<'_, '_>) {
    // An empty tier has nothing that is lost.
    if tier.node.elements().next().is_some() {
        let place = tier.node.attribute("TIER_ID").map_or(tier.node.start_tag(), |id| id.span);
        let message = "This tier holds no utterances by its name or its kind; it is kept, but not read.";
        tiers.draft.report(Diagnostic::info("eaf.tier-aside", place, message));
        tiers.draft.furniture(tier.node.span(), FurnitureKind::Other);
    }
}

/// Who speaks in a tier; also claims what names it, and takes its language for that of the transcript.
fn voice<'s>(tiers: &mut Tiers<'s>, tier: &Tier<'_, 's>) -> Option<TurnLabel> {
    let language = &mut tiers.draft.transcript.metadata.language;
    if language.is_none() {
        *language = tier.node.attribute("LANG_REF").and_then(|code| language_tag(code.raw));
    }
    let id = tier.node.attribute("TIER_ID")?;
    let (Use::Speech(Some(name)) | Use::Words(Some(name))) = tier.of else {
        tiers.draft.claim(Kind::Metadata, id.span);
        return None;
    };
    let place = tier.node.attribute("PARTICIPANT").filter(|who| !who.raw.is_empty()).unwrap_or_else(|| {
        let hint = "If it is none, its words belong to nobody in particular.";
        let message = "This tier names no participant; its name is taken for the speaker.";
        tiers.draft.report(Diagnostic::info("eaf.tier-name", id.span, message).with_hint(hint));
        id
    });
    let start = place.span.start + place.raw.find(name).unwrap_or(0) as u32;
    let span = Span { start, end: start + name.len() as u32 };
    Some(tiers.voice(&xml::decode(name), span))
}
