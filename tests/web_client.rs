//! The page's side of the worker, in a real browser: a worker that dies is replaced and the user is told; a newer
//! question overtakes an older one; what cannot start says so.

#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::ArrayBuffer;
use verbatim::jobs::{Request, Response, encode};
use verbatim::platform::{Client, Event, Gone, WorkerScript, text_file};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A worker in a few lines that speaks the wire's language: it answers "done" to everything, dies of `Clear` and of a
/// file that is named `deadly.txt` (request 0), and once of one in `half.zip`. The codes of the wire are asked for, not known.
fn worker() -> String {
    let (clear, done) = (encode(&Request::Clear)[0], encode(&Response::Done)[0]);
    format!(
        "function wasm_bindgen() {{
           self.onmessage = ({{ data: [id, bytes, , deadly] }}) => {{
             const isAsk = bytes[0] === 0;
             const name = new TextDecoder().decode(bytes.slice(3, 3 + bytes[2]));
             if (isAsk && bytes[1] === 0 && name === 'half.zip' && !deadly.length) {{
               self.reading = 'half.zip/b.txt';
               throw new Error('struck down');
             }}
             if (isAsk && (bytes[1] === {clear} || (bytes[1] === 0 && name === 'deadly.txt'))) throw new Error('struck down');
             self.postMessage([id, new Uint8Array([1, {done}])]);
           }};
           self.postMessage([0, new Uint8Array([0])]);
           return Promise.resolve();
         }}"
    )
}

fn start(glue: String) -> (Client, Rc<RefCell<Vec<Event>>>) {
    let events = Rc::new(RefCell::new(Vec::new()));
    let heard = events.clone();
    let script = async move { WorkerScript::new(&glue, ArrayBuffer::new(8)) };
    (Client::start(script, move |event| heard.borrow_mut().push(event)), events)
}

fn remove() -> Request {
    Request::Remove { hash: "0".into() }
}

#[wasm_bindgen_test]
async fn a_worker_that_dies_is_replaced() {
    let (client, events) = start(worker());
    assert_eq!(client.ask(remove(), 0).await, Ok(Response::Done));
    assert_eq!(client.ask(Request::Clear, 0).await, Err(Gone::Died), "who waits is told");
    assert!(matches!(events.borrow().as_slice(), [Event::Restarted { file: None }]), "{:?}", events.borrow());
    assert_eq!(client.ask(remove(), 0).await, Ok(Response::Done), "the new worker answers");
}

#[wasm_bindgen_test]
async fn the_file_that_a_worker_dies_of_is_named() {
    let (client, events) = start(worker());
    assert_eq!(client.open(&text_file("harmless.txt", "a")).await, Ok(Response::Done));
    assert_eq!(client.open(&text_file("deadly.txt", "b")).await, Err(Gone::Died));
    let told = events
        .borrow()
        .iter()
        .any(|event| matches!(event, Event::Restarted { file: Some(file) } if file == "deadly.txt"));
    assert!(told, "{:?}", events.borrow());
    assert_eq!(client.open(&text_file("harmless.txt", "a")).await, Ok(Response::Done));
}

#[wasm_bindgen_test]
async fn only_the_file_is_lost_that_a_worker_dies_of() {
    let (client, events) = start(worker());
    let answers = ["before.txt", "deadly.txt", "after.txt"].map(|name| {
        let (client, (sender, answer)) = (client.clone(), futures_channel::oneshot::channel());
        wasm_bindgen_futures::spawn_local(async move {
            let opened = client.open(&text_file(name, "a")).await;
            sender.send(opened).expect("somebody waits");
        });
        answer
    });
    for (answer, expected) in answers.into_iter().zip([Ok(Response::Done), Err(Gone::Died), Ok(Response::Done)]) {
        assert_eq!(answer.await, Ok(expected), "the one behind is read by the next worker");
    }
    assert_eq!(client.open(&text_file("half.zip", "c")).await, Ok(Response::Done), "the others in it are read");
    let told = |name: &str| {
        let of = |event: &&Event| matches!(event, Event::Restarted { file: Some(file) } if file == name);
        events.borrow().iter().filter(of).count()
    };
    assert_eq!((told("deadly.txt"), told("half.zip/b.txt")), (1, 1), "{:?}", events.borrow());
}

#[wasm_bindgen_test]
async fn a_worker_that_dies_again_and_again_is_given_up() {
    let (client, events) = start("function wasm_bindgen() { return Promise.reject('no engine'); }".into());
    // The question waits for a worker that never comes up; each that dies answers it.
    while !events.borrow().iter().any(|event| matches!(event, Event::NoWorker(_))) {
        assert_eq!(client.ask(remove(), 0).await, Err(Gone::Died));
    }
}
