//! Time expressions of TTML, to milliseconds: clock times with fractions or frames, and offsets with a metric.
//!
//! Follows <https://www.w3.org/TR/ttml2/#timing-value-time-expression>. What files in the wild write besides is read
//! too: a comma for the point, a semicolon before the frames, minutes and seconds alone, seconds without a metric.

use crate::markup::xml::NodeRef;

/// Numbers are read to a millionth.
const MICRO: u128 = 1_000_000;

/// How the times of a document count.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Nominal frames in a second.
    frame_rate: u128,
    sub_frames: u128,
    /// By what the nominal rate is multiplied.
    multiplier: (u128, u128),
    tick_rate: u128,
    /// Whether clock times are time codes that count frames, which drift from the time of the media.
    counts_frames: bool,
    drop: Drop,
}

/// Which frame numbers time codes leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drop {
    None,
    /// Two each minute but each tenth.
    Ntsc,
    /// Four each second minute but each twentieth.
    Pal,
}

impl Clock {
    /// The clock of a document, from the parameters of its outermost element.
    pub fn of(root: Option<NodeRef<'_, '_>>) -> Self {
        let value = |name: &str| root.and_then(|root| root.value(name));
        let number = |name: &str| {
            value(name).and_then(|text| text.trim().parse::<u32>().ok()).filter(|n| *n > 0).map(u128::from)
        };
        let frame_rate = number("frameRate");
        let sub_frames = number("subFrameRate").unwrap_or(1);
        let multiplier = value("frameRateMultiplier").and_then(|text| {
            let mut parts = text.split([' ', ':']).filter_map(|part| part.parse::<u32>().ok());
            Some((parts.next()?.into(), parts.next().unwrap_or(1).into()))
        });
        Self {
            frame_rate: frame_rate.unwrap_or(30),
            sub_frames,
            multiplier: multiplier.filter(|(over, under)| *over > 0 && *under > 0).unwrap_or((1, 1)),
            tick_rate: number("tickRate").unwrap_or(frame_rate.map_or(1, |rate| rate * sub_frames)),
            counts_frames: value("timeBase").as_deref() == Some("smpte"),
            drop: match value("dropMode").as_deref() {
                Some("dropNTSC") => Drop::Ntsc,
                Some("dropPAL") => Drop::Pal,
                _ => Drop::None,
            },
        }
    }

    /// Reads a time expression.
    pub fn read(&self, text: &str) -> Option<u64> {
        let text = text.trim();
        let ms = if text.contains(':') { self.clock_time(text) } else { self.offset(text) };
        ms.map(|ms| u64::try_from(ms).unwrap_or(u64::MAX >> 1).min(u64::MAX >> 1))
    }

    fn clock_time(&self, text: &str) -> Option<u128> {
        let mut parts = [""; 4];
        let mut n = 0;
        for part in text.split([':', ';']) {
            *parts.get_mut(n)? = part;
            n += 1;
        }
        let (hours, minutes, seconds) = match n {
            2 => ("0", parts[0], parts[1]),
            _ => (parts[0], parts[1], parts[2]),
        };
        let seconds = (decimal(hours)? / MICRO * 3600 + decimal(minutes)? / MICRO * 60) * MICRO + decimal(seconds)?;
        if n < 4 {
            return Some(divide(seconds, MICRO / 1000));
        }
        let (frames, sub_frames) = parts[3].split_once('.').unwrap_or((parts[3], "0"));
        let frames = decimal(frames)? + decimal(sub_frames)? / self.sub_frames;
        if self.counts_frames {
            let seconds = seconds / MICRO;
            return Some(
                self.frames((seconds * self.frame_rate * MICRO + frames).saturating_sub(self.dropped(seconds) * MICRO)),
            );
        }
        Some(divide(seconds + self.frames_micro(frames), MICRO / 1000))
    }

    /// Numbers that were left out before a time.
    fn dropped(&self, seconds: u128) -> u128 {
        let minutes = seconds / 60;
        match self.drop {
            Drop::None => 0,
            Drop::Ntsc => 2 * (minutes - minutes / 10),
            Drop::Pal => 4 * (minutes / 2 - minutes / 20),
        }
    }

    fn offset(&self, text: &str) -> Option<u128> {
        let digits = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
        let (number, metric) = text.split_at(digits);
        let value = decimal(number)?;
        Some(match metric {
            "h" => divide(value * 3600, MICRO / 1000),
            "m" => divide(value * 60, MICRO / 1000),
            "s" | "" => divide(value, MICRO / 1000),
            "ms" => divide(value, MICRO),
            "f" => self.frames(value),
            "t" => divide(value * 1000, self.tick_rate * MICRO),
            _ => return None,
        })
    }

    /// Milliseconds of so many millionths of frames.
    fn frames(&self, frames: u128) -> u128 {
        divide(self.frames_micro(frames), MICRO / 1000)
    }

    fn frames_micro(&self, frames: u128) -> u128 {
        divide(frames * self.multiplier.1, self.frame_rate * self.multiplier.0)
    }
}

fn divide(value: u128, by: u128) -> u128 {
    (value + by / 2) / by
}

/// A number in millionths. No more of it is read than a time can be long.
fn decimal(text: &str) -> Option<u128> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 18 || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(6);
    let whole = whole.bytes().chain(digits).fold(0u128, |value, digit| value * 10 + u128::from(digit - b'0'));
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::xml::{Dialect, Tree};

    fn read(parameters: &str, text: &str) -> Option<u64> {
        let source = format!("<tt {parameters}/>");
        let tree = Tree::read(&source, 0, Dialect::Xml);
        Clock::of(tree.root()).read(text)
    }

    #[test]
    fn reads_clock_times() {
        for (text, ms) in [
            ("01:02:03", Some(3_723_000)),
            ("01:02:03.235", Some(3_723_235)),
            ("100:00:00.1", Some(360_000_100)),
            ("00:00:01,5", Some(1500)),
            ("00:00:01:15", Some(1500)),
            ("1:02.345", Some(62_345)),
            ("00:00:01:15.x", None),
            ("1:2:3:4:5", None),
            (":1", None),
            ("", None),
        ] {
            assert_eq!(read("", text), ms, "{text}");
        }
        assert_eq!(read("ttp:frameRate='24' ttp:frameRateMultiplier='1000 1001'", "01:02:03:20"), Some(3_723_834));
        assert_eq!(read("ttp:frameRate='25' ttp:subFrameRate='2'", "00:00:00:12.1"), Some(500));
    }

    #[test]
    fn time_codes_count_frames() {
        let ntsc = "ttp:timeBase='smpte' ttp:frameRate='30' ttp:frameRateMultiplier='1000:1001'";
        assert_eq!(read(ntsc, "01:00:00:00"), Some(3_603_600));
        assert_eq!(read(&format!("{ntsc} ttp:dropMode='dropNTSC'"), "01:00:00;00"), Some(3_599_996));
        assert_eq!(read(&format!("{ntsc} ttp:dropMode='nonDrop'"), "00:00:10:00"), Some(10_010));
    }

    #[test]
    fn reads_offsets() {
        for (text, ms) in [
            ("1.2s", Some(1200)),
            ("1.2m", Some(72_000)),
            ("1.2h", Some(4_320_000)),
            ("1500ms", Some(1500)),
            ("24f", Some(1001)),
            ("120t", Some(2000)),
            ("12.345", Some(12_345)),
            ("s", None),
            ("5x", None),
            ("9999999999999999999999s", None),
        ] {
            assert_eq!(read("frameRate='24' frameRateMultiplier='1000 1001' tickRate='60'", text), ms, "{text}");
        }
        assert_eq!(read("ttp:tickRate='10000000'", "37405000000t"), Some(3_740_500));
        assert_eq!(read("", "999999999999999999h"), Some(u64::MAX >> 1));
    }
}
