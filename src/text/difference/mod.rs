//! How two texts in one language differ: by words on the folded text, each difference with what it does to the meaning.
//!
//! Spaces are no words. What readers do not tell apart (quotation marks, dashes, spaces, case, hyphens, re-wrapped lines)
//! is a difference too, of the class [`Class::Cosmetic`], so that it can be hidden and counted. Nothing here knows
//! which text is right, and no text of any length takes more than time in proportion.

mod classes;
mod edits;
mod matching;
mod tables;
mod words;

pub use classes::{Class, Names, Side, is_function_word};
pub use edits::{Edit, edits_of};
pub use matching::{Run, longest_chain, match_words};
pub use words::{Word, key_of, key_of_row, words};

/// The differences of two texts, in order. Ranges are bytes of the texts as given; one of the two may be empty, and then
/// stands where the other would.
pub fn compare_words(left: &str, right: &str) -> Vec<Edit> {
    compare_parts([left, right], [words(left), words(right)], [None, None])
}

/// The same for parts of two greater texts of which the words and the names are known.
pub fn compare_parts(texts: [&str; 2], words: [Vec<Word>; 2], names: [Option<&Names>; 2]) -> Vec<Edit> {
    let runs = match_words(&words[0], &words[1]);
    let left = Side::with_names(texts[0], &words[0], names[0]);
    edits_of(&left, &Side::with_names(texts[1], &words[1], names[1]), runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The differences, each as its class and the words of both sides.
    fn differences<'t>(left: &'t str, right: &'t str) -> Vec<(&'static str, &'t str, &'t str)> {
        let edits = compare_words(left, right).into_iter();
        edits.map(|edit| (edit.class.name(), &left[edit.left], &right[edit.right])).collect()
    }

    #[test]
    fn a_change_has_the_class_of_what_it_does() {
        for (left, right, expected) in [
            ("We did not close the harbour.", "We did close the harbour.", ("negation", "not", "")),
            ("It is possible to stay.", "It is impossible to stay.", ("negation", "possible", "impossible")),
            ("And we made mistakes there.", "And made mistakes there.", ("who-acts", "we", "")),
            ("I apologise to the crew.", "Excuse us to the crew.", ("who-acts", "I apologise", "Excuse us")),
            ("It cost 300 crowns.", "It cost 3,000 crowns.", ("number", "300", "3,000")),
            ("They met on July 10 at noon.", "They met on July 11 at noon.", ("date", "10", "11")),
            ("Then Harlow thanked them.", "Then Osei thanked them.", ("name", "Harlow", "Osei")),
            ("This may work.", "This will work.", ("hedge", "may", "will")),
            ("It is late. Nobody has come. We go.", "It is late. We go.", ("deleted-sentence", "Nobody has come", "")),
            ("We go.", "We go. It is late now.", ("added-sentence", "", "It is late now")),
            ("The old port is quiet.", "The ancient port is quiet.", ("rewording", "old", "ancient")),
            ("It is, um, late.", "It is late.", ("filler", "um", "")),
            ("It is it is late.", "It is late.", ("filler", "it is", "")),
            ("Мы не закрыли порт.", "Мы закрыли порт.", ("negation", "не", "")),
            ("Приношу мои извинения.", "Приносим наши извинения.", ("who-acts", "Приношу мои", "Приносим наши")),
            ("Пришло пять лодок.", "Пришло шесть лодок.", ("number", "пять", "шесть")),
            ("Мы должны уйти.", "Мы можем уйти.", ("hedge", "должны", "можем")),
            ("They say we've lost it.", "They say we have lost it.", ("rewording", "we've", "we have")),
        ] {
            assert_eq!(differences(left, right), [expected], "{left} | {right}");
        }
    }

    #[test]
    fn what_is_not_read_is_cosmetic() {
        let left = "“Well-known” — he said — is 5 000 people’s café.";
        let right = "\"well known\" - he said\n\u{2013} is 5\u{a0}000 people's cafe\u{301}.";
        assert!(differences(left, right).iter().all(|difference| difference.0 == "cosmetic"));
        assert!(!differences(left, right).is_empty());
        assert_eq!(differences("Will it? Yes.", "Will it. Yes."), [("punctuation", "? ", ". ")]);
        assert_eq!(differences("about 8,000 boats", "about 8000 boats"), [("cosmetic", "8,000", "8000")]);
        assert_eq!(differences("about 1.5 boats", "about 15 boats")[0].0, "number");
    }

    #[test]
    fn the_ranges_cover_all_that_differs() {
        let (left, right) = ("One two, three. Four!", "One 2, three? Four?");
        let edits = compare_words(left, right);
        let mut at = (0, 0);
        for edit in &edits {
            let same = (&left[at.0..edit.left.start], &right[at.1..edit.right.start]);
            assert_eq!(same.0.trim(), same.1.trim());
            at = (edit.left.end, edit.right.end);
        }
    }
}
