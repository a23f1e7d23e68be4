//! The text of one cue without tags and references, the way back to its source, and a walk through it.
//!
//! Decides nothing about who speaks or what is a note.

use crate::model::Span;
use crate::text::lines::is_space;

/// Where a stretch of decoded cue text comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// Where it starts in the decoded cue text; it runs to the start of the next run.
    pub(super) plain: u32,
    pub(super) source: Span,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The letters of the source as they stand.
    Same,
    /// One or more letters that the source writes otherwise.
    Other,
    /// A tag: no letters.
    Tag,
    /// A tag that says when the next word is spoken.
    Mark(u32),
}

/// Cue text without its tags and references, and the way back to the source. Reused from cue to cue.
#[derive(Debug, Default)]
pub struct CueText {
    pub(super) plain: String,
    pub(super) runs: Vec<Run>,
}

impl CueText {
    /// Whether nothing was put in.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Whether the last letter is a space: another one would say nothing.
    pub fn ends_in_space(&self) -> bool {
        self.plain.ends_with([' ', '\n'])
    }

    /// Appends letters of the source as they stand.
    pub fn push_source(&mut self, source: &str, span: Span) {
        if !span.is_empty() {
            self.push_run(span, What::Same);
            self.plain.push_str(span.of(source));
        }
    }

    /// Appends letters that the source writes otherwise.
    pub fn push_text(&mut self, text: &str, span: Span) {
        self.push_run(span, What::Other);
        self.plain.push_str(text);
    }

    /// Appends a tag.
    pub fn push_tag(&mut self, span: Span) {
        self.push_run(span, What::Tag);
    }

    /// Appends a tag that says when the next word is spoken.
    pub fn push_mark(&mut self, span: Span, at_ms: u32) {
        self.push_run(span, What::Mark(at_ms));
    }

    pub(super) fn push_run(&mut self, source: Span, what: What) {
        self.runs.push(Run { plain: self.plain.len() as u32, source, what });
    }

    pub(super) fn clear(&mut self) {
        self.plain.clear();
        self.runs.clear();
    }
}

/// A walk through the text of a cue. Without runs the text is the source itself from `base` on.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub(super) plain: &'a str,
    pub(super) at: usize,
    pub(super) base: usize,
    pub(super) runs: &'a [Run],
    pub(super) run: usize,
}

impl<'a> Walk<'a> {
    /// Where the walk is in the source.
    pub(super) fn source_at(&self) -> u32 {
        if self.runs.is_empty() {
            return (self.base + self.at) as u32;
        }
        match self.runs.get(self.run) {
            Some(run) if run.what == What::Same && run.plain as usize <= self.at => {
                run.source.start + (self.at as u32 - run.plain)
            }
            Some(run) => run.source.start,
            None => self.runs.last().map_or(0, |run| run.source.end),
        }
    }

    /// The place in the source of a stretch of the text that lies ahead.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        if self.runs.is_empty() {
            return Span { start: (self.base + start) as u32, end: (self.base + end) as u32 };
        }
        let place = |at: u32, is_end: bool| {
            let after = self.runs.partition_point(|run| if is_end { run.plain < at } else { run.plain <= at });
            let run = self.runs[after.saturating_sub(1)];
            match run.what {
                What::Same => (run.source.start + (at - run.plain)).min(run.source.end),
                _ if is_end => run.source.end,
                _ => run.source.start,
            }
        };
        let start = place(start as u32, false);
        Span { start, end: place(end as u32, true).max(start) }
    }

    /// Whether a word between two places has a time of its own.
    pub(super) fn has_mark(&self, start: usize, end: usize) -> bool {
        let first = self.runs.partition_point(|run| (run.plain as usize) < start);
        let inside = self.runs[first..].iter().take_while(|run| (run.plain as usize) < end);
        inside.into_iter().any(|run| matches!(run.what, What::Mark(_)))
    }

    /// The next stretch of one origin before `end`, and everything without letters that stands before it.
    pub(super) fn next_piece(&mut self, end: usize) -> Option<(What, &'a str, Span)> {
        if self.at >= end {
            return None;
        }
        let run = *self.runs.get(self.run)?;
        let run_end = self.runs.get(self.run + 1).map_or(self.plain.len(), |next| next.plain as usize);
        if matches!(run.what, What::Tag | What::Mark(_)) {
            self.run += 1;
            return Some((run.what, "", run.source));
        }
        let start = self.at;
        self.at = run_end.min(end);
        if self.at == run_end {
            self.run += 1;
        }
        let text = &self.plain[start..self.at];
        let span = if run.what == What::Same {
            let offset = |at: usize| run.source.start + (at as u32 - run.plain);
            Span { start: offset(start), end: offset(self.at) }
        } else {
            run.source
        };
        Some((run.what, text, span))
    }
}

/// The first place from `at` on that is no white space.
#[inline]
pub(super) fn first_word(plain: &str, at: usize, end: usize) -> usize {
    match plain.as_bytes()[at..end].first() {
        Some(b'!'..=b'~') => at,
        None => end,
        _ => end - plain[at..end].trim_start_matches(is_space).len(),
    }
}

/// The end of the last word before `end`.
#[inline]
pub(super) fn last_word(plain: &str, at: usize, end: usize) -> usize {
    match plain.as_bytes()[at..end].last() {
        Some(b'!'..=b'~') => end,
        _ => at + plain[at..end].trim_end_matches(is_space).len(),
    }
}
