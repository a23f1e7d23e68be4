//! Locks that the browser holds for whoever lives: a tab that is closed or dies loses its own at once, so that a lock
//! tells a tab that is at work from one that was at work. See <https://www.w3.org/TR/web-locks/>.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    release: Option<Function>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // A function that settles a promise does not fail.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Takes the lock of this name, or none if somebody holds it. Where the browser knows no locks nobody can hold one.
pub async fn take(name: &str) -> Option<Lock> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or_default();
    let locks = get(&get(&js_sys::global(), "navigator"), "locks");
    let Ok(request) = get(&locks, "request").dyn_into::<Function>() else { return Some(Lock { release: None }) };
    let mut release = None;
    let holding = Promise::new(&mut |resolve, _| release = Some(resolve));
    let (sender, is_mine) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let tell = move |sender: &Cell<Option<oneshot::Sender<bool>>>, is_mine| {
        if let Some(sender) = sender.take() {
            // Who asked may be gone.
            let _ = sender.send(is_mine);
        }
    };
    let granting = sender.clone();
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_mine = !lock.is_null();
        tell(&granting, is_mine);
        if is_mine { holding.into() } else { JsValue::UNDEFINED }
    });
    let options = Object::new();
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    let asked = request.call3(&locks, &name.into(), &options, &granted).and_then(JsCast::dyn_into::<Promise>);
    spawn_local(async move {
        if let Ok(asked) = asked {
            let _ = JsFuture::from(asked).await;
        }
        // Where locks are refused nobody can hold one.
        tell(&sender, true);
    });
    is_mine.await.unwrap_or(true).then_some(Lock { release })
}
