//! Drawing with SVG: bars that stand, bars that lie, and a drawing as a file of its own.
//!
//! Drawings are as wide as what they show needs, so that their letters are as large as those around them; where the
//! screen is narrower they scroll. Every part that means something has a name and leads somewhere.

use std::fmt::Write as _;

use crate::views::node::{Attribute, Deed, Element, Node, Tag};

/// Heights and widths of the parts of a drawing, CSS pixels.
const TOP: u32 = 18;
const BARS: u32 = 200;
const LABELS: u32 = 26;
const SCALE: u32 = 52;
const LYING_ROW: u32 = 26;
const LYING_BARS: u32 = 340;
const LYING_VALUES: u32 = 76;
/// About how wide a letter is.
const LETTER: u32 = 7;

/// The styles of a drawing that is saved. On screen those of the page hold.
const FILE_STYLE: &str = "text{font:12px sans-serif;fill:#5f5a52}.bar{fill:#0b5a6b}.bar.less{fill:#9a4a12}.axis{stroke:#8b857b}\
.grid{stroke:#e3ddd2}.said{fill:#e3ddd2}.hit{fill:#0b5a6b}.value{fill:#1e1c19}";

/// A bar: how long it is, what it is called, what is said of it, and where it leads.
pub struct Bar {
    pub label: String,
    pub value: f64,
    /// The value as words.
    pub shown: String,
    pub deed: Deed,
}

/// An empty drawing of this size.
pub fn svg(width: u32, height: u32, name: &str) -> Element {
    Element::new(Tag::Svg)
        .with(Attribute::ViewBox, format!("0 0 {width} {height}"))
        .with(Attribute::Width, width.to_string())
        .with(Attribute::Height, height.to_string())
        .with(Attribute::Role, "group")
        .with(Attribute::AriaLabel, name)
}

/// Words in a drawing; `anchor` is `start`, `middle` or `end`.
pub fn words(x: u32, y: u32, anchor: &str, class: &str, text: impl Into<Node>) -> Element {
    Element::new(Tag::SvgText)
        .with(Attribute::X, x.to_string())
        .with(Attribute::Y, y.to_string())
        .with(Attribute::TextAnchor, anchor)
        .class(class)
        .child(text)
}

/// A rectangle.
pub fn rect(x: u32, y: u32, width: u32, height: u32, class: &str) -> Element {
    Element::new(Tag::Rect)
        .with(Attribute::X, x.to_string())
        .with(Attribute::Y, y.to_string())
        .with(Attribute::Width, width.to_string())
        .with(Attribute::Height, height.to_string())
        .class(class)
}

/// A straight line.
pub fn line(from: (u32, u32), to: (u32, u32), class: &str) -> Element {
    Element::new(Tag::Line)
        .with(Attribute::X1, from.0.to_string())
        .with(Attribute::Y1, from.1.to_string())
        .with(Attribute::X2, to.0.to_string())
        .with(Attribute::Y2, to.1.to_string())
        .class(class)
}

/// A part that leads somewhere. The table below has the same way for the keyboard, so the parts are no stops of it.
pub fn link(deed: Deed, name: String, parts: impl IntoIterator<Item = Element>) -> Element {
    Element::new(Tag::A)
        .with(Attribute::Tabindex, "-1")
        .with(Attribute::AriaLabel, name.clone())
        .on(deed)
        .child(Element::new(Tag::Title).child(name))
        .all(parts)
}

/// Bars that stand side by side, over a scale of `unit`.
pub fn standing_bars(name: &str, bars: &[Bar], scale: impl Fn(f64) -> String) -> Element {
    let most = bars.iter().fold(0.0, |most: f64, bar| most.max(bar.value));
    let top = round_up(most);
    let step = (900 / bars.len().max(1) as u32).clamp(9, 56);
    let width = SCALE + step * bars.len() as u32 + 8;
    let height = |value: f64| if top > 0.0 { (value / top * f64::from(BARS)).round() as u32 } else { 0 };
    let ground = TOP + BARS;
    let mut drawing = svg(width.max(SCALE + 240), ground + LABELS, name);
    for part in 0..=2u32 {
        let y = ground - BARS * part / 2;
        let class = if part == 0 { "axis" } else { "grid" };
        drawing = drawing.child(line((SCALE, y), (width, y), class)).child(words(
            SCALE - 6,
            y + 4,
            "end",
            "scale",
            scale(top * f64::from(part) / 2.0),
        ));
    }
    // Names stand under every bar where there is room, else under every nth.
    let room = bars.iter().map(|bar| bar.label.chars().count() as u32 * LETTER + 10).max().unwrap_or(1);
    let every = room.div_ceil(step).max(1) as usize;
    for (at, bar) in bars.iter().enumerate() {
        let x = SCALE + step * at as u32;
        let high = height(bar.value).max(u32::from(bar.value > 0.0));
        // The whole height can be clicked, however low the bar.
        let parts = [rect(x, TOP, step, BARS, "touch"), rect(x + 1, ground - high, step - 2, high, "bar")];
        drawing = drawing.child(link(bar.deed.clone(), format!("{}: {}", bar.label, bar.shown), parts));
        if at.is_multiple_of(every) {
            drawing = drawing.child(words(x + step / 2, ground + 17, "middle", "name", bar.label.as_str()));
        }
    }
    drawing
}

/// Bars that lie one below the other; those of negative values in another pattern, and with a sign before their words.
pub fn lying_bars(name: &str, bars: &[Bar]) -> Element {
    let most = bars.iter().fold(0.0, |most: f64, bar| most.max(bar.value.abs()));
    let names = bars.iter().map(|bar| shortened(&bar.label).chars().count() as u32 * LETTER + 18).max().unwrap_or(0);
    let width = names + LYING_BARS + LYING_VALUES;
    let mut drawing = svg(width, LYING_ROW * bars.len() as u32 + 4, name);
    for (at, bar) in bars.iter().enumerate() {
        let y = LYING_ROW * at as u32;
        let long = if most > 0.0 { (bar.value.abs() / most * f64::from(LYING_BARS)).round() as u32 } else { 0 };
        let class = if bar.value < 0.0 { "bar less" } else { "bar" };
        let parts = [
            rect(0, y, width, LYING_ROW, "touch"),
            words(names - 10, y + 18, "end", "name", shortened(&bar.label)),
            rect(names, y + 5, long.max(1), LYING_ROW - 9, class),
            words(names + long + 8, y + 18, "start", "value", bar.shown.as_str()),
        ];
        drawing = drawing.child(link(bar.deed.clone(), format!("{}: {}", bar.label, bar.shown), parts));
    }
    drawing
}

/// A name as long as there is room for it.
pub fn shortened(name: &str) -> String {
    const LETTERS: usize = 26;
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(LETTERS - 1).collect();
    short.truncate(short.trim_end().len());
    short.push('\u{2026}');
    short
}

/// The next number above that is round, and whose half is.
fn round_up(value: f64) -> f64 {
    let mut unit = 1.0;
    if value <= 0.0 {
        return unit;
    }
    while unit < value {
        unit *= 10.0;
    }
    while unit / 10.0 >= value {
        unit /= 10.0;
    }
    [0.2, 0.3, 0.4, 0.5, 0.6, 0.8].into_iter().map(|part| part * unit).find(|round| *round >= value).unwrap_or(unit)
}

/// A drawing as a file of its own.
pub fn to_file(drawing: &Element) -> String {
    let drawing = drawing.clone().with(Attribute::Xmlns, "http://www.w3.org/2000/svg");
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_element(&mut out, &drawing, &format!("<style>{FILE_STYLE}.touch{{fill:none}}</style>"));
    out
}

/// Writes an element as XML, with `first` before its children. What it would do on the page is left out.
fn write_element(out: &mut String, element: &Element, first: &str) {
    // A link that leads nowhere is a group.
    let name = if element.tag == Tag::A { Tag::G } else { element.tag }.name();
    // Writing into a string does not fail.
    let _ = write!(out, "<{name}");
    for (attribute, value) in &element.attributes {
        let _ = write!(out, " {}=\"", attribute.name());
        escape(out, value);
        out.push('"');
    }
    out.push('>');
    out.push_str(first);
    for child in &element.children {
        match child {
            Node::Text(text) => escape(out, text),
            Node::Element(child) => write_element(out, child, ""),
        }
    }
    let _ = write!(out, "</{name}>");
}

fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no place for these.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_with_round_numbers() {
        assert_eq!([0.0, 0.9, 1.0, 3.7, 17.0, 81.0].map(round_up), [1.0, 1.0, 1.0, 4.0, 20.0, 100.0]);
    }

    #[test]
    fn a_file_is_xml_whatever_the_names() {
        let drawing = svg(10, 10, "a<b>&\"c\"").child(words(1, 2, "start", "name", "\u{1}x & y"));
        let file = to_file(&drawing);
        assert!(
            file.contains("aria-label=\"a&lt;b&gt;&amp;&quot;c&quot;\"") && file.contains(">x &amp; y</text></svg>")
        );
    }
}
