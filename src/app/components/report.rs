//! The parse report: what a source was taken for, how sure, what was unclear; and the ways to decide otherwise.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::rules::rule_list;
use crate::app::contexts::{Tools, use_tools};
use crate::jobs::{Choices, Outline, Request, Response};
use crate::model::Severity;
use crate::session::{Action, Dialog, MessageKind, Step};

/// What a user can decide, once it was asked for.
#[derive(Default)]
struct Decisions {
    /// Ids and names.
    formats: Vec<(String, String)>,
    /// Names.
    encodings: Vec<String>,
    /// Names of what the columns of a table may hold.
    roles: Vec<String>,
}

#[derive(Properties, PartialEq)]
pub struct ReportProps {
    pub outline: Rc<Outline>,
}

/// See the module.
#[component(Report)]
pub fn report(props: &ReportProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let decisions = use_state(|| Rc::new(Decisions::default()));
    // A choice that was refused must not stay in the list: its controls are drawn anew.
    let round = use_state(|| 0u32);
    let header = &props.outline.header;
    let ontoggle = {
        let (client, decisions) = (tools.client.clone(), decisions.clone());
        Callback::from(move |_: Event| {
            if !decisions.encodings.is_empty() {
                return;
            }
            let (client, decisions) = (client.clone(), decisions.clone());
            spawn_local(async move {
                if let Ok(Response::Decisions { formats, encodings, roles }) = client.ask(Request::Decisions, 0).await {
                    decisions.set(Rc::new(Decisions { formats, encodings, roles }));
                }
            });
        })
    };
    let decide = {
        let (tools, hash, round) = (tools.clone(), header.hash.clone(), round.clone());
        move |choices: Choices| {
            let (tools, hash, round) = (tools.clone(), hash.clone(), round.clone());
            spawn_local(async move {
                match tools.client.ask(Request::Reread { hash, choices }, 0).await {
                    Ok(Response::Refused { name, why }) => tools.act(Action::Say(MessageKind::Problem, name, why)),
                    Ok(_) => tools.act(Action::LibraryChanged),
                    Err(_) => {}
                }
                round.set(*round + 1);
            });
        }
    };
    let choices = header.choices.clone();
    let chosen = |change: fn(&mut Choices, Option<String>)| {
        let (decide, choices) = (decide.clone(), choices.clone());
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            let mut choices = choices.clone();
            change(&mut choices, (!value.is_empty()).then_some(value));
            decide(choices);
        })
    };
    let sure = header.confidence.map(|confidence| texts.confidence(confidence)).unwrap_or_default();
    let as_found = |is_chosen: bool, found: &str| {
        if is_chosen { texts.of("report-as-found") } else { texts.with("report-found", [("what", found.into())]) }
    };
    let format = choice(
        &texts.of("report-format"),
        as_found(choices.format.is_some(), &format!("{}, {sure}", header.format)),
        decisions.formats.iter().map(|(id, name)| (id.as_str(), name.clone())),
        choices.format.as_deref(),
        chosen(|choices, value| choices.format = value),
    );
    let encoding = choice(
        &texts.of("report-encoding"),
        as_found(choices.encoding.is_some(), &header.encoding),
        decisions.encodings.iter().map(|name| (name.as_str(), name.clone())),
        choices.encoding.as_deref(),
        chosen(|choices, value| choices.encoding = value),
    );
    let remarks = header.remarks.iter().filter(|remark| remark.severity > Severity::Info).count();
    let row = |key: &str, value: Html| html! { <><dt>{ texts.of(key) }</dt><dd>{ value }</dd></> };
    html! {
        <details class="report" {ontoggle}>
            <summary>
                <span>{ &header.format }</span><span>{ sure }</span>
                if !choices.is_empty() { <span>{ texts.of("report-chosen") }</span> }
                if remarks > 0 { <span class="warn">{ texts.with("item-remarks", [("n", remarks.into())]) }</span> }
            </summary>
            <dl key={*round}>
                { row("report-file", header.file.clone().into()) }
                { row("report-format", format) }
                { row("report-encoding", encoding) }
                { row("report-size", texts.size(header.bytes).into()) }
                { row("report-hash", header.hash.clone().into()) }
            </dl>
            { columns(&tools.texts, props, &decisions.roles, decide.clone()) }
            { rules(&tools, props, decide) }
            if header.remarks.is_empty() {
                <p>{ texts.of("report-clean") }</p>
            } else {
                <ul>{ for header.remarks.iter().map(|remark| html! {
                    <li class={if remark.severity > Severity::Info { "warn" } else { "" }}>
                        <b>{ texts.with("report-line", [("line", remark.line.into())]) }</b>{ " " }{ &remark.message }{ " " }{ &remark.hint }
                    </li>
                }) }</ul>
            }
        </details>
    }
}

/// A list to choose from, with "as found" at its head.
fn choice<'a>(
    label: &str,
    as_found: String,
    options: impl Iterator<Item = (&'a str, String)>,
    chosen: Option<&str>,
    onchange: Callback<Event>,
) -> Html {
    let option = |(value, name): (&str, String)| {
        html! { <option key={value.to_owned()} value={value.to_owned()} selected={chosen == Some(value)}>{ name }</option> }
    };
    html! {
        <select aria-label={label.to_owned()} {onchange}>
            <option key="" value="" selected={chosen.is_none()}>{ as_found }</option>
            { for options.map(option) }
        </select>
    }
}

/// What the user taught of this source alone, and the way to teach more.
fn rules(tools: &Tools, props: &ReportProps, decide: impl Fn(Choices) + Clone + 'static) -> Html {
    let choices = &props.outline.header.choices;
    let open = |action: fn() -> Action| {
        let tools = tools.clone();
        Callback::from(move |_: MouseEvent| tools.act(action()))
    };
    let show_source = open(|| Action::Step(Step::ShowSource));
    let show_rules = open(|| Action::SetDialog(Some(Dialog::Rules)));
    let remove = {
        let choices = choices.clone();
        Callback::from(move |index: usize| {
            let mut choices = choices.clone();
            choices.rules.remove(index);
            decide(choices);
        })
    };
    html! {
        <div class="taught">
            if !choices.rules.is_empty() {
                <h4>{ tools.texts.of("rules-own") }</h4>
                { rule_list(&tools.texts, &choices.rules, &remove) }
            }
            <p>
                { tools.texts.of("teach-hint") }{ " " }
                <button class="link" onclick={show_source}>{ tools.texts.of("teach-source") }</button>{ " · " }
                <button class="link" onclick={show_rules}>{ tools.texts.of("rules-open") }</button>
            </p>
        </div>
    }
}

/// Of a table: what each column was taken to hold.
fn columns(
    texts: &crate::app::texts::Texts,
    props: &ReportProps,
    roles: &[String],
    decide: impl Fn(Choices) + Clone + 'static,
) -> Html {
    let header = &props.outline.header;
    if header.columns.is_empty() {
        return html! {};
    }
    let current: Vec<_> = header.columns.iter().map(|column| column.role.clone()).collect();
    let row = |(index, column): (usize, &crate::jobs::Column)| {
        let (decide, current, choices) = (decide.clone(), current.clone(), header.choices.clone());
        let onchange = Callback::from(move |event: Event| {
            let mut columns = current.clone();
            columns[index] = event.target_unchecked_into::<HtmlSelectElement>().value();
            decide(Choices { columns: Some(columns), ..choices.clone() });
        });
        let name = if column.title.is_empty() {
            texts.with("report-column", [("n", (index + 1).into())])
        } else {
            column.title.clone()
        };
        html! {
            <tr key={index}>
                <th scope="row" dir="auto">{ &name }</th>
                <td dir="auto">{ &column.sample }</td>
                <td>
                    <select aria-label={texts.with("report-column-holds", [("name", name.as_str().into())])} {onchange}>
                        <option key="" value="" selected={column.role.is_empty()}>{ texts.of("column-role-none") }</option>
                        { for roles.iter().map(|role| html! {
                            <option key={role.clone()} value={role.clone()} selected={*role == column.role}>
                                { texts.of(&format!("column-role-{role}")) }
                            </option>
                        }) }
                    </select>
                </td>
            </tr>
        }
    };
    html! {
        <table class="held">
            <caption>{ texts.of("report-columns") }</caption>
            <tbody>{ for header.columns.iter().enumerate().map(row) }</tbody>
        </table>
    }
}
