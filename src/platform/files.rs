//! Files as they come: dropped, with folders; picked; pasted as text.

use std::cell::RefCell;
use std::collections::BinaryHeap;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Array, Function, IteratorNext, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, DataTransferItem, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryHandle,
    FileSystemEntry, FileSystemFileEntry, FileSystemFileHandle, FileSystemHandle, FileSystemHandleKind,
    HtmlInputElement,
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

    /// What the browser showed and did not open. The worker says so when its turn comes.
    fn unreadable(name: String) -> Self {
        Self { name, size: 0.0, content: JsValue::NULL }
    }
}

/// Deepest folder that is looked into.
const MOST_DEPTH: usize = 12;

/// Largest file that is read, bytes.
const LARGEST_FILE: f64 = 1_073_741_824.0;

/// Something in a drop: a file, or a folder in one of the two ways in which browsers show folders.
enum Dropped {
    File(File),
    Folder {
        entry: FileSystemEntry,
        /// The newer way, where the browser has it. From `file://` Chromium opens no folder by the older one.
        handle: Option<Promise>,
    },
}

/// What waits to be looked into.
enum Waiting {
    File(String, File),
    Entry(FileSystemEntry),
    Handle(String, JsValue),
}

/// The files of a drop, those in folders included. The list must be taken while the event lasts: the returned future
/// holds all it needs. A folder that the browser does not open comes as a file without content.
pub fn dropped_files(transfer: &DataTransfer) -> impl Future<Output = Vec<PickedFile>> + use<> {
    let items = transfer.items();
    let dropped: Vec<_> = (0..items.length()).filter_map(|index| items.get(index)).filter_map(dropped).collect();
    async move {
        let mut files = Vec::new();
        let mut waiting = Vec::new();
        for dropped in dropped.into_iter().rev() {
            waiting.push((
                match dropped {
                    Dropped::File(file) => Waiting::File(path_of(&file), file),
                    Dropped::Folder { entry, handle: None } => Waiting::Entry(entry),
                    Dropped::Folder { entry, handle: Some(handle) } => match JsFuture::from(handle).await {
                        Ok(handle) => Waiting::Handle(entry.name(), handle),
                        Err(_) => Waiting::Entry(entry),
                    },
                },
                0,
            ));
        }
        while let Some((next, depth)) = waiting.pop() {
            match next {
                Waiting::File(name, file) => files.push(PickedFile::new(name, file)),
                Waiting::Entry(entry) if entry.is_directory() && depth < MOST_DEPTH => {
                    match read_folder(entry.unchecked_ref()).await {
                        Some(inside) => {
                            let inside = by_name(inside, FileSystemEntry::name);
                            waiting.extend(inside.into_iter().rev().map(|entry| (Waiting::Entry(entry), depth + 1)));
                        }
                        None => files.push(PickedFile::unreadable(entry.name())),
                    }
                }
                Waiting::Entry(entry) if entry.is_file() && !entry.name().starts_with('.') => {
                    let name = entry.full_path().trim_start_matches('/').to_owned();
                    match file_of(entry.unchecked_ref()).await {
                        Some(file) => files.push(PickedFile::new(name, file)),
                        None => files.push(PickedFile::unreadable(name)),
                    }
                }
                Waiting::Handle(path, folder) if depth < MOST_DEPTH => {
                    match read_handle(&path, folder.unchecked_ref()).await {
                        Ok(inside) => waiting.extend(inside.into_iter().rev().map(|next| (next, depth + 1))),
                        Err(_) => files.push(PickedFile::unreadable(path)),
                    }
                }
                Waiting::Entry(_) | Waiting::Handle(..) => {}
            }
        }
        files
    }
}

fn dropped(item: DataTransferItem) -> Option<Dropped> {
    // A drop that was made by a script has files and no entries.
    match item.webkit_get_as_entry().ok().flatten().filter(FileSystemEntry::is_directory) {
        Some(entry) => Some(Dropped::Folder { entry, handle: handle_of(&item) }),
        None => item.get_as_file().ok().flatten().map(Dropped::File),
    }
}

/// Asks for the newer view of a folder, where the browser has one.
fn handle_of(item: &DataTransferItem) -> Option<Promise> {
    let ask: Function = Reflect::get(item, &"getAsFileSystemHandle".into()).ok()?.dyn_into().ok()?;
    ask.call0(item).ok()?.dyn_into().ok()
}

/// A list by the names of what is in it. A heap sorts in little code; the standard sorts bring four kilobytes for each
/// kind of list.
fn by_name<T>(list: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    let names: BinaryHeap<(String, usize)> = list.iter().map(name).zip(0..).collect();
    let mut list: Vec<Option<T>> = list.into_iter().map(Some).collect();
    names.into_sorted_vec().into_iter().filter_map(|(_, at)| list.get_mut(at)?.take()).collect()
}

/// What is in a folder, by name.
async fn read_handle(path: &str, folder: &FileSystemDirectoryHandle) -> Result<Vec<Waiting>, JsValue> {
    let mut inside = Vec::new();
    let handles = folder.values();
    loop {
        let next: IteratorNext = JsFuture::from(handles.next()?).await?.unchecked_into();
        if next.done() {
            break;
        }
        inside.push(next.value().unchecked_into::<FileSystemHandle>());
    }
    let inside = by_name(inside, FileSystemHandle::name);
    let mut waiting = Vec::new();
    for handle in inside.into_iter().filter(|handle| !handle.name().starts_with('.')) {
        let path = format!("{path}/{}", handle.name());
        waiting.push(match handle.kind() {
            FileSystemHandleKind::Directory => Waiting::Handle(path, handle.into()),
            _ => {
                let file = JsFuture::from(handle.unchecked_ref::<FileSystemFileHandle>().get_file()).await?;
                Waiting::File(path, file.unchecked_into())
            }
        });
    }
    Ok(waiting)
}

/// The bytes of a file, or of what travelled along as bytes.
///
/// # Errors
/// [`Unread`], with a sentence.
pub(super) async fn read(file: &JsValue) -> Result<Vec<u8>, Unread> {
    if let Some(bytes) = file.dyn_ref::<Uint8Array>() {
        return Ok(bytes.to_vec());
    }
    let Some(blob) = file.dyn_ref::<Blob>() else {
        return Err(Unread::Unusable("The browser did not hand it over. Drop its files instead.".into()));
    };
    if blob.size() > LARGEST_FILE {
        // A whole number: writing fractions would bring a table of floats into the page.
        let mb = (blob.size() / 1_048_576.0) as u64;
        let why = format!("The file has {mb} MB; up to 1024 MB can be read. Split it and drop the parts.");
        return Err(Unread::Unusable(why));
    }
    let blob = gloo::file::Blob::from(blob.clone());
    gloo::file::futures::read_as_bytes(&blob).await.map_err(|error| {
        Unread::Withheld(format!(
            "The browser could not read it ({error}). Check that it is still there and drop it again."
        ))
    })
}

/// Why a file was not read, as a sentence.
pub(super) enum Unread {
    /// Nobody can read it here.
    Unusable(String),
    /// The browser refused. WebKit refuses a worker all files that were dropped on a page from `file://`, and gives
    /// them to the page itself.
    Withheld(String),
}

/// Waits for one of two callbacks: with a value, or with an error that becomes none.
async fn either<T: JsCast + 'static>(start: impl FnOnce(&Function, &Function)) -> Option<T> {
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

async fn read_folder(folder: &FileSystemDirectoryEntry) -> Option<Vec<FileSystemEntry>> {
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
            None if entries.is_empty() => return None,
            _ => return Some(entries),
        }
    }
}

fn from_list(list: &FileList) -> Vec<PickedFile> {
    let files = (0..list.length()).filter_map(|index| list.get(index));
    files.map(|file| PickedFile::new(path_of(&file), file)).collect()
}

/// The name of a file, with the folders it was chosen in.
fn path_of(file: &File) -> String {
    let path = Reflect::get(file, &JsValue::from_str("webkitRelativePath")).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
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
