//! Words as XML and HTML can hold them, and tags with less to write.
//!
//! What XML 1.0 has no way to write (<https://www.w3.org/TR/xml/#charsets>) becomes U+FFFD; [`super::Part::Controls`]
//! counts it.

/// Whether XML 1.0 can hold a character.
pub fn is_allowed(letter: char) -> bool {
    !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Appends words with all signs of mark-up escaped, as text.
pub fn push_words(out: &mut String, words: &str) {
    push_escaped(out, words, |c| matches!(c, '&' | '<' | '>' | '\r') || !is_allowed(c));
}

fn push_escaped(out: &mut String, words: &str, is_special: impl Fn(char) -> bool) {
    let mut rest = words;
    while let Some(at) = rest.find(&is_special) {
        out.push_str(&rest[..at]);
        let letter = rest[at..].chars().next().unwrap_or_default();
        out.push_str(match letter {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\r' => "&#13;",
            '\n' => "&#10;",
            '\t' => "&#9;",
            _ => "\u{fffd}",
        });
        rest = &rest[at + letter.len_utf8()..];
    }
    out.push_str(rest);
}

/// Appends words with line breaks as `br`, a whole empty element.
pub fn push_lines(out: &mut String, words: &str, br: &str) {
    for (i, line) in words.split('\n').enumerate() {
        if i > 0 {
            out.push_str(br);
        }
        push_words(out, line);
    }
}

/// Appends ` name="value"`.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(out, value, |c| matches!(c, '&' | '<' | '>' | '"' | '\r' | '\n' | '\t') || !is_allowed(c));
    out.push('"');
}

/// Appends `<name>words</name>` and a line break; nothing where there are no words.
pub fn push_element(out: &mut String, name: &str, words: &str) {
    if words.is_empty() {
        return;
    }
    out.push('<');
    out.push_str(name);
    out.push('>');
    push_words(out, words);
    out.push_str("</");
    out.push_str(name.split(' ').next().unwrap_or_default());
    out.push_str(">\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_mark_up_are_escaped() {
        let mut out = String::new();
        push_words(&mut out, "a < b && c ]]> \"d\" --> \u{1}\u{b}\u{fffe}\r\n\t\u{85}é");
        assert_eq!(out, "a &lt; b &amp;&amp; c ]]&gt; \"d\" --&gt; \u{fffd}\u{fffd}\u{fffd}&#13;\n\t\u{85}é");
    }

    #[test]
    fn elements_have_end_tags() {
        let mut out = String::new();
        push_element(&mut out, "a b=\"c\"", "d");
        push_element(&mut out, "e", "");
        push_lines(&mut out, "f\ng", "<br/>");
        push_attribute(&mut out, "h", "\"i\"\n<");
        assert_eq!(out, "<a b=\"c\">d</a>\nf<br/>g h=\"&quot;i&quot;&#10;&lt;\"");
    }
}
