//! What holds for every input, sense or nonsense: no panic, every character claimed once, every place inside the text.
//!
//! Two kinds of input: bytes from nowhere, and the fixtures of all formats with random damage.
#![cfg(not(target_arch = "wasm32"))]

mod promises;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use verbatim::formats::{self, Limits};

/// All fixtures, whatever formats there are.
static FIXTURES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files = Vec::new();
    for format in fs::read_dir(folder).into_iter().flatten().flatten() {
        for file in fs::read_dir(format.path()).into_iter().flatten().flatten() {
            files.extend(fs::read(file.path()));
        }
    }
    assert!(!files.is_empty());
    files.sort();
    files
});

/// What is put into fixtures to harm them: the signs that readers look for, and letters of all widths.
const HARM: &[&str] = &[
    "-->",
    " --> ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "<",
    ">",
    "<v ",
    "<v A>",
    "</v>",
    "<i>",
    "<ruby><rt>",
    "&",
    "&amp;",
    "&#0;",
    "\0",
    "[",
    "]",
    "(",
    ")",
    "♪",
    "♫",
    ">>",
    "- ",
    "–",
    ": ",
    "A: ",
    "00:00:01.000 --> 00:00:02.000\n",
    "1\n00:00:01,000 --> 00:00:00,000\n",
    "99999999999:00:00.000 --> ",
    "WEBVTT\n",
    "NOTE ",
    "STYLE\n",
    "{\\an8}",
    "ё",
    "е\u{301}",
    "\u{feff}",
    "\u{a0}",
    "\u{2028}",
    "😀",
    "# ",
    "* * *",
    "Q.",
    "(Applause.)",
    "\t",
    "\u{1a}",
];

#[derive(Clone, Debug)]
enum Damage {
    Delete(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize, usize),
    Insert(prop::sample::Index, &'static str),
    Set(prop::sample::Index, u8),
    Cut(prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        3 => (at(), 1..60usize).prop_map(|(at, n)| Damage::Delete(at, n)),
        2 => (at(), 1..60usize, 1..4usize).prop_map(|(at, n, times)| Damage::Repeat(at, n, times)),
        6 => (at(), prop::sample::select(HARM)).prop_map(|(at, text)| Damage::Insert(at, text)),
        2 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        1 => at().prop_map(Damage::Cut),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    let place = |at: &prop::sample::Index| at.index(bytes.len() + 1);
    match damage {
        Damage::Delete(at, n) => {
            let at = place(at);
            bytes.drain(at..(at + n).min(bytes.len()));
        }
        Damage::Repeat(at, n, times) => {
            let at = place(at);
            let part = bytes[at..(at + n).min(bytes.len())].repeat(*times);
            bytes.splice(at..at, part);
        }
        Damage::Insert(at, text) => {
            let at = place(at);
            bytes.splice(at..at, text.bytes());
        }
        Damage::Set(at, byte) => {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
        }
        Damage::Cut(at) => {
            let at = place(at);
            bytes.truncate(at);
        }
    }
}

fn open(bytes: &[u8], limits: &Limits) {
    // A refusal is an answer too.
    if let Ok(opened) = formats::open("unknown", bytes, limits) {
        promises::check(&opened, opened.format.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600,
        failure_persistence: None,
        // The same cases every time: who changes something must not trip over what was there before. `cargo xtask fuzz`
        // goes looking for others.
        rng_seed: RngSeed::Fixed(20_140_710),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        open(&bytes, &Limits::default());
    }

    #[test]
    fn any_letters(text in "\\PC{0,200}", start in prop::sample::select(&["", "WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n"][..])) {
        open(format!("{start}{text}").as_bytes(), &Limits::default());
    }

    #[test]
    fn signs_in_any_order(signs in prop::collection::vec(prop::sample::select(HARM), 0..60), start in prop::sample::select(&["", "WEBVTT\n\n00:00.000 --> 00:01.000\n", "1\n00:00:01,000 --> 00:00:02,000\n"][..])) {
        open(format!("{start}{}", signs.concat()).as_bytes(), &Limits::default());
    }

    #[test]
    fn damaged_fixtures(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..12)) {
        let mut bytes = FIXTURES[which.index(FIXTURES.len())].clone();
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        open(&bytes, &Limits::default());
    }

    #[test]
    fn damaged_fixtures_within_narrow_limits(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 0..4), paragraph_bytes in 1..40usize) {
        let mut bytes = FIXTURES[which.index(FIXTURES.len())].clone();
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        open(&bytes, &Limits { paragraph_bytes, diagnostics: 2, ..Limits::default() });
    }
}
