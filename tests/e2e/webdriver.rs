//! A small blocking WebDriver client (<https://www.w3.org/TR/webdriver2/>): sessions, scripts, elements, keys.
//!
//! It talks HTTP over a plain connection to a driver on this machine, a connection a command, and nothing else: a
//! client from elsewhere would bring forty crates for these few lines.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

/// How long a driver may take for one command. Scripts have a shorter limit of their own, so that they answer first.
const PATIENCE: Duration = Duration::from_secs(90);

/// The key under which the standard hands over an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Why a command failed.
#[derive(Debug)]
pub struct Failure {
    /// The standard's code, such as `no such element`.
    pub code: String,
    /// The driver's own words.
    pub message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message.lines().next().unwrap_or_default())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self { code: "no answer from the driver".into(), message: error.to_string() }
    }
}

/// A browser under a driver's hand.
pub struct Session {
    port: u16,
    id: String,
}

/// An element of the page.
pub struct Element(String);

impl Element {
    /// The element that a script gave back.
    pub fn of(value: &Value) -> Option<Self> {
        value.get(ELEMENT)?.as_str().map(|id| Self(id.to_owned()))
    }
}

impl Session {
    /// Starts a browser with these capabilities.
    pub fn start(port: u16, capabilities: &Value) -> Result<Self, Failure> {
        let wanted = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let given = send(port, "POST", "/session", Some(&wanted))?;
        let id = given["sessionId"].as_str().unwrap_or_default().to_owned();
        let session = Self { port, id };
        session.post("timeouts", &json!({ "script": 60_000, "pageLoad": 60_000, "implicit": 0 }))?;
        Ok(session)
    }

    fn post(&self, what: &str, body: &Value) -> Result<Value, Failure> {
        send(self.port, "POST", &format!("/session/{}/{what}", self.id), Some(body))
    }

    /// Opens an address and waits until it is loaded.
    pub fn open(&self, address: &str) -> Result<Value, Failure> {
        self.post("url", &json!({ "url": address }))
    }

    /// Goes a step back in the history.
    pub fn back(&self) -> Result<Value, Failure> {
        self.post("back", &json!({}))
    }

    /// Goes a step forward in the history.
    pub fn forward(&self) -> Result<Value, Failure> {
        self.post("forward", &json!({}))
    }

    /// Runs the body of a function in the page and gives what it returns.
    pub fn run(&self, script: &str) -> Result<Value, Failure> {
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Runs the body of a function in the page and gives what it hands to its last argument.
    pub fn run_until_done(&self, script: &str) -> Result<Value, Failure> {
        self.post("execute/async", &json!({ "script": script, "args": [] }))
    }

    /// Clicks on an element as a person would: it must be in sight and nothing may lie over it.
    pub fn click(&self, element: &Element) -> Result<Value, Failure> {
        self.post(&format!("element/{}/click", element.0), &json!({}))
    }

    /// Moves the pointer over an element. What appears only then cannot be clicked on before.
    pub fn point_at(&self, element: &Element) -> Result<Value, Failure> {
        let origin = json!({ ELEMENT: element.0 });
        let moves = json!([{ "type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": origin }]);
        self.post("actions", &json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": moves }] }))
    }

    /// Drags an element onto another one, in steps as a hand makes them.
    pub fn drag(&self, element: &Element, onto: &Element) -> Result<Value, Failure> {
        let to = |element: &Element, by: i32| {
            let origin = json!({ ELEMENT: element.0 });
            json!({ "type": "pointerMove", "duration": 50, "x": 0, "y": by, "origin": origin })
        };
        let press = json!({ "type": "pointerDown", "button": 0 });
        let release = json!({ "type": "pointerUp", "button": 0 });
        let moves = json!([to(element, 0), press, to(element, 4), to(onto, -4), to(onto, 4), release]);
        self.post("actions", &json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": moves }] }))
    }

    /// Types into an element; for a file input these are the paths of files, a line each.
    pub fn type_into(&self, element: &Element, text: &str) -> Result<Value, Failure> {
        self.post(&format!("element/{}/value", element.0), &json!({ "text": text }))
    }

    /// Presses a key and lets it go, wherever the keyboard is.
    pub fn press(&self, key: &str) -> Result<Value, Failure> {
        let strokes = [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })];
        self.post("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] }))
    }

    /// Opens another tab and gives its handle; the session goes on in the one before.
    pub fn open_tab(&self) -> Result<String, Failure> {
        let opened = self.post("window/new", &json!({ "type": "tab" }))?;
        Ok(opened["handle"].as_str().unwrap_or_default().to_owned())
    }

    /// The handle of the tab that the session is in.
    pub fn tab(&self) -> Result<String, Failure> {
        let handle = send(self.port, "GET", &format!("/session/{}/window", self.id), None)?;
        Ok(handle.as_str().unwrap_or_default().to_owned())
    }

    /// Goes on in the tab with this handle.
    pub fn go_to_tab(&self, handle: &str) -> Result<Value, Failure> {
        self.post("window", &json!({ "handle": handle }))
    }

    /// Closes the tab that the session is in. It must go on in another.
    pub fn close_tab(&self) -> Result<Value, Failure> {
        send(self.port, "DELETE", &format!("/session/{}/window", self.id), None)
    }

    /// Makes the window so large; browsers have a least size.
    pub fn resize(&self, width: u32, height: u32) -> Result<Value, Failure> {
        self.post("window/rect", &json!({ "width": width, "height": height }))
    }

    /// What is on screen, as a PNG in base64.
    pub fn screenshot(&self) -> Result<Value, Failure> {
        send(self.port, "GET", &format!("/session/{}/screenshot", self.id), None)
    }

    /// A command of Chromium's own protocol.
    pub fn chromium(&self, command: &str, parameters: &Value) -> Result<Value, Failure> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The driver is ended next, with all that it started; this only lets the browser tidy up.
        let _ = send(self.port, "DELETE", &format!("/session/{}", self.id), None);
    }
}

/// Sends a command and gives the `value` of the answer.
fn send(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json; charset=utf-8\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or_default();
        }
        line.clear();
    }
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes)?;
    let mut answer: Value = serde_json::from_slice(&bytes).map_err(io::Error::from)?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(code) if value["message"].is_string() => {
            Err(Failure { code: code.to_owned(), message: value["message"].as_str().unwrap_or_default().to_owned() })
        }
        _ => Ok(value),
    }
}
