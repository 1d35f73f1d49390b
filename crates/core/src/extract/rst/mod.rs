//! Extracts the prose of reStructuredText: the markup of docutils and Sphinx.
//!
//! The structure of the format is a matter of lines and columns, which we read directly: `block` recognises blocks,
//! `reader` reads them in their contexts, `inline` reads the markup in a paragraph. The grammar tree-sitter-rst parses
//! neither the bodies of directives, which have a third of the words of a usual manual, nor tables. It would have to run
//! again on each of them, takes longer, and has no bound on its time that we could prove. Here, everything takes linear
//! time.
//!
//! A piece is a run of whole blocks. A block is recognised from its own lines, so a piece is read as in place. Only the
//! level of a title depends on earlier ones: their lines are the context of a piece with titles.

mod block;
mod columns;
mod directive_reader;
mod directives;
mod explicit;
mod inline;
mod line;
mod markers;
mod punctuation;
mod reader;
mod roles;
mod split;
mod tables;
mod titles;

pub(super) use split::split;
pub use split::{RstTitle, may_contain_rst_title, rst_titles};

use super::collector::Collector;
use super::leaf_context::LeafContext;
use super::parsers::Parsers;
use super::piece::Piece;
use line::Line;
use reader::{Place, Reader};

/// Adds the blocks of a piece to `out`.
pub(super) fn read_piece(_: &mut Parsers, piece: &Piece, out: &mut Collector) {
    let parts = piece.parts(out.text);
    let text = out.text;
    let mut lines: Vec<Line> = parts.iter().flat_map(|part| line::lines(text, part.span.range())).collect();
    let place = Place { base: 0, context: LeafContext::default(), depth: 0, is_writable: true };
    Reader::new(out, piece.range.start == 0).read(&mut lines, place);
}
