//! Properties of the extraction of any input.

use crate::effort::config;
use proptest::prelude::*;
use wordgate_core::extract::{Extractor, Format, Piece};
use wordgate_text::prose::{OPAQUE, ProseBlock, Scope};
use wordgate_text::source::Span;

use super::support::wanted;

/// Fragments of Markdown, HTML and MDX.
const TOKENS: &[&str] = &[
    "a", "word", "Ünï", "日本", "😀", "\u{AD}", "\u{1A}", "1", "42", " ", "  ", "    ", "\t", "\n", "\n\n", "\r\n",
    "\r", "*", "**", "***", "_", "__", "~", "~~", "`", "``", "```", "~~~", "[", "]", "(", ")", "![", "](", "][",
    "[^1]", "[^1]:", "[a]:", "<", ">", "</", "/>", "<b>", "</b>", "<code>", "</code>", "<sup>", "TM</sup>", "<pre>",
    "</pre>", "<br>", "<a href=x>", "</a>", "<img alt=\"", "\"", "'", "=", "<!--", "-->", "<script>", "</script>",
    "<div>", "</div>", "<p>", "<li>", "<td>", "<Tab title=\"x\">", "</Tab>", "import a from 'b'", "export default {",
    "&", "&amp;", "&#8217;", "&copy", "\\", "\\*", "$", "$$", "{", "}", "{{<", ">}}", "{%", "%}", "{#id}", "#", "# ",
    "## ", "-", "- ", "+ ", "1. ", "> ", "> [!NOTE]", "---", "===", "***", "|", "|-|-|", "| a | b |", "\n|---|---|\n",
    ":::", ":::note ", "+++", "---\n", "title: ", "- [ ] ", "https://a.b/c", "www.a.b", "<https://a.b>", "<a@b.c>",
    "\u{FEFF}", ".", ",", "!", "?", ":", ";",
];

fn documents() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(TOKENS), 0..60).prop_map(|tokens| tokens.concat())
}

/// Checks that the spans of a block are in the source, on character boundaries, and that verbatim text equals the
/// source.
fn check_spans(source: &str, block: &ProseBlock) {
    for (at, c) in block.text.char_indices() {
        let range = u32::try_from(at).unwrap()..u32::try_from(at + c.len_utf8()).unwrap();
        let spans = block.spans(&range);
        assert!(!spans.is_empty(), "{c:?} of {:?} comes from nowhere in {source:?}", block.text);
        let pieces: Vec<&str> = spans.iter().map(|span| source.get(span.range()).expect("on boundaries")).collect();
        let written = pieces.concat();
        let respelled = written.starts_with(['&', '\\', '<', '\'']) || written.contains('\u{1A}');
        if c != OPAQUE && c != ' ' && !respelled {
            assert_eq!(written, c.to_string(), "in {source:?}");
        }
    }
    for (inner, _) in &block.inner_scopes {
        assert!(block.text.get(inner.start as usize..inner.end as usize).is_some());
    }
    assert_eq!(block.text.trim_matches(' '), block.text);
    assert!(!block.text.contains("  ") && !block.text.contains(['\n', '\r', '\t']));
}

/// Checks that no byte of the source is in two blocks.
fn nothing_is_read_twice(source: &str, blocks: &[ProseBlock]) {
    let mut read = vec![false; source.len()];
    for block in blocks {
        for (at, c) in block.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let range = u32::try_from(at).unwrap()..u32::try_from(at + c.len_utf8()).unwrap();
            for span in block.spans(&range).iter().filter(|span| span.len() == c.len_utf8()) {
                for byte in &mut read[span.range()] {
                    assert!(!std::mem::replace(byte, true), "{:?} is read twice in {source:?}", &source[span.range()]);
                }
            }
        }
    }
}

/// Checks that every letter is in some block, if the source has no character that could hide letters.
fn letters_are_found(source: &str, blocks: &[ProseBlock]) {
    let markup = |c: char| {
        !(c.is_alphanumeric() || matches!(c, ' ' | '\n' | '.' | ',' | '*' | '_' | '#' | '>' | '|' | '!' | '?'))
    };
    if source.contains(markup) || source.contains("    ") || source.contains("www.") {
        return;
    }
    let letters: String = source.chars().filter(|c| c.is_alphabetic()).collect();
    let found: String = blocks.iter().flat_map(|block| block.text.chars()).filter(|c| c.is_alphabetic()).collect();
    assert_eq!(found, letters, "{source:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..config(300, 4_000) })]

    #[test]
    fn any_document_is_extracted(source in documents()) {
        let mut extractor = Extractor::new();
        for &format in Format::ALL {
            let found = extractor.extract(&source, format, &Piece::whole(&source, format), wanted(&[]));
            for block in &found.blocks {
                check_spans(&source, block);
            }
            nothing_is_read_twice(&source, &found.blocks);
            if format == Format::Markdown {
                letters_are_found(&source, &found.blocks);
            }
            let all = extractor.extract(&source, format, &Piece::whole(&source, format), Scope::ALL.iter().copied().collect());
            prop_assert!(all.blocks.len() >= found.blocks.len());
        }
    }

    #[test]
    fn a_piece_in_the_middle_keeps_its_offsets(before in documents(), source in documents()) {
        let text = format!("{before}\n\n{source}");
        let start = u32::try_from(before.len() + 2).unwrap();
        // Neither piece has the text that the splitter hides from the grammar, such as `{{<` on one line and `>}}` on
        // the next.
        let piece = |range| Piece { range, ..Piece::default() };
        let middle = piece(Span { start, end: u32::try_from(text.len()).unwrap() });
        let mut extractor = Extractor::new();
        let inside = extractor.extract(&text, Format::Markdown, &middle, wanted(&[]));
        for block in &inside.blocks {
            check_spans(&text, block);
        }
        // At the start of a file these have another meaning: byte order mark and front matter.
        prop_assume!(!source.starts_with(['\u{FEFF}', '{']) && !source.starts_with("---") && !source.starts_with("+++"));
        let whole = piece(Span::new(0, source.len()));
        let alone = extractor.extract(&source, Format::Markdown, &whole, wanted(&[]));
        let alone: Vec<_> = alone.blocks.iter().map(|block| (block.map.extent().start + start, block.text.clone())).collect();
        let inside: Vec<_> = inside.blocks.iter().map(|block| (block.map.extent().start, block.text.clone())).collect();
        prop_assert_eq!(inside, alone);
    }
}
