//! The casing of a match, carried over to its rewordings.

use super::place::SuggestionPlace;
use std::collections::BTreeSet;
use wordgate_text::prose::{Token, TokenKind};

/// How matched words are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Casing {
    /// As the template says.
    Plain,
    /// The first letter of a sentence.
    Initial,
    /// Every word of weight starts with a capital.
    Title,
    /// ALL CAPS.
    Upper,
}

/// The casing of a match, judged by the words that are not carried over by name: those keep their own.
pub(super) fn casing(place: &SuggestionPlace, carried: &BTreeSet<&str>) -> Casing {
    let tokens = place.words.tokens();
    let captured = |index: usize| {
        place.found.captures.iter().any(|(name, range)| carried.contains(&**name) && range.contains(&index))
    };
    let own: Vec<&str> = place
        .found
        .tokens
        .clone()
        .filter(|&index| tokens[index].kind == TokenKind::Word && !captured(index))
        .map(|index| place.words.exact(&tokens[index]))
        .filter(|word| word.starts_with(char::is_alphabetic))
        .collect();
    let upper = |word: &&str| word.chars().all(|c| !c.is_lowercase());
    let initial = |word: &&str| word.starts_with(char::is_uppercase);
    let weighty: Vec<&str> = own.iter().copied().filter(|word| has_weight(word)).collect();
    let letters: usize = own.iter().map(|word| word.chars().count()).sum();
    let first = &tokens[place.found.tokens.start];
    let is_capital = first.kind == TokenKind::Word && initial(&place.words.exact(first));
    // A single capital inside of a sentence is a title's, unless the word has more of them: that is a name's.
    let is_titled = |word: &&str| initial(word) && !word.chars().skip(1).any(char::is_uppercase);
    // "GET" alone may be an acronym; among capitals it is not.
    let all: String = place.found.tokens.clone().map(|index| place.words.exact(&tokens[index])).collect();
    let is_upper = letters > 1 && all.chars().count() > 3 && upper(&all.as_str());
    if (letters > 3 || is_upper) && own.iter().all(upper) {
        Casing::Upper
    } else if weighty.len() > 1 && weighty.iter().all(initial) {
        Casing::Title
    } else if starts_sentence(place) && is_capital || place.found.tokens.len() == 1 && own.iter().any(is_titled) {
        Casing::Initial
    } else {
        Casing::Plain
    }
}

/// Whether a word takes a capital in a title wherever it stands.
pub(super) fn has_weight(word: &str) -> bool {
    word.chars().count() > 3
}

fn starts_sentence(place: &SuggestionPlace) -> bool {
    let tokens = place.words.tokens();
    let start = place.found.tokens.start;
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

/// The text with a capital for its first word and every word of weight.
fn titled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '/', '-']) {
        let bare = word.trim_end_matches([' ', '/', '-']);
        if out.is_empty() || has_weight(bare) { out.push_str(&capitalised(word)) } else { out.push_str(word) }
    }
    out
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
