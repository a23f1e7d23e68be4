//! The views, asked as the page asks: what they are made of is valid, windows agree with the whole, what is saved is what
//! is shown, and what is counted and sorted is what a slow, plain way finds.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use verbatim::formats::Choices;
use verbatim::jobs::{
    Attribute, Changed, Chunk, ColumnQuery, Deed, Element, Engine, Filter, Node, Request, Response, Sight, Tag,
    ViewQuery, ViewState,
};

mod asking;

use asking::ask;

/// Transcripts that come with the project.
const BUNDLED: &[&str] = &[
    "breakwater-hearing-2024.txt",
    "fishermen-meeting-2024-en.txt",
    "fishermen-meeting-2024-ru.txt",
    "council-debate-2023-11-02.txt",
    "board-session-2024-03-04.vtt",
];

fn open(engine: &mut Engine, name: &str, bytes: &[u8]) -> String {
    match ask(engine, Request::Open { name: name.into(), choices: Choices::default() }, bytes) {
        Response::Opened { items, .. } => items[0].id.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

fn library() -> Engine {
    let mut engine = Engine::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/transcripts");
    for name in BUNDLED {
        open(&mut engine, name, &fs::read(folder.join(name)).expect("a bundled transcript"));
    }
    engine
}

fn query(state: ViewState, text: &str) -> ViewQuery {
    let filter = Filter { text: text.into(), ..Filter::default() };
    ViewQuery { state, filter, columns: Vec::new(), language: "en".into() }
}

fn sight(engine: &mut Engine, query: &ViewQuery) -> Sight {
    match ask(engine, Request::View(query.clone()), &[]) {
        Response::View(sight) => *sight,
        other => panic!("{other:?}"),
    }
}

fn rows(engine: &mut Engine, query: &ViewQuery, from: u32, to: u32) -> Vec<Node> {
    match ask(engine, Request::ViewRows { query: query.clone(), from, to }, &[]) {
        Response::ViewRows(first, rows) => {
            assert_eq!(first, from);
            rows
        }
        other => panic!("{other:?}"),
    }
}

fn all_rows(engine: &mut Engine, query: &ViewQuery) -> Vec<Node> {
    let count = sight(engine, query).list.map_or(0, |list| list.rows);
    rows(engine, query, 0, count)
}

fn file(engine: &mut Engine, query: &ViewQuery, name: &str) -> String {
    match ask(engine, Request::ViewFile { query: query.clone(), name: name.into() }, &[]) {
        Response::Exported(files) => String::from_utf8(files[0].bytes.clone()).expect("UTF-8"),
        other => panic!("{name}: {other:?}"),
    }
}

/// The table of a CSV file, read as plainly as can be.
fn table(csv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut letters = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        let row = rows.last_mut().expect("a row");
        let cell = row.last_mut().expect("a cell");
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(String::new()),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            letter => cell.push(letter),
        }
    }
    rows.pop();
    rows
}

fn element(node: &Node) -> Option<&Element> {
    match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    }
}

/// All elements of a tree, from the outermost in.
fn elements<'a>(node: &'a Node, found: &mut Vec<&'a Element>) {
    if let Some(element) = element(node) {
        found.push(element);
        element.children.iter().for_each(|child| elements(child, found));
    }
}

fn text(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) => element.children.iter().map(text).collect(),
    }
}

/// The words of the first element of this class.
fn part(node: &Node, class: &str) -> String {
    let mut found = Vec::new();
    elements(node, &mut found);
    let holds = |element: &&&Element| element.attribute(Attribute::Class) == Some(class);
    found.iter().find(holds).map(|element| element.children.iter().map(text).collect()).unwrap_or_default()
}

/// What every node must be, whatever the view.
fn check(nodes: &[Node]) {
    let mut found = Vec::new();
    nodes.iter().for_each(|node| elements(node, &mut found));
    let mut ids = BTreeSet::new();
    for element in found {
        let keyed = element.children.iter().filter_map(self::element).filter(|child| child.key.is_some()).count();
        assert!(keyed == 0 || keyed == element.children.len(), "all siblings have a key or none: {element:?}");
        let names: BTreeSet<_> = element.attributes.iter().map(|(attribute, _)| *attribute).collect();
        assert_eq!(names.len(), element.attributes.len(), "an attribute stands once: {element:?}");
        if let Some(id) = element.attribute(Attribute::Id) {
            assert!(ids.insert(id.to_owned()), "{id} stands twice");
        }
        if let Some(style) = element.attribute(Attribute::Style) {
            let is_plain = |line: &str| line.trim().starts_with("--") || line.trim().starts_with("width:");
            assert!(style.split(';').filter(|line| !line.trim().is_empty()).all(is_plain), "{style}");
        }
        if matches!(element.tag, Tag::A | Tag::Button) {
            assert!(element.deed.is_some(), "it looks as if it did something: {element:?}");
            let said: String = element.children.iter().map(text).collect();
            assert!(
                !said.trim().is_empty() || element.attribute(Attribute::AriaLabel).is_some(),
                "it has a name: {element:?}"
            );
        }
        if matches!(element.deed.as_deref(), Some(Deed::ShowWith(_))) && element.tag != Tag::Form {
            assert!(element.attribute(Attribute::Name).is_some(), "the field has a name: {element:?}");
        }
    }
}

fn check_view(engine: &mut Engine, query: &ViewQuery) {
    let sight = sight(engine, query);
    assert!(!sight.title.is_empty() && !sight.status.is_empty());
    check(&sight.head);
    check(&sight.foot);
    let Some(list) = &sight.list else { return };
    check(&list.head);
    assert_eq!(list.chunks.iter().map(|chunk| chunk.rows).sum::<u32>(), list.rows);
    assert!(list.chunks.iter().rev().skip(1).all(|chunk| chunk.rows == Chunk::ROWS));
    let all = all_rows(engine, query);
    assert_eq!(all.len(), list.rows as usize);
    check(&all);
    let keys: BTreeSet<_> = all.iter().filter_map(element).filter_map(|row| row.key.as_deref()).collect();
    assert_eq!(keys.len(), all.len(), "every row has a key of its own");
    for (from, to) in [(0, 7), (3, 50), (list.rows.saturating_sub(5), list.rows + 60), (list.rows, list.rows + 1)] {
        let window = rows(engine, query, from, to);
        let end = (to as usize).min(all.len());
        assert_eq!(window, all[(from as usize).min(end)..end], "rows {from} to {to}");
    }
}

#[test]
fn views_are_offered_in_both_languages() {
    let mut engine = Engine::default();
    let mut offered = |language: &str| match ask(&mut engine, Request::Views(language.into()), &[]) {
        Response::Views(views) => views.into_iter().map(|view| (view.id, view.key, view.name)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let (english, russian) = (offered("en"), offered("ru"));
    let ids = |views: &[(String, String, String)]| views.iter().map(|view| view.0.clone()).collect::<BTreeSet<_>>();
    let keys: BTreeSet<_> = english.iter().map(|view| view.1.clone()).collect();
    assert_eq!((ids(&english).len(), keys.len()), (english.len(), english.len()), "ids and keys differ");
    assert_eq!(ids(&english), ids(&russian));
    for (one, other) in english.iter().zip(&russian) {
        assert!(one.2 != other.2 && !one.2.starts_with("view-") && !other.2.starts_with("view-"), "{one:?} {other:?}");
    }
}

#[test]
fn what_is_no_view_is_unknown() {
    let mut engine = library();
    let none = query(ViewState::of("none"), "");
    assert_eq!(ask(&mut engine, Request::View(none.clone()), &[]), Response::Unknown);
    assert_eq!(ask(&mut engine, Request::ViewRows { query: none, from: 0, to: 5 }, &[]), Response::Unknown);
    let concordance = query(ViewState::of("concordance"), "harbour");
    let file = Request::ViewFile { query: concordance, name: "other.csv".into() };
    assert_eq!(ask(&mut engine, file, &[]), Response::Unknown);
}

#[test]
fn every_view_is_made_of_valid_nodes() {
    let mut engine = library();
    let Response::Views(views) = ask(&mut engine, Request::Views("en".into()), &[]) else { panic!("no views") };
    for view in views {
        for words in ["", "the", "harbour breakwater", "\u{440}\u{44b}\u{431}\u{430}*", "nowhere-to-be-found", "\"\""] {
            for language in ["en", "ru", "xx"] {
                let asked = ViewQuery { language: language.into(), ..query(ViewState::of(&view.id), words) };
                check_view(&mut engine, &asked);
            }
        }
        let mut empty = Engine::default();
        check_view(&mut empty, &query(ViewState::of(&view.id), "the"));
    }
}

fn concordance(sort: &str, order: &str, sample: &str) -> ViewState {
    ViewState::of("concordance").with("sort", sort).with("order", order).with("sample", sample)
}

#[test]
fn a_concordance_has_every_place() {
    let mut engine = library();
    for words in ["the", "harbour", "\"second breakwater\"", "break*", "\u{43c}\u{43e}\u{440}\u{435}"] {
        let asked = query(concordance("", "", ""), words);
        let Response::Catalogue(catalogue) = ask(
            &mut engine,
            Request::Catalogue { filter: asked.filter.clone(), most: 100, open: Vec::new(), language: "en".into() },
            &[],
        ) else {
            panic!("no catalogue")
        };
        let shown = all_rows(&mut engine, &asked);
        assert!(catalogue.hits > 0 && shown.len() == catalogue.hits as usize, "{words}");
        let clean = words.trim_matches(['"', '*']).to_lowercase();
        let is_found = |found: String| found == clean || (words.ends_with('*') && found.starts_with(&clean));
        assert!(shown.iter().all(|row| is_found(part(row, "kwic-found").to_lowercase())), "{words}");
        let dates: Vec<_> = shown.iter().map(|row| part(row, "kwic-date")).collect();
        let key = |date: &String| (date.is_empty(), date.clone());
        assert!(dates.is_sorted_by_key(key), "by date, the undated last: {dates:?}");
    }
}

#[test]
fn lines_lead_to_their_paragraphs() {
    let mut engine = library();
    let asked = query(concordance("", "", ""), "harbour");
    for row in all_rows(&mut engine, &asked) {
        let mut found = Vec::new();
        elements(&row, &mut found);
        let deeds: Vec<_> = found.iter().filter_map(|element| element.deed.as_deref()).collect();
        let [Deed::Go { id, paragraph }] = deeds[..] else { panic!("one way to the text: {deeds:?}") };
        let entry = engine.library().entry(id).expect("the transcript is there");
        let words = entry.transcript.words(entry.transcript.paragraphs[*paragraph as usize - 1].text);
        let line = format!("{}{}{}", part(&row, "kwic-before"), part(&row, "kwic-found"), part(&row, "kwic-after"));
        assert!(words.contains(&line), "{line}");
    }
}

/// Words by letters and digits, those of numbers with the signs between digits.
fn plain_words(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.to_lowercase().replace('\u{451}', "\u{435}").chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
        let is_between = matches!(letter, '.' | ',') && at > 0 && is_digit(at - 1) && is_digit(at + 1);
        match words.last_mut() {
            Some(word) if letter.is_alphanumeric() || is_between => word.push(*letter),
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn lines_are_sorted_by_what_is_asked() {
    let mut engine = library();
    let plain = all_rows(&mut engine, &query(concordance("", "", ""), "the"));
    for sort in ["left-1", "left-2", "left-3", "right-1", "right-3", "speaker", "place", "file", "word"] {
        let key = |row: &Node| {
            let nth = |n: &str| n.parse::<usize>().expect("a number");
            match sort.split_once('-') {
                Some(("left", n)) => plain_words(&part(row, "kwic-before"))
                    .into_iter()
                    .rev()
                    .skip(nth(n) - 1)
                    .take(3)
                    .collect::<Vec<_>>(),
                Some((_, n)) => plain_words(&part(row, "kwic-after")).into_iter().skip(nth(n) - 1).take(3).collect(),
                None => {
                    let class = match sort {
                        "word" => "found",
                        sort => sort,
                    };
                    let said = part(row, &format!("kwic-{class}"));
                    plain_words(&said).into_iter().take(usize::from(said != "no speaker named")).collect()
                }
            }
        };
        let order = |row: &Node| (key(row).is_empty(), key(row));
        let sorted = all_rows(&mut engine, &query(concordance(sort, "", ""), "the"));
        assert!(sorted.is_sorted_by_key(order), "{sort}");
        let backwards = all_rows(&mut engine, &query(concordance(sort, "down", ""), "the"));
        let named = backwards.iter().filter(|row| !key(row).is_empty()).map(key).collect::<Vec<_>>();
        assert!(named.iter().rev().is_sorted() && named.len() <= backwards.len(), "{sort} downwards");
        let lines = |rows: &[Node]| {
            let line = |row: &Node| {
                [part(row, "kwic-before"), part(row, "kwic-after"), part(row, "kwic-date"), part(row, "kwic-file")]
            };
            rows.iter().map(line).collect::<BTreeSet<_>>()
        };
        assert_eq!(lines(&sorted), lines(&plain), "{sort}: the same lines");
        assert_eq!(sorted.len(), plain.len());
    }
}

#[test]
fn a_sample_is_every_nth_line() {
    let mut engine = library();
    let mut lines = |sample: &str| {
        let rows = all_rows(&mut engine, &query(concordance("", "", sample), "the"));
        rows.iter().map(|row| format!("{}|{}", part(row, "kwic-before"), part(row, "kwic-after"))).collect::<Vec<_>>()
    };
    let all = lines("");
    assert_eq!(lines("every-7"), all.iter().step_by(7).cloned().collect::<Vec<_>>());
    let few = lines("most-10");
    assert!(few.len() <= 10 && few.len() > 5);
    assert_eq!(few, all.iter().step_by(all.len().div_ceil(10)).cloned().collect::<Vec<_>>());
    assert_eq!(lines("most-100000"), all);
    assert_eq!(lines("every-0"), all);
    assert_eq!(lines("rubbish"), all);
}

#[test]
fn the_saved_table_is_what_is_shown() {
    let mut engine = library();
    for state in [concordance("", "", ""), concordance("left-1", "down", "every-3")] {
        let asked = query(state, "the");
        let shown = all_rows(&mut engine, &asked);
        let table = table(&file(&mut engine, &asked, "concordance.csv"));
        assert_eq!(table[0][..3], ["before", "found", "after"]);
        assert_eq!(table.len(), shown.len() + 1);
        for (cells, row) in table[1..].iter().zip(&shown) {
            let plain = |class: &str| part(row, class).trim().to_owned();
            // An apostrophe keeps spreadsheets from computing what begins with a dash.
            let cell = |at: usize| cells[at].trim_start_matches('\'').to_owned();
            assert_eq!(
                [cell(0), cell(1)],
                [plain("kwic-before").trim_start_matches('\''), plain("kwic-found").as_str()]
            );
            assert_eq!(cells[5], plain("kwic-date"));
            assert_eq!(cells[6], plain("kwic-place"));
            assert_eq!(cells[9], plain("kwic-file"));
        }
    }
}

fn chart(kind: &str) -> ViewState {
    ViewState::of("charts").with("chart", kind)
}

/// The table of a chart, without its head.
fn numbers(engine: &mut Engine, asked: &ViewQuery) -> Vec<Vec<String>> {
    let mut rows = table(&file(engine, asked, "chart.csv"));
    rows.remove(0);
    rows
}

fn number(text: &str) -> f64 {
    text.trim_start_matches('\'').parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

/// A paragraph as plainly as can be: who, in which month, in which file, its words without notes, its places.
struct Plain {
    speaker: String,
    month: String,
    file: usize,
    words: Vec<String>,
}

fn paragraphs(engine: &Engine) -> Vec<Plain> {
    let mut found = Vec::new();
    for (file, entry) in engine.library().entries().iter().enumerate() {
        let transcript = &entry.transcript;
        let date = transcript.metadata.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default();
        for turn in &transcript.turns {
            for index in turn.first..turn.end {
                let range = transcript.paragraphs[index as usize].text;
                let mut text = transcript.words(range).to_owned();
                for note in transcript.notes.iter().rev().filter(|note| note.is_inside && note.paragraph == index) {
                    let (from, to) = (note.text.start - range.start, note.text.end - range.start);
                    text.replace_range(from as usize..to as usize, "\n");
                }
                found.push(Plain {
                    speaker: turn
                        .speaker
                        .and_then(|id| transcript.speaker(id))
                        .map_or(String::new(), |s| s.name.clone()),
                    month: date.get(..7).unwrap_or_default().to_owned(),
                    file,
                    words: plain_words(&text),
                });
            }
        }
    }
    found
}

#[test]
fn places_over_time_are_counted_by_month() {
    let mut engine = library();
    let plain = paragraphs(&engine);
    let rows = numbers(&mut engine, &query(chart("time").with("by", "month"), "harbour"));
    let months: BTreeSet<_> = plain.iter().map(|one| one.month.as_str()).filter(|month| !month.is_empty()).collect();
    for month in &months {
        let of_month = || plain.iter().filter(|one| one.month == *month);
        let words: usize = of_month().map(|one| one.words.len()).sum();
        let is_place = |word: &&String| *word == "harbour";
        let places: usize = of_month().map(|one| one.words.iter().filter(is_place).count()).sum();
        let row = rows.iter().find(|row| row[0] == *month).unwrap_or_else(|| panic!("{month} is missing"));
        assert_eq!((number(&row[1]), number(&row[2])), (places as f64, words as f64), "{month}");
        assert!((number(&row[3]) - places as f64 * 10_000.0 / words as f64).abs() < 0.006, "{row:?}");
    }
    let between = rows.iter().filter(|row| row[0].starts_with("20")).count();
    assert_eq!(between, 5, "from November to March, those without a transcript too: {rows:?}");
}

#[test]
fn shares_are_of_all_words() {
    let mut engine = library();
    let mut asked = query(chart("shares"), "is left aside");
    // Of the same people in two alphabets one is left out: they are one person, and that is told below.
    asked.filter.languages = ["en".to_owned()].into();
    let russian = BUNDLED.iter().position(|name| name.ends_with("-ru.txt")).expect("a Russian transcript");
    let plain: Vec<Plain> = paragraphs(&engine).into_iter().filter(|one| one.file != russian).collect();
    let rows = numbers(&mut engine, &asked);
    let all: usize = plain.iter().map(|one| one.words.len()).sum();
    let speakers: BTreeSet<_> = plain.iter().map(|one| one.speaker.as_str()).collect();
    assert_eq!(rows.len(), speakers.len());
    for speaker in speakers {
        let words: usize = plain.iter().filter(|one| one.speaker == speaker).map(|one| one.words.len()).sum();
        let name = if speaker.is_empty() { "no speaker named" } else { speaker };
        let row = rows.iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(number(&row[1]), words as f64, "{name}");
        assert!((number(&row[2]) - words as f64 * 100.0 / all as f64).abs() < 0.06, "{row:?}");
    }
    assert!(rows.windows(2).all(|pair| number(&pair[0][1]) >= number(&pair[1][1])), "the longest first");
    let minutes: f64 = rows.iter().map(|row| number(&row[5])).sum();
    assert!(minutes > 1.0, "one of the transcripts has times");
    let both = numbers(&mut engine, &query(chart("shares"), ""));
    let english: BTreeSet<_> = rows.iter().map(|row| &row[0]).collect();
    assert!(both.iter().all(|row| english.contains(&row[0])), "one person stands once, in whatever alphabet");
}

#[test]
fn lanes_hold_every_place() {
    let mut engine = library();
    for through in ["", "years"] {
        for (index, file_name) in BUNDLED[..BUNDLED.len() - 1].iter().copied().enumerate() {
            let id = engine.library().entries()[index].id.clone();
            let state = chart("lanes").with("through", through);
            let asked = ViewQuery { columns: vec![id], ..query(state, "harbour") };
            let expected = ViewQuery { filter: asked.filter.clone(), ..query(concordance("", "", ""), "harbour") };
            let places = all_rows(&mut engine, &expected);
            let dated = places.iter().filter(|row| match through {
                "" => part(row, "kwic-file") == file_name,
                _ => !part(row, "kwic-date").is_empty(),
            });
            let counted: f64 = numbers(&mut engine, &asked).iter().map(|row| number(&row[1])).sum();
            assert_eq!(counted, dated.count() as f64, "{through} {file_name}");
        }
    }
}

#[test]
fn peculiar_words_are_compared_with_the_rest() {
    let mut engine = library();
    let plain = paragraphs(&engine);
    let mut asked = query(chart("keyness"), "");
    asked.filter.languages = ["ru".to_owned()].into();
    let rows = numbers(&mut engine, &asked);
    assert!(rows.len() > 20, "two languages differ in many words");
    let file = BUNDLED.iter().position(|name| name.ends_with("-ru.txt")).expect("a Russian transcript");
    let side = |is_here: bool| plain.iter().filter(move |one| (one.file == file) == is_here);
    let all = |is_here: bool| side(is_here).map(|one| one.words.len()).sum::<usize>() as f64;
    for row in rows.iter().filter(|row| row[0].chars().all(char::is_alphabetic)).take(30) {
        let count = |is_here| side(is_here).flat_map(|one| &one.words).filter(|word| **word == row[0]).count() as f64;
        let (a, b) = (count(true), count(false));
        assert_eq!((number(&row[1]), number(&row[2])), (a, b), "{}", row[0]);
        let expected = |of: f64| of * (a + b) / (all(true) + all(false));
        let part = |o: f64, e: f64| if o > 0.0 { o * (o / e).ln() } else { 0.0 };
        let g2 = 2.0 * (part(a, expected(all(true))) + part(b, expected(all(false))));
        assert!((number(&row[5]) - g2).abs() < 0.06 && g2 > 15.1, "{row:?} {g2}");
        let ratio = (a.max(0.5) / all(true) / (b.max(0.5) / all(false))).log2();
        assert!((number(&row[6]) - ratio).abs() < 0.006, "{row:?} {ratio}");
    }
    // The same choice kept to be compared with: nothing differs from itself.
    asked.state = asked.state.with("against", "lang=ru");
    let same = sight(&mut engine, &asked);
    assert!(same.foot.is_empty(), "nothing differs: {}", same.status);
}

#[test]
fn neighbours_stand_within_five_words() {
    let mut engine = library();
    let plain = paragraphs(&engine);
    let rows = numbers(&mut engine, &query(chart("collocates"), "the"));
    assert!(!rows.is_empty());
    for row in rows.iter().filter(|row| row[0].chars().all(char::is_alphabetic)) {
        let (mut near, mut anywhere) = (0, 0);
        for one in &plain {
            for (at, word) in one.words.iter().enumerate().filter(|(_, word)| **word == row[0]) {
                anywhere += 1;
                let around = one.words[at.saturating_sub(5)..(at + 6).min(one.words.len())].iter();
                near += usize::from(word != "the" && around.into_iter().any(|other| other == "the"));
            }
        }
        assert_eq!((number(&row[1]), number(&row[4])), (near as f64, anywhere as f64), "{row:?}");
        assert_eq!(number(&row[1]), number(&row[2]) + number(&row[3]), "before and after: {row:?}");
    }
}

#[test]
fn drawings_are_saved_as_files_of_their_own() {
    let mut engine = library();
    for kind in ["time", "lanes", "shares", "collocates"] {
        let drawing = file(&mut engine, &query(chart(kind), "harbour"), "chart.svg");
        let svg = drawing.split_once('\n').map_or("", |(_, svg)| svg);
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>") && svg.contains("xmlns="), "{kind}");
        assert!(!svg.contains("<a ") && !svg.contains("href"), "{kind}: it leads nowhere");
        assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count(), "{kind}");
    }
}

#[test]
fn quotations_get_a_verdict_with_a_way_to_the_text() {
    let mut engine = library();
    let text = "“Because nobody came to look at her,” said Petter Gran. “If two men had come, I should be driving a bus now.” \
                <b>“The moon is made of the finest cheese from the south.”</b>";
    let state = ViewState::of("quote").with("text", text);
    let asked = query(state.clone(), "");
    check_view(&mut engine, &asked);
    let shown = sight(&mut engine, &asked);
    let mut found = Vec::new();
    shown.foot.iter().for_each(|node| elements(node, &mut found));
    let classes: Vec<_> =
        found.iter().filter(|e| e.tag == Tag::H2).filter_map(|e| e.attribute(Attribute::Class)).collect();
    assert_eq!(classes, ["verdict verdict-exact", "verdict verdict-altered", "verdict verdict-not-found"]);
    let deeds: Vec<&Deed> = found.iter().filter_map(|element| element.deed.as_deref()).collect();
    assert!(matches!(deeds[0], Deed::Go { paragraph, .. } if *paragraph > 0));
    let acts = deeds.iter().filter_map(|deed| match deed {
        Deed::Change(act) if act.view == "cite" => Some(act.clone()),
        _ => None,
    });
    let acts: Vec<ViewState> = acts.collect();
    let request = Request::Change { change: acts[0].clone(), column: ColumnQuery::default(), language: "en".into() };
    let Response::Changed(did) = ask(&mut engine, request, &[]) else { panic!("an act is done") };
    let copied = &did.copy[0];
    assert!(copied.starts_with('“') && copied.contains("SHA-256"), "{copied}");
    assert!(
        found.iter().any(|element| element.tag == Tag::Ins
            && element.children.iter().map(self::text).collect::<String>() == "two men")
    );
    let table = table(&file(&mut engine, &asked, "quote-check.csv"));
    assert!(table.iter().all(|row| row.len() == table[0].len()) && table.len() >= 4);
    let sheet = file(&mut engine, &asked, "quote-check.html");
    assert!(sheet.starts_with("<!doctype html>") && !sheet.contains("<b>") && sheet.contains("driving a bus"));
    let chosen = query(state.with("speaker", "Ines Kadar"), "");
    check_view(&mut engine, &chosen);
    let shown = sight(&mut engine, &chosen);
    assert!(shown.foot.iter().map(self::text).collect::<String>().contains("Said by another than claimed"));
}

fn compared(engine: &mut Engine, left: &str, right: &str) -> (ViewQuery, [String; 2]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/transcripts");
    let ids = [left, right].map(|name| open(engine, name, &fs::read(folder.join(name)).expect("a bundled transcript")));
    (query(ViewState::of("compare").with("left", &*ids[0]).with("right", &*ids[1]), ""), ids)
}

#[test]
fn versions_stand_side_by_side() {
    let mut engine = Engine::default();
    let (asked, ids) = compared(&mut engine, "board-session-2024-03-04.txt", "board-session-2024-03-04-revised.txt");
    check_view(&mut engine, &asked);
    let shown = sight(&mut engine, &asked);
    // What matters most stands first in the list, with the place where it can be read.
    let mut found = Vec::new();
    shown.head.iter().for_each(|node| elements(node, &mut found));
    let first = found.iter().find(|element| element.tag == Tag::Li).expect("a list of differences");
    assert!(text(&Node::Element(Box::new((*first).clone()))).contains("negation not"));
    let mut inside = Vec::new();
    first.children.iter().for_each(|child| elements(child, &mut inside));
    assert!(inside.iter().any(|element| matches!(element.deed.as_deref(), Some(Deed::Go { id, .. }) if *id == ids[0])));
    // A class alone, and all that differs.
    let all = shown.list.as_ref().map_or(0, |list| list.rows);
    for (class, expected) in [("negation", 1), ("number", 1), ("differing", 6)] {
        let only = ViewQuery { state: asked.state.with("class", class), ..asked.clone() };
        check_view(&mut engine, &only);
        assert_eq!(all_rows(&mut engine, &only).len(), expected, "{class} of {all}");
    }
    // Cosmetic differences are marked when they are asked for.
    let marks = |rows: &[Node]| {
        let mut found = Vec::new();
        rows.iter().for_each(|row| elements(row, &mut found));
        found.iter().filter(|element| element.tag == Tag::Ins).count()
    };
    let cosmetic = ViewQuery { state: asked.state.with("cosmetic", "shown"), ..asked.clone() };
    let (few, many) = (marks(&all_rows(&mut engine, &asked)), marks(&all_rows(&mut engine, &cosmetic)));
    assert!(few < 10 && many > 40, "{few} {many}");

    let rows = table(&file(&mut engine, &asked, "comparison.csv"));
    assert_eq!((rows[1][0].as_str(), rows[1][3].as_str(), rows[1][4].as_str()), ("negation", "not", ""));
    let sheet = file(&mut engine, &asked, "comparison.html");
    assert!(sheet.contains("<del>not</del>") && sheet.contains("SHA-256") && !sheet.contains("<script"));
}

#[test]
fn a_translation_stands_side_by_side_and_finds_its_partner() {
    let mut engine = library();
    let shown = |engine: &mut Engine, state: ViewState, words: &str| all_rows(engine, &query(state, words));
    let mut ids = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/transcripts");
    for name in ["fishermen-meeting-2024-en.txt", "fishermen-meeting-2024-ru.txt"] {
        let bytes = fs::read(folder.join(name)).expect("a bundled transcript");
        ids.push(verbatim::library::hash(&bytes)[..12].to_owned());
    }
    // The Russian text is found, though only the English one was named.
    let english = ViewState::of("compare").with("left", &*ids[0]);
    let asked = query(english.clone(), "");
    check_view(&mut engine, &asked);
    let memory = file(&mut engine, &asked, "comparison.tmx");
    assert!(memory.contains("xml:lang=\"en\"") && memory.contains("xml:lang=\"ru\""));
    assert_eq!(memory.matches("<tu>").count() * 2, memory.matches("<tuv").count());
    // What is searched for shows its partner.
    let rows = shown(&mut engine, english, "lamp");
    assert!(!rows.is_empty() && rows.len() < 20, "{}", rows.len());
    assert!(rows.iter().all(|row| text(row).chars().any(|c| ('\u{430}'..='\u{44f}').contains(&c))));
}

/// Every element of these rows.
fn all_elements(rows: &[Node]) -> Vec<&Element> {
    let mut found = Vec::new();
    rows.iter().for_each(|row| elements(row, &mut found));
    found
}

fn change(engine: &mut Engine, change: &ViewState) -> Changed {
    match ask(
        engine,
        Request::Change { change: change.clone(), column: ColumnQuery::default(), language: "en".into() },
        &[],
    ) {
        Response::Changed(changed) => changed,
        other => panic!("{change:?}: {other:?}"),
    }
}

/// The change that a pin of two units is, as the view offers it: the units by their indices.
fn pin_of(asked: &ViewQuery, units: [u32; 2]) -> ViewState {
    let state =
        asked.state.with("do", "pin").with("side", "1").with("units", "paragraphs").with("relation", "translation");
    state.with("a", units[0].to_string()).with("b", units[1].to_string())
}

/// For each row the numbers of the paragraphs on each side.
fn numbered(rows: &[Node]) -> Vec<Vec<Vec<u32>>> {
    let of_cell = |cell: &Node| -> Vec<u32> {
        let mut found = Vec::new();
        elements(cell, &mut found);
        let links = found.into_iter().filter(|element| element.attribute(Attribute::Class) == Some("number"));
        links.map(|link| text(&Node::Element(Box::new(link.clone()))).parse().expect("a number")).collect()
    };
    let cells = |row: &Node| match row {
        Node::Element(row) => row.children[..row.children.len() - 1].iter().map(of_cell).collect(),
        Node::Text(_) => Vec::new(),
    };
    rows.iter().map(cells).collect()
}

#[test]
fn a_pin_settles_what_belongs_together_and_is_taken_back() {
    let mut engine = Engine::default();
    let (asked, ids) = compared(&mut engine, "fishermen-meeting-2024-en.txt", "fishermen-meeting-2024-ru.txt");
    let before = numbered(&all_rows(&mut engine, &asked));
    // The row of the third paragraph offers a pin under the key `k`.
    let rows = all_rows(&mut engine, &asked);
    let offered =
        all_elements(&rows).into_iter().filter(|e| e.attribute(Attribute::AriaKeyshortcuts) == Some("k")).count();
    assert_eq!(offered, rows.len(), "one in each row");
    let pin = pin_of(&asked, [2, 4]);
    let pinned = change(&mut engine, &pin);
    assert!(pinned.told.contains("¶ 3 and ¶ 5"), "{}", pinned.told);
    let after = all_rows(&mut engine, &asked);
    let together = |rows: &[Vec<Vec<u32>>]| rows.iter().any(|row| row[0].contains(&3) && row[1].contains(&5));
    assert!(together(&numbered(&after)) && !together(&before));
    assert!(all_elements(&after).iter().any(|e| e.attribute(Attribute::AriaPressed) == Some("true")));
    for side in 0..2 {
        let all = |rows: &[Vec<Vec<u32>>]| rows.iter().flat_map(|row| row[side].clone()).collect::<Vec<u32>>();
        assert_eq!(all(&numbered(&after)), all(&before), "nothing is lost");
    }
    // From the other side it is the same pin.
    let swapped = ViewQuery { state: asked.state.with("left", &*ids[1]).with("right", &*ids[0]), ..asked.clone() };
    assert!(numbered(&all_rows(&mut engine, &swapped)).iter().any(|row| row[0].contains(&5) && row[1].contains(&3)));
    // A pin that would cross it is refused, with the reason.
    let refused = change(&mut engine, &pin_of(&asked, [3, 3]));
    assert!(refused.undo.is_none() && refused.told.contains("cross"), "{}", refused.told);
    // The pins can be taken along, and are among what is kept.
    let saved = file(&mut engine, &asked, "pins.json");
    assert!(saved.contains("\"paragraphs\""));
    let mut third = Engine::default();
    compared(&mut third, "fishermen-meeting-2024-en.txt", "fishermen-meeting-2024-ru.txt");
    let opened = Request::Open { name: "pins.json".into(), choices: Choices::default() };
    let Response::Changed(added) = ask(&mut third, opened, saved.as_bytes()) else { panic!("pins are taken up") };
    assert!(added.told.contains("1 pair"), "{}", added.told);
    assert_eq!(numbered(&all_rows(&mut third, &asked)), numbered(&after));
    change(&mut third, &added.undo.expect("a way back"));
    assert_eq!(numbered(&all_rows(&mut third, &asked)), before);
    let kept = engine.changed_work();
    assert_eq!(kept.iter().map(|record| record.0.as_str()).collect::<Vec<_>>(), ["pairs"]);
    assert!(engine.changed_work().is_empty());
    let mut another = Engine::default();
    compared(&mut another, "fishermen-meeting-2024-en.txt", "fishermen-meeting-2024-ru.txt");
    assert!(another.take_up_work("pairs", kept[0].1.clone()));
    assert_eq!(numbered(&all_rows(&mut another, &asked)), numbered(&after));
    change(&mut engine, &pinned.undo.expect("a way back"));
    assert_eq!(numbered(&all_rows(&mut engine, &asked)), before);
    assert!(matches!(
        ask(
            &mut engine,
            Request::Change { change: ViewState::of("charts"), column: ColumnQuery::default(), language: "en".into() },
            &[]
        ),
        Response::Unknown
    ));
}

#[test]
fn what_was_said_elsewhere_is_listed_with_the_earliest_place_first() {
    let mut engine = Engine::default();
    let said = "the lantern will be lit every night until the last boat is home";
    let meeting = |title: &str, date: &str, words: &str| format!("{title}\n\n{date}\n\nAnna Orlova: {words}\n");
    let files = [
        ("2021.txt", meeting("Spring meeting", "3 March 2021", &format!("We promised that {said}, and we meant it."))),
        ("2019.txt", meeting("Harbour day", "9 May 2019", &format!("Friends, {said}. That was a short speech."))),
        ("2023.txt", meeting("Council", "1 June 2023", &format!("They say {said}? I doubt it very much indeed."))),
        ("other.txt", meeting("Market", "2 June 2023", "Fish and bread are sold until the evening bell rings.")),
    ];
    let ids: Vec<String> = files.iter().map(|(name, text)| open(&mut engine, name, text.as_bytes())).collect();
    let asked = query(ViewState::of("repeats").with("of", &*ids[0]), "");
    check_view(&mut engine, &asked);
    let rows = all_rows(&mut engine, &asked);
    assert_eq!(rows.len(), 1);
    let marked = all_elements(&rows).into_iter().find(|element| element.tag == Tag::Mark).expect("the passage");
    assert_eq!(text(&Node::Element(Box::new(marked.clone()))), said);
    let deeds = all_elements(&rows).into_iter().filter_map(|element| element.deed.as_deref());
    let ways: Vec<&String> =
        deeds.filter_map(|deed| if let Deed::Go { id, .. } = deed { Some(id) } else { None }).collect();
    assert_eq!(ways, [&ids[0], &ids[1], &ids[2]], "here, and elsewhere by day");
    assert!(text(&rows[0]).contains("Harbour day, 2019-05-09, ¶\u{a0}1 first"), "{}", text(&rows[0]));
    let saved = table(&file(&mut engine, &asked, "repeats.csv"));
    assert_eq!(saved.len(), 3);
    assert_eq!((saved[1][0].as_str(), saved[1][6].as_str(), saved[2][6].as_str()), (said, "2019.txt", "2023.txt"));
    let none = query(ViewState::of("repeats").with("of", &*ids[3]), "");
    assert!(sight(&mut engine, &none).list.is_none());
    let searched = ViewQuery { filter: Filter { text: "bread".into(), ..Filter::default() }, ..asked };
    assert!(sight(&mut engine, &searched).list.is_none(), "only what is searched for");
}

#[test]
fn what_two_transcripts_are_is_remembered() {
    let mut engine = library();
    let (asked, ids) = compared(&mut engine, "board-session-2024-03-04.txt", "board-session-2024-03-04-revised.txt");
    let status = sight(&mut engine, &asked).status;
    let said = change(&mut engine, &asked.state.with("do", "as").with("as", "unrelated"));
    let shown = said.show.expect("the view without what was chosen");
    assert_eq!(shown, asked.state);
    assert_ne!(sight(&mut engine, &asked).status, status);
    change(&mut engine, &asked.state.with("do", "as").with("as", "guess"));
    assert_eq!(sight(&mut engine, &asked).status, status);
    // Whoever stood beside it last stands there again.
    let other = engine.library().entries()[0].id.clone();
    let sides = asked.state.with("do", "sides").with("right", &*other);
    change(&mut engine, &sides);
    let alone = query(ViewState::of("compare").with("left", &*ids[0]), "");
    let rows = all_rows(&mut engine, &alone);
    let leads =
        all_elements(&rows).into_iter().any(|e| matches!(e.deed.as_deref(), Some(Deed::Go { id, .. }) if *id == other));
    assert!(leads);
}

#[test]
fn three_witnesses_stand_beside_each_other() {
    let mut engine = Engine::default();
    let (asked, _) = compared(&mut engine, "board-session-2024-03-04.txt", "board-session-2024-03-04-revised.txt");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/transcripts");
    let captions = fs::read(folder.join("board-session-2024-03-04.vtt")).expect("a bundled transcript");
    let third = open(&mut engine, "captions.vtt", &captions);
    let asked = ViewQuery { state: asked.state.with("third", &*third), ..asked };
    check_view(&mut engine, &asked);
    let rows = numbered(&all_rows(&mut engine, &asked));
    for (side, entry) in [0, 1, 2].into_iter().zip(engine.library().entries()) {
        let mut all: Vec<u32> = rows.iter().flat_map(|row| row[side].clone()).collect();
        all.sort_unstable();
        let expected: Vec<u32> = (1..=entry.transcript.paragraphs.len() as u32).collect();
        assert_eq!(all, expected, "side {side} is there as a whole, once");
    }
    assert!(rows.iter().filter(|row| row.iter().all(|side| !side.is_empty())).count() * 2 > rows.len());
    let sheet = file(&mut engine, &asked, "comparison.html");
    assert_eq!(sheet.matches("SHA-256").count(), 3);
}

#[test]
fn differences_can_be_walked_and_are_told() {
    let mut engine = Engine::default();
    let (asked, _) = compared(&mut engine, "board-session-2024-03-04.txt", "board-session-2024-03-04-revised.txt");
    let list = sight(&mut engine, &asked).list.expect("rows");
    let rows = all_rows(&mut engine, &asked);
    let label = |row: &Node| match row {
        Node::Element(row) => row.attribute(Attribute::AriaLabel).map(str::to_owned),
        Node::Text(_) => None,
    };
    let told: Vec<u32> = (0u32..).zip(&rows).filter(|(_, row)| label(row).is_some()).map(|(at, _)| at).collect();
    assert_eq!(list.stops, told);
    assert!(told.len() > 3 && rows.iter().filter_map(label).any(|label| label.contains("negation: not → nothing")));
    assert!(list.lanes.iter().all(|lane| lane.0 < 4 && lane.1 < lane.2 && lane.2 <= list.rows));
    // Facets choose rows.
    let speakers: BTreeSet<String> =
        engine.library().entries()[0].transcript.speakers[..1].iter().map(|s| s.name.clone()).collect();
    let filter = Filter { speakers: speakers.clone(), ..Filter::default() };
    let chosen = all_rows(&mut engine, &ViewQuery { filter, ..asked.clone() });
    assert!(!chosen.is_empty() && chosen.len() < rows.len());
    assert!(chosen.iter().all(|row| speakers.iter().any(|name| text(row).contains(name.as_str()))));
}

#[test]
fn a_moved_passage_leads_to_its_place_and_back() {
    let paragraphs = [
        "The ferry leaves at noon and comes back when the tide allows it.",
        "Nobody had asked the pilots about the new lights on the outer pier.",
        "The council will meet again in the spring to hear the harbour master.",
        "Whoever wants to speak then must write to the clerk before the first of March.",
    ];
    let record = |order: [usize; 4]| order.map(|at| format!("MARTA LUND: {}\n\n", paragraphs[at])).concat();
    let mut engine = Engine::default();
    let left = open(&mut engine, "a.txt", record([0, 1, 2, 3]).as_bytes());
    let right = open(&mut engine, "b.txt", record([1, 2, 3, 0]).as_bytes());
    let asked = query(ViewState::of("compare").with("left", &*left).with("right", &*right).with("as", "versions"), "");
    let rows = all_rows(&mut engine, &asked);
    let ways: Vec<(usize, u32)> = rows
        .iter()
        .enumerate()
        .flat_map(|(at, row)| {
            let deeds = all_elements(std::slice::from_ref(row)).into_iter().filter_map(|e| match e.deed.as_deref() {
                Some(Deed::Row(to)) => Some(*to),
                _ => None,
            });
            deeds.map(move |to| (at, to)).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(ways, [(0, 3), (3, 0)], "{:?}", rows.iter().map(text).collect::<Vec<_>>());
}
