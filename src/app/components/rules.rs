//! The rules that the user taught: each with its example, the way to take it back, and all of them as a file.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::icons;
use crate::app::contexts::use_tools;
use crate::app::texts::Texts;
use crate::jobs::{LinePattern, Request, Response, Rule, Taught};
use crate::platform;
use crate::session::{Action, Undo};

/// What a line was said to be.
pub fn taught_text(texts: &Texts, what: Taught) -> String {
    texts.of(match what {
        Taught::Speaker => "taught-speaker",
        Taught::Speech => "taught-speech",
        Taught::Title => "taught-title",
        Taught::Summary => "taught-summary",
        Taught::Date => "taught-date",
        Taught::Time => "taught-time",
        Taught::Place => "taught-place",
        Taught::Furniture => "taught-furniture",
    })
}

/// Which lines a rule speaks of.
fn lines_text(texts: &Texts, lines: &LinePattern) -> String {
    match lines {
        LinePattern::Label(pattern) => match &pattern.label {
            Some(label) => texts.with("rule-label", [("label", label.as_str().into())]),
            None => texts.of("rule-any-label"),
        },
        LinePattern::Same(_) => texts.of("rule-same"),
        LinePattern::Behind(name) => texts.with("rule-behind", [("name", name.as_str().into())]),
        LinePattern::Nth(nth) => texts.with("rule-nth", [("n", (nth + 1).into())]),
    }
}

/// Rules, one below the other. `remove` takes the rule with that index back.
pub fn rule_list(texts: &Texts, rules: &[Rule], remove: &Callback<usize>) -> Html {
    html! {
        <ul class="rules">{ for rules.iter().enumerate().map(|(index, rule)| {
            let name = texts.with("rule-remove", [("example", rule.example.as_str().into())]);
            html! {
                <li key={index}>
                    <span class="rule">
                        <b>{ taught_text(texts, rule.what) }</b>{ " " }{ lines_text(texts, &rule.lines) }
                        <q dir="auto">{ &rule.example }</q>
                    </span>
                    <button aria-label={name.clone()} title={name} onclick={remove.reform(move |_: MouseEvent| index)}>{ icons::cross() }</button>
                </li>
            }
        }) }</ul>
    }
}

/// The rules for all transcripts.
#[component(Rules)]
pub fn rules() -> Html {
    let tools = use_tools();
    let texts = &tools.texts;
    let rules = use_state(|| None::<Vec<Rule>>);
    {
        let (client, rules) = (tools.client.clone(), rules.clone());
        use_effect_with((), move |()| {
            spawn_local(async move {
                if let Ok(Response::Rules(known)) = client.ask(Request::Rules, 0).await {
                    rules.set(Some(known));
                }
            });
        });
    }
    let known = (*rules).clone().unwrap_or_default();
    let remove = {
        let (tools, rules, known) = (tools.clone(), rules.clone(), known.clone());
        Callback::from(move |index: usize| {
            let (tools, rules, before) = (tools.clone(), rules.clone(), known.clone());
            let mut after = before.clone();
            after.remove(index);
            spawn_local(async move {
                if let Ok(Response::Rules(now)) = tools.client.ask(Request::SetRules(after), 0).await {
                    rules.set(Some(now));
                    tools.act(Action::Tell(tools.texts.of("rule-removed"), Undo::Rules(before)));
                    tools.act(Action::LibraryChanged);
                }
            });
        })
    };
    let save = {
        let client = tools.client.clone();
        Callback::from(move |_: MouseEvent| {
            let client = client.clone();
            spawn_local(async move {
                if let Ok(Response::Exported(files)) = client.ask(Request::ExportRules, 0).await {
                    files.iter().for_each(|file| platform::download(&file.name, &file.media_type, &file.bytes));
                }
            });
        })
    };
    html! {
        <div class="rules-all">
            <p>{ texts.of("rules-lead") }</p>
            if known.is_empty() {
                if rules.is_some() { <p class="hint">{ texts.of("rules-none") }</p> }
            } else {
                { rule_list(texts, &known, &remove) }
                <button class="go" onclick={save}>{ texts.of("rules-save") }</button>
            }
        </div>
    }
}
