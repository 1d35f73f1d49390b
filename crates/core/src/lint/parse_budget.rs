//! Limits how much of one file is parsed.
//!
//! A piece is a run of lines that can be parsed on its own. Parsing a piece is limited, but a hostile file may have
//! very many pieces that reach that limit, or simply be very long. So each file has a parse budget, and the pieces that
//! exceed it are read as plain text.
//!
//! The choice must not depend on which pieces are parsed later, so it depends only on their bytes. There are two
//! separate budgets: one for the pieces that can contain a match, and one for all others, which may be parsed to
//! evaluate the context of a match.

use crate::extract::{ExtractWarning, Format, Misread, Piece, is_markup, len_to_parse};
use wordgate_text::source::Span;

/// The maximum total weight of the parsed pieces in each of the two groups. Enough for about 3 MB of documentation or
/// nearly 1 MB of dense markup, which takes at most four seconds.
pub(crate) const PARSE_BUDGET: usize = 6 << 20;

/// The weight of a byte that may open markup, because such bytes make parsing slow. A byte of text has the weight 1.
const MARKUP: usize = 16;

/// Returns whether it may matter to [`limit`] which pieces can contain a match.
pub(super) fn may_limit(text: &str, format: Format, pieces: &[Piece]) -> bool {
    let has_plain = || pieces.iter().any(|piece| piece.is_plain);
    (is_costly(format) && may_exceed_budget(text)) || (format != Format::Text && has_plain())
}

/// Returns whether a grammar parses the format. The other formats take little time and are not limited.
fn is_costly(format: Format) -> bool {
    matches!(format, Format::Markdown | Format::Notebook | Format::Mdx) || format.is_html()
}

fn may_exceed_budget(text: &str) -> bool {
    text.len().saturating_mul(MARKUP + 2) > PARSE_BUDGET
}

/// Marks the pieces that exceed the budget as plain text. `matchable` has the sorted indices of the pieces that can
/// contain a match. Returns a warning if any piece is plain.
pub(super) fn limit(text: &str, format: Format, pieces: &mut [Piece], matchable: &[usize]) -> Option<ExtractWarning> {
    let cause = match format {
        Format::Html | Format::Office | Format::Pdf => Misread::LongHtmlFile,
        Format::Markdown | Format::Notebook | Format::Mdx | Format::Asciidoc | Format::Rst => Misread::LongFile,
        format if format.is_component() => Misread::LongFile,
        // Plain text and messages are never parsed.
        _ => return None,
    };
    if is_costly(format) && may_exceed_budget(text) {
        make_plain(text, format, pieces, matchable);
    }
    let at = pieces.iter().find(|piece| piece.is_plain)?.range.start;
    Some(ExtractWarning { span: Span { start: at, end: at }, cause })
}

fn make_plain(text: &str, format: Format, pieces: &mut [Piece], matchable: &[usize]) {
    let mut spent = [0_usize; 2];
    let mut matchable = matchable.iter().peekable();
    for (index, piece) in pieces.iter_mut().enumerate() {
        let group = usize::from(matchable.next_if(|next| **next == index).is_some());
        spent[group] = spent[group].saturating_add(weight(text, format, piece));
        if spent[group] > PARSE_BUDGET {
            piece.is_plain = true;
        }
    }
}

/// Returns the estimated cost of parsing a piece.
pub(crate) fn weight(text: &str, format: Format, piece: &Piece) -> usize {
    let markup = text.as_bytes()[piece.range.range()].iter().filter(|byte| is_markup(**byte)).count();
    let len = len_to_parse(text, piece.range);
    let is_single_block = piece.is_single_block(text, format);
    if piece.is_plain || (is_single_block && markup == 0) {
        return 0;
    }
    let seen = len + piece.context.iter().map(|span| span.len()).sum::<usize>();
    // Both the block grammar and the inline grammar may parse it.
    let parses = if is_single_block { 1 } else { 2 };
    seen * parses + markup * MARKUP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::split;

    /// Returns the offset of the first plain piece of a file in which every third piece can contain a match.
    fn first_plain(text: &str) -> Option<usize> {
        let mut pieces = split(text, Format::Markdown).pieces;
        let matchable: Vec<usize> = (0..pieces.len()).step_by(3).collect();
        let warning = limit(text, Format::Markdown, &mut pieces, &matchable);
        let first = pieces.iter().find(|piece| piece.is_plain).map(|piece| piece.range.start);
        assert_eq!(warning.map(|warning| warning.span.start), first);
        first.map(|first| first as usize)
    }

    #[test]
    fn markup_uses_up_the_budget_and_text_does_not() {
        assert_eq!(first_plain(&"some words without markup\n\n".repeat(400_000)), None);
        assert_eq!(first_plain(&"a *word*\n\n".repeat(30_000)), None);
        let paragraph = "a**b ".repeat(20) + "\n\n";
        // A piece weighs 102, plus 16 for each of 40 asterisks.
        let fit = PARSE_BUDGET / (102 + 16 * 40);
        let first = first_plain(&paragraph.repeat(20_000)).expect("it is too much");
        // Two of three pieces cannot contain a match, and the budget of this group is exhausted first.
        assert_eq!(first / paragraph.len(), (fit / 2) * 3 + 1 + fit % 2);
    }
}
