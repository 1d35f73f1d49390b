//! Extracts the prose of AsciiDoc.
//!
//! We read it with code of our own. The available parsers lose text: one has errors in half of all real files, the other
//! replaces attributes, drops the branches of conditions, and gives up on a whole file with a mistake. AsciiDoc is a
//! format of lines, so a reader of lines is exact and fast: `blocks` decides what each line is, and `inline` finds the
//! markup in paragraphs, titles and cells.
//!
//! Included files are not read here, because each file is checked by itself. Attribute references are opaque words,
//! because their values may come from another file or from the command line. Both branches of a condition are read.

mod attributes;
mod blocks;
mod columns;
mod cursor;
mod header;
mod inline;
mod level;
mod line;
mod macros;
mod marker;
mod names;
mod paragraph;
mod passthrough;
mod quotes;
mod table;
mod token;

use self::blocks::{BlockReader, Cuts};
use self::cursor::Cursor;
use self::level::Level;
use super::collector::Collector;
use super::front_matter::{self, FrontMatter};
use super::leaf_context::LeafContext;
use super::lines::start_after_bom;
use super::parsers::Parsers;
use super::parts::extent;
use super::piece::{Piece, Pieces};
use wordgate_text::source::Span;

/// Adds the blocks of a piece of an AsciiDoc file to `out`.
pub(super) fn read_piece(_: &mut Parsers, piece: &Piece, out: &mut Collector) {
    let parts = front_matter::read_and_cut(piece, out);
    let Some(range) = extent(&parts) else { return };
    let text = out.text;
    let mut level = Level::new(Cursor::new(text, range.start, range.end), LeafContext::default(), 0);
    level.is_header = piece.range.start == 0;
    BlockReader { text, out: Some(out), cuts: None }.read_level(level);
}

/// Splits an AsciiDoc file at blank lines, where nothing before them matters for what follows.
pub(super) fn split(text: &str, min_len: usize) -> Pieces {
    let start = FrontMatter::find(text).map_or(0, |front| front.end);
    let start = start.max(start_after_bom(text));
    let mut level = Level::new(Cursor::new(text, start, text.len()), LeafContext::default(), 0);
    level.is_header = true;
    let mut reader = BlockReader { text, out: None, cuts: Some(Cuts { min_len, ..Cuts::default() }) };
    reader.read_level(level);
    let Cuts { starts, code, .. } = reader.cuts.unwrap_or_default();
    let mut pieces = Vec::new();
    let mut from = 0;
    for to in starts.into_iter().map(|start| start as usize).chain([text.len()]) {
        if from < to {
            pieces.push(Piece::without_context(Span::new(from, to)));
        }
        from = to;
    }
    Pieces { pieces, code, unsplittable: false }.with_long_as_plain(text, min_len)
}
