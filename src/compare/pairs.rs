//! What the user said of transcripts that stand side by side: what they are to each other, and pins. It is a part of the
//! user's own work, under the kind [`KIND`], as JSON.
//!
//! Places are told by bytes of the decoded source, which never changes, and not by numbers, which another way of reading
//! may count otherwise.

use serde::{Deserialize, Serialize};

/// The kind of this record in the user's own work.
pub const KIND: &str = "pairs";

/// All pairs of which the user said something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pairs {
    /// Transcripts that the user set beside each other, those that were changed last in front.
    pub pairs: Vec<Pair>,
}

/// Two transcripts, and what the user said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pair {
    /// Ids of the two.
    pub left: String,
    #[allow(missing_docs)]
    pub right: String,
    /// What they are to each other, by name; none where that is to be recognised.
    pub relation: Option<String>,
    /// What belongs together in them, in the order in which it was said.
    pub pins: Vec<Pin>,
}

/// Two units that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// What the units are, by name.
    pub units: String,
    /// The unit of the left, and that of the right.
    pub left: Spot,
    #[allow(missing_docs)]
    pub right: Spot,
}

/// Where a unit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Where its first paragraph starts, bytes of the decoded source.
    pub at: u32,
    /// How many units that start in the same paragraph stand before it.
    pub nth: u32,
}

impl Pair {
    /// The same with its sides exchanged.
    #[must_use]
    pub fn swapped(&self) -> Self {
        let pins = self.pins.iter().map(|pin| Pin { left: pin.right, right: pin.left, ..pin.clone() });
        Self { left: self.right.clone(), right: self.left.clone(), pins: pins.collect(), ..self.clone() }
    }

    /// Whether the user said nothing of it.
    fn says_nothing(&self) -> bool {
        self.relation.is_none() && self.pins.is_empty()
    }
}

impl Pairs {
    /// Reads a record; what is none of ours, and an empty one, is no pair.
    pub fn from_json(record: &str) -> Self {
        serde_json::from_str(record).unwrap_or_default()
    }

    /// The record; empty where there is nothing to say.
    pub fn to_json(&self) -> String {
        // Plain data: writing it cannot fail.
        if self.pairs.is_empty() { String::new() } else { serde_json::to_string(self).unwrap_or_default() }
    }

    /// What was said of two transcripts, whichever stands on the left; nothing where nothing was.
    pub fn pair(&self, left: &str, right: &str) -> Pair {
        let found = self.pairs.iter().find_map(|pair| match (pair.left.as_str(), pair.right.as_str()) {
            sides if sides == (left, right) => Some(pair.clone()),
            sides if sides == (right, left) => Some(pair.swapped()),
            _ => None,
        });
        found.unwrap_or_else(|| Pair { left: left.to_owned(), right: right.to_owned(), ..Pair::default() })
    }

    /// The transcripts that were set beside this one, the last first.
    pub fn partners<'p>(&'p self, id: &'p str) -> impl Iterator<Item = &'p str> {
        self.pairs.iter().filter_map(move |pair| match id {
            id if id == pair.left => Some(pair.right.as_str()),
            id if id == pair.right => Some(pair.left.as_str()),
            _ => None,
        })
    }

    /// Puts a pair in front, in the place of what was said of the two before.
    pub fn put_pair(&mut self, pair: Pair) {
        self.forget_pair(&pair.left, &pair.right);
        self.pairs.insert(0, pair);
    }

    /// Forgets what was said of two transcripts.
    fn forget_pair(&mut self, left: &str, right: &str) {
        let is_it =
            |pair: &Pair| (pair.left == left && pair.right == right) || (pair.left == right && pair.right == left);
        self.pairs.retain(|pair| !is_it(pair));
    }

    /// This with what another has besides: of a pair that both speak of, what is said here stands and pins are added.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        for pair in other.pairs {
            let mut here = self.pair(&pair.left, &pair.right);
            if here.says_nothing() {
                self.forget_pair(&pair.left, &pair.right);
                self.pairs.push(pair);
                continue;
            }
            here.relation = here.relation.or(pair.relation);
            let new: Vec<Pin> = pair.pins.into_iter().filter(|pin| !here.pins.contains(pin)).collect();
            here.pins.extend(new);
            if let Some(at) = self.pairs.iter().position(|known| {
                [(&known.left, &known.right), (&known.right, &known.left)].contains(&(&here.left, &here.right))
            }) {
                self.pairs[at] = here;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(left: u32, right: u32) -> Pin {
        let spot = |at| Spot { at, nth: 0 };
        Pin { units: "paragraphs".into(), left: spot(left), right: spot(right) }
    }

    #[test]
    fn a_pair_is_the_same_from_both_sides() {
        let mut pairs = Pairs::default();
        let pair = |left: &str, right: &str| Pair { left: left.into(), right: right.into(), ..Pair::default() };
        pairs.put_pair(Pair { pins: vec![pin(1, 2)], ..pair("a", "b") });
        assert_eq!(pairs.pair("b", "a").pins, [pin(2, 1)]);
        pairs.put_pair(pair("c", "b"));
        assert_eq!(pairs.partners("b").collect::<Vec<_>>(), ["c", "a"]);
        pairs.put_pair(pair("b", "a"));
        assert_eq!(pairs.pairs.len(), 2, "one for each two");
        assert!(pairs.pair("a", "b").pins.is_empty());
    }

    #[test]
    fn what_two_say_is_put_together() {
        let of = |relation: Option<&str>, pins: Vec<Pin>| Pairs {
            pairs: vec![Pair { left: "a".into(), right: "b".into(), relation: relation.map(str::to_owned), pins }],
        };
        let both = of(Some("versions"), vec![pin(1, 2)]).with(of(Some("translation"), vec![pin(1, 2), pin(3, 4)]));
        assert_eq!(both, of(Some("versions"), vec![pin(1, 2), pin(3, 4)]));
        assert_eq!(Pairs::default().with(both.clone()), both);
        assert_eq!(Pairs::from_json(&both.to_json()), both);
        assert_eq!((Pairs::from_json("[3"), Pairs::default().to_json()), (Pairs::default(), String::new()));
    }
}
