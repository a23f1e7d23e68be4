//! The blocks of an EBU subtitle file as lines of text: a header with what the file says of itself, and for each
//! subtitle a line with its number and times and below it its words.
//!
//! Follows EBU Tech 3264-E. Colours, heights, boxes and positions are left out; a colour takes a place on the screen
//! and is a space.

use std::fmt::Write;

use super::characters::{Sign, Table, push_accented, read_field};

/// Bytes of the header.
const HEADER_BYTES: usize = 1024;
/// Bytes of a block.
const BLOCK_BYTES: usize = 128;
/// Where the text of a block starts.
const TEXT_START: usize = 16;

/// How the first line of the text starts; the frames in a second follow.
pub const TITLE: &str = "EBU subtitles, frames a second: ";
/// The name of the field that says when the programme starts.
pub const START: &str = "Start of programme";
/// The name of the field that says in which language the subtitles are.
pub const LANGUAGE: &str = "Language";
/// The name of the field with the title.
pub const PROGRAMME: &str = "Programme";
/// The name of the field that says which table of characters is not known here.
pub const UNKNOWN_TABLE: &str = "Unknown character table";
/// What stands before the number of a comment of the translator.
pub const COMMENT: &str = "Comment ";

/// Fields of the header: where, how long, and their names.
const FIELDS: [(usize, usize, &str); 15] = [
    (16, 32, PROGRAMME),
    (48, 32, "Episode"),
    (80, 32, "Translated programme"),
    (112, 32, "Translated episode"),
    (144, 32, "Translator"),
    (176, 32, "Contact of the translator"),
    (208, 16, "Reference"),
    (224, 6, "Created"),
    (230, 6, "Revised"),
    (236, 2, "Revision"),
    (274, 3, "Country"),
    (277, 32, "Publisher"),
    (309, 32, "Editor"),
    (341, 32, "Contact of the editor"),
    (448, 576, "User data"),
];

/// Languages by the first numbers of the list in appendix 3, and by the last ones counted back from 0x7f.
const LANGUAGES: &str = "--sqbrcahrcycsdadeeneseoeteufofrfygagdglisitselalvlblthumtnlnoocplptrormsrskslfisvtrnlwa";
const FAR_LANGUAGES: &str = "amarhyasazbmbebnbgmyzhcv--ffkaelgu--hahehiidjaknkkkmkolomkmgmsmomrndneorpafapaps--ruuksrsnsisosrswtgtatttethukuruzvizu";

/// Whether a file is of this kind: the code of its frame rate stands behind three digits of a code page.
pub fn is_file(bytes: &[u8]) -> bool {
    let is_number = |bytes: Option<&[u8]>| bytes.is_some_and(|bytes| bytes.iter().all(u8::is_ascii_digit));
    is_number(bytes.get(..3))
        && bytes.get(3..6) == Some(b"STL")
        && is_number(bytes.get(6..8))
        && bytes.get(8) == Some(&b'.')
}

/// The text of a file.
pub fn read(bytes: &[u8]) -> String {
    let (header, blocks) = bytes.split_at(HEADER_BYTES.min(bytes.len()));
    let mut text = String::with_capacity(blocks.len() / 2 + 200);
    write_header(&mut text, header);
    let table = Table::of(header.get(12..14).unwrap_or(b"00")).unwrap_or(Table::Latin);
    let mut words = Vec::new();
    let mut head: Option<&[u8]> = None;
    let mut last_number = None;
    for block in blocks.chunks(BLOCK_BYTES).filter(|block| block.len() > TEXT_START) {
        // Blocks with data of the user are no text.
        if block[3] == 0xfe {
            continue;
        }
        // Words that one block cannot hold go on in blocks of the same number.
        if last_number != Some(&block[..3]) || head.is_none() {
            write_subtitle(&mut text, table, head.take(), &mut words);
            last_number = Some(&block[..3]);
            head = Some(block);
        }
        let end = block[TEXT_START..].iter().rposition(|byte| *byte != 0x8f).map_or(0, |last| last + 1);
        words.extend_from_slice(&block[TEXT_START..TEXT_START + end]);
        if block[3] == 0xff {
            write_subtitle(&mut text, table, head.take(), &mut words);
        }
    }
    write_subtitle(&mut text, table, head, &mut words);
    text
}

fn write_header(text: &mut String, header: &[u8]) {
    let field = |start: usize, length: usize| header.get(start..(start + length).min(header.len())).unwrap_or_default();
    text.push_str(TITLE);
    text.push_str(&read_field(field(6, 2)));
    text.push('\n');
    let mut push = |name: &str, value: &str| {
        if !value.is_empty() {
            for part in [name, ": ", value, "\n"] {
                text.push_str(part);
            }
        }
    };
    push(LANGUAGE, language(&read_field(field(14, 2))));
    if Table::of(field(12, 2)).is_none() {
        push(UNKNOWN_TABLE, &read_field(field(12, 2)));
    }
    for (start, length, name) in FIELDS {
        let bytes = field(start, length);
        // What the user keeps here may be no text at all.
        let is_text = name != "User data" || bytes.iter().all(|byte| *byte >= 0x20);
        if is_text {
            push(name, &read_field(bytes));
        }
    }
    let start = read_field(field(256, 8));
    let is_number = start.len() == 8 && start.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && start.bytes().any(|byte| byte != b'0') {
        let parts = [&start[..2], &start[2..4], &start[4..6], &start[6..]];
        push(START, &parts.join(":"));
    }
}

/// The language of a number, as a language tag; empty where none is said.
fn language(number: &str) -> &'static str {
    let Ok(number) = usize::from_str_radix(number, 16) else { return "" };
    let (names, place) = match number {
        0..0x40 => (LANGUAGES, number),
        0x40..=0x7f => (FAR_LANGUAGES, 0x7f - number),
        _ => return "",
    };
    names.get(place * 2..place * 2 + 2).filter(|name| *name != "--").unwrap_or("")
}

fn write_subtitle(text: &mut String, table: Table, head: Option<&[u8]>, words: &mut Vec<u8>) {
    let Some(head) = head else { return words.clear() };
    let number = u16::from_le_bytes([head[1], head[2]]);
    text.push('\n');
    if head[15] == 1 {
        let _ = writeln!(text, "{COMMENT}{number}");
    } else {
        let _ = write!(text, "{number} ");
        write_time(text, &head[5..9]);
        text.push_str(" --> ");
        write_time(text, &head[9..13]);
        text.push('\n');
    }
    write_words(text, table, words);
    words.clear();
}

fn write_time(text: &mut String, time: &[u8]) {
    for (i, part) in time.iter().enumerate() {
        if i > 0 {
            text.push(':');
        }
        if *part >= 100 {
            text.push((b'0' + part / 100) as char);
        }
        text.push((b'0' + part / 10 % 10) as char);
        text.push((b'0' + part % 10) as char);
    }
}

/// Writes the rows of a subtitle that have words, each on a line.
fn write_words(text: &mut String, table: Table, words: &[u8]) {
    let mut accent = None;
    let start = text.len();
    for byte in words.iter().copied() {
        let sign = match byte {
            0x8a => {
                end_row(text, start);
                continue;
            }
            0..=0x20 => Sign::Letter(' '),
            // Italics, underlining and boxing take no place.
            0x7f..=0x9f => continue,
            _ => table.sign(byte),
        };
        match (sign, accent.take()) {
            (Sign::Accent(code), _) => accent = Some(code),
            (Sign::Letter(' '), _) if text.ends_with([' ', '\n']) => {}
            (Sign::Letter(letter), Some(accent)) => push_accented(text, accent, letter),
            (Sign::Letter(letter), None) => text.push(letter),
        }
    }
    end_row(text, start);
}

fn end_row(text: &mut String, start: usize) {
    let end = text.trim_end_matches(' ').len().max(start);
    text.truncate(end);
    if !text.ends_with('\n') {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_stand_in_their_places() {
        for (number, tag) in [
            ("08", "de"),
            ("09", "en"),
            ("0F", "fr"),
            ("1D", "nl"),
            ("20", "pl"),
            ("28", "sv"),
            ("2B", "wa"),
            ("7F", "am"),
            ("75", "zh"),
            ("70", "el"),
            ("6C", "he"),
            ("69", "ja"),
            ("65", "ko"),
            ("5A", "fa"),
            ("56", "ru"),
            ("49", "uk"),
            ("45", "zu"),
            ("00", ""),
            ("", ""),
        ] {
            assert_eq!(language(number), tag, "{number}");
        }
    }

    #[test]
    fn rows_with_words_are_lines() {
        let mut text = "1\n".to_owned();
        write_words(&mut text, Table::Latin, b"\x0d\x0b\x0b  Caf\xc2e\x07is\x8a\x8a \x80open\x81\x0a\x0a");
        assert_eq!(text, "1\nCafé is\nopen\n");
    }
}
