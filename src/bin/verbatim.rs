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

    use verbatim::export::report::report;
    use verbatim::formats::Limits;

    const USAGE: &str = "\
usage: verbatim parse FILE…
       verbatim --help
       verbatim --version

  parse   reads transcripts of any known format and prints one JSON object a file, one line each

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
        let mut status = ExitCode::SUCCESS;
        for (name, path) in names.iter().zip(paths) {
            let failure = match std::fs::read(path) {
                Err(error) => Some(sentence(&error)),
                Ok(bytes) => match report(name, &bytes, &Limits::default()) {
                    Err(error) => Some(format!("the report could not be written: {error}.")),
                    Ok((json, refusal)) => {
                        if writeln!(io::stdout().lock(), "{json}").is_err() {
                            // Whoever was reading has closed the pipe: there is nobody left to print for.
                            return ExitCode::FAILURE;
                        }
                        refusal.map(|refusal| refusal.to_string())
                    }
                },
            };
            if let Some(failure) = failure {
                complain(&format!("{name}: {failure}"));
                status = ExitCode::FAILURE;
            }
        }
        status
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
