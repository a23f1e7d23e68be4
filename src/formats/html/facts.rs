//! What a page says of itself outside of its text: its title, address, language, date.
//!
//! The text of the event is always believed first; these only fill what it leaves open.

use std::borrow::Cow;

use super::content::{Content, Place};
use crate::markup::json_tree;
use crate::markup::xml::{Attribute, NodeRef, Tree, decode};
use crate::model::{Date, Field, Kind, Ledger, Metadata, Span};

/// A text and where it stands.
type Fact = Option<(String, Span)>;

/// What was found; the first of each kind counts.
#[derive(Debug, Default)]
pub struct Facts {
    /// `og:title`, or the headline of JSON-LD.
    headline: Fact,
    /// `<title>`, which often names the site too.
    title: Fact,
    description: Fact,
    /// The day the page says that the event was on, and the day it says that it was published.
    day: Option<(Date, Span)>,
    published: Option<(Date, Span)>,
    language: Option<String>,
    other: Vec<(&'static str, String, Span)>,
}

impl Facts {
    /// Finds them.
    pub fn find(tree: &Tree<'_>, content: &Content, source: &str) -> Self {
        let mut facts = Self::default();
        for node in tree.nodes().filter(NodeRef::is_element) {
            match node {
                _ if node.is("meta") => facts.read_meta(node),
                _ if node.is("title") && facts.title.is_none() => facts.read_title(node),
                _ if node.is("link") && node.value("rel").is_some_and(|rel| rel == "canonical") => {
                    facts.add("Address", node.attribute("href").filter(|href| href.raw.contains("://")));
                }
                _ if node.is("time") && content.place(node) == Place::Event => {
                    keep(&mut facts.day, node.attribute("datetime").and_then(date));
                }
                _ if node.is("script") && node.value("type").is_some_and(|kind| kind.contains("ld+json")) => {
                    facts.read_json(source, node.start_tag().end as usize, node.end_tag().start);
                }
                _ if node.is("html") && facts.language.is_none() => {
                    facts.language = node.value("lang").map(Cow::into_owned).filter(|lang| is_language(lang));
                }
                _ => {}
            }
        }
        facts
    }

    fn read_title(&mut self, node: NodeRef<'_, '_>) {
        let words = node.descendants().next().map(|text| text.text_span());
        self.title = words.map(|span| (node.line(), span)).filter(|(line, _)| !line.is_empty());
    }

    fn read_meta(&mut self, node: NodeRef<'_, '_>) {
        let Some(content) = node.attribute("content").filter(|content| !content.raw.trim().is_empty()) else { return };
        let name = node.attributes().find(|a| matches!(a.name, "name" | "property" | "itemprop")).map_or("", |a| a.raw);
        match name {
            "og:title" | "twitter:title" => keep(&mut self.headline, text(content)),
            "description" | "og:description" => keep(&mut self.description, text(content)),
            "article:published_time" | "datePublished" | "date" | "dc.date" | "DC.date" => {
                keep(&mut self.published, date(content));
            }
            "startDate" => keep(&mut self.day, date(content)),
            "og:site_name" => self.add("Site", Some(content)),
            "og:url" => self.add("Address", Some(content)),
            "keywords" => self.add("Keywords", Some(content)),
            "author" => self.add("Author", Some(content)),
            _ => {}
        }
    }

    /// The plainest of JSON-LD: keys wherever they stand.
    fn read_json(&mut self, source: &str, start: usize, end: u32) {
        let Some(text) = source.get(..end as usize).filter(|text| start < text.len()) else { return };
        let json = json_tree::Tree::read(text, start);
        for value in json.values() {
            let Some(words) = value.text() else { continue };
            let day = || Some((Date::from_iso(words.get(..10)?)?, value.span()));
            match value.key() {
                "headline" => keep(&mut self.headline, Some((words.clone().into_owned(), value.span()))),
                "startDate" | "uploadDate" => keep(&mut self.day, day()),
                "datePublished" => keep(&mut self.published, day()),
                _ => {}
            }
        }
    }

    fn add(&mut self, key: &'static str, value: Option<Attribute<'_>>) {
        if let Some((words, span)) = value.and_then(text)
            && !self.other.iter().any(|(other, ..)| *other == key)
        {
            self.other.push((key, words, span));
        }
    }

    /// Fills what the text of the event left open, and claims what says so.
    pub fn fill(self, metadata: &mut Metadata, ledger: &mut Ledger) {
        if let Some((words, span)) = &self.title {
            ledger.claim(Kind::Metadata, *span);
            let title = metadata.title.as_ref().map(|title| &title.value);
            if title.is_some_and(|title| !words.contains(title.as_str())) {
                metadata.other.insert("Page".into(), words.clone());
            }
        }
        // The headline is claimed only where it is used; the title, which is shown to readers, always.
        let title = match self.headline {
            Some(headline) if metadata.title.is_none() => {
                ledger.claim(Kind::Metadata, headline.1);
                Some(headline)
            }
            _ => self.title,
        };
        if metadata.title.is_none() {
            metadata.title = title.map(|(value, span)| Field { value, span });
        }
        if let Some((words, span)) = self.description {
            ledger.claim(Kind::Metadata, span);
            match metadata.summary {
                Some(_) => drop(metadata.other.insert("Description".into(), words)),
                None => metadata.summary = Some(Field { value: words, span }),
            }
        }
        if let Some((value, span)) = self.day.or(self.published).filter(|_| metadata.date.is_none()) {
            ledger.claim(Kind::Metadata, span);
            metadata.date = Some(Field { value, span });
        }
        for (key, words, span) in self.other {
            ledger.claim(Kind::Metadata, span);
            metadata.other.insert(key.into(), words);
        }
        metadata.language = metadata.language.take().or(self.language);
    }
}

fn keep<T>(first: &mut Option<T>, next: Option<T>) {
    if first.is_none() {
        *first = next;
    }
}

fn text(attribute: Attribute<'_>) -> Fact {
    let words = decode(attribute.raw).split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some((words, attribute.span))
}

/// The day of a date that may have a time behind it.
fn date(attribute: Attribute<'_>) -> Option<(Date, Span)> {
    Some((Date::from_iso(attribute.raw.get(..10)?)?, attribute.span))
}

/// `en`, `pt-BR`.
fn is_language(text: &str) -> bool {
    (2..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
