//! `cargo xtask data-report [FOLDER]`: reads every file of a folder of real transcripts with the command line and
//! prints a table: what each folder's files were taken for, what was refused and why, what was found in them. It ends
//! with an error where a file left characters unclaimed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::process::{self, Outcome};
use crate::project::{self, Project};

/// Where real transcripts lie if no other folder is named.
const DATA: &str = "../shared/data";
/// Files about the data, which are no data.
const ABOUT: &[&str] = &["SOURCE.md", "README.md", "LICENSE", "LICENSE.md", "NOTICE", ".gitignore"];
/// Files that are handed over at once.
const BATCH: usize = 64;

#[derive(Default)]
struct Tally {
    files: usize,
    formats: BTreeMap<String, usize>,
    refused: BTreeMap<String, usize>,
    transcripts: usize,
    turns: usize,
    speakers: usize,
    diagnostics: usize,
    unclaimed: u64,
}

/// Reads all files below `folder` and prints the table.
pub fn run(project: &Project, folder: Option<&str>) -> Outcome {
    let folder = project.root.join(folder.unwrap_or(DATA));
    if !folder.is_dir() {
        return Err(format!("there is no folder {}; name one with real transcripts.", folder.display()));
    }
    let mut build = project.cargo();
    process::run(build.args(["build", "--quiet", "--locked", "--bin", "verbatim"]), "building the command line")?;
    let program = project.target.join("debug").join(format!("verbatim{}", std::env::consts::EXE_SUFFIX));
    let names: Vec<String> = project::files_below(&folder)?
        .into_iter()
        .filter(|name| !ABOUT.iter().any(|about| name.rsplit('/').next() == Some(about)))
        .collect();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut unclaimed = Vec::new();
    for batch in names.chunks(BATCH) {
        for (name, report) in read(&program, &folder, batch)? {
            let place = name.rsplit_once('/').map_or("", |(place, _)| place).to_owned();
            let left = add(tallies.entry(place).or_default(), &report);
            if left > 0 {
                unclaimed.push(format!("{name}: {left}"));
            }
        }
    }
    print(&tallies);
    if unclaimed.is_empty() {
        Ok(())
    } else {
        Err(format!("characters were left unclaimed in\n{}", unclaimed.join("\n")))
    }
}

/// The reports of some files, each with the name of the file.
fn read(program: &Path, folder: &Path, names: &[String]) -> Outcome<Vec<(String, Value)>> {
    let output = Command::new(program).current_dir(folder).arg("parse").args(names).output();
    let output = output.map_err(|error| format!("the command line did not start: {error}."))?;
    let lines = String::from_utf8_lossy(&output.stdout);
    let reports = lines.lines().map(|line| {
        let report: Value = serde_json::from_str(line).map_err(|error| format!("a report is no JSON: {error}."))?;
        Ok((report["file"].as_str().unwrap_or_default().to_owned(), report))
    });
    reports.collect()
}

/// Adds a report; the number of its characters that nobody claims.
fn add(tally: &mut Tally, report: &Value) -> u64 {
    tally.files += 1;
    let Some(format) = report["format"].as_str() else {
        let why = report["diagnostics"][0]["message"].as_str().unwrap_or("no reason was given");
        *tally.refused.entry(why.chars().take(100).collect()).or_default() += 1;
        return 0;
    };
    *tally.formats.entry(format.to_owned()).or_default() += 1;
    let transcripts = report["transcripts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let count = |key: &str| transcripts.iter().filter_map(|t| t[key].as_array()).map(Vec::len).sum::<usize>();
    tally.transcripts += transcripts.len();
    tally.turns += count("turns");
    tally.speakers += count("speakers");
    tally.diagnostics += report["diagnostics"].as_array().map_or(0, Vec::len);
    let unclaimed = report["coverage"]["unclaimed"].as_u64().unwrap_or(0);
    tally.unclaimed += unclaimed;
    unclaimed
}

fn print(tallies: &BTreeMap<String, Tally>) {
    println!("| folder | files | taken for | refused | transcripts | turns | speakers | remarks | unclaimed |");
    println!("|---|--:|---|---|--:|--:|--:|--:|--:|");
    let list = |counts: &BTreeMap<String, usize>| {
        counts.iter().map(|(what, count)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
    };
    for (folder, tally) in tallies {
        println!(
            "| {folder} | {} | {} | {} | {} | {} | {} | {} | {} |",
            tally.files,
            list(&tally.formats),
            list(&tally.refused),
            tally.transcripts,
            tally.turns,
            tally.speakers,
            tally.diagnostics,
            tally.unclaimed
        );
    }
    let files: usize = tallies.values().map(|tally| tally.files).sum();
    let refused: usize = tallies.values().flat_map(|tally| tally.refused.values()).sum();
    println!("\n{files} files, {refused} refused.");
}
