//! Containers: archives and packed files, taken apart one file at a time.
//!
//! What comes out are files with their path (`archive.zip/folder/file.srt`), to be read like dropped ones. Archives in
//! archives are taken apart too, a few levels deep. What is nobody's text (`__MACOSX`, thumbnails) is counted and left.
//! Nothing here knows formats beyond one question: whether a file is a document that only looks like an archive.
//! No more than one file is unpacked at a time, and never more than [`Bounds`] allow; where a bound ends something, a
//! sentence says which and what to do, and all else goes on.

#[cfg(not(target_arch = "wasm32"))]
pub mod place;

use std::collections::VecDeque;

use crate::formats::is_document;
use crate::markup::inflate::{Gunzipped, gunzip, is_gzip};
use crate::markup::zip::{Archive, Fault, Unpacked, is_zip};

/// So much may come out of a container, however small it is, bytes.
const FREE_BYTES: u64 = 64 << 20;

/// Bounds that keep a hostile archive from eating the machine.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Most entries of one archive.
    pub entries: usize,
    /// Largest file, unpacked, bytes.
    pub file_bytes: usize,
    /// Most bytes that come out of what was dropped, in all.
    pub total_bytes: u64,
    /// How many times larger than itself a container may become, beyond its first [`FREE_BYTES`].
    pub ratio: u64,
    /// How deep archives may stand in archives.
    pub depth: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { entries: 50_000, file_bytes: 1 << 30, total_bytes: 4 << 30, ratio: 300, depth: 4 }
    }
}

/// What comes out of a container.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// A file.
    File {
        /// Its path, the container's name first.
        path: String,
        /// Its bytes.
        bytes: Vec<u8>,
        /// Whether it came out complete.
        is_sound: bool,
    },
    /// Something that did not come out: which, and why and what to do, in sentences.
    Refused {
        /// Its path.
        path: String,
        /// Why.
        why: String,
    },
}

/// A container that is being taken apart.
#[derive(Debug)]
pub struct Container {
    bounds: Bounds,
    /// The archives that are open, the innermost last.
    open: Vec<Level>,
    /// What comes out before anything else.
    ready: VecDeque<Part>,
    /// Size of the whole as dropped, bytes.
    packed_bytes: u64,
    /// What came out so far, bytes.
    unpacked_bytes: u64,
    /// What was unpacked and thrown away, because it turned out to be too large, bytes.
    wasted_bytes: u64,
    /// Files that are nobody's text and were left.
    junk: u32,
    /// Files that are known of and have not come out.
    waiting: u32,
}

#[derive(Debug)]
struct Level {
    path: String,
    archive: Archive<Vec<u8>>,
    next: usize,
    /// 1 for what was dropped.
    depth: usize,
}

impl Container {
    /// Takes up a container.
    ///
    /// # Errors
    /// The bytes as they came, where they are none: a document, or something else altogether.
    pub fn open(name: &str, bytes: Vec<u8>, bounds: Bounds) -> Result<Self, Vec<u8>> {
        let mut container = Self {
            bounds,
            open: Vec::new(),
            ready: VecDeque::new(),
            packed_bytes: bytes.len() as u64,
            unpacked_bytes: 0,
            wasted_bytes: 0,
            junk: 0,
            waiting: 0,
        };
        container.take_in(name.to_owned(), bytes, 1).map(|()| container)
    }

    /// Whether `bytes` are a container.
    pub fn is_one(bytes: &[u8]) -> bool {
        (is_zip(bytes) || is_gzip(bytes)) && !is_document(bytes)
    }

    /// Files that were left because they are nobody's text.
    pub fn junk(&self) -> u32 {
        self.junk
    }

    /// Files that are known of and have not come out yet.
    pub fn waiting(&self) -> u32 {
        self.waiting
    }

    /// Makes a container part of what is being taken apart. Bytes that are none come back.
    fn take_in(&mut self, path: String, bytes: Vec<u8>, depth: usize) -> Result<(), Vec<u8>> {
        if !Self::is_one(&bytes) {
            return Err(bytes);
        }
        if is_gzip(&bytes) {
            self.take_gzip(path, bytes, depth);
            return Ok(());
        }
        let why = if bytes.starts_with(b"PK\x05\x06") {
            "The archive is empty. Check that it was made completely."
        } else {
            "The archive is damaged: no file can be found in it. Make or download it again."
        };
        let archive = Archive::read(bytes, self.bounds.entries);
        let Some(archive) = archive.filter(|archive| !archive.entries().is_empty()) else {
            self.refuse(path, why);
            return Ok(());
        };
        if archive.has_more {
            let most = self.bounds.entries;
            self.refuse(
                path.clone(),
                format!("The archive has more than {most} files; the first {most} are read. Drop it in parts."),
            );
        }
        if archive.is_mended {
            self.refuse(path.clone(), "The archive is damaged or incomplete: the files that could be found in it are read. Make or download it again.");
        }
        self.waiting += archive.entries().iter().filter(|entry| !entry.is_folder).count() as u32;
        self.open.push(Level { path, archive, next: 0, depth });
        Ok(())
    }

    fn take_gzip(&mut self, path: String, packed: Vec<u8>, depth: usize) {
        let Gunzipped { bytes, name, is_sound, is_too_large } = gunzip(&packed, self.room());
        drop(packed);
        let inner = inner_name(&path, name.as_deref());
        if is_too_large {
            let why = self.over_bound();
            self.wasted_bytes += bytes.len() as u64;
            return self.refuse(inner, why);
        }
        self.unpacked_bytes += bytes.len() as u64;
        self.waiting += 1;
        self.arrive(inner, bytes, is_sound, depth);
    }

    /// What has been unpacked goes on its way: taken apart further, or out.
    fn arrive(&mut self, path: String, bytes: Vec<u8>, is_sound: bool, depth: usize) {
        self.waiting -= 1;
        if depth >= self.bounds.depth && Self::is_one(&bytes) {
            return self.refuse(
                path,
                format!("Archives stand more than {depth} deep in each other here. Unpack it and drop the files."),
            );
        }
        if let Err(bytes) = self.take_in(path.clone(), bytes, depth + 1) {
            self.waiting += 1;
            self.ready.push_back(Part::File { path, bytes, is_sound });
        }
    }

    /// How many bytes may come out in all.
    fn most_bytes(&self) -> u64 {
        let by_ratio = self.packed_bytes.saturating_mul(self.bounds.ratio).max(FREE_BYTES);
        self.bounds.total_bytes.min(by_ratio)
    }

    /// How many bytes the next file may have.
    fn room(&self) -> usize {
        let left = self.most_bytes().saturating_sub(self.unpacked_bytes);
        usize::try_from(left).unwrap_or(usize::MAX).min(self.bounds.file_bytes)
    }

    /// Whether as much was thrown away as may come out: an archive of bombs, each of which costs as much as a file and
    /// gives nothing. What else is in it is not looked at.
    fn is_bombed(&self) -> bool {
        self.wasted_bytes >= self.most_bytes()
    }

    /// The sentence for a file that has no room.
    fn over_bound(&self) -> String {
        let Bounds { ratio, total_bytes, file_bytes, .. } = self.bounds;
        let room = self.room();
        if room == file_bytes {
            return format!("The file unpacks to more than {} MB. Unpack it and drop it in parts.", file_bytes >> 20);
        }
        if total_bytes.saturating_sub(self.unpacked_bytes) == room as u64 {
            let total = total_bytes >> 20;
            return format!("With this file more than {total} MB would come out of one archive. Drop it in parts.");
        }
        format!(
            "With this file the archive becomes more than {ratio} times larger than it is. If that is right, unpack it and drop the files."
        )
    }

    fn refuse(&mut self, path: String, why: impl Into<String>) {
        self.ready.push_back(Part::Refused { path, why: why.into() });
    }

    /// Unpacks the next entry of the innermost archive.
    fn unpack_next(&mut self) {
        let (room, is_bombed) = (self.room(), self.is_bombed());
        let Some(level) = self.open.last_mut() else { return };
        let Some(entry) = level.archive.entries().get(level.next) else {
            self.open.pop();
            return;
        };
        level.next += 1;
        if entry.is_folder {
            return;
        }
        if is_junk(&entry.path) {
            self.junk += 1;
            self.waiting -= 1;
            return;
        }
        let path = format!("{}/{}", level.path, entry.path);
        if is_bombed {
            self.waiting -= 1;
            let why = "Too much in this archive is larger than it says. Unpack it and drop the files.";
            return self.refuse(path, why);
        }
        let says_so = entry.size > room as u64;
        let unpacked = level.archive.unpack(entry, room);
        match unpacked.map(|Unpacked { bytes, is_sound }| (bytes.into_owned(), is_sound)) {
            Ok((bytes, is_sound)) => {
                self.unpacked_bytes += bytes.len() as u64;
                let depth = level.depth;
                self.arrive(path, bytes, is_sound, depth);
            }
            Err(fault) => {
                self.waiting -= 1;
                let is_large = matches!(fault, Fault::TooLarge(_));
                let why = if is_large { self.over_bound() } else { fault.to_string() };
                if is_large && !says_so {
                    self.wasted_bytes += room as u64;
                }
                self.refuse(path, why);
            }
        }
    }
}

impl Iterator for Container {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            if let Some(part) = self.ready.pop_front() {
                self.waiting -= u32::from(matches!(part, Part::File { .. }));
                return Some(part);
            }
            if self.open.is_empty() {
                return None;
            }
            self.unpack_next();
        }
    }
}

/// `talks.srt.gz` holds `talks.srt`; else the name that the file states for what is in it.
fn inner_name(path: &str, stated: Option<&str>) -> String {
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let name = path.rsplit('/').next().unwrap_or(path);
    match ending.to_ascii_lowercase().as_str() {
        "gz" | "gzip" if stem.ends_with(|c: char| c != '/') => {
            format!("{path}/{}", stem.rsplit('/').next().unwrap_or(stem))
        }
        _ => format!("{path}/{}", stated.map_or(name, |stated| stated.rsplit(['/', '\\']).next().unwrap_or(stated))),
    }
}

/// What systems and saved pages leave in archives and no reader misses: hidden files, locks, styles, scripts, fonts.
fn is_junk(path: &str) -> bool {
    const NAMES: &[&str] = &["__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini"];
    const ENDINGS: &[&str] = &["css", "js", "mjs", "map", "woff", "woff2", "ttf", "otf", "eot", "ico"];
    let is_one_of = |names: &[&str], name: &str| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    let is_ending = path.rsplit_once('.').is_some_and(|(_, ending)| is_one_of(ENDINGS, ending));
    is_ending || path.split('/').any(|part| part.starts_with('.') || part.starts_with("~$") || is_one_of(NAMES, part))
}

#[cfg(test)]
mod tests;
