//! Times of cues: the strict form of WebVTT and the loose forms of the wild, to milliseconds.
//!
//! Times beyond what 32 bits of milliseconds hold (49 days) saturate; the caller says so.

/// A time that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Milliseconds, at most `u32::MAX`.
    pub ms: u32,
    /// Whether it was larger than that.
    pub is_too_large: bool,
    /// Whether it was negative; `ms` is then zero.
    pub is_negative: bool,
}

impl Timestamp {
    /// A time in milliseconds.
    pub fn of_ms(ms: u64) -> Self {
        let is_too_large = ms > u64::from(u32::MAX);
        Self { ms: u32::try_from(ms).unwrap_or(u32::MAX), is_too_large, is_negative: false }
    }
}

/// Length of `00:00:00.000`.
pub const FULL_BYTES: usize = 12;

/// Reads `00:00:00.000`, with `point` before the milliseconds; only this form, but quickly: eight bytes at a time.
#[inline]
pub fn read_full(bytes: &[u8; FULL_BYTES], point: u8) -> Option<u32> {
    let (clock, rest) = bytes.split_first_chunk::<8>()?;
    let rest: &[u8; 4] = rest.first_chunk()?;
    // What must be a digit becomes its value, what must be a sign becomes zero.
    let clock = u64::from_le_bytes(*clock) ^ u64::from_le_bytes(*b"00:00:00");
    let rest = u32::from_le_bytes(*rest) ^ u32::from_le_bytes([point, b'0', b'0', b'0']);
    // Where one of them is larger than it may be (9, 5 or 0), adding this sets the upper bit of its byte.
    let is_clock = clock | clock.wrapping_add(u64::from_le_bytes([0x76, 0x76, 0x7f, 0x7a, 0x76, 0x7f, 0x7a, 0x76]));
    let is_rest = rest | rest.wrapping_add(u32::from_le_bytes([0x7f, 0x76, 0x76, 0x76]));
    if (is_clock & 0x8080_8080_8080_8080) | u64::from(is_rest & 0x8080_8080) != 0 {
        return None;
    }
    let digit = |i: u32| (clock >> (8 * i)) as u32 & 0xf;
    let pair = |i: u32| digit(i) * 10 + digit(i + 1);
    let [_, f1, f2, f3] = rest.to_le_bytes().map(u32::from);
    Some((pair(0) * 3600 + pair(3) * 60 + pair(6)) * 1000 + f1 * 100 + f2 * 10 + f3)
}

/// Reads `00:00:00.000 --> 00:00:00.000`, with `point` before the milliseconds; only this form, but quickly.
#[inline]
pub fn read_full_line(bytes: &[u8], point: u8) -> Option<(u32, u32)> {
    let line: &[u8; 29] = bytes.first_chunk()?;
    let (start, rest) = line.split_first_chunk::<FULL_BYTES>()?;
    let (arrow, end) = rest.split_first_chunk::<5>()?;
    if arrow != b" --> " {
        return None;
    }
    Some((read_full(start, point)?, read_full(end.first_chunk()?, point)?))
}

/// Reads a time as WebVTT has it, at `at`: the time and where it ends.
///
/// Follows "collect a WebVTT timestamp" of <https://www.w3.org/TR/webvtt1/#collect-a-webvtt-timestamp>.
pub fn read_vtt(bytes: &[u8], at: usize) -> Option<(Timestamp, usize)> {
    let (first, first_digits, mut at) = digits(bytes, at)?;
    let has_hours = first_digits != 2 || first > 59;
    at = expect(bytes, at, b':')?;
    let (second, n, next) = digits(bytes, at)?;
    at = next;
    if n != 2 {
        return None;
    }
    let (hours, minutes, seconds) = if has_hours || bytes.get(at) == Some(&b':') {
        at = expect(bytes, at, b':')?;
        let (third, n, next) = digits(bytes, at)?;
        at = next;
        if n != 2 {
            return None;
        }
        (first, second, third)
    } else {
        (0, first, second)
    };
    at = expect(bytes, at, b'.')?;
    let (ms, n, at) = digits(bytes, at)?;
    (n == 3 && minutes <= 59 && seconds <= 59).then(|| (timestamp(hours, minutes, seconds, ms), at))
}

/// Reads a time as SRT files in the wild have it, at `at`: `,` `.` `:` or `;` before the milliseconds or none of them,
/// hours or not, one digit or more, white space inside, a minus sign before it.
pub fn read_loose(bytes: &[u8], at: usize) -> Option<(Timestamp, usize)> {
    let is_negative = bytes.get(at) == Some(&b'-');
    let mut at = at + usize::from(is_negative);
    let mut parts = [0u64; 4];
    let mut n = 0;
    let mut fraction = None;
    loop {
        let (value, length, next) = digits(bytes, at)?;
        let has_point = n > 0 && matches!(bytes[at - 1], b',' | b'.' | b';');
        at = next;
        if has_point || n == 3 {
            fraction = Some(thousandths(value, length));
            break;
        }
        parts[n] = value;
        n += 1;
        // White space beside the separator is a slip of the hand.
        let separator = skip_spaces(bytes, at);
        match bytes.get(separator) {
            Some(b':') => at = separator + 1,
            Some(b',' | b'.' | b';') if n >= 2 => at = separator + 1,
            _ => break,
        }
        let digit = skip_spaces(bytes, at);
        if digit > at && bytes.get(digit).is_some_and(u8::is_ascii_digit) {
            // Only milliseconds are ever set apart; a space before anything else ends the time.
            let (value, length, next) = digits(bytes, digit)?;
            fraction = Some(thousandths(value, length));
            at = next;
            break;
        }
    }
    if n < 2 {
        return None;
    }
    let (hours, minutes, seconds) = if n == 2 { (0, parts[0], parts[1]) } else { (parts[0], parts[1], parts[2]) };
    let mut time = timestamp(hours, minutes, seconds, fraction.unwrap_or(0));
    if is_negative && time.ms > 0 {
        time = Timestamp { ms: 0, is_too_large: false, is_negative: true };
    }
    Some((time, at))
}

/// Reads seconds in decimals, as the programs of linguists write them: `21.51`, `-0`, `4.4e-16`. All of `text` must be
/// one number.
pub fn read_seconds(text: &str) -> Option<Timestamp> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], unsigned[at + 1..].parse::<i32>().ok()?),
        None => (unsigned, 0),
    };
    let point = mantissa.bytes().position(|b| b == b'.').unwrap_or(mantissa.len());
    let is_digit = |(i, b): (usize, u8)| b.is_ascii_digit() || i == point;
    if !mantissa.as_bytes().first()?.is_ascii_digit() || !mantissa.bytes().enumerate().all(is_digit) {
        return None;
    }
    // So many digits stand before the point if it is moved behind the milliseconds.
    let places = point as i64 + i64::from(exponent) + 3;
    let (mut ms, mut seen) = (0u64, 0i64);
    for digit in mantissa.bytes().filter(u8::is_ascii_digit).map(|b| u64::from(b - b'0')) {
        if seen >= places {
            ms = ms.saturating_add(u64::from(seen == places && digit >= 5));
            break;
        }
        ms = ms.saturating_mul(10).saturating_add(digit);
        seen += 1;
    }
    for _ in seen..places.min(seen + 20) {
        ms = ms.saturating_mul(10);
    }
    let is_negative = ms > 0 && unsigned.len() < text.len();
    Some(match u32::try_from(ms) {
        _ if is_negative => Timestamp { ms: 0, is_too_large: false, is_negative },
        Ok(ms) => Timestamp { ms, is_too_large: false, is_negative },
        Err(_) => Timestamp { ms: u32::MAX, is_too_large: true, is_negative },
    })
}

/// A time code that was read: `00:00:01:12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeCode {
    /// Whole seconds.
    pub seconds: u64,
    /// Frames of the last second.
    pub frames: u64,
    /// Whether a semicolon stands before the frames: some of their numbers are left out, so that the code keeps time.
    pub is_drop: bool,
    /// Where it ends.
    pub end: usize,
}

/// Reads a time code at `at`.
pub fn read_time_code(bytes: &[u8], at: usize) -> Option<TimeCode> {
    let (hours, _, at) = digits(bytes, at)?;
    let (minutes, _, at) = digits(bytes, expect(bytes, at, b':')?)?;
    let (seconds, _, at) = digits(bytes, expect(bytes, at, b':')?)?;
    let is_drop = bytes.get(at) == Some(&b';');
    let (frames, _, end) = digits(bytes, at + usize::from(is_drop || bytes.get(at) == Some(&b':')))?;
    let is_plausible = hours < 1000 && minutes < 1000 && seconds < 1000 && frames < 1000;
    let is_apart = is_drop || bytes.get(at) == Some(&b':');
    (is_plausible && is_apart).then(|| TimeCode {
        seconds: (hours * 60 + minutes) * 60 + seconds,
        frames,
        is_drop,
        end,
    })
}

/// Where the white space that starts at `at` ends.
pub fn skip_spaces(bytes: &[u8], at: usize) -> usize {
    at + bytes[at.min(bytes.len())..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\x0c')).count()
}

/// The digits after the point, as many as there are, in thousandths.
fn thousandths(value: u64, digits: usize) -> u64 {
    match digits {
        1 => value * 100,
        2 => value * 10,
        3 => value,
        _ => u32::try_from(digits - 3).ok().and_then(|n| 10u64.checked_pow(n)).map_or(0, |power| value / power),
    }
}

fn timestamp(hours: u64, minutes: u64, seconds: u64, ms: u64) -> Timestamp {
    let seconds = hours.saturating_mul(3600).saturating_add(minutes.saturating_mul(60)).saturating_add(seconds);
    Timestamp::of_ms(seconds.saturating_mul(1000).saturating_add(ms))
}

/// The number at `at` and where it ends. Saturates.
pub fn read_number(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    digits(bytes, at).map(|(value, _, end)| (value, end))
}

/// The number at `at`, how many digits it has, and where it ends. Saturates.
fn digits(bytes: &[u8], at: usize) -> Option<(u64, usize, usize)> {
    let mut value = 0u64;
    let mut end = at;
    while let Some(byte) = bytes.get(end).filter(|b| b.is_ascii_digit()) {
        value = value.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
        end += 1;
    }
    (end > at).then_some((value, end - at, end))
}

fn expect(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    (bytes.get(at) == Some(&byte)).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vtt(text: &str) -> Option<u32> {
        read_vtt(text.as_bytes(), 0).filter(|(_, end)| *end == text.len()).map(|(time, _)| time.ms)
    }

    fn loose(text: &str) -> Option<u32> {
        read_loose(text.as_bytes(), 0).filter(|(_, end)| *end == text.len()).map(|(time, _)| time.ms)
    }

    #[test]
    fn reads_the_strict_form() {
        assert_eq!(vtt("00:00:01.500"), Some(1500));
        assert_eq!(vtt("01:00.000"), Some(60_000));
        assert_eq!(vtt("100:00:00.001"), Some(360_000_001));
        assert_eq!(vtt("60:00:00.000"), Some(216_000_000));
        for text in ["1:00.000", "00:60.000", "00:60:00.000", "00:00:00.00", "00:00:00,000", "00:00", "", "60:00.000"] {
            assert_eq!(vtt(text), None, "{text}");
        }
        let (time, _) = read_vtt(b"99999999999999999999999:00:00.000", 0).expect("a time");
        assert!(time.is_too_large && time.ms == u32::MAX);
    }

    #[test]
    fn reads_the_loose_forms() {
        for text in
            ["00:00:01,500", "00:00:01.500", "00:00:01:500", "0:0:1,5", "00:01,500", "00:00:1, 500", "0:01.5004"]
        {
            assert_eq!(loose(text), Some(1500), "{text}");
        }
        assert_eq!(loose("00:00:02"), Some(2000));
        assert_eq!(loose("12"), None);
        let (time, _) = read_loose(b"-00:00:01,000", 0).expect("a time");
        assert!(time.is_negative && time.ms == 0);
    }

    #[test]
    fn reads_seconds() {
        let ms = |text: &str| read_seconds(text).map(|time| time.ms);
        for (text, expected) in [
            ("0", 0),
            ("-0", 0),
            ("21.51", 21_510),
            ("1.2345", 1_235),
            ("0.06469123242311078", 65),
            ("4.4e-16", 0),
            ("1.5e1", 15_000),
            ("2.", 2_000),
            ("-1.5", 0),
            ("1e300", u32::MAX),
        ] {
            assert_eq!(ms(text), Some(expected), "{text}");
        }
        assert!(read_seconds("-1.5").is_some_and(|time| time.is_negative));
        for text in ["", "-", ".5", "1.2.3", "1e", "x", "inf", "1 "] {
            assert_eq!(ms(text), None, "{text}");
        }
    }

    #[test]
    fn the_quick_form_agrees_with_the_slow_one() {
        let line = b"12:34:56.789 --> 12:34:58.001";
        assert_eq!(read_full_line(line, b'.'), Some((45_296_789, 45_298_001)));
        assert_eq!(read_full_line(line, b','), None);
        assert_eq!(read_full_line(b"12:34:56.789 --> 12:74:58.001", b'.'), None);
        assert_eq!(read_full_line(&line[..28], b'.'), None);
        // Every byte at every place.
        for at in 0..FULL_BYTES {
            for byte in 0..=u8::MAX {
                let mut time = *b"12:34:56.789";
                time[at] = byte;
                let slow = read_vtt(&time, 0).filter(|(_, end)| *end == FULL_BYTES).map(|(time, _)| time.ms);
                assert_eq!(read_full(&time, b'.'), slow, "{time:?}");
            }
        }
    }
}
