//! Leaves without markup are read without a parser. These tests compare them with the result of parsing.

use super::*;
use crate::extract::interrupt::Interrupt;
use crate::extract::parsers::Parsers;
use crate::extract::{Format, Piece, ReadingLists};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use wordgate_text::prose::ScopeSet;

const WITHOUT_MARKUP: &[&str] = &[
    "a", "Ünï", "日本", "1", " ", "  ", "\n", "  \n", "\t", "\r\n", "!", "]", "(", ")", ">", "#", "-", "+", "=", "|",
    "\"", "'", ":", "http://a.b/c", "www.a.b", "a@b.c", "{", "}", "^", "%", ";", "\u{AD}", "😀", "]:", "](a)", "--",
    "//",
];

const ESCAPES: &[&str] = &[
    "\\.", "\\-", "\\_", "\\*", "\\[", "\\]", "\\(", "\\`", "\\<", "\\>", "\\&", "\\\\", "\\!", "\\$", "\\~", "\\|",
    "\\#", "\\\"",
];

/// Returns the blocks of `text`, parsed or not, each with its source ranges.
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
    fn text_without_markup_need_not_be_parsed(tokens in vec(select(WITHOUT_MARKUP), 1..40)) {
        let text = tokens.concat();
        prop_assert!(!has_markup(&text));
        prop_assert_eq!(blocks(&text, true), blocks(&text, false));
    }

    #[test]
    fn text_without_markup_but_escapes_need_not_be_parsed(
        tokens in vec(prop_oneof![select(WITHOUT_MARKUP), select(ESCAPES)], 1..40),
    ) {
        let text = tokens.concat();
        prop_assert!(escapes_and_breaks(&text).is_some());
        prop_assert_eq!(blocks(&text, true), blocks(&text, false));
    }
}
