//! Words that tell what a change does to the meaning: negations, persons, numbers, hedges, fillers. A language is a row
//! of a table, not code.
//!
//! Words are lower case; they are folded when the table is made. A word may stand in several columns. Words that mean
//! something else in another language of the table are left out of the rarer one.

use std::sync::LazyLock;

use super::words::key_of;
use crate::text::KeyMap;

/// What a word may be; several at once.
pub type Kinds = u16;

/// Says no: `not`, `never`, `без`.
pub const NEGATION: Kinds = 1;
/// The speaker: `I`, `my`.
pub const SPEAKER: Kinds = 1 << 1;
/// The speaker and others: `we`.
pub const SPEAKERS: Kinds = 1 << 2;
/// Who is spoken to: `you`.
pub const ADDRESSED: Kinds = 1 << 3;
/// One other: `he`, `her`.
pub const OTHER: Kinds = 1 << 4;
/// Several others: `they`.
pub const OTHERS: Kinds = 1 << 5;
/// Somebody, whoever: `someone`, `nobody`.
pub const ANYBODY: Kinds = 1 << 6;
/// A number written as a word: `three`, `million`, `half`.
pub const NUMBER: Kinds = 1 << 7;
/// Weakens or strengthens what is claimed: `may`, `must`, `perhaps`.
pub const HEDGE: Kinds = 1 << 8;
/// Says nothing: `um`.
pub const FILLER: Kinds = 1 << 9;
/// Binds words and says little itself: `the`, `of`.
pub const FUNCTION: Kinds = 1 << 10;

/// All persons.
pub const PERSONS: Kinds = SPEAKER | SPEAKERS | ADDRESSED | OTHER | OTHERS | ANYBODY;

/// One language; each column is a list of words with spaces between them.
struct Row {
    columns: &'static [(Kinds, &'static str)],
    /// What says nothing though its words do: `you know`.
    filler_phrases: &'static [&'static str],
    /// What makes a word its opposite when put in front: `un`.
    negating_prefixes: &'static [&'static str],
}

static ROWS: &[Row] = &[
    // English
    Row {
        columns: &[
            (
                NEGATION,
                "not no never none nothing nobody nowhere neither nor without cannot hardly barely scarcely unless except",
            ),
            (SPEAKER, "i me my mine myself"),
            (SPEAKERS, "we us our ours ourselves let's"),
            (ADDRESSED, "you your yours yourself yourselves"),
            (OTHER, "he him his himself she her hers herself"),
            (OTHERS, "they them their theirs themselves"),
            (ANYBODY, "someone somebody anyone anybody everyone everybody nobody"),
            (
                NUMBER,
                "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
                 seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million \
                 billion trillion hundreds thousands millions billions dozen dozens half third quarter twice double triple \
                 first second fourth fifth sixth tenth percent",
            ),
            (
                HEDGE,
                "may might must should could would can shall will ought perhaps maybe probably possibly likely unlikely \
                 certainly definitely surely clearly obviously undoubtedly apparently allegedly reportedly supposedly seem \
                 seems seemed appear appears appeared believe think suppose guess almost nearly roughly approximately about \
                 somewhat rather quite mostly largely partly always sometimes often usually generally never only all some \
                 many most few several every any each both full fully completely entirely absolutely need needs have has had",
            ),
            (
                FILLER,
                "um uh umm uhm uhh hmm mm mhm er erm ah oh eh huh well so like yeah okay ok right basically actually \
                      literally anyway just",
            ),
            (
                FUNCTION,
                "the a an of to in and or but for with on at by from as is are was were be been being it its this that \
                 these those there here which who whom what when where how why if then than do does did also too very up out \
                 into over about",
            ),
        ],
        filler_phrases: &[
            "you know",
            "i mean",
            "sort of",
            "kind of",
            "you see",
            "i guess",
            "or something",
            "and stuff",
            "i think",
            "you know what i mean",
            "and so",
            "and then",
            "and",
        ],
        negating_prefixes: &["un", "in", "im", "ir", "il", "dis", "non", "anti", "mis"],
    },
    // Russian
    Row {
        columns: &[
            (
                NEGATION,
                "не ни нет никогда никто никого никому ничто ничего ничему нигде никуда нельзя без никакой никакого никакая никаких \
                        невозможно незачем некому вряд едва кроме",
            ),
            (SPEAKER, "я меня мне мной мною мой моя мое мои моего моей моему моим моих моими мою"),
            (SPEAKERS, "мы нас нам нами наш наша наше наши нашего нашей нашему нашим наших нашими нашу"),
            (
                ADDRESSED,
                "ты тебя тебе тобой твой твоя твое твои вы вас вам вами ваш ваша ваше ваши вашего вашей вашему вашим ваших вашими вашу",
            ),
            (OTHER, "он его ему им нем него нему она ее ей ею ней нее неё"),
            (OTHERS, "они их им ими них ним ними"),
            (ANYBODY, "кто-то кто-нибудь каждый все всех всем всеми никто"),
            (
                NUMBER,
                "ноль нуль один одна одно одного одной два две двух двумя три трех тремя четыре четырех пять пяти шесть шести семь семи \
                 восемь восьми девять девяти десять десяти одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать \
                 семнадцать восемнадцать девятнадцать двадцать двадцати тридцать тридцати сорок сорока пятьдесят шестьдесят \
                 семьдесят восемьдесят девяносто сто ста двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот \
                 тысяча тысячи тысяч тыс миллион миллиона миллионов млн миллиард миллиарда миллиардов млрд триллион триллиона \
                 триллионов половина половины половину треть трети четверть четверти дважды трижды вдвое втрое полтора полторы \
                 первый первая первое второй вторая второе третий третья процент процента процентов",
            ),
            (
                HEDGE,
                "может могут могу можем можно мог могла могли должен должна должно должны надо нужно необходимо следует придется \
                 возможно вероятно наверное наверно пожалуй видимо очевидно конечно безусловно несомненно разумеется якобы \
                 кажется думаю полагаю считаю похоже скорее почти примерно около приблизительно практически отчасти всегда \
                 иногда часто обычно только лишь все некоторые многие большинство полностью целиком абсолютно бы вроде",
            ),
            (
                FILLER,
                "э ээ эээ мм ммм эм а ну вот так значит короче типа слушайте понимаете знаете собственно как-то это",
            ),
            (
                FUNCTION,
                "и в во на с со к ко о об от из за по до для у при что чтобы как а но или же ли это этот эта эти этого того тот та \
                 те то там тут здесь где когда если уже еще также тоже быть был была было были есть будет",
            ),
        ],
        filler_phrases: &[
            "как бы",
            "так сказать",
            "то есть",
            "в общем",
            "вы знаете",
            "вы понимаете",
            "на самом деле",
            "ну вот",
            "и вот",
            "и",
        ],
        negating_prefixes: &["не", "без", "бес", "анти", "контр"],
    },
    // German
    Row {
        columns: &[
            (
                NEGATION,
                "nicht kein keine keinen keinem keiner keines nie niemals niemand niemandem nichts nirgends ohne weder kaum",
            ),
            (SPEAKER, "ich mich mein meine meinen meinem meiner"),
            (SPEAKERS, "wir unser unsere unseren unserem unserer"),
            (ADDRESSED, "du dich dir dein deine euch euer"),
            (
                NUMBER,
                "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig hundert tausend millionen milliarden prozent hälfte",
            ),
            (
                HEDGE,
                "kann können könnte könnten muss müssen müsste soll sollen sollte sollten darf dürfen dürfte vielleicht \
                     wahrscheinlich vermutlich wohl möglicherweise sicher bestimmt fast etwa ungefähr immer manchmal",
            ),
            (FILLER, "äh ähm hm naja halt eben"),
            (
                FUNCTION,
                "der die das den dem des ein eine einen einem einer und oder aber mit von zu im auf für ist sind war auch",
            ),
        ],
        filler_phrases: &[],
        negating_prefixes: &[],
    },
    // French
    Row {
        columns: &[
            (NEGATION, "ne pas jamais rien aucun aucune sans personne nulle ni guère"),
            (SPEAKER, "je moi mon ma mes"),
            (SPEAKERS, "nous notre nos"),
            (ADDRESSED, "vous votre vos tu toi"),
            (OTHERS, "ils elles leur leurs eux"),
            (
                NUMBER,
                "deux trois quatre cinq sept huit neuf dix vingt trente quarante cinquante soixante cent mille millions milliards moitié",
            ),
            (
                HEDGE,
                "peut peuvent pourrait pourraient doit doivent devrait devraient peut-être probablement sûrement certainement \
                     presque environ toujours parfois",
            ),
            (FILLER, "euh ben bah hein voilà"),
            (FUNCTION, "le la les des du de un une et ou mais avec dans pour par sur est sont était que qui ce cette"),
        ],
        filler_phrases: &[],
        negating_prefixes: &[],
    },
];

/// All words by their keys.
static TABLE: LazyLock<KeyMap<Kinds>> = LazyLock::new(|| {
    let mut table = KeyMap::default();
    for (kind, words) in ROWS.iter().flat_map(|row| row.columns) {
        words.split_whitespace().for_each(|word| *table.entry(key_of(word)).or_default() |= kind);
    }
    table
});

/// All phrases that say nothing, as keys, the longest first.
static PHRASES: LazyLock<Vec<Vec<u64>>> = LazyLock::new(|| {
    let phrases = ROWS.iter().flat_map(|row| row.filler_phrases);
    let mut phrases: Vec<Vec<u64>> = phrases.map(|phrase| phrase.split(' ').map(key_of).collect()).collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    phrases
});

/// What a word may be; 0 for one that no table knows.
pub fn kinds(key: u64) -> Kinds {
    TABLE.get(&key).copied().unwrap_or_default()
}

/// What a folded word may be, its short forms taken apart: `won't`, `I'm`.
pub fn kinds_of(folded: &str, key: u64) -> Kinds {
    let known = kinds(key);
    let Some((head, tail)) = folded.split_once('\'') else { return known };
    let negation = if head.ends_with('n') && tail == "t" { NEGATION } else { 0 };
    known | negation | (kinds(key_of(head)) & PERSONS)
}

/// Whether all the words say nothing.
pub fn are_fillers(keys: &[u64]) -> bool {
    let mut rest = keys;
    while let Some(first) = rest.first() {
        let phrase = PHRASES.iter().find(|phrase| rest.starts_with(phrase)).map_or(0, Vec::len);
        let length = if phrase > 0 { phrase } else { usize::from(kinds(*first) & FILLER != 0) };
        if length == 0 {
            return false;
        }
        rest = &rest[length..];
    }
    !keys.is_empty()
}

/// Whether one of two folded words is the other with `un`, `не` or the like in front.
pub fn are_opposites(one: &str, other: &str) -> bool {
    let mut prefixes = ROWS.iter().flat_map(|row| row.negating_prefixes);
    let is_negated =
        |long: &str, short: &str, prefix: &str| short.len() > 2 && long.strip_prefix(prefix) == Some(short);
    prefixes.any(|prefix| is_negated(one, other, prefix) || is_negated(other, one, prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_known() {
        let of = |word: &str| kinds_of(word, key_of(word));
        assert_ne!(of("won't") & NEGATION, 0);
        assert_ne!(of("we're") & SPEAKERS, 0);
        assert_ne!(of("её") & OTHER, 0);
        assert_eq!(of("harbour"), 0);
    }

    #[test]
    fn what_says_nothing_is_known() {
        let keys = |text: &str| text.split(' ').map(key_of).collect::<Vec<_>>();
        assert!(are_fillers(&keys("um you know well")));
        assert!(!are_fillers(&keys("you said")));
        assert!(are_opposites("possible", "impossible") && are_opposites("законно", "незаконно"));
        assert!(!are_opposites("possible", "probable"));
    }
}
