//! Whether and how often a regular expression matches, quickly: the machine of [`super::expression`] as a table of
//! states that is filled in as texts need them (as in RE2, Cox 2010). One step a letter, whatever the expression.

use std::collections::HashMap;

use super::expression::{Class, Here, Instruction};
use crate::text::words::is_in_word;

/// States that are kept; when they are used up all are made anew.
const MOST_STATES: usize = 1000;

/// Letters that all classes of an expression treat alike stand in one column of the table; column 0 is the end of the
/// text.
#[derive(Clone, Debug)]
struct Alphabet {
    ascii: [u8; 128],
    /// Columns of the letters beyond ASCII of which there is one in two bytes, by 256; 0 where it is not known yet.
    pages: Vec<Option<Box<[u8; 256]>>>,
    /// By which classes have the letters.
    columns: HashMap<Vec<bool>, u8>,
    /// A letter of each column.
    examples: Vec<Option<char>>,
}

/// The table of states of an expression.
#[derive(Clone, Debug)]
pub struct Automaton {
    alphabet: Alphabet,
    states: Vec<State>,
    numbers: HashMap<State, u32>,
    /// For each state and each column what comes next: where the state's row begins, and marks.
    next: Vec<u32>,
    /// Columns of a row: a power of two.
    width: usize,
}

/// Where all ways stand before the next letter, the preferred ones first, and what stands before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    instructions: Vec<usize>,
    is_start: bool,
    is_behind_word: bool,
    /// Whether a match was found, so that none begins later.
    is_found: bool,
}

/// Marks of a cell: a match ends before the letter; no way leads on; nothing is known yet.
const MATCH: u32 = 1 << 31;
const OVER: u32 = 1 << 30;
const UNKNOWN: u32 = 1 << 29;
const MARKS: u32 = MATCH | OVER | UNKNOWN;

impl Automaton {
    /// An empty table; none where the expression tells too many kinds of letters apart.
    pub fn new(program: &[Instruction]) -> Option<Self> {
        let mut alphabet =
            Alphabet { ascii: [0; 128], pages: vec![None; 256], columns: HashMap::new(), examples: vec![None] };
        for code in 0..128u8 {
            alphabet.ascii[usize::from(code)] = alphabet.find_column(char::from(code), program)?;
        }
        let width = (alphabet.examples.len() + 4).next_power_of_two();
        Some(Self { alphabet, states: Vec::new(), numbers: HashMap::new(), next: Vec::new(), width })
    }

    /// Whether the expression matches anywhere. None where its table would be too large.
    pub fn is_in(&mut self, program: &[Instruction], text: &str) -> Option<bool> {
        Some(self.find_end(program, text, 0, true)?.is_some())
    }

    /// How often it matches, from left to right, not overlapping; it must not match without a letter. None where its
    /// table would be too large.
    pub fn count(&mut self, program: &[Instruction], text: &str) -> Option<usize> {
        let (mut count, mut from) = (0, 0);
        while let Some(end) = self.find_end(program, text, from, false)? {
            count += 1;
            from = end;
        }
        Some(count)
    }

    /// Where the first match at or behind a place ends, the one that is preferred of those that begin there; or where
    /// any ends, if it only matters whether there is one.
    fn find_end(&mut self, program: &[Instruction], text: &str, from: usize, is_any: bool) -> Option<Option<usize>> {
        let before = text.get(..from)?.chars().next_back();
        let mut state = self.number(State {
            instructions: Vec::new(),
            is_start: from == 0,
            is_behind_word: before.is_some_and(is_in_word),
            is_found: false,
        });
        let bytes = text.as_bytes();
        let mut end = None;
        let mut at = from;
        loop {
            // Letters of ASCII, as long as nothing happens.
            let mut column = 0;
            let mut length = 0;
            let mut cell = UNKNOWN;
            while let Some(&byte) = bytes.get(at) {
                length = 1;
                column = match self.alphabet.ascii.get(usize::from(byte)) {
                    Some(column) => *column,
                    None => {
                        let letter = text.get(at..)?.chars().next()?;
                        length = letter.len_utf8();
                        let width = self.width;
                        let column = self.column(letter, program)?;
                        state = state / width as u32 * self.width as u32;
                        column
                    }
                };
                cell = self.next.get(state as usize + usize::from(column)).copied().unwrap_or(UNKNOWN);
                if cell & MARKS != 0 {
                    break;
                }
                state = cell;
                at += length;
            }
            let is_end = at >= bytes.len();
            if is_end {
                (column, length) = (0, 0);
                cell = self.next.get(state as usize).copied().unwrap_or(UNKNOWN);
            }
            if cell & UNKNOWN != 0 {
                // The table is made anew where a letter makes it too narrow.
                cell = self.find_out(program, state, column);
            }
            if cell & MATCH != 0 {
                end = Some(at);
            }
            if is_end || cell & OVER != 0 || (is_any && end.is_some()) {
                return Some(end);
            }
            state = cell & !MARKS;
            at += length;
        }
    }

    /// The column of a letter beyond ASCII.
    #[inline]
    fn column(&mut self, letter: char, program: &[Instruction]) -> Option<u8> {
        let (page, place) = (letter as usize / 256, letter as usize % 256);
        if let Some(Some(page)) = self.alphabet.pages.get(page)
            && page[place] != 0
        {
            return Some(page[place]);
        }
        let column = self.alphabet.find_column(letter, program)?;
        if let Some(page) = self.alphabet.pages.get_mut(page) {
            page.get_or_insert_with(|| Box::new([0; 256]))[place] = column;
        }
        if usize::from(column) >= self.width {
            self.widen();
        }
        Some(column)
    }

    /// Makes the rows twice as wide. What was found out stays.
    fn widen(&mut self) {
        let (old, new) = (self.width, self.width * 2);
        let moved = |cell: &u32| if cell & UNKNOWN == 0 { (cell & MARKS) | ((cell & !MARKS) * 2) } else { *cell };
        let mut next = Vec::with_capacity(self.next.len() * 2);
        for row in self.next.chunks(old) {
            next.extend(row.iter().map(moved));
            next.resize(next.len() + new - row.len(), UNKNOWN);
        }
        (self.next, self.width) = (next, new);
    }

    /// Where the row of a state begins.
    fn number(&mut self, state: State) -> u32 {
        if let Some(number) = self.numbers.get(&state) {
            return *number * self.width as u32;
        }
        if self.states.len() >= MOST_STATES {
            self.states.clear();
            self.numbers.clear();
            self.next.clear();
        }
        let number = self.states.len() as u32;
        self.states.push(state.clone());
        self.numbers.insert(state, number);
        self.next.resize(self.next.len() + self.width, UNKNOWN);
        number * self.width as u32
    }

    /// Fills in a cell.
    fn find_out(&mut self, program: &[Instruction], row: u32, column: u8) -> u32 {
        let letter = self.alphabet.examples.get(usize::from(column)).copied().flatten();
        let Some(state) = self.states.get(row as usize / self.width).cloned() else { return OVER };
        // Of what stands before only matters whether it is part of a word.
        let before = if state.is_start { None } else { Some(if state.is_behind_word { 'a' } else { ' ' }) };
        let here = Here { before, after: letter, is_start: state.is_start };
        let mut seen = vec![false; program.len()];
        let mut open: Vec<usize> = Vec::new();
        // A match may begin at any letter, as long as none was found.
        let beginning = (!state.is_found).then_some(0);
        let mut behind = Vec::new();
        let mut is_match = false;
        'ways: for first in state.instructions.into_iter().chain(beginning) {
            open.push(first);
            while let Some(instruction) = open.pop() {
                if std::mem::replace(&mut seen[instruction], true) {
                    continue;
                }
                match &program[instruction] {
                    Instruction::Jump(to) => open.push(*to),
                    Instruction::Both(first, second) => open.extend([*second, *first]),
                    Instruction::Assert(assertion) if here.holds(*assertion) => open.push(instruction + 1),
                    Instruction::Letter(class) if letter.is_some_and(|letter| class.has(letter)) => {
                        behind.push(instruction + 1);
                    }
                    Instruction::Match => {
                        // Whatever comes later would have been tried later.
                        is_match = true;
                        break 'ways;
                    }
                    Instruction::Assert(_) | Instruction::Letter(_) => {}
                }
            }
        }
        let is_found = state.is_found || is_match;
        let mark = if is_match { MATCH } else { 0 };
        let at = row as usize + usize::from(column);
        if is_found && behind.is_empty() {
            self.set(at, mark | OVER);
            return mark | OVER;
        }
        let is_behind_word = letter.is_some_and(is_in_word);
        let made = self.states.len();
        let next = self.number(State { instructions: behind, is_start: false, is_behind_word, is_found });
        // Where all states were made anew the place is another's.
        if self.states.len() >= made {
            self.set(at, mark | next);
        }
        mark | next
    }

    fn set(&mut self, at: usize, next: u32) {
        if let Some(place) = self.next.get_mut(at) {
            *place = next;
        }
    }
}

impl Alphabet {
    /// The column of a letter: that of those which all classes treat like it, and that are part of a word like it.
    fn find_column(&mut self, letter: char, program: &[Instruction]) -> Option<u8> {
        let classes = program.iter().filter_map(|instruction| match instruction {
            Instruction::Letter(class) => Some(class),
            _ => None,
        });
        let signs: Vec<bool> = classes.map(|class: &Class| class.has(letter)).chain([is_in_word(letter)]).collect();
        if let Some(column) = self.columns.get(&signs) {
            return Some(*column);
        }
        let column = u8::try_from(self.examples.len()).ok()?;
        self.examples.push(Some(letter));
        self.columns.insert(signs, column);
        Some(column)
    }
}
