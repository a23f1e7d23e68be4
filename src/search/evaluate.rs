//! Which turns of a part a query finds: sets of turns, joined and cut.
//!
//! Words and phrases are found by the index. What an index of folded words cannot know is looked up in the texts of
//! those turns that it leaves: regular expressions, and letters as printed where folding is off.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::index::{Docs, Index, Part, People, Person, Segment, no_bits};
use super::query::{Field, Joint, Node, Pattern, PatternTerms, PieceTerms, Query, Scope, Span, TextWords, Wanted};
use super::spans::{SpanTerms, span_docs};
use crate::library::{Entry, Library};
use crate::text::fold::{fold, fold_into};

/// Turns that may be left for a regular expression before the index is asked whether its words stand in a row: looking
/// at so few texts is quicker.
const WORTH_NARROWING: usize = 256;

/// Of so many words on it is quicker to count them in all turns than to find the turns first.
const MANY_WORDS: usize = 16;

/// How many times more it costs to mark all that is looked for than to look for an expression.
const MARKING_COST: usize = 16;

/// A query made ready for one library: what it asks of names, metadata and the dictionary is found out once, and only
/// sets of turns are left to be joined.
#[derive(Debug)]
pub struct Evaluator<'a> {
    library: &'a Library,
    root: Option<Condition<'a>>,
    is_exact: bool,
    /// The query, where its only regular expression is not all that is marked.
    all_marks: Option<&'a Query>,
    /// Whether places are counted, and not only turns found.
    is_counting: bool,
    progress: RefCell<Progress>,
    is_partial: Cell<bool>,
}

/// A condition of a query with what the library says of it.
#[derive(Debug)]
enum Condition<'a> {
    Span(SpanTerms),
    Pattern(&'a Pattern, Box<PatternTerms>),
    /// The one pattern of a query that has no other: what is found of it is kept.
    OnlyPattern(&'a Pattern),
    /// A span that is compared with texts only.
    Exact(&'a Span, SpanTerms),
    /// Who may speak, by number of the person.
    People(Vec<bool>),
    /// Which transcripts, by place in the library.
    Transcripts(Vec<bool>),
    Not(Box<Condition<'a>>),
    All(Vec<Condition<'a>>),
    Any(Vec<Condition<'a>>),
}

/// How far a regular expression was looked for. It may be laid down and taken up again, as long as query and library
/// are the same.
#[derive(Debug)]
pub struct Progress {
    terms: Option<Box<PatternTerms>>,
    /// By the first turn of a part.
    parts: HashMap<(u32, u32), PartProgress>,
    /// How much may still be looked at: bytes of texts, and what costs as much.
    left: usize,
}

/// The same for one part.
#[derive(Debug, Default)]
struct PartProgress {
    candidates: Docs,
    /// The first turn that was not looked at.
    next: u32,
    /// What was found: turns, and how often.
    found: Vec<(u16, u32)>,
}

impl Default for Progress {
    fn default() -> Self {
        Self { terms: None, parts: HashMap::new(), left: usize::MAX }
    }
}

impl Progress {
    /// The same, with leave to look at so many bytes more.
    pub fn with_leave(self, bytes: usize) -> Self {
        Self { left: bytes, ..self }
    }
}

impl<'a> Evaluator<'a> {
    /// For a query, a library and its index, which must have been settled.
    pub fn new(query: &'a Query, index: &Index, library: &'a Library) -> Self {
        Self { is_counting: false, ..Self::resume(query, index, library, Progress::default()) }
    }

    /// The same, for what was begun before with the same query, index and library; places are counted too.
    pub fn resume(query: &'a Query, index: &Index, library: &'a Library, mut progress: Progress) -> Self {
        let mut wanted = Vec::new();
        query.walk_wanted(&mut |one| wanted.push(one));
        let mut patterns =
            wanted.iter().filter_map(|one| if let Wanted::Pattern(one) = one { Some(one) } else { None });
        let only = patterns.next().filter(|_| patterns.next().is_none() && !query.is_exact);
        let is_sole = only.is_some();
        if let Some(pattern) = only.filter(|_| progress.terms.is_none()) {
            progress.terms = Some(Box::new(pattern.find_in(index.dictionary())));
        }
        let all_marks = Some(query).filter(|_| wanted.len() > 1);
        // Only where it must be found itself does finding less of it find less of all.
        let is_only =
            |node: &Node| is_sole && matches!(node, Node::Text { wanted: Wanted::Pattern(_), scope: Scope::Turn });
        let making = Making { index, library, is_exact: query.is_exact };
        let root = query.root.as_ref().map(|root| match root {
            Node::Text { wanted: Wanted::Pattern(pattern), .. } if is_only(root) => Condition::OnlyPattern(pattern),
            Node::All(nodes) => Condition::All(
                nodes
                    .iter()
                    .map(|node| match node {
                        Node::Text { wanted: Wanted::Pattern(pattern), .. } if is_only(node) => {
                            Condition::OnlyPattern(pattern)
                        }
                        node => making.condition(node),
                    })
                    .collect(),
            ),
            root => making.condition(root),
        });
        let progress = RefCell::new(progress);
        Self {
            library,
            root,
            is_exact: query.is_exact,
            all_marks,
            is_counting: true,
            progress,
            is_partial: Cell::new(false),
        }
    }

    /// Whether turns may be missing from what was found, because there was no leave to look at more.
    pub fn is_partial(&self) -> bool {
        self.is_partial.get()
    }

    /// How far it came.
    pub fn into_progress(self) -> Progress {
        self.progress.into_inner()
    }

    /// The turns of a part that the query finds, and how many places there are to be marked in each, where that comes with
    /// finding them: where the query has one regular expression that must be there, and where it asks for any of many
    /// words, which are then gone through once and not twice. Counts of turns that are not found mean nothing.
    pub fn find_and_count(&self, part: &Part) -> (Docs, Option<Vec<u32>>) {
        match &self.root {
            Some(Condition::Span(SpanTerms::Row(row))) if row.len() == 1 && row[0].len() >= MANY_WORDS => {
                let mut counts = vec![0; part.people.len()];
                part.segment.add_counts(&row[0], &mut counts);
                (Docs::counted(&counts).and(&part.alive()), Some(counts))
            }
            _ => {
                let found = self.find(part);
                (found, self.pattern_counts(part))
            }
        }
    }

    /// How many places there are to be marked in the turns of a part that were found, where the query has one regular
    /// expression that must be there; none where the query is of another kind.
    fn pattern_counts(&self, part: &Part) -> Option<Vec<u32>> {
        let is_only = |condition: &Condition<'_>| matches!(condition, Condition::OnlyPattern(_));
        let has_only = match self.root.as_ref()? {
            Condition::All(conditions) => conditions.iter().any(is_only),
            root => is_only(root),
        };
        if !has_only || !self.is_counting {
            return None;
        }
        let mut counts = vec![0; part.people.len()];
        let progress = self.progress.borrow();
        for (doc, count) in progress.parts.get(&key(part)).iter().flat_map(|known| &known.found) {
            if let Some(place) = counts.get_mut(*doc as usize) {
                *place = *count;
            }
        }
        Some(counts)
    }

    /// The turns of a part that the query finds, those of transcripts that were taken out left aside.
    pub fn find(&self, part: &Part) -> Docs {
        self.find_among(part, part.alive())
    }

    /// Those of some turns of a part that the query finds.
    pub fn find_among(&self, part: &Part, among: Docs) -> Docs {
        let Some(root) = &self.root else { return among };
        let found = self.docs(root, part, &among).and(&among);
        if !self.is_exact {
            return found;
        }
        // The index knows folded words: what it found is looked at once more, letter by letter.
        let holds = |doc: &u16| TurnText::new(self.library, part, *doc).is_some_and(|turn| holds(root, &turn));
        Docs::from_sorted(found.iter().filter(holds).collect())
    }

    /// The turns for which a condition holds; where folding is off, no fewer than those. What is costly to find out is
    /// found out for some turns only.
    fn docs(&self, condition: &Condition<'_>, part: &Part, among: &Docs) -> Docs {
        match condition {
            Condition::Span(span) | Condition::Exact(_, span) => span_docs(span, &part.segment, None),
            Condition::Pattern(pattern, terms) => {
                let (candidates, _) = candidates(terms, &part.segment, among.clone());
                let found = candidates.iter().filter(|doc| self.count(pattern, part, *doc).is_some());
                Docs::from_sorted(found.collect())
            }
            Condition::OnlyPattern(pattern) => self.only_pattern_docs(pattern, part, among),
            Condition::People(chosen) => part.docs_of(chosen),
            Condition::Transcripts(chosen) => part.docs_of_transcripts(chosen),
            Condition::Not(_) if self.is_exact => among.clone(),
            Condition::Not(inner) => among.clone().without(&self.docs(inner, part, among)),
            Condition::Any(parts) => {
                parts.iter().fold(Docs::default(), |found, one| found.or(&self.docs(one, part, among)))
            }
            Condition::All(parts) => self.all_docs(parts, part, among),
        }
    }

    /// All conditions at once: the quick ones first, and the slow ones only where these hold.
    fn all_docs(&self, conditions: &[Condition<'_>], part: &Part, among: &Docs) -> Docs {
        let cost = |condition: &Condition<'_>| match condition {
            Condition::Span(SpanTerms::Row(row)) | Condition::Exact(_, SpanTerms::Row(row)) if row.len() == 1 => 0,
            Condition::Span(_) | Condition::Exact(..) => 2,
            Condition::Pattern(..) | Condition::OnlyPattern(_) => 3,
            _ => 1,
        };
        let mut found: Option<Docs> = None;
        for wave in 0..4 {
            for condition in conditions.iter().filter(|condition| cost(condition) == wave) {
                if found.as_ref().is_some_and(Docs::is_empty) {
                    return Docs::default();
                }
                found = Some(match (condition, found) {
                    (Condition::Span(span) | Condition::Exact(_, span), Some(found)) if wave == 2 => {
                        span_docs(span, &part.segment, Some(found))
                    }
                    (Condition::Not(inner), Some(found)) if !self.is_exact => {
                        let inner = self.docs(inner, part, &found);
                        found.without(&inner)
                    }
                    (condition, Some(found)) => {
                        let docs = self.docs(condition, part, &found);
                        found.and(&docs)
                    }
                    (condition, None) => self.docs(condition, part, among),
                });
            }
        }
        found.unwrap_or_default()
    }

    /// The turns that the one regular expression of the query finds, as far as there is leave to look at them.
    fn only_pattern_docs(&self, pattern: &Pattern, part: &Part, among: &Docs) -> Docs {
        let mut progress = self.progress.borrow_mut();
        let Progress { terms, parts, left } = &mut *progress;
        let known = match parts.entry(key(part)) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(_) if *left == 0 => {
                self.is_partial.set(true);
                return Docs::default();
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                let (candidates, cost) = match terms {
                    Some(terms) => candidates(terms, &part.segment, among.clone()),
                    None => (among.clone(), 0),
                };
                *left = left.saturating_sub(cost);
                place.insert(PartProgress { candidates, ..PartProgress::default() })
            }
        };
        for doc in known.candidates.iter_from(known.next) {
            if *left == 0 {
                self.is_partial.set(true);
                break;
            }
            let length: usize = turn_paragraphs(self.library, part, doc).into_iter().flatten().map(str::len).sum();
            *left = left.saturating_sub(length);
            known.next = u32::from(doc) + 1;
            let Some(mut count) = self.count(pattern, part, doc) else { continue };
            if let Some(query) = self.all_marks.filter(|_| self.is_counting) {
                let paragraphs = turn_paragraphs(self.library, part, doc).into_iter().flatten();
                count = paragraphs.map(|text| query.highlights(text).len() as u32).sum();
                *left = left.saturating_sub(length * MARKING_COST);
            }
            known.found.push((doc, count));
        }
        Docs::from_sorted(known.found.iter().map(|(doc, _)| *doc).collect())
    }

    /// How often a regular expression stands in a turn, 0 where that is not counted; none where it does not match.
    fn count(&self, pattern: &Pattern, part: &Part, doc: u16) -> Option<u32> {
        FOLDED.with_borrow_mut(|folded| {
            let mut found = None::<u32>;
            for paragraph in turn_paragraphs(self.library, part, doc).into_iter().flatten() {
                let text = if pattern.is_exact() {
                    paragraph
                } else {
                    folded.clear();
                    fold_into(paragraph, folded);
                    folded.as_str()
                };
                if !self.is_counting && pattern.is_in_folded(text) {
                    return Some(0);
                }
                let count = if self.is_counting { pattern.count(text) as u32 } else { 0 };
                if count > 0 || (self.is_counting && pattern.is_nullable() && pattern.is_in_folded(text)) {
                    *found.get_or_insert_default() += count;
                }
            }
            found
        })
    }
}

thread_local! {
    /// Room for folded texts, of which there may be a million in a row.
    static FOLDED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What tells a part from all others.
fn key(part: &Part) -> (u32, u32) {
    part.runs.first().map_or((u32::MAX, u32::MAX), |run| (run.key, run.first_turn))
}

/// Makes conditions of the nodes of a query.
#[derive(Clone, Copy)]
struct Making<'i, 'a> {
    index: &'i Index,
    library: &'a Library,
    is_exact: bool,
}

impl Making<'_, '_> {
    /// A node of a query with what the library says of it.
    fn condition<'a>(self, node: &'a Node) -> Condition<'a> {
        let Self { index, library, is_exact } = self;
        let all = |nodes: &'a [Node]| nodes.iter().map(|node| self.condition(node)).collect();
        let transcripts =
            |holds: &dyn Fn(&Entry) -> bool| Condition::Transcripts(library.entries().iter().map(holds).collect());
        match node {
            Node::Text { wanted: Wanted::Span(span), scope: Scope::Turn } => {
                let terms = SpanTerms::new(span, index.dictionary());
                if is_exact { Condition::Exact(span, terms) } else { Condition::Span(terms) }
            }
            Node::Text { wanted: Wanted::Pattern(pattern), scope: Scope::Turn } => {
                Condition::Pattern(pattern, Box::new(pattern.find_in(index.dictionary())))
            }
            Node::Text { wanted, scope } => transcripts(&|entry| is_in_scope(wanted, *scope, entry)),
            Node::Field(field) => match by_person(field) {
                // A speaker is found by any of their names; a role is that of the turn.
                Some(holds) if matches!(field, Field::Speaker(_)) => Condition::People(index.people().choose(holds)),
                Some(holds) => Condition::People(roles(index.people(), holds)),
                None => transcripts(&|entry| has_field(field, index, library, entry)),
            },
            Node::Not(inner) => Condition::Not(Box::new(self.condition(inner))),
            Node::All(nodes) => Condition::All(all(nodes)),
            Node::Any(nodes) => Condition::Any(all(nodes)),
        }
    }
}

/// Whether a condition holds for a turn, by its text.
fn holds(condition: &Condition<'_>, turn: &TurnText<'_>) -> bool {
    match condition {
        Condition::Exact(span, _) => turn.paragraphs.iter().any(|(_, words)| !span.find(words).is_empty()),
        // The index has looked for it already.
        Condition::Span(_) => true,
        Condition::Pattern(pattern, _) | Condition::OnlyPattern(pattern) => {
            turn.paragraphs.iter().any(|(text, words)| pattern.is_in(words, text))
        }
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

/// Those of some turns of a segment that may match a regular expression, and what it cost to find out, in places of
/// words that were read.
fn candidates(pattern: &PatternTerms, segment: &Segment, among: Docs) -> (Docs, usize) {
    let mut cost = 0;
    let found = pattern.always.iter().fold(among, |found, terms| found.and(&segment.docs_of_any(terms)));
    if pattern.alternatives.is_empty() {
        return (found, cost);
    }
    let mut any = Docs::default();
    for pieces in &pattern.alternatives {
        // Where letters are words of their own, what may be several words is not asked for.
        let is_known = |piece: &&PieceTerms| !(piece.is_wary && segment.has_lone_letters());
        let known = pieces.iter().filter(is_known);
        let docs = known.fold(found.clone(), |found, piece| found.and(&segment.docs_of_any(&piece.terms)));
        any = any.or(&narrowed(pieces, segment, docs, &mut cost));
    }
    (any, cost)
}

/// Those of some turns in which the pieces stand in a row that must.
fn narrowed(pieces: &[PieceTerms], segment: &Segment, docs: Docs, cost: &mut usize) -> Docs {
    if docs.len() <= WORTH_NARROWING || pieces.iter().all(|piece| piece.joint == Joint::Free) {
        return docs;
    }
    let has_lone_letters = segment.has_lone_letters();
    // A bit for each word of the segment. Turns of several paragraphs have more places than words; what is beyond them
    // falls on other turns' words, which finds too much and never too little.
    let mut firsts = Vec::with_capacity(segment.turns());
    let mut words = 0usize;
    for doc in 0..segment.turns() {
        firsts.push(words);
        words += segment.length(doc as u16) as usize;
    }
    let mask = (words + 1).next_power_of_two().max(64) - 1;
    let mut docs = docs.into_bits();
    let mut before: Option<Vec<u64>> = None;
    for (at, piece) in pieces.iter().enumerate() {
        let is_joined = |piece: &PieceTerms| piece.joint != Joint::Free && !(piece.is_wary && has_lone_letters);
        let is_led_on = pieces.get(at + 1).is_some_and(is_joined);
        if piece.is_wary && has_lone_letters {
            before = None;
            continue;
        }
        let last = before.take().filter(|_| is_joined(piece));
        if last.is_none() && !is_led_on {
            continue;
        }
        let mut here = is_led_on.then(|| vec![0u64; mask / 64 + 1]);
        let mut found = no_bits();
        let is_set = |bits: &[u64], place: usize| bits[place / 64] >> (place % 64) & 1 == 1;
        segment.each_place(&piece.terms, &mut |doc, place| {
            *cost += 1;
            let doc = doc as usize;
            if docs[doc / 64] >> (doc % 64) & 1 == 0 {
                return;
            }
            let place = (firsts.get(doc).copied().unwrap_or_default() + place as usize) & mask;
            if let Some(last) = &last {
                let is_behind = is_set(last, place.wrapping_sub(1) & mask)
                    || (piece.joint == Joint::NextOrSame && is_set(last, place));
                if !is_behind {
                    return;
                }
            }
            found[doc / 64] |= 1 << (doc % 64);
            if let Some(here) = &mut here {
                here[place / 64] |= 1 << (place % 64);
            }
        });
        docs = found;
        before = here;
    }
    Docs::Many(docs)
}
