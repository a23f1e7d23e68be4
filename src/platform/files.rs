//! Files as they come: dropped, with folders; picked; pasted as text.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry, HtmlInputElement,
};

/// A file that waits to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct PickedFile {
    /// Its name, with the folders it was dropped in.
    pub name: String,
    /// Its size, bytes.
    pub size: f64,
    /// The browser's file, or the bytes.
    pub content: JsValue,
}

impl PickedFile {
    fn new(name: String, file: File) -> Self {
        Self { name, size: file.size(), content: file.into() }
    }
}

/// Deepest folder that is looked into.
const MOST_DEPTH: usize = 12;

/// The files of a drop, those in folders included. The list must be taken while the event lasts: the returned future
/// holds all it needs.
pub fn dropped_files(transfer: &DataTransfer) -> impl Future<Output = Vec<PickedFile>> + use<> {
    let items = transfer.items();
    let mut entries = Vec::new();
    for index in 0..items.length() {
        if let Some(Ok(Some(entry))) = items.get(index).map(|item| item.webkit_get_as_entry()) {
            entries.push(entry);
        }
    }
    let listed = transfer.files();
    async move {
        // A drop that was made by a script has files and no entries; then there are no folders either.
        if !entries.iter().any(|entry| entry.is_directory()) {
            return listed.map(|list| from_list(&list)).unwrap_or_default();
        }
        let mut files = Vec::new();
        let mut waiting: Vec<(FileSystemEntry, usize)> = entries.into_iter().rev().map(|entry| (entry, 0)).collect();
        while let Some((entry, depth)) = waiting.pop() {
            if entry.is_directory() && depth < MOST_DEPTH {
                let mut inside = read_folder(entry.unchecked_ref()).await;
                inside.sort_by_key(FileSystemEntry::name);
                waiting.extend(inside.into_iter().rev().map(|entry| (entry, depth + 1)));
            } else if entry.is_file() && !entry.name().starts_with('.') {
                let name = entry.full_path().trim_start_matches('/').to_owned();
                if let Some(file) = file_of(entry.unchecked_ref()).await {
                    files.push(PickedFile::new(name, file));
                }
            }
        }
        files
    }
}

/// Waits for one of two callbacks: with a value, or with an error that becomes none.
async fn either<T: JsCast + 'static>(start: impl FnOnce(&js_sys::Function, &js_sys::Function)) -> Option<T> {
    let (sender, receiver) = oneshot::channel::<Option<T>>();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let failing = sender.clone();
    let done = Closure::once(move |value: JsValue| {
        if let Some(sender) = sender.borrow_mut().take() {
            let _ = sender.send(value.dyn_into().ok());
        }
    });
    let failed = Closure::once(move |_: JsValue| {
        if let Some(sender) = failing.borrow_mut().take() {
            let _ = sender.send(None);
        }
    });
    start(done.as_ref().unchecked_ref(), failed.as_ref().unchecked_ref());
    receiver.await.ok().flatten()
}

async fn file_of(entry: &FileSystemFileEntry) -> Option<File> {
    either(|done, failed| entry.file_with_callback_and_callback(done, failed)).await
}

async fn read_folder(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut entries = Vec::new();
    // A reader gives a hundred at a time, and nothing when it is through.
    loop {
        let some: Option<Array> = either(|done, failed| {
            // A reader that cannot start calls neither: dropping the callbacks ends the waiting.
            let _ = reader.read_entries_with_callback_and_callback(done, failed);
        })
        .await;
        match some {
            Some(some) if some.length() > 0 => entries.extend(some.iter().map(JsCast::unchecked_into)),
            _ => return entries,
        }
    }
}

fn from_list(list: &FileList) -> Vec<PickedFile> {
    let files = (0..list.length()).filter_map(|index| list.get(index));
    let path = |file: &File| {
        let path = js_sys::Reflect::get(file, &JsValue::from_str("webkitRelativePath")).ok();
        path.and_then(|path| path.as_string()).filter(|path| !path.is_empty())
    };
    files.map(|file| PickedFile::new(path(&file).unwrap_or_else(|| file.name()), file)).collect()
}

/// The files that were chosen in an input, which is emptied so that the same can be chosen again.
pub fn input_files(input: &HtmlInputElement) -> Vec<PickedFile> {
    let files = input.files().map(|list| from_list(&list)).unwrap_or_default();
    input.set_value("");
    files
}

/// Opens the browser's own dialog for an input.
pub fn open_picker(input: &HtmlInputElement) {
    input.click();
}

/// Pasted text as a file.
pub fn text_file(name: &str, text: &str) -> PickedFile {
    let bytes = Uint8Array::from(text.as_bytes());
    PickedFile { name: name.to_owned(), size: bytes.length().into(), content: bytes.into() }
}
