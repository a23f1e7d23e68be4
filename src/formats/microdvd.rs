//! MicroDVD subtitles: a cue a line, its times as numbers of frames.
//!
//! `{start}{end}words|second line`, codes like `{y:i}` in braces. How long a frame is, the file says in its first cue
//! (`{1}{1}25.000`) or nowhere; then 23.976 frames a second are taken, and a remark says so. There is no
//! specification; <https://en.wikipedia.org/wiki/MicroDVD> describes the form.

use super::cue_lines::{BREAK, Dialect, Head, NONE, read_cues};
use super::timed::{Cues, Shown};
use super::timestamps::{Timestamp, read_number, skip_spaces};
use super::{Confidence, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::model::{FurnitureKind, Kind, Span};
use crate::text::lines::{Line, Lines, is_space};

static META: Meta = Meta {
    id: "microdvd",
    name: "MicroDVD subtitles",
    endings: &["sub", "txt"],
    media_types: &["text/x-microdvd"],
    specification: "https://en.wikipedia.org/wiki/MicroDVD",
    keeps: "words, speakers, times by the frame rate",
    omits: "fonts, colours, positions",
    is_lined: true,
};

/// Frames in a thousand seconds where the file does not say: the rate of film on disc.
const USUAL_RATE: u64 = 23_976;

/// See the module.
pub struct Microdvd;

impl Format for Microdvd {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn sniff(&self, probe: &Probe<'_>) -> Confidence {
        let mut lines = Lines::new(probe.text, 0).filter(|line| !line.is_blank() && !is_default(line));
        match lines.next() {
            Some(line) if find_head(probe.text.as_bytes(), &line, b"{}", USUAL_RATE).is_some() => Confidence::Certain,
            _ => Confidence::No,
        }
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut cues = Cues::new(META.id, source.text, limits);
        cues.draft.claim(Kind::Markup, Span::new(0, source.body_start()));
        let (rate, from) = read_header(&mut cues, source.body_start());
        let head = |bytes: &[u8], line: usize, line_end: usize| head(bytes, line, line_end, b"{}", rate);
        read_cues(&mut cues, from..source.text.len(), &Dialect { head: &head, syntax: &syntax, is_verse: false });
        Ok(cues.finish())
    }
}

fn find_head(bytes: &[u8], line: &Line<'_>, braces: &[u8; 2], rate: u64) -> Option<Head> {
    head(bytes, line.span.start as usize, line.span.end as usize, braces, rate)
}

/// `{DEFAULT}{}{C:$0000ff}`: styles for all cues.
fn is_default(line: &Line<'_>) -> bool {
    line.text.trim_start_matches(is_space).starts_with("{DEFAULT}")
}

/// Styles for all cues and the frame rate. Returns that, in frames in a thousand seconds, and where the cues begin.
fn read_header(cues: &mut Cues<'_>, from: usize) -> (u64, usize) {
    let source = cues.draft.source();
    for line in Lines::new(source, from) {
        if line.is_blank() {
            continue;
        }
        if is_default(&line) {
            cues.draft.furniture(line.trimmed(), FurnitureKind::Settings);
            continue;
        }
        let at = line.span.start as usize;
        let Some(head) = find_head(source.as_bytes(), &line, b"{}", USUAL_RATE) else { return (USUAL_RATE, at) };
        let words = source[head.words..line.span.end as usize].trim();
        if head.start.ms < 100
            && let Some(rate) = read_rate(words)
        {
            cues.draft.claim(Kind::Timing, line.trimmed());
            return (rate, line.next as usize);
        }
        cues.warn(
            "no-frame-rate",
            Span::new(at, head.words),
            "Times are counted in frames here, and the file does not say how many frames a second has; 23.976 are taken.",
            "If times drift, write the rate into a first line of its own, as in {1}{1}25.000.",
        );
        return (USUAL_RATE, at);
    }
    (USUAL_RATE, source.len())
}

/// `25`, `23.976`, `29,97`: what stands where the first cue's words should be.
fn read_rate(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_number = |text: &str| text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let thousandths = fraction.bytes().chain(*b"000").take(3).fold(0, |all, digit| all * 10 + u64::from(digit - b'0'));
    let rate = whole.parse::<u64>().ok()? * 1000 + thousandths;
    (1_000..=1_000_000).contains(&rate).then_some(rate)
}

/// `{12}{34}` at the start of a line, with numbers that count `rate` in a thousand seconds. The second may be missing.
pub(super) fn head(bytes: &[u8], line: usize, line_end: usize, braces: &[u8; 2], rate: u64) -> Option<Head> {
    let bytes = &bytes[..line_end];
    let at = skip_spaces(bytes, line);
    if bytes.get(at) != Some(&braces[0]) {
        return None;
    }
    let (start, at) = read_number(bytes, at + 1)?;
    if bytes.get(at..at + 2)? != [braces[1], braces[0]] {
        return None;
    }
    let (end, at) = read_number(bytes, at + 2).map_or((None, at + 2), |(end, at)| (Some(end), at));
    (bytes.get(at) == Some(&braces[1])).then(|| {
        let time = |n: u64| Timestamp::of_ms(n.saturating_mul(1_000_000) / rate);
        Head { start: time(start), end: end.map(time), words: at + 1 }
    })
}

/// `|` for a line break, and `{y:i}` and its like.
fn syntax(text: &str) -> (usize, Shown) {
    match text.as_bytes() {
        [b'|', ..] => (1, BREAK),
        [b'{', letter, b':', rest @ ..] if letter.is_ascii_alphabetic() => {
            let room = &rest[..rest.len().min(200)];
            memchr::memchr(b'}', room).map_or(NONE, |length| (length + 4, Shown::Nothing))
        }
        [0, ..] => (1, Shown::Letter('\u{fffd}')),
        _ => NONE,
    }
}
