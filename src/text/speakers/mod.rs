//! Labels apart from speakers: which office, which name, and which labels stand for the same person.
//!
//! Works for the labels of every format. It merges two labels only where nothing else in the transcript speaks against
//! it, and never across transcripts: a surname that two persons share stays a speaker of its own.

pub mod label;
mod name;
pub mod words;

use std::collections::HashMap;

use crate::model::{Speaker, SpeakerId, Transcript};
use crate::text::lines::is_space;
use label::{Case, Shape, Word, glued_surname, is_roman, shape, split_words};
use name::{read_name, read_role};
use words::{COUNTRY, FUNCTION, HONORIFIC, MAN, OFFICE, PARTICLE, SOVEREIGN, WOMAN};

/// Fills `speakers` from `labels`, and from them the speakers of labels and turns.
pub fn resolve(transcript: &mut Transcript) {
    let printed: Vec<&str> = transcript.labels.iter().map(|label| label.printed.as_str()).collect();
    let parsed = parse_all(&printed);
    let groups = group(&parsed);
    let mut ids: HashMap<usize, SpeakerId> = HashMap::new();
    let mut speakers: Vec<Speaker> = Vec::new();
    for (i, label) in transcript.labels.iter_mut().enumerate() {
        let id = *ids.entry(groups[i]).or_insert_with(|| {
            speakers.push(Speaker { is_generic: parsed[i].is_generic, ..Speaker::default() });
            SpeakerId(speakers.len() as u32 - 1)
        });
        label.speaker = Some(id);
        let speaker = &mut speakers[id.0 as usize];
        if speaker.role.is_none() {
            speaker.role.clone_from(&parsed[i].role);
        }
    }
    // The fullest form, of two as full the one that was not printed in capitals, of two as plain the first.
    let mut best: Vec<Option<usize>> = vec![None; speakers.len()];
    for (i, label) in transcript.labels.iter().enumerate() {
        let Some(best) = label.speaker.and_then(|id| best.get_mut(id.0 as usize)) else { continue };
        if best.is_none_or(|other| parsed[i].fitness() > parsed[other].fitness()) {
            *best = Some(i);
        }
    }
    for (speaker, best) in speakers.iter_mut().zip(best) {
        if let Some(best) = best {
            speaker.name.clone_from(&parsed[best].name);
        }
    }
    for turn in &mut transcript.turns {
        turn.speaker = turn.label.and_then(|label| transcript.labels.get(label.id.0 as usize)).and_then(|l| l.speaker);
    }
    transcript.speakers = speakers;
}

/// What one label says.
#[derive(Debug, Default)]
struct Parsed {
    /// In reading form.
    name: String,
    role: Option<String>,
    is_generic: bool,
    /// Whether `name` was brought from capitals into reading form.
    is_reshaped: bool,
    /// The words of the name, folded, without a form of address.
    key: Vec<String>,
    /// `MAN`, `WOMAN`, or 0 where the label does not say.
    address: words::Kinds,
    /// Sets persons of one surname apart: the party or the state beside it.
    aside: Option<String>,
    /// The first word of the office of one who goes by the first name.
    sovereign: bool,
}

impl Parsed {
    /// Whether it has a given name and a surname in full.
    fn is_full(&self) -> bool {
        self.key.len() >= 2 && !is_initial(&self.key[0])
    }

    fn has_initials(&self) -> bool {
        self.key.len() >= 2 && is_initial(&self.key[0])
    }

    /// How well its name stands for the person.
    fn fitness(&self) -> (bool, std::cmp::Reverse<usize>, bool, bool) {
        (self.is_full(), std::cmp::Reverse(self.initials()), !self.is_reshaped, !ends_in_capital(&self.name))
    }

    fn initials(&self) -> usize {
        self.key.iter().filter(|word| is_initial(word)).count()
    }

    fn surname(&self) -> &str {
        self.key.last().map_or("", String::as_str)
    }
}

/// `PeskoV`: a slip of the shift key.
fn ends_in_capital(name: &str) -> bool {
    name.split(' ').any(|word| word.chars().count() > 2 && word.ends_with(char::is_uppercase) && !is_roman(word))
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

fn parse_all(printed: &[&str]) -> Vec<Parsed> {
    // Names that stand alone somewhere say where the office ends elsewhere.
    let mut alone: HashMap<String, ()> = HashMap::new();
    let mut words = Vec::new();
    for label in printed {
        let label = without_brackets(label).0;
        if split_words(label, &mut words) && shape(&words) == Shape::FullName {
            alone.insert(fold(label), ());
        }
    }
    printed.iter().map(|label| parse(label, &alone)).collect()
}

fn parse(printed: &str, alone: &HashMap<String, ()>) -> Parsed {
    let (label, bracket) = without_brackets(printed);
    let mut words = Vec::new();
    let found = if split_words(label, &mut words) { shape(&words) } else { Shape::Sentence };
    let aside = bracket.map(|bracket| bracket.trim_matches(is_space).to_owned()).filter(|aside| !aside.is_empty());
    match found {
        Shape::Generic | Shape::Alone | Shape::Office => {
            let mut name = read_role(label, &words);
            if let Some(aside) = &aside {
                name = format!("{name} ({aside})");
            }
            Parsed { key: vec![fold(printed)], name, is_generic: true, aside, ..Parsed::default() }
        }
        Shape::OfficeName(run) => {
            let has_bare_form = |start: usize| alone.contains_key(&fold(&label[words[start].start..]));
            let start =
                (run..words.len()).find(|start| has_bare_form(*start)).unwrap_or_else(|| name_start(&words, run));
            let mut end = words.len();
            let mut sovereign = false;
            let mut role = label[..words[start].start].to_owned();
            if start > 0 && words[start - 1].is(SOVEREIGN) {
                sovereign = true;
                if let Some(of) = words[start..]
                    .iter()
                    .position(|word| word.is(FUNCTION) && word.case == Case::Lower && !word.is(PARTICLE))
                {
                    end = start + of;
                    role.push_str(label[words[end].start..].trim_matches(is_space));
                }
            }
            sovereign |= words[..start].iter().any(|word| word.is(SOVEREIGN));
            let mut role = read_role(&role, &[]);
            if let Some(aside) = &aside {
                role = format!("{role} ({aside})");
            }
            person(&words[start..end], Some(role), None, sovereign)
        }
        Shape::NameOffice(end) => {
            let role = read_role(&label[words[end].start..], &[]);
            let single = end == 1;
            let mut parsed = person(&words[..end], Some(role.clone()), single.then_some(role), false);
            if single {
                // `Dmitry, Moscow` is not everyone who is called Dmitry.
                parsed.key = vec![fold(printed)];
            }
            parsed
        }
        Shape::FullName | Shape::SingleName | Shape::Honorific => person(&words, aside.clone(), aside, false),
        Shape::Weak(run) => {
            let start = (run..words.len()).find(|start| alone.contains_key(&fold(&label[words[*start].start..])));
            let start = start.unwrap_or_else(|| name_start(&words, run));
            person(&words[start..], Some(read_role(&label[..words[start].start], &[])), None, false)
        }
        Shape::Uncased => {
            let label = label.trim_matches(is_space);
            let key = label.split(is_space).filter(|word| !word.is_empty()).map(fold).collect();
            Parsed { name: label.to_owned(), key, role: aside.clone(), aside, ..Parsed::default() }
        }
        Shape::Sentence => {
            let name = printed.trim_matches(is_space).to_owned();
            Parsed {
                key: vec![fold(&name)],
                is_generic: !name.chars().any(char::is_alphabetic),
                name,
                ..Parsed::default()
            }
        }
    }
}

/// A person from the words of the name, a form of address in front of it perhaps included.
fn person(words: &[Word<'_>], role: Option<String>, aside: Option<String>, sovereign: bool) -> Parsed {
    let titles = words.iter().take_while(|word| word.is(HONORIFIC) && word.case != Case::Initials).count();
    let titles = if titles == words.len() { 0 } else { titles };
    let (titles, mut name) = words.split_at(titles);
    let address = titles.iter().map(|word| word.kinds & (MAN | WOMAN)).find(|kinds| *kinds != 0).unwrap_or(0);
    // `Mr. SMITH of Texas`: the place sets him apart from the other Mr. Smith.
    let mut aside = aside;
    let mut role = role;
    if let Some(of) = name.iter().position(|word| word.is(FUNCTION) && word.case == Case::Lower && !word.is(PARTICLE))
        && of > 0
        && !titles.is_empty()
    {
        let place: Vec<&str> = name[of..].iter().map(|word| word.text).collect();
        aside.get_or_insert_with(|| place.join(" "));
        role.get_or_insert_with(|| place.join(" "));
        name = &name[..of];
    }
    let (mut reading, is_reshaped) = read_name(name);
    let key: Vec<String> = name.iter().flat_map(|word| key_parts(word)).collect();
    if key.len() == 1
        && let Some(title) = titles.first()
    {
        let stop = if title.end - title.start > title.text.len() { "." } else { "" };
        let (title, _) = read_name(&titles[..1]);
        reading = format!("{title}{stop} {reading}");
    }
    Parsed {
        name: reading,
        role: role.filter(|role| !role.is_empty()),
        is_reshaped,
        key,
        address,
        aside,
        sovereign,
        ..Parsed::default()
    }
}

/// The folded parts of one word of a name: `В.Путин` has two.
fn key_parts(word: &Word<'_>) -> Vec<String> {
    match word.case {
        Case::Initials | Case::InitialName => word.text.split('.').filter(|part| !part.is_empty()).map(fold).collect(),
        _ => match glued_surname(word.text) {
            Some(at) => vec![fold(&word.text[..at]), fold(&word.text[at..])],
            None => vec![fold(word.text)],
        },
    }
}

/// Where the name starts among the words from `run` on, which all could be a part of it: in `President of Turkey
/// Kemal Aslan Demir` the country is not one.
fn name_start(words: &[Word<'_>], run: usize) -> usize {
    let n = words.len();
    let tail = n - run;
    let before = run.checked_sub(1).map(|i| &words[i]);
    if tail <= 1 || before.is_some_and(|word| word.is(SOVEREIGN)) {
        return run;
    }
    if words[n - 1].case == Case::InitialName {
        return n - 1;
    }
    // Capitals mark the name where the office has none.
    let caps = words[run..]
        .iter()
        .rev()
        .take_while(|word| word.case == Case::Caps || word.is(PARTICLE) || word.case == Case::Initials)
        .count();
    let has_small = words[..n - caps].iter().any(|word| word.case == Case::Capital)
        || words[..n - caps].iter().any(|word| word.is(OFFICE) && word.case == Case::Lower);
    let mut run = run;
    if caps > 0 && has_small {
        run = run.max(n - caps);
        if caps <= 2 || before.is_none_or(|word| !word.is(FUNCTION)) || run > n - tail {
            return skip_titles(words, run);
        }
    }
    // A country belongs to the office.
    if before.is_some_and(|word| word.is(FUNCTION | OFFICE))
        && let Some(country) = words[run..n - 1].iter().take(2).rposition(|word| word.is(COUNTRY) && !word.is(PARTICLE))
    {
        return skip_titles(words, run + country + 1);
    }
    let is_behind_office = before.is_some_and(|word| word.is(OFFICE));
    let limit = if is_behind_office && tail <= 3 { tail } else { 2 };
    let mut start = n - limit.min(tail);
    // A patronymic, a particle, an initial or a monarch's number wants the word in front of it as well.
    let wants_more = |start: usize| {
        is_roman(words[n - 1].text) && start + 2 > n - 1 && n - start < 2
            || words[start].is(PARTICLE) && words[start].case != Case::Caps
            || is_patronymic(words[start].text)
            || words[start].case == Case::Initials && start > run && words[start - 1].case != Case::Caps
    };
    if is_roman(words[n - 1].text) && before.is_some_and(|word| word.is(FUNCTION)) && tail == 2 {
        return run;
    }
    while start > run && wants_more(start) {
        start -= 1;
    }
    // `President of Lindsund Berg`: right behind `of` the first word belongs to the office.
    if start == run && before.is_some_and(|word| word.is(FUNCTION)) && tail == 2 && words[run].case != Case::Initials {
        start += 1;
    }
    skip_titles(words, start)
}

/// The first word behind a rank or a form of address.
fn skip_titles(words: &[Word<'_>], start: usize) -> usize {
    let titles = words[start..].iter().take_while(|word| word.is(OFFICE)).count();
    if start + titles < words.len() { start + titles } else { start }
}

fn is_patronymic(text: &str) -> bool {
    let folded = fold(text);
    ["ович", "евич", "овна", "евна", "ична", "ovich", "evich", "ovna", "evna"].iter().any(|end| folded.ends_with(end))
}

/// The label without a bracket at its end, and what stands in the bracket.
fn without_brackets(label: &str) -> (&str, Option<&str>) {
    let trimmed = label.trim_matches(is_space);
    let Some(close) = trimmed.chars().last().filter(|c| matches!(c, ')' | ']')) else { return (trimmed, None) };
    let open = if close == ')' { '(' } else { '[' };
    match trimmed.rfind(open) {
        Some(at) if at > 0 => {
            (trimmed[..at].trim_end_matches(is_space), trimmed.get(at + 1..trimmed.len() - close.len_utf8()))
        }
        _ => (trimmed, None),
    }
}

/// Letters for comparison: lower case, one space between words, `ё` as `е`, one kind of apostrophe.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for c in word.chars().filter(|c| *c != '\u{ad}').flat_map(char::to_lowercase) {
            folded.push(match c {
                'ё' => 'е',
                '’' | 'ʼ' => '\'',
                '‐' | '‑' => '-',
                other => other,
            });
        }
    }
    folded
}

/// What two labels of one person have in common without looking at others.
#[derive(PartialEq, Eq, Hash)]
struct Identity<'p> {
    key: &'p [String],
    is_generic: bool,
    sovereign: bool,
    aside: Option<&'p str>,
    address: words::Kinds,
}

impl<'p> Identity<'p> {
    /// A surname alone is told from another by what stands beside it.
    fn of(one: &'p Parsed) -> Self {
        let single = one.key.len() == 1;
        Self {
            key: &one.key,
            is_generic: one.is_generic,
            sovereign: single && one.sovereign,
            aside: one.aside.as_deref().filter(|_| single && !one.is_generic),
            address: if single { one.address } else { 0 },
        }
    }
}

/// For each label the index of the label that stands for its group.
fn group(parsed: &[Parsed]) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..parsed.len()).collect();
    let mut same: HashMap<Identity<'_>, usize> = HashMap::new();
    for (i, one) in parsed.iter().enumerate() {
        groups[i] = *same.entry(Identity::of(one)).or_insert(i);
    }
    let mut by_surname: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, one) in parsed.iter().enumerate() {
        if groups[i] == i && !one.is_generic && !one.key.is_empty() {
            by_surname.entry(one.surname()).or_default().push(i);
        }
    }
    for members in by_surname.values() {
        merge_surname(parsed, members, &mut groups);
    }
    for i in 0..groups.len() {
        let mut root = groups[i];
        while groups[root] != root {
            root = groups[root];
        }
        groups[i] = root;
    }
    groups
}

/// More labels of one surname than this are left apart: no record has them, and each is compared with each.
const MOST_NAMESAKES: usize = 200;

/// Merges the labels of one surname where only one reading is left.
fn merge_surname(parsed: &[Parsed], members: &[usize], groups: &mut [usize]) {
    if members.len() > MOST_NAMESAKES {
        return;
    }
    // Whoever is called by more given names than another with the same first one is the same person, if only one is.
    let full: Vec<usize> = members.iter().copied().filter(|i| parsed[*i].is_full()).collect();
    for &short in &full {
        let of = |long: usize| {
            let (a, b) = (&parsed[short].key, &parsed[long].key);
            b.len() > a.len() && b[0] == a[0] && a.len() == 2
        };
        let mut longer = full.iter().copied().filter(|long| of(*long));
        if let (Some(one), None) = (longer.next(), longer.next()) {
            groups[short] = groups[one];
        }
    }
    let mut persons: Vec<usize> = full.iter().map(|i| root(groups, *i)).collect();
    persons.sort_unstable();
    persons.dedup();
    for &i in members.iter().filter(|i| parsed[**i].has_initials()) {
        let mut matching = persons.iter().copied().filter(|person| fits_initials(&parsed[i].key, &parsed[*person].key));
        if let (Some(one), None) = (matching.next(), matching.next()) {
            groups[i] = one;
        }
    }
    for &i in members.iter().filter(|i| parsed[**i].has_initials() && root(groups, **i) == **i) {
        persons.push(i);
    }
    let singles = || members.iter().copied().filter(|i| parsed[*i].key.len() == 1 && !parsed[*i].sovereign);
    let addresses = singles().fold(0, |all, i| all | parsed[i].address);
    let asides = singles().filter_map(|i| parsed[i].aside.as_deref()).collect::<Vec<_>>();
    let is_ambiguous = addresses == MAN | WOMAN || asides.windows(2).any(|pair| pair[0] != pair[1]);
    if is_ambiguous {
        return;
    }
    match persons.as_slice() {
        [one] => singles().for_each(|i| groups[i] = *one),
        [] => {
            // `Mr. SMITH` and `Smith` with nobody else of that name.
            let mut all = singles();
            if let Some(first) = all.next() {
                all.for_each(|i| groups[i] = first);
            }
        }
        _ => {}
    }
}

fn root(groups: &[usize], mut i: usize) -> usize {
    while groups[i] != i {
        i = groups[i];
    }
    i
}

/// Whether `V.` and `A.` can stand for the given names of `full`; the surnames are the same.
fn fits_initials(initials: &[String], full: &[String]) -> bool {
    let given = &full[..full.len() - 1];
    initials[..initials.len() - 1]
        .iter()
        .enumerate()
        .all(|(i, initial)| given.get(i).map_or(i > 0, |name| name.starts_with(initial.as_str())))
}

#[cfg(test)]
mod tests;
