//! Compares the two readers of inline markup: where [`unambiguous`] has no doubt, the grammar gives the same blocks.

use super::*;
use crate::extract::compared::{described, every_text};
use crate::extract::extraction::Extraction;
use crate::extract::interrupt::Interrupt;
use crate::extract::parsers::Parsers;
use crate::extract::{Format, Piece, ReadingLists};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::cell::RefCell;
use wordgate_text::prose::ScopeSet;

/// Tokens of which short texts are made. They cover each kind of markup and each kind of neighbour.
const ALPHABET: &[&str] =
    &["a", "1", " ", "\n", "*", "**", "_", "~", "[", "](b)", "]", "![", "][c]", "<b>", "&amp;", "\\*", "`d`", "."];

/// More tokens, for random texts.
const MORE: &[&str] = &[
    "Ünï", "日本", "“", "\u{A0}", "  ", "  \n", "\\\n", "\t", "\r\n", "!", "(", ")", ">", "#", "-", "|", "\"", "'",
    ":", "http://a.b/c", "www.a_b.c", "a@b.c", "{", "}", "^", "%", ";", "\u{AD}", "😀", "--", "//", "__", "~~", "***",
    "`", "$", "$x$", "[]", "[x]", "[^1]", "[1](u)", "](c \"t\")", "](c_d)", "](c?e=1&f)", "](c(d))", "](<e>)", "][]",
    "[[", "</b>", "<br/>", "<a href=\"x\">", "<a b>", "<!-- c -->", "<https://x.y/z>", "< ", "<", "&", "&#8217;",
    "&#x41;", "&nope;", "&copy", "\\", "\\a", "\\_", "\\[", "snake_case", "a_1", "1_a", "{{ g }}", "a*b",
];

thread_local! {
    static READERS: RefCell<Readers> = RefCell::new(Readers::new());
}

struct Readers {
    parser: InlineParser,
    /// How many texts [`unambiguous`] was certain about.
    certain: usize,
}

impl Readers {
    fn new() -> Readers {
        Readers { parser: Parsers::new(&Interrupt::default()).inline, certain: 0 }
    }

    fn read(&mut self, text: &str, only_grammar: bool) -> Extraction {
        self.parser.only_grammar = only_grammar;
        let wanted: ScopeSet = wordgate_text::prose::Scope::ALL.iter().copied().collect();
        let piece = Piece::whole(text, Format::Markdown);
        let mut out = Collector::new(text, &piece, wanted, &ReadingLists::default());
        read(&mut self.parser, &[Part::markup(0, text.len())], LeafContext::default(), &mut out);
        out.finish()
    }

    /// Describes how the two readers differ.
    fn difference(&mut self, text: &str) -> Option<String> {
        // What is masked is in doubt here, but not to `read`.
        if unambiguous::nodes(text).is_none() && !text.contains(['`', '$', '{']) {
            return None;
        }
        self.certain += 1;
        let grammar = self.read(text, true);
        if !grammar.warnings.is_empty() {
            return None;
        }
        let (expected, found) = (described(&grammar), described(&self.read(text, false)));
        (expected != found).then(|| format!("{text:?}\n  grammar {expected}\n  plain   {found}"))
    }
}

#[test]
fn both_readers_agree_on_every_short_text() {
    let mut readers = Readers::new();
    let mut differences = Vec::new();
    every_text(ALPHABET, &mut String::new(), 4, &mut |text| differences.extend(readers.difference(text)));
    let first: Vec<&str> = differences.iter().take(20).map(String::as_str).collect();
    assert!(differences.is_empty(), "{} of {}:\n{}", differences.len(), readers.certain, first.join("\n"));
    assert!(readers.certain > 50_000, "only {} texts were certain", readers.certain);
}

proptest! {
    // A longer run is the fuzz target `readers`.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(20_000), ..ProptestConfig::default() })]
    #[test]
    fn both_readers_agree_on_random_texts(tokens in vec(prop_oneof![select(ALPHABET), select(MORE)], 3..13)) {
        let text = tokens.concat();
        let difference = READERS.with_borrow_mut(|readers| readers.difference(&text));
        prop_assert_eq!(difference, None);
    }
}
