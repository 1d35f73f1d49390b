//! `a` or `an`: the article follows the sound of the next word, so it changes when a rewording changes that word.
//!
//! The same letter may be a key, a grade or a list label (`press "a"`, `vitamin A`, `a)`), which stays as it is: so a
//! letter counts as an article only where it stands as one.

use super::casing::has_weight;
use super::place::SuggestionPlace;
use std::ops::Range;
use wordgate_text::prose::{Token, TokenKind, Words};
use wordgate_text::source::Span;

/// Words after which a capital `A` is a letter, even in a title.
const LABELLED: &[&str] = &[
    "appendix", "building", "button", "category", "class", "column", "figure", "grade", "group", "hepatitis", "key",
    "layer", "letter", "level", "option", "panel", "part", "phase", "plan", "point", "record", "section", "series",
    "side", "site", "step", "table", "team", "tier", "type", "variant", "version", "vitamin", "zone",
];

/// How many tokens on each side say whether a sentence is in capitals.
const NEARBY: usize = 32;

/// Beginnings of words that sound otherwise than their first letter says, and whether as a vowel. The longest counts.
const SOUNDS: &[(&str, bool)] = &[
    ("eu", false),
    ("ewe", false),
    ("heir", true),
    ("honest", true),
    ("honor", true),
    ("honour", true),
    ("hour", true),
    ("once", false),
    ("one", false),
    ("oner", true),
    ("ouija", false),
    ("ubiq", false),
    ("ufo", false),
    ("uk", false),
    ("unani", false),
    ("uni", false),
    ("unident", true),
    ("unim", true),
    ("unin", true),
    ("unissue", true),
    ("ura", false),
    ("ure", false),
    ("uri", false),
    ("url", false),
    ("usa", false),
    ("use", false),
    ("usu", false),
    ("ute", false),
    ("uti", false),
    ("uto", false),
    ("uu", false),
];

/// Short words in capitals that are read as a word, not letter by letter, and begin with a consonant where the name of
/// their first letter begins with a vowel.
const READ_AS_WORDS: &[&str] = &[
    "FIFO", "LAN", "LIFO", "MAC", "MIDI", "NAS", "NAT", "NUMA", "RAID", "RAM", "REST", "ROM", "SAAS", "SIM", "SOAP",
    "SOC",
];

/// The letters whose names begin with a vowel: an F, an S.
const VOWEL_NAMES: &str = "AEFHILMNORSX";

/// Whether `an`, not `a`, stands before a text.
pub(super) fn takes_an(text: &str) -> bool {
    let word = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = &word[..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len())];
    let Some(first) = word.chars().next() else { return false };
    if first.is_ascii_digit() {
        return number_takes_an(word);
    }
    let is_vowel = |c: char| "aeiouAEIOU".contains(c);
    let is_upper = word.chars().all(|c| !c.is_lowercase()) && !READ_AS_WORDS.contains(&word);
    let is_spelt_out = is_upper && (word.chars().count() <= 3 || !word.chars().any(is_vowel));
    if is_spelt_out {
        return VOWEL_NAMES.contains(first);
    }
    let lower = word.to_lowercase();
    let known = SOUNDS.iter().filter(|(start, _)| lower.starts_with(start)).max_by_key(|(start, _)| start.len());
    known.map_or(is_vowel(first), |(_, vowel)| *vowel)
}

/// Eight, eleven and eighteen, and what begins with them.
fn number_takes_an(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    word.starts_with('8') || (digits % 3 == 2 && (word.starts_with("11") || word.starts_with("18")))
}

/// The article right before the match and what it has to be before a rewording, when that is another one.
pub(super) fn correction(place: &SuggestionPlace, rewording: &str) -> Option<(Span, &'static str)> {
    let tokens = place.words.tokens();
    let Range { start, end } = place.found.tokens;
    let is_quote = |token: &Token| matches!(token.kind, TokenKind::Mark(c) if is_quote(c));
    let at = tokens[..start].iter().rposition(|token| !is_quote(token))?;
    let token = &tokens[at];
    let is_near = token.kind == TokenKind::Word && token.sentence == tokens[start].sentence;
    let article = is_near
        .then(|| place.words.exact(token))
        .filter(|article| article.eq_ignore_ascii_case("a") || article.eq_ignore_ascii_case("an"))?;
    if !stands_alone(&place.block.text, token.span, tokens[start].span.start) {
        return None;
    }
    let sentence = SentenceCase::around(place.words, at, end - start);
    // A capital inside a sentence is a letter or a name, unless all words have one.
    let may_be_capital = sentence.starts || sentence.is_title && !sentence.is_labelled;
    if article.starts_with('A') && !may_be_capital {
        return None;
    }
    let next = tokens.get(end).filter(|next| next.kind == TokenKind::Word);
    let follows = match rewording {
        "" => place.words.exact(next?),
        text => text,
    };
    let corrected = corrected(article, follows, sentence.is_upper)?;
    match place.block.spans(&(token.span.start..token.span.end))[..] {
        [span] => Some((span, corrected)),
        _ => None,
    }
}

/// Whether only white space and opening quotes lie between an article (bytes of the text) and the word at byte `next`, and
/// nothing is joined to its front: not so in `"a" word`, `a) word`, `a/an word` and `-a word`.
fn stands_alone(text: &str, article: Span, next: u32) -> bool {
    let opens = |c: char| is_quote(c) || matches!(c, ' ' | '(' | '[' | '{' | '—' | '–');
    let between = &text[article.end as usize..next as usize];
    text[..article.start as usize].chars().next_back().is_none_or(opens)
        && between.strip_prefix(' ').is_some_and(|quotes| quotes.chars().all(is_quote))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«')
}

/// What the capitals of a sentence say about an article in it.
struct SentenceCase {
    /// Whether the article is its first word.
    starts: bool,
    /// Whether all words of weight have a capital.
    is_title: bool,
    /// Whether all letters are capitals.
    is_upper: bool,
    /// Whether the word before takes a letter as its label.
    is_labelled: bool,
}

impl SentenceCase {
    /// The sentence of the article at token `at`, which has so many tokens that match. These alone do not say that all of
    /// the sentence is in capitals.
    fn around(words: &Words, at: usize, matched: usize) -> SentenceCase {
        let tokens = words.tokens();
        let own = |token: &&Token| token.sentence == tokens[at].sentence;
        let exact = |token: &Token| words.exact(token);
        let before: Vec<&str> = tokens[..at].iter().rev().take(NEARBY).take_while(own).map(exact).collect();
        let behind = tokens[at + 1..].iter().take(NEARBY).take_while(own).map(exact);
        let is_word = |word: &&str| word.contains(char::is_alphabetic);
        let first = before.iter().copied().rfind(is_word);
        let last = before.first().map(|word| word.to_lowercase());
        let all: Vec<&str> = before.iter().copied().chain(behind).filter(is_word).collect();
        let is_initial = |word: &str| word.starts_with(char::is_uppercase);
        SentenceCase {
            starts: first.is_none() && before.len() < NEARBY,
            is_title: first.is_none_or(is_initial)
                && all.iter().filter(|word| has_weight(word)).all(|word| is_initial(word)),
            is_upper: all.len() > matched && all.iter().all(|word| !word.contains(char::is_lowercase)),
            is_labelled: last.is_some_and(|last| LABELLED.contains(&last.as_str())),
        }
    }
}

/// The article before a text that takes the place of another, cased as the one that stands there; `None` when that one
/// is right, or is no article.
pub(super) fn corrected(article: &str, text: &str, all_caps: bool) -> Option<&'static str> {
    let (is_an, is_capital) = match article {
        "a" | "A" => (false, article == "A"),
        "an" | "An" | "AN" => (true, article != "an"),
        _ => return None,
    };
    let takes_an = takes_an(text);
    if is_an == takes_an {
        return None;
    }
    Some(match (takes_an, is_capital) {
        (true, false) => "an",
        (true, true) if all_caps => "AN",
        (true, true) => "An",
        (false, false) => "a",
        (false, true) => "A",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sound_decides() {
        let an = "allowlist hour honest honorary heir MRI API SQL X-ray 8-bit 11 18-month 11,000 LLM HTML OpenAI umbrella \
            uninstalled unimportant onerous other FAQ \"offline\" **open** NSA’s 80";
        let a = "denylist URL UI university user one once euro NASA RAM SaaS unique 7 1 100 111 GPT-5.5 house SOAP utility \
            united ewe UUID Unix UK 1800 useful REST";
        for word in an.split_whitespace() {
            assert!(takes_an(word), "an {word}");
        }
        for word in a.split_whitespace() {
            assert!(!takes_an(word), "a {word}");
        }
        assert!(!takes_an(""));
    }

    #[test]
    fn the_article_keeps_its_casing() {
        let cases = [
            ("a", "allowlist", false, Some("an")),
            ("A", "allowlist", false, Some("An")),
            ("A", "allowlist", true, Some("AN")),
            ("an", "denylist", false, Some("a")),
            ("An", "denylist", false, Some("A")),
            ("a", "denylist", false, None),
            ("an", "allowlist", false, None),
            ("the", "allowlist", false, None),
        ];
        for (article, text, all_caps, expected) in cases {
            assert_eq!(corrected(article, text, all_caps), expected, "{article} {text}");
        }
    }
}
