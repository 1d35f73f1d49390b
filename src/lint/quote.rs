//! The sentence around a match, for reports that are read without the document at hand.

use super::readable;
use crate::finding::Quote;
use crate::prose::{ProseBlock, Words};
use std::ops::Range;

/// Bytes of the sentence that are kept on each side of the match. A hostile sentence can be a book.
const MAX_SIDE: u32 = 320;

/// What stands around the match `tokens` in its sentence.
pub(super) fn quote(block: &ProseBlock, source: &str, words: &Words, tokens: &Range<usize>) -> Quote {
    let all = words.tokens();
    let (first, last) = (all[tokens.start], all[tokens.end - 1]);
    let start = all[all.partition_point(|token| token.sentence < first.sentence)].span.start;
    let next = all.get(all.partition_point(|token| token.sentence <= last.sentence));
    let end = next.map_or(block.text.len(), |next| next.span.start as usize);
    let end = last.span.end + crate::source::to_u32(block.text[last.span.end as usize..end].trim_end().len());
    let from = boundary(&block.text, start.max(first.span.start.saturating_sub(MAX_SIDE)));
    let to = boundary(&block.text, end.min(last.span.end.saturating_add(MAX_SIDE)));
    let text = |range: &Range<u32>| readable::text(block, source, range).replace(['\n', '\r', '\t'], " ");
    Quote {
        before: text(&(from..first.span.start)),
        after: text(&(last.span.end..to)),
        cut_before: from > start,
        cut_after: to < end,
    }
}

/// The last character boundary at or before `at`.
fn boundary(text: &str, at: u32) -> u32 {
    (0..=at).rev().find(|at| text.is_char_boundary(*at as usize)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::{lint, rule};

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
    fn the_sentence_reads_as_a_reader_sees_it() {
        let text = "One more. SRE **gives** `all` [direct\naccess](x) to &amp; from! Next.\n";
        assert_eq!(quotes(text), ["SRE gives all [direct access] to & from!"]);
        assert_eq!(quotes("# Direct access"), ["[Direct access]"]);
    }

    #[test]
    fn a_long_sentence_is_cut_at_characters() {
        let text = format!("{} direct access {}.", "日".repeat(5000), "本".repeat(5000));
        let quotes = quotes(&text);
        assert!(quotes[0].starts_with("…日") && quotes[0].ends_with("本…"), "{quotes:?}");
        assert!(quotes[0].len() < 700);
    }
}
