//! Which turns of a part a query finds: sets of turns, joined and cut.
//!
//! Words and phrases are found by the index. What an index of folded words cannot know is looked up in the texts of
//! those turns that it leaves: regular expressions, and letters as printed where folding is off.

use memchr::memmem::Finder;

use super::index::{Cursor, Docs, FEW, Index, Part, Person, Segment, no_bits, set_range};
use super::query::{Field, Node, Pattern, Place, Query, Scope, Span, TextWords, Wanted, WordPattern, near, sorted};
use crate::library::{Entry, Library};
use crate::text::fold::{fold, fold_into};

/// Evaluates queries on one library. What depends on names and metadata is found out once.
#[derive(Debug)]
pub struct Evaluator<'a> {
    index: &'a Index,
    library: &'a Library,
}

impl<'a> Evaluator<'a> {
    /// For a library and its index, which must have been settled.
    pub fn new(index: &'a Index, library: &'a Library) -> Self {
        Self { index, library }
    }

    /// The turns of a part that a query finds, those of transcripts that were taken out left aside.
    pub fn find(&self, query: &Query, part: &Part) -> Docs {
        let alive = part.alive();
        let Some(root) = &query.root else { return alive };
        let found = self.docs(root, part, query.is_exact).and(&alive);
        if !query.is_exact {
            return found;
        }
        // The index knows folded words: what it found is looked at once more, letter by letter.
        let holds = |doc: &u16| {
            let turn = TurnText::new(self.library, part, *doc);
            turn.is_some_and(|turn| self.holds(root, part, *doc, &turn))
        };
        Docs::Few(found.iter().filter(holds).collect())
    }

    /// The turns for which a condition holds; where folding is off, no fewer than those.
    fn docs(&self, node: &Node, part: &Part, is_exact: bool) -> Docs {
        let all = || Docs::all(part.people.len());
        match node {
            Node::Text { wanted: Wanted::Span(span), scope: Scope::Turn } => span_docs(span, &part.segment, None),
            Node::Text { wanted: Wanted::Pattern(pattern), scope: Scope::Turn } => {
                self.pattern_docs(pattern, part, candidates(pattern, &part.segment).unwrap_or_else(all))
            }
            Node::Text { wanted, scope } => self.transcripts(part, |entry| is_in_scope(wanted, *scope, entry)),
            Node::Field(field) => self.field_docs(field, part),
            Node::Not(_) if is_exact => all(),
            Node::Not(node) => all().without(&self.docs(node, part, is_exact)),
            Node::Any(nodes) => {
                nodes.iter().fold(Docs::default(), |found, node| found.or(&self.docs(node, part, is_exact)))
            }
            Node::All(nodes) => self.all_docs(nodes, part, is_exact),
        }
    }

    /// All conditions at once: the quick ones first, and the slow ones only where these hold.
    fn all_docs(&self, nodes: &[Node], part: &Part, is_exact: bool) -> Docs {
        let cost = |node: &Node| match node {
            Node::Text { wanted: Wanted::Span(Span::Row(row)), scope: Scope::Turn } if row.len() == 1 => 0,
            Node::Text { wanted: Wanted::Span(_), scope: Scope::Turn } => 2,
            Node::Text { wanted: Wanted::Pattern(_), .. } => 3,
            _ => 1,
        };
        let mut found: Option<Docs> = None;
        for wave in 0..4 {
            for node in nodes.iter().filter(|node| cost(node) == wave) {
                if found.as_ref().is_some_and(Docs::is_empty) {
                    return Docs::default();
                }
                found = Some(match (node, found) {
                    (Node::Text { wanted: Wanted::Span(span), scope: Scope::Turn }, Some(found)) if wave == 2 => {
                        span_docs(span, &part.segment, Some(found))
                    }
                    (Node::Text { wanted: Wanted::Pattern(pattern), scope: Scope::Turn }, Some(found)) => {
                        let found = match candidates(pattern, &part.segment) {
                            Some(candidates) => found.and(&candidates),
                            None => found,
                        };
                        self.pattern_docs(pattern, part, found)
                    }
                    (Node::Not(node), Some(found)) if !is_exact => found.without(&self.docs(node, part, is_exact)),
                    (node, Some(found)) => found.and(&self.docs(node, part, is_exact)),
                    (node, None) => self.docs(node, part, is_exact),
                });
            }
        }
        found.unwrap_or_default()
    }

    /// Those of the candidates whose text a regular expression matches.
    fn pattern_docs(&self, pattern: &Pattern, part: &Part, candidates: Docs) -> Docs {
        let mut folded = String::new();
        let matches = |doc: &u16| {
            turn_paragraphs(self.library, part, *doc).into_iter().flatten().any(|paragraph| {
                if pattern.is_exact() {
                    return pattern.is_in_folded(paragraph);
                }
                folded.clear();
                fold_into(paragraph, &mut folded);
                pattern.is_in_folded(&folded)
            })
        };
        from_sorted(candidates.iter().filter(matches).collect())
    }

    /// The turns of all transcripts for which something holds.
    fn transcripts(&self, part: &Part, holds: impl Fn(&Entry) -> bool) -> Docs {
        let mut bits = no_bits();
        for run in &part.runs {
            let entry = run.entry.and_then(|place| self.library.entries().get(place as usize));
            if entry.is_some_and(&holds) {
                set_range(&mut bits, run.first_doc as usize, (run.first_doc + run.turns) as usize);
            }
        }
        Docs::Many(bits)
    }

    fn field_docs(&self, field: &Field, part: &Part) -> Docs {
        if let Some(holds) = by_person(field) {
            let chosen: Vec<bool> = self.index.people().all().iter().map(holds).collect();
            return part.docs_of(&chosen);
        }
        self.transcripts(part, |entry| self.has_field(field, entry))
    }

    /// Whether a transcript is as a field says that speaks of transcripts.
    fn has_field(&self, field: &Field, entry: &Entry) -> bool {
        let metadata = &entry.transcript.metadata;
        let source = self.library.source(entry);
        match field {
            Field::Place(span) => metadata.place.as_ref().is_some_and(|place| is_in(span, &place.value)),
            Field::Title(span) => metadata.title.as_ref().is_some_and(|title| is_in(span, &title.value)),
            Field::Date(range) => range.has(metadata.date.as_ref().map(|date| date.value)),
            Field::Language(language) => {
                metadata.language.as_deref().is_some_and(|code| fold(code).starts_with(language.as_str()))
            }
            Field::Format(format) => source.is_some_and(|source| {
                fold(source.format.id).starts_with(format.as_str()) || fold(source.format.name).starts_with(format.as_str())
            }),
            Field::File(name) => source.is_some_and(|source| fold(&source.name).contains(name.as_str())),
            Field::Speaker(_) | Field::Role(_) => false,
        }
    }

    /// Whether a condition holds for a turn, by its text.
    fn holds(&self, node: &Node, part: &Part, doc: u16, turn: &TurnText<'_>) -> bool {
        match node {
            Node::Text { wanted, scope: Scope::Turn } => {
                turn.paragraphs.iter().any(|(text, words)| wanted.is_in(words, text))
            }
            Node::Text { wanted, scope } => is_in_scope(wanted, *scope, turn.entry),
            Node::Field(field) => match by_person(field) {
                Some(holds) => {
                    let person = part.people.get(doc as usize).and_then(|number| self.index.people().get(*number));
                    person.is_some_and(holds)
                }
                None => self.has_field(field, turn.entry),
            },
            Node::Not(node) => !self.holds(node, part, doc, turn),
            Node::All(nodes) => nodes.iter().all(|node| self.holds(node, part, doc, turn)),
            Node::Any(nodes) => nodes.iter().any(|node| self.holds(node, part, doc, turn)),
        }
    }
}

/// A turn with its words.
struct TurnText<'a> {
    entry: &'a Entry,
    paragraphs: Vec<(&'a str, TextWords<'a>)>,
}

impl<'a> TurnText<'a> {
    fn new(library: &'a Library, part: &Part, doc: u16) -> Option<Self> {
        let entry = library.entries().get(part.run_of(doc)?.entry? as usize)?;
        let paragraphs = turn_paragraphs(library, part, doc)?;
        Some(Self { entry, paragraphs: paragraphs.map(|text| (text, TextWords::new(text))).collect() })
    }
}

/// The paragraphs of a turn.
pub fn turn_paragraphs<'a>(library: &'a Library, part: &Part, doc: u16) -> Option<impl Iterator<Item = &'a str>> {
    let run = part.run_of(doc)?;
    let transcript = &library.entries().get(run.entry? as usize)?.transcript;
    let turn = transcript.turns.get((run.first_turn + u32::from(doc) - run.first_doc) as usize)?;
    let paragraphs = transcript.paragraphs.get(turn.first as usize..turn.end as usize)?;
    Some(paragraphs.iter().map(|paragraph| transcript.words(paragraph.text)))
}

/// A set of turns that come in order.
fn from_sorted(list: Vec<u16>) -> Docs {
    if list.len() > FEW { Docs::Many(Docs::Few(list).into_bits()) } else { Docs::Few(list) }
}

fn is_in(span: &Span, text: &str) -> bool {
    !span.find(&TextWords::new(text)).is_empty()
}

/// What a field asks of a person; none where it asks nothing of persons.
fn by_person(field: &Field) -> Option<impl Fn(&Person) -> bool> {
    let (span, is_role) = match field {
        Field::Speaker(span) => (span, false),
        Field::Role(span) => (span, true),
        _ => return None,
    };
    Some(move |person: &Person| {
        if is_role { is_in(span, &person.role) } else { is_in(span, &person.name) || is_in(span, &person.label) }
    })
}

fn is_in_scope(wanted: &Wanted, scope: Scope, entry: &Entry) -> bool {
    let transcript = &entry.transcript;
    let is_in = |text: &str| wanted.is_in(&TextWords::new(text), text);
    match scope {
        Scope::Turn => false,
        Scope::Title => transcript.metadata.title.as_ref().is_some_and(|title| is_in(&title.value)),
        Scope::Summary => transcript.metadata.summary.as_ref().is_some_and(|summary| is_in(&summary.value)),
        Scope::Heading => transcript.headings.iter().any(|heading| is_in(&heading.text)),
        Scope::Note => transcript.notes.iter().any(|note| is_in(transcript.words(note.text))),
    }
}

/// The turns of a segment that may match a regular expression, by the letters that every match has. None where it has
/// no such letters.
fn candidates(pattern: &Pattern, segment: &Segment) -> Option<Docs> {
    let dictionary = segment.dictionary();
    let with = |literal: &String| {
        let finder = Finder::new(literal.as_bytes());
        union(&dictionary.containing(&finder), segment)
    };
    pattern.literals().iter().map(with).reduce(|found, other| found.and(&other))
}

/// The turns that have any of some words.
fn union(terms: &[usize], segment: &Segment) -> Docs {
    match terms {
        [] => Docs::default(),
        [term] => segment.docs(*term),
        terms => {
            let mut bits = no_bits();
            terms.iter().for_each(|term| segment.add_docs(*term, &mut bits));
            Docs::Many(bits)
        }
    }
}

/// The turns of a segment in which words stand; of `among`, where it is given.
pub(super) fn span_docs(span: &Span, segment: &Segment, among: Option<Docs>) -> Docs {
    let only = |docs: Docs| match &among {
        Some(among) => docs.and(among),
        None => docs,
    };
    match span {
        Span::Row(row) => match row.as_slice() {
            [] => Docs::default(),
            [word] => only(union(&word.find_in(segment.dictionary()), segment)),
            _ => placed_docs(span, segment, among),
        },
        Span::Any(spans) => only(spans.iter().fold(Docs::default(), |found, span| found.or(&span_docs(span, segment, None)))),
        Span::Near { .. } => placed_docs(span, segment, among),
    }
}

/// The same for what must be found by places.
fn placed_docs(span: &Span, segment: &Segment, among: Option<Docs>) -> Docs {
    let mut candidates = rough_docs(span, segment);
    if let Some(among) = among {
        candidates = candidates.and(&among);
    }
    if candidates.is_empty() {
        return candidates;
    }
    let mut places = SpanPlaces::new(span, segment, &candidates);
    from_sorted(candidates.iter().filter(|doc| !places.find(*doc).is_empty()).collect())
}

/// The turns that have the words of a span, wherever they stand in them.
fn rough_docs(span: &Span, segment: &Segment) -> Docs {
    match span {
        Span::Row(row) => {
            let mut sets: Vec<Docs> =
                row.iter().map(|word| union(&word.find_in(segment.dictionary()), segment)).collect();
            sets.sort_by_key(Docs::len);
            sets.into_iter().reduce(|found, other| found.and(&other)).unwrap_or_default()
        }
        Span::Any(spans) => spans.iter().fold(Docs::default(), |found, span| found.or(&rough_docs(span, segment))),
        Span::Near { left, right, .. } => rough_docs(left, segment).and(&rough_docs(right, segment)),
    }
}

/// Finds the places of a span in the turns of a segment, which must be asked for in ascending order, each once.
#[derive(Debug)]
pub struct SpanPlaces<'a> {
    kind: SpanKind<'a>,
}

#[derive(Debug)]
enum SpanKind<'a> {
    Row(Vec<WordPlaces<'a>>),
    Any(Vec<SpanPlaces<'a>>),
    Near(Box<(SpanPlaces<'a>, SpanPlaces<'a>)>, u32),
}

impl<'a> SpanPlaces<'a> {
    /// For a span and a segment; only turns of `among` will be asked for.
    pub fn new(span: &Span, segment: &'a Segment, among: &Docs) -> Self {
        let new = |span: &Span| Self::new(span, segment, among);
        let kind = match span {
            Span::Row(row) => SpanKind::Row(row.iter().map(|word| WordPlaces::new(word, segment, among)).collect()),
            Span::Any(spans) => SpanKind::Any(spans.iter().map(new).collect()),
            Span::Near { left, right, distance } => SpanKind::Near(Box::new((new(left), new(right))), *distance),
        };
        Self { kind }
    }

    /// Where it stands in a turn, in order, each place once.
    pub fn find(&mut self, doc: u16) -> Vec<Place> {
        match &mut self.kind {
            SpanKind::Row(words) => row_places(words, doc),
            SpanKind::Any(spans) => sorted(spans.iter_mut().flat_map(|span| span.find(doc)).collect()),
            SpanKind::Near(both, distance) => near(&both.0.find(doc), &both.1.find(doc), *distance),
        }
    }

    /// How many places it has in a turn, those that overlap counted once.
    pub fn count(&mut self, doc: u16) -> u32 {
        match &mut self.kind {
            SpanKind::Row(words) if words.len() == 1 => words[0].count(doc),
            _ => count_apart(&mut self.find(doc)),
        }
    }
}

/// How many places there are when those that overlap count as one.
pub fn count_apart(places: &mut [Place]) -> u32 {
    places.sort_unstable();
    let mut end = None;
    let mut count = 0;
    for (first, last) in places.iter() {
        if end.is_none_or(|end| *first > end) {
            count += 1;
        }
        end = end.max(Some(*last));
    }
    count
}

fn row_places(words: &mut [WordPlaces<'_>], doc: u16) -> Vec<Place> {
    let length = words.len() as u32;
    let Some((first, rest)) = words.split_first_mut() else { return Vec::new() };
    let mut starts = first.find(doc).to_vec();
    for (offset, word) in (1..).zip(rest) {
        if starts.is_empty() {
            break;
        }
        let places = word.find(doc);
        starts.retain(|start| places.binary_search(&(start + offset)).is_ok());
    }
    starts.into_iter().map(|start| (start, start + length - 1)).collect()
}

/// Finds the places of one word pattern: by a cursor where it is one word, and where it is many, all places in the
/// turns that will be asked for, gathered beforehand.
#[derive(Debug)]
enum WordPlaces<'a> {
    One { cursor: Cursor<'a>, places: Vec<u32> },
    Many { gathered: Vec<(u16, u32)>, places: Vec<u32> },
}

impl<'a> WordPlaces<'a> {
    fn new(word: &WordPattern, segment: &'a Segment, among: &Docs) -> Self {
        let terms = word.find_in(segment.dictionary());
        let places = Vec::new();
        if let [term] = terms.as_slice() {
            return Self::One { cursor: segment.cursor(*term), places };
        }
        let mut gathered = Vec::new();
        let mut found = Vec::new();
        for term in terms {
            let mut cursor = segment.cursor(term);
            for doc in segment.docs(term).and(among).iter() {
                found.clear();
                cursor.places(doc, &mut found);
                gathered.extend(found.iter().map(|place| (doc, *place)));
            }
        }
        gathered.sort_unstable();
        Self::Many { gathered, places }
    }

    fn find(&mut self, doc: u16) -> &[u32] {
        match self {
            Self::One { cursor, places } => {
                places.clear();
                cursor.places(doc, places);
                places
            }
            Self::Many { gathered, places } => {
                places.clear();
                places.extend(gathered_of(gathered, doc).iter().map(|(_, place)| *place));
                places
            }
        }
    }

    fn count(&mut self, doc: u16) -> u32 {
        match self {
            Self::One { cursor, .. } => cursor.count(doc),
            Self::Many { gathered, .. } => gathered_of(gathered, doc).len() as u32,
        }
    }
}

fn gathered_of(gathered: &[(u16, u32)], doc: u16) -> &[(u16, u32)] {
    let start = gathered.partition_point(|(other, _)| *other < doc);
    let rest = &gathered[start..];
    &rest[..rest.partition_point(|(other, _)| *other == doc)]
}
