//! What the page carries with it: the worker, what reads PDFs, and the bundled transcripts. On a web host they are files
//! beside the page, WebAssembly gzipped; in the single file they stand inside it, gzipped and as base64. `xtask` writes
//! both and the page does not care which.

use js_sys::{ArrayBuffer, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Element, ReadableWritablePair, Response};

use super::files::PickedFile;
use super::page::{document, window};

/// How the addresses of gzipped files end.
const PACKED: &str = ".pack";

/// The worker's script and its wasm.
#[derive(Clone, Debug)]
pub struct WorkerScript {
    /// Address of the script.
    pub url: String,
    /// The engine's wasm.
    pub wasm: ArrayBuffer,
}

/// The worker, from beside or from inside the page.
///
/// # Errors
/// A sentence, where a part of the page is missing.
pub async fn worker_script() -> Result<WorkerScript, String> {
    let glue = asset("worker-js").await?;
    let glue = String::from_utf8(Uint8Array::new(&glue).to_vec()).map_err(|error| error.to_string())?;
    WorkerScript::new(&glue, asset("worker-wasm").await?)
}

/// What reads PDFs, from beside or from inside the page.
///
/// # Errors
/// A sentence, where it is missing.
pub async fn pdf_reader() -> Result<ArrayBuffer, String> {
    asset("pdf-wasm").await
}

/// Names of the bundled transcripts.
pub fn bundled_names() -> Vec<String> {
    let listed = meta("verbatim-transcripts").and_then(|list| js_sys::JSON::parse(&list).ok());
    let listed = listed.map(|list| js_sys::Array::from(&list).iter().filter_map(|name| name.as_string()).collect());
    listed.unwrap_or_else(|| {
        let inside = document().query_selector_all("script.bundled-transcript").ok();
        let elements = inside.map(|list| (0..list.length()).filter_map(move |index| list.get(index)));
        let names = elements.into_iter().flatten().filter_map(|node| node.dyn_into::<Element>().ok());
        names.filter_map(|element| element.get_attribute("data-name")).collect()
    })
}

/// A bundled transcript.
///
/// # Errors
/// A sentence, where it is missing.
pub async fn read_bundled(name: &str) -> Result<PickedFile, String> {
    let inside = document().query_selector_all("script.bundled-transcript").ok();
    let elements = inside.map(|list| (0..list.length()).filter_map(move |index| list.get(index)));
    let mut elements = elements.into_iter().flatten().filter_map(|node| node.dyn_into::<Element>().ok());
    let buffer = match elements.find(|element| element.get_attribute("data-name").as_deref() == Some(name)) {
        Some(element) => unpack_text(&element).await?,
        None => {
            let path: Vec<_> = name.split('/').map(|part| String::from(js_sys::encode_uri_component(part))).collect();
            fetch(&format!("transcripts/{}", path.join("/"))).await?
        }
    };
    let bytes = Uint8Array::new(&buffer);
    Ok(PickedFile { name: name.to_owned(), size: bytes.length().into(), content: bytes.into() })
}

/// A part of the page by its name: inside, or beside at the address that a `meta` gives.
async fn asset(name: &str) -> Result<ArrayBuffer, String> {
    if let Some(element) = document().get_element_by_id(name) {
        return unpack_text(&element).await;
    }
    let meta_name = format!("verbatim-{name}");
    let address = meta(&meta_name).ok_or_else(|| format!("This copy of the page is incomplete: {name} is missing."))?;
    let content = fetch(&address).await?;
    if address.ends_with(PACKED) { unpack(&content).await } else { Ok(content) }
}

fn meta(name: &str) -> Option<String> {
    let element = document().query_selector(&format!("meta[name='{name}']")).ok().flatten()?;
    element.get_attribute("content").filter(|content| !content.is_empty())
}

async fn fetch(address: &str) -> Result<ArrayBuffer, String> {
    let missing = || format!("{address} could not be loaded. Reload the page.");
    let response = JsFuture::from(window().fetch_with_str(address)).await.map_err(|_| missing())?;
    let response: Response = response.dyn_into().map_err(|_| missing())?;
    if !response.ok() {
        return Err(missing());
    }
    buffer(&response).await.map_err(|_| missing())
}

async fn buffer(response: &Response) -> Result<ArrayBuffer, JsValue> {
    JsFuture::from(response.array_buffer()?).await?.dyn_into()
}

/// Text in base64 of gzip, as `xtask` puts it into the single file.
async fn unpack_text(element: &Element) -> Result<ArrayBuffer, String> {
    let text = element.text_content().unwrap_or_default();
    let letters = window().atob(text.trim()).map_err(broken)?;
    let bytes: Vec<u8> = letters.chars().map(|letter| letter as u8).collect();
    unpack(&Uint8Array::from(bytes.as_slice())).await
}

fn broken(error: JsValue) -> String {
    format!("This copy of the page is damaged: {error:?}")
}

/// Bytes of gzip.
async fn unpack(bytes: &JsValue) -> Result<ArrayBuffer, String> {
    let blob = Blob::new_with_u8_array_sequence(&js_sys::Array::of1(bytes)).map_err(broken)?;
    // web-sys counts DecompressionStream among what may still change, though all browsers have had it since 2023.
    let maker = Reflect::get(&js_sys::global(), &"DecompressionStream".into()).map_err(broken)?;
    let stream = Reflect::construct(&Function::from(maker), &js_sys::Array::of1(&"gzip".into())).map_err(broken)?;
    let unpacked = blob.stream().pipe_through(stream.unchecked_ref::<ReadableWritablePair>());
    let response = Response::new_with_opt_readable_stream(Some(&unpacked)).map_err(broken)?;
    buffer(&response).await.map_err(broken)
}
