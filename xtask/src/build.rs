//! The release: Trunk compiles the page and the worker, this finishes the work.
//!
//! What Trunk leaves in `target/site` becomes
//! - `dist/`, for any web server: names taken from the finished bytes, two stylesheets, WebAssembly that comes packed, a
//!   content security policy, a service worker that knows every file and its hash;
//! - `dist/verbatim.html`, the same page in one file (`single_file.rs`).

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::csp::{self, Opened};
use crate::html;
use crate::process::{self, Outcome};
use crate::project::{self, Project};
use crate::single_file::{self, gzip_small};
use crate::tools::{self, Tools};

/// Above this many bytes of bundled transcripts the service worker keeps the app alone.
const LARGEST_OFFLINE_TRANSCRIPTS: usize = 50_000_000;

/// How the name of the WebAssembly that reads PDFs begins, in `dist/`.
pub const PDF_STEM: &str = "pdf";

/// The ending of WebAssembly that comes gzipped and is unpacked by the page, whatever the server does: smaller than
/// servers make it, where they do. It is none that a server knows, so that none unpacks it on its own.
const PACKED: &str = "pack";

/// Where the page gets its WebAssembly, as Trunk writes it.
const PAGE_WASM: &str = "'./page_bg.wasm'";

/// How the page's start script unpacks it, under the address that Trunk writes.
const UNPACK: &str = "fetch('./page_bg.wasm').then((packed) => packed.ok ? new Response(\
                      packed.body.pipeThrough(new DecompressionStream('gzip')), \
                      { headers: { 'Content-Type': 'application/wasm' } }) : Promise.reject(packed.status))";

/// The script of what nobody does at first, as the page addresses it.
pub const HANDS: &str = "./hands.js";

/// The page's script with short names, beside the other one.
const SHORT_PAGE_JS: &str = "page.short.js";

/// Builds `dist/`, installing what is missing.
pub fn run(project: &Project) -> Outcome {
    let tools = Tools::for_build(project)?;
    with_tools(project, &tools)
}

/// Builds `dist/` with tools that are there.
pub fn with_tools(project: &Project, tools: &Tools) -> Outcome {
    let started = Instant::now();
    tools::fetch_dependencies(project)?;
    println!("Building the page and the worker (some minutes the first time) …");
    let stage = project.target.join("site");
    let mut trunk = tools.command(project, "trunk");
    trunk.args(["build", "--release", "--filehash", "false", "--dist"]).arg(&stage);
    // What is shipped must not tell where it was built: panics name the files of crates by their paths.
    trunk.env("CARGO_ENCODED_RUSTFLAGS", rustflags(project));
    process::run(&mut trunk, "`trunk build`")?;

    squeeze(project, tools, &stage)?;
    let built = Built::read(&stage)?;
    let single = single_file::page(&built)?;
    let mut files = for_server(project, &built)?;
    files.insert("verbatim.html".to_owned(), single.into_bytes());
    replace_folder(&project.dist, &files)?;
    println!("Built {} in {}.", project.dist.display(), process::spoken(started.elapsed()));
    println!("  dist/               copy it to any web server, into any folder");
    println!("  dist/verbatim.html  the whole of it in one file, to be opened by double click");
    Ok(())
}

/// The flags of `.cargo/config.toml`, which the environment would replace, and the paths of this machine taken out.
fn rustflags(project: &Project) -> String {
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(PathBuf::from);
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| home.map(|home| home.join(".cargo")));
    let mut flags = vec!["-C".to_owned(), "target-feature=+simd128,+bulk-memory".to_owned()];
    for folder in cargo.into_iter().chain([project.root.clone()]) {
        flags.push(format!("--remap-path-prefix={}=", folder.display()));
    }
    flags.join("\u{1f}")
}

/// Makes scripts and stylesheets short.
fn squeeze(project: &Project, tools: &Tools, stage: &Path) -> Outcome {
    for name in project::files_below(stage)? {
        let minify: &[&str] = match Path::new(&name).extension().and_then(|ending| ending.to_str()) {
            // In the page's module the start script calls a function by its name; the worker's is a classic script,
            // whose outermost names stay anyway.
            Some("js") if name == "page.js" => &["--minify-whitespace", "--minify-syntax"],
            Some("js") if name != "sw.js" => &["--minify"],
            Some("css") => &["--minify"],
            _ => continue,
        };
        esbuild(project, tools, &stage.join(&name), minify, &stage.join(&name))?;
    }
    // For a server, whose page imports the module, the names inside may go too.
    esbuild(project, tools, &stage.join("page.js"), &["--minify"], &stage.join(SHORT_PAGE_JS))
}

fn esbuild(project: &Project, tools: &Tools, from: &Path, minify: &[&str], to: &Path) -> Outcome {
    let mut esbuild = tools.command(project, "esbuild");
    esbuild.arg(from).args(minify).args(["--allow-overwrite", "--log-level=warning"]);
    esbuild.arg(format!("--outfile={}", to.display()));
    process::run(&mut esbuild, "`esbuild`")
}

/// What Trunk made, sorted by the part it plays.
pub struct Built {
    /// The page, comments removed, the list of transcripts filled in.
    pub index: String,
    /// The page's script: an ES module.
    pub page_js: Vec<u8>,
    /// The same with short names inside.
    pub short_page_js: Vec<u8>,
    /// The page's WebAssembly, gzipped.
    pub page_wasm: Vec<u8>,
    /// The script of what nobody does at first: a classic one.
    pub hands_js: Vec<u8>,
    /// The worker's script: a classic one, with the global `wasm_bindgen`.
    pub worker_js: Vec<u8>,
    /// The worker's WebAssembly, gzipped.
    pub worker_wasm: Vec<u8>,
    /// The WebAssembly that reads PDFs, gzipped.
    pub pdf_wasm: Vec<u8>,
    /// The stylesheets of the first paint, joined in the page's order.
    pub css: String,
    /// Those of what nobody sees at first.
    pub later_css: String,
    /// The bundled transcripts, by name.
    pub transcripts: BTreeMap<String, Vec<u8>>,
    /// Everything else, by its path in the output.
    pub others: BTreeMap<String, Vec<u8>>,
}

impl Built {
    fn read(stage: &Path) -> Outcome<Self> {
        let mut others = BTreeMap::new();
        for name in project::files_below(stage)? {
            let bytes = project::read_bytes(&stage.join(&name))?;
            others.insert(name, bytes);
        }
        let index = String::from_utf8(take(&mut others, "index.html")?)
            .map_err(|_| "the index.html that Trunk built is not UTF-8.".to_owned())?;
        let index = html::without_comments(&index.replace("\r\n", "\n"));
        let mut join = |tags: Vec<Range<usize>>| -> Outcome<String> {
            let mut css = String::new();
            for tag in tags {
                let address = html::attribute(&index[tag], "href").unwrap_or_default();
                let sheet = take(&mut others, address.trim_start_matches("./"))?;
                css.push_str(String::from_utf8_lossy(&sheet).replace("\r\n", "\n").trim());
                css.push('\n');
            }
            Ok(css)
        };
        let (first, later) = html::stylesheets(&index);
        let (css, later_css) = (join(first)?, join(later)?);
        let mut transcripts = BTreeMap::new();
        let names: Vec<String> = others.keys().filter(|name| name.starts_with("transcripts/")).cloned().collect();
        for name in names {
            let bytes = take(&mut others, &name)?;
            transcripts.insert(name.trim_start_matches("transcripts/").to_owned(), bytes);
        }
        // Only numbers pass in and out of what reads PDFs: the script that Trunk made for it is of no use.
        take(&mut others, "pdf.js")?;
        Ok(Self {
            index,
            page_js: take(&mut others, "page.js")?,
            short_page_js: take(&mut others, SHORT_PAGE_JS)?,
            page_wasm: gzip_small(&take(&mut others, "page_bg.wasm")?)?,
            hands_js: take(&mut others, HANDS.trim_start_matches("./"))?,
            worker_js: take(&mut others, "worker.js")?,
            worker_wasm: gzip_small(&take(&mut others, "worker_bg.wasm")?)?,
            pdf_wasm: gzip_small(&take(&mut others, "pdf_bg.wasm")?)?,
            css,
            later_css,
            transcripts,
            others,
        })
    }
}

fn take(files: &mut BTreeMap<String, Vec<u8>>, name: &str) -> Outcome<Vec<u8>> {
    files.remove(name).ok_or_else(|| format!("Trunk did not build `{name}`, which the page needs."))
}

/// The files for a web server, by their paths in `dist/`.
fn for_server(project: &Project, built: &Built) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let mut files = built.others.clone();
    let mut add = |stem: &str, ending: &str, bytes: &[u8]| {
        let name = format!("{stem}-{}.{ending}", short_hash(bytes));
        files.insert(name.clone(), bytes.to_vec());
        name
    };
    let page_js = add("page", "js", &built.short_page_js);
    let page_wasm = add("page", PACKED, &built.page_wasm);
    let hands_js = add("hands", "js", &built.hands_js);
    let worker_js = add("worker", "js", &built.worker_js);
    let worker_wasm = add("worker", PACKED, &built.worker_wasm);
    let pdf_wasm = add(PDF_STEM, PACKED, &built.pdf_wasm);
    let css = add("verbatim", "css", built.css.as_bytes());
    let later_css = add("later", "css", built.later_css.as_bytes());

    let mut index = built.index.clone();
    let link = |css: &str, media: &str| format!("<link rel=\"stylesheet\" href=\"./{css}\"{media}>");
    replace_stylesheets(&mut index, &[link(&css, ""), link(&later_css, " media=\"print\"")].concat())?;
    if !index.contains(PAGE_WASM) {
        return Err(format!("the start script of index.html does not name {PAGE_WASM}."));
    }
    index = index.replace("./page.js", &format!("./{page_js}")).replace(HANDS, &format!("./{hands_js}"));
    index = index.replace(PAGE_WASM, UNPACK).replace("./page_bg.wasm", &format!("./{page_wasm}"));
    html::set_meta(&mut index, "verbatim-worker-js", &worker_js)?;
    html::set_meta(&mut index, "verbatim-worker-wasm", &worker_wasm)?;
    html::set_meta(&mut index, "verbatim-pdf-wasm", &pdf_wasm)?;
    html::set_meta(&mut index, "verbatim-service-worker", "sw.js")?;
    csp::insert(&mut index, Opened::FromServer)?;
    // Servers call the page by the folder's name as often as by its own; the service worker knows the former.
    let mut kept: BTreeMap<String, String> =
        files.iter().map(|(name, bytes)| (name.clone(), csp::hash(bytes))).collect();
    kept.insert("./".to_owned(), csp::hash(index.as_bytes()));
    let transcripts_bytes: usize = built.transcripts.values().map(Vec::len).sum();
    for (name, bytes) in &built.transcripts {
        files.insert(format!("transcripts/{name}"), bytes.clone());
        if transcripts_bytes <= LARGEST_OFFLINE_TRANSCRIPTS {
            kept.insert(format!("transcripts/{name}"), csp::hash(bytes));
        }
    }
    if transcripts_bytes > LARGEST_OFFLINE_TRANSCRIPTS {
        println!(
            "The bundled transcripts come to {} MB; the service worker keeps the app alone for use without a network.",
            transcripts_bytes / 1_000_000
        );
    }
    let template = project::read_text(&project.root.join("static").join("sw.js"))?;
    files.insert("sw.js".to_owned(), service_worker(&template, &kept)?.into_bytes());
    files.insert("index.html".to_owned(), index.into_bytes());
    Ok(files)
}

/// Puts `replacement` where the first stylesheet was and takes the others out.
pub fn replace_stylesheets(index: &mut String, replacement: &str) -> Outcome {
    let sheets = html::links(index, "stylesheet");
    let Some((first, rest)) = sheets.split_first() else {
        return Err("index.html has no stylesheet.".to_owned());
    };
    for tag in rest.iter().rev() {
        index.replace_range(tag.clone(), "");
    }
    index.replace_range(first.clone(), replacement);
    Ok(())
}

/// Fills the version and the list of files into `static/sw.js`, and leaves its comments at home.
fn service_worker(template: &str, kept: &BTreeMap<String, String>) -> Outcome<String> {
    let list: serde_json::Map<String, Value> =
        kept.iter().map(|(name, hash)| (name.clone(), Value::String(hash.clone()))).collect();
    let list = serde_json::to_string_pretty(&list).map_err(|error| format!("the list of files: {error}."))?;
    // The script itself counts: a new one over the same files is a new version too.
    let version = short_hash(format!("{list}\n{template}").as_bytes());
    let mut out = String::with_capacity(template.len() + list.len());
    let mut filled = 0;
    for line in template.lines() {
        if line.starts_with("const VERSION = ") {
            let _ = writeln!(out, "const VERSION = '{version}';");
            filled += 1;
        } else if line.starts_with("const FILES = ") {
            let _ = writeln!(out, "const FILES = {list};");
            filled += 1;
        } else if !line.trim_start().starts_with("//") {
            let _ = writeln!(out, "{line}");
        }
    }
    if filled == 2 { Ok(out) } else { Err("static/sw.js lacks its lines for VERSION and FILES.".to_owned()) }
}

/// Sixteen digits that stand for the bytes.
fn short_hash(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in &Sha256::digest(bytes)[..8] {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn replace_folder(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{} cannot be emptied: {error}.", folder.display()))?;
    }
    files.iter().try_for_each(|(name, bytes)| project::write(&folder.join(name), bytes))
}

/// Trunk's hook after each of its builds: lists `static/transcripts` in the page.
pub fn list_transcripts_in_stage() -> Outcome {
    let stage = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`list-transcripts` is called by Trunk; it is of no use by hand.")?;
    let path = stage.join("index.html");
    let mut index = project::read_text(&path)?;
    let names = project::files_below(&stage.join("transcripts"))?;
    html::set_meta(&mut index, "verbatim-transcripts", &Value::from(names).to_string())?;
    project::write(&path, index.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_worker_is_filled_in_and_its_version_follows_the_files() {
        let template = include_str!("../../static/sw.js");
        let mut kept = BTreeMap::from([("./".to_owned(), "sha256-a".to_owned())]);
        let first = service_worker(template, &kept).expect("the template has its lines");
        assert!(first.contains("\"./\": \"sha256-a\""));
        kept.insert("page.js".to_owned(), "sha256-b".to_owned());
        let second = service_worker(template, &kept).expect("the template has its lines");
        let version = |text: &str| text.lines().find(|line| line.starts_with("const VERSION")).map(str::to_owned);
        assert_ne!(version(&first), version(&second));
        assert!(service_worker("// nothing to fill", &kept).is_err());
    }

    #[test]
    fn the_dark_theme_is_the_same_by_system_and_by_choice() {
        let tokens = include_str!("../../static/css/tokens.css");
        let declared = |selector: &str| -> Vec<&str> {
            let block = tokens.split_once(&format!("{selector} {{")).map_or("", |(_, after)| after);
            let block = block.split_once('}').map_or("", |(block, _)| block);
            block.lines().map(str::trim).filter(|line| line.starts_with("--")).collect()
        };
        let by_system = declared(":root:not([data-theme=\"light\"])");
        assert!(by_system.len() > 20);
        assert_eq!(by_system, declared(":root[data-theme=\"dark\"]"));
    }

    #[test]
    fn stylesheets_become_one() {
        let mut index =
            "<link rel=\"stylesheet\" href=\"a\"><link rel=\"icon\"><link rel=\"stylesheet\" href=\"b\">".to_owned();
        replace_stylesheets(&mut index, "X").expect("there are stylesheets");
        assert_eq!(index, "X<link rel=\"icon\">");
    }
}
