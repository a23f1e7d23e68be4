//! Running other programs, and saying what became of them.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// What every step comes to: nothing more to say, or a sentence for the person who started it.
pub type Outcome<T = ()> = Result<T, String>;

/// Runs a program with its output left visible. `what` names it in the sentence when it fails.
pub fn run(command: &mut Command, what: &str) -> Outcome {
    let status = command.status().map_err(|error| {
        format!("{what} could not be started: {} ({error}).", command.get_program().to_string_lossy())
    })?;
    match status.code() {
        Some(0) => Ok(()),
        Some(code) => Err(format!("{what} failed with exit status {code}; what it printed above says why.")),
        None => Err(format!("{what} was ended by a signal.")),
    }
}

/// Runs a program silently; its standard output if it succeeded.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The program of that name in the folders of `path`, as a shell would find it.
pub fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    env::split_paths(path)
        .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
        .find(|candidate| is_executable(candidate))
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

/// The first thing in `text` that looks like a version: `0.21.14` in `trunk 0.21.14`.
pub fn version_in(text: &str) -> Option<&str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_digit()))
        .find(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// `1 min 23 s`, or `4.2 s` below a minute.
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f32())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_tools_print() {
        assert_eq!(version_in("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(version_in("wasm-opt version 132 (version_132)"), Some("132"));
        assert_eq!(version_in("geckodriver 0.37.1\n\nThe source code of this"), Some("0.37.1"));
        assert_eq!(version_in("no digits here"), None);
    }

    #[test]
    fn durations_are_said_in_words() {
        assert_eq!(spoken(Duration::from_millis(4210)), "4.2 s");
        assert_eq!(spoken(Duration::from_secs(83)), "1 min 23 s");
    }

    #[test]
    fn a_program_that_fails_is_named() {
        let error = run(Command::new(env!("CARGO")).arg("no-such-command").stderr(Stdio::null()), "that command");
        assert!(error.is_err_and(|sentence| sentence.starts_with("that command failed with exit status")));
        let error = run(&mut Command::new("no-such-program"), "that program");
        assert!(error.is_err_and(|sentence| sentence.starts_with("that program could not be started")));
    }
}
