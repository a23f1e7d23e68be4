//! Hostile patterns at N, 2N and 4N: what reading them costs grows in proportion.
//!
//! The cost that is counted is deterministic: bytes allocated and moved, plus every element of the result. That shows
//! copying and producing without bound, but not looking at the same bytes again and again. Against that each pattern
//! is also read once at a length at which a reader that goes back to the start for each sign would not return within
//! minutes; no clock is read, the run itself is the test.
#![cfg(not(target_arch = "wasm32"))]

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use verbatim::formats::{FORMATS, Format, Limits, Source};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Bytes of the shortest input that is measured.
const SHORT_BYTES: usize = 8 * 1024;

/// Bytes of the input that only has to come to an end.
const LONG_BYTES: usize = 96 * 1024;

/// What an input begins with, the format that reads it, and what may be repeated behind.
const STARTS: &[(&str, &str)] = &[
    ("vtt", "WEBVTT\n\n"),
    ("vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"),
    ("vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>"),
    ("vtt", "WEBVTT\n\nNOTE "),
    ("vtt", "WEBVTT "),
    ("srt", "1\n00:00:01,000 --> 00:00:02,000\n"),
    ("srt", "junk\n"),
    ("sbv", "0:00:01.000,0:00:02.000\n"),
    ("subviewer", "[INFORMATION]\n"),
    ("subviewer", "[BEGIN]\n[00:00:01]\n"),
    ("microdvd", "{1}{1}25\n{1}{2}"),
    ("mpl2", "[1][2]"),
    ("lrc", "[ti:a]\n"),
    ("lrc", "[00:01.00]a\n"),
    ("ass", "[Script Info]\n"),
    ("ass", "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,A,0,0,0,,"),
    ("official", "Meeting\n\nSummary.\n\nMay 14, 2019\n\nMayor ANN LEE: Good evening.\n\n"),
    ("plain", ""),
    ("markdown", "# Meeting\n\n"),
];

const PATTERNS: &[&str] = &[
    "<",
    ">",
    "<>",
    "</",
    "<v ",
    "<v A>",
    "<v A>x",
    "</v>",
    "<b>",
    "</b>",
    "<ruby><rt>",
    "<1",
    "<00:00:01.000>",
    "&",
    "&a",
    "&amp",
    "&amp;",
    "&#",
    "&#x41;",
    "{",
    "{\\",
    "{\\an8}",
    "{\\p1}",
    "{\\p1}x{\\p0}",
    "{\\k5}a",
    "{y:i}",
    "{1}{2}",
    "{1}{2}a\n",
    "[1][2]a\n",
    "|",
    "[br]",
    "[00:01.00]",
    "[00:01.00]a\n",
    "<00:01.00>a",
    "[ar:a]\n",
    "[00:00:01]\na\n",
    "0:00:01.000,0:00:02.000\na\n",
    "Dialogue: 0,0:00:01.00,0:00:02.00,,A,0,0,0,,a\n",
    "Dialogue: 0\n",
    "Comment: 0\n",
    ",",
    "\\N",
    "SPEAKER_00: a\n",
    "[SPEAKER_00] ",
    "[",
    "[]",
    "[a] ",
    "]",
    "(",
    "(a) ",
    "(laughs) ",
    ")",
    "♪",
    "♪ ",
    "♪ a\n",
    "’",
    "-",
    "--",
    "-->",
    "-->\n",
    "a-->b\n",
    " --> \n",
    "->\n",
    ">>",
    ">> ",
    ">> a\n",
    "- a\n",
    "-\n",
    ":",
    "::",
    "A: ",
    "AB: x\n",
    "Ab: x\n",
    "Ab Cd Ef\n",
    "A: x\n\n",
    "0",
    "1\n",
    "1\n\n",
    "1:1\n",
    "1:1:1\n",
    "-1:\n",
    "00:00:01.000",
    "00:00:01.000 --> 00:00:02.000\n",
    "00:00:01,000 --> 00:00:02,000\n",
    "00:00:01.000 --> 00:00:02.000\nx\n\n",
    "1\n00:00:01,000 --> 00:00:02,000\nx\n\n",
    "1\n00:00:01,000 --> 00:00:02,000\nAb: x\n\n",
    "00:00:01.000 --> 00:00:02.000\nAb: x\n\n",
    "00:00:02.000 --> 00:00:01.000\nx\n\n",
    "00:00:01.000 --> x\ny\n\n",
    " ",
    "\n",
    " \n",
    "\r",
    "\r\n\r\n",
    "\t",
    "\u{a0}",
    "x",
    "x ",
    "x\n",
    "x\n\n",
    "X",
    "X.\n",
    "é",
    "\u{301}",
    "NOTE\n\n",
    "STYLE\n\n",
    "STYLE\nx\n\n",
    "*",
    "**",
    "_",
    "`",
    "# ",
    "#",
    "> ",
    "| a ",
    "[a](",
    "![",
    "* * *\n",
    "...",
    "Q.\n",
    "Mr. A. ",
    "\"",
    "“",
    "A.\n\n",
    "1. ",
    "12 of 40\n",
    "May 14, 2019\n",
    "Question: x\n\n",
    "NAME NAME NAME ",
    "Name Name, ",
    "(as translated) ",
    "\0",
];

fn format(id: &str) -> &'static dyn Format {
    FORMATS.iter().copied().find(|format| format.meta().id == id).expect("a format of this id")
}

fn input(start: &str, pattern: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(start.len() + bytes + pattern.len());
    text.push_str(start);
    while text.len() < start.len() + bytes {
        text.push_str(pattern);
    }
    text
}

/// Bytes allocated and moved, and elements made, while `text` is read.
fn cost(format: &dyn Format, text: &str) -> usize {
    let source = Source::of_text(text);
    let region = Region::new(ALLOCATOR);
    // A refusal is an answer too, and a cheap one.
    let Ok(parsed) = format.parse(&source, &Limits::default()) else { return 0 };
    let change = region.change();
    let moved = change.bytes_allocated + change.bytes_reallocated.unsigned_abs();
    let elements: usize = parsed
        .transcripts
        .iter()
        .map(|t| t.pieces.len() + t.turns.len() + t.paragraphs.len() + t.notes.len() + t.cues.len() + t.text.len())
        .sum();
    moved + elements + parsed.ledger.claims().len() + parsed.diagnostics.len()
}

#[test]
fn cost_grows_in_proportion() {
    let mut wrong = Vec::new();
    for (id, start) in STARTS {
        let format = format(id);
        for pattern in PATTERNS {
            let costs = [1, 2, 4].map(|times| cost(format, &input(start, pattern, times * SHORT_BYTES)));
            // Room for lists that grow by doubling, and for what is made once for each file.
            let is_linear = costs[1] <= 4 * costs[0] + 65_536 && costs[2] <= 6 * costs[0] + 131_072;
            if !is_linear {
                wrong.push(format!("{id}, {start:?} and then {pattern:?}: {costs:?}"));
            }
            cost(format, &input(start, pattern, LONG_BYTES));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
