//! Bounds the memory of the WebAssembly that reads PDFs: a document that wants more breaks down inside it, and the page
//! says so in a sentence.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks with Cargo")]

/// Most memory it may have, bytes: the largest document and what it unpacks to.
const MOST_MEMORY: u64 = 2 << 30;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        println!("cargo::rustc-link-arg-bin=pdf=--max-memory={MOST_MEMORY}");
    }
}
