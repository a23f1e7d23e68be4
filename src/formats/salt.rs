//! SALT transcripts (Systematic Analysis of Language Transcripts).
//!
//! Follows the conventions at <https://www.saltsoftware.com/training/transcription>: a line `$` names the speakers, of whom
//! each utterance shows the first letter; lines with `+` are about the recording, with `=` and `%` remarks, with `-`
//! times, with `;` and `:` pauses. What is spoken is read, without the marks of mazes, morphemes, roots and overlaps;
//! codes in square brackets are left out, remarks in braces become notes.

use std::collections::HashMap;

use memchr::{memchr, memrchr};

use super::tiers::{Codes, Escapes, Phrase, Tiers, language_tag};
use super::timestamps::{Timestamp, read_loose, read_seconds};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{Diagnostic, Field, FurnitureKind, Kind, Span, Speaker, TurnLabel};
use crate::text::dates;
use crate::text::lines::{Lines, trim};

static META: Meta = Meta {
    id: "salt",
    name: "SALT transcript",
    endings: &["slt", "salt"],
    media_types: &["text/x-salt"],
    specification: "https://www.saltsoftware.com/training/transcription",
    keeps: "speakers, words as spoken, times, remarks and pauses as notes, what the head says of the recording",
    omits: "codes, roots, omitted words, marks of mazes and overlaps",
    is_lined: true,
};

static CODES: Codes = Codes {
    long_paragraph: "salt.long-paragraph",
    time_order: "salt.time-order",
    not_well_formed: "salt.not-well-formed",
    stray_words: "salt.stray-words",
};

/// How many lines behind the speakers are looked at.
const PROBE_LINES: usize = 12;

/// SALT.
pub struct Salt;

impl Format for Salt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let mut lines = Lines::new(probe.text, 0).map(|line| line.text.trim()).filter(|line| !line.is_empty());
        let Some(speakers) = lines.next().and_then(|line| line.strip_prefix("$ ")) else { return Confidence::No };
        let letters: Vec<char> = names(speakers).filter_map(|name| name.chars().next()).collect();
        let is_line = |line: &str| {
            let mut letters_of_line = line.chars();
            let first = letters_of_line.next();
            first.is_some_and(|c| "+-=%;:".contains(c) || letters.contains(&c) && letters_of_line.next() == Some(' '))
        };
        // A line here and there that belongs to nobody does not make it another format.
        let fits: Vec<bool> = lines.take(PROBE_LINES).map(is_line).collect();
        let fitting = fits.iter().filter(|fits| **fits).count();
        let is_salt = fits.first() == Some(&true) && fitting * 2 > fits.len();
        if is_salt { Confidence::Certain } else { Confidence::No }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut reader = Reader {
            source: source.text,
            tiers: Tiers::new(source.text, limits, &CODES),
            names: HashMap::new(),
            since: None,
            count: 0,
            at: 0,
        };
        for line in Lines::new(source.text, source.body_start()) {
            reader.read_line(line.trimmed());
        }
        Ok(reader.tiers.finish())
    }
}

/// The names of a line of speakers.
fn names(line: &str) -> impl Iterator<Item = &str> {
    line.split(',').map(str::trim).filter(|name| !name.is_empty())
}

struct Reader<'s> {
    source: &'s str,
    tiers: Tiers<'s>,
    /// Speakers by the letter that stands before what they say.
    names: HashMap<char, &'s str>,
    /// The time that was stated last.
    since: Option<u32>,
    /// Utterances since then.
    count: u32,
    /// Where the line before ended.
    at: u32,
}

impl<'s> Reader<'s> {
    fn read_line(&mut self, line: Span) {
        let source = self.source;
        let text = line.of(source);
        let mut letters = text.chars();
        let Some(first) = letters.next() else { return };
        let after = Span { start: line.start + first.len_utf8() as u32, end: line.end };
        let value = trim(after.of(source), after);
        let time = if first == '-' { self.time(value) } else { None };
        // The end of what was said since the last time, where that is one utterance.
        if let (Some(time), Some(start_ms), 1) = (time, self.since, self.count) {
            let times = self.tiers.stretch(start_ms, time.ms, line);
            self.tiers.say_times(times);
        }
        self.tiers.flush();
        self.tiers.draft.claim(Kind::Markup, Span { start: self.at, end: line.start });
        self.at = line.end;
        let is_apart = letters.next().is_none_or(char::is_whitespace);
        match first {
            '$' => {
                self.tiers.draft.claim(Kind::Metadata, line);
                let known = names(value.of(source)).filter_map(|name| Some((name.chars().next()?, name)));
                self.names.extend(known);
            }
            '+' => self.read_head(line, value),
            '-' if time.is_some() => {
                self.tiers.draft.claim(Kind::Timing, line);
                (self.since, self.count) = (time.map(|time| time.ms), 0);
            }
            '=' | '%' | ';' | ':' => {
                // A pause is written with its sign: the number alone says nothing.
                let (mark, words) = if matches!(first, ';' | ':') { (line.start, line) } else { (value.start, value) };
                self.tiers.draft.claim(Kind::Markup, Span { start: line.start, end: mark });
                self.tiers.begin_note(None);
                self.tiers.push(words, Escapes::None);
                self.tiers.end();
            }
            _ if is_apart && self.names.contains_key(&first) => {
                let label = Span { start: line.start, end: after.start };
                self.tiers.draft.claim(Kind::Label, label);
                self.tiers.draft.claim(Kind::Markup, Span { start: after.start, end: value.start });
                let voice = self.voice(first, label);
                self.read_words(Some(voice), value);
            }
            _ => {
                let message = "This line begins with no speaker of the list; nobody is said to speak it.";
                let hint = "Add the speaker to the line that begins with $, or join the line to the one above.";
                self.tiers.draft.report(Diagnostic::warning("salt.stray-line", line, message).with_hint(hint));
                self.read_words(None, line);
            }
        }
    }

    fn voice(&mut self, letter: char, label: Span) -> TurnLabel {
        let known = self.tiers.draft.transcript.labels.len();
        let id = self.tiers.draft.label(letter.encode_utf8(&mut [0; 4]));
        if id.0 as usize == known {
            let name = self.names.get(&letter).copied().unwrap_or_default().to_owned();
            // `Child` and `Examiner` are somebody else in each file.
            self.tiers.draft.introduce(id, Speaker { name, role: None, is_generic: true });
        }
        TurnLabel { id, span: label }
    }

    fn read_head(&mut self, line: Span, value: Span) {
        let source = self.source;
        let text = value.of(source);
        let draft = &mut self.tiers.draft;
        let Some((name, rest)) = text.split_once(':') else {
            return draft.furniture(line, FurnitureKind::Settings);
        };
        draft.claim(Kind::Metadata, line);
        let (name, rest) = (name.trim(), rest.trim());
        if rest.is_empty() {
            return;
        }
        let span = Span { start: value.end - rest.len() as u32, end: value.end };
        let metadata = &mut draft.transcript.metadata;
        match (name.to_ascii_lowercase().as_str(), dates::whole_date(rest)) {
            ("doe", Some(value)) => metadata.date = Some(Field { value, span }),
            ("location", _) => metadata.place = Some(Field { value: rest.to_owned(), span }),
            ("language", _) => {
                // The name of the language is written out.
                let codes = [("english", "en"), ("spanish", "es"), ("french", "fr"), ("german", "de")];
                let known = codes.iter().find(|(language, _)| rest.eq_ignore_ascii_case(language));
                metadata.language = known.map(|(_, code)| (*code).to_owned()).or_else(|| language_tag(rest));
                metadata.other.insert(name.to_owned(), rest.to_owned());
            }
            _ => {
                metadata.other.insert(name.to_owned(), rest.to_owned());
            }
        }
    }

    /// `1:05`, `0:02:10.5`, `:07`.
    fn time(&self, value: Span) -> Option<Timestamp> {
        let words = value.of(self.source);
        match words.strip_prefix(':') {
            Some(seconds) => read_seconds(seconds),
            None => read_loose(words.as_bytes(), 0).filter(|(_, end)| *end == words.len()).map(|(time, _)| time),
        }
    }

    /// What somebody says.
    fn read_words(&mut self, voice: Option<TurnLabel>, value: Span) {
        self.tiers.begin(voice, None);
        let mut phrase = Phrase::default();
        let bytes = self.source.as_bytes();
        let end = value.end as usize;
        let words = value.of(self.source).as_bytes();
        let last = |byte: u8| memrchr(byte, words).map_or(0, |at| value.start as usize + at);
        let (last_brace, last_bracket) = (last(b'}'), last(b']'));
        let first = self.tiers.len();
        let mut at = value.start as usize;
        while at < end {
            match bytes[at] {
                b' ' | b'\t' => at += 1,
                b'{' if at < last_brace => {
                    let close = at + memchr(b'}', &bytes[at..]).unwrap_or_default() + 1;
                    self.skip(&mut phrase, Span::new(at, at + 1));
                    self.tiers.push_note(Span::new(at + 1, close - 1), Escapes::None);
                    self.tiers.skip(Kind::Markup, Span::new(close - 1, close));
                    at = close;
                }
                b'[' if at < last_bracket => {
                    let close = at + memchr(b']', &bytes[at..]).unwrap_or_default() + 1;
                    self.skip(&mut phrase, Span::new(at, close));
                    at = close;
                }
                b'(' | b')' | b'<' | b'>' if !self.ends_line(at, end) => {
                    self.skip(&mut phrase, Span::new(at, at + 1));
                    at += 1;
                }
                _ => {
                    let is_end = |b: &u8| matches!(b, b' ' | b'\t' | b'[' | b'{' | b'(' | b')' | b'<' | b'>');
                    let length = bytes[at + 1..end].iter().position(is_end).map_or(end - at, |length| length + 1);
                    self.read_token(&mut phrase, Span::new(at, at + length), at + length == end);
                    at += length;
                }
            }
        }
        phrase.flush(&mut self.tiers);
        if self.count == 0
            && let Some(at_ms) = self.since
        {
            self.tiers.mark(first, at_ms);
        }
        self.tiers.end();
        self.count += 1;
    }

    /// Whether a `>` at the end of a line says that the utterance was given up.
    fn ends_line(&self, at: usize, end: usize) -> bool {
        at + 1 == end && self.source.as_bytes()[at] == b'>' && self.source.as_bytes()[at - 1] != b' '
    }

    fn skip(&mut self, phrase: &mut Phrase, span: Span) {
        phrase.flush(&mut self.tiers);
        self.tiers.skip(Kind::Markup, span);
    }

    fn put_instead(&mut self, phrase: &mut Phrase, letter: char, span: Span) {
        self.skip(phrase, span);
        self.tiers.push_letter(letter, Span { start: span.end, ..span });
    }

    fn read_token(&mut self, phrase: &mut Phrase, span: Span, is_last: bool) {
        let token = span.of(self.source);
        let place = |from: usize, to: usize| Span { start: span.start + from as u32, end: span.start + to as u32 };
        match token {
            "X" | "XX" | "XXX" | "x" | "xx" | "xxx" => {
                phrase.flush(&mut self.tiers);
                return self.tiers.push_note(span, Escapes::None);
            }
            // A word that should stand here and does not; a pause.
            _ if token.starts_with('*') && token.len() > 1 => return self.skip(phrase, span),
            _ if token.starts_with(':') && token[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                phrase.flush(&mut self.tiers);
                return self.tiers.push_note(span, Escapes::None);
            }
            _ => {}
        }
        if !token.bytes().any(|byte| matches!(byte, b'/' | b'|' | b'*' | b'_' | b'^' | b'~' | b'>' | b'%')) {
            self.push_piece(phrase, span, false);
            return;
        }
        let mut is_begun = false;
        let (mut plain, mut at) = (0, 0);
        while let Some(length) = token[at..].find(['/', '|', '*', '_', '^', '~', '>', '%']) {
            at += length;
            let sign = token.as_bytes()[at];
            let is_end = is_last && at + 1 == token.len();
            let length = match sign {
                b'%' if at > 0 => 0,
                // What is omitted behind it was not said: `go/*ed`.
                b'/' if token[at + 1..].starts_with('*') => token.len() - at,
                b'|' => token[at..].find(['.', '?', '!', ',']).unwrap_or(token.len() - at),
                _ => 1,
            };
            if length == 0 {
                at += 1;
                continue;
            }
            is_begun |= self.push_piece(phrase, place(plain, at), is_begun);
            match sign {
                b'_' => self.put_instead(phrase, ' ', place(at, at + 1)),
                b'^' if is_end => self.put_instead(phrase, '–', place(at, at + 1)),
                b'>' if is_end => self.put_instead(phrase, '…', place(at, at + 1)),
                _ => self.skip(phrase, place(at, at + length)),
            }
            at += length;
            plain = at;
        }
        self.push_piece(phrase, place(plain, token.len()), is_begun);
    }

    fn push_piece(&mut self, phrase: &mut Phrase, span: Span, is_begun: bool) -> bool {
        let is_sign = span.of(self.source).bytes().all(|byte| matches!(byte, b'.' | b'?' | b'!' | b','));
        match (span.is_empty(), is_sign || is_begun) {
            (true, _) => return false,
            (false, true) if is_sign && !phrase.has_words() => self.skip(phrase, span),
            (false, true) => phrase.glue(&mut self.tiers, span),
            (false, false) => phrase.word(span),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_words() {
        for (words, expected) in [
            ("(Um I) I want two dog/s.", "Um I I want two dogs."),
            ("He/'s go/*ed home.", "He's go home."),
            ("We want_to|wanna go[EW:went]!", "We want to go!"),
            ("She *is :02 here {points}", "She [:02] here [points]"),
            ("And then>", "And then…"),
            ("But if^", "But if–"),
            ("XXX ran ho*", "[XXX] ran ho"),
            ("Is <it> cold?", "Is it cold?"),
        ] {
            let source = format!("$ Child, Examiner\nC {words}\n");
            let parsed = Salt.parse(&Source::of_text(&source), &Limits::default()).expect("a transcript");
            assert_eq!(parsed.transcripts[0].text, expected, "{words}");
        }
    }
}
