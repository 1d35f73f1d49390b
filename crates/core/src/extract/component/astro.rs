//! Reads components of Astro: a script between two lines `---`, and markup with expressions, which may contain markup.

use super::super::collector::Collector;
use super::super::parsers::Parsers;
use super::super::parts::extent;
use super::super::piece::Piece;
use super::lexer::Dialect;
use super::reader::{Place, Source, read};
use std::ops::Range;

pub(in crate::extract) use super::tsx::split;

/// The delimiter of the script.
const FENCE: &str = "---";

/// Adds the blocks of a component to `out`.
pub(in crate::extract) fn read_piece(_: &mut Parsers, piece: &Piece, out: &mut Collector) {
    let Some(range) = extent(&piece.parts(out.text)) else { return };
    let (script, markup) = parts(out.text, range);
    if let Some(range) = script {
        read(Source { range, dialect: Dialect::Jsx, place: Place::script() }, out);
    }
    read(Source { range: markup, dialect: Dialect::Astro, place: Place::script() }, out);
}

/// Returns the script in `range`, if there is one, and the markup after it.
pub(super) fn parts(text: &str, range: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
    let source = &text[range.clone()];
    let fenced = source.trim_start();
    let script = range.start + source.len() - fenced.len() + FENCE.len();
    match fenced.strip_prefix(FENCE).and_then(closing_fence) {
        Some(len) => (Some(script..script + len), script + len + FENCE.len()..range.end),
        None => (None, range),
    }
}

/// Returns the offset of the closing delimiter, which is at the start of a line.
fn closing_fence(script: &str) -> Option<usize> {
    let is_at_line_start = |at: &usize| script[..*at].trim_end_matches([' ', '\t']).ends_with(['\n', '\r']);
    script.match_indices(FENCE).map(|(at, _)| at).find(is_at_line_start)
}
