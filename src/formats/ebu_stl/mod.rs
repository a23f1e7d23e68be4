//! EBU STL: the binary subtitles that European broadcasters exchange.
//!
//! Follows EBU Tech 3264-E, <https://tech.ebu.ch/docs/tech/tech3264.pdf>. There is no text in such a file; `blocks`
//! writes what it says in lines, and those are read here. Times count from the start of the programme where the header
//! says it and no subtitle comes before.

mod blocks;
mod characters;

use super::tagged::is_language;
use super::timed::{Cues, signs_of};
use super::timestamps::{TimeCode, read_time_code};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Reading, Refusal, Source};
use crate::model::{Field, FurnitureKind, Kind, Span, Times};
use crate::text::lines::Lines;

static META: Meta = Meta {
    id: "ebu-stl",
    name: "EBU subtitles",
    endings: &["stl"],
    media_types: &["application/x-ebu-stl"],
    specification: "https://tech.ebu.ch/docs/tech/tech3264.pdf",
    keeps: "words, times, comments, titles and all else that the header says",
    omits: "colours, heights, positions",
    is_lined: true,
};

/// EBU STL.
pub struct EbuStl;

impl Format for EbuStl {
    fn meta(&self) -> &'static Meta {
        &META
    }

    /// Text is never of this kind.
    fn sniff(&self, _probe: &Probe<'_>) -> Confidence {
        Confidence::No
    }

    fn extract(&self, bytes: &[u8], _reading: &Reading) -> Option<Result<String, Refusal>> {
        blocks::is_file(bytes).then(|| Ok(blocks::read(bytes)))
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut reader = Reader {
            source: source.text,
            cues: Cues::new(META.id, source.text, limits),
            rate: 25,
            start_ms: 0,
            has_cues: false,
        };
        let start = source.body_start();
        reader.cues.draft.claim(Kind::Markup, Span::new(0, start));
        reader.read(start);
        Ok(reader.cues.finish())
    }
}

struct Reader<'s> {
    source: &'s str,
    cues: Cues<'s>,
    /// Frames in a second.
    rate: u64,
    /// When the programme starts.
    start_ms: u64,
    has_cues: bool,
}

impl Reader<'_> {
    fn read(&mut self, start: usize) {
        let mut block: Option<(Span, Option<Span>)> = None;
        let mut is_header = true;
        for line in Lines::new(self.source, start) {
            if line.is_blank() {
                if let Some((head, words)) = block.take() {
                    self.read_block(head, words);
                }
                is_header = false;
            } else if is_header {
                self.read_field(line.span);
            } else {
                block = Some(match block {
                    None => (line.span, None),
                    Some((head, words)) => (head, Some(words.map_or(line.span, |words| words.to(line.span)))),
                });
            }
        }
        if let Some((head, words)) = block {
            self.read_block(head, words);
        }
        if !self.has_cues {
            let end = Span::new(self.source.len(), self.source.len());
            self.cues.warn("no-cues", end, "No subtitles stand in this file.", "Check that it was saved completely.");
        }
    }

    fn read_field(&mut self, span: Span) {
        let line = span.of(self.source);
        if let Some(rate) = line.strip_prefix(blocks::TITLE) {
            // Rates with a fraction are written without it; time codes count whole frames.
            self.rate = match rate.parse() {
                Ok(23) => 24,
                Ok(29) => 30,
                Ok(rate) if rate > 0 => rate,
                _ => 25,
            };
            self.cues.draft.claim(Kind::Metadata, span);
            return;
        }
        let Some((name, value)) = line.split_once(": ") else {
            self.set_aside(span);
            return;
        };
        let metadata = &mut self.cues.draft.transcript.metadata;
        match name {
            blocks::PROGRAMME => metadata.title = Some(Field { value: value.to_owned(), span }),
            blocks::LANGUAGE if is_language(value) => metadata.language = Some(value.to_owned()),
            _ => {
                if name == blocks::UNKNOWN_TABLE {
                    self.cues.warn(
                        "unknown-table",
                        span,
                        "The file names a table of characters that is not known here.",
                        "It was read as Latin; if letters look wrong, save the file with one of the tables 00 to 04.",
                    );
                }
                if name == blocks::START
                    && let Some(code) = read_time_code(value.as_bytes(), 0)
                {
                    self.start_ms = self.to_ms(code);
                }
                self.cues.draft.transcript.metadata.other.insert(name.to_owned(), value.to_owned());
            }
        }
        self.cues.draft.claim(Kind::Metadata, span);
    }

    fn to_ms(&self, code: TimeCode) -> u64 {
        code.seconds * 1000 + (code.frames * 1000 + self.rate / 2) / self.rate
    }

    fn read_block(&mut self, head: Span, words: Option<Span>) {
        let line = head.of(self.source);
        if line.starts_with(blocks::COMMENT) {
            self.cues.draft.claim(Kind::Timing, head);
            if let Some(words) = words {
                self.cues.end_paragraph();
                self.cues.draft.note(words);
            }
            return;
        }
        let Some(times) = self.read_times(line) else {
            self.set_aside(words.map_or(head, |words| head.to(words)));
            return;
        };
        self.cues.draft.claim(Kind::Timing, head);
        let Some(words) = words else { return };
        self.cues.begin_cue(times, head);
        self.cues.add_source(words, signs_of(words.of(self.source).as_bytes()));
        self.cues.end_cue();
        self.has_cues = true;
    }

    /// `12 10:00:01:00 --> 10:00:02:12`
    fn read_times(&mut self, line: &str) -> Option<Times> {
        let bytes = line.as_bytes();
        let number = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let first = read_time_code(bytes, number + 1)?;
        let arrow = line[first.end..].strip_prefix(" --> ")?;
        let second = read_time_code(bytes, line.len() - arrow.len())?;
        let (first, second) = (self.to_ms(first), self.to_ms(second));
        if !self.has_cues && first < self.start_ms {
            // The header is wrong, or the times count from zero already.
            self.start_ms = 0;
        }
        let to_u32 = |ms: u64| u32::try_from(ms.saturating_sub(self.start_ms)).unwrap_or(u32::MAX);
        Some(Times { start_ms: to_u32(first), end_ms: to_u32(second) })
    }

    fn set_aside(&mut self, span: Span) {
        self.cues.warn(
            "stray-text",
            span,
            "This is no subtitle and says nothing of the file.",
            "It is kept beside the transcript.",
        );
        self.cues.draft.furniture(span, FurnitureKind::Other);
    }
}

#[cfg(test)]
mod tests;
