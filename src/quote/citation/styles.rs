//! The styles of citations. A style is a row here: what it is called, which rules it follows, and a pattern.
//!
//! In a pattern `‹name›` stands for a fact, `‹name|form›` for one in another form, and behind a colon for what is written
//! where it is missing; what stands between `⟨` and `⟩` is left out if a fact in it is missing. [`super::facts`] lists the
//! facts. Dates of access are asked for by some rules; they are left to the author, since nothing here has a clock.

use super::names::NameForm;

/// How words become part of a style's notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// As they are.
    Plain,
    /// BibTeX.
    Bibtex,
    /// A string of JSON.
    Json,
    /// CommonMark.
    Markdown,
    /// MediaWiki, inside a template.
    Wiki,
    /// HTML.
    Html,
}

/// A style.
#[derive(Debug)]
pub struct Style {
    /// Its identifier.
    pub id: &'static str,
    /// What the user calls it.
    pub name: &'static str,
    /// Where its rules are published.
    pub rules: &'static str,
    /// How words are written.
    pub escape: Escape,
    /// The language of its own words and of its dates; none for that of the transcript.
    pub language: Option<&'static str>,
    /// How the first of several names and the others are written, and what stands before the last.
    pub names: (NameForm, NameForm, &'static str),
    /// The pattern.
    pub pattern: &'static str,
}

/// All styles, in the order in which they are offered.
pub static STYLES: &[Style] = &[
    Style {
        id: "plain",
        name: "Plain",
        rules: "None: all that is known, in reading order.",
        escape: Escape::Plain,
        language: None,
        names: (NameForm::Reading, NameForm::Reading, ", "),
        pattern: "‹quote›\n— ‹speaker›⟨, ‹role›⟩⟨. ‹title›⟩⟨, ‹place›⟩⟨, ‹date|text›⟩, ¶ ‹paragraphs›⟨, ‹time›⟩. ‹file›, \
                  SHA-256 ‹hash›⟨. ‹link›⟩",
    },
    Style {
        id: "chicago",
        name: "Chicago (17th ed., notes)",
        rules: "The Chicago Manual of Style, 17th ed., 14.217: lectures and papers; 14.18: names in notes.",
        escape: Escape::Plain,
        language: Some("en-US"),
        names: (NameForm::Reading, NameForm::Reading, " and "),
        pattern: "‹quote› ‹speaker›, “‹title|inner:untitled›” (transcript⟨, ‹place›⟩, ‹date|long:n.d.›), \
                  ‹paragraphs|en›⟨, ‹time›⟩, ‹file› (SHA-256 ‹hash›)⟨, ‹link›⟩.",
    },
    Style {
        id: "apa",
        name: "APA (7th ed.)",
        rules: "Publication Manual of the American Psychological Association, 7th ed., 8.13, 8.28 and 10.14.",
        escape: Escape::Plain,
        language: Some("en-US"),
        names: (NameForm::Initials, NameForm::Initials, ", & "),
        pattern: "‹quote› (‹speaker|short›, ‹year:n.d.›, ‹paragraphs|en›). ‹speaker|dotted› (‹date|apa:n.d.›). \
                  ‹title:Untitled transcript› [Transcript]⟨. ‹place›⟩. ‹file›, SHA-256 ‹hash›⟨. ‹link›⟩",
    },
    Style {
        id: "mla",
        name: "MLA (9th ed.)",
        rules: "MLA Handbook, 9th ed., 5.104 and 6.20: paragraph numbers after a comma.",
        escape: Escape::Plain,
        language: Some("en-US"),
        names: (NameForm::Inverted, NameForm::Reading, ", and "),
        pattern: "‹quote› (‹speaker|short›, ‹paragraphs|mla›). ‹speaker|dotted› “‹title|inner:Untitled›.” ⟨‹date|mla›, ⟩\
                  ⟨‹place›. ⟩Transcript, ‹file›, SHA-256 ‹hash›⟨, ‹link›⟩.",
    },
    Style {
        id: "gost",
        name: "ГОСТ Р 7.0.5",
        rules: "ГОСТ Р 7.0.5–2008, 6 и 10 (подстрочная ссылка, электронный ресурс); ГОСТ Р 7.0.100–2018, 5.5: [Б. м.], [б. г.].",
        escape: Escape::Plain,
        language: Some("ru"),
        names: (NameForm::Bare, NameForm::Bare, ", "),
        pattern: "‹quote› ‹speaker|dotted› ‹title:[Без названия]› [Электронный ресурс] : стенограмма. ‹place:[Б. м.]›, \
                  ‹date|digits:[б. г.]›. ‹paragraphs|ru›⟨, ‹time›⟩. Файл: ‹file›. SHA-256: ‹hash›.⟨ URL: ‹link›.⟩",
    },
    Style {
        id: "bibtex",
        name: "BibTeX",
        rules: "BibTeXing (Patashnik, 1988), 3: entry type misc; biblatex reads it too.",
        escape: Escape::Bibtex,
        language: Some("en-US"),
        names: (NameForm::Inverted, NameForm::Inverted, " and "),
        pattern: "@misc{‹key›,\n⟨  author = {‹speaker|known›},\n⟩⟨  title = {‹title›},\n⟩⟨  year = {‹year›},\n⟩\
                  ⟨  month = {‹date|month›},\n⟩⟨  day = {‹date|day›},\n⟩⟨  address = {‹place›},\n⟩\
                  ⟨  langid = {‹language›},\n⟩  howpublished = {Transcript, ‹file›, SHA-256 ‹hash›},\n\
                  ⟨  url = {‹link›},\n⟩  note = {‹paragraphs|en›⟨, ‹time›⟩: ‹quote›}\n}\n",
    },
    Style {
        id: "csl-json",
        name: "CSL-JSON",
        rules: "Citation Style Language 1.0.2, csl-data.json: type speech.",
        escape: Escape::Json,
        language: Some("en-US"),
        names: (NameForm::Inverted, NameForm::Inverted, " and "),
        pattern: "[{\"id\":\"‹key›\",\"type\":\"speech\",\"genre\":\"Transcript\"⟨,\"author\":[‹authors›]⟩\
                  ⟨,\"title\":\"‹title›\"⟩⟨,\"issued\":{\"date-parts\":[[‹date|parts›]]}⟩⟨,\"event-place\":\"‹place›\"⟩\
                  ⟨,\"language\":\"‹language›\"⟩,\"source\":\"‹file›, SHA-256 ‹hash›\"⟨,\"URL\":\"‹link›\"⟩,\
                  \"note\":\"‹paragraphs|en›⟨, ‹time›⟩: ‹quote›\"}]\n",
    },
    Style {
        id: "markdown",
        name: "Markdown",
        rules: "CommonMark 0.31: block quotes and links.",
        escape: Escape::Markdown,
        language: None,
        names: (NameForm::Reading, NameForm::Reading, ", "),
        pattern: "> ‹quote|lines›\n>\n> — **‹speaker›**⟨, ‹role›⟩⟨, *‹title›*⟩⟨, ‹place›⟩⟨, ‹date|text›⟩, ¶ ‹paragraphs›\
                  ⟨, ‹time›⟩, ‹file|code›, SHA-256 ‹hash›⟨, <‹link›>⟩\n",
    },
    Style {
        id: "wiki",
        name: "Wiki",
        rules: "MediaWiki: Template:Quote and Template:Cite speech of the English Wikipedia.",
        escape: Escape::Wiki,
        language: Some("en-US"),
        names: (NameForm::Reading, NameForm::Reading, ", "),
        pattern: "{{Quote|text=‹words›|author=‹speaker›⟨|title=‹role›⟩|source=‹file›, ‹paragraphs|en›}}<ref>{{Cite speech\
                  ⟨ |author=‹speaker|known›⟩ |title=‹title:Untitled transcript›⟨ |date=‹date|iso›⟩⟨ |location=‹place›⟩\
                  ⟨ |language=‹language›⟩⟨ |url=‹link›⟩ |at=‹paragraphs|en›⟨, ‹time›⟩ |id=SHA-256 ‹hash›}}</ref>\n",
    },
    Style {
        id: "html",
        name: "HTML",
        rules: "HTML Living Standard, 4.4.4 blockquote and 4.4.12 figure: attribution in the caption.",
        escape: Escape::Html,
        language: None,
        names: (NameForm::Reading, NameForm::Reading, ", "),
        pattern: "<figure>\n<blockquote⟨ cite=\"‹link›\"⟩⟨ lang=\"‹language›\"⟩ dir=\"‹direction›\"><p>‹quote|lines›</p>\
                  </blockquote>\n<figcaption>— <b>‹speaker›</b>⟨, ‹role›⟩⟨, <cite>‹title›</cite>⟩⟨, ‹place›⟩\
                  ⟨, <time datetime=\"‹date|iso›\">‹date|text›</time>⟩, ¶ ‹paragraphs›⟨, ‹time›⟩, <code>‹file›</code>, \
                  SHA-256 <code>‹hash›</code>⟨, <a href=\"‹link›\">‹link›</a>⟩</figcaption>\n</figure>\n",
    },
];

/// The style with this id.
pub fn style(id: &str) -> Option<&'static Style> {
    STYLES.iter().find(|style| style.id == id)
}
