//! Where a sentence ends. Gaps and unordered patterns stay inside one.
//!
//! A full stop ends a sentence when white space follows and the next word does not start small, unless an abbreviation
//! or an initial stands before it. A semicolon ends one too: what follows it is a claim of its own.

use super::words::{Joint, Token, TokenKind, Words};

/// Abbreviations that always go on.
const INNER: &[&str] = &[
    "approx", "ca", "cf", "dept", "dr", "e.g", "eg", "esp", "est", "excl", "fig", "figs", "gen", "gov", "i.e", "ie",
    "incl", "max", "messrs", "min", "mr", "mrs", "ms", "mt", "no", "nos", "pp", "prof", "rep", "rev", "sec", "sen",
    "st", "v", "viz", "vol", "vs",
];

/// Abbreviations that may also stand last: they end a sentence only before a word that usually starts one.
const FINAL: &[&str] = &[
    "a.m", "al", "co", "corp", "d.c", "etc", "inc", "jr", "llc", "ltd", "p.m", "ph.d", "plc", "sr", "u.k", "u.n",
    "u.s", "u.s.a",
];

/// Closing quotes and brackets that may stand between a full stop and what follows it.
const MAX_CLOSING: usize = 4;

const STARTERS: &[&str] = &[
    "a", "after", "all", "although", "an", "and", "as", "at", "because", "before", "but", "by", "each", "every", "for",
    "he", "here", "how", "however", "i", "if", "in", "it", "its", "many", "most", "no", "now", "on", "one", "our",
    "she", "since", "some", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "today",
    "use", "we", "what", "when", "where", "while", "why", "with", "you", "your",
];

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

/// Whether the token at `at` is the last of its sentence.
fn ends(words: &Words, at: usize) -> bool {
    let tokens = words.tokens();
    if tokens[at].kind == TokenKind::Mark(';') {
        return true;
    }
    let reach = at.saturating_sub(MAX_CLOSING);
    let stop = tokens[reach..=at].iter().rposition(|token| !is_closing(token)).map(|stop| reach + stop);
    let Some(stop) =
        stop.filter(|&stop| matches!(tokens[stop].kind, TokenKind::Mark('.' | '!' | '?' | '。' | '！' | '？')))
    else {
        return false;
    };
    let Some(next) = tokens.get(at + 1) else { return false };
    if is_closing(next) && next.joint == Joint::Glued {
        return false;
    }
    let wide = matches!(tokens[stop].kind, TokenKind::Mark('。' | '！' | '？'));
    (wide || next.joint == Joint::Space) && !starts_small(words, at + 1) && !abbreviated(words, stop, at + 1)
}

fn is_closing(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Mark('"' | '\'' | ')' | ']' | '}' | '*'))
}

/// Whether the first word from `at` on, behind opening marks, starts with a small letter.
fn starts_small(words: &Words, at: usize) -> bool {
    let word = words.tokens()[at..].iter().take(4).find(|token| !matches!(token.kind, TokenKind::Mark(_)));
    word.is_some_and(|word| words.exact(word).starts_with(char::is_lowercase))
}

/// Whether the full stop at `stop` belongs to the word before it rather than to the sentence.
fn abbreviated(words: &Words, stop: usize, next: usize) -> bool {
    let tokens = words.tokens();
    let Some(word) = stop.checked_sub(1).map(|before| &tokens[before]) else { return false };
    if tokens[stop].kind != TokenKind::Mark('.') || tokens[stop].joint != Joint::Glued || word.kind != TokenKind::Word {
        return false;
    }
    let folded = words.folded(word);
    let initial = words.exact(word).chars().count() == 1 && words.exact(word).starts_with(char::is_uppercase);
    let starter = || STARTERS.contains(&words.folded(&tokens[next]));
    (INNER.contains(&folded) && (folded != "no" || next_is_number(words, next)))
        || (initial && folded != "i" && !starter())
        || (FINAL.contains(&folded) && !starter())
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
    fn sentences() {
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
        ];
        for (text, expected) in cases {
            assert_eq!(count(text), expected, "{text}");
        }
    }
}
