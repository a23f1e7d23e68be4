//! What a reader could not make sense of: where, why, and what to do about it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Span;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Info,
    /// Something was read by a guess, or set aside.
    Warning,
    /// Something could not be read.
    Error,
}

/// One thing that a reader could not make sense of. Reading goes on after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Stable identifier: the format's id, a dot, a name: `vtt.time-order`.
    pub code: Cow<'static, str>,
    /// A sentence for the user: what is wrong.
    pub message: String,
    /// A sentence for the user: what to do; empty if there is nothing to do.
    pub hint: String,
    /// Where in the decoded source.
    pub span: Span,
}

impl Diagnostic {
    /// A warning without a hint.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code: code.into(), message: message.into(), hint: String::new(), span }
    }

    /// An error without a hint.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, ..Self::warning(code, span, message) }
    }

    /// A piece of information without a hint.
    pub fn info(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Info, ..Self::warning(code, span, message) }
    }

    /// The same with a next step.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}
