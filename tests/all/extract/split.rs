//! The pieces of a file give the same blocks as the whole file.

use super::shuffled::shuffled_lines;
use crate::documents;
use crate::effort::config;
use crate::fixture::every_scope;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use wordgate_core::extract::{Extraction, Extractor, Format, Piece, Pieces, split};
use wordgate_text::prose::{ProseBlock, Scope};
use wordgate_text::source::Span;

/// Describes the blocks and the outline, so that any difference shows.
fn described(extractions: &[Extraction]) -> Vec<String> {
    let blocks = extractions.iter().flat_map(|extraction| &extraction.blocks).map(|block| format!("{block:?}"));
    let outlines = extractions.iter().map(|extraction| &extraction.outline);
    let starts = outlines.clone().flat_map(|outline| {
        outline.starts.iter().map(|start| format!("{} in {:?}", start.at, outline.collections(start.collection)))
    });
    let comments = outlines.flat_map(|outline| {
        outline.comments.iter().map(|comment| {
            let around = comment.collection.map(|around| outline.collections(around));
            format!("{:?} alone: {} in {around:?}", comment.span, comment.is_alone)
        })
    });
    blocks.chain(starts).chain(comments).collect()
}

/// Whether the block grammar reports an error in `text`. The tree then lacks some good text, which a piece without the
/// error contains.
fn has_error(text: &str) -> bool {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_md::LANGUAGE.into()).unwrap();
    let text = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    parser.parse(text, None).unwrap().root_node().has_error()
}

/// Checks that the ranges cover the text, that contexts are lines before them, and that spans of code are in order.
fn check_invariants(text: &str, pieces: &Pieces) -> Result<(), String> {
    let mut end = 0;
    for piece in &pieces.pieces {
        let Piece { range, context, .. } = piece;
        if range.start != end || range.is_empty() {
            return Err(format!("a gap or an overlap at {range:?}"));
        }
        end = range.end;
        let lines = context.iter().map(|span| &text[span.range()]);
        if lines.clone().any(|line| !line.ends_with('\n') || line.matches('\n').count() != 1) {
            return Err(format!("no line in {context:?}"));
        }
        let spans: Vec<Span> = context.iter().copied().chain([*range]).collect();
        if spans.windows(2).any(|pair| pair[0].end > pair[1].start) {
            return Err(format!("context out of order: {spans:?}"));
        }
    }
    if end as usize != text.len() {
        return Err(format!("the pieces end at {end} of {}", text.len()));
    }
    if pieces.code.windows(2).any(|pair| pair[0].end > pair[1].start) {
        return Err(format!("code out of order: {:?}", pieces.code));
    }
    Ok(())
}

/// The result of comparing the pieces of a file with the whole.
pub(super) enum Compared {
    Same(Pieces),
    /// They differ, but the grammar reports an error in the whole file. A piece without the error may be read
    /// correctly.
    Error,
}

/// Returns the pieces of a file that gives the same blocks in pieces as in one.
fn same(text: &str, format: Format, extractor: &mut Extractor) -> Pieces {
    match compare(text, format, extractor) {
        Ok(Compared::Same(pieces)) => pieces,
        Ok(Compared::Error) => panic!("an error in {text:?}"),
        Err(difference) => panic!("{difference}"),
    }
}

/// Compares the pieces with the whole file. Describes the first difference that no grammar error explains.
pub(super) fn compare(text: &str, format: Format, extractor: &mut Extractor) -> Result<Compared, String> {
    let pieces = split(text, format);
    check_invariants(text, &pieces)?;
    let parts: Vec<Extraction> =
        pieces.pieces.iter().map(|piece| extractor.extract(text, format, piece, every_scope())).collect();
    let prose = |block: &&ProseBlock| block.scope != Scope::Code && pieces.is_code(block.map.extent());
    if let Some(block) = parts.iter().flat_map(|part| &part.blocks).find(prose) {
        return Err(format!("not code: {block:?}"));
    }
    let whole = [extractor.extract(text, format, &Piece::whole(text, format), every_scope())];
    let (found, expected) = (described(&parts), described(&whole));
    let same = found.iter().zip(&expected).take_while(|(found, expected)| found == expected).count();
    if found == expected {
        return Ok(Compared::Same(pieces));
    }
    if format == Format::Markdown && has_error(text) {
        return Ok(Compared::Error);
    }
    let ranges: Vec<_> = pieces.pieces.iter().map(|piece| &text[piece.range.range()]).collect();
    Err(format!("pieces {:?}\n whole {:?}\n{ranges:?}", found.get(same), expected.get(same)))
}

#[test]
fn whole_documents_give_the_same_blocks_in_pieces() {
    let mut extractor = Extractor::new();
    let mut failed = Vec::new();
    let mut pieces = 0;
    let documents = documents::all();
    for document in &documents {
        let text = document.file.text();
        let crlf = text.replace("\r\n", "\n").replace('\n', "\r\n");
        for text in [text, &crlf] {
            match compare(text, document.format, &mut extractor) {
                Ok(Compared::Same(split)) => pieces += split.pieces.len(),
                Ok(Compared::Error) => {}
                Err(difference) => failed.push(format!("{}: {difference}", document.name)),
            }
        }
    }
    assert!(pieces > 10 * documents.len(), "only {pieces} pieces");
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), documents.len(), failed.join("\n"));
}

#[test]
fn composed_documents_give_the_same_blocks_in_pieces() {
    let mut extractor = Extractor::new();
    let mut same = 0;
    let composed = documents::composed(if cfg!(debug_assertions) { 200 } else { 10_000 });
    for text in &composed {
        match compare(text, Format::Markdown, &mut extractor) {
            Ok(Compared::Same(_)) => same += 1,
            Ok(Compared::Error) => {}
            Err(difference) => panic!("{text:?}\n{difference}"),
        }
    }
    assert!(same > composed.len() / 2, "only {same} of {} are comparable", composed.len());
}

fn pieces_give_the_blocks_of_the_whole(text: &str) -> TestCaseResult {
    compare(text, Format::Markdown, &mut Extractor::new()).map(drop).map_err(TestCaseError::fail)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..config(400, 20_000) })]

    #[test]
    fn any_lines_give_the_same_blocks_in_pieces(text in shuffled_lines()) {
        pieces_give_the_blocks_of_the_whole(&text)?;
    }
}

/// A row: what is tested, and a file with `¦` where it is cut. `⊕n` after a cut names a line (from 1) of the context.
type Cuts<'a> = (&'a str, &'a str);

const CUTS: &[Cuts] = &[
    ("a blank line before an unindented one", "one\ntwo\n\n¦three\n\n¦> four\n> five\n\n¦six\n"),
    ("a blank line before a line that no item holds", "one\n\n¦   two\n\n¦1.  three\n\n¦  four\n"),
    ("no cut before a line that an item may hold", "- one\n\n  two\n\n    code\n\n¦three\n"),
    ("no cut before a marker without text", "one\n-\ntwo\n"),
    ("headings, fences and items interrupt", "one\n¦# two\n¦- three\n¦- four\nlazy\n¦```\nx\n```\n"),
    ("what only looks like them does not", "one\n#two\n**three**\n- - -\n``` `\n2020. four\n-five\n"),
    ("a long number interrupts an item only", "one\n10. two\n\n¦9. three\n¦10. four\n"),
    ("front matter does not begin in the middle", "one\n\n---\n\n¦two\n\n  +++\n\n¦three\n"),
    ("a byte order mark is text in the middle", "one\n\n\u{FEFF}two\n"),
    ("front matter is a piece", "---\na: b\n\nc: d\n---\n\n¦one\n"),
    ("also without an end", "---\na: b\n\nc: d\n---"),
    ("also with dots", "---\na: b\n\nc: d\n...\n¦one\n\n¦two\n"),
    ("also in JSON", "\u{FEFF}{\n\"a\": \"b\",\n\n\"c\": 1\n}\n¦one\n\n¦two\n"),
    ("not after white space", "  +++\na = 1\n\n¦c = 1\n+++\n\n¦one\n"),
    ("not without a key", "{\n\n¦\"c\"\n\n¦}\n"),
    ("the columns start again after front matter", "---\na: b\n---\n\tone\n\n¦two\n"),
    ("a thematic break on the first line is not one", "---\none\n\n¦two\n"),
    ("nothing in a fence", "```\n# a\n\n- b\n\n~~~\n```\n\n¦one\n"),
    ("a longer fence", "~~~~\n\n~~~\n\n~~~~ a\n\n~~~~~\n\n¦one\n"),
    ("an item's fence ends with the item", "- one\n  ```\n\n  # a\n\n¦two\n"),
    ("a nested item with what opens the items around it", "- a\n¦⊕1  - b\n¦⊕1⊕2    - c\n      d\n¦⊕1  - e\n¦- f\n"),
    ("tabs nest, too", "- a\n¦⊕1\t- b\n\n\t  c\n"),
    ("too deep is code", "- a\n\n      - b\n"),
    ("a long context waits for a long piece", "- a longer\n¦⊕1  - b\n  - c\n¦⊕1  - d\n¦- e\n"),
    ("an opening line that is not all", "- ```\n  a\n  ```\n  - b\n¦- - c\n  - d\n¦- > e\n  - f\n"),
    ("a definition's further lines", "- [a]: b\n  - c\n\n¦[d]: e\n# f\n"),
    ("rows of a table", "| a | b |\n|---|---|\n¦⊕1⊕2| c | d |\n| e | f |\n¦⊕1⊕2| g | h |\n\n¦one\n"),
    ("not when the head does not fit", "| a |\n|---|---|\n| c | d |\n\n¦| a || b |\n|---|---|---|\n| c | d | e |\n"),
    ("not when a row of the head has one bar", "| a\n|---|\n| c |\n\n¦| a |\n|---\n| c |\n"),
    ("not between rows without bars", "| a | b |\n|---|---|\nc\n| d | e |\n"),
    ("not where a row may head a table", "| a | b |\n|---|---|\n| c | d |\n|---|---|\n| e | f |\n"),
    ("HTML up to its end mark", "<!-- a\n\nb -->\n¦# one\n\n¦<pre>\n\n# a\n</pre>\n\n¦two\n"),
    ("HTML up to a blank line", "<div>\n# a\n- b\n\n¦one\n\n¦<b x='y'>\n# a\n\n¦two\n"),
    ("a tag alone does not interrupt a paragraph", "one\n<b>\n¦# two\n"),
    ("a comment that never ends", "one\n\n¦<!-- a\n\nb\n\n# c\n"),
    ("HTML on the line of a marker", "one\n¦- <div>\n\ntwo\n\n# three\n"),
    ("a tag that depends on the locale", "<bé>\n\none\n"),
    ("a declaration", "<!DOCTYPE html>\n\none\n"),
    ("footnotes go on", "[^1]: one\n\n    two\n\n¦three\n"),
    ("any line end except a lone CR", "one\r\n\r\n¦- two\r\n¦⊕3  - three\r\n"),
    ("a lone CR", "one\n\ntwo\rthree\n\nfour\n"),
    ("a byte order mark", "\u{FEFF}# one\n\n¦two\n"),
];

fn without_context(mut piece: &str) -> &str {
    while let Some(rest) = piece.strip_prefix('⊕') {
        piece = &rest[1..];
    }
    piece
}

#[test]
fn markdown_is_cut_only_where_it_is_certain() {
    let mut failed = Vec::new();
    for (name, cut) in CUTS {
        let text: String = cut.split('¦').map(without_context).collect();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let shown = |piece: &Piece| {
            let context = piece.context.iter().map(|span| {
                let line = text[..span.start as usize].matches('\n').count();
                assert_eq!(lines[line], &text[span.range()], "{name}");
                format!("⊕{}", line + 1)
            });
            context.collect::<String>() + &text[piece.range.range()]
        };
        let pieces = same(&text, Format::Markdown, &mut Extractor::new());
        let found = pieces.pieces.iter().map(shown).collect::<Vec<_>>().join("¦");
        if found != *cut {
            failed.push(format!("{name}:\n  {found:?}\n  {cut:?}"));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn text_is_cut_at_paragraphs_and_html_and_mdx_are_not_cut() {
    let mut extractor = Extractor::new();
    let text = "one\ntwo\n \n\nthree\rfour\r\rfive";
    let pieces = same(text, Format::Text, &mut extractor);
    let found: Vec<&str> = pieces.pieces.iter().map(|piece| &text[piece.range.range()]).collect();
    assert_eq!(found, ["one\ntwo\n \n\n", "three\rfour\r\r", "five"]);
    for format in [Format::Html, Format::Mdx] {
        assert_eq!(same("a\n\nb\n", format, &mut extractor).pieces, [Piece::whole("a\n\nb\n", format)]);
    }
    for &format in Format::ALL {
        assert_eq!(split("", format).pieces, [], "{format:?}");
    }
}

#[test]
fn fenced_code_is_recognised() {
    let text = "one `a`\n\n```sh\ncode\n```\n\n1. two\n   ```\n   code\n\n   code\n   ```\n2. ~~~\n   code\nthree\n";
    let pieces = same(text, Format::Markdown, &mut Extractor::new());
    let code: Vec<&str> = pieces.code.iter().map(|span| &text[span.range()]).collect();
    assert_eq!(code, ["```sh\ncode\n```\n", "   ```\n   code\n\n   code\n   ```\n", "   code\n"]);
    for (at, _) in text.match_indices("code") {
        assert!(pieces.is_code(Span::new(at, at + 4)), "{at}");
    }
    assert!(!pieces.is_code(Span::new(4, 7)) && !pieces.is_code(Span::new(10, 40)));
    for not_sure in ["``` `", "    ```sh", "|---|\n---\n[a]: b\n```\n"] {
        assert_eq!(split(not_sure, Format::Markdown).code, [], "{not_sure:?}");
    }
}

#[test]
fn a_piece_of_a_table_knows_its_rows() {
    let rows: String = (1..50).map(|row| format!("| r{row} | text |\n")).collect();
    let text = format!("one\n\n| head | er |\n|---|---|\n{rows}\ntwo\n");
    let pieces = same(&text, Format::Markdown, &mut Extractor::new());
    let mut extractor = Extractor::new();
    assert!(pieces.pieces.len() > 20);
    for piece in &pieces.pieces {
        for block in extractor.extract(&text, Format::Markdown, piece, every_scope()).blocks {
            if let (Some(row), Some(cell)) = (block.text.strip_prefix('r'), block.cell) {
                assert_eq!((cell.row.to_string().as_str(), cell.column, cell.table), (row, 0, 5));
            }
        }
    }
}

#[test]
fn hostile_files_are_split_in_linear_time() {
    const SIZE: usize = if cfg!(debug_assertions) { 1 << 18 } else { 1 << 23 };
    let lines = [
        "> ", ">", "- ", "- a\n", "|", "| a |\n", "|---|\n", "one\n", "one\n\n", "```\n", "<div>\n", "<!--\n",
        "[a]: b\n", "  - a\n", "\t", "    ", "1. ", "<b a=", "---\n", "\r\n", "`",
    ];
    for line in lines {
        let text = line.repeat(SIZE / line.len());
        check_invariants(&text, &split(&text, Format::Markdown)).unwrap();
    }
    let table = format!("{}\n{}\n{}", "| a ".repeat(SIZE / 64), "|---".repeat(SIZE / 64), "| b\n".repeat(SIZE / 4));
    let nested = format!("- {}\n{}", "a".repeat(SIZE / 16), "  - b\n".repeat(SIZE / 6));
    let deeper: String = (0..600).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    for text in [table, nested, deeper] {
        let pieces = split(&text, Format::Markdown);
        check_invariants(&text, &pieces).unwrap();
        let parsed: usize = pieces.pieces.iter().flat_map(|piece| &piece.context).map(|span| span.len()).sum();
        assert!(parsed <= 2 * text.len(), "{parsed} bytes of context for {}", text.len());
    }
}
