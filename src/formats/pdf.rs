//! The format `pdf`: documents set for print, as parliaments, courts and boards publish their records.
//!
//! The text is taken out by the package in `pdf/`, which is passed in as [`PdfReader`]: in a browser it is a WebAssembly
//! that is fetched when the first PDF is dropped. What it gives is described in `docs/formats/pdf.md`: lines, a blank one
//! between paragraphs, a form feed between pages, running heads marked. Here lines become paragraphs again: words
//! that were divided at a line end are whole, running heads stand beside the text, also in mid-sentence, and labels and
//! header are found by the evidence of official records. Must not guess what scanned pages say.
//! Follows ISO 32000-2 as far as telling such a document by its signature needs.

use std::collections::{BTreeSet, HashSet};
use std::ops::Bound;

use super::prose::Prose;
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Reading, Refusal, Source};
use crate::model::{Diagnostic, FurnitureKind, Span};
use crate::text::lines::{Lines, trim};

static META: Meta = Meta {
    id: "pdf",
    name: "PDF document",
    endings: &["pdf"],
    media_types: &["application/pdf"],
    specification: "docs/formats/pdf.md",
    keeps: "the text in the order of reading, columns one after the other; paragraphs, labels, notes, header fields; \
            words divided at line ends are whole; running heads and page numbers as furniture, numbers of lines",
    omits: "pictures, formatting, forms, remarks pinned to pages, vertical lines of text; scanned pages and documents \
            behind a password are refused",
    is_lined: true,
};

/// Stands at the beginning of a line that is no part of the running text; a form feed stands between pages.
const ASIDE: char = '\u{1f}';
const PAGE_END: char = '\u{c}';

/// A document may have this many bytes in front of its signature: blank lines, a byte order mark.
const SIGNATURE_REACH: usize = 64;
/// How far from its end a document says that this is the end.
const END_REACH: usize = 2048;
/// The longest label that is known again at the beginning of a line.
const LONGEST_LABEL: usize = 80;
/// A numbered line has at least this many spaces behind its number.
const SPACES_AFTER_NUMBER: usize = 3;
/// The fewest lines of a page that are numbered.
const FEWEST_NUMBERED: usize = 8;
/// Halves of a word that are shorter prove nothing by being words too.
const SHORTEST_HALF: usize = 3;

/// What takes the text out of a PDF. On this machine that is a library, in a browser a WebAssembly that is loaded when
/// it is needed.
pub type PdfReadFn = fn(&[u8]) -> Result<String, PdfFault>;

/// See [`PdfReadFn`].
#[derive(Clone, Copy, Debug)]
pub struct PdfReader(pub PdfReadFn);

/// Why a PDF gives no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfFault {
    /// It opens with a password only.
    Locked,
    /// No page can be found in it.
    Damaged,
    /// Its pages hold no letters.
    NoText,
    /// It does not say which letters it draws.
    NoLetters,
    /// It is over a limit.
    TooLarge,
    /// What reads PDFs could not be loaded.
    NotLoaded,
    /// What reads PDFs broke down over this one.
    BrokeDown,
}

impl PdfFault {
    /// The fault that a number stands for where only numbers pass: `verbatim_pdf::Fault::code`.
    pub fn from_code(code: u32) -> Self {
        match code {
            1 => Self::Locked,
            2 => Self::Damaged,
            3 => Self::NoText,
            4 => Self::NoLetters,
            5 => Self::TooLarge,
            _ => Self::BrokeDown,
        }
    }

    fn refusal(self) -> Refusal {
        let (why, hint) = match self {
            Self::Locked => (
                "The PDF is protected by a password.",
                "Open it in a program that knows the password, print or export it as a new PDF without one, and drop that.",
            ),
            Self::Damaged => {
                ("The PDF is damaged or breaks off: no page can be found in it.", "Download it again and drop it.")
            }
            Self::NoText => (
                "The PDF holds pictures of pages, scanned ones perhaps, and no text.",
                "Let a program for text recognition (OCR) put the text into it, and drop it again.",
            ),
            Self::NoLetters => (
                "The PDF draws its letters without saying which ones they are.",
                "Print it as a new PDF with text recognition (OCR), or export it as text from the program that made it, and drop that.",
            ),
            Self::TooLarge => (
                "The PDF is too large to be read here: it has more than 512 MB or 20,000 pages, or unpacks to more than 1 GB.",
                "Split it and drop the parts.",
            ),
            Self::NotLoaded => (
                "The part of this page that reads PDFs could not be loaded.",
                "Check the connection, reload the page and drop the PDF again; all other files can be read meanwhile.",
            ),
            Self::BrokeDown => (
                "The PDF could not be read: it is damaged in a way that the reader does not know.",
                "Open it in another program, print it as a new PDF, and drop that.",
            ),
        };
        Refusal::NotThisFormat { why: why.into(), hint: hint.into() }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Default for PdfReader {
    fn default() -> Self {
        Self(|bytes| {
            let text = verbatim_pdf::text(bytes.to_vec(), &verbatim_pdf::Limits::default());
            text.map_err(|fault| PdfFault::from_code(fault.code()))
        })
    }
}

#[cfg(target_arch = "wasm32")]
impl Default for PdfReader {
    fn default() -> Self {
        Self(|_| Err(PdfFault::NotLoaded))
    }
}

/// Whether bytes are a PDF, by their signature.
pub fn is_pdf(bytes: &[u8]) -> bool {
    let reach = &bytes[..bytes.len().min(SIGNATURE_REACH)];
    let blank =
        reach.iter().take_while(|byte| byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf)).count();
    reach[blank..].starts_with(b"%PDF-")
}

/// See the module.
pub struct Pdf;

impl Format for Pdf {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, _probe: &Probe<'_>) -> Confidence {
        // Never text: it is known by its signature, in `extract`.
        Confidence::No
    }

    fn extract(&self, bytes: &[u8], reading: &Reading) -> Option<Result<String, Refusal>> {
        is_pdf(bytes).then(|| (reading.pdf.0)(bytes).map_err(PdfFault::refusal))
    }

    fn taught(&self) -> Option<&'static dyn Format> {
        Some(&Pdf)
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let pages = Pages::read(source.text);
        let mut setter = Setter::new(source.text, &pages);
        setter.set(&pages);
        let Setter { prose, mut markup, .. } = setter;
        markup.extend(&pages.signs);
        markup.sort_unstable();
        let mut parsed = prose.read(META.id, &source.choices.rules, limits, &mut markup.into_iter());
        report(source, &mut parsed);
        Ok(parsed)
    }
}

/// Says what the reader of the transcript should know of the document.
fn report(source: &Source<'_>, parsed: &mut Parsed) {
    let end = &source.bytes[source.bytes.len().saturating_sub(END_REACH)..];
    if memchr::memmem::find(end, b"%%EOF").is_none() {
        let at = Span::new(source.text.len(), source.text.len());
        parsed.diagnostics.push(
            Diagnostic::warning("pdf.breaks-off", at, "The PDF breaks off; what was found in it is read.")
                .with_hint("Download it again: pages may be missing, or stand in another order."),
        );
    }
    let mut unknown = memchr::memmem::find_iter(source.text.as_bytes(), "\u{fffd}").peekable();
    if let Some(first) = unknown.peek().copied() {
        let message =
            format!("The PDF does not say what {} of its letters are; the first stands here.", unknown.count());
        parsed.diagnostics.push(
            Diagnostic::warning("pdf.unknown-letter", Span::new(first, first + 3), message)
                .with_hint("They are shown as \u{fffd}. The printed page shows them."),
        );
    }
    parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
}

/// A line of running text, white space at both ends taken away but for the indentation of numbered lines.
#[derive(Clone, Copy, Debug)]
struct PdfLine {
    span: Span,
    /// Whether a paragraph begins here.
    begins: bool,
    /// Where its text begins, behind the number, where lines are numbered.
    text: Option<u32>,
}

/// The text as lines and what stands beside them.
#[derive(Debug, Default)]
struct Pages {
    lines: Vec<PdfLine>,
    /// Running heads, page numbers: not of the text.
    asides: Vec<Span>,
    /// Signs of the page's order: the marks of asides, form feeds.
    signs: Vec<Span>,
    /// Whether so many lines are numbered that the record is one of numbered lines.
    is_numbered: bool,
}

impl Pages {
    fn read(source: &str) -> Self {
        let mut pages = Self::default();
        let (mut begins, mut page) = (true, 0);
        for line in Lines::new(source, 0) {
            let (mut start, mut text) = (line.span.start, line.text);
            // Words behind the end of a page stand on the next one.
            while let Some(rest) = text.strip_prefix(PAGE_END) {
                pages.signs.push(Span { start, end: start + 1 });
                pages.end_page(source, page);
                page = pages.lines.len();
                (start, text) = (start + 1, rest);
            }
            if start > line.span.start && text.trim().is_empty() {
                continue;
            }
            let span = trim(text, Span { start, end: line.span.end });
            if let Some(rest) = text.strip_prefix(ASIDE) {
                pages.signs.push(Span { start, end: start + 1 });
                let rest_start = start + 1 + (rest.len() - rest.trim_start().len()) as u32;
                let aside = Span { start: rest_start, end: rest_start + rest.trim().len() as u32 };
                if !aside.is_empty() {
                    pages.asides.push(aside);
                }
            } else if span.is_empty() {
                begins = true;
            } else {
                let text = line_number(text).map(|length| start + length as u32);
                let span = Span { start: if text.is_some() { start } else { span.start }, end: span.end };
                pages.lines.push(PdfLine { span, begins, text: text.map(|text| text.min(span.end)) });
                begins = false;
            }
        }
        pages.end_page(source, page);
        let numbered = pages.lines.iter().filter(|line| line.text.is_some()).count();
        pages.is_numbered = numbered * 10 >= pages.lines.len() * 7 && numbered > 0;
        pages
    }

    /// Ends the page whose lines begin at `from`. What looks like a number counts only if most of its lines have one.
    fn end_page(&mut self, source: &str, from: usize) {
        let page = &mut self.lines[from..];
        let numbered = page.iter().filter(|line| line.text.is_some()).count();
        if numbered >= FEWEST_NUMBERED && numbered * 10 >= page.len() * 6 {
            return;
        }
        for line in page.iter_mut().filter(|line| line.text.is_some()) {
            line.text = None;
            let text = line.span.of(source);
            line.span.start += (text.len() - text.trim_start().len()) as u32;
        }
    }
}

/// How long the number of a line and the space behind it are.
fn line_number(line: &str) -> Option<usize> {
    let blank = line.len() - line.trim_start_matches(' ').len();
    let digits = line[blank..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[blank + digits..];
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let is_number = matches!(digits, 1 | 2) && (rest.is_empty() || spaces >= SPACES_AFTER_NUMBER);
    is_number.then_some(blank + digits + spaces)
}

/// Sets the lines as paragraphs.
struct Setter<'s> {
    source: &'s str,
    prose: Prose<'s>,
    markup: Vec<Span>,
    /// All words of the text in lower case, hyphens inside of them kept: how a word is written elsewhere tells
    /// what a hyphen at a line end is.
    words: BTreeSet<String>,
    /// Labels that begin paragraphs.
    labels: HashSet<&'s str>,
}

impl<'s> Setter<'s> {
    fn new(source: &'s str, pages: &Pages) -> Self {
        let mut words = BTreeSet::new();
        let mut labels = HashSet::new();
        let mut is_divided = false;
        for line in &pages.lines {
            let text = line.span.of(source);
            // Halves of divided words are no words.
            let was_divided = std::mem::replace(&mut is_divided, ends_divided(text));
            let whole = text_of(*line).of(source).split_whitespace().skip(usize::from(was_divided));
            for word in whole.filter(|word| !ends_divided(word)) {
                let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
                if !word.is_empty() {
                    words.insert(word.to_lowercase());
                }
            }
            if let Some(label) = label(text).filter(|_| line.begins) {
                labels.insert(label);
            }
        }
        Self { source, prose: Prose::new(source), markup: Vec::new(), words, labels }
    }

    fn set(&mut self, pages: &Pages) {
        let mut asides = pages.asides.iter().peekable();
        // What of the line is set already, with the word that began on the line above.
        let mut done = 0;
        for (i, line) in pages.lines.iter().enumerate() {
            while let Some(aside) = asides.next_if(|aside| aside.start < line.span.start) {
                self.keep_aside(*aside);
            }
            let next = pages.lines.get(i + 1);
            if pages.is_numbered {
                done = self.set_numbered(*line, next.copied(), done);
            } else {
                self.set_line(*line, next.copied(), i.checked_sub(1).map(|last| pages.lines[last]));
            }
        }
        asides.for_each(|aside| self.keep_aside(*aside));
        self.prose.end_paragraph();
    }

    fn keep_aside(&mut self, aside: Span) {
        self.prose.keep_aside(aside.of(self.source).to_owned(), vec![aside], FurnitureKind::Other);
    }

    /// Sets a line of a paragraph that runs over several.
    fn set_line(&mut self, line: PdfLine, next: Option<PdfLine>, last: Option<PdfLine>) {
        let mut span = line.span;
        let mut begins = line.begins || self.is_turn(line, last);
        if let Some(text) = line.text {
            // A page of numbered lines among others: deeper ones begin a paragraph.
            let number = Span { start: span.start, end: text };
            self.markup.push(number);
            begins |= number.len() > 2 + SPACES_AFTER_NUMBER + 3;
            span.start = text;
        }
        if begins {
            self.prose.end_paragraph();
        }
        let next = next.filter(|next| !next.begins && !self.is_turn(*next, Some(line)));
        match next.and_then(|next| self.hyphen(span, text_of(next))) {
            Some(Hyphen::Undone(hyphen)) => {
                self.prose.push_words(Span { start: span.start, end: hyphen.start }, false);
                self.markup.push(hyphen);
            }
            Some(Hyphen::Kept) => self.prose.push_words(span, false),
            None => {
                self.prose.push_words(span, false);
                if next.is_some() {
                    self.prose.push_space(Span { start: span.end, end: span.end + 1 });
                }
            }
        }
    }

    /// Sets a line with its number, as the reader of court pages expects it. Returns up to where the next one is set.
    fn set_numbered(&mut self, line: PdfLine, next: Option<PdfLine>, done: u32) -> u32 {
        let text = text_of(line);
        let rest = Span { start: text.start.max(done).min(text.end), end: text.end };
        self.prose.push_source(Span { start: line.span.start, end: text.start });
        let mut set_to = 0;
        match next.and_then(|next| Some((self.hyphen(rest, text_of(next))?, text_of(next)))) {
            Some((Hyphen::Undone(hyphen), next)) => {
                self.prose.push_source(Span { start: rest.start, end: hyphen.start });
                self.markup.push(hyphen);
                // The other half stands on this line, so that nothing comes between.
                let half = next.of(self.source).split(' ').next().unwrap_or_default();
                let half = Span { start: next.start, end: next.start + half.len() as u32 };
                self.prose.push_source(half);
                let behind = Span { start: half.end, end: next.end }.of(self.source);
                set_to = half.end + (behind.len() - behind.trim_start().len()) as u32;
            }
            _ => self.prose.push_source(rest),
        }
        self.prose.end_line();
        set_to
    }

    /// Whether a line inside of a paragraph begins with a label that begins paragraphs elsewhere.
    fn is_turn(&self, line: PdfLine, last: Option<PdfLine>) -> bool {
        let is_known = label(line.span.of(self.source)).is_some_and(|label| self.labels.contains(label));
        let is_ended =
            |last: PdfLine| last.span.of(self.source).ends_with(['.', '!', '?', '…', '”', '"', '»', ')', ']']);
        is_known && last.is_none_or(is_ended)
    }

    /// What the hyphen at the end of a line is, if there is one and the next line goes on with a letter or digit.
    fn hyphen(&self, line: Span, next: Span) -> Option<Hyphen> {
        let (text, next) = (line.of(self.source), next.of(self.source));
        let sign = text.chars().next_back().filter(|sign| matches!(sign, '-' | '\u{ad}' | '\u{2010}'))?;
        let before = &text[..text.len() - sign.len_utf8()];
        let first = next.chars().next().filter(|first| first.is_alphanumeric())?;
        if !before.ends_with(char::is_alphanumeric) {
            return None;
        }
        let hyphen = Span { start: line.end - sign.len_utf8() as u32, end: line.end };
        if sign == '\u{ad}' {
            return Some(Hyphen::Undone(hyphen));
        }
        if !first.is_lowercase() || !before.ends_with(char::is_alphabetic) {
            return Some(Hyphen::Kept);
        }
        let is_of_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '\'' | '’');
        let head = before
            .rfind(|letter| !is_of_word(letter))
            .map_or(before, |at| before[at..].trim_start_matches(|letter| !is_of_word(letter)));
        let tail = next.split(|letter| !is_of_word(letter)).next().unwrap_or_default().trim_end_matches('-');
        let (head, tail) = (head.to_lowercase(), tail.to_lowercase());
        let is_word = |word: &str| self.words.contains(word);
        let is_joined = is_word(&format!("{head}{tail}"));
        // `south-westerly` tells of `south-west` too.
        let compound = format!("{head}-{tail}");
        let mut longer = self.words.range::<str, _>((Bound::Included(compound.as_str()), Bound::Unbounded));
        let is_compound = longer.next().is_some_and(|word| word.starts_with(&compound));
        let are_words = head.chars().count() >= SHORTEST_HALF
            && tail.chars().count() >= SHORTEST_HALF
            && is_word(&head)
            && is_word(&tail);
        Some(if !is_joined && (is_compound || are_words) { Hyphen::Kept } else { Hyphen::Undone(hyphen) })
    }
}

fn text_of(line: PdfLine) -> Span {
    Span { start: line.text.unwrap_or(line.span.start), end: line.span.end }
}

/// The hyphen at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hyphen {
    /// Only the line made it: the word is whole without.
    Undone(Span),
    /// The word has it.
    Kept,
}

/// Whether a hyphen ends it.
fn ends_divided(text: &str) -> bool {
    text.ends_with(['-', '\u{ad}', '\u{2010}'])
}

/// What stands before the first colon of a line, if it can be a label.
fn label(text: &str) -> Option<&str> {
    let (label, _) = text.split_once(':')?;
    (label.len() <= LONGEST_LABEL && label.starts_with(char::is_uppercase)).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Parsed, String) {
        let bytes = b"%PDF-1.4 %%EOF";
        let source = Source { bytes, ..Source::of_text(text) };
        let parsed = Pdf.parse(&source, &Limits::default()).expect("read");
        assert_eq!(parsed.ledger.coverage(text).unclaimed, 0);
        let words = parsed.transcripts[0].text.clone();
        (parsed, words)
    }

    #[test]
    fn a_divided_word_is_whole_also_across_pages() {
        let text = "Anna Lund: It rained, and the har-\n\u{1f}12\n\u{c}\n\u{1f}The board\nbour was wet.\n\nNils Berg: So it was.\n";
        let (parsed, words) = read(text);
        assert!(words.contains("and the harbour was wet."), "{words}");
        let furniture: Vec<&str> = parsed.transcripts[0].furniture.iter().map(|f| f.text.as_str()).collect();
        assert_eq!(furniture, ["12", "The board"]);
    }

    #[test]
    fn a_hyphen_that_the_word_has_stays() {
        let text =
            "Anna Lund: The well-known man, the well-\nknown place, and a half-\nMoon.\n\nNils Berg: So it was.\n";
        assert!(read(text).1.contains("the well-known place, and a half-Moon."));
    }

    #[test]
    fn a_known_label_begins_a_turn_in_mid_block() {
        let text = "Anna Lund: One.\n\nNils Berg: Two, and no more than that.\nAnna Lund: Three.\n\nNils Berg: Four.\n";
        assert_eq!(read(text).0.transcripts[0].turns.len(), 4);
    }

    #[test]
    fn numbered_lines_are_those_of_a_court_page() {
        let lines = [
            "THE COURT:  Good morning.",
            "Q    Were you on the break-",
            "water?",
            "A    Yes.",
            "Q    When?",
            "A    At four.",
            "Q    And then?",
            "A    I left.",
            "Q    Why?",
        ];
        let text: String = lines
            .iter()
            .enumerate()
            .map(|(i, line)| {
                let deep = if line.starts_with(|c: char| c.is_uppercase()) { 8 } else { 3 };
                format!("{:>2}{}{line}\n", i + 1, " ".repeat(deep))
            })
            .collect();
        let (parsed, words) = read(&text);
        assert!(words.contains("Were you on the breakwater?"), "{words}");
        assert_eq!(parsed.transcripts[0].turns.len(), 8, "{words}");
    }

    #[test]
    fn only_a_signature_makes_a_pdf() {
        assert!(is_pdf(b"%PDF-1.7\n") && is_pdf(b"\xef\xbb\xbf\r\n%PDF-1.4"));
        assert!(!is_pdf(b"A text that speaks of %PDF-1.4") && !is_pdf(b""));
    }
}
