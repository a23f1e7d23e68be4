//! What is said elsewhere in a library: what the index leads to is what a plain comparison of every transcript with every
//! other one finds.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fmt::Write;

use verbatim::compare::repeats::{Place, find_repeats};
use verbatim::formats::Reading;
use verbatim::library::Library;
use verbatim::search::Index;
use verbatim::text::fold::fold;
use verbatim::text::words::words;

/// Numbers that look like chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

fn library(files: &[(String, String)]) -> (Library, Index) {
    let (mut library, mut index) = (Library::default(), Index::default());
    for (name, text) in files {
        library.open(name, text.clone().into_bytes(), &Reading::default()).expect("it can be read");
    }
    index.gather(&library);
    index.settle();
    (library, index)
}

fn text_of<'l>(library: &'l Library, place: &Place) -> &'l str {
    let transcript = &library.entries()[place.entry].transcript;
    &transcript.words(transcript.paragraphs[place.paragraph as usize].text)[place.words.clone()]
}

fn plain(text: &str) -> Vec<String> {
    let folded = fold(text);
    words(&folded).map(|(start, end)| folded[start..end].to_owned()).collect()
}

/// Records of meetings: words by chance, and in them passages that were said at several meetings.
fn meetings(chance: &mut Chance, count: usize, passages: &[String]) -> Vec<(String, String)> {
    let word = |chance: &mut Chance| format!("w{}", chance.below(600).min(chance.below(600)));
    let record = |chance: &mut Chance, nth: usize| {
        let mut text = format!("Meeting number {nth}\n\n{} March {}\n\n", 1 + nth % 28, 2000 + nth);
        for paragraph in 0..12 {
            let _ = write!(text, "{}: ", ["Anna Orlova", "Boris Lind"][paragraph % 2]);
            let mut said: Vec<String> = (0..30).map(|_| word(chance)).collect();
            if chance.below(3) == 0 {
                let passage = passages[chance.below(passages.len())].clone();
                said.insert(chance.below(said.len()), passage);
            }
            let _ = writeln!(text, "{}.\n", said.join(" "));
        }
        (format!("{nth:03}.txt"), text)
    };
    (0..count).map(|nth| record(chance, nth)).collect()
}

#[test]
fn every_passage_is_found_wherever_it_stands() {
    let mut chance = Chance(20_261_127);
    let passages: Vec<String> = (0..40)
        .map(|nth| (0..7 + nth % 9).map(|_| format!("w{}", chance.below(600))).collect::<Vec<_>>().join(" "))
        .collect();
    let files = meetings(&mut chance, 60, &passages);
    let (library, index) = library(&files);
    assert_eq!(library.entries().len(), 60);
    let mut found_places = 0;
    for entry in 0..library.entries().len() {
        let repeats = find_repeats(&library, &index, entry);
        assert!(!repeats.is_partial && repeats.versions.is_empty());
        let mut told: BTreeSet<(u32, String)> = BTreeSet::new();
        for repeat in &repeats.passages {
            assert_eq!(repeat.here.entry, entry);
            let here = plain(text_of(&library, &repeat.here));
            assert!(!repeat.elsewhere.is_empty());
            for place in &repeat.elsewhere {
                let there = plain(text_of(&library, place));
                assert!(place.entry != entry && there.len() >= 7);
                let shared = (1..=here.len().min(there.len()))
                    .rev()
                    .find(|count| here.windows(*count).any(|part| there.windows(*count).any(|other| other == part)));
                assert!(shared.is_some_and(|shared| 2 * shared >= there.len()), "{here:?} {there:?}");
                told.insert((repeat.here.paragraph, files[place.entry].0.clone()));
            }
            let dates = repeat.elsewhere.iter().map(|place| place.entry);
            assert!(dates.is_sorted(), "the earliest first");
            found_places += repeat.elsewhere.len();
        }
        // The plain way: each passage that stands here and in another one.
        for (at, paragraph) in (0..).zip(&library.entries()[entry].transcript.paragraphs) {
            let said = plain(library.entries()[entry].transcript.words(paragraph.text)).join(" ");
            for passage in passages.iter().filter(|passage| said.contains(passage.as_str())) {
                let others = files
                    .iter()
                    .enumerate()
                    .filter(|(other, (_, text))| *other != entry && text.contains(passage.as_str()));
                let others: Vec<&String> = others.map(|(_, (name, _))| name).collect();
                if others.len() <= 20 {
                    for other in others {
                        assert!(told.contains(&(at, other.clone())), "{passage} of {at} in {entry} and {other}");
                    }
                }
            }
        }
    }
    assert!(found_places > 1000, "{found_places}");
}

#[test]
fn versions_and_set_phrases_are_told_apart() {
    let phrase = "thank you very much indeed for this kind word of welcome";
    let mut chance = Chance(7);
    let mut once = |nth: usize| {
        let said: Vec<String> = (0..80).map(|_| format!("w{}", chance.below(600))).collect();
        format!("Meeting {nth}\n\n1 March {}\n\nAnna Orlova: {} {phrase}.\n", 1990 + nth, said.join(" "))
    };
    let mut files: Vec<(String, String)> = (0..30).map(|nth| (format!("{nth:02}.txt"), once(nth))).collect();
    files.push(("03-revised.txt".into(), files[3].1.replacen("Meeting", "The meeting", 1)));
    let (library, index) = library(&files);
    let repeats = find_repeats(&library, &index, 3);
    assert_eq!(repeats.versions, [30]);
    assert_eq!((repeats.set_phrases, repeats.passages.len()), (1, 0), "{repeats:?}");
}
