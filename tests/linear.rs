//! Hostile patterns at N and 4N: what reading them costs grows in proportion, at most 2.2 times for twice the input.
//!
//! Every format reads every sign repeated without end, tags that are not closed and brackets that stand in each other
//! among them, and labels of which each is new; besides there are a million labels, entities that explode, a line of
//! 100 MB, and archives that do.
//!
//! The steps that are counted are deterministic: bytes allocated and moved, plus every element of the result. That
//! shows copying and producing without bound, but not looking at the same bytes again and again. Against that the long
//! inputs have lengths at which a reader that goes back to the start for each sign would take minutes for what takes
//! seconds; no clock is read, the run itself is the test.
#![cfg(not(target_arch = "wasm32"))]

mod archives;
mod signs;

use std::alloc::System;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use verbatim::containers::{Bounds, Container};
use verbatim::formats::{FORMATS, Format, Limits, Parsed, Refusal, Source, open};

use signs::{JSON_PATTERNS, PATTERNS};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Bytes of the shortest inputs that are measured; see [`is_in_proportion`].
const SHORT_BYTES: &[usize] = &[24 * 1024, 31 * 1024, 43 * 1024];

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
    ("pdf", "Meeting\n\nMay 14, 2019\n\nMayor ANN LEE: Good evening.\n\n"),
    ("pdf", "  1    Good evening.\n"),
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
    ("nlp", "token|speaker|ts|endTs|punctuation|case|tags\n"),
    ("csv", "speaker,start,text\n"),
    ("csv", "\"a"),
    ("tsv", "speaker\tstart\ttext\n"),
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
    ("jsonl", "{\"speaker\":\"A\",\"text\":\"a\"}\n"),
    ("verbatim-json", r#"{"verbatim":1,"transcripts":[{"turns":["#),
    ("verbatim-json", r#"{"verbatim":1,"transcripts":[{"turns":[{"speaker":null,"paragraphs":["#),
];

/// What makes a new label, name or id each time it is repeated; `№` stands for what is different.
const LABELS: &[(&str, &str, &str)] = &[
    ("vtt", "WEBVTT\n\n", "00:00:01.000 --> 00:00:02.000\n<v №>x\n\n"),
    ("vtt", "WEBVTT\n\n", "№\n00:00:01.000 --> 00:00:02.000\n№: x\n\n"),
    ("srt", "", "1\n00:00:01,000 --> 00:00:02,000\n№: x\n\n"),
    ("ttml", "<tt><head>", "<metadata><ttm:agent xml:id='№'><ttm:name>№</ttm:name></ttm:agent></metadata>"),
    ("ttml", "<tt><head>", "<style xml:id='№' style='№'/>"),
    ("ttml", "<tt><body><div>", "<p begin='1s' end='2s' ttm:agent='№' style='№'>x</p>"),
    ("sami", "<SAMI><BODY>", "<SYNC Start=1><P Class=№>№: x"),
    ("sami", "<SAMI><STYLE>", ".№ {Name: №; lang: en}"),
    ("scc", "Scenarist_SCC V1.0\n\n", "00:00:01;00\t9420 c1c2 942f\n№\n"),
    ("ebu-stl", "EBU subtitles, frames a second: 25\n\n", "1 00:00:01:00 --> 00:00:02:00\n№: x\n\n"),
    ("spruce-stl", "", "$№ = №\n00:00:01:00 , 00:00:02:00 , №: x\n"),
    ("youtube-srv3", "<timedtext><body>", "<pen id=\"№\"/><p t=\"1\" d=\"1\">№: x</p>"),
    ("ass", "[Events]\n", "Dialogue: 0,0:00:01.00,0:00:02.00,№,№,0,0,0,,x\n"),
    ("ass", "[Script Info]\n", "№: №\n"),
    ("subviewer", "[BEGIN]\n", "00:00:01.00,00:00:02.00\n№: x\n\n"),
    ("sbv", "", "0:00:01.000,0:00:02.000\n№: x\n\n"),
    ("microdvd", "", "{1}{2}№: x\n"),
    ("mpl2", "", "[1][2]№: x\n"),
    ("lrc", "", "[00:01.00]№: x\n"),
    ("lrc", "", "[№:№]\n"),
    ("textgrid", "\"ooTextFile\" \"TextGrid\" 0 9 <exists> 99999 ", "\"IntervalTier\" \"№\" 0 9 1 0 9 \"x\" "),
    ("chat", "@Begin\n", "@ID:\teng|a|№||||Adult|||\n*№:\tx .\n"),
    ("chat", "@Begin\n@Participants:\t", "№ Ann Adult, "),
    ("salt", "$ ", "№, "),
    ("salt", "$ Ann, Ab\n", "+ №: №\nA x.\n"),
    ("tei", "<TEI><teiHeader><particDesc>", "<person xml:id='№'><persName>№</persName></person>"),
    ("tei", "<TEI><text><body>", "<u who='#№'>x</u>"),
    ("tei", "<TEI><text><body>", "<note type='speaker'>№:</note><u who='#№'><seg>x</seg></u>"),
    ("akoma-ntoso", "<akomaNtoso><debate><meta><references>", "<TLCPerson eId='№' href='№' showAs='№'/>"),
    ("akoma-ntoso", "<akomaNtoso><debate><debateBody>", "<speech by='#№'><from>№:</from><p>x</p></speech>"),
    (
        "dbt-plenarprotokoll",
        "<dbtplenarprotokoll><sitzungsverlauf>",
        "<rede><p klasse='redner'><redner id='№'/>№:</p><p>x</p></rede>",
    ),
    ("dbt-plenarprotokoll", "<dbtplenarprotokoll><rednerliste>", "<redner id='№'><name>№</name></redner>"),
    ("dbt-plenarprotokoll", "<DOKUMENT><NR>1</NR><TEXT>", "№ (SPD): x\n\n"),
    ("uk-hansard", "<publicwhip>", "<speech speakername='№' person_id='№'><p>x</p></speech>"),
    (
        "eaf",
        "<ANNOTATION_DOCUMENT>",
        "<TIER TIER_ID=\"№\" PARTICIPANT=\"№\"><ANNOTATION><ALIGNABLE_ANNOTATION \
         ANNOTATION_ID=\"№\" TIME_SLOT_REF1=\"№\" TIME_SLOT_REF2=\"№\"><ANNOTATION_VALUE>x</ANNOTATION_VALUE>\
         </ALIGNABLE_ANNOTATION></ANNOTATION></TIER>",
    ),
    ("eaf", "<ANNOTATION_DOCUMENT><TIME_ORDER>", "<TIME_SLOT TIME_SLOT_ID=\"№\" TIME_VALUE=\"1\"/>"),
    (
        "exb",
        "<basic-transcription><head><speakertable>",
        "<speaker id='№'><abbreviation>№</abbreviation><ud-speaker-information>\
         <ud-information attribute-name='№'>№</ud-information></ud-speaker-information></speaker>",
    ),
    (
        "exb",
        "<basic-transcription><basic-body>",
        "<tier id='№' speaker='№' type='t'><event start='№' end='№'>x </event></tier>",
    ),
    ("exb", "<basic-transcription><basic-body><common-timeline>", "<tli id='№' time='1'/>"),
    ("trs", "<Trans><Speakers>", "<Speaker id='№' name='№'/>"),
    ("trs", "<Trans><Topics>", "<Topic id='№' desc='№'/>"),
    ("trs", "<Trans><Episode>", "<Section topic='№'><Turn startTime='0' endTime='1' speaker='№'>x</Turn></Section>"),
    ("html", "<html><body><h1>Meeting</h1>", "<p><b>Ann №:</b> x</p>"),
    ("html", "<html><body><h1>Meeting</h1>", "<h2 class='№'>Ann №</h2><p>x</p>"),
    ("html", "<html><head>", "<meta name='№' content='№'>"),
    ("docx", "<w:document><w:body>", "<w:p><w:r><w:t>Ann №: x</w:t></w:r></w:p>"),
    ("docx", "<w:document><w:body>", "<w:p><w:pPr><w:pStyle w:val='№'/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"),
    ("odt", "<office:document><office:body><office:text>", "<text:p text:style-name='№'>Ann №: x</text:p>"),
    ("rtf", "{\\rtf1 ", "Ann №: x\\par "),
    ("zoom-txt", "[Ann] 10:00:01\nx\n[Ann] 10:00:02\nx\n", "[№] 10:00:03\nx\n"),
    ("otter", "Ann Lee  0:01\nx\nAnn Lee  0:02\nx\n", "Ann №  0:03\nx\n"),
    ("meet-txt", "Ann (0:01)\nx\nAnn (0:02)\nx\n", "Ann № (0:03)\nx\n"),
    ("nlp", "token|speaker|ts|endTs|punctuation|case|tags\n", "a|№|1|2||LC|[]\n"),
    ("csv", "speaker,start,text\n", "№,1,x\n"),
    ("csv", "transcript,speaker,text\n", "№,№,x\n"),
    ("csv", "", "№,"),
    ("tsv", "speaker\tstart\ttext\n", "№\t1\tx\n"),
    ("markdown", "# Meeting\n\n", "**Ann №:** x\n\n"),
    ("markdown", "# Meeting\n\n", "## Ann №\n\nx\n\n[№]: №\n\n"),
    ("markdown", "---\n", "№: №\n"),
    ("official", "Meeting\n\nMay 14, 2019\n\nMayor ANN LEE: Good evening.\n\n", "Ann №: x\n\n"),
    ("official", "Meeting\n\nMay 14, 2019\n\nMayor ANN LEE: Good evening.\n\n", "Mr. № Lee. x\n\nMayor №: y\n\n"),
    ("pdf", "Meeting\n\nMay 14, 2019\n\nMayor ANN LEE: Good evening.\n\n", "Mayor ANN №: x\n\n"),
    ("pdf", "Meeting\n\nMay 14, 2019\n\nMayor ANN LEE: Good evening.\n\n", "x№-\n№x\n"),
    ("plain", "", "Ann №: x\n\n"),
    ("jsonl", "", "{\"speaker\":\"№\",\"text\":\"a\"}\n"),
    ("jsonl", "", "{\"transcript\":\"№\",\"№\":\"№\",\"text\":\"a\"}\n"),
    (
        "verbatim-json",
        r#"{"verbatim":1,"transcripts":[{"turns":["#,
        r#"{"speaker":"№","label":"№","paragraphs":[{"number":1,"text":"a"}]},"#,
    ),
    ("verbatim-json", r#"{"verbatim":1,"transcripts":[{"speakers":["#, r#"{"id":"№","name":"№","labels":["№"]},"#),
    ("verbatim-json", r#"{"verbatim":1,"transcripts":[{"labels":["#, r#"{"printed":"№","speaker":"№"},"#),
    ("youtube-json3", r#"{"events":["#, r#"{"tStartMs":1,"segs":[{"utf8":"№: x\n"}],"№":1},"#),
    ("podcast-json", r#"{"segments":["#, r#"{"speaker":"№","startTime":1,"endTime":2,"body":"a"},"#),
    ("deepgram", r#"{"results":{"channels":[{"alternatives":[{"words":["#, r#"{"word":"a","start":1,"speaker":"№"},"#),
    ("deepgram", r#"{"results":{"utterances":["#, r#"{"transcript":"a","channel":1,"speaker":"№","words":[]},"#),
    (
        "aws-transcribe",
        r#"{"results":{"speaker_labels":{"segments":["#,
        r#"{"start_time":"1","end_time":"2","speaker_label":"№"},"#,
    ),
    ("azure-speech", r#"{"recognizedPhrases":["#, r#"{"speaker":"№","offset":"PT1S","nBest":[{"display":"a"}]},"#),
    ("rev-ai", r#"{"monologues":["#, r#"{"speaker":"№","elements":[{"type":"text","value":"a"}]},"#),
    ("rev-ai", r#"{"speakers":["#, r#"{"id":"№","name":"№"},"#),
    ("assemblyai", r#"{"utterances":["#, r#"{"text":"a","speaker":"№","start":1},"#),
    ("speechmatics", r#"{"results":["#, r#"{"alternatives":[{"content":"a","speaker":"№"}],"start_time":1},"#),
    ("speechmatics", r#"{"speakers":["#, r#"{"name":"№","duration":"1"},"#),
    ("ibm-watson", r#"{"speaker_labels":["#, r#"{"from":1,"to":2,"speaker":"№"},"#),
    ("google-speech", r#"{"results":[{"alternatives":[{"words":["#, r#"{"word":"a","speakerTag":"№"},"#),
    ("google-speech", r#"{"results":["#, r#"{"channelTag":"№","alternatives":[{"transcript":"a"}]},"#),
    ("gentle", r#"{"transcript":"a","words":["#, r#"{"word":"№","start":1,"№":1},"#),
    ("kaldi", r#"{"segments":["#, r#"{"start":1,"end":2,"speaker":"№"},"#),
    ("kaldi", r#"{"retval":{"segmentation":{"segments":["#, r#"{"start":1,"duration":2,"speaker":{"@id":"№"}},"#),
    ("draftjs", r#"{"blocks":["#, r#"{"text":"a","data":{"speaker":"№"},"key":"№"},"#),
    ("draftjs", r#"{"entityMap":{"#, r#""№":{"data":{"start":1,"text":"a"}},"#),
    ("autoedit", r#"{"text":["#, r#"{"speaker":"№","paragraph":[{"line":[{"text":"a"}]}]},"#),
    ("bbc-dpe", r#"{"words":[],"paragraphs":["#, r#"{"start":1,"end":2,"speaker":"№"},"#),
    ("whisper-json", r#"{"segments":["#, r#"{"start":1,"end":2,"text":"a","speaker":"№"},"#),
    ("whisper-json", r#"{"segments":["#, r#"{"text":"a","words":[{"word":"a","speaker":"№"}],"№":1},"#),
];

fn format(id: &str) -> &'static dyn Format {
    FORMATS.iter().copied().find(|format| format.meta().id == id).expect("a format of this id")
}

/// The pattern behind the start until it is `bytes` long; `№` in it is a name that was not there before.
fn input(start: &str, pattern: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(start.len() + bytes + pattern.len());
    text.push_str(start);
    let has_names = pattern.contains('№');
    let mut number = 0;
    while text.len() < start.len() + bytes {
        if has_names {
            text.push_str(&pattern.replace('№', &name(number)));
        } else {
            text.push_str(pattern);
        }
        number += 1;
    }
    text
}

/// A name for each number, all of one length, so that twice the text has twice the names.
fn name(mut number: usize) -> String {
    let mut name = String::from("X");
    for _ in 0..5 {
        name.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    name
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

/// Bytes allocated and moved while `work` is done, and how many elements it says that it made.
fn cost_of(work: impl FnOnce() -> usize) -> usize {
    let region = Region::new(ALLOCATOR);
    let elements = work();
    let change = region.change();
    change.bytes_allocated + change.bytes_reallocated.unsigned_abs() + elements
}

/// What it costs to read `text`.
fn cost(format: &dyn Format, text: &str) -> usize {
    // Paragraphs are cut at all the lengths that are measured, or at none.
    let limits = Limits { paragraph_bytes: 1024, ..Limits::default() };
    // A refusal is an answer too, and a cheap one.
    cost_of(|| format.parse(&Source::of_text(text), &limits).as_ref().map_or(0, elements))
}

fn elements(parsed: &Parsed) -> usize {
    let of_transcripts: usize = parsed
        .transcripts
        .iter()
        .map(|t| t.pieces.len() + t.turns.len() + t.paragraphs.len() + t.notes.len() + t.cues.len() + t.text.len())
        .sum();
    of_transcripts + parsed.ledger.claims().len() + parsed.diagnostics.len()
}

/// Whether twice the input costs at most 2.2 times as much, over two doublings: lists make room by doubling, so that
/// one doubling alone may fall on a leap. Two leaps may still meet; then another length decides.
fn is_in_proportion(cost: impl Fn(usize) -> usize, lengths: &[usize]) -> bool {
    lengths.iter().any(|length| cost(4 * length) as f64 <= 2.2 * 2.2 * cost(*length) as f64)
}

/// The allocator counts for all threads, so that only one test may work at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn cost_grows_in_proportion() {
    let _alone = alone();
    let texts = STARTS.iter().flat_map(|case| {
        let patterns = PATTERNS.iter().filter(|pattern| concerns(case, pattern));
        patterns.map(|pattern| (case.0, case.1, *pattern))
    });
    let json = JSON_STARTS.iter().flat_map(|case| JSON_PATTERNS.iter().map(|pattern| (case.0, case.1, *pattern)));
    let mut wrong = Vec::new();
    for (id, start, pattern) in texts.chain(json).chain(LABELS.iter().copied()) {
        let format = format(id);
        let cost = |bytes| cost(format, &input(start, pattern, bytes));
        if !is_in_proportion(cost, SHORT_BYTES) {
            let costs = [1, 2, 4].map(|times| cost(times * SHORT_BYTES[0]));
            wrong.push(format!("{id}, {start:?} and then {pattern:?}: {costs:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_format_is_measured() {
    let of_signs = STARTS.iter().chain(JSON_STARTS).map(|case| case.0);
    let of_signs: BTreeSet<_> = of_signs.collect();
    let of_labels: BTreeSet<_> = LABELS.iter().map(|case| case.0).collect();
    for id in FORMATS.iter().map(|format| format.meta().id) {
        assert!(of_signs.contains(id), "{id} stands neither in STARTS nor in JSON_STARTS");
        assert!(of_labels.contains(id), "{id} does not stand in LABELS");
    }
}

#[test]
fn a_million_labels_are_read_or_given_up_in_proportion() {
    let _alone = alone();
    for (id, start, pattern) in [
        ("vtt", "WEBVTT\n\n", "00:00:01.000 --> 00:00:02.000\n<v №>x\n\n"),
        ("official", "Meeting\n\nMay 14, 2019\n\nMayor ANN LEE: Good evening.\n\n", "Mayor ANN №: Good evening.\n\n"),
    ] {
        let bytes = |labels: usize| labels * pattern.replace('№', &name(0)).len();
        let cost = |labels| {
            let text = input(start, pattern, bytes(labels));
            cost_of(|| {
                match open("labels", text.as_bytes(), &Limits::default()) {
                    Ok(opened) => {
                        let found = opened.parsed.transcripts[0].labels.len();
                        assert!(opened.format.id == id && found >= labels, "{id}: {found} labels of {labels}");
                        elements(&opened.parsed)
                    }
                    // A million of them in so few words are more than any transcript has, and are refused as such.
                    Err(Refusal::OverLimit { .. }) if labels > 250_000 => 0,
                    Err(other) => panic!("{id}: {other}"),
                }
            })
        };
        assert!(is_in_proportion(cost, &[62_500]), "{id}");
        cost(1_000_000);
    }
}

#[test]
fn entities_of_a_document_are_not_expanded() {
    let _alone = alone();
    // Each of thirty entities is ten of the one before.
    let entities: String =
        (1..30).map(|i| format!("<!ENTITY e{i} \"{}\">", format!("&e{};", i - 1).repeat(10))).collect();
    let bomb = format!("<!DOCTYPE x [<!ENTITY e0 \"ha\">{entities}]>\n");
    for (id, start) in STARTS.iter().filter(|(_, start)| start.starts_with('<')) {
        let format = format(id);
        let start = format!("{bomb}{start}");
        for pattern in ["&e29;", "<p>&e29;</p>", "<!ENTITY № \"&№;&№;\">"] {
            let cost = |bytes| cost(format, &input(&start, pattern, bytes));
            assert!(is_in_proportion(cost, SHORT_BYTES), "{id}, {start:?} and then {pattern:?}");
        }
    }
}

#[test]
fn a_line_of_100_mb_comes_to_an_end() {
    let _alone = alone();
    for start in ["", "WEBVTT\n\n", "<html><body><p>", r#"{"segments":[{"start":0,"end":1,"text":""#] {
        let text = input(start, "words and ", 100 << 20);
        let cost = cost_of(|| {
            // Where lines mean something, none is so long; elsewhere it is cut into paragraphs.
            match open("unknown", text.as_bytes(), &Limits::default()) {
                Ok(opened) => elements(&opened.parsed),
                Err(refusal) => refusal.to_string().len(),
            }
        });
        assert!(cost < 20 * text.len(), "{start:?}: {cost}");
    }
}

#[test]
fn zip_bombs_end_at_a_bound() {
    let _alone = alone();
    // A thousand times smaller than what comes out of it.
    let packed = miniz_oxide::deflate::compress_to_vec(&vec![b'a'; 3 << 20], 9);
    let bounds = Bounds { file_bytes: 1 << 20, total_bytes: 8 << 20, ..Bounds::default() };
    for stated in [0, 1000, 3 << 20, u32::MAX] {
        let cost = |entries| {
            let archive = archives::zip_of_copies("a.txt", &packed, stated, entries);
            cost_of(|| Container::open("bombs.zip", archive, bounds).expect("an archive").count())
        };
        assert!(cost(1000) < 64 << 20, "stated as {stated}: {}", cost(1000));
        assert!(is_in_proportion(cost, &[4000, 5000]), "stated as {stated}");
    }
    // Archives that stand in each other, each ten times the one inside.
    let nested = (0..8).fold(packed, |inner, _| {
        let archive = archives::zip_of_copies("a.zip", &inner, 0, 10);
        miniz_oxide::deflate::compress_to_vec(&archive, 6)
    });
    let nested = archives::zip_of_copies("a.zip", &nested, 0, 10);
    let cost = cost_of(|| Container::open("nested.zip", nested, bounds).expect("an archive").count());
    assert!(cost < 256 << 20, "nested: {cost}");
}

#[test]
fn a_document_that_is_a_bomb_is_refused() {
    let _alone = alone();
    let words = format!("<w:document><w:body><w:p>{}", "<w:t>a</w:t>".repeat(8 << 20));
    let packed = miniz_oxide::deflate::compress_to_vec(words.as_bytes(), 6);
    let document = archives::zip_of_copies("word/document.xml", &packed, 0, 1);
    let cost = cost_of(|| {
        let refusal = open("a.docx", &document, &Limits::default()).expect_err("a bomb");
        assert!(matches!(refusal, Refusal::OverLimit { .. }), "{refusal}");
        0
    });
    assert!(cost < 512 << 20, "{cost}");
}
