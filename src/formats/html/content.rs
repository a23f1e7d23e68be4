//! Where on a page the event stands, and what belongs to the page alone: menus, scripts, footers, related links.
//!
//! Looks at the elements' names, at the words in their classes, and at how much text they hold outside of links. What
//! holds more than half of the words is never set aside, whatever it is called: class names lie, masses do not.

use super::labels::{is_person, short_line};
use crate::markup::xml::{NodeKind, NodeRef, Tree};

/// Inside a link.
const LINK: u8 = 1;
/// No words for readers: the head, scripts, styles.
const RAW: u8 = 1 << 1;
/// Belongs to the page.
const PAGE: u8 = 1 << 2;
/// A heading or a list stands in it.
const HAS_PARTS: u8 = 1 << 3;

/// Words in classes of what belongs to the page, sorted.
const PAGE_WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "carousel",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "footer",
    "gallery",
    "ignore",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "noprint",
    "pager",
    "pagination",
    "popup",
    "promo",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "skip",
    "slider",
    "slideshow",
    "social",
    "sponsor",
    "subscribe",
    "taglist",
    "tags",
    "toolbar",
    "tooltip",
    "widget",
];

/// What an element is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Stands in the line.
    Inline,
    /// Begins and ends a line.
    Block,
    /// A block that holds others: a division of the page.
    Division,
    /// `article`, `main`.
    Main,
    /// `br`.
    Break,
    /// `pre`: line ends are line ends.
    Preformatted,
    /// `h1` to `h6`.
    Heading(u8),
    /// `a`.
    Link,
    /// Belongs to the page.
    Page,
    /// No words for readers.
    Raw,
}

/// What the element of this name is for.
pub fn tag(name: &str) -> Tag {
    let mut lower = [0; 12];
    let Some(lower) = lower.get_mut(..name.len()) else { return Tag::Inline };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"a" => Tag::Link,
        b"br" => Tag::Break,
        b"pre" => Tag::Preformatted,
        [b'h', level @ b'1'..=b'6'] => Tag::Heading(level - b'0'),
        b"article" | b"main" => Tag::Main,
        b"html" | b"body" | b"div" | b"section" | b"form" | b"center" | b"ul" | b"ol" | b"fieldset" | b"details" => {
            Tag::Division
        }
        b"p" | b"li" | b"dl" | b"dt" | b"dd" | b"table" | b"thead" | b"tbody" | b"tfoot" | b"tr" | b"td" | b"th"
        | b"caption" | b"blockquote" | b"address" | b"header" | b"hgroup" | b"summary" | b"hr" | b"legend" => {
            Tag::Block
        }
        b"head" | b"title" | b"script" | b"style" | b"noscript" | b"template" | b"svg" | b"math" | b"iframe"
        | b"canvas" | b"textarea" => Tag::Raw,
        b"nav" | b"footer" | b"aside" | b"menu" | b"button" | b"select" | b"datalist" | b"dialog" | b"audio"
        | b"video" | b"object" | b"figure" | b"figcaption" => Tag::Page,
        _ => Tag::Inline,
    }
}

/// Where the event stands on a page.
pub struct Content {
    flags: Vec<u8>,
    /// The element that holds the event; none where it is the whole page.
    root: Option<(usize, usize)>,
}

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Belongs to the event.
    Event,
    /// Around the event.
    Around,
    /// Belongs to the page.
    Page,
    /// No words for readers.
    Raw,
}

impl Content {
    /// Where a node stands.
    pub fn place(&self, node: NodeRef<'_, '_>) -> Place {
        let i = node.index();
        let flags = self.flags[i];
        match self.root {
            _ if flags & RAW != 0 => Place::Raw,
            Some((start, end)) if i < start && node.end() >= end => Place::Around,
            Some((start, end)) if i < start || i >= end => Place::Page,
            _ if flags & PAGE != 0 => Place::Page,
            _ => Place::Event,
        }
    }

    /// Finds it.
    pub fn find(tree: &Tree<'_>) -> Self {
        let mut content = Self { flags: vec![0; tree.len()], root: None };
        content.mark_elements(tree);
        content.mark_page(tree);
        content.root = content.find_root(tree).map(|node| (node.index(), node.end()));
        content
    }

    /// What names and classes say.
    fn mark_elements(&mut self, tree: &Tree<'_>) {
        for node in tree.nodes() {
            let above = node.parent().map_or(0, |parent| self.flags[parent.index()] & (LINK | RAW));
            self.flags[node.index()] = match node.kind() {
                // A number that leads somewhere is a time or a footnote, and no link to another page.
                NodeKind::Text if node.text().trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '[') => {
                    above & !LINK
                }
                NodeKind::Element => above | own_flags(node),
                _ => above,
            };
        }
        for i in (0..tree.len()).rev() {
            let node = tree.node(i);
            let has_parts =
                self.flags[i] & HAS_PARTS != 0 || matches!(tag(node.name()), Tag::Heading(2..)) || node.is("li");
            if let Some(parent) = node.parent().filter(|_| has_parts) {
                self.flags[parent.index()] |= HAS_PARTS;
            }
        }
    }

    /// Settles what belongs to the page, and all that stands in it.
    fn mark_page(&mut self, tree: &Tree<'_>) {
        let words = self.weigh(tree, RAW);
        let plain = self.weigh(tree, RAW | LINK);
        let sum = |weights: &[u32]| -> u32 { tree.roots().map(|root| weights[root.index()]).sum() };
        let all = sum(&words);
        // Where most words are links, links are how the page tells its story.
        let has_plain = sum(&plain) > all / 2;
        for node in tree.nodes() {
            let i = node.index();
            let links = words[i] - plain[i];
            let is_linked = has_plain
                && match tag(node.name()) {
                    // A box of links with a heading above or in a list: what else there is to read.
                    Tag::Division => self.flags[i] & HAS_PARTS != 0 && links * 10 > words[i] * 6,
                    // A line that is a link leads away, unless it is the name of who speaks.
                    Tag::Block => links > 0 && links == words[i] && leads_away(node),
                    _ => false,
                };
            let own = self.flags[i] & PAGE != 0 || is_linked;
            let is_page = own && words[i] <= all / 2
                || node.parent().is_some_and(|parent| self.flags[parent.index()] & PAGE != 0);
            self.flags[i] = self.flags[i] & !PAGE | if is_page { PAGE } else { 0 };
        }
    }

    /// Bytes of words in each node, at any depth, without what has one of these flags.
    fn weigh(&self, tree: &Tree<'_>, without: u8) -> Vec<u32> {
        let mut weights = vec![0; tree.len()];
        for i in (0..tree.len()).rev() {
            let node = tree.node(i);
            if self.flags[i] & without == 0 {
                weights[i] += node.text().trim_ascii().len() as u32;
            }
            if let Some(parent) = node.parent() {
                weights[parent.index()] += weights[i];
            }
        }
        weights
    }

    /// The element that holds the event: an article where the page has one with most of the text; else what is left
    /// when everything around the mass of the text is taken off.
    fn find_root<'t, 's>(&self, tree: &'t Tree<'s>) -> Option<NodeRef<'t, 's>> {
        let weights = self.weigh(tree, RAW | LINK | PAGE);
        let weight = |node: NodeRef<'_, '_>| u64::from(weights[node.index()]);
        let all: u64 = tree.roots().map(weight).sum();
        let mut best: Option<NodeRef<'t, 's>> = None;
        let is_main = |node: &NodeRef<'_, '_>| {
            tag(node.name()) == Tag::Main || node.is_element() && node.value("role").is_some_and(|role| role == "main")
        };
        for node in tree.nodes().filter(is_main) {
            let is_better = match best {
                None => true,
                Some(outer) if node.index() < outer.end() => weight(node) * 10 >= weight(outer) * 8,
                Some(other) => weight(node) > weight(other),
            };
            best = if is_better { Some(node) } else { best };
        }
        if let Some(best) = best.filter(|best| weight(*best) * 10 >= all * 4) {
            return Some(best);
        }
        let mut root = tree.roots().filter(NodeRef::is_element).max_by_key(|node| weight(*node));
        root = root.filter(|root| weight(*root) * 10 >= all * 9 && tag(root.name()) == Tag::Division);
        while let Some(outer) = root {
            let heaviest = outer.elements().max_by_key(|node| weight(*node));
            let Some(inner) = heaviest.filter(|inner| {
                tag(inner.name()) == Tag::Division
                    && weight(*inner) * 10 >= weight(outer) * 9
                    && !inner.is("ul")
                    && !inner.is("ol")
                    && !has_twin(outer, *inner)
            }) else {
                break;
            };
            root = Some(inner);
        }
        root
    }
}

/// Whether a line that is a link is of several words and names nobody.
fn leads_away(node: NodeRef<'_, '_>) -> bool {
    (node.is("p") || node.is("li")) && short_line(node).is_none_or(|line| line.contains(' ') && !is_person(&line))
}

/// Whether beside an element stands another one of the same name and class: then both are items of one list.
fn has_twin(parent: NodeRef<'_, '_>, node: NodeRef<'_, '_>) -> bool {
    let class = node.attribute("class").map_or("", |class| class.raw);
    let has_class = |other: NodeRef<'_, '_>| other.attribute("class").map_or("", |other| other.raw) == class;
    parent.elements().any(|other| other != node && other.name() == node.name() && has_class(other))
}

fn own_flags(node: NodeRef<'_, '_>) -> u8 {
    match tag(node.name()) {
        Tag::Raw => RAW,
        Tag::Page => PAGE,
        Tag::Link if node.attribute("href").is_some_and(|href| !href.raw.starts_with('#')) => LINK | class_flags(node),
        _ => class_flags(node),
    }
}

fn class_flags(node: NodeRef<'_, '_>) -> u8 {
    for attribute in node.attributes() {
        let is_page = match attribute.name {
            "class" | "id" => class_words(attribute.raw).any(|word| PAGE_WORDS.binary_search(&word).is_ok()),
            "role" => matches!(attribute.raw, "navigation" | "contentinfo" | "search" | "banner" | "dialog" | "menu"),
            _ => false,
        };
        if is_page {
            return PAGE;
        }
    }
    0
}

/// The words of a class or an id, as far as they are in small letters.
pub fn class_words(raw: &str) -> impl Iterator<Item = &str> {
    raw.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::xml::Dialect;

    /// The words of the event, a stroke between nodes.
    fn event(source: &str) -> String {
        let tree = Tree::read(source, 0, Dialect::Html);
        let content = Content::find(&tree);
        let nodes = tree.nodes().filter(|node| content.place(*node) == Place::Event);
        nodes.map(|node| node.text().trim()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn an_article_is_the_event() {
        let page = "<body><ul><li><a href=a>Home</a></li></ul><div>Our council, the town of Lindsund</div>\
            <article><h1>Talks</h1><p>Anna Lund: The wall stands, and it will stand for many years to come.</p>\
            <div class='post-share'>Send</div></article><p>Imprint</p></body>";
        assert_eq!(event(page), "Talks|Anna Lund: The wall stands, and it will stand for many years to come.");
    }

    #[test]
    fn without_an_article_the_mass_of_the_text_is() {
        let long = "It rained the whole day and the whole night. ".repeat(20);
        let page =
            format!("<body><p>Top</p><div id=x><div class='turn'>{long}</div><div class='turn'>No.</div></div></body>");
        assert_eq!(event(&page), format!("{}|No.", long.trim()));
    }

    #[test]
    fn names_of_classes_do_not_hide_the_mass() {
        let page =
            "<body><div class='menu'><p>Anna Lund: Yes, and more of it.</p></div><div class=menu>Home</div></body>";
        assert_eq!(event(page), "Anna Lund: Yes, and more of it.");
    }

    #[test]
    fn the_words_are_sorted() {
        assert!(PAGE_WORDS.is_sorted());
    }
}
