//! The two servers of the test: one that gives the files of the built page and can be cut off, and one that stands
//! where the rest of the world would be, refuses everything and remembers what was asked of it.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a connection may stay silent: browsers open some that they never use.
const PATIENCE: Duration = Duration::from_secs(20);

/// Takes connections on a free port, each in a thread of its own, until it is stopped.
struct Listener {
    address: SocketAddr,
    is_stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    fn start(answer: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on this machine");
        let address = listener.local_addr().expect("the address of a listener");
        let is_stopped = Arc::new(AtomicBool::new(false));
        let (stopped, answer) = (is_stopped.clone(), Arc::new(answer));
        let thread = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let answer = answer.clone();
                // A browser that goes away in the middle of an answer is no trouble of ours.
                thread::spawn(move || stream.set_read_timeout(Some(PATIENCE)).and_then(|()| answer(stream)));
            }
        });
        Self { address, is_stopped, thread: Some(thread) }
    }

    /// Frees the port: from here on connections to it are refused.
    fn stop(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.is_stopped.store(true, Ordering::SeqCst);
            // The loop looks at the flag when someone comes.
            let _ = TcpStream::connect(self.address);
            let _ = thread.join();
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The first line of a request; the rest of the head says nothing that matters here.
fn first_line(stream: &TcpStream) -> io::Result<String> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    Ok(first)
}

/// Gives the files of a folder.
pub struct Files(Listener);

impl Files {
    /// Serves the folder.
    pub fn serve(folder: &Path) -> Self {
        let folder = folder.to_owned();
        Self(Listener::start(move |stream| give(stream, &folder)))
    }

    /// The address of the folder.
    pub fn address(&self) -> String {
        format!("http://{}/", self.0.address)
    }

    /// Cuts the network: from here on no request is answered.
    pub fn cut(&mut self) {
        self.0.stop();
    }
}

fn give(mut stream: TcpStream, folder: &Path) -> io::Result<()> {
    let first = first_line(&stream)?;
    let path = first.split_whitespace().nth(1).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let path = if path.is_empty() { PathBuf::from("index.html") } else { PathBuf::from(path) };
    // The names in the folder need no escapes.
    let is_inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let (status, bytes) = match fs::read(folder.join(&path)) {
        Ok(bytes) if is_inside => ("200 OK", bytes),
        _ => ("404 Not Found", Vec::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n",
        media_type(&path),
        bytes.len()
    )?;
    stream.write_all(&bytes)
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" | "srt" | "md" => "text/plain",
        "vtt" => "text/vtt",
        _ => "application/octet-stream",
    }
}

/// The rest of the world, as the browsers' proxy: whatever would leave the machine arrives here and is refused.
pub struct Outside {
    listener: Listener,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Outside {
    /// Starts to listen.
    pub fn start() -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = asked.clone();
        let listener = Listener::start(move |mut stream| {
            let line = first_line(&stream)?;
            if !line.is_empty() {
                noted.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
            stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        });
        Self { listener, asked }
    }

    /// Host and port of the proxy.
    pub fn proxy(&self) -> String {
        self.listener.address.to_string()
    }

    /// The requests so far, by their first lines.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
