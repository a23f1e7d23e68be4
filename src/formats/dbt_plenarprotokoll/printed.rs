//! The text of a protocol as it was printed, in lines: what the older XML holds in its one element of text.
//!
//! Labels have three shapes (`Präsident NAME:`, `NAME (GROUP):`, `NAME, OFFICE:`), notes stand in brackets, and page
//! heads stand anywhere. Must not let anything of the page, the contents or the annexes become somebody's speech.

use crate::formats::Draft;
use crate::markup::xml::{self, TextPiece};
use crate::model::{Field, FurnitureKind, Kind, Span, TurnLabel};
use crate::text::dates;
use crate::text::lines::Lines;

/// Where in the protocol the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Head,
    Contents,
    Opening,
    Debate,
    Annex,
}

/// Longest label, bytes, and lines it may have.
const LABEL_BYTES: usize = 160;
const LABEL_LINES: usize = 3;

/// Blocks that a note may go on for: page heads cut it in pieces.
const NOTE_BLOCKS: u8 = 4;

/// Reads the printed text that stands at `text` in the source of the draft.
pub(super) fn read(draft: &mut Draft<'_>, text: Span) {
    let source = draft.source();
    let mut reader = Reader {
        source,
        draft,
        place: Place::Head,
        is_below_label: false,
        pending: None,
        open_brackets: 0,
        note_blocks: 0,
    };
    let mut block = Vec::new();
    let mut is_below_page_head = false;
    // A name that stands alone repeats who speaks, if a page head stands above or below it.
    let mut held: Option<Span> = None;
    for line in Lines::new(&source[..text.end as usize], text.start as usize) {
        let span = line.trimmed();
        let is_of_the_page = is_of_the_page(span.of(source));
        if !span.is_empty() && !is_of_the_page {
            held.take().into_iter().for_each(|name| reader.read_block(&[name]));
            block.push(span);
            continue;
        }
        match block.as_slice() {
            [] => {}
            [name] if reader.place == Place::Debate && is_name(name.of(source)) => match is_below_page_head {
                true => reader.set_aside(&block),
                false => held = Some(*name),
            },
            block => reader.read_block(block),
        }
        is_below_page_head = is_of_the_page || is_below_page_head && block.is_empty();
        block.clear();
        if is_of_the_page {
            held.take().into_iter().for_each(|name| reader.set_aside(&[name]));
            reader.draft.furniture(span, FurnitureKind::Other);
            reader.place = if reader.place == Place::Contents { Place::Opening } else { reader.place };
        }
    }
    block.extend(held);
    reader.read_block(&block);
    reader.end_paragraph();
}

struct Reader<'d, 's> {
    source: &'s str,
    draft: &'d mut Draft<'s>,
    place: Place,
    /// Whether nothing but one line stands behind the label so far.
    is_below_label: bool,
    /// The last line of the paragraph: how it ends depends on the next one.
    pending: Option<Span>,
    /// Of a note that the block before did not close.
    open_brackets: usize,
    note_blocks: u8,
}

impl Reader<'_, '_> {
    /// A run of lines without a blank one.
    fn read_block(&mut self, lines: &[Span]) {
        let Some(first) = lines.first().map(|line| line.of(self.source)) else { return };
        if self.place == Place::Annex {
            self.set_aside(lines);
            return;
        }
        if first.starts_with("Inhalt") && self.place == Place::Head {
            self.place = Place::Contents;
        }
        if first.starts_with("Beginn:") && self.place < Place::Debate {
            self.place = Place::Opening;
            let time = dates::whole_time(first.trim_start_matches("Beginn:").trim());
            self.draft.transcript.metadata.time = time.map(|time| Field { value: time.to_string(), span: lines[0] });
        }
        let mut at = 0;
        while at < lines.len() {
            if self.open_brackets > 0 || lines[at].of(self.source).starts_with('(') {
                let end = self.note_end(lines, at);
                if end > at {
                    self.note(&lines[at..end]);
                    at = end;
                    continue;
                }
            }
            if let Some((label, rest, next)) = self.find_label(&lines[at..]) {
                self.open_turn(label);
                at += next;
                let length = words_above_note(&lines[at..], self.source);
                let mut words = vec![rest];
                words.retain(|rest| !rest.is_empty());
                words.extend(&lines[at..at + length]);
                self.read_words(&words);
                at += length;
                continue;
            }
            if self.place != Place::Debate {
                self.read_opening(&lines[at..]);
                return;
            }
            let length = words_above_note(&lines[at + 1..], self.source) + 1;
            self.read_words(&lines[at..at + length]);
            at += length;
        }
    }

    /// What stands above the first label.
    fn read_opening(&mut self, lines: &[Span]) {
        if self.place == Place::Contents {
            self.set_aside(lines);
            return;
        }
        let (words, span) = (self.joined(lines), lines[0].to(lines[lines.len() - 1]));
        let metadata = &mut self.draft.transcript.metadata;
        // `Berlin, Dienstag, den 28. Juni 2016`
        if let Some((place, day)) = words.split_once(", ")
            && let Some(date) = dates::whole_date(day)
        {
            metadata.place = Some(Field { value: place.to_owned(), span });
            metadata.date.get_or_insert(Field { value: date, span });
        }
        if metadata.title.is_none() {
            metadata.title = Some(Field { value: words, span });
        } else {
            self.draft.heading_text(words, span, 2);
        }
        lines.iter().for_each(|line| self.draft.claim(Kind::Metadata, *line));
    }

    fn read_words(&mut self, lines: &[Span]) {
        let Some(first) = lines.first().map(|line| line.of(self.source)) else { return };
        // A blank line inside a sentence is an accident: page heads, and the first line under a label.
        let goes_on = self.pending.is_some_and(|last| {
            let last = last.of(self.source);
            let ends = last.ends_with(['.', '!', '?', ':', ')', '“', '"', '‘', '…']);
            let is_open = last.ends_with(['-', ',', ';']) || self.is_below_label;
            !ends && (is_open || first.starts_with(char::is_lowercase))
        });
        self.is_below_label = self.pending.is_none() && lines.len() == 1;
        if !goes_on {
            self.end_paragraph();
        }
        lines.iter().for_each(|line| self.add_line(*line));
    }

    /// One past the last line of the note that starts at `at`, or goes on there; `at` if it is none.
    fn note_end(&mut self, lines: &[Span], at: usize) -> usize {
        let mut open = self.open_brackets;
        for (index, line) in lines.iter().enumerate().skip(at) {
            for byte in line.of(self.source).bytes() {
                match byte {
                    b'(' => open += 1,
                    b')' if open == 1 => open = 0,
                    b')' => open = open.saturating_sub(1),
                    // Words behind the bracket: it opens a sentence.
                    _ if open == 0 && self.open_brackets == 0 && !byte.is_ascii_whitespace() => return at,
                    _ => {}
                }
            }
            if open == 0 {
                (self.open_brackets, self.note_blocks) = (0, 0);
                return index + 1;
            }
        }
        self.note_blocks += 1;
        self.open_brackets = if self.note_blocks < NOTE_BLOCKS { open } else { 0 };
        lines.len()
    }

    fn note(&mut self, lines: &[Span]) {
        let words = self.joined(lines);
        if self.place == Place::Contents {
            self.set_aside(lines);
            return;
        }
        self.end_paragraph();
        self.draft.note_text(&words, lines[0].to(lines[lines.len() - 1]));
        if words.starts_with("(Schluss") || words.starts_with("(Schluß") {
            self.place = Place::Annex;
        }
    }

    /// The label at the start of `lines`, what stands behind it in its last line, and how many lines it has.
    fn find_label(&self, lines: &[Span]) -> Option<(Span, Span, usize)> {
        let mut bytes = 0;
        for (index, line) in lines.iter().take(LABEL_LINES).enumerate() {
            let text = line.of(self.source);
            bytes += text.len();
            if let Some(colon) = text.find(':') {
                let end = line.start + colon as u32;
                let mut label = lines[..=index].to_vec();
                label[index].end = end;
                let words = self.joined(&label);
                let rest = Span { start: end + 1, end: line.end };
                let is_label = words.len() <= LABEL_BYTES && is_label(&words);
                let rest = crate::text::lines::trim(rest.of(self.source), rest);
                return is_label.then_some((Span { start: lines[0].start, end }, rest, index + 1));
            }
            if bytes > LABEL_BYTES {
                return None;
            }
        }
        None
    }

    fn open_turn(&mut self, label: Span) {
        self.end_paragraph();
        let lines: Vec<Span> = Lines::new(&self.source[..label.end as usize], label.start as usize)
            .map(|line| line.trimmed())
            .filter(|line| !line.is_empty())
            .collect();
        let id = self.draft.label(&self.joined(&lines));
        self.draft.open_turn(Some(TurnLabel { id, span: label }));
        self.draft.claim(Kind::Markup, Span { start: label.end, end: label.end + 1 });
        self.is_below_label = false;
        self.place = Place::Debate;
    }

    fn add_line(&mut self, line: Span) {
        let Some(last) = self.pending.replace(line) else {
            self.draft.begin_paragraph();
            return;
        };
        let (joint, end) = match joint(last.of(self.source), line.of(self.source)) {
            Joint::Space => (" ", last.end),
            Joint::Hyphen => ("", last.end),
            Joint::None => ("", last.end - 1),
        };
        self.push(Span { start: last.start, end });
        self.draft.claim(Kind::Markup, Span { start: end, end: last.end });
        let gap = Span { start: last.end, end: line.start };
        let is_blank = gap.of(self.source).trim().is_empty();
        self.draft.push_text(joint, if is_blank { gap } else { Span { start: last.end, end: last.end } });
    }

    /// Pushes words of one line, references decoded.
    fn push(&mut self, line: Span) {
        const LONG: &str = "dbt-plenarprotokoll.long-paragraph";
        self.draft.make_room(line.len() + 1, line.start, LONG);
        for piece in xml::pieces(line.of(self.source), line.start as usize) {
            match piece {
                TextPiece::Same(span) => self.draft.push_source_bounded(span, LONG),
                TextPiece::Reference(letter, span) => {
                    self.draft.push_text(letter.encode_utf8(&mut [0; 4]), span);
                }
            }
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(last) = self.pending.take() {
            self.push(last);
        }
        self.draft.end_paragraph(None);
    }

    fn set_aside(&mut self, lines: &[Span]) {
        let words = self.joined(lines);
        lines.iter().for_each(|line| self.draft.claim(Kind::Furniture, *line));
        self.draft.furniture_text(words, lines[0].to(lines[lines.len() - 1]), FurnitureKind::Other);
    }

    /// Lines as one, references decoded.
    fn joined(&self, lines: &[Span]) -> String {
        let mut all = String::new();
        let mut last = "";
        for line in lines {
            let text = line.of(self.source);
            if !last.is_empty() {
                match joint(last, text) {
                    Joint::Space => all.push(' '),
                    Joint::Hyphen => {}
                    Joint::None => {
                        all.pop();
                    }
                }
            }
            all.push_str(&xml::decode(text));
            last = text;
        }
        all
    }
}

/// How many lines stand above the first one that begins a note.
fn words_above_note(lines: &[Span], source: &str) -> usize {
    lines.iter().take_while(|line| !line.of(source).starts_with('(')).count()
}

/// What becomes of the end of a line.
enum Joint {
    Space,
    /// A hyphen that belongs to the word.
    Hyphen,
    /// A hyphen that cuts the word, and goes.
    None,
}

fn joint(before: &str, after: &str) -> Joint {
    let Some(stem) = before.strip_suffix('-') else { return Joint::Space };
    let mut next = after.chars();
    let (last, first, second) = (stem.chars().next_back(), next.next(), next.next());
    // `Regierungs- und`: the hyphen stands for what follows later.
    let word = after.split(' ').next().unwrap_or_default();
    if matches!(word, "und" | "oder" | "bzw." | "sowie" | "als" | "bis") {
        return Joint::Space;
    }
    match (last, first, second) {
        (Some(last), Some(first), _) if last.is_lowercase() && first.is_lowercase() => Joint::None,
        (Some(last), Some(first), Some(second)) if [last, first, second].iter().all(|c| c.is_uppercase()) => {
            Joint::None
        }
        (Some(last), Some(first), _) if last.is_alphanumeric() && first.is_alphanumeric() => Joint::Hyphen,
        _ => Joint::Space,
    }
}

/// Page heads and the letters beside the columns.
fn is_of_the_page(line: &str) -> bool {
    matches!(line, "(A) (C)" | "(B) (D)" | "(A)" | "(B)" | "(C)" | "(D)")
        || line.len() <= 200 && line.contains(". Wahlperiode ") && line.contains(". Sitzung")
}

/// Whether the words in front of a colon say who speaks.
fn is_label(words: &str) -> bool {
    const CHAIRS: &[&str] = &["Präsident", "Vizepräsident", "Alterspräsident"];
    let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
    let office = first.strip_suffix("in").unwrap_or(first);
    if CHAIRS.contains(&office) {
        return is_name(rest);
    }
    if let Some((name, group)) = words.strip_suffix(')').and_then(|words| words.split_once(" (")) {
        // `Müller (Fulda) (SPD)`
        return is_name(name) && !group.is_empty() && !group.contains(['.', '!', '?']);
    }
    words.split_once(", ").is_some_and(|(name, office)| is_name(name) && is_office(office))
}

/// Beginnings of offices, in the form of men, which that of women begins with too.
const OFFICES: &[&str] = &[
    "Abgeordnete",
    "Beauftragte",
    "Berichterstatter",
    "Bundes",
    "Ministerpräsident",
    "Minister",
    "Parl. ",
    "Parlamentarische",
    "Präsident",
    "Schriftführer",
    "Senator",
    "Staatsminister",
    "Staatsrat",
    "Staatssekretär",
    "Wehrbeauftragte",
];

fn is_office(text: &str) -> bool {
    OFFICES.iter().any(|office| text.starts_with(office))
}

/// Up to seven words that all begin with a capital, particles aside.
fn is_name(text: &str) -> bool {
    const PARTICLES: &[&str] =
        &["von", "van", "de", "der", "den", "zu", "zur", "vom", "und", "la", "dos", "h.", "c.", "e."];
    const NO_NAMES: &[&str] = &[
        "Herr", "Herrn", "Frau", "Kollege", "Kollegin", "Der", "Die", "Das", "Ich", "Wir", "Es", "Mein", "Meine",
        "Lieber", "Liebe", "Sehr",
    ];
    let mut words = 0;
    let mut has_name = false;
    for word in text.split(' ') {
        words += 1;
        if NO_NAMES.contains(&word) || !(PARTICLES.contains(&word) || word.starts_with(char::is_uppercase)) {
            return false;
        }
        let is_title = word.ends_with('.') && word.len() > 2;
        if word.ends_with(['!', '?', ',', ';']) || word.contains(['(', ')', '"', '„']) {
            return false;
        }
        has_name |= !is_title && word.starts_with(char::is_uppercase);
    }
    words <= 7 && has_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_sentences() {
        for label in [
            "Präsidentin Dr. Ida Skarv",
            "Vizepräsident Mo",
            "Dr. Hanna Vik (FÄHRPARTEI)",
            "Tor von der Aue (BÜNDNIS 90/DIE GRÜNEN)",
            "Dr. h. c. Per Mo, Bundesminister für Boote",
            "Dr. Lee, Bundeskanzler",
        ] {
            assert!(is_label(label), "{label}");
        }
        for sentence in [
            "Tagesordnungspunkt 1",
            "Ich zitiere Herrn Mo (FP)",
            "Herr Mo (FP)",
            "Liebe Kolleginnen, Kollegen",
            "Der Präsident",
            "Präsident",
            "Meine Damen und Herren, Bundestag ist das nicht",
            "Drucksache 18/5 (neu)",
            "",
        ] {
            assert!(!is_label(sentence), "{sentence}");
        }
    }

    #[test]
    fn words_that_a_line_end_cuts_are_whole_again() {
        let joined = |before: &str, after: &str| match joint(before, after) {
            Joint::Space => format!("{before} {after}"),
            Joint::Hyphen => format!("{before}{after}"),
            Joint::None => format!("{}{after}", before.trim_end_matches('-')),
        };
        assert_eq!(joined("ha-", "ben"), "haben");
        assert_eq!(joined("GRÜ-", "NEN"), "GRÜNEN");
        assert_eq!(joined("FP-", "Fraktion"), "FP-Fraktion");
        assert_eq!(joined("Boots-", "und Hafenbau"), "Boots- und Hafenbau");
        assert_eq!(joined("das –", "wir"), "das – wir");
    }
}
