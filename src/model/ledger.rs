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
    claims: Vec<Claim>,
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
    /// Claims `span` for `kind`; an empty span is no claim.
    #[inline]
    pub fn claim(&mut self, kind: Kind, span: Span) {
        if span.start == span.end {
            return;
        }
        if let Some(last) = self.claims.last_mut()
            && last.kind == kind
            && last.span.end == span.start
        {
            last.span.end = span.end;
            return;
        }
        self.claims.push(Claim { span, kind });
    }

    /// Makes room for so many claims.
    pub fn reserve(&mut self, claims: usize) {
        self.claims.reserve(claims);
    }

    /// The claims so far.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// Sorts the claims by place. Returns the first two that overlap, which is a defect of the reader.
    pub fn settle(&mut self) -> Option<(Claim, Claim)> {
        if !self.claims.is_sorted_by_key(|claim| claim.span) {
            self.claims.sort_by_key(|claim| claim.span);
        }
        self.claims.windows(2).find(|pair| pair[0].span.end > pair[1].span.start).map(|pair| (pair[0], pair[1]))
    }

    /// Claims every stretch that is still free and consists of white space only, as markup. Settles first.
    pub fn claim_white_space(&mut self, source: &str) {
        // Most readers leave nothing free and claim in order, so that this only walks past.
        let mut free = Vec::new();
        let mut at = 0;
        let mut is_settled = true;
        for claim in &self.claims {
            if claim.span.start != at {
                is_settled &= claim.span.start > at;
                free.push(Span { start: at, end: claim.span.start });
            }
            at = claim.span.end;
        }
        if !is_settled {
            self.settle();
            free.clear();
            at = 0;
            for claim in &self.claims {
                if claim.span.start > at {
                    free.push(Span { start: at, end: claim.span.start });
                }
                at = at.max(claim.span.end);
            }
        }
        if source.len() as u32 > at {
            free.push(Span { start: at, end: source.len() as u32 });
        }
        free.retain(|span| span.of(source).chars().all(is_blank));
        if free.is_empty() {
            self.claims.shrink_to_fit();
            return;
        }
        // Both lists are in order: merged, not sorted again.
        let mut claims = Vec::with_capacity(self.claims.len() + free.len());
        let mut free = free.into_iter().peekable();
        for claim in self.claims.drain(..) {
            while let Some(span) = free.next_if(|span| span.start < claim.span.start) {
                claims.push(Claim { span, kind: Kind::Markup });
            }
            claims.push(claim);
        }
        claims.extend(free.map(|span| Claim { span, kind: Kind::Markup }));
        self.claims = claims;
    }

    /// Claims what is still free of the given stretches, which are in source order and do not overlap. Settles first.
    pub fn claim_free(&mut self, kind: Kind, spans: &[Span]) {
        self.settle();
        let mut claims = Vec::with_capacity(self.claims.len() + spans.len());
        let mut taken = self.claims.iter().copied().peekable();
        let mut end = 0;
        for span in spans {
            let mut at = span.start.max(end);
            while let Some(claim) = taken.next_if(|claim| claim.span.start < span.end) {
                if claim.span.start > at {
                    claims.push(Claim { span: Span { start: at, end: claim.span.start }, kind });
                }
                at = at.max(claim.span.end);
                claims.push(claim);
            }
            if at < span.end {
                claims.push(Claim { span: Span { start: at, end: span.end }, kind });
            }
            end = at.max(span.end);
        }
        claims.extend(taken);
        self.claims = claims;
    }

    /// What is still free of the given stretches, which are in source order and do not overlap. Settles first.
    pub fn free(&mut self, spans: &[Span]) -> Vec<Span> {
        self.settle();
        let mut free = Vec::new();
        let mut taken = self.claims.iter().map(|claim| claim.span).peekable();
        for span in spans {
            let mut at = span.start;
            while taken.next_if(|claim| claim.end <= at).is_some() {}
            while at < span.end {
                let next = taken.peek().map_or(span.end, |claim| claim.start.clamp(at, span.end));
                if next > at {
                    free.push(Span { start: at, end: next });
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
        free
    }

    /// Claims all that is free from `start` to `end`: each of the given stretches, which are in source order, for what it
    /// says unless a part of it is taken already; everything else as markup, or inside one of the spans of `timed`, which
    /// are in order too, as timing. What was claimed before `start` must have been claimed before everything behind it.
    pub fn claim_rest(&mut self, start: u32, end: u32, stretches: &mut dyn Iterator<Item = Claim>, mut timed: &[Span]) {
        let first = self.claims.iter().rposition(|claim| claim.span.start < start && claim.span.end <= start);
        let mut rest = Ledger { claims: self.claims.split_off(first.map_or(0, |i| i + 1)) };
        rest.settle();
        self.claims.reserve(rest.claims.len() * 2);
        let mut taken = rest.claims.into_iter().peekable();
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
        for claim in &self.claims {
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
        assert_eq!(ledger.free(&[Span::new(0, 9), Span::new(9, 10), Span::new(10, 14)]), free);
        assert_eq!(
            ledger.free(&[Span::new(0, 3), Span::new(8, 12)]),
            [Span::new(0, 3), Span::new(8, 9), Span::new(10, 12)]
        );
        ledger.claim_free(Kind::Markup, &[Span::new(0, 9), Span::new(10, 14)]);
        assert_eq!(ledger.settle(), None);
        let expected = Coverage { speech: 1, label: 1, markup: 12, unclaimed: 1, ..Coverage::default() };
        assert_eq!(ledger.coverage(source), expected);
        ledger.claim_free(Kind::Furniture, &[Span::new(0, 15)]);
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
