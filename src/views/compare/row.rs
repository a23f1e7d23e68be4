//! A row of the view: a cell for each side with its units, what differs marked in their words, and in the margin what is
//! to be said of the row and its pin.

use std::ops::Range;

use super::{
    Asked, Attribute, Class, DOUBTFUL, Deed, Element, Kind, Level, Node, Row, Rows, Tag, ViewState, class_name,
};
use crate::compare::Relation;
use crate::text::order::in_order;

/// A stretch of a unit that differs.
struct Mark {
    unit: usize,
    range: Range<usize>,
    class: Class,
}

/// Something that is said of a row, and where it leads.
struct Flag {
    text: String,
    deed: Option<Deed>,
    is_doubt: bool,
}

impl Flag {
    fn new(text: String) -> Self {
        Self { text, deed: None, is_doubt: false }
    }
}

impl Rows {
    /// A row as it is drawn; `index` counts those that are shown.
    pub fn draw_row(&self, asked: &Asked<'_>, index: u32, level_index: usize) -> Node {
        let Some(level) = self.levels.get(level_index) else { return "".into() };
        let kind = match self.kind(level) {
            Kind::Same => "same",
            Kind::Changed => "changed",
            Kind::Moved => "moved",
            Kind::LeftOnly | Kind::RightOnly => "alone",
        };
        let flags = self.flags(asked, level_index, level);
        let mut row = Element::new(Tag::Div)
            .class(&format!("compare-row {kind}"))
            .with(Attribute::Role, "row")
            .with(Attribute::AriaRowindex, (index + 2).to_string())
            .with(Attribute::Tabindex, "-1")
            .key(index.to_string());
        if self.differs(level) {
            row = row.with(Attribute::AriaLabel, self.told(asked, level, &flags));
        }
        let cells = (0..self.sides.len()).map(|side| self.cell(asked, level, side));
        let flags = flags.into_iter().map(|flag| {
            let class = if flag.is_doubt { "flag doubt" } else { "flag" };
            match flag.deed {
                // The row that it leads to: the page draws a line there.
                Some(Deed::Row(row)) => Element::new(Tag::Button)
                    .class(class)
                    .with(Attribute::Value, row.to_string())
                    .on(Deed::Row(row))
                    .child(flag.text),
                Some(deed) => Element::new(Tag::Button).class(class).on(deed).child(flag.text),
                None => Element::new(Tag::Span).class(class).child(flag.text),
            }
        });
        row.all(cells)
            .child(
                Element::new(Tag::Div)
                    .class("flags")
                    .with(Attribute::Role, "cell")
                    .all(flags)
                    .all(self.row_pin(asked, level)),
            )
            .into()
    }

    /// A row in words, for who hears it: where it stands, what is to be said of it, both wordings.
    fn told(&self, asked: &Asked<'_>, level: &Level, flags: &[Flag]) -> String {
        let mut told = String::new();
        for side in 0..self.sides.len() {
            if let Some(unit) = self.units(level, side).first() {
                told.push_str(&format!("{} ¶\u{a0}{}, ", self.side_name(asked, side), self.sides[side].number(*unit)));
            }
        }
        let flags: Vec<&str> = flags.iter().map(|flag| flag.text.as_str()).collect();
        told.push_str(&flags.join(", "));
        for (side, row) in self.all_rows(level) {
            let texts = [self.sides[0].witness.joined(&row.left), self.sides[side].witness.joined(&row.right)];
            for change in row.changes.iter().filter(|change| self.is_told(change.class)).take(5) {
                let words = |text: &str, range: &Range<usize>| {
                    let words = text.get(range.clone()).unwrap_or_default().trim();
                    if words.is_empty() { asked.texts.of("compare-nothing") } else { super::head::shortened(words) }
                };
                told.push_str(&format!(
                    ". {}: {} → {}",
                    class_name(asked, change.class),
                    words(&texts[0], &change.left),
                    words(&texts[1], &change.right)
                ));
            }
        }
        told
    }

    /// A side of a row: its units with their numbers, pins and words.
    fn cell(&self, asked: &Asked<'_>, level: &Level, side: usize) -> Element {
        let of = &self.sides[side];
        let units = self.units(level, side);
        let cell = Element::new(Tag::Div).class("witness").with(Attribute::Role, "cell");
        if units.is_empty() {
            return cell.child(Element::new(Tag::P).class("none").child(asked.texts.of("compare-none")));
        }
        let marks = self.marks(level, side);
        let mut speaker = "";
        let drawn: Vec<Element> = units
            .iter()
            .enumerate()
            .map(|(at, unit)| {
                let number = of.number(*unit);
                let go = Deed::Go { id: of.id.clone(), paragraph: number };
                let is_new_number = at == 0 || of.number(units[at - 1]) != number;
                let link = is_new_number.then(|| {
                    Element::new(Tag::A)
                        .class("number")
                        .with(Attribute::Tip, asked.texts.with("compare-go", &[("n", number.into())]))
                        .on(go)
                        .child(number.to_string())
                });
                let name = of.witness.speaker_of(*unit);
                let is_new_speaker = !name.is_empty() && name != speaker;
                speaker = name;
                let name = is_new_speaker
                    .then(|| Element::new(Tag::B).class("speaker").with(Attribute::Dir, "auto").child(name.to_owned()));
                let words = self.words(asked, side, *unit, &marks);
                Element::new(Tag::Div)
                    .class(if self.half_pin == Some((side, *unit)) { "unit half" } else { "unit" })
                    .all(link)
                    .all(name)
                    .child(words)
                    .all(self.unit_pin(asked, level, side, *unit))
            })
            .collect();
        cell.all(drawn)
    }

    /// What differs in a side of a row, by units; what one side has alone is not marked, since all of it differs.
    fn marks(&self, level: &Level, side: usize) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (of, row) in self.all_rows(level).filter(|(of, _)| side == 0 || *of == side) {
            if matches!(row.kind, Kind::LeftOnly | Kind::RightOnly) {
                continue;
            }
            let (units, witness) = match side {
                0 => (&row.left, &self.sides[0].witness),
                _ => (&row.right, &self.sides[of].witness),
            };
            for change in row.changes.iter().filter(|change| self.is_told(change.class)) {
                let range = if side == 0 { &change.left } else { &change.right };
                let mut start = 0;
                for unit in units {
                    let end = start + witness.unit(*unit).len();
                    let inside = range.start.max(start)..range.end.min(end);
                    if inside.start < inside.end {
                        marks.push(Mark {
                            unit: *unit,
                            range: inside.start - start..inside.end - start,
                            class: change.class,
                        });
                    }
                    // A line feed stands between two units.
                    start = end + 1;
                }
            }
        }
        in_order(marks, |mark| (mark.unit as u64) << 32 | mark.range.start as u64)
    }

    /// The words of a unit, with what differs and what is searched for.
    fn words(&self, asked: &Asked<'_>, side: usize, unit: usize, marks: &[Mark]) -> Element {
        let of = &self.sides[side];
        let text = of.witness.unit(unit);
        let hits = self.query.highlights(text);
        let tag = if side == 0 { Tag::Del } else { Tag::Ins };
        let mut words = Element::new(Tag::P).with(Attribute::Lang, of.language()).with(Attribute::Dir, "auto");
        let mut at = 0;
        for mark in marks.iter().filter(|mark| mark.unit == unit) {
            // Of two others that differ at one place from the base the first is marked.
            let range = mark.range.start.max(at)..mark.range.end;
            let (Some(before), Some(marked)) = (text.get(at..range.start), text.get(range.clone())) else { continue };
            if marked.is_empty() {
                continue;
            }
            words = words.all(with_hits(before, at, &hits));
            let change = Element::new(tag)
                .class(&format!("d-{}", mark.class.name()))
                .with(Attribute::Tip, class_name(asked, mark.class));
            words = words.child(change.all(with_hits(marked, range.start, &hits)));
            at = range.end;
        }
        words.all(with_hits(text.get(at..).unwrap_or_default(), at, &hits))
    }

    /// What is to be said of a row.
    fn flags(&self, asked: &Asked<'_>, level_index: usize, level: &Level) -> Vec<Flag> {
        let texts = asked.texts;
        let mut flags: Vec<Flag> = Vec::new();
        for (side, row) in self.all_rows(level) {
            let mut add = |mut flag: Flag| {
                if self.sides.len() > 2 {
                    flag.text = format!("{}: {}", self.side_name(asked, side), flag.text);
                }
                flags.push(flag);
            };
            match row.kind {
                Kind::Same | Kind::Changed => {}
                Kind::Moved => add(self.moved(asked, side, row)),
                Kind::LeftOnly if self.sides.len() > 2 => add(Flag::new(texts.of("compare-missing"))),
                Kind::LeftOnly => add(Flag::new(texts.of("compare-left-only"))),
                Kind::RightOnly if self.sides.len() > 2 => add(Flag::new(texts.of("compare-alone"))),
                Kind::RightOnly => add(Flag::new(texts.of("compare-right-only"))),
            }
            if matches!(row.kind, Kind::LeftOnly | Kind::RightOnly) {
                continue;
            }
            let is_translation = self.beside[side - 1].comparison.relation == Relation::Translation;
            let mut classes: Vec<Class> = row.changes.iter().map(|change| change.class).collect();
            classes.dedup();
            for class in classes.into_iter().filter(|class| self.is_told(*class)) {
                match class {
                    Class::Moved => self.moves(asked, level_index, side, row).into_iter().for_each(&mut add),
                    Class::Number if is_translation => add(Flag::new(texts.of("compare-number-differs"))),
                    Class::Name if is_translation => add(Flag::new(texts.of("compare-name-missing"))),
                    class => add(Flag::new(class_name(asked, class))),
                }
            }
            if row.is_odd_length {
                add(Flag { is_doubt: true, ..Flag::new(texts.of("compare-length-odd")) });
            }
            if row.confidence < DOUBTFUL {
                add(Flag { is_doubt: true, ..Flag::new(texts.of("compare-doubtful")) });
            }
        }
        for (_, side, unit) in self.gone.iter().filter(|gone| gone.0 == level_index) {
            let number = self.sides[*side].number(*unit);
            let values = [("n", number.into()), ("side", self.side_name(asked, *side).into())];
            let deed = self.level_of[*side].get(*unit).and_then(|level| self.deed_to(*level));
            flags.push(Flag { deed, ..Flag::new(texts.with("compare-moved-away", &values)) });
        }
        flags
    }

    /// Where the units of a moved row stand on the other side: behind what, and the way there.
    fn moved(&self, asked: &Asked<'_>, side: usize, row: &Row) -> Flag {
        let first = row.right.first().copied().unwrap_or_default();
        let Some(before) = first.checked_sub(1) else { return Flag::new(asked.texts.of("compare-moved-first")) };
        let values = [("n", self.sides[side].number(before).into()), ("side", self.side_name(asked, side).into())];
        let deed = self.level_before(side, first).and_then(|level| self.deed_to(level));
        Flag { deed, ..Flag::new(asked.texts.with("compare-moved-behind", &values)) }
    }

    /// Passages inside of a row that stand elsewhere on the other side, each with the way there.
    fn moves(&self, asked: &Asked<'_>, level_index: usize, side: usize, row: &Row) -> Vec<Flag> {
        let comparison = &self.beside[side - 1].comparison;
        let mut flags: Vec<Flag> = Vec::new();
        for change in row.changes.iter().filter(|change| change.class == Class::Moved) {
            // Here it stands on one side, there on the other.
            let (here, there, units, range) = if change.left.is_empty() {
                (1, 0, &row.right, &change.right)
            } else {
                (0, 1, &row.left, &change.left)
            };
            let side_of = |at: usize| if at == 0 { 0 } else { side };
            let witness = &self.sides[side_of(here)].witness;
            let Some(start) = units.first().and_then(|unit| witness.units.get(*unit)).map(|unit| unit.start) else {
                continue;
            };
            let middle = start + range.start + range.len() / 2;
            let Some(passage) = comparison.moves.iter().find(|passage| passage[here].contains(&middle)) else {
                continue;
            };
            let other = &self.sides[side_of(there)];
            let unit = other.witness.units.partition_point(|unit| unit.end <= passage[there].start);
            let Some(level) = self.level_of[side_of(there)].get(unit).filter(|level| **level != level_index) else {
                continue;
            };
            let values = [("n", other.number(unit).into()), ("side", self.side_name(asked, side_of(there)).into())];
            let text = asked.texts.with("compare-moved-part", &values);
            if !flags.iter().any(|flag| flag.text == text) {
                flags.push(Flag { deed: self.deed_to(*level), ..Flag::new(text) });
            }
        }
        if flags.is_empty() {
            flags.push(Flag::new(class_name(asked, Class::Moved)));
        }
        flags
    }

    /// The way to a level, if it is shown.
    pub fn deed_to(&self, level: usize) -> Option<Deed> {
        self.shown.binary_search(&level).ok().map(|row| Deed::Row(row as u32))
    }

    /// Whether pins mean anything between the base and a side.
    fn can_pin(&self, side: usize) -> bool {
        side > 0 && self.beside[side - 1].comparison.relation != Relation::Unrelated
    }

    /// What pins and unpins two units, in terms of the view's changes.
    pub fn pin_state(&self, what: &str, side: usize, pin: (usize, usize)) -> ViewState {
        self.state
            .with("pin", "")
            .with("do", what)
            .with("side", side.to_string())
            .with("relation", self.beside[side - 1].comparison.relation.name())
            .with("units", super::units_of(&self.state).name())
            .with("a", pin.0.to_string())
            .with("b", pin.1.to_string())
    }

    /// The pin that holds a unit: the side beside the base, and the two units.
    fn pin_of(&self, side: usize, unit: usize) -> Option<(usize, (usize, usize))> {
        let sides = if side == 0 { 1..self.sides.len() } else { side..side + 1 };
        sides.into_iter().find_map(|of| {
            let holds = |pin: &&(usize, usize)| if side == 0 { pin.0 == unit } else { pin.1 == unit };
            self.beside[of - 1].pins.iter().find(holds).map(|pin| (of, *pin))
        })
    }

    /// The button of a unit: it starts a pin, ends one, or takes it away.
    fn unit_pin(&self, asked: &Asked<'_>, level: &Level, side: usize, unit: usize) -> Option<Element> {
        let texts = asked.texts;
        let button = |text: String, is_pressed: bool, deed: Deed| {
            Element::new(Tag::Button)
                .class("pin")
                .with(Attribute::AriaPressed, is_pressed.to_string())
                .with(Attribute::AriaLabel, text.clone())
                .with(Attribute::Tip, text)
                .on(deed)
                .child(pin_sign())
        };
        if !(1..self.sides.len()).any(|of| (side == 0 || of == side) && self.can_pin(of)) {
            return None;
        }
        let is_paired = (0..self.sides.len()).filter(|side| !self.units(level, *side).is_empty()).count() > 1;
        if let Some((of, pin)) = self.pin_of(side, unit) {
            let (other, number) =
                if side == 0 { (of, self.sides[of].number(pin.1)) } else { (0, self.sides[0].number(pin.0)) };
            let values = [("n", number.into()), ("side", self.side_name(asked, other).into())];
            return Some(button(
                texts.with("compare-pinned-to", &values),
                true,
                Deed::Change(self.pin_state("unpin", of, pin)),
            ));
        }
        let choose = |half: String| Deed::ShowHere(self.state.with("pin", half));
        Some(match self.half_pin {
            Some(half) if half == (side, unit) => {
                let cancel = button(texts.of("compare-pin-cancel"), true, choose(String::new()));
                if is_paired { cancel } else { cancel.with(Attribute::AriaKeyshortcuts, "k") }
            }
            Some((half_side, half_unit)) if (half_side == 0) != (side == 0) => {
                let (of, pin) = if side == 0 { (half_side, (unit, half_unit)) } else { (side, (half_unit, unit)) };
                let number = self.sides[half_side].number(half_unit);
                let values = [("n", number.into()), ("side", self.side_name(asked, half_side).into())];
                let text = texts.with("compare-pin-to", &values);
                button(text, false, Deed::Change(self.pin_state("pin", of, pin))).with(Attribute::AriaKeyshortcuts, "k")
            }
            _ => {
                let start = button(texts.of("compare-pin-start"), false, choose(format!("{side}-{unit}")));
                if is_paired { start } else { start.with(Attribute::AriaKeyshortcuts, "k") }
            }
        })
    }

    /// The button of a row with both sides: it says that they belong together, or takes that back.
    fn row_pin(&self, asked: &Asked<'_>, level: &Level) -> Option<Element> {
        let (side, row) = self
            .all_rows(level)
            .find(|(side, row)| self.can_pin(*side) && !row.left.is_empty() && !row.right.is_empty())?;
        let pins = &self.beside[side - 1].pins;
        let pinned = pins.iter().find(|pin| row.left.contains(&pin.0) && row.right.contains(&pin.1));
        let pin = pinned.copied().unwrap_or((row.left[0], row.right[0]));
        let (what, text) = if pinned.is_some() { ("unpin", "compare-row-pinned") } else { ("pin", "compare-row-pin") };
        let button = Element::new(Tag::Button)
            .class("pin row-pin")
            .with(Attribute::AriaPressed, pinned.is_some().to_string())
            .with(Attribute::Tip, asked.texts.of("compare-row-pin-hint"))
            .on(Deed::Change(self.pin_state(what, side, pin)))
            .child(pin_sign())
            .child(Element::new(Tag::Span).child(asked.texts.of(text)));
        // Where a unit waits for its counterpart, the key gives it this one.
        let has_half = self.half_pin.is_some_and(|(of, unit)| {
            let units = self.units(level, if of == 0 { side } else { 0 });
            !self.units(level, of).contains(&unit)
                && units.iter().any(|unit| self.pin_of(if of == 0 { side } else { 0 }, *unit).is_none())
        });
        Some(if has_half { button } else { button.with(Attribute::AriaKeyshortcuts, "k") })
    }
}

/// A text cut where what is searched for begins and ends; `offset` is where it stands in the text of the places.
fn with_hits(text: &str, offset: usize, hits: &[(usize, usize)]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut at = 0;
    for (start, end) in hits {
        let range = start.saturating_sub(offset).max(at)..end.saturating_sub(offset).min(text.len());
        if range.start >= range.end {
            continue;
        }
        let (Some(before), Some(hit)) = (text.get(at..range.start), text.get(range.clone())) else { continue };
        if !before.is_empty() {
            nodes.push(before.into());
        }
        nodes.push(Element::new(Tag::Mark).child(hit).into());
        at = range.end;
    }
    match text.get(at..) {
        Some(rest) if !rest.is_empty() => nodes.push(rest.into()),
        _ => {}
    }
    nodes
}

/// The drawing of a pin.
fn pin_sign() -> Element {
    Element::new(Tag::Svg).with(Attribute::ViewBox, "0 0 16 16").with(Attribute::AriaHidden, "true").child(
        Element::new(Tag::Path)
            .with(Attribute::D, "M5 1h6v1.5l-1 1V7l2.5 2v1.5H8.7V15h-1.4v-4.500H3.500V9L6 7V3.500l-1-1z"),
    )
}
