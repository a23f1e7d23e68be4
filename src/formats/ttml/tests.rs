//! What TTML documents become, case by case.

use super::super::timed::testing::{codes, read, read_within, show};
use super::*;

fn body(body: &str) -> String {
    format!("<tt xmlns=\"http://www.w3.org/ns/ttml\" ttp:frameRate=\"25\"><body>{body}</body></tt>")
}

fn shown(inner: &str) -> String {
    show(&read(&Ttml, &body(inner)))
}

#[test]
fn times_add_up() {
    for (inner, expected) in [
        ("<div begin='10s'><p begin='1s' end='2s'>A</p></div>", "[] 11000-12000 A"),
        ("<div dur='10s'><p begin='1s'>A</p></div>", "[] 1000-10000 A"),
        ("<div><p begin='5s' dur='2s' end='6s'>A</p></div>", "[] 5000-6000 A"),
        ("<div timeContainer='seq'><p dur='2s'>A</p><p begin='1s' dur='2s'>B</p></div>", "[] 0-5000 A B"),
        ("<div timeContainer='seq'><div><p dur='2s'>A</p></div><p dur='2s'>B</p></div>", "[] 0-4000 A B"),
        ("<div><p><span begin='1s' end='2s'>A</span> <span begin='2s' end='3s'>B</span></p></div>", "[] 1000-3000 A B"),
        ("<div><p>A</p></div>", "[] - A"),
        ("<div><p begin='3s'>A</p></div>", "[] 3000-3000 A"),
        ("<div begin='10s' end='20s'><p begin='10s' end='12s'>A</p></div>", "[] 10000-12000 A"),
        ("<div begin='10s' end='20s'><p begin='15s' end='17s'>A</p></div>", "[] 15000-17000 A"),
        ("<p end='9s'><span begin='1s' end='2s'>A</span> <span begin='9s' end='10s'>B</span></p>", "[] 1000-2000 A B"),
        ("<p dur='9s' tts:display='none'><set tts:display='auto' begin='4s'/>A</p>", "[] 4000-9000 A"),
        ("<p timeContainer='seq'>A<span dur='2s'>B</span><span dur='2s'> C</span></p>", "[] 0-4000 B C"),
    ] {
        assert_eq!(shown(inner), expected, "{inner}");
    }
}

#[test]
fn words_are_read_as_players_show_them() {
    for (inner, expected) in [
        ("<p>\n  One\n  line,<br/>\n  two  <span> three</span>\n</p>", "[] - One line, two three"),
        ("<p>A &amp; B<![CDATA[ <C>]]></p>", "[] - A & B <C>"),
        ("<p>hel<span>lo</span></p>", "[] - hello"),
        ("<p>A<span tts:display='none'>B</span></p>", "[] - A"),
        (
            "<p><span tts:ruby='container'><span tts:ruby='base'>A</span><span tts:ruby='text'>b</span></span></p>",
            "[] - A(b)",
        ),
        ("<p>A</p><f:p>B</f:p>", "[] - A"),
        ("<p ttm:role='sound'>door slams</p><p>A</p>", "{door slams}\n[] - A"),
        ("<p>Dr. Quill: A</p><p>Dr. Quill: B</p>", "[Dr. Quill] - A B"),
    ] {
        assert_eq!(shown(inner), expected, "{inner}");
    }
}

#[test]
fn agents_are_speakers() {
    let head = "<tt><head><ttm:agent xml:id='a'><ttm:name type='full'>Dora Quill</ttm:name></ttm:agent></head><body>";
    for (inner, expected) in [
        ("<p ttm:agent='a'>A</p><p ttm:agent='a'>B</p><p>C</p>", "[Dora Quill] - A B\n[] - C"),
        ("<div ttm:agent='#a'><p>A</p><p ttm:agent='b'>B</p></div>", "[Dora Quill] - A\n[b] - B"),
        (
            "<p>A<span ttm:agent='a'> B<span ttm:agent='b'> C</span> D</span></p>",
            "[] - A\n[Dora Quill] - B\n[b] - C\n[Dora Quill] - D",
        ),
        ("<p begin='1s' ttm:agent='a b' end='2s'>A</p>", "[Dora Quill & b] 1000-2000 A"),
        ("<p ttm:agent='a' begin='1s' end='2s'/><p ttm:role='sound' ttm:agent='a'>A</p>", "{A}"),
    ] {
        assert_eq!(show(&read(&Ttml, &format!("{head}{inner}"))), expected, "{inner}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    for (inner, code) in [
        ("<p begin='soon' end='2s'>A</p>", "ttml.bad-time"),
        ("<p>A", "ttml.not-well-formed"),
        ("A<p>B</p>", "ttml.not-shown"),
        ("<div timeContainer='seq'><p>A</p><p>B</p></div>", "ttml.never-shown"),
        ("<p begin='9999h'>A</p>", "ttml.time-limit"),
        ("<p begin='2s' end='1s'>A</p>", "ttml.negative-duration"),
        ("<div end='2s'><p begin='3s' end='4s'>A</p></div>", "ttml.outside"),
        ("", "ttml.no-cues"),
    ] {
        assert!(codes(&read(&Ttml, &body(inner))).contains(&code), "{inner}");
    }
}

#[test]
fn one_language_after_the_other_is_one_transcript_each() {
    let parsed = read(&Ttml, &body("<div xml:lang='en'><p>A</p></div><div xml:lang='fr'><p>B</p></div>"));
    let languages: Vec<_> = parsed.transcripts.iter().map(|t| t.metadata.language.as_deref()).collect();
    assert_eq!(languages, [Some("en"), Some("fr")]);
    assert_eq!(read(&Ttml, &body("<div xml:lang='en'><p>A</p></div><div><p>B</p></div>")).transcripts.len(), 1);
}

#[test]
fn a_long_cue_is_cut() {
    let limits = Limits { paragraph_bytes: 64, ..Limits::default() };
    let parsed = read_within(&Ttml, &body(&format!("<p begin='1s' end='2s'>{}</p>", "word ".repeat(50))), &limits);
    assert!(parsed.transcripts[0].paragraphs.len() > 3);
}
