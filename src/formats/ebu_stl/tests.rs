//! What EBU subtitle files become, case by case.

use super::super::timed::testing::{codes, read, show};
use super::*;

/// A block: number, extension, time in seconds, comment or not, text.
fn block(number: u8, extension: u8, seconds: u8, is_comment: bool, text: &[u8]) -> Vec<u8> {
    let mut block =
        vec![0, number, 0, extension, 0, 10, 0, seconds, 0, 10, 0, seconds + 1, 12, 20, 2, u8::from(is_comment)];
    block.extend_from_slice(text);
    block.resize(128, 0x8f);
    block
}

fn file(start: &[u8], blocks: &[Vec<u8>]) -> String {
    let mut bytes = vec![b' '; 1024];
    bytes[..16].copy_from_slice(b"850STL25.0110009");
    bytes[16..23].copy_from_slice(b"Harbour");
    bytes[256..264].copy_from_slice(start);
    bytes.extend(blocks.concat());
    let text = EbuStl.extract(&bytes, &Reading::default()).expect("a file of this kind").expect("text");
    assert!(EbuStl.extract(b"not of this kind", &Reading::default()).is_none());
    text
}

#[test]
fn blocks_become_cues() {
    let blocks = [
        block(1, 0xff, 1, false, b"\x0b\x0bOne\x0a\x8aline"),
        block(2, 0xff, 2, true, b"check the name"),
        block(3, 0x00, 3, false, b"A long "),
        block(3, 0xfe, 3, false, b"\x01\x02\x03"),
        block(3, 0xff, 3, false, b"sentence"),
        block(4, 0xff, 9, false, b"-Who?\x8a-Me."),
    ];
    let parsed = read(&EbuStl, &file(b"10000000", &blocks));
    let expected =
        "[] 1000-2480 One line\n{check the name}\n+[] 3000-4480 A long sentence\n[] 9000-10480 Who?\n[] 9000-10480 Me.";
    assert_eq!(show(&parsed), expected);
    let metadata = &parsed.transcripts[0].metadata;
    assert_eq!(metadata.title.as_ref().map(|title| title.value.as_str()), Some("Harbour"));
    assert_eq!(metadata.language.as_deref(), Some("en"));
}

#[test]
fn times_count_from_the_start_of_the_programme_where_that_can_be() {
    let blocks = [block(1, 0xff, 1, false, b"A")];
    assert_eq!(show(&read(&EbuStl, &file(b"00000000", &blocks))), "[] 36001000-36002480 A");
    assert_eq!(show(&read(&EbuStl, &file(b"11000000", &blocks))), "[] 36001000-36002480 A");
    assert_eq!(show(&read(&EbuStl, &file(b"        ", &blocks))), "[] 36001000-36002480 A");
}

#[test]
fn what_is_wrong_is_said() {
    assert_eq!(codes(&read(&EbuStl, &file(b"00000000", &[]))), ["ebu-stl.no-cues"]);
    assert_eq!(
        codes(&read(&EbuStl, "words\n\nmore\nwords")),
        ["ebu-stl.stray-text", "ebu-stl.stray-text", "ebu-stl.no-cues"]
    );
}
