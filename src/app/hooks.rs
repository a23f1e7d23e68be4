//! What the app does beside showing: starts the engine, opens files, keeps the list and the address in step.

use web_sys::DragEvent;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::contexts::Session;
use super::texts::Texts;
use crate::jobs::{Request, Response};
use crate::platform::{self, Client, Event, Gone, Part, PickedFile, is_time_to_look};
use crate::session::{Action, Address, MessageKind, Undo};

/// The slot of the list's questions: a newer one takes the place of an older one.
const CATALOGUE_SLOT: u32 = 1;

/// Transcripts that are listed at first, and added each time that more are asked for.
const LISTED: u32 = 100;

/// The slot of the question for texts.
const TEXTS_SLOT: u32 = 5;

/// Files that are handed to the worker at once: so many that it never waits for the next, and so few that handing them
/// over keeps nobody waiting.
const AT_ONCE: usize = 32;

type Dispatch = UseReducerDispatcher<Session>;

/// The engine, started once.
#[hook]
pub fn use_client(dispatch: &Dispatch, texts: &UseStateHandle<Texts>) -> Client {
    let (dispatch, texts) = (dispatch.clone(), (**texts).clone());
    let client = use_memo((), move |()| {
        Client::start(platform::worker_script(), move |event| {
            let say = |kind, file: String, text| dispatch.dispatch(Action::Say(kind, file, text));
            match event {
                Event::RestoredSome => dispatch.dispatch(Action::LibraryChanged),
                Event::Restored => dispatch.dispatch(Action::Restored),
                Event::Kept(kept) => dispatch.dispatch(Action::SetKept(kept.label, kept.name)),
                Event::Part(Part { done, more, bytes, first }) => {
                    dispatch.dispatch(Action::ImportStarted(more, 0));
                    if let Some(first) = first {
                        dispatch.dispatch(Action::ReadFirst(first));
                    }
                    dispatch.dispatch(Action::Imported(done, bytes));
                    dispatch.dispatch(Action::LibraryChanged);
                }
                Event::Say(is_problem, file, text) => {
                    say(if is_problem { MessageKind::Problem } else { MessageKind::Notice }, file, text)
                }
                Event::Restarted { file: None } => {
                    say(MessageKind::Notice, String::new(), texts.of("message-restarted"))
                }
                Event::Restarted { file: Some(file) } => {
                    say(MessageKind::Problem, file, texts.of("message-restarted-file"))
                }
                Event::NoWorker(why) => {
                    say(
                        MessageKind::Problem,
                        String::new(),
                        texts.with("message-no-worker", [("why", why.as_str().into())]),
                    );
                }
            }
        })
    });
    (*client).clone()
}

/// Has files read, and shows the first of them.
#[hook]
pub fn use_opening(client: &Client, dispatch: &Dispatch, texts: &UseStateHandle<Texts>) -> Callback<Vec<PickedFile>> {
    let (dispatch, client) = (dispatch.clone(), client.clone());
    use_callback((**texts).clone(), move |files: Vec<PickedFile>, texts| {
        let bytes = files.iter().map(|file| file.size).sum::<f64>() as u64;
        dispatch.dispatch(Action::ImportStarted(files.len() as u32, bytes));
        let (client, dispatch, texts) = (client.clone(), dispatch.clone(), texts.clone());
        spawn_local(async move {
            let count = files.len() as u32;
            let mut has_shown = false;
            let mut cancelled = 0u32;
            let mut waiting = files.into_iter();
            let mut answers = Vec::with_capacity(AT_ONCE);
            let mut done = 0;
            loop {
                // The worker reads them one after the other, and never waits for the next.
                for file in waiting.by_ref().take(AT_ONCE - answers.len()) {
                    let client = client.clone();
                    let (sender, answer) = futures_channel::oneshot::channel();
                    spawn_local(async move {
                        let opened = client.open(&file).await;
                        // The list of answers lives as long as this loop.
                        let _ = sender.send((file, opened));
                    });
                    answers.push(answer);
                }
                if answers.is_empty() {
                    break;
                }
                let answer = answers.remove(0);
                done += 1;
                let Ok((file, answer)) = answer.await else { continue };
                let say = |kind, text| dispatch.dispatch(Action::Say(kind, file.name.clone(), text));
                let mut is_unpacked = false;
                match answer {
                    Ok(Response::Opened { items, is_duplicate }) => {
                        if is_duplicate {
                            say(MessageKind::Notice, texts.of("message-duplicate"));
                        }
                        if let Some(item) = items.first()
                            && !has_shown
                        {
                            has_shown = true;
                            dispatch.dispatch(Action::ReadDropped(item.id.clone()));
                        }
                    }
                    Ok(Response::Unpacked(unpacked)) => {
                        is_unpacked = true;
                        say(MessageKind::Notice, texts.unpacked(&unpacked));
                        if unpacked.refused > 0 {
                            say(MessageKind::Problem, texts.refused(&unpacked));
                        }
                    }
                    Ok(Response::Refused { why, .. }) => say(MessageKind::Problem, why),
                    Ok(Response::Changed(changed)) => {
                        match changed.undo {
                            Some(undo) => dispatch.dispatch(Action::Tell(changed.told, Undo::Work(undo))),
                            None => say(MessageKind::Notice, changed.told),
                        }
                        dispatch.dispatch(Action::LibraryChanged);
                    }
                    Ok(Response::Rules(rules)) => {
                        say(MessageKind::Notice, texts.with("message-rules", [("n", rules.len().into())]));
                    }
                    // Those that were not handed over yet are not read either.
                    Err(Gone::Cancelled) => cancelled += 1 + waiting.by_ref().count() as u32,
                    // The client has told what happened to the worker.
                    Ok(_) | Err(Gone::Died | Gone::Overtaken | Gone::Withheld) => {}
                }
                // The bytes of a container were counted file by file.
                let bytes = if is_unpacked { 0 } else { file.size as u64 };
                dispatch.dispatch(Action::Imported(1, bytes));
                if is_time_to_look(done, count) {
                    dispatch.dispatch(Action::LibraryChanged);
                }
            }
            // What was just kept is worth keeping for good.
            platform::ask_to_keep();
            if cancelled > 0 {
                let text = texts.with("message-cancelled", [("n", cancelled.into())]);
                dispatch.dispatch(Action::Say(MessageKind::Notice, String::new(), text));
            }
        });
    })
}

/// Keeps the list in step with filter and library.
#[hook]
pub fn use_catalogue(client: &Client, session: &UseReducerHandle<Session>, language: &'static str) {
    let (client, dispatch) = (client.clone(), session.dispatcher());
    let state = &session.0;
    let asked = (state.address.filter.clone(), state.pages, state.open_facets.clone(), language, state.epoch);
    let questions = use_mut_ref(|| 0u32);
    use_effect_with(asked, move |(filter, pages, open, language, _)| {
        let (filter, most, language) = (filter.clone(), LISTED * (pages + 1), (*language).to_owned());
        let request = Request::Catalogue { filter, most, open: open.clone(), language };
        *questions.borrow_mut() += 1;
        let question = *questions.borrow();
        spawn_local(async move {
            let mut is_partial = true;
            // What was found so far is shown, and more asked for, as long as nobody asks for something else.
            while is_partial && *questions.borrow() == question {
                let Ok(Response::Catalogue(catalogue)) = client.ask(request.clone(), CATALOGUE_SLOT).await else {
                    break;
                };
                is_partial = catalogue.is_partial;
                dispatch.dispatch(Action::SetCatalogue(catalogue.into()));
            }
        });
    });
}

/// Completes the texts by those that the first paint does not need.
#[hook]
pub fn use_later_texts(client: &Client, texts: &UseStateHandle<Texts>) {
    let (client, texts) = (client.clone(), texts.clone());
    use_effect_with(texts.code(), move |code| {
        let request = Request::Texts((*code).to_owned());
        spawn_local(async move {
            if let Ok(Response::Texts(later)) = client.ask(request, TEXTS_SLOT).await {
                texts.set(texts.with_later(&later));
            }
        });
    });
}

/// Learns which views there are, by the names of the interface's language.
#[hook]
pub fn use_views(client: &Client, dispatch: &Dispatch, language: &'static str) {
    let (client, dispatch) = (client.clone(), dispatch.clone());
    use_effect_with(language, move |language| {
        let request = Request::Views((*language).to_owned());
        spawn_local(async move {
            if let Ok(Response::Views(views)) = client.ask(request, 0).await {
                dispatch.dispatch(Action::SetViews(views));
            }
        });
    });
}

/// Where what is shown gave way to something else and took the keyboard's focus with it, the focus goes to the new.
#[hook]
pub fn use_focus(session: &UseReducerHandle<Session>) {
    let view = session.0.address.view.as_ref().map(|view| view.view.clone());
    let shown = use_mut_ref(|| view.clone());
    use_effect_with(view, move |view| {
        if shown.replace(view.clone()) != *view && platform::is_focus_lost() {
            platform::focus("main [tabindex]");
        }
    });
}

/// Keeps the address bar in step with the view, both ways.
#[hook]
pub fn use_address(session: &UseReducerHandle<Session>) {
    let written = use_mut_ref(|| Address::from_fragment(&platform::fragment()));
    let bar = use_memo((), |()| platform::AddressBar::default());
    let (last, writing) = (written.clone(), bar.clone());
    use_effect_with(session.0.address.clone(), move |address| {
        let mut last = last.borrow_mut();
        if *last != *address {
            writing.write(address.to_fragment(), !last.is_same_step(address));
            *last = address.clone();
        }
    });
    let dispatch = session.dispatcher();
    use_effect_with((), move |()| {
        let listener = platform::on_fragment(move |fragment| {
            bar.forget();
            let address = Address::from_fragment(&fragment);
            *written.borrow_mut() = address.clone();
            dispatch.dispatch(Action::Navigate(Box::new(address)));
        });
        move || drop(listener)
    });
}

/// Takes files that are dropped anywhere on the page. Answers whether something is held over it.
#[hook]
pub fn use_drop(open: Callback<Vec<PickedFile>>) -> UseStateHandle<bool> {
    let is_dropping = use_state(|| false);
    let shown = is_dropping.clone();
    use_effect_with(open, move |open| {
        let has_files = |event: &DragEvent| {
            event.data_transfer().is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
        };
        let over = {
            let shown = shown.clone();
            platform::on_window("dragover", move |event: &DragEvent| {
                if has_files(event) {
                    event.prevent_default();
                    shown.set(true);
                }
            })
        };
        let left = {
            let shown = shown.clone();
            platform::on_window("dragleave", move |event: &DragEvent| {
                // Only leaving the window has no element that is entered.
                if event.related_target().is_none() {
                    shown.set(false);
                }
            })
        };
        let open = open.clone();
        let dropped = platform::on_window("drop", move |event: &DragEvent| {
            shown.set(false);
            if !has_files(event) {
                return;
            }
            event.prevent_default();
            if let Some(transfer) = event.data_transfer() {
                let files = platform::dropped_files(&transfer);
                let open = open.clone();
                spawn_local(async move { open.emit(files.await) });
            }
        });
        move || drop((over, left, dropped))
    });
    is_dropping
}

/// Works without a network, and hears of new versions.
#[hook]
pub fn use_offline(dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        platform::watch_updates(move || dispatch.dispatch(Action::UpdateReady));
    });
}
