//! The head of a TTML document: title, description, agents, and which styles hide their words.
//!
//! Follows <https://www.w3.org/TR/ttml2/#metadata>. What else stands there in words is kept under its own name.

use super::Reader;
use crate::markup::xml::{NodeKind, NodeRef};
use crate::model::{Field, Kind, Span};
use crate::text::lines::trim;

/// Longest name of an agent, tags included.
const NAME_BYTES: usize = 1000;

/// Longest value that is kept under its own name.
const VALUE_BYTES: usize = 4096;

impl<'s> Reader<'s> {
    /// Reads the head.
    pub(super) fn read_head(&mut self, head: NodeRef<'_, 's>) {
        self.claim(Kind::Markup, head.start_tag());
        for node in head.descendants() {
            match node.kind() {
                NodeKind::Text | NodeKind::Cdata => self.read_head_words(node),
                NodeKind::Element => {
                    self.claim(Kind::Markup, node.start_tag());
                    self.claim(Kind::Markup, node.end_tag());
                    match node.local() {
                        "agent" => self.read_agent(node),
                        "style" => self.read_style(node),
                        _ => {}
                    }
                }
                _ => self.claim(Kind::Markup, node.start_tag()),
            }
        }
        self.claim(Kind::Markup, head.end_tag());
    }

    fn read_head_words(&mut self, node: NodeRef<'_, 's>) {
        let (whole, inner) = (node.start_tag(), node.text_span());
        let words = trim(inner.of(self.source), inner);
        let name = node.parent().map_or("", |parent| parent.local());
        if words.is_empty() || matches!(name, "image" | "data" | "chunk" | "source") {
            self.claim(Kind::Markup, whole);
            return;
        }
        self.claim(Kind::Markup, Span { start: whole.start, end: words.start });
        self.claim(Kind::Metadata, words);
        self.claim(Kind::Markup, Span { start: words.end, end: whole.end });
        let value = node.line();
        let metadata = &mut self.cues.draft.transcript.metadata;
        match name {
            "title" if metadata.title.is_none() => metadata.title = Some(Field { value, span: words }),
            "desc" if metadata.summary.is_none() => metadata.summary = Some(Field { value, span: words }),
            // Names of agents are labels, and stand with what they say.
            "name" if node.ancestors().nth(1).is_some_and(|element| element.is("agent")) => {}
            _ => {
                let all = metadata.other.entry(name.to_owned()).or_default();
                if all.len() + value.len() < VALUE_BYTES {
                    all.push_str(if all.is_empty() { "" } else { "; " });
                    all.push_str(&value);
                }
            }
        }
    }

    /// `<ttm:agent xml:id="…"><ttm:name type="full">…</ttm:name></ttm:agent>`; a character may name its actor instead.
    fn read_agent(&mut self, node: NodeRef<'_, 's>) {
        let Some(id) = node.value("id") else { return };
        let names = || node.elements().filter(|element| element.is("name") && element.span().len() < NAME_BYTES);
        let full = names().find(|name| name.value("type").as_deref() == Some("full"));
        let mut name = full.or_else(|| names().next()).map(|name| name.line()).unwrap_or_default();
        if name.is_empty()
            && let Some(actor) = node.child("actor").and_then(|actor| actor.value("agent"))
            && let Some(known) = self.agents.get(actor.trim_start_matches('#'))
        {
            name.clone_from(known);
        }
        if !name.is_empty() {
            self.agents.insert(id.into_owned(), name);
        }
    }

    fn read_style(&mut self, node: NodeRef<'_, 's>) {
        let is_hidden = node.value("display").as_deref() == Some("none")
            || node.value("style").is_some_and(|all| all.split_whitespace().any(|style| self.hidden.contains(style)));
        if let Some(id) = node.value("id").filter(|_| is_hidden) {
            self.hidden.insert(id.into_owned());
        }
    }
}
