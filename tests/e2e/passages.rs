//! What a person does with words they have found: copy them with citation, mark them, collect them, follow a link to them.

use serde_json::json;

use super::browsers::Browser;
use super::files::FISHERMEN_EN;
use super::journey::sound;
use super::page::{Page, quoted};

/// Selects some words of paragraph 3, and gives them. Where they are marked, the text before them is empty.
const SELECT: &str = "(() => { const walk = document.createTreeWalker(one('p', paragraph(3)), NodeFilter.SHOW_TEXT); \
                      let node = walk.nextNode(); while (!node.length) node = walk.nextNode(); \
                      const words = node.textContent.split(' ').slice(0, 5).join(' '); \
                      getSelection().setBaseAndExtent(node, 0, node, words.length); return words; })()";

/// All of it, with the English transcript on screen. Leaves nothing behind.
pub fn work_with_passages(page: &Page<'_>, browser: Browser) {
    page.see("the paragraph is there", "words(3).length > 10");
    page.tell("scrollTo(3, 0, 0)");
    page.click("the column", "one('p', paragraph(4))");
    page.expect("nothing is offered as long as nothing is selected", "!seen('.selection-bar')");
    let words = page.tell_text(SELECT);
    page.see_value(
        "below selected words stands what can be done with them",
        "all('.selection-bar button').filter(isSeen).map(text)",
        json!(["Copy with citation", "Mark", "Add to clippings", "Styles"]),
    );
    sound(page, "selected words");
    copy(page, browser, &words);
    mark(page, &words);
    collect(page, &words);
    follow_a_link(page, &words);
    clean_up(page);
}

fn copy(page: &Page<'_>, browser: Browser, words: &str) {
    page.press("c");
    page.see("c copies them, and says so", "/Copied/.test(text(seen('.message')))");
    page.expect("where a screen reader hears it", "one('.messages').getAttribute('role') === 'log'");
    if browser == Browser::Chromium {
        // The only one whose clipboard a test may look into without being asked.
        page.click("the quote check", "named('Quote check')");
        page.type_into("the place to paste", "seen('.library-view textarea')", "\u{e009}v\u{e000}");
        let pasted = "seen('.library-view textarea').value";
        page.see(
            "the words are pasted in quotation marks",
            &format!("{pasted}.startsWith({})", quoted(&format!("“{words}"))),
        );
        page.expect(
            "with who said them, when, where, and in which file",
            &format!("/Sigrid Aune|Jonas Veld|Marta Lund|Edda Storm/.test({pasted}) && /2024/.test({pasted}) && /¶ 3/.test({pasted}) \
                      && /fishermen-meeting-2024-en\\.txt, SHA-256 [0-9a-f]{{12}}/.test({pasted})"),
        );
        page.expect(
            "and a link to them",
            &format!("/(http:|verbatim\\.html)[^ ]*#at=[0-9a-f]{{12}}\\.3\\.1-5\\./.test({pasted})"),
        );
        page.click("the way back to reading", "named('Read')");
    }
    page.click("the way to take the sentence away", "one('.message .dismiss')");
}

fn mark(page: &Page<'_>, words: &str) {
    page.see("the text is there", "paragraph(3)");
    page.tell(SELECT);
    page.click("the way to mark them", "seen('.selection-bar') && named('Mark')");
    let marked = "all('article .own').map((mark) => mark.textContent)";
    page.see_value("they are marked in the text", marked, json!([words]));
    page.see("the bar is gone", "!seen('.selection-bar')");
    page.press("u");
    page.see_value("u takes it back", marked, json!([]));
    page.tell(SELECT);
    page.press("h");
    page.see_value("h marks them too", marked, json!([words]));
    page.press("6");
    page.see_value("6 shows the marks", "text(seen('.library-view h1'))", "Marks");
    page.see("with the words", &format!("text(one('.chunk .marked-row mark')) === {}", quoted(words)));
    page.type_into("the field for tags", "one('.chunk .marked-row input')", "coast, winter\u{e007}");
    page.see("it is kept", "/Kept/.test(text(seen('.message')))");
    page.see_value("the tags can be chosen", "all('.view-tools select')[0].options.length", 4);
    sound(page, "the marks");
    page.reload();
    page.see_value(
        "after a reload they are still there",
        "all('.chunk .marked-row input').map((field) => field.value)",
        json!(["coast, winter"]),
    );
    page.click("the way to the text", "one('.chunk .marked-row a')");
    page.see_value("where they are marked still", marked, json!([words]));
}

fn collect(page: &Page<'_>, words: &str) {
    page.tell(SELECT);
    page.click("the way to collect them", "seen('.selection-bar') && named('Add to clippings')");
    page.see("it says how many there are", "/1 quotation/.test(text(seen('.message')))");
    page.tell("getSelection().removeAllRanges()");
    page.press("j");
    page.press("b");
    page.see("b collects the paragraph that one is at", "/2 quotations/.test(text(seen('.message')))");
    page.press("7");
    let order = "all('.chunk .board-row blockquote').map(text)";
    page.see_value("7 shows the clippings", "text(seen('.library-view h1'))", "Clippings");
    let at = |place: u32| format!("({order}).length === 2 && ({order})[{place}] === {}", quoted(words));
    page.see("in their order", &at(0));
    page.expect("which can be told", &format!("({order})[1] !== ({order})[0]"));
    let before = page.tell(order);
    page.click("the way to move the first down", "named('Move quotation 1 down')");
    page.see("the order is the other one", &at(1));
    page.press("u");
    page.see_value("u takes it back", order, before.clone());
    page.drag(
        "the handle of the first, to the second",
        "all('.board-row .grip')[0]",
        "all('.board-row .clip-quotation')[1].lastElementChild",
    );
    page.see("the order is the other one", &at(1));
    page.drag("the handle of the second, to the first", "all('.board-row .grip')[1]", "all('.board-row .grip')[0]");
    page.see_value("they are as before", order, before.clone());
    sound(page, "the clippings");
    page.reload();
    page.see_value("after a reload they are still there", order, before);
}

fn follow_a_link(page: &Page<'_>, words: &str) {
    page.click("the way to the words", "one('.chunk .board-row .clip-source a')");
    page.see("the text is there", "paragraph(3) && isWithin(paragraph(3), scroller(0))");
    page.tell(SELECT);
    page.click("the way to all styles", "seen('.selection-bar') && named('Styles')");
    page.see("the passage is cited in each", "all('.cited').length === 10");
    sound(page, "a passage");
    let link = page.tell_text("text(one('.cited')).match(/#at=[^ ]+/)[0]");
    page.open_at(&link);
    let linked = "all('article .linked').map((mark) => mark.textContent)";
    page.see_value("the link leads to its words", linked, json!([words]));
    page.see("they are in sight", "isWithin(paragraph(3), scroller(0))");
    page.see_value("in their transcript", "text(one('.head h1'))", FISHERMEN_EN);
    page.reload();
    page.see_value("also after a reload", linked, json!([words]));
    page.open_at(&link.replace("#at=", "#at=0123"));
    page.see(
        "a link to a file that is not here says where the words stand, and which file it named",
        "/another file: fishermen-meeting-2024-en\\.txt/.test(text(seen('.library-view'))) && /0123[0-9a-f]+…/.test(text(seen('.library-view')))",
    );
    page.click("the English transcript", &format!("one('.read', entry({}))", quoted(FISHERMEN_EN)));
    page.see_value("it is shown", "text(seen('.head h1'))", FISHERMEN_EN);
}

fn clean_up(page: &Page<'_>) {
    for (key, row) in [("6", ".marked-row"), ("7", ".board-row")] {
        page.press(key);
        let rows = format!("all('.chunk {row}').length");
        page.see("the list is there", &format!("{rows} > 0"));
        while page.tell(&rows) != 0 {
            let count = page.tell(&rows);
            page.click(
                "the way to remove one",
                &format!("all('.chunk {row} button').filter((button) => text(button) === 'Remove')[0]"),
            );
            page.see("it is gone", &format!("{rows} < {count}"));
        }
    }
    page.click("the way to take the sentences away", "one('.message .dismiss')");
    page.see("they are gone", "!seen('.message')");
    page.click("the way back to reading", "named('Read')");
    page.see("the text is there", "paragraph(3)");
}
