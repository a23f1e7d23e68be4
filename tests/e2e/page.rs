//! The page as a person has it before them: look, click, type, drop. Each wait is for something that the page shows,
//! and says what the person would miss.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::browsers::Browser;
use super::webdriver::{Element, Failure, Session};

/// What scripts have at hand.
const AT_HAND: &str = include_str!("page.js");
/// Notes errors and breaches of the content security policy.
const WATCH: &str = include_str!("watch.js");

/// Lets the storage of the page's worker be full.
const FULL: &str = include_str!("full.js");

/// How long the page may take to show something.
const PATIENCE: Duration = Duration::from_secs(20);

/// Troubles of a command that pass when the page has finished drawing what it is about to draw.
const PASSING: [&str; 4] =
    ["stale element reference", "element not interactable", "element click intercepted", "move target out of bounds"];

/// The page in a browser.
pub struct Page<'a> {
    /// The browser and the way the page is opened, for messages.
    pub name: &'a str,
    /// The browser.
    pub session: &'a Session,
    /// Where the page is.
    pub address: String,
}

/// A text as a script writes it.
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

impl Page<'_> {
    /// Opens the page.
    pub fn open(&self) {
        self.did(self.session.open(&self.address), "opening the page");
        self.watch();
    }

    /// Opens the page in the place of another, at this behind `#`.
    pub fn open_at(&self, fragment: &str) {
        self.expect_calm();
        self.did(self.session.open("about:blank"), "leaving the page");
        self.did(self.session.open(&format!("{}{fragment}", self.address)), "following a link to the page");
        self.watch();
    }

    /// Reloads the page as its reader does. The drivers' own command is another thing: Firefox then asks no service
    /// worker.
    pub fn reload(&self) {
        self.expect_calm();
        self.tell("location.reload()");
        self.arrive();
    }

    /// Waits until the page has come anew.
    pub fn arrive(&self) {
        let started = Instant::now();
        // Between the two pages there is none to ask: an error then only means "not yet".
        let is_new = "return !window.watched && location.href !== 'about:blank' && document.readyState === 'complete'";
        while self.session.run(is_new).ok() != Some(Value::Bool(true)) {
            if started.elapsed() > PATIENCE {
                self.fail("the page comes anew");
            }
        }
        self.watch();
    }

    fn watch(&self) {
        self.did(self.session.run(WATCH), "watching the page");
    }

    /// Waits until an expression is true. `what` says what the person sees then.
    pub fn see(&self, what: &str, expression: &str) {
        // An element that was found may be gone when the answer is on its way: only whether it was there is told.
        if let Err(trouble) = self.wait_for(what, &format!("Boolean({expression})")) {
            self.fail(&format!("{what}; not so: `{expression}` ({trouble})"));
        }
    }

    /// Waits until an expression gives this value.
    pub fn see_value(&self, what: &str, expression: &str, value: impl Into<Value>) {
        let value = value.into();
        let is_so = format!("JSON.stringify({expression}) === {}", quoted(&value.to_string()));
        if let Err(trouble) = self.wait_for(what, &is_so) {
            let instead = self.session.run(&format!("{AT_HAND} return ({expression});"));
            let instead = instead.map_or(trouble, |instead| instead.to_string());
            self.fail(&format!("{what}; `{expression}` should be {value} and is {instead}"));
        }
    }

    fn wait_for(&self, what: &str, expression: &str) -> Result<Value, String> {
        let patience = PATIENCE.as_millis();
        let script = format!(
            "{AT_HAND}
            const done = arguments[arguments.length - 1];
            let trouble = 'it stayed false';
            const look = () => {{
                try {{
                    const found = ({expression});
                    if (found) end({{ found }});
                }} catch (error) {{
                    trouble = String(error);
                }}
            }};
            const observer = new MutationObserver(look);
            // Places on screen and the address change without the document.
            const often = setInterval(look, 50);
            const late = setTimeout(() => end({{ trouble }}), {patience});
            const end = (answer) => {{ observer.disconnect(); clearInterval(often); clearTimeout(late); done(answer); }};
            observer.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
            look();"
        );
        let mut answer = self.did(self.session.run_until_done(&script), what);
        match answer.get_mut("found") {
            Some(found) => Ok(found.take()),
            None => Err(answer["trouble"].as_str().unwrap_or("the page is gone").to_owned()),
        }
    }

    /// What an expression says now.
    pub fn tell(&self, expression: &str) -> Value {
        self.did(self.session.run(&format!("{AT_HAND} return ({expression});")), expression)
    }

    /// A text that an expression gives now.
    pub fn tell_text(&self, expression: &str) -> String {
        self.tell(expression).as_str().unwrap_or_default().to_owned()
    }

    /// An expression must be true now.
    pub fn expect(&self, what: &str, expression: &str) {
        if self.tell(&format!("Boolean({expression})")) != Value::Bool(true) {
            self.fail(&format!("{what}; not so now: `{expression}`"));
        }
    }

    /// Does something with the element that an expression gives. What was found may be drawn anew before the command
    /// arrives; then it is found again.
    fn with_element(&self, what: &str, expression: &str, act: impl Fn(&Element) -> Result<Value, Failure>) {
        let started = Instant::now();
        loop {
            self.see(what, expression);
            let script = format!(
                "{AT_HAND} const found = ({expression}); found?.scrollIntoView({{ block: 'nearest' }}); return found;"
            );
            let outcome = self.session.run(&script).and_then(|found| match Element::of(&found) {
                Some(element) => act(&element),
                None => Err(Failure { code: PASSING[0].into(), message: "it is there no more".into() }),
            });
            match outcome {
                Err(failure) if PASSING.contains(&&*failure.code) && started.elapsed() < PATIENCE / 4 => {}
                outcome => {
                    self.did(outcome, what);
                    return;
                }
            }
        }
    }

    /// Clicks on the element that an expression gives.
    pub fn click(&self, what: &str, expression: &str) {
        self.with_element(what, expression, |element| {
            self.session.point_at(element)?;
            self.session.click(element)
        });
    }

    /// Drags the element that an expression gives onto another one.
    pub fn drag(&self, what: &str, expression: &str, onto: &str) {
        self.with_element(what, expression, |element| {
            let found = self.session.run(&format!("{AT_HAND} return ({onto});"))?;
            match Element::of(&found) {
                Some(onto) => self.session.drag(element, &onto),
                None => Err(Failure { code: PASSING[0].into(), message: format!("`{onto}` is not there") }),
            }
        });
    }

    /// Types into the element that an expression gives.
    pub fn type_into(&self, what: &str, expression: &str, keys: &str) {
        self.with_element(what, expression, |element| self.session.type_into(element, keys));
    }

    /// Chooses a value of a facet, or takes it back; opens the rest of the list where it is not among the first.
    pub fn choose(&self, facet: &str, value: &str) {
        let (legend, line) = (quoted(facet), format!("facet({}, {})", quoted(facet), quoted(value)));
        self.see(&format!("the list of {facet}"), &format!("{line} || moreOf({legend})"));
        if self.tell(&line).is_null() {
            self.click(&format!("more of {facet}"), &format!("moreOf({legend})"));
        }
        self.click(&format!("{value} among {facet}"), &format!("one('input', {line})"));
    }

    /// Puts a text into the search box, in the place of what is there.
    pub fn search(&self, words: &str) {
        self.click("the search box", "seen('.find input')");
        self.did(self.session.run("document.querySelector('.find input').select()"), "selecting what was searched");
        // The key for "delete", then the words.
        self.type_into("the search box", "seen('.find input')", &format!("\u{e017}{words}"));
    }

    /// Presses a key.
    pub fn press(&self, key: &str) {
        self.did(self.session.press(key), &format!("pressing {key}"));
    }

    /// Drops files onto the page: real files, and the events of a real drop, on whatever lies in the middle.
    pub fn drop_files(&self, files: &[PathBuf]) {
        // Only a file input gives a script files of the disk.
        self.tell(
            "(() => { const input = document.createElement('input'); input.type = 'file'; input.multiple = true; \
             input.id = 'dropped'; input.style.cssText = 'position:fixed;top:0;left:0;opacity:0.01'; \
             document.body.append(input); })()",
        );
        let paths: Vec<_> = files.iter().map(|path| path.to_string_lossy()).collect();
        self.type_into("a hand full of files", "one('#dropped')", &paths.join("\n"));
        let held = self.tell("one('#dropped').files.length");
        assert_eq!(held, files.len(), "{}: all files are held over the page", self.name);
        let drag = "(() => { const transfer = new DataTransfer(); \
                    for (const file of one('#dropped').files) transfer.items.add(file); \
                    const [x, y] = [innerWidth / 2, innerHeight / 2]; \
                    const target = document.elementFromPoint(x, y); \
                    const send = (type) => target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, \
                        composed: true, dataTransfer: transfer, clientX: x, clientY: y }));";
        let is_taken = self.tell(&format!("{drag} send('dragenter'); return !send('dragover'); }})()"));
        assert_eq!(is_taken, true, "{}: the page takes files that are held over it", self.name);
        self.see("while files are held over it, the page says that they can be dropped", "seen('.drop-veil')");
        self.tell(&format!("{drag} const isTaken = !send('drop'); one('#dropped').remove(); return isTaken; }})()"));
        self.see("after the drop the veil is gone", "!seen('.drop-veil')");
    }

    /// Drops a folder with what is in it, in Chromium, whose driver does so with the browser's own drag events.
    pub fn drop_folder(&self, folder: &Path) {
        let held = json!({ "items": [], "files": [folder], "dragOperationsMask": 1 });
        for event in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": event, "x": 700, "y": 450, "data": held });
            self.did(self.session.chromium("Input.dispatchDragEvent", &event), "dropping a folder");
        }
        self.see("after the drop the veil is gone", "!seen('.drop-veil')");
    }

    /// Makes the page so wide and high. Chromium can be as narrow as a phone; the others as narrow as their windows.
    pub fn resize(&self, browser: Browser, width: u32, height: u32) {
        if browser == Browser::Chromium {
            let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            self.did(self.session.chromium("Emulation.setDeviceMetricsOverride", &size), "resizing the page");
        } else {
            self.did(self.session.resize(width, height), "resizing the window");
        }
    }

    /// Goes a step back in the history.
    pub fn back(&self) {
        self.did(self.session.back(), "going back");
    }

    /// Goes a step forward in the history.
    pub fn forward(&self) {
        self.did(self.session.forward(), "going forward");
    }

    /// Opens the page in another tab as well and goes on there. Gives the handles of the tab before and of the new one.
    pub fn open_beside(&self) -> [String; 2] {
        let tried = |outcome: Result<String, Failure>| {
            outcome.unwrap_or_else(|failure| self.fail(&format!("opening another tab failed: {failure}")))
        };
        let tabs = [tried(self.session.tab()), tried(self.session.open_tab())];
        self.go_to_tab(&tabs[1]);
        self.open();
        tabs
    }

    /// Goes on in another tab.
    pub fn go_to_tab(&self, tab: &str) {
        self.did(self.session.go_to_tab(tab), "going to another tab");
    }

    /// Closes the tab and goes on in another.
    pub fn close_tab(&self, other: &str) {
        self.did(self.session.close_tab(), "closing a tab");
        self.go_to_tab(other);
    }

    /// Loads the page anew with a storage that is full when it is to be; in Chromium. Gives what takes that back.
    pub fn reload_with_storage_to_fill(&self) -> Value {
        let script = json!({ "source": FULL });
        let added = self.session.chromium("Page.addScriptToEvaluateOnNewDocument", &script);
        let added = self.did(added, "preparing a full storage");
        self.reload();
        added
    }

    /// Lets the storage be full, or no more.
    pub fn fill_storage(&self, is_full: bool) {
        self.tell(&format!("(window.full ??= new BroadcastChannel('full')).postMessage({is_full})"));
    }

    /// Takes back what [`Page::reload_with_storage_to_fill`] did, and loads the page anew.
    pub fn reload_with_storage(&self, added: &Value) {
        let removed = self.session.chromium("Page.removeScriptToEvaluateOnNewDocument", added);
        self.did(removed, "having storage again");
        self.reload();
    }

    /// Nothing has gone wrong in the page, and it has asked for nothing but its own files.
    pub fn expect_calm(&self) {
        let wrong = self.tell("window.watched?.wrong ?? ['the page was replaced']");
        assert_eq!(wrong, Value::Array(Vec::new()), "{}: errors and breaches of the policy in the page", self.name);
        let foreign = self.tell(
            "performance.getEntriesByType('resource').map((one) => one.name)\
             .filter((name) => !/^(blob|data):/.test(name) && !(location.protocol !== 'file:' && name.startsWith(location.origin + '/')))",
        );
        assert_eq!(foreign, Value::Array(Vec::new()), "{}: the page asked for what is not its own", self.name);
    }

    fn did(&self, outcome: Result<Value, Failure>, what: &str) -> Value {
        outcome.unwrap_or_else(|failure| self.fail(&format!("{what} failed: {failure}")))
    }

    /// Ends the test, with what is on screen.
    fn fail(&self, sentence: &str) -> ! {
        let shown = self.session.run("return location.hash + '\\n' + document.body.innerText.slice(0, 3000)");
        let shown = shown.ok().and_then(|shown| shown.as_str().map(str::to_owned)).unwrap_or_default();
        let picture = self.picture().map(|path| format!("\nA picture of it: {}", path.display())).unwrap_or_default();
        panic!("{}: {sentence}\n--- on screen ---\n{shown}\n---{picture}", self.name);
    }

    fn picture(&self) -> Option<PathBuf> {
        let letters = self.session.screenshot().ok()?;
        let name = self.name.replace([' ', ','], "-");
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("e2e-{name}.png"));
        fs::write(&path, from_base64(letters.as_str()?)).ok()?;
        Some(path)
    }
}

/// The bytes of base64; what does not belong there is passed over.
fn from_base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for value in text.bytes().filter_map(|letter| alphabet.iter().position(|known| *known == letter)) {
        bits = bits << 6 | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}
