//! The filter as it stands in addresses: pairs of a key and a value, in order, without what asks for everything.

use std::collections::BTreeSet;

use form_urlencoded::{Serializer, parse};

use crate::model::Date;
use crate::search::Filter;

/// A set of chosen values and the key of each.
type Chosen<'a> = (&'static str, &'a mut BTreeSet<String>);

fn sets(filter: &mut Filter) -> [Chosen<'_>; 5] {
    let Filter { speakers, roles, places, languages, formats, .. } = filter;
    [("speaker", speakers), ("role", roles), ("place", places), ("lang", languages), ("format", formats)]
}

/// Writes a filter.
pub fn write_filter(filter: &Filter, mut pair: impl FnMut(&str, &str)) {
    if !filter.text.is_empty() {
        pair("q", &filter.text);
    }
    for (key, is_on) in [("exact", filter.is_exact), ("stems", filter.has_stems)] {
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
