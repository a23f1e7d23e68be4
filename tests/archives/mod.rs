//! Archives for tests, made byte by byte, so that no test needs a program that packs.

#![allow(dead_code, reason = "not everybody who packs needs all of it")]

/// An archive with stored entries; `crc32` is the checksum of the house.
pub fn zip(files: &[(&str, &[u8])], crc32: fn(&[u8]) -> u32) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let (place, length) = (out.len() as u32, bytes.len() as u32);
        let mut fields = Vec::new();
        fields.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        fields.extend(crc32(bytes).to_le_bytes());
        fields.extend(length.to_le_bytes());
        fields.extend(length.to_le_bytes());
        fields.extend((name.len() as u16).to_le_bytes());
        fields.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&fields);
        out.extend(name.as_bytes());
        out.extend(*bytes);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&fields);
        directory.extend([0; 10]);
        directory.extend(place.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    end_with(out, &directory, files.len())
}

/// The archive of what stands in `out`, with its directory of so many entries.
fn end_with(mut out: Vec<u8>, directory: &[u8], entries: usize) -> Vec<u8> {
    let start = out.len() as u32;
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((entries as u16).to_le_bytes().repeat(2));
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// An archive of so many entries of this name, all of which are the same stretch of deflated bytes and say that they
/// are `stated` bytes long.
pub fn zip_of_copies(name: &str, deflated: &[u8], stated: u32, entries: usize) -> Vec<u8> {
    let mut fields = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    fields.extend((deflated.len() as u32).to_le_bytes());
    fields.extend(stated.to_le_bytes());
    fields.extend((name.len() as u16).to_le_bytes());
    fields.extend([0, 0]);
    let out = [b"PK\x03\x04", fields.as_slice(), name.as_bytes(), deflated].concat();
    let record = [b"PK\x01\x02\x14\0", fields.as_slice(), &[0; 14], name.as_bytes()].concat();
    end_with(out, &record.repeat(entries), entries)
}
