//! From the places where the words of a quotation stand to a verdict.
//!
//! The measure of an altered quotation is how many changes lead from what was said to it, and how much of it is there at
//! all, in bits: the rarer the words that are the same, the less they are so by chance. The larger the library, the more
//! bits are asked for. In doubt nothing was found: better no answer than a wrong speaker.

use std::ops::Range;

use super::alignment::Pair;
use super::claim::{Agreement, compare};
use super::places::{PART, Part, Piece, Quoted, find, without_brackets};
use super::shelf::Shelf;
use crate::model::Speaker;
use crate::quote::passage::{self, Passage};
use crate::quote::words::{Word, bytes_of};
use crate::text::difference::{Class, compare_words};
use crate::text::sentences::sentences;

/// Changes that are allowed in a short quotation.
const FEW_CHANGES: f32 = 1.5;
/// Changes that are allowed for each word, and for each word beyond [`LONG`].
const CHANGES_A_WORD: f32 = 0.2;
const CHANGES_A_WORD_BEYOND: f32 = 0.3;
const LONG: f32 = 20.0;
/// A further word of a stretch that was left out.
const LEFT_OUT_MORE: f32 = 0.25;
/// A word that is only alike.
const ALIKE: f32 = 0.5;
/// Bits of an altered quotation beyond those that tell one passage of the library from all others.
const ALTERED_BITS: f32 = 5.0;
/// The same where nothing is wrong but that words were left out.
const SHORTENED_BITS: f32 = 2.0;
/// The same for a part of a spliced one, and for all parts together, which tell two passages.
const PART_BITS: f32 = -7.0;
const PARTS_BITS: f32 = 6.0;
/// Most parts of a quotation that is spliced.
const PARTS: usize = 4;
/// Most places told for one part of a spliced quotation.
const PLACES_OF_PART: usize = 5;
/// How far the end of a sentence may be for the words up to it to be taken for changed.
const TO_END: usize = 3;
/// Passages that are told where nothing was found.
const NEAREST: usize = 3;

/// What came of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// These words, so.
    Exact,
    /// These words, with other stops, capitals or accents.
    Punctuation,
    /// Other words; the edits say which.
    Altered,
    /// Words of two or more places put together.
    Spliced,
    /// Said, but by another than claimed.
    OtherSpeaker,
    /// Said in another language.
    Translated,
    /// Nothing that could be called this quotation.
    NotFound,
}

/// A difference between what is quoted and what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What it does to the meaning.
    pub class: Class,
    /// As quoted; empty where words were left out.
    pub quoted: String,
    /// As said; empty where words were added.
    pub said: String,
}

/// A place in the library.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The transcript: an index into the entries of the library.
    pub entry: usize,
    /// The paragraph: an index.
    pub paragraph: u32,
    /// Which of its words, by their numbers.
    pub words: Range<u32>,
    /// The same as bytes of its text.
    pub bytes: Range<usize>,
    /// The differences, what matters most first. Where a place reaches over several paragraphs they stand at the first.
    pub edits: Vec<Edit>,
    /// How much of what is quoted stands here, from 0 to 1.
    pub score: f32,
}

impl Verdict {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Punctuation => "punctuation",
            Self::Altered => "altered",
            Self::Spliced => "spliced",
            Self::OtherSpeaker => "other-speaker",
            Self::Translated => "translated",
            Self::NotFound => "not-found",
        }
    }
}

/// Looks for a quotation and judges it; `claimed` is who is said to have said it.
pub fn judge(shelf: &Shelf<'_>, quoted: &Quoted, claimed: Option<&str>) -> (Verdict, Vec<Match>) {
    let base = (shelf.count() as f32 + 1.0).log2();
    let parts = find(shelf, quoted, &|piece| is_sound(quoted, piece, base));
    let (verdict, mut matches) = judge_words(shelf, quoted, &parts, base);
    let Some(claimed) = claimed.filter(|_| !matches!(verdict, Verdict::NotFound | Verdict::Spliced)) else {
        return (verdict, matches);
    };
    let agreement = |found: &Match| compare(claimed, speaker_of(shelf, found.entry, found.paragraph));
    if !matches.is_empty() && matches.iter().all(|found| agreement(found) == Agreement::Other) {
        return (Verdict::OtherSpeaker, matches);
    }
    // Stable: what is exact stays before what is not.
    matches.sort_by_key(|found| agreement(found) != Agreement::Same);
    (verdict, matches)
}

/// Who says a paragraph.
pub fn speaker_of<'l>(shelf: &Shelf<'l>, entry: usize, paragraph: u32) -> Option<&'l Speaker> {
    let transcript = &shelf.entry(entry)?.transcript;
    transcript.speaker(transcript.turns.get(transcript.turn_of(paragraph))?.speaker?)
}

/// The words of a match as printed.
pub fn text_of<'l>(shelf: &Shelf<'l>, found: &Match) -> &'l str {
    let text = shelf.entry(found.entry).and_then(|entry| {
        let paragraph = entry.transcript.paragraphs.get(found.paragraph as usize)?;
        entry.transcript.words(paragraph.text).get(found.bytes.clone())
    });
    text.unwrap_or_default()
}

/// What stands in brackets in a text, one after the other.
pub fn brackets(text: &str) -> Vec<&str> {
    text.split(['[', '(']).skip(1).filter_map(|piece| piece.split([']', ')']).next()).collect()
}

fn judge_words(shelf: &Shelf<'_>, quoted: &Quoted, parts: &[Part], base: f32) -> (Verdict, Vec<Match>) {
    let all = 0..quoted.words.len();
    if all.is_empty() {
        return (Verdict::NotFound, Vec::new());
    }
    if let Some(part) = parts.first().filter(|part| part.quoted == all) {
        let literal: Vec<&Piece> = part.places.iter().filter(|piece| is_literal(quoted, piece)).collect();
        if !literal.is_empty() {
            let (exact, other): (Vec<&Piece>, Vec<&Piece>) =
                literal.into_iter().partition(|piece| is_printed_so(shelf, quoted, piece));
            let verdict = if exact.is_empty() { Verdict::Punctuation } else { Verdict::Exact };
            let found = exact.into_iter().chain(other).flat_map(|piece| Place::new(shelf, piece).matches(1.0));
            return (verdict, found.collect());
        }
    }
    if let Some(verdict) = omitted(shelf, quoted, parts) {
        return verdict;
    }
    let main = parts.iter().max_by(|one, other| weight(quoted, one).total_cmp(&weight(quoted, other)));
    let places = main.into_iter().flat_map(|main| &main.places);
    let places: Vec<&Piece> = places.filter(|piece| is_altered(shelf, quoted, piece, base)).collect();
    // A part that could stand anywhere does not outweigh a passage that has nearly all.
    if least_bits_if_spliced(quoted, parts, base).is_some_and(|least| places.is_empty() || least >= base) {
        let found = parts.iter().flat_map(|part| part.places.iter().take(PLACES_OF_PART));
        return (Verdict::Spliced, found.flat_map(|piece| altered(shelf, quoted, piece, &piece.quoted())).collect());
    }
    if !places.is_empty() {
        return (Verdict::Altered, places.into_iter().flat_map(|piece| altered(shelf, quoted, piece, &all)).collect());
    }
    (Verdict::NotFound, nearest(shelf, quoted, parts))
}

/// Whether all words of a piece are said in a row, but where the quotation says that some are left out.
fn is_literal(quoted: &Quoted, piece: &Piece) -> bool {
    piece.pairs.iter().all(|pair| pair.is_same)
        && piece.pairs.windows(2).all(|two| {
            let is_next = two[1].quoted == two[0].quoted + 1;
            is_next && (two[1].said == two[0].said + 1 || quoted.omissions.contains(&(two[1].quoted as usize)))
        })
}

/// The verdict on a quotation whose parts stand literally in one turn, one after the other, with the rest left out where
/// the quotation says so.
fn omitted(shelf: &Shelf<'_>, quoted: &Quoted, parts: &[Part]) -> Option<(Verdict, Vec<Match>)> {
    let mut at = 0;
    let mut before: Option<&Piece> = None;
    let mut found = Vec::new();
    for part in parts {
        let meets = part.quoted.start == at && (at == 0 || quoted.omissions.contains(&at));
        let turn = |piece: &Piece| {
            shelf.entry(piece.entry).map(|entry| entry.transcript.turn_of(piece.passage.from.paragraph))
        };
        let follows = |piece: &&Piece| {
            is_literal(quoted, piece)
                && before.is_none_or(|b| {
                    b.entry == piece.entry && b.passage.to < piece.passage.from && turn(b) == turn(piece)
                })
        };
        let piece = part.places.iter().find(follows).filter(|_| meets)?;
        found.extend(Place::new(shelf, piece).matches(1.0));
        (at, before) = (part.quoted.end, Some(piece));
    }
    (at == quoted.words.len()).then_some((Verdict::Exact, found))
}

fn weight(quoted: &Quoted, part: &Part) -> f32 {
    part.places.first().map_or(0.0, |piece| piece.sum(&quoted.weights))
}

/// The bits of the weakest part, where the parts can have been put together.
fn least_bits_if_spliced(quoted: &Quoted, parts: &[Part], base: f32) -> Option<f32> {
    let n = quoted.words.len();
    let covered: usize = parts.iter().map(|part| part.quoted.len()).sum();
    if !(2..=PARTS).contains(&parts.len()) || n.saturating_sub(covered) > 1 + n / 20 {
        return None;
    }
    let (mut sum, mut least) = (0.0, f32::INFINITY);
    for part in parts {
        let piece = part.places.first().filter(|piece| is_sound(quoted, piece, base))?;
        let bits = piece.sum(&quoted.bits);
        sum += bits;
        least = bits.min(least);
    }
    // Three stock phrases are easily found for any sentence.
    (sum >= base * 2.0 + PARTS_BITS && (parts.len() == 2 || least > base)).then_some(least)
}

/// Whether a piece can be a part of a spliced quotation: said so, or nearly so and long.
fn is_sound(quoted: &Quoted, piece: &Piece, base: f32) -> bool {
    let bits = piece.sum(&quoted.bits);
    let is_nearly = || changes_inside(quoted, piece) <= piece.pairs.len() as f32 * CHANGES_A_WORD;
    piece.pairs.len() >= PART && bits >= base + PART_BITS && (piece.is_literal() || bits > base * 2.0 && is_nearly())
}

fn is_altered(shelf: &Shelf<'_>, quoted: &Quoted, piece: &Piece, base: f32) -> bool {
    let n = quoted.words.len() as f32;
    let allowed = (n.min(LONG) * CHANGES_A_WORD + (n - LONG).max(0.0) * CHANGES_A_WORD_BEYOND).max(FEW_CHANGES);
    let is_all_there = piece.pairs.len() == quoted.words.len() && piece.pairs.iter().all(|pair| pair.is_same);
    if piece.sum(&quoted.bits) < base + if is_all_there { SHORTENED_BITS } else { ALTERED_BITS } {
        return false;
    }
    let inside = changes_inside(quoted, piece);
    inside <= allowed && inside + Place::new(shelf, piece).changes_at_ends(quoted, piece) <= allowed
}

/// The changes between the first and the last word of a piece.
fn changes_inside(quoted: &Quoted, piece: &Piece) -> f32 {
    let alike = piece.pairs.iter().filter(|pair| !pair.is_same).count() as f32 * ALIKE;
    let between = piece.pairs.windows(2).map(|two| {
        let (added, left_out) = (two[1].quoted - two[0].quoted - 1, two[1].said - two[0].said - 1);
        let is_told = added == 0 && quoted.omissions.contains(&(two[1].quoted as usize));
        if is_told { 0.0 } else { change(added, left_out) }
    });
    alike + between.sum::<f32>()
}

/// How much of a change it is that some words stand for others, or for none.
fn change(added: u32, left_out: u32) -> f32 {
    match (added, left_out) {
        (0, 0) => 0.0,
        (0, left_out) => 1.0 + (left_out - 1) as f32 * LEFT_OUT_MORE,
        (added, left_out) => added.max(left_out) as f32,
    }
}

/// The matches of a piece with what differs between it and the words of the quotation in `range`.
fn altered(shelf: &Shelf<'_>, quoted: &Quoted, piece: &Piece, range: &Range<usize>) -> Vec<Match> {
    let n = range.len().max(1) as f32;
    let score = (piece.sum(&quoted.weights) / quoted.weights[range.clone()].iter().sum::<f32>().max(n * 0.1)).min(1.0);
    let place = Place::new(shelf, piece).widened(piece, range);
    let mut matches = place.matches(score);
    let quoted = &quoted.text[bytes_of(&quoted.words[range.clone()])];
    let said = place.text();
    let mut edits: Vec<Edit> = compare_words(&said, quoted)
        .into_iter()
        .filter(|edit| edit.class != Class::Cosmetic)
        .map(|edit| Edit {
            class: edit.class,
            quoted: quoted[edit.right].trim().to_owned(),
            said: said[edit.left].trim().to_owned(),
        })
        .collect();
    edits.sort_by_key(|edit| edit.class);
    if let Some(first) = matches.first_mut() {
        first.edits = edits;
    }
    matches
}

/// The passages that hold most of the quotation.
fn nearest(shelf: &Shelf<'_>, quoted: &Quoted, parts: &[Part]) -> Vec<Match> {
    let pieces = parts.iter().flat_map(|part| part.places.iter().take(NEAREST).chain(&part.others));
    let mut pieces: Vec<(f32, &Piece)> = pieces.map(|piece| (piece.sum(&quoted.weights), piece)).collect();
    pieces.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut matches: Vec<Match> = Vec::new();
    for (sum, piece) in pieces {
        let Some(found) = Place::new(shelf, piece).matches(sum / quoted.words.len() as f32).into_iter().next() else {
            continue;
        };
        if !matches.iter().any(|other| (other.entry, other.paragraph) == (found.entry, found.paragraph)) {
            matches.push(found);
        }
        if matches.len() == NEAREST {
            break;
        }
    }
    matches
}

/// The paragraphs of a piece, and which of their words belong to it.
struct Place<'l> {
    entry: usize,
    paragraphs: Vec<passage::Part<'l>>,
}

impl<'l> Place<'l> {
    fn new(shelf: &Shelf<'l>, piece: &Piece) -> Self {
        let entry = shelf.entry(piece.entry);
        let paragraphs = entry.map(|entry| piece.passage.parts(&entry.transcript)).unwrap_or_default();
        Self { entry: piece.entry, paragraphs }
    }

    /// How many words of its sentence stand before the first word, and behind the last.
    fn to_sentence_ends(&self) -> (usize, usize) {
        let before = self.paragraphs.first().map_or(0, |part| {
            let (sentence, at) = (sentence_of(part, part.range.start), part.range.start);
            part.words[..at].iter().rev().take_while(|word| word.start as usize >= sentence.start).count()
        });
        let behind = self.paragraphs.last().map_or(0, |part| {
            let sentence = sentence_of(part, part.range.end.saturating_sub(1));
            let behind = &part.words[part.range.end..];
            behind.iter().take_while(|word| (word.end as usize) <= sentence.end).count()
        });
        (before, behind)
    }

    /// The changes before the first and behind the last word of a piece: what is quoted there was not said. Where the
    /// sentence begins or ends nearby, its words were changed; where it goes on, the quotation has a sentence of its own.
    fn changes_at_ends(&self, quoted: &Quoted, piece: &Piece) -> f32 {
        let (before, behind) = self.to_sentence_ends();
        let range = piece.quoted();
        let end = |quoted: &[Word], said: &[Word]| {
            let shared = said.iter().filter(|said| quoted.iter().any(|word| word.hash == said.hash)).count();
            let shared = shared.min(quoted.len());
            match (quoted.len(), said.len()) {
                (0, _) => 0.0,
                (added, left_out) if left_out <= added + TO_END => {
                    change((added - shared) as u32, left_out.saturating_sub(shared) as u32)
                }
                (added, _) => added as f32 + 1.0,
            }
        };
        let first = self.paragraphs.first().map_or(&[][..], |part| {
            let start = part.range.start;
            &part.words[start - before.min(start)..start]
        });
        let last = self.paragraphs.last().map_or(&[][..], |part| {
            let end = part.range.end;
            &part.words[end..(end + behind).min(part.words.len())]
        });
        end(&quoted.words[..range.start], first) + end(&quoted.words[range.end..], last)
    }

    /// The same with what was said where the words of the quotation in `range` go on beyond the piece.
    fn widened(mut self, piece: &Piece, range: &Range<usize>) -> Self {
        let (before, behind) = self.to_sentence_ends();
        let own = piece.quoted();
        let more = |quoted: usize, said: usize| match quoted {
            0 => 0,
            n if said <= n + TO_END => said,
            n => n,
        };
        if let Some(first) = self.paragraphs.first_mut() {
            first.range.start -= more(own.start - range.start, before).min(first.range.start);
        }
        if let Some(last) = self.paragraphs.last_mut() {
            last.range.end = (last.range.end + more(range.end - own.end, behind)).min(last.words.len());
        }
        self
    }

    /// What was said, as printed.
    fn text(&self) -> String {
        let texts: Vec<&str> = self.paragraphs.iter().map(passage::Part::printed).collect();
        texts.join("\n")
    }

    /// A match for each paragraph.
    fn matches(&self, score: f32) -> Vec<Match> {
        let each = self.paragraphs.iter().filter(|part| !part.range.is_empty()).map(|part| Match {
            entry: self.entry,
            paragraph: part.paragraph,
            words: part.range.start as u32..part.range.end as u32,
            bytes: part.bytes(),
            edits: Vec::new(),
            score,
        });
        each.collect()
    }
}

/// The sentence that a word of a paragraph stands in, bytes.
fn sentence_of(part: &passage::Part<'_>, word: usize) -> Range<usize> {
    let at = part.words.get(word).map_or(0, |word| word.start as usize);
    let mut sentences = sentences(part.text).into_iter();
    sentences.find(|sentence| sentence.contains(&at)).unwrap_or(0..part.text.len())
}

/// Whether what is quoted is printed as what was said, but for the shapes of quotation marks and dashes, for spaces, for
/// notes, and for the case of the first letter; and so on both sides of every omission.
fn is_printed_so(shelf: &Shelf<'_>, quoted: &Quoted, piece: &Piece) -> bool {
    let Some(entry) = shelf.entry(piece.entry) else { return false };
    let Passage { from, to } = piece.passage;
    let spoken = shelf.spoken(piece.entry, from.paragraph..to.paragraph + 1);
    let start = spoken.words.partition_point(|word| word.at < from);
    let at = |pair: &Pair| spoken.words.get(start + pair.said as usize).map(|word| word.at);
    piece.pairs.chunk_by(|one, next| next.said == one.said + 1).all(|run| {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return true };
        let (Some(from), Some(to)) = (at(first), at(last)) else { return false };
        let said = Passage { from, to }.text(&entry.transcript);
        let quoted = &quoted.text[bytes_of(&quoted.words[first.quoted as usize..=last.quoted as usize])];
        are_printed_alike(&said, quoted) || are_printed_alike(&without_brackets(&said, &['[', '(']).0, quoted)
    })
}

fn are_printed_alike(one: &str, other: &str) -> bool {
    let (one, other) = (as_printed(one), as_printed(other));
    let (mut one, mut other) = (one.chars(), other.chars());
    let first = |c: Option<char>| c.map(|c| c.to_lowercase().collect::<String>());
    first(one.next()) == first(other.next()) && one.eq(other)
}

/// A text with one shape for all single and all double quotation marks, one for all dashes and one for all spaces, and
/// without what is never seen.
fn as_printed(text: &str) -> String {
    let mut printed = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '\u{2018}'..='\u{201b}' | '`' | '\u{b4}' | '‹' | '›' | '\u{2bc}' => printed.push('\''),
            '\u{201c}'..='\u{201f}' | '«' | '»' => printed.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => printed.push('-'),
            '…' => printed.push_str("..."),
            c if c.is_whitespace() => {
                if !printed.ends_with(' ') {
                    printed.push(' ');
                }
            }
            c => printed.push(c),
        }
    }
    printed
}
