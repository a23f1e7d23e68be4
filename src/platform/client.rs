//! The page's side of the worker: asks, waits, and starts a new worker when the old one died.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::events::EventListener;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, MessageEvent, Url, Worker};

use super::assets::{WorkerScript, pdf_reader};
use super::files::{PickedFile, Unread, read};
use super::wire::{Call, KeptState, Part, Reply};
use crate::jobs::{Choices, Request, Response, Rule, decode, encode};

/// What happens on the worker's side without being asked for.
#[derive(Clone, Debug)]
pub enum Event {
    /// More of what was kept has been read.
    RestoredSome,
    /// All that was kept has been read.
    Restored,
    /// Which library is open, and what is kept.
    Kept(KeptState),
    /// Something of a container has been read.
    Part(Part),
    /// A sentence for the user: whether something is wrong, which file it is about (empty if none), the sentence.
    Say(bool, String, String),
    /// The worker died and a new one started; `file` is what it was reading.
    Restarted {
        /// The file it was reading, if any.
        file: Option<String>,
    },
    /// The worker could not be started at all: why.
    NoWorker(String),
}

/// There is no answer: the worker died, the question was overtaken by a newer one, or the import was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// A newer question of the same slot took its place.
    Overtaken,
    /// The import was cancelled.
    Cancelled,
    /// The worker died.
    Died,
    /// The browser gives the file to no worker; the page itself may have it.
    Withheld,
}

type Answer = Result<Response, Gone>;

struct Running {
    worker: Worker,
    _listeners: [EventListener; 3],
}

struct Inner {
    script: RefCell<Option<WorkerScript>>,
    running: RefCell<Option<Running>>,
    is_ready: Cell<bool>,
    last_id: Cell<u32>,
    deaths: Cell<u32>,
    /// Who waits for the answer to which call.
    waiting: RefCell<Vec<(u32, oneshot::Sender<Answer>)>>,
    /// Messages that wait for the worker to be up.
    unsent: RefCell<Vec<Array>>,
    /// Files that were handed over and are not read yet, in order.
    reading: RefCell<Vec<Reading>>,
    /// Files that were read and may not be kept yet.
    unkept: RefCell<Vec<PickedFile>>,
    /// Files that live in memory only: a new worker gets them again.
    in_memory: RefCell<Vec<PickedFile>>,
    /// The rules of the user as they were heard of last.
    rules: RefCell<Vec<Rule>>,
    is_memory_only: Cell<bool>,
    on_event: Box<dyn Fn(Event)>,
}

/// A file that was handed over.
struct Reading {
    /// The call.
    id: u32,
    picked: PickedFile,
    /// What travels along: the file, or its bytes.
    content: JsValue,
    /// Files in a container that a worker died of.
    deadly: Array,
    /// Files in a container that are known of and are not read yet.
    waiting: u32,
}

/// A handle to the worker. Cheap to clone.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The setting of the tab that says which library is open in it.
const LIBRARY: &str = "library";

/// After so many deaths without an answer in between the worker is given up.
const MOST_DEATHS: u32 = 5;

impl Client {
    /// A worker that starts as soon as its script is there. Questions asked before wait for it.
    pub fn start(
        script: impl Future<Output = Result<WorkerScript, String>> + 'static,
        on_event: impl Fn(Event) + 'static,
    ) -> Self {
        let client = Self(Rc::new(Inner {
            script: RefCell::default(),
            running: RefCell::default(),
            is_ready: Cell::default(),
            last_id: Cell::default(),
            deaths: Cell::default(),
            waiting: RefCell::default(),
            unsent: RefCell::default(),
            reading: RefCell::default(),
            unkept: RefCell::default(),
            in_memory: RefCell::default(),
            rules: RefCell::default(),
            is_memory_only: Cell::default(),
            on_event: Box::new(on_event),
        }));
        let starting = client.clone();
        spawn_local(async move {
            match script.await {
                Ok(script) => {
                    *starting.0.script.borrow_mut() = Some(script);
                    starting.spawn();
                }
                Err(why) => (starting.0.on_event)(Event::NoWorker(why)),
            }
        });
        client
    }

    fn spawn(&self) {
        let Some(script) = self.0.script.borrow().clone() else { return };
        let worker = match Worker::new(&script.url) {
            Ok(worker) => worker,
            Err(error) => return (self.0.on_event)(Event::NoWorker(format!("{error:?}"))),
        };
        let client = self.clone();
        let on_message = EventListener::new(&worker, "message", move |event| {
            if let Some(event) = event.dyn_ref::<MessageEvent>() {
                client.receive(&event.data());
            }
        });
        let client = self.clone();
        let on_error = EventListener::new(&worker, "error", move |event| {
            let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
            event.prevent_default();
            client.bury(&why, "");
        });
        let client = self.clone();
        let on_garbled = EventListener::new(&worker, "messageerror", move |_| client.bury("a message was garbled", ""));
        if worker.post_message(&script.wasm).is_err() {
            return (self.0.on_event)(Event::NoWorker("the engine could not be handed over".into()));
        }
        *self.0.running.borrow_mut() = Some(Running { worker, _listeners: [on_message, on_error, on_garbled] });
        self.restore();
    }

    /// Asks the worker to read what was kept, before anything else, and of that what is on screen.
    fn restore(&self) {
        let id = self.next_id();
        let call = Call::Restore { address: super::page::address(), library: super::page::tab_setting(LIBRARY) };
        let message = message(id, &call, &JsValue::NULL);
        self.0.unsent.borrow_mut().insert(0, message);
    }

    /// Ends the worker and starts a new one. The questions that were asked of it are answered with [`Gone::Died`], and so
    /// is the file that it was reading; the others are handed to the new one, a container too, without the file in it
    /// that was being read: `inside`, if it is known.
    fn bury(&self, why: &str, inside: &str) {
        let Some(running) = self.0.running.borrow_mut().take() else { return };
        running.worker.terminate();
        // The listener that called this lives in `running`: it must outlive the call.
        spawn_local(async move { drop(running) });
        web_sys::console::error_1(&JsValue::from_str(&format!("The reader stopped: {why}")));
        self.0.is_ready.set(false);
        let mut reading = std::mem::take(&mut *self.0.reading.borrow_mut());
        let mut file = reading.first().map(|first| first.picked.name.clone());
        if let Some(first) = reading.first_mut().filter(|_| !inside.is_empty()) {
            first.deadly.push(&inside.into());
            file = Some(inside.to_owned());
            // They will be counted anew.
            let part = Part { done: std::mem::take(&mut first.waiting), ..Part::default() };
            (self.0.on_event)(Event::Part(part));
        } else if !reading.is_empty() {
            reading.remove(0);
        }
        self.0.unsent.borrow_mut().clear();
        let mut waiting = std::mem::take(&mut *self.0.waiting.borrow_mut());
        for again in &reading {
            if let Some(at) = waiting.iter().position(|(call, _)| *call == again.id) {
                self.0.waiting.borrow_mut().push(waiting.swap_remove(at));
                self.0.unsent.borrow_mut().push(again.message());
            }
        }
        self.0.reading.replace(reading);
        self.0.deaths.set(self.0.deaths.get() + 1);
        if self.0.deaths.get() > MOST_DEATHS {
            (self.0.on_event)(Event::NoWorker(why.to_owned()));
            return;
        }
        self.spawn();
        let rules = self.0.rules.borrow().clone();
        if self.0.is_memory_only.get() && !rules.is_empty() {
            let client = self.clone();
            // Nobody waits for the answer: what is on screen is asked for again anyway.
            spawn_local(async move { drop(client.ask(Request::SetRules(rules), 0).await) });
        }
        let again = std::mem::take(&mut *self.0.in_memory.borrow_mut());
        let unkept = std::mem::take(&mut *self.0.unkept.borrow_mut());
        for picked in again.into_iter().chain(unkept).filter(|picked| Some(&picked.name) != file.as_ref()) {
            let client = self.clone();
            spawn_local(async move {
                // Who waited for the first reading has had its answer.
                let _ = client.open(&picked).await;
            });
        }
        for (_, sender) in waiting {
            let _ = sender.send(Err(Gone::Died));
        }
        (self.0.on_event)(Event::Restarted { file });
    }

    /// Ends the worker, whatever it does, and starts a new one.
    pub fn restart(&self) {
        self.bury("it was asked to start anew", "");
    }

    fn receive(&self, data: &JsValue) {
        let Some(parts) = data.dyn_ref::<Array>() else {
            // What is no array is the last word of a worker that died: why, and the file in a container that it read.
            let word = data.as_string().unwrap_or_default();
            let (why, inside) = word.split_once('\0').unwrap_or((&word, ""));
            return self.bury(why, inside);
        };
        let id = parts.get(0).as_f64().unwrap_or_default() as u32;
        let Ok(bytes) = parts.get(1).dyn_into::<Uint8Array>() else { return };
        let Some(reply) = decode::<Reply>(&bytes.to_vec()) else { return };
        match reply {
            Reply::Ready => {
                self.0.is_ready.set(true);
                for message in std::mem::take(&mut *self.0.unsent.borrow_mut()) {
                    self.post(&message);
                }
            }
            Reply::Answer(response) => {
                self.0.deaths.set(0);
                if let Response::Rules(rules) = &*response {
                    self.0.rules.replace(rules.clone());
                }
                self.settle(id, Ok(*response));
            }
            Reply::Overtaken => self.settle(id, Err(Gone::Overtaken)),
            Reply::Withheld => self.settle(id, Err(Gone::Withheld)),
            Reply::Cancelled => self.settle(id, Err(Gone::Cancelled)),
            Reply::Part(part) => {
                self.0.deaths.set(0);
                if let Some(reading) = self.0.reading.borrow_mut().iter_mut().find(|reading| reading.id == id) {
                    reading.waiting = (reading.waiting + part.more).saturating_sub(part.done);
                }
                (self.0.on_event)(Event::Part(part));
            }
            Reply::NeedsPdfReader => {
                let client = self.clone();
                spawn_local(async move { client.hand_over_pdf_reader().await });
            }
            Reply::RestoredSome => (self.0.on_event)(Event::RestoredSome),
            Reply::Restored => (self.0.on_event)(Event::Restored),
            Reply::Kept(state) => {
                self.0.is_memory_only.set(state.is_in_memory);
                self.0.unkept.borrow_mut().clear();
                super::page::keep_tab_setting(LIBRARY, &state.library);
                (self.0.on_event)(Event::Kept(state));
            }
            Reply::Say(is_problem, file, text) => (self.0.on_event)(Event::Say(is_problem, file, text)),
        }
    }

    /// Gives the worker what reads PDFs, or word that there is none: the files behind the PDF wait for it.
    async fn hand_over_pdf_reader(&self) {
        let wasm = match pdf_reader().await {
            Ok(wasm) => JsValue::from(wasm),
            Err(why) => {
                web_sys::console::error_1(&JsValue::from_str(&why));
                JsValue::NULL
            }
        };
        let id = self.next_id();
        self.post(&message(id, &Call::PdfReader, &wasm));
    }

    fn settle(&self, id: u32, answer: Answer) {
        self.0.reading.borrow_mut().retain(|reading| reading.id != id);
        let mut waiting = self.0.waiting.borrow_mut();
        if let Some(at) = waiting.iter().position(|(call, _)| *call == id) {
            // Who asked may have gone from the screen.
            let _ = waiting.swap_remove(at).1.send(answer);
        }
    }

    fn next_id(&self) -> u32 {
        let id = self.0.last_id.get().wrapping_add(1).max(1);
        self.0.last_id.set(id);
        id
    }

    fn post(&self, message: &Array) {
        if let Some(running) = self.0.running.borrow().as_ref()
            && let Err(error) = running.worker.post_message(message)
        {
            web_sys::console::error_1(&error);
        }
    }

    fn call(&self, id: u32, call: &Call, payload: &JsValue) -> oneshot::Receiver<Answer> {
        self.send(id, message(id, call, payload))
    }

    fn send(&self, id: u32, message: Array) -> oneshot::Receiver<Answer> {
        let (sender, receiver) = oneshot::channel();
        self.0.waiting.borrow_mut().push((id, sender));
        if self.0.is_ready.get() {
            self.post(&message);
        } else {
            self.0.unsent.borrow_mut().push(message);
        }
        receiver
    }

    /// Asks the engine. Of questions with the same `slot` above 0 only the latest is answered.
    ///
    /// # Errors
    /// [`Gone`] where there will be no answer.
    pub async fn ask(&self, request: Request, slot: u32) -> Answer {
        let id = self.next_id();
        self.call(id, &Call::Ask { request, slot }, &JsValue::NULL).await.unwrap_or(Err(Gone::Died))
    }

    /// Has a file read and added to the library.
    ///
    /// # Errors
    /// [`Gone`] where there will be no answer.
    pub async fn open(&self, picked: &PickedFile) -> Answer {
        let mut answer = self.hand_over(picked, &picked.content).await;
        if answer == Err(Gone::Withheld) {
            answer = match read(&picked.content).await {
                Ok(bytes) => self.hand_over(picked, &Uint8Array::from(bytes.as_slice())).await,
                Err(Unread::Withheld(why) | Unread::Unusable(why)) => {
                    Ok(Response::Refused { name: picked.name.clone(), why })
                }
            };
        }
        if matches!(answer, Ok(Response::Opened { .. } | Response::Unpacked(_))) {
            let list = if self.0.is_memory_only.get() { &self.0.in_memory } else { &self.0.unkept };
            list.borrow_mut().push(picked.clone());
        }
        answer
    }

    async fn hand_over(&self, picked: &PickedFile, content: &JsValue) -> Answer {
        let id = self.next_id();
        let (picked, content) = (picked.clone(), content.clone());
        let reading = Reading { id, picked, content, deadly: Array::new(), waiting: 0 };
        let message = reading.message();
        self.0.reading.borrow_mut().push(reading);
        self.send(id, message).await.unwrap_or(Err(Gone::Died))
    }

    /// Has a file read without adding it.
    ///
    /// # Errors
    /// [`Gone`] where there will be no answer.
    pub async fn peek(&self, picked: &PickedFile) -> Answer {
        let id = self.next_id();
        let call = Call::Ask { request: Request::Peek { name: picked.name.clone() }, slot: 0 };
        self.call(id, &call, &picked.content).await.unwrap_or(Err(Gone::Died))
    }

    /// Drops all files that wait to be read.
    pub fn cancel_opening(&self) {
        let id = self.next_id();
        drop(self.call(id, &Call::Cancel, &JsValue::NULL));
    }

    /// Forgets files that live in memory only.
    pub fn forget_in_memory(&self) {
        self.0.in_memory.borrow_mut().clear();
    }
}

fn message(id: u32, call: &Call, payload: &JsValue) -> Array {
    Array::of3(&JsValue::from(id), &Uint8Array::from(encode(call).as_slice()), payload)
}

impl Reading {
    fn message(&self) -> Array {
        let request = Request::Open { name: self.picked.name.clone(), choices: Choices::default() };
        let message = message(self.id, &Call::Ask { request, slot: 0 }, &self.content);
        message.push(&self.deadly);
        message
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl WorkerScript {
    /// A script that loads the engine's glue, waits for its wasm, and tells the page if it dies.
    pub fn new(glue: &str, wasm: js_sys::ArrayBuffer) -> Result<Self, String> {
        const START: &str = "\n;(() => {\
            const dead = (why) => self.postMessage(`${why}\\0${self.reading ?? ''}`);\
            self.addEventListener('unhandledrejection', (event) => dead(event.reason));\
            self.addEventListener('error', (event) => { event.preventDefault(); dead(event.message); });\
            self.onmessage = (event) => {\
              self.onmessage = null;\
              wasm_bindgen({ module_or_path: event.data }).catch(dead);\
            };\
          })();";
        let parts = Array::of2(&JsValue::from_str(glue), &JsValue::from_str(START));
        let options = web_sys::BlobPropertyBag::new();
        options.set_type("text/javascript");
        let blob =
            web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).map_err(|error| format!("{error:?}"))?;
        let url = Url::create_object_url_with_blob(&blob).map_err(|error| format!("{error:?}"))?;
        Ok(Self { url, wasm })
    }
}
