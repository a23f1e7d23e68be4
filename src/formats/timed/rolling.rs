//! Rolling captions: each cue shows lines of the one before once more, as YouTube, roll-up and live captions do.
//!
//! Whether a file rolls is found on a sample of its cues, in three places; only then is anything skipped here. Skipped
//! is what the cue before showed last and this one shows first, where no time lies between them: whoever truly repeats
//! himself does so in new lines, and those stay.

use memchr::memmem;

use super::Cues;
use super::cue_text::{Walk, first_word, last_word};
use crate::model::{Diagnostic, Kind, Span, Times};
use crate::text::lines::{Lines, is_space};

/// So many cues are looked at in each of the three places.
const SAMPLE_CUES: usize = 40;

/// Fewer pairs of cues say nothing.
const LEAST_PAIRS: u32 = 4;

/// Longest cue of the sample, bytes.
const CUE_BYTES: usize = 600;

/// Longest time between two cues of which the second repeats the first.
const GAP_MS: u32 = 500;

/// Cues that were looked at to see whether a file rolls.
#[derive(Debug, Default)]
pub struct Sample {
    pairs: u32,
    repeated: u32,
    grown: u32,
    screens: Rolling,
}

impl Sample {
    /// Looks at the next cue: its text as it stands in the source.
    pub fn add(&mut self, text: &str) {
        let text = &text[..text.floor_char_boundary(CUE_BYTES)];
        self.screens.grows = true;
        self.screens.begin_cue();
        let current = &mut self.screens.current;
        text.split(['\n', '\r', '|']).for_each(|line| current.push(&without_tags(line)));
        if current.ends.is_empty() || self.screens.above.ends.is_empty() {
            return;
        }
        self.pairs += 1;
        match self.screens.repeated() {
            (0, _) => {}
            (count, bytes) if self.screens.current.line(count - 1).len() == bytes => self.repeated += 1,
            _ => self.grown += 1,
        }
    }

    /// The next cue is not the neighbour of the one before.
    pub fn skip(&mut self) {
        self.screens = Rolling::default();
    }

    /// What reads the file, if it rolls.
    pub(super) fn rolling(&self) -> Option<Box<Rolling>> {
        let rolls = self.pairs >= LEAST_PAIRS && (self.repeated + self.grown) * 2 >= self.pairs;
        rolls.then(|| Box::new(Rolling { grows: self.grown * 4 >= self.pairs, ..Rolling::default() }))
    }
}

/// A line without its tags. One that names its voice stays as it is: what two people say is no repetition.
fn without_tags(line: &str) -> String {
    if line.starts_with("<v") {
        return line.to_owned();
    }
    let mut is_tag = false;
    let mut plain: String = line
        .chars()
        .filter(|c| {
            let is_letter = !is_tag && !matches!(c, '<' | '{');
            is_tag = !is_letter && !matches!(c, '>' | '}');
            is_letter
        })
        .collect();
    plain.truncate(plain.trim_end_matches(is_space).len());
    plain.drain(..plain.len() - plain.trim_start_matches(is_space).len());
    plain
}

/// Whether `line` goes on where `beginning` broke off between two words.
fn is_beginning(beginning: &str, line: &str) -> bool {
    line.strip_prefix(beginning).is_some_and(|rest| rest.starts_with(is_space))
}

/// Looks at cues of a source whose lines of times have an arrow.
pub(super) fn sample_arrows(source: &str) -> Sample {
    let bytes = source.as_bytes();
    let mut sample = Sample::default();
    // In a short file the three places are one: no cue is looked at twice.
    let mut done = 0;
    for third in 0..3 {
        let from = done.max(source.len() / 3 * third);
        let mut arrows = memmem::find_iter(&bytes[from..], "-->").map(|at| from + at).take(SAMPLE_CUES + 1).peekable();
        while let Some(arrow) = arrows.next() {
            done = arrow + 3;
            let end = arrows.peek().copied().unwrap_or(source.len()).min(arrow + CUE_BYTES);
            let end = source.floor_char_boundary(end);
            // The first line holds the times; the words end with an empty line.
            let mut lines = Lines::new(&source[..end], arrow).skip(1).take_while(|line| !line.text.is_empty());
            let Some(first) = lines.next() else { continue };
            let last = lines.last().unwrap_or(first);
            sample.add(&source[first.span.start as usize..last.span.end as usize]);
        }
        sample.skip();
    }
    sample
}

/// Most lines of a cue that are compared; no screen shows more.
const SCREEN_LINES: usize = 8;

/// The lines of one cue, without tags.
#[derive(Debug, Default)]
struct Screen {
    text: String,
    ends: Vec<usize>,
    times: Option<Times>,
}

impl Screen {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Adds a line, if there are words in it and room for it.
    fn push(&mut self, line: &str) {
        if !line.is_empty() && self.ends.len() < SCREEN_LINES {
            self.text.push_str(line);
            self.ends.push(self.text.len());
        }
    }

    fn line(&self, i: usize) -> &str {
        let start = i.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[i]]
    }
}

/// What the cue before and this one show.
#[derive(Debug, Default)]
pub struct Rolling {
    above: Screen,
    current: Screen,
    /// Whether the last line grows from cue to cue, word by word.
    grows: bool,
    has_said_so: bool,
}

impl Rolling {
    /// A cue begins.
    pub(super) fn begin_cue(&mut self) {
        if !self.current.ends.is_empty() {
            std::mem::swap(&mut self.above, &mut self.current);
            self.current.clear();
        }
    }

    /// How many of the current lines stood above already, and how many bytes of the last of them.
    fn repeated(&self) -> (usize, usize) {
        let (above, current) = (&self.above, &self.current);
        let count = above.ends.len();
        for n in (1..=count.min(current.ends.len())).rev() {
            let (last, line) = (above.line(count - 1), current.line(n - 1));
            let ends_alike = last == line || (self.grows && is_beginning(last, line));
            if ends_alike && (0..n - 1).all(|i| above.line(count - n + i) == current.line(i)) {
                return (n, last.len());
            }
        }
        (0, 0)
    }
}

impl Cues<'_> {
    /// Says that the cues repeat lines of one another, for formats whose lines of times have no arrow.
    pub fn expect_rolling(&mut self, sample: &Sample) {
        self.rolling = sample.rolling();
    }

    /// Takes what the cue before showed already. Returns where the first line that is new starts; what is new in a
    /// line that has grown is said before that.
    pub(super) fn skip_repeated(&mut self, walk: &mut Walk<'_>, from: usize, signs: u8) -> usize {
        let Some(times) = self.times else { return from };
        let Some(mut rolling) = self.rolling.take() else { return from };
        let plain = walk.plain;
        let is_first = rolling.current.ends.is_empty();
        let mut places = [(0, 0); SCREEN_LINES];
        let mut line = from;
        // Words with times of their own are heard for the first time.
        let mut untimed = 0;
        let mut is_untimed = true;
        while line < plain.len() && rolling.current.ends.len() < SCREEN_LINES {
            let line_end = plain[line..].find(['\n', '\r']).map_or(plain.len(), |length| line + length);
            let end = last_word(plain, line, line_end);
            places[rolling.current.ends.len()] = (line, end);
            rolling.current.push(&plain[line..end]);
            is_untimed &= !walk.has_mark(line, end);
            untimed += usize::from(is_untimed);
            line = first_word(plain, line_end, plain.len());
        }
        rolling.current.times = Some(times);
        // What appears at the same time stands on the screen twice.
        let is_next = rolling.above.times.is_some_and(|above| {
            above.start_ms < times.start_ms && times.start_ms <= above.end_ms.saturating_add(GAP_MS)
        });
        let (count, bytes) = if is_first && is_next { rolling.repeated() } else { (0, 0) };
        if count == 0 || count > untimed {
            self.rolling = Some(rolling);
            return from;
        }
        if !rolling.has_said_so {
            rolling.has_said_so = true;
            self.say_that_it_rolls(walk);
        }
        self.rolling = Some(rolling);
        let (start, end) = places[count - 1];
        self.take(walk, start + bytes, Kind::Markup);
        self.mark = None;
        if start + bytes < end {
            self.say(walk, end, signs);
        }
        let next = first_word(plain, end, plain.len());
        self.take(walk, next, Kind::Markup);
        next
    }

    #[cold]
    fn say_that_it_rolls(&mut self, walk: &Walk<'_>) {
        let at = walk.source_at();
        let mut diagnostic = Diagnostic::info(
            "",
            Span { start: at, end: at },
            "These captions repeat lines of the caption before, as rolling captions do; each line is read once.",
        );
        diagnostic.code = format!("{}.rolling", self.format).into();
        self.draft.report(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(cues: &[&str]) -> Sample {
        let mut sample = Sample::default();
        cues.iter().for_each(|cue| sample.add(cue));
        sample
    }

    #[test]
    fn files_that_roll_are_found() {
        for cues in [
            &["a", "a\nb", "b\nc", "c\nd", "d\ne"][..],
            &[" \na<00:01.000><c> b</c>", "a b\n ", "a b\nc", "c\n ", "c\n<i>d</i>"],
            &["a", "a b", "a b c", "a b c d", "a b c d|e"],
            &["a\nb\nc", "b\nc\nd", "c\nd\ne", "d\ne\nf", "e\nf\ng"],
        ] {
            assert!(sample(cues).rolling().is_some(), "{cues:?}");
        }
        assert!(sample(&["a", "a b", "a b c", "a b c d", "e"]).rolling().is_some_and(|rolling| rolling.grows));
        assert!(sample(&["a", "a\nb", "b\nc", "c\nd", "d\ne"]).rolling().is_some_and(|rolling| !rolling.grows));
    }

    #[test]
    fn files_in_which_somebody_repeats_himself_are_not() {
        for cues in [
            &["a", "a\nb", "b\nc"][..],
            &["a", "a", "b", "c", "c", "d", "e"],
            &["No", "Nobody", "Nobody waved", "Who", "Whoever", "Why"],
            &["a\nb", "a\nb", "c\nd", "e\nf", "g"],
        ] {
            assert!(sample(cues).rolling().is_none(), "{cues:?}");
        }
    }
}
