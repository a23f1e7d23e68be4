//! The worker's side: a queue before the engine, and the storage behind it. Questions go before files that wait to be
//! read; a newer question of the same slot takes the place of an older one. What other tabs change in the library that is
//! open here is taken up from storage.

mod keeping;
mod libraries;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::encodings::decoder;
use super::files::{Unread, read};
use super::locks::Lock;
use super::pdf;
use super::storage::{Kept, Store};
use super::tabs::{Note, Tabs};
use super::wire::{Call, Part, Reply, is_time_to_look};
use crate::jobs::{
    Choices, Engine, LIBRARIES, News, Registry, Request, Response, Step, Texts, Unpacking, decode, encode, is_pdf,
};
use crate::session::Address;

/// How long the worker works before it looks whether something new was asked, milliseconds.
const STRETCH_MS: f64 = 12.0;

/// Sources that are kept with one write, and their bytes: writes cost more by their number than by their size.
const KEPT_AT_ONCE: usize = 64;
const KEPT_BYTES_AT_ONCE: u64 = 4 << 20;

/// Sources that are read back at once, as long as they are small on the whole: so many bytes.
const RESTORED_AT_ONCE: usize = 32;
const RESTORED_BYTES_AT_ONCE: usize = 8 << 20;

enum Work {
    Ask { id: u32, request: Request, slot: u32 },
    Open { id: u32, name: String, is_peek: bool, file: JsValue, deadly: Vec<String> },
    Unpack(Box<Unpack>),
    RestoreList { id: u32, first: Vec<String>, library: Option<String> },
    Restore { id: u32, hashes: VecDeque<String>, total: u32, at_once: usize },
    Hear(Note),
}

/// A container between two of its files.
struct Unpack {
    id: u32,
    unpacking: Unpacking,
    /// Its size, and how much of that was told as read.
    bytes: u64,
    bytes_told: u64,
    /// Files that were read, and how many of them the page was told of.
    done: u32,
    done_told: u32,
    is_first_told: bool,
    /// Files that the page knows of.
    known: u32,
}

#[derive(Default)]
struct Desk {
    questions: VecDeque<Work>,
    files: VecDeque<Work>,
    is_working: bool,
    /// Whether files wait until what reads PDFs has come, while questions go on.
    awaits_pdf_reader: bool,
    /// Whether it did not come. It is asked for again with the next files that are dropped.
    is_without_pdf_reader: bool,
    /// How often the import was cancelled: what was taken from the queue before is not put back.
    cancellations: u32,
    kept: BTreeMap<String, u64>,
    /// Sources that were read and wait to be kept.
    unkept: Vec<Kept>,
    /// Sources that were added since other tabs were told.
    added: Vec<String>,
    /// Sources for which there was no room, and how many of them the user was told of.
    left_out: BTreeSet<String>,
    left_out_told: usize,
    /// Why there was none, or why nothing is kept at all.
    left_out_why: String,
    trouble: String,
    trouble_told: String,
    /// What is told as soon as the interface's language is known.
    news: Vec<News>,
    /// The import that is under way, where it was noted.
    import: Option<Import>,
    /// All libraries, and the one that is open, with what its entry says of its size.
    registry: Registry,
    library: String,
    /// Bytes that the page takes of the browser's storage, and may take; whether they are promised to stay.
    room: Option<(u64, u64)>,
    is_lasting: bool,
    /// Whether what was kept has been read.
    is_restored: bool,
    /// The interface's language; none until the page asked for its texts.
    language: Option<String>,
}

/// An import that was noted in storage, with the lock that says that it goes on.
#[derive(Default)]
struct Import {
    lock: Option<Lock>,
}

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Engine>,
    desk: Rc<RefCell<Desk>>,
    /// The storage of the first library, which knows of all the others.
    first_store: RefCell<Option<Rc<Store>>>,
    /// The storage of the library that is open.
    store: RefCell<Option<Rc<Store>>>,
    tabs: RefCell<Option<Tabs>>,
}

/// Starts the worker: from here on it answers the page.
pub fn run_worker() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let target = scope.clone();
    let worker = Rc::new(Worker {
        scope,
        engine: RefCell::new(Engine::new(decoder(), pdf::reader())),
        desk: Rc::default(),
        first_store: RefCell::default(),
        store: RefCell::default(),
        tabs: RefCell::default(),
    });
    let listening = worker.clone();
    let listener = EventListener::new(&target, "message", move |event| {
        if let Some(event) = event.dyn_ref::<MessageEvent>() {
            listening.clone().receive(&event.data());
        }
    });
    listener.forget();
    let hearing = worker.clone();
    *worker.tabs.borrow_mut() = Tabs::join(move |note| {
        hearing.desk.borrow_mut().questions.push_back(Work::Hear(note));
        hearing.clone().go_on();
    });
    spawn_local(async move {
        match Store::open("").await {
            Ok(store) => *worker.first_store.borrow_mut() = Some(Rc::new(store)),
            Err(why) => worker.desk.borrow_mut().trouble = why,
        }
        worker.send(0, &Reply::Ready);
    });
}

impl Worker {
    fn receive(self: Rc<Self>, data: &JsValue) {
        let parts: &Array = data.unchecked_ref();
        let id = parts.get(0).as_f64().unwrap_or_default() as u32;
        let Ok(bytes) = parts.get(1).dyn_into::<Uint8Array>() else { return };
        let payload = parts.get(2);
        match decode::<Call>(&bytes.to_vec()) {
            Some(Call::Ask { request: Request::Open { name, .. }, .. }) => {
                let deadly = parts.get(3).dyn_into::<Array>().unwrap_or_default();
                let deadly = deadly.iter().filter_map(|name| name.as_string()).collect();
                self.desk.borrow_mut().files.push_back(Work::Open { id, name, is_peek: false, file: payload, deadly });
            }
            Some(Call::Ask { request: Request::Peek { name }, .. }) => {
                let deadly = Vec::new();
                self.desk.borrow_mut().files.push_back(Work::Open { id, name, is_peek: true, file: payload, deadly });
            }
            Some(Call::Ask { request, slot }) => self.line_up(id, request, slot),
            Some(Call::Restore { address, library }) => {
                let (page, fragment) = address.split_once('#').unwrap_or((&address, ""));
                // Of a file only its name: folders are nobody's business.
                let folders = if page.starts_with("file:") { page.rfind('/').map_or(0, |slash| slash + 1) } else { 0 };
                self.engine.borrow_mut().set_base(page[folders..].to_owned());
                // An id begins with the hash of its source.
                let ids = Address::from_fragment(fragment).ids();
                let first = ids.iter().map(|id| id.split('.').next().unwrap_or_default().to_owned()).collect();
                self.desk.borrow_mut().questions.push_back(Work::RestoreList { id, first, library });
            }
            Some(Call::Cancel) => self.cancel(id),
            Some(Call::PdfReader) => {
                spawn_local(self.take_pdf_reader(payload));
                return;
            }
            None => self.send(id, &Reply::Answer(Box::new(Response::Unknown))),
        }
        self.go_on();
    }

    fn go_on(self: Rc<Self>) {
        if !std::mem::replace(&mut self.desk.borrow_mut().is_working, true) {
            spawn_local(self.work());
        }
    }

    /// Takes what reads PDFs from the page, and lets the files go on that waited for it.
    async fn take_pdf_reader(self: Rc<Self>, payload: JsValue) {
        let is_loaded = match payload.dyn_into::<ArrayBuffer>() {
            Ok(wasm) => pdf::load(&wasm).await.inspect_err(web_sys::console::error_1).is_ok(),
            Err(_) => false,
        };
        {
            let mut desk = self.desk.borrow_mut();
            desk.awaits_pdf_reader = false;
            desk.is_without_pdf_reader = !is_loaded;
        }
        self.go_on();
    }

    /// Whether these bytes must wait for what reads PDFs; if so, the page is asked for it and all files wait. Without a
    /// connection it may not come: then each PDF gets its sentence and the others are read.
    fn must_wait(&self, bytes: &[u8]) -> bool {
        if !is_pdf(bytes) || pdf::is_loaded() || self.desk.borrow().is_without_pdf_reader {
            return false;
        }
        self.desk.borrow_mut().awaits_pdf_reader = true;
        self.send(0, &Reply::NeedsPdfReader);
        true
    }

    /// Puts a question into the queue in the place of an older one of its slot.
    fn line_up(&self, id: u32, request: Request, slot: u32) {
        let mut desk = self.desk.borrow_mut();
        if slot > 0 {
            desk.questions.retain(|work| match work {
                Work::Ask { id, slot: other, .. } if *other == slot => {
                    self.send(*id, &Reply::Overtaken);
                    false
                }
                _ => true,
            });
        }
        desk.questions.push_back(Work::Ask { id, request, slot });
    }

    fn cancel(&self, id: u32) {
        let waiting = std::mem::take(&mut self.desk.borrow_mut().files);
        let mut kept = VecDeque::new();
        for work in waiting {
            match work {
                Work::Open { id, is_peek: false, .. } => self.send(id, &Reply::Cancelled),
                Work::Unpack(unpack) => self.send(unpack.id, &Reply::Cancelled),
                other => kept.push_back(other),
            }
        }
        let mut desk = self.desk.borrow_mut();
        desk.files = kept;
        desk.cancellations += 1;
        drop(desk);
        self.send(id, &Reply::Answer(Box::new(Response::Done)));
    }

    fn send(&self, id: u32, reply: &Reply) {
        let bytes = Uint8Array::from(encode(reply).as_slice());
        let message = Array::of2(&JsValue::from(id), &bytes);
        let buffer = bytes.buffer();
        // A worker that cannot post has lost its page: nothing is left to tell.
        let _ = self.scope.post_message_with_transfer(&message, &Array::of1(&buffer));
    }

    async fn work(self: Rc<Self>) {
        let mut since = js_sys::Date::now();
        loop {
            if js_sys::Date::now() - since > STRETCH_MS {
                gloo::timers::future::TimeoutFuture::new(0).await;
                since = js_sys::Date::now();
            }
            let next = {
                let mut desk = self.desk.borrow_mut();
                let mut next = desk.questions.pop_front();
                if next.is_none() && !desk.awaits_pdf_reader {
                    next = desk.files.pop_front();
                    desk.is_without_pdf_reader &= next.is_some();
                }
                desk.is_working = next.is_some();
                next
            };
            let Some(work) = next else {
                // Nothing else is to be done. What comes meanwhile starts anew.
                return self.rest().await;
            };
            match work {
                Work::Ask { id, request, .. } => self.answer(id, request).await,
                Work::Open { id, name, is_peek, file, deadly } => self.open(id, name, is_peek, &file, deadly).await,
                Work::Unpack(unpack) => self.unpack(unpack).await,
                Work::RestoreList { id, first, library } => {
                    self.open_library(library.as_deref()).await;
                    self.list_kept(id, &first).await;
                }
                Work::Restore { id, hashes, total, at_once } => self.restore(id, hashes, total, at_once).await,
                Work::Hear(note) => self.hear(note).await,
            }
        }
    }

    fn current_store(&self) -> Option<Rc<Store>> {
        self.store.borrow().clone()
    }

    async fn answer(&self, id: u32, request: Request) {
        let (store, mut is_change, mut decided) = (self.current_store(), false, None);
        if matches!(request, Request::Remove { .. } | Request::Clear | Request::Reread { .. }) {
            // What waits to be kept must not be kept after it was removed.
            self.keep_all().await;
        }
        match &request {
            Request::Change { change, language, .. } if change.view == LIBRARIES => {
                let response = self.change_libraries(change, &Texts::new(language)).await;
                return self.send(id, &Reply::Answer(Box::new(response)));
            }
            Request::Texts(language) => self.learn_language(language),
            Request::View(query) if query.state.view == LIBRARIES => self.look_for_room().await,
            Request::Remove { hash } => {
                self.desk.borrow_mut().left_out.remove(hash);
                self.forget(std::slice::from_ref(hash)).await;
                is_change = true;
            }
            Request::Clear => {
                self.forget_all().await;
                is_change = true;
            }
            Request::Reread { hash, choices } => decided = Some((hash.clone(), choices.clone())),
            Request::Change { .. } => {
                self.engine.borrow_mut().set_now(js_sys::Date::new_0().to_iso_string().into());
            }
            _ => {}
        }
        let is_new_rules = matches!(request, Request::SetRules(_));
        let response = self.engine.borrow_mut().run(request, Vec::new());
        // Only what could be read so is worth keeping.
        if let (Response::Opened { .. }, Some((hash, choices)), Some(store)) = (&response, decided, store) {
            match store.decide(&hash, choices).await {
                Ok(()) => self.tell_tabs(|library| Note::Sources(library, vec![hash])),
                Err(why) => self.in_trouble(why),
            }
        }
        if is_new_rules {
            self.keep_rules(&response).await;
        }
        self.keep_own_work().await;
        if is_change {
            self.tell_kept();
        }
        self.send(id, &Reply::Answer(Box::new(response)));
    }

    async fn open(&self, id: u32, name: String, is_peek: bool, file: &JsValue, deadly: Vec<String>) {
        let cancellations = self.desk.borrow().cancellations;
        let bytes = match read(file).await {
            Ok(bytes) => bytes,
            Err(Unread::Withheld(_)) => return self.send(id, &Reply::Withheld),
            Err(Unread::Unusable(why)) => {
                return self.send(id, &Reply::Answer(Box::new(Response::Refused { name, why })));
            }
        };
        if self.must_wait(&bytes) {
            return self.line_up_again(
                Work::Open { id, name, is_peek, file: file.clone(), deadly },
                id,
                is_peek,
                cancellations,
            );
        }
        let bytes = if is_peek { Err(bytes) } else { self.take_up(id, &name, bytes, deadly, cancellations) };
        let is_container = bytes.is_ok();
        if !is_peek {
            self.note_import(&name, is_container);
        }
        let Err(bytes) = bytes else { return };
        let request = if is_peek {
            Request::Peek { name: name.clone() }
        } else {
            Request::Open { name: name.clone(), choices: Choices::default() }
        };
        let response = self.engine.borrow_mut().run(request, bytes);
        self.keep(name, Choices::default(), &response).await;
        self.send(id, &Reply::Answer(Box::new(response)));
    }

    /// Puts a container in front of the files that wait, to be read file by file. Bytes that are none come back.
    fn take_up(
        &self,
        id: u32,
        name: &str,
        bytes: Vec<u8>,
        deadly: Vec<String>,
        cancellations: u32,
    ) -> Result<(), Vec<u8>> {
        let size = bytes.len() as u64;
        let unpacking = Unpacking::open(name, bytes)?.without(deadly);
        let unpack =
            Unpack { id, unpacking, bytes: size, bytes_told: 0, done: 0, done_told: 0, is_first_told: false, known: 0 };
        self.put_back(Box::new(unpack), cancellations);
        Ok(())
    }

    /// Puts a container back into the queue, unless the import was cancelled since it was taken from there.
    fn put_back(&self, unpack: Box<Unpack>, cancellations: u32) {
        let id = unpack.id;
        self.line_up_again(Work::Unpack(unpack), id, false, cancellations);
    }

    /// Puts a file back to the head of the queue. If the import was cancelled since it was taken from there, it is not
    /// read any more, unless it is none of the import.
    fn line_up_again(&self, work: Work, id: u32, is_apart: bool, cancellations: u32) {
        let mut desk = self.desk.borrow_mut();
        if is_apart || desk.cancellations == cancellations {
            desk.files.push_front(work);
        } else {
            self.send(id, &Reply::Cancelled);
        }
    }

    /// Leaves word which file of a container is being read, for whoever finds the worker dead.
    fn say_reading(&self, path: &str) {
        let _ = Reflect::set(&self.scope, &"reading".into(), &path.into());
    }

    /// Reads the next file of a container. Whatever was asked meanwhile goes before the one after it.
    async fn unpack(&self, mut unpack: Box<Unpack>) {
        let cancellations = self.desk.borrow().cancellations;
        if unpack.unpacking.peek().is_some_and(|bytes| self.must_wait(bytes)) {
            return self.put_back(unpack, cancellations);
        }
        let is_empty = self.engine.borrow().library().entries().is_empty();
        self.say_reading(unpack.unpacking.next_path().unwrap_or_default());
        let step = unpack.unpacking.step(&mut self.engine.borrow_mut());
        let Some(Step { name, choices, response }) = step else {
            self.say_reading("");
            return self.send(unpack.id, &Reply::Answer(Box::new(unpack.unpacking.finish())));
        };
        self.keep(name, choices, &response).await;
        if is_empty && let Some(name) = unpack.unpacking.library_name() {
            self.take_name(name).await;
        }
        unpack.done += 1;
        let known = unpack.done + unpack.unpacking.waiting();
        if is_time_to_look(unpack.done, known) {
            let told = unpack.bytes * u64::from(unpack.done) / u64::from(known);
            let part = Part {
                done: unpack.done - unpack.done_told,
                more: known.saturating_sub(unpack.known),
                bytes: told.saturating_sub(unpack.bytes_told),
                first: unpack.unpacking.first().filter(|_| !unpack.is_first_told).map(str::to_owned),
            };
            unpack.is_first_told |= part.first.is_some();
            (unpack.done_told, unpack.known) = (unpack.done, unpack.known.max(known));
            unpack.bytes_told = unpack.bytes_told.max(told);
            self.send(unpack.id, &Reply::Part(part));
        }
        self.put_back(unpack, cancellations);
    }

    /// Finds out what is kept and lines it up, that first whose hash begins with any of `first`.
    async fn list_kept(&self, id: u32, first: &[String]) {
        self.restore_work().await;
        let hashes = match self.current_store() {
            Some(store) => store.hashes().await,
            None => Ok(Vec::new()),
        };
        match hashes {
            Ok(hashes) if !hashes.is_empty() => {
                let (hashes, others): (Vec<_>, Vec<_>) =
                    hashes.into_iter().partition(|hash| first.iter().any(|start| hash.starts_with(start.as_str())));
                let at_once = hashes.len().max(1);
                let hashes: VecDeque<String> = hashes.into_iter().chain(others).collect();
                // What was kept goes before what was dropped since.
                let total = hashes.len() as u32;
                self.desk.borrow_mut().files.push_front(Work::Restore { id, hashes, total, at_once });
            }
            Ok(_) => self.restored(id).await,
            Err(why) => {
                self.in_trouble(why);
                self.restored(id).await;
            }
        }
    }

    /// All that was kept is read.
    async fn restored(&self, id: u32) {
        self.desk.borrow_mut().is_restored = true;
        self.tell_kept();
        self.send(id, &Reply::Restored);
        self.tell_cut_short().await;
    }

    /// Reads the next sources that are kept. Whatever was asked meanwhile goes before those after them.
    async fn restore(&self, id: u32, mut hashes: VecDeque<String>, total: u32, at_once: usize) {
        let Some(store) = self.current_store() else { return self.restored(id).await };
        let batch: Vec<String> = hashes.drain(..at_once.min(hashes.len())).collect();
        let (batch_size, mut read) = (batch.len() as u32, 0);
        match store.get(&batch).await {
            Ok(sources) => {
                let mut sources = VecDeque::from(sources);
                while let Some((hash, record, bytes)) = sources.pop_front() {
                    if self.must_wait(&bytes) {
                        hashes.extend(Some(hash).into_iter().chain(sources.into_iter().map(|(hash, ..)| hash)));
                        break;
                    }
                    read += bytes.len();
                    self.desk.borrow_mut().kept.insert(hash, bytes.len() as u64);
                    let request = Request::Open { name: record.name, choices: record.choices };
                    let response = self.engine.borrow_mut().run(request, bytes);
                    if let Response::Refused { name, why } = response {
                        self.send(0, &Reply::Say(true, name, why));
                    }
                }
            }
            Err(why) => batch.into_iter().for_each(|hash| self.send(0, &Reply::Say(true, hash, why.clone()))),
        }
        if hashes.is_empty() {
            self.restored(id).await;
        } else {
            let done = total - hashes.len() as u32;
            if (done - batch_size.min(done) + 1..=done).any(|done| is_time_to_look(done, total)) {
                self.send(id, &Reply::RestoredSome);
            }
            // As many more as are not too much, by what these were.
            let fitting = (RESTORED_BYTES_AT_ONCE / (read / at_once.max(1)).max(1)).clamp(1, RESTORED_AT_ONCE);
            self.desk.borrow_mut().files.push_front(Work::Restore { id, hashes, total, at_once: fitting });
        }
    }
}
