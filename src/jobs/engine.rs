//! The engine: owns the library and answers requests, one at a time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use super::library_file;
use super::plan::{Own, Plan};
use super::protocol::{
    Catalogue, ColumnQuery, ExportedFile, Header, Item, Lane, LaneSpeaker, Outline, Remark, Request, Response, Rows,
    SourceLine, SourceWindow,
};
use super::teaching::preview;
use super::texts::later_texts;
use crate::export::verbatim_json::Origin;
use crate::export::{self, Document, Exported, WRITERS};
use crate::formats::rules::{Rule, RulesFile};
use crate::formats::{COLUMN_ROLES, Choices, FORMATS, PdfReader, Reading, can_be_taught};
use crate::library::{Entry, Library, SourceFile};
use crate::model::{Kind, Severity, Span, Transcript};
use crate::quote::passage::Passage;
use crate::search::{Filter, Index, Matching, Progress, resume_filter};
use crate::text::lines::{Lines, line_and_column};
use crate::text::{Decoder, encodings};
use crate::views::acts::{self, Acting};
use crate::views::compare::add_pins;
use crate::views::libraries::{Kept, LIBRARIES};
use crate::views::notebook::{self, Notebook, push_drawn};
use crate::views::speakers::open_table;
use crate::views::{self, Asked, Change, Changed, Made, Memory, SavedFile, Texts, ViewQuery, ViewState};

/// How many columns' rows are kept ready.
const KEPT_PLANS: usize = 6;
/// How many views are kept ready.
const KEPT_VIEWS: usize = 3;
/// Lines of a source in one window, and how many of them stand before the paragraph that is asked for.
const SOURCE_LINES: usize = 200;
const SOURCE_LINES_BEFORE: usize = 30;
/// A line of a source longer than this is cut into pieces for the screen, and how long those are at most.
const SOURCE_LINE_BYTES: usize = 8 * 1024;
const SOURCE_PIECE_BYTES: usize = 1024;
/// Speakers whose shares are drawn in the list.
const SHOWN_SHARES: usize = 12;
/// Bytes of texts that are looked at for one answer, where the index cannot tell what is in them: so many take less than
/// a blink.
const LOOKED_AT_BYTES: usize = 6 << 20;
/// Diagnostics shown at the head of a transcript.
const SHOWN_REMARKS: usize = 50;

/// Owns the library and answers requests.
#[derive(Debug, Default)]
pub struct Engine {
    library: Library,
    decoder: Decoder,
    pdf: PdfReader,
    plans: VecDeque<Plan>,
    index: Index,
    views: VecDeque<(ViewQuery, Made)>,
    memory: Memory,
    notebook: Notebook,
    base: String,
    now: String,
    kept: Kept,
    /// Code of the interface's language, as it was last heard of.
    language: String,
    /// What the list was asked last, and how far the answer came.
    search: Option<(Asking, Progress)>,
    /// For each transcript its place in the list of all, and of which library that is.
    ranks: (LibraryState, Vec<u32>),
    /// Transcripts as the list shows them, by key, as far as they were listed.
    items: HashMap<u32, Item>,
    /// The texts of the language that was asked for last.
    texts: Option<(String, Rc<Texts>)>,
}

/// What tells a library from itself after a change: how often something has left it, how many transcripts it has, and how
/// often the user's own work on it has changed.
type LibraryState = (u64, usize, u64);

/// What is asked of texts, and of which library.
#[derive(Debug, PartialEq)]
struct Asking {
    text: String,
    is_exact: bool,
    has_stems: bool,
    either_alphabet: bool,
    library: LibraryState,
}

impl Engine {
    /// An engine that asks `decoder` for the encodings of old and `pdf` for the text of PDFs.
    pub fn new(decoder: Decoder, pdf: PdfReader) -> Self {
        Self { decoder, pdf, ..Self::default() }
    }

    fn reading(&self, choices: Choices) -> Reading {
        Reading { choices, decoder: self.decoder, pdf: self.pdf, ..Reading::default() }
    }

    /// The library.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// What is kept of all libraries, by whoever keeps them.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Tells what is kept of all libraries.
    pub fn set_kept(&mut self, kept: Kept) {
        if self.kept != kept {
            self.kept = kept;
            self.views.retain(|(query, _)| query.state.view != LIBRARIES);
        }
    }

    /// Takes up a record of the user's own work that was kept. Returns whether it is another than before.
    pub fn take_up_work(&mut self, kind: &str, record: String) -> bool {
        let is_new = self.library.work_mut().set(kind, record);
        self.library.work_mut().take_changed();
        if is_new {
            self.forget_plans();
            self.read_notebook(kind);
        }
        is_new
    }

    /// Reads the notebook anew, where this kind of record is it.
    fn read_notebook(&mut self, kind: &str) {
        if kind == notebook::KIND {
            self.notebook.restore(Notebook::from_json(self.library.work().get(kind)));
        }
    }

    /// Writes the notebook into its record, and forgets the views of what was.
    fn write_notebook(&mut self) {
        self.views.clear();
        self.library.work_mut().set(notebook::KIND, self.notebook.to_value().to_string());
    }

    /// The user's marks and clippings.
    pub fn notebook(&self) -> &Notebook {
        &self.notebook
    }

    /// Says where the page is: its address without what stands behind `#`, or the name of its file.
    pub fn set_base(&mut self, base: String) {
        self.base = base;
    }

    /// Says what time it is, ISO 8601: nothing here has a clock.
    pub fn set_now(&mut self, now: String) {
        self.now = now;
    }

    /// The records of the user's own work that were changed since this was last asked.
    pub fn changed_work(&mut self) -> Vec<(String, String)> {
        let work = self.library.work_mut();
        let changed = work.take_changed();
        let with_record = |kind: String| {
            let record = work.get(&kind).to_owned();
            (kind, record)
        };
        changed.into_iter().map(with_record).collect()
    }

    /// Adds what a library that was saved says of the user's own work.
    pub(super) fn add_work(&mut self, contents: &library_file::Contents) {
        for (kind, record) in contents.work_with(self.library.work()) {
            self.library.work_mut().set(&kind, record);
            self.read_notebook(&kind);
        }
        self.forget_plans();
    }

    /// Lets go of the whole library, to take up another.
    pub fn leave_library(&mut self) {
        let old = std::mem::take(self);
        let Self { kept, language, base, now, decoder, pdf, .. } = old;
        *self = Self { kept, language, base, now, ..Self::new(decoder, pdf) };
    }

    /// Answers a request; `payload` are the bytes that travelled along, empty for most.
    pub fn run(&mut self, request: Request, payload: Vec<u8>) -> Response {
        match request {
            Request::Open { name, choices } => self.open(name, payload, choices),
            Request::Peek { name } => peek(name, payload, &self.reading(Choices::default())),
            Request::Reread { hash, choices } => self.reread(&hash, choices).unwrap_or(Response::Unknown),
            Request::Decisions => Response::Decisions {
                formats: FORMATS.iter().map(|f| (f.meta().id.to_owned(), f.meta().name.to_owned())).collect(),
                encodings: encodings::names().map(str::to_owned).collect(),
                roles: COLUMN_ROLES.iter().map(|role| (*role).to_owned()).collect(),
            },
            Request::Teach(example) => {
                let line_start = |source: &SourceFile, line| {
                    screen_lines(&source.text).nth(line as usize).map(|line: Span| line.start)
                };
                preview(&self.library, &example, line_start, &self.reading(Choices::default()))
                    .map_or(Response::Unknown, |preview| Response::Preview(Box::new(preview)))
            }
            Request::Rules => Response::Rules(self.library.rules().to_vec()),
            Request::ExportRules => Response::Exported(vec![ExportedFile {
                name: "verbatim-rules.json".to_owned(),
                media_type: "application/json".to_owned(),
                bytes: RulesFile::of(self.library.rules()).to_json().into_bytes(),
                losses: Vec::new(),
            }]),
            Request::SetRules(rules) => self.set_rules(rules),
            Request::Save => match library_file::save(&self.library, self.kept.name()) {
                Ok(file) => Response::Exported(vec![file]),
                Err(why) => Response::Refused { name: String::new(), why },
            },
            Request::Writers => {
                let named = |meta: &export::Meta| (meta.id.to_owned(), meta.name.to_owned());
                Response::Writers(WRITERS.iter().map(|writer| named(writer.meta())).collect())
            }
            Request::Export { column, is_excerpt, format } => {
                self.export(column, is_excerpt, &format).unwrap_or(Response::Unknown)
            }
            Request::Catalogue { filter, most, open, language } => self.catalogue(&filter, most, &open, &language),
            Request::Complete { text, caret, is_asked, language } => {
                self.settle();
                let texts = self.texts(&language);
                let complete = views::completion::complete;
                Response::Completions(complete(&self.library, &self.index, &texts, &text, caret, is_asked))
            }
            Request::Outline(column) => {
                self.outline(column).map_or(Response::Unknown, |outline| Response::Outline(Box::new(outline)))
            }
            Request::Rows { column, from, to } => self.rows(column, from, to).map_or(Response::Unknown, Response::Rows),
            Request::Source { id, paragraph, from } => {
                self.source(&id, paragraph, from).map_or(Response::Unknown, Response::Source)
            }
            Request::Texts(language) => Response::Texts(later_texts(&language).to_owned()),
            Request::Views(language) => {
                let offers = views::offers(&language);
                self.language = language;
                Response::Views(offers)
            }
            Request::View(query) => self
                .leads(&query)
                .or_else(|| self.with_view(query, |_, made| Some(Response::View(Box::new(made.sight.clone())))))
                .unwrap_or(Response::Unknown),
            Request::ViewRows { query, from, to } => self
                .with_view(query, |asked, made| {
                    let rows = made.sight.list.as_ref().map_or(0, |list| list.rows);
                    let rows = (from..to.min(rows)).map(|index| made.rows.row(asked, index)).collect();
                    Some(Response::ViewRows(from, rows))
                })
                .unwrap_or(Response::Unknown),
            Request::ViewFile { query, .. } if query.state.view == LIBRARIES => self.run(Request::Save, Vec::new()),
            Request::ViewFile { query, name } => self
                .with_view(query, |asked, made| {
                    Some(Response::Exported(vec![saved_file(made.rows.file(asked, &name)?)]))
                })
                .unwrap_or(Response::Unknown),
            Request::Change { change, column, language } => {
                self.change(&change, column, &language).unwrap_or(Response::Unknown)
            }
            Request::Remove { hash } => {
                self.forget_plans();
                self.library.remove(&hash);
                Response::Done
            }
            Request::Clear => {
                self.forget_plans();
                self.library.clear();
                Response::Done
            }
        }
    }

    fn open(&mut self, name: String, bytes: Vec<u8>, choices: Choices) -> Response {
        if let Some(file) = RulesFile::read(&bytes) {
            return self.set_rules(file.added_to(self.library.rules()));
        }
        if let Some(changed) = add_pins(&mut self.library, &self.language, &bytes) {
            self.forget_plans();
            return Response::Changed(changed);
        }
        if bytes.starts_with(b"\xef\xbb\xbfkind") || bytes.starts_with(b"kind") {
            self.settle();
            if let Some(changed) = open_table(&mut self.library, &self.index, &bytes, &Texts::new(&self.language)) {
                self.forget_plans();
                return Response::Changed(changed);
            }
        }
        let reading = self.reading(choices);
        self.views.clear();
        if let Some(changed) = acts::add_annotations(&self.library, &self.language, &bytes, &mut self.notebook) {
            self.write_notebook();
            return Response::Changed(changed);
        }
        match self.library.open(&name, bytes, &reading) {
            Ok((hash, is_new)) => {
                // Here, file by file, nobody waits for the index.
                self.index.gather(&self.library);
                Response::Opened { items: self.items(&hash), is_duplicate: !is_new }
            }
            Err(refusal) => Response::Refused { name, why: refusal.to_string() },
        }
    }

    fn reread(&mut self, hash: &str, choices: Choices) -> Option<Response> {
        let name = self.library.source_by_hash(hash)?.name.clone();
        let reading = self.reading(choices);
        self.forget_plans();
        Some(match self.library.reread(hash, &reading)? {
            Ok(()) => Response::Opened { items: self.items(hash), is_duplicate: false },
            Err(refusal) => Response::Refused { name, why: refusal.to_string() },
        })
    }

    fn set_rules(&mut self, rules: Vec<Rule>) -> Response {
        let reading = self.reading(Choices::default());
        self.forget_plans();
        self.library.set_rules(rules, &reading);
        Response::Rules(self.library.rules().to_vec())
    }

    fn change(&mut self, state: &ViewState, column: ColumnQuery, language: &str) -> Option<Response> {
        self.settle();
        let Some(view) = views::view(&state.view) else {
            return Some(Response::Changed(self.perform(state, column, language)));
        };
        let texts = self.texts(language);
        let change = &mut Change { library: &mut self.library, index: &self.index, state, texts: &texts };
        let changed = view.change(change)?;
        self.plans.clear();
        self.views.clear();
        Some(Response::Changed(changed))
    }

    fn items(&self, hash: &str) -> Vec<Item> {
        let entries = self.library.entries_of(hash);
        entries.filter_map(|entry| self.library.source(entry).map(|source| item(entry, source))).collect()
    }

    fn export(&mut self, column: ColumnQuery, is_excerpt: bool, format: &str) -> Option<Response> {
        let texts = self.texts(&self.language.clone());
        self.prepare(column)?;
        let plan = self.plans.front()?;
        let entry = self.library.entry(&plan.column.id)?;
        let last = (entry.transcript.paragraphs.len() as u32).saturating_sub(1);
        let excerpt = is_excerpt.then(|| views::excerpt(&entry.transcript, &plan.shown(0, last), &texts)).transpose();
        let SourceFile { name, hash, format: read_as, encoding, .. } = self.library.source(entry)?;
        let excerpt = match excerpt {
            Ok(excerpt) => excerpt,
            Err(why) => return Some(Response::Refused { name: name.clone(), why }),
        };
        let origin = Origin { name, sha256: hash, format: read_as.id, encoding: encoding.name() };
        let document = Document { transcript: excerpt.as_ref().unwrap_or(&entry.transcript), origin };
        Some(match export::export(export::writer(format)?, &[document]) {
            Ok(files) => {
                let mut files: Vec<ExportedFile> = files.into_iter().map(exported_file).collect();
                for file in files.iter_mut().filter(|_| is_excerpt) {
                    let ending = file.name.rfind('.').unwrap_or(file.name.len());
                    file.name.insert_str(ending, "-excerpt");
                }
                Response::Exported(files)
            }
            Err((name, why)) => Response::Refused { name, why: why.to_string() },
        })
    }

    fn catalogue(&mut self, filter: &Filter, most: u32, open: &[String], language: &str) -> Response {
        self.settle();
        self.rank();
        let texts = self.texts(language);
        let query = filter.query(&self.library);
        let asking = Asking {
            text: filter.text.clone(),
            is_exact: filter.is_exact,
            has_stems: filter.has_stems,
            either_alphabet: filter.either_alphabet,
            library: self.library_state(),
        };
        let begun = self.search.take().filter(|(before, _)| *before == asking);
        let mut progress = begun.map(|(_, progress)| progress).unwrap_or_default().with_leave(LOOKED_AT_BYTES);
        let tally = resume_filter(&self.index, &self.library, filter, &query, &mut progress);
        self.search = Some((asking, progress));
        let (_, ranks) = &self.ranks;
        let mut matching = tally.entries;
        let (found, hits) = (matching.len() as u32, matching.iter().map(|matching| matching.hits).sum::<u32>());
        // Only so many are put in order as are listed.
        let rank = |matching: &Matching| ranks.get(matching.entry as usize).copied().unwrap_or(u32::MAX);
        if matching.len() > most as usize {
            matching.select_nth_unstable_by_key(most as usize, rank);
            matching.truncate(most as usize);
        }
        matching.sort_unstable_by_key(rank);
        let mut items = Vec::with_capacity(matching.len());
        for Matching { entry, hits, .. } in matching {
            let Some(entry) = self.library.entries().get(entry as usize) else { continue };
            let Some(source) = self.library.source(entry) else { continue };
            let item = self.items.entry(entry.key).or_insert_with(|| item(entry, source));
            items.push(Item { hits, ..item.clone() });
        }
        let total = self.library.entries().len() as u32;
        let has_text = !filter.text.trim().is_empty();
        let count = has_text.then(|| views::facets::count(&texts, hits, found, total, tally.is_partial));
        let problems = query.problems.iter();
        Response::Catalogue(Box::new(Catalogue {
            items,
            found,
            problems: problems.map(|problem| views::problems::sentence(&texts, &filter.text, problem)).collect(),
            total,
            hits,
            count: count.unwrap_or_default(),
            is_partial: tally.is_partial,
            aside: if total > 0 { views::facets::facets(&texts, filter, &tally.facets, open) } else { Vec::new() },
        }))
    }

    fn library_state(&self) -> LibraryState {
        (self.library.departures(), self.library.entries().len(), self.library.work().revision())
    }

    /// Finds out the order in which transcripts are listed, where that is not known: latest first, those without a date
    /// last, names within a day.
    fn rank(&mut self) {
        let state = self.library_state();
        if self.ranks.0 == state {
            return;
        }
        if self.ranks.0.0 != state.0 {
            // Of what has left the library nothing stays here.
            self.items.clear();
        }
        let entries = self.library.entries().iter();
        let key = |entry| {
            let source = self.library.source(entry);
            let date = entry.transcript.metadata.date.as_ref().map(|date| date.value);
            (Reverse(date), source.map_or("", |source| title(entry, source)), source.map_or("", |s| s.name.as_str()))
        };
        let mut order: Vec<_> = entries.map(key).zip(0u32..).collect();
        order.sort();
        let mut ranks = vec![0; order.len()];
        for (rank, (_, place)) in (0..).zip(order) {
            ranks[place as usize] = rank;
        }
        self.ranks = (state, ranks);
    }

    /// The texts in a language.
    fn texts(&mut self, language: &str) -> Rc<Texts> {
        match &self.texts {
            Some((known, texts)) if known == language => texts.clone(),
            _ => {
                let texts = Rc::new(Texts::new(language));
                self.texts = Some((language.to_owned(), texts.clone()));
                texts
            }
        }
    }

    /// Makes the index ready for what is in the library.
    fn settle(&mut self) {
        self.index.gather(&self.library);
        self.index.settle();
    }

    /// Makes the plan of a column, or finds it among those kept, and brings it to the front.
    fn prepare(&mut self, column: ColumnQuery) -> Option<()> {
        self.settle();
        let entry = self.library.entry(&column.id)?;
        if let Some(at) = self.plans.iter().position(|plan| plan.column == column) {
            self.plans.swap(0, at);
        } else {
            self.plans.push_front(Plan::new(&self.index, &self.library, entry, column));
            self.plans.truncate(KEPT_PLANS);
        }
        Some(())
    }

    /// Plans and views are of the library as it was.
    fn forget_plans(&mut self) {
        self.plans.clear();
        self.views.clear();
        self.memory = Memory::default();
    }

    /// Makes a view, or finds it among those kept, brings it to the front, and answers from it.
    fn with_view(
        &mut self,
        query: ViewQuery,
        answer: impl FnOnce(&Asked<'_>, &Made) -> Option<Response>,
    ) -> Option<Response> {
        self.settle();
        let texts = self.texts(&query.language);
        let view = views::view(&query.state.view)?;
        if let Some(at) = self.views.iter().position(|(kept, _)| *kept == query) {
            self.views.swap(0, at);
        } else {
            let mut made = view.make(&self.asked(&query, &texts));
            if let Some(list) = &mut made.sight.list {
                list.edition = self.library.work().revision() as u32;
            }
            self.views.push_front((query, made));
            self.views.truncate(KEPT_VIEWS);
        }
        let (query, made) = self.views.front()?;
        answer(&self.asked(query, &texts), made)
    }

    fn asked<'a>(&'a self, query: &'a ViewQuery, texts: &'a Texts) -> Asked<'a> {
        let (library, index, memory, notebook, base) =
            (&self.library, &self.index, &self.memory, &self.notebook, &self.base);
        Asked { library, index, query, texts, memory, notebook, base, kept: &self.kept }
    }

    /// Where a view leads on to at once.
    fn leads(&mut self, query: &ViewQuery) -> Option<Response> {
        let texts = self.texts(&query.language);
        let view = views::view(&query.state.view)?;
        let (id, paragraph) = view.leads_to(&self.asked(query, &texts))?;
        Some(Response::Leads(id, paragraph))
    }

    /// Does an act, where the change is no view's.
    fn perform(&mut self, act: &ViewState, column: ColumnQuery, language: &str) -> Changed {
        let (texts, selected) = (self.texts(language), self.selected(act, column));
        let selected = selected.and_then(|(id, passages)| Some((self.library.entry(&id)?, passages)));
        let acting = Acting { library: &self.library, selected, base: &self.base, now: &self.now, texts: &texts };
        let changed = acts::perform(&acting, act, &mut self.notebook);
        if changed.undo.is_some() {
            self.write_notebook();
        }
        changed
    }

    /// The words that are selected in a column: its transcript, and the stretches between which gaps stand.
    fn selected(&mut self, act: &ViewState, column: ColumnQuery) -> Option<(String, Vec<Passage>)> {
        let place = |field: &str| {
            let (number, unit) = act.field(field).split_once('-')?;
            Some((number.parse::<u32>().ok()?.checked_sub(1)?, unit.parse::<u32>().ok()?))
        };
        let (from, to) = match act.field("to") {
            "" => {
                let paragraph = act.number("from")?.checked_sub(1)?;
                ((paragraph, 0), (paragraph, u32::MAX))
            }
            _ => (place("from")?, place("to")?),
        };
        self.prepare(column)?;
        let plan = self.plans.front()?;
        let entry = self.library.entry(&plan.column.id)?;
        let stretch = |(first, last): (u32, u32)| {
            let from = if first == from.0 { from } else { (first, 0) };
            let to = if last == to.0 { to } else { (last, u32::MAX) };
            Passage::of_selection(&entry.transcript, from, to)
        };
        let passages: Vec<Passage> = plan.shown(from.0, to.0).into_iter().filter_map(stretch).collect();
        (!passages.is_empty()).then(|| (entry.id.clone(), passages))
    }

    /// What the user has marked in a transcript, and the passage that a link named.
    fn own(&self, entry: &Entry, at: &str) -> Vec<Own> {
        let mut places = Vec::new();
        if let Some(passage) = views::passage::target(entry, at) {
            push_drawn(&mut places, None, entry, passage);
        }
        places.extend(self.notebook.drawn(&self.library, entry));
        let own = places.into_iter().map(|place| {
            let mark = place.mark.and_then(|index| self.notebook.marks.get(index));
            let Some(mark) = mark else { return Own { place, class: "linked", tip: String::new() } };
            let tags = mark.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
            let tip = [mark.note.as_str(), &tags].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ");
            Own { place, class: if tip.is_empty() { "own" } else { "own noted" }, tip }
        });
        let mut own: Vec<Own> = own.collect();
        own.sort_by_key(|own| (own.place.paragraph, own.place.start));
        own
    }

    fn outline(&mut self, column: ColumnQuery) -> Option<Outline> {
        self.prepare(column)?;
        let plan = self.plans.front()?;
        let entry = self.library.entry(&plan.column.id)?;
        let transcript = &entry.transcript;
        let mut outline = Outline {
            header: header(entry, self.library.source(entry)?),
            speakers: transcript
                .speakers
                .iter()
                .map(|s| LaneSpeaker { name: s.name.clone(), role: s.role.clone(), is_generic: s.is_generic })
                .collect(),
            rows: 0,
            chunks: Vec::new(),
            row_of_paragraph: Vec::new(),
            lanes: Vec::new(),
            hits: Vec::new(),
            turns: Vec::new(),
            matching: 0,
            marked: fingerprint(&self.own(entry, &plan.column.at)),
        };
        plan.fill(transcript, &mut outline);
        Some(outline)
    }

    fn rows(&mut self, column: ColumnQuery, from: u32, to: u32) -> Option<Rows> {
        self.prepare(column)?;
        let plan = self.plans.front()?;
        let entry = self.library.entry(&plan.column.id)?;
        let own = self.own(entry, &plan.column.at);
        Some(Rows { from, rows: plan.rows(&entry.transcript, from, to, &own) })
    }

    fn source(&self, id: &str, paragraph: Option<u32>, from: Option<u32>) -> Option<SourceWindow> {
        let entry = self.library.entry(id)?;
        let source = self.library.source(entry)?;
        let index = paragraph.and_then(|number| number.checked_sub(1));
        let marked = index.and_then(|index| entry.transcript.paragraphs.get(index as usize)).map(|p| p.span);
        let from = match (from, marked) {
            (Some(from), _) => from as usize,
            (None, Some(span)) => {
                let above = screen_lines(&source.text).take_while(|line| line.end <= span.start).count();
                above.saturating_sub(SOURCE_LINES_BEFORE)
            }
            (None, None) => 0,
        };
        let mut lines = Vec::new();
        let mut total = 0;
        for line in screen_lines(&source.text) {
            if (from..from + SOURCE_LINES).contains(&total) {
                lines.push(source_line(source, line, marked));
            }
            total += 1;
        }
        Some(SourceWindow {
            file: source.name.clone(),
            hash: source.hash.clone(),
            encoding: source.encoding.name().to_owned(),
            from: from as u32,
            total: total as u32,
            can_be_taught: source.format.is_lined && can_be_taught(source.format),
            lines,
        })
    }
}

/// Another number for other marks.
fn fingerprint(own: &[Own]) -> u64 {
    let mut hasher = DefaultHasher::new();
    own.hash(&mut hasher);
    hasher.finish()
}

fn exported_file(file: Exported) -> ExportedFile {
    let Exported { name, media_type, bytes, losses } = file;
    ExportedFile { name, media_type: media_type.to_owned(), bytes, losses }
}

fn saved_file(file: SavedFile) -> ExportedFile {
    let SavedFile { name, media_type, bytes } = file;
    ExportedFile { name, media_type: media_type.to_owned(), bytes, losses: Vec::new() }
}

fn peek(name: String, bytes: Vec<u8>, reading: &Reading) -> Response {
    let mut aside = Library::default();
    match aside.open(&name, bytes, reading) {
        Ok(_) => aside
            .entries()
            .first()
            .and_then(|entry| Some(item(entry, aside.source(entry)?)))
            .map_or(Response::Unknown, |item| Response::Peeked(Box::new(item))),
        Err(refusal) => Response::Refused { name, why: refusal.to_string() },
    }
}

/// The lines of a source as the screen shows them. Mark-up and JSON may be one line as long as the file: such a line is
/// shown as several, each ending with a tag or a word.
fn screen_lines(text: &str) -> impl Iterator<Item = Span> {
    Lines::new(text, 0).flat_map(move |line| {
        let mut rest = line.span;
        let mut is_over = false;
        std::iter::from_fn(move || {
            if is_over {
                return None;
            }
            let piece = if line.text.len() > SOURCE_LINE_BYTES { first_piece(text, rest) } else { rest };
            rest.start = piece.end;
            is_over = rest.is_empty();
            Some(piece)
        })
    })
}

/// The first piece of a very long line.
fn first_piece(text: &str, line: Span) -> Span {
    let (start, end) = (line.start as usize, (line.end as usize).min(line.start as usize + SOURCE_PIECE_BYTES));
    if end == line.end as usize {
        return line;
    }
    let end = text.floor_char_boundary(end);
    let half = text.floor_char_boundary(start + SOURCE_PIECE_BYTES / 2);
    let cut = text[half..end].rfind(['>', '}', ' ']).map_or(end, |at| half + at + 1);
    Span::new(start, cut)
}

/// A line of the source cut where the claims change and where the marked paragraph begins and ends.
fn source_line(source: &SourceFile, line: Span, marked: Option<Span>) -> SourceLine {
    let mut claims = source.ledger.claims_behind(line.start).take_while(|claim| claim.span.start < line.end).peekable();
    let mut edges = BinaryHeap::from([line.start, line.end]);
    for claim in claims.clone() {
        edges.extend([claim.span.start.max(line.start), claim.span.end.min(line.end)]);
    }
    if let Some(marked) = marked {
        edges.extend([marked.start, marked.end].into_iter().filter(|at| (line.start..line.end).contains(at)));
    }
    let mut edges = edges.into_sorted_vec();
    edges.dedup();
    let parts = edges.windows(2).map(|pair| {
        let span = Span { start: pair[0], end: pair[1] };
        while claims.next_if(|claim| claim.span.end <= span.start).is_some() {}
        let kind = claims.peek().filter(|claim| claim.span.start <= span.start).map(|claim| claim.kind);
        let is_marked = marked.is_some_and(|marked| marked.start <= span.start && span.end <= marked.end)
            && !matches!(kind, Some(Kind::Timing | Kind::Markup) if span.of(&source.text).trim().is_empty());
        (span.of(&source.text).to_owned(), kind, is_marked)
    });
    SourceLine { parts: parts.collect() }
}

fn title<'a>(entry: &'a Entry, source: &'a SourceFile) -> &'a str {
    entry.transcript.metadata.title.as_ref().map_or(source.file_name(), |field| &field.value)
}

fn item(entry: &Entry, source: &SourceFile) -> Item {
    let transcript = &entry.transcript;
    let metadata = &transcript.metadata;
    Item {
        id: entry.id.clone(),
        hash: source.hash.clone(),
        file: source.name.clone(),
        bytes: source.bytes,
        title: title(entry, source).to_owned(),
        date: metadata.date.as_ref().map(|field| field.value),
        place: metadata.place.as_ref().map(|field| field.value.clone()),
        language: metadata.language.clone(),
        format: source.format.name.to_owned(),
        confidence: source.confidence,
        shares: shares(transcript),
        paragraphs: transcript.paragraphs.len() as u32,
        hits: 0,
        remarks: source.diagnostics.iter().filter(|d| d.severity >= Severity::Warning).count() as u32,
    }
}

/// Who speaks how much, in order of appearance, as many as are drawn.
fn shares(transcript: &Transcript) -> Vec<Lane> {
    let mut shares: Vec<Lane> = Vec::new();
    // Where each speaker's share stands; the last place is nobody's.
    let mut places = vec![None; transcript.speakers.len() + 1];
    for turn in &transcript.turns {
        let speaker = turn.speaker.map(|id| id.0);
        let nobody = transcript.speakers.len();
        let Some(place) = places.get_mut(speaker.map_or(nobody, |id| id as usize)) else { continue };
        let at = *place.get_or_insert_with(|| {
            shares.push(Lane { speaker, letters: 0 });
            shares.len() - 1
        });
        let paragraphs = transcript.paragraphs.get(turn.first as usize..turn.end as usize).unwrap_or_default();
        shares[at].letters += paragraphs.iter().map(|paragraph| paragraph.text.len() as u32).sum::<u32>();
    }
    shares.truncate(SHOWN_SHARES);
    shares
}

fn header(entry: &Entry, source: &SourceFile) -> Header {
    let metadata = &entry.transcript.metadata;
    Header {
        id: entry.id.clone(),
        title: title(entry, source).to_owned(),
        summary: metadata.summary.as_ref().map(|field| field.value.clone()),
        date: metadata.date.as_ref().map(|field| field.value),
        time: metadata.time.as_ref().map(|field| field.value.clone()),
        place: metadata.place.as_ref().map(|field| field.value.clone()),
        language: metadata.language.clone(),
        file: source.name.clone(),
        hash: source.hash.clone(),
        bytes: source.bytes,
        format: source.format.name.to_owned(),
        confidence: Some(source.confidence),
        encoding: source.encoding.name().to_owned(),
        paragraphs: entry.transcript.paragraphs.len() as u32,
        length_ms: entry.transcript.paragraphs.iter().rev().find_map(|paragraph| paragraph.times).map(|t| t.end_ms),
        remarks: source
            .diagnostics
            .iter()
            .take(SHOWN_REMARKS)
            .map(|diagnostic| Remark {
                severity: diagnostic.severity,
                line: line_and_column(&source.text, diagnostic.span.start).0,
                message: diagnostic.message.clone(),
                hint: diagnostic.hint.clone(),
            })
            .collect(),
        columns: source.columns.clone(),
        choices: source.choices.clone(),
    }
}
