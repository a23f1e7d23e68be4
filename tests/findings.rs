//! What the fuzz targets found, made small, and what was found in their wake: each broke a promise once.
//!
//! `cargo xtask fuzz` says where it leaves a finding. Give the test the name of what it shows.
#![cfg(not(target_arch = "wasm32"))]

mod promises;

use promises::{check_read_as, narrow_limits};
use verbatim::formats::Limits;

/// Reads `text` as this format, within usual and within narrow limits.
fn read(id: &str, text: &str) {
    check_read_as(id, text.as_bytes(), Limits::default());
    check_read_as(id, text.as_bytes(), narrow_limits());
}

#[test]
fn references_to_white_space_stand_beside_words_and_alone() {
    let words = "<p>&#9;a&#x20;&#10;b&#9;</p><p>&#09;</p>&#9;";
    read("akoma-ntoso", &format!("<akomaNtoso><debate><debateBody><heading>&#9;h&#9;</heading>{words}"));
    read("tei", &format!("<TEI><text><body><u who='#a'><seg>&#9;a&#9;&#9;b</seg></u>{words}"));
    read("uk-hansard", &format!("<publicwhip><speech>{words}</speech></publicwhip>"));
    read("dbt-plenarprotokoll", &format!("<dbtplenarprotokoll><sitzungsverlauf><rede>{words}"));
    read("html", &format!("<h1>&#9;t</h1>{words}<table><tr><td>&#9;a&#9;<td>&#9;</table>"));
    read("ttml", &format!("<tt xmlns='http://www.w3.org/ns/ttml'><body><div>{words}"));
    read("docx", &format!("<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>&#9;a&#9;</w:t></w:r></w:p>{words}"));
}

#[test]
fn deepgram_channel_without_alternatives_stands_first() {
    let heard = r#"{"alternatives":[{"words":[{"word":"a"}]},{"words":[{"word":"b"}]}]}"#;
    read("deepgram", &format!(r#"{{"results":{{"channels":[{{"alternatives":[]}},{heard},{heard}]}}}}"#));
}

#[test]
fn ebu_stl_hours_without_end_are_no_time() {
    read("ebu-stl", "1 99999999999999999999:00:00:00 --> 00:00:01:00\nx");
}

#[test]
fn exb_elements_of_users_stand_in_each_other() {
    let about = "<ud-meta-information><ud-information>a<ud-information>b";
    read("exb", &format!("<basic-transcription><head><meta-information>{about}"));
}

#[test]
fn google_speech_repeats_all_and_has_alternatives() {
    let words = r#"[{"words":[{"word":"a"}]},{"transcript":"b"}]"#;
    let last = r#"[{"words":[{"word":"a","speakerTag":1}]}]"#;
    read("google-speech", &format!(r#"{{"results":[{{"alternatives":{words}}},{{"alternatives":{last}}}]}}"#));
}

#[test]
fn html_title_stands_in_what_is_set_aside() {
    read("html", "<p><title>l</title><h1>M");
}

#[test]
fn pdf_words_stand_behind_the_end_of_a_page() {
    read("pdf", "words\n\u{c}\u{c}words\n\u{c}\u{1f}12\nwords");
}

#[test]
fn tei_milestone_is_not_closed() {
    read("tei", "<TEI><text><body><milestone rend='* * *'><u who='#a'>words</u>");
}

#[test]
fn tsv_rows_without_ends_go_back_in_time() {
    let rows = "Anna\t9\tand so\nAnna\t1\twe began\nBert\t2\tagain.";
    read("tsv", &format!("speaker\tstart\ttext\n{rows}"));
}

#[test]
fn meet_txt_nothing_but_a_dash_stands_behind_a_time() {
    for text in ["00:00:05- \nMs. Salo", "[00:00:05] \u{2013} \n\nWords.", "00:00:05 - \n"] {
        read("meet-txt", text);
        read("plain", text);
    }
    read("html", "<table><tr><th>Time<th>Text<tr><td>00:00:05- \n<td>Ms. Salo<tr><td>00:00:09- \n<td>Ada</table>");
}
