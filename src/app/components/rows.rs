//! The rows of a column: turns, paragraphs, notes, headings, furniture, gaps. A chunk of them is one component.

use std::rc::Rc;

use yew::prelude::*;

use super::icons;
use crate::app::contexts::{Tools, use_tools};
use crate::app::texts::clock;
use crate::jobs::{LaneSpeaker, Mark, MarkKind, Outline, Row};
use crate::session::{Action, Address, Place};

/// Colours of speakers; after the last the first comes again, told apart by monogram and name.
const COLOURS: u32 = 6;

/// The colour of a speaker, as CSS.
pub fn speaker_colour(speaker: Option<u32>) -> String {
    speaker.map_or_else(|| "var(--ink-3)".to_owned(), |speaker| format!("var(--s{})", speaker % COLOURS + 1))
}

/// The first letters of a name: of its first and its last word.
pub fn monogram(speaker: &LaneSpeaker) -> String {
    if speaker.is_generic {
        return "?".into();
    }
    let mut words = speaker.name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).collect()
}

#[derive(Properties)]
pub struct ChunkProps {
    /// Index of the column.
    pub column: usize,
    /// Id of the transcript.
    pub id: AttrValue,
    /// Index of the first row.
    pub first: u32,
    pub rows: Rc<Vec<Row>>,
    pub outline: Rc<Outline>,
    /// The paragraph whose source is shown.
    pub marked: Option<u32>,
}

impl PartialEq for ChunkProps {
    fn eq(&self, other: &Self) -> bool {
        let has_marked = |props: &Self| props.marked.filter(|marked| props.holds(*marked));
        Rc::ptr_eq(&self.rows, &other.rows)
            && Rc::ptr_eq(&self.outline, &other.outline)
            && self.column == other.column
            && has_marked(self) == has_marked(other)
    }
}

impl ChunkProps {
    fn holds(&self, paragraph: u32) -> bool {
        self.rows.iter().any(|row| matches!(row, Row::Paragraph { number, .. } if *number == paragraph))
    }
}

#[component(Chunk)]
pub fn chunk(props: &ChunkProps) -> Html {
    let tools = use_tools();
    let rows = props.rows.iter().zip(props.first..);
    html! { <>{ for rows.map(|(row, index)| html! { <div class="row" key={index}>{ row_html(&tools, props, row) }</div> }) }</> }
}

fn row_html(tools: &Tools, props: &ChunkProps, row: &Row) -> Html {
    let texts = &tools.texts;
    match row {
        Row::Turn { speaker, label, has_role, start_ms, .. } => {
            turn(tools, props, *speaker, label, *has_role, *start_ms)
        }
        Row::Paragraph { number, speaker, text, marks, start_ms, is_context } => {
            let style = format!("--c:{}", speaker_colour(*speaker));
            let class =
                classes!("p", is_context.then_some("context"), (props.marked == Some(*number)).then_some("is-marked"));
            html! {
                <div {class} {style} id={format!("c{}p{number}", props.column)} data-n={number.to_string()}>
                    { margin(tools, props, *number, *start_ms) }
                    <p dir="auto">{ for marked_text(text, marks) }</p>
                </div>
            }
        }
        Row::Note { text } => html! { <p class="note" dir="auto">{ text }</p> },
        Row::Heading { text, level: 0 } => html! { <p class="separator" aria-hidden="true">{ text }</p> },
        Row::Heading { text, .. } => html! { <h2 class="heading" dir="auto">{ text }</h2> },
        Row::Furniture { lines } => html! {
            <details class="furniture">
                <summary>{ texts.with("furniture", [("n", lines.len().into())]) }</summary>
                { for lines.iter().map(|(_, line)| html! { <p dir="auto">{ line }</p> }) }
            </details>
        },
        Row::Gap { first, last } => {
            let (act, column, first) = (tools.clone(), props.column, *first);
            let open = Callback::from(move |_: MouseEvent| act.act(Action::OpenGap(column, first)));
            html! {
                <p class="gap">
                    <span>{ texts.with("gap", [("n", (last + 1 - first).into())]) }</span>
                    <button onclick={open}>{ texts.of("gap-open") }</button>
                </p>
            }
        }
    }
}

fn turn(
    tools: &Tools,
    props: &ChunkProps,
    speaker: Option<u32>,
    label: &str,
    has_role: bool,
    start_ms: Option<u32>,
) -> Html {
    let known = speaker.and_then(|index| props.outline.speakers.get(index as usize));
    let style = format!("--c:{}", speaker_colour(speaker));
    let name = known.map_or_else(
        || if label.is_empty() { tools.texts.of("unattributed") } else { label.to_owned() },
        |s| s.name.clone(),
    );
    let role = known.and_then(|known| known.role.clone()).filter(|_| has_role);
    html! {
        <h3 class="by" {style} title={label.to_owned()}>
            <span class="mono" aria-hidden="true">{ known.map_or("?".into(), monogram) }</span>
            <b dir="auto">{ name }</b>
            if let Some(role) = role { <span class="role" dir="auto">{ role }</span> }
            if let Some(ms) = start_ms { <time>{ clock(ms) }</time> }
        </h3>
    }
}

/// The number of a paragraph, which is a link to it, and the way to its source.
fn margin(tools: &Tools, props: &ChunkProps, number: u32, start_ms: Option<u32>) -> Html {
    let (act, column) = (tools.clone(), props.column);
    let source = Callback::from(move |_: MouseEvent| act.act(Action::SetSource(Some((column, number)))));
    let act = tools.clone();
    let go = Callback::from(move |event: MouseEvent| {
        // With a modifier the browser opens the link as any other.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            act.act(Action::GoTo(column, number));
        }
    });
    let link =
        Address { columns: vec![Place { id: props.id.to_string(), paragraph: Some(number) }], ..Address::default() };
    let texts = &tools.texts;
    let n = || [("n", number.into())];
    html! {
        <span class="margin">
            <a class="number" href={format!("#{}", link.to_fragment())} onclick={go} title={texts.with("paragraph-link", n())}>{ number }</a>
            if let Some(ms) = start_ms { <span class="at">{ clock(ms) }</span> }
            <button class="to-source" aria-label={texts.with("paragraph-source", n())} title={texts.with("paragraph-source", n())} onclick={source}>{ icons::source() }</button>
        </span>
    }
}

/// The words of a paragraph, cut where marks begin and end.
fn marked_text<'a>(text: &'a str, marks: &'a [Mark]) -> impl Iterator<Item = Html> + 'a {
    let part = |start: u32, end: u32| text.get(start as usize..end as usize).unwrap_or_default().to_owned();
    let mut at = 0;
    let mut parts = Vec::with_capacity(marks.len() * 2 + 1);
    for mark in marks {
        parts.push(html! { { part(at, mark.start) } });
        let words = part(mark.start, mark.end);
        let marked = match mark.kind {
            MarkKind::Own => html! { { words } },
            MarkKind::Hit => html! { <mark>{ words }</mark> },
            MarkKind::Note => html! { <i class="said-not">{ words }</i> },
            MarkKind::NoteHit => html! { <i class="said-not"><mark>{ words }</mark></i> },
        };
        parts.push(if mark.class.is_empty() {
            marked
        } else {
            html! { <span role="mark" class={mark.class.clone()} title={mark.tip.clone()}>{ marked }</span> }
        });
        at = mark.end;
    }
    parts.push(html! { { part(at, text.len() as u32) } });
    parts.into_iter()
}
