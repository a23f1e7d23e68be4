//! Signs: which letters that need a closer look a stretch of cue text may contain. One quick look at all of it spares
//! many slow ones. Nothing here knows what the letters mean.

/// `<` or `{`: perhaps a tag.
pub const TAG: u8 = 1;
/// `&`: perhaps a character reference.
pub const REFERENCE: u8 = 2;
/// `:`: perhaps a label.
pub const COLON: u8 = 4;
/// `[` or `(`: perhaps a note.
pub const BRACKET: u8 = 8;
/// A byte of `♪`.
pub const SONG: u8 = 16;
/// `>`: perhaps an arrow or a `>>`.
pub const ARROW: u8 = 32;
/// NUL, which stands for a letter that was lost.
pub const NUL: u8 = 64;
/// A line end.
pub const LINE_END: u8 = 128;

const fn sign_of(byte: u8) -> u8 {
    match byte {
        b'<' | b'{' => TAG,
        b'&' => REFERENCE,
        b':' => COLON,
        b'[' | b'(' => BRACKET,
        0x99 => SONG,
        b'>' => ARROW,
        0 => NUL,
        b'\n' | b'\r' => LINE_END,
        _ => 0,
    }
}

/// What may be in `bytes`, as a set of the signs above.
#[inline]
pub fn signs_of(bytes: &[u8]) -> u8 {
    let Some(last) = bytes.last_chunk::<16>() else {
        return bytes.iter().fold(0, |all, byte| all | sign_of(*byte));
    };
    // The last sixteen bytes overlap those before, which is quicker than going byte by byte to the end. Most lines have
    // no sign but their ends, and that is known sooner than which.
    let mut seen = [0u8; 16];
    for chunk in bytes.as_chunks::<16>().0 {
        look(&mut seen, chunk);
    }
    look(&mut seen, last);
    let seen = seen.iter().fold(0, |all, seen| all | seen);
    if seen & WITHIN_LINE == 0 {
        return seen;
    }
    let mut found = [0u8; 16];
    for chunk in bytes.as_chunks::<16>().0 {
        add_signs(&mut found, chunk);
    }
    add_signs(&mut found, last);
    found.iter().fold(0, |all, found| all | found)
}

/// What [`look`] sees where there is any sign but a line end.
const WITHIN_LINE: u8 = 1;

/// Sees whether there are signs, with as few comparisons as can be. Has no branches, so that the compiler makes vector
/// instructions of it.
#[inline]
fn look(seen: &mut [u8; 16], chunk: &[u8; 16]) {
    for (seen, byte) in seen.iter_mut().zip(chunk) {
        // `<` and `>` differ in one bit, and so do `[` and `{`.
        let is_sign = (*byte & !2 == b'<')
            | (*byte & !0x20 == b'[')
            | (*byte == b'&')
            | (*byte == b'(')
            | (*byte == b':')
            | (*byte == 0x99)
            | (*byte == 0);
        let is_end = (*byte == b'\n') | (*byte == b'\r');
        *seen |= if is_sign { WITHIN_LINE } else { 0 } | if is_end { LINE_END } else { 0 };
    }
}

/// Adds the signs of a chunk. Has no branches either.
#[inline]
fn add_signs(found: &mut [u8; 16], chunk: &[u8; 16]) {
    for (found, byte) in found.iter_mut().zip(chunk) {
        let is = |sign: u8, is: bool| if is { sign } else { 0 };
        *found |= is(TAG, (*byte == b'<') | (*byte == b'{'))
            | is(REFERENCE, *byte == b'&')
            | is(COLON, *byte == b':')
            | is(BRACKET, (*byte == b'[') | (*byte == b'('))
            | is(SONG, *byte == 0x99)
            | is(ARROW, *byte == b'>')
            | is(NUL, *byte == 0)
            | is(LINE_END, (*byte == b'\n') | (*byte == b'\r'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_look_sees_every_sign() {
        for byte in 0..=u8::MAX {
            for at in [0, 5, 15, 16, 17, 20] {
                let mut bytes = [b'a'; 21];
                bytes[at] = byte;
                assert_eq!(signs_of(&bytes), sign_of(byte), "{byte:#x} at {at}");
                bytes[20] = b'\n';
                assert_eq!(signs_of(&bytes) & !LINE_END, if at == 20 { 0 } else { sign_of(byte) & !LINE_END });
            }
        }
    }
}
