//! ZIP archives: what is in them and where, and one entry at a time unpacked within bounds.
//!
//! The central directory is believed where it makes sense; where it is missing or broken the local headers are walked,
//! so that an archive that breaks off is read as far as it goes. Names become relative paths that climb nowhere.
//! Nothing is decrypted, and no byte is unpacked beyond the bound that the caller sets.
//! Follows APPNOTE 6.3.10 (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>) with ZIP64 and, for names,
//! the Info-ZIP field for Unicode paths.

use std::borrow::Cow;

use memchr::memmem;

use super::inflate::{Inflated, crc32, inflate};

/// Signature of a local header; of the first bytes of nearly all archives.
const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";

/// The longest comment behind the end record, and the record itself.
const END_REACH: usize = 65_535 + 22;

const ENCRYPTED: u16 = 1;
const HAS_DESCRIPTOR: u16 = 1 << 3;
const IS_UTF_8: u16 = 1 << 11;

/// An archive and the list of what is in it.
#[derive(Debug)]
pub struct Archive<B> {
    bytes: B,
    entries: Vec<Entry>,
    /// Whether there are more entries than the caller wanted to hear of.
    pub has_more: bool,
    /// Whether the list was found by walking, because the directory is missing or broken.
    pub is_mended: bool,
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path, with `/`, relative, without `.` and `..`.
    pub path: String,
    /// Its size as the archive states it, bytes; 0 where it does not say.
    pub size: u64,
    /// Whether it is a folder.
    pub is_folder: bool,
    is_encrypted: bool,
    method: u16,
    crc: Option<u32>,
    /// Where its local header starts.
    header: u64,
    packed: u64,
}

/// An entry unpacked.
#[derive(Debug, PartialEq, Eq)]
pub struct Unpacked<'b> {
    /// Its bytes.
    pub bytes: Cow<'b, [u8]>,
    /// Whether it is complete and its checksum right.
    pub is_sound: bool,
}

/// Why an entry gives nothing. Displays as a sentence and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Behind a password.
    #[error("It is protected by a password. Unpack it with the password and drop the files.")]
    Encrypted,
    /// Packed in a way that is not known here.
    #[error("It is packed in a way that cannot be read here (method {0}). Unpack it and drop the files.")]
    Method(u16),
    /// Larger than allowed.
    #[error("It unpacks to more than {0} MB. Unpack it and drop it in parts.")]
    TooLarge(u64),
    /// Its place in the archive is none.
    #[error("The archive is damaged here. Make or download it again.")]
    Damaged,
}

/// Whether `bytes` begin as ZIP archives do.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(LOCAL) || bytes.starts_with(END) || bytes.starts_with(b"PK\x07\x08PK\x03\x04")
}

impl<B: AsRef<[u8]>> Archive<B> {
    /// Lists an archive, up to `most` entries. None where there is not even one local header.
    pub fn read(bytes: B, most: usize) -> Option<Self> {
        let all = bytes.as_ref();
        if !is_zip(all) {
            return None;
        }
        let listed = central(all, most);
        let is_mended = listed.is_none();
        let (entries, has_more) = listed.unwrap_or_else(|| walk(all, most));
        Some(Self { bytes, entries, has_more, is_mended })
    }

    /// Its entries, in the order of the archive.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Its size as it stands, bytes.
    pub fn packed_bytes(&self) -> usize {
        self.bytes.as_ref().len()
    }

    /// The entry with this path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.path == path)
    }

    /// Unpacks an entry of at most `most_bytes`. One that breaks off is given as far as it goes.
    ///
    /// # Errors
    /// [`Fault`] where nothing can be given.
    pub fn unpack(&self, entry: &Entry, most_bytes: usize) -> Result<Unpacked<'_>, Fault> {
        if entry.is_encrypted {
            return Err(Fault::Encrypted);
        }
        let too_large = Fault::TooLarge(most_bytes as u64 >> 20);
        let packed = self.packed(entry).ok_or(Fault::Damaged)?;
        let is_cut = (packed.len() as u64) < entry.packed;
        let (bytes, is_whole) = match entry.method {
            0 if packed.len() > most_bytes => return Err(too_large),
            0 => (Cow::Borrowed(packed), !is_cut),
            // Who says so is believed; who says less is found out.
            8 if entry.size > most_bytes as u64 => return Err(too_large),
            8 => {
                let Inflated { bytes, is_whole, is_too_large, .. } = inflate(packed, entry.size, most_bytes);
                if is_too_large {
                    return Err(too_large);
                }
                (Cow::Owned(bytes), is_whole)
            }
            other => return Err(Fault::Method(other)),
        };
        let is_sound = is_whole && entry.crc.is_none_or(|crc| crc == crc32(&bytes));
        Ok(Unpacked { bytes, is_sound })
    }

    /// The packed bytes of an entry, as many as there are.
    fn packed(&self, entry: &Entry) -> Option<&[u8]> {
        let bytes = self.bytes.as_ref();
        let header = bytes.get(usize::try_from(entry.header).ok()?..)?;
        if !header.starts_with(LOCAL) {
            return None;
        }
        // Name and extra field differ in length from those of the central directory.
        let data = header.get(30 + usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?)..)?;
        Some(&data[..usize::try_from(entry.packed).unwrap_or(usize::MAX).min(data.len())])
    }
}

/// The entries by the central directory, and whether there are more. None where it is missing or makes no sense.
fn central(bytes: &[u8], most: usize) -> Option<(Vec<Entry>, bool)> {
    let reach = bytes.len().saturating_sub(END_REACH);
    let end = reach + memmem::rfind(&bytes[reach..], END)?;
    let record = &bytes[end..];
    let mut count = u64::from(u16_at(record, 10)?);
    let mut size = u64::from(u32_at(record, 12)?);
    let mut offset = u64::from(u32_at(record, 16)?);
    let mut directory_end = end as u64;
    if let Some(locator) = end.checked_sub(20).and_then(|at| bytes.get(at..)).filter(|l| l.starts_with(LOCATOR_64)) {
        let at = usize::try_from(u64_at(locator, 8)?).ok()?;
        let record = bytes.get(at..).filter(|record| record.starts_with(END_64))?;
        (count, size, offset) = (u64_at(record, 32)?, u64_at(record, 40)?, u64_at(record, 48)?);
        directory_end = at as u64;
    }
    // What stands in front of the archive (a program that unpacks it) moves all places.
    let start = directory_end.checked_sub(size)?;
    let moved = start.checked_sub(offset)?;
    let mut entries = Vec::new();
    let mut at = usize::try_from(start).ok()?;
    for _ in 0..count {
        if entries.len() == most {
            return Some((entries, true));
        }
        let record = bytes.get(at..).filter(|record| record.starts_with(CENTRAL))?;
        let [name, extra, comment] = [28, 30, 32].map(|field| u16_at(record, field).map(usize::from));
        let (name, extra) = (record.get(46..46 + name?)?, record.get(46 + name?..46 + name? + extra?)?);
        at += 46 + name.len() + extra.len() + comment?;
        let mut entry = Entry {
            header: u32_at(record, 42)?.into(),
            crc: u32_at(record, 16),
            packed: u32_at(record, 20)?.into(),
            size: u32_at(record, 24)?.into(),
            ..entry(name, extra, u16_at(record, 8)?, u16_at(record, 10)?)
        };
        widen(&mut entry, extra);
        entry.header = entry.header.checked_add(moved)?;
        entries.push(entry);
    }
    Some((entries, false))
}

/// The 64-bit sizes and place, where the 32 bits are full.
fn widen(entry: &mut Entry, extra: &[u8]) {
    let Some(wide) = extra_field(extra, 1) else { return };
    let mut at = 0;
    for value in [&mut entry.size, &mut entry.packed, &mut entry.header] {
        if *value == u64::from(u32::MAX) {
            let Some(wide) = u64_at(wide, at) else { return };
            *value = wide;
            at += 8;
        }
    }
}

/// The entries by their local headers, one behind the other.
fn walk(bytes: &[u8], most: usize) -> (Vec<Entry>, bool) {
    let mut entries = Vec::new();
    let mut at = 0;
    while let Some(length) = memmem::find(&bytes[at..], LOCAL) {
        if entries.len() == most {
            return (entries, true);
        }
        at += length;
        match local(bytes, at) {
            Some((entry, next)) => {
                entries.push(entry);
                at = next.max(at + LOCAL.len());
            }
            None => at += LOCAL.len(),
        }
    }
    (entries, false)
}

/// The entry whose local header stands at `at`, and where the next one may stand.
fn local(bytes: &[u8], at: usize) -> Option<(Entry, usize)> {
    let record = &bytes[at..];
    let (name, extra) = (usize::from(u16_at(record, 26)?), usize::from(u16_at(record, 28)?));
    let data = 30 + name + extra;
    let (name, extra) = (record.get(30..30 + name)?, record.get(30 + name..data)?);
    let flags = u16_at(record, 6)?;
    let mut entry = Entry {
        header: at as u64,
        crc: u32_at(record, 14),
        packed: u32_at(record, 18)?.into(),
        size: u32_at(record, 22)?.into(),
        ..entry(name, extra, flags, u16_at(record, 8)?)
    };
    widen(&mut entry, extra);
    if flags & HAS_DESCRIPTOR != 0 && entry.packed == 0 {
        // The sizes stand behind the data, which ends where the next record begins.
        entry.crc = None;
        entry.packed = data_length(&record[data..]) as u64;
    }
    let next = at.checked_add(data)?.checked_add(usize::try_from(entry.packed).ok()?)?;
    Some((entry, next.min(bytes.len())))
}

/// Length of packed data that ends with the next record.
fn data_length(data: &[u8]) -> usize {
    let mut records = memmem::find_iter(data, b"PK");
    let is_record = |at: &usize| [DESCRIPTOR, LOCAL, CENTRAL].iter().any(|sign| data[*at..].starts_with(sign));
    records.find(is_record).unwrap_or(data.len())
}

/// What both kinds of headers say.
fn entry(name: &[u8], extra: &[u8], flags: u16, method: u16) -> Entry {
    let unicode = extra_field(extra, 0x7075).and_then(|field| std::str::from_utf8(field.get(5..)?).ok());
    let name = match (unicode, std::str::from_utf8(name)) {
        (Some(name), _) => name.into(),
        // Many programs write UTF-8 and do not say so.
        (None, Ok(name)) => name.into(),
        (None, Err(_)) if flags & IS_UTF_8 != 0 => String::from_utf8_lossy(name),
        (None, Err(_)) => name.iter().map(|byte| code_page_437(*byte)).collect::<String>().into(),
    };
    Entry {
        path: tame(&name),
        size: 0,
        is_folder: name.ends_with(['/', '\\']),
        is_encrypted: flags & ENCRYPTED != 0,
        method,
        crc: None,
        header: 0,
        packed: 0,
    }
}

/// A path that climbs nowhere: parts that are `.`, `..` or empty fall away, and so do drives and control characters.
fn tame(name: &str) -> String {
    let mut path = String::with_capacity(name.len());
    for part in name.split(['/', '\\']) {
        let is_drive = part.len() == 2 && part.ends_with(':');
        if matches!(part, "" | "." | "..") || is_drive {
            continue;
        }
        if !path.is_empty() {
            path.push('/');
        }
        path.extend(part.chars().filter(|c| !c.is_control()));
    }
    path
}

/// The content of the extra field with this id.
fn extra_field(mut extra: &[u8], id: u16) -> Option<&[u8]> {
    loop {
        let (found, length) = (u16_at(extra, 0)?, usize::from(u16_at(extra, 2)?));
        let content = extra.get(4..4 + length)?;
        if found == id {
            return Some(content);
        }
        extra = &extra[4 + length..];
    }
}

fn code_page_437(byte: u8) -> char {
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    match byte.checked_sub(0x80) {
        None => byte as char,
        Some(upper) => UPPER.chars().nth(upper.into()).unwrap_or('\u{fffd}'),
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests;
