//! Which of the encodings of old some bytes are in: each is tried on a sample, and the one under which the sample reads
//! most like a language wins. An encoding is a row of a table: its name, the languages it was used for, and by what
//! they are known.
//!
//! Known by: frequent words with letters beyond ASCII where words are written apart, frequent characters where they are
//! not. Against an encoding speak letters that no word has side by side: capitals in mid-word, signs between letters, two
//! scripts in one word, control characters, bytes that stand for nothing.

use super::decode::Decoder;

/// How much is looked at, bytes.
const SAMPLE_BYTES: usize = 12 * 1024;

const DE: &str = "für über können müssen würde daß möchte wäre hätte natürlich schön größe";
const FR: &str = "à même où très déjà après être été là ça côté français";
const ES: &str = "más también está así qué año años aquí sí señor según";
const PT: &str = "não são também até você é já há então";
const IT: &str = "è perché più può così già città sarà";
const NORDIC: &str = "är för på också från så være også når gør että hän tämä myös sitä året";
const PL: &str = "się że są także już będzie może więc który można być";
const CS: &str = "že není však také který když při už tím může sú tiež ktorý české";
const HU: &str = "és már én így több még ő között után magyar";
const SOUTH_SLAVIC: &str = "će još što više može biće šta";
const RO: &str = "în că să şi între după fără";
const TR: &str = "için çok değil şey şimdi olduğu bütün türkiye";
const BALTIC: &str = "tačiau būti mūsų šis kurių arī ļoti mēs jūs šā või ära kõik";
const RU: &str = "и в не на что это я с как мы по но вы то у а был очень его так все для от";
const UK: &str = "і в не на що це я та як ми з але ви й у є від для";
const BG: &str = "и в не на че да се е от за са това как ние но ще";
const EL: &str = "και το να είναι της για με που ότι από δεν τον την η ο θα";
const HE: &str = "את של לא על זה אני הוא גם כי אם יש מה כל";
const AR: &str = "في من على أن إلى هذا التي لا ما عن هذه در به که از این را";

/// By what a text is known.
#[derive(Clone, Copy, Debug)]
enum Signs {
    /// Frequent words, in lists.
    Words(&'static [&'static str]),
    /// Frequent characters.
    Characters(fn(char) -> bool),
    /// Frequent stretches, where words are written together in an alphabet.
    Stretches(&'static [&'static str]),
}

/// The encodings that are tried. Of two under which a text reads equally well, the first is taken.
static CANDIDATES: &[(&str, Signs)] = &[
    ("windows-1252", Signs::Words(&[DE, FR, ES, PT, IT, NORDIC])),
    ("windows-1251", Signs::Words(&[RU, UK, BG])),
    ("windows-1250", Signs::Words(&[PL, CS, HU, SOUTH_SLAVIC, RO, DE])),
    ("ISO-8859-2", Signs::Words(&[PL, CS, HU, SOUTH_SLAVIC, RO])),
    ("KOI8-R", Signs::Words(&[RU, BG])),
    ("KOI8-U", Signs::Words(&[UK])),
    ("IBM866", Signs::Words(&[RU])),
    ("ISO-8859-5", Signs::Words(&[RU, BG])),
    ("x-mac-cyrillic", Signs::Words(&[RU])),
    ("windows-1254", Signs::Words(&[TR])),
    ("windows-1257", Signs::Words(&[BALTIC])),
    ("windows-1253", Signs::Words(&[EL])),
    ("ISO-8859-7", Signs::Words(&[EL])),
    ("windows-1255", Signs::Words(&[HE])),
    ("windows-1256", Signs::Words(&[AR])),
    ("ISO-8859-6", Signs::Words(&[AR])),
    ("windows-1258", Signs::Words(&[FR])),
    ("macintosh", Signs::Words(&[DE, FR, ES, PT, IT, NORDIC])),
    (
        "windows-874",
        Signs::Stretches(&[
            "ที่",
            "การ",
            "และ",
            "เป็น",
            "ของ",
            "ไม่",
            "ได้",
            "ให้",
            "ใน",
            "มี",
            "ว่า",
            "อยู่",
            "แล้ว",
            "ค่ะ",
            "ครับ",
        ]),
    ),
    ("Shift_JIS", Signs::Characters(is_japanese)),
    ("EUC-JP", Signs::Characters(is_japanese)),
    ("GB18030", Signs::Characters(|c| COMMON_HAN.contains(c) || is_punctuation(c))),
    ("Big5", Signs::Characters(|c| COMMON_HAN.contains(c) || is_punctuation(c))),
    ("EUC-KR", Signs::Characters(|c| COMMON_HANGUL.contains(c))),
];

/// Characters that make up nearly half of Chinese prose, in both ways of writing.
const COMMON_HAN: &str = "的一是不了在人有我他这個个上们們来來到时時大地为為子中你说說生国國年着就那和要她出也得里裡后後自以会會\
家可下而过過天去能对對小多然于於心学學么麼之都好看起发發当當没沒成只如事把还還用第样樣道想作种種开開美总總从從无無情己面最女但\
现現前些所同日手又行意动動方期它头頭经經长長儿兒回位分爱愛老因很给給名法间間斯知世什两兩次使身者被高已亲親其进進此话話常与與";

/// Syllables that make up a third of Korean prose.
const COMMON_HANGUL: &str =
    "이다는의에가을를로고하한은지기사들어그대도리서자나있것해인수부정시보라과만일게에서면아니우원여장";

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fc}') || is_punctuation(c)
}

fn is_punctuation(c: char) -> bool {
    matches!(c, '、' | '。' | '「' | '」' | '，' | '：' | '！' | '？' | '《' | '》' | '“' | '”' | '\u{3000}')
}

/// Names of all encodings that can be chosen by hand.
pub fn names() -> impl Iterator<Item = &'static str> {
    ["UTF-8", "UTF-16LE", "UTF-16BE"].into_iter().chain(CANDIDATES.iter().map(|candidate| candidate.0))
}

/// The encoding that bytes, which are not in UTF-8, are most likely in.
pub(super) fn guess(bytes: &[u8], decoder: Decoder) -> &'static str {
    let sample = sample(bytes);
    let mut best = (CANDIDATES[0].0, f32::MIN);
    for (name, signs) in CANDIDATES {
        let Some(text) = (decoder.0)(name, sample) else { continue };
        let score = match signs {
            Signs::Words(lists) => score_words(&text, lists),
            Signs::Stretches(stretches) => score_stretches(&text, stretches),
            Signs::Characters(is_frequent) => score_characters(&text, *is_frequent),
        };
        if score > best.1 {
            best = (name, score);
        }
    }
    best.0
}

/// A stretch around the first bytes beyond ASCII, cut where characters begin and end.
fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = bytes[..first].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let start = start.max(first.saturating_sub(200));
    let rest = &bytes[start..];
    if rest.len() <= SAMPLE_BYTES {
        return rest;
    }
    // Below 0x30 no byte is the second of a pair.
    let end = rest[..SAMPLE_BYTES].iter().rposition(|byte| *byte < 0x30).unwrap_or(SAMPLE_BYTES);
    &rest[..end]
}

/// What letters are worth that stand for nothing.
const NOTHING: f32 = -6.0;

fn is_nothing(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}')
}

fn score_stretches(text: &str, stretches: &[&str]) -> f32 {
    let nothing = text.chars().filter(|c| is_nothing(*c)).count() as f32 * NOTHING;
    let letters: usize = stretches.iter().map(|stretch| text.matches(stretch).count() * stretch.chars().count()).sum();
    nothing + 3.0 * letters as f32
}

fn score_characters(text: &str, is_frequent: fn(char) -> bool) -> f32 {
    let mut score = 0.0;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        score += match c {
            _ if is_nothing(c) => NOTHING,
            // Half-width letters are what other encodings look like in Shift_JIS.
            '\u{ff61}'..='\u{ff9f}' => -1.0,
            _ if is_frequent(c) => 2.0,
            '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => 0.1,
            _ => -0.5,
        };
    }
    score
}

/// The scripts of letters, as far as encodings mix them up.
fn script(c: char) -> u8 {
    match c {
        '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => 0,
        '\u{370}'..='\u{3ff}' => 1,
        '\u{400}'..='\u{52f}' => 2,
        '\u{590}'..='\u{5ff}' => 3,
        '\u{600}'..='\u{6ff}' => 4,
        _ => 5,
    }
}

fn score_words(text: &str, lists: &[&str]) -> f32 {
    let mut score = 0.0;
    let mut lower = String::new();
    for word in text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()).filter(|word| !word.is_ascii()) {
        lower.clear();
        let mut before: Option<char> = None;
        for c in word.chars() {
            lower.extend(c.to_lowercase());
            let is_between = before.is_some_and(char::is_alphabetic);
            if is_nothing(c) {
                score += NOTHING;
            } else if c.is_alphabetic() {
                if !c.is_ascii() {
                    score += 0.2;
                }
                match before {
                    Some(other) if other.is_alphabetic() && script(other) != script(c) => score -= 2.0,
                    Some(other) if other.is_lowercase() && c.is_uppercase() => score -= 1.5,
                    // A sign that stands against the letters on both its sides.
                    Some(other) if is_odd(other) => score -= 1.0,
                    _ => {}
                }
            } else if matches!(c, '\u{2013}'..='\u{201e}') {
                // Typographers' dashes and quotation marks are what English texts have beyond ASCII.
                score += 0.3;
            } else if is_odd(c) {
                score -= if is_between { 1.0 } else { 0.3 };
            }
            before = Some(c);
        }
        let trimmed = lower.trim_matches(|c: char| !c.is_alphabetic());
        if lists.iter().any(|list| list.split(' ').any(|known| known == trimmed)) {
            score += 3.0 + 0.5 * trimmed.chars().filter(|c| !c.is_ascii()).count() as f32;
        }
    }
    score
}

/// Signs that do not stand against a letter: all but quotation marks, dashes, spaces and what joins letters.
fn is_odd(c: char) -> bool {
    !c.is_ascii()
        && !c.is_alphanumeric()
        && !c.is_whitespace()
        && !matches!(
            c,
            '\u{2010}'..='\u{2027}' | '«' | '»' | '‹' | '›' | '°' | '№' | '€' | '£' | '\u{ad}' | '·' | '¿' | '¡' | '\u{300}'..='\u{36f}'
                | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Encodes with the library and guesses; what matters is that the text comes back.
    fn check(encoding: &str, text: &str) {
        let known = encoding_rs::Encoding::for_label(encoding.as_bytes()).expect("an encoding");
        let (bytes, _, has_failed) = known.encode(text);
        assert!(!has_failed, "{encoding} cannot say {text}");
        let guessed = guess(&bytes, Decoder::default());
        let back = (Decoder::default().0)(guessed, &bytes).expect("a decoder");
        assert!(
            back == text,
            "{encoding} is taken for {guessed}: {}",
            &text[..text.floor_char_boundary(100.min(text.len()))]
        );
    }

    #[test]
    fn a_sentence_is_enough() {
        for (encodings, text) in [
            (&["windows-1252", "macintosh"][..], "Die Schiffe können über Nacht im Hafen bleiben, für die Gebühr."),
            (&["windows-1252", "macintosh"], "Le port était fermé après la tempête, même à marée basse; où aller?"),
            (&["windows-1252"], "La Comisión está aquí también; señor presidente, más de tres años así."),
            (&["windows-1252"], "O porto não está aberto; são três navios também à espera até amanhã."),
            (&["windows-1252"], "Fyren på udden är släckt och båtarna går också från hamnen före kvällen."),
            (&["windows-1252"], "“It’s the harbour’s café,” she said – and left."),
            (
                &["windows-1251", "KOI8-R", "IBM866", "ISO-8859-5", "x-mac-cyrillic"],
                "Добрый день. Мы собрались, чтобы обсудить гавань и маяк, но не все лодки вернулись.",
            ),
            (
                &["windows-1251", "KOI8-U"],
                "Доброго дня. Ми зібралися, щоб обговорити гавань і маяк, але не всі човни є тут.",
            ),
            (
                &["windows-1250", "ISO-8859-2"],
                "Przystań jest zamknięta, ale łodzie już są w porcie i może się okaże, że można wypłynąć.",
            ),
            (
                &["windows-1250", "ISO-8859-2"],
                "Přístav je zavřený, však lodě už jsou tady a není jasné, když bouře může přijít.",
            ),
            (&["windows-1250", "ISO-8859-2"], "A kikötő zárva van, és már több hajó is itt áll, még így is."),
            (&["windows-1254"], "Liman kapalı değil, çünkü şimdi fırtına için çok geç; bütün gemiler burada."),
            (&["windows-1257"], "Uostas uždarytas, tačiau mūsų laivai gali būti čia ir šiandien."),
            (
                &["windows-1253", "ISO-8859-7"],
                "Το λιμάνι είναι κλειστό και δεν ξέρουμε για το πλοίο που έρχεται από την πόλη.",
            ),
            (&["windows-1255"], "הנמל סגור ואני לא יודע על הספינה של העיר, כי גם זה קשה."),
            (&["windows-1256"], "الميناء مغلق في هذا اليوم و لا نعلم ما في السفينة التي على الرصيف."),
            (&["windows-874"], "ท่าเรือปิดแล้ว และเรือทั้งหมดอยู่ที่นี่"),
            (
                &["Shift_JIS", "EUC-JP"],
                "港は閉まっています。しかし船はもう戻っているので、灯台の明かりをつけてください。",
            ),
            (&["GB18030"], "港口已经关了，但是我们的船都在这里，大家不要去海上。"),
            (&["Big5"], "港口已經關了，但是我們的船都在這裡，大家不要去海上。"),
            (&["EUC-KR"], "항구는 닫혔습니다. 하지만 배들은 이미 여기에 있고 등대의 불을 켜야 합니다."),
        ] {
            for encoding in encodings {
                check(encoding, text);
            }
        }
    }

    #[test]
    fn ascii_around_it_changes_nothing() {
        let english = "The board met at noon and adjourned at four. ".repeat(2000);
        check("windows-1251", &format!("{english}\nГавань закрыта, но лодки вернулись, и это хорошо.\n{english}"));
        check("Shift_JIS", &format!("{english}\n港は閉まっています。しかし船は戻っている。\n{english}"));
    }

    #[test]
    fn a_single_letter_is_read_as_western() {
        check("windows-1252", "The café at the harbour.");
        check("windows-1252", "It’s over.");
    }
}
