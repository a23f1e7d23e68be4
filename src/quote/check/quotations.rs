//! The quotations in a pasted text, each with the speaker that the words around it claim.
//!
//! Quotation marks of all languages are known, nested ones and those of speech that goes on over several paragraphs.
//! Who is claimed is read from the words around, in English, Russian, German and French: a name beside a verb of saying,
//! behind `according to`, before a colon, behind a dash. A pronoun claims nobody: a guess would blame somebody.
//! A text without quotation marks is a quotation as a whole. The time is that of one walk.

use std::ops::Range;

use super::places::MOST_WORDS;
use crate::text::fold::fold;

/// Quotations that are looked at in one text.
const MOST: usize = 500;
/// Fewer words in quotation marks are a title or a term; as a quotation they would prove nothing.
const LEAST_WORDS: usize = 3;
/// Words around a quotation that may claim a speaker.
const AROUND: usize = 24;
/// Words with a small letter before the name in a label: `mayor Runa Holm:`.
const OFFICE: usize = 2;
/// Words between two halves of a quotation: `“…,” she said on Monday, “…”`.
const BETWEEN: usize = 10;

/// Signs that open a quotation, each with those that close it.
const MARKS: &[(char, &[char])] = &[
    ('“', &['”']),
    ('„', &['“', '”']),
    ('«', &['»']),
    ('»', &['«']),
    ('‹', &['›']),
    ('"', &['"']),
    ('‘', &['’']),
    ('‚', &['‘']),
    ('「', &['」']),
    ('『', &['』']),
];

/// A quotation and who is claimed to have said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Its words, without the quotation marks.
    pub text: String,
    /// The name as it stands beside it.
    pub claimed: Option<String>,
}

/// What stands in a pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The quotations, in order; none where the text has no quotation marks.
    pub quotations: Vec<Quotation>,
    /// What stands outside of the quotation marks.
    pub around: String,
    /// Whether the text speaks about what is quoted: it names a speaker, or nearly all of it is in quotation marks.
    pub is_about: bool,
}

/// Takes a pasted text apart.
pub fn read(text: &str) -> Pasted {
    let spans = marked(text);
    let mut quotations: Vec<Quotation> = Vec::new();
    let mut around = String::new();
    let (mut quoted_words, mut before) = (0, 0);
    for (index, span) in spans.iter().enumerate() {
        let words = count_words(&text[span.inner.clone()]);
        quoted_words += words;
        let lead = &text[before..span.outer.start];
        let next = spans.get(index + 1).map_or(text.len(), |next| next.outer.start);
        let behind = &text[span.outer.end..next];
        let (spoken, inside) = without_interruption(&text[span.inner.clone()]);
        // Two halves of one sentence around `she said`.
        if let Some(last) = quotations.last_mut().filter(|last| index > 0 && goes_on(&last.text, lead, &spoken)) {
            last.text = format!("{} {spoken}", last.text);
        } else {
            let claimed = inside.or_else(|| claim_around(lead, &text[span.inner.clone()], behind));
            quotations.push(Quotation { text: spoken, claimed });
        }
        around.push_str(lead);
        before = span.outer.end;
    }
    around.push_str(&text[before..]);
    let is_mostly_quoted = quoted_words * 5 >= count_words(text) * 3;
    let is_about = is_mostly_quoted || quotations.iter().any(|quotation| quotation.claimed.is_some());
    quotations.retain(|quotation| count_words(&quotation.text) >= LEAST_WORDS);
    Pasted { quotations, around, is_about }
}

/// A text without quotation marks as quotations: as a whole where it is short, else its lines.
pub fn whole(text: &str) -> Vec<Quotation> {
    let quotation = |text: &str| Quotation { text: text.trim().to_owned(), claimed: None };
    if count_words(text) <= MOST_WORDS {
        return vec![quotation(text)];
    }
    text.lines().filter(|line| !line.trim().is_empty()).take(MOST).map(quotation).collect()
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// A stretch in quotation marks.
struct Marked {
    /// With the marks.
    outer: Range<usize>,
    /// Without.
    inner: Range<usize>,
}

/// A quotation that is open.
struct Open {
    start: usize,
    inner: usize,
    mark: char,
    closers: &'static [char],
    /// Marks that were opened inside it.
    nested: Vec<&'static [char]>,
}

fn marked(text: &str) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let mark = MARKS.iter().find(|(mark, _)| *mark == c);
        let opens = mark.filter(|_| !before.is_alphanumeric() && !next.is_whitespace());
        // An apostrophe stands before a letter, or behind one that no quotation was opened for.
        let can_close = !(c == '’' && next.is_alphanumeric());
        let Some(now) = &mut open else {
            if let Some((mark, closers)) = opens {
                let inner = at + c.len_utf8();
                open = Some(Open { start: at, inner, mark: *mark, closers, nested: Vec::new() });
            }
            before = c;
            continue;
        };
        let closers = now.nested.last().copied().unwrap_or(now.closers);
        if c == '\n' {
            // Speech that goes on has its mark again at the head of each paragraph.
            let rest = &text[at..];
            let line = rest.trim_start();
            let is_new_paragraph = rest[..rest.len() - line.len()].matches('\n').count() > 1;
            if line.starts_with(now.mark) && now.nested.is_empty() {
                while letters.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                letters.next();
            } else if is_new_paragraph {
                // Never closed. A straight mark may have been for inches; others say where they open.
                if now.mark != '"' && now.mark != '‘' {
                    found.push(Marked { outer: now.start..at, inner: now.inner..at });
                }
                open = None;
            }
        } else if closers.contains(&c) && can_close {
            if now.nested.pop().is_none() {
                found.push(Marked { outer: now.start..at + c.len_utf8(), inner: now.inner..at });
                open = None;
            }
        } else if let Some((_, closers)) = opens.filter(|(mark, _)| *mark != '"' && *mark != now.mark || *mark == '«')
        {
            now.nested.push(closers);
        }
        before = c;
        if found.len() == MOST {
            break;
        }
    }
    if let Some(now) = open.filter(|now| now.mark != '"' && now.mark != '‘') {
        found.push(Marked { outer: now.start..text.len(), inner: now.inner..text.len() });
    }
    found
}

/// Whether a quotation goes on behind what stands between it and the next one.
fn goes_on(first: &str, between: &str, second: &str) -> bool {
    let ends_open = first.trim_end().ends_with([',', '-', '–', '—']) || between.trim_start().starts_with(',');
    let starts_small = second.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    let is_new_sentence = between.trim_end().ends_with('.') && !starts_small;
    (ends_open || starts_small)
        && !is_new_sentence
        && !between.contains('\n')
        && between.split_whitespace().count() <= BETWEEN
        && between.split_whitespace().any(is_verb_of_saying)
}

/// A quotation without what stands between dashes and says who speaks, as in Russian: `«…, – сказала она, – …»`; and who
/// it names.
fn without_interruption(text: &str) -> (String, Option<String>) {
    let is_dash = |c: char| matches!(c, '–' | '—' | '-');
    let mut spoken = String::new();
    let mut claimed = None;
    let mut kept = 0;
    let mut dashes = text.match_indices([' ', '\u{a0}', '\n']).filter_map(|(at, space)| {
        let mut behind = text[at + space.len()..].chars();
        let dash = behind.next().filter(|c| is_dash(*c))?;
        behind.next().filter(|c| c.is_whitespace())?;
        Some((at, at + space.len() + dash.len_utf8()))
    });
    let mut first = dashes.next();
    while let (Some((from, inside)), Some((end, behind))) = (first, dashes.next()) {
        let between = &text[inside..end];
        let is_aside = between.split_whitespace().count() <= BETWEEN
            && between.split_whitespace().any(is_verb_of_saying)
            && text[..from].trim_end().ends_with([',', '.', '!', '?', '…', '»']);
        if is_aside {
            spoken.push_str(&text[kept..from]);
            kept = behind;
            if between.trim_end().ends_with('.') && spoken.ends_with(',') {
                spoken.pop();
                spoken.push('.');
            }
            claimed = claimed.or_else(|| name_near_verb(&around(between, false)));
            first = dashes.next();
        } else {
            first = Some((end, behind));
        }
    }
    spoken.push_str(&text[kept..]);
    (spoken.trim().to_owned(), claimed)
}

/// A word around a quotation, without its signs.
struct Near<'t> {
    /// As printed, without signs at its ends.
    word: &'t str,
    /// Where the word stands, bytes.
    range: Range<usize>,
    /// Whether a sign behind it ends a name.
    is_end: bool,
}

/// The last or the first words of what stands before or behind a quotation, of one line.
fn around(text: &str, is_before: bool) -> Vec<Near<'_>> {
    let line = if is_before {
        text.trim_end().rfind('\n').map_or(0, |at| at + 1)..text.len()
    } else {
        let start = text.len() - text.trim_start_matches([' ', '\u{a0}']).len();
        start..text[start..].find('\n').map_or(text.len(), |at| start + at)
    };
    let mut near = Vec::new();
    let mut at = line.start;
    for piece in text[line].split_inclusive(char::is_whitespace) {
        let printed = piece.trim_end();
        let is_part = |c: char| c.is_alphanumeric();
        let word = printed.trim_matches(|c: char| !is_part(c));
        if !word.is_empty() {
            let start = at + printed.find(word).unwrap_or(0);
            let is_initial = word.chars().count() == 1 || matches!(word, "Mr" | "Mrs" | "Ms" | "Dr" | "St");
            let behind = &printed[start - at + word.len()..];
            let is_end = behind.contains([',', ';', ':', '!', '?', ')']) || behind.contains('.') && !is_initial;
            near.push(Near { word, range: start..start + word.len(), is_end });
        }
        at += piece.len();
    }
    if is_before {
        near.drain(..near.len().saturating_sub(AROUND));
    }
    near.truncate(AROUND);
    near
}

/// The speaker that is claimed around a quotation.
fn claim_around(lead: &str, quoted: &str, behind: &str) -> Option<String> {
    let (before, after) = (around(lead, true), around(behind, false));
    let before = last_sentence(&before);
    let after = first_sentence(&after);
    let name_before = || name_of(lead, claim_in(before));
    let name_after = || name_of(behind, claim_in(after));
    let near_verb = |near: &[Near<'_>]| near.iter().take(5).any(|near| is_verb_of_saying(near.word));
    // `Name: “…”` at the head of a line.
    if lead.trim_end().ends_with(':') {
        return name_before().or_else(|| label(before, lead));
    }
    let is_open = quoted.trim_end().ends_with([',', '?', '!']) || behind.starts_with([',', ' ']) && near_verb(after);
    if is_open && near_verb(after) {
        return name_after().or_else(name_before);
    }
    // `“…” — Name`.
    let dashed = behind.trim_start().strip_prefix(['–', '—', '-']).and_then(|_| runs(after).into_iter().next());
    if let Some(run) = dashed.filter(|run| run.start == 0) {
        return name_of(behind, Some(run_bytes(after, run)));
    }
    name_before().or_else(|| if near_verb(after) { name_after() } else { None })
}

fn name_of(text: &str, bytes: Option<Range<usize>>) -> Option<String> {
    let name = text.get(bytes?)?;
    Some(name.strip_suffix("’s").or_else(|| name.strip_suffix("'s")).unwrap_or(name).to_owned())
}

fn name_near_verb(near: &[Near<'_>]) -> Option<String> {
    let run = nearest_run(near)?;
    let words: Vec<&str> = near[run].iter().map(|near| near.word).collect();
    Some(words.join(" "))
}

/// The words behind the last end of a sentence.
fn last_sentence<'n, 't>(near: &'n [Near<'t>]) -> &'n [Near<'t>] {
    let body = near.len().saturating_sub(1);
    let start = near[..body].iter().rposition(Near::ends_sentence).map_or(0, |at| at + 1);
    &near[start..]
}

fn first_sentence<'n, 't>(near: &'n [Near<'t>]) -> &'n [Near<'t>] {
    let end = near.iter().position(Near::ends_sentence).map_or(near.len(), |at| at + 1);
    &near[..end]
}

impl Near<'_> {
    /// Whether a sentence may end behind it: not behind an initial.
    fn ends_sentence(&self) -> bool {
        self.is_end && self.word.chars().count() > 1
    }
}

/// The bytes of the name that is claimed in some words: beside a verb of saying, or behind `according to`.
fn claim_in(near: &[Near<'_>]) -> Option<Range<usize>> {
    nearest_run(near).map(|run| run_bytes(near, run))
}

fn run_bytes(near: &[Near<'_>], run: Range<usize>) -> Range<usize> {
    match (near.get(run.start), near.get(run.end.saturating_sub(1))) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    }
}

/// The name that stands nearest to a verb of saying.
fn nearest_run(near: &[Near<'_>]) -> Option<Range<usize>> {
    let verbs: Vec<usize> = (0..near.len()).filter(|at| is_verb_of_saying(near[*at].word)).collect();
    let distance = |run: &Range<usize>| {
        let to = |verb: &usize| if *verb < run.start { run.start - verb } else { (verb + 1).saturating_sub(run.end) };
        verbs.iter().map(to).min()
    };
    runs(near)
        .into_iter()
        .filter_map(|run| Some((distance(&run)?, run)))
        .min_by_key(|(far, _)| *far)
        .map(|(_, run)| run)
}

/// A label before a colon: all words of the line, if they are a name with an office at most.
fn label(near: &[Near<'_>], text: &str) -> Option<String> {
    let run = runs(near).into_iter().last().filter(|run| run.end == near.len() && run.start <= OFFICE)?;
    name_of(text, Some(run_bytes(near, run)))
}

/// Words in a row that begin with a capital and may be a name.
fn runs(near: &[Near<'_>]) -> Vec<Range<usize>> {
    const PARTICLES: &[&str] =
        &["de", "da", "del", "della", "von", "van", "der", "den", "zu", "al", "el", "bin", "ibn", "la", "le"];
    let is_name = |near: &Near<'_>| near.word.starts_with(char::is_uppercase) && !is_no_name(near.word);
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < near.len() {
        if !is_name(&near[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < near.len() {
            let is_joined = PARTICLES.contains(&near[at].word) && near.get(at + 1).is_some_and(is_name);
            if !(is_name(&near[at]) || is_joined) {
                break;
            }
            at += 1;
            if near[at - 1].is_end {
                break;
            }
        }
        runs.push(start..at);
    }
    runs
}

/// Verbs of saying and what stands for them, folded; of Russian ones the stems.
fn is_verb_of_saying(word: &str) -> bool {
    const WORDS: &str = "\
        said says told tells added adds stated states declared declares announced announces noted notes stressed \
        stresses emphasised emphasized insisted insists argued argues claimed claims explained explains replied \
        replies answered asked asks wrote writes warned warns admitted admits acknowledged promised vowed urged \
        continued concluded remarked recalled recalls reiterated confirmed denied according quoted sagte sagt \
        erklarte betonte meinte fugte laut zufolge declare affirme dit ajoute explique selon souligne";
    const STEMS: &str = "\
        сказал заяви отмети отмеча подчеркн подчеркив добави сообщи говори поясни объясни ответи спроси считает \
        напомни призна написа рассказ указал продолжи замети слова мнению утвержда обеща предупреди процити";
    let word = fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    WORDS.split(' ').any(|known| known == word) || STEMS.split(' ').any(|stem| word.starts_with(stem))
}

/// Words with a capital that are no names: those that begin sentences, days, months, media.
fn is_no_name(word: &str) -> bool {
    const WORDS: &str = "\
        somebody someone nobody everyone people many officials sources reporters journalists кто-то многие \
        источники he she it they we i you the a an this that these those but and so in on at as when while after \
        before then for by to from with his her their its who what there here if or yet also however meanwhile \
        yesterday today later earlier speaking asked according said monday tuesday wednesday thursday friday \
        saturday sunday january february march april june july august september october november december он \
        она они оно я мы вы это по в на но и а как ранее также при об о кроме тем так что его ее er sie wir der \
        die das und aber laut il elle ils nous le la les et mais selon";
    let folded = fold(word);
    WORDS.split(' ').any(|known| known == folded) || is_verb_of_saying(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<(String, String)> {
        let quotations = read(text).quotations.into_iter();
        quotations.map(|one| (one.text, one.claimed.unwrap_or_default())).collect()
    }

    fn only(text: &str) -> (String, String) {
        let mut found = read_all(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.remove(0)
    }

    #[test]
    fn marks_of_all_languages_hold_quotations() {
        for text in [
            "She saw “the low tide here” then.",
            "She saw \"the low tide here\" then.",
            "She saw «the low tide here» then.",
            "She saw „the low tide here“ then.",
            "She saw „the low tide here” then.",
            "She saw »the low tide here« then.",
            "She saw ‘the low tide here’ then.",
            "She saw « the low tide here » then.".replace("« ", "«").replace(" »", "»").as_str(),
        ] {
            assert_eq!(only(text).0, "the low tide here", "{text}");
        }
    }

    #[test]
    fn nested_marks_stay_inside_and_paragraphs_go_on() {
        assert_eq!(only("«Мы сказали: «Нет воды», и ушли оттуда».").0, "Мы сказали: «Нет воды», и ушли оттуда");
        assert_eq!(only("“We said ‘not a boat’ and didn’t go.”").0, "We said ‘not a boat’ and didn’t go.");
        let (text, _) = only("Holm said: “The tide is low.\n\n“The boats are in.”");
        assert!(text.starts_with("The tide is low.") && text.ends_with("The boats are in."), "{text}");
    }

    #[test]
    fn the_words_around_name_the_speaker() {
        for (text, name) in [
            ("“The tide is low tonight,” said Runa Holm.", "Runa Holm"),
            ("“The tide is low tonight,” Runa Holm said on Monday.", "Runa Holm"),
            ("“The tide is low tonight,” said Mayor Runa Holm, who was there.", "Mayor Runa Holm"),
            ("Runa Holm told reporters: “The tide is low tonight.”", "Runa Holm"),
            ("According to Runa Holm, “the tide is low tonight.”", "Runa Holm"),
            ("Runa Holm: “The tide is low tonight.”", "Runa Holm"),
            ("“The tide is low tonight.” — Runa Holm", "Runa Holm"),
            ("Tom Osei left. Runa Holm said, “The tide is low tonight.”", "Runa Holm"),
            ("«Вода сегодня низкая», – сказала Руна Хольм.", "Руна Хольм"),
            ("По словам Руны Хольм, «вода сегодня низкая».", "Руны Хольм"),
            ("Руна Хольм заявила: «Вода сегодня низкая».", "Руна Хольм"),
            ("“The tide is low tonight,” he said.", ""),
            ("The tide, “as low as ever before”, was seen.", ""),
        ] {
            assert_eq!(only(text).1, name, "{text}");
        }
    }

    #[test]
    fn halves_around_a_verb_of_saying_are_one() {
        let (text, name) = only("“The tide is low tonight,” said Runa Holm, “and the boats are in.”");
        assert_eq!((text.as_str(), name.as_str()), ("The tide is low tonight, and the boats are in.", "Runa Holm"));
        let (text, name) = only("«Вода сегодня низкая, – сказала Руна Хольм, – и лодки стоят».");
        assert_eq!((text.as_str(), name.as_str()), ("Вода сегодня низкая, и лодки стоят", "Руна Хольм"));
    }

    #[test]
    fn terms_are_no_quotations_beside_longer_ones() {
        let text = "The “low tide” came. “The boats are all in,” said Holm. “And the nets too,” said Osei.";
        assert_eq!(read_all(text).len(), 2);
        assert!(read("No marks at all.").quotations.is_empty());
        assert_eq!(whole("No marks at all.").len(), 1);
    }
}
