//! Libraries, each in a storage of its own: which is open, how another takes its place, what the view of them changes; and
//! what other tabs do to them meanwhile.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use super::{Work, Worker};
use crate::jobs::{Changed, KeptLibrary, News, Request, Response, Texts, ViewState, libraries};
use crate::platform::storage::Store;
use crate::platform::tabs::Note;
use crate::platform::wire::Reply;

impl Worker {
    /// Opens the library that is wanted, or else the last one. The engine must be empty.
    pub(super) async fn open_library(&self, wanted: Option<&str>) {
        let Some(first) = self.first_store.borrow().clone() else { return };
        let registry = first.registry().await.unwrap_or_default();
        let library = registry.choose(wanted);
        let is_last = registry.last == library;
        self.desk.borrow_mut().registry = registry;
        let store = if library.is_empty() { Ok(first) } else { Store::open(&library).await.map(Rc::new) };
        match store {
            Ok(store) => *self.store.borrow_mut() = Some(store),
            Err(why) => self.in_trouble(why),
        }
        self.desk.borrow_mut().library.clone_from(&library);
        if !is_last {
            self.change_registry(|registry| registry.last.clone_from(&library)).await;
        }
    }

    /// Leaves the library that is open for the one that is wanted. Files that wait to be read are not read any more.
    pub(super) async fn move_to(&self, wanted: Option<&str>) {
        self.rest().await;
        let waiting = std::mem::take(&mut self.desk.borrow_mut().files);
        for work in waiting {
            match work {
                Work::Open { id, .. } => self.send(id, &Reply::Cancelled),
                Work::Unpack(unpack) => self.send(unpack.id, &Reply::Cancelled),
                Work::Restore { id, .. } => self.send(id, &Reply::Restored),
                _ => {}
            }
        }
        self.end_import().await;
        {
            let mut desk = self.desk.borrow_mut();
            desk.cancellations += 1;
            desk.kept.clear();
            desk.is_restored = false;
            desk.left_out.clear();
            desk.left_out_told = 0;
            desk.trouble.clear();
        }
        self.engine.borrow_mut().leave_library();
        self.store.borrow_mut().take();
        self.open_library(wanted).await;
        self.list_kept(0, &[]).await;
        self.tell_kept();
    }

    /// Does with libraries what the view of them says.
    pub(super) async fn change_libraries(&self, change: &ViewState, texts: &Texts) -> Response {
        let (id, name) = (change.field(libraries::ID).to_owned(), change.field(libraries::NAME).trim().to_owned());
        let mut changed = Changed::default();
        if self.first_store.borrow().is_none() && change.field(libraries::DO) != libraries::EMPTY {
            let why = News::Memory(self.desk.borrow().trouble.clone()).sentence(texts);
            return Response::Refused { name: String::new(), why };
        }
        match change.field(libraries::DO) {
            libraries::CREATE => {
                // A time is an id that no other library has.
                let id = format!("{:x}", js_sys::Date::now() as u64);
                let library = KeptLibrary { id: id.clone(), name, ..KeptLibrary::default() };
                self.change_registry(|registry| registry.libraries.push(library.clone())).await;
                self.move_to(Some(&id)).await;
                changed.is_elsewhere = true;
            }
            libraries::OPEN => {
                self.move_to(Some(&id)).await;
                changed.is_elsewhere = true;
            }
            libraries::RENAME => {
                let old = self.desk.borrow().registry.get(&id).map(|library| library.name.clone()).unwrap_or_default();
                self.rename(&id, &name).await;
                let shown = libraries::shown_name(texts, &KeptLibrary { name, ..KeptLibrary::default() });
                changed.told = News::Renamed(shown).sentence(texts);
                changed.undo = Some(change.with(libraries::NAME, old));
            }
            libraries::REMOVE => {
                let Some(library) = self.desk.borrow().registry.get(&id).cloned() else { return Response::Unknown };
                changed.is_elsewhere = self.desk.borrow().library == id;
                self.change_registry(|registry| registry.libraries.retain(|library| library.id != id)).await;
                let store = if changed.is_elsewhere {
                    let store = self.current_store().ok_or_else(String::new);
                    self.move_to(None).await;
                    store
                } else if id.is_empty() {
                    self.first_store.borrow().clone().ok_or_else(String::new)
                } else {
                    Store::open(&id).await.map(Rc::new)
                };
                let removed = match store {
                    Ok(store) => store.forget_library().await,
                    Err(why) => Err(why),
                };
                changed.told = match removed {
                    Ok(()) => News::Removed(libraries::shown_name(texts, &library)).sentence(texts),
                    Err(why) => why,
                };
            }
            libraries::EMPTY => {
                self.keep_all().await;
                self.forget_all().await;
                self.engine.borrow_mut().run(Request::Clear, Vec::new());
                self.note_size().await;
                changed.is_elsewhere = true;
            }
            _ => return Response::Unknown,
        }
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.tell(&Note::Libraries);
        }
        self.tell_kept();
        Response::Changed(changed)
    }

    pub(super) async fn rename(&self, id: &str, name: &str) {
        self.change_registry(|registry| {
            if let Some(library) = registry.get_mut(id) {
                library.name = name.to_owned();
            }
        })
        .await;
    }

    /// Gives the library that is open the name that a library file brings, unless it has one.
    pub(super) async fn take_name(&self, name: &str) {
        let id = self.desk.borrow().library.clone();
        if self.desk.borrow().registry.get(&id).is_some_and(|library| library.name.is_empty()) {
            self.rename(&id, name).await;
            self.tell_kept();
        }
    }

    /// Takes up what another tab has changed.
    pub(super) async fn hear(&self, note: Note) {
        let here = self.desk.borrow().library.clone();
        match note {
            Note::Sources(library, hashes) if library == here => self.hear_of_sources(hashes).await,
            Note::Work(library) if library == here && self.restore_work().await => {
                self.tell(News::ChangedElsewhere);
                self.send(0, &Reply::RestoredSome);
            }
            Note::Libraries => {
                let Some(first) = self.first_store.borrow().clone() else { return };
                let Ok(registry) = first.registry().await else { return };
                let is_here = registry.get(&here).is_some();
                self.desk.borrow_mut().registry = registry;
                if !is_here {
                    self.move_to(None).await;
                    self.tell(News::RemovedElsewhere);
                }
                self.tell_kept();
                self.send(0, &Reply::RestoredSome);
            }
            _ => {}
        }
    }

    pub(super) async fn hear_of_sources(&self, hashes: Vec<String>) {
        let Some(store) = self.current_store() else { return };
        let Ok(kept) = store.hashes().await else { return };
        let kept: BTreeSet<String> = kept.into_iter().collect();
        let (mut coming, mut removed) = (VecDeque::new(), 0);
        let is_one = hashes.len() == 1;
        for hash in hashes {
            let choices = self.engine.borrow().library().source_by_hash(&hash).map(|source| source.choices.clone());
            match choices {
                Some(_) if !kept.contains(&hash) => {
                    self.engine.borrow_mut().run(Request::Remove { hash: hash.clone() }, Vec::new());
                    self.desk.borrow_mut().kept.remove(&hash);
                    removed += 1;
                }
                None if kept.contains(&hash) => coming.push_back(hash),
                // What is decided comes one by one.
                Some(choices) if is_one => {
                    let found = store.get(std::slice::from_ref(&hash)).await.ok().and_then(|mut found| found.pop());
                    if let Some((_, record, _)) = found.filter(|(_, record, _)| record.choices != choices) {
                        self.engine.borrow_mut().run(Request::Reread { hash, choices: record.choices }, Vec::new());
                        self.tell(News::ChangedElsewhere);
                        self.send(0, &Reply::RestoredSome);
                    }
                }
                _ => {}
            }
        }
        let added = coming.len() as u32;
        if added + removed > 0 {
            self.tell(News::Elsewhere { added, removed });
        }
        if added > 0 {
            let restore = Work::Restore { id: 0, hashes: coming, total: added, at_once: 1 };
            self.desk.borrow_mut().files.push_front(restore);
        } else if removed > 0 {
            self.tell_kept();
            self.send(0, &Reply::RestoredSome);
        }
    }
}
