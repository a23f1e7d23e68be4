//! The texts of the interface: every language has every message with the same values, in Fluent's own syntax, and no
//! message is there that the page does not use.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use verbatim::formats::COLUMN_ROLES;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Messages of a file with the names of their values.
fn messages(path: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let source = fs::read_to_string(path).expect("a file of texts");
    let resource: Resource<String> =
        fluent_syntax::parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
    let mut found = BTreeMap::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let mut values = BTreeSet::new();
            collect(message.value.as_ref().expect("every message has a text"), &mut values);
            assert!(found.insert(message.id.name.clone(), values).is_none(), "{} stands twice", message.id.name);
        }
    }
    found
}

fn collect(pattern: &Pattern<String>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => name(inline, values),
            Expression::Select { selector, variants } => {
                name(selector, values);
                assert!(variants.last().is_some_and(|variant| variant.default), "the default form stands last");
                variants.iter().for_each(|variant| collect(&variant.value, values));
            }
        }
    }
}

fn name(inline: &InlineExpression<String>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.clone());
        }
        other => panic!("the page reads variables only, not {other:?}"),
    }
}

fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            text.push_str(&fs::read_to_string(&path).expect("a source file"));
        }
    }
}

#[test]
fn all_languages_say_the_same() {
    let folder = root().join("src/app/texts");
    let english = messages(&folder.join("en.ftl"));
    assert!(english.len() > 50);
    for entry in fs::read_dir(&folder).expect("the folder of texts") {
        let path = entry.expect("an entry").path();
        assert_eq!(messages(&path), english, "{}", path.display());
    }
}

#[test]
fn every_message_is_used() {
    let mut text = String::new();
    sources(&root().join("src/app"), &mut text);
    let unused: Vec<_> = messages(&root().join("src/app/texts/en.ftl"))
        .into_keys()
        // Those of kinds and of the roles of columns are put together from a name.
        .filter(|key| !text.contains(&format!("\"{key}\"")) && !key.starts_with("kind-"))
        .filter(|key| !key.strip_prefix("column-role-").is_some_and(|role| COLUMN_ROLES.contains(&role)))
        .collect();
    assert!(unused.is_empty(), "not used: {unused:?}");
}
