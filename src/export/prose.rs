//! Who a reader of running text would think is speaking: what the writers of text and Markdown share.
//!
//! In such layouts a label holds until the next one. So a label is written again wherever a reader would be in doubt,
//! and where nobody is named a separator comes first: words must never pass to somebody who did not say them.

use crate::model::{LabelId, Turn};
use crate::text::lines::is_space;
use crate::text::speakers::label::{Shape, shape, split_words};

/// How far into a line a label may end, bytes.
const LONGEST_LABEL: usize = 480;

/// What must stand before a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Nothing: the reader knows who speaks.
    Nothing,
    /// A label.
    Label(LabelId),
    /// A separator: nobody is named from here on.
    Separator,
}

/// Whom a reader takes to be speaking.
#[derive(Debug, Default)]
pub struct Speaking {
    turn: Option<LabelId>,
    /// Whether the turn has just begun.
    is_new: bool,
    believed: Option<LabelId>,
}

impl Speaking {
    /// A turn begins. Returns its label where it has no paragraph, and the label has to stand alone.
    pub fn begin(&mut self, turn: &Turn) -> Option<LabelId> {
        self.turn = turn.label.map(|label| label.id);
        self.is_new = true;
        if turn.first < turn.end {
            return None;
        }
        self.is_new = false;
        self.believed = self.turn;
        self.turn
    }

    /// A heading or a separator was written: the reader no longer knows.
    pub fn interrupt(&mut self) {
        self.believed = None;
    }

    /// Whether the reader takes somebody to be speaking.
    pub fn is_anybody(&self) -> bool {
        self.believed.is_some()
    }

    /// The label of the turn, where its first paragraph is still to come.
    pub fn coming(&self) -> Option<LabelId> {
        self.turn.filter(|_| self.is_new)
    }

    /// What must stand before the next paragraph. `is_misleading` says that its words look like a label.
    pub fn open(&mut self, is_misleading: bool) -> Opening {
        let is_new = std::mem::take(&mut self.is_new);
        let before = std::mem::replace(&mut self.believed, self.turn);
        match self.turn {
            Some(id) if is_new || is_misleading || before != Some(id) => Opening::Label(id),
            None if before.is_some() => Opening::Separator,
            _ => Opening::Nothing,
        }
    }
}

/// Whether a line begins with what a reader might take for a label.
pub fn is_like_a_label(line: &str) -> bool {
    let window = &line[..line.floor_char_boundary(LONGEST_LABEL.min(line.len()))];
    let is_name = |end: usize| {
        let label = window[..end].trim_matches(|c: char| is_space(c) || matches!(c, '*' | '_'));
        let mut words = Vec::new();
        split_words(label, &mut words) && shape(&words) != Shape::Sentence
    };
    let colon = window.find([':', '：']).filter(|at| *at > 0);
    // A full stop ends a label behind capitals only.
    let is_in_capitals =
        |end: &usize| window[..*end].chars().rev().take_while(|c| c.is_alphabetic()).all(char::is_uppercase);
    let stop = window.match_indices(". ").map(|(at, _)| at).filter(|at| *at > 0).find(is_in_capitals);
    colon.is_some_and(is_name) || stop.is_some_and(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_label() {
        for (line, expected) in [
            ("Nils Berg: Good evening.", true),
            ("Question: is it late?", true),
            ("Mr. SMITH. I rise.", true),
            ("Let me repeat: it is late.", false),
            ("It is late. Yes.", false),
            ("Good evening", false),
            (":", false),
        ] {
            assert_eq!(is_like_a_label(line), expected, "{line}");
        }
    }
}
