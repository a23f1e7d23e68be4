//! `cargo xtask bench`: the speed of the parsers, measured in a browser beside the parsers that others use.
//!
//! Builds `benches/bench_page.rs` for WebAssembly, bundles it with the packages pinned in `benches/peers/`, serves the
//! page to this machine alone and lets a headless Chromium run it. Everything that is made lies below the target
//! folder; the source tree stays as it is. The page posts its times; the table is printed.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// What the slowest of the parsers needs for all its runs, with much room.
const PATIENCE: Duration = Duration::from_secs(20 * 60);

/// How many times faster than the fastest of the others Verbatim has to be.
const GOAL: f64 = 5.0;

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

/// Runs the benchmark of the package at `root` and prints its table.
pub fn run(root: &Path) -> Result<(), String> {
    let target = target_folder(root);
    let site = target.join("bench").join("site");
    make_folder(&site)?;
    build_wasm(root, &target, &site)?;
    bundle_page(root, &target, &site)?;
    let result = measure(&target, &site)?;
    print!("{}", table(&result)?);
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
    for name in ["package.json", "package-lock.json", "page.js"] {
        copy(&source.join(name), &peers.join(name))?;
    }
    copy(&source.join("index.html"), &site.join("index.html"))?;
    println!("Fetching the other parsers from npm, at pinned versions …");
    let mut npm = tool(target, "npm")?;
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]).current_dir(&peers);
    start(&mut npm, "npm")?;
    let mut bundle = Command::new(peers.join("node_modules/.bin/esbuild"));
    bundle
        .args(["page.js", "--bundle", "--format=esm", "--minify", "--platform=browser", "--log-level=warning"])
        .arg("--external:./pkg/*")
        .arg(format!("--outfile={}", site.join("page.js").display()))
        .current_dir(&peers);
    start(&mut bundle, "esbuild")
}

/// Serves the page, lets a browser run it, and returns what the page posted.
fn measure(target: &Path, site: &Path) -> Result<String, String> {
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
        .arg(format!("http://127.0.0.1:{port}/index.html"))
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
            return Err("the page did not finish within twenty minutes.".to_owned());
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

/// One measured parser on one input.
#[derive(Debug, Default, PartialEq)]
struct Row {
    input: String,
    parser: String,
    is_own: bool,
    bytes: f64,
    found: f64,
    best_ms: f64,
    middle_ms: f64,
    error: String,
}

/// The table to print, with the ratio of Verbatim to the fastest of the others.
fn table(result: &str) -> Result<String, String> {
    let rows = read_rows(result);
    if rows.is_empty() {
        return Err(format!("the page reported no times: {result}"));
    }
    let speed = |row: &Row, ms: f64| if ms > 0.0 { row.bytes / 1e3 / ms } else { 0.0 };
    let mut text = format!(
        "\n{:<9} {:<22} {:>10} {:>10} {:>9}  {}\n",
        "input", "parser", "best MB/s", "mid MB/s", "cues", "beside Verbatim"
    );
    let mut verdicts = String::new();
    let mut inputs: Vec<&str> = rows.iter().map(|row| row.input.as_str()).collect();
    inputs.dedup();
    for input in inputs {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.input == input).collect();
        let own = rows.iter().find(|row| row.parser == "Verbatim").map_or(0.0, |row| speed(row, row.best_ms));
        for row in &rows {
            let best = speed(row, row.best_ms);
            if row.error.is_empty() {
                text += &format!(
                    "{:<9} {:<22} {:>10.0} {:>10.0} {:>9}  {}\n",
                    row.input,
                    row.parser,
                    best,
                    speed(row, row.middle_ms),
                    row.found,
                    if best <= own { format!("1/{:.1}", own / best) } else { format!("{:.1} times", best / own) }
                );
            } else {
                text += &format!("{:<9} {:<22} failed: {}\n", row.input, row.parser, row.error);
            }
        }
        text.push('\n');
        let peer = rows.iter().filter(|row| !row.is_own).map(|row| speed(row, row.best_ms)).fold(0.0, f64::max);
        if peer > 0.0 {
            let ratio = own / peer;
            let verdict = if ratio >= GOAL { "reached" } else { "missed" };
            verdicts +=
                &format!("{input}: {ratio:.1} times the fastest of the others; the goal of {GOAL} is {verdict}\n");
        }
    }
    Ok(text + &verdicts)
}

/// Reads the rows out of what the page posts: flat objects of strings, numbers and booleans in one array. What is not
/// of that form gives no rows; a reader of JSON would be the only dependency of this file.
fn read_rows(json: &str) -> Vec<Row> {
    let Some((_, rows)) = json.split_once("\"rows\":[") else { return Vec::new() };
    rows.split('{').skip(1).filter_map(|object| object.split_once('}')).map(|(object, _)| read_row(object)).collect()
}

fn read_row(object: &str) -> Row {
    let mut row = Row::default();
    let mut rest = object;
    while let Some((_, after)) = rest.split_once('"') {
        let Some((name, after)) = after.split_once("\":") else { break };
        let (value, after) = match after.strip_prefix('"') {
            Some(text) => text.split_once('"').unwrap_or((text, "")),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        let number = || value.parse().unwrap_or_default();
        match name {
            "input" => row.input = value.to_owned(),
            "parser" => row.parser = value.to_owned(),
            "error" => row.error = value.to_owned(),
            "is_own" => row.is_own = value == "true",
            "bytes" => row.bytes = number(),
            "found" => row.found = number(),
            "best_ms" => row.best_ms = number(),
            "middle_ms" => row.middle_ms = number(),
            _ => {}
        }
        rest = after;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESULT: &str = r#"{"browser":"x","rows":[
        {"input":"vtt","parser":"Verbatim","bytes":50000000,"is_own":true,"found":7,"best_ms":200,"middle_ms":250.5},
        {"input":"vtt","parser":"other","bytes":50000000,"is_own":false,"found":7,"best_ms":1250,"middle_ms":1300}]}"#;

    #[test]
    fn rows_become_a_table_with_a_verdict() {
        let text = table(RESULT).expect("a table");
        assert!(text.contains("vtt: 6.2 times the fastest of the others; the goal of 5 is reached"), "{text}");
        assert!(text.lines().any(|line| line.contains("other") && line.ends_with("1/6.2")), "{text}");
    }

    #[test]
    fn a_page_that_failed_says_why() {
        assert!(table(r#"{"error":"no wasm"}"#).is_err_and(|sentence| sentence.contains("no wasm")));
    }
}
