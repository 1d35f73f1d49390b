//! Decodes the backslash escapes of a string that is inside another format.

use super::entity::DecodedText;
use wordgate_text::source::{EmbeddedText, Span};

/// Appends the text at `content` of `text` to `out`. `decode` decodes the escape at the start of its argument, which
/// begins with a backslash and ends with the content. A backslash that starts no escape stays as it is.
pub(super) fn push_unescaped(
    text: &str,
    content: Span,
    out: &mut EmbeddedText,
    decode: impl Fn(&str) -> Option<DecodedText>,
) {
    let (mut plain, mut at, end) = (content.start as usize, content.start as usize, content.end as usize);
    while let Some(len) = memchr::memchr(b'\\', &text.as_bytes()[at..end]) {
        at += len;
        let Some(escape) = decode(&text[at..end]) else {
            at += 1;
            continue;
        };
        out.push_verbatim(&text[plain..at], plain);
        out.push_decoded(&escape.text, Span::new(at, at + escape.len));
        at += escape.len;
        plain = at;
    }
    out.push_verbatim(&text[plain..end], plain);
}

/// Decodes the escape of a character that stands for itself, such as `\"`; `None` at the end of a text.
pub(super) fn escaped_character(escape: &str) -> Option<DecodedText> {
    let c = escape[1..].chars().next()?;
    Some(DecodedText { len: 1 + c.len_utf8(), text: c.to_string().into() })
}

/// Creates the decoded text of an escape of `len` bytes.
pub(super) fn decoded(text: &'static str, len: usize) -> Option<DecodedText> {
    Some(DecodedText { len, text: text.into() })
}
