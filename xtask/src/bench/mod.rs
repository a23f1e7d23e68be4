//! `cargo xtask bench`: speed and memory of the parsers, measured in a browser beside the parsers that others use.
//!
//! Builds `benches/bench_page.rs` for WebAssembly, bundles it with the packages pinned in `benches/peers/`, serves the
//! page to this machine alone and lets a headless Chromium run it. Everything that is made lies below the target
//! folder; the source tree stays as it is. The page posts what it measured; tables are printed.

mod table;

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// What all parsers need for all their runs, with much room.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

const BROWSER_FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A page that works for minutes is no page that hangs.
    "--disable-hang-monitor",
    "--js-flags=--max-old-space-size=8192",
];

/// Runs the benchmark of the package at `root` and prints its tables: of the formats in `only`, where it names some, and
/// of the hostile files where it names `hostile` or nothing, of the search where it names `search` or nothing,
/// and of comparing where it names `compare` or nothing.
pub fn run(root: &Path, only: &[String]) -> Result<(), String> {
    let target = target_folder(root);
    let site = target.join("bench").join("site");
    make_folder(&site)?;
    build_wasm(root, &target, &site)?;
    bundle_page(root, &target, &site)?;
    let result = measure(&target, &site, only)?;
    print!("{}", table::table(&result)?);
    Ok(())
}

/// The folder that this program was built into; it lies in `<target>/debug/`.
fn target_folder(root: &Path) -> PathBuf {
    env::current_exe()
        .ok()
        .and_then(|program| program.ancestors().nth(2).map(Path::to_path_buf))
        .filter(|folder| folder.join("debug").is_dir() || folder.join("release").is_dir())
        .unwrap_or_else(|| root.join("target"))
}

fn build_wasm(root: &Path, target: &Path, site: &Path) -> Result<(), String> {
    println!("Compiling the parsers to WebAssembly …");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        // As the worker is built, which is what reads transcripts for users.
        .args(["build", "--profile", "worker", "--target", "wasm32-unknown-unknown", "--example", "bench_page"])
        .arg("--target-dir")
        .arg(target)
        .current_dir(root);
    start(&mut cargo, "cargo")?;
    let wasm = target.join("wasm32-unknown-unknown/worker/examples/bench_page.wasm");
    let package = site.join("pkg");
    let mut bindgen = tool(target, "wasm-bindgen")?;
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&package).arg(wasm);
    start(&mut bindgen, "wasm-bindgen")?;
    // The page that users get is optimized too.
    if let Ok(mut optimize) = tool(target, "wasm-opt") {
        let wasm = package.join("bench_page_bg.wasm");
        // The wasm lists its own features; more than those a browser may not know.
        optimize.args(["-O3", "--strip-debug"]).arg(&wasm).arg("-o").arg(&wasm);
        start(&mut optimize, "wasm-opt")?;
    }
    Ok(())
}

fn bundle_page(root: &Path, target: &Path, site: &Path) -> Result<(), String> {
    let source = root.join("benches").join("peers");
    let peers = target.join("bench").join("peers");
    make_folder(&peers)?;
    for name in ["package.json", "package-lock.json", "page.js", "peers.js", "search.js", "compare.js"] {
        copy(&source.join(name), &peers.join(name))?;
    }
    for name in ["index.html", "memory.js"] {
        copy(&source.join(name), &site.join(name))?;
    }
    println!("Fetching the other parsers from npm, at pinned versions …");
    let mut npm = tool(target, "npm")?;
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]).current_dir(&peers);
    start(&mut npm, "npm")?;
    let sqlite = peers.join("node_modules/@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.wasm");
    copy(&sqlite, &site.join("sqlite3.wasm"))?;
    let mut bundle = Command::new(peers.join("node_modules/.bin/esbuild"));
    bundle
        .args(["page.js", "--bundle", "--format=esm", "--minify", "--platform=browser", "--log-level=warning"])
        .arg("--external:./pkg/*")
        .arg(format!("--outfile={}", site.join("page.js").display()))
        .current_dir(&peers);
    start(&mut bundle, "esbuild")
}

/// Serves the page, lets a browser run it, and returns what the page posted.
fn measure(target: &Path, site: &Path, only: &[String]) -> Result<String, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| format!("no port can be opened: {error}."))?;
    let port = listener.local_addr().map_err(|error| format!("no port can be opened: {error}."))?.port();
    let (sender, receiver) = mpsc::channel();
    let folder = site.to_path_buf();
    // Ends with the program.
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser that goes away in the middle of an answer is no trouble of ours.
            if let Ok(Some(result)) = answer(stream, &folder) {
                let _ = sender.send(result);
            }
        }
    });
    let profile = target.join("bench").join("profile");
    // A profile of an earlier run would only be in the way; that there is none is usual.
    let _ = fs::remove_dir_all(&profile);
    let mut browser = browser(target)?;
    browser
        .args(BROWSER_FLAGS)
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("http://127.0.0.1:{port}/index.html?only={}", only.join(",")))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    println!("Measuring in the browser, which takes some minutes …");
    let mut child = Guard(browser.spawn().map_err(|error| format!("the browser could not be started: {error}."))?);
    let mut waited = Duration::ZERO;
    loop {
        let step = Duration::from_secs(1);
        match receiver.recv_timeout(step) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Disconnected) => return Err("the server ended unexpectedly.".to_owned()),
            Err(RecvTimeoutError::Timeout) => waited += step,
        }
        if let Ok(Some(status)) = child.0.try_wait() {
            return Err(format!("the browser ended before the page was done ({status})."));
        }
        if waited > PATIENCE {
            return Err("the page did not finish within an hour.".to_owned());
        }
    }
}

/// A browser that ends when it is no longer needed.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Answers one request. Returns what was posted, if something was.
fn answer(stream: TcpStream, folder: &Path) -> io::Result<Option<String>> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut words = request.split_whitespace();
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut stream = reader.get_ref().try_clone()?;
    if method == "POST" {
        let mut body = String::new();
        reader.take(length).read_to_string(&mut body)?;
        respond(&mut stream, "204 No Content", "text/plain", b"")?;
        return Ok(Some(body));
    }
    let name = path.split('?').next().unwrap_or_default().trim_start_matches('/');
    let is_inside = name.split('/').all(|part| !part.is_empty() && part != "..");
    match is_inside.then(|| fs::read(folder.join(name))) {
        Some(Ok(bytes)) => respond(&mut stream, "200 OK", media_type(name), &bytes)?,
        _ => respond(&mut stream, "404 Not Found", "text/plain", b"")?,
    }
    Ok(None)
}

fn respond(stream: &mut TcpStream, status: &str, media_type: &str, body: &[u8]) -> io::Result<()> {
    // The two policies give the page a finer clock.
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Embedder-Policy: require-corp\r\n\
         Connection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)?;
    stream.flush()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

fn browser(target: &Path) -> Result<Command, String> {
    BROWSERS
        .iter()
        .find_map(|name| tool(target, name).ok())
        .ok_or_else(|| "Chromium is missing. Install it (on Debian: apt install chromium) and try again.".to_owned())
}

/// A program on PATH or among the tools below the target folder.
fn tool(target: &Path, name: &str) -> Result<Command, String> {
    let tools = target.join("tools");
    let mut folders = vec![tools.join("cargo").join("bin"), tools.join("npm").join("node_modules").join(".bin")];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    folders
        .iter()
        .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
        .find(|program| program.is_file())
        .map(Command::new)
        .ok_or_else(|| format!("{name} is missing; `cargo xtask build` installs what the build needs."))
}

fn start(command: &mut Command, what: &str) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{what} could not be started: {error}."))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed ({status}); what it printed above says why.")) }
}

fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(|_| ()).map_err(|error| format!("{} cannot be copied: {error}.", from.display()))
}
