//! Blocks in mark-up (divisions, speeches, paragraphs, headings, notes) and the words of mixed content in them,
//! white space collapsed, references decoded, notes told from speech. What the formats written in XML share.
//!
//! A format says what each element is ([`Shape`]); here is what becomes of it. Nothing is attributed here: turns are
//! opened by the format. All words under the nodes that are read end up in the transcript or among its metadata, so
//! that the account is complete once [`Blocks::finish`] has claimed the tags.

use super::{Draft, Limits, Parsed, tiers};
use crate::markup::xml::{self, NodeKind, NodeRef, TextPiece, Tree};
use crate::model::{Diagnostic, FurnitureKind, Kind, Note, Span, TextRange, Times, TurnLabel};
use crate::text::lines::trim;

/// What an element is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A transcript of its own.
    Document,
    /// A division: holds blocks, and headings in it stand one level deeper.
    Section,
    /// Holds blocks.
    Group,
    /// Words of one speaker, in blocks or not. The format opens the turn, which ends with the element.
    Speech,
    /// A paragraph.
    Paragraph,
    /// A heading, so many levels deeper than the division.
    Heading(u8),
    /// Heard or done, not said.
    Note,
    /// Of the page and not of the event.
    Furniture,
    /// Known of the event; the format reads it.
    Metadata,
    /// A block that the format reads itself, words and all.
    Own,
    /// Words of what stands around it.
    Words,
    /// A word or sign of a text that is cut into such: white space stands between two unless one of them is joined.
    Token {
        /// To the one before.
        joins_left: bool,
        /// To the next one.
        joins_right: bool,
    },
    /// Stands apart from its neighbours: a line break, a cell.
    Apart,
    /// One of a list that is written in a row.
    Item,
}

/// What a format knows of its elements.
pub trait Shape<'s> {
    /// What an element is.
    fn part(&self, node: NodeRef<'_, 's>) -> Part;

    /// Called where a document, a speech, metadata or something of the format's own begins.
    fn begin(&mut self, blocks: &mut Blocks<'s>, node: NodeRef<'_, 's>, part: Part);

    /// When a paragraph is spoken, where the format says so.
    fn times(&self, _paragraph: NodeRef<'_, 's>) -> Option<Times> {
        None
    }
}

/// Reads blocks into a draft.
#[derive(Debug)]
pub struct Blocks<'s> {
    /// What is read into.
    pub draft: Draft<'s>,
    /// Code of the diagnostic for a paragraph that is cut.
    long: &'static str,
    /// What words are claimed for: speech or note.
    kind: Kind,
    /// Where the note in the making begins in the reading text.
    note_start: usize,
    /// White space behind the last word: a space if another word follows.
    gap: Option<Span>,
    /// Whether the last token is joined to the next.
    is_joined: bool,
    /// Divisions around the current place.
    depth: u8,
    /// Whether the open turn goes on: words outside of it are nobody's.
    is_speaking: bool,
    has_document: bool,
    /// Words that are metadata or were read by the format, in order.
    taken: Vec<Span>,
}

impl<'s> Blocks<'s> {
    /// A reader of `source`; `long` is the code for a paragraph over the limit.
    pub fn new(source: &'s str, limits: &Limits, long: &'static str) -> Self {
        Self {
            draft: Draft::new(source, limits),
            long,
            kind: Kind::Speech,
            note_start: 0,
            gap: None,
            is_joined: false,
            depth: 0,
            is_speaking: false,
            has_document: false,
            taken: Vec::new(),
        }
    }

    /// Reads a whole tree, with `code` for what is not well-formed.
    pub fn read_tree(&mut self, shape: &mut dyn Shape<'s>, tree: &Tree<'s>, code: &'static str) {
        for fault in tree.faults() {
            self.draft.report(
                Diagnostic::warning(code, fault.span, fault.message)
                    .with_hint("The rest is read as well as it goes; check that the file was saved completely."),
            );
        }
        self.read_nodes(shape, &mut tree.roots());
    }

    /// Claims what was set aside, and the mark-up, and settles the account.
    pub fn finish(mut self, tree: &Tree<'s>) -> Parsed {
        self.draft.end_paragraph(None);
        self.taken.sort_unstable();
        self.draft.claim_free(Kind::Metadata, &mut self.taken.iter().copied());
        self.draft.claim_free(Kind::Markup, &mut tree.spare());
        self.draft.finish()
    }

    /// Opens a turn; with an empty label nobody's.
    pub fn open_turn(&mut self, printed: &str, span: Span) {
        self.draft.end_paragraph(None);
        let label = (!printed.is_empty()).then(|| TurnLabel { id: self.draft.label(printed), span });
        self.draft.open_turn(label);
        self.is_speaking = true;
    }

    /// Goes on with the turn whose label stands at `label`, if nothing came between. False where something did.
    pub fn resume_turn(&mut self, label: Span) -> bool {
        let count = self.draft.paragraph_count();
        let turn = self.draft.transcript.turns.last().filter(|turn| turn.first == count);
        self.is_speaking = turn.and_then(|turn| turn.label).is_some_and(|found| found.span == label);
        self.is_speaking
    }

    /// Ends the turn: what follows is nobody's until another one is opened.
    pub fn end_turn(&mut self) {
        self.draft.end_paragraph(None);
        self.is_speaking = false;
    }

    /// Sets the words of a node aside as metadata.
    pub fn take(&mut self, node: NodeRef<'_, 's>) {
        self.taken.extend(words_in(node, self.draft.source()));
    }

    /// Reads what stands in an element, as blocks.
    pub fn read_children(&mut self, shape: &mut dyn Shape<'s>, node: NodeRef<'_, 's>) {
        self.read_nodes(shape, &mut node.children());
    }

    fn read_nodes(&mut self, shape: &mut dyn Shape<'s>, nodes: &mut dyn Iterator<Item = NodeRef<'_, 's>>) {
        for node in nodes {
            let part = match node.kind() {
                NodeKind::Element => block_part(shape, node),
                NodeKind::Text | NodeKind::Cdata => Part::Words,
                _ => continue,
            };
            match part {
                Part::Words | Part::Token { .. } | Part::Apart | Part::Item => {
                    if !self.draft.is_in_paragraph() {
                        if is_blank(node, self.draft.source()) {
                            self.read_silent(shape, node);
                            continue;
                        }
                        self.begin_paragraph();
                    }
                    self.push_inline(shape, node, part);
                }
                Part::Note if self.draft.is_in_paragraph() => self.push_inline(shape, node, part),
                _ => {
                    self.draft.end_paragraph(None);
                    self.read_block(shape, node, part);
                }
            }
        }
        self.draft.end_paragraph(None);
    }

    /// What holds no words may hold something of the format's own all the same.
    fn read_silent(&mut self, shape: &mut dyn Shape<'s>, node: NodeRef<'_, 's>) {
        for child in node.elements() {
            match shape.part(child) {
                Part::Note => self.note(shape, child),
                part @ (Part::Own | Part::Metadata) => self.read_block(shape, child, part),
                _ => self.read_silent(shape, child),
            }
        }
    }

    fn read_block(&mut self, shape: &mut dyn Shape<'s>, node: NodeRef<'_, 's>, part: Part) {
        match part {
            Part::Document => {
                if std::mem::replace(&mut self.has_document, true) {
                    self.draft.begin_next_transcript();
                }
                (self.depth, self.is_speaking) = (0, false);
                shape.begin(self, node, part);
                self.read_children(shape, node);
            }
            Part::Section => {
                self.depth = self.depth.saturating_add(1);
                self.read_children(shape, node);
                self.depth = self.depth.saturating_sub(1);
            }
            Part::Speech => {
                shape.begin(self, node, part);
                self.read_children(shape, node);
                self.end_turn();
            }
            Part::Paragraph => {
                self.begin_paragraph();
                self.push_children(shape, node);
                self.draft.end_paragraph(shape.times(node));
            }
            Part::Heading(level) => {
                let (text, span) = line_of(node, self.draft.source());
                if !text.is_empty() {
                    self.take(node);
                    self.draft.heading_text(text, span, self.depth.saturating_add(level).clamp(1, 6));
                }
            }
            Part::Note => self.note(shape, node),
            Part::Furniture => self.furniture(node),
            Part::Metadata => {
                self.take(node);
                shape.begin(self, node, part);
            }
            Part::Own => shape.begin(self, node, part),
            _ => self.read_children(shape, node),
        }
    }

    /// Sets the words of a node aside as furniture.
    pub fn furniture(&mut self, node: NodeRef<'_, 's>) {
        let (text, span) = line_of(node, self.draft.source());
        if !text.is_empty() {
            words_in(node, self.draft.source()).for_each(|span| self.draft.claim(Kind::Furniture, span));
            self.draft.furniture_text(text, span, FurnitureKind::Other);
        }
    }

    /// Begins a paragraph: of the open turn while it goes on, of nobody behind it.
    pub fn begin_paragraph(&mut self) {
        if !self.is_speaking && self.draft.open_label().is_some() {
            self.draft.open_turn(None);
        }
        self.draft.begin_paragraph();
        (self.gap, self.is_joined) = (None, false);
    }

    /// Pushes the words in an element into the paragraph or note that is open.
    pub fn push_children(&mut self, shape: &mut dyn Shape<'s>, node: NodeRef<'_, 's>) {
        for child in node.children() {
            match child.kind() {
                NodeKind::Element => {
                    let part = shape.part(child);
                    self.push_inline(shape, child, part);
                }
                NodeKind::Text | NodeKind::Cdata => self.push_text(child),
                _ => {}
            }
        }
    }

    fn push_inline(&mut self, shape: &mut dyn Shape<'s>, node: NodeRef<'_, 's>, part: Part) {
        match part {
            Part::Words if !node.is_element() => self.push_text(node),
            Part::Words => self.push_children(shape, node),
            Part::Token { joins_left, joins_right } => self.push_token(node, joins_left, joins_right),
            Part::Note if self.kind == Kind::Speech => self.push_note(shape, node),
            Part::Metadata => {
                self.take(node);
                shape.begin(self, node, part);
            }
            Part::Furniture => self.furniture(node),
            Part::Item => {
                if !self.is_at_start() {
                    self.gap = None;
                    self.push_own(";", node);
                }
                self.stand_apart(node.start_tag());
                self.push_children(shape, node);
            }
            _ => {
                self.stand_apart(node.start_tag());
                self.push_children(shape, node);
                self.stand_apart(node.end_tag());
            }
        }
    }

    /// A space follows, if a word does.
    fn stand_apart(&mut self, tag: Span) {
        self.gap.get_or_insert(Span { start: tag.start, end: tag.start });
    }

    /// Pushes a sign that the source does not have.
    fn push_own(&mut self, sign: &str, node: NodeRef<'_, 's>) {
        let at = node.start_tag().start;
        self.draft.push_as(self.kind, sign, Span { start: at, end: at });
    }

    fn push_token(&mut self, node: NodeRef<'_, 's>, joins_left: bool, joins_right: bool) {
        if is_blank(node, self.draft.source()) {
            return;
        }
        if joins_left || self.is_joined {
            self.gap = None;
        } else {
            self.stand_apart(node.start_tag());
        }
        node.descendants().for_each(|text| self.push_text(text));
        self.is_joined = joins_right;
    }

    /// Pushes the words of a text.
    pub fn push_text(&mut self, node: NodeRef<'_, 's>) {
        let source = self.draft.source();
        let span = node.text_span();
        let raw = span.of(source);
        if !node.has_references() || memchr::memchr(b'&', raw.as_bytes()).is_none() {
            self.push_run(span);
            return;
        }
        for piece in xml::pieces(raw, span.start as usize) {
            match piece {
                TextPiece::Same(span) => self.push_run(span),
                TextPiece::Reference(letter, span) if letter.is_ascii_whitespace() => {
                    self.gap.get_or_insert(span);
                }
                TextPiece::Reference(letter, span) => {
                    self.open_gap(span);
                    self.draft.push_as(self.kind, letter.encode_utf8(&mut [0; 4]), span);
                }
            }
        }
    }

    /// Pushes words that stand for themselves, with the white space between them.
    fn push_run(&mut self, span: Span) {
        let bytes = span.of(self.draft.source()).as_bytes();
        let is_white = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        let place = |from: usize, to: usize| Span::new(span.start as usize + from, span.start as usize + to);
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            while at < bytes.len() && is_white(at) {
                at += 1;
            }
            if at > start {
                self.gap.get_or_insert(place(start, at));
                continue;
            }
            // A single space inside stays where it is.
            while !is_white(at) || bytes.get(at) == Some(&b' ') && !is_white(at + 1) {
                at += 1;
            }
            self.push_words(place(start, at));
        }
    }

    fn push_words(&mut self, mut span: Span) {
        if let Some(gap) = self.gap
            && gap.end == span.start
            && gap.len() == 1
            && gap.of(self.draft.source()) == " "
            && !self.is_at_start()
        {
            self.gap = None;
            span.start = gap.start;
        }
        self.open_gap(span);
        if self.kind == Kind::Speech {
            self.draft.push_source_bounded(span, self.long);
        } else {
            self.draft.push_as(self.kind, span.of(self.draft.source()), span);
        }
    }

    /// Makes of the white space in front of the next words a space, if words stand in front of it.
    fn open_gap(&mut self, next: Span) {
        if self.kind == Kind::Speech {
            self.draft.make_room(next.len() + 1, next.start, self.long);
        }
        self.is_joined = false;
        if let Some(mut gap) = self.gap.take()
            && !self.is_at_start()
        {
            // A stretch as long as its words is taken to be the same letters.
            if gap.of(self.draft.source()) == "\t" {
                gap.end = gap.start;
            }
            self.draft.push_as(self.kind, " ", gap);
        }
    }

    fn is_at_start(&self) -> bool {
        match self.kind {
            Kind::Speech => self.draft.paragraph_bytes() == 0,
            _ => self.draft.transcript.text.len() == self.note_start,
        }
    }

    /// A note inside the paragraph, in brackets so that nobody takes it for speech. One that no words stand beside, or
    /// a long one, stands by itself.
    fn push_note(&mut self, shape: &mut dyn Shape<'s>, node: NodeRef<'_, 's>) {
        let bytes = node.span().len() + 4;
        self.draft.make_room(bytes, node.start_tag().start, self.long);
        let is_alone = || {
            let mut beside = node.following().take(MOST_BESIDE);
            !beside.any(|node| !is_note(shape, node) && !is_blank(node, self.draft.source()))
        };
        let is_long = bytes > self.draft.limits().paragraph_bytes / 4;
        if is_long || self.draft.paragraph_bytes() == 0 && is_alone() {
            self.draft.end_paragraph(None);
            self.note(shape, node);
            self.draft.begin_paragraph();
        } else {
            self.write_note(shape, node, true);
        }
    }

    /// A note of its own.
    pub fn note(&mut self, shape: &mut dyn Shape<'s>, node: NodeRef<'_, 's>) {
        self.gap = None;
        self.write_note(shape, node, false);
    }

    fn write_note(&mut self, shape: &mut dyn Shape<'s>, node: NodeRef<'_, 's>, is_inside: bool) {
        let first_word = node.descendants().map(|node| node.text_span().of(self.draft.source()).trim_start());
        let first_letter = first_word.filter(|text| !text.is_empty()).find_map(|text| {
            let start = text.floor_char_boundary(LONGEST_REFERENCE.min(text.len()));
            xml::decode(&text[..start]).chars().next()
        });
        // A gap without words says in an attribute why it is one.
        let mut nodes = std::iter::once(node).chain(node.descendants());
        let reason = match first_letter {
            Some(_) => None,
            None => nodes.find_map(|node| node.attribute("reason").or_else(|| node.attribute("type"))),
        };
        if first_letter.is_none() && reason.is_none_or(|reason| reason.raw.trim().is_empty()) {
            return;
        }
        if self.gap.is_some() {
            self.open_gap(node.start_tag());
        }
        let first_piece = self.draft.transcript.pieces.len();
        let start = self.draft.transcript.text.len();
        let kind = std::mem::replace(&mut self.kind, Kind::Note);
        let has_brackets = first_letter.is_some_and(|c| matches!(c, '(' | '[' | '{' | '<' | '‹' | '（' | '［'));
        let add_brackets = is_inside && !has_brackets || reason.is_some();
        if add_brackets {
            self.push_own("[", node);
        }
        self.note_start = self.draft.transcript.text.len();
        match reason {
            Some(reason) => {
                self.draft.push_as(Kind::Note, &xml::decode(reason.raw), reason.span);
            }
            None => self.push_children(shape, node),
        }
        if add_brackets {
            self.push_own("]", node);
        }
        self.kind = kind;
        (self.gap, self.is_joined) = (None, false);
        let transcript = &self.draft.transcript;
        let pieces = transcript.pieces.get(first_piece..).unwrap_or_default();
        let places = pieces.iter().map(|piece| piece.source);
        let words = places.filter(|span| !span.is_empty()).reduce(Span::to).unwrap_or(node.span());
        let text = TextRange::new(start, transcript.text.len());
        let paragraph = transcript.paragraphs.len() as u32;
        self.draft.add_note(Note { text, span: words, paragraph, is_inside });
    }
}

/// So many neighbours are looked at for words beside a note.
const MOST_BESIDE: usize = 32;

/// A reference has no more bytes.
const LONGEST_REFERENCE: usize = 16;

fn is_note<'s>(shape: &dyn Shape<'s>, node: NodeRef<'_, 's>) -> bool {
    node.is_element() && shape.part(node) == Part::Note
}

/// What an element is as a block: one that is taken for words, a paragraph or a heading but holds blocks is a group of
/// them, or was not closed.
fn block_part<'s>(shape: &dyn Shape<'s>, node: NodeRef<'_, 's>) -> Part {
    let part = shape.part(node);
    let is_block = |part: Part| {
        use Part::{Document, Group, Heading, Paragraph, Section, Speech};
        matches!(part, Document | Section | Group | Speech | Paragraph | Heading(_))
    };
    if matches!(part, Part::Words | Part::Paragraph | Part::Heading(_))
        && node.elements().any(|child| is_block(shape.part(child)))
    {
        return Part::Group;
    }
    part
}

/// Where the words of a node stand, tags left out.
fn words_in<'t, 's>(node: NodeRef<'t, 's>, source: &'t str) -> impl Iterator<Item = Span> + use<'t, 's> {
    let nodes = std::iter::once(node).chain(node.descendants());
    nodes.map(move |node| trim(node.text_span().of(source), node.text_span())).filter(|span| !span.is_empty())
}

/// Whether no words stand in a node.
pub fn is_blank(node: NodeRef<'_, '_>, source: &str) -> bool {
    let mut nodes = std::iter::once(node).chain(node.descendants());
    nodes.all(|node| node.text_span().of(source).bytes().all(|byte| byte.is_ascii_whitespace()))
}

/// Elements that stand apart from their neighbours where no white space is written: breaks, cells, parts of names.
const APART: &[&str] = &[
    "lb",
    "br",
    "eol",
    "cell",
    "td",
    "th",
    "redner",
    "vorname",
    "namenszusatz",
    "nachname",
    "fraktion",
    "rolle",
    "rolle_kurz",
    "seite",
];

/// The words of a node in one line, and where they stand. Line breaks are spaces.
pub fn line_of(node: NodeRef<'_, '_>, source: &str) -> (String, Span) {
    line_of_all(std::iter::once(node), node.start_tag(), source)
}

/// The words of several nodes in one line, and where they stand; `tag` is the place if there are none.
pub fn line_of_all<'t, 's: 't>(
    nodes: impl Iterator<Item = NodeRef<'t, 's>>,
    tag: Span,
    source: &str,
) -> (String, Span) {
    let mut words = String::new();
    let mut place: Option<Span> = None;
    let mut apart_until = u32::MAX;
    for node in nodes.flat_map(|node| std::iter::once(node).chain(node.descendants())) {
        let span = trim(node.text_span().of(source), node.text_span());
        if !span.is_empty() {
            place = Some(place.map_or(span, |place| place.to(span)));
        }
        if node.start_tag().start >= apart_until {
            words.push(' ');
            apart_until = u32::MAX;
        }
        match node.kind() {
            NodeKind::Text if node.has_references() => words.push_str(&xml::decode(node.text_span().of(source))),
            NodeKind::Element if APART.contains(&node.local()) => {
                words.push(' ');
                apart_until = node.span().end;
            }
            _ => words.push_str(node.text_span().of(source)),
        }
    }
    let mut line = String::with_capacity(words.len());
    for word in words.split_ascii_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    (line, place.unwrap_or(tag))
}

/// A label as printed, without the colon behind it.
pub fn without_colon(label: &str) -> &str {
    label.trim().trim_end_matches([':', '：']).trim_end()
}

/// The tag of a language as BCP 47 asks: `en` for `eng`. What is no bare code stays as it is.
pub fn language_tag(tag: &str) -> String {
    tiers::language_tag(tag).unwrap_or_else(|| tag.to_owned())
}
