//! Finds what names the source of a block quotation: the block before it, its last line, and the block after it.
//!
//! For a match in "> We offer direct access.\n> — Jane Roe", the credit is "— Jane Roe". Blocks know only that they are
//! in some quotation, so the [`Outline`](crate::extract::Outline) tells which one. The search reads a bounded number of
//! blocks and of bytes between them, whatever the pieces are, so that a long quotation takes linear time and the result
//! does not depend on where the document was split.

use super::parsed::{BlockId, ParsedDocument, is_aside};
use crate::context::{Credit, Quotation, after_dash};
use crate::extract::{CollectionId, CreditSpan};
use wordgate_text::prose::{Notation, ProseBlock, Scope};
use wordgate_text::source::Span;

/// The most blocks from a match to the first or last block of its quotation.
const MAX_BLOCKS: usize = 32;

/// The most source bytes between adjacent blocks.
const MAX_GAP: u32 = 1 << 10;

/// The most bytes of the last block that are read, because every match in a long quotation reads it.
const MAX_LAST: usize = 1 << 13;

/// Returns the surroundings of the innermost quotation that contains a block.
pub(super) fn quotation<'p>(parsed: &'p ParsedDocument<'_>, at: BlockId) -> Option<Quotation<'p>> {
    if !parsed.block(at).scopes.contains(Scope::Quote) {
        return None;
    }
    let reader = QuotationReader { parsed, quotation: parsed.outline(at.piece).quotation(collection(parsed, at)?)? };
    let mut found = Quotation::default();
    let first = reader.edge(at, QuotationReader::before);
    if let Some((_, Some(before))) = first {
        let block = parsed.block(before);
        let is_text = block.heading_level.is_none() && block.cell.is_none();
        found.introduction = is_text.then_some(block.text.as_str());
    }
    if let Some((last, after)) = reader.edge(at, QuotationReader::after) {
        if let Some((start, credit)) = reader.credit_inside(last) {
            found.credits[0] = Some(credit);
            found.own_credit = (last == at).then_some(start);
        }
        found.credits[1] = after.and_then(|after| reader.credit_after(last, after));
    }
    if let Some((first, _)) = first {
        found.credits[1] = found.credits[1].or_else(|| reader.credit_before(first));
    }
    Some(found)
}

/// Returns the innermost collection around a block.
fn collection(parsed: &ParsedDocument, at: BlockId) -> Option<CollectionId> {
    let starts = &parsed.outline(at.piece).starts;
    let start = parsed.block(at).map.extent().start;
    let own = starts.partition_point(|known| known.at <= start).checked_sub(1)?;
    Some(starts[own].collection)
}

/// Returns whether every quotation around `outer` also contains `inner`.
pub(super) fn shares_quotations(parsed: &ParsedDocument, outer: BlockId, inner: BlockId) -> bool {
    if !parsed.block(outer).scopes.contains(Scope::Quote) {
        return true;
    }
    let innermost = collection(parsed, outer).and_then(|around| parsed.outline(outer.piece).quotation(around));
    let is_in = |start| {
        collection(parsed, inner).is_some_and(|around| parsed.outline(inner.piece).is_in_quotation(around, start))
    };
    innermost.is_none_or(is_in)
}

struct QuotationReader<'p, 'd> {
    parsed: &'p ParsedDocument<'d>,
    /// The byte offset of the start of the quotation.
    quotation: u32,
}

impl<'p> QuotationReader<'p, '_> {
    /// Walks to the first or last block of the quotation. Returns it and the block beyond it, if that is adjacent, or
    /// `None` if it is too far away.
    fn edge(
        &self,
        at: BlockId,
        step: impl Fn(&Self, BlockId) -> Option<BlockId>,
    ) -> Option<(BlockId, Option<BlockId>)> {
        let mut edge = at;
        for _ in 0..MAX_BLOCKS {
            match step(self, edge) {
                Some(next) if self.contains(next) => edge = next,
                Some(next) => return Some((edge, Some(next).filter(|next| is_adjacent(self.parsed, edge, *next)))),
                None => return Some((edge, None)),
            }
        }
        None
    }

    /// Returns whether a block is in the quotation.
    fn contains(&self, at: BlockId) -> bool {
        let outline = self.parsed.outline(at.piece);
        collection(self.parsed, at).is_some_and(|around| outline.is_in_quotation(around, self.quotation))
    }

    /// Returns the next block of the running text, unless it is too far away.
    fn after(&self, at: BlockId) -> Option<BlockId> {
        let limit = self.parsed.block(at).map.extent().end.saturating_add(MAX_GAP);
        let pieces = self.parsed.pieces();
        let near = (at.piece..pieces.len()).take_while(|piece| pieces[*piece].range.start <= limit);
        let blocks = near.flat_map(|piece| {
            let first = if piece == at.piece { at.block + 1 } else { 0 };
            (first..self.parsed.blocks(piece).len()).map(move |block| BlockId { piece, block })
        });
        blocks.take_while(|next| self.extent(*next).start <= limit).find(|next| !is_aside(self.parsed.block(*next)))
    }

    /// Returns the previous block of the running text, unless it is too far away.
    fn before(&self, at: BlockId) -> Option<BlockId> {
        let limit = self.parsed.block(at).map.extent().start.saturating_sub(MAX_GAP);
        let pieces = self.parsed.pieces();
        let near = (0..=at.piece).rev().take_while(|piece| pieces[*piece].range.end >= limit);
        let blocks = near.flat_map(|piece| {
            let end = if piece == at.piece { at.block } else { self.parsed.blocks(piece).len() };
            (0..end).rev().map(move |block| BlockId { piece, block })
        });
        blocks
            .take_while(|before| self.extent(*before).end >= limit)
            .find(|before| !is_aside(self.parsed.block(*before)))
    }

    fn extent(&self, at: BlockId) -> Span {
        self.parsed.block(at).map.extent()
    }

    /// Finds the credit in the last block of the quotation, and the byte offset in the block at which it starts.
    fn credit_inside(&self, last: BlockId) -> Option<(usize, Credit<'p>)> {
        let (block, outline) = (self.parsed.block(last), self.parsed.outline(last.piece));
        if outline.quotation(collection(self.parsed, last)?) != Some(self.quotation)
            || !is_paragraph(block)
            || block.text.len() > MAX_LAST
        {
            return None;
        }
        let text = block.text.as_str();
        let extent = block.map.extent();
        let marked = outline.credits_from(extent).find(|credit| credit.span.end >= extent.end);
        let marked = marked.map(|credit| (offset_of(block, credit.span.start), true));
        let (start, is_marked) =
            marked.or_else(|| dash_in_last_line(self.parsed.text(), block).map(|at| (at, false)))?;
        Some((start, Credit { text: &text[start..], is_marked }))
    }

    /// Returns the credit that is all of the first block: the author in a line `[quote, Jane Roe]` of AsciiDoc.
    fn credit_before(&self, first: BlockId) -> Option<Credit<'p>> {
        let (block, outline) = (self.parsed.block(first), self.parsed.outline(first.piece));
        let extent = block.map.extent();
        let is_all = |credit: &CreditSpan| credit.span.start <= extent.start && credit.span.end >= extent.end;
        let counts = block.notation == Notation::AsciiDoc && outline.credits_from(extent).any(is_all);
        counts.then_some(Credit { text: &block.text, is_marked: true })
    }

    /// Returns the credit in the block after the quotation: a paragraph that starts with a dash, or the caption of the
    /// figure that contains the quotation.
    fn credit_after(&self, last: BlockId, after: BlockId) -> Option<Credit<'p>> {
        let block = self.parsed.block(after);
        let gap = Span { start: self.extent(last).end, end: self.extent(after).start };
        let opens_figure = || {
            let gap = self.parsed.text()[gap.range()].to_ascii_lowercase();
            gap.contains("<figure") || gap.contains("</figure")
        };
        let extent = block.map.extent();
        let is_caption = |credit: &CreditSpan| credit.is_caption && credit.span.end >= extent.end;
        let mut credits = self.parsed.outline(after.piece).credits_from(extent);
        let is_marked =
            credits.any(|credit| is_caption(credit) && credit.span.start <= extent.start) && !opens_figure();
        let counts = is_paragraph(block) && !block.scopes.contains(Scope::List);
        (counts && (is_marked || after_dash(&block.text).is_some())).then_some(Credit { text: &block.text, is_marked })
    }
}

/// Returns whether no other block, such as code, is between two blocks.
pub(super) fn is_adjacent(parsed: &ParsedDocument, one: BlockId, other: BlockId) -> bool {
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    let between = parsed.block(first).map.extent().start + 1..parsed.block(second).map.extent().start + 1;
    let starts = (first.piece..=second.piece).map(|piece| {
        let starts = &parsed.outline(piece).starts;
        starts.partition_point(|start| start.at < between.end)
            - starts.partition_point(|start| start.at < between.start)
    });
    starts.sum::<usize>() <= 1
}

/// Returns whether a block is a paragraph, rather than a heading, a cell or a title.
fn is_paragraph(block: &ProseBlock) -> bool {
    block.heading_level.is_none() && block.cell.is_none() && block.scope != Scope::Title
}

/// Returns the byte offset in the text of a block at which the source from byte `at` on starts.
pub(super) fn offset_of(block: &ProseBlock, at: u32) -> usize {
    let after = block.map.segments().find(|(_, source, _)| source.end > at);
    let offset = after.map_or(
        0,
        |(text, source, verbatim)| {
            if verbatim { text.start + at.saturating_sub(source.start) } else { text.start }
        },
    );
    (offset as usize..block.text.len()).find(|at| block.text.is_char_boundary(*at)).unwrap_or(0)
}

/// Finds a dash at the start of the last line of a block, or after a sentence on that line.
fn dash_in_last_line(source: &str, block: &ProseBlock) -> Option<usize> {
    let extent = block.map.extent();
    let newline = source[extent.range()].rfind(['\n', '\r']);
    let line = newline.map_or(0, |at| offset_of(block, extent.start + u32::try_from(at + 1).unwrap_or(0)));
    let line = line.max(block.breaks.last().map_or(0, |at| *at as usize + 1));
    let start = line + block.text[line..].len() - block.text[line..].trim_start().len();
    if after_dash(&block.text[start..]).is_some() {
        return Some(start);
    }
    let closes = |c: char| matches!(c, '.' | '!' | '?' | '…' | '"' | '”' | '»');
    let sentence = block.text[start..].rmatch_indices(' ').find(|(at, _)| {
        let (before, after) = block.text[start..].split_at(*at);
        before.ends_with(closes) && after_dash(after).is_some()
    });
    sentence.map(|(at, _)| start + at + 1)
}
