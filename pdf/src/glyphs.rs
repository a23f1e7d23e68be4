//! The letters of each page and where they stand: follows the operators of a page that move, choose fonts and show
//! text, and passes over all that draw.
//!
//! Fonts, their encodings and character maps are read by `hayro-font`. Follows ISO 32000-2, 8.4 (graphics state), 9.4
//! (text) and 14.9.4 (replacement text).

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::hayro_cmap::{BfString, CMapName};
use hayro_font::{CMapResolverFn, Font, FontCache, FontData, FontGlyph, FontResolverFn};
use hayro_syntax::Pdf;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::keys::{ACTUAL_TEXT, FONT, MATRIX, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString};
use hayro_syntax::page::{Page, Resources};

use crate::matrix::Matrix;
use crate::{Fault, Limits};

/// Which way a letter stands, clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// As one reads.
    #[default]
    Upright,
    /// A quarter turn.
    Down,
    /// Upside down.
    Over,
    /// Three quarters of a turn.
    Up,
    /// Slanting.
    Other,
}

/// A letter, or the letters that one sign of the font stands for.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// What it stands for: white space is one space.
    pub text: Letters,
    /// Where it begins, where the next one would begin, from the left edge of the page.
    pub x0: f32,
    /// See `x0`.
    pub x1: f32,
    /// Its baseline, from the upper edge of the page.
    pub y: f32,
    /// Height of the font.
    pub size: f32,
    /// Which way it stands.
    pub way: Way,
}

/// One letter, as nearly always, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letters {
    /// One.
    One(char),
    /// Several, of a ligature or of replacement text.
    Several(Rc<str>),
}

/// The letters of a page, in the order in which it draws them.
#[derive(Clone, Debug, Default)]
pub struct PageGlyphs {
    /// The letters, turned so that most of them stand upright.
    pub glyphs: Vec<Glyph>,
}

/// The least font that is one: it stands for those that the document does not carry. Their widths and letters are known
/// by their names, and nothing is drawn.
const EMPTY_FONT: &[u8] = &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// How many bytes of unpacked forms are kept for their next use on a page.
const KEPT_FORM_BYTES: usize = 16 << 20;

/// So many bytes without a space, all at one distance, are a word printed wide.
const SHORTEST_WIDE_PRINT: usize = 6;

/// A space has at least this width, parts of the font's height.
const NARROWEST_SPACE: f32 = 0.08;

/// Of so many letters a third may be unknown before the document counts as one that does not tell its letters.
const LETTERS_TO_JUDGE: u64 = 20;

/// Reads all pages.
///
/// # Errors
/// [`Fault`], where there are no letters or too many of anything.
pub fn read_pages(pdf: &Pdf, limits: &Limits) -> Result<Vec<PageGlyphs>, Fault> {
    let fonts = FontCache::new();
    let empty: FontData = Arc::new(EMPTY_FONT);
    let font_resolver: FontResolverFn = Arc::new(move |_| Some((empty.clone(), 0)));
    let cmap_resolver: CMapResolverFn = Arc::new(|_: CMapName<'_>| None);
    let mut budget =
        Budget { operators: limits.operators, letters: limits.letters as u64, bytes: limits.unpacked_bytes };
    let (mut known, mut unknown) = (0, 0);
    let mut pages = Vec::with_capacity(pdf.pages().len());
    for page in pdf.pages().iter() {
        let mut reader = Reader {
            fonts: &fonts,
            font_resolver: &font_resolver,
            cmap_resolver: &cmap_resolver,
            budget: &mut budget,
            depth: limits.depth,
            size: page.render_dimensions(),
            glyphs: Vec::new(),
            forms: HashMap::new(),
            form_bytes: 0,
            replacements: Vec::new(),
        };
        reader.read_page(page)?;
        let mut glyphs = reader.glyphs;
        for glyph in &glyphs {
            match &glyph.text {
                Letters::One(char::REPLACEMENT_CHARACTER) => unknown += 1,
                Letters::One(' ') => {}
                _ => known += 1,
            }
        }
        turn(&mut glyphs, page.render_dimensions());
        pages.push(PageGlyphs { glyphs });
    }
    match (known, unknown) {
        (0, 0) => Err(Fault::NoText),
        _ if unknown > LETTERS_TO_JUDGE && unknown * 2 > known => Err(Fault::NoLetters),
        _ => Ok(pages),
    }
}

/// What may still be done.
struct Budget {
    operators: u64,
    letters: u64,
    bytes: u64,
}

impl Budget {
    fn take(left: &mut u64, count: u64) -> Result<(), Fault> {
        *left = left.checked_sub(count).ok_or(Fault::TooLarge)?;
        Ok(())
    }
}

/// What `q` keeps and `Q` brings back.
#[derive(Clone)]
struct State<'a> {
    matrix: Matrix,
    font: Option<Font<'a>>,
    font_size: f64,
    letter_space: f64,
    word_space: f64,
    /// 1 is the font's own width.
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// How deep states may be kept.
const MOST_STATES: usize = 512;

/// Text that stands in place of what is shown, while its marked content lasts.
struct Replacement {
    text: Option<Rc<str>>,
    /// Whether it was written with the first letter shown.
    is_written: bool,
}

struct Reader<'r, 'a> {
    fonts: &'r FontCache<'a>,
    font_resolver: &'r FontResolverFn,
    cmap_resolver: &'r CMapResolverFn,
    budget: &'r mut Budget,
    depth: usize,
    size: (f32, f32),
    glyphs: Vec<Glyph>,
    forms: HashMap<ObjectIdentifier, Rc<[u8]>>,
    form_bytes: usize,
    /// One for each marked content that is open.
    replacements: Vec<Replacement>,
}

impl<'a> Reader<'_, 'a> {
    fn read_page(&mut self, page: &Page<'a>) -> Result<(), Fault> {
        let Some(operators) = page.page_stream() else { return Ok(()) };
        Budget::take(&mut self.budget.bytes, operators.len() as u64)?;
        let state = State {
            matrix: Matrix(page.initial_transform(true).as_coeffs()),
            font: None,
            font_size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.follow(operators, page.resources(), state, 0)
    }

    /// Follows the operators of a page or of a form.
    fn follow(
        &mut self,
        operators: &[u8],
        resources: &Resources<'a>,
        mut state: State<'a>,
        depth: usize,
    ) -> Result<(), Fault> {
        let mut kept: Vec<State<'a>> = Vec::new();
        let open = self.replacements.len();
        let (mut text, mut line) = (Matrix::IDENTITY, Matrix::IDENTITY);
        let mut operators = TypedIter::new(operators);
        while let Some(operator) = operators.next() {
            Budget::take(&mut self.budget.operators, 1)?;
            match operator {
                TypedInstruction::SaveState(_) if kept.len() < MOST_STATES => kept.push(state.clone()),
                TypedInstruction::RestoreState(_) => {
                    if let Some(before) = kept.pop() {
                        state = before;
                    }
                }
                TypedInstruction::Transform(m) => {
                    let m = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                    state.matrix = state.matrix.after(Matrix(m));
                }
                TypedInstruction::BeginText(_) => (text, line) = (Matrix::IDENTITY, Matrix::IDENTITY),
                TypedInstruction::TextFont(font) => {
                    state.font = resources.get_font(font.0).and_then(|dict| self.font(&dict));
                    state.font_size = font.1.as_f64();
                }
                TypedInstruction::SetGraphicsState(name) => {
                    let font = resources.get_ext_g_state(name.0).and_then(|dict| dict.get::<Array<'a>>(FONT));
                    if let Some(font) = font {
                        let mut parts = font.flex_iter();
                        state.font = parts.next::<Dict<'a>>().and_then(|dict| self.font(&dict));
                        state.font_size = parts.next::<f32>().map_or(state.font_size, f64::from);
                    }
                }
                TypedInstruction::CharacterSpacing(space) => state.letter_space = space.0.as_f64(),
                TypedInstruction::WordSpacing(space) => state.word_space = space.0.as_f64(),
                TypedInstruction::HorizontalScaling(stretch) => state.stretch = stretch.0.as_f64() / 100.0,
                TypedInstruction::TextLeading(leading) => state.leading = leading.0.as_f64(),
                TypedInstruction::TextRise(rise) => state.rise = rise.0.as_f64(),
                TypedInstruction::SetTextMatrix(m) => {
                    line = Matrix([m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64()));
                    text = line;
                }
                TypedInstruction::NextLine(by) => {
                    line = line.after(Matrix::shift(by.0.as_f64(), by.1.as_f64()));
                    text = line;
                }
                TypedInstruction::NextLineAndSetLeading(by) => {
                    state.leading = -by.1.as_f64();
                    line = line.after(Matrix::shift(by.0.as_f64(), by.1.as_f64()));
                    text = line;
                }
                TypedInstruction::NextLineUsingLeading(_) => {
                    line = line.after(Matrix::shift(0.0, -state.leading));
                    text = line;
                }
                TypedInstruction::ShowText(shown) => self.show(shown.0.as_bytes(), &state, &mut text)?,
                TypedInstruction::NextLineAndShowText(shown) => {
                    line = line.after(Matrix::shift(0.0, -state.leading));
                    text = line;
                    self.show(shown.0.as_bytes(), &state, &mut text)?;
                }
                TypedInstruction::ShowTextWithParameters(shown) => {
                    (state.word_space, state.letter_space) = (shown.0.as_f64(), shown.1.as_f64());
                    line = line.after(Matrix::shift(0.0, -state.leading));
                    text = line;
                    self.show(shown.2.as_bytes(), &state, &mut text)?;
                }
                TypedInstruction::ShowTexts(parts) => {
                    for part in parts.0.iter::<Object<'_>>() {
                        match part {
                            Object::String(shown) => self.show(shown.as_bytes(), &state, &mut text)?,
                            Object::Number(by) => {
                                let by = -by.as_f64() / 1000.0 * state.font_size;
                                let is_across = state.font.as_ref().is_none_or(Font::is_horizontal);
                                let by = if is_across { (by * state.stretch, 0.0) } else { (0.0, by) };
                                text = text.after(Matrix::shift(by.0, by.1));
                            }
                            _ => {}
                        }
                    }
                }
                TypedInstruction::XObject(name) if depth < self.depth => {
                    if let Some(form) = resources.get_x_object(name.0) {
                        self.follow_form(&form, resources, &state, depth)?;
                    }
                }
                TypedInstruction::BeginMarkedContent(_) => self.begin_marked(None),
                TypedInstruction::BeginMarkedContentWithProperties(marked) => {
                    let properties = match marked.1 {
                        Object::Dict(dict) => Some(dict.clone()),
                        Object::Name(name) => resources.properties.get::<Dict<'_>>(name.as_ref()),
                        _ => None,
                    };
                    let text = properties.and_then(|dict| dict.get::<PdfString<'_>>(ACTUAL_TEXT));
                    self.begin_marked(text.map(|text| replacement(text.as_bytes())));
                }
                TypedInstruction::EndMarkedContent(_) if self.replacements.len() > open => {
                    self.replacements.pop();
                }
                _ => {}
            }
        }
        self.replacements.truncate(open);
        Ok(())
    }

    fn font(&self, dict: &Dict<'a>) -> Option<Font<'a>> {
        self.fonts.font(dict, self.font_resolver, self.cmap_resolver)
    }

    fn follow_form(
        &mut self,
        form: &Stream<'a>,
        outer: &Resources<'a>,
        state: &State<'a>,
        depth: usize,
    ) -> Result<(), Fault> {
        if form.dict().get::<Name<'_>>(SUBTYPE).is_none_or(|kind| kind.as_ref() != b"Form") {
            return Ok(());
        }
        let id = form.obj_id();
        let operators = match self.forms.get(&id) {
            Some(operators) => operators.clone(),
            None => {
                let Ok(unpacked) = form.decoded_data() else { return Ok(()) };
                Budget::take(&mut self.budget.bytes, unpacked.len() as u64)?;
                let operators: Rc<[u8]> = unpacked.into_owned().into();
                if self.form_bytes + operators.len() <= KEPT_FORM_BYTES {
                    self.form_bytes += operators.len();
                    self.forms.insert(id, operators.clone());
                }
                operators
            }
        };
        let mut inner = state.clone();
        if let Some(matrix) = form.dict().get::<[f64; 6]>(MATRIX) {
            inner.matrix = inner.matrix.after(Matrix(matrix));
        }
        let own = form.dict().get::<Dict<'a>>(RESOURCES).map(Resources::new);
        self.follow(&operators, own.as_ref().unwrap_or(outer), inner, depth + 1)
    }

    fn begin_marked(&mut self, text: Option<Rc<str>>) {
        // More than any document has: what stands deeper is read as it is drawn.
        if self.replacements.len() < MOST_STATES {
            self.replacements.push(Replacement { text, is_written: false });
        }
    }

    fn show(&mut self, bytes: &[u8], state: &State<'a>, text: &mut Matrix) -> Result<(), Fault> {
        let Some(font) = state.font.as_ref() else { return Ok(()) };
        // Space between letters is that of a word printed wide, or stands for one space here and there: a line that is
        // to be full is often written so.
        let is_wide_print = bytes.len() >= SHORTEST_WIDE_PRINT && !bytes.contains(&b' ');
        let mut at = 0;
        while at < bytes.len() {
            Budget::take(&mut self.budget.letters, 1)?;
            let (code, length) = font.read_code(bytes, at);
            let length = length.max(1);
            at += length;
            let advance = font.code_advance(code);
            let space = if code == 32 && length == 1 { state.word_space } else { 0.0 };
            let by = |space: f64| {
                if font.is_horizontal() {
                    Matrix::shift((advance.x / 1000.0 * state.font_size + space) * state.stretch, 0.0)
                } else {
                    Matrix::shift(0.0, advance.y / 1000.0 * state.font_size + space)
                }
            };
            let before = state.matrix.after(*text);
            let own = if is_wide_print { space + state.letter_space } else { space };
            let end = state.matrix.after(text.after(by(own)));
            *text = text.after(by(space + state.letter_space));
            self.push(font, code, state, before, (end, state.matrix.after(*text)));
        }
        Ok(())
    }

    /// Keeps a letter that stands between `from` and its end, where the next one begins at `next`.
    fn push(&mut self, font: &Font<'a>, code: u32, state: &State<'a>, from: Matrix, (end, next): (Matrix, Matrix)) {
        let (x0, y0) = from.point(0.0, state.rise);
        let (mut x1, y1) = end.point(0.0, state.rise);
        let along = from.direction(1.0, 0.0);
        let up = from.direction(0.0, state.font_size);
        let size = up.0.hypot(up.1) as f32;
        let (width, height) = (f64::from(self.size.0), f64::from(self.size.1));
        let is_on_page = x0.is_finite() && y0.is_finite() && x1.is_finite() && y1.is_finite() && size.is_finite();
        // A hair's breadth outside is still seen by nobody who reads the page.
        if !is_on_page || x0 < -1.0 || x0 > width + 1.0 || y0 < -1.0 || y0 > height + 1.0 || size <= 0.0 {
            return;
        }
        let text = match self.replacements.iter_mut().rev().find(|open| open.text.is_some()) {
            None => letters(font, code),
            Some(replaced) if !replaced.is_written => {
                replaced.is_written = true;
                match replaced.text.as_deref() {
                    Some("") | None => return,
                    Some(text) => several(text),
                }
            }
            Some(_) => {
                // The replacement reaches as far as what it stands for.
                if let Some(last) = self.glyphs.last_mut().filter(|last| (f64::from(last.y) - y0).abs() < 0.5) {
                    last.x1 = last.x1.max(x1 as f32);
                }
                return;
            }
        };
        let Some(text) = text else { return };
        let way = way(along);
        if text == Letters::One(' ') && way == Way::Upright {
            x1 = next.point(0.0, state.rise).0;
            // A space that was drawn together until nothing of it is left stands for a letter moved nearer to another.
            if x1 - x0 < f64::from(NARROWEST_SPACE * size) {
                return;
            }
        }
        self.glyphs.push(Glyph { text, x0: x0 as f32, x1: x1 as f32, y: y0 as f32, size, way });
        if way != Way::Upright
            && let Some(last) = self.glyphs.last_mut()
        {
            // `turn` needs the far end of what does not run from left to right; the baseline is enough for its place.
            last.x1 = if way == Way::Over || way == Way::Other { x1 as f32 } else { y1 as f32 };
        }
    }
}

/// Which way text runs on the page, whose y counts downwards.
fn way((x, y): (f64, f64)) -> Way {
    let (long, short) = (x.abs().max(y.abs()), x.abs().min(y.abs()));
    if short > long * 0.2 {
        Way::Other
    } else if x.abs() > y.abs() {
        if x > 0.0 { Way::Upright } else { Way::Over }
    } else if y > 0.0 {
        Way::Down
    } else {
        Way::Up
    }
}

/// Turns a page of which most letters lie on their side, as landscape pages are often written.
fn turn(glyphs: &mut [Glyph], (width, height): (f32, f32)) {
    let count = |way: Way| glyphs.iter().filter(|glyph| glyph.way == way).count();
    let ways = [Way::Upright, Way::Down, Way::Over, Way::Up].map(|way| (count(way), way));
    let most = ways.into_iter().max_by_key(|(count, way)| (*count, *way == Way::Upright));
    let Some((_, most)) = most.filter(|(_, way)| *way != Way::Upright) else { return };
    for glyph in glyphs {
        let (x, y, far) = (glyph.x0, glyph.y, glyph.x1);
        if glyph.way != most {
            glyph.way = Way::Other;
            continue;
        }
        glyph.way = Way::Upright;
        (glyph.x0, glyph.x1, glyph.y) = match most {
            Way::Down => (y, far, width - x),
            Way::Up => (height - y, height - far, x),
            _ => (width - x, width - far, height - y),
        };
    }
}

/// What a sign of the font stands for.
fn letters(font: &Font<'_>, code: u32) -> Option<Letters> {
    let known = match font.glyph(font.map_code(code), code) {
        FontGlyph::Outline(glyph) => glyph.as_unicode(),
        FontGlyph::Type3(glyph) => glyph.as_unicode(),
    };
    match known {
        Some(BfString::Char(letter)) => one(letter),
        Some(BfString::String(text)) => several(&text),
        // Space is space even in a font that does not say so.
        None if code == 32 => one(' '),
        None => one(char::REPLACEMENT_CHARACTER),
    }
}

fn one(letter: char) -> Option<Letters> {
    match letter {
        _ if letter.is_whitespace() => Some(Letters::One(' ')),
        // What cannot be seen is no letter; the soft hyphen can, at the end of a line.
        _ if letter.is_control() || matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}') => None,
        '\u{fb00}'..='\u{fb06}' => several(LIGATURES[letter as usize - 0xfb00]),
        _ => Some(Letters::One(letter)),
    }
}

/// The Latin ligatures, which are a matter of print.
const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

fn several(text: &str) -> Option<Letters> {
    let mut letters = text.chars().filter(|letter| !letter.is_control() && *letter != '\u{feff}');
    match (letters.next(), letters.next()) {
        (None, _) => None,
        (Some(letter), None) => one(letter),
        _ => Some(Letters::Several(text.chars().filter(|letter| !letter.is_control()).collect::<String>().into())),
    }
}

/// Replacement text: UTF-16 with its mark, UTF-8 with its mark, or one byte a letter.
fn replacement(bytes: &[u8]) -> Rc<str> {
    let wide = |unit: fn([u8; 2]) -> u16| -> String {
        let (pairs, _) = bytes[2..].as_chunks::<2>();
        char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map_while(Result::ok).collect()
    };
    match bytes {
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes).into(),
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes).into(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_lies_on_its_side_is_turned() {
        let glyph = |x0: f32, x1: f32, y: f32, way: Way| Glyph { text: Letters::One('a'), x0, x1, y, size: 10.0, way };
        // Written upwards: y falls from 700 to 690 while x stays.
        let mut glyphs = vec![glyph(100.0, 690.0, 700.0, Way::Up), glyph(10.0, 20.0, 30.0, Way::Other)];
        turn(&mut glyphs, (595.0, 842.0));
        assert_eq!((glyphs[0].x0, glyphs[0].x1, glyphs[0].y), (142.0, 152.0, 100.0));
        assert_eq!((glyphs[0].way, glyphs[1].way), (Way::Upright, Way::Other));
    }

    #[test]
    fn ligatures_are_letters_and_what_is_unseen_is_nothing() {
        assert_eq!(one('\u{fb03}'), Some(Letters::Several("ffi".into())));
        assert_eq!(one('\u{a0}'), Some(Letters::One(' ')));
        assert_eq!(one('\u{200b}'), None);
        assert_eq!(replacement(b"\xfe\xff\x04\x1f").as_ref(), "\u{41f}");
    }
}
