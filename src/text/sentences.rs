//! The sentences of a paragraph. A language is a row of a table, not code.
//!
//! A stop ends a sentence if white space and no small letter follow, brackets and quotation marks that close behind it
//! taken along. It ends none behind an initial, a title or another short form, or inside a date (`am 3. Mai`). A
//! Chinese or Japanese stop needs nothing behind it. In doubt a sentence goes on: two sentences in one piece mislead
//! less than half a sentence.

use std::ops::Range;

use super::dates::date_at;

/// Short forms with a stop that no sentence ends behind: titles and what introduces something. Lower case.
const BEFORE_SOMETHING: &[&str] = &[
    // English
    "mr mrs ms messrs dr prof st gen col sen rep gov hon rev capt lt sgt maj pres vs e.g i.e cf no nos vol pp fig approx",
    // Russian
    "ул пр им проф акад ген тов см ср напр т.е т.н т. д. рис табл гл стр св пос дер обл р-н корп кв тел пл пер наб",
    // German
    "hr fr frl nr vgl bzw ca sog evtl ggf inkl abs art bd z.b d.h u.a z bspw dipl ing str hrsg",
    // French
    "m mm mme mmes mlle mgr me ste p.ex env av art n°",
    // Spanish, Portuguese, Italian
    "sr sra srta dña d.ª ud uds pág núm sig sigg dott avv on exmo exma",
    // Polish, Czech
    "p prof hab inż mgr np tj tzw ul al św",
];

/// Short forms with a stop that may end a sentence: only a small letter or a number behind them says that it goes on.
const BEFORE_ANYTHING: &[&str] = &[
    "etc inc ltd co corp jr sr a.m p.m u.s u.k u.n jan feb mar apr jun jul aug sep sept oct nov dec",
    "г гг в вв др пр т.д т.п руб коп тыс млн млрд трлн чел км м кг ч мин сек н.э р",
    "usw u.s.w jh jhs mio mrd uhr",
    "ee.uu",
];

/// Where the sentences of `text` stand, bytes, in order, without white space around them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let is_eastern = is_eastern_stop(c);
        let is_break = c == '\n' && text[at + 1..].starts_with(['\n', '\r']);
        if !is_eastern && !is_stop(c) && !is_break {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, c)) = letters.peek()
            && (is_stop(c) || is_eastern_stop(c) || is_closing(c))
        {
            end = next + c.len_utf8();
            letters.next();
        }
        if is_eastern || is_break || is_end(text, start, at, end) {
            push(text, start..end, &mut sentences);
            start = end;
        }
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

fn push(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let words = &text[range.clone()];
    let trimmed = words.trim();
    if !trimmed.is_empty() {
        let start = range.start + (words.len() - words.trim_start().len());
        sentences.push(start..start + trimmed.len());
    }
}

/// Whether the sentence from `start` ends with the stop at `stop`; what closes behind it goes to `end`.
fn is_end(text: &str, start: usize, stop: usize, end: usize) -> bool {
    let behind = &text[end..];
    let next = behind.trim_start();
    if next.is_empty() {
        return true;
    }
    if next.len() == behind.len() {
        return false;
    }
    let first = next.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next();
    // `"Where?" he asked` goes on, and so does what a dash takes up.
    if first.is_some_and(char::is_lowercase) {
        return false;
    }
    if !text[stop..].starts_with('.') || end > stop + 1 {
        return true;
    }
    let before = &text[start..stop];
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '«' | '“' | '„' | '-' | '–' | '—'));
    let word = word.into_iter().next().unwrap_or_default();
    let is_first = word.len() == before.trim_start().len();
    if !word.is_empty() && word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        // The number of a list, or the day of a date.
        let is_day = date_at(&text[stop - word.len()..]).is_some_and(|(_, length)| length > word.len() + 1);
        return !is_first && !is_day;
    }
    let is_initial = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    // `В. Орлов` is no `1990 в. Орлов`.
    if is_initial(word) {
        return false;
    }
    let is_initials = word.rsplit('.').next().is_some_and(is_initial);
    let word = word.to_lowercase();
    let is_in = |table: &[&str]| table.iter().any(|row| row.split(' ').any(|known| known == word));
    if is_in(BEFORE_ANYTHING) {
        return first.is_none_or(|c| !c.is_numeric());
    }
    !is_initials && !is_in(BEFORE_SOMETHING)
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽' | '؟' | '۔' | '।' | '։')
}

fn is_eastern_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '»' | '”' | '’' | '›' | '“' | '」' | '』' | '）' | '】' | '》')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("We came. We saw.  They left", 3),
            ("Mr. Harlow and Dr. Osei spoke at 3.30 p.m. on the quay.", 1),
            ("It was V. Putin. J. R. Harlow left.", 2),
            ("“Is it so?” he asked. “Yes.” She nodded.", 3),
            ("Well… perhaps. And then… Nothing.", 3),
            ("Это было в 1990 г. в порту. Выступил В. Орлов. В.Орлов ушёл.", 3),
            ("Рыба, лодки и т. д. стоят дорого. Да!", 2),
            ("Am 3. Mai 2012 kamen wir. Das war z.B. früh. Ja.", 3),
            ("M. Dupont est venu. Oui ?", 2),
            ("各位，现在开会。我们有三个问题！好吗？", 3),
            ("1. The harbour is old. 2. It is small.", 2),
            ("", 0),
            (" . ", 1),
        ] {
            let found = sentences(text);
            assert_eq!(
                found.len(),
                expected,
                "{text}: {:?}",
                found.iter().map(|at| &text[at.clone()]).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn nothing_but_white_space_is_between_sentences() {
        let text = " One.\u{a0}Two!  «Three?»\n\nFour";
        let found = sentences(text);
        let mut at = 0;
        for range in &found {
            assert!(text[at..range.start].trim().is_empty());
            at = range.end;
        }
        assert_eq!((found.len(), at), (4, text.len()));
    }
}
