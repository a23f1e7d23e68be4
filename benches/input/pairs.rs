//! Two texts that belong together, made from a seed: versions of a record of which one word in fifty was changed and a
//! paragraph moved; and a text beside its translation into a language of other words, with sentences joined, divided,
//! left out and exchanged.

use super::words::Words;

/// Words in a paragraph, and in a sentence at least and at most so many more.
const PARAGRAPH: usize = 60;
const SHORTEST: u32 = 5;
const LONGER: u32 = 24;
/// Of how many words one is changed.
const WORDS_TO_A_CHANGE: u32 = 50;

/// Two versions of a record, of about so many words each.
pub fn versions(seed: u32, words: usize) -> [String; 2] {
    let mut made = Words::new(seed);
    let mut paragraphs: [Vec<String>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..words.div_ceil(PARAGRAPH) {
        let (mut one, mut other) = (String::new(), String::new());
        let mut left_in_sentence = 0;
        for n in 0..PARAGRAPH {
            let mut word = made.next();
            if left_in_sentence == 0 {
                left_in_sentence = SHORTEST + made.dice().roll(LONGER);
                word = capital(&word);
            }
            left_in_sentence -= 1;
            let end = if left_in_sentence == 0 || n + 1 == PARAGRAPH {
                ". "
            } else if made.dice().roll(12) == 0 {
                ", "
            } else {
                " "
            };
            if end == ". " {
                left_in_sentence = 0;
            }
            one.push_str(&word);
            one.push_str(end);
            match made.dice().roll(WORDS_TO_A_CHANGE * 4) {
                0 => {}
                1 => other.push_str(&format!("{word} {}{end}", made.next())),
                2 | 3 => other.push_str(&format!("{}{end}", made.next())),
                _ => other.push_str(&format!("{word}{end}")),
            }
        }
        paragraphs[0].push(one.trim_end().to_owned());
        paragraphs[1].push(other.trim_end().to_owned());
    }
    let moved = paragraphs[1].len() / 3;
    if moved > 0 {
        let paragraph = paragraphs[1].remove(moved);
        paragraphs[1].insert(moved * 2, paragraph);
    }
    paragraphs.map(|paragraphs| paragraphs.join("\n\n"))
}

/// The sentences of a text and of its translation, one a line; the text has so many.
pub fn translation(seed: u32, sentences: usize) -> [String; 2] {
    let mut made = Words::new(seed);
    let [mut left, mut right] = [String::new(), String::new()];
    let mut held: Option<String> = None;
    for n in 0..sentences {
        let words: Vec<String> = (0..SHORTEST + made.dice().roll(LONGER)).map(|_| made.next()).collect();
        let mut there: Vec<String> =
            words.iter().filter(|_| made.dice().roll(12) > 0).map(|word| translated(word)).collect();
        // Words stand in another order there.
        for at in 1..there.len() {
            if made.dice().roll(3) == 0 {
                there.swap(at - 1, at);
            }
        }
        let mut one = words;
        if made.dice().roll(8) == 0 {
            let number = (1000 + made.dice().roll(9000)).to_string();
            one.push(number.clone());
            there.push(number);
        }
        left.push_str(&format!("{}.\n", capital(&one.join(" "))));
        let sentence = format!("{}.", capital(&there.join(" ")));
        match made.dice().roll(40) {
            0 => {}
            1 if held.is_none() => held = Some(sentence),
            2 if there.len() > 8 => {
                let half = there.len() / 2;
                let (a, b) = (there[..half].join(" "), there[half..].join(" "));
                right.push_str(&format!("{}.\n{}.\n", capital(&a), capital(&b)));
            }
            _ => {
                let joined = if made.dice().roll(30) == 0 && n + 1 < sentences { ' ' } else { '\n' };
                right.push_str(&sentence);
                right.push(joined);
                if let Some(held) = held.take() {
                    right.push_str(&held);
                    right.push('\n');
                }
            }
        }
    }
    [left, right]
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Another word for each, in Cyrillic letters, that does not sound like it.
fn translated(word: &str) -> String {
    const SYLLABLES: [&str; 16] =
        ["ро", "ди", "ма", "че", "лу", "жи", "по", "вер", "сло", "ты", "гра", "ни", "бе", "зу", "кам", "ще"];
    let mut hash = word.bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let mut out = String::new();
    for _ in 0..2 + word.len() / 4 {
        out.push_str(SYLLABLES[(hash >> 8) as usize % SYLLABLES.len()]);
        hash = hash.wrapping_mul(0x0100_0193) ^ 0x9e37;
    }
    out
}
