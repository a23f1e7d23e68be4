//! What a layout has no place for, counted and said in a sentence before anything is written.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::Hasher;

use serde::{Deserialize, Serialize};

use super::Document;
use super::captions::{captions, untimed_paragraphs};
use super::elements::is_code;
use super::rows::is_formula;
use super::xml::is_allowed;
use crate::formats::{Choices, Reading, open_with};
use crate::model::Transcript;

/// A part of a transcript that a layout may have no place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    /// The title.
    Title,
    /// The summary.
    Summary,
    /// The day.
    Date,
    /// The time of day.
    TimeOfDay,
    /// The place.
    Place,
    /// The language.
    Language,
    /// What else the source says about itself.
    Other,
    /// Offices and roles.
    Roles,
    /// Labels as printed, where they are more than the name.
    Labels,
    /// Labels that are codes and do not name the speaker.
    Codes,
    /// Roles that no label names.
    UnnamedRoles,
    /// When paragraphs begin.
    Times,
    /// When paragraphs end; without them speech at the same time is not seen.
    Ends,
    /// Times of pieces of a paragraph.
    Cues,
    /// Times of single words.
    WordTimes,
    /// Paragraphs without times.
    Untimed,
    /// Notes between paragraphs.
    Notes,
    /// Headings.
    Headings,
    /// Separators.
    Separators,
    /// Lines of the page around the text.
    Furniture,
    /// Line breaks inside a paragraph.
    Breaks,
    /// Characters that XML has no way to write.
    Controls,
    /// Cells that a spreadsheet would compute.
    Formulas,
    /// Captions that end when they begin.
    NoDuration,
    /// Speakers whose words stand under another name or none when the file is read again, and names that appear then.
    Doubtful,
}

/// So much of a part that has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Loss {
    /// Which part.
    pub part: Part,
    /// How many of it; 1 for what there is one of.
    pub count: u32,
}

/// Each part, the sentence for one of it, and the one for several, with `{}` for their number.
const SENTENCES: &[(Part, &str, &str)] = &[
    (Part::Title, "The title is left out.", "{} titles are left out."),
    (Part::Summary, "The summary is left out.", "{} summaries are left out."),
    (Part::Date, "The date is left out.", "{} dates are left out."),
    (Part::TimeOfDay, "The time of day is left out.", "{} times of day are left out."),
    (Part::Place, "The place is left out.", "{} places are left out."),
    (Part::Language, "The language is left out.", "{} languages are left out."),
    (
        Part::Other,
        "One more statement of the source about itself is left out.",
        "{} more statements of the source about itself are left out.",
    ),
    (Part::Roles, "The role of one speaker is left out.", "The roles of {} speakers are left out."),
    (
        Part::Labels,
        "One label is written as the speaker's name and not as printed.",
        "{} labels are written as the speakers' names and not as printed.",
    ),
    (
        Part::Codes,
        "One label is a code; the name that it stands for is written.",
        "{} labels are codes; the names that they stand for are written.",
    ),
    (
        Part::UnnamedRoles,
        "The role of one speaker stands in no label and is left out.",
        "The roles of {} speakers stand in no label and are left out.",
    ),
    (Part::Times, "The time of one paragraph is left out.", "The times of {} paragraphs are left out."),
    (
        Part::Ends,
        "One paragraph keeps its start and not its end: speech at the same time is not seen.",
        "{} paragraphs keep their start and not their end: speech at the same time is not seen.",
    ),
    (
        Part::Cues,
        "The time of one piece of a paragraph is left out.",
        "The times of {} pieces of paragraphs are left out.",
    ),
    (Part::WordTimes, "The time of one word is left out.", "The times of {} words are left out."),
    (
        Part::Untimed,
        "One paragraph has no times and is not among the captions.",
        "{} paragraphs have no times and are not among the captions.",
    ),
    (Part::Notes, "One note between paragraphs is left out.", "{} notes between paragraphs are left out."),
    (Part::Headings, "One heading is left out.", "{} headings are left out."),
    (Part::Separators, "One separator is left out.", "{} separators are left out."),
    (
        Part::Furniture,
        "One line of the page around the text is left out.",
        "{} lines of the page around the text are left out.",
    ),
    (
        Part::Breaks,
        "One line break inside a paragraph becomes a space.",
        "{} line breaks inside paragraphs become spaces.",
    ),
    (
        Part::Controls,
        "One control character that cannot be written stands as \u{fffd}.",
        "{} control characters that cannot be written stand as \u{fffd}.",
    ),
    (
        Part::Formulas,
        "One cell would be taken for a formula; an apostrophe stands in front of it.",
        "{} cells would be taken for formulas; an apostrophe stands in front of each.",
    ),
    (
        Part::NoDuration,
        "One caption ends when it begins, because the source gives no end; players do not show it.",
        "{} captions end when they begin, because the source gives no ends; players do not show them.",
    ),
    (
        Part::Doubtful,
        "A program that reads this file may be wrong about one speaker, because it has to guess what is a label.",
        "A program that reads this file may be wrong about {} speakers, because it has to guess what is a label.",
    ),
];

impl Part {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        SENTENCES.iter().map(|(part, ..)| *part)
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((_, one, many)) = SENTENCES.iter().find(|(part, ..)| *part == self.part) else { return Ok(()) };
        match (self.count, many.split_once("{}")) {
            (2.., Some((before, after))) => write!(f, "{before}{}{after}", self.count),
            _ => f.write_str(one),
        }
    }
}

/// What is there of the parts that are not kept.
pub fn count_losses(documents: &[Document<'_>], keeps: &[Part]) -> Vec<Loss> {
    // Where no time is kept nothing needs to be said of ends, and where no label is, nothing of codes.
    let is_said = |part: &Part| match part {
        Part::Ends => keeps.contains(&Part::Times),
        Part::Codes => keeps.contains(&Part::Labels),
        Part::UnnamedRoles => keeps.contains(&Part::Roles),
        _ => true,
    };
    let lost = Part::all().filter(|part| !keeps.contains(part) && is_said(part));
    lost.filter_map(|part| {
        let count = documents.iter().map(|document| count(document.transcript, part)).sum::<usize>() as u32;
        (count > 0).then_some(Loss { part, count })
    })
    .collect()
}

/// How much of a part a transcript has.
fn count(transcript: &Transcript, part: Part) -> usize {
    let metadata = &transcript.metadata;
    let texts = transcript.paragraphs.iter().map(|paragraph| transcript.words(paragraph.text));
    let timed = transcript.paragraphs.iter().filter_map(|paragraph| paragraph.times);
    match part {
        Part::Title => metadata.title.iter().count(),
        Part::Summary => metadata.summary.iter().count(),
        Part::Date => metadata.date.iter().count(),
        Part::TimeOfDay => metadata.time.iter().count(),
        Part::Place => metadata.place.iter().count(),
        Part::Language => metadata.language.iter().count(),
        Part::Other => metadata.other.len(),
        Part::Roles => transcript.speakers.iter().filter(|speaker| speaker.role.is_some()).count(),
        Part::Labels => {
            let is_more = |(label, speaker): (&str, &str)| label.to_lowercase() != speaker.to_lowercase();
            let labels = transcript.labels.iter();
            let names = labels.map(|label| {
                let speaker = label.speaker.and_then(|id| transcript.speaker(id));
                (label.printed.as_str(), speaker.map_or(label.printed.as_str(), |speaker| speaker.name.as_str()))
            });
            names.filter(|pair| is_more(*pair)).count()
        }
        Part::Codes => {
            let speakers = transcript.labels.iter().map(|label| label.speaker.and_then(|id| transcript.speaker(id)));
            let pairs = transcript.labels.iter().zip(speakers);
            pairs.filter(|(label, speaker)| speaker.is_some_and(|s| is_code(&label.printed, &s.name))).count()
        }
        Part::UnnamedRoles => {
            let mut unnamed: Vec<bool> = transcript.speakers.iter().map(|speaker| speaker.role.is_some()).collect();
            for label in &transcript.labels {
                let Some(id) = label.speaker else { continue };
                let role = transcript.speaker(id).and_then(|speaker| speaker.role.as_deref()).unwrap_or_default();
                if let Some(unnamed) = unnamed.get_mut(id.0 as usize) {
                    *unnamed &= is_code(&label.printed, role);
                }
            }
            unnamed.into_iter().filter(|unnamed| *unnamed).count()
        }
        Part::Times => timed.count(),
        Part::Ends => timed.filter(|times| times.end_ms > times.start_ms).count(),
        // A paragraph with one cue has no other times than the cue.
        Part::Cues => transcript.cues.len().saturating_sub(timed.count()),
        Part::WordTimes => transcript.time_marks.len(),
        Part::Untimed => untimed_paragraphs(transcript),
        Part::Notes => transcript.notes.iter().filter(|note| !note.is_inside).count(),
        Part::Headings => transcript.headings.iter().filter(|heading| heading.level > 0).count(),
        Part::Separators => transcript.headings.iter().filter(|heading| heading.level == 0).count(),
        Part::Furniture => transcript.furniture.len(),
        Part::Breaks => texts.map(|text| memchr::memchr_iter(b'\n', text.as_bytes()).count()).sum(),
        Part::Controls => texts.flat_map(str::chars).filter(|letter| !is_allowed(*letter)).count(),
        Part::Formulas => {
            let labels = transcript.labels.iter().map(|label| label.printed.as_str());
            texts.chain(labels).filter(|text| is_formula(text)).count()
        }
        Part::NoDuration => {
            captions(transcript).filter(|caption| caption.times.end_ms <= caption.times.start_ms).count()
        }
        // Known only when the file is written.
        Part::Doubtful => 0,
    }
}

/// Reads what was written and counts the speakers whose words are not the same again.
pub fn find_doubt(transcript: &Transcript, bytes: &[u8], reader: &str) -> Option<Loss> {
    let choices = Choices { format: Some(reader.to_owned()), ..Choices::default() };
    let again = open_with("", bytes, &Reading { choices, ..Reading::default() });
    let again = again.ok().and_then(|opened| opened.parsed.transcripts.into_iter().next()).unwrap_or_default();
    let (said, read) = (words_by_name(transcript), words_by_name(&again));
    let count = said.iter().filter(|(name, words)| read.get(*name) != Some(words)).count();
    let count = (count + read.keys().filter(|name| !said.contains_key(*name)).count()) as u32;
    (count > 0).then_some(Loss { part: Part::Doubtful, count })
}

/// For each name the hash of all its words, white space and case of the name aside.
fn words_by_name(transcript: &Transcript) -> HashMap<String, u64> {
    let mut hashers: HashMap<String, DefaultHasher> = HashMap::new();
    for turn in transcript.turns.iter().filter(|turn| turn.first < turn.end) {
        let speaker = turn.speaker.and_then(|id| transcript.speaker(id)).map(|speaker| speaker.name.as_str());
        let Some(name) = speaker.or(turn.label.map(|label| transcript.label(label.id))) else { continue };
        let hasher = hashers.entry(name.to_lowercase()).or_default();
        let paragraphs = transcript.paragraphs.get(turn.first as usize..turn.end as usize).unwrap_or_default();
        for word in paragraphs.iter().flat_map(|paragraph| transcript.words(paragraph.text).split_whitespace()) {
            hasher.write(word.as_bytes());
        }
    }
    hashers.into_iter().map(|(name, hasher)| (name, hasher.finish())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_several_are_said_apart() {
        assert_eq!(Loss { part: Part::Title, count: 1 }.to_string(), "The title is left out.");
        assert_eq!(Loss { part: Part::Notes, count: 12 }.to_string(), "12 notes between paragraphs are left out.");
        for (_, one, many) in SENTENCES {
            assert!(one.ends_with('.') && many.ends_with('.') && many.contains("{}"), "{one}");
        }
    }
}
