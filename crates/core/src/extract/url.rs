//! Finds bare URLs in running text, by rules like those of GitHub's autolink extension.
//!
//! A URL is one opaque word. It ends before white space, a control character, or one of `<>"“”|` and the backtick.
//! Punctuation at its end belongs to the sentence, as does a closing parenthesis that the URL did not open.

use memchr::memchr2_iter;

const SCHEMES: [&str; 3] = ["https", "http", "ftp"];

/// Returns the byte offset of the first bare URL in `text`.
pub(super) fn find(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr2_iter(b':', b'.', bytes).find_map(|at| {
        let start = match bytes[at] {
            b':' => at.checked_sub(scheme_before(bytes, at)?)?,
            _ => at.checked_sub(3)?,
        };
        let boundary = start.checked_sub(1).is_none_or(|before| bytes[before].is_ascii() && !is_word(bytes[before]));
        (boundary && len(&text[start..]) > 0).then_some(start)
    })
}

/// Returns the length of the bare URL at the start of `text`, or 0 if there is none.
pub(super) fn len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let host = match SCHEMES.iter().find(|scheme| starts_with(bytes, scheme)) {
        Some(scheme) if bytes[scheme.len()..].starts_with(b"://") => scheme.len() + 3,
        _ if starts_with(bytes, "www.") => 4,
        _ => return 0,
    };
    let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '“' | '”' | '`' | '|');
    let url = &text[..text.find(ends).unwrap_or(text.len())];
    if bytes.get(host).is_some_and(|byte| is_word(*byte) || !byte.is_ascii()) { without_tail(url) } else { 0 }
}

/// Returns the length of `url` without the punctuation that belongs to the sentence around it.
fn without_tail(url: &str) -> usize {
    let mut unmatched = url.matches(')').count().saturating_sub(url.matches('(').count());
    let is_tail = |c: char| match c {
        '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '’' | ']' | '}' => true,
        ')' => {
            let is_unmatched = unmatched > 0;
            unmatched = unmatched.saturating_sub(1);
            is_unmatched
        }
        _ => false,
    };
    url.trim_end_matches(is_tail).len()
}

/// Returns the length of the scheme before the colon at byte `colon`, if there is one.
fn scheme_before(bytes: &[u8], colon: usize) -> Option<usize> {
    let before = &bytes[..colon];
    let ends_with = |scheme: &&str| {
        before.len() >= scheme.len() && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme.as_bytes())
    };
    SCHEMES.iter().find(|scheme| ends_with(scheme)).map(|scheme| scheme.len())
}

/// Returns whether `bytes` starts with `prefix`, ignoring case.
fn starts_with(bytes: &[u8], prefix: &str) -> bool {
    bytes.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_ends_before_the_rest_of_the_sentence() {
        let cases = [
            ("see https://a.b/c_d.", Some("https://a.b/c_d")),
            ("(https://a.b/c(d)) e", Some("https://a.b/c(d)")),
            ("HTTP://A.B, c", Some("HTTP://A.B")),
            ("Öhttp://a.b", None),
            ("www.a.b/c!", Some("www.a.b/c")),
            ("http:// and www. alone", None),
            ("a http:// then https://x.y", Some("https://x.y")),
            ("\"http://x.y\"z", Some("http://x.y")),
        ];
        for (text, expected) in cases {
            let found = find(text).map(|start| &text[start..start + len(&text[start..])]);
            assert_eq!(found, expected, "{text}");
        }
    }
}
