//! The project's commands: `cargo xtask help` lists them.
//!
//! This crate is the first thing that compiles on a fresh machine, so it depends on little.
//! Whatever goes wrong ends as a sentence on standard error and exit status 1, never as a backtrace.

mod bench;
mod browsers;
mod build;
mod csp;
mod data_report;
mod fuzz;
mod html;
mod process;
mod project;
mod serve;
mod single_file;
mod size;
mod test;
mod tools;

use std::panic::{self, PanicHookInfo};
use std::process::{self as system, ExitCode};

use project::Project;

const HELP: &str = "\
Verbatim's commands:

  cargo xtask serve   build the page and open it in the browser
                      --port N     the port to begin with (8080; the next free one is taken)
                      --no-open    only print the address
                      --no-build   serve dist/ as it stands
  cargo xtask build   the release: dist/ for any web server, dist/verbatim.html as a single file
  cargo xtask test    everything that must hold before a change goes in
  cargo xtask bench [FORMAT…]   speed and memory of the parsers, beside others, in a browser; `hostile` names the
                      files that nobody would write
  cargo xtask fuzz [TARGET …]   looks for inputs that break a parser; without names in every target of fuzz/
                      --seconds N  how long each target runs (120)
  cargo xtask size    what the built page weighs, against its budget
  cargo xtask data-report [FOLDER]   reads every file of a folder of real transcripts and prints what came of it
  cargo xtask help    this text

On a fresh machine with rustup, a C compiler and npm each of them first installs what is missing
at pinned versions: where cargo puts tools if they are there already, else under target/tools.
";

fn main() -> ExitCode {
    panic::set_hook(Box::new(say_what_broke));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\nerror: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// A mistake in this program itself also ends in a sentence; a reader that went away (`… | head`) in none.
fn say_what_broke(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or_default();
    if !message.contains("Broken pipe") {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("\nerror: xtask itself is at fault ({place}): {message}. Please report this.");
    }
    system::exit(1);
}

fn dispatch(arguments: &[String]) -> process::Outcome {
    let (command, options) = match arguments.split_first() {
        Some((command, options)) => (command.as_str(), options),
        None => ("help", arguments),
    };
    if command == "serve" {
        return serve::run(&Project::locate()?, &serve::Options::read(options)?);
    }
    if command == "fuzz" {
        return fuzz::run(&Project::locate()?, &fuzz::Options::read(options)?);
    }
    if command == "data-report" {
        return data_report::run(&Project::locate()?, options.first().map(String::as_str));
    }
    if command == "bench" {
        return bench::run(&Project::locate()?.root, options);
    }
    if let Some(option) = options.first() {
        return Err(format!("`cargo xtask {command}` takes no `{option}`; `cargo xtask help` lists what there is."));
    }
    match command {
        "build" => build::run(&Project::locate()?),
        "test" => test::run(&Project::locate()?),
        "size" => size::run(&Project::locate()?),
        // Trunk's hook; of no use by hand.
        "list-transcripts" => build::list_transcripts_in_stage(),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => Err(format!("there is no command `{unknown}`; `cargo xtask help` lists them.")),
    }
}
