//! Transfers the casing of a match to its rewordings: "Whitelist" becomes "Allowlist", "WHITELIST" becomes "ALLOWLIST".

use super::target::SuggestionTarget;
use std::collections::BTreeSet;
use wordgate_text::prose::{Token, TokenKind};

/// The casing of matched words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Casing {
    /// The rewording keeps the casing of its template.
    Plain,
    /// The first word starts with a capital.
    Initial,
    /// Every long word starts with a capital.
    Title,
    /// ALL CAPS.
    Upper,
}

/// Returns the casing of a match. The captures in `carried` do not count, because the rewording repeats them with their
/// own casing.
pub(super) fn casing(target: &SuggestionTarget, carried: &BTreeSet<&str>) -> Casing {
    let tokens = target.words.tokens();
    let captured = |index: usize| {
        target.found.captures.iter().any(|(name, range)| carried.contains(&**name) && range.contains(&index))
    };
    let words: Vec<&str> = target
        .found
        .tokens
        .clone()
        .filter(|&index| tokens[index].kind == TokenKind::Word && !captured(index))
        .map(|index| target.words.exact(&tokens[index]))
        .filter(|word| word.starts_with(char::is_alphabetic))
        .collect();
    let upper = |word: &&str| word.chars().all(|c| !c.is_lowercase());
    let initial = |word: &&str| word.starts_with(char::is_uppercase);
    let long: Vec<&str> = words.iter().copied().filter(|word| is_long(word)).collect();
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    let first = &tokens[target.found.tokens.start];
    let is_capital = first.kind == TokenKind::Word && initial(&target.words.exact(first));
    // A word with only an initial capital inside a sentence is from a title. A word with several capitals is a name.
    let is_titled = |word: &&str| initial(word) && !word.chars().skip(1).any(char::is_uppercase);
    // "GET" alone may be an acronym. Among other words in capitals it is not.
    let all: String = target.found.tokens.clone().map(|index| target.words.exact(&tokens[index])).collect();
    let is_upper = letters > 1 && all.chars().count() > 3 && upper(&all.as_str());
    if (letters > 3 || is_upper) && words.iter().all(upper) {
        Casing::Upper
    } else if long.len() > 1 && long.iter().all(initial) {
        Casing::Title
    } else if starts_sentence(target) && is_capital || target.found.tokens.len() == 1 && words.iter().any(is_titled) {
        Casing::Initial
    } else {
        Casing::Plain
    }
}

/// Returns whether a word is long enough to take a capital anywhere in a title, unlike "of" and "the".
pub(super) fn is_long(word: &str) -> bool {
    word.chars().count() > 3
}

fn starts_sentence(target: &SuggestionTarget) -> bool {
    let tokens = target.words.tokens();
    let start = target.found.tokens.start;
    let is_word = |token: &&Token| !matches!(token.kind, TokenKind::Mark(_));
    let before = tokens[..start].iter().rev().take(8).find(is_word);
    before.is_none_or(|before| before.sentence != tokens[start].sentence)
}

impl Casing {
    pub fn apply(self, text: &str) -> String {
        match self {
            Casing::Plain => text.to_owned(),
            Casing::Upper => text.to_uppercase(),
            Casing::Initial => capitalised(text),
            Casing::Title => titled(text),
        }
    }
}

/// Returns the text in title case: the first word and every long word start with a capital.
fn titled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '/', '-']) {
        let bare = word.trim_end_matches([' ', '/', '-']);
        if out.is_empty() || is_long(bare) { out.push_str(&capitalised(word)) } else { out.push_str(word) }
    }
    out
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
