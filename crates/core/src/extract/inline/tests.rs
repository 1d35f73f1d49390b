//! The extractor does not parse leaves without markup. These tests parse such leaves anyway, and check that this gives
//! the same blocks.

use super::*;
use crate::extract::interrupt::Interrupt;
use crate::extract::parsers::Parsers;
use crate::extract::{Format, Piece, ReadingLists};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use wordgate_text::prose::ScopeSet;

/// Tokens that never form markup together, so that a text of them is not parsed.
const WITHOUT_MARKUP: &[&str] = &[
    "a", "Ünï", "日本", "1", " ", "  ", "\n", "  \n", "\t", "\r\n", "!", "]", "(", ")", ">", "#", "-", "+", "=", "|",
    "\"", "'", ":", "http://a.b/c", "www.a.b", "a@b.c", "{", "}", "^", "%", ";", "\u{AD}", "😀", "]:", "](a)", "--",
    "//",
];

/// Escapes, which are the only markup that is read without the parser.
const ESCAPES: &[&str] = &[
    "\\.", "\\-", "\\_", "\\*", "\\[", "\\]", "\\(", "\\`", "\\<", "\\>", "\\&", "\\\\", "\\!", "\\$", "\\~", "\\|",
    "\\#", "\\\"",
];

/// Returns the blocks of `text`, each with its source ranges. If `is_parsed` is false, reads the text as the extractor
/// does, without the parser.
fn blocks(text: &str, is_parsed: bool) -> Vec<(Vec<Span>, String)> {
    let parts = [Part::markup(0, text.len())];
    let (piece, wanted) = (Piece::whole(text, Format::Markdown), ScopeSet::checked_by_default());
    let mut out = Collector::new(text, &piece, wanted, &ReadingLists::default());
    let grammar = &mut Parsers::new(&Interrupt::default()).inline;
    if is_parsed {
        let joined = Joined::new(text, &parts);
        let tree = parse(grammar, &joined.text).expect("the text is short");
        let writer = Writer::new(&mut out, &parts, Spelling::Plain, Containers::inline(LeafContext::default()));
        InlineWalk { grammar, joined: &joined, writer, at: 0, end: text.len(), open: Vec::new() }.run(&mut tree.walk());
    } else {
        read_masked(grammar, &parts, 0, LeafContext::default(), &mut out);
    }
    out.finish().blocks.into_iter().map(|block| (block.map.to_source(&(0..u32::MAX)), block.text)).collect()
}

proptest! {
    #[test]
    fn text_without_markup_gives_the_same_blocks_unparsed(tokens in vec(select(WITHOUT_MARKUP), 1..40)) {
        let text = tokens.concat();
        prop_assert!(!has_markup(&text));
        prop_assert_eq!(blocks(&text, true), blocks(&text, false));
    }

    #[test]
    fn text_with_only_escapes_gives_the_same_blocks_unparsed(
        tokens in vec(prop_oneof![select(WITHOUT_MARKUP), select(ESCAPES)], 1..40),
    ) {
        let text = tokens.concat();
        prop_assert!(escapes_and_breaks(&text).is_some());
        prop_assert_eq!(blocks(&text, true), blocks(&text, false));
    }
}
