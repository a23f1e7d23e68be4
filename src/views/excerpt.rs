//! What a column shows of a transcript, as a transcript of its own.

use super::Texts;
use crate::model::Transcript;

/// The paragraphs in these stretches, each from its first to its last one (indices), as a transcript that says of itself
/// how much of the whole it is.
///
/// # Errors
/// A sentence where there are none.
pub fn excerpt(transcript: &Transcript, stretches: &[(u32, u32)], texts: &Texts) -> Result<Transcript, String> {
    let stretches: Vec<_> = stretches.iter().map(|(first, last)| *first..last + 1).collect();
    let mut excerpt = transcript.excerpt(&stretches);
    if excerpt.paragraphs.is_empty() {
        return Err(texts.of("excerpt-none"));
    }
    let counts = [("shown", excerpt.paragraphs.len().into()), ("n", transcript.paragraphs.len().into())];
    excerpt.metadata.other.insert(texts.of("excerpt"), texts.with("excerpt-of", &counts));
    Ok(excerpt)
}
