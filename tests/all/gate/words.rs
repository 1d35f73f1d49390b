//! Rules with words of any script, and documents with the same words.

use super::atoms::{ATOMS, put_between};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use wordgate_text::prose::is_invisible;

/// Letters of scripts that differ in folding, composition and word breaks, and combining marks.
const ALPHABETS: &[RangeInclusive<char>] = &[
    'a'..='z',
    'A'..='Z',
    'À'..='ɏ',
    'Α'..='ώ',
    'А'..='я',
    'Ѐ'..='ԯ',
    'א'..='ת',
    'ء'..='ي',
    'क'..='ौ',
    'ก'..='๎',
    'ກ'..='ໜ',
    'က'..='႟',
    'ក'..='៓',
    '\u{1100}'..='\u{11FF}',
    'Ḁ'..='ῼ',
    'ぁ'..='ヿ',
    '\u{3131}'..='\u{318E}',
    '一'..='丿',
    '가'..='갛',
    'Ａ'..='ﾟ',
    'ﬀ'..='ﭏ',
    '𝐀'..='𝐳',
    'ª'..='º',
    '⁰'..='ₜ',
    '①'..='ⓩ',
    '\u{1F100}'..='\u{1F189}',
    '\u{300}'..='\u{345}',
    '\u{3099}'..='\u{309A}',
];

fn word() -> impl Strategy<Value = String> {
    let alphabet = select(ALPHABETS);
    let letters = alphabet.prop_flat_map(|own| {
        let letter = prop_oneof![4 => prop::char::ranges(vec![own].into()), 1 => prop::char::ranges(ALPHABETS.into())];
        prop::collection::vec(letter, 1..6)
    });
    let is_part = |c: &char| (c.is_alphanumeric() || is_combining_mark(*c)) && !is_invisible(*c);
    let word = letters.prop_map(move |letters| letters.into_iter().filter(is_part).collect());
    word.prop_filter("a word has a letter", |word: &String| word.contains(char::is_alphanumeric))
}

/// How a word is written: unchanged, in another normalisation form or in capitals, and what is between its letters.
#[derive(Clone, Debug)]
struct Spelling {
    form: fn(&str) -> String,
    hiding: Vec<(usize, &'static str)>,
}

impl Spelling {
    fn of(&self, word: &str) -> String {
        put_between((self.form)(word).chars().map(String::from).collect(), self.hiding.clone())
    }
}

fn spelling() -> impl Strategy<Value = Spelling> {
    let forms: [fn(&str) -> String; 5] =
        [str::to_owned, str::to_owned, |word| word.nfd().collect(), |word| word.nfkd().collect(), str::to_uppercase];
    let hiding = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec((0..8_usize, select(ATOMS)), 1..3)];
    (select(forms.to_vec()), hiding).prop_map(|(form, hiding)| Spelling { form, hiding })
}

/// Generates what may separate two words.
fn joint() -> impl Strategy<Value = String> {
    let atom = || select(ATOMS).prop_map(str::to_owned);
    prop_oneof![
        2 => Just(" ".to_owned()),
        2 => atom(),
        2 => (atom(), atom(), atom()).prop_map(|(a, b, c)| [a, b, c].concat()),
        1 => atom().prop_map(|atom| format!(" {atom} ")),
        1 => (atom(), atom()).prop_map(|(a, b)| format!(" {a} {b} ")),
    ]
}

/// Patterns for the words a, b and c.
const SHAPES: &[&str] = &[
    "a", "a", "a b", "a b", "a b c", "a [c] b", "[c] a b", "(a|c) b", "a (b|c)", "(a b|c)", "a ..2 b", "a & b", "a-b",
    "a , b", "a*", "*a", "a-*", "*-a", "a* b", "c *a", "(a*|*b) c",
];

/// Which of the three words are written, and in which order.
const ORDERS: &[&[usize]] =
    &[&[0], &[0, 1], &[0, 1], &[0, 1], &[0, 2, 1], &[0, 1, 2], &[2, 0, 1], &[2, 1], &[0, 2], &[1, 0]];

/// Generates patterns for common and rare words of any script, and a document with these words.
pub fn any_words() -> impl Strategy<Value = (Vec<String>, String)> {
    let known = select(vec!["an", "API", "use", "the", "zebra", "is", "data"]).prop_map(str::to_owned);
    let three = || prop::array::uniform3(any::<Index>());
    let words = prop::collection::vec(prop_oneof![2 => word(), 1 => known], 1..5);
    let phrases = prop::collection::vec((three(), select(SHAPES)), 1..4);
    let spellings = prop::array::uniform3((spelling(), joint()));
    let written = prop::collection::vec((any::<Index>(), select(ORDERS), spellings), 1..4);
    (words, phrases, written).prop_map(|(words, phrases, written)| {
        let pattern = |(own, shape): &([Index; 3], &str)| -> String {
            let of_shape = |c: char| match "abc".find(c) {
                Some(place) => own[place].get(&words).clone(),
                None => c.to_string(),
            };
            shape.chars().map(of_shape).collect()
        };
        let text = |(phrase, order, spellings): &(Index, &[usize], [(Spelling, String); 3])| -> String {
            let (own, _) = phrase.get(&phrases);
            let written = order.iter().zip(spellings);
            written.map(|(place, (spelling, joint))| spelling.of(own[*place].get::<String>(&words)) + joint).collect()
        };
        (phrases.iter().map(pattern).collect(), written.iter().map(text).collect())
    })
}
