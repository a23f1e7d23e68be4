//! What a rule would do that a user teaches by an example: to the transcript at hand, and to all others that are like
//! it. Nothing is changed here.

use super::protocol::{Change, Example, LineAt, Preview, Shape};
use crate::formats::rules::{Lesson, Rule, Taught, guess_label};
use crate::formats::{Opened, Reading, can_be_taught};
use crate::library::{Entry, Library, SourceFile};
use crate::model::Transcript;
use crate::text::lines::{Lines, line_and_column, trim};

/// Finds that are shown, and the most letters of one.
const SHOWN_FINDS: usize = 8;
const SHOWN_LETTERS: usize = 120;
/// Other sources that are read to show what would become of them.
const SHOWN_OTHERS: usize = 12;

/// What the rule of `example` would do. `line_start` is where a line of the screen starts in the source.
pub fn preview(
    library: &Library,
    example: &Example,
    line_start: impl Fn(&SourceFile, u32) -> Option<u32>,
    reading: &Reading,
) -> Option<Preview> {
    let entry = library.entry(&example.id)?;
    let source = library.source(entry)?;
    let line = Line::find(entry, source, example.at, line_start)?;
    let mut preview = Preview { is_fixed: !can_be_taught(source.format), ..Preview::default() };
    let lesson = &example.lesson;
    if lesson.what == Taught::Speaker {
        preview.label = lesson.label.or_else(|| guess_label(&line.text));
    }
    let lesson = Lesson { label: preview.label, ..lesson.clone() };
    preview.rule = lesson.rule(&line.text, line.number).filter(|rule| rule.find(&line.text, line.number).is_some());
    preview.line = line.text;
    (preview.hash, preview.choices) = (source.hash.clone(), source.choices.clone());
    preview.here = Change { before: shape(&entry.transcript), after: shape(&entry.transcript) };
    let Some(rule) = preview.rule.clone().filter(|_| !preview.is_fixed) else { return Some(preview) };
    count_finds(&mut preview, source, &rule);
    let index = library.entries_of(&source.hash).position(|other| other.id == entry.id)?;
    let mut choices = source.choices.clone();
    let mut rules = library.rules().to_vec();
    if example.is_for_all {
        rules.push(rule.clone())
    } else {
        choices.rules.push(rule.clone())
    }
    let own = Reading { choices, ..reading.clone() };
    // What was read once is read again, whatever its lines are said to be.
    if let Ok(opened) = library.try_rules(source, &rules, &own) {
        preview.here.after = opened.parsed.transcripts.get(index).map(shape).unwrap_or_default();
        preview.lines = preview.lines.max(count_changes(&opened, &preview));
    }
    if example.is_for_all {
        add_others(&mut preview, library, source, &rule, &rules, reading);
    }
    Some(preview)
}

/// What the rule finds, of a source with lines.
fn count_finds(preview: &mut Preview, source: &SourceFile, rule: &Rule) {
    if !source.format.is_lined {
        return;
    }
    let lines = Lines::new(&source.text, 0).map(|line| line.trimmed()).filter(|span| !span.is_empty());
    for (number, span) in (0u32..).zip(lines) {
        let text = span.of(&source.text);
        let Some(found) = rule.find(text, number) else { continue };
        preview.lines += 1;
        if preview.found.len() < SHOWN_FINDS {
            let words = found.on(span).0.of(&source.text).chars().take(SHOWN_LETTERS).collect();
            preview.found.push((line_and_column(&source.text, span.start).0, words));
        }
    }
}

/// Of a source without lines it is not known which of its paragraphs the rule speaks of, only whether it does.
fn count_changes(opened: &Opened, preview: &Preview) -> u32 {
    u32::from(!opened.format.is_lined && preview.here.before != preview.here.after)
}

/// What would become of other sources.
fn add_others(
    preview: &mut Preview,
    library: &Library,
    source: &SourceFile,
    rule: &Rule,
    rules: &[Rule],
    reading: &Reading,
) {
    for other in library.concerned_by(std::slice::from_ref(rule)).filter(|other| other.hash != source.hash) {
        if preview.others.len() == SHOWN_OTHERS {
            preview.sources += 1;
            continue;
        }
        let own = Reading { choices: other.choices.clone(), ..reading.clone() };
        let Ok(opened) = library.try_rules(other, rules, &own) else { continue };
        let before = library.entries_of(&other.hash);
        let changes = before.zip(&opened.parsed.transcripts).filter_map(|(entry, after)| {
            let change = Change { before: shape(&entry.transcript), after: shape(after) };
            (change.before != change.after).then(|| (other.name.clone(), change))
        });
        let known = preview.others.len();
        preview.others.extend(changes);
        preview.sources += u32::from(preview.others.len() > known);
    }
}

/// The line that the user points at.
struct Line {
    text: String,
    /// Its number among those with text.
    number: u32,
}

impl Line {
    fn find(
        entry: &Entry,
        source: &SourceFile,
        at: LineAt,
        line_start: impl Fn(&SourceFile, u32) -> Option<u32>,
    ) -> Option<Self> {
        let start = match at {
            LineAt::Paragraph(number) => {
                let index = number.checked_sub(1)?;
                let paragraph = entry.transcript.paragraphs.get(index as usize)?;
                if !source.format.is_lined {
                    return Some(Self::of_paragraph(&entry.transcript, index));
                }
                paragraph.span.start
            }
            LineAt::Line(index) => line_start(source, index)?,
        };
        let mut number = 0;
        for line in Lines::new(&source.text, 0) {
            let span = trim(line.text, line.span);
            if line.next > start || line.next as usize == source.text.len() {
                return (!span.is_empty()).then(|| Self { text: span.of(&source.text).to_owned(), number });
            }
            number += u32::from(!span.is_empty());
        }
        None
    }

    /// Of what has no lines, the words as they would stand on one.
    fn of_paragraph(transcript: &Transcript, index: u32) -> Self {
        let words = transcript.words(transcript.paragraphs[index as usize].text);
        let turn = transcript.turns.get(transcript.turn_of(index));
        let label = turn.filter(|turn| turn.first == index).and_then(|turn| turn.label);
        let text = match label {
            Some(label) => format!("{}: {words}", transcript.label(label.id)),
            None => words.to_owned(),
        };
        // It stands behind the header, where no line counts by its number.
        Self { text, number: u32::MAX }
    }
}

fn shape(transcript: &Transcript) -> Shape {
    let metadata = &transcript.metadata;
    let nobodys = transcript.turns.iter().filter(|turn| turn.speaker.is_none()).map(|turn| turn.end - turn.first).sum();
    Shape {
        turns: transcript.turns.len() as u32,
        speakers: transcript.speakers.iter().map(|speaker| speaker.name.clone()).collect(),
        paragraphs: transcript.paragraphs.len() as u32,
        nobodys,
        title: metadata.title.as_ref().map(|field| field.value.clone()),
        summary: metadata.summary.as_ref().map(|field| field.value.clone()),
        date: metadata.date.as_ref().map(|field| field.value),
        time: metadata.time.as_ref().map(|field| field.value.clone()),
        place: metadata.place.as_ref().map(|field| field.value.clone()),
        furniture: transcript.furniture.len() as u32,
    }
}
