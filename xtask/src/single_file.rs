//! `verbatim.html`: the page with everything inside it, for opening by double click.
//!
//! From `file://` a page can load neither modules nor WebAssembly by address. So the stylesheet and the script stand
//! in the page, and WebAssembly, worker and transcripts lie in elements that no browser runs, gzipped and as base64.
//! There is no service worker and no manifest: a file needs neither.

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::build::{self, Built};
use crate::csp::{self, Opened};
use crate::html;
use crate::process::Outcome;

/// What the page for a server knows of its build, and this one carries inside.
const META: [&str; 5] = [
    "verbatim-worker-js",
    "verbatim-worker-wasm",
    "verbatim-pdf-wasm",
    "verbatim-service-worker",
    "verbatim-transcripts",
];

/// How the element begins that holds what reads PDFs.
pub const PDF_ELEMENT: &str = "id=\"pdf-wasm\"";

const START: &str = include_str!("single_file.js");

/// The whole page.
pub fn page(built: &Built) -> Outcome<String> {
    let mut page = built.index.clone();
    for name in META {
        html::remove_meta(&mut page, name)?;
    }
    remove_links(&mut page, &["preload", "modulepreload", "manifest", "apple-touch-icon"]);
    inline_icon(&mut page, built)?;

    let css = [built.css.as_str(), &built.later_css].concat();
    let css = css.trim();
    if css.contains("</style") || css.contains("url(") {
        return Err("the stylesheets hold `</style` or `url(`, which cannot go into the single file.".to_owned());
    }
    build::replace_stylesheets(&mut page, &format!("<style>\n{css}\n</style>"))?;

    let hands = html::script_from(&page, build::HANDS)?;
    page.replace_range(hands, &format!("<script>\n{}</script>", inside_html(&built.hands_js)?));
    let start = html::script_with_id(&page, "start")?;
    page.replace_range(start, "");
    // In the head, since the app clears the element that it is mounted into, and that may be the body.
    let mut inside = format!("<script type=\"module\" id=\"start\">\n{}\n{START}</script>\n", inline_module(built)?);
    push_packed(&mut inside, "id=\"page-wasm\"", &built.page_wasm)?;
    push_packed(&mut inside, "id=\"worker-js\"", &gzip_small(&built.worker_js)?)?;
    push_packed(&mut inside, "id=\"worker-wasm\"", &built.worker_wasm)?;
    push_packed(&mut inside, PDF_ELEMENT, &built.pdf_wasm)?;
    for (name, bytes) in &built.transcripts {
        let attributes = format!("class=\"bundled-transcript\" data-name=\"{}\"", html::escaped(name));
        push_packed(&mut inside, &attributes, &gzip_small(bytes)?)?;
    }
    html::insert_before(&mut page, "</head>", &inside)?;
    csp::insert(&mut page, Opened::FromFile)?;
    Ok(page)
}

fn remove_links(page: &mut String, relations: &[&str]) {
    for relation in relations {
        for tag in html::links(page, relation).into_iter().rev() {
            page.replace_range(tag, "");
        }
    }
}

fn inline_icon(page: &mut String, built: &Built) -> Outcome {
    let tag = html::links(page, "icon").into_iter().next().ok_or("index.html has no icon.")?;
    let address = html::attribute(&page[tag.clone()], "href").unwrap_or_default();
    let name = address.trim_start_matches("./");
    let bytes = built.others.get(name).ok_or_else(|| format!("Trunk did not copy the icon `{name}`."))?;
    let link = format!(
        "<link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml;base64,{}\">",
        STANDARD.encode(bytes)
    );
    page.replace_range(tag, &link);
    Ok(())
}

/// The page's script as it may stand in an HTML document: nothing imported, nothing that ends the element.
fn inline_module(built: &Built) -> Outcome<String> {
    let script = inside_html(&built.page_js)?;
    if let Some(line) = script.lines().find(|line| line.starts_with("import ")) {
        return Err(format!("the page's script loads another one, which a single file cannot: {line}"));
    }
    Ok(script)
}

/// A script as it may stand in an element.
fn inside_html(script: &[u8]) -> Outcome<String> {
    let script = std::str::from_utf8(script).map_err(|_| "a script of the page is not UTF-8.")?;
    // Both stand in strings or comments if anywhere, where the backslash changes nothing.
    Ok(script.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "<\\!--"))
}

fn push_packed(out: &mut String, attributes: &str, packed: &[u8]) -> Outcome {
    writeln!(
        out,
        "<script type=\"application/octet-stream\" {attributes} data-encoding=\"gzip-base64\">{}</script>",
        STANDARD.encode(packed)
    )
    .map_err(|error| error.to_string())
}

/// The bytes, gzipped as small as it goes, which takes its time.
pub fn gzip_small(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut packed = Vec::new();
    zopfli::compress(zopfli::Options::default(), zopfli::Format::Gzip, bytes, &mut packed)
        .map_err(|error| format!("compression failed: {error}."))?;
    Ok(packed)
}

/// The bytes, gzipped as a web server would.
pub fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|error| format!("compression failed: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn built(script: &str) -> Built {
        Built {
            index: "<head>\n<meta name=\"viewport\" content=\"\">\n\
                <meta name=\"verbatim-worker-js\" content=\"\"><meta name=\"verbatim-worker-wasm\" content=\"\">\
                <meta name=\"verbatim-pdf-wasm\" content=\"\">\
                <meta name=\"verbatim-service-worker\" content=\"\"><meta name=\"verbatim-transcripts\" content=\"\">\
                <link rel=\"icon\" href=\"./i.svg\"><link rel=\"stylesheet\" href=\"./a.css\">\
                <link rel=\"modulepreload\" href=\"./page.js\">\
                <script defer src=\"./hands.js\"></script><script type=\"module\" id=\"start\">x</script></head>"
                .to_owned(),
            page_js: script.as_bytes().to_vec(),
            short_page_js: Vec::new(),
            hands_js: b"let hands;".to_vec(),
            page_wasm: b"page".to_vec(),
            worker_js: b"worker".to_vec(),
            worker_wasm: b"wasm".to_vec(),
            pdf_wasm: b"pdf".to_vec(),
            css: "p{}".to_owned(),
            later_css: String::new(),
            transcripts: BTreeMap::from([("a \"b\".txt".to_owned(), b"text".to_vec())]),
            others: BTreeMap::from([("i.svg".to_owned(), b"<svg/>".to_vec())]),
        }
    }

    #[test]
    fn everything_is_inside_and_nothing_is_addressed() {
        let page = page(&built("let tag = '</script>';")).expect("a whole page");
        assert!(page.contains("let tag = '<\\/script>';") && page.contains("<script>\nlet hands;</script>"));
        assert!(page.contains("data-name=\"a &quot;b&quot;.txt\""));
        assert!(!page.contains("./") && !page.contains("src=\"") && !page.contains("<meta name=\"verbatim-"));
        for id in ["page-wasm", "worker-js", "worker-wasm", "pdf-wasm", "start"] {
            assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }

    #[test]
    fn a_script_that_loads_another_is_refused() {
        assert!(page(&built("import * as x from './snippets/x.js';")).is_err());
    }
}
