//! What rules of the user say of the lines of a record, as marks like those of mark-up. A rule outdoes mark-up.

use std::borrow::Cow;

use super::body::text_of;
use super::layout::Layout;
use super::{Mark, MarkKind, MetadataField};
use crate::formats::Rule;
use crate::formats::rules::{Reader, Taught};
use crate::model::FurnitureKind;
use crate::text::lines::Lines;

/// `marks` and what the rules say besides.
pub fn with_rules<'m>(
    source: &str,
    start: usize,
    layout: Layout,
    marks: &'m [Mark],
    rules: &[Rule],
) -> Cow<'m, [Mark]> {
    if rules.is_empty() {
        return Cow::Borrowed(marks);
    }
    let mut reader = Reader::new(rules);
    let mut taught = Vec::new();
    for line in Lines::new(source, start) {
        let mut span = text_of(&line, layout).1;
        if span.is_empty() {
            continue;
        }
        let Some(found) = reader.read(span.of(source)) else { continue };
        let (value, rest) = found.on(span);
        let kind = match found.what {
            Taught::Speaker => {
                span.end = rest;
                MarkKind::LabelAt(value)
            }
            Taught::Speech => MarkKind::Speech,
            Taught::Furniture => MarkKind::Furniture(FurnitureKind::Other),
            Taught::Title => MarkKind::Field(MetadataField::Title, value),
            Taught::Summary => MarkKind::Field(MetadataField::Summary, value),
            Taught::Date => MarkKind::Field(MetadataField::Date, value),
            Taught::Time => MarkKind::Field(MetadataField::Time, value),
            Taught::Place => MarkKind::Field(MetadataField::Place, value),
        };
        taught.push(Mark { span, kind });
    }
    if taught.is_empty() {
        return Cow::Borrowed(marks);
    }
    let is_free = |mark: &&Mark| {
        let next = taught.partition_point(|taught| taught.span.end <= mark.span.start);
        taught.get(next).is_none_or(|taught| taught.span.start >= mark.span.end)
    };
    let has_title = taught.iter().any(|mark| matches!(mark.kind, MarkKind::Field(MetadataField::Title, _)));
    // There is one title, and the user's outdoes that of the mark-up.
    let lower = |mark: Mark| match mark.kind {
        MarkKind::Title if has_title => Mark { kind: MarkKind::Heading(1), ..mark },
        _ => mark,
    };
    let free: Vec<Mark> = marks.iter().filter(is_free).copied().map(lower).collect();
    taught.extend(free);
    taught.sort_unstable_by_key(|mark| mark.span);
    Cow::Owned(taught)
}
