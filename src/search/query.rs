//! The query in the search box: words that all stand in one turn, `"exact phrases"`, prefixes with a star.
//! Queries and texts are compared in their folded form.

use std::collections::BinaryHeap;

use memchr::memmem::Finder;

use crate::text::fold::{Folded, fold};

/// A query, ready to be looked for.
#[derive(Debug, Default)]
pub struct Query {
    terms: Vec<Term>,
}

/// One word, prefix or phrase.
#[derive(Debug)]
pub struct Term {
    finder: Finder<'static>,
    needle: String,
    is_prefix: bool,
}

impl Term {
    fn new(text: &str) -> Option<Self> {
        let folded = fold(text);
        let trimmed = folded.trim();
        let (needle, is_prefix) = match trimmed.strip_suffix('*') {
            Some(prefix) => (prefix, true),
            None => (trimmed, false),
        };
        let needle = needle.trim_matches(|c: char| !c.is_alphanumeric());
        (!needle.is_empty()).then(|| Self {
            finder: Finder::new(needle.as_bytes()).into_owned(),
            needle: needle.to_owned(),
            is_prefix,
        })
    }

    /// Where it stands in a folded text, as byte ranges, in order.
    pub fn find<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        self.finder.find_iter(folded.as_bytes()).filter_map(move |start| {
            let end = start + self.needle.len();
            let is_free = is_word_edge(folded, start) && (self.is_prefix || is_word_edge(folded, end));
            is_free.then_some((start, end))
        })
    }
}

/// Whether a word may start or end at this place: no letter or digit on one of its sides, or letters of scripts that
/// are written without spaces.
fn is_word_edge(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    let before = before.chars().next_back().filter(|c| c.is_alphanumeric());
    let after = after.chars().next().filter(|c| c.is_alphanumeric());
    match (before, after) {
        (Some(before), Some(after)) => is_unspaced(before) || is_unspaced(after),
        _ => true,
    }
}

/// Han, kana, Thai, Lao, Khmer, Burmese.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

impl Query {
    /// Reads what stands in the search box. A quotation mark that is not closed reaches to the end.
    pub fn parse(text: &str) -> Self {
        let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
        let mut terms = Vec::new();
        for (index, part) in text.split(is_quote).enumerate() {
            if index % 2 == 1 {
                terms.extend(Term::new(part));
            } else {
                terms.extend(part.split_whitespace().filter_map(Term::new));
            }
        }
        Self { terms }
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Its terms.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The letters of `text` that match any term, as byte ranges in `text`, in order and not overlapping.
    pub fn highlights(&self, text: &str) -> Vec<(usize, usize)> {
        if self.is_empty() {
            return Vec::new();
        }
        let folded = Folded::new(text);
        // A heap sorts in little code; the standard sorts bring eight kilobytes for each kind of list.
        let ranges: BinaryHeap<_> = self
            .terms
            .iter()
            .flat_map(|term| term.find(&folded.text))
            .map(|(start, end)| folded.original(start, end))
            .collect();
        let mut merged: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
        for (start, end) in ranges.into_sorted_vec() {
            match merged.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str, text: &str) -> Vec<String> {
        Query::parse(query).highlights(text).into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
    }

    #[test]
    fn words_are_whole_and_prefixes_have_a_star() {
        let text = "Security, insecure; the secu\u{ad}rity of SECURITIES";
        assert_eq!(found("security", text), ["Security", "secu\u{ad}rity"]);
        assert_eq!(found("secur*", text), ["Secur", "secu\u{ad}r", "SECUR"]);
    }

    #[test]
    fn phrases_are_words_in_a_row() {
        let text = "We did  not “approve” it. It was not approved; we did\u{a0}not.";
        assert_eq!(found("\"did not\"", text), ["did  not", "did\u{a0}not"]);
        assert_eq!(found("“not approved", text), ["not approved"]);
    }

    #[test]
    fn letters_fold_but_short_i_is_its_own() {
        assert_eq!(found("елка", "Ёлка, елки"), ["Ёлка"]);
        assert!(found("мои", "мой").is_empty());
        assert_eq!(found("安全", "这是安全会议"), ["安全"]);
    }

    #[test]
    fn signs_alone_ask_for_nothing() {
        assert!(Query::parse(" \"\" -- * ").is_empty());
    }
}
