//! Finding: the query language, the index of all words, and the filter that joins a query with the facets.
//!
//! [`Query`] says what is asked, [`Index`] knows which words stand where, [`Evaluator`] finds the turns, and the filter
//! counts them by facets. How one text is looked at (to mark what was found) and how the index is asked must agree;
//! `tests/search.rs` holds both to a slow and simple reading of the same query.

pub mod dates;
mod evaluate;
mod filter;
pub mod index;
pub mod query;
pub mod report;
mod results;
mod spans;
pub mod stems;

pub use evaluate::{Evaluator, Progress, turn_paragraphs};
pub use filter::{
    Counted, Facets, Filter, Found, Matching, Tally, Without, filter_library, match_entry, resume_filter,
};
pub use index::Index;
pub use query::{Comparison, Problem, Query};
pub use results::{Order, TurnMatch, find_turns};
pub use spans::{SpanPlaces, SpanTerms};
