//! The text of a cue: tags, voices, ruby, times inside and character references.
//!
//! Follows the cue text tokenizer and tree building of <https://www.w3.org/TR/webvtt1/#cue-text-parsing-rules>. Of the
//! tree only what a transcript needs is kept: who speaks, when, and the words. The reading aid of ruby text stands in
//! brackets behind what it belongs to, as browsers without ruby show it.

use std::borrow::Cow;

use memchr::{memchr, memchr3};

use super::super::timed::{CueText, Cues};
use super::super::timestamps::read_vtt;
use crate::markup::entities;
use crate::model::{Kind, Span};
use crate::text::lines::trim;

/// Reads cue texts, one after the other, with the same memory.
#[derive(Debug, Default)]
pub struct CueTextReader<'s> {
    text: CueText,
    /// The tags that are open.
    open: Vec<Tag>,
    /// The voices that are open, with the place of the name.
    voices: Vec<(Cow<'s, str>, Span)>,
    /// Whether the label of the innermost voice has been handed over.
    is_voice_known: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    /// `c`, `i`, `b`, `u`, `lang`: the look, which a transcript has not.
    Look(&'static str),
    Ruby,
    RubyText,
    /// With a name or without.
    Voice {
        has_name: bool,
    },
}

impl<'s> CueTextReader<'s> {
    /// Reads the cue text at `span` into `cues`.
    pub fn read(&mut self, source: &'s str, span: Span, cues: &mut Cues<'_>) {
        self.open.clear();
        self.voices.clear();
        let bytes = source.as_bytes();
        let (mut at, end) = (span.start as usize, span.end as usize);
        while at < end {
            let next = memchr3(b'<', b'&', 0, &bytes[at..end]).map_or(end, |i| at + i);
            self.text.push_source(source, Span::new(at, next));
            at = next;
            match bytes[..end].get(at) {
                Some(b'<') => at = self.read_tag(source, at, end, cues),
                Some(b'&') => {
                    let (c, length) = entities::decode(&source[at..end]).unwrap_or(('&', 1));
                    self.push_char(c, Span::new(at, at + length));
                    at += length;
                }
                Some(_) => {
                    self.push_char('\u{fffd}', Span::new(at, at + 1));
                    at += 1;
                }
                None => {}
            }
        }
        if self.open.contains(&Tag::RubyText) {
            self.text.push_text(")", Span::new(end, end));
        }
        self.flush(cues);
    }

    fn push_char(&mut self, c: char, span: Span) {
        let mut buffer = [0; 4];
        self.text.push_text(c.encode_utf8(&mut buffer), span);
    }

    /// Reads the tag at `at`; returns where it ends. A tag without `>` goes on to the end of the text.
    fn read_tag(&mut self, source: &'s str, at: usize, end: usize, cues: &mut Cues<'_>) -> usize {
        let bytes = source.as_bytes();
        let close = memchr(b'>', &bytes[at..end]).map(|i| at + i);
        let inside_end = close.unwrap_or(end);
        let next = close.map_or(end, |close| close + 1);
        let span = Span::new(at, next);
        let first = bytes[at + 1..inside_end].first();
        if close.is_none() || matches!(first, Some(b' ' | b'\t' | b'\n' | b'\r')) {
            cues.warn(
                "less-than",
                Span::new(at, at + 1),
                "Players take what follows this `<` for a tag and do not show it.",
                "Close the tag with `>`, or write `&lt;` for a less-than sign.",
            );
        }
        match first {
            Some(b'/') => self.close_tag(&source[at + 2..inside_end], span, cues),
            Some(b'0'..=b'9') => match read_vtt(&bytes[..inside_end], at + 1) {
                Some((time, time_end)) if time_end == inside_end => self.text.push_mark(span, time.ms),
                _ => self.text.push_tag(span),
            },
            _ => self.open_tag(source, Span::new(at + 1, inside_end), span, cues),
        }
        next
    }

    fn open_tag(&mut self, source: &'s str, inside: Span, span: Span, cues: &mut Cues<'_>) {
        let text = inside.of(source);
        let name_bytes =
            text.bytes().take_while(|b| !matches!(b, b'.' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')).count();
        let tag = match &text[..name_bytes] {
            "c" => Tag::Look("c"),
            "i" => Tag::Look("i"),
            "b" => Tag::Look("b"),
            "u" => Tag::Look("u"),
            "lang" => Tag::Look("lang"),
            "ruby" => Tag::Ruby,
            "rt" if self.open.last() == Some(&Tag::Ruby) => Tag::RubyText,
            "v" => return self.open_voice(source, inside, span, cues),
            _ => return self.text.push_tag(span),
        };
        self.open.push(tag);
        self.text.push_tag(span);
        if tag == Tag::RubyText {
            self.text.push_text("(", Span { start: span.end, end: span.end });
        }
    }

    fn open_voice(&mut self, source: &'s str, inside: Span, span: Span, cues: &mut Cues<'_>) {
        let text = inside.of(source);
        // Classes end at the first white space; all behind it is the name.
        let name = text.find([' ', '\t', '\n', '\r', '\x0c']).map_or(inside.end, |i| inside.start + i as u32);
        let name = Span { start: name, end: inside.end };
        let name = trim(name.of(source), name);
        if name.is_empty() {
            self.open.push(Tag::Voice { has_name: false });
            return self.text.push_tag(span);
        }
        self.flush(cues);
        cues.draft.claim(Kind::Markup, Span { start: span.start, end: name.start });
        self.open.push(Tag::Voice { has_name: true });
        self.voices.push((read_name(name.of(source)), name));
        self.is_voice_known = false;
        self.text.push_tag(Span { start: name.end, end: span.end });
    }

    fn close_tag(&mut self, name: &str, span: Span, cues: &mut Cues<'_>) {
        match (self.open.last(), name) {
            (Some(Tag::Look(open)), name) if *open == name => {
                self.open.pop();
            }
            (Some(Tag::RubyText), "rt" | "ruby") => {
                self.open.pop();
                if name == "ruby" {
                    self.open.pop();
                }
                self.text.push_text(")", Span { start: span.start, end: span.start });
            }
            (Some(Tag::Ruby), "ruby") => {
                self.open.pop();
            }
            (Some(Tag::Voice { has_name }), "v") => {
                if *has_name {
                    self.flush(cues);
                    self.voices.pop();
                    self.is_voice_known = false;
                    // The voice around it speaks again; its label stands further up and is not claimed twice.
                    if let Some((_, label)) = self.voices.last_mut() {
                        *label = Span { start: span.start, end: span.start };
                    }
                }
                self.open.pop();
            }
            _ => {}
        }
        self.text.push_tag(span);
    }

    /// Hands over what was read so far.
    fn flush(&mut self, cues: &mut Cues<'_>) {
        if self.text.is_empty() {
            return;
        }
        match self.voices.last() {
            Some((name, span)) if !self.is_voice_known => {
                cues.add_text(&mut self.text, Some((name, *span)));
                self.is_voice_known = true;
            }
            Some(_) => cues.add_more(&mut self.text),
            None => cues.add_text(&mut self.text, None),
        }
    }
}

/// The name in a voice tag: references decoded, white space as single spaces.
fn read_name(name: &str) -> Cow<'_, str> {
    let is_plain = !name.contains(['&', '\n', '\r', '\t', '\0']) && !name.contains("  ");
    if is_plain {
        return name.into();
    }
    let mut decoded = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let (c, length) = entities::decode(&rest[at..]).unwrap_or(('&', 1));
        decoded.push(c);
        rest = &rest[at + length..];
    }
    decoded.push_str(rest);
    decoded.split_whitespace().collect::<Vec<_>>().join(" ").replace('\0', "\u{fffd}").into()
}
