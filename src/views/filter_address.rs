//! The filter as it stands in addresses: pairs of a key and a value, in order, without what asks for everything.

use std::collections::BTreeSet;

use form_urlencoded::{Serializer, parse};

use crate::model::Date;
use crate::search::Filter;

/// A set of chosen values and the key of each.
type Chosen<'a> = (&'static str, &'a mut BTreeSet<String>);

fn sets(filter: &mut Filter) -> [Chosen<'_>; 10] {
    let Filter { speakers, roles, places, languages, formats, without, .. } = filter;
    let without = without.as_mut();
    [
        ("speaker", speakers),
        ("role", roles),
        ("place", places),
        ("lang", languages),
        ("format", formats),
        ("-speaker", &mut without.speakers),
        ("-role", &mut without.roles),
        ("-place", &mut without.places),
        ("-lang", &mut without.languages),
        ("-format", &mut without.formats),
    ]
}

/// The values of a filter that have this key in addresses.
pub fn values<'a>(filter: &'a mut Filter, key: &str) -> Vec<&'a str> {
    let set = sets(filter).into_iter().find(|(known, _)| *known == key);
    set.into_iter().flat_map(|(_, set)| set.iter().map(String::as_str)).collect()
}

/// Chooses a value of a filter, or leaves it again: one that is chosen is no more excluded, and the other way round.
/// `dates` is a stretch of time, in whichever order its ends stand, and so is `drag`, which is not left when it is chosen
/// again. Other keys set what they name.
pub fn choose(filter: &mut Filter, key: &str, value: &str) {
    if key == "dates" || key == "drag" {
        let (one, other) = value.split_once("..").unwrap_or((value, value));
        let (from, to) = (Date::from_iso(one), Date::from_iso(other));
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        let is_left = key == "dates" && (filter.from, filter.to) == (from, to);
        (filter.from, filter.to) = if is_left { (None, None) } else { (from, to) };
        return;
    }
    let mut is_of_set = false;
    for (known, set) in sets(filter) {
        if known == key {
            is_of_set = true;
            if !set.remove(value) {
                set.insert(value.to_owned());
            }
        } else if known.trim_start_matches('-') == key.trim_start_matches('-') {
            set.remove(value);
        }
    }
    if !is_of_set {
        read_pair(filter, key, value);
    }
}

/// Writes a filter.
pub fn write_filter(filter: &Filter, mut pair: impl FnMut(&str, &str)) {
    if !filter.text.is_empty() {
        pair("q", &filter.text);
    }
    for (key, is_on) in [("exact", filter.is_exact), ("stems", filter.has_stems), ("alphabets", filter.either_alphabet)]
    {
        if is_on {
            pair(key, "1");
        }
    }
    for (key, values) in sets(&mut filter.clone()) {
        values.iter().for_each(|value| pair(key, value));
    }
    for (key, date) in [("from", filter.from), ("to", filter.to)] {
        if let Some(date) = date {
            pair(key, &date.to_string());
        }
    }
}

/// Reads a pair into a filter. Answers whether it was one of a filter's.
pub fn read_pair(filter: &mut Filter, key: &str, value: &str) -> bool {
    if let Some((_, chosen)) = sets(filter).into_iter().find(|(known, _)| *known == key) {
        chosen.insert(value.to_owned());
        return true;
    }
    match key {
        "q" => filter.text = value.to_owned(),
        "exact" => filter.is_exact = value == "1",
        "stems" => filter.has_stems = value == "1",
        "alphabets" => filter.either_alphabet = value == "1",
        "from" => filter.from = Date::from_iso(value),
        "to" => filter.to = Date::from_iso(value),
        _ => return false,
    }
    true
}

/// A filter as one text, for a field of a view.
pub fn to_text(filter: &Filter) -> String {
    let mut out = Serializer::new(String::new());
    write_filter(filter, |key, value| {
        out.append_pair(key, value);
    });
    out.finish()
}

/// The filter of such a text.
pub fn from_text(text: &str) -> Filter {
    let mut filter = Filter::default();
    for (key, value) in parse(text.as_bytes()) {
        read_pair(&mut filter, &key, &value);
    }
    filter
}
