//! The texts of the page that it needs later than at first: in dialogs, in reports, after an import. They are kept here,
//! behind the worker, so that the first paint does not wait for them, and go to the page as they stand in their files.

/// Code and texts of each language; the first is the one that others fall back on.
const LANGUAGES: &[(&str, &str)] = &[("en", include_str!("texts/en.ftl")), ("ru", include_str!("texts/ru.ftl"))];

/// The later texts in the language with this code.
pub fn later_texts(code: &str) -> &'static str {
    LANGUAGES.iter().find(|(known, _)| *known == code).or(LANGUAGES.first()).map_or("", |(_, texts)| texts)
}
