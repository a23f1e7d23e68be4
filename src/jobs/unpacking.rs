//! A container on its way into the library: one file a step, so that questions are answered in between, and an account
//! of what came of all of them.
//!
//! Keeps no bytes: those of a file that was opened are in the library.

use std::collections::BTreeMap;

use super::library_file::Contents;
use super::protocol::{RefusedFiles, Request, Response, Unpacked};
use super::{Choices, Engine};
use crate::containers::{Bounds, Container, Part};
use crate::formats::rules::RulesFile;

/// Different reasons that are told, and names that are told with each.
const TOLD_REASONS: usize = 12;
const TOLD_NAMES: usize = 4;

/// What is said of a file whose end is missing or wrong.
const DAMAGED: &str = "It is damaged in the archive and is read as far as it goes. Make or download the archive again.";

/// What is said of a file of which the reader died before.
const DEADLY: &str = "The reader stopped on it. It was set aside.";

/// A container that is being read.
#[derive(Debug)]
pub struct Unpacking {
    container: Container,
    /// The next file, where it was looked at.
    next: Option<Part>,
    name: String,
    /// Of a library that was saved: its table of contents.
    contents: Option<Contents>,
    told: Unpacked,
    /// Files that are not read.
    without: Vec<String>,
    /// Reasons in order of appearance, by their text.
    reasons: BTreeMap<String, usize>,
}

/// What came of one file of a container.
#[derive(Debug)]
pub struct Step {
    /// Its path, the container's name first.
    pub name: String,
    /// What is known to be decided about it.
    pub choices: Choices,
    /// The engine's answer.
    pub response: Response,
}

impl Unpacking {
    /// Takes up a container.
    ///
    /// # Errors
    /// The bytes as they came, where they are none.
    pub fn open(name: &str, bytes: Vec<u8>) -> Result<Self, Vec<u8>> {
        let container = Container::open(name, bytes, Bounds::default())?;
        Ok(Self {
            container,
            next: None,
            name: name.to_owned(),
            contents: None,
            told: Unpacked::default(),
            without: Vec::new(),
            reasons: BTreeMap::new(),
        })
    }

    /// The same without files of which the reader died before; each is told.
    #[must_use]
    pub fn without(mut self, paths: Vec<String>) -> Self {
        self.without = paths;
        self
    }

    /// The path of the file that the next step reads, once [`Unpacking::peek`] has looked at it.
    pub fn next_path(&self) -> Option<&str> {
        match self.next.as_ref()? {
            Part::File { path, .. } | Part::Refused { path, .. } => Some(path),
        }
    }

    /// Files that are known of and have not come yet.
    pub fn waiting(&self) -> u32 {
        self.container.waiting() + u32::from(self.next.is_some())
    }

    /// The bytes of the file that the next step reads, if it is one that can be read.
    pub fn peek(&mut self) -> Option<&[u8]> {
        if self.next.is_none() {
            self.next = self.container.next();
        }
        match &self.next {
            Some(Part::File { bytes, .. }) => Some(bytes),
            _ => None,
        }
    }

    /// Reads the next file into the library; none when all are read.
    pub fn step(&mut self, engine: &mut Engine) -> Option<Step> {
        match self.next.take().or_else(|| self.container.next())? {
            Part::Refused { path, why } => {
                self.refuse(&path, &why);
                let response = Response::Refused { name: path.clone(), why };
                Some(Step { name: path, choices: Choices::default(), response })
            }
            Part::File { path, .. } if self.without.contains(&path) => {
                self.refuse(&path, DEADLY);
                let response = Response::Refused { name: path.clone(), why: DEADLY.to_owned() };
                Some(Step { name: path, choices: Choices::default(), response })
            }
            Part::File { path, bytes, is_sound } => {
                if self.contents.is_none()
                    && let Some(contents) = Contents::read(self.inside(&path), &bytes)
                {
                    let rules = RulesFile::of(&contents.rules).added_to(engine.library().rules());
                    engine.add_work(&contents);
                    self.contents = Some(contents);
                    let response = engine.run(Request::SetRules(rules), Vec::new());
                    return Some(Step { name: path, choices: Choices::default(), response });
                }
                let listed = self.contents.as_ref().and_then(|contents| contents.of(self.inside(&path)));
                let (name, choices) = match listed {
                    Some(listed) => (listed.name.clone(), listed.choices.clone()),
                    None => (path.clone(), Choices::default()),
                };
                let response = engine.run(Request::Open { name: name.clone(), choices: choices.clone() }, bytes);
                match &response {
                    Response::Opened { is_duplicate: true, .. } => self.told.duplicates += 1,
                    Response::Opened { items, .. } => {
                        self.told.opened += 1;
                        if self.told.first.is_none() {
                            self.told.first = items.first().map(|item| item.id.clone());
                        }
                    }
                    Response::Refused { why, .. } => self.refuse(&path, why),
                    _ => {}
                }
                if !is_sound && matches!(response, Response::Opened { .. }) {
                    self.refuse(&path, DAMAGED);
                }
                Some(Step { name, choices, response })
            }
        }
    }

    /// A path without the container's name.
    fn inside<'a>(&self, path: &'a str) -> &'a str {
        path.strip_prefix(&self.name).map_or(path, |rest| rest.trim_start_matches('/'))
    }

    fn refuse(&mut self, path: &str, why: &str) {
        self.told.refused += 1;
        let at = match self.reasons.get(why) {
            Some(at) => *at,
            None if self.told.reasons.len() == TOLD_REASONS => return,
            None => {
                self.told.reasons.push(RefusedFiles { why: why.to_owned(), names: Vec::new(), more: 0 });
                self.reasons.insert(why.to_owned(), self.told.reasons.len() - 1);
                self.told.reasons.len() - 1
            }
        };
        let inside = self.inside(path).to_owned();
        let files = &mut self.told.reasons[at];
        if files.names.len() < TOLD_NAMES {
            files.names.push(if inside.is_empty() { path.to_owned() } else { inside });
        } else {
            files.more += 1;
        }
    }

    /// Of a library that was saved: what it is called.
    pub fn library_name(&self) -> Option<&str> {
        self.contents.as_ref().map(|contents| contents.name.as_str()).filter(|name| !name.is_empty())
    }

    /// Id of the first transcript that is new, once there is one.
    pub fn first(&self) -> Option<&str> {
        self.told.first.as_deref()
    }

    /// The account of the whole.
    pub fn finish(self) -> Response {
        Response::Unpacked(Box::new(Unpacked { junk: self.container.junk(), ..self.told }))
    }
}
