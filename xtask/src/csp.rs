//! The content security policy: what makes "nothing leaves the page" a rule that the browser enforces.
//!
//! No directive names a host. Scripts in the page are allowed by their hashes alone, `eval` not at all.
//! Workers are started from a Blob, since such a worker lives under the policy of the page that made it,
//! while one that was loaded by its address would live under none.
//! `style-src-attr` is open because Yew writes `style` attributes; a style cannot fetch anything here.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::html;
use crate::process::Outcome;

/// Where the page is opened from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// From a web server: its own files may be fetched.
    FromServer,
    /// From a file: nothing may be fetched at all.
    FromFile,
}

/// `sha256-…`, as a policy and an `integrity` attribute write it.
pub fn hash(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

/// Writes the policy for the page as it now stands; nothing inline may change afterwards.
pub fn insert(page: &mut String, opened: Opened) -> Outcome {
    let quoted = |text: &str| format!(" '{}'", hash(text.as_bytes()));
    let scripts: String = html::inline_scripts(page).into_iter().map(|range| quoted(&page[range])).collect();
    let styles: String = html::inline_styles(page).into_iter().map(|range| quoted(&page[range])).collect();
    let policy = match opened {
        Opened::FromServer => format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; worker-src 'self' blob:; \
             connect-src 'self'; img-src 'self' data: blob:; style-src 'self'{styles}; \
             style-src-attr 'unsafe-inline'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
        ),
        Opened::FromFile => format!(
            "default-src 'none'; script-src 'wasm-unsafe-eval'{scripts}; worker-src blob:; \
             img-src data: blob:; style-src{styles}; style-src-attr 'unsafe-inline'; \
             base-uri 'none'; form-action 'none'"
        ),
    };
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", html::escaped(&policy));
    html::insert_before(page, "<meta name=\"viewport\"", &meta)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"\">\
        <style>p{}</style><script>alert(1)</script>";

    #[test]
    fn the_policy_names_the_scripts_and_no_host() {
        for opened in [Opened::FromServer, Opened::FromFile] {
            let mut page = PAGE.to_owned();
            insert(&mut page, opened).expect("the page has a place for it");
            // `echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64`
            assert!(page.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"), "{page}");
            assert!(page.contains(&hash(b"p{}")));
            assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("'unsafe-eval'"));
            assert!(page.find("Content-Security-Policy") < page.find("<script>"));
        }
    }

    #[test]
    fn a_file_may_fetch_nothing() {
        let mut page = PAGE.to_owned();
        insert(&mut page, Opened::FromFile).expect("the page has a place for it");
        assert!(page.contains("default-src 'none'") && !page.contains("connect-src") && !page.contains("'self'"));
    }
}
