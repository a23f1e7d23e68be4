//! Deflate and gzip, unpacked within bounds, and CRC-32.
//!
//! Data that breaks off or is damaged is given as far as it goes; nothing is unpacked beyond the bound.
//! Follows RFC 1951 and RFC 1952 (<https://www.rfc-editor.org/rfc/rfc1952>).

use memchr::memchr;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// Room that is made at first where nobody says how much is needed.
const FIRST_ROOM: usize = 16 * 1024;

/// What was unpacked.
#[derive(Debug, PartialEq, Eq)]
pub struct Inflated {
    /// The bytes, as many as there are.
    pub bytes: Vec<u8>,
    /// How many packed bytes they took.
    pub consumed: usize,
    /// Whether the end was reached.
    pub is_whole: bool,
    /// Whether there is more than was allowed.
    pub is_too_large: bool,
}

/// Unpacks raw deflate data to at most `most_bytes`; `expected` is what the packer says, and is not trusted.
pub fn inflate(packed: &[u8], expected: u64, most_bytes: usize) -> Inflated {
    let mut bytes = Vec::new();
    let (consumed, status) = inflate_into(packed, expected, most_bytes, &mut bytes);
    let is_too_large = status == TINFLStatus::HasMoreOutput;
    Inflated { bytes, consumed, is_whole: status == TINFLStatus::Done, is_too_large }
}

/// Appends to `bytes`, which grow to at most `most_bytes` in all.
fn inflate_into(packed: &[u8], expected: u64, most_bytes: usize, bytes: &mut Vec<u8>) -> (usize, TINFLStatus) {
    // A repeated stretch is copied from what stands before it, so what is here already is out of reach.
    let base = bytes.len();
    let most = most_bytes.saturating_sub(base);
    // No packer makes more than a thousand bytes of one.
    let promised = usize::try_from(expected).unwrap_or(usize::MAX).min(packed.len().saturating_mul(1032));
    let mut room = promised.max(FIRST_ROOM).saturating_add(1).min(most);
    let mut state = Box::<DecompressorOxide>::default();
    let (mut read, mut written) = (0, 0);
    loop {
        bytes.resize(base + room, 0);
        let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, consumed, produced) = decompress(&mut state, &packed[read..], &mut bytes[base..], written, flags);
        read += consumed;
        written += produced;
        if status != TINFLStatus::HasMoreOutput || room == most {
            bytes.truncate(base + written);
            return (read, status);
        }
        room = room.saturating_mul(2).min(most);
    }
}

/// Whether `bytes` begin as gzip does.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b\x08")
}

/// A gzip file, all its members one behind the other, and the name that the first one states.
#[derive(Debug, PartialEq, Eq)]
pub struct Gunzipped {
    /// The bytes, as many as there are.
    pub bytes: Vec<u8>,
    /// The name of what was packed.
    pub name: Option<String>,
    /// Whether it is complete and its checksums right.
    pub is_sound: bool,
    /// Whether there is more than was allowed.
    pub is_too_large: bool,
}

/// Unpacks gzip to at most `most_bytes`. What follows the last member and is none (some programs fill up with zeros) is
/// left.
pub fn gunzip(packed: &[u8], most_bytes: usize) -> Gunzipped {
    let mut whole = Gunzipped { bytes: Vec::new(), name: None, is_sound: true, is_too_large: false };
    let mut at = 0;
    while let Some((header, name)) = packed.get(at..).and_then(gzip_header) {
        if at == 0 {
            whole.name = name;
        }
        at += header;
        let start = whole.bytes.len();
        let (consumed, status) = inflate_into(&packed[at..], 0, most_bytes, &mut whole.bytes);
        at += consumed;
        whole.is_too_large = status == TINFLStatus::HasMoreOutput;
        let checksum = packed.get(at..at + 8).map(|trailer| [trailer[0], trailer[1], trailer[2], trailer[3]]);
        at += 8;
        whole.is_sound &= status == TINFLStatus::Done
            && checksum.is_some_and(|checksum| u32::from_le_bytes(checksum) == crc32(&whole.bytes[start..]));
        if status != TINFLStatus::Done {
            break;
        }
    }
    whole
}

/// Length of the header of a member at the start of `bytes`, and the name it states. None where none stands there.
fn gzip_header(bytes: &[u8]) -> Option<(usize, Option<String>)> {
    if !is_gzip(bytes) {
        return None;
    }
    let flags = *bytes.get(3)?;
    let mut at = 10;
    if flags & 4 != 0 {
        at += 2 + usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    }
    let mut name = None;
    for flag in [8, 16] {
        if flags & flag != 0 {
            let length = memchr(0, bytes.get(at..)?)?;
            if flag == 8 {
                let stated = &bytes[at..at + length];
                // The standard says Latin-1; programs write what they have.
                name = Some(match std::str::from_utf8(stated) {
                    Ok(name) => name.to_owned(),
                    Err(_) => stated.iter().map(|byte| *byte as char).collect(),
                });
            }
            at += length + 1;
        }
    }
    at += if flags & 2 != 0 { 2 } else { 0 };
    (at <= bytes.len()).then_some((at, name))
}

const CRC_TABLE: [u32; 256] = {
    let mut table = [0u32; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        table[byte] = value;
        byte += 1;
    }
    table
};

/// The CRC-32 of ZIP and gzip.
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| CRC_TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf 'fish\n' | gzip -n`.
    const FISH: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03K\xcb,\xce\xe0\x02\x00\xc1\x138\x8d\x05\x00\x00\x00";

    #[test]
    fn checksums_are_those_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    /// Text that packs well, with a gzip header that states a name.
    fn packed(text: &[u8]) -> Vec<u8> {
        let mut packed = b"\x1f\x8b\x08\x08\0\0\0\0\0\x03log.txt\0".to_vec();
        packed.extend(miniz_oxide::deflate::compress_to_vec(text, 6));
        packed.extend(crc32(text).to_le_bytes());
        packed.extend((text.len() as u32).to_le_bytes());
        packed
    }

    #[test]
    fn members_stand_one_behind_the_other() {
        let mut packed = packed(b"Low water. ");
        packed.extend(self::packed(b"High water."));
        packed.extend([0; 64]);
        let whole = gunzip(&packed, 1 << 20);
        assert_eq!(whole.bytes, b"Low water. High water.");
        assert_eq!((whole.name.as_deref(), whole.is_sound), (Some("log.txt"), true));
        packed.truncate(packed.len() - 72);
        let cut = gunzip(&packed, 1 << 20);
        assert_eq!((cut.bytes.as_slice(), cut.is_sound), (b"Low water. High water.".as_slice(), false));
    }

    #[test]
    fn what_others_pack_is_unpacked() {
        let whole = gunzip(FISH, 100);
        assert_eq!(whole.bytes, b"fish\n");
    }

    #[test]
    fn nothing_is_unpacked_beyond_the_bound() {
        let packed = packed(&vec![b'a'; 1 << 20]);
        let bounded = gunzip(&packed, 1000);
        assert!(bounded.is_too_large && bounded.bytes.len() <= 1000);
        assert!(gunzip(&packed, 1 << 20).is_sound);
        let cut = gunzip(&packed[..packed.len() / 2], 1 << 20);
        assert!(!cut.is_sound && !cut.is_too_large && cut.bytes.len() < 1 << 20);
    }
}
