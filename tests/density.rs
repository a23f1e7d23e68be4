//! Sources that hold more than memory is given to them: refused with a sentence, where a few of the same are read.

use verbatim::formats::{Limits, Refusal, open};

/// What a source begins with, and what it repeats.
const SHAPES: &[(&str, &str, &str)] = &[
    ("plain", "", "a\n"),
    ("official", "ANN LEE: Good morning.\n\nBORIS UDE: Good morning.\n\n", "Q: a\n"),
    ("vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\na\n\n", "NOTE\n\n"),
    ("mpl2", "", "[1][2]a\n"),
    ("tei", "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p>a\n", "<a/>\n"),
    ("html", "<!doctype html><body>", "<p>a\n"),
    ("csv", "speaker,text\n", "a,b\n"),
    ("csv", "id,title,text\n", "a,b,c\nb,c,d\n"),
    ("rtf", "{\\rtf1 ", "a\\par\n"),
    ("chat", "@UTF8\n@Begin\n@Participants:\tANN Ann Adult\n", "*ANN:\ta .\n"),
];

#[test]
fn what_is_too_dense_is_refused_with_a_sentence() {
    for (id, head, unit) in SHAPES {
        let source = |times: usize| [*head, &unit.repeat(times)].concat();
        let few = open("unknown", source(20).as_bytes(), &Limits::default());
        assert_eq!(few.map(|opened| opened.format.id).as_deref(), Ok(*id), "{unit:?}");
        let many = open("unknown", source(20_000_000 / unit.len()).as_bytes(), &Limits::default());
        match many {
            Err(refusal @ Refusal::OverLimit { .. }) => {
                let sentence = refusal.to_string();
                assert!(sentence.starts_with("The file has more ") && sentence.contains("split it"), "{sentence}");
            }
            other => panic!("{id} of {unit:?}: {:?}", other.map(|opened| opened.parsed.transcripts.len())),
        }
    }
}
