//! What SubRip files of the wild become.

use super::super::timed::testing::{codes, read, show};
use super::super::{Confidence, Format, Probe};
use super::Srt;

fn shown(text: &str) -> String {
    show(&read(&Srt, text))
}

/// One cue with this text.
fn cue(text: &str) -> String {
    shown(&format!("1\n00:00:01,000 --> 00:00:02,000\n{text}\n"))
}

const PLAIN: &str =
    "1\n00:00:01,000 --> 00:00:02,000\nWe came\nby sea\n\n2\n00:00:02,000 --> 00:00:03,000\nand left.\n";

#[test]
fn cues_flow_together() {
    assert_eq!(shown(PLAIN), "[] 1000-3000 We came by sea and left.");
    for variant in [PLAIN.replace('\n', "\r\n"), PLAIN.replace('\n', "\r"), format!("\u{feff}{PLAIN}")] {
        assert_eq!(shown(&variant), shown(PLAIN));
    }
}

#[test]
fn numbers_may_be_missing_wrong_or_apart() {
    for (from, to) in [
        ("1\n00", "00"),
        ("\n2\n", "\n1\n"),
        ("1\n00", "0\n00"),
        ("2\n00", "00"),
        ("2\n00", "2\n\n00"),
        ("1\n00", " 1 \n00"),
    ] {
        let text = PLAIN.replacen(from, to, 1);
        assert_eq!(shown(&text), shown(PLAIN), "{text}");
    }
}

#[test]
fn times_may_be_written_in_many_ways() {
    for times in [
        "00:00:01.000 --> 00:00:02.000",
        "00:00:01:000 --> 00:00:02:000",
        "00:01,000 --> 00:02,000",
        "0:0:1,0 --> 0:0:2,0",
        "00:00:01,000-->00:00:02,000",
        "00:00:01,000 -> 00:00:02,000",
        "00:00:01, 000 -- > 00:00:02, 000",
        "00:00:01,000 --> 00:00:02,000  X1:100 X2:200 Y1:50 Y2:60",
        " 00:00:01 --> 00:00:02 ",
    ] {
        let text = PLAIN.replace("00:00:01,000 --> 00:00:02,000", times);
        assert_eq!(shown(&text), shown(PLAIN), "{text}");
    }
}

#[test]
fn blank_lines_inside_and_none_between() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\n\nOne\n\ntwo\n2\n00:00:02,000 --> 00:00:03,000\nthree\n00:00:03,000 --> 00:00:04,000\nfour\n";
    assert_eq!(shown(text), "[] 1000-4000 One two three four");
    assert_eq!(read(&Srt, text).transcripts[0].cues.len(), 3);
}

#[test]
fn a_number_that_is_said_is_no_cue_number() {
    let text = "00:00:01,000 --> 00:00:02,000\nHow many?\n42\n00:00:02,000 --> 00:00:03,000\nI see.\n";
    assert_eq!(shown(text), "[] 1000-3000 How many? 42 I see.");
}

#[test]
fn tags_overrides_and_references() {
    assert_eq!(cue("{\\an8}<i>One</i> <font color=\"#fff\">two</font>"), "[] 1000-2000 One two");
    assert_eq!(cue("<bold>One</bold><br/>two {y:i}three"), "[] 1000-2000 One two three");
    assert_eq!(cue("a < b > c, {sic} &amp; R&D &nbsp; &lt;x&gt;"), "[] 1000-2000 a < b > c, {sic} & R&D \u{a0} <x>");
    assert_eq!(cue("{\\an8}- <b>TOM</b>: One\n- two"), "[TOM] 1000-2000 One\n[] 1000-2000 two");
}

#[test]
fn durations_that_are_none_are_reported() {
    let text = "1\n00:00:05,000 --> 00:00:04,000\na\n\n2\n00:00:05,000 --> 00:00:05,000\nb\n\n3\n-00:00:01,000 --> 00:00:09,000\nc\n";
    assert_eq!(codes(&read(&Srt, text)), ["srt.negative-duration", "srt.no-duration", "srt.negative-time"]);
    assert_eq!(shown(text), "[] 0-9000 a b c");
}

#[test]
fn junk_around_the_cues_is_set_aside() {
    let text = format!("\n\nMade by hand\n\n{PLAIN}\n\n\nGet more at our shop\n\u{1a}\0");
    let parsed = read(&Srt, &text);
    assert_eq!(show(&parsed), shown(PLAIN));
    let furniture: Vec<_> = parsed.transcripts[0].furniture.iter().map(|f| f.text.as_str()).collect();
    assert_eq!(furniture, ["Made by hand", "Get more at our shop"]);
    assert_eq!(codes(&parsed), ["srt.stray-text", "srt.stray-text"]);
    assert_eq!(shown(&format!("{PLAIN}\n3\n")), shown(PLAIN));
}

#[test]
fn a_file_without_cues_says_so() {
    assert_eq!(codes(&read(&Srt, "1\n2\n3\n")), ["srt.stray-text", "srt.no-cues"]);
}

#[test]
fn is_recognised_by_its_times() {
    let sniff = |text| Srt.sniff(&Probe { bytes: b"", text, name: "unknown", is_whole: true });
    assert_eq!(sniff(PLAIN), Confidence::Certain);
    assert_eq!(sniff("00:01.000 --> 00:02.000\nx"), Confidence::Certain);
    assert_eq!(sniff("by me\n1\n00:01.000 --> 00:02.000\nx"), Confidence::Likely);
    assert_eq!(sniff("1\n2\n3\n4\n5\n6\n7\n8\n00:01.000 --> 00:02.000\nx"), Confidence::No);
    assert_eq!(sniff("The minutes.\n\nChair: 10:30 --> 11:00 is too late."), Confidence::No);
}
