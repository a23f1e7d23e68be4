//! The engine inside a browser: what must hold there as it does on any machine.
//!
//! Only what could differ in WebAssembly is looked at; the formats have their tests on the host.

#![cfg(target_arch = "wasm32")]

use verbatim::formats::{Confidence, Limits, Refusal, detect, open};
use verbatim::platform::decoder;
use verbatim::text::{decode, decode_as, encodings};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const CAPTIONS: &str = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Marta Lund>Good evening.\n";

#[wasm_bindgen_test]
fn old_encodings_are_decoded() {
    // "Встреча с рыбаками побережья" in windows-1251.
    let bytes = [
        0xc2, 0xf1, 0xf2, 0xf0, 0xe5, 0xf7, 0xe0, 0x20, 0xf1, 0x20, 0xf0, 0xfb, 0xe1, 0xe0, 0xea, 0xe0, 0xec, 0xe8,
        0x20, 0xef, 0xee, 0xe1, 0xe5, 0xf0, 0xe5, 0xe6, 0xfc, 0xff,
    ];
    let decoded = decode_as(&bytes, None, decoder()).expect("this is text");
    assert_eq!((&*decoded.text, decoded.encoding.name()), ("Встреча с рыбаками побережья", "windows-1251"));
    // Every encoding that can be chosen is one that the browser knows.
    for name in encodings::names().filter(|name| !name.starts_with("UTF")) {
        assert!((decoder().0)(name, b"abc").is_some(), "{name}");
    }
    let wide: Vec<u8> = CAPTIONS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(&wide).expect("this is text").text, CAPTIONS);
}

#[wasm_bindgen_test]
fn what_is_no_transcript_gets_a_sentence() {
    assert!(matches!(open("empty.txt", b" \n", &Limits::default()), Err(Refusal::Empty)));
    let refusal = open("scan.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &Limits::default()).expect_err("no text");
    assert!(refusal.to_string().ends_with('.'), "{refusal}");
    let long = vec![b'x'; 5 << 20];
    assert!(matches!(open("long.txt", &long, &Limits::default()), Err(Refusal::OverLimit { line: 1, .. })));
}

#[wasm_bindgen_test]
fn captions_are_found_by_content_and_read_without_a_rest() {
    let (format, confidence) = detect("unknown", CAPTIONS.as_bytes(), CAPTIONS);
    assert_eq!((format.meta().id, confidence), ("vtt", Confidence::Certain));
    let opened = open("unknown", CAPTIONS.as_bytes(), &Limits::default()).expect("captions are read");
    assert_eq!(opened.coverage().unclaimed, 0);
    let transcript = &opened.parsed.transcripts[0];
    assert_eq!((transcript.text.as_str(), transcript.paragraphs.len()), ("Good evening.", 1));
}
