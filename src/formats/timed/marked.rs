//! Cue text with tags: the walk over it that readers share. What is a tag, each of them knows itself.

use super::{CueText, Cues, signs_of};
use crate::model::{FurnitureKind, Span};

/// What a piece of syntax shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing: a tag.
    Nothing,
    /// A letter; a line feed for a line break.
    Letter(char),
    /// Nothing, but the next word is spoken at this time, in milliseconds.
    Mark(u32),
    /// A remark to whoever edits the file, which players do not show.
    Remark,
}

impl Cues<'_> {
    /// Adds cue text with tags. Wherever one of `<`, `{`, `&`, `|`, `[`, `\` or NUL stands, `syntax` says how many
    /// bytes belong to the tag there, zero for none, and what it shows. `text` is reused from cue to cue; `voice` is
    /// the name and its place where the source says who speaks.
    pub fn add_marked(
        &mut self,
        text: &mut CueText,
        span: Span,
        voice: Option<(&str, Span)>,
        syntax: &mut dyn FnMut(&str) -> (usize, Shown),
    ) {
        let source = self.draft.source();
        let bytes = source.as_bytes();
        let (mut at, end) = (span.start as usize, span.end as usize);
        let mut plain = at;
        let is_sign = |byte: &u8| matches!(byte, b'<' | b'{' | b'&' | b'|' | b'[' | b'\\' | 0);
        while let Some(offset) = bytes[at..end].iter().position(is_sign) {
            at += offset;
            let (length, shown) = syntax(&source[at..end]);
            if length == 0 {
                at += 1;
                continue;
            }
            text.push_source(source, Span::new(plain, at));
            let tag = Span::new(at, at + length);
            match shown {
                Shown::Nothing => text.push_tag(tag),
                Shown::Letter(c) => text.push_text(c.encode_utf8(&mut [0; 4]), tag),
                Shown::Mark(at_ms) => text.push_mark(tag, at_ms),
                Shown::Remark => self.draft.furniture(tag, FurnitureKind::Settings),
            }
            at += length;
            plain = at;
        }
        if plain == span.start as usize && voice.is_none() {
            self.add_source(span, signs_of(&bytes[plain..end]));
        } else {
            text.push_source(source, Span::new(plain, end));
            self.add_text(text, voice);
        }
    }
}
