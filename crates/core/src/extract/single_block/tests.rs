//! Compares the readers of Markdown on every short text of block markup and on random ones.

use crate::extract::compared::every_text;
use crate::extract::{Format, Readers};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::cell::RefCell;

/// Tokens of which short texts are made. They cover each kind of block and what can follow its first line.
const ALPHABET: &[&str] =
    &["a", " ", "   ", "\n", "\t", "#", "# ", "|", "- ", "1. ", "> ", "```", "=", "-", "\\", "[x]", ": "];

/// What precedes the tokens.
const STARTS: &[&str] = &["", "- a\n", "1. a\n   - b\n", "a\n", "|a|b|\n|-|-|\n", "# a", "```b\n"];

/// More tokens, for random texts.
const MORE: &[&str] = &[
    "b c",
    "a\n",
    "a  \n",
    "\n\n",
    "\r\n",
    "  ",
    "    ",
    "\n  ",
    "\n   ",
    "\n    ",
    "\n\t",
    "## ",
    " #",
    " ##",
    "#a",
    "+ ",
    "* ",
    "*",
    "10. ",
    "2) ",
    "-\t",
    "-   ",
    "-      ",
    "\n- ",
    "\n  - ",
    "\n    - ",
    "\n1. ",
    "[ ] ",
    "---",
    "===",
    "***",
    "\n|",
    "| ",
    " |",
    "||",
    "\\|",
    "| - |",
    "|--|--|\n",
    "\n|a|b|\n|:-|-:|\n|",
    "|a|\n|-|\n",
    "`",
    "`|`",
    "*b*",
    "**",
    "_",
    "[a](b)",
    "[a]: b",
    "[^1]: ",
    "![a](b)",
    "<b>",
    "<!-- c -->",
    "<!-- wordgate-allow a/b: c -->",
    "<div>",
    "{#id}",
    " {#id .c}",
    "{{ a }}",
    "&amp;",
    "\u{A0}",
    "Ünï",
    "\u{FEFF}",
    "!!! note",
    "::: tip",
    "(a)=",
    "$x$",
    "$",
    "~~~",
    "%% a %%",
    "\t  \n",
    " {#id}\t   \n",
    "https://a.b/c|d",
    "\n```\n",
    "\n```js\n",
    "\n~~~~ a\n",
    "\n ````\n",
    "```{note}\n",
    "[a \\(b\\) c](d)",
    "[a \\] b",
    "- [a \\(b\\)](c)",
    "](c)",
    "[",
    "](b)",
    "\\*",
    "[\\*](a)",
    "- [\\",
    "[a \\",
    "- [\\* b",
    "](",
];

thread_local! {
    static READERS: RefCell<Readers> = RefCell::default();
}

#[test]
fn the_readers_agree_on_every_short_text() {
    let mut readers = Readers::default();
    let mut differences = Vec::new();
    for start in STARTS {
        every_text(ALPHABET, &mut (*start).to_owned(), 3, &mut |text| {
            differences.extend(readers.difference(text, Format::Markdown));
        });
    }
    let first: Vec<&str> = differences.iter().take(20).map(String::as_str).collect();
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), first.join("\n"));
    assert!(readers.single_blocks > 10_000, "only {} pieces were single blocks", readers.single_blocks);
}

#[test]
fn a_tab_before_a_hard_break_leaves_the_text_to_the_grammar() {
    let mut readers = Readers::default();
    for text in ["--- {#id .c}\t   \n|", "a {#id}\t  \nb", "a\t  \nb", "a \t \t  \r\nb", "*a*\t  \nb"] {
        assert_eq!(readers.difference(text, Format::Markdown), None);
    }
}

proptest! {
    // A longer run is the fuzz target `readers`.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(20_000), ..ProptestConfig::default() })]
    #[test]
    fn the_readers_agree_on_random_texts(tokens in vec(prop_oneof![select(ALPHABET), select(MORE)], 3..13)) {
        let text = tokens.concat();
        let difference = READERS.with_borrow_mut(|readers| readers.difference(&text, Format::Markdown));
        prop_assert_eq!(difference, None);
    }
}
