//! Corrects `a` or `an` before a rewording: "a whitelist" becomes "an allowlist".
//!
//! The article depends on the sound of the next word. A letter `a` may also be a key, a name or a list label (`press
//! "a"`, `vitamin A`, `a)`) and must then stay unchanged, so [`correction`] first makes sure that it is an article.

use super::casing::is_long;
use super::target::SuggestionTarget;
use std::ops::Range;
use wordgate_text::prose::{Token, TokenKind, Words};
use wordgate_text::source::Span;

/// Words before a capital `A` that make it a letter, even in a title: "Option A".
const LABELLED: &[&str] = &[
    "appendix", "building", "button", "category", "class", "column", "figure", "grade", "group", "hepatitis", "key",
    "layer", "letter", "level", "option", "panel", "part", "phase", "plan", "point", "record", "section", "series",
    "side", "site", "step", "table", "team", "tier", "type", "variant", "version", "vitamin", "zone",
];

/// The number of tokens on each side of an article that decide the capitalisation of its sentence. Enough for almost
/// every sentence; the limit bounds the time for a hostile one.
const NEARBY: usize = 32;

/// Prefixes of words whose first sound differs from their first letter, and whether that sound is a vowel. The longest
/// matching prefix wins.
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

/// Acronyms that take `a` because they are pronounced as a word ("a RAM disk"). Spelled out, they would take `an`.
const READ_AS_WORDS: &[&str] = &[
    "FIFO", "LAN", "LIFO", "MAC", "MIDI", "NAS", "NAT", "NUMA", "RAID", "RAM", "REST", "ROM", "SAAS", "SIM", "SOAP",
    "SOC",
];

/// The letters whose names start with a vowel sound: "an F", "an S".
const VOWEL_NAMES: &str = "AEFHILMNORSX";

/// Returns whether a text takes `an`, not `a`.
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

/// Returns whether a number takes `an`: it does if its first word is "eight", "eighty", "eleven" or "eighteen".
fn number_takes_an(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    word.starts_with('8') || (digits % 3 == 2 && (word.starts_with("11") || word.starts_with("18")))
}

/// Returns the span and the replacement of the article right before the match, if `rewording` needs another article.
pub(super) fn correction(target: &SuggestionTarget, rewording: &str) -> Option<(Span, &'static str)> {
    let tokens = target.words.tokens();
    let Range { start, end } = target.found.tokens;
    let is_quote = |token: &Token| matches!(token.kind, TokenKind::Mark(c) if is_quote(c));
    let at = tokens[..start].iter().rposition(|token| !is_quote(token))?;
    let token = &tokens[at];
    let is_near = token.kind == TokenKind::Word && token.sentence == tokens[start].sentence;
    let article = is_near
        .then(|| target.words.exact(token))
        .filter(|article| article.eq_ignore_ascii_case("a") || article.eq_ignore_ascii_case("an"))?;
    if !stands_alone(&target.block.text, token.span, tokens[start].span.start) {
        return None;
    }
    let sentence = SentenceCase::around(target.words, at, end - start);
    // A capital A inside a sentence is a letter or a name, unless the sentence is in title case.
    let may_be_capital = sentence.is_first || sentence.is_title && !sentence.is_labelled;
    if article.starts_with('A') && !may_be_capital {
        return None;
    }
    let next = tokens.get(end).filter(|next| next.kind == TokenKind::Word);
    let follows = match rewording {
        "" => target.words.exact(next?),
        text => text,
    };
    let corrected = corrected(article, follows, sentence.is_upper)?;
    match target.block.spans(&(token.span.start..token.span.end))[..] {
        [span] => Some((span, corrected)),
        _ => None,
    }
}

/// Returns whether an article (byte range in `text`) is a separate word before the word at byte `next`, with only a
/// space and opening quotes between them. False for `"a" word`, `a) word`, `a/an word` and `-a word`.
fn stands_alone(text: &str, article: Span, next: u32) -> bool {
    let opens = |c: char| is_quote(c) || matches!(c, ' ' | '(' | '[' | '{' | '—' | '–');
    let between = &text[article.end as usize..next as usize];
    text[..article.start as usize].chars().next_back().is_none_or(opens)
        && between.strip_prefix(' ').is_some_and(|quotes| quotes.chars().all(is_quote))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«')
}

/// The position and capitalisation of an article in its sentence.
struct SentenceCase {
    /// Whether the article is the first word.
    is_first: bool,
    /// Whether all long words start with a capital.
    is_title: bool,
    /// Whether all letters are capitals.
    is_upper: bool,
    /// Whether the previous word is in [`LABELLED`], as in "option A".
    is_labelled: bool,
}

impl SentenceCase {
    /// Examines the sentence of the article at token `at`. `matched` is the number of matched tokens: a sentence counts
    /// as all capitals only if it has other words too.
    fn around(words: &Words, at: usize, matched: usize) -> SentenceCase {
        let tokens = words.tokens();
        let is_in_sentence = |token: &&Token| token.sentence == tokens[at].sentence;
        let exact = |token: &Token| words.exact(token);
        let before: Vec<&str> = tokens[..at].iter().rev().take(NEARBY).take_while(is_in_sentence).map(exact).collect();
        let after = tokens[at + 1..].iter().take(NEARBY).take_while(is_in_sentence).map(exact);
        let is_word = |word: &&str| word.contains(char::is_alphabetic);
        let first = before.iter().copied().rfind(is_word);
        let last = before.first().map(|word| word.to_lowercase());
        let all: Vec<&str> = before.iter().copied().chain(after).filter(is_word).collect();
        let is_initial = |word: &str| word.starts_with(char::is_uppercase);
        SentenceCase {
            is_first: first.is_none() && before.len() < NEARBY,
            is_title: first.is_none_or(is_initial)
                && all.iter().filter(|word| is_long(word)).all(|word| is_initial(word)),
            is_upper: all.len() > matched && all.iter().all(|word| !word.contains(char::is_lowercase)),
            is_labelled: last.is_some_and(|last| LABELLED.contains(&last.as_str())),
        }
    }
}

/// Returns the right article before `text`, cased like `article`, or `None` if `article` is already right or is not an
/// article.
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
    fn the_article_depends_on_the_sound_of_the_next_word() {
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
