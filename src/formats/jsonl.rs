//! `jsonl`: a JSON object a line, a row a turn or a row a transcript (JSON Lines, ndjson). What tables have in common
//! stands in `table`; a line may also be a transcript with a list of turns of its own.

use super::table::{Cell, Codes, Rows, SAMPLE_ROWS, Spelling, known_heads};
use super::{Confidence, Draft, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::json::{JsonString, Segment};
use crate::markup::json_tree::{Tree, Value, ValueKind};
use crate::model::{Claim, Diagnostic, FurnitureKind, Kind, Span};
use crate::text::lines::{Line, Lines, trim};

static META: Meta = Meta {
    id: "jsonl",
    name: "JSON Lines",
    endings: &["jsonl", "ndjson"],
    media_types: &["application/jsonl", "application/x-ndjson"],
    specification: "https://jsonlines.org/",
    keeps: "speakers, roles, words, times, notes; title, date, time, place, language and which transcript a row belongs to",
    omits: "values under keys that are not known, which stay in the source view",
    is_lined: false,
};

const CODES: Codes = Codes { no_words: "jsonl.no-words", long_paragraph: "jsonl.long-paragraph" };

/// Keys of a list of turns inside a row.
const TURNS: &[&str] = &["turns", "segments", "utterances", "speeches", "paragraphs", "monologues", "transcript"];

/// More different keys than this are not told apart.
const MOST_KEYS: usize = 100;

/// See the module.
pub struct Jsonl;

impl Format for Jsonl {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let mut lines = Lines::new(probe.text, 0).filter(|line| !line.is_blank());
        let Some(first) = lines.next().filter(is_object) else { return Confidence::No };
        let (mut objects, mut others) = (0, 0);
        for line in lines.take(10) {
            let is_cut = !probe.is_whole && line.next as usize >= probe.text.len();
            *if is_cut || is_object(&line) { &mut objects } else { &mut others } += 1;
        }
        let is_alone = objects + others == 0;
        if objects + 1 < others || is_alone && probe.is_whole && !probe.has_ending_of(&META) {
            return Confidence::No;
        }
        let tree = Tree::read_within(probe.text, first.span);
        let is_known =
            |value: Value<'_, '_>| known_heads(value.items().map(|item| item.key())) > 0 || turns_of(value).is_some();
        if tree.root().is_some_and(is_known) { Confidence::Likely } else { Confidence::Maybe }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let start = source.body_start();
        let text = source.text;
        let mut draft = Draft::new(text, limits);
        draft.claim(Kind::Markup, Span::new(0, start));
        let lines = || Lines::new(text, start).filter(|line| !line.is_blank());
        let sample: Vec<Tree<'_>> = lines().take(SAMPLE_ROWS).map(|line| Tree::read_within(text, line.span)).collect();
        let keys = keys_of(&sample);
        let mut sample_rows = Vec::new();
        for tree in &sample {
            rows_of(tree, &keys, &mut |cells, _| sample_rows.push(cells.to_vec()));
        }
        let heads: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let mut rows = Rows::new(CODES, source, draft, Escapes, &heads, &sample_rows);
        drop(sample);
        let mut at = start as u32;
        for line in lines() {
            rows.draft.claim(Kind::Metadata, Span { start: at, end: line.span.start });
            at = line.span.end;
            let tree = Tree::read_within(text, line.span);
            if !tree.root().is_some_and(|root| root.is_object()) {
                read_other(&mut rows.draft, &line);
                continue;
            }
            if let Some(fault) = tree.faults().first() {
                rows.draft.report(
                    Diagnostic::warning("jsonl.broken-line", fault.span, "This line is no correct JSON.")
                        .with_hint("What could be read of it is shown; correct the line in the file."),
                );
            }
            rows_of(&tree, &keys, &mut |cells, is_next| {
                if is_next {
                    rows.begin_transcript();
                }
                rows.add(cells);
            });
            // Keys and signs are mark-up; values under keys that nobody knows say something of the event.
            let strings = tree.values().filter(|value| value.kind() == ValueKind::String);
            let mut strings = strings.flat_map(|value| {
                // Of words that were taken, the white space around them is left.
                let (whole, words) = (value.span(), trim(value.raw(), value.span()));
                let parts = [(whole.start, words.start), (words.start, words.end), (words.end, whole.end)];
                parts.map(|(start, end)| Claim { span: Span { start, end }, kind: Kind::Metadata })
            });
            rows.draft.claim_rest(tree.start(), tree.end(), &mut strings, &[]);
            rows.draft.claim(Kind::Metadata, Span { start: tree.end() as u32, end: at });
        }
        rows.draft.claim(Kind::Metadata, Span { start: at, end: text.len() as u32 });
        Ok(rows.finish())
    }
}

fn is_object(line: &Line<'_>) -> bool {
    let text = line.text.trim();
    text.starts_with('{') && text.ends_with('}')
}

/// The list of turns in a row that is a transcript.
fn turns_of<'t, 's>(row: Value<'t, 's>) -> Option<Value<'t, 's>> {
    TURNS.iter().find_map(|key| row.get(key)).filter(|list| list.first().is_some_and(|turn| turn.is_object()))
}

/// All keys of the first rows, each once, in order of appearance.
fn keys_of<'s>(sample: &[Tree<'s>]) -> Vec<&'s str> {
    let mut keys = Vec::new();
    for row in sample.iter().filter_map(Tree::root) {
        let turns = turns_of(row).into_iter().flat_map(|list| list.items());
        for value in row.items().chain(turns.flat_map(|turn| turn.items())) {
            let is_list = matches!(value.kind(), ValueKind::Array | ValueKind::Object);
            if !is_list && !keys.contains(&value.key()) && keys.len() < MOST_KEYS {
                keys.push(value.key());
            }
        }
    }
    keys
}

/// The rows of a line as cells in the order of `keys`: one, or one for each of its turns. The flag says that another
/// transcript begins.
fn rows_of(tree: &Tree<'_>, keys: &[&str], add: &mut dyn FnMut(&[Cell], bool)) {
    let Some(row) = tree.root() else { return };
    let end = tree.end();
    let mut cells = vec![Cell { span: Span::new(end, end), has_escapes: false }; keys.len()];
    let fill = |value: Value<'_, '_>, cells: &mut [Cell]| {
        for item in value.items().filter(|item| !matches!(item.kind(), ValueKind::Array | ValueKind::Object)) {
            if let Some(cell) = keys.iter().position(|key| *key == item.key()).and_then(|at| cells.get_mut(at))
                && cell.span.is_empty()
                && !item.is_null()
            {
                *cell = Cell { span: item.span(), has_escapes: item.has_escapes() };
            }
        }
    };
    // To look for them in every line would take longer than all else.
    let turns = if tree.is_flat() { None } else { turns_of(row) };
    let Some(turns) = turns else {
        fill(row, &mut cells);
        return add(&cells, false);
    };
    let mut is_first = true;
    for turn in turns.items() {
        // What a turn says itself goes before what its transcript says of all.
        fill(turn, &mut cells);
        if is_first {
            fill(row, &mut cells);
        }
        add(&cells, std::mem::take(&mut is_first));
        cells.fill(Cell { span: Span::new(end, end), has_escapes: false });
    }
}

/// A line that is no JSON.
fn read_other(draft: &mut Draft<'_>, line: &Line<'_>) {
    let what = "This line is no JSON object.";
    let diagnostic = Diagnostic::warning("jsonl.no-object", line.span, what);
    draft.report(diagnostic.with_hint("It is kept beside the text; correct it in the file if it holds words."));
    draft.furniture(line.span, FurnitureKind::Other);
}

/// Escapes of JSON.
struct Escapes;

impl Spelling for Escapes {
    fn decode(&self, source: &str, span: Span) -> String {
        JsonString::at(source, span).decode()
    }

    fn segments(&self, source: &str, span: Span, push: &mut dyn FnMut(Option<char>, Span)) {
        for segment in JsonString::at(source, span).segments() {
            match segment {
                Segment::Same(span) => push(None, span),
                Segment::Escape(letter, span) => push(Some(letter), span),
            }
        }
    }
}
