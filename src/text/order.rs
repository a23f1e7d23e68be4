//! Order by numbers: one routine for lists of all kinds, since the standard sorts bring some kilobytes of code for each.

use std::collections::BinaryHeap;

/// Things in the order of their keys, the smallest first; those with equal keys as they stood.
pub fn in_order<T>(things: Vec<T>, key: impl Fn(&T) -> u64) -> Vec<T> {
    let order = order(things.iter().map(key).collect());
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    order.into_iter().filter_map(|(_, at)| things.get_mut(at).and_then(Option::take)).collect()
}

fn order(keys: Vec<u64>) -> Vec<(u64, usize)> {
    keys.into_iter().enumerate().map(|(at, key)| (key, at)).collect::<BinaryHeap<_>>().into_sorted_vec()
}

#[cfg(test)]
mod tests {
    #[test]
    fn equal_ones_stay_as_they_stood() {
        assert_eq!(super::in_order(vec!["b1", "a", "b2"], |word| word.as_bytes()[0].into()), ["a", "b1", "b2"]);
    }
}
