//! Regular expressions in linear time: an expression becomes a list of instructions, and all ways through it are
//! followed at once, one letter of the text after the other (Thompson 1968; in the form of Pike's machine, with the
//! ways in the order in which a backtracking machine would try them, so that the same match is found).
//!
//! Written here because the crate `regex` weighs more than the rest of the search: of its syntax this knows what people
//! type into a search box: letters, `.`, `[a-z]`, `\d \w \s \b` and their opposites, groups, `|`, `* + ? {2,5}` and the
//! same with `?` behind, `^` and `$`. `\w` and `\b` know the letters of all alphabets: what words are made of in the
//! whole search, so that an underscore is none.

use std::cell::RefCell;

use super::automaton::Automaton;
use crate::text::words::is_in_word;

/// Instructions that an expression may have, and brackets in each other.
const MOST_INSTRUCTIONS: usize = 5000;
const MOST_DEPTH: u32 = 50;
/// Most repetitions that can be asked for by number.
const MOST_TIMES: u32 = 1000;

/// A regular expression, ready to be matched.
#[derive(Clone, Debug)]
pub struct Expression {
    program: Vec<Instruction>,
    /// Letters with which every match begins.
    prefix: String,
    /// Whether a match may be without a letter.
    is_nullable: bool,
    /// The same machine as a table, for whether and how often it matches; it grows with the texts that it sees.
    automaton: RefCell<Option<Automaton>>,
}

/// A step of the machine.
#[derive(Clone, Debug)]
pub(super) enum Instruction {
    Letter(Class),
    Assert(Assertion),
    /// Go on at both; the first is the one to be preferred.
    Both(usize, usize),
    Jump(usize),
    Match,
}

/// What must hold of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Assertion {
    Start,
    End,
    WordEdge,
    NoWordEdge,
}

/// A set of letters.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    pub ranges: Vec<(char, char)>,
    pub kinds: Vec<(Kind, bool)>,
    pub is_negated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Digit,
    Word,
    Space,
    /// All but line breaks.
    Any,
}

impl Kind {
    fn has(self, letter: char) -> bool {
        match self {
            Self::Digit => letter.is_ascii_digit(),
            Self::Word => is_in_word(letter),
            Self::Space => letter.is_whitespace(),
            Self::Any => letter != '\n',
        }
    }
}

impl Class {
    fn of(letter: char) -> Self {
        Self { ranges: vec![(letter, letter)], ..Self::default() }
    }

    fn of_kind(kind: Kind, is_in: bool) -> Self {
        Self { kinds: vec![(kind, is_in)], ..Self::default() }
    }

    pub(super) fn has(&self, letter: char) -> bool {
        let is_in = self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&letter))
            || self.kinds.iter().any(|(kind, is_in)| kind.has(letter) == *is_in);
        is_in != self.is_negated
    }

    /// The letter, if it is exactly one.
    pub(super) fn only(&self) -> Option<char> {
        match (self.ranges.as_slice(), self.kinds.is_empty(), self.is_negated) {
            ([(first, last)], true, false) if first == last => Some(*first),
            _ => None,
        }
    }
}

/// An expression, understood.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Letter(Class),
    Assert(Assertion),
    Row(Vec<Part>),
    Any(Vec<Part>),
    Times { part: Box<Part>, least: u32, most: Option<u32>, is_lazy: bool },
}

impl Part {
    /// Reads an expression.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        let mut reader = Reader { letters: text.chars().collect(), at: 0, depth: 0 };
        let part = reader.any()?;
        if reader.at < reader.letters.len() {
            return Err("expression-stray-bracket");
        }
        Ok(part)
    }

    /// Whether there is a letter in it at all.
    pub(super) fn has_letter(&self) -> bool {
        match self {
            Self::Letter(_) => true,
            Self::Assert(_) => false,
            Self::Row(parts) | Self::Any(parts) => parts.iter().any(Self::has_letter),
            Self::Times { part, .. } => part.has_letter(),
        }
    }

    /// Whether it may match without a letter.
    pub(super) fn is_nullable(&self) -> bool {
        match self {
            Self::Letter(_) => false,
            Self::Assert(_) => true,
            Self::Row(parts) => parts.iter().all(Self::is_nullable),
            Self::Any(parts) => parts.iter().any(Self::is_nullable),
            Self::Times { part, least, .. } => *least == 0 || part.is_nullable(),
        }
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it: the key of a text.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        Self::of(&Part::read(text)?)
    }

    /// The machine for an expression.
    pub(super) fn of(part: &Part) -> Result<Self, &'static str> {
        let mut program = Vec::new();
        write(part, &mut program)?;
        program.push(Instruction::Match);
        let prefix = program.iter().map_while(|instruction| match instruction {
            Instruction::Letter(class) => class.only(),
            _ => None,
        });
        let automaton = RefCell::new(Automaton::new(&program));
        Ok(Self { prefix: prefix.collect(), is_nullable: part.is_nullable(), automaton, program })
    }

    /// Whether it matches anywhere in a text.
    pub fn is_in(&self, text: &str) -> bool {
        let quick = self.automaton.borrow_mut().as_mut().and_then(|automaton| automaton.is_in(&self.program, text));
        quick.unwrap_or_else(|| self.find_from(text, 0).is_some())
    }

    /// How many places [`Expression::find_all`] finds.
    pub fn count(&self, text: &str) -> usize {
        // Where a match has a letter the next one begins where it ends: nothing needs to be known of its beginning.
        let mut automaton = self.automaton.borrow_mut();
        let automaton = automaton.as_mut().filter(|_| !self.is_nullable);
        let quick = automaton.and_then(|automaton| automaton.count(&self.program, text));
        quick.unwrap_or_else(|| self.find_all(text).len())
    }

    /// Whether a match may be without a letter.
    pub fn is_nullable(&self) -> bool {
        self.is_nullable
    }

    /// The byte ranges that match, from left to right, not overlapping; empty ones are left out.
    pub fn find_all(&self, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((start, end)) = self.find_from(text, from) {
            if end > start {
                found.push((start, end));
                from = end;
            } else {
                let Some(letter) = text.get(end..).and_then(|rest| rest.chars().next()) else { break };
                from = end + letter.len_utf8();
            }
        }
        found
    }

    /// The first match at or after a place.
    fn find_from(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let mut now = Ways::new(self.program.len());
        let mut next = Ways::new(self.program.len());
        let mut found = None;
        let mut at = from;
        let mut before = text.get(..from)?.chars().next_back();
        loop {
            if now.list.is_empty() {
                if found.is_some() {
                    return found;
                }
                // Nothing is under way: leap to where something may begin.
                if !self.prefix.is_empty() {
                    let leap = text.get(at..)?.find(&self.prefix)?;
                    if leap > 0 {
                        at += leap;
                        before = text.get(..at)?.chars().next_back();
                    }
                }
            }
            let letter = text.get(at..)?.chars().next();
            let here = Here { before, after: letter, is_start: at == 0 };
            if found.is_none() {
                self.follow(0, at, here, &mut now);
            }
            for index in 0..now.list.len() {
                let (instruction, start) = now.list[index];
                match &self.program[instruction] {
                    Instruction::Match => {
                        found = Some((start, at));
                        // Whatever comes later in the list would have been tried later.
                        break;
                    }
                    Instruction::Letter(class) => {
                        if let Some(letter) = letter
                            && class.has(letter)
                        {
                            let after = at + letter.len_utf8();
                            let behind = text.get(after..).and_then(|rest| rest.chars().next());
                            let there = Here { before: Some(letter), after: behind, is_start: false };
                            self.follow(instruction + 1, start, there, &mut next);
                        }
                    }
                    _ => {}
                }
            }
            std::mem::swap(&mut now, &mut next);
            next.clear();
            let Some(letter) = letter else { return found };
            before = Some(letter);
            at += letter.len_utf8();
        }
    }

    /// Adds all ways that lead on from an instruction without a letter.
    fn follow(&self, instruction: usize, start: usize, here: Here, ways: &mut Ways) {
        let mut open = std::mem::take(&mut ways.open);
        open.push(instruction);
        while let Some(instruction) = open.pop() {
            if std::mem::replace(&mut ways.seen[instruction], ways.round) == ways.round {
                continue;
            }
            match &self.program[instruction] {
                Instruction::Jump(to) => open.push(*to),
                Instruction::Both(first, second) => open.extend([*second, *first]),
                Instruction::Assert(assertion) => {
                    if here.holds(*assertion) {
                        open.push(instruction + 1);
                    }
                }
                Instruction::Letter(_) | Instruction::Match => ways.list.push((instruction, start)),
            }
        }
        ways.open = open;
    }
}

/// What stands on both sides of a place.
#[derive(Clone, Copy)]
pub(super) struct Here {
    pub before: Option<char>,
    pub after: Option<char>,
    pub is_start: bool,
}

impl Here {
    pub(super) fn holds(self, assertion: Assertion) -> bool {
        let is_edge = self.before.is_some_and(is_in_word) != self.after.is_some_and(is_in_word);
        match assertion {
            Assertion::Start => self.is_start,
            Assertion::End => self.after.is_none(),
            Assertion::WordEdge => is_edge,
            Assertion::NoWordEdge => !is_edge,
        }
    }
}

/// The ways that are under way: the instruction that comes next and where the match began, in the order of preference.
struct Ways {
    list: Vec<(usize, usize)>,
    /// For each instruction the round in which it came in last.
    seen: Vec<u32>,
    round: u32,
    open: Vec<usize>,
}

impl Ways {
    fn new(instructions: usize) -> Self {
        Self { list: Vec::new(), seen: vec![0; instructions], round: 1, open: Vec::new() }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.round += 1;
    }
}

/// Writes the instructions of a part.
fn write(part: &Part, program: &mut Vec<Instruction>) -> Result<(), &'static str> {
    if program.len() > MOST_INSTRUCTIONS {
        return Err("expression-too-long");
    }
    match part {
        Part::Letter(class) => program.push(Instruction::Letter(class.clone())),
        Part::Assert(assertion) => program.push(Instruction::Assert(*assertion)),
        Part::Row(parts) => parts.iter().try_for_each(|part| write(part, program))?,
        Part::Any(parts) => {
            let mut ends = Vec::new();
            for (index, part) in parts.iter().enumerate() {
                if index + 1 == parts.len() {
                    write(part, program)?;
                    break;
                }
                let fork = program.len();
                program.push(Instruction::Match);
                write(part, program)?;
                ends.push(program.len());
                program.push(Instruction::Match);
                program[fork] = Instruction::Both(fork + 1, program.len());
            }
            let end = program.len();
            ends.into_iter().for_each(|at| program[at] = Instruction::Jump(end));
        }
        Part::Times { part, least, most, is_lazy } => {
            let both =
                |on: usize, out: usize| if *is_lazy { Instruction::Both(out, on) } else { Instruction::Both(on, out) };
            for _ in 0..*least {
                write(part, program)?;
            }
            match most {
                None => {
                    let fork = program.len();
                    program.push(Instruction::Match);
                    write(part, program)?;
                    program.push(Instruction::Jump(fork));
                    program[fork] = both(fork + 1, program.len());
                }
                Some(most) => {
                    let mut forks = Vec::new();
                    for _ in *least..*most {
                        forks.push(program.len());
                        program.push(Instruction::Match);
                        write(part, program)?;
                    }
                    let end = program.len();
                    forks.into_iter().for_each(|fork| program[fork] = both(fork + 1, end));
                }
            }
        }
    }
    Ok(())
}

struct Reader {
    letters: Vec<char>,
    at: usize,
    depth: u32,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn take(&mut self, letter: char) -> bool {
        let is_there = self.peek() == Some(letter);
        self.at += usize::from(is_there);
        is_there
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek();
        self.at += usize::from(letter.is_some());
        letter
    }

    fn any(&mut self) -> Result<Part, &'static str> {
        let mut parts = vec![self.row()?];
        while self.take('|') {
            parts.push(self.row()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Part::Any(parts) })
    }

    fn row(&mut self) -> Result<Part, &'static str> {
        let mut parts = Vec::new();
        while self.peek().is_some_and(|letter| !matches!(letter, '|' | ')')) {
            let part = self.one()?;
            parts.push(self.times(part)?);
        }
        Ok(Part::Row(parts))
    }

    fn one(&mut self) -> Result<Part, &'static str> {
        let Some(letter) = self.next() else { return Ok(Part::Row(Vec::new())) };
        Ok(match letter {
            '.' => Part::Letter(Class::of_kind(Kind::Any, true)),
            '^' => Part::Assert(Assertion::Start),
            '$' => Part::Assert(Assertion::End),
            '[' => Part::Letter(self.class()?),
            '\\' => self.escaped()?,
            '(' => {
                if self.take('?') && !self.take(':') {
                    return Err("expression-unknown-group");
                }
                self.depth += 1;
                if self.depth > MOST_DEPTH {
                    return Err("expression-too-deep");
                }
                let inside = self.any()?;
                self.depth -= 1;
                if !self.take(')') {
                    return Err("expression-open-bracket");
                }
                inside
            }
            '*' | '+' | '?' => return Err("expression-repeats-nothing"),
            letter => Part::Letter(Class::of(letter)),
        })
    }

    fn times(&mut self, mut part: Part) -> Result<Part, &'static str> {
        loop {
            let (least, most) = match self.peek() {
                Some('*') => (0, None),
                Some('+') => (1, None),
                Some('?') => (0, Some(1)),
                Some('{') if self.letters.get(self.at + 1).is_some_and(char::is_ascii_digit) => self.numbers()?,
                _ => return Ok(part),
            };
            self.at += 1;
            let is_lazy = self.take('?');
            part = Part::Times { part: Box::new(part), least, most, is_lazy };
            // Repetitions of repetitions multiply; what they come to is bounded where they are written out.
            self.depth += 1;
            if self.depth > MOST_DEPTH {
                return Err("expression-too-many-repetitions");
            }
        }
    }

    /// `{2}`, `{2,}` or `{2,5}`, up to the closing bracket.
    fn numbers(&mut self) -> Result<(u32, Option<u32>), &'static str> {
        let wrong = "expression-bad-numbers";
        self.at += 1;
        let least = self.number().ok_or(wrong)?;
        let most = match self.take(',') {
            true if self.peek() == Some('}') => None,
            true => Some(self.number().ok_or(wrong)?),
            false => Some(least),
        };
        let is_right = self.peek() == Some('}') && most.is_none_or(|most| least <= most) && least <= MOST_TIMES;
        if is_right && most.is_none_or(|most| most <= MOST_TIMES) { Ok((least, most)) } else { Err(wrong) }
    }

    fn number(&mut self) -> Option<u32> {
        let start = self.at;
        while self.peek().is_some_and(|letter| letter.is_ascii_digit()) {
            self.at += 1;
        }
        self.letters[start..self.at].iter().collect::<String>().parse().ok()
    }

    /// What a letter behind a backslash means: a kind of letters, if it is one.
    fn kind(letter: char) -> Option<(Kind, bool)> {
        let kind = match letter.to_ascii_lowercase() {
            'd' => Kind::Digit,
            'w' => Kind::Word,
            's' => Kind::Space,
            _ => return None,
        };
        Some((kind, letter.is_ascii_lowercase()))
    }

    /// A letter that is written with a backslash.
    fn letter(letter: char) -> Result<char, &'static str> {
        match letter {
            'n' => Ok('\n'),
            't' => Ok('\t'),
            letter if letter.is_ascii_alphanumeric() => Err("expression-unknown-escape"),
            letter => Ok(letter),
        }
    }

    fn escaped(&mut self) -> Result<Part, &'static str> {
        let letter = self.next().ok_or("expression-open-escape")?;
        if let Some((kind, is_in)) = Self::kind(letter) {
            return Ok(Part::Letter(Class::of_kind(kind, is_in)));
        }
        Ok(match letter {
            'b' => Part::Assert(Assertion::WordEdge),
            'B' => Part::Assert(Assertion::NoWordEdge),
            letter => Part::Letter(Class::of(Self::letter(letter)?)),
        })
    }

    fn class(&mut self) -> Result<Class, &'static str> {
        let open = "expression-open-class";
        let mut class = Class { is_negated: self.take('^'), ..Class::default() };
        let mut is_first = true;
        loop {
            let mut letter = self.next().ok_or(open)?;
            if letter == ']' && !is_first {
                return Ok(class);
            }
            is_first = false;
            if letter == '\\' {
                let escaped = self.next().ok_or(open)?;
                if let Some(kind) = Self::kind(escaped) {
                    class.kinds.push(kind);
                    continue;
                }
                letter = Self::letter(escaped)?;
            }
            let is_range = self.peek() == Some('-') && self.letters.get(self.at + 1).is_some_and(|next| *next != ']');
            if !is_range {
                class.ranges.push((letter, letter));
                continue;
            }
            self.at += 1;
            let mut last = self.next().ok_or(open)?;
            if last == '\\' {
                last = Self::letter(self.next().ok_or(open)?)?;
            }
            if last < letter {
                return Err("expression-backward-range");
            }
            class.ranges.push((letter, last));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Expression;

    fn found<'a>(expression: &str, text: &'a str) -> Vec<&'a str> {
        let expression = Expression::new(expression).expect(expression);
        let found: Vec<&str> = expression.find_all(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        let is_found = expression.find_from(text, 0).is_some();
        assert_eq!(expression.is_in(text), is_found, "the table agrees with the machine");
        // And does so once more, when the table is filled.
        assert_eq!(expression.is_in(text), is_found);
        assert_eq!([expression.count(text), expression.count(text)], [found.len(); 2], "the table counts as it does");
        found
    }

    #[test]
    fn finds_what_a_backtracking_machine_finds() {
        assert_eq!(found("a+", "caat aa"), ["aa", "aa"]);
        assert_eq!(found("a+?", "aa"), ["a", "a"]);
        assert_eq!(found("ab|abc", "abc"), ["ab"]);
        assert_eq!(found("(?:ab|a)c?", "abac"), ["ab", "ac"]);
        assert_eq!(found("a.*c", "abcbc abc"), ["abcbc abc"]);
        assert_eq!(found("a.*?c", "abcbc abc"), ["abc", "abc"]);
        assert_eq!(found("x{2,3}", "x xx xxx xxxx"), ["xx", "xxx", "xxx"]);
        assert_eq!(found("x{2}", "xxxxx"), ["xx", "xx"]);
        assert_eq!(found("x{2,}y", "xy xxxy"), ["xxxy"]);
        assert_eq!(found(r"\bслов\w*", "слово и неслово"), ["слово"]);
        assert_eq!(found(r"\Bо\b", "слово о"), ["о"]);
        assert_eq!(found(r"[^a-c\s]+", "abd ef"), ["d", "ef"]);
        assert_eq!(found(r"[\d.]+", "3.14 and 5"), ["3.14", "5"]);
        assert_eq!(found("^a|b$", "ab ab"), ["a", "b"]);
        assert_eq!(found("(a|b)*c", "ababc"), ["ababc"]);
        assert_eq!(found("[]x-]", "a]-x"), ["]", "-", "x"]);
        assert_eq!(found("a{x", "a{x"), ["a{x"]);
        assert_eq!(found("x*", "abc"), Vec::<&str>::new());
        assert_eq!(found("(x*)*y", "xxy"), ["xxy"]);
    }

    #[test]
    fn hostile_expressions_end_soon() {
        let text = "a".repeat(3000);
        assert!(!Expression::new("(a*)*b").expect("read").is_in(&text));
        assert!(!Expression::new("(a|aa)+b").expect("read").is_in(&text));
        assert!(Expression::new("((a{100}){100}){100}").is_err());
        assert!(Expression::new(&"(".repeat(10_000)).is_err());
        assert!(Expression::new(&format!("a{}", "{1,2}".repeat(10_000))).is_err());
    }

    #[test]
    fn what_is_wrong_is_said() {
        for wrong in ["(a", "a)", "[a", "*a", r"\", r"\q", "[z-a]", "a{5,2}", "a{9999}", "(?=a)", "(?i)a"] {
            assert!(Expression::new(wrong).is_err(), "{wrong}");
        }
    }
}
