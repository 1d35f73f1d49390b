//! Random documents that contain the words of the rules in disguise.

use super::atoms::{ATOMS, put_between};
use proptest::prelude::*;
use proptest::sample::select;
use unicode_normalization::UnicodeNormalization;

/// Generates a word of a rule with atoms between its letters, in composed or decomposed form.
fn disguised() -> impl Strategy<Value = String> {
    let words = [
        "OpenAI", "direct", "access", "models", "free", "ChatGPT", "Straße", "naïve", "pass-through", "café noir",
        "한국 모델", "1,000 models", "NGN5000", "non-GAAP", "30 days", "99.9%", "twenty days", "$50", "MyGPT",
    ];
    let hiding = prop::collection::vec((0..12_usize, select(ATOMS)), 0..4);
    (select(words.to_vec()), any::<bool>(), hiding).prop_map(|(word, apart, hiding)| {
        let word = if apart { word.nfd().to_string() } else { word.to_owned() };
        put_between(word.chars().map(String::from).collect(), hiding)
    })
}

/// Generates a phrase of a rule with atoms between its letters and other separators between its words.
fn phrase() -> impl Strategy<Value = String> {
    let phrases = [
        "direct access to models",
        "open access",
        "free direct models",
        "access OpenAI models directly",
        "100% secure",
    ];
    let hiding = prop::collection::vec((0..24_usize, select(ATOMS)), 1..4);
    let joints =
        vec![" ", " ", "\n", "&nbsp;", "-", "\n> ", " <b>", "</b> ", " [", "](x) ", "’s ", "'s ", "  \n", "\\\n"];
    (select(phrases.to_vec()).prop_map(str::to_owned), hiding, prop::collection::vec(select(joints), 4)).prop_map(
        |(phrase, hiding, joints)| {
            let mut letters: Vec<String> = phrase.chars().map(String::from).collect();
            let spaces = letters.iter_mut().filter(|letter| *letter == " ");
            spaces.zip(joints).for_each(|(space, joint)| joint.clone_into(space));
            format!(" {} ", put_between(letters, hiding))
        },
    )
}

/// Generates a document of atoms, disguised words and phrases.
pub fn document() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(ATOMS).prop_map(str::to_owned),
        1 => disguised(),
        1 => phrase(),
        1 => Just(" direct access to OpenAI models ".to_owned()),
    ];
    prop::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
}
