//! All transcripts that are open, in memory: sources by hash, transcripts by id, and the values they can be filtered
//! by; with the user's own work on them. It knows nothing of storage and of the page.

pub mod named;
pub mod work;

use std::collections::HashMap;

use crate::formats::{self, Choices, Column, Confidence, Meta, Opened, Reading, Refusal, Rule, rules};
use crate::model::{Diagnostic, Ledger, Transcript};
use crate::text::Encoding;

use work::Work;

pub use crate::text::sha256_hex as hash;

/// SHA-256 of a source as dropped, in lower-case hexadecimal.
pub type Hash = String;

/// How many letters of the hash name a transcript in an address.
const ID_LETTERS: usize = 12;

/// A source that was read.
#[derive(Debug)]
pub struct SourceFile {
    /// Its hash, which is its identity.
    pub hash: Hash,
    /// File name as dropped.
    pub name: String,
    /// Size as dropped, bytes.
    pub bytes: u64,
    /// Decoded text.
    pub text: String,
    /// How it was decoded.
    pub encoding: Encoding,
    /// What it was taken for.
    pub format: &'static Meta,
    /// How sure.
    pub confidence: Confidence,
    /// What could not be made sense of.
    pub diagnostics: Vec<Diagnostic>,
    /// The account of every character.
    pub ledger: Ledger,
    /// Of a table: its columns as they were understood.
    pub columns: Vec<Column>,
    /// What the user has decided about it.
    pub choices: Choices,
    /// The bytes as dropped, where the text is not the same bytes.
    original: Option<Box<[u8]>>,
}

impl SourceFile {
    /// Its name without the folders or the archive that it came in.
    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// The source as dropped.
    pub fn as_dropped(&self) -> &[u8] {
        self.original.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// Whether any of the rules would say something of it.
    fn is_spoken_of(&self, rules: &[Rule]) -> bool {
        // What is no text itself was taken out of something whose lines are not those that were read.
        formats::can_be_taught(self.format) && (!self.format.is_lined || rules::speak_of(rules, &self.text))
    }
}

/// A transcript of the library.
#[derive(Debug)]
pub struct Entry {
    /// Its id in addresses: the start of its source's hash, and `.n` where the source has more than one.
    pub id: String,
    /// Index into [`Library::sources`].
    pub source: usize,
    /// What was read.
    pub transcript: Transcript,
    /// What tells it from every other transcript that was ever here, also from itself before it was read again.
    pub key: u32,
}

/// All transcripts that are open.
#[derive(Debug, Default)]
pub struct Library {
    sources: Vec<Option<SourceFile>>,
    entries: Vec<Entry>,
    by_hash: HashMap<Hash, usize>,
    rules: Vec<Rule>,
    work: Work,
    /// How many transcripts were ever here.
    keys: u32,
    /// How often transcripts have left it.
    departures: u64,
}

impl Library {
    /// Reads a source and adds its transcripts. A source that is here already is not read again.
    /// Returns its hash and whether it is new.
    ///
    /// # Errors
    /// The [`Refusal`] of the readers; the library is as before.
    pub fn open(&mut self, name: &str, bytes: impl Into<Vec<u8>>, reading: &Reading) -> Result<(Hash, bool), Refusal> {
        self.open_owned(name, bytes.into(), reading)
    }

    fn open_owned(&mut self, name: &str, bytes: Vec<u8>, reading: &Reading) -> Result<(Hash, bool), Refusal> {
        let hash = hash(&bytes);
        if self.by_hash.contains_key(&hash) {
            return Ok((hash, false));
        }
        let (mut opened, original) = formats::open_owned(name, bytes, &self.with_rules(reading))?;
        let source = self.sources.len();
        let new = self.new_entries(&hash, source, std::mem::take(&mut opened.parsed.transcripts));
        self.entries.extend(new);
        self.by_hash.insert(hash.clone(), source);
        self.sources.push(Some(source_file(hash.clone(), name, original, reading, opened)));
        Ok((hash, true))
    }

    /// Reads a source that is here once more, with what the user has decided. Its transcripts keep their ids and their
    /// place. None where no such source is here.
    ///
    /// # Errors
    /// The [`Refusal`] of the readers; the library is as before.
    pub fn reread(&mut self, hash: &str, reading: &Reading) -> Option<Result<(), Refusal>> {
        let index = *self.by_hash.get(hash)?;
        let old = self.sources.get(index)?.as_ref()?;
        let mut opened = match formats::open_with(&old.name, old.as_dropped(), &self.with_rules(reading)) {
            Ok(opened) => opened,
            Err(refusal) => return Some(Err(refusal)),
        };
        let new = self.new_entries(hash, index, std::mem::take(&mut opened.parsed.transcripts));
        self.departures += 1;
        let at = self.entries.iter().position(|entry| entry.source == index).unwrap_or(self.entries.len());
        self.entries.retain(|entry| entry.source != index);
        self.entries.splice(at..at, new);
        let old = self.sources.get_mut(index)?.take()?;
        let bytes = old.original.map_or_else(|| old.text.into_bytes(), Vec::from);
        let original = (opened.text.as_bytes() != bytes).then_some(bytes);
        self.sources[index] = Some(source_file(old.hash, &old.name, original, reading, opened));
        Some(Ok(()))
    }

    /// The rules that hold for all sources, the oldest first.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Lets other rules hold for all sources, and reads those once more of which the old rules or the new ones speak.
    /// Returns their hashes.
    pub fn set_rules(&mut self, rules: Vec<Rule>, reading: &Reading) -> Vec<Hash> {
        let old = std::mem::replace(&mut self.rules, rules);
        let is_changed = |rule: &&Rule| !(old.contains(rule) && self.rules.contains(rule));
        let changed: Vec<Rule> = old.iter().chain(&self.rules).filter(is_changed).cloned().collect();
        // Where the same rules stand in another order, another one of them may decide.
        let changed = if changed.is_empty() && old != self.rules { old } else { changed };
        let concerned = self.concerned_by(&changed).map(|source| (source.hash.clone(), source.choices.clone()));
        let concerned: Vec<(Hash, Choices)> = concerned.collect();
        for (hash, choices) in &concerned {
            // A source that was read once is text; rules only say what its lines are.
            let _ = self.reread(hash, &Reading { choices: choices.clone(), ..reading.clone() });
        }
        concerned.into_iter().map(|(hash, _)| hash).collect()
    }

    /// The user's own work.
    pub fn work(&self) -> &Work {
        &self.work
    }

    /// The user's own work, to be changed.
    pub fn work_mut(&mut self) -> &mut Work {
        &mut self.work
    }

    /// The sources of which any of the rules speaks, in the order in which they came.
    pub fn concerned_by<'a>(&'a self, rules: &'a [Rule]) -> impl Iterator<Item = &'a SourceFile> {
        self.sources.iter().flatten().filter(|source| !rules.is_empty() && source.is_spoken_of(rules))
    }

    /// What the source would be, with other rules for all sources and other choices of its own.
    ///
    /// # Errors
    /// The [`Refusal`] of the readers.
    pub fn try_rules(&self, source: &SourceFile, rules: &[Rule], reading: &Reading) -> Result<Opened, Refusal> {
        formats::open_with(&source.name, source.as_dropped(), &with_rules(rules, reading))
    }

    fn with_rules(&self, reading: &Reading) -> Reading {
        with_rules(&self.rules, reading)
    }

    fn new_entries(&mut self, hash: &str, source: usize, transcripts: Vec<Transcript>) -> Vec<Entry> {
        let short = &hash[..ID_LETTERS];
        let id = |index| if index == 0 { short.to_owned() } else { format!("{short}.{}", index + 1) };
        let first = self.keys;
        self.keys += transcripts.len() as u32;
        let numbered = transcripts.into_iter().enumerate();
        numbered.map(|(at, transcript)| Entry { id: id(at), source, transcript, key: first + at as u32 }).collect()
    }

    /// How often transcripts have left it. As long as it is the same, those that come stand behind those that were
    /// there.
    pub fn departures(&self) -> u64 {
        self.departures
    }

    /// Takes a source and its transcripts out. Returns whether it was there.
    pub fn remove(&mut self, hash: &str) -> bool {
        let Some(source) = self.by_hash.remove(hash) else { return false };
        self.entries.retain(|entry| entry.source != source);
        self.departures += 1;
        // The slot stays, empty, so that the others keep their index.
        self.sources[source] = None;
        true
    }

    /// Takes all sources out. Rules and the user's own work stay.
    pub fn clear(&mut self) {
        *self = Self {
            rules: std::mem::take(&mut self.rules),
            work: std::mem::take(&mut self.work),
            keys: self.keys,
            departures: self.departures + 1,
            ..Self::default()
        };
    }

    /// All transcripts, in the order in which they came.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The transcripts of one source.
    pub fn entries_of<'a>(&'a self, hash: &str) -> impl Iterator<Item = &'a Entry> {
        let source = self.by_hash.get(hash).copied();
        self.entries.iter().filter(move |entry| Some(entry.source) == source)
    }

    /// The transcript with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// All sources, in the order in which they came.
    pub fn sources(&self) -> impl Iterator<Item = &SourceFile> {
        self.sources.iter().flatten()
    }

    /// The source with this hash.
    pub fn source_by_hash(&self, hash: &str) -> Option<&SourceFile> {
        self.by_hash.get(hash).and_then(|index| self.sources.get(*index)).and_then(Option::as_ref)
    }

    /// The source of a transcript.
    pub fn source(&self, entry: &Entry) -> Option<&SourceFile> {
        self.sources.get(entry.source).and_then(Option::as_ref)
    }
}

/// Rules for all sources go in front of those for one, which decide where both speak.
fn with_rules(rules: &[Rule], reading: &Reading) -> Reading {
    let mut reading = reading.clone();
    reading.choices.rules.splice(0..0, rules.iter().cloned());
    reading
}

/// A source; `original` are its bytes where its text is not the same bytes.
fn source_file(hash: Hash, name: &str, original: Option<Vec<u8>>, reading: &Reading, opened: Opened) -> SourceFile {
    let Opened { text, encoding, format, confidence, parsed } = opened;
    SourceFile {
        hash,
        name: name.to_owned(),
        bytes: original.as_ref().map_or(text.len(), Vec::len) as u64,
        text,
        encoding,
        format,
        confidence,
        diagnostics: parsed.diagnostics,
        ledger: parsed.ledger,
        columns: parsed.columns,
        choices: reading.choices.clone(),
        original: original.map(Vec::into_boxed_slice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_are_one_source() {
        let mut library = Library::default();
        let reading = Reading::default();
        let (hash, is_new) = library.open("a.txt", b"Some words here.", &reading).expect("read");
        assert!(is_new);
        assert_eq!(library.open("b.txt", b"Some words here.", &reading), Ok((hash.clone(), false)));
        assert_eq!(library.entries().len(), 1);
        assert!(library.remove(&hash));
        assert!(library.entries().is_empty() && !library.remove(&hash));
    }

    #[test]
    fn a_source_is_read_again_as_the_user_says() {
        let mut library = Library::default();
        let (hash, _) = library.open("a.txt", b"Caf\xe9 at the harbour.", &Reading::default()).expect("read");
        library.open("b.txt", b"Another one.", &Reading::default()).expect("read");
        let words = |library: &Library| library.entries()[0].transcript.text.clone();
        assert_eq!(words(&library), "Caf\u{e9} at the harbour.");
        let reading_as = |encoding: &str| Reading {
            choices: Choices { encoding: Some(encoding.into()), ..Choices::default() },
            ..Reading::default()
        };
        assert_eq!(library.reread(&hash, &reading_as("windows-1251")), Some(Ok(())));
        assert_eq!(words(&library), "Caf\u{439} at the harbour.");
        assert_eq!(library.entries().iter().map(|entry| entry.source).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(library.reread(&hash, &Reading::default()), Some(Ok(())));
        assert_eq!(words(&library), "Caf\u{e9} at the harbour.");
        assert_eq!(library.reread("none", &Reading::default()), None);
    }
}
