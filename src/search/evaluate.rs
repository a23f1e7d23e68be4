//! Which turns of a part a query finds: sets of turns, joined and cut.
//!
//! Words and phrases are found by the index. What an index of folded words cannot know is looked up in the texts of
//! those turns that it leaves: regular expressions, and letters as printed where folding is off.

use memchr::memmem::Finder;

use super::index::{Cursor, Docs, FEW, Index, Part, People, Person, Segment, no_bits};
use super::query::{Field, Node, Pattern, Place, Query, Scope, Span, TextWords, Wanted, WordPattern, is_near, near};
use crate::library::{Entry, Library};
use crate::text::fold::{fold, fold_into};

/// A query made ready for one library: what it asks of names and metadata is found out once, and only sets of turns are
/// left to be joined.
#[derive(Debug)]
pub struct Evaluator<'a> {
    library: &'a Library,
    root: Option<Condition<'a>>,
    is_exact: bool,
}

/// A condition of a query with what the library says of it.
#[derive(Debug)]
enum Condition<'a> {
    Span(&'a Span),
    Pattern(&'a Pattern),
    /// Who may speak, by number of the person.
    People(Vec<bool>),
    /// Which transcripts, by place in the library.
    Transcripts(Vec<bool>),
    Not(Box<Condition<'a>>),
    All(Vec<Condition<'a>>),
    Any(Vec<Condition<'a>>),
}

impl<'a> Evaluator<'a> {
    /// For a query, a library and its index, which must have been settled.
    pub fn new(query: &'a Query, index: &Index, library: &'a Library) -> Self {
        let root = query.root.as_ref().map(|root| condition(root, index, library));
        Self { library, root, is_exact: query.is_exact }
    }

    /// The turns of a part that the query finds, those of transcripts that were taken out left aside.
    pub fn find(&self, part: &Part) -> Docs {
        let alive = part.alive();
        let Some(root) = &self.root else { return alive };
        let found = self.docs(root, part).and(&alive);
        if !self.is_exact {
            return found;
        }
        // The index knows folded words: what it found is looked at once more, letter by letter.
        let holds = |doc: &u16| TurnText::new(self.library, part, *doc).is_some_and(|turn| holds(root, &turn));
        from_sorted(found.iter().filter(holds).collect())
    }

    /// The turns for which a condition holds; where folding is off, no fewer than those.
    fn docs(&self, condition: &Condition<'_>, part: &Part) -> Docs {
        let all = || Docs::all(part.people.len());
        match condition {
            Condition::Span(span) => span_docs(span, &part.segment, None),
            Condition::Pattern(pattern) => {
                self.pattern_docs(pattern, part, candidates(pattern, &part.segment).unwrap_or_else(all))
            }
            Condition::People(chosen) => part.docs_of(chosen),
            Condition::Transcripts(chosen) => part.docs_of_transcripts(chosen),
            Condition::Not(_) if self.is_exact => all(),
            Condition::Not(inner) => all().without(&self.docs(inner, part)),
            Condition::Any(parts) => parts.iter().fold(Docs::default(), |found, one| found.or(&self.docs(one, part))),
            Condition::All(parts) => self.all_docs(parts, part),
        }
    }

    /// All conditions at once: the quick ones first, and the slow ones only where these hold.
    fn all_docs(&self, conditions: &[Condition<'_>], part: &Part) -> Docs {
        let cost = |condition: &Condition<'_>| match condition {
            Condition::Span(Span::Row(row)) if row.len() == 1 => 0,
            Condition::Span(_) => 2,
            Condition::Pattern(_) => 3,
            _ => 1,
        };
        let mut found: Option<Docs> = None;
        for wave in 0..4 {
            for condition in conditions.iter().filter(|condition| cost(condition) == wave) {
                if found.as_ref().is_some_and(Docs::is_empty) {
                    return Docs::default();
                }
                found = Some(match (condition, found) {
                    (Condition::Span(span), Some(found)) if wave == 2 => span_docs(span, &part.segment, Some(found)),
                    (Condition::Pattern(pattern), Some(found)) => {
                        let found = match candidates(pattern, &part.segment) {
                            Some(candidates) => found.and(&candidates),
                            None => found,
                        };
                        self.pattern_docs(pattern, part, found)
                    }
                    (Condition::Not(inner), Some(found)) if !self.is_exact => found.without(&self.docs(inner, part)),
                    (condition, Some(found)) => found.and(&self.docs(condition, part)),
                    (condition, None) => self.docs(condition, part),
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
}

/// A node of a query with what the library says of it.
fn condition<'a>(node: &'a Node, index: &Index, library: &Library) -> Condition<'a> {
    let all = |nodes: &'a [Node]| nodes.iter().map(|node| condition(node, index, library)).collect();
    let transcripts =
        |holds: &dyn Fn(&Entry) -> bool| Condition::Transcripts(library.entries().iter().map(holds).collect());
    match node {
        Node::Text { wanted: Wanted::Span(span), scope: Scope::Turn } => Condition::Span(span),
        Node::Text { wanted: Wanted::Pattern(pattern), scope: Scope::Turn } => Condition::Pattern(pattern),
        Node::Text { wanted, scope } => transcripts(&|entry| is_in_scope(wanted, *scope, entry)),
        Node::Field(field) => match by_person(field) {
            // A speaker is found by any of their names; a role is that of the turn.
            Some(holds) if matches!(field, Field::Speaker(_)) => Condition::People(index.people().choose(holds)),
            Some(holds) => Condition::People(roles(index.people(), holds)),
            None => transcripts(&|entry| has_field(field, index, library, entry)),
        },
        Node::Not(inner) => Condition::Not(Box::new(condition(inner, index, library))),
        Node::All(nodes) => Condition::All(all(nodes)),
        Node::Any(nodes) => Condition::Any(all(nodes)),
    }
}

/// Whether a condition holds for a turn, by its text.
fn holds(condition: &Condition<'_>, turn: &TurnText<'_>) -> bool {
    match condition {
        Condition::Span(span) => turn.paragraphs.iter().any(|(_, words)| !span.find(words).is_empty()),
        Condition::Pattern(pattern) => turn.paragraphs.iter().any(|(text, words)| pattern.is_in(words, text)),
        Condition::People(chosen) => chosen.get(turn.person as usize) == Some(&true),
        Condition::Transcripts(chosen) => chosen.get(turn.entry as usize) == Some(&true),
        Condition::Not(inner) => !holds(inner, turn),
        Condition::All(parts) => parts.iter().all(|part| holds(part, turn)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, turn)),
    }
}

/// For each person whether a role is theirs.
fn roles(people: &People, holds: impl Fn(&Person) -> bool) -> Vec<bool> {
    let with_role = |(number, person): (u32, &Person)| match people.role(number) {
        role if role == person.role => holds(person),
        role => holds(&Person { role: role.to_owned(), ..person.clone() }),
    };
    (0..).zip(people.all()).map(with_role).collect()
}

/// Whether a transcript is as a field says that speaks of transcripts.
fn has_field(field: &Field, index: &Index, library: &Library, entry: &Entry) -> bool {
    let metadata = &entry.transcript.metadata;
    let source = library.source(entry);
    match field {
        // A place is found by any of its names.
        Field::Place(span) => metadata
            .place
            .as_ref()
            .is_some_and(|place| is_in(span, &place.value) || is_in(span, index.place(&place.value))),
        Field::Title(span) => metadata.title.as_ref().is_some_and(|title| is_in(span, &title.value)),
        Field::Date(range) => range.has(metadata.date.as_ref().map(|date| date.value)),
        Field::Language(language) => {
            metadata.language.as_deref().is_some_and(|code| fold(code).starts_with(language.as_str()))
        }
        Field::Format(format) => source.is_some_and(|source| {
            [source.format.id, source.format.name].iter().any(|name| fold(name).starts_with(format.as_str()))
        }),
        Field::File(name) => source.is_some_and(|source| fold(&source.name).contains(name.as_str())),
        Field::Speaker(_) | Field::Role(_) => false,
    }
}

/// A turn with its words.
struct TurnText<'a> {
    entry: u32,
    person: u32,
    paragraphs: Vec<(&'a str, TextWords<'a>)>,
}

impl<'a> TurnText<'a> {
    fn new(library: &'a Library, part: &Part, doc: u16) -> Option<Self> {
        Some(Self {
            entry: part.run_of(doc)?.entry?,
            person: *part.people.get(doc as usize)?,
            paragraphs: turn_paragraphs(library, part, doc)?.map(|text| (text, TextWords::new(text))).collect(),
        })
    }
}

/// The paragraphs of a turn.
pub fn turn_paragraphs<'a>(library: &'a Library, part: &Part, doc: u16) -> Option<impl Iterator<Item = &'a str>> {
    let (entry, turn) = part.place_of(doc)?;
    let transcript = &library.entries().get(entry as usize)?.transcript;
    let turn = transcript.turns.get(turn as usize)?;
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
    Some(
        move |person: &Person| {
            if is_role { is_in(span, &person.role) } else { is_in(span, &person.name) || is_in(span, &person.label) }
        },
    )
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
        Span::Any(spans) => {
            only(spans.iter().fold(Docs::default(), |found, span| found.or(&span_docs(span, segment, None))))
        }
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
    from_sorted(candidates.iter().filter(|doc| places.is_in(*doc)).collect())
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
    /// The places in the turn that was asked for last.
    places: Vec<Place>,
}

#[derive(Debug)]
enum SpanKind<'a> {
    Row(Vec<WordPlaces<'a>>),
    Any(Vec<SpanPlaces<'a>>),
    Near(Box<[SpanPlaces<'a>; 2]>, u32),
}

impl<'a> SpanPlaces<'a> {
    /// For a span and a segment; only turns of `among` will be asked for.
    pub fn new(span: &Span, segment: &'a Segment, among: &Docs) -> Self {
        let new = |span: &Span| Self::new(span, segment, among);
        let kind = match span {
            Span::Row(row) => SpanKind::Row(row.iter().map(|word| WordPlaces::new(word, segment, among)).collect()),
            Span::Any(spans) => SpanKind::Any(spans.iter().map(new).collect()),
            Span::Near { left, right, distance } => SpanKind::Near(Box::new([new(left), new(right)]), *distance),
        };
        Self { kind, places: Vec::new() }
    }

    /// Where it stands in a turn, in order, each place once.
    pub fn find(&mut self, doc: u16) -> &[Place] {
        self.places.clear();
        match &mut self.kind {
            SpanKind::Row(words) => row_places(words, doc, &mut self.places),
            SpanKind::Any(spans) => {
                spans.iter_mut().for_each(|span| self.places.extend(span.find(doc)));
                self.places.sort_unstable();
                self.places.dedup();
            }
            SpanKind::Near(both, distance) => {
                let [left, right] = both.as_mut();
                self.places = near(left.find(doc), right.find(doc), *distance);
            }
        }
        &self.places
    }

    /// Whether it stands in a turn.
    pub fn is_in(&mut self, doc: u16) -> bool {
        match &mut self.kind {
            SpanKind::Near(both, distance) => {
                let [left, right] = both.as_mut();
                is_near(left.find(doc), right.find(doc), *distance)
            }
            SpanKind::Row(words) => match words.as_mut_slice() {
                [first, second] => has_neighbours(first.find(doc), second.find(doc)),
                _ => !self.find(doc).is_empty(),
            },
            SpanKind::Any(_) => !self.find(doc).is_empty(),
        }
    }

    /// How many places it has in a turn, those that overlap counted once.
    pub fn count(&mut self, doc: u16) -> u32 {
        self.find(doc);
        count_apart(&mut self.places)
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

fn row_places(words: &mut [WordPlaces<'_>], doc: u16, out: &mut Vec<Place>) {
    let length = words.len() as u32;
    let Some((first, rest)) = words.split_first_mut() else { return };
    out.extend(first.find(doc).iter().map(|start| (*start, start + length - 1)));
    for (offset, word) in (1..).zip(rest) {
        if out.is_empty() {
            return;
        }
        // Both are in order: one pass through both.
        let mut places = word.find(doc).iter().peekable();
        out.retain(|(start, _)| {
            while places.next_if(|place| **place < start + offset).is_some() {}
            places.peek() == Some(&&(start + offset))
        });
    }
}

/// Whether any of the second places is the one behind one of the first. Both are in order.
fn has_neighbours(first: &[u32], second: &[u32]) -> bool {
    let mut rest = second;
    first.iter().any(|place| {
        while let [next, behind @ ..] = rest
            && *next <= *place
        {
            rest = behind;
        }
        rest.first() == Some(&(place + 1))
    })
}

/// Finds the places of one word pattern: by a cursor where it is one word, and where it is many, all places in the
/// turns that will be asked for, gathered beforehand.
#[derive(Debug)]
enum WordPlaces<'a> {
    One { cursor: Box<Cursor<'a>>, places: Vec<u32> },
    Many { gathered: Vec<(u16, u32)>, at: usize, places: Vec<u32> },
}

impl<'a> WordPlaces<'a> {
    fn new(word: &WordPattern, segment: &'a Segment, among: &Docs) -> Self {
        let terms = word.find_in(segment.dictionary());
        let places = Vec::new();
        if let [term] = terms.as_slice() {
            return Self::One { cursor: Box::new(segment.cursor(*term)), places };
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
        Self::Many { gathered, at: 0, places }
    }

    fn find(&mut self, doc: u16) -> &[u32] {
        match self {
            Self::One { cursor, places } => {
                places.clear();
                cursor.places(doc, places);
                places
            }
            Self::Many { gathered, at, places } => {
                let rest = &gathered[*at..];
                let start = rest.partition_point(|(other, _)| *other < doc);
                let here = rest[start..].iter().take_while(|(other, _)| *other == doc);
                places.clear();
                places.extend(here.map(|(_, place)| *place));
                *at += start + places.len();
                places
            }
        }
    }
}

/// Adds to the counts of turns how often any of the words of a pattern stands in them.
pub fn add_word_counts(word: &WordPattern, segment: &Segment, counts: &mut [u32]) {
    word.find_in(segment.dictionary()).into_iter().for_each(|term| segment.add_counts(term, counts));
}
