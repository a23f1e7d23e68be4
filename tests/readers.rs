//! What the fuzz targets hold of the readers that formats share, held for every fixture: so they are compiled with the
//! tests, and hold on what is known before they are let loose on what is not.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../fuzz/src/readers.rs"]
mod readers;

use std::fs;
use std::path::Path;

#[test]
fn every_fixture_is_read_as_text_as_xml_as_json_and_as_an_archive() {
    let mut files = 0;
    for folder in fs::read_dir(Path::new("tests/fixtures")).expect("the fixtures").flatten() {
        for file in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            let Ok(bytes) = fs::read(file.path()) else { continue };
            for read in [readers::text, readers::xml, readers::json, readers::zip] {
                read(&bytes);
            }
            files += 1;
        }
    }
    assert!(files > 200, "only {files} fixtures were found");
}
