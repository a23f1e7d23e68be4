//! Patterns of styles filled with facts; see [`super::styles`] for how they are written.

use super::Citation;
use super::facts::value;
use super::signs::isolate;
use super::styles::{Escape, Style};

/// Writes a citation in a style.
pub fn fill(citation: &Citation, style: &Style) -> String {
    let mut out = String::new();
    let mut rest = style.pattern;
    while let Some(at) = rest.find(['⟨', '‹']) {
        out.push_str(&rest[..at]);
        let (closing, is_group) = if rest[at..].starts_with('⟨') { ('⟩', true) } else { ('›', false) };
        let inside = &rest[at + '‹'.len_utf8()..];
        let end = inside.find(closing).unwrap_or(inside.len());
        if is_group {
            push_group(&mut out, &inside[..end], citation, style);
        } else {
            push_fact(&mut out, &inside[..end], citation, style);
        }
        rest = inside.get(end + closing.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Writes what stands in a group, unless a fact in it is missing. Groups do not stand in each other.
fn push_group(out: &mut String, group: &str, citation: &Citation, style: &Style) {
    let start = out.len();
    let mut rest = group;
    while let Some((before, behind)) = rest.split_once('‹') {
        let (fact, behind) = behind.split_once('›').unwrap_or((behind, ""));
        out.push_str(before);
        if !push_fact(out, fact, citation, style) {
            out.truncate(start);
            return;
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// Writes a fact. Answers whether there was anything to write.
fn push_fact(out: &mut String, fact: &str, citation: &Citation, style: &Style) -> bool {
    let (fact, missing) = fact.split_once(':').unwrap_or((fact, ""));
    let (name, form) = fact.split_once('|').unwrap_or((fact, ""));
    let (text, is_made) = value(citation, style, name, form);
    if text.is_empty() {
        out.push_str(missing);
        return !missing.is_empty();
    }
    if is_made {
        out.push_str(&text);
    } else if form == "lines" {
        // Every line of a block quote has its sign.
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                out.push_str("\n>\n> ");
            }
            push_escaped(out, line, style.escape);
        }
    } else if style.escape == Escape::Plain || style.escape == Escape::Markdown {
        push_escaped(out, &isolate(&text.replace('\n', " ")), style.escape);
    } else {
        push_escaped(out, &text, style.escape);
    }
    true
}

/// Writes words in a notation.
pub fn push_escaped(out: &mut String, text: &str, escape: Escape) {
    for c in text.chars() {
        match (escape, c) {
            (Escape::Bibtex, '\\') => out.push_str("\\textbackslash{}"),
            (Escape::Bibtex, '~') => out.push_str("\\textasciitilde{}"),
            (Escape::Bibtex, '^') => out.push_str("\\textasciicircum{}"),
            (Escape::Bibtex, '{' | '}' | '$' | '&' | '#' | '_' | '%') => {
                out.push('\\');
                out.push(c);
            }
            (Escape::Json, '"' | '\\') => {
                out.push('\\');
                out.push(c);
            }
            (Escape::Json, '\n') => out.push_str("\\n"),
            (Escape::Json, '\u{0}'..='\u{1f}') => out.push_str(&format!("\\u{:04x}", c as u32)),
            (Escape::Markdown, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&') => {
                out.push('\\');
                out.push(c);
            }
            (Escape::Wiki, '|') => out.push_str("{{!}}"),
            (Escape::Wiki, '[' | ']' | '{' | '}' | '<' | '>' | '\'' | '&') => out.push_str(&format!("&#{};", c as u32)),
            (Escape::Html, '&') => out.push_str("&amp;"),
            (Escape::Html, '<') => out.push_str("&lt;"),
            (Escape::Html, '>') => out.push_str("&gt;"),
            (Escape::Html, '"') => out.push_str("&quot;"),
            (_, c) => out.push(c),
        }
    }
}
