//! What the worker keeps, and what it tells of it: sources, rules and the user's own work, into storage and back; how much
//! there is room for; an import that its page did not survive.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{Import, KEPT_AT_ONCE, KEPT_BYTES_AT_ONCE, Work, Worker};
use crate::jobs::{Choices, Kept as KeptHere, News, Registry, Request, Response, Texts, kept_label};
use crate::platform::locks;
use crate::platform::storage::{FULL, ImportRecord, Kept, Record};
use crate::platform::tabs::Note;
use crate::platform::wire::{KeptState, Reply};

/// The lock that is held while files are read into a library.
fn import_lock(library: &str) -> String {
    format!("verbatim import {library}")
}

impl Worker {
    /// Forgets sources that are kept, here and for other tabs.
    pub(super) async fn forget(&self, hashes: &[String]) {
        let Some(store) = self.current_store() else { return };
        for hash in hashes {
            match store.remove(hash).await {
                Ok(()) => drop(self.desk.borrow_mut().kept.remove(hash)),
                Err(why) => self.in_trouble(why),
            }
        }
        self.tell_tabs(|library| Note::Sources(library, hashes.to_vec()));
    }

    /// Forgets all sources that are kept.
    pub(super) async fn forget_all(&self) {
        let Some(store) = self.current_store() else { return };
        match store.clear().await {
            Ok(()) => {
                let gone: Vec<String> = {
                    let mut desk = self.desk.borrow_mut();
                    desk.left_out.clear();
                    std::mem::take(&mut desk.kept).into_keys().collect()
                };
                self.tell_tabs(|library| Note::Sources(library, gone));
            }
            Err(why) => self.in_trouble(why),
        }
    }

    /// Keeps the rules where an answer brings new ones.
    pub(super) async fn keep_rules(&self, response: &Response) {
        if let (Response::Rules(rules), Some(store)) = (response, self.current_store()) {
            match store.keep_rules(rules).await {
                Ok(()) => self.tell_tabs(Note::Work),
                Err(why) => self.in_trouble(why),
            }
        }
    }

    /// Keeps the records of the user's own work that were changed.
    pub(super) async fn keep_own_work(&self) {
        let changed = self.engine.borrow_mut().changed_work();
        let Some(store) = self.current_store().filter(|_| !changed.is_empty()) else { return };
        match store.keep_work(&changed).await {
            Ok(()) => self.tell_tabs(Note::Work),
            Err(why) => self.in_trouble(why),
        }
    }

    /// Reads the rules and the user's own work that are kept, before the sources that they speak of. Returns whether
    /// they are others than before.
    pub(super) async fn restore_work(&self) -> bool {
        let Some(store) = self.current_store() else { return false };
        let mut is_new = false;
        match store.rules().await {
            Ok(rules) if *rules == *self.engine.borrow().library().rules() => {}
            Ok(rules) => {
                is_new = true;
                drop(self.engine.borrow_mut().run(Request::SetRules(rules), Vec::new()));
            }
            Err(why) => self.send(0, &Reply::Say(true, String::new(), why)),
        }
        match store.work().await {
            Ok(records) => {
                for (kind, record) in records {
                    is_new |= self.engine.borrow_mut().take_up_work(&kind, record);
                }
            }
            Err(why) => self.send(0, &Reply::Say(true, String::new(), why)),
        }
        is_new
    }

    /// Keeps a source that was opened and is not kept yet.
    pub(super) async fn keep(&self, name: String, choices: Choices, response: &Response) {
        self.keep_rules(response).await;
        self.keep_own_work().await;
        if let Response::Opened { items, .. } = response
            && self.store.borrow().is_some()
            && let Some(hash) = items.first().map(|item| item.hash.clone())
            && !self.desk.borrow().kept.contains_key(&hash)
        {
            let kept = {
                let engine = self.engine.borrow();
                let Some(source) = engine.library().source_by_hash(&hash) else { return };
                let record = Record { name, size: source.bytes as f64, choices };
                Kept::new(&hash, &record, source.as_dropped())
            };
            match kept {
                Ok(kept) => self.desk.borrow_mut().unkept.push(kept),
                Err(why) => self.in_trouble(why),
            }
            let is_enough = {
                let unkept = &self.desk.borrow().unkept;
                unkept.len() >= KEPT_AT_ONCE || unkept.iter().map(|kept| kept.bytes).sum::<u64>() >= KEPT_BYTES_AT_ONCE
            };
            if is_enough {
                self.keep_all().await;
            }
        }
    }

    /// Keeps all sources that wait for it. Where they do not fit together, as many as fit.
    pub(super) async fn keep_all(&self) {
        if self.write_all().await {
            self.tell_kept();
        }
    }

    /// The same, without a word. Returns whether any waited.
    async fn write_all(&self) -> bool {
        let sources = std::mem::take(&mut self.desk.borrow_mut().unkept);
        let Some(store) = self.current_store().filter(|_| !sources.is_empty()) else { return false };
        let are_kept = store.put_all(&sources).await.is_ok();
        for source in sources {
            let kept = if are_kept { Ok(()) } else { store.put_all(std::slice::from_ref(&source)).await };
            let mut desk = self.desk.borrow_mut();
            match kept {
                Ok(()) => {
                    desk.added.push(source.hash.clone());
                    desk.kept.insert(source.hash, source.bytes);
                }
                Err(why) => {
                    desk.left_out.insert(source.hash);
                    desk.left_out_why = why;
                }
            }
        }
        true
    }

    /// What is done when nothing else is to be done.
    pub(super) async fn rest(&self) {
        let is_written = self.write_all().await;
        let (added, is_over) = {
            let mut desk = self.desk.borrow_mut();
            (std::mem::take(&mut desk.added), desk.files.is_empty())
        };
        if !added.is_empty() {
            self.tell_tabs(|library| Note::Sources(library, added));
        }
        if is_over {
            self.end_import().await;
        }
        // Whoever is told that all is kept may go at once: no import is told as cut short then.
        if is_written {
            self.tell_kept();
        }
        let left_out = {
            let mut desk = self.desk.borrow_mut();
            let left_out = desk.left_out.len();
            let told = std::mem::replace(&mut desk.left_out_told, left_out);
            let files = left_out.saturating_sub(told) as u32;
            let why = if desk.left_out_why == FULL { String::new() } else { desk.left_out_why.clone() };
            News::Unkept { files, why, kept: desk.kept.len() as u32 }
        };
        if !matches!(left_out, News::Unkept { files: 0, .. }) {
            self.tell(left_out);
        }
        self.note_size().await;
    }

    /// Notes in the list of all libraries how much is in this one.
    pub(super) async fn note_size(&self) {
        let (library, sources, bytes) = {
            let desk = self.desk.borrow();
            (desk.library.clone(), desk.kept.len() as u32, desk.kept.values().sum::<u64>())
        };
        let is_noted =
            self.desk.borrow().registry.get(&library).is_none_or(|l| (l.sources, l.bytes) == (sources, bytes));
        if !is_noted {
            self.change_registry(|registry| {
                if let Some(library) = registry.get_mut(&library) {
                    (library.sources, library.bytes) = (sources, bytes);
                }
            })
            .await;
        }
    }

    /// Changes the list of all libraries, in storage where there is one.
    pub(super) async fn change_registry(&self, change: impl Fn(&mut Registry)) {
        let store = self.first_store.borrow().clone();
        let changed = match store {
            Some(store) => store.change_registry(&change).await,
            None => Err(String::new()),
        };
        let mut desk = self.desk.borrow_mut();
        match changed {
            Ok(registry) => desk.registry = registry,
            Err(_) => change(&mut desk.registry),
        }
    }

    /// The texts in the interface's language.
    pub(super) fn texts(&self) -> Texts {
        Texts::new(self.desk.borrow().language.as_deref().unwrap_or_default())
    }

    /// Takes up the interface's language, and tells what waited for it.
    pub(super) fn learn_language(&self, language: &str) {
        let news = {
            let mut desk = self.desk.borrow_mut();
            desk.language = Some(language.to_owned());
            std::mem::take(&mut desk.news)
        };
        news.into_iter().for_each(|news| self.tell(news));
        self.tell_trouble();
        self.tell_kept();
    }

    /// Tells the user something.
    pub(super) fn tell(&self, news: News) {
        if self.desk.borrow().language.is_none() {
            self.desk.borrow_mut().news.push(news);
        } else {
            self.send(0, &Reply::Say(news.is_problem(), String::new(), news.sentence(&self.texts())));
        }
    }

    /// Tells other tabs something of the library that is open here.
    pub(super) fn tell_tabs(&self, note: impl FnOnce(String) -> Note) {
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.tell(&note(self.desk.borrow().library.clone()));
        }
    }

    /// Nothing, or not all, can be kept: why. It is told once.
    pub(super) fn in_trouble(&self, why: String) {
        self.desk.borrow_mut().trouble = why;
        self.tell_trouble();
        self.tell_kept();
    }

    pub(super) fn tell_trouble(&self) {
        let trouble = self.desk.borrow().trouble.clone();
        let told = std::mem::replace(&mut self.desk.borrow_mut().trouble_told, trouble.clone());
        if !trouble.is_empty() && told != trouble {
            self.tell(News::Memory(trouble));
        }
    }

    /// Tells the engine and the page which library is open and what is kept. The page hears of it once its language is
    /// known.
    pub(super) fn tell_kept(&self) {
        let kept = {
            let desk = self.desk.borrow();
            KeptHere {
                registry: desk.registry.clone(),
                open: desk.library.clone(),
                sources: desk.kept.len() as u32,
                bytes: desk.kept.values().sum(),
                unkept: desk.left_out.len() as u32,
                trouble: desk.trouble.clone(),
                room: desk.room,
                is_lasting: desk.is_lasting,
            }
        };
        if self.desk.borrow().language.is_some() {
            // Until all is read nobody knows how much it is.
            let is_restored = self.desk.borrow().is_restored;
            let label = if is_restored { kept_label(&self.texts(), &kept) } else { String::new() };
            let is_in_memory = !kept.trouble.is_empty() || kept.unkept > 0;
            let (library, name) = (kept.open.clone(), kept.name().to_owned());
            self.send(0, &Reply::Kept(KeptState { library, name, label, is_in_memory }));
        }
        self.engine.borrow_mut().set_kept(kept);
    }

    /// Asks the browser how much room there is, and whether what is stored is promised to stay.
    pub(super) async fn look_for_room(&self) {
        let storage = self.scope.navigator().storage();
        let asked = |promise: Result<Promise, JsValue>| async move { JsFuture::from(promise.ok()?).await.ok() };
        let estimate = asked(storage.estimate()).await;
        let number = |name: &str| {
            let value = Reflect::get(estimate.as_ref()?, &name.into()).ok()?;
            value.as_f64().map(|bytes| bytes as u64)
        };
        let room = number("usage").zip(number("quota"));
        let is_lasting = asked(storage.persisted()).await.is_some_and(|is| is.is_truthy());
        {
            let mut desk = self.desk.borrow_mut();
            (desk.room, desk.is_lasting) = (room, is_lasting);
        }
        self.tell_kept();
    }

    /// Notes that an import is under way that takes a while, so that the user is told if the page goes before it ends.
    pub(super) fn note_import(&self, file: &str, is_container: bool) {
        let has_more = {
            let desk = self.desk.borrow();
            let is_file = |work: &Work| matches!(work, Work::Open { is_peek: false, .. });
            if desk.import.is_some() {
                return;
            }
            desk.files.iter().any(is_file)
        };
        let Some(store) = self.current_store().filter(|_| is_container || has_more) else { return };
        self.desk.borrow_mut().import = Some(Import::default());
        let (desk, record) = (self.desk.clone(), ImportRecord { file: file.to_owned(), has_more });
        // The first file is not kept waiting.
        spawn_local(async move {
            let name = import_lock(&desk.borrow().library);
            let lock = locks::take(&name).await;
            if let Some(import) = &mut desk.borrow_mut().import {
                import.lock = lock;
            } else {
                return;
            }
            // Where it cannot be noted, nothing can be kept either, which is told.
            let _ = store.note_import(Some(&record)).await;
        });
    }

    /// Notes that the import is over, if one was under way. What is not noted as over is told as cut short.
    pub(super) async fn end_import(&self) {
        // First of all here: a beginning that is still to be noted, since its lock has not come, is then noted no more.
        let import = self.desk.borrow_mut().import.take();
        if let (Some(_import), Some(store)) = (import, self.current_store()) {
            let _ = store.note_import(None).await;
        }
    }

    /// Tells of an import that ended with its page, unless another tab is at it.
    pub(super) async fn tell_cut_short(&self) {
        let Some(store) = self.current_store() else { return };
        let Ok(Some(record)) = store.import().await else { return };
        let name = import_lock(&self.desk.borrow().library);
        let lock = locks::take(&name).await;
        if lock.is_some() {
            self.tell(News::CutShort { file: record.file, has_more: record.has_more });
            let _ = store.note_import(None).await;
        }
    }
}
