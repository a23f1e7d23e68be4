//! The worker: shows what went wrong in the console, and answers the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    verbatim::platform::run_worker();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
