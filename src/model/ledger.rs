//! The account of the source: which element claims each of its characters.

use serde::{Deserialize, Serialize};

use super::Span;

/// What an element claims its characters for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Kind {
    /// Words of a paragraph, narration included.
    Speech,
    /// A speaker as printed.
    Label,
    /// Title, summary, date, time, place, headings.
    Metadata,
    /// Heard or done, not said.
    Note,
    /// Belongs to the page and not to the event.
    Furniture,
    /// Times and cue numbers.
    Timing,
    /// Syntax, separators, white space between elements.
    Markup,
}

/// One claim on a stretch of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The stretch.
    pub span: Span,
    /// For what.
    pub kind: Kind,
}

/// All claims on one source. Readers claim mostly in source order; [`Ledger::settle`] puts stragglers in place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    claims: Vec<Packed>,
    /// Length of the source, where it is known: how many claims there will be is guessed by it.
    source_bytes: u32,
    /// How far the source was claimed when room was made last: readers may go over it more than once.
    furthest: u32,
    /// How many bytes of it were read, where a reader says so.
    done: Option<u32>,
    /// Claims of the times before, where readers said that they go over it once more.
    before: usize,
    /// Memory that the claims may take; nothing where it is not bounded.
    most_bytes: usize,
    is_over: bool,
}

/// A claim in eight bytes, since there are more of them than of anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Packed {
    start: u32,
    /// The length, and in the upper bits the kind.
    length_and_kind: u32,
}

const KIND_SHIFT: u32 = 29;
/// A longer claim becomes several.
const MOST_BYTES: u32 = (1 << KIND_SHIFT) - 1;

impl Packed {
    #[inline]
    fn new(kind: Kind, start: u32, length: u32) -> Self {
        Self { start, length_and_kind: length | (kind as u32) << KIND_SHIFT }
    }

    #[inline]
    fn length(self) -> u32 {
        self.length_and_kind & MOST_BYTES
    }

    #[inline]
    fn end(self) -> u32 {
        self.start + self.length()
    }

    #[inline]
    fn is_of(self, kind: Kind) -> bool {
        self.length_and_kind >> KIND_SHIFT == kind as u32
    }

    fn kind(self) -> Kind {
        match self.length_and_kind >> KIND_SHIFT {
            0 => Kind::Speech,
            1 => Kind::Label,
            2 => Kind::Metadata,
            3 => Kind::Note,
            4 => Kind::Furniture,
            5 => Kind::Timing,
            _ => Kind::Markup,
        }
    }

    fn span(self) -> Span {
        Span { start: self.start, end: self.end() }
    }

    fn claim(self) -> Claim {
        Claim { span: self.span(), kind: self.kind() }
    }
}

/// Characters of the source by what claims them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Coverage {
    pub speech: u64,
    pub label: u64,
    pub metadata: u64,
    pub note: u64,
    pub furniture: u64,
    pub timing: u64,
    pub markup: u64,
    /// Characters that nobody claimed: a defect of the reader wherever it is not zero.
    pub unclaimed: u64,
}

impl Ledger {
    /// No claims yet on a source of so many bytes; they may take so many bytes of memory.
    pub fn of_source(bytes: usize, most_bytes: usize) -> Self {
        Self { source_bytes: bytes as u32, most_bytes, ..Self::default() }
    }

    /// An account that was given up.
    pub fn given_up() -> Self {
        Self { source_bytes: 1, is_over: true, ..Self::default() }
    }

    /// Says how much memory the claims may take from now on.
    pub fn bound(&mut self, most_bytes: usize) {
        self.most_bytes = most_bytes;
    }

    /// Says that the source is gone over once more from its start, and claimed as it was not before.
    pub fn read_again(&mut self) {
        (self.furthest, self.before) = (0, self.claims.len());
    }

    /// Says how many bytes of the source were read by now, where it is not read in its own order.
    #[inline]
    pub fn set_done(&mut self, bytes: usize) {
        self.done = Some(bytes as u32);
    }

    /// Memory that they take.
    pub fn bytes(&self) -> usize {
        self.claims.capacity() * size_of::<Packed>()
    }

    /// Claims `span` for `kind`; an empty span is no claim.
    #[inline]
    pub fn claim(&mut self, kind: Kind, span: Span) {
        if span.start == span.end {
            return;
        }
        let length = span.end - span.start;
        if let Some(last) = self.claims.last_mut()
            && last.is_of(kind)
            && last.end() == span.start
            && length <= MOST_BYTES - last.length()
        {
            last.length_and_kind += length;
            return;
        }
        self.push(kind, span);
    }

    // Apart, since claims are made in some hundred places.
    #[inline(never)]
    fn push(&mut self, kind: Kind, span: Span) {
        if span.len() > MOST_BYTES as usize {
            return self.claim_in_parts(kind, span);
        }
        if self.claims.len() == self.claims.capacity() {
            self.make_room(span.end);
            if self.is_over {
                return;
            }
        }
        self.claims.push(Packed::new(kind, span.start, span.end - span.start));
    }

    #[cold]
    fn claim_in_parts(&mut self, kind: Kind, span: Span) {
        let middle = span.start + MOST_BYTES;
        self.claim(kind, Span { start: span.start, end: middle });
        self.claim(kind, Span { start: middle, end: span.end });
    }

    /// Makes room for as many claims as the rest of the source will need if it goes on as up to `at`. Where there are
    /// more of them than any transcript needs, they are given up: see [`Ledger::is_over`].
    #[cold]
    fn make_room(&mut self, at: u32) {
        self.furthest = self.done.unwrap_or(self.furthest.max(at));
        let length = self.claims.len() - self.before;
        let more = room_for(length, self.furthest as usize, self.source_bytes as usize);
        // White space that nobody claims comes in the end.
        let more = more + more / 10;
        if self.source_bytes > 0 && (self.claims.len() + more) * size_of::<Packed>() > self.most_bytes {
            self.is_over = true;
            self.claims = Vec::new();
        } else {
            self.claims.reserve_exact(more);
        }
    }

    /// Whether there were more claims than memory is given to them. Then they are not kept.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// The claims so far.
    pub fn claims(&self) -> impl ExactSizeIterator<Item = Claim> + Clone {
        self.claims.iter().map(|claim| claim.claim())
    }

    /// The claims that end behind byte `at`. The ledger must be settled.
    pub fn claims_behind(&self, at: u32) -> impl Iterator<Item = Claim> + Clone {
        let first = self.claims.partition_point(|claim| claim.end() <= at);
        self.claims[first..].iter().map(|claim| claim.claim())
    }

    /// Sorts the claims by place. Returns the first two that overlap, which is a defect of the reader.
    pub fn settle(&mut self) -> Option<(Claim, Claim)> {
        self.sort();
        self.claims.windows(2).find(|pair| pair[0].end() > pair[1].start).map(|pair| (pair[0].claim(), pair[1].claim()))
    }

    /// Sorts the claims by place. Most stand in the right one, or a few before it; that is mended where they stand, with no
    /// memory. Where they were claimed tier by tier it would take too long.
    fn sort(&mut self) {
        let place = |claim: &Packed| (claim.start, claim.length());
        let mut steps = 8 * self.claims.len();
        for i in 1..self.claims.len() {
            let claim = self.claims[i];
            let mut to = i;
            while to > 0 && steps > 0 && place(&self.claims[to - 1]) > place(&claim) {
                self.claims[to] = self.claims[to - 1];
                to -= 1;
                steps -= 1;
            }
            self.claims[to] = claim;
            if steps == 0 {
                return self.claims.sort_by_key(place);
            }
        }
    }

    /// Claims every stretch that is still free and consists of white space only, as markup. Settles first.
    pub fn claim_white_space(&mut self, source: &str) {
        if self.is_over {
            return;
        }
        // Most readers leave nothing free and claim in order, so that this only walks past.
        let (mut is_settled, mut is_whole) = (true, true);
        let mut at = 0;
        for claim in &self.claims {
            is_settled &= claim.start >= at;
            is_whole &= claim.start == at;
            at = claim.end();
        }
        if is_whole && at as usize == source.len() {
            return self.claims.shrink_to_fit();
        }
        if !is_settled {
            self.settle();
        }
        let mut free = Vec::new();
        let mut at = 0;
        let mut add = |start: u32, end: u32| {
            if end > start && (Span { start, end }).of(source).chars().all(is_blank) {
                free.push(Packed::new(Kind::Markup, start, (end - start).min(MOST_BYTES)));
            }
        };
        for claim in &self.claims {
            add(at, claim.start);
            at = at.max(claim.end());
        }
        add(at, source.len() as u32);
        self.merge(&free);
        self.claims.shrink_to_fit();
    }

    /// Claims what is still free of the given stretches, which are in source order and do not overlap. Settles first.
    pub fn claim_free(&mut self, kind: Kind, spans: &mut dyn Iterator<Item = Span>) {
        self.settle();
        let source_bytes = self.source_bytes as usize;
        let mut new: Vec<Packed> = Vec::new();
        self.for_each_free(spans, &mut |span| {
            if new.len() == new.capacity() {
                new.reserve_exact(room_for(new.len(), span.end as usize, source_bytes));
            }
            new.push(Packed::new(kind, span.start, (span.len() as u32).min(MOST_BYTES)));
        });
        self.merge(&new);
    }

    /// Puts claims in source order among those that are there, which are too: from behind, so that no other list is needed.
    fn merge(&mut self, new: &[Packed]) {
        let Some(first) = new.first() else { return };
        let mut old = self.claims.len();
        self.claims.reserve_exact(new.len());
        self.claims.resize(old + new.len(), *first);
        let mut left = new.len();
        let mut to = self.claims.len();
        while left > 0 {
            to -= 1;
            if old > 0 && self.claims[old - 1].start > new[left - 1].start {
                old -= 1;
                self.claims[to] = self.claims[old];
            } else {
                left -= 1;
                self.claims[to] = new[left];
            }
        }
    }

    /// What is still free of the given stretches, which are in source order and do not overlap. Settles first.
    pub fn free(&mut self, spans: &mut dyn Iterator<Item = Span>) -> Vec<Span> {
        self.settle();
        let mut free = Vec::new();
        self.for_each_free(spans, &mut |span| free.push(span));
        free
    }

    /// Hands over what is free of the stretches. The ledger must be settled.
    fn for_each_free(&self, spans: &mut dyn Iterator<Item = Span>, put: &mut dyn FnMut(Span)) {
        if self.is_over {
            return;
        }
        let mut taken = self.claims.iter().map(|claim| claim.span()).peekable();
        for span in spans {
            let mut at = span.start;
            while taken.next_if(|claim| claim.end <= at).is_some() {}
            while at < span.end {
                let next = taken.peek().map_or(span.end, |claim| claim.start.clamp(at, span.end));
                if next > at {
                    put(Span { start: at, end: next });
                }
                at = next;
                match taken.peek() {
                    Some(claim) if at < span.end => {
                        at = claim.end.min(span.end);
                        taken.next_if(|claim| claim.end <= span.end);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Claims all that is free from `start` to `end`: each of the given stretches, which are in source order, for what it
    /// says unless a part of it is taken already; everything else as markup, or inside one of the spans of `timed`, which
    /// are in order too, as timing. What was claimed before `start` must have been claimed before everything behind it.
    pub fn claim_rest(&mut self, start: u32, end: u32, stretches: &mut dyn Iterator<Item = Claim>, mut timed: &[Span]) {
        let first = self.claims.iter().rposition(|claim| claim.start < start && claim.end() <= start);
        let mut rest = Ledger { claims: self.claims.split_off(first.map_or(0, |i| i + 1)), ..Self::default() };
        rest.settle();
        let mut taken = rest.claims.into_iter().map(Packed::claim).peekable();
        let mut at = start;
        for stretch in stretches {
            while let Some(claim) = taken.next_if(|claim| claim.span.start < stretch.span.start) {
                at = self.claim_behind(at, claim, &mut timed);
            }
            let is_free = taken.peek().is_none_or(|claim| claim.span.start >= stretch.span.end);
            if stretch.span.start >= at && is_free {
                at = self.claim_behind(at, stretch, &mut timed);
            }
        }
        for claim in taken {
            at = self.claim_behind(at, claim, &mut timed);
        }
        let nothing = Claim { span: Span { start: end.max(at), end: end.max(at) }, kind: Kind::Markup };
        self.claim_behind(at, nothing, &mut timed);
    }

    /// Claims a stretch, and as markup or timing what lies between `at` and its start. Returns where it ends.
    fn claim_behind(&mut self, at: u32, claim: Claim, timed: &mut &[Span]) -> u32 {
        if claim.span.start > at {
            let gap = Span { start: at, end: claim.span.start };
            while let Some((_, rest)) = timed.split_first().filter(|(list, _)| list.end <= gap.start) {
                *timed = rest;
            }
            let is_timed = timed.first().is_some_and(|list| list.start <= gap.start && gap.end <= list.end);
            self.claim(if is_timed { Kind::Timing } else { Kind::Markup }, gap);
        }
        self.claim(claim.kind, claim.span);
        claim.span.end.max(at)
    }

    /// Counts the characters of `source` by claim. The ledger must be settled.
    pub fn coverage(&self, source: &str) -> Coverage {
        let mut coverage = Coverage::default();
        let mut at = 0u32;
        for claim in self.claims() {
            if claim.span.start > at {
                coverage.unclaimed += characters(Span { start: at, end: claim.span.start }.of(source));
            }
            let span = Span { start: claim.span.start.max(at), end: claim.span.end.max(at) };
            let n = characters(span.of(source));
            match claim.kind {
                Kind::Speech => coverage.speech += n,
                Kind::Label => coverage.label += n,
                Kind::Metadata => coverage.metadata += n,
                Kind::Note => coverage.note += n,
                Kind::Furniture => coverage.furniture += n,
                Kind::Timing => coverage.timing += n,
                Kind::Markup => coverage.markup += n,
            }
            at = span.end;
        }
        coverage.unclaimed += characters(Span { start: at, end: (source.len() as u32).max(at) }.of(source));
        coverage
    }
}

/// How many elements more to make room for where `length` came of the first `done` bytes of `all`: as many as the rest
/// will have if it goes on like this. Doubling would waste as much as is used, and hold both while it copies.
pub fn room_for(length: usize, done: usize, all: usize) -> usize {
    let left = all.saturating_sub(done) as u64;
    let expected = match done {
        0 => length / 2,
        done => usize::try_from(length as u64 * left / done as u64).unwrap_or(usize::MAX),
    };
    // A beginning says little of the rest.
    let most = if length < 1000 { length + 16 } else { length.saturating_mul(8) };
    // To fall short by a little would move all of it once more.
    expected.saturating_add((length.saturating_add(expected)) / 64).clamp(length / 8 + 16, most)
}

impl Coverage {
    /// Characters in all.
    pub fn total(&self) -> u64 {
        let Self { speech, label, metadata, note, furniture, timing, markup, unclaimed } = self;
        speech + label + metadata + note + furniture + timing + markup + unclaimed
    }
}

/// White space, and the invisible letters that stand for nothing: byte order mark, zero-width spaces, soft hyphen.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\0')
}

fn characters(text: &str) -> u64 {
    text.bytes().map(|b| u64::from((b as i8) >= -0x40)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_and_finds_what_is_unclaimed() {
        let source = "Ян: да\n(смех)";
        let mut ledger = Ledger::default();
        ledger.claim(Kind::Speech, Span::new(6, 10));
        ledger.claim(Kind::Label, Span::new(0, 4));
        assert_eq!(ledger.settle(), None);
        let coverage = ledger.coverage(source);
        assert_eq!((coverage.label, coverage.speech, coverage.unclaimed), (2, 2, 9));
        assert_eq!(coverage.total(), 13);
    }

    #[test]
    fn names_the_overlap() {
        let mut ledger = Ledger::default();
        ledger.claim(Kind::Label, Span::new(0, 4));
        ledger.claim(Kind::Speech, Span::new(3, 9));
        assert!(ledger.settle().is_some());
    }

    #[test]
    fn what_is_free_of_a_stretch_is_claimed() {
        let source = "<a b=\"c\">d</a>e";
        let mut ledger = Ledger::default();
        ledger.claim(Kind::Speech, Span::new(9, 10));
        ledger.claim(Kind::Label, Span::new(6, 7));
        let free = [Span::new(0, 6), Span::new(7, 9), Span::new(10, 14)];
        assert_eq!(ledger.free(&mut [Span::new(0, 9), Span::new(9, 10), Span::new(10, 14)].into_iter()), free);
        assert_eq!(
            ledger.free(&mut [Span::new(0, 3), Span::new(8, 12)].into_iter()),
            [Span::new(0, 3), Span::new(8, 9), Span::new(10, 12)]
        );
        ledger.claim_free(Kind::Markup, &mut [Span::new(0, 9), Span::new(10, 14)].into_iter());
        assert_eq!(ledger.settle(), None);
        let expected = Coverage { speech: 1, label: 1, markup: 12, unclaimed: 1, ..Coverage::default() };
        assert_eq!(ledger.coverage(source), expected);
        ledger.claim_free(Kind::Furniture, &mut [Span::new(0, 15)].into_iter());
        assert_eq!(ledger.coverage(source), Coverage { furniture: 1, unclaimed: 0, ..expected });
    }

    #[test]
    fn the_rest_is_claimed_for_what_it_is() {
        let source = r#"{"a":"b","c":" d "}"#;
        let mut ledger = Ledger::default();
        ledger.claim(Kind::Speech, Span::new(15, 16));
        let strings = [Span::new(6, 7), Span::new(14, 17)];
        let mut stretches = strings.iter().map(|span| Claim { span: *span, kind: Kind::Furniture });
        ledger.claim_rest(0, source.len() as u32, &mut stretches, &[Span::new(7, 19)]);
        assert_eq!(ledger.settle(), None);
        assert_eq!(
            ledger.coverage(source),
            Coverage { speech: 1, furniture: 1, markup: 6, timing: 11, ..Coverage::default() }
        );
    }

    #[test]
    fn white_space_between_elements_is_markup() {
        let source = "\u{feff}a \n\nb\n";
        let mut ledger = Ledger::default();
        ledger.claim(Kind::Speech, Span::new(3, 4));
        ledger.claim(Kind::Speech, Span::new(7, 8));
        ledger.claim_white_space(source);
        assert_eq!(ledger.coverage(source), Coverage { speech: 2, markup: 5, ..Coverage::default() });
    }
}
