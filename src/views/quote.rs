//! The quote check: a pasted text, for each quotation in it the verdict, and the evidence with a way to the text. What is
//! found is saved as a sheet for the printer and as a table; copied words carry their citation.

use super::acts::citation;
use super::node::{Attribute, Deed, Element, Tag, ViewState};
use super::sheet::Sheet;
use super::{Asked, Made, Meta, Node, RowSource, SavedFile, Sight, Translations, View, citing, passage, pieces};
use crate::library::Entry;
use crate::quote::address::Address;
use crate::quote::check::shelf::Shelf;
use crate::quote::check::translation::{Counterparts, are_one_language, tell_translated};
use crate::quote::check::verdict::{Edit, Match, Verdict};
use crate::quote::check::{Checked, check};
use crate::quote::citation::{Citation, Escape, push_escaped};
use crate::quote::passage::{At, Passage};

/// Bytes of a paragraph shown before and behind the words.
const AROUND_BYTES: usize = 160;
/// Places shown of one quotation; the table and the sheet have all.
const SHOWN: usize = 12;
/// Of so many places of a quotation what stands beside them in the translation is told.
const BESIDE: usize = 2;
/// The field with the language in which the record is asked for.
const SPOKEN: &str = "spoken";
/// The files that can be saved.
const SHEET: &str = "quote-check.html";
const TABLE: &str = "quote-check.csv";

static META: Meta = Meta { id: "quote", key: '"', is_in_bar: true };

/// See the module.
pub struct QuoteCheck;

impl View for QuoteCheck {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn make(&self, asked: &Asked<'_>) -> Made {
        let (state, texts) = (&asked.query.state, asked.texts);
        let text = state.field("text");
        let mut translations = Translations::new(asked.library);
        let mut checked = Vec::new();
        if !text.trim().is_empty() {
            let speaker = Some(state.field("speaker").trim()).filter(|name| !name.is_empty());
            let shelf = Shelf::new(asked.library, asked.index);
            checked = check(text, speaker, &shelf);
            if let Some(language) = Some(state.field(SPOKEN)).filter(|language| !language.is_empty()) {
                tell_translated(&mut checked, language, &shelf, &mut translations);
            }
        }
        let status = match checked.len() {
            0 => texts.of("quote-ask"),
            n => texts.with("quote-count", &[("n", n.into())]),
        };
        let title = texts.of("view-quote");
        let mut head = pieces::head(&title, &status);
        if !checked.is_empty() {
            head.push(tools(asked));
        }
        head.push(form(asked));
        let verdicts: Vec<Node> = checked.iter().map(|one| verdict(asked, one, &mut translations)).collect();
        let foot = if checked.is_empty() {
            Vec::new()
        } else {
            vec![Element::new(Tag::Ol).class("checked").all(verdicts).into()]
        };
        Made { sight: Sight { title, status, head, list: None, foot }, rows: Box::new(Results(checked)) }
    }
}

/// Where the text is pasted.
fn form(asked: &Asked<'_>) -> Node {
    let (state, texts) = (&asked.query.state, asked.texts);
    let label = |key: &str, field: Element| Element::new(Tag::Label).child(texts.of(key)).child(field);
    let text = Element::new(Tag::Textarea)
        .with(Attribute::Name, "text")
        .with(Attribute::Rows, "5")
        .with(Attribute::Dir, "auto")
        .with(Attribute::Value, state.field("text"));
    let speaker = Element::new(Tag::Input)
        .with(Attribute::Name, "speaker")
        .with(Attribute::Autocomplete, "off")
        .with(Attribute::Placeholder, texts.of("quote-speaker-hint"))
        .with(Attribute::Value, state.field("speaker"));
    Element::new(Tag::Form)
        .class("quote-form")
        .on(Deed::ShowWith(state.clone()))
        .child(label("quote-text", text))
        .child(
            Element::new(Tag::Div).child(label("quote-speaker", speaker)).all(spoken_in(asked)).child(
                Element::new(Tag::Input)
                    .class("plain")
                    .with(Attribute::Type, "submit")
                    .with(Attribute::AriaLabel, texts.of("quote-check"))
                    .with(Attribute::Value, texts.of("quote-check")),
            ),
        )
        .into()
}

/// The choice of the language in which the record is asked for, where the library has several.
fn spoken_in(asked: &Asked<'_>) -> Option<Element> {
    let mut languages: Vec<&str> = Vec::new();
    for entry in asked.library.entries() {
        if let Some(language) = entry.transcript.metadata.language.as_deref()
            && !languages.iter().any(|known| are_one_language(known, language))
        {
            languages.push(language);
        }
    }
    languages.sort_unstable();
    let any = (String::new(), asked.texts.of("quote-spoken-any"));
    let options = languages.iter().map(|language| ((*language).to_owned(), (*language).to_owned()));
    let options = [any].into_iter().chain(options).collect();
    let select = pieces::select(SPOKEN, asked.query.state.field(SPOKEN), options);
    let label = Element::new(Tag::Label).child(asked.texts.of("quote-spoken")).child(select);
    (languages.len() > 1).then_some(label)
}

/// The style of citations, and the ways to save.
fn tools(asked: &Asked<'_>) -> Node {
    let texts = asked.texts;
    Element::new(Tag::Div)
        .class("view-tools")
        .child(citing::field(asked))
        .child(pieces::save_button(texts, SHEET, "quote-sheet"))
        .child(pieces::save_button(texts, TABLE, "save-csv"))
        .into()
}

/// A sign beside the words of a verdict, so that it is seen without colour.
fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "✓",
        Verdict::Punctuation => "✓,",
        Verdict::Altered => "≠",
        Verdict::Spliced => "⁄⁄",
        Verdict::OtherSpeaker => "⇄",
        Verdict::Translated => "⇆",
        Verdict::NotFound => "–",
    }
}

fn verdict_text(asked: &Asked<'_>, checked: &Checked) -> String {
    asked.texts.of(&format!("verdict-{}", checked.verdict.name()))
}

fn verdict(asked: &Asked<'_>, checked: &Checked, translations: &mut Translations<'_>) -> Node {
    let texts = asked.texts;
    let claimed = checked
        .claimed
        .as_ref()
        .map(|name| Element::new(Tag::Small).child(texts.with("quote-claimed", &[("name", name.as_str().into())])));
    let head = Element::new(Tag::H2)
        .class(&format!("verdict verdict-{}", checked.verdict.name()))
        .child(Element::new(Tag::Span).with(Attribute::AriaHidden, "true").child(sign(checked.verdict)))
        .child(" ")
        .child(verdict_text(asked, checked));
    let mut item = Element::new(Tag::Li)
        .child(head)
        .child(Element::new(Tag::Blockquote).with(Attribute::Dir, "auto").child(checked.text.as_str()))
        .all(claimed);
    let places = checked.matches.iter().filter_map(|found| Evidence::new(asked, found)).take(SHOWN);
    // What is translated has its counterpart among the matches, and what was not found has none.
    let has_beside = !matches!(checked.verdict, Verdict::Translated | Verdict::NotFound);
    let places = places.enumerate().map(|(nth, evidence)| {
        let beside = (has_beside && nth < BESIDE).then(|| beside(asked, evidence.found, translations)).flatten();
        place(asked, &evidence, beside)
    });
    let places: Vec<Node> = places.collect();
    if checked.verdict == Verdict::NotFound && !places.is_empty() {
        let nearest = Element::new(Tag::Summary).child(texts.of("quote-nearest"));
        item = item.child(Element::new(Tag::Details).child(nearest).all(places));
    } else {
        item = item.all(places);
    }
    let more = checked.matches.len().saturating_sub(SHOWN);
    if more > 0 {
        item = item.child(pieces::hint(texts.with("quote-more", &[("n", more.into())])));
    }
    item.into()
}

/// The end of what stands before, from the beginning of a word; an ellipsis says that there is more.
fn last_words(text: &str) -> String {
    let from = text.ceil_char_boundary(text.len().saturating_sub(AROUND_BYTES));
    if from == 0 {
        return text.to_owned();
    }
    let cut = &text[from..];
    format!("…{}", cut.find(char::is_whitespace).map_or(cut, |space| &cut[space..]))
}

/// The beginning of what stands behind, to the end of a word.
fn first_words(text: &str) -> String {
    let to = text.floor_char_boundary(AROUND_BYTES.min(text.len()));
    if to == text.len() {
        return text.to_owned();
    }
    let cut = &text[..to];
    format!("{} …", cut.rfind(char::is_whitespace).map_or(cut, |space| &cut[..space]))
}

/// A match with all that is shown of it.
struct Evidence<'a> {
    entry: &'a Entry,
    found: &'a Match,
    citation: Citation,
    /// The address of the words.
    address: String,
    before: String,
    words: &'a str,
    behind: String,
}

impl<'a> Evidence<'a> {
    fn new(asked: &Asked<'a>, found: &'a Match) -> Option<Self> {
        let entry = asked.library.entries().get(found.entry)?;
        let at = |nth| At { paragraph: found.paragraph, nth };
        let passage = Passage { from: at(found.words.start), to: at(found.words.end.checked_sub(1)?) };
        let paragraph = entry.transcript.paragraphs.get(found.paragraph as usize)?;
        let text = entry.transcript.words(paragraph.text);
        let (before, rest) = text.split_at_checked(found.bytes.start)?;
        let (words, behind) = rest.split_at_checked(found.bytes.len())?;
        let (before, behind) = (last_words(before), first_words(behind));
        let citation = citation(asked.library, entry, &[passage], asked.base)?;
        let address = Address::new(&entry.id, &entry.transcript, passage)?.to_string();
        Some(Self { entry, found, citation, address, before, words, behind })
    }

    /// Who, where, when.
    fn source(&self, asked: &Asked<'_>) -> String {
        let Citation { spoken, title, place, date, file, paragraphs, .. } = &self.citation;
        let speaker = spoken.first().map_or("", |one| one.name.as_str());
        let nobody = asked.texts.of("concordance-nobody");
        let date = date.map(|date| date.to_string()).unwrap_or_default();
        let role = spoken.first().map_or("", |one| one.role.as_str());
        let number = format!("¶ {}", paragraphs.0);
        let all: [&str; 7] =
            [if speaker.is_empty() { &nobody } else { speaker }, role, title, place, &date, &number, file];
        all.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// What stands beside a match in the translation of its transcript.
fn beside(asked: &Asked<'_>, found: &Match, translations: &mut Translations<'_>) -> Option<Node> {
    let (entry, paragraphs) = translations.beside(found.entry, found.paragraph, "")?;
    let entry = asked.library.entries().get(entry)?;
    let transcript = &entry.transcript;
    let number = paragraphs.start + 1;
    let go = Element::new(Tag::A)
        .on(Deed::Go { id: entry.id.clone(), paragraph: number })
        .child(asked.texts.with("quote-beside", &[("n", number.into())]));
    let words = |paragraph: u32| transcript.paragraphs.get(paragraph as usize).map(|p| transcript.words(p.text));
    let language = transcript.metadata.language.as_deref().unwrap_or_default();
    let words = Element::new(Tag::P)
        .class("evidence")
        .with(Attribute::Lang, language)
        .with(Attribute::Dir, "auto")
        .child(paragraphs.filter_map(words).collect::<Vec<_>>().join("\n"));
    Some(Element::new(Tag::Details).child(Element::new(Tag::Summary).child(go)).child(words).into())
}

fn place(asked: &Asked<'_>, evidence: &Evidence<'_>, beside: Option<Node>) -> Node {
    let texts = asked.texts;
    let number = evidence.found.paragraph + 1;
    let go = Element::new(Tag::A)
        .with(Attribute::Tip, texts.with("concordance-go", &[("n", number.into())]))
        .on(Deed::Go { id: evidence.entry.id.clone(), paragraph: number })
        .child(evidence.source(asked));
    let button = |act: &str, key: &str| {
        let act = ViewState::of(act).with(passage::AT, evidence.address.as_str());
        Element::new(Tag::Button).class("plain").on(Deed::Change(act)).child(texts.of(key))
    };
    let copy = button("cite", "quote-copy");
    let clip = button("clip", "passage-clip");
    let words = Element::new(Tag::P)
        .class("evidence")
        .with(Attribute::Dir, "auto")
        .child(evidence.before.as_str())
        .child(Element::new(Tag::Mark).child(evidence.words))
        .child(evidence.behind.as_str());
    let edits = &evidence.found.edits;
    let edits = (!edits.is_empty())
        .then(|| Element::new(Tag::Ul).class("edits").all(edits.iter().map(|edit| edit_node(asked, edit))));
    Element::new(Tag::Figure)
        .child(words)
        .all(edits)
        .all(beside)
        .child(Element::new(Tag::Figcaption).child(go).child(" ").child(copy).child(" ").child(clip))
        .into()
}

fn edit_node(asked: &Asked<'_>, edit: &Edit) -> Node {
    let words =
        |tag, words: &str| (!words.is_empty()).then(|| Element::new(tag).with(Attribute::Dir, "auto").child(words));
    Element::new(Tag::Li)
        .child(Element::new(Tag::B).child(asked.texts.of(&format!("class-{}", edit.class.name()))))
        .child(" ")
        .all(words(Tag::Del, &edit.said))
        .child(if edit.said.is_empty() || edit.quoted.is_empty() { "" } else { " → " })
        .all(words(Tag::Ins, &edit.quoted))
        .into()
}

/// What was found, to be saved.
#[derive(Debug)]
struct Results(Vec<Checked>);

impl RowSource for Results {
    fn row(&self, _: &Asked<'_>, _: u32) -> Node {
        Node::Text(String::new())
    }

    fn file(&self, asked: &Asked<'_>, name: &str) -> Option<SavedFile> {
        match name {
            TABLE => Some(self.table(asked)),
            SHEET => Some(SavedFile {
                name: SHEET.to_owned(),
                media_type: "text/html; charset=utf-8",
                bytes: self.sheet(asked).into_bytes(),
            }),
            _ => None,
        }
    }
}

impl Results {
    fn table(&self, asked: &Asked<'_>) -> SavedFile {
        let columns = [
            "quotation",
            "claimed",
            "verdict",
            "speaker",
            "role",
            "title",
            "date",
            "place",
            "paragraph",
            "file",
            "said",
            "edits",
            "citation",
        ];
        let mut sheet = Sheet::new(columns);
        for checked in &self.0 {
            let claimed = checked.claimed.as_deref().unwrap_or_default();
            let known = [checked.text.as_str(), claimed, checked.verdict.name()];
            for evidence in checked.matches.iter().filter_map(|found| Evidence::new(asked, found)) {
                let Citation { spoken, title, place, date, file, paragraphs, .. } = &evidence.citation;
                let (speaker, role) = spoken.first().map_or(("", ""), |one| (one.name.as_str(), one.role.as_str()));
                let (date, number) = (date.map(|date| date.to_string()).unwrap_or_default(), paragraphs.0.to_string());
                let edits = edits_text(asked, &evidence.found.edits);
                let citation = evidence.citation.write(citing::chosen(asked.notebook));
                let found: [&str; 10] =
                    [speaker, role, title, &date, place, &number, file, evidence.words, &edits, citation.trim_end()];
                sheet.push(known.into_iter().chain(found));
            }
            if checked.matches.is_empty() {
                sheet.push(known.into_iter().chain([""; 10]));
            }
        }
        sheet.into_file(TABLE)
    }

    /// The sheet as one HTML file that needs nothing else, to be printed.
    fn sheet(&self, asked: &Asked<'_>) -> String {
        let mut out = String::from("<!doctype html>\n<html lang=\"");
        push_escaped(&mut out, &asked.query.language, Escape::Html);
        out.push_str("\">\n<meta charset=\"utf-8\">\n");
        push_element(&mut out, "title", &asked.texts.of("view-quote"));
        push_element(&mut out, "style", SHEET_STYLE);
        push_element(&mut out, "h1", &asked.texts.of("view-quote"));
        for checked in &self.0 {
            push_element(&mut out, "h2", &format!("{} {}", sign(checked.verdict), verdict_text(asked, checked)));
            push_element(&mut out, "blockquote dir=\"auto\"", &checked.text);
            if let Some(name) = &checked.claimed {
                push_element(&mut out, "p", &asked.texts.with("quote-claimed", &[("name", name.as_str().into())]));
            }
            if checked.verdict == Verdict::NotFound && !checked.matches.is_empty() {
                push_element(&mut out, "p", &asked.texts.of("quote-nearest"));
            }
            for evidence in checked.matches.iter().take(SHOWN).filter_map(|found| Evidence::new(asked, found)) {
                out.push_str("<p dir=\"auto\">");
                push_escaped(&mut out, &evidence.before, Escape::Html);
                out.push_str("<mark>");
                push_escaped(&mut out, evidence.words, Escape::Html);
                out.push_str("</mark>");
                push_escaped(&mut out, &evidence.behind, Escape::Html);
                out.push_str("</p>\n");
                if !evidence.found.edits.is_empty() {
                    push_element(&mut out, "p", &edits_text(asked, &evidence.found.edits));
                }
                let hash = &evidence.citation.hash;
                push_element(&mut out, "cite", &format!("{}, SHA-256 {hash}", evidence.source(asked)));
            }
        }
        out
    }
}

/// How the sheet looks: as much as goes on a page.
const SHEET_STYLE: &str = "@page{margin:14mm}body{font:10pt/1.4 Georgia,serif;max-width:44em;margin:1em auto}\
h1{font-size:14pt}h2{font:bold 10pt/1.4 system-ui,sans-serif;margin:1em 0 .2em}blockquote{margin:0 0 .3em 1em}\
p{margin:.2em 0 .2em 1em}cite{display:block;margin-inline-start:1em;font:8pt/1.4 system-ui,sans-serif;overflow-wrap:anywhere}";

/// Writes an element; `tag` may have attributes behind its name.
fn push_element(out: &mut String, tag: &str, words: &str) {
    let name = tag.split(' ').next().unwrap_or_default();
    out.push_str(&format!("<{tag}>"));
    push_escaped(out, words, Escape::Html);
    out.push_str(&format!("</{name}>\n"));
}

/// The edits in one line.
fn edits_text(asked: &Asked<'_>, edits: &[Edit]) -> String {
    let one = |edit: &Edit| {
        let class = asked.texts.of(&format!("class-{}", edit.class.name()));
        format!("{class}: {} → {}", or_nothing(&edit.said), or_nothing(&edit.quoted))
    };
    edits.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn or_nothing(words: &str) -> &str {
    if words.is_empty() { "∅" } else { words }
}
