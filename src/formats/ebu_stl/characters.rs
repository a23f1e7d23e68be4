//! The character tables of EBU Tech 3264: ISO 6937 and four parts of ISO 8859.
//!
//! Follows EBU Tech 3264-E, appendix 3, and the standards that it names.

/// Which table the text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// ISO 6937, in which accents stand before their letters.
    Latin,
    Cyrillic,
    Arabic,
    Greek,
    Hebrew,
}

/// What a byte over 0x9f stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Letter(char),
    /// An accent, by its code, for the letter that follows.
    Accent(u8),
}

impl Table {
    /// The table of this number, as the file writes it.
    pub fn of(number: &[u8]) -> Option<Self> {
        Some(match number {
            b"00" | b"  " => Self::Latin,
            b"01" => Self::Cyrillic,
            b"02" => Self::Arabic,
            b"03" => Self::Greek,
            b"04" => Self::Hebrew,
            _ => return None,
        })
    }

    /// What a byte from 0x20 to 0x7f or over 0x9f stands for.
    pub fn sign(self, byte: u8) -> Sign {
        let code = u32::from(byte);
        let letter = match (self, byte) {
            // Where the international sign of currency has its place in the standard, files mean dollars.
            (Self::Latin, 0x24) => '$',
            (_, 0..=0x7f) => byte as char,
            (_, 0xa0) => '\u{a0}',
            (Self::Latin, 0xc1..=0xcf) => return Sign::Accent(byte),
            (Self::Latin, _) => LATIN[usize::from(byte.max(0xa0) - 0xa0)],
            (_, 0xad) => '\u{ad}',
            (Self::Cyrillic, 0xf0) => '№',
            (Self::Cyrillic, 0xfd) => '§',
            (Self::Cyrillic, _) => moved(code, 0xa0, 0x400),
            (Self::Arabic, 0xa4) => '¤',
            (Self::Arabic, _) => moved(code, 0xa0, 0x600),
            (Self::Greek, 0xa1) => '‘',
            (Self::Greek, 0xa2) => '’',
            (Self::Greek, 0xaf) => '―',
            (Self::Greek, 0xa3 | 0xa6..=0xa9 | 0xab | 0xac | 0xb0..=0xb3 | 0xb7 | 0xbb | 0xbd) => byte as char,
            (Self::Greek, _) => moved(code, 0xa0, 0x370),
            (Self::Hebrew, 0xaa) => '×',
            (Self::Hebrew, 0xba) => '÷',
            (Self::Hebrew, 0xdf) => '‗',
            (Self::Hebrew, 0xe0..=0xfa) => moved(code, 0xe0, 0x5d0),
            (Self::Hebrew, 0xfd) => '\u{200e}',
            (Self::Hebrew, 0xfe) => '\u{200f}',
            (Self::Hebrew, 0xa2..=0xbe) => byte as char,
            (Self::Hebrew, _) => char::REPLACEMENT_CHARACTER,
        };
        Sign::Letter(letter)
    }
}

fn moved(code: u32, from: u32, to: u32) -> char {
    char::from_u32(code - from + to).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// ISO 6937 from 0xa0 on; accents and what is not assigned have no letter.
#[rustfmt::skip]
const LATIN: [char; 96] = [
    '\u{a0}', '¡', '¢', '£', '$', '¥', '#', '§', '¤', '‘', '“', '«', '←', '↑', '→', '↓',
    '°', '±', '²', '³', '×', 'µ', '¶', '·', '÷', '’', '”', '»', '¼', '½', '¾', '¿',
    '�', '�', '�', '�', '�', '�', '�', '�', '�', '�', '�', '�', '�', '�', '�', '�',
    '―', '¹', '®', '©', '™', '♪', '¬', '¦', '�', '�', '�', '�', '⅛', '⅜', '⅝', '⅞',
    'Ω', 'Æ', 'Đ', 'ª', 'Ħ', '�', 'Ĳ', 'Ŀ', 'Ł', 'Ø', 'Œ', 'º', 'Þ', 'Ŧ', 'Ŋ', 'ŉ',
    'ĸ', 'æ', 'đ', 'ð', 'ħ', 'ı', 'ĳ', 'ŀ', 'ł', 'ø', 'œ', 'ß', 'þ', 'ŧ', 'ŋ', '\u{ad}',
];

/// The accents from 0xc1 on: the sign that combines, and letters with the same under it.
const ACCENTS: [(char, &str); 15] = [
    ('\u{300}', "AÀEÈIÌOÒUÙaàeèiìoòuùNǸnǹ"),
    ('\u{301}', "AÁCĆEÉIÍLĹNŃOÓRŔSŚUÚYÝZŹaácćeégǵiílĺnńoórŕsśuúyýzź"),
    ('\u{302}', "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷ"),
    ('\u{303}', "AÃIĨNÑOÕUŨaãiĩnñoõuũ"),
    ('\u{304}', "AĀEĒIĪOŌUŪaāeēiīoōuū"),
    ('\u{306}', "AĂGĞUŬaăgğuŭ"),
    ('\u{307}', "CĊEĖGĠIİZŻcċeėgġzż"),
    ('\u{308}', "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"),
    ('\u{308}', "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"),
    ('\u{30a}', "AÅUŮaåuů"),
    ('\u{327}', "CÇGĢKĶLĻNŅRŖSŞTŢcçgģkķlļnņrŗsştţ"),
    ('\u{331}', ""),
    ('\u{30b}', "OŐUŰoőuű"),
    ('\u{328}', "AĄEĘIĮUŲaąeęiįuų"),
    ('\u{30c}', "CČDĎEĚLĽNŇRŘSŠTŤZŽcčdďeělľnňrřsštťzž"),
];

/// Appends a letter with an accent, as one character where there is one.
pub fn push_accented(text: &mut String, accent: u8, letter: char) {
    let Some((sign, letters)) = ACCENTS.get(usize::from(accent.wrapping_sub(0xc1))) else { return text.push(letter) };
    let mut pairs = letters.chars();
    while let (Some(plain), Some(accented)) = (pairs.next(), pairs.next()) {
        if plain == letter {
            return text.push(accented);
        }
    }
    text.push(letter);
    if letter != ' ' {
        text.push(*sign);
    }
}

/// The upper half of code page 850, in which the fields of the header are written. The others that may be named have
/// the same letters in the same places, but for few.
#[rustfmt::skip]
const CODE_PAGE: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// A field of the header in words, without the white space around them.
pub fn read_field(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0..0x20 | 0x7f => ' ',
        0x20..=0x7e => *byte as char,
        _ => CODE_PAGE.chars().nth(usize::from(byte - 0x80)).unwrap_or(' '),
    };
    bytes.iter().map(letter).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_their_letters() {
        let letter = |table: Table, byte| match table.sign(byte) {
            Sign::Letter(letter) => letter,
            Sign::Accent(_) => '^',
        };
        for (table, byte, expected) in [
            (Table::Latin, 0xe1, 'Æ'),
            (Table::Latin, 0xd5, '♪'),
            (Table::Latin, 0xff, '\u{ad}'),
            (Table::Latin, 0xc2, '^'),
            (Table::Cyrillic, 0xb0, 'А'),
            (Table::Cyrillic, 0xef, 'я'),
            (Table::Cyrillic, 0xf1, 'ё'),
            (Table::Cyrillic, 0xa1, 'Ё'),
            (Table::Arabic, 0xac, '،'),
            (Table::Arabic, 0xc7, 'ا'),
            (Table::Greek, 0xc1, 'Α'),
            (Table::Greek, 0xfe, 'ώ'),
            (Table::Greek, 0xb6, 'Ά'),
            (Table::Greek, 0xa7, '§'),
            (Table::Hebrew, 0xe0, 'א'),
            (Table::Hebrew, 0xfa, 'ת'),
        ] {
            assert_eq!(letter(table, byte), expected, "{table:?} {byte:x}");
        }
    }

    #[test]
    fn accents_join_their_letters() {
        let accented = |accent, letter| {
            let mut text = String::new();
            push_accented(&mut text, accent, letter);
            text
        };
        assert_eq!(accented(0xc2, 'e'), "é");
        assert_eq!(accented(0xca, 'A'), "Å");
        assert_eq!(accented(0xcf, 'š'), "š\u{30c}");
        assert_eq!(accented(0xc8, ' '), " ");
        // Each letter under an accent is one that the sign would make of it.
        assert!(ACCENTS.iter().all(|(_, letters)| letters.chars().count() % 2 == 0));
    }

    #[test]
    fn fields_are_in_the_code_page() {
        assert_eq!(CODE_PAGE.chars().count(), 128);
        assert_eq!(read_field(b"  Fr\x81hst\x81ck \0 "), "Frühstück");
    }
}
