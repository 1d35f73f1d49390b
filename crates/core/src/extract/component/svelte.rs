//! Reads components of Svelte: markup with expressions in braces, and scripts.

use super::super::collector::Collector;
use super::super::parsers::Parsers;
use super::super::parts::extent;
use super::super::piece::Piece;
use super::lexer::Dialect;
use super::reader::{Place, Source, read};

pub(in crate::extract) use super::tsx::split;

/// Adds the blocks of a component to `out`.
pub(in crate::extract) fn read_piece(_: &mut Parsers, piece: &Piece, out: &mut Collector) {
    if let Some(range) = extent(&piece.parts(out.text)) {
        read(Source { range, dialect: Dialect::Svelte, place: Place::script() }, out);
    }
}
