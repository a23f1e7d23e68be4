//! The characters of CEA-608, in tables.
//!
//! Follows 47 CFR § 79.101 and ANSI/CTA-608-E, annex "Extended characters".

/// The character of a code from 0x20 to 0x7f.
pub fn basic(code: u8) -> char {
    match code {
        0x2a => 'á',
        0x5c => 'é',
        0x5e => 'í',
        0x5f => 'ó',
        0x60 => 'ú',
        0x7b => 'ç',
        0x7c => '÷',
        0x7d => 'Ñ',
        0x7e => 'ñ',
        0x7f => '█',
        code => code as char,
    }
}

/// Codes 0x30 to 0x3f behind 0x11. The tenth is a space through which the picture is seen.
pub const SPECIAL: [char; 16] = ['®', '°', '½', '¿', '™', '¢', '£', '♪', 'à', ' ', 'è', 'â', 'ê', 'î', 'ô', 'û'];

/// Codes 0x20 to 0x3f behind 0x12: Spanish and French.
pub const EXTENDED_1: [char; 32] = [
    'Á', 'É', 'Ó', 'Ú', 'Ü', 'ü', '‘', '¡', '*', '’', '—', '©', '℠', '•', '“', '”', 'À', 'Â', 'Ç', 'È', 'Ê', 'Ë', 'ë',
    'Î', 'Ï', 'ï', 'Ô', 'Ù', 'ù', 'Û', '«', '»',
];

/// Codes 0x20 to 0x3f behind 0x13: Portuguese, German and Danish.
pub const EXTENDED_2: [char; 32] = [
    'Ã', 'ã', 'Í', 'Ì', 'ì', 'Ò', 'ò', 'Õ', 'õ', '{', '}', '\\', '^', '_', '|', '~', 'Ä', 'ä', 'Ö', 'ö', 'ß', '¥', '¤',
    '¦', 'Å', 'å', 'Ø', 'ø', '┌', '┐', '└', '┘',
];
