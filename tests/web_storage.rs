//! What stays after a reload, in a real browser: sources come back as they were, also when the browser leaves a request
//! without an answer.

#![cfg(target_arch = "wasm32")]

use verbatim::formats::Choices;
use verbatim::platform::{Record, Store};
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
    let store = Store::open().await.expect("a storage");
    store.put("kept-1", &record("a.txt"), b"one").await.expect("kept");
    store.put("kept-2", &record("b.txt"), b"two").await.expect("kept");
    let (_, back, bytes) = store.get(&["kept-1".into()]).await.expect("an answer").pop().expect("the source");
    assert_eq!((back.name.as_str(), bytes.as_slice()), ("a.txt", b"one".as_slice()));
    store.remove("kept-1").await.expect("removed");
    assert!(store.get(&["kept-1".into()]).await.expect("an answer").is_empty());
    assert!(store.hashes().await.expect("an answer").contains(&"kept-2".to_owned()));
}

#[wasm_bindgen_test]
async fn a_browser_that_stays_silent_is_asked_once_more() {
    let store = Store::open_with_patience(200).await.expect("a storage");
    store.put("silent", &record("c.txt"), b"abc").await.expect("kept");
    silence("get");
    let (_, back, _) = store.get(&["silent".into()]).await.expect("an answer").pop().expect("the source");
    assert!(was_silenced() && back.name == "c.txt");
    silence("put");
    store.put("silent", &record("d.txt"), b"abc").await.expect("kept");
    let (_, back, _) = store.get(&["silent".into()]).await.expect("an answer").pop().expect("the source");
    assert!(was_silenced() && back.name == "d.txt");
}
