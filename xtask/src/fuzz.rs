//! `cargo xtask fuzz [TARGET …] [--seconds N]`: lets libFuzzer look for inputs that break a parser.
//!
//! Builds the targets of `fuzz/` with cargo-fuzz, runs one after the other on the fixtures and on what earlier runs
//! found interesting, and prints a table. All that is made lies below `target/fuzz`; the source tree stays as it is.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::process::{self, Outcome};
use crate::project::Project;
use crate::tools::Tools;

/// How long a target runs if nobody says otherwise.
const SECONDS: u32 = 120;

/// What took longer than this many seconds hangs.
const TIMEOUT: u32 = 10;
/// What took more memory than this many megabytes takes it without bound.
const MOST_MEGABYTES: u32 = 2048;
/// Longest input, bytes. Longer ones find little more and take their time; growth has tests of its own.
const LONGEST_INPUT: u32 = 8192;

/// What was asked for on the command line.
pub struct Options {
    /// Names of targets; none for all.
    targets: Vec<String>,
    seconds: u32,
}

impl Options {
    /// Reads names of targets and `--seconds N`.
    pub fn read(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self { targets: Vec::new(), seconds: SECONDS };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--seconds" => {
                    let seconds = rest.next().ok_or("`--seconds` wants a number after it.")?;
                    let number = seconds.parse().ok().filter(|number| *number > 0);
                    options.seconds = number.ok_or_else(|| format!("`{seconds}` is no number of seconds."))?;
                }
                other if other.starts_with('-') => {
                    return Err(format!(
                        "`cargo xtask fuzz` takes no `{other}`; `cargo xtask help` lists what there is."
                    ));
                }
                target => options.targets.push(target.to_owned()),
            }
        }
        Ok(options)
    }
}

/// Runs the targets and prints the table. Ends with an error where something was found.
pub fn run(project: &Project, options: &Options) -> Outcome {
    let fuzzer = Fuzzer { project, tools: Tools::for_fuzz(project)?, folder: project.target.join("fuzz") };
    let known = fuzzer.targets()?;
    if let Some(unknown) = options.targets.iter().find(|target| !known.contains(target)) {
        return Err(format!("there is no fuzz target `{unknown}`; there are {}.", known.join(", ")));
    }
    let targets = if options.targets.is_empty() { &known } else { &options.targets };
    let mut runs = Vec::new();
    for (i, target) in targets.iter().enumerate() {
        println!("{target} ({} of {}), for {} s …", i + 1, targets.len(), options.seconds);
        runs.push(fuzzer.run(target, options.seconds)?);
    }
    print!("{}", table(&runs));
    let findings: Vec<String> = runs.iter().filter_map(Run::sentence).collect();
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n")) }
}

struct Fuzzer<'p> {
    project: &'p Project,
    tools: Tools,
    /// Where all that is made lies.
    folder: PathBuf,
}

impl Fuzzer<'_> {
    /// A command of cargo-fuzz.
    fn cargo_fuzz(&self, command: &str) -> Command {
        let mut cargo_fuzz = self.tools.cargo(self.project);
        cargo_fuzz
            .args(["fuzz", command, "--fuzz-dir"])
            .arg(self.project.root.join("fuzz"))
            .env("CARGO_TARGET_DIR", &self.folder)
            // What cargo says of one source file that serves many targets is meant so.
            .env("CARGO_TERM_QUIET", "true")
            // What libFuzzer needs of the compiler is not stable yet, and the project's compiler is.
            .env("RUSTC_BOOTSTRAP", "1");
        cargo_fuzz
    }

    fn targets(&self) -> Outcome<Vec<String>> {
        let list = process::output_of(&mut self.cargo_fuzz("list")).ok_or("`cargo fuzz list` failed.")?;
        Ok(list.lines().map(str::to_owned).collect())
    }

    fn run(&self, target: &str, seconds: u32) -> Outcome<Run> {
        let mut build = self.cargo_fuzz("build");
        // Nothing here is unsafe, so that there is nothing for a sanitizer to find that a panic would not say.
        build.args(["--sanitizer", "none", target]);
        process::run(&mut build, "`cargo fuzz build`")?;
        let (corpus, findings) = (self.folder.join("corpus").join(target), self.folder.join("findings").join(target));
        let log = self.folder.join("logs").join(format!("{target}.log"));
        for folder in [&corpus, &findings, &self.folder.join("logs")] {
            fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
        }
        let cannot_write = |error| format!("{} cannot be written: {error}.", log.display());
        let output = File::create(&log).map_err(cannot_write)?;
        let mut program = Command::new(self.program(target)?);
        program
            .arg(&corpus)
            .arg(self.seeds(target))
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-timeout={TIMEOUT}"))
            .arg(format!("-rss_limit_mb={MOST_MEGABYTES}"))
            .arg(format!("-max_len={LONGEST_INPUT}"))
            .arg(format!("-artifact_prefix={}/", findings.display()))
            .arg("-print_final_stats=1")
            .stdout(output.try_clone().map_err(cannot_write)?)
            .stderr(output);
        let started = Instant::now();
        let status = program.status().map_err(|error| format!("{target} could not be started: {error}."))?;
        let text = fs::read(&log).map_err(|error| format!("{} cannot be read: {error}.", log.display()))?;
        let text = String::from_utf8_lossy(&text);
        let finding = (!status.success()).then(|| finding_in(&text));
        Ok(Run { target: target.to_owned(), executions: executions_in(&text), took: started.elapsed(), finding, log })
    }

    /// The fixtures of the format; for what formats share, all of them.
    fn seeds(&self, target: &str) -> PathBuf {
        let all = self.project.root.join("tests").join("fixtures");
        Some(all.join(target)).filter(|folder| folder.is_dir()).unwrap_or(all)
    }

    fn program(&self, target: &str) -> Outcome<PathBuf> {
        let mut ask = Command::new("rustc");
        ask.args(["--print", "host-tuple"]).current_dir(&self.project.root);
        let host = process::output_of(&mut ask).ok_or("rustc does not say for which machine it compiles.")?;
        let name = format!("{target}{}", std::env::consts::EXE_SUFFIX);
        Ok(self.folder.join(host.trim()).join("release").join(name))
    }
}

/// What came of one target.
struct Run {
    target: String,
    executions: Option<u64>,
    took: Duration,
    /// What was found, and where the input lies.
    finding: Option<Finding>,
    log: PathBuf,
}

#[derive(Debug, Default, PartialEq)]
struct Finding {
    what: String,
    input: Option<PathBuf>,
}

impl Run {
    /// What was found and what to do with it.
    fn sentence(&self) -> Option<String> {
        let Finding { what, input } = self.finding.as_ref()?;
        let log = self.log.display();
        let Some(input) = input else { return Some(format!("{} ended early: {what} See {log}.", self.target)) };
        Some(format!(
            "{}: {what} Input: {}. Read {log}, make the input small (libFuzzer's -minimize_crash=1), and keep it as a \
             test in tests/findings.rs.",
            self.target,
            input.display()
        ))
    }
}

fn executions_in(log: &str) -> Option<u64> {
    log.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:")?.trim().parse().ok())
}

/// The first panic, or what libFuzzer itself complains of, and the file it wrote.
fn finding_in(log: &str) -> Finding {
    let mut lines = log.lines();
    let what = lines.find_map(|line| {
        let error = line.split_once("ERROR: libFuzzer: ").map(|(_, error)| error);
        error.or_else(|| line.split_once("panicked at ").map(|(_, place)| place))
    });
    let message = lines.next().filter(|line| !line.trim().is_empty()).unwrap_or_default();
    let input = log.lines().find_map(|line| line.split_once("Test unit written to ").map(|(_, path)| path.into()));
    Finding { what: format!("{} {}.", what.unwrap_or("it ended"), message.trim_end_matches('.')), input }
}

fn table(runs: &[Run]) -> String {
    let mut text = format!("\n{:<22} {:>12} {:>8}  {}\n", "target", "executions", "seconds", "findings");
    for run in runs {
        let executions = run.executions.map_or_else(|| "?".to_owned(), |number| number.to_string());
        let found = run.finding.as_ref().map_or("none", |finding| finding.what.as_str());
        text += &format!("{:<22} {executions:>12} {:>8}  {found}\n", run.target, run.took.as_secs());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "#2\tINITED cov: 3\n\nthread '<unnamed>' (1) panicked at src/text/dates.rs:448:29:\n\
        start byte index 1 is not a char boundary\nstack backtrace:\n==9== ERROR: libFuzzer: deadly signal\n\
        artifact_prefix='findings/'; Test unit written to findings/crash-1\nstat::number_of_executed_units: 9641\n";

    #[test]
    fn a_log_says_how_often_and_what() {
        assert_eq!(executions_in(LOG), Some(9641));
        let what = "src/text/dates.rs:448:29: start byte index 1 is not a char boundary.".to_owned();
        assert_eq!(finding_in(LOG), Finding { what, input: Some("findings/crash-1".into()) });
    }

    #[test]
    fn the_table_has_a_row_for_each_target() {
        let run = |target: &str, finding| Run {
            target: target.to_owned(),
            executions: Some(12),
            took: Duration::from_secs(120),
            finding,
            log: PathBuf::new(),
        };
        let found = Finding { what: "ALARM: working on the last unit for 11 seconds.".to_owned(), input: None };
        let text = table(&[run("vtt", None), run("srt", Some(found))]);
        assert!(text.lines().any(|line| line.starts_with("vtt ") && line.ends_with("12      120  none")), "{text}");
        assert!(text.lines().any(|line| line.starts_with("srt ") && line.contains("ALARM")), "{text}");
    }

    #[test]
    fn options_are_read() {
        let read = |arguments: &[&str]| Options::read(&arguments.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>());
        let options = read(&["vtt", "--seconds", "600", "srt"]).expect("options");
        assert_eq!((options.targets, options.seconds), (vec!["vtt".to_owned(), "srt".to_owned()], 600));
        for wrong in [&["--seconds"][..], &["--seconds", "0"], &["--minutes", "2"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
