//! Recognises constructs that bind tighter than a formula or a template tag: tags, link targets and bare URLs.
//!
//! A `$` or a `}}` inside such a construct closes nothing, and a formula or template tag that starts before it cannot
//! end inside it. Otherwise the dollar sign of a price would pair with one in a URL, and all text between them would
//! disappear.

use super::super::url;

/// Returns the length of the HTML tag or autolink at the start of `source`.
pub(super) fn tag(source: &str) -> Option<usize> {
    let inside = source.strip_prefix('<')?;
    autolink(inside).or_else(|| element(inside)).map(|len| len + 1)
}

/// Returns the length of `scheme:anything>` or `name@host>`.
fn autolink(inside: &str) -> Option<usize> {
    let len = inside.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))?;
    let address = &inside[..len];
    let named = address.starts_with(|c: char| c.is_ascii_alphabetic()) && address.contains([':', '@']);
    (named && inside[len..].starts_with('>') && !address.contains('"')).then_some(len + 1)
}

/// Returns the length of a start tag or an end tag without its `<`.
fn element(inside: &str) -> Option<usize> {
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let len = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':')).count();
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut rest =
        name.get(len..).filter(|rest| named && rest.starts_with(|c: char| c.is_whitespace() || "/>".contains(c)))?;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some(inside.len() - after.len());
        }
        // A template tag may stand for attributes.
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':' | '@' | '{' | '}' | '%')) {
            return None;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/' | '>' | '<' | '"' | '\''))?;
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else { continue };
        let value = value.trim_start();
        rest = match value.chars().next()? {
            quote @ ('"' | '\'') => &value[value[1..].find(quote)? + 2..],
            _ => &value[value.find(|c: char| c.is_whitespace() || matches!(c, '>' | '<' | '"' | '\''))?..],
        };
    }
}

/// Returns the length of a link target, if `source` starts with `](` and an address. The argument of a function, as in
/// the formula `f[x](y)`, is not an address.
pub(super) fn target_len(source: &str) -> Option<usize> {
    let inside = source.strip_prefix("](")?;
    let end = inside.find([')', '\n']).filter(|end| inside[*end..].starts_with(')'))?;
    let target = &inside[..inside.find([')', ' ', '\n']).unwrap_or(inside.len())];
    let is_address = target.contains(['/', '.', '#', ':', '{', '}', '$', '%']) || target.starts_with('<');
    is_address.then_some(end + 3)
}

/// Returns whether `text` contains the start of a bare URL.
pub(super) fn has_url(text: &str) -> bool {
    url::find(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_distinguished_from_text() {
        let cases = [
            ("<a href=\"x>y\" b>c", Some("<a href=\"x>y\" b>")),
            ("</a >", Some("</a >")),
            ("<br/>", Some("<br/>")),
            ("<a {{ b }}>", Some("<a {{ b }}>")),
            ("<https://a.b/$c>", Some("<https://a.b/$c>")),
            ("<me@a.b>", Some("<me@a.b>")),
            ("<a b='c>", None),
            ("<y and $z>", None),
            ("< a>", None),
            ("<a", None),
            ("<a b=", None),
            ("<é>", None),
        ];
        for (source, expected) in cases {
            assert_eq!(tag(source).map(|len| &source[..len]), expected, "{source}");
        }
    }
}
