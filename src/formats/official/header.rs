//! The lines in front of the first words: title, summary, date, time, place, photo lines, in any order, any missing.
//!
//! Looks at the first lines only. Position decides where the words do not: the title stands first, the summary between
//! title and date, the place behind date and time or behind the photo line.

use super::candidate::candidate;
use super::evidence::{Evidence, Verdict};
use super::notes::{LineKind, line_kind};
use super::{Mark, MarkKind, MetadataField, mark_at};
use crate::model::{Date, Span};
use crate::text::dates::{TimeOfDay, date_at, date_in, time_at, time_in, whole_date, whole_time};
use crate::text::lines::{Line, Lines, is_space};
use crate::text::speakers::words::{FUNCTION, STOP, kinds};

/// How many lines with text are looked at.
const MOST_LINES: usize = 14;

/// How far down the date, the time or the photo line may stand that makes lines above it a header.
const DEEPEST_ANCHOR: usize = 7;

/// The longest title, bytes.
const LONGEST_TITLE: usize = 600;

/// The longest place, bytes.
const LONGEST_PLACE: usize = 180;

/// What the header holds. Spans are those of the trimmed lines.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The title.
    pub title: Option<Span>,
    /// The lines of the summary.
    pub summary: Vec<Span>,
    /// Short lines between title and date that are no summary.
    pub subtitles: Vec<Span>,
    /// The day, where it stands.
    pub date: Option<(Date, Span)>,
    /// The time of day, where it stands.
    pub time: Option<(TimeOfDay, Span)>,
    /// The place.
    pub place: Option<Span>,
    /// `2 of 4`.
    pub photo: Option<Span>,
    /// Text under the photograph.
    pub caption: Option<Span>,
    /// Where the body starts.
    pub end: usize,
    /// Whether a date, a time or a photo line stands in it, and not a title alone.
    pub is_anchored: bool,
}

/// One of the first lines.
#[derive(Clone, Copy, Debug)]
struct First<'s> {
    text: &'s str,
    span: Span,
    next: u32,
    kind: Kind,
    is_before_blank: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// A date and perhaps a place in front of it and a time behind it; ranges of bytes in the line.
    Date {
        date: Date,
        date_at: (usize, usize),
        place: Option<(usize, usize)>,
        time: Option<(TimeOfDay, usize, usize)>,
    },
    Time(TimeOfDay),
    Photo,
    Label,
    /// The mark-up says that it is the title.
    Title,
    /// The mark-up says that it is a heading.
    Heading,
    /// It states a field that is known.
    Known,
    /// A separator, a note, a cut.
    Mark,
    Text,
}

/// Reads the header of `source` from byte `start` on; `marks` are what mark-up and rules said of its lines.
pub fn read_header(source: &str, start: usize, is_wrapped: bool, marks: &[Mark]) -> Header {
    let mut lines = first_lines(source, start, marks);
    // A title that is known stands wherever it wants to: the other lines are read as if it were not there.
    let title = lines.iter().position(|line| line.kind == Kind::Title);
    let title = title.map(|at| (at, lines.remove(at)));
    let mut known = known_fields(source, marks);
    known.title = known.title.or(title.map(|(_, line)| line.span));
    let anchor = lines
        .iter()
        .take(DEEPEST_ANCHOR)
        .position(|line| matches!(line.kind, Kind::Date { .. } | Kind::Time(_) | Kind::Photo | Kind::Known));
    let header = match anchor {
        // Labels in front of the date mean that the date belongs to the text; a title may look like one.
        Some(anchor)
            if !lines[..anchor].iter().skip(usize::from(anchor <= 3)).any(|line| line.kind == Kind::Label)
                && !lines[..anchor].iter().any(|line| line.kind == Kind::Mark) =>
        {
            anchored(&lines, anchor, known)
        }
        _ => bare(&lines, is_wrapped, known),
    };
    let read = lines.iter().take_while(|line| line.next as usize <= header.end).count();
    let title_end = title.filter(|(at, _)| *at <= read).map_or(start, |(_, line)| line.next as usize);
    Header { end: header.end.max(start).max(title_end), ..header }
}

/// The fields that marks name, wherever they stand.
fn known_fields(source: &str, marks: &[Mark]) -> Header {
    let mut known = Header::default();
    for mark in marks {
        let MarkKind::Field(field, value) = mark.kind else { continue };
        match field {
            MetadataField::Title => known.title = Some(value),
            MetadataField::Summary => known.summary.push(value),
            MetadataField::Date => known.date = date_in(value.of(source)).map(|date| (date, value)),
            MetadataField::Time => known.time = time_in(value.of(source)).map(|time| (time, value)),
            MetadataField::Place => known.place = Some(value),
        }
    }
    known
}

fn first_lines<'s>(source: &'s str, start: usize, marks: &[Mark]) -> Vec<First<'s>> {
    let mut lines: Vec<First<'_>> = Vec::with_capacity(MOST_LINES);
    let mut evidence = Evidence::default();
    let mut forms = Vec::new();
    let mark_of = |span: Span| mark_at(marks, span.start).map(|mark| mark.kind);
    let is_foreign =
        |line: &Line<'_>| matches!(mark_of(line.trimmed()), Some(MarkKind::Furniture(_))) && !line.is_blank();
    for line in Lines::new(source, start).filter(|line| !is_foreign(line)).take(MOST_LINES * 4) {
        let span = line.trimmed();
        if span.is_empty() {
            if let Some(last) = lines.last_mut() {
                last.is_before_blank = true;
            }
            continue;
        }
        if lines.len() == MOST_LINES {
            break;
        }
        let text = span.of(source);
        let mut kind = match mark_of(span) {
            // Speech ends every header.
            Some(MarkKind::Speech) => break,
            Some(MarkKind::Title | MarkKind::Field(MetadataField::Title, _)) => Kind::Title,
            Some(MarkKind::Field(..)) => Kind::Known,
            Some(MarkKind::Heading(_)) => Kind::Heading,
            Some(MarkKind::Label | MarkKind::LabelAt(_)) => Kind::Label,
            _ => classify(text),
        };
        if kind == Kind::Text {
            if line_kind(text) != LineKind::Text {
                kind = Kind::Mark;
            } else if let Some(form) =
                candidate(text, span, text.contains('：')).and_then(|one| evidence.add(source, &one))
            {
                forms.push((lines.len(), form));
            }
        }
        lines.push(First { text, span, next: line.next, kind, is_before_blank: false });
    }
    evidence.decide("", "", true);
    for (at, form) in forms {
        if evidence.verdict(form) == Verdict::Label {
            lines[at].kind = Kind::Label;
        }
    }
    lines
}

fn classify(text: &str) -> Kind {
    if text.len() > 160 {
        return Kind::Text;
    }
    if let Some(date) = whole_date(text) {
        return Kind::Date { date, date_at: (0, text.len()), place: None, time: None };
    }
    if let Some(time) = whole_time(text) {
        return Kind::Time(time);
    }
    if is_photo_count(text) {
        return Kind::Photo;
    }
    dated(text).unwrap_or(Kind::Text)
}

/// `July 10, 2014, 14:00`; `Lindsund, 10 July 2014`; `July 10, 2014, Lindsund`.
fn dated(text: &str) -> Option<Kind> {
    let is_joint = |c: char| is_space(c) || matches!(c, ',' | ';' | '|' | '–' | '—' | '-' | '/' | '·');
    // The date may stand behind a place: try the starts of all parts.
    let starts = std::iter::once(0)
        .chain(text.char_indices().filter(|(_, c)| *c == ',' || *c == '|').map(|(at, c)| at + c.len_utf8()));
    for start in starts.take(4) {
        let start = start + (text[start..].len() - text[start..].trim_start_matches(is_joint).len());
        let Some((date, length)) = date_at(&text[start..]) else { continue };
        let end = start + length;
        let before = text[..start].trim_end_matches(is_joint);
        let mut rest_at = end + (text[end..].len() - text[end..].trim_start_matches(is_joint).len());
        let mut time = None;
        if let Some((value, length)) = time_at(&text[rest_at..]) {
            time = Some((value, rest_at, rest_at + length));
            rest_at += length;
            rest_at += text[rest_at..].len() - text[rest_at..].trim_start_matches(is_joint).len();
        }
        let rest = text[rest_at..].trim_end_matches(is_joint);
        let place = match (before.is_empty(), rest.is_empty()) {
            (true, true) => None,
            (false, true) => Some((0, before.len())),
            (true, false) => Some((rest_at, rest_at + rest.len())),
            (false, false) => return None,
        };
        if let Some((from, to)) = place
            && !is_place_strict(&text[from..to])
        {
            return None;
        }
        if place.is_none() && time.is_none() {
            return None;
        }
        return Some(Kind::Date { date, date_at: (start, end), place, time });
    }
    None
}

/// `2 of 4`, `2 из 4`, `2 / 4`, `Photo 2 of 4`.
pub fn is_photo_count(text: &str) -> bool {
    if text.len() > 40 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let is_photo = |word: &str| {
        matches!(
            word.to_lowercase().trim_end_matches(':'),
            "photo" | "photos" | "фото" | "foto" | "image" | "снимок" | "bild"
        )
    };
    let is_of = |word: &str| matches!(word, "of" | "из" | "von" | "sur" | "de" | "di" | "/" | "з");
    let mut words = text.split(is_space).filter(|word| !word.is_empty()).peekable();
    if words.peek().is_some_and(|word| is_photo(word)) {
        words.next();
    }
    let is_number = |word: &str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(a), Some(of), Some(b), None) => is_number(a) && is_of(of) && is_number(b),
        _ => false,
    }
}

/// A header with a date, a time or a photo line at `anchor`.
fn anchored(lines: &[First<'_>], anchor: usize, known: Header) -> Header {
    let has_title = known.title.is_some();
    let has_summary = !known.summary.is_empty();
    let mut header = Header { is_anchored: true, ..known };
    let mut before = &lines[..anchor];
    if let Some((last, rest)) = before.split_last()
        && (has_title || !rest.is_empty())
        && header.place.is_none()
        && is_place_strict(last.text)
        && last.text.contains(',')
        && last.text.split(is_space).count() <= 6
    {
        header.place = Some(last.span);
        before = rest;
    }
    if let Some((title, rest)) = before.split_first().filter(|_| !has_title) {
        header.title = Some(title.span);
        before = rest;
    }
    // A summary is prose; a short line that is no sentence names a session, a body, a volume.
    let is_prose = |line: &First<'_>| ends_sentence(line.text) || line.text.chars().count() > 60;
    for line in before {
        if is_prose(line) && !has_summary { header.summary.push(line.span) } else { header.subtitles.push(line.span) }
    }
    let mut at = anchor;
    // What stands behind the anchor: each kind once, and it ends with the first line that fits nowhere.
    while let Some(line) = lines.get(at) {
        let next = lines.get(at + 1);
        match line.kind {
            Kind::Date { date, date_at, place, time } if header.date.is_none() => {
                let part = |(start, end): (usize, usize)| {
                    Span::new(line.span.start as usize + start, line.span.start as usize + end)
                };
                header.date = Some((date, part(date_at)));
                // What stands on the line of the date is surer than what stood alone before it, which stays as a line.
                if let Some((time, start, end)) = time {
                    let former = header.time.replace((time, part((start, end))));
                    header.subtitles.extend(former.map(|(_, span)| span));
                }
                if let Some(place) = place {
                    let former = header.place.replace(part(place));
                    header.subtitles.extend(former);
                }
            }
            Kind::Time(time) if header.time.is_none() => header.time = Some((time, line.span)),
            Kind::Known => {}
            Kind::Photo if header.photo.is_none() => header.photo = Some(line.span),
            Kind::Text if header.title.is_none() && is_title(line.text) => header.title = Some(line.span),
            Kind::Text
                if header.place.is_none()
                    && is_place(line.text, header.photo.is_some(), next, lines[..anchor].first()) =>
            {
                header.place = Some(line.span);
            }
            Kind::Text if header.photo.is_some() && header.caption.is_none() && line.text.len() <= LONGEST_TITLE => {
                header.caption = Some(line.span);
            }
            _ => break,
        }
        header.end = line.next as usize;
        at += 1;
    }
    header
}

/// A header without any anchor: a title, perhaps with a summary.
fn bare(lines: &[First<'_>], is_wrapped: bool, mut header: Header) -> Header {
    if header.title.is_some() {
        return header;
    }
    if let [title, ..] = lines
        && title.kind == Kind::Heading
    {
        header.title = Some(title.span);
        header.end = title.next as usize;
        return header;
    }
    let [title, second, rest @ ..] = lines else { return header };
    if title.kind != Kind::Text || !is_title(title.text) || is_wrapped && !title.is_before_blank {
        return header;
    }
    let is_text = second.kind == Kind::Text && ends_sentence(second.text) && second.text.len() > 40;
    if !is_text && second.kind != Kind::Label && !(second.kind == Kind::Mark && second.text.starts_with('*')) {
        return header;
    }
    header.title = Some(title.span);
    header.end = title.next as usize;
    if is_text && !rest.is_empty() && is_summary_of(title.text, second.text) {
        header.summary = vec![second.span];
        header.end = second.next as usize;
    }
    header
}

/// A line that can be a title: no sentence that a full stop ends, and not too long.
fn is_title(text: &str) -> bool {
    text.len() <= LONGEST_TITLE
        && !text.ends_with(['.', ',', ';', ':', '…', '!'])
        && !text.starts_with(char::is_lowercase)
        && text.chars().any(char::is_alphabetic)
}

/// Whether a paragraph says again, as one sentence, what the title says.
fn is_summary_of(title: &str, text: &str) -> bool {
    // Names and other words with a capital carry the matter of a title.
    let marked = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            .map(str::to_lowercase)
            .filter(|word| kinds(word) & (STOP | FUNCTION) == 0)
            .collect()
    };
    let title = marked(title);
    let words = marked(text);
    let shared = title.iter().filter(|word| words.contains(word)).count();
    text.len() <= 700 && is_one_sentence(text) && shared * 3 >= title.len() && shared >= 2
}

/// Whether no full stop ends a sentence before the end; initials and abbreviations have short words in front of theirs.
fn is_one_sentence(text: &str) -> bool {
    !text.match_indices(['.', '!', '?']).any(|(at, _)| {
        let word = text[..at].rsplit(is_space).next().unwrap_or_default();
        let mut rest = text[at + 1..].chars();
        rest.next().is_some_and(is_space) && rest.next().is_some_and(char::is_uppercase) && word.chars().count() > 4
    })
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '»', ')', '’', '“']).ends_with(['.', '!', '?', '…', '。'])
}

/// A place where one is expected: behind the date and the time, or behind the photo line.
fn is_place(text: &str, is_behind_photo: bool, next: Option<&First<'_>>, title: Option<&First<'_>>) -> bool {
    if is_behind_photo {
        // A caption may look the same: it repeats the title, ends in a full stop, or stands alone behind the photo.
        let repeats_title = title.is_some_and(|title| title.text.starts_with(text));
        let has_caption_behind = next.is_some_and(|next| next.kind == Kind::Text && next.text.len() <= LONGEST_TITLE);
        return is_place_strict(text)
            && !repeats_title
            && (text.contains(',') || has_caption_behind && text.split(is_space).count() <= 4);
    }
    if !is_place_like(text) {
        return false;
    }
    let words = text.split(is_space).filter(|word| !word.is_empty()).count();
    let is_before_photo = next.is_some_and(|next| next.kind == Kind::Photo);
    is_place_strict(text) || is_before_photo || words <= 4 || text.contains(',') && words <= 9
}

fn is_place_like(text: &str) -> bool {
    text.len() <= LONGEST_PLACE
        && !text.ends_with(['.', ':', ';', '!', '?', '…', ','])
        && !text.starts_with(|c: char| c.is_lowercase() || matches!(c, '“' | '”' | '"' | '(' | '*' | '-' | '•'))
        && text.split(is_space).filter(|word| !word.is_empty()).count() <= 12
        && text.chars().any(char::is_alphabetic)
}

/// A place by its look alone: all words with a capital but for `of` and the like, and at most one other.
fn is_place_strict(text: &str) -> bool {
    let small = text
        .split(is_space)
        .filter(|word| word.starts_with(char::is_lowercase) && kinds(word.trim_end_matches(',')) & FUNCTION == 0)
        .count();
    let has_capital = text.chars().any(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
    // In Russian and others the second word of a place is often small: `Московская область`.
    is_place_like(text) && has_capital && small <= 1 + usize::from(text.contains(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let header = read_header(text, 0, false, &[]);
        let of = |span: Option<Span>| span.map_or("-", |span| span.of(text));
        let summary: Vec<&str> = header.summary.iter().map(|span| span.of(text)).collect();
        format!(
            "{}|{}|{}|{}|{}|{}|{}|{}",
            of(header.title),
            summary.join(" "),
            header.date.map_or("-".into(), |(date, _)| date.to_string()),
            header.time.map_or("-".into(), |(time, _)| time.to_string()),
            of(header.place),
            of(header.photo),
            of(header.caption),
            text[header.end..].lines().next().unwrap_or("-"),
        )
    }

    #[test]
    fn all_fields_in_the_usual_order() {
        let text = "Talks on the ferry\nThe board spoke with the captains.\nJuly 10, 2014\n14:00\nVik, Outer Coast\n2 of 4\nTalks on the ferry.\nChair ANNA LUND: Good day.";
        assert_eq!(
            read(text),
            "Talks on the ferry|The board spoke with the captains.|2014-07-10|14:00|Vik, Outer Coast|2 of 4|Talks on the ferry.|Chair ANNA LUND: Good day."
        );
    }

    #[test]
    fn any_may_be_missing() {
        assert_eq!(
            read("Talks\nJuly 10, 2014\n14:00\nLindsund\nAnna Lund: Yes."),
            "Talks||2014-07-10|14:00|Lindsund|-|-|Anna Lund: Yes."
        );
        assert_eq!(
            read("Talks\nJuly 10, 2014\n14:00\nThe two sides spoke about the winter and the price of fish.\nMore."),
            "Talks||2014-07-10|14:00|-|-|-|The two sides spoke about the winter and the price of fish."
        );
        assert_eq!(
            read("Talks\nJuly 10, 2014\n1 of 3\nWith the captain.\n* * *"),
            "Talks||2014-07-10|-|-|1 of 3|With the captain.|* * *"
        );
        assert_eq!(
            read("Talks\nJuly 10, 2014\n1 of 3\nAnna Lund: Yes.\nNils Berg: No."),
            "Talks||2014-07-10|-|-|1 of 3|-|Anna Lund: Yes."
        );
    }

    #[test]
    fn the_order_may_differ() {
        assert_eq!(
            read("Talks\nJune 18, 2022\n15:00\n4 of 7\nSkarv Light, Lindsund\nIn the oil store.\nANNA LUND: Yes."),
            "Talks||2022-06-18|15:00|Skarv Light, Lindsund|4 of 7|In the oil store.|ANNA LUND: Yes."
        );
        assert_eq!(
            read("June 18, 2022\nTalks on the ferry\nLindsund\nANNA LUND: Yes."),
            "Talks on the ferry||2022-06-18|-|Lindsund|-|-|ANNA LUND: Yes."
        );
        assert_eq!(
            read("Talks\nLindsund, June 18, 2022, 15:00\nANNA LUND: Yes."),
            "Talks||2022-06-18|15:00|Lindsund|-|-|ANNA LUND: Yes."
        );
    }

    #[test]
    fn russian() {
        let text = "Встреча на пароме\nПравление говорило с капитанами.\n5 февраля 2025 года\n11:20\nЛиндсунд\n2 из 6\nНа набережной.\nМинистр АННА ВЕРЕС: Добрый день.";
        assert_eq!(
            read(text),
            "Встреча на пароме|Правление говорило с капитанами.|2025-02-05|11:20|Линдсунд|2 из 6|На набережной.|Министр АННА ВЕРЕС: Добрый день."
        );
    }

    #[test]
    fn a_title_may_look_like_speech() {
        assert_eq!(
            read("Anna Lund: The wall stands\nShe spoke.\nJuly 10, 2014\nAnna Lund: Yes."),
            "Anna Lund: The wall stands|She spoke.|2014-07-10|-|-|-|-|Anna Lund: Yes."
        );
    }

    #[test]
    fn a_body_without_header_has_none() {
        assert_eq!(read("Anna Lund: Yes.\nNils Berg: No.\nJuly 10, 2014"), "-||-|-|-|-|-|Anna Lund: Yes.");
        assert_eq!(read("It rained the whole day.\nWe stayed at home."), "-||-|-|-|-|-|It rained the whole day.");
    }

    #[test]
    fn without_a_date_the_summary_repeats_the_title() {
        assert_eq!(
            read(
                "Anna Lund will visit Vik\nOn Monday Anna Lund will go to Vik and meet the captains there.\nMore will follow."
            ),
            "Anna Lund will visit Vik|On Monday Anna Lund will go to Vik and meet the captains there.|-|-|-|-|-|More will follow."
        );
        assert_eq!(
            read("Anna Lund will visit Vik\nThe weather is expected to be fair on the whole coast.\nMore will follow."),
            "Anna Lund will visit Vik||-|-|-|-|-|The weather is expected to be fair on the whole coast."
        );
    }

    #[test]
    fn counts_of_photographs() {
        for text in ["2 of 4", "12 of 35", "2 из 4", "2 von 4", "Photo 2 of 4", "Фото 3 из 9"] {
            assert!(is_photo_count(text), "{text}");
        }
        for text in ["two of four", "2 of the 4", "2 of", "2014", "1 of 12345"] {
            assert!(!is_photo_count(text), "{text}");
        }
    }
}
