//! The readers that formats share, each on its own.

use verbatim::containers::{Bounds, Container, Part};
use verbatim::markup::json::Segment;
use verbatim::markup::xml::{self, Dialect, NodeKind, NodeRef, TextPiece};
use verbatim::markup::zip::Archive;
use verbatim::markup::{inflate, inline, json_tree};
use verbatim::model::{Label, Span, Transcript};
use verbatim::text::fold::{Folded, fold};
use verbatim::text::lines::{Lines, line_and_column, lines_and_columns};
use verbatim::text::{Decoder, dates, decode, decode_as, encodings, language, speakers};

/// Most bytes that may come out of a packed input.
const MOST_BYTES: usize = 1 << 20;

/// Text: its encoding, by its content and by each name that a user may choose, its lines, folding, dates, labels.
pub fn text(bytes: &[u8]) {
    let chosen = encodings::names().nth(usize::from(bytes.first().copied().unwrap_or_default()));
    let chosen = chosen.map(|name| decode_as(bytes, Some(name), Decoder::default()));
    for decoded in [Some(decode(bytes)), chosen].into_iter().flatten().flatten() {
        let text = &*decoded.text;
        for wrong in &decoded.wrong {
            assert!(is_place(text, *wrong), "{wrong:?} is no place");
        }
        check_lines(text);
        check_folding(text);
        // That there is an answer is all that can be said of it.
        let _ = language::detect(text);
        let labels = Lines::new(text, 0).map(|line| Label { printed: line.text.to_owned(), speaker: None }).collect();
        let mut transcript = Transcript { labels, ..Transcript::default() };
        speakers::resolve(&mut transcript);
        for label in &transcript.labels {
            assert!(label.speaker.is_some_and(|id| transcript.speaker(id).is_some()), "{label:?} stands for nobody");
        }
    }
}

fn check_lines(text: &str) {
    let mut at = 0;
    let mut starts = Vec::new();
    for line in Lines::new(text, 0) {
        assert!(line.span.start == at && line.span.of(text) == line.text, "{line:?} leaves a gap");
        assert!(is_place(text, line.trimmed()), "{line:?}");
        assert!(
            line.next > line.span.start
                && matches!(&text[line.span.end as usize..line.next as usize], "" | "\n" | "\r" | "\r\n"),
            "{line:?}"
        );
        at = line.next;
        starts.push(line.span.start);
        let ends = [dates::date_at(line.text).map(|found| found.1), dates::time_at(line.text).map(|found| found.1)];
        for end in ends.into_iter().flatten() {
            assert!(line.text.is_char_boundary(end), "a date ends inside a letter of {line:?}");
        }
        let _ = (dates::whole_date(line.text), dates::whole_time(line.text));
    }
    assert_eq!(at as usize, text.len(), "lines leave the end out");
    let places = lines_and_columns(text, &starts);
    // Counting from the start for each line is not for long inputs.
    for (start, place) in starts.iter().zip(&places).take(20) {
        assert_eq!(line_and_column(text, *start), *place);
    }
}

fn check_folding(text: &str) {
    let folded = Folded::new(text);
    assert_eq!(folded.text, fold(text), "the two ways to fold differ");
    for (start, letter) in folded.text.char_indices() {
        let (from, to) = folded.original(start, start + letter.len_utf8());
        assert!(text.get(from..to).is_some_and(|original| !original.is_empty()), "{letter:?} comes from nowhere");
    }
}

/// XML and HTML as trees, and the marks inside a paragraph of Markdown.
pub fn xml(bytes: &[u8]) {
    let Ok(decoded) = decode(bytes) else { return };
    let text = &*decoded.text;
    for dialect in [Dialect::Xml, Dialect::Html] {
        let tree = xml::Tree::read(text, 0, dialect);
        let mut spans: Vec<Span> = tree.markup().collect();
        for node in tree.nodes() {
            check_node(text, node);
            match node.kind() {
                NodeKind::Text | NodeKind::Cdata => spans.push(node.text_span()),
                _ => {}
            }
        }
        check_cover(text, spans, Span::new(0, text.len()));
        for fault in tree.faults() {
            assert!(is_place(text, fault.span), "{fault:?}");
        }
        for root in tree.roots() {
            let _ = (root.words(), root.line());
        }
    }
    let _ = (xml::root_name(text), xml::decode(text));
    let lines: Vec<Span> = Lines::new(text, 0).map(|line| line.span).collect();
    let (first, last) = (lines.first().copied().unwrap_or_default(), lines.last().copied().unwrap_or_default());
    let tokens = inline::tokens(text, &lines);
    check_cover(text, tokens.iter().map(inline::Token::span).collect(), Span { start: first.start, end: last.end });
    for token in &tokens {
        if let inline::Token::Bracket { partner: Some(partner), .. } = token {
            assert!(matches!(tokens.get(*partner), Some(inline::Token::Bracket { .. })), "{token:?}");
        }
    }
}

fn check_node(text: &str, node: NodeRef<'_, '_>) {
    for span in [node.span(), node.start_tag(), node.end_tag(), node.text_span()] {
        assert!(is_place(text, span), "{span:?} of {:?} is no place", node.kind());
    }
    assert!(node.end() > node.index() && node.parent().is_none_or(|parent| parent.end() >= node.end()));
    for attribute in node.attributes() {
        let _ = xml::decode(attribute.raw);
    }
    let pieces = xml::pieces(node.text(), node.text_span().start as usize);
    let pieces = pieces.map(|(TextPiece::Same(span) | TextPiece::Reference(_, span))| span).collect();
    check_cover(text, pieces, node.text_span());
}

/// JSON as a tree with places; what serde_json reads is read without a fault and to the same words.
pub fn json(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let tree = json_tree::Tree::read(text, 0);
    let mut spans = tree.markup(0);
    for value in tree.values() {
        assert!(is_place(text, value.span()), "{value:?}");
        let _ = (value.key(), value.number(), value.bool(), value.text());
        if let Some(string) = value.string() {
            let segments = string.segments().map(|(Segment::Same(span) | Segment::Escape(_, span))| span).collect();
            check_cover(text, segments, string.span());
            spans.push(string.span());
        }
    }
    check_cover(text, spans, Span::new(0, tree.end()));
    for fault in tree.faults() {
        assert!(is_place(text, fault.span), "{fault:?}");
    }
    let outline = json_tree::Tree::outline(text, 0, 20);
    assert!(outline.values().count() <= tree.values().count().max(1));
    if let Ok(expected) = serde_json::from_str::<serde_json::Value>(text) {
        assert!(tree.faults().is_empty() && tree.is_alone(), "sound JSON has faults: {:?}", tree.faults());
        let root = tree.root().expect("sound JSON has a value");
        check_same(root, &expected);
    }
}

fn check_same(value: json_tree::Value<'_, '_>, expected: &serde_json::Value) {
    match expected {
        serde_json::Value::Null => assert!(value.is_null()),
        serde_json::Value::Bool(is) => assert_eq!(value.bool(), Some(*is)),
        serde_json::Value::Number(_) => assert_eq!(value.kind(), json_tree::ValueKind::Number),
        serde_json::Value::String(text) => assert_eq!(value.text().as_deref(), Some(text.as_str())),
        serde_json::Value::Array(items) => {
            assert_eq!(value.items().count(), items.len());
            value.items().zip(items).for_each(|(value, expected)| check_same(value, expected));
        }
        // Of a key that stands there twice, serde_json keeps the last value and the tree gives the first.
        serde_json::Value::Object(fields) => assert!(value.is_object() && value.items().count() >= fields.len()),
    }
}

/// What files are packed in: never more than the bounds allow, and no path that climbs out.
pub fn zip(bytes: &[u8]) {
    if let Some(archive) = Archive::read(bytes, 100) {
        assert!(archive.entries().len() <= 100);
        for entry in archive.entries() {
            assert!(!entry.path.starts_with('/') && entry.path.split('/').all(|part| part != ".."), "{entry:?}");
            if let Ok(unpacked) = archive.unpack(entry, MOST_BYTES) {
                assert!(unpacked.bytes.len() <= MOST_BYTES);
            }
        }
    }
    assert!(inflate::inflate(bytes, bytes.len() as u64, MOST_BYTES).bytes.len() <= MOST_BYTES);
    assert!(inflate::gunzip(bytes, MOST_BYTES).bytes.len() <= MOST_BYTES);
    let bounds =
        Bounds { entries: 100, file_bytes: MOST_BYTES, total_bytes: 4 * MOST_BYTES as u64, ..Bounds::default() };
    let Ok(container) = Container::open("a.zip", bytes.to_vec(), bounds) else { return };
    let mut total = 0;
    for part in container {
        match part {
            Part::File { path, bytes, .. } => {
                assert!(path.starts_with("a.zip") && bytes.len() <= MOST_BYTES, "{path}: {} bytes", bytes.len());
                total += bytes.len() as u64;
            }
            Part::Refused { why, .. } => assert!(why.ends_with('.'), "no sentence: {why}"),
        }
    }
    assert!(total <= bounds.total_bytes, "{total} bytes came out");
}

fn is_place(text: &str, span: Span) -> bool {
    text.get(span.start as usize..span.end as usize).is_some()
}

/// These stretches, put in order, are the whole without gap or overlap.
fn check_cover(text: &str, mut spans: Vec<Span>, whole: Span) {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut at = whole.start;
    for span in spans {
        assert!(is_place(text, span) && span.start == at, "{span:?} does not follow {at}");
        at = span.end;
    }
    assert_eq!(at, whole.end, "the end is left out");
}
