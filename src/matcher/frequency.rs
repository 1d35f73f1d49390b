//! How often words are to be expected in text: patterns are found by their rarest.
//!
//! Only the order matters, so a few lists of English words and the length of all others do.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Words of nearly every text.
const COMMON: &str = "\
    a all an and any are as at be by can do does for from get has have if in is it its model models no not of on one \
    or our provide provides service that the their this to up use used we will with you your % # $ + /";

/// Words of most texts about software and services.
const FREQUENT: &str = "\
    0 1 2 3 4 5 about access add after ai also api application available based been before best better between both \
    build built business but client cloud code company could create data day each easy even every example fast \
    feature features file first following free full good had help here how into just keep know language large learn \
    learning less like list long made make makes many may me money month more most much must my name need new next \
    now number off only open other out over own page part people per platform point power price product products \
    project real right run same secure security see server services set should simple so some source start state \
    such support system take team text than them then there these they those through time tool tools two under us \
    user users using value version via want was way web well were what when where which while who without work works \
    would write year";

/// How often a word, case folded, is to be expected, roughly.
pub(crate) fn frequency(word: &str) -> u32 {
    static LISTED: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| {
        let listed = |words: &'static str, frequency| words.split(' ').map(move |word| (word, frequency));
        listed(FREQUENT, 100).chain(listed(COMMON, 1000)).collect()
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
