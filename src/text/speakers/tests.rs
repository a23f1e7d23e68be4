//! What labels stand for: offices apart from names, names in reading form, and who is the same person.

use super::resolve;
use crate::model::{Label, Transcript};

/// Each label's speaker as `name | role`, with `*` in front of a generic one.
fn speakers_of(labels: &[&str]) -> Vec<String> {
    let mut transcript = Transcript {
        labels: labels.iter().map(|printed| Label { printed: (*printed).into(), speaker: None }).collect(),
        ..Transcript::default()
    };
    resolve(&mut transcript);
    let of = |label: &Label| {
        let speaker = label.speaker.and_then(|id| transcript.speaker(id)).expect("every label has a speaker");
        let mark = if speaker.is_generic { "*" } else { "" };
        format!("{mark}{} | {}", speaker.name, speaker.role.as_deref().unwrap_or("-"))
    };
    transcript.labels.iter().map(of).collect()
}

fn count(labels: &[&str]) -> usize {
    let mut all = speakers_of(labels);
    all.sort();
    all.dedup();
    all.len()
}

#[test]
fn office_and_name_part() {
    for (label, expected) in [
        ("President of Russia VLADIMIR PUTIN", "Vladimir Putin | President of Russia"),
        ("President of Russia Vladimir Putin", "Vladimir Putin | President of Russia"),
        ("Президент России ВЛАДИМИР ПУТИН", "Владимир Путин | Президент России"),
        ("Президент России В.Путин", "В. Путин | Президент России"),
        ("Vladimir Putin, President of Russia", "Vladimir Putin | President of Russia"),
        ("Deputy Prime Minister Nils Berg", "Nils Berg | Deputy Prime Minister"),
        ("President of Turkey Kemal Aslan Demir", "Kemal Aslan Demir | President of Turkey"),
        ("Minister of Transport and Harbours Nils Berg", "Nils Berg | Minister of Transport and Harbours"),
        ("MAYOR OF LINDSUND BIRGIT SALO", "Birgit Salo | Mayor of Lindsund"),
        ("Chair of the Harbour Board MARTA LUND", "Marta Lund | Chair of the Harbour Board"),
        ("Skipper of the Boat \"Good Hope\" JONAS VELD", "Jonas Veld | Skipper of the Boat \"Good Hope\""),
        ("Шкипер лодки «Сильвер» ПЕТТЕР ГРАН", "Петтер Гран | Шкипер лодки «Сильвер»"),
        ("King Harald V of Norway", "Harald V | King of Norway"),
        ("Dr. Lena Osmund (DIE KÜSTE)", "Lena Osmund | DIE KÜSTE"),
        ("Mr. BRANDT (Coast Party)", "Mr. Brandt | Coast Party"),
        ("Dr. Angela Brandt, Bundeskanzlerin", "Angela Brandt | Bundeskanzlerin"),
        ("Министр Иван Петрович Сидоров", "Иван Петрович Сидоров | Министр"),
        ("Moderator HANNA LIE", "Hanna Lie | Moderator"),
        ("Помощник Президента А.Лунд", "А. Лунд | Помощник Президента"),
        ("Заместитель Министра Анна Лунд", "Анна Лунд | Заместитель Министра"),
        ("NILS BERG, DEPUTY CHIEF OF STAFF", "Nils Berg | Deputy Chief of Staff"),
        ("QUESTION (BBC)", "*Question (BBC) | -"),
        ("П.-Ж.Дюран", "П.-Ж. Дюран | -"),
        ("CNN", "CNN | -"),
        ("chairman Olsen", "Olsen | chairman"),
    ] {
        assert_eq!(speakers_of(&[label]), [expected], "{label}");
    }
}

#[test]
fn capitals_become_names() {
    for (label, name) in [
        ("LENA O'BRIEN-McKAY", "Lena O'Brien-McKay"),
        ("JOHN MCCAIN", "John McCain"),
        ("ANNA VAN DER BERG", "Anna van der Berg"),
        ("OLLI-PEKKA LAINE", "Olli-Pekka Laine"),
        ("HARALD XVI", "Harald XVI"),
        ("В.ПУТИН", "В. Путин"),
        ("NilsBERG", "Nils Berg"),
        ("Anna el-Bakri", "Anna el-Bakri"),
    ] {
        assert_eq!(speakers_of(&[label]), [format!("{name} | -")], "{label}");
    }
}

#[test]
fn one_person_under_several_labels() {
    for labels in [
        &[
            "President of Russia VLADIMIR PUTIN",
            "Vladimir Putin",
            "V. Putin",
            "VLADIMIR\u{a0}PUTIN",
            "Mr Putin",
            "Putin",
        ][..],
        &["Президент России ВЛАДИМИР ПУТИН", "Владимир Путин", "В.Путин", "В. Путин"],
        &["Chief Engineer OSKAR HAGEN", "Oskar Hagen", "HAGEN"],
        &["Иван Петрович Сидоров", "Иван Сидоров", "И.Сидоров", "И.П.Сидоров"],
        &["Mr. SMITH", "Mr. Smith", "Smith"],
        &["President of Ostra Kim Jan Olden", "Kim Jan Olden"],
        &["Пётр Сёмин", "Петр Семин"],
    ] {
        assert_eq!(count(labels), 1, "{:?}", speakers_of(labels));
    }
    assert_eq!(speakers_of(&["В.Путин", "Президент России ВЛАДИМИР ПУТИН"])[0], "Владимир Путин | Президент России");
    assert_eq!(
        speakers_of(&["President of Ostra Kim Jan Olden", "Kim Jan Olden"])[0],
        "Kim Jan Olden | President of Ostra"
    );
}

#[test]
fn two_persons_of_one_surname_stay_apart() {
    assert_eq!(count(&["Nils Berg", "Anna Berg", "Berg"]), 3);
    assert_eq!(count(&["Nils Berg", "Nora Berg", "N. Berg"]), 3);
    assert_eq!(count(&["Mr. SMITH of Texas", "Mr. SMITH of Ohio", "Mr. SMITH"]), 3);
    assert_eq!(count(&["Mr. SMITH", "Ms. SMITH"]), 2);
    assert_eq!(count(&["Ms. SMITH (Reds)", "Ms. SMITH (Blues)"]), 2);
    assert_eq!(count(&["Nils Berg", "Mr. Berg", "Ms. Berg"]), 3);
    assert_eq!(count(&["Alina", "Alina Berg"]), 2);
}

#[test]
fn the_unnamed_are_generic() {
    let found = speakers_of(&[
        "QUESTION",
        "Question",
        "Вопрос",
        "Speaker 2",
        "SPEAKER_02",
        "spk_0",
        "F_S12",
        "Channel 1",
        "Moderator",
        "The COURT",
        "Q",
        "Реплика",
    ]);
    let expected = [
        "*Question | -",
        "*Question | -",
        "*Вопрос | -",
        "*Speaker 2 | -",
        "*SPEAKER_02 | -",
        "*spk_0 | -",
        "*F_S12 | -",
        "*Channel 1 | -",
        "*Moderator | -",
        "*The Court | -",
        "*Q | -",
        "*Реплика | -",
    ];
    assert_eq!(found, expected);
}

#[test]
fn plain_names_of_other_formats_stay_as_they_are() {
    assert_eq!(
        speakers_of(&["Neil deGrasse Tyson", "Roger", "Dr. Quinn"]),
        ["Neil deGrasse Tyson | -", "Roger | -", "Dr. Quinn | -"]
    );
    assert_eq!(speakers_of(&["יובל"]), ["יובל | -"]);
    assert_eq!(speakers_of(&["who said: this?"]), ["who said: this? | -"]);
    assert_eq!(speakers_of(&["", "?"]).len(), 2);
}
