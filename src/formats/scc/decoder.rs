//! What a decoder of CEA-608 captions does with the codes, as far as words and times go.
//!
//! Each pair of bytes takes one frame. Control codes are sent twice and count once. Follows ANSI/CTA-608-E.

use super::characters::{EXTENDED_1, EXTENDED_2, SPECIAL, basic};
use crate::model::Span;

/// Both channels of a field.
#[derive(Debug, Default)]
pub struct Decoder {
    pub channels: [Channel; 2],
    frame: u64,
    /// Which channel the codes are for.
    channel: usize,
    /// The control code before, which counts no second time.
    last_control: Option<u16>,
    /// Whether the codes are no captions but data about the programme.
    is_data: bool,
}

/// A channel: what it has shown, and what it is about to.
#[derive(Debug, Default)]
pub struct Channel {
    pub captions: Vec<Caption>,
    /// The letters of all captions.
    pub words: String,
    mode: Mode,
    /// Is written while another one is shown.
    hidden: Caption,
    /// Is shown.
    shown: Caption,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// Codes are written out of sight and shown at once.
    #[default]
    PopOn,
    /// Each line is shown as it is written and pushes the others up.
    RollUp,
    /// Is shown as it is written.
    PaintOn,
}

/// Words that are shown together.
#[derive(Debug, Default)]
pub struct Caption {
    /// Frames.
    pub start: u64,
    /// Frames; none where nothing takes it from the screen.
    pub end: Option<u64>,
    pub pieces: Vec<Piece>,
    /// The row that is written to.
    row: u8,
}

/// A word with the space behind it, or a sign that labels and notes are made of, and its place.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Where it starts in the letters of the channel.
    pub start: u32,
    pub end: u32,
    pub source: Span,
    pub row: u8,
}

/// Rows by the first byte of the code that goes to them, from 0x10 on; the second one is for codes with bit 5.
const ROWS: [[u8; 2]; 8] = [[11, 11], [1, 2], [3, 4], [12, 13], [14, 15], [5, 6], [7, 8], [9, 10]];

impl Decoder {
    /// Goes to a time.
    pub fn seek(&mut self, frame: u64) {
        self.frame = frame;
        self.last_control = None;
    }

    /// Reads one code, which stands at `source`.
    pub fn read(&mut self, code: u16, source: Span) {
        let code = code & 0x7f7f;
        let [first, second] = code.to_be_bytes();
        if (0x10..0x20).contains(&first) {
            self.is_data = false;
            if self.last_control.take() != Some(code) {
                self.last_control = Some(code);
                self.channel = usize::from(first & 8 != 0);
                self.control(first & !8, second, source);
            }
        } else if first >= 0x20 {
            self.last_control = None;
            if !self.is_data {
                // Two digits are a letter.
                let middle = source.start + 2;
                let digits = [Span { end: middle, ..source }, Span { start: middle, ..source }];
                for (byte, digits) in [first, second].into_iter().zip(digits) {
                    if byte >= 0x20 {
                        self.channels[self.channel].push(basic(byte), digits, self.frame);
                    }
                }
            }
        } else if first > 0 {
            // From 0x01 to 0x0e data begin or go on; 0x0f ends them.
            self.is_data = first != 0x0f;
        }
        self.frame += 1;
    }

    fn control(&mut self, first: u8, second: u8, source: Span) {
        let frame = self.frame;
        let channel = &mut self.channels[self.channel];
        match (first, second) {
            (0x11, 0x20..=0x2f) => channel.push(' ', source, frame),
            (0x11, 0x30..=0x3f) => channel.push(SPECIAL[usize::from(second - 0x30)], source, frame),
            // These take the place of a plain letter that was sent before for decoders that do not know them.
            (0x12 | 0x13, 0x20..=0x3f) => {
                channel.delete_last();
                let table = if first == 0x12 { &EXTENDED_1 } else { &EXTENDED_2 };
                channel.push(table[usize::from(second - 0x20)], source, frame);
            }
            (0x14 | 0x15, 0x20..=0x2f) => channel.command(second, frame),
            (0x10..=0x17, 0x40..=0x7f) => {
                channel.go_to(ROWS[usize::from(first - 0x10)][usize::from(second & 0x20 != 0)], frame);
            }
            // Tabulators, colours of the background, character sets: nothing to read.
            _ => {}
        }
    }

    /// Ends what is still shown or written.
    pub fn finish(&mut self) {
        for channel in &mut self.channels {
            channel.end_shown(None);
            // What was written and never shown is better read than lost.
            channel.hidden.start = self.frame;
            channel.shown = std::mem::take(&mut channel.hidden);
            channel.end_shown(None);
        }
    }
}

impl Channel {
    fn command(&mut self, second: u8, frame: u64) {
        match second {
            0x20 => self.mode = Mode::PopOn,
            0x21 => self.delete_last(),
            // Rolling up, and the text service, which rolls up too.
            0x25..=0x27 | 0x2a | 0x2b => {
                if self.mode != Mode::RollUp {
                    self.end_shown(Some(frame));
                }
                self.mode = Mode::RollUp;
            }
            0x29 => {
                self.end_shown(Some(frame));
                self.mode = Mode::PaintOn;
            }
            0x2c => self.end_shown(Some(frame)),
            0x2d => self.end_shown(Some(frame)),
            0x2e => self.hidden = Caption::default(),
            0x2f => {
                self.end_shown(Some(frame));
                self.mode = Mode::PopOn;
                self.shown = std::mem::take(&mut self.hidden);
                self.shown.start = frame;
            }
            _ => {}
        }
    }

    /// Goes to a row. Rolling captions have their words in one, whatever it is.
    fn go_to(&mut self, row: u8, frame: u64) {
        if self.mode == Mode::RollUp {
            return;
        }
        // Words that are painted over others in the same place are another caption.
        if self.mode == Mode::PaintOn && self.shown.pieces.last().is_some_and(|piece| piece.row == row) {
            self.end_shown(Some(frame));
        }
        self.written().row = row;
    }

    fn written(&mut self) -> &mut Caption {
        if self.mode == Mode::PopOn { &mut self.hidden } else { &mut self.shown }
    }

    fn push(&mut self, letter: char, source: Span, frame: u64) {
        let start = self.words.len() as u32;
        let before = self.words.chars().next_back();
        let is_pop_on = self.mode == Mode::PopOn;
        let caption = if is_pop_on { &mut self.hidden } else { &mut self.shown };
        let row = caption.row;
        let last = caption.pieces.last_mut().filter(|last| last.row == row && last.end == start);
        let is_after_space = last.as_ref().is_none_or(|_| before == Some(' '));
        if letter == ' ' && is_after_space {
            return;
        }
        self.words.push(letter);
        let end = self.words.len() as u32;
        if let Some(last) = last
            && before.is_some_and(|before| !is_sign(before))
            && (letter == ' ' || !is_sign(letter))
            // Codes that are not understood may stand between two letters of a word.
            && last.source.end + 1 >= source.start
        {
            last.end = end;
            last.source.end = source.end;
            return;
        }
        if caption.pieces.is_empty() && !is_pop_on {
            caption.start = frame;
        }
        caption.pieces.push(Piece { start, end, source, row });
    }

    /// Forgets the letters of captions that are gone, where no others stand behind them.
    pub fn forget_words(&mut self) {
        if self.hidden.pieces.is_empty() && self.shown.pieces.is_empty() {
            self.words.clear();
        }
    }

    /// Takes back the last letter.
    fn delete_last(&mut self) {
        let words_end = self.words.len() as u32;
        let is_pop_on = self.mode == Mode::PopOn;
        let caption = if is_pop_on { &mut self.hidden } else { &mut self.shown };
        let Some(last) = caption.pieces.last_mut().filter(|last| last.end == words_end) else { return };
        let Some(letter) = self.words.pop() else { return };
        last.end -= letter.len_utf8() as u32;
        if last.start == last.end {
            caption.pieces.pop();
        }
    }

    /// Takes what is shown from the screen; none where the file ends before.
    fn end_shown(&mut self, frame: Option<u64>) {
        let row = self.shown.row;
        let mut caption = std::mem::replace(&mut self.shown, Caption { row, ..Caption::default() });
        caption.pieces.sort_by_key(|piece| piece.row);
        // The space at the end of a row is none.
        for i in 0..caption.pieces.len() {
            let is_last = caption.pieces.get(i + 1).is_none_or(|next| next.row != caption.pieces[i].row);
            let piece = &mut caption.pieces[i];
            if is_last && self.words[..piece.end as usize].ends_with(' ') {
                piece.end -= 1;
            }
        }
        caption.pieces.retain(|piece| piece.start < piece.end);
        if caption.pieces.is_empty() {
            return;
        }
        // Where time codes go back nothing says how long it was shown.
        caption.end = frame.filter(|frame| *frame > caption.start);
        self.captions.push(caption);
    }
}

/// Whether labels, notes or marks of dialogue may begin or end with a character.
fn is_sign(letter: char) -> bool {
    matches!(letter, ' ' | ':' | '>' | '-' | '—' | '[' | ']' | '(' | ')' | '♪')
}
