//! After any edits, checking a document with its cache gives the same result as checking it without.
//!
//! A document cache stores the pieces of a document between edits. The rules here depend on as much context as rules
//! can: headings, lead-ins, column headers, the next block, the section, the whole document.

use crate::effort::config;
use crate::fixture::{Fixture, PATH, check, every_scope, file, shown};
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;
use wordgate_core::Checker;
use wordgate_core::extract::{Extractor, Format, Interrupt};
use wordgate_core::lint::{Document, DocumentCache, Lint};
use wordgate_text::source::SourceFile;

const RULES: &str = r#"
[pack]
id = "t"

[[rule]]
id = "said"
patterns = ["direct access"]
skip_when = ["negated", "mentioned", "asked"]
suggest = ["access"]

[[rule]]
id = "near"
patterns = ["model~"]
severity = "info"
unless_near = { patterns = ["risk~"], within = "section" }

[[rule]]
id = "topic"
patterns = ["access"]
severity = "info"
when_near = [{ patterns = ["model~"], within = "document" }, { patterns = ["risk", "free"], within = "section" }]
unless_near = { patterns = "terms apply", within = "document" }
unless_under = ["Kafka", "avoid"]

[[rule]]
id = "claim"
kind = "require"
patterns = ["free"]
requires = ["terms apply"]
within = "document"

[[rule]]
id = "part"
kind = "require"
patterns = ["cheap"]
requires = ["risk~"]
within = "section"

[[rule]]
id = "name"
kind = "first-use"
patterns = ["Kafka"]
full = "Apache Kafka"

[[rule]]
id = "kept"
kind = "allow"
patterns = ["direct access to the API"]
"#;

/// Fragments of documents, also used as insertions.
const ATOMS: &[&str] = &[
    "direct access",
    "direct ",
    "access",
    " to the API",
    "models",
    "model",
    "risk",
    "free",
    "cheap",
    "terms apply",
    "Kafka",
    "Apache Kafka",
    "not ",
    "No. ",
    "No, it does not.",
    "Do you get direct access?",
    "Do not say:",
    "Avoid:",
    "x",
    "é",
    "😀",
    " ",
    " ",
    ". ",
    "? ",
    "\"",
    "`",
    "**",
    "*",
    "_",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "](x)",
    "[",
    "[a]",
    "\\",
    "|",
    "$",
    "&nbsp;",
    "<sup>1</sup>",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r",
    "\n# Avoid\n\n",
    "\n\n## Models\n\n",
    "\n===\n",
    "\n---\n",
    "---\ntitle: ",
    "\n- ",
    "\n  - ",
    "\n- ❌ ",
    "\n1. ",
    "\n> ",
    "\n    ",
    "\n```\n",
    "\n\n| Say | Avoid |\n|---|---|\n| models | direct access |\n",
    "| direct access | free |\n",
    "\n[^1]: ",
    "\n<!-- wordgate-allow t/said: x -->\n",
    "<!-- wordgate-allow t/said, t/near: x -->",
    "\n<!-- wordgate-allow-start t/claim: x -->\n",
    "\n<!-- wordgate-allow-end -->\n",
    "wordgate-allow",
    "\n> > direct access\n",
    "\u{FEFF}",
    "\u{AD}",
];

fn fixture() -> Fixture {
    Fixture::new(&[RULES]).allow("free model~")
}

static CHECKER: LazyLock<Checker> = LazyLock::new(|| fixture().checker());
static EVERY_SCOPE: LazyLock<Checker> = LazyLock::new(|| fixture().within(every_scope()).checker());

/// Checks a document with its cache.
fn check_again(
    checker: &Checker,
    extractor: &mut Extractor,
    memory: &mut DocumentCache,
    file: &SourceFile,
    format: Format,
) -> Lint {
    checker.check_with_cache(extractor, memory, Document { file, format, path: PATH })
}

/// An edit: its place in the text, the number of characters to remove, and the text to insert.
#[derive(Clone, Debug)]
struct Edit {
    at: prop::sample::Index,
    removed: usize,
    inserted: Vec<&'static str>,
}

impl Edit {
    fn apply(&self, text: &mut String) {
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let first = self.at.index(boundaries.len());
        let last = (first + self.removed).min(boundaries.len() - 1);
        text.replace_range(boundaries[first]..boundaries[last], &self.inserted.concat());
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let removed = prop_oneof![3 => Just(0_usize), 2 => 0..3_usize, 1 => 0..80_usize];
    let inserted = prop::collection::vec(select(ATOMS), 0..3);
    (any::<prop::sample::Index>(), removed, inserted).prop_map(|(at, removed, inserted)| Edit { at, removed, inserted })
}

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(select(ATOMS), 0..120).prop_map(|atoms| atoms.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 5_000, ..config(300, 300) })]

    #[test]
    fn a_cached_document_is_linted_like_a_new_one(
        mut text in document(),
        edits in prop::collection::vec(edit(), 1..12),
        format in select([&[Format::Markdown; 2], Format::ALL].concat()),
        all in any::<bool>(),
    ) {
        let checker = if all { &*EVERY_SCOPE } else { &*CHECKER };
        let mut remembering = Extractor::new();
        let mut forgetting = Extractor::new();
        let mut memory = DocumentCache::default();
        let mut hits = 0;
        for edit in &edits {
            let file = file(&text);
            let remembered = check_again(checker, &mut remembering, &mut memory, &file, format);
            let fresh = check(checker, &mut forgetting, &file, format);
            prop_assert_eq!(shown(&remembered), shown(&fresh), "{:?}", file.text());
            hits += fresh.findings.len();
            edit.apply(&mut text);
        }
        prop_assume!(hits > 0 || edits.len() < 3);
    }
}

#[test]
fn a_cancelled_check_is_not_cached() {
    let interrupt = Interrupt::default();
    let mut extractor = Extractor::with_interrupt(&interrupt);
    let mut memory = DocumentCache::default();
    let mut lint = |text: &str, format: Format| check_again(&CHECKER, &mut extractor, &mut memory, &file(text), format);
    for format in [Format::Markdown, Format::Mdx, Format::Html, Format::Svelte] {
        let text = "# Models\n\n- Get *direct* access.\n\n<p>Direct <b>access</b>.</p>\n\nModels\n\nDirect access.\n";
        let fresh = check(&CHECKER, &mut Extractor::new(), &file(text), format);
        assert!(fresh.findings.len() > 2);
        interrupt.cancel();
        lint(text, format);
        interrupt.reset();
        assert_eq!(shown(&lint(text, format)), shown(&fresh), "{format:?}");
        // A cancelled check does not remove earlier entries from the cache either.
        interrupt.cancel();
        (0..5).for_each(|_| drop(lint("Nothing.\n", format)));
        interrupt.reset();
        assert_eq!(shown(&lint(text, format)), shown(&fresh), "{format:?}");
    }
}

#[test]
fn findings_of_another_linter_are_not_reused() {
    let none = fixture().only(|_| false).checker();
    let (mut extractor, mut memory) = (Extractor::new(), DocumentCache::default());
    let file = file("Direct access.\n\nModels.\n");
    let mut count =
        |checker: &Checker| check_again(checker, &mut extractor, &mut memory, &file, Format::Markdown).findings.len();
    assert_eq!([&*CHECKER, &none, &*CHECKER].map(&mut count), [2, 0, 2]);
}

#[test]
fn a_line_break_that_becomes_hard_is_checked_again() {
    let (mut extractor, mut memory) = (Extractor::new(), DocumentCache::default());
    let mut count =
        |text: &str| check_again(&CHECKER, &mut extractor, &mut memory, &file(text), Format::Markdown).findings.len();
    let texts = [
        "No key\ndirect access\n", "No key  \ndirect access\n", "No key\\\ndirect access\n", "No key\ndirect access\n",
    ];
    assert_eq!(texts.map(&mut count), [0, 1, 1, 0]);
}
