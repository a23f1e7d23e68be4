//! The texts of the interface, one file a language in `texts/`, in the syntax of Project Fluent.
//!
//! The files use the part of Fluent that the interface needs: messages of one line, `{ $name }`, and one choice by
//! plural form. That part is read here in a few lines, because the crate that reads all of Fluent weighs a sixth of
//! what the first paint may; the browser knows the plural forms. `tests/texts.rs` holds the files to Fluent's own
//! parser and to each other. See `docs/decisions/texts.md`.

use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

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
    messages: HashMap<&'static str, Message>,
    plural_forms: PluralForms,
}

/// A message: a pattern, or one for each plural form of a number, the last for all other forms.
enum Message {
    Plain(&'static str),
    Plural { number: &'static str, variants: Vec<(&'static str, &'static str)> },
}

/// A value to put into a text.
#[derive(Clone, Debug)]
pub enum Value {
    /// A number, which may choose the plural form.
    Number(u64),
    /// Words as they are.
    Words(String),
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<&str> for Value {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Value {
    fn from(words: String) -> Self {
        Self::Words(words)
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
        Self::new(known.next().unwrap_or(0))
    }

    fn new(index: usize) -> Self {
        let (code, source) = LANGUAGES[index];
        platform::set_page_language(code);
        Self(Rc::new(Language { code, messages: read(source), plural_forms: PluralForms::of(code) }))
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

    /// A text with values in it. A key that is not there shows itself.
    pub fn with<const N: usize>(&self, key: &str, values: [(&'static str, Value); N]) -> String {
        self.fill(key, &values)
    }

    fn fill(&self, key: &str, values: &[(&'static str, Value)]) -> String {
        let value = |name: &str| values.iter().find(|(key, _)| *key == name).map(|(_, value)| value);
        let pattern = match self.0.messages.get(key) {
            None => return key.to_owned(),
            Some(Message::Plain(pattern)) => pattern,
            Some(Message::Plural { number, variants }) => {
                let form = match value(number) {
                    Some(Value::Number(number)) => self.0.plural_forms.form(*number),
                    _ => String::new(),
                };
                let chosen = variants.iter().find(|(name, _)| *name == form).or(variants.last());
                chosen.map_or("", |(_, pattern)| pattern)
            }
        };
        let mut text = String::with_capacity(pattern.len() + 16);
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (name, behind) = after.split_once('}').unwrap_or((after, ""));
            match value(name.trim().trim_start_matches('$')) {
                Some(Value::Words(words)) => text.push_str(words),
                Some(Value::Number(number)) => text.push_str(&platform::number_text(*number, self.0.code)),
                None => {}
            }
            rest = behind;
        }
        text.push_str(rest);
        text
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

/// Reads a file of texts.
fn read(source: &'static str) -> HashMap<&'static str, Message> {
    let mut messages = HashMap::new();
    let mut open: Option<(&'static str, &'static str, Vec<_>)> = None;
    for line in source.lines() {
        let line = line.trim();
        if let Some((key, number, mut variants)) = open.take() {
            if line == "}" {
                messages.insert(key, Message::Plural { number, variants });
                continue;
            }
            let variant = line.trim_start_matches('*').strip_prefix('[').and_then(|line| line.split_once("] "));
            variants.extend(variant);
            open = Some((key, number, variants));
        } else if let Some((key, pattern)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            match pattern.strip_prefix("{ $").and_then(|pattern| pattern.strip_suffix(" ->")) {
                Some(number) => open = Some((key, number, Vec::new())),
                None => {
                    messages.insert(key, Message::Plain(pattern));
                }
            }
        }
    }
    messages
}

/// A time in a recording: `1:02:03` or `2:03`.
pub fn clock(ms: u32) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}
