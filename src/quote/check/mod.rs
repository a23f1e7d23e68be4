//! The quote check: whether words were said, by whom, where, and in which words.
//!
//! A pasted text is taken apart into quotations ([`quotations`]); each is looked for in the library ([`places`], by the
//! votes of [`shelf`] and the alignment of [`alignment`]) and judged ([`verdict`]). Nothing here prints; `quote::report`
//! does. All work is bounded.

pub mod alignment;
pub mod claim;
pub mod places;
pub mod quotations;
pub mod shelf;
pub mod translation;
pub mod verdict;

use places::Quoted;
use quotations::Quotation;
use shelf::Shelf;
use verdict::{Match, Verdict, judge};

/// The longest text, in words, that may be a quotation although it has quotation marks inside.
const WHOLE_WORDS: usize = 120;

/// A quotation with what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The quotation.
    pub text: String,
    /// Who is said to have said it.
    pub claimed: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// Where it stands; for what was not found the nearest passages.
    pub matches: Vec<Match>,
}

/// Checks all quotations in a text. `claimed` is who is said to have said them, where the user says so; else the words
/// around each tell.
pub fn check(text: &str, claimed: Option<&str>, shelf: &Shelf<'_>) -> Vec<Checked> {
    let pasted = quotations::read(text);
    let check_one = |quotation: Quotation| {
        let claimed = claimed.map(str::to_owned).or(quotation.claimed);
        let (verdict, matches) = check_words(&quotation.text, claimed.as_deref(), shelf);
        Checked { text: quotation.text, claimed, verdict, matches }
    };
    if pasted.quotations.is_empty() {
        return quotations::whole(text).into_iter().map(check_one).collect();
    }
    // Words of a transcript may quote somebody themselves.
    if text.split_whitespace().count() <= WHOLE_WORDS {
        let whole = check_one(Quotation { text: text.trim().to_owned(), claimed: None });
        let is_it = match whole.verdict {
            Verdict::Exact | Verdict::Punctuation | Verdict::OtherSpeaker => true,
            Verdict::Altered => !pasted.is_about || says_the_same_around(&whole.matches, &pasted.around),
            Verdict::Spliced => !pasted.is_about,
            Verdict::Translated | Verdict::NotFound => false,
        };
        if is_it {
            return vec![whole];
        }
    }
    pasted.quotations.into_iter().map(check_one).collect()
}

/// Whether what stands around the quotation marks was said too: none of the edits adds a good part of it.
fn says_the_same_around(matches: &[Match], around: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let edits = matches.iter().flat_map(|found| &found.edits).map(|edit| edit.quoted.as_str());
    let added: usize = edits.filter(|quoted| around.contains(quoted)).map(letters).sum();
    added * 4 <= letters(around)
}

/// Checks the words of one quotation. What stands in brackets may have been put in by who quotes, or may be said so.
fn check_words(text: &str, claimed: Option<&str>, shelf: &Shelf<'_>) -> (Verdict, Vec<Match>) {
    let look = |quoted: Quoted| judge(shelf, &quoted, claimed);
    let as_is = look(Quoted::new(text, shelf));
    if !text.contains(['[', '(']) || matches!(as_is.0, Verdict::Exact | Verdict::Punctuation) {
        return as_is;
    }
    let bare = look(Quoted::without_insertions(text, shelf));
    // Where brackets stand in the transcript too, what is in them counts.
    let brackets = bare.1.iter().map(|found| verdict::brackets(verdict::text_of(shelf, found))).find(|b| !b.is_empty());
    let is_inserted = brackets.is_none_or(|brackets| brackets == verdict::brackets(text));
    if is_inserted && bare.0 != Verdict::NotFound { bare } else { as_is }
}
