//! Which candidates are labels: the evidence of the whole record, not of one line.
//!
//! A label recurs, names somebody whom other labels name too, has an office or capitals, and what follows it begins
//! like speech. A line that merely holds a colon has none of that. Where the evidence is thin the answer is doubt, and
//! the text stays unattributed: an invented speaker is worse than a missing one.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use super::candidate::Candidate;
use crate::text::lines::is_space;
use crate::text::speakers::label::{Case, Shape, Word, shape, split_words};
use crate::text::speakers::words::{COUNTRY, FUNCTION, STARTER, kinds};

/// What a candidate turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Opens a turn.
    Label,
    /// May open one: the text is nobody's.
    Doubt,
    /// Is text.
    Text,
}

/// One printed form and what was seen of it.
#[derive(Debug)]
struct Form<'s> {
    label: &'s str,
    shape: Shape,
    /// How often it begins a line.
    count: u32,
    /// How often what follows begins with a small letter.
    small: u32,
    /// How often nothing follows on the line.
    own_line: u32,
    is_dotted: bool,
    is_caps: bool,
    /// Whether mark-up says that it is a label.
    is_marked: bool,
    verdict: Verdict,
}

/// The forms of a record, each once.
#[derive(Debug, Default)]
pub struct Evidence<'s> {
    ids: HashMap<&'s str, u32>,
    forms: Vec<Form<'s>>,
    words: Vec<Word<'s>>,
}

/// How much text is searched for the lower-case twins of doubtful names, bytes; bounds the time on hostile files.
const SEARCHED_BYTES: usize = 32 << 20;

impl<'s> Evidence<'s> {
    /// Takes a candidate in. Returns the number of its form; none where it cannot be a label whatever else is seen.
    pub fn add(&mut self, source: &'s str, candidate: &Candidate) -> Option<u32> {
        let label = candidate.label.of(source);
        let id = match self.ids.get(label) {
            Some(id) => *id,
            None => {
                let shape = self.shape_of(label, candidate.is_dotted);
                if shape == Shape::Sentence {
                    return None;
                }
                self.add_form(label, shape, candidate.is_dotted)
            }
        };
        self.count(source, candidate, id);
        Some(id)
    }

    /// Takes in a label that mark-up names. Returns the number of its form.
    pub fn add_marked(&mut self, source: &'s str, candidate: &Candidate) -> u32 {
        let label = candidate.label.of(source);
        let id = match self.ids.get(label) {
            Some(id) => *id,
            None => {
                let shape = self.shape_of(label, false);
                self.add_form(label, shape, false)
            }
        };
        self.forms[id as usize].is_marked = true;
        self.count(source, candidate, id);
        id
    }

    fn add_form(&mut self, label: &'s str, shape: Shape, is_dotted: bool) -> u32 {
        let id = self.forms.len() as u32;
        self.ids.insert(label, id);
        self.forms.push(Form {
            label,
            shape,
            count: 0,
            small: 0,
            own_line: 0,
            is_dotted,
            is_caps: is_in_capitals(label),
            is_marked: false,
            verdict: Verdict::Text,
        });
        id
    }

    fn count(&mut self, source: &str, candidate: &Candidate, id: u32) {
        let form = &mut self.forms[id as usize];
        let speech = candidate.speech.of(source);
        form.count += 1;
        form.own_line += u32::from(speech.is_empty());
        form.small += u32::from(begins_small(speech));
        form.is_dotted &= candidate.is_dotted;
    }

    fn shape_of(&mut self, label: &'s str, is_dotted: bool) -> Shape {
        if label.chars().count() > 260 || !split_words(label, &mut self.words) {
            return Shape::Sentence;
        }
        match shape(&self.words) {
            // A full stop ends any sentence; only capitals and forms of address make it the end of a label.
            Shape::SingleName | Shape::FullName | Shape::Weak(_) | Shape::Office
                if is_dotted
                    && !self.words.iter().all(|word| word.case == Case::Caps || word.case == Case::Initials) =>
            {
                Shape::Sentence
            }
            Shape::SingleName if self.words[0].is(STARTER) => Shape::Sentence,
            shape => shape,
        }
    }

    /// Weighs all that was seen. `known` is text in which persons are named before they speak: the header and the list
    /// of those present.
    pub fn decide(&mut self, source: &str, known: &str, has_header: bool) {
        let colons = self.forms.iter().filter(|form| !form.is_dotted).map(|form| form.count).sum::<u32>();
        let has_questions = ["Q", "A"].iter().all(|one| self.ids.contains_key(one));
        // First what needs no support.
        let mut names: HashSet<String> = HashSet::new();
        let mut strong = 0u32;
        let mut own_lines = 0u32;
        // How often sure labels have speech behind them and how often they stand alone.
        let (mut inline, mut own_labels) = (0u32, 0u32);
        for form in &mut self.forms {
            let spoken = form.small < form.count;
            let recurs = form.count >= 2;
            let is_label = match form.shape {
                _ if form.is_marked => true,
                _ if form.is_dotted => {
                    if matches!(form.label, "Q" | "A") {
                        has_questions
                    } else {
                        is_dotted_label(form, colons)
                    }
                }
                Shape::Generic if form.label.len() <= 2 => has_questions || recurs && !form.label.is_ascii(),
                Shape::Generic => spoken || recurs,
                Shape::OfficeName(_) => spoken || recurs || form.is_caps,
                Shape::Honorific => spoken || recurs,
                Shape::Alone => spoken,
                Shape::FullName => recurs || form.is_caps && spoken,
                Shape::Office => recurs && spoken || form.is_caps,
                Shape::NameOffice(_) => recurs,
                _ => false,
            };
            if is_label {
                form.verdict = Verdict::Label;
                strong += 1;
                inline += form.count - form.own_line;
                own_labels += form.own_line;
            }
            if matches!(form.shape, Shape::OfficeName(_) | Shape::FullName | Shape::Honorific | Shape::NameOffice(_)) {
                add_names(form.label, &mut names);
            }
            if form.shape == Shape::Uncased && form.own_line == form.count {
                own_lines += form.count;
            }
        }
        let mut budget = SEARCHED_BYTES;
        let mut occurs = |text: &str, needle: &str| {
            let size = text.len().min(budget);
            budget -= size;
            size > 0 && memmem::find(&text.as_bytes()[..size], needle.as_bytes()).is_some()
        };
        for form in &mut self.forms {
            if form.verdict == Verdict::Label || form.is_dotted {
                continue;
            }
            // Where labels stand on lines of their own, one inside a line is none.
            if own_labels >= 4 && inline * 8 <= own_labels && form.own_line == 0 && form.count == 1 {
                continue;
            }
            let spoken = form.small < form.count;
            let recurs = form.count >= 2;
            let is_supported = || names.contains(last_word(form.label).as_str());
            form.verdict = match form.shape {
                Shape::FullName | Shape::NameOffice(_) => {
                    let is_known = occurs(known, form.label);
                    // `The Black Sea` is no person.
                    if occurs(source, &format!("the {}", form.label)) {
                        Verdict::Text
                    } else if spoken && (is_known || strong > 0 || has_header && form.shape == Shape::FullName) {
                        Verdict::Label
                    } else if spoken {
                        Verdict::Doubt
                    } else {
                        Verdict::Text
                    }
                }
                Shape::SingleName => single_name(form, strong, &names, &mut |word: &str| occurs(source, word)),
                Shape::Weak(_) if is_supported() || recurs && spoken || form.is_caps && spoken => Verdict::Label,
                Shape::Weak(_) | Shape::Office if spoken && strong > 0 => Verdict::Doubt,
                Shape::OfficeName(_) => Verdict::Doubt,
                Shape::Uncased if form.own_line == form.count && (recurs || own_lines >= 6) => Verdict::Label,
                Shape::Uncased if form.count >= 3 && form.label.chars().count() <= 24 => Verdict::Label,
                _ => Verdict::Text,
            };
        }
    }

    /// What the candidate with this form is.
    pub fn verdict(&self, form: u32) -> Verdict {
        self.forms.get(form as usize).map_or(Verdict::Text, |form| form.verdict)
    }

    /// How many different labels there are, and how often they open a turn.
    pub fn labels(&self) -> (usize, u32) {
        let labels = self.forms.iter().filter(|form| form.verdict == Verdict::Label);
        labels.fold((0, 0), |(forms, lines), form| (forms + 1, lines + form.count))
    }

    /// Number of forms.
    pub fn len(&self) -> usize {
        self.forms.len()
    }
}

/// `SMITH.` in a record that prints its labels so; in one with colons only a form of address will do.
fn is_dotted_label(form: &Form<'_>, colons: u32) -> bool {
    match form.shape {
        Shape::Honorific => form.is_caps || form.count >= 2,
        Shape::Alone | Shape::Office | Shape::OfficeName(_) => {
            form.count >= 2 || form.label.starts_with("The ") && form.is_caps
        }
        Shape::SingleName | Shape::FullName => form.count >= 2 && colons < form.count && form.label.len() > 3,
        _ => false,
    }
}

/// A single word before a colon: a surname, a given name, or the first word of a list.
fn single_name(
    form: &Form<'_>,
    strong: u32,
    names: &HashSet<String>,
    occurs: &mut impl FnMut(&str) -> bool,
) -> Verdict {
    let is_spoken = form.small * 2 < form.count;
    if names.contains(&fold(form.label)) {
        return if is_spoken || form.count >= 2 { Verdict::Label } else { Verdict::Doubt };
    }
    if !is_spoken || form.label.chars().count() < 2 || kinds(form.label) & (COUNTRY | STARTER | FUNCTION) != 0 {
        return Verdict::Text;
    }
    if form.is_caps && (form.count >= 2 || strong > 0) && form.label.chars().count() > 2 {
        return Verdict::Label;
    }
    // A word that is written small elsewhere is no name.
    let small = fold(form.label);
    if occurs(&format!(" {small} ")) || occurs(&format!(" {small},")) {
        return Verdict::Text;
    }
    match form.count {
        0 | 1 if strong == 0 => Verdict::Text,
        0 | 1 => Verdict::Doubt,
        _ => Verdict::Label,
    }
}

/// The words of a name by which other labels may call the same person.
fn add_names(label: &str, names: &mut HashSet<String>) {
    let bare = label.split(['(', '[', ',']).next().unwrap_or(label);
    for word in bare.split(is_space).rev().take(2) {
        let surname = word.rsplit_once('.').map_or(word, |(_, surname)| surname);
        if surname.chars().count() > 1 {
            names.insert(fold(surname));
        }
    }
}

fn last_word(label: &str) -> String {
    fold(label.rsplit(is_space).next().unwrap_or_default())
}

fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// Whether speech begins with a small letter, a quotation mark aside. A remark in brackets or dots in front of a small
/// letter say nothing.
fn begins_small(speech: &str) -> bool {
    speech.trim_start_matches(['“', '”', '"', '«', '„', '‘']).starts_with(char::is_lowercase)
}

/// Whether a name in the label is printed in capitals: two letters of one word at least, and no acronym alone.
fn is_in_capitals(label: &str) -> bool {
    label.split(|c: char| is_space(c) || c == '.').any(|word| {
        word.chars().count() > 2
            && word.chars().all(|c| !c.is_lowercase() && !c.is_numeric())
            && word.chars().any(char::is_uppercase)
    })
}
