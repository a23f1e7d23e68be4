//! Captions and an official record, with the proportions of real ones.

use super::dice::{Dice, NAMES, WORDS};
const CAPITALS: &[&str] = &["ANN LEE", "BORIS UDE", "CHAIR", "DORA QUILL"];

const NOTES: &[&str] = &["[Music]", "[Applause]", "(laughter)", "♪ down by the harbour wall ♪"];

/// A transcript of `kind` (`vtt`, `srt`, `official`) of about `bytes` bytes.
pub fn make(kind: &str, seed: u32, bytes: usize) -> String {
    let mut dice = Dice::new(seed);
    let mut text = String::with_capacity(bytes + 4096);
    match kind {
        "official" => make_official(&mut text, &mut dice, bytes),
        _ => make_captions(&mut text, &mut dice, bytes, kind == "srt"),
    }
    text
}

/// Appends the last so many digits of a number.
pub fn push_number(text: &mut String, value: u32, digits: u32) {
    for place in (0..digits).rev() {
        text.push((b'0' + (value / 10u32.pow(place) % 10) as u8) as char);
    }
}

fn push_time(text: &mut String, ms: u32, point: char) {
    push_number(text, ms / 3_600_000 % 100, 2);
    text.push(':');
    push_number(text, ms / 60_000 % 60, 2);
    text.push(':');
    push_number(text, ms / 1000 % 60, 2);
    text.push(point);
    push_number(text, ms % 1000, 3);
}

/// Appends one line of words; in about every second one a sentence ends.
pub fn push_line(text: &mut String, dice: &mut Dice, length: usize) {
    let start = text.len();
    let end_at = dice.roll(18);
    for i in 0.. {
        text.push_str(dice.pick(WORDS));
        if text.len() - start >= length {
            break;
        }
        text.push_str(if i == end_at { ". " } else { " " });
    }
}

fn make_captions(text: &mut String, dice: &mut Dice, bytes: usize, is_srt: bool) {
    let point = if is_srt { ',' } else { '.' };
    if !is_srt {
        text.push_str("WEBVTT\n\n");
    }
    let (mut ms, mut number) = (0, 1u32);
    while text.len() < bytes {
        if is_srt {
            text.push_str(&number.to_string());
            text.push('\n');
            number += 1;
        }
        let duration = 900 + dice.roll(3000);
        push_time(text, ms, point);
        text.push_str(" --> ");
        push_time(text, ms + duration, point);
        text.push('\n');
        ms += duration + if dice.roll(15) == 0 { 2500 } else { dice.roll(200) };
        // After a hundred hours time begins anew, which happens in no file that is not some ten megabytes long.
        ms %= 360_000_000;
        match dice.roll(40) {
            0..4 if !is_srt => {
                text.push_str("<v ");
                text.push_str(dice.pick(NAMES));
                text.push('>');
                push_line(text, dice, 36);
            }
            4..6 => {
                text.push_str("<i>");
                push_line(text, dice, 34);
                text.push_str("</i>");
            }
            6 => {
                push_line(text, dice, 18);
                text.push_str(" &amp; ");
                push_line(text, dice, 12);
            }
            7 => text.push_str(dice.pick(NOTES)),
            8 | 9 => {
                text.push_str(dice.pick(CAPITALS));
                text.push_str(": ");
                push_line(text, dice, 24);
            }
            10 => {
                text.push_str("- ");
                push_line(text, dice, 24);
                text.push_str("\n- ");
                push_line(text, dice, 24);
            }
            _ => {
                push_line(text, dice, 34);
                if dice.roll(3) > 0 {
                    text.push('\n');
                    push_line(text, dice, 30);
                }
            }
        }
        text.push_str("\n\n");
    }
}

fn make_official(text: &mut String, dice: &mut Dice, bytes: usize) {
    text.push_str("Meeting on harbour services\n\nThe council discussed the repair of the harbour wall.\n\nMay 14, 2019\n15:30\nTown Hall\n\n");
    while text.len() < bytes {
        match dice.roll(8) {
            0..3 => {
                text.push_str(["Mayor ANN LEE: ", "Treasurer BORIS UDE: ", "DORA QUILL: "][dice.roll(3) as usize]);
            }
            3 => text.push_str("Question: "),
            4 if dice.roll(6) == 0 => text.push_str("(Applause.)\n\n"),
            _ => {}
        }
        for _ in 0..1 + dice.roll(5) {
            let start = text.len();
            let length = 60 + dice.roll(120) as usize;
            push_line(text, dice, length);
            // Sentences begin with a capital.
            let first = text[start..start + 1].to_ascii_uppercase();
            text.replace_range(start..start + 1, &first);
            text.push_str(". ");
        }
        text.pop();
        text.push_str("\n\n");
    }
}
