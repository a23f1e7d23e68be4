//! Who is who and where is where, as the user says: through the engine as the page asks it, with what it means for facets,
//! search and the rows of views, and that it goes out and in with the library and as a table.

use verbatim::formats::Choices;
use verbatim::jobs::{
    Catalogue, Changed, Deed, Engine, Filter, Node, Request, Response, Sight, Step, Unpacking, ViewQuery, ViewState,
};
use verbatim::search::{Counted, Facets, Index, filter_library};

mod asking;

use asking::ask;

const COUNCIL: &str = "Council of the harbour\nThe council met.\nMarch 4, 2024\nPort Alder\n\
    Mayor MARTA LUND: We begin with the breakwater.\nOSKAR HAGEN: It is too short.\nMayor MARTA LUND: It is.\n";
const SECOND: &str = "Second council of the harbour\nThe council met again.\nMarch 11, 2024\nPort Alder, North Coast\n\
    M. LUND: We go on with the breakwater.\nHAGEN: It is still too short.\nM. LUND: The meeting is closed.\n";
const THIRD: &str = "Third council of the harbour\nOthers met.\nMarch 18, 2024\nPort Alder\n\
    MARTA LUND: I speak of the gulls.\nEDDA STORM: And I of the fog.\n";

fn library() -> Engine {
    let mut engine = Engine::default();
    for (name, text) in [("a.txt", COUNCIL), ("b.txt", SECOND), ("c.txt", THIRD)] {
        let request = Request::Open { name: name.into(), choices: Choices::default() };
        assert!(matches!(ask(&mut engine, request, text.as_bytes()), Response::Opened { .. }), "{name}");
    }
    engine
}

fn catalogue(engine: &mut Engine, filter: Filter) -> Catalogue {
    match ask(engine, Request::Catalogue { filter, most: 10, language: "en".into(), open: Vec::new() }, &[]) {
        Response::Catalogue(catalogue) => *catalogue,
        other => panic!("{other:?}"),
    }
}

fn facets(engine: &Engine) -> Facets {
    let mut index = Index::default();
    index.gather(engine.library());
    index.settle();
    let filter = Filter::default();
    filter_library(&index, engine.library(), &filter, &filter.query(engine.library())).facets
}

fn count(counted: &[Counted], value: &str) -> u32 {
    counted.iter().find(|counted| counted.value == value).map_or(0, |counted| counted.count)
}

fn speakers(engine: &mut Engine, name: &str) -> u32 {
    count(&facets(engine).speakers, name)
}

fn state(what: &str, fields: &[(&str, &str)]) -> ViewState {
    fields.iter().fold(ViewState::of("speakers").with("do", what), |state, (name, value)| state.with(name, *value))
}

fn change(engine: &mut Engine, change: ViewState) -> Changed {
    match ask(engine, Request::Change { change, column: Default::default(), language: "en".into() }, &[]) {
        Response::Changed(changed) => changed,
        other => panic!("{other:?}"),
    }
}

fn query(state: ViewState) -> ViewQuery {
    ViewQuery { state, language: "en".into(), ..ViewQuery::default() }
}

fn sight(engine: &mut Engine, state: ViewState) -> Sight {
    match ask(engine, Request::View(query(state)), &[]) {
        Response::View(sight) => *sight,
        other => panic!("{other:?}"),
    }
}

fn rows(engine: &mut Engine, state: ViewState) -> Vec<String> {
    match ask(engine, Request::ViewRows { query: query(state), from: 0, to: 100 }, &[]) {
        Response::ViewRows(_, rows) => rows.iter().map(text).collect(),
        other => panic!("{other:?}"),
    }
}

fn text(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) => element.children.iter().map(|child| text(child) + " ").collect(),
    }
}

fn table(engine: &mut Engine) -> String {
    let request = Request::ViewFile { query: query(ViewState::of("speakers")), name: "speakers-and-places.csv".into() };
    match ask(engine, request, &[]) {
        Response::Exported(files) => String::from_utf8(files[0].bytes.clone()).expect("UTF-8"),
        other => panic!("{other:?}"),
    }
}

/// What a button, a form or a link of a tree does, in order.
fn deeds<'a>(node: &'a Node, found: &mut Vec<&'a Deed>) {
    if let Node::Element(element) = node {
        found.extend(element.deed.as_deref());
        element.children.iter().for_each(|child| deeds(child, found));
    }
}

#[test]
fn what_is_likely_is_proposed_and_accepted_or_refused() {
    let mut engine = library();
    let shown = sight(&mut engine, ViewState::of("speakers"));
    let words: String = shown.head.iter().map(text).collect();
    assert!(words.contains("the initials fit") && words.contains("the surname, which nobody else has"), "{words}");
    let mut found = Vec::new();
    shown.head.iter().for_each(|node| deeds(node, &mut found));
    let proposed: Vec<&ViewState> =
        found.iter().filter_map(|deed| if let Deed::Change(state) = deed { Some(state) } else { None }).collect();
    assert_eq!(proposed.len(), 4, "two to accept and two to refuse");
    let accepted = change(&mut engine, proposed[0].clone());
    assert_eq!(accepted.told, "M. Lund is now known as Marta Lund.");
    assert_eq!((speakers(&mut engine, "Marta Lund"), speakers(&mut engine, "M. Lund")), (5, 0));
    assert_eq!(change(&mut engine, proposed[3].clone()).told, "Hagen and Oskar Hagen stay apart.");
    let words: String = sight(&mut engine, ViewState::of("speakers")).head.iter().map(text).collect();
    assert!(!words.contains("Likely the same"), "{words}");
    change(&mut engine, accepted.undo.expect("a way back"));
    assert_eq!((speakers(&mut engine, "Marta Lund"), speakers(&mut engine, "M. Lund")), (3, 2));
}

#[test]
fn who_is_brought_together_is_found_under_every_name() {
    let mut engine = library();
    let marks = [("m:Marta Lund", "1"), ("m:M. Lund", "1"), ("as", "Marta Lund-Berg")];
    let changed = change(&mut engine, state("join", &marks));
    assert_eq!(changed.show, Some(ViewState::of("speakers")), "nobody is marked any more");
    for name in ["Marta Lund-Berg", "M. Lund"] {
        let filter = Filter { speakers: [name.to_owned()].into(), ..Filter::default() };
        assert_eq!(catalogue(&mut engine, filter).found, 3, "{name}");
    }
    for query in ["speaker:berg", "speaker:\"m. lund\" gulls"] {
        let found = catalogue(&mut engine, Filter { text: query.into(), ..Filter::default() }).found;
        assert_eq!(found, if query.contains("gulls") { 1 } else { 3 }, "{query}");
    }
    let rows = rows(&mut engine, ViewState::of("speakers"));
    assert!(rows[0].contains("Marta Lund-Berg") && rows[0].contains("also Marta Lund, M. Lund"), "{rows:?}");
    assert!(rows[0].contains("Mayor MARTA LUND"), "the labels as printed are listed: {rows:?}");
    // The text is as it was printed.
    let Response::Opened { .. } =
        ask(&mut engine, Request::Open { name: "b.txt".into(), choices: Choices::default() }, SECOND.as_bytes())
    else {
        panic!("it is there")
    };
    assert!(
        engine.library().entries().iter().any(|entry| entry.transcript.speakers.iter().any(|s| s.name == "M. Lund"))
    );
}

#[test]
fn a_label_is_split_off() {
    let mut engine = library();
    let split = state("split", &[("name", "Marta Lund"), ("label", "MARTA LUND"), ("as", "Another Lund")]);
    let changed = change(&mut engine, split);
    assert_eq!((speakers(&mut engine, "Marta Lund"), speakers(&mut engine, "Another Lund")), (2, 1));
    let filter = Filter { speakers: ["Another Lund".to_owned()].into(), ..Filter::default() };
    assert_eq!(catalogue(&mut engine, filter).found, 1);
    change(&mut engine, changed.undo.expect("a way back"));
    assert_eq!(speakers(&mut engine, "Marta Lund"), 3);
}

#[test]
fn a_role_is_that_of_all_turns_without_one() {
    let mut engine = library();
    let roles = |engine: &mut Engine| facets(engine).roles;
    assert_eq!((count(&roles(&mut engine), "Mayor"), count(&roles(&mut engine), "Fisherman")), (2, 0));
    change(&mut engine, state("role", &[("name", "Oskar Hagen"), ("role", "Fisherman")]));
    assert_eq!((count(&roles(&mut engine), "Mayor"), count(&roles(&mut engine), "Fisherman")), (2, 1));
    for filter in [
        Filter { roles: ["Fisherman".to_owned()].into(), ..Filter::default() },
        Filter { text: "role:fisherman".into(), ..Filter::default() },
    ] {
        assert_eq!(catalogue(&mut engine, filter).found, 1);
    }
}

#[test]
fn places_are_brought_together() {
    let mut engine = library();
    let places = state("", &[("of", "places")]);
    let words: String = sight(&mut engine, places.clone()).head.iter().map(text).collect();
    assert!(words.contains("one has a name more"), "{words}");
    let accept = state("accept", &[("of", "places"), ("name", "Port Alder, North Coast"), ("as", "Port Alder")]);
    let changed = change(&mut engine, accept);
    assert_eq!(count(&facets(&engine).places, "Port Alder"), 3);
    for chosen in ["Port Alder", "Port Alder, North Coast"] {
        let filter = Filter { places: [chosen.to_owned()].into(), ..Filter::default() };
        assert_eq!(catalogue(&mut engine, filter).found, 3, "{chosen}");
    }
    let by_field = Filter { text: "place:\"north coast\"".into(), ..Filter::default() };
    assert_eq!(catalogue(&mut engine, by_field).found, 1, "what is written is found too");
    change(&mut engine, changed.undo.expect("a way back"));
    assert_eq!(count(&facets(&engine).places, "Port Alder"), 2);
}

#[test]
fn the_list_goes_out_and_in_as_a_table() {
    let mut engine = library();
    let before = table(&mut engine);
    assert!(before.contains("speakers,Marta Lund,Mayor MARTA LUND,Marta Lund,,2,Mayor\r\n"), "{before}");
    let changed =
        before.replace("speakers,M. Lund,M. LUND,M. Lund,", "speakers,M. Lund,M. LUND,Marta Lund,Mayor").replace(
            "places,\"Port Alder, North Coast\",,\"Port Alder, North Coast\"",
            "places,\"Port Alder, North Coast\",,Port Alder",
        );
    assert_ne!(changed, before);
    let open = |engine: &mut Engine, table: &str| {
        let request = Request::Open { name: "speakers.csv".into(), choices: Choices::default() };
        match ask(engine, request, table.as_bytes()) {
            Response::Changed(changed) => changed,
            other => panic!("{other:?}"),
        }
    };
    let told = open(&mut engine, &changed);
    assert_eq!(speakers(&mut engine, "Marta Lund"), 5);
    assert_eq!(count(&facets(&engine).places, "Port Alder"), 3);
    let holds = table(&mut engine);
    assert_eq!(open(&mut engine, &holds).told, "0 names were changed by the table.", "it says what holds");
    change(&mut engine, told.undo.expect("a way back"));
    assert_eq!(table(&mut engine), before);
}

#[test]
fn it_goes_with_the_library() {
    let mut engine = library();
    change(&mut engine, state("accept", &[("name", "M. Lund"), ("as", "Marta Lund")]));
    assert_eq!(engine.changed_work().len(), 1, "whoever keeps it hears of it");
    let Response::Exported(files) = ask(&mut engine, Request::Save, &[]) else { panic!("a file") };
    let mut other = Engine::default();
    let mut unpacking = Unpacking::open("library.verbatim", files[0].bytes.clone()).expect("a container");
    while let Some(Step { response, .. }) = unpacking.step(&mut other) {
        assert!(!matches!(response, Response::Refused { .. }), "{response:?}");
    }
    assert_eq!(speakers(&mut other, "Marta Lund"), 5);
    let mut kept = library();
    for (kind, record) in engine.library().work().all().map(|(kind, record)| (kind.to_owned(), record.to_owned())) {
        assert!(kept.take_up_work(&kind, record));
    }
    assert_eq!((speakers(&mut kept, "Marta Lund"), kept.changed_work().len()), (5, 0), "what was kept is not new");
}
