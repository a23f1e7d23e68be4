//! What the user says of two transcripts: that they stand beside each other, what they are, and which units belong
//! together. It is kept with the library and holds until it is taken back.

use super::kept::{spot_of, unit_at};
use super::{META, SIDES, units_of};
use crate::compare::pairs::{self, Pair, Pairs, Pin};
use crate::compare::{Relation, Witness};
use crate::library::{Entry, Library};
use crate::views::{Change, Changed, Texts, ViewState};

/// How a file of pins begins, as it is saved.
const FILE_START: &[u8] = b"{\"pairs\":[";

/// Adds the pins of a file that was saved, and what it says of their transcripts, in a language. None where the file is
/// something else.
pub fn add_pins(library: &mut Library, language: &str, bytes: &[u8]) -> Option<Changed> {
    if !bytes.starts_with(FILE_START) {
        return None;
    }
    let coming: Pairs = serde_json::from_slice(bytes).ok()?;
    if coming.pairs.iter().any(|pair| pair.left.is_empty() || pair.right.is_empty()) {
        return None;
    }
    let is_here = |pair: &&Pair| library.entry(&pair.left).is_some() && library.entry(&pair.right).is_some();
    let away = coming.pairs.len() - coming.pairs.iter().filter(is_here).count();
    let texts = Texts::new(language);
    let mut told = texts.with("compare-pins-added", &[("n", coming.pairs.len().into())]);
    if away > 0 {
        told = format!("{told} {}", texts.with("compare-pins-away", &[("n", away.into())]));
    }
    let before = library.work().get(pairs::KIND).to_owned();
    let together = Pairs::from_json(&before).with(coming).to_json();
    let undo = Some(ViewState::of(META.id).with("do", "restore").with("record", before).with("instead", &*together));
    library.work_mut().set(pairs::KIND, together);
    Some(Changed { told, undo, ..Changed::default() })
}

/// Does what the field `do` says: `sides` remembers which two stand beside each other, `as` what they are, `pin` and
/// `unpin` which of their units belong together; `restore` takes up the record of all that was said, as long as nothing
/// was said since.
pub fn change(change: &mut Change<'_>) -> Option<Changed> {
    let state = change.state;
    let mut pairs = Pairs::from_json(change.library.work().get(pairs::KIND));
    let shown = plain(state);
    let changed = match state.field("do") {
        "sides" => {
            let [left, right] = [state.field("left"), state.field("right")];
            if left != right && change.library.entry(left).is_some() && change.library.entry(right).is_some() {
                pairs.put_pair(pairs.pair(left, right));
            }
            Changed { show: Some(shown), ..Changed::default() }
        }
        "as" => {
            let mut pair = pairs.pair(state.field("left"), state.field("right"));
            let said = Relation::named(state.field("as")).map(|relation| relation.name().to_owned());
            pair.relation = said;
            pairs.put_pair(pair);
            Changed { show: Some(shown.with("as", "")), ..Changed::default() }
        }
        "restore" if state.field("instead") != pairs.to_json() => {
            return Some(Changed { told: change.texts.of("compare-pins-changed"), ..Changed::default() });
        }
        "restore" => {
            let undo = state.with("record", pairs.to_json()).with("instead", state.field("record"));
            pairs = Pairs::from_json(state.field("record"));
            Changed { undo: Some(undo), ..Changed::default() }
        }
        what @ ("pin" | "unpin") => pin(change, &mut pairs, what == "pin")?,
        _ => return None,
    };
    change.library.work_mut().set(pairs::KIND, pairs.to_json());
    Some(changed)
}

/// The view as it is set, without what only a change says.
fn plain(state: &ViewState) -> ViewState {
    ["do", "side", "relation", "a", "b"].iter().fold(state.clone(), |state, field| state.with(field, ""))
}

fn pin(change: &Change<'_>, pairs: &mut Pairs, is_new: bool) -> Option<Changed> {
    let (state, texts) = (change.state, change.texts);
    let side = state.number("side")? as usize;
    let entry = |at: usize| change.library.entry(state.field(SIDES.get(at)?));
    let entries = [entry(0)?, entry(side).filter(|_| side > 0)?];
    let units = units_of(state);
    let witness = |entry: &Entry| Witness::of_file("", std::slice::from_ref(&entry.transcript), units);
    let witnesses = entries.map(witness);
    let numbers = [state.number("a")? as usize, state.number("b")? as usize];
    let pin = Pin {
        units: units.name().to_owned(),
        left: spot_of(entries[0], &witnesses[0], numbers[0])?,
        right: spot_of(entries[1], &witnesses[1], numbers[1])?,
    };
    let mut pair = pairs.pair(&entries[0].id, &entries[1].id);
    let paragraph = |at: usize| witnesses[at].paragraphs.get(numbers[at]).map_or(0, |paragraph| *paragraph as u32 + 1);
    let values = [("left", paragraph(0).into()), ("right", paragraph(1).into())];
    let show = Some(plain(state).with("pin", ""));
    if is_new {
        let is_translation = state.field("relation") == Relation::Translation.name();
        let units = [&witnesses[0], &witnesses[1]];
        if let Some(crossed) = crossed(&pair, entries, units, &pin.units, numbers).filter(|_| is_translation) {
            let values = [("left", crossed[0].into()), ("right", crossed[1].into())];
            return Some(Changed { told: texts.with("compare-pin-crosses", &values), ..Changed::default() });
        }
        if !pair.pins.contains(&pin) {
            pair.pins.push(pin);
        }
    } else {
        pair.pins.retain(|known| *known != pin);
    }
    pairs.put_pair(pair);
    let told = texts.with(if is_new { "compare-pin-told" } else { "compare-unpin-told" }, &values);
    let undo = Some(state.with("do", if is_new { "unpin" } else { "pin" }));
    Some(Changed { told, undo, show, ..Changed::default() })
}

/// The pin that a new one would cross, by the numbers of its paragraphs: both could not stand level.
fn crossed(
    pair: &Pair,
    entries: [&Entry; 2],
    witnesses: [&Witness; 2],
    units: &str,
    numbers: [usize; 2],
) -> Option<[u32; 2]> {
    pair.pins.iter().filter(|pin| pin.units == units).find_map(|pin| {
        let left = unit_at(entries[0], witnesses[0], pin.left)?;
        let right = unit_at(entries[1], witnesses[1], pin.right)?;
        let crosses = (left < numbers[0] && right > numbers[1]) || (left > numbers[0] && right < numbers[1]);
        let paragraph = |at: usize, unit: usize| witnesses[at].paragraphs.get(unit).map_or(0, |p| *p as u32 + 1);
        crosses.then(|| [paragraph(0, left), paragraph(1, right)])
    })
}
