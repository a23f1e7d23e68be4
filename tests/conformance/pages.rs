//! Saved pages beside the same events in other forms: the page must say what the plain text says.

use std::fs;
use std::path::Path;

use verbatim::formats::{Limits, Opened, open};
use verbatim::model::Transcript;

/// What a reader gets of an event, whatever file it was read from.
#[derive(PartialEq)]
struct Event {
    header: [Option<String>; 4],
    /// Speaker, label and words of each turn.
    turns: Vec<(Option<String>, Option<String>, String)>,
}

impl Event {
    fn of(transcript: &Transcript) -> Self {
        let metadata = &transcript.metadata;
        let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let header = [
            metadata.title.as_ref().map(|field| spaced(&field.value)),
            metadata.date.as_ref().map(|field| field.value.to_string()),
            metadata.time.as_ref().map(|field| field.value.clone()),
            metadata.place.as_ref().map(|field| spaced(&field.value)),
        ];
        let turns = transcript.turns.iter().map(|turn| {
            let speaker = turn.speaker.and_then(|id| transcript.speaker(id)).map(|speaker| speaker.name.clone());
            let label = turn.label.map(|label| transcript.label(label.id).to_owned());
            let paragraphs = &transcript.paragraphs[turn.first as usize..turn.end as usize];
            let words: Vec<_> = paragraphs.iter().map(|paragraph| spaced(transcript.words(paragraph.text))).collect();
            (speaker, label, words.join("\n"))
        });
        Self { header, turns: turns.collect() }
    }

    /// The first thing in which two readings differ.
    fn difference(&self, other: &Self) -> Option<String> {
        if self.header != other.header {
            return Some(format!("{:?}\n  not {:?}", self.header, other.header));
        }
        let pairs = self.turns.iter().zip(&other.turns);
        let turn = pairs.filter(|(a, b)| a != b).map(|(a, b)| format!("{a:?}\n  not {b:?}")).next();
        let (here, there) = (self.turns.len(), other.turns.len());
        turn.or_else(|| (here != there).then(|| format!("{here} turns, not {there}")))
    }
}

fn read(path: &Path, format: &str) -> Result<Opened, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let opened = open("unknown", &bytes, &Limits::default()).map_err(|refusal| refusal.to_string())?;
    match opened.coverage().unclaimed {
        _ if opened.format.id != format => Err(format!("taken for {}", opened.format.id)),
        0 => Ok(opened),
        n => Err(format!("{n} characters are claimed by nobody")),
    }
}

#[test]
fn pages_say_what_their_plain_text_says() {
    let folder = super::data().join("official/kremlin_en");
    let pages = super::files_below(&folder.join("html"));
    if pages.is_empty() {
        println!("conformance: skipped, because {} holds no pages", folder.display());
        return;
    }
    let mut wrong = Vec::new();
    for page in &pages {
        let text = folder.join("txt").join(page.file_name().unwrap_or_default()).with_extension("txt");
        let difference = read(page, "html").and_then(|page| {
            let text = read(&text, "official")?;
            Ok(Event::of(&page.parsed.transcripts[0]).difference(&Event::of(&text.parsed.transcripts[0])))
        });
        match difference {
            Ok(None) => {}
            Ok(Some(why)) | Err(why) => wrong.push(format!("{}: {why}", page.display())),
        }
    }
    println!("conformance: {} of {} pages say what their plain text says", pages.len() - wrong.len(), pages.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_podcast_says_the_same_in_a_page_and_in_captions() {
    let folder = super::data().join("timed/podcast_namespace");
    if !folder.is_dir() {
        println!("conformance: skipped, because {} is not there", folder.display());
        return;
    }
    // Captions break turns at other places: who speaks each word is compared, and the words without their spaces.
    let spoken = |opened: &Opened| -> Vec<(Option<String>, String)> {
        let mut all: Vec<(Option<String>, String)> = Vec::new();
        for (speaker, _, words) in Event::of(&opened.parsed.transcripts[0]).turns {
            let words: String = words.split_whitespace().collect();
            match all.last_mut() {
                Some((last, before)) if *last == speaker => before.push_str(&words),
                _ => all.push((speaker, words)),
            }
        }
        all
    };
    let page = read(&folder.join("example.html"), "html").expect("a page");
    let captions = read(&folder.join("example.srt"), "srt").expect("captions");
    let (page, captions) = (spoken(&page), spoken(&captions));
    for (page, captions) in page.iter().zip(&captions) {
        assert_eq!(page, captions);
    }
    assert_eq!(page.len(), captions.len());
}
