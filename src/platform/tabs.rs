//! Word from tab to tab: what one has added, removed or decided the others take up from storage.

use gloo::events::EventListener;
use js_sys::{Function, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::jobs::{decode, encode};

/// The name of the channel. Tabs that run another build speak another language and are not heard.
const CHANNEL: &str = concat!("verbatim ", env!("CARGO_PKG_VERSION"));

/// What another tab tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// These sources of a library were added, removed, or decided about: id of the library, hashes.
    Sources(String, Vec<String>),
    /// The rules of a library or the user's own work on it have changed: its id.
    Work(String),
    /// Libraries were made, renamed or removed.
    Libraries,
}

/// A way to tell the other tabs, and to hear of them as long as it is there.
#[derive(Debug)]
pub struct Tabs {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Tabs {
    /// Joins the other tabs; none where the browser has no such way.
    pub fn join(heard: impl Fn(Note) + 'static) -> Option<Self> {
        Reflect::get(&js_sys::global(), &"BroadcastChannel".into()).ok()?.dyn_into::<Function>().ok()?;
        let channel = BroadcastChannel::new(CHANNEL).ok()?;
        let listener = EventListener::new(&channel, "message", move |event| {
            let bytes = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().dyn_into::<Uint8Array>().ok());
            if let Some(note) = bytes.and_then(|bytes| decode(&bytes.to_vec())) {
                heard(note);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Tells the other tabs.
    pub fn tell(&self, note: &Note) {
        // A tab that cannot be told reads everything when it is opened again.
        let _: Result<(), JsValue> = self.channel.post_message(&Uint8Array::from(encode(note).as_slice()));
    }
}
