//! What is known about text as such: encodings, folding with offset maps, languages, dates, names of speakers, lines.
//! Nothing here knows of formats.

pub mod dates;
mod decode;
pub mod difference;
pub mod encodings;
pub mod fold;
mod hash;
pub mod language;
pub mod latin;
pub mod lines;
pub mod messages;
pub mod numbers;
pub mod order;
pub mod sentences;
pub mod speakers;
pub mod words;

pub use decode::{Decoded, Decoder, Encoding, NotText, decode, decode_as};
pub use hash::{KeyMap, KeySet, fnv1a, sha256_hex};
