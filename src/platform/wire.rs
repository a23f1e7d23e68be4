//! The messages between page and worker: requests to the engine, and what concerns storage. Each message is an array
//! of an id, the bytes of a [`Call`] or [`Reply`], and for calls a file or bytes that travel along, with a list of the
//! files in it that a worker died of, if it is a container.

use serde::{Deserialize, Serialize};

use crate::jobs::{Request, Response};

/// What the page asks of the worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Call {
    /// Ask the engine. Of waiting calls with the same slot above 0 only the latest is answered.
    Ask { request: Request, slot: u32 },
    /// Read all that was kept, that first which the address of the page names.
    Restore {
        address: String,
        /// Id of the library that was open here; none for the one that was opened last, in whatever tab.
        library: Option<String>,
    },
    /// Drop all files that wait to be read.
    Cancel,
    /// What reads PDFs travels along; nothing does where it could not be had.
    PdfReader,
}

/// What the worker answers. The last reply to a call ends it; ids of 0 are news that nobody asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    /// The worker is up.
    Ready,
    /// The engine's answer.
    Answer(Box<Response>),
    /// A newer call of the same slot took its place.
    Overtaken,
    /// The file was not read: the import was cancelled.
    Cancelled,
    /// Something of a container is read; the call goes on.
    Part(Part),
    /// The browser gives the file to no worker.
    Withheld,
    /// A part of what was kept is read; the call goes on.
    RestoredSome,
    /// All that was kept is read.
    Restored,
    /// A PDF waits for what reads it, news: the page is to hand it over.
    NeedsPdfReader,
    /// Which library is open and what is kept, news.
    Kept(KeptState),
    /// A sentence for the user, news: whether something is wrong, which file it is about (empty if none), the sentence.
    Say(bool, String, String),
}

/// How far a container has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Files in it that were read since the last time.
    pub done: u32,
    /// Files that became known since the last time.
    pub more: u32,
    /// Its share of the container's bytes.
    pub bytes: u64,
    /// Once: id of the first transcript in it that is new.
    pub first: Option<String>,
}

/// How often the page looks at the library while much is read.
const LOOKS: u64 = 40;

/// Whether the page is to look at the library, after `done` of `total` files: after the first, after the last, and some
/// times between, however many they are.
pub fn is_time_to_look(done: u32, total: u32) -> bool {
    let looks = |done: u32| u64::from(done) * LOOKS / u64::from(total.max(1));
    done <= 1 || done >= total || looks(done) != looks(done - 1)
}

/// Which library is open, and what is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptState {
    /// Id of the library.
    pub library: String,
    /// Its name; empty where it has none.
    pub name: String,
    /// What is kept, in a few words; empty for nothing.
    pub label: String,
    /// Whether what is dropped may be in memory only.
    pub is_in_memory: bool,
}
