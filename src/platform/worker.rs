//! The worker's side: a queue before the engine, and the storage behind it. Questions go before files that wait to be
//! read; a newer question of the same slot takes the place of an older one.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::encodings::decoder;
use super::files::{Unread, read};
use super::pdf;
use super::storage::{Record, Store};
use super::wire::{Call, Part, Reply, StorageState};
use crate::jobs::{Choices, Engine, Request, Response, Step, Unpacking, decode, encode, is_pdf};

/// How long the worker works before it looks whether something new was asked, milliseconds.
const STRETCH_MS: f64 = 12.0;

enum Work {
    Ask { id: u32, request: Request, slot: u32 },
    Open { id: u32, name: String, is_peek: bool, file: JsValue },
    Unpack(Box<Unpack>),
    RestoreList { id: u32 },
    RestoreOne { id: u32, hash: String, is_last: bool },
}

/// A container between two of its files.
struct Unpack {
    id: u32,
    unpacking: Unpacking,
    /// Its size, and how much of that was told as read.
    bytes: u64,
    bytes_told: u64,
    done: u32,
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
}

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Engine>,
    desk: RefCell<Desk>,
    store: RefCell<Option<Rc<Store>>>,
}

/// Starts the worker: from here on it answers the page.
pub fn run_worker() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let target = scope.clone();
    let worker = Rc::new(Worker {
        scope,
        engine: RefCell::new(Engine::new(decoder(), pdf::reader())),
        desk: RefCell::default(),
        store: RefCell::default(),
    });
    let listening = worker.clone();
    let listener = EventListener::new(&target, "message", move |event| {
        if let Some(event) = event.dyn_ref::<MessageEvent>() {
            listening.clone().receive(&event.data());
        }
    });
    listener.forget();
    spawn_local(async move {
        match Store::open().await {
            Ok(store) => *worker.store.borrow_mut() = Some(Rc::new(store)),
            Err(why) => worker.send(0, &Reply::Storage(StorageState::Memory(why))),
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
                self.desk.borrow_mut().files.push_back(Work::Open { id, name, is_peek: false, file: payload });
            }
            Some(Call::Ask { request: Request::Peek { name }, .. }) => {
                self.desk.borrow_mut().files.push_back(Work::Open { id, name, is_peek: true, file: payload });
            }
            Some(Call::Ask { request, slot }) => self.line_up(id, request, slot),
            Some(Call::Restore) => self.desk.borrow_mut().questions.push_back(Work::RestoreList { id }),
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
            let Some(work) = next else { return };
            match work {
                Work::Ask { id, request, .. } => self.answer(id, request).await,
                Work::Open { id, name, is_peek, file } => self.open(id, name, is_peek, &file).await,
                Work::Unpack(unpack) => self.unpack(unpack).await,
                Work::RestoreList { id } => self.list_kept(id).await,
                Work::RestoreOne { id, hash, is_last } => self.restore(id, &hash, is_last).await,
            }
        }
    }

    fn current_store(&self) -> Option<Rc<Store>> {
        self.store.borrow().clone()
    }

    async fn answer(&self, id: u32, request: Request) {
        let forgotten = match (self.current_store(), &request) {
            (Some(store), Request::Remove { hash }) => {
                self.desk.borrow_mut().kept.remove(hash);
                store.remove(hash).await
            }
            (Some(store), Request::Clear) => {
                self.desk.borrow_mut().kept.clear();
                store.clear().await
            }
            _ => Ok(()),
        };
        let is_change = matches!(request, Request::Remove { .. } | Request::Clear);
        let is_new_rules = matches!(request, Request::SetRules(_));
        let decided = match &request {
            Request::Reread { hash, choices } => Some((hash.clone(), choices.clone())),
            _ => None,
        };
        let response = self.engine.borrow_mut().run(request, &[]);
        // Only what could be read so is worth keeping.
        if let (Response::Opened { .. }, Some((hash, choices)), Some(store)) =
            (&response, decided, self.current_store())
            && let Err(why) = store.decide(&hash, choices).await
        {
            self.send(0, &Reply::Storage(StorageState::Memory(why)));
        }
        if is_new_rules {
            self.keep_rules(&response).await;
        }
        match forgotten {
            Ok(()) if is_change => self.tell_storage(),
            Ok(()) => {}
            Err(why) => self.send(0, &Reply::Storage(StorageState::Memory(why))),
        }
        self.send(id, &Reply::Answer(Box::new(response)));
    }

    async fn open(&self, id: u32, name: String, is_peek: bool, file: &JsValue) {
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
                Work::Open { id, name, is_peek, file: file.clone() },
                id,
                is_peek,
                cancellations,
            );
        }
        let bytes = if is_peek { Err(bytes) } else { self.take_up(id, &name, bytes, cancellations) };
        let Err(bytes) = bytes else { return };
        let request = if is_peek {
            Request::Peek { name: name.clone() }
        } else {
            Request::Open { name: name.clone(), choices: Choices::default() }
        };
        let response = self.engine.borrow_mut().run(request, &bytes);
        self.keep(name, &bytes, &response).await;
        self.send(id, &Reply::Answer(Box::new(response)));
    }

    /// Puts a container in front of the files that wait, to be read file by file. Bytes that are none come back.
    fn take_up(&self, id: u32, name: &str, bytes: Vec<u8>, cancellations: u32) -> Result<(), Vec<u8>> {
        let size = bytes.len() as u64;
        let unpacking = Unpacking::open(name, bytes)?;
        let unpack = Unpack { id, unpacking, bytes: size, bytes_told: 0, done: 0, known: 0 };
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

    /// Reads the next file of a container. Whatever was asked meanwhile goes before the one after it.
    async fn unpack(&self, mut unpack: Box<Unpack>) {
        let cancellations = self.desk.borrow().cancellations;
        if unpack.unpacking.peek().is_some_and(|bytes| self.must_wait(bytes)) {
            return self.put_back(unpack, cancellations);
        }
        let step = unpack.unpacking.step(&mut self.engine.borrow_mut());
        let Some(Step { name, bytes, response }) = step else {
            return self.send(unpack.id, &Reply::Answer(Box::new(unpack.unpacking.finish())));
        };
        self.keep(name, &bytes, &response).await;
        unpack.done += 1;
        let known = unpack.done + unpack.unpacking.waiting();
        let told = unpack.bytes * u64::from(unpack.done) / u64::from(known);
        let part = Part {
            done: unpack.done,
            more: known.saturating_sub(unpack.known),
            bytes: told.saturating_sub(unpack.bytes_told),
        };
        (unpack.known, unpack.bytes_told) = (unpack.known.max(known), unpack.bytes_told.max(told));
        self.send(unpack.id, &Reply::Part(part));
        self.put_back(unpack, cancellations);
    }

    /// Keeps the rules where an answer brings new ones.
    async fn keep_rules(&self, response: &Response) {
        if let (Response::Rules(rules), Some(store)) = (response, self.current_store())
            && let Err(why) = store.keep_rules(rules).await
        {
            self.send(0, &Reply::Storage(StorageState::Memory(why)));
        }
    }

    /// Reads the rules that are kept, before the sources that they speak of.
    async fn restore_rules(&self) {
        let Some(store) = self.current_store() else { return };
        match store.rules().await {
            Ok(rules) if rules.is_empty() => {}
            Ok(rules) => drop(self.engine.borrow_mut().run(Request::SetRules(rules), &[])),
            Err(why) => self.send(0, &Reply::NotRestored(String::new(), why)),
        }
    }

    /// Keeps a source that was opened and is not kept yet.
    async fn keep(&self, name: String, bytes: &[u8], response: &Response) {
        self.keep_rules(response).await;
        if let (Response::Opened { items, .. }, Some(store)) = (response, self.current_store())
            && let Some(hash) = items.first().map(|item| item.hash.clone())
            && !self.desk.borrow().kept.contains_key(&hash)
        {
            let record = Record { name, size: bytes.len() as f64, choices: Choices::default() };
            match store.put(&hash, &record, bytes).await {
                Ok(()) => {
                    self.desk.borrow_mut().kept.insert(hash, bytes.len() as u64);
                    self.tell_storage();
                }
                Err(why) => self.send(0, &Reply::Storage(StorageState::Memory(why))),
            }
        }
    }

    fn tell_storage(&self) {
        let state = {
            let desk = self.desk.borrow();
            StorageState::Kept { sources: desk.kept.len() as u32, bytes: desk.kept.values().sum() }
        };
        self.send(0, &Reply::Storage(state));
    }

    async fn list_kept(&self, id: u32) {
        self.restore_rules().await;
        let hashes = match self.current_store() {
            Some(store) => store.hashes().await,
            None => return self.send(id, &Reply::Restored),
        };
        match hashes {
            Ok(hashes) if !hashes.is_empty() => {
                let last = hashes.len() - 1;
                let works = hashes.into_iter().enumerate().map(|(index, hash)| Work::RestoreOne {
                    id,
                    hash,
                    is_last: index == last,
                });
                let mut desk = self.desk.borrow_mut();
                // What was kept goes before what was dropped since.
                let dropped = std::mem::take(&mut desk.files);
                desk.files = works.chain(dropped).collect();
            }
            Ok(_) => {
                self.tell_storage();
                self.send(id, &Reply::Restored);
            }
            Err(why) => {
                self.send(0, &Reply::Storage(StorageState::Memory(why)));
                self.send(id, &Reply::Restored);
            }
        }
    }

    async fn restore(&self, id: u32, hash: &str, is_last: bool) {
        if let Some(store) = self.current_store() {
            match store.get(hash).await {
                Ok(Some((_, bytes))) if self.must_wait(&bytes) => {
                    let again = Work::RestoreOne { id, hash: hash.to_owned(), is_last };
                    return self.desk.borrow_mut().files.push_front(again);
                }
                Ok(Some((record, bytes))) => {
                    self.desk.borrow_mut().kept.insert(hash.to_owned(), bytes.len() as u64);
                    let request = Request::Open { name: record.name, choices: record.choices };
                    let response = self.engine.borrow_mut().run(request, &bytes);
                    if let Response::Refused { name, why } = response {
                        self.send(0, &Reply::NotRestored(name, why));
                    }
                }
                Ok(None) => {}
                Err(why) => self.send(0, &Reply::NotRestored(hash.to_owned(), why)),
            }
        }
        if is_last {
            self.tell_storage();
            self.send(id, &Reply::Restored);
        } else {
            self.send(id, &Reply::RestoredSome);
        }
    }
}
