//! `srt`: SubRip subtitles (<https://wiki.videolan.org/SubRip/>), the layout that every player knows.
//!
//! Who speaks stands in capitals before the words, as captioning has it. There is no way to escape anything: what
//! players would take for a tag or for times is written as a character reference.

use super::captions::{Caption, Walk, push_time};
use super::{Document, Meta, Part, Unwritable, Writer};
use crate::model::Transcript;

static META: Meta = Meta {
    id: "srt",
    name: "SubRip subtitles",
    ending: "srt",
    media_type: "application/x-subrip",
    specification: "https://wiki.videolan.org/SubRip/",
    keeps: &[Part::Times, Part::Ends, Part::Cues, Part::Breaks, Part::Controls, Part::Formulas],
    holds_several: false,
    read_by_guess: Some("srt"),
    notes: "The speaker's name stands in capitals before the first words of a turn; a dash opens a turn of somebody \
            unnamed. What players would take for a tag or for times is written as a character reference. \
            A text without any times is not written.",
};

/// How far into a line a colon makes a label of what stands before it, bytes.
const LABEL_BYTES: usize = 60;

/// See the module.
pub struct Srt;

impl Writer for Srt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn write(&self, documents: &[Document<'_>]) -> Result<Vec<u8>, Unwritable> {
        let [document, ..] = documents else { return Err(Unwritable::NoTimes) };
        let transcript = document.transcript;
        let mut out = String::with_capacity(transcript.text.len() * 2);
        let mut walk = Walk::new(transcript);
        let mut number = 0u32;
        for index in 0..transcript.paragraphs.len() as u32 {
            for caption in walk.paragraph(index) {
                number += 1;
                out.push_str(&number.to_string());
                out.push('\n');
                push_time(&mut out, caption.times.start_ms, ',');
                out.push_str(" --> ");
                push_time(&mut out, caption.times.end_ms, ',');
                out.push('\n');
                push_speaker(&mut out, transcript, &caption, number == 1);
                push_escaped(&mut out, transcript.words(caption.text));
                out.push_str("\n\n");
            }
        }
        if number > 0 { Ok(out.into_bytes()) } else { Err(Unwritable::NoTimes) }
    }
}

/// Who speaks, where a turn begins or where the words would be taken for a label.
fn push_speaker(out: &mut String, transcript: &Transcript, caption: &Caption, is_first: bool) {
    let turn = transcript.turns.get(caption.turn);
    let name = turn.and_then(|turn| {
        let speaker = turn.speaker.and_then(|id| transcript.speaker(id)).map(|speaker| speaker.name.as_str());
        speaker.or_else(|| turn.label.map(|label| transcript.label(label.id)))
    });
    match name {
        Some(name) if caption.opens_turn || is_like_a_label(transcript.words(caption.text)) => {
            out.push_str(&name.to_uppercase());
            out.push_str(": ");
        }
        None if caption.opens_turn && !is_first => out.push_str("- "),
        _ => {}
    }
}

/// Whether a line might be taken to name who speaks, or for a dialogue dash.
fn is_like_a_label(words: &str) -> bool {
    let colon = words.bytes().take(LABEL_BYTES).position(|byte| byte == b':');
    colon.is_some_and(|at| words.starts_with(char::is_uppercase) && words[at + 1..].starts_with([' ', '\n']))
        || words.starts_with(['-', '–', '—'])
        || words.starts_with(">>")
}

/// Words without what a player would take for syntax.
fn push_escaped(out: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find(['&', '<', '>', '{', '\0', '\n', '\r']) {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        match rest.as_bytes()[at] {
            b'&' if is_reference(behind) => out.push_str("&amp;"),
            b'<' if behind.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) => out.push_str("&lt;"),
            b'>' if out.ends_with('-') => out.push_str("&gt;"),
            b'{' if behind.contains('}') => out.push_str("&#123;"),
            0 => out.push('\u{fffd}'),
            b'\n' | b'\r' if out.ends_with('\n') => {}
            b'\n' | b'\r' => out.push('\n'),
            sign => out.push(char::from(sign)),
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// Whether an ampersand begins a character reference if this stands behind it.
fn is_reference(behind: &str) -> bool {
    let name = behind.bytes().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    name > 1 && behind.as_bytes().get(name) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_words_is_syntax() {
        let mut out = String::new();
        push_escaped(&mut out, "a --> b & c <i>d</i> 1 < 2 &amp; {\\an8} {\n\n\ne");
        assert_eq!(out, "a --&gt; b & c &lt;i>d&lt;/i> 1 < 2 &amp;amp; &#123;\\an8} {\ne");
    }

    #[test]
    fn words_that_name_nobody() {
        for (words, expected) in [
            ("WARNING: wind", true),
            ("Note: wind", true),
            ("- yes", true),
            ("at 12:30 we go", false),
            ("and so: wind", false),
            ("Yes", false),
        ] {
            assert_eq!(is_like_a_label(words), expected, "{words}");
        }
    }
}
