//! The transcripts that the page brings along are read without a loss and without an error.

use std::fs;
use std::path::Path;

use verbatim::formats::{Limits, open};
use verbatim::model::Severity;

#[test]
fn every_bundled_transcript_is_read_in_full() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/transcripts");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder of bundled transcripts") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        if name.starts_with('.') || name.ends_with(".json") {
            continue;
        }
        let bytes = fs::read(&path).expect("a readable file");
        let opened = open(name, &bytes, &Limits::default()).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert_eq!(opened.coverage().unclaimed, 0, "{name} has characters that nobody claims");
        let errors: Vec<_> =
            opened.parsed.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let paragraphs: usize = opened.parsed.transcripts.iter().map(|transcript| transcript.paragraphs.len()).sum();
        assert!(paragraphs > 0, "{name} has no paragraphs");
        count += 1;
    }
    assert!(count > 0, "no transcripts are bundled");
}
