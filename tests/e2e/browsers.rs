//! The browsers, each with its driver: found on PATH, started on a free port, ended with all that they started.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::webdriver::Session;

/// How long a driver may take to come up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser that the page must work in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK's MiniBrowser.
    WebKit,
}

/// A browser that runs. The fields end in this order: the session, its driver, the screen.
pub struct Running {
    /// The way to drive it.
    pub session: Session,
    _driver: Program,
    _screen: Option<Program>,
}

impl Browser {
    /// Hosts that the browser itself may ask whatever page is open. The switches below silence Chromium, Firefox and
    /// WebKit wholly; Google's own build of Chromium knows more such hosts. A page of ours cannot hide among those who
    /// ask: its own list of requests is looked at too, and the policy forbids them.
    pub fn own_hosts(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[
                "accounts.google.com",
                "redirector.gvt1.com",
                "clients2.google.com",
                "update.googleapis.com",
                "optimizationguide-pa.googleapis.com",
                "content-autofill.googleapis.com",
            ],
            Self::Firefox | Self::WebKit => &[],
        }
    }

    /// Starts it with the proxy that all requests to other machines go to. None where it does not exist on this
    /// system at all.
    pub fn start(self, proxy: &str) -> Option<Running> {
        if self == Self::WebKit && !cfg!(target_os = "linux") {
            return None;
        }
        let address = format!("http://{proxy}");
        let proxy = json!({ "proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy, "noProxy": ["127.0.0.1", "localhost"] });
        let screen = (self == Self::WebKit).then(screen);
        let port = free_port();
        let (program, arguments) = match self {
            Self::Chromium => ("chromedriver", vec![format!("--port={port}")]),
            Self::Firefox => ("geckodriver", vec!["--port".into(), port.to_string()]),
            Self::WebKit => ("WebKitWebDriver", vec![format!("--port={port}")]),
        };
        let mut command = Command::new(need(&[program]));
        // The interface speaks the language of the browser, and that of the machine.
        command.args(arguments).stdout(Stdio::null()).envs([("LANG", "C.UTF-8"), ("LANGUAGE", "en")]);
        if self == Self::Firefox {
            // Without this it does not believe the preference that names another server for its lists.
            command.env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1");
        }
        if let Some((_, display)) = &screen {
            command.env("DISPLAY", display).env_remove("WAYLAND_DISPLAY").env("LIBGL_ALWAYS_SOFTWARE", "1");
            // WebKitGTK does not start with a list of hosts that need no proxy among its capabilities, and asks the
            // proxy for this machine's own pages without one. The environment says both.
            command.envs([("http_proxy", &address), ("https_proxy", &address)]).env("no_proxy", "127.0.0.1,localhost");
        }
        let driver = Program::start(&mut command);
        wait_for(port, program);
        let mut capabilities = match self {
            Self::Chromium => chromium(),
            Self::Firefox => firefox(),
            Self::WebKit => webkit(),
        };
        if self != Self::WebKit {
            capabilities["proxy"] = proxy;
        }
        let session = Session::start(port, &capabilities)
            .unwrap_or_else(|failure| panic!("{self:?} did not start: {}: {}", failure.code, failure.message));
        Some(Running { session, _driver: driver, _screen: screen.map(|(program, _)| program) })
    }
}

fn chromium() -> Value {
    let arguments = [
        "--headless=new",
        // Neither the sandbox nor a graphics card is there for root in a container.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-default-apps",
        // Updates and the question who is signed in go to a port where nobody listens.
        "--component-updater=url-source=http://127.0.0.1:9/",
        "--gaia-url=http://127.0.0.1:9/",
        "--disable-features=AutofillServerCommunication,NetworkTimeServiceQuerying,OptimizationHints,\
         OptimizationGuideModelDownloading,OptimizationHintsFetching,MediaRouter",
        "--lang=en-US",
        "--window-size=1440,900",
    ];
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    let mut options = json!({ "args": arguments });
    // Where it is an application and not on PATH, the driver finds it.
    if let Some(binary) = names.iter().find_map(|name| find(name)) {
        options["binary"] = json!(binary);
    }
    json!({ "browserName": "chrome", "goog:chromeOptions": options })
}

fn firefox() -> Value {
    let preferences = json!({
        "intl.accept_languages": "en-US",
        "app.normandy.enabled": false,
        "app.update.auto": false,
        "browser.newtabpage.enabled": false,
        "browser.safebrowsing.downloads.remote.enabled": false,
        "browser.safebrowsing.malware.enabled": false,
        "browser.safebrowsing.phishing.enabled": false,
        "browser.search.update": false,
        "browser.startup.homepage": "about:blank",
        "datareporting.healthreport.uploadEnabled": false,
        "datareporting.policy.dataSubmissionEnabled": false,
        "dom.push.connection.enabled": false,
        "extensions.getAddons.cache.enabled": false,
        "extensions.update.enabled": false,
        "extensions.systemAddon.update.enabled": false,
        "geo.enabled": false,
        "media.gmp-manager.updateEnabled": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "network.dns.disablePrefetch": true,
        "network.prefetch-next": false,
        "services.settings.server": "data:,#remote-settings-dummy/v1",
        "toolkit.telemetry.enabled": false,
        "toolkit.telemetry.server": "data:,",
        "toolkit.telemetry.unified": false,
    });
    let mut options = json!({ "args": ["-headless", "--width=1440", "--height=900"], "prefs": preferences });
    if let Some(binary) = ["firefox-esr", "firefox"].iter().find_map(|name| find(name)) {
        options["binary"] = json!(binary);
    }
    json!({ "browserName": "firefox", "moz:firefoxOptions": options })
}

fn webkit() -> Value {
    let folders = ["/usr/lib", "/usr/libexec", "/usr/lib64"];
    let binary = folders.iter().find_map(|folder| find_below(Path::new(folder), "MiniBrowser", 3));
    let binary = binary.expect("WebKitGTK's MiniBrowser; Debian has it in webkit2gtk-driver's packages");
    json!({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": { "binary": binary, "args": ["--automation"] } })
}

/// A screen that nobody sees, and its name.
fn screen() -> (Program, String) {
    let mut command = Command::new(need(&["Xvfb"]));
    command.args(["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]).stdout(Stdio::piped());
    let mut program = Program::start(&mut command);
    let output = program.0.stdout.take().expect("the output of Xvfb");
    // It writes its number when it is up.
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).expect("the number of the screen");
    assert!(!line.trim().is_empty(), "Xvfb did not start");
    (program, format!(":{}", line.trim()))
}

/// A program that ends with the value, and with it all that it started.
struct Program(Child);

impl Program {
    fn start(command: &mut Command) -> Self {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(child.unwrap_or_else(|error| panic!("{:?} did not start: {error}", command.get_program())))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if cfg!(unix) {
            let group = format!("-{}", self.0.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on this machine");
    listener.local_addr().expect("the address of a listener").port()
}

/// Waits until someone listens on the port. A refusal comes at once.
fn wait_for(port: u16, program: &str) {
    let started = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(started.elapsed() < PATIENCE, "{program} does not listen");
        thread::yield_now();
    }
}

fn need(names: &[&str]) -> PathBuf {
    names.iter().find_map(|name| find(name)).unwrap_or_else(|| {
        panic!("{} is not on PATH. `cargo xtask test` installs it or says how to.", names[0]);
    })
}

fn find(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

fn find_below(folder: &Path, name: &str, depth: u32) -> Option<PathBuf> {
    let path = folder.join(name);
    if path.is_file() {
        return Some(path);
    }
    let folders = folder.read_dir().ok()?.flatten().map(|entry| entry.path()).filter(|path| path.is_dir() && depth > 0);
    folders.filter(|path| !path.is_symlink()).find_map(|path| find_below(&path, name, depth - 1))
}
