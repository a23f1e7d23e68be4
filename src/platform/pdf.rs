//! What reads PDFs: a WebAssembly of its own, which is compiled when the page hands it over and started anew for each
//! document, so that what one document took or broke is gone with it.
//!
//! Only numbers pass between it and this side (`pdf/src/bin/pdf.rs`); it is given nothing to call.

use std::cell::RefCell;

use js_sys::{ArrayBuffer, Function, Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::jobs::{PdfFault, PdfReader};

struct Loaded {
    module: WebAssembly::Module,
    imports: Object,
}

thread_local! {
    /// The reader is a plain function, as that of the encodings is: what it needs stands here.
    static LOADED: RefCell<Option<Loaded>> = const { RefCell::new(None) };
}

/// Compiles what reads PDFs.
///
/// # Errors
/// What the browser says.
pub async fn load(wasm: &ArrayBuffer) -> Result<(), JsValue> {
    let module: WebAssembly::Module = JsFuture::from(WebAssembly::compile(wasm)).await?.dyn_into()?;
    let imports = imports(&module)?;
    LOADED.set(Some(Loaded { module, imports }));
    Ok(())
}

/// Whether it is there.
pub fn is_loaded() -> bool {
    LOADED.with_borrow(Option::is_some)
}

/// What reads PDFs here; as long as nothing is loaded it says so of each.
pub fn reader() -> PdfReader {
    PdfReader(|bytes| {
        LOADED.with_borrow(|loaded| {
            let loaded = loaded.as_ref().ok_or(PdfFault::NotLoaded)?;
            // Whatever goes wrong inside, out of memory among it, ends the instance alone.
            read(loaded, bytes).unwrap_or(Err(PdfFault::BrokeDown))
        })
    })
}

fn read(loaded: &Loaded, bytes: &[u8]) -> Result<Result<String, PdfFault>, JsValue> {
    let instance = WebAssembly::Instance::new(&loaded.module, &loaded.imports)?;
    let exports = instance.exports();
    let call = |name: &str, argument: &JsValue| -> Result<u32, JsValue> {
        let function: Function = Reflect::get(&exports, &name.into())?.dyn_into()?;
        // WebAssembly's numbers have no sign; JavaScript reads one into them.
        Ok(function.call1(&JsValue::UNDEFINED, argument)?.as_f64().unwrap_or_default() as i64 as u32)
    };
    let memory = |start: u32, length: u32| -> Result<Uint8Array, JsValue> {
        let memory: WebAssembly::Memory = Reflect::get(&exports, &"memory".into())?.dyn_into()?;
        Ok(Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), start, length))
    };
    let length = bytes.len() as u32;
    let start = call("begin", &length.into())?;
    memory(start, length)?.copy_from(bytes);
    let code = call("read", &JsValue::UNDEFINED)?;
    if code > 0 {
        return Ok(Err(PdfFault::from_code(code)));
    }
    let (start, length) = (call("text_start", &JsValue::UNDEFINED)?, call("text_bytes", &JsValue::UNDEFINED)?);
    let text = memory(start, length)?.to_vec();
    Ok(String::from_utf8(text).map_err(|_| PdfFault::BrokeDown))
}

/// Functions that do nothing, for those that the module names and never calls: what remains of the glue between Rust
/// and scripts where only numbers pass.
fn imports(module: &WebAssembly::Module) -> Result<Object, JsValue> {
    let imports = Object::new();
    for import in WebAssembly::Module::imports(module).iter() {
        let part = |name: &str| Reflect::get(&import, &name.into());
        let space = part("module")?;
        if Reflect::get(&imports, &space)?.is_undefined() {
            Reflect::set(&imports, &space, &Object::new())?;
        }
        let nothing = Closure::<dyn Fn()>::new(|| {}).into_js_value();
        Reflect::set(&Reflect::get(&imports, &space)?, &part("name")?, &nothing)?;
    }
    Ok(imports)
}
