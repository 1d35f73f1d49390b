//! Finds data URIs, which contain a file instead of its address.
//!
//! Documents often contain images of several megabytes on one line. Nobody reads them as text, so each becomes one
//! opaque word. No parser sees it, and it does not count towards any size limit.

use super::parts::{Part, PartRole};
use memchr::memmem;
use std::ops::Range;
use wordgate_text::source::Span;

const SCHEME: &[u8] = b"data:";

/// The minimum length of a data URI in bytes. Shorter ones cost a parser little, so we treat them like other addresses.
const MIN_LEN: usize = 256;

/// How many bytes after the scheme we search for the comma that ends the media type and its parameters.
const MAX_MEDIA_TYPE_LEN: usize = 256;

/// Returns the data URIs in `range` of `text`, in order.
fn spans(text: &str, range: Range<usize>) -> impl Iterator<Item = Span> {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    std::iter::from_fn(move || {
        while bytes.len().saturating_sub(at) >= MIN_LEN {
            let start = at + memmem::find(&bytes[at..], SCHEME)?;
            let content = &bytes[start + SCHEME.len()..];
            let len = content.iter().position(|byte| !is_uri_byte(*byte)).unwrap_or(content.len());
            at = start + SCHEME.len() + len;
            if at - start >= MIN_LEN && has_media_type(&content[..len]) {
                return Some(Span::new(start, at));
            }
        }
        None
    })
}

/// Returns the number of bytes of `span` that are outside of data URIs.
pub(crate) fn len_without_data_uris(text: &str, span: Span) -> usize {
    let uris_len: usize = spans(text, span.range()).map(Span::len).sum();
    span.len() - uris_len
}

/// Replaces each data URI in `parts` with an opaque word.
pub(super) fn mask(text: &str, parts: Vec<Part>) -> Vec<Part> {
    let has_uri = |part: &Part| part.is_markup() && spans(text, part.span.range()).next().is_some();
    if !parts.iter().any(has_uri) {
        return parts;
    }
    let mut masked = Vec::new();
    for part in parts {
        if !part.is_markup() {
            masked.push(part);
            continue;
        }
        let (mut at, end) = (part.span.start as usize, part.span.end as usize);
        for span in spans(text, at..end) {
            masked.push(Part::markup(at, span.start as usize));
            masked.push(Part { span, role: PartRole::Opaque });
            at = span.end as usize;
        }
        masked.push(Part::markup(at, end));
    }
    masked.retain(|part| !part.span.is_empty());
    masked
}

/// Returns whether `byte` continues a data URI. A bracket or a quote does not: some are valid in a data URI, but
/// usually they end the link or the attribute around it.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=-_.~%;,:&#*!$@?".contains(&byte)
}

/// Returns whether `content` starts as a data URI does after its scheme: with a media type and a comma, such as
/// `image/png;base64,`, with `;base64,`, or with a comma.
fn has_media_type(content: &[u8]) -> bool {
    let comma = content.iter().take(MAX_MEDIA_TYPE_LEN).position(|byte| *byte == b',');
    comma.is_some_and(|comma| {
        let kind = &content[..comma];
        kind.is_empty() || kind.starts_with(b";") || kind.contains(&b'/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_data_uris_are_found() {
        let data = "A".repeat(300);
        let text =
            format!("a data:image/png;base64,{data}) b data:text/plain,short data:{data} c data:;base64,{data}\" d");
        let found: Vec<&str> = spans(&text, 0..text.len()).map(|span| &text[span.range()]).collect();
        assert_eq!(found, [format!("data:image/png;base64,{data}"), format!("data:;base64,{data}")]);
        assert_eq!(
            len_without_data_uris(&text, Span::new(0, text.len())),
            text.len() - found[0].len() - found[1].len()
        );
    }
}
