//! The user's own work on a library, beside what was decided about single sources: records by kind, each a text of JSON
//! that only its owner reads. Whoever keeps a library or writes it into a file keeps all of them, whatever they are.

use std::collections::{BTreeMap, BTreeSet};

/// Records by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    records: BTreeMap<String, String>,
    /// Kinds that were changed since this was last asked.
    changed: BTreeSet<String>,
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

    /// The kinds that were changed since this was last asked.
    pub fn take_changed(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.changed)
    }
}

#[cfg(test)]
mod tests {
    use super::Work;

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
}
