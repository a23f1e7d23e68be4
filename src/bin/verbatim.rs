//! The command line: a thin face over the library. It reads arguments and files and prints; what it prints is made
//! elsewhere. On wasm32, where all binaries are compiled too, it is empty.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    native::run()
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::ffi::OsString;
    use std::io::{self, Write};
    use std::process::ExitCode;

    use verbatim::containers::{Bounds, Container, Part};
    use verbatim::export::report::report;
    use verbatim::formats::Limits;

    const USAGE: &str = "\
usage: verbatim parse FILE…
       verbatim --help
       verbatim --version

  parse   reads transcripts of any known format and prints one JSON object a file, one line each;
          archives (ZIP, gzip) are read file by file

Errors go to standard error. The exit status is 1 if any file could not be read, else 0.
";

    /// Does what the arguments ask.
    pub fn run() -> ExitCode {
        let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
        let words: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        match words.as_slice() {
            [] => misuse("no command was given."),
            ["--help" | "-h" | "help", ..] | [_, "--help" | "-h", ..] => print(USAGE),
            ["--version" | "-V", ..] => print(concat!("verbatim ", env!("CARGO_PKG_VERSION"), "\n")),
            ["parse"] => misuse("parse needs at least one file."),
            ["parse", files @ ..] => parse(files, &arguments[1..]),
            [unknown, ..] => misuse(&format!("there is no command {unknown:?}.")),
        }
    }

    fn parse(names: &[&str], paths: &[OsString]) -> ExitCode {
        let mut are_read = true;
        for (name, path) in names.iter().zip(paths) {
            let parts = match std::fs::read(path) {
                Err(error) => {
                    complain(&format!("{name}: {}", sentence(&error)));
                    are_read = false;
                    continue;
                }
                Ok(bytes) => match Container::open(name, bytes, Bounds::default()) {
                    Ok(container) => Box::new(container) as Box<dyn Iterator<Item = Part>>,
                    Err(bytes) => {
                        let whole = Part::File { path: (*name).to_owned(), bytes, is_sound: true };
                        Box::new(std::iter::once(whole))
                    }
                },
            };
            for part in parts {
                match parse_part(part) {
                    Ok(is_read) => are_read &= is_read,
                    // Whoever was reading has closed the pipe: there is nobody left to print for.
                    Err(_) => return ExitCode::FAILURE,
                }
            }
        }
        if are_read { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Prints the report on a file, dropped or out of an archive. Answers whether it could be read as a whole.
    fn parse_part(part: Part) -> io::Result<bool> {
        let (path, bytes, is_sound) = match part {
            Part::File { path, bytes, is_sound } => (path, bytes, is_sound),
            Part::Refused { path, why } => {
                complain(&format!("{path}: {why}"));
                return Ok(false);
            }
        };
        if !is_sound {
            complain(&format!("{path}: It is damaged in the archive and is read as far as it goes."));
        }
        match report(&path, &bytes, &Limits::default()) {
            Err(error) => {
                complain(&format!("{path}: the report could not be written: {error}."));
                Ok(false)
            }
            Ok((json, refusal)) => {
                writeln!(io::stdout().lock(), "{json}")?;
                if let Some(refusal) = &refusal {
                    complain(&format!("{path}: {refusal}"));
                }
                Ok(is_sound && refusal.is_none())
            }
        }
    }

    /// Why a file could not be opened, and what to do.
    fn sentence(error: &io::Error) -> String {
        match error.kind() {
            io::ErrorKind::NotFound => "There is no such file. Check the name and the folder.".into(),
            io::ErrorKind::IsADirectory => "This is a folder. Name the files in it.".into(),
            io::ErrorKind::PermissionDenied => "The file may not be read. Check its permissions.".into(),
            _ => format!("The file could not be read: {error}."),
        }
    }

    fn misuse(what: &str) -> ExitCode {
        complain(&format!("{what}\n{}", USAGE.trim_end()));
        ExitCode::FAILURE
    }

    fn print(text: &str) -> ExitCode {
        match io::stdout().lock().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        }
    }

    /// Writes to standard error; where even that is closed, the exit status has to do.
    fn complain(text: &str) {
        let _ = writeln!(io::stderr().lock(), "verbatim: {text}");
    }
}
