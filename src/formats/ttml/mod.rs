//! Timed Text Markup Language: TTML 1 and 2, and its profiles and forerunners IMSC, EBU-TT-D, SMPTE-TT and DFXP.
//!
//! Follows <https://www.w3.org/TR/ttml2/> and <https://www.w3.org/TR/ttml-imsc1.2/>. A `p` is a cue; times of spans
//! inside it are times of words. Nothing is laid out: regions and styles are markup, but for `display="none"`, whose
//! words are set aside. Pictures are not read, only the words that stand for them.

mod clock;
mod head;

use std::collections::{HashMap, HashSet};

use self::clock::Clock;
use super::tagged::{is_language, push_node, root_tag, tag_name};
use super::timed::{CueText, Cues, Sample};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{Dialect, NodeKind, NodeRef, Tree, decode};
use crate::model::{FurnitureKind, Kind, Span, Times};
use crate::text::lines::{is_space, trim};

static META: Meta = Meta {
    id: "ttml",
    name: "Timed Text Markup Language",
    endings: &["ttml", "dfxp", "xml", "itt"],
    media_types: &["application/ttml+xml"],
    specification: "https://www.w3.org/TR/ttml2/",
    keeps: "words, agents as speakers, times of cues and of words, title, description, copyright, the language",
    omits: "styles, regions, animations, pictures",
    is_lined: false,
};

/// TTML.
pub struct Ttml;

impl Format for Ttml {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        match root_tag(probe.text) {
            Some(tag) if tag_name(tag) == "tt" && (tag.contains("/ns/ttml") || tag.contains("ttaf1")) => {
                Confidence::Certain
            }
            Some(tag) if tag_name(tag) == "tt" => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let start = source.body_start();
        let tree = Tree::read(source.text, start, Dialect::Xml);
        let root = tree.root();
        let mut reader = Reader {
            source: source.text,
            cues: Cues::behind(b'>', META.id, source.text, limits),
            clock: Clock::of(root),
            prefixes: own_prefixes(source.text, root),
            agents: HashMap::new(),
            hidden: HashSet::new(),
            // The lyrics of one large shop do, and name themselves.
            counts_from_zero: root.is_some_and(|root| root.attribute("itunes:timing").is_some()),
            parts: Vec::new(),
            text: CueText::default(),
            voice: None,
            extent: Extent::default(),
            has_cues: false,
        };
        reader.cues.draft.claim(Kind::Markup, Span::new(0, start));
        reader.cues.expect_rolling(&sample(&tree));
        for fault in tree.faults() {
            reader.cues.warn(
                "not-well-formed",
                fault.span,
                fault.message,
                "What stands here is read as far as it goes.",
            );
        }
        for node in tree.roots() {
            reader.read_node(node, Context { reference: Some(0), ..Context::default() });
        }
        if !reader.has_cues {
            let end = Span::new(source.text.len(), source.text.len());
            reader.cues.warn("no-cues", end, "No subtitles stand in this file.", "Check that it was saved completely.");
        }
        Ok(reader.cues.finish())
    }
}

/// The first cues, which show whether live captions repeat one another.
fn sample(tree: &Tree<'_>) -> Sample {
    const MOST_CUES: usize = 100;
    let mut sample = Sample::default();
    for cue in tree.nodes().filter(|node| node.is("p")).take(MOST_CUES) {
        let mut text = String::new();
        for node in cue.descendants().take(MOST_CUES) {
            if node.is("br") {
                text.push('\n');
            } else if node.kind() == NodeKind::Text {
                text.push_str(&node.line());
            }
        }
        sample.add(&text);
    }
    sample
}

/// The prefixes under which a document writes the elements of TTML.
fn own_prefixes<'s>(source: &'s str, root: Option<NodeRef<'_, 's>>) -> Vec<&'s str> {
    const MOST: usize = 8;
    let mut prefixes: Vec<&str> =
        root.and_then(|root| root.name().split_once(':')).map(|(p, _)| p).into_iter().collect();
    for at in memchr::memmem::find_iter(source.as_bytes(), "xmlns:") {
        let declaration = &source[at + 6..source.floor_char_boundary(at + 200)];
        let Some((prefix, value)) = declaration.split_once('=') else { continue };
        let name = value.trim_start().get(1..).and_then(|value| value.split(['"', '\'']).next()).unwrap_or_default();
        let is_own = (name.ends_with("/ns/ttml") || name.contains("ttaf1")) && !name.contains('#');
        if is_own && !prefixes.contains(&prefix.trim()) && prefixes.len() < MOST {
            prefixes.push(prefix.trim());
        }
    }
    prefixes
}

/// What an element inherits.
#[derive(Clone, Copy, Debug, Default)]
struct Context {
    /// What its times count from; none where that never comes.
    reference: Option<u64>,
    /// Where the element around it ends.
    limit: Option<u64>,
    /// Whether it or anything around it has times.
    is_timed: bool,
    keeps_space: bool,
    is_hidden: bool,
    /// Who speaks: where the attribute that says so stands.
    agent: Option<Span>,
    /// Whether its elements follow one another in time.
    is_sequence: bool,
    /// Whether it starts after what is around it has ended.
    is_outside: bool,
    /// Whether it stands in a `p`.
    is_inline: bool,
}

/// What the attributes of an element say.
#[derive(Clone, Copy, Debug, Default)]
struct Timing {
    start: Option<u64>,
    end: Option<u64>,
    /// Whether the element says itself when it ends.
    has_end: bool,
    /// The values: times, and perhaps the agent among them.
    values: Option<Span>,
    agent: Option<Span>,
    is_heard: bool,
    is_picture: bool,
    ruby: Ruby,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ruby {
    #[default]
    None,
    /// A reading aid.
    Text,
    /// Brackets for players that cannot place a reading aid.
    Delimiter,
}

/// From the first to the last time at which words of a `p` are shown.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    start: Option<u64>,
    end: Option<u64>,
    /// Whether some of them have no end.
    is_open: bool,
}

struct Reader<'s> {
    source: &'s str,
    cues: Cues<'s>,
    clock: Clock,
    prefixes: Vec<&'s str>,
    /// Names of agents by their identifiers.
    agents: HashMap<String, String>,
    /// Identifiers of styles that show nothing.
    hidden: HashSet<String>,
    /// Whether all times count from the beginning and not, as they should, from that of the element around.
    counts_from_zero: bool,
    /// Of the cue that is being read: what one agent says after the other.
    parts: Vec<(CueText, Option<Span>)>,
    text: CueText,
    voice: Option<Span>,
    extent: Extent,
    has_cues: bool,
}

impl<'s> Reader<'s> {
    fn claim(&mut self, kind: Kind, span: Span) {
        self.cues.draft.claim(kind, span);
    }

    fn is_own(&self, element: NodeRef<'_, 's>) -> bool {
        match element.name().split_once(':') {
            Some((prefix, _)) => self.prefixes.contains(&prefix),
            None => true,
        }
    }

    /// Reads a node outside of cues. Returns when it ends.
    fn read_node(&mut self, node: NodeRef<'_, 's>, context: Context) -> Option<u64> {
        match node.kind() {
            NodeKind::Element if !self.is_own(node) => self.set_aside_with_warning(node),
            NodeKind::Element => match node.local() {
                "tt" | "body" | "div" => return self.read_container(node, context),
                "p" => return self.read_cue(node, context),
                // A span that lost its paragraph still has words.
                "span" => return self.read_cue(node, context),
                "head" => self.read_head(node),
                "metadata" => self.read_metadata(node, context),
                _ => self.set_aside_with_warning(node),
            },
            NodeKind::Text | NodeKind::Cdata => self.set_aside_with_warning(node),
            _ => self.claim(Kind::Markup, node.start_tag()),
        }
        context.reference
    }

    fn read_container(&mut self, node: NodeRef<'_, 's>, around: Context) -> Option<u64> {
        let (timing, context) = self.read_attributes(node, around);
        if node.is("tt") {
            let language = node.value("lang").filter(|value| is_language(value));
            self.cues.draft.transcript.metadata.language = language.map(|value| value.into_owned());
        }
        self.claim_tag(node, timing);
        let languages = if node.is("body") { self.languages(node) } else { HashMap::new() };
        let mut latest = timing.start;
        for child in node.children() {
            if let Some(language) = languages.get(&child.index()) {
                self.begin_language(language);
            }
            let end = self.read_node(
                child,
                Context { reference: if context.is_sequence { latest } else { timing.start }, ..context },
            );
            if child.is_element() {
                latest = if context.is_sequence { end } else { latest.zip(end).map(|(a, b)| a.max(b)) };
            }
        }
        self.claim(Kind::Markup, node.end_tag());
        if timing.has_end { timing.end } else { latest.or(timing.end) }
    }

    /// Where another language begins, if the divisions of the body are one language after the other.
    fn languages(&self, body: NodeRef<'_, 's>) -> HashMap<usize, String> {
        const MOST: usize = 32;
        let mut changes: Vec<(usize, String)> = Vec::new();
        for division in body.elements().filter(|element| element.is("div")) {
            let Some(language) = division.value("lang").filter(|value| is_language(value)) else {
                return HashMap::new();
            };
            if changes.last().is_some_and(|(_, last)| *last == language) {
                continue;
            }
            if changes.len() == MOST || changes.iter().any(|(_, known)| *known == language) {
                return HashMap::new();
            }
            changes.push((division.index(), language.into_owned()));
        }
        if changes.len() < 2 { HashMap::new() } else { changes.into_iter().collect() }
    }

    fn begin_language(&mut self, language: &str) {
        let metadata = self.cues.draft.transcript.metadata.clone();
        if self.has_cues {
            self.cues.begin_next_transcript();
            self.cues.draft.transcript.metadata = metadata;
        }
        self.cues.draft.transcript.metadata.language = Some(language.to_owned());
    }

    /// What the attributes of an element say, and what its children inherit.
    fn read_attributes(&mut self, node: NodeRef<'_, 's>, around: Context) -> (Timing, Context) {
        let mut context = Context { is_sequence: false, ..around };
        let mut timing = Timing::default();
        let (mut begin, mut end, mut duration) = (None, None, None);
        let mut has_bad_begin = false;
        for attribute in node.attributes() {
            let name = attribute.name.rsplit_once(':').map_or(attribute.name, |(_, local)| local);
            let slot = match attribute.name {
                "begin" => &mut begin,
                "end" => &mut end,
                "dur" => &mut duration,
                _ => {
                    match name {
                        "timeContainer" => context.is_sequence = attribute.raw == "seq",
                        "space" => context.keeps_space = attribute.raw == "preserve",
                        "agent" => timing.agent = Some(attribute.span),
                        "role" => timing.is_heard = attribute.raw.split_ascii_whitespace().any(|role| role == "sound"),
                        "display" => context.is_hidden |= attribute.raw == "none",
                        "style" if !self.hidden.is_empty() => {
                            let mut styles = attribute.raw.split_ascii_whitespace();
                            context.is_hidden |= styles.any(|style| self.hidden.contains(style));
                        }
                        "backgroundImage" => timing.is_picture = true,
                        "ruby" if attribute.raw == "text" => timing.ruby = Ruby::Text,
                        "ruby" if attribute.raw == "delimiter" => timing.ruby = Ruby::Delimiter,
                        _ => {}
                    }
                    continue;
                }
            };
            *slot = self.clock.read(attribute.raw);
            timing.values = Some(timing.values.map_or(attribute.span, |all| all.to(attribute.span)));
            if slot.is_none() {
                has_bad_begin |= attribute.name == "begin";
                self.warn_of_time(attribute.span);
            }
        }
        let mut late = 0;
        if context.is_hidden && !around.is_hidden {
            // An animation may show later what is hidden at first.
            let shows =
                |element: &NodeRef<'_, 's>| element.is("set") && element.value("display").as_deref() == Some("auto");
            if let Some(set) = node.elements().find(shows) {
                late = set.value("begin").and_then(|begin| self.clock.read(&begin)).unwrap_or(0);
                context.is_hidden = false;
            }
        }
        context.is_timed |= timing.values.is_some();
        context.agent = timing.agent.or(around.agent);
        let has_start = begin.is_some() || !has_bad_begin;
        let resolve = |reference: Option<u64>| {
            let start = reference.filter(|_| has_start).map(|at| at.saturating_add(begin.unwrap_or(0)));
            let by_end = reference.zip(end).map(|(at, end)| at.saturating_add(end));
            let by_duration = start.zip(duration).map(|(at, duration)| at.saturating_add(duration));
            (start, by_end.into_iter().chain(by_duration).min())
        };
        let counts_from_zero = self.counts_from_zero && timing.values.is_some();
        let (mut start, mut own_end) = resolve(if counts_from_zero { Some(0) } else { around.reference });
        // What starts when all around it has ended would never be shown. That is a slip: its own times are better.
        let limit = around.limit.filter(|limit| start.is_none_or(|start| start < *limit));
        if limit != around.limit && timing.values.is_some() {
            context.is_outside = true;
            let (from_zero, end_from_zero) = resolve(Some(0));
            if from_zero >= around.reference {
                (start, own_end) = (from_zero, end_from_zero);
            }
            self.cues.warn(
                "outside",
                timing.values.unwrap_or_default(),
                "This starts after the element around it has ended, and players do not show it.",
                "Its times are taken as if they stood alone; check whether they count from the beginning.",
            );
        }
        timing.has_end = own_end.is_some();
        timing.start = start;
        timing.end = own_end.into_iter().chain(limit).min();
        timing.start = timing.start.map(|start| start.saturating_add(late));
        context.reference = timing.start;
        context.limit = timing.end;
        (timing, context)
    }

    #[cold]
    fn warn_of_time(&mut self, span: Span) {
        self.cues.warn(
            "bad-time",
            span,
            "This is not a time.",
            "Write it as 00:00:01.500 or 1.5s; without it players show the text at another time.",
        );
    }

    /// Claims a start tag; the label among its attributes is claimed by the turn that it opens.
    fn claim_tag(&mut self, node: NodeRef<'_, 's>, timing: Timing) {
        let tag = node.start_tag();
        let agent = timing.agent;
        let mut at = tag.start;
        if let Some(values) = timing.values {
            if let Some(agent) = agent.filter(|agent| agent.end <= values.start) {
                self.claim(Kind::Markup, Span { start: at, end: agent.start });
                at = agent.end;
            }
            self.claim(Kind::Markup, Span { start: at, end: values.start });
            at = values.start;
            if let Some(agent) = agent.filter(|agent| values.start <= agent.start && agent.end <= values.end) {
                self.claim(Kind::Timing, Span { start: at, end: agent.start });
                at = agent.end;
            }
            self.claim(Kind::Timing, Span { start: at, end: values.end });
            at = values.end;
        }
        if let Some(agent) = agent.filter(|agent| agent.start >= at) {
            self.claim(Kind::Markup, Span { start: at, end: agent.start });
            at = agent.end;
        }
        self.claim(Kind::Markup, Span { start: at, end: tag.end });
        // Outside of cues nobody else claims it.
        if let Some(agent) = agent.filter(|_| !node.is("p") && !node.is("span")) {
            self.claim(Kind::Label, agent);
        }
    }

    fn read_cue(&mut self, node: NodeRef<'_, 's>, around: Context) -> Option<u64> {
        let (timing, context) = self.read_attributes(node, around);
        self.claim_tag(node, timing);
        self.extent = Extent::default();
        self.voice = context.agent;
        let latest = self.read_inline(node, Context { is_inline: true, is_outside: false, ..context }, timing.start);
        self.parts.push((std::mem::take(&mut self.text), self.voice));
        self.begin_cue(context, timing.values.unwrap_or(node.start_tag()));
        // A label is claimed where it first speaks; what was inherited was claimed before.
        let mut claimed = node.start_tag().start;
        for (mut text, voice) in std::mem::take(&mut self.parts) {
            let place = voice.map(|span| {
                let is_first = span.start > claimed;
                claimed = claimed.max(span.start);
                if is_first { span } else { Span { start: span.start, end: span.start } }
            });
            match (voice, place) {
                (Some(voice), Some(place)) if !timing.is_heard => {
                    let name = self.name_of(voice);
                    self.cues.add_text(&mut text, Some((&name, place)));
                }
                (_, place) if timing.is_heard => {
                    self.claim(Kind::Label, place.unwrap_or_default());
                    self.cues.add_note(&mut text);
                }
                _ => self.cues.add_text(&mut text, None),
            }
        }
        self.cues.end_cue();
        self.has_cues |= self.cues.has_words();
        self.claim(Kind::Markup, node.end_tag());
        if timing.has_end { timing.end } else { latest.or(timing.end) }
    }

    fn begin_cue(&mut self, context: Context, span: Span) {
        let Extent { start, end, is_open } = self.extent;
        let to_u32 = |ms: u64| u32::try_from(ms).unwrap_or(u32::MAX);
        match start.map(to_u32) {
            Some(start_ms) if context.is_timed || end.is_some() || start_ms > 0 => {
                let end_ms = end.filter(|_| !is_open || end > start).map(to_u32);
                if start_ms == u32::MAX || end_ms == Some(u32::MAX) {
                    self.cues.warn(
                        "time-limit",
                        span,
                        "A time of more than 49 days stands here.",
                        "It is shown as the largest time that can be; correct it in the file.",
                    );
                }
                match end_ms {
                    Some(end_ms) => self.cues.begin_cue(Times { start_ms, end_ms }, span),
                    // Nothing says when it ends.
                    None => self.cues.begin_open_cue(start_ms, span),
                }
            }
            _ => {
                if context.reference.is_none() {
                    self.cues.warn(
                        "never-shown",
                        span,
                        "Nothing says when this is shown.",
                        "Its words are kept without times; check its times, and whether what it waits for ever ends.",
                    );
                }
                self.cues.begin_untimed();
            }
        }
    }

    /// Reads what stands inside a cue. Returns when it ends, as far as its elements say.
    fn read_inline(&mut self, node: NodeRef<'_, 's>, context: Context, start: Option<u64>) -> Option<u64> {
        let mut latest = start;
        for child in node.children() {
            match child.kind() {
                NodeKind::Text | NodeKind::Cdata => {
                    if self.read_words(child, context, start) {
                        // Words go on as long as what they stand in.
                        latest = None;
                    }
                }
                NodeKind::Element if !self.is_own(child) => self.set_aside_with_warning(child),
                NodeKind::Element => match child.local() {
                    "br" => {
                        self.text.push_text("\n", child.start_tag());
                        self.read_inline(child, context, start);
                        self.push_tag(child.end_tag());
                    }
                    "span" | "p" | "div" | "body" | "tt" => {
                        let reference = if context.is_sequence { latest } else { start };
                        let end = self.read_span(child, Context { reference, ..context });
                        latest = if context.is_sequence { end } else { latest.zip(end).map(|(a, b)| a.max(b)) };
                    }
                    "metadata" => self.read_metadata(child, context),
                    _ => self.set_aside(child),
                },
                _ => self.push_tag(child.start_tag()),
            }
        }
        latest
    }

    fn read_span(&mut self, node: NodeRef<'_, 's>, around: Context) -> Option<u64> {
        let (timing, context) = self.read_attributes(node, around);
        let voice = self.voice;
        if let Some(agent) = timing.agent {
            self.parts.push((std::mem::take(&mut self.text), self.voice));
            self.voice = Some(agent);
            let tag = node.start_tag();
            self.claim(Kind::Markup, Span { start: tag.start, end: agent.start });
            self.claim(Kind::Markup, Span { start: agent.end, end: tag.end });
        } else if let Some(at) =
            timing.start.filter(|_| context.is_timed && (timing.values.is_some() || around.is_sequence))
        {
            self.text.push_mark(node.start_tag(), u32::try_from(at).unwrap_or(u32::MAX));
        } else {
            self.push_tag(node.start_tag());
        }
        let latest = match timing.ruby {
            Ruby::None => self.read_inline(node, context, timing.start),
            Ruby::Delimiter => self.read_inline(node, Context { is_hidden: true, ..context }, timing.start),
            Ruby::Text => {
                // The reading aid stands behind the word in brackets.
                let at = |at: u32| Span { start: at, end: at };
                self.text.push_text("(", at(node.start_tag().end));
                let latest = self.read_inline(node, context, timing.start);
                self.text.push_text(")", at(node.end_tag().start));
                latest
            }
        };
        self.push_tag(node.end_tag());
        if timing.agent.is_some() {
            self.parts.push((std::mem::take(&mut self.text), self.voice));
            self.voice = voice;
        }
        if timing.has_end { timing.end } else { latest.or(timing.end) }
    }

    /// Reads words of a cue. Returns whether there were some.
    fn read_words(&mut self, node: NodeRef<'_, 's>, context: Context, start: Option<u64>) -> bool {
        let words = node.text_span().of(self.source);
        let has_words = !words.chars().all(is_space);
        if context.is_hidden && has_words {
            self.set_aside(node);
            return false;
        }
        if context.is_sequence && has_words {
            // Between the elements of a sequence words have no time at all.
            self.set_aside_with_warning(node);
            return false;
        }
        if node.kind() == NodeKind::Cdata {
            let (whole, inner) = (node.start_tag(), node.text_span());
            self.push_tag(Span { start: whole.start, end: inner.start });
            push_node(&mut self.text, self.source, node, context.keeps_space);
            self.push_tag(Span { start: inner.end, end: whole.end });
        } else {
            push_node(&mut self.text, self.source, node, context.keeps_space);
        }
        if has_words
            && !context.is_outside
            && let Some(start) = start
        {
            let extent = &mut self.extent;
            extent.start = Some(extent.start.map_or(start, |first| first.min(start)));
            extent.end = extent.end.max(context.limit);
            extent.is_open |= context.limit.is_none();
        }
        has_words
    }

    fn push_tag(&mut self, span: Span) {
        if !span.is_empty() {
            self.text.push_tag(span);
        }
    }

    /// The name of the agents that an attribute lists.
    fn name_of(&self, span: Span) -> String {
        let ids = decode(span.of(self.source));
        let names: Vec<&str> = ids
            .split_ascii_whitespace()
            .map(|id| id.trim_start_matches('#'))
            .map(|id| self.agents.get(id).map_or(id, String::as_str))
            .collect();
        names.join(" & ")
    }

    fn set_aside_with_warning(&mut self, node: NodeRef<'_, 's>) {
        let before = self.cues.draft.transcript.furniture.len();
        self.set_aside(node);
        if let Some(first) = self.cues.draft.transcript.furniture.get(before) {
            let span = first.span;
            self.cues.warn(
                "not-shown",
                span,
                "Players do not show this text, because it stands where no subtitle can stand.",
                "It is kept beside the transcript; put it into a p element if it belongs to the words.",
            );
        }
    }

    /// What is no text of the subtitles: its words are kept as furniture.
    fn set_aside(&mut self, node: NodeRef<'_, 's>) {
        let is_data = |node: NodeRef<'_, 's>| {
            node.parent().is_some_and(|parent| matches!(parent.local(), "image" | "data" | "chunk" | "source"))
        };
        for each in std::iter::once(node).chain(node.descendants()) {
            let words = trim(each.text_span().of(self.source), each.text_span());
            if words.is_empty() || is_data(each) {
                self.claim(Kind::Markup, each.start_tag());
            } else {
                let whole = each.start_tag();
                self.claim(Kind::Markup, Span { start: whole.start, end: words.start });
                self.cues.draft.furniture(words, FurnitureKind::Other);
                self.claim(Kind::Markup, Span { start: words.end, end: whole.end });
            }
            self.claim(Kind::Markup, each.end_tag());
        }
    }

    /// Metadata in the body: words that stand for a picture are read, all else is kept as furniture.
    fn read_metadata(&mut self, node: NodeRef<'_, 's>, context: Context) {
        let alternative = node.find("altText").filter(|_| !context.is_inline);
        let Some((element, words)) =
            alternative.and_then(|e| Some((e, e.children().find(|n| n.kind() == NodeKind::Text)?)))
        else {
            self.set_aside(node);
            return;
        };
        for each in std::iter::once(node).chain(node.descendants()) {
            if each == words {
                self.extent = Extent::default();
                let start = context.reference;
                self.read_words(words, context, start);
                self.begin_cue(context, element.start_tag());
                self.cues.add_text(&mut self.text, None);
                self.cues.end_cue();
                self.has_cues |= self.cues.has_words();
            } else if each.is_element() {
                self.claim(Kind::Markup, each.start_tag());
                self.claim(Kind::Markup, each.end_tag());
            } else {
                self.set_aside(each);
            }
        }
    }
}

#[cfg(test)]
mod tests;
