//! What stands above the rows: which transcripts, as what and in which units; what differs by class and by weight; pins;
//! and what in the library seems to belong together.

use std::collections::HashMap;

use super::{
    Asked, Attribute, Class, Deed, Element, Entry, Node, Relation, Rows, Side, Tag, Units, choices, class_name, files,
    name, told_apart, units_of,
};
use crate::compare::Change;
use crate::text::order::in_order;
use crate::views::pieces::{self, button, heading, hint};
use crate::views::repeats;

/// How many differences stand in the list above the rows, and how many pins and pairs.
const MOST_LISTED: usize = 100;
/// How many letters of a difference the list shows.
const LISTED_LETTERS: usize = 90;
/// From how many transcripts on it is told what belongs together.
const MANY: usize = 3;

/// A choice of a value for a field.
fn select(
    asked: &Asked<'_>,
    field: &str,
    label: &str,
    chosen: &str,
    options: Vec<(String, String)>,
    deed: Deed,
) -> Element {
    pieces::labelled(asked.texts.of(label), pieces::select(field, chosen, options).on(deed))
}

/// A text cut to what a list shows.
pub fn shortened(text: &str) -> String {
    let short: String = text.chars().take(LISTED_LETTERS).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

impl Rows {
    /// All that stands above the rows.
    pub fn head(&self, asked: &Asked<'_>, name: String, status: String) -> Vec<Node> {
        let mut head = vec![heading(name), hint(status)];
        head.extend(self.errors(asked).map(hint));
        head.extend([self.tools(asked), self.classes(asked)]);
        head.extend(self.differences(asked));
        head.extend(self.pins(asked));
        head.extend(self.proposals(asked));
        head
    }

    /// The transcripts that can be chosen, by id and name: those that stand here, and of the others as many as a list can
    /// show. Those that have one name are told apart by their files.
    fn transcripts(&self, asked: &Asked<'_>) -> Vec<(String, String)> {
        let choices = choices(asked, |entry| self.sides.iter().any(|side| side.id == entry.id));
        let named: Vec<(&Entry, String)> = choices.map(|entry| (entry, name(asked, entry))).collect();
        let mut times: HashMap<&str, u32> = HashMap::new();
        named.iter().for_each(|(_, name)| *times.entry(name).or_default() += 1);
        let told_apart = |(entry, name): &(&Entry, String)| {
            let is_one_of_many = times.get(name.as_str()).is_some_and(|times| *times > 1);
            let file = asked.library.source(entry).filter(|_| is_one_of_many);
            let file = file.map_or(String::new(), |source| format!(" · {}", source.file_name()));
            (entry.id.clone(), format!("{name}{file}"))
        };
        named.iter().map(told_apart).collect()
    }

    fn tools(&self, asked: &Asked<'_>) -> Node {
        let (state, texts) = (&self.state, asked.texts);
        let entries = self.transcripts(asked);
        let named = |relation: Relation| texts.of(&format!("compare-as-{}", relation.name()));
        let guessed = self.beside[0].guessed;
        let mut relations =
            vec![("guess".to_owned(), texts.with("compare-as-guessed", &[("what", named(guessed).into())]))];
        relations.extend(Relation::ALL.map(|known| (known.name().to_owned(), named(known))));
        let asked_for = state.field("as");
        let said = if asked_for.is_empty() { self.beside[0].pair.relation.as_deref() } else { Some(asked_for) };
        let units = [Units::Paragraphs, Units::Turns, Units::Sentences]
            .map(|units| (units.name().to_owned(), texts.of(&format!("compare-units-{}", units.name()))));
        let swapped = state.with("left", &*self.sides[1].id).with("right", &*self.sides[0].id).with("pin", "");
        let cosmetic = state.with("cosmetic", if self.shows_cosmetic { "" } else { "shown" });
        let remember = || Deed::Change(state.with("do", "sides").with("pin", ""));
        let mut thirds = vec![(String::new(), texts.of("compare-no-third"))];
        thirds.extend(entries.iter().filter(|(id, _)| self.sides[..2].iter().all(|side| side.id != *id)).cloned());
        let third = self.sides.get(2).map_or("", |side| side.id.as_str());
        let is_translation = self.beside.iter().any(|beside| beside.comparison.relation == Relation::Translation);
        let has_pins = self.beside.iter().any(|beside| !beside.pair.pins.is_empty());
        let files = files::NAMES.iter().filter(|file| match file.only {
            files::Only::Always => true,
            files::Only::Translations => is_translation,
            files::Only::WithPins => has_pins,
        });
        let labels =
            if self.sides.len() > 2 { ["compare-base", "compare-second"] } else { ["compare-left", "compare-right"] };
        let third = (asked.library.entries().len() > 2)
            .then(|| select(asked, "third", "compare-third", third, thirds, Deed::ShowWith(state.with("pin", ""))));
        Element::new(Tag::Div)
            .class("view-tools")
            .child(select(asked, "left", labels[0], &self.sides[0].id, entries.clone(), remember()))
            .child(button(texts.of("compare-swap"), Deed::Show(swapped)))
            .child(select(asked, "right", labels[1], &self.sides[1].id, entries, remember()))
            .all(third)
            .child(select(
                asked,
                "as",
                "compare-as",
                said.unwrap_or("guess"),
                relations,
                Deed::Change(state.with("do", "as")),
            ))
            .child(select(
                asked,
                "units",
                "compare-units",
                units_of(state).name(),
                units.to_vec(),
                Deed::ShowWith(state.with("pin", "")),
            ))
            .child(
                button(texts.of("compare-cosmetic"), Deed::ShowHere(cosmetic))
                    .with(Attribute::AriaPressed, self.shows_cosmetic.to_string()),
            )
            .child(button(texts.of("compare-repeats"), Deed::Show(repeats::of(&self.sides[0].id))))
            .all(files.map(|file| button(texts.of(file.text), Deed::Save(file.name.to_owned()))))
            .into()
    }

    /// How often there is each class, each a way to see those rows alone.
    fn classes(&self, asked: &Asked<'_>) -> Node {
        let state = &self.state;
        let chosen = state.field("class");
        let chip = |value: &str, text: String| {
            let is_chosen = chosen == value;
            let next = state.with("class", if is_chosen { "" } else { value });
            button(text, Deed::Show(next)).with(Attribute::AriaPressed, is_chosen.to_string())
        };
        let mut counts = [0; Class::ALL.len()];
        for beside in &self.beside {
            counts.iter_mut().zip(beside.comparison.counts()).for_each(|(sum, count)| *sum += count);
        }
        let chips = Class::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0).map(|(class, count)| {
            chip(class.name(), format!("{} {}", class_name(asked, class), asked.texts.number(count as u64)))
        });
        Element::new(Tag::Div)
            .class("compare-classes")
            .with(Attribute::Role, "group")
            .with(Attribute::AriaLabel, asked.texts.of("compare-classes"))
            .child(chip("differing", asked.texts.of("compare-differing")))
            .all(chips)
            .into()
    }

    /// A list that can be folded away.
    fn details(&self, summary: String, is_open: bool, items: Vec<Element>) -> Option<Node> {
        let details = Element::new(Tag::Details)
            .class("compare-list")
            .with_if(is_open, Attribute::Open)
            .child(Element::new(Tag::Summary).child(summary))
            .child(Element::new(Tag::Ol).all(items));
        Some(details.into())
    }

    /// What matters most, each a way to its place.
    fn differences(&self, asked: &Asked<'_>) -> Option<Node> {
        let mut ranked: Vec<(Class, usize, usize, &Change)> = Vec::new();
        for (at, beside) in self.beside.iter().enumerate() {
            let told = beside.comparison.ranked().into_iter().filter(|(_, change)| change.class < Class::Punctuation);
            ranked.extend(told.map(|(row, change)| (change.class, row, at + 1, change)));
        }
        let ranked = in_order(ranked, |(class, ..)| *class as u64);
        let count = ranked.len();
        let items: Vec<Element> = ranked
            .into_iter()
            .take(MOST_LISTED)
            .map(|(_, row, side, change)| self.difference(asked, side, row, change))
            .collect();
        if items.is_empty() {
            return None;
        }
        let shown = items.len();
        let key = if shown < count { "compare-list-first" } else { "compare-list" };
        let summary = asked.texts.with(key, &[("n", count.into()), ("shown", shown.into())]);
        self.details(summary, true, items)
    }

    fn difference(&self, asked: &Asked<'_>, of: usize, at: usize, change: &Change) -> Element {
        let row = &self.beside[of - 1].comparison.rows[at];
        let other = &self.sides[of];
        let (side, index, unit) = match (row.left.first(), row.right.first()) {
            (Some(unit), _) => (&self.sides[0], 0, *unit),
            (None, Some(unit)) => (other, of, *unit),
            (None, None) => (&self.sides[0], 0, 0),
        };
        let number = side.number(unit);
        let words = |side: &Side, units: &[usize], range: &std::ops::Range<usize>| {
            shortened(side.witness.joined(units).get(range.clone()).unwrap_or_default())
        };
        let one = words(&self.sides[0], &row.left, &change.left);
        let two = words(other, &row.right, &change.right);
        let part = |tag: Tag, text: String, side: &Side| {
            (!text.is_empty()).then(|| {
                Element::new(tag).with(Attribute::Lang, side.language()).with(Attribute::Dir, "auto").child(text)
            })
        };
        let go = Deed::Go { id: side.id.clone(), paragraph: number };
        let class = class_name(asked, change.class);
        let there = self.level_of[index].get(unit).and_then(|level| self.deed_to(*level));
        let class = match there {
            Some(deed) => Element::new(Tag::Button).class("to-row").on(deed).child(class),
            None => Element::new(Tag::B).child(class),
        };
        let of_side = (self.sides.len() > 2).then(|| Element::new(Tag::Small).child(self.side_name(asked, of)));
        Element::new(Tag::Li)
            .child(Element::new(Tag::A).on(go).child(format!("¶\u{a0}{number}")))
            .child(" ")
            .all(of_side)
            .child(" ")
            .child(class)
            .child(" ")
            .all(part(Tag::Del, one, &self.sides[0]))
            .child(" ")
            .all(part(Tag::Ins, two, other))
    }

    /// The pins, each a way to its row and a way to take it away; and how many have lost their place.
    fn pins(&self, asked: &Asked<'_>) -> Option<Node> {
        let texts = asked.texts;
        let mut items = Vec::new();
        let mut lost = 0;
        for (at, beside) in self.beside.iter().enumerate() {
            let side = at + 1;
            let here = beside.pair.pins.iter().filter(|pin| pin.units == units_of(&self.state).name()).count();
            lost += here - beside.pins.len();
            for pin in &beside.pins {
                let numbers = [self.sides[0].number(pin.0), self.sides[side].number(pin.1)];
                let text = format!("¶\u{a0}{} · ¶\u{a0}{}", numbers[0], numbers[1]);
                let there = self.level_of[0].get(pin.0).and_then(|level| self.deed_to(*level));
                let there = match there {
                    Some(deed) => Element::new(Tag::Button).class("to-row").on(deed).child(text),
                    None => Element::new(Tag::Span).child(text),
                };
                let remove = Deed::Change(self.pin_state("unpin", side, *pin));
                let remove = Element::new(Tag::Button).class("to-row").on(remove).child(texts.of("compare-unpin"));
                items.push(Element::new(Tag::Li).child(there).child(" ").child(remove));
            }
        }
        if items.is_empty() && lost == 0 {
            return None;
        }
        let mut summary = texts.with("compare-pins", &[("n", items.len().into())]);
        if lost > 0 {
            summary = format!("{summary} {}", texts.with("compare-pins-lost", &[("n", lost.into())]));
        }
        items.truncate(MOST_LISTED);
        self.details(summary, false, items)
    }

    /// What in the library seems to belong together, each a way to see it side by side.
    fn proposals(&self, asked: &Asked<'_>) -> Option<Node> {
        let entries = asked.library.entries();
        if entries.len() < MANY {
            return None;
        }
        let proposals = asked.memory.comparisons.proposals(asked.library);
        let items: Vec<Element> = proposals
            .iter()
            .take(MOST_LISTED)
            .filter_map(|proposal| {
                let (left, right) = (entries.get(proposal.left)?, entries.get(proposal.right)?);
                let is_here = self.sides.iter().filter(|side| side.id == left.id || side.id == right.id).count() == 2;
                let state = super::side_by_side(&left.id, &right.id);
                let what = asked.texts.of(&format!("compare-as-{}", proposal.relation.name()));
                let text = format!("{} · {}", told_apart(asked, left), told_apart(asked, right));
                let link = Element::new(Tag::A).with(Attribute::Dir, "auto").on(Deed::Show(state)).child(text);
                let link = if is_here { link.with(Attribute::AriaCurrent, "true") } else { link };
                Some(Element::new(Tag::Li).child(link).child(" ").child(Element::new(Tag::Small).child(what)))
            })
            .collect();
        if items.is_empty() {
            return None;
        }
        let summary = asked.texts.with("compare-proposals", &[("n", proposals.len().into())]);
        self.details(summary, false, items)
    }
}
