//! Folding: the form of a text in which it is compared and searched, and the way back to the letters as printed.
//!
//! Case, width, accents, quotation marks, dashes, soft hyphens, no-break spaces and runs of white space are folded.
//! `ё` becomes `е`; the breve of `й` and `ў` and the dots of `ї` are part of the letter and stay.
//!
//! The base letters stand here as tables of Latin and Greek, half a kilobyte compressed; the tables of a crate for all
//! of Unicode weigh twenty-five, and most of them are of scripts that have no accents.

use std::sync::LazyLock;

/// First letter of a block, and the base letters of its letters in lower case; `·` where a letter is its own base.
/// Computed from the canonical decompositions of the Unicode Character Database.
const BASES: &[(char, &str)] = &[
    // Latin-1 Supplement to Latin Extended-B.
    (
        '\u{c0}',
        "\
     aaaaaaæceeeeiiiiðnooooo·øuuuuyþ·aaaaaa·ceeeeiiii·nooooo··uuuuy·yaaaaaaccccccccddđ·eeeeeeeeeegggg \
     gggghhħ·iiiiiiiii·ĳ·jjkk·llllllŀ·ł·nnnnnn·ŋ·ooooooœ·rrrrrrssssssssttttŧ·uuuuuuuuuuuuwwyyyzzzzzz· \
     ·ɓƃ·ƅ·ɔƈ·ɖɗƌ··ǝəɛƒ·ɠɣ·ɩɨƙ···ɯɲ·ɵooƣ·ƥ·ʀƨ·ʃ··ƭ·ʈuuʊʋƴ·ƶ·ʒƹ···ƽ·······ǆǆ·ǉǉ·ǌǌ·aaiioouuuuuuuuuu·aa \
     aaææǥ·ggkkooooʒʒjǳǳ·ggƕƿnnaaææøøaaaaeeeeiiiioooorrrruuuussttȝ·hhƞ·ȣ·ȥ·aaeeooooooooyy······ⱥȼ·ƚⱦ· \
     ·ɂ·ƀʉʌɇ·ɉ·ɋ·ɍ·ɏ·",
    ),
    // Latin Extended Additional.
    (
        '\u{1e00}',
        "\
     aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr \
     ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy·ſ··ß·aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee \
     eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻ·ỽ·ỿ·",
    ),
    // Greek.
    (
        '\u{386}',
        "\
     α·εηι·ο·υωιαβγδεζηθικλμνξοπρ·στυφχψωιυαεηιυ·························ιυουω",
    ),
    // Greek Extended.
    (
        '\u{1f00}',
        "\
     ααααααααααααααααεεεεεε··εεεεεε··ηηηηηηηηηηηηηηηηιιιιιιιιιιιιιιιιοοοοοο··οοοοοο··υυυυυυυυ·υ·υ·υ·υ \
     ωωωωωωωωωωωωωωωωααεεηηιιοουυωω··ααααααααααααααααηηηηηηηηηηηηηηηηωωωωωωωωωωωωωωωωααααα·ααααααα·ι· \
     ·¨ηηη·ηηεεηηη᾿᾿᾿ιιιι··ιιιιιι·῾῾῾υυυυρρυυυυυυρ¨¨`··ωωω·ωωοοωωω´··",
    ),
];

/// The same as tables that can be looked into by number.
static BASE_TABLES: LazyLock<Vec<(u32, Vec<char>)>> =
    LazyLock::new(|| BASES.iter().map(|(first, bases)| (*first as u32, bases.chars().collect())).collect());

/// The letter without its accents, in lower case; none where it has no accents or is of another script.
fn base_of(c: char) -> Option<char> {
    let code = c as u32;
    let (first, bases) =
        BASE_TABLES.iter().find(|(first, bases)| (*first..*first + bases.len() as u32).contains(&code))?;
    bases.get((code - first) as usize).copied().filter(|base| *base != '·')
}

/// Accents, vowel points and the like that stand after their letter. The voicing marks of kana are no accents.
fn is_combining_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{1ab0}'..='\u{1ace}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}' | '\u{fe20}'..='\u{fe2f}')
}

/// A folded text with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`: where the original character starts, and where it ends with its combining marks.
    origin: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds `text` and remembers where each letter came from.
    pub fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len()) };
        let Folded { text: out, origin } = &mut folded;
        walk(text, out, |out, start, end| {
            if out.len() > origin.len() {
                origin.resize(out.len(), (start, end));
            } else if let Some(last) = origin.last_mut()
                && last.1 == start
                && text[start as usize..].chars().next().is_some_and(is_combining_mark)
            {
                // The letter came as a letter and a mark: both are one to the reader.
                let letter = last.0;
                origin.iter_mut().rev().take_while(|from| from.0 == letter).for_each(|from| from.1 = end);
            }
        });
        folded
    }

    /// The range in the original text of a range of the folded one, both in bytes.
    pub fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.origin.get(start).map_or(0, |origin| origin.0);
        let to = end.checked_sub(1).and_then(|last| self.origin.get(last)).map_or(from, |origin| origin.1);
        (from as usize, to.max(from) as usize)
    }
}

/// The folded form of `text`, appended to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    out.reserve(text.len());
    let base = out.len();
    let mut rest = text;
    while !rest.is_empty() {
        let plain = plain_length(rest.as_bytes(), out.len() > base && !out.ends_with(' '));
        let from = out.len();
        out.push_str(&rest[..plain]);
        out[from..].make_ascii_lowercase();
        rest = &rest[plain..];
        let mut letters = rest.chars();
        if let Some(letter) = letters.next() {
            fold_char(letter, out, base);
            rest = letters.as_str();
        }
    }
}

/// How many letters at the start only need their case folded: ASCII, with single spaces between them; whether a space
/// may come first is given.
fn plain_length(bytes: &[u8], mut may_space: bool) -> usize {
    let is_other = |byte: &u8| {
        let is_space = *byte == b' ';
        let is_plain = if is_space { may_space } else { byte.is_ascii() && !byte.is_ascii_whitespace() };
        may_space = !is_space;
        !is_plain
    };
    bytes.iter().position(is_other).unwrap_or(bytes.len())
}

/// The folded form of `text`.
pub fn fold(text: &str) -> String {
    let mut out = String::new();
    fold_into(text, &mut out);
    out
}

/// Folds letter by letter; after each, `seen` gets the text so far and where the letter stands.
fn walk(text: &str, out: &mut String, mut seen: impl FnMut(&String, u32, u32)) {
    let base = out.len();
    for (start, c) in text.char_indices() {
        fold_char(c, out, base);
        seen(out, start as u32, (start + c.len_utf8()) as u32);
    }
}

fn fold_char(c: char, out: &mut String, base: usize) {
    match c {
        c if c.is_ascii() && !c.is_ascii_whitespace() => out.push(c.to_ascii_lowercase()),
        // Russian letters, which make up whole texts, need no tables.
        '\u{430}'..='\u{44f}' => out.push(c),
        '\u{410}'..='\u{42f}' => out.extend(char::from_u32(c as u32 + 0x20)),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
        c if c.is_whitespace() => {
            if out.len() > base && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2bc}' | '\u{b4}' | '‹' | '›' => out.push('\''),
        '\u{201c}'..='\u{201f}' | '«' | '»' | '\u{2033}' | '\u{300c}' | '\u{300d}' => out.push('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}' => out.push('-'),
        'ў' | 'Ў' => out.push('ў'),
        'ß' | 'ẞ' => out.push_str("ss"),
        // The breve of a decomposed й or ў belongs to its letter, and so do the dots of ї.
        '\u{306}' if out.ends_with('и') => replace_last(out, 'й'),
        '\u{306}' if out.ends_with('у') => replace_last(out, 'ў'),
        '\u{308}' if out.ends_with('і') => replace_last(out, 'ї'),
        c if is_combining_mark(c) => {}
        // Full-width letters and digits stand where Latin is set among Chinese and Japanese.
        '\u{ff01}'..='\u{ff5e}' => {
            out.extend(char::from_u32(c as u32 - 0xfee0).map(|narrow| narrow.to_ascii_lowercase()))
        }
        'ﬀ' => out.push_str("ff"),
        'ﬁ' => out.push_str("fi"),
        'ﬂ' => out.push_str("fl"),
        'ﬃ' => out.push_str("ffi"),
        'ﬄ' => out.push_str("ffl"),
        '…' => out.push_str("..."),
        'ё' | 'Ё' | 'ѐ' | 'Ѐ' => out.push('е'),
        'ѝ' | 'Ѝ' => out.push('и'),
        'ς' => out.push('σ'),
        c => match base_of(c) {
            Some(base) => out.push(base),
            None => out.extend(c.to_lowercase().filter(|lower| !is_combining_mark(*lower))),
        },
    }
}

fn replace_last(out: &mut String, with: char) {
    out.pop();
    out.push(with);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_readers_do_not_tell_apart() {
        assert_eq!(fold("Ｆull “Café”—naïve\u{a0}\u{a0}co\u{ad}op"), "full \"cafe\"-naive coop");
        assert_eq!(fold("Ёлка и йод"), "елка и йод");
        assert_ne!(fold("мой"), fold("мои"));
        assert_eq!(fold("и\u{306}"), "й");
        assert_eq!(fold("STRASSE"), fold("straße"));
        assert_eq!(fold("İstanbul ﬁn"), "istanbul fin");
        assert_eq!(fold("Łódź, Ångström, Việt, Ἀθῆναι ΚΌΣΜΟΣ κόσμος"), "łodz, angstrom, viet, αθηναι κοσμοσ κοσμοσ");
        assert_eq!(fold("їжак"), fold("і\u{308}жак"));
        assert_ne!(fold("їх"), fold("іх"));
    }

    #[test]
    fn both_ways_of_folding_agree() {
        for text in
            ["", " a", "  A  b \tC\r\n", "a\u{a0} b", "é \u{301} x", "\u{ad} a", "A`B", "x\u{b}y", " \u{2003} Z"]
        {
            assert_eq!(Folded::new(text).text, fold(text), "{text:?}");
        }
    }

    #[test]
    fn finds_the_way_back_to_the_printed_letters() {
        let text = "«Cafe\u{301}» co\u{ad}op, straße";
        let folded = Folded::new(text);
        assert_eq!(folded.text, fold(text));
        let back = |needle: &str| {
            let at = folded.text.find(needle).expect("found");
            let (start, end) = folded.original(at, at + needle.len());
            text[start..end].to_owned()
        };
        assert_eq!(back("cafe"), "Cafe\u{301}");
        assert_eq!(back("coop"), "co\u{ad}op");
        assert_eq!(back("strasse"), "straße");
        assert_eq!(back("\"cafe\""), "«Cafe\u{301}»");
    }
}
