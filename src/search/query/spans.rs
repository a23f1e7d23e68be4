//! Words in a row, words near each other, and where they stand in a text. This is how one short text is looked at: a
//! paragraph to mark the words in, a title, a name. The index finds the same without looking at texts.

use super::word::{WordKind, WordPattern};
use crate::text::fold::Folded;
use crate::text::words::words;

/// What is looked for among the words of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Words in a row; at least one.
    Row(Vec<WordPattern>),
    /// Any of these.
    Any(Vec<Span>),
    /// Both, not further apart than so many words.
    Near {
        /// The one.
        left: Box<Span>,
        /// The other.
        right: Box<Span>,
        /// From the end of the one to the beginning of the other, in words: 1 for neighbours.
        distance: u32,
    },
}

/// First and last word of a place.
pub type Place = (u32, u32);

impl Span {
    /// Calls `each` for all words that are asked for.
    pub fn walk_words(&self, each: &mut impl FnMut(&WordPattern)) {
        match self {
            Self::Row(words) => words.iter().for_each(each),
            Self::Any(spans) => spans.iter().for_each(|span| span.walk_words(each)),
            Self::Near { left, right, .. } => {
                left.walk_words(each);
                right.walk_words(each);
            }
        }
    }

    /// Adds the letters that match, as byte ranges of the text: those of its words, of a prefix only itself. Where
    /// `only` is given, at these places only.
    pub fn mark(&self, text: &TextWords<'_>, only: Option<&[Place]>, out: &mut impl Extend<(usize, usize)>) {
        match self {
            Self::Row(row) => {
                let places = self.find(text).into_iter();
                let places = places.filter(|place| only.is_none_or(|only| only.binary_search(place).is_ok()));
                let prefix = row.last().filter(|word| word.kind == WordKind::Prefix).map(|word| word.word.len());
                out.extend(places.map(|place| text.range(place, prefix)));
            }
            Self::Any(spans) => spans.iter().for_each(|span| span.mark(text, only, out)),
            Self::Near { left, right, .. } => {
                let mut places = self.find(text);
                places.retain(|place| only.is_none_or(|only| only.binary_search(place).is_ok()));
                left.mark(text, Some(&places), out);
                right.mark(text, Some(&places), out);
            }
        }
    }

    /// Where it stands among words, in order, each place once.
    pub fn find(&self, text: &TextWords) -> Vec<Place> {
        match self {
            Self::Row(row) => (0..=text.words.len().saturating_sub(row.len()))
                .filter(|at| {
                    let words = text.words.get(*at..at + row.len());
                    words.is_some_and(|words| {
                        row.iter()
                            .zip(words)
                            .all(|(pattern, word)| pattern.matches(text.folded(word), text.printed(word)))
                    })
                })
                .map(|at| (at as u32, (at + row.len() - 1) as u32))
                .collect(),
            Self::Any(spans) => sorted(spans.iter().flat_map(|span| span.find(text)).collect()),
            Self::Near { left, right, distance } => near(&left.find(text), &right.find(text), *distance),
        }
    }
}

/// Sorted, each once.
fn sorted(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_unstable();
    places.dedup();
    places
}

/// The places of both sides that have a place of the other side near: apart from each other, and no further than
/// `distance`. Both must be sorted.
pub fn near(left: &[Place], right: &[Place], distance: u32) -> Vec<Place> {
    let mut both = Vec::new();
    for (some, others) in [(left, right), (right, left)] {
        walk_near(some, others, distance, |place| {
            both.push(place);
            false
        });
    }
    sorted(both)
}

/// Whether any place of the one side is near one of the other. Both must be sorted.
pub fn is_near(left: &[Place], right: &[Place], distance: u32) -> bool {
    walk_near(left, right, distance, |_| true)
}

/// Calls `each` for every place of the one side that is near one of the other, until it answers true. Answers whether
/// it did.
fn walk_near(some: &[Place], others: &[Place], distance: u32, mut each: impl FnMut(Place) -> bool) -> bool {
    let is_apart_and_near = |a: &Place, b: &Place| {
        if a.1 < b.0 {
            b.0 - a.1 <= distance
        } else if b.1 < a.0 {
            a.0 - b.1 <= distance
        } else {
            false
        }
    };
    // A row is at most as long as a query: those that may be near lie in a window that moves on.
    let longest = others.iter().map(|other| other.1 - other.0).max().unwrap_or_default();
    let mut from = 0;
    for place in some {
        while others.get(from).is_some_and(|other| other.0 + longest + distance < place.0) {
            from += 1;
        }
        let mut window = others[from..].iter().take_while(|other| other.0 <= place.1 + distance);
        if window.any(|other| is_apart_and_near(place, other)) && each(*place) {
            return true;
        }
    }
    false
}

/// A text with its words.
#[derive(Debug)]
pub struct TextWords<'a> {
    text: &'a str,
    folded: Folded,
    words: Vec<(u32, u32)>,
}

impl<'a> TextWords<'a> {
    /// The words of a text.
    pub fn new(text: &'a str) -> Self {
        let folded = Folded::new(text);
        let words = words(&folded.text).map(|(start, end)| (start as u32, end as u32)).collect();
        Self { text, folded, words }
    }

    fn folded(&self, word: &(u32, u32)) -> &str {
        self.folded.text.get(word.0 as usize..word.1 as usize).unwrap_or_default()
    }

    fn printed(&self, word: &(u32, u32)) -> &'a str {
        let (start, end) = self.folded.original(word.0 as usize, word.1 as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// The folded text.
    pub fn folded_text(&self) -> &str {
        &self.folded.text
    }

    /// A byte range of the folded text as byte range of the text.
    pub fn printed_range(&self, start: usize, end: usize) -> (usize, usize) {
        self.folded.original(start, end)
    }

    /// The letters of a place, as byte range of the text; of its last word as many as are given, in folded bytes.
    fn range(&self, place: Place, of_last: Option<usize>) -> (usize, usize) {
        match (self.words.get(place.0 as usize), self.words.get(place.1 as usize)) {
            (Some(first), Some(last)) => {
                let end = of_last.map_or(last.1 as usize, |length| last.0 as usize + length);
                self.folded.original(first.0 as usize, end)
            }
            _ => (0, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn near_is_counted_from_word_to_word() {
        let at = |n: u32| (n, n);
        assert_eq!(near(&[at(0)], &[at(5)], 5), [at(0), at(5)]);
        assert!(near(&[at(0)], &[at(6)], 5).is_empty());
        // A word is not near itself.
        assert!(near(&[at(3)], &[at(3)], 5).is_empty());
        assert_eq!(near(&[at(3), at(9)], &[at(3), at(9)], 6), [at(3), at(9)]);
        // From the end of a row to the beginning of the other.
        assert_eq!(near(&[(0, 3)], &[(5, 6)], 2), [(0, 3), (5, 6)]);
        assert_eq!(near(&[(5, 6)], &[(0, 3), (20, 22)], 2), [(0, 3), (5, 6)]);
    }
}
