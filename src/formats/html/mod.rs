//! `html`: a saved web page. The event is found in it; menus, scripts, footers and related links are furniture.
//!
//! What the page's structure says for sure (a title, a speaker, a time) is believed; everything else is read by the
//! evidence of `official`, so that a page and its plain text give the same. Nothing is fetched and no script is run:
//! what a page would only load is not there. Follows <https://html.spec.whatwg.org/multipage/syntax.html>.

mod content;
mod facts;
mod labels;

use std::iter;

use super::prose::{MarkKind, Prose};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{Dialect, NodeKind, NodeRef, TextPiece, Tree, decode, pieces};
use crate::model::{Diagnostic, FurnitureKind, Kind, Span, TimeMark, Times, Transcript};
use crate::text::dates::{date_at, whole_time};
use content::{Content, Place, Tag, tag};
use facts::Facts;
use labels::{Labels, find_labels};

static META: Meta = Meta {
    id: "html",
    name: "Web page",
    endings: &["html", "htm", "xhtml"],
    media_types: &["text/html", "application/xhtml+xml"],
    specification: "https://html.spec.whatwg.org/multipage/syntax.html",
    keeps: "title, summary, date, time, place, speakers, times, notes, headings; menus and captions as furniture",
    omits: "scripts, styles, pictures, emphasis, link addresses",
    is_lined: false,
};

/// Elements that a page, or the part of one that holds a transcript, begins with.
const FIRST: &[&str] = &[
    "html",
    "head",
    "title",
    "meta",
    "body",
    "main",
    "article",
    "section",
    "header",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "span",
    "cite",
    "strong",
    "b",
    "em",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "br",
    "center",
    "font",
    "nav",
];

/// How many lines may stand above the title that are not part of the header.
const MOST_ABOVE: usize = 8;

/// How many elements are looked at that may hold the title.
const MOST_TITLES: usize = 32;

/// Longest heading, tags included, bytes.
const LONGEST_HEADING: usize = 2000;

/// See the module.
pub struct Html;

impl Format for Html {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let mut text = probe.text.trim_start();
        // Comments of the program that saved the page, and an XML declaration, may stand in front.
        loop {
            let close = match text {
                _ if text.starts_with("<!--") => "-->",
                _ if text.starts_with("<?xml") => "?>",
                _ => break,
            };
            let Some(end) = text.find(close) else { return Confidence::No };
            text = text[end + close.len()..].trim_start();
        }
        let starts = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
        if starts("<!doctype html") || starts("<html") {
            return Confidence::Certain;
        }
        let Some(rest) = text.strip_prefix('<') else { return Confidence::No };
        let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
        let is_tag = matches!(rest.as_bytes().get(name.len()), Some(b'>' | b' ' | b'/' | b'\n' | b'\r' | b'\t'));
        let is_first = is_tag && FIRST.iter().any(|first| first.eq_ignore_ascii_case(name));
        if is_first { Confidence::Likely } else { Confidence::No }
    }

    fn taught(&self) -> Option<&'static dyn Format> {
        Some(&Html)
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let tree = Tree::read(source.text, source.body_start(), Dialect::Html);
        let content = Content::find(&tree);
        let labels = find_labels(&tree, &content);
        let facts = Facts::find(&tree, &content, source.text);
        let mut page = Page::new(source.text, &tree, &content, &labels);
        page.push_all();
        let Page { prose, unread, times, .. } = page;
        let mut parsed = prose.read(META.id, &source.choices.rules, limits, &mut iter::empty());
        if let Some(transcript) = parsed.transcripts.first_mut() {
            facts.fill(&mut transcript.metadata, &mut parsed.ledger);
            add_times(transcript, &times);
        }
        for (_, span) in &times {
            parsed.ledger.claim(Kind::Timing, *span);
        }
        let is_empty = parsed.transcripts.iter().all(|transcript| transcript.paragraphs.is_empty());
        if is_empty {
            parsed.diagnostics.push(
                Diagnostic::warning("html.no-words", Span::default(), "This page holds no text of an event.").with_hint(
                    "The page may load its text only in the browser: open it there, select all, and save it as text.",
                ),
            );
        }
        parsed.ledger.claim_free(Kind::Furniture, &mut unread.iter().copied());
        parsed.ledger.claim_free(Kind::Markup, &mut tree.spare());
        parsed.ledger.claim_white_space(source.text);
        Ok(parsed)
    }
}

/// Gives the times to the paragraphs they stand in front of. A paragraph lasts to the start of the next one, if that is
/// known; a time in the middle of a paragraph says when the words behind it are spoken.
fn add_times(transcript: &mut Transcript, times: &[(u32, Span)]) {
    let mut starts: Vec<(usize, u32)> = Vec::new();
    for (ms, span) in times {
        let next = transcript.paragraphs.partition_point(|p| p.span.start < span.start);
        if next > 0 && transcript.paragraphs[next - 1].span.end > span.start {
            let piece = transcript.pieces.partition_point(|piece| piece.source.start < span.end);
            let text = transcript.pieces.get(piece).map_or(transcript.text.len() as u32, |piece| piece.text);
            transcript.time_marks.push(TimeMark { text, at_ms: *ms, end_ms: None, confidence_permille: None });
        } else if next < transcript.paragraphs.len() && starts.last().is_none_or(|(last, _)| *last < next) {
            starts.push((next, *ms));
        }
    }
    for (i, (paragraph, start_ms)) in starts.iter().enumerate() {
        let end_ms = starts.get(i + 1).map_or(*start_ms, |(_, next)| *next.max(start_ms));
        transcript.paragraphs[*paragraph].times = Some(Times { start_ms: *start_ms, end_ms });
    }
}

/// An element that is open.
struct Open {
    end: usize,
    is_block: bool,
    /// Where its words began, for what is marked.
    mark: Option<(usize, MarkKind)>,
}

/// The walk over the tree that pushes the words.
struct Page<'t, 's> {
    source: &'s str,
    tree: &'t Tree<'s>,
    content: &'t Content,
    labels: &'t Labels,
    prose: Prose<'s>,
    /// What is not for readers at all: scripts, styles.
    unread: Vec<Span>,
    times: Vec<(u32, Span)>,
    /// The element that holds the title, from its place to that of its last words.
    title: Option<(usize, usize)>,
    /// Whether an open element is marked.
    is_marked: bool,
    stack: Vec<Open>,
    preformatted_end: usize,
}

impl<'t, 's> Page<'t, 's> {
    fn new(source: &'s str, tree: &'t Tree<'s>, content: &'t Content, labels: &'t Labels) -> Self {
        let is_title = |node: &NodeRef<'_, '_>| !node.line().is_empty();
        let headings = || tree.nodes().filter(|node| node.is("h1")).take(MOST_TITLES).filter(is_title);
        let inside = headings().find(|node| content.place(*node) == Place::Event);
        let title = inside.or_else(|| headings().find(|node| content.place(*node) == Place::Page));
        Self {
            source,
            tree,
            content,
            labels,
            prose: Prose::new(source),
            unread: Vec::new(),
            times: Vec::new(),
            title: title.map(|node| (node.index(), node.end())),
            is_marked: false,
            stack: Vec::new(),
            preformatted_end: 0,
        }
    }

    fn push_all(&mut self) {
        let first = self.first_in_header();
        let mut i = 0;
        while i < self.tree.len() {
            while self.stack.last().is_some_and(|open| open.end <= i) {
                self.close();
            }
            let node = self.tree.node(i);
            let place = self.content.place(node);
            i += 1;
            match place {
                Place::Around => {}
                Place::Raw => {
                    self.unread.extend(iter::once(node).chain(node.descendants()).filter_map(|part| words_of(&part)));
                    i = node.end();
                }
                Place::Page => match self.title {
                    // The title may stand in the middle of what is set aside.
                    Some((title, _)) if title > node.index() && title < node.end() => {}
                    Some((title, end)) if (title..end).contains(&node.index()) => self.push_node(node),
                    _ => {
                        self.set_aside(node);
                        i = node.end();
                    }
                },
                Place::Event if node.index() < first && node.end() <= first && !is_header_line(node) => {
                    self.set_aside(node);
                    i = node.end();
                }
                Place::Event => self.push_node(node),
            }
        }
        while !self.stack.is_empty() {
            self.close();
        }
    }

    /// Where the header begins. What stands in the event in front of its title leads to other pages.
    fn first_in_header(&self) -> usize {
        let Some(title) = self.title.map(|(title, _)| title) else { return 0 };
        if self.content.place(self.tree.node(title)) != Place::Event {
            return 0;
        }
        let above = self.tree.nodes().take(title);
        let lines = above.filter(|node| self.content.place(*node) == Place::Event && !node.text().trim().is_empty());
        if lines.take(MOST_ABOVE + 1).count() <= MOST_ABOVE { title } else { 0 }
    }

    fn set_aside(&mut self, node: NodeRef<'_, '_>) {
        // A script in it is for no reader, here or elsewhere.
        let (raw, parts): (Vec<_>, Vec<_>) =
            iter::once(node).chain(node.descendants()).partition(|part| self.content.place(*part) == Place::Raw);
        self.unread.extend(raw.iter().filter_map(words_of));
        let text = line_of(&parts);
        if text.is_empty() || matches!(node.kind(), NodeKind::Comment | NodeKind::Declaration | NodeKind::Stray) {
            return;
        }
        let is_picture = |node: NodeRef<'_, '_>| node.is("img") || node.is("figure") || node.is("figcaption");
        let kind = match parts.iter().copied().any(is_picture) {
            true => FurnitureKind::Caption,
            false => FurnitureKind::Navigation,
        };
        self.prose.keep_aside(text, parts.iter().filter_map(words_of).collect(), kind);
    }

    fn push_node(&mut self, node: NodeRef<'_, '_>) {
        match node.kind() {
            NodeKind::Element => self.open(node),
            NodeKind::Text | NodeKind::Cdata => self.push_words(node),
            _ => {}
        }
    }

    fn open(&mut self, node: NodeRef<'_, '_>) {
        let tag = tag(node.name());
        match tag {
            // A title over two lines is one title.
            Tag::Break if self.is_marked => return self.prose.push_text(" ", node.start_tag()),
            Tag::Break => return self.prose.end_line(),
            _ => {}
        }
        let is_block = !matches!(tag, Tag::Inline | Tag::Link);
        if is_block {
            self.prose.end_line();
        }
        if tag == Tag::Preformatted {
            self.preformatted_end = node.end();
        }
        let is_in = |list: &[usize]| list.binary_search(&node.index()).is_ok();
        let kind = match tag {
            _ if self.is_marked || !self.prose.is_at_line_start() => None,
            _ if self.title.is_some_and(|(title, _)| title == node.index()) => Some(MarkKind::Title),
            _ if is_in(&self.labels.labels) => Some(MarkKind::Label),
            _ if is_in(&self.labels.heads) => Some(MarkKind::Furniture(FurnitureKind::Other)),
            // A heading with a colon may be a label.
            Tag::Heading(level) if is_heading(node) => Some(MarkKind::Heading(level)),
            _ => None,
        };
        let mark = kind.map(|kind| (self.prose.len(), kind));
        self.is_marked |= mark.is_some();
        self.stack.push(Open { end: node.end(), is_block, mark });
    }

    fn close(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        if let Some((from, kind)) = open.mark {
            self.prose.mark(from, kind);
            self.is_marked = false;
        }
        if open.is_block {
            self.prose.end_line();
        }
    }

    fn push_words(&mut self, node: NodeRef<'_, '_>) {
        let span = node.text_span();
        if let Ok(at) = self.labels.times.binary_search_by_key(&node.index(), |(index, _)| *index) {
            self.times.push((self.labels.times[at].1, span));
        } else if node.index() < self.preformatted_end {
            self.push_lines(span);
        } else {
            self.prose.push_words(span, node.has_references());
        }
    }

    /// Words whose line ends count.
    fn push_lines(&mut self, span: Span) {
        let mut at = span.start;
        for line in span.of(self.source).split_inclusive(['\n', '\r']) {
            let words = line.trim_end_matches(['\n', '\r']);
            for piece in pieces(words, at as usize) {
                match piece {
                    TextPiece::Same(span) => self.prose.push_source(span),
                    TextPiece::Reference(letter, span) => {
                        self.prose.push_text(letter.encode_utf8(&mut [0; 4]), span);
                    }
                }
            }
            at += line.len() as u32;
            match words.trim().is_empty() {
                _ if words.len() == line.len() => {}
                true if line != "\n" || !self.source[..at as usize].ends_with("\r\n") => self.prose.end_paragraph(),
                _ => self.prose.end_line(),
            }
        }
    }
}

/// Where the words of a text stand, if it has any.
fn words_of(node: &NodeRef<'_, '_>) -> Option<Span> {
    (!node.text().trim().is_empty()).then(|| node.text_span())
}

/// The words of what is set aside in one line, apart where the page sets them apart.
fn line_of(parts: &[NodeRef<'_, '_>]) -> String {
    let mut words = String::new();
    for part in parts {
        if !matches!(tag(part.name()), Tag::Inline | Tag::Link) || part.is("a") {
            words.push(' ');
        }
        words.push_str(&decode(part.text()));
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a heading is one, and no label, which a colon ends, and no text.
fn is_heading(node: NodeRef<'_, '_>) -> bool {
    node.span().len() <= LONGEST_HEADING && !node.line().ends_with([':', '：'])
}

/// Whether what stands above the title is a date or a time of day.
fn is_header_line(node: NodeRef<'_, '_>) -> bool {
    let line = node.line();
    line.len() <= 60 && (date_at(&line).is_some() || whole_time(&line).is_some())
}
