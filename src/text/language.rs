//! Which language a text is in.

use whatlang::{Lang, detect as detect_trigrams};

/// How much of a text is looked at, bytes.
const SAMPLE_BYTES: usize = 4096;

/// The language of most of `text` as a BCP 47 code (`en`, `ru`); none where it is too short or unclear.
pub fn detect(text: &str) -> Option<&'static str> {
    let middle = text.floor_char_boundary(text.len() / 3);
    let start = if text.len() > 3 * SAMPLE_BYTES { middle } else { 0 };
    let sample = &text[start..text.floor_char_boundary(text.len().min(start + SAMPLE_BYTES))];
    let found = detect_trigrams(sample)?;
    (found.is_reliable() || sample.chars().filter(|c| c.is_alphabetic()).count() > 40).then(|| bcp47(found.lang()))
}

fn bcp47(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ukr => "uk",
        Lang::Pol => "pl",
        Lang::Heb => "he",
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Nld => "nl",
        Lang::Tur => "tr",
        Lang::Ces => "cs",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Kor => "ko",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Hin => "hi",
        Lang::Pes => "fa",
        other => other.code(),
    }
}
