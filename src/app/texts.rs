//! The texts of the interface, one file a language in `texts/`, in Fluent.

use std::fmt;
use std::rc::Rc;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::jobs::Confidence;
use crate::model::Date;
use crate::platform;

/// The languages of the interface: code and texts. The first is the one that others fall back on.
const LANGUAGES: &[(&str, &str)] = &[("en", include_str!("texts/en.ftl")), ("ru", include_str!("texts/ru.ftl"))];

/// The texts in the language of the interface.
#[derive(Clone)]
pub struct Texts(Rc<Language>);

struct Language {
    code: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Texts").field(&self.0.code).finish()
    }
}

impl Texts {
    /// The texts in the language that the user chose, or else in the browser's, or else in English.
    pub fn preferred() -> Self {
        let wanted = platform::setting("language").into_iter().chain(platform::languages());
        let mut known =
            wanted.filter_map(|wanted| LANGUAGES.iter().position(|(code, _)| wanted.split('-').next() == Some(code)));
        Self::new(known.next().unwrap_or(0))
    }

    fn new(index: usize) -> Self {
        let (code, source) = LANGUAGES[index];
        let language: LanguageIdentifier = code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.set_use_isolating(false);
        // A message that does not parse is left out and shows its key; the tests look for that.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let _ = bundle.add_resource(resource);
        platform::set_page_language(code);
        Self(Rc::new(Language { code, bundle }))
    }

    /// The texts in the next language.
    pub fn switched(&self) -> Self {
        let at = LANGUAGES.iter().position(|(code, _)| *code == self.0.code).unwrap_or(0);
        let next = Self::new((at + 1) % LANGUAGES.len());
        platform::keep_setting("language", next.0.code);
        next
    }

    /// A text.
    pub fn of(&self, key: &str) -> String {
        self.with(key, [])
    }

    /// A text with values in it.
    pub fn with<'v, const N: usize>(&self, key: &str, values: [(&'static str, FluentValue<'v>); N]) -> String {
        let Some(pattern) = self.0.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let args: FluentArgs<'v> = values.into_iter().collect();
        self.0.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// A date.
    pub fn date(&self, date: Date) -> String {
        platform::date_text(date, self.0.code)
    }

    /// A size in bytes, in the unit that fits.
    pub fn size(&self, bytes: u64) -> String {
        let (value, unit) = match bytes {
            0..1000 => (bytes as f64, "B"),
            1000..1_000_000 => ((bytes as f64 / 1e3).round(), "KB"),
            _ => ((bytes as f64 / 1e5).round() / 10.0, "MB"),
        };
        format!("{}\u{a0}{unit}", platform::number_text(value, self.0.code))
    }

    /// How sure a format was.
    pub fn confidence(&self, confidence: Confidence) -> String {
        self.of(match confidence {
            Confidence::Certain => "confidence-certain",
            Confidence::Likely => "confidence-likely",
            Confidence::Maybe | Confidence::No => "confidence-maybe",
        })
    }

    /// The name of a language.
    pub fn language_name(&self, code: &str) -> String {
        platform::language_name(code, self.0.code)
    }
}

/// A time in a recording: `1:02:03` or `2:03`.
pub fn clock(ms: u32) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}
