//! What the formats of speech recognisers have in common: JSON (RFC 8259) that is known by its shape, whose words go
//! into a [`Speech`].
//!
//! Each of them is a static [`Recogniser`] in a file of its own that says what its shape is and where its words stand.
//! Reading JSON, accounting for what is no word, and reporting what is broken happen here, once for all.

use super::words::Speech;
use super::{Confidence, Draft, Format, Limits, Meta, Parsed, Probe, Refusal, Source};
use crate::markup::json_tree::{Tree, Value};
use crate::model::{Diagnostic, Kind, Span};

/// A format of a speech recogniser.
#[derive(Debug)]
pub struct Recogniser {
    /// What it is called.
    pub meta: &'static Meta,
    /// How sure it is by the outermost value, of which late parts may be missing.
    pub sniff: fn(Value<'_, '_>) -> Confidence,
    /// Hands over the words in the outermost value.
    pub read: for<'t, 's> fn(&mut Speech<'s>, Value<'t, 's>),
}

impl Format for Recogniser {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn sniff(&self, _probe: &Probe<'_>) -> Confidence {
        Confidence::No
    }

    fn sniff_json(&self, outline: &Tree<'_>) -> Confidence {
        outline.root().map_or(Confidence::No, self.sniff)
    }

    fn parse(&self, source: &Source<'_>, limits: &Limits) -> Result<Parsed, Refusal> {
        let mut speech = Speech::new(self.meta.id, source.text, limits);
        let mut start = source.body_start();
        // Recognisers that listen while somebody speaks write one value behind the other.
        while let Some(tree) = next_value(source, start, self.meta)? {
            tree.root().into_iter().for_each(|root| (self.read)(&mut speech, root));
            speech.claim_rest(&tree);
            report_faults(&mut speech.draft, &tree, self.meta.id);
            start = tree.end();
        }
        claim_end(&mut speech.draft, start, self.meta.id);
        Ok(speech.finish())
    }
}

/// The value that starts at `start`; none where nothing but white space, or no value, stands there.
///
/// # Errors
/// Where there is no value in the source at all.
pub fn next_value<'s>(source: &Source<'s>, start: usize, meta: &Meta) -> Result<Option<Tree<'s>>, Refusal> {
    let is_first = start == source.body_start();
    if !is_first && source.text[start..].trim_start().is_empty() {
        return Ok(None);
    }
    let tree = Tree::read(source.text, start);
    if tree.root().is_some_and(|root| root.is_object() || root.is_array()) {
        return Ok(Some(tree));
    }
    if is_first {
        return Err(Refusal::NotThisFormat {
            why: format!("This is no JSON, and {} would be.", meta.name),
            hint: "Let the format be found, or choose another one.".into(),
        });
    }
    Ok(None)
}

/// Reports what is wrong with the JSON itself.
pub fn report_faults(draft: &mut Draft<'_>, tree: &Tree<'_>, format: &str) {
    for fault in tree.faults() {
        let mut diagnostic = Diagnostic::warning("", fault.span, fault.message)
            .with_hint("All that can be read is shown. If much is missing, get the file once more.");
        diagnostic.code = format!("{format}.broken").into();
        draft.report(diagnostic);
    }
}

/// Accounts for what stands behind the last value.
pub fn claim_end(draft: &mut Draft<'_>, start: usize, format: &str) {
    let span = Span::new(start, draft.source().len());
    if !span.of(draft.source()).trim().is_empty() {
        draft.claim(Kind::Furniture, span);
        let mut diagnostic = Diagnostic::warning("", span, "What stands behind the end of the transcript is left out.")
            .with_hint("Check whether two files were put together.");
        diagnostic.code = format!("{format}.behind-the-end").into();
        draft.report(diagnostic);
    }
}
