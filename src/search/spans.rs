//! Where words stand that are looked for together: in a row, any of several, near each other. The index is asked for turns
//! first and for places where these must be held to each other.

use super::index::{Cursor, Dictionary, Docs, Segment, Terms};
use super::query::{Place, Span, is_near, near};

/// What is looked for, by the numbers of its words.
#[derive(Clone, Debug)]
pub enum SpanTerms {
    /// Words in a row.
    Row(Vec<Terms>),
    /// Any of these.
    Any(Vec<SpanTerms>),
    /// Both, not further apart than so many words.
    Near(Box<[SpanTerms; 2]>, u32),
}

impl SpanTerms {
    /// The words of a span in a dictionary.
    pub fn new(span: &Span, dictionary: &Dictionary) -> Self {
        match span {
            Span::Row(row) => Self::Row(row.iter().map(|word| word.find_in(dictionary)).collect()),
            Span::Any(spans) => Self::Any(spans.iter().map(|span| Self::new(span, dictionary)).collect()),
            Span::Near { left, right, distance } => {
                Self::Near(Box::new([left, right].map(|span| Self::new(span, dictionary))), *distance)
            }
        }
    }
}

/// The turns of a segment in which words stand; of `among`, where it is given.
pub(super) fn span_docs(span: &SpanTerms, segment: &Segment, among: Option<Docs>) -> Docs {
    let only = |docs: Docs| match &among {
        Some(among) => docs.and(among),
        None => docs,
    };
    match span {
        SpanTerms::Row(row) => match row.as_slice() {
            [] => Docs::default(),
            [word] => only(segment.docs_of_any(word)),
            _ => placed_docs(span, segment, among),
        },
        SpanTerms::Any(spans) => {
            only(spans.iter().fold(Docs::default(), |found, span| found.or(&span_docs(span, segment, None))))
        }
        SpanTerms::Near(..) => placed_docs(span, segment, among),
    }
}

/// The same for what must be found by places.
fn placed_docs(span: &SpanTerms, segment: &Segment, among: Option<Docs>) -> Docs {
    let mut candidates = rough_docs(span, segment);
    if let Some(among) = among {
        candidates = candidates.and(&among);
    }
    if candidates.is_empty() {
        return candidates;
    }
    let mut places = SpanPlaces::new(span, segment, &candidates);
    Docs::from_sorted(candidates.iter().filter(|doc| places.is_in(*doc)).collect())
}

/// The turns that have the words of a span, wherever they stand in them.
fn rough_docs(span: &SpanTerms, segment: &Segment) -> Docs {
    match span {
        SpanTerms::Row(row) => {
            let mut sets: Vec<Docs> = row.iter().map(|word| segment.docs_of_any(word)).collect();
            sets.sort_by_key(Docs::len);
            sets.into_iter().reduce(|found, other| found.and(&other)).unwrap_or_default()
        }
        SpanTerms::Any(spans) => spans.iter().fold(Docs::default(), |found, span| found.or(&rough_docs(span, segment))),
        SpanTerms::Near(both, _) => rough_docs(&both[0], segment).and(&rough_docs(&both[1], segment)),
    }
}

/// Finds the places of a span in the turns of a segment, which must be asked for in ascending order, each once.
#[derive(Debug)]
pub struct SpanPlaces<'a> {
    kind: SpanKind<'a>,
    /// The places in the turn that was asked for last.
    places: Vec<Place>,
}

#[derive(Debug)]
enum SpanKind<'a> {
    Row(Vec<WordPlaces<'a>>),
    Any(Vec<SpanPlaces<'a>>),
    Near(Box<[SpanPlaces<'a>; 2]>, u32),
}

impl<'a> SpanPlaces<'a> {
    /// For a span and a segment; only turns of `among` will be asked for.
    pub fn new(span: &SpanTerms, segment: &'a Segment, among: &Docs) -> Self {
        let new = |span: &SpanTerms| Self::new(span, segment, among);
        let kind = match span {
            SpanTerms::Row(row) => {
                SpanKind::Row(row.iter().map(|word| WordPlaces::new(word, segment, among)).collect())
            }
            SpanTerms::Any(spans) => SpanKind::Any(spans.iter().map(new).collect()),
            SpanTerms::Near(both, distance) => SpanKind::Near(Box::new([new(&both[0]), new(&both[1])]), *distance),
        };
        Self { kind, places: Vec::new() }
    }

    /// Where it stands in a turn, in order, each place once.
    pub fn find(&mut self, doc: u16) -> &[Place] {
        self.places.clear();
        match &mut self.kind {
            SpanKind::Row(words) => row_places(words, doc, &mut self.places),
            SpanKind::Any(spans) => {
                spans.iter_mut().for_each(|span| self.places.extend(span.find(doc)));
                self.places.sort_unstable();
                self.places.dedup();
            }
            SpanKind::Near(both, distance) => {
                let [left, right] = both.as_mut();
                self.places = near(left.find(doc), right.find(doc), *distance);
            }
        }
        &self.places
    }

    /// Whether it stands in a turn.
    pub fn is_in(&mut self, doc: u16) -> bool {
        match &mut self.kind {
            SpanKind::Near(both, distance) => {
                let [left, right] = both.as_mut();
                is_near(left.find(doc), right.find(doc), *distance)
            }
            SpanKind::Row(words) => match words.as_mut_slice() {
                [first, second] => has_neighbours(first.find(doc), second.find(doc)),
                _ => !self.find(doc).is_empty(),
            },
            SpanKind::Any(_) => !self.find(doc).is_empty(),
        }
    }

    /// How many places it has in a turn, those that overlap counted once.
    pub fn count(&mut self, doc: u16) -> u32 {
        self.find(doc);
        count_apart(&mut self.places)
    }
}

/// How many places there are when those that overlap count as one.
pub fn count_apart(places: &mut [Place]) -> u32 {
    places.sort_unstable();
    let mut end = None;
    let mut count = 0;
    for (first, last) in places.iter() {
        if end.is_none_or(|end| *first > end) {
            count += 1;
        }
        end = end.max(Some(*last));
    }
    count
}

fn row_places(words: &mut [WordPlaces<'_>], doc: u16, out: &mut Vec<Place>) {
    let length = words.len() as u32;
    let Some((first, rest)) = words.split_first_mut() else { return };
    out.extend(first.find(doc).iter().map(|start| (*start, start + length - 1)));
    for (offset, word) in (1..).zip(rest) {
        if out.is_empty() {
            return;
        }
        // Both are in order: one pass through both.
        let mut places = word.find(doc).iter().peekable();
        out.retain(|(start, _)| {
            while places.next_if(|place| **place < start + offset).is_some() {}
            places.peek() == Some(&&(start + offset))
        });
    }
}

/// Whether any of the second places is the one behind one of the first. Both are in order.
fn has_neighbours(first: &[u32], second: &[u32]) -> bool {
    let mut rest = second;
    first.iter().any(|place| {
        while let [next, behind @ ..] = rest
            && *next <= *place
        {
            rest = behind;
        }
        rest.first() == Some(&(place + 1))
    })
}

/// Finds the places of one word pattern: by a cursor where it is one word, and where it is many, all places in the
/// turns that will be asked for, gathered beforehand.
#[derive(Debug)]
enum WordPlaces<'a> {
    One { cursor: Box<Cursor<'a>>, places: Vec<u32> },
    Many { gathered: Vec<(u16, u32)>, at: usize, places: Vec<u32> },
}

impl<'a> WordPlaces<'a> {
    fn new(word: &Terms, segment: &'a Segment, among: &Docs) -> Self {
        let places = Vec::new();
        let only = match word {
            Terms::Range(range) => (range.len() == 1).then_some(range.start),
            Terms::List(list) => {
                if let [only] = list.as_slice() {
                    Some(*only as usize)
                } else {
                    None
                }
            }
        };
        if let Some(only) = only {
            return Self::One { cursor: Box::new(segment.cursor(only)), places };
        }
        let among = among.clone().into_bits();
        let mut gathered = Vec::new();
        segment.each_place(word, &mut |doc, place| {
            if among[doc as usize / 64] >> (doc % 64) & 1 == 1 {
                gathered.push((doc, place));
            }
        });
        gathered.sort_unstable();
        Self::Many { gathered, at: 0, places }
    }

    fn find(&mut self, doc: u16) -> &[u32] {
        match self {
            Self::One { cursor, places } => {
                places.clear();
                cursor.places(doc, places);
                places
            }
            Self::Many { gathered, at, places } => {
                let rest = &gathered[*at..];
                let start = rest.partition_point(|(other, _)| *other < doc);
                let here = rest[start..].iter().take_while(|(other, _)| *other == doc);
                places.clear();
                places.extend(here.map(|(_, place)| *place));
                *at += start + places.len();
                places
            }
        }
    }
}
