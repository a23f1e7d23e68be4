//! Timed text of YouTube in XML: `srv3` with words in `p` and `s`, `srv2` with `text/@t`, `srv1` with `text/@start`.
//!
//! There is no specification; <https://github.com/yt-dlp/yt-dlp/blob/master/yt_dlp/extractor/youtube> downloads them,
//! and files show the rest. Words of a `p` that rolls in below the one before stand there once. In `srv1` and `srv2`
//! references are escaped twice, and so are tags.

use memchr::memchr;

use super::tagged::{Tag, Token, Tokens, push_referring, root_tag, tag_name};
use super::timed::{CueText, Cues};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::entities;
use crate::model::{FurnitureKind, Kind, Span, Times};
use crate::text::lines::trim;

static META: Meta = Meta {
    id: "youtube-srv3",
    name: "YouTube timed text",
    endings: &["srv3", "srv2", "srv1", "xml", "ytt"],
    media_types: &["text/xml"],
    specification: "https://github.com/yt-dlp/yt-dlp/tree/master/yt_dlp/extractor/youtube",
    keeps: "words, times of captions and of words",
    omits: "pens, windows, positions, how sure the recogniser was",
    is_lined: false,
};

/// Longest tag that is written with references; what is longer is taken for words.
const TAG_BYTES: usize = 300;

/// Longest reference that is written with a reference.
const REFERENCE_BYTES: usize = 16;

/// YouTube's timed text in XML.
pub struct YoutubeSrv3;

impl Format for YoutubeSrv3 {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let Some(tag) = root_tag(probe.text) else { return Confidence::No };
        let has_captions = || probe.text.contains("<text start=") || probe.text.contains("<text t=");
        match tag_name(tag) {
            "timedtext" => Confidence::Certain,
            "transcript" if has_captions() => Confidence::Certain,
            _ => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let start = source.body_start();
        let mut reader = Reader {
            source: source.text,
            cues: Cues::behind(b'>', META.id, source.text, limits),
            text: CueText::default(),
            caption: None,
            has_cues: false,
        };
        reader.cues.draft.claim(Kind::Markup, Span::new(0, start));
        for token in Tokens::new(source.text, start) {
            reader.read(token);
        }
        let end = Span::new(source.text.len(), source.text.len());
        if reader.caption.is_some() {
            reader.cues.warn(
                "broken-off",
                end,
                "The file breaks off in the middle of a caption.",
                "It is read as far as it goes; check that the file was saved completely.",
            );
            reader.end_caption();
        }
        if !reader.has_cues {
            reader.cues.warn("no-cues", end, "No captions stand in this file.", "Check that it was saved completely.");
        }
        Ok(reader.cues.finish())
    }
}

/// The caption that is being read.
#[derive(Clone, Copy, Debug)]
struct Caption {
    start_ms: Option<u32>,
    length_ms: Option<u32>,
    /// Where its times stand.
    timing: Span,
    is_escaped_twice: bool,
}

struct Reader<'s> {
    source: &'s str,
    cues: Cues<'s>,
    text: CueText,
    caption: Option<Caption>,
    has_cues: bool,
}

impl<'s> Reader<'s> {
    fn read(&mut self, token: Token<'s>) {
        match (token, self.caption) {
            (Token::Tag(tag), _) if matches!(tag.name, "p" | "text") => {
                self.end_caption();
                if tag.is_end {
                    self.cues.draft.claim(Kind::Markup, tag.span);
                } else {
                    self.begin_caption(tag);
                }
            }
            (Token::Tag(tag), Some(caption)) => self.read_tag(tag, caption),
            (Token::Words(span), Some(Caption { is_escaped_twice: true, .. })) => {
                push_escaped(&mut self.text, self.source, span);
            }
            (Token::Words(span), Some(_)) => push_referring(&mut self.text, self.source, span, true),
            (Token::Aside(span), Some(_)) => self.text.push_tag(span),
            (Token::Tag(Tag { span, .. }) | Token::Aside(span), None) => self.cues.draft.claim(Kind::Markup, span),
            (Token::Words(span), None) => self.read_outside(span),
        }
    }

    fn read_outside(&mut self, span: Span) {
        let words = trim(span.of(self.source), span);
        if words.is_empty() {
            return;
        }
        self.cues.warn(
            "stray-text",
            words,
            "This text stands outside of the captions.",
            "It is kept beside the transcript; check whether a tag was lost.",
        );
        self.cues.draft.furniture(words, FurnitureKind::Other);
    }

    /// `<p t="1000" d="2000">` or `<text start="1.0" dur="2.0">`.
    fn begin_caption(&mut self, tag: Tag<'s>) {
        let (mut start_ms, mut length_ms) = (None, None);
        let mut timing: Option<Span> = None;
        for attribute in tag.attributes(self.source) {
            let slot = match attribute.name {
                "t" | "start" => &mut start_ms,
                "d" | "dur" => &mut length_ms,
                _ => continue,
            };
            *slot = read_ms(attribute.raw, attribute.name.len() > 1);
            timing = Some(timing.map_or(attribute.span, |all| all.to(attribute.span)));
            if slot.is_none() {
                self.cues.warn(
                    "bad-time",
                    attribute.span,
                    "This is not a time.",
                    "The words are kept without it; correct it in the file.",
                );
            }
        }
        let Tag { name, span, .. } = tag;
        let timing = timing.unwrap_or(Span { start: span.end, end: span.end });
        self.cues.draft.claim(Kind::Markup, Span { start: span.start, end: timing.start });
        self.cues.draft.claim(Kind::Timing, timing);
        self.cues.draft.claim(Kind::Markup, Span { start: timing.end, end: span.end });
        if !tag.is_whole {
            self.caption = Some(Caption { start_ms, length_ms, timing, is_escaped_twice: name == "text" });
        }
    }

    fn read_tag(&mut self, tag: Tag<'s>, caption: Caption) {
        if tag.name == "br" {
            self.text.push_text("\n", tag.span);
            return;
        }
        if tag.name == "s" && !tag.is_end {
            let offset = tag.attributes(self.source).find(|attribute| attribute.name == "t");
            let offset = offset.and_then(|attribute| read_ms(attribute.raw, false));
            // The first word needs no offset; of others only those with one are timed.
            if let Some(start) = caption.start_ms.filter(|_| offset.is_some() || self.text.is_empty()) {
                self.text.push_mark(tag.span, start.saturating_add(offset.unwrap_or(0)));
                return;
            }
        }
        self.text.push_tag(tag.span);
    }

    fn end_caption(&mut self) {
        let Some(caption) = self.caption.take() else { return };
        let Caption { start_ms, length_ms, timing, .. } = caption;
        match (start_ms, length_ms) {
            (Some(start_ms), Some(length)) if length > 0 => {
                self.cues.begin_cue(Times { start_ms, end_ms: start_ms.saturating_add(length) }, timing);
            }
            // Nothing says when it ends, or it only ends a line.
            (Some(start_ms), _) => self.cues.begin_open_cue(start_ms, timing),
            (None, _) => self.cues.begin_untimed(),
        }
        self.cues.add_text(&mut self.text, None);
        self.cues.end_cue();
        self.has_cues |= self.cues.has_words();
    }
}

/// Appends words in which references and tags are written with references: `&amp;#39;`, `&lt;i&gt;`.
fn push_escaped(text: &mut CueText, source: &str, span: Span) {
    let (mut at, end) = (span.start as usize, span.end as usize);
    let mut plain = at;
    while let Some(length) = memchr(b'&', &source.as_bytes()[at..end]) {
        at += length;
        let rest = &source[at..end];
        let Some((letter, length)) = entities::decode(rest) else {
            at += 1;
            continue;
        };
        text.push_source(source, Span::new(plain, at));
        let after = &rest[length..];
        let again = if letter == '&' { escaped_reference(after) } else { None };
        let tag = if letter == '<' { escaped_tag(after) } else { None };
        let (letter, whole) = again.map_or((letter, length), |(letter, more)| (letter, length + more));
        let whole = tag.map_or(whole, |more| length + more);
        let span = Span::new(at, at + whole);
        if tag.is_some() {
            text.push_tag(span);
        } else {
            text.push_text(letter.encode_utf8(&mut [0; 4]), span);
        }
        at += whole;
        plain = at;
    }
    text.push_source(source, Span::new(plain, end));
}

/// What stands behind `&amp;` if both together are a reference.
fn escaped_reference(after: &str) -> Option<(char, usize)> {
    let end = memchr(b';', &after.as_bytes()[..after.len().min(REFERENCE_BYTES)])?;
    let mut reference = String::with_capacity(REFERENCE_BYTES + 1);
    reference.push('&');
    reference.push_str(&after[..=end]);
    entities::decode(&reference).filter(|(_, length)| *length == end + 2).map(|(letter, length)| (letter, length - 1))
}

/// How long the tag is whose `&lt;` stands before.
fn escaped_tag(after: &str) -> Option<usize> {
    const CLOSE: &str = "&gt;";
    let window = &after[..after.floor_char_boundary(TAG_BYTES)];
    let end = window.find(CLOSE)?;
    let inside = window[..end].strip_prefix('/').unwrap_or(&window[..end]);
    let name = inside.split([' ', '/']).next().unwrap_or_default();
    matches!(name, "b" | "i" | "u" | "font" | "s").then_some(end + CLOSE.len())
}

/// Milliseconds, or with `is_seconds` seconds with a fraction.
fn read_ms(raw: &str, is_seconds: bool) -> Option<u32> {
    let raw = raw.trim();
    let (whole, fraction) = raw.split_once('.').unwrap_or((raw, ""));
    let whole: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    if !is_seconds {
        return Some(whole);
    }
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    let thousandths = fraction
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(3)
        .try_fold(0, |all, byte| Some(all * 10 + digit(byte)?))?;
    Some(whole.saturating_mul(1000).saturating_add(thousandths))
}

#[cfg(test)]
mod tests {
    use super::super::timed::testing::{codes, read, show};
    use super::*;

    #[test]
    fn the_three_kinds_say_the_same() {
        for text in [
            "<timedtext format=\"3\"><head><ws id=\"0\"/></head><body><w t=\"0\" id=\"1\"/>\
             <p t=\"1000\" d=\"2000\" w=\"1\"><s ac=\"9\">it&#39;s</s><s t=\"500\"> high</s></p></body></timedtext>",
            "<timedtext><window t=\"0\" op=\"define\"/><text t=\"1000\" d=\"2000\" w=\"1\">it&amp;#39;s high</text></timedtext>",
            "<transcript><text start=\"1\" dur=\"2.0\">it&amp;#39;s\n&lt;font color=&quot;#fff&quot;&gt;high&lt;/font&gt;</text></transcript>",
        ] {
            assert_eq!(show(&read(&YoutubeSrv3, text)), "[] 1000-3000 it's high", "{text}");
        }
    }

    #[test]
    fn words_keep_their_times() {
        let parsed =
            read(&YoutubeSrv3, "<timedtext><p t=\"1000\" d=\"900\"><s>a</s><s t=\"500\"> b</s></p></timedtext>");
        let marks: Vec<_> = parsed.transcripts[0].time_marks.iter().map(|mark| (mark.text, mark.at_ms)).collect();
        assert_eq!(marks, [(0, 1000), (1, 1500)]);
    }

    #[test]
    fn escapes_are_undone_as_often_as_they_were_done() {
        for (text, expected) in [
            ("a &amp;amp; b", "a & b"),
            ("a &amp; b", "a & b"),
            ("a &lt; b &gt; c", "a < b > c"),
            ("&lt;i&gt;a&lt;/i&gt;", "a"),
            ("&amp;nosuch; &", "&nosuch; &"),
        ] {
            let parsed = read(&YoutubeSrv3, &format!("<transcript><text start='1' dur='1'>{text}</text></transcript>"));
            assert_eq!(parsed.transcripts[0].text, expected);
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, code) in [
            ("<timedtext><p t=\"x\">a</p></timedtext>", "youtube-srv3.bad-time"),
            ("<timedtext>a<p t=\"1\">b</p></timedtext>", "youtube-srv3.stray-text"),
            ("<timedtext><p t=\"1\">b", "youtube-srv3.broken-off"),
            ("<timedtext></timedtext>", "youtube-srv3.no-cues"),
        ] {
            assert!(codes(&read(&YoutubeSrv3, text)).contains(&code), "{text}");
        }
    }
}
