//! The engine as the page uses it: sources go in, lists, columns and sources come out, and nothing but plain data that
//! survives the way between page and worker.

use std::fs;
use std::path::Path;

use verbatim::formats::{Choices, PdfFault, PdfReader};
use verbatim::jobs::{
    Catalogue, ColumnQuery, Completion, Decoder, Deed, Engine, Filter, Item, MarkKind, Node, Outline, Request,
    Response, Row, Show, Tag, Unpacking, choose, decode, encode,
};
use verbatim::library::SourceFile;
use verbatim::markup::inflate::crc32;
use verbatim::model::Date;
use verbatim::search::{Facets, Index, filter_library};

mod archives;
mod asking;

use asking::ask;

fn open(engine: &mut Engine, name: &str) -> Item {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/transcripts").join(name);
    let bytes = fs::read(path).expect("a bundled transcript");
    match ask(engine, Request::Open { name: name.into(), choices: Choices::default() }, &bytes) {
        Response::Opened { mut items, is_duplicate: false } => items.remove(0),
        other => panic!("{name}: {other:?}"),
    }
}

fn catalogue(engine: &mut Engine, filter: Filter) -> Catalogue {
    match ask(engine, Request::Catalogue { filter, most: 100, open: Vec::new(), language: "en".into() }, &[]) {
        Response::Catalogue(catalogue) => *catalogue,
        other => panic!("{other:?}"),
    }
}

fn column(engine: &mut Engine, query: &ColumnQuery) -> (Outline, Vec<Row>) {
    let outline = match ask(engine, Request::Outline(query.clone()), &[]) {
        Response::Outline(outline) => *outline,
        other => panic!("{other:?}"),
    };
    let rows = Request::Rows { column: query.clone(), from: 0, to: outline.rows };
    match ask(engine, rows, &[]) {
        Response::Rows(rows) => (outline, rows.rows),
        other => panic!("{other:?}"),
    }
}

fn whole(id: &str) -> ColumnQuery {
    ColumnQuery { id: id.to_owned(), ..ColumnQuery::default() }
}

const HEARING: &str = "breakwater-hearing-2024.txt";

fn library() -> Engine {
    let mut engine = Engine::default();
    for name in [
        HEARING,
        "fishermen-meeting-2024-en.txt",
        "fishermen-meeting-2024-ru.txt",
        "council-debate-2023-11-02.txt",
        "board-session-2024-03-04.vtt",
    ] {
        open(&mut engine, name);
    }
    engine
}

fn facets(engine: &Engine, filter: &Filter) -> Facets {
    let mut index = Index::default();
    index.gather(engine.library());
    index.settle();
    filter_library(&index, engine.library(), filter, &filter.query(engine.library())).facets
}

#[test]
fn a_value_can_be_excluded() {
    let mut engine = library();
    let found = |engine: &mut Engine, filter: &Filter| {
        let all = catalogue(engine, filter.clone());
        (all.found, all.hits)
    };
    let word = Filter { text: "breakwater".into(), ..Filter::default() };
    let mut without = word.clone();
    choose(&mut without, "-speaker", "Oskar Hagen");
    let mut only = word.clone();
    choose(&mut only, "speaker", "Oskar Hagen");
    let hits = [&word, &without, &only].map(|filter| found(&mut engine, filter).1);
    assert_eq!(hits[0], hits[1] + hits[2], "who is excluded and all others are everybody");
    assert!(hits[1] > 0 && hits[2] > 0);
    assert_eq!(facets(&engine, &without).speakers, facets(&engine, &word).speakers, "their counts stay in sight");
    let mut not_english = Filter::default();
    choose(&mut not_english, "-lang", "en");
    assert_eq!(found(&mut engine, &not_english).0, 1);
    choose(&mut not_english, "lang", "en");
    assert_eq!(found(&mut engine, &not_english).0, 4, "what is chosen is no more excluded");
    choose(&mut not_english, "lang", "en");
    assert!(not_english.is_empty());
    let mut dates = Filter::default();
    choose(&mut dates, "dates", "2024..2023-11");
    assert_eq!((dates.from, dates.to), (Date::from_iso("2023-11"), Date::from_iso("2024")), "in whichever order");
    choose(&mut dates, "dates", "2023-11..2024");
    assert!(dates.is_empty());
}

#[test]
fn more_values_of_a_facet_are_shown_when_asked_for() {
    let mut engine = library();
    let mut speakers = |open: &[&str]| -> Vec<(Tag, String)> {
        let open = open.iter().map(|key| (*key).to_owned()).collect();
        let request = Request::Catalogue { filter: Filter::default(), most: 100, open, language: "en".into() };
        let Response::Catalogue(catalogue) = ask(&mut engine, request, &[]) else { panic!("a catalogue") };
        let of_facet =
            |node: &Node| matches!(node, Node::Element(element) if element.key.as_deref() == Some("speaker"));
        let facet = catalogue.aside.iter().find(|node| of_facet(node)).expect("the speakers");
        let mut found = Vec::new();
        let mut open = vec![facet];
        while let Some(node) = open.pop() {
            let Node::Element(element) = node else { continue };
            if let Some(Deed::Choose(key, _)) = element.deed.as_deref() {
                found.push((element.tag, key.clone()));
            }
            open.extend(&element.children);
        }
        found
    };
    let ticks = |deeds: &[(Tag, String)]| deeds.iter().filter(|(tag, _)| *tag == Tag::Input).count();
    let (few, all) = (speakers(&[]), speakers(&["speaker"]));
    assert_eq!(ticks(&few), 6);
    assert!(ticks(&all) > 6);
    for deeds in [&few, &all] {
        assert!(deeds.contains(&(Tag::Button, "more".to_owned())), "the way to more, and back");
        let excludes = deeds.iter().filter(|(tag, key)| *tag == Tag::Button && key == "-speaker").count();
        assert_eq!(excludes, ticks(deeds), "each value can be excluded");
    }
}

#[test]
fn what_is_typed_is_completed_by_what_there_is() {
    let mut engine = library();
    let mut complete = |text: &str, is_asked: bool| -> Vec<Completion> {
        let caret = text.encode_utf16().count() as u32;
        let request = Request::Complete { text: text.into(), caret, is_asked, language: "en".into() };
        match ask(&mut engine, request, &[]) {
            Response::Completions(rows) => rows,
            other => panic!("{other:?}"),
        }
    };
    let texts = |rows: &[Completion]| rows.iter().map(|row| row.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&complete("ships sp", false)), ["ships speaker:"]);
    assert!(
        complete("s", false).is_empty() && complete("ships ", false).is_empty() && complete("/sp", false).is_empty()
    );
    assert_eq!(complete("", true).len(), 9, "all fields, where they are asked for");
    let rows = complete("-speaker:mar", false);
    assert_eq!(rows[0].text, "-speaker:\"Marta Lund\" ");
    assert_eq!(rows[0].caret, 22);
    assert!(rows[0].note.parse::<u32>().is_ok_and(|turns| turns > 1), "{rows:?}");
    assert_eq!(texts(&complete("speaker:lund", false))[0], "speaker:\"Marta Lund\" ", "any word of the name");
    assert_eq!(texts(&complete("date:", false)), ["date:2024 ", "date:2023 "]);
    assert_eq!(texts(&complete("date:2023", false)), ["date:2023-11 "]);
    assert_eq!(texts(&complete("lang:Engl", false)), ["lang:en "], "by the name of the language");
    assert!(texts(&complete("place:\"town", false)).contains(&"place:\"Town Hall, Lindsund\" ".to_owned()));
    assert_eq!(complete("colour:r", false), []);
}

#[test]
fn the_list_has_the_latest_first_and_counts_everything() {
    let mut engine = library();
    let all = catalogue(&mut engine, Filter::default());
    assert_eq!((all.total, all.items.len(), all.hits), (5, 5, 0));
    assert_eq!(all.items[0].title, "Public hearing on the second breakwater");
    assert_eq!(all.items[0].date, Date::from_iso("2024-03-12"));
    let facets = facets(&engine, &Filter::default());
    let years: Vec<_> = facets.years.iter().map(|row| (row.value.as_str(), row.count)).collect();
    assert_eq!(years, [("", 1), ("2023", 1), ("2024", 3)], "captions have no date");
    let languages: Vec<_> = facets.languages.iter().map(|row| (row.value.as_str(), row.count)).collect();
    assert_eq!(languages, [("en", 4), ("ru", 1)]);
    assert!(facets.speakers.iter().any(|row| row.value == "Marta Lund"));
    assert!(facets.roles.iter().any(|row| row.value == "Chair of the Harbour Board"));
}

#[test]
fn text_and_facets_work_together_and_leave_their_own_choice_out_of_the_counts() {
    let mut engine = library();
    let filter = |text: &str, speakers: &[&str]| Filter {
        text: text.into(),
        speakers: speakers.iter().map(|name| (*name).to_owned()).collect(),
        ..Filter::default()
    };
    let word = catalogue(&mut engine, filter("breakwater", &[]));
    assert!(word.hits > 10 && word.items.iter().all(|item| item.hits > 0));
    let both = catalogue(&mut engine, filter("breakwater", &["Oskar Hagen"]));
    assert!(both.hits > 0 && both.hits < word.hits);
    let of_both = facets(&engine, &filter("breakwater", &["Oskar Hagen"])).speakers;
    assert_eq!(
        of_both,
        facets(&engine, &filter("breakwater", &[])).speakers,
        "other speakers stay in sight with their counts"
    );
    assert!(catalogue(&mut engine, filter("breakwater zeppelin", &[])).items.is_empty());

    let dated = Filter { from: Date::from_iso("2023"), to: Date::from_iso("2023"), ..Filter::default() };
    assert_eq!(catalogue(&mut engine, dated.clone()).items.len(), 1);
    assert_eq!(facets(&engine, &dated).years.len(), 3, "the other years stay in sight");
    let place = Filter { places: ["Town Hall, Lindsund".into()].into(), ..Filter::default() };
    assert_eq!(catalogue(&mut engine, place).items.len(), 1);
    let russian = Filter { languages: ["ru".into()].into(), text: "рыбаки".into(), ..Filter::default() };
    assert!(catalogue(&mut engine, russian).hits > 0);
}

#[test]
fn a_column_shows_every_paragraph_once_and_in_order() {
    let mut engine = Engine::default();
    let item = open(&mut engine, HEARING);
    let query = ColumnQuery { id: item.id.clone(), ..ColumnQuery::default() };
    let (outline, rows) = column(&mut engine, &query);
    assert_eq!(rows.len() as u32, outline.rows);
    let numbers: Vec<u32> = rows
        .iter()
        .filter_map(|row| if let Row::Paragraph { number, .. } = row { Some(*number) } else { None })
        .collect();
    assert_eq!(numbers, (1..=item.paragraphs).collect::<Vec<_>>());
    for (number, row) in (1u32..).zip(&outline.row_of_paragraph) {
        assert!(matches!(rows[*row as usize], Row::Paragraph { number: found, .. } if found == number));
    }
    assert!(matches!(&rows[0], Row::Furniture { lines } if lines.len() == 2), "{:?}", rows[0]);
    assert!(rows.iter().any(|row| matches!(row, Row::Note { text } if text.contains("Applause"))));
    assert_eq!(outline.chunks.iter().map(|chunk| chunk.rows).sum::<u32>(), outline.rows);
}

#[test]
fn what_does_not_match_is_a_gap_that_opens() {
    let mut engine = Engine::default();
    let item = open(&mut engine, HEARING);
    let filter = Filter { text: "breakwater".into(), ..Filter::default() };
    let mut query = ColumnQuery { id: item.id, filter, ..ColumnQuery::default() };
    let (outline, rows) = column(&mut engine, &query);
    let mut next = 1;
    for row in &rows {
        match row {
            Row::Gap { first, last } => {
                assert_eq!(*first, next);
                next = last + 1;
            }
            Row::Paragraph { number, marks, is_context, text, .. } => {
                assert_eq!(*number, next);
                next += 1;
                let hits: Vec<_> = marks.iter().filter(|mark| mark.kind == MarkKind::Hit).collect();
                assert_eq!(hits.is_empty(), *is_context);
                for hit in hits {
                    let words = &text[hit.start as usize..hit.end as usize];
                    assert_eq!(words.to_lowercase(), "breakwater");
                }
            }
            _ => {}
        }
    }
    assert_eq!(next, outline.header.paragraphs + 1, "paragraphs and gaps are the whole text");

    let first = rows.iter().find_map(|row| if let Row::Gap { first, .. } = row { Some(*first) } else { None });
    query.opened = vec![first.expect("a gap")];
    let (_, opened) = column(&mut engine, &query);
    assert!(
        opened
            .iter()
            .any(|row| matches!(row, Row::Paragraph { number, is_context: true, .. } if Some(*number) == first))
    );

    query.show = Show::All;
    let (all, rows) = column(&mut engine, &query);
    assert!(!rows.iter().any(|row| matches!(row, Row::Gap { .. })));
    assert_eq!(all.hits, outline.hits, "the same matches, marked in the whole text");
}

#[test]
fn the_source_marks_exactly_the_paragraph() {
    let mut engine = Engine::default();
    for name in [HEARING, "board-session-2024-03-04.vtt", "harbour-radio-log.srt", "pilot-oral-history-1987.md"] {
        let item = open(&mut engine, name);
        let query = ColumnQuery { id: item.id.clone(), ..ColumnQuery::default() };
        let (_, rows) = column(&mut engine, &query);
        let text = rows.iter().find_map(|row| match row {
            Row::Paragraph { number: 5, text, .. } => Some(text.clone()),
            _ => None,
        });
        let request = Request::Source { id: item.id, paragraph: Some(5), from: None };
        let Response::Source(source) = ask(&mut engine, request, &[]) else { panic!("no source of {name}") };
        let marked = source.lines.iter().flat_map(|line| &line.parts).filter(|part| part.2);
        let marked: String = marked.map(|part| part.0.as_str()).collect();
        // The source breaks lines and has times and tags where the text has spaces: the words are the same.
        let first = text.as_deref().and_then(|text| text.split_whitespace().next()).expect("words").to_owned();
        let last = text.as_deref().and_then(|text| text.split_whitespace().last()).expect("words").to_owned();
        assert!(marked.trim_start().starts_with(&first) && marked.trim_end().ends_with(&last), "{name}: {marked}");
        assert!(
            source.lines.iter().flat_map(|line| &line.parts).all(|part| part.1.is_some()),
            "{name}: all is claimed"
        );
    }
}

#[test]
fn what_cannot_be_read_is_refused_and_nothing_else_is_lost() {
    let mut engine = Engine::default();
    let item = open(&mut engine, HEARING);
    let long = vec![b'a'; 5 << 20];
    for (name, bytes, says) in [
        ("empty.txt", b"".as_slice(), "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0", "PNG picture"),
        ("line.txt", &long, "line"),
        ("cut.json", b"{\"verbatim\": 1, \"transcripts\": [{", "breaks off"),
    ] {
        match ask(&mut engine, Request::Open { name: name.into(), choices: Choices::default() }, bytes) {
            Response::Refused { name: told, why } => {
                assert_eq!(told, name);
                assert!(why.contains(says) && why.ends_with('.'), "{name}: {why}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    assert_eq!(catalogue(&mut engine, Filter::default()).items[0].id, item.id);
}

#[test]
fn a_removed_source_is_gone_and_the_others_stay() {
    let mut engine = library();
    let first = catalogue(&mut engine, Filter::default()).items.remove(0);
    assert_eq!(ask(&mut engine, Request::Remove { hash: first.hash }, &[]), Response::Done);
    assert_eq!(catalogue(&mut engine, Filter::default()).total, 4);
    let query = ColumnQuery { id: first.id, ..ColumnQuery::default() };
    assert_eq!(ask(&mut engine, Request::Outline(query), &[]), Response::Unknown);
    assert_eq!(ask(&mut engine, Request::Clear, &[]), Response::Done);
    assert_eq!(catalogue(&mut engine, Filter::default()).total, 0);
}

#[test]
fn a_source_is_read_again_in_the_encoding_and_as_the_format_that_the_user_chose() {
    let mut engine = Engine::default();
    let bytes = b"WEBVTT\n\n00:01.000 --> 00:02.000\nCaf\xe9.\n";
    let Response::Opened { items, .. } =
        ask(&mut engine, Request::Open { name: "a.vtt".into(), choices: Choices::default() }, bytes)
    else {
        panic!("not opened")
    };
    let hash = items[0].hash.clone();
    let mut reread = |choices: Choices| ask(&mut engine, Request::Reread { hash: hash.clone(), choices }, &[]);
    let as_plain = Choices { format: Some("plain".into()), ..Choices::default() };
    let Response::Opened { items, .. } = reread(as_plain.clone()) else { panic!("not read again") };
    assert_eq!(items[0].format, "Plain text");
    let in_cyrillic = Choices { encoding: Some("windows-1251".into()), ..Choices::default() };
    let Response::Opened { items, .. } = reread(in_cyrillic) else { panic!("not read again") };
    assert_eq!(items[0].format, "WebVTT captions");
    let as_json = Choices { format: Some("verbatim-json".into()), ..Choices::default() };
    assert!(matches!(reread(as_json), Response::Refused { name, .. } if name == "a.vtt"));
    let unknown = Request::Reread { hash: "0".into(), choices: Choices::default() };
    assert_eq!(ask(&mut engine, unknown, &[]), Response::Unknown);
    let Response::Catalogue(catalogue) = ask(
        &mut engine,
        Request::Catalogue { filter: Filter::default(), most: 100, open: Vec::new(), language: "en".into() },
        &[],
    ) else {
        panic!("no catalogue")
    };
    assert_eq!(
        (catalogue.total, catalogue.items[0].format.as_str()),
        (1, "WebVTT captions"),
        "a refusal changes nothing"
    );
}

#[test]
fn an_archive_is_read_file_by_file_and_questions_go_in_between() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read(root.join(path)).expect("a file of the project");
    let hearing = read(&format!("static/transcripts/{HEARING}"));
    let document = read("tests/fixtures/docx/minutes-with-header.docx");
    let picture: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0";
    let pictures: Vec<_> = (1..=9).map(|n| (format!("photos/{n}.png"), picture)).collect();
    let mut files: Vec<(&str, &[u8])> =
        vec![("a/hearing.txt", &hearing), (".DS_Store", b"x"), ("b/hearing.txt", &hearing)];
    files.extend(pictures.iter().map(|(name, bytes)| (name.as_str(), *bytes)));
    files.push(("minutes.docx", &document));
    let mut engine = Engine::default();
    let mut unpacking = Unpacking::open("archive.zip", archives::zip(&files, crc32)).expect("a container");
    assert_eq!(unpacking.waiting(), 13);
    let mut kept = Vec::new();
    let mut seen = 0;
    while let Some(step) = unpacking.step(&mut engine) {
        if let Response::Opened { items, is_duplicate: false } = &step.response {
            let source = engine.library().source_by_hash(&items[0].hash).expect("a source");
            let bytes = source.as_dropped().to_vec();
            assert_eq!(items[0].hash, verbatim::library::hash(&bytes), "each file is a source of its own");
            assert_eq!(items[0].file, step.name);
            kept.push((step.name.clone(), bytes));
        }
        let total = catalogue(&mut engine, Filter::default()).total;
        assert!(total as usize == kept.len() && total >= seen, "questions are answered between two files");
        seen = total;
    }
    let names: Vec<_> = kept.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["archive.zip/a/hearing.txt", "archive.zip/minutes.docx"]);
    let answer = unpacking.finish();
    assert_eq!(decode::<Response>(&encode(&answer)), Some(answer.clone()), "the answer survives the way");
    let Response::Unpacked(told) = answer else { panic!("an account") };
    assert_eq!((told.opened, told.duplicates, told.junk, told.refused), (2, 1, 1, 9));
    assert_eq!(
        told.first,
        Some(
            catalogue(&mut engine, Filter::default())
                .items
                .iter()
                .find(|item| item.file.ends_with("hearing.txt"))
                .expect("the hearing")
                .id
                .clone()
        )
    );
    let [pictures] = told.reasons.as_slice() else { panic!("one reason for nine files: {:?}", told.reasons) };
    assert!(pictures.why.contains("PNG") && pictures.names.len() == 4 && pictures.more == 5);
    assert_eq!(pictures.names[0], "photos/1.png");

    // What was kept file by file is read again without the archive.
    let mut again = Engine::default();
    for (name, bytes) in kept {
        let opened = ask(&mut again, Request::Open { name, choices: Choices::default() }, &bytes);
        assert!(matches!(opened, Response::Opened { is_duplicate: false, .. }));
    }
    assert_eq!(catalogue(&mut again, Filter::default()).items, catalogue(&mut engine, Filter::default()).items);
}

#[test]
fn a_pdf_in_an_archive_waits_for_what_reads_it_and_the_other_files_go_on() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let record = fs::read(root.join("tests/fixtures/pdf/two-columns.pdf")).expect("a fixture");
    let files: [(&str, &[u8]); 2] = [("record.pdf", &record), ("words.txt", b"Anna Lund: Yes.\nNils Berg: No.\n")];
    let archive = || Unpacking::open("a.zip", archives::zip(&files, crc32)).expect("a container");
    let opened = |engine: &mut Engine| {
        let mut unpacking = archive();
        let mut opened = Vec::new();
        // Who looks at the next file changes nothing.
        while let (true, waiting) = (unpacking.peek().is_some(), unpacking.waiting()) {
            let step = unpacking.step(engine).expect("a file");
            assert_eq!(unpacking.waiting(), waiting - 1);
            opened.push(match step.response {
                Response::Opened { items, .. } => items[0].format.clone(),
                Response::Refused { why, .. } => why,
                other => panic!("{other:?}"),
            });
        }
        opened
    };
    assert_eq!(opened(&mut Engine::default()), ["PDF document", "Plain text"]);
    let mut without = Engine::new(Decoder::default(), PdfReader(|_| Err(PdfFault::NotLoaded)));
    let told = opened(&mut without);
    assert!(told[0].contains("could not be loaded") && told[1] == "Plain text", "{told:?}");
}

#[test]
fn a_source_of_one_long_line_shows_every_paragraph() {
    let row = |n: usize| format!("<text:p>Anna Lund: Word {n} of a long document, after many others.</text:p>");
    let body: String = (1..=400).map(row).collect();
    let source = format!(
        "<office:document xmlns:office=\"o\" xmlns:text=\"t\"><office:body><office:text>{body}</office:text></office:body></office:document>"
    );
    let mut engine = Engine::default();
    let opening = Request::Open { name: "long.fodt".into(), choices: Choices::default() };
    let Response::Opened { items, .. } = ask(&mut engine, opening, source.as_bytes()) else { panic!("a document") };
    for number in [1, 200, 400] {
        let request = Request::Source { id: items[0].id.clone(), paragraph: Some(number), from: None };
        let Response::Source(window) = ask(&mut engine, request, &[]) else { panic!("no source") };
        let marked = window.lines.iter().flat_map(|line| &line.parts).filter(|part| part.2);
        let marked: String = marked.map(|part| part.0.as_str()).collect();
        assert_eq!(marked, format!("Word {number} of a long document, after many others."));
    }
    let request = Request::Source { id: items[0].id.clone(), paragraph: None, from: Some(0) };
    let Response::Source(window) = ask(&mut engine, request, &[]) else { panic!("no source") };
    let all: String = window.lines.iter().flat_map(|line| &line.parts).map(|part| part.0.as_str()).collect();
    assert_eq!(all, source, "nothing is left out");
}

#[test]
fn a_document_is_no_archive() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/docx/minutes-with-header.docx");
    let bytes = fs::read(path).expect("a fixture");
    let back = Unpacking::open("minutes.zip", bytes.clone()).expect_err("the bytes");
    assert_eq!(back, bytes);
}

#[test]
fn a_transcript_is_exported_with_what_is_lost() {
    let mut engine = Engine::default();
    let id = open(&mut engine, "harbour-radio-log.srt").id;
    let Response::Writers(writers) = ask(&mut engine, Request::Writers, &[]) else { panic!("the formats") };
    for (format, _) in &writers {
        let request = Request::Export { column: whole(&id), is_excerpt: false, format: format.clone() };
        let Response::Exported(files) = ask(&mut engine, request, &[]) else { panic!("{format}") };
        let [file] = files.as_slice() else { panic!("one file of one transcript") };
        assert!(file.name.starts_with("harbour-radio-log.") && !file.bytes.is_empty(), "{format}");
        let has_all = matches!(format.as_str(), "verbatim-json" | "vtt");
        assert_eq!(file.losses.is_empty(), has_all, "{format}: {:?}", file.losses);
    }
    let unknown = Request::Export { column: whole(&id), is_excerpt: false, format: "stone".into() };
    assert_eq!(ask(&mut engine, unknown, &[]), Response::Unknown);
    let untimed = open(&mut engine, HEARING).id;
    let captions = Request::Export { column: whole(&untimed), is_excerpt: false, format: "vtt".into() };
    let Response::Refused { name, why } = ask(&mut engine, captions, &[]) else { panic!("no captions without times") };
    assert!(name == HEARING && why.starts_with("Captions need times"), "{why}");
}

#[test]
fn what_a_column_shows_is_exported_under_its_own_numbers() {
    let mut engine = Engine::default();
    let id = open(&mut engine, HEARING).id;
    let filter = Filter { text: "winter".into(), ..Filter::default() };
    let query = ColumnQuery { filter, ..whole(&id) };
    let (outline, rows) = column(&mut engine, &query);
    let shown: Vec<(u32, String)> = rows
        .into_iter()
        .filter_map(|row| match row {
            Row::Paragraph { number, text, .. } => Some((number, text)),
            _ => None,
        })
        .collect();
    assert!(!shown.is_empty() && shown.len() < outline.header.paragraphs as usize / 2);
    let mut export = |is_excerpt: bool, format: &str| {
        let request = Request::Export { column: query.clone(), is_excerpt, format: format.into() };
        let Response::Exported(mut files) = ask(&mut engine, request, &[]) else { panic!("{format}") };
        let file = files.pop().expect("a file");
        (file.name, String::from_utf8(file.bytes).expect("text"))
    };
    let (name, lines) = export(true, "jsonl");
    assert_eq!(name, HEARING.replace(".txt", "-excerpt.jsonl"));
    let records = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let exported: Vec<(u32, String)> = records
        .filter_map(|record| Some((record["number"].as_u64()? as u32, record["text"].as_str()?.to_owned())))
        .collect();
    assert_eq!(exported, shown);
    let (_, page) = export(true, "html");
    assert!(page.contains(&format!("id=\"p{}\"", shown[0].0)) && page.contains("[…]"));
    let share = format!("{} of {} paragraphs", shown.len(), outline.header.paragraphs);
    assert!(page.contains(&share), "it says what it is");
    let (name, all) = export(false, "html");
    assert!(!name.contains("excerpt") && !all.contains(&share) && all.len() > page.len());
    let filter = Filter { text: "xylophone".into(), ..Filter::default() };
    let column = ColumnQuery { filter, ..whole(&id) };
    let nothing = Request::Export { column, is_excerpt: true, format: "text".into() };
    let Response::Refused { why, .. } = ask(&mut engine, nothing, &[]) else { panic!("nothing is shown") };
    assert!(why.starts_with("No paragraph"), "{why}");
}

#[test]
fn a_library_goes_out_and_in_as_one_file() {
    let mut engine = Engine::default();
    let open = |engine: &mut Engine, name: &str, bytes: &[u8]| {
        let request = Request::Open { name: name.into(), choices: Choices::default() };
        match ask(engine, request, bytes) {
            Response::Opened { items, .. } => items[0].hash.clone(),
            other => panic!("{other:?}"),
        }
    };
    let hash = open(&mut engine, "minutes/a.txt", b"Caf\xe9 at the harbour.\n\nAnd back.");
    open(&mut engine, "b.txt", b"ANNA BERG: Late.\n\nIVAN ORLOV: So it is.");
    let choices = Choices { encoding: Some("windows-1251".into()), ..Choices::default() };
    ask(&mut engine, Request::Reread { hash, choices }, &[]);
    let page = include_str!("../docs/rules.md");
    let json = page.split("```").nth(1).and_then(|block| block.strip_prefix("json")).expect("an example");
    ask(&mut engine, Request::Open { name: "rules.json".into(), choices: Choices::default() }, json.as_bytes());
    assert!(!engine.library().rules().is_empty());
    let Response::Exported(files) = ask(&mut engine, Request::Save, &[]) else { panic!("a file") };
    let [file] = files.as_slice() else { panic!("one file") };

    let mut other = Engine::default();
    let mut unpacking = Unpacking::open("library.verbatim", file.bytes.clone()).expect("an archive");
    let mut choices = Vec::new();
    while let Some(step) = unpacking.step(&mut other) {
        choices.push(step.choices);
    }
    let Response::Unpacked(told) = unpacking.finish() else { panic!("an account") };
    assert_eq!((told.opened, told.refused), (2, 0));
    assert!(choices.iter().any(|choices| choices.encoding.is_some()), "what was decided is handed on, to be kept");
    assert_eq!(other.library().rules(), engine.library().rules());
    let told = |engine: &Engine| -> Vec<_> {
        let library = engine.library();
        let of = |source: &SourceFile| {
            (source.name.clone(), source.hash.clone(), source.choices.clone(), source.text.clone())
        };
        library.sources().map(of).collect()
    };
    assert_eq!(told(&other), told(&engine));
    let texts = |engine: &Engine| -> Vec<_> {
        engine.library().entries().iter().map(|entry| entry.transcript.clone()).collect()
    };
    assert_eq!(texts(&other), texts(&engine));
}
