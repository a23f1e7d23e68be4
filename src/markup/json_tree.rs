//! JSON as a tree with places, for files whose shape is not known beforehand.
//!
//! It never fails: what breaks off is closed where it ends, what makes no sense is skipped, and both are listed in
//! [`Tree::faults`]. 20 bytes a value; time in proportion to the source. For files of our own shape there is serde_json
//! with `json.rs`, which also holds the way from an escaped string to its letters.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::json::JsonString;
use crate::model::Span;

/// Values may be nested so deep; what is deeper is skipped.
const MOST_DEPTH: usize = 128;
/// Faults listed.
const MOST_FAULTS: usize = 20;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`.
    Null,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Place of the key, without quotation marks; empty in arrays.
    key_start: u32,
    key_bytes: u16,
    kind: ValueKind,
    /// The value; of a string without the quotation marks.
    span: Span,
    /// One past the last value inside.
    end: u32,
}

/// What is wrong, where.
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
    nodes: Vec<Node>,
    faults: Vec<Fault>,
    start: usize,
    end: usize,
    is_complete: bool,
}

/// A value of a tree. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Value<'t, 's> {
    tree: &'t Tree<'s>,
    index: u32,
}

impl<'s> Tree<'s> {
    /// Reads the value that starts at byte `start` of `source`, or behind white space there.
    pub fn read(source: &'s str, start: usize) -> Self {
        Self::read_part(source, Span::new(start, source.len()), usize::MAX)
    }

    /// The same in a part of the source: a line, a fenced stretch.
    pub fn read_within(source: &'s str, part: Span) -> Self {
        Self::read_part(source, part, usize::MAX)
    }

    /// The same, but only as far as the first `most_values`, which is enough to see what shape the whole has, however
    /// long its strings are.
    pub fn outline(source: &'s str, start: usize, most_values: usize) -> Self {
        Self::read_part(source, Span::new(start, source.len()), most_values)
    }

    fn read_part(source: &'s str, part: Span, most_values: usize) -> Self {
        let (start, end) = (part.start as usize, part.end as usize);
        let tree = Self { source, nodes: Vec::new(), faults: Vec::new(), start, end: start, is_complete: false };
        let mut reader = Reader { tree, bytes: &source.as_bytes()[..end], at: start, open: Vec::new(), most_values };
        reader.read_all();
        reader.tree.end = reader.at;
        reader.tree.nodes.shrink_to_fit();
        reader.tree
    }

    /// What is wrong, in source order, the first few.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Where it was read from.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where the value ends: what stands behind it was not read.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Whether it was read to its end and nothing but white space stands behind it.
    pub fn is_alone(&self) -> bool {
        self.is_complete && self.source[self.end..].trim_start().is_empty()
    }

    /// The outermost value.
    pub fn root(&self) -> Option<Value<'_, 's>> {
        (!self.nodes.is_empty()).then_some(Value { tree: self, index: 0 })
    }

    /// All values in source order.
    pub fn values(&self) -> impl Iterator<Item = Value<'_, 's>> {
        (0..self.nodes.len() as u32).map(|index| Value { tree: self, index })
    }

    /// All that is no string value: keys, numbers, punctuation, white space. A reader of a format must account for the
    /// strings itself.
    pub fn markup(&self, start: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut at = start as u32;
        for node in self.nodes.iter().filter(|node| node.kind == ValueKind::String) {
            spans.push(Span { start: at, end: node.span.start });
            at = node.span.end;
        }
        spans.push(Span { start: at, end: self.end as u32 });
        spans.retain(|span| !span.is_empty());
        spans
    }
}

impl<'t, 's> Value<'t, 's> {
    fn node(&self) -> &'t Node {
        &self.tree.nodes[self.index as usize]
    }

    /// What it is.
    pub fn kind(&self) -> ValueKind {
        self.node().kind
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.kind() == ValueKind::Null
    }

    /// Where it stands; of a string without the quotation marks.
    pub fn span(&self) -> Span {
        self.node().span
    }

    /// Its letters as written; of a string without the quotation marks.
    pub fn raw(&self) -> &'s str {
        self.span().of(self.tree.source)
    }

    /// Its key as written; empty in an array and for the outermost value.
    pub fn key(&self) -> &'s str {
        let node = self.node();
        &self.tree.source[node.key_start as usize..node.key_start as usize + node.key_bytes as usize]
    }

    /// The values in an object or array.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'t, 's> {
        let (tree, end) = (self.tree, self.node().end);
        let mut at = self.index + 1;
        std::iter::from_fn(move || {
            let value = (at < end).then_some(Value { tree, index: at })?;
            at = value.node().end;
            Some(value)
        })
    }

    /// The value of this key in an object. `null` counts as absent.
    pub fn get(&self, key: &str) -> Option<Self> {
        if self.kind() != ValueKind::Object {
            return None;
        }
        self.items().find(|value| value.key() == key).filter(|value| !value.is_null())
    }

    /// The first value that one of these keys has.
    pub fn get_any(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// The value at the end of a path of keys.
    pub fn path(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(*self, |value, key| value.get(key))
    }

    /// The first item of an array.
    pub fn first(&self) -> Option<Self> {
        (self.kind() == ValueKind::Array).then(|| self.items().next()).flatten()
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        self.kind() == ValueKind::Array
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.kind() == ValueKind::Object
    }

    /// A string with its way from letters to places.
    pub fn string(&self) -> Option<JsonString<'s>> {
        (self.kind() == ValueKind::String).then(|| JsonString::at(self.tree.source, self.span()))
    }

    /// The letters of a string, or a number or truth value as written.
    pub fn text(&self) -> Option<Cow<'s, str>> {
        let raw = self.span().of(self.tree.source);
        match self.kind() {
            ValueKind::String if self.has_escapes() => self.string().map(|string| string.decode().into()),
            ValueKind::String | ValueKind::Number | ValueKind::Bool => Some(raw.into()),
            _ => None,
        }
    }

    /// Whether it is a string that writes some letters otherwise.
    pub fn has_escapes(&self) -> bool {
        self.kind() == ValueKind::String && memchr(b'\\', self.span().of(self.tree.source).as_bytes()).is_some()
    }

    /// A number, also one that is written as a string.
    pub fn number(&self) -> Option<f64> {
        match self.kind() {
            ValueKind::Number | ValueKind::String => {
                self.span().of(self.tree.source).trim().parse().ok().filter(|number: &f64| number.is_finite())
            }
            _ => None,
        }
    }

    /// A truth value.
    pub fn bool(&self) -> Option<bool> {
        (self.kind() == ValueKind::Bool).then(|| self.span().of(self.tree.source) == "true")
    }
}

struct Reader<'s> {
    tree: Tree<'s>,
    bytes: &'s [u8],
    at: usize,
    open: Vec<u32>,
    most_values: usize,
}

impl Reader<'_> {
    fn fault(&mut self, start: usize, end: usize, message: &'static str) {
        if self.tree.faults.len() < MOST_FAULTS {
            let (start, end) = (self.tree.source.floor_char_boundary(start), self.tree.source.ceil_char_boundary(end));
            self.tree.faults.push(Fault { span: Span::new(start, end), message });
        }
    }

    #[inline]
    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    fn read_all(&mut self) {
        let mut key = None;
        loop {
            self.skip_space();
            if self.tree.nodes.len() >= self.most_values {
                return self.close_all();
            }
            let Some(byte) = self.bytes.get(self.at).copied() else { break };
            let in_object =
                self.open.last().is_some_and(|open| self.tree.nodes[*open as usize].kind == ValueKind::Object);
            match byte {
                b'}' | b']' => {
                    let Some(open) = self.open.last().copied() else { break };
                    let expected = if in_object { b'}' } else { b']' };
                    if byte != expected {
                        self.fault(self.at, self.at + 1, "This bracket closes something that was not opened.");
                    }
                    self.at += 1;
                    self.close(open);
                    self.open.pop();
                    key = None;
                }
                b',' => self.at += 1,
                b'"' => {
                    let span = self.read_string();
                    if in_object && key.is_none() {
                        self.skip_space();
                        if self.bytes.get(self.at) == Some(&b':') {
                            self.at += 1;
                            key = Some(span);
                        } else {
                            self.fault(span.start as usize, span.end as usize, "A colon is missing here.");
                            self.push(ValueKind::String, &mut key, span);
                        }
                    } else {
                        self.push(ValueKind::String, &mut key, span);
                    }
                }
                b'{' | b'[' => {
                    if self.open.len() >= MOST_DEPTH {
                        self.fault(self.at, self.at + 1, "Values are nested too deep here; the rest is not read.");
                        break;
                    }
                    let kind = if byte == b'{' { ValueKind::Object } else { ValueKind::Array };
                    let index = self.push(kind, &mut key, Span::new(self.at, self.at));
                    self.at += 1;
                    self.open.push(index);
                    continue;
                }
                _ => self.read_bare(&mut key),
            }
            if self.open.is_empty() && !self.tree.nodes.is_empty() {
                self.tree.is_complete = true;
                return;
            }
        }
        if !self.open.is_empty() && self.at >= self.bytes.len() {
            self.fault(self.at, self.at, "The file breaks off here.");
        }
        self.close_all();
    }

    fn close_all(&mut self) {
        while let Some(open) = self.open.pop() {
            self.close(open);
        }
    }

    fn close(&mut self, index: u32) {
        let end = self.tree.nodes.len() as u32;
        let node = &mut self.tree.nodes[index as usize];
        node.end = end;
        node.span.end = self.at as u32;
    }

    fn push(&mut self, kind: ValueKind, key: &mut Option<Span>, span: Span) -> u32 {
        let index = self.tree.nodes.len() as u32;
        let key = key.take().unwrap_or_default();
        // A key of 64 KB is none that anybody asks for.
        let key_bytes = u16::try_from(key.len()).unwrap_or(0);
        if self.tree.nodes.len() == self.tree.nodes.capacity() {
            self.make_room();
        }
        self.tree.nodes.push(Node { key_start: key.start, key_bytes, kind, span, end: index + 1 });
        index
    }

    /// Makes room for as many values as the rest will have if it goes on like this; doubling each time would waste as
    /// much as is used.
    #[cold]
    fn make_room(&mut self) {
        let nodes = &mut self.tree.nodes;
        let (read, left) = ((self.at - self.tree.start).max(1) as u64, (self.bytes.len() - self.at) as u64);
        let expected = usize::try_from(nodes.len() as u64 * left / read).unwrap_or(0);
        nodes.reserve_exact(expected.clamp(nodes.len() / 4 + 16, nodes.len() + 16));
    }

    /// The string that starts here: its place without the quotation marks.
    fn read_string(&mut self) -> Span {
        let start = self.at + 1;
        let mut at = start;
        loop {
            match memchr2(b'"', b'\\', &self.bytes[at.min(self.bytes.len())..]) {
                Some(length) if self.bytes[at + length] == b'"' => {
                    self.at = at + length + 1;
                    return Span::new(start, at + length);
                }
                Some(length) => at += length + 2,
                None => {
                    self.at = self.bytes.len();
                    self.fault(start - 1, start, "A string is not closed.");
                    return Span::new(start, self.bytes.len());
                }
            }
        }
    }

    /// A number, `true`, `false`, `null`, or something that is none of them.
    fn read_bare(&mut self, key: &mut Option<Span>) {
        let start = self.at;
        let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'"' | b'{' | b'[' | b' ' | b'\n' | b'\r' | b'\t');
        let length = self.bytes[start..].iter().position(is_end).unwrap_or(self.bytes.len() - start);
        self.at = start + length.max(1);
        let kind = match &self.bytes[start..self.at] {
            b"true" | b"false" => ValueKind::Bool,
            b"null" | b"NaN" => ValueKind::Null,
            [b'-' | b'0'..=b'9', ..] => ValueKind::Number,
            _ => {
                self.fault(start, self.at, "This is no value.");
                *key = None;
                return;
            }
        };
        self.push(kind, key, Span::new(start, self.at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(value: Value<'_, '_>) -> String {
        let inner = || value.items().map(|item| format!("{}={}", item.key(), show(item))).collect::<Vec<_>>().join(" ");
        match value.kind() {
            ValueKind::Object => format!("{{{}}}", inner()),
            ValueKind::Array => format!("[{}]", inner()),
            ValueKind::String => format!("'{}'", value.text().expect("a string")),
            _ => value.span().of(value.tree.source).to_owned(),
        }
    }

    fn read(source: &str) -> (String, usize) {
        let tree = Tree::read(source, 0);
        let mut spans = tree.markup(0);
        spans.extend(
            tree.values().filter(|v| v.kind() == ValueKind::String).map(|v| v.span()).filter(|s| !s.is_empty()),
        );
        spans.sort_unstable();
        let joined: usize = spans.iter().map(|span| span.len()).sum();
        assert_eq!(joined, tree.end(), "{source}: {spans:?}");
        (tree.root().map(show).unwrap_or_default(), tree.faults().len())
    }

    #[test]
    fn reads_values() {
        let source = r#" {"a": [1, -2.5e3, "b\n\"c"], "d": {"e": null}, "f": true} "#;
        assert_eq!(read(source), ("{a=[=1 =-2.5e3 ='b\n\"c'] d={e=null} f=true}".into(), 0));
        let tree = Tree::read(source, 0);
        let root = tree.root().expect("a value");
        assert_eq!(root.get("a").and_then(|a| a.first()).and_then(|a| a.number()), Some(1.0));
        assert!(root.path(&["d", "e"]).is_none(), "null is absent");
        assert_eq!(root.get("f").and_then(|f| f.bool()), Some(true));
        assert_eq!(root.span().of(source), source.trim());
    }

    #[test]
    fn what_breaks_off_is_kept_as_far_as_it_goes() {
        for (source, expected) in [
            (r#"{"a": ["b", "c"#, "{a=[='b' ='c']}"),
            (r#"{"a": [1, 2"#, "{a=[=1 =2]}"),
            (r#"{"a": "#, "{}"),
            (r#"{"a": "b\"#, "{a='b\u{fffd}'}"),
        ] {
            let (shown, faults) = read(source);
            assert!(faults > 0, "{source}");
            assert!(shown == expected || source.ends_with('\\'), "{source}: {shown}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_skipped() {
        assert_eq!(read("[1, oops, 2]"), ("[=1 =2]".into(), 1));
        assert_eq!(read(r#"{"a" 1, "b": 2}"#).1, 1);
        assert_eq!(read("[}").1, 1);
        assert_eq!(read("").0, "");
    }

    #[test]
    fn what_follows_is_left() {
        assert_eq!(Tree::read("{} {}", 0).end(), 2);
    }

    #[test]
    fn depth_is_bounded() {
        let source = "[".repeat(100_000);
        assert!(Tree::read(&source, 0).values().count() <= MOST_DEPTH);
    }
}
