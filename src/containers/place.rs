//! A place on disk: a file, or a folder with all that is below it, as the files to be read, archives taken apart.
//!
//! Files come in the order of their paths, whatever order the disk keeps. What is nobody's text is left, as in an
//! archive. Links to folders are not followed, so a walk ends. What cannot be opened comes as a sentence, and all else
//! goes on. A browser has no disk; there dropped files take this way.

use std::io;
use std::path::{Path, PathBuf};

use super::{Bounds, Container, Part, is_junk};

/// The deepest folder that is walked.
const DEPTH: usize = 64;

/// A place that is being read, one file at a time.
#[derive(Debug)]
pub struct Place {
    bounds: Bounds,
    /// What has not been looked at, the next one last.
    waiting: Vec<Waiting>,
    /// The archive that is being taken apart.
    open: Option<Container>,
}

#[derive(Debug)]
struct Waiting {
    /// The path as the user would write it.
    name: String,
    path: PathBuf,
    /// How many folders stand above it, from the place on.
    depth: usize,
}

impl Place {
    /// The place with this path; `name` is the path as the user wrote it. Nothing is opened yet.
    pub fn new(name: &str, path: &Path, bounds: Bounds) -> Self {
        let name = name.strip_suffix('/').filter(|name| !name.is_empty()).unwrap_or(name);
        Self { bounds, waiting: vec![Waiting { name: name.to_owned(), path: path.to_owned(), depth: 0 }], open: None }
    }

    /// Puts what stands in a folder before what waits.
    fn enter(&mut self, folder: &Waiting) -> io::Result<()> {
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(&folder.path)? {
            let entry = entry?;
            let file = entry.file_name().to_string_lossy().into_owned();
            let is_link_to_folder = entry.file_type()?.is_symlink() && entry.path().is_dir();
            if !is_link_to_folder && !is_junk(&file) {
                let name = format!("{}/{file}", folder.name);
                inside.push(Waiting { name, path: entry.path(), depth: folder.depth + 1 });
            }
        }
        inside.sort_by(|one, other| other.name.cmp(&one.name));
        self.waiting.append(&mut inside);
        Ok(())
    }
}

impl Iterator for Place {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            if let Some(part) = self.open.as_mut().and_then(Iterator::next) {
                return Some(part);
            }
            self.open = None;
            let next = self.waiting.pop()?;
            let refused = |why: String| Some(Part::Refused { path: next.name.clone(), why });
            if next.path.is_dir() {
                if next.depth == DEPTH {
                    return refused("Folders stand too deep in each other here. Name this one by itself.".into());
                }
                if let Err(error) = self.enter(&next) {
                    return refused(sentence(&error));
                }
                continue;
            }
            match std::fs::read(&next.path) {
                Err(error) => return refused(sentence(&error)),
                Ok(bytes) => match Container::open(&next.name, bytes, self.bounds) {
                    Ok(container) => self.open = Some(container),
                    Err(bytes) => return Some(Part::File { path: next.name, bytes, is_sound: true }),
                },
            }
        }
    }
}

/// Why something on disk could not be opened, and what to do.
pub fn sentence(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "There is no such file. Check the name and the folder.".into(),
        io::ErrorKind::IsADirectory => "This is a folder. Name the files in it.".into(),
        io::ErrorKind::PermissionDenied => "The file may not be read. Check its permissions.".into(),
        _ => format!("The file could not be read: {error}."),
    }
}
