//! Fills in templates: what stands once, what is repeated, and between them words, names and times.
//!
//! Lines of `=====` part a template: what stands once and what is repeated take turns. Every repeated part is repeated
//! as often as the others, and its nth item says the same as the nth item of the others: the same words at the same
//! time by the same speaker, as the lists in the files of recognisers do. `⟦8-16 …⟧` is repeated for each word of
//! the item. What stands between `‹` and `›` is filled in (`Item::fill` lists what there is); a line that ends in `\` goes
//! on in the next one.

use std::fmt::Write;

use super::captions::{push_line, push_number};
use super::dice::{Dice, NAMES, WORDS};

/// Milliseconds from one word to the next.
const WORD_MS: u32 = 320;
/// Items that are made to find out how long one is.
const TRIAL: u32 = 200;

/// Fills in a template until it has about so many bytes.
pub fn fill(template: &str, seed: u32, bytes: usize) -> String {
    let template = template.replace("\\\n", "");
    let parts: Vec<Vec<Step<'_>>> = template.split("=====\n").map(steps).collect();
    let lengths = parts.iter().flatten().find_map(|step| match step {
        Step::Words(least, most, _) => Some((*least, *most)),
        _ => None,
    });
    let mut trial = String::new();
    parts.iter().skip(1).step_by(2).for_each(|part| repeat(&mut trial, part, seed, TRIAL, lengths));
    let count = (bytes as u64 * u64::from(TRIAL) / trial.len().max(1) as u64).max(1) as u32;
    let mut text = String::with_capacity(bytes + bytes / 16 + 4096);
    for (i, part) in parts.iter().enumerate() {
        match i % 2 {
            1 => repeat(&mut text, part, seed, count, lengths),
            _ => Item { count, ..Item::default() }.write(&mut text, part, 0),
        }
    }
    text
}

/// A stretch of a template.
#[derive(Debug)]
enum Step<'t> {
    Same(&'t str),
    Blank(&'t str),
    Words(u32, u32, Vec<Step<'t>>),
}

fn steps(mut rest: &str) -> Vec<Step<'_>> {
    let mut all = Vec::new();
    while let Some(at) = rest.find(['‹', '⟦']) {
        all.push(Step::Same(&rest[..at]));
        let is_blank = rest[at..].starts_with('‹');
        let close = if is_blank { '›' } else { '⟧' };
        let end = rest.find(close).expect("a bracket that is closed");
        let inside = &rest[at + '‹'.len_utf8()..end];
        if is_blank {
            all.push(Step::Blank(inside));
        } else {
            let (range, inside) = inside.split_once(' ').expect("how many words, and what is repeated");
            let (least, most) = range.split_once('-').expect("the fewest and the most words");
            let number = |text: &str| text.parse().expect("a number of words");
            all.push(Step::Words(number(least), number(most), steps(inside)));
        }
        rest = &rest[end + close.len_utf8()..];
    }
    all.push(Step::Same(rest));
    all
}

fn repeat(text: &mut String, part: &[Step<'_>], seed: u32, count: u32, lengths: Option<(u32, u32)>) {
    let mut item = Item { count, ..Item::default() };
    for n in 0..count {
        item.begin(n, seed, lengths);
        item.write(text, part, 0);
    }
}

/// What an item says.
#[derive(Default)]
struct Item {
    count: u32,
    n: u32,
    speaker: usize,
    start_ms: u32,
    end_ms: u32,
    words: Vec<&'static str>,
    dice: Option<Dice>,
}

impl Item {
    fn begin(&mut self, n: u32, seed: u32, lengths: Option<(u32, u32)>) {
        let mut dice = Dice::new(seed ^ (n + 1).wrapping_mul(0x9e37_79b9));
        // The first numbers of near seeds are near each other.
        (0..4).for_each(|_| _ = dice.roll(2));
        if dice.roll(3) == 0 {
            self.speaker = dice.roll(NAMES.len() as u32) as usize;
        }
        self.n = n;
        // After a hundred hours time begins anew, which happens in no file that is not some ten megabytes long.
        self.start_ms = (self.end_ms + dice.roll(400)) % 360_000_000;
        self.words.clear();
        let length = match lengths {
            Some((least, most)) => {
                let length = least + dice.roll(most - least + 1);
                self.words.extend((0..length).map(|_| dice.pick(WORDS)));
                length * WORD_MS
            }
            None => 900 + dice.roll(3000),
        };
        self.end_ms = self.start_ms + length;
        self.dice = Some(dice);
    }

    fn write(&mut self, text: &mut String, steps: &[Step<'_>], word: usize) {
        for step in steps {
            match step {
                Step::Same(same) => text.push_str(same),
                Step::Blank(name) => self.fill(text, name, word),
                Step::Words(_, _, steps) => (0..self.words.len()).for_each(|word| self.write(text, steps, word)),
            }
        }
    }

    /// Fills in a blank. The times of an item are `s` and `e`, those of a word `ws` and `we`, and behind the point
    /// stands how they are written.
    fn fill(&mut self, text: &mut String, name: &str, word: usize) {
        if let Some((point, form)) = name.split_once('.')
            && let Some(ms) = self.time(point, word)
        {
            return push_time(text, ms, form);
        }
        let word_at = |word: usize| self.words.get(word).copied().unwrap_or("word");
        match name {
            // Between the items of a list.
            "," if text.trim_end().ends_with(['[', '{']) => {}
            "," => text.push(','),
            "n" => push(text, u64::from(self.n) + 1),
            "n0" => push(text, u64::from(self.n)),
            "two" => push(text, u64::from(self.n % 2)),
            "count" => push(text, u64::from(self.count)),
            "name" => text.push_str(NAMES[self.speaker]),
            "sp" => push(text, self.speaker as u64),
            "letter" => text.push((b'A' + self.speaker as u8) as char),
            "length" => push(text, u64::from(self.end_ms - self.start_ms)),
            "offset" => push(text, u64::from(WORD_MS) * word as u64),
            "bullet" => text.push('\u{15}'),
            "bare" => text.push_str(word_at(word)),
            "word" => {
                text.push_str(word_at(word));
                // A sentence ends with its item.
                if word + 1 == self.words.len() {
                    text.push('.');
                }
            }
            "said" => {
                let words = self.words.join(" ");
                let _ = write!(text, "{words}.");
            }
            _ => self.fill_from_dice(text, name),
        }
    }

    fn fill_from_dice(&mut self, text: &mut String, name: &str) {
        let Some(dice) = &mut self.dice else { return };
        match name {
            "line" => push_line(text, dice, 32),
            "line.scc" => {
                let mut line = String::new();
                push_line(&mut line, dice, 28);
                push_scc(text, &line);
            }
            "sentence" => push_sentence(text, dice),
            "sentences" => {
                for i in 0..1 + dice.roll(4) {
                    if i > 0 {
                        text.push(' ');
                    }
                    push_sentence(text, dice);
                }
            }
            unknown => panic!("no blank is called {unknown}"),
        }
    }

    fn time(&self, point: &str, word: usize) -> Option<u32> {
        let word_ms = self.start_ms + word as u32 * WORD_MS;
        match point {
            "s" => Some(self.start_ms),
            "e" => Some(self.end_ms),
            "ws" => Some(word_ms),
            "we" => Some(word_ms + WORD_MS - 40),
            _ => None,
        }
    }
}

fn push(text: &mut String, number: u64) {
    // Writing into a string cannot fail.
    let _ = write!(text, "{number}");
}

fn push_sentence(text: &mut String, dice: &mut Dice) {
    let start = text.len();
    let length = 60 + dice.roll(120) as usize;
    push_line(text, dice, length);
    let first = text[start..start + 1].to_ascii_uppercase();
    text.replace_range(start..start + 1, &first);
    text.push('.');
}

/// Letters as the pairs of bytes with odd parity that captions in a picture's edge are sent as.
fn push_scc(text: &mut String, line: &str) {
    let mut bytes: Vec<u8> = line.bytes().filter(u8::is_ascii).collect();
    if bytes.len() % 2 == 1 {
        bytes.push(b' ');
    }
    for pair in bytes.chunks(2) {
        for byte in pair {
            let odd = byte | if byte.count_ones() % 2 == 0 { 0x80 } else { 0 };
            let _ = write!(text, "{odd:02x}");
        }
        text.push(' ');
    }
}

fn push_time(text: &mut String, ms: u32, form: &str) {
    let clock = |text: &mut String, hour_digits: u32, sign: &str| {
        push_number(text, ms / 3_600_000, hour_digits);
        text.push(':');
        push_number(text, ms / 60_000 % 60, 2);
        text.push(':');
        push_number(text, ms / 1000 % 60, 2);
        text.push_str(sign);
    };
    match form {
        "ms" => push(text, u64::from(ms)),
        "ticks" => push(text, u64::from(ms) * 10_000),
        "frames" => push(text, u64::from(ms) / 40),
        "tenths" => push(text, u64::from(ms) / 100),
        "s" => {
            push(text, u64::from(ms) / 1000);
            text.push('.');
            push_number(text, ms % 1000, 3);
        }
        "hms" | "sbv" => {
            clock(text, if form == "hms" { 2 } else { 1 }, ".");
            push_number(text, ms % 1000, 3);
        }
        "clock" => clock(text, 2, ""),
        "ass" | "sub" => {
            clock(text, if form == "sub" { 2 } else { 1 }, ".");
            push_number(text, ms / 10 % 100, 2);
        }
        "tc" => {
            clock(text, 2, ":");
            push_number(text, ms / 40 % 25, 2);
        }
        "lrc" => {
            // Songs are shorter than a hundred minutes, and players believe so.
            push_number(text, ms / 60_000 % 100, 2);
            text.push(':');
            push_number(text, ms / 1000 % 60, 2);
            text.push('.');
            push_number(text, ms / 10 % 100, 2);
        }
        "minutes" => {
            push(text, u64::from(ms) / 60_000);
            text.push(':');
            push_number(text, ms / 1000 % 60, 2);
        }
        unknown => panic!("no time is written as {unknown}"),
    }
}
