//! JSON as a tree with places, for files whose shape is not known beforehand.
//!
//! It never fails: what breaks off is closed where it ends, what makes no sense is skipped, and both are listed in
//! [`Tree::faults`]. Kept are objects and arrays only, 8 bytes each; what stands in one is read again whenever it is
//! asked for, which costs less than to keep it. Time in proportion to the source. For files of our own shape there is
//! serde_json with `json.rs`, which also holds the way from an escaped string to its letters.

use std::borrow::Cow;

use memchr::memchr2;

use super::json::JsonString;
use crate::model::Span;
use crate::text::numbers::decimal;

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

/// An object or array.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// Behind its closing bracket, or where it breaks off.
    end: u32,
    /// One past the last node inside.
    next: u32,
}

/// What an object or array takes in memory.
pub const NODE_BYTES: usize = size_of::<Node>();

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
    /// In source order.
    nodes: Vec<Node>,
    root: Option<Item>,
    faults: Vec<Fault>,
    start: usize,
    end: usize,
    is_complete: bool,
}

/// A value of a tree. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Value<'t, 's> {
    tree: &'t Tree<'s>,
    item: Item,
}

/// A value and where it stands.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// The key, without quotation marks; empty in arrays.
    key: Span,
    /// The value; of a string without the quotation marks.
    span: Span,
    kind: ValueKind,
    has_escapes: bool,
    /// Of an object or array, its node.
    node: u32,
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
        let lexer = Lexer { source, bytes: &source.as_bytes()[..end], at: start, key: None, faults: Some(Vec::new()) };
        let mut reader = Reader { lexer, start, nodes: Vec::new(), open: Vec::new(), root: None, values: 0 };
        let is_complete = reader.read_all(most_values);
        let Reader { lexer, mut nodes, root, .. } = reader;
        // Trees of single lines are gone before it would matter.
        if nodes.len() > 1000 {
            nodes.shrink_to_fit();
        }
        Self { source, nodes, root, faults: lexer.faults.unwrap_or_default(), start, end: lexer.at, is_complete }
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

    /// Whether no object or array stands in the outermost value.
    pub fn is_flat(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// Whether it was read to its end and nothing but white space stands behind it.
    pub fn is_alone(&self) -> bool {
        self.is_complete && self.source[self.end..].trim_start().is_empty()
    }

    /// The outermost value.
    pub fn root(&self) -> Option<Value<'_, 's>> {
        self.root.map(|item| self.value(item))
    }

    fn value(&self, item: Item) -> Value<'_, 's> {
        let span = self.nodes.get(item.node as usize).map_or(item.span, |node| Span { end: node.end, ..item.span });
        Value { tree: self, item: Item { span, ..item } }
    }

    /// What stands at byte `start` and behind it.
    fn lexer(&self, start: u32, end: u32) -> Lexer<'s> {
        Lexer {
            source: self.source,
            bytes: &self.source.as_bytes()[..end as usize],
            at: start as usize,
            key: None,
            faults: None,
        }
    }

    /// All values in source order.
    pub fn values(&self) -> impl Iterator<Item = Value<'_, 's>> {
        let mut lexer = self.lexer(self.start as u32, self.end as u32);
        let mut node = 0;
        let mut open = Vec::new();
        let mut is_over = self.root.is_none();
        std::iter::from_fn(move || {
            while !is_over {
                match lexer.next(open.last() == Some(&true)) {
                    Token::Value(item) if item.is_open() => {
                        open.push(item.kind == ValueKind::Object);
                        node += 1;
                        return Some(self.value(Item { node: node - 1, ..item }));
                    }
                    Token::Value(item) => {
                        is_over = open.is_empty();
                        return Some(self.value(item));
                    }
                    Token::Close(_) => {
                        open.pop();
                        is_over = open.is_empty();
                    }
                    Token::End => is_over = true,
                }
            }
            None
        })
    }

    /// All that is no string value: keys, numbers, punctuation, white space. A reader of a format must account for the
    /// strings itself.
    pub fn markup(&self, start: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut at = start as u32;
        for span in self.values().filter(|value| value.kind() == ValueKind::String).map(|value| value.span()) {
            spans.push(Span { start: at, end: span.start });
            at = span.end;
        }
        spans.push(Span { start: at, end: self.end as u32 });
        spans.retain(|span| !span.is_empty());
        spans
    }
}

// The questions that all formats of recognisers ask are answered in one place each, not in each of a hundred.
impl<'t, 's> Value<'t, 's> {
    /// What it is.
    pub fn kind(&self) -> ValueKind {
        self.item.kind
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.kind() == ValueKind::Null
    }

    /// Where it stands; of a string without the quotation marks.
    pub fn span(&self) -> Span {
        self.item.span
    }

    /// Its letters as written; of a string without the quotation marks.
    pub fn raw(&self) -> &'s str {
        self.span().of(self.tree.source)
    }

    /// Its key as written; empty in an array and for the outermost value.
    pub fn key(&self) -> &'s str {
        self.item.key.of(self.tree.source)
    }

    /// The values in an object or array.
    #[inline(never)]
    pub fn items(&self) -> Items<'t, 's> {
        // What is neither has nothing behind its first letter.
        let end = if self.item.is_open() { self.item.span.end } else { self.item.span.start };
        let lexer = self.tree.lexer((self.item.span.start + 1).min(end), end);
        let in_object = self.item.kind == ValueKind::Object;
        Items { tree: self.tree, lexer, node: self.item.node.wrapping_add(1), in_object }
    }

    /// The value of this key in an object. `null` counts as absent.
    #[inline(never)]
    pub fn get(&self, key: &str) -> Option<Self> {
        if self.kind() != ValueKind::Object {
            return None;
        }
        self.items().find(|value| value.key() == key).filter(|value| !value.is_null())
    }

    /// The first value that one of these keys has.
    #[inline(never)]
    pub fn get_any(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// The value at the end of a path of keys.
    #[inline(never)]
    pub fn path(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(*self, |value, key| value.get(key))
    }

    /// The first item of an array.
    #[inline(never)]
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
        self.item.has_escapes
    }

    /// A number, also one that is written as a string.
    #[inline(never)]
    pub fn number(&self) -> Option<f64> {
        match self.kind() {
            ValueKind::Number | ValueKind::String => decimal(self.span().of(self.tree.source).trim()),
            _ => None,
        }
    }

    /// A truth value.
    pub fn bool(&self) -> Option<bool> {
        (self.kind() == ValueKind::Bool).then(|| self.span().of(self.tree.source) == "true")
    }
}

/// The values in an object or array: see [`Value::items`].
pub struct Items<'t, 's> {
    tree: &'t Tree<'s>,
    lexer: Lexer<'s>,
    /// The node of the next value that has one.
    node: u32,
    in_object: bool,
}

impl<'t, 's> Iterator for Items<'t, 's> {
    type Item = Value<'t, 's>;

    // Once for all who ask: there are many of them.
    #[inline(never)]
    fn next(&mut self) -> Option<Value<'t, 's>> {
        let Token::Value(item) = self.lexer.next(self.in_object) else {
            self.lexer.at = self.lexer.bytes.len();
            return None;
        };
        if !item.is_open() {
            return Some(Value { tree: self.tree, item });
        }
        let value = self.tree.value(Item { node: self.node, ..item });
        self.lexer.at = value.item.span.end as usize;
        self.node = self.tree.nodes.get(self.node as usize).map_or(self.node, |node| node.next);
        Some(value)
    }
}

impl Item {
    /// Whether other values stand in it.
    fn is_open(&self) -> bool {
        matches!(self.kind, ValueKind::Object | ValueKind::Array)
    }
}

/// What comes next in JSON.
enum Token {
    /// A value. Of an object or array only its bracket.
    Value(Item),
    /// A closing bracket.
    Close(u8),
    /// Nothing.
    End,
}

/// No object or array.
const NO_NODE: u32 = u32::MAX;

/// Walks through JSON.
struct Lexer<'s> {
    source: &'s str,
    bytes: &'s [u8],
    at: usize,
    /// A key whose value has not come yet.
    key: Option<Span>,
    /// Where faults are listed, the first time.
    faults: Option<Vec<Fault>>,
}

impl Lexer<'_> {
    #[cold]
    fn fault(&mut self, start: usize, end: usize, message: &'static str) {
        if let Some(faults) = self.faults.as_mut().filter(|faults| faults.len() < MOST_FAULTS) {
            let (start, end) = (self.source.floor_char_boundary(start), self.source.ceil_char_boundary(end));
            faults.push(Fault { span: Span::new(start, end), message });
        }
    }

    #[inline]
    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    /// What comes next in an object, or in an array or outside of all.
    #[inline(never)]
    fn next(&mut self, in_object: bool) -> Token {
        loop {
            let Some(byte) = self.bytes.get(self.at).copied() else { return Token::End };
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' | b',' => self.at += 1,
                b'"' => {
                    let (span, has_escapes) = self.read_string();
                    if in_object && self.key.is_none() {
                        self.skip_space();
                        if self.bytes.get(self.at) == Some(&b':') {
                            self.at += 1;
                            self.key = Some(span);
                            continue;
                        }
                        self.fault(span.start as usize, span.end as usize, "A colon is missing here.");
                    }
                    return self.value(ValueKind::String, span, has_escapes);
                }
                b'{' | b'[' => {
                    let kind = if byte == b'{' { ValueKind::Object } else { ValueKind::Array };
                    let start = self.at;
                    self.at += 1;
                    return self.value(kind, Span::new(start, start), false);
                }
                b'}' | b']' => {
                    self.key = None;
                    self.at += 1;
                    return Token::Close(byte);
                }
                _ => {
                    let start = self.at;
                    let Some(kind) = self.read_bare() else { continue };
                    return self.value(kind, Span::new(start, self.at), false);
                }
            }
        }
    }

    #[inline]
    fn value(&mut self, kind: ValueKind, span: Span, has_escapes: bool) -> Token {
        let key = self.key.take().unwrap_or_default();
        Token::Value(Item { key, span, kind, has_escapes, node: NO_NODE })
    }

    /// The string that starts here: its place without the quotation marks, and whether it has escapes.
    #[inline]
    fn read_string(&mut self) -> (Span, bool) {
        let start = self.at + 1;
        let mut at = start;
        let mut has_escapes = false;
        loop {
            match find_string_sign(self.bytes, at) {
                Some(found) if self.bytes[found] == b'"' => {
                    self.at = found + 1;
                    return (Span::new(start, found), has_escapes);
                }
                Some(found) => {
                    has_escapes = true;
                    at = found + 2;
                }
                None => {
                    self.at = self.bytes.len();
                    self.fault(start - 1, start, "A string is not closed.");
                    return (Span::new(start, self.bytes.len()), has_escapes);
                }
            }
        }
    }

    /// A number, `true`, `false`, `null`; nothing where it is none of them.
    #[inline]
    fn read_bare(&mut self) -> Option<ValueKind> {
        let start = self.at;
        let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'"' | b'{' | b'[' | b' ' | b'\n' | b'\r' | b'\t');
        let length = self.bytes[start..].iter().position(is_end).unwrap_or(self.bytes.len() - start);
        self.at = start + length.max(1);
        match &self.bytes[start..self.at] {
            [b'-' | b'0'..=b'9', ..] => Some(ValueKind::Number),
            b"true" | b"false" => Some(ValueKind::Bool),
            b"null" | b"NaN" => Some(ValueKind::Null),
            _ => {
                self.fault(start, self.at, "This is no value.");
                self.key = None;
                None
            }
        }
    }
}

/// The first quotation mark or backslash from `at` on. Most strings are short: those are walked through, which is quicker
/// than to make ready for a long search.
#[inline]
fn find_string_sign(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let near = rest.iter().take(16).position(|byte| matches!(byte, b'"' | b'\\'));
    match near {
        Some(length) => Some(at + length),
        None => memchr2(b'"', b'\\', rest.get(16..)?).map(|length| at + 16 + length),
    }
}

struct Reader<'s> {
    lexer: Lexer<'s>,
    start: usize,
    nodes: Vec<Node>,
    /// The open nodes, and whether each is an object.
    open: Vec<(u32, bool)>,
    root: Option<Item>,
    values: usize,
}

impl Reader<'_> {
    /// Returns whether the outermost value was read to its end.
    fn read_all(&mut self, most_values: usize) -> bool {
        loop {
            if self.values >= most_values {
                self.close_all();
                return false;
            }
            let in_object = self.open.last().is_some_and(|(_, is_object)| *is_object);
            match self.lexer.next(in_object) {
                Token::Value(item) if item.is_open() => {
                    if self.open.len() >= MOST_DEPTH {
                        self.lexer.at -= 1;
                        let at = self.lexer.at;
                        self.lexer.fault(at, at + 1, "Values are nested too deep here; the rest is not read.");
                        self.close_all();
                        return false;
                    }
                    let node = self.nodes.len() as u32;
                    self.keep(Item { node, ..item });
                    self.push(Node { end: item.span.start, next: node + 1 });
                    self.open.push((node, item.kind == ValueKind::Object));
                    continue;
                }
                Token::Value(item) => self.keep(item),
                Token::Close(byte) => {
                    let Some((open, is_object)) = self.open.pop() else {
                        // It belongs to what stands around.
                        self.lexer.at -= 1;
                        return false;
                    };
                    if byte != if is_object { b'}' } else { b']' } {
                        let at = self.lexer.at - 1;
                        self.lexer.fault(at, at + 1, "This bracket closes something that was not opened.");
                    }
                    self.close(open);
                }
                Token::End => {
                    if !self.open.is_empty() {
                        let at = self.lexer.at;
                        self.lexer.fault(at, at, "The file breaks off here.");
                    }
                    self.close_all();
                    return false;
                }
            }
            if self.open.is_empty() && self.root.is_some() {
                return true;
            }
        }
    }

    #[inline]
    fn keep(&mut self, item: Item) {
        self.values += 1;
        if self.root.is_none() {
            self.root = Some(item);
        }
    }

    fn close_all(&mut self) {
        while let Some((open, _)) = self.open.pop() {
            self.close(open);
        }
    }

    fn close(&mut self, index: u32) {
        let (end, next) = (self.lexer.at as u32, self.nodes.len() as u32);
        let node = &mut self.nodes[index as usize];
        (node.end, node.next) = (end, next);
    }

    #[inline]
    fn push(&mut self, node: Node) {
        if self.nodes.len() == self.nodes.capacity() {
            self.make_room();
        }
        self.nodes.push(node);
    }

    /// Makes room for as many values as the rest will have if it goes on like this; doubling each time would waste as
    /// much as is used.
    #[cold]
    fn make_room(&mut self) {
        let nodes = &mut self.nodes;
        let (read, left) =
            ((self.lexer.at - self.start).max(1) as u64, (self.lexer.bytes.len() - self.lexer.at) as u64);
        let expected = usize::try_from(nodes.len() as u64 * left / read).unwrap_or(0);
        nodes.reserve_exact(expected.clamp(nodes.len() / 4 + 16, nodes.len() + 16));
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
