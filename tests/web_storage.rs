//! What stays after a reload, in a real browser: sources come back as they were, also when the browser leaves a request
//! without an answer.

#![cfg(target_arch = "wasm32")]

use verbatim::formats::Choices;
use verbatim::jobs::KeptLibrary;
use verbatim::platform::{ImportRecord, Record, Store};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn record(name: &str) -> Record {
    Record { name: name.into(), size: 3.0, choices: Choices::default() }
}

/// The next call of a method of object stores is answered by a request that stays silent for ever.
fn silence(method: &str) {
    let script = format!(
        "const store = IDBObjectStore.prototype, real = store.{method};
         store.{method} = () => {{ store.{method} = real; window.silenced = true; return new EventTarget(); }};
         window.silenced = false;"
    );
    js_sys::Function::new_no_args(&script).call0(&wasm_bindgen::JsValue::NULL).expect("a script");
}

fn was_silenced() -> bool {
    let answer = js_sys::Function::new_no_args("return window.silenced").call0(&wasm_bindgen::JsValue::NULL);
    answer.expect("a script").is_truthy()
}

#[wasm_bindgen_test]
async fn what_is_kept_comes_back_and_what_is_removed_does_not() {
    let store = Store::open("").await.expect("a storage");
    store.put("kept-1", &record("a.txt"), b"one").await.expect("kept");
    store.put("kept-2", &record("b.txt"), b"two").await.expect("kept");
    let (_, back, bytes) = store.get(&["kept-1".into()]).await.expect("an answer").pop().expect("the source");
    assert_eq!((back.name.as_str(), bytes.as_slice()), ("a.txt", b"one".as_slice()));
    store.remove("kept-1").await.expect("removed");
    assert!(store.get(&["kept-1".into()]).await.expect("an answer").is_empty());
    assert!(store.hashes().await.expect("an answer").contains(&"kept-2".to_owned()));
}

#[wasm_bindgen_test]
async fn each_library_has_its_own() {
    let (first, second) = (Store::open("").await.expect("a storage"), Store::open("web-test").await.expect("another"));
    second.put("own", &record("e.txt"), b"own").await.expect("kept");
    second.keep_work(&[("speakers".to_owned(), "{}".to_owned())]).await.expect("kept");
    second.note_import(Some(&ImportRecord { file: "a.zip".into(), has_more: true })).await.expect("noted");
    assert!(!first.hashes().await.expect("an answer").contains(&"own".to_owned()));
    assert_eq!(second.work().await.expect("an answer"), [("speakers".to_owned(), "{}".to_owned())]);
    assert_eq!(second.import().await.expect("an answer").map(|import| import.has_more), Some(true));
    second.note_import(None).await.expect("noted");
    assert_eq!(second.import().await.expect("an answer"), None);
    let left = Store::open("web-test").await.expect("as it was opened before");
    drop(left);
    second.forget_library().await.expect("forgotten");
    let again = Store::open("web-test").await.expect("a new one");
    assert!(again.hashes().await.expect("an answer").is_empty() && again.work().await.expect("an answer").is_empty());
}

#[wasm_bindgen_test]
async fn two_tabs_change_the_list_of_libraries_together() {
    let stores = [Store::open("").await.expect("a storage"), Store::open("").await.expect("another tab's")];
    let library = |id: &str| KeptLibrary { id: id.into(), name: id.into(), bytes: 1 << 40, ..KeptLibrary::default() };
    let [one, other] = stores;
    let reader = Store::open("").await.expect("a third one's");
    let (sender, is_done) = futures_channel::oneshot::channel();
    // Begun before the other, and not waited for.
    wasm_bindgen_futures::spawn_local(async move {
        one.change_registry(|registry| registry.libraries.push(library("one"))).await.expect("changed");
        sender.send(()).expect("somebody waits");
    });
    other.change_registry(|registry| registry.libraries.push(library("other"))).await.expect("changed");
    is_done.await.expect("both are done");
    let registry = reader.registry().await.expect("an answer");
    assert_eq!([registry.get("one"), registry.get("other"), registry.get("")].map(|found| found.is_some()), [true; 3]);
    assert_eq!(registry.get("one").map(|library| library.bytes), Some(1 << 40));
}

#[wasm_bindgen_test]
async fn a_browser_that_stays_silent_is_asked_once_more() {
    let store = Store::open_with_patience("", 200).await.expect("a storage");
    store.put("silent", &record("c.txt"), b"abc").await.expect("kept");
    silence("get");
    let (_, back, _) = store.get(&["silent".into()]).await.expect("an answer").pop().expect("the source");
    assert!(was_silenced() && back.name == "c.txt");
    silence("put");
    store.put("silent", &record("d.txt"), b"abc").await.expect("kept");
    let (_, back, _) = store.get(&["silent".into()]).await.expect("an answer").pop().expect("the source");
    assert!(was_silenced() && back.name == "d.txt");
}
