//! The page itself: address, title, theme, language, clipboard, places on screen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, Document, Element, HtmlAnchorElement, HtmlElement, HtmlInputElement, ScrollBehavior,
    ScrollIntoViewOptions, ScrollLogicalPosition, Url, Window,
};

use crate::model::Date;

/// How long a file that was handed to the user can be read by the browser, milliseconds.
const DOWNLOAD_MS: u32 = 60_000;

/// The browser's window.
pub fn window() -> Window {
    gloo::utils::window()
}

/// The page's document.
pub fn document() -> Document {
    gloo::utils::document()
}

/// Hears of something as long as it is kept.
#[must_use = "a listener that is dropped hears nothing"]
#[derive(Debug)]
pub struct Listener {
    _listener: EventListener,
}

/// Calls `happened` for every event of this name that reaches the window. It may prevent what the browser would do.
pub fn on_window<E: JsCast>(name: &'static str, mut happened: impl FnMut(&E) + 'static) -> Listener {
    let options = EventListenerOptions::enable_prevent_default();
    let listener = EventListener::new_with_options(&window(), name, options, move |event| {
        if let Some(event) = event.dyn_ref::<E>() {
            happened(event);
        }
    });
    Listener { _listener: listener }
}

/// Something that is to happen later, unless it is dropped before.
#[must_use = "what is dropped does not happen"]
#[derive(Debug)]
pub struct Later {
    _timeout: Timeout,
}

/// Calls `what` after so many milliseconds.
pub fn later(after_ms: u32, what: impl FnOnce() + 'static) -> Later {
    Later { _timeout: Timeout::new(after_ms, what) }
}

/// The element that the app lives in.
pub fn root() -> Element {
    document().get_element_by_id("app").unwrap_or_else(|| gloo::utils::body().into())
}

/// What stands in the address behind `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// The least time between two changes of the address in one place of the history, milliseconds. WebKit refuses more than
/// a hundred in half a minute, and a fast typist makes more.
const ADDRESS_MS: f64 = 350.0;

/// Writes what stands in the address behind `#`: not every change at once, but the last one always.
#[derive(Default)]
pub struct AddressBar {
    written_ms: Cell<f64>,
    /// What is to be written soon.
    waiting: RefCell<Option<(String, Timeout)>>,
}

impl AddressBar {
    /// Writes it as a new step of the history, or in the place of the last.
    pub fn write(self: &Rc<Self>, fragment: String, is_step: bool) {
        let waiting = self.waiting.take();
        if is_step {
            // The step before gets what was still to be written there.
            if let Some((last, _)) = waiting {
                set_fragment(&last, false);
            }
            return set_fragment(&fragment, true);
        }
        let now = js_sys::Date::now();
        let left = self.written_ms.get() + ADDRESS_MS - now;
        if left <= 0.0 || left > ADDRESS_MS {
            self.written_ms.set(now);
            return set_fragment(&fragment, false);
        }
        let bar = self.clone();
        let later = Timeout::new(left as u32, move || {
            if let Some((fragment, _)) = bar.waiting.take() {
                bar.written_ms.set(js_sys::Date::now());
                set_fragment(&fragment, false);
            }
        });
        self.waiting.replace(Some((fragment, later)));
    }

    /// Leaves unwritten what waits: the user went to another place of the history.
    pub fn forget(&self) {
        self.waiting.take();
    }
}

fn set_fragment(fragment: &str, is_step: bool) {
    let Ok(history) = window().history() else { return };
    let address = if fragment.is_empty() { "#".to_owned() } else { format!("#{fragment}") };
    // Where the browser refuses, the next change writes the address again.
    let _ = if is_step {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

/// The address of the page as a whole.
pub fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// Calls `changed` when the user goes back or forward or follows a link inside the page.
pub fn on_fragment(changed: impl Fn(String) + 'static) -> Listener {
    on_window("popstate", move |_: &web_sys::Event| changed(fragment()))
}

/// The title in the browser's tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// A setting of this browser; none if it was never set or cannot be kept.
pub fn setting(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&format!("verbatim-{name}")).ok()?
}

/// Keeps a setting in this browser. Where that is not allowed it lasts as long as the page.
pub fn keep_setting(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&format!("verbatim-{name}"), value);
    }
}

/// A setting of this tab, which outlives a reload.
pub fn tab_setting(name: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(&format!("verbatim-{name}")).ok()?
}

/// Keeps a setting in this tab. Where that is not allowed it lasts as long as the page.
pub fn keep_tab_setting(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(&format!("verbatim-{name}"), value);
    }
}

/// Asks the browser to keep what is stored until the user removes it. It may ask the user, or decide by itself.
pub fn ask_to_keep() {
    if let Ok(promise) = window().navigator().storage().persist() {
        // Whatever it says: the worker asks the browser when it is to be shown.
        spawn_local(async move { drop(JsFuture::from(promise).await) });
    }
}

/// Writes the theme (`light`, `dark`, or nothing for the system's) on the page.
pub fn set_theme(theme: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

/// Whether dark is on screen.
pub fn is_dark() -> bool {
    let chosen = document().document_element().and_then(|root| root.get_attribute("data-theme"));
    chosen.map_or_else(|| media("(prefers-color-scheme: dark)"), |theme| theme == "dark")
}

/// Whether a media query holds.
pub fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Writes the language of the interface on the page.
pub fn set_page_language(language: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language);
    }
}

/// The browser's languages, best first.
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|language| language.as_string()).collect()
}

/// Puts text into the clipboard. Returns whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let has_clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard")).is_ok_and(|c| !c.is_undefined());
    has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Calls what `static/hands.js` has at hand under this name.
fn at_hand(name: &str, argument: &JsValue) -> Option<Array> {
    let function: js_sys::Function = Reflect::get(&window(), &name.into()).ok()?.dyn_into().ok()?;
    function.call1(&JsValue::UNDEFINED, argument).ok()?.dyn_into().ok()
}

/// A way to the clipboard that the browser has opened for what is still to come.
#[derive(Debug)]
pub struct Copying(Array);

/// Opens a way to the clipboard. Call it right when the user asks: some browsers allow it only then.
pub fn begin_copying() -> Option<Copying> {
    at_hand("copying", &JsValue::UNDEFINED).map(Copying)
}

impl Copying {
    /// Puts a text into the clipboard, as plain text and as HTML. Returns whether the browser allowed it.
    pub async fn finish(self, text: &[String]) -> bool {
        let text: Array = text.iter().map(|text| JsValue::from_str(text)).collect();
        let (give, done) = (self.0.get(0), self.0.get(1));
        give.unchecked_ref::<js_sys::Function>().call1(&JsValue::UNDEFINED, &text).is_ok()
            && JsFuture::from(done.unchecked_into::<js_sys::Promise>()).await.is_ok()
    }
}

/// Where what is selected begins and ends in the paragraphs inside an element, each as the number of a paragraph, `-`, and
/// UTF-16 units of its text; none where nothing is.
pub fn selected(within: &Element) -> Option<[String; 2]> {
    let places = at_hand("selected", within)?;
    Some([places.get(0).as_string()?, places.get(1).as_string()?])
}

/// Hands a file to the user through a link that is followed at once. Nothing goes over a network.
pub fn download(name: &str, media_type: &str, bytes: &[u8]) {
    let parts = Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(link) = document().create_element("a")
        && let Ok(link) = link.dyn_into::<HtmlAnchorElement>()
    {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser still reads from the link after this returns.
    Timeout::new(DOWNLOAD_MS, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
}

/// A date as the interface's language writes it.
pub fn date_text(date: Date, language: &str) -> String {
    let options = Object::new();
    let set = |key: &str, value: &str| {
        let _ = Reflect::set(&options, &key.into(), &value.into());
    };
    set("timeZone", "UTC");
    set("year", "numeric");
    if date.month.is_some() {
        set("month", "long");
    }
    if date.day.is_some() {
        set("day", "numeric");
    }
    let day = js_sys::Date::new(&JsValue::from_str(&format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        date.year,
        date.month.unwrap_or(1),
        date.day.unwrap_or(1)
    )));
    let locales = Array::of1(&language.into());
    let format = js_sys::Intl::DateTimeFormat::new(&locales, &options);
    format.format().call1(&JsValue::UNDEFINED, &day).ok().and_then(|text| text.as_string()).unwrap_or(date.to_string())
}

/// The name of a language in the interface's language; the code itself where the browser does not know it.
pub fn language_name(code: &str, language: &str) -> String {
    let name = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let maker: js_sys::Function = Reflect::get(&intl, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &"language".into()).ok()?;
        let names = Reflect::construct(&maker, &Array::of2(&language.into(), &options)).ok()?;
        let of: js_sys::Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
        of.call1(&names, &code.into()).ok()?.as_string()
    };
    name().unwrap_or_else(|| code.to_owned())
}

/// Top and bottom of an element on screen, CSS pixels.
pub fn extent(element: &Element) -> (f64, f64) {
    let rect = element.get_bounding_client_rect();
    (rect.top(), rect.bottom())
}

/// Scrolls an element to the top of what holds it, or just into sight.
pub fn bring_into_view(element: &Element, is_to_top: bool) {
    let options = ScrollIntoViewOptions::new();
    options.set_behavior(ScrollBehavior::Instant);
    options.set_block(if is_to_top { ScrollLogicalPosition::Start } else { ScrollLogicalPosition::Nearest });
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Puts the keyboard's focus on the first element that the selector names.
pub fn focus(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Puts the keyboard's focus on an element.
pub fn focus_on(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Presses what has this key as its own: in the row of a table that has the focus, or else in the whole page. Answers
/// whether there is something.
pub fn press_key(key: &str) -> bool {
    let selector = format!("main [aria-keyshortcuts=\"{key}\"]");
    let row = document().active_element().and_then(|element| element.closest("[role=row]").ok().flatten());
    let in_row = row.and_then(|row| row.query_selector(&selector).ok().flatten());
    let found = in_row.or_else(|| document().query_selector(&selector).ok().flatten());
    let button = found.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    button.inspect(HtmlElement::click).is_some()
}

/// Presses the first element that the selector names, as a click would.
pub fn press(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        element.click();
    }
}

/// What stands in the field that an event came from, or in all fields of the form, each with its name. A box that is
/// not ticked says nothing.
pub fn field_values(event: &web_sys::Event) -> Vec<(String, String)> {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return Vec::new() };
    let is_form = target.tag_name() == "FORM";
    let inside = target.query_selector_all("[name]").ok().filter(|_| is_form);
    let inside = inside.iter().flat_map(|list| (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()));
    let fields: Vec<Element> = inside.chain(Some(target.clone()).filter(|_| !is_form)).collect();
    let value = |field: &Element| {
        let property = |name: &str| Reflect::get(field, &name.into()).ok();
        let kind = field.get_attribute("type").unwrap_or_default();
        let is_ticked = property("checked").is_some_and(|checked| checked.is_truthy());
        match kind.as_str() {
            "radio" if !is_ticked => None,
            "checkbox" if !is_ticked => Some(String::new()),
            _ => property("value")?.as_string(),
        }
    };
    fields.iter().filter_map(|field| Some((field.get_attribute("name")?, value(field)?))).collect()
}

/// Writes into a field and sets the caret, in units of UTF-16.
pub fn write_into(field: &HtmlInputElement, text: &str, caret: u32) {
    field.set_value(text);
    // A field that has no caret needs none.
    let _ = field.set_selection_range(caret, caret);
}

/// The value of the element of a kind that an event is of; empty where it is of none.
pub fn value_at(event: &web_sys::Event, selector: &str) -> String {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let element = target.and_then(|target| target.closest(selector).ok().flatten());
    element.and_then(|element| element.get_attribute("value")).unwrap_or_default()
}

/// Whether the keyboard's focus is nowhere: what had it is no more in the page.
pub fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Whether the keyboard is in a place for typing.
pub fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            && element.get_attribute("type").as_deref() != Some("checkbox")
    })
}

/// A number with the interface language's separators.
pub fn number_text(number: u64, language: &str) -> String {
    js_sys::Number::from(number as f64).to_locale_string(language).into()
}

/// The plural forms of a language, as the browser knows them.
#[derive(Debug)]
pub struct PluralForms(js_sys::Intl::PluralRules);

impl PluralForms {
    /// The plural forms of the language with this code.
    pub fn of(language: &str) -> Self {
        Self(js_sys::Intl::PluralRules::new(&Array::of1(&language.into()), &Object::new()))
    }

    /// The form of a number: `one`, `few`, `many`, `other`.
    pub fn form(&self, number: u64) -> String {
        self.0.select(number as f64).into()
    }
}

/// Opens a modal dialog element.
pub fn show_modal(element: &Element) {
    if let Some(dialog) = element.dyn_ref::<web_sys::HtmlDialogElement>()
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}
