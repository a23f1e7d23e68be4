//! Quotations in another language than the record's: what is found in a translation is told with the passage that it
//! translates.
//!
//! Nothing is translated here. The words must stand in a translation that is in the library; which passages belong
//! together is the matter of whoever aligned the two.

use std::ops::Range;

use super::Checked;
use super::shelf::Shelf;
use super::verdict::{Match, Verdict};
use crate::quote::passage::Passage;

/// What knows which passages of a transcript and of its translation belong together.
pub trait Counterparts {
    /// The transcript (an index) in the language with this code that stands beside `entry`, and its paragraphs that belong
    /// to this one (indices).
    fn beside(&mut self, entry: usize, paragraph: u32, language: &str) -> Option<(usize, Range<u32>)>;
}

/// Whether two codes are of one language, whatever the country.
pub fn are_one_language(one: &str, other: &str) -> bool {
    let base = |code: &str| code.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    !one.is_empty() && base(one) == base(other)
}

/// Says of what was found in a translation only that it was said in another language, where the record is asked for in
/// the language with this code. The passages that are translated stand first among the matches.
pub fn tell_translated(
    checked: &mut [Checked],
    language: &str,
    shelf: &Shelf<'_>,
    counterparts: &mut dyn Counterparts,
) {
    for one in checked {
        let is_found = matches!(one.verdict, Verdict::Exact | Verdict::Punctuation | Verdict::Altered);
        let is_asked = |found: &Match| {
            let entry = shelf.entry(found.entry);
            entry.and_then(|e| e.transcript.metadata.language.as_deref()).is_some_and(|l| are_one_language(l, language))
        };
        if !is_found || one.matches.iter().any(is_asked) {
            continue;
        }
        let mut originals: Vec<Match> = Vec::new();
        for found in &one.matches {
            let Some((entry, paragraphs)) = counterparts.beside(found.entry, found.paragraph, language) else {
                continue;
            };
            for original in paragraphs.filter_map(|paragraph| whole(shelf, entry, paragraph)) {
                if !originals.iter().any(|o| (o.entry, o.paragraph) == (original.entry, original.paragraph)) {
                    originals.push(original);
                }
            }
        }
        if !originals.is_empty() {
            one.verdict = Verdict::Translated;
            one.matches.splice(0..0, originals);
        }
    }
}

/// A paragraph as a match, as a whole.
pub fn whole(shelf: &Shelf<'_>, entry: usize, paragraph: u32) -> Option<Match> {
    let transcript = &shelf.entry(entry)?.transcript;
    let passage = Passage::of_paragraph(transcript, paragraph)?;
    let bytes = 0..transcript.paragraphs.get(paragraph as usize)?.text.len();
    Some(Match { entry, paragraph, words: 0..passage.to.nth + 1, bytes, edits: Vec::new(), score: 1.0 })
}
