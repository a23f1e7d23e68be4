//! The list of speakers and places as a table for spreadsheets, and such a table read again: what its owner changed in it
//! is what they say.

use super::gathered::{Kind, Known, gather};
use crate::library::Library;
use crate::library::named::Named;
use crate::search::Index;
use crate::views::SavedFile;
use crate::views::sheet::Sheet;

/// The columns. A table that begins with these is one of ours.
const COLUMNS: [&str; 7] = ["kind", "name", "label", "known as", "role", "count", "roles as printed"];
/// Largest table that is looked into, bytes.
const LARGEST: usize = 64 << 20;

/// All of a library as a table.
pub fn write(library: &Library, index: &Index, name: &str) -> SavedFile {
    let mut sheet = Sheet::new(COLUMNS);
    for kind in [Kind::Speakers, Kind::Places] {
        let decided = kind.decided(index);
        for known in gather(library, index, kind) {
            let role = decided.roles.get(&known.name).map_or("", String::as_str);
            let Known { name: known_as, written, roles, .. } = &known;
            let printed = roles.iter().map(|(role, _)| role.as_str()).collect::<Vec<_>>().join("; ");
            for written in written {
                let count = written.count.to_string();
                sheet.push([kind.name(), &written.name, &written.label, known_as, role, &count, &printed]);
            }
        }
    }
    sheet.into_file(name)
}

/// What a table says, by the two kinds; none where the bytes are no such table. `known` is what is known now.
pub fn read(bytes: &[u8], index: &Index) -> Option<[(Kind, Named); 2]> {
    let text = std::str::from_utf8(bytes.get(..LARGEST).map_or(bytes, |_| &[])).ok()?.trim_start_matches('\u{feff}');
    let head = text.lines().next()?;
    // Spreadsheets write what their country separates by.
    let separator = [',', ';', '\t'].into_iter().find(|separator| {
        let mut columns = head.split(*separator).map(|column| column.trim_matches('"'));
        COLUMNS.iter().all(|column| columns.next() == Some(column))
    })?;
    let mut all = [Kind::Speakers, Kind::Places].map(|kind| (kind, kind.decided(index).clone()));
    for row in rows(text, separator).skip(1) {
        let [kind, name, label, known, role, ..] = row.as_slice() else { continue };
        let Some((kind, named)) = all.iter_mut().find(|(of, _)| of.name() == kind) else { continue };
        let known = known.trim();
        if name.is_empty() || known.is_empty() {
            continue;
        }
        let now = match kind {
            Kind::Speakers => index.people().known_under(name, label),
            Kind::Places => index.place(name),
        };
        if known != now {
            named.split(name, label, known);
        }
        if *role != named.roles.get(known).map_or("", String::as_str) {
            named.set_role(known, role.trim());
        }
    }
    // Where all labels under a name stand for the same, the name does.
    for (_, named) in &mut all {
        let mut labels = std::mem::take(&mut named.labels);
        labels.retain(|name, of_name| {
            let mut known = of_name.values();
            let first = known.next().cloned().unwrap_or_default();
            let is_whole = known.all(|known| *known == first) && labels_of(index, name) <= of_name.len();
            if is_whole {
                named.names.insert(name.clone(), first);
            }
            !is_whole
        });
        named.labels = labels;
    }
    Some(all)
}

/// How many labels there are under a name.
fn labels_of(index: &Index, name: &str) -> usize {
    let labels = index.people().all().iter().filter(|person| person.name == name && !person.label.is_empty());
    let mut different: Vec<&str> = Vec::new();
    for person in labels {
        if !different.contains(&person.label.as_str()) {
            different.push(&person.label);
        }
    }
    different.len()
}

/// The rows of a table with quoted cells.
fn rows(text: &str, separator: char) -> impl Iterator<Item = Vec<String>> {
    let mut letters = text.chars().peekable();
    std::iter::from_fn(move || {
        letters.peek()?;
        let (mut row, mut is_quoted) = (vec![String::new()], false);
        while let Some(letter) = letters.next() {
            let cell = row.last_mut()?;
            match letter {
                '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
                letter if letter == separator && !is_quoted => row.push(String::new()),
                '\n' if !is_quoted => break,
                '\r' if !is_quoted => {}
                letter => cell.push(letter),
            }
        }
        // What the writer put before what looks like a formula.
        for cell in &mut row {
            if cell.starts_with('\'') && cell[1..].starts_with(['=', '+', '-', '@', '\t']) {
                cell.remove(0);
            }
        }
        Some(row)
    })
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn cells_come_back_as_they_went() {
        let text = "a;\"b \"\"c\"\"; d\"\r\n'=1;\r\nlast";
        let read: Vec<_> = rows(text, ';').collect();
        assert_eq!(read, [vec!["a", "b \"c\"; d"], vec!["=1", ""], vec!["last"]]);
    }
}
