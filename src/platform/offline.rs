//! The service worker: registers it, hears when a new version waits, and lets it take over when the user says so.

use gloo::events::EventListener;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

use super::page::{document, window};

/// Registers the service worker where there is one (not in the single file, not in development) and calls `ready`
/// when a new version waits.
pub fn watch_updates(ready: impl Fn() + Clone + 'static) {
    let has_worker = document().query_selector("meta[name='verbatim-service-worker']").ok().flatten();
    let address = has_worker.and_then(|meta| meta.get_attribute("content")).filter(|address| !address.is_empty());
    let (Some(address), Some(container)) = (address, container()) else { return };
    spawn_local(async move {
        let Ok(registration) = JsFuture::from(container.register(&address)).await else { return };
        let Ok(registration) = registration.dyn_into::<ServiceWorkerRegistration>() else { return };
        if registration.waiting().is_some() && container.controller().is_some() {
            ready();
        }
        let watched = registration.clone();
        EventListener::new(&registration, "updatefound", move |_| {
            let Some(coming) = watched.installing() else { return };
            let ready = ready.clone();
            let state = coming.clone();
            let container = container.clone();
            EventListener::new(&coming, "statechange", move |_| {
                // The very first version replaces nothing.
                if state.state() == ServiceWorkerState::Installed && container.controller().is_some() {
                    ready();
                }
            })
            .forget();
        })
        .forget();
    });
}

/// Lets the waiting version take over and reloads the page with it.
pub fn apply_update() {
    let Some(container) = container() else { return };
    EventListener::once(&container, "controllerchange", |_| {
        let _ = window().location().reload();
    })
    .forget();
    spawn_local(async move {
        let Ok(registration) = JsFuture::from(container.get_registration()).await else { return };
        if let Ok(registration) = registration.dyn_into::<ServiceWorkerRegistration>()
            && let Some(waiting) = registration.waiting()
        {
            let message = Object::new();
            let _ = Reflect::set(&message, &"type".into(), &"skip-waiting".into());
            let _ = waiting.post_message(&message);
        }
    });
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    let container = Reflect::get(&navigator, &JsValue::from_str("serviceWorker")).ok()?;
    (!container.is_undefined()).then(|| navigator.service_worker())
}
