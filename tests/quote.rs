//! Quoting with proof: what the check says of quotations, and that an address never lands on other words in silence.
//!
//! The meetings here are invented. What the check is worth on real transcripts is measured on `../shared/data` beside the
//! package, or `VERBATIM_DATA`; without that folder a printed line says so.
#![cfg(not(target_arch = "wasm32"))]
// The one line that says what was measured or skipped is the point of it.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value;
use verbatim::export::verbatim_json::Origin;
use verbatim::export::{Document, export, writer};
use verbatim::formats::Reading;
use verbatim::library::Library;
use verbatim::model::{Paragraph, Span, TextRange, Transcript, Turn};
use verbatim::quote::address::{Address, Resolution};
use verbatim::quote::check::check;
use verbatim::quote::check::shelf::Shelf;
use verbatim::quote::check::verdict::{Verdict, speaker_of};
use verbatim::quote::citation::STYLES;
use verbatim::quote::clippings::{Board, Clipping};
use verbatim::quote::marks::{Mark, from_annotations, to_annotations, to_csv};
use verbatim::quote::passage::{At, Passage};
use verbatim::quote::report::{Inquiry, report};
use verbatim::quote::words;
use verbatim::search::Index;
use verbatim::text::sentences::sentences;
use verbatim::views::Translations;

const HARBOUR: &str = "Meeting on the new breakwater
March 4, 2024
14:30
Lindsund
The Mayor heard the skippers before the winter.
Mayor of Lindsund RUNA HOLM: Good afternoon. I did not promise that the breakwater would be ready this year. I said that \
we would begin, and we have begun with forty-three metres of stone on the northern side.
The money for the second part is not there yet. We asked the ministry for 3,100,000 crowns and got less than half of it.
Chairman of the Skippers’ Union TOM OSEI: Forty-three boats lay behind that heap of stone for three weeks. Nobody asked \
the crews what they lost. We counted it boat by boat, and the lists are on your table.
Runa Holm: I have read the lists. Thank you for the patience.
Tom Osei: Patience is what we had in autumn. (Laughter.) Now we need a date, and we need it in writing.
";

const VISIT: &str = "Посещение маяка
5 февраля 2025 года
Скарвик
Смотритель маяка АННА ПЕТРОВА: Лампа горит с тех пор, как построили башню. Мы не меняли её ни разу, и я надеюсь, что \
менять не придётся ещё десять лет.
Министр ПЁТР ГРАН: Деньги на новую лампу будут выделены весной, это двести тысяч крон.
Анна Петрова: Спасибо. Мы подождём до весны.
";

const COUNCIL: &str = "Session of the council
November 2, 2023
Lindsund
The council met in the old hall.
Councillor INES KADAR: The library on Quay Street will stay open on Saturdays. Whoever wants to close it must first \
explain to the schools where the children should read.
Councillor PETTER GRAN: I did not promise that the breakwater would be ready this year. Let us speak of the library.
";

/// A library of texts, each with its name, and its index.
fn library(texts: &[(&str, &str)]) -> (Library, Index) {
    let mut library = Library::default();
    for (name, text) in texts {
        library.open(name, text.as_bytes(), &Reading::default()).expect("a text that is read");
    }
    let index = index(&library);
    (library, index)
}

fn index(library: &Library) -> Index {
    let mut index = Index::default();
    index.gather(library);
    index.settle();
    index
}

fn meetings() -> (Library, Index) {
    library(&[("harbour.txt", HARBOUR), ("visit.txt", VISIT), ("council.txt", COUNCIL)])
}

/// What is said of a text: for each quotation the verdict, and the speakers of its matches.
fn judged(text: &str, claimed: Option<&str>) -> Vec<(Verdict, Vec<String>)> {
    let (library, index) = meetings();
    let shelf = Shelf::new(&library, &index);
    let name = |entry, paragraph| speaker_of(&shelf, entry, paragraph).map(|s| s.name.clone()).unwrap_or_default();
    let checked = check(text, claimed, &shelf).into_iter();
    checked.map(|one| (one.verdict, one.matches.iter().map(|m| name(m.entry, m.paragraph)).collect())).collect()
}

fn verdict(text: &str) -> Verdict {
    let all = judged(text, None);
    assert_eq!(all.len(), 1, "{text}");
    all[0].0
}

/// The edits of an altered quotation as class, words as quoted, words as said.
fn edits(text: &str) -> Vec<(String, String, String)> {
    let (library, index) = meetings();
    let checked = check(text, None, &Shelf::new(&library, &index));
    assert_eq!(checked[0].verdict, Verdict::Altered, "{text}");
    let edits = checked[0].matches[0].edits.iter();
    edits.map(|edit| (edit.class.name().to_owned(), edit.quoted.clone(), edit.said.clone())).collect()
}

fn edit(class: &str, quoted: &str, said: &str) -> (String, String, String) {
    (class.to_owned(), quoted.to_owned(), said.to_owned())
}

#[test]
fn the_same_words_are_exact_whatever_the_typography() {
    for text in [
        "The money for the second part is not there yet.",
        "the money for the second part is not there yet",
        "Forty-three boats lay behind that heap of stone for three weeks.",
        "Forty‑three boats lay behind that heap of stone for three weeks.",
        "Лампа горит с тех пор, как построили башню.",
    ] {
        assert_eq!(verdict(text), Verdict::Exact, "{text}");
    }
    assert_eq!(verdict("Nobody asked the crews: what they lost!"), Verdict::Punctuation);
    assert_eq!(verdict("NOBODY asked the crews what they lost."), Verdict::Punctuation);
}

#[test]
fn a_change_is_marked_and_what_matters_stands_first() {
    assert_eq!(
        edits("Whoever wants to close it must explain to the schools where the children should read."),
        [edit("number", "", "first")]
    );
    assert_eq!(
        edits("We asked the ministry for 3,700,000 crowns and got less than half of it."),
        [edit("number", "3,700,000", "3,100,000")]
    );
    assert_eq!(
        edits("Мы меняли её ни разу, и я надеюсь, что менять не придётся ещё десять лет."),
        [edit("negation", "", "не")]
    );
    assert_eq!(edits("We counted it crew by boat, and the papers are on your table.").len(), 2);
    let both = edits("I did promise that the breakwater would be finished this year.");
    assert_eq!(both[0], edit("negation", "", "not"));
    assert_eq!(both.len(), 2);
}

#[test]
fn halves_of_two_places_are_spliced() {
    let (library, index) = meetings();
    let shelf = Shelf::new(&library, &index);
    let text = "The library on Quay Street will stay open on Saturdays, and we need it in writing.";
    let checked = check(text, None, &shelf);
    assert_eq!(checked[0].verdict, Verdict::Spliced);
    let places: Vec<_> = checked[0].matches.iter().map(|found| (found.entry, found.paragraph)).collect();
    assert_eq!(places, [(2, 1), (0, 5)]);
}

#[test]
fn what_is_left_out_may_be_marked_and_words_put_in_brackets() {
    for text in [
        "I did not promise that the breakwater would be ready … I said that we would begin",
        "We asked the ministry for 3,100,000 crowns [...] less than half of it.",
        "[W]e need it in writing",
        "Nobody asked the crews [of the boats] what they lost.",
    ] {
        assert_eq!(verdict(text), Verdict::Exact, "{text}");
    }
}

#[test]
fn a_note_and_the_end_of_a_paragraph_stand_in_no_quotation_s_way() {
    assert_eq!(
        verdict("Patience is what we had in autumn. Now we need a date, and we need it in writing."),
        Verdict::Exact
    );
    let over = "with forty-three metres of stone on the northern side. The money for the second part is not there yet.";
    let found = judged(over, None);
    assert_eq!(found[0].0, Verdict::Exact);
    assert_eq!(found[0].1.len(), 2, "a match for each paragraph");
}

#[test]
fn words_said_by_several_are_told_of_all() {
    let (verdict, mut speakers) =
        judged("I did not promise that the breakwater would be ready this year.", None).remove(0);
    speakers.sort();
    assert_eq!((verdict, speakers), (Verdict::Exact, vec!["Petter Gran".to_owned(), "Runa Holm".to_owned()]));
    let (verdict, speakers) =
        judged("I did not promise that the breakwater would be ready this year.", Some("Petter Gran")).remove(0);
    assert_eq!((verdict, speakers[0].as_str()), (Verdict::Exact, "Petter Gran"));
}

#[test]
fn words_of_another_than_claimed_say_so() {
    let text = "Nobody asked the crews what they lost.";
    assert_eq!(judged(text, Some("Runa Holm"))[0].0, Verdict::OtherSpeaker);
    assert_eq!(judged(text, Some("Osei"))[0].0, Verdict::Exact);
    assert_eq!(judged(text, Some("Chairman of the Skippers’ Union"))[0].0, Verdict::Exact);
    let altered = "Nobody asked the crews what they gained by it, boat by boat.";
    assert_ne!(judged(altered, Some("Runa Holm"))[0].0, Verdict::Exact);
}

#[test]
fn what_was_not_said_is_not_found_and_the_nearest_are_told() {
    for text in [
        "The second bridge across the sound was paid for by the railway company alone.",
        "We have read nothing.",
        "Железная дорога заплатила за второй мост через пролив одна.",
        "xyzzy",
    ] {
        let found = judged(text, None);
        assert_eq!(found[0].0, Verdict::NotFound, "{text}");
        assert!(found[0].1.len() <= 3);
    }
    assert_eq!(judged("The library paid for the second heap of boats.", None)[0].1.len(), 3);
}

#[test]
fn an_article_is_taken_apart() {
    let article = "The mayor was clear. “I did not promise that the breakwater would be ready this year,” said Runa Holm.\n\
        \n\
        Tom Osei answered: “Forty-three boats lay behind that heap of stone for four weeks.”\n\
        According to Ines Kadar, “nobody asked the crews what they lost”.\n\
        «Лампа горит с тех пор, – сказала Анна Петрова, – как построили башню».\n\
        Osei also spoke of “a great wave of the century that took his house”.\n";
    let verdicts: Vec<Verdict> = judged(article, None).into_iter().map(|(verdict, _)| verdict).collect();
    let expected = [Verdict::Exact, Verdict::Altered, Verdict::OtherSpeaker, Verdict::Exact, Verdict::NotFound];
    assert_eq!(verdicts, expected);
}

#[test]
fn mistakes_of_a_recogniser_do_not_hide_the_words() {
    let heard = "whoever want to close it must first explain to the school where the childrens should reed";
    assert_eq!(verdict(heard), Verdict::Altered);
}

#[test]
fn the_report_has_the_documented_keys() {
    let (library, _) = meetings();
    let text = "“Nobody asked the crews what they lost,” said Tom Osei.";
    let inquiry = Inquiry { text, ..Inquiry::default() };
    let json = report(&inquiry, &library, &mut Translations::new(&library)).expect("JSON");
    let report: Value = serde_json::from_str(&json).expect("JSON");
    let keys = |value: &Value| {
        let mut keys: Vec<_> = value.as_object().expect("an object").keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&report), ["quotations"]);
    let quotation = &report["quotations"][0];
    assert_eq!(keys(quotation), ["claimed_speaker", "matches", "text", "verdict"]);
    assert_eq!((&quotation["verdict"], &quotation["claimed_speaker"]), (&"exact".into(), &"Tom Osei".into()));
    let found = &quotation["matches"][0];
    let expected = [
        "address",
        "date",
        "edits",
        "end",
        "file",
        "paragraph",
        "place",
        "role",
        "score",
        "speaker",
        "start",
        "text",
        "turn",
    ];
    assert_eq!(keys(found), expected);
    assert_eq!((&found["file"], &found["speaker"]), (&"harbour.txt".into(), &"Tom Osei".into()));
    assert_eq!((&found["date"], &found["place"]), (&"2024-03-04".into(), &"Lindsund".into()));
    assert_eq!((&found["turn"], &found["paragraph"]), (&2.into(), &4.into()));
    let (start, end) = (found["start"].as_u64().expect("a number"), found["end"].as_u64().expect("a number"));
    let text = found["text"].as_str().expect("a text");
    assert_eq!(&text[start as usize..end as usize], "Nobody asked the crews what they lost");
    let address: Address = found["address"].as_str().expect("an address").parse().expect("an address");
    let entry = library.entry(&address.id).expect("the transcript");
    assert!(matches!(address.resolve(&entry.transcript), Resolution::Same(_)));
}

#[test]
fn hostile_texts_end_soon() {
    let (library, index) = meetings();
    let shelf = Shelf::new(&library, &index);
    for text in
        ["“".repeat(50_000), "\"a \n".repeat(30_000), "[".repeat(50_000), "the ".repeat(50_000), "«a» ".repeat(20_000)]
    {
        let _ = check(&text, None, &shelf);
    }
    let repeated = format!("Talk\nMarch 4, 2024\nLindsund\nRuna Holm: {}\n", "the boat ".repeat(6_000));
    let (library, index) = self::library(&[("repeated.txt", &repeated)]);
    assert_eq!(check(&"the boat ".repeat(150), None, &Shelf::new(&library, &index))[0].verdict, Verdict::Exact);
    let transcript = &library.entries()[0].transcript;
    let passage = Passage::of_paragraph(transcript, 0).expect("a paragraph");
    let address = Address::new("x", transcript, passage).expect("an address");
    assert_eq!(address.resolve(transcript), Resolution::Same(passage));
}

/// Numbers that look random and are the same in each run (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 20) % sides.max(1) as u64) as usize
    }
}

/// A word that is known by its number through all revisions, and its letters.
type Known = (usize, String);

fn transcript_of(paragraphs: &[Vec<Known>]) -> Transcript {
    let mut transcript = Transcript::default();
    for paragraph in paragraphs {
        let start = transcript.text.len();
        let words: Vec<&str> = paragraph.iter().map(|(_, word)| word.as_str()).collect();
        transcript.text.push_str(&words.join(" "));
        let text = TextRange::new(start, transcript.text.len());
        transcript.paragraphs.push(Paragraph { text, span: Span::default(), times: None });
    }
    let end = paragraphs.len() as u32;
    transcript.turns.push(Turn { label: None, speaker: None, first: 0, end });
    transcript
}

/// A revision: words changed, put in and left out, paragraphs moved, left out, put together and parted.
fn revise(paragraphs: &[Vec<Known>], dice: &mut Dice, vocabulary: &[String]) -> Vec<Vec<Known>> {
    let mut revised = paragraphs.to_vec();
    let mut number = 1_000_000;
    for _ in 0..1 + dice.roll(8) {
        let at = dice.roll(revised.len());
        let length = revised[at].len();
        let mut word = || {
            number += 1;
            (number, vocabulary[dice.roll(vocabulary.len())].clone())
        };
        let new = word();
        match dice.roll(7) {
            0 if length > 0 => revised[at][length / 2] = new,
            1 if length > 1 => drop(revised[at].drain(..length / 3)),
            2 => revised[at].insert(length / 2, new),
            3 if revised.len() > 2 => {
                let moved = revised.remove(at);
                let to = dice.roll(revised.len());
                revised.insert(to, moved);
            }
            4 if revised.len() > 2 => drop(revised.remove(at)),
            5 if at + 1 < revised.len() => {
                let next = revised.remove(at + 1);
                revised[at].extend(next);
            }
            _ => {
                let rest = revised[at].split_off(length / 2);
                revised.insert(at + 1, rest);
            }
        }
    }
    revised
}

#[test]
fn no_address_lands_on_other_words_in_silence() {
    let mut dice = Dice(0x5eed);
    // Frequent words are frequent, as in speech, and some sentences come again.
    let vocabulary: Vec<String> = (0..600).map(|n: usize| format!("w{}", n * n / 600)).collect();
    let (mut unchanged, mut found, mut told) = (0u32, 0u32, 0u32);
    for _ in 0..60 {
        let mut number = 0;
        let mut paragraphs: Vec<Vec<Known>> = Vec::new();
        for _ in 0..30 {
            let again = dice.roll(8) == 0 && !paragraphs.is_empty();
            let words: Vec<String> = if again {
                paragraphs[dice.roll(paragraphs.len())].iter().map(|(_, word)| word.clone()).collect()
            } else {
                (0..2 + dice.roll(60)).map(|_| vocabulary[dice.roll(vocabulary.len())].clone()).collect()
            };
            let known = words.into_iter().map(|word| {
                number += 1;
                (number, word)
            });
            paragraphs.push(known.collect());
        }
        let old = transcript_of(&paragraphs);
        let revised = revise(&paragraphs, &mut dice, &vocabulary);
        let new = transcript_of(&revised);
        let stream: Vec<&Known> = revised.iter().flatten().collect();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let first = dice.roll(paragraph.len());
            let last = first + dice.roll(paragraph.len() - first);
            let at = |nth: usize| At { paragraph: index as u32, nth: nth as u32 };
            let address = Address::new("abc", &old, Passage { from: at(first), to: at(last) }).expect("an address");
            let printed = address.to_string();
            assert!(printed.len() <= 60 && printed.parse() == Ok(address.clone()), "{printed}");
            let said: Vec<&str> = paragraph[first..=last].iter().map(|(_, word)| word.as_str()).collect();
            let place = stream
                .windows(said.len())
                .position(|words| words.iter().zip(&paragraph[first..=last]).all(|(one, other)| **one == *other));
            let resolution = address.resolve(&new);
            if let Resolution::Same(passage) | Resolution::Moved(passage) = resolution {
                let words = passage.text(&new);
                assert_eq!(words.split_whitespace().collect::<Vec<_>>(), said, "{printed}");
            }
            if let Some(place) = place {
                unchanged += 1;
                if let Resolution::Same(passage) | Resolution::Moved(passage) = resolution {
                    let before: usize = revised[..passage.from.paragraph as usize].iter().map(Vec::len).sum();
                    found += u32::from(before + passage.from.nth as usize == place);
                    told += 1;
                }
            }
        }
    }
    println!("quote: of {unchanged} unchanged passages {told} were found as same or moved, {found} at their own place");
    assert!(told * 100 >= unchanged * 99, "{told} of {unchanged}");
    assert!(found * 100 >= unchanged * 98, "{found} of {unchanged}");
}

#[test]
fn an_address_says_what_became_of_the_words() {
    let read = |text: &str| library(&[("a.txt", text)]).0;
    let old = read(HARBOUR);
    let entry = &old.entries()[0];
    let passage = Passage::of_bytes(&entry.transcript, 1, 16..76).expect("words");
    let address = Address::new(&entry.id, &entry.transcript, passage).expect("an address");
    assert_eq!(address.resolve(&entry.transcript), Resolution::Same(passage));
    let became = |text: &str| {
        let new = read(text);
        let transcript = &new.entries()[0].transcript;
        let words = |passage: Passage| passage.text(transcript);
        match address.resolve(transcript) {
            Resolution::Same(passage) => ("same", words(passage)),
            Resolution::Moved(passage) => ("moved", words(passage)),
            Resolution::Changed(passage) => ("changed", words(passage)),
            Resolution::Gone => ("gone", String::new()),
        }
    };
    let said = passage.text(&entry.transcript);
    assert_eq!(became(&HARBOUR.replace("the winter.", "winter.")), ("same", said.clone()));
    assert_eq!(became(&HARBOUR.replace("HOLM: Good", "HOLM: Welcome.\nGood")), ("moved", said.clone()));
    let (what, now) = became(&HARBOUR.replace("I did not promise", "I did promise"));
    assert!(what == "changed" && now.contains("I did promise"), "{what}: {now}");
    assert_eq!(became(COUNCIL).0, "moved", "the words were said there too");
    assert_eq!(became(VISIT), ("gone", String::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_check(text in "[a-z“”«»\"\\[\\]().,:…— \n]{0,200}") {
        let (library, index) = meetings();
        let _ = check(&text, None, &Shelf::new(&library, &index));
    }

    #[test]
    fn no_text_breaks_an_address(text in "[a-f0-9_]{0,14}[.][0-9]{1,10}[.][0-9]{1,10}-[0-9]{1,10}[.][A-Za-z0-9_-]{20,30}") {
        if let Ok(address) = text.parse::<Address>() {
            prop_assert_eq!(address.to_string().parse(), Ok(address.clone()));
            let (library, _) = meetings();
            let _ = address.resolve(&library.entries()[0].transcript);
        }
    }
}

/// The third-party data beside the package.
fn data() -> PathBuf {
    std::env::var_os("VERBATIM_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
}

/// The transcripts of some folders, every fourth one kept apart.
fn real_transcripts(folders: &[&str]) -> Option<(Library, Library)> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let folder = data().join(folder);
        let Ok(files) = fs::read_dir(&folder) else {
            println!("quote: skipped, because {} is not there", folder.display());
            return None;
        };
        paths.extend(files.flatten().map(|file| file.path()).filter(|path| path.is_file()));
    }
    paths.sort();
    let (mut inside, mut outside) = (Library::default(), Library::default());
    for (number, path) in paths.iter().enumerate() {
        let library = if number % 4 == 1 { &mut outside } else { &mut inside };
        let _ = library.open(&path.to_string_lossy(), fs::read(path).unwrap_or_default(), &Reading::default());
    }
    Some((inside, outside))
}

/// Sentences of at least eight words that a speaker says, each with its transcript and paragraph.
fn sentences_of(library: &Library) -> Vec<(usize, u32, String)> {
    let mut found = Vec::new();
    for (number, entry) in library.entries().iter().enumerate() {
        let transcript = &entry.transcript;
        for turn in transcript.turns.iter().filter(|turn| turn.speaker.is_some()) {
            for paragraph in turn.first..turn.end {
                let text = transcript.words(transcript.paragraphs[paragraph as usize].text);
                let long = sentences(text).into_iter().filter(|range| words::split(&text[range.clone()]).len() >= 8);
                found.extend(long.map(|range| (number, paragraph, text[range].to_owned())));
            }
        }
    }
    found
}

/// A sentence with one change: a dropped `not`, another number, another name, another word, three words dropped. None
/// where it has nothing to change.
fn change(sentence: &str, kind: usize, dice: &mut Dice) -> Option<String> {
    let mut words: Vec<String> = sentence.split_whitespace().map(str::to_owned).collect();
    let inner = |words: &[String], is_it: &dyn Fn(&str) -> bool| {
        (1..words.len().saturating_sub(1)).find(|at| is_it(&words[*at]))
    };
    match kind {
        0 => drop(words.remove(inner(&words, &|word| word == "not")?)),
        1 => {
            let at = inner(&words, &|word| word.bytes().any(|byte| byte.is_ascii_digit()))?;
            let other = |c: char| c.to_digit(10).and_then(|digit| char::from_digit((digit + 3) % 10, 10)).unwrap_or(c);
            words[at] = words[at].chars().map(other).collect();
        }
        2 => {
            let is_name = |word: &str| word.len() > 3 && word.starts_with(char::is_uppercase);
            let at = inner(&words, &is_name)?;
            words[at] = "Lindqvist".to_owned();
        }
        3 => {
            let at = 1 + dice.roll(words.len() - 2);
            words[at] = "harbour".to_owned();
        }
        _ => {
            let at = 1 + dice.roll(words.len() - 5);
            words.drain(at..at + 3);
        }
    }
    Some(words.join(" "))
}

/// What came of many quotations: how many of each kind had each verdict.
#[derive(Debug, Default)]
struct Tally {
    verdicts: BTreeMap<(&'static str, &'static str), u32>,
    /// Quotations for which only other speakers than the true ones were told.
    wrong_speakers: u32,
}

impl Tally {
    fn share(&self, kind: &str, verdicts: &[&str]) -> f64 {
        let of_kind = self.verdicts.iter().filter(|((of, _), _)| *of == kind);
        let all: u32 = of_kind.clone().map(|(_, count)| count).sum();
        let these: u32 = of_kind.filter(|((_, verdict), _)| verdicts.contains(verdict)).map(|(_, count)| count).sum();
        f64::from(these) / f64::from(all)
    }
}

/// Checks quotations made of sentences of the library `inside` and of transcripts that are not in it, `n` of each kind.
fn measure(inside: &Library, outside: &Library, n: usize, seed: u64) -> Tally {
    let index = index(inside);
    let shelf = Shelf::new(inside, &index);
    let (known, unknown) = (sentences_of(inside), sentences_of(outside));
    let mut dice = Dice(seed);
    let mut tally = Tally::default();
    let mut count = |kind: &'static str, text: &str, places: &[(usize, u32)]| {
        let checked = check(text, None, &shelf);
        let found = checked.iter().find(|one| one.verdict != Verdict::NotFound).unwrap_or(&checked[0]);
        *tally.verdicts.entry((kind, found.verdict.name())).or_default() += 1;
        if found.verdict == Verdict::NotFound {
            return;
        }
        // Of each place that the words were taken from the speaker must be told.
        let name = |entry, paragraph| speaker_of(&shelf, entry, paragraph).map(|speaker| speaker.name.as_str());
        let told: Vec<Option<&str>> = found.matches.iter().map(|m| name(m.entry, m.paragraph)).collect();
        let is_wrong = match found.verdict {
            Verdict::Spliced => places.iter().any(|(entry, paragraph)| !told.contains(&name(*entry, *paragraph))),
            _ => !places.is_empty() && !places.iter().any(|(entry, at)| told.contains(&name(*entry, *at))),
        };
        if is_wrong {
            println!("quote: {kind}, {}: {text:?} of {places:?} was ascribed to {told:?}", found.verdict.name());
        }
        tally.wrong_speakers += u32::from(is_wrong);
    };
    for _ in 0..n {
        let (entry, paragraph, text) = &known[dice.roll(known.len())];
        count("said", text, &[(*entry, *paragraph)]);
    }
    let (mut changed, mut tries) = (0, 0);
    while changed < n && tries < n * 200 {
        let (entry, paragraph, text) = &known[dice.roll(known.len())];
        tries += 1;
        // Where no sentence has a number or a name to change, the kind is left out.
        if let Some(text) = change(text, (changed + tries / 2000) % 5, &mut dice) {
            count("changed", &text, &[(*entry, *paragraph)]);
            changed += 1;
        }
    }
    for _ in 0..n {
        let (one, other) = (&known[dice.roll(known.len())], &known[dice.roll(known.len())]);
        let (first, last): (Vec<&str>, Vec<&str>) =
            (one.2.split_whitespace().collect(), other.2.split_whitespace().collect());
        let text = format!("{} {}", first[..first.len().div_ceil(2)].join(" "), last[last.len() / 2..].join(" "));
        count("halves", &text, &[(one.0, one.1), (other.0, other.1)]);
    }
    for _ in 0..n {
        count("not said", &unknown[dice.roll(unknown.len())].2, &[]);
    }
    tally
}

#[test]
fn real_sentences_are_found_and_others_are_not() {
    let Some((inside, outside)) = real_transcripts(&["official/kremlin_en/txt"]) else { return };
    let tally = measure(&inside, &outside, 500, 2024);
    println!("quote: {tally:?}");
    assert!(tally.share("said", &["exact"]) >= 0.99);
    assert!(tally.share("changed", &["altered"]) >= 0.98);
    assert!(tally.share("halves", &["spliced"]) >= 0.95);
    // Thanks and greetings are said everywhere: found in the same words, they are exact.
    assert!(tally.share("not said", &["not-found", "exact"]) >= 0.99);
    assert!(tally.share("not said", &["not-found"]) >= 0.98);
    assert_eq!(tally.wrong_speakers, 0);
}

#[test]
fn other_records_are_checked_as_surely() {
    for folders in [
        &[
            "official/changelog_podcast/podcast",
            "official/changelog_podcast/jsparty",
            "official/changelog_podcast/friends",
        ][..],
        &["wer/earnings21/transcripts/nlp_references", "wer/rev16/verbatim_transcripts/nlp_references"],
    ] {
        let Some((inside, outside)) = real_transcripts(folders) else { continue };
        let tally = measure(&inside, &outside, 200, 77);
        println!("quote: {folders:?}: {} transcripts, {tally:?}", inside.entries().len());
        assert!(tally.share("said", &["exact"]) >= 0.98 && tally.share("changed", &["altered"]) >= 0.93);
        assert!(tally.share("halves", &["spliced"]) >= 0.95 && tally.share("not said", &["not-found"]) >= 0.99);
        assert_eq!(tally.wrong_speakers, 0);
    }
}

#[test]
fn marks_go_out_as_web_annotations_and_come_back() {
    let (library, index) = meetings();
    let entry = &library.entries()[0];
    let passage = Passage::of_bytes(&entry.transcript, 1, 16..76).expect("words");
    let mut note = Mark::new(&library, entry, passage).expect("a mark");
    note.note = "Ask \"who\" <b>.".into();
    note.tags = vec!["winter".into(), "stone".into()];
    note.created = "2024-03-05T10:00:00Z".into();
    let highlight = Mark::new(&library, entry, Passage::of_paragraph(&entry.transcript, 2).expect("words"));
    let marks = [note, highlight.expect("a mark")];
    let json = to_annotations(&marks);
    let page: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(page["type"], "AnnotationPage");
    for (annotation, motivation) in page["items"].as_array().expect("a list").iter().zip(["commenting", "highlighting"])
    {
        assert_eq!(annotation["@context"], "http://www.w3.org/ns/anno.jsonld");
        assert_eq!((&annotation["type"], &annotation["motivation"]), (&"Annotation".into(), &motivation.into()));
        let (id, target) = (annotation["id"].as_str().expect("an id"), &annotation["target"]);
        assert!(id.starts_with("ni:///sha-256;") && id.starts_with(target["source"].as_str().expect("a source")));
        assert_eq!(target["source"].as_str().map(str::len), Some("ni:///sha-256;".len() + 43));
        let (quote, position) = (&target["selector"][0], &target["selector"][1]);
        assert_eq!((&quote["type"], &position["type"]), (&"TextQuoteSelector".into(), &"TextPositionSelector".into()));
        let (start, end) = (position["start"].as_u64().expect("a number"), position["end"].as_u64().expect("a number"));
        let letters: Vec<char> = entry.transcript.text.chars().collect();
        let words: String = letters[start as usize..end as usize].iter().collect();
        assert_eq!(quote["exact"], words.as_str());
    }
    assert_eq!(from_annotations(&json, &library), Some((marks.to_vec(), 0)));
    // An annotation of somebody else has no address of ours and is anchored by its words.
    let foreign = r#"{"type": "Annotation", "id": "http://a.example/1", "bodyValue": "x", "body": "see",
        "target": {"source": "http://a.example/t", "selector": {"type": "TextQuoteSelector", "exact": "Nobody asked the crews"}}}"#;
    let (found, lost) = from_annotations(foreign, &library).expect("JSON");
    assert_eq!((found.len(), lost, found[0].note.as_str()), (1, 0, "see"));
    let standing = found[0].find(&Shelf::new(&library, &index));
    assert!(matches!(standing.resolution, Resolution::Same(_)));
    assert_eq!(from_annotations(&foreign.replace("crews", "whales"), &library), Some((Vec::new(), 1)));
    assert_eq!(from_annotations("no JSON", &library), None);
}

#[test]
fn marks_survive_a_new_version_or_say_that_they_could_not() {
    let (library, _) = meetings();
    let entry = &library.entries()[0];
    let mark = |paragraph| {
        let passage = Passage::of_paragraph(&entry.transcript, paragraph).expect("words");
        Mark::new(&library, entry, passage).expect("a mark")
    };
    let marks = [mark(1), mark(2), mark(3)];
    let revised = HARBOUR
        .replace("Mayor of Lindsund RUNA HOLM: Good", "Mayor of Lindsund RUNA HOLM: Let us begin.\nGood")
        .replace("less than half of it", "a third of it")
        .replace(
            "Nobody asked the crews what they lost. We counted it boat by boat, and the lists are on your table.",
            "",
        );
    let (revised, index) = self::library(&[("new.txt", &revised)]);
    let shelf = Shelf::new(&revised, &index);
    let states: Vec<&str> = marks.iter().map(|mark| mark.find(&shelf).resolution.name()).collect();
    assert_eq!(states, ["moved", "changed", "changed"]);
    let table = to_csv(&marks, &shelf);
    assert_eq!(table.matches("\r\n").count(), 4);
    assert!(table.contains(",moved,") && table.contains("a third of it"));
    let (other, index) = self::library(&[("visit.txt", VISIT)]);
    assert_eq!(marks[0].find(&Shelf::new(&other, &index)).resolution, Resolution::Gone);
}

#[test]
fn clippings_keep_their_order_and_their_citations() {
    let (library, _) = meetings();
    let clip = |entry: usize, paragraph| {
        let entry = &library.entries()[entry];
        let passage = Passage::of_paragraph(&entry.transcript, paragraph).expect("words");
        Clipping::new(&library, entry, &[passage], "").expect("a clipping")
    };
    let mut board = Board { clippings: vec![clip(1, 0), clip(2, 1), clip(0, 3)] };
    board.clippings[2].note = "Compare <this> with *that*.".into();
    assert_eq!(
        board.clippings.iter().map(|c| c.citation.file.as_str()).collect::<Vec<_>>(),
        ["visit.txt", "council.txt", "harbour.txt"]
    );
    let kept = serde_json::to_string(&board).expect("JSON");
    assert_eq!(serde_json::from_str::<Board>(&kept).expect("a board"), board);
    let markdown = board.to_markdown("Clippings");
    assert!(
        markdown.starts_with("# Clippings\n\n> «")
            && markdown.contains("**Tom Osei**")
            && markdown.contains("\\<this\\>")
    );
    let html = board.to_html("A & B");
    assert!(
        html.contains("<title>A &amp; B</title>")
            && html.contains("&lt;this&gt;")
            && html.matches("<figure>").count() == 3
    );
    assert_eq!(board.to_csv(&STYLES[0]).matches("\r\n").count(), 4);
    let transcript = board.to_transcript("Clippings", &STYLES[0]);
    let document = Document {
        transcript: &transcript,
        origin: Origin { name: "clippings", sha256: "", format: "verbatim-json", encoding: "UTF-8" },
    };
    for id in ["docx", "markdown", "html"] {
        let files = export(writer(id).expect("a writer"), &[document]).expect("a file");
        assert!(!files[0].bytes.is_empty(), "{id}");
    }
}
