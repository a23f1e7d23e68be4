//! All transcripts that are open, in memory: sources by hash, transcripts by id, and the values they can be filtered
//! by. It knows nothing of storage and of the page.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::formats::{self, Confidence, Limits, Meta, Opened, Refusal};
use crate::model::{Diagnostic, Ledger, Transcript};
use crate::text::Encoding;
use crate::text::fold::fold_into;

/// SHA-256 of a source as dropped, in lower-case hexadecimal.
pub type Hash = String;

/// How many letters of the hash name a transcript in an address.
const ID_LETTERS: usize = 12;

/// The SHA-256 of `bytes` in lower-case hexadecimal.
pub fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
        }
        text
    })
}

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
    /// The folded words of all paragraphs, one after the other.
    pub folded: String,
    /// For each paragraph, where its folded words start in `folded`; and their end, last.
    pub folded_starts: Vec<u32>,
}

impl Entry {
    /// The folded words of a paragraph, by its index.
    pub fn folded_paragraph(&self, index: usize) -> &str {
        match (self.folded_starts.get(index), self.folded_starts.get(index + 1)) {
            (Some(start), Some(end)) => &self.folded[*start as usize..*end as usize],
            _ => "",
        }
    }

    fn new(id: String, source: usize, transcript: Transcript) -> Self {
        let mut folded = String::with_capacity(transcript.text.len());
        let mut folded_starts = Vec::with_capacity(transcript.paragraphs.len() + 1);
        for paragraph in &transcript.paragraphs {
            folded_starts.push(folded.len() as u32);
            fold_into(transcript.words(paragraph.text), &mut folded);
        }
        folded_starts.push(folded.len() as u32);
        Self { id, source, transcript, folded, folded_starts }
    }
}

/// All transcripts that are open.
#[derive(Debug, Default)]
pub struct Library {
    sources: Vec<Option<SourceFile>>,
    entries: Vec<Entry>,
    by_hash: HashMap<Hash, usize>,
}

impl Library {
    /// Reads a source and adds its transcripts. A source that is here already is not read again.
    /// Returns its hash and whether it is new.
    ///
    /// # Errors
    /// The [`Refusal`] of the readers; the library is as before.
    pub fn open(&mut self, name: &str, bytes: &[u8], limits: &Limits) -> Result<(Hash, bool), Refusal> {
        let hash = hash(bytes);
        if self.by_hash.contains_key(&hash) {
            return Ok((hash, false));
        }
        let opened = formats::open(name, bytes, limits)?;
        self.add(hash.clone(), name, bytes.len() as u64, opened);
        Ok((hash, true))
    }

    fn add(&mut self, hash: Hash, name: &str, bytes: u64, opened: Opened) {
        let Opened { text, encoding, format, confidence, parsed } = opened;
        let source = self.sources.len();
        for (index, transcript) in parsed.transcripts.into_iter().enumerate() {
            let short = &hash[..ID_LETTERS];
            let id = if index == 0 { short.to_owned() } else { format!("{short}.{}", index + 1) };
            self.entries.push(Entry::new(id, source, transcript));
        }
        self.by_hash.insert(hash.clone(), source);
        self.sources.push(Some(SourceFile {
            hash,
            name: name.to_owned(),
            bytes,
            text,
            encoding,
            format,
            confidence,
            diagnostics: parsed.diagnostics,
            ledger: parsed.ledger,
        }));
    }

    /// Takes a source and its transcripts out. Returns whether it was there.
    pub fn remove(&mut self, hash: &str) -> bool {
        let Some(source) = self.by_hash.remove(hash) else { return false };
        self.entries.retain(|entry| entry.source != source);
        // The slot stays, empty, so that the others keep their index.
        self.sources[source] = None;
        true
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        *self = Self::default();
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

    /// The source of a transcript.
    pub fn source(&self, entry: &Entry) -> Option<&SourceFile> {
        self.sources.get(entry.source).and_then(Option::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_the_standard_says() {
        assert_eq!(hash(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn the_same_bytes_are_one_source() {
        let mut library = Library::default();
        let (hash, is_new) = library.open("a.txt", b"Some words here.", &Limits::default()).expect("read");
        assert!(is_new);
        assert_eq!(library.open("b.txt", b"Some words here.", &Limits::default()), Ok((hash.clone(), false)));
        assert_eq!(library.entries().len(), 1);
        assert!(library.remove(&hash));
        assert!(library.entries().is_empty() && !library.remove(&hash));
    }
}
