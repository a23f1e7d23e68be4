//! Reading an input as a format.

use verbatim::formats::{FORMATS, Limits, Reading};

use crate::promises::{check_read_as, narrow_limits};

/// Reads `bytes` as this format, whatever they look like.
///
/// # Panics
/// If a promise is broken; that is the finding.
pub fn read(id: &str, bytes: &[u8]) {
    // Every other input is read within narrow limits, so that what cuts paragraphs and counts diagnostics is seen too.
    let limits = if bytes.len() % 2 == 1 { narrow_limits() } else { Limits::default() };
    check_read_as(id, bytes, limits);
}

/// Puts in place of a document the text that is taken out of it, half of the time: chance makes no sense of what is
/// packed, and the other half tries the unpacking. Returns the size.
pub fn unpack(id: &str, data: &mut [u8], size: usize, seed: u32) -> usize {
    let format = FORMATS.iter().find(|format| format.meta().id == id).filter(|_| seed % 2 == 0);
    match format.and_then(|format| format.extract(&data[..size], &Reading::default())) {
        Some(Ok(text)) if text.len() <= data.len() => {
            data[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => size,
    }
}
