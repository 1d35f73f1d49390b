//! A piece of a file gives the same blocks as the whole file gives at its place.

use super::support::{shown, wanted};
use wordgate_core::extract::{Extractor, Format, Piece};
use wordgate_text::source::Span;

/// Returns the lines of `source` as spans, line ends included.
fn lines(source: &str) -> Vec<Span> {
    let mut start = 0;
    let ends = source.split_inclusive('\n').map(|line| {
        let span = Span::new(start, start + line.len());
        start += line.len();
        span
    });
    ends.collect()
}

/// Extracts the lines `range` with the lines `context` before them, and compares the blocks with those of the whole
/// file.
fn check(source: &str, context: &[usize], range: std::ops::Range<usize>, expected: &str) {
    let lines = lines(source);
    let piece = Piece {
        range: Span { start: lines[range.start].start, end: lines[range.end - 1].end },
        context: context.iter().map(|line| lines[*line]).collect(),
        ..Piece::default()
    };
    let mut extractor = Extractor::new();
    let found = extractor.extract(source, Format::Markdown, &piece, wanted(&[]));
    assert_eq!(shown(&found), expected, "{source:?}");
    let whole = extractor.extract(source, Format::Markdown, &Piece::whole(source, Format::Markdown), wanted(&[]));
    let inside = whole.blocks.iter().filter(|block| piece.range.range().contains(&(block.map.extent().start as usize)));
    let inside: Vec<_> = inside.map(|block| (block.map.extent(), block.scopes, block.text.clone())).collect();
    let found: Vec<_> =
        found.blocks.iter().map(|block| (block.map.extent(), block.scopes, block.text.clone())).collect();
    assert_eq!(found, inside, "{source:?}");
}

#[test]
fn a_nested_item_is_read_with_the_opening_lines_of_its_ancestors() {
    let source = "intro\n\n- one\n  - two *x*\n    - three **y**\n      four\n    - five\n- six\n";
    check(source, &[2, 3], 4..6, "list: three y four");
    check(source, &[2], 3..7, "list: two x ¦ list: three y four ¦ list: five");
    check(source, &[], 2..8, "list: one ¦ list: two x ¦ list: three y four ¦ list: five ¦ list: six");
}

#[test]
fn a_table_row_is_read_with_its_header() {
    let source = "a\n\n| A *b* | C |\n|---|---|\n| d | e |\n| f [g](h) | i |\n| j | k |\n";
    check(source, &[2, 3], 5..6, "table: f g ¦ table: i");
    check(source, &[], 2..4, "table: A b ¦ table: C");
}

#[test]
fn paragraphs_headings_and_quotes_are_read_alone() {
    let source = "one\n\ntwo *three*\nfour\n\n> five\n> **six**\n\n# seven\n";
    check(source, &[], 2..4, "paragraph: two three four");
    check(source, &[], 5..7, "quote: five six");
    check(source, &[], 8..9, "heading: seven");
}

#[test]
fn a_quoted_list_is_read_with_the_list_item_around_it() {
    let source = "1. one\n\n   > two\n   > - three\n   >   four\n";
    check(source, &[0], 2..5, "quote: two ¦ list: three four");
}
