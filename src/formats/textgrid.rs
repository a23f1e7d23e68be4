//! Praat TextGrids, in the long, the short and the binary form.
//!
//! Follows <https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html>: a text is read as a row of free-standing
//! numbers, texts in quotation marks and flags in angle brackets, whatever stands between them, so that the two forms of
//! text are one. The counts that a file states are not believed; a text behind two numbers is an interval, and the name
//! of a class where numbers should stand begins a tier. Nothing is made of sounds, tones and points: tiers that hold no
//! speech stay whole, as furniture.

use memchr::memchr;

use super::tiers::{Codes, Escapes, Tiers, Use, Words, is_silence, judge};
use super::timestamps::{Timestamp, read_seconds};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Reading, Refusal, Source};
use crate::model::{Diagnostic, FurnitureKind, Kind, Span, Times, TurnLabel};

static META: Meta = Meta {
    id: "textgrid",
    name: "Praat TextGrid",
    endings: &["textgrid"],
    media_types: &["text/praat-textgrid"],
    specification: "https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html",
    keeps: "tiers of utterances or words, their times, the speakers they are named after, tiers of comments as notes",
    omits: "tiers of sounds, tones and points, which stay as furniture",
    is_lined: false,
};

static CODES: Codes = Codes {
    long_paragraph: "textgrid.long-paragraph",
    time_order: "textgrid.time-order",
    not_well_formed: "textgrid.not-well-formed",
    stray_words: "textgrid.stray-words",
};

/// What a binary file begins with.
const BINARY: &[u8] = b"ooBinaryFile\x08TextGrid";

/// Where the signature of a text must stand.
const SIGNATURE_BYTES: usize = 200;

/// Names of the long form; what stands in the short form instead is nothing.
const NAMES: &[&str] = &[
    "File",
    "type",
    "Object",
    "class",
    "xmin",
    "xmax",
    "tiers",
    "size",
    "item",
    "name",
    "intervals",
    "points",
    "text",
    "number",
    "time",
    "mark",
    "value",
];

/// Praat TextGrid.
pub struct Textgrid;

impl Format for Textgrid {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let head = &probe.text[..probe.text.floor_char_boundary(SIGNATURE_BYTES.min(probe.text.len()))];
        let is_head = head.trim_start().starts_with(['F', '"']) && head.contains("ooTextFile");
        if is_head && head.contains("TextGrid\"") { Confidence::Certain } else { Confidence::No }
    }

    fn extract(&self, bytes: &[u8], _reading: &Reading) -> Option<Result<String, Refusal>> {
        // A file that breaks off inside its signature is one all the same.
        let is_cut_short = bytes.len() > BINARY.len() - 8 && BINARY.starts_with(bytes);
        let body = if is_cut_short { &[] } else { bytes.strip_prefix(BINARY)? };
        let mut text = String::from("File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n");
        // What is cut off ends the text where it ends.
        let _ = write_short(&mut Binary(body), &mut text);
        Some(Ok(text))
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut reader = Reader {
            source: source.text,
            tiers: Tiers::new(source.text, limits, &CODES),
            found: Vec::new(),
            items: Vec::new(),
            asides: Vec::new(),
        };
        reader.scan(source.body_start());
        reader.read();
        Ok(reader.tiers.finish())
    }
}

/// A tier as it stands in the file.
struct Tier {
    /// From the name of its class to its last text.
    span: Span,
    name: Span,
    is_point: bool,
    /// Its first item.
    first: usize,
}

/// An interval or a point.
struct Item {
    times: Option<Times>,
    /// From its first to its last number.
    timing: Span,
    /// Without quotation marks.
    text: Span,
}

struct Reader<'s> {
    source: &'s str,
    tiers: Tiers<'s>,
    found: Vec<Tier>,
    items: Vec<Item>,
    /// Comments, and words that do not belong to the form.
    asides: Vec<Span>,
}

enum Token {
    Number(Timestamp),
    /// A text, without its quotation marks.
    Text,
}

impl Reader<'_> {
    /// Finds the tiers and their items.
    fn scan(&mut self, start: usize) {
        let mut at = start;
        // The last numbers before a text, and how many there were.
        let nothing = Timestamp { ms: 0, is_too_large: false, is_negative: false };
        let mut numbers = [(Span::default(), nothing); 2];
        let mut count = 0;
        // Which of name, start, end and number of items stood last behind the class of a tier; 4 where none is due.
        let mut head = 4;
        while let Some((token, span, next)) = self.token(at) {
            at = next;
            match token {
                Token::Number(time) => {
                    numbers = [numbers[1], (span, time)];
                    count += 1;
                    // Start, end and number of items stand behind the name.
                    if head == 3 {
                        count = 0;
                    }
                    head += u32::from(head < 4);
                }
                Token::Text if head < 4 && matches!(self.found.last(), Some(tier) if tier.name.end == 0) => {
                    let name = span;
                    if let Some(tier) = self.found.last_mut() {
                        (tier.name, tier.span.end) = (name, next as u32);
                    }
                    (count, head) = (0, 1);
                }
                Token::Text
                    if (count == 0 || self.found.is_empty())
                        && matches!(span.of(self.source), "IntervalTier" | "TextTier") =>
                {
                    let (is_point, first) = (span.of(self.source) == "TextTier", self.items.len());
                    let span = Span { start: span.start - 1, end: next as u32 };
                    self.found.push(Tier { span, name: Span::default(), is_point, first });
                    head = 0;
                }
                Token::Text => {
                    self.item(numbers, count, span, next as u32);
                    count = 0;
                }
            }
        }
    }

    /// A text behind so many numbers, and where its quotation mark ends.
    fn item(&mut self, numbers: [(Span, Timestamp); 2], count: u32, text: Span, end: u32) {
        // What stands before the first tier is the head of the file.
        let Some(tier) = self.found.last_mut() else { return };
        tier.span.end = end;
        let wanted = if tier.is_point { 1 } else { 2 };
        let ((from, start), (to, end)) = (numbers[2 - wanted as usize], numbers[1]);
        let times = (count >= wanted).then(|| self.tiers.stretch(start.ms, end.ms, text));
        if times.is_some() && [start, end].iter().any(|time| time.is_negative || time.is_too_large) {
            self.tiers.draft.report(
                Diagnostic::warning("textgrid.odd-time", text, "A time of this text is negative or too large.")
                    .with_hint("It is shown as zero, or as the largest time that can be."),
            );
        }
        let has_aside = self.asides.last().is_some_and(|aside| aside.end > from.start);
        let timing = match times {
            Some(_) if has_aside => to,
            Some(_) => from.to(to),
            None => Span::default(),
        };
        if times.is_none() || count > wanted {
            self.tiers.draft.report(
                Diagnostic::warning(
                    "textgrid.odd-numbers",
                    text,
                    format!("The number of times before this text is {count}; it should be {wanted}."),
                )
                .with_hint("The last of them are taken for its times; compare them with the file."),
            );
        }
        self.tiers.draft.push_to(&mut self.items, Item { times, timing, text }, text.end);
    }

    /// The next number, text or comment from `at` on, and where it ends.
    fn token(&mut self, mut at: usize) -> Option<(Token, Span, usize)> {
        let bytes = self.source.as_bytes();
        loop {
            at += bytes[at..].iter().position(|b| !b.is_ascii_whitespace())?;
            match bytes[at] {
                b'"' => {
                    let start = at + 1;
                    let mut end = start;
                    loop {
                        end += match memchr(b'"', &bytes[end..]) {
                            Some(length) => length,
                            None => {
                                self.report_open_text(start);
                                let end = bytes.len();
                                return Some((Token::Text, Span::new(start, end), end));
                            }
                        };
                        if bytes.get(end + 1) != Some(&b'"') {
                            return Some((Token::Text, Span::new(start, end), end + 1));
                        }
                        end += 2;
                    }
                }
                b'!' => {
                    let end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length);
                    self.asides.push(Span::new(at, end));
                    at = end;
                }
                _ => {
                    let end = bytes[at..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |n| at + n);
                    let may_be_number = matches!(bytes[at], b'0'..=b'9' | b'-');
                    if let Some(time) = may_be_number.then(|| read_seconds(&self.source[at..end])).flatten() {
                        return Some((Token::Number(time), Span::new(at, end), end));
                    }
                    self.see_word(at, end);
                    at = end;
                }
            }
        }
    }

    /// A word between the numbers and texts: a name of the long form, or something that does not belong there.
    fn see_word(&mut self, start: usize, end: usize) {
        let word = &self.source[start..end];
        let name = word.trim_end_matches(['=', ':', '?']);
        if name.is_empty() || name.starts_with(['[', '<', '\u{feff}']) || NAMES.contains(&name) || name.contains('[') {
            return;
        }
        let is_blank = |span: Span| span.of(self.source).bytes().all(|b| b.is_ascii_whitespace());
        match self.asides.last_mut() {
            Some(last) if is_blank(Span { start: last.end, end: start as u32 }) => last.end = end as u32,
            _ => self.asides.push(Span::new(start, end)),
        }
    }

    fn report_open_text(&mut self, start: usize) {
        self.tiers.draft.report(
            Diagnostic::warning(
                "textgrid.open-text",
                Span::new(start - 1, start),
                "The text that begins here is not closed; it is read to the end of the file.",
            )
            .with_hint("The file may be cut off, or a quotation mark inside the text is not doubled."),
        );
    }

    fn read(&mut self) {
        let source = self.source;
        let names: Vec<(&str, bool)> = self.found.iter().map(|tier| (tier.name.of(source), tier.is_point)).collect();
        let uses = judge(&names);
        if !uses.iter().any(|each| matches!(each, Use::Speech(_) | Use::Words(_))) {
            let whole = Span::new(source.len(), source.len());
            self.tiers.draft.report(
                Diagnostic::warning("textgrid.no-speech", whole, "No tier of this file holds stretches of speech.")
                    .with_hint("Check that it was saved completely and that it is the right file."),
            );
        }
        let (found, items) = (std::mem::take(&mut self.found), std::mem::take(&mut self.items));
        let mut asides = std::mem::take(&mut self.asides).into_iter().peekable();
        for (i, (tier, each)) in found.iter().zip(uses).enumerate() {
            let end = found.get(i + 1).map_or(items.len(), |next| next.first);
            let items = items.get(tier.first..end).unwrap_or_default();
            while let Some(span) = asides.next_if(|aside| aside.start < tier.span.start) {
                self.set_aside(span);
            }
            if each == Use::Aside {
                self.tiers.draft.furniture(tier.span, FurnitureKind::Other);
                self.tiers.draft.report(Diagnostic::info(
                    "textgrid.tier-aside",
                    tier.name,
                    "By its name this tier holds no speech; it is kept, but not read.",
                ));
                while asides.next_if(|aside| aside.start < tier.span.end).is_some() {}
                continue;
            }
            items.iter().for_each(|item| self.tiers.draft.claim(Kind::Timing, item.timing));
            let voice = match each {
                Use::Speech(Some(speaker)) | Use::Words(Some(speaker)) => Some(self.voice(tier, speaker)),
                _ => {
                    self.tiers.draft.claim(Kind::Metadata, tier.name);
                    None
                }
            };
            match each {
                Use::Words(_) => self.put_words(voice, items),
                _ => self.put_utterances(voice, items, each == Use::Notes),
            }
        }
        asides.for_each(|span| self.set_aside(span));
        drop((found, items));
        // What is left are the names, brackets and counts of the form.
        self.tiers.flush();
        self.tiers.draft.claim_free(Kind::Markup, &mut std::iter::once(Span::new(0, source.len())));
    }

    /// Something that is no part of the form.
    fn set_aside(&mut self, span: Span) {
        if !span.of(self.source).starts_with('!') {
            self.tiers.draft.report(
                Diagnostic::warning("textgrid.stray-words", span, "These words stand where a number or a text should.")
                    .with_hint("If they belong to a text, set quotation marks around it."),
            );
        }
        self.tiers.draft.furniture(span, FurnitureKind::Settings);
    }

    fn voice(&mut self, tier: &Tier, speaker: &str) -> TurnLabel {
        let at = tier.name.of(self.source).find(speaker).unwrap_or(0);
        let start = tier.name.start + at as u32;
        self.tiers.voice(&speaker.replace("\"\"", "\""), Span { start, end: start + speaker.len() as u32 })
    }

    fn put_utterances(&mut self, voice: Option<TurnLabel>, items: &[Item], is_note: bool) {
        for item in items.iter().filter(|item| !is_silence(item.text.of(self.source).trim())) {
            if is_note {
                self.tiers.begin_note(item.times);
            } else {
                self.tiers.begin(voice, item.times);
            }
            self.tiers.push(item.text, Escapes::DoubledQuotes);
            self.tiers.end();
        }
    }

    fn put_words(&mut self, voice: Option<TurnLabel>, items: &[Item]) {
        let mut words = Words::of(voice);
        for item in items.iter().filter(|item| !is_silence(item.text.of(self.source).trim())) {
            let stretch = words.begin(&mut self.tiers, item.times);
            self.tiers.push(item.text, Escapes::DoubledQuotes);
            words.end(&mut self.tiers, item.times, stretch);
        }
    }
}

/// What is left to read of a binary file, numbers with the highest byte first.
struct Binary<'b>(&'b [u8]);

impl<'b> Binary<'b> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }

    fn take_bytes(&mut self, count: usize) -> Option<&'b [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Seconds, as a number of the text form.
    fn write_seconds(&mut self, text: &mut String) -> Option<()> {
        let seconds = f64::from_be_bytes(self.take()?);
        // A conversion to an integer saturates, and what is no number becomes zero.
        let ms = (seconds.max(0.0) * 1000.0 + 0.5) as u64;
        *text += &format!("{}.{:03}\n", ms / 1000, ms % 1000);
        Some(())
    }

    /// A text: bytes of ASCII with their number before them, or behind a -1 letters of UTF-16.
    fn write_text(&mut self, text: &mut String) -> Option<()> {
        let length = i16::from_be_bytes(self.take()?);
        let words: String = if length < 0 {
            let units = usize::from(u16::from_be_bytes(self.take()?));
            let (pairs, _) = self.take_bytes(units * 2)?.as_chunks::<2>();
            char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair)))
                .map(|c| c.unwrap_or('\u{fffd}'))
                .collect()
        } else {
            self.take_bytes(length as usize)?.iter().map(|byte| char::from(*byte)).collect()
        };
        *text += &format!("\"{}\"\n", words.replace('"', "\"\""));
        Some(())
    }
}

/// Writes a binary file behind its signature in the short form of text. None where it ends too soon.
fn write_short(binary: &mut Binary<'_>, text: &mut String) -> Option<()> {
    binary.write_seconds(text)?;
    binary.write_seconds(text)?;
    binary.take::<1>()?;
    *text += "<exists>\n";
    let tiers = u32::from_be_bytes(binary.take()?);
    *text += &format!("{tiers}\n");
    for _ in 0..tiers {
        let [length] = binary.take()?;
        let is_point = binary.take_bytes(usize::from(length))? != b"IntervalTier";
        *text += if is_point { "\"TextTier\"\n" } else { "\"IntervalTier\"\n" };
        binary.write_text(text)?;
        binary.write_seconds(text)?;
        binary.write_seconds(text)?;
        let items = u32::from_be_bytes(binary.take()?);
        *text += &format!("{items}\n");
        for _ in 0..items {
            binary.write_seconds(text)?;
            if !is_point {
                binary.write_seconds(text)?;
            }
            binary.write_text(text)?;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_form_says_the_same_as_the_text() {
        let mut bytes = b"ooBinaryFile\x08TextGrid".to_vec();
        for seconds in [0.0, 2.5f64] {
            bytes.extend(seconds.to_be_bytes());
        }
        bytes.extend(b"\x01\0\0\0\x01\x0cIntervalTier\0\x03Ann");
        for seconds in [0.0, 2.5f64] {
            bytes.extend(seconds.to_be_bytes());
        }
        bytes.extend(b"\0\0\0\x01");
        for seconds in [0.25, 1.125f64] {
            bytes.extend(seconds.to_be_bytes());
        }
        bytes.extend(b"\xff\xff\0\x02\0H\x04\x51");
        let text = Textgrid.extract(&bytes, &Reading::default()).expect("a TextGrid").expect("text");
        let (_, body) = text.split_once("\n\n").expect("a body");
        let expected = "0.000\n2.500\n<exists>\n1\n\"IntervalTier\"\n\"Ann\"\n0.000\n2.500\n1\n0.250\n1.125\n\"Hё\"\n";
        assert_eq!(body, expected);
        assert!(Textgrid.extract(b"ooTextFile", &Reading::default()).is_none());
        for end in 0..bytes.len() {
            let _ = Textgrid.extract(&bytes[..end], &Reading::default());
        }
    }
}
