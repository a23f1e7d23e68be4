//! The format as a whole: fixtures and small records, one a rule.

use std::fs;
use std::path::{Path, PathBuf};

use crate::formats::{Confidence, Format, Limits, Opened, Probe, open};
use crate::model::Transcript;

fn read(name: &str, text: &str) -> Opened {
    let mut opened = open(name, text.as_bytes(), &Limits::default()).expect("it is text");
    assert_eq!(opened.format.id, "official", "{text:.80}");
    assert_eq!(opened.parsed.ledger.settle(), None, "no two elements claim the same letter: {text:.80}");
    assert_eq!(opened.coverage().unclaimed, 0, "every letter is claimed: {text:.80}");
    opened
}

fn sniff(text: &str) -> Confidence {
    super::Official.sniff(&Probe { bytes: text.as_bytes(), text, name: "unknown", is_whole: true })
}

/// `label > name | first paragraph`, one line a turn.
fn turns(transcript: &Transcript) -> Vec<String> {
    let words = |turn: &crate::model::Turn| {
        let paragraphs = &transcript.paragraphs[turn.first as usize..turn.end as usize];
        paragraphs.iter().map(|paragraph| transcript.words(paragraph.text)).collect::<Vec<_>>().join(" / ")
    };
    let who = |turn: &crate::model::Turn| {
        let name = turn.speaker.and_then(|id| transcript.speaker(id)).map_or("-", |speaker| &speaker.name);
        format!("{} > {name}", turn.label.map_or("-", |label| transcript.label(label.id)))
    };
    transcript.turns.iter().map(|turn| format!("{} | {}", who(turn), words(turn))).collect()
}

fn turns_of(text: &str) -> Vec<String> {
    turns(&read("unknown", text).parsed.transcripts[0])
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/official").join(name);
    fs::read_to_string(path).expect("the fixture is there")
}

fn codes(opened: &Opened) -> Vec<&str> {
    opened.parsed.diagnostics.iter().map(|diagnostic| diagnostic.code.as_ref()).collect()
}

#[test]
fn every_fixture_is_read_wholly_whatever_its_name_and_line_endings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/official");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        let expected = turns(&read("record.txt", &text).parsed.transcripts[0]);
        assert_eq!(turns_of(&text), expected);
        assert_eq!(turns_of(&text.replace('\n', "\r\n")), expected, "{path:?}");
        assert_eq!(turns_of(&format!("\u{feff}{text}")), expected, "{path:?}");
        count += 1;
    }
    assert!(count >= 10);
}

#[test]
fn the_reference_document() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/seed/meeting-cis-services-2014.txt");
    let Ok(text) = fs::read_to_string(&path) else {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: the reference document is not there\n");
        return;
    };
    let opened = read("unknown", &text);
    assert_eq!((opened.confidence, opened.parsed.diagnostics.len()), (Confidence::Certain, 0));
    let transcript = &opened.parsed.transcripts[0];
    let metadata = &transcript.metadata;
    let value = |field: &Option<crate::model::Field<String>>| {
        field.as_ref().map(|field| field.value.clone()).unwrap_or_default()
    };
    assert!(
        value(&metadata.title).starts_with("Meeting with heads") && value(&metadata.title).ends_with("of CIS states")
    );
    assert!(value(&metadata.summary).ends_with("intelligence matters."));
    assert_eq!(metadata.date.as_ref().map(|field| field.value.to_string()).as_deref(), Some("2014-07-10"));
    assert_eq!(value(&metadata.time), "14:00");
    assert_eq!(value(&metadata.place), "Novo-Ogaryovo, Moscow Region");
    assert_eq!(metadata.language.as_deref(), Some("en"));
    assert_eq!(transcript.furniture.len(), 2);
    assert_eq!(transcript.furniture[0].text, "2 of 4");
    assert_eq!((transcript.turns.len(), transcript.paragraphs.len(), transcript.speakers.len()), (1, 6, 1));
    assert_eq!(transcript.labels[0].printed, "President of Russia VLADIMIR PUTIN");
    assert_eq!(transcript.speakers[0].name, "Vladimir Putin");
    assert_eq!(transcript.speakers[0].role.as_deref(), Some("President of Russia"));
    assert_eq!(transcript.words(transcript.paragraphs[0].text), "Friends, colleagues,");
}

#[test]
fn look_alikes_open_no_turn() {
    let opened = read("unknown", &fixture("label-lookalikes.txt"));
    assert_eq!(codes(&opened), [""; 0]);
    let transcript = &opened.parsed.transcripts[0];
    let labels: Vec<&str> = transcript.labels.iter().map(|label| label.printed.as_str()).collect();
    assert_eq!(labels, ["Chair of the Harbour Board MARTA LUND", "Treasurer TOMAS REYL", "MARTA LUND"]);
    assert_eq!(transcript.speakers.len(), 2);
    assert_eq!((transcript.turns[0].label, transcript.turns[0].end), (None, 2), "who is present is nobody's speech");
}

#[test]
fn russian_initials_and_remarks() {
    let opened = read("unknown", &fixture("russian-initials.txt"));
    let transcript = &opened.parsed.transcripts[0];
    let speakers: Vec<&str> = transcript.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    assert_eq!(speakers, ["Марта Лунд", "Инес Кадар", "Вопрос", "Реплика"]);
    let notes: Vec<&str> = transcript.notes.iter().map(|note| transcript.words(note.text)).collect();
    assert_eq!(notes, ["(Смех.)", "(показывает на карту)", "<…>"]);
    assert_eq!((transcript.headings[0].level, transcript.headings[0].text.as_str()), (0, "* * *"));
    let after = &transcript.turns[transcript.turn_of(transcript.headings[0].before)];
    assert_eq!(after.speaker, None, "behind a separator nobody says who speaks");
}

#[test]
fn court_pages_are_joined_and_their_numbers_set_aside() {
    let opened = read("unknown", &fixture("court-page.txt"));
    let transcript = &opened.parsed.transcripts[0];
    let found = turns(transcript);
    assert_eq!(found[0], "THE COURT > The Court | Good morning.  You may go on, Mr. Brandt.");
    assert_eq!(found[2], "Q > Q | Mr. Hagen, were you on the breakwater that night?");
    assert_eq!(found.len(), 11);
    let furniture: Vec<&str> = transcript.furniture.iter().map(|furniture| furniture.text.as_str()).collect();
    assert_eq!(furniture, ["41", "LINDSUND REPORTING", "42"]);
}

#[test]
fn names_before_a_full_stop() {
    let opened = read("unknown", &fixture("dotted-names.txt"));
    let transcript = &opened.parsed.transcripts[0];
    let speakers: Vec<_> = transcript.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    assert_eq!(speakers, ["The President", "Mr. Brandt", "Ms. Salo", "Ms. Salo"], "the two ladies stay apart");
    assert_eq!(transcript.turns.len(), 7);
}

#[test]
fn remarks_become_notes_and_a_cut_ends_the_attribution() {
    let opened = read("unknown", &fixture("remarks-and-notes.txt"));
    assert_eq!(codes(&opened), ["official.speaker-after-cut"]);
    let transcript = &opened.parsed.transcripts[0];
    assert_eq!(transcript.speakers.len(), 2);
    assert_eq!(transcript.notes.len(), 8);
    let inside = transcript.notes.iter().filter(|note| note.is_inside).map(|note| transcript.words(note.text));
    assert_eq!(inside.collect::<Vec<_>>(), ["(Applause.)", "(as translated)", "<…>"]);
}

#[test]
fn labels_on_lines_of_their_own_and_wrapped_paragraphs() {
    let found = turns_of(&fixture("labels-on-own-lines.txt"));
    assert_eq!(
        found[1],
        "Tomas Reyl (Town List) > Tomas Reyl | Madam President, colleagues. We have the paper before us, and it has eleven pages of which I have understood nine and a half. / Apropos pages: number ten is missing."
    );
    assert_eq!(found.len(), 6);
}

#[test]
fn full_width_colons() {
    let found = turns_of(&fixture("full-width-colons.txt"));
    assert_eq!(found.len(), 5);
    assert_eq!(found[2], "主席 > 主席 | 今年夏天。我再说一遍：今年夏天。");
}

#[test]
fn long_small_and_bold_labels() {
    let text = "Talks\nMay 2, 2024\n**Nils Berg:** Good day.\nchairman of the Independent Union of Shipbuilders, Ropemakers and Lighthouse Painters of the Outer Coast and of the Islands and the Inner Fjords Anna Lund: Good day.\n**Nils Berg:** Welcome.\nmayor Ola Vik, deputy mayor of Ostra: no label.\nTove Ness, reporter at the Lindsund Post: One question.\nVoice from the audience: And one more.\nKing Harald V of Norway: Thank you.";
    let labels: Vec<String> =
        turns_of(text).iter().map(|turn| turn.split(" | ").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(labels[0], "Nils Berg > Nils Berg");
    assert!(labels[1].starts_with("chairman of the Independent") && labels[1].ends_with("> Anna Lund"));
    assert!(labels.contains(&"Tove Ness, reporter at the Lindsund Post > Tove Ness".into()));
    assert!(labels.contains(&"Voice from the audience > Voice from the audience".into()));
    assert!(labels.contains(&"King Harald V of Norway > Harald V".into()));
}

#[test]
fn doubt_leaves_the_text_unattributed_and_says_so() {
    let text = "Talks\nMay 2, 2024\nMayor ANNA LUND: Good day.\nHelgelund: Who knows who says this?\nAnna Lund: Not I.\nMayor ANNA LUND: Good bye.";
    let opened = read("unknown", text);
    assert_eq!(codes(&opened), ["official.doubtful-label"]);
    assert_eq!(turns(&opened.parsed.transcripts[0])[1], "- > - | Helgelund: Who knows who says this?");
}

#[test]
fn a_surname_that_others_have_in_full_is_a_label() {
    let found =
        turns_of("Talks\nMay 2, 2024\nMayor ANNA LUND: Good day.\nBERG: Good day.\nCaptain NILS BERG: Yes.\nLund: No.");
    assert_eq!(found[1], "BERG > Nils Berg | Good day.");
    assert_eq!(found[3], "Lund > Anna Lund | No.");
}

#[test]
fn the_right_confidence() {
    assert_eq!(sniff(&fixture("place-after-photo.txt")), Confidence::Certain);
    assert_eq!(sniff("Nils Berg: Good day.\nAnna Lund: Good day.\nNils Berg: Bye."), Confidence::Likely);
    assert_eq!(sniff(&fixture("unlabelled-narration.txt")), Confidence::Likely);
    for text in [
        "WEBVTT\n\n00:01.000 --> 00:02.000\nNils Berg: Good day.",
        "1\n00:00:01,000 --> 00:00:02,000\nNils Berg: Good day.\n\n2\n00:00:03,000 --> 00:00:04,000\nAnna Lund: Bye.",
        "{\"speaker\": \"Nils Berg\"}",
        "It rained the whole day.\nWe stayed at home and mended nets.",
        "",
    ] {
        assert_eq!(sniff(text), Confidence::No, "{text}");
    }
    assert!(sniff("# Talks\n\n**Nils Berg:** Good day.\n\n**Anna Lund:** Bye.") < Confidence::Likely);
}

#[test]
fn a_very_long_paragraph_is_cut_and_nothing_is_lost() {
    let text =
        format!("Mayor Nils Berg: {}\nAnna Lund: Bye.\nNils Berg: Bye.", "Word and (Laughter.) more ".repeat(6000));
    let opened = read("unknown", &text);
    assert!(codes(&opened).contains(&"official.long-paragraph"));
    assert!(opened.parsed.transcripts[0].paragraphs.iter().all(|paragraph| paragraph.text.len() <= 64 * 1024));
}

#[test]
fn hostile_input_is_read_in_time_and_without_panic() {
    let mut texts: Vec<String> = [
        "(",
        "<",
        ":",
        "**",
        "A. ",
        "Q",
        "Mr. ",
        "：",
        "‹",
        "\u{ad}",
        "\0",
        "1 ",
        "* ",
        "\"",
        "A:\n",
        "Aa Bb: c\n",
        "\r",
        "«",
        "É",
        "М.",
    ]
    .iter()
    .map(|part| part.repeat(40_000 / part.len()))
    .collect();
    texts.extend(
        ["Ab Cd:\n", "Mr. ABCD. x\n", "The A: B (\n", "July 10, 2014\n", "2 of 4\n", "<…>\nA\n"]
            .iter()
            .map(|part| part.repeat(4000)),
    );
    texts.push((0..6000).map(|n| format!("Xa{n} Yb{n}: Word\n")).collect());
    for text in &texts {
        for (format, limits) in [
            (super::Official, Limits::default()),
            (super::Official, Limits { paragraph_bytes: 20, ..Limits::default() }),
        ] {
            let source = crate::formats::Source::of_text(text);
            let mut parsed = format.parse(&source, &limits).expect("never refused");
            assert_eq!(parsed.ledger.settle(), None, "{text:.40}");
            assert_eq!(parsed.ledger.coverage(text).unclaimed, 0, "{text:.40}");
        }
    }
}

#[test]
fn cut_anywhere_it_is_still_read() {
    for name in ["remarks-and-notes.txt", "russian-initials.txt", "court-page.txt", "full-width-colons.txt"] {
        let text = fixture(name);
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let text = &text[..end];
            let source = crate::formats::Source::of_text(text);
            let mut parsed = super::Official.parse(&source, &Limits::default()).expect("never refused");
            assert_eq!(parsed.ledger.settle(), None);
            assert_eq!(parsed.ledger.coverage(text).unclaimed, 0);
        }
    }
}
