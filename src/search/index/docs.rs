//! A set of turns of one segment: a sorted list while they are few, a bit for each when they are many (as in Roaring
//! bitmaps, Chambi et al. 2016, where this is one container).

/// Turns in a segment at most: their numbers fit sixteen bits.
pub const SEGMENT_TURNS: usize = 1 << 16;

/// Numbers of sixty-four bits in a full set of bits.
pub const BIT_WORDS: usize = SEGMENT_TURNS / 64;

/// Above this many, bits take less room than a list.
pub const FEW: usize = SEGMENT_TURNS / 16;

/// Bits for all turns of a segment.
pub type Bits = [u64; BIT_WORDS];

/// A set of turns of one segment, by their number in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Docs {
    /// Sorted, each once.
    Few(Vec<u16>),
    /// A bit for each.
    Many(Box<Bits>),
}

impl Default for Docs {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

/// A set without a turn in it, as bits.
pub fn no_bits() -> Box<Bits> {
    Box::new([0; BIT_WORDS])
}

/// Sets the bits `from..to`.
pub fn set_range(bits: &mut Bits, from: usize, to: usize) {
    if from >= to || to > SEGMENT_TURNS {
        return;
    }
    let (first, last) = (from / 64, (to - 1) / 64);
    let head = u64::MAX << (from % 64);
    let tail = u64::MAX >> (63 - (to - 1) % 64);
    if first == last {
        bits[first] |= head & tail;
    } else {
        bits[first] |= head;
        bits[first + 1..last].fill(u64::MAX);
        bits[last] |= tail;
    }
}

/// How many of the bits `from..to` are set.
pub fn count_range(bits: &Bits, from: usize, to: usize) -> u32 {
    if from >= to || to > SEGMENT_TURNS {
        return 0;
    }
    let (first, last) = (from / 64, (to - 1) / 64);
    let head = u64::MAX << (from % 64);
    let tail = u64::MAX >> (63 - (to - 1) % 64);
    if first == last {
        return (bits[first] & head & tail).count_ones();
    }
    let middle: u32 = bits[first + 1..last].iter().map(|word| word.count_ones()).sum();
    (bits[first] & head).count_ones() + middle + (bits[last] & tail).count_ones()
}

impl Docs {
    /// The turns `0..turns`.
    pub fn all(turns: usize) -> Self {
        let mut bits = no_bits();
        set_range(&mut bits, 0, turns);
        Self::Many(bits)
    }

    /// These turns, which are in order, each once.
    pub fn from_sorted(list: Vec<u16>) -> Self {
        if list.len() > FEW { Self::Many(Self::Few(list).into_bits()) } else { Self::Few(list) }
    }

    /// The turns of which the count is not 0.
    pub fn counted(counts: &[u32]) -> Self {
        let mut bits = no_bits();
        for (bits, counts) in bits.iter_mut().zip(counts.chunks(64)) {
            *bits = counts.iter().rev().fold(0, |bits, count| bits << 1 | u64::from(*count > 0));
        }
        Self::Many(bits)
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::Few(list) => list.len(),
            Self::Many(bits) => bits.iter().map(|word| word.count_ones() as usize).sum(),
        }
    }

    /// Whether none is in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Few(list) => list.is_empty(),
            Self::Many(bits) => bits.iter().all(|word| *word == 0),
        }
    }

    /// Whether it holds `doc`.
    pub fn contains(&self, doc: u16) -> bool {
        match self {
            Self::Few(list) => list.binary_search(&doc).is_ok(),
            Self::Many(bits) => bits[doc as usize / 64] >> (doc % 64) & 1 == 1,
        }
    }

    /// The same as bits.
    pub fn into_bits(self) -> Box<Bits> {
        match self {
            Self::Few(list) => {
                let mut bits = no_bits();
                list.iter().for_each(|doc| bits[*doc as usize / 64] |= 1 << (doc % 64));
                bits
            }
            Self::Many(bits) => bits,
        }
    }

    /// The turns, ascending.
    pub fn iter(&self) -> Iter<'_> {
        match self {
            Self::Few(list) => Iter::Few(list.iter()),
            Self::Many(bits) => Iter::new(bits),
        }
    }

    /// The turns from one on, ascending.
    pub fn iter_from(&self, first: u32) -> Iter<'_> {
        match self {
            Self::Few(list) => {
                let before = list.partition_point(|doc| u32::from(*doc) < first);
                Iter::Few(list.get(before..).unwrap_or_default().iter())
            }
            Self::Many(bits) => {
                let word = first as usize / 64;
                let rest = bits.get(word).map_or(0, |bits| bits & (u64::MAX << (first % 64)));
                Iter::Many { bits, word, rest }
            }
        }
    }

    /// What is in both.
    #[must_use]
    pub fn and(self, other: &Docs) -> Docs {
        match (self, other) {
            (Self::Few(list), other) => Self::Few(keep(list, other)),
            (bits, Self::Few(list)) => Self::Few(keep(list.clone(), &bits)),
            (Self::Many(mut left), Self::Many(right)) => {
                left.iter_mut().zip(right.iter()).for_each(|(left, right)| *left &= right);
                Self::Many(left)
            }
        }
    }

    /// What is in any of the two.
    #[must_use]
    pub fn or(self, other: &Docs) -> Docs {
        match (self, other) {
            (Self::Few(left), Self::Few(right)) if left.len() + right.len() <= FEW => Self::Few(union(&left, right)),
            (left, Self::Few(right)) => {
                let mut bits = left.into_bits();
                right.iter().for_each(|doc| bits[*doc as usize / 64] |= 1 << (doc % 64));
                Self::Many(bits)
            }
            (left, Self::Many(right)) => {
                let mut bits = left.into_bits();
                bits.iter_mut().zip(right.iter()).for_each(|(left, right)| *left |= right);
                Self::Many(bits)
            }
        }
    }

    /// What is not in `other`.
    #[must_use]
    pub fn without(self, other: &Docs) -> Docs {
        match (self, other) {
            (Self::Few(mut list), other) => {
                list.retain(|doc| !other.contains(*doc));
                Self::Few(list)
            }
            (Self::Many(mut bits), Self::Few(list)) => {
                list.iter().for_each(|doc| bits[*doc as usize / 64] &= !(1 << (doc % 64)));
                Self::Many(bits)
            }
            (Self::Many(mut left), Self::Many(right)) => {
                left.iter_mut().zip(right.iter()).for_each(|(left, right)| *left &= !right);
                Self::Many(left)
            }
        }
    }
}

/// Those of a sorted list that `other` holds. Of two lists the shorter one leads, and the longer is leapt through.
fn keep(list: Vec<u16>, other: &Docs) -> Vec<u16> {
    let mut list = list;
    match other {
        Docs::Few(other) => {
            let (mut short, long) = if list.len() <= other.len() { (list, other) } else { (other.clone(), &list) };
            let mut rest = &long[..];
            short.retain(|doc| {
                rest = &rest[leap(rest, *doc)..];
                rest.first() == Some(doc)
            });
            short
        }
        Docs::Many(bits) => {
            list.retain(|doc| bits[*doc as usize / 64] >> (doc % 64) & 1 == 1);
            list
        }
    }
}

/// How many at the start of a sorted list are below `doc`: in steps that double, then by halves.
pub fn leap(list: &[u16], doc: u16) -> usize {
    let mut end = 1;
    while end <= list.len() && list[end - 1] < doc {
        end *= 2;
    }
    let start = end / 2;
    start + list[start..end.min(list.len())].partition_point(|other| *other < doc)
}

fn union(left: &[u16], right: &[u16]) -> Vec<u16> {
    let mut both = Vec::with_capacity(left.len() + right.len());
    let (mut l, mut r) = (0, 0);
    while let (Some(a), Some(b)) = (left.get(l), right.get(r)) {
        both.push(*a.min(b));
        (l, r) = (l + usize::from(a <= b), r + usize::from(b <= a));
    }
    both.extend_from_slice(&left[l..]);
    both.extend_from_slice(&right[r..]);
    both
}

/// The turns of a set, ascending.
#[derive(Clone, Debug)]
pub enum Iter<'a> {
    #[allow(missing_docs)]
    Few(std::slice::Iter<'a, u16>),
    #[allow(missing_docs)]
    Many { bits: &'a Bits, word: usize, rest: u64 },
}

impl<'a> Iter<'a> {
    /// The turns of a set of bits.
    pub fn new(bits: &'a Bits) -> Self {
        Self::Many { bits, word: 0, rest: bits[0] }
    }
}

impl Iterator for Iter<'_> {
    type Item = u16;

    #[inline]
    fn next(&mut self) -> Option<u16> {
        match self {
            Self::Few(list) => list.next().copied(),
            Self::Many { bits, word, rest } => {
                while *rest == 0 {
                    *word += 1;
                    *rest = *bits.get(*word)?;
                }
                let bit = rest.trailing_zeros();
                *rest &= *rest - 1;
                Some((*word * 64) as u16 + bit as u16)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn set(step: usize, up_to: usize) -> (Docs, BTreeSet<u16>) {
        let list: Vec<u16> = (0..up_to).step_by(step).map(|n| n as u16).collect();
        let docs =
            if list.len() > FEW { Docs::Many(Docs::Few(list.clone()).into_bits()) } else { Docs::Few(list.clone()) };
        (docs, list.into_iter().collect())
    }

    #[test]
    fn sets_behave_as_sets_whatever_they_are_made_of() {
        let sets =
            [set(1, 0), set(1, 70), set(3, 65536), set(7, 65536), set(1000, 65536), set(64, 9000), set(1, 65536)];
        for (a, left) in &sets {
            assert_eq!((a.len(), a.is_empty()), (left.len(), left.is_empty()));
            assert!(a.iter().eq(left.iter().copied()));
            for first in [0, 1, 64, 100, 65_535, 65_536] {
                assert!(a.iter_from(first).eq(left.iter().copied().filter(|doc| u32::from(*doc) >= first)));
            }
            for (b, right) in &sets {
                assert!(a.clone().and(b).iter().eq(left.intersection(right).copied()));
                assert!(a.clone().or(b).iter().eq(left.union(right).copied()));
                assert!(a.clone().without(b).iter().eq(left.difference(right).copied()));
            }
        }
    }

    #[test]
    fn ranges_are_set_and_counted() {
        for (from, to) in
            [(0, 0), (0, 1), (5, 64), (5, 65), (63, 64), (64, 128), (100, 1000), (0, 65536), (65535, 65536)]
        {
            let mut bits = no_bits();
            set_range(&mut bits, from, to);
            assert!(Docs::Many(bits.clone()).iter().map(usize::from).eq(from..to));
            assert_eq!(count_range(&bits, from, to) as usize, to - from);
            assert_eq!(count_range(&bits, 10, 200) as usize, to.min(200).saturating_sub(from.max(10)));
        }
    }
}
