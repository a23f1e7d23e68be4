//! The facets with their counts: lists of values, and the dates as a histogram that is dragged over.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::contexts::use_tools;
use crate::app::texts::Texts;
use crate::jobs::{Counted, Facets as Counts, Filter};
use crate::model::Date;
use crate::session::{Action, FacetKind};

/// Values shown before "more".
const SHOWN: usize = 6;

#[derive(Properties, PartialEq)]
pub struct FacetsProps {
    pub facets: Counts,
    pub filter: Filter,
}

#[component(Facets)]
pub fn facets(props: &FacetsProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let clear = {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(Action::ClearFilter))
    };
    let facet = |kind: FacetKind, title: &str, rows: &[Counted]| {
        html! {
            <Facet {kind} title={texts.of(title)} rows={rows.to_vec()} chosen={kind.chosen(&props.filter).iter().cloned().collect::<Vec<_>>()} />
        }
    };
    html! {
        <section class="facets" aria-label={texts.of("filter-clear")}>
            if !props.filter.is_empty() {
                <button class="clear" onclick={clear}>{ texts.of("filter-clear") }</button>
            }
            { facet(FacetKind::Speaker, "facet-speakers", &props.facets.speakers) }
            { facet(FacetKind::Role, "facet-roles", &props.facets.roles) }
            <Dates years={props.facets.years.clone()} from={props.filter.from} to={props.filter.to} />
            { facet(FacetKind::Place, "facet-places", &props.facets.places) }
            { facet(FacetKind::Language, "facet-languages", &props.facets.languages) }
            { facet(FacetKind::Format, "facet-formats", &props.facets.formats) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct FacetProps {
    kind: FacetKind,
    title: String,
    rows: Vec<Counted>,
    chosen: Vec<String>,
}

#[component(Facet)]
fn facet(props: &FacetProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let is_open = use_state(|| false);
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    // What is chosen stays in sight even where nothing has it now.
    let gone = props.chosen.iter().filter(|value| !props.rows.iter().any(|row| row.value == **value));
    let gone: Vec<_> = gone.map(|value| Counted { value: value.clone(), count: 0 }).collect();
    let shown = if *is_open { props.rows.len() } else { SHOWN };
    let is_shown = |(index, row): &(usize, &Counted)| *index < shown || props.chosen.contains(&row.value);
    let rows = gone.iter().chain(props.rows.iter().enumerate().filter(is_shown).map(|(_, row)| row));
    let rest = props.rows.len().saturating_sub(SHOWN);
    html! {
        <fieldset class="facet" hidden={props.rows.is_empty() && gone.is_empty()}>
            <legend>{ &props.title }</legend>
            { for rows.map(|row| value_row(&tools, props, row)) }
            if rest > 0 {
                <button class="more" aria-expanded={is_open.to_string()} onclick={toggle}>
                    { if *is_open { texts.of("facet-fewer") } else { texts.with("facet-more", [("n", rest.into())]) } }
                </button>
            }
        </fieldset>
    }
}

fn value_row(tools: &crate::app::contexts::Tools, props: &FacetProps, row: &Counted) -> Html {
    let (kind, value) = (props.kind, row.value.clone());
    let act = tools.clone();
    let toggle = Callback::from(move |_: Event| act.act(Action::ToggleFacet(kind, value.clone())));
    let texts = &tools.texts;
    let unit = match kind {
        FacetKind::Speaker | FacetKind::Role => "facet-count-turns",
        _ => "facet-count-transcripts",
    };
    html! {
        <label class="value" key={row.value.clone()}>
            <input type="checkbox" checked={props.chosen.contains(&row.value)} onchange={toggle} />
            <span dir="auto">{ value_text(texts, kind, &row.value) }</span>
            <span class="n" title={texts.of(unit)}>{ row.count }</span>
        </label>
    }
}

fn value_text(texts: &Texts, kind: FacetKind, value: &str) -> String {
    match kind {
        FacetKind::Speaker if value.is_empty() => texts.of("facet-nobody"),
        _ if value.is_empty() => texts.of("facet-none"),
        FacetKind::Language => texts.language_name(value),
        _ => value.to_owned(),
    }
}

#[derive(Properties, PartialEq)]
struct DatesProps {
    years: Vec<Counted>,
    from: Option<Date>,
    to: Option<Date>,
}

/// The dates: a bar a year, dragged over or clicked; and two fields for exact days.
#[component(Dates)]
fn dates(props: &DatesProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let drag_from = use_mut_ref(|| None::<u16>);
    let years: Vec<(u16, u32)> =
        props.years.iter().filter_map(|row| Some((row.value.parse().ok()?, row.count))).collect();
    let choose = {
        let tools = tools.clone();
        move |a: u16, b: u16| {
            let year = |year| Date::new(year, None, None);
            tools.act(Action::SetDates(year(a.min(b)), year(a.max(b))));
        }
    };
    let most = years.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1);
    let is_in = |year: u16| {
        (props.from.is_some() || props.to.is_some())
            && props.from.is_none_or(|from| from.year <= year)
            && props.to.is_none_or(|to| year <= to.year)
    };
    let bars = filled(&years).into_iter().map(|(year, n)| {
        let (start, extend) = (drag_from.clone(), drag_from.clone());
        let (click, drag) = (choose.clone(), choose.clone());
        let onpointerdown = Callback::from(move |_: PointerEvent| *start.borrow_mut() = Some(year));
        let onpointerenter = Callback::from(move |event: PointerEvent| {
            if event.buttons() == 1 && let Some(first) = *extend.borrow() {
                drag(first, year);
            }
        });
        let onclick = Callback::from(move |_: MouseEvent| click(year, year));
        let name = texts.with("date-year", [("year", year.to_string().into()), ("n", n.into())]);
        html! {
            <button key={year} class="bar" aria-label={name.clone()} title={name} aria-pressed={is_in(year).to_string()} {onpointerdown} {onpointerenter} {onclick}>
                <i style={format!("height:{}%", (n * 100).div_ceil(most))}></i>
            </button>
        }
    });
    let field = |label: &str, value: Option<Date>, is_from: bool| {
        let (tools, from, to) = (tools.clone(), props.from, props.to);
        let onchange = Callback::from(move |event: Event| {
            let typed = Date::from_iso(event.target_unchecked_into::<HtmlInputElement>().value().trim());
            tools.act(if is_from { Action::SetDates(typed, to) } else { Action::SetDates(from, typed) });
        });
        let value = value.map(|date| date.to_string()).unwrap_or_default();
        html! {
            <label>{ texts.of(label) }<input type="text" inputmode="numeric" class={if is_from { "from" } else { "to" }} {value} {onchange}
                placeholder={(if is_from { years.first() } else { years.last() }).map(|year| year.0.to_string())} title={texts.of("date-hint")} /></label>
        }
    };
    html! {
        <fieldset class="facet dates">
            <legend>{ texts.of("facet-dates") }</legend>
            <div class="bars">{ for bars }</div>
            <div class="ends" aria-hidden="true"><span>{ years.first().map(|y| y.0) }</span><span>{ years.last().filter(|_| years.len() > 1).map(|y| y.0) }</span></div>
            <div class="range">{ field("date-from", props.from, true) }{ field("date-to", props.to, false) }</div>
        </fieldset>
    }
}

/// The years between the first and the last, those without transcripts too; only those that have some where the
/// range is too long for bars.
fn filled(years: &[(u16, u32)]) -> Vec<(u16, u32)> {
    match (years.first(), years.last()) {
        (Some((first, _)), Some((last, _))) if last - first < 40 => {
            (*first..=*last).map(|year| (year, years.iter().find(|row| row.0 == year).map_or(0, |row| row.1))).collect()
        }
        _ => years.to_vec(),
    }
}
