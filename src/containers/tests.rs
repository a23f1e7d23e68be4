//! Archives are taken apart file by file; what cannot be is told, and all else goes on.

#[path = "../../tests/archives/mod.rs"]
mod archives;

use super::*;
use crate::markup::inflate::crc32;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    archives::zip(files, crc32)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
    out.extend(miniz_oxide::deflate::compress_to_vec(bytes, 6));
    out.extend(crc32(bytes).to_le_bytes());
    out.extend((bytes.len() as u32).to_le_bytes());
    out
}

/// A line a part: path and words, or path and why.
fn parts(name: &str, bytes: Vec<u8>, bounds: Bounds) -> Vec<String> {
    let mut container = Container::open(name, bytes, bounds).expect("a container");
    let lines = container
        .by_ref()
        .map(|part| match part {
            Part::File { path, bytes, is_sound } => {
                format!("{path}: {}{}", String::from_utf8_lossy(&bytes), if is_sound { "" } else { " (damaged)" })
            }
            Part::Refused { path, why } => format!("{path}! {why}"),
        })
        .collect();
    assert_eq!(container.waiting(), 0, "every file that was announced has come");
    lines
}

#[test]
fn archives_in_archives_keep_their_paths_and_junk_is_left() {
    let inner = zip(&[("b.srt", b"two")]);
    let outer = zip(&[
        ("a.txt", b"one"),
        ("folder/", b""),
        ("folder/inner.zip", &inner),
        ("__MACOSX/._a.txt", b"junk"),
        ("folder/.DS_Store", b"junk"),
        ("c.vtt.gz", &gzip(b"three")),
    ]);
    let found = parts("talks.zip", outer.clone(), Bounds::default());
    assert_eq!(
        found,
        ["talks.zip/a.txt: one", "talks.zip/folder/inner.zip/b.srt: two", "talks.zip/c.vtt.gz/c.vtt: three"]
    );
    let mut container = Container::open("talks.zip", outer, Bounds::default()).expect("a container");
    assert_eq!((container.waiting(), container.by_ref().count(), container.junk()), (5, 3, 2));
}

#[test]
fn what_is_no_container_comes_back() {
    for bytes in [b"words".as_slice(), b"", b"PK"] {
        assert_eq!(Container::open("x", bytes.to_vec(), Bounds::default()).err().as_deref(), Some(bytes));
    }
    let document = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")]);
    assert!(Container::open("x.zip", document, Bounds::default()).is_err(), "a document under another name");
}

#[test]
fn bounds_are_told_and_the_rest_goes_on() {
    let long = vec![b'a'; 3 << 20];
    let files = [("a.txt", b"one".as_slice()), ("long.txt", &long), ("b.txt", b"two")];
    let found = parts("x.zip", zip(&files), Bounds { file_bytes: 1 << 20, ..Bounds::default() });
    assert_eq!(found[0], "x.zip/a.txt: one");
    assert!(found[1].starts_with("x.zip/long.txt! The file unpacks to more than 1 MB."), "{}", found[1]);
    assert_eq!(found[2], "x.zip/b.txt: two");

    let found = parts("x.zip", zip(&files), Bounds { total_bytes: 2 << 20, ..Bounds::default() });
    assert!(found[1].contains("more than 2 MB would come out"), "{}", found[1]);

    let found = parts("x.zip", zip(&files), Bounds { entries: 2, ..Bounds::default() });
    assert!(found[0].contains("more than 2 files") && found.len() == 3, "{found:?}");

    let deep = (0..6).fold(zip(&[("a.txt", b"one")]), |inner, _| zip(&[("in.zip", &inner), ("b.txt", b"two")]));
    let found = parts("x.zip", deep, Bounds::default());
    assert!(found[0].contains("more than 4 deep"), "{found:?}");
    assert_eq!(found.iter().filter(|line| line.ends_with("b.txt: two")).count(), 4);

    // A thousand times larger than itself, and larger than any archive may become unasked.
    let bomb = gzip(&vec![0; 70 << 20]);
    let found = parts("bomb.gz", bomb, Bounds::default());
    assert!(found[0].contains("300 times larger"), "{found:?}");
}

#[test]
fn a_container_that_breaks_off_gives_what_it_has() {
    let whole = zip(&[("a.txt", b"one"), ("b.txt", b"two and more words")]);
    let end = memchr::memmem::find(&whole, b"more").expect("the words");
    let found = parts("x.zip", whole[..end].to_vec(), Bounds::default());
    assert!(found[0].starts_with("x.zip! The archive is damaged or incomplete"), "{found:?}");
    assert_eq!(found[1..], ["x.zip/a.txt: one", "x.zip/b.txt: two and  (damaged)"]);
    let packed = gzip(b"words that were packed");
    let found = parts("x.gz", packed[..packed.len() - 4].to_vec(), Bounds::default());
    assert_eq!(found, ["x.gz/x: words that were packed (damaged)"]);
}

/// A folder of its own for a test, empty.
#[cfg(not(target_arch = "wasm32"))]
fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("verbatim-place-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn a_folder_is_read_in_the_order_of_its_paths() {
    use super::place::Place;
    let root = folder("order");
    std::fs::create_dir_all(root.join("b/deep")).expect("a folder");
    for (name, words) in [("c.txt", "last"), ("a.txt", "first"), ("b/deep/x.txt", "between"), (".hidden", "nobody's")] {
        std::fs::write(root.join(name), words).expect("a file");
    }
    let paths: Vec<String> = Place::new("talks/", &root, Bounds::default())
        .map(|part| match part {
            Part::File { path, .. } | Part::Refused { path, .. } => path,
        })
        .collect();
    std::fs::remove_dir_all(&root).expect("the folder goes");
    assert_eq!(paths, ["talks/a.txt", "talks/b/deep/x.txt", "talks/c.txt"]);
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn a_place_that_is_not_there_is_a_sentence() {
    use super::place::Place;
    let missing = folder("missing").join("nothing.txt");
    let parts: Vec<Part> = Place::new("nothing.txt", &missing, Bounds::default()).collect();
    assert!(matches!(parts.as_slice(), [Part::Refused { path, why }] if path == "nothing.txt" && why.ends_with('.')));
}
