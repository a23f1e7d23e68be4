//! The texts of the interface, in the syntax of Project Fluent, as far as the interface needs it: messages of one line,
//! `{ $name }`, and one choice by plural form.
//!
//! The crate that reads all of Fluent weighs a sixth of what the first paint may. `tests/texts.rs` holds the files to
//! Fluent's own parser and to each other. What a number looks like and which plural form it takes is the language's
//! matter and comes from outside. See `docs/decisions/texts.md`.

/// Messages by their keys.
///
/// They are few: looking through them costs less than what a table with hashes weighs in the page.
#[derive(Debug, Default)]
pub struct Messages(Vec<(String, Message)>);

/// A message: a pattern, or one for each plural form of a number, the last for all other forms.
#[derive(Debug)]
enum Message {
    Plain(String),
    Plural { number: String, variants: Vec<(String, String)> },
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

/// How a language treats numbers.
pub trait Numbers {
    /// A number as it is written.
    fn written(&self, number: u64) -> String;

    /// The plural form that it takes: `one`, `few`, `many`, `other`.
    fn form(&self, number: u64) -> String;
}

impl Messages {
    /// Reads a file of texts and adds them.
    pub fn read(&mut self, source: &str) {
        let mut open: Option<(String, Message)> = None;
        for line in source.lines() {
            let line = line.trim();
            if let Some((_, Message::Plural { variants, .. })) = &mut open {
                if line == "}" {
                    self.0.extend(open.take());
                } else {
                    let variant = line.trim_start_matches('*').strip_prefix('[').and_then(|line| line.split_once("] "));
                    variants.extend(variant.map(|(form, pattern)| (form.to_owned(), pattern.to_owned())));
                }
            } else if let Some((key, pattern)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
                let key = key.to_owned();
                match pattern.strip_prefix("{ $").and_then(|pattern| pattern.strip_suffix(" ->")) {
                    Some(number) => {
                        open = Some((key, Message::Plural { number: number.to_owned(), variants: Vec::new() }));
                    }
                    None => self.0.push((key, Message::Plain(pattern.to_owned()))),
                }
            }
        }
    }

    fn get(&self, key: &str) -> Option<&Message> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, message)| message)
    }

    /// Whether there is a message of this key.
    pub fn holds(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// A text with values in it. A key that is not there shows itself.
    pub fn fill(&self, key: &str, values: &[(&'static str, Value)], numbers: &dyn Numbers) -> String {
        let value = |name: &str| values.iter().find(|(key, _)| *key == name).map(|(_, value)| value);
        let pattern: &str = match self.get(key) {
            None => key,
            Some(Message::Plain(pattern)) => pattern,
            Some(Message::Plural { number, variants }) => {
                let form = match value(number) {
                    Some(Value::Number(number)) => numbers.form(*number),
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
                Some(Value::Number(number)) => text.push_str(&numbers.written(*number)),
                None => {}
            }
            rest = behind;
        }
        text.push_str(rest);
        text
    }
}
