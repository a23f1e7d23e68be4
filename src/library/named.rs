//! Who is who and where is where, as the user says: names as they are written, and the names under which they are known.
//! The user's own work, kept as a record of JSON for speakers and one for places.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Library;

/// The kind of record of speakers.
pub const SPEAKERS: &str = "speakers";
/// The kind of record of places.
pub const PLACES: &str = "places";

/// What the user says of names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    /// For a name as it is written the name under which it is known. A name that is known as itself stands for itself
    /// alone, whatever else looks like it.
    pub names: BTreeMap<String, String>,
    /// The same for a label under a name, where it stands for somebody else: name, label, name.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
    /// Roles of those who are known by a name, where their transcripts say none.
    pub roles: BTreeMap<String, String>,
    /// Names that look like those of one and are not, the lesser first.
    pub apart: BTreeSet<(String, String)>,
}

impl Named {
    /// What the user says of the names of a kind.
    pub fn of(library: &Library, kind: &str) -> Self {
        // What cannot be read is of a version to come; it stays as it is until something is changed.
        serde_json::from_str(library.work().get(kind)).unwrap_or_default()
    }

    /// Makes it what the user says. Returns the record of before.
    pub fn set(&self, library: &mut Library, kind: &str) -> String {
        let before = library.work().get(kind).to_owned();
        let record = if *self == Self::default() { String::new() } else { self.to_json() };
        library.work_mut().set(kind, record);
        before
    }

    fn to_json(&self) -> String {
        // Plain data: there is nothing in it that JSON cannot hold.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What the user says of a name under a label; none where nothing was said.
    pub fn decided(&self, name: &str, label: &str) -> Option<&str> {
        let by_label = self.labels.get(name).and_then(|labels| labels.get(label));
        by_label.or_else(|| self.names.get(name)).map(String::as_str)
    }

    /// All names under which somebody is known, as far as the user says.
    pub fn all_known(&self) -> impl Iterator<Item = &str> {
        let by_label = self.labels.values().flat_map(BTreeMap::values);
        self.names.values().chain(by_label).chain(self.roles.keys()).map(String::as_str)
    }

    /// Lets names be known as another one. Whoever was known as one of them follows, with the role.
    pub fn join<'a>(&mut self, names: impl IntoIterator<Item = &'a str>, known: &str) {
        for name in names {
            let follow = |target: &mut String| {
                if target == name {
                    known.clone_into(target);
                }
            };
            self.names.values_mut().for_each(follow);
            self.labels.values_mut().flat_map(BTreeMap::values_mut).for_each(follow);
            if name != known {
                self.names.insert(name.to_owned(), known.to_owned());
                if let Some(role) = self.roles.remove(name) {
                    self.roles.entry(known.to_owned()).or_insert(role);
                }
            }
            self.apart.remove(&pair(name, known));
        }
        // What is joined with others does not stand for itself alone.
        if self.names.get(known).is_some_and(|itself| itself == known) {
            self.names.remove(known);
        }
    }

    /// Lets a name, or one label under it, stand for somebody else.
    pub fn split(&mut self, name: &str, label: &str, known: &str) {
        if label.is_empty() {
            self.names.insert(name.to_owned(), known.to_owned());
        } else {
            self.labels.entry(name.to_owned()).or_default().insert(label.to_owned(), known.to_owned());
        }
    }

    /// Says that two names are not those of one.
    pub fn keep_apart(&mut self, one: &str, other: &str) {
        self.apart.insert(pair(one, other));
    }

    /// Whether the user said that two names are not those of one.
    pub fn are_apart(&self, one: &str, other: &str) -> bool {
        self.apart.contains(&pair(one, other))
    }

    /// Sets a role; an empty one is none.
    pub fn set_role(&mut self, known: &str, role: &str) {
        if role.is_empty() {
            self.roles.remove(known);
        } else {
            self.roles.insert(known.to_owned(), role.to_owned());
        }
    }
}

fn pair(one: &str, other: &str) -> (String, String) {
    let (less, more) = if one <= other { (one, other) } else { (other, one) };
    (less.to_owned(), more.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_joined_before_follows() {
        let mut named = Named::default();
        named.join(["M. Lund"], "Marta Lund");
        named.set_role("Marta Lund", "Mayor");
        named.join(["Marta Lund"], "Marta Lund-Berg");
        assert_eq!(named.decided("M. Lund", ""), Some("Marta Lund-Berg"));
        assert_eq!(named.decided("Marta Lund", "MARTA LUND:"), Some("Marta Lund-Berg"));
        assert_eq!(named.roles.get("Marta Lund-Berg").map(String::as_str), Some("Mayor"));
    }

    #[test]
    fn a_label_may_stand_for_somebody_else() {
        let mut named = Named::default();
        named.split("Lund", "MR. LUND", "Jonas Lund");
        assert_eq!(named.decided("Lund", "MR. LUND"), Some("Jonas Lund"));
        assert_eq!(named.decided("Lund", "LUND"), None);
        named.split("Lund", "", "Lund");
        assert_eq!(named.decided("Lund", "LUND"), Some("Lund"));
        named.join(["Marta Lund"], "Lund");
        assert_eq!(named.decided("Lund", "LUND"), None, "who is joined with others stands not alone");
    }

    #[test]
    fn the_record_comes_back_as_it_went() {
        let mut library = Library::default();
        let mut named = Named::default();
        named.join(["A"], "B");
        named.keep_apart("D", "C");
        assert_eq!(named.set(&mut library, SPEAKERS), "");
        assert_eq!(Named::of(&library, SPEAKERS), named);
        assert!(named.are_apart("C", "D") && Named::of(&library, PLACES) == Named::default());
        assert!(Named::default().set(&mut library, SPEAKERS).contains("\"apart\":[[\"C\",\"D\"]]"));
        assert_eq!(library.work().get(SPEAKERS), "");
    }
}
