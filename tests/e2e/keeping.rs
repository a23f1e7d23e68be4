//! What is kept stays, whatever happens: several libraries, two tabs at once, a page that goes in the middle of an import,
//! a storage that is full. Each is told in one sentence.

use serde_json::json;

use super::browsers::Browser;
use super::files::{DroppedFiles, FISHERMEN_EN, HEARING, MANY, PANEL};
use super::journey::remove_all;
use super::page::{Page, quoted};
use super::{Way, say};

const TITLES: &str = "all('.docs .doc b').map(text).sort()";
const TOLD: &str = "all('.message').map(text).join(' ')";

/// All of it. The page must be open and empty, and is so afterwards.
pub fn keep(page: &Page<'_>, browser: Browser, way: Way, files: &DroppedFiles) {
    if browser == Browser::WebKit {
        // WebKitGTK's driver loses answers and messages in these steps, and its pages from files do not hear of one
        // another; they are not driven there yet.
        return;
    }
    read_what_is_long(page, files);
    said_elsewhere(page, files);
    say_who_is_who(page, files);
    several_libraries(page, browser, files);
    two_tabs(page, files);
    cut_short(page, browser, files);
    if browser == Browser::Chromium && way == Way::Http {
        fill_the_storage(page, files);
    }
    page.expect_calm();
}

/// Of a text of sixty thousand paragraphs all can be reached, and little is in the page at any time.
fn read_what_is_long(page: &Page<'_>, files: &DroppedFiles) {
    let is_little = "all('*').length < 2000";
    page.drop_files(&[files.large[0].clone()]);
    page.see("the start of a long text is there", "paragraph(1)");
    page.expect("and little else", is_little);
    select_across(page);
    page.tell("scroller(0).scrollTop = scroller(0).scrollHeight");
    page.see("its end can be read", "/Entry 59999 of book 1/.test(text(all('[data-n]').at(-1)))");
    page.expect("with little in the page", is_little);
    page.tell("scroller(0).scrollTop = scroller(0).scrollHeight / 2");
    page.see("and its middle", "topOf(0) > 25000 && topOf(0) < 35000");
    page.expect("with little in the page still", is_little);
    remove_all(page);
}

/// What is selected stays so where its beginning is scrolled far away, and is taken whole.
fn select_across(page: &Page<'_>) {
    let first = page.tell_text("words(2)");
    page.tell("getSelection().setBaseAndExtent(one('p', paragraph(2)), 0, one('p', paragraph(3)), 1)");
    page.tell("scroller(0).scrollTop = 40 * scroller(0).clientHeight");
    page.see("far below another paragraph can be read", "topOf(0) > 200");
    page.tell("getSelection().extend(one('p', paragraph(topOf(0) + 1)), 1)");
    page.see("what is between is not in the page", "one('.chunk:not([data-drawn]) ~ [data-drawn]')");
    let below = page.tell("topOf(0)");
    page.tell("scroller(0).scrollTop += 4 * scroller(0).clientHeight");
    page.see(
        "further below another one can be read",
        &format!("topOf(0) > {below} + 10 && all('[data-drawn]').length < 12"),
    );
    page.expect(
        "the beginning is in the page",
        "paragraph(2) && getSelection().containsNode(one('p', paragraph(2)), true)",
    );
    page.press("b");
    page.see("all of it is collected", "/1 quotation/.test(text(seen('.message')))");
    page.press("7");
    let taken = "text(one('.chunk .board-row blockquote'))";
    page.see("from its first word", &format!("{taken}.startsWith({})", quoted(&first)));
    page.press("u");
    page.see("u takes it back", "!one('.chunk .board-row')");
    page.press("1");
    page.see("the text is there", "one('[data-n]')");
}

/// What one transcript quotes of another is found, with who said it first.
fn said_elsewhere(page: &Page<'_>, files: &DroppedFiles) {
    page.drop_files(&[files.bundled("breakwater-hearing"), files.bundled("council-debate")]);
    page.see_value("two transcripts are there", "all('.docs .doc').length", 2);
    page.click("the hearing", &format!("one('.read', entry({}))", quoted(HEARING)));
    page.see_value("it is shown", "text(seen('.head h1'))", HEARING);
    page.press("0");
    page.see_value("0 shows what was said elsewhere", "text(seen('.library-view h1'))", "Said elsewhere");
    page.see_value(
        "a passage of it was",
        "all('.chunk .repeats-row mark').map(text)",
        json!(["nobody takes a tanker past that breakwater at night without two tugs and a prayer"]),
    );
    page.expect("first in the council", "/, 2023-11-02, ¶ [0-9]+ first$/.test(text(one('.chunk .repeats-row li')))");
    page.click("the way there", "one('.chunk .repeats-row li a')");
    page.see(
        "the text is there",
        "all('[data-n]').some((row) => /takes a tanker past/.test(text(row)) && isWithin(row, scroller(0)))",
    );
    remove_all(page);
}

/// Who is who is said by keys alone, can be undone, and stays.
fn say_who_is_who(page: &Page<'_>, files: &DroppedFiles) {
    let row = |name: &str| {
        format!("all('.chunk .identity-row').find((row) => text(one('.identity-name a', row)) === {})", quoted(name))
    };
    let turns = |name: &str| format!("text(one('.identity-turns', {}))", row(name));
    page.drop_files(&files.councils);
    page.see_value("two meetings are there", "all('.docs .doc').length", 2);
    page.press("8");
    page.see_value("8 shows the speakers", "text(seen('.library-view h1'))", "Speakers and places");
    page.see_value("what is likely is proposed", "all('.proposals li').length", 2);
    page.see("with a reason", "/the initials fit/.test(text(one('.proposals li')))");
    page.see_value("Marta Lund has two turns", &turns("Marta Lund"), "2");
    page.press("y");
    page.see_value("y accepts the first proposal", &turns("Marta Lund"), "4");
    page.see("which is told", &format!("/M\\. Lund is now known as Marta Lund/.test({TOLD})"));
    page.press("u");
    page.see_value("u takes it back", &turns("Marta Lund"), "2");
    page.see("and it is proposed again", "all('.proposals li').length === 2");
    page.press("y");
    page.see_value("and accepted again", &turns("Marta Lund"), "4");
    page.press("x");
    page.see("x says that others are not the same", "!seen('.proposals')");
    page.see("both stay", &format!("{} && {}", row("Oskar Hagen"), row("Hagen")));
    for name in ["Oskar Hagen", "Hagen"] {
        page.click(&format!("the box of {name}"), &format!("one('input', {})", row(name)));
    }
    page.see(
        "both are marked",
        "all('.identity-marked').length === 1 && /2 are marked/.test(text(one('.identity-marked')))",
    );
    page.press("g");
    page.see_value("g brings the marked ones together after all", &turns("Oskar Hagen"), "2");
    page.see(
        "nobody is marked any more",
        "!seen('.identity-marked') && all('.identity-mark input:checked').length === 0",
    );
    page.reload();
    page.see_value("after a reload it is so still", &turns("Marta Lund"), "4");
    page.click("his name", &format!("one('.identity-name a', {})", row("Oskar Hagen")));
    page.see_value("leads to what he says", "all('.facet input:checked').length", 1);
    page.see_value("in both meetings", "all('.docs .doc').length", 2);
    page.click("the way out of the filter", "named('Clear the filter')");
    remove_all(page);
    page.expect("no sentence is left", "!seen('.message.problem')");
    page.tell("all('.message .dismiss').forEach((button) => button.click())");
}

fn show_libraries(page: &Page<'_>) {
    page.press("9");
    page.see_value("9 shows the libraries", "text(seen('.library-view h1'))", "Libraries");
}

/// The line of a library in their list.
fn shelved(name: &str) -> String {
    format!("all('.shelf > li').find((item) => text(one('b', item)) === {})", quoted(name))
}

fn dismiss(page: &Page<'_>) {
    page.click("the way to take the sentences away", "named('Dismiss all') || seen('.message .dismiss')");
    page.see("they are gone", "!seen('.message')");
}

/// Each library has its own files; the last one opens again.
fn several_libraries(page: &Page<'_>, browser: Browser, files: &DroppedFiles) {
    page.drop_files(&[files.bundled("lighthouse-panel")]);
    page.see_value("a transcript is in the first library", TITLES, json!([PANEL]));
    show_libraries(page);
    page.see("the page says where it keeps it", "/IndexedDB/.test(text(one('.what-is-kept')))");
    // WebKitGTK does not tell.
    if browser != Browser::WebKit {
        page.see(
            "and how much room there is",
            "/ of the .*(KB|MB|GB) that the browser gives/.test(text(one('.what-is-kept')))",
        );
    }
    page.type_into("the name of a new library", "one('.view-head > .name-form [name=name]')", "Hearings\u{e007}");
    page.see_value("it is open", "text(one('.side h2 button'))", "Hearings");
    page.see("and empty", "all('.docs .doc').length === 0 && seen('.target')");
    page.drop_files(&[files.bundled("breakwater-hearing")]);
    page.see_value("what is dropped goes into it", TITLES, json!([HEARING]));
    page.reload();
    page.see_value("after a reload it is open again", TITLES, json!([HEARING]));
    show_libraries(page);
    page.click("the way to rename it", &format!("one('summary', {})", shelved("Hearings")));
    page.type_into("its name", &format!("one('[name=name]', {})", shelved("Hearings")), " of 2024\u{e007}");
    page.see_value("the page says its new name", "text(one('.side h2 button'))", "Hearings of 2024");
    page.click("the other library", &format!("one('button.plain', {})", shelved("Library")));
    page.see_value("the other library has its own", TITLES, json!([PANEL]));
    page.see_value("and is called as at first", "text(one('.side h2 button'))", "Library");
    show_libraries(page);
    let second = shelved("Hearings of 2024");
    page.see_value(
        "the first one says what is in the second",
        &format!("text(one('small', {second})).slice(0, 6)"),
        "1 file",
    );
    page.click("the way to remove it", &format!("all('summary', {second})[1]"));
    page.click("it asks once more", &format!("one('.danger', {second})"));
    page.see_value("it is gone", "all('.shelf > li').length", 1);
    page.see("which is told", &format!("/Hearings of 2024.* was removed/.test({TOLD})"));
    dismiss(page);
    page.reload();
    page.see_value("the first one is as it was", TITLES, json!([PANEL]));
}

/// What one tab adds or removes the other takes up, and says so.
fn two_tabs(page: &Page<'_>, files: &DroppedFiles) {
    let tabs = page.open_beside();
    page.see_value("the other tab has the library too", TITLES, json!([PANEL]));
    page.drop_files(&[files.bundled("fishermen-meeting-2024-en")]);
    page.see_value("one more is there", "all('.docs .doc').length", 2);
    page.go_to_tab(&tabs[0]);
    page.see("the first tab says so", &format!("/1 file was added in another tab/.test({TOLD})"));
    page.see("and has it too", &format!("entry({}) && all('.docs .doc').length === 2", quoted(FISHERMEN_EN)));
    page.expect("what was there is there", &format!("entry({})", quoted(PANEL)));
    dismiss(page);
    page.drop_files(&[files.bundled("breakwater-hearing")]);
    page.see_value("a third one is there", "all('.docs .doc').length", 3);
    page.click("the way to remove another", &format!("named('Remove {PANEL}')"));
    page.see_value("it is gone", "all('.docs .doc').length", 2);
    page.go_to_tab(&tabs[1]);
    page.see(
        "the other tab has heard of both",
        &format!("!entry({}) && entry({}) && all('.docs .doc').length === 2", quoted(PANEL), quoted(HEARING)),
    );
    page.see("and says so", &format!("/1 file was removed in another tab/.test({TOLD})"));
    dismiss(page);
    let clippings = "all('.chunk .board-row').length";
    page.click("a transcript", &format!("one('.read', entry({}))", quoted(HEARING)));
    page.see("it can be read", "paragraph(1)");
    page.press("b");
    page.see("its first paragraph is collected", &format!("/1 quotation/.test({TOLD})"));
    page.go_to_tab(&tabs[0]);
    page.press("7");
    page.see_value("the first tab has it", clippings, 1);
    page.press("1");
    page.see("a text is there", "paragraph(1)");
    page.press("b");
    page.see("a second one is collected there", &format!("/2 quotations/.test({TOLD})"));
    page.go_to_tab(&tabs[1]);
    page.press("7");
    page.see_value("and the other tab has both", clippings, 2);
    page.click("the way to remove one", "named('Remove quotation 1')");
    page.see_value("it is gone", clippings, 1);
    page.click("the way to remove the other", "named('Remove quotation 1')");
    page.see_value("and gone", clippings, 0);
    page.press("1");
    page.close_tab(&tabs[0]);
    page.reload();
    page.see("nothing was lost", &format!("entry({}) && entry({})", quoted(FISHERMEN_EN), quoted(HEARING)));
    page.expect("and nobody speaks of an import", "!seen('.message')");
    remove_all(page);
}

/// A page that goes in the middle of an import; and that an import holds nothing up.
fn cut_short(page: &Page<'_>, browser: Browser, files: &DroppedFiles) {
    let count = "Number((text(one('.foot .shown')).match(/[0-9,]+ transcripts/) ?? ['0'])[0].replace(/\\D/g, ''))";
    page.drop_files(std::slice::from_ref(&files.many));
    page.see("some can be read while others come", &format!("one('.import') && one('.column') && {count} > 200"));
    page.reload();
    page.see(
        "the page says that the import was cut short",
        &format!("/import of many\\.zip was cut short/.test({TOLD})"),
    );
    page.see("what was read by then is there", &format!("{count} > 0 && {count} < {MANY}"));
    let before = page.tell(count);
    dismiss(page);
    page.reload();
    page.see_value("it is still there after another reload", count, before.clone());
    page.expect("and it is told once", "!seen('.message')");
    page.tell(
        "(() => { window.long = []; try { new PerformanceObserver((list) => { for (const entry of list.getEntries()) \
         window.long.push(Math.round(entry.duration)); }).observe({ entryTypes: ['longtask'] }); } catch { } })()",
    );
    page.drop_files(std::slice::from_ref(&files.many));
    page.see("dropped again, the rest comes too", &format!("!one('.import') && {count} === {MANY}"));
    page.see("and what was there is not read twice", &format!("/were in the library already/.test({TOLD})"));
    if browser == Browser::Chromium {
        say(&format!("{}: tasks longer than 50 ms while {MANY} files came: {}", page.name, page.tell("window.long")));
    }
    dismiss(page);
    page.drop_files(std::slice::from_ref(&files.many));
    page.see("an import that is not over can be cancelled", "one('.import button')");
    page.click("the way to cancel it", "one('.import button')");
    page.see("it is over at once", "!one('.import')");
    remove_all(page);
}

/// A storage without room loses nothing that was there.
fn fill_the_storage(page: &Page<'_>, files: &DroppedFiles) {
    page.drop_files(&[files.bundled("lighthouse-panel"), files.large[0].clone()]);
    page.see_value("two files are kept", "all('.docs .doc').length", 2);
    page.see("which the page says", "/^2 files kept/.test(text(one('.kept')))");
    let added = page.reload_with_storage_to_fill();
    page.see("they are there again", "/^2 files kept/.test(text(one('.kept')))");
    page.fill_storage(true);
    page.drop_files(&[files.large[1].clone(), files.bundled("breakwater-hearing")]);
    page.see_value("files can be read still", "all('.docs .doc').length", 4);
    page.see(
        "the page says in one sentence what is not kept, why, and what is safe",
        &format!("/could not be kept \\(the browser’s storage is full\\).*safe: 2 files/.test({TOLD}) && all('.message').length === 1"),
    );
    page.see("and at its foot", "/only in memory/.test(text(one('.kept')))");
    page.fill_storage(false);
    page.reload_with_storage(&added);
    page.see("what was there is there", &format!("entry({}) && all('.docs .doc').length === 2", quoted(PANEL)));
    remove_all(page);
}
