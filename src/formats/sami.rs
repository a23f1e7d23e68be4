//! Synchronized Accessible Media Interchange (SAMI), the captions of Windows Media.
//!
//! Follows <https://learn.microsoft.com/previous-versions/windows/desktop/dnacc/understanding-sami-1.0>, and what files
//! in the wild do besides: nothing is closed, classes are not defined, attributes have no quotation marks. Each class
//! of a style sheet is a language and becomes a transcript. A caption lasts until the next one of its class; a blank
//! one only ends the one before.

use super::tagged::{is_language, push_node, root_tag, tag_name};
use super::timed::{CueText, Cues};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::{Dialect, NodeKind, NodeRef, Tree};
use crate::model::{Field, FurnitureKind, Kind, Span, Times};
use crate::text::lines::{is_space, trim};

static META: Meta = Meta {
    id: "sami",
    name: "SAMI captions",
    endings: &["smi", "sami"],
    media_types: &["application/x-sami"],
    specification: "https://learn.microsoft.com/previous-versions/windows/desktop/dnacc/understanding-sami-1.0",
    keeps: "words, sources as speakers, times, the title, each language as a transcript",
    omits: "styles",
    is_lined: false,
};

/// Most languages; what is of others is read with the last one.
const MOST_CLASSES: usize = 32;

/// Longest speaker.
const SPEAKER_BYTES: usize = 200;

/// SAMI.
pub struct Sami;

impl Format for Sami {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        match root_tag(probe.text) {
            Some(tag) if tag_name(tag).eq_ignore_ascii_case("sami") => Confidence::Certain,
            Some(tag) if tag_name(tag).eq_ignore_ascii_case("sync") => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let start = source.body_start();
        let tree = Tree::read(source.text, start, Dialect::Html);
        let mut reader = Reader {
            source: source.text,
            tree: &tree,
            cues: Cues::behind(b'>', META.id, source.text, limits),
            classes: Vec::new(),
            blocks: Vec::new(),
        };
        reader.cues.draft.claim(Kind::Markup, Span::new(0, start));
        reader.find_blocks();
        reader.read_classes();
        reader.cues.draft.claim_free(Kind::Markup, &tree.markup());
        Ok(reader.cues.finish())
    }
}

/// A class of the style sheet, which is a language.
struct Class<'s> {
    name: &'s str,
    language: Option<&'s str>,
}

/// What one class shows from one time on.
#[derive(Clone, Copy, Debug)]
struct Block {
    class: u32,
    /// None where the time cannot be read.
    start_ms: Option<u32>,
    end_ms: Option<u32>,
    /// Where the time stands.
    timing: Span,
    /// The nodes it consists of.
    first: u32,
    end: u32,
    /// Whether it says who speaks.
    is_speaker: bool,
}

struct Reader<'t, 's> {
    source: &'s str,
    /// Its nodes are read in the order of the file: what stands in what says nothing where nothing is closed.
    tree: &'t Tree<'s>,
    cues: Cues<'s>,
    classes: Vec<Class<'s>>,
    blocks: Vec<Block>,
}

impl<'t, 's> Reader<'t, 's> {
    /// Finds out where each caption starts and ends; everything that belongs to none is read at once.
    fn find_blocks(&mut self) {
        let mut open: Option<Block> = None;
        let mut end = 0;
        for (i, node) in self.tree.nodes().enumerate() {
            end = i + 1;
            if !node.is_element() {
                if open.is_none() {
                    self.read_outside(node);
                }
                continue;
            }
            let is_caption = open.is_some();
            if node.is("sync") {
                self.close(open.take(), i);
                open = Some(self.read_sync(node, i));
            } else if node.is("p")
                && let Some(block) = open.take()
            {
                let class = self.class_of(node);
                let is_speaker = node.value("id").is_some_and(|id| id.eq_ignore_ascii_case("source"));
                open = Some(Block { class, is_speaker, first: i as u32 + 1, ..block });
                self.close(Some(block), i);
            } else if !is_caption && node.is("style") {
                self.read_styles(node);
            }
        }
        self.close(open, end);
    }

    fn close(&mut self, block: Option<Block>, end: usize) {
        let Some(block) = block else { return };
        if block.class != u32::MAX {
            self.blocks.push(Block { end: end as u32, ..block });
        } else if self
            .nodes(block.first, end as u32)
            .any(|node| !node.text_span().of(self.source).trim_ascii().is_empty())
        {
            // Something that no class is given for, be it a no-break space that ends the caption before.
            let class = self.class("");
            self.blocks.push(Block { class, end: end as u32, ..block });
        }
    }

    fn nodes(&self, first: u32, end: u32) -> impl Iterator<Item = NodeRef<'t, 's>> + Clone + use<'t, 's> {
        let tree = self.tree;
        (first as usize..end as usize).map(move |index| tree.node(index))
    }

    fn read_sync(&mut self, node: NodeRef<'_, 's>, index: usize) -> Block {
        let read = |name: &str| node.attribute(name).map(|a| (read_ms(a.raw), a.span));
        let (start, end) = (read("start"), read("end"));
        for (_, span) in [start, end].into_iter().flatten() {
            self.cues.draft.claim(Kind::Timing, span);
        }
        let timing = start.map_or(node.start_tag(), |(_, span)| span);
        let start_ms = start.and_then(|(ms, _)| ms);
        if start_ms.is_none() {
            self.cues.warn(
                "bad-time",
                timing,
                "This is not a time in milliseconds.",
                "The words that follow are kept without times; write it as Start=1500.",
            );
        }
        let end_ms = end.and_then(|(ms, _)| ms);
        Block { class: u32::MAX, start_ms, end_ms, timing, first: index as u32 + 1, end: 0, is_speaker: false }
    }

    /// What stands before the first caption.
    fn read_outside(&mut self, node: NodeRef<'_, 's>) {
        let words = trim(node.text_span().of(self.source), node.text_span());
        let parent = node.parent();
        if words.is_empty() || parent.is_some_and(|parent| parent.is("style")) {
            return;
        }
        let draft = &mut self.cues.draft;
        if parent.is_some_and(|parent| parent.is("title")) && draft.transcript.metadata.title.is_none() {
            draft.transcript.metadata.title = Some(Field { value: node.line(), span: words });
            draft.claim(Kind::Metadata, words);
            return;
        }
        let kind = if parent.is_some_and(|parent| parent.is("samiparam")) {
            FurnitureKind::Settings
        } else {
            FurnitureKind::Other
        };
        draft.furniture(words, kind);
    }

    /// `.ENUSCC { Name: English; lang: en-US; }`: the classes and their languages.
    fn read_styles(&mut self, node: NodeRef<'_, 's>) {
        for text in node.children().filter(|child| child.kind() == NodeKind::Text) {
            let words = trim(text.text_span().of(self.source), text.text_span());
            if words.is_empty() {
                continue;
            }
            self.cues.draft.furniture(words, FurnitureKind::Settings);
            for rule in words.of(self.source).split('}') {
                let Some((selector, properties)) = rule.split_once('{') else { continue };
                let Some((_, name)) = selector.trim().rsplit_once('.') else { continue };
                let language = properties.split(';').find_map(|property| {
                    let (name, value) = property.split_once(':')?;
                    let value = value.trim();
                    (name.trim().eq_ignore_ascii_case("lang") && is_language(value)).then_some(value)
                });
                if self.classes.len() < MOST_CLASSES && language.is_some() {
                    self.classes.push(Class { name: name.trim(), language });
                }
            }
        }
    }

    fn class_of(&mut self, node: NodeRef<'_, 's>) -> u32 {
        self.class(node.attribute("class").map_or("", |attribute| attribute.raw.trim()))
    }

    /// The class of this name. What has none is of the first.
    fn class(&mut self, name: &'s str) -> u32 {
        let known = self.classes.iter().position(|class| name.is_empty() || class.name.eq_ignore_ascii_case(name));
        let class = known.unwrap_or_else(|| {
            // What had no class was of the first that has a name.
            if let [only] = &mut self.classes[..]
                && only.name.is_empty()
            {
                only.name = name;
            } else if self.classes.len() < MOST_CLASSES {
                self.classes.push(Class { name, language: None });
            }
            self.classes.len() - 1
        });
        class as u32
    }

    fn read_classes(&mut self) {
        let mut blocks = std::mem::take(&mut self.blocks);
        if blocks.is_empty() {
            let end = Span::new(self.source.len(), self.source.len());
            self.cues.warn("no-cues", end, "No captions stand in this file.", "Check that it was saved completely.");
        }
        blocks.sort_by_key(|block| block.class);
        let title = self.cues.draft.transcript.metadata.title.clone();
        for (i, blocks) in blocks.chunk_by(|a, b| a.class == b.class).enumerate() {
            if i > 0 {
                self.cues.begin_next_transcript();
                self.cues.draft.transcript.metadata.title = title.clone();
            }
            let class = &self.classes[blocks[0].class as usize];
            self.cues.draft.transcript.metadata.language = class.language.map(str::to_owned);
            self.read_class(blocks);
        }
    }

    fn read_class(&mut self, blocks: &[Block]) {
        let mut text = CueText::default();
        let mut speaker: Option<(String, Span)> = None;
        let ends = ends(blocks);
        for (block, end_ms) in blocks.iter().zip(ends) {
            let nodes = self.nodes(block.first, block.end);
            if block.is_speaker {
                self.claim_speaker(speaker.take());
                speaker = self.read_speaker(nodes);
                continue;
            }
            if !nodes.clone().any(|node| has_words(self.source, node)) {
                // It ends the caption before. Its no-break space is all that stands there.
                nodes.for_each(|node| self.cues.draft.claim(Kind::Markup, node.text_span()));
                continue;
            }
            for node in nodes {
                match node.kind() {
                    NodeKind::Text => push_node(&mut text, self.source, node, false),
                    NodeKind::Element if node.is("br") => text.push_text("\n", node.start_tag()),
                    _ => text.push_tag(node.start_tag()),
                }
            }
            match (block.start_ms, block.end_ms.or(end_ms)) {
                (Some(start_ms), Some(end_ms)) if end_ms > start_ms => {
                    self.cues.begin_cue(Times { start_ms, end_ms }, block.timing)
                }
                (Some(start_ms), _) => self.cues.begin_open_cue(start_ms, block.timing),
                (None, _) => self.cues.begin_untimed(),
            }
            match &mut speaker {
                Some((name, span)) => {
                    self.cues.add_text(&mut text, Some((name, *span)));
                    // Claimed with the first of what it is a label of.
                    span.end = span.start;
                }
                None => self.cues.add_text(&mut text, None),
            }
            self.cues.end_cue();
        }
        self.claim_speaker(speaker);
    }

    /// Claims the name of a speaker who said nothing.
    fn claim_speaker(&mut self, speaker: Option<(String, Span)>) {
        self.cues.draft.claim(Kind::Label, speaker.map(|(_, span)| span).unwrap_or_default());
    }

    /// Who speaks, until another is named; a blank name ends it.
    fn read_speaker(&mut self, nodes: impl Iterator<Item = NodeRef<'t, 's>>) -> Option<(String, Span)> {
        let mut speaker = None;
        for node in nodes {
            let words = trim(node.text_span().of(self.source), node.text_span());
            if !has_words(self.source, node) {
                self.cues.draft.claim(Kind::Markup, node.text_span());
            } else if speaker.is_some() || words.len() > SPEAKER_BYTES {
                self.cues.draft.furniture(words, FurnitureKind::Other);
            } else {
                speaker = Some((node.line().trim_end_matches(':').to_owned(), words));
            }
        }
        speaker
    }
}

/// When each block ends: with the next one that starts at another time.
fn ends(blocks: &[Block]) -> Vec<Option<u32>> {
    let mut ends = vec![None; blocks.len()];
    let (mut start, mut end) = (None, None);
    for (block, slot) in blocks.iter().zip(&mut ends).rev() {
        if block.start_ms.is_some() && block.start_ms != start {
            (end, start) = (start, block.start_ms);
        }
        *slot = end;
    }
    ends
}

/// Whether a text has more than white space, written as such or as references.
fn has_words(source: &str, node: NodeRef<'_, '_>) -> bool {
    let words = node.text_span().of(source);
    if words.chars().all(is_space) {
        return false;
    }
    // A reference is the only way to write white space in letters.
    !words.trim_start().starts_with('&') || !node.line().chars().all(is_space)
}

/// Milliseconds, perhaps with their unit behind.
fn read_ms(raw: &str) -> Option<u32> {
    let digits = raw.trim();
    let digits = digits.strip_suffix("ms").unwrap_or(digits).trim_end();
    // A fraction of a millisecond is dropped.
    let whole = digits.split_once('.').map_or(digits, |(whole, _)| whole);
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::timed::testing::{codes, read, show};
    use super::*;

    fn shown(captions: &str) -> String {
        show(&read(&Sami, &format!("<SAMI><BODY>{captions}</BODY></SAMI>")))
    }

    #[test]
    fn captions_last_until_the_next_one() {
        for (captions, expected) in [
            ("<SYNC Start=1000><P>A<SYNC Start=2000><P>&nbsp;<SYNC Start=9000><P>B", "[] 1000-2000 A\n[] 9000-9000 B"),
            ("<SYNC Start='1000ms' End='1500'><P Class=X>A<br>b</P></SYNC>", "[] 1000-1500 A b"),
            ("<SYNC Start=1000>A<SYNC Start=2000>", "[] 1000-1000 A"),
            ("<SYNC Start=1000><P>A &nbsp;&amp; B<SYNC Start=2000><P>", "[] 1000-2000 A \u{a0}& B"),
            ("<SYNC Start=x><P>A", "[] - A"),
        ] {
            assert_eq!(shown(captions).replace("\n+", "\n"), expected, "{captions}");
        }
    }

    #[test]
    fn sources_are_speakers() {
        let captions = "<SYNC Start=1000><P ID=Source>Dora Quill:<P>A<SYNC Start=2000><P>B<SYNC Start=3000>\
            <P ID=Source>&nbsp;<P>C<SYNC Start=4000><P>&nbsp;";
        assert_eq!(shown(captions), "[Dora Quill] 1000-3000 A B\n[] 3000-4000 C");
    }

    #[test]
    fn classes_are_languages() {
        let parsed = read(
            &Sami,
            "<SAMI><STYLE><!-- P {} .ENCC {Name: English; lang: en-US;} .FRCC {lang: fr-FR} --></STYLE>\
             <SYNC Start=1><P Class=FRCC>B<P class=encc>A<SYNC Start=2><P Class=ENCC>&nbsp;<P Class=FRCC>C",
        );
        let languages: Vec<_> = parsed.transcripts.iter().map(|t| t.metadata.language.as_deref()).collect();
        assert_eq!(languages, [Some("en-US"), Some("fr-FR")]);
        assert_eq!((&*parsed.transcripts[0].text, &*parsed.transcripts[1].text), ("A", "B C"));
    }

    #[test]
    fn a_file_without_captions_says_so() {
        assert_eq!(codes(&read(&Sami, "<SAMI><HEAD><TITLE>T</TITLE></HEAD>words")), ["sami.no-cues"]);
    }
}
