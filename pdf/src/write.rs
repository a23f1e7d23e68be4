//! The text as it leaves: `docs/formats/pdf.md` describes it.

use std::collections::HashMap;

use crate::ASIDE;
use crate::blocks::{Edged, Frame, common_edge};
use crate::columns::{Column, SetPage};
use crate::lines::Line;
use crate::numbers::{is_numbered, spaced, take_steps, text_edge};
use crate::running::Asides;

/// Writes all pages.
pub fn write(pages: &[SetPage], asides: &[Asides]) -> String {
    let mut pages: Vec<SetPage> = pages.to_vec();
    let numbered: Vec<bool> = pages.iter().map(is_page_numbered).collect();
    let mut steps = HashMap::new();
    for (page, set) in pages.iter_mut().enumerate().filter(|(page, _)| !numbered[*page]) {
        for (column, set) in set.columns.iter_mut().enumerate() {
            let taken = take_steps(&mut set.lines);
            steps.extend(taken.into_iter().map(|(line, digits)| ((page, column, line), digits)));
        }
    }
    let frames = frames(&pages, &numbered);
    let mut out = String::new();
    let mut last: Option<(&Line, &Column, f32)> = None;
    for (index, page) in pages.iter().enumerate() {
        if index > 0 {
            out.push_str("\u{c}\n");
        }
        let before = out.len();
        push_asides(&mut out, asides.get(index).map(|asides| asides.head.as_slice()).unwrap_or_default());
        let head = out.split_off(before);
        if numbered[index] {
            out.push_str(&head);
            write_numbered(&mut out, page);
            last = None;
        } else {
            let mut head = Some(head);
            for (number, column) in page.columns.iter().enumerate() {
                let left = left_edge(&column.lines);
                let frame = frames.get(&column.place).map(|frame| frame.for_column(&column.lines));
                for (i, line) in column.lines.iter().enumerate() {
                    let begins = match (last, frame) {
                        (Some((above, of, _)), Some(frame)) if std::ptr::eq(of, column) => {
                            frame.begins_below((above, left), (line, left), column.lines.get(i + 1))
                        }
                        (Some((above, of, its_left)), Some(frame)) if are_alike(of, column) => {
                            frame.begins_apart((above, its_left), (line, left))
                        }
                        _ => true,
                    };
                    if begins && last.is_some() {
                        end_paragraph(&mut out);
                    }
                    out.push_str(&head.take().unwrap_or_default());
                    if let Some(digits) = steps.get(&(index, number, i)) {
                        push_asides(&mut out, std::slice::from_ref(digits));
                    }
                    out.push_str(&line.text);
                    out.push('\n');
                    last = Some((line, column, left));
                }
            }
            out.push_str(&head.take().unwrap_or_default());
        }
        push_asides(&mut out, &page.slanting);
        push_asides(&mut out, asides.get(index).map(|asides| asides.foot.as_slice()).unwrap_or_default());
    }
    out
}

/// Puts the blank line where the paragraph ended: above the feet and heads that stand between it and the next one.
fn end_paragraph(out: &mut String) {
    let mut at = out.len();
    while at > 0 {
        let start = out[..at - 1].rfind('\n').map_or(0, |end| end + 1);
        let line = &out[start..at];
        if !line.starts_with([ASIDE, '\u{c}']) {
            break;
        }
        at = start;
    }
    if at > 0 && !out[..at].ends_with("\n\n") {
        out.insert(at, '\n');
    }
}

/// Whether text runs from one column into the other.
fn are_alike(a: &Column, b: &Column) -> bool {
    a.place.1 == b.place.1
}

fn write_numbered(out: &mut String, page: &SetPage) {
    let lines: Vec<&Line> = page.columns.iter().flat_map(|column| &column.lines).collect();
    let left = text_edge(&lines);
    for line in lines {
        out.push_str(&spaced(line, left));
        out.push('\n');
    }
}

fn is_page_numbered(page: &SetPage) -> bool {
    is_numbered(&page.columns.iter().flat_map(|column| &column.lines).collect::<Vec<_>>())
}

fn left_edge(lines: &[Line]) -> f32 {
    let mut edges: Vec<f32> = lines.iter().map(|line| line.x0).collect();
    edges.sort_by(f32::total_cmp);
    common_edge(&edges, 2).unwrap_or(0.0)
}

fn frames(pages: &[SetPage], numbered: &[bool]) -> HashMap<(u8, u8), Frame> {
    let mut alike: HashMap<(u8, u8), Vec<Edged<'_>>> = HashMap::new();
    for (page, _) in pages.iter().zip(numbered).filter(|(_, is_numbered)| !**is_numbered) {
        for column in &page.columns {
            alike.entry(column.place).or_default().push((left_edge(&column.lines), &column.lines));
        }
    }
    alike.into_iter().map(|(place, columns)| (place, Frame::of(&columns))).collect()
}

fn push_asides(out: &mut String, asides: &[String]) {
    for aside in asides {
        out.push(ASIDE);
        out.push_str(aside);
        out.push('\n');
    }
}
