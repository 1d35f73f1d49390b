//! The pieces of a file give the blocks of the file.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;
use std::path::{Path, PathBuf};
use wordgate::extract::{Extraction, Extractor, Format, Piece, Pieces, split};
use wordgate::prose::{ProseBlock, Scope, ScopeSet};
use wordgate::source::{SourceFile, Span};

fn every_scope() -> ScopeSet {
    Scope::ALL.iter().copied().collect()
}

/// The blocks in words that tell every difference apart.
fn described(extractions: &[Extraction]) -> Vec<String> {
    extractions.iter().flat_map(|extraction| &extraction.blocks).map(|block| format!("{block:?}")).collect()
}

/// Whether the block grammar made an error of some of `text`. What it then leaves out of the tree may be good text,
/// which a piece without the error finds.
fn has_error(text: &str) -> bool {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_md::LANGUAGE.into()).unwrap();
    parser.parse(text, None).unwrap().root_node().has_error()
}

/// Ranges cover the text, contexts are lines before them, nothing but code is read in what is called code.
fn holds_together(text: &str, pieces: &Pieces) -> Result<(), String> {
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

/// Compares the pieces with the whole file; describes the first difference.
fn compare(text: &str, format: Format, extractor: &mut Extractor) -> Result<Pieces, String> {
    let pieces = split(text, format);
    holds_together(text, &pieces)?;
    let parts: Vec<Extraction> =
        pieces.pieces.iter().map(|piece| extractor.extract(text, format, piece, every_scope())).collect();
    let prose = |block: &&ProseBlock| block.scope != Scope::Code && pieces.is_code(block.map.extent());
    if let Some(block) = parts.iter().flat_map(|part| &part.blocks).find(prose) {
        return Err(format!("not code: {block:?}"));
    }
    let whole = [extractor.extract(text, format, &Piece::whole(text), every_scope())];
    let (found, expected) = (described(&parts), described(&whole));
    let same = found.iter().zip(&expected).take_while(|(found, expected)| found == expected).count();
    if found == expected {
        return Ok(pieces);
    }
    let ranges: Vec<_> = pieces.pieces.iter().map(|piece| &text[piece.range.range()]).collect();
    Err(format!("pieces {:?}\n whole {:?}\n{ranges:?}", found.get(same), expected.get(same)))
}

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("WORDGATE_CORPUS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    folder.is_dir().then_some(folder)
}

#[test]
fn the_corpus_reads_the_same_in_pieces() {
    let Some(folder) = corpus() else {
        println!("skipped: there is no corpus; WORDGATE_CORPUS names one");
        return;
    };
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"));
    let step = if cfg!(debug_assertions) { 40 } else { 1 };
    let mut extractor = Extractor::new();
    let (mut bytes, mut count, mut sticky, mut errors) = (0, 0, 0, 0);
    let mut lengths: Vec<usize> = Vec::new();
    let mut failed = Vec::new();
    for entry in files.step_by(step) {
        let file = SourceFile::decode(std::fs::read(entry.path()).unwrap()).unwrap();
        match compare(file.text(), Format::Markdown, &mut extractor) {
            Ok(pieces) => {
                lengths.extend(pieces.pieces.iter().map(|piece| piece.range.len()));
                sticky += usize::from(pieces.sticky);
            }
            Err(_) if has_error(file.text()) => errors += 1,
            Err(difference) => failed.push(format!("{}: {difference}", entry.path().display())),
        }
        (bytes, count) = (bytes + file.text().len(), count + 1);
    }
    lengths.sort_unstable();
    let largest: usize = lengths.iter().rev().take(lengths.len() / 100).sum();
    println!(
        "{count} files, {bytes} bytes, {} pieces of {} bytes on average, the largest hundredth holds {} %, the largest {}; {sticky} sticky, {errors} with errors",
        lengths.len(),
        bytes / lengths.len().max(1),
        100 * largest / bytes.max(1),
        lengths.last().unwrap(),
    );
    assert!(
        count > 0 && failed.is_empty(),
        "{} of {count}:\n{}",
        failed.len(),
        failed[..failed.len().min(10)].join("\n")
    );
}

/// Lines as documentation has them, and the odd ones that stand between two readings.
const LINES: &[&str] = &[
    "A paragraph of *two* words and `code`,",
    "that goes on here.",
    "more text",
    "",
    "",
    "",
    "   ",
    "# Heading",
    "## Heading [with](a) link ##",
    "#no heading",
    "Underlined",
    "===",
    "---",
    "--- ",
    "- - -",
    "***",
    "+++",
    "--",
    "- item",
    "- item **two**",
    "* star",
    "+ plus",
    "1. one",
    "2) two",
    "10. ten",
    "10) ten",
    "12. twelve",
    "-",
    "1.",
    "- ",
    "-\ttabbed",
    "-    far",
    "-     code",
    "- [ ] task",
    "- [x] done",
    "- [link](a)",
    "- [a]: b",
    "- - nested",
    "- > quoted",
    "- # heading",
    "- ```",
    "1. ~~~ sh",
    "- <div>",
    "- <!-- c -->",
    "- <b>bold</b> text",
    "- | a |",
    "* * *",
    "- **bold**",
    "> quote",
    "> > deep",
    "> - item",
    "> ```",
    "> [!NOTE]",
    ">",
    "```",
    "```sh",
    "~~~",
    "````",
    "``` a `b`",
    "$ code --flag",
    "| a | b |",
    "|---|---|",
    "| :-- | --: |",
    "| c | d |",
    "| c \\| d | e |",
    "| `x|y` | z |",
    "|| b |",
    "a | b",
    "--- | ---",
    "|---|",
    "| x |",
    "<div>",
    "</div>",
    "<details><summary>More</summary>",
    "<b>",
    "<img src=\"a\" alt=\"text\">",
    "<br/>",
    "<br/ >",
    "<a b",
    "<h2>title</h2>",
    "<!-- comment -->",
    "<!-- open",
    "closed -->",
    "<!-->",
    "<pre>",
    "</pre>",
    "<script src=x></script>",
    "<?xml",
    "?>",
    "<!DOCTYPE html>",
    "<![CDATA[",
    "]]>",
    "text <!-- open",
    "[a]: b",
    "[a]: b \"title\"",
    "[a]:",
    "\"title\"",
    "[^1]: A footnote",
    "[^1]: word",
    "[link](a) text",
    ":::note Title",
    ":::",
    "title: A *title*",
    "$$ x",
    "{{< a title=\"b\" >}}",
    "\u{FEFF}mark",
    "Ünï",
];

const INDENTS: &[&str] =
    &["", "", "", "", "", "", " ", "  ", "  ", "   ", "    ", "    ", "      ", "\t", " \t", "  > ", "> "];

const ENDS: &[&str] = &["\n", "\n", "\n", "\n", "\n", "\n", "\n", "\n", "\r\n", "\n\n", "\n\n", "\n\n", " \n"];

/// Constructs of several lines, for the shuffled lines to fall into.
const WHOLES: &[&str] = &[
    "- one\n  - two\n    - three\n      more\n  - four\n",
    "1. one\n\n   text\n\n   ```sh\n   code\n   ```\n\n2. two\n   - a\n   - b\n",
    "| a | b |\n|---|---|\n| c | d |\n| e | f |\n| g | h |\n",
    "---\ntitle: x\n---\n",
    "[^1]: note\n\n    more of it\n\n    - item\n",
    "<details>\n\ntext\n\n</details>\n",
    "```\n# no heading\n\n- no item\n```\n",
    "10. ten\n11. eleven\n    - a\n    - b\n      - c\n",
    "> [!NOTE]\n> text\n>\n> - item\n",
];

fn documents() -> impl Strategy<Value = String> {
    let line = (select(INDENTS), select(LINES), select(ENDS));
    let line = line.prop_map(|(indent, line, end)| [indent, line, end].concat());
    let part = prop_oneof![6 => line, 1 => select(WHOLES).prop_map(str::to_owned)];
    let cut = prop_oneof![4 => Just(None), 1 => any::<prop::sample::Index>().prop_map(Some)];
    (prop::collection::vec(part, 1..14), cut).prop_map(|(parts, cut)| {
        let mut text = parts.concat();
        if let Some(cut) = cut {
            let mut at = cut.index(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.truncate(at);
        }
        text
    })
}

fn pieces_read_as_the_whole(text: &str) -> TestCaseResult {
    match compare(text, Format::Markdown, &mut Extractor::new()) {
        Err(difference) if !has_error(text) => Err(TestCaseError::fail(difference)),
        _ => Ok(()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(if cfg!(debug_assertions) { 400 } else { 20_000 }),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_lines_read_the_same_in_pieces(text in documents()) {
        pieces_read_as_the_whole(&text)?;
    }
}
