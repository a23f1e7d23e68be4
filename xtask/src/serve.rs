//! `cargo xtask serve`: builds the page, serves it to this machine alone, and opens it.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::build;
use crate::process::Outcome;
use crate::project::Project;

const FIRST_PORT: u16 = 8080;
const PORTS_TRIED: u16 = 50;
/// Longest head of a request that is read, bytes.
const LONGEST_HEAD: u64 = 64 * 1024;
/// How long a connection may stay silent: browsers open some that they never use.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was asked for on the command line.
pub struct Options {
    first_port: u16,
    is_opened: bool,
    is_built: bool,
}

impl Options {
    /// Reads `--port N`, `--no-open` and `--no-build`.
    pub fn read(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self { first_port: FIRST_PORT, is_opened: true, is_built: true };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--no-open" => options.is_opened = false,
                "--no-build" => options.is_built = false,
                "--port" => {
                    let port = rest.next().ok_or("`--port` wants a number after it.")?;
                    options.first_port =
                        port.parse().map_err(|_| format!("`{port}` is no port; those are numbers up to 65535."))?;
                }
                other => {
                    return Err(format!(
                        "`cargo xtask serve` takes no `{other}`; `cargo xtask help` lists what there is."
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// Builds, serves and opens; comes back only on an error.
pub fn run(project: &Project, options: &Options) -> Outcome {
    if options.is_built {
        build::run(project)?;
    } else if !project.dist.join("index.html").is_file() {
        return Err("there is nothing in dist/ yet; leave `--no-build` out.".to_owned());
    }
    let (server, port) = bind(options.first_port)?;
    let address = format!("http://127.0.0.1:{port}");
    println!("\nVerbatim is at {address}  (Ctrl+C ends it)");
    if options.is_opened {
        open(&address);
    }
    // Each connection is answered by a thread of its own and closed: a page is some dozen files, and no pool of
    // threads can be held up by connections that browsers open and leave idle.
    for stream in server.incoming().flatten() {
        let folder = project.dist.clone();
        thread::spawn(move || {
            // A browser that goes away in the middle of an answer is no trouble of ours.
            let _ = answer(stream, &folder);
        });
    }
    Ok(())
}

fn bind(first: u16) -> Outcome<(TcpListener, u16)> {
    let last = first.saturating_add(PORTS_TRIED);
    for port in first..=last {
        if let Ok(server) = TcpListener::bind(("127.0.0.1", port)) {
            return Ok((server, port));
        }
    }
    Err(format!("no port from {first} to {last} is free; choose another with `--port N`."))
}

fn answer(mut stream: TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.try_clone()?.take(LONGEST_HEAD)).lines();
    let Some(first) = lines.next().transpose()? else { return Ok(()) };
    // The rest of the head says nothing that matters for files.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut words = first.split_whitespace();
    let (method, url) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let found = path_of(url, folder).and_then(|path| Some((fs::read(&path).ok()?, media_type(&path))));
    let (status, media_type, bytes) = match (method, found) {
        ("GET" | "HEAD", Some((bytes, media_type))) => ("200 OK", media_type, bytes),
        ("GET" | "HEAD", None) => {
            ("404 Not Found", "text/plain; charset=utf-8", b"There is no such file here.\n".to_vec())
        }
        _ => ("405 Method Not Allowed", "text/plain; charset=utf-8", b"This server only gives files.\n".to_vec()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        bytes.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&bytes)?;
    }
    stream.flush()
}

/// The file that an address names; none if it leads out of the folder.
fn path_of(url: &str, folder: &Path) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let name = unescaped(path)?;
    let name = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name };
    let relative = Path::new(&name);
    let stays_inside = relative.components().all(|part| matches!(part, Component::Normal(_))) && !name.contains('\\');
    stays_inside.then(|| folder.join(relative))
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        // No charset: transcripts come in any encoding, and the page finds it out.
        "txt" | "srt" | "md" => "text/plain",
        "vtt" => "text/vtt",
        _ => "application/octet-stream",
    }
}

/// Opens the address in the browser; where that fails the person has it in print.
fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else if env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some() {
        ("xdg-open", &[])
    } else {
        return;
    };
    let _ = Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(arguments: &[&str]) -> Outcome<Options> {
        Options::read(&arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_read_and_unknown_ones_refused() {
        let read = options(&["--port", "9000", "--no-open"]).expect("both are known");
        assert!(read.first_port == 9000 && !read.is_opened && read.is_built);
        for wrong in [&["--port"][..], &["--port", "many"], &["--loud"]] {
            assert!(options(wrong).is_err());
        }
    }

    #[test]
    fn addresses_lead_to_files_in_the_folder_only() {
        let dist = Path::new("dist");
        assert_eq!(path_of("/", dist), Some(dist.join("index.html")));
        assert_eq!(path_of("/transcripts/a%20b.txt?x=1", dist), Some(dist.join("transcripts").join("a b.txt")));
        for outside in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "//etc/passwd/../..", "/a/%2e%2e/%2e%2e/b", "/%zz"] {
            assert_eq!(path_of(outside, dist), None, "{outside}");
        }
    }
}
