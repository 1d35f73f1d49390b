//! Decodes character references such as `&nbsp;`, `&#8217;` and `&#x2019;`.
//!
//! Markdown requires the semicolon. HTML text also accepts some old names without it.

use std::borrow::Cow;

/// The decoded text of a reference or an escape.
pub(crate) struct DecodedText {
    /// The length of the source in bytes.
    pub len: usize,
    /// The decoded text.
    pub text: Cow<'static, str>,
}

/// The syntax of character references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReferenceSyntax {
    /// Markdown, which requires the semicolon.
    Markdown,
    /// HTML text.
    HtmlText,
    /// An HTML attribute, in which `?a=1&copy=2` does not contain a reference.
    HtmlAttribute,
}

/// Returns the character reference that `source`, a text in this syntax, starts with.
pub(super) fn reference_in(source: &str, syntax: ReferenceSyntax) -> Option<DecodedText> {
    let entity = if source.starts_with("&#") { numeric(source) } else { named(source.as_bytes(), syntax) }?;
    let terminated = source.as_bytes()[entity.len - 1] == b';';
    (terminated || syntax != ReferenceSyntax::Markdown).then_some(entity)
}

/// Returns the character reference that `source` starts with in HTML text, whose syntax accepts the most references.
pub(crate) fn reference(source: &str) -> Option<DecodedText> {
    reference_in(source, ReferenceSyntax::HtmlText)
}

fn numeric(source: &str) -> Option<DecodedText> {
    let (prefix, radix) = if source[2..].starts_with(['x', 'X']) { (3, 16) } else { (2, 10) };
    let digits = source[prefix..].bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let end = prefix + digits;
    let len = end + usize::from(source[end..].starts_with(';'));
    // htmlize replaces invalid code points as browsers do. We pass it only this reference.
    let text = htmlize::unescape(&source[..len]).into_owned().into();
    Some(DecodedText { len, text })
}

/// Returns the reference with the longest name: `&notin;` is not `&not` and `in;`.
fn named(bytes: &[u8], syntax: ReferenceSyntax) -> Option<DecodedText> {
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric();
    let name = bytes.iter().skip(1).take(htmlize::ENTITY_MAX_LENGTH).take_while(is_name).count();
    let longest = 1 + name + usize::from(bytes.get(1 + name) == Some(&b';'));
    (htmlize::ENTITY_MIN_LENGTH..=longest).rev().find_map(|len| {
        let text = str::from_utf8(htmlize::ENTITIES.get(&bytes[..len])?).ok()?;
        let lacks_semicolon = bytes[len - 1] != b';';
        // In the address `?a=1&copy=2`, `&copy` starts a parameter.
        let may_be_parameter =
            lacks_semicolon && bytes.get(len).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'=');
        (!(may_be_parameter && syntax == ReferenceSyntax::HtmlAttribute))
            .then_some(DecodedText { len, text: text.into() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_syntax_decodes_its_references() {
        let cases = [
            ("&amp;x", ReferenceSyntax::Markdown, Some((5, "&"))),
            ("&amp x", ReferenceSyntax::Markdown, None),
            ("&ampere;", ReferenceSyntax::Markdown, None),
            ("&notin;", ReferenceSyntax::Markdown, Some((7, "∉"))),
            ("&CounterClockwiseContourIntegral;", ReferenceSyntax::Markdown, Some((33, "∳"))),
            ("&NotEqualTilde;", ReferenceSyntax::Markdown, Some((15, "≂̸"))),
            ("&#8217;s", ReferenceSyntax::Markdown, Some((7, "’"))),
            ("&#X2019;s", ReferenceSyntax::Markdown, Some((8, "’"))),
            ("&#0;", ReferenceSyntax::Markdown, Some((4, "\u{FFFD}"))),
            ("&nosuch;", ReferenceSyntax::Markdown, None),
            ("&;", ReferenceSyntax::Markdown, None),
            ("& ", ReferenceSyntax::HtmlText, None),
            ("&copy 2024", ReferenceSyntax::HtmlText, Some((5, "©"))),
            ("&copyright", ReferenceSyntax::HtmlText, Some((5, "©"))),
            ("&frac12;", ReferenceSyntax::HtmlText, Some((8, "½"))),
            ("&semi;", ReferenceSyntax::HtmlText, Some((6, ";"))),
            ("&#x80;", ReferenceSyntax::HtmlText, Some((6, "€"))),
            ("&copy=2", ReferenceSyntax::HtmlAttribute, None),
            ("&copyx", ReferenceSyntax::HtmlAttribute, None),
            ("&copy;x", ReferenceSyntax::HtmlAttribute, Some((6, "©"))),
        ];
        for (source, syntax, expected) in cases {
            let found = reference_in(source, syntax);
            let found = found.as_ref().map(|entity| (entity.len, &*entity.text));
            assert_eq!(found, expected, "{source} {syntax:?}");
        }
    }
}
