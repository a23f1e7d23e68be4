//! Finding: the query in the search box, and the filter that joins it with the facets.

mod filter;
mod query;

pub use filter::{Counted, Facets, Filter, Found, Tally, filter_library, match_entry};
pub use query::{Query, Term};
