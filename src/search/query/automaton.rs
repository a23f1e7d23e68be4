//! Whether a regular expression matches anywhere in a text, quickly: the machine of [`super::expression`] as a table of
//! states that is filled in as texts need them (as in RE2, Cox 2010). One step a letter, whatever the expression.

use std::collections::HashMap;

use super::expression::{Class, Here, Instruction, is_word};

/// States that are kept; when they are used up all are made anew.
const MOST_STATES: usize = 1000;

/// Letters that all classes of an expression treat alike have one number. The last number is the end of the text.
#[derive(Clone, Debug)]
struct Alphabet {
    ascii: [u8; 128],
    /// For letters beyond ASCII, by which classes have them.
    others: HashMap<Vec<bool>, u8>,
    /// A letter of each number.
    examples: Vec<char>,
}

/// The table of states of an expression.
#[derive(Clone, Debug)]
pub struct Automaton {
    alphabet: Alphabet,
    states: Vec<State>,
    numbers: HashMap<State, u32>,
    /// For each state and each number of letters the state that comes next.
    next: Vec<u32>,
    width: usize,
}

/// Where all ways stand before the next letter, and what stands before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    instructions: Vec<usize>,
    is_start: bool,
    is_behind_word: bool,
}

const UNKNOWN: u32 = u32::MAX;
const MATCH: u32 = u32::MAX - 1;

impl Automaton {
    /// An empty table; none where the expression tells too many kinds of letters apart.
    pub fn new(program: &[Instruction]) -> Option<Self> {
        let mut alphabet = Alphabet { ascii: [0; 128], others: HashMap::new(), examples: Vec::new() };
        for code in 0..128u8 {
            alphabet.ascii[usize::from(code)] = alphabet.number_of(char::from(code), program)?;
        }
        Some(Self { alphabet, states: Vec::new(), numbers: HashMap::new(), next: Vec::new(), width: 0 })
    }

    /// Whether the expression matches anywhere. None where its table would be too large.
    pub fn is_in(&mut self, program: &[Instruction], text: &str) -> Option<bool> {
        let mut state = self.start();
        for letter in text.chars() {
            let number = match self.alphabet.ascii.get(letter as usize) {
                Some(number) => *number,
                None => {
                    let number = self.alphabet.number_of(letter, program)?;
                    self.widen();
                    state = if self.states.is_empty() { self.start() } else { state };
                    number
                }
            };
            state = self.step(program, state, Some(number));
            if state == MATCH {
                return Some(true);
            }
        }
        Some(self.step(program, state, None) == MATCH)
    }

    fn start(&mut self) -> u32 {
        self.widen();
        self.number(State { instructions: vec![0], is_start: true, is_behind_word: false })
    }

    /// Makes room for as many kinds of letters as are known, and for the end. What was found out stays.
    fn widen(&mut self) {
        let width = self.alphabet.examples.len() + 1;
        if width != self.width {
            let rows = self.next.chunks(self.width.max(1));
            let wider = rows.flat_map(|row| {
                let (end, letters) = row.split_last().unwrap_or((&UNKNOWN, &[]));
                let new = width - 1 - letters.len();
                letters.iter().copied().chain(std::iter::repeat_n(UNKNOWN, new)).chain([*end]).collect::<Vec<_>>()
            });
            self.next = wider.collect();
            self.width = width;
        }
    }

    fn number(&mut self, state: State) -> u32 {
        if let Some(number) = self.numbers.get(&state) {
            return *number;
        }
        if self.states.len() >= MOST_STATES {
            self.states.clear();
            self.numbers.clear();
            self.next.clear();
        }
        let number = self.states.len() as u32;
        self.states.push(state.clone());
        self.numbers.insert(state, number);
        self.next.extend(std::iter::repeat_n(UNKNOWN, self.width));
        number
    }

    /// The state behind a letter, by its number; none is the end of the text.
    #[inline]
    fn step(&mut self, program: &[Instruction], state: u32, letter: Option<u8>) -> u32 {
        let column = letter.map_or(self.width - 1, usize::from);
        let at = state as usize * self.width + column;
        match self.next.get(at) {
            Some(&next) if next != UNKNOWN => next,
            _ => self.find_out(program, state, letter, at),
        }
    }

    fn find_out(&mut self, program: &[Instruction], number: u32, letter: Option<u8>, at: usize) -> u32 {
        let letter = letter.and_then(|number| self.alphabet.examples.get(usize::from(number))).copied();
        let Some(state) = self.states.get(number as usize).cloned() else { return MATCH };
        // Of what stands before only matters whether it is part of a word.
        let before = if state.is_start { None } else { Some(if state.is_behind_word { 'a' } else { ' ' }) };
        let here = Here { before, after: letter, is_start: state.is_start };
        let mut seen = vec![false; program.len()];
        let mut open = state.instructions;
        // A match may begin at any letter.
        open.push(0);
        let mut behind = Vec::new();
        let mut is_match = false;
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
                Instruction::Match => is_match = true,
                Instruction::Assert(_) | Instruction::Letter(_) => {}
            }
        }
        if is_match {
            self.set(at, MATCH);
            return MATCH;
        }
        behind.sort_unstable();
        let is_behind_word = letter.is_some_and(is_word);
        let made = self.states.len();
        let next = self.number(State { instructions: behind, is_start: false, is_behind_word });
        // Where all states were made anew the place is another's.
        if self.states.len() >= made {
            self.set(at, next);
        }
        next
    }

    fn set(&mut self, at: usize, next: u32) {
        if let Some(place) = self.next.get_mut(at) {
            *place = next;
        }
    }
}

impl Alphabet {
    /// The number of a letter: of those that all classes treat like it, and that are part of a word like it.
    fn number_of(&mut self, letter: char, program: &[Instruction]) -> Option<u8> {
        let classes = program.iter().filter_map(|instruction| match instruction {
            Instruction::Letter(class) => Some(class),
            _ => None,
        });
        let signs: Vec<bool> = classes.map(|class: &Class| class.has(letter)).chain([is_word(letter)]).collect();
        if let Some(number) = self.others.get(&signs) {
            return Some(*number);
        }
        let number = u8::try_from(self.examples.len()).ok()?;
        self.examples.push(letter);
        self.others.insert(signs, number);
        Some(number)
    }
}
