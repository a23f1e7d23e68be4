//! CHAT transcripts, as CLAN and the TalkBank archives have them, conversation analysis (CA) included.
//!
//! Follows <https://talkbank.org/0info/manuals/CHAT.pdf>: headers that begin with `@`, main tiers that begin with `*` and the
//! code of a speaker, tiers that depend on them and begin with `%`, all of them going on in lines that begin with a tab.
//! What is spoken is read, without the codes around and inside words; a time bullet ends a stretch that keeps its own
//! times. Events, explanations and comments become notes, analyses of words stay furniture. The order of the file
//! stands: it is that of the conversation, overlaps included.

use std::collections::HashMap;

use memchr::{memchr, memrchr};

use super::tiers::{Codes, Escapes, Phrase, Tiers, language_tag, spaced};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{Date, Diagnostic, Field, FurnitureKind, Kind, Span, Speaker, TurnLabel};
use crate::text::dates;
use crate::text::lines::{Line, Lines, trim};

static META: Meta = Meta {
    id: "chat",
    name: "CHAT transcript",
    endings: &["cha", "ca"],
    media_types: &["text/x-chat"],
    specification: "https://talkbank.org/0info/manuals/CHAT.pdf",
    keeps: "headers, speakers and their roles, words as spoken, times, events and comments as notes",
    omits: "codes of retracing, errors, overlap and intonation; tiers of analysis, which stay as furniture",
    is_lined: true,
};

static CODES: Codes = Codes {
    long_paragraph: "chat.long-paragraph",
    time_order: "chat.time-order",
    not_well_formed: "chat.not-well-formed",
    stray_words: "chat.stray-words",
};

/// How many lines may stand before the one that says what the file is.
const PROBE_LINES: usize = 60;

/// Fences of a time bullet.
const BULLET: u8 = 0x15;

/// Dependent tiers that people wrote for people.
const REMARKS: &[&str] = &["act", "add", "alt", "com", "eng", "exp", "fac", "gls", "gpx", "int", "par", "sit", "tim"];

/// Signs of intonation, overlap and voice; none is a letter of a word.
const SIGNS: &str = "⌈⌉⌊⌋↗↘↑↓⇗⇘→↻∆∇°▁▔☺♋⁇Ϋ∮↫⁑⤇∬⁎∙∾≈≋≡⟪⟫ˈˌꜛꜜ⁙⌃";

/// Ends of utterances that are no sign of writing, and what is shown for them.
const ENDS: &[(&str, char)] = &[
    ("+...", '…'),
    ("+..?", '…'),
    ("+/.", '–'),
    ("+//.", '–'),
    ("+/?", '–'),
    ("+//?", '–'),
    ("+\"/.", ':'),
    ("+\".", '.'),
    ("+.", '.'),
    ("+!?", '!'),
];

/// CHAT.
pub struct Chat;

impl Format for Chat {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let mut lines = Lines::new(probe.text, 0).take(PROBE_LINES).map(|line| line.text.trim_end());
        if !probe.text.trim_start().starts_with('@') {
            return Confidence::No;
        }
        if lines.clone().any(|line| line == "@Begin") {
            Confidence::Certain
        } else if lines.any(|line| line == "@UTF8" || line.starts_with("@Participants:\t")) {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut reader = Reader {
            source: source.text,
            tiers: Tiers::new(source.text, limits, &CODES),
            participants: HashMap::new(),
            analysis: None,
            at: 0,
        };
        reader.read(source.body_start());
        Ok(reader.tiers.finish())
    }
}

/// A name and a role as a header states them.
#[derive(Clone, Copy, Debug, Default)]
struct Participant<'s> {
    name: Option<&'s str>,
    role: Option<&'s str>,
}

struct Reader<'s> {
    source: &'s str,
    tiers: Tiers<'s>,
    participants: HashMap<&'s str, Participant<'s>>,
    /// Tiers of analysis that follow on each other.
    analysis: Option<Span>,
    /// Where the line before ended.
    at: u32,
}

impl<'s> Reader<'s> {
    fn read(&mut self, start: usize) {
        let mut lines = Lines::new(self.source, start).peekable();
        while let Some(line) = lines.next() {
            let mut end = line.span.end;
            while let Some(more) = lines.next_if(|next| next.text.starts_with(['\t', ' ']) && !line.is_blank()) {
                end = more.span.end;
            }
            self.read_line(line, end);
        }
        self.set_aside();
    }

    /// A line and those that it goes on in, up to `end`.
    fn read_line(&mut self, line: Line<'s>, end: u32) {
        let whole = Span { start: line.span.start, end };
        let whole = trim(whole.of(self.source), whole);
        let text = whole.of(self.source);
        let head = text.find(':').unwrap_or(text.len());
        let value = Span { start: (whole.start + head as u32 + 1).min(whole.end), end: whole.end };
        let value = trim(value.of(self.source), value);
        let is_code = !text[..head].contains(char::is_whitespace);
        let is_analysis = text.starts_with('%') && is_code && !REMARKS.contains(&&text[1..head]);
        if !is_analysis {
            self.set_aside();
        }
        if self.analysis.is_none() {
            self.tiers.draft.claim(Kind::Markup, Span { start: self.at, end: whole.start });
        }
        self.at = whole.end;
        match text.as_bytes().first() {
            None => {}
            Some(b'@') => self.read_header(whole, &text[1..head], value),
            Some(b'*') if is_code && head > 1 && head < text.len() => {
                let label = Span { start: whole.start + 1, end: whole.start + head as u32 };
                self.claim_frame(whole, label, value);
                let voice = self.voice(label);
                self.read_words(Some(voice), value);
            }
            Some(b'%') if is_analysis => self.analysis = Some(self.analysis.map_or(whole, |all| all.to(whole))),
            Some(b'%') => {
                let value = if head < text.len() { value } else { whole };
                self.tiers.draft.claim(Kind::Markup, Span { start: whole.start, end: value.start });
                self.tiers.begin_note(None);
                self.push_remark(value);
                self.tiers.end();
            }
            _ => {
                self.tiers.draft.report(
                    Diagnostic::warning(
                        "chat.stray-line",
                        whole,
                        "This line begins with no code; nobody is said to speak it.",
                    )
                    .with_hint("If it belongs to the line above, it must begin with a tab."),
                );
                self.read_words(None, whole);
            }
        }
        self.tiers.flush();
    }

    fn set_aside(&mut self) {
        if let Some(analysis) = self.analysis.take() {
            self.tiers.draft.furniture(analysis, FurnitureKind::Other);
        }
    }

    /// Claims the signs around a label.
    fn claim_frame(&mut self, whole: Span, label: Span, value: Span) {
        self.tiers.draft.claim(Kind::Markup, Span { start: whole.start, end: label.start });
        self.tiers.draft.claim(Kind::Label, label);
        self.tiers.draft.claim(Kind::Markup, Span { start: label.end, end: value.start });
    }

    fn voice(&mut self, label: Span) -> TurnLabel {
        let code = label.of(self.source);
        let known = self.tiers.draft.transcript.labels.len();
        let id = self.tiers.draft.label(code);
        if id.0 as usize == known {
            let Participant { name, role } = self.participants.get(code).copied().unwrap_or_default();
            // A code without a name stands for another person in another file.
            let speaker =
                Speaker { name: spaced(name.unwrap_or(code)), role: role.map(spaced), is_generic: name.is_none() };
            self.tiers.draft.introduce(id, speaker);
        }
        TurnLabel { id, span: label }
    }

    fn read_header(&mut self, whole: Span, name: &str, value: Span) {
        let source = self.source;
        let text = value.of(source);
        let draft = &mut self.tiers.draft;
        let frame = Span { start: whole.start, end: value.start.max(whole.start) };
        let (kind, rest) = match name.trim_end() {
            "Comment" | "Activities" | "Bck" | "New Episode" => {
                draft.claim(Kind::Markup, frame);
                self.tiers.begin_note(None);
                self.push_remark(value);
                self.tiers.end();
                return;
            }
            "Font" | "Color words" | "Window" | "UTF8" | "PID" => {
                return draft.furniture(whole, FurnitureKind::Settings);
            }
            "Bg" | "G" if !value.is_empty() => {
                draft.heading_text(one_line(text), value, 2);
                (Kind::Metadata, "")
            }
            "Languages" => {
                draft.transcript.metadata.language = text.split([',', ' ']).next().and_then(language_tag);
                (Kind::Metadata, "")
            }
            "Participants" => {
                for participant in text.split(',') {
                    let mut words = participant.split_ascii_whitespace();
                    let (Some(code), second) = (words.next(), words.next()) else { continue };
                    let third = words.next();
                    let participant = Participant { name: second.filter(|_| third.is_some()), role: third.or(second) };
                    self.participants.insert(code, participant);
                }
                (Kind::Metadata, "")
            }
            "ID" => {
                self.read_id(text);
                (Kind::Metadata, "")
            }
            "Date" => match date(text) {
                Some(value_read) => {
                    draft.transcript.metadata.date = Some(Field { value: value_read, span: value });
                    (Kind::Metadata, "")
                }
                None => (Kind::Metadata, "Date"),
            },
            "Location" if draft.transcript.metadata.place.is_none() && !value.is_empty() => {
                draft.transcript.metadata.place = Some(Field { value: one_line(text), span: value });
                (Kind::Metadata, "")
            }
            "Title" if !value.is_empty() => {
                draft.transcript.metadata.title = Some(Field { value: one_line(text), span: value });
                (Kind::Metadata, "")
            }
            "Begin" | "End" | "Eg" | "Blank" => (Kind::Metadata, ""),
            name => (Kind::Metadata, name),
        };
        let draft = &mut self.tiers.draft;
        draft.claim(if value.is_empty() { Kind::Markup } else { kind }, whole);
        if !rest.is_empty() && !value.is_empty() {
            let other = &mut draft.transcript.metadata.other;
            let known = other.entry(rest.to_owned()).or_default();
            if !known.is_empty() {
                known.push_str("; ");
            }
            known.push_str(&one_line(text));
        }
    }

    /// Keeps what is known of a speaker besides code and role.
    fn read_id(&mut self, text: &str) {
        const FIELDS: [&str; 10] = ["", "", "", "age", "sex", "group", "status", "", "education", "custom"];
        let code = text.split('|').nth(2).unwrap_or_default();
        for (name, value) in
            FIELDS.iter().zip(text.split('|')).filter(|(name, value)| !name.is_empty() && !value.is_empty())
        {
            let name = format!("{code}: {name}");
            self.tiers.draft.transcript.metadata.other.insert(name, value.trim_end_matches([';', '.', ' ']).to_owned());
        }
    }

    /// Words of a remark, in which bullets may stand.
    fn push_remark(&mut self, mut rest: Span) {
        while let Some(bullet) = self.bullet(rest) {
            self.tiers.push_apart(Span { end: bullet.start, ..rest }, Escapes::None);
            self.tiers.skip(Kind::Timing, bullet);
            rest.start = bullet.end;
        }
        self.tiers.push_apart(rest, Escapes::None);
    }

    /// The next bullet.
    fn bullet(&self, within: Span) -> Option<Span> {
        let bytes = within.of(self.source).as_bytes();
        let start = memchr(BULLET, bytes)?;
        let length = memchr(BULLET, &bytes[start + 1..])? + 2;
        let start = within.start + start as u32;
        Some(Span { start, end: start + length as u32 })
    }

    /// What somebody says.
    fn read_words(&mut self, voice: Option<TurnLabel>, value: Span) {
        let bytes = self.source.as_bytes();
        let end = value.end as usize;
        let words = value.of(self.source).as_bytes();
        // Where the last bracket and the last bullet close: an opening sign behind it is a letter like any other.
        let last = |byte: u8| memrchr(byte, words).map_or(0, |at| value.start as usize + at);
        let (last_bracket, last_bullet) = (last(b']'), last(BULLET));
        let mut phrase = Phrase::default();
        self.tiers.begin(voice, None);
        let mut at = value.start as usize;
        while at < end {
            match bytes[at] {
                b' ' | b'\t' | b'\n' | b'\r' => at += 1,
                b'[' if at < last_bracket => {
                    let close = at + memchr(b']', &bytes[at..]).unwrap_or_default() + 1;
                    self.read_code(&mut phrase, Span::new(at, close));
                    at = close;
                }
                BULLET if at < last_bullet => {
                    let close = at + memchr(BULLET, &bytes[at + 1..]).unwrap_or_default() + 2;
                    phrase.flush(&mut self.tiers);
                    self.end_stretch(Span::new(at, close));
                    self.tiers.begin(voice, None);
                    phrase = Phrase::default();
                    at = close;
                }
                BULLET => {
                    // One that is not closed: the file breaks off, or what opened it is lost.
                    let length = bytes[at..end].iter().position(u8::is_ascii_whitespace).unwrap_or(end - at);
                    phrase.flush(&mut self.tiers);
                    let bullet = Span::new(at, at + length);
                    self.tiers.skip(Kind::Timing, bullet);
                    self.report_bullet(bullet);
                    at += length;
                }
                b'<' | b'>' => {
                    self.skip(&mut phrase, Span::new(at, at + 1));
                    at += 1;
                }
                _ => {
                    let is_end =
                        |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'<' | b'>' | &BULLET);
                    let length = bytes[at + 1..end].iter().position(is_end).map_or(end - at, |length| length + 1);
                    self.read_token(&mut phrase, Span::new(at, at + length));
                    at += length;
                }
            }
        }
        phrase.flush(&mut self.tiers);
        self.tiers.end();
    }

    fn skip(&mut self, phrase: &mut Phrase, span: Span) {
        phrase.flush(&mut self.tiers);
        self.tiers.skip(Kind::Markup, span);
    }

    /// A sign of writing in place of a code.
    fn put_instead(&mut self, phrase: &mut Phrase, letter: char, span: Span) {
        self.skip(phrase, span);
        self.tiers.push_letter(letter, Span { start: span.end, ..span });
    }

    /// A bullet: the times of what stands before it.
    fn end_stretch(&mut self, bullet: Span) {
        self.tiers.skip(Kind::Timing, bullet);
        let inside = bullet.of(self.source).trim_matches(char::from(BULLET));
        let mut numbers = inside.rsplit('_').map(|number| number.trim_end_matches('-').parse::<u32>().ok());
        match (numbers.next().flatten(), numbers.next().flatten()) {
            (Some(end_ms), Some(start_ms)) => {
                let times = self.tiers.stretch(start_ms, end_ms, bullet);
                self.tiers.say_times(times);
            }
            // A picture or a text may hang on a bullet too.
            _ => self.report_bullet(bullet),
        }
        self.tiers.end();
    }

    fn report_bullet(&mut self, bullet: Span) {
        self.tiers.draft.report(
            Diagnostic::info("chat.no-times", bullet, "This bullet holds no two times.")
                .with_hint("What is said before it stays without times."),
        );
    }

    /// A code in square brackets: what explains something to the reader is a note.
    fn read_code(&mut self, phrase: &mut Phrase, span: Span) {
        let text = span.of(self.source);
        let inside = &text[1..text.len() - 1];
        let opening = inside.len() - inside.trim_start_matches(['=', '!', '?', '%', '^', ' ']).len();
        let is_note = match inside.as_bytes().first() {
            Some(b'=' | b'%' | b'^') => opening < inside.len(),
            Some(b'x') => !inside[1..].trim_start().starts_with(|c: char| c.is_ascii_digit()),
            Some(b'e') => inside.len() > 1,
            Some(byte) => byte.is_ascii_alphabetic(),
            None => false,
        };
        if !is_note {
            return self.skip(phrase, span);
        }
        let words = Span { start: span.start + 1 + opening as u32, end: span.end - 1 };
        self.note(phrase, span, words);
    }

    /// A note of which only `words` are shown.
    fn note(&mut self, phrase: &mut Phrase, whole: Span, words: Span) {
        phrase.flush(&mut self.tiers);
        self.tiers.skip(Kind::Markup, Span { end: words.start, ..whole });
        self.tiers.push_note(words, Escapes::None);
        self.tiers.skip(Kind::Markup, Span { start: words.end, ..whole });
    }

    /// What stands between white space and brackets.
    fn read_token(&mut self, phrase: &mut Phrase, span: Span) {
        let token = span.of(self.source);
        let bytes = token.as_bytes();
        let from = |skipped: usize| Span { start: span.start + skipped as u32, ..span };
        if bytes
            .iter()
            .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'-' | b',' | b'"') || is_letter(*byte))
        {
            return match token {
                "xxx" | "yyy" | "www" => self.note(phrase, span, span),
                "," => self.read_point(phrase, span),
                _ => phrase.word(span),
            };
        }
        match bytes {
            [b'.' | b'?' | b'!' | b';' | b':', rest @ ..] if rest.iter().all(u8::is_ascii_punctuation) => {
                self.read_point(phrase, span);
            }
            [b'&', b'=', ..] => self.note(phrase, span, from(2)),
            [b'&', b'*' | b'{' | b'}', ..] => self.note(phrase, span, from(2)),
            [b'&', b'-' | b'+' | b'~', ..] => self.read_word(phrase, span, 2),
            [b'&', _, ..] => self.read_word(phrase, span, 1),
            [b'+', ..] => match ENDS.iter().find(|(end, _)| *end == token) {
                Some((_, letter)) => {
                    self.put_instead(phrase, *letter, span);
                    // A question stays one, even if it is not finished.
                    if token.ends_with('?') {
                        self.tiers.push_letter('?', Span { start: span.end, end: span.end });
                    }
                }
                None => self.skip(phrase, span),
            },
            [b'0', rest @ ..] if rest.iter().all(|b| b.is_ascii_alphabetic() || *b == b'*') => self.skip(phrase, span),
            [b'(', rest @ .., b')'] if is_pause(rest) => {
                phrase.flush(&mut self.tiers);
                if rest == b"." {
                    self.tiers.skip(Kind::Markup, span);
                } else {
                    self.tiers.push_space();
                    self.tiers.push_as(Kind::Note, span, Escapes::None);
                }
            }
            _ => match token {
                "„" | "‡" => {
                    self.put_instead(phrase, ',', span);
                }
                _ => self.read_word(phrase, span, 0),
            },
        }
    }

    /// A sign behind a word; where none was said it ends nothing.
    fn read_point(&mut self, phrase: &mut Phrase, span: Span) {
        if phrase.has_words() {
            phrase.glue(&mut self.tiers, span);
        } else {
            self.skip(phrase, span);
        }
    }

    /// A word of which some signs are no letters. So many bytes at its start are none.
    fn read_word(&mut self, phrase: &mut Phrase, span: Span, skipped: usize) {
        let token = span.of(self.source);
        let last_close = token.rfind(')').unwrap_or(0);
        let place = |from: usize, to: usize| Span { start: span.start + from as u32, end: span.start + to as u32 };
        let mut is_begun = false;
        let (mut plain, mut at) = (skipped, skipped);
        if skipped > 0 {
            self.skip(phrase, place(0, skipped));
        }
        while at < token.len() {
            let rest = &token[at..];
            let c = rest.chars().next().unwrap_or(' ');
            let digit_before = token[..at].ends_with(|c: char| c.is_ascii_digit());
            let length = match c {
                // Letters in brackets were not spoken.
                '(' if at < last_close => rest.find(')').map_or(1, |close| close + 1),
                ')' | '^' => 1,
                ':' if !digit_before => 1,
                // What kind of word it is: `wug@n`.
                '@' if at > skipped => rest.trim_end_matches(['.', ',', '?', '!']).len().max(1),
                '\u{1}'..='\u{8}' => 1,
                _ if !c.is_ascii() && SIGNS.contains(c) => c.len_utf8(),
                _ => 0,
            };
            if length == 0 && !matches!(c, '_' | '+') {
                at += c.len_utf8();
                continue;
            }
            is_begun |= self.push_piece(phrase, place(plain, at), is_begun);
            if length == 0 {
                // Parts of a compound, and of a name.
                self.put_instead(phrase, ' ', place(at, at + 1));
                at += 1;
            } else {
                self.skip(phrase, place(at, at + length));
                at += length;
            }
            plain = at;
        }
        self.push_piece(phrase, place(plain, token.len()), is_begun);
    }

    fn push_piece(&mut self, phrase: &mut Phrase, span: Span, is_begun: bool) -> bool {
        if span.is_empty() {
            return false;
        }
        if is_begun {
            phrase.glue(&mut self.tiers, span);
        } else {
            phrase.word(span);
        }
        true
    }
}

/// Whether a byte is part of a letter that is none of [`SIGNS`], nor one of the signs of writing beside them.
fn is_letter(byte: u8) -> bool {
    byte >= 0x80 && !matches!(byte, 0xc2 | 0xcb | 0xce | 0xe2 | 0xea)
}

/// `.`, `..`, `0.3`, `1:05.2` between round brackets.
fn is_pause(inside: &[u8]) -> bool {
    !inside.is_empty() && inside.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b':'))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `26-APR-2021`, or any other way to write a day.
fn date(text: &str) -> Option<Date> {
    const MONTHS: &str = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    let mut parts = text.trim().split('-');
    let (Some(day), Some(month), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return dates::whole_date(text);
    };
    let at = MONTHS.find(&month.to_ascii_uppercase()).filter(|at| month.len() == 3 && at % 3 == 0);
    match at {
        Some(at) => Date::new(year.parse().ok()?, Some(at as u8 / 3 + 1), Some(day.parse().ok()?)),
        None => dates::whole_date(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What somebody is read to say.
    fn said(words: &str) -> String {
        let source = format!("@Begin\n*ANN:\t{words}\n");
        let parsed = Chat.parse(&Source::of_text(&source), &Limits::default()).expect("a transcript");
        parsed.transcripts[0].text.clone()
    }

    #[test]
    fn codes_are_no_words() {
        for (words, expected) in [
            ("I want [/] I want it .", "I want I want it."),
            ("<the dog> [//] the cat !", "the dog the cat!"),
            ("gonna [: going to] go", "gonna go"),
            ("(be)cause worryin(g) a_b_c", "cause worryin a b c"),
            ("&-um &+fr &~ga &=laughs", "um fr ga [laughs]"),
            ("wug@n . bu:t 3:30", "wug. but 3:30"),
            ("0 . 0is", ""),
            ("xxx (.) (1.2)", "[xxx] (1.2)"),
            ("that +/. and +...", "that– and…"),
            ("who +//?", "who–?"),
            ("yes „ Ann ‡ no , Bo", "yes, Ann, no, Bo"),
            ("⌈so⌉↗ °soft° dai-", "so soft dai-"),
            ("a [= it is that] [?] [!!] [* m]", "a [it is that]"),
            ("a [unclosed (and ]", "a [unclosed (and]"),
        ] {
            assert_eq!(said(words), expected, "{words}");
        }
    }

    #[test]
    fn days_are_read() {
        assert_eq!(date("26-APR-2021").map(|date| date.to_string()).as_deref(), Some("2021-04-26"));
        assert_eq!(date("4 May 2021").map(|date| date.to_string()).as_deref(), Some("2021-05-04"));
        assert_eq!(date("26-PRM-2021"), None);
    }

    #[test]
    fn paragraphs_are_bounded() {
        let limits = Limits { paragraph_bytes: 100, ..Limits::default() };
        for pattern in ["⌈a", "a [= b] ", "a_", "[= b] ", "ab ", "+... "] {
            let source = format!("@Begin\n*ANN:\t{}", pattern.repeat(500));
            let parsed = Chat.parse(&Source::of_text(&source), &limits).expect("a transcript");
            for paragraph in &parsed.transcripts[0].paragraphs {
                assert!(paragraph.text.len() <= 110, "{pattern}: {}", paragraph.text.len());
            }
        }
    }
}
