//! The shape of a label: which of its words are an office and which a name, judged by tables, capitals and position.
//!
//! Looks at one label alone. What other labels of the same record say about it is the business of the callers.

use super::words::{
    self, ALONE, COUNTRY, FUNCTION, GENERIC, HONORIFIC, Kinds, OFFICE, PARTICLE, SOVEREIGN, STARTER, STOP,
};
use crate::text::lines::is_space;

/// The most words that a label has.
pub const MOST_WORDS: usize = 40;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `PUTIN`, `McCAIN`.
    Caps,
    /// `Putin`, and small names with a capital inside: `el-Sisi`.
    Capital,
    /// `V.`, `J.S.`
    Initials,
    /// `В.Путин`: initials and a name in one.
    InitialName,
    /// `leader`.
    Lower,
    /// `58th`.
    Number,
    /// Letters without case: Hebrew, Chinese.
    Uncased,
    /// No letters.
    Sign,
}

/// One word of a label.
#[derive(Clone, Copy, Debug)]
pub struct Word<'t> {
    /// Without quotation marks, commas and the full stop of an abbreviation.
    pub text: &'t str,
    /// Where it starts in the label, marks included.
    pub start: usize,
    /// Where it ends in the label, marks included.
    pub end: usize,
    /// What the tables know about it.
    pub kinds: Kinds,
    /// How it is written.
    pub case: Case,
    /// Whether a comma stands behind it.
    pub has_comma: bool,
    /// Whether quotation marks stand around or inside a stretch that it belongs to.
    pub is_quoted: bool,
}

/// What a label looks like. Indexes count its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Somebody unnamed: `QUESTION`, `Speaker 2`.
    Generic,
    /// A part without a name: `Moderator`, `The COURT`.
    Alone,
    /// An office without a name: `President of the Senate`.
    Office,
    /// An office and a name: `President of Russia VLADIMIR PUTIN`; the name starts at this word or, where the words
    /// between are one's or the other's, at a later one.
    OfficeName(usize),
    /// A name first and what its bearer is behind a comma; the name ends before this word.
    NameOffice(usize),
    /// A form of address and a name: `Mr. SMITH`.
    Honorific,
    /// Two words or more of a name.
    FullName,
    /// One word that could be a name.
    SingleName,
    /// Words that are no known office, then what could be a name from this word on: `Bakery owner Nils Berg`.
    Weak(usize),
    /// Few words without case.
    Uncased,
    /// No label.
    Sentence,
}

impl Word<'_> {
    /// Whether the tables list it as any of `kinds`.
    pub fn is(&self, kinds: Kinds) -> bool {
        self.kinds & kinds != 0
    }

    /// Whether it can be a part of a name by the way it is written.
    fn is_name_like(&self) -> bool {
        match self.case {
            Case::Caps | Case::Capital | Case::Initials | Case::InitialName => true,
            Case::Lower => self.is(PARTICLE),
            _ => false,
        }
    }
}

/// Collects the words of a label into `into`; brackets are left out. False where it cannot be a label: a sentence ends
/// inside it, or it is too long.
pub fn split_words<'t>(label: &'t str, into: &mut Vec<Word<'t>>) -> bool {
    into.clear();
    let mut depth = 0u32;
    let mut quoted = false;
    let mut at = 0;
    while at < label.len() {
        let rest = &label[at..];
        let skipped = rest.len() - rest.trim_start_matches(is_space).len();
        if skipped > 0 {
            at += skipped;
            continue;
        }
        let length = rest.find(|c: char| is_space(c)).unwrap_or(rest.len());
        let token = &rest[..length];
        let (start, end) = (at, at + length);
        at = end;
        let starts_in_brackets = depth > 0;
        let mut opens_quote = false;
        let mut quotes = 0u32;
        if !token.bytes().all(|b| b.is_ascii_alphanumeric()) {
            for c in token.chars() {
                match c {
                    '(' | '[' => depth += 1,
                    ')' | ']' => depth = depth.saturating_sub(1),
                    '«' | '“' | '„' => opens_quote = true,
                    '»' | '”' => quotes += 1,
                    '"' => quotes += 1,
                    _ => {}
                }
            }
        }
        if starts_in_brackets || token.starts_with(['(', '[']) {
            continue;
        }
        let is_quoted = quoted || opens_quote || quotes > 0;
        quoted = if opens_quote {
            quotes == 0
        } else if quotes % 2 == 1 {
            !quoted && token.starts_with('"')
        } else {
            quoted
        };
        if into.len() == MOST_WORDS {
            return false;
        }
        let has_comma = token.ends_with(',');
        let bare =
            token.trim_matches(|c: char| matches!(c, ',' | '"' | '«' | '»' | '“' | '”' | '„' | '‘' | '\'' | '*' | '_'));
        let text = bare.split_once(['(', '[']).map_or(bare, |(before, _)| before);
        let ends_in_stop = text.ends_with(['.', '!', '?', ';', '…']);
        let text = text.trim_end_matches('.');
        let case = case_of(text, ends_in_stop);
        // An initial is never the word that it looks like: `В.` is not the Russian for `in`.
        let kinds = if matches!(case, Case::Initials | Case::InitialName) { 0 } else { words::kinds(text) };
        if ends_in_stop
            && case != Case::Initials
            && !(text.len() < bare.len()
                && !bare.ends_with(['!', '?', ';', '…'])
                && is_abbreviation(text, kinds, end == label.len()))
        {
            return false;
        }
        // `May` and `Just` inside a name or an office are none of the small words.
        if kinds & STOP != 0
            && (case == Case::Lower || into.is_empty())
            && kinds & (GENERIC | ALONE | OFFICE) == 0
            && !(case == Case::Capital && kinds & PARTICLE != 0)
            && !(case == Case::Caps && is_roman(text) && !into.is_empty())
            && !(case == Case::Initials)
        {
            return false;
        }
        into.push(Word { text, start, end, kinds, case, has_comma, is_quoted });
    }
    true
}

/// Whether a full stop behind this word need not end a sentence.
fn is_abbreviation(text: &str, kinds: Kinds, is_last: bool) -> bool {
    kinds & HONORIFIC != 0
        || is_last
        || text.chars().count() <= 4 && text.chars().next().is_some_and(char::is_uppercase)
        || kinds & OFFICE != 0
}

fn case_of(text: &str, ends_in_stop: bool) -> Case {
    let Some(first) = text.chars().find(|c| c.is_alphanumeric()) else { return Case::Sign };
    if first.is_numeric() {
        return Case::Number;
    }
    let (mut upper, mut lower, mut has_dot, mut upper_after_dot, mut last) = (0u32, 0u32, false, 0u32, ' ');
    for c in text.chars() {
        if c.is_uppercase() {
            upper += 1;
            upper_after_dot += u32::from(matches!(last, '.' | '-' | '\'' | '’'));
        } else if c.is_lowercase() {
            lower += 1;
        }
        has_dot |= c == '.';
        last = c;
    }
    if upper == 0 && lower == 0 {
        return Case::Uncased;
    }
    if has_dot {
        let parts = text.split('.');
        let (mut initials, mut names) = (0, 0);
        for part in parts.map(|part| part.trim_start_matches(['-', '‑'])) {
            match part.chars().count() {
                0 => {}
                1 | 2 if part.starts_with(char::is_uppercase) => initials += 1,
                _ if part.starts_with(char::is_uppercase) => names += 1,
                _ => return if first.is_lowercase() { Case::Lower } else { Case::Capital },
            }
        }
        return if names == 0 {
            Case::Initials
        } else if initials > 0 {
            Case::InitialName
        } else {
            Case::Sign
        };
    }
    if upper + lower == 1 && first.is_uppercase() && ends_in_stop {
        return Case::Initials;
    }
    if first.is_lowercase() {
        // `el-Sisi`, `d'Alba`: a small beginning of a name.
        return if upper_after_dot > 0 { Case::Capital } else { Case::Lower };
    }
    if upper >= 2 && upper >= lower * 3 { Case::Caps } else { Case::Capital }
}

/// Where the surname starts in a name whose space was lost: `VladimirPUTIN`.
pub fn glued_surname(text: &str) -> Option<usize> {
    let (at, _) = text.char_indices().rev().take_while(|(_, c)| c.is_uppercase()).last()?;
    let is_glued = text[at..].chars().count() > 2 && text[..at].chars().count() > 2 && !text.contains(['-', '\'', '’']);
    is_glued.then_some(at)
}

/// Whether a word is a Roman numeral such as monarchs have.
pub fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// The shape of a label, from its words.
pub fn shape(words: &[Word<'_>]) -> Shape {
    let Some(first) = words.first() else { return Shape::Sentence };
    let n = words.len();
    if words.iter().all(|word| matches!(word.case, Case::Uncased | Case::Sign | Case::Number)) {
        let is_letters = words.iter().any(|word| word.case == Case::Uncased);
        return match (is_letters, first.is(GENERIC | ALONE)) {
            (true, true) => Shape::Generic,
            (true, false) if n <= 8 => Shape::Uncased,
            _ => Shape::Sentence,
        };
    }
    if words.iter().any(|word| word.case == Case::Uncased) && n <= 8 {
        return Shape::Uncased;
    }
    if first.is_quoted && first.start == 0 && !first.is(OFFICE) && words.last().is_some_and(|last| last.is_quoted) {
        return Shape::Sentence;
    }
    if is_generic(words) {
        return Shape::Generic;
    }
    // `The COURT`, `Le président`: an article before a part.
    let body = if first.is(FUNCTION) && n > 1 { &words[1..] } else { words };
    if body.len() == 1 && body[0].is(ALONE) && body[0].case != Case::Lower {
        return Shape::Alone;
    }
    if body.len() < n && body.iter().all(|word| word.is(OFFICE | FUNCTION | HONORIFIC) || word.case == Case::Caps) {
        return if body[0].case == Case::Caps || body[0].is(OFFICE) { Shape::Alone } else { Shape::Sentence };
    }
    if first.is(FUNCTION) && !first.is(PARTICLE) {
        return Shape::Sentence;
    }
    // `First Deputy Mayor Nils Berg` is a label, `First question` and `First, Mayor Berg` are none.
    if first.is(STARTER) && !first.is(OFFICE) && (first.has_comma || !words[1..].iter().any(|word| word.is(OFFICE))) {
        return Shape::Sentence;
    }
    if let Some(comma) = words.iter().position(|word| word.has_comma)
        && comma < 4
        && comma + 1 < n
        && !first.is(OFFICE)
        && first.case != Case::Lower
        && words[..=comma].iter().all(|word| word.is_name_like() && !(word.is(OFFICE) && word.case != Case::Initials))
        && (comma > 0 || n <= 4)
    {
        let rest = &words[comma + 1..];
        let has_office = rest.iter().any(|word| word.is(OFFICE));
        let has_small =
            rest.iter().any(|word| word.case == Case::Lower && !word.is(FUNCTION | PARTICLE) || word.has_comma);
        // `Berg, a small correction` is what somebody says.
        if has_office && (comma > 0 || !has_small) || !has_small && n <= 8 {
            return Shape::NameOffice(comma + 1);
        }
    }
    if first.is(HONORIFIC) && !first.is(OFFICE) && n > 1 {
        return match words[1..].iter().find(|word| !word.is(HONORIFIC)) {
            None => Shape::Sentence,
            Some(next) if next.is(OFFICE) || next.is(FUNCTION) && !next.is(PARTICLE) => {
                if words.iter().all(|word| word.is(OFFICE | HONORIFIC | FUNCTION)) {
                    Shape::Office
                } else {
                    office(words)
                }
            }
            Some(_) if words[1..].iter().all(|word| word.is_name_like() || word.is(FUNCTION)) && n <= 8 => {
                Shape::Honorific
            }
            Some(_) => Shape::Sentence,
        };
    }
    if words.iter().any(|word| word.is(OFFICE)) {
        return office(words);
    }
    if words.iter().all(Word::is_name_like) && first.case != Case::Lower || all_but_first_name(words) {
        return match n {
            1 if first.case == Case::InitialName => Shape::FullName,
            1 if glued_surname(first.text).is_some() => Shape::FullName,
            1 if first.case == Case::Initials => Shape::Sentence,
            1 => Shape::SingleName,
            2..=6 if !words.iter().any(|word| word.has_comma) => Shape::FullName,
            _ => Shape::Sentence,
        };
    }
    // Something in front of a name in capitals, or of what may be a name.
    let run = name_run(words);
    let name = &words[run..];
    if name.len() >= 2 && run > 0 {
        let caps = name.iter().filter(|word| word.case == Case::Caps).count();
        if caps >= 2
            && words[..run].iter().any(|word| matches!(word.case, Case::Capital | Case::Lower))
            && first.case != Case::Lower
        {
            return Shape::OfficeName(run);
        }
        if run <= 8 && first.case != Case::Lower {
            return Shape::Weak(run);
        }
    }
    Shape::Sentence
}

/// `van der Berg`, `de Koshko`: a name that starts with a particle.
fn all_but_first_name(words: &[Word<'_>]) -> bool {
    words.len() >= 2
        && words[0].is(PARTICLE)
        && words.iter().all(Word::is_name_like)
        && words.last().is_some_and(|last| last.case != Case::Lower)
        && words.len() <= 4
}

/// `QUESTION`, `Question from Izhevsk`, `Speaker 2`, `SPEAKER_02`, `Voice from the audience`.
fn is_generic(words: &[Word<'_>]) -> bool {
    let first = &words[0];
    // Programs write their labels in small letters too.
    if words.len() == 1 && is_numbered(first.text) {
        return true;
    }
    if first.case == Case::Lower || words.len() > 6 || words.iter().any(|word| word.has_comma) {
        return false;
    }
    if first.is(GENERIC) {
        return words[1..].iter().all(|word| {
            word.case != Case::Lower
                || word.is(FUNCTION | PARTICLE | GENERIC | ALONE | OFFICE | words::SOUND)
                || words.len() <= 3
        });
    }
    match words {
        // `SPEAKER_02`, and `Q` and `A`.
        [one] => is_numbered(one.text) || one.case == Case::Capital && one.text.chars().count() == 1,
        // A part and a number or a letter.
        [part, number] => {
            (part.is(ALONE) || part.is(GENERIC))
                && (number.case == Case::Number || number.text.chars().count() == 1 && number.case != Case::Lower)
        }
        _ => {
            // `From the floor`, `Из зала`.
            false
        }
    }
}

/// `SPEAKER_02`, `spk_0`, `S1`, `F_S12`.
fn is_numbered(text: &str) -> bool {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    letters.len() < text.len()
        && !letters.is_empty()
        && (letters.contains('_') || letters.len() <= 2 || words::kinds(letters) & (ALONE | GENERIC) != 0)
}

/// Where the words that could be a name start, counted from the end.
fn name_run(words: &[Word<'_>]) -> usize {
    let mut start = words.len();
    while start > 0 {
        let word = &words[start - 1];
        let is_office = word.is(OFFICE | GENERIC) && word.case != Case::Initials;
        if !word.is_name_like() || is_office || word.has_comma && start < words.len() || word.is_quoted {
            break;
        }
        // A small particle joins a name only behind a name: `of the` never does.
        if word.is(FUNCTION) && word.case == Case::Lower && !is_inner_particle(words, start - 1) {
            break;
        }
        if word.is(FUNCTION)
            && word.case != Case::Lower
            && !is_inner_particle(words, start - 1)
            && word.case == Case::Caps
        {
            break;
        }
        start -= 1;
    }
    // A name does not start with a small particle unless it is all that is left.
    start
}

/// `de` in `Dmitry de Koshko`, but not in `ministre de France`.
fn is_inner_particle(words: &[Word<'_>], at: usize) -> bool {
    words[at].is(PARTICLE)
        && at > 0
        && !words[at - 1].is(OFFICE | FUNCTION)
        && words[at - 1].is_name_like()
        && words[at - 1].case != Case::Lower
        && words.get(at + 1).is_some_and(|next| next.case != Case::Lower || next.is(PARTICLE))
        // `Governor of Castilla de Leon`: an office that ends in a place keeps its particle.
        && words[..at].iter().rev().take_while(|word| !word.is(OFFICE)).all(|word| !word.is(FUNCTION) || word.is(PARTICLE))
}

/// A label with an office in it.
fn office(words: &[Word<'_>]) -> Shape {
    let n = words.len();
    let run = name_run(words);
    let name = n - run;
    let has_lower = words[..run].iter().any(|word| {
        word.case == Case::Lower && !word.is(OFFICE | FUNCTION | PARTICLE | GENERIC | ALONE | HONORIFIC | COUNTRY)
    });
    // `King Abdullah II of Jordan`: the name stands behind the office and a place behind the name.
    if let Some(at) = words.iter().position(|word| word.is(SOVEREIGN))
        && words.get(at + 1).is_some_and(|next| next.is_name_like() && next.case != Case::Lower)
        && words[at + 1..].iter().any(|word| word.is(FUNCTION))
        && !has_lower
    {
        return Shape::OfficeName(at + 1);
    }
    match name {
        0 => {
            let is_plain = words
                .iter()
                .all(|word| word.is(OFFICE | FUNCTION | PARTICLE) || matches!(word.case, Case::Capital | Case::Caps));
            // `Участник встречи`: a part that somebody plays, and in what.
            let is_part = n <= 3 && words[0].is(ALONE) && words[0].case == Case::Capital;
            if (is_plain || is_part) && n <= 12 && words[0].case != Case::Lower {
                Shape::Office
            } else {
                Shape::Sentence
            }
        }
        1 => {
            let before = run.checked_sub(1).map(|i| &words[i]);
            let is_after_office = before.is_some_and(|word| word.is(OFFICE));
            let caps = words[run].case == Case::Caps && words[..run].iter().any(|word| word.case == Case::Capital);
            if is_after_office && !words[run].is(COUNTRY) || caps || words[run].case == Case::InitialName {
                Shape::OfficeName(run)
            } else if !has_lower && n <= 12 && words[0].case != Case::Lower {
                Shape::Office
            } else {
                Shape::Sentence
            }
        }
        _ => {
            // One or two words in front of the office are a name when the office ends the label; here it does not.
            Shape::OfficeName(run)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(label: &str) -> Shape {
        let mut words = Vec::new();
        if split_words(label, &mut words) { shape(&words) } else { Shape::Sentence }
    }

    #[test]
    fn offices_with_names() {
        for label in [
            "President of Russia VLADIMIR PUTIN",
            "Deputy Prime Minister Nils Berg",
            "chairman of the Board of Directors and President of Nordfisk Nils Berg",
            "Leader of the Harbour Party faction in the Town Council Nils Berg",
            "Министр рыболовства АННА ВЕРЕС",
            "председатель правления порта Марта Лунд",
            "Шкипер лодки «Сильвер» ПЕТТЕР ГРАН",
            "Председатель союза рыбаков С.Ауне",
            "MAYOR OF LINDSUND BIRGIT SALO",
            "King Harald V of Norway",
            "Patriarch of Lindsund and All Islands Anselm",
            "Chief Olsen",
        ] {
            assert!(matches!(of(label), Shape::OfficeName(_)), "{label}: {:?}", of(label));
        }
    }

    #[test]
    fn names_alone() {
        for label in
            ["Vladimir Putin", "V. Putin", "В.Путин", "LENA OSMUND", "Abdel el-Sisi", "Anna van der Berg", "J.S. Lund"]
        {
            assert_eq!(of(label), Shape::FullName, "{label}");
        }
        assert_eq!(of("Alina"), Shape::SingleName);
        assert_eq!(of("Mr. SMITH"), Shape::Honorific);
        assert!(matches!(of("Nils Berg, reporter at Channel Nine"), Shape::NameOffice(2)));
    }

    #[test]
    fn somebody_unnamed() {
        for label in [
            "QUESTION",
            "Question",
            "Вопрос",
            "Question from Izhevsk",
            "Speaker 2",
            "SPEAKER_02",
            "Реплика",
            "Voice from the audience",
            "Male voice",
        ] {
            let found = of(label);
            assert!(matches!(found, Shape::Generic) || label == "Male voice", "{label}: {found:?}");
        }
        assert_eq!(of("Moderator"), Shape::Alone);
        assert_eq!(of("The COURT"), Shape::Alone);
        assert_eq!(of("The PRESIDING OFFICER"), Shape::Alone);
        assert_eq!(of("The PRESIDENT"), Shape::Alone);
    }

    #[test]
    fn sentences_are_no_labels() {
        for label in [
            "Let me repeat",
            "Contact telephone numbers",
            "My question is",
            "The message reads, in part",
            "Second",
            "I agree. Nils Berg",
            "There is one thing I would ask President Nils Berg",
            "Так вот что я скажу",
            "Повторяю",
            "One more thing",
            "“All the King's Men”",
            "",
            "...",
            "12",
        ] {
            assert_eq!(of(label), Shape::Sentence, "{label}");
        }
    }
}
