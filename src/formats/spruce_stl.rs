//! Spruce subtitles (STL): times in frames, commas, and the words on one line; for DVDs.
//!
//! There is no specification; <https://documentation.apple.com/en/dvdstudiopro/usermanual/#chapter=19%26section=13>
//! describes the format. The file does not say how many frames a second has; it is 30 where one of their numbers needs
//! that, and 25 otherwise.

use memchr::memchr2;

use super::timed::{CueText, Cues};
use super::timestamps::{TimeCode, read_time_code, skip_spaces};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{Diagnostic, FurnitureKind, Kind, Span, Times};
use crate::text::lines::{Lines, trim};

static META: Meta = Meta {
    id: "spruce-stl",
    name: "Spruce subtitles",
    endings: &["stl"],
    media_types: &["text/x-spruce-stl"],
    specification: "https://documentation.apple.com/en/dvdstudiopro/usermanual/#chapter=19%26section=13",
    keeps: "words, times",
    omits: "styles, positions, settings",
    is_lined: true,
};

/// Spruce STL.
pub struct SpruceStl;

impl Format for SpruceStl {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let is_setting = |line: &str| line.starts_with('$') || line.starts_with("//");
        let mut lines = Lines::new(probe.text, 0).map(|line| line.text.trim()).filter(|line| !line.is_empty());
        let Some(first) = lines.next() else { return Confidence::No };
        let has_settings = is_setting(first);
        let mut cues = std::iter::once(first).chain(lines).filter(|line| !is_setting(line));
        let Some(cue) = cues.next() else { return Confidence::No };
        match head(cue.as_bytes()) {
            // Without spaces around its commas it is a table like others.
            Some(head) if has_settings || !cue[head.from.end..].starts_with(',') => Confidence::Certain,
            Some(_) => Confidence::Maybe,
            None => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let start = source.body_start();
        let lines = || Lines::new(source.text, start).filter(|line| !line.is_blank());
        let heads = lines().filter_map(|line| head(line.text.trim_start().as_bytes()));
        let most = heads.map(|head| head.from.frames.max(head.to.frames)).max();
        let mut reader = Reader {
            source: source.text,
            cues: Cues::behind(b',', META.id, source.text, limits),
            text: CueText::default(),
            rate: if most.is_some_and(|most| most >= 25) { 30 } else { 25 },
        };
        reader.cues.draft.claim(Kind::Markup, Span::new(0, start));
        let end = Span::new(source.text.len(), source.text.len());
        if most.is_none() {
            reader.cues.warn("no-cues", end, "No subtitles stand in this file.", "Check that it was saved completely.");
        } else {
            let rate = reader.rate;
            reader.cues.draft.report(
                Diagnostic::info(
                    "spruce-stl.frame-rate",
                    Span { start: 0, end: 0 },
                    format!("The file does not say how many frames a second has; {rate} were taken."),
                )
                .with_hint("If the times drift away from the recording, it has another rate."),
            );
        }
        for line in lines() {
            reader.read_line(trim(line.text, line.span));
        }
        Ok(reader.cues.finish())
    }
}

/// The times of a line.
#[derive(Clone, Copy, Debug)]
struct Head {
    from: TimeCode,
    to: TimeCode,
    /// Where the words start.
    words: usize,
}

/// `00:02:17:10 , 00:02:20:10 , `
fn head(line: &[u8]) -> Option<Head> {
    let comma = |at: usize| {
        let at = skip_spaces(line, at);
        (line.get(at) == Some(&b',')).then(|| skip_spaces(line, at + 1))
    };
    let from = read_time_code(line, 0)?;
    let to = read_time_code(line, comma(from.end)?)?;
    Some(Head { from, to, words: comma(to.end)? })
}

struct Reader<'s> {
    source: &'s str,
    cues: Cues<'s>,
    text: CueText,
    /// Frames in a second.
    rate: u64,
}

impl Reader<'_> {
    fn read_line(&mut self, span: Span) {
        let line = span.of(self.source);
        let Some(head) = head(line.as_bytes()) else {
            let is_setting = line.starts_with('$') || line.starts_with("//");
            if !is_setting {
                self.cues.warn(
                    "stray-line",
                    span,
                    "This line has no times.",
                    "It is kept beside the transcript; a subtitle stands on one line behind its times.",
                );
            }
            let kind = if is_setting { FurnitureKind::Settings } else { FurnitureKind::Other };
            self.cues.draft.furniture(span, kind);
            return;
        };
        let base = span.start as usize;
        let timing = Span::new(base, base + head.to.end);
        self.cues.draft.claim(Kind::Timing, timing);
        self.cues.draft.claim(Kind::Markup, Span::new(base + head.to.end, base + head.words));
        let (start_ms, end_ms) = (self.to_ms(head.from), self.to_ms(head.to));
        self.cues.begin_cue(Times { start_ms, end_ms }, timing);
        self.read_words(base + head.words, span.end as usize);
        self.cues.add_text(&mut self.text, None);
        self.cues.end_cue();
    }

    fn to_ms(&self, code: TimeCode) -> u32 {
        let ms = code.seconds * 1000 + (code.frames * 1000 + self.rate / 2) / self.rate;
        u32::try_from(ms).unwrap_or(u32::MAX)
    }

    /// `|` breaks a line; `^B`, `^I` and `^U` begin and end a style.
    fn read_words(&mut self, start: usize, end: usize) {
        let bytes = self.source.as_bytes();
        let (mut plain, mut at) = (start, start);
        while let Some(length) = memchr2(b'|', b'^', &bytes[at..end]) {
            at += length;
            let length = match (bytes[at], bytes.get(at + 1)) {
                (b'|', _) => 1,
                (_, Some(b'B' | b'I' | b'U')) if at + 2 <= end => 2,
                _ => {
                    at += 1;
                    continue;
                }
            };
            self.text.push_source(self.source, Span::new(plain, at));
            let span = Span::new(at, at + length);
            if length == 1 {
                // A bar is no line break, but stands for one.
                self.text.push_tag(span);
                self.text.push_text("\n", Span { start: span.end, end: span.end });
            } else {
                self.text.push_tag(span);
            }
            at += length;
            plain = at;
        }
        self.text.push_source(self.source, Span::new(plain, end));
    }
}

#[cfg(test)]
mod tests {
    use super::super::timed::testing::{codes, read, show};
    use super::*;

    #[test]
    fn lines_become_cues() {
        for (text, expected) in [
            ("00:00:01:10 , 00:00:02:00 , ^IOne^I | line", "[] 1400-2000 One line"),
            ("00:00:01:15,00:00:02:29,A, b ^ c", "[] 1500-2967 A, b ^ c"),
            ("$FontName = Arial\n// made by hand\n00:00:01:00\t,\t00:00:02:00\t,\tA", "[] 1000-2000 A"),
        ] {
            assert_eq!(show(&read(&SpruceStl, text)), expected, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(codes(&read(&SpruceStl, "$a = b")), ["spruce-stl.no-cues"]);
        let lines = "00:00:01:00 , 00:00:02:00 , A\nB";
        assert_eq!(codes(&read(&SpruceStl, lines)), ["spruce-stl.frame-rate", "spruce-stl.stray-line"]);
    }
}
