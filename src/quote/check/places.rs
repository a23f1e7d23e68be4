//! Where the words of a quotation stand: as a whole and in a row, or part by part.
//!
//! First the words are looked for in a row. If they are nowhere so, they are aligned with the passages that hold most
//! of them; what the best of these leaves uncovered is looked for by itself, so that a quotation put together from two
//! places falls into its pieces. Nothing here judges; `verdict` does. Lookups and lengths are bounded.

use std::collections::HashMap;
use std::ops::Range;

use super::alignment::{Alignment, Pair, align};
use super::shelf::{Asked, Shelf, Spoken};
use crate::quote::passage::Passage;
use crate::quote::words::{self, Word, are_alike};
use crate::text::fold::Folded;

/// Most words of a quotation that are looked at together.
pub const MOST_WORDS: usize = 400;
/// Paragraphs that a quotation is aligned with.
const ALIGNED: usize = 24;
/// Turns in which its words are looked for in a row, and how many words of them are read.
const READ: usize = 20_000;
const READ_WORDS: usize = 1_500_000;
/// Most places that are told of one part.
const TOLD: usize = 100;
/// Most words of a passage that a quotation is aligned with at once.
const WINDOW: usize = 4_000;
/// Most lookups for one quotation.
const LOOKUPS: usize = 8;
/// The longest insertion of an editor, bytes.
const MOST_INSERTED: usize = 80;
/// The least words of a part that is looked for by itself.
pub const PART: usize = 3;
/// So many words may have been left out inside a piece, and so many where a paragraph ends; beyond, the words on both
/// sides stand in two places.
const LEFT_OUT: u32 = 12;
const LEFT_OUT_BETWEEN: u32 = 2;
/// How often a passage may grow by its neighbours, and how many of its words at an edge may be left out then.
const GROWTH: usize = 6;
const EDGE: u32 = 3;
/// So many words that stand apart are there by chance.
const APART: usize = 2;

/// A quotation made ready to be looked for.
#[derive(Debug)]
pub struct Quoted {
    /// The quotation.
    pub text: String,
    /// Where it says that something was left out: numbers of the words behind.
    pub omissions: Vec<usize>,
    /// Its words, with their places in `text`.
    pub words: Vec<Word>,
    /// The folded letters of each.
    pub letters: Vec<String>,
    /// The numbers of the words.
    hashes: Vec<u64>,
    /// The rarity of each, in bits.
    pub bits: Vec<f32>,
    /// The weight of each; their mean is 1.
    pub weights: Vec<f32>,
}

/// A stretch of a transcript in which words of a quotation stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The transcript: an index into the entries of the library.
    pub entry: usize,
    /// From the first word that belongs to the quotation to the last.
    pub passage: Passage,
    /// The pairs: quoted words by their index in the quotation, said ones counted from `from`.
    pub pairs: Vec<Pair>,
}

/// A part of a quotation and where it stands, the best place first. Empty where it stands nowhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Which words of the quotation.
    pub quoted: Range<usize>,
    /// Where they stand: all equally well.
    pub places: Vec<Piece>,
    /// Other places, less good.
    pub others: Vec<Piece>,
}

impl Quoted {
    /// The words of a quotation; those behind [`MOST_WORDS`] are not looked at.
    pub fn new(text: &str, shelf: &Shelf<'_>) -> Self {
        Self::with_omissions(text.to_owned(), ellipses(text).collect(), shelf)
    }

    /// The same without what an editor put in, in square brackets.
    pub fn without_insertions(text: &str, shelf: &Shelf<'_>) -> Self {
        let (text, omissions) = without_brackets(text, &['[']);
        Self::with_omissions(text, omissions, shelf)
    }

    fn with_omissions(text: String, omissions: Vec<usize>, shelf: &Shelf<'_>) -> Self {
        let folded = Folded::new(&text);
        let mut found = Vec::new();
        words::split_folded(&folded.text, &mut found);
        found.truncate(MOST_WORDS);
        let letters: Vec<String> = found.iter().map(|word| word.of(&folded.text).to_owned()).collect();
        let bits: Vec<f32> = letters.iter().map(|word| shelf.bits(word)).collect();
        let mean = bits.iter().sum::<f32>() / bits.len().max(1) as f32;
        // A rare word counts more than a frequent one, but no word counts for nothing.
        let mut weights: Vec<f32> = bits.iter().map(|bits| 0.5 + 0.5 * (bits / mean).min(2.0)).collect();
        let mean = weights.iter().sum::<f32>() / weights.len().max(1) as f32;
        weights.iter_mut().for_each(|weight| *weight /= mean);
        let hashes = found.iter().map(|word| word.hash).collect();
        for word in &mut found {
            let (start, end) = folded.original(word.start as usize, word.end as usize);
            (word.start, word.end) = (start as u32, end as u32);
        }
        let word_behind = |at: &usize| found.partition_point(|word| (word.start as usize) < *at);
        let omissions = omissions.iter().map(word_behind).collect();
        Self { text, omissions, words: found, letters, hashes, bits, weights }
    }
}

/// A text without what stands in brackets of the kinds that `opening` names: what an editor put into a quotation (`[the
/// mayor]`; of `[t]he` only the brackets go), what was heard and not said (`(Applause.)`). Also tells where, in bytes of
/// what is left, something stood in brackets or an ellipsis says that words are missing.
pub fn without_brackets(text: &str, opening: &[char]) -> (String, Vec<usize>) {
    let mut left = String::with_capacity(text.len());
    let mut omissions = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(opening) {
        left.push_str(&rest[..at]);
        let closing = if rest[at..].starts_with('[') { b']' } else { b')' };
        rest = &rest[at + 1..];
        // What stands in brackets is short; a bracket that is never closed is not looked for to the end.
        let Some(end) = rest.bytes().take(MOST_INSERTED).position(|byte| byte == closing) else { continue };
        let inside = &rest[..end];
        rest = &rest[end + 1..];
        let is_letter = inside.chars().count() == 1 && inside.chars().all(char::is_alphabetic);
        if is_letter && rest.starts_with(char::is_alphabetic) {
            left.push_str(inside);
            continue;
        }
        // One space where there were two, none before a stop.
        if left.ends_with(char::is_whitespace) && !rest.starts_with(char::is_alphanumeric) {
            left.truncate(left.trim_end().len());
        }
        omissions.push(left.len());
    }
    left.push_str(rest);
    omissions.extend(ellipses(&left));
    (left, omissions)
}

/// Where an ellipsis stands: three points or a sign of its own.
fn ellipses(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices("...").chain(text.match_indices('…')).map(|(at, _)| at)
}

impl Piece {
    /// Which words of the quotation it reaches over.
    pub fn quoted(&self) -> Range<usize> {
        match (self.pairs.first(), self.pairs.last()) {
            (Some(first), Some(last)) => first.quoted as usize..last.quoted as usize + 1,
            _ => 0..0,
        }
    }

    /// Whether its words are all the same and in a row on both sides.
    pub fn is_literal(&self) -> bool {
        self.pairs.iter().all(|pair| pair.is_same) && self.pairs.windows(2).all(|two| follows(two[0], two[1]))
    }

    /// The sum over the words that are the same; those that are alike count half.
    pub fn sum(&self, of: &[f32]) -> f32 {
        let each = |pair: &Pair| of.get(pair.quoted as usize).map_or(0.0, |w| if pair.is_same { *w } else { w * 0.5 });
        self.pairs.iter().map(each).sum()
    }
}

fn follows(one: Pair, next: Pair) -> bool {
    next.quoted == one.quoted + 1 && next.said == one.said + 1
}

/// Looks for a quotation and returns its parts in the order of their words. `is_sound` says whether a piece can be a part
/// of a quotation; where one cannot, no others are looked for.
pub fn find(shelf: &Shelf<'_>, quoted: &Quoted, is_sound: &dyn Fn(&Piece) -> bool) -> Vec<Part> {
    let mut parts = Vec::new();
    // What is to be looked for, the next one last.
    let mut waiting: Vec<Range<usize>> = std::iter::once(0..quoted.words.len()).collect();
    let mut lookups = 0;
    while let Some(range) = waiting.pop() {
        if range.len() < PART && !parts.is_empty() || range.is_empty() || lookups == LOOKUPS {
            continue;
        }
        lookups += 1;
        let found = look_up(shelf, quoted, range.clone());
        let is_hopeless = found.iter().any(|part: &Part| !part.places.first().is_some_and(is_sound));
        let covered: Vec<Range<usize>> = found.iter().map(|part| part.quoted.clone()).collect();
        parts.extend(found);
        if is_hopeless {
            break;
        }
        let mut at = range.start;
        for part in covered {
            waiting.push(at..part.start);
            at = part.end;
        }
        if at > range.start {
            waiting.push(at..range.end);
        }
    }
    parts.sort_by_key(|part| part.quoted.start);
    parts
}

/// Looks for some words of a quotation: all in a row, or the passage that holds them best.
fn look_up(shelf: &Shelf<'_>, quoted: &Quoted, range: Range<usize>) -> Vec<Part> {
    let words = range.clone();
    let asked: Vec<Asked<'_>> = words
        .map(|word| Asked { word: &quoted.letters[word], hash: quoted.hashes[word], bits: quoted.bits[word] })
        .collect();
    let votes = shelf.votes(&asked);
    let rows = in_a_row(shelf, quoted, &range, shelf.complete(&votes).take(READ));
    if !rows.is_empty() {
        return vec![Part { quoted: range, places: rows, others: Vec::new() }];
    }
    let mut found: Vec<(f32, Vec<Piece>)> = Vec::new();
    let mut search = Search { quoted, range: range.clone(), alike: HashMap::new() };
    for (entry, paragraph) in shelf.best(&asked, &votes, ALIGNED) {
        let (alignment, spoken) = search.align_grown(shelf, entry, paragraph);
        let pieces = search.cut(&alignment, &spoken, entry);
        // A passage that reaches into its neighbour is found from both.
        if !pieces.is_empty() && !found.iter().any(|(_, other)| *other == pieces) {
            found.push((alignment.score, pieces));
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    parts_of(&range, found)
}

/// The places in some turns where the words of a range stand in a row.
fn in_a_row(
    shelf: &Shelf<'_>,
    quoted: &Quoted,
    range: &Range<usize>,
    turns: impl Iterator<Item = (usize, Range<u32>)>,
) -> Vec<Piece> {
    let wanted = &quoted.hashes[range.clone()];
    let pair = |k: u32| Pair { quoted: range.start as u32 + k, said: k, is_same: true };
    let mut places = Vec::new();
    let mut read = 0;
    for (entry, paragraphs) in turns {
        let spoken = shelf.spoken(entry, paragraphs);
        read += spoken.words.len();
        for said in spoken.words.windows(wanted.len()) {
            let is_row = said.iter().zip(wanted).all(|(said, word)| said.hash == *word);
            if let ([first, ..], [.., last], true) = (said, said, is_row) {
                let passage = Passage { from: first.at, to: last.at };
                places.push(Piece { entry, passage, pairs: (0..wanted.len() as u32).map(pair).collect() });
            }
        }
        if read > READ_WORDS || places.len() >= TOLD {
            break;
        }
    }
    places.truncate(TOLD);
    places
}

/// Some words of a quotation on their way through the passages, with what was found out about said words so far.
struct Search<'q> {
    quoted: &'q Quoted,
    range: Range<usize>,
    /// For each said word which quoted ones it is like, by their place in the range.
    alike: HashMap<u64, Box<[usize]>>,
}

impl Search<'_> {
    /// Aligns the words with a paragraph, and with its neighbours where the quotation goes on beyond its edges.
    fn align_grown(&mut self, shelf: &Shelf<'_>, entry: usize, paragraph: u32) -> (Alignment, Spoken) {
        let last = shelf.entry(entry).map_or(0, |entry| entry.transcript.paragraphs.len() as u32).saturating_sub(1);
        let (mut from, mut to) = (paragraph, paragraph);
        let mut spoken = window(shelf, entry, from, to);
        let mut alignment = self.align(&spoken);
        for _ in 0..GROWTH {
            let (Some(first), Some(end)) = (alignment.pairs.first(), alignment.pairs.last()) else { break };
            // Words are left on the same side of both.
            let before = first.quoted > 0 && first.said <= EDGE && from > 0;
            let is_at_end = (end.said + EDGE) as usize + 1 >= spoken.words.len();
            let behind = (end.quoted as usize) + 1 < self.range.len() && is_at_end && to < last;
            if !(before || behind) {
                break;
            }
            (from, to) = (from - u32::from(before), to + u32::from(behind));
            let wider = window(shelf, entry, from, to);
            let better = self.align(&wider);
            if better.score <= alignment.score + 0.01 {
                break;
            }
            (alignment, spoken) = (better, wider);
        }
        (alignment, spoken)
    }

    fn align(&mut self, spoken: &Spoken) -> Alignment {
        let Self { quoted, range, alike } = self;
        let letters = &quoted.letters[range.clone()];
        for said in &spoken.words {
            alike.entry(said.hash).or_insert_with(|| {
                let other = spoken.letters(said);
                let is_alike = |i: &usize| letters[*i] != other && are_alike(&letters[*i], other);
                (0..letters.len()).filter(is_alike).collect()
            });
        }
        let hashes: Vec<u64> = spoken.words.iter().map(|said| said.hash).collect();
        let likes: Vec<&[usize]> = hashes.iter().map(|hash| alike.get(hash).map_or(&[][..], |likes| likes)).collect();
        let (words, weights) = (&quoted.hashes[range.clone()], &quoted.weights[range.clone()]);
        align(words, weights, &hashes, |i, j| likes[j].contains(&i))
    }

    /// Cuts an alignment where too much was left out between two words for them to stand in one place.
    fn cut(&self, alignment: &Alignment, spoken: &Spoken, entry: usize) -> Vec<Piece> {
        let mut pieces: Vec<Vec<Pair>> = Vec::new();
        for pair in &alignment.pairs {
            match pieces.last_mut() {
                Some(piece) if piece.last().is_some_and(|last| are_near(spoken, last.said, pair.said)) => {
                    piece.push(*pair)
                }
                _ => pieces.push(vec![*pair]),
            }
        }
        let at = |index: u32| spoken.words.get(index as usize).map(|said| said.at);
        let piece = |mut pairs: Vec<Pair>| {
            trim(&mut pairs, self.range.len());
            let (first, last) = (pairs.first()?.said, pairs.last()?.said);
            for pair in &mut pairs {
                pair.said -= first;
                pair.quoted += self.range.start as u32;
            }
            Some(Piece { entry, passage: Passage { from: at(first)?, to: at(last)? }, pairs })
        };
        pieces.into_iter().filter_map(piece).collect()
    }
}

/// The words of some paragraphs, as many as can be aligned at once.
fn window(shelf: &Shelf<'_>, entry: usize, from: u32, to: u32) -> Spoken {
    let mut spoken = shelf.spoken(entry, from..to + 1);
    spoken.words.truncate(WINDOW);
    spoken
}

/// Whether two said words can belong to one place.
fn are_near(spoken: &Spoken, one: u32, next: u32) -> bool {
    let at = |index: u32| spoken.words.get(index as usize).map(|said| said.at.paragraph);
    let most = if at(one) == at(next) { LEFT_OUT } else { LEFT_OUT_BETWEEN };
    next - one - 1 <= most
}

/// Takes a word or two off the ends of a piece that stand apart from the rest, where the quotation goes on: they are
/// there by chance.
fn trim(pairs: &mut Vec<Pair>, words: usize) {
    while pairs.last().is_some_and(|last| last.quoted as usize + PART < words) {
        match pairs.windows(2).rposition(|two| !follows(two[0], two[1])) {
            Some(at) if pairs.len() - at - 1 <= APART => pairs.truncate(at + 1),
            _ => break,
        }
    }
    while pairs.first().is_some_and(|first| first.quoted as usize >= PART) {
        match pairs.windows(2).position(|two| !follows(two[0], two[1])) {
            Some(at) if at < APART => drop(pairs.drain(..=at)),
            _ => break,
        }
    }
}

/// Makes parts of the passages that were found, best first: the pieces of the best, with those of others that hold the
/// same words as well.
fn parts_of(range: &Range<usize>, found: Vec<(f32, Vec<Piece>)>) -> Vec<Part> {
    let Some((score, best)) = found.first() else { return Vec::new() };
    let mut parts = Vec::new();
    for piece in best {
        // A word or two by themselves prove nothing where there are more.
        if piece.pairs.len() < PART.min(range.len()) && best.len() > 1 {
            continue;
        }
        parts.push(Part { quoted: piece.quoted(), places: vec![piece.clone()], others: Vec::new() });
    }
    for (other, pieces) in &found[1..] {
        for piece in pieces {
            let span = piece.quoted();
            let Some(part) = parts.iter_mut().find(|part| part.quoted == span) else {
                if let Some(part) = parts.first_mut() {
                    part.others.push(piece.clone());
                }
                continue;
            };
            let is_as_good = *other >= score - 0.001 && part.places[0].pairs.len() == piece.pairs.len();
            if is_as_good { part.places.push(piece.clone()) } else { part.others.push(piece.clone()) }
        }
    }
    parts
}
