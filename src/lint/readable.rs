//! A stretch of prose as a reader sees it, with what is opaque to rules in it.

use crate::prose::{OPAQUE, ProseBlock};
use crate::source::to_u32;
use std::ops::Range;

/// The text of `range` (bytes) of a block; code, addresses and images read as they are shown.
pub(super) fn text(block: &ProseBlock, source: &str, range: &Range<u32>) -> String {
    let text = &block.text[range.start as usize..range.end as usize];
    if !text.contains(OPAQUE) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c != OPAQUE {
            out.push(c);
            continue;
        }
        let start = range.start + to_u32(at);
        let pieces = block.spans(&(start..start + to_u32(c.len_utf8())));
        let written: String = pieces.iter().map(|piece| &source[piece.range()]).collect();
        out.push_str(shown(&written));
    }
    out
}

/// What a reader sees of a code span, an autolink, an element or an image.
fn shown(written: &str) -> &str {
    if let Some(image) = written.strip_prefix("![") {
        return image.split_once(']').map_or(image, |(alt, _)| alt);
    }
    if written.starts_with('`') {
        return written.trim_matches('`').trim();
    }
    let inner = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    match inner.map(|inner| (inner, inner.split_once('>'), inner.rsplit_once('<'))) {
        Some((_, Some((tag, _)), Some((before, _)))) if before.len() > tag.len() => &before[tag.len() + 1..],
        Some((address, None, None)) if address.contains(':') || address.contains('@') => address,
        _ => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opaque_words_read_as_they_are_shown() {
        let cases = [
            ("`a b`", "a b"),
            ("`` a`b ``", "a`b"),
            ("![a cat](x.png)", "a cat"),
            ("<https://a.b>", "https://a.b"),
            ("<code>c</code>", "c"),
            ("<img src='x'>", "<img src='x'>"),
            ("$x$", "$x$"),
        ];
        for (written, expected) in cases {
            assert_eq!(shown(written), expected, "{written}");
        }
    }
}
