//! A query: what stands in the search box, understood.

mod automaton;
mod expression;
mod pattern;
mod pieces;
mod spans;
mod syntax;
mod word;

use std::collections::BinaryHeap;

use crate::search::dates::DateRange;
use crate::search::stems::Stems;

pub use pattern::{Pattern, PatternTerms, PieceTerms};
pub use pieces::Joint;
pub use spans::{Place, Span, TextWords, is_near, near};
pub use syntax::{FARTHEST, FIELDS, Problem, ProblemKind};
pub use word::{WordKind, WordPattern};

/// How words are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Letter by letter as printed, without folding.
    pub is_exact: bool,
    /// By their stems in these languages, for words that stand alone. Not where `is_exact`.
    pub stems: Stems,
    /// Whether whole words are found in Latin and in Cyrillic letters, whichever they are asked for in. Not where
    /// `is_exact`; where words are compared so, they are not by their stems.
    pub either_alphabet: bool,
}

/// What stands in the search box, understood.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What is asked; none where nothing is.
    pub root: Option<Node>,
    /// What could not be understood and was left aside, in order.
    pub problems: Vec<Problem>,
    /// Whether folding is off.
    pub is_exact: bool,
}

/// A condition on a turn.
#[derive(Clone, Debug)]
pub enum Node {
    /// The turn, or what else is named, has these words.
    Text {
        /// What is looked for.
        wanted: Wanted,
        /// Where.
        scope: Scope,
    },
    /// Its speaker, its transcript or its file is like this.
    Field(Field),
    /// Not this.
    Not(Box<Node>),
    /// All of these.
    All(Vec<Node>),
    /// Any of these.
    Any(Vec<Node>),
}

/// What is looked for in a text.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Words.
    Span(Span),
    /// A regular expression.
    Pattern(Box<Pattern>),
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// In the turn.
    #[default]
    Turn,
    /// In the title of the transcript.
    Title,
    /// In its summary.
    Summary,
    /// In its headings.
    Heading,
    /// In its notes.
    Note,
}

/// A condition on what is known of a turn.
#[derive(Clone, Debug)]
pub enum Field {
    /// The speaker's name or a label has these words.
    Speaker(Span),
    /// The role has these words.
    Role(Span),
    /// The place has these words.
    Place(Span),
    /// The title has these words.
    Title(Span),
    /// The day.
    Date(DateRange),
    /// The language, BCP 47, or how it begins.
    Language(String),
    /// The format's id or name, or how it begins; folded.
    Format(String),
    /// A part of the file's name; folded.
    File(String),
}

impl Query {
    /// Understands what stands in the search box. What cannot be understood is left aside and told.
    pub fn parse(text: &str, comparison: Comparison) -> Self {
        syntax::parse(text, comparison)
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// Whether it asks for words in turns: then there is something to mark.
    pub fn has_text(&self) -> bool {
        let mut has_any = false;
        self.walk_wanted(&mut |_| has_any = true);
        has_any
    }

    /// Whether every turn that matches has something to mark.
    pub fn always_marks(&self) -> bool {
        fn always(node: &Node) -> bool {
            match node {
                Node::Text { scope, .. } => *scope == Scope::Turn,
                Node::All(nodes) => nodes.iter().any(always),
                Node::Any(nodes) => nodes.iter().all(always),
                Node::Field(_) | Node::Not(_) => false,
            }
        }
        self.root.as_ref().is_some_and(always)
    }

    /// The byte ranges of `text` in which what is looked for in turns stands, in order and not overlapping. What must
    /// not stand there is not looked for.
    pub fn highlights(&self, text: &str) -> Vec<(usize, usize)> {
        if !self.has_text() {
            return Vec::new();
        }
        let words = TextWords::new(text);
        // A heap sorts in little code; the standard sorts bring eight kilobytes for each kind of list.
        let mut ranges = BinaryHeap::new();
        self.walk_wanted(&mut |wanted| match wanted {
            Wanted::Span(span) => span.mark(&words, None, &mut ranges),
            Wanted::Pattern(pattern) => ranges.extend(pattern.find(&words, text)),
        });
        let mut merged: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
        for (start, end) in ranges.into_sorted_vec() {
            match merged.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        merged
    }

    /// Calls `each` for all that is looked for in turns and may be marked there.
    pub fn walk_wanted<'a>(&'a self, each: &mut impl FnMut(&'a Wanted)) {
        fn walk<'a>(node: &'a Node, each: &mut impl FnMut(&'a Wanted)) {
            match node {
                Node::Text { wanted, scope: Scope::Turn } => each(wanted),
                Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| walk(node, each)),
                Node::Text { .. } | Node::Field(_) | Node::Not(_) => {}
            }
        }
        if let Some(root) = &self.root {
            walk(root, each);
        }
    }
}

impl Wanted {
    /// Whether it stands in a text.
    pub fn is_in(&self, words: &TextWords<'_>, text: &str) -> bool {
        match self {
            Self::Span(span) => !span.find(words).is_empty(),
            Self::Pattern(pattern) => pattern.is_in(words, text),
        }
    }
}
