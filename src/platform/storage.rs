//! What stays after a reload: the sources as dropped, in IndexedDB. One record a source, under its hash.

use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Query, TransactionMode};
use js_sys::{Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

const DATABASE: &str = "verbatim";
const VERSION: u32 = 1;
const SOURCES: &str = "sources";
const BYTES: &str = "bytes";

/// What is kept of a source beside its bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Record {
    pub name: String,
    pub size: f64,
}

/// The sources that are kept.
#[derive(Debug)]
pub(super) struct Store(Database);

/// Why the browser did not keep or give something, in its own words.
pub(super) type Failure = String;

fn failure(error: impl std::fmt::Display) -> Failure {
    error.to_string()
}

impl Store {
    /// Opens the storage, making it at the first time.
    pub async fn open() -> Result<Self, Failure> {
        let mut request = Factory::new().map_err(failure)?.open(DATABASE, Some(VERSION)).map_err(failure)?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database()
                && !database.store_names().iter().any(|name| name == SOURCES)
            {
                // A failure here fails the opening as a whole, which is reported there.
                let _ = database.create_object_store(SOURCES, ObjectStoreParams::new());
            }
        });
        request.await.map(Self).map_err(failure)
    }

    /// Hashes of all sources that are kept.
    pub async fn hashes(&self) -> Result<Vec<String>, Failure> {
        let transaction = self.0.transaction(&[SOURCES], TransactionMode::ReadOnly).map_err(failure)?;
        let store = transaction.object_store(SOURCES).map_err(failure)?;
        let keys = store.get_all_keys(None, None).map_err(failure)?.await.map_err(failure)?;
        Ok(keys.into_iter().filter_map(|key| key.as_string()).collect())
    }

    /// A source with its bytes.
    pub async fn get(&self, hash: &str) -> Result<Option<(Record, Vec<u8>)>, Failure> {
        let transaction = self.0.transaction(&[SOURCES], TransactionMode::ReadOnly).map_err(failure)?;
        let store = transaction.object_store(SOURCES).map_err(failure)?;
        let value = store.get(Query::Key(JsValue::from_str(hash))).map_err(failure)?.await.map_err(failure)?;
        let Some(value) = value else { return Ok(None) };
        let bytes = Reflect::get(&value, &JsValue::from_str(BYTES)).ok().and_then(|b| b.dyn_into::<Uint8Array>().ok());
        let record = serde_wasm_bindgen::from_value(value).map_err(failure)?;
        Ok(bytes.map(|bytes| (record, bytes.to_vec())))
    }

    /// Keeps a source.
    pub async fn put(&self, hash: &str, record: &Record, bytes: &[u8]) -> Result<(), Failure> {
        let value = serde_wasm_bindgen::to_value(record).map_err(failure)?;
        let set = Reflect::set(&value, &JsValue::from_str(BYTES), &Uint8Array::from(bytes));
        set.map_err(|error| format!("{error:?}"))?;
        let transaction = self.0.transaction(&[SOURCES], TransactionMode::ReadWrite).map_err(failure)?;
        let store = transaction.object_store(SOURCES).map_err(failure)?;
        store.put(&value, Some(&JsValue::from_str(hash))).map_err(failure)?.await.map_err(failure)?;
        // Only a finished transaction has written to the disk: a full one fails here.
        let result = transaction.await.map_err(failure)?;
        if result.is_committed() { Ok(()) } else { Err("the browser's storage is full".into()) }
    }

    /// Forgets a source.
    pub async fn remove(&self, hash: &str) -> Result<(), Failure> {
        let transaction = self.0.transaction(&[SOURCES], TransactionMode::ReadWrite).map_err(failure)?;
        let store = transaction.object_store(SOURCES).map_err(failure)?;
        store.delete(Query::Key(JsValue::from_str(hash))).map_err(failure)?.await.map_err(failure)?;
        transaction.await.map(|_| ()).map_err(failure)
    }

    /// Forgets everything.
    pub async fn clear(&self) -> Result<(), Failure> {
        let transaction = self.0.transaction(&[SOURCES], TransactionMode::ReadWrite).map_err(failure)?;
        let store = transaction.object_store(SOURCES).map_err(failure)?;
        store.clear().map_err(failure)?.await.map_err(failure)?;
        transaction.await.map(|_| ()).map_err(failure)
    }
}
