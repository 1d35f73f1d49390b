//! Reads a piece that is certainly one block, without the block grammar.
//!
//! [`SingleBlock`] says which pieces these are. The result must be that of the walk over the grammar's nodes in
//! [`super::markdown`].

use super::collector::Collector;
use super::leaf_context::LeafContext;
use super::lines::{lines, start_of_text};
use super::markdown;
use super::outline::Collection;
use super::parsers::Parsers;
use super::parts::{Part, clipped};
use super::piece::Piece;
use super::pieces::SingleBlock;
use super::table::{TableRow, cells};
use super::{data_uri, inline};
use wordgate_text::prose::Scope;
use wordgate_text::source::Span;

/// Adds `block`, which is all of `piece`, to `out`.
pub(super) fn read(parsers: &mut Parsers, block: SingleBlock, piece: &Piece, out: &mut Collector) {
    let (parts, context) = match block {
        SingleBlock::Paragraph(parts) => (parts, LeafContext::default()),
        SingleBlock::Item(parts) => {
            // Each line of the context opens an enclosing item, and the piece itself opens one more.
            let items = piece.context.iter().chain([&piece.range]);
            let item = LeafContext::default().inside(Scope::List);
            let context = items.fold(item, |context, item| {
                out.enter_collection(context.in_group(start_of_text(out.text, *item)), Collection::List)
            });
            (parts, context)
        }
        SingleBlock::Heading(level, text) => {
            (vec![Part::markup(text.start as usize, text.end as usize)], LeafContext::default().heading(level))
        }
        SingleBlock::Code(code) => {
            out.begin_non_prose(piece.range.start as usize, LeafContext::default());
            return out.push_source(lines(out.text, code.range()), Scope::Code, LeafContext::default());
        }
        SingleBlock::Rows(rows) => return read_rows(parsers, &rows, piece, out),
    };
    let parts = data_uri::mask(out.text, parts);
    markdown::read_leaf(parsers, &parts, context, out);
}

/// Reads rows of a table.
fn read_rows(parsers: &mut Parsers, rows: &[Span], piece: &Piece, out: &mut Collector) {
    let header = piece.context.first().unwrap_or(&piece.range);
    let mut row = TableRow::before(header.start);
    let context = LeafContext::default().with_own_scope(Scope::Table);
    let context = out.enter_collection(context, Collection::At(row.table()));
    if header.start < piece.range.start {
        // The header is in the context.
        row = row.next("", header.start, 0);
    }
    for span in rows {
        let skipped = out.skipped_rows_before(row.table(), span.start);
        row = row.next(&out.text[span.range()], span.start, skipped);
        let parts = data_uri::mask(out.text, vec![Part::markup(span.start as usize, span.end as usize)]);
        for cell in cells(out.text, *span) {
            let parts: Vec<Part> = clipped(&parts, cell.range()).collect();
            let context = context.cell(row.cell(out.text, cell.start));
            inline::read(&mut parsers.inline, &parts, context, out);
        }
    }
}

#[cfg(test)]
mod tests;
