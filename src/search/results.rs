//! The turns that match, in an order to read them in.

use super::evaluate::Evaluator;
use super::filter::{Filter, TurnChoice, Whole};
use super::index::{Docs, Index, Part};
use super::query::{Query, Wanted};
use super::spans::{SpanPlaces, SpanTerms, span_docs};
use crate::library::Library;

/// In which order results are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By day, the earliest first, those without a day last; within a day by file.
    #[default]
    Date,
    /// By how much they are about what is asked, by the formula BM25.
    Relevance,
    /// By file name.
    File,
}

impl Order {
    /// The order with this name: `date`, `relevance` or `file`.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "date" => Self::Date,
            "relevance" => Self::Relevance,
            "file" => Self::File,
            _ => return None,
        })
    }
}

/// A turn that matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TurnMatch {
    /// Place of its transcript in [`Library::entries`].
    pub entry: u32,
    /// Its index in the transcript.
    pub turn: u32,
    /// How much it is about what is asked; 0 where the order does not ask.
    pub score: f32,
}

/// How soon more of the same word counts less, and how much length counts against a turn: the customary values of BM25
/// (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009).
const SATURATION: f32 = 1.2;
const LENGTH_WEIGHT: f32 = 0.75;

/// All turns that match, in order.
pub fn find_turns(index: &Index, library: &Library, filter: &Filter, query: &Query, order: Order) -> Vec<TurnMatch> {
    let evaluator = Evaluator::new(query, index, library);
    let passes: Vec<bool> =
        library.entries().iter().map(|entry| Whole::new(index, library, entry, filter).failing() == 0).collect();
    let in_part = |part| {
        let docs = evaluator.find(part).and(&part.docs_of_transcripts(&passes));
        (part, TurnChoice::new(filter, index.people(), part).both(docs))
    };
    let found: Vec<(&Part, Docs)> = index.parts().iter().map(in_part).collect();
    let scores = (order == Order::Relevance).then(|| Relevance::new(query, index));
    let mut turns = Vec::new();
    for (part, docs) in &found {
        let mut score = scores.as_ref().map(|relevance| relevance.of_part(part, docs));
        for doc in docs.iter() {
            let Some((entry, turn)) = part.place_of(doc) else { continue };
            turns.push(TurnMatch { entry, turn, score: score.as_mut().map_or(0.0, |score| score.of(doc)) });
        }
    }
    // What an entry is ordered by is looked up once for each.
    let keys: Vec<_> = library
        .entries()
        .iter()
        .map(|entry| {
            let date = entry.transcript.metadata.date.as_ref().map(|date| date.value);
            let file = library.source(entry).map_or("", |source| source.name.as_str());
            (date.is_none(), date, file)
        })
        .collect();
    let mut places: Vec<usize> = (0..keys.len()).collect();
    match order {
        Order::File => places.sort_by(|a, b| keys[*a].2.cmp(keys[*b].2).then(a.cmp(b))),
        _ => places.sort_by(|a, b| keys[*a].cmp(&keys[*b]).then(a.cmp(b))),
    }
    let mut rank = vec![0u32; places.len()];
    for (at, place) in (0..).zip(&places) {
        rank[*place] = at;
    }
    let mut turns = in_order_of(&rank, &turns);
    if order == Order::Relevance {
        turns.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
    turns
}

/// Turns in the order of their transcripts, those of one transcript as they come: a counting sort, because there may be
/// a million.
fn in_order_of(rank: &[u32], turns: &[TurnMatch]) -> Vec<TurnMatch> {
    let rank = |turn: &TurnMatch| rank.get(turn.entry as usize).map_or(0, |rank| *rank as usize);
    let most = turns.iter().map(rank).max().unwrap_or_default();
    let mut starts = vec![0; most + 2];
    turns.iter().for_each(|turn| starts[rank(turn) + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut sorted = turns.to_vec();
    for turn in turns {
        let at: &mut usize = &mut starts[rank(turn)];
        sorted[*at] = *turn;
        *at += 1;
    }
    sorted
}

/// How much turns are about what is asked.
struct Relevance {
    /// What is looked for, with how much a turn tells by having it.
    spans: Vec<(SpanTerms, f32)>,
    mean_length: f32,
}

impl Relevance {
    fn new(query: &Query, index: &Index) -> Self {
        let turns: usize = index.parts().iter().map(|part| part.people.len()).sum();
        let words: u64 = index.parts().iter().map(|part| part.segment.words()).sum();
        let mut spans = Vec::new();
        query.walk_wanted(&mut |wanted| {
            if let Wanted::Span(span) = wanted {
                let span = SpanTerms::new(span, index.dictionary());
                let with: usize = index.parts().iter().map(|part| span_docs(&span, &part.segment, None).len()).sum();
                let (all, with) = (turns as f32, with as f32);
                spans.push((span, (1.0 + (all - with + 0.5) / (with + 0.5)).ln()));
            }
        });
        Self { spans, mean_length: (words as f32 / (turns.max(1)) as f32).max(1.0) }
    }

    fn of_part<'p>(&'p self, part: &'p Part, docs: &Docs) -> PartScores<'p> {
        let places = |(span, weight): &(SpanTerms, f32)| (SpanPlaces::new(span, &part.segment, docs), *weight);
        PartScores { part, mean_length: self.mean_length, spans: self.spans.iter().map(places).collect() }
    }
}

struct PartScores<'a> {
    part: &'a Part,
    mean_length: f32,
    spans: Vec<(SpanPlaces<'a>, f32)>,
}

impl PartScores<'_> {
    fn of(&mut self, doc: u16) -> f32 {
        let length = self.part.segment.length(doc) as f32 / self.mean_length;
        let norm = SATURATION * (1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * length);
        let of_span = |(places, weight): &mut (SpanPlaces<'_>, f32)| {
            let count = places.count(doc) as f32;
            *weight * count * (SATURATION + 1.0) / (count + norm)
        };
        self.spans.iter_mut().map(of_span).sum()
    }
}
