//! How much of a file is parsed.
//!
//! Each parse has a budget of its own, but a file may be made of a great many pieces that each use theirs up, or just be
//! very long. So a file has an allowance, and pieces behind it are read as plain text. Which those are must not depend
//! on which pieces happen to be parsed: it is told from the bytes, for the pieces that can hold a match and for the
//! others, which may be asked for what stands around a match, each by themselves.

use crate::extract::{ExtractWarning, Format, Misread, Piece, PieceKind, is_markup, len_to_parse};
use wordgate_text::source::Span;

/// The weight of the pieces that are parsed, of each of the two kinds. Some 3 MB of documentation, or 1 MB of nothing but
/// markup: four seconds at worst.
pub(crate) const ALLOWANCE: usize = 6 << 20;

/// What a byte that may open markup weighs, where a byte of text weighs one: what makes a parse slow is markup.
const MARKUP: usize = 16;

/// Makes the pieces behind the allowance plain; `evident` (sorted) can hold a match. Warns if there are any, or were.
pub(super) fn limit(text: &str, format: Format, pieces: &mut [Piece], evident: &[usize]) -> Option<ExtractWarning> {
    let cause = match format {
        // It is never parsed.
        Format::Text => return None,
        Format::Html => Misread::LongHtmlFile,
        Format::Markdown | Format::Mdx => Misread::LongFile,
    };
    if text.len().saturating_mul(MARKUP + 2) > ALLOWANCE {
        make_plain(text, pieces, evident);
    }
    let at = pieces.iter().find(|piece| piece.shape == PieceKind::Plain)?.range.start;
    Some(ExtractWarning { span: Span { start: at, end: at }, cause })
}

fn make_plain(text: &str, pieces: &mut [Piece], evident: &[usize]) {
    let mut spent = [0_usize; 2];
    let mut evident = evident.iter().peekable();
    for (index, piece) in pieces.iter_mut().enumerate() {
        let kind = usize::from(evident.next_if(|next| **next == index).is_some());
        spent[kind] = spent[kind].saturating_add(weight(text, piece));
        if spent[kind] > ALLOWANCE {
            piece.shape = PieceKind::Plain;
        }
    }
}

/// What it may cost to parse a piece.
pub(crate) fn weight(text: &str, piece: &Piece) -> usize {
    let markup = text.as_bytes()[piece.range.range()].iter().filter(|byte| is_markup(**byte)).count();
    let len = len_to_parse(text, piece.range);
    if piece.shape == PieceKind::Plain || (piece.shape != PieceKind::Unknown && markup == 0) {
        return 0;
    }
    let seen = len + piece.context.iter().map(|span| span.len()).sum::<usize>();
    // By two grammars, when it is not known what it is.
    let readings = if piece.shape == PieceKind::Unknown { 2 } else { 1 };
    seen * readings + markup * MARKUP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::split;

    /// The shapes of a file in which each third piece is evident, from the first plain one on.
    fn first_plain(text: &str) -> Option<usize> {
        let mut pieces = split(text, Format::Markdown).pieces;
        let evident: Vec<usize> = (0..pieces.len()).step_by(3).collect();
        let warning = limit(text, Format::Markdown, &mut pieces, &evident);
        let first = pieces.iter().find(|piece| piece.shape == PieceKind::Plain).map(|piece| piece.range.start);
        assert_eq!(warning.map(|warning| warning.span.start), first);
        first.map(|first| first as usize)
    }

    #[test]
    fn markup_uses_the_allowance_up_and_text_does_not() {
        assert_eq!(first_plain(&"some words without markup\n\n".repeat(400_000)), None);
        assert_eq!(first_plain(&"a *word*\n\n".repeat(30_000)), None);
        let paragraph = "a**b ".repeat(20) + "\n\n";
        // A piece weighs 102 and 16 for each of 40 asterisks.
        let fit = ALLOWANCE / (102 + 16 * 40);
        let first = first_plain(&paragraph.repeat(20_000)).expect("it is too much");
        // Two of three pieces are of the other kind, which is used up first.
        assert_eq!(first / paragraph.len(), (fit / 2) * 3 + 1 + fit % 2);
    }
}
