//! Teaching by example: what a line is, which lines are meant, and what that would change, before it holds.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::rules::taught_text;
use crate::app::contexts::{Tools, use_tools};
use crate::app::texts::Texts;
use crate::jobs::{Change, Example, Lesson, LineAt, Preview, Request, Response, Shape, Taught, label_words};
use crate::model::TextRange;
use crate::platform;
use crate::session::{Action, MessageKind, Undo};

/// The slot of the preview's question: a newer one takes the place of an older one.
const PREVIEW_SLOT: u32 = 4;
/// Names of speakers that are shown.
const SHOWN_NAMES: usize = 6;

#[derive(Properties, PartialEq)]
pub struct TeachProps {
    /// Id of the transcript.
    pub id: AttrValue,
    /// Which line.
    pub at: LineAt,
}

/// What the user has said so far.
#[derive(Clone, Copy, PartialEq)]
struct Said {
    what: Taught,
    label: Option<TextRange>,
    is_any: bool,
    is_for_all: bool,
}

#[component(Teach)]
pub fn teach(props: &TeachProps) -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let said = use_state(|| Said { what: Taught::Speaker, label: None, is_any: true, is_for_all: true });
    let preview = use_state(|| None::<Rc<Preview>>);
    let example = {
        let Said { what, label, is_any, is_for_all } = *said;
        Example { id: props.id.to_string(), at: props.at, lesson: Lesson { what, label, is_any }, is_for_all }
    };
    {
        let (client, preview) = (tools.client.clone(), preview.clone());
        use_effect_with(example, move |example| {
            let request = Request::Teach(example.clone());
            spawn_local(async move {
                // A newer question was asked, or the client has told what happened to the worker.
                if let Ok(Response::Preview(seen)) = client.ask(request, PREVIEW_SLOT).await {
                    preview.set(Some(seen.into()));
                }
            });
        });
    }
    use_effect_with(preview.is_some(), |is_there| {
        if *is_there {
            // The dialog was opened before there was anything in it to begin with.
            platform::focus(".teach-form input:checked");
        }
    });
    let Some(seen) = &*preview else {
        return html! { <div class="teach-form" aria-busy="true"><p>{ "…" }</p></div> };
    };
    let say = {
        let said = said.clone();
        move |change: fn(&mut Said, &str)| {
            let said = said.clone();
            Callback::from(move |event: Event| {
                let mut next = *said;
                change(&mut next, &event.target_unchecked_into::<HtmlInputElement>().value());
                said.set(next);
            })
        }
    };
    let choose_what = say(|said, value| {
        said.what = Taught::ALL.into_iter().find(|what| format!("{what:?}") == value).unwrap_or(said.what);
    });
    let choose_any = say(|said, value| said.is_any = value == "true");
    let choose_all = say(|said, value| said.is_for_all = value == "true");
    let choice = |name: &'static str, value: String, text: String, is_chosen: bool| {
        html! { <label key={value.clone()}><input type="radio" {name} {value} checked={is_chosen} />{ text }</label> }
    };
    let two = |name, key_true: &str, key_false: &str, is_true: bool| {
        html! {
            <>
                { choice(name, "true".into(), texts.of(key_true), is_true) }
                { choice(name, "false".into(), texts.of(key_false), !is_true) }
            </>
        }
    };
    html! {
        <div class="teach-form">
            { line(texts, seen, &said) }
            <fieldset class="what" onchange={choose_what}>
                <legend>{ texts.of("teach-what") }</legend>
                { for Taught::ALL.into_iter().map(|what| choice("teach-what", format!("{what:?}"), taught_text(texts, what), what == said.what)) }
            </fieldset>
            if said.what == Taught::Speaker {
                <fieldset class="which" onchange={choose_any}>
                    <legend>{ texts.of("teach-which") }</legend>
                    { two("teach-any", "teach-any", "teach-one", said.is_any) }
                </fieldset>
            }
            <fieldset class="where" onchange={choose_all}>
                <legend>{ texts.of("teach-where") }</legend>
                { two("teach-all", "teach-all", "teach-here", said.is_for_all) }
            </fieldset>
            <div class="effect" role="status">{ effect(texts, seen, said.what) }</div>
            <button class="go" disabled={seen.rule.is_none() || seen.is_fixed} onclick={accept(&tools, seen, said.is_for_all)}>
                { texts.of("teach-accept") }
            </button>
        </div>
    }
}

/// The line; of a speaker with its first words to choose the label from.
fn line(texts: &Texts, seen: &Rc<Preview>, said: &UseStateHandle<Said>) -> Html {
    if said.what != Taught::Speaker {
        return html! { <blockquote class="line" dir="auto">{ &seen.line }</blockquote> };
    }
    let words = label_words(&seen.line);
    let rest = words.last().map_or(0, |word| word.end as usize);
    let label = seen.label.unwrap_or_default();
    let word_html = |word: TextRange| {
        let is_in = label.start <= word.start && word.end <= label.end;
        let said = said.clone();
        // The first word that is pressed begins the label or ends it, whichever is nearer to what was chosen.
        let onclick = Callback::from(move |_: MouseEvent| {
            let label = match word {
                _ if label.is_empty() || word.start == label.start => word,
                _ if word.start < label.start => TextRange { start: word.start, end: label.end },
                _ => TextRange { start: label.start, end: word.end },
            };
            said.set(Said { label: Some(label), ..*said });
        });
        let text = seen.line.get(word.start as usize..word.end as usize).unwrap_or_default().to_owned();
        html! { <button class="word" aria-pressed={is_in.to_string()} {onclick}>{ text }</button> }
    };
    let mut parts = Vec::new();
    let mut at = 0;
    for word in &words {
        parts.push(html! { { seen.line.get(at..word.start as usize).unwrap_or_default().to_owned() } });
        parts.push(word_html(*word));
        at = word.end as usize;
    }
    parts.push(html! { { seen.line.get(rest..).unwrap_or_default().to_owned() } });
    html! {
        <div class="line-of-words">
            <p class="hint" id="teach-words">{ texts.of("teach-words") }</p>
            <blockquote class="line" dir="auto" role="group" aria-labelledby="teach-words">{ for parts }</blockquote>
        </div>
    }
}

/// What the rule would do.
fn effect(texts: &Texts, seen: &Preview, what: Taught) -> Html {
    if seen.is_fixed {
        return html! { <p class="warn">{ texts.of("teach-fixed") }</p> };
    }
    if seen.rule.is_none() {
        let key = match what {
            Taught::Date => "teach-no-date",
            Taught::Time => "teach-no-time",
            Taught::Speaker => "teach-no-label",
            _ => "teach-nothing-learnt",
        };
        return html! { <p class="warn">{ texts.of(key) }</p> };
    }
    let others = seen.sources.saturating_sub(seen.others.len() as u32);
    html! {
        <>
            <h3>{ texts.of("teach-effect") }</h3>
            { changes(texts, &seen.here) }
            if !seen.found.is_empty() {
                <p>{ texts.with("teach-found", [("n", seen.lines.into())]) }</p>
                <ul class="found">{ for seen.found.iter().map(|(number, words)| html! {
                    <li key={*number}><b>{ texts.with("report-line", [("line", (*number).into())]) }</b>{ " " }<span dir="auto">{ words }</span></li>
                }) }</ul>
            }
            if seen.sources > 0 {
                <h3>{ texts.with("teach-others", [("n", seen.sources.into())]) }</h3>
                <ul class="others">{ for seen.others.iter().map(|(file, change)| html! {
                    <li><details><summary>{ file }{ " · " }{ turns(texts, change) }</summary>{ changes(texts, change) }</details></li>
                }) }</ul>
                if others > 0 { <p class="hint">{ texts.with("teach-more", [("n", others.into())]) }</p> }
            }
        </>
    }
}

fn turns(texts: &Texts, change: &Change) -> String {
    let values = [("before", change.before.turns.into()), ("after", change.after.turns.into())];
    texts.with("teach-turns", values)
}

/// What of a transcript would change, as a table of before and after.
fn changes(texts: &Texts, change: &Change) -> Html {
    let cells = |shape: &Shape| {
        let mut names = shape.speakers.iter().take(SHOWN_NAMES).cloned().collect::<Vec<_>>().join(", ");
        if shape.speakers.len() > SHOWN_NAMES {
            names.push_str(&format!(" + {}", shape.speakers.len() - SHOWN_NAMES));
        }
        [
            ("teach-row-turns", shape.turns.to_string()),
            ("facet-speakers", names),
            ("teach-row-paragraphs", shape.paragraphs.to_string()),
            ("teach-row-nobody", shape.nobodys.to_string()),
            ("column-role-title", shape.title.clone().unwrap_or_default()),
            ("column-role-summary", shape.summary.clone().unwrap_or_default()),
            ("column-role-date", shape.date.map(|date| texts.date(date)).unwrap_or_default()),
            ("column-role-time", shape.time.clone().unwrap_or_default()),
            ("column-role-place", shape.place.clone().unwrap_or_default()),
            ("teach-row-furniture", shape.furniture.to_string()),
        ]
    };
    let rows = cells(&change.before).into_iter().zip(cells(&change.after));
    let rows: Vec<_> = rows.filter(|(before, after)| before != after).collect();
    if rows.is_empty() {
        return html! { <p>{ texts.of("teach-no-change") }</p> };
    }
    let shown = |words: String| if words.is_empty() { texts.of("facet-none") } else { words };
    html! {
        <table class="changes">
            <thead><tr><td></td><th scope="col">{ texts.of("teach-before") }</th><th scope="col">{ texts.of("teach-after") }</th></tr></thead>
            <tbody>{ for rows.into_iter().map(|((key, before), (_, after))| html! {
                <tr key={key}><th scope="row">{ texts.of(key) }</th><td dir="auto">{ shown(before) }</td><td dir="auto">{ shown(after) }</td></tr>
            }) }</tbody>
        </table>
    }
}

/// Lets the rule hold, and tells so with a way back.
fn accept(tools: &Tools, seen: &Rc<Preview>, is_for_all: bool) -> Callback<MouseEvent> {
    let (tools, seen) = (tools.clone(), seen.clone());
    Callback::from(move |_: MouseEvent| {
        let (tools, seen) = (tools.clone(), seen.clone());
        spawn_local(async move {
            let Some(rule) = seen.rule.clone() else { return };
            let (request, undo) = if is_for_all {
                let Ok(Response::Rules(before)) = tools.client.ask(Request::Rules, 0).await else { return };
                let rules = before.iter().cloned().chain([rule]).collect();
                (Request::SetRules(rules), Undo::Rules(before))
            } else {
                let mut choices = seen.choices.clone();
                choices.rules.push(rule);
                let undo = Undo::Choices(seen.hash.clone(), Box::new(seen.choices.clone()));
                (Request::Reread { hash: seen.hash.clone(), choices }, undo)
            };
            match tools.client.ask(request, 0).await {
                Ok(Response::Refused { name, why }) => return tools.act(Action::Say(MessageKind::Problem, name, why)),
                Ok(_) => {}
                Err(_) => return,
            }
            let sources = if is_for_all { seen.sources } else { 0 };
            let text = tools.texts.with("teach-done", [("n", (sources + 1).into())]);
            tools.act(Action::SetDialog(None));
            tools.act(Action::Tell(text, undo));
            tools.act(Action::LibraryChanged);
        });
    })
}
