//! Where a sentence ends. Gaps and unordered patterns stay inside one.
//!
//! A full stop ends a sentence when white space follows and the next word does not start small, unless an abbreviation
//! or an initial stands before it. Where the white space was forgotten (`the end.Try it`), it ends one between a whole word
//! and a capitalised one. Words with a dot of their own, initials and what names end in tell names such as `Node.js`,
//! `U.S.Army` or `System.Text.Json` from sentences. `torch.Tensor` cannot be told from `the end.Try`.
//! A semicolon ends one too: what follows it is a claim of its own.

use super::characters::is_word_char;
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

/// What names end in after a dot, however it is capitalised: `Node.Js`, `Booking.Com`.
const NAME_ENDINGS: &[&str] = &["ai", "app", "co", "com", "dev", "io", "js", "net", "org", "py", "rs", "ts"];

/// What stands after the number of a version: `5.6.1.Final`.
const RELEASES: &[&str] = &["alpha", "beta", "final", "ga", "release", "snapshot", "stable"];

/// Marks and brackets that may stand right after the first word of a sentence.
const AFTER_A_WORD: &[char] = &[',', ';', ':', '!', '?', '"', '\'', ')', ']', '-', '—', '…'];

/// Whether a sentence ends at a full stop between letters or digits: `left` is the word up to it, `right` the text after
/// it.
pub(super) fn ends_inside(left: &str, right: &str) -> bool {
    let right_len = right.find(|c| !is_word_char(c)).unwrap_or(right.len());
    let (word, after) = right.split_at(right_len);
    if !may_start_sentence(word) || !(after.trim_start_matches('.').is_empty() || is_after_word(after)) {
        return false;
    }
    let is_one_of = |list: &[&str]| list.iter().any(|listed| listed.eq_ignore_ascii_case(word));
    may_end_sentence(left) && !is_one_of(NAME_ENDINGS) && !(is_version(left) && is_one_of(RELEASES))
        || is_one_of(STARTERS)
}

/// Whether `word`, a word up to a full stop, may be the last of a sentence: no initial, code or abbreviation.
fn may_end_sentence(word: &str) -> bool {
    let is_initial = || word.chars().nth(1).is_none() && word.starts_with(char::is_uppercase);
    match word.split_once('.') {
        None => !is_initial() && !word.contains('_'),
        Some((name, ending)) => {
            is_version(word) || name.starts_with(char::is_uppercase) && NAME_ENDINGS.contains(&ending)
        }
    }
}

/// `5.5`, `v1.2`
fn is_version(word: &str) -> bool {
    word.contains(['v', 'V', '.'])
        && word.trim_start_matches(['v', 'V']).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether `word` may be the first of a sentence: capitalised or a name such as `OpenAI`. `A` and `I` are words, other
/// single letters are not.
fn may_start_sentence(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(char::is_alphanumeric)
        && (word.chars().nth(1).is_some() || matches!(word, "A" | "I"))
}

/// Whether the text after a word goes on as prose does.
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
    let is_apart = wide || next.joint == Joint::Space || is_unspaced_end(words, stop, at + 1);
    is_apart && !starts_small(words, at + 1) && !abbreviated(words, stop, at + 1)
}

/// Whether the mark at `stop` stands right after a word and right before a capitalised one, as where white space was
/// forgotten.
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
