//! Renders prose as a reader sees it, for reports.
//!
//! In the text of a block, one opaque character replaces code, an address or an image. This module restores the visible
//! text: the content of a code span, the alternative text of an image.

use crate::finding::Quote;
use std::ops::Range;
use wordgate_text::prose::{OPAQUE, ProseBlock, Words};
use wordgate_text::source::{floor_char_boundary, to_u32};

/// The maximum length of a quote on each side of the match in bytes. A few lines of a report are enough, and a hostile
/// sentence can be as long as a book.
const MAX_SIDE: u32 = 320;

/// The maximum number of characters that a reason quotes.
const MAX_SHORT: usize = 60;

/// Returns the start of a text for a reason. Code and pictures in it have no letters.
pub(super) fn short(text: &str) -> String {
    let mut letters = text.trim().chars().map(|c| match c {
        OPAQUE => '…',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let start: String = letters.by_ref().take(MAX_SHORT).collect();
    match letters.next() {
        Some(_) => format!("{}…", start.rsplit_once(' ').map_or(&*start, |(words, _)| words)),
        None => start,
    }
}

/// Returns a byte range of a block's text, with the visible text of code, addresses and images.
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

/// Returns the visible text of a code span, an autolink, an element or an image.
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

/// Returns the rest of the sentence before and after a match.
pub(super) fn quote(block: &ProseBlock, source: &str, words: &Words, tokens: &Range<usize>) -> Quote {
    let all = words.tokens();
    let (first, last) = (all[tokens.start], all[tokens.end - 1]);
    let start = all[all.partition_point(|token| token.sentence < first.sentence)].span.start;
    let next = all.get(all.partition_point(|token| token.sentence <= last.sentence));
    let end = next.map_or(block.text.len(), |next| next.span.start as usize);
    let end = last.span.end + to_u32(block.text[last.span.end as usize..end].trim_end().len());
    let boundary = |at: u32| to_u32(floor_char_boundary(&block.text, at as usize));
    let from = boundary(start.max(first.span.start.saturating_sub(MAX_SIDE)));
    let to = boundary(end.min(last.span.end.saturating_add(MAX_SIDE)));
    let shown = |range: &Range<u32>| text(block, source, range).replace(['\n', '\r', '\t'], " ");
    Quote {
        before: shown(&(from..first.span.start)),
        after: shown(&(last.span.end..to)),
        cut_before: from > start,
        cut_after: to < end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::{lint, rule};

    #[test]
    fn opaque_words_are_replaced_by_their_visible_text() {
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

    fn quotes(text: &str) -> Vec<String> {
        let findings = lint(&rule("patterns = ['direct access']"), text).findings;
        let shown = |finding: crate::finding::Finding| {
            let Quote { before, after, cut_before, cut_after } = finding.quote;
            let dots = |cut| if cut { "…" } else { "" };
            format!("{}{before}[{}]{after}{}", dots(cut_before), finding.text, dots(cut_after))
        };
        findings.into_iter().map(shown).collect()
    }

    #[test]
    fn the_quote_is_the_sentence_as_a_reader_sees_it() {
        let text = "One more. SRE **gives** `all` [direct\naccess](x) to &amp; from! Next.\n";
        assert_eq!(quotes(text), ["SRE gives all [direct access] to & from!"]);
        assert_eq!(quotes("# Direct access"), ["[Direct access]"]);
    }

    #[test]
    fn a_long_sentence_is_cut_at_characters() {
        let text = format!("{} direct access {}.", "é".repeat(5000), "ü".repeat(5000));
        let quotes = quotes(&text);
        assert!(quotes[0].starts_with("…é") && quotes[0].ends_with("ü…"), "{quotes:?}");
        assert!(quotes[0].len() < 700);
    }
}
