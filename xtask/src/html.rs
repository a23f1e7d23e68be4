//! Reading and changing the one HTML page that we write ourselves.
//!
//! This is no HTML parser: it knows the page's `index.html` and what Trunk makes of it, where tags are closed,
//! attributes are in double quotes, and scripts hold no `</script`. It must not be used on any other document.

use std::ops::Range;

use crate::process::Outcome;

/// The start tags of the elements of that name, in order.
pub fn tags(html: &str, element: &str) -> Vec<Range<usize>> {
    let open = format!("<{element}");
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = html[from..].find(&open) {
        let start = from + at;
        let after = start + open.len();
        let is_whole_name = html[after..].starts_with(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/');
        let end = end_of_tag(html, after);
        if is_whole_name {
            found.push(start..end);
        }
        from = end;
    }
    found
}

fn end_of_tag(html: &str, from: usize) -> usize {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// The value of an attribute in a start tag, character references undone.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let range = attribute_range(tag, name)?;
    Some(tag[range].replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&amp;", "&"))
}

fn attribute_range(tag: &str, name: &str) -> Option<Range<usize>> {
    let pattern = format!(" {name}=\"");
    let start = tag.find(&pattern)? + pattern.len();
    let length = tag[start..].find('"')?;
    Some(start..start + length)
}

/// A text as the value of an attribute in double quotes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// Sets the content of `<meta name="…">`.
pub fn set_meta(html: &mut String, name: &str, content: &str) -> Outcome {
    let tag = meta(html, name)?;
    let value = attribute_range(&html[tag.clone()], "content")
        .ok_or_else(|| format!("index.html: <meta name=\"{name}\"> has no content attribute."))?;
    html.replace_range(tag.start + value.start..tag.start + value.end, &escaped(content));
    Ok(())
}

/// Takes `<meta name="…">` out.
pub fn remove_meta(html: &mut String, name: &str) -> Outcome {
    let tag = meta(html, name)?;
    html.replace_range(tag, "");
    Ok(())
}

fn meta(html: &str, name: &str) -> Outcome<Range<usize>> {
    tags(html, "meta")
        .into_iter()
        .find(|tag| attribute(&html[tag.clone()], "name").as_deref() == Some(name))
        .ok_or_else(|| format!("index.html lacks <meta name=\"{name}\">."))
}

/// The `<link>` tags of that relation.
pub fn links(html: &str, relation: &str) -> Vec<Range<usize>> {
    tags(html, "link")
        .into_iter()
        .filter(|tag| attribute(&html[tag.clone()], "rel").as_deref() == Some(relation))
        .collect()
}

/// The stylesheets that are needed for the first paint, and those that are not: a browser fetches those for print last.
pub fn stylesheets(html: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    links(html, "stylesheet").into_iter().partition(|tag| attribute(&html[tag.clone()], "media").is_none())
}

/// What stands between the tags of each script that a browser would run from the page itself.
pub fn inline_scripts(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for tag in tags(html, "script") {
        let head = &html[tag.clone()];
        let runs = matches!(attribute(head, "type").as_deref(), None | Some("module"));
        if runs && attribute(head, "src").is_none() {
            found.push(tag.end..end_of_element(html, tag.end, "script"));
        }
    }
    found
}

/// What stands between the tags of each `<style>`.
pub fn inline_styles(html: &str) -> Vec<Range<usize>> {
    tags(html, "style").into_iter().map(|tag| tag.end..end_of_element(html, tag.end, "style")).collect()
}

/// The whole `<script id="…">…</script>`.
pub fn script_with_id(html: &str, id: &str) -> Outcome<Range<usize>> {
    script(html, "id", id)
}

/// The whole `<script src="…"></script>`.
pub fn script_from(html: &str, address: &str) -> Outcome<Range<usize>> {
    script(html, "src", address)
}

fn script(html: &str, name: &str, value: &str) -> Outcome<Range<usize>> {
    tags(html, "script")
        .into_iter()
        .find(|tag| attribute(&html[tag.clone()], name).as_deref() == Some(value))
        .map(|tag| tag.start..end_of_element(html, tag.end, "script") + "</script>".len())
        .ok_or_else(|| format!("the page that Trunk built lacks <script {name}=\"{value}\">."))
}

fn end_of_element(html: &str, from: usize, element: &str) -> usize {
    html[from..].find(&format!("</{element}>")).map_or(html.len(), |at| from + at)
}

/// Takes comments and empty lines out, which nobody who is served the page needs.
pub fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.lines().filter(|line| !line.trim().is_empty()).flat_map(|line| [line, "\n"]).collect()
}

/// Puts `addition` right before the first occurrence of `mark`.
pub fn insert_before(html: &mut String, mark: &str, addition: &str) -> Outcome {
    let at = html.find(mark).ok_or_else(|| format!("the page that Trunk built lacks {mark}."))?;
    html.insert_str(at, addition);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><head><meta charset=\"utf-8\"><!-- a\ncomment -->\n\n\
        <meta name=\"list\" content=\"[]\"><link rel=\"stylesheet\" href=\"./a.css\"/>\
        <script id=\"one\">let a = 1 > 0;</script><script src=\"x.js\"></script>\
        <script type=\"application/octet-stream\">AAAA</script><script type=\"module\">import('x')</script></head>";

    #[test]
    fn a_meta_is_set_and_read_again() {
        let mut page = PAGE.to_owned();
        set_meta(&mut page, "list", r#"["a & b.txt","<c>"]"#).expect("the meta is there");
        let tag = meta(&page, "list").expect("the meta is there");
        assert_eq!(attribute(&page[tag], "content").as_deref(), Some(r#"["a & b.txt","<c>"]"#));
        remove_meta(&mut page, "list").expect("the meta is there");
        assert!(set_meta(&mut page, "list", "").is_err());
    }

    #[test]
    fn only_scripts_that_run_from_the_page_are_inline_scripts() {
        let scripts: Vec<&str> = inline_scripts(PAGE).into_iter().map(|range| &PAGE[range]).collect();
        assert_eq!(scripts, ["let a = 1 > 0;", "import('x')"]);
        let whole = script_with_id(PAGE, "one").expect("the script is there");
        assert_eq!(&PAGE[whole], "<script id=\"one\">let a = 1 > 0;</script>");
    }

    #[test]
    fn comments_and_empty_lines_go() {
        let page = without_comments(PAGE);
        assert!(!page.contains("comment") && !page.contains("\n\n"));
        assert_eq!(links(&page, "stylesheet").len(), 1);
    }
}
