//! Where things are: the package, its build folder, its output, and the versions its lock file holds.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::Outcome;

/// The folders of one checkout.
pub struct Project {
    /// The folder of `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The release for a web server, and the single file in it.
    pub dist: PathBuf,
}

impl Project {
    /// The checkout that this program was compiled in.
    pub fn locate() -> Outcome<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest.parent().filter(|root| root.join("Cargo.toml").is_file()).ok_or_else(|| {
            format!("the package is no longer at {}; run `cargo clean` and try again.", manifest.display())
        })?;
        // This program lies in `<target>/debug/`, wherever cargo was told to put that.
        let target = env::current_exe()
            .ok()
            .and_then(|program| program.ancestors().nth(2).map(Path::to_path_buf))
            .filter(|folder| folder.join("debug").is_dir() || folder.join("release").is_dir())
            .unwrap_or_else(|| root.join("target"));
        Ok(Self { root: root.to_path_buf(), target, dist: root.join("dist") })
    }

    /// The folder for tools that this machine did not have.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// `cargo`, the one that started this program, in the package's folder.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        command
    }

    /// The version of a package in `Cargo.lock`.
    pub fn locked_version(&self, package: &str) -> Outcome<String> {
        let lock = read_text(&self.root.join("Cargo.lock"))?;
        version_in_lock(&lock, package)
            .ok_or_else(|| format!("Cargo.lock names no package `{package}`, which the page is built with."))
    }
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let wanted = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| line.trim() != wanted);
    lines.next()?;
    lines.next()?.trim().strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

/// A file's text, with line ends as HTML sees them.
pub fn read_text(path: &Path) -> Outcome<String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

/// A file's bytes.
pub fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))
}

/// Writes a file, and the folders it lies in.
pub fn write(path: &Path, bytes: &[u8]) -> Outcome {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("{} cannot be written: {error}.", path.display()))
}

/// All files below `folder` by their names relative to it, with `/` between the parts, in order.
/// Hidden files (`.gitkeep`, `.DS_Store`) are left out.
pub fn files_below(folder: &Path) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    collect(folder, "", &mut names)?;
    names.sort();
    Ok(names)
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Outcome {
    let cannot = |error| format!("{} cannot be read: {error}.", folder.display());
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let entry = entry.map_err(cannot)?;
        let name = entry.file_name().into_string().map_err(|name| {
            format!("{}: the file name {} is not Unicode; please rename it.", folder.display(), name.display())
        })?;
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), names)?;
        } else {
            names.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_read() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n[[package]]\nname = \"yew\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "yew"), None);
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }
}
