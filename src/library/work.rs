//! The user's own work on a library, beside what was decided about single sources: records by kind, each a text of JSON
//! that only its owner reads. Whoever keeps a library or writes it into a file keeps all of them, whatever they are.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Records by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    records: BTreeMap<String, String>,
    /// Kinds that were changed since this was last asked.
    changed: BTreeSet<String>,
    /// How often it was changed.
    revision: u64,
}

impl Work {
    /// The record of a kind; empty where there is none.
    pub fn get(&self, kind: &str) -> &str {
        self.records.get(kind).map_or("", String::as_str)
    }

    /// Sets a record; an empty one is none. Returns whether it is another than before.
    pub fn set(&mut self, kind: &str, record: String) -> bool {
        if self.get(kind) == record {
            return false;
        }
        self.changed.insert(kind.to_owned());
        self.revision += 1;
        if record.is_empty() {
            self.records.remove(kind);
        } else {
            self.records.insert(kind.to_owned(), record);
        }
        true
    }

    /// All records with their kinds.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.records.iter().map(|(kind, record)| (kind.as_str(), record.as_str()))
    }

    /// How often it was changed. As long as it is the same, so are the records.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The kinds that were changed since this was last asked.
    pub fn take_changed(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.changed)
    }
}

/// A record with what another brings: what stands under the same name in both stays as it is here, and lists get what they
/// lack. What cannot be read is put together with nothing.
pub fn put_together(here: &str, coming: &str) -> String {
    match (serde_json::from_str(here), serde_json::from_str(coming)) {
        (Ok(here), Ok(coming)) => added(here, coming).to_string(),
        _ if here.is_empty() => coming.to_owned(),
        _ => here.to_owned(),
    }
}

fn added(here: Value, coming: Value) -> Value {
    match (here, coming) {
        (Value::Object(mut here), Value::Object(coming)) => {
            for (name, coming) in coming {
                let value = match here.remove(&name) {
                    Some(here) => added(here, coming),
                    None => coming,
                };
                here.insert(name, value);
            }
            Value::Object(here)
        }
        (Value::Array(mut here), Value::Array(coming)) => {
            here.extend(coming.into_iter().filter(|value| !here.contains(value)).collect::<Vec<_>>());
            Value::Array(here)
        }
        (here, _) => here,
    }
}

#[cfg(test)]
mod tests {
    use super::{Work, put_together};

    #[test]
    fn what_was_changed_is_told_once() {
        let mut work = Work::default();
        assert!(work.set("pins", "[1]".into()) && !work.set("pins", "[1]".into()));
        assert_eq!(work.take_changed().into_iter().collect::<Vec<_>>(), ["pins"]);
        assert!(work.take_changed().is_empty());
        assert!(work.set("pins", String::new()));
        assert_eq!((work.get("pins"), work.all().count()), ("", 0));
        assert_eq!(work.take_changed().len(), 1);
    }

    #[test]
    fn what_comes_from_elsewhere_overwrites_nothing() {
        let one = r#"{"names":{"A":"B"},"apart":[["A","C"]]}"#;
        let other = r#"{"names":{"A":"X","D":"B"},"apart":[["A","C"],["E","F"]]}"#;
        let both = r#"{"apart":[["A","C"],["E","F"]],"names":{"A":"B","D":"B"}}"#;
        assert_eq!(put_together(one, other), both);
        assert_eq!(put_together("", other), other);
        assert_eq!(put_together(one, "{ cut off"), one);
    }
}
