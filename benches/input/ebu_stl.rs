//! EBU subtitles: a header of 1024 bytes, then a block of 128 for each subtitle (EBU Tech 3264-E).

use super::captions::push_line;
use super::dice::Dice;

/// About `bytes` bytes of subtitles.
pub fn make(seed: u32, bytes: usize) -> Vec<u8> {
    let mut dice = Dice::new(seed);
    let mut file = vec![b' '; 1024];
    file[..16].copy_from_slice(b"850STL25.0110009");
    file[256..264].copy_from_slice(b"00000000");
    let mut at = 0;
    let mut number = 0u16;
    while file.len() < bytes {
        let end = at + 50 + dice.roll(75);
        let mut block = [0x8f; 128];
        block[..16].fill(0);
        block[1..3].copy_from_slice(&number.to_le_bytes());
        block[3] = 0xff;
        block[5..9].copy_from_slice(&time_code(at));
        block[9..13].copy_from_slice(&time_code(end));
        block[13] = 20;
        block[14] = 2;
        let mut line = String::new();
        push_line(&mut line, &mut dice, 34);
        line.push('\u{1}');
        push_line(&mut line, &mut dice, 34);
        let letters = line.bytes().filter(u8::is_ascii).map(|byte| if byte == 1 { 0x8a } else { byte });
        block[16..].iter_mut().zip(letters.take(110)).for_each(|(place, letter)| *place = letter);
        file.extend(block);
        at = end % (24 * 3600 * 25);
        number = number.wrapping_add(1);
    }
    file
}

/// Hours, minutes, seconds and frames.
fn time_code(frames: u32) -> [u8; 4] {
    [frames / 90_000 % 24, frames / 1500 % 60, frames / 25 % 60, frames % 25].map(|part| part as u8)
}
