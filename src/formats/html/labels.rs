//! Which elements of a page name a speaker for sure, and which texts are times of the recording.
//!
//! An element is a label where the page's own structure says so: `cite` with a colon or a time, a class that says
//! speaker, the terms of a list or the column of a table that recur, names in bold or in headings that stand alone on
//! their line and recur. All other labels, bold with a colon too, are left to the evidence of `official`.

use std::collections::HashMap;

use super::content::{Content, Place, Tag, class_words, tag};
use crate::markup::xml::{NodeKind, NodeRef, Tree};
use crate::text::speakers::label::{Shape, shape, split_words};

/// Longest label, bytes.
const LONGEST_LABEL: usize = 160;

/// Longest source of a label, tags included, bytes.
const LONGEST_SOURCE: usize = 2000;

/// How many nodes are looked at to see whether a line goes on.
const MOST_STEPS: usize = 24;

/// How many nodes may stand between a label and its time.
const MOST_BETWEEN: usize = 4;

/// Words in classes that say speaker.
const SPEAKER_WORDS: &[&str] = &["speaker", "speakername", "talker", "participant", "interlocutor"];

/// Words beside them that say that it is more than the name.
const MORE_WORDS: &[&str] = &[
    "bio",
    "block",
    "box",
    "container",
    "content",
    "group",
    "image",
    "item",
    "line",
    "list",
    "photo",
    "row",
    "section",
    "speech",
    "text",
    "title",
    "turn",
    "utterance",
    "words",
    "wrap",
    "wrapper",
];

/// What the head of a column of speakers says.
const COLUMN_WORDS: &[&str] = &[
    "speaker",
    "name",
    "who",
    "participant",
    "person",
    "sprecher",
    "sprecherin",
    "orateur",
    "hablante",
    "спикер",
    "говорящий",
];

/// What was found, as places among the nodes of the tree, in order.
#[derive(Debug, Default)]
pub struct Labels {
    /// Elements that are labels.
    pub labels: Vec<usize>,
    /// Elements that head a column.
    pub heads: Vec<usize>,
    /// Texts that are times of the recording, in milliseconds.
    pub times: Vec<(usize, u32)>,
}

/// Finds them.
pub fn find_labels(tree: &Tree<'_>, content: &Content) -> Labels {
    let mut found = Labels { times: find_times(tree, content), ..Labels::default() };
    // Names that stand alone on their line, and classes that say speaker: they must recur.
    let (mut alone, mut classed) = (Vec::new(), Vec::new());
    for node in tree.nodes().filter(|node| node.is_element() && content.place(*node) == Place::Event) {
        match node.name() {
            _ if is_classed(node) => classed.push(node),
            name if matches!(tag(name), Tag::Heading(2..)) => alone.push(node),
            name if name.eq_ignore_ascii_case("b") || name.eq_ignore_ascii_case("strong") => alone.push(node),
            name if name.eq_ignore_ascii_case("cite") && is_cite(tree, node, &found.times) => {
                found.labels.push(node.index())
            }
            name if name.eq_ignore_ascii_case("dl") => find_terms(node, &mut found.labels),
            name if name.eq_ignore_ascii_case("table") => find_column(node, &mut found),
            _ => {}
        }
    }
    keep_innermost(&mut classed);
    let classed: Vec<_> = classed.into_iter().filter_map(|node| Some((node, short_line(node)?))).collect();
    if classed.len() >= 2 || classed.iter().any(|(_, line)| line.ends_with(':')) {
        found.labels.extend(classed.iter().map(|(node, _)| node.index()));
    }
    find_names(tree, &alone, &mut found);
    found.labels.sort_unstable();
    found.labels.dedup();
    found
}

/// The words of a short element in one line.
pub fn short_line(node: NodeRef<'_, '_>) -> Option<String> {
    let line = (node.span().len() <= LONGEST_SOURCE).then(|| node.line())?;
    let is_label =
        line.len() <= LONGEST_LABEL && line.contains(char::is_alphabetic) && !line.ends_with(['.', '?', '!']);
    is_label.then_some(line)
}

fn is_classed(node: NodeRef<'_, '_>) -> bool {
    let Some(class) = node.attribute("class") else { return false };
    let mut is_speaker = false;
    for word in class_words(class.raw) {
        if MORE_WORDS.contains(&word) {
            return false;
        }
        is_speaker |= SPEAKER_WORDS.contains(&word);
    }
    is_speaker
}

/// Leaves out elements that hold others of the list, which is in order.
fn keep_innermost(nodes: &mut Vec<NodeRef<'_, '_>>) {
    let mut next = usize::MAX;
    let keep: Vec<bool> = nodes
        .iter()
        .rev()
        .map(|node| {
            let is_innermost = next >= node.end();
            next = node.index();
            is_innermost
        })
        .collect();
    let mut keep = keep.into_iter().rev();
    nodes.retain(|_| keep.next().unwrap_or_default());
}

/// `<cite>Anna:</cite>`, or a `cite` with a time behind it: the titles of works have neither.
fn is_cite(tree: &Tree<'_>, node: NodeRef<'_, '_>, times: &[(usize, u32)]) -> bool {
    let Some(line) = short_line(node) else { return false };
    let next = times.get(times.partition_point(|(at, _)| *at < node.end())).map_or(usize::MAX, |(at, _)| *at);
    let has_time = next - node.end() <= MOST_BETWEEN
        && (node.end()..next).all(|between| tree.node(between).text().trim().is_empty());
    line.ends_with([':', '：']) || has_time
}

/// The terms of a list, where most of them recur: a glossary explains each once.
fn find_terms(list: NodeRef<'_, '_>, labels: &mut Vec<usize>) {
    let terms: Vec<_> = list.elements().filter(|node| node.is("dt")).collect();
    let lines: Vec<_> = terms.iter().filter_map(|term| Some((*term, short_line(*term)?))).collect();
    if recurring(lines.iter().map(|(_, line)| line.as_str())) * 2 >= terms.len() && lines.len() >= 3 {
        labels.extend(lines.iter().map(|(term, _)| term.index()));
    }
}

/// How many of the lines are there more than once.
fn recurring<'a>(lines: impl Iterator<Item = &'a str>) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    lines.for_each(|line| *counts.entry(line).or_default() += 1);
    counts.into_values().filter(|count| *count > 1).sum()
}

/// The column of a table that holds speakers: its head says so, or what stands in it is short and recurs.
fn find_column(table: NodeRef<'_, '_>, found: &mut Labels) {
    if table.find("table").is_some() {
        return;
    }
    let rows = || table.descendants().filter(|node| node.is("tr"));
    let Some(first) = rows().next() else { return };
    let is_head = first.elements().all(|cell| cell.is("th"))
        || first.elements().filter_map(short_line).any(|line| is_column_word(&line));
    for column in 0..3 {
        // The last cell of a row is what is said.
        let body = rows().skip(usize::from(is_head)).filter(|row| cell(*row, column + 1).is_some());
        let lines: Vec<_> =
            body.filter_map(|row| cell(row, column)).filter_map(|cell| Some((cell, short_line(cell)?))).collect();
        let is_named = is_head && cell(first, column).and_then(short_line).is_some_and(|line| is_column_word(&line));
        let recurs = lines.len() >= 3 && recurring(lines.iter().map(|(_, line)| line.as_str())) * 2 >= lines.len();
        if is_named && !lines.is_empty() || recurs {
            found.labels.extend(lines.iter().map(|(cell, _)| cell.index()));
            if is_head {
                found.heads.push(first.index());
            }
            return;
        }
    }
}

/// A cell of a row.
fn cell<'t, 's>(row: NodeRef<'t, 's>, column: usize) -> Option<NodeRef<'t, 's>> {
    row.elements().filter(|node| node.is("td") || node.is("th")).nth(column)
}

fn is_column_word(line: &str) -> bool {
    COLUMN_WORDS.contains(&line.to_lowercase().as_str())
}

/// Names in bold or in headings that stand alone on their line and recur.
fn find_names(tree: &Tree<'_>, nodes: &[NodeRef<'_, '_>], found: &mut Labels) {
    let mut names: Vec<(usize, String)> = Vec::new();
    let mut end = 0;
    for node in nodes {
        // A bold heading is one, not two.
        if node.index() < end || !ends_line(tree, *node, &found.times) {
            continue;
        }
        if let Some(line) = short_line(*node).filter(|line| is_person(line)) {
            names.push((node.index(), line));
            end = node.end();
        }
    }
    // Who speaks but once stands there like the others, if there are others.
    if recurring(names.iter().map(|(_, name)| name.as_str())) >= 3 {
        found.labels.extend(names.iter().map(|(node, _)| *node));
    }
}

/// Whether a line reads like somebody: a name of two words, an office with a name, `Speaker 2`. A colon at its end is
/// seen by the evidence of `official`.
pub fn is_person(line: &str) -> bool {
    let mut words = Vec::new();
    split_words(line, &mut words)
        && matches!(
            shape(&words),
            Shape::Generic | Shape::OfficeName(_) | Shape::NameOffice(_) | Shape::Honorific | Shape::FullName
        )
        && !line.ends_with([':', '：'])
}

/// Whether nothing but a time stands behind an element on its line.
fn ends_line(tree: &Tree<'_>, node: NodeRef<'_, '_>, times: &[(usize, u32)]) -> bool {
    let is_inline = |node: &NodeRef<'_, '_>| matches!(tag(node.name()), Tag::Inline | Tag::Link);
    if !is_inline(&node) {
        return true;
    }
    let block_end =
        node.ancestors().take(MOST_STEPS).find(|above| !is_inline(above)).map_or(tree.len(), |block| block.end());
    for i in (node.end()..block_end).take(MOST_STEPS) {
        let next = tree.node(i);
        if next.is_element() && !is_inline(&next) {
            return true;
        }
        if !next.text().trim().is_empty() && times.binary_search_by_key(&i, |(at, _)| *at).is_err() {
            return false;
        }
    }
    block_end - node.end() <= MOST_STEPS
}

/// The texts that are nothing but a time, if they are times of a recording: several, and they rise. A single `15:00` is
/// the time of day at which an event began.
fn find_times(tree: &Tree<'_>, content: &Content) -> Vec<(usize, u32)> {
    let is_text = |node: &NodeRef<'_, '_>| node.kind() == NodeKind::Text && content.place(*node) == Place::Event;
    let times: Vec<_> =
        tree.nodes().filter(is_text).filter_map(|node| Some((node.index(), clock(node.text().trim())?))).collect();
    let rising = times.windows(2).filter(|pair| pair[1].1 >= pair[0].1).count();
    let is_recording = times.first().is_some_and(|first| first.1 == 0)
        || times.len() >= 2 && rising * 10 >= (times.len() - 1) * 9 && times[times.len() - 1].1 > times[0].1;
    if is_recording { times } else { Vec::new() }
}

/// Milliseconds of `1:02:03`, `[12:34]`, `(0:12.5)`; none for anything else.
fn clock(text: &str) -> Option<u32> {
    if text.len() > 16 {
        return None;
    }
    let bare = text.trim_matches(['[', ']', '(', ')']);
    let (whole, fraction) = bare.split_once(['.', ',']).unwrap_or((bare, "0"));
    let mut parts = 0;
    let mut seconds = 0;
    for part in whole.split(':') {
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let value: u32 = is_number.then(|| part.parse().ok())??;
        if parts > 0 && (part.len() != 2 || value > 59) {
            return None;
        }
        seconds = seconds * 60 + value;
        parts += 1;
    }
    if !(1..=3).contains(&fraction.len()) || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths = fraction.bytes().chain(*b"00").take(3).fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    (2..=3).contains(&parts).then_some(seconds * 1000 + thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::xml::Dialect;

    /// The labels of a page, and how many times it has.
    fn labels(source: &str) -> (Vec<String>, usize) {
        let tree = Tree::read(source, 0, Dialect::Html);
        let found = find_labels(&tree, &Content::find(&tree));
        (found.labels.iter().map(|index| tree.node(*index).line()).collect(), found.times.len())
    }

    #[test]
    fn structure_names_speakers() {
        for (page, expected, times) in [
            (
                "<cite>Anna:</cite><time>0:00</time><p>Yes.</p><cite>Nils</cite><time>0:05</time><p>No.</p>",
                "Anna:|Nils",
                2,
            ),
            (
                "<div class='speaker-name'>Anna</div><p>Yes.</p><div class='speaker-name'>Nils</div><p>No.</p>",
                "Anna|Nils",
                0,
            ),
            ("<dl><dt>Anna<dd>Yes.<dt>Nils<dd>No.<dt>Anna<dd>Oh.<dt>Nils<dd>Well.</dl>", "Anna|Nils|Anna|Nils", 0),
            ("<table><tr><th>Speaker<th>Words<tr><td>Anna<td>Yes.<tr><td>Nils<td>No.</table>", "Anna|Nils", 0),
            (
                "<p><b>Anna Lund</b> <i>0:01</i><br>Yes.<p><b>Nils Berg</b> 0:02<br>No.<p><b>Anna Lund</b><br>Oh.<p><b>Nils Berg</b>",
                "Anna Lund|Nils Berg|Anna Lund|Nils Berg",
                2,
            ),
        ] {
            assert_eq!(labels(page), (expected.split('|').map(str::to_owned).collect(), times), "{page}");
        }
    }

    #[test]
    fn what_names_no_speaker() {
        for page in [
            "<p>As <cite>The Lindsund Gazette</cite> wrote.</p>",
            "<dl><dt>Quay<dd>A wall.<dt>Pier<dd>A wall in the water.<dt>Mole<dd>Another.</dl>",
            "<table><tr><td>Boats<td>12<tr><td>Nets<td>7<tr><td>Men<td>30</table>",
            "<p><b>Anna Lund</b></p><p>A life by the sea.</p>",
            "<div class='speaker-bio'>Anna</div><div class='speaker-bio'>Nils</div>",
        ] {
            assert_eq!(labels(page).0, Vec::<String>::new(), "{page}");
        }
    }

    #[test]
    fn times_of_a_recording() {
        for (text, ms) in [("0:53", 53_000), ("[01:02:03]", 3_723_000), ("(00:01.5)", 1500)] {
            assert_eq!(clock(text), Some(ms), "{text}");
        }
        for text in ["3:1", "April 1, 2024", "12:30, Vik", "1:2:3:4", "12", "12:75", "a:12", "", "12:"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }
}
