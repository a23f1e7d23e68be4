//! Words that look alike in two languages: numbers, names, shared roots, across alphabets by their sound in Latin
//! letters. What is alike is only a hint; the lexicon that is learnt from the pair overrules it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokens::Tokens;
use crate::text::latin::latin_of;

/// How alike two words must be to be taken note of, as the share of the longest common subsequence.
const LEAST_SIMILARITY: f32 = 0.62;
/// Fewest letters of words that are compared by sound.
const LEAST_LETTERS: usize = 4;
/// Most words that begin alike and are compared with each other on each side, so that no list of thousands of words
/// takes quadratic time.
const MOST_ALIKE: usize = 400;

/// A pair of kinds of tokens that look alike: left, right, how much from 0 to 1.
pub type Pair = (u32, u32, f32);

/// The pairs of words that look alike.
pub fn cognates(left: &Tokens, right: &Tokens) -> Vec<Pair> {
    let (l, r) = (sounds(left), sounds(right));
    // Where one script writes no vowels, neither side's are looked at.
    let has_vowels = |sounds: &[Sound]| sounds.iter().filter(|sound| sound.has_vowels).count() * 2 > sounds.len();
    let is_without = !has_vowels(&l) || !has_vowels(&r);
    let mut pairs = Vec::new();
    let exact: HashMap<&str, u32> =
        right.types.iter().enumerate().map(|(id, kind)| (kind.form.as_str(), id as u32)).collect();
    for (id, kind) in left.types.iter().enumerate() {
        let is_short = kind.form.chars().count() < LEAST_LETTERS && kind.form.chars().all(char::is_alphabetic);
        if let Some(other) = exact.get(kind.form.as_str()).filter(|_| !is_short) {
            pairs.push((id as u32, *other, 1.0));
        }
    }
    let mut heads: HashMap<[u8; 2], Vec<&Sound>> = HashMap::new();
    let usable = |sound: &&Sound| sound.letters(is_without).len() >= if is_without { 3 } else { LEAST_LETTERS };
    for sound in r.iter().filter(usable) {
        let list = heads.entry(sound.head(is_without)).or_default();
        if list.len() < MOST_ALIKE {
            list.push(sound);
        }
    }
    let mut spent: HashMap<[u8; 2], usize> = HashMap::new();
    for sound in l.iter().filter(usable) {
        let head = sound.head(is_without);
        let spent = spent.entry(head).or_default();
        *spent += 1;
        if *spent > MOST_ALIKE {
            continue;
        }
        for other in heads.get(&head).into_iter().flatten() {
            let similarity = similarity(sound.letters(is_without), other.letters(is_without));
            let is_same = left.types[sound.id as usize].form == right.types[other.id as usize].form;
            if similarity >= LEAST_SIMILARITY && !is_same {
                pairs.push((sound.id, other.id, (similarity - 0.5) * 2.0));
            }
        }
    }
    pairs
}

/// Whether two folded names sound alike word by word, in whatever alphabets they are written: `Marta Lund`, `Марта Лунд`.
/// One of them may have words that the other has not.
pub fn sounds_alike(one: &str, other: &str) -> bool {
    NameSound::of(one).is_like(&NameSound::of(other))
}

/// How a folded name sounds: the consonants of each of its words.
#[derive(Clone, Debug)]
pub struct NameSound(Vec<Vec<u8>>);

impl NameSound {
    /// Of a name, or of a single word.
    pub fn of(name: &str) -> Self {
        let words = name.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1);
        Self(words.map(|word| Sound::of(0, word).consonants).collect())
    }

    /// See [`sounds_alike`].
    pub fn is_like(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() <= other.0.len() { (&self.0, &other.0) } else { (&other.0, &self.0) };
        let is_there = |word: &Vec<u8>| long.iter().any(|known| similarity(word, known) >= 0.75);
        !short.is_empty() && short.iter().all(is_there)
    }
}

/// How a word sounds, in Latin letters that stand for several alike.
struct Sound {
    id: u32,
    letters: Vec<u8>,
    consonants: Vec<u8>,
    has_vowels: bool,
}

impl Sound {
    fn of(id: u32, word: &str) -> Self {
        let mut letters = Vec::new();
        let has_vowels = !word.chars().any(|c| matches!(c, '\u{590}'..='\u{6ff}'));
        word.chars().for_each(|c| sound_of(c, &mut letters));
        letters.dedup();
        let consonants = letters.iter().enumerate().filter(|(at, letter)| *at == 0 || !is_vowel(**letter));
        let mut consonants: Vec<u8> = consonants.map(|(_, letter)| *letter).collect();
        consonants.dedup();
        letters.truncate(64);
        consonants.truncate(64);
        Self { id, letters, consonants, has_vowels }
    }

    fn letters(&self, is_without_vowels: bool) -> &[u8] {
        if is_without_vowels { &self.consonants } else { &self.letters }
    }

    /// The first sound, and the first consonant behind it: what two words must share to be compared at all.
    fn head(&self, is_without_vowels: bool) -> [u8; 2] {
        let letters = self.letters(is_without_vowels);
        let first = letters.first().copied().unwrap_or_default();
        let second = letters.iter().skip(1).find(|letter| !is_vowel(**letter)).copied().unwrap_or_default();
        [first, second]
    }
}

fn sounds(side: &Tokens) -> Vec<Sound> {
    let words = side.types.iter().enumerate().filter(|(_, kind)| kind.form.chars().all(char::is_alphabetic));
    words.map(|(id, kind)| Sound::of(id as u32, &kind.form)).collect()
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Letters and their sounds: each entry is a letter and the Latin letters that it is read as.
const SOUNDS: &[(char, &str)] = &[
    // Latin letters that differ from language to language for one sound.
    ('c', "k"),
    ('q', "k"),
    ('z', "s"),
    ('w', "v"),
    ('y', "i"),
    ('j', "i"),
    ('x', "ks"),
    ('h', ""),
    ('æ', "e"),
    ('œ', "e"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "t"),
    ('ı', "i"),
    ('ł', "l"),
    // Cyrillic, where a sound is not what the letter is written as in Latin letters.
    ('ж', "s"),
    ('з', "s"),
    ('х', "k"),
    ('ц', "k"),
    ('ч', "k"),
    ('ш', "s"),
    ('щ', "s"),
    ('ј', "i"),
    ('љ', "l"),
    ('њ', "n"),
    ('ћ', "k"),
    ('ђ', "d"),
    ('џ', "d"),
    // Greek.
    ('α', "a"),
    ('β', "v"),
    ('γ', "g"),
    ('δ', "d"),
    ('ε', "e"),
    ('ζ', "s"),
    ('η', "i"),
    ('θ', "t"),
    ('ι', "i"),
    ('κ', "k"),
    ('λ', "l"),
    ('μ', "m"),
    ('ν', "n"),
    ('ξ', "ks"),
    ('ο', "o"),
    ('π', "p"),
    ('ρ', "r"),
    ('σ', "s"),
    ('τ', "t"),
    ('υ', "i"),
    ('φ', "f"),
    ('χ', "k"),
    ('ψ', "ps"),
    ('ω', "o"),
    // Hebrew.
    ('א', "a"),
    ('ב', "b"),
    ('ג', "g"),
    ('ד', "d"),
    ('ה', ""),
    ('ו', "v"),
    ('ז', "s"),
    ('ח', "k"),
    ('ט', "t"),
    ('י', "i"),
    ('כ', "k"),
    ('ך', "k"),
    ('ל', "l"),
    ('מ', "m"),
    ('ם', "m"),
    ('נ', "n"),
    ('ן', "n"),
    ('ס', "s"),
    ('ע', "a"),
    ('פ', "p"),
    ('ף', "f"),
    ('צ', "s"),
    ('ץ', "s"),
    ('ק', "k"),
    ('ר', "r"),
    ('ש', "s"),
    ('ת', "t"),
    // Arabic.
    ('ا', "a"),
    ('أ', "a"),
    ('إ', "i"),
    ('آ', "a"),
    ('ب', "b"),
    ('ت', "t"),
    ('ث', "t"),
    ('ج', "g"),
    ('ح', ""),
    ('خ', "k"),
    ('د', "d"),
    ('ذ', "d"),
    ('ر', "r"),
    ('ز', "s"),
    ('س', "s"),
    ('ش', "s"),
    ('ص', "s"),
    ('ض', "d"),
    ('ط', "t"),
    ('ظ', "s"),
    ('ع', ""),
    ('غ', "g"),
    ('ف', "f"),
    ('ق', "k"),
    ('ك', "k"),
    ('ل', "l"),
    ('م', "m"),
    ('ن', "n"),
    ('ه', ""),
    ('و', "u"),
    ('ي', "i"),
    ('ى', "a"),
    ('ة', "a"),
    ('ء', ""),
    ('ؤ', "u"),
    ('ئ', "i"),
    ('پ', "p"),
    ('چ', "k"),
    ('ژ', "s"),
    ('گ', "g"),
];

fn sound_of(c: char, letters: &mut Vec<u8>) {
    static SOUND_OF: LazyLock<HashMap<char, &str>> = LazyLock::new(|| SOUNDS.iter().copied().collect());
    match (c, letters.last()) {
        // `ph` is one sound, whoever writes it; so are `ts` and `ch`.
        ('h', Some(b'p')) => {
            letters.pop();
            letters.push(b'f');
        }
        _ => match SOUND_OF.get(&c) {
            Some(sound) => letters.extend(sound.bytes()),
            None if c.is_ascii_lowercase() => letters.push(c as u8),
            None => letters.extend(latin_of(c).unwrap_or_default().bytes()),
        },
    }
}

/// The length of the longest common subsequence over the length of the longer word; up to 64 letters, counted in bits
/// (Crochemore et al. 2001).
fn similarity(one: &[u8], other: &[u8]) -> f32 {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    if (short as f32) < LEAST_SIMILARITY * long as f32 {
        return 0.0;
    }
    let mut places = [0u64; 26];
    for (at, letter) in one.iter().enumerate() {
        if let Some(place) = places.get_mut(letter.wrapping_sub(b'a') as usize) {
            *place |= 1 << at;
        }
    }
    let mut row = !0u64;
    for letter in other {
        let place = places.get(letter.wrapping_sub(b'a') as usize).copied().unwrap_or_default();
        let kept = row & place;
        row = row.wrapping_add(kept) | (row & !place);
    }
    let mask = if one.len() >= 64 { !0 } else { (1u64 << one.len()) - 1 };
    (!row & mask).count_ones() as f32 / long.max(1) as f32
}
