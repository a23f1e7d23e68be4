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

/// Where texts stand, and the sources that use them.
const FOLDERS: &[(&str, &str)] =
    &[("src/app/texts", "src/app"), ("src/jobs/texts", "src/app"), ("src/views/texts", "src/views")];

/// How the names of messages begin that are put together from a name: kinds, views, rules of samples, fields of a query,
/// languages; or that come from the reader of expressions.
const PUT_TOGETHER: &[&str] = &[
    "kind-",
    "view-",
    "concordance-sample-",
    "verdict-",
    "class-",
    "compare-as-",
    "compare-units-",
    "marks-is-",
    "complete-",
    "language-",
    "expression-",
];

#[test]
fn all_languages_say_the_same() {
    for (folder, _) in FOLDERS {
        let folder = root().join(folder);
        let english = messages(&folder.join("en.ftl"));
        assert!(english.len() > 20);
        for entry in fs::read_dir(&folder).expect("the folder of texts") {
            let path = entry.expect("an entry").path();
            assert_eq!(messages(&path), english, "{}", path.display());
        }
    }
}

#[test]
fn no_message_of_the_page_stands_twice() {
    let [first, later] =
        ["src/app/texts", "src/jobs/texts"].map(|folder| messages(&root().join(folder).join("en.ftl")));
    let twice: Vec<_> = first.keys().filter(|key| later.contains_key(*key)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn every_message_is_used() {
    for (folder, used_in) in FOLDERS {
        let mut text = String::new();
        sources(&root().join(used_in), &mut text);
        let unused: Vec<_> = messages(&root().join(folder).join("en.ftl"))
            .into_keys()
            .filter(|key| {
                !text.contains(&format!("\"{key}\"")) && !PUT_TOGETHER.iter().any(|start| key.starts_with(start))
            })
            .filter(|key| !key.strip_prefix("column-role-").is_some_and(|role| COLUMN_ROLES.contains(&role)))
            .collect();
        assert!(unused.is_empty(), "not used: {unused:?}");
    }
}
