//! Recognises regular expressions that were written as patterns.
//!
//! Most of them are valid patterns, but they match words that nobody writes: `data.*` would look for a full stop and a
//! star. So they are mistakes, with advice on what to write instead. Signs that a pattern may need are never mistakes:
//! `C++`, `US$`, `[the]`, `ready?`.

use super::pattern::PatternError;

/// Escapes of regular expressions and what to write instead.
const ESCAPES: &[(&str, &str)] = &[
    ("sS", "leave it out: any white space may stand between two words; write `..` for a gap of words"),
    ("dD", "write `@number` for any number"),
    ("wW", "write the words as `(a|b)`, `~` after a word for its endings, or `..` for a gap of words"),
    ("bBAzZ", "leave it out: a pattern always matches whole words"),
    ("nrtpPxukQE123456789", "write the words themselves"),
];

/// The starts of groups of regular expressions and what to write instead.
const GROUPS: &[(&str, &str)] = &[
    ("(?:", "write `(a|b)` for alternatives"),
    ("(?=", "write the words into the pattern; `unless_after` is for words that must not follow"),
    ("(?!", "write the words that must not follow in `unless_after`"),
    ("(?<", "write `(a|b)` for alternatives; `unless_before` is for words that must not come before"),
    ("(?P", "write `(a|b)` for alternatives, or `@name` for a term set that suggestions can use"),
];

const GAP: &str = "write `..` for a gap of up to 3 words, or `..6`";
const ENDINGS: &str = "write `~` after a word for its endings, `(a|b)` for alternatives, or `[a]` for an optional word";
const CLASS: &str = "write the words as `(a|b)`, or `@number` for any number; `[a]` is an optional word";
const ANCHOR: &str = "leave it out: a pattern matches anywhere in a sentence";

/// Rejects a pattern that contains a regular expression.
///
/// # Errors
/// The first one.
pub(super) fn reject(source: &str) -> Result<(), PatternError> {
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        if let Some((len, help)) = regex_at(source, at) {
            let at = at..at + len;
            let message = format!("`{}` is a regular expression, and patterns are not", &source[at.clone()]);
            let literal = if c == '\\' { "`\\\\` is a backslash" } else { "`\\` before it makes it a plain sign" };
            return Err(PatternError { at, message, help: format!("{help}. {literal}") });
        }
        at += match c {
            '\\' => 1 + source[at + 1..].chars().next().map_or(0, char::len_utf8),
            '\'' if starts_word(source, at) => verbatim_len(&source[at..]),
            _ => c.len_utf8(),
        };
    }
    Ok(())
}

/// Returns the length of the regular expression at `at`, and what to write instead.
fn regex_at(source: &str, at: usize) -> Option<(usize, &'static str)> {
    let rest = &source[at..];
    let bytes = rest.as_bytes();
    let before = source[..at].chars().next_back();
    let next = rest.chars().nth(1);
    match bytes[0] {
        b'\\' => {
            let (_, help) = ESCAPES.iter().find(|(letters, _)| next.is_some_and(|next| letters.contains(next)))?;
            Some((2 + repeat_len(&rest[2..], "*+?"), help))
        }
        b'.' => {
            let repeat = repeat_len(&rest[1..], "*+");
            (repeat > 0 && before != Some('\\')).then_some((1 + repeat, GAP))
        }
        b'(' => GROUPS
            .iter()
            .find_map(|(start, help)| rest.starts_with(start).then_some((start.len(), *help)))
            .or_else(|| Some((flags_len(rest)?, "leave it out: case is ignored, except in term sets with `case`"))),
        b'[' => Some((class_len(rest)?, CLASS)),
        b'*' => matches!(before, Some(')' | ']')).then_some((1, ENDINGS)),
        b'?' => {
            let in_word = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
            in_word.then_some((1, ENDINGS))
        }
        b'{' => Some((count_len(rest)?, ENDINGS)),
        b'^' => {
            let starts = before.is_none_or(|before| "(|".contains(before));
            (starts && next.is_some_and(|next| !next.is_whitespace())).then_some((1, ANCHOR))
        }
        b'$' => {
            let ends = next.is_none_or(|next| ")|".contains(next));
            (ends && ends_word(&source[..at])).then_some((1, ANCHOR))
        }
        _ => None,
    }
}

/// Returns the length of the repetition at the start of a text: one of `signs`, or `{2,3}`.
fn repeat_len(text: &str, signs: &str) -> usize {
    match text.chars().next() {
        Some(sign) if signs.contains(sign) => 1 + usize::from(text[1..].starts_with('?')),
        _ => count_len(text).unwrap_or(0),
    }
}

/// Returns the length of `{2}`, `{2,}` or `{2,3}` at the start of a text.
fn count_len(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let close = inner.find(|c: char| !(c.is_ascii_digit() || c == ','))?;
    let has_count = inner[..close].starts_with(|c: char| c.is_ascii_digit());
    (has_count && inner[close..].starts_with('}')).then_some(close + 2)
}

/// Returns the length of flags such as `(?i)` or `(?i-s:`.
fn flags_len(text: &str) -> Option<usize> {
    let flags = text.strip_prefix("(?")?;
    let end = flags.find(|c: char| !"imsxuU-".contains(c))?;
    (end > 0 && flags[end..].starts_with([')', ':'])).then_some(end + 3)
}

/// Returns the length of a class such as `[a-z]`, `[^x]` or `[A-Za-z0-9_]` at the start of a text. `[e-mail]` and
/// `[3-4]` are optional words.
fn class_len(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let len = inner.find(|c: char| c == ']' || c.is_whitespace() || "[(|)&@".contains(c))?;
    let class = &inner[..len];
    let is_class = class.starts_with('^') || has_range(class);
    (is_class && inner[len..].starts_with(']')).then_some(len + 2 + repeat_len(&inner[len + 1..], "*+?"))
}

/// Returns whether a text consists of ranges and signs, with a range that is too wide to be words.
fn has_range(text: &str) -> bool {
    let mut rest = text.as_bytes();
    let (mut ranges, mut wide) = (0, false);
    while let [first, after @ ..] = rest {
        rest = match after {
            [b'-', last, after @ ..] if is_range(*first, *last) => {
                ranges += 1;
                wide |= last - first > 3 && (first.is_ascii_alphabetic() || *first < b'2');
                after
            }
            _ if first.is_ascii_alphanumeric() => return false,
            _ => after,
        };
    }
    wide || ranges > 1
}

fn is_range(first: u8, last: u8) -> bool {
    let same = |kind: fn(&u8) -> bool| kind(&first) && kind(&last);
    first < last && (same(u8::is_ascii_lowercase) || same(u8::is_ascii_uppercase) || same(u8::is_ascii_digit))
}

/// Returns whether a `$` after this text cannot be the sign of a currency, as in `US$` or `50$`.
fn ends_word(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_currency = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    match text.chars().next_back() {
        Some(last) if last.is_alphabetic() => !is_currency,
        Some(last) => ")]~".contains(last),
        None => false,
    }
}

fn starts_word(source: &str, at: usize) -> bool {
    source[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || "([|&)]".contains(before))
}

/// Returns the length of the verbatim text at the start of a text, without its closing quote.
fn verbatim_len(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '\'' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Option<PatternError> {
        reject(source).err()
    }

    #[test]
    fn regular_expressions_are_mistakes_with_advice() {
        let cases = [
            (r"direct\s+access", r"\s+", "any white space"),
            (r"direct\s*access", r"\s*", "any white space"),
            (r"\bdirect", r"\b", "whole words"),
            (r"access\b", r"\b", "whole words"),
            (r"\d{2,4} models", r"\d{2,4}", "@number"),
            (r"\d+ models", r"\d+", "@number"),
            (r"\w+ access", r"\w+", "`(a|b)`"),
            ("direct .* access", ".*", "`..` for a gap"),
            ("direct.*access", ".*", "`..` for a gap"),
            ("direct .+? access", ".+?", "`..` for a gap"),
            ("direct .{0,20} access", ".{0,20}", "`..` for a gap"),
            ("(?i)direct access", "(?i)", "case is ignored"),
            ("(?i:direct) access", "(?i:", "case is ignored"),
            ("(?:direct|full) access", "(?:", "`(a|b)`"),
            ("access(?! to)", "(?!", "`unless_after`"),
            ("(?<!no )access", "(?<", "`unless_before`"),
            ("[a-z]+ access", "[a-z]+", "optional word"),
            ("[A-Za-z0-9_] access", "[A-Za-z0-9_]", "optional word"),
            ("[0-9] models", "[0-9]", "`@number`"),
            ("[^ab] access", "[^ab]", "optional word"),
            ("^direct access", "^", "anywhere in a sentence"),
            ("(^direct|full) access", "^", "anywhere in a sentence"),
            ("direct access$", "$", "anywhere in a sentence"),
            ("direct (access|entry)$", "$", "anywhere in a sentence"),
            ("direct (access$|entry)", "$", "anywhere in a sentence"),
            ("a{2,3}", "{2,3}", "`[a]` for an optional word"),
            ("(direct|full){2} access", "{2}", "`[a]` for an optional word"),
            ("(direct|full)* access", "*", "`[a]` for an optional word"),
            ("colou?r", "?", "`[a]` for an optional word"),
            (r"it’s 'SOC 2' \d", r"\d", "@number"),
        ];
        for (source, marked, help) in cases {
            let error = found(source).expect(source);
            assert_eq!(&source[error.at], marked, "{source}");
            assert!(error.help.contains(help), "{source}: {}", error.help);
        }
    }

    #[test]
    fn signs_of_patterns_are_no_mistakes() {
        let patterns = [
            "[the]", "(a|b)", "a ..3 b", "a .. b", "5.5", "C++", "$50", ".NET", "non-*", "*GPT", "GPT*", "US$",
            "US$ 50", "(US$|C$|NZ$) million", "50$", "[US$]", "why wait?", "(ready|set)? go", "(A|B)+ rating",
            "[e-mail]", "[3-4] days", "[k-12]", "[a-b] test", "[S-M-L]", "x^2", "^ here", r"\(beta\)", r"C:\\data",
            r"\.\*", r"\[a-z\]", r"\\d", r"'\\d [a-z] .* x$'", "${NAME}", "$NAME", "a/{id}/b", "{2 and 3}", "{a,b}",
            "etc.", "...", "a*b", "--[no-]a", "100% secure", "it's", "a..b", "?", "(?|!)", "$", "(", "[", "[a-z", "{2",
            r"\", "'", "", "é? ^", "[é-ü]", "Q&A", "'open", "open~$5",
        ];
        for source in patterns {
            assert_eq!(found(source), None, "{source}");
        }
    }
}
