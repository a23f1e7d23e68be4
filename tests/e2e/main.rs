//! The built page, driven as a person would drive it: Chromium, Firefox and WebKit, each from `http://` and, as the
//! single file, from `file://`. Files are dropped by real drop events, the network is cut, and what would leave the
//! machine is counted.
//!
//! `VERBATIM_DIST` names the folder with the built page; `cargo xtask test` builds it and sets that. Without it there
//! is nothing to drive, which is said in one line.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../archives/mod.rs"]
mod archives;
mod browsers;
mod files;
mod journey;
mod keeping;
mod page;
mod passages;
mod servers;
mod webdriver;

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Mutex, Once, PoisonError};
use std::time::Instant;

use browsers::Browser;
use files::DroppedFiles;
use page::Page;
use servers::{Files, Outside};

/// One browser at a time: two would slow each other down, and a slow page is a failing one.
static TURN: Mutex<()> = Mutex::new(());

/// That there is nothing to drive is said once.
static UNBUILT: Once = Once::new();

/// How the page is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// From a server.
    Http,
    /// The single file, by its path.
    File,
}

/// Says something even where the test passes: the harness keeps back what is merely printed.
fn say(sentence: &str) {
    // Nobody may be listening.
    let _ = writeln!(io::stderr(), "{sentence}");
}

fn drive(browser: Browser, way: Way) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let name = match way {
        Way::Http => format!("{browser:?}, http"),
        Way::File => format!("{browser:?}, file"),
    };
    let Some(dist) = env::var_os("VERBATIM_DIST").map(PathBuf::from) else {
        return UNBUILT.call_once(|| {
            say(
                "end to end: VERBATIM_DIST is not set, so there is no built page to drive; `cargo xtask test` sets it.",
            );
        });
    };
    let dist = dist.canonicalize().expect("VERBATIM_DIST is the folder with the built page");
    let started = Instant::now();
    let files = DroppedFiles::prepare();
    if files.reference.is_none() {
        say(&format!("{name}: the reference transcript is not beside the project; a record of our own stands for it."));
    }
    let outside = Outside::start();
    let Some(running) = browser.start(&outside.proxy()) else {
        return say(&format!("{name}: this browser does not exist on this system."));
    };
    let session = &running.session;
    match way {
        Way::Http => {
            let mut server = Files::serve(&dist);
            let page = Page { name: &name, session, address: server.address() };
            journey::travel(&page, browser, &files);
            keeping::keep(&page, browser, way, &files);
            journey::cut_the_network(&page, &mut server, &files);
            journey::try_to_send(&page);
        }
        Way::File => {
            let path = dist.join("verbatim.html");
            assert!(path.is_file(), "{name}: the single file is missing from the built page");
            let page = Page { name: &name, session, address: format!("file://{}", path.display()) };
            journey::travel(&page, browser, &files);
            keeping::keep(&page, browser, way, &files);
            journey::try_to_send(&page);
        }
    }
    expect_nothing_left(&name, browser, &outside, session);
    say(&format!("{name}: all of it, in {:.0} s", started.elapsed().as_secs_f64()));
}

/// Nothing has left the machine; and the counter counts, as one request shows that is made on purpose.
fn expect_nothing_left(name: &str, browser: Browser, outside: &Outside, session: &webdriver::Session) {
    let by_page = |line: &String| {
        let host = line.split_whitespace().nth(1).unwrap_or_default();
        let host = host.split_once("://").map_or(host, |(_, rest)| rest).split(['/', ':']).next().unwrap_or_default();
        !browser.own_hosts().contains(&host)
    };
    let left: Vec<_> = outside.asked().into_iter().filter(by_page).collect();
    assert!(left.is_empty(), "{name}: nothing may leave the page, but these were asked for:\n{}", left.join("\n"));
    // The refusal may count as an error or as a page, as the browser likes.
    let _ = session.open("http://outside.test/");
    let control: Vec<_> = outside.asked().into_iter().filter(|line| line.contains("outside.test")).collect();
    assert!(!control.is_empty(), "{name}: the counter of outside requests does not count");
}

/// The same, up to three times: WebKitGTK's driver loses answers now and then, each time somewhere else.
fn drive_patiently(browser: Browser, way: Way) {
    for _ in 0..2 {
        let Err(panic) = std::panic::catch_unwind(|| drive(browser, way)) else { return };
        let why = panic.downcast_ref::<String>().map_or("it is not known what", String::as_str);
        say(&format!("once more from the start, since this browser's driver loses answers now and then: {why}"));
    }
    drive(browser, way);
}

#[test]
fn chromium_http() {
    drive(Browser::Chromium, Way::Http);
}

#[test]
fn chromium_file() {
    drive(Browser::Chromium, Way::File);
}

#[test]
fn firefox_http() {
    drive(Browser::Firefox, Way::Http);
}

#[test]
fn firefox_file() {
    drive(Browser::Firefox, Way::File);
}

#[test]
fn webkit_http() {
    drive_patiently(Browser::WebKit, Way::Http);
}

#[test]
fn webkit_file() {
    drive_patiently(Browser::WebKit, Way::File);
}
