//! Scenarist closed captions (SCC): the bytes of CEA-608 captions in hexadecimal, with time codes.
//!
//! Follows <http://www.theneitherworld.com/mcpoodle/SCC_TOOLS/DOCS/SCC_FORMAT.HTML> for the file and ANSI/CTA-608-E for
//! the codes. Captions that pop on, roll up and are painted on are read, of both channels of a field; each channel is a
//! transcript. Colours and positions say nothing here, but the order of the rows. A parity bit is not checked, because
//! many files have none.

mod characters;
mod decoder;

use self::decoder::{Caption, Decoder};
use super::timed::{CueText, Cues};
use super::timestamps::read_time_code;
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{FurnitureKind, Kind, Span, Times};
use crate::text::lines::{Lines, trim};

static META: Meta = Meta {
    id: "scc",
    name: "Scenarist closed captions",
    endings: &["scc"],
    media_types: &["text/x-scc"],
    specification: "http://www.theneitherworld.com/mcpoodle/SCC_TOOLS/DOCS/SCC_FORMAT.HTML",
    keeps: "words, times, each channel as a transcript",
    omits: "colours, positions",
    is_lined: true,
};

/// What the file begins with.
const SIGNATURE: &str = "Scenarist_SCC";

/// Captions of American television.
pub struct Scc;

impl Format for Scc {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let mut lines = Lines::new(probe.text, 0).filter(|line| !line.is_blank());
        let Some(first) = lines.next() else { return Confidence::No };
        if first.text.trim_start().starts_with(SIGNATURE) {
            return Confidence::Certain;
        }
        // The signature was cut off.
        let is_codes = |text: &str| {
            time_code(text)
                .is_some_and(|(_, end)| codes(text, end).take(3).all(|c| c.is_ok()) && codes(text, end).count() > 0)
        };
        if is_codes(first.text) && lines.take(3).all(|line| is_codes(line.text)) {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut reader = Reader {
            source: source.text,
            cues: Cues::new(META.id, source.text, limits),
            decoder: Decoder::default(),
            text: CueText::default(),
            has_captions: false,
        };
        let start = source.body_start();
        reader.cues.draft.claim(Kind::Markup, Span::new(0, start));
        for line in Lines::new(source.text, start) {
            reader.read_line(line.span);
            reader.push_shown();
        }
        reader.finish()
    }
}

struct Reader<'s> {
    source: &'s str,
    cues: Cues<'s>,
    decoder: Decoder,
    text: CueText,
    has_captions: bool,
}

impl Reader<'_> {
    fn read_line(&mut self, span: Span) {
        let line = span.of(self.source);
        let words = trim(line, span);
        if words.is_empty() {
            return;
        }
        if words.of(self.source).starts_with(SIGNATURE) {
            self.cues.draft.claim(Kind::Markup, words);
            return;
        }
        let start = (words.start - span.start) as usize;
        let Some((frames, end)) = time_code(&line[start..]) else {
            self.cues.warn(
                "stray-line",
                words,
                "This line is no time code with captions.",
                "It is kept beside the transcript; a line begins with a time like 00:00:01;15 and a tab.",
            );
            self.cues.draft.furniture(words, FurnitureKind::Other);
            return;
        };
        let base = span.start as usize;
        self.cues.draft.claim(Kind::Timing, Span::new(base + start, base + start + end));
        self.decoder.seek(frames);
        for code in codes(line, start + end) {
            match code {
                Ok((at, code)) => self.decoder.read(code, Span::new(base + at, base + at + 4)),
                Err((from, to)) => {
                    let wrong = Span::new(base + from, base + to);
                    self.cues.warn(
                        "bad-code",
                        wrong,
                        "This is no code of four hexadecimal digits.",
                        "It is left out; letters may be missing here.",
                    );
                    self.cues.draft.furniture(wrong, FurnitureKind::Other);
                }
            }
        }
    }

    fn finish(mut self) -> Result<Parsed, Refusal> {
        self.decoder.finish();
        self.push_shown();
        let decoder = std::mem::take(&mut self.decoder);
        let channel = &decoder.channels[1];
        if self.has_captions && !channel.captions.is_empty() {
            self.cues.begin_next_transcript();
        }
        for caption in &channel.captions {
            self.push_caption(caption, &channel.words);
        }
        if !self.has_captions {
            let end = Span::new(self.source.len(), self.source.len());
            self.cues.warn("no-cues", end, "No captions stand in this file.", "Check that it was saved completely.");
        }
        // All that is left are codes and the white space between them.
        let whole = Span::new(0, self.source.len());
        self.cues.draft.claim_free(Kind::Markup, &mut std::iter::once(whole));
        Ok(self.cues.finish())
    }

    /// Pushes what the first channel has shown so far. What is in the second one is another transcript, and waits.
    fn push_shown(&mut self) {
        let captions = std::mem::take(&mut self.decoder.channels[0].captions);
        if captions.is_empty() {
            return;
        }
        let words = std::mem::take(&mut self.decoder.channels[0].words);
        captions.iter().for_each(|caption| self.push_caption(caption, &words));
        self.decoder.channels[0].words = words;
        self.decoder.channels[0].forget_words();
    }

    fn push_caption(&mut self, caption: &Caption, words: &str) {
        self.has_captions = true;
        let text = &mut self.text;
        let mut row = None;
        for piece in &caption.pieces {
            if row.replace(piece.row).is_some_and(|row| row != piece.row) {
                text.push_text("\n", Span { start: piece.source.start, end: piece.source.start });
            }
            text.push_text(&words[piece.start as usize..piece.end as usize], piece.source);
        }
        let place = caption.pieces.first().map_or(Span::default(), |piece| piece.source);
        let start_ms = to_ms(caption.start);
        match caption.end.map(to_ms) {
            Some(end_ms) => self.cues.begin_cue(Times { start_ms, end_ms }, place),
            None => self.cues.begin_open_cue(start_ms, place),
        }
        self.cues.add_text(&mut self.text, None);
        self.cues.end_cue();
    }
}

/// A moment in frames of 1001/30000 of a second, of which American television has 29.97 in a second.
fn to_ms(frames: u64) -> u32 {
    u32::try_from((frames * 1001 + 15) / 30).unwrap_or(u32::MAX)
}

/// The time code at the start of a text, in frames, and where it ends. Before the frames a semicolon says that frame
/// numbers are left out so that the code keeps time; a colon, that none are, so that it runs late.
fn time_code(text: &str) -> Option<(u64, usize)> {
    let code = read_time_code(text.as_bytes(), 0)?;
    if !text.as_bytes().get(code.end).is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    let minutes = code.seconds / 60;
    let dropped = if code.is_drop { 2 * (minutes - minutes / 10) } else { 0 };
    Some(((code.seconds * 30 + code.frames).saturating_sub(dropped), code.end))
}

/// The codes of a line from `at` on: each with its place, or from where to where something else stands.
fn codes(line: &str, at: usize) -> impl Iterator<Item = Result<(usize, u16), (usize, usize)>> {
    let mut at = at;
    std::iter::from_fn(move || {
        let bytes = line.as_bytes();
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let length = bytes[at..].iter().take_while(|b| !b.is_ascii_whitespace()).count();
        if length == 0 {
            return None;
        }
        let start = at;
        at += length;
        let word = &bytes[start..at];
        let code = <[u8; 4]>::try_from(word).ok().and_then(|word| {
            let [a, b, c, d] = word.map(hex_digit);
            Some(a? << 12 | b? << 8 | c? << 4 | d?)
        });
        Some(code.map(|code| (start, code)).ok_or((start, at)))
    })
}

fn hex_digit(byte: u8) -> Option<u16> {
    match byte {
        b'0'..=b'9' => Some(u16::from(byte - b'0')),
        b'a'..=b'f' => Some(u16::from(byte - b'a') + 10),
        b'A'..=b'F' => Some(u16::from(byte - b'A') + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
