//! Synchronized Accessible Media Interchange (SAMI), the captions of Windows Media.
//!
//! Follows <https://learn.microsoft.com/previous-versions/windows/desktop/dnacc/understanding-sami-1.0>, and what files
//! in the wild do besides: nothing is closed, classes are not defined, attributes have no quotation marks. Each class
//! of a style sheet is a language and becomes a transcript. A caption lasts until the next one of its class; a blank
//! one only ends the one before.

use super::tagged::{Tag, Token, Tokens, is_language, push_referring, root_tag, tag_name};
use super::timed::{CueText, Cues};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::xml::decode;
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
        let mut reader = Reader {
            source: source.text,
            cues: Cues::behind(b'>', META.id, source.text, limits),
            classes: Vec::new(),
            blocks: Vec::new(),
        };
        reader.cues.draft.claim(Kind::Markup, Span::new(0, start));
        reader.find_blocks(start);
        reader.read_classes();
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
    /// Where it starts, behind the tag that opens it.
    start: u32,
    end: u32,
    /// Whether it says who speaks.
    is_speaker: bool,
}

struct Reader<'s> {
    source: &'s str,
    cues: Cues<'s>,
    classes: Vec<Class<'s>>,
    blocks: Vec<Block>,
}

impl<'s> Reader<'s> {
    /// Finds out where each caption starts and ends; everything that belongs to none is read at once. What stands in
    /// what says nothing where nothing is closed, so that the tags are read in the order of the file.
    fn find_blocks(&mut self, start: usize) {
        let mut open: Option<Block> = None;
        // The last tag before the first caption.
        let mut last = "";
        for token in Tokens::new(self.source, start) {
            match token {
                Token::Tag(tag) if tag.name.eq_ignore_ascii_case("sync") && !tag.is_end => {
                    self.close(open.take(), tag.span.start);
                    open = Some(self.read_sync(tag));
                }
                Token::Tag(tag) if open.is_none() => {
                    self.cues.draft.claim(Kind::Markup, tag.span);
                    last = if tag.is_end { "" } else { tag.name };
                }
                Token::Tag(tag) if tag.name.eq_ignore_ascii_case("p") && !tag.is_end => {
                    let Some(block) = open.take() else { continue };
                    self.close(Some(block), tag.span.start);
                    self.cues.draft.claim(Kind::Markup, tag.span);
                    let value = |name: &str| {
                        tag.attributes(self.source)
                            .find(|a| a.name.eq_ignore_ascii_case(name))
                            .map_or("", |a| a.raw.trim())
                    };
                    let is_speaker = value("id").eq_ignore_ascii_case("source");
                    let class = self.class(value("class"));
                    open = Some(Block { class, is_speaker, start: tag.span.end, ..block });
                }
                Token::Words(span) | Token::Aside(span) if open.is_none() => self.read_outside(span, last),
                _ => {}
            }
        }
        self.close(open, self.source.len() as u32);
    }

    fn close(&mut self, block: Option<Block>, end: u32) {
        let Some(block) = block else { return };
        let is_blank = |token: Token<'_>| match token {
            Token::Words(span) => span.of(self.source).trim_ascii().is_empty(),
            _ => true,
        };
        if block.class != u32::MAX {
            self.cues.draft.push_to(&mut self.blocks, Block { end, ..block }, end);
        } else if self.tokens(block.start, end).all(is_blank) {
            self.claim_all(block.start, end);
        } else {
            // Something that no class is given for, be it a no-break space that ends the caption before.
            let class = self.class("");
            self.cues.draft.push_to(&mut self.blocks, Block { class, end, ..block }, end);
        }
    }

    /// The mark-up between two places, at both of which a tag starts or ends.
    fn tokens(&self, start: u32, end: u32) -> impl Iterator<Item = Token<'s>> + use<'s> {
        Tokens::new(&self.source[..end as usize], start as usize)
    }

    /// Claims what shows nothing.
    fn claim_all(&mut self, start: u32, end: u32) {
        self.cues.draft.claim(Kind::Markup, Span { start, end });
    }

    fn read_sync(&mut self, tag: Tag<'s>) -> Block {
        let (mut start, mut end) = (None, None);
        let mut at = tag.span.start;
        for attribute in tag.attributes(self.source) {
            let slot = match attribute.name {
                name if name.eq_ignore_ascii_case("start") => &mut start,
                name if name.eq_ignore_ascii_case("end") => &mut end,
                _ => continue,
            };
            *slot = Some((read_ms(attribute.raw), attribute.span));
            self.cues.draft.claim(Kind::Markup, Span { start: at, end: attribute.span.start });
            self.cues.draft.claim(Kind::Timing, attribute.span);
            at = attribute.span.end;
        }
        self.cues.draft.claim(Kind::Markup, Span { start: at, end: tag.span.end });
        let timing = start.map_or(tag.span, |(_, span)| span);
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
        Block { class: u32::MAX, start_ms, end_ms, timing, start: tag.span.end, end: 0, is_speaker: false }
    }

    /// What stands before the first caption, behind the tag of this name.
    fn read_outside(&mut self, span: Span, tag: &str) {
        let words = trim(span.of(self.source), span);
        if words.is_empty() {
            return;
        }
        let is_comment = words.of(self.source).starts_with("<!--");
        let draft = &mut self.cues.draft;
        match tag.to_ascii_lowercase().as_str() {
            "style" => self.read_styles(words),
            _ if is_comment => draft.claim(Kind::Markup, words),
            "title" if draft.transcript.metadata.title.is_none() => {
                let title = decode(words.of(self.source)).split_whitespace().collect::<Vec<_>>().join(" ");
                draft.transcript.metadata.title = Some(Field { value: title, span: words });
                draft.claim(Kind::Metadata, words);
            }
            "samiparam" => draft.furniture(words, FurnitureKind::Settings),
            _ => draft.furniture(words, FurnitureKind::Other),
        }
    }

    /// `.ENUSCC { Name: English; lang: en-US; }`: the classes and their languages.
    fn read_styles(&mut self, words: Span) {
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
        // Sorting takes memory even where there is nothing to sort.
        if !blocks.is_sorted_by_key(|block| block.class) {
            blocks.sort_by_key(|block| block.class);
        }
        let title = self.cues.draft.transcript.metadata.title.clone();
        for (i, blocks) in blocks.chunk_by(|a, b| a.class == b.class).enumerate() {
            if i > 0 {
                self.cues.begin_next_transcript();
                self.cues.draft.transcript.metadata.title = title.clone();
            }
            let class = &self.classes[blocks[0].class as usize];
            self.cues.draft.transcript.metadata.language = class.language.map(str::to_owned);
            self.cues.draft.read_again();
            self.read_class(blocks);
        }
    }

    fn read_class(&mut self, blocks: &[Block]) {
        let mut text = CueText::default();
        let mut speaker: Option<(String, Span)> = None;
        let ends = ends(blocks);
        for (block, end_ms) in blocks.iter().zip(ends) {
            if block.is_speaker {
                self.claim_speaker(speaker.take());
                speaker = self.read_speaker(*block);
                continue;
            }
            if !self.tokens(block.start, block.end).any(|token| has_words(self.source, token)) {
                // It ends the caption before. Its no-break space is all that stands there.
                self.claim_all(block.start, block.end);
                continue;
            }
            for token in self.tokens(block.start, block.end) {
                match token {
                    Token::Words(span) => push_referring(&mut text, self.source, span, false),
                    Token::Tag(tag) if tag.name.eq_ignore_ascii_case("br") => text.push_text("\n", tag.span),
                    Token::Tag(Tag { span, .. }) | Token::Aside(span) => text.push_tag(span),
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
    fn read_speaker(&mut self, block: Block) -> Option<(String, Span)> {
        let mut speaker = None;
        for token in self.tokens(block.start, block.end) {
            match token {
                Token::Words(span) if has_words(self.source, token) => {
                    let words = trim(span.of(self.source), span);
                    if speaker.is_some() || words.len() > SPEAKER_BYTES {
                        self.cues.draft.furniture(words, FurnitureKind::Other);
                    } else {
                        let name = decode(words.of(self.source));
                        speaker = Some((name.trim_end_matches(':').trim().to_owned(), words));
                    }
                }
                Token::Words(span) | Token::Aside(span) | Token::Tag(Tag { span, .. }) => {
                    self.cues.draft.claim(Kind::Markup, span);
                }
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

/// Whether words are more than white space, written as such or as references.
fn has_words(source: &str, token: Token<'_>) -> bool {
    let Token::Words(span) = token else { return false };
    let words = span.of(source).trim_matches(is_space);
    // A reference is the only way to write white space in letters.
    !words.is_empty() && (!words.starts_with('&') || !decode(words).chars().all(is_space))
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
