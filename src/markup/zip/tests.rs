//! Archives as programs write them, made here byte by byte, and archives that nobody should write.

use super::*;

/// What goes into an archive.
struct File<'f> {
    name: &'f [u8],
    bytes: &'f [u8],
    flags: u16,
    method: u16,
    /// Whether the sizes stand behind the data.
    has_descriptor: bool,
    is_wide: bool,
}

fn file<'f>(name: &'f str, bytes: &'f str) -> File<'f> {
    let (name, bytes) = (name.as_bytes(), bytes.as_bytes());
    File { name, bytes, flags: 0, method: 8, has_descriptor: false, is_wide: false }
}

/// A field of 16 bits, or with `n: u32` of 32.
fn put(out: &mut Vec<u8>, fields: &[u64], widths: &[usize]) {
    for (field, width) in fields.iter().zip(widths) {
        out.extend(&field.to_le_bytes()[..*width]);
    }
}

fn archive(files: &[File<'_>]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        let header = out.len() as u64;
        let packed = match file.method {
            8 => miniz_oxide::deflate::compress_to_vec(file.bytes, 6),
            _ => file.bytes.to_vec(),
        };
        let flags = u64::from(file.flags | if file.has_descriptor { HAS_DESCRIPTOR } else { 0 });
        let sizes = [u64::from(crc32(file.bytes)), packed.len() as u64, file.bytes.len() as u64];
        let stated = if file.has_descriptor { [0; 3] } else { sizes };
        let name = file.name.len() as u64;
        out.extend(LOCAL);
        put(&mut out, &[20, flags, file.method.into(), 0, 0], &[2; 5]);
        put(&mut out, &stated, &[4; 3]);
        put(&mut out, &[name, 0], &[2; 2]);
        out.extend(file.name);
        out.extend(&packed);
        if file.has_descriptor {
            out.extend(DESCRIPTOR);
            put(&mut out, &sizes, &[4; 3]);
        }
        directory.extend(CENTRAL);
        put(&mut directory, &[20, 20, flags, file.method.into(), 0, 0], &[2; 6]);
        let full = u64::from(u32::MAX);
        let (sizes, extra) = if file.is_wide { ([sizes[0], full, full], 28) } else { (sizes, 0) };
        put(&mut directory, &sizes, &[4; 3]);
        let place = if file.is_wide { full } else { header };
        put(&mut directory, &[name, extra, 0, 0, 0, 0, place], &[2, 2, 2, 2, 2, 4, 4]);
        directory.extend(file.name);
        if file.is_wide {
            put(&mut directory, &[1, 24, file.bytes.len() as u64, packed.len() as u64, header], &[2, 2, 8, 8, 8]);
        }
    }
    let (start, size, count) = (out.len() as u64, directory.len() as u64, files.len() as u64);
    out.extend(directory);
    if files.iter().any(|file| file.is_wide) {
        let at = out.len() as u64;
        out.extend(END_64);
        put(&mut out, &[44, 45, 45, 0, 0, count, count, size, start], &[8, 2, 2, 4, 4, 8, 8, 8, 8]);
        out.extend(LOCATOR_64);
        put(&mut out, &[0, at, 1], &[4, 8, 4]);
    }
    out.extend(END);
    put(&mut out, &[0, 0, count, count, size, start, 0], &[2, 2, 2, 2, 4, 4, 2]);
    out
}

/// Paths and words of all entries.
fn read(bytes: &[u8]) -> Vec<(String, String)> {
    let archive = Archive::read(bytes, 100).expect("an archive");
    let files = archive.entries().iter().map(|entry| {
        let words = match archive.unpack(entry, 1 << 20) {
            Ok(unpacked) => String::from_utf8_lossy(&unpacked.bytes).into_owned(),
            Err(fault) => fault.to_string(),
        };
        (entry.path.clone(), words)
    });
    files.collect()
}

fn pairs(read: &[(String, String)]) -> Vec<(&str, &str)> {
    read.iter().map(|(path, words)| (path.as_str(), words.as_str())).collect()
}

const WORDS: &str = "The harbour lights, the harbour lights, the harbour lights.";

#[test]
fn entries_are_stored_or_packed_with_sizes_before_or_behind() {
    let files = [
        file("a.txt", WORDS),
        File { method: 0, ..file("folder/b.txt", "stored") },
        File { has_descriptor: true, ..file("c.txt", WORDS) },
        File { is_wide: true, ..file("d.txt", "wide") },
    ];
    let expected = [("a.txt", WORDS), ("folder/b.txt", "stored"), ("c.txt", WORDS), ("d.txt", "wide")];
    let bytes = archive(&files);
    assert_eq!(pairs(&read(&bytes)), expected);
    let whole = Archive::read(bytes.as_slice(), 100).expect("an archive");
    assert!(!whole.is_mended && !whole.has_more);
    assert!(whole.entries().iter().all(|entry| whole.unpack(entry, 1000).is_ok_and(|u| u.is_sound)));
}

#[test]
fn without_a_directory_the_headers_are_walked() {
    let files = [
        file("a.txt", WORDS),
        File { has_descriptor: true, ..file("b.txt", WORDS) },
        File { has_descriptor: true, method: 0, ..file("c.txt", "stored") },
        file("d.txt", WORDS),
    ];
    let bytes = archive(&files);
    let end = memmem::find(&bytes, CENTRAL).expect("a directory");
    let expected = [("a.txt", WORDS), ("b.txt", WORDS), ("c.txt", "stored"), ("d.txt", WORDS)];
    assert_eq!(pairs(&read(&bytes[..end])), expected);
    // In the middle of the last entry: as far as it goes.
    let cut = Archive::read(&bytes[..end - 4], 100).expect("an archive");
    let last = cut.entries().last().expect("an entry");
    let unpacked = cut.unpack(last, 1000).expect("a part");
    assert!(cut.is_mended && !unpacked.is_sound && WORDS.as_bytes().starts_with(&unpacked.bytes));
}

#[test]
fn names_are_read_in_their_encoding_and_climb_nowhere() {
    let files = [
        File { flags: IS_UTF_8, ..file("протокол.txt", "") },
        file("übung.txt", ""),
        File { name: b"M\x81nze.txt", ..file("", "") },
        file("../../etc/./passwd", ""),
        file("C:\\folder\\e.txt", ""),
        file("/folder/", ""),
    ];
    let bytes = archive(&files);
    let names: Vec<_> = read(&bytes).into_iter().map(|(path, _)| path).collect();
    assert_eq!(names, ["протокол.txt", "übung.txt", "Münze.txt", "etc/passwd", "folder/e.txt", "folder"]);
    let archive = Archive::read(bytes, 2).expect("an archive");
    assert!(archive.has_more && archive.entries().len() == 2);
}

#[test]
fn what_cannot_be_unpacked_says_why() {
    let long = "a".repeat(3 << 20);
    let files = [
        File { flags: ENCRYPTED, ..file("secret.txt", WORDS) },
        File { method: 99, ..file("other.txt", WORDS) },
        file("long.txt", &long),
    ];
    let bytes = archive(&files);
    let archive = Archive::read(bytes, 100).expect("an archive");
    let faults: Vec<_> = archive.entries().iter().map(|entry| archive.unpack(entry, 2 << 20).err()).collect();
    assert_eq!(faults, [Some(Fault::Encrypted), Some(Fault::Method(99)), Some(Fault::TooLarge(2))]);
}

#[test]
fn a_wrong_checksum_is_noticed() {
    let mut bytes = archive(&[File { method: 0, ..file("a.txt", "stored words") }]);
    let at = memmem::find(&bytes, b"stored").expect("the words");
    bytes[at] = b'S';
    let archive = Archive::read(bytes.as_slice(), 100).expect("an archive");
    let unpacked = archive.unpack(&archive.entries()[0], 100).expect("the words");
    assert_eq!((unpacked.bytes.as_ref(), unpacked.is_sound), (b"Stored words".as_slice(), false));
}

#[test]
fn no_damage_does_harm() {
    let bytes = archive(&[file("a.txt", WORDS), File { is_wide: true, has_descriptor: true, ..file("b.txt", WORDS) }]);
    for at in 0..bytes.len() {
        for value in [0, 1, 0x7f, 0xff, b'P'] {
            let mut damaged = bytes.clone();
            damaged[at] = value;
            if let Some(archive) = Archive::read(damaged, 100) {
                for entry in archive.entries() {
                    // Whatever comes of it, it comes within the bound.
                    assert!(archive.unpack(entry, 4096).map_or(true, |unpacked| unpacked.bytes.len() <= 4096));
                }
            }
        }
        if let Some(archive) = Archive::read(&bytes[..at], 100) {
            assert!(archive.entries().len() <= 2);
        }
    }
}
