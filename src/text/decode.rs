//! Bytes to text: byte order mark, strict UTF-8, UTF-16, then the older encodings by content.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::encodings;
use crate::model::Span;

/// An encoding by the name of the WHATWG Encoding Standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static str);

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self("UTF-8");
    const UTF_16LE: Self = Self("UTF-16LE");
    const UTF_16BE: Self = Self("UTF-16BE");

    /// Its name: `UTF-8`, `windows-1251`.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// The encoding of this name, in any case of letters.
    pub fn named(name: &str) -> Option<Self> {
        encodings::names().find(|known| known.eq_ignore_ascii_case(name)).map(Self)
    }
}

/// What knows the encodings of old: bytes to text by the name of the encoding, wrong bytes as U+FFFD; nothing where the
/// name is none that it knows. On this machine that is a library, in a browser the browser.
pub type DecodeFn = fn(&str, &[u8]) -> Option<String>;

/// See [`DecodeFn`].
#[derive(Clone, Copy, Debug)]
pub struct Decoder(pub DecodeFn);

#[cfg(not(target_arch = "wasm32"))]
impl Default for Decoder {
    fn default() -> Self {
        Self(|name, bytes| {
            let encoding = encoding_rs::Encoding::for_label(name.as_bytes())?;
            Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
        })
    }
}

#[cfg(target_arch = "wasm32")]
impl Default for Decoder {
    fn default() -> Self {
        Self(|_, _| None)
    }
}

/// Decoded text.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text; a byte order mark stays in it as U+FEFF.
    pub text: Cow<'a, str>,
    /// The encoding it was in.
    pub encoding: Encoding,
    /// Where wrong bytes were replaced by U+FFFD, in `text`.
    pub wrong: Vec<Span>,
}

/// The bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotText {
    /// What they seem to be, a phrase: `a PNG picture`.
    pub what: Cow<'static, str>,
}

/// Signatures of files that are no text, and what to call them.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document, or the beginning of one"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document (.doc, .xls)"),
    (b"ID3", "an MP3 recording"),
    (b"\xff\xfb", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"RIFF", "a recording or a film"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3", "a database"),
];

/// How many bytes are looked at to tell text from other things and to guess an old encoding.
const SAMPLE_BYTES: usize = 64 * 1024;

/// Decodes `bytes`. Text in UTF-8 is borrowed.
///
/// # Errors
/// [`NotText`] where the bytes are no text in any encoding.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    decode_as(bytes, None, Decoder::default())
}

/// The same with an encoding that the user chose, and something that knows the encodings of old.
///
/// # Errors
/// [`NotText`] where the bytes are no text in any encoding.
pub fn decode_as<'a>(bytes: &'a [u8], choice: Option<&str>, decoder: Decoder) -> Result<Decoded<'a>, NotText> {
    if let Some(encoding) = choice.and_then(Encoding::named) {
        return Ok(with_replacements(bytes, encoding, decoder));
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(NotText { what: (*what).into() });
    }
    if let Some(encoding) = utf_16(bytes) {
        return Ok(with_replacements(bytes, encoding, decoder));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    // 21 fences the times in transcripts of linguists (CHAT), two for each utterance.
    let controls = sample.iter().filter(|b| matches!(b, 0..=8 | 14..=20 | 22..=26 | 28..=31)).count();
    if controls * 20 > sample.len() {
        return Err(NotText { what: "its bytes are those of a program, a picture or a recording".into() });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.into(), encoding: Encoding::UTF_8, wrong: Vec::new() }),
        Err(_) if is_mostly_utf_8(sample) => Ok(with_replacements(bytes, Encoding::UTF_8, decoder)),
        Err(_) => Ok(with_replacements(bytes, Encoding(encodings::guess(bytes, decoder)), decoder)),
    }
}

/// UTF-16 by its byte order mark or by where its zero bytes stand.
fn utf_16(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(Encoding::UTF_16LE),
        [0xfe, 0xff, ..] => return Some(Encoding::UTF_16BE),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if half == 0 || even + odd < half / 3 {
        None
    } else if odd * 3 > half && even * 20 < half {
        Some(Encoding::UTF_16LE)
    } else if even * 3 > half && odd * 20 < half {
        Some(Encoding::UTF_16BE)
    } else {
        None
    }
}

/// Whether most letters beyond ASCII are well-formed UTF-8, so that the rest are damaged bytes.
fn is_mostly_utf_8(sample: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 2 * bad
}

fn with_replacements(bytes: &[u8], encoding: Encoding, decoder: Decoder) -> Decoded<'_> {
    let text = match encoding {
        Encoding::UTF_8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::UTF_16LE => decode_utf_16(bytes, u16::from_le_bytes),
        Encoding::UTF_16BE => decode_utf_16(bytes, u16::from_be_bytes),
        // Where nobody knows the encoding, every byte is the letter of its number.
        _ => {
            (decoder.0)(encoding.name(), bytes).unwrap_or_else(|| bytes.iter().map(|byte| char::from(*byte)).collect())
        }
    };
    // A replacement character that stands in the source itself is no wrong byte; such files are rare and harmless.
    let marks = memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").map(|at| Span::new(at, at + 3));
    let wrong = marks.collect();
    Decoded { text: text.into(), encoding, wrong }
}

fn decode_utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let letters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    text.extend(letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str, usize) {
        let decoded = decode(bytes).expect("text");
        (decoded.text.into_owned(), decoded.encoding.name(), decoded.wrong.len())
    }

    #[test]
    fn finds_the_encoding_by_content() {
        let text = "Председатель: добрый вечер, друзья и коллеги. Начнём с ёлок.";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        let ascii: Vec<u8> = "Chair: Good evening.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(text.as_bytes()), (text.into(), "UTF-8", 0));
        assert_eq!(read(&big), (format!("\u{feff}{text}"), "UTF-16BE", 0));
        assert_eq!(read(&ascii), ("Chair: Good evening.".into(), "UTF-16LE", 0));
        let (windows, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(read(&windows), (text.into(), "windows-1251", 0));
        let (koi, _, _) = encoding_rs::KOI8_R.encode(text);
        assert_eq!(read(&koi).0, text);
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(little).collect();
        assert_eq!(read(&marked).1, "UTF-16LE");
    }

    #[test]
    fn a_damaged_byte_is_marked_and_the_rest_stays() {
        let mut bytes = "Добрый вечер, друзья".as_bytes().to_vec();
        bytes.insert(12, 0xff);
        let (text, encoding, wrong) = read(&bytes);
        assert_eq!((encoding, wrong), ("UTF-8", 1));
        assert_eq!(text, "Добрый\u{fffd} вечер, друзья");
    }

    #[test]
    fn pictures_and_programs_are_no_text() {
        for bytes in [b"\x89PNG\r\n\x1a\n\0\0".as_slice(), b"PK\x03\x04zip", &[0, 1, 2, 3, 4, 5, 6, 7]] {
            assert!(decode(bytes).is_err());
        }
    }
}
