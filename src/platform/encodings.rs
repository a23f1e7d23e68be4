//! The encodings of old: every browser knows them all, so that the engine need not carry their tables.

use web_sys::TextDecoder;

use crate::jobs::Decoder;

/// What the browser knows of encodings.
pub fn decoder() -> Decoder {
    Decoder(|name, bytes| {
        let decoder = TextDecoder::new_with_label(name).ok()?;
        decoder.decode_with_u8_array(bytes).ok()
    })
}
