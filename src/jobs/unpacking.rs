//! A container on its way into the library: one file a step, so that questions are answered in between, and an account
//! of what came of all of them.
//!
//! Keeps no bytes: each step hands them to whoever keeps originals.

use std::collections::BTreeMap;

use super::protocol::{RefusedFiles, Request, Response, Unpacked};
use super::{Choices, Engine};
use crate::containers::{Bounds, Container, Part};

/// Different reasons that are told, and names that are told with each.
const TOLD_REASONS: usize = 12;
const TOLD_NAMES: usize = 4;

/// What is said of a file whose end is missing or wrong.
const DAMAGED: &str = "It is damaged in the archive and is read as far as it goes. Make or download the archive again.";

/// A container that is being read.
#[derive(Debug)]
pub struct Unpacking {
    container: Container,
    /// The next file, where it was looked at.
    next: Option<Part>,
    name: String,
    told: Unpacked,
    /// Reasons in order of appearance, by their text.
    reasons: BTreeMap<String, usize>,
}

/// What came of one file of a container.
#[derive(Debug)]
pub struct Step {
    /// Its path, the container's name first.
    pub name: String,
    /// Its bytes, to be kept where it was opened.
    pub bytes: Vec<u8>,
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
        Ok(Self { container, next: None, name: name.to_owned(), told: Unpacked::default(), reasons: BTreeMap::new() })
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
                Some(Step { name: path.clone(), bytes: Vec::new(), response: Response::Refused { name: path, why } })
            }
            Part::File { path, bytes, is_sound } => {
                let request = Request::Open { name: path.clone(), choices: Choices::default() };
                let response = engine.run(request, &bytes);
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
                Some(Step { name: path, bytes, response })
            }
        }
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
        let files = &mut self.told.reasons[at];
        if files.names.len() < TOLD_NAMES {
            let inside = path.strip_prefix(&self.name).map_or(path, |rest| rest.trim_start_matches('/'));
            files.names.push(if inside.is_empty() { path.to_owned() } else { inside.to_owned() });
        } else {
            files.more += 1;
        }
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
