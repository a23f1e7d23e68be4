//! The search engine against a slow and obvious reading of the same queries: thousands of generated ones, on a library
//! with all the letters that folding knows, grown file by file and with files taken out; and each form of the query
//! language by hand.

#![allow(clippy::unwrap_used)]
// What was measured on the shared data, or that it is not there, is worth a line.
#![allow(clippy::print_stdout)]

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use verbatim::formats::Reading;
use verbatim::library::Library;
use verbatim::search::query::{Node, ProblemKind, TextWords, Wanted};
use verbatim::search::{Comparison, Filter, Index, Order, Progress, Query, filter_library, find_turns, resume_filter};
use verbatim::text::fold::fold;
use verbatim::text::latin::name_form;

/// The words that texts and queries are made of.
const VOCABULARY: &[&str] = &[
    "security",
    "Secure",
    "secu\u{ad}rity",
    "colour",
    "color",
    "cooler",
    "the",
    "The",
    "and",
    "of",
    "not",
    "Straße",
    "STRASSE",
    "İstanbul",
    "istanbul",
    "Ёлка",
    "елка",
    "мой",
    "мои",
    "Cafe\u{301}",
    "café",
    "naïve",
    "安全",
    "会议",
    "全会",
    "don’t",
    "co-op",
    "10,000",
    "10",
    "3.14",
    "😀",
    "ﬁne",
    "fine",
    "и\u{306}од",
    "Putin's",
    "putin",
    "רוה\"ק",
    "a",
    "I",
];

const SPEAKERS: &[&str] = &["Anna Berg", "VLADIMIR ORLOV", "Ёжи Новак", "Question"];

/// A condition, and how it is written.
#[derive(Clone, Debug)]
enum Asked {
    Word(String),
    Prefix(String),
    OneEdit(String),
    Phrase(Vec<String>),
    Near(Box<Asked>, Box<Asked>, u32),
    Expression(&'static str),
    Speaker(String),
    Date(&'static str),
    Not(Box<Asked>),
    All(Vec<Asked>),
    Any(Vec<Asked>),
}

impl Asked {
    fn written(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Prefix(word) => format!("{word}*"),
            Self::OneEdit(word) => format!("{word}~"),
            Self::Phrase(words) => format!("“{}”", words.join(" ")),
            Self::Near(left, right, n) => format!("{} NEAR/{n} {}", left.written(), right.written()),
            Self::Expression(expression) => format!("/{expression}/"),
            Self::Speaker(name) => format!("speaker:\"{name}\""),
            Self::Date(range) => format!("date:{range}"),
            Self::Not(inner) => format!("-({})", inner.written()),
            Self::All(parts) => parts.iter().map(|part| format!("({})", part.written())).collect::<Vec<_>>().join(" "),
            Self::Any(parts) => {
                parts.iter().map(|part| format!("({})", part.written())).collect::<Vec<_>>().join(" OR ")
            }
        }
    }

    fn holds(&self, turn: &Plain) -> bool {
        match self {
            Self::Word(word) => turn.paragraphs.iter().any(|p| !row(p, &split(&fold(word)), Edge::Whole).is_empty()),
            Self::Prefix(word) => turn.paragraphs.iter().any(|p| !row(p, &split(&fold(word)), Edge::Prefix).is_empty()),
            Self::OneEdit(word) => {
                turn.paragraphs.iter().any(|p| !row(p, &split(&fold(word)), Edge::OneEdit).is_empty())
            }
            Self::Phrase(words) => {
                let words: Vec<String> = words.iter().flat_map(|word| split(&fold(word))).collect();
                turn.paragraphs.iter().any(|p| !row(p, &words, Edge::Whole).is_empty())
            }
            Self::Near(left, right, n) => turn.paragraphs.iter().any(|p| {
                let (left, right) = (left.rows(p), right.rows(p));
                left.iter().any(|a| {
                    right.iter().any(|b| {
                        let apart = if a.1 < b.0 {
                            b.0 - a.1
                        } else if b.1 < a.0 {
                            a.0 - b.1
                        } else {
                            return false;
                        };
                        apart <= *n as usize
                    })
                })
            }),
            Self::Expression(expression) => {
                let expression = regex_of(expression);
                turn.texts.iter().any(|text| expression(&fold(text)))
            }
            Self::Speaker(name) => !row(&split(&fold(&turn.speaker)), &split(&fold(name)), Edge::Whole).is_empty(),
            Self::Date(range) => {
                let (from, to) = range.split_once("..").unwrap_or((range, range));
                let date = turn.date.as_str();
                !date.is_empty()
                    && (from.is_empty() || date >= from)
                    && (to.is_empty() || date.get(..to.len().min(date.len())).unwrap() <= to)
            }
            Self::Not(inner) => !inner.holds(turn),
            Self::All(parts) => parts.iter().all(|part| part.holds(turn)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(turn)),
        }
    }

    /// First and last words of a word or phrase.
    fn rows(&self, paragraph: &[String]) -> Vec<(usize, usize)> {
        match self {
            Self::Word(word) => row(paragraph, &split(&fold(word)), Edge::Whole),
            Self::Phrase(words) => {
                let words: Vec<String> = words.iter().flat_map(|word| split(&fold(word))).collect();
                row(paragraph, &words, Edge::Whole)
            }
            _ => Vec::new(),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Whole,
    Prefix,
    OneEdit,
}

fn row(paragraph: &[String], wanted: &[String], edge: Edge) -> Vec<(usize, usize)> {
    if wanted.is_empty() || paragraph.len() < wanted.len() {
        return Vec::new();
    }
    (0..=paragraph.len() - wanted.len())
        .filter(|at| {
            wanted.iter().enumerate().all(|(i, wanted_word)| {
                let word = &paragraph[at + i];
                match edge {
                    _ if i + 1 < wanted.len() => word == wanted_word,
                    Edge::Whole => word == wanted_word,
                    Edge::Prefix => word.starts_with(wanted_word.as_str()),
                    Edge::OneEdit => distance(word, wanted_word) <= 1,
                }
            })
        })
        .map(|at| (at, at + wanted.len() - 1))
        .collect()
}

/// The words of a folded text, letter by letter.
fn split(folded: &str) -> Vec<String> {
    let letters: Vec<char> = folded.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for (at, letter) in letters.iter().enumerate() {
        let digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
        let alone = ('\u{4e00}'..='\u{9fff}').contains(letter) || ('\u{1f300}'..='\u{1faff}').contains(letter);
        let joins = matches!(letter, '.' | ',') && at > 0 && digit(letters.get(at - 1)) && digit(letters.get(at + 1));
        if alone {
            words.push(letter.to_string());
            is_open = false;
        } else if letter.is_alphanumeric() || joins {
            if is_open {
                words.last_mut().unwrap().push(*letter)
            } else {
                words.push(letter.to_string())
            }
            is_open = true;
        } else {
            is_open = false;
        }
    }
    words
}

/// The edit distance of two words, by the table.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let changed = before + usize::from(a != b);
            before = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(before + 1);
        }
    }
    row[right.len()]
}

/// The expressions that are asked, written out.
fn regex_of(expression: &'static str) -> fn(&str) -> bool {
    match expression {
        "secur.*the" => |text| text.match_indices("secur").any(|(at, _)| text[at + 5..].contains("the")),
        "colou?r" => |text| text.contains("colour") || text.contains("color"),
        "Café" => |text| text.contains("cafe"),
        "全会" => |text| text.contains("全会"),
        r"\d\d,\d" => |text| {
            let bytes = text.as_bytes();
            bytes
                .windows(4)
                .any(|w| w[0].is_ascii_digit() && w[1].is_ascii_digit() && w[2] == b',' && w[3].is_ascii_digit())
        },
        _ => |_| false,
    }
}

/// A turn as a person would see it.
#[derive(Debug)]
struct Plain {
    place: (u32, u32),
    speaker: String,
    date: String,
    texts: Vec<String>,
    paragraphs: Vec<Vec<String>>,
}

fn plain(library: &Library) -> Vec<Plain> {
    let mut turns = Vec::new();
    for (at, entry) in (0..).zip(library.entries()) {
        let transcript = &entry.transcript;
        for (index, turn) in (0..).zip(&transcript.turns) {
            let texts: Vec<String> = transcript.paragraphs[turn.first as usize..turn.end as usize]
                .iter()
                .map(|paragraph| transcript.words(paragraph.text).to_owned())
                .collect();
            turns.push(Plain {
                place: (at, index),
                speaker: turn.speaker.and_then(|id| transcript.speaker(id)).map_or(String::new(), |s| s.name.clone()),
                date: transcript.metadata.date.as_ref().map_or(String::new(), |date| date.value.to_string()),
                paragraphs: texts.iter().map(|text| split(&fold(text))).collect(),
                texts,
            });
        }
    }
    turns
}

/// A file of some turns.
fn file(number: usize, dice: &mut impl FnMut(usize) -> usize) -> String {
    let mut text =
        format!("A Meeting Number {number}\n\nJuly {}, {}\n\nThe Harbour\n\n", 1 + number % 28, 2010 + number % 5);
    for _ in 0..1 + dice(6) {
        text.push_str(&format!("{}: ", SPEAKERS[dice(SPEAKERS.len())]));
        for paragraph in 0..1 + dice(3) {
            if paragraph > 0 {
                text.push_str("\n\n");
            }
            for word in 0..1 + dice(12) {
                let signs = [" ", ", ", " — ", "  ", ". "];
                if word > 0 {
                    text.push_str(signs[dice(signs.len())]);
                }
                text.push_str(VOCABULARY[dice(VOCABULARY.len())]);
            }
            text.push('.');
        }
        text.push_str("\n\n");
    }
    text
}

fn asked() -> impl Strategy<Value = Asked> {
    let word = || prop::sample::select(VOCABULARY).prop_map(|word| word.to_owned());
    let bare = || prop::sample::select(VOCABULARY).prop_map(|word| word.replace(['\'', '’', '-', ',', '.', '"'], ""));
    let phrase = || prop::collection::vec(word(), 1..4).prop_map(Asked::Phrase);
    let side = || prop_oneof![bare().prop_map(Asked::Word), phrase()];
    let leaf = prop_oneof![
        4 => bare().prop_map(Asked::Word),
        1 => bare().prop_map(|word| Asked::Prefix(word.chars().take(3).collect())),
        1 => bare().prop_map(Asked::OneEdit),
        2 => phrase(),
        2 => (side(), side(), 1u32..8).prop_map(|(a, b, n)| Asked::Near(Box::new(a), Box::new(b), n)),
        1 => prop::sample::select(&["secur.*the", "colou?r", "Café", "全会", r"\d\d,\d"][..]).prop_map(Asked::Expression),
        1 => prop::sample::select(&["berg", "Vladimir Orlov", "новак", "question", "ann"][..])
            .prop_map(|name| Asked::Speaker(name.to_owned())),
        1 => prop::sample::select(&["2010", "2011..2013", "2012-07..", "..2012-07-20"][..]).prop_map(Asked::Date),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(Asked::All),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(Asked::Any),
            1 => inner.prop_map(|inner| Asked::Not(Box::new(inner))),
        ]
    })
}

/// A library grown in steps, the index asked between them, and some files taken out again.
fn grown() -> (Library, Index) {
    let (mut library, mut index) = (Library::default(), Index::default());
    let mut seed = 7u64;
    let mut dice = |sides: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % sides
    };
    let mut hashes = Vec::new();
    for number in 0..120 {
        let text = file(number, &mut dice);
        let (hash, _) = library.open(&format!("file-{number}.txt"), text.as_bytes(), &Reading::default()).unwrap();
        hashes.push(hash);
        if number % 9 == 4 {
            index.gather(&library);
            index.settle();
        }
        if number % 10 == 9 {
            library.remove(&hashes[number - 3]);
            index.gather(&library);
        }
    }
    index.gather(&library);
    index.settle();
    (library, index)
}

fn found(library: &Library, index: &Index, text: &str) -> Vec<(u32, u32)> {
    let query = Query::parse(text, Comparison::default());
    let filter = Filter { text: text.to_owned(), ..Filter::default() };
    let mut turns: Vec<_> = find_turns(index, library, &filter, &query, Order::File)
        .into_iter()
        .map(|found| (found.entry, found.turn))
        .collect();
    turns.sort_unstable();
    turns
}

#[test]
fn the_engine_finds_what_a_slow_reader_finds() {
    let (library, index) = grown();
    let turns = plain(&library);
    assert!(turns.len() > 300 && turns.iter().any(|turn| turn.texts.len() > 1));
    let config = Config { cases: 4000, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut somewhere = 0;
    TestRunner::new_with_rng(config, rng)
        .run(&asked(), |asked| {
            let text = asked.written();
            let query = Query::parse(&text, Comparison::default());
            prop_assert!(query.problems.is_empty(), "{text}: {:?}", query.problems);
            let expected: Vec<_> = turns.iter().filter(|turn| asked.holds(turn)).map(|turn| turn.place).collect();
            prop_assert_eq!(found(&library, &index, &text), expected, "{}", text);
            Ok(())
        })
        .unwrap();
    for word in VOCABULARY {
        somewhere += usize::from(!found(&library, &index, &format!("\"{word}\"")).is_empty());
    }
    assert_eq!(somewhere, VOCABULARY.len(), "every word of the vocabulary is found somewhere");
}

/// Expressions that begin and end in words, lie between them, and reach over what parts them.
fn expression() -> impl Strategy<Value = String> {
    let letters =
        prop::sample::select(&["secu", "the", "o", "col", "елк", "安", "全", "10", "0", "14", "ёлка", "I", "fi"][..]);
    let loose = prop::sample::select(
        &["\\w*", "\\w+", "[a-z]*", "\\d", "\\d+", "u?", "(r|l)", "(ur|lo)", ".", ".*", "\\B", "(?:a|b c)?"][..],
    );
    let edge = prop::sample::select(&["\\b", "^", "$", ""][..]);
    let gap =
        prop::sample::select(&[" ", ", ", "\\W+", "\\W", "[ ,]+", "\\s", "\\.", "[.,]", " ?", "\\s*", "( \\w+)+ "][..]);
    let atom = prop_oneof![4 => letters, 2 => loose, 1 => edge, 3 => gap].prop_map(str::to_owned);
    let row = prop::collection::vec(atom, 1..6).prop_map(|atoms| atoms.concat());
    prop_oneof![4 => row.clone(), 1 => (row.clone(), row.clone()).prop_map(|(a, b)| format!("{a}|{b}")),
        1 => (row.clone(), row).prop_map(|(a, b)| format!("({a}|o) {b}"))]
}

#[test]
fn an_expression_finds_what_it_matches_letter_by_letter() {
    let (library, index) = grown();
    let config = Config { cases: 700, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]);
    let found_some = Cell::new(0);
    let mut runner = TestRunner::new_with_rng(config, rng);
    runner
        .run(&expression(), |expression| {
            let text = format!("/{expression}/");
            let query = Query::parse(&text, Comparison::default());
            prop_assume!(query.problems.is_empty());
            let Some(Node::Text { wanted: Wanted::Pattern(pattern), .. }) = &query.root else { return Ok(()) };
            let mut marks = 0;
            let mut marked = Vec::new();
            for (at, entry) in (0..).zip(library.entries()) {
                let transcript = &entry.transcript;
                for (number, turn) in (0..).zip(&transcript.turns) {
                    let paragraphs = &transcript.paragraphs[turn.first as usize..turn.end as usize];
                    let count = |paragraph: &verbatim::model::Paragraph| {
                        let text = transcript.words(paragraph.text);
                        pattern.find(&TextWords::new(text), text).len() as u32
                    };
                    let count: u32 = paragraphs.iter().map(count).sum();
                    marks += count;
                    if count > 0 {
                        marked.push((at, number));
                    }
                }
            }
            let filter = Filter { text: text.clone(), ..Filter::default() };
            let found = found(&library, &index, &text);
            let tally = filter_library(&index, &library, &filter, &query);
            prop_assert_eq!(tally.entries.iter().map(|entry| entry.hits).sum::<u32>(), marks, "{}", text);
            // What may match without a letter is found and has no mark.
            if pattern.is_nullable() {
                prop_assert!(marked.iter().all(|place| found.contains(place)), "{} lacks some of {:?}", text, marked);
            } else {
                prop_assert_eq!(&found, &marked, "{}", text);
            }
            found_some.set(found_some.get() + usize::from(!marked.is_empty()));
            Ok(())
        })
        .unwrap();
    assert!(found_some.get() > 120, "{} expressions were found somewhere", found_some.get());
}

#[test]
fn what_is_found_little_by_little_is_found_at_last() {
    let (library, index) = grown();
    for text in ["/secur.*the/", "/[a-z]+/ the", "/\\w+ \\w+/ -colour"] {
        let query = Query::parse(text, Comparison::default());
        let filter = Filter { text: text.to_owned(), ..Filter::default() };
        let whole = filter_library(&index, &library, &filter, &query);
        let mut progress = Progress::default();
        let mut steps = 0;
        let mut before = 0;
        loop {
            progress = progress.with_leave(100);
            let tally = resume_filter(&index, &library, &filter, &query, &mut progress);
            let hits: u32 = tally.entries.iter().map(|entry| entry.hits).sum();
            assert!(hits >= before, "{text}: nothing is lost on the way");
            before = hits;
            steps += 1;
            if !tally.is_partial {
                assert_eq!(tally, whole, "{text}");
                break;
            }
        }
        assert!(steps > 3, "{text} took {steps} steps");
    }
}

#[test]
fn counts_agree_with_the_marks_on_the_page() {
    let (library, index) = grown();
    for text in
        ["the", "secur*", "the OR \"the and\"", "colour~", "and NEAR/3 of", "/colou?r/ the", "安全", "-the", "the the"]
    {
        let query = Query::parse(text, Comparison::default());
        let filter = Filter { text: text.to_owned(), ..Filter::default() };
        let tally = filter_library(&index, &library, &filter, &query);
        let marked: usize = found(&library, &index, text)
            .into_iter()
            .map(|(entry, turn)| {
                let transcript = &library.entries()[entry as usize].transcript;
                let turn = &transcript.turns[turn as usize];
                transcript.paragraphs[turn.first as usize..turn.end as usize]
                    .iter()
                    .map(|paragraph| query.highlights(transcript.words(paragraph.text)).len())
                    .sum::<usize>()
            })
            .sum();
        assert_eq!(tally.entries.iter().map(|entry| entry.hits as usize).sum::<usize>(), marked, "{text}");
        let turns: u32 = tally.entries.iter().map(|entry| entry.turns).sum();
        assert_eq!(turns as usize, found(&library, &index, text).len(), "{text}");
        assert_eq!(tally.facets.speakers.iter().map(|speaker| speaker.count).sum::<u32>(), turns, "{text}");
    }
}

/// A library of one file.
fn library_of(text: &str) -> (Library, Index) {
    let mut library = Library::default();
    library.open("one.txt", text.as_bytes(), &Reading::default()).unwrap();
    let mut index = Index::default();
    index.gather(&library);
    index.settle();
    (library, index)
}

const MEETING: &str = "Meeting on harbour security\n\nThe talk was of ships.\n\nJuly 10, 2014, 14:00\n\nPort Alder\n\n\
    Mayor ANNA BERG: The harbour is secure, Mr Orlov’s crews say.\n\nNobody was running. (Applause.)\n\n\
    IVAN ORLOV: We ran to Café Noir; colour and “stra\u{df}e” alike.\n\nAnna Berg: Run once more.";

#[test]
fn every_form_of_the_language_asks_for_what_it_says() {
    let (library, index) = library_of(MEETING);
    let turns = |text: &str| found(&library, &index, text).into_iter().map(|(_, turn)| turn).collect::<Vec<_>>();
    for (text, expected) in [
        ("harbour nobody", &[0][..]),
        ("\"harbour nobody\"", &[]),
        ("\"the harbour is\"", &[0]),
        ("harbour OR ran", &[0, 1]),
        ("-harbour", &[1, 2]),
        ("run*", &[0, 2]),
        ("cofé~", &[1]),
        ("harbour NEAR/2 secure", &[0]),
        ("harbour NEAR/1 secure", &[]),
        ("secure NEAR/9 nobody", &[]),
        ("(harbour OR ran) NEAR/3 (secure OR to)", &[0, 1]),
        ("/harb.*secure/", &[0]),
        ("speaker:berg", &[0, 2]),
        ("speaker:\"anna berg\" run", &[2]),
        ("role:mayor", &[0, 2]),
        ("-speaker:berg", &[1]),
        ("place:alder", &[0, 1, 2]),
        ("place:\"port a*\"", &[0, 1, 2]),
        ("date:2014-07", &[0, 1, 2]),
        ("date:2012..2013", &[]),
        ("lang:en run", &[2]),
        ("lang:ru", &[]),
        ("in:title security", &[0, 1, 2]),
        ("in:title ran", &[]),
        ("in:summary ships ", &[0, 1, 2]),
        ("in:notes applause", &[0, 1, 2]),
        ("(in:title security) ran", &[1]),
        ("title:harbour file:one", &[0, 1, 2]),
        ("format:official", &[0, 1, 2]),
        ("file:two", &[]),
        ("orlov's", &[0]),
        ("orlov", &[0]),
        ("strasse", &[1]),
        ("harbour AND nobody", &[0]),
    ] {
        assert_eq!(turns(text), expected, "{text}");
    }
}

#[test]
fn marks_cover_the_letters_that_match() {
    let marked = |query: &str, text: &str| -> Vec<String> {
        let query = Query::parse(query, Comparison::default());
        query.highlights(text).into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
    };
    let text = "Security, insecure; the secu\u{ad}rity of SECURITIES";
    assert_eq!(marked("security", text), ["Security", "secu\u{ad}rity"]);
    assert_eq!(marked("secur*", text), ["Secur", "secu\u{ad}r", "SECUR"]);
    assert_eq!(marked("\"the secur*\"", text), ["the secu\u{ad}r"]);
    assert_eq!(marked("of NEAR/2 secur*", text), ["secu\u{ad}r", "of", "SECUR"]);
    assert_eq!(marked("\"did not\" -we", "We did  not. It did\u{a0}not"), ["did  not", "did\u{a0}not"]);
    assert_eq!(marked("елка мой", "Ёлка, елки, мои и мои\u{306}"), ["Ёлка", "мои\u{306}"]);
    assert_eq!(marked("strasse istanbul fin*", "Straße İstanbul ﬁnal"), ["Straße", "İstanbul", "ﬁn"]);
    assert_eq!(marked("安全 cafe 😀", "这是安全会议 Cafe\u{301} 😀👍"), ["安全", "Cafe\u{301}", "😀"]);
    assert_eq!(marked("/se.u/ OR the", text), ["Secu", "secu", "the", "secu", "SECU"]);
    let exact = Query::parse("lantern the*", Comparison { is_exact: true, ..Comparison::default() });
    assert_eq!(exact.highlights("A Lantern, a lantern, LANTERN. The then"), [(13, 20), (35, 38)]);
    assert_eq!(marked("in:title the date:2014 speaker:the", text), Vec::<String>::new());
}

#[test]
fn folding_and_stems_can_be_switched() {
    let (library, index) = library_of(MEETING);
    let turns = |text: &str, is_exact: bool, has_stems: bool| {
        let filter = Filter { text: text.to_owned(), is_exact, has_stems, ..Filter::default() };
        let query = filter.query(&library);
        find_turns(&index, &library, &filter, &query, Order::File)
            .into_iter()
            .map(|found| found.turn)
            .collect::<Vec<_>>()
    };
    assert_eq!(turns("run", false, false), [2]);
    assert_eq!(turns("run", false, true), [0, 2]);
    assert_eq!(turns("\"run\"", false, true), [2], "a phrase is what it says");
    assert_eq!(turns("cafe", false, false), [1]);
    assert_eq!(turns("cafe", true, false), [0; 0]);
    assert_eq!(turns("Café", true, false), [1]);
    assert_eq!(turns("the", true, false), [0; 0]);
    assert_eq!(turns("-The", true, false), [1, 2]);
    assert_eq!(turns("Ru* speaker:BERG", true, false), [2]);
    assert_eq!(turns("/[A-Z]un/", true, false), [2]);
}

#[test]
fn words_are_found_in_either_alphabet_when_asked() {
    let text = "A Meeting\n\nJuly 10, 2014\n\nPort Alder\n\nANNA BERG: Khrushchev and Yury spoke.\n\n\
        IVAN ORLOV: Хрущёв и Юрий говорили, а Хрущёву не ответили.\n\nANNA BERG: Nobody else.\n";
    let (library, index) = library_of(text);
    let turns = |text: &str, either_alphabet: bool| {
        let filter = Filter { text: text.to_owned(), either_alphabet, ..Filter::default() };
        let query = filter.query(&library);
        let found = find_turns(&index, &library, &filter, &query, Order::File);
        let marks: usize =
            filter_library(&index, &library, &filter, &query).entries.iter().map(|entry| entry.hits as usize).sum();
        (found.into_iter().map(|found| found.turn).collect::<Vec<_>>(), marks)
    };
    assert_eq!(turns("khrushchev", false), (vec![0], 1));
    assert_eq!(turns("khrushchev", true), (vec![0, 1], 2));
    assert_eq!(turns("хрущёв", true), (vec![0, 1], 2));
    assert_eq!(turns("\"Хрущев и Юрий\"", true), (vec![1], 1));
    assert_eq!(turns("yuri", true), (vec![1], 1), "within one alphabet a word is what it says");
    assert_eq!(turns("nobody", true), (vec![2], 1));
    let query = Query::parse("hrushchev", Comparison { either_alphabet: true, ..Comparison::default() });
    assert_eq!(query.highlights("о Хрущёве и Хрущёв"), [(21, 33)]);
}

#[test]
fn what_cannot_be_understood_is_told_with_its_place() {
    let problems = |text: &str| -> Vec<(String, ProblemKind)> {
        let query = Query::parse(text, Comparison::default());
        query.problems.into_iter().map(|problem| (text[problem.start..problem.end].to_owned(), problem.kind)).collect()
    };
    let one = |text: &str, at: &str, kind: ProblemKind| assert_eq!(problems(text), [(at.to_owned(), kind)], "{text}");
    one("(ship OR boat", "(", ProblemKind::OpenBracket);
    one("ship) boat", ")", ProblemKind::StrayBracket);
    one("ship OR", "OR", ProblemKind::NothingThere);
    one("NEAR/3 ship", "NEAR/3", ProblemKind::NothingThere);
    one("ship NEAR/3 -boat", "NEAR/3", ProblemKind::NearWhat);
    one("ship NEAR/x boat", "NEAR/x", ProblemKind::HowNear);
    one("ship NEAR/100 boat", "NEAR/100", ProblemKind::HowNear);
    one("colour:red", "colour:", ProblemKind::UnknownField("colour".into()));
    one("speaker: ship", "speaker:", ProblemKind::EmptyField);
    one("ship date:July", "July", ProblemKind::BadDate);
    one("in:speech ship", "in:speech", ProblemKind::UnknownScope);
    one("/ship", "/ship", ProblemKind::OpenPattern);
    one("s*p", "*", ProblemKind::StarInside);
    one("ship~2", "~2", ProblemKind::TooManyEdits);
    assert!(matches!(&problems("/(a/")[..], [(at, ProblemKind::BadPattern(_))] if at == "/(a/"));
    for fine in ["", " \"\" -- * ", "Note:", "12:30", "https://a.example", "ship - boat", "\"open", "a -", "е́~"] {
        assert_eq!(problems(fine), [], "{fine}");
    }
    let deep = "(".repeat(100_000);
    assert!(problems(&deep).iter().any(|(_, kind)| *kind == ProblemKind::TooLong));
}

#[test]
fn results_are_read_by_date_relevance_or_file() {
    let mut library = Library::default();
    let open = |library: &mut Library, name: &str, date: &str, words: &str| {
        let text = format!("A Meeting\n\n{date}\n\nPort Alder\n\nANNA BERG: {words}\n");
        library.open(name, text.as_bytes(), &Reading::default()).unwrap();
    };
    open(&mut library, "b.txt", "July 10, 2014", "One ship and much else that is said of boats, of water and of men.");
    open(&mut library, "c.txt", "July 10, 2012", "Ship, ship and ship.");
    open(&mut library, "a.txt", "July 10, 2016", "A ship and a ship, and much else that is said of boats.");
    let mut index = Index::default();
    index.gather(&library);
    index.settle();
    let order = |order: Order| -> Vec<u32> {
        let filter = Filter { text: "ship".into(), ..Filter::default() };
        let query = filter.query(&library);
        find_turns(&index, &library, &filter, &query, order).iter().map(|found| found.entry).collect()
    };
    assert_eq!(order(Order::Date), [1, 0, 2]);
    assert_eq!(order(Order::File), [2, 0, 1]);
    assert_eq!(order(Order::Relevance), [1, 2, 0]);
}

/// Speakers of the records in the shared data who speak most, by the words that a label of theirs must have.
const SPEAKING_MOST: &[&str] = &[
    "Vladimir Putin",
    "Maria Sittel",
    "Kirill Kleymenov",
    "Yevgeny Rozhkov",
    "Valeriya Korableva",
    "John Micklethwait",
    "Dmitry Peskov",
    "Dmitry Medvedev",
    "Andrei Kostin",
    "Veronika Skvortsova",
    "Alexander Tkachev",
    "Jörg Schönenborn",
    "Kirill Dmitriev",
    "Tatyana Remezova",
    "Alexei Miller",
    "Sergei Ignatyev",
    "Boris Skrynnik",
    "Maria Solovyenko",
    "Vagit Alekperov",
    "Dmitry Rogozin",
    "Vladimir Lukin",
    "Olga Ushakova",
    "Sergei Aksyonov",
    "Elvira Nabiullina",
    "Maxim Sokolov",
    "Vladimir Puchkov",
    "Igor Sechin",
    "Sergei Morozov",
    "Pavel Zarubin",
    "Olga Golodets",
];

#[test]
fn each_office_holder_is_one_speaker() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/official/kremlin_en/txt");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let mut library = Library::default();
    for file in files {
        let path = file.unwrap().path();
        library.open(&path.to_string_lossy(), std::fs::read(&path).unwrap(), &Reading::default()).unwrap();
    }
    let mut index = Index::default();
    index.gather(&library);
    index.settle();
    let people = index.people();
    let (mut all, mut wrong) = (0, Vec::new());
    for part in index.parts() {
        for number in &part.people {
            let person = people.get(*number).unwrap();
            let known = &people.get(people.known_as(*number)).unwrap().name;
            let label = name_form(&person.label).replace(' ', "");
            // By the label as printed, and by who it was taken for.
            let by_label = SPEAKING_MOST.iter().find(|name| label.contains(&name_form(name).replace(' ', "")));
            let by_name = SPEAKING_MOST.iter().find(|name| **name == known.as_str());
            all += usize::from(by_label.or(by_name).is_some());
            let is_initial = by_name.is_some_and(|name| label.ends_with(&name_form(name.rsplit(' ').next().unwrap())));
            if by_label != by_name && !(by_label.is_none() && is_initial) {
                wrong.push((person.label.clone(), known.clone()));
            }
        }
    }
    assert!(all > 2000, "{all} turns are theirs");
    assert!(wrong.len() * 100 <= all, "of {all} turns {} are another's: {wrong:?}", wrong.len());
    println!("{} of {all} turns under a wrong or second speaker: {wrong:?}", wrong.len());
}

/// More turns than fit into one segment, in one transcript.
#[test]
fn a_transcript_may_be_longer_than_a_segment() {
    let mut text = String::from("speaker,text\n");
    for n in 0..150_000 {
        text.push_str(&format!("{},ship number {n} and boat{}\n", if n % 2 == 0 { "Anna" } else { "Boris" }, n % 1000));
    }
    let mut library = Library::default();
    library.open("long.csv", text.as_bytes(), &Reading::default()).unwrap();
    assert_eq!(library.entries()[0].transcript.turns.len(), 150_000);
    let mut index = Index::default();
    index.gather(&library);
    index.settle();
    assert!(index.parts().len() > 2);
    let turns = |text: &str| found(&library, &index, text).into_iter().map(|(_, turn)| turn).collect::<BTreeSet<_>>();
    assert_eq!(turns("ship").len(), 150_000);
    assert_eq!(turns("boat7"), (0..150_000).filter(|n| n % 1000 == 7).collect());
    assert_eq!(turns("\"number 65536\""), BTreeSet::from([65_536]));
    assert_eq!(turns("\"number 131073 and boat73\" -speaker:anna"), BTreeSet::from([131_073]));
    assert_eq!(turns("-ship"), BTreeSet::new());
}
