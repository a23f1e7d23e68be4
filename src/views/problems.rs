//! What a user is told of a query that could not be understood: where, why, and what to do.

use super::Texts;
use crate::search::query::{FARTHEST, FIELDS, Problem, ProblemKind};

/// A sentence on something in the query `text`.
pub fn sentence(texts: &Texts, text: &str, problem: &Problem) -> String {
    let why = match &problem.kind {
        ProblemKind::OpenBracket => texts.of("query-open-bracket"),
        ProblemKind::StrayBracket => texts.of("query-stray-bracket"),
        ProblemKind::NothingThere => texts.of("query-nothing-there"),
        ProblemKind::NearWhat => texts.of("query-near-what"),
        ProblemKind::HowNear => texts.with("query-how-near", &[("n", FARTHEST.into())]),
        ProblemKind::UnknownField(name) => {
            texts.with("query-unknown-field", &[("name", name.as_str().into()), ("fields", FIELDS.join(", ").into())])
        }
        ProblemKind::EmptyField => texts.of("query-empty-field"),
        ProblemKind::BadDate => texts.of("query-bad-date"),
        ProblemKind::UnknownScope => texts.of("query-unknown-scope"),
        ProblemKind::OpenPattern => texts.of("query-open-pattern"),
        ProblemKind::BadPattern(why) => texts.with("query-bad-pattern", &[("why", texts.of(why).into())]),
        ProblemKind::StarInside => texts.of("query-star-inside"),
        ProblemKind::TooManyEdits => texts.of("query-too-many-edits"),
        ProblemKind::TooLong => texts.of("query-too-long"),
    };
    let part = text.get(problem.start..problem.end).unwrap_or_default();
    texts.with("query-at", &[("part", part.into()), ("why", why.into())])
}
