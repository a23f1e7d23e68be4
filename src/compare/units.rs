//! The units of a text that are set side by side: turns, paragraphs, sentences or lines.

use std::cell::OnceCell;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::Transcript;
use crate::text::difference::{Word, words};
use crate::text::lines::Lines;
use crate::text::sentences::sentences;

/// What is set side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Units {
    /// Turns.
    Turns,
    /// Paragraphs.
    #[default]
    Paragraphs,
    /// Sentences.
    Sentences,
    /// Lines of the decoded source.
    Lines,
}

impl Units {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Turns, Self::Paragraphs, Self::Sentences, Self::Lines];

    /// Its name in what is printed and written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Turns => "turns",
            Self::Paragraphs => "paragraphs",
            Self::Sentences => "sentences",
            Self::Lines => "lines",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|units| units.name() == name)
    }
}

/// One of the texts that are compared, cut into units.
#[derive(Clone, Debug, Default)]
pub struct Witness {
    /// The words of all units, each followed by a line feed, so that no word runs into the next unit.
    pub text: String,
    /// Where the units stand in `text`.
    pub units: Vec<Range<usize>>,
    /// For each unit its turn, an index from 0; for lines the line itself.
    pub turns: Vec<usize>,
    /// For each unit its first paragraph, an index into those of the transcript; 0 for lines.
    pub paragraphs: Vec<usize>,
    /// For each turn who speaks, in reading form; empty where that is unknown.
    pub speakers: Vec<String>,
    /// The language, BCP 47, where it is known.
    pub language: Option<String>,
    /// Whether its units have times.
    pub is_timed: bool,
    /// Its words, once they were asked for.
    words: OnceCell<Vec<Word>>,
}

impl Witness {
    /// What was read from a file, in units; several transcripts follow each other.
    pub fn of_file(text: &str, transcripts: &[Transcript], units: Units) -> Self {
        if units == Units::Lines {
            return Self::of_lines(text);
        }
        let mut witness = Self::default();
        transcripts.iter().for_each(|transcript| witness.add_transcript(transcript, units));
        witness
    }

    fn add_transcript(&mut self, transcript: &Transcript, units: Units) {
        let witness = self;
        let first = witness.speakers.len();
        witness.language = witness.language.take().or_else(|| transcript.metadata.language.clone());
        witness.is_timed |= !transcript.cues.is_empty() || transcript.paragraphs.iter().any(|p| p.times.is_some());
        for (turn, of_turn) in transcript.turns.iter().enumerate() {
            let turn = first + turn;
            let speaker = of_turn.speaker.and_then(|id| transcript.speaker(id));
            witness.speakers.push(speaker.map(|speaker| speaker.name.clone()).unwrap_or_default());
            let paragraphs =
                transcript.paragraphs.get(of_turn.first as usize..of_turn.end as usize).unwrap_or_default();
            let words = paragraphs.iter().map(|paragraph| transcript.words(paragraph.text));
            let numbered = (of_turn.first as usize..).zip(words.clone());
            match units {
                Units::Turns => witness.add(&words.collect::<Vec<_>>().join("\n"), turn, of_turn.first as usize),
                Units::Paragraphs | Units::Lines => numbered.for_each(|(at, words)| witness.add(words, turn, at)),
                Units::Sentences => numbered.for_each(|(at, words)| {
                    sentences(words).into_iter().for_each(|sentence| witness.add(&words[sentence], turn, at));
                }),
            }
        }
    }

    /// The lines of a text, each a unit.
    pub fn of_lines(text: &str) -> Self {
        let mut witness = Self {
            language: crate::text::language::detect(text).map(str::to_owned),
            speakers: vec![String::new()],
            ..Self::default()
        };
        for line in Lines::new(text, 0) {
            witness.add(line.text, 0, 0);
        }
        witness
    }

    fn add(&mut self, words: &str, turn: usize, paragraph: usize) {
        let start = self.text.len();
        self.text.push_str(words);
        self.units.push(start..self.text.len());
        self.turns.push(turn);
        self.paragraphs.push(paragraph);
        self.text.push('\n');
    }

    /// Its words, in order. Units are not to be added any more.
    pub fn words(&self) -> &[Word] {
        self.words.get_or_init(|| words(&self.text))
    }

    /// The words of a unit.
    pub fn unit(&self, index: usize) -> &str {
        self.units.get(index).and_then(|unit| self.text.get(unit.clone())).unwrap_or_default()
    }

    /// The words of all units, one by one.
    pub fn all(&self) -> Vec<&str> {
        (0..self.units.len()).map(|index| self.unit(index)).collect()
    }

    /// The words of some units, a line feed between them.
    pub fn joined(&self, units: &[usize]) -> String {
        units.iter().map(|unit| self.unit(*unit)).collect::<Vec<_>>().join("\n")
    }

    /// Who speaks in a unit; empty where that is unknown.
    pub fn speaker_of(&self, unit: usize) -> &str {
        self.turns.get(unit).and_then(|turn| self.speakers.get(*turn)).map_or("", String::as_str)
    }
}
