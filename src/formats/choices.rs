//! What a user has decided about how a source is read, against or beside what its content says.

use serde::{Deserialize, Serialize};

use super::Rule;

/// What a user has decided about how a source is read. The default decides nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// The encoding, by its name in the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// The format, by its id.
    pub format: Option<String>,
    /// What the columns of a table hold, from the left: a name of [`COLUMN_ROLES`] each, empty for none.
    pub columns: Option<Vec<String>>,
    /// What the user taught by examples; of two rules that speak of the same line the later one decides.
    pub rules: Vec<Rule>,
}

impl Choices {
    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a column of a table may hold.
pub const COLUMN_ROLES: &[&str] = &[
    "speaker",
    "role",
    "text",
    "start",
    "end",
    "duration",
    "number",
    "title",
    "summary",
    "date",
    "time",
    "place",
    "language",
    "transcript",
    "note",
];

/// A column of a table as it was understood, so that the user can see the guess and correct it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// What stands at its head; empty where the table has no heads.
    pub title: String,
    /// Its first value.
    pub sample: String,
    /// What it was taken to hold: a name of [`COLUMN_ROLES`], empty for nothing that is known.
    pub role: String,
}
