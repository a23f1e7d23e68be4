//! How much a document holds once it is unpacked, counted before anything is: a few kilobytes can be packed so that they
//! become gigabytes. Counts without keeping; pictures, which are never unpacked here, are passed over.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_PARSE_ZLIB_HEADER};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// The window of DEFLATE, which is all that is kept while counting.
const WINDOW_BYTES: usize = 32 * 1024;

/// How far in front of a stream its description is looked for.
const DICTIONARY_BYTES: usize = 2048;

/// Packed once, one byte becomes 1,032 at most; what is packed twice could become a million.
const MOST_LAYERS: usize = 1;

/// Whether all that is packed comes to no more than `most` bytes.
pub fn is_bounded(bytes: &[u8], most: u64) -> bool {
    let mut left = most;
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let keyword = at + found;
        at = keyword + b"stream".len();
        if keyword.checked_sub(3).is_some_and(|start| &bytes[start..keyword] == b"end") {
            continue;
        }
        let line_end = match bytes[at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            _ => continue,
        };
        let data = &bytes[at + line_end..];
        let dictionary = dictionary_before(&bytes[..keyword]);
        if is_picture(dictionary) {
            continue;
        }
        if layers(dictionary) > MOST_LAYERS {
            return false;
        }
        let is_zlib =
            matches!(data, [a, b, ..] if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31));
        if is_zlib {
            let Some((read, count)) = count_unpacked(data, left) else { return false };
            left -= count;
            // The word may stand in packed bytes by chance; what was read as a stream is not searched.
            at += line_end + read;
        } else if holds(dictionary, b"LZW") {
            // A code of nine bits or more stands for 4,096 bytes at most, and grows no faster than its table.
            let length = find(data, b"endstream").unwrap_or(data.len()) as u64;
            let Some(rest) = left.checked_sub(length.saturating_mul(64)) else { return false };
            left = rest;
        }
    }
    true
}

fn dictionary_before(bytes: &[u8]) -> &[u8] {
    let near = &bytes[bytes.len().saturating_sub(DICTIONARY_BYTES)..];
    let start = near.windows(4).rposition(|word| word == b" obj").unwrap_or(0);
    &near[start..]
}

fn is_picture(dictionary: &[u8]) -> bool {
    holds(dictionary, b"/Image") && !holds(dictionary, b"/ObjStm") && !holds(dictionary, b"/XRef")
}

fn layers(dictionary: &[u8]) -> usize {
    [b"FlateDecode".as_slice(), b"LZWDecode", b"/Fl ", b"/Fl]", b"/Fl/", b"/LZW ", b"/LZW]", b"/LZW/"]
        .iter()
        .map(|name| count(dictionary, name))
        .sum()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    find(bytes, word).is_some()
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == first) {
        if bytes[at + found..].starts_with(word) {
            return Some(at + found);
        }
        at += found + 1;
    }
    None
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    let (mut at, mut count) = (0, 0);
    while let Some(found) = find(&bytes[at..], word) {
        at += found + word.len();
        count += 1;
    }
    count
}

/// How many bytes were read and how many come out of them, as far as they are sound; none where it is more than `most`.
fn count_unpacked(data: &[u8], most: u64) -> Option<(usize, u64)> {
    let mut state = Box::<DecompressorOxide>::default();
    let mut window = vec![0; WINDOW_BYTES];
    let (mut read, mut written, mut position) = (0, 0u64, 0);
    loop {
        let flags = TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_HAS_MORE_INPUT;
        let (status, used, made) = decompress(&mut state, &data[read..], &mut window, position, flags);
        read += used;
        written += made as u64;
        position = (position + made) % WINDOW_BYTES;
        if written > most {
            return None;
        }
        if status != TINFLStatus::HasMoreOutput || used == 0 && made == 0 {
            return Some((read, written));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Zeros, stored and then packed: `miniz_oxide` without its packer knows no other way here.
    fn stored(bytes: &[u8]) -> Vec<u8> {
        let mut packed = vec![0x78, 0x01, 0x01];
        packed.extend((bytes.len() as u16).to_le_bytes());
        packed.extend((!(bytes.len() as u16)).to_le_bytes());
        packed.extend(bytes);
        packed
    }

    #[test]
    fn what_is_packed_is_counted() {
        let mut pdf = b"1 0 obj <</Filter /FlateDecode>> stream\n".to_vec();
        pdf.extend(stored(&[b'x'; 1000]));
        pdf.extend(b"\nendstream endobj");
        assert!(is_bounded(&pdf, 1000));
        assert!(!is_bounded(&pdf, 999));
    }

    #[test]
    fn pictures_are_passed_over_and_layers_refused() {
        let mut pdf = b"1 0 obj <</Subtype /Image /Filter /FlateDecode>> stream\n".to_vec();
        pdf.extend(stored(&[b'x'; 1000]));
        assert!(is_bounded(&pdf, 10));
        assert!(!is_bounded(b"1 0 obj <</Filter [/FlateDecode /FlateDecode]>> stream\nxx", 10));
    }
}
