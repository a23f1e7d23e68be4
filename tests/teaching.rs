//! Teaching by example, as the page uses it: a line is pointed at, what the rule would do is shown before anything
//! changes, the rule is kept, holds for what comes later, and is taken back.

use verbatim::formats::Choices;
use verbatim::jobs::{Engine, Example, Item, Lesson, LineAt, LinePattern, Preview, Request, Response, Rule, Taught};
use verbatim::model::Date;

mod asking;

use asking::ask;

const BOARD: &str = "\
Meeting of the harbour board

Anna Lund — We begin at nine, because the tide does.

Nils Berg — Then I shall be late.

Anna Lund — You are always late. Yesterday, too — and the day before.
";

const CREW: &str = "\
Talks with the crew of the ferry

Tove Lind — Is the engine mended?

Ola Storm — It runs, but I would not cross with it.
";

fn open(engine: &mut Engine, name: &str, text: &str) -> Item {
    match ask(engine, Request::Open { name: name.into(), choices: Choices::default() }, text.as_bytes()) {
        Response::Opened { mut items, .. } => items.remove(0),
        other => panic!("{name}: {other:?}"),
    }
}

fn line_of(text: &str, begins: &str) -> LineAt {
    LineAt::Line(text.lines().position(|line| line.starts_with(begins)).expect("the line is there") as u32)
}

fn example(item: &Item, at: LineAt, what: Taught) -> Example {
    let lesson = Lesson { what, label: None, is_any: true };
    Example { id: item.id.clone(), at, lesson, is_for_all: true }
}

fn preview(engine: &mut Engine, example: &Example) -> Preview {
    match ask(engine, Request::Teach(example.clone()), &[]) {
        Response::Preview(preview) => *preview,
        other => panic!("{other:?}"),
    }
}

fn set_rules(engine: &mut Engine, rules: Vec<Rule>) {
    assert_eq!(ask(engine, Request::SetRules(rules.clone()), &[]), Response::Rules(rules));
}

/// Name and words of each turn, and every character accounted for.
fn turns(engine: &Engine, item: &Item) -> Vec<String> {
    let library = engine.library();
    let entry = library.entry(&item.id).expect("the transcript is there");
    let source = library.source(entry).expect("its source too");
    let mut ledger = source.ledger.clone();
    assert_eq!(ledger.settle(), None, "no two elements claim the same letter");
    assert_eq!(ledger.coverage(&source.text).unclaimed, 0, "{:?}", source.text);
    let transcript = &entry.transcript;
    let words = |first: u32, end: u32| {
        let paragraphs = &transcript.paragraphs[first as usize..end as usize];
        paragraphs.iter().map(|p| transcript.words(p.text)).collect::<Vec<_>>().join(" / ")
    };
    let name =
        |turn: &verbatim::model::Turn| turn.speaker.and_then(|id| transcript.speaker(id)).map(|s| s.name.clone());
    let turns = transcript.turns.iter();
    turns.map(|turn| format!("{}: {}", name(turn).unwrap_or("-".into()), words(turn.first, turn.end))).collect()
}

fn place(engine: &Engine, item: &Item) -> Option<String> {
    let entry = engine.library().entry(&item.id).expect("the transcript is there");
    entry.transcript.metadata.place.as_ref().map(|field| field.value.clone())
}

#[test]
fn a_label_before_a_dash_is_taught_shown_kept_and_taken_back() {
    let mut engine = Engine::default();
    let board = open(&mut engine, "board.txt", BOARD);
    let crew = open(&mut engine, "crew.txt", CREW);
    open(&mut engine, "verse.txt", "The sea was grey.\n\nNobody spoke of it.\n");
    let before = turns(&engine, &board);
    assert!(before.iter().all(|turn| turn.starts_with("-: ")), "{before:?}");

    let seen = preview(&mut engine, &example(&board, line_of(BOARD, "Nils Berg"), Taught::Speaker));
    assert_eq!(seen.line, "Nils Berg — Then I shall be late.");
    assert_eq!(seen.label.map(|label| (label.start, label.end)), Some((0, 9)));
    assert_eq!(
        (seen.here.before.speakers.len(), seen.here.after.speakers.clone()),
        (0, vec!["Anna Lund".into(), "Nils Berg".into()])
    );
    assert_eq!((seen.here.after.turns, seen.here.after.nobodys, seen.lines), (3, 0, 3));
    assert_eq!(seen.found.first(), Some(&(3, "Anna Lund".to_owned())));
    assert_eq!(seen.sources, 1, "the other record, not the verse");
    assert_eq!((seen.others[0].0.as_str(), seen.others[0].1.after.turns), ("crew.txt", 2));
    assert_eq!(turns(&engine, &board), before, "nothing has changed yet");

    set_rules(&mut engine, seen.rule.into_iter().collect());
    assert_eq!(
        turns(&engine, &board),
        [
            "Anna Lund: We begin at nine, because the tide does.",
            "Nils Berg: Then I shall be late.",
            "Anna Lund: You are always late. Yesterday, too — and the day before.",
        ]
    );
    assert_eq!(turns(&engine, &crew)[1], "Ola Storm: It runs, but I would not cross with it.");
    let late = open(&mut engine, "late.txt", &CREW.replace("Ola Storm", "Ivo Reef"));
    assert_eq!(turns(&engine, &late)[1], "Ivo Reef: It runs, but I would not cross with it.");

    set_rules(&mut engine, Vec::new());
    assert_eq!(turns(&engine, &board), before, "taken back");
    assert!(turns(&engine, &late).iter().all(|turn| turn.starts_with("-: ")));
}

#[test]
fn a_rule_for_one_source_leaves_the_others() {
    let mut engine = Engine::default();
    let board = open(&mut engine, "board.txt", BOARD);
    let crew = open(&mut engine, "crew.txt", CREW);
    let own = Example { is_for_all: false, ..example(&board, line_of(BOARD, "Anna"), Taught::Speaker) };
    let seen = preview(&mut engine, &own);
    assert_eq!((seen.sources, seen.here.after.turns), (0, 3));
    let choices = Choices { rules: seen.rule.into_iter().collect(), ..Choices::default() };
    let hash = board.hash.clone();
    assert!(matches!(ask(&mut engine, Request::Reread { hash, choices }, &[]), Response::Opened { .. }));
    assert_eq!(turns(&engine, &board).len(), 3);
    assert!(turns(&engine, &crew).iter().all(|turn| turn.starts_with("-: ")));
}

#[test]
fn one_label_and_all_like_it() {
    let mut engine = Engine::default();
    let text = "The board met at nine.\n\nANNA we begin.\n\nNILS I am late.\n\nANNA you are.\n";
    let item = open(&mut engine, "board.txt", text);
    let mut taught = example(&item, line_of(text, "NILS"), Taught::Speaker);
    assert_eq!(preview(&mut engine, &taught).here.after.speakers, ["Anna", "Nils"]);
    taught.lesson.is_any = false;
    let seen = preview(&mut engine, &taught);
    assert_eq!(seen.here.after.speakers, ["Nils"]);
    assert!(matches!(seen.rule.map(|rule| rule.lines), Some(LinePattern::Label(label)) if label.label.is_some()));
}

#[test]
fn fields_of_the_header_are_taught() {
    let mut engine = Engine::default();
    let text = "\
Minutes of the ferry committee
Held in the back room of the Cormorant
on the evening of 3 May 2014, from 19:30

Anna Lund: We begin.

Nils Berg: At last.
";
    let item = open(&mut engine, "minutes.txt", text);
    let at = |begins| line_of(text, begins);
    let mut rules = Vec::new();
    for (begins, what) in [("Minutes", Taught::Title), ("Held", Taught::Place), ("on the", Taught::Date)] {
        rules.extend(preview(&mut engine, &example(&item, at(begins), what)).rule);
    }
    set_rules(&mut engine, rules);
    let metadata = &engine.library().entry(&item.id).expect("there").transcript.metadata;
    assert_eq!(metadata.title.as_ref().map(|field| field.value.as_str()), Some("Minutes of the ferry committee"));
    assert_eq!(
        metadata.place.as_ref().map(|field| field.value.as_str()),
        Some("Held in the back room of the Cormorant")
    );
    assert_eq!(metadata.date.as_ref().map(|field| field.value), Date::new(2014, Some(5), Some(3)));
    assert_eq!(turns(&engine, &item), ["Anna Lund: We begin.", "Nils Berg: At last."]);
    let undated = preview(&mut engine, &example(&item, at("Minutes"), Taught::Date));
    assert_eq!(undated.here.after.date, undated.here.before.date, "no date stands in that line");
}

#[test]
fn a_field_with_a_name_is_found_wherever_it_stands() {
    let mut engine = Engine::default();
    let first = "Ferry talks\n\nVenue: Net loft\n\nAnna Lund: We begin.\n\nNils Berg: At last.\n";
    let second = "Quay talks\nSecond part\nMore\n\nAnna Lund: We go on.\n\nAnna Lund: Or not.\n\nNils Berg: So.\n\nNils Berg: Alas.\n\nVenue: Town hall, Lindsund\n";
    let item = open(&mut engine, "first.txt", first);
    let other = open(&mut engine, "second.txt", second);
    let seen = preview(&mut engine, &example(&item, line_of(first, "Venue"), Taught::Place));
    assert_eq!(seen.here.after.place.as_deref(), Some("Net loft"));
    set_rules(&mut engine, seen.rule.into_iter().collect());
    assert_eq!(place(&engine, &item).as_deref(), Some("Net loft"));
    assert_eq!(place(&engine, &other).as_deref(), Some("Town hall, Lindsund"));
    assert_eq!(turns(&engine, &other).last().map(String::as_str), Some("Nils Berg: Alas."));
    turns(&engine, &item);
}

#[test]
fn furniture_and_speech_are_taught() {
    let mut engine = Engine::default();
    let text = "\
Anna Lund: We begin.

Harbour Gazette, page 3

Nils Berg: I have two wishes.

Long Watch: a new lamp.

Long Watch: a second coat.

Harbour Gazette, page 4

Anna Lund: Is that all?
";
    let item = open(&mut engine, "gazette.txt", text);
    assert!(turns(&engine, &item).iter().any(|turn| turn.starts_with("Long Watch: ")), "taken for somebody's name");
    let mut rules = Vec::new();
    for (begins, what) in [
        ("Harbour", Taught::Furniture),
        ("Long Watch: a new", Taught::Speech),
        ("Long Watch: a second", Taught::Speech),
    ] {
        rules.extend(preview(&mut engine, &example(&item, line_of(text, begins), what)).rule);
    }
    set_rules(&mut engine, rules);
    assert_eq!(
        turns(&engine, &item),
        [
            "Anna Lund: We begin.",
            "Nils Berg: I have two wishes. / Long Watch: a new lamp. / Long Watch: a second coat.",
            "Anna Lund: Is that all?",
        ]
    );
}

#[test]
fn what_has_no_lines_is_taught_by_its_paragraphs() {
    let mut engine = Engine::default();
    let paragraphs = BOARD.replace("\n\n", "</p>\n<p>");
    let page = format!("<!doctype html><title>Board</title><article><p>{paragraphs}</p></article>");
    let item = open(&mut engine, "board.html", &page);
    let transcript = &engine.library().entry(&item.id).expect("there").transcript;
    let is_his = |p: &verbatim::model::Paragraph| transcript.words(p.text).starts_with("Nils Berg");
    let number = 1 + transcript.paragraphs.iter().position(is_his).expect("his paragraph") as u32;
    let seen = preview(&mut engine, &example(&item, LineAt::Paragraph(number), Taught::Speaker));
    assert_eq!(seen.line, "Nils Berg — Then I shall be late.");
    assert_eq!(seen.here.after.speakers, ["Anna Lund", "Nils Berg"]);
    set_rules(&mut engine, seen.rule.into_iter().collect());
    assert_eq!(turns(&engine, &item)[1], "Nils Berg: Then I shall be late.");
}

#[test]
fn formats_that_say_themselves_who_speaks_are_not_taught() {
    let mut engine = Engine::default();
    let item = open(&mut engine, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nAnna — We begin.\n");
    let seen = preview(&mut engine, &example(&item, LineAt::Paragraph(1), Taught::Speaker));
    assert!(seen.is_fixed);
    assert_eq!(seen.here.before, seen.here.after);
}

#[test]
fn rules_go_out_and_in_as_a_file() {
    let mut engine = Engine::default();
    let board = open(&mut engine, "board.txt", BOARD);
    let rule = preview(&mut engine, &example(&board, line_of(BOARD, "Nils"), Taught::Speaker)).rule.expect("a rule");
    set_rules(&mut engine, vec![rule.clone()]);
    let json = match ask(&mut engine, Request::ExportRules, &[]) {
        Response::Exported(mut files) => files.remove(0).bytes,
        other => panic!("{other:?}"),
    };
    set_rules(&mut engine, Vec::new());
    for _ in 0..2 {
        let request = Request::Open { name: "rules.json".into(), choices: Choices::default() };
        assert_eq!(ask(&mut engine, request, &json), Response::Rules(vec![rule.clone()]), "each rule once");
    }
    assert_eq!(turns(&engine, &board).len(), 3);
}
