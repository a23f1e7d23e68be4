//! Text between tags becomes cue text: what the readers of captions in XML and HTML share.
//!
//! White space is taken together as browsers and players do. Nothing here knows which elements a format has.

use memchr::{memchr, memchr_iter, memmem};

use super::timed::CueText;
use crate::markup::xml::{Attribute, NodeRef, TextPiece, attributes, pieces};
use crate::model::Span;

/// The start tag of the outermost element, from behind `<` to before `>`, where the text is mark-up from its first
/// letter on. Where the tag is not closed (a probe is cut off), as much of it as there is.
pub fn root_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let close = match rest.as_bytes() {
            [b'<', b'?', ..] => "?>",
            [b'<', b'!', b'-', b'-', ..] => "-->",
            [b'<', b'!', ..] => ">",
            [b'<', byte, ..] if byte.is_ascii_alphabetic() => break,
            _ => return None,
        };
        let end = memmem::find(rest.as_bytes(), close.as_bytes())?;
        rest = rest[end + close.len()..].trim_start();
    }
    Some(&rest[1..memchr(b'>', rest.as_bytes()).unwrap_or(rest.len())])
}

/// The name of an element in a start tag, without its prefix.
pub fn tag_name(tag: &str) -> &str {
    let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default();
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Mark-up in the order of the source. What stands in what is not looked at, so that nothing need be kept of it.
#[derive(Debug)]
pub struct Tokens<'s> {
    source: &'s str,
    at: usize,
}

/// A stretch of mark-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'s> {
    /// What stands between tags.
    Words(Span),
    /// A tag.
    Tag(Tag<'s>),
    /// A comment, a declaration.
    Aside(Span),
}

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'s> {
    /// Its name with its prefix.
    pub name: &'s str,
    /// All of it.
    pub span: Span,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// Whether it needs no end tag: `<br/>`.
    pub is_whole: bool,
}

impl<'s> Tag<'s> {
    /// Its attributes.
    pub fn attributes(&self, source: &'s str) -> impl Iterator<Item = Attribute<'s>> + use<'s> {
        attributes(source, self.span.start as usize + 1 + self.name.len(), self.span.end as usize)
    }
}

impl<'s> Tokens<'s> {
    /// The stretches of `source` from byte `start` on.
    pub fn new(source: &'s str, start: usize) -> Self {
        Self { source, at: start }
    }
}

impl<'s> Iterator for Tokens<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        let (source, start) = (self.source, self.at);
        let bytes = source.as_bytes();
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let aside = match rest {
            [b'<', b'!', b'-', b'-', ..] => Some("-->"),
            [b'<', b'?', ..] => Some("?>"),
            [b'<', b'!', ..] => Some(">"),
            _ => None,
        };
        if let Some(close) = aside {
            let length = memmem::find(rest, close.as_bytes()).map_or(rest.len(), |length| length + close.len());
            self.at += length;
            return Some(Token::Aside(Span::new(start, self.at)));
        }
        let is_tag = |rest: &[u8]| matches!(rest, [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..]);
        if is_tag(rest) {
            // What is not closed to the end of the file is words, all of it, so that this is done once.
            let length = memchr(b'>', rest).map(|length| length + 1);
            self.at += length.unwrap_or(rest.len());
            let span = Span::new(start, self.at);
            if length.is_none() {
                return Some(Token::Words(span));
            }
            let inside = &source[start + 1..self.at - 1];
            let name = inside.trim_start_matches('/').split(|c: char| c.is_ascii_whitespace() || c == '/').next();
            let (is_end, is_whole) = (inside.starts_with('/'), inside.ends_with('/'));
            return Some(Token::Tag(Tag { name: name.unwrap_or_default(), span, is_end, is_whole }));
        }
        let is_open = |at: &usize| is_tag(&bytes[*at..]) || matches!(bytes.get(at + 1), Some(b'!' | b'?'));
        let next = memchr_iter(b'<', &rest[1..]).map(|length| start + 1 + length).find(is_open);
        self.at = next.unwrap_or(bytes.len());
        Some(Token::Words(Span::new(start, self.at)))
    }
}

/// Appends the words of a text node, references decoded. Unless `keeps_space`, runs of spaces become one.
pub fn push_node(text: &mut CueText, source: &str, node: NodeRef<'_, '_>, keeps_space: bool) {
    let span = node.text_span();
    if node.has_references() {
        push_referring(text, source, span, keeps_space);
    } else {
        push_words(text, source, span, keeps_space);
    }
}

/// Appends words in which references stand for letters.
pub fn push_referring(text: &mut CueText, source: &str, span: Span, keeps_space: bool) {
    for piece in pieces(span.of(source), span.start as usize) {
        match piece {
            TextPiece::Same(span) => push_words(text, source, span, keeps_space),
            TextPiece::Reference(letter, span) => text.push_text(letter.encode_utf8(&mut [0; 4]), span),
        }
    }
}

/// Appends words that the source writes as they are.
pub fn push_words(text: &mut CueText, source: &str, span: Span, keeps_space: bool) {
    if keeps_space {
        text.push_source(source, span);
        return;
    }
    let bytes = source.as_bytes();
    let (mut at, end) = (span.start as usize, span.end as usize);
    let spaces = |at: usize| bytes[at..end].iter().take_while(|byte| **byte == b' ').count();
    if text.ends_in_space() {
        let length = spaces(at);
        push_nothing(text, at, at + length);
        at += length;
    }
    while let Some(length) = memmem::find(&bytes[at..end], b"  ") {
        let from = at + length + 1;
        text.push_source(source, Span::new(at, from));
        at = from + spaces(from);
        push_nothing(text, from, at);
    }
    text.push_source(source, Span::new(at, end));
}

fn push_nothing(text: &mut CueText, start: usize, end: usize) {
    if end > start {
        text.push_tag(Span::new(start, end));
    }
}

/// Whether a value has the form of a BCP 47 language tag.
pub fn is_language(value: &str) -> bool {
    let mut parts = value.split('-');
    parts.next().is_some_and(|first| (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_outermost_tag() {
        for (text, tag) in [
            ("<?xml version='1.0'?>\n<!-- <b> -->\n<!DOCTYPE tt>\n<tt:tt a='b'>c", Some("tt:tt a='b'")),
            ("\u{feff} <SAMI>", Some("SAMI")),
            ("<tt xml", Some("tt xml")),
            ("x <tt>", None),
            ("<!-- <tt>", None),
            ("", None),
        ] {
            assert_eq!(root_tag(text), tag, "{text}");
        }
        assert_eq!(tag_name("tt:tt a='b:c'"), "tt");
        assert_eq!(tag_name("br/"), "br");
    }

    #[test]
    fn tokens_are_the_source() {
        for (source, expected) in [
            ("<?x?><a b='c'>d <br/>1 < 2</a>", "?<a>[d ]<br/>[1 < 2]</a>"),
            ("<!-- <a> --><!DOCTYPE a>b", "??[b]"),
            ("a<b", "[a][<b]"),
            ("<!-- a", "?"),
            ("<<a>", "[<]<a>"),
            ("", ""),
        ] {
            let mut at = 0;
            let mut shown = String::new();
            for token in Tokens::new(source, 0) {
                let span = match token {
                    Token::Words(span) | Token::Aside(span) => span,
                    Token::Tag(tag) => tag.span,
                };
                assert_eq!(span.start, at, "{source}");
                at = span.end;
                shown += &match token {
                    Token::Words(span) => format!("[{}]", span.of(source)),
                    Token::Tag(Tag { name, is_end: true, .. }) => format!("</{name}>"),
                    Token::Tag(Tag { name, is_whole: true, .. }) => format!("<{name}/>"),
                    Token::Tag(tag) => format!("<{}>", tag.name),
                    Token::Aside(_) => "?".into(),
                };
            }
            assert_eq!((at as usize, shown.as_str()), (source.len(), expected), "{source}");
        }
    }
}
