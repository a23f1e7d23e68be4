//! The browsers that the tests run in, and their drivers: found, or installed from Debian's packages.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{self, Outcome};
use crate::tools::Tools;

/// A program under any of its names, and where it comes from.
struct Part {
    what: &'static str,
    programs: &'static [&'static str],
    debian: &'static str,
    ubuntu: &'static str,
    /// Whether it exists outside Linux at all.
    only_linux: bool,
}

const PARTS: [Part; 5] = [
    Part {
        what: "Chromium or Chrome",
        programs: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
        debian: "chromium",
        ubuntu: "chromium-browser",
        only_linux: false,
    },
    Part {
        what: "chromedriver, of the same version",
        programs: &["chromedriver"],
        debian: "chromium-driver",
        ubuntu: "chromium-chromedriver",
        only_linux: false,
    },
    Part {
        what: "Firefox",
        programs: &["firefox-esr", "firefox"],
        debian: "firefox-esr",
        ubuntu: "firefox",
        only_linux: false,
    },
    Part {
        what: "WebKitGTK's driver",
        programs: &["WebKitWebDriver"],
        debian: "webkit2gtk-driver",
        ubuntu: "webkit2gtk-driver",
        only_linux: true,
    },
    Part { what: "Xvfb", programs: &["Xvfb"], debian: "xvfb", ubuntu: "xvfb", only_linux: true },
];

/// Makes sure that all browsers are there; says in one sentence what to install where it cannot do so itself.
pub fn need(tools: &Tools) -> Outcome {
    if missing(tools).is_empty() {
        return Ok(());
    }
    if let Some(family) = apt_family() {
        install_with_apt(&missing(tools), family)?;
    }
    let missing = missing(tools);
    if missing.is_empty() {
        return Ok(());
    }
    let whats: Vec<&str> = missing.iter().map(|part| part.what).collect();
    let packages: Vec<&str> = missing.iter().map(|part| part.debian).collect();
    Err(format!(
        "for the tests in browsers this machine lacks {}; please install what is missing and put it on PATH (on Debian: sudo apt-get install {}).",
        whats.join(", "),
        packages.join(" ")
    ))
}

/// Where chromedriver is.
pub fn chromedriver(tools: &Tools) -> Outcome<PathBuf> {
    tools.find("chromedriver").ok_or_else(|| "chromedriver is missing.".to_owned())
}

fn missing(tools: &Tools) -> Vec<&'static Part> {
    PARTS
        .iter()
        .filter(|part| cfg!(target_os = "linux") || !part.only_linux)
        .filter(|part| !part.programs.iter().any(|program| tools.find(program).is_some()) && !is_application(part))
        .collect()
}

/// On macOS and Windows browsers are applications, not programs on PATH; their drivers find them.
fn is_application(part: &Part) -> bool {
    let folders: &[&str] = match part.debian {
        "chromium" => &["/Applications/Google Chrome.app", "/Applications/Chromium.app", "Google\\Chrome"],
        "firefox-esr" => &["/Applications/Firefox.app", "Mozilla Firefox"],
        _ => return false,
    };
    let programs = env::var_os("ProgramFiles").map(PathBuf::from).unwrap_or_default();
    !cfg!(target_os = "linux") && folders.iter().any(|folder| programs.join(folder).exists())
}

#[derive(Clone, Copy)]
enum AptFamily {
    Debian,
    Ubuntu,
}

/// Whether packages can be installed here: as root, with apt-get.
fn apt_family() -> Option<AptFamily> {
    let is_root = process::output_of(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !is_root || process::find("apt-get", &env::var_os("PATH")?).is_none() {
        return None;
    }
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let is_ubuntu = release.lines().any(|line| line.trim() == "ID=ubuntu");
    Some(if is_ubuntu { AptFamily::Ubuntu } else { AptFamily::Debian })
}

fn install_with_apt(missing: &[&Part], family: AptFamily) -> Outcome {
    let packages: Vec<&str> = missing
        .iter()
        .map(|part| match family {
            AptFamily::Debian => part.debian,
            AptFamily::Ubuntu => part.ubuntu,
        })
        .collect();
    println!("Installing {} with apt-get (once; 2 to 5 minutes) …", packages.join(", "));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    process::run(apt().args(["update", "--quiet"]), "`apt-get update`")?;
    process::run(
        apt().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages),
        "`apt-get install`",
    )
}
