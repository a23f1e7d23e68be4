//! The one way in which views sort: by a weight, the heaviest first, then by a text, equal ones as they stood.
//!
//! One routine for all lists: the standard sorts would bring eight kilobytes of code for each kind of list.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// What a line is sorted by.
struct Key {
    weight: f64,
    text: String,
    index: usize,
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_weight = other.weight.total_cmp(&self.weight);
        by_weight.then_with(|| self.text.cmp(&other.text)).then(self.index.cmp(&other.index))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Key {}

/// The order of a list's lines, as indices into it: by weight, the heaviest first, then by text.
pub fn order(keys: impl IntoIterator<Item = (f64, String)>) -> Vec<usize> {
    let keys = keys.into_iter().enumerate().map(|(index, (weight, text))| Key { weight, text, index });
    let heap: BinaryHeap<Key> = keys.collect();
    heap.into_sorted_vec().into_iter().map(|key| key.index).collect()
}

/// A list in this order, at most so many of its lines.
pub fn in_order<T>(list: Vec<T>, order: Vec<usize>, most: usize) -> Vec<T> {
    let mut list: Vec<Option<T>> = list.into_iter().map(Some).collect();
    order.into_iter().take(most).filter_map(|index| list.get_mut(index)?.take()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_stay_as_they_stood() {
        let keys = [(1.0, "b"), (2.0, "z"), (1.0, "a"), (1.0, "b")].map(|(weight, text)| (weight, text.to_owned()));
        let order = order(keys);
        assert_eq!(order, [1, 2, 0, 3]);
        assert_eq!(in_order(vec!["p", "q", "r", "s"], order, 3), ["q", "r", "p"]);
    }
}
