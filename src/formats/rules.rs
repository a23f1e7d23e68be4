//! What a user taught by an example: "this is a speaker", "this is the place". A rule says what the lines are that look
//! like the example, against whatever else would be made of them.
//!
//! A rule looks at one line at a time and knows nothing of the rest of the record; [`Lesson`] makes one from a line.
//! Runs of digits stand for any digits, so that a time or a page number in the example does not tie it to one line.

use serde::{Deserialize, Serialize};

use crate::model::{Span, TextRange};
use crate::text::dates::{date_in, time_in};
use crate::text::lines::{Lines, is_space};
use crate::text::speakers::label::{Case, Shape, Word, shape, split_words};

/// The longest label, bytes.
const LONGEST_LABEL: usize = 480;
/// The longest name of a field in front of its colon (`Venue:`), bytes, and how many words it has at most.
const LONGEST_FIELD_NAME: usize = 60;
const MOST_FIELD_WORDS: usize = 4;
/// The longest line that is taken for a title or a place by where it stands alone, bytes.
const LONGEST_PLACED: usize = 600;
/// Words of a line that are offered as parts of a label.
const MOST_SHOWN_WORDS: usize = 24;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Taught {
    /// It begins with the label of a speaker.
    Speaker,
    /// It begins with no label, whatever it looks like.
    Speech,
    /// It is the title of the event.
    Title,
    /// It is the summary.
    Summary,
    /// It is the day of the event.
    Date,
    /// It is the time of day.
    Time,
    /// It is the place.
    Place,
    /// It belongs to the page and not to the event.
    Furniture,
}

impl Taught {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Speaker, Self::Speech, Self::Title, Self::Summary, Self::Date, Self::Time, Self::Place, Self::Furniture];

    /// Whether a record has one of it at most.
    fn is_single(self) -> bool {
        matches!(self, Self::Title | Self::Date | Self::Time | Self::Place)
    }
}

/// A rule and the example that it was learnt from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What the lines are.
    pub what: Taught,
    /// Which lines.
    pub lines: LinePattern,
    /// The line that it was learnt from, as printed.
    pub example: String,
}

/// Which lines a rule speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinePattern {
    /// Those that begin with a label.
    Label(LabelPattern),
    /// Those with the same words.
    Same(String),
    /// Those that begin with the name of a field: `Venue:`; what stands behind it is the value.
    Behind(String),
    /// The one line with this number, counting lines with text from 0.
    Nth(u32),
}

/// How a label is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelPattern {
    /// What stands in front of it: a bracket, a dash, a time.
    pub before: String,
    /// Its words; none for all labels that are written like the example.
    pub label: Option<String>,
    /// What stands between it and the speech: a dash, a bracket, spaces. Empty where it has a line of its own.
    pub behind: String,
    /// Whether it is in capitals throughout.
    pub is_caps: bool,
    /// Whether its words are such as the tables of labels know for a sentence: then any words will do.
    pub is_loose: bool,
    /// The most words that it has.
    pub most_words: u32,
}

/// What a rule finds in a line: ranges of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What the line is.
    pub what: Taught,
    /// The label, or the value of a field.
    pub value: TextRange,
    /// Where the speech starts, of a label; the end of the value otherwise.
    pub rest: u32,
}

/// What a user says of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// What it is.
    pub what: Taught,
    /// Of a speaker: where the label stands in the line, bytes; none for a guess.
    pub label: Option<TextRange>,
    /// Of a speaker: whether all labels are meant that are written like this one, or this one alone.
    pub is_any: bool,
}

impl Lesson {
    /// The rule that the lesson teaches of `line`, the line with this number among those with text. None where nothing
    /// could be a label in it.
    pub fn rule(&self, line: &str, number: u32) -> Option<Rule> {
        let lines = match self.what {
            Taught::Speaker => LinePattern::Label(learn_label(line, self.label.or(guess_label(line))?, self.is_any)?),
            Taught::Speech | Taught::Furniture => LinePattern::Same(line.to_owned()),
            _ => match field_name(line) {
                Some(name) => LinePattern::Behind(name.to_owned()),
                None => LinePattern::Nth(number),
            },
        };
        Some(Rule { what: self.what, lines, example: line.to_owned() })
    }
}

impl Rule {
    /// What it finds in `line`, the line with this number among those with text.
    pub fn find(&self, line: &str, number: u32) -> Option<Found> {
        let found = self.find_line(line, number)?;
        let value = &line[found.value.start as usize..found.value.end as usize];
        let is_stated = match self.what {
            Taught::Date => date_in(value).is_some(),
            Taught::Time => time_in(value).is_some(),
            _ => true,
        };
        is_stated.then_some(found)
    }

    fn find_line(&self, line: &str, number: u32) -> Option<Found> {
        let whole =
            |start: usize| Found { what: self.what, value: TextRange::new(start, line.len()), rest: line.len() as u32 };
        match &self.lines {
            LinePattern::Label(label) => label.find(line).map(|(value, rest)| Found { what: self.what, value, rest }),
            LinePattern::Same(same) => (like(line, same)? == line.len()).then(|| whole(0)),
            LinePattern::Behind(name) => {
                let end = like(line, name)?;
                let start = line.len() - line[end..].trim_start_matches(is_space).len();
                (start < line.len()).then(|| whole(start))
            }
            LinePattern::Nth(nth) => {
                let is_prose = line.len() > LONGEST_PLACED || line.ends_with(['.', ':', '!', '?', ',', ';']);
                let is_fit = self.what == Taught::Summary || !is_prose;
                (*nth == number && is_fit).then(|| whole(0))
            }
        }
    }
}

/// The finds of `rules` in the lines of a record. Lines are given one after the other, those without text left out.
#[derive(Debug)]
pub struct Reader<'r> {
    rules: &'r [Rule],
    number: u32,
    seen: Vec<Taught>,
}

impl<'r> Reader<'r> {
    /// Of two rules the newer one, which stands further behind, decides.
    pub fn new(rules: &'r [Rule]) -> Self {
        Self { rules, number: 0, seen: Vec::new() }
    }

    /// What the rules say of the next line.
    pub fn read(&mut self, line: &str) -> Option<Found> {
        let number = self.number;
        self.number += 1;
        let found = self.rules.iter().rev().filter(|rule| !self.seen.contains(&rule.what));
        let found = found.filter_map(|rule| rule.find(line, number)).next()?;
        if found.what.is_single() {
            self.seen.push(found.what);
        }
        Some(found)
    }
}

/// Rules as a file that the user owns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesFile {
    /// The version of the layout: 1.
    #[serde(rename = "verbatim-rules")]
    pub version: u32,
    /// The rules, the oldest first.
    pub rules: Vec<Rule>,
}

/// The version of the layout of a file of rules.
const VERSION: u32 = 1;

impl RulesFile {
    /// A file of these rules.
    pub fn of(rules: &[Rule]) -> Self {
        Self { version: VERSION, rules: rules.to_vec() }
    }

    /// Reads a file of rules; none where it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let start = bytes.trim_ascii_start();
        // Cheap where it is something else, as nearly everything is.
        let head = &start[..start.len().min(64)];
        if !start.starts_with(b"{") || memchr::memmem::find(head, b"\"verbatim-rules\"").is_none() {
            return None;
        }
        serde_json::from_slice(bytes).ok().filter(|file: &Self| file.version == VERSION)
    }

    /// The file as JSON.
    pub fn to_json(&self) -> String {
        // Plain data: writing it cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// `rules` and those of the file that are not among them.
    pub fn added_to(self, rules: &[Rule]) -> Vec<Rule> {
        let new = self.rules.into_iter().filter(|rule| !rules.contains(rule));
        rules.iter().cloned().chain(new).collect()
    }
}

/// Whether any of the rules finds something in the lines of a text.
pub fn speak_of(rules: &[Rule], text: &str) -> bool {
    let mut reader = Reader::new(rules);
    let mut lines = Lines::new(text, 0).map(|line| line.trimmed()).filter(|span| !span.is_empty());
    lines.any(|span| reader.read(span.of(text)).is_some())
}

impl LabelPattern {
    /// The label in `line`, and where the speech starts.
    fn find(&self, line: &str) -> Option<(TextRange, u32)> {
        let start = like(line, &self.before)?;
        let rest = line.get(start..)?;
        let end = match &self.label {
            Some(label) => like(rest, label)?,
            None => self.end_of_any(rest)?,
        };
        let behind = &rest[end..];
        let speech = if self.behind.is_empty() { behind.is_empty().then_some(0)? } else { like(behind, &self.behind)? };
        // `Ann` is no label in front of `Anna`.
        let is_whole = !self.behind.is_empty() && !self.behind.starts_with(char::is_alphanumeric) || behind.is_empty();
        (end > 0 && is_whole).then(|| (TextRange::new(start, start + end), (start + end + speech) as u32))
    }

    /// Where a label ends that is written like the example.
    fn end_of_any(&self, rest: &str) -> Option<usize> {
        let window = &rest[..rest.floor_char_boundary(rest.len().min(LONGEST_LABEL))];
        let sign = self.behind.trim_matches(is_space);
        let end = if self.behind.is_empty() {
            rest.len()
        } else if sign.is_empty() {
            capitals(window)
        } else {
            let from_sign = |at: usize| window[..at].trim_end_matches(is_space).len();
            window
                .match_indices(sign)
                .map(|(at, _)| from_sign(at))
                .find(|end| like(&rest[*end..], &self.behind).is_some())?
        };
        self.fits(rest.get(..end)?).then_some(end)
    }

    /// Whether words could be a label of this kind.
    fn fits(&self, label: &str) -> bool {
        let mut words = Vec::new();
        let is_label = split_words(label, &mut words) && shape(&words) != Shape::Sentence;
        let count = label.split(is_space).filter(|word| !word.is_empty()).count() as u32;
        count > 0 && count <= self.most_words && (is_label || self.is_loose) && (!self.is_caps || is_caps(&words))
    }
}

/// Makes a pattern of the label that stands at `label` in `line`.
fn learn_label(line: &str, label: TextRange, is_any: bool) -> Option<LabelPattern> {
    let (start, end) = (label.start as usize, label.end as usize);
    let (before, printed, after) = (line.get(..start)?, line.get(start..end)?, line.get(end..)?);
    let printed_words = printed.split(is_space).filter(|word| !word.is_empty()).count() as u32;
    let behind = &after[..after.find(|c: char| !is_joint(c)).unwrap_or(after.len())];
    let mut words = Vec::new();
    let is_sentence = !split_words(printed, &mut words) || shape(&words) == Shape::Sentence;
    let caps = is_caps(&words);
    // Where nothing but a space stands behind the label, capitals alone can show where it ends.
    let is_shown = !behind.trim_matches(is_space).is_empty() || after.is_empty() || caps;
    (printed_words > 0 && (!behind.is_empty() || after.is_empty())).then(|| LabelPattern {
        before: before.to_owned(),
        label: (!is_any || !is_shown).then(|| printed.to_owned()),
        behind: behind.to_owned(),
        is_caps: caps,
        is_loose: is_sentence,
        most_words: printed_words.max(6),
    })
}

/// Where a label may stand in a line, so that the user need not begin from nothing.
pub fn guess_label(line: &str) -> Option<TextRange> {
    let start = line.find(|c: char| c.is_alphabetic())?;
    let window = &line[..line.floor_char_boundary(line.len().min(LONGEST_LABEL))];
    let signs = [": ", " — ", " – ", " - ", "] ", "> ", "\t", " | ", ") "];
    let sign = signs.iter().filter_map(|sign| window.get(start..)?.find(sign)).min().map(|at| start + at);
    let caps = start + capitals(window.get(start..)?);
    let own = line.len() <= 80 && !line.ends_with(['.', '!', '?']);
    let end = sign.or((caps > start).then_some(caps)).or(own.then_some(line.len()))?;
    let trimmed = line[start..end].trim_end_matches(is_joint).len();
    (trimmed > 0).then(|| TextRange::new(start, start + trimmed))
}

/// The words at the beginning of a line of which a label may consist, without the signs behind them.
pub fn label_words(line: &str) -> Vec<TextRange> {
    let window = &line[..line.floor_char_boundary(line.len().min(LONGEST_LABEL))];
    let mut at = 0;
    let mut words = Vec::new();
    for piece in window.split_inclusive(is_space) {
        let rest = piece.trim_start_matches(|c| is_joint(c) || matches!(c, '[' | '(' | '<' | '•'));
        let start = at + (piece.len() - rest.len());
        // The full stop of an abbreviation belongs to its word.
        let word = rest.trim_end_matches(|c| is_joint(c) && c != '.');
        if word.contains(char::is_alphanumeric) {
            words.push(TextRange::new(start, start + word.len()));
        }
        at += piece.len();
    }
    words.truncate(MOST_SHOWN_WORDS);
    words
}

/// Signs and spaces that may stand between a label and the speech.
fn is_joint(c: char) -> bool {
    is_space(c)
        || matches!(c, ':' | '：' | '-' | '–' | '—' | ']' | ')' | '>' | '|' | '.' | '*' | '_' | '/' | '~' | '=' | '#')
}

/// Length of the words in capitals at the beginning, two letters of them at least, in front of other words.
fn capitals(text: &str) -> usize {
    let is_capital =
        |word: &str| word.chars().any(char::is_uppercase) && !word.chars().any(|c| c.is_lowercase() || c.is_numeric());
    let (mut end, mut at, mut letters) = (0, 0, 0);
    for piece in text.split_inclusive(is_space) {
        let word = piece.trim_end_matches(is_space);
        if !word.is_empty() {
            if !is_capital(word) {
                break;
            }
            // A single letter may begin the speech (`I`, `A`); an initial has a full stop.
            if word.chars().count() > 1 {
                letters += word.chars().filter(|c| c.is_uppercase()).count();
                end = at + word.len();
            }
        }
        at += piece.len();
    }
    // Speech in capitals throughout shows no label.
    if letters >= 2 && end < text.len() { end } else { 0 }
}

fn is_caps(words: &[Word<'_>]) -> bool {
    words.iter().any(|word| word.case == Case::Caps)
        && words.iter().all(|word| !matches!(word.case, Case::Capital | Case::Lower))
}

/// The name of a field at the beginning of a line, colon included, where a value stands behind it.
fn field_name(line: &str) -> Option<&str> {
    let window = &line[..line.floor_char_boundary(line.len().min(LONGEST_FIELD_NAME))];
    let (at, colon) = window.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = &line[..at + colon.len_utf8()];
    let is_name = name.split(is_space).count() <= MOST_FIELD_WORDS && name.starts_with(char::is_alphabetic);
    let value = line[name.len()..].trim_start_matches(is_space);
    (is_name && !value.is_empty() && !line[name.len()..].starts_with(|c: char| c.is_numeric())).then_some(name)
}

/// Length of the beginning of `text` that is like `pattern`: runs of digits stand for any digits, runs of spaces for
/// any spaces.
fn like(text: &str, pattern: &str) -> Option<usize> {
    let mut at = 0;
    let mut pattern = pattern.chars().peekable();
    let run = |at: usize, is: fn(char) -> bool| text[at..].len() - text[at..].trim_start_matches(is).len();
    while let Some(c) = pattern.next() {
        let class: Option<fn(char) -> bool> = match c {
            _ if is_space(c) => Some(is_space),
            _ if c.is_numeric() => Some(char::is_numeric),
            _ => None,
        };
        if let Some(class) = class {
            while pattern.peek().is_some_and(|c| class(*c)) {
                pattern.next();
            }
            let length = run(at, class);
            // A space at the end of a line is gone when the line is trimmed.
            if length == 0 && !(at == text.len() && pattern.peek().is_none() && is_space(c)) {
                return None;
            }
            at += length;
        } else if text[at..].starts_with(c) {
            at += c.len_utf8();
        } else {
            return None;
        }
    }
    Some(at)
}

/// Spans in a source of what was found in the line at `line`.
impl Found {
    /// The value, and where the rest starts, counted from the start of the source.
    pub fn on(&self, line: Span) -> (Span, u32) {
        let value = Span { start: line.start + self.value.start, end: line.start + self.value.end };
        (value, line.start + self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(line: &str, is_any: bool) -> Rule {
        Lesson { what: Taught::Speaker, label: None, is_any }.rule(line, 0).expect("a rule")
    }

    fn label<'l>(rule: &Rule, line: &'l str) -> Option<(&'l str, &'l str)> {
        let found = rule.find(line, 0)?;
        Some((&line[found.value.start as usize..found.value.end as usize], &line[found.rest as usize..]))
    }

    #[test]
    fn labels_before_a_dash() {
        let rule = speaker("Anna Lund — We begin at nine.", true);
        assert_eq!(label(&rule, "Nils Berg — Then I shall be late."), Some(("Nils Berg", "Then I shall be late.")));
        assert_eq!(label(&rule, "It rained — and how."), None, "a sentence is no label");
        assert_eq!(label(&rule, "Nils Berg: Then I shall be late."), None);
        let this = speaker("Anna Lund — We begin at nine.", false);
        assert_eq!(label(&this, "Nils Berg — Then I shall be late."), None);
        assert_eq!(label(&this, "Anna Lund — And end at ten."), Some(("Anna Lund", "And end at ten.")));
        assert_eq!(label(&this, "Anna Lundin — Who?"), None);
    }

    #[test]
    fn labels_behind_a_time_and_in_brackets() {
        let rule = speaker("[00:12:01] <anna> morning all", true);
        assert_eq!(label(&rule, "[10:02:11] <nils> Good morning."), Some(("nils", "Good morning.")));
        assert_eq!(label(&rule, "<nils> Good morning."), None);
    }

    #[test]
    fn labels_in_capitals_before_a_space() {
        let rule = speaker("THE MASTER We sail at six.", true);
        assert_eq!(label(&rule, "BOATSWAIN Aye."), Some(("BOATSWAIN", "Aye.")));
        assert_eq!(label(&rule, "We sail at six."), None);
        assert_eq!(label(&rule, "SIX BELLS"), None, "nothing but capitals");
        let small = Lesson { what: Taught::Speaker, label: Some(TextRange::new(0, 4)), is_any: true };
        let small = small.rule("Anna we sail at six.", 0).expect("a rule");
        assert_eq!(label(&small, "Nils we do not."), None, "nothing shows where another label ends");
        assert_eq!(label(&small, "Anna we do."), Some(("Anna", "we do.")));
    }

    #[test]
    fn labels_on_lines_of_their_own() {
        let rule = speaker("Anna Lund", true);
        assert_eq!(label(&rule, "Nils Berg"), Some(("Nils Berg", "")));
        assert_eq!(label(&rule, "Nils Berg stood up and went out of the room."), None);
    }

    #[test]
    fn fields_by_their_name_and_by_their_line() {
        let lesson = Lesson { what: Taught::Place, label: None, is_any: false };
        let named = lesson.rule("Venue: Net loft, Lindsund", 3).expect("a rule");
        assert_eq!(label(&named, "Venue:  Town hall"), Some(("Town hall", "")));
        assert_eq!(label(&named, "Venues: two"), None);
        let numbered = lesson.rule("Net loft, Lindsund", 3).expect("a rule");
        assert_eq!(numbered.find("Town hall", 2), None);
        assert!(numbered.find("Town hall", 3).is_some());
        assert_eq!(numbered.find("They went home.", 3), None, "a sentence is no place");
    }

    #[test]
    fn page_numbers_stand_for_all_pages() {
        let rule =
            Lesson { what: Taught::Furniture, label: None, is_any: false }.rule("Page 3 of 14", 40).expect("a rule");
        assert!(rule.find("Page 11 of 14", 2).is_some());
        assert_eq!(rule.find("Page 11 of 14 is missing", 2), None);
    }

    #[test]
    fn the_newer_rule_decides_and_a_title_is_one() {
        let lesson = |what| Lesson { what, label: None, is_any: true };
        let rules = [
            lesson(Taught::Speaker).rule("Contact: 12 34", 0).expect("a rule"),
            lesson(Taught::Speech).rule("Contact: 12 34", 0).expect("a rule"),
            lesson(Taught::Title).rule("Matter: ferry", 0).expect("a rule"),
        ];
        let mut reader = Reader::new(&rules);
        let what = |found: Option<Found>| found.map(|found| found.what);
        assert_eq!(what(reader.read("Contact: 56 78")), Some(Taught::Speech));
        assert_eq!(what(reader.read("Matter: ferry")), Some(Taught::Title));
        assert_eq!(what(reader.read("Matter: quay")), Some(Taught::Speaker));
    }

    #[test]
    fn words_are_offered_without_signs() {
        let line = "[00:12] <Mr. J. Lund> — morning, all";
        let words: Vec<_> =
            label_words(line).iter().map(|word| &line[word.start as usize..word.end as usize]).collect();
        assert_eq!(words, ["00:12", "Mr.", "J.", "Lund", "morning,", "all"]);
        let line = "[—Änne… ...well .net";
        let words: Vec<_> = label_words(line).iter().map(|w| line.get(w.start as usize..w.end as usize)).collect();
        assert_eq!(words, [Some("Änne…"), Some("well"), Some("net")]);
    }

    #[test]
    fn the_file_is_as_it_is_described() {
        let page = include_str!("../../docs/rules.md");
        let json = page.split("```").nth(1).and_then(|block| block.strip_prefix("json")).expect("an example");
        let file = RulesFile::read(json.as_bytes()).expect("a file of rules");
        assert_eq!(RulesFile::read(file.to_json().as_bytes()).as_ref(), Some(&file));
        assert_eq!(label(&file.rules[0], &file.rules[0].example), Some(("Nils Berg", "Then I shall be late.")));
        assert!(file.rules.iter().all(|rule| rule.find(&rule.example, 0).is_some()));
    }

    #[test]
    fn rules_survive_as_json() {
        let rule = speaker("[00:12] Anna — Yes.", true);
        let json = serde_json::to_string(&rule).expect("json");
        assert_eq!(serde_json::from_str::<Rule>(&json).expect("a rule"), rule);
    }
}
