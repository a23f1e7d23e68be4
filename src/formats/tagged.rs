//! Text between tags becomes cue text: what the readers of captions in XML and HTML share.
//!
//! White space is taken together as browsers and players do. Nothing here knows which elements a format has.

use memchr::memmem;

use super::timed::CueText;
use crate::markup::xml::{NodeRef, TextPiece, pieces};
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
    Some(&rest[1..memchr::memchr(b'>', rest.as_bytes()).unwrap_or(rest.len())])
}

/// The name of an element in a start tag, without its prefix.
pub fn tag_name(tag: &str) -> &str {
    let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default();
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Appends the words of a text node, references decoded. Unless `keeps_space`, runs of spaces become one.
pub fn push_node(text: &mut CueText, source: &str, node: NodeRef<'_, '_>, keeps_space: bool) {
    let span = node.text_span();
    if !node.has_references() {
        push_words(text, source, span, keeps_space);
        return;
    }
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
}
