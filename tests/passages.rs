//! What the user does with passages, asked as the page asks: copy with citation, mark, collect, follow a link; and that
//! all of it survives a new version of the record, a saved library and a change of mind.

use std::fs;
use std::path::Path;

use serde_json::Value;
use verbatim::formats::Choices;
use verbatim::jobs::{
    Attribute, Changed, ColumnQuery, Deed, Element, Engine, Filter, Mark, Node, Request, Response, Row, Sight, Tag,
    Unpacking, ViewQuery, ViewState,
};

mod asking;

use asking::ask;

const HARBOUR: &str = "Meeting on the new breakwater
March 4, 2024
14:30
Lindsund
Mayor of Lindsund RUNA HOLM: Good afternoon. I did not promise that the breakwater would be ready this year. I said that \
we would begin, and we have begun with forty-three metres of stone on the northern side.
The money for the second part is not there yet. We asked the ministry for 3,100,000 crowns and got less than half of it.
Chairman of the Skippers’ Union TOM OSEI: Forty-three boats lay behind that heap of stone for three weeks. Nobody asked \
the crews what they lost. We counted it boat by boat, and the lists are on your table.
Runa Holm: I have read the lists. Thank you for the patience.
Tom Osei: Patience is what we had in autumn. (Laughter.) Now we need a date, and we need it in writing.
";

const BASE: &str = "http://verbatim.example/";
const NOW: &str = "2026-03-05T10:00:00.000Z";

fn engine() -> (Engine, String) {
    let mut engine = Engine::default();
    engine.set_base(BASE.into());
    engine.set_now(NOW.into());
    let id = open(&mut engine, "minutes/harbour 1.txt", HARBOUR.as_bytes());
    (engine, id)
}

fn open(engine: &mut Engine, name: &str, bytes: &[u8]) -> String {
    match ask(engine, Request::Open { name: name.into(), choices: Choices::default() }, bytes) {
        Response::Opened { items, .. } => items[0].id.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

fn column(id: &str) -> ColumnQuery {
    ColumnQuery { id: id.into(), ..ColumnQuery::default() }
}

fn perform(engine: &mut Engine, act: ViewState, column: ColumnQuery) -> Changed {
    match ask(engine, Request::Change { change: act, column, language: "en".into() }, &[]) {
        Response::Changed(changed) => changed,
        other => panic!("{other:?}"),
    }
}

/// Does something with what is selected from one place to another: `number-units`.
fn select(engine: &mut Engine, act: &str, column: ColumnQuery, from: &str, to: &str) -> Changed {
    perform(engine, ViewState::of(act).with("from", from).with("to", to), column)
}

/// What an act gives for the clipboard.
fn copied(did: &Changed) -> [String; 2] {
    did.copy.clone().try_into().expect("plain text and HTML")
}

/// The record of marks and clippings that is to be kept.
fn record(engine: &mut Engine) -> String {
    engine.changed_work().into_iter().find(|(kind, _)| kind == "notebook").expect("it was changed").1
}

fn is_change(did: &Changed) -> bool {
    did.undo.is_some()
}

fn query(state: ViewState) -> ViewQuery {
    ViewQuery { state, filter: Filter::default(), columns: Vec::new(), language: "en".into() }
}

fn sight(engine: &mut Engine, query: &ViewQuery) -> Sight {
    match ask(engine, Request::View(query.clone()), &[]) {
        Response::View(sight) => *sight,
        other => panic!("{other:?}"),
    }
}

fn rows(engine: &mut Engine, query: &ViewQuery) -> Vec<Node> {
    let count = sight(engine, query).list.map_or(0, |list| list.rows);
    match ask(engine, Request::ViewRows { query: query.clone(), from: 0, to: count }, &[]) {
        Response::ViewRows(0, rows) => rows,
        other => panic!("{other:?}"),
    }
}

fn file(engine: &mut Engine, query: &ViewQuery, name: &str) -> Vec<u8> {
    match ask(engine, Request::ViewFile { query: query.clone(), name: name.into() }, &[]) {
        Response::Exported(files) => files[0].bytes.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

fn text_file(engine: &mut Engine, query: &ViewQuery, name: &str) -> String {
    String::from_utf8(file(engine, query, name)).expect("UTF-8")
}

fn elements<'a>(node: &'a Node, found: &mut Vec<&'a Element>) {
    if let Node::Element(element) = node {
        found.push(element);
        element.children.iter().for_each(|child| elements(child, found));
    }
}

fn all(nodes: &[Node]) -> Vec<&Element> {
    let mut found = Vec::new();
    nodes.iter().for_each(|node| elements(node, &mut found));
    found
}

fn text(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) => element.children.iter().map(text).collect(),
    }
}

/// The act of the element with this name for its field, or with these words on it.
fn act_of(nodes: &[Node], named: &str) -> ViewState {
    let is_it = |element: &&&Element| {
        let words: String = element.children.iter().map(text).collect();
        let labels = [Attribute::Name, Attribute::AriaLabel].map(|attribute| element.attribute(attribute));
        labels.contains(&Some(named)) || words == named
    };
    let found = all(nodes);
    let element = found.iter().filter(|element| element.deed.is_some()).find(is_it);
    match element.unwrap_or_else(|| panic!("nothing is called {named}")).deed.as_deref() {
        Some(Deed::Change(act)) => act.clone(),
        other => panic!("{named}: {other:?}"),
    }
}

/// What is marked in a paragraph, with class and tip.
fn marked(engine: &mut Engine, column: &ColumnQuery, paragraph: u32) -> Vec<(String, String, String)> {
    let rows = match ask(engine, Request::Rows { column: column.clone(), from: 0, to: 200 }, &[]) {
        Response::Rows(rows) => rows.rows,
        other => panic!("{other:?}"),
    };
    let found = rows.into_iter().find_map(|row| match row {
        Row::Paragraph { number, text, marks, .. } if number == paragraph => Some((text, marks)),
        _ => None,
    });
    let (text, marks) = found.expect("the paragraph");
    let own = marks.into_iter().filter(|mark| !mark.class.is_empty());
    own.map(|Mark { start, end, class, tip, .. }| (text[start as usize..end as usize].to_owned(), class, tip)).collect()
}

fn fingerprint(engine: &mut Engine, column: &ColumnQuery) -> u64 {
    match ask(engine, Request::Outline(column.clone()), &[]) {
        Response::Outline(outline) => outline.marked,
        other => panic!("{other:?}"),
    }
}

/// The address in the link of a citation: what stands behind `#at=`.
fn address_in(citation: &str) -> String {
    let link = citation.split("#at=").nth(1).expect("a link");
    let address: String = link.chars().take_while(|c| !c.is_whitespace() && !matches!(c, '"' | '<' | '>')).collect();
    form_urlencoded::parse(format!("at={address}").as_bytes()).next().expect("a pair").1.into_owned()
}

#[test]
fn selected_words_are_copied_with_all_that_proves_them() {
    let (mut engine, id) = engine();
    // From within "promise" in the first paragraph to the middle of the third, over two speakers.
    let start = HARBOUR.lines().find(|line| line.contains("promise")).expect("a line");
    let start = start[start.find(": ").expect("a label") + 2..].find("promise").expect("a word");
    let did = select(&mut engine, "cite", column(&id), &format!("1-{}", start + 3), "3-17");
    let [plain, html] = copied(&did);
    assert!(plain.starts_with("Runa Holm: “promise that the breakwater"), "{plain}");
    assert!(plain.contains("half of it.” Tom Osei: “Forty-three boats”"), "{plain}");
    assert!(plain.contains("— Runa Holm, Tom Osei. Meeting on the new breakwater, Lindsund, 4 March 2024, ¶ 1–3"));
    assert!(plain.contains(". harbour 1.txt, SHA-256 "), "{plain}");
    assert!(plain.contains(&format!(". {BASE}#at={id}.1.")) && plain.trim_end().ends_with("*harbour+1.txt"), "{plain}");
    assert!(html.starts_with("<p>") && html.contains("<br>"));
    assert_eq!((is_change(&did), did.told.as_str()), (false, "Copied with its citation."));
    // Nothing is selected: the act says the paragraph as a whole.
    let did = select(&mut engine, "cite", column(&id), "4", "");
    assert!(copied(&did)[0].starts_with("“I have read the lists. Thank you for the patience.”\n— Runa Holm"));
    assert_eq!(select(&mut engine, "cite", column(&id), "4-3", "2-1"), Changed::default(), "backwards is nothing");
    assert_eq!(select(&mut engine, "cite", column("nowhere"), "1-0", "1-9"), Changed::default());
    assert_eq!(select(&mut engine, "cite", column(&id), "0-0", "x"), Changed::default());
}

#[test]
fn paragraphs_that_are_not_shown_are_left_out_with_a_sign() {
    let (mut engine, id) = engine();
    let filter = Filter { text: "breakwater OR autumn".into(), ..Filter::default() };
    let filtered = ColumnQuery { filter, ..column(&id) };
    let did = select(&mut engine, "cite", filtered.clone(), "1-0", "5-11");
    let plain = copied(&did)[0].clone();
    assert!(plain.contains("northern side.” Tom Osei: “[…] Patience is”"), "{plain}");
    assert!(!plain.contains("ministry") && plain.contains("¶ 1–5"), "{plain}");
    let did = select(&mut engine, "mark", filtered, "1-0", "5-11");
    assert_eq!(did.told, "Marked.");
    assert_eq!(engine.notebook().marks.len(), 2, "a mark for each stretch");
}

#[test]
fn the_style_is_remembered_and_html_goes_as_html() {
    let (mut engine, id) = engine();
    let did = perform(&mut engine, ViewState::of("style").with("style", "html"), ColumnQuery::default());
    assert!(is_change(&did) && did.told.contains("HTML"));
    let kept = record(&mut engine);
    let mut engine = Engine::default();
    open(&mut engine, "harbour.txt", HARBOUR.as_bytes());
    engine.take_up_work("notebook", kept.clone());
    let [plain, html] = copied(&select(&mut engine, "cite", column(&id), "2-0", "2-9"));
    assert!(plain.starts_with("“The money”\n— Runa Holm") && html.starts_with("<figure>"), "{plain} {html}");
    assert!(!plain.contains("#at="), "where there is no page there is no link");
    let did = perform(&mut engine, ViewState::of("style").with("style", "plain"), ColumnQuery::default());
    let [plain, html] = copied(&select(&mut engine, "cite", column(&id), "2-0", "2-9"));
    assert!(plain.starts_with("“The money”") && html.starts_with("<p>“The money”<br>"));
    perform(&mut engine, did.undo.expect("a way back"), ColumnQuery::default());
    assert_eq!(engine.notebook().style, "html");
    engine.take_up_work("notebook", "no work".to_string());
    engine.take_up_work("notebook", "{\"marks\": 3}".to_string());
}

#[test]
fn marks_are_drawn_noted_tagged_found_and_taken_back() {
    let (mut engine, id) = engine();
    let column = column(&id);
    let before = fingerprint(&mut engine, &column);
    let undo = select(&mut engine, "mark", column.clone(), "1-20", "2-9").undo;
    assert_ne!(fingerprint(&mut engine, &column), before, "the page must draw the rows anew");
    assert_eq!(marked(&mut engine, &column, 2), [("The money".into(), "own".into(), String::new())]);
    assert_eq!(engine.notebook().marks[0].created, NOW);
    assert!(!is_change(&select(&mut engine, "mark", column.clone(), "1-20", "2-9")), "marked before");

    let marks = query(ViewState::of("marks"));
    let list = rows(&mut engine, &marks);
    let note = act_of(&list, "note").with("note", " Ask <who>. ");
    assert!(is_change(&perform(&mut engine, note, ColumnQuery::default())));
    let tags = act_of(&list, "tags").with("tags", "winter, #stone; winter");
    let untag = perform(&mut engine, tags, ColumnQuery::default()).undo;
    assert_eq!(engine.notebook().marks[0].tags, ["winter", "stone"]);
    assert_eq!(
        marked(&mut engine, &column, 2),
        [("The money".into(), "own noted".into(), "Ask <who>. #winter #stone".into())]
    );

    select(&mut engine, "mark", column.clone(), "4-0", "4-6");
    let shown = |engine: &mut Engine, state: ViewState, text: &str| {
        let filter = Filter { text: text.into(), ..Filter::default() };
        rows(engine, &ViewQuery { filter, ..query(state) }).len()
    };
    let state = ViewState::of("marks");
    assert_eq!(shown(&mut engine, state.clone(), ""), 2);
    assert_eq!(shown(&mut engine, state.with("tag", "stone"), ""), 1);
    assert_eq!(shown(&mut engine, state.with("tag", "-"), ""), 1);
    assert_eq!(shown(&mut engine, state.clone(), "who"), 1, "notes are searched");
    assert_eq!(shown(&mut engine, state.clone(), "northern"), 1, "and words");
    assert_eq!(shown(&mut engine, state.with("state", "unsure"), ""), 0);

    // Only the last change is taken back; what it was is all that changes.
    perform(&mut engine, untag.clone().expect("a way back"), ColumnQuery::default());
    assert_eq!(engine.notebook().marks[0].tags.len(), 2, "another mark was made since");
    let list = rows(&mut engine, &marks);
    let back = perform(&mut engine, act_of(&list[1..], "Remove the mark on “I have”"), ColumnQuery::default());
    assert_eq!(engine.notebook().marks.len(), 1);
    let again = perform(&mut engine, back.undo.expect("a way back"), ColumnQuery::default());
    assert_eq!(engine.notebook().marks.len(), 2);
    perform(&mut engine, again.undo.expect("a way back"), ColumnQuery::default());
    assert_eq!(engine.notebook().marks.len(), 1, "and done again");
    assert_eq!(perform(&mut engine, undo.clone().expect("a way back"), ColumnQuery::default()), Changed::default());
}

#[test]
fn marks_survive_a_new_version_and_say_where_they_could_not() {
    let (mut engine, id) = engine();
    select(&mut engine, "mark", column(&id), "2-0", "2-46");
    select(&mut engine, "mark", column(&id), "3-65", "3-102");
    let kept = record(&mut engine);
    let revised = HARBOUR
        .replace("Mayor of Lindsund RUNA HOLM: Good", "Mayor of Lindsund RUNA HOLM: Let us begin.\nGood")
        .replace("Nobody asked the crews what they lost.", "The crews lost nothing.");
    let mut engine = Engine::default();
    let new = open(&mut engine, "harbour 2.txt", revised.as_bytes());
    engine.take_up_work("notebook", kept.clone());
    let moved = marked(&mut engine, &column(&new), 3);
    assert_eq!(moved, [("The money for the second part is not there yet".into(), "own".into(), String::new())]);
    assert_eq!(marked(&mut engine, &column(&new), 4), [], "what was changed is not drawn as if it were marked");
    let marks = query(ViewState::of("marks"));
    let list = rows(&mut engine, &marks);
    assert!(text(&list[0]).contains("the words were moved"), "{}", text(&list[0]));
    assert!(text(&list[1]).contains("the words were changed; now:The crews lost nothing"), "{}", text(&list[1]));
    let unsure = query(ViewState::of("marks").with("state", "unsure"));
    assert_eq!(rows(&mut engine, &unsure).len(), 2);
    let table = text_file(&mut engine, &unsure, "marks.csv");
    assert!(table.contains(",moved,") && table.contains(",changed,"));
}

#[test]
fn annotations_go_out_and_come_in_by_dropping_them() {
    let (mut engine, id) = engine();
    select(&mut engine, "mark", column(&id), "2-0", "2-9");
    let marks = query(ViewState::of("marks"));
    let json = file(&mut engine, &marks, "marks.json");
    let page: Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!((&page["type"], &page["items"][0]["created"]), (&"AnnotationPage".into(), &NOW.into()));
    let drop = |engine: &mut Engine| {
        let request = Request::Open { name: "marks.json".into(), choices: Choices::default() };
        match ask(engine, request, &json) {
            Response::Changed(changed) => changed,
            other => panic!("{other:?}"),
        }
    };
    assert!(!is_change(&drop(&mut engine)), "they are here already");
    let mut other = Engine::default();
    open(&mut other, "harbour.txt", HARBOUR.as_bytes());
    let did = drop(&mut other);
    assert!(is_change(&did) && did.told.starts_with("1 mark was added"), "{}", did.told);
    assert_eq!(other.notebook().marks, engine.notebook().marks);
    assert_eq!(other.library().entries().len(), 1, "annotations are no transcript");
}

#[test]
fn clippings_are_collected_ordered_noted_and_saved() {
    let (mut engine, id) = engine();
    for (from, to) in [("1-0", "1-14"), ("3-0", "3-17"), ("5-0", "5-8")] {
        assert!(is_change(&select(&mut engine, "clip", column(&id), from, to)));
    }
    let words = |engine: &Engine| -> Vec<String> {
        engine.notebook().board.clippings.iter().map(|clipping| clipping.citation.spoken[0].words.clone()).collect()
    };
    assert_eq!(words(&engine), ["Good afternoon.", "Forty-three boats", "Patience"]);
    let board = query(ViewState::of("clippings"));
    let list = rows(&mut engine, &board);
    let did = perform(&mut engine, act_of(&list, "Move quotation 3 up"), ColumnQuery::default());
    assert_eq!(words(&engine), ["Good afternoon.", "Patience", "Forty-three boats"]);
    perform(&mut engine, did.undo.expect("a way back"), ColumnQuery::default());
    assert_eq!(words(&engine), ["Good afternoon.", "Forty-three boats", "Patience"]);
    let first = act_of(&rows(&mut engine, &board), "Place of quotation 1");
    perform(&mut engine, first.with("to", "3"), ColumnQuery::default());
    assert_eq!(words(&engine), ["Forty-three boats", "Patience", "Good afternoon."]);
    perform(&mut engine, first.with("to", "99"), ColumnQuery::default());
    assert_eq!(
        words(&engine)[2],
        "Good afternoon.",
        "beyond the end is the end, and the clipping is known by its words"
    );
    let note = act_of(&rows(&mut engine, &board), "note").with("note", "Boats *first*.");
    perform(&mut engine, note, ColumnQuery::default());
    assert_eq!(engine.notebook().board.clippings[0].note, "Boats *first*.");
    let markdown = text_file(&mut engine, &board, "clippings.md");
    assert!(markdown.contains("Boats \\*first\\*.") && markdown.contains(&format!("<{BASE}#at=")), "{markdown}");
    assert_eq!(text_file(&mut engine, &board, "clippings.csv").matches("\r\n").count(), 4);
    assert!(text_file(&mut engine, &board, "clippings.html").matches("<figure>").count() == 3);
    let document = file(&mut engine, &board, "clippings.docx");
    assert!(document.starts_with(b"PK"));
    // What a word processor shows of it is what our own reader finds.
    let read = open(&mut engine, "clippings.docx", &document);
    let entry = engine.library().entry(&read).expect("a document");
    assert!(entry.transcript.text.contains("“Forty-three boats”") && entry.transcript.text.contains("Boats *first*."));
    let list = rows(&mut engine, &board);
    perform(&mut engine, act_of(&list, "Remove quotation 1"), ColumnQuery::default());
    assert_eq!(words(&engine), ["Patience", "Good afternoon."]);
}

#[test]
fn the_user_s_own_work_goes_with_the_saved_library() {
    let (mut engine, id) = engine();
    select(&mut engine, "mark", column(&id), "2-0", "2-9");
    select(&mut engine, "clip", column(&id), "2-0", "2-9");
    perform(&mut engine, ViewState::of("style").with("style", "apa"), ColumnQuery::default());
    let saved = match ask(&mut engine, Request::Save, &[]) {
        Response::Exported(files) => files[0].bytes.clone(),
        other => panic!("{other:?}"),
    };
    let mut other = Engine::default();
    for _ in 0..2 {
        let mut unpacking = Unpacking::open("library.verbatim", saved.clone()).expect("an archive");
        while unpacking.step(&mut other).is_some() {}
    }
    assert_eq!(other.notebook().marks, engine.notebook().marks);
    assert_eq!(other.notebook().board, engine.notebook().board, "opened twice, it is there once");
    assert_eq!(other.notebook().style, "apa");
    assert!(!record(&mut other).is_empty(), "it is to be kept");
    assert_eq!(marked(&mut other, &column(&id), 2).len(), 1);
    // Taking everything out leaves the user's own work: clippings stay whole without their transcripts.
    ask(&mut other, Request::Clear, &[]);
    assert_eq!(other.notebook().board.clippings.len(), 1);
    let list = rows(&mut other, &query(ViewState::of("clippings")));
    assert!(text(&list[0]).contains("The money") && text(&list[0]).contains("harbour 1.txt"));
}

/// What the page gets at a link: where it leads, or what it says.
fn follow(engine: &mut Engine, at: &str) -> Result<(String, u32), String> {
    match ask(engine, Request::View(query(ViewState::of("passage").with("at", at))), &[]) {
        Response::Leads(id, paragraph) => Ok((id, paragraph)),
        Response::View(sight) => Err(sight.status),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_link_leads_to_its_words_or_says_what_became_of_them() {
    let (mut engine, id) = engine();
    let did = select(&mut engine, "cite", column(&id), "3-65", "3-102");
    let at = address_in(&copied(&did)[0]);
    assert!(at.starts_with(&id) && at.ends_with("*harbour 1.txt"), "{at}");
    assert_eq!(follow(&mut engine, &at), Ok((id.clone(), 3)));
    let arrived = ColumnQuery { at: at.clone(), ..column(&id) };
    assert_eq!(
        marked(&mut engine, &arrived, 3),
        [("Nobody asked the crews what they lost".into(), "linked".into(), String::new())]
    );

    // The source is not here: which file is needed.
    let mut empty = Engine::default();
    let said = follow(&mut empty, &at).expect_err("a sentence");
    assert!(said.contains("in no transcript that is open") && said.contains("harbour 1.txt") && said.contains(&id));
    let other = "Other talk\nMarch 9, 2024\nSkarvik\nRuna Holm: The lamp burns as it did before.\n";
    open(&mut empty, "other.txt", other.as_bytes());
    assert_eq!(follow(&mut empty, &at), Err(said), "another transcript changes nothing");

    // Another version has the same words, at another place.
    let moved = HARBOUR.replace("Good afternoon.", "Let us begin.\nGood afternoon.");
    open(&mut empty, "harbour moved.txt", moved.as_bytes());
    let said = follow(&mut empty, &at).expect_err("a sentence");
    assert!(said.starts_with("The same words stand in another file: harbour moved.txt, paragraph 4."), "{said}");
    assert!(said.contains("harbour 1.txt"), "{said}");

    // And one has others: what stands there now is shown.
    let mut changed = Engine::default();
    let revised =
        HARBOUR.replace("Nobody asked the crews what they lost", "Nobody asked the crews what they had gained");
    let new = open(&mut changed, "harbour 2.txt", revised.as_bytes());
    let said = follow(&mut changed, &at).expect_err("a sentence");
    assert!(said.starts_with("In another file, harbour 2.txt, other words stand"), "{said}");
    let shown = sight(&mut changed, &query(ViewState::of("passage").with("at", at.as_str())));
    let words: String = shown.foot.iter().map(text).collect();
    assert!(words.contains("had gained"), "{words}");
    let foot = all(&shown.foot);
    let go = Deed::Go { id: new, paragraph: 3 };
    assert!(foot.iter().any(|element| element.deed.as_deref() == Some(&go)), "the way on");

    // With both here, both wordings are shown before the reader goes on.
    open(&mut engine, "harbour 2.txt", revised.as_bytes());
    let said = follow(&mut engine, &at).expect_err("a sentence");
    assert!(said.contains("In 1 other version they stand otherwise"), "{said}");
    let shown = sight(&mut engine, &query(ViewState::of("passage").with("at", at.as_str())));
    let edits: Vec<String> = all(&shown.foot)
        .iter()
        .filter(|element| matches!(element.tag, Tag::Del | Tag::Ins))
        .map(|element| element.children.iter().map(text).collect())
        .collect();
    assert_eq!(edits, ["lost", "had gained"]);

    for wrong in ["", "x", "9f2c00112233.1.1-2.short", "*harbour.txt"] {
        assert!(follow(&mut engine, wrong).expect_err("a sentence").contains("no address"), "{wrong}");
    }
}

#[test]
fn a_passage_is_cited_in_every_style_by_its_view() {
    let (mut engine, id) = engine();
    let show = select(&mut engine, "styles", column(&id), "2-0", "2-9").show.expect("a view");
    let shown = sight(&mut engine, &query(show.clone()));
    assert!(shown.status.starts_with("The words stand where the link says, in paragraph 2."), "{}", shown.status);
    let cited: Vec<String> = all(&shown.foot)
        .iter()
        .filter(|element| element.attribute(Attribute::Class) == Some("cited"))
        .map(|element| element.children.iter().map(text).collect())
        .collect();
    assert_eq!(cited.len(), 10);
    assert!(cited[0].starts_with("“The money”\n— Runa Holm") && cited[5].starts_with("@misc{holm2024-p2"));
    let copy = act_of(&shown.foot, "Copy as BibTeX");
    let [plain, _] = copied(&perform(&mut engine, copy, ColumnQuery::default()));
    assert_eq!(plain, cited[5]);
    let clip = act_of(&shown.foot, "Add to clippings");
    perform(&mut engine, clip, ColumnQuery::default());
    assert_eq!(engine.notebook().board.clippings.len(), 1);
}

#[test]
fn words_of_a_translation_are_told_with_what_they_translate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/transcripts");
    let mut engine = Engine::default();
    let mut ids = Vec::new();
    for name in ["fishermen-meeting-2024-en.txt", "fishermen-meeting-2024-ru.txt"] {
        ids.push(open(&mut engine, name, &fs::read(folder.join(name)).expect("a bundled transcript")));
    }
    let words = |engine: &Engine, id: &str, paragraph: usize| {
        let transcript = &engine.library().entry(id).expect("a transcript").transcript;
        transcript.words(transcript.paragraphs[paragraph].text).to_owned()
    };
    let english = words(&engine, &ids[0], 20);
    let check = |engine: &mut Engine, spoken: &str| {
        let state = ViewState::of("quote").with("text", english.as_str()).with("spoken", spoken);
        sight(engine, &query(state)).foot
    };
    let classes = |foot: &[Node]| -> String {
        all(foot).iter().filter_map(|element| element.attribute(Attribute::Class)).collect::<Vec<_>>().join(" ")
    };
    let found = check(&mut engine, "");
    assert!(classes(&found).contains("verdict-exact"));
    let goes_to = |foot: &[Node], id: &str| {
        all(foot).iter().any(|e| matches!(e.deed.as_deref(), Some(Deed::Go { id: to, paragraph: 21 }) if to == id))
    };
    assert!(goes_to(&found, &ids[1]), "what stands beside it is told");
    let found = check(&mut engine, "ru");
    assert!(classes(&found).contains("verdict-translated"), "{}", classes(&found));
    let told: String = found.iter().map(text).collect();
    assert!(told.contains(&words(&engine, &ids[1], 20)), "{told}");
    assert!(goes_to(&found, &ids[1]) && goes_to(&found, &ids[0]), "both passages");
    assert!(classes(&check(&mut engine, "en")).contains("verdict-exact"), "it was asked for in its own language");
}

#[test]
fn what_the_concordance_finds_is_saved_as_quotations() {
    let (mut engine, _) = engine();
    let filter = Filter { text: "crew* OR patience".into(), ..Filter::default() };
    let asked = ViewQuery { filter, ..query(ViewState::of("concordance")) };
    let markdown = text_file(&mut engine, &asked, "passages.md");
    assert!(markdown.starts_with("# Concordance of crew\\* OR patience\n"), "{markdown}");
    // Each paragraph once, however often it holds the words.
    assert_eq!(markdown.matches("\n> — **").count(), 3);
    assert!(markdown.contains("(Laughter.) Now we need a date") && markdown.contains("**Runa Holm**"));
    assert!(file(&mut engine, &asked, "passages.docx").starts_with(b"PK"));
    assert!(text_file(&mut engine, &asked, "passages.html").contains("<figure>"));
}

#[test]
fn what_a_filter_leaves_is_saved_as_quotations() {
    let (mut engine, _) = engine();
    let filter = Filter { speakers: ["Tom Osei".to_owned()].into(), ..Filter::default() };
    let asked = ViewQuery { filter, ..query(ViewState::of("concordance")) };
    let head: String = sight(&mut engine, &asked).head.iter().map(text).collect();
    assert!(head.contains("2 paragraphs match the filter"), "{head}");
    let markdown = text_file(&mut engine, &asked, "passages.md");
    assert!(markdown.starts_with("# Passages\n") && markdown.matches("**Tom Osei**").count() == 2, "{markdown}");
    assert!(!markdown.contains("Runa Holm"));
    assert_eq!(text_file(&mut engine, &asked, "passages.csv").matches("\r\n").count(), 3);
    let none = query(ViewState::of("concordance"));
    let head: String = sight(&mut engine, &none).head.iter().map(text).collect();
    assert!(!head.contains("match the filter"), "without a choice there is nothing to take along");
}

#[test]
fn a_list_says_that_its_rows_are_others_after_a_change_of_the_user_s_own() {
    let (mut engine, id) = engine();
    for paragraph in ["3", "5"] {
        perform(&mut engine, ViewState::of("clip").with("from", paragraph), column(&id));
    }
    let board = query(ViewState::of("clippings"));
    let (before, first) = (sight(&mut engine, &board), text(&rows(&mut engine, &board)[0]));
    assert_eq!(sight(&mut engine, &board), before, "without a change nothing is drawn anew");
    let clipping = engine.notebook().board.clippings[0].address.clone();
    let act = ViewState::of("clip-move").with("item", "0").with("address", clipping).with("to", "2");
    let moved = perform(&mut engine, act, ColumnQuery::default());
    assert_ne!(sight(&mut engine, &board), before);
    assert_ne!(text(&rows(&mut engine, &board)[0]), first);
    perform(&mut engine, moved.undo.expect("a way back"), ColumnQuery::default());
    assert_ne!(sight(&mut engine, &board), before, "the rows are others once more");
    assert_eq!(text(&rows(&mut engine, &board)[0]), first);
}
