//! Rewordings for a match: templates filled in, the casing of the match carried over, and who may apply them.

use crate::finding::{Applicability, Edit, Suggestion};
use crate::matcher::Match;
use crate::prose::{Token, TokenKind, Words};
use crate::rule::{Rule, RuleKind};
use crate::source::Span;
use std::collections::BTreeSet;

/// Where a suggestion would go.
pub(super) struct Place<'p> {
    pub words: &'p Words,
    pub found: &'p Match,
    /// From the first to the last byte of the match in the source.
    pub span: Span,
    /// Whether the match is one piece of source, without markup inside.
    pub contiguous: bool,
}

/// The suggestions of `rule`; `shown` gives the text of a capture. A template whose capture is not in the match is left
/// out.
pub(super) fn suggestions<'v>(rule: &Rule, place: &Place, shown: impl Fn(&str) -> Option<&'v str>) -> Vec<Suggestion> {
    if let (RuleKind::Prefer(preferred), true) = (&rule.kind, rule.suggest.is_empty()) {
        return vec![suggestion(preferred.clone(), applicability(rule, place, 1), place)];
    }
    let mut suggestions = Vec::with_capacity(rule.suggest.len());
    for template in &rule.suggest {
        let Some(text) = template.render(&shown) else { continue };
        let starts_with_capture = template.source().starts_with('{');
        let text = apply(casing(place, &template.names()), &text, starts_with_capture);
        let applicability =
            if template.needs_facts() { Applicability::Manual } else { applicability(rule, place, rule.suggest.len()) };
        suggestions.push(suggestion(text, applicability, place));
    }
    suggestions
}

fn suggestion(text: String, applicability: Applicability, place: &Place) -> Suggestion {
    let edits = match applicability {
        Applicability::Manual => Vec::new(),
        Applicability::Safe | Applicability::Unsafe => vec![Edit { span: place.span, new_text: text.clone() }],
    };
    Suggestion { text, applicability, edits }
}

/// `safe` only when the rule says so, there is no other suggestion, and the match is one piece of source.
fn applicability(rule: &Rule, place: &Place, count: usize) -> Applicability {
    let unordered = rule.patterns[place.found.pattern].parts.len() > 1;
    match rule.fix {
        None | Some(Applicability::Manual) => Applicability::Manual,
        Some(Applicability::Safe) if count == 1 && place.contiguous && !unordered => Applicability::Safe,
        Some(Applicability::Safe | Applicability::Unsafe) => Applicability::Unsafe,
    }
}

/// How the matched words are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Casing {
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
fn casing(place: &Place, carried: &BTreeSet<&str>) -> Casing {
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
    let weighty = |word: &&&str| word.chars().count() > 3;
    let upper = |word: &str| word.chars().all(|c| !c.is_lowercase());
    let initial = |word: &str| word.starts_with(char::is_uppercase);
    let letters: usize = own.iter().map(|word| word.chars().count()).sum();
    if letters > 3 && own.iter().all(|word| upper(word)) {
        Casing::Upper
    } else if own.iter().filter(weighty).count() > 1 && own.iter().filter(weighty).all(|word| initial(word)) {
        Casing::Title
    } else if starts_sentence(place) && own.first().is_some_and(|word| initial(word)) {
        Casing::Initial
    } else {
        Casing::Plain
    }
}

fn starts_sentence(place: &Place) -> bool {
    let tokens = place.words.tokens();
    let start = place.found.tokens.start;
    let is_word = |token: &&Token| !matches!(token.kind, TokenKind::Mark(_));
    let before = tokens[..start].iter().rev().take(8).find(is_word);
    before.is_none_or(|before| before.sentence != tokens[start].sentence)
}

fn apply(casing: Casing, text: &str, starts_with_capture: bool) -> String {
    match casing {
        Casing::Plain => text.to_owned(),
        Casing::Upper => text.to_uppercase(),
        Casing::Initial if starts_with_capture => text.to_owned(),
        Casing::Initial => capitalised(text),
        Casing::Title => {
            let words = text.split(' ').enumerate();
            let cased =
                words.map(
                    |(index, word)| {
                        if index == 0 || word.chars().count() > 3 { capitalised(word) } else { word.to_owned() }
                    },
                );
            cased.collect::<Vec<_>>().join(" ")
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
