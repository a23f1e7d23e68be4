//! A ZIP archive with stored entries (PKWARE APPNOTE 6.3.3, which ISO/IEC 21320-1 follows): what a document package needs.
//!
//! No time is written: the same transcript gives the same bytes.

/// An archive in the making.
#[derive(Debug, Default)]
pub struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    entries: u16,
}

/// The first of January 1980, the earliest day that an entry can have.
const NO_DATE: u16 = 0x21;

impl Archive {
    /// Adds a file under an ASCII name.
    pub fn add(&mut self, name: &str, content: &[u8]) {
        let offset = self.bytes.len() as u32;
        let size = content.len() as u32;
        let mut common = Vec::with_capacity(26);
        // Version 2.0, no flags, stored, no time.
        for half in [20, 0, 0, 0, NO_DATE] {
            push_u16(&mut common, half);
        }
        for word in [crc32(content), size, size] {
            push_u32(&mut common, word);
        }
        push_u16(&mut common, name.len() as u16);
        push_u16(&mut common, 0);
        push_u32(&mut self.bytes, 0x0403_4b50);
        self.bytes.extend(&common);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(content);
        push_u32(&mut self.directory, 0x0201_4b50);
        push_u16(&mut self.directory, 20);
        self.directory.extend(&common);
        // No comment, first disk, no attributes.
        for half in [0, 0, 0, 0, 0] {
            push_u16(&mut self.directory, half);
        }
        push_u32(&mut self.directory, offset);
        self.directory.extend(name.as_bytes());
        self.entries += 1;
    }

    /// The finished archive.
    pub fn finish(mut self) -> Vec<u8> {
        let (start, size) = (self.bytes.len() as u32, self.directory.len() as u32);
        self.bytes.append(&mut self.directory);
        push_u32(&mut self.bytes, 0x0605_4b50);
        for half in [0, 0, self.entries, self.entries] {
            push_u16(&mut self.bytes, half);
        }
        push_u32(&mut self.bytes, size);
        push_u32(&mut self.bytes, start);
        push_u16(&mut self.bytes, 0);
        self.bytes
    }
}

fn push_u16(bytes: &mut Vec<u8>, half: u16) {
    bytes.extend(half.to_le_bytes());
}

fn push_u32(bytes: &mut Vec<u8>, word: u32) {
    bytes.extend(word.to_le_bytes());
}

/// CRC-32 as ZIP has it.
fn crc32(bytes: &[u8]) -> u32 {
    let mut table = [0u32; 256];
    for (i, entry) in (0u32..).zip(&mut table) {
        *entry = (0..8).fold(i, |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 });
    }
    !bytes.iter().fold(u32::MAX, |crc, byte| table[usize::from(crc as u8 ^ byte)] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_known_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn an_archive_ends_with_its_directory() {
        let mut archive = Archive::default();
        archive.add("a.txt", b"words");
        archive.add("b/c.txt", b"");
        let bytes = archive.finish();
        let end = &bytes[bytes.len() - 22..];
        assert_eq!(&end[..4], b"PK\x05\x06");
        assert_eq!(end[8], 2);
        let start = u32::from_le_bytes([end[16], end[17], end[18], end[19]]) as usize;
        assert_eq!(&bytes[start..start + 4], b"PK\x01\x02");
    }
}
