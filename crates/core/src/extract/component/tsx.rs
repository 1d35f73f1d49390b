//! Reads JavaScript and TypeScript, with or without JSX.

use super::super::collector::Collector;
use super::super::parsers::Parsers;
use super::super::parts::extent;
use super::super::piece::{Piece, Pieces};
use super::lexer::Dialect;
use super::reader::{Place, Source, read};

/// Adds the blocks of a script to `out`.
pub(in crate::extract) fn read_piece(_: &mut Parsers, piece: &Piece, out: &mut Collector) {
    if let Some(range) = extent(&piece.parts(out.text)) {
        read(Source { range, dialect: Dialect::Jsx, place: Place::script() }, out);
    }
}

/// Splits a script. It stays one piece unless it is too long, because a line does not show what is open around it.
pub(in crate::extract) fn split(text: &str, min_len: usize) -> Pieces {
    Pieces::whole(text).with_long_as_plain(text, min_len)
}
