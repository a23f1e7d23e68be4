//! `rtf`: rich text as Word, WordPad, TextEdit and LibreOffice write it.
//!
//! The words are taken out of the groups and control words, and read by the evidence of `official`. Fonts, styles,
//! pictures and fields' instructions are mark-up; page headers, footnotes, comments and hidden text are furniture.
//! Nothing is laid out. Follows the Rich Text Format Specification 1.9.1,
//! <https://interoperability.blob.core.windows.net/files/Archive_References/[MSFT-RTF].pdf>.

mod code_pages;

use std::collections::HashMap;

use super::prose::{MarkKind, Prose};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Rule, Source};
use crate::model::{Diagnostic, Field, FurnitureKind, Kind, Span};
use code_pages::{Letters, UNKNOWN, letters, of_charset};

static META: Meta = Meta {
    id: "rtf",
    name: "Rich text",
    endings: &["rtf"],
    media_types: &["application/rtf", "text/rtf"],
    specification: "https://en.wikipedia.org/wiki/Rich_Text_Format",
    keeps: "title, summary, date, time, place, speakers, notes, headings; page headers, footnotes and hidden text as \
            furniture; author, subject, keywords",
    omits: "fonts, styles, pictures, tables as tables, list numbers",
    is_lined: false,
};

/// Groups may be nested so deep; what is deeper keeps the state of the one above.
const MOST_DEPTH: usize = 4096;

/// Most fonts that are remembered.
const MOST_FONTS: usize = 4096;

/// See the module.
pub struct Rtf;

impl Format for Rtf {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        if probe.text.trim_start().starts_with("{\\rtf") { Confidence::Certain } else { Confidence::No }
    }

    fn taught(&self) -> Option<&'static dyn Format> {
        Some(&Rtf)
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut reader = Reader::new(source.text);
        reader.read(source.body_start());
        Ok(reader.finish(&source.choices.rules, limits))
    }
}

/// What becomes of the words of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    /// They are read.
    Body,
    /// Furniture.
    Aside,
    /// A statement about the document, under this name; without one what holds such statements.
    Info(&'static str),
    /// Fonts.
    Fonts,
    /// Mark-up.
    Skipped,
}

/// Control words that begin a group whose words are not simply read.
static DESTINATIONS: &[(&str, Destination)] = &[
    ("fonttbl", Destination::Fonts),
    ("info", Destination::Info("")),
    ("header", Destination::Aside),
    ("headerl", Destination::Aside),
    ("headerr", Destination::Aside),
    ("headerf", Destination::Aside),
    ("footer", Destination::Aside),
    ("footerl", Destination::Aside),
    ("footerr", Destination::Aside),
    ("footerf", Destination::Aside),
    ("footnote", Destination::Aside),
    ("annotation", Destination::Aside),
    ("atnauthor", Destination::Aside),
    ("colortbl", Destination::Skipped),
    ("stylesheet", Destination::Skipped),
    ("pict", Destination::Skipped),
    ("nonshppict", Destination::Skipped),
    ("shprslt", Destination::Skipped),
    ("objdata", Destination::Skipped),
    ("fldinst", Destination::Skipped),
    ("filetbl", Destination::Skipped),
    ("revtbl", Destination::Skipped),
    ("listtext", Destination::Skipped),
    ("pntext", Destination::Skipped),
    ("xe", Destination::Skipped),
    ("tc", Destination::Skipped),
    ("sp", Destination::Skipped),
];

/// Destinations that programs of old may skip, and whose words are read all the same.
const READ: &[&str] = &["shpinst", "shptxt", "shpgrp", "fldrslt", "result"];

/// Statements about the document, and what they are called here.
static STATEMENTS: &[(&str, &str)] = &[
    ("title", "Title"),
    ("subject", "Subject"),
    ("author", "Author"),
    ("manager", "Manager"),
    ("company", "Company"),
    ("category", "Category"),
    ("keywords", "Keywords"),
    ("comment", "Comment"),
    ("doccomm", "Comment"),
];

/// Control words that stand for a sign.
static SIGNS: &[(&str, char)] = &[
    ("tab", '\t'),
    ("emdash", '—'),
    ("endash", '–'),
    ("lquote", '‘'),
    ("rquote", '’'),
    ("ldblquote", '“'),
    ("rdblquote", '”'),
    ("bullet", '•'),
    ("emspace", '\u{2003}'),
    ("enspace", '\u{2002}'),
    ("qmspace", '\u{2005}'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];

/// What a group has by itself and gives to those in it.
#[derive(Clone, Copy, Debug)]
struct State {
    destination: Destination,
    /// The code page of the font.
    code_page: u16,
    /// How many signs behind a `\u` are there for programs of old.
    fallback: u16,
    is_hidden: bool,
}

struct Reader<'s> {
    source: &'s str,
    at: usize,
    prose: Prose<'s>,
    state: State,
    stack: Vec<State>,
    /// Groups that are open, those included that are too deep.
    depth: usize,
    is_group_start: bool,
    /// `\*` stands in front: what is unknown may be skipped.
    may_skip: bool,
    /// The document's own code page.
    own_code_page: u16,
    default_font: i32,
    /// The font that the table of fonts speaks of.
    font: i32,
    fonts: HashMap<i32, u16>,
    /// The letters of the code page used last.
    letters: Option<(u16, Letters)>,
    /// Signs that are still to be skipped behind a `\u`.
    skip: u16,
    /// The first half of a letter that `\u` writes in two.
    surrogate: Option<(u16, Span)>,
    /// Letters that were written by number, up to the end of the word: one place for all of them.
    word: String,
    word_span: Span,
    /// Where the line began, and the level of its heading.
    line_start: usize,
    heading: Option<u8>,
    has_title: bool,
    /// The words of the statement or the piece of furniture that is being read.
    words: String,
    words_spans: Vec<Span>,
    statements: Vec<(&'static str, String, Vec<Span>)>,
    markup: Vec<Span>,
    unknown: Option<(u16, Span)>,
}

impl<'s> Reader<'s> {
    fn new(source: &'s str) -> Self {
        let state = State { destination: Destination::Body, code_page: 1252, fallback: 1, is_hidden: false };
        Self {
            source,
            at: 0,
            prose: Prose::new(source),
            state,
            stack: Vec::new(),
            depth: 0,
            is_group_start: false,
            may_skip: false,
            own_code_page: 1252,
            default_font: 0,
            font: 0,
            fonts: HashMap::new(),
            letters: None,
            skip: 0,
            surrogate: None,
            word: String::new(),
            word_span: Span::default(),
            line_start: 0,
            heading: None,
            has_title: false,
            words: String::new(),
            words_spans: Vec::new(),
            statements: Vec::new(),
            markup: Vec::new(),
            unknown: None,
        }
    }

    fn read(&mut self, start: usize) {
        let bytes = self.source.as_bytes();
        self.at = start;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'{' => self.open_group(),
                b'}' => {
                    self.close_group();
                    if self.depth == 0 {
                        break;
                    }
                }
                b'\\' => self.read_control(),
                b'\r' | b'\n' | b'\0' => self.claim_markup(self.at + 1),
                _ => self.read_text(),
            }
        }
        self.flush_word();
        self.end_line();
        self.flush_words();
    }

    /// Takes what stands up to `end` for mark-up.
    fn claim_markup(&mut self, end: usize) {
        let span = Span::new(self.at, end);
        self.at = end;
        self.add_markup(span);
    }

    fn add_markup(&mut self, span: Span) {
        match self.markup.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => self.markup.push(span),
        }
    }

    /// Skips what a `\u` has for programs of old, up to `end`: it belongs to the place of the letter.
    fn skip_to(&mut self, end: usize) {
        let span = Span::new(self.at, end);
        match &mut self.surrogate {
            Some((_, before)) if before.end == span.start => before.end = span.end,
            None if !self.word.is_empty() && self.word_span.end == span.start => self.word_span.end = span.end,
            _ => self.add_markup(span),
        }
        self.at = end;
    }

    fn open_group(&mut self) {
        self.flush_word();
        self.depth += 1;
        if self.stack.len() < MOST_DEPTH {
            self.stack.push(self.state);
        }
        (self.skip, self.is_group_start, self.may_skip) = (0, true, false);
        self.claim_markup(self.at + 1);
    }

    fn close_group(&mut self) {
        self.flush_word();
        let inner = self.state.destination;
        if self.depth <= self.stack.len()
            && let Some(state) = self.stack.pop()
        {
            self.state = state;
        }
        self.depth = self.depth.saturating_sub(1);
        if inner != self.state.destination && matches!(inner, Destination::Aside | Destination::Info(_)) {
            self.flush_words_of(inner);
        }
        (self.skip, self.is_group_start) = (0, false);
        self.claim_markup(self.at + 1);
    }

    /// Text up to the next control word, group or line end.
    fn read_text(&mut self) {
        let bytes = self.source.as_bytes();
        // One walk for all signs that end it: looking for each by itself would look at the same bytes again and again.
        let ends = |byte: &u8| matches!(byte, b'\\' | b'{' | b'}' | b'\r' | b'\n' | 0);
        let length = bytes[self.at..].iter().position(ends).unwrap_or(bytes.len() - self.at);
        let end = self.at + length;
        let skipped: usize = self.source[self.at..end].chars().take(self.skip.into()).map(char::len_utf8).sum();
        if skipped > 0 {
            self.skip -= self.source[self.at..self.at + skipped].chars().count() as u16;
            self.skip_to(self.at + skipped);
        }
        if self.at == end {
            return;
        }
        self.flush_word();
        let span = Span::new(self.at, end);
        self.push(None, span);
        self.at = end;
        self.is_group_start = false;
    }

    /// Adds words: those that stand at `span`, or others that `span` stands for.
    fn push(&mut self, words: Option<&str>, span: Span) {
        let destination = match self.state.destination {
            Destination::Body if self.state.is_hidden => Destination::Aside,
            destination => destination,
        };
        match destination {
            Destination::Skipped | Destination::Fonts | Destination::Info("") => self.add_markup(span),
            Destination::Body => {
                match words {
                    Some(words) => self.prose.push_text(words, span),
                    None => self.prose.push_source(span),
                }
                if !self.words_spans.is_empty() {
                    self.flush_words_of(Destination::Aside);
                }
            }
            Destination::Aside | Destination::Info(_) => {
                self.words.push_str(words.unwrap_or(span.of(self.source)));
                self.words_spans.push(span);
            }
        }
    }

    /// Adds a letter that is written by number. Those of one word stay together, since one place for each letter would
    /// take more memory than the file.
    fn push_letter(&mut self, letter: char, span: Span) {
        if !self.word.is_empty() && self.word_span.end != span.start {
            self.flush_word();
        }
        if !letter.is_alphanumeric() {
            self.flush_word();
            return self.push(Some(letter.encode_utf8(&mut [0; 4])), span);
        }
        self.word_span = if self.word.is_empty() { span } else { self.word_span.to(span) };
        self.word.push(letter);
    }

    fn flush_word(&mut self) {
        if let Some((_, span)) = self.surrogate.take() {
            self.push(Some(UNKNOWN.encode_utf8(&mut [0; 4])), span);
        }
        if !self.word.is_empty() {
            let word = std::mem::take(&mut self.word);
            self.push(Some(&word), self.word_span);
        }
    }

    /// Ends the furniture that is being read, at the end.
    fn flush_words(&mut self) {
        self.flush_words_of(self.state.destination);
    }

    /// Ends the statement or the furniture that was being read in a group.
    fn flush_words_of(&mut self, destination: Destination) {
        let spans = std::mem::take(&mut self.words_spans);
        let mut text = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.words.clear();
        match destination {
            Destination::Info(name) => self.statements.push((name, text, spans)),
            _ => {
                // Signs that are seen by nobody are kept all the same.
                text = if text.is_empty() { " ".into() } else { text };
                self.prose.keep_aside(text, spans, FurnitureKind::Other);
            }
        }
    }

    fn end_line(&mut self) {
        self.flush_word();
        match self.state.destination {
            Destination::Body => {}
            Destination::Aside | Destination::Info(_) => return self.words.push(' '),
            _ => return,
        }
        let line = self.prose.since(self.line_start).trim();
        if let Some(level) = self.heading.filter(|_| !line.is_empty() && !line.ends_with([':', '：'])) {
            let kind = if level == 1 && !self.has_title { MarkKind::Title } else { MarkKind::Heading(level) };
            self.has_title |= kind == MarkKind::Title;
            self.prose.mark(self.line_start, kind);
        }
        self.prose.end_line();
        self.line_start = self.prose.len();
    }

    /// A control word or sign, from the backslash on.
    fn read_control(&mut self) {
        let bytes = self.source.as_bytes();
        let start = self.at;
        let name_bytes = bytes[start + 1..].iter().take(64).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if name_bytes == 0 {
            return self.read_sign();
        }
        let name = &self.source[start + 1..start + 1 + name_bytes];
        let mut end = start + 1 + name_bytes;
        let is_negative = bytes.get(end) == Some(&b'-');
        let digits_at = end + usize::from(is_negative);
        let digits =
            bytes[digits_at.min(bytes.len())..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            end = digits_at + digits;
            let value: i64 = self.source[digits_at..end].parse().unwrap_or_default();
            number = i32::try_from(if is_negative { -value } else { value }).ok();
        }
        end += usize::from(bytes.get(end) == Some(&b' '));
        if self.skip > 0 {
            // A control word counts as one of the signs for programs of old.
            self.skip -= 1;
            return self.skip_to(end);
        }
        let is_first = std::mem::take(&mut self.is_group_start);
        let span = Span::new(start, end);
        match (name, number) {
            ("u", Some(number)) => {
                self.at = end;
                self.skip = self.state.fallback;
                return self.read_unit((number & 0xffff) as u16, span);
            }
            ("bin", Some(length)) => {
                let length = usize::try_from(length).unwrap_or_default();
                end = self.source.floor_char_boundary((end + length).min(bytes.len())).max(end);
            }
            _ => {}
        }
        self.flush_word();
        if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == name) {
            self.at = end;
            return self.push(Some(sign.encode_utf8(&mut [0; 4])), span);
        }
        self.claim_markup(end);
        if is_first && self.read_destination(name) {
            return;
        }
        self.apply(name, number);
    }

    /// What a control word does to what follows.
    fn apply(&mut self, name: &str, number: Option<i32>) {
        let is_on = number != Some(0);
        match name {
            "par" | "line" | "sect" | "page" | "column" | "row" | "cell" | "nestrow" | "nestcell" => self.end_line(),
            "pard" => self.heading = None,
            "outlinelevel" => {
                self.heading = number.and_then(|level| u8::try_from(level + 1).ok()).filter(|level| *level <= 6)
            }
            "uc" => self.state.fallback = number.and_then(|count| u16::try_from(count).ok()).unwrap_or(1),
            "v" | "deleted" => self.state.is_hidden = is_on,
            "ansicpg" => {
                self.own_code_page = number.and_then(|number| u16::try_from(number).ok()).unwrap_or(1252);
                self.state.code_page = self.own_code_page;
            }
            "mac" => (self.own_code_page, self.state.code_page) = (10000, 10000),
            "deff" => self.default_font = number.unwrap_or_default(),
            "f" if self.state.destination == Destination::Fonts => self.font = number.unwrap_or_default(),
            "f" => self.set_font(number.unwrap_or_default()),
            "plain" => {
                self.state.is_hidden = false;
                self.set_font(self.default_font);
            }
            "fcharset" if self.state.destination == Destination::Fonts && self.fonts.len() < MOST_FONTS => {
                let code_page = of_charset(number.unwrap_or(1)).unwrap_or(self.own_code_page);
                self.fonts.insert(self.font, code_page);
            }
            _ => {}
        }
    }

    fn set_font(&mut self, font: i32) {
        self.state.code_page = self.fonts.get(&font).copied().unwrap_or(self.own_code_page);
    }

    /// Whether a control word at the start of a group says what becomes of its words.
    fn read_destination(&mut self, name: &str) -> bool {
        let outer = self.state.destination;
        let may_skip = std::mem::take(&mut self.may_skip);
        let destination = match DESTINATIONS.iter().find(|(known, _)| *known == name) {
            _ if outer == Destination::Skipped => return true,
            _ if matches!(outer, Destination::Info(_)) => match STATEMENTS.iter().find(|(known, _)| *known == name) {
                Some((_, statement)) => Destination::Info(statement),
                None => Destination::Info(""),
            },
            Some((_, destination)) => *destination,
            None if may_skip && !READ.contains(&name) => Destination::Skipped,
            None => return false,
        };
        if destination == Destination::Aside && outer != Destination::Aside {
            self.flush_words_of(Destination::Aside);
        }
        self.state.destination = destination;
        true
    }

    /// A backslash and a sign.
    fn read_sign(&mut self) {
        let bytes = self.source.as_bytes();
        let start = self.at;
        let Some(sign) = self.source[start + 1..].chars().next() else { return self.claim_markup(bytes.len()) };
        let mut end = start + 1 + sign.len_utf8();
        let digits = || u8::from_str_radix(self.source.get(start + 2..start + 4)?, 16).ok();
        let byte = if sign == '\'' { digits() } else { None };
        end += if byte.is_some() { 2 } else { 0 };
        if self.skip > 0 && sign != '*' {
            self.skip -= 1;
            return self.skip_to(end);
        }
        let span = Span::new(start, end);
        if let Some(byte) = byte {
            self.is_group_start = false;
            self.at = end;
            let letter = self.letter(byte, span);
            return self.push_letter(letter, span);
        }
        match sign {
            '*' => {
                self.may_skip = true;
                return self.claim_markup(end);
            }
            '\r' | '\n' => {
                self.claim_markup(end);
                self.end_line();
            }
            '\\' | '{' | '}' | '_' | '\t' => {
                self.flush_word();
                self.at = end;
                let letter = if sign == '_' { '\u{2011}' } else { sign };
                self.push(Some(letter.encode_utf8(&mut [0; 4])), span);
            }
            '~' => {
                self.flush_word();
                // The sign alone stands for the space: one of two bytes would look like two equal letters.
                self.claim_markup(start + 1);
                self.at = end;
                self.push(Some("\u{a0}"), Span::new(start + 1, end));
            }
            _ => self.claim_markup(end),
        }
        self.is_group_start = false;
    }

    /// The letter of a byte in the code page of the font.
    fn letter(&mut self, byte: u8, span: Span) -> char {
        if byte < 0x80 {
            return byte.into();
        }
        let code_page = self.state.code_page;
        if self.letters.is_none_or(|(known, _)| known != code_page) {
            self.letters = Some((code_page, letters(code_page).unwrap_or([UNKNOWN; 128])));
        }
        let letter = self.letters.map_or(UNKNOWN, |(_, letters)| letters[usize::from(byte) - 0x80]);
        if letter == UNKNOWN && self.unknown.is_none() {
            self.unknown = Some((code_page, span));
        }
        letter
    }

    /// A unit of UTF-16.
    fn read_unit(&mut self, unit: u16, span: Span) {
        if let Some((high, from)) = self.surrogate.filter(|_| (0xdc00..=0xdfff).contains(&unit)) {
            self.surrogate = None;
            let letter = char::decode_utf16([high, unit]).next().and_then(Result::ok).unwrap_or(UNKNOWN);
            return self.push(Some(letter.encode_utf8(&mut [0; 4])), from.to(span));
        }
        if self.surrogate.is_some() || (0xd800..=0xdbff).contains(&unit) {
            self.flush_word();
        }
        if (0xd800..=0xdbff).contains(&unit) {
            self.surrogate = Some((unit, span));
            return;
        }
        let letter = char::from_u32(unit.into()).unwrap_or(UNKNOWN);
        self.push_letter(letter, span);
    }

    fn finish(mut self, rules: &[Rule], limits: &Limits) -> Parsed {
        // The letters of a word that is skipped are settled at its end, behind what stands between them.
        self.markup.sort_unstable();
        let mut parsed = self.prose.read(META.id, rules, limits, &mut std::iter::empty());
        if let Some(transcript) = parsed.transcripts.first_mut() {
            let metadata = &mut transcript.metadata;
            for (name, value, spans) in self.statements {
                let Some(span) = spans.iter().copied().reduce(Span::to) else { continue };
                spans.iter().for_each(|span| parsed.ledger.claim(Kind::Metadata, *span));
                if value.is_empty() {
                    continue;
                }
                if name == "Title" && metadata.title.is_none() {
                    metadata.title = Some(Field { value, span });
                } else {
                    metadata.other.insert(name.into(), value);
                }
            }
        }
        let end = self.source.len();
        let mut report = |diagnostic: Diagnostic| parsed.diagnostics.push(diagnostic);
        if let Some((code_page, span)) = self.unknown {
            report(
                Diagnostic::warning(
                    "rtf.code-page",
                    span,
                    format!("Letters of code page {code_page} are not known here."),
                )
                .with_hint("They are shown as \u{fffd}. Save the document again as RTF or DOCX in a newer program."),
            );
        }
        if self.depth > 0 {
            report(
                Diagnostic::warning("rtf.broken-off", Span::new(end, end), "The document breaks off in the middle.")
                    .with_hint("Check that the file was saved or downloaded completely."),
            );
        } else if !self.source[self.at..].trim_matches(['\0', ' ', '\r', '\n', '\t']).is_empty() {
            let rest = Span::new(self.at, end);
            report(
                Diagnostic::warning("rtf.behind-the-end", rest, "Something stands behind the end of the document.")
                    .with_hint("It is kept and not shown. Check that the file was not damaged."),
            );
            parsed.ledger.claim(Kind::Furniture, rest);
        }
        parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        parsed.ledger.claim_free(Kind::Markup, &mut self.markup.iter().copied());
        parsed.ledger.claim_white_space(self.source);
        parsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of all paragraphs, a stroke between them, and the letters that nobody claims.
    fn read(source: &str) -> (String, u64) {
        let parsed = Rtf.parse(&Source::of_text(source), &Limits::default()).expect("rich text");
        let transcript = &parsed.transcripts[0];
        let words: Vec<_> = transcript.paragraphs.iter().map(|p| transcript.words(p.text)).collect();
        (words.join("|"), parsed.ledger.coverage(source).unclaimed)
    }

    #[test]
    fn words_are_taken_out_of_the_controls() {
        for (source, expected) in [
            (r"{\rtf1 One,\par two.\line Three.}", "One,|two.|Three."),
            ("{\\rtf1 One\ntwo\\\nthree.\r\n}", "Onetwo|three."),
            (r"{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;}{\*\generator x;}{\pict 0aff}A\{b\}\\c.}", "A{b}\\c."),
            (r"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2, \'ec\'e8\'f0.}", "Привет, мир."),
            (r"{\rtf1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}}\'e9\f1\'b3{\f0\'e9}\'ea.}", "éłéę."),
            (r"{\rtf1\uc1 \u1055?\u1088?\uc2\u1080\'3f\'3f\u1074??!}", "Прив!"),
            (r"{\rtf1 A\u-10179?\u-8704?B \u-10179?C.}", "A\u{1f600}B \u{fffd}C."),
            (r"{\rtf1 \u-10179?\u66?\u-10179?\u-10179?\u-8704?.}", "\u{fffd}B\u{fffd}\u{1f600}."),
            (r"{\rtf1 Salt\~&\_pepper\emdash  x\bin3 {{{y.}", "Salt\u{a0}&\u{2011}pepper— xy."),
            (r"{\rtf1 A{\v hidden}B{\footnote See there.}C{\field{\*\fldinst X}{\fldrslt D}}.}", "ABCD."),
        ] {
            assert_eq!(read(source), (expected.to_owned(), 0), "{source}");
        }
    }

    #[test]
    fn damage_does_no_harm() {
        for source in [
            "{\\rtf1",
            "{\\rtf1 A{B",
            "{\\rtf1 A}}B",
            "{\\rtf1 A\\",
            "{\\rtf1 A\\'",
            "{\\rtf1 A\\'z",
            "{\\rtf1 A\\'é",
            "{\\rtf1 \\u",
            "{\\rtf1 \\u99999999999999 ?",
            "{\\rtf1\\bin99999999 x",
            "{\\rtf1\\u55357",
            "{\\rtf1 \\-é\\é",
        ] {
            assert_eq!(read(source).1, 0, "{source}");
        }
        let deep = format!("{{\\rtf1 {}A{}B.}}", "{".repeat(100_000), "}".repeat(100_000));
        assert_eq!(read(&deep), ("AB.".to_owned(), 0));
    }
}
