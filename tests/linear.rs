//! Hostile patterns at N, 2N and 4N: what reading them costs grows in proportion.
//!
//! The cost that is counted is deterministic: bytes allocated and moved, plus every element of the result. That shows
//! copying and producing without bound, but not looking at the same bytes again and again. Against that each pattern
//! is also read once at a length at which a reader that goes back to the start for each sign would not return within
//! minutes; no clock is read, the run itself is the test.
#![cfg(not(target_arch = "wasm32"))]

mod signs;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use verbatim::formats::{FORMATS, Format, Limits, Source};

use signs::{JSON_PATTERNS, PATTERNS};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Bytes of the shortest input that is measured.
const SHORT_BYTES: usize = 4 * 1024;

/// Bytes of the input that only has to come to an end.
const LONG_BYTES: usize = 96 * 1024;

/// What an input begins with, the format that reads it, and what may be repeated behind.
const STARTS: &[(&str, &str)] = &[
    ("vtt", "WEBVTT\n\n"),
    ("vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"),
    ("vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>"),
    ("vtt", "WEBVTT\n\nNOTE "),
    ("vtt", "WEBVTT "),
    ("srt", "1\n00:00:01,000 --> 00:00:02,000\n"),
    ("srt", "junk\n"),
    ("ttml", "<tt><body><div><p begin='1s' end='2s'>"),
    ("ttml", "<tt><body><div timeContainer='seq'>"),
    ("ttml", "<tt><head>"),
    ("sami", "<SAMI><SYNC Start=1><P>"),
    ("sami", "<SAMI><STYLE>"),
    ("youtube-srv3", "<timedtext><p t=\"1\">"),
    ("youtube-srv3", "<transcript><text start=\"1\" dur=\"1\">"),
    ("scc", "Scenarist_SCC V1.0\n\n00:00:01;00\t9420 "),
    ("scc", "Scenarist_SCC V1.0\n\n"),
    ("ebu-stl", "EBU subtitles, frames a second: 25\n\n"),
    ("spruce-stl", "00:00:01:00 , 00:00:02:00 , "),
    ("spruce-stl", "$a = b\n"),
    ("sbv", "0:00:01.000,0:00:02.000\n"),
    ("subviewer", "[INFORMATION]\n"),
    ("subviewer", "[BEGIN]\n[00:00:01]\n"),
    ("microdvd", "{1}{1}25\n{1}{2}"),
    ("mpl2", "[1][2]"),
    ("lrc", "[ti:a]\n"),
    ("lrc", "[00:01.00]a\n"),
    ("ass", "[Script Info]\n"),
    ("ass", "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,A,0,0,0,,"),
    ("otter", "Ann Lee  0:01\nx\nAnn Lee  0:02\nx\n"),
    ("zoom-txt", "[Ann] 10:00:01\nx\n[Ann] 10:00:02\nx\n"),
    ("zoom-txt", "10:00:01 From Ann to Everyone: x\n10:00:02 From Ann to Everyone: x\n"),
    ("meet-txt", "Ann (0:01)\nx\nAnn (0:02)\nx\n"),
    ("meet-txt", "Ann\n0:01\nx\nAnn\n0:02\nx\n"),
    ("meet-txt", "[0:01] Ann: x\n[0:02] Ann: x\n"),
    ("official", "Meeting\n\nSummary.\n\nMay 14, 2019\n\nMayor ANN LEE: Good evening.\n\n"),
    ("plain", ""),
    ("textgrid", "\"ooTextFile\" \"TextGrid\" 0 9 1 \"IntervalTier\" \"Ann\" 0 9 1 0 1 \"x"),
    ("textgrid", "\"ooTextFile\" \"TextGrid\" 0 9 1 \"IntervalTier\" \"words\" 0 9 1 "),
    ("chat", "@Begin\n@Participants:\tANN Ann Adult\n"),
    ("chat", "@Begin\n*ANN:\tx [= y] \u{15}1_2\u{15} (z) "),
    ("salt", "$ Ann, Ab\nA x {y} [z] "),
    (
        "eaf",
        "<ANNOTATION_DOCUMENT><TIER TIER_ID=\"Ann\"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"b\" \
         TIME_SLOT_REF1=\"a\" TIME_SLOT_REF2=\"a\"><ANNOTATION_VALUE>x ",
    ),
    ("exb", "<basic-transcription><basic-body><tier type=\"t\"><event start=\"a\" end=\"a\">x "),
    ("trs", "<Trans><Episode><Section><Turn startTime=\"0\" endTime=\"9\" speaker=\"a b\">x "),
    ("markdown", "# Meeting\n\n"),
    ("tei", "<TEI><text><body><u who='#a'>"),
    ("tei", "<TEI><teiHeader><titleStmt>"),
    ("akoma-ntoso", "<akomaNtoso><debate><debateBody>"),
    ("dbt-plenarprotokoll", "<dbtplenarprotokoll><sitzungsverlauf><rede>"),
    ("dbt-plenarprotokoll", "<DOKUMENT><NR>1</NR><TEXT>"),
    ("uk-hansard", "<publicwhip>"),
    ("docx", "<w:document><w:body>"),
    ("docx", "<w:document><w:body><w:p><w:r><w:t>"),
    ("odt", "<office:document><office:body><office:text>"),
    ("odt", "<office:document><office:body><office:text><text:p>"),
    ("html", "<html><body><p>"),
    ("rtf", "{\\rtf1\\ansicpg1251 "),
    ("html", "<title>Meeting</title><h1>Meeting</h1><table><tr><td>"),
];

/// The same for the formats that are JSON, with patterns of their own.
const JSON_STARTS: &[(&str, &str)] = &[
    ("whisper-json", r#"{"segments":["#),
    ("whisper-json", r#"{"segments":[{"start":0,"end":1,"text":""#),
    ("whisper-json", r#"{"segments":[{"start":0,"end":1,"text":"a a a","words":["#),
    ("whisper-json", r#"{"text":""#),
    (
        "aws-transcribe",
        r#"{"results":{"speaker_labels":{"segments":[{"start_time":"0","end_time":"9","speaker_label":"spk_0"}]},"items":["#,
    ),
    ("aws-transcribe", r#"{"results":{"channel_labels":{"channels":[{"items":[]},{"items":["#),
    ("google-speech", r#"{"results":["#),
    ("azure-speech", r#"{"recognizedPhrases":["#),
    ("assemblyai", r#"{"words":["#),
    ("assemblyai", r#"{"chapters":[{"headline":"a","start":0}],"utterances":["#),
    ("deepgram", r#"{"results":{"channels":[{"alternatives":[{"words":["#),
    ("rev-ai", r#"{"monologues":[{"elements":["#),
    ("speechmatics", r#"{"results":["#),
    ("kaldi", ""),
    ("kaldi", r#"{"segments":[{"start":0,"speaker":"A"}],"words":["#),
    ("ibm-watson", r#"{"results":[{"alternatives":[{"timestamps":["#),
    ("gentle", r#"{"transcript":"a b a b","words":["#),
    ("draftjs", r#"{"blocks":["#),
    ("draftjs", r#"{"blocks":[{"text":"a a a a","entityRanges":[]}],"entityMap":{"#),
    ("bbc-dpe", r#"{"paragraphs":[{"start":0,"end":1,"speaker":"A"},{"start":1,"end":2}],"words":["#),
    ("autoedit", r#"{"text":[{"paragraph":[{"line":["#),
    ("youtube-json3", r#"{"events":["#),
    ("podcast-json", r#"{"segments":["#),
];

fn format(id: &str) -> &'static dyn Format {
    FORMATS.iter().copied().find(|format| format.meta().id == id).expect("a format of this id")
}

fn input(start: &str, pattern: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(start.len() + bytes + pattern.len());
    text.push_str(start);
    while text.len() < start.len() + bytes {
        text.push_str(pattern);
    }
    text
}

/// Whether a pattern means anything behind a start: tags in mark-up, and in the captions and texts that know some; all
/// else where there are no tags, and bare signs everywhere.
fn concerns((id, start): &(&str, &str), pattern: &str) -> bool {
    let is_tag = pattern.len() > 2 && pattern.starts_with('<');
    match (start.starts_with('<'), is_tag) {
        (true, is_tag) => is_tag || pattern.len() <= 2,
        (false, true) => ["vtt", "srt", "markdown", "plain"].contains(id),
        (false, false) => true,
    }
}

/// Bytes allocated and moved, and elements made, while `text` is read.
fn cost(format: &dyn Format, text: &str) -> usize {
    let source = Source::of_text(text);
    let region = Region::new(ALLOCATOR);
    // A refusal is an answer too, and a cheap one.
    let Ok(parsed) = format.parse(&source, &Limits::default()) else { return 0 };
    let change = region.change();
    let moved = change.bytes_allocated + change.bytes_reallocated.unsigned_abs();
    let elements: usize = parsed
        .transcripts
        .iter()
        .map(|t| t.pieces.len() + t.turns.len() + t.paragraphs.len() + t.notes.len() + t.cues.len() + t.text.len())
        .sum();
    moved + elements + parsed.ledger.claims().len() + parsed.diagnostics.len()
}

#[test]
fn cost_grows_in_proportion() {
    let mut wrong = Vec::new();
    let texts = STARTS.iter().map(|start| (start, PATTERNS));
    let json = JSON_STARTS.iter().map(|start| (start, JSON_PATTERNS));
    for (case @ (id, start), patterns) in texts.chain(json) {
        let format = format(id);
        for pattern in patterns.iter().filter(|pattern| concerns(case, pattern)) {
            let costs = [1, 2, 4].map(|times| cost(format, &input(start, pattern, times * SHORT_BYTES)));
            // Room for lists that grow by doubling, and for what is made once for each file.
            let is_linear = costs[1] <= 4 * costs[0] + 65_536 && costs[2] <= 6 * costs[0] + 131_072;
            if !is_linear {
                wrong.push(format!("{id}, {start:?} and then {pattern:?}: {costs:?}"));
            }
            cost(format, &input(start, pattern, LONG_BYTES));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
