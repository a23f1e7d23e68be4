//! The page: shows what went wrong in the console, and mounts the app.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    yew::Renderer::<verbatim::app::App>::with_root(verbatim::platform::root()).render();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
