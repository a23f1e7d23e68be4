//! What a user has decided about how a source is read, against or beside what its content says.

use serde::{Deserialize, Serialize};

/// What a user has decided about how a source is read. The default decides nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// The encoding, by its name in the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// The format, by its id.
    pub format: Option<String>,
    /// What the columns of a table hold, from the left: a name of `tables::ROLES` each, empty for none.
    pub columns: Option<Vec<String>>,
}

impl Choices {
    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
