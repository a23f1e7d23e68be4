//! The query language: how what stands in the search box is read.
//!
//! ```text
//! any    = all (OR all)*
//! all    = near+                               all in one turn
//! near   = unary (NEAR/n unary)*               within n words
//! unary  = -unary | term
//! term   = (any) | "words in a row" | /expression/ | field:value | word | word* | word~
//! ```
//!
//! Reading never fails: while someone types, most of what stands there is not finished. What cannot be understood is
//! left aside and told with its place.

use super::pattern::Pattern;
use super::spans::Span;
use super::word::{WordKind, WordPattern};
use super::{Comparison, Field, Node, Query, Scope, Wanted};
use crate::search::dates::DateRange;
use crate::text::fold::{Folded, fold};
use crate::text::words::words;

/// The names of all fields.
pub const FIELDS: &[&str] = &["speaker", "role", "place", "date", "lang", "in", "title", "file", "format"];

/// Letters that may be read at most, bytes, and brackets inside brackets.
const MOST_BYTES: usize = 16 * 1024;
const MOST_DEPTH: u32 = 40;

/// Words apart at most for `NEAR`.
pub const FARTHEST: u32 = 99;
/// And where no number is given.
const NEAR_WORDS: u32 = 5;

/// Something in a query that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it begins, bytes.
    pub start: usize,
    /// One past its end.
    pub end: usize,
    /// What it is.
    pub kind: ProblemKind,
}

/// What could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A bracket is not closed.
    OpenBracket,
    /// A closing bracket without an opening one.
    StrayBracket,
    /// Nothing stands beside `OR`, `NEAR` or behind `-`.
    NothingThere,
    /// `NEAR` stands beside something that is no word.
    NearWhat,
    /// The number behind `NEAR/` is none, or too large.
    HowNear,
    /// There is no such field.
    UnknownField(String),
    /// A field without a value.
    EmptyField,
    /// No date.
    BadDate,
    /// Nothing can be looked for there.
    UnknownScope,
    /// A regular expression is not closed.
    OpenPattern,
    /// A regular expression is wrong: why, as the key of a text.
    BadPattern(&'static str),
    /// A star that is not at the end of a word.
    StarInside,
    /// More than one edit.
    TooManyEdits,
    /// Too long, or too many brackets in each other.
    TooLong,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Or,
    And,
    Near(Option<u32>),
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    comparison: Comparison,
    problems: Vec<Problem>,
}

/// Reads a query.
pub fn parse(text: &str, comparison: Comparison) -> Query {
    let cut = text.floor_char_boundary(MOST_BYTES.min(text.len()));
    let mut reader = Reader { text: &text[..cut], at: 0, depth: 0, comparison, problems: Vec::new() };
    if cut < text.len() {
        reader.tell(cut, text.len(), ProblemKind::TooLong);
    }
    let mut parts = Vec::new();
    loop {
        parts.extend(reader.any());
        // Whatever ended it and is not the end of the text is a bracket that nobody opened.
        if reader.at >= reader.text.len() {
            break;
        }
        reader.tell(reader.at, reader.at + 1, ProblemKind::StrayBracket);
        reader.at += 1;
    }
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| (problem.start, problem.end));
    Query { root: join(parts, Node::All), problems, is_exact: comparison.is_exact }
}

/// One node of several; none of none.
fn join(mut nodes: Vec<Node>, several: impl FnOnce(Vec<Node>) -> Node) -> Option<Node> {
    if nodes.len() > 1 { Some(several(nodes)) } else { nodes.pop() }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」')
}

/// The marks that close what a mark opens.
fn closings(opening: char) -> &'static [char] {
    match opening {
        '“' | '‟' => &['”'],
        '„' => &['“', '”', '‟'],
        '«' => &['»'],
        '»' => &['«'],
        '「' => &['」'],
        _ => &['"'],
    }
}

impl<'a> Reader<'a> {
    fn tell(&mut self, start: usize, end: usize, kind: ProblemKind) {
        self.problems.push(Problem { start, end, kind });
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// What stands up to the next space or bracket.
    fn lexeme(&self) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).unwrap_or(rest.len())]
    }

    /// A word that joins, if one stands here, and where it ends.
    fn joint(&mut self) -> Option<(Joint, usize)> {
        self.skip_spaces();
        let word = self.lexeme();
        let joint = match word {
            "OR" | "|" => Joint::Or,
            "AND" => Joint::And,
            "NEAR" => Joint::Near(Some(NEAR_WORDS)),
            _ => Joint::Near(word.strip_prefix("NEAR/")?.parse().ok().filter(|n| (1..=FARTHEST).contains(n))),
        };
        Some((joint, self.at + word.len()))
    }

    fn any(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        parts.extend(self.all());
        while let Some((Joint::Or, end)) = self.joint() {
            let start = self.at;
            self.at = end;
            let right = self.all();
            if right.is_none() || parts.is_empty() {
                self.tell(start, end, ProblemKind::NothingThere);
            }
            parts.extend(right);
        }
        join(parts, Node::Any)
    }

    fn all(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        let mut scopes = Vec::new();
        loop {
            self.skip_spaces();
            match self.peek() {
                None | Some(')') => break,
                Some(_) => {}
            }
            match self.joint() {
                Some((Joint::Or, _)) => break,
                Some((Joint::And, end)) => self.at = end,
                Some((Joint::Near(_), end)) => {
                    self.tell(self.at, end, ProblemKind::NothingThere);
                    self.at = end;
                }
                None => match self.scope() {
                    Some(scope) => scopes.extend(scope),
                    None => parts.extend(self.near()),
                },
            }
        }
        if scopes.is_empty() {
            return join(parts, Node::All);
        }
        let scoped = scopes.into_iter().filter_map(|scope| {
            let mut parts = parts.clone();
            parts.iter_mut().for_each(|part| set_scope(part, scope));
            join(parts, Node::All)
        });
        join(scoped.collect(), Node::Any)
    }

    /// `in:title` and the like. None if no such thing stands here; nothing inside if it says nothing.
    fn scope(&mut self) -> Option<Option<Scope>> {
        let word = self.lexeme();
        let value = word.get(..3).filter(|name| name.eq_ignore_ascii_case("in:")).map(|_| &word[3..])?;
        let start = self.at;
        self.at += word.len();
        let scope = match value.to_ascii_lowercase().as_str() {
            "title" => Some(Scope::Title),
            "summary" => Some(Scope::Summary),
            "heading" | "headings" => Some(Scope::Heading),
            "note" | "notes" => Some(Scope::Note),
            "text" | "turn" | "turns" => Some(Scope::Turn),
            _ => {
                self.tell(start, self.at, ProblemKind::UnknownScope);
                None
            }
        };
        Some(scope)
    }

    fn near(&mut self) -> Option<Node> {
        let mut left = self.unary();
        while let Some((Joint::Near(distance), end)) = self.joint() {
            let start = self.at;
            self.at = end;
            if distance.is_none() {
                self.tell(start, end, ProblemKind::HowNear);
            }
            let right = self.unary();
            left = match (left, right) {
                (Some(a), Some(b)) => Some(match (as_span(&a), as_span(&b)) {
                    (Some(left), Some(right)) => {
                        let distance = distance.unwrap_or(NEAR_WORDS);
                        words_node(Span::Near { left: Box::new(left), right: Box::new(right), distance })
                    }
                    _ => {
                        self.tell(start, end, ProblemKind::NearWhat);
                        Node::All(vec![a, b])
                    }
                }),
                (left, right) => {
                    self.tell(start, end, ProblemKind::NothingThere);
                    left.or(right)
                }
            };
        }
        left
    }

    fn unary(&mut self) -> Option<Node> {
        self.skip_spaces();
        let start = self.at;
        let rest = self.rest();
        let behind = rest.strip_prefix(['-', '−', '–']);
        if let Some(behind) = behind
            && behind.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '-' | ')'))
        {
            self.at = self.text.len() - behind.len();
            let problems = self.problems.len();
            return match self.unary() {
                Some(node) => Some(Node::Not(Box::new(node))),
                None => {
                    // Something worse was said of it already, or only signs follow.
                    if self.problems.len() == problems && self.at >= self.text.len() {
                        self.tell(start, self.at, ProblemKind::NothingThere);
                    }
                    None
                }
            };
        }
        self.term()
    }

    fn term(&mut self) -> Option<Node> {
        let start = self.at;
        match self.peek()? {
            '(' => {
                self.at += 1;
                if self.depth >= MOST_DEPTH {
                    self.tell(start, self.text.len(), ProblemKind::TooLong);
                    self.at = self.text.len();
                    return None;
                }
                self.depth += 1;
                let inside = self.any();
                self.depth -= 1;
                if self.peek() == Some(')') {
                    self.at += 1;
                } else {
                    self.tell(start, start + 1, ProblemKind::OpenBracket);
                }
                inside
            }
            ')' => None,
            '/' => self.pattern(),
            c if is_quote(c) => {
                let inside = self.quoted();
                self.row(inside, start + c.len_utf8()).map(words_node)
            }
            _ => self.field().unwrap_or_else(|| self.plain()),
        }
    }

    /// What stands between quotation marks, of which the second fits the first, or at least is one. A mark that is not
    /// closed reaches to the end.
    fn quoted(&mut self) -> &'a str {
        let rest = self.rest();
        let opening = self.peek().unwrap_or('"');
        let inside = &rest[opening.len_utf8().min(rest.len())..];
        let end = inside.find(closings(opening)).or_else(|| inside.find(is_quote)).unwrap_or(inside.len());
        let closing = inside[end..].chars().next().map_or(0, char::len_utf8);
        self.at = self.text.len() - inside.len() + end + closing;
        &inside[..end]
    }

    fn pattern(&mut self) -> Option<Node> {
        let start = self.at;
        let inside = &self.rest()[1..];
        let mut is_escaped = false;
        let end = inside.char_indices().find(|(_, c)| {
            let is_end = *c == '/' && !is_escaped;
            is_escaped = *c == '\\' && !is_escaped;
            is_end
        });
        let Some((end, _)) = end else {
            self.at = self.text.len();
            self.tell(start, self.at, ProblemKind::OpenPattern);
            return None;
        };
        self.at = start + 1 + end + 1;
        if end == 0 {
            return None;
        }
        match Pattern::new(&inside[..end].replace("\\/", "/"), self.comparison.is_exact) {
            Ok(pattern) => Some(Node::Text { wanted: Wanted::Pattern(Box::new(pattern)), scope: Scope::Turn }),
            Err(why) => {
                self.tell(start, self.at, ProblemKind::BadPattern(why));
                None
            }
        }
    }

    /// `name:value`. None if no such thing stands here; nothing inside if it says nothing.
    fn field(&mut self) -> Option<Option<Node>> {
        let word = self.lexeme();
        let (name, value) = word.split_once(':')?;
        let is_name = !name.is_empty() && name.chars().all(char::is_alphabetic);
        if !is_name || value.starts_with('/') {
            return None;
        }
        let start = self.at;
        let known = match name.to_lowercase().as_str() {
            "language" => "lang",
            "in" => "in",
            name => FIELDS.iter().find(|field| **field == name).copied().unwrap_or_default(),
        };
        if known.is_empty() {
            // A colon at the end of a word is punctuation.
            if value.is_empty() {
                return None;
            }
            self.tell(start, start + name.len() + 1, ProblemKind::UnknownField(name.to_owned()));
            return None;
        }
        self.at += name.len() + 1;
        let value_at = self.at;
        let is_quoted = self.peek().is_some_and(is_quote);
        let value = if is_quoted { self.quoted() } else { value };
        if !is_quoted {
            self.at += value.len();
        }
        let value_at =
            value_at + if is_quoted { self.text[value_at..].chars().next().map_or(0, char::len_utf8) } else { 0 };
        if value.trim().is_empty() {
            self.tell(start, self.at, ProblemKind::EmptyField);
            return Some(None);
        }
        Some(self.field_node(known, value, value_at, start))
    }

    fn field_node(&mut self, name: &str, value: &str, value_at: usize, start: usize) -> Option<Node> {
        let of_words = |reader: &mut Self, make: fn(Span) -> Field| {
            // Names are folded even where the text is not.
            let comparison = std::mem::take(&mut reader.comparison);
            let row = reader.row(value, value_at);
            reader.comparison = comparison;
            row.map(|row| Node::Field(make(row)))
        };
        match name {
            "speaker" => of_words(self, Field::Speaker),
            "role" => of_words(self, Field::Role),
            "place" => of_words(self, Field::Place),
            "title" => of_words(self, Field::Title),
            "date" => {
                let range = DateRange::parse(value.trim());
                if range.is_none() {
                    self.tell(value_at, value_at + value.len(), ProblemKind::BadDate);
                }
                range.map(|range| Node::Field(Field::Date(range)))
            }
            "lang" => Some(Node::Field(Field::Language(fold(value.trim())))),
            "format" => Some(Node::Field(Field::Format(fold(value.trim())))),
            "file" => Some(Node::Field(Field::File(fold(value.trim()).trim_matches('*').to_owned()))),
            // Behind a minus sign it would have to mean something else.
            _ => {
                self.tell(start, self.at, ProblemKind::UnknownScope);
                None
            }
        }
    }

    fn plain(&mut self) -> Option<Node> {
        let lexeme = self.lexeme();
        // A mark between letters is one of them, as in Hebrew abbreviations.
        let is_between = |at: usize, mark: &str| {
            let after = &lexeme[at + mark.len()..];
            lexeme[..at].ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
        };
        let end = lexeme.match_indices(is_quote).find(|(at, mark)| !is_between(*at, mark));
        let lexeme = &lexeme[..end.map_or(lexeme.len(), |(at, _)| at)];
        let start = self.at;
        self.at += lexeme.len();
        let mut row = self.lexeme_words(lexeme, start);
        if !self.comparison.is_exact
            && !self.comparison.stems.is_empty()
            && let [word] = row.as_mut_slice()
            && word.kind == WordKind::Whole
        {
            word.kind = WordKind::Stem(self.comparison.stems);
        }
        (!row.is_empty()).then(|| words_node(Span::Row(row)))
    }

    /// Words in a row.
    fn row(&mut self, text: &str, at: usize) -> Option<Span> {
        let mut row = Vec::new();
        for lexeme in text.split_whitespace() {
            let start = at + (lexeme.as_ptr() as usize - text.as_ptr() as usize);
            row.extend(self.lexeme_words(lexeme, start));
        }
        (!row.is_empty()).then_some(Span::Row(row))
    }

    /// The words of what stands between two spaces: nearly always one.
    fn lexeme_words(&mut self, lexeme: &str, start: usize) -> Vec<WordPattern> {
        let mut bare = lexeme;
        let mut kind = WordKind::Whole;
        if let Some(prefix) = lexeme.strip_suffix('*') {
            (bare, kind) = (prefix, WordKind::Prefix);
        } else if let Some((word, edits)) = lexeme.rsplit_once('~')
            && edits.bytes().all(|byte| byte.is_ascii_digit())
        {
            (bare, kind) = (word, WordKind::OneEdit);
            if !matches!(edits, "" | "1") {
                self.tell(start + word.len(), start + lexeme.len(), ProblemKind::TooManyEdits);
            }
        }
        let bare = bare.trim_end_matches('*');
        if let Some(star) = bare.find('*') {
            let is_inside =
                bare[..star].ends_with(char::is_alphanumeric) || bare[star + 1..].starts_with(char::is_alphanumeric);
            if is_inside {
                self.tell(start + star, start + star + 1, ProblemKind::StarInside);
            }
        }
        let folded = Folded::new(bare);
        let mut patterns: Vec<WordPattern> = words(&folded.text)
            .map(|(from, to)| {
                let (start, end) = folded.original(from, to);
                let printed = self.comparison.is_exact.then(|| bare[start..end].to_owned());
                WordPattern { word: folded.text[from..to].to_owned(), kind: WordKind::Whole, printed }
            })
            .collect();
        // A star or a tilde speaks of the word that it stands behind, not of signs.
        if words(&folded.text).last().is_some_and(|(_, end)| end == folded.text.len())
            && let Some(last) = patterns.last_mut()
        {
            last.kind = kind;
        }
        if self.comparison.either_alphabet && !self.comparison.is_exact {
            let whole = patterns.iter_mut().filter(|pattern| pattern.kind == WordKind::Whole);
            whole.for_each(|pattern| pattern.kind = WordKind::EitherAlphabet);
        }
        patterns
    }
}

fn words_node(span: Span) -> Node {
    Node::Text { wanted: Wanted::Span(span), scope: Scope::Turn }
}

/// A node as words that can stand near others: words, phrases, and alternatives of them.
fn as_span(node: &Node) -> Option<Span> {
    match node {
        Node::Text { wanted: Wanted::Span(span), scope: Scope::Turn } => Some(span.clone()),
        Node::Any(nodes) => nodes.iter().map(as_span).collect::<Option<_>>().map(Span::Any),
        _ => None,
    }
}

fn set_scope(node: &mut Node, to: Scope) {
    match node {
        Node::Text { scope, .. } if *scope == Scope::Turn => *scope = to,
        Node::Text { .. } | Node::Field(_) => {}
        Node::Not(node) => set_scope(node, to),
        Node::All(nodes) | Node::Any(nodes) => nodes.iter_mut().for_each(|node| set_scope(node, to)),
    }
}
