//! The texts of the interface; `text::messages` says in which syntax. Those of the first paint stand in `texts/`, one
//! file a language; the others come from the worker, and until then say nothing. The browser knows how each language
//! writes numbers and dates, and its plural forms.

use std::fmt;
use std::rc::Rc;

use crate::jobs::messages::{Messages, Numbers, Value};
use crate::jobs::{Confidence, RefusedFiles, Unpacked};
use crate::model::Date;
use crate::platform::{self, PluralForms};

/// The languages of the interface: code and texts. The first is the one that others fall back on.
const LANGUAGES: &[(&str, &str)] = &[("en", include_str!("texts/en.ftl")), ("ru", include_str!("texts/ru.ftl"))];

/// The texts in the language of the interface.
#[derive(Clone)]
pub struct Texts(Rc<Language>);

struct Language {
    code: &'static str,
    messages: Messages,
    /// Whether the texts of the worker are among them.
    is_whole: bool,
    plural_forms: PluralForms,
}

impl Numbers for Language {
    fn written(&self, number: u64) -> String {
        platform::number_text(number, self.code)
    }

    fn form(&self, number: u64) -> String {
        self.plural_forms.form(number)
    }
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
        Self::new(known.next().unwrap_or(0), None)
    }

    fn new(index: usize, later: Option<&str>) -> Self {
        let (code, source) = LANGUAGES[index];
        platform::set_page_language(code);
        let mut messages = Messages::default();
        messages.read(source);
        messages.read(later.unwrap_or_default());
        Self(Rc::new(Language { code, messages, is_whole: later.is_some(), plural_forms: PluralForms::of(code) }))
    }

    fn index(&self) -> usize {
        LANGUAGES.iter().position(|(code, _)| *code == self.0.code).unwrap_or(0)
    }

    /// The same with the texts that come later.
    pub fn with_later(&self, later: &str) -> Self {
        Self::new(self.index(), Some(later))
    }

    /// The code of the language.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The texts in the next language.
    pub fn switched(&self) -> Self {
        let next = Self::new((self.index() + 1) % LANGUAGES.len(), None);
        platform::keep_setting("language", next.0.code);
        next
    }

    /// A text.
    pub fn of(&self, key: &str) -> String {
        self.with(key, [])
    }

    /// A text with values in it. A key that is not there shows itself.
    pub fn with<const N: usize>(&self, key: &str, values: [(&'static str, Value); N]) -> String {
        if !self.0.is_whole && !self.0.messages.holds(key) {
            return String::new();
        }
        self.0.messages.fill(key, &values, &*self.0)
    }

    /// What came of an archive.
    pub fn unpacked(&self, unpacked: &Unpacked) -> String {
        let mut text = self.with("message-unpacked", [("n", unpacked.opened.into())]);
        for (key, n) in [("message-unpacked-duplicates", unpacked.duplicates), ("message-unpacked-junk", unpacked.junk)]
        {
            if n > 0 {
                text.push(' ');
                text.push_str(&self.with(key, [("n", n.into())]));
            }
        }
        text
    }

    /// Which files of an archive could not be read: each reason once, with the files that it holds for.
    pub fn refused(&self, unpacked: &Unpacked) -> String {
        let mut text = self.with("message-unpacked-refused", [("n", unpacked.refused.into())]);
        for RefusedFiles { why, names, more } in &unpacked.reasons {
            let mut files = names.join(", ");
            if *more > 0 {
                files = self.with("message-and-more", [("files", files.into()), ("n", (*more).into())]);
            }
            text.push_str(&format!(" {why} ({files})"));
        }
        text
    }

    /// A date.
    pub fn date(&self, date: Date) -> String {
        platform::date_text(date, self.0.code)
    }

    /// A size in bytes, in the unit that fits.
    pub fn size(&self, bytes: u64) -> String {
        let (tenths, unit) = match bytes {
            0..1000 => (bytes * 10, "B"),
            1000..1_000_000 => ((bytes + 500) / 1000 * 10, "KB"),
            _ => ((bytes + 50_000) / 100_000, "MB"),
        };
        let point = if self.0.code == "ru" { ',' } else { '.' };
        let whole = platform::number_text(tenths / 10, self.0.code);
        match tenths % 10 {
            0 => format!("{whole}\u{a0}{unit}"),
            tenth => format!("{whole}{point}{tenth}\u{a0}{unit}"),
        }
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
