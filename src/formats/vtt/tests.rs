//! What WebVTT files become.

use super::super::timed::testing::{codes, read, read_within, show};
use super::super::{Confidence, Format, Limits, Probe};
use super::Vtt;
use crate::model::FurnitureKind;

fn shown(text: &str) -> String {
    show(&read(&Vtt, text))
}

/// One cue with this text.
fn cue(text: &str) -> String {
    shown(&format!("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{text}\n"))
}

#[test]
fn cues_flow_together_until_a_pause() {
    let text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nWe came\nby sea\n\n2\n00:00:02.500 --> 00:00:04.000 align:start\nand by land.\n\n00:06.000 --> 00:07.000\nThen we left.\n";
    let parsed = read(&Vtt, text);
    assert_eq!(show(&parsed), "[] 1000-4000 We came by sea and by land.\n+[] 6000-7000 Then we left.");
    let transcript = &parsed.transcripts[0];
    let words: Vec<_> = transcript.cues.iter().map(|cue| transcript.words(cue.text)).collect();
    assert_eq!(words, ["We came by sea", "and by land.", "Then we left."]);
    assert_eq!(parsed.ledger.coverage(text).timing, 1 + 1 + 23 + 1 + 1 + 29 + 23);
}

#[test]
fn line_ends_and_marks_change_nothing() {
    let text = "WEBVTT - head\nKind: captions\n\nNOTE\nhidden\n\nSTYLE\n::cue { color: red }\n\nid\n00:01.000 --> 00:02.000\n<v Ann>One\ntwo</v>\n[laughs]\n\n00:02.000 --> 00:03.000\nthree & four\n\n\n";
    let as_is = shown(text);
    for variant in [text.replace('\n', "\r\n"), text.replace('\n', "\r"), format!("\u{feff}{text}")] {
        assert_eq!(shown(&variant), as_is);
    }
}

#[test]
fn voices_open_turns() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ann Lee>Who is there?\n\n00:02.000 --> 00:03.000\n<v Ann  Lee>Hello?</v> <v Bo &amp; Co>It is us.</v>\n\n00:03.000 --> 00:04.000\nNobody knows who said this.\n";
    let shown = shown(text);
    assert_eq!(
        shown,
        "[Ann Lee] 1000-3000 Who is there? Hello?\n[Bo & Co] 2000-3000 It is us.\n[] 3000-4000 Nobody knows who said this."
    );
}

#[test]
fn a_voice_inside_a_voice_ends_where_it_ends() {
    assert_eq!(cue("<v A>one <v B>two</v> three"), "[A] 1000-2000 one\n[B] 1000-2000 two\n[A] 1000-2000 three");
}

#[test]
fn printed_labels_open_turns_with_care() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nNote: the hall is full.\n\n00:02.000 --> 00:03.000\nTom: Hello.\n\n00:03.000 --> 00:04.000\nMARY ANN: Hello, Tom.\n\n00:04.000 --> 00:05.000\nTom: Let me say this:\nno.\n\n00:05.000 --> 00:06.000\nParis: we never went.\n";
    assert_eq!(
        shown(text),
        "[] 1000-2000 Note: the hall is full.\n[Tom] 2000-3000 Hello.\n[MARY ANN] 3000-4000 Hello, Tom.\n[Tom] 4000-6000 Let me say this: no. Paris: we never went."
    );
}

#[test]
fn marks_of_dialogue_open_turns() {
    assert_eq!(cue(">> Hello.\n>> JUDGE: Order!"), "[] 1000-2000 Hello.\n[JUDGE] 1000-2000 Order!");
    assert_eq!(cue("&gt;&gt; Hello.\n&gt;&gt; Hi."), "[] 1000-2000 Hello.\n[] 1000-2000 Hi.");
    assert_eq!(cue("- <i>Hello.</i>\n- Hi."), "[] 1000-2000 Hello.\n[] 1000-2000 Hi.");
    assert_eq!(cue("It is -5 here\n-or so."), "[] 1000-2000 It is -5 here -or so.");
}

#[test]
fn notes_stand_alone_or_inside() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello (laughs) all [door\nopens] of you\n\n00:02.000 --> 00:03.000\n[Music]\n\n00:03.000 --> 00:04.000\n♪ la <i>la</i> ♪\n\n00:04.000 --> 00:05.000\n(as one does) we (you and I) g[o]\n";
    let parsed = read(&Vtt, text);
    assert_eq!(
        show(&parsed),
        "[] 1000-2000 Hello (laughs) all [door opens] of you\n{[Music]}\n{♪ la la ♪}\n+[] 4000-5000 (as one does) we (you and I) g[o]"
    );
    let transcript = &parsed.transcripts[0];
    let notes: Vec<_> = transcript.notes.iter().map(|note| transcript.words(note.text)).collect();
    assert_eq!(notes, ["(laughs)", "[door opens]", "[Music]", "♪ la la ♪"]);
    assert_eq!(transcript.notes[3].span.of(text), "♪ la <i>la</i> ♪");
}

#[test]
fn tags_references_and_times_inside() {
    let text = "WEBVTT\n\n00:01.000 --> 00:05.000\n<c.red>One</c> <00:02.000><b>t&#119;o</b>\n<00:03.500>three &lt;3 &hellip; <ruby>漢<rt>kan</rt></ruby>\n";
    let parsed = read(&Vtt, text);
    assert_eq!(show(&parsed), "[] 1000-5000 One two three <3 … 漢(kan)");
    let transcript = &parsed.transcripts[0];
    let marks: Vec<_> =
        transcript.time_marks.iter().map(|mark| (&transcript.text[mark.text as usize..][..3], mark.at_ms)).collect();
    assert_eq!(marks, [("two", 2000), ("thr", 3500)]);
}

#[test]
fn tags_that_are_not_closed() {
    assert_eq!(cue("<i>One <b>two"), "[] 1000-2000 One two");
    assert_eq!(cue("One <i"), "[] 1000-2000 One");
    let parsed = read(&Vtt, "WEBVTT\n\n00:01.000 --> 00:02.000\na < b\n");
    assert_eq!(codes(&parsed), ["vtt.less-than"]);
    assert_eq!(cue("<v Ann"), "");
}

#[test]
fn wrong_times_are_reported_and_the_words_stay() {
    let text = "WEBVTT\n\n00:01,000 --> 00:02.000\nlost\n\n00:03.000 --> 00:04.000\nfound\n00:05.000 --> 00:06.000\nno blank line above\n\nabc --> def\n";
    let parsed = read(&Vtt, text);
    assert_eq!(show(&parsed), "[] 3000-6000 lost found no blank line above");
    assert_eq!(parsed.transcripts[0].cues.len(), 2);
    assert_eq!(codes(&parsed), ["vtt.bad-time", "vtt.bad-time"]);
    assert_eq!(parsed.diagnostics[0].span.of(text), "00:01,000 --> 00:02.000");
}

#[test]
fn times_that_go_back_or_stand_still_are_reported() {
    let text = "WEBVTT\n\n00:05.000 --> 00:04.000\na\n\n00:01.000 --> 00:01.000\nb\n\n9999999:00:00.000 --> 9999999:00:01.000\nc\n";
    let parsed = read(&Vtt, text);
    assert_eq!(
        codes(&parsed),
        ["vtt.negative-duration", "vtt.no-duration", "vtt.time-order", "vtt.time-limit", "vtt.no-duration"]
    );
}

#[test]
fn a_header_alone_is_a_transcript_without_turns() {
    for text in ["WEBVTT", "WEBVTT\n", "WEBVTT Title\n\n", "\u{feff}WEBVTT\tx", "WEBVTT\n\nNOTE nothing\n"] {
        let parsed = read(&Vtt, text);
        assert!(parsed.transcripts[0].turns.is_empty());
        assert_eq!(codes(&parsed), ["vtt.no-cues"]);
    }
}

#[test]
fn header_lines_styles_regions_and_comments() {
    let text = "WEBVTT Annual meeting\nKind: captions\nLanguage: de\n\nREGION\nid:one\n\nSTYLE\n::cue {}\n\nNOTE said --> nobody\nsecond line\n\n00:01.000 --> 00:02.000\nJa.\n\nstray\n";
    let parsed = read(&Vtt, text);
    let transcript = &parsed.transcripts[0];
    assert_eq!(transcript.metadata.language.as_deref(), Some("de"));
    assert_eq!(transcript.metadata.other.get("Kind").map(String::as_str), Some("captions"));
    let kinds: Vec<_> = transcript.furniture.iter().map(|f| (f.kind, f.text.lines().next().unwrap_or(""))).collect();
    assert_eq!(
        kinds,
        [
            (FurnitureKind::Settings, "Annual meeting"),
            (FurnitureKind::Settings, "REGION"),
            (FurnitureKind::Settings, "STYLE"),
            (FurnitureKind::Settings, "NOTE said --> nobody"),
            (FurnitureKind::Other, "stray"),
        ]
    );
    assert_eq!(codes(&parsed), ["vtt.stray-text"]);
}

#[test]
fn words_behind_a_blank_line_belong_to_the_times_above() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n\none\n\ntwo\n\n00:02.000 --> 00:03.000\nthree\n";
    let parsed = read(&Vtt, text);
    assert_eq!(show(&parsed), "[] 1000-3000 one two three");
    assert_eq!(codes(&parsed), ["vtt.blank-line", "vtt.blank-line"]);
}

#[test]
fn a_paragraph_ends_at_a_sentence_end_once_it_is_long() {
    let mut text = String::from("WEBVTT\n");
    for i in 0..40 {
        text.push_str(&format!("\n00:{i:02}.000 --> 00:{i:02}.900\nThis is sentence number {i}.\n"));
    }
    let parsed = read(&Vtt, &text);
    let lengths: Vec<_> = parsed.transcripts[0].paragraphs.iter().map(|p| p.text.len()).collect();
    assert_eq!(lengths.len(), 3);
    assert!(lengths[..2].iter().all(|length| (400..440).contains(length)), "{lengths:?}");
}

#[test]
fn no_paragraph_is_longer_than_the_limit() {
    let limits = Limits { paragraph_bytes: 50, ..Limits::default() };
    let words = "ab cdefg ".repeat(40);
    let text = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{words}&amp;\n{}\nx <b>y</b> [z] w\n", "ü".repeat(60));
    let parsed = read_within(&Vtt, &text, &limits);
    let transcript = &parsed.transcripts[0];
    assert!(transcript.paragraphs.iter().all(|p| p.text.len() <= 50 && !p.text.is_empty()));
    assert_eq!(codes(&parsed), ["vtt.long-paragraph"]);
    assert!(transcript.cues.len() > 8 && transcript.cues.iter().all(|cue| cue.times.start_ms == 1000));
}

#[test]
fn is_recognised_by_its_signature() {
    let sniff = |text| Vtt.sniff(&Probe { bytes: b"", text, name: "unknown", is_whole: true });
    assert_eq!(sniff("WEBVTT"), Confidence::Certain);
    assert_eq!(sniff("WEBVTT title\n"), Confidence::Certain);
    assert_eq!(sniff("\n\nWEBVTT\n"), Confidence::Likely);
    assert_eq!(sniff("WEBVTTX\n"), Confidence::No);
    assert_eq!(sniff("A file about WEBVTT"), Confidence::No);
}
