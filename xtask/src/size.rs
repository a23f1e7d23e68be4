//! `cargo xtask size`: what the built page weighs over the wire, against its budget.
//!
//! Sizes are of the gzipped bytes, at the best level, since that is how servers send them. 1 KB is 1,000 bytes.

use std::collections::BTreeSet;

use crate::build::PDF_STEM;
use crate::html;
use crate::process::Outcome;
use crate::project::{self, Project};
use crate::single_file::{PDF_ELEMENT, gzip};

/// What the first paint needs may weigh this much.
const FIRST_PAINT_BUDGET: usize = 250_000;
/// And the whole app this much, bundled transcripts apart; as files, and as the single file. `docs/decisions/size.md`
/// says why.
const WHOLE_BUDGET: usize = 2_000_000;

/// What is loaded only when a PDF is dropped may weigh this much.
const PDF_BUDGET: usize = 450_000;

/// Prints the table; an error when something is over its budget.
pub fn run(project: &Project) -> Outcome {
    let path = project.dist.join("index.html");
    if !path.is_file() {
        return Err("there is nothing in dist/ to weigh; run `cargo xtask build` first.".to_owned());
    }
    let index = project::read_text(&path)?;
    let mut first = BTreeSet::from(["index.html".to_owned()]);
    let scripts = ["modulepreload", "preload"].map(|relation| html::links(&index, relation)).concat();
    for tag in html::stylesheets(&index).0.into_iter().chain(scripts) {
        let address = html::attribute(&index[tag], "href").unwrap_or_default();
        first.insert(address.trim_start_matches("./").to_owned());
    }

    println!("{:>10}  {:>10}", "gzipped", "plain");
    println!("What the first paint needs");
    let mut first_total = 0;
    for name in &first {
        first_total += weigh(project, name)?;
    }
    let first_fits = verdict(first_total, FIRST_PAINT_BUDGET);

    println!("The whole app, kept for use without a network");
    let mut whole_total = first_total;
    let mut transcripts = Vec::new();
    let mut pdf = Vec::new();
    for name in project::files_below(&project.dist)? {
        if name.starts_with("transcripts/") {
            transcripts.push(name);
        } else if name.starts_with(PDF_STEM) {
            pdf.push(name);
        } else if !first.contains(&name) && name != "verbatim.html" {
            whole_total += weigh(project, &name)?;
        }
    }
    let whole_fits = verdict(whole_total, WHOLE_BUDGET);

    println!("Loaded only when a PDF is dropped");
    let mut pdf_total = 0;
    for name in &pdf {
        pdf_total += weigh(project, name)?;
    }
    let pdf_fits = verdict(pdf_total, PDF_BUDGET);

    println!("The single file, without its transcripts and what reads PDFs");
    let single = without_what_is_weighed_apart(&project::read_text(&project.dist.join("verbatim.html"))?);
    let single_total = gzip(single.as_bytes())?.len();
    row(single_total, single.len(), "verbatim.html");
    let single_fits = verdict(single_total, WHOLE_BUDGET);

    println!("Besides, the transcripts that come with it");
    let (mut packed, mut plain) = (0, 0);
    for name in &transcripts {
        let bytes = project::read_bytes(&project.dist.join(name))?;
        packed += gzip(&bytes)?.len();
        plain += bytes.len();
    }
    row(packed, plain, &format!("{} files", transcripts.len()));

    if first_fits && whole_fits && pdf_fits && single_fits {
        Ok(())
    } else {
        Err("the page weighs more than its budget; the table above says where.".to_owned())
    }
}

fn weigh(project: &Project, name: &str) -> Outcome<usize> {
    let bytes = project::read_bytes(&project.dist.join(name))?;
    let packed = gzip(&bytes)?.len();
    row(packed, bytes.len(), name);
    Ok(packed)
}

fn row(packed: usize, plain: usize, name: &str) {
    println!("{:>7} KB  {:>7} KB  {name}", kilobytes(packed), kilobytes(plain));
}

fn verdict(total: usize, budget: usize) -> bool {
    let fits = total <= budget;
    let word = if fits { "within" } else { "OVER" };
    println!("{:>7} KB  {word} the budget of {} KB\n", kilobytes(total), budget / 1000);
    fits
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

fn without_what_is_weighed_apart(page: &str) -> String {
    let is_apart = |line: &str| line.contains("class=\"bundled-transcript\"") || line.contains(PDF_ELEMENT);
    page.lines().filter(|line| !is_apart(line)).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilobytes_are_thousands() {
        assert_eq!(kilobytes(249_999), "249.9");
        assert!(verdict(250_000, 250_000) && !verdict(250_001, 250_000));
    }

    #[test]
    fn transcripts_and_the_reader_of_pdfs_in_the_single_file_are_weighed_apart() {
        let page = "<p>a</p>\n<script type=\"x\" class=\"bundled-transcript\" data-name=\"b\">AAAA</script>\n<script id=\"pdf-wasm\">AA</script>\n<p>c</p>\n";
        assert_eq!(without_what_is_weighed_apart(page), "<p>a</p>\n<p>c</p>\n");
    }
}
