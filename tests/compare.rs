//! Texts side by side: what happened to official records is found and stands first, what changes nothing is not
//! mistaken for a change, word errors are counted as they should be, and real texts are aligned as well as was measured.
//!
//! The pairs of versions are written for these tests, after what is known to have been done to records. Figures that
//! need texts of third parties are measured where these lie: `../shared/data` beside the package, or `VERBATIM_DATA`.
#![cfg(not(target_arch = "wasm32"))]
// The one line that says what was measured or skipped is the point of it.
#![allow(clippy::print_stdout)]

use std::alloc::System;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use verbatim::compare::alignment::Alignment;
use verbatim::compare::error_rate::count_errors;
use verbatim::compare::{
    Class, Comparison, Kind, Relation, Units, Witness, carry_times, compare, compare_and_report,
    count_errors_by_speaker, count_words, guess_relation,
};
use verbatim::formats::{Limits, open};
use verbatim::model::Transcript;
use verbatim::text::difference::{compare_words, key_of, words};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Where the files of third parties lie.
fn data() -> PathBuf {
    std::env::var_os("VERBATIM_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from)
}

/// A file of third parties; none, with a line that says so, where it does not lie there.
fn third_party(path: &str) -> Option<String> {
    let text = fs::read_to_string(data().join(path)).ok();
    if text.is_none() {
        println!("compare: skipped, because {} is not there", data().join(path).display());
    }
    text
}

fn transcripts(name: &str, text: &str) -> (String, Vec<Transcript>) {
    let opened = open(name, text.as_bytes(), &Limits::default()).expect("readable");
    (opened.text, opened.parsed.transcripts)
}

fn witness(name: &str, text: &str, units: Units) -> Witness {
    let (text, transcripts) = transcripts(name, text);
    Witness::of_file(&text, &transcripts, units)
}

fn bundled(name: &str, units: Units) -> Witness {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/transcripts").join(name);
    witness(name, &fs::read_to_string(path).expect("a bundled transcript"), units)
}

fn compare_as_found(left: &Witness, right: &Witness) -> Comparison {
    compare(left, right, guess_relation(left, right), Units::Paragraphs)
}

/// The words of both sides of the difference that matters most.
fn first(left: &Witness, right: &Witness, comparison: &Comparison) -> (Class, String, String) {
    let ranked = comparison.ranked();
    let (row, change) = ranked.first().expect("a difference");
    let row = &comparison.rows[*row];
    let (one, other) = (left.joined(&row.left), right.joined(&row.right));
    (change.class, one[change.left.clone()].to_owned(), other[change.right.clone()].to_owned())
}

/// What happened, the text before, the text after, the class of the change that matters, and the words that came or
/// went with it. Between the two there are other quotation marks, dashes and spaces, lines wrapped elsewhere, and a
/// harmless word or two.
const RECORDS: &[(&str, &str, &str, Class, &str)] = &[
    (
        "a we is dropped",
        "The minister thanked the port. “In the winter of the storm we made mistakes, and the town paid for them,” she \
         said. The repair was a long one - nobody had expected it.\nThe next question was about the fees.",
        "The minister thanked the port. \"In the winter of the storm made mistakes, and the town paid for them,\" she \
         said.\nThe repair was a long one – nobody expected it.\n\nThe next question was about the fees.",
        Class::WhoActs,
        "we",
    ),
    (
        "half a question is missing",
        "QUESTION: Will the harbour stay open in the autumn, or will the ministry close the northern quay as the letter \
         of March had said?\nThe answer was short: it depends on the weather.",
        "QUESTION: Will the harbour stay open in the autumn?\nThe answer was short: it depends on weather.",
        Class::DeletedSentence,
        "or will the ministry close the northern quay as the letter of March had said",
    ),
    (
        "an apology changes its person",
        "I apologise to the families. The lamp was dark for nine nights. Nobody looked at it, and that was wrong.",
        "Excuse us, families. The lamp was dark for nine nights. Nobody had looked at it - and that was wrong.",
        Class::WhoActs,
        "I apologise",
    ),
    (
        "a not is gone",
        "The board has not agreed to the second wall. It will read the survey first, and then it will vote.\nThank you \
         for waiting.",
        "The board has agreed to the second wall. It will read the survey first and then it will vote. Thanks for \
         waiting.",
        Class::Negation,
        "not",
    ),
    (
        "a figure grows",
        "The repair cost 1,154 thousand crowns, of which the state paid a half. “It is a fair sum,” said the engineer.",
        "The repair cost 1,188 thousand crowns, of which the state paid one half. \"It is a fair sum\", said the \
         engineer.",
        Class::Number,
        "1,154",
    ),
    (
        "a day is put right afterwards",
        "The vote of July 10 was open to everyone in the hall. It was counted twice - by hand.",
        "The vote of July 17 was open to everyone in the hall. It was counted two times - by hand.",
        Class::Date,
        "10",
    ),
    (
        "another person has said it",
        "After the vote the letter was read by Captain Dorn, who had written it. It pleased nobody in the hall.",
        "After the vote the letter was read by Captain Falk, who had written it. It pleased no one in the  hall.",
        Class::Name,
        "Dorn",
    ),
    (
        "a promise becomes a possibility",
        "The fees will stay as they are until October. “You have my word,” she said and closed the meeting.",
        "The fees may stay as they are until October. 'You have my word,' she said, and closed the meeting.",
        Class::Hedge,
        "will",
    ),
    (
        "a sentence is taken out minutes later",
        "We opened the gate at six. The pumps were switched off by the ministry itself. Then the water came into the \
         lower town. It rose for two hours.",
        "We opened the gate at six. Then the water came to the lower town. It rose for two hours.",
        Class::DeletedSentence,
        "The pumps were switched off by the ministry itself",
    ),
    (
        "a sentence is put in later",
        "We opened the gate at six. Then the water came into the lower town. It rose for two hours.",
        "We opened the gate at six. Everyone had been warned in writing. Then the water came to the lower town. It rose \
         for two hours.",
        Class::AddedSentence,
        "Everyone had been warned in writing",
    ),
    (
        "what was possible is impossible",
        "It is possible to finish the wall before winter. The stone is there, and the barges are there too.",
        "It is impossible to finish the wall before winter. The stone is there and the barges are there as well.",
        Class::Negation,
        "possible",
    ),
    (
        "«мы» выпало",
        "Начальник порта сказал: «Тогда мы допустили ошибки, и город за них заплатил». Ремонт шёл долго - дольше, чем \
         обещали.\nСледующий вопрос был о сборах.",
        "Начальник порта сказал: “Тогда допустили ошибки, и город за них заплатил”. Ремонт шел долго – дольше, чем \
         обещано. Следующий вопрос был о сборах.",
        Class::WhoActs,
        "мы",
    ),
    (
        "«не» выпало",
        "Правление не согласилось на вторую стену. Сначала оно прочтёт отчёт, потом будет голосовать.",
        "Правление согласилось на вторую стену. Сначала оно прочтет отчет, затем будет голосовать.",
        Class::Negation,
        "не",
    ),
    (
        "извинение сменило лицо",
        "Приношу извинения семьям рыбаков. Маяк не горел девять ночей, и никто не пришёл на него посмотреть.",
        "Просим нас извинить, семьи рыбаков. Маяк не горел девять ночей, и никто не пришел посмотреть на него.",
        Class::WhoActs,
        "Приношу извинения семьям",
    ),
    (
        "обещание стало возможностью",
        "До октября сборы должны остаться прежними. «Даю вам слово», – сказала она и закрыла встречу.",
        "До октября сборы могут остаться прежними. \"Даю вам слово\", - сказала она и закрыла собрание.",
        Class::Hedge,
        "должны",
    ),
    (
        "год другой",
        "Стену начали строить в 1998 году, и с тех пор её ни разу не чинили. Камень брали на острове.",
        "Стену начали строить в 1989 году, и с тех пор ее ни разу не чинили. Камень брали с острова.",
        Class::Date,
        "1998",
    ),
];

#[test]
fn what_was_done_to_a_record_stands_first() {
    let mut wrong = Vec::new();
    for (what, before, after, class, changed) in RECORDS {
        let (left, right) = (Witness::of_lines(before), Witness::of_lines(after));
        let comparison = compare(&left, &right, Relation::Versions, Units::Lines);
        let found = first(&left, &right, &comparison);
        let (shown, gone) = if found.1.is_empty() { (&found.2, "") } else { (&found.1, found.2.as_str()) };
        if found.0 != *class || !shown.contains(changed) {
            wrong.push(format!("{what}: {:?} {shown:?} → {gone:?}", found.0));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_phrase_with_one_word_gone_shows_the_word() {
    let left = "The harbour was open in May. The captain spoke for an hour. Nobody asked about the old light. The board \
                thanked all pilots. The ferry left without the mayor. Rain fell on the northern quay.";
    let right = "The harbour was in May. The captain spoke for hour. Nobody asked about the light. The board thanked \
                 pilots. The ferry without the mayor. Rain fell the northern quay.";
    let gone: Vec<&str> = compare_words(left, right).into_iter().map(|edit| &left[edit.left]).collect();
    assert_eq!(gone, ["open", "an", "old", "all", "left", "on"]);
}

/// The same text as another typist or another page would have it: other quotation marks, dashes and spaces, and lines
/// wrapped elsewhere.
fn set_anew(text: &str) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        match c {
            '“' | '”' | '«' | '»' => out.push('"'),
            '’' | '‘' => out.push('\''),
            '–' | '—' => out.push('-'),
            ' ' if n % 11 == 0 => out.push('\u{a0}'),
            ' ' if n % 7 == 0 => out.push_str("  "),
            ' ' if n % 61 == 0 => out.push('\n'),
            'e' if n % 31 == 0 => out.push_str("e\u{ad}"),
            _ => out.push(c),
        }
    }
    out
}

#[test]
fn what_changes_nothing_is_not_taken_for_a_change() {
    for name in ["board-session-2024-03-04.txt", "minister-visit-2025-ru.txt", "council-debate-2023-11-02.txt"] {
        let left = bundled(name, Units::Paragraphs);
        let right = Witness::of_lines(&set_anew(&left.text));
        let comparison = compare(&left, &right, Relation::Versions, Units::Paragraphs);
        let counts = comparison.counts();
        let of = |class: Class| Class::ALL.iter().position(|known| *known == class).map_or(0, |at| counts[at]);
        let false_changes: usize =
            Class::ALL.iter().filter(|class| class.changes_meaning()).map(|class| of(*class)).sum();
        let errors = count_words(&left, &right, Relation::Versions);
        assert!(false_changes * 1000 <= errors.left, "{name}: {false_changes} {counts:?}");
        assert!(of(Class::Cosmetic) > 100, "{name}: {counts:?}");
        assert_eq!(errors.total(), 0, "{name}");
    }
}

#[test]
fn moved_split_and_merged_passages_are_no_rewording() {
    let paragraphs = [
        "The harbour was built of grey stone from the island, and it stood for ninety years.",
        "Nobody remembers who drew the first plan of it. The drawing hangs in the pilot house.",
        "In the storm of that winter the sea took forty metres of the wall in one night.",
        "The town has since then argued about the price of a second wall, and about who pays it.",
        "The ferry goes at half past seven.",
    ];
    let left = Witness::of_lines(&paragraphs.join("\n"));
    // The third is moved to the front, the second split, the last two merged.
    let (one, two) = paragraphs[1].split_at(paragraphs[1].find(" The drawing").expect("there"));
    let right =
        [paragraphs[2], paragraphs[0], one, two.trim(), &format!("{} {}", paragraphs[3], paragraphs[4])].join("\n");
    let comparison = compare(&left, &Witness::of_lines(&right), Relation::Versions, Units::Lines);
    let rows: Vec<_> = comparison.rows.iter().map(|row| (row.left.clone(), row.right.clone(), row.kind)).collect();
    assert_eq!(
        rows,
        [
            (vec![0], vec![1], Kind::Same),
            (vec![1], vec![2, 3], Kind::Same),
            (vec![2], vec![0], Kind::Moved),
            (vec![3, 4], vec![4], Kind::Same),
        ]
    );
    assert!(comparison.ranked().iter().all(|(_, change)| !change.class.changes_meaning()));
}

#[test]
fn a_sentence_that_moved_inside_its_paragraph_is_moved() {
    let left = "The gate was open at six. The keeper had gone home to his family before dark. The water came at seven.";
    let right =
        "The keeper had gone home to his family before dark. The gate was open at six. The water came at seven.";
    let (left, right) = (Witness::of_lines(left), Witness::of_lines(right));
    let comparison = compare(&left, &right, Relation::Versions, Units::Lines);
    assert!(comparison.ranked().iter().all(|(_, change)| change.class == Class::Moved), "{:?}", comparison.ranked());
}

#[test]
fn the_bundled_versions_show_what_was_changed() {
    let left = bundled("board-session-2024-03-04.txt", Units::Paragraphs);
    let right = bundled("board-session-2024-03-04-revised.txt", Units::Paragraphs);
    let comparison = compare_as_found(&left, &right);
    assert_eq!(comparison.relation, Relation::Versions);
    let shown: Vec<Class> = comparison.ranked().iter().map(|(_, change)| change.class).take(5).collect();
    assert_eq!(shown, [Class::Negation, Class::Number, Class::Name, Class::Hedge, Class::DeletedSentence]);
    assert_eq!(comparison.rows.iter().filter(|row| row.kind == Kind::Moved).count(), 1);
}

#[test]
fn the_bundled_translation_shows_what_is_missing_and_which_number_differs() {
    let left = bundled("fishermen-meeting-2024-en.txt", Units::Paragraphs);
    let right = bundled("fishermen-meeting-2024-ru.txt", Units::Paragraphs);
    let comparison = compare_as_found(&left, &right);
    assert_eq!(comparison.relation, Relation::Translation);
    assert_eq!(first(&left, &right, &comparison), (Class::Number, "310".into(), "340".into()));
    let alone: Vec<_> = comparison.rows.iter().filter(|row| row.left.is_empty() || row.right.is_empty()).collect();
    assert_eq!(alone.len(), 1);
    assert_eq!((alone[0].left.as_slice(), alone[0].kind), ([12].as_slice(), Kind::LeftOnly));
}

#[test]
fn the_bundled_record_gets_the_times_of_its_captions() {
    let left = bundled("board-session-2024-03-04.txt", Units::Paragraphs);
    let right = bundled("board-session-2024-03-04.vtt", Units::Paragraphs);
    assert_eq!(guess_relation(&left, &right), Relation::Captions);
    let read = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/transcripts").join(name);
        transcripts(name, &fs::read_to_string(path).expect("bundled")).1.swap_remove(0)
    };
    let times = carry_times(&read("board-session-2024-03-04.txt"), &read("board-session-2024-03-04.vtt"));
    let starts: Vec<u32> = times.iter().flatten().map(|times| times.start_ms).collect();
    assert!(starts.len() > 25, "{starts:?}");
    assert!(starts.is_sorted(), "{starts:?}");
}

#[test]
fn word_errors_are_told_by_speaker() {
    let left = bundled("board-session-2024-03-04.txt", Units::Turns);
    let right = bundled("board-session-2024-03-04.vtt", Units::Turns);
    let all = count_words(&left, &right, Relation::Captions);
    let by_speaker = count_errors_by_speaker(&left, &right);
    assert!(by_speaker.len() > 4 && by_speaker.iter().any(|(name, _)| name == "Marta Lund"));
    assert_eq!(by_speaker.iter().map(|(_, errors)| errors.total()).sum::<usize>(), all.total());
    assert_eq!(by_speaker.iter().map(|(_, errors)| errors.left).sum::<usize>(), all.left);
}

#[test]
fn meetings_that_repeat_each_other_are_told_apart_from_versions() {
    let passage = "the harbour of a small town is the whole of its fortune and must be kept as one keeps a good boat";
    let one = format!(
        "We begin with the accounts of last year, which nobody has read.\nAs I said, {passage}.\nThe mayor was not there, \
         since her train was late.\nThe ferry brought forty guests and two horses.\nOf the stone we bought in spring, a \
         third still lies on the quay, and the price of it rises every month.\nGood night, and mind the ice on the steps."
    );
    let other = format!(
        "Today there are three items on the list.\nThe first one is short and concerns the school.\nFriends, {passage}!\n\
         Our second guest comes from far away and will speak about birds.\nShe has counted them for eleven winters, at \
         dawn and without gloves.\nThe third item was forgotten by everybody, the chairman among them."
    );
    let (left, right) = (Witness::of_lines(&one), Witness::of_lines(&other));
    assert_eq!(guess_relation(&left, &right), Relation::Unrelated);
    let comparison = compare(&left, &right, Relation::Unrelated, Units::Lines);
    let shared: Vec<_> = comparison.rows.iter().filter(|row| row.kind == Kind::Moved).collect();
    assert_eq!(shared.len(), 1);
    assert_eq!((shared[0].left.as_slice(), shared[0].right.as_slice()), ([1].as_slice(), [2].as_slice()));
    assert_eq!(&one.lines().nth(1).expect("there")[shared[0].changes[0].left.clone()], passage);
}

#[test]
fn the_report_has_all_that_was_promised() {
    let (left, right) = (Witness::of_lines("We do.\nYes."), Witness::of_lines("We do not.\nYes."));
    let json = compare_and_report(&left, &right, Some(Relation::Versions), Units::Lines).expect("written");
    assert_eq!(
        json,
        "{\"relation\":\"versions\",\"units\":\"lines\",\"rows\":[{\"left\":[0],\"right\":[0],\"kind\":\"changed\",\
         \"confidence\":0.667,\"changes\":[{\"class\":\"negation\",\"left\":[5,5],\"right\":[6,9]}]},{\"left\":[1],\
         \"right\":[1],\"kind\":\"same\",\"confidence\":1.0,\"changes\":[]}],\"words\":{\"left\":3,\"right\":4,\
         \"substituted\":0,\"inserted\":1,\"deleted\":0,\"error_rate\":0.3333333333333333}}"
    );
}

#[test]
fn a_small_text_in_chinese_or_hebrew_is_aligned() {
    let english = [
        "The meeting began at 9 in the hall of the port.",
        "Captain Dorn spoke first.",
        "How much does the second wall cost?",
        "It costs 340 million, and nobody in the town has so much money.",
        "The ministry promised help in 1998.",
        "Nothing came of it.",
        "(Laughter.)",
        "The next meeting is on 15 May.",
    ];
    let chinese = [
        "会议于9时在港口大厅开始。",
        "多恩船长首先发言。",
        "第二道墙要花多少钱？",
        "要花340万万。",
        "镇上没有人有这么多钱。",
        "1998年，部里答应帮忙。",
        "结果什么也没有。",
        "（笑声。）",
        "下次会议在5月15日举行。",
    ];
    let hebrew = [
        "הישיבה נפתחה ב-9 באולם הנמל.",
        "קפטן דורן דיבר ראשון.",
        "כמה עולה החומה השנייה?",
        "היא עולה 340 מיליון, ולאיש בעיירה אין סכום כזה.",
        "המשרד הבטיח עזרה ב-1998.",
        "לא יצא מזה כלום.",
        "(צחוק.)",
        "הישיבה הבאה ב-15 במאי.",
    ];
    let pairs = |alignment: &Alignment| -> Vec<(Vec<usize>, Vec<usize>)> {
        alignment.beads().iter().map(|bead| (bead.left.clone().collect(), bead.right.clone().collect())).collect()
    };
    let straight: Vec<_> = (0..8).map(|n| (vec![n], vec![n])).collect();
    assert_eq!(pairs(&Alignment::new(&english, &hebrew)), straight);
    let found = pairs(&Alignment::new(&english, &chinese));
    assert_eq!(found.len(), 8, "{found:?}");
    assert_eq!(found[3], (vec![3], vec![3, 4]));
}

#[test]
fn a_short_meeting_in_the_scripts_of_the_east_is_aligned_and_its_numbers_agree() {
    let english = [
        "Good morning, colleagues. Today we discuss the budget of the harbour. Last year 3.2 million was spent, 5% more than the year before.",
        "What I want to ask is why the repair of the lighthouse took more than two thousand days. \"That is too long,\" the fishermen said.",
        "That is a good question. The contractor signed on March 4, 2019. The price was 8,000 at first, and then it became 15,000.",
        "The meeting ended at 6:30 in the evening.",
        "The next one is on April 2, when the council will hear the pilots, the harbour master and whoever else has written to the clerk.",
    ];
    let chinese = [
        "各位同事，早上好。今天我们讨论港口的预算。去年支出了三百二十万，比前年多了5%。",
        "我想问的是，为什么灯塔的维修用了两千多天？“这太久了，”渔民们说。",
        "这个问题很好。承包商是在2019年3月4日签的合同。原来的价格是八千，后来变成了1.5万。",
        "会议在下午6点30分结束。",
        "下一次会议是四月二日，届时议会将听取领航员、港务长以及所有给秘书写过信的人的意见。",
    ];
    let japanese = [
        "皆さん、おはようございます。本日は港の予算について話し合います。昨年は320万が支出され、前年より5%増えました。",
        "お聞きしたいのは、なぜ灯台の修理に二千日以上かかったのかということです。「長すぎる」と漁師たちは言いました。",
        "良い質問です。業者は2019年3月4日に契約しました。価格は初め8千でしたが、その後1万5千になりました。",
        "会議は午後6時30分に終わりました。",
        "次回は4月2日で、議会は水先案内人、港長、そして書記に手紙を書いたすべての人の話を聞きます。",
    ];
    for other in [chinese, japanese] {
        let sides = [english, other].map(|lines| Witness::of_lines(&lines.join("\n")));
        let found = compare(&sides[0], &sides[1], Relation::Translation, Units::Lines);
        let pairs: Vec<_> = found.rows.iter().map(|row| (row.left.clone(), row.right.clone())).collect();
        assert_eq!(pairs, (0..5).map(|n| (vec![n], vec![n])).collect::<Vec<_>>(), "{}", other[0]);
        assert!(found.rows.iter().all(|row| row.changes.is_empty()), "{:?}", found.rows);
        let wrong = other.join("\n").replace("2019", "2018");
        let wrong = compare(&sides[0], &Witness::of_lines(&wrong), Relation::Translation, Units::Lines);
        assert!(wrong.rows[2].changes.iter().any(|change| change.class == Class::Number));
    }
}

#[test]
fn a_pin_is_kept_and_the_rest_gives_way() {
    let text: Vec<String> = (0..400).map(|n| format!("Sentence {n} says that {} boats came in.", n * 7 + 3)).collect();
    let units: Vec<&str> = text.iter().map(String::as_str).collect();
    let mut alignment = Alignment::new(&units, &units);
    assert!(alignment.beads().iter().all(|bead| bead.left == bead.right));
    assert!(alignment.pin(200, 203));
    assert!(!alignment.pin(201, 190), "it would cross the first");
    assert!(!alignment.pin(400, 0), "there is no such unit");
    let holds = |alignment: &Alignment, i: usize, j: usize| {
        alignment.beads().iter().any(|bead| bead.left.contains(&i) && bead.right.contains(&j))
    };
    assert!(holds(&alignment, 200, 203) && holds(&alignment, 20, 20) && holds(&alignment, 380, 380));
    assert_covers_all(&alignment, 400, 400);
    assert!(alignment.unpin(200, 203));
    assert!(alignment.beads().iter().all(|bead| bead.left == bead.right));
}

fn assert_covers_all(alignment: &Alignment, left: usize, right: usize) {
    let mut at = (0, 0);
    for bead in alignment.beads() {
        assert_eq!((bead.left.start, bead.right.start), at);
        assert!((0.0..=1.0).contains(&bead.confidence));
        at = (bead.left.end, bead.right.end);
    }
    assert_eq!(at, (left, right));
}

type Beads = Vec<(Vec<usize>, Vec<usize>)>;

/// Strict and lax F1 as Sennrich and Volk (2010) define them: the whole bead is right, or it overlaps a right one on
/// both sides; beads that are empty on one side do not count for recall.
fn score(gold: &Beads, found: &Beads) -> (f64, f64) {
    let precision = |gold: &[&(Vec<usize>, Vec<usize>)], found: &[&(Vec<usize>, Vec<usize>)]| {
        let whole: HashSet<_> = gold.iter().collect();
        let mut partners: HashMap<usize, HashSet<usize>> = HashMap::new();
        for (l, r) in gold {
            l.iter().for_each(|unit| partners.entry(*unit).or_default().extend(r));
        }
        let overlaps = |(l, r): &(Vec<usize>, Vec<usize>)| {
            l.iter().filter_map(|unit| partners.get(unit)).any(|known| r.iter().any(|unit| known.contains(unit)))
        };
        let strict = found.iter().filter(|bead| whole.contains(bead)).count();
        let lax = found.iter().filter(|bead| whole.contains(bead) || overlaps(bead)).count();
        (strict as f64 / found.len() as f64, lax as f64 / found.len() as f64)
    };
    let paired = |beads: &Beads| {
        beads.iter().filter(|bead| !bead.0.is_empty() && !bead.1.is_empty()).cloned().collect::<Beads>()
    };
    let (gold_pairs, found_pairs) = (paired(gold), paired(found));
    let (p_strict, p_lax) = precision(&gold.iter().collect::<Vec<_>>(), &found.iter().collect::<Vec<_>>());
    let (r_strict, r_lax) = precision(&found_pairs.iter().collect::<Vec<_>>(), &gold_pairs.iter().collect::<Vec<_>>());
    (2.0 * p_strict * r_strict / (p_strict + r_strict), 2.0 * p_lax * r_lax / (p_lax + r_lax))
}

#[test]
fn sentences_of_a_yearbook_are_aligned_as_measured() {
    let folder = "alignment/textberg_de_fr/";
    let (Some(left), Some(right), Some(gold)) = (
        third_party(&format!("{folder}dev.de")),
        third_party(&format!("{folder}dev.fr")),
        third_party(&format!("{folder}dev.defr")),
    ) else {
        return;
    };
    let units = |list: &str| {
        let numbers = list.trim().trim_matches(['[', ']']).split(',');
        numbers.filter_map(|number| number.trim().parse().ok()).collect::<Vec<usize>>()
    };
    let gold: Beads = gold.lines().filter_map(|line| line.split_once(':')).map(|(l, r)| (units(l), units(r))).collect();
    let (left, right) = (Witness::of_lines(&left), Witness::of_lines(&right));
    let comparison = compare(&left, &right, Relation::Translation, Units::Lines);
    let found: Beads = comparison.rows.into_iter().map(|row| (row.left, row.right)).collect();
    let (strict, lax) = score(&gold, &found);
    println!("compare: yearbook, strict F1 {strict:.3}, lax F1 {lax:.3}");
    assert!(strict >= 0.87 && lax >= 0.98, "strict {strict:.3}, lax {lax:.3}");
}

/// Paragraphs of an interview in English and Russian that were read beside each other by hand, as first and last
/// paragraph of each side; and stretches in which each paragraph has one partner.
const READ_BY_HAND: &[[usize; 4]] = &[
    [0, 0, 0, 0],
    [1, 1, 1, 2],
    [2, 2, 3, 4],
    [3, 3, 5, 6],
    [56, 56, 59, 59],
    [57, 57, 60, 61],
    [58, 58, 62, 62],
    [70, 70, 74, 74],
    [71, 71, 75, 76],
    [72, 72, 77, 77],
    [83, 83, 88, 88],
    [84, 85, 89, 89],
    [86, 86, 90, 90],
    [88, 88, 92, 92],
    [89, 90, 93, 93],
    [91, 91, 94, 94],
    [112, 112, 115, 115],
    [113, 114, 116, 116],
    [115, 115, 117, 117],
    [127, 127, 129, 129],
    [128, 129, 130, 130],
    [130, 130, 131, 131],
    [165, 165, 165, 165],
    [180, 180, 180, 181],
    [181, 181, 182, 182],
    [189, 189, 190, 190],
    [190, 190, 191, 192],
    [191, 191, 193, 193],
    [194, 194, 196, 196],
    [195, 196, 197, 197],
    [197, 197, 198, 198],
    [198, 198, 199, 199],
    [199, 199, 200, 201],
    [200, 200, 202, 202],
    [210, 210, 212, 212],
    [211, 212, 213, 213],
    [213, 213, 214, 214],
    [216, 216, 217, 217],
    [217, 218, 218, 218],
    [219, 219, 219, 219],
    [220, 221, 220, 220],
    [222, 222, 221, 221],
    [228, 228, 227, 227],
    [229, 230, 228, 228],
    [231, 231, 229, 229],
    [241, 241, 239, 239],
    [242, 243, 240, 240],
    [244, 244, 241, 241],
    [248, 248, 245, 245],
    [249, 250, 246, 246],
    [251, 251, 247, 247],
    [252, 252, 248, 248],
    [255, 255, 251, 252],
    [256, 256, 253, 253],
    [270, 270, 267, 267],
    [271, 271, 268, 269],
    [272, 272, 270, 270],
    [290, 290, 288, 288],
    [291, 291, 290, 290],
];
const STRAIGHT: &[(std::ops::RangeInclusive<usize>, usize)] = &[(4..=55, 7), (59..=69, 63)];

#[test]
fn an_interview_is_aligned_with_its_translation() {
    let folder = "official/carlson_putin_en_ru/Carlson-Putin-interview-2024-02-09";
    let (Some(english), Some(russian)) =
        (third_party(&format!("{folder}-English.txt")), third_party(&format!("{folder}-Russian.txt")))
    else {
        return;
    };
    let rows = |units: Units| {
        let (left, right) = (witness("english.txt", &english, units), witness("russian.txt", &russian, units));
        assert_eq!(guess_relation(&left, &right), Relation::Translation);
        compare(&left, &right, Relation::Translation, units).rows
    };
    let turns: Vec<_> = rows(Units::Turns).into_iter().map(|row| (row.left, row.right)).collect();
    assert_eq!(turns, (0..149).map(|turn| (vec![turn], vec![turn])).collect::<Vec<_>>());

    let found: HashSet<(Vec<usize>, Vec<usize>)> =
        rows(Units::Paragraphs).into_iter().map(|row| (row.left, row.right)).collect();
    let read = READ_BY_HAND.iter().map(|[a, b, c, d]| ((*a..=*b).collect(), (*c..=*d).collect()));
    let straight = STRAIGHT
        .iter()
        .flat_map(|(left, right)| left.clone().map(move |unit| (vec![unit], vec![unit - left.start() + right])));
    let read: Vec<(Vec<usize>, Vec<usize>)> = read.chain(straight).collect();
    let right = read.iter().filter(|pair| found.contains(pair)).count();
    println!("compare: interview, {right} of {} paragraphs right", read.len());
    assert!(read.len() > 100 && right * 100 >= read.len() * 97, "{right} of {}", read.len());
}

/// The ways to read a reference in which `{ a / b }` stands for either, each as words.
fn readings(line: &str) -> Vec<Vec<u64>> {
    let mut all = vec![Vec::new()];
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('{') {
        let (choice, after) = behind.split_once('}').expect("closed");
        all = all
            .iter()
            .flat_map(|words: &Vec<u64>| {
                choice.split('/').map(|choice| words.iter().copied().chain(keys(before)).chain(keys(choice)).collect())
            })
            .collect();
        rest = after;
    }
    all.iter_mut().for_each(|words| words.extend(keys(rest)));
    all
}

fn keys(text: &str) -> Vec<u64> {
    text.split_whitespace().map(key_of).collect()
}

#[test]
fn word_errors_are_those_that_sclite_counts() {
    let folder = "wer/sctk/sclite/testdata/";
    let (Some(reference), Some(heard), Some(expected)) = (
        third_party(&format!("{folder}csrnab.ref")),
        third_party(&format!("{folder}csrnab.hyp")),
        third_party(&format!("{folder}base/test1.pra")),
    ) else {
        return;
    };
    let utterances = |text: &str| -> HashMap<String, String> {
        let lines = text.lines().filter_map(|line| line.trim().strip_suffix(')')?.rsplit_once('('));
        lines.map(|(words, id)| (id.to_lowercase(), words.to_owned())).collect()
    };
    let (reference, heard) = (utterances(&reference), utterances(&heard));
    let mut seen = 0;
    let mut id = String::new();
    for line in expected.lines() {
        if let Some(found) = line.strip_prefix("id: (") {
            id = found.trim_end_matches(')').to_owned();
        } else if let Some(scores) = line.strip_prefix("Scores: (#C #S #D #I) ") {
            let scores: Vec<usize> = scores.split_whitespace().filter_map(|score| score.parse().ok()).collect();
            let words = keys(&heard[&id]);
            let all = readings(&reference[&id]).into_iter().map(|reading| count_errors(&reading, &words));
            let best = all.min_by_key(|errors| (errors.total(), errors.substituted)).expect("a reading");
            let right = best.left - best.substituted - best.deleted;
            assert_eq!([right, best.substituted, best.deleted, best.inserted], scores[..], "{id}");
            seen += 1;
        }
    }
    println!("compare: {seen} utterances have the errors that sclite counts");
    assert_eq!(seen, 51);
}

#[test]
fn a_podcast_and_its_cleaned_version_are_read_beside_each_other() {
    let folder = "wer/rev16/";
    let (Some(verbatim), Some(cleaned)) = (
        third_party(&format!("{folder}verbatim_transcripts/nlp_references/3.nlp")),
        third_party(&format!("{folder}nonverbatim_transcripts/nlp_references/3.nlp")),
    ) else {
        return;
    };
    let (left, right) = (witness("3.nlp", &verbatim, Units::Turns), witness("3.nlp", &cleaned, Units::Turns));
    let comparison = compare(&left, &right, Relation::Versions, Units::Turns);
    let counts = comparison.counts();
    let of = |class: Class| Class::ALL.iter().position(|known| *known == class).map_or(0, |at| counts[at]);
    println!("compare: podcast, {:?}", Class::ALL.iter().map(|class| (class.name(), of(*class))).collect::<Vec<_>>());
    assert!(of(Class::Filler) > 400);
    // No match runs away: few changes are long on both sides.
    let long = comparison.ranked().iter().filter(|(_, change)| change.left.len().min(change.right.len()) > 120).count();
    assert!(long < 12, "{long}");
}

/// The fewest errors by the whole table: slow and plainly right.
fn fewest_errors(left: &[u64], right: &[u64]) -> usize {
    let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            table[i][j] = match (i, j) {
                (0, other) | (other, 0) => other,
                _ => (table[i - 1][j] + 1)
                    .min(table[i][j - 1] + 1)
                    .min(table[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1])),
            };
        }
    }
    table[left.len()][right.len()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn word_errors_are_the_fewest(left in prop::collection::vec(0u64..6, 0..200), right in prop::collection::vec(0u64..6, 0..200)) {
        let errors = count_errors(&left, &right);
        prop_assert_eq!(errors.total(), fewest_errors(&left, &right));
        let back = count_errors(&right, &left);
        prop_assert_eq!((errors.inserted, errors.deleted), (back.deleted, back.inserted));
    }

    #[test]
    fn differences_are_in_order_and_cover_all_that_differs(left in "[a-dA-D ,.\\-'“”é\u{a0}我мы0-9\n]{0,120}", right in "[a-dA-D ,.\\-'“”é\u{a0}我мы0-9\n]{0,120}") {
        let edits = compare_words(&left, &right);
        let mut at = (0, 0);
        let (mut kept_left, mut kept_right) = (String::new(), String::new());
        for edit in &edits {
            prop_assert!(at.0 <= edit.left.start && at.1 <= edit.right.start, "{:?}", edits);
            kept_left.push_str(&left[at.0..edit.left.start]);
            kept_left.push('\n');
            kept_right.push_str(&right[at.1..edit.right.start]);
            kept_right.push('\n');
            at = (edit.left.end, edit.right.end);
        }
        kept_left.push_str(&left[at.0..]);
        kept_right.push_str(&right[at.1..]);
        let all = |text: &str| words(text).iter().map(|word| word.key).collect::<Vec<u64>>();
        prop_assert_eq!(all(&kept_left), all(&kept_right), "{:?}", edits);
    }

    #[test]
    fn nothing_breaks_a_comparison(left in "\\PC{0,200}", right in "\\PC{0,200}", lines in 1usize..6) {
        let cut = |text: &str| {
            let letters: Vec<char> = text.chars().collect();
            letters.chunks(letters.len() / lines + 1).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
        };
        let (one, other) = (Witness::of_lines(&cut(&left)), Witness::of_lines(&cut(&right)));
        for relation in Relation::ALL {
            let comparison = compare(&one, &other, relation, Units::Lines);
            let mut seen = [vec![0; one.units.len()], vec![0; other.units.len()]];
            for row in &comparison.rows {
                row.left.iter().for_each(|unit| seen[0][*unit] += 1);
                row.right.iter().for_each(|unit| seen[1][*unit] += 1);
                let words = [one.joined(&row.left), other.joined(&row.right)];
                for change in &row.changes {
                    prop_assert!(words[0].get(change.left.clone()).is_some() && words[1].get(change.right.clone()).is_some());
                }
            }
            let least = usize::from(relation != Relation::Unrelated);
            prop_assert!(seen.iter().flatten().all(|count| *count >= 1 && (least == 0 || *count == 1)), "{:?} {:?}", relation, comparison.rows);
        }
    }

    #[test]
    fn an_alignment_holds_all_units(left in prop::collection::vec("[a-e ]{0,20}[.?]", 0..60), right in prop::collection::vec("[a-e ]{0,20}[.?]", 0..60)) {
        let (l, r): (Vec<&str>, Vec<&str>) = (left.iter().map(String::as_str).collect(), right.iter().map(String::as_str).collect());
        let mut alignment = Alignment::new(&l, &r);
        assert_covers_all(&alignment, l.len(), r.len());
        if alignment.pin(l.len() / 2, r.len() / 3) {
            assert_covers_all(&alignment, l.len(), r.len());
            let (i, j) = (l.len() / 2, r.len() / 3);
            prop_assert!(alignment.beads().iter().any(|bead| bead.left.contains(&i) && bead.right.contains(&j)));
        }
    }
}

/// What two sides of so many sentences cost to compare, in bytes that are allocated.
fn cost(sentences: usize, of: &dyn Fn(&str, &str)) -> usize {
    // Words that recur as words do, without a generator of chance.
    let word = |n: usize| format!("w{}", (n * 7919 + n * n * 31) % (50 + n % 4000));
    let side = |shift: usize| {
        let sentence = |n: usize| {
            (0..12).map(|k| word(n * 12 + k + shift * usize::from(n.is_multiple_of(9)))).collect::<Vec<_>>().join(" ")
        };
        (0..sentences).map(|n| sentence(n) + ".").collect::<Vec<_>>().join("\n")
    };
    let (left, right) = (side(0), side(5));
    let region = Region::new(ALLOCATOR);
    of(&left, &right);
    region.change().bytes_allocated
}

#[test]
fn what_a_comparison_costs_grows_in_proportion() {
    let lines = |relation: Relation| {
        move |left: &str, right: &str| {
            compare(&Witness::of_lines(left), &Witness::of_lines(right), relation, Units::Lines);
        }
    };
    for relation in Relation::ALL {
        let of = lines(relation);
        let (once, twice) = (cost(2_000, &of), cost(4_000, &of));
        assert!(twice * 10 < once * 26, "{relation:?}: {once} and {twice} bytes");
    }
}
