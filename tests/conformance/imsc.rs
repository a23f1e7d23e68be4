//! The documents of the IMSC suite: what a player shows as text is read, with its times.
//!
//! `imsc_expected.txt` says for each document what is shown and when. Words that are never shown are read too, with a
//! diagnostic; they may stand between the others. `imsc_failures.txt` lists documents that fail, with the reason; one
//! that passes must be taken off the list.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use verbatim::formats::Opened;

use super::{data, open};

#[test]
fn imsc() {
    let suite = data().join("timed/imsc_tests/imsc1/ttml");
    if !suite.is_dir() {
        println!("conformance: skipped, because {} is not there", suite.display());
        return;
    }
    let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let failing: BTreeSet<&str> =
        lines(include_str!("imsc_failures.txt")).filter_map(|line| line.split_whitespace().next()).collect();
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in lines(include_str!("imsc_expected.txt")) {
        let (name, expected) = line.split_once(' ').unwrap_or((line, ""));
        cases += 1;
        match (check(&suite.join(name), expected), failing.contains(name)) {
            (Ok(()), true) => wrong.push(format!("{name} passes now: take it off imsc_failures.txt")),
            (Err(why), false) => wrong.push(format!("{name}: {why}")),
            _ => {}
        }
    }
    println!(
        "conformance: {} of {cases} IMSC documents pass, {} fail as expected",
        cases - failing.len(),
        failing.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(failing.len() * 20 <= cases, "more than one in twenty fails");
}

/// Checks one document: each expected p, in order, among the cues that were read.
fn check(path: &Path, expected: &str) -> Result<(), String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let opened = open(&bytes, "ttml")?;
    let (untimed, timed): (Vec<_>, Vec<_>) = expected.split_whitespace().partition(|each| each.starts_with('*'));
    let wanted: usize = untimed.iter().filter_map(|each| each[2..].parse::<usize>().ok()).sum();
    let found = shown(&opened);
    if wanted > letters(&opened.parsed.transcripts[0].text) {
        return Err(format!("{wanted} letters without times, found {found:?}"));
    }
    let mut rest = found.iter();
    for each in timed {
        if !rest.any(|found| found == each) {
            return Err(format!("{each} is not among {found:?}"));
        }
    }
    Ok(())
}

/// The cues in the form of the list of what is expected.
fn shown(opened: &Opened) -> Vec<String> {
    let transcript = &opened.parsed.transcripts[0];
    let cues = transcript.cues.iter().map(|cue| {
        let (start, end, n) = (cue.times.start_ms, cue.times.end_ms, letters(transcript.words(cue.text)));
        // A cue that nothing ends is read with its start alone.
        if start == end { format!("{start}-:{n}") } else { format!("{start}-{end}:{n}") }
    });
    cues.collect()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
