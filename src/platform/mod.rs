//! The browser: the only place that speaks with it. Workers, files, storage, the address bar, the clipboard.
//! Everything above works with plain data.

mod assets;
mod client;
mod encodings;
mod files;
mod locks;
mod offline;
mod page;
mod pdf;
mod storage;
mod tabs;
mod wire;
mod worker;

pub use assets::{WorkerScript, bundled_names, read_bundled, worker_script};
pub use client::{Client, Event, Gone};
pub use encodings::decoder;
pub use files::{PickedFile, dropped_files, input_files, open_picker, text_file};
pub use offline::{apply_update, watch_updates};
pub use page::*;
pub use storage::{Failure, ImportRecord, Record, Store};
pub use wire::{KeptState, Part, is_time_to_look};
pub use worker::run_worker;
