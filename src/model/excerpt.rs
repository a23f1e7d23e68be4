//! Some paragraphs of a transcript as a transcript of their own: with who says them, what is noted in them, their times and
//! their places in the source. Their numbers stay those of the whole record, so that whoever cites one cites the same.

use std::ops::Range;

use super::{
    Cue, Heading, Label, LabelId, Note, Paragraph, Piece, Span, SpeakerId, TextRange, TimeMark, Transcript, Turn,
    TurnLabel,
};

/// What stands where something is left out.
const GAP: &str = "[…]";

impl Transcript {
    /// The number of the paragraph with this index.
    pub fn number(&self, index: u32) -> u32 {
        self.numbers.get(index as usize).copied().unwrap_or(index + 1)
    }

    /// The paragraphs in these stretches (indices, ascending). What stands between two that follow one another is kept
    /// too; where something is left out a note says so. Labels and speakers are those that are left; furniture goes.
    #[must_use]
    pub fn excerpt(&self, stretches: &[Range<u32>]) -> Self {
        let all = self.paragraphs.len() as u32;
        let kept: Vec<u32> = stretches.iter().flat_map(|stretch| stretch.start..stretch.end.min(all)).collect();
        let index_of = |paragraph: u32| kept.binary_search(&paragraph).ok().map(|index| index as u32);
        // Where something goes that stands before a paragraph: nowhere, if what it stands behind is left out.
        let place_of = |before: u32| match before.checked_sub(1) {
            None => index_of(before),
            Some(last) if before == all => index_of(last).map(|index| index + 1),
            Some(last) => index_of(last).and(index_of(before)),
        };
        let paragraph_of = |note: &Note| match note.is_inside {
            true => index_of(note.paragraph),
            false => place_of(note.paragraph),
        };
        let paragraphs: Vec<Paragraph> = kept.iter().map(|index| self.paragraphs[*index as usize]).collect();
        let notes =
            self.notes.iter().filter_map(|note| Some((Note { paragraph: paragraph_of(note)?, ..*note }, false)));
        // A gap takes the place in the text of what stands behind it.
        let gaps = gaps(&kept, all).map(|paragraph| {
            let at = paragraphs.get(paragraph as usize).map_or(self.text.len() as u32, |behind| behind.text.start);
            let text = TextRange { start: at, end: at };
            (Note { text, span: Span::default(), paragraph, is_inside: false }, true)
        });
        let notes =
            merged(gaps.collect(), notes.collect(), |gap: &(Note, bool), note| gap.0.paragraph <= note.0.paragraph);
        let apart = notes.iter().filter(|(note, _)| !note.is_inside).map(|(note, is_gap)| (note.text, *is_gap));
        let said = paragraphs.iter().map(|one| (one.text, false)).collect();
        // What stands apart, a gap above all, comes before what it stands before.
        let words = Words::new(self, merged(apart.collect(), said, |apart, said| apart.0.start <= said.0.start));

        let (mut labels, mut speakers) = (Taken::default(), Taken::default());
        let turns = self.turns.iter().filter_map(|turn| {
            let place = |index| kept.partition_point(|paragraph| *paragraph < index) as u32;
            let (first, end) = (place(turn.first), place(turn.end));
            let is_left = first < end || turn.first == turn.end && place_of(turn.first).is_some();
            is_left.then(|| Turn {
                label: turn.label.map(|label| TurnLabel { id: LabelId(labels.take(label.id.0)), ..label }),
                speaker: turn.speaker.map(|id| SpeakerId(speakers.take(id.0))),
                first,
                end,
            })
        });
        let turns = turns.collect();
        let labels = labels
            .of(&self.labels)
            .into_iter()
            .map(|label| Label { speaker: label.speaker.map(|id| SpeakerId(speakers.take(id.0))), ..label });
        let labels = labels.collect();
        let headings = self
            .headings
            .iter()
            .filter_map(|heading| Some(Heading { before: place_of(heading.before)?, ..heading.clone() }));
        let headings = headings.collect();
        Self {
            metadata: self.metadata.clone(),
            labels,
            speakers: speakers.of(&self.speakers),
            turns,
            numbers: kept.iter().map(|index| self.number(*index)).collect(),
            paragraphs: paragraphs.iter().map(|one| Paragraph { text: words.range(one.text, false), ..*one }).collect(),
            headings,
            notes: notes
                .into_iter()
                .map(|(note, is_gap)| Note { text: words.range(note.text, is_gap), ..note })
                .collect(),
            furniture: Vec::new(),
            cues: self.cues.iter().filter_map(|cue| Some(Cue { text: words.find(cue.text)?, ..*cue })).collect(),
            time_marks: self
                .time_marks
                .iter()
                .filter_map(|mark| {
                    let text = words.find(TextRange { start: mark.text, end: mark.text + 1 })?.start;
                    Some(TimeMark { text, ..*mark })
                })
                .collect(),
            text: words.text,
            pieces: words.pieces,
        }
    }
}

/// Where paragraphs are left out: before which of those that are kept.
fn gaps(kept: &[u32], all: u32) -> impl Iterator<Item = u32> {
    let ends = kept.iter().copied().chain([all]);
    let starts = [0].into_iter().chain(kept.iter().map(|index| index + 1));
    (0u32..).zip(starts.zip(ends)).filter(|(_, (start, end))| start < end).map(|(before, _)| before)
}

/// Two lists in order as one; of two things the one of the first list comes first where `is_first` says so.
fn merged<T>(one: Vec<T>, other: Vec<T>, is_first: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    std::iter::from_fn(|| match (one.peek(), other.peek()) {
        (Some(first), Some(second)) if is_first(first, second) => one.next(),
        (_, Some(_)) => other.next(),
        _ => one.next(),
    })
    .collect()
}

/// Items of a list that are taken, in the order in which they are first met, and the numbers that they get.
#[derive(Default)]
struct Taken {
    /// For each item of the list its number, counted from 1; 0 for those that are not taken.
    numbers: Vec<u32>,
    items: Vec<u32>,
}

impl Taken {
    fn take(&mut self, item: u32) -> u32 {
        if self.numbers.len() <= item as usize {
            self.numbers.resize(item as usize + 1, 0);
        }
        let number = &mut self.numbers[item as usize];
        if *number == 0 {
            self.items.push(item);
            *number = self.items.len() as u32;
        }
        *number - 1
    }

    fn of<T: Clone>(&self, list: &[T]) -> Vec<T> {
        self.items.iter().filter_map(|item| list.get(*item as usize).cloned()).collect()
    }
}

/// The words that are kept, with their map to the source, and where they stood.
struct Words {
    text: String,
    pieces: Vec<Piece>,
    /// Ranges of the whole text, ascending, whether each is a gap, and those of the text that is left.
    kept: Vec<(TextRange, bool, TextRange)>,
}

impl Words {
    /// Those of ranges, and of gaps.
    fn new(whole: &Transcript, ranges: Vec<(TextRange, bool)>) -> Self {
        let mut words = Self { text: String::new(), pieces: Vec::new(), kept: Vec::with_capacity(ranges.len()) };
        for (range, is_gap) in ranges {
            let start = words.text.len();
            words.text.push_str(if is_gap { GAP } else { whole.words(range) });
            words.kept.push((range, is_gap, TextRange::new(start, words.text.len())));
            if is_gap {
                let at = whole.source_of(range).start;
                words.pieces.push(Piece { text: start as u32, source: Span { start: at, end: at } });
                continue;
            }
            words.map(whole, range, start as u32);
        }
        words
    }

    /// Maps the words of a range, which begin at `start` now.
    fn map(&mut self, whole: &Transcript, range: TextRange, start: u32) {
        let first = whole.pieces.partition_point(|piece| piece.text <= range.start).saturating_sub(1);
        let pieces = whole.pieces.iter().enumerate().skip(first).take_while(|(_, piece)| piece.text < range.end);
        self.pieces.extend(pieces.map(|(at, piece)| {
            let end = whole.pieces.get(at + 1).map_or(whole.text.len() as u32, |next| next.text);
            let cut = TextRange { start: piece.text.max(range.start), end: end.min(range.end) };
            Piece { text: start + (cut.start - range.start), source: whole.source_of(cut) }
        }));
    }

    /// Where words of the whole stand now.
    fn find(&self, range: TextRange) -> Option<TextRange> {
        let after = self.kept.partition_point(|(kept, ..)| kept.start <= range.start);
        let (kept, _, now) = self.kept.get(after.checked_sub(1)?)?;
        let start = now.start + range.start.checked_sub(kept.start)?;
        (range.end <= kept.end).then(|| TextRange { start, end: start + (range.end - range.start) })
    }

    /// The same for what is kept as a whole, for what lies in it, and for gaps.
    fn range(&self, range: TextRange, is_gap: bool) -> TextRange {
        let key = (range.start, !is_gap, range.end);
        let kept = self.kept.binary_search_by_key(&key, |(kept, is_gap, _)| (kept.start, !is_gap, kept.end));
        kept.map_or_else(|_| self.find(range).unwrap_or_default(), |at| self.kept[at].2)
    }
}
