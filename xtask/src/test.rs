//! `cargo xtask test`: everything that must hold before a change goes in, in the order of what fails soonest.
//!
//! The output of each step stays visible. The first failure ends the run with a sentence.

use std::time::Instant;

use crate::browsers;
use crate::build;
use crate::process::{self, Outcome};
use crate::project::Project;
use crate::size;
use crate::tools::{self, Tools};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

/// Runs all of it.
pub fn run(project: &Project) -> Outcome {
    let started = Instant::now();
    let mut steps = Steps { number: 0 };

    let tools = steps.run("tools and browsers", || {
        let tools = Tools::for_test(project)?;
        browsers::need(&tools)?;
        tools::fetch_dependencies(project)?;
        Ok(tools)
    })?;
    let cargo = |arguments: &[&[&str]], what: &str| {
        let mut command = tools.cargo(project);
        process::run(command.args(arguments.concat()), what)
    };

    steps.run("formatting", || {
        cargo(&[&["fmt", "--all", "--check"]], "`cargo fmt --check`")
            .map_err(|error| format!("{error} `cargo fmt --all` puts it right."))
    })?;
    steps.run("lints for this machine", || {
        cargo(&[&["clippy", "--workspace", "--all-targets", "--locked"], &DENY_WARNINGS], "clippy")
    })?;
    steps.run("lints for the browser", || {
        cargo(&[&["clippy", "--lib", "--bins", "--locked"], &WASM, &DENY_WARNINGS], "clippy for wasm32")
    })?;
    steps.run("documentation", || {
        // For the browser, since the library has more modules there than here; with what is private, since it is for
        // those who work on it.
        let mut command = tools.cargo(project);
        command
            .args(["doc", "--lib", "--no-deps", "--document-private-items", "--locked"])
            .args(WASM)
            .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links");
        process::run(&mut command, "`cargo doc`")
    })?;
    steps
        .run("tests on this machine", || cargo(&[&["test", "--workspace", "--locked"]], "the tests on this machine"))?;
    steps.run("tests in a browser", || {
        let mut command = tools.cargo(project);
        command
            .args(["test", "--locked"])
            .args(WASM)
            .args(["--test", "web_*"])
            .env("CHROMEDRIVER", browsers::chromedriver(&tools)?);
        process::run(&mut command, "the tests in Chromium")
    })?;
    steps.run("release build", || build::with_tools(project, &tools))?;
    steps.run("sizes", || size::run(project))?;
    if project.root.join("tests").join("e2e").join("main.rs").is_file() {
        steps.run("the built page, end to end", || {
            let mut command = tools.cargo(project);
            command.args(["test", "--locked", "--test", "e2e"]).env("VERBATIM_DIST", &project.dist);
            process::run(&mut command, "the end-to-end tests")
        })?;
    }

    println!("\nAll of it holds, after {}.", process::spoken(started.elapsed()));
    Ok(())
}

struct Steps {
    number: usize,
}

impl Steps {
    fn run<T>(&mut self, name: &str, step: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        self.number += 1;
        println!("\n== {}. {name}", self.number);
        let started = Instant::now();
        let result = step();
        let verb = if result.is_ok() { "done" } else { "failed" };
        println!("== {}. {name}: {verb} after {}", self.number, process::spoken(started.elapsed()));
        result.map_err(|sentence| format!("step {}, {name}: {sentence}", self.number))
    }
}
