//! A transcript in another format: the formats, what each has no place for, and the download. What is lost is shown
//! before anything is taken.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::app::contexts::{Tools, use_tools};
use crate::jobs::{ColumnQuery, ExportedFile, Loss, LostPart, Request, Response, Show};
use crate::platform;

/// The slot of the file's question: a newer one takes the place of an older one.
const EXPORT_SLOT: u32 = 3;

/// The setting that keeps the last choice.
const SETTING: &str = "export-format";

/// What is lost, and the text that says so.
const LOSSES: &[(LostPart, &str)] = &[
    (LostPart::Title, "loss-title"),
    (LostPart::Summary, "loss-summary"),
    (LostPart::Date, "loss-date"),
    (LostPart::TimeOfDay, "loss-time-of-day"),
    (LostPart::Place, "loss-place"),
    (LostPart::Language, "loss-language"),
    (LostPart::Other, "loss-other"),
    (LostPart::Roles, "loss-roles"),
    (LostPart::UnnamedRoles, "loss-roles"),
    (LostPart::Labels, "loss-labels"),
    (LostPart::Codes, "loss-labels"),
    (LostPart::Times, "loss-times"),
    (LostPart::Ends, "loss-ends"),
    (LostPart::Cues, "loss-cues"),
    (LostPart::WordTimes, "loss-word-times"),
    (LostPart::Untimed, "loss-untimed"),
    (LostPart::Notes, "loss-notes"),
    (LostPart::Headings, "loss-headings"),
    (LostPart::Separators, "loss-separators"),
    (LostPart::Furniture, "loss-furniture"),
    (LostPart::Breaks, "loss-breaks"),
    (LostPart::Controls, "loss-controls"),
    (LostPart::Formulas, "loss-formulas"),
    (LostPart::NoDuration, "loss-no-duration"),
    (LostPart::Doubtful, "loss-doubtful"),
];

#[derive(Properties, PartialEq)]
pub struct ExportProps {
    /// The column that shows the transcript.
    pub column: ColumnQuery,
}

/// What came of the last question.
#[derive(Clone, PartialEq)]
enum Made {
    Waiting,
    Files(Rc<Vec<ExportedFile>>),
    Refused(Rc<str>),
}

#[component(Export)]
pub fn export(props: &ExportProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let writers = use_state(Vec::new);
    let chosen = use_state(|| platform::setting(SETTING).unwrap_or_else(|| "text".to_owned()));
    let made = use_state(|| Made::Waiting);
    let can_excerpt = props.column.filter.chooses_turns() && props.column.show == Show::Matches;
    let is_excerpt = use_state(|| can_excerpt);
    {
        let (client, writers) = (tools.client.clone(), writers.clone());
        use_effect_with((), move |()| {
            spawn_local(async move {
                if let Ok(Response::Writers(known)) = client.ask(Request::Writers, 0).await {
                    writers.set(known);
                }
            });
        });
    }
    {
        let (client, made) = (tools.client.clone(), made.clone());
        use_effect_with((props.column.clone(), *is_excerpt, (*chosen).clone()), move |(column, is_excerpt, format)| {
            made.set(Made::Waiting);
            let (column, format) = (column.clone(), format.clone());
            let request = Request::Export { column, is_excerpt: *is_excerpt, format };
            spawn_local(async move {
                match client.ask(request, EXPORT_SLOT).await {
                    Ok(Response::Exported(files)) => made.set(Made::Files(files.into())),
                    Ok(Response::Refused { why, .. }) => made.set(Made::Refused(why.into())),
                    // A newer question was asked, or the client has told what happened to the worker.
                    Ok(_) | Err(_) => {}
                }
            });
        });
    }
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            let format = event.target_unchecked_into::<HtmlInputElement>().value();
            platform::keep_setting(SETTING, &format);
            chosen.set(format);
        })
    };
    let choose_excerpt = {
        let is_excerpt = is_excerpt.clone();
        Callback::from(move |event: Event| is_excerpt.set(event.target_unchecked_into::<HtmlInputElement>().checked()))
    };
    html! {
        <div class="export">
            <label class="excerpt" hidden={!can_excerpt}>
                <input type="checkbox" checked={*is_excerpt} onchange={choose_excerpt} />{ texts.of("export-shown") }
            </label>
            <fieldset onchange={choose}>
                <legend>{ texts.of("export-format") }</legend>
                { for writers.iter().map(|(id, name)| html! {
                    <label key={id.clone()}>
                        <input type="radio" name="export-format" value={id.clone()} checked={*id == *chosen} />{ name }
                    </label>
                }) }
            </fieldset>
            { outcome(&tools, &made) }
        </div>
    }
}

/// What is lost, and the way to take the file.
fn outcome(tools: &Tools, made: &Made) -> Html {
    let texts = &tools.texts;
    let files = match made {
        Made::Files(files) => files.clone(),
        _ => Rc::default(),
    };
    let losses: Vec<&Loss> = files.iter().flat_map(|file| &file.losses).collect();
    let size = files.iter().map(|file| file.bytes.len() as u64).sum::<u64>();
    let name = files.first().map(|file| file.name.clone()).unwrap_or_default();
    let download = {
        let files = files.clone();
        Callback::from(move |_: MouseEvent| {
            for file in files.iter() {
                platform::download(&file.name, &file.media_type, &file.bytes);
            }
        })
    };
    let said = match made {
        Made::Waiting => html! { <p aria-busy="true">{ "…" }</p> },
        Made::Refused(why) => html! { <p class="warn">{ &**why }</p> },
        Made::Files(_) if losses.is_empty() => html! { <p>{ texts.of("export-whole") }</p> },
        Made::Files(_) => html! {
            <>
                <p>{ texts.of("export-losses") }</p>
                <ul>{ for losses.iter().filter_map(|loss| {
                    let key = LOSSES.iter().find(|(part, _)| *part == loss.part)?.1;
                    Some(html! { <li>{ texts.with(key, [("n", loss.count.into())]) }</li> })
                }) }</ul>
            </>
        },
    };
    html! {
        <div class="export-made">
            <div role="status">{ said }</div>
            <button class="go" disabled={files.is_empty()} onclick={download}>
                { if files.is_empty() { texts.of("export-wait") } else { texts.with("export-go", [("file", name.into()), ("size", texts.size(size).into())]) } }
            </button>
        </div>
    }
}
