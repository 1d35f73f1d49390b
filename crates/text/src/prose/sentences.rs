//! Finds the ends of sentences. Gaps (`..`) and `&` patterns match only within one sentence.
//!
//! A full stop ends a sentence if white space follows and the next word does not start with a lower-case letter, unless
//! the full stop follows an abbreviation or an initial. Without white space (`the end.Try it`), it ends a sentence if
//! it is between a complete word and a capitalised word. Lists of abbreviations and name endings distinguish names such
//! as `Node.js`, `U.S.Army` and `System.Text.Json` from ends of sentences. `torch.Tensor` is wrongly split, because it
//! looks the same as `the end.Try`. A semicolon also ends a sentence, because it separates independent claims.

use super::characters::{is_unspaced, is_word_char};
use super::words::{Joint, Token, TokenKind, Words};

/// Abbreviations that never end a sentence. As an exception, `no` ends one unless a number follows.
const INNER: &[&str] = &[
    "approx", "ca", "cf", "dept", "dr", "e.g", "eg", "esp", "est", "excl", "fig", "figs", "gen", "gov", "i.e", "ie",
    "incl", "max", "messrs", "min", "mr", "mrs", "ms", "mt", "no", "nos", "pp", "prof", "rep", "rev", "sec", "sen",
    "st", "v", "viz", "vol", "vs",
];

/// Abbreviations that end a sentence only before a word that usually starts one.
const FINAL: &[&str] = &[
    "a.m", "al", "co", "corp", "d.c", "etc", "inc", "jr", "llc", "ltd", "p.m", "ph.d", "plc", "sr", "u.k", "u.n",
    "u.s", "u.s.a",
];

/// The maximum number of closing quotes and brackets after a full stop that we examine, so that the time stays linear.
const MAX_CLOSING: usize = 4;

/// Words that usually start a sentence when they follow a full stop.
const STARTERS: &[&str] = &[
    "a", "after", "all", "although", "an", "and", "as", "at", "because", "before", "but", "by", "each", "every", "for",
    "he", "here", "how", "however", "i", "if", "in", "it", "its", "many", "most", "no", "now", "on", "one", "our",
    "she", "since", "some", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "today",
    "use", "we", "what", "when", "where", "while", "why", "with", "you", "your",
];

/// Endings of names after a dot: `Node.js`, `Booking.Com`.
const NAME_ENDINGS: &[&str] = &["ai", "app", "co", "com", "dev", "io", "js", "net", "org", "py", "rs", "ts"];

/// Qualifiers after a version number: `5.6.1.Final`.
const RELEASES: &[&str] = &["alpha", "beta", "final", "ga", "release", "snapshot", "stable"];

/// Punctuation that may directly follow the first word of a sentence.
const AFTER_A_WORD: &[char] = &[',', ';', ':', '!', '?', '"', '\'', ')', ']', '-', '—', '…'];

/// Returns whether a full stop between letters or digits ends a sentence. `word_before` is the word before it, `rest`
/// the text after it.
pub(super) fn ends_inside(word_before: &str, rest: &str) -> bool {
    let word_len = rest.find(|c| !is_word_char(c)).unwrap_or(rest.len());
    let (word, after) = rest.split_at(word_len);
    if !may_start_sentence(word) || !(after.trim_start_matches('.').is_empty() || is_after_word(after)) {
        return false;
    }
    let is_one_of = |list: &[&str]| list.iter().any(|listed| listed.eq_ignore_ascii_case(word));
    may_end_sentence(word_before) && !is_one_of(NAME_ENDINGS) && !(is_version(word_before) && is_one_of(RELEASES))
        || is_one_of(STARTERS)
}

/// Returns whether `word`, which a full stop follows, may end a sentence. An initial, code or an abbreviation may not.
fn may_end_sentence(word: &str) -> bool {
    let is_initial = || word.chars().nth(1).is_none() && word.starts_with(char::is_uppercase);
    match word.split_once('.') {
        None => !is_initial() && !word.contains('_'),
        Some((name, ending)) => {
            is_version(word) || name.starts_with(char::is_uppercase) && NAME_ENDINGS.contains(&ending)
        }
    }
}

/// Returns whether the word is a version number: `5.5`, `v1.2`.
fn is_version(word: &str) -> bool {
    word.contains(['v', 'V', '.'])
        && word.trim_start_matches(['v', 'V']).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Returns whether `word` may start a sentence: it is capitalised or a name such as `OpenAI`. Of the single letters,
/// only `A` and `I` are words.
fn may_start_sentence(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(char::is_alphanumeric)
        && (word.chars().nth(1).is_some() || matches!(word, "A" | "I"))
}

/// Returns whether the text after a word looks like prose.
fn is_after_word(text: &str) -> bool {
    let rest = text.strip_prefix('.').unwrap_or(text);
    rest.starts_with(|c: char| c.is_whitespace()) || text.starts_with(AFTER_A_WORD)
}

/// Numbers the sentences of a text.
pub(super) fn number(words: &mut Words) {
    let mut sentence = 0;
    for at in 0..words.tokens().len() {
        words.tokens_mut()[at].sentence = sentence;
        if ends(words, at) {
            sentence += 1;
        }
    }
}

/// Returns whether the token at `at` is the last of its sentence.
fn ends(words: &Words, at: usize) -> bool {
    let tokens = words.tokens();
    if tokens[at].kind == TokenKind::Mark(';') {
        return true;
    }
    let first = at.saturating_sub(MAX_CLOSING);
    let stop = tokens[first..=at].iter().rposition(|token| !is_closing(token)).map(|stop| first + stop);
    let Some(stop) =
        stop.filter(|&stop| matches!(tokens[stop].kind, TokenKind::Mark('.' | '!' | '?' | '。' | '！' | '？')))
    else {
        return false;
    };
    let Some(next) = tokens.get(at + 1) else { return false };
    if is_closing(next) && next.joint == Joint::Glued {
        return false;
    }
    let is_fullwidth = matches!(tokens[stop].kind, TokenKind::Mark('。' | '！' | '？'));
    let is_separated = is_fullwidth
        || next.joint == Joint::Space
        || is_unspaced_end(words, stop, at + 1)
        || words.exact(next).starts_with(is_unspaced);
    is_separated && !starts_lower_case(words, at + 1) && !is_abbreviation(words, stop, at + 1)
}

/// Returns whether the mark at `stop` directly follows a word and directly precedes a capitalised word, so that white
/// space is missing.
fn is_unspaced_end(words: &Words, stop: usize, next: usize) -> bool {
    let tokens = words.tokens();
    tokens[stop].joint == Joint::Glued
        && tokens[next].kind == TokenKind::Word
        && tokens[next].joint == Joint::Glued
        && may_start_sentence(words.exact(&tokens[next]))
}

fn is_closing(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Mark('"' | '\'' | ')' | ']' | '}' | '*' | '†' | '‡'))
}

/// Returns whether the first word from `at` on starts with a lower-case letter. Up to three opening punctuation marks
/// may precede it.
fn starts_lower_case(words: &Words, at: usize) -> bool {
    let word = words.tokens()[at..].iter().take(4).find(|token| !matches!(token.kind, TokenKind::Mark(_)));
    word.is_some_and(|word| words.exact(word).starts_with(char::is_lowercase))
}

/// Returns whether the full stop at `stop` belongs to an abbreviation or an initial.
fn is_abbreviation(words: &Words, stop: usize, next: usize) -> bool {
    let tokens = words.tokens();
    let Some(word) = stop.checked_sub(1).map(|before| &tokens[before]) else { return false };
    if tokens[stop].kind != TokenKind::Mark('.') || tokens[stop].joint != Joint::Glued || word.kind != TokenKind::Word {
        return false;
    }
    let folded = words.folded(word);
    let is_initial = words.exact(word).chars().count() == 1 && words.exact(word).starts_with(char::is_uppercase);
    let next_is_starter = || STARTERS.contains(&words.folded(&tokens[next]));
    (INNER.contains(&folded) && (folded != "no" || next_is_number(words, next)))
        || (is_initial && folded != "i" && !next_is_starter())
        || (FINAL.contains(&folded) && !next_is_starter())
}

fn next_is_number(words: &Words, next: usize) -> bool {
    words.exact(&words.tokens()[next]).starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> u32 {
        Words::new(text).tokens().last().map_or(0, |token| token.sentence + 1)
    }

    #[test]
    fn counts_sentences() {
        let cases = [
            ("One. Two! Three? Four", 4),
            ("He said \"stop.\" Then (really.) He left.", 3),
            ("Use v1.2.3 of e.g. Bedrock vs. Azure, approx. 5 %.", 1),
            ("Contoso Inc. Models are here. See no. 5.", 2),
            ("We sell to the U.S. The rest follows.", 2),
            ("Is it? No. It is not.", 3),
            ("J. Smith wrote it.", 1),
            ("See https://a.b. Next one.", 2),
            ("access to the endpoint; OpenAI is elsewhere", 2),
            ("Wait... what? yes.", 1),
            ("好的。OpenAI", 2),
            ("できます！直接、使う？はい", 3),
            ("You get models.Try it. The end!Whitelist it?Now", 5),
            ("It began in 2024.The rest. Built on OpenAI.The best", 4),
            ("See `x`.Then go. He said \"stop.\"Then left", 4),
            ("Use Node.js or System.Text.Json, GPT-5.5, .NET and .Net in the U.S.Army", 1),
            ("a Node.Js app, e.g.Amazon, v5.4.2.Final. Booking.Com", 2),
            ("to ChatGPT.Try it. GPT-5.5.Try it. The list.OpenAI is. The list.SRE is. THE END.THEN GO", 10),
            ("In J.Smith, the U.S.Army, ASP.NET, v1.2.Final or 4.1.RELEASE. Ask Dr.Smith", 2),
            ("models.² Try it. Models.† Try it", 4),
        ];
        for (text, expected) in cases {
            assert_eq!(count(text), expected, "{text}");
        }
    }
}
