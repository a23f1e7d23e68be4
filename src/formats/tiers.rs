//! Utterances of several speakers, each with its own times: what the readers of linguists' transcripts share.
//!
//! A reader puts in one utterance after the other, tier by tier if that is how its file is built; here they come out
//! in the order in which they start, neighbours of one speaker as one turn. An utterance is a paragraph, and nothing
//! cuts it where another one overlaps it. Nothing here knows the syntax of a file; what a tier holds is judged by its
//! name, for the formats that say it in no other way.

use memchr::memchr3;

use super::{Draft, Limits, Parsed};
use crate::markup::entities;
use crate::markup::xml::{self, Attribute, NodeKind, NodeRef};
use crate::model::{Diagnostic, Kind, LabelId, Note, Span, TextRange, Times, TurnLabel};
use crate::text::lines::{is_space, trim};

/// How a stretch of the source writes letters that it cannot write as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    /// Not at all.
    None,
    /// `&amp;`.
    References,
    /// `""` for a quotation mark.
    DoubledQuotes,
}

/// Stands for the letters of the source in [`Part::letter`].
const SAME: char = '\0';
const NO_MARK: u32 = u32::MAX;

/// A stretch of an utterance.
#[derive(Clone, Copy, Debug)]
struct Part {
    source: Span,
    /// One letter that stands for the stretch, or [`SAME`].
    letter: char,
    /// When it is spoken, or [`NO_MARK`].
    at_ms: u32,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
struct Utterance {
    voice: Option<TurnLabel>,
    times: Option<Times>,
    /// By what it is ordered: its start, or that of its neighbour where it has none.
    order_ms: u32,
    /// Its first part; the last one stands before the first of the utterance that was put in next.
    first: u32,
    end: u32,
    is_note: bool,
}

/// Utterances on their way into a [`Draft`].
#[derive(Debug)]
pub struct Tiers<'s> {
    /// What they are put into. What stands between utterances may be set in it directly after [`Tiers::flush`].
    pub draft: Draft<'s>,
    source: &'s str,
    paragraph_bytes: usize,
    too_long: &'static str,
    utterances: Vec<Utterance>,
    parts: Vec<Part>,
}

impl<'s> Tiers<'s> {
    /// No utterances yet. `too_long` is the code of the diagnostic about a paragraph that had to be cut.
    pub fn new(source: &'s str, limits: &Limits, too_long: &'static str) -> Self {
        Self {
            draft: Draft::new(source, limits),
            source,
            paragraph_bytes: limits.paragraph_bytes,
            too_long,
            utterances: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// The label of a speaker who is named once and speaks often; claims the name.
    pub fn voice(&mut self, name: &str, span: Span) -> TurnLabel {
        self.draft.claim(Kind::Label, span);
        TurnLabel { id: self.draft.label(&spaced(name)), span }
    }

    /// Begins an utterance.
    pub fn begin(&mut self, voice: Option<TurnLabel>, times: Option<Times>) {
        let order_ms = times.map_or_else(|| self.utterances.last().map_or(0, |u| u.order_ms), |times| times.start_ms);
        let first = self.parts.len() as u32;
        self.utterances.push(Utterance { voice, times, order_ms, first, end: first, is_note: false });
    }

    /// Begins a note of its own.
    pub fn begin_note(&mut self, times: Option<Times>) {
        self.begin(None, times);
        self.utterances.iter_mut().last().into_iter().for_each(|note| note.is_note = true);
    }

    /// Says when the utterance that was begun last is spoken.
    pub fn set_times(&mut self, times: Times) {
        if let Some(last) = self.utterances.last_mut() {
            (last.times, last.order_ms) = (Some(times), times.start_ms);
        }
    }

    /// When the utterance that was begun last is spoken.
    pub fn times(&self) -> Option<Times> {
        self.utterances.last().and_then(|last| last.times)
    }

    /// Whether the utterance that was begun last has no words yet.
    pub fn is_empty(&self) -> bool {
        self.utterances.last().is_none_or(|last| last.first as usize == self.parts.len())
    }

    /// Appends words. Line breaks and the white space around them become one space; white space at both ends is left
    /// out. Returns whether there were any.
    pub fn push(&mut self, span: Span, escapes: Escapes) -> bool {
        self.push_as(Kind::Speech, span, escapes)
    }

    /// Appends words and a space before them where others stand before; says when they are spoken.
    pub fn push_apart(&mut self, span: Span, escapes: Escapes, at_ms: Option<u32>) {
        let before = self.parts.len();
        if !self.is_empty() {
            self.push_letter(' ', Span { start: span.start, end: span.start });
        }
        let words = self.parts.len();
        if !self.push(span, escapes) {
            self.parts.truncate(before);
        } else if let (Some(part), Some(at_ms)) = (self.parts.get_mut(words), at_ms) {
            part.at_ms = at_ms;
        }
    }

    /// Appends a letter that stands for a stretch of the source, or that the reader adds.
    pub fn push_letter(&mut self, letter: char, span: Span) {
        self.push_part(Kind::Speech, letter, span);
    }

    /// Appends a note in square brackets inside the utterance.
    pub fn push_note(&mut self, span: Span, escapes: Escapes) {
        if !self.is_empty() {
            self.push_letter(' ', Span { start: span.start, end: span.start });
        }
        self.push_part(Kind::Note, '[', Span { start: span.start, end: span.start });
        self.push_as(Kind::Note, span, escapes);
        self.push_part(Kind::Note, ']', Span { start: span.end, end: span.end });
    }

    /// Appends words of a given kind.
    pub fn push_as(&mut self, kind: Kind, span: Span, escapes: Escapes) -> bool {
        let span = trim(span.of(self.source), span);
        let bytes = self.source.as_bytes();
        let escape = match escapes {
            Escapes::None => b'\n',
            Escapes::References => b'&',
            Escapes::DoubledQuotes => b'"',
        };
        let (mut plain, mut at, end) = (span.start as usize, span.start as usize, span.end as usize);
        while let Some(length) = memchr3(b'\n', b'\r', escape, &bytes[at..end]) {
            at += length;
            let (letter, start, length) = match bytes[at] {
                b'&' => match entities::decode(&self.source[at..end]) {
                    Some((letter, length)) => (letter, at, length),
                    None => (SAME, at, 0),
                },
                b'"' if bytes[at..end].starts_with(b"\"\"") => ('"', at, 2),
                b'"' => (SAME, at, 0),
                _ => {
                    let start = plain + self.source[plain..at].trim_end_matches(is_space).len();
                    let rest = &self.source[at..end];
                    (' ', start, at + rest.len() - rest.trim_start_matches(is_space).len() - start)
                }
            };
            if length == 0 {
                at += 1;
                continue;
            }
            self.push_part(kind, SAME, Span::new(plain, start));
            at = start + length;
            // A letter that nobody may see would make a gap in the map.
            self.push_part(kind, if letter == SAME { '\u{fffd}' } else { letter }, Span::new(start, at));
            plain = at;
        }
        self.push_part(kind, SAME, Span::new(plain, end));
        !span.is_empty()
    }

    fn push_part(&mut self, kind: Kind, letter: char, source: Span) {
        if letter != SAME || !source.is_empty() {
            self.parts.push(Part { source, letter, at_ms: NO_MARK, kind });
        }
    }

    /// Ends the utterance that was begun last.
    pub fn end(&mut self) {
        let end = self.parts.len() as u32;
        if let Some(last) = self.utterances.last_mut() {
            last.end = end;
        }
    }

    /// Takes away the utterance that was begun last where it has no words. Returns whether it had none.
    pub fn end_unless_empty(&mut self) -> bool {
        let is_empty = self.is_empty();
        if is_empty {
            self.utterances.pop();
        } else {
            self.end();
        }
        is_empty
    }

    /// Puts what came so far into the transcript, in the order of time.
    pub fn flush(&mut self) {
        let (mut utterances, parts) = (std::mem::take(&mut self.utterances), std::mem::take(&mut self.parts));
        if !utterances.is_sorted_by_key(|utterance| utterance.order_ms) {
            utterances.sort_by_key(|utterance| utterance.order_ms);
        }
        for utterance in &utterances {
            let parts = parts.get(utterance.first as usize..utterance.end as usize).unwrap_or_default();
            match (utterance.is_note, parts.is_empty()) {
                (_, true) => {}
                (true, false) => self.put_note(parts),
                (false, false) => self.put(utterance, parts),
            }
        }
        // Kept for the next ones, which readers that need no order put in one by one.
        (self.utterances, self.parts) = (utterances, parts);
        self.utterances.clear();
        self.parts.clear();
    }

    /// The finished transcripts.
    pub fn finish(mut self) -> Parsed {
        self.flush();
        let mut parsed = self.draft.finish();
        parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        parsed
    }

    fn put(&mut self, utterance: &Utterance, parts: &[Part]) {
        let id = |label: Option<TurnLabel>| label.map(|label| label.id);
        let open: Option<Option<LabelId>> = self.draft.transcript.turns.last().map(|turn| id(turn.label));
        if open != Some(id(utterance.voice)) {
            // The name was claimed where it was read, once for all turns.
            let unclaimed =
                |label: TurnLabel| TurnLabel { span: Span { end: label.span.start, ..label.span }, ..label };
            self.draft.open_turn(utterance.voice.map(unclaimed));
            utterance.voice.into_iter().for_each(|label| self.draft.set_label_span(label.span));
        }
        self.draft.begin_paragraph();
        let start = self.draft.transcript.text.len();
        let mut note: Option<(usize, Span)> = None;
        for part in parts {
            if part.kind == Kind::Note {
                let at = self.draft.transcript.text.len();
                note = Some(note.map_or((at, part.source), |(at, span)| (at, span.to(part.source))));
            } else if let Some(note) = note.take() {
                self.put_inner_note(note);
            }
            if part.at_ms != NO_MARK {
                self.draft.time_mark(part.at_ms);
            }
            self.put_part(part, part.kind);
        }
        note.into_iter().for_each(|note| self.put_inner_note(note));
        self.draft.end_paragraph(utterance.times);
        let text = TextRange::new(start, self.draft.transcript.text.len());
        if let Some(times) = utterance.times.filter(|_| !text.is_empty()) {
            self.draft.cue(text, times);
        }
    }

    fn put_part(&mut self, part: &Part, kind: Kind) {
        if part.letter != SAME || kind == Kind::Note {
            if kind != Kind::Note && self.draft.paragraph_bytes() + part.letter.len_utf8() > self.paragraph_bytes {
                self.draft.end_paragraph(None);
                self.draft.begin_paragraph();
            }
            let mut letter = [0; 4];
            let words = match part.letter {
                SAME => part.source.of(self.source),
                other => other.encode_utf8(&mut letter),
            };
            self.draft.push_as(kind, words, part.source);
        } else {
            self.draft.push_source_bounded(part.source, self.too_long);
        }
    }

    fn put_inner_note(&mut self, (start, span): (usize, Span)) {
        let text = TextRange::new(start, self.draft.transcript.text.len());
        let paragraph = self.draft.paragraph_count();
        self.draft.transcript.notes.push(Note { text, span, paragraph, is_inside: true });
    }

    fn put_note(&mut self, parts: &[Part]) {
        let start = self.draft.transcript.text.len();
        let mut span = parts[0].source;
        for part in parts {
            self.put_part(part, Kind::Note);
            span = span.to(part.source);
        }
        let text = TextRange::new(start, self.draft.transcript.text.len());
        let paragraph = self.draft.paragraph_count();
        self.draft.transcript.notes.push(Note { text, span, paragraph, is_inside: false });
    }
}

/// The words of an element of XML, appended to the utterance that was begun last.
pub fn push_element(tiers: &mut Tiers<'_>, element: NodeRef<'_, '_>, at_ms: Option<u32>) {
    let mut at_ms = at_ms;
    for node in element.descendants().filter(|node| matches!(node.kind(), NodeKind::Text | NodeKind::Cdata)) {
        tiers.push_apart(node.text_span(), escapes_of(node), at_ms.take());
    }
}

/// How a node of XML writes letters.
pub fn escapes_of(node: NodeRef<'_, '_>) -> Escapes {
    if node.has_references() { Escapes::References } else { Escapes::None }
}

/// Reports what is not well-formed.
pub fn report_faults(draft: &mut Draft<'_>, code: &'static str, tree: &xml::Tree<'_>) {
    for fault in tree.faults() {
        let hint = "The file may be damaged or cut off; what could be read stands here.";
        draft.report(Diagnostic::warning(code, fault.span, fault.message).with_hint(hint));
    }
}

/// Keeps what the source states about itself under the name it uses, and claims it.
pub fn keep_attribute(draft: &mut Draft<'_>, name: &str, attribute: Option<Attribute<'_>>) {
    if let Some(attribute) = attribute.filter(|attribute| !attribute.raw.trim().is_empty()) {
        draft.claim(Kind::Metadata, attribute.span);
        draft.transcript.metadata.other.insert(name.to_owned(), xml::decode(attribute.raw).into_owned());
    }
}

/// A name as people write it: programs of linguists put `_` where a space stood. `SPEAKER_01` stays as it is.
pub fn spaced(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len());
    for (at, c) in name.char_indices() {
        let is_inside =
            spaced.ends_with(char::is_alphabetic) && name[at + c.len_utf8()..].starts_with(char::is_alphabetic);
        spaced.push(if c == '_' && is_inside { ' ' } else { c });
    }
    spaced
}

/// Three-letter codes of languages (ISO 639-3, and -2 where it differs) that have one of two letters.
const LANGUAGES: &str = "afr:af ara:ar bul:bg cat:ca ces:cs cze:cs chi:zh cmn:zh cym:cy dan:da deu:de dut:nl ell:el \
    eng:en est:et eus:eu fas:fa fin:fi fra:fr fre:fr ger:de gle:ga glg:gl gre:el heb:he hin:hi hrv:hr hun:hu ind:id \
    isl:is ita:it jpn:ja kat:ka kor:ko lav:lv lit:lt msa:ms nld:nl nor:no pol:pl por:pt ron:ro rus:ru slk:sk slv:sl \
    spa:es sqi:sq srp:sr swa:sw swe:sv tam:ta tha:th tur:tr ukr:uk urd:ur vie:vi yue:yue zho:zh";

/// The code of a language as BCP 47 has it: `eng` is `en`. None where it cannot be a code.
pub fn language_tag(code: &str) -> Option<String> {
    let code = code.trim().to_ascii_lowercase();
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    let short = LANGUAGES.split(' ').find_map(|pair| pair.strip_prefix(code.as_str())?.strip_prefix(':'));
    is_code.then(|| short.map_or(code.clone(), str::to_owned))
}

/// What a tier holds, as far as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Its name is no known word: perhaps a speaker's.
    Unknown,
    /// What is said, in utterances.
    Utterances,
    /// What is said, word by word.
    Words,
    /// Remarks of who transcribed it.
    Notes,
    /// Sounds, tones, parts of speech and the like.
    Analysis,
}

const KINDS: &[(Holds, &str)] = &[
    (
        Holds::Utterances,
        "default ipu ipus ort ortho orthographic orthography phrase phrases sentence sentences speech text transcript \
         transcription transcripts turn turns tx utt utterance utterances utts",
    ),
    (Holds::Words, "mot mots tok token tokens word words wrd wrds"),
    (Holds::Notes, "com comment comments event events kommentar noise noises note notes"),
    (
        Holds::Analysis,
        "accent break breaks error errors f0 gaze ge gesture gestures gloss glosses hand head intensity ipa kan lemma \
         lemmas mau maxf0 mb misc morph morpheme morphemes morphs ph phon phone phoneme phonemes phones phons pitch \
         pos ps prosody sampa seg segment segments syl syll syllable syllables tag tags tobi tone tones translation \
         translations vowel vowels",
    ),
];

/// What a tier holds by its name, and the rest of the name, which may be its speaker's: `Ann - words`, `words@Ann`.
pub fn holds(name: &str) -> (Holds, &str) {
    let is_end = |c: char| !c.is_alphanumeric();
    let mut rest = name;
    while !rest.is_empty() {
        let word = rest.trim_end_matches(is_end);
        let start = word.rfind(is_end).map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
        let kind = KINDS.iter().find(|(_, words)| words.split(' ').any(|w| w.eq_ignore_ascii_case(&word[start..])));
        if let Some((holds, _)) = kind.filter(|_| start < word.len()) {
            let (before, after) = (name[..start].trim_matches(is_end), name[word.len()..].trim_matches(is_end));
            return (*holds, if before.is_empty() { after } else { before });
        }
        rest = &word[..start];
    }
    (Holds::Unknown, name.trim())
}

/// What becomes of a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use<'n> {
    /// Its utterances are read, by this speaker if it is one.
    Speech(Option<&'n str>),
    /// Its words are read and put together, by this speaker if it is one.
    Words(Option<&'n str>),
    /// Its texts are notes.
    Notes,
    /// It is furniture.
    Aside,
}

/// Decides by their names which tiers are read. Where some are named after what they hold, the others are no speech;
/// where none is, the names are those of speakers. `is_point` says that a tier holds points in time, not stretches.
pub fn judge<'n>(tiers: &[(&'n str, bool)]) -> Vec<Use<'n>> {
    let held: Vec<_> = tiers.iter().map(|(name, is_point)| (holds(name), *is_point)).collect();
    let is_speech = |held: Holds| matches!(held, Holds::Utterances | Holds::Words);
    let is_named_by_kind = held.iter().any(|((held, _), is_point)| is_speech(*held) && !is_point);
    let mut uttered: Vec<&str> = Vec::new();
    uttered.extend(held.iter().filter(|((held, _), _)| *held == Holds::Utterances).map(|((_, rest), _)| *rest));
    uttered.sort_unstable();
    let speaker = |rest: &'n str| Some(rest).filter(|rest| rest.contains(char::is_alphabetic));
    let mut uses: Vec<_> = held
        .iter()
        .map(|((held, rest), is_point)| match held {
            Holds::Notes => Use::Notes,
            _ if *is_point => Use::Aside,
            Holds::Utterances => Use::Speech(speaker(rest)),
            Holds::Words if uttered.binary_search(rest).is_ok() => Use::Aside,
            Holds::Words => Use::Words(speaker(rest)),
            Holds::Unknown if !is_named_by_kind => Use::Speech(speaker(rest)),
            Holds::Unknown | Holds::Analysis => Use::Aside,
        })
        .collect();
    // A file of nothing but sounds is read all the same: its first tier, by nobody.
    if uses.iter().all(|each| *each == Use::Aside)
        && let Some(first) = tiers.iter().position(|(_, is_point)| !is_point)
    {
        uses[first] = Use::Words(None);
    }
    uses
}

/// Silence as programs write it into a tier of words.
pub fn is_silence(text: &str) -> bool {
    matches!(text, "" | "#" | "_" | "<p:>" | "<eps>" | "<sil>" | "sil" | "SIL" | "sp" | "<p>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_tier_says_what_it_holds() {
        for (name, expected) in [
            ("words", (Holds::Words, "")),
            ("Ann - words", (Holds::Words, "Ann")),
            ("tx@Ann", (Holds::Utterances, "Ann")),
            ("Ann Lee", (Holds::Unknown, "Ann Lee")),
            ("phones", (Holds::Analysis, "")),
            ("Ann_comments", (Holds::Notes, "Ann")),
            ("", (Holds::Unknown, "")),
            (" - ", (Holds::Unknown, "-")),
        ] {
            assert_eq!(holds(name), expected, "{name:?}");
        }
    }

    #[test]
    fn names_are_speakers_only_where_no_tier_is_named_after_what_it_holds() {
        let uses = |names: &[&'static str]| judge(&names.iter().map(|name| (*name, false)).collect::<Vec<_>>());
        assert_eq!(uses(&["ann", "bo"]), [Use::Speech(Some("ann")), Use::Speech(Some("bo"))]);
        assert_eq!(uses(&["phone", "word", "stress"]), [Use::Aside, Use::Words(None), Use::Aside]);
        assert_eq!(uses(&["word", "phrase"]), [Use::Aside, Use::Speech(None)]);
        assert_eq!(uses(&["Ann - words", "Ann - phones"]), [Use::Words(Some("Ann")), Use::Aside]);
        assert_eq!(uses(&["phone", "syll"]), [Use::Words(None), Use::Aside]);
        assert_eq!(judge(&[("f0", true), ("ann", false)]), [Use::Aside, Use::Speech(Some("ann"))]);
    }

    #[test]
    fn names_are_written_as_people_write_them() {
        assert_eq!(spaced("Nils_Berg"), "Nils Berg");
        assert_eq!(spaced("SPEAKER_01"), "SPEAKER_01");
        assert_eq!(spaced("_a_"), "_a_");
    }

    #[test]
    fn codes_of_languages_become_tags() {
        assert_eq!(language_tag("eng").as_deref(), Some("en"));
        assert_eq!(language_tag("en").as_deref(), Some("en"));
        assert_eq!(language_tag("nan").as_deref(), Some("nan"));
        assert_eq!(language_tag("English"), None);
    }
}
