//! EXMARaLDA basic transcriptions (EXB).
//!
//! Follows <https://www.exmaralda.org/files/PartiturEditor_Manual.pdf> and the DTD that it refers to: tiers of events on
//! one common timeline. What is transcribed (type `t`) is speech, what is described (type `d`) becomes notes, and
//! annotations (type `a`) stay whole, as furniture. Events that follow on each other without a gap are one utterance, up
//! to the sign that ends it. Points of the timeline need not have times; their order is what counts.

use std::collections::HashMap;

use super::tiers::{
    Codes, Tiers, Timeline, escapes_of, keep_attribute, keep_element, language_tag, push_element, raw, settle, texts,
};
use super::timestamps::read_seconds;
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{self, Dialect, NodeRef, Tree};
use crate::model::{Diagnostic, Field, FurnitureKind, Kind, TurnLabel};

static META: Meta = Meta {
    id: "exb",
    name: "EXMARaLDA transcription",
    endings: &["exb"],
    media_types: &["application/xml"],
    specification: "https://www.exmaralda.org/files/PartiturEditor_Manual.pdf",
    keeps: "utterances, speakers, times, descriptions as notes, what the head says of the recording",
    omits: "layout; tiers of annotations, which stay as furniture",
    is_lined: false,
};

static CODES: Codes = Codes {
    long_paragraph: "exb.long-paragraph",
    time_order: "exb.time-order",
    not_well_formed: "exb.not-well-formed",
    stray_words: "exb.stray-words",
};

/// EXMARaLDA.
pub struct Exb;

impl Format for Exb {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        if xml::root_name(probe.text) == "basic-transcription" { Confidence::Certain } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Xml);
        let mut tiers = Tiers::new(source.text, limits, &CODES);
        if let Some(root) = tree.root() {
            let speakers = root.child("head").map(|head| read_head(&mut tiers, head)).unwrap_or_default();
            if let Some(body) = root.child("basic-body") {
                read_body(&mut tiers, body, &speakers);
            }
            for format in root.elements().filter(|each| each.is("tierformat-table")) {
                tiers.draft.furniture(format.span(), FurnitureKind::Settings);
            }
        }
        settle(&mut tiers, &tree);
        Ok(tiers.finish())
    }
}

/// Keeps what the head says, and returns the labels of the speakers by their ids.
fn read_head<'s>(tiers: &mut Tiers<'s>, head: NodeRef<'_, 's>) -> HashMap<&'s str, TurnLabel> {
    let source = tiers.draft.source();
    for node in head.child("meta-information").into_iter().flat_map(|about| about.elements()) {
        let name = match node.local() {
            "project-name" => "Project",
            "transcription-name" => {
                if let Some(text) = texts(node, source).next() {
                    let title = Field { value: node.line(), span: text.text_span() };
                    tiers.draft.transcript.metadata.title = Some(title);
                }
                ""
            }
            "referenced-file" => {
                keep_attribute(&mut tiers.draft, "Media", node.attribute("url"));
                continue;
            }
            "ud-meta-information" => {
                keep_all(tiers, node, "");
                continue;
            }
            "comment" => "Comment",
            "transcription-convention" => "Convention",
            _ => continue,
        };
        keep_element(&mut tiers.draft, name, Some(node));
    }
    let mut speakers = HashMap::new();
    for speaker in head.child("speakertable").into_iter().flat_map(|table| table.elements()) {
        let id = raw(speaker, "id");
        let name = speaker.child("abbreviation").map(|node| (node.line(), texts(node, source).next()));
        let label = match name {
            Some((name, Some(text))) => tiers.voice(&name, text.text_span()),
            // Somebody without a name is called what the file calls them.
            _ => match speaker.attribute("id") {
                Some(id) if !id.raw.is_empty() => tiers.nameless_voice(id),
                _ => continue,
            },
        };
        speakers.insert(id, label);
        let who = tiers.draft.transcript.label(label.id).to_owned();
        let used = speaker.child("languages-used").and_then(|used| used.child("language"));
        let language = &mut tiers.draft.transcript.metadata.language;
        *language = language.take().or_else(|| language_tag(raw(used?, "lang")));
        keep_all(tiers, speaker, &who);
    }
    speakers
}

/// Keeps what users define themselves, and comments, under the name of whom it is about.
fn keep_all<'s>(tiers: &mut Tiers<'s>, node: NodeRef<'_, 's>, who: &str) {
    // What stands in a statement belongs to it, a statement that lost its way in there too.
    let mut end = 0;
    for each in node.descendants().filter(|each| each.is("ud-information") || each.is("comment")) {
        if each.index() < end {
            continue;
        }
        end = each.end();
        let what = each.value("attribute-name").unwrap_or("Comment".into());
        let name = if who.is_empty() { what.into_owned() } else { format!("{who}: {what}") };
        keep_element(&mut tiers.draft, &name, Some(each));
    }
}

fn read_body<'s>(tiers: &mut Tiers<'s>, body: NodeRef<'_, 's>, speakers: &HashMap<&'s str, TurnLabel>) {
    let points = body.child("common-timeline").into_iter().flat_map(|line| line.elements());
    let points: Vec<_> = points.filter(|point| point.is("tli")).collect();
    for time in points.iter().filter_map(|point| point.attribute("time")) {
        tiers.draft.claim(Kind::Timing, time.span);
    }
    let seconds = |node: NodeRef<'_, 's>| read_seconds(raw(node, "time").trim()).map(|time| time.ms);
    let timeline = Timeline::new(points.iter().map(|point| (raw(*point, "id"), seconds(*point))));
    for tier in body.elements().filter(|element| element.is("tier")) {
        match raw(tier, "type") {
            "t" => read_speech(tiers, tier, &timeline, speakers),
            "d" => {
                for event in tier.elements().filter(|event| event.is("event")) {
                    let (start, end) = (raw(event, "start"), raw(event, "end"));
                    let times = timeline.between(start, end);
                    let times = times.map(|(start, end)| tiers.stretch(start, end, event.start_tag()));
                    tiers.begin_note(times);
                    tiers.set_order(timeline.place(start).unwrap_or_default());
                    push_element(tiers, event);
                    tiers.end();
                }
            }
            _ if tier.elements().next().is_none() => {}
            _ => {
                let place = tier.attribute("category").map_or(tier.start_tag(), |category| category.span);
                let message = "This tier annotates what is said; it is kept, but not read.";
                tiers.draft.report(Diagnostic::info("exb.tier-aside", place, message));
                tiers.draft.furniture(tier.span(), FurnitureKind::Other);
            }
        }
    }
}

fn read_speech<'s>(
    tiers: &mut Tiers<'s>,
    tier: NodeRef<'_, 's>,
    timeline: &Timeline<'s>,
    speakers: &HashMap<&'s str, TurnLabel>,
) {
    let source = tiers.draft.source();
    let voice = speakers.get(raw(tier, "speaker")).copied();
    if voice.is_none() {
        let message = "This tier belongs to no speaker of the table; its words stay without one.";
        let hint = "Name the speaker in the tier and in the table of speakers.";
        tiers.draft.report(Diagnostic::warning("exb.no-speaker", tier.start_tag(), message).with_hint(hint));
    }
    // Where the open utterance starts, and the point at which it would go on.
    let mut open: Option<(&str, &str)> = None;
    let mut ends_in_space = false;
    for event in tier.elements().filter(|event| event.is("event")) {
        let (start, end) = (raw(event, "start"), raw(event, "end"));
        let from = match open {
            Some((from, next)) if next == start => from,
            _ => {
                tiers.begin(voice, None);
                tiers.set_order(timeline.place(start).unwrap_or_default());
                ends_in_space = false;
                start
            }
        };
        let mut ends_utterance = false;
        for node in texts(event, source) {
            let words = node.text_span().of(source);
            if ends_in_space || words.starts_with(char::is_whitespace) {
                tiers.push_space();
            }
            let stretch = tiers.len();
            tiers.push(node.text_span(), escapes_of(node));
            if let Some(ms) = timeline.ms(start) {
                tiers.mark(stretch, ms);
            }
            ends_in_space = words.ends_with(char::is_whitespace);
            ends_utterance = words.trim_end().ends_with(['.', '?', '!', '…', '˙']);
        }
        if let Some((start_ms, end_ms)) = timeline.between(from, end) {
            let times = tiers.stretch(start_ms, end_ms, event.start_tag());
            tiers.say_times(times);
        }
        tiers.end();
        open = (!ends_utterance).then_some((from, end));
    }
}
