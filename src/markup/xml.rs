//! XML and HTML as a tree with places: where every tag, attribute and text stands in the source.
//!
//! It never fails. What is not well-formed (an end tag that nothing opened, an element that is not closed, a bare `<`)
//! is read as browsers would, and listed in [`Tree::faults`]. Entities that a document defines itself are not expanded,
//! and nothing is ever fetched. Time and memory grow in proportion to the source: 24 bytes a node.
//!
//! In XML names keep their case, and prefixes stay as written: [`NodeRef::local`] leaves them out. In HTML names are
//! compared without case, some elements have no end tag, and others close themselves.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

use super::entities;
use crate::model::{Span, room_for};

/// Elements may be nested so deep; what is deeper is read as if it stood beside.
const MOST_DEPTH: usize = 512;
/// Faults listed; the rest is only counted.
const MOST_FAULTS: usize = 100;
const NONE: u32 = u32::MAX;

/// By which rules a source is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// XML 1.0.
    Xml,
    /// HTML as found in saved pages.
    Html,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// An element with its content.
    Element,
    /// Text between tags, references included.
    Text,
    /// `<![CDATA[…]]>`.
    Cdata,
    /// `<!-- … -->`.
    Comment,
    /// `<?…?>` and `<!DOCTYPE …>`.
    Declaration,
    /// An end tag that closes nothing.
    Stray,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// The start tag; for what is no element the whole of it.
    open: Span,
    /// Where the end tag starts.
    close_start: u32,
    parent: u32,
    /// One past the last descendant.
    end: u32,
    name_bytes: u16,
    /// Length of the end tag: none where there is none, [`LONG`] where it must be looked for.
    close_bytes: u8,
    kind: NodeKind,
}

/// An end tag of so many bytes or more.
const LONG: u8 = u8::MAX;

/// What a node takes in memory.
pub const NODE_BYTES: usize = size_of::<Node>();

impl Node {
    /// The end tag; empty where there is none.
    fn close(&self, source: &str) -> Span {
        let start = self.close_start;
        let bytes = match self.close_bytes {
            LONG => {
                let rest = &source.as_bytes()[start as usize..];
                memchr(b'>', rest).map_or(rest.len(), |length| length + 1) as u32
            }
            bytes => u32::from(bytes),
        };
        Span { start, end: start + bytes }
    }

    fn set_close(&mut self, span: Span) {
        (self.close_start, self.close_bytes) = (span.start, u8::try_from(span.len()).unwrap_or(LONG));
    }
}

/// What is not well-formed, where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub span: Span,
    /// A sentence.
    pub message: &'static str,
}

/// A document.
#[derive(Debug)]
pub struct Tree<'s> {
    source: &'s str,
    dialect: Dialect,
    nodes: Vec<Node>,
    faults: Vec<Fault>,
}

/// A node of a tree. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef<'t, 's> {
    tree: &'t Tree<'s>,
    index: u32,
}

/// An attribute as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'s> {
    /// Its name with its prefix.
    pub name: &'s str,
    /// Its value as written, references included, without quotation marks.
    pub raw: &'s str,
    /// Where the value stands.
    pub span: Span,
}

/// Elements of HTML that have no end tag.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements of HTML whose content is no mark-up.
const RAW: &[&str] = &["script", "style", "textarea", "title", "noscript", "template", "svg"];

impl<'s> Tree<'s> {
    /// Reads `source` from byte `start` on.
    pub fn read(source: &'s str, start: usize, dialect: Dialect) -> Self {
        let tree = Self { source, dialect, nodes: Vec::new(), faults: Vec::new() };
        let mut reader = Reader { tree, stack: Vec::new(), at: start };
        reader.read_all();
        reader.tree
    }

    /// What is not well-formed, in source order, the first hundred.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The nodes that stand in no other.
    pub fn roots(&self) -> impl Iterator<Item = NodeRef<'_, 's>> {
        Siblings { tree: self, at: 0, end: self.nodes.len() as u32 }
    }

    /// The outermost element.
    pub fn root(&self) -> Option<NodeRef<'_, 's>> {
        self.roots().find(NodeRef::is_element)
    }

    /// All nodes in the order in which they begin.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_, 's>> {
        (0..self.nodes.len() as u32).map(|index| NodeRef { tree: self, index })
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node at this place among [`Tree::nodes`]; below [`Tree::len`].
    pub fn node(&self, index: usize) -> NodeRef<'_, 's> {
        NodeRef { tree: self, index: index as u32 }
    }

    /// All that a reader need not take for words: mark-up, and the references that stand for white space, in source order.
    pub fn spare(&self) -> impl Iterator<Item = Span> {
        let (mut markup, mut blanks) = (self.markup().peekable(), self.blank_references().peekable());
        std::iter::from_fn(move || match (markup.peek(), blanks.peek()) {
            (Some(next), Some(blank)) if blank.start < next.start => blanks.next(),
            (Some(_), _) => markup.next(),
            (None, _) => blanks.next(),
        })
    }

    fn blank_references(&self) -> impl Iterator<Item = Span> {
        let texts = self.nodes().filter(|node| node.kind() == NodeKind::Text && node.has_references());
        let pieces = texts.flat_map(|node| pieces(node.text(), node.text_span().start as usize));
        pieces.filter_map(|piece| match piece {
            TextPiece::Reference(letter, span) if letter.is_ascii_whitespace() => Some(span),
            _ => None,
        })
    }

    /// All that is mark-up: tags, comments, declarations, and the fences of CDATA sections, in source order; what touches is
    /// one stretch. The words between them, which a reader of the format must account for, are not among it.
    pub fn markup(&self) -> impl Iterator<Item = Span> {
        let mut parts = MarkupParts { tree: self, at: 0, open: Vec::new(), rest: Span::default() }.peekable();
        std::iter::from_fn(move || {
            let mut whole = parts.next()?;
            while let Some(next) = parts.next_if(|next| next.start == whole.end) {
                whole.end = next.end;
            }
            Some(whole)
        })
    }
}

/// Walks the tags of a tree in source order.
struct MarkupParts<'t, 's> {
    tree: &'t Tree<'s>,
    at: usize,
    /// Elements whose end tag has not come yet.
    open: Vec<u32>,
    /// The second fence of a CDATA section.
    rest: Span,
}

impl Iterator for MarkupParts<'_, '_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let tree = self.tree;
        loop {
            let rest = std::mem::take(&mut self.rest);
            if !rest.is_empty() {
                return Some(rest);
            }
            let is_past = |open: &mut u32| tree.nodes[*open as usize].end as usize <= self.at;
            if let Some(open) = self.open.pop_if(is_past) {
                let close = tree.nodes[open as usize].close(tree.source);
                if !close.is_empty() {
                    return Some(close);
                }
                continue;
            }
            let node = tree.nodes.get(self.at)?;
            self.at += 1;
            match node.kind {
                NodeKind::Text => {}
                NodeKind::Cdata => {
                    let inner = cdata_words(tree.source, node.open);
                    self.rest = Span { start: inner.end, end: node.open.end };
                    return Some(Span { end: inner.start, ..node.open });
                }
                NodeKind::Element => {
                    self.open.push(self.at as u32 - 1);
                    return Some(node.open);
                }
                _ => return Some(node.open),
            }
        }
    }
}

fn cdata_words(source: &str, whole: Span) -> Span {
    let end = if whole.of(source).ends_with("]]>") { whole.end - 3 } else { whole.end };
    Span { start: (whole.start + 9).min(end), end }
}

struct Siblings<'t, 's> {
    tree: &'t Tree<'s>,
    at: u32,
    end: u32,
}

impl<'t, 's> Iterator for Siblings<'t, 's> {
    type Item = NodeRef<'t, 's>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let node = NodeRef { tree: self.tree, index: self.at };
        self.at = node.node().end;
        Some(node)
    }
}

impl PartialEq for NodeRef<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.index == other.index
    }
}

impl<'t, 's> NodeRef<'t, 's> {
    fn node(&self) -> &'t Node {
        &self.tree.nodes[self.index as usize]
    }

    /// Its place among [`Tree::nodes`].
    pub fn index(&self) -> usize {
        self.index as usize
    }

    /// One past the place of its last descendant.
    pub fn end(&self) -> usize {
        self.node().end as usize
    }

    /// What it is.
    pub fn kind(&self) -> NodeKind {
        self.node().kind
    }

    /// Whether it is an element.
    pub fn is_element(&self) -> bool {
        self.node().kind == NodeKind::Element
    }

    /// Whether it is an element of this local name.
    pub fn is(&self, local: &str) -> bool {
        self.is_element() && self.is_name(self.name(), local)
    }

    /// Whether a name as written is this one, or ends in it behind a prefix. Asked for every element and attribute, so
    /// that it looks for nothing.
    fn is_name(&self, written: &str, local: &str) -> bool {
        let (written, local) = (written.as_bytes(), local.as_bytes());
        let Some(prefix) = written.len().checked_sub(local.len()) else { return false };
        if prefix > 0 && written[prefix - 1] != b':' {
            return false;
        }
        match self.tree.dialect {
            Dialect::Xml => &written[prefix..] == local,
            Dialect::Html => written[prefix..].eq_ignore_ascii_case(local),
        }
    }

    /// The name as written, prefix included; empty for what is no element.
    pub fn name(&self) -> &'s str {
        let node = self.node();
        let start = node.open.start as usize + 1;
        if self.is_element() { &self.tree.source[start..start + node.name_bytes as usize] } else { "" }
    }

    /// The name without its prefix.
    pub fn local(&self) -> &'s str {
        let name = self.name();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// From the start of its start tag to the end of its end tag.
    pub fn span(&self) -> Span {
        let node = self.node();
        let inner = self.tree.nodes[..node.end as usize].last().map_or(node.open.end, |last| last.open.end);
        Span { start: node.open.start, end: node.open.end.max(node.close(self.tree.source).end).max(inner) }
    }

    /// The start tag; for what is no element the whole of it.
    pub fn start_tag(&self) -> Span {
        self.node().open
    }

    /// The end tag; empty where there is none.
    pub fn end_tag(&self) -> Span {
        self.node().close(self.tree.source)
    }

    /// The words of a text or a CDATA section as written; empty for all else.
    pub fn text_span(&self) -> Span {
        let node = self.node();
        match node.kind {
            NodeKind::Text => node.open,
            NodeKind::Cdata => cdata_words(self.tree.source, node.open),
            _ => Span { start: node.open.end, end: node.open.end },
        }
    }

    /// The same as written, references included.
    pub fn text(&self) -> &'s str {
        self.text_span().of(self.tree.source)
    }

    /// Whether references in [`NodeRef::text_span`] stand for other letters: not in a CDATA section, nor in the raw
    /// elements of HTML.
    pub fn has_references(&self) -> bool {
        self.kind() == NodeKind::Text
            && !(self.tree.dialect == Dialect::Html
                && self.parent().is_some_and(|parent| parent.is("script") || parent.is("style")))
    }

    /// The element it stands in.
    pub fn parent(&self) -> Option<Self> {
        let parent = self.node().parent;
        (parent != NONE).then_some(NodeRef { tree: self.tree, index: parent })
    }

    /// The elements it stands in, from the inside out.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> + use<'t, 's> {
        std::iter::successors(self.parent(), Self::parent)
    }

    /// What stands behind it in the same element.
    pub fn following(&self) -> impl Iterator<Item = Self> + use<'t, 's> {
        let end = self.parent().map_or(self.tree.nodes.len() as u32, |parent| parent.node().end);
        Siblings { tree: self.tree, at: self.node().end, end }
    }

    /// What stands in it.
    pub fn children(&self) -> impl Iterator<Item = Self> + use<'t, 's> {
        Siblings { tree: self.tree, at: self.index + 1, end: self.node().end }
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = Self> + use<'t, 's> {
        self.children().filter(Self::is_element)
    }

    /// The first element in it of this local name.
    pub fn child(&self, local: &str) -> Option<Self> {
        self.elements().find(|element| element.is(local))
    }

    /// All nodes in it, at any depth, in source order.
    pub fn descendants(&self) -> impl Iterator<Item = Self> + use<'t, 's> {
        let tree = self.tree;
        (self.index + 1..self.node().end).map(move |index| NodeRef { tree, index })
    }

    /// The first element in it, at any depth, of this local name.
    pub fn find(&self, local: &str) -> Option<Self> {
        self.descendants().find(|node| node.is(local))
    }

    /// Its attributes, in source order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'s>> + use<'s> {
        let node = self.node();
        let tag = if self.is_element() { node.open } else { Span { start: node.open.end, end: node.open.end } };
        Attributes {
            source: self.tree.source,
            at: tag.start as usize + 1 + node.name_bytes as usize,
            end: tag.end as usize,
        }
    }

    /// The attribute of this name, with or without a prefix.
    pub fn attribute(&self, name: &str) -> Option<Attribute<'s>> {
        self.attributes().find(|attribute| self.is_name(attribute.name, name))
    }

    /// The value of the attribute of this name, references decoded.
    pub fn value(&self, name: &str) -> Option<Cow<'s, str>> {
        self.attribute(name).map(|attribute| decode(attribute.raw))
    }

    /// All its words, at any depth, references decoded, comments left out.
    pub fn words(&self) -> String {
        let mut words = String::new();
        for node in std::iter::once(*self).chain(self.descendants()) {
            let span = node.text_span();
            if node.has_references() {
                words.push_str(&decode(span.of(self.tree.source)));
            } else {
                words.push_str(span.of(self.tree.source));
            }
        }
        words
    }

    /// Its words in one line: runs of white space are one space, none at the ends.
    pub fn line(&self) -> String {
        let words = self.words();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The name of the outermost element of a document that begins with `text`, without its prefix; empty where it is none.
/// What stands above it (declaration, comments, document type) is skipped.
pub fn root_name(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let close = match rest.as_bytes() {
            [b'<', b'?', ..] => "?>",
            [b'<', b'!', b'-', b'-', ..] => "-->",
            // Definitions in square brackets hold `>`.
            [b'<', b'!', ..] if memchr2(b'[', b'>', rest.as_bytes()).is_some_and(|at| rest.as_bytes()[at] == b'[') => {
                "]>"
            }
            [b'<', b'!', ..] => ">",
            [b'<', byte, ..] if byte.is_ascii_alphabetic() || *byte == b'_' => break,
            _ => return "",
        };
        let Some(end) = memmem::find(rest.as_bytes(), close.as_bytes()) else { return "" };
        rest = rest[end + close.len()..].trim_start();
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
    let name = rest.get(1..end).unwrap_or_default();
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A text with its references decoded.
pub fn decode(raw: &str) -> Cow<'_, str> {
    if memchr(b'&', raw.as_bytes()).is_none() {
        return raw.into();
    }
    pieces(raw, 0)
        .fold(String::with_capacity(raw.len()), |mut all, piece| {
            match piece {
                TextPiece::Same(span) => all.push_str(span.of(raw)),
                TextPiece::Reference(letter, _) => all.push(letter),
            }
            all
        })
        .into()
}

/// A stretch of text between tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPiece {
    /// Letters that stand for themselves.
    Same(Span),
    /// A reference and the letter it stands for.
    Reference(char, Span),
}

/// The stretches of a text that starts at byte `base` of its source, in order and without gaps.
pub fn pieces(raw: &str, base: usize) -> impl Iterator<Item = TextPiece> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = raw.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        if let Some((letter, length)) = entities::decode(rest) {
            at += length;
            return Some(TextPiece::Reference(letter, Span::new(base + start, base + at)));
        }
        // An ampersand that opens no reference stands for itself.
        let mut length = usize::from(rest.starts_with('&'));
        loop {
            match memchr(b'&', &rest.as_bytes()[length..]) {
                None => length = rest.len(),
                Some(next) if entities::decode(&rest[length + next..]).is_none() => {
                    length += next + 1;
                    continue;
                }
                Some(next) => length += next,
            }
            break;
        }
        at += length;
        Some(TextPiece::Same(Span::new(base + start, base + at)))
    })
}

/// The attributes of a tag whose name ends at `name_end`, in source order.
pub fn attributes(source: &str, name_end: usize, tag_end: usize) -> impl Iterator<Item = Attribute<'_>> {
    Attributes { source, at: name_end, end: tag_end }
}

struct Attributes<'s> {
    source: &'s str,
    at: usize,
    end: usize,
}

impl<'s> Iterator for Attributes<'s> {
    type Item = Attribute<'s>;

    fn next(&mut self) -> Option<Attribute<'s>> {
        let bytes = &self.source.as_bytes()[..self.end];
        let skip = |mut at: usize, is: fn(&u8) -> bool| {
            while bytes.get(at).is_some_and(is) {
                at += 1;
            }
            at
        };
        let is_white = |byte: &u8| byte.is_ascii_whitespace();
        let start = skip(self.at, |byte| byte.is_ascii_whitespace() || *byte == b'/');
        let name_end = skip(start, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/'));
        if name_end == start {
            self.at = self.end;
            return None;
        }
        let name = &self.source[start..name_end];
        let equals = skip(name_end, is_white);
        if bytes.get(equals) != Some(&b'=') {
            self.at = name_end;
            return Some(Attribute { name, raw: "", span: Span::new(name_end, name_end) });
        }
        let value = skip(equals + 1, is_white);
        let (from, to, next) = match bytes.get(value) {
            Some(quote @ (b'"' | b'\'')) => {
                let to = memchr(*quote, &bytes[value + 1..]).map_or(self.end, |length| value + 1 + length);
                (value + 1, to, (to + 1).min(self.end))
            }
            _ => {
                let to = skip(value, |byte| !byte.is_ascii_whitespace() && *byte != b'>');
                (value, to, to)
            }
        };
        self.at = next;
        Some(Attribute { name, raw: &self.source[from..to], span: Span::new(from, to) })
    }
}

struct Reader<'s> {
    tree: Tree<'s>,
    /// The open elements.
    stack: Vec<u32>,
    at: usize,
}

impl Reader<'_> {
    fn read_all(&mut self) {
        let bytes = self.tree.source.as_bytes();
        while self.at < bytes.len() {
            match memchr(b'<', &bytes[self.at..]) {
                Some(0) => self.read_tag(),
                Some(length) => self.read_text(self.at + length),
                None => self.read_text(bytes.len()),
            }
        }
        while let Some(open) = self.stack.pop() {
            self.close(open, Span::new(bytes.len(), bytes.len()), true);
        }
    }

    fn fault(&mut self, span: Span, message: &'static str) {
        if self.tree.faults.len() < MOST_FAULTS {
            self.tree.faults.push(Fault { span, message });
        }
    }

    fn push(&mut self, kind: NodeKind, span: Span, name_bytes: u16) -> u32 {
        let index = self.tree.nodes.len() as u32;
        let parent = self.stack.last().copied().unwrap_or(NONE);
        if self.tree.nodes.len() == self.tree.nodes.capacity() {
            let more = room_for(self.tree.nodes.len(), span.end as usize, self.tree.source.len());
            self.tree.nodes.reserve_exact(more);
        }
        self.tree.nodes.push(Node {
            open: span,
            close_start: span.end,
            parent,
            end: index + 1,
            name_bytes,
            close_bytes: 0,
            kind,
        });
        index
    }

    fn read_text(&mut self, end: usize) {
        let start = std::mem::replace(&mut self.at, end);
        // A bare `<` was read as text: what follows belongs to it.
        if let Some(last) = self.tree.nodes.last_mut()
            && last.kind == NodeKind::Text
            && last.open.end as usize == start
        {
            last.open.end = end as u32;
            return;
        }
        self.push(NodeKind::Text, Span::new(start, end), 0);
    }

    /// A node that ends with `close`, from `<` on.
    fn read_until(&mut self, kind: NodeKind, opening: usize, close: &str, message: &'static str) {
        let (start, length) = (self.at, self.tree.source.len());
        let from = (start + opening).min(length);
        let found = memmem::find(&self.tree.source.as_bytes()[from..], close.as_bytes());
        let end = found.map_or(length, |at| from + at + close.len());
        if found.is_none() {
            self.fault(Span::new(start, start), message);
        }
        self.push(kind, Span::new(start, end), 0);
        self.at = end;
    }

    fn read_tag(&mut self) {
        let bytes = self.tree.source.as_bytes();
        let rest = &bytes[self.at..];
        match rest.get(1) {
            Some(b'!') if rest.starts_with(b"<!--") => {
                self.read_until(NodeKind::Comment, 4, "-->", "A comment is not closed.");
            }
            Some(b'!') if rest.starts_with(b"<![CDATA[") => {
                self.read_until(NodeKind::Cdata, 9, "]]>", "A CDATA section is not closed.");
            }
            Some(b'!') => self.read_doctype(),
            Some(b'?') => {
                let close = if self.tree.dialect == Dialect::Xml { "?>" } else { ">" };
                self.read_until(NodeKind::Declaration, 2, close, "A declaration is not closed.");
            }
            Some(b'/') => self.read_end_tag(),
            Some(byte) if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || *byte >= 0x80 => {
                self.read_start_tag();
            }
            _ => {
                if self.tree.dialect == Dialect::Xml {
                    self.fault(Span::new(self.at, self.at + 1), "A < stands here that opens no tag.");
                }
                self.read_text(self.at + 1);
            }
        }
    }

    /// `<!DOCTYPE …>`, perhaps with definitions in square brackets, which are not used.
    fn read_doctype(&mut self) {
        let bytes = self.tree.source.as_bytes();
        let mut at = self.at + 2;
        if let Some(length) = memchr2(b'[', b'>', &bytes[at..])
            && bytes[at + length] == b'['
        {
            at += length + 1;
            at += memchr(b']', &bytes[at..]).unwrap_or(bytes.len() - at);
        }
        let end = memchr(b'>', &bytes[at..]).map_or(bytes.len(), |length| at + length + 1);
        self.push(NodeKind::Declaration, Span::new(self.at, end), 0);
        self.at = end;
    }

    /// Where the tag that starts here ends, quoted values skipped.
    fn tag_end(&self, from: usize) -> Option<usize> {
        let bytes = self.tree.source.as_bytes();
        let mut at = from;
        loop {
            at += memchr::memchr3(b'>', b'"', b'\'', &bytes[at..])?;
            match bytes[at] {
                b'>' => return Some(at + 1),
                // A quotation mark opens a value only behind an equals sign.
                quote if bytes[from..at].trim_ascii_end().ends_with(b"=") => {
                    at += 1 + memchr(quote, &bytes[at + 1..])? + 1;
                }
                _ => at += 1,
            }
        }
    }

    fn read_start_tag(&mut self) {
        let (source, start) = (self.tree.source, self.at);
        let bytes = source.as_bytes();
        let name = bytes[start + 1..]
            .iter()
            .take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/' | b'<' | b'"' | b'\'' | b'='))
            .take(usize::from(u16::MAX))
            .count();
        let Some(end) = self.tag_end(start + 1 + name) else {
            self.fault(Span::new(start, start + 1), "A tag is not closed.");
            // What cannot be a tag to the end of the file is text, all of it, so that this is done once.
            self.read_text(bytes.len());
            return;
        };
        let is_closed = bytes[..end - 1].ends_with(b"/");
        if self.tree.dialect == Dialect::Html {
            self.close_implied(start + 1, name);
        }
        if self.stack.len() >= MOST_DEPTH {
            self.fault(Span::new(start, end), "Elements are nested too deep here; this is read as if it stood beside.");
            self.stack.pop().into_iter().for_each(|open| self.close(open, Span::new(start, start), false));
        }
        let index = self.push(NodeKind::Element, Span::new(start, end), name as u16);
        self.at = end;
        let name = &source[start + 1..start + 1 + name];
        match self.tree.dialect {
            Dialect::Xml if is_closed => {}
            Dialect::Html if is_one_of(VOID, name) => {}
            Dialect::Html if is_one_of(RAW, name) => {
                self.stack.push(index);
                self.read_raw(name);
            }
            _ => self.stack.push(index),
        }
    }

    /// The content of an element that holds no mark-up, up to its end tag.
    fn read_raw(&mut self, name: &str) {
        let bytes = self.tree.source.as_bytes();
        let mut at = self.at;
        let end = loop {
            let Some(length) = memmem::find(&bytes[at..], b"</") else { break bytes.len() };
            at += length;
            let after = &bytes[at + 2..];
            if after.get(..name.len()).is_some_and(|other| other.eq_ignore_ascii_case(name.as_bytes())) {
                break at;
            }
            at += 2;
        };
        if end > self.at {
            self.read_text(end);
        }
    }

    /// In HTML some elements end where another one begins.
    fn close_implied(&mut self, start: usize, length: usize) {
        const BLOCKS: &[&str] = &[
            "address",
            "article",
            "aside",
            "blockquote",
            "div",
            "dl",
            "fieldset",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "ul",
        ];
        let name = &self.tree.source[start..start + length];
        let Some(open) = self.stack.last().copied() else { return };
        let of = NodeRef { tree: &self.tree, index: open }.name();
        let is_over = |closes: &[&str], by: &[&str]| is_one_of(closes, of) && is_one_of(by, name);
        if is_over(&["p"], BLOCKS)
            || is_over(&["li"], &["li"])
            || is_over(&["dt", "dd"], &["dt", "dd"])
            || is_over(&["option"], &["option", "optgroup"])
            || is_over(&["td", "th"], &["td", "th", "tr", "tbody"])
            || is_over(&["tr"], &["tr", "tbody", "tfoot"])
        {
            self.stack.pop();
            self.close(open, Span::new(start - 1, start - 1), false);
            if is_one_of(&["tr", "tbody"], name) {
                self.close_implied(start, length);
            }
        }
    }

    fn read_end_tag(&mut self) {
        let (source, start) = (self.tree.source, self.at);
        let bytes = source.as_bytes();
        let end = memchr(b'>', &bytes[start..]).map_or(bytes.len(), |length| start + length + 1);
        let name = source[start + 2..end].trim_end_matches('>').trim();
        self.at = end;
        let tag = Span::new(start, end);
        let is_same = |index: u32| {
            let element = NodeRef { tree: &self.tree, index };
            element.is_name(element.name(), name)
        };
        let Some(depth) = self.stack.iter().rposition(|index| is_same(*index)) else {
            self.push(NodeKind::Stray, tag, 0);
            self.fault(tag, "An end tag stands here that closes nothing.");
            return;
        };
        while self.stack.len() > depth + 1 {
            let Some(open) = self.stack.pop() else { break };
            self.close(open, Span::new(start, start), self.tree.dialect == Dialect::Xml);
        }
        if let Some(open) = self.stack.pop() {
            self.close(open, tag, false);
        }
    }

    fn close(&mut self, index: u32, tag: Span, is_fault: bool) {
        let end = self.tree.nodes.len() as u32;
        let node = &mut self.tree.nodes[index as usize];
        node.set_close(tag);
        node.end = end;
        let open = node.open;
        if is_fault && self.tree.dialect == Dialect::Xml {
            self.fault(open, "This element is not closed.");
        }
    }
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|other| other.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name(child child)`, texts in quotation marks, with signs for other nodes.
    fn show(node: NodeRef<'_, '_>) -> String {
        let inner: Vec<_> = node.children().map(show).collect();
        match node.kind() {
            NodeKind::Element => format!("{}({})", node.name(), inner.join(" ")),
            NodeKind::Text | NodeKind::Cdata => format!("{:?}", node.words()),
            NodeKind::Comment => "!".into(),
            NodeKind::Declaration => "?".into(),
            NodeKind::Stray => "/".into(),
        }
    }

    fn read(source: &str, dialect: Dialect) -> String {
        let tree = Tree::read(source, 0, dialect);
        // Words and mark-up together are the source, each byte once.
        let mut spans: Vec<Span> = tree.markup().collect();
        spans.extend(tree.nodes().map(|node| node.text_span()).filter(|span| !span.is_empty()));
        spans.sort_unstable();
        let mut at = 0;
        for span in &spans {
            assert_eq!(span.start, at, "{source:?} {spans:?}");
            at = span.end;
        }
        assert_eq!(at as usize, source.len(), "{source:?} {spans:?}");
        tree.roots().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn reads_what_is_well_formed() {
        for (source, expected) in [
            ("<a>b</a>", r#"a("b")"#),
            ("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y \"z>\">]><x:a/>", "? ? x:a()"),
            ("<a><!-- <b> --><b c='>'/>d &amp; e<![CDATA[<f> &amp;]]></a>", r#"a(! b() "d & e" "<f> &amp;")"#),
        ] {
            assert_eq!(read(source, Dialect::Xml), expected);
            assert_eq!(Tree::read(source, 0, Dialect::Xml).faults(), []);
        }
    }

    #[test]
    fn goes_on_where_something_is_wrong() {
        for (source, expected) in [
            ("<a><b>c</a>d", r#"a(b("c")) "d""#),
            ("</a>b<c", r#"/ "b<c""#),
            ("1 < 2 <a>3", r#""1 < 2 " a("3")"#),
            ("<a b=\"c>d", r#""<a b=\"c>d""#),
            ("<a><!-- b", "a(!)"),
            ("<a></b></a>", "a(/)"),
        ] {
            assert_eq!(read(source, Dialect::Xml), expected);
            assert!(!Tree::read(source, 0, Dialect::Xml).faults().is_empty(), "{source}");
        }
    }

    #[test]
    fn reads_pages_as_browsers_do() {
        for (source, expected) in [
            ("<P>a<p>b<br>c</P>", r#"P("a") p("b" br() "c")"#),
            ("<ul><li>a<li>b</ul>", r#"ul(li("a") li("b"))"#),
            ("<script>if (a < b) '</p>'</script>c", r#"script("if (a < b) '</p>'") "c""#),
            ("<table><tr><td>a<td>b<tr><td>c</table>", r#"table(tr(td("a") td("b")) tr(td("c")))"#),
        ] {
            assert_eq!(read(source, Dialect::Html), expected);
        }
    }

    #[test]
    fn attributes_have_values_and_places() {
        let source = "<a b = 'c &lt; d' x:e=\"f\" g h=i/>";
        let tree = Tree::read(source, 0, Dialect::Xml);
        let root = tree.root().expect("an element");
        let all: Vec<_> = root.attributes().map(|a| (a.name, a.span.of(source))).collect();
        assert_eq!(all, [("b", "c &lt; d"), ("x:e", "f"), ("g", ""), ("h", "i/")]);
        assert_eq!(root.value("b").as_deref(), Some("c < d"));
        assert_eq!(root.value("e").as_deref(), Some("f"));
        assert_eq!(root.value("z"), None);
    }

    #[test]
    fn the_outermost_name_is_found_without_reading_all() {
        for (source, name) in [
            ("<?xml version='1.0'?>\n<!-- <b> -->\n<!DOCTYPE a [<!ENTITY c \">\">]>\n<x:a b='c'><d/>", "a"),
            ("<!DOCTYPE a SYSTEM 'a.dtd'><a>", "a"),
            ("<a", "a"),
            ("<a/>", "a"),
        ] {
            assert_eq!(root_name(source), name, "{source}");
        }
        for source in ["", "a <b>", "<?xml version='1.0'?>", "<!-- <a>", "<1>", "<"] {
            assert_eq!(root_name(source), "", "{source}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let source = "<a>".repeat(100_000);
        let tree = Tree::read(&source, 0, Dialect::Xml);
        assert_eq!(tree.nodes().count(), 100_000);
        assert!(tree.nodes().last().expect("a node").ancestors().count() <= MOST_DEPTH);
    }
}
