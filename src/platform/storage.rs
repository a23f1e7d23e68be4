//! What stays after a reload: the sources as dropped, in IndexedDB, one record a source, under its hash; and the user's
//! own work, one record a kind.
//!
//! A browser may leave a request without any answer (WebKit does, seldom, right after a reload). A request that waits
//! longer than anyone's patience is made once more over a new connection; if that is silent too, it has failed.

use std::cell::RefCell;
use std::future::{IntoFuture, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use gloo::timers::future::TimeoutFuture;
use idb::{
    Database, DatabaseEvent, Factory, ObjectStore, ObjectStoreParams, Query, Transaction, TransactionMode,
    TransactionResult,
};
use js_sys::{Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

use crate::jobs::{Choices, Registry, Rule};

/// The database of the first library, and the beginning of the names of the others'.
const DATABASE: &str = "verbatim";
const VERSION: u32 = 2;
const SOURCES: &str = "sources";
const WORK: &str = "work";
/// The record of the rules. All others are records of the user's own work, each under its kind.
const RULES: &str = "rules";
/// The record of all libraries, in the database of the first.
const REGISTRY: &str = "libraries";
/// The record of an import that is under way.
const IMPORT: &str = "import";
const BYTES: &str = "bytes";

/// What is said of a browser that does not answer.
const SILENT: &str = "the browser's storage does not answer";

/// What is kept of a source beside its bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// File name as dropped.
    pub name: String,
    /// Size, bytes.
    pub size: f64,
    /// What the user has decided about it.
    #[serde(default)]
    pub choices: Choices,
}

/// A source made ready to be kept.
#[derive(Debug)]
pub struct Kept {
    /// Its hash.
    pub hash: String,
    /// Its size, bytes.
    pub bytes: u64,
    value: JsValue,
}

impl Kept {
    /// A source with its bytes, which are copied.
    ///
    /// # Errors
    /// What the browser says.
    pub fn new(hash: &str, record: &Record, bytes: &[u8]) -> Result<Self, Failure> {
        let value = serde_wasm_bindgen::to_value(record).map_err(failure)?;
        let set = Reflect::set(&value, &JsValue::from_str(BYTES), &Uint8Array::from(bytes));
        set.map_err(|error| format!("{error:?}"))?;
        Ok(Self { hash: hash.to_owned(), bytes: bytes.len() as u64, value })
    }
}

/// An import that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// A file of it.
    pub file: String,
    /// Whether there are others.
    pub has_more: bool,
}

fn registry_of(value: &JsValue) -> Registry {
    let registry: Registry = serde_wasm_bindgen::from_value(value.clone()).unwrap_or_default();
    if registry.libraries.is_empty() { Registry::default() } else { registry }
}

/// Why the browser did not keep or give something, in its own words.
pub type Failure = String;

fn failure(error: impl std::fmt::Display) -> Failure {
    let said = error.to_string();
    if said.contains("QuotaExceeded") { FULL.into() } else { said }
}

/// What is said of a browser that gave up what it was to write.
pub const FULL: &str = "the browser's storage is full";
/// What is said of a browser that did not remove what it was asked to.
const NOT_REMOVED: &str = "the browser gave the change up";

/// How long a request may stay without an answer, milliseconds.
const PATIENCE_MS: u32 = 8000;
/// What is added to that for each megabyte to write or to read.
const PATIENCE_MS_PER_MB: u32 = 200;

/// A library that is kept, in a database of its own; that of the first one holds the list of all of them too.
#[derive(Debug)]
pub struct Store {
    name: String,
    database: RefCell<Rc<Database>>,
    patience_ms: u32,
}

/// What `work` gives, or nothing if it takes longer.
async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut late = TimeoutFuture::new(ms);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending => Pin::new(&mut late).poll(context).map(|()| None),
    })
    .await
}

async fn connect(name: &str) -> Result<Database, Failure> {
    let mut request = Factory::new().map_err(failure)?.open(name, Some(VERSION)).map_err(failure)?;
    request.on_upgrade_needed(|event| {
        let Ok(database) = event.database() else { return };
        let names = database.store_names();
        for store in [SOURCES, WORK].into_iter().filter(|store| !names.iter().any(|name| name == store)) {
            // A failure here fails the opening as a whole, which is reported there.
            let _ = database.create_object_store(store, ObjectStoreParams::new());
        }
    });
    let mut database = request.await.map_err(failure)?;
    // Another tab that removes the library is not kept waiting.
    database.on_version_change(|event| {
        if let Some(database) = event.target().and_then(|target| target.dyn_into::<web_sys::IdbDatabase>().ok()) {
            database.close();
        }
    });
    Ok(database)
}

/// A transaction that the browser gave up has changed nothing.
fn committed(result: TransactionResult, given_up: &str) -> Result<(), Failure> {
    if result.is_committed() { Ok(()) } else { Err(given_up.into()) }
}

fn sources(database: &Database, mode: TransactionMode) -> Result<(Transaction, ObjectStore), Failure> {
    begin(database, SOURCES, mode)
}

fn begin(database: &Database, store: &str, mode: TransactionMode) -> Result<(Transaction, ObjectStore), Failure> {
    let transaction = database.transaction(&[store], mode).map_err(failure)?;
    let store = transaction.object_store(store).map_err(failure)?;
    Ok((transaction, store))
}

impl Drop for Store {
    fn drop(&mut self) {
        // A connection that is left open hears of what happens to its database with ears that are gone.
        self.database.borrow().close();
    }
}

impl Store {
    /// Opens the storage of a library, making it at the first time; the id of the first one is empty.
    ///
    /// # Errors
    /// Where the browser has no storage for this page.
    pub async fn open(library: &str) -> Result<Self, Failure> {
        Self::open_with_patience(library, PATIENCE_MS).await
    }

    /// The same with another patience.
    ///
    /// # Errors
    /// Where the browser has no storage for this page.
    pub async fn open_with_patience(library: &str, patience_ms: u32) -> Result<Self, Failure> {
        let name = if library.is_empty() { DATABASE.to_owned() } else { format!("{DATABASE} {library}") };
        let mut database = within(patience_ms, connect(&name)).await;
        if database.is_none() {
            database = within(patience_ms, connect(&name)).await;
        }
        let database = database.unwrap_or_else(|| Err(SILENT.into()))?;
        Ok(Self { name, database: RefCell::new(Rc::new(database)), patience_ms })
    }

    /// Does `work`, and once more over a new connection if the browser stays silent.
    async fn ask<T>(&self, bytes: f64, work: impl AsyncFn(Rc<Database>) -> Result<T, Failure>) -> Result<T, Failure> {
        let patience_ms = self.patience_ms + (bytes / 1e6) as u32 * PATIENCE_MS_PER_MB;
        let database = self.database.borrow().clone();
        if let Some(result) = within(patience_ms, work(database)).await {
            return result;
        }
        // What it left undone must not stand in the way of what is asked anew.
        self.database.borrow().close();
        let Some(database) = within(patience_ms, connect(&self.name)).await else { return Err(SILENT.into()) };
        let database = Rc::new(database?);
        *self.database.borrow_mut() = database.clone();
        within(patience_ms, work(database)).await.unwrap_or_else(|| Err(SILENT.into()))
    }

    /// Hashes of all sources that are kept.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn hashes(&self) -> Result<Vec<String>, Failure> {
        let work = async |database: Rc<Database>| {
            let (_transaction, store) = sources(&database, TransactionMode::ReadOnly)?;
            let keys = store.get_all_keys(None, None).map_err(failure)?.await.map_err(failure)?;
            Ok(keys.into_iter().filter_map(|key| key.as_string()).collect())
        };
        self.ask(0.0, work).await
    }

    /// Sources with their bytes, in the order in which they are asked for; those that are not there are left out.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn get(&self, hashes: &[String]) -> Result<Vec<(String, Record, Vec<u8>)>, Failure> {
        let work = async |database: Rc<Database>| {
            let (_transaction, store) = sources(&database, TransactionMode::ReadOnly)?;
            // All are asked for before the first is waited for.
            let ask = |hash: &String| store.get(Query::Key(JsValue::from_str(hash))).map_err(failure);
            let asked = hashes.iter().map(ask).collect::<Result<Vec<_>, _>>()?;
            let mut values = Vec::with_capacity(asked.len());
            for request in asked {
                values.push(request.await.map_err(failure)?);
            }
            Ok(values)
        };
        let mut found = Vec::with_capacity(hashes.len());
        for (hash, value) in hashes.iter().zip(self.ask(0.0, work).await?) {
            let Some(value) = value else { continue };
            let bytes =
                Reflect::get(&value, &JsValue::from_str(BYTES)).ok().and_then(|b| b.dyn_into::<Uint8Array>().ok());
            let record = serde_wasm_bindgen::from_value(value).map_err(failure)?;
            found.extend(bytes.map(|bytes| (hash.clone(), record, bytes.to_vec())));
        }
        Ok(found)
    }

    /// Keeps a source.
    ///
    /// # Errors
    /// Where the storage is full, and what else the browser says.
    pub async fn put(&self, hash: &str, record: &Record, bytes: &[u8]) -> Result<(), Failure> {
        self.put_all(&[Kept::new(hash, record, bytes)?]).await
    }

    /// Keeps several sources at once: all of them, or none.
    ///
    /// # Errors
    /// Where the storage is full, and what else the browser says.
    pub async fn put_all(&self, sources: &[Kept]) -> Result<(), Failure> {
        let records: Vec<_> = sources.iter().map(|kept| (kept.hash.as_str(), &kept.value)).collect();
        self.write(SOURCES, &records, sources.iter().map(|kept| kept.bytes as f64).sum()).await
    }

    async fn write(&self, store: &str, records: &[(&str, &JsValue)], bytes: f64) -> Result<(), Failure> {
        let work = async |database: Rc<Database>| {
            let (transaction, store) = begin(&database, store, TransactionMode::ReadWrite)?;
            let put =
                |(key, value): &(&str, &JsValue)| store.put(value, Some(&JsValue::from_str(key))).map_err(failure);
            let written = records.iter().map(put).collect::<Result<Vec<_>, _>>()?;
            // Only a finished transaction has written to the disk: a full one fails here.
            let finished = transaction.into_future();
            for request in written {
                request.await.map_err(failure)?;
            }
            committed(finished.await.map_err(failure)?, FULL)
        };
        self.ask(bytes, work).await
    }

    /// The rules that the user taught.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn rules(&self) -> Result<Vec<Rule>, Failure> {
        let Some(value) = self.record(RULES).await? else { return Ok(Vec::new()) };
        serde_wasm_bindgen::from_value(value).map_err(failure)
    }

    /// The records of the user's own work, each with its kind.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn work(&self) -> Result<Vec<(String, String)>, Failure> {
        let work = async |database: Rc<Database>| {
            let (_transaction, store) = begin(&database, WORK, TransactionMode::ReadOnly)?;
            // Keys and values come in the same order.
            let keys = store.get_all_keys(None, None).map_err(failure)?;
            let values = store.get_all(None, None).map_err(failure)?;
            Ok(keys.await.map_err(failure)?.into_iter().zip(values.await.map_err(failure)?).collect::<Vec<_>>())
        };
        let records = self.ask(0.0, work).await?.into_iter();
        Ok(records.filter_map(|(kind, record)| Some((kind.as_string()?, record.as_string()?))).collect())
    }

    /// Keeps the rules that the user taught.
    ///
    /// # Errors
    /// Where the storage is full, and what else the browser says.
    pub async fn keep_rules(&self, rules: &[Rule]) -> Result<(), Failure> {
        let value = serde_wasm_bindgen::to_value(rules).map_err(failure)?;
        self.write(WORK, &[(RULES, &value)], 0.0).await
    }

    /// Keeps records of the user's own work, each under its kind; one that is empty is kept as none.
    ///
    /// # Errors
    /// Where the storage is full, and what else the browser says.
    pub async fn keep_work(&self, records: &[(String, String)]) -> Result<(), Failure> {
        let values: Vec<_> = records.iter().map(|(kind, record)| (kind, JsValue::from_str(record))).collect();
        let records: Vec<_> = values.iter().map(|(kind, value)| (kind.as_str(), value)).collect();
        self.write(WORK, &records, 0.0).await
    }

    /// The record of an import that is under way; none where none is.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn import(&self) -> Result<Option<ImportRecord>, Failure> {
        let value = self.record(IMPORT).await?;
        Ok(value.and_then(|value| serde_wasm_bindgen::from_value(value).ok()))
    }

    /// Notes that an import is under way, or that none is any more.
    ///
    /// # Errors
    /// Where the storage is full, and what else the browser says.
    pub async fn note_import(&self, import: Option<&ImportRecord>) -> Result<(), Failure> {
        let value = serde_wasm_bindgen::to_value(&import).map_err(failure)?;
        self.write(WORK, &[(IMPORT, &value)], 0.0).await
    }

    /// All libraries that are kept. To be asked of the first one's storage.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn registry(&self) -> Result<Registry, Failure> {
        let value = self.record(REGISTRY).await?;
        Ok(value.map_or_else(Registry::default, |value| registry_of(&value)))
    }

    /// Changes the list of all libraries, whatever other tabs do to it meanwhile, and gives it as it is now. To be asked
    /// of the first one's storage.
    ///
    /// # Errors
    /// Where the storage is full, and what else the browser says.
    pub async fn change_registry(&self, change: impl Fn(&mut Registry)) -> Result<Registry, Failure> {
        let work = async |database: Rc<Database>| {
            let (transaction, store) = begin(&database, WORK, TransactionMode::ReadWrite)?;
            let key = JsValue::from_str(REGISTRY);
            let value = store.get(Query::Key(key.clone())).map_err(failure)?.await.map_err(failure)?;
            let mut registry = value.map_or_else(Registry::default, |value| registry_of(&value));
            change(&mut registry);
            let value = serde_wasm_bindgen::to_value(&registry).map_err(failure)?;
            let written = store.put(&value, Some(&key)).map_err(failure)?;
            let finished = transaction.into_future();
            written.await.map_err(failure)?;
            committed(finished.await.map_err(failure)?, FULL)?;
            Ok(registry)
        };
        self.ask(0.0, work).await
    }

    /// A record of the user's work.
    async fn record(&self, key: &str) -> Result<Option<JsValue>, Failure> {
        let work = async |database: Rc<Database>| {
            let (_transaction, store) = begin(&database, WORK, TransactionMode::ReadOnly)?;
            store.get(Query::Key(JsValue::from_str(key))).map_err(failure)?.await.map_err(failure)
        };
        self.ask(0.0, work).await
    }

    /// Forgets the whole library. What is left of it when another tab has it open is empty.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn forget_library(&self) -> Result<(), Failure> {
        let work = async |database: Rc<Database>| {
            let transaction = database.transaction(&[SOURCES, WORK], TransactionMode::ReadWrite).map_err(failure)?;
            for name in [SOURCES, WORK] {
                let cleared = transaction.object_store(name).map_err(failure)?.clear().map_err(failure)?;
                cleared.await.map_err(failure)?;
            }
            committed(transaction.await.map_err(failure)?, NOT_REMOVED)
        };
        self.ask(0.0, work).await?;
        self.database.borrow().close();
        // The list of all libraries stands in the first one's.
        if self.name != DATABASE {
            let removed = Factory::new().map_err(failure)?.delete(&self.name).map_err(failure)?;
            // It waits for other tabs; nobody waits for it.
            wasm_bindgen_futures::spawn_local(async move { drop(removed.await) });
        }
        Ok(())
    }

    /// Keeps what the user has decided about a source that is kept.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn decide(&self, hash: &str, choices: Choices) -> Result<(), Failure> {
        match self.get(&[hash.to_owned()]).await?.pop() {
            Some((_, record, bytes)) => self.put(hash, &Record { choices, ..record }, &bytes).await,
            None => Ok(()),
        }
    }

    /// Forgets a source.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn remove(&self, hash: &str) -> Result<(), Failure> {
        let work = async |database: Rc<Database>| {
            let (transaction, store) = sources(&database, TransactionMode::ReadWrite)?;
            let removed = store.delete(Query::Key(JsValue::from_str(hash))).map_err(failure)?;
            let finished = transaction.into_future();
            removed.await.map_err(failure)?;
            committed(finished.await.map_err(failure)?, NOT_REMOVED)
        };
        self.ask(0.0, work).await
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn clear(&self) -> Result<(), Failure> {
        let work = async |database: Rc<Database>| {
            let (transaction, store) = sources(&database, TransactionMode::ReadWrite)?;
            let cleared = store.clear().map_err(failure)?;
            let finished = transaction.into_future();
            cleared.await.map_err(failure)?;
            committed(finished.await.map_err(failure)?, NOT_REMOVED)
        };
        self.ask(0.0, work).await
    }
}
