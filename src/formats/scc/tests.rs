//! What codes of captions become, case by case.

use super::super::timed::testing::{codes, read, show};
use super::*;

fn shown(lines: &str) -> String {
    show(&read(&Scc, &format!("Scenarist_SCC V1.0\n\n{lines}\n")))
}

#[test]
fn the_three_ways_of_showing() {
    for (lines, expected) in [
        // Written out of sight for twelve frames, then shown until it is erased.
        (
            "00:00:01;00\t94ae 94ae 9420 9420 9470 9470 c8e5 ecec ef80 942f 942f\n\n00:00:03;00\t942c 942c",
            "[] 1301-3003 Hello",
        ),
        // Each line lasts until the next one pushes it up.
        (
            "00:00:01:00\t9425 9425 94ad 94ad 9470 9470 c8e5 ecec ef80\n\n00:00:02:00\t9425 9425 94ad 94ad 9470 9470 4f6e e580\n\n00:00:04:00\t942c",
            "[] 1201-4004 Hello One",
        ),
        ("00:00:01:00\t9429 9429 9470 9470 c8e5 ecec ef80\n\n00:00:02:00\t942c", "[] 1134-2002 Hello"),
        // Nothing takes it from the screen.
        ("00:00:00:00\t9420 c8e5 ecec ef80 942f", "[] 133-133 Hello"),
    ] {
        assert_eq!(shown(lines), expected, "{lines}");
    }
}

#[test]
fn letters() {
    for (codes, expected) in [
        ("c8e5 ecec ef80", "Hello"),
        // A special letter, sent twice, counts once.
        ("c180 9137 9137 c280", "A♪B"),
        // An extended letter takes the place of the plain one before.
        ("d561 92b0 92b0", "UÀ"),
        // Codes of colours take a place, which is a space.
        ("c1c2 91ae 91ae 43c4", "AB CD"),
        // Rows are read from the top, whichever was written first.
        ("9470 c280 13d0 c180", "A B"),
        ("c1c2 94a1 94a1 4380", "AC"),
        ("2a5c 5e5f 607b 7d7e", "áéíóúçÑñ"),
    ] {
        let text =
            read(&Scc, &format!("00:00:00:00\t9420 {codes} 942f\n00:00:09:00\t942c")).transcripts[0].text.clone();
        assert_eq!(text, expected, "{codes}");
    }
}

#[test]
fn each_channel_is_a_transcript() {
    let parsed = read(&Scc, "00:00:00:00\t1420 4180 1c20 4280 142f 1c2f\n00:00:01:00\t142c 1c2c");
    let texts: Vec<_> = parsed.transcripts.iter().map(|t| t.text.as_str()).collect();
    assert_eq!(texts, ["A", "B"]);
}

#[test]
fn time_codes_keep_time_or_run_late() {
    let ms = |text: &str| time_code(text).map(|(frames, _)| to_ms(frames));
    assert_eq!(ms("01:00:00;00"), Some(3_599_996));
    assert_eq!(ms("01:00:00:00"), Some(3_603_600));
    assert_eq!(ms("00:00:00;29"), Some(968));
    for text in ["1:2:3", "00:00:00;1x", "00;00:00:00", "", "1000:0:0:0"] {
        assert_eq!(ms(text), None, "{text}");
    }
}

#[test]
fn words_lead_to_their_codes() {
    let source = "00:00:00:00\t9420 c8e5 ecec ef20 f7ef f2ec 6480 942f";
    let parsed = read(&Scc, source);
    let transcript = &parsed.transcripts[0];
    let places: Vec<_> = transcript.pieces.iter().map(|piece| piece.source.of(source)).collect();
    assert_eq!(places, ["c8e5 ecec ef20", "f7ef f2ec 64"]);
}

#[test]
fn what_is_wrong_is_said() {
    for (lines, code) in [
        ("00:00:00:00\t9420 c8zz 942f", "scc.bad-code"),
        ("Hello", "scc.stray-line"),
        ("00:00:00:00\t942c", "scc.no-cues"),
        ("00:00:09:00\t9420 4180 942f 942c\n00:00:01:00\t9420 4280 942f", "scc.time-order"),
    ] {
        assert!(codes(&read(&Scc, lines)).contains(&code), "{lines}");
    }
}
