//! Transcriber transcriptions (TRS).
//!
//! Follows the DTD `trans-14.dtd` of Transcriber, <https://trans.sourceforge.net/en/transguidFR.php>: sections of turns, in
//! which `Sync` says when what follows is spoken and `Who` which of several speakers at once says it. What stands between
//! two `Sync` is an utterance; speakers at once have the same times. Events and comments become notes, topics headings.

use std::collections::HashMap;

use super::tiers::{Codes, Escapes, Tiers, escapes_of, keep_attribute, language_tag, raw, settle};
use super::timestamps::read_seconds;
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{self, Attribute, Dialect, NodeRef, Tree};
use crate::model::{Date, Diagnostic, Field, Kind, Times, TurnLabel};

static META: Meta = Meta {
    id: "trs",
    name: "Transcriber transcription",
    endings: &["trs"],
    media_types: &["text/xml-transcriber"],
    specification: "https://trans.sourceforge.net/en/transguidFR.php",
    keeps: "speakers, utterances and their times, speakers at once, events and comments as notes, topics as headings",
    omits: "conditions of the recording, types of speakers",
    is_lined: false,
};

static CODES: Codes = Codes {
    long_paragraph: "trs.long-paragraph",
    time_order: "trs.time-order",
    not_well_formed: "trs.not-well-formed",
    stray_words: "trs.stray-words",
};

/// Transcriber.
pub struct Trs;

impl Format for Trs {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        if xml::root_name(probe.text) == "Trans" { Confidence::Certain } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Xml);
        let mut reader = Reader {
            tiers: Tiers::new(source.text, limits, &CODES),
            speakers: HashMap::new(),
            topics: HashMap::new(),
            topic: "",
        };
        if let Some(root) = tree.root() {
            reader.read_head(root);
            for episode in root.elements().filter(|element| element.is("Episode")) {
                reader.read_episode(episode);
            }
        }
        settle(&mut reader.tiers, &tree);
        Ok(reader.tiers.finish())
    }
}

struct Reader<'s> {
    tiers: Tiers<'s>,
    speakers: HashMap<&'s str, TurnLabel>,
    topics: HashMap<&'s str, Attribute<'s>>,
    /// The topic whose heading came last.
    topic: &'s str,
}

/// Who speaks and when, inside a turn.
struct Now {
    voice: Option<TurnLabel>,
    times: Option<Times>,
    /// Whether an utterance has been begun.
    is_open: bool,
}

impl<'s> Reader<'s> {
    fn read_head(&mut self, root: NodeRef<'_, 's>) {
        let draft = &mut self.tiers.draft;
        draft.transcript.metadata.language = language_tag(raw(root, "xml:lang"));
        keep_attribute(draft, "Scribe", root.attribute("scribe"));
        keep_attribute(draft, "Media", root.attribute("audio_filename"));
        keep_attribute(draft, "Date of the file", root.attribute("version_date"));
        for topic in root.child("Topics").into_iter().flat_map(|topics| topics.elements()) {
            if let Some(desc) = topic.attribute("desc") {
                draft.claim(Kind::Metadata, desc.span);
                self.topics.insert(raw(topic, "id"), desc);
            }
        }
        for speaker in root.child("Speakers").into_iter().flat_map(|speakers| speakers.elements()) {
            let Some(id) = speaker.attribute("id").filter(|id| !id.raw.is_empty()) else { continue };
            let label = match speaker.attribute("name").filter(|name| !name.raw.trim().is_empty()) {
                Some(name) => self.tiers.voice(&xml::decode(name.raw), name.span),
                None => self.tiers.nameless_voice(id),
            };
            self.speakers.insert(id.raw, label);
        }
    }

    fn read_episode(&mut self, episode: NodeRef<'_, 's>) {
        let metadata = &mut self.tiers.draft.transcript.metadata;
        if let Some(program) = episode.attribute("program").filter(|program| !program.raw.is_empty()) {
            metadata.title = Some(Field { value: xml::decode(program.raw).into_owned(), span: program.span });
            self.tiers.draft.claim(Kind::Metadata, program.span);
        }
        if let Some(air_date) = episode.attribute("air_date") {
            match short_date(air_date.raw) {
                Some(value) => {
                    self.tiers.draft.transcript.metadata.date = Some(Field { value, span: air_date.span });
                    self.tiers.draft.claim(Kind::Metadata, air_date.span);
                }
                None => keep_attribute(&mut self.tiers.draft, "Air date", Some(air_date)),
            }
        }
        // Turns stand in sections; one that does not is read all the same.
        for node in episode.descendants() {
            if node.is("Section") {
                self.read_topic(node);
            } else if node.is("Turn") {
                self.read_turn(node);
            }
        }
    }

    fn read_topic(&mut self, section: NodeRef<'_, 's>) {
        let topic = raw(section, "topic");
        let Some(desc) = self.topics.get(topic).filter(|_| topic != self.topic) else { return };
        self.topic = topic;
        self.tiers.flush();
        let text = xml::decode(desc.raw).trim().to_owned();
        if !text.is_empty() {
            self.tiers.draft.heading_text(text, desc.span, 2);
        }
    }

    fn read_turn(&mut self, turn: NodeRef<'_, 's>) {
        let voices: Vec<Option<TurnLabel>> =
            raw(turn, "speaker").split_ascii_whitespace().map(|id| self.speakers.get(id).copied()).collect();
        if voices.contains(&None) {
            let place = turn.attribute("speaker").map_or(turn.start_tag(), |speaker| speaker.span);
            let message = "A speaker of this turn is not in the list of speakers; the words stay without one.";
            let hint = "Add the speaker to the list, or correct the name in the turn.";
            self.tiers.draft.report(Diagnostic::warning("trs.unknown-speaker", place, message).with_hint(hint));
        }
        for time in [turn.attribute("startTime"), turn.attribute("endTime")].into_iter().flatten() {
            self.tiers.draft.claim(Kind::Timing, time.span);
        }
        let end_ms = ms(turn.attribute("endTime"));
        let mut start_ms = ms(turn.attribute("startTime"));
        // Of several speakers none speaks before it is said which.
        let voice = if let [voice] = voices[..] { voice } else { None };
        let mut now = Now { voice, times: None, is_open: false };
        let nodes: Vec<NodeRef<'_, 's>> = turn.children().collect();
        now.times = self.stretch(start_ms, next_sync(&nodes).or(end_ms), turn);
        for (i, node) in nodes.iter().enumerate() {
            match node.local() {
                "Sync" => {
                    self.end(&mut now);
                    let time = node.attribute("time");
                    self.tiers.draft.claim(Kind::Timing, time.map(|time| time.span).unwrap_or_default());
                    start_ms = ms(time).or(start_ms);
                    now.times = self.stretch(start_ms, next_sync(&nodes[i + 1..]).or(end_ms), *node);
                }
                "Who" => {
                    self.end(&mut now);
                    let place = raw(*node, "nb").parse().ok().and_then(|nb: usize| nb.checked_sub(1));
                    now.voice = place.and_then(|place| voices.get(place).copied().flatten());
                }
                "Event" | "Background" | "Comment" => self.read_note(*node, &mut now),
                _ => {
                    let span = node.text_span();
                    if !span.of(self.tiers.draft.source()).trim().is_empty() {
                        self.open(&mut now);
                        self.tiers.push_apart(span, escapes_of(*node));
                    }
                }
            }
        }
        self.end(&mut now);
        // Each turn by itself: it may start again before the one above has ended, and stands where the file has it.
        self.tiers.flush();
    }

    fn stretch(&mut self, start_ms: Option<u32>, end_ms: Option<u32>, node: NodeRef<'_, 's>) -> Option<Times> {
        Some(self.tiers.stretch(start_ms?, end_ms?, node.start_tag()))
    }

    fn open(&mut self, now: &mut Now) {
        if !now.is_open {
            self.tiers.begin(now.voice, now.times);
            now.is_open = true;
        }
    }

    fn end(&mut self, now: &mut Now) {
        if std::mem::take(&mut now.is_open) {
            self.tiers.end();
        }
    }

    fn read_note(&mut self, node: NodeRef<'_, 's>, now: &mut Now) {
        let name = if node.is("Background") { "type" } else { "desc" };
        let Some(desc) = node.attribute(name).filter(|desc| !desc.raw.trim().is_empty()) else { return };
        if raw(node, "level") == "off" {
            return;
        }
        // A remark before the first word, or something heard where nobody speaks, stands by itself.
        let stands_alone = !now.is_open && (now.voice.is_none() || !node.is("Event"));
        if stands_alone {
            self.tiers.begin_note(now.times);
            self.tiers.push_note(desc.span, Escapes::References);
            self.tiers.end();
        } else {
            self.open(now);
            self.tiers.push_note(desc.span, Escapes::References);
        }
    }
}

fn ms(seconds: Option<Attribute<'_>>) -> Option<u32> {
    seconds.and_then(|seconds| read_seconds(seconds.raw.trim())).map(|time| time.ms)
}

fn next_sync(nodes: &[NodeRef<'_, '_>]) -> Option<u32> {
    nodes.iter().find(|node| node.is("Sync")).and_then(|sync| ms(sync.attribute("time")))
}

/// A day as Transcriber writes it: year, month and day in two digits each, or the year in four.
fn short_date(text: &str) -> Option<Date> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let (year, at) = match text.len() {
        6 => (number(0, 2)?, 2),
        8 => (number(0, 4)?, 4),
        _ => return None,
    };
    let year = match year {
        0..=69 if at == 2 => 2000 + year,
        70..=99 if at == 2 => 1900 + year,
        _ => year,
    };
    Date::new(year, Some(number(at, at + 2)? as u8), Some(number(at + 2, at + 4)? as u8))
}
