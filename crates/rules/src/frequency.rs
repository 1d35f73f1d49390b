//! Estimates how frequent a word is in English text.
//!
//! The gate and the matcher search for the rarest words of each pattern first. Only the order matters, so two short
//! lists of common words are enough. The frequency of any other word is estimated by its length, because long words are
//! rarer.

use crate::{Shape, Word};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Words that occur in nearly every text.
const IN_EVERY_TEXT: &str = "\
    a all an and any are as at be by can do does for from get has have if in is it its model models no not of on one \
    or our provide provides service that the their this to up use used we will with you your % # $ + /";

/// Words that occur in most texts about software and services.
const IN_MOST_TEXTS: &str = "\
    0 1 2 3 4 5 about access add after again agent agents ai also amazon api apple application approval approved \
    assistant available aws azure based batch been before best better between both break build built business \
    but cannot certain chat client cloud code company could count create d data day designed directly doesn don \
    double drop each easy endpoint endpoints ensure environment even every example expected fast feature \
    features file first following forward free full fully future generate go going good google had happen help \
    here history how image images increase into just keep know language large last learn learning less like list \
    ll long loss machine made make makes many master may me microsoft money month more most move much must my \
    name native need never new next none now number off online only open order other out over own page part pass \
    passed passing people per performance platform point power price produce product products project proxy re \
    real recommended response responses result results return returned returns right risk run s same secure \
    security see server services set should side sign simple so some source start state success such support \
    sure system t take team text than them then there these they those three through time tool tools two under \
    us user users using value ve version via want was way web well were what when where which while who within \
    without work works world would write year";

/// The expected frequency of numbers.
pub const NUMBER_FREQUENCY: u32 = 800;

/// Estimates how many words begin or end with a word part, from the frequency of the part as a word.
pub fn part_frequency(letters: &str) -> u32 {
    8 * frequency(letters).max(10)
}

/// Estimates the frequency of all forms of a word of a pattern together. Returns `None` if the word can be any word.
pub(crate) fn word_frequency(word: &Word) -> Option<u32> {
    let sum = |of_form: fn(&str) -> u32| word.folded_forms().map(|form| of_form(&form)).fold(0, u32::saturating_add);
    match word.shape {
        Shape::Whole => Some(sum(frequency)),
        Shape::Number => Some(sum(|form| if form.contains(char::is_alphabetic) { 3 } else { NUMBER_FREQUENCY })),
        Shape::Start | Shape::End if word.forms.iter().any(String::is_empty) => None,
        Shape::Start | Shape::End => Some(sum(part_frequency)),
    }
}

/// Estimates the frequency of a case-folded word. The numbers are guesses in no unit and are only compared and added.
pub fn frequency(word: &str) -> u32 {
    static LISTED: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| {
        let listed = |words: &'static str, frequency| words.split(' ').map(move |word| (word, frequency));
        listed(IN_MOST_TEXTS, 100).chain(listed(IN_EVERY_TEXT, 1000)).collect()
    });
    LISTED.get(word).copied().unwrap_or_else(|| match word.chars().count() {
        0..=2 => 60,
        3 => 25,
        4 => 12,
        5 => 8,
        6..=7 => 5,
        _ => 3,
    })
}
