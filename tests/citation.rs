//! Citations against the published rules of their styles: with a speaker, without a date, without a place, with two
//! speakers, and from right to left. The rules are named at each style in `src/quote/citation/styles.rs`.
#![cfg(not(target_arch = "wasm32"))]

use serde_json::Value;
use verbatim::formats::Reading;
use verbatim::library::Library;
use verbatim::model::Date;
use verbatim::quote::citation::{Citation, STYLES, Spoken, style};
use verbatim::quote::passage::{At, Passage};

fn spoken(name: &str, role: &str, words: &str) -> Spoken {
    Spoken { name: name.into(), role: role.into(), is_generic: false, words: words.into() }
}

fn mayor() -> Citation {
    Citation {
        spoken: vec![spoken("Runa Holm", "Mayor of Lindsund", "I did “not” promise it.")],
        title: "Meeting on the breakwater".into(),
        date: Date::new(2024, Some(3), Some(4)),
        place: "Lindsund".into(),
        language: "en".into(),
        paragraphs: (4, 4),
        time_ms: Some(3_723_000),
        file: "harbour.txt".into(),
        hash: "0123456789ab".into(),
        link: String::new(),
    }
}

fn undated() -> Citation {
    Citation { date: None, time_ms: None, ..mayor() }
}

fn unplaced() -> Citation {
    Citation { place: String::new(), time_ms: None, ..mayor() }
}

fn two() -> Citation {
    let spoken = vec![spoken("Runa Holm", "Mayor", "It is late."), spoken("Tom Osei", "Chairman", "Then let us go.")];
    Citation { spoken, paragraphs: (4, 5), time_ms: None, ..mayor() }
}

fn hebrew() -> Citation {
    Citation {
        spoken: vec![spoken("דנה לוי", "", "הנמל סגור היום.")],
        title: "ישיבת המועצה".into(),
        place: String::new(),
        language: "he".into(),
        time_ms: None,
        ..mayor()
    }
}

fn written(id: &str, citation: &Citation) -> String {
    citation.write(style(id).expect("a style"))
}

#[test]
fn chicago_names_the_speaker_first_and_the_event_in_brackets() {
    assert_eq!(
        written("chicago", &mayor()),
        "“I did ‘not’ promise it.” Runa Holm, “Meeting on the breakwater” (transcript, Lindsund, March 4, 2024), \
         para. 4, 01:02:03, harbour.txt (SHA-256 0123456789ab)."
    );
    assert!(written("chicago", &undated()).contains("(transcript, Lindsund, n.d.), para. 4, harbour.txt"));
    assert!(written("chicago", &unplaced()).contains("(transcript, March 4, 2024)"));
    assert!(written("chicago", &two()).starts_with(
        "Runa Holm: “It is late.” Tom Osei: “Then let us go.” Runa Holm and Tom Osei, “Meeting on the breakwater”"
    ));
    assert!(written("chicago", &two()).contains("paras. 4–5"));
}

#[test]
fn apa_has_surnames_in_the_text_and_initials_in_the_list() {
    assert_eq!(
        written("apa", &unplaced()),
        "“I did ‘not’ promise it.” (Holm, 2024, para. 4). Holm, R. (2024, March 4). Meeting on the breakwater \
         [Transcript]. harbour.txt, SHA-256 0123456789ab"
    );
    assert!(written("apa", &undated()).contains("(Holm, n.d., para. 4). Holm, R. (n.d.). Meeting"));
    assert!(written("apa", &two()).contains("(Holm & Osei, 2024, paras. 4–5). Holm, R., & Osei, T. (2024, March 4)."));
}

#[test]
fn mla_turns_the_first_name_round_and_shortens_the_month() {
    assert_eq!(
        written("mla", &unplaced()),
        "“I did ‘not’ promise it.” (Holm, par. 4). Holm, Runa. “Meeting on the breakwater.” 4 Mar. 2024, Transcript, \
         harbour.txt, SHA-256 0123456789ab."
    );
    assert!(written("mla", &undated()).contains("“Meeting on the breakwater.” Lindsund. Transcript, harbour.txt"));
    assert!(written("mla", &two()).contains("(Holm and Osei, pars. 4–5). Holm, Runa, and Tom Osei. “Meeting"));
    let may = Citation { date: Date::new(2024, Some(5), Some(1)), ..mayor() };
    assert!(written("mla", &may).contains("1 May 2024, Lindsund."));
}

#[test]
fn gost_says_what_is_missing() {
    let russian = Citation {
        spoken: vec![spoken("Анна Петрова", "Смотритель маяка", "Он сказал: «Нет».")],
        title: "Посещение маяка".into(),
        place: "Скарвик".into(),
        language: "ru".into(),
        time_ms: None,
        ..mayor()
    };
    assert_eq!(
        written("gost", &russian),
        "«Он сказал: „Нет“.» Петрова А. Посещение маяка [Электронный ресурс] : стенограмма. Скарвик, 04.03.2024. \
         Абз. 4. Файл: harbour.txt. SHA-256: 0123456789ab."
    );
    assert!(written("gost", &undated()).contains("Lindsund, [б. г.]."));
    assert!(written("gost", &unplaced()).contains("[Б. м.], 04.03.2024."));
    assert!(written("gost", &two()).contains("Holm R., Osei T. Meeting"));
    assert!(written("plain", &russian).contains("4 марта 2024 г."));
}

#[test]
fn bibtex_is_escaped_and_leaves_out_what_is_missing() {
    let odd = Citation { title: "100 % {sure} & more".into(), ..mayor() };
    let entry = written("bibtex", &odd);
    assert!(
        entry.starts_with("@misc{holm2024-p4,\n  author = {Holm, Runa},\n  title = {100 \\% \\{sure\\} \\& more},\n")
    );
    assert!(entry.contains("  year = {2024},\n  month = {3},\n  day = {4},\n  address = {Lindsund},\n"));
    assert!(!written("bibtex", &undated()).contains("year = ") && !written("bibtex", &unplaced()).contains("address"));
    assert!(written("bibtex", &two()).contains("author = {Holm, Runa and Osei, Tom}"));
    assert!(written("bibtex", &hebrew()).contains("author = {לוי, דנה}"));
}

#[test]
fn csl_json_is_json_of_its_schema() {
    for citation in [mayor(), undated(), unplaced(), two(), hebrew()] {
        let items: Value = serde_json::from_str(&written("csl-json", &citation)).expect("JSON");
        let item = &items[0];
        assert_eq!((&item["type"], &item["title"]), (&"speech".into(), &citation.title.as_str().into()));
        assert_eq!(item["author"].as_array().map(Vec::len), Some(citation.spoken.len()));
        assert!(item["author"][0]["given"].is_string());
        assert_eq!(item.get("issued").is_some(), citation.date.is_some());
        assert_eq!(item.get("event-place").is_some(), !citation.place.is_empty());
    }
    let item: Value = serde_json::from_str(&written("csl-json", &mayor())).expect("JSON");
    assert_eq!(item[0]["issued"]["date-parts"], serde_json::json!([[2024, 3, 4]]));
}

#[test]
fn markup_is_escaped() {
    let odd = Citation {
        spoken: vec![spoken("A <b> | C", "", "a *b* [c] <d> & {{e}} | f\nsecond")],
        link: "#q=1&b=2".into(),
        ..mayor()
    };
    let html = written("html", &odd);
    assert!(html.contains("&lt;d&gt; &amp;") && html.contains("| f<br>second") && !html.contains("<d>"), "{html}");
    assert!(
        html.contains("cite=\"#q=1&amp;b=2\"") && html.contains("<time datetime=\"2024-03-04\">4 March 2024</time>")
    );
    let markdown = written("markdown", &odd);
    assert!(
        markdown.starts_with("> “a \\*b\\* \\[c\\] \\<d\\>") && markdown.contains("\n>\n> second”\n>\n> — **"),
        "{markdown}"
    );
    // An address stands as it is where the notation takes it so.
    let linked = Citation { link: "http://a.example/#at=1_2.3*a_b.txt".into(), ..mayor() };
    assert!(written("markdown", &linked).contains("<http://a.example/#at=1_2.3*a_b.txt>"));
    assert!(written("bibtex", &linked).contains("  url = {http://a.example/#at=1_2.3*a_b.txt},"));
    let wiki = written("wiki", &odd);
    assert!(wiki.contains("&#91;c&#93;") && wiki.contains("&#123;&#123;e") && wiki.contains("{{!}} f"), "{wiki}");
}

#[test]
fn right_to_left_text_keeps_its_order_among_other_words() {
    let html = written("html", &hebrew());
    assert!(html.contains(" lang=\"he\" dir=\"rtl\"><p>”הנמל סגור היום.”</p>"), "{html}");
    for id in ["plain", "chicago", "apa", "mla", "gost", "markdown"] {
        let text = written(id, &hebrew());
        let (opened, closed) = (text.matches('\u{2067}').count(), text.matches('\u{2069}').count());
        assert!(opened >= 2 && opened == closed, "{id}: {text}");
    }
}

#[test]
fn nobody_is_named_where_nobody_is_known() {
    let nobody = Citation { spoken: vec![spoken("", "", "It is late.")], ..mayor() };
    for each in STYLES {
        let text = nobody.write(each);
        assert!(text.contains("It is late.") && !text.contains("Holm"), "{text}");
        assert!(!text.contains(['‹', '›', '⟨', '⟩']), "{text}");
    }
    assert!(written("plain", &nobody).contains("— Unidentified speaker."));
    assert!(!written("bibtex", &nobody).contains("author"));
}

#[test]
fn words_are_taken_from_the_transcript_with_what_was_left_out() {
    let text = "Talk\nMarch 4, 2024\nLindsund\nMayor RUNA HOLM: Good evening to all. (Applause.) It is late now. The boats \
                are in.\nTom Osei: Then let us go home.\n";
    let mut library = Library::default();
    library.open("a/talk.txt", text.as_bytes(), &Reading::default()).expect("read");
    let entry = &library.entries()[0];
    let at = |paragraph, nth| At { paragraph, nth };
    let passage = |from, to| Passage { from, to };
    let cite = |passages: &[Passage]| Citation::new(&library, entry, passages, "").expect("words");
    let whole = cite(&[passage(at(0, 2), at(0, 8))]);
    assert_eq!(whole.spoken[0].words, "to all. (Applause.) It is late now.");
    assert_eq!((whole.spoken[0].name.as_str(), whole.spoken[0].role.as_str()), ("Runa Holm", "Mayor"));
    assert_eq!((whole.file.as_str(), whole.hash.len(), whole.paragraphs), ("talk.txt", 12, (1, 1)));
    let cut = cite(&[passage(at(0, 0), at(0, 1)), passage(at(0, 9), at(0, 12))]);
    assert_eq!(cut.spoken[0].words, "Good evening […] The boats are in.");
    let both = cite(&[passage(at(0, 9), at(1, 4))]);
    assert_eq!(both.spoken.len(), 2);
    assert_eq!(both.spoken[1].words, "Then let us go home.");
}
